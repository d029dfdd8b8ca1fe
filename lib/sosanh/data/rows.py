"""One row of a table as an object with typed fields: what is looked at, and not reckoned with as a column.

The fields are the columns that `tables.yml` declares, under the same names. Text is "" where blank; whole numbers are
`int`, others `decimal.Decimal`, both None where blank and never NaN; yes and no are True and False; days and periods
are text, as written. What an article reports (`obs_value`, `denominator`, …) can be shown and compared, and refuses to
be subtracted or added: the number it prints is not yet the value it stands for. `gate.change` takes a difference, on
intervals; whoever really wants the bare number says so, `Decimal(value)`.

>>> february, july = Printed("91"), Printed("78.15")
>>> february > july
True
>>> february - july
Traceback (most recent call last):
sosanh.numbers.intervals.PlainDifference: no plain difference of reported values: take it through the gate \
(data.over_time)

>>> ROWS["relations"].__annotations__["stated"]
decimal.Decimal | None
"""

from dataclasses import make_dataclass
from decimal import Decimal
from functools import cached_property

import pandas as pd

from sosanh.data.tables import TABLES, Column, as_text
from sosanh.numbers.intervals import Interval, PlainDifference, Reported, allowed

_YES = {"yes": True, "no": False}
_COLUMNS = {name: dict(table.columns) for name, table in TABLES.items()}
_COLUMNS["observations"]["may_exceed_100"] = TABLES["indicators"].columns["may_exceed_100"]


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
    """One claim of one article, as printed and as read; `may_exceed_100` is that of its indicator."""

    @cached_property
    def value(self) -> Interval:
        """What the printed numbers allow, exactly; `UNKNOWN` where they are hedged."""
        return allowed(self)


def _kind(column: Column) -> type:
    if column.codes == "yes_no":
        return bool | None
    return {"integer": int | None, "number": Decimal | None}.get(column.type, str)


def _made(table: str, name: str, base: type = object) -> type:
    fields = [(each.name, _kind(each)) for each in _COLUMNS[table].values()]
    said = {"__module__": __name__, "__doc__": TABLES[table].en}
    return make_dataclass(name, fields, bases=(base,), frozen=True, namespace=said)


Observation = _made("observations", "Observation", _Observation)
Benchmark = _made("benchmarks", "Benchmark", Reported)
ROWS = {"observations": Observation, "benchmarks": Benchmark} | {
    table: _made(table, name)
    for table, name in (
        ("sources", "Article"), ("areas", "Area"), ("references", "Reference"), ("systems", "System"),
        ("milestones", "Milestone"), ("relations", "Relation"), ("second_readings", "Agreement"),
    )
}  # fmt: skip


def records(frame: pd.DataFrame, table: str) -> tuple:
    """The rows of a frame with the columns of the table (observations also with `may_exceed_100`); others are left."""
    columns = [[cell(value, column) for value in frame[name]] for name, column in _COLUMNS[table].items()]
    return tuple(map(ROWS[table], *columns))


def cell(value, column: Column) -> object:
    """One cell as its row has it; a reported number refuses arithmetic.

    >>> cell(18.0, TABLES["relations"].columns["stated"]), cell("yes", TABLES["systems"].columns["named"])
    (Decimal('18'), True)
    """
    if column.codes == "yes_no":
        return _YES.get(value)
    if column.type not in ("integer", "number"):
        return value
    if pd.isna(value) or value == "":
        return None
    whole, exact = (Counted, Printed) if column.reported else (int, Decimal)
    return whole(value) if column.type == "integer" else exact(as_text(value))
