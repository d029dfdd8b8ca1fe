"""What all charts share. A chart of its own is one function that says which marks are drawn and which rows tell them.

The function returns a `Plot`, or None where there is nothing to draw; `chart` makes it an exhibit. The exhibit is the
drawing for a page and for a phone, the table of what was drawn, read back from the marks, and the alternative text;
or the sentence that there is nothing to draw (`none_<name>`).

A drawing is of panels one under another. A panel has one scale, a title above it, a note beneath it, and lines of
marks with their labels beside them. Every word in a drawing passes through its `Layout`.

The same data give the same bytes of SVG, on every machine: fonts are bundled and named, ids are salted, no date is
kept, and a reader's own settings of matplotlib change nothing.
"""

import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, replace
from functools import cache, lru_cache, wraps
from textwrap import wrap
from urllib.parse import quote

import matplotlib as mpl
import seaborn as sns
from fontTools import subset
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends import backend_registry
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure as Drawing
from matplotlib.textpath import text_to_path
from matplotlib.transforms import offset_copy

from sosanh.data import paths
from sosanh.draw.marks import GRID, INK, SOFT
from sosanh.lineage.words import Text, Words, join, say, text
from sosanh.numbers.amounts import format_number
from sosanh.show.display import Chart, Exhibit, Sentences, sentences, table

WIDE, NARROW = 7.0, 3.7  # inches: the column of a page, and a phone held upright
LINE = 0.42  # inches that a line of marks takes
SMALL = 8.5  # points of what stands beneath a title
KEY = ("dot", "all", "aimed", "ring", "bar", "arrow", "open", "joined", "level")  # kinds of marks, as explained
_LABEL = 1.4  # inches of a line's label
_EDGE, _GAP = 0.05, 0.1  # inches left free at the sides, and between panels

FONT = "Be Vietnam Pro"
_WEIGHTS = {400: "BeVietnamPro-Regular.ttf", 600: "BeVietnamPro-SemiBold.ttf"}
_CUT = subset.Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=False)
_STYLE = {
    "font.family": [FONT], "font.size": 9, "text.color": INK, "axes.labelcolor": SOFT, "xtick.color": SOFT,
    "ytick.color": INK, "grid.color": GRID, "axes.grid.axis": "x", "hatch.linewidth": 0.6,
    "axes.titlelocation": "left", "axes.titlesize": 10, "axes.titleweight": "semibold", "axes.titlecolor": INK,
    "axes.titley": 1, "xtick.labelsize": 8, "ytick.labelsize": 9, "ytick.major.size": 0,
    **dict.fromkeys(("axes.spines.left", "axes.spines.right", "axes.spines.top", "axes.spines.bottom"), False),
    "svg.fonttype": "none", "svg.hashsalt": "sosanh", "text.hinting": "none", "path.simplify": False,
}  # fmt: skip
_WINDOWS = ("backend", "interactive", "tk", "toolbar", "webagg")  # how windows are shown: not ours to change
# The reader's own settings must not change a byte, so all others are matplotlib's own.
_DEFAULTS = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(_WINDOWS)}
# matplotlib's name of a region is made from more digits than it writes, and the last of them differ from run to run
_CLIP = re.compile(r'(?<=[#"])p[0-9a-f]{10}(?=[")])')


@dataclass(frozen=True)
class Layout:
    """How words are set in one drawing: its `width` in inches and its language."""

    width: float
    language: str

    def said(self, words: Words) -> str:
        return str(text(words).said(self.language))

    def number(self, value: float) -> str:
        return format_number(value, self.language)

    def folded(self, words: Words, inches: float, size: float = SMALL) -> str:
        """Words in lines of so many inches at a font size in points; a letter is about 0.52 of its size wide."""
        letters = max(9, int(inches * 72 / (0.52 * size)))
        return "\n".join(wrap(self.said(words), letters, break_long_words=False))

    def labels(self, words: Iterable[Words]) -> list[str]:
        """Labels of lines, a long one in several lines."""
        each_in_lines = (self.said(each).split("\n") for each in words)
        return ["\n".join(self.folded(line, _LABEL, 10) for line in lines) for lines in each_in_lines]

    def room(self, labels: Iterable[str] = ()) -> float:
        """The inches that words have beside the labels of lines."""
        return self.width - 0.3 - max((len(line) for each in labels for line in each.split("\n")), default=0) * 0.072


@dataclass(frozen=True)
class Panel:
    """One scale with its marks. The line `lines[n]` stands at n, the first on top.

    `draw` puts the marks on the axes; without lines it returns how many inches high they are.
    """

    draw: Callable[[Axes, Layout], float | None]
    title: Words = ""
    note: Words = ""
    lines: tuple[Words, ...] = ()


@dataclass(frozen=True, repr=False)
class Plot(Exhibit):
    """What a chart's own function returns: its panels, and what its table and its alternative text say.

    Its words are in the drawing, so it is drawn when it is `said`. `rows` makes the table's cells under `heads` from
    the marks by their gid (see `marks.drawn`). A `title` is needed only where the words `title_<name>` do not do.
    Beneath the panels stands how to read them: the `legend`, and the `key` of their marks. `beside` is as wide as the
    numbers of a scale that stands upright.
    """

    panels: Sequence[Panel]
    alt: Text
    heads: tuple[str | Text, ...]
    rows: Callable[[dict[str, Artist]], Iterable[tuple[Words, ...]]]
    title: Text | None = None
    _: KW_ONLY
    legend: Words = ""
    key: bool = True
    beside: str = ""
    name: str = ""

    def said(self, language: str) -> Chart:
        with _style():
            drawings = [self._drawing(Layout(width, language)) for width in (WIDE, NARROW)]
            images = [address(drawing) for drawing in drawings]
        artists = (artist for axes in drawings[0].axes for artist in axes.get_children())
        drawn = table("drawn", self.heads, self.rows({each.get_gid(): each for each in artists if each.get_gid()}))
        title = self.title or say(f"title_{self.name}")
        return Chart(title, self.alt, *images, drawn, name=self.name, scope=self.scope).said(language)

    def _drawing(self, layout: Layout) -> Drawing:
        drawing = Drawing((layout.width, 1), dpi=72)
        stacked = drawing.subplots(len(self.panels), 1, squeeze=False)[:, 0]
        labels = [layout.labels(panel.lines) for panel in self.panels]
        heights = []
        for axes, panel, own in zip(stacked, self.panels, labels, strict=True):
            if not self.beside:
                axes.set_yticks(range(len(own)), own)
            if own:
                axes.set_ylim(len(own) - 0.5, -0.5)
            heights.append(panel.draw(axes, layout) or max(1, len(own)) * depth(own))
        room = layout.room([self.beside, *(label for own in labels for label in own)])
        there = {artist.get_label() for axes in stacked for artist in axes.get_children()}
        key = join(" ", [say(f"key_{kind}") for kind in KEY if kind in there]) if self.key else ""
        for axes, panel in zip(stacked, self.panels, strict=True):
            below = (panel.note, self.legend, key) if panel is self.panels[-1] else (panel.note,)
            axes.set_title(layout.folded(panel.title, room, 10))
            note = "\n".join(layout.folded(each, room) for each in below if each)
            axes.set_xlabel(note, loc="left", fontsize=SMALL, linespacing=1.35)
            down = 20 if axes.xaxis.get_tick_params()["labelbottom"] else 4  # points, with numbers between or without
            for axis in (axes.xaxis, axes.yaxis):  # else where words go is measured again and again
                axis.set_label_coords(0, 0, offset_copy(axes.transAxes, drawing, y=-down, units="points"))
        _stack(drawing, heights, room)
        return drawing


def chart(make: Callable[..., Plot | None]) -> Callable[..., Plot | Sentences]:
    """The exhibit that a function's plot is; the exhibit has the function's name and takes what the function takes."""

    @wraps(make)
    def shown(*args, **kwargs) -> Plot | Sentences:
        plot = make(*args, **kwargs)
        return sentences(make.__name__, []) if plot is None else replace(plot, name=make.__name__)

    return shown


def _stack(drawing: Drawing, heights: list[float], room: float) -> None:
    """Put axes of these heights one under another, with room for the words around each; all in inches."""
    width, around = drawing.get_figwidth(), []
    drawing.set_figheight(max(heights))
    for axes, high in zip(drawing.axes, heights, strict=True):  # measured once, where axes are about as wide as at last
        axes.set_position((1 - (room + _EDGE) / width, 0, room / width, high / max(heights)))
        words = axes.get_tightbbox(_Renderer(1, 1, io.StringIO()), bbox_extra_artists=axes.texts, for_layout_only=True)
        around.append((words.extents - axes.bbox.extents) / 72 * (-1, -1, 1, 1))
    left, _, right, _ = (_EDGE + max(each) for each in zip(*around, strict=True))
    tall = sum(heights) + sum(under + over for _, under, _, over in around) + _GAP * len(heights)
    drawing.set_figheight(tall)
    bottom = tall + _GAP / 2
    for axes, high, (_, under, _, over) in zip(drawing.axes, heights, around, strict=True):
        bottom -= _GAP + over + high
        axes.set_position((left / width, bottom / tall, 1 - (left + right) / width, high / tall))
        bottom -= under


def depth(labels: Iterable[str]) -> float:
    """The inches that a line of marks takes beside these labels: enough for the one with most lines."""
    return max([LINE, *(0.17 * (label.count("\n") + 1) + 0.05 for label in labels)])


@contextmanager
def _style() -> Iterator[None]:
    """The settings and the fonts in which every chart is drawn and written."""
    _fonts()
    with mpl.rc_context(_DEFAULTS | _STYLE), sns.axes_style("whitegrid", rc=_STYLE):
        yield


class _Renderer(RendererSVG):
    """Writes SVG; a text is measured once, for its layout, its drawing and all others that it stands in."""

    get_text_width_height_descent = staticmethod(lru_cache(4096)(text_to_path.get_text_width_height_descent))


def prepare() -> None:
    """Do once what all charts need, so that processes forked from this one need not: read the fonts, draw something."""
    backend_registry.list_all()  # it reads what every package can draw with: each shell of a kernel asks
    with _style():
        address(Plot([Panel(lambda *_: LINE, "0")], text(""), (), lambda _: [])._drawing(Layout(WIDE, "en")))


@cache
def _fonts() -> None:
    """The bundled fonts, in place of others of the same name that the machine may have."""
    known = font_manager.fontManager.ttflist
    known[:] = [font for font in known if font.name != FONT]
    for font in sorted(paths.FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(font)


def address(drawing: Drawing) -> str:
    """The drawing as a data address: two of them on one page share no ids, and both scale and print.

    Its letters are text in the bundled font, which goes with the drawing, cut down to the letters used.
    """
    buffer = io.StringIO()
    renderer = _Renderer(*drawing.bbox.size, buffer, metadata={"Date": None, "Creator": None})
    drawing.draw(renderer)
    renderer.finalize()
    svg = re.sub(r"\s*\n\s*", " ", buffer.getvalue())
    numbers: dict[str, str] = {}
    svg = _CLIP.sub(lambda found: numbers.setdefault(found[0], f"p{len(numbers) + 1}"), svg)
    letters = "".join(sorted(set("".join(re.findall(r">([^<]+)</text>", svg))) | set("&;")))
    for weight in _WEIGHTS:
        font = f"data:font/ttf;base64,{b64encode(_font(weight, letters)).decode('ascii')}"
        face = f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:url({font})}}"
        svg = svg.replace("</style>", f"{face}</style>", 1)
    return "data:image/svg+xml," + quote(svg, safe="~!*()';:@$,/?+=-_.")


@cache
def _font(weight: int, letters: str = "") -> bytes:
    """One weight of the font with these letters only, or with all, in a smaller file from which others are cut."""
    font = subset.load_font(io.BytesIO(_font(weight)) if letters else paths.FONTS / _WEIGHTS[weight], _CUT)
    for tag in {"GSUB", "GPOS", "GDEF", "gasp", "STAT"} & {*font.keys()}:  # slow to read, and not kept
        del font[tag]
    cut, buffer = subset.Subsetter(_CUT), io.BytesIO()
    cut.populate(text=letters or "".join(map(chr, font.getBestCmap())))
    cut.subset(font)
    font.save(buffer)
    return buffer.getvalue()
