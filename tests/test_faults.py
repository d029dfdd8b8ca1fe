"""Every fault of tests/faults is planted, and said as its table says."""

import os
import shutil
import subprocess
import sys

import pytest
from faults import TABLE, areas, table

from sosanh.data import paths

PLANTED = [(area, fault) for area in areas() for fault in area.faults]
NAMES = [f"{area.title}: {fault.name}" for area, fault in PLANTED]


@pytest.mark.parametrize(
    ("area", "fault"), [each for each in PLANTED if not each[1].large],
    ids=[name for name, (_, fault) in zip(NAMES, PLANTED, strict=True) if not fault.large],
)  # fmt: skip
def test_a_fault_is_said_as_the_table_says(area, fault, tmp_path):
    area.made(tmp_path)
    fault.plant(tmp_path)
    assert_said(area.said(tmp_path)[0], fault.says)


def assert_said(line, says):
    begin, open_ended, _ = says.partition("…")
    assert line.startswith(begin) if open_ended else line == says
    assert len(line) < 900  # a few lines of a terminal


MEASURED = """
import re, sys, time
from pathlib import Path
from sosanh.__main__ import main
code = main(sys.argv[1:])
print(time.process_time(), re.search("VmHWM:[^0-9]*([0-9]+)", Path("/proc/self/status").read_text())[1])
sys.exit(code)
"""  # seconds of the processor, and the most memory: ru_maxrss would be the parent's


def measured(home, *verb):
    """A verb, such as `data`, in a process of its own, and nothing kept: how it ended, the seconds and MiB it took."""
    shutil.rmtree(home / "data" / ".kept", ignore_errors=True)
    environment = os.environ | {"SOSANH_HOME": str(home), "PYTHONPATH": str(paths.LIBRARY.parent)}
    done = subprocess.run([sys.executable, "-c", MEASURED, *verb], env=environment, capture_output=True, text=True)
    *_, seconds, kilobytes = done.stdout.split()
    return done, float(seconds), int(kilobytes) / 1024


@pytest.mark.whole
@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
@pytest.mark.parametrize(
    ("area", "fault"), [each for each in PLANTED if each[1].large],
    ids=[name for name, (_, fault) in zip(NAMES, PLANTED, strict=True) if fault.large],
)  # fmt: skip
def test_a_large_fault_ends_soon(area, fault, tmp_path):
    """In no more than four times the time that reading what is sound takes, and in little memory."""
    area.made(tmp_path)
    _, sound, _ = measured(tmp_path, "data")
    fault.plant(tmp_path)
    before = {path: path.read_bytes() for path in (tmp_path / "data/processed").iterdir()}
    done, seconds, mebibytes = measured(tmp_path, "data")
    print(f"{fault.name}: {seconds:.2f} s where what is sound takes {sound:.2f}, {mebibytes:.0f} MiB")
    refused = not fault.says.startswith("read")
    assert done.returncode == refused and mebibytes < 512
    if refused:
        assert_said(done.stderr.splitlines()[0], fault.says)
        assert {path: path.read_bytes() for path in (tmp_path / "data/processed").iterdir()} == before
        assert seconds < 4 * sound


def test_the_table_of_faults_is_that_of_the_lists():
    assert TABLE.read_text("utf-8") == table(), "write it anew: PYTHONPATH=lib:tests .venv/bin/python -m faults"
