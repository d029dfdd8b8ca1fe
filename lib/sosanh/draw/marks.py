"""How one reported value is drawn: the marks, colours and scales that every chart shares.

Whoever has read one chart can read them all. A value the article prints is a filled dot; "more than" is a hatched
bar that is open where its value is, or an arrow where there is no end; a target is a dashed line; what is only
planned or only said in words is hollow. Kinds differ in shape and filling, never in colour alone.

Every mark carries the observation it stands for as its gid, so that what was drawn can be read back from the
drawing, and its kind as its label, so that the key of the drawing shows the kinds that are there and no others. A kind
looks the same wherever it is drawn, in the key too.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from math import ceil, floor, isfinite, sqrt
from typing import NamedTuple

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
_LEAST = 5  # percentage points left free beside figures, so that small differences do not look large
_WHOLE = 60  # percentage points: an axis that would be longer shows the whole scale


class Point(NamedTuple):
    """How a kind of dot looks; `size` in square points."""

    color: str = VALUE
    hollow: bool = False
    size: int = 80


POINTS = {
    "dot": Point(), "all": Point(hollow=True), "aimed": Point(hollow=True), "ring": Point(hollow=True, size=120),
    "result": Point(size=30), "other": Point(hollow=True, size=30),
    "counted": Point(size=30), "uncounted": Point(hollow=True, size=30),
    "stated": Point(INK), "computed": Point(INK, hollow=True), "aimed_at": Point(LEVEL, hollow=True),
    "open": Point(hollow=True, size=64), "of_printed": Point(), "of_assumed": Point(hollow=True),
}  # fmt: skip
AREAS = {  # kinds of bars and bands
    "bar": {"facecolor": "white", "edgecolor": VALUE, "hatch": "////"},
    "aim": {"facecolor": "white", "edgecolor": LEVEL, "hatch": "////"},
    "joined": {"facecolor": WASH, "edgecolor": "none"},
    "done": {"facecolor": VALUE, "edgecolor": VALUE},
    "start": {"facecolor": WASH, "edgecolor": VALUE},
    "under_way": {"facecolor": "white", "edgecolor": VALUE, "hatch": "////"},
    "planned": {"facecolor": "white", "edgecolor": VALUE},
    "published": {"facecolor": "#8798a1", "edgecolor": "none"},
}
_DASHED = {"color": LEVEL, "linewidth": 1.4, "linestyle": (0, (4, 2))}
KEY = (  # kinds of marks, in the order in which a key explains those that are there
    "dot", "all", "aimed", "ring", "bar", "arrow", "open", "joined", "level", "done", "start", "under_way", "planned",
    "published", "stated", "computed", "aim", "aimed_at", "result", "other", "counted", "uncounted", "of_printed",
    "of_assumed",
)  # fmt: skip


def sample(axes: Axes, kind: str, x: float, y: float) -> None:
    """A kind of mark beside its words in a key; the axes are in inches."""
    if kind in POINTS:
        dot(axes, x, y, "", kind)
    elif kind in AREAS:
        axes.add_patch(Rectangle((x - 0.11, y - 0.055), 0.22, 0.11, linewidth=1.2, **AREAS[kind]))
    elif kind == "arrow":
        _arrow(axes, x - 0.13, x + 0.13, y, "", VALUE)
    else:
        axes.plot([x, x], [y - 0.09, y + 0.09], **_DASHED)


def span(rows: Sequence[Observation]) -> tuple[float, float]:
    """Where an axis of values begins and ends: around the figures; of shares far apart it is the whole scale.

    A rank runs from the worse to the better.
    """
    sense = SENSES[rows[0].unit_measure]
    ends = [float(end) for row in rows for end in (row.value.lower, row.value.upper) if isfinite(end)] or [0, 100]
    low, high = min(ends), max(ends)
    if sense.best_first:
        beside = max(1, (high - low) / 2)
        return high + beside, max(1 - beside / 4, low - beside)
    if not sense.part:
        beside = max(1, 0.7 * ((high - low) or 0.2 * abs(high)))  # so that whole numbers stand on the axis
        return low - beside if low < 0 else max(0, low - beside), high + beside
    beside = max(_LEAST, (high - low) / 5)
    low = max(min(0, low), _LEAST * floor((low - beside) / _LEAST))
    high = min(max(100, high), _LEAST * ceil((high + beside) / _LEAST))
    return (min(0, low), max(100, high)) if high - low > _WHOLE else (low, high)


def base(axes: Axes) -> None:
    """A thin line on which the marks of a panel stand, where no grid shows the scale."""
    axes.spines["bottom"].set(visible=True, color=GRID, linewidth=0.8)


def whole(rows: Sequence[Observation]) -> bool:
    """Does the axis show all of a scale that could be cut?"""
    low, high = span(rows)
    return SENSES[rows[0].unit_measure].part and high - low >= 100


def scale(axes: Axes, rows: Sequence[Observation], number: Callable[[float], str]) -> None:
    """The axis of values, as far as `span` says."""
    axes.set_xlim(*span(rows))
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda tick, _: number(float(tick)) + SENSES[rows[0].unit_measure].sign)


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
        dot(axes, spot(row), at, row.obs_id, kind)
    else:
        bound(axes, row.value, at, row.obs_id)


def dot(axes: Axes, x: float, y: float, gid: str, kind: str = "dot") -> None:
    """One mark at a place; an artist of its own, so that it keeps its observation. The larger lies beneath."""
    color, hollow, size = POINTS[kind]
    look = {"color": "white" if hollow else color, "markeredgecolor": color, "markersize": sqrt(size)}
    look |= {"markeredgewidth": 1.6 if size > 50 else 1.2, "zorder": 4 - size / 1000, "clip_on": False}
    axes.add_artist(Line2D([x], [y], linestyle="none", marker="o", gid=gid, label=kind, **look))


def bound(axes: Axes, allowed: Interval, at: float, gid: str, kind: str = "bar", high: float = 0.3) -> None:
    """An interval as a hatched bar with a hollow mark at each open end; without an end as an arrow, claiming none."""
    if not allowed.known:
        return
    lower, upper = float(allowed.lower), float(allowed.upper)
    color = AREAS[kind]["edgecolor"]
    if allowed.bounded:
        bar = Rectangle((lower, at - high / 2), upper - lower, high, gid=gid, label=kind, linewidth=1.2, zorder=3)
        bar.set(**AREAS[kind])
        axes.add_patch(bar)
    else:
        least, most = sorted(axes.get_xlim())  # of ranks the axis runs from the last to 1
        start, edge = (upper, least) if lower == -INFINITE else (lower, most)
        _arrow(axes, start, start + 0.55 * (edge - start), at, gid, color)
    for end, is_open in ((lower, allowed.lower_open), (upper, allowed.upper_open)):
        if is_open and isfinite(end):
            line = {"markersize": 8, "color": "white", "markeredgecolor": color, "markeredgewidth": 1.6, "zorder": 4}
            axes.plot([end], [at], "o", label="open", clip_on=False, **line)


def _arrow(axes: Axes, start: float, tip: float, at: float, gid: str, color: str) -> None:
    look = {"arrowstyle": "-|>", "mutation_scale": 13, "color": color, "linewidth": 13 / 8, "label": "arrow"}
    axes.add_patch(FancyArrowPatch((start, at), (tip, at), gid=gid, shrinkA=0, shrinkB=0, zorder=3, **look))


def label(axes: Axes, at: float, row: Observation, said: str, over: int) -> None:
    """The value with its words over (1) or under (-1) its line, from its mark towards the middle."""
    allowed = row.value
    start, stop = axes.get_xlim()
    x = spot(row) if is_point(row) else float(allowed.lower) if allowed.known else start
    far = abs(x - start) > abs(stop - start) / 2
    axes.annotate(
        said, (x, at), (6 if far else -6, 10 * over), textcoords="offset points", fontweight="semibold",
        ha="right" if far else "left", va="bottom" if over > 0 else "top",
    )  # fmt: skip


def level(axes: Axes, row: Observation, said: str) -> None:
    """A dashed line at the end of the level that counts: its lower one, of a rank or an upper limit the upper one.

    Its words stand above the line and all marks, on the side where there is more room.
    """
    allowed = row.value
    x = float(allowed.upper if row.bound in ("lt", "le") else allowed.lower)
    axes.axvline(x, zorder=2, gid=row.obs_id, label="level", **_DASHED)
    start, stop = axes.get_xlim()
    far = abs(x - start) > abs(stop - start) / 2
    axes.annotate(
        said, (x, 1.0), (4 if far else -4, 3), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
        ha="right" if far else "left", va="bottom", color=LEVEL,
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
