"""From what a person typed to what follows from it: the derived columns of the tables.

Nothing typed is changed here. A percentage that does not follow from the fraction beside it stays as printed,
and `arithmetic` says so.
"""

from decimal import Decimal

import numpy as np
import pandas as pd

from sosanh.bounds import attainable, intervals
from sosanh.codebook import Codebook
from sosanh.periods import read_period

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

    rows["decimals"] = rows["as_printed"].map(printed_decimals)
    rows["share"] = [_share(n, d) for n, d in zip(rows["numerator"], rows["denominator"], strict=True)]
    printed = rows[["numerator", "denominator", "obs_value", "decimals"]].to_numpy()
    rows["arithmetic"] = [arithmetic(*each) for each in printed]
    rows = rows.join(_interval_columns(rows))
    rows = rows.join(_as_of(rows, source))
    rows["obs_status"] = np.select(
        [rows["arithmetic"].eq("unattainable"), rows["hedge"].notna() & rows["hedge"].ne("")], ["U", "E"], "A"
    )
    return rows


def obs_id(source_id: str, obs_no: int) -> str:
    """
    >>> obs_id("dt-2024-07", 4)
    'dt-2024-07.04'
    """
    return f"{source_id}.{obs_no:02d}"


def printed_decimals(as_printed: str) -> int:
    """How many decimals the last number of the token prints.

    >>> [printed_decimals(token) for token in ("465/595 | 78,18%", "5.911", "1 - 1,5", "100%")]
    [2, 0, 1, 0]
    """
    last = "".join(each for each in as_printed.rpartition("|")[2] if each.isdigit() or each in ",")
    return len(last.rpartition(",")[2]) if "," in last else 0


def _share(numerator, denominator) -> float | None:
    return None if pd.isna(numerator) or pd.isna(denominator) else int(numerator) / int(denominator) * 100


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


def _interval_columns(rows: pd.DataFrame) -> pd.DataFrame:
    allowed = intervals(rows)
    yes_no = {True: "yes", False: "no"}
    return pd.DataFrame(
        {
            "value_lower": pd.Series(allowed.lower, rows.index),
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
