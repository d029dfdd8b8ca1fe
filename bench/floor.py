"""The floor: the pages of the list by plain calls in one process, as fast as they can be had without a builder.

    python bench/floor.py [names] [folder]

Cells are run here one after the other, without papermill, a kernel or a shell; then come the template, the trace and
the cards. The first names of the list, or all, are made and, where a folder is named, written there: the bytes are
those of `make reports`, which adds what this lacks: isolation, limits, all cores, and a record of what is up to date.
"""

import os
import sys
from collections.abc import Iterator
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_output

from sosanh.publish import briefs
from sosanh.publish.notebooks import shown
from sosanh.publish.page import pages
from sosanh.show.display import MIME, TAKEN


def run(own: list[briefs.Brief]) -> Any:
    """The notebook with what its cells show in the languages of these briefs, which differ in nothing else."""
    notebook = nbformat.read(own[0].source, as_version=4)
    cells = {cell.id: cell for cell in notebook.cells}
    languages = " ".join(each.language for each in own)
    os.environ[TAKEN] = "1"
    for name, value in shown(own[0].source, own[0].parameters | {"language": languages}):
        cells[name].outputs = list(outputs(value))
    return notebook


def outputs(value: Any) -> Iterator[dict]:
    """An exhibit as a notebook holds it, in each of its languages."""
    for each in getattr(value, "each", (value,) if value is not None else ()):
        data = {"text/plain": repr(each), "text/html": each._repr_html_(), MIME: each.data()}
        yield new_output("display_data", data, metadata={"tags": [f"lang-{each.language}"]})


def main(names: str = "", folder: str = "") -> None:
    made = 0
    for _, group in islice(groupby(briefs.read(), attrgetter("name")), int(names) if names else None):
        own = list(group)
        notebook = run(own)
        for brief in own:
            page = pages().written(notebook, brief)
            made += 1
            if folder:
                held = {brief.file: page.html} | {f"{briefs.FILES}/{name}": file for name, file in page.files.items()}
                for name, content in held.items():
                    (Path(folder) / name).parent.mkdir(exist_ok=True)
                    (Path(folder) / name).write_bytes(content)
    print(f"{made} pages made")


if __name__ == "__main__":
    main(*sys.argv[1:])
