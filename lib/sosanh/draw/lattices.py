"""What a brief draws of many figures at once: sorted into lines and columns, one mark a figure, nothing averaged.

Each mark keeps its observation. A mark is full for a result with a number and hollow for what is said in words or
only aimed at, so that a crowd of hollow marks is seen at once. Empty means not reported, never zero.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.figure import Figure as Drawing

from sosanh.compare.gate import Row, interval
from sosanh.compare.results import Result, Targets
from sosanh.draw import marks
from sosanh.lineage.words import Text, count, join, say, text
from sosanh.numbers.units import PARTS
from sosanh.show import values
from sosanh.show.display import Chart, Sentences, chart, sentences
from sosanh.show.values import value, when

_WAYS = ("hundred", "words", "value", "bound", "hedged")  # how a share is stated
_DECIDED = ("met", "exceeded", "short")  # outcomes that a figure settles
_ABREAST = 6  # marks that stand side by side in a cell before the next line of them begins


@dataclass(frozen=True)
class Line:
    """One line of a lattice: its label, and for each column the observations marked there (obs_id, full)."""

    label: Text
    cells: tuple[tuple[tuple[str, bool], ...], ...]

    @property
    def deep(self) -> int:
        return max(-(-len(cell) // _ABREAST) for cell in self.cells)


def matrix(result: Targets, language: str) -> Chart | Sentences:
    """Targets against what became of them: full where a result decides, hollow where there is none."""
    if not result.outcomes:
        return sentences("matrix", [], language)
    present = {outcome.code for outcome in result.outcomes}
    codes = [code for code in result.codebook.codes("target_outcome") if code in present]
    lines = [
        Line(
            _level(outcome.target, result, language),
            tuple(((outcome.target.obs_id, outcome.code in _DECIDED),) * (code == outcome.code) for code in codes),
        )
        for outcome in result.outcomes
    ]
    heads = [result.codebook.label("target_outcome", code, language) for code in codes]
    alt = _columns(lines, heads, language)
    return _lattice("matrix", lines, heads, alt, language)


def _level(target: Row, result: Result, language: str) -> Text:
    area = values.area(target.ref_area, result, language)
    said = (
        values.name(target, result, language),
        f" ({getattr(target, f'population_{language}')}): ",
        value(target, language),
        ", ",
        values.period(target, language),
    )
    return text(area, " · ", *said) if len(result.areas) > 1 else text(*said)


def ladder(result: Result, language: str) -> Chart | Sentences:
    """Every figure by the kind of thing it measures, from input to outcome; one line an area and sector."""
    if result.rows.empty:
        return sentences("ladder", [], language)
    book = result.codebook
    levels = book.codes("result_level")
    lines = []
    for area in result.areas:
        own = result.rows[result.rows["territory"].eq(book.territory(area))]
        for sector in (each for each in book.codes("sector") if own["sector"].eq(each).any()):
            rows = own[own["sector"].eq(sector)]
            label = text(values.area(area, result, language), " · ", book.label("sector", sector, language))
            lines.append(Line(label, tuple(_cell(rows[rows["result_level"].eq(level)]) for level in levels)))
    heads = [book.label("result_level", level, language) for level in levels]
    alt = _columns(lines, heads, language)
    return _lattice("ladder", lines, heads, alt, language)


def _cell(rows: pd.DataFrame) -> tuple[tuple[str, bool], ...]:
    """Results with a number first and full; hollow: levels, plans, rules, and what is said in words."""
    full = rows["role"].eq("actual") & rows["bound"].ne("all")
    return tuple((obs_id, not hollow) for hollow, obs_id in sorted(zip(~full, rows["obs_id"], strict=True)))


def _columns(lines: list[Line], heads: list[str], language: str) -> Text:
    """How many marks each column holds."""
    cells = [[each for line in lines for each in line.cells[at]] for at in range(len(heads))]
    return join(
        "; ", [text(head, ": ", _counted(cell, "count", language)) for head, cell in zip(heads, cells, strict=True)]
    )


def _counted(cell: list[tuple[str, bool]], how: str, language: str) -> Text:
    """How many marks are full and how many hollow: a result and what is only aimed at are never one number."""
    kinds = (("full", True), ("hollow", False))
    ids = {kind: [obs_id for obs_id, is_full in cell if is_full is wanted] for kind, wanted in kinds}
    counts = [say(f"count_{kind}", language, count=count(own, how)) for kind, own in ids.items() if own]
    return join(", ", counts) if counts else text("–")


def _lattice(name: str, lines: list[Line], heads: list[str], alt: Text, language: str) -> Chart:
    """Lines over columns; the label stands above its line, so that it has room on a phone too."""

    def paint(width: float) -> Drawing:
        labels = [marks.folded(str(line.label), marks.room(width), 8.5) for line in lines]
        starts = [0.38 + 0.34 * label.count("\n") for label in labels]
        tops = [0.0, *accumulate(start + 0.24 + 0.34 * line.deep for start, line in zip(starts, lines, strict=True))]
        folded = [marks.folded(head, (width - 0.4) / len(heads), 8.5) for head in heads]
        legend = marks.legend(name, width, language)
        under = 0.2 * (2 + max(head.count("\n") for head in folded) + legend.count("\n"))
        drawing = Drawing(figsize=(width, tops[-1] * 0.5 + under + 0.2), layout="constrained")
        axes = drawing.add_subplot()
        axes.set(xlim=(-0.5, len(heads) - 0.5), ylim=(tops[-1], -0.05))
        axes.set_xticks(range(len(heads)), folded)
        axes.set_yticks([])
        axes.tick_params(axis="x", top=False, labeltop=True, labelbottom=False, labelsize=8.5)
        marks.plain(axes)
        axes.grid(visible=False)
        axes.set_xlabel(legend, loc="left", fontsize=8.5, linespacing=1.35)
        for top, start, label, line in zip(tops, starts, labels, lines, strict=False):
            axes.axhline(top, color=marks.GRID, linewidth=0.8)
            axes.annotate(label, (-0.5, top), (2, -4), textcoords="offset points", va="top", fontsize=8.5)
            for column, cell in enumerate(line.cells):
                _cell_marks(axes, column, top + start + 0.24, cell)
        return drawing

    images, drawn = marks.pictures(paint)
    alt = text(alt, ". ", say(f"{name}_legend", language))  # what full and hollow mean stands in the drawing only
    counted = [(line.label, *_read_cells(line, drawn, heads, language)) for line in lines]
    return chart(
        name, say(f"title_{name}", language), alt, images, (f"line_of_{name}", *map(text, heads)), counted, language
    )


def _cell_marks(axes, column: int, top: float, cell: tuple[tuple[str, bool], ...]) -> None:
    step = 0.92 / _ABREAST
    for number, (obs_id, full) in enumerate(cell):
        down, along = divmod(number, _ABREAST)
        of_line = min(_ABREAST, len(cell) - down * _ABREAST)
        x = column + (along - (of_line - 1) / 2) * step
        marks.dot(axes, x, top + 0.34 * down, obs_id, hollow=not full, size=30)


def _read_cells(line: Line, drawn: dict[str, Artist], heads: list[str], language: str) -> Iterable[Text]:
    """For each column how many of the line's marks stand there, by where they were drawn."""
    ids = [obs_id for cell in line.cells for obs_id, _ in cell]
    column = {obs_id: round(float(drawn[obs_id].get_offsets()[0][0])) for obs_id in ids}
    full = dict(each for cell in line.cells for each in cell)
    for at in range(len(heads)):
        yield _counted([(obs_id, full[obs_id]) for obs_id in ids if column[obs_id] == at], "drawn.count", language)


def strip(result: Result, language: str) -> Chart | Sentences:
    """The shares stated as results, by article: how many are a hundred percent, how few print a total.

    The columns are ways of stating, not values: no two provinces stand on one scale.
    """
    shares = result.rows[result.rows["role"].eq("actual") & result.rows["unit_measure"].isin(PARTS)]
    if shares.empty:
        return sentences("strip", [], language)
    ways = [(row, _way(row)) for row in result.collection.rows(shares)]
    lines = [
        Line(_article(source, result, language), tuple(_stated_so(way, source, ways) for way in _WAYS))
        for source in result.sources["source_id"]
        if any(row.source_id == source for row, _ in ways)
    ]
    heads = [str(say(f"strip_{way}", language)) for way in _WAYS]
    return _lattice("strip", lines, heads, _columns(lines, heads, language), language)


def _way(row: Row) -> str:
    """How a share is stated: in words, hedged, as a bound, as a hundred percent, or as less."""
    if row.bound == "all":
        return "words"
    allowed = interval(row)
    if not allowed.known:
        return "hedged"
    if not marks.is_point(row):
        return "bound"
    return "hundred" if allowed.lower == allowed.upper == 100 else "value"


def _stated_so(way: str, source: str, ways: list[tuple[Row, str]]) -> tuple[tuple[str, bool], ...]:
    """The article's shares stated in this way, those with a total first."""
    own = [(row.obs_id, pd.notna(row.denominator)) for row, found in ways if (found, row.source_id) == (way, source)]
    return tuple(sorted(own, key=lambda each: not each[1]))


def _article(source: str, result: Result, language: str) -> Text:
    row = result.collection.sources.loc[source]
    return say("article_of", language, area=values.area(row["ref_area"], result, language), when=when(row, language))
