"""Every bench runs to its end, at a small size: what the README quotes can be measured again."""

import os
import subprocess
import sys

import pytest

from sosanh.data import paths

SMALL = {
    "bench_compare": ("3", r"600 observations, 3 pairs: plain "),
    "bench_explore": ("2", " figures: the page has "),
    "bench_growth": ("2", "one_figure "),
    "bench_printed": ("2", "9' over and over"),
    "bench_reports": ("--pages 2 --rounds 1 --quick", "builder, all cores"),
    "builds_in_a_row": ("1", "0 of 1 builds failed"),
    "floor": ("1", "2 pages made"),
}


def test_every_bench_is_tried():
    """But for those of others, which are no part of the project."""
    assert {*SMALL, "rivals"} == {path.stem for path in (paths.HOME / "bench").glob("*.py")}


@pytest.mark.parametrize("bench", SMALL)
def test_a_bench_runs(bench):
    size, said = SMALL[bench]
    call = [sys.executable, str(paths.HOME / "bench" / f"{bench}.py"), *size.split()]
    library = os.pathsep.join(filter(None, (str(paths.LIBRARY.parent), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "PYTHONPATH": library, "PYTHONUTF8": "1"}
    done = subprocess.run(call, env=environment, capture_output=True, encoding="utf-8")
    assert done.returncode == 0 and said in done.stdout, done.stdout + done.stderr
