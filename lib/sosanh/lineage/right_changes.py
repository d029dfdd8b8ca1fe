"""What a number must read that follows from two figures: a change, a count implied, a level missed, an assumption.

A lower end is rounded down and an upper end up. Of a fall the ends change places and lose their sign, as in the words
"down by at least …".
"""

from fractions import Fraction
from math import ceil, floor, inf

from sosanh.lineage.evidence import Asked, Ends, Number, scale
from sosanh.lineage.right_prints import spot
from sosanh.numbers.units import SENSES

_ENDS = [(way, side) for way in ("up", "down") for side in ("least", "most")]


def apart(asked: Asked) -> list[Ends]:
    """The second figure less the first, for each reading of the two."""
    a, b = (asked.evidence.readings(row) for row in _two(asked))
    return [Ends(second.lower - first.upper, second.upper - first.lower) for first in a for second in b]


def _two(asked: Asked):
    a, b = _alike(asked)
    if SENSES[a.unit_measure].change:
        raise ValueError(f"two of {a.unit_measure}: no difference")
    fields = {asked.evidence.reading(row).out_of for row in (a, b) if row.bound != "all"} - {None}
    if len(fields) > 1:
        raise ValueError(f"out of {' and of '.join(map(str, sorted(fields)))}: no difference")
    return a, b


def _alike(asked: Asked):
    a, b = asked.rows
    if a.unit_measure != b.unit_measure:
        raise ValueError(f"{a.unit_measure} and {b.unit_measure}: no difference")
    return a, b


def _widest(asked: Asked) -> Ends:
    ends = apart(asked)
    return Ends(min(each.lower for each in ends), max(each.upper for each in ends))


def _places(asked: Asked) -> int:
    """Decimals of a change: none for whole numbers, one for what is measured, two where that is exact."""
    if SENSES[asked.rows[0].unit_measure].whole:
        return 0
    ends = [each for each in vars(apart(asked)[0]).values() if abs(each) != inf]
    return next((places for places in (0, 2) if all((end * 10**places).denominator == 1 for end in ends)), 1)


def end_of_change(way: str, side: str):
    """The end nearest to zero (`least`) or furthest from it (`most`) of a rise (`up`) or a fall (`down`)."""

    def found(asked: Asked) -> str:
        ends = _widest(asked)
        exact: Number = {("up", "least"): ends.lower, ("up", "most"): ends.upper,
                         ("down", "least"): 0 - ends.upper, ("down", "most"): 0 - ends.lower}[way, side]  # fmt: skip
        if exact < 0:
            raise ValueError(f"the change is not {way} at that end")
        return asked.write(exact, _places(asked), "down" if side == "least" else "up")

    return found


def exactly(asked: Asked) -> str:
    ends = _widest(asked)
    if ends.lower != ends.upper:
        raise ValueError("the change is not exact")
    return asked.write(abs(ends.lower), 2)


def _plain(asked: Asked) -> Fraction:
    """The difference of two printed values."""
    a, b = (asked.evidence.reading(row) for row in _two(asked))
    if any(row.bound != "exact" or row.hedge for row in asked.rows) or (a.denominator, b.denominator) != (None, None):
        raise ValueError("two exact printed values are needed")
    return Fraction(b.value) * scale(asked.rows[1]) - Fraction(a.value) * scale(asked.rows[0])


def as_printed(asked: Asked) -> str:
    plain = _plain(asked)
    return ("+" if plain > 0 else "−" if plain < 0 else "") + asked.write(abs(plain), 2)


def within_rounding(side: str):
    def found(asked: Asked) -> str:
        plain = _plain(asked)
        places = 2 + next(places for places in range(9) if (plain * 10**places).denominator == 1)
        ends = _widest(asked)
        return asked.write(ends.lower, places, "down") if side == "low" else asked.write(ends.upper, places, "up")

    return found


def implied(asked: Asked, total: int = 0) -> tuple[int, int]:
    """The least count that the second figure means out of a total (0: the first one's), and the first one's count."""
    a, b = asked.rows
    read, allowed = asked.evidence.reading(a), asked.evidence.readings(b)[0]
    return _least(allowed.lower, b.bound == "gt", total or int(asked.assumed or read.denominator)), read.numerator


def gained(least: int, count: int) -> int:
    """How many more a count implied is than one printed, of one total."""
    return least - count


def _least(percentage: Number, passed: bool, total: int) -> int:
    """The least whole count out of a total that is at least (`passed`: more than) the percentage of it."""
    exact = percentage * total / 100
    return floor(exact) + 1 if passed else ceil(exact)


def certain_total(asked: Asked) -> int:
    """The least total from which the second figure certainly means more than the first one's count."""
    a, b = asked.rows
    count, allowed = asked.evidence.reading(a).numerator, asked.evidence.readings(b)[0]
    total = max(1, floor(count * 100 / allowed.lower) - 1)
    while _least(allowed.lower, b.bound == "gt", total) <= count:
        total += 1
    return total


def reaching(asked: Asked) -> tuple[Number, int, int]:
    """The level as a count out of the figure's total, the least whole number that reaches it, and the count there is.

    The first code is the figure, the second the level.
    """
    actual, target = asked.rows
    read, level = asked.evidence.reading(actual), asked.evidence.readings(target)[0].lower
    least = _least(level, target.bound == "gt", read.denominator)
    return level * read.denominator / 100, least, read.numerator


def short_of(asked: Asked) -> str:
    """How many more units would have reached the level."""
    _, least, had = reaching(asked)
    return asked.write(Fraction(least - had))


def hasty(asked: Asked) -> Fraction:
    """What would come out of the bare numbers, were the words beside them not there."""
    first, last = (spot(asked.of(row)) for row in _alike(asked))
    return last - first


def difference_never(asked: Asked) -> str:
    size = abs(hasty(asked))
    short = (size * 10).denominator == 1
    return asked.write(size, 0 if size >= 2 and not short else 1)


def monthly_never(asked: Asked) -> str:
    first, last = (int(row.as_of_from[:4]) * 12 + int(row.as_of_from[5:7]) for row in asked.rows)
    return str(abs(round(hasty(asked) / (last - first))))


def step(asked: Asked, finer: bool) -> int:
    """The place of the last digit that is not 0: of the first figure named, or the finer of both."""
    steps = []
    for row in asked.rows:
        value, size = int(asked.evidence.readings(row)[0].lower), 1
        while value % (size * 10) == 0:
            size *= 10
        steps.append(size)
    return min(steps) if finer else steps[0]


def _assumed_ends(asked: Asked, finer: bool) -> Ends:
    """The whole numbers that print as "more than" the first figure named, rounded down to its step."""
    floor_ = int(asked.evidence.readings(asked.rows[0])[0].lower)
    return Ends(Fraction(floor_ + 1), Fraction(floor_ + step(asked, finer) - 1))


def _assumed(code: str, finer: bool) -> dict:
    def change(asked: Asked) -> Ends:
        a = _assumed_ends(asked, finer)
        b = _assumed_ends(asked.of(*asked.rows[::-1]), finer)
        return Ends(b.lower - a.upper, b.upper - a.lower)

    def end(way: str, side: str):
        def found(asked: Asked) -> str:
            ends = change(asked)
            exact = ends.lower if (way, side) in (("up", "least"), ("down", "most")) else ends.upper
            return asked.write(exact if way == "up" else 0 - exact)

        return found

    return {
        f"assumed.{code}.step": lambda asked: asked.write(Fraction(step(asked, finer))),
        f"assumed.{code}.lower": lambda asked: asked.write(_assumed_ends(asked, finer).lower),
        f"assumed.{code}.upper": lambda asked: asked.write(_assumed_ends(asked, finer).upper),
        **{
            f"assumed.{code}.change.{way}.{side}": end(way, side)
            for way in ("up", "down")
            for side in ("least", "most")
        },
    }


RULES = {
    **{f"change.{way}.{side}": end_of_change(way, side) for way, side in _ENDS},
    "change.exact": exactly,
    "change.printed": as_printed,
    "change.low": within_rounding("low"),
    "change.high": within_rounding("high"),
    "implied.least": lambda asked: asked.write(Fraction(implied(asked)[0])),
    "implied.gain": lambda asked: asked.write(Fraction(gained(*implied(asked)))),
    "certain_from": lambda asked: asked.write(Fraction(certain_total(asked))),
    "short_of": short_of,
    "never.difference": difference_never,
    "never.monthly": monthly_never,
    **_assumed("own_step", finer=False),
    **_assumed("finer_step", finer=True),
}
