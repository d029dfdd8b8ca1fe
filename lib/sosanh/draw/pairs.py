"""Two figures of one thing: against each other, against the level aimed at, and under what no article prints.

A pair is read downwards, the earlier figure above the later one; what joins them is drawn only where a change may be
stated. The title is the finding, with its bound; where no difference is stated it says so. The last two charts show how
much hangs on a total or on a reading that no article prints (`compare.followups`); each drawing says which it assumes.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import isfinite
from urllib.parse import unquote

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from sosanh.compare.followups import OtherTotals, Reading, growth_readings, other_totals
from sosanh.compare.questions import over_time
from sosanh.compare.results import Outcome, OverTime, Pair, Result
from sosanh.data.collection import load
from sosanh.data.labels import Label, label
from sosanh.data.tables import Observation
from sosanh.draw import marks
from sosanh.draw.chart import LINE, Layout, Panel, Plot, chart
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Words, Written, join, say, text
from sosanh.numbers.intervals import INFINITE
from sosanh.numbers.units import SENSES
from sosanh.show import values
from sosanh.show.exhibits import change
from sosanh.show.headlines import lead


@chart
def bullet(result: OverTime) -> Plot | None:
    """The pair the brief leads with, against the target: dot, open bar, line."""
    pair, outcome = lead(result)
    if pair is None:
        return None
    shown = [pair.a, pair.b, *([outcome.target] if outcome else [])]
    said = {"level": values.value(outcome.target)} if outcome else {}
    for which, row in (("a", pair.a), ("b", pair.b)):
        said |= {f"when_{which}": values.published_label(row.article), f"value_{which}": values.value(row)}

    def draw(axes: Axes, layout: Layout) -> None:
        _two_lines(axes, layout, pair, shown)
        if outcome is not None and outcome.target.value.known:
            marks.level(axes, outcome.target, layout.said(say("bullet_level", level=said["level"])))

    return Plot(
        [Panel(draw, notes=_axis(shown, result), lines=_labels(pair))],
        say("bullet_alt_target" if outcome else "bullet_alt", name=values.name(pair.b), **said),
        ("figure", "drawn"),
        lambda drawn: [(values.value(row), marks.drawn(row.obs_id, drawn)) for row in shown],
        _finding(pair, outcome, result),
        shown=shown,
        subtitle=values.area_and_name(pair.b, result),
        legend=_cut(shown),
    )


def _finding(pair: Pair, outcome: Outcome | None, result: Result) -> Text:
    """What the latest figure says of the target; without one what may be said of the change."""
    since, when = (values.when_in(row.article) for row in (pair.a, pair.b))
    if outcome is None:
        change = values.change_in_words(pair.change, pair.verdict.condition)
        return say("bullet_change", name=values.name(pair.b), since=since, when=when, change=change)
    target, code = outcome.target, outcome.code
    said = say(
        f"bullet_{code}" if code in ("exceeded", "met", "short") else "bullet_held",
        when=values.when_in(outcome.actual.article), value=values.value(outcome.actual),
        level=values.value(target), outcome=result.codebook.label("target_outcome", code),
        period=text(values.bare_period(target), values.in_brackets(values.as_read(target, result.codebook))),
    )  # fmt: skip
    return say("change_if", change=said, condition=outcome.condition) if outcome.condition else said


def picture() -> bytes:
    """The drawing in the README: the published example, in English."""
    shown = bullet(over_time(load(), "Đồng Tháp", "2024-07", "2025-02", "education")).said("en")
    return unquote(shown.image.partition(",")[2]).encode("utf-8")


def _labels(pair: Pair, fractions: bool = True) -> tuple[tuple[Text, Text], ...]:
    """The two figures and when each was published, as the labels of their lines."""
    said = []
    for row in (pair.a, pair.b):
        value = values.value(row)
        if fractions and row.share is not None:
            value = say("chart_fraction", fraction=values.fraction(row), share=values.share(row))
        said.append((value, values.published_label(row.article)))
    return tuple(said)


def _two_lines(axes: Axes, layout: Layout, pair: Pair, on_scale: list[Observation]) -> None:
    """A pair on one axis, the earlier figure above the later."""
    marks.scale(axes, on_scale, layout.number)
    for at, row in enumerate((pair.a, pair.b)):
        marks.mark(axes, at, row)


def _axis(rows: Sequence[Observation], result: Result) -> tuple[Words, ...]:
    """What the axis is in, where its numbers do not show that, and why it is the whole scale, where it is."""
    unit = rows[0].unit_measure
    said = "" if SENSES[unit].sign else say("axis_unit", unit=result.codebook.label("unit_measure", unit))
    return (said, say("axis_whole") if marks.whole(rows) else "")


def _cut(*axes: Sequence[Observation]) -> Words:
    """That axes show a part of the scale, where one of these rows does."""
    return say("axis_cut") if any(marks.span(rows)[0] != 0 for rows in axes) else ""


def _both(pair: Pair) -> tuple[Observation, Observation]:
    return pair.a, pair.b


@chart
def slope(result: OverTime) -> Plot | None:
    """Every pair side by side, earlier above later: joined where a change may be stated, with the ends it allows."""
    shown = [pair for pair in result.pairs if pair.verdict.grade != "X" and _share_an_axis(pair)]
    if not shown:
        return None
    rows = [row for pair in shown for row in _both(pair)]
    stated = [pair for pair in shown if pair.stated]
    counts = {"pairs": values.count_pairs(shown), "stated": values.count_pairs(stated)}
    only = [pair for pair in stated if pair.verdict.condition]
    if_only = say("page_only_if", pairs=values.count_pairs(only)) if only else ""
    title = say("slope_title", len(stated), if_only=if_only, **counts)
    if len(shown) == 1:
        title = _of_one(shown[0])
    changes = join("; ", [_of_one(pair) for pair in stated or shown])
    return Plot(
        [_joined(pair, result) for pair in shown],
        say("slope_alt", changes=changes, **counts),
        ("indicator", "figure", "drawn"),
        lambda drawn: [(values.name(row), values.dated(row), marks.drawn(row.obs_id, drawn)) for row in rows],
        title,
        shown=rows,
        legend=_cut(*map(_both, shown)),
    )


def _of_one(pair: Pair) -> Text:
    """The finding of one pair: its name and its change, or that none is calculated."""
    return say("slope_one", name=values.names(pair), change=change(pair))


def _joined(pair: Pair, result: Result) -> Panel:
    """A pair with what joins it; the notes say how far the pair compares, the change, and what the axis is in."""

    def draw(axes: Axes, layout: Layout) -> None:
        _two_lines(axes, layout, pair, [pair.a, pair.b])
        if not pair.stated:
            return
        # from what the earlier figure allows to what the later one does; without an end to the edge
        a, b = pair.a.value, pair.b.value
        ends = np.clip([float(end) for end in (a.lower, a.upper, b.upper, b.lower)], *sorted(axes.get_xlim()))
        axes.fill(ends, [0, 0, 1, 1], facecolor=marks.WASH, edgecolor="none", zorder=1, label="joined")
        if marks.is_point(pair.a) and marks.is_point(pair.b):
            axes.plot([marks.spot(pair.a), marks.spot(pair.b)], [0, 1], color=marks.VALUE, linewidth=1.6, zorder=2)

    grade = result.codebook.label("grade", pair.verdict.grade)
    notes = (text(grade, ": ", change(pair)), *_axis(_both(pair), result))
    return Panel(draw, values.names(pair), notes, _labels(pair))


@chart
def dumbbell(result: OverTime) -> Plot | None:
    """Pairs that stand side by side without a difference: both ends on one line, unjoined, with both definitions."""
    shown = [pair for pair in result.pairs if pair.verdict.grade == "C" and _on_one_axis(pair)]
    if not shown:
        return None
    rows = [row for pair in shown for row in _both(pair)]
    book = result.codebook
    return Plot(
        [_unjoined(pair, result) for pair in shown],
        say("dumbbell_alt", pairs=values.count_pairs(shown), figures=join("; ", map(_beside, shown))),
        ("figure", "definition", "counted", "drawn"),
        lambda drawn: [
            (
                values.dated(row), label(book.entry("definitions", row.definition), "wording"),
                label(row, "population"), marks.drawn(row.obs_id, drawn),
            ) for row in rows
        ],
        say("dumbbell_title", len(shown), pairs=values.count_pairs(shown)),
        shown=rows,
        legend=text(say("dumbbell_legend"), " ", _cut(*map(_both, shown))),
    )  # fmt: skip


def _beside(pair: Pair) -> Text:
    return text(values.names(pair), ": ", join(", ", map(values.dated, (pair.a, pair.b))))


def _unjoined(pair: Pair, result: Result) -> Panel:
    def draw(axes: Axes, layout: Layout) -> float:
        marks.scale(axes, [pair.a, pair.b], layout.number)
        axes.grid(visible=False)  # else its lines run through the labels
        marks.base(axes)
        marks.mark(axes, 0, pair.a)
        marks.mark(axes, 0 if marks.is_point(pair.b) else 0.35, pair.b, ring=True)  # two bars would hide each other
        for row, over in ((pair.a, 1), (pair.b, -1)):
            marks.label(axes, 0, row, layout.said(values.dated(row)), over)
        axes.set_ylim(0.9, -0.9)
        return 2 * LINE

    return Panel(draw, values.names(pair), _axis(_both(pair), result))


def _on_one_axis(pair: Pair) -> bool:
    known = all(row.value.known and row.value.upper != INFINITE for row in (pair.a, pair.b))
    return known and pair.a.unit_measure == pair.b.unit_measure and _share_an_axis(pair)


def _share_an_axis(pair: Pair) -> bool:
    """Ranks out of 63 and out of 34, and two changes from levels of their own, stand on no common axis."""
    return {"out_of_differs", "changes"}.isdisjoint(pair.verdict.reasons)


@chart
def sensitivity(result: Result, first: int, last: int) -> Plot | None:
    """The least gain that a share without a total means, for every total from `first` to `last`."""
    found = other_totals(result, first, last)
    if found is None:
        return None
    earlier, later = found.pair.a, found.pair.b
    counted = label(result.codebook.entry("populations", earlier.population), "counted")
    certain = of.certain_total(later.obs_id, of.numerator(earlier.obs_id))
    said = {
        "value": values.value(later), "counted": counted,
        "total": values.count_printed(earlier, "denominator"), "count": values.count_printed(earlier, "numerator"),
        "certain": Figure(Written.number(found.certain_from), certain),
    }  # fmt: skip
    axis = say("sensitivity_axes", counted=counted)
    return Plot(
        [Panel(lambda axes, layout: _draw_gains(axes, layout, found, counted), notes=(axis,))],
        say("sensitivity_alt", **said),
        ("total", *(say(f"head_{each}", counted=counted) for each in ("least", "gain"))),
        lambda drawn: _gains(drawn, found, (first, last)),
        say("sensitivity_title", **said),
        shown=(earlier, later),
        subtitle=values.area_and_name(later, result),
        beside="000",
    )


def _gains(drawn: dict[str, Artist], found: OtherTotals, ends: tuple[int, int]) -> Iterator[tuple[Figure, ...]]:
    """Of each total told the least number and the gain; the gain is read back from the line that was drawn."""
    earlier, later = found.pair.a.obs_id, found.pair.b.obs_id
    count = of.numerator(earlier)
    certain = of.certain_total(later, count)
    named = {found.certain_from: certain, found.total: of.total(earlier)}  # the total printed, where they are the same
    gains = dict(zip(*map(list, drawn["gains"].get_data()), strict=True))
    for total in sorted({*ends, *named} & set(found.gains)):
        whole = named.get(total, of.asked(str(total)))
        least = of.least_count(later, whole)
        assumed = of.assumed(whole) if whole is certain else whole
        made = ((total, assumed), (found.gains[total][0], least), (gains[total], least - count))
        yield tuple(Figure(Written.number(number), each) for number, each in made)


def _draw_gains(axes: Axes, layout: Layout, found: OtherTotals, counted: Label) -> float:
    gains = {total: gain for total, (_, gain) in found.gains.items()}
    axes.step([*gains], [*gains.values()], where="mid", color=marks.VALUE, linewidth=1.6, gid="gains")
    axes.axhline(0, color=marks.SOFT, linewidth=1)
    axes.grid(visible=False)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda tick, _: layout.number(int(tick)))
    for total, key in ((found.total, "sensitivity_at_total"), (found.certain_from, "sensitivity_from")):
        if total not in gains:
            continue
        gain = gains[total]
        marks.dot(axes, total, gain, f"total-{total}", "of_printed" if total == found.total else "of_assumed")
        words = say(key, counted=counted, total=layout.number(total), gain=layout.number(gain))
        place = {"textcoords": "offset points", "va": "top"}  # to the right below, where neither line is
        axes.annotate(layout.folded(words, 0.45 * layout.width), (total, gain), (9, -5), fontweight="semibold", **place)
    return 6 * LINE


@chart
def growth(result: Result) -> Plot | None:
    """Two counts of which only floors are printed, under each way to take them."""
    found = growth_readings(result)
    if found is None:
        return None
    pair, ways = found
    panels = [_taken(way, pair, ways) for way in ways]
    said = {"value_a": values.value(pair.a), "value_b": values.value(pair.b)}
    return Plot(
        panels,
        say("growth_alt", name=values.name(pair.b), change=values.change_in_words(pair.change), **said),
        ("reading", "first", "last", "change"),
        lambda drawn: [
            (panel.title, *_places(way, pair, drawn), panel.notes[0]) for way, panel in zip(ways, panels, strict=True)
        ],
        say("growth_title", change=values.change_in_words(pair.change), **said),
        shown=(pair.a, pair.b),
        subtitle=values.area_and_name(pair.b, result),
        legend=say("axis_cut"),
    )


def _taken(way: Reading, pair: Pair, ways: Iterable[Reading]) -> Panel:
    """Both counts under a reading; their change in the words of every change, but for the first with its assumption."""
    rows, ids = (pair.a, pair.b), (pair.a.obs_id, pair.b.obs_id)

    def draw(axes: Axes, layout: Layout) -> None:
        marks.scale(axes, rows, layout.number)
        axes.set_xlim(*_near(ways))
        for at, (row, allowed) in enumerate(zip(rows, (way.a, way.b), strict=True)):
            marks.bound(axes, allowed, at, f"{row.obs_id} {way.code}")

    lines = _labels(pair, fractions=False)
    change = values.change_in_words(way.change(pair))
    if way.steps is None:
        return Panel(draw, say("reading_words"), (change,), lines)
    first, second = (
        Figure(Written.number(step), values.assumed_step(way.code, *both))
        for step, both in zip(way.steps, (ids, ids[::-1]), strict=True)
    )
    title = say(f"reading_{way.code}", first=first, second=second)
    return Panel(draw, title, (say("reading_change", change=change),), lines)


def _near(ways: Iterable[Reading]) -> tuple[float, float]:
    """An axis around the floors: nothing here is a length from zero."""
    ends = [float(end) for way in ways for each in (way.a, way.b) for end in (each.lower, each.upper) if isfinite(end)]
    beside = 0.7 * (max(ends) - min(ends) or 1)
    return max(0, min(ends) - 1.6 * beside), max(ends) + beside


def _places(way: Reading, pair: Pair, drawn: dict[str, Artist]) -> Iterator[Text]:
    """Where the marks of a reading stand: as printed, or for a step that both figures together give."""
    for own, other in ((pair.a.obs_id, pair.b.obs_id), (pair.b.obs_id, pair.a.obs_id)):
        low, high = of.lower(own), of.upper(own)
        if way.steps:
            low, high = of.lowest_cut(own), of.highest_cut(own, values.assumed_step(way.code, own, other))
        yield marks.place(drawn[f"{own} {way.code}"], low, high)
