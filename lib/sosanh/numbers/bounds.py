"""What a printed value allows: intervals, and the difference of two of them.

"Over 91 %" is not 91: it is anything above 91 up to 100. Written down as an interval with an open lower end,
it can be subtracted from another and the result is again an interval, so that nothing is ever claimed which the
words do not say.

>>> july, february = Interval(465 / 595 * 100, 465 / 595 * 100), Interval(91, 100, lower_open=True)
>>> change = february - july
>>> round(float(change.lower), 4), bool(change.lower_open), round(float(change.upper), 4), bool(change.upper_open)
(12.8487, True, 21.8487, False)

The ends may be numbers or equally long arrays, so the same arithmetic serves a pair and a table.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

import numpy as np
import pandas as pd

from sosanh.numbers.units import PARTS, SENSES

INFINITE = float("inf")


@dataclass(frozen=True)
class Interval:
    """Lower and upper end in full units; an open end is itself excluded. No end is ±infinity, and open.

    Unknown intervals (hedged values) have NaN ends.
    """

    lower: float | np.ndarray
    upper: float | np.ndarray
    lower_open: bool | np.ndarray = False
    upper_open: bool | np.ndarray = False

    def __sub__(self, other: "Interval") -> "Interval":
        """Every difference of a value here and a value there."""
        return Interval(
            self.lower - other.upper,
            self.upper - other.lower,
            np.logical_or(self.lower_open, other.upper_open),
            np.logical_or(self.upper_open, other.lower_open),
        )

    def __str__(self) -> str:
        """As a mathematician writes it, "(91; 100]"; "?" where nothing is known."""
        if np.isnan(self.lower):
            return "?"
        first, last = "(" if self.lower_open else "[", ")" if self.upper_open else "]"
        return f"{first}{self.lower:.12g}; {self.upper:.12g}{last}"

    def mirrored(self) -> "Interval":
        """The same turned around zero, for things of which less is better."""
        return Interval(0 - self.upper, 0 - self.lower, self.upper_open, self.lower_open)

    def overlaps(self, other: "Interval"):
        """May both be the same value?"""
        return ~(self.above(other) | other.above(self))

    @property
    def known(self):
        """False where the value is hedged and nothing can be said of its size."""
        return ~(np.isnan(self.lower) | np.isnan(self.upper))

    @property
    def exact(self):
        return self.known & (self.lower == self.upper)

    def above(self, other: "Interval"):
        """Is every value here greater than every value there?"""
        return (self.lower > other.upper) | (
            (self.lower == other.upper) & np.logical_or(self.lower_open, other.upper_open)
        )

    def not_below(self, other: "Interval"):
        """Is every value here at least as great as every value there?"""
        return self.lower >= other.upper


def intervals(rows: pd.DataFrame) -> Interval:
    """What each row's printed value allows (design, section 3), as an interval of arrays.

    `rows` has the typed columns of `observations` with `decimals`, `share` (percent from the fraction) and
    `may_exceed_100`. The ends that nature sets are those of the unit (`units.SENSES`). Where a fraction is printed it
    decides; a percentage beside it is another reading of the same thing (see `printed_readings`).
    """
    scale = 10.0 ** _floats(rows["unit_mult"]).fillna(0)
    fraction = _floats(rows["share"]).notna() & rows["unit_measure"].isin(PARTS)
    value = (_floats(rows["obs_value"]) * scale).where(~fraction, _floats(rows["share"]))
    percent, bound = rows["unit_measure"].isin(PARTS), rows["bound"]

    half = 0.5 * 10.0 ** -_floats(rows["decimals"]).fillna(0) * scale
    rounded = bound.eq("exact") & rows["role"].eq("actual") & percent & ~fraction & ~value.isin([0, 100])
    ceiling = _of_units(rows, "ceiling", INFINITE).mask(percent & rows["may_exceed_100"].eq("yes"), INFINITE)
    ceiling = ceiling.mask(_floats(rows["out_of"]).notna(), _floats(rows["out_of"]))
    least = _of_units(rows, "floor", -INFINITE)

    at_least, at_most = bound.isin(["gt", "ge"]), bound.isin(["lt", "le"])
    lower = value.mask(rounded, value - half).mask(at_most, least).mask(bound.eq("all"), 100.0)
    upper = value.mask(rounded, value + half).mask(at_least, ceiling).mask(bound.eq("all"), 100.0)
    upper = upper.mask(bound.eq("range"), _floats(rows["obs_value_to"]) * scale)

    hedged = rows["hedge"].fillna("").ne("")
    lower_open = (bound.eq("gt") | np.isneginf(lower)) & ~hedged
    upper_open = (bound.eq("lt") | np.isinf(upper) | rounded) & ~hedged  # 86,5 would print as 87
    return Interval(
        lower.mask(hedged).to_numpy(float),
        upper.mask(hedged).to_numpy(float),
        lower_open.to_numpy(bool),
        upper_open.to_numpy(bool),
    )


def _of_units(rows: pd.DataFrame, end: str, none: float) -> pd.Series:
    """The natural floor or ceiling of each row's unit; `none` where it has none."""
    ends = {code: getattr(sense, end) for code, sense in SENSES.items()}
    return (
        rows["unit_measure"].map({code: none if found is None else found for code, found in ends.items()}).astype(float)
    )


def _floats(column: pd.Series) -> pd.Series:
    return pd.to_numeric(column).astype("float64")


def implied_count(share: Interval, total: int) -> tuple[int, int]:
    """The least and the greatest whole count out of `total` whose share (percent) lies in the interval.

    >>> implied_count(Interval(91, 100, lower_open=True), 595)
    (542, 595)
    >>> implied_count(Interval(465 / 595 * 100, 465 / 595 * 100), 595)
    (465, 465)
    """
    lower, upper = (_count(float(end), total) for end in (share.lower, share.upper))
    least = floor(lower) + 1 if share.lower_open else ceil(lower)
    most = ceil(upper) - 1 if share.upper_open else floor(upper)
    return least, most


def implied_gain(share: Interval, total: int, count: int) -> int:
    """How many more than `count` the share means at least, if the total is still `total`.

    >>> implied_gain(Interval(91, 100, lower_open=True), 595, 465)
    77
    """
    return implied_count(share, total)[0] - count


def _count(share: float, total: int) -> Fraction:
    """`share` percent of `total`; a share that was computed from a whole count gives that count back."""
    exact = Fraction(Decimal(str(share))) * total / 100
    return Fraction(round(exact)) if abs(exact - round(exact)) < Fraction(1, 10**9) else exact


def short_of(target: float, numerator: int, denominator: int, strict: bool = False) -> int:
    """How many more of `denominator` would have reached (`strict`: passed) `target` percent; 0 when they have.

    >>> short_of(80, 465, 595)
    11
    """
    return max(0, implied_count(Interval(target, 100.0, lower_open=strict), denominator)[0] - numerator)


def attainable(percentage: Decimal, denominator: int) -> range:
    """The whole counts out of `denominator` that print as `percentage` at its decimals, a half either way.

    >>> list(attainable(Decimal("78.18"), 595)), list(attainable(Decimal("78.15"), 595))
    ([], [465])
    """
    half = Fraction(1, 2 * 10 ** max(0, -percentage.as_tuple().exponent))
    exact = Fraction(percentage)
    lowest, highest = ((exact + sign * half) * denominator / 100 for sign in (-1, 1))
    return range(max(0, ceil(lowest)), min(denominator, floor(highest)) + 1)


def nearest_attainable(percentage: Decimal, denominator: int) -> list[Decimal]:
    """The percentages next to the printed one that some whole count out of `denominator` does give.

    >>> nearest_attainable(Decimal("78.18"), 595)
    [Decimal('78.15'), Decimal('78.32')]
    """
    below = floor(Fraction(percentage) * denominator / 100)
    counts = [count for count in (below, below + 1) if count <= denominator]
    return [(Decimal(count) * 100 / denominator).quantize(percentage) for count in counts]


def certain_from(share: Interval, count: int) -> int:
    """The least total from which `share` (percent) certainly means more than `count` of it.

    >>> certain_from(Interval(91, 100, lower_open=True), 465)
    511
    """
    if share.lower <= 0:
        raise ValueError("a share that may be 0 never means more than any count")
    total = max(1, ceil(Fraction(count) * 100 / Fraction(Decimal(str(float(share.lower))))))
    while implied_count(share, total)[0] <= count:
        total += 1
    return total


def residual(percentage: Decimal, numerator: int, denominator: int) -> Decimal:
    """How far the printed percentage is above (below: negative) the share of its fraction, in percentage points.

    >>> residual(Decimal("78.18"), 465, 595)
    Decimal('0.03')
    """
    return round(percentage - Decimal(numerator) * 100 / denominator, 2)
