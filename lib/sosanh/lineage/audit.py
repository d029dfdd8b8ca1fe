"""A finished page read back: every number on it is worked out a second time, and stands where it belongs.

Whatever writes a page can be wrong; what is read back is what a reader sees (`blocks`). Each number carries the
expression that it was made by; `evaluate` makes it again, and it must read so. Beside it must stand the words that it
calls for (`calls`): "more than 12.8" is another number without the words. What nothing explains is refused, be it in
digits, in words (`unmarked`), in an attribute, in style or in a picture. A right number in the wrong place, or beside
words that say another thing of it than the data do, is found too (`beside`).
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import chain, pairwise

from sosanh.data.collection import Collection
from sosanh.data.tables import TABLES
from sosanh.lineage.beside import Beside, multiple
from sosanh.lineage.blocks import Block, blocks
from sosanh.lineage.calls import calls_for, wrong_words
from sosanh.lineage.complete import missing
from sosanh.lineage.drawings import misplaced
from sosanh.lineage.evaluate import Codes, Unfounded, check
from sosanh.lineage.unmarked import bounded, holds, plain, whole
from sosanh.lineage.unmarked import found as unmarked
from sosanh.lineage.words import LANGUAGES, Figure
from sosanh.numbers.periods import format_date, format_month

_ASKED = {"asked", "asked_time"}  # what depends on the page's parameters
LICENCE = "CC BY 4.0"
MOST = {"names": 150, "page": 30}  # words with digits that are no numbers, of a brief: more of them could hide one
TOLD = 3  # of such words that are told by name
KINDS = {"names": "names and notes of the data", "page": "version, licence and address"}
_NAMES = (
    "title", "outlet", "author", "url", "original_url", "locator", "name", "speaker_vi", "speaker_en",
    "republished_from", "opens", "source_id", "obs_id", "indicator", "ref_area",
)  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """What is wrong, where; `number` where it is a marked number that does not hold."""

    said: str
    place: Block | str
    number: bool = False

    def __str__(self) -> str:
        return f"{self.said}, in “{_cut(str(self.place), 90)}”"


@dataclass(frozen=True)
class Trace:
    """What was found on a page: its blocks, the words with digits that are no numbers (by kind), and every fault."""

    blocks: list[Block]
    words: dict[str, Counter]
    faults: tuple[Fault, ...]

    @property
    def numbers(self) -> int:
        return sum(len(block.figures) + len(block.unread) for block in self.blocks)

    def __str__(self) -> str:
        good = self.numbers - sum(fault.number for fault in self.faults)
        return f"{good} of {self.numbers} numbers traced"

    def exempt(self) -> str:
        """The words with digits that are no numbers, counted, the commonest by name."""
        exempt = []
        for kind, words in ((kind, words) for kind, words in self.words.items() if words):
            named = [_cut(each, 24) for each, _ in words.most_common(TOLD)]
            if len(words) > TOLD:
                named.append(f"and {len(words) - TOLD} more")
            exempt.append(f"{words.total()} in {KINDS[kind]} ({', '.join(named)})")
        return "; ".join(exempt)


def _cut(said: str, most: int) -> str:
    return said if len(said) <= most else said[: most - 1] + "…"


class Tracer:
    """Holds pages against one collection."""

    def __init__(self, collection: Collection):
        self.codes = Codes(collection)
        self.check, self.calls_for = cache(check), cache(calls_for)  # a number stands on many pages
        self.names = {language: _names(collection, language) for language in LANGUAGES}
        self.days = {language: _days(collection, language) for language in LANGUAGES}
        self.beside = {language: Beside(self.codes, language) for language in LANGUAGES}

    def trace(self, page: str, language: str, about: tuple[str, ...] = (), parameters: dict | None = None) -> Trace:
        """The numbers of a page (HTML), with what it says `about` itself and the `parameters` it was made for."""
        found, parameters = blocks(page), parameters or {}
        values = (value if isinstance(value, list) else [value] for value in parameters.values())
        asked = tuple(map(str, chain.from_iterable(values)))
        lesson = "edition" in parameters
        scope = None if lesson else next((block.scope for block in found if block.scope), None)
        question = next((str(block) for block in found if block.tag == "h1"), "")
        known = self._known((question, *about), language)
        in_question = self._known(about, language)  # it is no source of its own numbers
        words = {kind: Counter() for kind in KINDS}
        faults: list[Fault] = []
        marked = defaultdict(set)  # of each section the numbers that it marks, for its pictures
        for block in found:
            marked[block.section] |= {run for figure in block.figures for run in _RUN.findall(figure.text)}
        for block in found:
            faults += [Fault(said, block, number=True) for said in self._numbers(block, language, asked)]
            others = self.beside[language].block(block, scope)
            shown = marked[block.section] | self.days[language] if block.tag == "picture" else set()
            loose = _loose(block, in_question if block.tag == "h1" else known, words, language, shown)
            faults += [Fault(said, block) for said in chain(others, loose)]
        limits = {name: parameters[name] for name in ("article", "as_of") if parameters.get(name)}
        rows = defaultdict(list)
        for block in (block for block in found if block.row):
            rows[block.row].append(block)
        faults += _under_others(rows.values())
        for cells in rows.values():
            faults += [Fault(said, cells[0]) for said in self.beside[language].row(cells, scope, limits)]
        faults += _cited(found)
        if not lesson:  # whose charts may be wrong on purpose
            faults += self._misplaced(found, language)
        if scope and parameters and any(block.tag == "title" for block in found):  # a whole page
            lost = missing(found, scope, parameters, language, self.codes.collection)
            faults += [Fault(said, block) for said, block in lost]
        if not lesson and 'class="exhibit counterexample' in page:
            faults.append(Fault("a chart that is wrong on purpose stands outside a lesson", "the page"))
        if scope and scope.sector != parameters.get("sector", scope.sector):
            faults.append(Fault(f"the page is of {scope}, but was asked for {parameters['sector']}", "the page"))
        named = [name for name in (*parameters.get("areas", ()), parameters.get("area")) if name]
        wanted = {*named, *chain.from_iterable(map(self.codes.collection.codebook.areas_named, named))}
        if scope and wanted and not wanted.issuperset(scope.areas):
            faults.append(Fault(f"the page is of {scope}, but was asked for {', '.join(named)}", "the page"))
        for kind, least in MOST.items():
            most = least if parameters else max(least, len(found) // 20)  # the page of all figures grows with them
            if (many := words[kind].total()) > most:
                faults.append(Fault(f"{many} words with digits in {KINDS[kind]}; allowed: {most}", "the page"))
        faults.sort(key=lambda fault: not fault.number)  # numbers first: of many faults only the first are told
        return Trace(found, words, tuple(faults))

    def _numbers(self, block: Block, language: str, asked: tuple[str, ...]) -> Iterator[str]:
        """What is wrong with a number or with the words beside it."""
        yield from block.unread
        said = [*map(str, block.parts)]
        for place, part in enumerate(block.parts):
            if not isinstance(part, Figure):
                continue
            named = () if _ASKED.isdisjoint(part.of.operations) else asked
            try:
                self.check(part.text, part.of, language, self.codes, named)
            except Unfounded as error:
                yield f"“{part}” {error}"
                continue
            called = self.calls_for(part.of, language, self.codes)
            if not called:
                continue
            before, after = "".join(said[:place]), "".join(said[place + 1 :])
            if wrong := wrong_words(called, f"{block.head} {before}", after, language):
                yield f"“{part}” {'; '.join(wrong)}"

    def _misplaced(self, found: list[Block], language: str) -> Iterator[Fault]:
        """Marks of pictures that stand elsewhere than the table of their exhibit says."""
        for picture in (block for block in found if block.address and block.section and not block.unread):
            cells = [block for block in found if block.section == picture.section and block.row]
            try:
                yield from (Fault(said, picture) for said in misplaced(picture, cells, language, self.codes))
            except (LookupError, ValueError, ArithmeticError, AttributeError, TypeError) as error:
                yield Fault(f"its marks cannot be read: {error}", picture)

    def _known(self, about: tuple[str, ...], language: str) -> dict[str, list[str]]:
        """The words that may hold digits, the longest first: of the data, of the licence, and what a page is about."""
        own = {plain(each).casefold() for each in (LICENCE, *about)} - {""}
        return {"page": sorted(own, key=len, reverse=True), "names": self.names[language]}


def _loose(
    block: Block, known: dict[str, list[str]], words: dict[str, Counter], language: str, shown: set[str]
) -> Iterator[str]:
    """Numbers without a mark, once the words that may hold some are taken away, which `words` counts.

    A picture cannot mark its numbers: each must be among those that its exhibit marks, `shown`, or a day of an article.
    """
    all_printed = any(each.of.operation == "token" and not holds(each.text) for each in block.figures)  # “đều”
    for before, part in pairwise(["", *block.parts]):
        rest = plain(part) if isinstance(part, str) else ""
        if isinstance(before, Figure):
            rest = multiple(rest, language)[1]
        for kind, texts in known.items():
            for each in texts if unmarked(language, rest) else ():
                if each in (lower := rest.casefold()):
                    words[kind][each] += lower.count(each)
                    rest = re.sub(bounded(each), " ", rest, flags=re.IGNORECASE)
        if block.tag == "picture":
            rest = _RUN.sub(lambda found: found[0] if found[0] not in shown else " ", rest)
        if (number := unmarked(language, rest)) and not (all_printed and whole(language).fullmatch(number)):
            at = max(0, rest.casefold().find(number.casefold()) - 40)
            yield f"“{' '.join(rest[at:].split())}” holds a number without a source, “{number}”"


_RUN = re.compile(r"\d+(?:[.,/]\d+)*")


def _names(collection: Collection, language: str) -> list[str]:
    """The words of the data that hold numbers, the longest first."""
    found = set()
    for name, rows in collection.tables.items():
        for column in TABLES[name].columns:
            if column in _NAMES or column.endswith(f"_{language}"):
                found |= {plain(str(getattr(row, column))) for row in rows}
    held = {each.casefold() for each in found if not each.isdigit() and unmarked(language, each)}
    return sorted(held, key=len, reverse=True)


def _days(collection: Collection, language: str) -> set[str]:
    """The numbers in the days and months on which the articles can have appeared, as they are written."""
    ends = {(row.published_from, row.published_to) for row in collection.tables["sources"]}
    spans = ((date.fromisoformat(first), date.fromisoformat(last)) for first, last in ends)
    days = {day for first, last in spans for day in (first, first + (last - first) // 2, last)}
    said = (write(day, language) for day in days for write in (format_date, format_month))
    return {number for each in said for number in _RUN.findall(each)}


def _under_others(rows: Iterable[list[Block]]) -> Iterator[Fault]:
    """Each cell stands under the heading that it says it has: the columns of a head that changed places are found."""
    heads: list[str] = []
    for cells in rows:
        named = [cell.head.rstrip(": ") for cell in cells if cell.head]
        if not named and all(cell.tag == "th" for cell in cells):
            heads = [str(cell) for cell in cells]
        left = iter(heads)
        if heads and not all(name in left for name in named):
            yield Fault(f"the cells are under {', '.join(named)}, and the heads are {', '.join(heads)}", cells[0])


def _cited(found: list[Block]) -> Iterator[Fault]:
    """The articles are numbered from 1 as they stand in the list of sources, and go by these numbers everywhere.

    A whole page, which has a title, has such a list where it cites by number; a part of a page need not.
    """
    heads = (block.figures[0] for block in found if block.tag in ("th", "li") and block.parts[0] == "[")
    listed = dict.fromkeys(figure.of for figure in heads if figure.of.operation == "cited")
    if not listed and all(block.tag != "title" for block in found):
        return
    numbers = {article: str(number) for number, article in enumerate(listed, start=1)}
    for block in found:
        for figure in (each for each in block.figures if each.of.operation == "cited"):
            if figure.text != (right := numbers.get(figure.of)):
                said = f"number {right} in the list of sources" if right else "in no list of sources here"
                yield Fault(f"“{figure}” stands for {figure.of.codes[0]}, which is {said}", block, number=True)
