"""From what a person typed to what follows from it: the derived columns of the tables.

Nothing typed is changed here. A percentage that does not follow from the fraction beside it stays as printed,
and `arithmetic` says so.
"""

from decimal import Decimal
from math import isfinite
from types import SimpleNamespace

import numpy as np
import pandas as pd

from sosanh.data.codebook import Codebook
from sosanh.data.rows import cell
from sosanh.data.tables import MANY, TABLES
from sosanh.numbers.amounts import decimals
from sosanh.numbers.intervals import allowed, attainable, counted, full, nearest_attainable
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import SENSES

_PUBLISHED = ["published", "published_from", "published_to"]


def observations(typed: pd.DataFrame, source: pd.Series, codebook: Codebook) -> pd.DataFrame:
    """The observations of one article with every derived column of the design.

    `typed` has the typed columns of the workbook's sheet, `source` is the article's row of `sources`.
    """
    rows = typed.copy()
    rows["source_id"] = source["source_id"]
    rows["obs_id"] = [obs_id(source["source_id"], number) for number in rows["obs_no"]]
    rows["occurrence"] = rows["occurrence"].fillna(1)
    rows["ref_area"] = rows["ref_area"].fillna(source["ref_area"])
    rows["published"] = source["published"]
    areas = codebook.areas.set_index("ref_area")
    rows["area_name"] = rows["ref_area"].map(areas["name_vi"])
    rows["territory"] = rows["ref_area"].map(areas["territory"])
    groups = codebook.populations.set_index("population")
    for language in ("vi", "en"):
        rows[f"population_{language}"] = rows["population"].map(groups[f"label_{language}"])
    indicators = codebook.indicators.set_index("indicator")
    for column in ("sector", "theme", "result_level", "may_exceed_100"):
        rows[column] = rows["indicator"].map(indicators[column])

    rows = rows.join(_from_the_print(rows)).join(_as_of(rows, source))
    rows["obs_status"] = np.select(
        [rows["arithmetic"].eq("unattainable"), rows["hedge"].notna() & rows["hedge"].ne("")], ["U", "E"], "A"
    )
    return rows


def relations(typed: pd.DataFrame, observations: pd.DataFrame) -> pd.DataFrame:
    """The relations of one article with the value recomputed and whether what is stated holds."""
    values = observations.set_index(observations["obs_no"].map(str))["obs_value"]
    expected = [_expected(row, values) for row in typed.to_dict("records")]
    stated = zip(typed["bound"], typed["stated"], expected, strict=True)
    return typed.assign(expected=expected, outcome=["holds" if holds(*each) else "fails" for each in stated])


def _expected(row: dict, values: pd.Series) -> Decimal:
    """A sum's parts added up, or the years from the beginning of one period to the beginning of the other."""
    if row["kind"] == "sum":
        _, *parts = row["obs_no"].split(MANY)
        return sum((Decimal(values[part]) for part in parts), Decimal(0))
    first, last = (read_period(end).first for end in row["time_period"].split("/"))
    return round(Decimal((last - first).days) / Decimal("365.25"), 1)


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


def arithmetic(numerator: int | None, denominator: int | None, percentage: Decimal | None, decimals: int) -> str:
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
    counts = attainable(percentage.quantize(Decimal(1).scaleb(-decimals)), denominator)
    if numerator in counts:
        return "consistent"
    return "mismatch" if counts else "unattainable"


def _from_the_print(rows: pd.DataFrame) -> pd.DataFrame:
    """What follows from the printed numbers alone."""
    return pd.DataFrame([_derived(_printed(each)) for each in rows.to_dict("records")], rows.index)


def _printed(each: dict) -> SimpleNamespace:
    """The cells of one figure with the decimals that it prints: those of the token, or of the value where a person
    reads a decimal point that others take for thousands."""
    columns = {name: column for name, column in TABLES["observations"].columns.items() if name in each}
    cells = {name: None if pd.isna(each[name]) else cell(each[name], column) for name, column in columns.items()}
    value = cells["obs_value"]
    places = max(printed_decimals(cells["as_printed"]), 0 if value is None else decimals(value))
    return SimpleNamespace(**cells, decimals=places, may_exceed_100=each["may_exceed_100"] == "yes")


def _derived(row: SimpleNamespace) -> dict:
    part = SENSES[row.unit_measure].part  # nothing else has a share, nor arithmetic
    fraction = (row.numerator, row.denominator, row.obs_value, row.decimals)
    outcome, found = arithmetic(*fraction) if part else "not_applicable", allowed(row)
    return {
        "decimals": row.decimals,
        "share": float(full(row)) if counted(row) else None,
        "arithmetic": outcome,
        "attainable": _nearest(row) if outcome in ("mismatch", "unattainable") else "",
        "value_lower": float(found.lower) if isfinite(found.lower) else None,
        "value_upper": float(found.upper) if isfinite(found.upper) else None,
        "lower_open": _yes_no(found.lower_open) if found.known else "",
        "upper_open": _yes_no(found.upper_open) if found.known else "",
    }


def _nearest(row: SimpleNamespace) -> str:
    """The percentages nearest to the printed one that the total can give."""
    printed = row.obs_value.quantize(Decimal(1).scaleb(-row.decimals))
    return MANY.join(map(str, nearest_attainable(printed, row.denominator)))


def _yes_no(answer: bool) -> str:
    return "yes" if answer else "no"


def _as_of(rows: pd.DataFrame, source: pd.Series) -> pd.DataFrame:
    """The span a figure may be of: the stated period, else the article's date, known or estimated."""
    published, earliest, latest = (source[column] for column in _PUBLISHED)
    otherwise = (published, published, "published") if published else (earliest, latest, "estimated")
    spans = [
        (period.first.isoformat(), period.last.isoformat(), "stated") if period else otherwise
        for period in (read_period(text) if text else None for text in rows["time_period"])
    ]
    return pd.DataFrame(spans, rows.index, ["as_of_from", "as_of_to", "as_of_basis"])
