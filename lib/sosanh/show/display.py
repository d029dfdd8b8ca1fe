"""What a cell shows: small frozen values with a text form and an HTML form.

The text form states every number shown together with the observations it rests on; that is what nbval compares,
so a number that changes its value or its origin turns a notebook red. The HTML form carries the same origins as
attributes. Both are made from the same `Text`s, so they cannot disagree.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sosanh.lineage.words import Figure, Text, say, text

if TYPE_CHECKING:
    import pandas as pd

# A notebook's own style sheet sets tables of numbers, to the right; ours are read. A page has its own: it drops this.
LEFT = ' style="text-align: left"'


class Exhibit:
    """Anything a notebook's cell may end in. Subclasses give `language`, `name`, `texts()`, `lines()` and `html()`.

    `name` tells exhibits of a page apart, for whoever checks that each is there.
    """

    language: str
    name: str

    def texts(self) -> Iterator[Text]:
        """Every text shown, in reading order."""
        raise NotImplementedError

    def lines(self) -> Iterator[str]:
        raise NotImplementedError

    def html(self) -> str:
        raise NotImplementedError

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for text in self.texts() for figure in text.figures)

    def __repr__(self) -> str:
        origins = dict.fromkeys(f"  {each.text} <- {each.how}: {', '.join(each.observations)}" for each in self.figures)
        return "\n".join([*self.lines(), *origins])

    def _repr_html_(self) -> str:
        left = self.html().replace("<td ", f"<td{LEFT} ").replace("<th ", f"<th{LEFT} ")
        return f'<section class="exhibit {self.name}" lang="{self.language}">{left}</section>'


@dataclass(frozen=True, repr=False)
class Headline(Exhibit):
    """The first screen: frame, question, answer, up to three lines, one caveat."""

    language: str
    frame: Text
    question: Text
    answer: Text
    supporting: tuple[Text, ...] = ()
    caveat: Text | None = None
    name: str = "headline"

    def texts(self) -> Iterator[Text]:
        yield from (self.frame, self.question, self.answer, *self.supporting)
        if self.caveat:
            yield self.caveat

    def lines(self) -> Iterator[str]:
        yield from (str(self.frame), str(self.question), str(self.answer))
        yield from (f"• {line}" for line in self.supporting)
        if self.caveat:
            yield str(self.caveat)

    def html(self) -> str:
        lines = "".join(f"<li>{line.html()}</li>" for line in self.supporting)
        return (
            f'<p class="frame">{self.frame.html()}</p><h1 class="question">{self.question.html()}</h1>'
            f'<p class="answer"><strong>{self.answer.html()}</strong></p>'
            + (f"<ul>{lines}</ul>" if lines else "")
            + (f'<p class="caveat">{self.caveat.html()}</p>' if self.caveat else "")
        )


@dataclass(frozen=True, repr=False)
class Sentences(Exhibit):
    """Computed sentences under a title."""

    language: str
    name: str
    title: Text
    sentences: tuple[Text, ...]

    def texts(self) -> Iterator[Text]:
        yield from (self.title, *self.sentences)

    def lines(self) -> Iterator[str]:
        yield from (str(self.title), *(f"• {each}" for each in self.sentences))

    def html(self) -> str:
        if len(self.sentences) == 1:
            return f"{heading(self.title)}<p>{self.sentences[0].html()}</p>"
        items = "".join(f"<li>{each.html()}</li>" for each in self.sentences)
        return f"{heading(self.title)}<ul>{items}</ul>"


@dataclass(frozen=True, repr=False)
class Table(Exhibit):
    """A table: the first cell of a row names the row; `note` stands under it.

    A table of `rank` 2 is a part of the page by itself.
    """

    language: str
    name: str
    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text | None = None
    rank: int = 3

    def texts(self) -> Iterator[Text]:
        yield self.title
        yield from self.head
        for row in self.rows:
            yield from row
        if self.note:
            yield self.note

    def lines(self) -> Iterator[str]:
        yield str(self.title)
        for row in (self.head, *self.rows):
            yield " | ".join(map(str, row))
        if self.note:
            yield str(self.note)

    def html(self) -> str:
        return self.body(titled=True)

    def body(self, titled: bool = False) -> str:
        """The table, without its title where that already stands above it."""
        head = "".join(f'<th scope="col">{cell.html()}</th>' for cell in self.head)
        heads = [escape(said if (said := str(cell)).endswith("?") else f"{said}:") for cell in self.head]
        rows = "".join(f"<tr>{self._row(row, heads)}</tr>" for row in self.rows)
        note = f'<p class="note">{self.note.html()}</p>' if self.note else ""
        caption = f"<caption>{heading(self.title, self.rank)}</caption>" if titled else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"

    def frame(self) -> "pd.DataFrame":
        """The table as it reads, every cell a text: to look at, to filter, to save (`frame().to_excel(path)`)."""
        import pandas as pd

        return pd.DataFrame([list(map(str, row)) for row in self.rows], columns=list(map(str, self.head)))

    @staticmethod
    def _row(row: tuple[Text, ...], heads: list[str]) -> str:
        """Each cell with its column's head, for a phone, where a row becomes a card."""
        first, *others = row
        cells = (f'<td data-head="{head}">{linked(cell)}</td>' for head, cell in zip(heads[1:], others, strict=True))
        return f'<th scope="row">{linked(first)}</th>' + "".join(cells)


def heading(title: Text, rank: int = 3) -> str:
    """The title of an exhibit: a heading, so that a screen reader and Word can go from one to the next."""
    return f'<h{rank} class="title">{title.html()}</h{rank}>'


def linked(cell: Text) -> str:
    """A cell that is nothing but an address is a link to it, named by its host; paper shows the whole address."""
    if not re.fullmatch(r"https?://\S+", address := str(cell)):
        return cell.html()
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(urlsplit(address).hostname or address)}</a>'


@dataclass(frozen=True, repr=False)
class Chart(Exhibit):
    """A drawing, and folded away beneath it the table of what was drawn.

    `image` and `narrow` are the SVG for a page and for a phone, as data addresses, so that two drawings on one page
    share no ids; `alt` says the finding and its bound in one sentence.
    """

    language: str
    name: str
    title: Text
    alt: Text
    image: str
    narrow: str
    drawn: Table

    def texts(self) -> Iterator[Text]:
        yield from (self.title, self.alt)
        yield from self.drawn.texts()

    def lines(self) -> Iterator[str]:
        yield from (str(self.title), str(self.alt))
        yield from self.drawn.lines()

    def html(self) -> str:
        picture = f'<img src="{self.image}" alt="{escape(str(self.alt))}" data-alt="{escape(self.alt.html())}">'
        phone = f'<source media="(max-width: 30rem)" srcset="{self.narrow}">'
        return (
            f"<figure><figcaption>{heading(self.title)}</figcaption><picture>{phone}{picture}</picture></figure>"
            f'<details class="drawn"><summary>{self.drawn.title.html()}</summary>{self.drawn.body()}</details>'
        )


def chart(name: str, title: Text, alt: Text, images: tuple[str, str], heads, rows, language: str) -> Chart:
    """A drawing (`images` for a page and for a phone) with the table of what is drawn."""
    rows = tuple(tuple(text(cell) for cell in row) for row in rows)
    drawn = Table(language, "drawn", say("title_drawn", language), _head(heads, language), rows)
    return Chart(language, name, title, alt, *images, drawn)


def table(
    name: str,
    heads: tuple[str | Text, ...],
    rows: Iterable[tuple[Text, ...]],
    language: str,
    note: Text | None = None,
    form: type[Table] = Table,
    rank: int = 3,
) -> Table | Sentences:
    """A table, or where there is nothing to show the plain sentence that there is nothing.

    `name` is that of the exhibit and of its words: `title_<name>`, `none_<name>`; a head is one, `head_<head>`, or a
    text of its own.
    """
    rows = tuple(rows)
    if not rows:
        return sentences(name, [], language)
    return form(language, name, say(f"title_{name}", language), _head(heads, language), rows, note, rank)


def _head(heads: Iterable[str | Text], language: str) -> tuple[Text, ...]:
    return tuple(say(f"head_{each}", language) if isinstance(each, str) else each for each in heads)


def sentences(name: str, said: list[Text], language: str) -> Sentences:
    """The sentences under the exhibit's title, or the one that there is nothing to say."""
    return Sentences(language, name, say(f"title_{name}", language), tuple(said or [say(f"none_{name}", language)]))
