"""What an .xlsx file holds, read as it is stored and within bounds.

The file is a zip of XML: one part names the sheets, one holds the texts that cells share, one the formats, and each
sheet has a part with its cells, row by row. They are read piece by piece, so that a fill handle that slipped, or a file
made to fill the memory, ends at a bound that is said, and so that what is damaged is said with its sheet and cell. A
formula and the value that Excel stored of it stand side by side, and so do the marks by which people say what should
not count: hidden, filtered out, struck through.

openpyxl, which writes the forms, does not read here: it has no bounds (one merged column becomes a million cells).

>>> letters(28), Cell(5, 28, "x").place
('AB', 'AB5')
"""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from io import BytesIO
from typing import NamedTuple
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError

from sosanh.data.problems import Unreadable

LARGEST = 20_000_000  # bytes of a workbook as it is unpacked: twenty times that of the codebook
ROWS = 10_000  # of a sheet: ten times the longest; rows that hold nothing count
ELEMENTS = 450_000  # of XML, in all parts that are read: a codebook ten times as long has 310,000
LONGEST = 32_767  # letters of a cell: Excel's own limit
SAVED = "an .xlsx workbook, as Excel saves it"
_FAR = "look for rows or columns filled far (Ctrl+End), and delete them"
_LOCKED = b"\xd0\xcf\x11\xe0"  # how a file begins that has a password, or is one of before Excel 2007
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships|id"
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_PLACE = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}  # Excel's own formats of days and times
_ELAPSED, _PERCENT = 46, {9, 10}
_WORDS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(h+|m+|s+)\])[^\]]*\]', re.I)  # of a format: what stands for itself
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")  # how Excel stores a sign that XML cannot hold


class Cell(NamedTuple):
    """A cell that holds something: an `int`, `float`, `bool`, text or time; or None for a formula that no program has
    computed. `error` is an error of Excel, `percent` a number that is shown as a percentage."""

    row: int
    column: int
    value: object
    error: bool = False
    percent: bool = False
    struck: bool = False

    @property
    def place(self) -> str:
        return f"{letters(self.column)}{self.row}"

    @property
    def blank(self) -> bool:
        return isinstance(self.value, str) and not self.value.strip()


@dataclass
class Grid:
    """The cells of one sheet, row -> column -> cell, and what Excel keeps of them out of sight."""

    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    hidden_columns: list[range] = field(default_factory=list)
    filtered: bool = False

    @property
    def struck(self) -> list[int]:
        """Rows whose every cell is struck through."""
        return [number for number, cells in self.rows.items() if all(cell.struck for cell in cells.values())]


def letters(column: int) -> str:
    """A column's letters."""
    said = ""
    while column:
        column, place = divmod(column - 1, 26)
        said = chr(65 + place) + said
    return said


@lru_cache(maxsize=1024)
def number(letters: str) -> int:
    """A column's number, from 1.

    >>> number("AB")
    28
    """
    found = 0
    for each in letters:
        found = found * 26 + ord(each) - 64
    return found


class Book:
    """A workbook from the bytes of its file; `Unreadable` here, or when one of its sheets is asked for."""

    def __init__(self, content: bytes):
        if content.startswith(_LOCKED):
            allowed = "an .xlsx workbook without a password"
            raise Unreadable("a password, or a form of before Excel 2007", allowed)
        try:
            self._zip = ZipFile(BytesIO(content))
        except Exception as error:  # zipfile raises whatever it trips over in a file that is no zip
            raise Unreadable(f"damaged, or no workbook ({type(error).__name__})", SAVED) from None
        unpacked = sum(each.file_size for each in self._zip.infolist())
        if unpacked > LARGEST:
            raise Unreadable(f"{unpacked / 1e6:.0f} MB unpacked", f"{LARGEST / 1e6:.0f} MB; {_FAR}")
        self._left, self._made = ELEMENTS, {}
        names = self._zip.namelist()
        self.macros = any(posixpath.basename(each).startswith("vbaProject") for each in names)
        self._path = next(iter(self._related("", "officeDocument").values()), ("", ""))[0]
        if self._path not in names or not self._path.endswith(".xml"):
            raise Unreadable("another program's file, or Excel's in another form", SAVED)
        own = self._listed(self._path)
        if own[0][0].startswith(_STRICT):
            mend = "Excel Workbook (.xlsx): File, Save As, and choose it as the type"
            raise Unreadable("the form Strict Open XML Spreadsheet", mend)
        self._from_1904 = any(_yes(has.get("date1904")) for path, has in own if path.endswith("|workbookPr"))
        parts = self._related(self._path, "")
        self.sheets, self._parts = {}, {}  # title -> is it hidden; title -> its part and kind
        for path, has in own:
            if path.endswith("|sheet") and "name" in has:
                self.sheets[has["name"]] = has.get("state", "visible") != "visible"
                self._parts[has["name"]] = parts.get(has.get(_ID), ("", ""))

    def kind(self, title: str) -> str:
        """What a sheet is: worksheet, chartsheet, dialogsheet, …"""
        return self._parts[title][1]

    def grid(self, title: str) -> Grid:
        """The cells of a sheet; `Unreadable` each time where it is, without reading it again."""
        if title not in self._made:
            try:
                self._made[title] = self._read(title)
            except Unreadable as error:
                self._made[title] = error
        if isinstance(made := self._made[title], Unreadable):
            raise made
        return made

    def _read(self, title: str) -> Grid:
        sheet = _Sheet(self._texts, self._formats, self._from_1904, title)
        self._parse(self._parts[title][0], sheet, title)
        sheet.grid.rows = dict(sorted(sheet.grid.rows.items()))
        return sheet.grid

    @cached_property
    def _texts(self) -> list[str]:
        """The texts that cells share, by their number."""
        part = next(iter(self._related(self._path, "sharedStrings").values()), None)
        texts = _Texts()
        if part:
            self._parse(part[0], texts, "")
        return texts.all

    @cached_property
    def _formats(self) -> list["_Format"]:
        """The formats of cells, by their number."""
        part = next(iter(self._related(self._path, "styles").values()), None)
        codes, struck, formats = {}, [], []
        for path, has in self._listed(part[0]) if part else ():
            path = path.replace(f"{_MAIN}|", "")
            if path == "styleSheet/numFmts/numFmt":
                codes[has.get("numFmtId")] = _WORDS.sub("", has.get("formatCode", "")).partition(";")[0].lower()
            elif path == "styleSheet/fonts/font":
                struck.append(False)
            elif path == "styleSheet/fonts/font/strike":
                struck[-1] = _yes(has.get("val", "1"))
            elif path == "styleSheet/cellXfs/xf":
                code, own, font = codes.get(has.get("numFmtId"), ""), _whole(has, "numFmtId"), _whole(has, "fontId")
                elapsed, day = own == _ELAPSED or "[" in code, own in _DATES or re.search("[dmhys]", code)
                time = "elapsed" if elapsed else "day" if day else ""
                formats.append(_Format(time, own in _PERCENT or "%" in code, font < len(struck) and struck[font]))
        return formats

    def _related(self, path: str, kind: str) -> dict[str, tuple[str, str]]:
        """The parts that a part names, by its names for them: path and kind, of one `kind` or of all ("")."""
        folder, name = posixpath.split(path)
        of_part, found = posixpath.join(folder, "_rels", f"{name}.rels"), {}
        for path, has in self._listed(of_part) if of_part in self._zip.namelist() else ():
            own = has.get("Type", "").rpartition("/")[2]
            if path.endswith("Relationship") and has.get("TargetMode") != "External" and kind in ("", own):
                target = posixpath.normpath(posixpath.join("/", folder, has.get("Target", ""))).lstrip("/")
                found[has.get("Id", "")] = (target, own)
        return found

    def _listed(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """Every element of a small part: the names from the root to it, and what stands in it."""
        listed = _Listed()
        self._parse(part, listed, "")
        return listed.all

    def _parse(self, part: str, into: "_Listed | _Texts | _Sheet", sheet: str) -> None:
        parser = expat.ParserCreate(namespace_separator="|")
        parser.buffer_text = True

        def refused(*_) -> None:
            raise Unreadable("a DOCTYPE, which no program writes there", SAVED, sheet)

        parser.StartElementHandler, parser.EndElementHandler = into.start, into.end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = into.text, refused
        try:
            with self._zip.open(part) as content:
                for piece in iter(lambda: content.read(1 << 16), b""):
                    self._left -= piece.count(b"<") - piece.count(b"</")
                    if self._left < 0:
                        raise Unreadable(f"more than {ELEMENTS:,} cells, rows and texts", f"fewer; {_FAR}", sheet)
                    parser.Parse(piece, False)
                parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise Unreadable(f"damaged: {expat.ErrorString(error.code)}", SAVED, sheet, into.place) from None
        except (BadZipFile, ZlibError, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
            raise Unreadable(f"damaged: {part or 'a part'} ({type(error).__name__})", SAVED, sheet) from None


def _yes(mark: str | None) -> bool:
    return mark in ("1", "true", "on")


def _whole(has: dict[str, str], name: str, missing: int = 0) -> int:
    said = has.get(name, "")
    return int(said) if said.isdecimal() and len(said) < 8 else missing


class _Format(NamedTuple):
    """How a number is shown: as a "day" (or its time), as time "elapsed" or as neither; and is it struck through?"""

    time: str = ""
    percent: bool = False
    struck: bool = False


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class _Listed:
    """Keeps every element with its path."""

    place = ""

    def __init__(self):
        self.all: list[tuple[str, dict[str, str]]] = []
        self._path: list[str] = []

    def start(self, name: str, has: dict[str, str]) -> None:
        self._path.append(name)
        if len(self._path) > 20:
            raise Unreadable("damaged: nested too deep", SAVED)
        self.all.append(("/".join(self._path), has))

    def end(self, name: str) -> None:
        self._path.pop()

    def text(self, text: str) -> None:
        pass


class _Texts:
    """Keeps the texts that cells share; how they are to be spoken (`rPh`) is left out."""

    place = ""

    def __init__(self):
        self.all: list[str] = []
        self._pieces: list[str] = []
        self._within = self._spoken = False
        self._length = 0

    def start(self, name: str, has: dict[str, str]) -> None:
        if name == f"{_MAIN}|si":
            self._pieces, self._length = [], 0
        elif name == f"{_MAIN}|rPh":
            self._spoken = True
        elif name == f"{_MAIN}|t":
            self._within = not self._spoken

    def end(self, name: str) -> None:
        if name == f"{_MAIN}|si":
            self.all.append(_unescaped("".join(self._pieces)))
        elif name == f"{_MAIN}|rPh":
            self._spoken = False
        elif name == f"{_MAIN}|t":
            self._within = False

    def text(self, text: str) -> None:
        if self._within:
            self._length += len(text)
            if self._length > LONGEST:
                raise Unreadable("a longer text in a cell", f"at most {LONGEST:,} letters in each")
            self._pieces.append(text)


_CELL, _VALUES = f"{_MAIN}|c", (f"{_MAIN}|v", f"{_MAIN}|t")


class _Sheet:
    """Makes the cells of one sheet as its part is read."""

    def __init__(self, texts: list[str], formats: list[_Format], from_1904: bool, title: str):
        self.grid = Grid()
        self._texts, self._formats, self._title = texts, formats, title
        self._first_day = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
        self._row = self._column = self._rows = self._length = 0
        self._has: dict[str, str] | None = None  # of the cell that is being read
        self._pieces: list[str] = []
        self._within = self._spoken = self._formula = False

    @property
    def place(self) -> str:
        """The cell that is being read."""
        return "" if self._has is None else f"{letters(self._column)}{self._row}"

    def start(self, name: str, has: dict[str, str]) -> None:
        if (begin := _BEGIN.get(name)) is not None:
            begin(self, has)

    def end(self, name: str) -> None:
        if name == _CELL:
            if self._pieces or self._formula:
                self._keep()
            self._has = None
        elif name in _VALUES:
            self._within = False
        elif name == f"{_MAIN}|rPh":
            self._spoken = False

    def text(self, text: str) -> None:
        if self._within:
            self._length += len(text)
            if self._length > LONGEST:
                self._refuse("a longer text", f"at most {LONGEST:,} letters")
            self._pieces.append(text)

    def _refuse(self, found: str, allowed: str) -> None:
        raise Unreadable(found, allowed, self._title, self.place)

    def _begin_row(self, has: dict[str, str]) -> None:
        self._rows += 1
        if self._rows > ROWS:
            self._refuse(f"more than {ROWS:,} rows", f"fewer, also of those that hold nothing; {_FAR}")
        self._row = _whole(has, "r", self._row + 1)
        self._column = 0
        if _yes(has.get("hidden")):
            self.grid.hidden.append(self._row)

    def _begin_cell(self, has: dict[str, str]) -> None:
        if "r" in has:
            found = _PLACE.fullmatch(has["r"])
            if not found:
                self._refuse("damaged: a cell without a place", SAVED)
            self._column, self._row = number(found[1]), int(found[2])
        else:
            self._column += 1
        self._has, self._formula = has, False
        if self._pieces:
            self._pieces, self._length = [], 0

    def _begin_value(self, _) -> None:
        self._within = not self._spoken

    def _begin_spoken(self, _) -> None:
        self._spoken = True

    def _begin_formula(self, _) -> None:
        self._formula = True

    def _begin_merged(self, has: dict[str, str]) -> None:
        self.grid.merged.append(has.get("ref", ""))

    def _begin_columns(self, has: dict[str, str]) -> None:
        if _yes(has.get("hidden")):
            self.grid.hidden_columns.append(range(_whole(has, "min"), _whole(has, "max") + 1))

    def _begin_filter(self, _) -> None:
        self.grid.filtered = True

    def _keep(self) -> None:
        text = "".join(self._pieces)
        style, kind = _whole(self._has, "s"), self._has.get("t", "n")
        shown = self._formats[style] if style < len(self._formats) else _Format()
        value = self._value(kind, text, shown.time) if text else None
        cell = Cell(self._row, self._column, value, kind == "e", shown.percent, shown.struck)
        if cell.blank:
            return
        row = self.grid.rows.setdefault(self._row, {})
        if self._column in row:
            self._refuse("damaged: the cell stands there twice", SAVED)
        row[self._column] = cell

    def _value(self, kind: str, text: str, time: str) -> object:
        if kind == "s":
            if not text.isdecimal() or len(text) > 8 or int(text) >= len(self._texts):
                self._refuse("damaged: a text that is not there", SAVED)
            return self._texts[int(text)]
        if kind == "b":
            return text.strip() in ("1", "true")
        if kind == "n":
            if not _NUMBER.fullmatch(text):
                self._refuse(text, "a number; type it again")
            value = int(text) if len(text) < 20 and text.lstrip("+-").isdecimal() else float(text)
            return self._time(value, time) if time else value
        if kind == "d":
            try:
                return datetime.fromisoformat(text)
            except ValueError:
                self._refuse(text, "a day; type it again")
        return _unescaped(text)

    def _time(self, days: float, shown: str) -> object:
        """A day, the time of one, or time elapsed, from Excel's number for it; the number where there is none."""
        try:
            if shown == "elapsed":
                return timedelta(days=days)
            whole, part = divmod(days, 1)
            of_day = timedelta(milliseconds=round(part * 86_400_000))
            if 0 <= days < 1:
                return (datetime.min + of_day).time()
            early = 0 < days < 60 and self._first_day.year == 1899  # Excel has a 29 February 1900
            return self._first_day + timedelta(days=whole + early) + of_day
        except (OverflowError, ValueError):
            return days


_BEGIN: dict[str, Callable[[_Sheet, dict[str, str]], None]] = {
    f"{_MAIN}|{name}": begin
    for name, begin in {
        "row": _Sheet._begin_row, "c": _Sheet._begin_cell, "v": _Sheet._begin_value, "t": _Sheet._begin_value,
        "f": _Sheet._begin_formula, "rPh": _Sheet._begin_spoken, "mergeCell": _Sheet._begin_merged,
        "col": _Sheet._begin_columns, "filterColumn": _Sheet._begin_filter,
    }.items()
}  # fmt: skip
