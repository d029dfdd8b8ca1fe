"""A finished page read back: every number on it is worked out a second time, and stands where it belongs.

Whatever writes a page can be wrong; what is read back is what a reader sees. Each number carries the expression that it
was made by; `evaluate` makes it again, and it must read so. Beside it must stand the words that it calls for (`calls`):
"more than 12.8" is another number without the words. Digits that nothing explains are refused. A right number in the
wrong place is found too: the numbers of a row of a table are of one figure.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain, pairwise

from sosanh.data.collection import Collection
from sosanh.lineage import calls
from sosanh.lineage.evaluate import Codes, Unfounded, check
from sosanh.lineage.expressions import parse
from sosanh.lineage.words import LANGUAGES, Figure, Scope
from sosanh.numbers.units import SENSES

BLOCKS = frozenset(
    ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "caption", "figcaption", "summary", "dt", "dd", "pre", "title")
)
SHOWN = {"alt", "aria-label", "data-head", "title", "placeholder"}  # attributes that somebody is shown
UNSEEN = frozenset(("style", "script"))


@dataclass
class Block:
    """A paragraph, list item, cell or heading: text and numbers in turn; `row` counts table rows, 0 outside.

    `head` is what stands over a cell. `scope` is what the figures of its exhibit are of; None outside exhibits, and
    where an exhibit looks elsewhere. `unread` says of what is marked as a number why its mark cannot be read.
    """

    tag: str
    row: int = 0
    parts: list[str | Figure] = field(default_factory=list)
    head: str = ""
    scope: Scope | None = None
    unread: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return " ".join("".join(map(str, self.parts)).split())

    @property
    def figures(self) -> list[Figure]:
        return [part for part in self.parts if isinstance(part, Figure)]

    def add(self, words: str) -> None:
        if self.parts and isinstance(self.parts[-1], str):
            self.parts[-1] += words
        else:
            self.parts.append(words)


def blocks(page: str) -> list[Block]:
    """The page's blocks in reading order, those without text left out.

    >>> (block,) = blocks('<p>At least <span class="figure" data-from="least_count(b, total(a))">542</span>.</p>')
    >>> block.parts[::2], block.figures[0].text, str(block.figures[0].of)
    (['At least ', '.'], '542', 'least_count(b, total(a))')
    """
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return [block for block in reader.blocks if str(block)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [Block("body")]
        self.open = [self.blocks[0]]
        self.rows = 0
        self.unseen = 0
        self.scope: Scope | None = None
        self.figure: list[str] | None = None  # expression and text of the number that is being read

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.unseen += tag in UNSEEN
        for name in SHOWN & given.keys() - ({"alt"} if "data-alt" in given else set()):
            self._alone(name, given[name])
        self.rows += tag == "tr"
        if tag == "section":
            stated = "data-areas" in given
            self.scope = (
                Scope((*given["data-areas"].split(),), given["data-sector"], given["data-window"]) if stated else None
            )
        if "figure" in given.get("class", "").split() and "data-from" in given:
            self.figure = [given["data-from"], ""]
        elif tag in BLOCKS:
            self._begin(tag, given)
        elif tag == "img" and "data-alt" in given:
            self._alternative(given)
        elif tag == "br":
            self.open[-1].add(" ")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN
        if tag == "span" and self.figure is not None:
            self._end_figure(*self.figure)
            self.figure = None
        elif tag == "section":
            self.scope = None
        elif tag in BLOCKS and tag in [block.tag for block in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.figure is not None:
            self.figure[1] += data
        else:
            self.open[-1].add(data)

    def _end_figure(self, made: str, words: str) -> None:
        try:
            self.open[-1].parts.append(Figure(words, parse(made)))
        except ValueError as error:
            self.open[-1].unread.append(f"“{words}” is made in no known way: {error}")
            self.open[-1].add(words)

    def _begin(self, tag: str, given: dict[str, str]) -> None:
        in_table = self.rows if tag in ("td", "th") else next((each.row for each in self.open[::-1] if each.row), 0)
        scope = None if given.get("class") == "elsewhere" else self.scope
        self.blocks.append(Block(tag, in_table, head=given.get("data-head", ""), scope=scope))
        self.open.append(self.blocks[-1])

    def _alternative(self, given: dict[str, str]) -> None:
        """What a picture says, with its numbers marked in `data-alt`; both must be one text."""
        said = blocks(f"<p>{given['data-alt']}</p>")
        if " ".join(map(str, said)) != " ".join(given.get("alt", "").split()):
            self._alone("alt", given.get("alt", ""))
        for block in said:
            block.scope = self.scope
        self.blocks += said

    def _alone(self, tag: str, words: str) -> None:
        self.blocks.append(Block(tag, parts=[words]))


_OF_ONE_TOKEN = {  # these alone: what follows from one observation's token
    "printed", "token", "fraction", "numerator", "total", "out_of", "percentage", "untouched", "share", "below",
    "above", "minus",
}  # fmt: skip
_BESIDE_A_FRACTION = ("percentage", "untouched")
_PERCENT = re.compile(r"\s*(%|phần trăm\b|percent\b(?! points?\b))", re.IGNORECASE)
_FROM_TO = ("published_from", "published_to")


def misplaced(blocks: list[Block], language: str, codes: Codes) -> Iterator[tuple[Block, str]]:
    """Each block with what is wrong in it."""
    scopes = [block.scope for block in blocks if block.scope]
    for block in blocks:
        found = (_dates(block, codes), _spans(block, codes), _signs(block, codes), _outside(block, scopes, codes))
        for said in chain(*found):
            yield block, said
    rows = defaultdict(list)
    for block in blocks:
        if block.row:
            rows[block.row].append(block)
    names = _indicator_names(language, codes)
    for cells in rows.values():
        for said in (*_named(cells, names, codes), *_placed(cells)):
            yield cells[0], said


def _source(figure: Figure, codes: Codes) -> str:
    """The article of a number; "" of a code that names nothing, which is a fault of the number itself."""
    known = [ref for ref in figure.of.codes if codes.kind(ref)]
    return getattr(codes.row(known[0]), "source_id", "") if known else ""


def _is_one(figure: Figure) -> bool:
    return len(figure.of.codes) == 1 and _OF_ONE_TOKEN.issuperset(figure.of.core.operations)


def _column(figure: Figure) -> str:
    """The column that a number was typed in; "" where it is no such number."""
    return figure.of.core.parts[1] if figure.of.core.operation == "field" else ""


def _month(figure: Figure) -> str:
    """Of the month of an article's first or last possible day, that column; else ""."""
    return _column(figure) if figure.of.form == "month" and _column(figure) in _FROM_TO else ""


def _dates(block: Block, codes: Codes) -> Iterator[str]:
    """ "91% (published July 2024)", "July 2024: 91%", "July 2024, paragraph 3", "465/595, printed with 78.18%"."""
    for first, between, second in zip(block.parts, block.parts[1:], block.parts[2:], strict=False):
        if not (isinstance(first, Figure) and isinstance(between, str) and isinstance(second, Figure)):
            continue
        dated = _is_one(first) and _month(second) == "published_from" and re.fullmatch(r"[^();]*\([^();]*", between)
        dates = _month(first) and _is_one(second) and re.match(r": [^();]*$", between)
        places = _month(first) and _column(second) == "paragraph"
        if (dated or dates or places) and _source(first, codes) != _source(second, codes):
            yield f"{first} and {second} are not of one article"
        beside = _is_one(first) and second.of.operation in _BESIDE_A_FRACTION
        if beside and first.of.codes != second.of.codes:
            yield f"{first} and {second} are not of one figure"


def _spans(block: Block, codes: Codes) -> Iterator[str]:
    """An article of unknown month is never given one: its first and its last possible month stand together."""
    figures = [figure for figure in block.figures if _month(figure) and _source(figure, codes)]
    together = {(a.of.codes, b.of.codes) for a, b in pairwise(figures) if (_month(a), _month(b)) == _FROM_TO}
    for figure in figures:
        source = codes.row(figure.of.codes[0], "sources")
        one_month = source.published_from[:7] == source.published_to[:7]
        if not one_month and (figure.of.codes, figure.of.codes) not in together:
            yield f"{figure} is not the only month the article can be of"


def _outside(block: Block, scopes: list[Scope], codes: Codes) -> Iterator[str]:
    """An exhibit is of what the page's first one is of, and so is each figure in it."""
    if block.scope is None:
        return
    if block.scope != scopes[0]:
        yield f"an exhibit of {block.scope} stands on a page of {scopes[0]}"
    own = {codes.collection.codebook.territory(area) for area in block.scope.areas}
    for figure in block.figures:
        for ref in (ref for ref in figure.of.codes if codes.kind(ref) == "observations"):
            row = codes.whole(ref)
            if row.territory not in own or block.scope.sector not in ("", row.sector):
                yield f"{figure} is of {row.ref_area}, {row.sector}: outside {block.scope}"


def _signs(block: Block, codes: Codes) -> Iterator[str]:
    """A percent sign is part of its number, which is then held against the token; none is set behind a number.

    In words it may stand where the article prints it in words; and behind what is shown as not to be written.
    """
    for figure, after in pairwise(block.parts):
        found = _PERCENT.match(after) if isinstance(figure, Figure) and isinstance(after, str) else None
        if found is None or figure.of.operation == "never":
            continue
        if found[1] == "%" or figure.of.operation != "printed" or not _says_percent(figure, codes):
            yield f"{figure} stands before “{found[1]}”, which its token does not print"


def _says_percent(figure: Figure, codes: Codes) -> bool:
    rows = [codes.row(ref) for ref in figure.of.codes if codes.kind(ref) == "observations"]
    return bool(rows) and all(SENSES[row.unit_measure].sign and "%" not in row.as_printed for row in rows)


def _indicator_names(language: str, codes: Codes) -> dict[str, set[str]]:
    """What indicators are called, and which they are."""
    found = defaultdict(set)
    for row in codes.collection.codebook.indicators.to_dict("records"):
        found[row[f"name_{language}"].casefold()].add(row["indicator"])
    return found


def _named(cells: list[Block], names: dict[str, set[str]], codes: Codes) -> Iterator[str]:
    """In a row that begins with an indicator's name, or two of them, every figure is of these."""
    head = [names.get(name.casefold()) for name in str(cells[0]).split(" / ")]
    if cells[0].tag != "th" or None in head:
        return
    allowed = set().union(*head)
    for figure in (figure for cell in cells for figure in cell.figures):
        for ref in figure.of.codes:
            if codes.kind(ref) == "observations" and codes.row(ref).indicator not in allowed:
                yield f"{figure} is of another indicator than the row, {codes.row(ref).indicator}"


def _placed(cells: list[Block]) -> Iterator[str]:
    """In a row that says where a figure is printed, the figure is the one printed there."""
    figures = [figure for cell in cells for figure in cell.figures]
    places = {ref for figure in figures if _column(figure) == "paragraph" for ref in figure.of.codes}
    for figure in figures:
        if places and _is_one(figure) and not places.issuperset(figure.of.codes):
            yield f"{figure} is not printed where the row says"


LICENCE = "CC BY 4.0"
MOST = {"names": 150, "page": 30}  # words with digits that are no numbers: more of them could hide one
TOLD = 3  # of such words that are told by name
KINDS = {"names": "names and notes of the data", "page": "version, licence and address"}
_NAMES = (
    "title", "outlet", "author", "url", "original_url", "locator", "name", "speaker", "republished_from", "opens",
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
        self.codes = Codes(collection)
        self.names = {language: _names(collection, language) for language in LANGUAGES}

    def trace(self, page: str, language: str, about: tuple[str, ...] = (), parameters: dict | None = None) -> Trace:
        """The numbers of a page (HTML), with what it says `about` itself and the `parameters` it was made for."""
        found = blocks(page)
        asked = tuple(_flat(parameters or {}))
        faults = [fault for block in found for fault in self._numbers(block, language, asked)]
        faults += [Fault(said, _short(block)) for block, said in misplaced(found, language, self.codes)]
        faults += _unsteady(found)
        faults += _unasked(found, parameters or {})
        words = {kind: Counter() for kind in KINDS}
        for block in found:
            own = _own(found if block.tag != "h1" else [], about)  # the question is no source of its own numbers
            faults += self._loose(block, {"page": own, "names": self.names[language]}, words)
        faults += [
            Fault(f"{words[kind].total()} words with digits in {KINDS[kind]}; allowed: {most}", "the page")
            for kind, most in MOST.items()
            if words[kind].total() > most
        ]
        return Trace(sum(len(block.figures) + len(block.unread) for block in found), words, tuple(faults))

    def _numbers(self, block: Block, language: str, asked: tuple[str, ...]) -> Iterator[Fault]:
        yield from (Fault(said, _short(block), number=True) for said in block.unread)
        for place, part in enumerate(block.parts):
            if isinstance(part, Figure) and (said := self._number(part, place, block, language, asked)):
                yield Fault(f"“{part}” {said}", _short(block), number=True)

    def _number(self, figure: Figure, place: int, block: Block, language: str, asked: tuple[str, ...]) -> str:
        """What is wrong with a number or with the words beside it; "" where nothing is."""
        try:
            check(figure.text, figure.of, language, self.codes, asked)
        except Unfounded as error:
            return str(error)
        called = calls.calls_for(figure.of, language, self.codes)
        before, after = ("".join(map(str, each)) for each in (block.parts[:place], block.parts[place + 1 :]))
        return "; ".join(calls.faults(called, f"{block.head} {before}", after, language))

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


def _unasked(found: list[Block], parameters: dict) -> Iterator[Fault]:
    """The first exhibit is of the sector that the page was made for."""
    scope = next((block.scope for block in found if block.scope), None)
    if scope and scope.sector != parameters.get("sector", scope.sector):
        yield Fault(f"the page is of {scope}, but was asked for {parameters['sector']}", "the page")


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
            if figure.of.operation == "line":
                numbers[figure.of].add(figure.text)
                things[figure.text].add(figure.of)
                if len(numbers[figure.of]) > 1 or len(things[figure.text]) > 1:
                    yield Fault(f"line “{figure}” is another one elsewhere", _short(block), number=True)


def _short(block: Block) -> str:
    said = str(block)
    return said if len(said) <= 90 else said[:89] + "…"
