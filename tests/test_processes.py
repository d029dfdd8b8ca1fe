"""A piece of work in a process of its own costs itself when it fails, hangs or is killed; nothing outlives a build."""

import os
import pickle
import signal
import subprocess
import sys
import time
from concurrent.futures import as_completed
from contextlib import suppress
from pathlib import Path

import pytest

from sosanh.publish import processes
from sosanh.publish.briefs import BriefFailed, Page
from sosanh.publish.processes import Ended, Processes, apart


def test_each_piece_comes_back_with_what_was_made_of_it_or_what_went_wrong():
    with Processes(2) as executor:
        made = {each: executor.submit(apart, 1, int, each) for each in ("1", "x", "3")}
        assert (made["1"].result(), made["3"].result(), type(made["x"].exception())) == (1, 3, ValueError)


def test_the_first_to_finish_comes_first():
    with Processes(2) as executor:
        order = {executor.submit(apart, 1, time.sleep, each): each for each in (2, 0)}
        assert [order[each] for each in as_completed(order)] == [0, 2]


def kill(code):
    os.kill(os.getpid(), code)


@pytest.mark.parametrize(("end", "code", "how"), [(os._exit, 3, "exit code 3"), (kill, 9, "SIGKILL")])
def test_a_process_that_ends_of_itself_costs_its_own_piece(end, code, how):
    with Processes(1) as executor:
        ended, after = executor.submit(apart, 1, end, code), executor.submit(apart, 1, int, "7")
        assert isinstance(ended.exception(), Ended) and how in str(ended.exception())
        assert after.result() == 7


def test_a_process_does_piece_after_piece_and_one_killed_between_two_costs_none():
    with Processes(1) as executor:
        first, second = [executor.submit(apart, 1, os.getpid).result() for _ in range(2)]
        assert first == second
        os.kill(first, signal.SIGTERM)
        assert until(lambda: not processes._waiting[0].process.is_alive())
        assert executor.submit(apart, 1, os.getpid).result() != first


def test_a_page_that_comes_back_brings_nothing_that_makes_pages():
    """The builder imported papermill and nbconvert to read the first answer, and built nothing for seconds."""
    script = "import pickle, sys; pickle.load(sys.stdin.buffer); sys.exit('papermill' in sys.modules)"
    answer = pickle.dumps(([Page(b"", 0, "", {}), BriefFailed("")], b""))
    assert subprocess.run([sys.executable, "-c", script], input=answer).returncode == 0


@pytest.mark.skipif(sys.platform != "linux", reason="no process is warm here")
@pytest.mark.parametrize("fault", [EOFError, ConnectionRefusedError])
def test_a_piece_that_a_killed_warm_process_cannot_start_has_ended(monkeypatch, fault):
    def start(handles):
        raise fault

    monkeypatch.setattr("multiprocessing.forkserver.connect_to_new_process", start)
    with pytest.raises(Ended, match=f"its process did not start .{fault.__name__}"):
        apart(1, int, "7")


def test_a_piece_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(processes, "GRACE", 0.3)
    with pytest.raises(Ended, match=r"longer than 0\.3 s"):
        apart(0, time.sleep, 600)


def test_leaving_early_waits_for_nobody():
    started = time.monotonic()
    with pytest.raises(KeyboardInterrupt), Processes(2) as executor:
        slow = [executor.submit(apart, 1, time.sleep, 600) for _ in range(4)]
        executor.submit(time.sleep, 0).done()
        raise KeyboardInterrupt
    assert time.monotonic() - started < 60 and all(each.done() for each in slow)


@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
def test_killed_it_leaves_no_process():
    """What was started for a builder that is killed at any moment ends by itself."""
    script = (
        "from sosanh.publish.processes import Processes, apart\nimport time\n"
        "executor = Processes(2)\n[executor.submit(apart, 1, time.sleep, 1) for _ in range(4)]\n"
        "executor.submit(apart, 1, int, '1').result()\nprint('made', flush=True)\ntime.sleep(600)"
    )
    builder = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True)
    builder.stdout.readline()
    builder.kill()
    builder.wait()
    assert until(lambda: not in_session(builder.pid))


def until(holds):
    return any(holds() or time.sleep(0.05) for _ in range(400))


def in_session(leader):
    """The processes of a session that have not ended."""
    stats = []
    for process in filter(lambda each: each.name.isdigit(), Path("/proc").iterdir()):
        with suppress(OSError):  # it has just ended
            stats.append((process / "stat").read_text().rpartition(")")[2].split())
    return [fields for fields in stats if int(fields[3]) == leader and fields[0] != "Z"]
