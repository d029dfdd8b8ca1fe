"""What all charts share. A chart of its own is one function that says which marks are drawn and which rows tell them.

The function returns a `Plot`, or None where there is nothing to draw; `chart` makes it an exhibit. The exhibit is the
drawing for a page and for a phone, the table of what was drawn, read back from the marks, and the alternative text;
or the sentence that there is nothing to draw (`none_<name>`).

A drawing tells what it shows and explains its marks, above; beneath stand its sources, so that it can be read alone.
Between are panels one under another. A panel has one scale, a title above it, notes beneath it, and lines of marks
with their labels beside them, in a column of their own: no word stands on a line or a mark. Every word in a drawing
passes through its `Layout`.

The same data give the same bytes of SVG, on every machine: fonts are bundled and named, ids are salted, no date is
kept, and a reader's own settings of matplotlib change nothing.
"""

import io
import os
import re
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import KW_ONLY, dataclass, replace
from functools import cache, lru_cache, wraps
from html import escape
from textwrap import wrap
from typing import Any
from urllib.parse import quote, unquote

import matplotlib as mpl
import seaborn as sns
from fontTools import subset
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends import backend_registry
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure as Drawing
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path
from PIL import Image

from sosanh.data import paths
from sosanh.draw import marks
from sosanh.draw.marks import GRID, INK, SOFT
from sosanh.lineage.words import Text, Words, join, say, text
from sosanh.numbers.amounts import format_number
from sosanh.show import values
from sosanh.show.display import TAKEN, Chart, Exhibit, Sentences, sentences, table

WIDE, NARROW = 7.0, 3.4  # inches: the column of a page, and a phone held upright
LINE = 0.42  # inches that a line of marks takes
DOTS = 150  # an inch, of a drawing in dots: 1050 across
COLOURS = 64  # of it: those few of a chart, and of their edges
TITLE = 11  # points of the title in a drawing that is taken along
SMALL = 9  # points of nearly all words: on a phone 360 px wide, whose drawing is 328 px wide, they are 12 px high
_LABEL = 1.53  # inches that a line's label may take; on a page, three tenths of it
_EDGE, _GAP = 0.05, 0.12  # inches left free at the sides, and between panels
_KEY = 0.2  # inches of a line of the key
_POINTS = 12  # from one line of a label to the next
_LEADING = {"fontsize": SMALL, "linespacing": 1.35}

FONT = "Be Vietnam Pro"
_WEIGHTS = {400: "BeVietnamPro-Regular.ttf", 600: "BeVietnamPro-SemiBold.ttf"}
_CUT = subset.Options(hinting=False, layout_features=[], name_IDs=[], notdef_outline=False)
_STYLE = {
    "font.family": [FONT], "font.size": SMALL, "text.color": INK, "xtick.color": SOFT, "ytick.color": INK,
    "grid.color": GRID, "axes.grid.axis": "x", "hatch.linewidth": 0.6, "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL, "ytick.major.size": 0,
    **dict.fromkeys(("axes.spines.left", "axes.spines.right", "axes.spines.top", "axes.spines.bottom"), False),
    "svg.fonttype": "none", "svg.hashsalt": "sosanh", "text.hinting": "none", "path.simplify": False,
}  # fmt: skip
_WINDOWS = ("backend", "interactive", "tk", "toolbar", "webagg")  # how windows are shown: not ours to change
# The reader's own settings must not change a byte, so all others are matplotlib's own.
_DEFAULTS = {key: value for key, value in mpl.rcParamsDefault.items() if not key.startswith(_WINDOWS)}
# matplotlib's name of a region is made from more digits than it writes, and the last of them differ from run to run
_CLIP = re.compile(r'(?<=[#"])p[0-9a-f]{10}(?=[")])')
# what goes from a drawing unseen: the font, said once for all; turns by nothing; decimals after hundredths of a point
_UNSEEN = re.compile(
    rf" font-family: '{FONT}';| transform=\"rotate\(-0 [^\"]*\"| <metadata>.*?</metadata>|(?<=\.\d\d)\d+(?=[^<]*>)"
)
_SIZED = re.compile(r'(.*?)height="[\d.]+pt" viewBox="0 0 ([\d.]+) ([\d.]+)"(.*)</svg>\s*', re.DOTALL)
# what an address in an attribute and in a list of addresses cannot hold; letters with marks stay as short as they are
_ADDRESS = str.maketrans({sign: quote(sign) for sign in '%#"<>&` {}|\\^'})


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
        """Words in lines of so many inches at a font size in points; only a word longer than that is longer."""
        said, letters = self.said(words), int(inches * 72 / (0.52 * size))  # a letter is about 0.52 of its size wide
        while True:
            lines = wrap(said, letters, break_long_words=False)
            long = [line for line in lines if " " in line and _wide(line) * size / SMALL > inches]
            if not long or letters < 10:
                return "\n".join(lines)
            letters -= 1

    def labels(self, lines: Iterable[tuple[Words, ...]]) -> list[tuple[str, str]]:
        """Labels of lines: what each says first, and what else; long words in several lines."""
        wide = max(_LABEL, 0.3 * self.width)
        folded = ([self.folded(each, wide) for each in words] for words in lines)
        return [(first, "\n".join(others)) for first, *others in folded]

    def room(self) -> float:
        """The inches that words have from side to side."""
        return self.width - 0.2

    def key(self, kinds: Iterable[str]) -> "Key":
        """The key of these kinds of marks: side by side as far as there is room."""
        placed, right, down, deep = [], 0.0, 0.0, 0
        for kind in kinds:
            said = self.folded(say(f"key_{kind}"), self.room() - 0.3)
            wide = 0.5 + max(map(_wide, said.split("\n")))
            if right and right + wide > self.room() + 0.2:
                right, down, deep = 0.0, down + deep * _KEY, 1
            placed.append((kind, said, right, down))
            right, deep = right + wide, max(deep, said.count("\n") + 1)
        return Key(tuple(placed), down + deep * _KEY)


@dataclass(frozen=True)
class Key:
    """What explains the marks: of each kind its words and where these stand, in inches to the right and down."""

    placed: tuple[tuple[str, str, float, float], ...]
    high: float

    def draw(self, drawing: Drawing, top: float) -> None:
        """Draw it across the drawing, from `top` inches downwards."""
        width, tall = drawing.get_size_inches()
        axes = drawing.add_axes((_EDGE / width, (top - self.high) / tall, 1 - 2 * _EDGE / width, self.high / tall))
        axes.set(xlim=(0, width - 2 * _EDGE), ylim=(self.high, 0))
        axes.set_axis_off()
        for kind, said, right, down in self.placed:
            marks.sample(axes, kind, right + 0.13, down + _KEY / 2)
            axes.annotate(said, (right + 0.3, down), (0, -2), textcoords="offset points", va="top")


@dataclass(frozen=True)
class Panel:
    """One scale with its marks. Beside the line at n stand the words `lines[n]`, the first of them bold, 0 on top.

    `draw` puts the marks on the axes; without lines it returns how many inches high they are.
    """

    draw: Callable[[Axes, Layout], float | None]
    title: Words = ""
    notes: tuple[Words, ...] = ()
    lines: tuple[tuple[Words, ...], ...] = ()


@dataclass(frozen=True, repr=False)
class Plot(Exhibit):
    """What a chart's own function returns: its panels, and what its table and its alternative text say.

    Its words are in the drawing, so it is drawn when it is `said`. `rows` makes the table's cells under `heads` from
    the marks by their gid (see `marks.drawn`). The `title` is what was found; without one the words `title_<name>`
    stand. In the drawing itself stand what it is of (`subtitle`), a key of its marks, how to read them (`legend`), and
    the articles of the rows `shown` with the `others` among its sources. `beside` is as wide as the numbers of a scale
    that stands upright.
    """

    panels: Sequence[Panel]
    alt: Text
    heads: tuple[str | Text, ...]
    rows: Callable[[dict[str, Artist]], Iterable[tuple[Words, ...]]]
    title: Text | None = None
    _: KW_ONLY
    shown: Sequence[Any] = ()
    others: Sequence[Words] = ()
    subtitle: Words = ""
    legend: Words = ""
    beside: str = ""
    name: str = ""

    def said(self, language: str) -> Chart:
        title, layouts = self.title or say(f"title_{self.name}"), [Layout(width, language) for width in (WIDE, NARROW)]
        over = layouts[0].folded(title, layouts[0].room(), TITLE) if os.environ.get(TAKEN) else ""
        with _style():
            drawings = [*map(self._drawing, layouts)]
            images = [address(each, over) if over else address(each) for each in drawings]
            alone = {"svg": _titled(images[0], over), "png": _dots(drawings[0], over)} if over else {}
        artists = (artist for axes in drawings[0].axes for artist in axes.get_children())
        drawn = table("drawn", self.heads, self.rows({each.get_gid(): each for each in artists if each.get_gid()}))
        return Chart(title, self.alt, *images, drawn, **alone, name=self.name, scope=self.scope).said(language)

    def _drawing(self, layout: Layout) -> Drawing:
        drawing = Drawing((layout.width, 1), dpi=72)
        stacked = [drawing.add_axes((0, 0, 1, 1)) for _ in self.panels]
        labels = [layout.labels(panel.lines) for panel in self.panels]
        words = ("\n".join(label).split("\n") for own in labels for label in own)
        aside = max((_wide(line, bold=True) + 0.14 for lines in words for line in lines), default=0)
        for axes in () if self.beside else stacked:
            axes.set_yticks([])
        heights = [
            _lines(axes, panel, own, layout, aside)
            for axes, panel, own in zip(stacked, self.panels, labels, strict=True)
        ]
        aside = aside or _wide(self.beside)
        for axes, panel in zip(stacked, self.panels, strict=True):
            _around(axes, panel, layout, aside)
        there = {artist.get_label() for axes in stacked for artist in axes.get_children()}
        head = layout.folded(self.subtitle, layout.room(), 10)
        foot = "\n".join(layout.folded(each, layout.room()) for each in (self.legend, self._source()) if each)
        _stack(drawing, heights, aside, head, layout.key([kind for kind in marks.KEY if kind in there]), foot)
        return drawing

    def _source(self) -> Words:
        """The line of sources: outlet and day of each article, by date, then the others."""
        articles = {row.source_id: row.article for row in self.shown}
        by_date = sorted(articles.values(), key=lambda each: (each.published_from, each.source_id))
        named = [*map(values.outlet_and_day, by_date), *self.others]
        return say("chart_source", len(named), sources=join("; ", named)) if named else ""


def chart(make: Callable[..., Plot | None]) -> Callable[..., Plot | Sentences]:
    """The exhibit that a function's plot is; the exhibit has the function's name and takes what the function takes."""

    @wraps(make)
    def shown(*args, **kwargs) -> Plot | Sentences:
        plot = make(*args, **kwargs)
        return sentences(make.__name__, []) if plot is None else replace(plot, name=make.__name__)

    return shown


def _lines(axes: Axes, panel: Panel, labels: list[tuple[str, str]], layout: Layout, aside: float) -> float:
    """Draw a panel's marks, and beside each line its label, `aside` inches to the left; gives the inches of height."""
    if labels:
        axes.set_ylim(len(labels) - 0.5, -0.5)
    own = panel.draw(axes, layout)
    for at, (first, others) in enumerate(labels):
        top = _POINTS / 2 * ("\n".join((first, others)).count("\n") + 1)
        for said, up, look in (
            (first, top, {"fontweight": "semibold"}),
            (others, top - _POINTS * (first.count("\n") + 1), {"color": SOFT}),
        ):
            place = {"xycoords": axes.get_yaxis_transform(), "textcoords": "offset points", "va": "top"}
            axes.annotate(said, (0, at), (-72 * aside, up), **place, **look)
    return own or max(1, len(labels)) * depth(map("\n".join, labels))


def _around(axes: Axes, panel: Panel, layout: Layout, aside: float) -> None:
    """The title over a panel and the notes under it, from the drawing's left edge; no closer than numbers allow."""
    numbers = axes.xaxis.get_tick_params()
    title, notes = (
        layout.folded(panel.title, layout.room(), 10),
        "\n".join(layout.folded(each, layout.room()) for each in panel.notes if each),
    )
    for said, y, down, look in (
        (title, 1, 18 if numbers["labeltop"] else 6, {"fontsize": 10, "fontweight": "semibold", "va": "bottom"}),
        (notes, 0, -20 if numbers["labelbottom"] else -4, {"color": SOFT, "va": "top", **_LEADING}),
    ):
        if said:
            at = (-72 * aside, down)
            axes.annotate(said, (0, y), at, xycoords="axes fraction", textcoords="offset points", **look)


def _stack(drawing: Drawing, heights: list[float], aside: float, head: str, key: Key, foot: str) -> None:
    """Put axes of these heights one under another, with room for the words around each; all in inches.

    Above them stand the head and the key, under them the foot.
    """
    width, stacked, around = drawing.get_figwidth(), [*drawing.axes], []
    renderer = _Renderer(1, 1, io.StringIO())
    drawing.set_figheight(max(heights))
    for axes, high in zip(stacked, heights, strict=True):  # measured once, where axes are about as wide as at last
        axes.set_position(((aside + _EDGE) / width, 0, 1 - (aside + 2 * _EDGE) / width, high / max(heights)))
        words = axes.get_tightbbox(renderer, bbox_extra_artists=axes.texts, for_layout_only=True)
        around.append((words.extents - axes.bbox.extents) / 72 * (-1, -1, 1, 1))
    left, _, right, _ = (_EDGE + max(each) for each in zip(*around, strict=True))
    first = drawing.text(0, 0, head, fontsize=10, va="top")
    ends = (first, drawing.text(0, 0, foot, color=SOFT, va="bottom", **_LEADING))
    over, beneath = (each.get_window_extent(renderer).height / 72 + _GAP if each.get_text() else _EDGE for each in ends)
    explained = key.high + (_GAP / 2 if key.placed else 0)
    panels = sum(heights) + sum(under + above for _, under, _, above in around) + _GAP * len(heights)
    tall = over + explained + panels + beneath + _EDGE
    drawing.set_figheight(tall)
    bottom = tall - over - explained + _GAP / 2
    for axes, high, (_, under, _, above) in zip(stacked, heights, around, strict=True):
        bottom -= _GAP + above + high
        axes.set_position((left / width, bottom / tall, 1 - (left + right) / width, high / tall))
        bottom -= under
    ends[0].set_position((_EDGE / width, 1 - _EDGE / tall))
    ends[1].set_position((_EDGE / width, _EDGE / tall))
    if key.placed:
        key.draw(drawing, tall - over)


def _over(title: str) -> float:
    """The inches that the lines of a title take above a drawing."""
    return 0.21 * (title.count("\n") + 1) + _GAP


def _titled(image: str, title: str) -> str:
    """The drawing at a data address as SVG, with its title above: whoever takes it along has all that it says."""
    over, svg = 72 * _over(title), unquote(image.partition(",")[2])
    head, width, high, rest = _SIZED.fullmatch(svg).groups()
    tall = f"{float(high) + over:g}"
    lines = "".join(
        f'<text x="{72 * _EDGE:g}" y="{15 * (place + 1) - over:g}">{escape(line)}</text>'
        for place, line in enumerate(title.split("\n"))
    )
    paper = f'<rect fill="#fff" height="{over + 1:g}" width="{width}" y="{-over:g}"/>'
    look = f'<g fill="{INK}" font-size="{TITLE}" font-weight="600">{lines}</g>'
    return f'{head}height="{tall}pt" viewBox="0 {-over:g} {width} {tall}"{rest}{paper}{look}</svg>'


def _dots(drawing: Drawing, title: str) -> str:
    """The same as PNG in Base64. The drawing itself is changed."""
    width, high = drawing.get_size_inches()
    tall = high + _over(title)
    drawing.set_figheight(tall)
    for axes in drawing.axes:
        left, bottom, wide, up = axes.get_position().bounds
        axes.set_position((left, bottom * high / tall, wide, up * high / tall))
    for words in drawing.texts:
        words.set_y(words.get_position()[1] * high / tall)
    drawing.text(_EDGE / width, 1 - _EDGE / tall, title, fontsize=TITLE, fontweight="semibold", va="top")
    drawing.dpi = DOTS
    canvas, dots = FigureCanvasAgg(drawing), io.BytesIO()
    canvas.draw()
    picture = Image.frombuffer("RGBA", canvas.get_width_height(), canvas.buffer_rgba()).convert("RGB")
    picture.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(dots, "PNG", dpi=(DOTS, DOTS))
    return b64encode(dots.getvalue()).decode("ascii")


def _wide(words: str, bold: bool = False) -> float:
    """The inches that a line of small words takes; measured as when it is drawn, and kept until then."""
    look = FontProperties(size=SMALL, weight="semibold" if bold else "normal")
    return _Renderer.get_text_width_height_descent(words, look, False)[0] / 72


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


def address(drawing: Drawing, more: str = "") -> str:
    """The drawing as a data address: two of them on one page share no ids, and both scale and print.

    Its letters are text in the bundled font, which goes with the drawing, cut down to the letters used and `more`.
    """
    buffer = io.StringIO()
    renderer = _Renderer(*drawing.bbox.size, buffer, metadata={"Date": None, "Creator": None})
    drawing.draw(renderer)
    renderer.finalize()
    svg = re.sub(r"\s*\n\s*", " ", buffer.getvalue())
    numbers: dict[str, str] = {}
    svg = _CLIP.sub(lambda found: numbers.setdefault(found[0], f"p{len(numbers) + 1}"), svg)
    letters = "".join(sorted(set("".join(re.findall(r">([^<]+)</text>", svg))) | set("&;" + more)))
    own = f"{face(letters)}text{{font-family:'{FONT}'}}"
    svg = _UNSEEN.sub("", svg).replace("</style>", f"{own}</style>", 1)
    return "data:image/svg+xml," + svg.translate(_ADDRESS)


def face(letters: str) -> str:
    """CSS that brings the font along in both weights, cut down to these letters."""
    fonts = {weight: b64encode(_font(weight, letters)).decode("ascii") for weight in _WEIGHTS}
    return "".join(
        f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:url(data:font/ttf;base64,{font})}}"
        for weight, font in fonts.items()
    )


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
