"""Ranks stated, aimed at and official: a small panel for each province and index, each on an axis of its own.

A rank aimed at is a bound, "the first ten" is any of them, and is drawn as one. Provinces are never on one axis, nor
are the composite index and its pillars, nor ranks out of 63 and out of 34; no line is drawn from one rank to another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import attrgetter

import pandas as pd
from matplotlib.figure import Figure as Drawing

from sosanh.compare.gate import interval
from sosanh.compare.results import Result
from sosanh.data.rows import records
from sosanh.draw import marks
from sosanh.lineage.words import Figure, Text, count, say, text
from sosanh.numbers.intervals import Interval
from sosanh.numbers.units import RANKS
from sosanh.show import values
from sosanh.show.display import Chart, Sentences, chart, sentences
from sosanh.show.values import value


@dataclass(frozen=True)
class Rank:
    """A rank aimed at, stated or published: whose and of which index, where it is drawn, its words and its source."""

    ref: str
    area: str
    indicator: str
    out_of: int
    allowed: Interval
    said: Text
    source: Text
    how: str = "aim"  # aim, stated (by an article), printed or computed (from another source)
    sized: bool = False  # does its source state out of how many it is?

    @property
    def panel(self) -> tuple[str, str, int]:
        return self.area, self.indicator, self.out_of


def ranks(result: Result, language: str) -> Chart | Sentences:
    """Ranks stated, aimed at and official, a panel for each province and index. The best is to the right."""
    found = [*_of_articles(result, language), *_official(result, language)]
    if not found:
        return sentences("ranks", [], language)
    order = {area: place for place, area in enumerate(result.areas)}
    found.sort(key=lambda rank: (order.get(rank.area, len(order)), rank.area, rank.indicator, -rank.out_of))
    panels = [list(group) for _, group in groupby(found, key=attrgetter("panel"))]

    def paint(width: float) -> Drawing:
        titles = [marks.folded(str(_title(group, result, language)), marks.room(width)) for group in panels]
        notes = [""] * (len(panels) - 1) + [marks.legend("ranks", width, language)]
        labels = [[marks.folded(str(rank.said), marks.room(width), 8.5) for rank in group] for group in panels]
        deep = [[0.55 + 0.17 * label.count("\n") for label in of_group] for of_group in labels]
        drawing, stacked = marks.panels(width, [sum(each) for each in deep], titles, notes)
        for axes, group, said, lines in zip(stacked, panels, labels, deep, strict=True):
            worst = max(float(rank.allowed.upper) for rank in group)
            axes.set(xlim=(worst + max(1, worst / 10), 0), ylim=(sum(lines), -0.05), yticks=[])
            axes.set_xticks(sorted({1, *(int(rank.allowed.upper) for rank in group)}))
            marks.plain(axes)
            for rank, label, end in zip(group, said, accumulate(lines), strict=True):
                _rank(axes, rank, label, end)
        return drawing

    images, drawn = marks.pictures(paint)
    cells = [
        (_title(group, result, language), rank.said, marks.drawn(rank.ref, drawn, language), rank.source)
        for group in panels
        for rank in group
    ]
    kinds = {
        "aims": [rank.ref for rank in found if rank.how == "aim"],
        "stated": [rank.ref for rank in found if rank.how == "stated"],
        "official": [rank.ref for rank in found if rank.how == "printed"],
        "computed": [rank.ref for rank in found if rank.how == "computed"],
    }
    counts = {key: count(refs) for key, refs in kinds.items()}
    alt = say("ranks_alt", language, **counts)
    heads = ("panel", "figure", "drawn", "source")
    return chart("ranks", say("title_ranks", language), alt, images, heads, cells, language)


def _of_articles(result: Result, language: str) -> Iterable[Rank]:
    """Ranks that articles state or aim at: out of how many they say, else of the provinces there were (0: unknown)."""
    for row in result.collection.rows(result.rows[result.rows["unit_measure"].isin(RANKS)]):
        if not (allowed := interval(row)).known:
            continue
        how = "stated" if row.role == "actual" else "aim"
        said = say(f"ranks_{how}", language, value=value(row, language))
        said = text(said, ", ", values.period(row, language)) if row.time_period else said
        said = text(said, "; ", say("ranks_unsized", language)) if pd.isna(row.out_of) else said
        out_of = int((row.ref_area[2:4] or 0) if pd.isna(row.out_of) else row.out_of)
        source = values.where(row, row.obs_id, result, language)
        yield Rank(row.obs_id, row.ref_area, row.indicator, out_of, allowed, said, source, how, pd.notna(row.out_of))


def _official(result: Result, language: str) -> Iterable[Rank]:
    """Ranks from other sources, of the areas and of what they became part of, whatever the day asked about."""
    book = result.codebook
    after = [book.entry("areas", area)["successor"] for area in result.areas]
    own = {book.territory(area) for area in (*result.areas, *filter(None, after))}
    official = book.benchmarks[
        book.benchmarks["unit_measure"].isin(RANKS) & book.benchmarks["ref_area"].map(book.territory).isin(own)
    ]
    own = book.indicators.loc[book.indicators["sector"].eq(result.sector) | (not result.sector), "indicator"]
    official = official[official["indicator"].isin(own)]
    for row in records(official.sort_values(["ref_area", "time_period"]), "benchmarks"):
        place = int(row.obs_value)
        said = say(
            "ranks_official", language, year=Figure(row.time_period, (row.benchmark,), "benchmark.time"),
            value=Figure(str(place), (row.benchmark,), "benchmark"),
            size=Figure(str(int(row.out_of)), (row.benchmark,), "benchmark.out_of"),
            how="" if row.how == "printed" else f" ({book.label('benchmark_how', row.how, language)})",
        )  # fmt: skip
        source = values.benchmark_source(row, book, language)
        allowed, out_of = Interval(place, place), int(row.out_of)
        yield Rank(row.benchmark, row.ref_area, row.indicator, out_of, allowed, said, source, row.how, sized=True)


def _title(group: list[Rank], result: Result, language: str) -> Text:
    """Whose ranks, of which index, out of which map: "Quảng Ninh: chỉ số …, trong 63 tỉnh, thành phố".

    The map is named only where it is that of every rank below; of an aim no one knows out of how many it is.
    """
    book, rank = result.codebook, group[0]
    name = book.entry("indicators", rank.indicator)[f"name_{language}"]
    said = {"area": _whose(rank.area, result, language), "name": name}
    if (code := f"VN{rank.out_of}") not in book.codes("map") or not all(each.sized for each in group):
        return say("ranks_panel_alone", language, **said)
    return say("ranks_panel", language, map=book.label("map", code, language), **said)


def _whose(area: str, result: Result, language: str) -> Text:
    """The area; of one that areas asked about were merged into, that it is not held against their aims."""
    book, name = result.codebook, values.area(area, result, language)
    old = [each for each in result.areas if book.merged(each) and book.entry("areas", each)["successor"] == area]
    if not old:
        return name
    parts = values.listed([book.area_name(each, language) for each in old], language)
    return say("ranks_merged", language, area=name, old=parts)


def _rank(axes, rank: Rank, label: str, end: float) -> None:
    """A rank with its words above it, in the line that ends at `end`."""
    color = marks.LEVEL if rank.how == "aim" else marks.INK
    if rank.allowed.exact:
        marks.dot(
            axes, float(rank.allowed.lower), end - 0.14, rank.ref, color, hollow=rank.how not in ("stated", "printed")
        )
    else:
        marks.bound(axes, rank.allowed, end - 0.14, rank.ref, color, high=0.17)
    axes.annotate(label, (axes.get_xlim()[0], end - 0.26), fontsize=8.5, va="bottom", annotation_clip=False)
