"""A real scheduler and two workers, which have another version of the library, make the same pages as this machine."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from distributed import Client, LocalCluster
from here import built
from test_processes import until

from sosanh.__main__ import main
from sosanh.data import paths
from sosanh.publish import briefs, build, cluster, parcel
from sosanh.publish.processes import Ended

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the workers keep what they are sent."""
    return tmp_path_factory.mktemp("workers")


@pytest.fixture(scope="module")
def started(folder):
    """The address of a scheduler with two workers, each of which is started again when it ends; and a client."""
    (folder / "other" / "sosanh").mkdir(parents=True)
    (folder / "other" / "sosanh" / "__init__.py").write_text("raise ImportError('another version')")
    own = {"PYTHONPATH": str(folder / "other"), "TMPDIR": str(folder), "PYTHONHASHSEED": "1"}
    own |= {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "2"}
    known = {name: value for name, value in os.environ.items() if name != "SOSANH_HOME"} | own

    def start(*arguments):
        call = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--dashboard-address", ":0"]
        return subprocess.Popen(call, cwd=folder, env=known, stderr=subprocess.DEVNULL, start_new_session=True)

    at = folder / "scheduler.json"
    running = [start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(at))]
    running += [start("dask_worker", "--scheduler-file", str(at), "--nthreads", "1") for _ in range(2)]
    try:
        assert until(lambda: at.exists() and at.read_text().endswith("}"))
        with Client(scheduler_file=str(at), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
            yield client.scheduler.address, client
    finally:
        for each in running:
            each.terminate()
        for each in running:
            each.wait()


@pytest.fixture
def address(started, folder):
    """That of the scheduler with both workers; afterwards they have nothing of ours, and do nothing for us."""
    address, client = started
    client.wait_for_workers(2, timeout=60)
    yield address
    assert until(lambda: client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)) == 0)
    assert until(lambda: not running_in(folder) and not list(folder.glob("sosanh-*")))


def running_in(folder):
    """Processes of a library that a worker was sent."""
    found = []
    for process in filter(lambda each: each.name.isdigit(), Path("/proc").iterdir()):
        with suppress(OSError):  # it has just ended
            found += [process.name] if f"{folder}/sosanh-".encode() in (process / "cmdline").read_bytes() else []
    return found


def test_pages_are_those_of_this_machine_though_a_worker_is_killed_meanwhile(address, tmp_path, monkeypatch):
    names = ("own-materials", "health-records", "remote-care")
    asked = [each for each in briefs.read() if each.name in names]
    monkeypatch.setattr(paths, "HTML", tmp_path / "local")
    assert built(asked) == []
    monkeypatch.setattr(paths, "HTML", tmp_path / "sent")
    with cluster.cluster(address) as executor:
        victim, told = executor.submit(os.getppid).result(), []

        def tell(line):
            if not told:
                os.kill(victim, signal.SIGKILL)
            told.append(line)

        assert build.build(asked, build.Told(tell), executor) == []
    assert told[-1].startswith(f"{len(asked)} built, 0 up to date")
    local, sent = (
        {each.name: each.read_bytes() for each in (tmp_path / name).glob("*.html")} for name in ("local", "sent")
    )
    assert local == sent and len(local) == len(asked) + 4


ENDS_ITS_WORKER = "__import__('os').kill(__import__('os').getppid(), 9)"


def test_what_ends_three_workers_is_reported_and_the_rest_go_on(address):
    with cluster.cluster(address) as executor:
        ends = executor.submit(eval, ENDS_ITS_WORKER)
        assert isinstance(ends.exception(), Ended) and "on 3 different workers" in str(ends.exception())
        assert executor.submit(int, "7").result() == 7


def test_what_goes_wrong_there_comes_back_as_it_is_here(address):
    with cluster.cluster(address) as executor:
        assert isinstance(executor.submit(int, "x").exception(), ValueError)


def test_leaving_early_cancels_what_is_queued(address):
    with pytest.raises(KeyboardInterrupt), cluster.cluster(address) as executor:
        slow = [executor.submit(time.sleep, 1) for _ in range(600)]
        slow[0].result()
        raise KeyboardInterrupt


def test_a_killed_builder_leaves_nothing_there(address):
    script = (
        "import sys, time\nfrom sosanh.publish.cluster import cluster\n"
        "with cluster(sys.argv[1]) as executor:\n"
        "    sent = [executor.submit(time.sleep, 0.1 * each) for each in range(100)]\n"
        "    sent[2].result()\n    print('made', flush=True)\n    time.sleep(600)"
    )
    builder = subprocess.Popen([sys.executable, "-c", script, address], stdout=subprocess.PIPE)
    assert builder.stdout.readline() == b"made\n"
    builder.kill()
    builder.wait()


def refused(capsys, address):
    """The one sentence that a build ends with."""
    assert main(["reports", "--scheduler", address]) == 1
    said, end = capsys.readouterr().err.splitlines()
    assert end == "no brief was built"
    return said


def test_other_versions_are_refused(address, capsys, monkeypatch):
    monkeypatch.setattr(parcel, "installed", lambda names: {"pandas": "1.0", "numpy": "", "Python": "3.9"})
    assert re.fullmatch(
        r"worker tcp://\S+: pandas \S+ \(1\.0 here\), Python 3\.\d+ \(3\.9 here\); give it the same Python, "
        r"and what requirements\.lock names", refused(capsys, address),
    )  # fmt: skip


def test_a_worker_that_comes_later_with_other_versions_makes_nothing():
    with pytest.raises(RuntimeError, match=r"^pandas \d\S+ \(1\.0 here\), none is missing \(2 here\); give it"):
        parcel.Parcel(b"", {"pandas": "1.0", "none": "2"})(b"")


def test_a_scheduler_that_is_not_there(capsys, monkeypatch):
    monkeypatch.setattr(cluster, "WAIT", 0.5)
    said = "no scheduler answers at tcp://127.0.0.1:1; start one: dask scheduler"
    assert refused(capsys, "tcp://127.0.0.1:1") == said
    assert refused(capsys, "here:x").startswith("no scheduler answers at here:x; ")


def test_a_scheduler_without_workers(capsys, monkeypatch):
    monkeypatch.setattr(cluster, "WAIT", 0.5)
    with LocalCluster(n_workers=0, processes=False, protocol="tcp", host="127.0.0.1", dashboard_address=":0") as none:
        at = none.scheduler_address
        assert refused(capsys, at) == f"the scheduler at {at} has no workers; start some: dask worker {at}"


def test_without_the_extra(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.delitem(sys.modules, "sosanh.publish.cluster")
    said = refused(capsys, "tcp://127.0.0.1:1")
    assert said.startswith("--scheduler needs distributed, which is not installed: python -m pip install ")


def test_a_parcel_is_the_same_for_the_same_files():
    assert parcel.packed() == parcel.packed()
