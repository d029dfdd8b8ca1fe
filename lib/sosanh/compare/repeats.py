"""Which figures are news: a number that had been printed before shows by itself nothing new.

A figure repeats an earlier one when the same indicator, in the same definition and role, is printed with the same
number and the same words. It may still be true; it may also have been carried along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from sosanh.compare.results import Result
from sosanh.data.tables import Benchmark, Observation
from sosanh.numbers.intervals import exact, scale
from sosanh.numbers.periods import read_period

_SAME = [
    "territory", "indicator", "definition", "population", "role", "unit_measure", "bound", "hedge",
    "obs_value", "obs_value_to", "unit_mult", "numerator", "denominator", "out_of",
]  # fmt: skip
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
        same = same and _same_number(row, other) and _of_one_field(row, other)
        if same and read_period(other.time_period).last.isoformat() < row.as_of_from:
            yield Repeat(row, benchmark=other)


def _same_number(row: Observation, other: Benchmark) -> bool:
    return row.obs_value is not None and exact(row.obs_value) * scale(row) == exact(other.obs_value)


def _of_one_field(row: Observation, other: Benchmark) -> bool:
    """The 16th of 63 does not repeat the 16th of 34."""
    return row.out_of is None or other.out_of is None or row.out_of == other.out_of
