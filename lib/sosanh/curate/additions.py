"""Rows that a program adds to the codebook, which people keep.

A workbook holds more than any library reads and saves again: the size of a note would be lost, and half its words with
it. So the rows go as text into the XML of their sheets, in the style of the last row there, and every other part of the
file stays as it is, byte by byte. All data are built with them in a copy first: what `make data` would refuse is never
written. Then the file is replaced in one step, unless somebody has it open or has changed it meanwhile.
"""

import re
import shutil
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from sosanh.curate import kept, workbooks
from sosanh.curate.build import build
from sosanh.curate.workbooks import Sheet
from sosanh.data import package, paths
from sosanh.data.problems import DataProblems, Problem
from sosanh.data.tables import CODEBOOK


def add(rows: dict[str, list[dict]]) -> None:
    """Write rows (sheet -> values by column) after the last ones of the codebook's sheets.

    `DataProblems` where the data could not be built with them, or somebody has the codebook open: it stays as it is.
    """
    _free()
    content = package.content(paths.CODEBOOK)
    sheets, _ = workbooks.read(paths.CODEBOOK, CODEBOOK)
    new = _with_rows(content, sheets, rows)
    with TemporaryDirectory() as folder:
        raw = Path(folder, "raw")
        shutil.copytree(paths.RAW, raw, ignore=shutil.ignore_patterns(".*", "~$*"))
        (raw / paths.CODEBOOK.name).write_bytes(new)
        if paths.CHANGES.exists():
            shutil.copy(paths.CHANGES, folder)
        if (known := kept.place(paths.RAW, paths.CODEBOOK, "form").parent).exists():
            shutil.copytree(known, Path(folder, known.name))
        build(raw, Path(folder, "processed"))
        after, _ = workbooks.read(raw / paths.CODEBOOK.name, CODEBOOK)
    for name, sheet in sheets.items():
        if [*after[name].rows.values()] != [*sheet.rows.values(), *rows.get(name, [])]:
            raise _unfit("rows that do not read as they were written")
    _free()
    if package.content(paths.CODEBOOK) != content:
        raise _unfit("changed meanwhile")
    paths.clear(paths.RAW)
    paths.replace(paths.CODEBOOK, new)


def _free() -> None:
    """Refuse a codebook that somebody has open: what they save would be without the rows."""
    for mark in (f"~${paths.CODEBOOK.name}", f".~lock.{paths.CODEBOOK.name}#"):  # of Excel, and of LibreOffice
        if (paths.RAW / mark).exists():
            raise _unfit("open in another program", f"a workbook that is closed; where none has it open, delete {mark}")


def _unfit(found: str, allowed: str = "a workbook that Excel or LibreOffice has saved and closed") -> DataProblems:
    return DataProblems([Problem(paths.CODEBOOK.name, "", "", found, f"{allowed}; then try again")])


def _with_rows(content: bytes, sheets: dict[str, Sheet], rows: dict[str, list[dict]]) -> bytes:
    into, titles = BytesIO(), workbooks.opened(content).parts
    with ZipFile(BytesIO(content)) as book, ZipFile(into, "w", ZIP_DEFLATED) as new:
        for part in book.infolist():
            xml, name = book.read(part), titles.get(part.filename, "")
            if rows.get(name):
                xml = _with(xml.decode("utf-8"), sheets[name], rows[name]).encode("utf-8")
            new.writestr(part, xml, ZIP_DEFLATED)
    return into.getvalue()


def _with(xml: str, sheet: Sheet, rows: list[dict]) -> str:
    """The XML of a sheet with rows after its last one. A blank row that stands there, formatted, gives way."""
    last = max(sheet.rows, default=1)
    if not (found := _element(xml, last)):
        raise _unfit(f"no row {last} of {sheet.table.name} where it is looked for")
    styles, made = dict(re.findall('<c r="([A-Z]+)[0-9]+" s="([0-9]+)"', found[0])), ""
    for number, row in enumerate(rows, start=last + 1):
        made += _row(number, row, sheet, styles)
        if blank := _element(xml, number):
            xml = xml[: blank.start()] + xml[blank.end() :]
    xml = xml[: found.end()] + made + xml[found.end() :]
    return re.sub(r'(<dimension ref="A1:[A-Z]+)([0-9]+)', lambda each: f"{each[1]}{max(int(each[2]), number)}", xml)


def _element(xml: str, number: int) -> re.Match | None:
    return re.search(rf'<row(?: [^>]*)? r="{number}"(?: [^>]*?)?(?:/>|>.*?</row>)', xml, re.DOTALL)


def _row(number: int, row: dict, sheet: Sheet, styles: dict[str, str]) -> str:
    cells = []
    for name, column in sorted(sheet.letters.items(), key=lambda each: (len(each[1]), each[1])):
        value, style = row[name], f' s="{styles[column]}"' if column in styles else ""
        if isinstance(value, int | Decimal):
            cells.append(f'<c r="{column}{number}"{style}><v>{Decimal(value):f}</v></c>')
        elif value:  # a sign that XML cannot hold is written as Excel does, and found where the copy is read
            text = escape(re.sub("[\x00-\x1f\ud800-\udfff]", lambda sign: f"_x{ord(sign[0]):04X}_", value))
            inner = f'<is><t xml:space="preserve">{text}</t></is>'
            cells.append(f'<c r="{column}{number}"{style} t="inlineStr">{inner}</c>')
    return f'<row r="{number}">{"".join(cells)}</row>'
