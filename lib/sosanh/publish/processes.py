"""Work in processes of their own: each is forked from one that has imported everything, and does piece after piece.

A piece that hangs, is killed or ends its process costs itself and nothing else: the next one has another process. The
warm process is started once, has no threads, and ends with this one; so do the others: one whose builder is gone finds
its pipe closed.

What a builder needs is an executor of `concurrent.futures` and `apart`: on this machine the executor is `Processes`,
elsewhere it is a cluster's.
"""

import atexit
import os
import signal
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

GRACE = 60  # seconds that a piece has beyond the limit of its notebook: for starting, the template and the trace
WARM = "sosanh.publish.warm"


class Unready(Exception):
    """What should do the work cannot; the message says why, and how to mend it."""


class Ended(Exception):
    """A piece of work without a result: its process took too long, was killed or ended of itself."""


class Processes(ThreadPoolExecutor):
    """So many pieces of work at once: each thread waits for one process. Left, early or not, it ends them all."""

    def __exit__(self, *_) -> None:
        self.shutdown(wait=False, cancel_futures=True)
        while threads := [each for each in self._threads if each.is_alive()]:
            for worker in [*_workers]:
                worker.process.kill()
            threads[0].join(0.05)
        _end_all()


def apart(limit: float, work: Callable, *args: Any) -> Any:
    """What `work(*args)` returns or raises, in another process that has `limit` seconds; `Ended` without either.

    All of it is sent from one process to the other, so `work` is a function of a module.
    """
    worker, answer = _free(), None
    try:
        worker.pipe.send((work, args))
        if not worker.pipe.poll(limit + GRACE):
            raise Ended(f"it took longer than {limit + GRACE:g} s")
        made, error = answer = worker.pipe.recv()
    except (EOFError, ConnectionError):
        worker.process.join()
        raise Ended(f"its process ended of itself ({_how(worker.process.exitcode)})") from None
    finally:
        _waiting.append(worker) if answer else worker.end()
    if error:
        raise error
    return made


class _Worker:
    """A process that does one piece after another, at the other end of a pipe; `Ended` where it cannot start."""

    def __init__(self) -> None:
        context = _context()
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs,))
        try:
            self.process.start()
        except (OSError, EOFError) as error:  # the warm process was killed; the next piece starts another
            raise Ended(f"its process did not start ({type(error).__name__})") from None
        theirs.close()
        _workers.add(self)

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()
        _workers.discard(self)


_workers: set[_Worker] = set()
_waiting: list[_Worker] = []  # those that have nothing to do


def _free() -> _Worker:
    """One that has nothing to do, or a new one."""
    while _waiting:
        with suppress(IndexError):  # another thread was faster
            worker = _waiting.pop()
            if worker.process.is_alive():
                return worker
            worker.end()
    return _Worker()


@atexit.register  # before multiprocessing waits for them
def _end_all() -> None:
    _waiting.clear()
    for worker in [*_workers]:
        worker.end()


def _context():
    """How processes are started: forked from a warm one where that is safe, else anew."""
    os.environ.setdefault("PYTHONHASHSEED", "0")  # of what is started from here: nothing may hang on a machine's chance
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([WARM])
    return context


def _how(code: int | None) -> str:
    with suppress(ValueError, TypeError):
        return signal.Signals(-code).name
    return f"exit code {code}"


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that waits
    with suppress(EOFError, ConnectionError):  # until nobody waits any more
        while True:
            work, args = pipe.recv()
            send_answer(pipe, work, args)


def send_answer(pipe: Connection, work: Callable, args: Sequence) -> None:
    """Send what `work(*args)` returns and the error that it raises; one of the two is None."""
    try:
        answer = work(*args), None
    except Exception as error:
        answer = None, error
    with suppress(BrokenPipeError):  # nobody waits any more
        pipe.send(answer)
