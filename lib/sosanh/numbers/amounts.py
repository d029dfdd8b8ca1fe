"""How much: reading and writing numbers as Vietnamese and English newspapers print them.

Vietnamese groups thousands with points and marks decimals with a comma; English does the reverse. The same
five signs therefore say two things, ``5.911`` and ``5,911``, and a reader that guesses is wrong by a
thousand. So nothing is guessed here: a number is read in a stated language, or refused.

    >>> read_number("5.911", "vi"), read_number("5,911", "vi")
    (Decimal('5911'), Decimal('5.911'))
    >>> format_number(Decimal("5911"), "vi"), format_number(Decimal("5.911"), "vi")
    ('5.911', '5,911')

Writing and reading are each other's inverse, the printed decimals included: ``78,10`` keeps its zero. All
values are `decimal.Decimal`; a float is taken by its shortest text.

Babel is not used. It drops the zero of ``78,10`` unless given a pattern for each number of decimals, writes
a hyphen for the minus sign, reads ``78.18`` as 7818 unless told not to, and takes several times as long. What is
needed is two marks, and one `str.translate` swaps them. Only the marks of a third language are Babel's.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor
from operator import index

from babel import Locale, UnknownLocaleError

MINUS = "\u2212"
MOST_DIGITS = 1_000  # a longer number is no amount; the limit keeps every reading cheap

_SWAP = str.maketrans(",.-", ".," + MINUS)
_MINUS = str.maketrans("-", MINUS)
_MARKS = {"vi": (_SWAP, ".", ","), "en": (_MINUS, ",", ".")}
_EXACT = Context(prec=2 * MOST_DIGITS)


def _number(group: str, point: str) -> re.Pattern:
    """A number with this grouping mark and this decimal mark: grouped throughout or not at all."""
    group, point = re.escape(group), re.escape(point)
    return re.compile(rf"[-+{MINUS}]?(?:[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[0-9]+)(?:{point}[0-9]+)?")


_NUMBER = {language: _number(group, point) for language, (_, group, point) in _MARKS.items()}
_TO_PYTHON = {
    "vi": str.maketrans({".": None, ",": ".", MINUS: "-"}),
    "en": str.maketrans({",": None, MINUS: "-"}),
}


@cache
def _marks(language: str) -> tuple[dict[int, str], str, str]:
    """How a language prints numbers: a table for what Python prints, its mark between thousands, its decimal mark.

    What is read is only ever Vietnamese or English; what is written may be in any language that Unicode's tables know.
    """
    if language in _MARKS:
        return _MARKS[language]
    try:
        symbols = Locale.parse(language).number_symbols["latn"]
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"language must be one that Unicode's tables know (vi, en, fr …), not {language!r}") from None
    group, point = symbols["group"], symbols["decimal"]
    return str.maketrans(",.-", group + point + MINUS), group, point


def _known(language: str) -> str:
    if language not in _MARKS:
        raise ValueError(f"language must be one of {', '.join(_MARKS)}, not {language!r}")
    return language


def read_number(text: str, language: str) -> Decimal:
    """The number `text` prints, with as many decimals as it prints; `ValueError` where it is not one.

    >>> read_number("12.800", "vi"), read_number("12,800.50", "en"), read_number("03", "vi")
    (Decimal('12800'), Decimal('12800.50'), Decimal('3'))
    >>> read_number("−2,5", "vi")
    Decimal('-2.5')
    >>> read_number("78.18", "vi")
    Traceback (most recent call last):
    ValueError: '78.18' is not a number as vi prints it (thousands '.', decimals ',')
    """
    _, group, point = _MARKS[_known(language)]
    if len(text) > MOST_DIGITS or not _NUMBER[language].fullmatch(text):
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise ValueError(f"{shown!r} is not a number as {language} prints it (thousands {group!r}, decimals {point!r})")
    return Decimal(text.translate(_TO_PYTHON[language]))


def as_decimal(value) -> Decimal:
    """`value` (int, float, Decimal, or anything that is one of these underneath) as an exact, finite Decimal.

    >>> as_decimal(0.1), as_decimal(7)
    (Decimal('0.1'), Decimal('7'))
    """
    if isinstance(value, float):
        exact = Decimal(repr(float(value)))  # numpy's floats are floats, with another repr
    else:
        exact = Decimal(index(value) if hasattr(value, "__index__") else value)
    if not exact.is_finite():
        raise ValueError(f"a number that can be printed is finite, not {value!r}")
    return exact


def decimals(value) -> int:
    """How many decimals `value` has: those of its last printed digit.

    >>> decimals(Decimal("78.10")), decimals(465), decimals(12.5)
    (2, 0, 1)
    """
    exact = as_decimal(value)
    places = max(0, -exact.as_tuple().exponent)
    return 0 if isinstance(value, float) and exact == exact.to_integral_value() else places


def format_number(value, language: str, decimals: int | None = None) -> str:
    """`value` as `language` prints it, rounded half up to `decimals` (None: as many as it has).

    Years are not amounts and are not written with this.

    >>> format_number(12800, "vi"), format_number(Decimal("78.10"), "vi"), format_number(78.154, "vi", 2)
    ('12.800', '78,10', '78,15')
    >>> format_number(12800, "en"), format_number(-2.5, "en"), format_number(-0.04, "en", 1)
    ('12,800', '−2.5', '0.0')
    """
    table, _, _ = _marks(language)
    places = _decimals(value) if decimals is None else decimals
    shown = as_decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT)
    return format(shown or abs(shown), ",f").translate(table)  # never a minus before a zero


_decimals = decimals  # the function above calls its parameter by the same good name


def rounded(exact: Fraction, places: int, way=round) -> Decimal:
    """An exact number at so many places: to the nearest (half to even), or by `math.floor` or `math.ceil`."""
    return Decimal(way(exact * 10**places)).scaleb(-places, _EXACT)


def round_down(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """A lower bound, rounded so that it is never overstated.

    >>> round_down(91 - Decimal("78.18"), 2), round_down(91 - Fraction(46500, 595), 1), round_down(Decimal("-2.51"), 1)
    (Decimal('12.82'), Decimal('12.8'), Decimal('-2.6'))
    """
    return rounded(Fraction(value), decimals, floor)


def round_up(value: Fraction | Decimal | int, decimals: int) -> Decimal:
    """An upper bound, rounded so that it is never understated.

    >>> round_up(Decimal("21.8487"), 1), round_up(Decimal("0.3"), 1), round_up(Fraction(64005, 5000), 2)
    (Decimal('21.9'), Decimal('0.3'), Decimal('12.81'))
    """
    return rounded(Fraction(value), decimals, ceil)
