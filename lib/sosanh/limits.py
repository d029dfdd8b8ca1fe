"""What no figure can be, whatever a token seems to print: more than all, less than nothing, half a thing counted.

Each limit follows from the unit alone. They are those within which `bounds` takes a value for possible.
"""

from collections.abc import Iterator
from decimal import Decimal

from sosanh.codebook import Codebook
from sosanh.problems import Problem
from sosanh.units import CODES, SENSES
from sosanh.workbooks import Sheet


def more_than_all(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """A part is at most its total; a share at most 100 %, unless the codebook says that the indicator may exceed it."""
    may = set(codebook.indicators.loc[codebook.indicators["may_exceed_100"].eq("yes"), "indicator"])
    for row, each in sheet.records:
        top, total = each.get("numerator"), each.get("denominator")
        if top is not None and total is not None and top > total:
            yield sheet.problem(row, "numerator", f"at most the denominator, {total}")
        if (field := each.get("out_of")) is not None:
            for column in _values(each, above=field):
                yield sheet.problem(row, column, f"at most out_of, {field}")
        sense = SENSES.get(each["unit_measure"])
        if sense is None or sense.ceiling is None or each["indicator"] in may:
            continue
        for column in _values(each, above=sense.ceiling):
            of_share = "as the codebook says the indicator may not exceed it"
            why = of_share if sense.part else f"as its unit is {each['unit_measure']}"
            yield sheet.problem(row, column, f"at most {sense.ceiling}, {why}")
        if sense.part and each["bound"] == "gt" and (each["obs_value"] == 100 or (top is not None and top == total)):
            yield sheet.problem(row, "bound", "not gt: nothing is more than 100 % of this indicator")


def less_than_nothing(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """The first rank is 1, a decrease takes away 100 % at most, frost is below 0; of most things there is 0 or more."""
    for row, each in sheet.records:
        sense = SENSES.get(each["unit_measure"])
        if sense is None or (least := sense.floor) is None:
            continue
        for column in _values(each, below=least):
            yield sheet.problem(row, column, f"{least} or more, as its unit is {each['unit_measure']}")
        stated = each.get("numerator") if each["obs_value"] is None else each["obs_value"]
        if each["bound"] == "lt" and stated == least:
            yield sheet.problem(
                row, "bound", f"not lt: nothing is less than {least}, as its unit is {each['unit_measure']}"
            )


def _values(each: dict, above: float = float("inf"), below: float = float("-inf")) -> list[str]:
    """The columns whose value lies beyond an end."""
    values = {column: each.get(column) for column in ("obs_value", "obs_value_to")}
    return [column for column, value in values.items() if value is not None and not below <= value <= above]


def scale_of_no_amount(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    """There are millions of dong, none of percent."""
    for row, each in sheet.records:
        if each["unit_mult"] and each["unit_measure"] in CODES and not SENSES[each["unit_measure"]].scaled:
            yield sheet.problem(row, "unit_mult", f"blank, as its unit is {each['unit_measure']}")


def whole_counts(sheet: Sheet, codebook: Codebook) -> Iterator[Problem]:
    whole = [code for code, sense in SENSES.items() if sense.whole]
    units = dict(codebook.indicators[["indicator", "unit_measure"]].to_numpy())
    plain = sheet.frame["unit_mult"].isna() | sheet.frame["unit_mult"].eq(0)
    counts = sheet.frame["indicator"].map(units).isin(whole) & plain
    for row, value in sheet.frame.loc[counts, "obs_value"].dropna().items():
        if value != Decimal(int(value)):
            yield sheet.problem(row, "obs_value", "a whole number, as it is a count or a rank")
