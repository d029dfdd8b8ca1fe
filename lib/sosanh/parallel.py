"""Several things at once, each in one of a few processes of its own, in the order in which they get done.

The processes are started afresh (`spawn`), the one way that works on every system and with every library. Ctrl-C is
this process's to hear: the others are ended, and whatever they had in hand was only in their memory.
"""

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import active_children, get_context


def cores() -> int:
    """How many processes this one may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def finished(work: Callable, things: Iterable, workers: int) -> Iterator[tuple]:
    """(thing, what `work` made of it), as they finish; instead of that an `Exception`, where it raised one.

    `work` and the things are sent to other processes, so it must be a function of a module. The iterator is closed
    (`contextlib.closing`) by whoever stops early.
    """
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"))
    try:
        with _deaf():
            futures = {pool.submit(work, each): each for each in things}
        for future in as_completed(futures):
            yield futures[future], future.exception() or future.result()
    except BaseException:
        for process in active_children():
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started within does not hear Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
