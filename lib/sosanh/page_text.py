"""What a reader sees of a finished page, as text with its numbers: block by block, and row by row in tables.

A page is read back as HTML, whoever wrote it: a notebook's markdown, an exhibit, the template. What is read is text
and marked numbers; what a picture says to those who do not see it (`alt`) is text too.
"""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from sosanh.words import Figure

BLOCKS = frozenset(
    ("p", "li", "td", "th", "h1", "h2", "h3", "h4", "caption", "figcaption", "summary", "dt", "dd", "pre", "title")
)
SHOWN = {"alt", "aria-label", "data-head", "title", "placeholder"}  # attributes that somebody is shown
UNSEEN = frozenset(("style", "script"))


@dataclass
class Block:
    """A paragraph, list item, cell or heading: text and numbers in turn; `row` counts table rows, 0 outside."""

    tag: str
    row: int = 0
    parts: list[str | Figure] = field(default_factory=list)

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

    >>> page = '<p>At least <span class="figure" data-observations="a b" data-how="implied.least">542</span>.</p>'
    >>> blocks(page)[0].parts
    ['At least ', Figure(text='542', observations=('a', 'b'), how='implied.least'), '.']
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
        self.figure: list[str] | None = None  # codes, computation and text of the number that is being read

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self.unseen += tag in UNSEEN
        for name in SHOWN & given.keys() - ({"alt"} if "data-alt" in given else set()):
            self._alone(name, given[name])
        self.rows += tag == "tr"
        if "figure" in given.get("class", "").split() and "data-how" in given:
            self.figure = [given.get("data-observations", ""), given["data-how"], ""]
        elif tag in BLOCKS:
            self._begin(tag)
        elif tag == "img" and "data-alt" in given:
            self._alternative(given)
        elif tag == "br":
            self.open[-1].add(" ")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in UNSEEN
        if tag == "span" and self.figure is not None:
            codes, how, words = self.figure
            self.open[-1].parts.append(Figure(words, tuple(codes.split()), how))
            self.figure = None
        elif tag in BLOCKS and tag in [block.tag for block in self.open]:
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.figure is not None:
            self.figure[2] += data
        else:
            self.open[-1].add(data)

    def _begin(self, tag: str) -> None:
        in_table = self.rows if tag in ("td", "th") else next((each.row for each in self.open[::-1] if each.row), 0)
        self.blocks.append(Block(tag, in_table))
        self.open.append(self.blocks[-1])

    def _alternative(self, given: dict[str, str]) -> None:
        """What a picture says, with its numbers marked in `data-alt`; both must be one text."""
        said = blocks(f"<p>{given['data-alt']}</p>")
        if " ".join(map(str, said)) != " ".join(given.get("alt", "").split()):
            self._alone("alt", given.get("alt", ""))
        self.blocks += said

    def _alone(self, tag: str, words: str) -> None:
        self.blocks.append(Block(tag, parts=[words]))
