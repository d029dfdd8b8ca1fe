"""A second reading: the same article is typed once more from its text, without looking at the first reading.

Where two separate readings agree, a slip of the eye is unlikely; where they differ, a decision is needed.
`blank` writes the workbook to fill, `compare` holds the two readings against each other row by row. A row is
found in the other reading by its place: paragraph, token and occurrence. `make data` keeps how far they agree in the
table second_readings, which is what pages show.
"""

from collections import Counter
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from string import ascii_uppercase

from sosanh.curate import workbooks
from sosanh.data import package, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import DataProblems, Unknown, rows
from sosanh.data.tables import TABLES, Table

SHEETS = ("observations", "set_aside")
_PLACE = ("paragraph", "as_printed", "occurrence")
# Ours to decide, or how a name is spelt.
_OWN = ("obs_no", "role_basis", "speaker_vi", "speaker_en", "comment_vi", "comment_en", "overruled")


@dataclass(frozen=True)
class Difference:
    """One thing in which the readings differ; `cell` is in the second reading's workbook, and of a row that only one
    of them has, `column` is "row"."""

    sheet: str
    cell: str
    place: str
    column: str
    first: str
    second: str

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell} {self.place}"
        if self.column != "row":
            return f"{where}, {self.column}: first {self.first!r}, second {self.second!r}"
        if self.first == "there":
            return f"{where}, row: first 'there', second 'missing'"
        return f"{where}, row: first 'missing', second 'there'"


@dataclass(frozen=True)
class Agreement:
    """How far two readings of one article agree: rows found by both, and cells alike among those."""

    source_id: str
    rows: int
    shared: int
    cells: int
    differences: tuple[Difference, ...]
    observed: int = 0  # of the rows that both have, those of observations

    @property
    def alike(self) -> int:
        return self.cells - sum(each.column != "row" for each in self.differences)

    @property
    def columns(self) -> dict[str, int]:
        """Of each column of the observations that both have how many cells differ."""
        differ = Counter(each.column for each in self.differences if each.sheet == SHEETS[0])
        return {column: differ[column] for column in _columns(TABLES[SHEETS[0]])}

    def counts(self) -> dict[str, str | int]:
        """The row of the table second_readings."""
        own = {"rows": self.rows, "rows_shared": self.shared, "cells": self.cells, "cells_alike": self.alike}
        return {"source_id": self.source_id, **own}

    def __str__(self) -> str:
        return (
            f"{self.source_id}: {self.shared} of {self.rows} rows found in both readings, "
            f"{self.alike} of {self.cells} cells alike ({100 * self.alike / max(1, self.cells):.1f}%)"
        )


def path_of(source_id: str, raw: Path = paths.RAW) -> Path:
    return raw / package.SECOND / f"{source_id}.xlsx"


def blank(source_id: str, codebook: Codebook, raw: Path = paths.RAW) -> Path:
    """An empty workbook for the second reader of an article; `FileExistsError` where there is one."""
    from sosanh.curate import forms  # here, because openpyxl takes a quarter of a second, and `make data` needs it not

    path = path_of(source_id, raw)
    if path.exists():
        raise FileExistsError(path)
    with paths.beside(path) as place:
        forms.write(place, SHEETS, {}, codebook)
    return path


def compare(
    source_id: str, raw: Path = paths.RAW, first: dict[str, workbooks.Sheet] | None = None,
    reading: workbooks.Form | None = None,
) -> Agreement:  # fmt: skip
    """The two readings of an article, row by row; `DataProblems` where a workbook cannot be read.

    `first` are the sheets of the first reading, and `reading` is the second, for whoever has read them already.
    """
    problems = []
    if first is None:
        first, problems = workbooks.read(raw / "articles" / f"{source_id}.xlsx", SHEETS)
    if reading is None:
        reading = workbooks.Form(*workbooks.read(path_of(source_id, raw), SHEETS))
    second, more = reading.sheets, reading.problems + reading.shut
    if problems or more:
        raise DataProblems([*problems, *(replace(each, file=f"{package.SECOND}/{each.file}") for each in more)])
    return compared(source_id, first, second)


def compared(named: str, first: dict[str, workbooks.Sheet], second: dict[str, workbooks.Sheet]) -> Agreement:
    """Two readings held against each other, whoever made them."""
    found = (_compare_sheet(first[name], second[name]) for name in SHEETS)
    every, shared, cells, differences = zip(*found, strict=True)
    return Agreement(named, sum(every), sum(shared), sum(cells), tuple(chain(*differences)), shared[0])


def unconfirmed(source_id: str, recorded: bool, raw: Path = paths.RAW) -> tuple[int, list[str]]:
    """How many rows of the first reading no second one confirms as they now are, and a line for each: the two differ,
    or the row was changed since. Where there is no second one, no row is confirmed, which is one line. It is a note,
    for two readers may part for good; `second-reading` tells what each says."""
    if not recorded:
        sheets, _ = workbooks.read(raw / "articles" / f"{source_id}.xlsx", SHEETS)
        count = sum(len(sheet.rows) for sheet in sheets.values())
        return count, [f"{source_id}: {rows(count)} (no second reading)"]
    parted: dict[tuple, list[str]] = {}
    for each in compare(source_id, raw).differences:  # of rows at one place each is its own; one that is missing, too
        row = each.cell.lstrip(ascii_uppercase) or len(parted)
        parted.setdefault((each.sheet, each.place, row), []).append(each.column)
    lines = [f"{source_id}: no second reading confirms {sheet}, {place}: {', '.join(columns)}"
             for (sheet, place, _), columns in parted.items()]  # fmt: skip
    return len(lines), lines


def _compare_sheet(first: workbooks.Sheet, second: workbooks.Sheet) -> tuple[int, int, int, list[Difference]]:
    """How many rows either reading has, how many both have, how many cells these have, and what differs."""
    columns = _columns(first.table)
    others, differences = dict(second.rows), []

    def differ(row: dict, cell: str, column: str, *values: str) -> None:
        differences.append(Difference(first.table.name, cell, _place(row), column, *values))

    for row in first.rows.values():
        same = [number for number, other in others.items() if _place(other) == _place(row)]
        if not same:
            differ(row, "", "row", "there", "missing")
            continue
        mine = _values(row, columns)  # of several rows there (one token said of three things) the most alike
        number = max(same, key=lambda n: len(mine.items() & _values(others[n], columns).items()))
        for column, value in _values(others.pop(number), columns).items():
            if value != mine[column]:
                differ(row, second.place(number, column)[2], column, mine[column], value)
    for number, row in others.items():
        differ(row, f"A{number}", "row", "missing", "there")
    shared = len(second.rows) - len(others)
    return len(first.rows) + len(others), shared, shared * len(columns), differences


def _columns(table: Table) -> list[str]:
    """The columns that are compared."""
    return [each.name for each in table.typed if not each.working and each.name not in (*_PLACE, *_OWN)]


def _place(row: dict) -> str:
    return f"paragraph {row['paragraph']}, {row['as_printed']!r} ({row['occurrence']})"


def _values(row: dict, columns: list[str]) -> dict[str, str]:
    """The cells as text; times 1 is the same as no scale."""
    return {
        name: "" if row[name] is None or (name, row[name]) == ("unit_mult", 0) else str(row[name]) for name in columns
    }


def begun_or_compared(source_id: str) -> list[str]:
    """What there is to say of an article's second reading, for which a workbook is written where there is none yet."""
    from sosanh.curate import forms

    known = [path.stem for path in package.articles(paths.RAW)]
    if source_id not in known:
        raise Unknown("article", source_id, known)
    path = path_of(source_id)
    if not path.exists():
        blank(source_id, forms.codebook_alone())
        return [f"{path}: to be filled from the text, without looking at the first reading; then call this again"]
    agreement = compare(source_id)
    return [str(agreement), *(f"  {each}" for each in agreement.differences)]
