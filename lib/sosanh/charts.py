"""What a brief draws. The only module that knows matplotlib and seaborn.

A bound is drawn as a bound: an exact value is a filled dot, "more than" is an open bar that ends where the
scale ends, or an arrow where there is no end. What was drawn is read back from the drawing and shown as the
table under it. The same data give the same bytes: fonts are bundled and named, ids are salted, no date is kept.
"""

import io
from base64 import b64decode, b64encode
from functools import cache

import matplotlib as mpl
import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from sosanh import findings, paths
from sosanh.amounts import format_number
from sosanh.collection import load
from sosanh.compare import over_time
from sosanh.display import Chart, Sentences, Table
from sosanh.findings import value, when
from sosanh.gate import Row, interval
from sosanh.headline import lead
from sosanh.results import Outcome, OverTime
from sosanh.words import Figure, Text, say

FONT = "Be Vietnam Pro"
INK, SOFT, GRID, LEVEL, FIGURE = "#1b262c", "#5b6b73", "#dfe5e8", "#9a3b26", "#1f5f7a"
_STYLE = {
    "font.family": [FONT], "font.size": 9, "text.color": INK, "axes.labelcolor": SOFT, "xtick.color": SOFT,
    "ytick.color": INK, "axes.edgecolor": GRID, "grid.color": GRID, "hatch.linewidth": 0.6,
    "svg.fonttype": "path", "svg.hashsalt": "sosanh", "text.hinting": "none", "path.simplify": False,
}  # fmt: skip


@cache
def _fonts() -> None:
    for font in sorted(paths.FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(font)


def bullet(result: OverTime, language: str) -> Chart | Sentences:
    """The pair the brief leads with, against the level set: dot, open bar, line."""
    pair, outcome = lead(result)
    if pair is None:
        return Sentences(language, "bullet", say("title_bullet", language), (say("none_drawn", language),))
    rows = [pair.a, pair.b]
    labels = [when(result.collection.sources.loc[row.source_id], language) for row in rows]
    _fonts()
    with mpl.rc_context(_STYLE), sns.axes_style("whitegrid", rc=_STYLE):
        drawing = Drawing(figsize=(7.0, 2.3), layout="constrained")
        axes = drawing.add_subplot()
        _scale(axes, rows + ([outcome.target] if outcome else []), language)
        _draw_points(axes, rows)
        for place, row in enumerate(rows):
            _draw_bound(axes, place, row)
            _label(axes, place, row, language)
        if outcome:
            _draw_level(axes, outcome, language)
        axes.set_yticks(range(len(rows)), labels)
        drawn = _read_back(axes, rows + ([outcome.target] if outcome else []), language)
        image = _svg(drawing)
    name = result.codebook.entry("indicators", pair.b.indicator)[f"name_{language}"]
    title = say("bullet_title", language, name=name)
    return Chart(language, "bullet", title, _alt(rows, labels, outcome, language), image, drawn)


def picture() -> bytes:
    """The drawing in the README: the published example, in English."""
    chart = bullet(over_time(load(), "Đồng Tháp", "2024-07", "2025-02", "education"), "en")
    return b64decode(chart.image.partition(",")[2])


def _alt(rows: list[Row], labels: list[str], outcome: Outcome | None, language: str) -> Text:
    said = dict(
        zip(("when_a", "when_b", "value_a", "value_b"), [*labels, *(value(r, language) for r in rows)], strict=True)
    )
    if outcome is None:
        return say("bullet_alt_no_level", language, **said)
    return say("bullet_alt", language, level=value(outcome.target, language), **said)


def _scale(axes: Axes, rows: list[Row], language: str) -> None:
    """From 0 to 100 for shares, else as far as the values go; a rank runs from its worst to 1."""
    ends = [
        float(end) for row in rows for each in (interval(row),) for end in (each.lower, each.upper) if np.isfinite(end)
    ]
    if rows[0].unit_measure == "rank":
        axes.set_xlim(max(ends, default=1) + 2, 1)
    elif rows[0].unit_measure == "percent":
        axes.set_xlim(min([0, *ends]), max([100, *ends]))
        axes.set_xlabel(str(say("bullet_axis", language)))
    else:
        axes.set_xlim(min([0, *ends]) * 1.1, max([1, *ends]) * 1.35)
    axes.xaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.xaxis.set_major_formatter(lambda tick, _: format_number(float(tick), language))
    axes.set_ylim(1.6, -0.75)
    axes.grid(axis="y", visible=False)
    sns.despine(ax=axes, left=True, bottom=True)
    axes.tick_params(axis="y", length=0, labelsize=10)


def _is_point(row: Row) -> bool:
    """An exact value is a point, its rounding aside; a bound never is, however narrow."""
    return row.bound in ("exact", "all") and interval(row).known


def _spot(row: Row) -> float:
    """Where a point stands: the printed value in full units, the fraction's share, or everything."""
    allowed = interval(row)
    return float(allowed.lower if pd.notna(row.share) else (allowed.lower + allowed.upper) / 2)


def _draw_points(axes: Axes, rows: list[Row]) -> None:
    """Exact values as filled dots, one artist each so that each keeps its observation."""
    for place, row in enumerate(rows):
        if _is_point(row):
            before = len(axes.collections)
            sns.scatterplot(
                x=[_spot(row)], y=[place], color=FIGURE, s=110, ax=axes, zorder=4, legend=False, clip_on=False
            )
            axes.collections[before].set_gid(row.obs_id)


def _draw_bound(axes: Axes, place: int, row: Row) -> None:
    """An interval as an open bar with a hollow mark at each open end; without an end as an arrow."""
    allowed = interval(row)
    if _is_point(row) or not allowed.known:
        return
    if np.isfinite(allowed.upper):
        bar = Rectangle((allowed.lower, place - 0.17), allowed.upper - allowed.lower, 0.34, gid=row.obs_id)
        bar.set(facecolor="white", edgecolor=FIGURE, hatch="////", linewidth=1.2, zorder=3)
        axes.add_patch(bar)
    else:
        reach = axes.get_xlim()[1] - allowed.lower
        arrow = FancyArrowPatch(
            (allowed.lower, place), (allowed.lower + reach * 0.55, place), gid=row.obs_id, arrowstyle="-|>",
            mutation_scale=13, color=FIGURE, linewidth=1.8, shrinkA=0, shrinkB=0, zorder=3,
        )  # fmt: skip
        axes.add_patch(arrow)
    for end, is_open in ((allowed.lower, allowed.lower_open), (allowed.upper, allowed.upper_open)):
        if is_open and np.isfinite(end):
            hollow = {"markersize": 8, "color": "white", "markeredgecolor": FIGURE, "markeredgewidth": 1.6}
            axes.plot([end], [place], "o", zorder=4, clip_on=False, **hollow)


def _label(axes: Axes, place: int, row: Row, language: str) -> None:
    """The value with its words above its mark: towards the middle, at a bar's far end."""
    said = str(value(row, language))
    if pd.notna(row.share):
        said = f"{findings.fraction(row, language)} ({findings.share(row, language)})"
    allowed = interval(row)
    start, stop = axes.get_xlim()
    bar = not _is_point(row) and allowed.known and np.isfinite(allowed.upper)
    spot = _spot(row) if _is_point(row) else allowed.upper if bar else allowed.lower if allowed.known else start
    far = abs(spot - start) > abs(stop - start) / 2
    axes.annotate(
        said, (spot, place), (0, 12), textcoords="offset points", ha="right" if far else "left", va="bottom",
        fontsize=10, fontweight="semibold", bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )  # fmt: skip


def _draw_level(axes: Axes, outcome: Outcome, language: str) -> None:
    """A dashed line at the end of the level that counts: its lower one, of a rank or an upper limit the upper one."""
    allowed = interval(outcome.target)
    level = float(allowed.upper if outcome.target.bound in ("lt", "le") else allowed.lower)
    line = axes.axvline(level, color=LEVEL, linewidth=1.4, linestyle=(0, (4, 2)), zorder=2)
    line.set_gid(outcome.target.obs_id)
    said = str(say("bullet_level", language, level=value(outcome.target, language)))
    start, stop = axes.get_xlim()
    far = abs(level - start) > abs(stop - start) / 2
    axes.annotate(
        said, (level, 1.0), (-4 if far else 4, 4), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
        ha="right" if far else "left", va="top", color=LEVEL, fontsize=9,
    )  # fmt: skip


def _read_back(axes: Axes, rows: list[Row], language: str) -> Table:
    """What the drawing holds for each row, taken from its artists and not from the data."""
    marks = {artist.get_gid(): artist for artist in axes.get_children() if artist.get_gid()}
    cells = [(value(row, language), _place(marks[row.obs_id], row, language)) for row in rows if row.obs_id in marks]
    head = (say("head_figure", language), say("head_drawn", language))
    return Table(language, "drawn", say("title_drawn", language), head, tuple(cells))


def _place(artist, row: Row, language: str) -> Text:
    def at(number: float) -> Figure:
        return Figure(format_number(round(float(number), 2), language), (row.obs_id,), "drawn")

    if isinstance(artist, PathCollection):
        return say("drawn_point", language, value=at(artist.get_offsets()[0][0]))
    if isinstance(artist, Rectangle):
        low, width = artist.get_x(), artist.get_width()
        return say("drawn_bar", language, low=at(low), high=at(low + width))
    if isinstance(artist, FancyArrowPatch):
        return say("drawn_arrow", language, low=at(artist._posA_posB[0][0]))
    return say("drawn_line", language, value=at(artist.get_xdata()[0]))


def _svg(drawing: Drawing) -> str:
    """The drawing as a data address: two of them on one page share no ids, and both scale and print."""
    buffer = io.BytesIO()
    drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return f"data:image/svg+xml;base64,{b64encode(buffer.getvalue()).decode('ascii')}"
