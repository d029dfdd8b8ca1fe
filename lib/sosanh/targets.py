"""Levels set, held against what was reported.

A level is reached when every value the article allows reaches it, and missed when none does; in between the
outcome is undecided and says so. No figure is not a failure, and a level that falls due after its area was merged
into another can no longer be judged.
"""

from datetime import date

import pandas as pd

from sosanh.bounds import Interval, short_of
from sosanh.codebook import Codebook
from sosanh.collection import Collection
from sosanh.gate import Row, interval, verdict
from sosanh.results import Outcome
from sosanh.tables import MANY


def outcome(target: Row, actual: list[Row], as_of: date, collection: Collection) -> Outcome:
    """The level against the latest of the `actual` figures (in order of time) of its area and indicator."""
    own = [row for row in actual if (row.indicator, row.territory) == (target.indicator, target.territory)]
    if area_changes_before(target, collection.codebook):
        return Outcome(target, None, "area_changed")
    due = target.as_of_to <= as_of.isoformat()
    if not own:
        return Outcome(
            target, None, "not_due" if not due else "claim_only" if _claimed(target, collection) else "no_evidence"
        )
    held = held_against(target, own[-1], collection.codebook)
    return held if due or held.code in ("met", "exceeded") else Outcome(target, own[-1], "not_due")


def held_against(target: Row, actual: Row, codebook: Codebook) -> Outcome:
    """Does the figure reach the level? `undecided` where its interval leaves it open or the gate allows no answer."""
    if not verdict(target, actual, "target", codebook).differences:
        return Outcome(target, actual, "undecided")
    reported, level = interval(actual), float(target.obs_value)
    if target.bound in ("lt", "le"):  # less is better: turn both around
        reported, level = reported.mirrored(), 0 - level
    aim = Interval(level, level)
    in_time = actual.as_of_to <= target.as_of_to
    if reported.above(aim):
        return Outcome(target, actual, "exceeded", in_time=in_time)
    if reported.not_below(aim):
        return Outcome(target, actual, "met", in_time=in_time)
    if aim.above(reported):
        return Outcome(target, actual, "short", aim - reported, _missing(target, actual))
    return Outcome(target, actual, "undecided")


def _missing(target: Row, actual: Row) -> int | None:
    """How many whole units are short, where the figure prints a fraction."""
    if actual.unit_measure != "percent" or pd.isna(actual.denominator):
        return None
    return short_of(float(target.obs_value), int(actual.numerator), int(actual.denominator))


def area_changes_before(target: Row, codebook: Codebook) -> bool:
    """Does the level fall due after its area became part of another territory?"""
    area = codebook.entry("areas", target.ref_area)
    return bool(area["valid_to"]) and target.as_of_to > area["valid_to"] and codebook.merged(target.ref_area)


def _claimed(target: Row, collection: Collection) -> bool:
    """Does a statement without a number speak of this very target?"""
    statements = collection.tables["statements"]
    own = statements.loc[statements["source_id"].eq(target.source_id) & statements["role"].eq("actual"), "obs_no"]
    return any(str(target.obs_no) in related.split(MANY) for related in own)
