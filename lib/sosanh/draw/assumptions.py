"""How much hangs on a total or on a reading that no article prints.

The assumptions are those of `compare.assumptions`, and each drawing says its own. The table beneath gives the same
numbers.
"""

from math import isfinite

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from sosanh.compare.assumptions import OtherTotals, Reading, growth_readings, other_totals
from sosanh.compare.results import Pair, Result
from sosanh.data.labels import label
from sosanh.data.rows import Observation
from sosanh.draw import marks
from sosanh.draw.chart import LINE, Layout, Panel, Plot, chart, stack
from sosanh.draw.pairs import months
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Text, Written, say, text
from sosanh.show import values
from sosanh.show.values import change_in_words, value


@chart
def sensitivity(result: Result, first: int, last: int) -> Plot | None:
    """The least gain that a share without a total means, for every total from `first` to `last`."""
    found = other_totals(result, first, last)
    if found is None:
        return None
    earlier, later = found.pair.a, found.pair.b
    counted = label(result.codebook.entry("populations", earlier.population), "counted")
    panel = Panel(
        lambda axes, layout: _draw_gains(axes, layout, found, counted),
        values.name(later, result),
        say("sensitivity_axes", counted=counted),
        inches=6 * LINE,
    )
    said = {
        "value": value(later), "total": values.denominator(earlier), "counted": counted,
        "certain": Figure(Written.number(int(found.certain_from)), _certain(found)),
        "count": values.numerator(earlier),
    }  # fmt: skip
    return Plot(
        stack([panel], beside="000"),
        say("sensitivity_alt", **said),
        ("total", *(say(f"head_{each}", counted=counted) for each in ("least", "gain"))),
        lambda drawn: _gains(drawn, found, (first, found.certain_from, found.total, last)),
        say("sensitivity_title", **said),
    )


def _gains(drawn: dict[str, Artist], found: OtherTotals, told: tuple[int, ...]) -> list[tuple]:
    """Of each total told the least number and the gain; the gain is read back from the line that was drawn."""
    leasts, count = found.gains.set_index("total")["least"], of.numerator(found.pair.a.obs_id)
    gains = dict(zip(*map(list, drawn["gains"].get_data()), strict=True))
    rows = []
    for total in sorted(set(told) & set(leasts.index)):
        whole = _total(total, found)
        assumed = of.assumed(whole) if total == found.certain_from != found.total else whole
        least = of.least_count(found.pair.b.obs_id, whole)
        made = ((total, assumed), (leasts[total], least), (gains[total], least - count))
        rows.append(tuple(Figure(Written.number(int(number)), each) for number, each in made))
    return rows


def _total(total: int, found: OtherTotals) -> Expression:
    """The total printed, that from which the share certainly means more, or one that the page was asked for."""
    if total == found.total:
        return of.total(found.pair.a.obs_id)
    return _certain(found) if total == found.certain_from else of.asked(str(total))


def _certain(found: OtherTotals) -> Expression:
    return of.certain_total(found.pair.b.obs_id, of.numerator(found.pair.a.obs_id))


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
        said = layout.said(say(key, counted=counted, **numbers))
        axes.annotate(said, (total, gain), (9, -14), textcoords="offset points", fontsize=9, fontweight="semibold")


@chart
def growth(result: Result) -> Plot | None:
    """Two counts of which only floors are printed, under each way to take them."""
    found = growth_readings(result)
    if found is None:
        return None
    pair, ways = found
    rows = (pair.a, pair.b)
    lines = tuple(text(month, "\n", value(row)) for month, row in zip(months(pair, result), rows, strict=True))
    panels = [
        Panel(
            lambda axes, layout, way=way: _draw_way(axes, layout, way, found),
            _way(way, pair),
            _way_change(way, pair),
            lines,
        )
        for way in ways
    ]
    said = {f"value_{which}": value(row) for which, row in zip("ab", rows, strict=True)}
    return Plot(
        stack(panels),
        say("growth_alt", change=change_in_words(pair.change, ""), **said),
        ("reading", "first", "last", "change"),
        lambda drawn: [
            (
                _way(way, pair),
                *(_drawn(row, way, pair, drawn) for row in rows),
                _way_change(way, pair),
            )
            for way in ways
        ],
        say("growth_title", name=values.name(pair.b, result)),
    )


def _draw_way(axes: Axes, layout: Layout, way: Reading, found: tuple[Pair, tuple[Reading, ...]]) -> None:
    pair, ways = found
    marks.scale(axes, [pair.a, pair.b], layout.number)
    axes.set_xlim(*_near(ways))
    for at, (row, allowed) in enumerate(((pair.a, way.a), (pair.b, way.b))):
        marks.bound(axes, allowed, at, f"{row.obs_id} {way.code}")


def _drawn(row: Observation, way: Reading, pair: Pair, drawn: dict[str, Artist]) -> Text:
    """Where the mark of a reading stands: as printed, or for a step that both figures together give."""
    artist, own = drawn[f"{row.obs_id} {way.code}"], row.obs_id
    if way.steps is None:
        return marks.place(artist, of.lower(own), of.upper(own))
    other = pair.b if row is pair.a else pair.a
    step = values.assumed_step(way.code, own, other.obs_id)
    return marks.place(artist, of.lowest_cut(own), of.highest_cut(own, step))


def _near(ways: tuple[Reading, ...]) -> tuple[float, float]:
    """An axis around the floors: nothing here is a length from zero."""
    ends = [float(end) for way in ways for each in (way.a, way.b) for end in (each.lower, each.upper) if isfinite(end)]
    beside = 0.7 * (max(ends) - min(ends) or 1)
    return max(0, min(ends) - 1.6 * beside), max(ends) + beside


def _way(way: Reading, pair: Pair) -> Text:
    if way.steps is None:
        return say("reading_words")
    own = (pair.a.obs_id, pair.b.obs_id)
    first, second = (
        Figure(Written.number(step), values.assumed_step(way.code, *ids))
        for step, ids in zip(way.steps, (own, own[::-1]), strict=True)
    )
    return say(f"reading_{way.code}", first=first, second=second)


def _way_change(way: Reading, pair: Pair) -> Text:
    """The change under a reading, in the words of every change; but for the first, with its assumption."""
    said = change_in_words(way.change(pair), "")
    return said if way.steps is None else say("reading_change", change=said)
