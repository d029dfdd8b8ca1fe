"""Many figures at once, sorted into lines and columns: one mark a figure, nothing averaged.

Each mark keeps its observation. A mark is full for a result with a number and hollow for what is said in words or
only aimed at, so that a crowd of hollow marks is seen at once. Empty means not reported, never zero.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby, product
from operator import attrgetter
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes

from sosanh.compare.results import Result
from sosanh.data.tables import Observation
from sosanh.draw import marks
from sosanh.draw.chart import NARROW, Layout, Panel, Plot, chart
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Operation
from sosanh.lineage.words import Text, count, join, say, text
from sosanh.numbers.units import PARTS
from sosanh.show import values

_WAYS = ("hundred", "words", "value", "bound", "hedged")  # how a share is stated
_OF_FIGURES, _OF_SHARES = ("result", "other"), ("counted", "uncounted")  # kinds of full and hollow marks
_ABREAST = 6  # marks that stand side by side in a cell before the next line of them begins


class Mark(NamedTuple):
    """A figure in its column, full or hollow."""

    column: int
    obs_id: str
    full: bool


Line = tuple[Text, list[Mark]]  # its label and its marks, in the order in which they stand in their cells


@chart
def ladder(result: Result) -> Plot | None:
    """Every figure by the kind of thing it measures, from input to outcome; one line an area and sector."""
    result, book = result.standing, result.codebook
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
    results = [row for row in result.rows if row.role == "actual"]
    told = {level: count([row.obs_id for row in results if row.result_level == level]) for level in ("use", "outcome")}
    title = say("ladder_title", all=values.count_of(results), **told)
    return _plot(lines, heads, "line_of_ladder", title, _OF_FIGURES, result.rows)


@chart
def strip(result: Result) -> Plot | None:
    """The shares stated as results, by article: how many are a hundred percent, how few print a total.

    The columns are ways of stating, not values: no two provinces stand on one scale.
    """
    lines, result = [], result.standing
    shares = [row for row in result.rows if row.role == "actual" and row.unit_measure in PARTS]
    for article in result.sources:
        shown = [
            Mark(_WAYS.index(_way(row)), row.obs_id, row.denominator is not None)
            for row in shares
            if row.source_id == article.source_id
        ]
        said = say("article_of", area=values.area(article.ref_area, result), when=values.when(article))
        lines.append((said, sorted(shown, key=lambda mark: not mark.full)))
    told = {
        "all": values.count_of(shares),
        "full": values.count_of(row for row in shares if _way(row) in ("hundred", "words")),
        "counted": values.count_of(row for row in shares if row.denominator is not None),
    }
    heads = [say(f"strip_{way}") for way in _WAYS]
    return _plot(lines, heads, "line_of_strip", say("strip_title", **told), _OF_SHARES, shares)


def _way(row: Observation) -> str:
    """How a share is stated: in words, hedged, as a bound, as a hundred percent, or as less."""
    if row.bound == "all":
        return "words"
    if not row.value.known:
        return "hedged"
    if not marks.is_point(row):
        return "bound"
    return "hundred" if row.value.lower == row.value.upper == 100 else "value"


def _plot(
    lines: list[Line], heads: list[Text], head: str, title: Text, kinds: tuple[str, str], shown: Sequence[Observation]
) -> Plot | None:  # fmt: skip
    """Lines over columns; the `kinds` of full and of hollow marks. The alternative text counts each column's marks."""
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

    panel = Panel(lambda axes, layout: _draw(axes, layout, lines, heads, kinds))
    alt = text(
        join("; ", columns), ". ", say("marks_alt", **dict(zip(("full", "hollow"), map(_words, kinds), strict=True)))
    )
    return Plot([panel], alt, (head, *heads), rows, title, shown=shown, legend=say("marks_legend"))


def _words(kind: str) -> Text:
    """What the key says of a kind of mark."""
    return say(f"key_{kind}")


def _counts(shown: list[Mark], heads: list[Text], operation: Operation) -> Iterator[Text]:
    """For each column how many marks are full and how many hollow: a result and a mere aim are never one number."""
    for column in range(len(heads)):
        counts = []
        for kind, full in (("full", True), ("hollow", False)):
            own = [mark.obs_id for mark in shown if mark.column == column and mark.full is full]
            counts += [say(f"count_{kind}", count=count(own, operation))] if own else []
        yield join(", ", counts) if counts else text("–")


def _draw(axes: Axes, layout: Layout, lines: list[Line], heads: list[Text], kinds: tuple[str, str]) -> float:
    """The label stands above its line, so that it has room on a phone too."""
    folded = [layout.folded(head, (layout.width - 0.4) / len(heads) - 0.12) for head in heads]
    axes.set_xticks(range(len(heads)), folded)
    axes.tick_params(axis="x", top=False, labeltop=True, labelbottom=False)
    axes.grid(visible=False)
    top = 0.0
    for words, own in lines:
        said = layout.folded(words, layout.room())
        axes.axhline(top, color=marks.GRID, linewidth=0.8)
        axes.annotate(said, (-0.5, top), (2, -4), textcoords="offset points", va="top")
        top += 0.62 + 0.34 * said.count("\n")
        top += 0.34 * _line_of_marks(axes, top, own, kinds, _ABREAST if layout.width > NARROW else _ABREAST - 2)
    axes.set(xlim=(-0.5, len(heads) - 0.5), ylim=(top, -0.05))
    return 0.5 * top + 0.2 * max(head.count("\n") for head in folded)


def _line_of_marks(axes: Axes, top: float, own: list[Mark], kinds: tuple[str, str], most: int) -> int:
    """The marks of each cell side by side, around the middle of their column, at `most` so many abreast.

    Gives how many stand one under another in the deepest cell.
    """
    deepest = 0
    for column, group in groupby(sorted(own, key=attrgetter("column")), attrgetter("column")):
        cell = [*group]
        for number, mark in enumerate(cell):
            down, along = divmod(number, most)
            abreast = min(most, len(cell) - down * most)
            x = column + (along - (abreast - 1) / 2) * 0.92 / most
            marks.dot(axes, x, top + 0.34 * down, mark.obs_id, kinds[not mark.full])
            deepest = max(deepest, down + 1)
    return deepest
