"""A page as a reader reads it: its paragraphs, cells and headings in turn, with the numbers that are marked in them.

Nothing that somebody is shown or told is left out: texts of attributes, what style writes, the words in pictures. What
cannot be read is said to be so.
"""

import re
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from urllib.parse import unquote_to_bytes
from xml.etree import ElementTree

from sosanh.lineage.expressions import parse
from sosanh.lineage.words import Figure, Scope

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
_UNSAID = {"del", "noscript", "s", "strike", "template"}  # what stands there is not said
_UNREADABLE = {"video", "embed", "object", "iframe", "canvas", "audio"}


@dataclass
class Block:
    """A paragraph, list item, cell or heading: text and numbers in turn; `row` counts table rows, 0 outside.

    `head` is what stands over a cell. `section` counts those of the page, 0 outside. `scope` is what the figures of its
    exhibit are of; None outside exhibits, and where an exhibit looks elsewhere. `unread` says of what is marked as a
    number, or shown in another way, why it cannot be read. Of a picture `address` holds the drawing.
    """

    tag: str
    row: int = 0
    section: int = 0
    parts: list[str | Figure] = field(default_factory=list)
    head: str = ""
    scope: Scope | None = None
    unread: list[str] = field(default_factory=list)
    address: str = ""

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
        styled = {each.partition(":")[0].strip() for each in given.get("style", "").split(";")} - {"", "text-align"}
        if scope and (tag in _UNSAID or styled or "hidden" in given):  # a bound that nobody sees does not bound
            self.blocks.append(Block(tag, section=section, parts=[tag], unread=[f"<{tag}> is not shown as it is read"]))
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
            own = Block("picture", section=section, parts=[_words_in(address)], scope=scope, address=address)
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
    return "" if address == "data:," else " ".join(" ".join(_drawn(drawing(address))).split())


def drawing(address: str) -> ElementTree.Element:
    """The SVG at a data address; ValueError where it is none."""
    kind, _, data = address.partition(",")
    if not kind.startswith(_SVG):
        raise ValueError(f"{address[:20]!r} is no {_SVG}")
    try:
        held = b64decode(data) if kind.endswith(";base64") else unquote_to_bytes(data)
        return ElementTree.fromstring(held)
    except (ElementTree.ParseError, NotBase64) as error:
        raise ValueError(str(error)) from None


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
