"""The record of what was built: for each page what it was made of, the digest of its bytes, and its facts; and the
digests of the files that are taken along from it, which it owns: they come, stay and go with it.

Each change is a line that is appended, so that it takes as long in a folder of a thousand pages as in one of ten. A
line that cannot be read, such as the last one of a run that was killed, is none: its page is built again.
"""

import json
import re
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from sosanh.data import paths
from sosanh.publish.briefs import FILES

FILE = ".built.jsonl"
LONGEST = 10_000_000  # letters of a line; a longer one is read in parts, and they are no notes
_NAME = re.compile(r"(?!\.)[A-Za-z0-9.-]+\.(html|xml)")  # of a page, a list of pages or a feed
_KEYS = {"inputs": str, "made": str, "page": str, "facts": dict}


class Record:
    """The pages of a folder: `entries` has of each file the digest of all its `inputs` (the same: nothing to look at),
    that of what it was `made` of, that of the `page`, the `facts`, and the digests of its `files` by their names."""

    def __init__(self, folder: Path) -> None:
        self.folder, lines = folder, 0
        self.entries: dict[str, dict] = {}
        with (
            suppress(FileNotFoundError, NotADirectoryError),
            (folder / FILE).open(encoding="utf-8", errors="replace") as file,
        ):
            while line := file.readline(LONGEST):
                self._take(*_read(line))
                lines += 1
        if lines > 100 + 4 * len(self.entries):  # most of them tell of pages that were built again since
            kept = map(_written, self.entries, self.entries.values())
            paths.replace(folder / FILE, "".join(kept).encode("utf-8"))

    def up_to_date(self, file: str, **digests: str) -> bool:
        """Is the page there as it was built, of the same `inputs` or `made` of the same?"""
        same = file in self.entries and digests.items() <= self.entries[file].items()
        return same and self._is_there(file)

    def _is_there(self, file: str) -> bool:
        entry = self.entries[file]
        own = entry.get("files", {}).items()
        return self._is(file, entry["page"]) and all(self._is(f"{FILES}/{name}", digest) for name, digest in own)

    def _is(self, file: str, digest: str) -> bool:
        path = self.folder / file
        return path.is_file() and paths.digest(path.read_bytes()) == digest

    def keep(
        self, file: str, content: bytes, inputs: str, made: str, facts: dict, files: dict[str, bytes] | None = None
    ) -> bool:
        """Write the page and its files and note them; False where all are there already, byte for byte."""
        files = files or {}
        self._clear(file, files)
        new = [paths.replace(self.folder / FILES / name, held) for name, held in files.items()]
        new.append(paths.replace(self.folder / file, content))
        digests = {name: paths.digest(held) for name, held in files.items()}
        own = {"inputs": inputs, "made": made, "page": paths.digest(content), "facts": facts}
        self._note(file, own | ({"files": digests} if digests else {}))
        return any(new)

    def _clear(self, file: str, but: Container[str] = ()) -> None:
        """Remove the files of a page that are as they were built, but for these names."""
        for name, digest in self.entries.get(file, {}).get("files", {}).items():
            if name not in but and self._is(f"{FILES}/{name}", digest):
                (self.folder / FILES / name).unlink()

    def still(self, file: str, inputs: str) -> None:
        """Of other inputs it would be made of the same."""
        self._note(file, self.entries[file] | {"inputs": inputs})

    def drop(self, file: str) -> None:
        """Nothing stands at this page's address any more."""
        with suppress(OSError):  # where nothing can be written nothing can be noted; without its page a note is none
            self._clear(file)
            (self.folder / file).unlink(missing_ok=True)
            self._note(file, None)

    def forget(self, file: str) -> bool:
        """Drop a page that nobody asks for; False where it is not as it was built: then it is somebody's, and stays.

        Of its files those that are as they were built are dropped in any case.
        """
        self._clear(file)
        if own := self._is(file, self.entries[file]["page"]):
            (self.folder / file).unlink()
        self._note(file, None)
        return own or not (self.folder / file).exists()

    def _note(self, file: str, entry: dict | None) -> None:
        self._take(file, entry)
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / FILE).open("a", encoding="utf-8") as record:
            record.write("\n" + _written(file, entry))  # what was broken off before stays a line of its own

    def _take(self, file: str, entry: dict | None) -> None:
        if entry:
            self.entries[file] = entry
        else:
            self.entries.pop(file, None)


def _written(file: str, entry: dict | None) -> str:
    return json.dumps([file, entry], ensure_ascii=False, sort_keys=True) + "\n"


def _read(line: str) -> tuple[str, dict | None]:
    """A page and what is noted of it; nothing, of a line that is no such note: whatever else it names is not ours."""
    with suppress(ValueError, TypeError, AttributeError, LookupError, RecursionError):
        file, entry = json.loads(line)
        whole = entry is None or all(isinstance(entry[key], kind) for key, kind in _KEYS.items())
        files = (entry or {}).get("files", {})
        own = f"{file.rpartition('.')[0]}."
        named = _NAME.fullmatch(file) and all(each.startswith(own) and Path(each).name == each for each in files)
        if whole and named and all(isinstance(each, str) for each in files.values()):
            return file, entry
    return "", None
