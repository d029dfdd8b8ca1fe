"""What is wrong with the data, said so that a person can mend it.

A `Problem` names the place (file, sheet, cell), the value found there and what is allowed. Whoever reads or
checks data collects problems and goes on; whoever would have to build on wrong data raises them all at once.

>>> print(Problem("dt-2024-07.xlsx", "observations", "M7", "pecent", "percent (nearest), count"))
dt-2024-07.xlsx, observations!M7: found 'pecent'; allowed: percent (nearest), count
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

LONGEST, ALLOWED = 120, 400  # letters of a value that are told, and of what is allowed instead


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    sheet: str
    cell: str
    found: str
    allowed: str

    def __str__(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        found, allowed = _cut(self.found, LONGEST), _cut(self.allowed, ALLOWED)
        return f"{_cut(self.file, LONGEST)}{', ' if place else ''}{place}: found {found!r}; allowed: {allowed}"


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def unseen(text: str) -> str:
    """The first sign of a text that nobody sees: a control, half a letter, what has no width or turns the order."""
    return "" if text.isprintable() else next(sign for sign in text if not sign.isprintable())


def listed(names: Iterable[object], shown: int = 12) -> str:
    """The first names, and how many more there are.

    >>> listed(range(5), 3)
    '0, 1, 2 and 2 more'
    """
    names = list(map(str, names))
    return ", ".join(names[:shown]) + (f" and {len(names) - shown} more" if len(names) > shown else "")


class Unreadable(Exception):
    """Why a workbook cannot be read, and what is allowed; `sheet` and `place` are "" where the file does not tell."""

    def __init__(self, found: str, allowed: str, sheet: str = "", place: str = ""):
        super().__init__(found)
        self.found, self.allowed, self.sheet, self.place = found, allowed, sheet, place


SHOWN = 10  # of one kind in one sheet: a column gone wrong as a whole would bury what else is wrong
LINES = 60  # of all: about a screen


class DataProblems(Exception):
    """Every problem of one run stands in `problems`; the text has a line for each, up to `SHOWN` of a kind and `LINES`
    of all."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        lines = list(_lines(self.problems))
        if len(lines) > LINES:
            lines[LINES - 1 :] = ["… and more of other kinds, which are told once these are mended"]
        super().__init__("\n".join(lines))


def _lines(problems: tuple[Problem, ...]) -> Iterator[str]:
    all_of, said = Counter(map(_kind, problems)), Counter()
    for each in problems:
        kind = _kind(each)
        said[kind] += 1
        if said[kind] <= SHOWN:
            yield str(each)
        if said[kind] == SHOWN < all_of[kind]:
            yield f"{each.file}, {each.sheet}: … and {all_of[kind] - SHOWN} more of this kind"


def _kind(problem: Problem) -> tuple[str, str, str]:
    """Problems of a sheet are of one kind when the same is allowed, but for numbers and hints."""
    return problem.file, problem.sheet, re.sub("[0-9.]+", "#", problem.allowed.partition(";")[0])


class Unknown(LookupError):
    """A name that stands in no list; the message says which ones are near.

    >>> raise Unknown("sector", "educaton", ["education", "health"])
    Traceback (most recent call last):
    sosanh.data.problems.Unknown: unknown sector 'educaton'; nearest: education; known: education, health
    """

    def __init__(self, what: str, name: str, known: Iterable[str] | Mapping[str, str]):
        super().__init__(f"unknown {what} {name!r}; {suggest(name, known)}")


def suggest(name: str, known: Iterable[str] | Mapping[str, str], shown: int = 12) -> str:
    """The nearest known names first, then the list itself where it is short enough to read.

    Where names have several spellings, `known` maps each to the one that is shown.

    >>> suggest("pecent", ["count", "percent"])
    'nearest: percent; known: count, percent'
    >>> suggest("Ha Noii", {"Ha Noi": "Hà Nội", "Hà Nội": "Hà Nội", "Huế": "Huế"})
    'nearest: Hà Nội; known: Hà Nội, Huế'
    """
    spelt = known if isinstance(known, Mapping) else {each: each for each in known}
    folded = {spelling.casefold(): each for spelling, each in spelt.items()}
    close = get_close_matches(str(name).casefold(), folded, n=6, cutoff=0.6)
    near = list(dict.fromkeys(folded[each] for each in close))[:3]
    known = list(dict.fromkeys(spelt.values()))
    if near and len(known) > shown:
        return f"nearest: {', '.join(near)}"
    return (f"nearest: {', '.join(near)}; " if near else "") + f"known: {listed(known, shown)}"
