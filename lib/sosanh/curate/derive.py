"""From what a person typed to what follows from it: the derived columns of the tables.

Nothing typed is changed here. A percentage that does not follow from the fraction beside it stays as printed,
and `arithmetic` says so.
"""

from decimal import Decimal

import numpy as np
import pandas as pd

from sosanh.data.codebook import Codebook
from sosanh.data.tables import MANY
from sosanh.numbers.amounts import decimals
from sosanh.numbers.bounds import attainable, intervals, nearest_attainable
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import PARTS

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

    rows["decimals"] = [_decimals(*each) for each in zip(rows["as_printed"], rows["obs_value"], strict=True)]
    parts = rows["unit_measure"].isin(PARTS)  # nothing else has a share, nor arithmetic
    totals = zip(rows["numerator"], rows["denominator"], parts, strict=True)
    rows["share"] = [_share(top, total) if part else None for top, total, part in totals]
    printed = rows[["numerator", "denominator", "obs_value", "decimals"]].to_numpy()
    found = zip(printed, parts, strict=True)
    rows["arithmetic"] = [arithmetic(*each) if part else "not_applicable" for each, part in found]
    rows["attainable"] = [_attainable(*each) for each in zip(rows["arithmetic"], printed, strict=True)]
    rows = rows.join(_interval_columns(rows))
    rows = rows.join(_as_of(rows, source))
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


def _decimals(as_printed: str, value: Decimal | None) -> int:
    """Those of the token, or of the value where a person reads a decimal point that others take for thousands."""
    return max(printed_decimals(as_printed), 0 if pd.isna(value) else decimals(value.normalize()))


def _share(numerator, denominator) -> float | None:
    return None if pd.isna(numerator) or pd.isna(denominator) else 100 * int(numerator) / int(denominator)


def arithmetic(numerator, denominator, percentage: Decimal | None, decimals: int) -> str:
    """Does the printed percentage belong to the printed fraction?

    >>> arithmetic(465, 595, Decimal("78.15"), 2), arithmetic(464, 595, Decimal("78.15"), 2)
    ('consistent', 'mismatch')
    >>> arithmetic(465, 595, Decimal("78.18"), 2), arithmetic(465, 595, None, 0), arithmetic(None, None, Decimal(1), 0)
    ('unattainable', 'computed', 'not_applicable')
    """
    if pd.isna(numerator) or pd.isna(denominator):
        return "not_applicable"
    if pd.isna(percentage):
        return "computed"
    counts = attainable(percentage.quantize(Decimal(1).scaleb(-decimals)), int(denominator))
    if numerator in counts:
        return "consistent"
    return "mismatch" if counts else "unattainable"


def _attainable(outcome: str, printed) -> str:
    """Where fraction and percentage disagree, the percentages nearest to the printed one that the total can give."""
    if outcome not in ("mismatch", "unattainable"):
        return ""
    _, denominator, percentage, decimals = printed
    near = nearest_attainable(percentage.quantize(Decimal(1).scaleb(-decimals)), int(denominator))
    return MANY.join(map(str, near))


def _interval_columns(rows: pd.DataFrame) -> pd.DataFrame:
    allowed = intervals(rows)
    yes_no = {True: "yes", False: "no"}
    return pd.DataFrame(
        {
            "value_lower": pd.Series(allowed.lower, rows.index).replace(-np.inf, np.nan),
            "value_upper": pd.Series(allowed.upper, rows.index).replace(np.inf, np.nan),
            "lower_open": pd.Series(allowed.lower_open, rows.index).map(yes_no).where(allowed.known, ""),
            "upper_open": pd.Series(allowed.upper_open, rows.index).map(yes_no).where(allowed.known, ""),
        }
    )


def _as_of(rows: pd.DataFrame, source: pd.Series) -> pd.DataFrame:
    """The span a figure may be of: the stated period, else the article's date, known or estimated."""
    published, earliest, latest = (source[column] for column in _PUBLISHED)
    otherwise = (published, published, "published") if published else (earliest, latest, "estimated")
    spans = [
        (period.first.isoformat(), period.last.isoformat(), "stated") if period else otherwise
        for period in (read_period(text) if text else None for text in rows["time_period"])
    ]
    return pd.DataFrame(spans, rows.index, ["as_of_from", "as_of_to", "as_of_basis"])
