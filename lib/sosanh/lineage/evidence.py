"""What numbers rest on, found by its code: observations, steps, articles, benchmarks and their sources, areas, ….

And what a printed token allows, read anew from the token itself, in fractions of whole numbers. The tables hold
intervals too, worked out when the data were built; nothing of them is used here, so that two ways to one number
must meet. Numbers are rounded here, too: of what writes the pages, only `format_number` is shared, and it is given
numbers that need no rounding.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, inf
from typing import Any

from sosanh.data.collection import Collection
from sosanh.data.problems import Unknown
from sosanh.data.rows import Observation, records
from sosanh.numbers.amounts import format_number
from sosanh.numbers.tokens import Reading, by_machine, read
from sosanh.numbers.units import SENSES

Number = Fraction | float  # a float only where there is no end: ±inf
_LETTERS = {"milestones": "m", "systems": "s", "relations": "r"}
_KEYS = {
    "sources": "source_id", "references": "reference", "benchmarks": "benchmark", "areas": "ref_area",
}  # fmt: skip


@dataclass(frozen=True)
class Ends:
    """The lowest and the highest value that a figure allows, in full units."""

    lower: Number
    upper: Number


class Evidence:
    """A collection's rows by their codes: `Evidence(collection).row("dt-2024-07.04").as_printed`."""

    def __init__(self, collection: Collection):
        self.collection = collection
        self.codebook = collection.codebook

    def row(self, ref: str, table: str = "") -> Any:
        """The row that a code names, of one table or of whichever; `Unknown` where it names nothing there."""
        kind, row = self._rows.get(ref, ("", None))
        if row is None or (table and kind != table):
            raise Unknown(table or "code", ref, [code for code, (kind, _) in self._rows.items() if table in ("", kind)])
        return row

    def kind(self, ref: str) -> str:
        """The table of the row that a code names; "" where it names none."""
        return self._rows.get(ref, ("", None))[0]

    @cached_property
    def _rows(self) -> dict[str, tuple[str, Any]]:
        tables, found = self.collection.tables, {}
        for table, letter in _LETTERS.items():
            number = f"{table.removesuffix('s')}_no"
            for row in records(tables[table], table):
                found[f"{row.source_id}.{letter}{getattr(row, number):02d}"] = (table, row)
        for table, key in _KEYS.items():
            found |= {getattr(row, key): (table, row) for row in records(tables[table], table)}
        found |= {row.obs_id: ("observations", row) for row in self.collection.rows(tables["observations"])}
        return found

    def agreement(self, source_id: str) -> Any:
        """How far the two readings of an article agree, as `make data` counted it."""
        rows = records(self.collection.tables["second_readings"], "second_readings")
        return next(row for row in rows if row.source_id == source_id)

    def reading(self, row: Observation) -> Reading:
        """The numbers of an observation's token."""
        return read(vars(row), self.row(row.source_id, "sources").language)

    def by_machine(self, row: Observation) -> Reading:
        """The same as a machine reads them, also where a person overrules it."""
        return by_machine(vars(row), self.row(row.source_id, "sources").language)

    def readings(self, row: Observation) -> list[Ends]:
        """What an observation allows; beside a fraction also what the percentage printed with it says."""
        if row.hedge:
            raise ValueError(f"{row.obs_id} is hedged: it has no interval")
        if row.bound == "all":
            return [Ends(Fraction(100), Fraction(100))]
        read = self.reading(row)
        if SENSES[row.unit_measure].part and read.numerator is not None:
            exact = [share(read)] + ([Fraction(read.value)] if read.value is not None else [])
            return [Ends(each, each) for each in exact]
        return [self._ends(row, read)]

    def _ends(self, row: Observation, read: Reading) -> Ends:
        """The table of the design: half a unit of the last decimal for a rounded share, an open side for a bound."""
        value, sense = Fraction(read.value) * scale(row), SENSES[row.unit_measure]
        match row.bound:
            case "gt" | "ge":
                return Ends(value, self._most(row, read))
            case "lt" | "le":
                return Ends(-inf if sense.floor is None else Fraction(sense.floor), value)
            case "range":
                return Ends(value, Fraction(read.value_to) * scale(row))
            case _ if row.role == "actual" and sense.part and value not in (0, 100):
                half = Fraction(1, 2 * 10 ** (read.decimals or 0))
                return Ends(value - half, value + half)
        return Ends(value, value)

    def _most(self, row: Observation, read: Reading) -> Number:
        sense = SENSES[row.unit_measure]
        if read.out_of is not None:
            return Fraction(read.out_of)
        exceeds = sense.part and self.codebook.entry("indicators", row.indicator)["may_exceed_100"] == "yes"
        return inf if exceeds or sense.ceiling is None else Fraction(sense.ceiling)


def scale(row: Observation) -> int:
    """What the printed number counts: 1, or thousands, millions and so on."""
    return 10 ** (row.unit_mult or 0)


def share(read: Reading) -> Fraction:
    """The percentage that a fraction gives."""
    return Fraction(100 * read.numerator, read.denominator)


@dataclass(frozen=True)
class Asked:
    """What a rule of `recompute` is given: the codes, the language of the page, and where to look them up.

    `assumed` is what a number assumes beyond them (the 600 of "implied.gain:600"), `parameters` those of the page.
    """

    refs: tuple[str, ...]
    language: str
    evidence: Evidence
    assumed: str = ""
    parameters: tuple[str, ...] = ()

    @property
    def rows(self) -> list[Observation]:
        """The observations named."""
        return [self.evidence.row(ref, "observations") for ref in self.refs]

    @property
    def row(self) -> Observation:
        """The one observation named."""
        (row,) = self.rows
        return row

    def of(self, *rows: Observation) -> "Asked":
        """The same question of other observations."""
        return replace(self, refs=tuple(row.obs_id for row in rows))

    @property
    def read(self) -> Reading:
        return self.evidence.reading(self.row)

    def write(self, exact: Number, places: int = 0, outward: str = "", fixed: bool = False) -> str:
        """An exact number as the page writes it: at most `places` decimals (`fixed`: all of them), an end rounded
        `down` or `up`."""
        rounded, digits = rounding(Fraction(exact), places, outward)
        written = Decimal(int(rounded * 10**digits)).scaleb(-digits)
        return format_number(written if fixed else written.normalize(), self.language)


def rounding(exact: Fraction, places: int, outward: str = "") -> tuple[Fraction, int]:
    """The number rounded to so many places, half to even, or `down` or `up`; and to how many places it was.

    What is not 0 or 100 is not rounded to it: it keeps more places, nine at most.

    >>> [str(rounding(Fraction(*each), 2)[0]) for each in ((46500, 595), (99996, 1000), (100, 1), (25, 1000))]
    ['1563/20', '24999/250', '100', '1/50']
    """
    way = {"down": floor, "up": ceil, "": round}[outward]
    rounded = Fraction(way(exact * 10**places), 10**places)
    if not outward and rounded in (0, 100) and rounded != exact and places < 9:
        return rounding(exact, places + 1)
    return rounded, places
