"""Words that the data hold in every language: a label is all of them together, until a reader's language is known.

A column `name` of a table stands in it once for each language, as `name_vi` and `name_en`. The languages are those with
a file of messages. Where one has no words of its own yet, it shows English.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sosanh.data import paths
from sosanh.data.problems import Unknown

LANGUAGES = tuple(sorted((each.stem for each in paths.MESSAGES.glob("*.yml")), key=lambda name: (name != "vi", name)))
OTHERWISE = "en"


@dataclass(frozen=True)
class Label:
    """One text for each of `LANGUAGES`, in their order; false where none has any.

    >>> Label(("tỉnh", "province")).said("en")
    'province'
    """

    texts: tuple[str, ...]

    def __bool__(self) -> bool:
        return any(self.texts)

    def said(self, language: str) -> str:
        return self.texts[LANGUAGES.index(check_language(language))]

    def map(self, change: Callable[[str], str]) -> "Label":
        return Label(tuple(map(change, self.texts)))


NONE = Label(("",) * len(LANGUAGES))


def label(row: Any, column: str) -> Label:
    """What a row says in its columns `<column>_<language>`."""
    otherwise = getattr(row, f"{column}_{OTHERWISE}")
    return Label(tuple(getattr(row, f"{column}_{language}", otherwise) for language in LANGUAGES))


def languages(named: str) -> tuple[str, ...]:
    """The languages named, one or several.

    >>> languages("en"), languages("vi en")
    (('en',), ('vi', 'en'))
    """
    return tuple(check_language(each) for each in named.split()) or (check_language(named),)


def check_language(language: str) -> str:
    if language not in LANGUAGES:
        raise Unknown("language", language, LANGUAGES)
    return language
