"""Two figures of one thing: each against the other, and against the level aimed at.

A pair is read downwards, the earlier figure above the later one; what joins them is drawn only where a change may be
stated. The alternative text says the finding with its bound.
"""

from urllib.parse import unquote

import numpy as np
from matplotlib.axes import Axes

from sosanh.compare.questions import over_time
from sosanh.compare.results import Outcome, OverTime, Pair, Result
from sosanh.data.collection import load
from sosanh.data.labels import label
from sosanh.data.tables import Observation
from sosanh.draw import marks
from sosanh.draw.chart import LINE, Layout, Panel, Plot, chart, stack
from sosanh.lineage.words import Text, say, text
from sosanh.numbers.intervals import INFINITE
from sosanh.numbers.units import SENSES
from sosanh.show import values
from sosanh.show.exhibits import change
from sosanh.show.headlines import lead
from sosanh.show.values import published_label, value, when


@chart
def bullet(result: OverTime) -> Plot | None:
    """The pair the brief leads with, against the target: dot, open bar, line."""
    pair, outcome = lead(result)
    if pair is None:
        return None
    shown = [pair.a, pair.b, *([outcome.target] if outcome else [])]
    with_level = outcome is not None and outcome.target.value.known

    def draw(axes: Axes, layout: Layout) -> None:
        _two_lines(axes, layout, pair, shown)
        if with_level:
            axes.set_ylim(1.5, -1.1)
            said = say("bullet_level", level=value(outcome.target))
            marks.level(axes, outcome.target, layout.said(said))

    return Plot(
        stack([Panel(draw, note=_axis(pair.a, result), lines=months(pair))]),
        _alt(pair, outcome),
        ("figure", "drawn"),
        lambda drawn: [(value(row), marks.drawn(row.obs_id, drawn)) for row in shown],
        say("bullet_title", name=values.name(pair.b)),
    )


def months(pair: Pair) -> tuple[Text, ...]:
    """When the two figures were published, as the labels of their lines."""
    return tuple(say("chart_published", when=when(row.article)) for row in (pair.a, pair.b))


def picture() -> bytes:
    """The drawing in the README: the published example, in English."""
    shown = bullet(over_time(load(), "Đồng Tháp", "2024-07", "2025-02", "education")).said("en")
    return unquote(shown.image.partition(",")[2]).encode("utf-8")


def _alt(pair: Pair, outcome: Outcome | None) -> Text:
    said = {}
    for which, row in (("a", pair.a), ("b", pair.b)):
        said[f"when_{which}"] = published_label(row.article)
        said[f"value_{which}"] = value(row)
    if outcome is None:
        return say("bullet_alt", **said)
    return say("bullet_alt_target", level=value(outcome.target), **said)


def _two_lines(axes: Axes, layout: Layout, pair: Pair, on_scale: list[Observation]) -> None:
    """A pair on one axis, the earlier figure above the later."""
    marks.scale(axes, on_scale, layout.number)
    for at, row in enumerate((pair.a, pair.b)):
        marks.mark(axes, at, row)
        marks.label(axes, at, row, layout.said(_said(row)))


def _axis(row: Observation, result: Result) -> Text:
    """What the axis is in: a share's sign, for its total need not be known; all else names its unit."""
    if SENSES[row.unit_measure].part:
        return say("bullet_axis")
    return say("axis_unit", unit=result.codebook.label("unit_measure", row.unit_measure))


def _said(row: Observation) -> Text:
    if row.share is None:
        return value(row)
    own = {"fraction": values.fraction(row), "share": values.share(row)}
    return say("chart_fraction", **own)


@chart
def slope(result: OverTime) -> Plot | None:
    """Every pair side by side, earlier above later: joined where a change may be stated, with the ends it allows."""
    shown = [pair for pair in result.pairs if pair.verdict.grade != "X" and _share_an_axis(pair)]
    if not shown:
        return None
    rows = [row for pair in shown for row in (pair.a, pair.b)]
    return Plot(
        stack([_joined(pair, result) for pair in shown]),
        say(
            "slope_alt",
            pairs=values.count_pairs(shown),
            stated=values.count_pairs([pair for pair in shown if pair.stated]),
        ),
        ("indicator", "figure", "drawn"),
        lambda drawn: [(values.name(row), values.dated(row), marks.drawn(row.obs_id, drawn)) for row in rows],
    )


def _joined(pair: Pair, result: Result) -> Panel:
    """A pair with what joins it; the note says what the axis is in, how far the pair compares, and the change."""

    def draw(axes: Axes, layout: Layout) -> None:
        _two_lines(axes, layout, pair, [pair.a, pair.b])
        if pair.stated:
            _join(axes, pair)

    grade = result.codebook.label("grade", pair.verdict.grade)
    note = text(_axis(pair.a, result), ". ", grade, ": ", change(pair))
    return Panel(draw, values.names(pair), note, months(pair))


def _join(axes: Axes, pair: Pair) -> None:
    """From what the earlier figure allows to what the later one does; without an end to the edge."""
    a, b = pair.a.value, pair.b.value
    ends = np.clip([float(end) for end in (a.lower, a.upper, b.upper, b.lower)], *sorted(axes.get_xlim()))
    axes.fill(ends, [0, 0, 1, 1], facecolor=marks.WASH, edgecolor="none", zorder=1, label="joined")
    if marks.is_point(pair.a) and marks.is_point(pair.b):
        axes.plot([marks.spot(pair.a), marks.spot(pair.b)], [0, 1], color=marks.VALUE, linewidth=1.6, zorder=2)


@chart
def dumbbell(result: OverTime) -> Plot | None:
    """Pairs that stand side by side without a difference: both ends on one line, unjoined, with both definitions."""
    shown = [pair for pair in result.pairs if pair.verdict.grade == "C" and _on_one_axis(pair)]
    if not shown:
        return None
    rows = [row for pair in shown for row in (pair.a, pair.b)]
    return Plot(
        stack([_unjoined(pair, result) for pair in shown], say("dumbbell_legend")),
        say("dumbbell_alt", pairs=values.count_pairs(shown)),
        ("figure", "definition", "counted", "drawn"),
        lambda drawn: [
            (
                values.dated(row),
                label(result.codebook.entry("definitions", row.definition), "wording"),
                label(row, "population"),
                marks.drawn(row.obs_id, drawn),
            )
            for row in rows
        ],
    )


def _unjoined(pair: Pair, result: Result) -> Panel:
    def draw(axes: Axes, layout: Layout) -> None:
        marks.scale(axes, [pair.a, pair.b], layout.number)
        marks.mark(axes, 0, pair.a)
        marks.mark(axes, 0 if marks.is_point(pair.b) else 0.35, pair.b, ring=True)  # two bars would hide each other
        for row, over in ((pair.a, 1), (pair.b, -1)):
            marks.label(axes, 0, row, layout.said(values.dated(row)), over)
        axes.set_ylim(0.9, -0.9)

    return Panel(draw, values.names(pair), _axis(pair.a, result), inches=2 * LINE)


def _on_one_axis(pair: Pair) -> bool:
    known = all(row.value.known and row.value.upper != INFINITE for row in (pair.a, pair.b))
    return known and pair.a.unit_measure == pair.b.unit_measure and _share_an_axis(pair)


def _share_an_axis(pair: Pair) -> bool:
    """Ranks out of 63 and out of 34, and two changes from levels of their own, stand on no common axis."""
    return {"out_of_differs", "changes"}.isdisjoint(pair.verdict.reasons)
