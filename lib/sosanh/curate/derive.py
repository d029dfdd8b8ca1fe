"""From what a person typed to what follows from it: the derived columns of the tables.

Nothing typed is changed here. A percentage that does not follow from the fraction beside it stays as printed,
and `arithmetic` says so.
"""

from dataclasses import replace
from decimal import Decimal
from math import isfinite

from sosanh.data.codebook import Codebook
from sosanh.data.tables import MANY, Article, Observation, row
from sosanh.numbers.amounts import decimals, printed_decimals
from sosanh.numbers.intervals import attainable, counted, full, nearest_attainable
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import SENSES


def observation(cells: dict, article: Article, codebook: Codebook) -> Observation:
    """An observation of the article with every derived column of the design, from the cells of its row."""
    area = codebook.entry("areas", cells["ref_area"] or article.ref_area)
    indicator, group = (codebook.entry(f"{each}s", cells[each]) for each in ("indicator", "population"))
    named = {"source_id": article.source_id, "obs_id": obs_id(article.source_id, cells["obs_no"])}
    named |= {"ref_area": area.ref_area, "area_name": area.name_vi, "territory": area.territory}
    named |= {"population_vi": group.label_vi, "population_en": group.label_en}
    named |= {column: getattr(indicator, column) for column in ("sector", "theme", "result_level")}
    typed = row("observations", cells | named | _as_of(cells["time_period"], article), article=article, entry=indicator)
    value = Decimal(0) if typed.obs_value is None else typed.obs_value.normalize()
    # Those of the token, or of the value where a person reads a decimal point that others take for thousands.
    typed = replace(typed, decimals=max(printed_decimals(typed.as_printed, article.language), decimals(value)))
    return replace(typed, **_figures(typed))


def _figures(typed: Observation) -> dict:
    """What follows from the numbers of a row; only a part of a whole has a share, and arithmetic."""
    found, total = typed.value, typed.denominator and int(typed.denominator)
    part, nearest = SENSES[typed.unit_measure].part, []
    outcome = arithmetic(typed.numerator, total, typed.obs_value, typed.decimals) if part else "not_applicable"
    if outcome in ("mismatch", "unattainable"):
        nearest = nearest_attainable(_rounded(typed.obs_value, typed.decimals), total)
    return {
        "share": float(full(typed)) if counted(typed) else None,
        "arithmetic": outcome,
        "attainable": MANY.join(map(str, nearest)),
        "obs_status": "U" if outcome == "unattainable" else "E" if typed.hedge else "A",
        "value_lower": float(found.lower) if isfinite(found.lower) else None,
        "value_upper": float(found.upper) if isfinite(found.upper) else None,
        "lower_open": found.lower_open if found.known else None,
        "upper_open": found.upper_open if found.known else None,
    }


def _as_of(stated: str, article: Article) -> dict:
    """The span a figure may be of: the stated period, else the article's date, known or estimated."""
    day, basis = article.published, "published" if article.published else "estimated"
    first, last = day or article.published_from, day or article.published_to
    if stated:
        period, basis = read_period(stated), "stated"
        first, last = period.first.isoformat(), period.last.isoformat()
    return {"published": day, "as_of_from": first, "as_of_to": last, "as_of_basis": basis}


def relation(typed: dict, values: dict[str, Decimal]) -> dict:
    """A relation with the value recomputed (a sum's parts added up, or the years between the beginnings of two periods)
    and whether what is stated holds; `values` are those of the article's observations by their numbers."""
    if typed["kind"] == "sum":
        _, *parts = typed["obs_no"].split(MANY)
        expected = sum((values[part] for part in parts), Decimal(0))
    else:
        first, last = (read_period(each).first for each in typed["time_period"].split("/"))
        expected = round(Decimal((last - first).days) / Decimal("365.25"), 1)
    outcome = "holds" if holds(typed["bound"], typed["stated"], expected) else "fails"
    return typed | {"expected": expected, "outcome": outcome}


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
    """The code of an observation, as dt-2024-07.04."""
    return f"{source_id}.{obs_no:02d}"


def system_id(source_id: str, system_no: int) -> str:
    """The code of a system, as dt-2024-07.s08."""
    return f"{source_id}.s{system_no:02d}"


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
