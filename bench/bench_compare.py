"""How much dearer is an honest change than a plain subtraction?

    python bench/bench_compare.py [indicators]

100,000 made-up observations of one area (500 indicators, or as many as are named, 200 days each). Timed in turn, five
times: the plain pandas way (select, sort, first and last of each indicator, subtract), and `compare.over_time`, which
works out what both figures of every pair allow, grades it and gives its interval and reasons. Prints the median ratio;
the aim is at most 5.
"""

import sys
from dataclasses import replace
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from sosanh.compare.questions import over_time
from sosanh.data.collection import Collection, load

INDICATORS = int(sys.argv[1]) if len(sys.argv) > 1 else 500
DAYS = 200


def made_up() -> Collection:
    """The project's collection with 100,000 observations in place of its own, and indicators to match."""
    own = load()
    one = own.observations.set_index("obs_id").loc["dt-2024-07.18"]
    days = pd.date_range("2020-01-01", periods=DAYS).strftime("%Y-%m-%d")
    number = np.arange(INDICATORS * DAYS)
    rows = pd.DataFrame({name: one.get(name) for name in own.observations.columns}, index=number)
    rows["obs_id"] = [f"made-up.{each:06d}" for each in number]
    rows["source_id"] = [f"made-up-{each % DAYS:03d}" for each in number]
    rows["indicator"] = [f"made_up_{each // DAYS:03d}" for each in number]
    rows["as_of_from"] = rows["as_of_to"] = days[number % DAYS]
    rows["obs_value"] = np.random.default_rng(0).uniform(10, 90, len(number)).round(1).astype(str)
    rows["bound"] = np.where(number % 3 == 0, "gt", "exact")
    rows["share"] = rows["value_lower"] = rows["value_upper"] = ""
    article = own.sources.loc[one["source_id"]]
    sources = pd.DataFrame({name: article[name] for name in own.sources.columns}, index=range(DAYS))
    sources["source_id"] = [f"made-up-{each:03d}" for each in range(DAYS)]
    sources["published"] = sources["published_from"] = sources["published_to"] = days
    tables = {**own.tables, "sources": sources, "observations": rows}
    return Collection(tables, own.codebook, own.version, own.released)


def plain(rows: pd.DataFrame) -> pd.Series:
    rows = rows[rows["territory"].eq("dong-thap") & rows["role"].eq("actual")]
    rows = rows[rows["as_of_from"].le("2025-12-31") & rows["as_of_to"].ge("2020-01-01")]
    ends = rows.sort_values(["as_of_from", "as_of_to", "obs_id"], kind="stable").groupby("indicator")["obs_value"]
    return ends.last() - ends.first()


def honest(collection: Collection):
    fresh = replace(collection)  # it keeps no row that it has looked at before
    return over_time(fresh, "VN63-87", "2020", "2025")


def seconds(work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    collection = made_up()
    floats = collection.observations.astype({"obs_value": "float64"})
    result = honest(collection)
    assert len(result.pairs) == INDICATORS and len(plain(floats)) == INDICATORS
    times = [(seconds(lambda: plain(floats)), seconds(lambda: honest(collection))) for _ in range(5)]
    ratio = median(careful / bare for bare, careful in times)
    print(f"{len(floats):,} observations, {INDICATORS} pairs: plain {median(t for t, _ in times):.3f} s, "
          f"honest {median(t for _, t in times):.3f} s, ratio {ratio:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
