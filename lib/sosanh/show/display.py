"""What a cell shows: small frozen values, computed in no language, that are `said` in one at the very end.

Said, an exhibit has a text form, an HTML form and a form as data (JSON). The text form states every number shown
together with the expression it was made by; that is what nbval compares, so a number that changes its value or its
origin turns a notebook red. The HTML form carries the same origins as attributes, the data as fields. All are made from
the same parts, so they cannot disagree; and two languages say the same, because what they say was found once.
"""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import KW_ONLY, asdict, dataclass, fields, is_dataclass, replace
from html import escape
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from sosanh.data.labels import check_language
from sosanh.lineage.words import Figure, Mark, Scope, Text, Words, say, text

if TYPE_CHECKING:
    import pandas as pd

# A notebook's own style sheet sets tables of numbers, to the right; ours are read. A page has its own: it drops this.
LEFT = ' style="text-align: left"'
BLANK = ' class="blank"'  # a cell that says nothing
FIRST = 3  # rows of a long table that are not folded away
MIME = "application/vnd.sosanh.exhibit+json"
TAKEN = "SOSANH_TAKEN"  # in the environment where a page is made: what is shown is then taken along from it


@dataclass(frozen=True, repr=False, kw_only=True)
class Exhibit:
    """Anything a notebook's cell may end in. A subclass declares its parts, in reading order, and their `html()`.

    A part is a text, several texts (then each is a line of a list), an exhibit, or no words at all. `name` tells
    exhibits of a page apart, for whoever checks that each is there. `language` is "" until `said`. `scope` is what its
    figures are of, where they are of anything: a page has one, and no figure is outside it, but for what speaks of
    `whole_articles` whatever its page is of.
    """

    name: str
    language: str = ""
    scope: Scope | None = None
    whole_articles: bool = False

    def html(self) -> str:
        raise NotImplementedError

    def _parts(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def said(self, language: str) -> Self:
        """The exhibit in a language (`LANGUAGES`)."""
        check_language(language)
        said = {name: _said(part, language) for name, part in self._parts().items()}
        return replace(self, **said | {"language": language})

    def texts(self) -> Iterator[Text]:
        """Every text shown, in reading order."""
        return _texts(tuple(self._parts().values()))

    def lines(self) -> Iterator[str]:
        for part in self._parts().values():
            if isinstance(part, Exhibit):
                yield from part.lines()
            elif isinstance(part, Text) and part:
                yield str(part)
            elif isinstance(part, tuple):
                yield from (f"• {each}" for each in part)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for text in self.texts() for figure in text.figures)

    def frame(self) -> "pd.DataFrame":
        """What is shown, every cell a text: to look at and to filter."""
        import pandas as pd  # here, because a page needs none

        return pd.DataFrame({self.name: [*self.lines()]})

    def to_excel(self, path: str) -> None:
        """Save what is shown as a workbook, every cell a text."""
        self.frame().to_excel(path, sheet_name=self.name, index=False)

    def data(self) -> dict[str, Any]:
        """The exhibit as data for JSON: its kind, and each field; of a text its parts, of a number where it is from."""
        held = {name: data for name, part in self._parts().items() if (data := _data(part)) is not None}
        return {"kind": type(self).__name__.lower()} | held

    def _repr_mimebundle_(self, **_) -> dict[str, Any]:
        """Beside text and HTML the data, where a page is made; no notebook that is stored grows by it."""
        return {MIME: self.data()} if self.language and os.environ.get(TAKEN) else {}

    def __repr__(self) -> str:
        if not self.language:
            return f"<{type(self).__name__} {self.name}, in no language yet: .said('vi')>"
        origins = dict.fromkeys(f"  {each.text} <- {each.of}" for each in self.figures)
        return "\n".join([*self.lines(), *origins])

    def _repr_html_(self) -> str | None:
        if not self.language:
            return None  # a notebook shows what `repr` says
        left = self.html().replace("<td ", f"<td{LEFT} ").replace("<th ", f"<th{LEFT} ")
        scope = self.scope.html() if self.scope and not self.whole_articles else ""
        kind = " nothing" if isinstance(self, Nothing) else ""
        return f'<section class="exhibit {self.name}{kind}"{scope} lang="{self.language}">{left}</section>'


def _said(part: Any, language: str) -> Any:
    """A part of an exhibit in a language: what is no words stays as it is."""
    if isinstance(part, tuple):
        return tuple(_said(each, language) for each in part)
    return part.said(language) if hasattr(part, "said") else part


def _texts(part: Any) -> Iterator[Text]:
    if isinstance(part, Text):
        yield part
    elif isinstance(part, Exhibit):
        yield from part.texts()
    elif isinstance(part, tuple):
        for each in part:
            yield from _texts(each)


def _data(part: Any) -> Any:
    """A part as data; None where there is nothing."""
    match part:
        case Text(parts=words):
            return [each if isinstance(each, str) else _data(each) for each in words]
        case Figure():
            return {"text": part.text, "from": str(part.of)}
        case Mark():
            return {"mark": _data(part.text)}
        case Exhibit():
            return part.data()
        case tuple():
            return [_data(each) for each in part]
    return asdict(part) if is_dataclass(part) else part


@dataclass(frozen=True, repr=False)
class Headline(Exhibit):
    """The first screen: what it is about, question, answer, up to three lines, one caveat."""

    about: Text
    question: Text
    answer: Text
    supporting: tuple[Text, ...] = ()
    caveat: Text | None = None
    elsewhere: tuple[Text, ...] = ()  # what there is outside the scope
    typed: Text | None = None  # in a notebook, what to type to see that
    _: KW_ONLY
    name: str = "headline"

    def _parts(self) -> dict[str, Any]:
        parts = super()._parts()
        caveat = parts.pop("caveat")
        return parts | {"caveat": caveat}  # which is read last

    def html(self) -> str:
        lines = "".join(f"<li>{line.html()}</li>" for line in self.supporting)
        beyond = (*self.elsewhere, *((self.typed,) if self.typed else ()))
        lines += "".join(f'<li class="elsewhere">{line.html()}</li>' for line in beyond)
        return (
            f'<p class="frame">{self.about.html()}</p><h1 class="question">{self.question.html()}</h1>'
            f'<p class="answer"><strong>{self.answer.html()}</strong></p>'
            + (f"<ul>{lines}</ul>" if lines else "")
            + (f'<p class="caveat">{self.caveat.html()}</p>' if self.caveat else "")
        )


@dataclass(frozen=True, repr=False)
class Sentences(Exhibit):
    """Computed sentences under a title, or `folded` away behind it."""

    title: Text
    sentences: tuple[Text, ...]
    folded: bool = False

    def html(self) -> str:
        items = "".join(f"<li>{each.html()}</li>" for each in self.sentences)
        said = f"<ul>{items}</ul>" if len(self.sentences) != 1 else f"<p>{self.sentences[0].html()}</p>"
        return behind(self.title, said) if self.folded else f"{heading(self.title)}{said}"


@dataclass(frozen=True, repr=False)
class Nothing(Sentences):
    """That there is nothing to show. A page leaves it out, and says at its end what was looked for."""


@dataclass(frozen=True, repr=False)
class Table(Exhibit):
    """A table: the first cell of a row names the row; its last line names its `sources`, and so goes along where the
    table is copied; `note` stands under it, and under its title what is the same in `every` row.

    A table of `rank` 2 is a part of the page by itself. Of one that is not shown `whole` and has many rows the others
    are folded away under the first; one that is `folded` is behind its title.
    """

    title: Text
    head: tuple[Text, ...]
    rows: tuple[tuple[Text, ...], ...]
    note: Text | None = None
    rank: int = 3
    whole: bool = True
    sources: Text | None = None
    folded: bool = False
    every: tuple[tuple[Text, Text], ...] = ()  # head and cell of a column that all rows share

    def lines(self) -> Iterator[str]:
        yield str(self.title)
        if self.every:
            yield "; ".join(f"{_colon(str(head))} {cell}" for head, cell in self.every)
        yield from (" | ".join(map(str, row)) for row in (self.head, *self.rows))
        yield from (str(each) for each in (self.sources, self.note) if each)

    def frame(self) -> "pd.DataFrame":
        import pandas as pd

        heads, shared = zip(*self.every, strict=True) if self.every else ((), ())
        rows = [[*map(str, (*row, *shared))] for row in self.rows]
        return pd.DataFrame(rows, columns=[*map(str, (*self.head, *heads))])

    def html(self) -> str:
        shared = "; ".join(f"{_colon(head.html())} {cell.html()}" for head, cell in self.every)
        every = f'<p class="every">{shared}</p>' if shared else ""
        if self.folded:
            return behind(self.title, every + self.body())
        return self.body(f"<caption>{heading(self.title, self.rank)}{every}</caption>")

    def body(self, caption: str = "") -> str:
        first = len(self.rows) if self.whole or len(self.rows) <= FIRST + 2 else FIRST
        shown, rest = self._table(self.rows[:first], caption, self._foot()), ""
        if first < len(self.rows):
            more = say("more_rows").said(self.language).html()
            rest = f'<details class="rest"><summary>{more}</summary>{self._table(self.rows[first:])}</details>'
        return f"{shown}{rest}{self._noted()}"

    def _noted(self) -> str:
        return f'<p class="note">{self.note.html()}</p>' if self.note else ""

    def _table(self, rows: tuple[tuple[Text, ...], ...], caption: str = "", foot: str = "") -> str:
        """These rows; each cell has its column's head, for a phone, where a row becomes a card."""
        head = "".join(f'<th scope="col">{cell.html()}</th>' for cell in self.head)
        heads = [escape(_colon(str(cell))) for cell in self.head[1:]]
        lines = []
        for first, *others in rows:
            cells = (
                f'<td{BLANK if str(cell) in ("", "–") else ""} data-head="{head}">{linked(cell)}</td>'
                for head, cell in zip(heads, others, strict=True)
            )
            lines.append(f'<tr><th scope="row">{linked(first)}</th>{"".join(cells)}</tr>')
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{''.join(lines)}</tbody>{foot}</table>"

    def _foot(self) -> str:
        if not self.sources:
            return ""
        return f'<tfoot><tr><td colspan="{len(self.head)}">{self.sources.html()}</td></tr></tfoot>'


@dataclass(frozen=True, repr=False)
class Chart(Exhibit):
    """A drawing, and folded away beneath it the table of what was drawn.

    `image` and `narrow` are the SVG for a page and for a phone, as data addresses, so that two drawings on one page
    share no ids. The `title` is the finding with its bound, or says what is shown and that no difference is stated;
    `alt` says what the picture shows, for whoever cannot see it. Where a page is made, `svg` and `png` (in Base64) are
    the drawing with its title in it, to be taken along.
    """

    title: Text
    alt: Text
    image: str
    narrow: str
    drawn: Table
    svg: str | None = None
    png: str | None = None

    def frame(self) -> "pd.DataFrame":
        return self.drawn.frame()

    def html(self) -> str:
        marked = escape(self.alt.html(), quote=False).replace("'", "&#x27;")
        picture = f'<img alt="{escape(str(self.alt))}" data-alt=\'{marked}\' src="{self.image}"/>'
        phone = f'<source media="screen and (max-width: 44rem)" srcset="{self.narrow}"/>'
        return (
            f"<figure><figcaption>{heading(self.title)}</figcaption><picture>{phone}{picture}</picture></figure>"
            f'<details class="drawn"><summary>{self.drawn.title.html()}</summary>{self.drawn.body()}</details>'
        )


@dataclass(frozen=True, repr=False)
class Together:
    """An exhibit said in several languages: a cell shows it in each, an output a language, tagged as prose cells are.

    So one run of a notebook gives a page in each language, which leaves out what is tagged with another; and beside
    text and HTML it gives the data, from which other forms are made.
    """

    each: tuple[Exhibit, ...]

    def __repr__(self) -> str:
        return "\n\n".join(map(repr, self.each))

    def _ipython_display_(self) -> None:
        from IPython.display import display  # here, because only a notebook shows several

        for exhibit in self.each:
            forms = {"text/plain": repr(exhibit), "text/html": exhibit._repr_html_(), MIME: exhibit.data()}
            display(forms, raw=True, metadata={"tags": [f"lang-{exhibit.language}"]})


def behind(title: Text, content: str) -> str:
    """What is folded away behind a title; paper shows it."""
    return f'<details class="rest"><summary>{heading(title)}</summary>{content}</details>'


def heading(title: Text, rank: int = 3) -> str:
    """The title of an exhibit: a heading, so that a screen reader and Word can go from one to the next."""
    return f'<h{rank} class="title">{title.html()}</h{rank}>'


def _colon(head: str) -> str:
    """A head before its cell; a question needs no colon."""
    return head if head.endswith("?") else f"{head}:"


def linked(cell: Text) -> str:
    """A cell that is nothing but an address is a link to it, named by its host; paper shows the whole address."""
    if not re.fullmatch(r"https?://\S+", address := str(cell)):
        return cell.html()
    return f'<a href="{escape(address)}" rel="noopener noreferrer">{escape(urlsplit(address).hostname or address)}</a>'


def table(
    name: str, heads: Iterable[str | Text], rows: Iterable[tuple[Words, ...]], note: Text | None = None,
    form: type[Table] = Table, rank: int = 3, whole: bool = True, sources: Text | None = None, folded: bool = False,
    once: tuple[str, ...] = (),
) -> Table | Sentences:  # fmt: skip
    """A table, or where there is nothing to show the plain sentence that there is nothing.

    `name` is that of the exhibit and of its words: `title_<name>`, `none_<name>`; a head is one, `head_<head>`, or a
    text of its own. A column of `once` that says the same in all of several rows is said once, above them.
    """
    rows = [tuple(map(text, row)) for row in rows]
    if not rows:
        return sentences(name, [])
    columns, same = [], []
    for head, *cells in zip(heads, *rows, strict=True):
        shown = say(f"head_{head}") if isinstance(head, str) else head
        if head in once and len(rows) > 1 and all(cell == cells[0] for cell in cells):
            same.append((text(shown), cells[0]))
        else:
            columns.append((shown, *cells))
    head, *body = zip(*columns, strict=True)
    return form(say(f"title_{name}"), head, tuple(body), note, rank, whole, sources, folded, tuple(same), name=name)


def sentences(name: str, said: list[Text], folded: bool = False) -> Sentences:
    """The sentences under the exhibit's title, or the one that there is nothing to say."""
    if not said:
        return Nothing(say(f"title_{name}"), (say(f"none_{name}"),), name=name)
    return Sentences(say(f"title_{name}"), tuple(said), folded, name=name)
