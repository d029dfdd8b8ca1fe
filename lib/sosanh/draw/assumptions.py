"""How much hangs on a total or on a reading that no article prints.

The assumptions are those of `assumed`, and each drawing says its own. The table beneath gives the same numbers.
"""

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes

from sosanh.compare.assumed import OtherTotals, Reading, growth_readings, other_totals
from sosanh.compare.gate import Row
from sosanh.compare.results import Pair, Result
from sosanh.draw import marks
from sosanh.draw.chart import LINE, Layout, Panel, Plot, chart, stack
from sosanh.draw.pairs import months
from sosanh.lineage.words import Figure, Text, say, text
from sosanh.numbers.amounts import format_number
from sosanh.show import values
from sosanh.show.values import change_in_words, value


@chart
def sensitivity(result: Result, first: int, last: int, language: str) -> Plot | None:
    """The least gain that a share without a total means, for every total from `first` to `last`."""
    found = other_totals(result, first, last)
    if found is None:
        return None
    earlier, later = found.pair.a, found.pair.b
    counted = result.codebook.entry("populations", earlier.population)[f"counted_{language}"]
    panel = Panel(
        lambda axes, layout: _draw_gains(axes, layout, found, counted),
        values.name(later, result, language),
        say("sensitivity_axes", language, counted=counted),
        inches=6 * LINE,
    )
    said = {
        "value": value(later, language), "total": values.denominator(earlier, language), "counted": counted,
        "certain": _amount(found.certain_from, found, "certain_from", language),
        "count": values.numerator(earlier, language),
    }  # fmt: skip
    return Plot(
        stack([panel], beside="000"),
        say("sensitivity_alt", language, **said),
        ("total", *(say(f"head_{each}", language, counted=counted) for each in ("least", "gain"))),
        lambda drawn: _gains(drawn, found, (first, found.certain_from, found.total, last), language),
        say("sensitivity_title", language, **said),
    )


def _gains(drawn: dict[str, Artist], found: OtherTotals, told: tuple[int, ...], language: str) -> list[tuple]:
    """Of each total told the least number and the gain; the gain is read back from the line that was drawn."""
    least = found.gains.set_index("total")["least"]
    gains = dict(zip(*map(list, drawn["gains"].get_data()), strict=True))
    return [
        (
            _total(total, found, language),
            _amount(least[total], found, _if_total("implied.least", total, found), language),
            _amount(gains[total], found, _if_total("implied.gain", total, found), language),
        )
        for total in sorted(set(told) & set(least.index))
    ]


def _total(total: int, found: OtherTotals, language: str) -> Figure:
    if total == found.total:
        return values.denominator(found.pair.a, language)
    if total == found.certain_from:
        return _amount(total, found, "certain_from", language)
    return Figure(format_number(total, language), (str(total),), "asked.number")


def _if_total(how: str, total: int, found: OtherTotals) -> str:
    """The computation, named with the total it assumes where that is not the printed one."""
    return how if total == found.total else f"{how}:{total}"


def _amount(number, found: OtherTotals, how: str, language: str) -> Figure:
    return Figure(format_number(int(number), language), (found.pair.a.obs_id, found.pair.b.obs_id), how)


def _draw_gains(axes: Axes, layout: Layout, found: OtherTotals, counted: str) -> None:
    axes.step(found.gains["total"], found.gains["gain"], where="mid", color=marks.VALUE, linewidth=1.6, gid="gains")
    axes.axhline(0, color=marks.SOFT, linewidth=1)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda tick, _: layout.number(int(tick)))
    marks.plain(axes)
    gains = found.gains.set_index("total")["gain"]
    for total, key in ((found.total, "sensitivity_at_total"), (found.certain_from, "sensitivity_from")):
        if total not in gains.index:
            continue
        gain = int(gains[total])
        marks.dot(axes, total, gain, f"total-{total}", hollow=total != found.total)
        numbers = {"total": layout.number(total), "gain": layout.number(gain)}
        said = layout.said(say(key, layout.language, counted=counted, **numbers))
        axes.annotate(said, (total, gain), (9, -14), textcoords="offset points", fontsize=9, fontweight="semibold")


@chart
def growth(result: Result, language: str) -> Plot | None:
    """Two counts of which only floors are printed, under each way to take them."""
    found = growth_readings(result)
    if found is None:
        return None
    pair, ways = found
    rows = (pair.a, pair.b)
    lines = tuple(
        text(month, "\n", value(row, language)) for month, row in zip(months(pair, result, language), rows, strict=True)
    )
    panels = [
        Panel(
            lambda axes, layout, way=way: _draw_way(axes, layout, way, found),
            _way(way, pair, language),
            _way_change(way, pair, language),
            lines,
        )
        for way in ways
    ]
    said = {f"value_{which}": value(row, language) for which, row in zip("ab", rows, strict=True)}
    return Plot(
        stack(panels),
        say("growth_alt", language, change=change_in_words(pair.change, language, ""), **said),
        ("reading", "first", "last", "change"),
        lambda drawn: [
            (
                _way(way, pair, language),
                *(_drawn(row, way, pair, drawn, language) for row in rows),
                _way_change(way, pair, language),
            )
            for way in ways
        ],
        say("growth_title", language, name=values.name(pair.b, result, language)),
    )


def _draw_way(axes: Axes, layout: Layout, way: Reading, found: tuple[Pair, tuple[Reading, ...]]) -> None:
    pair, ways = found
    marks.scale(axes, [pair.a, pair.b], layout.language)
    axes.set_xlim(*_near(ways))
    for at, (row, allowed) in enumerate(((pair.a, way.a), (pair.b, way.b))):
        marks.bound(axes, allowed, at, f"{row.obs_id} {way.code}")


def _drawn(row: Row, way: Reading, pair: Pair, drawn: dict[str, Artist], language: str) -> Text:
    """Where the mark of a reading stands: as printed, or for a step that both figures together give."""
    artist = drawn[f"{row.obs_id} {way.code}"]
    if way.steps is None:
        return marks.place(artist, (row.obs_id,), language)
    other = pair.b if row is pair.a else pair.a
    return marks.place(artist, (row.obs_id, other.obs_id), language, f"assumed.{way.code}")


def _near(ways: tuple[Reading, ...]) -> tuple[float, float]:
    """An axis around the floors: nothing here is a length from zero."""
    ends = [end for way in ways for each in (way.a, way.b) for end in (each.lower, each.upper) if np.isfinite(end)]
    beside = 0.7 * (max(ends) - min(ends) or 1)
    return max(0, min(ends) - 1.6 * beside), max(ends) + beside


def _way(way: Reading, pair: Pair, language: str) -> Text:
    if way.steps is None:
        return say("reading_words", language)
    own = (pair.a.obs_id, pair.b.obs_id)
    first, second = (
        Figure(format_number(step, language), ids, f"assumed.{way.code}.step")
        for step, ids in zip(way.steps, (own, own[::-1]), strict=True)
    )
    return say(f"reading_{way.code}", language, first=first, second=second)


def _way_change(way: Reading, pair: Pair, language: str) -> Text:
    """The change under a reading, in the words of every change; but for the first, with its assumption."""
    said = change_in_words(way.change(pair), language, "")
    return said if way.steps is None else say("reading_change", language, change=said)
