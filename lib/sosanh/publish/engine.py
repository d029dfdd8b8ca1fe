"""papermill's engine for a page: the cells run in a process forked from this one, which has imported all they need.

papermill stays the runner: parameters, times, errors and outputs are its own, and nbclient's. In place of a kernel that
starts, imports and ends for two seconds a child of this process has a kernel's shell, whose messages come through a
pipe instead of sockets. Whatever a cell dirties (globals, settings, environment, modules) ends with the child; the
process that holds the numbers against the data never runs a cell.

Where a process cannot be forked, and with KERNELS=1, ordinary kernels run the cells and give the same bytes.
"""

import ctypes
import io
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait
from time import monotonic
from types import SimpleNamespace

from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.session import Session
from jupyter_core.utils import run_sync
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, papermill_engines
from traitlets import Any
from traitlets.config import Config

from sosanh.data import reads

NAME = "forked"
READS = "sosanh-reads"
GRACE = 10  # seconds that a process has to say what it has read
BACKEND = "module://matplotlib_inline.backend_inline"  # where a kernel draws figures that nobody shows


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
        with _child() as self.pipe:
            self.papermill_execute_cells()
            self.nb.metadata[READS] = self._read()

    def execute_cell(self, cell, cell_index, **_):
        if cell.cell_type != "code" or not cell.source.strip():
            return
        until = monotonic() + self._get_timeout(cell)
        self.clear_before_next_output = False
        self.pipe.send(cell.source)
        while (message := self._message(cell, until))["msg_type"] != "execute_reply":
            self.process_message(message, cell, cell_index)
        cell.execution_count = message["content"]["execution_count"]
        run_sync(self._check_raise_for_error)(cell, cell_index, message)

    def _read(self) -> dict | None:
        """What the cells have read (`data.reads`); None where their process does not say."""
        with suppress(OSError, EOFError):
            self.pipe.send(None)
            while self.pipe.poll(GRACE):
                if (message := self.pipe.recv())["msg_type"] == READS:
                    return message["content"]
        return None

    def _message(self, cell, until: float) -> dict:
        """The next message of the shell. With the builder gone nobody waits for it."""
        builder = parent_process()
        there = wait([self.pipe, *([builder.sentinel] if builder else [])], max(0, until - monotonic()))
        if not there:
            raise CellTimeoutError.error_from_timeout_and_cell("it did not end", round(until - monotonic()), cell)
        if self.pipe not in there:
            os._exit(1)
        try:
            return self.pipe.recv()
        except EOFError:
            raise DeadKernelError("its process ended") from None


@contextmanager
def _child() -> Iterator[Connection]:
    """The pipe to a forked process that runs what it is sent; with all that it has started it is ended behind it."""
    ours, theirs = get_context("fork").Pipe()
    process = get_context("fork").Process(target=_serve, args=(theirs, ours, os.getpid()))
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


# --- what follows happens in the child


def _serve(pipe: Connection, other: Connection, parent: int) -> None:
    """Run each cell that comes and send its messages, the reply last, until the pipe or the parent ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: a killed parent takes its child with it
    if os.getppid() != parent:
        return
    os.setsid()
    other.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path.insert(0, "")  # as in a kernel: a notebook may import what lies beside it
    reads.current = reads.Reads()
    session = _Session(pipe=pipe)
    sys.stdout, sys.stderr = _Stream(session, "stdout"), _Stream(session, "stderr")
    shell = _shell(session)
    with suppress(EOFError):
        while (source := pipe.recv()) is not None:
            _run(shell, session, source)
        session.send(None, READS, reads.current.written())
        pipe.recv()  # the parent ends this process


def _shell(session: Session) -> ZMQInteractiveShell:
    """A kernel's shell that keeps no history and reads nobody's own settings."""
    if os.environ.setdefault("MPLBACKEND", BACKEND) == BACKEND and "matplotlib" in sys.modules:
        sys.modules["matplotlib"].rcParams["backend"] = BACKEND
    settings = Config()
    settings.HistoryManager.enabled = False
    shell = ZMQInteractiveShell.instance(config=settings, kernel=SimpleNamespace(eventloop=None))
    shell.displayhook.session = shell.display_pub.session = session
    return shell


def _run(shell: ZMQInteractiveShell, session: Session, source: str) -> None:
    done = shell.run_cell(source, store_history=True)
    if shell.exit_now:
        os._exit(0)
    sys.stdout.flush()
    sys.stderr.flush()
    said = {"status": "ok", "execution_count": shell.execution_count - 1}
    if error := done.error_before_exec or done.error_in_exec:
        told = {"ename": type(error).__name__, "evalue": str(error), "traceback": shell._last_traceback or []}
        said |= {"status": "error"} | told
    session.send(None, "execute_reply", said)


class _Session(Session):
    """A shell's messages, sent through a pipe."""

    pipe = Any()

    def send(self, stream, msg_or_type, content=None, parent=None, **_) -> None:
        whole = isinstance(msg_or_type, dict)
        message = msg_or_type if whole else {"msg_type": msg_or_type, "content": content}
        kind, header = message["msg_type"], {"msg_type": message["msg_type"]}
        self.pipe.send({"msg_type": kind, "header": header, "parent_header": {}, "content": message["content"]})


class _Stream(io.StringIO):
    """What a cell prints, sent as a kernel sends it: once there is something else to send, or the cell is done."""

    encoding = "utf-8"

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self.session, self.name = session, name

    def flush(self) -> None:
        if said := self.getvalue():
            self.seek(0)
            self.truncate()
            self.session.send(None, "stream", {"name": self.name, "text": said})
