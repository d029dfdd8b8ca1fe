"""What the tables are: their columns, types, keys and allowed codes, declared once in `tables.yml`; and their rows.

The workbooks' headers and dropdowns, the reading of cells, the CSVs, the data package and the fields of a row all
follow from these declarations, so that a column has one name, one meaning and one set of allowed values everywhere.

>>> observations = TABLES["observations"]
>>> observations.key, observations.columns["bound"].codes
(('obs_id',), 'bound')
>>> [column.name for column in observations.typed][:3]
['obs_no', 'paragraph', 'as_printed']

A row is an object with a field for each column. Text is "" where blank; whole numbers are `int`, others
`decimal.Decimal`, both None where blank; yes and no are True and False; days and periods are text, as written. What an
article reports (`obs_value`, `denominator`, …) can be shown and compared, and refuses to be subtracted or added: the
number it prints is not yet the value it stands for. `gate.change` takes a difference, on intervals; whoever really
wants the bare number says so, `Decimal(value)`.

>>> february, july = Printed("91"), Printed("78.15")
>>> february > july
True
>>> february - july
Traceback (most recent call last):
sosanh.numbers.intervals.PlainDifference: no plain difference of reported values: take it through the gate \
(data.over_time)
>>> Relation.__annotations__["stated"]
decimal.Decimal | None
"""

import csv
import gc
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, make_dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from sosanh.data import paths
from sosanh.numbers.intervals import Interval, PlainDifference, Reported, allowed
from sosanh.numbers.periods import Period, read_period

MANY = "; "


@dataclass(frozen=True)
class Column:
    """One column; see the head of `tables.yml` for what each property means."""

    name: str
    type: str
    vi: str
    en: str
    required: bool = False
    derived: bool = False
    working: bool = False
    reported: bool = False
    many: bool = False
    codes: str = ""
    to: str = ""
    pattern: str = ""
    minimum: int | None = None
    among: tuple[int, ...] = ()
    default: int | None = None
    optional: bool = False

    @property
    def target(self) -> tuple[str, str]:
        """The (table, column) that values must stand in."""
        table, _, column = self.to.partition(".")
        return table, column


@dataclass(frozen=True)
class Table:
    """One table; `row` is the name of the type of its rows, `together` and `asks` what a row must hold.

    `columns` are those of the table; a workbook may have `working` columns besides.
    """

    name: str
    row: str
    book: str
    key: tuple[str, ...]
    columns: dict[str, Column]
    vi: str
    en: str
    together: tuple[list[str], ...] = ()
    asks: tuple[dict[str, Any], ...] = ()
    working: tuple[Column, ...] = ()
    optional: bool = False

    @property
    def typed(self) -> tuple[Column, ...]:
        """The columns a person fills, in the order of the workbook."""
        return (*(column for column in self.columns.values() if not column.derived), *self.working)


def _table(name: str, key: list[str], columns: dict[str, dict], **others) -> Table:
    declared = {column: Column(column, **properties) for column, properties in columns.items()}
    own = {column: each for column, each in declared.items() if not each.working}
    working = tuple(each for each in declared.values() if each.working)
    return Table(name=name, key=tuple(key), columns=own, working=working, **others)


TABLES = {name: _table(name, **declared) for name, declared in paths.read_yaml(paths.TABLES).items()}
CODEBOOK = tuple(name for name, table in TABLES.items() if table.book == "codebook")
ARTICLE = tuple(name for name, table in TABLES.items() if table.book == "article")


class _Number(Reported):
    """A number that is divided by none of its kind either: that would be a growth rate in disguise."""

    __slots__ = ()

    def __truediv__(self, other):
        if isinstance(other, _Number):
            raise PlainDifference
        return super().__truediv__(other)


class Printed(_Number, Decimal):
    """A number of a row, exactly as printed; `Decimal(value)` gives the bare number."""

    __slots__ = ()


class Counted(_Number, int):
    """A whole number of a row, as the numerator of its fraction; `int(value)` gives the bare number."""

    __slots__ = ()


class _Observation(Reported):
    """One claim of one article, as printed and as read; `article` and `entry` are the rows of its article and of its
    indicator in the codebook."""

    article: "Article"
    entry: "Indicator"

    @cached_property
    def value(self) -> Interval:
        """What the printed numbers allow, exactly; `UNKNOWN` where they are hedged."""
        return allowed(self)

    @property
    def may_exceed_100(self) -> bool:
        return self.entry.may_exceed_100

    @property
    def ref(self) -> str:
        return self.obs_id


class _Numbered:
    """A row that is named by its article and number: `ref` of the third milestone is "dt-2024-07.m03".

    `span` is the time that a step or a system is stated for, None where none is.
    """

    @property
    def ref(self) -> str:
        kind = type(self).__name__.lower()
        letter = "w" if kind == "statement" else kind[0]  # in words: "s" is a system's
        return f"{self.source_id}.{letter}{getattr(self, f'{kind}_no'):02d}"

    @property
    def span(self) -> Period | None:
        stated = getattr(self, "when", "") or getattr(self, "since", "")
        return read_period(stated) if stated else None


class _Article:
    """An article; one that is `retracted` is listed, and in no comparison."""

    @property
    def retracted(self) -> bool:
        return self.status == "retracted"


_BASES = {"observations": _Observation, "benchmarks": Reported, "sources": _Article}
_BASES |= dict.fromkeys(("milestones", "systems", "relations", "statements", "errata"), _Numbered)
_LINKED = {"article": "source_id", "entry": "indicator"}  # a row that names another by its code knows that row too


def _type(column: Column) -> type:
    if column.codes == "yes_no":
        return bool | None
    return {"integer": int | None, "number": Decimal | None}.get(column.type, str)


def _row_type(table: Table) -> type:
    fields = [(column.name, _type(column)) for column in table.columns.values()]
    linked = [name for name, code in _LINKED.items() if code in table.columns and table.columns[code].to]
    fields += [(name, Any, field(default=None, repr=False, compare=False)) for name in linked]
    said = {"__module__": __name__, "__doc__": table.en}
    return make_dataclass(table.row, fields, bases=(_BASES.get(table.name, object),), frozen=True, namespace=said)


ROWS = {name: _row_type(table) for name, table in TABLES.items()}
Area, Article, Benchmark, Indicator = (ROWS[name] for name in ("areas", "sources", "benchmarks", "indicators"))
Milestone, Observation, Statement = (ROWS[name] for name in ("milestones", "observations", "statements"))
Erratum, Relation, System = (ROWS[name] for name in ("errata", "relations", "systems"))


@contextmanager
def uncollected() -> Iterator[None]:
    """Among many rows the collector would look for circles again and again, and rows make none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def row(table: str, cells: Mapping[str, Any], **linked) -> Any:
    """A row of the table from its cells, as text or typed ("" where blank), with the rows it is `linked` to."""
    given = ((cells.get(name, ""), read) for name, read in _READ[table])
    return ROWS[table](*[read(value) if read else value for value, read in given], **linked)


def _cell(value, column: Column) -> object:
    """One cell as its row has it; a reported number refuses arithmetic.

    >>> _cell("18", TABLES["relations"].columns["stated"]), _cell("yes", TABLES["systems"].columns["named"])
    (Decimal('18'), True)
    """
    read = _reader(column)
    return read(value) if read else value


def _reader(column: Column) -> Callable | None:
    """What makes of a cell what its row has; None where that is the text."""
    if column.codes == "yes_no":
        return {"yes": True, "no": False}.get
    if column.type not in ("integer", "number"):
        return None
    whole, exact = (Counted, Printed) if column.reported else (int, Decimal)
    if column.type == "integer":
        return lambda value: None if value == "" else whole(value)
    return lambda value: None if value == "" else exact(value if isinstance(value, str) else as_text(value))


_READ = {name: [(column.name, _reader(column)) for column in table.columns.values()] for name, table in TABLES.items()}


def read_csv(table: str, processed: Path | None = None) -> list[dict[str, str]]:
    """The rows of a processed table, each a text by column, "" where blank.

    `ValueError` where the columns are not the table's.
    """
    path = (processed or paths.PROCESSED) / f"{table}.csv"
    return list(of_csv(table, path.read_bytes()))


def of_csv(table: str, content: bytes) -> Iterator[dict[str, str]]:
    """The rows of a table's CSV, as `read_csv` gives them; its columns are looked at now."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    if reader.fieldnames != [*TABLES[table].columns]:
        raise ValueError(f"{table}.csv: columns are not those of the table {table}; run `make data`")
    return iter(reader)


def to_csv(rows: Iterable[Mapping], table: Table, header: bool = True) -> str:
    """The rows as CSV text: the table's columns in order, numbers in plain notation, blanks empty.

    The same rows give the same bytes on every machine; lines end in LF, text is quoted only where it must be.
    """
    lines = io.StringIO()
    writer = csv.writer(lines, lineterminator="\n")
    if header:
        writer.writerow(table.columns)
    writer.writerows([as_text(row[name]) for name in table.columns] for row in rows)
    return lines.getvalue()


def as_text(value) -> str:
    """One value as the CSVs write it.

    >>> [as_text(v) for v in (None, 18.0, 58e9, 78.18, Decimal("1.50"), "a", 465 / 595 * 100, True)]
    ['', '18', '58000000000', '78.18', '1.5', 'a', '78.15126050420169', 'yes']
    """
    if value is None or value != value or value in (float("inf"), float("-inf")):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, float):
        return str(int(value)) if value == int(value) else repr(float(value))
    return str(value)


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
