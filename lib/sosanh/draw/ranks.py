"""Ranks stated, aimed at and official: a small panel for each province and index, each on an axis of its own.

A rank aimed at is a bound, "the first ten" is any of them, and is drawn as one. Provinces are never on one axis, nor
are the composite index and its pillars, nor ranks out of 63 and out of 34; no line is drawn from one rank to another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate, groupby
from operator import attrgetter

from matplotlib.axes import Axes

from sosanh.compare.results import Result
from sosanh.data.labels import label
from sosanh.draw import marks
from sosanh.draw.chart import SMALL, Layout, Panel, Plot, chart, stack
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Text, count, say, text
from sosanh.numbers.intervals import Interval
from sosanh.numbers.units import RANKS
from sosanh.show import values
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
    at: Expression | None = None  # what it stands for, where that is no observation

    @property
    def panel(self) -> tuple[str, str, int]:
        return self.area, self.indicator, self.out_of


@chart
def ranks(result: Result) -> Plot | None:
    """Ranks stated, aimed at and official, a panel for each province and index. The best is to the right."""
    found = [*_of_articles(result), *_official(result)]
    if not found:
        return None
    order = {area: place for place, area in enumerate(result.areas)}
    found.sort(key=lambda rank: (order.get(rank.area, len(order)), rank.area, rank.indicator, -rank.out_of))
    panels = [list(group) for _, group in groupby(found, key=attrgetter("panel"))]
    ways = {"aims": "aim", "stated": "stated", "official": "printed", "computed": "computed"}
    counts = {key: count(rank.ref for rank in found if rank.how == how) for key, how in ways.items()}
    return Plot(
        stack([_panel(group, result) for group in panels], say("ranks_legend"), key=False),
        say("ranks_alt", **counts),
        ("panel", "figure", "drawn", "source"),
        lambda drawn: [
            (_title(group, result), rank.said, marks.drawn(rank.ref, drawn, rank.at), rank.source)
            for group in panels
            for rank in group
        ],
    )


def _panel(group: list[Rank], result: Result) -> Panel:
    """The ranks of one province and index, each with its words above it."""

    def words(layout: Layout) -> list[str]:
        return [layout.folded(rank.said, layout.room()) for rank in group]

    def heights(layout: Layout) -> list[float]:
        return [0.55 + 0.17 * said.count("\n") for said in words(layout)]

    def draw(axes: Axes, layout: Layout) -> None:
        worst = max(float(rank.allowed.upper) for rank in group)
        axes.set(xlim=(worst + max(1, worst / 10), 0), ylim=(sum(heights(layout)), -0.05))
        axes.set_xticks(sorted({1, *(int(rank.allowed.upper) for rank in group)}))
        marks.plain(axes)
        for rank, said, end in zip(group, words(layout), accumulate(heights(layout)), strict=True):
            _rank(axes, rank, said, end)

    return Panel(draw, _title(group, result), inches=lambda layout: sum(heights(layout)))


def _of_articles(result: Result) -> Iterable[Rank]:
    """Ranks that articles state or aim at: out of how many they say, else of the provinces there were (0: unknown)."""
    for row in result.rows:
        if row.unit_measure not in RANKS or not (allowed := row.value).known:
            continue
        how = "stated" if row.role == "actual" else "aim"
        said = say(f"ranks_{how}", value=value(row))
        said = text(said, ", ", values.period(row)) if row.time_period else said
        said = text(said, "; ", say("ranks_unsized")) if row.out_of is None else said
        out_of = int((row.ref_area[2:4] or 0) if row.out_of is None else row.out_of)
        source = values.where(row)
        yield Rank(row.obs_id, row.ref_area, row.indicator, out_of, allowed, said, source, how, row.out_of is not None)


def _official(result: Result) -> Iterable[Rank]:
    """Ranks from other sources, of the areas and of what they became part of, whatever the day asked about."""
    book = result.codebook
    after = [book.entry("areas", area).successor for area in result.areas]
    own = {book.territory(area) for area in (*result.areas, *filter(None, after))}
    official = [
        row
        for row in book.benchmarks
        if row.unit_measure in RANKS and book.territory(row.ref_area) in own and result.sector in ("", row.entry.sector)
    ]
    for row in sorted(official, key=attrgetter("ref_area", "time_period")):
        place, at = int(row.obs_value), of.field(row.benchmark, "obs_value")
        said = say(
            "ranks_official", year=values.benchmark_year(row), value=Figure(str(place), at),
            size=values.benchmark_out_of(row),
            how="" if row.how == "printed" else text(" (", book.label("benchmark_how", row.how), ")"),
        )  # fmt: skip
        source = values.benchmark_source(row, book)
        allowed, out_of = Interval(place, place), int(row.out_of)
        yield Rank(row.benchmark, row.ref_area, row.indicator, out_of, allowed, said, source, row.how, True, at)


def _title(group: list[Rank], result: Result) -> Text:
    """Whose ranks, of which index, out of which map: "Quảng Ninh: chỉ số …, trong 63 tỉnh, thành phố".

    The map is named only where it is that of every rank below; of an aim no one knows out of how many it is.
    """
    book, rank = result.codebook, group[0]
    name = label(book.entry("indicators", rank.indicator), "name")
    said = {"area": _whose(rank.area, result), "name": name}
    if (code := f"VN{rank.out_of}") not in book.codes("map") or not all(each.sized for each in group):
        return say("ranks_panel_alone", **said)
    return say("ranks_panel", map=book.label("map", code), **said)


def _whose(area: str, result: Result) -> Text:
    """The area; of one that areas asked about were merged into, that it is not held against their aims."""
    book, name = result.codebook, values.area(area, result)
    old = [each for each in result.areas if book.merged(each) and book.entry("areas", each).successor == area]
    if not old:
        return name
    parts = values.listed([book.area_name(each) for each in old])
    return say("ranks_merged", area=name, old=parts)


def _rank(axes: Axes, rank: Rank, label: str, end: float) -> None:
    """A rank with its words above it, in the line that ends at `end`."""
    color = marks.LEVEL if rank.how == "aim" else marks.INK
    if rank.allowed.exact:
        marks.dot(
            axes, float(rank.allowed.lower), end - 0.14, rank.ref, color, hollow=rank.how not in ("stated", "printed")
        )
    else:
        marks.bound(axes, rank.allowed, end - 0.14, rank.ref, color, high=0.17)
    axes.annotate(label, (axes.get_xlim()[0], end - 0.26), fontsize=SMALL, va="bottom", annotation_clip=False)
