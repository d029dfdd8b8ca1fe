"""Which figures are news: a number that had been printed before shows by itself nothing new.

A figure repeats an earlier one when the same indicator, in the same definition and role, is printed with the same
number and the same words. It may still be true; it may also have been carried along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sosanh.compare.gate import Row
from sosanh.compare.results import Result
from sosanh.numbers.periods import read_period

_SAME = [
    "territory", "indicator", "definition", "population", "role", "unit_measure", "bound", "hedge",
    "obs_value", "obs_value_to", "unit_mult", "numerator", "denominator", "out_of",
]  # fmt: skip


@dataclass(frozen=True, eq=False)
class Repeat:
    """A figure printed again, and where before: in an earlier article (`observed`) or another source (`benchmark`)."""

    later: Row
    observed: Row | None = None
    benchmark: Any = None


def repeats(result: Result) -> list[Repeat]:
    """Every figure of the result that was printed before: first in other articles, then in other sources."""
    return [*_in_articles(result), *_in_benchmarks(result)]


def _in_articles(result: Result) -> Iterator[Repeat]:
    published = result.rows["source_id"].map(result.collection.sources["published_from"])
    ordered = result.rows.assign(published_from=published).sort_values(["published_from", "obs_id"], kind="stable")
    first: dict[tuple, Row] = {}
    for row in ordered.itertuples(index=False, name="Observation"):
        key = tuple("" if pd.isna(getattr(row, name)) else getattr(row, name) for name in _SAME)
        key += ("" if row.role == "actual" else row.time_period,)  # a level for another year is another level
        earlier = first.setdefault(key, row)
        if earlier.source_id != row.source_id:
            yield Repeat(row, observed=earlier)


def _in_benchmarks(result: Result) -> Iterator[Repeat]:
    """Only of the very territory, in the same unit and words, and of a time before the article."""
    others = result.codebook.benchmarks
    others = others[others["how"].eq("printed")]
    for row in result.rows[result.rows["role"].eq("actual")].itertuples(index=False, name="Observation"):
        own_form = (row.unit_measure, row.bound)
        own = others[others["ref_area"].eq(row.ref_area) & others["indicator"].eq(row.indicator)]
        for other in own.itertuples(index=False, name="Benchmark"):
            same = float(other.obs_value) == _full(row) and (other.unit_measure, other.bound) == own_form
            if same and _of_one_field(row, other) and read_period(other.time_period).last.isoformat() < row.as_of_from:
                yield Repeat(row, benchmark=other)


def _of_one_field(row: Row, other) -> bool:
    """The 16th of 63 does not repeat the 16th of 34."""
    return pd.isna(row.out_of) or pd.isna(other.out_of) or int(row.out_of) == int(other.out_of)


def _full(row: Row) -> float:
    """The printed value in full units."""
    return float(row.obs_value) * 10.0 ** (0 if pd.isna(row.unit_mult) else int(row.unit_mult))
