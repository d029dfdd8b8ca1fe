"""What a brief draws of what is left open: how much hangs on a total or a reading that no article prints.

The assumptions are those of `assumptions`, and each drawing says its own. The table beneath gives the same numbers.
"""

from math import isfinite

from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from sosanh.compare.assumptions import OtherTotals, Reading, growth_readings, other_totals
from sosanh.compare.gate import Row
from sosanh.compare.results import Pair, Result
from sosanh.draw import marks
from sosanh.draw.charts import months
from sosanh.lineage.words import Figure, Text, say
from sosanh.numbers.amounts import format_number
from sosanh.show import values
from sosanh.show.display import Chart, Sentences, chart, sentences
from sosanh.show.values import change_in_words, value


def sensitivity(result: Result, first: int, last: int, language: str) -> Chart | Sentences:
    """The least gain that a share without a total means, for every total from `first` to `last`."""
    found = other_totals(result, first, last)
    if found is None:
        return sentences("sensitivity", [], language)
    counted = result.codebook.entry("populations", found.pair.a.population)[f"counted_{language}"]

    def paint(width: float) -> Drawing:
        name = marks.folded(values.name(found.pair.b, result, language), marks.room(width, ["000"]))
        note = marks.folded(str(say("sensitivity_axes", language, counted=counted)), marks.room(width, ["000"]), 8.5)
        drawing, (axes,) = marks.panels(width, [6 * marks.LINE], [name], [note])
        _draw_gains(axes, found, counted, language)
        return drawing

    images, drawn = marks.pictures(paint)
    both, earlier = (found.pair.a.obs_id, found.pair.b.obs_id), found.pair.a
    rows = found.gains.set_index("total")
    gains = dict(zip(*map(list, drawn["gains"].get_data()), strict=True))  # read back from the line that was drawn
    told = [total for total in dict.fromkeys((first, found.certain_from, found.total, last)) if total in rows.index]
    cells = [
        (
            _total(total, found, language),
            _amount(rows.at[total, "least"], both, _if_total("implied.least", total, found), language),
            _amount(gains[total], both, _if_total("implied.gain", total, found), language),
        )
        for total in sorted(told)
    ]
    total = values.denominator(earlier, language)
    said = {"value": value(found.pair.b, language), "total": total, "counted": counted}
    certain = _amount(found.certain_from, both, "certain_from", language)
    alt = say("sensitivity_alt", language, certain=certain, count=values.numerator(earlier, language), **said)
    title = say("sensitivity_title", language, **said)
    heads = ("total", *(say(f"head_{each}", language, counted=counted) for each in ("least", "gain")))
    return chart("sensitivity", title, alt, images, heads, cells, language)


def _total(total: int, found: OtherTotals, language: str) -> Figure:
    if total == found.total:
        return values.denominator(found.pair.a, language)
    both = (found.pair.a.obs_id, found.pair.b.obs_id)
    if total == found.certain_from:
        return _amount(total, both, "certain_from", language)
    return _amount(total, (str(total),), "asked.number", language)


def _if_total(how: str, total: int, found: OtherTotals) -> str:
    """The computation, named with the total it assumes where that is not the printed one."""
    return how if total == found.total else f"{how}:{total}"


def _amount(number, observations: tuple[str, ...], how: str, language: str) -> Figure:
    return Figure(format_number(int(number), language), observations, how)


def _draw_gains(axes: Axes, found: OtherTotals, counted: str, language: str) -> None:
    gains = found.gains
    axes.step(gains["total"], gains["gain"], where="mid", color=marks.VALUE, linewidth=1.6, gid="gains")
    axes.axhline(0, color=marks.SOFT, linewidth=1)
    axes.xaxis.set_major_formatter(lambda tick, _: format_number(int(tick), language))
    axes.yaxis.set_major_formatter(lambda tick, _: format_number(int(tick), language))
    marks.plain(axes)
    for total, key in ((found.total, "sensitivity_at_total"), (found.certain_from, "sensitivity_from")):
        if total not in set(gains["total"]):
            continue
        gain = int(gains.loc[gains["total"].eq(total), "gain"].iloc[0])
        marks.dot(axes, total, gain, f"total-{total}", hollow=total != found.total)
        numbers = {"total": format_number(total, language), "gain": format_number(gain, language)}
        said = say(key, language, counted=counted, **numbers)
        axes.annotate(str(said), (total, gain), (9, -14), textcoords="offset points", fontsize=9, fontweight="semibold")


def growth(result: Result, language: str) -> Chart | Sentences:
    """Two counts of which only floors are printed, under each way to take them."""
    found = growth_readings(result)
    if found is None:
        return sentences("growth", [], language)
    pair, ways = found
    rows = (pair.a, pair.b)
    labels = [
        f"{month}\n{value(row, language)}" for month, row in zip(months(pair, result, language), rows, strict=True)
    ]
    there = {kind for way in ways for allowed in (way.a, way.b) for kind in marks.kinds_of_bound(allowed)}

    def paint(width: float) -> Drawing:
        room = marks.room(width, labels)
        titles = [marks.folded(str(_way(way, pair, language)), room) for way in ways]
        notes = [marks.folded(str(_way_change(way, pair, language)), room, 8.5) for way in ways]
        notes[-1] += "\n" + marks.key(there, room, language)
        drawing, stacked = marks.panels(width, [2 * marks.deep(labels)] * len(ways), titles, notes)
        for axes, way in zip(stacked, ways, strict=True):
            marks.scale(axes, [pair.a, pair.b], language)
            axes.set_xlim(*_near(ways))
            for at, (row, allowed) in enumerate(zip(rows, (way.a, way.b), strict=True)):
                marks.bound(axes, allowed, at, f"{row.obs_id} {way.code}")
            axes.set_ylim(1.5, -0.5)
            axes.set_yticks([0, 1], labels)
        return drawing

    images, drawn = marks.pictures(paint)
    cells = [
        (
            _way(way, pair, language),
            *(_drawn(row, way, pair, drawn, language) for row in rows),
            _way_change(way, pair, language),
        )
        for way in ways
    ]
    title = say("growth_title", language, name=values.name(pair.b, result, language))
    said = {"value_a": value(pair.a, language), "value_b": value(pair.b, language)}
    alt = say("growth_alt", language, change=change_in_words(pair.change, language, ""), **said)
    return chart("growth", title, alt, images, ("reading", "first", "last", "change"), cells, language)


def _drawn(row: Row, way: Reading, pair: Pair, drawn: dict, language: str) -> Text:
    """Where the mark of a reading stands: as printed, or for a step that both figures together give."""
    artist = drawn[f"{row.obs_id} {way.code}"]
    if way.steps is None:
        return marks.place(artist, (row.obs_id,), language)
    other = pair.b if row is pair.a else pair.a
    return marks.place(artist, (row.obs_id, other.obs_id), language, f"assumed.{way.code}")


def _near(ways: tuple[Reading, ...]) -> tuple[float, float]:
    """An axis around the floors: nothing here is a length from zero."""
    ends = [float(end) for way in ways for each in (way.a, way.b) for end in (each.lower, each.upper) if isfinite(end)]
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
