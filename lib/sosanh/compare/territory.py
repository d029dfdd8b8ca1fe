"""From old provinces to a new one: what may be added up when provinces were merged, and what may not.

On 1 July 2025 sixty-three provinces became thirty-four. The figure of a new province is not that of the old one
of the same name, but counts of the parts can be added, and so can fractions whose both parts are printed. A share
without its total, a rank, a hedged figure or a mere bound on a share cannot.
"""

from dataclasses import dataclass

import pandas as pd

from sosanh.compare.gate import Row, interval
from sosanh.data.codebook import Codebook
from sosanh.numbers.bounds import Interval
from sosanh.numbers.units import SENSES


class CannotAdd(ValueError):
    """These figures do not add up to one of the new territory; the message says why."""


@dataclass(frozen=True)
class Sum:
    """A figure of a new territory, added up from its parts: an interval, and numerator over denominator of a share."""

    ref_area: str
    observations: tuple[str, ...]
    interval: Interval
    numerator: int | None = None
    denominator: int | None = None


def add(parts: list[Row], ref_area: str, codebook: Codebook) -> Sum:
    """The parts' figures added up to that of the new area; `CannotAdd` where this is not what they allow."""
    _check(parts, ref_area, codebook)
    ids = tuple(part.obs_id for part in parts)
    if SENSES[parts[0].unit_measure].part:
        numerator, denominator = (
            sum(int(getattr(part, each)) for part in parts) for each in ("numerator", "denominator")
        )
        share = 100 * numerator / denominator
        return Sum(ref_area, ids, Interval(share, share), numerator, denominator)
    ends = [interval(part) for part in parts]
    lower, upper = sum(each.lower for each in ends), sum(each.upper for each in ends)
    return Sum(ref_area, ids, Interval(lower, upper, any(e.lower_open for e in ends), any(e.upper_open for e in ends)))


def _check(parts: list[Row], ref_area: str, codebook: Codebook) -> None:
    areas = codebook.areas
    needed = set(areas.loc[areas["successor"].eq(ref_area), "ref_area"])
    given = {part.ref_area for part in parts}
    if given != needed or len(parts) != len(needed):
        raise CannotAdd(f"{ref_area} is made of {', '.join(sorted(needed))}; given: {', '.join(sorted(given))}")
    for column in ("indicator", "definition", "population", "unit_measure", "role"):
        if len({getattr(part, column) for part in parts}) > 1:
            raise CannotAdd(f"the parts differ in {column}")
    for part in parts:
        if part.hedge:
            raise CannotAdd(f"{part.obs_id} is hedged ({part.hedge}): its size is not known")
        if SENSES[part.unit_measure].part and (pd.isna(part.denominator) or part.bound != "exact"):
            raise CannotAdd(f"{part.obs_id} is a share without both its parts: shares are never averaged")
        if part.obs_status == "U":
            raise CannotAdd(f"{part.obs_id} prints a fraction and a percentage that cannot both be right")
        if part.as_of_from > parts[0].as_of_to or parts[0].as_of_from > part.as_of_to:
            raise CannotAdd(f"{part.obs_id} and {parts[0].obs_id} are of different times")
        if not (SENSES[part.unit_measure].adds or SENSES[part.unit_measure].part):
            raise CannotAdd(f"{part.obs_id} is in {part.unit_measure}: only counts and fractions can be added")
