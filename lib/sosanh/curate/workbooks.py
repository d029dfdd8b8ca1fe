"""From a workbook to rows, each knowing its sheet and cell.

Excel turns `01` into 1, `78,18%` into 0.7818, `2024-07` into a date, and keeps formulas that nobody has computed. So
cells are read as they are stored, each is held against its column's declaration (`tables.yml`), and whatever does not
fit becomes a `Problem` with its cell. All problems of a file are found in one go; blanks and decomposed Unicode are
mended silently, nothing else is.

An article that is still being entered is a draft: the tables do without it. That is asked at every start, so openpyxl
is imported only where a workbook is opened, and one is opened only where the tables do not know it yet.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from sosanh.data import package, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import Problem, suggest
from sosanh.data.tables import MANY, TABLES, Column, Table, as_text, read_decimal
from sosanh.numbers.periods import ALLOWED as PERIODS
from sosanh.numbers.periods import read_period

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell

LISTS = "lists"  # the sheet of the dropdowns' codes; nobody fills it
DRAFT = "draft"
Wrong = tuple[str, str, str]  # a cell, what stands in it, and what is allowed
_ERRORS = {
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA",
}  # fmt: skip
LARGEST = 20_000_000  # bytes of a workbook as it is unpacked: twenty times that of the codebook
MOST = 10**15  # of what is typed as a number; trillions of dong are typed with a scale
# what no keyboard types and no eye sees: controls, and signs that turn the direction or end a line
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_LOCKED = b"\xd0\xcf\x11\xe0"  # how a file begins that has a password, or is one of before Excel 2007


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet by their number in the workbook, every typed column in each, where it is blank with its
    default or `None`; `letters` are those of the columns that stand in it."""

    file: str
    table: Table
    rows: dict[int, dict]
    letters: dict[str, str]

    @property
    def source_id(self) -> str:
        """The article, by the name of its workbook."""
        return self.file.removesuffix(".xlsx")

    @property
    def texts(self) -> list[dict]:
        """The rows with "" for a blank, as the tables have it."""
        return [{name: "" if value is None else value for name, value in row.items()} for row in self.rows.values()]

    @property
    def key(self) -> list[str]:
        """The typed columns that tell rows apart: in an article's workbook `obs_no` stands for `obs_id`."""
        typed = ("obs_no" if name == "obs_id" else name for name in self.table.key)
        return [name for name in typed if not self.table.columns[name].derived]

    def values(self, column: str) -> dict[int, object]:
        """What is typed in a column, by row."""
        return {number: row[column] for number, row in self.rows.items() if row[column] is not None}

    def first(self, column: str):
        """The first value of a column; `None` where nothing is typed."""
        return next(iter(self.values(column).values()), None)

    def cell(self, row: int, column: str) -> str:
        return f"{self.letters.get(column, '')}{row}"

    def cell_of(self, row: Mapping[str, str], column: str) -> str:
        """The cell that a processed row was typed into; "" where no row has its key."""
        same = (n for n, typed in self.rows.items() if all(as_text(typed[name]) == row[name] for name in self.key))
        return next((self.cell(number, column) for number in same), "")

    def problem(self, row: int, column: str, allowed: str, found: str = "") -> Problem:
        """A problem at `row` (workbook row) and `column`, whether or not the column stands in the sheet."""
        typed = self.rows[row].get(column)
        found = found or ("" if typed is None else str(typed))
        return Problem(self.file, self.table.name, self.cell(row, column), found, allowed)


def codebook(sheets: dict[str, Sheet]) -> Codebook:
    """The codebook as its workbook has it now."""
    return Codebook.of({name: sheet.texts for name, sheet in sheets.items()})


def choices(column: Column, codebook: Codebook) -> list[str] | None:
    """What a column may hold: the codes of its list, or what stands in the codebook's column that it points at; `None`
    where it points at neither."""
    if column.codes:
        return codebook.codes(column.codes)
    table, name = column.target
    return [getattr(each, name) for each in getattr(codebook, table)] if hasattr(codebook, table) else None


def staleness(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> str:
    """Why the tables are not those of the workbooks, or ""; a new workbook counts once it is no draft."""
    return package.staleness(processed, raw, counts=lambda path: not is_draft(path))


def is_draft(path: Path) -> bool:
    """Is the article of this workbook still being entered?

    It is where the sheet sources says so in its column status, and where nothing is entered in any sheet.
    """
    try:
        book = _opened(path.read_bytes())
        names, *first = ([*_filled(book["sources"]).values()] if "sources" in book.sheetnames else []) or [{}]
        if first:
            cells = (cell for column, cell in first[0].items() if column in names and names[column].value == "status")
            return any(str(cell.value).strip() == DRAFT for cell in cells)
        return all(len(_filled(sheet)) < 2 for sheet in book.worksheets if sheet.title != LISTS)
    except Exception:  # no workbook: the reading of it says so
        return False


@lru_cache(maxsize=16)
def _opened(content: bytes, computed: bool = False) -> "Workbook":
    """A workbook, its formulas or what was last `computed` of them; kept, for one build looks at some of them twice."""
    import openpyxl

    with ZipFile(BytesIO(content)) as packed:  # before anything is parsed
        unpacked = sum(each.file_size for each in packed.infolist())
    if unpacked > LARGEST:
        raise _TooLarge(f"{unpacked / 1e6:.0f} MB")
    return openpyxl.load_workbook(BytesIO(content), data_only=computed)


class _TooLarge(Exception):
    """A workbook too large to be opened: mostly a row that a slipped hand has filled to the last one."""


def _blank(value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def read(path: Path, names: Iterable[str]) -> tuple[dict[str, Sheet], list[Problem]]:
    """The sheets `names` of the workbook at `path`, and every problem of form found in them.

    Values: text as `str`, integers as `int`, numbers as `Decimal`, dates and periods as ISO text, blanks as
    `None`. Code lists and references between tables are not looked at here (see `rules`).
    """
    content = b""
    try:
        content = path.read_bytes()
        book = _opened(content)
    except FileNotFoundError:
        return {}, [Problem(path.name, "", "", "no such file", f"a workbook at {path}")]
    except _TooLarge as error:
        allowed = f"{LARGEST / 1e6:.0f} MB; look for rows or columns filled far (Ctrl+End), and delete them"
        return {}, [Problem(path.name, "", "", f"{error} unpacked", allowed)]
    except Exception as error:  # openpyxl raises whatever it trips over in a file that is no workbook
        found, allowed = f"damaged, or no workbook ({type(error).__name__})", "an .xlsx workbook, as Excel saves it"
        if content.startswith(_LOCKED):
            found, allowed = "a password, or a form of before Excel 2007", "an .xlsx workbook without a password"
        return {}, [Problem(path.name, "", "", found, allowed)]
    formulas = any(cell.data_type == "f" for sheet in book for cell in sheet._cells.values())
    stored = _opened(content, computed=True) if formulas else None
    sheets, problems = {}, []
    for name in names:
        if name in book.sheetnames:
            wrong: list[Wrong] = []
            sheets[name] = _read_sheet(path.name, TABLES[name], book[name], stored and stored[name], wrong)
            problems += [Problem(path.name, name, *each) for each in wrong]
        else:
            there = f"a sheet named {name}; the file has: {', '.join(book.sheetnames)}"
            problems.append(Problem(path.name, name, "", "no such sheet", there))
    return sheets, problems


def _filled(sheet) -> dict[int, dict[int, "Cell"]]:
    """Row -> column -> cell, of the cells that hold something.

    `iter_rows` would make a cell of every place up to the last one: thirty million where somebody's hand slipped in
    the last row. openpyxl has no public way to the cells that are stored.
    """
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if not _blank(cell.value):
            rows.setdefault(row, {})[column] = cell
    return rows


def _read_sheet(file: str, table: Table, sheet, stored, wrong: list[Wrong]) -> Sheet:
    """One sheet; whatever does not fit is added to `wrong`, and reading goes on."""
    filled = _filled(sheet)
    titles = filled.pop(1, {})
    header = _header(titles, table, wrong)
    wrong += [(str(merged), "merged cells", "one value a cell; unmerge them") for merged in sheet.merged_cells.ranges]
    rows = {}
    for number, cells in filled.items():
        nameless = (cell for index, cell in cells.items() if index not in titles)
        wrong += [(cell.coordinate, _shown(cell.value), "a column with a name") for cell in nameless]
        rows[number] = {column.name: column.default for column in table.typed}
        for name, title in header.items():
            cell, place = cells.get(title.column), f"{title.column_letter}{number}"
            if cell and stored and cell.data_type == "f":
                cell = stored[place]
                if cell.value is None:
                    mend = "a value, or save the file in Excel first"
                    wrong.append((place, "a formula without a stored value", mend))
                    continue
            try:
                rows[number][name] = _typed(cell, table.columns[name])
            except ValueError as error:
                wrong.append((place, _shown(cell.value) if cell else "", str(error)))
    return Sheet(file, table, rows, {name: title.column_letter for name, title in header.items()})


def _header(titles: dict[int, "Cell"], table: Table, wrong: list[Wrong]) -> dict[str, "Cell"]:
    """Column name -> the cell of it; columns that are missing, unknown or there twice do not fit."""
    typed, header = [column.name for column in table.typed], {}
    for cell in titles.values():
        name = str(cell.value).strip()
        if name in typed and name not in header:
            header[name] = cell
        else:
            known = f"a column of this sheet; {suggest(name, typed, 50)}"
            wrong.append((cell.coordinate, name, "each column once" if name in header else known))
    missing = (column for column in table.typed if column.name not in header)
    wrong += [("1:1", "no such column", f"a column {column.name} ({column.en})") for column in missing]
    return header


def _typed(cell: "Cell | None", column: Column):
    """What stands in a cell, by its column's type; `ValueError` says what is allowed instead."""
    if cell is None or _blank(cell.value):
        _must(not column.required, f"a value; {column.name} may not be blank")
        return column.default
    _must(cell.data_type != "e" and str(cell.value).strip() not in _ERRORS, "a value instead of an Excel error")
    value = (_many if column.many else _READERS[column.type])(cell)
    if column.type == "integer":
        _must(value == int(value), "a whole number")
        value = int(value)
    if column.type == "url":
        _must(re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value), "a full address beginning with http:// or https://")
    if column.pattern:
        _must(re.fullmatch(column.pattern, value), f"text of the form {column.pattern} ({column.en})")
    if column.among:
        _must(value in column.among, f"one of {', '.join(map(str, column.among))}: {column.en}")
    if column.minimum is not None:
        _must(value >= column.minimum, f"{column.minimum} or more")
    return value


def _must(fits, allowed: str) -> None:
    if not fits:
        raise ValueError(allowed)


def _text(cell) -> str:
    _must(isinstance(cell.value, str), "text: format the cell as Text and type the value again as printed")
    unseen = _UNSEEN.search(cell.value)
    sign = f"U+{ord(unseen[0]):04X}" if unseen else ""
    _must(not unseen, f"text without signs that nobody sees, as here {sign}: type it again")
    return unicodedata.normalize("NFC", cell.value).replace("\xa0", " ").strip()


def _many(cell) -> str:
    text = str(cell.value) if isinstance(cell.value, int) else _text(cell)
    return MANY.join(part.strip() for part in text.split(MANY.strip()) if part.strip())


def _number(cell) -> Decimal:
    if isinstance(cell.value, str):
        try:
            number = read_decimal(cell.value.strip())
        except ValueError:
            raise ValueError("a number with a decimal point, without unit or thousands mark") from None
        _must(abs(number) < MOST, PRINTABLE)
        return number
    number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)  # no date, no time, no TRUE
    _must(number, "a number; format the cell as Number and type it again")
    formatted = "the number as printed (78.18), in a cell that is not formatted as a percentage"
    _must("%" not in cell.number_format, formatted)
    _must(abs(cell.value) < MOST, PRINTABLE)  # also what was typed as 1E400
    return Decimal(repr(cell.value))


PRINTABLE = "a number that a paper can have printed"


def _date(cell) -> str:
    try:
        text = str(cell.value)[:10] if isinstance(cell.value, date) else str(cell.value).strip()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("a date such as 2024-07-25") from None


def _period(cell) -> str:
    text = isinstance(cell.value, int | str) and not isinstance(cell.value, bool)  # Excel makes a date of 2024-07
    _must(text, f"text such as {PERIODS}; format the cell as Text and type it again")
    try:
        return read_period(str(cell.value)).text
    except ValueError:
        raise ValueError(f"a period: {PERIODS}") from None


_READERS = {"text": _text, "url": _text, "integer": _number, "number": _number, "date": _date, "period": _period}


def _shown(value) -> str:
    return str(value.date()) if isinstance(value, datetime) and value.time() == time() else str(value)
