"""What readers see in words: sentences in no language yet, whose numbers know where they come from.

A sentence is not a string here. It is a `Text`: a run of phrases, labels, plain words and `Figure`s. A phrase names its
message, which `messages` hold in each language; a label holds the data's own words in each; a figure carries the
expression that it was made by (`expressions`). What is computed is computed once and `said` in a language at the
very end, so that pages in two languages say the same because they are the same. And a number can be walked back from
wherever it stands: `evaluate` works each out again, `audit` holds a whole page to that.

>>> from sosanh.lineage.expressions import down, lower, upper
>>> rise = Figure(Written.number(Decimal("12.8")), down(lower("dt-2025-02.03") - upper("dt-2024-07.04"), 1))
>>> text = say("bound_gt", value=rise)
>>> str(text.said("vi")), str(text.said("en"))
('hơn 12,8', 'more than 12.8')
>>> [(figure.text, str(figure.of)) for figure in text.said("vi").figures]
[('12,8', 'down(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)')]
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from html import escape
from itertools import chain
from string import Formatter
from typing import Any, Self

from babel import Locale

from sosanh.data import paths, reads
from sosanh.data.labels import LANGUAGES, OTHERWISE, Label, check_language
from sosanh.lineage import expressions
from sosanh.lineage.expressions import Expression, Operation
from sosanh.numbers.amounts import format_number
from sosanh.numbers.periods import Period, format_date, format_month, format_period

SLOTS = {  # places of a sentence that take one kind of number only, so that two numbers cannot change places
    "numerator": ("numerator",), "denominator": ("total",), "fraction": ("fraction",), "out_of": ("out_of",),
    "share": ("share",), "missing": ("minus", "least_count"), "gain": ("minus", "least_count"),
    "certain": ("certain_total",), "cited": ("cited",), "paragraph": ("paragraph",), "line": ("field",),
}  # fmt: skip


@dataclass(frozen=True)
class Written:
    """How a number, a day or a period is written: each language in its own way, once the reader's language is known.

    Its pieces follow one another: signs that are the same in every language, and what each writes in its own way,
    `write(of, language, *more)` of `(write, of, *more)`.

    >>> share = Written.number(Decimal("78.15")) + "%"
    >>> share.said("vi"), share.said("en"), Written.day(date(2024, 7, 25)).said("en")
    ('78,15%', '78.15%', '25 July 2024')
    """

    pieces: tuple[str | tuple, ...]

    @classmethod
    def number(cls, value: int | float | Decimal, decimals: int | None = None) -> "Written":
        return cls(((format_number, value, decimals),))

    @classmethod
    def day(cls, of: date) -> "Written":
        return cls(((format_date, of),))

    @classmethod
    def month(cls, of: date) -> "Written":
        """The month of a day; those of two days of one month are equal."""
        return cls(((format_month, of.replace(day=1)),))

    @classmethod
    def period(cls, of: Period) -> "Written":
        return cls(((format_period, of),))

    def __add__(self, other: "str | Written") -> "Written":
        return Written(self.pieces + (other.pieces if isinstance(other, Written) else (other,)))

    def __radd__(self, other: str) -> "Written":
        return Written((other, *self.pieces))

    def said(self, language: str) -> str:
        return "".join(each if isinstance(each, str) else each[0](each[1], language, *each[2:]) for each in self.pieces)


@dataclass(frozen=True)
class _Worded:
    """Words that a text marks up; they are the same in every language, or are said in each."""

    text: str | Written | Label

    def __str__(self) -> str:
        return _plain(self.text)

    def said(self, language: str) -> Self:
        return self if isinstance(self.text, str) else replace(self, text=self.text.said(language))


def _plain(text: Any) -> str:
    if isinstance(text, str):
        return text
    raise TypeError(f"{text!r} is in no language yet: .said('vi')")


@dataclass(frozen=True)
class Figure(_Worded):
    """A number as readers see it, and the expression `of` which it is the value."""

    of: Expression

    def html(self) -> str:
        words = ' lang="vi"' if self.of.operation == "token" and any(map(str.isalpha, self.text)) else ""  # “đều”
        return f'<span class="figure" data-from="{self.of}"{words}>{escape(self.text)}</span>'


@dataclass(frozen=True)
class Quote(_Worded):
    """Words of an article, which stay in its language on a page in another: a title, a name, “trên”."""

    language: str = "vi"

    def html(self) -> str:
        return f'<span lang="{self.language}">{escape(self.text, quote=False)}</span>'


@dataclass(frozen=True)
class Link(_Worded):
    """Words that lead to an address: the name of a source. As plain text the address follows them."""

    address: str

    def __str__(self) -> str:
        return f"{_plain(self.text)} <{self.address}>"

    def html(self) -> str:
        return f'<a href="{escape(self.address)}" rel="noopener noreferrer">{escape(self.text, quote=False)}</a>'


@dataclass(frozen=True)
class Mark(_Worded):
    """Words in small print, which stay where a page is printed or copied: the mark of a source, "[2, para. 4]"."""

    text: "Text"

    def __str__(self) -> str:
        return str(self.text)

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.text.figures

    def html(self) -> str:
        return f'<small class="mark">{self.text.html()}</small>'


Words = Any  # str | Figure | Quote | Link | Label | Text, or what else can be `said`; it may give `figures`


@dataclass(frozen=True)
class Scope:
    """The areas (`ref_area` codes), the sector ("" for all) and the window (as asked, "" for no limit) of an answer.

    Each exhibit of a page states it in attributes, by which `audit` holds its figures to it.
    """

    areas: tuple[str, ...]
    sector: str
    window: str

    def __str__(self) -> str:
        return ", ".join(filter(None, (" ".join(self.areas), self.sector or "every sector", self.window)))

    def html(self) -> str:
        held = {"areas": " ".join(self.areas), "sector": self.sector, "window": self.window}
        return "".join(f' data-{name}="{escape(value)}"' for name, value in held.items())


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
        message = messages(language)[self.key]
        form = message if isinstance(message, str) else _form(message, self.number, language)
        return _filled(form, self.values, language)


@dataclass(frozen=True)
class Filled:
    """A sentence of the data, in each language, with what stands in its places: "{value} stations in {area}"."""

    form: Label
    values: tuple[tuple[str, "Text"], ...]

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(figure for _, value in self.values for figure in value.figures)

    def said(self, language: str) -> "Text":
        return _filled(self.form.said(language), self.values, language)


def _filled(form: str, values: tuple[tuple[str, "Text"], ...], language: str) -> "Text":
    given, parts = dict(values), []
    for literal, name, _, conversion in _parsed(form):
        parts.append(literal)
        if name:
            value = given[name].said(language)
            parts.append(_capital(value) if conversion == "c" else value)
    return text(*parts)


@dataclass(frozen=True)
class Text:
    """A run of words; false where there are none. Its text and HTML are those of a text that was said."""

    parts: tuple[Words, ...]

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        return "".join(str(part) if isinstance(part, _Worded) else _plain(part) for part in self.parts)

    @property
    def figures(self) -> tuple[Figure, ...]:
        held = ([part] if isinstance(part, Figure) else getattr(part, "figures", ()) for part in self.parts)
        return tuple(chain.from_iterable(held))

    def said(self, language: str) -> "Text":
        return text(*(part if isinstance(part, str) else part.said(language) for part in self.parts))

    def html(self) -> str:
        return "".join(escape(part, quote=False) if isinstance(part, str) else part.html() for part in self.parts)


def text(*words: Words) -> Text:
    """Words one after another, as one `Text`; empty ones are left out.

    >>> str(text("a ", count(["x"]), text(" b")))
    'a 1 b'
    """
    parts = []
    for each in words:
        if isinstance(each, Text):
            parts += each.parts
        elif each.text if isinstance(each, Quote) else each:
            parts.append(each)
    return Text(tuple(parts))


def join(separator: Words, words: Iterable[Words]) -> Text:
    return text(*(each for place, word in enumerate(words) for each in ([separator, word] if place else [word])))


def say(key: str, number: int | Decimal = 2, /, **values: Words) -> Text:
    """The message `key` with its places filled; of several forms that of the `number` it speaks of.

    A sentence that says "{numerator} of {denominator}" must be given these two, each in its place (`SLOTS`).
    """
    given = {name: text(value) for name, value in values.items()}
    if missing := _needed(key) - given.keys():
        raise KeyError(f"{key}: {', '.join(sorted(missing))} is missing")
    for name, words in given.items():
        wanted = SLOTS.get(name, ())
        if any(figure.of.core.operations[: len(wanted)] != wanted for figure in words.figures):
            raise ValueError(f"{words.said('en')} is no {name}")
    return Text((Phrase(key, number, tuple(given.items())),))


def in_unit(amount: Words, unit: str, number: int | Decimal = 2) -> Text:
    """An amount with the word of its unit, in the form that its `number` calls for; a count has none.

    >>> str(in_unit("5", "hours").said("vi")), str(in_unit("1", "hours", 1).said("en"))
    ('5 giờ', '1 hour')
    """
    return say(f"unit_{unit}", number, value=amount)


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
    return Figure(Written(((spelled, len(ids)),)), expressions.count(ids).as_("spelled"))


def spelled(number: int, language: str) -> str:
    """A number up to ten as a word, any other in digits."""
    words = messages(language)["number_words"].split()
    return words[number - 1] if 0 < number <= len(words) else str(number)


def _form(forms: dict[str, str], number: int | Decimal, language: str) -> str:
    """The form for exactly this number (=0), else for its plural category in the language (CLDR), else `other`.

    >>> [_form({"=0": "none", "one": "a figure", "other": "figures"}, number, "en") for number in (0, 1, 2)]
    ['none', 'a figure', 'figures']
    """
    return forms.get(f"={number}") or forms.get(Locale(language).plural_form(number)) or forms["other"]


@cache
def _parsed(message: str) -> tuple[tuple[str, str | None, str | None, str | None], ...]:
    """A message as its literal pieces, each the place after it, and "c" last where that begins with a capital."""
    return tuple(Formatter().parse(message))


@cache
def _needed(key: str) -> frozenset[str]:
    """The names of a message's places, in whichever language and form."""
    found = [messages(language)[key] for language in LANGUAGES]
    forms = [form for each in found for form in ([each] if isinstance(each, str) else each.values())]
    return frozenset(name for form in forms for _, name, *_ in _parsed(form) if name)


def messages(language: str) -> dict[str, str | dict[str, str]]:
    """Every message in a language, by its key; those that it does not have yet are English."""
    held = _messages(language)
    return reads.current.said(language, held) if reads.current else held


@cache
def _messages(language: str) -> dict[str, str | dict[str, str]]:
    check_language(language)
    held = paths.read_yaml(paths.MESSAGES / f"{language}.yml")
    return held if language == OTHERWISE else _messages(OTHERWISE) | held


def _capital(words: Text) -> Text:
    """Words that begin with a capital: a date, a number spelled out, the word of a bound too; never a printed token."""
    first, *rest = words.parts
    if isinstance(first, str):
        first = first[:1].upper() + first[1:]
    elif isinstance(first, Quote) or (isinstance(first, Figure) and first.of.operation != "token"):
        first = replace(first, text=first.text[:1].upper() + first.text[1:])
    return Text((first, *rest))
