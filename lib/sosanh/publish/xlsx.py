"""A workbook of sheets, the same bytes for the same sheets. Every word in it is text, no formula and no date."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO
from itertools import count
from pathlib import Path
from textwrap import shorten
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from sosanh.publish.sheets import Sheet

_WIDE, _NARROW = 42, 16  # letters of a column of words, and of one of numbers
_LONGEST = 31  # letters of a sheet's name
_NAMED = re.compile(r"[\[\]:*?/\\'\"]")  # what no name of a sheet may hold


def workbook(cover: Sheet, sheets: list[Sheet], day: date) -> bytes:
    """The sheets behind their cover, each named by its title; made on that `day`, whenever it is."""
    book = Workbook()
    book.remove(book.active)
    for style in _styles():
        book.add_named_style(style)
    for each in (cover, *sheets):
        own = book.create_sheet(_name(each.title, book.sheetnames))
        _write(own, [[each.title], each.head, *each.rows, *([line] for line in each.below)])
        own.freeze_panes = "A3"
    book.properties.creator = "SoSánh"
    book.properties.created = datetime.combine(day, time())
    return _saved(book)


def _name(title: str, others: list[str]) -> str:
    """A title as the name of a sheet: short, and no other's."""
    said, taken = _NAMED.sub("", title), {each.casefold() for each in others}
    for number in count(1):
        end = f" {number}" if number > 1 else ""
        name = shorten(said, _LONGEST - len(end), placeholder="…") + end
        if name.casefold() not in taken:
            return name


def _write(own: Worksheet, rows: list[list[str | float | None]]) -> None:
    """Rows of texts and numbers, the first two in bold; a column is as wide as what is in it needs."""
    for at, row in enumerate(rows, start=1):
        for place, held in enumerate(row, start=1):
            if isinstance(held, str):
                cell = own.cell(at, place, re.sub(ILLEGAL_CHARACTERS_RE, "", held))
                cell.data_type, cell.style = "s", "head" if at <= 2 else "words"  # a text, whatever it begins with
            elif held is not None:
                own.cell(at, place, held)
    for place in range(1, own.max_column + 1):
        words = place == 1 or any(isinstance(held, str) for row in rows[2:] for held in row[place - 1 : place])
        own.column_dimensions[get_column_letter(place)].width = _WIDE if words else _NARROW
    own["A1"].style = "title"


def _styles() -> Iterator[NamedStyle]:
    """Words are text whatever they look like, and stay so when a cell is edited."""
    folded = Alignment(wrap_text=True, vertical="top")
    yield NamedStyle("words", number_format="@", alignment=folded)
    yield NamedStyle("head", number_format="@", alignment=folded, font=Font(bold=True))
    yield NamedStyle("title", number_format="@", font=Font(bold=True, size=13))


class _Archive(ZipFile):
    """A zip without days and times."""

    def writestr(self, name, data, *_, **__) -> None:
        if name == "docProps/core.xml":
            own = re.compile(rb"(<dcterms:created[^>]*>)([^<]*)(.*<dcterms:modified[^>]*>)[^<]*")
            data = own.sub(rb"\1\2\3\2", data if isinstance(data, bytes) else data.encode("utf-8"))
        super().writestr(ZipInfo(name), data, ZIP_DEFLATED)

    def write(self, filename, arcname=None, *_, **__) -> None:
        self.writestr(arcname, Path(filename).read_bytes())


def _saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    with _Archive(buffer, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).write_data()
    return buffer.getvalue()
