"""What to ask: from the reasons why pairs do not compare, what a province would have to give so that they do.

The gate's reasons say what is missing; turned around they are a list of requests: a cut-off date, a numerator, a
total, a definition. What a bound or a hedge leaves open is asked for as its unit needs it: of a share the numerator and
the total, of a count or an amount the exact number. One row asks for one thing about one indicator.
"""

from sosanh.compare.results import OneIndicator, Result
from sosanh.data.tables import Observation
from sosanh.numbers.intervals import counted
from sosanh.numbers.units import SENSES

ASKED = {  # the gate's reason -> what would remove it (codes of the list `ask`)
    "as_of_unknown": ("cut_off_date",),
    "denominator_unknown": ("total",),
    "bound_only": ("numerator", "total", "exact"),
    "hedged": ("numerator", "total", "exact"),
    "status": ("numerator", "total"),
    "denominator_differs": ("total_change",),
    "out_of_unknown": ("out_of",),
    "definition": ("definition",),
    "population": ("population",),
    "territory": ("old_boundaries",),
    "condition": ("condition",),
}


def requests(result: Result) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """What would make each pair of the result comparable: (`ref_area`, indicator, ask) -> ids of the figures concerned.

    Pairs that are two different things (grade X) need no data and ask for nothing. A fraction that disagrees with the
    percentage printed beside it asks for the right count, also where it stands in no pair; of one indicator, a target
    without a figure asks for its result.
    """
    found: dict[tuple[str, str, str], dict[str, None]] = {}
    for pair in result.pairs:
        if pair.verdict.grade == "X":
            continue
        for ask in dict.fromkeys(ask for reason in pair.verdict.reasons for ask in ASKED.get(reason, ())):
            for row in (pair.a, pair.b):
                if _lacks(row, ask):
                    found.setdefault((row.ref_area, row.indicator, ask), {})[row.obs_id] = None
    for row in result.rows:
        if row.arithmetic in ("mismatch", "unattainable"):
            found.setdefault((row.ref_area, row.indicator, "numerator"), {})[row.obs_id] = None
    for outcome in result.outcomes if isinstance(result, OneIndicator) else ():
        if outcome.actual is None:
            wanted = ("result", "old_boundaries") if outcome.code == "area_changed" else ("result",)
            for ask in wanted:
                key = (outcome.target.ref_area, outcome.target.indicator, ask)
                found.setdefault(key, {})[outcome.target.obs_id] = None
    return {key: tuple(ids) for key, ids in found.items()}


def _lacks(row: Observation, ask: str) -> bool:
    """Is this the figure that lacks it? A definition or a boundary is a matter of both."""
    found = counted(row) and row.obs_status != "U"
    share = SENSES[row.unit_measure].part
    loose = row.bound != "exact" or bool(row.hedge)
    match ask:
        case "cut_off_date":
            return row.as_of_basis != "stated"
        case "numerator" | "total":
            return share and not found
        case "exact":
            return not share and loose
        case "out_of":
            return row.out_of is None
        case _:
            return True
