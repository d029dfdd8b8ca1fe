"""Runs of notebooks that are kept: a page is made again without its cells while these would say the same.

A run is a file of a line that says what it was made of and what it has read, and a line with its outputs.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from sosanh.data import paths
from sosanh.publish import inputs
from sosanh.publish.briefs import Brief

FOLDER = ".runs"


@dataclass(frozen=True)
class Run:
    """`languages` of the pages, the digests of what the cells depend on (`key`) and have `read`, and the reads."""

    languages: list[str]
    key: str
    read: str
    reads: dict[str, Any]

    @property
    def digest(self) -> str:
        return f"{self.key} {self.read}"

    def holds(self, briefs: Sequence[Brief], collection: Any, messages: Callable[[str], dict]) -> bool:
        """Would the cells say the same now, in the languages of the briefs?"""
        from sosanh.data import reads  # here, because a run with nothing to build need not know the tables

        own = {brief.language for brief in briefs} <= {*self.languages}
        own = own and self.key == inputs.of_cells(briefs[0], self.languages, self.reads["modules"])
        return own and self.read == reads.digest(self.reads, collection, messages)


def of(briefs: Sequence[Brief], read: dict | None, collection: Any, messages: Callable[[str], dict]) -> Run | None:
    """The run that has read this; None where that is not known."""
    if read is None:
        return None
    from sosanh.data import reads

    languages = [each.language for each in briefs]
    key = inputs.of_cells(briefs[0], languages, read["modules"])
    return Run(languages, key, reads.digest(read, collection, messages), read)


def packed(run: Run, notebook: dict) -> bytes:
    lines = (json.dumps(each, ensure_ascii=False) for each in (asdict(run), notebook))
    return gzip.compress("\n".join(lines).encode("utf-8"), compresslevel=1, mtime=0)


def path(name: str) -> Path:
    return paths.HTML / FOLDER / f"{name}.gz"


def kept(name: str) -> bytes:
    """The run that is kept under a name; nothing where none is that can be read."""
    try:
        held = path(name).read_bytes()
        return held if head(held).reads.keys() >= {"cells", "tables", "asked", "messages", "modules"} else b""
    except (OSError, EOFError, ValueError, TypeError, AttributeError, zlib.error):
        return b""


def head(run: bytes) -> Run:
    """What a run was made of and has read, without its outputs."""
    with gzip.open(BytesIO(run), "rt", encoding="utf-8") as lines:
        return Run(**json.loads(lines.readline()))


def outputs(run: bytes) -> dict:
    """The notebook of a run with its outputs."""
    return json.loads(gzip.decompress(run).partition(b"\n")[2])
