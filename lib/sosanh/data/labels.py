"""Words that the data hold in every language: a label is all of them together, until a reader's language is known.

A column `name` of a table stands in it once for each language, as `name_vi` and `name_en`. The languages are those with
a file of messages. Where one has no words of its own yet, it shows English. And Vietnamese in plain letters: people
type without marks, and an address has none.

>>> plain("Chuyển ĐỔI số"), slug("Bệnh án điện tử?"), plain(marked("465/595 Trường, “Đồng Tháp”"))
('chuyen doi so', 'benh-an-dien-tu', '465 595 truong dong thap')
>>> marked("Hòa Bình") == marked("hoà bình") != marked("hoa bình")
True
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
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


def plain(text: str) -> str:
    """Small letters without diacritics: what is left when marks, their place (hoà, hòa) and their absence must not
    matter."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in letters if not unicodedata.combining(each))


_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")


def marked(text: str) -> str:
    """The words of a text in small letters with their marks, one space between two, for a search.

    The tone stands at the end of its word, so that it does not matter which vowel bears it: "hòa", "hoà".
    """
    return " ".join(map(_toned, re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text.casefold()))))


@lru_cache(maxsize=2**14)
def _toned(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    return _TONES.sub("", apart) + "".join(_TONES.findall(apart))


def slug(value) -> str:
    """A value as a part of an address, "" where it has no letter or digit of ASCII; that of a list has all its values.

    >>> slug("2024-07"), slug(["Huế", "TP. Hồ Chí Minh"]), slug("edu_cashless")
    ('2024-07', 'hue-tp-ho-chi-minh', 'edu-cashless')
    """
    joined = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "-".join(re.findall("[a-z0-9]+", plain(joined)))
