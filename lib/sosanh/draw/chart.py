"""What all charts share. A chart of its own is one function that says which marks are drawn and which rows tell them.

The function returns a `Plot`, or None where there is nothing to draw; `chart` makes it an exhibit. The exhibit is the
drawing for a page and for a phone, the table of what was drawn, read back from the marks, and the alternative text;
or the sentence that there is nothing to draw (`none_<name>`).

A drawing is of panels one under another. A panel has one scale, a title above it, a note beneath it, and lines of
marks with their labels beside them. Every word in a drawing passes through its `Layout`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from textwrap import wrap

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing

from sosanh.draw import svg
from sosanh.lineage.words import Text, Words, join, say, text
from sosanh.numbers.amounts import format_number
from sosanh.show import display
from sosanh.show.display import Chart, Exhibit, Sentences

WIDE, NARROW = 7.0, 3.7  # inches: the column of a page, and a phone held upright
LINE = 0.42  # inches that a line of marks takes
SMALL = 8.5  # points of what stands beneath a title
KEY = ("dot", "all", "aimed", "ring", "bar", "arrow", "open", "joined", "level")  # kinds of marks, as explained
_LABEL = 1.4  # inches of a line's label


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
        letters = max(12, int(inches * 72 / (0.52 * size)))
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
    """One scale with its marks. `draw` puts them on the axes; the line `lines[n]` stands at n, the first on top.

    Without lines, `inches` says how high the panel is beside its title, scale and note, for a layout where it depends
    on that.
    """

    draw: Callable[[Axes, Layout], None]
    title: Words = ""
    note: Words = ""
    lines: tuple[Words, ...] = ()
    inches: float | Callable[[Layout], float] = LINE

    def height(self, layout: Layout) -> float:
        if self.lines:
            return len(self.lines) * depth(layout.labels(self.lines))
        return self.inches(layout) if callable(self.inches) else self.inches


@dataclass(frozen=True)
class Plot:
    """What a chart's own function returns: how it is painted, and what its table and its alternative text say.

    `rows` makes the table's cells under `heads` from the marks by their gid (see `marks.drawn`). A `title` is needed
    only where the words `title_<name>` do not do.
    """

    paint: Callable[[Layout], Drawing]
    alt: Text
    heads: tuple[str | Text, ...]
    rows: Callable[[dict[str, Artist]], Iterable[tuple[Words, ...]]]
    title: Text | None = None


def chart(make: Callable[..., Plot | None]) -> Callable[..., "Unpainted | Sentences"]:
    """The exhibit that a function's plot is; the exhibit has the function's name and takes what the function takes."""
    name = make.__name__

    @wraps(make)
    def shown(*args, **kwargs) -> Unpainted | Sentences:
        plot = make(*args, **kwargs)
        return display.sentences(name, []) if plot is None else Unpainted(plot, name=name)

    return shown


@dataclass(frozen=True, repr=False)
class Unpainted(Exhibit):
    """A plot before its language is known: its words are in the drawing, so it is painted when it is `said`."""

    plot: Plot

    def said(self, language: str) -> Chart:
        plot = self.plot
        with svg.style():
            drawings = [plot.paint(Layout(width, language)) for width in (WIDE, NARROW)]
            images = tuple(map(svg.address, drawings))
        artists = (artist for axes in drawings[0].axes for artist in axes.get_children())
        rows = plot.rows({artist.get_gid(): artist for artist in artists if artist.get_gid()})
        title = plot.title or say(f"title_{self.name}")
        drawn = display.chart(self.name, title, plot.alt, images, plot.heads, rows)
        return replace(drawn.said(language), scope=self.scope)


def stack(
    panels: Sequence[Panel], legend: Words = "", key: bool = True, beside: str = ""
) -> Callable[[Layout], Drawing]:
    """What paints panels one under another, and beneath them how to read them: a legend, and the key of their marks.

    `beside` is as wide as the numbers of a scale that stands upright.
    """

    def paint(layout: Layout) -> Drawing:
        drawing = Drawing(layout="constrained")
        drawing.get_layout_engine().set(h_pad=0.03, hspace=0.03)
        stacked = drawing.subplots(len(panels), 1, squeeze=False)[:, 0]
        for axes, panel in zip(stacked, panels, strict=True):
            if not beside:
                axes.set_yticks(range(len(panel.lines)), layout.labels(panel.lines))
            if panel.lines:
                axes.set_ylim(len(panel.lines) - 0.5, -0.5)
            panel.draw(axes, layout)
        room = layout.room([beside, *(label for panel in panels for label in layout.labels(panel.lines))])
        below = [layout.folded(each, room) for each in (legend, _key(drawing, layout) if key else "")]
        heights = []
        for axes, panel in zip(stacked, panels, strict=True):
            title, note = layout.folded(panel.title, room, 10), layout.folded(panel.note, room)
            note = "\n".join(filter(None, [note, *below])) if panel is panels[-1] else note
            axes.set_title(title)
            axes.set_xlabel(note, loc="left", fontsize=SMALL, linespacing=1.35)
            lines = [bool(said) + said.count("\n") for said in (title, note)]
            heights.append(panel.height(layout) + 0.5 + 0.19 * lines[0] + 0.18 * lines[1])
        drawing.set_size_inches(layout.width, sum(heights))
        stacked[0].get_gridspec().set_height_ratios(heights)
        return drawing

    return paint


def _key(drawing: Drawing, layout: Layout) -> Text:
    """What the marks mean that are there."""
    there = {artist.get_label() for axes in drawing.axes for artist in axes.get_children()}
    return join(" ", [say(f"key_{kind}") for kind in KEY if kind in there])


def depth(labels: Iterable[str]) -> float:
    """The inches that a line of marks takes beside these labels: enough for the one with most lines."""
    return max([LINE, *(0.17 * (label.count("\n") + 1) + 0.05 for label in labels)])
