"""How one reported value is drawn: the marks, colours and scales that every chart shares.

Whoever has read one chart can read them all. A value the article prints is a filled dot; "more than" is a hatched
bar that is open where its value is, or an arrow where there is no end; a target is a dashed line; what is only
planned or only said in words is hollow. Kinds differ in shape and filling, never in colour alone.

Every mark carries the observation it stands for as its gid, so that what was drawn can be read back from the
drawing. The same data give the same bytes: fonts are bundled and named, ids are salted, no date is kept.
"""

import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cache
from math import isfinite
from textwrap import wrap
from urllib.parse import quote

import matplotlib as mpl
import pandas as pd
import seaborn as sns
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import FancyArrowPatch, Rectangle
from matplotlib.ticker import MaxNLocator

from sosanh.compare.gate import Row, interval
from sosanh.data import paths
from sosanh.lineage.words import Figure, Text, say
from sosanh.numbers.amounts import format_number
from sosanh.numbers.intervals import INFINITE, Interval
from sosanh.numbers.units import SENSES
from sosanh.show.values import tidy

FONT = "Be Vietnam Pro"
_WEIGHTS = {400: "BeVietnamPro-Regular.ttf", 600: "BeVietnamPro-SemiBold.ttf"}
INK, SOFT, GRID, LEVEL, VALUE, WASH = "#1b262c", "#55656d", "#dfe5e8", "#9a3b26", "#1f5f7a", "#c9dde6"
# matplotlib's name of a region is made from more digits than it writes, and the last of them differ from run to run
_CLIP = re.compile(r'(?<=[#"])p[0-9a-f]{10}(?=[")])')
LINE = 0.42  # inches that a line of marks takes
WIDE, NARROW = 7.0, 3.7  # inches: the column of a page, and a phone held upright
_STYLE = {
    "font.family": [FONT], "font.size": 9, "text.color": INK, "axes.labelcolor": SOFT, "xtick.color": SOFT,
    "ytick.color": INK, "axes.edgecolor": GRID, "grid.color": GRID, "hatch.linewidth": 0.6,
    "axes.titlelocation": "left", "axes.titlesize": 10, "axes.titleweight": "semibold", "axes.titlecolor": INK,
    "xtick.labelsize": 8, "svg.fonttype": "none", "svg.hashsalt": "sosanh", "text.hinting": "none",
    "path.simplify": False,
}  # fmt: skip
_WINDOWS = ("backend", "interactive", "tk", "toolbar", "webagg")  # how windows are shown: not ours to change
# The reader's own settings must not change a byte, so all others are matplotlib's own.
_DEFAULTS = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(_WINDOWS)}
_KEY = ("dot", "all", "aimed", "ring", "bar", "arrow", "open", "joined", "level")
_HOLLOW = {"markersize": 8, "color": "white", "markeredgecolor": VALUE, "markeredgewidth": 1.6, "zorder": 4}


def pictures(paint: Callable[[float], Drawing]) -> tuple[tuple[str, str], dict[str, Artist]]:
    """What `paint` draws for a page and for a phone (SVG data addresses), and the marks of the first by their gid."""
    _fonts()
    with mpl.rc_context(_DEFAULTS | _STYLE), sns.axes_style("whitegrid", rc=_STYLE):
        wide, narrow = paint(WIDE), paint(NARROW)
        images = _svg(wide), _svg(narrow)
    return images, {
        artist.get_gid(): artist for axes in wide.axes for artist in axes.get_children() if artist.get_gid()
    }


@cache
def _fonts() -> None:
    """The bundled fonts, in place of others of the same name that the machine may have."""
    known = font_manager.fontManager.ttflist
    known[:] = [font for font in known if font.name != FONT]
    for font in sorted(paths.FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(font)


def _svg(drawing: Drawing) -> str:
    """The drawing as a data address: two of them on one page share no ids, and both scale and print.

    Its letters are text in the bundled font, which goes with the drawing, cut down to the letters used.
    """
    buffer = io.StringIO()
    drawing.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    svg = re.sub(r"\s*\n\s*", " ", buffer.getvalue())
    numbers: dict[str, str] = {}
    svg = _CLIP.sub(lambda found: numbers.setdefault(found[0], f"p{len(numbers) + 1}"), svg)
    letters = "".join(sorted(set("".join(re.findall(r">([^<]+)</text>", svg))) | set("&;")))
    svg = svg.replace("</style>", "".join(_face(weight, letters) for weight in _WEIGHTS) + "</style>", 1)
    return "data:image/svg+xml," + quote(svg, safe="~!*()';:@$,/?+=-_.")


@cache
def _face(weight: int, letters: str) -> str:
    """The stylesheet's rule for one weight of the font, holding only these letters."""
    from fontTools import subset  # here, because tables need no font and it is slow to import
    from fontTools.ttLib import TTFont

    options = subset.Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=False)
    options.drop_tables += ["GSUB", "GPOS", "GDEF", "DSIG", "gasp", "STAT"]
    font = TTFont(paths.FONTS / _WEIGHTS[weight], recalcTimestamp=False)
    cut = subset.Subsetter(options)
    cut.populate(text=letters)
    cut.subset(font)
    buffer = io.BytesIO()
    font.save(buffer)
    address = f"data:font/ttf;base64,{b64encode(buffer.getvalue()).decode('ascii')}"
    return f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:url({address})}}"


def panels(
    width: float, heights: list[float], titles: list[str], notes: list[str] | None = None
) -> tuple[Drawing, list[Axes]]:
    """A drawing of panels one under another: `heights` in inches for the marks, beside title, scale and note."""
    notes = notes or [""] * len(titles)
    full = [
        height + 0.5 + 0.19 * (bool(title) + title.count("\n")) + 0.18 * (bool(note) + note.count("\n"))
        for height, title, note in zip(heights, titles, notes, strict=True)
    ]
    drawing = Drawing(figsize=(width, sum(full)), layout="constrained")
    drawing.get_layout_engine().set(h_pad=0.03, hspace=0.03)
    stacked = list(drawing.subplots(len(full), 1, squeeze=False, gridspec_kw={"height_ratios": full})[:, 0])
    for axes, title, note in zip(stacked, titles, notes, strict=True):
        axes.set_title(title)
        axes.set_xlabel(note, loc="left", fontsize=8.5, linespacing=1.35)
    return drawing, stacked


def room(width: float, labels: Iterable[str] = ()) -> float:
    """The inches that a panel's title and note have beside its lines' labels."""
    return width - 0.3 - max((len(line) for each in labels for line in each.split("\n")), default=0) * 0.072


def deep(labels: Iterable[str]) -> float:
    """The inches that a line of marks takes beside these labels: enough for the one with most lines."""
    return max([LINE, *(0.17 * (label.count("\n") + 1) + 0.05 for label in labels)])


def folded(words: str, width: float, size: float = 10) -> str:
    """Words in lines that fit `width` inches at a font size in points; a letter is about 0.52 of its size wide."""
    return "\n".join(wrap(words, max(12, int(width * 72 / (0.52 * size))), break_long_words=False))


def legend(name: str, width: float, language: str) -> str:
    """How to read a drawing, folded to its width."""
    return folded(str(say(f"{name}_legend", language)), room(width), 8.5)


def kinds(row: Row, ring: bool = False) -> set[str]:
    """What `mark` draws of a row: kinds that `key` explains."""
    if not is_point(row):
        return kinds_of_bound(interval(row))
    return {"ring" if ring else "all" if row.bound == "all" else "dot" if row.role == "actual" else "aimed"}


def kinds_of_bound(allowed: Interval) -> set[str]:
    """What `bound` draws of an interval."""
    if not allowed.known:
        return set()
    ends = ((allowed.lower, allowed.lower_open), (allowed.upper, allowed.upper_open))
    left_out = any(is_open and isfinite(end) for end, is_open in ends)
    return {"bar" if allowed.bounded else "arrow"} | ({"open"} if left_out else set())


def key(there: set[str], inches: float, language: str) -> str:
    """What the marks of a drawing mean, of those alone that are there."""
    return folded(" ".join(str(say(f"key_{each}", language)) for each in _KEY if each in there), inches, 8.5)


def scale(axes: Axes, rows: list[Row], language: str) -> None:
    """The axis of values: 0 to 100 for shares, else as far as the values go; a rank runs from the last to 1."""
    sense = SENSES[rows[0].unit_measure]
    ends = [
        float(end) for row in rows for each in (interval(row),) for end in (each.lower, each.upper) if isfinite(end)
    ]
    if sense.best_first:
        axes.set_xlim(max([*ends, *(float(row.out_of) for row in rows if pd.notna(row.out_of))], default=1) + 2, 1)
    elif sense.part:
        axes.set_xlim(min([0, *ends]), max([100, *ends]))
    else:
        axes.set_xlim(min([0, *ends]) * 1.1, max([1, *ends]) * 1.35)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 2.5, 5, 10], integer=True))
    axes.xaxis.set_major_formatter(lambda tick, _: format_number(float(tick), language) + sense.sign)
    plain(axes)


def plain(axes: Axes) -> None:
    """No frame, no lines but the scale's."""
    axes.grid(axis="y", visible=False)
    sns.despine(ax=axes, left=True, bottom=True)
    axes.tick_params(axis="y", length=0, labelsize=9)


def is_point(row: Row) -> bool:
    """One printed value is a point, its rounding aside; a bound never is, however narrow."""
    return row.bound in ("exact", "all") and bool(interval(row).known)


def spot(row: Row) -> float:
    """Where a point stands: the printed value in full units, the fraction's share, or everything."""
    allowed = interval(row)
    return float(allowed.lower if pd.notna(row.share) else (allowed.lower + allowed.upper) / 2)


def mark(axes: Axes, at: float, row: Row, color: str = VALUE, ring: bool = False) -> None:
    """The mark of a reported value in the line `at`; what is said in words or only planned is hollow.

    A `ring` is hollow too, and wide enough to be seen around another mark.
    """
    if is_point(row):
        hollow = ring or row.bound == "all" or row.role != "actual"
        dot(axes, spot(row), at, row.obs_id, color, hollow, 200 if ring else 80)
    else:
        bound(axes, interval(row), at, row.obs_id, color)


def dot(
    axes: Axes, x: float, y: float, gid: str, color: str = VALUE, hollow: bool = False, size: int = 80, shape: str = "o"
) -> None:
    """One mark at a place; an artist of its own, so that it keeps its observation. The larger lies beneath."""
    fill = "white" if hollow else color
    line = {"edgecolor": color, "linewidth": 1.6 if size > 50 else 1.2}
    axes.scatter([x], [y], color=fill, s=size, marker=shape, zorder=4 - size / 1000, gid=gid, clip_on=False, **line)


def bound(axes: Axes, allowed: Interval, at: float, gid: str, color: str = VALUE, high: float = 0.3) -> None:
    """An interval as a hatched bar with a hollow mark at each open end; without an end as an arrow."""
    if not allowed.known:
        return
    lower, upper = float(allowed.lower), float(allowed.upper)
    if lower == -INFINITE:
        arrow(axes, upper, at, -0.55 * (upper - axes.get_xlim()[0]), gid, color)
    elif allowed.bounded:
        bar = Rectangle((lower, at - high / 2), upper - lower, high, gid=gid)
        bar.set(facecolor="white", edgecolor=color, hatch="////", linewidth=1.2, zorder=3)
        axes.add_patch(bar)
    else:
        arrow(axes, lower, at, 0.55 * (axes.get_xlim()[1] - lower), gid, color)
    for end, is_open in ((lower, allowed.lower_open), (upper, allowed.upper_open)):
        if is_open and isfinite(end):
            axes.plot([end], [at], "o", clip_on=False, **_HOLLOW | {"markeredgecolor": color})


def arrow(axes: Axes, x: float, at: float, length: float, gid: str, color: str = VALUE, head: float = 13) -> None:
    """From a value onwards, with no end claimed."""
    line = {"arrowstyle": "-|>", "mutation_scale": head, "color": color, "linewidth": head / 8}
    axes.add_patch(FancyArrowPatch((x, at), (x + length, at), gid=gid, shrinkA=0, shrinkB=0, zorder=3, **line))


def label(axes: Axes, at: float, row: Row, said: str, over: int = 0) -> None:
    """The value with its words: beside its mark, towards the middle; or over (1) or under (-1) the line."""
    allowed = interval(row)
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


def level(axes: Axes, row: Row, said: str) -> None:
    """A dashed line at the end of the level that counts: its lower one, of a rank or an upper limit the upper one."""
    allowed = interval(row)
    x = float(allowed.upper if row.bound in ("lt", "le") else allowed.lower)
    axes.axvline(x, color=LEVEL, linewidth=1.4, linestyle=(0, (4, 2)), zorder=2).set_gid(row.obs_id)
    start, stop = axes.get_xlim()
    far = abs(x - start) > abs(stop - start) / 2
    axes.annotate(
        said, (x, 1.0), (-4 if far else 4, 2), xycoords=axes.get_xaxis_transform(), textcoords="offset points",
        ha="right" if far else "left", va="top", color=LEVEL, fontsize=9,
    )  # fmt: skip


def drawn(ref: str, artists: dict[str, Artist], language: str) -> Text:
    """Where a figure's mark stands; a hedged figure has no place on an axis, and so no mark."""
    return place(artists[ref], (ref,), language) if ref in artists else say("drawn_not", language)


def place(artist: Artist, observations: tuple[str, ...], language: str, how: str = "drawn") -> Text:
    """Where a mark stands on the axis of values, in words, taken from the mark itself."""

    def at(number: float, which: str = "at") -> Figure:
        shown = format_number(tidy(Decimal(str(float(number))), 2), language)
        return Figure(shown, observations, f"{how}.{which}")

    if isinstance(artist, PathCollection):
        return say("drawn_point", language, value=at(artist.get_offsets()[0][0]))
    if isinstance(artist, Rectangle):
        low, width = artist.get_x(), artist.get_width()
        return say("drawn_bar", language, low=at(low, "lower"), high=at(low + width, "upper"))
    if isinstance(artist, FancyArrowPatch):
        (start, _), (tip, _) = artist._posA_posB
        which, end = ("drawn_arrow", "lower") if tip > start else ("drawn_arrow_down", "upper")
        return say(which, language, low=at(start, end))
    return say("drawn_line", language, value=at(artist.get_xdata()[0]))
