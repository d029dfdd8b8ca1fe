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
from functools import cache, wraps
from textwrap import wrap
from urllib.parse import quote

import matplotlib as mpl
import seaborn as sns
from matplotlib import font_manager
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

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

FONT = "Be Vietnam Pro"
_WEIGHTS = {400: "BeVietnamPro-Regular.ttf", 600: "BeVietnamPro-SemiBold.ttf"}
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
        drawing = Drawing(layout="constrained")
        drawing.get_layout_engine().set(h_pad=0.03, hspace=0.03)
        stacked = drawing.subplots(len(self.panels), 1, squeeze=False)[:, 0]
        labels = [layout.labels(panel.lines) for panel in self.panels]
        inches, heights = [], []
        for axes, panel, own in zip(stacked, self.panels, labels, strict=True):
            if not self.beside:
                axes.set_yticks(range(len(own)), own)
            if own:
                axes.set_ylim(len(own) - 0.5, -0.5)
            inches.append(panel.draw(axes, layout) or len(own) * depth(own))
        room = layout.room([self.beside, *(label for own in labels for label in own)])
        there = {artist.get_label() for axes in stacked for artist in axes.get_children()}
        key = join(" ", [say(f"key_{kind}") for kind in KEY if kind in there]) if self.key else ""
        for axes, panel, high in zip(stacked, self.panels, inches, strict=True):
            below = (panel.note, self.legend, key) if panel is self.panels[-1] else (panel.note,)
            title, note = layout.folded(panel.title, room, 10), [layout.folded(each, room) for each in below if each]
            axes.set_title(title)
            axes.set_xlabel("\n".join(note), loc="left", fontsize=SMALL, linespacing=1.35)
            heights.append(high + 0.5 + 0.19 * _lines([title]) + 0.18 * _lines(note))
        drawing.set_size_inches(layout.width, sum(heights))
        stacked[0].get_gridspec().set_height_ratios(heights)
        return drawing


def chart(make: Callable[..., Plot | None]) -> Callable[..., Plot | Sentences]:
    """The exhibit that a function's plot is; the exhibit has the function's name and takes what the function takes."""

    @wraps(make)
    def shown(*args, **kwargs) -> Plot | Sentences:
        plot = make(*args, **kwargs)
        return sentences(make.__name__, []) if plot is None else replace(plot, name=make.__name__)

    return shown


def _lines(said: Iterable[str]) -> int:
    return sum(each.count("\n") + 1 for each in said if each)


def depth(labels: Iterable[str]) -> float:
    """The inches that a line of marks takes beside these labels: enough for the one with most lines."""
    return max([LINE, *(0.17 * (label.count("\n") + 1) + 0.05 for label in labels)])


@contextmanager
def _style() -> Iterator[None]:
    """The settings and the fonts in which every chart is drawn and written."""
    _fonts()
    with mpl.rc_context(_DEFAULTS | _STYLE), sns.axes_style("whitegrid", rc=_STYLE):
        yield


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
    encoded = b64encode(buffer.getvalue()).decode("ascii")
    return f"@font-face{{font-family:'{FONT}';font-weight:{weight};src:url(data:font/ttf;base64,{encoded})}}"
