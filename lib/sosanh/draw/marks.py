"""How one reported value is drawn: the marks, colours and scales that every chart shares.

Whoever has read one chart can read them all. A value the article prints is a filled dot; "more than" is a hatched
bar that is open where its value is, or an arrow where there is no end; a target is a dashed line; what is only
planned or only said in words is hollow. Kinds differ in shape and filling, never in colour alone.

Every mark carries the observation it stands for as its gid, so that what was drawn can be read back from the
drawing, and its kind as its label, so that the key beneath explains the kinds that are there and no others.
"""

from collections.abc import Callable
from decimal import Decimal
from math import isfinite, sqrt

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from sosanh.data.tables import Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Text, Written, say
from sosanh.numbers.intervals import INFINITE, Interval
from sosanh.numbers.units import SENSES
from sosanh.show.values import tidy

INK, SOFT, GRID, LEVEL, VALUE, WASH = "#1b262c", "#55656d", "#dfe5e8", "#9a3b26", "#1f5f7a", "#c9dde6"


def scale(axes: Axes, rows: list[Observation], number: Callable[[float], str]) -> None:
    """The axis of values: 0 to 100 for shares, else as far as the values go; a rank from the last to 1."""
    sense = SENSES[rows[0].unit_measure]
    ends = [float(end) for row in rows for end in (row.value.lower, row.value.upper) if isfinite(end)]
    if sense.best_first:
        axes.set_xlim(max([*ends, *(float(row.out_of) for row in rows if row.out_of is not None)], default=1) + 2, 1)
    elif sense.part:
        axes.set_xlim(min([0, *ends]), max([100, *ends]))
    else:
        axes.set_xlim(min([0, *ends]) * 1.1, max([1, *ends]) * 1.35)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda tick, _: number(float(tick)) + sense.sign)


def is_point(row: Observation) -> bool:
    """One printed value is a point, its rounding aside; a bound never is, however narrow."""
    return row.bound in ("exact", "all") and row.value.known


def spot(row: Observation) -> float:
    """Where a point stands: the printed value in full units, the fraction's share, or everything."""
    allowed = row.value
    return float(allowed.lower if row.share is not None else (allowed.lower + allowed.upper) / 2)


def mark(axes: Axes, at: float, row: Observation, ring: bool = False) -> None:
    """The mark of a reported value in the line `at`; what is said in words or only planned is hollow.

    A `ring` is hollow too, and wide enough to be seen around another mark.
    """
    if is_point(row):
        kind = "ring" if ring else "all" if row.bound == "all" else "dot" if row.role == "actual" else "aimed"
        dot(axes, spot(row), at, row.obs_id, hollow=kind != "dot", size=200 if ring else 80, kind=kind)
    else:
        bound(axes, row.value, at, row.obs_id)


def dot(
    axes: Axes, x: float, y: float, gid: str, color: str = VALUE, hollow: bool = False, size: int = 80, kind: str = ""
) -> None:
    """One mark at a place; an artist of its own, so that it keeps its observation. The larger lies beneath."""
    look = {"color": "white" if hollow else color, "markeredgecolor": color, "markersize": sqrt(size)}
    look |= {"markeredgewidth": 1.6 if size > 50 else 1.2, "zorder": 4 - size / 1000, "clip_on": False}
    axes.add_artist(Line2D([x], [y], linestyle="none", marker="o", gid=gid, label=kind, **look))


def bound(axes: Axes, allowed: Interval, at: float, gid: str, color: str = VALUE, high: float = 0.3) -> None:
    """An interval as a hatched bar with a hollow mark at each open end; without an end as an arrow, claiming none."""
    if not allowed.known:
        return
    lower, upper = float(allowed.lower), float(allowed.upper)
    if allowed.bounded:
        bar = Rectangle((lower, at - high / 2), upper - lower, high, gid=gid, label="bar")
        bar.set(facecolor="white", edgecolor=color, hatch="////", linewidth=1.2, zorder=3)
        axes.add_patch(bar)
    else:
        least, most = sorted(axes.get_xlim())  # of ranks the axis runs from the last to 1
        start, edge = (upper, least) if lower == -INFINITE else (lower, most)
        line = {"arrowstyle": "-|>", "mutation_scale": 13, "color": color, "linewidth": 13 / 8, "label": "arrow"}
        tip = (start + 0.55 * (edge - start), at)
        axes.add_patch(FancyArrowPatch((start, at), tip, gid=gid, shrinkA=0, shrinkB=0, zorder=3, **line))
    for end, is_open in ((lower, allowed.lower_open), (upper, allowed.upper_open)):
        if is_open and isfinite(end):
            line = {"markersize": 8, "color": "white", "markeredgecolor": color, "markeredgewidth": 1.6, "zorder": 4}
            axes.plot([end], [at], "o", label="open", clip_on=False, **line)


def label(axes: Axes, at: float, row: Observation, said: str, over: int = 0) -> None:
    """The value with its words: beside its mark, towards the middle; or over (1) or under (-1) the line."""
    allowed = row.value
    start, stop = axes.get_xlim()
    x = spot(row) if is_point(row) else float(allowed.lower) if allowed.known else start
    far = abs(x - start) > abs(stop - start) / 2
    if over == 0 and not is_point(row) and isfinite(allowed.upper) and not far:
        x, far = float(allowed.lower + allowed.upper) / 2, None  # on the bar: there is no room before it
    side = "center" if far is None else "right" if far else "left"
    aside = 0 if far is None else (-1 if far else 1) * (9 if over == 0 else -6)
    axes.annotate(
        said, (x, at), (aside, 10 * over), textcoords="offset points", fontsize=9, fontweight="semibold", ha=side,
        va={0: "center", 1: "bottom", -1: "top"}[over], zorder=5 if far is None else 3.5,
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 0.8},
    )  # fmt: skip


def level(axes: Axes, row: Observation, said: str) -> None:
    """A dashed line at the end of the level that counts: its lower one, of a rank or an upper limit the upper one."""
    allowed = row.value
    x = float(allowed.upper if row.bound in ("lt", "le") else allowed.lower)
    axes.axvline(x, color=LEVEL, linewidth=1.4, linestyle=(0, (4, 2)), zorder=2, gid=row.obs_id, label="level")
    start, stop = axes.get_xlim()
    far = abs(x - start) > abs(stop - start) / 2
    axes.annotate(
        said, (x, 1.0), (-4 if far else 4, 2), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
        ha="right" if far else "left", va="top", color=LEVEL, fontsize=9,
    )  # fmt: skip


def drawn(ref: str, artists: dict[str, Artist], at: Expression | None = None) -> Text:
    """Where a figure's mark stands; a hedged figure has no place on an axis, and so no mark.

    `at` is what a point stands for, where that is no observation's value.
    """
    if ref not in artists:
        return say("drawn_not")
    return place(artists[ref], of.lower(ref), of.upper(ref), at or of.near(of.point(ref), 2))


def place(artist: Artist, low: Expression, high: Expression, at: Expression | None = None) -> Text:
    """Where a mark stands on the axis of values, in words, taken from the mark itself; with what its ends stand for."""

    def read(number: float, made: Expression) -> Figure:
        return Figure(Written.number(tidy(Decimal(str(float(number))), 2)), made)

    if isinstance(artist, Line2D) and len(artist.get_xdata()) == 1:
        return say("drawn_point", value=read(artist.get_xdata()[0], at))
    if isinstance(artist, Rectangle):
        left, width = artist.get_x(), artist.get_width()
        return say("drawn_bar", low=read(left, low), high=read(left + width, high))
    if isinstance(artist, FancyArrowPatch):
        (start, _), (tip, _) = artist._posA_posB
        which, end = ("drawn_arrow", low) if tip > start else ("drawn_arrow_down", high)
        return say(which, low=read(start, end))
    return say("drawn_line", value=read(artist.get_xdata()[0], at))
