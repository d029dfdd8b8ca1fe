"""What an .xlsx file holds: openpyxl reads it, once it has been weighed.

openpyxl has no bounds: a fill handle that slipped, one merged or linked column, or a file made to fill the memory keeps
it busy without end. So the XML of all parts is counted before anything is made of it. Where openpyxl trips over
something, its sheet and row are said. A formula is read as the value that Excel stored of it, a text as it is seen (a
raised 1 behind 12 is a footnote, and no 121), and the marks by which people say what should not count stand beside the
cells: hidden, filtered out, struck through.
"""

import re
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from sosanh.data.problems import Unreadable

if TYPE_CHECKING:
    from openpyxl import Workbook

LARGEST = 20_000_000  # bytes of a workbook as it is unpacked: twenty times that of the codebook
ELEMENTS = 450_000  # of XML, in all parts: a codebook ten times as long has 310,000
PLACES = 20_000  # of one merged or linked range: openpyxl makes a cell of each
LONGEST = 32_767  # letters of a cell: Excel's own limit
SAVED = "an .xlsx workbook, as Excel saves it"
_FAR = "look for rows or columns filled far (Ctrl+End), and delete them"
_LOCKED = b"\xd0\xcf\x11\xe0"  # how a file begins that has a password, or is one of before Excel 2007
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
_RANGE = re.compile(rb'<(?:\w+:)?(mergeCell|hyperlink)\b[^>]*?\sref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*>(.*?)</(?:\w+:)?row>", re.DOTALL)
_HOLDS = re.compile(rb"<(?:\w+:)?(?:v|is|f)\b[^/>]*>")  # a cell with something in it, and none that only has a form
_OWN_PLACE = re.compile(rb'\sr="[A-Z]+[0-9]+"')
_RANGES = {
    b"mergeCell": ("merged cells", "one value a cell; unmerge them"),
    b"hyperlink": ("a link on many cells", "a link on one cell"),
}
_RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")
_ONLY_WRITTEN = re.compile(r'"[^"]*"|\\.')  # of a number's format: a % there multiplies nothing
_ESCAPED = re.compile("_x(00[01][0-9A-F]|007F|D[89A-F][0-9A-F]{2})_", re.I)  # how Excel stores what XML cannot hold


class Cell(NamedTuple):
    """A cell that holds something: a number, `bool`, text or time; or None for a formula that no program has computed.
    `error` is an error of Excel, `percent` a number that is shown as a percentage."""

    row: int
    column: int
    value: object
    error: bool = False
    percent: bool = False

    @property
    def place(self) -> str:
        return f"{letters(self.column)}{self.row}"


@dataclass
class Grid:
    """The cells of one sheet, row -> column -> cell, and what Excel keeps of them out of sight: rows and columns that
    are hidden, or filtered out, and rows whose every cell is struck through."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    filtered: bool = False
    struck: list[int] = field(default_factory=list)


class Book:
    """A workbook from the bytes of its file; `Unreadable` here, or when one of its sheets is asked for.

    openpyxl is imported where one is made, for most starts make none.
    """

    def __init__(self, content: bytes):
        if content.startswith(_LOCKED):
            raise Unreadable("a password, or a form of before Excel 2007", "an .xlsx workbook without a password")
        self._content = content
        self._grids: dict[str, Grid] = {}
        self._kinds: dict[str, str] = {}
        self.parts: dict[str, str] = {}  # of the file -> title of the sheet that it holds
        self.sheets: dict[str, bool] = {}  # title -> is it hidden
        self.filled: dict[str, tuple[int, int]] = {}  # title -> how many rows hold something, how many of them the same
        try:
            with ZipFile(BytesIO(content)) as packed:
                self.macros = any("vbaProject" in each for each in packed.namelist())
                _weigh(packed)
                self._list(packed)
        except Unreadable:
            raise
        except Exception as error:  # zipfile and openpyxl raise whatever they trip over in a file that is no workbook
            raise Unreadable(f"damaged, or no workbook ({type(error).__name__})", SAVED) from None

    def kind(self, title: str) -> str:
        """What a sheet is: worksheet, chartsheet, …"""
        return self._kinds[title]

    def grid(self, title: str) -> Grid:
        """The cells of a worksheet that hold something."""
        if title not in self._grids:
            self._grids[title] = self._read(title)
        return self._grids[title]

    def _list(self, packed: ZipFile) -> None:
        """The sheets as openpyxl finds them; none may have a range of which it would make too many cells."""
        from openpyxl.reader.excel import ExcelReader
        from openpyxl.utils import range_boundaries

        reader = ExcelReader(BytesIO(self._content))
        reader.read_manifest()
        reader.read_workbook()
        for sheet, part in reader.parser.find_sheets():
            self.sheets[sheet.name] = sheet.state != "visible"
            self._kinds[sheet.name], self.parts[part.target] = part.Type.rpartition("/")[2], sheet.name
            if part.target not in packed.namelist():
                raise Unreadable("damaged: its part of the file is missing", SAVED, sheet.name)
            xml = packed.read(part.target)
            rows = Counter(_OWN_PLACE.sub(b"", row) for row in _ROW.findall(xml) if _HOLDS.search(row))
            self.filled[sheet.name] = rows.total(), max(rows.values(), default=0)
            for kind, area in _RANGE.findall(xml):
                left, top, right, bottom = range_boundaries(area.decode())
                if (right - left + 1) * (bottom - top + 1) > PLACES:
                    raise Unreadable(*_RANGES[kind], sheet.name, area.decode())

    @cached_property
    def _stored(self) -> "Workbook":
        import openpyxl

        try:
            return openpyxl.load_workbook(BytesIO(self._content), rich_text=True)
        except Exception as error:
            sheet, row, error = next(self._broken(), ("", "", error))
            raise Unreadable(f"damaged ({type(error).__name__})", SAVED, sheet, row) from None

    def _broken(self):
        """Where reading ends row by row: the sheet, the row, and what was raised."""
        import openpyxl

        with suppress(Exception):  # what is no workbook at all, or breaks elsewhere
            for sheet in openpyxl.load_workbook(BytesIO(self._content), read_only=True).worksheets:
                row = 0
                try:
                    for _ in sheet.rows:
                        row += 1
                except Exception as error:
                    yield sheet.title, f"{row + 1}:{row + 1}", error

    @cached_property
    def _computed(self) -> "Workbook | None":
        """What was last computed of its formulas, where it has any."""
        import openpyxl

        cells = chain.from_iterable(sheet._cells.values() for sheet in self._stored.worksheets)
        formulas = any(cell.data_type == "f" for cell in cells)
        return openpyxl.load_workbook(BytesIO(self._content), data_only=True) if formulas else None

    def _read(self, title: str) -> Grid:
        sheet, computed = self._stored[title], self._computed and self._computed[title]
        grid = Grid(
            merged=[str(each) for each in sheet.merged_cells.ranges],
            hidden=[number for number, row in sheet.row_dimensions.items() if row.hidden],
            hidden_columns=[range(each.min, each.max + 1) for each in sheet.column_dimensions.values() if each.hidden],
            filtered=bool(sheet.auto_filter.filterColumn),
        )
        struck: dict[int, bool] = {}
        for (number, column), stored in sorted(sheet._cells.items()):  # openpyxl has no public way to those there are
            formula = stored.data_type == "f"
            cell = computed[stored.coordinate] if formula else stored
            value = _text(cell.value, title, stored.coordinate) if isinstance(cell.value, str | list) else cell.value
            if formula or not (value is None or (isinstance(value, str) and not value.strip())):
                form = stored.number_format
                percent = "%" in form and "%" in _ONLY_WRITTEN.sub("", form)
                made = Cell(number, column, value, cell.data_type == "e", percent)
                grid.rows.setdefault(number, {})[column] = made
                struck[number] = struck.get(number, True) and bool(stored.has_style and stored.font.strike)
        grid.struck = [number for number, each in struck.items() if each]
        return grid


def _weigh(packed: ZipFile) -> None:
    """`Unreadable` for what is too much, or what is no workbook's XML, before anything is made of it."""
    unpacked = sum(each.file_size for each in packed.infolist())
    if unpacked > LARGEST:
        raise Unreadable(f"{unpacked / 1e6:.0f} MB unpacked", f"{LARGEST / 1e6:.0f} MB; {_FAR}")
    elements = 0
    for name in packed.namelist():
        with packed.open(name) as stream:
            part = stream.read(LARGEST)  # in one go without a bound it would be all of what a zip lies about
            if stream.read(1):
                raise Unreadable("more unpacked than it says", SAVED)
        elements += part.count(b"<") - part.count(b"</")
        if b"<!DOCTYPE" in part:
            raise Unreadable(f"a DOCTYPE in {name}, which no program writes there", SAVED)
        if name == "xl/workbook.xml" and _STRICT in part:
            mend = "Excel Workbook (.xlsx): File, Save As, and choose it as the type"
            raise Unreadable("the form Strict Open XML Spreadsheet", mend)
    if elements > ELEMENTS:
        raise Unreadable(f"more than {ELEMENTS:,} cells, rows and texts", f"fewer; {_FAR}")


def _run(run) -> str:
    """A text, or a piece of one that has a font of its own."""
    raised = not isinstance(run, str) and run.font.vertAlign == "superscript"
    return str(run).translate(_RAISED if raised else {})


def _text(runs: str | list, title: str, place: str) -> str:
    text = runs if isinstance(runs, str) else "".join(map(_run, runs))
    if len(text) > LONGEST:
        raise Unreadable("a longer text", f"at most {LONGEST:,} letters", title, place)
    return _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)), text)


def letters(column: int) -> str:
    """A column's letters."""
    from openpyxl.utils import get_column_letter

    return get_column_letter(column)
