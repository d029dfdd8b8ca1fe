"""Ranks stated, aimed at and official: on a scale that runs to the best, and never two field sizes on one scale.

A rank aimed at is a bound, "the first ten" is any of them, and is drawn as one. Indices differ: the composite index
and its pillars each have a line of their own, and no line is drawn from one rank to another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import pandas as pd
from matplotlib.figure import Figure as Drawing

from sosanh import findings, marks
from sosanh.bounds import Interval
from sosanh.display import Chart, Sentences, chart, sentences
from sosanh.findings import value
from sosanh.gate import interval
from sosanh.results import Result
from sosanh.units import RANKS
from sosanh.words import Figure, Text, count, say, text


@dataclass(frozen=True)
class Rank:
    """A rank stated, aimed at or published: where it is drawn, out of how many, its words and its source."""

    ref: str
    out_of: int
    allowed: Interval
    said: Text
    source: Text
    how: str = "aim"  # aim, stated (by an article), printed (by another source) or computed


def ranks(result: Result, language: str) -> Chart | Sentences:
    """Ranks of articles and official ones, never two field sizes on one axis. The best is to the right."""
    found = [*_of_articles(result, language), *_official(result, language)]
    if not found:
        return sentences("ranks", [], language)
    fields = sorted({rank.out_of for rank in found}, reverse=True)
    groups = [[rank for rank in found if rank.out_of == total] for total in fields]

    def paint(width: float) -> Drawing:
        titles = [marks.folded(_field(total, result, language), marks.room(width)) for total in fields]
        notes = [""] * (len(fields) - 1) + [marks.legend("ranks", width, language)]
        labels = [[marks.folded(str(rank.said), marks.room(width), 8.5) for rank in group] for group in groups]
        deep = [[0.55 + 0.17 * label.count("\n") for label in of_group] for of_group in labels]
        drawing, stacked = marks.panels(width, [sum(each) for each in deep], titles, notes)
        for axes, total, group, said, lines in zip(stacked, fields, groups, labels, deep, strict=True):
            axes.set(xlim=(total + 1, 0), ylim=(sum(lines), -0.05), yticks=[])
            axes.set_xticks(sorted({1, *range(10, total - 3, 10), total}))
            marks.plain(axes)
            for rank, label, end in zip(group, said, accumulate(lines), strict=True):
                _rank(axes, rank, label, end)
        return drawing

    images, drawn = marks.pictures(paint)
    cells = [(rank.said, marks.drawn(rank.ref, drawn, language), rank.source) for rank in found]
    kinds = {
        "aims": [rank.ref for rank in found if rank.how == "aim"],
        "stated": [rank.ref for rank in found if rank.how == "stated"],
        "official": [rank.ref for rank in found if rank.how == "printed"],
        "computed": [rank.ref for rank in found if rank.how == "computed"],
    }
    counts = {key: count(refs) for key, refs in kinds.items()}
    alt = say("ranks_alt", language, **counts)
    return chart("ranks", say("title_ranks", language), alt, images, ("figure", "drawn", "source"), cells, language)


def _field(total: int, result: Result, language: str) -> str:
    """Out of which provinces a rank is, or out of how many of something else."""
    if (name := f"VN{total}") in result.codebook.codes("map"):
        return str(say("ranks_out_of", language, map=result.codebook.label("map", name, language)))
    return str(say("ranks_among", language, total=str(total)))


def _of_articles(result: Result, language: str) -> Iterable[Rank]:
    """Ranks that articles state or aim at: out of how many they say, else of the provinces there were."""
    book = result.codebook
    for row in result.rows[result.rows["unit_measure"].isin(RANKS)].itertuples(index=False, name="Observation"):
        if not (allowed := interval(row)).known:
            continue
        said = say(
            "ranks_aim" if row.time_period else "ranks_stated", language, value=value(row, language),
            area=book.area_name(row.ref_area, language), name=_index(row.indicator, result, language),
            period=findings.period(row, language),
        )  # fmt: skip
        out_of = int(row.ref_area[2:4] if pd.isna(row.out_of) else row.out_of)
        where = findings.where(row, row.obs_id, result, language)
        yield Rank(row.obs_id, out_of, allowed, said, where, "stated" if row.role == "actual" else "aim")


def _official(result: Result, language: str) -> Iterable[Rank]:
    """Ranks from other sources, of the areas and of what they became part of, whatever the day asked about."""
    book = result.codebook
    after = [book.entry("areas", area)["successor"] for area in result.areas]
    official = book.benchmarks[
        book.benchmarks["unit_measure"].isin(RANKS) & book.benchmarks["ref_area"].isin([*result.areas, *after])
    ]
    own = book.indicators.loc[book.indicators["sector"].eq(result.sector) | (not result.sector), "indicator"]
    official = official[official["indicator"].isin(own)]
    for row in official.sort_values(["ref_area", "time_period"]).itertuples(index=False, name="Benchmark"):
        place = float(row.obs_value)
        said = say(
            "ranks_official", language, area=book.area_name(row.ref_area, language),
            year=Figure(row.time_period, (row.benchmark,), "benchmark.time"),
            name=_index(row.indicator, result, language), value=Figure(str(int(place)), (row.benchmark,), "benchmark"),
            how="" if row.how == "printed" else f" ({book.label('benchmark_how', row.how, language)})",
        )  # fmt: skip
        source = text(getattr(row, f"source_{language}"))
        yield Rank(row.benchmark, int(row.out_of), Interval(place, place), said, source, row.how)


def _index(indicator: str, result: Result, language: str) -> str:
    name = result.codebook.entry("indicators", indicator)[f"name_{language}"]
    return name[:1].lower() + name[1:]


def _rank(axes, rank: Rank, label: str, end: float) -> None:
    """A rank with its words above it, in the line that ends at `end`."""
    color = marks.LEVEL if rank.how == "aim" else marks.INK
    if rank.allowed.exact:
        marks.dot(axes, rank.allowed.lower, end - 0.14, rank.ref, color, hollow=rank.how in ("aim", "computed"))
    else:
        marks.bound(axes, rank.allowed, end - 0.14, rank.ref, color, high=0.17)
    axes.annotate(label, (axes.get_xlim()[0], end - 0.26), fontsize=8.5, va="bottom", annotation_clip=False)
