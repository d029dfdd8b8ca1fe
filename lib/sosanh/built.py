"""What was built: a note of each page, kept beside the pages, of what it was made from and what it was then.

A page is up to date when it was made from what there is now and nobody has changed it since. The note is brought up
to date with every page, so that a run that is stopped keeps what it has done. `facts` is what the list of pages says of
it.
"""

import json
from pathlib import Path

from sosanh import files

NOTE = ".built.json"
_KEYS = ("inputs", "page", "facts")


class Built:
    """The pages of a folder: `entries` has for each file the digests of its `inputs` and of the `page`, and `facts`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        try:
            noted = json.loads((folder / NOTE).read_text(encoding="utf-8"))
            self.entries = {file: {key: entry[key] for key in _KEYS} for file, entry in noted.items()}
        except (FileNotFoundError, NotADirectoryError, ValueError, AttributeError, KeyError, TypeError):
            self.entries = {}

    def up_to_date(self, file: str, inputs: str) -> bool:
        page, entry = self.folder / file, self.entries.get(file)
        return (
            entry is not None
            and entry["inputs"] == inputs
            and page.exists()
            and files.digest(page.read_bytes()) == entry["page"]
        )

    def keep(self, file: str, content: bytes, inputs: str, facts: dict) -> None:
        files.replace(self.folder / file, content)
        self._note({**self.entries, file: {"inputs": inputs, "page": files.digest(content), "facts": facts}})

    def remove(self, file: str) -> None:
        (self.folder / file).unlink(missing_ok=True)
        self._note({name: entry for name, entry in self.entries.items() if name != file})

    def _note(self, entries: dict[str, dict]) -> None:
        self.entries = entries
        noted = json.dumps(entries, ensure_ascii=False, indent=1, sort_keys=True)
        files.replace(self.folder / NOTE, noted.encode("utf-8"))
