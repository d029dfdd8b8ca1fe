"""Where things are, and how one is written: whole, so that nobody ever reads half of it. Nothing is created on import.

`SOSANH_HOME` points the library at another copy of the project's folders (the tests use it); without it they
are found beside the library itself.
"""

import hashlib
import os
import re
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from time import sleep
from typing import Any, BinaryIO

HOME = Path(os.environ.get("SOSANH_HOME") or Path(__file__).resolve().parents[3])
LIBRARY = Path(__file__).resolve().parents[1]

CHANGES = HOME / "data" / "CHANGELOG.md"
RAW = HOME / "data" / "raw"
CODEBOOK = RAW / "codebook.xlsx"
ARTICLES = RAW / "articles"
PROCESSED = HOME / "data" / "processed"
if not PROCESSED.is_dir() and (LIBRARY / "processed").is_dir():
    PROCESSED = LIBRARY / "processed"  # an installed package, away from any project: it brings its tables

NOTEBOOKS = HOME / "notebooks"
BRIEFS = HOME / "reports" / "briefs.yml"
SITE = HOME / "reports" / "site.yml"
TEMPLATE = HOME / "reports" / "template"
PICTURE = HOME / "reports" / "picture.svg"
HTML = HOME / "reports" / "html"
OWN = HOME / "my-notebooks"  # where a visitor works, in a copy
TEACHING, SLIDES = NOTEBOOKS / "teaching", HOME / "reports" / "slides"
REVEAL = SLIDES / "node_modules" / "reveal.js" / "dist"  # what slides run on, where it was fetched
if os.environ.get("SOSANH_PAGES") == "lessons":  # the same builder makes them, of notebooks of their own
    NOTEBOOKS, BRIEFS, HTML = TEACHING, HOME / "reports" / "lessons.yml", HTML / "lessons"

FONTS = LIBRARY / "fonts"
LAB = LIBRARY / "lab"  # settings of JupyterLab for `make lab`
TABLES = LIBRARY / "tables.yml"
MESSAGES = LIBRARY / "messages"  # the sentences readers see, a file for each language


def notebooks(folder: Path | None = None) -> list[Path]:
    """The notebooks of the collection, or of the lessons: directly in the folder, named 00_like-this.ipynb.

    What else lies there is a visitor's (Untitled.ipynb, a copy, checkpoints): it is not run, tested or listed.
    """
    return sorted(path for path in (folder or NOTEBOOKS).glob("*.ipynb") if re.fullmatch(r"\d\d_[a-z0-9-]+", path.stem))


def read_yaml(path: Path) -> Any:
    """What a file of ours holds. It is read in C where PyYAML was built so: ten times faster, with poorer errors."""
    import yaml  # here, because not every run needs it

    return yaml.load(path.read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def cores() -> int:
    """How many processes this one may run at once."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def digest(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


def replace(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step; False when it is there already."""
    if path.exists() and path.read_bytes() == content:
        return False
    with beside(path) as place:
        place.write_bytes(content)
    return True


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A file next to `path` to write to: it replaces `path` when all went well, and is removed otherwise.

    An `OSError` names `path`, which the caller knows, and not the file beside it.
    """
    place = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if not path.parent.exists():
            path.parent.mkdir(parents=True)
        yield place
        place.replace(path)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error
    finally:
        with suppress(OSError):
            place.unlink()


def clear(folder: Path, names: Container[str] | None = None) -> None:
    """Remove what killed processes had begun to write `beside` files of these names, where no other process writes; or,
    without names, all whose process has ended."""
    for begun in folder.glob(".*.*.*"):
        name, _, process = begun.name[1:].rpartition(".")
        if process.isdecimal() and (name in names if names is not None else not _writes(int(process))):
            with suppress(OSError):
                begun.unlink()


def _writes(process: int) -> bool:
    """Is another process of this number at work? Windows does not say, and keeps open files from being removed."""
    if process == os.getpid() or os.name == "nt":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:  # somebody else's
        return True
    return True


@contextmanager
def alone(lock: Path, told: Callable[[], None]) -> Iterator[None]:
    """Nobody else holds this file meanwhile; whoever must wait is told so once. The hold ends with its process."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+b") as held:
        for attempt in count():
            try:
                _hold(held)
                break
            except OSError:
                if not attempt:
                    told()
                sleep(0.2)
        yield


def _hold(file: BinaryIO) -> None:
    """Lock the file, or `OSError` where somebody else has."""
    if os.name == "nt":
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
