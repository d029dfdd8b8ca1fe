"""What is asked of a result: which figures are news, what a province would have to give, and what would follow if.

A figure *repeats* an earlier one when the same indicator, in the same definition and role, is printed with the same
number and the same words. It shows nothing new by itself: it may still be true, or have been carried along.

The gate's reasons say what is missing; turned around they are a list of *requests*: a cut-off date, a numerator, a
total, a definition. What a bound or a hedge leaves open is asked for as its unit needs it: of a share the numerator and
the total, of a count or an amount the exact number. One row asks for one thing about one indicator.

An *assumption* is one that no article makes. "More than 91 %" is a share without a count: if the total of another
article still held, it would mean at least so many; if the total has moved, another number. "Over 11,000" may be a floor
or a rounded-down number. Such readings are worth seeing because they show how much hangs on what was left out; none of
them is a finding.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product

from sosanh.compare.gate import Change
from sosanh.compare.results import OneIndicator, Pair, Result
from sosanh.data.tables import Benchmark, Observation
from sosanh.numbers import intervals
from sosanh.numbers.intervals import INFINITE, Interval, counted, difference, exact, scale
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import SENSES

_SAME = (
    "territory", "indicator", "definition", "population", "role", "unit_measure", "bound", "hedge",
    "obs_value", "obs_value_to", "unit_mult", "numerator", "denominator", "out_of",
)  # fmt: skip
_SAME_ELSEWHERE = ("ref_area", "indicator", "unit_measure", "bound")


@dataclass(frozen=True, eq=False)
class Repeat:
    """A figure printed again, and where before: in an earlier article (`observed`) or another source (`benchmark`)."""

    later: Observation
    observed: Observation | None = None
    benchmark: Benchmark | None = None


def repeats(result: Result) -> list[Repeat]:
    """Every figure of the result that was printed before: first in other articles, then in other sources."""
    return [*_in_articles(result), *_in_benchmarks(result)]


def _in_articles(result: Result) -> Iterator[Repeat]:
    first: dict[tuple, Observation] = {}
    for row in sorted(result.rows, key=lambda row: (row.article.published_from, row.obs_id)):
        key = tuple(getattr(row, name) for name in _SAME)
        key += ("" if row.role == "actual" else row.time_period,)  # a level for another year is another level
        earlier = first.setdefault(key, row)
        if earlier.source_id != row.source_id:
            yield Repeat(row, observed=earlier)


def _in_benchmarks(result: Result) -> Iterator[Repeat]:
    """Only of the very territory, in the same unit and words, and of a time before the article."""
    own = [row for row in result.rows if row.role == "actual"]
    for row, other in product(own, (each for each in result.codebook.benchmarks if each.how == "printed")):
        same = all(getattr(row, name) == getattr(other, name) for name in _SAME_ELSEWHERE)
        same = same and row.obs_value is not None and exact(row.obs_value) * scale(row) == exact(other.obs_value)
        if same and _of_one_field(row, other) and read_period(other.time_period).last.isoformat() < row.as_of_from:
            yield Repeat(row, benchmark=other)


def _of_one_field(row: Observation, other: Benchmark) -> bool:
    """The 16th of 63 does not repeat the 16th of 34."""
    return row.out_of is None or other.out_of is None or row.out_of == other.out_of


ASKED = {  # the gate's reason -> what would remove it (codes of the list `ask`)
    "as_of_unknown": ("cut_off_date",), "denominator_unknown": ("total",),
    "bound_only": ("numerator", "total", "exact"), "hedged": ("numerator", "total", "exact"),
    "status": ("which_right",), "denominator_differs": ("total_change",), "out_of_unknown": ("out_of",),
    "definition": ("definition",), "population": ("population",), "territory": ("old_boundaries",),
    "condition": ("condition",),
}  # fmt: skip

_OF_ONE = ("cut_off_date", "numerator", "total", "exact")  # what a figure without a pair needs before it can have one


def requests(result: Result) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """What would make each pair of the result comparable: (`ref_area`, indicator, ask) -> ids of the figures concerned.

    Pairs that are two different things (grade X) need no data and ask for nothing. A fraction that disagrees with the
    percentage printed beside it asks for the right count, also where it stands in no pair; of one indicator, a target
    without a figure asks for its result, and figures that have no pair ask for what they would need.
    """
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for row, ask in _asked(result):
        found.setdefault((row.ref_area, row.indicator, ask), {})[row.obs_id] = None
    return {key: tuple(ids) for key, ids in found.items()}


def _asked(result: Result) -> Iterator[tuple[Observation, str]]:
    for pair in (each for each in result.pairs if each.verdict.grade != "X"):
        asks = dict.fromkeys(ask for reason in pair.verdict.reasons for ask in ASKED.get(reason, ()))
        asked = [(row, ask) for ask, row in product(asks, (pair.a, pair.b)) if _lacks(row, ask)]
        old = result.codebook.merged  # who has the figure of the old boundaries is asked for none
        yield from (each for each in asked if not (each[1] == "old_boundaries" and old(each[0].ref_area)))
    yield from ((row, "which_right") for row in result.rows if row.arithmetic in ("mismatch", "unattainable"))
    if isinstance(result, OneIndicator) and not result.pairs:
        alone = [row for row in result.rows if row.role == "actual"]
        yield from ((row, ask) for row, ask in product(alone, _OF_ONE) if _lacks(row, ask))
    for outcome in result.outcomes if isinstance(result, OneIndicator) else ():
        if outcome.actual is None:
            yield outcome.target, "result"
            if outcome.code == "area_changed":
                yield outcome.target, "old_boundaries"


def _lacks(row: Observation, ask: str) -> bool:
    """Is this the figure that lacks it? A definition or a boundary is a matter of both."""
    found = counted(row) and row.obs_status != "U"
    share = SENSES[row.unit_measure].part
    loose = row.bound != "exact" or bool(row.hedge)
    match ask:
        case "cut_off_date":
            return row.as_of_basis != "stated"
        case "numerator" | "total":
            return share and not found
        case "exact":
            return not share and loose
        case "which_right":
            return row.obs_status == "U"
        case "out_of":
            return row.out_of is None
        case _:
            return True


_MOST = 5000  # totals to try: more are neither seen in a drawing nor quickly worked out


@dataclass(frozen=True, eq=False)
class OtherTotals:
    """What a share without a total means for each total it may have had.

    `gains` maps each total to (the units that the share means at least, the gain over the count of the earlier article,
    at least). `certain_from` is the least total from which it certainly means a gain.
    """

    pair: Pair
    gains: dict[int, tuple[int, int]]
    certain_from: int

    @property
    def total(self) -> int:
        """The total that the earlier article printed."""
        return int(self.pair.a.denominator)


def other_totals(result: Result, first: int, last: int) -> OtherTotals | None:
    """For the pair of a fraction and a later share with a lower end of the same thing: totals from `first` to `last`.

    None where the result has no such pair.
    """
    if not (isinstance(first, int) and isinstance(last, int) and 0 < first < last <= first + _MOST):
        allowed = f"whole numbers, total_from above 0 and below total_to, at most {_MOST} apart"
        raise ValueError(f"total_from {first} and total_to {last}; allowed: {allowed}")
    pair = next(filter(_count_then_share, result.pairs), None)
    if pair is None:
        return None
    share, count = pair.b.value, pair.a.numerator
    gains = {
        total: (intervals.implied_count(share, total)[0], intervals.implied_gain(share, total, count))
        for total in range(first, last + 1)
    }
    return OtherTotals(pair, gains, intervals.certain_from(share, count))


def _count_then_share(pair: Pair) -> bool:
    """A printed count first, then a share without its total, of the same thing."""
    same = {"definition", "population", "indicator", "territory"}.isdisjoint(pair.verdict.reasons)
    first, later = counted(pair.a), SENSES[pair.b.unit_measure].part and not counted(pair.b)
    lower = pair.b.bound in ("gt", "ge", "exact", "range") and pair.b.value.lower > 0
    return bool(same and pair.change and first and later and lower)


@dataclass(frozen=True)
class Reading:
    """One way to take two numbers printed as "more than": what each may be, and so their change.

    `code`: `words` (as the words stand), `own_step` (each rounded down at its own last digit), `finer_step` (both at
    the finer of the two). `steps` are those roundings, in units.
    """

    code: str
    a: Interval
    b: Interval
    steps: tuple[int, int] | None = None

    def change(self, pair: Pair) -> Change:
        """The change from the one to the other, as far as this reading goes."""
        name = f"assumed.{self.code}" if self.steps else "reported"
        return Change(pair.a.obs_id, pair.b.obs_id, pair.a.unit_measure, ((name, difference(self.b, self.a)),))


def growth_readings(result: Result) -> tuple[Pair, tuple[Reading, ...]] | None:
    """The first pair of counts of which the articles print only floors, and the ways to take them; else None."""
    for pair in result.pairs:
        if pair.change and _floor(pair.a) and _floor(pair.b):
            return pair, tuple(_readings(pair))
    return None


def _floor(row: Observation) -> bool:
    """Is all that it says that whole things are more than so many?"""
    sense = SENSES[row.unit_measure]
    open_above = row.bound == "gt" and row.value.upper == INFINITE
    return open_above and sense.whole and sense.scaled and row.value.lower.denominator == 1


def _readings(pair: Pair) -> Iterator[Reading]:
    floors = [int(row.value.lower) for row in (pair.a, pair.b)]
    own = tuple(map(_step, floors))
    yield Reading("words", pair.a.value, pair.b.value)
    for code, steps in (("own_step", own), ("finer_step", (min(own), min(own)))):
        if min(steps) > 1 and (code == "own_step" or steps != own):
            yield Reading(code, *map(_rounded_down, floors, steps), steps)


def _rounded_down(floor: int, step: int) -> Interval:
    """What prints as "more than `floor`" when rounded down to whole steps: the whole numbers up to the next step."""
    return Interval(floor + 1, floor + step - 1)


def _step(number: int) -> int:
    """The place of the last digit that is not 0.

    >>> _step(11000), _step(12800), _step(7)
    (1000, 100, 1)
    """
    return 10 ** max(0, Decimal(number).normalize().as_tuple().exponent)
