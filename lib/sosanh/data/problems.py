"""What is wrong with the data, said so that a person can mend it.

A `Problem` names the place (file, sheet, cell), the value found there and what is allowed. Whoever reads or
checks data collects problems and goes on; whoever would have to build on wrong data raises them all at once.

>>> print(Problem("dt-2024-07.xlsx", "observations", "M7", "pecent", "percent (nearest), count"))
dt-2024-07.xlsx, observations!M7: found 'pecent'; allowed: percent (nearest), count

Problems are made in English, in some two hundred places that know no reader. Where one is shown in another language,
its texts are looked for in that language's catalogue (`problems.vi.yml`): forms with gaps, said with what filled them.
(gettext finds a message by what it was before it was filled in, so every one of those places would have to call it.)

>>> print(Problem("dt-2024-07.xlsx", "observations", "B7", "", "a value; paragraph may not be blank").said("vi"))
dt-2024-07.xlsx, observations!B7: để trống; cần: một giá trị; paragraph không được để trống
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from sosanh.data import paths

LONGEST, ALLOWED = 120, 400  # letters of a value that are told, and of what is allowed instead
SOUGHT = 4 * ALLOWED  # letters that are looked for in a catalogue: a text that Excel can hold would take minutes


@dataclass(frozen=True, order=True)
class Problem:
    file: str
    sheet: str
    cell: str
    found: str
    allowed: str

    def __str__(self) -> str:
        found, allowed = _cut(self.found, LONGEST), _cut(self.allowed, ALLOWED)
        return f"{self._place}: found {found!r}; allowed: {allowed}"

    @property
    def _place(self) -> str:
        place = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{_cut(self.file, LONGEST)}{', ' if place else ''}{place}"

    def said(self, language: str) -> str:
        """The problem in a language, or in English where that has no catalogue; what was typed stands in quotation
        marks, signs that nobody sees as their codes."""
        if not (form := _catalogue(language).get("problem")):
            return str(self)
        kind, found = "typed" if self.found else "blank", repr(_cut(self.found, LONGEST))[1:-1]
        if len(self.found) <= LONGEST and (ours := said(self.found, language, "found")) != self.found:
            kind, found = "ours", ours
        allowed = _cut(said(self.allowed[:SOUGHT], language), ALLOWED)
        return form[kind].format(place=self._place, found=found, allowed=allowed)


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
        super().__init__(self.said("en"))

    def said(self, language: str) -> str:
        lines = list(_lines(self.problems, language))
        if len(lines) > LINES:
            more = "… and more of other kinds, which are told once these are mended"
            lines[LINES - 1 :] = [said(more, language, "lines")]
        return "\n".join(lines)


def _lines(problems: tuple[Problem, ...], language: str) -> Iterator[str]:
    all_of, told = Counter(map(_kind, problems)), Counter()
    for each in problems:
        kind = _kind(each)
        told[kind] += 1
        if told[kind] <= SHOWN:
            yield each.said(language)
        if told[kind] == SHOWN < all_of[kind]:
            more = f"{each.file}, {each.sheet}: … and {all_of[kind] - SHOWN} more of this kind"
            yield said(more, language, "lines")


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


_GAP = re.compile(r"\{(\w+)(!?)\}")
_HELD = {  # by how the name of the gap begins; else anything
    "number": "[0-9][0-9.,]*", "code": r"[^\s;]+", "named": "[^;()]+", "name": "[^;]+", "when": r"\w+ [0-9-]+",
    "sheet": r"\w+sheet", "quoted": "'.*'|\".*\"", "form": ".+?", "differences": r".+?\)",
    "book": r".+?\.(?:xlsx|xlsm)",
}  # fmt: skip


DEEPEST = 40  # texts within texts: columns of a table; data with a thousand semicolons are no text of ours


def said(text: str, language: str, part: str = "allowed", depth: int = 0) -> str:
    """A text of ours in a language, as its catalogue has it; as it is, where that has none.

    `part` is that of the catalogue in which it is looked for: `found`, `allowed` or `lines`; `described` are columns.

    >>> said("a code of the list bound; nearest: ge; known: exact, ge and 2 more", "vi")
    'một mã của bảng mã bound; gần nhất: ge; đã có: exact, ge và 2 mục nữa'
    """
    exact, forms = _forms(language, part)
    if text in exact:
        return exact[text]
    for form, other in forms:
        if depth < DEEPEST and (found := form.fullmatch(text)):
            return _GAP.sub(lambda gap: _filled(gap, found, language, depth + 1), other)
    return text


def said_lines(lines: Iterable[str], language: str) -> list[str]:
    """Lines of a report in a language, as far in from the margin as they were."""
    stripped = [(each, each.lstrip()) for each in lines]
    return [each[: len(each) - len(text)] + said(text, language, "lines") for each, text in stripped]


def rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _filled(gap: re.Match, found: re.Match, language: str, depth: int) -> str:
    name, nested = gap.groups()
    if nested:
        return said(found[name], language, name if name in ("lines", "described") else "allowed", depth)
    if name.startswith("number") and re.fullmatch("[0-9]{1,3}(,[0-9]{3})+", found[name]):  # as English has thousands
        return found[name].replace(",", ".") if language == "vi" else found[name]
    if name.startswith("percent"):
        return found[name].replace(".", ",") if language == "vi" else found[name]
    return found[name][1:-1] if name.startswith("quoted") else found[name]


@cache
def _catalogue(language: str) -> dict[str, dict[str, str]]:
    path = paths.LIBRARY / f"problems.{language}.yml"
    return paths.read_yaml(path) if path.is_file() else {}


@cache
def _forms(language: str, part: str) -> tuple[dict[str, str], list[tuple[re.Pattern, str]]]:
    """The texts without gaps; and those with gaps, the one with the most words first."""
    from sosanh.data.tables import TABLES  # here, because most runs show no problem

    if part == "described":
        columns = (column for table in TABLES.values() for column in table.typed)
        return {column.en: getattr(column, language, column.en) for column in columns}, []
    own = _catalogue(language).get(part, {})
    exact = {text: other for text, other in own.items() if not _GAP.search(text)}
    most = sorted((text for text in own if text not in exact), key=lambda text: -len(_GAP.sub("", text)))
    return exact, [(re.compile(_pattern(text), re.DOTALL), own[text]) for text in most]


def _pattern(text: str) -> str:
    """A text with gaps as a regular expression, each gap a group of its name."""
    pieces, names = _GAP.split(text)[::3], [name for name, _ in _GAP.findall(text)]
    held = (next((_HELD[kind] for kind in _HELD if name.startswith(kind)), ".+") for name in names)
    groups = [f"(?P<{name}>{pattern})" for name, pattern in zip(names, held, strict=True)]
    return "".join(re.escape(piece) + group for piece, group in zip(pieces, [*groups, ""], strict=True))
