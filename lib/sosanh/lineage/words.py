"""What readers see in words: sentences in no language yet, whose numbers know where they come from.

A sentence is not a string here. It is a `Text`: a run of phrases, labels, plain words and `Figure`s. A phrase names its
message, which `messages` hold in each language; a label holds the data's own words in each; a figure carries the
expression that it was made by (`expressions`). What is computed is computed once and `said` in a language at the
very end, so that pages in two languages say the same because they are the same. And a number can be walked back from
wherever it stands: `evaluate` works each out again, `audit` holds a whole page to that.

>>> from sosanh.lineage.expressions import down, lower, upper
>>> from sosanh.lineage.written import number
>>> rise = Figure(number(Decimal("12.8")), down(lower("dt-2025-02.03") - upper("dt-2024-07.04"), 1))
>>> text = say("bound_gt", value=rise)
>>> str(text.said("vi")), str(text.said("en"))
('hơn 12,8', 'more than 12.8')
>>> [(figure.text, str(figure.of)) for figure in text.said("vi").figures]
[('12,8', 'down(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)')]
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from html import escape
from string import Formatter
from typing import Any, Protocol

import yaml
from babel import Locale

from sosanh.data import paths
from sosanh.data.labels import LANGUAGES, OTHERWISE, Label, check_language
from sosanh.lineage import expressions
from sosanh.lineage.expressions import Expression, Operation
from sosanh.lineage.written import Written, written

SLOTS = {  # places of a sentence that take one kind of number only, so that two numbers cannot change places
    "numerator": ("numerator",), "denominator": ("total",), "fraction": ("fraction",), "out_of": ("out_of",),
    "share": ("share",), "missing": ("minus", "least_count"), "gain": ("minus", "least_count"),
    "certain": ("certain_total",),
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """A number as readers see it, and the expression `of` which it is the value.

    Its text is the same in every language, or `Written` in each.
    """

    text: str | Written
    of: Expression

    def __str__(self) -> str:
        return _plain(self.text)

    def said(self, language: str) -> "Figure":
        return self if isinstance(self.text, str) else replace(self, text=self.text.said(language))

    def html(self) -> str:
        words = ' lang="vi"' if self.of.operation == "token" and any(map(str.isalpha, self.text)) else ""  # “đều”
        return f'<span class="figure" data-from="{self.of}"{words}>{escape(self.text)}</span>'


@dataclass(frozen=True)
class Quote:
    """Words of an article, which stay in its language on a page in another: a title, a name, “trên”."""

    text: str
    language: str = "vi"

    def __str__(self) -> str:
        return self.text

    def said(self, _: str) -> "Quote":
        return self

    def html(self) -> str:
        return f'<span lang="{self.language}">{escape(self.text, quote=False)}</span>'


@dataclass(frozen=True)
class Link:
    """Words that lead to an address: the name of a source. As plain text the address follows them."""

    text: str | Label
    address: str

    def __str__(self) -> str:
        return f"{_plain(self.text)} <{self.address}>"

    def said(self, language: str) -> "Link":
        return self if isinstance(self.text, str) else replace(self, text=self.text.said(language))

    def html(self) -> str:
        return f'<a href="{escape(self.address)}" rel="noopener noreferrer">{escape(self.text, quote=False)}</a>'


def _plain(text: Any) -> str:
    if isinstance(text, str):
        return text
    raise TypeError(f"{text!r} is in no language yet: .said('vi')")


class Part(Protocol):
    """What a text may hold beside plain words: whatever can be said in a language. It may give `figures`."""

    def said(self, language: str) -> Any: ...


Words = Any  # str | Figure | Quote | Link | Label | Text, or another `Part`


@dataclass(frozen=True)
class Phrase:
    """A message, the number that chooses its form, and what stands in its places."""

    key: str
    number: int | Decimal
    values: tuple[tuple[str, "Text"], ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for _, value in self.values for figure in value.figures)

    def said(self, language: str) -> "Text":
        values, parts = dict(self.values), []
        for literal, name, capital in _places(self.key, self.number, language):
            parts.append(literal)
            if name:
                value = values[name].said(language)
                parts.append(_capital(value) if capital else value)
        return text(*parts)


@dataclass(frozen=True)
class Text:
    """A run of words; false where there are none. Its text and HTML are those of a text that was said."""

    parts: tuple[Words, ...]

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        return "".join(str(part) if isinstance(part, Figure | Quote | Link) else _plain(part) for part in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(each for part in self.parts for each in _figures(part))

    def said(self, language: str) -> "Text":
        return text(*(part if isinstance(part, str) else part.said(language) for part in self.parts))

    def html(self) -> str:
        return "".join(escape(part, quote=False) if isinstance(part, str) else part.html() for part in self.parts)


def _figures(part: Words) -> tuple[Figure, ...]:
    return (part,) if isinstance(part, Figure) else getattr(part, "figures", ())


def text(*words: Words) -> Text:
    """Words one after another, as one `Text`; empty ones are left out.

    >>> str(text("a ", count(["x"]), text(" b")))
    'a 1 b'
    """
    return Text(tuple(_parts(words)))


def _parts(words: Iterable[Words]) -> Iterator[Words]:
    for each in words:
        if isinstance(each, Text):
            yield from each.parts
        elif each.text if isinstance(each, Quote) else each:
            yield each


def join(separator: Words, words: Iterable[Words]) -> Text:
    return text(*(each for place, word in enumerate(words) for each in ([separator, word] if place else [word])))


def say(key: str, number: int | Decimal = 2, /, **values: Words) -> Text:
    """The message `key` with its places filled; of several forms that of the `number` it speaks of."""
    given = {name: text(value) for name, value in values.items()}
    if missing := _needed(key) - given.keys():
        raise KeyError(f"{key}: {', '.join(sorted(missing))} is missing")
    for name, words in given.items():
        _check_slot(name, words)
    return Text((Phrase(key, number, tuple(given.items())),))


def in_unit(amount: Words, unit: str, number: int | Decimal = 2) -> Text:
    """An amount with the word of its unit, in the form that its `number` calls for; a count has none.

    >>> str(in_unit("5", "hours").said("vi")), str(in_unit("1", "hours", 1).said("en"))
    ('5 giờ', '1 hour')
    """
    return say(f"unit_{unit}", number, value=amount)


def _check_slot(name: str, words: Text) -> None:
    """A sentence that says "{numerator} of {denominator}" must be given these two, each in its place."""
    wanted = SLOTS.get(name)
    if wanted and any(figure.of.core.operations[: len(wanted)] != wanted for figure in words.figures):
        raise ValueError(f"{words.said('en')} is no {name}")


def count(ids: Iterable[str], operation: Operation = expressions.count) -> Figure:
    """How many; the figure names what it counts.

    >>> counted = count(["dt-2024-07.04", "dt-2025-02.03"])
    >>> counted.text, str(counted.of)
    ('2', 'count(dt-2024-07.04 dt-2025-02.03)')
    """
    ids = tuple(ids)
    return Figure(str(len(ids)), operation(ids))


def in_words(ids: Iterable[str]) -> Figure:
    """How many, as `count`, but spelled out up to ten.

    >>> in_words(["dt-2024-04", "dt-2024-07", "dt-2025-02"]).said("vi").text
    'ba'
    """
    ids = tuple(ids)
    return Figure(written(spelled, len(ids)), expressions.count(ids).as_("spelled"))


def spelled(number: int, language: str) -> str:
    """A number up to ten as a word, any other in digits."""
    words = messages(language)["number_words"].split()
    return words[number - 1] if 0 < number <= len(words) else str(number)


def _places(key: str, number: int | Decimal, language: str) -> tuple[tuple[str, str | None, bool], ...]:
    """The form of a message for a number, as `_parsed`."""
    message = messages(language)[key]
    return _parsed(message if isinstance(message, str) else _form(message, number, language))


def _form(forms: dict[str, str], number: int | Decimal, language: str) -> str:
    """The form for exactly this number (=0), else for its plural category in the language (CLDR), else `other`.

    >>> [_form({"=0": "none", "one": "a figure", "other": "figures"}, number, "en") for number in (0, 1, 2)]
    ['none', 'a figure', 'figures']
    """
    return forms.get(f"={number}") or forms.get(Locale(language).plural_form(number)) or forms["other"]


@cache
def _parsed(message: str) -> tuple[tuple[str, str | None, bool], ...]:
    """A message as its literal pieces, each with the place that follows it and whether that begins with a capital."""
    parsed = Formatter().parse(message)
    return tuple((literal, name, conversion == "c") for literal, name, _, conversion in parsed)


@cache
def _needed(key: str) -> frozenset[str]:
    """The names of a message's places, in whichever language and form."""
    found = [messages(language)[key] for language in LANGUAGES]
    forms = [form for each in found for form in ([each] if isinstance(each, str) else each.values())]
    return frozenset(name for form in forms for _, name, _ in _parsed(form) if name)


@cache
def messages(language: str) -> dict[str, str | dict[str, str]]:
    """Every message in a language, by its key; those that it does not have yet are English."""
    check_language(language)
    held = yaml.load(
        (paths.MESSAGES / f"{language}.yml").read_text("utf-8"), getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    )
    return held if language == OTHERWISE else messages(OTHERWISE) | held


def _capital(words: Text) -> Text:
    first, *rest = words.parts
    if isinstance(first, Figure):  # a date or a number spelled out; a printed token keeps its letters
        kept = first.of.operation == "token"
        return Text((first if kept else replace(first, text=first.text[:1].upper() + first.text[1:]), *rest))
    return Text((first[:1].upper() + first[1:] if isinstance(first, str) else first, *rest))
