"""Ranks stated, aimed at and official: a small panel for each province and index, each on an axis of its own.

A rank aimed at is a bound, "the first ten" is any of them, and is drawn as one. Provinces are never on one axis, nor
are the composite index and its pillars, nor ranks out of 63 and out of 34; no line is drawn from one rank to another.
"""

from collections.abc import Iterable
from itertools import accumulate, groupby
from math import isfinite
from operator import attrgetter
from typing import NamedTuple

from matplotlib.axes import Axes

from sosanh.compare.results import Result
from sosanh.data.labels import Label, label
from sosanh.draw import marks
from sosanh.draw.chart import Layout, Panel, Plot, chart
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Text, count, join, say, text
from sosanh.numbers.intervals import Interval
from sosanh.numbers.units import RANKS
from sosanh.show import values


class Rank(NamedTuple):
    """A rank aimed at, stated or published: whose and of which index, where it is drawn, its words and its source."""

    ref: str
    area: str
    indicator: str
    out_of: int  # 0: unknown
    allowed: Interval
    said: Text
    source: Text
    how: str  # aim, stated (by an article), printed or computed (from another source)
    sized: bool  # does its source state out of how many it is?
    at: Expression | None = None  # what it stands for, where that is no observation
    reference: Label | None = None  # its source, where that is no article


_TOLD = {"aims": "aim", "stated": "stated", "official": "printed", "computed": "computed"}


@chart
def ranks(result: Result) -> Plot | None:
    """Ranks stated, aimed at and official, a panel for each province and index. The best is to the right."""
    found = [*_of_articles(result), *_official(result)]
    if not found:
        return None
    order = {area: place for place, area in enumerate(result.areas)}
    found.sort(key=lambda rank: (order.get(rank.area, len(order)), rank.area, rank.indicator, -rank.out_of))
    counts = {told: count(rank.ref for rank in found if rank.how == how) for told, how in _TOLD.items()}
    told = [say(f"ranks_{how}_told", count=each) for how, each in counts.items() if each.text != "0"]
    groups = [list(group) for _, group in groupby(found, key=attrgetter("area", "indicator", "out_of"))]
    panels = [_panel(group, result) for group in groups]
    return Plot(
        panels,
        say("ranks_alt", **counts),
        ("panel", "figure", "drawn", "source"),
        lambda drawn: [
            (panel.title, rank.said, marks.drawn(rank.ref, drawn, rank.at), rank.source)
            for panel, group in zip(panels, groups, strict=True)
            for rank in group
        ],
        say("ranks_title", told=join(", ", told)),
        shown=[row for row in result.rows if row.obs_id in {rank.ref for rank in found}],
        others=[*dict.fromkeys(rank.reference for rank in found if rank.reference)],
        legend=say("ranks_legend"),
    )


def _panel(group: list[Rank], result: Result) -> Panel:
    """The ranks of one province and index, each with its words above it."""

    def draw(axes: Axes, layout: Layout) -> float:
        words = [layout.folded(rank.said, layout.room()) for rank in group]
        bottoms = [*accumulate(0.55 + 0.17 * said.count("\n") for said in words)]
        axes.grid(visible=False)  # else its lines run through the words
        ends = {int(end) for rank in group for end in (rank.allowed.lower, rank.allowed.upper) if isfinite(end)}
        beside = max(1, max(ends) - 1) / 10  # the best rank is at one place of every panel
        left = max(2, *ends) + beside  # two numbers at least: one is no scale
        axes.set(xlim=(left, 1 - beside), ylim=(bottoms[-1], -0.05))
        marks.base(axes)
        axes.set_xticks(sorted({1, *ends} if max(ends) > 1 else {1, 2}))
        for rank, said, bottom in zip(group, words, bottoms, strict=True):
            if rank.allowed.exact:
                kind = {"aim": "aimed_at", "computed": "computed"}.get(rank.how, "stated")
                marks.dot(axes, float(rank.allowed.lower), bottom - 0.14, rank.ref, kind)
            else:
                marks.bound(axes, rank.allowed, bottom - 0.14, rank.ref, "aim", high=0.17)
            axes.annotate(said, (left, bottom - 0.26), va="bottom", annotation_clip=False)
        return bottoms[-1]

    return Panel(draw, _title(group, result))


def _of_articles(result: Result) -> Iterable[Rank]:
    """Ranks that articles state or aim at: out of how many they say, else of the provinces there were."""
    for row in result.rows:
        if row.unit_measure not in RANKS or not row.value.known:
            continue
        how = "stated" if row.role == "actual" else "aim"
        said = say(f"ranks_{how}", value=values.value(row))
        said = text(said, ", ", values.period(row)) if row.time_period else said
        sized = row.out_of is not None
        said = said if sized else text(said, "; ", say("ranks_unsized"))
        out_of = int(row.out_of if sized else row.ref_area[2:4] or 0)
        source = values.where(row, result.collection)
        yield Rank(row.obs_id, row.ref_area, row.indicator, out_of, row.value, said, source, how, sized)


def _official(result: Result) -> Iterable[Rank]:
    """Ranks from other sources, of the areas and of what they became part of, whatever the day asked about."""
    book = result.codebook
    after = [book.entry("areas", area).successor for area in result.areas]
    own = {book.territory(area) for area in (*result.areas, *filter(None, after))}
    for row in sorted(book.benchmarks, key=attrgetter("ref_area", "time_period")):
        in_sector = result.sector in ("", row.entry.sector)
        if row.unit_measure not in RANKS or book.territory(row.ref_area) not in own or not in_sector:
            continue
        place, at = int(row.obs_value), of.field(row.benchmark, "obs_value")
        said = say(
            "ranks_official", year=values.benchmark_year(row), value=Figure(str(place), at),
            size=values.benchmark_out_of(row),
            how="" if row.how == "printed" else text(" (", book.label("benchmark_how", row.how), ")"),
        )  # fmt: skip
        yield Rank(
            row.benchmark, row.ref_area, row.indicator, int(row.out_of), Interval(place, place), said,
            values.benchmark_source(row, book), row.how, True, at,
            label(book.entry("references", row.reference), "name"),
        )  # fmt: skip


def _title(group: list[Rank], result: Result) -> Text:
    """Whose ranks, of which index, out of which map: "Quảng Ninh: chỉ số …, trong 63 tỉnh, thành phố".

    The map is named only where it is that of every rank below; of an aim no one knows out of how many it is. Of an
    area that those asked about were merged into, it is said that it is not held against their aims.
    """
    book, rank = result.codebook, group[0]
    area = values.area(rank.area, result)
    old = [each for each in result.areas if book.merged(each) and book.entry("areas", each).successor == rank.area]
    if old:
        area = say("ranks_merged", area=area, old=values.listed([book.area_name(each) for each in old]))
    said = {"area": area, "name": label(book.entry("indicators", rank.indicator), "name")}
    if (code := f"VN{rank.out_of}") not in book.codes("map") or not all(each.sized for each in group):
        return say("ranks_panel_alone", **said)
    return say("ranks_panel", map=book.label("map", code), **said)
