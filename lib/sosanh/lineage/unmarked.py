"""Numbers that stand on a page without a mark, in whatever form a reader takes them for numbers.

A number on a page carries the expression it was made by (`words.Figure`). All other words may hold none, and a number
is not only its digits. It is one

- in digits of any script, raised, as a fraction, in a circle, or in Roman letters: 94, ９４, ٩٤, ⁹⁴, ⅘, XCIV; or in
  signs that are counted or felt: ★★★☆, ▮▮▮▯, braille;
- in words from eleven on, and as a part or a multiple: "ninety-one", "a dozen", "half", "two thirds", "doubled";
- in words from two to ten, unless these count what the page itself speaks of: "two figures", "both articles". Two
  schools are what a figure counts, and somebody must have counted them; two figures are those that stand there.
  Of a group, "all", "few" and "no" are a share, too: all parents, no school.
  "One" mostly points at something ("the later one") and is read as a number only in a share ("one in ten").

The words are messages of each language: `means_number` are numbers wherever they stand, `means_own` is what a page may
count in words, `means_no_number` are turns that only look like numbers. Signs that nobody sees (zero-width spaces,
soft hyphens) are taken away first, and letters written wide or split become plain ones.

>>> [found("en", words) for words in ("９４%", "⅘ of it", "nine schools", "ninety\\u200b-one", "two figures", "km²")]
['９４', '⅘', 'nine', 'ninety', '', '']
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import chain

from sosanh.lineage.words import LANGUAGES, in_unit, messages
from sosanh.numbers.units import CODES

_UNIT = re.compile(r"(?<=[a-z])[²³](?!\w)")  # km², m³
_UNSEEN = {"Cf", "Mn", "Me"}  # what has no width; marks that no letter took up
_KEYS = "🔟💯"  # pictures of numbers, which Unicode does not call numeric
_DRAWN = re.compile(r"[\u2580-\u259f\u25a0-\u25ff\u2605\u2606\u2b1b\u2b1c⭐]{3}|[\u2801-\u28ff]{2}")  # ▮▮▮▯, ★★☆, ⠼⠊
_ROMAN = re.compile(r"\b(?=[IVXLCDM]{2})M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})\b")
_BETWEEN = r"(?:[^\W\d]+ ){0,2}"  # adjectives before what is counted: "two similar sentences"


@lru_cache(20_000)  # the same words stand on many pages
def plain(words: str) -> str:
    """Words as they are read: wide and split letters as plain ones, nothing unseen, one space where there are several.

    >>> plain("ｎｉｎｅ\\u00adty  \\u200bx")
    'ninety x'
    """
    if words.isascii():
        return " ".join(words.split())
    whole = "".join(each if each.isnumeric() else unicodedata.normalize("NFKC", each) for each in words)
    whole = unicodedata.normalize("NFC", whole)
    return " ".join("".join(each for each in whole if unicodedata.category(each) not in _UNSEEN).split())


def holds(words: str) -> str:
    """The first sign of a number in words without names: a digit of any script, a fraction, a Roman number; else ""."""
    bare = _UNIT.sub("", words)
    run = "".join(each if each.isnumeric() or each in _KEYS else " " for each in bare).split()
    signs = chain(_ROMAN.finditer(words), _DRAWN.finditer(words))
    return run[0] if run else next((each[0] for each in signs), "")


def spoken(language: str, words: str) -> str:
    """The first number in words, in the language of the page or from eleven on in any; "" where there is none."""
    said = words.casefold()
    for turn in _turns():
        said = said.replace(turn, " . ") if turn in said else said
    patterns = (_large(), _small(language), whole(language))
    return next((each[0] for pattern in patterns for each in pattern.finditer(said)), "")


@lru_cache(20_000)
def found(language: str, words: str) -> str:
    """The first number that words hold in any form; "" where they hold none."""
    said = plain(words)
    return holds(said) or spoken(language, said)


def listed(key: str, language: str) -> list[str]:
    """The words or turns of a message that lists them."""
    return [each for each in messages(language)[key].split("; ") if each]


@cache
def bounded(words: str) -> str:
    """The pattern of words that stand alone: a name within a word is not that name."""
    ends = (r"(?<!\w)" if words[0].isalnum() else "", r"(?!\w)" if words[-1].isalnum() else "")
    return ends[0] + re.escape(words) + ends[1]


@cache
def _turns() -> list[str]:
    return sorted({each for language in LANGUAGES for each in listed("means_no_number", language)}, key=len)[::-1]


@cache
def _large() -> re.Pattern:
    each = sorted({word for language in LANGUAGES for word in listed("means_number", language)}, key=len)[::-1]
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, each))})\b")


@cache
def whole(language: str) -> re.Pattern:
    """ "All parents", "every school": a share of those counted, though no number is named."""
    how, whom = ("|".join(map(re.escape, listed(f"means_{each}", language))) for each in ("whole", "group"))
    return re.compile(rf"\b(?:{how}) (?:of )?(?:the |những |các |số )?(?:{whom})\b")


@cache
def _small(language: str) -> re.Pattern:
    """Two to ten, but before what a page counts of its own; one only in a share.

    A word that is also a unit ("năm" is five, and a year) tells too little alone to be read as a number.
    """
    one, *others = messages(language)["number_words"].split()
    units = {str(in_unit("", unit).said(language)).strip() for unit in CODES}
    others = [each for each in others if each not in units]
    own = "|".join(map(re.escape, sorted(listed("means_own", language), key=len)[::-1]))
    before = "|".join(map(re.escape, listed("means_ordinal", language)))
    share = "|".join(map(re.escape, listed("means_share", language)))
    later = "".join(rf"(?<!\b{each} )" for each in before.split("|"))
    several = rf"{later}\b(?:{'|'.join(others)})\b(?! {_BETWEEN}(?:{own})(?!\w))"
    return re.compile(rf"{several}|\b{one} (?:{share})\b")
