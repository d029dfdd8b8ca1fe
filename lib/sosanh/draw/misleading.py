"""Charts that are wrong on purpose: real figures, drawn in ways that mislead.

They are for lessons, to be found out and mended. Each says in its title and in the picture that it is wrong on purpose;
its numbers are shown as what is not to be written, the table beneath it says what is printed. No brief may hold one:
the audit of pages refuses it (`lineage.audit`).
"""

from collections.abc import Sequence
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from sosanh.compare.results import Result
from sosanh.data.labels import label
from sosanh.draw.chart import Layout, Panel, Plot, chart
from sosanh.draw.marks import LEVEL, VALUE
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Written, join, say, text
from sosanh.numbers.intervals import full
from sosanh.numbers.units import SENSES
from sosanh.show import values
from sosanh.show.exhibits import benchmark

KINDS = {  # how each kind is drawn: bars on an axis that is cut, a line, bars with the longest on top; else bars
    "cut_axis": "cut", "bound_as_value": "", "unlike_joined": "line", "league": "ranked", "target_as_result": "line",
    "rank_upside_down": "",
}  # fmt: skip


@chart
def counterexample(result: Result, kind: str, *refs: str) -> Plot:
    """Figures with a printed number, or ranks of other sources, drawn so as to mislead in a way of `KINDS`."""
    if kind not in KINDS:
        raise ValueError(f"{kind}: one of {', '.join(KINDS)}")
    book = result.codebook
    known = {each.benchmark: each for each in book.benchmarks}
    rows = [known.get(ref) or result.collection.observation(ref) for ref in refs]
    how = KINDS[kind]
    if how == "ranked":
        rows.sort(key=_bare, reverse=True)
    whose = [values.area(row.ref_area, result) if how == "ranked" else _when(row) for row in rows]
    named = [(each, values.small(values.name(row))) for each, row in zip(whose, rows, strict=True)]
    drawn = join("; ", [text(each, ": ", _number(row)) for each, row in zip(whose, rows, strict=True)])
    others = [label(book.entry("references", row.reference), "name") for row in rows if not hasattr(row, "article")]
    return Plot(
        [Panel(partial(_draw, rows, how), lines=tuple(named))],
        say("counterexample_alt", drawn=drawn, how=say(f"counterexample_{kind}")),
        ("indicator", "figure"),
        lambda _: [(values.name(row), _printed(row, result)) for row in rows],
        say("title_counterexample", names=join(", ", dict.fromkeys(map(values.name, rows)))),
        subtitle=say("counterexample_label"),
        shown=[row for row in rows if hasattr(row, "article")],
        others=[*dict.fromkeys(others)],
    )


def _draw(rows: Sequence[Any], how: str, axes: Axes, layout: Layout) -> None:
    sizes, places = [*map(_bare, rows)], range(len(rows))
    low, high = min(sizes), max(sizes)
    if how == "line":
        axes.plot(sizes, places, color=VALUE, linewidth=2, marker="o", markersize=8)
    else:
        axes.barh(places, sizes, height=0.5, color=LEVEL if how == "ranked" else VALUE)
    left = low * 0.99 if how == "cut" else 0
    axes.set_xlim(left, high * (1.002 if how == "cut" else 1.12))
    axes.set_xticks([])
    for at, (row, size) in enumerate(zip(rows, sizes, strict=True)):
        inside = how == "cut" or (size > 0.9 * high and how != "line")
        look = {"ha": "right", "color": "white"} if inside else {"ha": "left"}
        said = str(text(_number(row)).said(layout.language))
        beside = (-6 if inside else 8, 9 if how == "line" else 0)  # no word stands on a line
        axes.annotate(said, (size, at), beside, textcoords="offset points", va="center", **look)


def _bare(row: Any) -> float:
    """The number that a hasty reader takes, whatever the words beside it say."""
    share = getattr(row, "share", None)
    return float(share if share is not None else full(row) if hasattr(row, "article") else row.obs_value)


def _number(row: Any) -> Figure:
    if not hasattr(row, "article"):
        return Figure(Written.number(row.obs_value), of.field(row.benchmark, "obs_value"))
    if row.share is not None:
        return Figure(values.share(row).text, of.never(of.near(of.share(row.obs_id), 2)).as_("percent"))
    shown = Written.number(row.obs_value, int(row.decimals)) + SENSES[row.unit_measure].sign
    return Figure(shown, of.never(of.printed(row.obs_id)))


def _when(row: Any) -> Text:
    return values.published_label(row.article) if hasattr(row, "article") else text(values.benchmark_year(row))


def _printed(row: Any, result: Result) -> Text:
    """What is printed, with its words, its kind and its place."""
    if not hasattr(row, "article"):
        return text(benchmark(row), " (", values.benchmark_source(row, result.codebook), ")")
    kind = result.codebook.label("role", row.role)
    return text(kind, ": ", values.marked(row, result), "; ", values.small(values.defined(row, result.codebook)))
