"""Many figures at once, sorted into lines and columns: one mark a figure, nothing averaged.

Each mark keeps its observation. A mark is full for a result with a number and hollow for what is said in words or
only aimed at, so that a crowd of hollow marks is seen at once. Empty means not reported, never zero.
"""

from collections.abc import Iterator
from itertools import groupby, product
from operator import attrgetter
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from sosanh.compare.results import Result, Targets
from sosanh.data.labels import label
from sosanh.data.tables import Observation
from sosanh.draw import marks
from sosanh.draw.chart import SMALL, Layout, Panel, Plot, chart
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Operation
from sosanh.lineage.words import Text, count, join, say, text
from sosanh.numbers.units import PARTS
from sosanh.show import values

_WAYS = ("hundred", "words", "value", "bound", "hedged")  # how a share is stated
_DECIDED = ("met", "exceeded", "short")  # outcomes that a figure settles
_ABREAST = 6  # marks that stand side by side in a cell before the next line of them begins


class Mark(NamedTuple):
    """A figure in its column, full or hollow."""

    column: int
    obs_id: str
    full: bool


Line = tuple[Text, list[Mark]]  # its label and its marks, in the order in which they stand in their cells


@chart
def matrix(result: Targets) -> Plot | None:
    """Targets against what became of them: full where a result decides, hollow where there is none."""
    present = {outcome.code for outcome in result.outcomes}
    codes = [code for code in result.codebook.codes("target_outcome") if code in present]
    lines = []
    for outcome in result.outcomes:
        row, code = outcome.target, outcome.code
        due = text(values.value(row), ", ", values.period(row))
        said = text(values.name(row), " (", label(row, "population"), "): ", due)
        if len(result.areas) > 1:
            said = text(values.area(row.ref_area, result), " · ", said)
        lines.append((said, [Mark(codes.index(code), row.obs_id, code in _DECIDED)]))
    heads = [text(result.codebook.label("target_outcome", code)) for code in codes]
    return _plot(lines, heads, "line_of_matrix", say("matrix_legend"))


@chart
def ladder(result: Result) -> Plot | None:
    """Every figure by the kind of thing it measures, from input to outcome; one line an area and sector."""
    book = result.codebook
    levels = book.codes("result_level")
    lines = []
    for area, sector in product(result.areas, book.codes("sector")):
        shown = [  # hollow: levels, plans, rules, and what is said in words
            Mark(levels.index(row.result_level), row.obs_id, row.role == "actual" and row.bound != "all")
            for row in result.of_area(area) if row.sector == sector
        ]  # fmt: skip
        said = text(values.area(area, result), " · ", book.label("sector", sector))
        lines.append((said, sorted(shown, key=lambda mark: (not mark.full, mark.obs_id))))
    heads = [text(book.label("result_level", level)) for level in levels]
    return _plot(lines, heads, "line_of_ladder", say("ladder_legend"))


@chart
def strip(result: Result) -> Plot | None:
    """The shares stated as results, by article: how many are a hundred percent, how few print a total.

    The columns are ways of stating, not values: no two provinces stand on one scale.
    """
    lines = []
    for article in result.sources:
        shown = [
            Mark(_WAYS.index(_way(row)), row.obs_id, row.denominator is not None)
            for row in result.rows
            if row.source_id == article.source_id and row.role == "actual" and row.unit_measure in PARTS
        ]
        said = say("article_of", area=values.area(article.ref_area, result), when=values.when(article))
        lines.append((said, sorted(shown, key=lambda mark: not mark.full)))
    return _plot(lines, [say(f"strip_{way}") for way in _WAYS], "line_of_strip", say("strip_legend"))


def _way(row: Observation) -> str:
    """How a share is stated: in words, hedged, as a bound, as a hundred percent, or as less."""
    if row.bound == "all":
        return "words"
    if not row.value.known:
        return "hedged"
    if not marks.is_point(row):
        return "bound"
    return "hundred" if row.value.lower == row.value.upper == 100 else "value"


def _plot(lines: list[Line], heads: list[Text], head: str, legend: Text) -> Plot | None:
    """Lines over columns. The alternative text counts each column's marks and says what full and hollow mean."""
    lines = [(said, own) for said, own in lines if own]
    if not lines:
        return None
    counts = _counts([mark for _, own in lines for mark in own], heads, of.count)
    columns = [text(head, ": ", counted) for head, counted in zip(heads, counts, strict=True)]

    def rows(drawn: dict[str, Artist]) -> Iterator[tuple[Text, ...]]:
        for said, own in lines:  # the columns are those where the marks were drawn
            places = [round(float(drawn[mark.obs_id].get_xdata()[0])) for mark in own]
            seen = [mark._replace(column=place) for mark, place in zip(own, places, strict=True)]
            yield said, *_counts(seen, heads, of.marks)

    panel = Panel(lambda axes, layout: _draw(axes, layout, lines, heads), note=legend)
    return Plot([panel], text(join("; ", columns), ". ", legend), (head, *heads), rows)


def _counts(shown: list[Mark], heads: list[Text], operation: Operation) -> Iterator[Text]:
    """For each column how many marks are full and how many hollow: a result and a mere aim are never one number."""
    for column in range(len(heads)):
        counts = []
        for kind, full in (("full", True), ("hollow", False)):
            own = [mark.obs_id for mark in shown if mark.column == column and mark.full is full]
            counts += [say(f"count_{kind}", count=count(own, operation))] if own else []
        yield join(", ", counts) if counts else text("–")


def _draw(axes: Axes, layout: Layout, lines: list[Line], heads: list[Text]) -> float:
    """The label stands above its line, so that it has room on a phone too."""
    folded = [layout.folded(head, (layout.width - 0.4) / len(heads)) for head in heads]
    axes.set_xticks(range(len(heads)), folded)
    axes.tick_params(axis="x", top=False, labeltop=True, labelbottom=False, labelsize=SMALL)
    axes.grid(visible=False)
    top = 0.0
    for words, own in lines:
        said = layout.folded(words, layout.room())
        axes.axhline(top, color=marks.GRID, linewidth=0.8)
        axes.annotate(said, (-0.5, top), (2, -4), textcoords="offset points", va="top", fontsize=SMALL)
        top += 0.62 + 0.34 * said.count("\n")
        top += 0.34 * _line_of_marks(axes, top, own)
    axes.set(xlim=(-0.5, len(heads) - 0.5), ylim=(top, -0.05))
    return 0.5 * top + 0.2 * max(head.count("\n") for head in folded)


def _line_of_marks(axes: Axes, top: float, own: list[Mark]) -> int:
    """The marks of each cell side by side, around the middle of their column, some abreast.

    Gives how many stand one under another in the deepest cell.
    """
    deepest = 0
    for column, group in groupby(sorted(own, key=attrgetter("column")), attrgetter("column")):
        cell = [*group]
        for number, mark in enumerate(cell):
            down, along = divmod(number, _ABREAST)
            abreast = min(_ABREAST, len(cell) - down * _ABREAST)
            x = column + (along - (abreast - 1) / 2) * 0.92 / _ABREAST
            marks.dot(axes, x, top + 0.34 * down, mark.obs_id, hollow=not mark.full, size=30)
            deepest = max(deepest, down + 1)
    return deepest
