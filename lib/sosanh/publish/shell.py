"""The shell of an ordinary kernel at the end of a pipe: it runs the cells of one page in a process of its own.

What it shows, prints and raises are the messages of a kernel, as JSON. What its cells read of the data is recorded.
"""

import ctypes
import errno
import io
import json
import os
import signal
import sys
from contextlib import suppress
from functools import partial
from multiprocessing.connection import Connection
from types import SimpleNamespace

from ipykernel.zmqshell import ZMQInteractiveShell
from jupyter_client.jsonutil import json_default
from jupyter_client.session import Session
from traitlets import Any
from traitlets.config import Config

from sosanh.data import paths, reads

_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGES = {"os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink", "os.truncate"}
SENT = 1_000_000  # letters that a stream holds back at most
BACKEND = "module://matplotlib_inline.backend_inline"  # where a kernel draws figures that nobody shows


def serve(pipe: Connection, other: Connection, parent: int) -> None:
    """Run each cell that comes and send its messages, the reply last, until the pipe or the parent ends."""
    ctypes.CDLL(None).prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG: a killed parent takes its child with it
    if os.getppid() != parent:
        return
    os.setsid()
    other.close()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.path.insert(0, "")  # as in a kernel: a notebook may import what lies beside it
    reads.current = reads.Reads()
    sys.addaudithook(partial(_keep, f"{paths.CHANGES.parent.resolve()}/"))
    session = _Session(pipe=pipe)
    sys.stdout, sys.stderr = _Stream(session, "stdout"), _Stream(session, "stderr")
    shell = _shell(session)
    with suppress(EOFError):  # the parent closes the pipe at the end
        while True:
            source = json.loads(pipe.recv_bytes())
            reply = reads.current.written() if source is None else _run(shell, source)
            session.send(None, "execute_reply", reply)


def _keep(folder: str, event: str, args: tuple) -> None:
    """Let nobody change a file of the data, which other pages read: this is no lock, it names the cell that does so.

    What is changed past Python, or by a program that a cell starts, is found when the page is done.
    """
    if event == "open":
        named = args[:1] if isinstance(args[2], int) and args[2] & _WRITES else ()
    else:
        named = args[:2] if event in _CHANGES else ()
    for each in named:
        if isinstance(each, str | bytes | os.PathLike) and os.path.realpath(os.fsdecode(each)).startswith(folder):
            raise PermissionError(errno.EACCES, "a page only reads the data", os.fsdecode(each))


def _shell(session: Session) -> ZMQInteractiveShell:
    """A kernel's shell that keeps no history and reads nobody's own settings."""
    settings = Config()
    settings.HistoryManager.enabled = False
    shell = ZMQInteractiveShell.instance(config=settings, kernel=SimpleNamespace(eventloop=None))
    shell.displayhook.session = shell.display_pub.session = session
    if os.environ.setdefault("MPLBACKEND", BACKEND) == BACKEND and (drawing := sys.modules.get("matplotlib")):
        chosen, drawing.rcParams["backend"] = drawing.get_backend(auto_select=False), BACKEND
        if chosen and "matplotlib.pyplot" in sys.modules:  # somebody has drawn by another way here
            sys.modules["matplotlib.pyplot"].switch_backend(BACKEND)
    return shell


def _run(shell: ZMQInteractiveShell, source: str) -> dict:
    done = shell.run_cell(source, store_history=True)
    if shell.exit_now:
        os._exit(0)
    sys.stdout.flush()
    sys.stderr.flush()
    reply = {"status": "ok", "execution_count": shell.execution_count - 1}
    if error := done.error_before_exec or done.error_in_exec:
        traceback = shell._last_traceback or []
        reply |= {"status": "error", "ename": type(error).__name__, "evalue": str(error), "traceback": traceback}
    return reply


class _Session(Session):
    """A shell's messages, sent through a pipe."""

    pipe = Any()

    def send(self, stream, msg_or_type, content=None, parent=None, **_) -> None:
        message = msg_or_type if isinstance(msg_or_type, dict) else self.msg(msg_or_type, content)
        self.pipe.send_bytes(json.dumps(message, default=json_default).encode())


class _Stream(io.StringIO):
    """What a cell prints, sent as a kernel sends it: once there is something else to send, or the cell is done."""

    encoding = "utf-8"

    def __init__(self, session: Session, name: str) -> None:
        super().__init__()
        self.session, self.name = session, name

    def write(self, text: str) -> int:
        written = super().write(text)
        if self.tell() > SENT:
            self.flush()
        return written

    def flush(self) -> None:
        if said := self.getvalue():
            self.seek(0)
            self.truncate()
            self.session.send(None, "stream", {"name": self.name, "text": said})
