"""Does every number of a finished page come from where it says? The page is read back and held against the data.

Each marked number is worked out again and must read so. Digits without a mark are refused, unless they stand in
words that the data hold as they are (a name, a note, a title, an address) or in what the page says of itself (the
version, the licence, its own address); such words are counted, and there may not be many. A page with one number
that cannot be traced is not written.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sosanh.collection import Collection
from sosanh.evidence import Evidence
from sosanh.neighbours import misplaced
from sosanh.page_text import Block, blocks
from sosanh.recompute import ROW, Unfounded, check
from sosanh.words import LANGUAGES

LICENCE = "CC BY 4.0"
MOST = {"names": 150, "page": 30}  # words with digits that are no numbers: more of them could hide one
TOLD = 3  # of such words that are told by name
KINDS = {"names": "names and notes of the data", "page": "version, licence and address"}
_NAMES = (
    "title", "outlet", "author", "url", "locator", "name", "speaker", "republished_from",
    "source_id", "obs_id", "indicator",
)  # fmt: skip


@dataclass(frozen=True)
class Trace:
    """What was found on a page: its numbers, the words with digits that are none (by kind), and every fault."""

    numbers: int
    words: dict[str, Counter]
    faults: tuple["Fault", ...]

    def __str__(self) -> str:
        good = self.numbers - sum(fault.number for fault in self.faults)
        return f"{good} of {self.numbers} numbers traced"

    def told(self) -> str:
        """What a builder is told: how many numbers, and the words with digits that are none."""
        found = ((KINDS[kind], words) for kind, words in self.words.items() if words)
        exempt = "; ".join(f"{words.total()} in {kind} ({_some(words)})" for kind, words in found)
        return f"{self}; no numbers: {exempt}" if exempt else str(self)


def _some(words: Counter) -> str:
    first = [each if len(each) <= 24 else each[:23] + "…" for each, _ in words.most_common(TOLD)]
    return ", ".join([*first, *([f"and {len(words) - TOLD} more"] if len(words) > TOLD else [])])


@dataclass(frozen=True)
class Fault:
    """What is wrong, where; `number` where it is a marked number that does not hold."""

    said: str
    place: str
    number: bool = False

    def __str__(self) -> str:
        return f"{self.said}, in “{self.place}”"


class Tracer:
    """Holds pages against one collection."""

    def __init__(self, collection: Collection):
        self.collection = collection
        self.evidence = Evidence(collection)
        self.names = {language: _names(collection, language) for language in LANGUAGES}

    def trace(self, page: str, language: str, about: tuple[str, ...] = (), parameters: dict | None = None) -> Trace:
        """The numbers of a page (HTML), with what it says `about` itself and the `parameters` it was made for."""
        found = blocks(page)
        asked = tuple(_flat(parameters or {}))
        faults = [fault for block in found for fault in self._numbers(block, language, asked)]
        faults += [Fault(said, _short(block)) for block, said in misplaced(found, language, self.evidence)]
        faults += _unsteady(found)
        words = {kind: Counter() for kind in KINDS}
        for block in found:
            own = _own(found if block.tag != "h1" else [], about)  # the question is no source of its own numbers
            faults += self._loose(block, {"page": own, "names": self.names[language]}, words)
        faults += [
            Fault(f"{words[kind].total()} words with digits in {KINDS[kind]}; allowed: {most}", "the page")
            for kind, most in MOST.items()
            if words[kind].total() > most
        ]
        return Trace(sum(len(block.figures) for block in found), words, tuple(faults))

    def _numbers(self, block: Block, language: str, asked: tuple[str, ...]) -> Iterator[Fault]:
        for figure in block.figures:
            if figure.how != ROW:
                try:
                    check(figure, language, self.evidence, asked)
                except Unfounded as error:
                    yield Fault(f"“{figure}” {error}", _short(block), number=True)

    def _loose(self, block: Block, known: dict[str, list[str]], words: dict[str, Counter]) -> Iterator[Fault]:
        """Digits without a mark, once the words that may hold some are taken away."""
        for part in block.parts:
            rest = " ".join(part.casefold().split()) if isinstance(part, str) else ""
            for kind, texts in known.items():
                for each in texts if re.search(r"\d", rest) else ():
                    if each in rest:
                        words[kind][each] += rest.count(each)
                        rest = rest.replace(each, " ")
            if re.search(r"\d", rest):
                yield Fault(f"“{' '.join(rest.split())}” holds a number without a source", _short(block))


def _own(found: list[Block], about: tuple[str, ...]) -> list[str]:
    """What a page may say of itself: its question again, its licence, and what its maker says it is."""
    question = next((str(block) for block in found if block.tag == "h1"), "")
    said = (" ".join(each.casefold().split()) for each in (question, LICENCE, *about))
    return sorted((each for each in said if each), key=len, reverse=True)


def _names(collection: Collection, language: str) -> list[str]:
    """The words of the data that hold digits, the longest first."""
    found = set()
    for table in collection.tables.values():
        for column in table.columns:
            if column in _NAMES or column.endswith(f"_{language}"):
                found |= {" ".join(each.casefold().split()) for each in table[column].dropna().astype(str)}
    return sorted((each for each in found if re.search(r"\d", each) and not each.isdigit()), key=len, reverse=True)


def _flat(value) -> Iterator[str]:
    """The parameters' values, those in lists too, as text."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _flat(each)
    else:
        yield str(value)


def _unsteady(found: list[Block]) -> Iterator[Fault]:
    """The number of a line names one thing everywhere on the page."""
    numbers, things = defaultdict(set), defaultdict(set)
    for block in found:
        for figure in block.figures:
            if figure.how == ROW:
                numbers[figure.observations].add(figure.text)
                things[figure.text].add(figure.observations)
                if len(numbers[figure.observations]) > 1 or len(things[figure.text]) > 1:
                    yield Fault(f"line “{figure}” is another one elsewhere", _short(block), number=True)


def _short(block: Block) -> str:
    said = str(block)
    return said if len(said) <= 90 else said[:89] + "…"
