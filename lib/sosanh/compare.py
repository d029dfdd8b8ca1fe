"""Comparisons over time and against levels set, each a frozen result that a notebook shows.

A comparison never raises because the articles are silent: silence is a result and is said. It raises only for
a question that cannot be asked (an unknown area, a window upside down).
"""

from dataclasses import dataclass, field
from datetime import date

import pandas as pd

from sosanh.bounds import Interval, short_of
from sosanh.codebook import Codebook
from sosanh.collection import Collection
from sosanh.gate import Change, Refused, Row, Verdict, change, interval, verdict
from sosanh.periods import Period, read_period


@dataclass(frozen=True, eq=False)
class Pair:
    """The earliest and the latest figure of one thing, the gate's verdict, and the change it allows (or None)."""

    a: Row
    b: Row
    verdict: Verdict
    change: Change | None


@dataclass(frozen=True, eq=False)
class Outcome:
    """A level set, held against what was reported: a code of the list `target_outcome`.

    `by` is the interval of the shortfall (unit of the target) where the outcome is `short`; `missing` the whole
    units short of it where a fraction is printed; `in_time` is True only where a figure of a day not after the
    due date shows it.
    """

    target: Row
    actual: Row | None
    code: str
    by: Interval | None = None
    missing: int | None = None
    in_time: bool = False


@dataclass(frozen=True, eq=False)
class OverTime:
    """What the articles state of one area in a window, and which of it may be compared."""

    collection: Collection = field(repr=False)
    area: str
    sector: str
    window: Period
    rows: pd.DataFrame
    pairs: tuple[Pair, ...]
    outcomes: tuple[Outcome, ...]

    @property
    def codebook(self) -> Codebook:
        return self.collection.codebook

    @property
    def once(self) -> pd.DataFrame:
        """Actual figures with nothing to compare them with in the window."""
        paired = {each.obs_id for pair in self.pairs if pair.verdict.grade != "X" for each in (pair.a, pair.b)}
        return self.rows[self.rows["role"].eq("actual") & ~self.rows["obs_id"].isin(paired)]

    @property
    def sources(self) -> pd.DataFrame:
        """The articles that the rows come from, in order of their dates."""
        used = self.collection.sources.loc[self.rows["source_id"].unique()]
        return used.sort_values(["published_from", "source_id"])


def window(time_from: str, time_to: str) -> Period:
    """The days from the first of `time_from` to the last of `time_to` (periods as in `periods`)."""
    first, last = read_period(time_from), read_period(time_to)
    if last.last < first.first:
        raise ValueError(f"time_to {time_to!r} is before time_from {time_from!r}; swap them")
    return Period(first.first, last.last, f"{time_from}/{time_to}")


def over_time(collection: Collection, area: str, time_from: str, time_to: str, sector: str = "") -> OverTime:
    """One area's figures between two periods: for each indicator the earliest against the latest.

    `area` is a name, alias or code; `sector` a code of the list `sector`, "" for all.
    """
    span = window(time_from, time_to)
    code = collection.codebook.area(area, span.first)
    rows = collection.select(code, sector, span)
    rows = rows.sort_values(["as_of_from", "as_of_to", "obs_id"], kind="stable")
    records = list(rows.itertuples(index=False, name="Observation"))
    actual = [row for row in records if row.role == "actual"]
    pairs = [_pair(a, b, collection.codebook) for a, b in _ends(actual) + _lookalikes(actual, collection.codebook)]
    outcomes = [_outcome(row, actual, span.last, collection) for row in records if row.role == "target"]
    return OverTime(collection, code, sector, span, rows, tuple(pairs), tuple(outcomes))


def _ends(actual: list[Row]) -> list[tuple[Row, Row]]:
    """For each indicator that several articles state: its earliest and its latest figure."""
    by_indicator: dict[str, list[Row]] = {}
    for row in actual:
        by_indicator.setdefault(row.indicator, []).append(row)
    ends = [(rows[0], rows[-1]) for rows in by_indicator.values()]
    return [(a, b) for a, b in ends if a.source_id != b.source_id]


def _lookalikes(actual: list[Row], codebook: Codebook) -> list[tuple[Row, Row]]:
    """Pairs of different indicators in one unit that the codebook has something to say about."""
    rows = codebook.comparability
    named = set(map(frozenset, rows.loc[rows["level"].eq("indicator"), ["a", "b"]].to_numpy().tolist()))
    return [
        (a, b)
        for place, a in enumerate(actual)
        for b in actual[place + 1 :]
        if a.source_id != b.source_id
        and a.unit_measure == b.unit_measure
        and frozenset((a.indicator, b.indicator)) in named
    ]


def _pair(a: Row, b: Row, codebook: Codebook) -> Pair:
    found = verdict(a, b, "change", codebook)
    try:
        return Pair(a, b, found, change(a, b, found))
    except Refused:
        return Pair(a, b, found, None)


def _outcome(target: Row, actual: list[Row], as_of: date, collection: Collection) -> Outcome:
    """The level set against the latest figure of the same indicator."""
    of_it = [row for row in actual if row.indicator == target.indicator]
    area = collection.codebook.entry("areas", target.ref_area)
    due = target.as_of_to
    if area["valid_to"] and due > area["valid_to"] and _merged(area, collection.codebook):
        return Outcome(target, None, "area_changed")
    if not of_it:
        claimed = _claimed(target, collection)
        return Outcome(
            target, None, "claim_only" if claimed else "no_evidence" if due <= as_of.isoformat() else "not_due"
        )
    held = held_against(target, of_it[-1], collection.codebook)
    if held.code in ("short", "undecided") and due > as_of.isoformat():
        return Outcome(target, of_it[-1], "not_due")
    return held


def held_against(target: Row, actual: Row, codebook: Codebook) -> Outcome:
    """Does the figure reach the level? `undecided` where its interval leaves it open or the gate allows no answer."""
    if not verdict(target, actual, "target", codebook).differences:
        return Outcome(target, actual, "undecided")
    reported, level = interval(actual), float(target.obs_value)
    less_is_better = target.bound in ("lt", "le")
    if less_is_better:
        reported, level = Interval(-reported.upper, -reported.lower, reported.upper_open, reported.lower_open), -level
    aim = Interval(level, level)
    in_time = actual.as_of_to <= target.as_of_to
    if reported.above(aim):
        return Outcome(target, actual, "exceeded", in_time=in_time)
    if reported.not_below(aim):
        return Outcome(target, actual, "met", in_time=in_time)
    if aim.above(reported):
        fraction = pd.notna(actual.denominator) and actual.unit_measure == "percent"
        missing = short_of(level, int(actual.numerator), int(actual.denominator)) if fraction else None
        return Outcome(target, actual, "short", aim - reported, missing)
    return Outcome(target, actual, "undecided")


def _merged(area: pd.Series, codebook: Codebook) -> bool:
    return bool(area["successor"]) and codebook.entry("areas", area["successor"])["territory"] != area["territory"]


def _claimed(target: Row, collection: Collection) -> bool:
    """Does a statement without a number speak of this very target?"""
    statements = collection.tables["statements"]
    own = statements[statements["source_id"].eq(target.source_id)]
    return any(str(target.obs_no) in related.split("; ") for related in own["obs_no"])
