"""What one printed token says: its numbers, and nothing that stands around it.

A token is a number (``5.911``), a percentage (``78,18%``), a fraction (``465/595``, ``17 trên 19``), a range
(``40-50%``), one amount in two units (``2 giờ 15`` phút), or a fraction and a percentage of the same thing, joined by
`` | ``. `read_token` gives its `Reading`; `write_token` prints it again. What the words around a number add (that it is
a lower bound, that it counts milliards of dong) is put on the reading by `wording`, and is not part of the token.

    >>> read_token("465/595 | 78,18%", "vi")
    Reading(value=Decimal('78.18'), value_to=None, unit_mult=0, unit_measure='percent', numerator=465, \
denominator=595, bound='exact', hedge='', out_of=None)
    >>> write_token(read_token("1 - 1,5", "vi"), "en")
    '1–1.5'

A printed value is never repaired: 465 of 595 is 78,15 %, the paper prints 78,18 %, and the reading keeps both.

`read` gives the reading of an observation's token: as a machine reads it, or where its column `overruled` gives a
reason, as a person does.
"""

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from sosanh.numbers.amounts import decimals, format_number, read_number
from sosanh.numbers.units import SCALES, SENSES

LANGUAGES = ("vi", "en")  # those whose numbers `amounts` reads
STROKES, DASHES = "/⁄∕", "-–—~‐‑−"  # as typists and their tools print them
BOUNDS = ("exact", "gt", "ge", "lt", "le", "range", "all")
HEDGES = ("", "estimated", "average", "basically", "about")


@dataclass(frozen=True, slots=True)
class Reading:
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
        printed = [decimals(value) for value in (self.value, self.value_to) if value is not None]
        return max(printed, default=None)


_RANGE = re.compile(rf"(?<=[0-9%])\s*(?:[{DASHES}]>?|\b(?:đến|tới|to)\b)\s*(?=[0-9])")
_FRACTION = re.compile(
    rf"([0-9][0-9., ]*?)(?:\s?[{STROKES}]\s?| (?:trên|trong)(?: tổng)?(?: số)? | (?:out )?of )([0-9][0-9., ]*)"
)
_PERCENT = re.compile(r"\s?%$")
_SPACED = re.compile("(?<![0-9.,])[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+")
_POINT = re.compile(r"(?<![0-9.])([0-9]+)\.([0-9]{1,2}|[0-9]{4,}|(?<=(?<![0-9])0\.)[0-9]{3})(?![0-9.,])")
_POINT_PERCENT = re.compile(r"(?<![0-9.])([1-9][0-9]+)\.([0-9]{3})(?=\s?%)")
COMPOUND = {"giờ": 60, "phút": 60, "ngày": 24, "năm": 12, "tấn": 1000, "km": 1000}  # of the next smaller unit
_COMPOUND = re.compile(rf"([0-9]+) ({'|'.join(COMPOUND)}) ([0-9]+)")
_SCALE_INSIDE = re.compile(rf"([0-9.,]+) ({'|'.join(SCALES)})(?: đồng)?(\s*(?:[-–—~]|\bđến\b|\btới\b))?\s*([0-9.,]+)")


def read_token(as_printed: str, language: str) -> Reading:
    """The numbers of one printed token; `ValueError` where it is none of the five shapes.

    >>> read_token("40-50%", "vi").value_to, read_token("40-50%", "vi").bound
    (Decimal('50'), 'range')
    >>> read_token("609/1.311", "vi").denominator
    1311
    >>> read_token("+2,5%", "vi").unit_measure
    'percent_change'
    >>> read_token("2 giờ 15", "vi").value, read_token("17 out of 19", "en").denominator
    (Decimal('135'), 19)
    """
    if amount := _COMPOUND.fullmatch(as_printed):
        return Reading(Decimal(amount[1]) * COMPOUND[amount[2]] + Decimal(amount[3]))
    first, mark, second = as_printed.partition(" | ")
    if mark:
        pair = (_read_part(first, language), _read_part(second, language))
        fraction, percent = pair if pair[0].denominator is not None else pair[::-1]
        if fraction.denominator is None or percent.value is None or percent.unit_measure != "percent":
            raise ValueError(f"{as_printed!r} does not join a fraction and its percentage")
        return replace(percent, numerator=fraction.numerator, denominator=fraction.denominator)
    return _read_part(as_printed, language)


def mend(text: str) -> str:
    """A Vietnamese token with the marks that official tables and other keyboards print put right.

    A decimal point that cannot group thousands is a comma, a space between thousands is a point. Nothing grows by
    12.345 per cent, but the yearly rate of a usurer may be 1.825.

    >>> mend("78.18%"), mend("0.725"), mend("12.345%"), mend("1.825%"), mend("12 000")
    ('78,18%', '0,725', '12,345%', '1.825%', '12.000')
    """
    text = _SPACED.sub(lambda number: re.sub(r"\s", ".", number[0]), text)
    text = _POINT.sub(r"\1,\2", text)
    return _POINT_PERCENT.sub(r"\1,\2", text)


def _read_part(text: str, language: str) -> Reading:
    if fraction := _FRACTION.fullmatch(text):
        top, bottom = (read_number(part, language) for part in fraction.groups())
        return read_share(top, bottom)
    numbers = _RANGE.split(text)
    unit = "count" if not text.endswith("%") else "percent_change" if text[0] in "+-−" else "percent"
    values = [read_number(_PERCENT.sub("", number), language) for number in numbers]
    if len(values) == 1:
        return Reading(values[0], unit_measure=unit)
    alike = numbers[-1].endswith("%") or not numbers[0].endswith("%")
    if len(values) == 2 and values[0] < values[1] and alike:
        return Reading(*values, unit_measure=unit, bound="range")
    raise ValueError(f"{text!r} is not a range: two numbers, the lower one first")


def read_share(top: Decimal, bottom: Decimal) -> Reading:
    """A lone fraction. One whose top is not whole is a mark out of so many, and keeps the mark as its value."""
    whole = [int(part) if part == part.to_integral_value() else None for part in (top, bottom)]
    if whole[1] is None:
        raise ValueError(f"a fraction of {bottom} is none: its lower number must be whole")
    if whole[0] is None:
        return Reading(top, unit_measure="points", out_of=whole[1])
    return Reading(unit_measure="percent", numerator=whole[0], denominator=whole[1])


def placed(reading: Reading, unit_measure: str) -> Reading:
    """A token that is a place or a mark: ``16/63`` is the 16th out of 63, no share of anything.

    >>> placed(read_token("39/63", "vi"), "rank").out_of
    63
    """
    value = Decimal(reading.numerator) if reading.value is None else reading.value
    field = reading.denominator or reading.out_of
    return replace(reading, value=value, unit_measure=unit_measure, numerator=None, denominator=None, out_of=field)


def write_token(reading: Reading, language: str) -> str:
    """The token `reading` was read from, in the one spelling this project uses.

    >>> write_token(Reading(Decimal("78.18"), unit_measure="percent", numerator=465, denominator=1595), "vi")
    '465/1.595 | 78,18%'
    """
    if reading.out_of is not None:
        return f"{format_number(reading.value, language)}/{format_number(reading.out_of, language)}"
    percent = SENSES[reading.unit_measure].sign
    parts = []
    if reading.denominator is not None:
        parts.append(f"{format_number(reading.numerator, language)}/{format_number(reading.denominator, language)}")
    if reading.value is not None and (reading.denominator is None or percent):
        values = [value for value in (reading.value, reading.value_to) if value is not None]
        sign = "+" if reading.unit_measure == "percent_change" and values[0] > 0 and len(values) == 1 else ""
        parts.append(sign + "–".join(format_number(value, language) for value in values) + percent)
    return " | ".join(parts)


def read(each: dict, language: str) -> Reading:
    """A row's token as the row means it: as a machine reads it, or where that is overruled, as a person does."""
    return _typed(each) if each.get("overruled") else by_machine(each, language)


def _typed(each: dict) -> Reading:
    """The numbers as a person typed them, with the decimals that the token prints (78,10 is typed 78.1)."""
    places = len(re.search("(?:,([0-9]+))?[^0-9]*$", each["as_printed"])[1] or "")
    ends = [
        None if each[name] is None else Decimal(str(each[name])).normalize() for name in ("obs_value", "obs_value_to")
    ]
    value, value_to = (
        None if end is None else end.quantize(Decimal(1).scaleb(-max(places, decimals(end)))) for end in ends
    )
    top, total, out_of = (
        None if each[name] is None else int(each[name]) for name in ("numerator", "denominator", "out_of")
    )
    parts = {"numerator": top, "denominator": total, "out_of": out_of}
    said = {"unit_measure": each["unit_measure"], "bound": each["bound"], "hedge": each["hedge"] or ""}
    return Reading(value, value_to, int(each["unit_mult"] or 0), **parts, **said)


def by_machine(each: dict, language: str) -> Reading:
    """A row's token as `printed` reads it in a text: a slip such as ``78.18%``, never thousands, is a comma."""
    token = mend(each["as_printed"]) if language == "vi" else each["as_printed"]
    if inside := _SCALE_INSIDE.fullmatch(token):
        return _read_scales(each, *inside.groups(), language)
    reading = read_token(token, language)
    sense = SENSES.get(each["unit_measure"])
    if sense and sense.out_of and reading.value is None:
        return placed(reading, each["unit_measure"])
    return reading


def _read_scales(each: dict, first: str, scale: str, to: str | None, last: str, language: str) -> Reading:
    """``1 tỷ 200`` (triệu) is 1200 million, ``500 triệu đến 1`` (tỷ) is 500 to 1000 million.

    The scale of the last number stands behind the token, so it is the row's, wherever that can be.
    """
    printed, typed = SCALES[scale], each["unit_mult"] or 0
    low, high = read_number(first, language), read_number(last, language)
    if not to:
        power = typed if typed < printed else printed - 3
        return Reading(low.scaleb(printed - power) + high, unit_mult=power)
    ends = [end for power in SCALES.values() if (end := high.scaleb(power - printed)) > low]
    end = each["obs_value_to"] if each["obs_value_to"] in ends else min(ends)
    return Reading(low, end, unit_mult=printed, bound="range")
