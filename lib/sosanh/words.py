"""What readers see in words: sentences in Vietnamese and English whose numbers know where they come from.

A sentence is not a string here. It is a `Text`: a run of plain words and `Figure`s, and each figure carries the
observations it rests on and how it was got from them. So a number can be walked back from wherever it stands,
and a sentence can be checked instead of trusted.

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

from sosanh import paths
from sosanh.problems import Unknown

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Figure:
    """A number as readers see it. `how` names the computation from the `observations`; `printed` is none."""

    text: str
    observations: tuple[str, ...]
    how: str = "printed"

    def __str__(self) -> str:
        return self.text

    @property
    def traced(self) -> bool:
        """A number names what it rests on; only a count of none has nothing to name."""
        return bool(self.observations) or (self.text == "0" and self.how.startswith("count"))

    def html(self) -> str:
        walk = " ".join(self.observations)
        return f'<span class="figure" data-observations="{walk}" data-how="{self.how}">{escape(self.text)}</span>'


@dataclass(frozen=True)
class Text:
    parts: tuple[str | Figure, ...]

    def __str__(self) -> str:
        return "".join(map(str, self.parts))

    @property
    def figures(self) -> tuple[Figure, ...]:
        return tuple(part for part in self.parts if isinstance(part, Figure))

    def html(self) -> str:
        return "".join(part.html() if isinstance(part, Figure) else escape(part, quote=False) for part in self.parts)


Words = str | Figure | Text


def text(*words: Words) -> Text:
    """Words one after another, as one `Text`.

    >>> str(text("a ", Figure("1", ()), text(" b")))
    'a 1 b'
    """
    parts: list[str | Figure] = []
    for each in words:
        parts.extend(each.parts if isinstance(each, Text) else [each])
    return Text(tuple(part for part in parts if part != ""))


def join(separator: str, words: Iterable[Words]) -> Text:
    return text(*(each for place, word in enumerate(words) for each in ([separator, word] if place else [word])))


def say(key: str, language: str, **values: Words) -> Text:
    """The sentence `key` of words.yml with its places filled."""
    parts: list[Words] = []
    for literal, name, _, conversion in Formatter().parse(_template(key, language)):
        parts.append(literal)
        if name:
            parts.append(_capital(values[name]) if conversion == "c" else values[name])
    return text(*parts)


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
    counted, spelled = count(ids, how), _template("number_words", language).split()
    return replace(counted, text=dict(enumerate(spelled, start=1)).get(len(counted.observations), counted.text))


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
    if isinstance(first, str):
        return Text((first[:1].upper() + first[1:], *rest))
    counted = first.how.startswith("count")  # may be spelled out; a printed token keeps its letters
    return Text((replace(first, text=first.text.capitalize()) if counted else first, *rest))
