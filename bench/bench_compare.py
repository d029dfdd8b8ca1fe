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
    one = own.observation("dt-2024-07.18")
    days = [str(day)[:10] for day in pd.date_range("2020-01-01", periods=DAYS)]
    sources = tuple(
        replace(one.article, source_id=f"made-up-{number:03d}", published=day, published_from=day, published_to=day)
        for number, day in enumerate(days)
    )
    values = np.random.default_rng(0).uniform(10, 90, INDICATORS * DAYS).round(1)
    rows = tuple(
        replace(
            one, obs_id=f"made-up.{number:06d}", source_id=sources[number % DAYS].source_id,
            article=sources[number % DAYS], indicator=f"made_up_{number // DAYS:03d}", as_of_from=days[number % DAYS],
            as_of_to=days[number % DAYS], obs_value=type(one.obs_value)(str(value)),
            bound="exact" if number % 3 else "gt",
        ) for number, value in enumerate(values)
    )  # fmt: skip
    tables = {**own.tables, "sources": sources, "observations": rows}
    return Collection(tables, own.codebook, own.version, own.released)


def plain(rows: pd.DataFrame) -> pd.Series:
    rows = rows[rows["territory"].eq("dong-thap") & rows["role"].eq("actual")]
    rows = rows[rows["as_of_from"].le("2025-12-31") & rows["as_of_to"].ge("2020-01-01")]
    ends = rows.sort_values(["as_of_from", "as_of_to", "obs_id"], kind="stable").groupby("indicator")["obs_value"]
    return ends.last() - ends.first()


def honest(collection: Collection):
    fresh = replace(collection)  # it keeps nothing that it has looked up before
    return over_time(fresh, "VN63-87", "2020", "2025")


def seconds(work) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def main() -> None:
    collection = made_up()
    floats = collection.frame("observations").astype({"obs_value": "float64"})
    result = honest(collection)
    assert len(result.pairs) == INDICATORS and len(plain(floats)) == INDICATORS
    times = [(seconds(lambda: plain(floats)), seconds(lambda: honest(collection))) for _ in range(5)]
    ratio = median(careful / bare for bare, careful in times)
    print(f"{len(floats):,} observations, {INDICATORS} pairs: plain {median(t for t, _ in times):.3f} s, "
          f"honest {median(t for _, t in times):.3f} s, ratio {ratio:.1f}")  # fmt: skip


if __name__ == "__main__":
    main()
