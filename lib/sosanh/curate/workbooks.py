"""From a workbook to rows, each knowing its sheet and cell.

Excel is kind to people and unkind to data: it turns `01` into 1, `78,18%` into 0.7818, `2024-07` into a date,
and keeps formulas that nobody has computed. So cells are read as they are stored, each is held against its
column's declaration (`tables.yml`), and whatever does not fit becomes a `Problem` with its cell. All problems
of a file are found in one go; blanks and decomposed Unicode are mended silently, nothing else is.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

import openpyxl
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter

from sosanh.curate.drafts import blank
from sosanh.data.codebook import Codebook
from sosanh.data.problems import Problem, suggest
from sosanh.data.tables import MANY, TABLES, Column, Table, read_decimal
from sosanh.numbers.periods import ALLOWED as PERIODS
from sosanh.numbers.periods import read_period

_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet by their number in the workbook, every typed column in each, `None` where it is blank;
    `letters` are those of the columns that stand in it."""

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

    def values(self, column: str) -> dict[int, object]:
        """What is typed in a column, by row."""
        return {number: row[column] for number, row in self.rows.items() if row[column] is not None}

    def first(self, column: str):
        """The first value of a column; `None` where nothing is typed."""
        return next(iter(self.values(column).values()), None)

    def problem(self, row: int, column: str, allowed: str) -> Problem:
        """A problem at `row` (workbook row) and `column`, whether or not the column stands in the sheet."""
        found, cell = self.rows[row].get(column), f"{self.letters.get(column, '')}{row}"
        return Problem(self.file, self.table.name, cell, "" if found is None else str(found), allowed)


def codebook(sheets: dict[str, Sheet]) -> Codebook:
    """The codebook as its workbook has it now."""
    return Codebook.of({name: sheet.texts for name, sheet in sheets.items()})


def read(path: Path, names: Iterable[str]) -> tuple[dict[str, Sheet], list[Problem]]:
    """The sheets `names` of the workbook at `path`, and every problem of form found in them.

    Values: text as `str`, integers as `int`, numbers as `Decimal`, dates and periods as ISO text, blanks as
    `None`. Code lists and references between tables are not looked at here (see `rules`).
    """
    try:
        book = openpyxl.load_workbook(path)
    except FileNotFoundError:
        return {}, [Problem(path.name, "", "", "no such file", f"a workbook at {path}")]
    except Exception as error:  # openpyxl raises whatever it trips over in a file that is no workbook
        found = f"not a workbook ({type(error).__name__})"
        return {}, [Problem(path.name, "", "", found, "an .xlsx workbook without a password, as Excel saves it")]
    stored = _stored_values(path, book)
    sheets, problems = {}, []
    for name in names:
        if name in book.sheetnames:
            reader = _Reader(path.name, TABLES[name], book[name], stored and stored[name])
            sheets[name] = reader.read()
            problems += reader.problems
        else:
            there = f"a sheet named {name}; the file has: {', '.join(book.sheetnames)}"
            problems.append(Problem(path.name, name, "", "no such sheet", there))
    return sheets, problems


def _stored_values(path: Path, book):
    """The same workbook with the last computed values, opened only where there is a formula to compute."""
    formulas = any(cell.data_type == "f" for sheet in book for row in _filled(sheet).values() for cell in row.values())
    return openpyxl.load_workbook(path, data_only=True) if formulas else None


def _filled(sheet) -> dict[int, dict[int, Cell]]:
    """Row -> column -> cell, of the cells that hold something.

    `iter_rows` would make a cell of every place up to the last one: thirty million where somebody's hand slipped in
    the last row. openpyxl has no public way to the cells that are stored.
    """
    rows: dict[int, dict[int, Cell]] = {}
    for (row, column), cell in sorted(sheet._cells.items()):
        if not blank(cell.value):
            rows.setdefault(row, {})[column] = cell
    return rows


class _Reader:
    """Reads one sheet; whatever does not fit is noted in `problems`, and reading goes on."""

    def __init__(self, file: str, table: Table, sheet, stored):
        self.file, self.table, self.sheet, self.stored = file, table, sheet, stored
        self.problems: list[Problem] = []

    def note(self, cell: str, found: str, allowed: str) -> None:
        self.problems.append(Problem(self.file, self.table.name, cell, found, allowed))

    def read(self) -> Sheet:
        filled = _filled(self.sheet)
        titles = filled.pop(1, {})
        header = self._header(titles)
        letters = {name: get_column_letter(index) for name, index in header.items()}
        for merged in self.sheet.merged_cells.ranges:
            self.note(str(merged), "merged cells", "one value a cell; unmerge them")
        blank_row, rows = dict.fromkeys(column.name for column in self.table.typed), {}
        for number, cells in filled.items():
            for index, cell in cells.items():
                if index not in titles:
                    self.note(cell.coordinate, _shown(cell.value), "a column with a name")
            typed = {name: self._value(cells.get(header[name]), name, f"{letters[name]}{number}") for name in header}
            rows[number] = blank_row | typed
        return Sheet(self.file, self.table, rows, letters)

    def _header(self, titles: dict[int, Cell]) -> dict[str, int]:
        """Column name -> its number; columns that are missing, unknown or there twice are problems."""
        typed = [column.name for column in self.table.typed]
        header: dict[str, int] = {}
        for index, cell in titles.items():
            name = str(cell.value).strip()
            if name in header:
                self.note(cell.coordinate, name, "each column once")
            elif name in typed:
                header[name] = index
            else:
                self.note(cell.coordinate, name, f"a column of this sheet; {suggest(name, typed, 50)}")
        for name in typed:
            if name not in header:
                self.note("1:1", "no such column", f"a column {name} ({self.table.columns[name].en})")
        return header

    def _value(self, cell: Cell | None, name: str, place: str):
        """What stands in a cell, by its column's type; `None` where it is blank or a problem was noted."""
        if cell is not None and self.stored is not None and cell.data_type == "f":
            cell = self.stored[place]
            if cell.value is None:
                self.note(place, "a formula without a stored value", "a value, or save the file in Excel first")
                return None
        column = self.table.columns[name]
        if cell is None or blank(cell.value):
            if column.required:
                self.note(place, "", f"a value; {name} may not be blank")
            return None
        try:
            return _typed(cell, column)
        except ValueError as error:
            self.note(place, _shown(cell.value), str(error))
            return None


def _typed(cell: Cell, column: Column):
    """The value of a cell that holds something; `ValueError` says what is allowed instead."""
    if cell.data_type == "e" or str(cell.value).strip() in _ERRORS:
        raise ValueError("a value instead of an Excel error")
    value = (_many if column.many else _READERS[column.type])(cell)
    if column.pattern and not re.fullmatch(column.pattern, value):
        raise ValueError(f"text of the form {column.pattern} ({column.en})")
    if column.among and value not in column.among:
        raise ValueError(f"one of {', '.join(map(str, column.among))}: {column.en}")
    if column.minimum is not None and value < column.minimum:
        raise ValueError(f"{column.minimum} or more")
    return value


def _text(cell) -> str:
    if not isinstance(cell.value, str):
        raise ValueError("text: format the cell as Text and type the value again as printed")
    return unicodedata.normalize("NFC", cell.value).replace("\xa0", " ").strip()


def _many(cell) -> str:
    text = str(cell.value) if isinstance(cell.value, int) else _text(cell)
    return MANY.join(part.strip() for part in text.split(MANY.strip()) if part.strip())


def _number(cell) -> Decimal:
    if isinstance(cell.value, str):
        try:
            return read_decimal(cell.value.strip())
        except ValueError:
            raise ValueError("a number with a decimal point, without unit or thousands mark") from None
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float):  # a date, a time, TRUE
        raise ValueError("a number; format the cell as Number and type it again")
    if "%" in cell.number_format:
        raise ValueError("the number as printed (78.18), in a cell that is not formatted as a percentage")
    if abs(cell.value) == float("inf"):  # typed as 1E400
        raise ValueError("a number that a paper can have printed")
    return Decimal(repr(cell.value))


def _integer(cell) -> int:
    number = _number(cell)
    if number != int(number):
        raise ValueError("a whole number")
    return int(number)


def _date(cell) -> str:
    if isinstance(cell.value, datetime | date):
        return str(cell.value)[:10]
    try:
        return date.fromisoformat(str(cell.value).strip()).isoformat()
    except ValueError:
        raise ValueError("a date such as 2024-07-25") from None


def _period(cell) -> str:
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | str):  # Excel makes a date of 2024-07
        raise ValueError(f"text such as {PERIODS}; format the cell as Text and type it again")
    try:
        return read_period(str(cell.value)).text
    except ValueError:
        raise ValueError(f"a period: {PERIODS}") from None


def _url(cell) -> str:
    text = _text(cell)
    if not re.fullmatch(r"https?://[^\s/]+\.[^\s]+", text):
        raise ValueError("a full address beginning with http:// or https://")
    return text


_READERS = {"text": _text, "integer": _integer, "number": _number, "date": _date, "period": _period, "url": _url}


def _shown(value) -> str:
    return str(value.date()) if isinstance(value, datetime) and value.time() == time() else str(value)
