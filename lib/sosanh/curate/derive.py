"""From what a person typed to what follows from it: the derived columns of the tables.

Nothing typed is changed here. A percentage that does not follow from the fraction beside it stays as printed,
and `arithmetic` says so.
"""

from decimal import Decimal
from math import isfinite
from types import SimpleNamespace

from sosanh.data.codebook import Codebook
from sosanh.data.tables import MANY
from sosanh.numbers.amounts import decimals
from sosanh.numbers.intervals import allowed, attainable, counted, full, nearest_attainable
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import SENSES


def observations(typed: list[dict], source: dict, codebook: Codebook) -> list[dict]:
    """The observations of one article with every derived column of the design.

    `typed` are the rows of the workbook's sheet, `source` is the article's row of `sources`.
    """
    rows = []
    for each in typed:
        row = each | {"source_id": source["source_id"], "obs_id": obs_id(source["source_id"], each["obs_no"])}
        row |= {"occurrence": each["occurrence"] or 1, "ref_area": each["ref_area"] or source["ref_area"]}
        area, indicator = codebook.entry("areas", row["ref_area"]), codebook.entry("indicators", row["indicator"])
        row |= {"area_name": area.name_vi, "territory": area.territory}
        group = codebook.entry("populations", row["population"])
        row |= {"population_vi": group.label_vi, "population_en": group.label_en}
        row |= {column: getattr(indicator, column) for column in ("sector", "theme", "result_level", "may_exceed_100")}
        rows.append(row | _figures(row) | _as_of(row, source))
    return rows


def _figures(row: dict) -> dict:
    """What follows from the numbers of a row; only a part of a whole has a share, and arithmetic."""
    printed = _printed(row)
    part, found = SENSES[printed.unit_measure].part, allowed(printed)
    fraction = (printed.numerator, printed.denominator, printed.obs_value, printed.decimals)
    outcome = arithmetic(*fraction) if part else "not_applicable"
    return {
        "decimals": printed.decimals,
        "share": float(full(printed)) if counted(printed) else None,
        "arithmetic": outcome,
        "attainable": _nearest(printed) if outcome in ("mismatch", "unattainable") else "",
        "obs_status": "U" if outcome == "unattainable" else "E" if row["hedge"] else "A",
        "value_lower": float(found.lower) if isfinite(found.lower) else None,
        "value_upper": float(found.upper) if isfinite(found.upper) else None,
        "lower_open": _yes_no(found.lower_open) if found.known else "",
        "upper_open": _yes_no(found.upper_open) if found.known else "",
    }


def _printed(row: dict) -> SimpleNamespace:
    """The cells of one figure with the decimals that it prints: those of the token, or of the value where a person
    reads a decimal point that others take for thousands."""
    value = row["obs_value"]
    places = max(printed_decimals(row["as_printed"]), 0 if value is None else decimals(value.normalize()))
    return SimpleNamespace(**row | {"decimals": places})


def _nearest(row: SimpleNamespace) -> str:
    """The percentages nearest to the printed one that the total can give."""
    return MANY.join(map(str, nearest_attainable(_rounded(row.obs_value, row.decimals), row.denominator)))


def _yes_no(answer: bool) -> str:
    return "yes" if answer else "no"


def _as_of(row: dict, source: dict) -> dict:
    """The span a figure may be of: the stated period, else the article's date, known or estimated."""
    day = source["published"]
    first, last = (day, day) if day else (source["published_from"], source["published_to"])
    basis = "published" if day else "estimated"
    if row["time_period"]:
        period, basis = read_period(row["time_period"]), "stated"
        first, last = period.first.isoformat(), period.last.isoformat()
    return {"published": day, "as_of_from": first, "as_of_to": last, "as_of_basis": basis}


def relations(typed: list[dict], observations: list[dict]) -> list[dict]:
    """The relations of one article with the value recomputed and whether what is stated holds."""
    values = {str(each["obs_no"]): each["obs_value"] for each in observations}
    rows = [row | {"expected": _expected(row, values)} for row in typed]
    return [
        row | {"outcome": "holds" if holds(row["bound"], row["stated"], row["expected"]) else "fails"} for row in rows
    ]


def _expected(row: dict, values: dict[str, Decimal]) -> Decimal:
    """A sum's parts added up, or a duration's years."""
    if row["kind"] == "sum":
        _, *parts = row["obs_no"].split(MANY)
        return sum((values[part] for part in parts), Decimal(0))
    return _years(*row["time_period"].split("/"))


def _years(first: str, last: str) -> Decimal:
    """The years from the beginning of one period to the beginning of the other."""
    days = (read_period(last).first - read_period(first).first).days
    return round(Decimal(days) / Decimal("365.25"), 1)


def holds(bound: str, stated: Decimal, expected: Decimal) -> bool:
    """Is the stated value true? "Nearly 5" means more than 4 and less than 5, "more than 5" up to 6.

    >>> holds("exact", Decimal(28), Decimal(28)), holds("lt", Decimal(5), Decimal("3.1"))
    (True, False)
    """
    if bound == "lt":
        return stated - 1 < expected < stated
    if bound == "gt":
        return stated < expected <= stated + 1
    return stated == expected


def obs_id(source_id: str, obs_no: int) -> str:
    """
    >>> obs_id("dt-2024-07", 4)
    'dt-2024-07.04'
    """
    return f"{source_id}.{obs_no:02d}"


def system_id(source_id: str, system_no: int) -> str:
    """
    >>> system_id("dt-2024-07", 8)
    'dt-2024-07.s08'
    """
    return f"{source_id}.s{system_no:02d}"


def printed_decimals(as_printed: str) -> int:
    """How many decimals the last number of the token prints.

    >>> [printed_decimals(token) for token in ("465/595 | 78,18%", "5.911", "1 - 1,5", "100%", "8,5/10")]
    [2, 0, 1, 0, 1]
    """
    number = as_printed.rpartition("|")[2].partition("/")[0]  # of a fraction or a mark out of so many, the upper one
    last = "".join(each for each in number if each.isdigit() or each in ",")
    return len(last.rpartition(",")[2]) if "," in last else 0


def arithmetic(numerator, denominator, percentage: Decimal | None, decimals: int) -> str:
    """Does the printed percentage belong to the printed fraction?

    >>> arithmetic(465, 595, Decimal("78.15"), 2), arithmetic(464, 595, Decimal("78.15"), 2)
    ('consistent', 'mismatch')
    >>> arithmetic(465, 595, Decimal("78.18"), 2), arithmetic(465, 595, None, 0), arithmetic(None, None, Decimal(1), 0)
    ('unattainable', 'computed', 'not_applicable')
    """
    if numerator is None or denominator is None:
        return "not_applicable"
    if percentage is None:
        return "computed"
    counts = attainable(_rounded(percentage, decimals), denominator)
    if numerator in counts:
        return "consistent"
    return "mismatch" if counts else "unattainable"


def _rounded(percentage: Decimal, decimals: int) -> Decimal:
    return percentage.quantize(Decimal(1).scaleb(-decimals))
