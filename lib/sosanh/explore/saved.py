"""What the explorer saves: the figures as a workbook or as CSV, a chart as a picture with its sources in it.

The files are those that are taken along from a page, made by the same code: a number beside each print for the lowest
and the highest value that it allows.
"""

import os
from base64 import b64decode
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from itertools import count
from pathlib import Path

from sosanh.data.collection import Collection
from sosanh.data.tables import Observation
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.words import say
from sosanh.publish import sheets, xlsx
from sosanh.publish.sheets import Sheet
from sosanh.show import choice
from sosanh.show.display import TAKEN, Chart, Exhibit


def table(rows: Sequence[Observation], kind: str, language: str, collection: Collection) -> bytes:
    """The figures as printed, as "XLSX" with their articles, or as "CSV"."""
    codes, shown = Codes(collection), (choice.table(rows, collection), choice.sources(rows, collection))
    own = [sheets.sheet(each.said(language).data(), codes) for each in shown]
    if kind == "CSV":
        return sheets.comma_separated(own[0], language)
    lines = {
        "version": say("data_version", version=collection.version, day=collection.released),
        "licence": say("take_cc"), "read": say("take_bounds"),
    }  # fmt: skip
    told = [[str(said.said(language)) for said in (say(f"take_{key}"), line)] for key, line in lines.items()]
    cover = Sheet(str(say("take_cover").said(language)), [own[0].title], told, [])
    return xlsx.workbook(cover, own, date.fromisoformat(collection.released))


def picture(draw: Callable[[], Exhibit], kind: str) -> bytes | None:
    """The chart as "SVG" or "PNG", its title and its sources in it; None where there is nothing to draw."""
    os.environ[TAKEN] = "1"
    try:
        drawn = draw()
    finally:
        del os.environ[TAKEN]
    if not isinstance(drawn, Chart):
        return None
    return drawn.svg.encode("utf-8") if kind == "SVG" else b64decode(drawn.png)


def put(content: bytes, folder: Path, name: str, kind: str) -> Path:
    """Write a file of this name, or of the first like it that is not there: what was saved before stays."""
    folder.mkdir(exist_ok=True)
    for number in count(1):
        path = folder / f"{name}{'' if number == 1 else f'-{number}'}.{kind.lower()}"
        with suppress(FileExistsError), path.open("xb") as file:
            file.write(content)
            return path
