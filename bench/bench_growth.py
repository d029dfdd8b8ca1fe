"""How do reading, comparing and building grow with the collection?

    python bench/bench_growth.py [most copies]

The collection's own articles, copied under new codes so that there are about 75, 1,000 and 10,000 observations (or the
last so many times the first, and one size between), each copy a day later than the one before. Timed are `make data`,
the same once one workbook has changed, `load()`, the observations' rows, and every question, one run of the first two
and five of the others, in processor seconds, those of processes that read workbooks among them. Prints the median an
observation, as a ratio to that of the smallest: near 1.0 throughout means linear. Below 1.0 is what every run costs.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import process_time

import openpyxl

from sosanh.compare import questions
from sosanh.curate.build import build
from sosanh.data import collection, package, paths
from sosanh.data.collection import Collection, load
from sosanh.data.tables import ARTICLE

MOST = int(sys.argv[1]) if len(sys.argv) > 1 else 135
COPIES = (1, max(2, MOST // 10), MOST)
DAYS = ("published", "published_from", "published_to", "as_of_from", "as_of_to")
AREAS = ("Đồng Tháp", "Quảng Ninh", "Bình Định")
ASKED = {
    "over_time": lambda data: questions.over_time(data, AREAS[0]),
    "across": questions.across,
    "against_targets": lambda data: questions.against_targets(data, AREAS),
    "evidence_map": questions.evidence_map,
    "one_page": lambda data: questions.one_page(data, AREAS),
    "deployment": lambda data: questions.deployment(data, AREAS),
    "one_indicator": lambda data: questions.one_indicator(data, "edu_cashless"),
    "one_figure": lambda data: questions.one_figure(data, "dt-2025-02.03"),
}


def later(row, code: str, days: int, **linked):
    """A row of another article, so many days later: with its codes and its days."""
    changed = {name: getattr(row, name) for name in DAYS if len(getattr(row, name, "")) == 10}
    changed = {name: str(date.fromisoformat(day) + timedelta(days)) for name, day in changed.items()}
    ids = {
        name: getattr(row, name).replace(row.source_id, code) for name in ("obs_id", "system_id") if hasattr(row, name)
    }
    return replace(row, source_id=code, **changed, **ids, **linked)


def grown(own: Collection, copies: int) -> Collection:
    """The collection with each article so many times."""
    tables = {**own.tables} | {name: [] for name in ARTICLE}
    for number in range(copies):
        for article in own.tables["sources"]:
            code = f"{article.source_id}-{number:03d}" if number else article.source_id
            copy = later(article, code, number)
            tables["sources"].append(copy)
            for name in (each for each in ARTICLE if each != "sources"):
                rows = (row for row in own.tables[name] if row.source_id == article.source_id)
                tables[name] += [later(row, code, number, article=copy) for row in rows]
    return Collection({name: tuple(rows) for name, rows in tables.items()}, own.codebook, own.version, own.released)


def copied(home: Path, copies: int) -> Path:
    """A folder of workbooks with each article so many times."""
    raw = home / "raw"
    shutil.copytree(paths.RAW, raw)
    shutil.copy(paths.RAW.parent / "CHANGELOG.md", home)
    for path in package.articles(paths.RAW):
        book, second = openpyxl.load_workbook(path), raw / package.SECOND / path.name
        systems = book["systems"]
        named = next(cell.column for cell in systems[1] if cell.value == "named")
        for number in range(2, systems.max_row + 1):  # what has a name of its own is one system, once
            if systems.cell(number, named).value:
                systems.cell(number, named).value = "no"
        for number in range(1, copies):
            name = f"{path.stem}-{number:03d}"
            book["sources"]["A2"] = name
            book.save(raw / "articles" / f"{name}.xlsx")
            if second.exists():
                shutil.copy(second, second.with_stem(name))
    return raw


def changed(raw: Path) -> Path:
    """The folder, once the last workbook has been saved again: other bytes, and the same rows."""
    path = package.articles(raw)[-1]
    openpyxl.load_workbook(path).save(path)
    return raw


def loaded(processed: Path, raw: Path) -> Collection:
    """As another process loads it: nothing is there already."""
    collection._read.cache_clear()
    return load(processed, raw)


def seconds(work: Callable, runs: int) -> float:
    def once() -> float:
        start = process_time() + sum(os.times()[2:4])
        work()
        return process_time() + sum(os.times()[2:4]) - start

    return median(once() for _ in range(runs))


def times(copies: int) -> dict[str, float]:
    """The seconds that each piece of work takes for an observation."""
    own = load()
    data, count = grown(own, copies), len(own.observations) * copies
    taken = {name: seconds(lambda ask=ask: ask(replace(data)), 5) for name, ask in ASKED.items()}
    with tempfile.TemporaryDirectory() as home:
        raw, processed = copied(Path(home), copies), Path(home) / "processed"
        taken = {
            "make data": seconds(lambda: build(raw, processed), 1),
            "one changed": seconds(lambda: build(changed(raw), processed), 1),
            "load": seconds(lambda: loaded(processed, raw), 5),
            "rows": seconds(lambda: loaded(processed, raw).observations, 5),
        } | taken
    return {name: each / count for name, each in taken.items()}


def main() -> None:
    by_size = [times(copies) for copies in COPIES]
    count = len(load().observations)
    print(
        f"{'observations':16}" + "".join(f"{count * copies:>10,}" for copies in COPIES) + "   microseconds each, last"
    )
    for name, first in by_size[0].items():
        ratios = "".join(f"{taken[name] / first:10.2f}" for taken in by_size)
        print(f"{name:16}{ratios}{1e6 * by_size[-1][name]:15,.1f}")


if __name__ == "__main__":
    main()
