"""What a brief draws of a few figures: each against another, against a level, or against what is left open.

The marks are those of `marks`. A pair is read downwards, the earlier figure above the later one; what joins them is
drawn only where a change may be stated. What was drawn is read back from the drawing and shown as its table, and
the alternative text says the finding with its bound.
"""

from urllib.parse import unquote

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from sosanh.compare.gate import Row, interval
from sosanh.compare.questions import over_time
from sosanh.compare.results import Outcome, OverTime, Pair, Result
from sosanh.data.collection import load
from sosanh.draw import marks
from sosanh.lineage.words import Figure, Text, join, say, text
from sosanh.numbers.intervals import INFINITE
from sosanh.numbers.units import SENSES
from sosanh.show import values
from sosanh.show.display import Chart, Sentences, chart, sentences
from sosanh.show.exhibits import change
from sosanh.show.headlines import lead
from sosanh.show.values import published_label, value, when


def bullet(result: OverTime, language: str) -> Chart | Sentences:
    """The pair the brief leads with, against the target: dot, open bar, line."""
    pair, outcome = lead(result)
    if pair is None:
        return sentences("bullet", [], language)
    rows = [pair.a, pair.b]
    shown = rows + ([outcome.target] if outcome else [])
    labels = months(pair, result, language)
    level = outcome is not None and bool(interval(outcome.target).known)
    there = marks.kinds(pair.a) | marks.kinds(pair.b) | ({"level"} if level else set())

    def paint(width: float) -> Drawing:
        note = _axis(shown[0], result, language) + "\n" + marks.key(there, marks.room(width, labels), language)
        drawing, (axes,) = marks.panels(width, [2 * marks.deep(labels)], [""], [note])
        _two_lines(axes, pair, labels, language, shown)
        if level:
            axes.set_ylim(1.5, -1.1)
            marks.level(axes, outcome.target, str(say("bullet_level", language, level=value(outcome.target, language))))
        return drawing

    images, drawn = marks.pictures(paint)
    title = say("bullet_title", language, name=values.name(pair.b, result, language))
    cells = [(value(row, language), marks.drawn(row.obs_id, drawn, language)) for row in shown]
    return chart("bullet", title, _alt(pair, result, outcome, language), images, ("figure", "drawn"), cells, language)


def months(pair: Pair, result: Result, language: str) -> list[str]:
    """When the two figures were published, as the labels of their lines; a long span in several."""
    sources = [result.collection.sources.loc[row.source_id] for row in (pair.a, pair.b)]
    said = [str(say("chart_published", language, when=when(source, language))).split("\n") for source in sources]
    return ["\n".join(marks.folded(line, 1.4) for line in lines) for lines in said]


def picture() -> bytes:
    """The drawing in the README: the published example, in English."""
    shown = bullet(over_time(load(), "Đồng Tháp", "2024-07", "2025-02", "education"), "en")
    return unquote(shown.image.partition(",")[2]).encode("utf-8")


def _alt(pair: Pair, result: Result, outcome: Outcome | None, language: str) -> Text:
    said = {
        f"{what}_{which}": found
        for which, row in (("a", pair.a), ("b", pair.b))
        for what, found in (
            ("when", published_label(result.collection.sources.loc[row.source_id], language)),
            ("value", value(row, language)),
        )
    }
    if outcome is None:
        return say("bullet_alt", language, **said)
    return say("bullet_alt_target", language, level=value(outcome.target, language), **said)


def _two_lines(axes: Axes, pair: Pair, labels: list[str], language: str, on_scale: list[Row]) -> None:
    """A pair on one axis, the earlier figure above the later."""
    marks.scale(axes, on_scale, language)
    for at, row in enumerate((pair.a, pair.b)):
        marks.mark(axes, at, row)
        marks.label(axes, at, row, _said(row, language))
    axes.set_ylim(1.5, -0.5)
    axes.set_yticks([0, 1], labels)


def _axis(row: Row, result: Result, language: str) -> str:
    """What the axis is in: a share's sign, for its total need not be known; all else names its unit."""
    if SENSES[row.unit_measure].part:
        return str(say("bullet_axis", language))
    return str(say("axis_unit", language, unit=result.codebook.label("unit_measure", row.unit_measure, language)))


def _said(row: Row, language: str) -> str:
    if pd.notna(row.share):
        own = {"fraction": values.fraction(row, language), "share": values.share(row, language)}
        return str(say("chart_fraction", language, **own))
    return str(value(row, language))


def slope(result: OverTime, language: str) -> Chart | Sentences:
    """Every pair side by side, earlier above later: joined where a change may be stated, with the ends it allows."""
    shown = [pair for pair in result.pairs if pair.verdict.grade != "X" and _share_an_axis(pair)]
    if not shown:
        return sentences("slope", [], language)
    there = {kind for pair in shown for row in (pair.a, pair.b) for kind in marks.kinds(row)}
    there |= {"joined"} if any(pair.stated for pair in shown) else set()

    def paint(width: float) -> Drawing:
        room = marks.room(width, [label for pair in shown for label in months(pair, result, language)])
        names = [marks.folded(str(_pair_name(pair, result, language)), room) for pair in shown]
        notes = [marks.folded(_note(pair, result, language), room, 8.5) for pair in shown]
        notes[-1] += "\n" + marks.key(there, room, language)
        heights = [2 * marks.deep(months(pair, result, language)) for pair in shown]
        drawing, stacked = marks.panels(width, heights, names, notes)
        for axes, pair in zip(stacked, shown, strict=True):
            _two_lines(axes, pair, months(pair, result, language), language, [pair.a, pair.b])
            _joined(axes, pair)
        return drawing

    images, drawn = marks.pictures(paint)
    stated = [pair for pair in shown if pair.stated]
    alt = say("slope_alt", language, pairs=_pairs(shown), stated=_pairs(stated))
    cells = [
        (
            text(values.name(row, result, language)),
            values.dated(row, result, language),
            marks.drawn(row.obs_id, drawn, language),
        )
        for pair in shown
        for row in (pair.a, pair.b)
    ]
    title = say("title_slope", language)
    return chart("slope", title, alt, images, ("indicator", "figure", "drawn"), cells, language)


def _pair_name(pair: Pair, result: Result, language: str) -> Text:
    return join(" / ", dict.fromkeys(values.name(row, result, language) for row in (pair.a, pair.b)))


def _note(pair: Pair, result: Result, language: str) -> str:
    """What the axis is in, how far the pair compares, and the change."""
    axis, grade = _axis(pair.a, result, language), result.codebook.label("grade", pair.verdict.grade, language)
    return f"{axis}. {grade}: {change(pair, language)}"


def _pairs(pairs: list[Pair]) -> Figure:
    """How many pairs, naming the two figures of each."""
    ids = tuple(row.obs_id for pair in pairs for row in (pair.a, pair.b))
    return Figure(str(len(pairs)), ids, "count.pairs")


def _joined(axes: Axes, pair: Pair) -> None:
    """Where the change is stated, from what the earlier figure allows to what the later one does (to the edge)."""
    if not pair.stated:
        return
    a, b = interval(pair.a), interval(pair.b)
    ends = np.clip([float(end) for end in (a.lower, a.upper, b.upper, b.lower)], *sorted(axes.get_xlim()))
    axes.fill(ends, [0, 0, 1, 1], facecolor=marks.WASH, edgecolor="none", zorder=1)
    if marks.is_point(pair.a) and marks.is_point(pair.b):
        axes.plot([marks.spot(pair.a), marks.spot(pair.b)], [0, 1], color=marks.VALUE, linewidth=1.6, zorder=2)


def dumbbell(result: OverTime, language: str) -> Chart | Sentences:
    """Pairs that stand side by side without a difference: both ends on one line, unjoined, with both definitions."""
    shown = [pair for pair in result.pairs if pair.verdict.grade == "C" and _on_one_axis(pair)]
    if not shown:
        return sentences("dumbbell", [], language)
    there = {kind for pair in shown for kind in marks.kinds(pair.a) | marks.kinds(pair.b, ring=True)}

    def paint(width: float) -> Drawing:
        names = [marks.folded(str(_pair_name(pair, result, language)), marks.room(width)) for pair in shown]
        notes = [_axis(pair.a, result, language) for pair in shown]
        notes[-1] += "\n" + marks.legend("dumbbell", width, language)
        notes[-1] += "\n" + marks.key(there, marks.room(width), language)
        drawing, stacked = marks.panels(width, [2 * marks.LINE] * len(shown), names, notes)
        for axes, pair in zip(stacked, shown, strict=True):
            marks.scale(axes, [pair.a, pair.b], language)
            marks.mark(axes, 0, pair.a)
            marks.mark(axes, 0 if marks.is_point(pair.b) else 0.35, pair.b, ring=True)  # two bars would hide each other
            marks.label(axes, 0, pair.a, str(values.dated(pair.a, result, language)), over=1)
            marks.label(axes, 0, pair.b, str(values.dated(pair.b, result, language)), over=-1)
            axes.set_ylim(0.9, -0.9)
            axes.set_yticks([])
        return drawing

    images, drawn = marks.pictures(paint)
    cells = [
        (
            values.dated(row, result, language),
            text(result.codebook.entry("definitions", row.definition)[f"wording_{language}"]),
            text(getattr(row, f"population_{language}")),
            marks.drawn(row.obs_id, drawn, language),
        )
        for pair in shown
        for row in (pair.a, pair.b)
    ]
    heads = ("figure", "definition", "counted", "drawn")
    alt = say("dumbbell_alt", language, pairs=_pairs(shown))
    return chart("dumbbell", say("title_dumbbell", language), alt, images, heads, cells, language)


def _on_one_axis(pair: Pair) -> bool:
    known = all(interval(row).known and interval(row).upper != INFINITE for row in (pair.a, pair.b))
    return known and pair.a.unit_measure == pair.b.unit_measure and _share_an_axis(pair)


def _share_an_axis(pair: Pair) -> bool:
    """Ranks out of 63 and out of 34, and two changes from levels of their own, stand on no common axis."""
    return {"out_of_differs", "changes"}.isdisjoint(pair.verdict.reasons)
