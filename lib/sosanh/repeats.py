"""Which figures are news: a number that had been printed before tells nothing of the later date.

A figure repeats an earlier one when the same indicator, in the same definition and role, is printed with the same
number and the same words. It may still be true; it may also have been carried along.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sosanh.gate import Row
from sosanh.results import Result

_SAME = [
    "territory",
    "indicator",
    "definition",
    "role",
    "obs_value",
    "obs_value_to",
    "numerator",
    "denominator",
    "bound",
    "hedge",
]


@dataclass(frozen=True, eq=False)
class Repeat:
    """A figure printed again, and where before: in an earlier article (`observed`) or another source (`benchmark`)."""

    later: Row
    observed: Row | None = None
    benchmark: Any = None


def repeats(result: Result) -> list[Repeat]:
    """Every figure of the result that was printed before, in order of the result's rows."""
    return [*_in_articles(result), *_in_benchmarks(result)]


def _in_articles(result: Result) -> Iterator[Repeat]:
    published = result.rows["source_id"].map(result.collection.sources["published_from"])
    ordered = result.rows.assign(published_from=published).sort_values(["published_from", "obs_id"], kind="stable")
    first: dict[tuple, Row] = {}
    for row in ordered.itertuples(index=False, name="Observation"):
        key = tuple("" if pd.isna(getattr(row, name)) else getattr(row, name) for name in _SAME)
        earlier = first.setdefault(key, row)
        if earlier.source_id != row.source_id:
            yield Repeat(row, observed=earlier)


def _in_benchmarks(result: Result) -> Iterator[Repeat]:
    """Only what was printed of the very territory, and before the article."""
    others = result.codebook.benchmarks
    others = others[others["how"].eq("printed")]
    for row in result.rows[result.rows["role"].eq("actual")].itertuples(index=False, name="Observation"):
        same = others[others["ref_area"].eq(row.ref_area) & others["indicator"].eq(row.indicator)]
        for other in same.itertuples(index=False, name="Benchmark"):
            if float(other.obs_value) == float(row.obs_value) and other.time_period < row.as_of_from:
                yield Repeat(row, benchmark=other)
