"""A finished page read back: every number on it is worked out a second time, and stands where it belongs.

Whatever writes a page can be wrong; what is read back is what a reader sees. Each number carries the expression that it
was made by; `evaluate` makes it again, and it must read so. Beside it must stand the words that it calls for
(`calls_for`): "more than 12.8" is another number without the words. Digits that nothing explains are refused. A right
number in the wrong place is found too: the numbers of a row of a table are of one figure.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from html.parser import HTMLParser
from itertools import chain, pairwise

from sosanh.data.collection import Collection
from sosanh.data.tables import TABLES
from sosanh.lineage.evaluate import Amount, Codes, Evaluation, Unfounded, check
from sosanh.lineage.expressions import Expression, parse
from sosanh.lineage.words import LANGUAGES, Figure, Scope, in_unit, messages
from sosanh.numbers.units import SENSES

BLOCKS = {
    "p", "li", "td", "th", "h1", "h2", "h3", "h4", "caption", "figcaption", "summary", "dt", "dd", "pre", "title",
}  # fmt: skip
SHOWN = {"alt", "aria-label", "data-head", "title", "placeholder"}  # attributes that somebody is shown


# --- a page as it is read


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
        self.unseen = False
        self.scope: Scope | None = None
        self.figure: list[str] | None = None  # expression and text of the number that is being read

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        if "data-alt" in given:  # what a picture says, with its numbers marked; both must be one text
            said = blocks(f"<p>{given['data-alt']}</p>")
            self.blocks += [replace(block, scope=self.scope) for block in said]
            if " ".join(map(str, said)) == " ".join(given.get("alt", "").split()):
                given["alt"] = ""
        self.blocks += [Block(name, parts=[given[name]]) for name in sorted(SHOWN & given.keys())]
        if "figure" in given.get("class", "").split() and "data-from" in given:
            self.figure = [given["data-from"], ""]
        elif tag in BLOCKS:
            scope = None if given.get("class") == "elsewhere" else self.scope
            row = self.rows if tag in ("td", "th") else self.open[-1].row
            self.blocks.append(Block(tag, row, head=given.get("data-head", ""), scope=scope))
            self.open.append(self.blocks[-1])
        elif tag == "section":
            areas, sector, window = (given.get(f"data-{name}", "") for name in ("areas", "sector", "window"))
            self.scope = Scope((*areas.split(),), sector, window) if "data-areas" in given else None
        elif tag == "tr":
            self.rows += 1
        elif tag == "br":
            self.open[-1].add(" ")
        elif tag in ("style", "script"):
            self.unseen = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "span" and self.figure is not None:
            (made, words), self.figure = self.figure, None
            try:
                self.open[-1].parts.append(Figure(words, parse(made)))
            except ValueError as error:
                self.open[-1].unread.append(f"“{words}” is made in no known way: {error}")
                self.open[-1].add(words)
        elif tag in BLOCKS and tag in [block.tag for block in self.open]:
            while self.open.pop().tag != tag:
                pass
        elif tag == "section":
            self.scope = None
        elif tag in ("style", "script"):
            self.unseen = False

    def handle_data(self, data: str) -> None:
        if self.figure is not None:
            self.figure[1] += data
        elif not self.unseen:
            self.open[-1].add(data)


# --- the words that a number calls for: its bound, its hedge, its unit, and whether it is a rise or a fall
# They belong to the number: "12.8" is what a change exceeds, and a sentence that drops "more than" says another thing.
# Which words mean what is data: `means_…` of the messages, apart by semicolons.

BOUNDS = ("gt", "ge", "lt", "le")
BEHIND = "… "  # before a word that stands behind its number: "542 or more"
_WAYS = {False: ("rise", "fall"), True: ("worse", "better")}  # of a rank, 1 is the best
_ENDS = {"lower": "low", "lowest_cut": "low", "upper": "high", "highest_cut": "high"}  # a span has "from" and "to"
_NO_UNIT = ("fraction", "field", *_ENDS)
_ASKED = {"asked", "asked_time"}  # what depends on the page's parameters
_SAYS_ALL = ("token", "untouched", "never", "cited")  # quoted, not to be written, nobody's number


@dataclass(frozen=True)
class Call:
    """Something a number calls for: one of `words`, and none of `against` nearer to it.

    `kind` is bound, hedge, unit or way; or ways, where both are open and must be said.
    """

    kind: str
    words: tuple[str, ...]
    against: tuple[str, ...] = ()


def _words(meaning: str, language: str) -> tuple[str, ...]:
    return tuple(messages(language)[f"means_{meaning}"].split("; "))


def calls_for(expression: Expression, language: str, codes: Codes) -> list[Call]:
    """What must stand beside a number on a page in this language."""
    form, operation = expression.form, expression.plain.operation
    if operation in _SAYS_ALL or not isinstance(found := Evaluation(codes).of(expression.plain), Amount):
        return []
    own = [row.wording for row in found.rows if row.table == "observations" and row.wording]  # the article's own words
    calls = []
    if found.bound in BOUNDS:
        end = _ENDS.get(operation, "")
        fit = [*_words(found.bound, language), *(_words(f"span_{end}", language) if end else own)]
        others = (*BOUNDS, "span_low", "span_high") if end else BOUNDS
        against = [word for each in others for word in _words(each, language) if word not in fit]
        calls.append(Call("bound", tuple(fit), tuple(against)))
    if found.hedge:
        calls.append(Call("hedge", (*_words(found.hedge, language), *own)))
    # a count has no word of its unit, a percentage its sign, an end its interval, a mark its axis; "top 10"
    told = found.sign or form in ("percent", "end") or operation in _NO_UNIT or found.bound == "point"
    if not told and not (SENSES[found.unit].best_first and found.bound in BOUNDS):
        said = [str(in_unit("", found.unit, one).said(language)).strip() for one in (2, 1)]
        calls += [Call("unit", tuple(dict.fromkeys(said)))] if all(said) else []
    return [*calls, *_way(found, form, language, codes)]


def _way(found: Amount, form: str, language: str, codes: Codes) -> Iterator[Call]:
    """Which way it went, of a difference of two times; one printed with its sign says so itself."""
    later = codes.later(*found.change) if found.change else None
    if form == "change" or later is None or found.number <= 0:
        return
    ways = _WAYS[SENSES[later.unit_measure].best_first]
    went, other = ways if later is found.change[0] else ways[::-1]
    kind = "ways" if found.bound in ("lt", "le") and not found.sure else "way"
    yield Call(kind, _words(went, language), _words(other, language))


def wrong_words(calls: list[Call], before: str, after: str, language: str) -> list[str]:
    """What the words of its sentence, `before` and `after` a number, lack or say against it.

    The word of a bound or a hedge stands at the number: nothing of its kind, and no other number, between them.

    >>> least = [Call("bound", ("more than",), ("at most", "less than"))]
    >>> wrong_words(least, "up by more than ", " points", "en"), wrong_words(least, "up by ", " points", "en")
    ([], ['“more than” is missing'])
    >>> wrong_words(least, "more than 3 and at most ", " points", "en")
    ['“at most” stands where “more than” must']
    """
    before, after = re.split(r"[.?!]\s", before)[-1], re.split(r"[.?!](?:\s|$)", after)[0]
    return [said for call in calls if (said := _fault(call, before, after, language))]


def _fault(call: Call, before: str, after: str, language: str) -> str:
    wanted = (*call.words, *call.against)
    match call.kind:
        case "bound" | "hedge":
            behind = [word.removeprefix(BEHIND) for word in wanted if word.startswith(BEHIND)]
            near = _found(wanted, re.split(r"\d", before)[-1], language)[-1:]
            near = near or [BEHIND + each for each in _found(behind, re.split(r"[\d,(]", after)[0], language)[:1]]
        case "ways" if not all(_found(each, before + after, language) for each in (call.words, call.against)):
            return f"“{call.words[0]}” and “{call.against[0]}” must both be said"
        case _:
            near = _found(wanted, before, language)[-1:] or _found(wanted, after, language)[:1]
    if not near:
        return f"“{call.words[0]}” is missing"
    return "" if near[0] in map(str.casefold, call.words) else f"“{near[0]}” stands where “{call.words[0]}” must"


def _found(wanted: tuple[str, ...], said: str, language: str) -> list[str]:
    """Which of the words a text holds, in its order; of two at one place the longer; none as part of a comparison."""
    compared = _words("compared", language)
    each = sorted({*map(str.casefold, wanted), *compared}, key=len, reverse=True)
    pattern = "|".join(
        re.escape(word) if not word.isalpha() and len(word) == 1 else rf"\b{re.escape(word)}\b" for word in each
    )
    return [found for found in re.findall(pattern, said.casefold()) if found not in compared or found in wanted]


# --- a right number in the wrong place: what is wrong in a block, or in the cells of a row

_OF_ONE_TOKEN = {  # these alone: what follows from one observation's token
    "printed", "token", "fraction", "numerator", "total", "out_of", "percentage", "untouched", "share", "below",
    "above", "minus",
}  # fmt: skip
_BESIDE_A_FRACTION = ("percentage", "untouched")
_PERCENT = re.compile(r"\s*(%|phần trăm\b|percent\b(?! points?\b))", re.IGNORECASE)
_FROM_TO = ("published_from", "published_to")


def _source(figure: Figure, codes: Codes) -> str:
    """The article of a number; "" of a code that names nothing, which is a fault of the number itself."""
    known = [ref for ref in figure.of.codes if codes.kind(ref)]
    return getattr(codes.row(known[0]), "source_id", "") if known else ""


def _observed(figure: Figure, codes: Codes) -> list:
    """The observations that a number rests on."""
    return [codes.row(ref) for ref in figure.of.codes if codes.kind(ref) == "observations"]


def _is_one(figure: Figure) -> bool:
    return len(figure.of.codes) == 1 and _OF_ONE_TOKEN.issuperset(figure.of.core.operations)


def _column(figure: Figure) -> str:
    """The column that a number was typed in; "" where it is no such number."""
    return figure.of.core.parts[1] if figure.of.core.operation == "field" else ""


def _is_place(figure: Figure) -> bool:
    """Is it the paragraph, or the line, that something is printed in?"""
    return figure.of.operation == "paragraph" or _column(figure) == "paragraph"


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
        places = (_month(first) or first.of.operation == "cited") and _is_place(second)
        if (dated or dates or places) and _source(first, codes) != _source(second, codes):
            yield f"{first} and {second} are not of one article"
        beside = _is_one(first) and second.of.operation in _BESIDE_A_FRACTION
        if beside and first.of.codes != second.of.codes:
            yield f"{first} and {second} are not of one figure"


def _marks(block: Block, codes: Codes) -> Iterator[str]:
    """ "91% (published February 2025) [3, para. 7]": a mark of one place is where the figure before it is printed."""
    before, parts = None, ["", *block.parts]
    for opening, figure, _, place, closing in zip(*(parts[at:] for at in range(5)), strict=False):
        if not isinstance(figure, Figure):
            continue
        before = figure if _is_one(figure) else before
        alone = str(opening).endswith("[") and str(closing).startswith("]")
        marked = figure.of.operation == "cited" and isinstance(place, Figure) and alone
        if marked and before and _printed_in(before, codes) != _printed_in(place, codes):
            yield f"{before} is not printed where the mark behind it says"


def _printed_in(figure: Figure, codes: Codes) -> list[tuple[str, int]]:
    """The article and the line of what a number rests on."""
    rows = [codes.whole(ref) for ref in figure.of.codes if codes.kind(ref)]
    return [(row.source_id, row.paragraph) for row in rows if hasattr(row, "paragraph")]


def _spans(block: Block, codes: Codes) -> Iterator[str]:
    """An article of unknown month is never given one: its first and its last possible month stand together."""
    figures = [figure for figure in block.figures if _month(figure) and _source(figure, codes)]
    together = {(a.of.codes, b.of.codes) for a, b in pairwise(figures) if (_month(a), _month(b)) == _FROM_TO}
    for figure in figures:
        source = codes.row(figure.of.codes[0], "sources")
        one_month = source.published_from[:7] == source.published_to[:7]
        if not one_month and (figure.of.codes, figure.of.codes) not in together:
            yield f"{figure} is not the only month the article can be of"


def _signs(block: Block, codes: Codes) -> Iterator[str]:
    """A percent sign is part of its number, which is then held against the token; none is set behind a number.

    In words it may stand where the article prints it in words; and behind what is shown as not to be written.
    """
    for figure, after in pairwise(block.parts):
        found = _PERCENT.match(after) if isinstance(figure, Figure) and isinstance(after, str) else None
        if found is None or figure.of.operation == "never":
            continue
        rows = _observed(figure, codes) if found[1] != "%" and figure.of.operation == "printed" else []
        if not rows or any(not SENSES[row.unit_measure].sign or "%" in row.as_printed for row in rows):
            yield f"{figure} stands before “{found[1]}”, which its token does not print"


def _outside(block: Block, scope: Scope | None, codes: Codes) -> Iterator[str]:
    """An exhibit is of what the page's first one is of (`scope`; None of a lesson), and so is each figure in it."""
    if block.scope is None:
        return
    if scope and block.scope != scope:
        yield f"an exhibit of {block.scope} stands on a page of {scope}"
    own = {codes.collection.codebook.territory(area) for area in block.scope.areas}
    for figure in block.figures:
        for row in (codes.whole(each.code) for each in _observed(figure, codes)):
            if row.territory not in own or block.scope.sector not in ("", row.sector):
                yield f"{figure} is of {row.ref_area}, {row.sector}: outside {block.scope}"


def _indicator_names(language: str, codes: Codes) -> dict[str, set[str]]:
    """What indicators are called, and which they are."""
    found = defaultdict(set)
    for row in codes.collection.codebook.indicators:
        found[getattr(row, f"name_{language}").casefold()].add(row.indicator)
    return found


def _named(cells: list[Block], names: dict[str, set[str]], codes: Codes) -> Iterator[str]:
    """In a row that begins with an indicator's name, or two of them, every figure is of these."""
    head = [names.get(name.casefold()) for name in str(cells[0]).split(" / ")]
    if cells[0].tag != "th" or None in head:
        return
    for figure in (figure for cell in cells for figure in cell.figures):
        for row in _observed(figure, codes):
            if row.indicator not in set().union(*head):
                yield f"{figure} is of another indicator than the row, {row.indicator}"


def _placed(cells: list[Block]) -> Iterator[str]:
    """In a row that says where a figure is printed, the figure is the one printed there."""
    figures = [figure for cell in cells for figure in cell.figures]
    places = {ref for figure in figures if _is_place(figure) for ref in figure.of.codes}
    for figure in figures:
        if places and _is_one(figure) and not places.issuperset(figure.of.codes):
            yield f"{figure} is not printed where the row says"


# --- a whole page

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
        codes, faults = self.codes, []
        for block in found:
            faults += [Fault(said, block, number=True) for said in self._numbers(block, language, asked)]
            others = [each(block, codes) for each in (_dates, _marks, _spans, _signs)]
            others.append(_outside(block, scope, codes))
            loose = _loose(block, in_question if block.tag == "h1" else known, words)
            faults += [Fault(said, block) for said in chain(*others, loose)]
        faults += [*self._rows(found, language), *_cited(found)]
        if not lesson and 'class="exhibit counterexample' in page:
            faults.append(Fault("a chart that is wrong on purpose stands outside a lesson", "the page"))
        if scope and scope.sector != parameters.get("sector", scope.sector):
            faults.append(Fault(f"the page is of {scope}, but was asked for {parameters['sector']}", "the page"))
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

    def _rows(self, found: list[Block], language: str) -> Iterator[Fault]:
        """What is wrong in the rows of tables."""
        rows, names = defaultdict(list), _indicator_names(language, self.codes)
        for block in found:
            rows[block.row].append(block)
        for cells in (cells for row, cells in rows.items() if row):
            for said in chain(_named(cells, names, self.codes), _placed(cells)):
                yield Fault(said, cells[0])

    def _known(self, about: tuple[str, ...], language: str) -> dict[str, list[str]]:
        """The words that may hold digits, the longest first: of the data, of the licence, and what a page is about."""
        own = {" ".join(each.casefold().split()) for each in (LICENCE, *about)} - {""}
        return {"page": sorted(own, key=len, reverse=True), "names": self.names[language]}


def _loose(block: Block, known: dict[str, list[str]], words: dict[str, Counter]) -> Iterator[str]:
    """Digits without a mark, once the words that may hold some are taken away, which `words` counts."""
    for part in block.parts:
        rest = " ".join(part.casefold().split()) if isinstance(part, str) else ""
        for kind, texts in known.items():
            for each in texts if re.search(r"\d", rest) else ():
                if each in rest:
                    words[kind][each] += rest.count(each)
                    rest = rest.replace(each, " ")
        if re.search(r"\d", rest):
            yield f"“{' '.join(rest.split())}” holds a number without a source"


def _names(collection: Collection, language: str) -> list[str]:
    """The words of the data that hold digits, the longest first."""
    found = set()
    for name, rows in collection.tables.items():
        for column in TABLES[name].columns:
            if column in _NAMES or column.endswith(f"_{language}"):
                found |= {" ".join(str(getattr(row, column)).casefold().split()) for row in rows}
    return sorted((each for each in found if re.search(r"\d", each) and not each.isdigit()), key=len, reverse=True)


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
