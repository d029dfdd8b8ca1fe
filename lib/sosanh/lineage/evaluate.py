"""A number computed a second time: what an expression gives, from the tokens of the articles.

It calculates in fractions, apart from the code that writes the pages: it shares with them the reading of a token and
the formatting of a number, and nothing in between. The tables hold intervals and shares too, worked out when the data
were built; it reads none of them, only what a person typed (`READS`).

An end of what a figure allows knows that it is one. A lower end less an upper end is a lower end; less a lower end it
bounds nothing and is refused. So is an end rounded inward, a difference of unlike units, and a number that needs
rounding and was given none.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil, floor, inf
from types import SimpleNamespace
from typing import Any

from sosanh.data.collection import Collection
from sosanh.data.problems import Unknown
from sosanh.data.tables import MANY
from sosanh.lineage.expressions import OPERATIONS, Expression
from sosanh.lineage.words import spelled
from sosanh.numbers.amounts import Reading, by_machine, format_number, read_row
from sosanh.numbers.periods import Period, format_date, format_month, format_period, read_period
from sosanh.numbers.units import SENSES

READS = {  # the columns that are read: of every table only what a person typed
    "observations": "source_id obs_no paragraph as_printed occurrence wording ref_area indicator role obs_value "
    "obs_value_to unit_mult unit_measure numerator denominator out_of bound hedge time_period overruled",
    "milestones": "source_id milestone_no when theme paragraph",
    "systems": "source_id system_no since theme paragraph",
    "statements": "source_id statement_no theme paragraph",
    "relations": "source_id relation_no kind obs_no paragraph stated bound time_period",
    "errata": "source_id erratum_no paragraph as_printed should_be",
    "sources": "source_id published_from published_to language",
    "references": "reference",
    "benchmarks": "benchmark indicator obs_value unit_measure bound time_period out_of",
    "areas": "ref_area valid_from valid_to",
    "indicators": "indicator theme may_exceed_100 direction",
}
COUNTED = "rows rows_shared cells cells_alike"  # of `second_readings`: counted when the data are built, and only there
_KEYS = {  # table -> what its rows are named by
    "milestones": "ref", "systems": "ref", "statements": "ref", "relations": "ref", "sources": "source_id",
    "errata": "ref",
    "references": "reference", "benchmarks": "benchmark", "areas": "ref_area", "observations": "obs_id",
}  # fmt: skip
_TURNED = {"gt": "lt", "ge": "le", "lt": "gt", "le": "ge"}
PUBLISHED = ("published_from", "published_to")  # the first and the last day on which an article can have appeared
_DAYS = (*PUBLISHED, "valid_from", "valid_to")


class Unfounded(ValueError):
    """A number that does not follow from what it names; the message says why."""


class Codes:
    """A collection's rows by their codes: `Codes(collection).row("dt-2024-07.04").as_printed`."""

    def __init__(self, collection: Collection):
        self.collection = collection

    def row(self, code: str, *tables: str) -> Any:
        """The columns of what a code names that may be read, with its `code` and `table`; `Unknown` of none."""
        row = self.whole(code, *tables)
        table = self.kind(code)
        return SimpleNamespace(code=code, table=table, **{name: getattr(row, name) for name in READS[table].split()})

    def whole(self, code: str, *tables: str) -> Any:
        """The row of what a code names as its table holds it: to be shown, never to compute from."""
        table, row = self._rows.get(code, ("", None))
        if row is None or (tables and table not in tables):
            known = [each for each, (other, _) in self._rows.items() if not tables or other in tables]
            raise Unknown(" or ".join(tables) or "code", code, known)
        return row

    def kind(self, code: str) -> str:
        """The table of what a code names; "" where it names nothing."""
        return self._rows.get(code, ("", None))[0]

    def first_day(self, row) -> date:
        """The first day a figure can be of: of its stated period, or on which its article can have appeared."""
        return read_period(row.time_period or self.row(row.source_id, "sources").published_from).first

    def later(self, a, b) -> Any:
        """The one of two figures that is of the later time; None where that is open."""
        first, second = self.first_day(a), self.first_day(b)
        return None if first == second else a if first > second else b

    def indicator(self, code: str) -> Any:
        entry = self.collection.codebook.entry("indicators", code)
        return SimpleNamespace(**{name: getattr(entry, name) for name in READS["indicators"].split()})

    def agreement(self, source_id: str, column: str) -> int:
        """One of the counts of `COUNTED`."""
        (row,) = (each for each in self.collection.tables["second_readings"] if each.source_id == source_id)
        return {name: getattr(row, name) for name in COUNTED.split()}[column]

    def number(self, row) -> int:
        """The number, as published, of the paragraph that a row stands in."""
        found = self.collection.number(row.source_id, row.paragraph)
        if found is None:
            raise ValueError(f"line {row.paragraph} of {row.source_id} is no numbered paragraph")
        return found

    def set_aside(self, source_id: str) -> int:
        return sum(each.source_id == source_id for each in self.collection.tables["set_aside"])

    @cached_property
    def _rows(self) -> dict[str, tuple[str, Any]]:
        tables = self.collection.tables
        return {getattr(row, key): (table, row) for table, key in _KEYS.items() for row in tables[table]}


@dataclass(frozen=True)
class Amount:
    """A number with its unit and what it says of the true one.

    `bound`: "exact"; the true one is more than it ("gt"), at least it ("ge"), less ("lt"), at most it ("le"); or it is
    only where a figure is drawn ("point") or what bare numbers give ("bare"). `prints` are the numbers that a token
    prints, which are written instead. `rows` are the observations it is of; of a difference `change` has both, and
    `sure` is False where it may be one the other way.
    """

    number: Fraction | float
    unit: str = "count"
    bound: str = "exact"
    hedge: str = ""
    prints: tuple[Decimal, ...] = ()
    between: str = "–"
    sign: str = ""
    out_of: int | None = None
    rows: tuple[Any, ...] = ()
    change: tuple[Any, ...] = ()
    sure: bool = True


def rounded(exact: Fraction, places: int, way: Callable = round) -> Fraction:
    """To so many decimals. What is not 0 or 100 is not rounded to it: it keeps more of them, nine at most.

    >>> [str(rounded(Fraction(*each), 2)) for each in ((46500, 595), (99996, 1000), (100, 1), (25, 1000))]
    ['1563/20', '24999/250', '100', '1/50']
    """
    found = Fraction(way(exact * 10**places), 10**places)
    if way is round and found in (0, 100) and found != exact and places < 9:
        return rounded(exact, places + 1)
    return found


def _bounds(a: str, b: str) -> str:
    """What a difference is to the true one, from what the number and the (turned) number taken from it are."""
    if "point" in (a, b) or "bare" in (a, b):
        return "bare"
    if not {a, b} <= {"exact", *_TURNED}:
        raise ValueError("a range has no one number that is taken from another")
    if "exact" in (a, b):
        return b if a == "exact" else a
    if a[0] != b[0]:
        raise ValueError("the two ends bound no difference: only a lower less an upper end does, and the reverse")
    return a[0] + ("t" if "t" in (a[1], b[1]) else "e")


def share_of(read: Reading) -> Fraction:
    if read.numerator is None:
        raise ValueError("it prints no fraction")
    return Fraction(100 * read.numerator, read.denominator)


class Evaluation:
    """Computes expressions: an operation (`expressions`) is the method of its name, or a line of `SIMPLE`.

    What a page was asked for must be among the `parameters`; with None anything may have been asked.
    """

    def __init__(self, codes: Codes, parameters: tuple[str, ...] | None = None):
        self._codes, self._parameters = codes, parameters
        self._held = {"part": self.of, "code": codes.row, "codes": lambda refs: [codes.row(each) for each in refs]}

    def of(self, expression: Expression | int):
        """An `Amount`, a text, a day, a time, or several of these."""
        if isinstance(expression, int):
            return Amount(Fraction(expression))
        takes = OPERATIONS[expression.operation].takes
        given = zip(expression.parts, takes, strict=True)
        how = SIMPLE.get(expression.operation) or getattr(Evaluation, expression.operation)
        return how(self, *(self._held[kind](part) if kind in self._held else part for part, kind in given))

    # what a token prints
    def _read(self, row) -> Reading:
        if row.table != "observations":
            raise ValueError(f"{row.code} is no observation")
        return read_row(vars(row), self._language(row))

    def _language(self, row) -> str:
        return self._codes.row(row.source_id, "sources").language

    def _prints(self, row, *prints, **said) -> Amount:
        if None in prints:
            raise ValueError(f"{row.code} prints no such number")
        prints = tuple(map(Decimal, prints))
        number = Fraction(prints[0]) * scale(row)
        own = {"number": number, "unit": row.unit_measure, "bound": row.bound, "hedge": row.hedge}
        return Amount(prints=prints, rows=(row,), **own | said)

    def printed(self, row) -> Amount:
        read = self._read(row)
        if read.numerator is not None:
            raise ValueError(f"{row.code} prints a fraction: it is a fraction, a percentage or both")
        sign = SENSES[row.unit_measure].sign if row.as_printed.endswith("%") else ""
        ends = [read.value] if read.value_to is None else [read.value, read.value_to]
        return self._prints(row, *ends, sign=sign, out_of=read.out_of)

    def fraction(self, row) -> Amount:
        read = self._read(row)
        return self._prints(row, read.numerator, read.denominator, between="/", number=share_of(read))

    def percentage(self, row) -> Amount:
        read = self._read(row)
        share_of(read)  # refused where it stands beside no fraction
        return self._prints(row, read.value, sign="%")

    def read(self, row, column: str) -> Amount:
        found = getattr(by_machine(vars(row), self._language(row)), column)
        return Amount(Fraction(found), prints=(Decimal(found).normalize(),))

    def field(self, row, column: str):
        cell = getattr(row, column) if column in READS[row.table].split() else None
        if cell in (None, ""):
            raise ValueError(f"{row.code} has no {column} that may be read")
        if column in _DAYS:
            return date.fromisoformat(cell)
        number = Decimal(str(cell)).normalize()
        stands_for = (row.table, column) in (("benchmarks", "obs_value"), ("relations", "stated"))  # more than a cell
        unit = row.unit_measure if row.table == "benchmarks" and stands_for else Amount.unit
        return Amount(Fraction(number), unit, (stands_for and row.bound) or "exact", prints=(number,))

    # what it allows
    def _ends(self, row) -> tuple[Amount, Amount]:
        """The lowest and the highest value, in full units."""
        if row.hedge:
            raise ValueError(f"{row.code} is hedged: it has no interval")
        read = Reading(Decimal(100)) if row.bound == "all" else self._read(row)
        ends = self._allowed(row, read)
        one = ends[0][0] == ends[1][0]
        said = {"unit": row.unit_measure, "out_of": read.out_of, "rows": (row,)}
        return tuple(Amount(number, bound="exact" if one else bound, **said) for number, bound in ends)

    def _allowed(self, row, read: Reading) -> tuple[tuple[Fraction | float, str], tuple[Fraction | float, str]]:
        """Both ends, each with its bound.

        Half a unit of the last decimal for a rounded share, an open side for a bound; of a fraction and the percentage
        beside it, both.
        """
        sense = SENSES[row.unit_measure]
        if sense.part and read.numerator is not None:
            both = [share_of(read), share_of(read) if read.value is None else Fraction(read.value)]
            return (min(both), "ge"), (max(both), "le")
        value = Fraction(read.value) * scale(row)
        match row.bound:
            case "gt" | "ge":
                exceeds = sense.part and self._codes.indicator(row.indicator).may_exceed_100
                ceiling = None if exceeds else sense.ceiling
                most = ceiling if read.out_of is None else read.out_of
                high = (inf, "lt") if most is None else (Fraction(most), "le")
                return (value, row.bound), high
            case "lt" | "le":
                low = (-inf, "gt") if sense.floor is None else (Fraction(sense.floor), "ge")
                return low, (value, row.bound)
            case "range":
                return (value, "ge"), (Fraction(read.value_to) * scale(row), "le")
        rounds = row.role == "actual" and sense.part and value not in (0, 100)
        half = Fraction(1, 2 * 10 ** (read.decimals or 0)) if rounds else 0
        return (value - half, "ge"), (value + half, "lt")  # 86,5 would print as 87

    def lower(self, row) -> Amount:
        return self._ends(row)[0]

    def upper(self, row) -> Amount:
        return self._ends(row)[1]

    def point(self, row) -> Amount:
        low, high = self._ends(row)
        middle = share_of(self._read(row)) if row.denominator else (low.number + high.number) / 2
        ends = {"gt": low, "ge": low, "range": low, "lt": high, "le": high}
        return replace(ends.get(row.bound, replace(low, number=middle)), bound="point")

    def _attainable(self, row, way: Callable) -> Amount:
        read = self._read(row)
        count = way(Fraction(read.value) * read.denominator / 100)
        if count > read.denominator:
            raise ValueError("no whole count gives so much")
        places = read.decimals or 0
        number = rounded(Fraction(100 * count, read.denominator), places)
        return Amount(number, "percent", prints=(decimal(number, places),))

    # what is computed from these
    def minus(self, a: Amount, b: Amount) -> Amount:
        unit = SENSES[a.unit].differs
        if a.unit != b.unit or not unit:
            raise ValueError(f"{a.unit} and {b.unit}: no difference")
        if a.hedge or b.hedge or len({a.out_of, b.out_of} - {None}) > 1:
            raise ValueError("hedged, or out of unlike fields: no difference")
        both = a.rows + b.rows if len(a.rows) == len(b.rows) == 1 else ()
        bound = _bounds(a.bound, _TURNED.get(b.bound, b.bound))
        return Amount(a.number - b.number, unit, bound, change=both, sure=not both or self._sure(a, b))

    def _sure(self, a: Amount, b: Amount) -> bool:
        """Does a difference go one way only? One with its upper end does where what the two figures allow is apart."""
        (one,), (other,) = a.rows, b.rows
        most = "l" in a.bound + b.bound and (a, b) == (self.upper(one), self.lower(other))
        return not most or self.lower(one).number >= self.upper(other).number

    def _outward(self, end: Amount, places: int, way: Callable, bounds: tuple[str, ...], moved: str) -> Amount:
        if end.bound not in bounds:
            raise ValueError(f"an end is rounded outward only, and {end.bound} is none that is rounded so")
        if abs(end.number) == inf:
            raise ValueError("there is no such end")
        number = rounded(end.number, places, way)
        return replace(end, number=number, bound=end.bound if number == end.number else moved, prints=())

    def near(self, exact: Amount, places: int) -> Amount:
        if exact.bound in _TURNED:
            raise ValueError("an end is rounded outward only: down or up")
        return replace(exact, number=rounded(Fraction(exact.number), places), prints=())

    def least_count(self, row, total: Amount) -> Amount:
        exact = self.lower(row).bound == "exact" or row.role != "actual"  # a level is not missed "by at least"
        return Amount(Fraction(self._least(row, total.number)), bound="exact" if exact else "ge")

    def _least(self, row, total: Fraction | int) -> int:
        """The least whole count of a total that is at least, or more than, a percentage of it."""
        if not SENSES[row.unit_measure].part:
            raise ValueError(f"{row.code} is no part of a total")
        exact = self.lower(row).number * total / 100
        return floor(exact) + 1 if row.bound == "gt" else ceil(exact)

    def certain_total(self, row, count: Amount) -> Amount:
        total = max(1, floor(count.number * 100 / self.lower(row).number) - 1)
        while self._least(row, total) <= count.number:
            total += 1
        return Amount(Fraction(total), bound="ge")

    def expected(self, row) -> Amount:
        if row.kind == "sum":
            parts = [f"{row.source_id}.{int(each):02d}" for each in row.obs_no.split(MANY)][1:]
            prints = sum(self._read(self._codes.row(each, "observations")).value for each in parts)
            return Amount(Fraction(prints), prints=(prints,))
        first, last = (read_period(each).first for each in row.time_period.split("/"))
        return Amount(Fraction((last - first).days) / Fraction("365.25"))

    # what would follow, and what must not be written
    def step(self, rows: list) -> Amount:
        sizes = []
        for row in rows:
            if not SENSES[row.unit_measure].whole:
                raise ValueError(f"{row.code} counts no whole things")
            number, size = self.lower(row).number, 1
            while number % (size * 10) == 0:
                size *= 10
            sizes.append(size)
        return Amount(Fraction(min(sizes)), rows[0].unit_measure, rows=tuple(rows))

    def _cut(self, row, more: Fraction | int, bound: str) -> Amount:
        return replace(self.lower(row), number=self.lower(row).number + more, bound=bound)

    def monthly(self, moved: Amount) -> Amount:
        first, last = sorted(map(self._codes.first_day, moved.change))
        months = 12 * (last.year - first.year) + last.month - first.month
        return replace(moved, number=Fraction(moved.number) / months)

    def ratio(self, a: Amount, b: Amount, times: Amount) -> Amount:
        """Of bare numbers, whatever they count and however they are bounded: only to be recognised."""
        return Amount(Fraction(a.number) * times.number / b.number, bound="bare", rows=a.rows + b.rows)

    def assumed(self, said: Amount) -> Amount:
        if said.rows or said.bound in ("point", "bare"):
            raise ValueError("what figures say is no assumption")
        return replace(said, bound="exact")

    def never(self, said: Amount) -> Amount:
        if not said.rows and said.bound != "bare":
            raise ValueError("it is no bare number of a figure")
        return replace(said, bound="never", hedge="")

    # what is counted
    def pairs(self, rows: list) -> Amount:
        return self._once([(a.code, b.code) for a, b in zip(rows[::2], rows[1::2], strict=True)], "a pair")

    def _once(self, things: list, each: str) -> Amount:
        if len(set(things)) < len(things):
            raise ValueError(f"{each} twice")
        return Amount(Fraction(len(things)))

    def set_aside(self, row) -> Amount:
        if row.table != "sources":
            raise ValueError(f"{row.code} is no article")
        return Amount(Fraction(self._codes.set_aside(row.code)))

    def different(self, column: str, rows: list) -> Amount:
        of_indicator = column == "theme" and all(hasattr(row, "indicator") for row in rows)
        found = [self._codes.indicator(row.indicator) if of_indicator else row for row in rows]
        return Amount(Fraction(len({getattr(each, column) for each in found})))

    def common(self, rows: list) -> Amount:
        found = {(end.number, end.unit) for row in rows for end in self._ends(row)}
        if len(found) != 1:
            raise ValueError("not all allow one value, and only that")
        return Amount(*found.pop())

    # when, and what the page was asked for
    def time(self, rows: list) -> list[Period]:
        columns = ("time_period", "when", "since")
        stated = [next((vars(row)[each] for each in columns if vars(row).get(each)), row.code) for row in rows]
        return [read_period(each) for each in stated]

    def middle(self, row) -> date:
        ends = [date.fromisoformat(each).toordinal() for each in (row.published_from, row.published_to)]
        return date.fromordinal(sum(ends) // 2)

    def _asked(self, word: str) -> str:
        if self._parameters is not None and word not in self._parameters:
            raise ValueError(f"{word} is no parameter of this page")
        return word


_WHOLE = {"unit": "count", "bound": "exact", "hedge": ""}  # of a total: the bound and the hedge are the figure's
SIMPLE = {  # operations that one line says, of an `Evaluation` and what the operation is given
    "token": lambda own, row: row.as_printed.replace(" | ", " … "),
    "corrected": lambda own, row: row.should_be.replace(" | ", " … "),
    "numerator": lambda own, row: own._prints(row, own._read(row).numerator, unit="count"),
    "total": lambda own, row: own._prints(row, own._read(row).denominator, **_WHOLE),
    "out_of": lambda own, row: own._prints(row, own._read(row).out_of, **_WHOLE),
    "paragraph": lambda own, row: Amount(Fraction(own._codes.number(row))),
    "untouched": lambda own, row: row.as_printed.rpartition("|")[2].strip(),
    "agreement": lambda own, row, column: Amount(Fraction(own._codes.agreement(row.code, column))),
    "share": lambda own, row: Amount(share_of(own._read(row)), "percent", rows=(row,)),
    "below": lambda own, row: own._attainable(row, floor),
    "above": lambda own, row: own._attainable(row, ceil),
    # more than 12.8, where it is at least 12.8487; at most 21.9, where it is less than 21.8487
    "down": lambda own, end, places: own._outward(end, places, floor, ("gt", "ge"), "gt"),
    "up": lambda own, end, places: own._outward(end, places, ceil, ("lt", "le"), "le"),
    "lowest_cut": lambda own, row: own._cut(row, 1, "ge"),
    "highest_cut": lambda own, row, step: own._cut(row, step.number - 1, "le"),
    "count": lambda own, rows: own._once([row.code for row in rows], "a code"),
    "marks": lambda own, rows: own._once([row.code for row in rows], "a code"),
    "first": lambda own, times: [each.first for each in times],
    "last": lambda own, times: [each.last for each in times],
    "day_after": lambda own, day: day + timedelta(days=1),
    "asked": lambda own, word: Amount(Fraction(own._asked(word))),
    "asked_time": lambda own, word: [read_period(own._asked(word))],
}


def right(expression: Expression, language: str, codes: Codes, parameters: tuple[str, ...] = ()) -> str:
    """The text that may stand for a number on a page in this language; `Unfounded` where there is none."""
    try:
        found = Evaluation(codes, parameters).of(expression.plain)
        found = found if isinstance(found, list) else [found]
        (text,) = {_written(each, expression.form, language) for each in found}
    except (LookupError, ValueError, ArithmeticError, AttributeError, TypeError) as error:
        raise Unfounded(f"does not follow from {expression}: {error}") from None
    return text


def _year(time: Period | date, language: str) -> str:
    """The same in every language; of a period that is of one year."""
    (year,) = {time.first.year, time.last.year} if isinstance(time, Period) else {time.year}
    return str(year)


_TIMES = {"day": format_date, "month": format_month, "period": format_period, "year": _year}


def _written(found, form: str, language: str) -> str:
    if form in _TIMES:
        return _TIMES[form](found, language)
    if isinstance(found, str) and not form:
        return found
    if form == "spelled":
        return spelled(int(decimal(found.number, 0)), language)
    if found.bound == "bare":
        raise ValueError("bare numbers give nothing that may be written")
    prints = found.prints or (decimal(found.number).normalize(),)
    said = found.between.join(format_number(each, language) for each in prints)
    if form == "change":
        return f"+{said}" if found.number > 0 else said
    if form == "percent" and not SENSES[found.unit].sign:
        raise ValueError(f"{found.unit} is no percentage")
    return said + ("%" if form == "percent" else found.sign)


def check(text: str, expression: Expression, language: str, codes: Codes, parameters: tuple[str, ...] = ()) -> None:
    """`Unfounded` where the text is not what the expression gives; a first letter may be a capital."""
    cited = expression.operation == "cited" and codes.kind(expression.parts[0]) == "sources"
    if cited and text.isdecimal():
        return  # nobody's figure: the audit holds it to what the page says elsewhere
    wanted = right(expression, language, codes, parameters)
    if text not in (wanted, wanted[:1].upper() + wanted[1:]):
        raise Unfounded(f"should read {wanted} by {expression}")


def scale(row) -> int:
    """What the printed number counts: 1, or thousands, millions and so on."""
    return 10 ** int(row.unit_mult or 0)


def decimal(number: Fraction, places: int = 9) -> Decimal:
    """A fraction that ends within so many decimals, with all of them."""
    if (number * 10**places).denominator != 1:
        raise ValueError("it needs rounding: down, up or near")
    return Decimal(int(number * 10**places)).scaleb(-places)
