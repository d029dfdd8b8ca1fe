"""Files read and written whole: their digests, and replacing one so that nobody ever reads half of it."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


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
    """A place next to `path` to write to: it takes the place of `path` when all went well, and else goes again.

    An `OSError` names `path`, since of the place beside it nobody has heard.
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
