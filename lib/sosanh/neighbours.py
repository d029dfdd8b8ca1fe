"""Is a right number in the right place? What stands beside a number must be of the same figure.

Recomputing finds a number that is wrong in itself. Two right numbers that have changed places are each still right;
what gives them away is what they stand beside: the month of another article, the paragraph of another figure, the
name of another indicator.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sosanh.evidence import Evidence
from sosanh.page_text import Block
from sosanh.units import SENSES
from sosanh.words import Figure

_OF_ONE_TOKEN = ("share", "residual", "nearest", "printed")  # follow from one observation's token

_BESIDE_A_FRACTION = ("printed.percentage", "printed.untouched")
_PERCENT = re.compile(r"\s*(%|phần trăm\b|percent\b(?! points?\b))", re.IGNORECASE)
_FROM_TO = ("published.from", "published.to")


def misplaced(blocks: list[Block], language: str, evidence: Evidence) -> Iterator[tuple[Block, str]]:
    """Each block with what is wrong in it."""
    for block in blocks:
        for said in (*_dates(block, evidence), *_spans(block, evidence), *_signs(block, evidence)):
            yield block, said
    rows = defaultdict(list)
    for block in blocks:
        if block.row:
            rows[block.row].append(block)
    names = _names(language, evidence)
    for cells in rows.values():
        for said in (*_named(cells, names, evidence), *_placed(cells)):
            yield cells[0], said


def _source(figure: Figure, evidence: Evidence) -> str:
    """The article of a number; "" of a code that names nothing, which is a fault of the number itself."""
    known = [ref for ref in figure.observations if evidence.kind(ref)]
    return getattr(evidence.row(known[0]), "source_id", "") if known else ""


def _is_one(figure: Figure) -> bool:
    return figure.how.startswith(_OF_ONE_TOKEN) and len(figure.observations) == 1


def _dates(block: Block, evidence: Evidence) -> Iterator[str]:
    """ "91% (published July 2024)", "July 2024: 91%", "July 2024, paragraph 3", "465/595, printed with 78.18%"."""
    for first, between, second in zip(block.parts, block.parts[1:], block.parts[2:], strict=False):
        if not (isinstance(first, Figure) and isinstance(between, str) and isinstance(second, Figure)):
            continue
        dated = _is_one(first) and second.how == "published.from" and re.fullmatch(r"[^();]*\([^();]*", between)
        dates = first.how.startswith("published.") and _is_one(second) and re.match(r": [^();]*$", between)
        places = first.how.startswith("published.") and second.how == "place.paragraph"
        if (dated or dates or places) and _source(first, evidence) != _source(second, evidence):
            yield f"{first} and {second} are not of one article"
        if _is_one(first) and second.how in _BESIDE_A_FRACTION and first.observations != second.observations:
            yield f"{first} and {second} are not of one figure"


def _spans(block: Block, evidence: Evidence) -> Iterator[str]:
    """An article of unknown month is never given one: its first and its last possible month stand together."""
    figures = [figure for figure in block.figures if figure.how in _FROM_TO and _source(figure, evidence)]
    together = {(a.observations, b.observations) for a, b in pairwise(figures) if (a.how, b.how) == _FROM_TO}
    for figure in figures:
        source = evidence.row(figure.observations[0], "sources")
        one_month = source.published_from[:7] == source.published_to[:7]
        if not one_month and (figure.observations, figure.observations) not in together:
            yield f"{figure} is not the only month the article can be of"


def _signs(block: Block, evidence: Evidence) -> Iterator[str]:
    """A percent sign is part of its number, which is then held against the token; none is set behind a number.

    In words it may stand where the article prints it in words; and behind what is shown as not to be written.
    """
    for figure, after in pairwise(block.parts):
        found = _PERCENT.match(after) if isinstance(figure, Figure) and isinstance(after, str) else None
        if found is None or figure.how.startswith("never."):
            continue
        if found[1] == "%" or figure.how != "printed" or not _says_percent(figure, evidence):
            yield f"{figure} stands before “{found[1]}”, which its token does not print"


def _says_percent(figure: Figure, evidence: Evidence) -> bool:
    rows = [evidence.row(ref) for ref in figure.observations if evidence.kind(ref) == "observations"]
    return bool(rows) and all(SENSES[row.unit_measure].sign and "%" not in row.as_printed for row in rows)


def _names(language: str, evidence: Evidence) -> dict[str, set[str]]:
    """What indicators are called, and which they are."""
    found = defaultdict(set)
    for row in evidence.codebook.indicators.to_dict("records"):
        found[row[f"name_{language}"].casefold()].add(row["indicator"])
    return found


def _named(cells: list[Block], names: dict[str, set[str]], evidence: Evidence) -> Iterator[str]:
    """In a row that begins with an indicator's name, or two of them, every figure is of these."""
    head = [names.get(name.casefold()) for name in str(cells[0]).split(" / ")]
    if cells[0].tag != "th" or None in head:
        return
    allowed = set().union(*head)
    for figure in (figure for cell in cells for figure in cell.figures):
        for ref in figure.observations:
            if evidence.kind(ref) == "observations" and evidence.row(ref).indicator not in allowed:
                yield f"{figure} is of another indicator than the row, {evidence.row(ref).indicator}"


def _placed(cells: list[Block]) -> Iterator[str]:
    """In a row that says where a figure is printed, the figure is the one printed there."""
    figures = [figure for cell in cells for figure in cell.figures]
    places = {ref for figure in figures if figure.how == "place.paragraph" for ref in figure.observations}
    for figure in figures:
        if places and _is_one(figure) and not places.issuperset(figure.observations):
            yield f"{figure} is not printed where the row says"
