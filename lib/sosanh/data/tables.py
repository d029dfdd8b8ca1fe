"""What the tables are: their columns, types, keys and allowed codes, declared once in `tables.yml`.

The workbooks' headers and dropdowns, the reading of cells, the CSVs and the data package all follow from these
declarations, so that a column has one name, one meaning and one set of allowed values everywhere.

>>> observations = TABLES["observations"]
>>> observations.key, observations.columns["bound"].codes
(('obs_id',), 'bound')
>>> [column.name for column in observations.typed][:3]
['obs_no', 'paragraph', 'as_printed']
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import pandas as pd
import yaml

from sosanh.data import paths

MANY = "; "
_DTYPES = {"integer": "Int64", "number": "float64"}


@dataclass(frozen=True)
class Column:
    """One column; see the head of `tables.yml` for what each property means."""

    name: str
    type: str
    vi: str
    en: str
    required: bool = False
    derived: bool = False
    reported: bool = False
    many: bool = False
    codes: str = ""
    to: str = ""
    pattern: str = ""
    minimum: int | None = None
    among: tuple[int, ...] = ()

    @property
    def target(self) -> tuple[str, str]:
        """The (table, column) that values must stand in."""
        table, _, column = self.to.partition(".")
        return table, column


@dataclass(frozen=True)
class Table:
    name: str
    book: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    vi: str
    en: str

    @property
    def typed(self) -> tuple[Column, ...]:
        """The columns a person fills, in the order of the workbook."""
        return tuple(column for column in self.columns.values() if not column.derived)


def _table(name: str, key: list[str], columns: dict[str, dict], **others: str) -> Table:
    declared = {column: Column(column, **properties) for column, properties in columns.items()}
    return Table(name=name, key=tuple(key), columns=declared, **others)


_DECLARED = yaml.safe_load(paths.TABLES.read_text(encoding="utf-8"))
TABLES = {name: _table(name, **declared) for name, declared in _DECLARED.items()}
CODEBOOK = tuple(name for name, table in TABLES.items() if table.book == "codebook")
ARTICLE = tuple(name for name, table in TABLES.items() if table.book == "article")


def to_csv(rows: Iterable[dict], table: Table) -> str:
    """The rows as CSV text: the table's columns in order, numbers in plain notation, blanks empty.

    The same rows give the same bytes on every machine; lines end in LF, text is quoted only where it must be.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([as_text(row[name]) for name in table.columns] for row in rows)
    return lines.getvalue()


def as_text(value) -> str:
    """One value as the CSVs write it.

    >>> [as_text(v) for v in (None, 18.0, 58e9, 78.18, Decimal("1.50"), "a", 465 / 595 * 100)]
    ['', '18', '58000000000', '78.18', '1.5', 'a', '78.15126050420169']
    """
    if value is None or value is pd.NA or value != value or value in (float("inf"), float("-inf")):
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(float(value))
    return str(value)


def from_csv(path, table: Table) -> pd.DataFrame:
    """The table at `path` with text as `str` (blank is ""), integers as `Int64`, numbers as `float64`.

    Reported numbers stay text: a column of them mixes percentages, đồng and ranks, results and targets, and has no
    mean. Raises `ValueError` where the columns are not the table's.
    """
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    if list(frame.columns) != list(table.columns):
        raise ValueError(f"{path}: columns are not those of the table {table.name}; run `make data`")
    for column in table.columns.values():
        if column.type in _DTYPES and not column.reported:
            numbers = pd.to_numeric(frame[column.name].replace("", None))
            frame[column.name] = numbers.astype(_DTYPES[column.type])
    return frame


def read_decimal(text: str) -> Decimal:
    """A number with a decimal point; `ValueError` for anything else, also for `1e5`, `1,5` and `nan`.

    >>> read_decimal("78.18")
    Decimal('78.18')
    """
    try:
        if set(text) <= set("0123456789.-"):
            return Decimal(text)
    except InvalidOperation:
        pass
    raise ValueError(f"{text!r} is not a number with a decimal point")
