"""What a printed value allows: intervals, and the difference of two of them.

"Over 91 %" is not 91: it is anything above 91 up to 100. As an interval with an open lower end it can be subtracted
from another and the result is again an interval, so that nothing is ever claimed which the words do not say. Ends are
fractions of whole numbers, so that no tolerance is needed anywhere.

>>> july, february = Interval(Fraction(46500, 595), Fraction(46500, 595)), Interval(91, 100, lower_open=True)
>>> print(difference(february, july))
(12.8487394958; 21.8487394958]

Only the gate takes a difference, after it has asked whether the two compare; `-` refuses.

>>> february - july
Traceback (most recent call last):
sosanh.numbers.intervals.PlainDifference: no plain difference of reported values: take it through the gate \
(data.over_time)
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, inf, isfinite, isinf, isnan, nan

from sosanh.numbers.amounts import as_decimal, decimals
from sosanh.numbers.units import SENSES

INFINITE = inf


class _Refused(TypeError):
    """What must not be reckoned; a notebook shows the sentence and no traceback."""

    def __init__(self, *_):
        super().__init__(self.sentence)

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class PlainDifference(_Refused):
    sentence = "no plain difference of reported values: take it through the gate (data.over_time)"


class PlainTotal(_Refused):
    sentence = (
        "no sum of reported values: they differ in unit, role and bound; data.over_time and data.across "
        "say what may be said of them; astype(float) gives the bare numbers"
    )


class Reported:
    """What is neither subtracted nor added; `statistics.mean` asks for the integer ratio."""

    __slots__ = ()

    def __sub__(self, *_):
        raise PlainDifference

    def __add__(self, *_):
        raise PlainTotal

    __rsub__ = __neg__ = __mod__ = __floordiv__ = __sub__
    __radd__ = as_integer_ratio = __add__


@dataclass(frozen=True, repr=False)
class Interval(Reported):
    """Lower and upper end in full units; an open end is itself excluded. No end is ±infinity, and open.

    Ends are given as whole numbers, decimals or fractions and kept as fractions; `TypeError` for another float than
    ±infinity, because it is not the number that was meant. Of a hedged value nothing is known: see `UNKNOWN`.
    """

    lower: Fraction | float
    upper: Fraction | float
    lower_open: bool = False
    upper_open: bool = False

    def __post_init__(self):
        for side in ("lower", "upper"):
            end, is_open = getattr(self, side), bool(getattr(self, f"{side}_open"))
            if isinstance(end, float) and isfinite(end):
                raise TypeError(f"an end is a whole number, a Decimal, a Fraction or infinite, not the float {end!r}")
            object.__setattr__(self, side, end if isinstance(end, float) else Fraction(end))
            object.__setattr__(self, f"{side}_open", is_open or isinf(end))

    def __str__(self) -> str:
        """As a mathematician writes it, "(91; 100]"; "?" where nothing is known."""
        if not self.known:
            return "?"
        first, last = "(" if self.lower_open else "[", ")" if self.upper_open else "]"
        return f"{first}{float(self.lower):.12g}; {float(self.upper):.12g}{last}"

    __repr__ = __str__

    def mirrored(self) -> "Interval":
        """The same turned around zero, for things of which less is better."""
        return Interval(0 - self.upper, 0 - self.lower, self.upper_open, self.lower_open)

    @property
    def known(self) -> bool:
        """False where the value is hedged and nothing can be said of its size."""
        return not (isnan(self.lower) or isnan(self.upper))

    @property
    def exact(self) -> bool:
        return self.lower == self.upper

    @property
    def bounded(self) -> bool:
        """Has it an end on both sides?"""
        return isfinite(self.lower) and isfinite(self.upper)

    def above(self, other: "Interval") -> bool:
        """Is every value here greater than every value there?"""
        return self.lower > other.upper or (self.lower == other.upper and (self.lower_open or other.upper_open))

    def not_below(self, other: "Interval") -> bool:
        """Is every value here at least as great as every value there?"""
        return self.lower >= other.upper


UNKNOWN = Interval(nan, nan)  # what a hedged value allows: no order holds of it, and no difference has a size


def difference(later: Interval, earlier: Interval) -> Interval:
    """Every difference of a value of the later and a value of the earlier: for the gate, after its verdict."""
    lower_open, upper_open = later.lower_open or earlier.upper_open, later.upper_open or earlier.lower_open
    return Interval(later.lower - earlier.upper, later.upper - earlier.lower, lower_open, upper_open)


def exact(number) -> Fraction:
    """A printed number as it stands, for arithmetic that keeps both ends."""
    return Fraction(as_decimal(number))


def allowed(row) -> Interval:
    """What a printed value allows (design, section 3).

    `row` has the typed columns of an observation, its `decimals` and `may_exceed_100`. The ends that nature sets are
    those of the unit (`units.SENSES`), or the number out of which it is. Where a fraction is printed it decides; a
    percentage beside it is another reading of the same thing (see `gate.readings`).
    """
    if row.hedge:
        return UNKNOWN
    if row.bound == "all":
        return Interval(100, 100)
    value, sense = full(row), SENSES[row.unit_measure]
    if row.bound in ("gt", "ge"):
        ceiling = sense.ceiling if row.out_of is None else row.out_of
        if ceiling is None or (row.out_of is None and sense.part and row.may_exceed_100):
            ceiling = INFINITE
        return Interval(value, ceiling, row.bound == "gt")
    if row.bound in ("lt", "le"):
        return Interval(-INFINITE if sense.floor is None else sense.floor, value, False, row.bound == "lt")
    if row.bound == "range":
        return Interval(value, exact(row.obs_value_to) * scale(row))
    if row.role != "actual" or not sense.part or counted(row) or value in (0, 100):
        return Interval(value, value)
    half = Fraction(scale(row), 2 * 10**row.decimals)
    return Interval(value - half, value + half, upper_open=True)  # 86,5 would print as 87


def full(row) -> Fraction:
    """The reported value in full units: that of its fraction, else the printed number."""
    if counted(row):
        return Fraction(100 * row.numerator, row.denominator)
    return exact(row.obs_value) * scale(row)


def counted(row) -> bool:
    """Is a fraction printed, with both its numbers?"""
    return SENSES[row.unit_measure].part and row.numerator is not None and row.denominator is not None


def scale(row) -> int:
    """What the printed number counts: 1, or thousands, millions and so on."""
    return 10 ** (row.unit_mult or 0)


def implied_count(share: Interval, total: int) -> tuple[int, int]:
    """The least and the greatest whole count out of `total` whose share (percent) lies in the interval.

    >>> implied_count(Interval(91, 100, lower_open=True), 595)
    (542, 595)
    """
    lower, upper = share.lower * total / 100, share.upper * total / 100
    least = floor(lower) + 1 if share.lower_open else ceil(lower)
    most = ceil(upper) - 1 if share.upper_open else floor(upper)
    return least, most


def implied_gain(share: Interval, total: int, count: int) -> int:
    """How many more than `count` the share means at least, if the total is still `total`."""
    return implied_count(share, total)[0] - int(count)


def short_of(target: Fraction | int, numerator: int, denominator: int, strict: bool = False) -> int:
    """How many more of `denominator` would have reached (`strict`: passed) `target` percent; 0 when they have."""
    return max(0, implied_gain(Interval(target, 100, lower_open=strict), denominator, numerator))


def certain_from(share: Interval, count: int) -> int:
    """The least total from which `share` (percent) certainly means more than `count` of it.

    >>> certain_from(Interval(91, 100, lower_open=True), 465)
    511
    """
    if share.lower <= 0:
        raise ValueError("a share that may be 0 never means more than any count")
    as_many = 100 * count / share.lower  # of this total, the share is `count` itself at the least
    return max(1, ceil(as_many) if share.lower_open else floor(as_many) + 1)


def attainable(printed: Decimal, count: int, per: int = 100) -> range:
    """The whole numbers of which, taken `per` so many of `count`, `printed` is the print, a half either way.

    With `per` 100 a percentage of `count` things, and which numbers of them it can be; with `per` 1 the mean of
    `count` whole numbers, and what these can add up to. Where there is none, the number is misprinted or `count` is
    not what it is of: the GRIM test of Brown, N. J. L., & Heathers, J. A. J. (2017), The GRIM Test: A Simple Technique
    Detects Numerous Anomalies in the Reporting of Results in Psychology, Social Psychological and Personality
    Science, 8(4), 363-369.

    >>> [list(attainable(Decimal(percentage), 595)) for percentage in ("78.18", "78.15")]
    [[], [465]]
    """
    half = Fraction(1, 2 * 10 ** decimals(printed))
    lowest, highest = ((Fraction(printed) + sign * half) * count / per for sign in (-1, 1))
    found = range(max(0, ceil(lowest)), floor(highest) + 1)
    return found if per == 1 else range(found.start, min(count + 1, found.stop))  # a part is at most all of it


def nearest_attainable(printed: Decimal, count: int, per: int = 100) -> list[Decimal]:
    """The numbers next to the printed one that some whole number taken `per` so many of `count` does give.

    >>> nearest_attainable(Decimal("78.18"), 595), nearest_attainable(Decimal("5.27"), 43, per=1)
    ([Decimal('78.15'), Decimal('78.32')], [Decimal('5.26'), Decimal('5.28')])
    """
    below = floor(Fraction(printed) * count / per)
    parts = [part for part in (below, below + 1) if per == 1 or part <= count]
    return [(Decimal(part) * per / count).quantize(printed) for part in parts]


def residual(percentage: Decimal, numerator: int, denominator: int) -> Fraction:
    """How far the printed percentage is above (below: negative) the share of its fraction, in percentage points."""
    return exact(percentage) - Fraction(100 * numerator, denominator)
