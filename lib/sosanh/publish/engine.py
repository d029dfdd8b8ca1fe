"""papermill's engine for a page: the cells run in a process forked from this one, which has imported all they need.

papermill stays the runner: parameters, times, errors and outputs are its own, and nbclient's. In place of a kernel that
starts, imports and ends for two seconds a child of this process has a kernel's shell, whose messages come through a
pipe instead of sockets. Whatever a cell dirties (globals, settings, environment, modules) ends with the child; the
process that holds the numbers against the data never runs a cell.

Where a process cannot be forked, and with KERNELS=1, ordinary kernels run the cells and give the same bytes.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from time import monotonic

from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines

from sosanh.publish import shell

NAME = "forked"
READS = "sosanh-reads"  # what the cells have read (`data.reads`), in the metadata of a notebook that has run
GRACE = 10  # seconds that a process has to say so
MOST = 50_000_000  # bytes that the cells of a page may show, ten times what the largest of ours does


class TooMuch(RuntimeError):
    """Cells show more than anybody could read."""


def forks() -> bool:
    """Are the cells run in a forked process? Only Linux has one that is sure to end with its parent."""
    return sys.platform == "linux" and os.environ.get("KERNELS", "0") in ("", "0")


class Forked(Engine):
    """The engine, by which papermill runs a notebook when it is asked for `NAME`."""

    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, **settings) -> None:
        _Client(nb_man, timeout_func=settings["timeout_func"]).execute()


papermill_engines.register(NAME, Forked)


class _Client(PapermillNotebookClient):
    """What papermill drives a kernel with, at the end of a pipe."""

    def execute(self) -> None:
        self.reset_execution_trackers()
        self.left = MOST
        with _child() as self.pipe:
            self.papermill_execute_cells()
            self.nb.metadata[READS] = self._answer(None, monotonic() + GRACE)

    def execute_cell(self, cell, cell_index, **_):
        if cell.cell_type != "code" or not cell.source.strip():
            return
        until = monotonic() + self._get_timeout(cell)
        self.clear_before_next_output = False
        reply = self._answer(cell.source, until, cell, cell_index)
        cell.execution_count = reply["execution_count"]
        run_sync(self._check_raise_for_error)(cell, cell_index, {"content": reply})

    def _answer(self, source: str | None, until: float, cell=None, cell_index: int = 0) -> dict:
        """The reply to a cell's source, its outputs taken on the way; to None what all cells have read."""
        self.pipe.send_bytes(json.dumps(source).encode())
        while (message := self._message(cell, until))["msg_type"] != "execute_reply":
            if cell:
                self.process_message(message, cell, cell_index)
        return message["content"]

    def _message(self, cell, until: float) -> dict:
        """The next message of the shell. With the builder gone nobody waits for it."""
        builder = parent_process()
        there = wait([self.pipe, *([builder.sentinel] if builder else [])], max(0, until - monotonic()))
        if not there:
            raise CellTimeoutError.error_from_timeout_and_cell("it did not end", round(until - monotonic()), cell)
        if self.pipe not in there:
            os._exit(1)
        try:
            received = self.pipe.recv_bytes(self.left)  # no more is taken in, however long it is
        except (EOFError, ConnectionResetError):
            raise DeadKernelError("its process ended") from None
        except OSError:
            raise TooMuch(f"its cells show more than {MOST / 1e6:.0f} MB") from None
        self.left -= len(received)
        return json.loads(received)  # never unpickled: a cell may have written it


@contextmanager
def _child() -> Iterator[Connection]:
    """The pipe to a forked process that runs what it is sent; with all that it has started it is ended behind it."""
    ours, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=shell.serve, args=(theirs, ours, os.getpid()))
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()  # it may not have its group yet
        process.join()
        ours.close()
