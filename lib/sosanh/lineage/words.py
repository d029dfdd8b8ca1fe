"""What readers see in words: sentences in Vietnamese and English whose numbers know where they come from.

A sentence is not a string here. It is a `Text`: a run of plain words and `Figure`s, and each figure carries the
observations it rests on and how it was got from them. So a number can be walked back from wherever it stands,
and a sentence can be checked instead of trusted: `recompute` works each number out again, `audit` holds a whole
page to that.

>>> rise = Figure("12,8", ("dt-2024-07.04", "dt-2025-02.03"), "change.lower")
>>> text = say("bound_gt", "vi", value=rise)
>>> str(text), text.figures
('hơn 12,8', (Figure(text='12,8', observations=('dt-2024-07.04', 'dt-2025-02.03'), how='change.lower'),))
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from html import escape
from string import Formatter

import yaml

from sosanh.data import paths
from sosanh.data.problems import Unknown

LANGUAGES = ("vi", "en")
SLOTS = {  # places of a sentence that take one kind of number only, so that two numbers cannot change places
    "numerator": "printed.numerator", "denominator": "printed.denominator", "fraction": "printed.fraction",
    "out_of": "printed.out_of", "share": "share", "missing": "short_of", "gain": "implied.gain",
    "certain": "certain_from",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A number as readers see it. `how` names the computation from the `observations` (see `recompute`).

    What it rests on is mostly observations; of a date it is an article, of a step a milestone, and so on.
    """

    text: str
    observations: tuple[str, ...]
    how: str = "printed"

    def __str__(self) -> str:
        return self.text

    @property
    def traced(self) -> bool:
        """A number names what it rests on; only a count of none has nothing to name."""
        return bool(self.observations) or (self.text == "0" and "count" in self.how)

    def html(self) -> str:
        walk = escape(" ".join(self.observations))
        words = ' lang="vi"' if self.how == "printed.token" and any(map(str.isalpha, self.text)) else ""  # “đều”
        return (
            f'<span class="figure" data-observations="{walk}" data-how="{self.how}"{words}>{escape(self.text)}</span>'
        )


@dataclass(frozen=True)
class Quote:
    """Words of an article, which stay in its language on a page in another: a title, a name, “trên”."""

    text: str
    language: str = "vi"

    def __str__(self) -> str:
        return self.text

    def html(self) -> str:
        return f'<span lang="{self.language}">{escape(self.text, quote=False)}</span>'


@dataclass(frozen=True)
class Link:
    """Words that lead to an address: the name of a source. As plain text the address follows them."""

    text: str
    address: str

    def __str__(self) -> str:
        return f"{self.text} <{self.address}>"

    def html(self) -> str:
        return f'<a href="{escape(self.address)}" rel="noopener noreferrer">{escape(self.text, quote=False)}</a>'


@dataclass(frozen=True)
class Text:
    parts: tuple[str | Figure | Quote | Link, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(part for part in self.parts if isinstance(part, Figure))

    def html(self) -> str:
        return "".join(escape(part, quote=False) if isinstance(part, str) else part.html() for part in self.parts)


Words = str | Figure | Quote | Link | Text


def text(*words: Words) -> Text:
    """Words one after another, as one `Text`.

    >>> str(text("a ", Figure("1", ()), text(" b")))
    'a 1 b'
    """
    parts: list[str | Figure | Quote | Link] = []
    for each in words:
        parts.extend(each.parts if isinstance(each, Text) else [each])
    return Text(tuple(part for part in parts if str(part)))


def join(separator: str, words: Iterable[Words]) -> Text:
    return text(*(each for place, word in enumerate(words) for each in ([separator, word] if place else [word])))


def say(key: str, language: str, **values: Words) -> Text:
    """The sentence `key` of words.yml with its places filled."""
    parts: list[Words] = []
    for literal, name, _, conversion in Formatter().parse(_template(key, language)):
        parts.append(literal)
        if name:
            _check_slot(name, values[name])
            parts.append(_capital(values[name]) if conversion == "c" else values[name])
    return text(*parts)


def in_unit(amount: Words, unit: str, language: str, one: bool = False) -> Text:
    """An amount with the word of its unit, in English singular where it is `one`; a count has none.

    >>> str(in_unit("5", "hours", "vi")), str(in_unit("1", "hours", "en", one=True)), str(in_unit("5", "ha", "en"))
    ('5 giờ', '1 hour', '5 ha')
    """
    single = f"unit_{unit}_one"
    return say(single if one and single in _templates() else f"unit_{unit}", language, value=amount)


def _check_slot(name: str, words: Words) -> None:
    """A sentence that says "{numerator} of {denominator}" must be given these two, each in its place."""
    wanted = SLOTS.get(name)
    if wanted and any(not figure.how.startswith(wanted) for figure in text(words).figures):
        raise ValueError(f"{words} is no {name}")


def in_language(both: tuple[str, str], language: str) -> str:
    """The one of a (vi, en) pair of texts that is in the language."""
    return both[LANGUAGES.index(check_language(language))]


def count(ids: Iterable[str], how: str = "count") -> Figure:
    """How many; the figure names what it counts.

    >>> count(["dt-2024-07.04", "dt-2025-02.03"])
    Figure(text='2', observations=('dt-2024-07.04', 'dt-2025-02.03'), how='count')
    """
    ids = tuple(ids)
    return Figure(str(len(ids)), ids, how)


def in_words(ids: Iterable[str], how: str, language: str) -> Figure:
    """How many, as `count`, but spelled out up to ten.

    >>> in_words(["dt-2024-04", "dt-2024-07", "dt-2025-02"], "count.articles", "vi").text
    'ba'
    """
    counted = count(ids, how)
    return replace(counted, text=spelled(len(counted.observations), language))


def spelled(number: int, language: str) -> str:
    """A number up to ten as a word, any other in digits."""
    words = _template("number_words", language).split()
    return words[number - 1] if 0 < number <= len(words) else str(number)


def check_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Unknown("language", language, LANGUAGES)
    return language


def _template(key: str, language: str) -> str:
    return _templates()[key][check_language(language)]


@cache
def _templates() -> dict[str, dict[str, str]]:
    return yaml.safe_load(paths.WORDS.read_text(encoding="utf-8"))


def _capital(words: Words) -> Text:
    first, *rest = text(words).parts
    if isinstance(first, Figure):  # a date or a number spelled out; a printed token keeps its letters
        kept = first.how.startswith("printed")
        return Text((first if kept else replace(first, text=first.text[:1].upper() + first.text[1:]), *rest))
    return Text((first[:1].upper() + first[1:] if isinstance(first, str) else first, *rest))
