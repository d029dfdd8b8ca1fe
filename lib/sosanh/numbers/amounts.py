"""How much: the numbers and tokens that Vietnamese and English newspapers print, read and written.

Vietnamese groups thousands with points and marks decimals with a comma; English does the reverse. The same
five signs therefore say two things, ``5.911`` and ``5,911``, and a reader that guesses is wrong by a
thousand. So nothing is guessed here: a number is read in a stated language, or refused.

    >>> read_number("5.911", "vi"), read_number("5,911", "vi")
    (Decimal('5911'), Decimal('5.911'))

Writing and reading are each other's inverse, the printed decimals included: ``78,10`` keeps its zero. All
values are `decimal.Decimal`; a float is taken by its shortest text. Of Babel only the two marks of a language are used:
it drops the zero of ``78,10`` unless given a pattern, writes a hyphen for the minus sign, and reads ``78.18`` as 7818.

A token is a number (``5.911``), a percentage (``78,18%``), a fraction (``465/595``, ``17 trên 19``), a range
(``40-50%``), one amount in two units (``2 giờ 15`` phút), or a fraction and a percentage of the same thing, joined by
`` | ``. What the words around it add (that it is a lower bound, that it counts milliards of dong) is no part of it.

    >>> read_token("465/595 | 78,18%", "vi")
    Reading(value=Decimal('78.18'), value_to=None, unit_mult=0, unit_measure='percent', numerator=465, \
denominator=595, bound='exact', hedge='', out_of=None)

A printed value is never repaired: 465 of 595 is 78,15 %, the paper prints 78,18 %, and the reading keeps both.
"""

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import cache
from math import ceil, floor
from operator import index
from typing import NamedTuple

from babel import Locale, UnknownLocaleError

from sosanh.numbers.units import SCALES, SENSES

LANGUAGES = ("vi", "en")  # those whose numbers are read; they are written in any that Unicode's tables know
STROKES, DASHES = "/⁄∕", "-–—~‐‑−"  # as typists and their tools print them
BOUNDS = ("exact", "gt", "ge", "lt", "le", "range", "all")
HEDGES = ("", "estimated", "average", "basically", "about")

_MINUS = "\u2212"
_MOST_DIGITS = 1_000  # a longer number is no amount; the limit keeps every reading cheap
_EXACT = Context(prec=2 * _MOST_DIGITS)


# --- numbers ------------------------------------------------------------------------------------------------


@cache
def _marks(language: str) -> tuple[str, str, re.Pattern]:
    """A language's mark between thousands, its decimal mark, and a number grouped throughout or not at all."""
    try:
        symbols = Locale.parse(language).number_symbols["latn"]
    except (UnknownLocaleError, ValueError):
        raise ValueError(f"language must be one that Unicode's tables know (vi, en, fr …), not {language!r}") from None
    group, point = symbols["group"], symbols["decimal"]
    whole = rf"(?:[1-9][0-9]{{0,2}}(?:{re.escape(group)}[0-9]{{3}})+|[0-9]+)"
    return group, point, re.compile(rf"[-+{_MINUS}]?{whole}(?:{re.escape(point)}[0-9]+)?")


def read_number(text: str, language: str) -> Decimal:
    """The number `text` prints, with as many decimals as it prints; `ValueError` where it is not one.

    >>> read_number("12.800", "vi"), read_number("12,800.50", "en"), read_number("03", "vi"), read_number("−2,5", "vi")
    (Decimal('12800'), Decimal('12800.50'), Decimal('3'), Decimal('-2.5'))
    >>> read_number("78.18", "vi")
    Traceback (most recent call last):
    ValueError: '78.18' is not a number as vi prints it (thousands '.', decimals ',')
    """
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    group, point, number = _marks(language)
    if len(text) > _MOST_DIGITS or not number.fullmatch(text):
        shown = text if len(text) <= 40 else text[:40] + "…"
        raise ValueError(f"{shown!r} is not a number as {language} prints it (thousands {group!r}, decimals {point!r})")
    return Decimal(text.replace(group, "").replace(point, ".").replace(_MINUS, "-"))


def as_decimal(value) -> Decimal:
    """`value` (int, float, Decimal, or anything that is one of these underneath) as an exact, finite Decimal."""
    if type(value) is Decimal:
        exact = value
    elif isinstance(value, float):
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
    return 0 if isinstance(value, float) and exact == exact.to_integral_value() else max(0, -exact.as_tuple().exponent)


def format_number(value, language: str, places: int | None = None) -> str:
    """`value` as `language` prints it, rounded half up to so many `places` (None: as many as it has).

    Years are not amounts and are not written with this.

    >>> format_number(12800, "vi"), format_number(Decimal("78.10"), "vi"), format_number(78.154, "vi", 2)
    ('12.800', '78,10', '78,15')
    >>> format_number(12800, "en"), format_number(-2.5, "en"), format_number(-0.04, "en", 1)
    ('12,800', '−2.5', '0.0')
    """
    group, point, _ = _marks(language)
    places = decimals(value) if places is None else places
    shown = as_decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_EXACT)
    shown = shown or abs(shown)  # never a minus before a zero
    return format(shown, ",f").translate(str.maketrans(",.-", group + point + _MINUS))


def rounded(exact: Fraction, places: int, way=round) -> Decimal:
    """An exact number at so many places: to the nearest (half to even), or by `math.floor` or `math.ceil`."""
    return Decimal(way(exact * 10**places)).scaleb(-places, _EXACT)


def round_down(value: Fraction | Decimal | int, places: int) -> Decimal:
    """A lower bound, rounded so that it is never overstated: at one place 12.8487 is 12.8, and -2.51 is -2.6."""
    return rounded(Fraction(value), places, floor)


def round_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """An upper bound, rounded so that it is never understated: at one place 21.8487 is 21.9, and 0.3 is 0.3."""
    return rounded(Fraction(value), places, ceil)


# --- tokens -------------------------------------------------------------------------------------------------


class Reading(NamedTuple):
    """The numbers of one token and what its wording makes of them.

    `value` (and `value_to`, of a range) are as printed: in 10**`unit_mult` of `unit_measure`. A lone fraction
    has no `value`. `bound` is one of `BOUNDS`, `hedge` one of `HEDGES`. A rank out of so many (``thứ 16/63``) is no
    fraction: its `value` is 16, and the size of the field, 63, is `out_of`.
    """

    value: Decimal | None = None
    value_to: Decimal | None = None
    unit_mult: int = 0
    unit_measure: str = "count"
    numerator: int | None = None
    denominator: int | None = None
    bound: str = "exact"
    hedge: str = ""
    out_of: int | None = None

    @property
    def decimals(self) -> int | None:
        """How many decimals are printed (of a range: the most)."""
        return max((decimals(value) for value in self[:2] if value is not None), default=None)


_RANGE = re.compile(rf"(?<=[0-9%])\s*(?:[{DASHES}]>?|\b(?:đến|tới|to)\b)\s*(?=[0-9])")
_FRACTION = re.compile(
    rf"([0-9][0-9., ]*?)(?:\s?[{STROKES}]\s?| (?:trên|trong)(?: tổng)?(?: số)? | (?:out )?of )([0-9][0-9., ]*)"
)
_PERCENT = re.compile(r"\s?%$")
_SPACED = re.compile("(?<![0-9.,])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+")
_POINT = re.compile(r"(?<![0-9.])([0-9]+)\.([0-9]{1,2}|[0-9]{4,}|(?<=(?<![0-9])0\.)[0-9]{3})(?![0-9.,])")
_POINT_PERCENT = re.compile(r"(?<![0-9.])([1-9][0-9]+)\.([0-9]{3})(?=\s?%)")
_BELOW = {"giờ": 60, "phút": 60, "ngày": 24, "năm": 12, "tấn": 1000, "km": 1000}  # of the next smaller unit
_COMPOUND = re.compile(rf"([0-9]+) ({'|'.join(_BELOW)}) ([0-9]+)")
_SCALE_INSIDE = re.compile(rf"([0-9.,]+) ({'|'.join(SCALES)})(?: đồng)?(\s*(?:[-–—~]|\bđến\b|\btới\b))?\s*([0-9.,]+)")


def read_token(as_printed: str, language: str) -> Reading:
    """The numbers of one printed token; `ValueError` where it is none of the six shapes.

    >>> read_token("40-50%", "vi").value_to, read_token("40-50%", "vi").bound, read_token("+2,5%", "vi").unit_measure
    (Decimal('50'), 'range', 'percent_change')
    >>> read_token("609/1.311", "vi").denominator, read_token("17 out of 19", "en").denominator
    (1311, 19)
    >>> read_token("2 giờ 15", "vi").value
    Decimal('135')
    """
    if " " not in as_printed:
        return _read_part(as_printed, language)
    if amount := _COMPOUND.fullmatch(as_printed):
        return Reading(Decimal(amount[1]) * _BELOW[amount[2]] + Decimal(amount[3]))
    parts = [_read_part(part, language) for part in as_printed.split(" | ", 1)]
    if len(parts) == 1:
        return parts[0]
    fraction, percent = parts if parts[0].denominator is not None else parts[::-1]
    if fraction.denominator is None or percent.value is None or percent.unit_measure != "percent":
        raise ValueError(f"{as_printed!r} does not join a fraction and its percentage")
    return percent._replace(numerator=fraction.numerator, denominator=fraction.denominator)


def _read_part(text: str, language: str) -> Reading:
    unit = "count" if not text.endswith("%") else "percent_change" if text[0] in "+-−" else "percent"
    alone = text if unit == "count" else _PERCENT.sub("", text)
    if _marks(language)[2].fullmatch(alone):
        return Reading(read_number(alone, language), unit_measure=unit)
    if fraction := _FRACTION.fullmatch(text):
        return _read_share(*(read_number(part, language) for part in fraction.groups()))
    numbers = _RANGE.split(text)
    values = [read_number(_PERCENT.sub("", number), language) for number in numbers]
    if len(values) == 1:
        return Reading(values[0], unit_measure=unit)
    alike = numbers[-1].endswith("%") or not numbers[0].endswith("%")
    if len(values) == 2 and values[0] < values[1] and alike:
        return Reading(*values, unit_measure=unit, bound="range")
    raise ValueError(f"{text!r} is not a range: two numbers, the lower one first")


def _read_share(top: Decimal, bottom: Decimal) -> Reading:
    """A lone fraction. One whose top is not whole is a mark out of so many, and keeps the mark as its value."""
    if bottom != bottom.to_integral_value():
        raise ValueError(f"a fraction of {bottom} is none: its lower number must be whole")
    if top != top.to_integral_value():
        return Reading(top, unit_measure="points", out_of=int(bottom))
    return Reading(unit_measure="percent", numerator=int(top), denominator=int(bottom))


def mend(text: str) -> str:
    """A Vietnamese token with the marks that official tables and other keyboards print put right.

    A decimal point that cannot group thousands is a comma, a space between thousands is a point. Nothing grows by
    12.345 per cent, but the yearly rate of a usurer may be 1.825.

    >>> mend("78.18%"), mend("0.725"), mend("12.345%"), mend("1.825%"), mend("12 000")
    ('78,18%', '0,725', '12,345%', '1.825%', '12.000')
    """
    text = _SPACED.sub(lambda number: re.sub(r"\s", ".", number[0]), text)
    if "." not in text:
        return text
    text = _POINT.sub(r"\1,\2", text)
    return _POINT_PERCENT.sub(r"\1,\2", text) if "%" in text else text


def printed_decimals(as_printed: str, language: str) -> int:
    """How many decimals a token prints: of a range its last number, of a fraction or a mark the upper one.

    >>> [printed_decimals(token, "vi") for token in ("465/595 | 78,18%", "78,10% | 465/595", "1 - 1,5", "8,5/10")]
    [2, 2, 1, 1]
    >>> printed_decimals("12.800", "vi"), printed_decimals("12,800", "en")
    (0, 0)
    """
    last = re.compile(rf"(?:{re.escape(_marks(language)[1])}([0-9]+))?[^0-9]*$")
    uppers = [re.split(f"[{STROKES}]", part)[0] for part in as_printed.split(" | ")]
    return max(len(last.search(upper)[1] or "") for upper in uppers)


def placed(reading: Reading, unit_measure: str) -> Reading:
    """A token that is a place or a mark: ``16/63`` is the 16th out of 63, no share of anything."""
    value = Decimal(reading.numerator) if reading.value is None else reading.value
    field = reading.denominator or reading.out_of
    return reading._replace(value=value, unit_measure=unit_measure, numerator=None, denominator=None, out_of=field)


def write_token(reading: Reading, language: str) -> str:
    """The token `reading` was read from, in the one spelling this project uses.

    >>> write_token(read_token("465/1.595 | 78,18%", "vi"), "en")
    '465/1,595 | 78.18%'
    """
    if reading.out_of is not None:
        return f"{format_number(reading.value, language)}/{format_number(reading.out_of, language)}"
    parts, percent = [], SENSES[reading.unit_measure].sign
    if reading.denominator is not None:
        parts.append(f"{format_number(reading.numerator, language)}/{format_number(reading.denominator, language)}")
    if reading.value is not None and (not parts or percent):
        values = [value for value in (reading.value, reading.value_to) if value is not None]
        sign = "+" if reading.unit_measure == "percent_change" and values[0] > 0 and len(values) == 1 else ""
        parts.append(sign + "–".join(format_number(value, language) for value in values) + percent)
    return " | ".join(parts)


# --- the token of a row -------------------------------------------------------------------------------------


def read_row(each: dict, language: str) -> Reading:
    """An observation's token as the row means it: as a machine reads it, or, where `overruled` says why, as typed.

    The numbers that a person typed have the decimals that the token prints (78,10 is typed 78.1).
    """
    if not each.get("overruled"):
        return by_machine(each, language)
    places, ends = printed_decimals(each["as_printed"], language), [None, None]
    for number, name in enumerate(("obs_value", "obs_value_to")):
        if each[name] is not None:
            end = Decimal(str(each[name])).normalize()
            ends[number] = end.quantize(Decimal(1).scaleb(-max(places, decimals(end))))
    counts = {name: each[name] for name in ("numerator", "denominator", "out_of")}
    counts = {name: int(count) for name, count in counts.items() if count is not None}
    said = {"unit_measure": each["unit_measure"], "bound": each["bound"], "hedge": each["hedge"] or ""}
    return Reading(*ends, int(each["unit_mult"] or 0), **counts, **said)


def by_machine(each: dict, language: str) -> Reading:
    """A row's token as `vietnamese.reader` reads it in a text: a slip such as ``78.18%``, never thousands, is a comma.

    ``1 tỷ 200`` (triệu) is 1200 million, ``500 triệu đến 1`` (tỷ) is 500 to 1000 million: the scale of the last number
    stands behind the token, so it is the row's, wherever that can be.
    """
    token = mend(each["as_printed"]) if language == "vi" else each["as_printed"]
    inside = _SCALE_INSIDE.fullmatch(token)
    if not inside:
        reading = read_token(token, language)
        sense = SENSES.get(each["unit_measure"])
        return placed(reading, each["unit_measure"]) if sense and sense.out_of and reading.value is None else reading
    printed, typed = SCALES[inside[2]], each["unit_mult"] or 0
    low, high = read_number(inside[1], language), read_number(inside[4], language)
    if not inside[3]:
        power = typed if typed < printed else printed - 3
        return Reading(low.scaleb(printed - power) + high, unit_mult=power)
    ends = [end for power in SCALES.values() if (end := high.scaleb(power - printed)) > low]
    end = each["obs_value_to"] if each["obs_value_to"] in ends else min(ends)
    return Reading(low, end, unit_mult=printed, bound="range")
