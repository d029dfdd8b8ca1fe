"""What would follow if: answers that rest on an assumption no article makes, each said with its assumption.

"More than 91 %" is a share without a count. If the total of another article still held, it would mean at least so
many; if the total has moved, another number. "Over 11,000" may be a floor or a rounded-down number. Such readings
are worth seeing because they show how much hangs on what was left out; none of them is a finding.
"""

from dataclasses import dataclass
from decimal import Decimal

from sosanh.compare.gate import Change
from sosanh.compare.results import Pair, Result
from sosanh.data.tables import Observation
from sosanh.numbers.intervals import INFINITE, Interval, certain_from, counted, difference, implied_count, implied_gain
from sosanh.numbers.units import SENSES

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
    pair = next((each for each in result.pairs if _count_then_share(each)), None)
    if pair is None:
        return None
    share, count = pair.b.value, pair.a.numerator
    gains = {
        total: (implied_count(share, total)[0], implied_gain(share, total, count)) for total in range(first, last + 1)
    }
    return OtherTotals(pair, gains, certain_from(share, count))


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
        if pair.change and all(_floor(row) for row in (pair.a, pair.b)):
            return pair, tuple(_readings(pair))
    return None


def _floor(row: Observation) -> bool:
    sense = SENSES[row.unit_measure]
    floor = sense.whole and sense.scaled and row.bound == "gt" and row.value.upper == INFINITE
    return floor and row.value.lower.denominator == 1


def _readings(pair: Pair):
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
