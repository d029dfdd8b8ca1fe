"""What pages are made of in one parcel, and a process that makes them of it on a machine without a copy of the project.

`Parcel` is sent by value to where there is no such module, or another version of it; so it uses the standard library
alone. It unpacks itself into a folder of its own and starts a process of the library that lies there, which does what
is asked (`serve`) and passes bytes back. The process removes the folder and ends when its input does: with the parcel.
"""

import os
import platform
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterable
from importlib import metadata
from io import BytesIO
from multiprocessing import connection
from tempfile import mkdtemp
from threading import Lock, Thread
from zipfile import ZipFile, ZipInfo

from sosanh.data import paths
from sosanh.publish.processes import send_answer

_SERVE = "import sys; from sosanh.publish.parcel import serve; serve(sys.argv[1])"


def packed() -> bytes:
    """What pages are made of: the same bytes for the same files."""
    parts = {paths.LIBRARY: "lib/sosanh", paths.NOTEBOOKS: "notebooks", paths.PROCESSED: "data/processed"}
    parts |= {paths.CHANGES: "data/CHANGELOG.md", paths.TEMPLATE: "reports/template", paths.SITE: "reports/site.yml"}
    parts |= {paths.BRIEFS: "reports/briefs.yml", paths.HOME / "requirements.lock": "requirements.lock"}
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for place, name in parts.items():
            for path in sorted([place, *place.rglob("*")]):
                inside = "/".join((name, *path.relative_to(place).parts))
                if path.is_file() and not re.search(r"/(\.|__pycache__/)", inside):
                    archive.writestr(ZipInfo(inside), path.read_bytes())
    return buffer.getvalue()


def needed() -> dict[str, str]:
    """The versions here of Python and of what the lock names, as far as it is installed."""
    locked = re.findall(r"^([\w.-]+)==", (paths.HOME / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    return {name: version for name, version in installed(locked).items() if version}


def installed(names: Iterable[str]) -> dict[str, str]:
    """The versions of Python and of packages; "" for one that is not here."""
    found = {}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = ""
    return found | {"Python": ".".join(platform.python_version_tuple()[:2])}


def other(wanted: dict[str, str], found: dict[str, str | None]) -> str:
    """What was `found` in another version than is wanted, or not at all, and how to mend it; "" where there is none."""
    wrong = [name for name, version in wanted.items() if found[name] != version]
    told = [f"{name} {found[name] or 'is missing'} ({wanted[name]} here)" for name in wrong[:3]]
    told += [f"{len(wrong) - 3} more"] if len(wrong) > 3 else []
    return f"{', '.join(told)}; give it the same Python, and what requirements.lock names" if wrong else ""


class Parcel:
    """Called with a pickled call it returns the pickled answer, (what was returned, error), of its process.

    `RuntimeError` where packages are not in the versions `wanted`. Wherever it is sent it has a process of its own.
    """

    def __init__(self, archive: bytes, wanted: dict[str, str]) -> None:
        self.archive, self.wanted, self.process, self.lock = archive, wanted, None, Lock()

    def __reduce__(self):
        return type(self), (self.archive, self.wanted)

    def __del__(self) -> None:  # the worker drops it once the builder is gone, in whatever way
        if self.process:
            self.process.stdin.close()

    def __call__(self, asked: bytes) -> bytes:
        with self.lock:
            if not self.process or self.process.poll() is not None:
                self._start()
        with connection.Client(self.address) as pipe:
            pipe.send_bytes(asked)
            return pipe.recv_bytes()

    def _start(self) -> None:
        if faults := other(self.wanted, installed(self.wanted)):
            raise RuntimeError(faults)
        folder = mkdtemp(prefix="sosanh-")
        ZipFile(BytesIO(self.archive)).extractall(folder)
        known = os.environ | {"SOSANH_HOME": folder, "PYTHONPATH": f"{folder}/lib", "PYTHONHASHSEED": "0"}
        known["TMPDIR"] = folder  # what its processes leave when they are ended goes with it
        command, pipe = [sys.executable, "-c", _SERVE, folder], subprocess.PIPE
        self.process = subprocess.Popen(command, cwd=folder, env=known, stdin=pipe, stdout=pipe)
        self.address = self.process.stdout.readline().decode().strip()


def serve(folder: str) -> None:
    """Answer calls that come through a socket, each in a thread, until the input ends; then remove `folder`."""
    for asked_to_end in (signal.SIGINT, signal.SIGTERM):  # that is for whoever started it
        signal.signal(asked_to_end, lambda *_: None)
    with connection.Listener(f"{folder}/socket", backlog=64) as listener:
        print(listener.address, flush=True)
        os.dup2(2, 1)  # nobody reads on
        Thread(target=_accept, args=(listener,), daemon=True).start()
        sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _accept(listener: connection.Listener) -> None:
    while True:
        Thread(target=_done, args=(listener.accept(),), daemon=True).start()


def _done(pipe: connection.Connection) -> None:
    with pipe:
        work, *args = pipe.recv()
        send_answer(pipe, work, args)
