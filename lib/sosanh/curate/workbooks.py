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
from functools import cached_property
from itertools import islice
from pathlib import Path

import openpyxl
import pandas as pd
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter

from sosanh.data.problems import Problem, suggest
from sosanh.data.tables import MANY, TABLES, Column, Table, read_decimal
from sosanh.numbers.periods import ALLOWED as PERIODS
from sosanh.numbers.periods import read_period

_ERRORS = {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"}
_BAD = object()  # a cell whose problem has been noted


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet. `frame.index` holds the row numbers of the workbook, `letters` the columns'."""

    file: str
    table: Table
    frame: pd.DataFrame
    letters: dict[str, str]

    @cached_property
    def records(self) -> list[tuple[int, dict]]:
        """(workbook row, values by column); blanks are `None`."""
        return list(zip(self.frame.index, self.frame.to_dict("records"), strict=True))

    def problem(self, row: int, column: str, allowed: str) -> Problem:
        """A problem at `row` (workbook row) and `column`, whether or not the column stands in the sheet."""
        found = self.frame.at[row, column] if column in self.frame else ""
        cell = f"{self.letters.get(column, '')}{row}"
        return Problem(self.file, self.table.name, cell, "" if found is None else str(found), allowed)


LISTS = "lists"  # the sheet of the dropdowns' codes; nobody fills it
DRAFT = "draft"


def is_draft(path: Path) -> bool:
    """Is the article of this workbook still being entered?

    It is where the sheet sources says so in its column status, and where nothing is entered in any sheet.
    """
    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except Exception:  # no workbook: the reading of it says so
        return False
    try:
        sheets = {sheet.title: _head(sheet) for sheet in book.worksheets if sheet.title != LISTS}
    finally:
        book.close()
    names, *first = sheets.get("sources") or [()]
    if first:
        return any(str(cell).strip() == DRAFT for name, cell in zip(names, *first, strict=False) if name == "status")
    return all(len(head) < 2 for head in sheets.values())


def _head(sheet) -> list[tuple]:
    """The names of the columns, and the first row that is filled."""
    return list(islice((row for row in sheet.iter_rows(values_only=True) if not all(map(_blank, row))), 2))


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
        if name not in book.sheetnames:
            there = f"a sheet named {name}; the file has: {', '.join(book.sheetnames)}"
            problems.append(Problem(path.name, name, "", "no such sheet", there))
            continue
        sheets[name] = _read_sheet(path.name, TABLES[name], book[name], stored and stored[name], problems)
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
        if not _blank(cell.value):
            rows.setdefault(row, {})[column] = cell
    return rows


def _read_sheet(file: str, table: Table, sheet, stored, problems: list[Problem]) -> Sheet:
    filled = _filled(sheet)
    titles = filled.pop(1, {})
    header = _read_header(file, table, titles, problems)
    for merged in sheet.merged_cells.ranges:
        problems.append(Problem(file, table.name, str(merged), "merged cells", "one value a cell; unmerge them"))
    rows = []
    for number, cells in filled.items():
        for index, cell in cells.items():
            if index not in titles:
                problems.append(Problem(file, table.name, cell.coordinate, _shown(cell.value), "a column with a name"))
        rows.append(_read_row(file, table, number, cells, header, stored, problems))
    frame = pd.DataFrame(rows, index=list(filled), columns=[column.name for column in table.typed], dtype=object)
    letters = {name: get_column_letter(index) for name, index in header.items()}
    return Sheet(file, table, frame, letters)


def _read_row(file: str, table: Table, number: int, cells: dict, header: dict, stored, problems: list[Problem]) -> dict:
    """The values of one row by column; `None` also where a problem was noted."""
    row = {}
    for name, index in header.items():
        cell, place = cells.get(index), f"{get_column_letter(index)}{number}"
        if cell is not None and stored is not None and cell.data_type == "f":
            cell = stored[place]
            if cell.value is None:
                found, allowed = "a formula without a stored value", "a value, or save the file in Excel first"
                problems.append(Problem(file, table.name, place, found, allowed))
                continue
        row[name] = None if cell is None else _read_cell(cell, table.columns[name], file, table.name, problems)
        if table.columns[name].required and row[name] is None:
            problems.append(Problem(file, table.name, place, "", f"a value; {name} may not be blank"))
    return {column.name: None if row.get(column.name) is _BAD else row.get(column.name) for column in table.typed}


def _read_header(file: str, table: Table, titles: dict[int, Cell], problems: list[Problem]) -> dict[str, int]:
    """Column name -> its number; columns that are missing, unknown or there twice are problems."""
    typed = [column.name for column in table.typed]
    header: dict[str, int] = {}
    for index, cell in titles.items():
        name = str(cell.value).strip()
        if name in header:
            problems.append(Problem(file, table.name, cell.coordinate, name, "each column once"))
        elif name in typed:
            header[name] = index
        else:
            known = f"a column of this sheet; {suggest(name, typed, 50)}"
            problems.append(Problem(file, table.name, cell.coordinate, name, known))
    for name in typed:
        if name not in header:
            needed = f"a column {name} ({table.columns[name].en})"
            problems.append(Problem(file, table.name, "1:1", "no such column", needed))
    return header


def _read_cell(cell, column: Column, file: str, sheet: str, problems: list[Problem]):
    """The cell's value by its column's type, `None` when blank, `_BAD` when a problem was noted."""
    if _blank(cell.value):
        return None
    try:
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
    except ValueError as error:
        problems.append(Problem(file, sheet, cell.coordinate, _shown(cell.value), str(error)))
        return _BAD


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


_READERS = {
    "text": _text,
    "integer": _integer,
    "number": _number,
    "date": _date,
    "period": _period,
    "url": _url,
}


def _blank(value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _shown(value) -> str:
    return str(value.date()) if isinstance(value, datetime) and value.time() == time() else str(value)
