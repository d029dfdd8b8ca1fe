"""A finished page read back: every number on it is worked out a second time, and stands where it belongs.

Whatever writes a page can be wrong; what is read back is what a reader sees. Each number carries the expression that it
was made by; `evaluate` makes it again, and it must read so. Beside it must stand the words that it calls for
(`calls_for`): "more than 12.8" is another number without the words. What nothing explains is refused, be it in digits,
in words (`unmarked`), in an attribute, in style or in a picture: whatever a reader is shown. A right number in the
wrong place is found too: the numbers of a row of a table are of one figure.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import chain, pairwise
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

from sosanh.data.collection import Collection
from sosanh.data.tables import TABLES
from sosanh.lineage.evaluate import Amount, Codes, Evaluation, Unfounded, check
from sosanh.lineage.expressions import Expression, parse
from sosanh.lineage.unmarked import found as unmarked
from sosanh.lineage.unmarked import holds, listed, plain, whole
from sosanh.lineage.words import LANGUAGES, Figure, Scope, in_unit, messages
from sosanh.numbers.periods import format_date, format_month
from sosanh.numbers.units import SENSES

BLOCKS = {
    "p", "li", "td", "th", "h1", "h2", "h3", "h4", "caption", "figcaption", "summary", "dt", "dd", "pre", "title",
}  # fmt: skip
APART = {"br", "button", "div", "label", "legend", "option", "select"}  # what they hold is no word with what is around
SHOWN = {  # attributes that somebody is shown or told
    "abbr", "alt", "aria-description", "aria-label", "aria-placeholder", "aria-roledescription", "aria-valuenow",
    "aria-valuetext", "data-head", "label", "placeholder", "summary", "title",
}  # fmt: skip
SHOWN_OF = {  # those of one kind of element only; `value` of what is chosen from is not shown
    "ol": {"start"}, "li": {"value"}, "meter": {"value"}, "progress": {"value"}, "input": {"value"},
}  # fmt: skip
_UNSHOWN = ("hidden", "checkbox", "radio")  # kinds of input whose value nobody sees
PICTURES = ("src", "srcset", "poster", "data", "href", "xlink:href")
_SHOW = {"img", "source", "image", "video", "embed", "object", "iframe", "canvas", "audio", "input", "feimage"}
_UNREADABLE = {"video", "embed", "object", "iframe", "canvas", "audio"}


# --- a page as it is read


@dataclass
class Block:
    """A paragraph, list item, cell or heading: text and numbers in turn; `row` counts table rows, 0 outside.

    `head` is what stands over a cell. `section` counts those of the page, 0 outside. `scope` is what the figures of its
    exhibit are of; None outside exhibits, and where an exhibit looks elsewhere. `unread` says of what is marked as a
    number, or shown in another way, why it cannot be read.
    """

    tag: str
    row: int = 0
    section: int = 0
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
    reader = _Reader({*re.findall(r"attr\(\s*([\w-]+)", page)} - {"href"})
    reader.feed(page)
    reader.close()
    return [block for block in reader.blocks if str(block)]


class _Reader(HTMLParser):
    def __init__(self, by_style: set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.by_style = by_style  # attributes that style shows
        self.blocks = [Block("body")]
        self.open = [self.blocks[0]]
        self.rows = self.sections = 0
        self.unseen = ""
        self.within: list[tuple[int, Scope | None]] = [(0, None)]  # the sections that are open
        self.figure: list[str] | None = None  # expression and text of the number that is being read

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        section, scope = self.within[-1]
        if "data-alt" in given:  # what a picture says, with its numbers marked; both must be one text
            said = blocks(f"<p>{given['data-alt']}</p>")
            self.blocks += [replace(block, section=section, scope=scope) for block in said]
            if " ".join(map(str, said)) == " ".join(given.get("alt", "").split()):
                given["alt"] = ""
        self.blocks += [
            Block(f"@{name}", parts=[given[name]]) for name in sorted(self._shown(tag, given) & given.keys())
        ]
        if "style" in given:
            self._style(given["style"])
        if tag in _SHOW or "icon" in given.get("rel", "").split():
            self._pictures(tag, given)
        if "figure" in given.get("class", "").split() and "data-from" in given:
            self.figure = [given["data-from"], ""]
        elif tag in BLOCKS:
            own = None if given.get("class") == "elsewhere" else scope
            row = self.rows if tag in ("td", "th") else self.open[-1].row
            self.blocks.append(Block(tag, row, section, head=given.get("data-head", ""), scope=own))
            self.open.append(self.blocks[-1])
        elif tag == "section":
            self.sections += 1
            areas, sector, window = (given.get(f"data-{name}", "") for name in ("areas", "sector", "window"))
            if "data-areas" in given:
                scope = Scope((*areas.split(),), sector, window)
            self.within.append((section or self.sections, scope))
        elif tag == "tr":
            self.rows += 1
        elif tag in ("style", "script"):
            self.unseen = tag
        if tag in APART:
            self.open[-1].add(" ")

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
        elif tag == "section" and len(self.within) > 1:
            self.within.pop()
        elif tag in ("style", "script"):
            self.unseen = ""
        if tag in APART:
            self.open[-1].add(" ")

    def handle_data(self, data: str) -> None:
        if self.unseen == "style":
            self._style(data)
        elif self.figure is not None:
            self.figure[1] += data
        elif not self.unseen:
            self.open[-1].add(data)

    def _shown(self, tag: str, given: dict[str, str]) -> set[str]:
        told = given.get("name") == "description"  # og: says the page's own answer again, and addresses
        own = {"content"} if tag == "meta" and told else SHOWN_OF.get(tag, set())
        own = set() if tag == "input" and given.get("type") in _UNSHOWN else own
        return SHOWN | self.by_style | own

    def _style(self, said: str) -> None:
        """What style writes on a page, and the pictures that it shows."""
        pictures = [found[1].strip("\"' ") for found in _ADDRESS.finditer(said)]
        for each in (each for each in pictures if each.startswith("data:") and not each.startswith("data:font")):
            self._picture(each)
        for found in _QUOTED.finditer(_ADDRESS.sub("", said)):
            words = re.sub(r"\\([0-9a-fA-F]{1,6})\s?", _escaped, found[1] or found[2] or "")
            self.blocks.append(Block("style", parts=[words]))
        if numbers := [each for each in re.findall(r"counters?\(\s*([\w-]+)", said) if each not in ("page", "pages")]:
            self.blocks.append(Block("style", parts=["counter"], unread=[f"style counts {', '.join(numbers)}"]))

    def _pictures(self, tag: str, given: dict[str, str]) -> None:
        if tag in _UNREADABLE:
            self.blocks.append(Block(tag, parts=[tag], unread=[f"what <{tag}> shows cannot be read"]))
        else:
            for each in dict.fromkeys(given[name] for name in PICTURES if given.get(name)):
                self._picture(each)

    def _picture(self, address: str) -> None:
        section, scope = self.within[-1]
        try:
            own = Block("picture", section=section, parts=[_words_in(address)], scope=scope)
        except ValueError as error:
            own = Block("picture", parts=["picture"], unread=[f"a picture’s words cannot be read: {error}"])
        self.blocks.append(own)


# --- what style writes, and what is written in pictures

_ADDRESS = re.compile(r"url\(([^)]*)\)")
_QUOTED = re.compile(r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'", re.DOTALL)
_SCALE = re.compile(r"[xy]tick_")  # the groups of a drawing that hold the numbers of an axis
_SVG = "data:image/svg+xml"


def _escaped(found: re.Match) -> str:
    number = int(found[1], 16)
    return chr(number) if number < 0x110000 and not 0xD800 <= number < 0xE000 else ""  # half a sign is none


def _words_in(address: str) -> str:
    """The words in a picture but for the scales of its axes; ValueError where they cannot be read.

    >>> _words_in("data:image/svg+xml,<svg><g id='xtick_1'><text>80%</text></g><text>94%</text></svg>")
    '94%'
    """
    kind, _, data = address.partition(",")
    if address == "data:,":  # nothing at all
        return ""
    if not kind.startswith(_SVG):
        raise ValueError(f"{address[:20]!r} is no {_SVG}")
    try:
        held = b64decode(data) if kind.endswith(";base64") else unquote_to_bytes(data)
        root = ElementTree.fromstring(held)
    except (ElementTree.ParseError, NotBase64) as error:
        raise ValueError(str(error)) from None
    return " ".join(" ".join(_drawn(root)).split())


def _drawn(part: ElementTree.Element) -> Iterator[str]:
    kind = str(part.tag).rpartition("}")[2]
    if kind in ("image", "feImage", "foreignObject"):
        raise ValueError(f"it holds a <{kind}>")
    if kind in ("style", "metadata") or _SCALE.match(part.get("id", "")):
        return
    if kind == "text":
        yield "".join(part.itertext())
        return
    yield part.text or ""
    for each in part:
        yield from _drawn(each)
        yield each.tail or ""


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

    `kind` is bound, hedge, unit, way, or month (of publication); or ways, where both are open and must be said.
    """

    kind: str
    words: tuple[str, ...]
    against: tuple[str, ...] = ()


def _words(meaning: str, language: str) -> tuple[str, ...]:
    return tuple(messages(language)[f"means_{meaning}"].split("; "))


def calls_for(expression: Expression, language: str, codes: Codes) -> list[Call]:
    """What must stand beside a number on a page in this language."""
    form, operation = expression.form, expression.plain.operation
    if form == "month" and operation == "field" and expression.plain.parts[1] in _FROM_TO:
        return [Call("month", _words("published", language))]
    if operation == "middle":  # of the days on which an article can have appeared
        return [Call("hedge", _words("about", language))]
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
    That of a month of publication stands before it.

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
        case "month":
            near = _found(wanted, before, language)[-1:]
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


def _inferred(block: Block, language: str, codes: Codes) -> Iterator[str]:
    """Where the day of an article is not known, its first and last possible day stand with the word that says so."""
    word = messages(language)["date_inferred"].replace("{span}", "").strip(" ()")
    days = [figure for figure in block.figures if figure.of.form == "day" and _source(figure, codes)]
    for first, last in pairwise(days):
        if (_column(first), _column(last)) == _FROM_TO and first.of.codes == last.of.codes and word not in str(block):
            yield f"“{word}” is missing beside {first} and {last}, between which the article appeared"


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


def _multiples(block: Block, language: str, codes: Codes) -> Iterator[str]:
    """ "58 billion": the word of a scale behind a number is the one it is printed with, and only there."""
    for figure, after in pairwise([*block.parts, ""]):
        if not isinstance(figure, Figure):
            continue
        said, rows = _multiple(plain(str(after)), language)[0], _observed(figure, codes)
        mult = int(rows[0].unit_mult or 0) if figure.of.operation == "printed" and rows else 0
        wanted = _scales(language)[mult] if mult else ""
        if said != wanted:
            yield (
                f"{figure} stands before “{said}”, not “{wanted}”" if said else f"“{wanted}” is missing behind {figure}"
            )


@cache
def _scales(language: str) -> dict[int, str]:
    """The word of each power of ten."""
    said = {key: text for key, text in messages(language).items() if re.fullmatch(r"times_\d+", key)}
    return {int(key[6:]): text.replace("{value}", "").strip() for key, text in said.items()}


@cache
def _behind(language: str) -> re.Pattern:
    words = "|".join(map(re.escape, sorted(_scales(language).values(), key=len)[::-1]))
    own = "|".join(map(re.escape, listed("means_own", language)))
    return re.compile(rf"(?!(?:{own})\b)({words})\b\s*", re.IGNORECASE)


def _multiple(after: str, language: str) -> tuple[str, str]:
    """The word of a scale at the beginning of what stands behind a number, "" of none, and the rest.

    >>> _multiple("billion dong", "en"), _multiple("tỷ lệ", "vi")
    (('billion', 'dong'), ('', 'tỷ lệ'))
    """
    found = _behind(language).match(after)
    return (found[1].casefold(), after[found.end() :]) if found else ("", after)


def _outside(block: Block, scope: Scope | None, codes: Codes) -> Iterator[str]:
    """An exhibit is of what the page's first one is of (`scope`; None of a lesson), and so is each figure in it.

    So is a figure that stands in none, as a table whose section was left out.
    """
    held = block.scope if block.section else scope
    if held is None:
        return
    if scope and held != scope:
        yield f"an exhibit of {held} stands on a page of {scope}"
    own = {codes.collection.codebook.territory(area) for area in held.areas}
    for figure in block.figures:
        for row in (codes.whole(each.code) for each in _observed(figure, codes)):
            if row.territory not in own or held.sector not in ("", row.sector):
                yield f"{figure} is of {row.ref_area}, {row.sector}: outside {held}"


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


class _Areas:
    """The names of areas in words, but for those that are part of a publisher's or an author's: "Báo Đồng Tháp"."""

    def __init__(self, collection: Collection):
        self.codes = defaultdict(set)
        for area in collection.codebook.areas:
            for name in {area.name_vi, area.name_en}:
                self.codes[name] |= {area.ref_area}
        papers = ("outlet", "author", "title", "republished_from")
        own = {getattr(row, column) for row in collection.tables["sources"] for column in papers}
        each = sorted({*self.codes, *filter(None, own)}, key=len, reverse=True)
        first = "".join(sorted({name[0] for name in each}))  # an engine then tries nothing at other letters
        self._any = re.compile(rf"(?<!\w)(?=[{re.escape(first)}])(?:{'|'.join(map(re.escape, each))})(?!\w)")

    def named(self, block: Block) -> set[str]:
        """The codes of all that go by the names in a block."""
        said = " ".join(plain(part) for part in block.parts if isinstance(part, str))
        return set().union(*(self.codes.get(name, ()) for name in self._any.findall(said)))

    def faults(self, named: set[str], figures: list[Figure], codes: Codes) -> Iterator[str]:
        """The figures that are of none of the areas named beside them, where any is."""
        for figure in figures if named else ():
            for row in _observed(figure, codes) if _is_one(figure) else ():
                if row.ref_area not in named:
                    yield f"{figure} is of {row.ref_area}, and the area named is {' '.join(sorted(named))}"


class _Labels:
    """What the data call a figure's kind, its group and its speaker, and the answers on a pair, in one language."""

    def __init__(self, collection: Collection, language: str):
        book = collection.codebook

        def said(code_list: str, code: str) -> str:
            return str(book.label(code_list, code).said(language))

        self._decided = book.comparability
        self._read = said("role_basis", "read").casefold()
        self.roles, self.grades = (
            {said(name, each).casefold(): each for each in book.codes(name)} for name in ("role", "grade")
        )
        groups = {each.population: getattr(each, f"label_{language}") for each in book.populations}
        every = (*self.roles, *groups.values(), *(said("voice", each) for each in book.codes("voice")))
        self.of = {plain(name).casefold(): set() for name in every}  # name -> the observations that bear it
        for row in collection.observations:
            voice = getattr(row, f"speaker_{language}") or said("voice", row.voice)
            for name in (said("role", row.role), groups[row.population], voice):
                self.of.setdefault(plain(name).casefold(), set()).add(row.obs_id)
        every = "|".join(map(re.escape, sorted(self.of, key=len, reverse=True)))
        self._begins = re.compile(rf"({every})(?=$| ?[,(])")
        groups = "|".join(map(re.escape, sorted({each.casefold() for each in groups.values()}, key=len, reverse=True)))
        self._counted = re.compile(rf" (?:of )?({groups})(?!\w)")
        roles = "|".join(map(re.escape, self.roles))
        self._before, self._behind = re.compile(rf"\b({roles})(?:: | )$"), re.compile(rf" ({roles})\b")

    def kinds(self, block: Block, codes: Codes) -> Iterator[str]:
        """ "Target: 80%", "91% of schools": a kind beside a figure, and the group beside a share, is its own."""
        parts = ["", *block.parts, ""]
        for before, figure, after in zip(parts, parts[1:], parts[2:], strict=False):
            if not isinstance(figure, Figure) or not _is_one(figure):
                continue
            beside = [self._before.search(str(before).casefold()) if isinstance(before, str) else None]
            beside.append(self._behind.match(str(after).casefold()) if isinstance(after, str) else None)
            for row in _observed(figure, codes):
                for found in filter(None, beside):
                    if self.roles[found[1]] != row.role:
                        yield f"{figure} is a {row.role}, and “{found[1]}” stands beside it"
                group = self._counted.match(str(after).casefold())
                if group and SENSES[row.unit_measure].part and row.code not in self.of[group[1]]:
                    yield f"{figure} is not of {group[1]}, which stand beside it"

    def row(self, cells: list[Block], codes: Codes) -> Iterator[str]:
        """A cell that names a kind, a group or a speaker names that of a figure of its row."""
        own = {row.code for cell in cells for figure in cell.figures for row in _observed(figure, codes)}
        for cell in cells if own else ():
            said = plain(str(cell)).casefold()
            found = self._begins.match(said)
            if found and own.isdisjoint(self.of[found[1]]):
                yield f"“{found[1]}” is said of {' '.join(sorted(own))}, of which it is not"
                continue
            read = found and found[1] in self.roles and all(codes.whole(each).role_basis == "read" for each in own)
            if read and self._read not in said:
                yield f"“{self._read}” is missing beside “{found[1]}”"

    def pair(self, cells: list[Block], codes: Codes) -> Iterator[str]:
        """The answer on a pair is none that its two rows, as typed, rule out; and what it refuses is not done."""
        grade = next((each for cell in cells if (each := self.grades.get(plain(str(cell)).casefold()))), "")
        figures = [figure for cell in cells for figure in cell.figures]
        pair = {row.code: codes.whole(row.code) for each in figures if _is_one(each) for row in _observed(each, codes)}
        if not grade or len(pair) != 2:
            return
        a, b = pair.values()
        apart = [name for name in ("unit_measure", "indicator") if getattr(a, name) != getattr(b, name)]
        if not any({each.a, each.b} in ({a.obs_id, b.obs_id}, {a.definition, b.definition}) for each in self._decided):
            apart += [name for name in ("population", "definition") if getattr(a, name) != getattr(b, name)]
        limits = [
            row.code for row in map(codes.row, pair) if row.role == "actual" and (row.bound != "exact" or row.hedge)
        ]
        if grade in "AB" and apart:
            yield f"{a.obs_id} and {b.obs_id} differ in {' and '.join(apart)}: no answer {grade}"
        if grade == "A" and limits:
            yield f"{' and '.join(limits)} is only a bound, or hedged: no answer A"
        if grade in "CX" and any({*pair} <= {*each.of.codes} and "minus" in each.of.operations for each in figures):
            yield f"a difference of {a.obs_id} and {b.obs_id} stands beside the answer {grade}"


def _cited_names(block: Block, own: dict[str, set[str]], codes: Codes) -> Iterator[str]:
    """ "[3] Báo Mới": behind the number of an article stand its own outlet, author and title, and no other's."""
    article = ""
    for before, part, after in zip(["", *block.parts], block.parts, [*block.parts[1:], ""], strict=False):
        if isinstance(part, Figure) and part.of.operation == "cited":
            alone = str(before).endswith("[") and str(after).startswith("]")
            article = part.of.codes[0] if alone else ""
        elif article and isinstance(part, str):
            said = plain(part)
            for name in own if said else ():
                if name in said and article not in own[name]:
                    yield f"“{name}” stands behind the number of {article}"
                said = re.sub(_bounded(name), " ", said)


def _of_sources(collection: Collection) -> dict[str, set[str]]:
    """The outlets of the articles, the longest first, and which articles they are of."""
    found = defaultdict(set)
    for row in collection.tables["sources"]:
        for name in filter(None, (row.outlet, row.republished_from, row.title)):
            found[plain(name)].add(row.source_id)
    return dict(sorted(found.items(), key=lambda each: -len(each[0])))


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
        self.areas = _Areas(collection)
        self.days = {language: _days(collection, language) for language in LANGUAGES}
        self.labels = {language: _Labels(collection, language) for language in LANGUAGES}
        self.papers = _of_sources(collection)

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
        marked = defaultdict(set)  # of each section the numbers that it marks, for its pictures
        for block in found:
            marked[block.section] |= {run for figure in block.figures for run in _RUN.findall(figure.text)}
        for block in found:
            faults += [Fault(said, block, number=True) for said in self._numbers(block, language, asked)]
            others = [each(block, codes) for each in (_dates, _marks, _spans, _signs)]
            others.append(_outside(block, scope, codes))
            if block.tag != "body":
                named = self.areas.named(block)
                others.append(self.areas.faults(named, block.figures, codes))
                if block.tag == "h1" and scope and named and named.isdisjoint(scope.areas):
                    others.append([f"{' '.join(sorted(named))} is asked about on a page of {scope}"])
            others += [_multiples(block, language, codes), _inferred(block, language, codes)]
            others += [self.labels[language].kinds(block, codes), _cited_names(block, self.papers, codes)]
            shown = marked[block.section] | self.days[language] if block.tag == "picture" else set()
            loose = _loose(block, in_question if block.tag == "h1" else known, words, language, shown)
            faults += [Fault(said, block) for said in chain(*others, loose)]
        faults += [*self._rows(found, language), *_cited(found)]
        if not lesson and 'class="exhibit counterexample' in page:
            faults.append(Fault("a chart that is wrong on purpose stands outside a lesson", "the page"))
        if scope and scope.sector != parameters.get("sector", scope.sector):
            faults.append(Fault(f"the page is of {scope}, but was asked for {parameters['sector']}", "the page"))
        named = [name for name in (*parameters.get("areas", ()), parameters.get("area")) if name]
        wanted = {*named, *chain.from_iterable(map(codes.collection.codebook.areas_named, named))}
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

    def _rows(self, found: list[Block], language: str) -> Iterator[Fault]:
        """What is wrong in the rows of tables."""
        rows, names = defaultdict(list), _indicator_names(language, self.codes)
        for block in found:
            rows[block.row].append(block)
        for cells in (cells for row, cells in rows.items() if row):
            figures = [figure for cell in cells for figure in cell.figures]
            named = self.areas.named(cells[0]) if cells[0].tag == "th" else set()
            area = self.areas.faults(named, figures, self.codes)
            labels = self.labels[language]
            named = chain(labels.row(cells, self.codes), labels.pair(cells, self.codes), area)
            for said in chain(_named(cells, names, self.codes), _placed(cells), named):
                yield Fault(said, cells[0])

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
            rest = _multiple(rest, language)[1]
        for kind, texts in known.items():
            for each in texts if unmarked(language, rest) else ():
                if each in (lower := rest.casefold()):
                    words[kind][each] += lower.count(each)
                    rest = re.sub(_bounded(each), " ", rest, flags=re.IGNORECASE)
        if block.tag == "picture":
            rest = _RUN.sub(lambda found: found[0] if found[0] not in shown else " ", rest)
        if (number := unmarked(language, rest)) and not (all_printed and whole(language).fullmatch(number)):
            at = max(0, rest.casefold().find(number.casefold()) - 40)
            yield f"“{' '.join(rest[at:].split())}” holds a number without a source, “{number}”"


_RUN = re.compile(r"\d+(?:[.,/]\d+)*")


@cache
def _bounded(words: str) -> str:
    """The pattern of words that stand alone: a name within a word is not that name."""
    ends = (r"(?<!\w)" if words[0].isalnum() else "", r"(?!\w)" if words[-1].isalnum() else "")
    return ends[0] + re.escape(words) + ends[1]


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
