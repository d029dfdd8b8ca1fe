"""What a row types must be what its token prints.

A figure is typed twice: as printed (``465/595 | 78,18%``) and as numbers to calculate with. Whoever mistypes one of
the two contradicts himself, and no article is needed to see it. What only the words around a token say (its bound and
hedge, the scale and unit that follow it) is held against the text by the `ledger`.

A machine reads the token, and it can be wrong. A reason in the column `overruled` puts the person's reading in its
place: then each number typed need only be made of digits that the token prints.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from sosanh.amounts import decimals, read_number
from sosanh.problems import Problem
from sosanh.readings import BOUNDS, Reading, mend, placed, read_token
from sosanh.units import SCALES, SENSES
from sosanh.workbooks import Sheet

LANGUAGES = ("vi", "en")  # those whose numbers `amounts` reads
FORMS = "a number without its words, such as 5.911, 78,18%, 465/595, 465/595 | 78,18% or 40-50%; or the bound all"
_NUMBERS = {
    "numerator": "numerator", "denominator": "denominator", "out_of": "out_of", "obs_value": "value",
    "obs_value_to": "value_to",
}  # fmt: skip
_SCALE_INSIDE = re.compile(rf"([0-9.,]+) ({'|'.join(SCALES)})(?: đồng)?(\s*(?:[-–—~]|\bđến\b|\btới\b))?\s*([0-9.,]+)")


def typed_as_printed(sheet: Sheet, language: str | None) -> Iterator[Problem]:
    """Where the numbers, the unit or the bound of an observation are not those of its `as_printed`."""
    if language not in LANGUAGES:
        return  # what is wrong with it is said of the sheet sources
    for row, each in sheet.records:
        if each["as_printed"] is None or each["bound"] not in BOUNDS:
            continue
        if each["bound"] == "all":
            yield from _in_words(sheet, row, each)
            continue
        if each["overruled"]:
            yield from _by_a_person(sheet, row, each)
            continue
        try:
            yield from _differences(sheet, row, each, by_machine(each, language))
        except ValueError:
            yield sheet.problem(row, "as_printed", FORMS)


def _in_words(sheet: Sheet, row: int, each: dict) -> Iterator[Problem]:
    """``đều``, ``tất cả``: a claim without a number."""
    if re.search("[0-9]", each["as_printed"]):
        yield sheet.problem(row, "bound", "not all: as_printed prints a number")
        return
    for column in _NUMBERS:
        if each[column] is not None:
            yield sheet.problem(row, column, "blank where the bound is all: no number is printed")


def _by_a_person(sheet: Sheet, row: int, each: dict) -> Iterator[Problem]:
    """What even a person may not make of a token: numbers of other digits, none at all, half a range or fraction."""
    printed = _figures_of(each["as_printed"])
    if not printed:
        yield sheet.problem(row, "as_printed", FORMS)
        return
    for column in _NUMBERS:
        if each[column] is not None and _figures(each[column]) not in printed:
            yield sheet.problem(row, column, f"a number of the digits of as_printed, {each['as_printed']}")
    if (each["numerator"] is None) != (each["denominator"] is None):
        yield sheet.problem(row, "numerator", "numerator and denominator together, or neither")
    if each["obs_value"] is None and (each["numerator"] is None or each["bound"] == "range"):
        yield sheet.problem(row, "obs_value", "a number of the digits of as_printed; no number is typed")
    if (each["obs_value_to"] is None) == (each["bound"] == "range"):
        yield sheet.problem(row, "obs_value_to", "the end of a range where the bound is range, else blank")


def _figures_of(token: str) -> set[str]:
    """The digits of each number that a token prints, and of its numbers together (``5 nghìn 200``)."""
    numbers = re.findall("[0-9]+(?:[.,][0-9]+)*", token)
    return {_figures(each) for each in (*numbers, *([token] if numbers else []))}


def _figures(number: Decimal | int | str) -> str:
    """A number's digits without point, sign and end zeros: of 0.725 and of 725 thousand, 725."""
    text = number if isinstance(number, str) else format(number, "f")
    return re.sub("[^0-9]", "", text).strip("0") or "0"


def _differences(sheet: Sheet, row: int, each: dict, reading: Reading) -> Iterator[Problem]:
    for column, name in _NUMBERS.items():
        printed = getattr(reading, name)
        if each[column] != printed:
            yield sheet.problem(
                row, column, "blank: as_printed does not print it" if printed is None else _says(printed)
            )
    if reading.unit_mult and each["unit_mult"] != reading.unit_mult:
        yield sheet.problem(row, "unit_mult", _says(reading.unit_mult))
    units = _units(reading)
    if units and each["unit_measure"] not in (*units, None):
        yield sheet.problem(row, "unit_measure", _says(" or ".join(units)))
    if (each["bound"] == "range") != (reading.bound == "range"):
        ranges = reading.bound == "range"
        yield sheet.problem(row, "bound", _says("range") if ranges else "not range: as_printed prints no two ends")


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


def _units(reading: Reading) -> tuple[str, ...]:
    """The units a token leaves open: its ``%`` may be of a total or of an earlier level. Without one, any."""
    among = tuple(code for code, sense in SENSES.items() if sense.out_of)
    if reading.out_of is not None:
        return among
    unit = reading.unit_measure
    if not SENSES[unit].sign:
        return ()
    if reading.denominator is None:
        return tuple(dict.fromkeys((unit, "percent_change")))
    return (unit, *among) if reading.value is None else (unit,)


def _says(printed: Decimal | int | str) -> str:
    return f"{format(printed, 'f') if isinstance(printed, Decimal) else printed}, as as_printed says"
