"""How far readers agree who each coded one article: with a reference, with each other, by column, and where they part.

Each reader fills the workbook of a second reading. A row is found in another's by its place, as there. Rows on which
many part are worth discussing: there the article can be read in two ways, or the codebook is not clear.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from pathlib import Path

from sosanh.curate import workbooks
from sosanh.curate.forms import codebook_alone, write
from sosanh.curate.second_reading import SHEETS, Agreement, compared
from sosanh.data import paths
from sosanh.data.problems import Problem

BLANK, REFERENCE = "blank.xlsx", "reference.xlsx"
DISCUSSED = 12  # places that a report names: an hour has no room for more
Reading = dict[str, workbooks.Sheet]


def begin(folder: Path) -> Path:
    """The workbook to hand out, in a folder that is made for it."""
    with paths.beside(folder / BLANK) as place:
        write(place, SHEETS, {}, codebook_alone())
    return folder / BLANK


def read(folder: Path) -> tuple[dict[str, Reading], list[Problem]]:
    """What each reader's workbook holds, by file name; of those that cannot be read the problems."""
    found, problems = {}, []
    for path in sorted(folder.glob("*.xlsx")):
        if path.name in (BLANK, REFERENCE) or path.name.startswith("~$"):
            continue
        sheets, wrong = workbooks.read(path, SHEETS)
        problems += wrong
        if not wrong:
            found[path.name] = sheets
    return found, problems


def report(readings: dict[str, Reading], reference: Reading | None) -> Iterator[str]:
    """The lines of a report: each reader against the reference, where there is one; all by column; where they part."""
    against = [compared(name, reference, own) for name, own in readings.items()] if reference else []
    between = [compared(f"{a}, {b}", readings[a], readings[b]) for a, b in combinations(readings, 2)]
    yield from map(str, against)
    for said, found in (("with the reference", against), ("between readers", between)):
        if found:
            yield f"\nCells alike {said}, by column (observations):"
            yield from _by_column(found)
    yield (
        "\nWorth discussing (how many part from the reference):" if against else "\nWorth discussing (pairs that part):"
    )
    parted = Counter((each.place, each.column) for one in (against or between) for each in one.differences)
    for (place, column), times in parted.most_common(DISCUSSED):
        yield f"  {times} × {place}, {column}: {_answers(place, column, against or between)}"


def _by_column(found: Sequence[Agreement]) -> Iterator[str]:
    differ, shared = Counter(), sum(each.observed for each in found)
    for one in found:
        differ.update(one.columns)
    for column, many in differ.most_common():
        yield f"  {column}: {shared - many} of {shared} ({100 * (shared - many) / max(1, shared):.0f}%)"


def _answers(place: str, column: str, found: Iterable[Agreement]) -> str:
    """What was answered there, the commonest first; before it what stands in the reference."""
    own = [each for one in found for each in one.differences if (each.place, each.column) == (place, column)]
    given = Counter(each.second or "(blank)" for each in own)
    said = ", ".join(f"{value!r} × {times}" for value, times in given.most_common(4))
    return f"{own[0].first or '(blank)'!r}, but {said}"
