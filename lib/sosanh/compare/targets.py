"""Targets, held against what was reported.

A level is reached when every value the article allows reaches it, and missed when none does; in between the
outcome is undecided and says so. No figure is not a failure, and a level that falls due after its area was merged
into another is judged only by a figure that shows it reached within the old boundaries. "By 2025" is read as by the
end of that year; where an outcome hangs on this reading, it says so.
"""

from dataclasses import replace
from datetime import date

from sosanh.compare.gate import readings, verdict
from sosanh.compare.results import Outcome
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection
from sosanh.data.tables import Observation
from sosanh.numbers.intervals import Interval, counted, difference, short_of


def outcome(target: Observation, latest: Observation | None, as_of: date, collection: Collection) -> Outcome:
    """The level against the `latest` actual figure of its area and indicator, None where there is none."""
    read = _as_read(target, latest, as_of, collection)
    if target.time_basis != "by":
        return read
    other = _as_read(replace(target, as_of_to=target.as_of_from), latest, as_of, collection)  # by its first day
    return replace(read, by_reading=(read.code, read.in_time) != (other.code, other.in_time))


def _as_read(target: Observation, latest: Observation | None, as_of: date, collection: Collection) -> Outcome:
    held = held_against(target, latest, collection.codebook) if latest else None
    if held and held.code in ("met", "exceeded"):
        return held
    if area_changes_before(target, collection.codebook):
        return Outcome(target, None, "area_changed")
    if target.as_of_to > as_of.isoformat():
        return Outcome(target, latest, "not_due")
    claimed = collection.claims(target.source_id, target.obs_no)
    return held or Outcome(target, None, "claim_only" if claimed else "no_evidence")


def held_against(target: Observation, actual: Observation, codebook: Codebook) -> Outcome:
    """Does the figure reach the level? `undecided` where its interval or its readings leave it open, or the gate
    allows no answer."""
    found = verdict(target, actual, "target", codebook)
    if not found.differences:
        return Outcome(target, actual, "undecided")
    aim, strict, down = _aim(target)
    outcomes = {_reached(reported.mirrored() if down else reported, aim, strict) for _, reported in readings(actual)}
    code = outcomes.pop() if len(outcomes) == 1 else "undecided"
    in_time = code in ("met", "exceeded") and actual.as_of_to <= target.as_of_to
    if code != "short":
        return Outcome(target, actual, code, in_time=in_time, condition=found.condition)
    reported = actual.value.mirrored() if down else actual.value
    missing = None  # whole units that are short, where the figure prints a fraction
    if counted(actual) and not down:
        missing = short_of(aim.lower, actual.numerator, actual.denominator, strict)
    return Outcome(target, actual, code, difference(aim, reported), missing, condition=found.condition)


def _aim(target: Observation) -> tuple[Interval, bool, bool]:
    """The value to reach, whether it must be passed, and whether less is better (then all is turned around)."""
    fewer = target.entry.direction == "down"
    down = target.bound in ("lt", "le") or (fewer and target.bound == "exact")
    end = target.value.mirrored().lower if down else target.value.lower
    return Interval(end, end), target.bound in ("gt", "lt"), down


def _reached(reported: Interval, aim: Interval, strict: bool) -> str:
    """A level such as "more than 50 %" is met by whatever is more; it cannot be told by how much it is exceeded."""
    if reported.above(aim):
        return "met" if strict else "exceeded"
    if not strict and reported.not_below(aim):
        return "met"
    missed = aim.not_below(reported) if strict else aim.above(reported)
    return "short" if missed else "undecided"


def area_changes_before(target: Observation, codebook: Codebook) -> bool:
    """Does the level fall due after its area became part of another territory?"""
    area = codebook.entry("areas", target.ref_area)
    return bool(area.valid_to) and target.as_of_to > area.valid_to and codebook.merged(target.ref_area)
