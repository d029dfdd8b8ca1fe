"""What a workbook gave, kept in data/.kept until the workbook, or what reads it, is another one.

Of a thousand workbooks one changes, and Excel's files take a hundred times as long to read as what was read of them. So
that stays here, in no repository. It is believed where the very same bytes were read by the very same code, of the same
declared tables, with the same libraries, and the file is whole: all of which is in the digest that it begins with. Who
deletes the folder loses time alone, and where it cannot be written, nothing is kept.
"""

import io
import json
import pickle
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any

from sosanh.data import package, paths

_ROOMS = ("numbers", "vietnamese", "data", "curate")  # whose code makes rows of a workbook


def _code() -> str:
    """One digest of all that makes rows of a workbook, but the workbook."""
    rooms = (path for room in _ROOMS for path in sorted((paths.LIBRARY / room).iterdir()) if path.is_file())
    own = [[path.name, paths.digest(path.read_bytes())] for path in (paths.TABLES, *rooms)]
    return paths.digest(json.dumps([own, sys.version]).encode())


CODE = _code()  # as it was imported: whoever changes a file afterwards does not change what runs
_PLAIN = {
    ("decimal", "Decimal"), ("sosanh.data.problems", "Problem"), ("sosanh.curate.workbooks", "sheet"),
    ("sosanh.curate.workbooks", "Form"), ("sosanh.curate.build", "Given"),
}  # fmt: skip


class _Plain(pickle.Unpickler):
    """Rows, and nothing that does anything: a file laid there by somebody else runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _PLAIN:
            raise pickle.UnpicklingError(name)
        return super().find_class(module, name)


def place(raw: Path, workbook: Path, kind: str) -> Path:
    """Where what a workbook of `raw` gave is kept."""
    return (raw.parent / ".kept" / workbook.relative_to(raw)).with_suffix(f".{kind}")


def get(path: Path, key: Iterable[str]) -> Any:
    """What is kept there under this key; None where nothing is, or something else."""
    with suppress(OSError, pickle.UnpicklingError, EOFError, AttributeError, TypeError, ValueError):
        seal, _, content = path.read_bytes().partition(b"\n")
        if seal == _seal(key, content):
            return _Plain(io.BytesIO(content)).load()
    return None


def put(path: Path, key: Iterable[str], given: Any) -> None:
    """Keep it there under this key, in the place of what was."""
    content = pickle.dumps(given, protocol=5)
    with suppress(OSError):  # a full disk is told when the tables are written
        paths.replace(path, _seal(key, content) + b"\n" + content)


def _seal(key: Iterable[str], content: bytes) -> bytes:
    return paths.digest("\n".join((CODE, _libraries(), *key, "")).encode() + content).encode()


@cache
def _libraries() -> str:
    from importlib.metadata import version  # here, because most starts keep nothing

    return version("openpyxl")


def sweep(raw: Path) -> None:
    """Remove what is of no workbook any more, and what killed runs had begun to write."""
    for folder in ("", "articles", package.SECOND):
        here = raw.parent / ".kept" / folder
        paths.clear(here)
        workbooks = {path.stem for path in (raw / folder).glob("*.xlsx")}
        for path in here.glob("[!.]*.*"):
            if path.stem not in workbooks:
                with suppress(OSError):
                    path.unlink()
