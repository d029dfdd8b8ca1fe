"""The comparability gate: may two figures be compared, how far, and why not further.

Two figures that stand in similar sentences need not be of the same thing. Every difference in this library is
taken through `verdict`, which gives a pair one grade and its reasons: A the difference may be stated; B only a
bound, or only under a condition; C side by side; X not at all. The grade is the lowest ceiling among the
reasons, unless a row of the codebook's sheet `comparability` says otherwise, and why.
"""

from dataclasses import dataclass
from fractions import Fraction
from itertools import product

from sosanh.data.codebook import Codebook
from sosanh.data.labels import NONE, Label, label
from sosanh.data.tables import Observation
from sosanh.numbers.intervals import Interval, counted, difference, exact, full
from sosanh.numbers.units import SENSES

PURPOSES = ("change", "level", "target")
GRADES = "ABCX"
CEILINGS = {
    "as_of_unknown": "A", "denominator_unknown": "A",
    "bound_only": "B", "denominator_differs": "B", "hedged": "B", "status": "B",
    "out_of_unknown": "A", "out_of_differs": "C", "changes": "C",
    "definition": "C", "population": "C", "territory": "C",
    "retracted": "X", "unit": "X", "indicator": "X", "role": "X",
}  # fmt: skip
OF_ONE = {  # reasons that one figure alone can give; a target or plan gives none of the last four (see `_level`)
    "hedged": lambda each: bool(each.hedge),
    "status": lambda each: each.obs_status == "U",
    "bound_only": lambda each: each.bound in ("gt", "ge", "lt", "le", "range") and not _level(each),
    "out_of_unknown": lambda each: each.out_of is None and not _level(each),
    "denominator_unknown": lambda each: _no_total(each) and not _level(each),
    "as_of_unknown": lambda each: each.as_of_basis != "stated" and not _level(each),
}
SETTLED = {  # what a row of the codebook's sheet `comparability` settles, by its level
    "definition": {"definition"},
    "indicator": {"indicator", "definition", "population"},
    "observation": {"indicator", "definition", "population"},
}


@dataclass(frozen=True, repr=False)
class Verdict:
    """One grade for a pair of observations, with its reasons (codes of the list `reason`).

    `condition` and `note` are from the codebook row that decided, else empty.
    """

    a: str
    b: str
    purpose: str
    grade: str
    reasons: tuple[str, ...]
    condition: Label = NONE
    note: Label = NONE

    def __repr__(self) -> str:
        return f"<Verdict {self.grade}: {', '.join(self.reasons) or 'nothing stands against it'}>"

    @property
    def differences(self) -> bool:
        """May a difference be stated (with its bound or condition)? Never of a hedged figure: its size is unknown."""
        return self.grade in "AB" and "hedged" not in self.reasons

    @property
    def deciding(self) -> tuple[str, ...]:
        """The reasons why no more can be said: where no difference may be stated, only those that forbid it."""
        if self.differences:
            return self.reasons
        return tuple(each for each in self.reasons if each == "hedged" or CEILINGS.get(each, "X") in "CX")


class Refused(Exception):
    """A difference that must not be taken; the message gives the reasons."""

    def __init__(self, verdict: Verdict):
        self.verdict = verdict
        because = ", ".join(verdict.reasons) or "no reason given"
        super().__init__(f"{verdict.a} and {verdict.b} have no difference (grade {verdict.grade}): {because}")


def verdict(a: Observation, b: Observation, purpose: str, codebook: Codebook) -> Verdict:
    """The grade of two observations for a `purpose`: change, level or target (pairs: tests/test_gate.py)."""
    if purpose not in PURPOSES:
        raise ValueError(f"purpose must be one of {', '.join(PURPOSES)}, not {purpose!r}")
    reasons = tuple(reason for reason, holds in _rules(a, b, purpose, codebook) if holds)
    grade = max((CEILINGS[reason] for reason in reasons), key=GRADES.index, default="A")
    # the codebook may decide: a row for the observations before one for their definitions or indicators
    names = (("observation", "obs_id"), ("definition", "definition"), ("indicator", "indicator"))
    decided = (codebook.pair_row(level, getattr(a, name), getattr(b, name), purpose) for level, name in names)
    row = next(filter(None, decided), None)
    if row is None:
        return Verdict(a.obs_id, b.obs_id, purpose, grade, reasons)
    # The row has the last word on what it speaks of; what it does not speak of still holds.
    others = [CEILINGS[reason] for reason in reasons if reason not in SETTLED[row.level]]
    grade = max((row.grade, *others), key=GRADES.index)
    reasons = (row.reason, *(reason for reason in reasons if reason != row.reason))
    return Verdict(a.obs_id, b.obs_id, purpose, grade, reasons, label(row, "condition"), label(row, "note"))


def _rules(a: Observation, b: Observation, purpose: str, codebook: Codebook):
    """Each reason with whether it holds, the gravest first."""
    yield "retracted", a.article.retracted or b.article.retracted
    yield "unit", a.unit_measure != b.unit_measure
    yield "indicator", a.indicator != b.indicator
    yield "role", sorted((a.role, b.role)) != (["actual", "target"] if purpose == "target" else ["actual", "actual"])
    yield "territory", _other_boundaries(a, b, purpose, codebook)
    yield "population", a.population != b.population
    yield "definition", a.definition != b.definition
    yield "changes", purpose != "target" and a.unit_measure == b.unit_measure and SENSES[a.unit_measure].change
    fields = [each.out_of for each in (a, b) if each.out_of is not None]
    yield "out_of_differs", len(fields) == 2 and fields[0] != fields[1]
    given = {reason: any(holds(each) for each in (a, b)) for reason, holds in OF_ONE.items()}
    yield "hedged", given["hedged"]
    yield "bound_only", given["bound_only"]
    totals = [each.denominator for each in (a, b) if each.denominator is not None]
    yield "denominator_differs", len(totals) == 2 and totals[0] != totals[1]
    yield "status", given["status"]
    ranks = a.unit_measure == b.unit_measure and SENSES[a.unit_measure].best_first
    yield "out_of_unknown", ranks and given["out_of_unknown"]
    shares = a.unit_measure == b.unit_measure and SENSES[a.unit_measure].part
    yield "denominator_unknown", shares and given["denominator_unknown"]
    yield "as_of_unknown", given["as_of_unknown"]


def _other_boundaries(a: Observation, b: Observation, purpose: str, codebook: Codebook) -> bool:
    """Change and target are of one territory; levels of two areas compare on one map. An area that the merger left
    alone stands on both maps, but its rank is one among 63 or one among 34, which never compare."""
    maps_differ = a.ref_area[:4] != b.ref_area[:4]
    if maps_differ and any(SENSES[each.unit_measure].best_first for each in (a, b)):
        return True
    if purpose != "level":
        return a.territory != b.territory
    return maps_differ and not any(codebook.on_both_maps(each.territory) for each in (a, b))


def _level(each) -> bool:
    """A target or plan: its bound is part of what was set, and it needs no total and no cut-off date."""
    return each.role != "actual"


def _no_total(each) -> bool:
    """A percentage whose total is not printed; of none and of all, the total does not matter."""
    return each.denominator is None and each.bound != "all" and each.obs_value not in (0, 100)


@dataclass(frozen=True, repr=False)
class Change:
    """What changed from `a` to `b`: one interval for each reading of what was printed.

    A share printed both as a fraction and as a percentage has two readings, named `fraction` and `printed`;
    otherwise there is one, `reported`. `printed` holds the plain difference of two exact printed values.
    """

    a: str
    b: str
    unit: str
    readings: tuple[tuple[str, Interval], ...]
    printed: Fraction | None = None

    def __repr__(self) -> str:
        return f"<Change in {self.unit}: {' or '.join(str(interval) for _, interval in self.readings)}>"

    @property
    def interval(self) -> Interval:
        """The first reading: the fraction's, where there is one."""
        return self.readings[0][1]

    @property
    def sign(self) -> str:
        """`up`, `down`, `none`, or `undetermined` where the readings leave it open."""
        signs = {_sign(interval) for _, interval in self.readings}
        return signs.pop() if len(signs) == 1 else "undetermined"

    @property
    def told(self) -> bool:
        """May it be told by an amount: is its direction known, or has it an end on both sides?"""
        intervals = [interval for _, interval in self.readings]
        ended = all(each.bounded for each in intervals)
        return all(each.known for each in intervals) and (self.sign != "undetermined" or ended)


def change(a: Observation, b: Observation, verdict: Verdict) -> Change:
    """The change from `a` to `b`; `Refused` where the gate allows no difference."""
    if not verdict.differences:
        raise Refused(verdict)
    named = tuple(
        (one if one != "reported" else other, difference(later, earlier))
        for (one, earlier), (other, later) in product(readings(a), readings(b))
    )
    plain = all(each.bound == "exact" and not each.hedge and not counted(each) for each in (a, b))
    printed = full(b) - full(a) if plain else None
    return Change(a.obs_id, b.obs_id, a.unit_measure, named, printed)


def readings(row: Observation) -> list[tuple[str, Interval]]:
    """What the row allows: its interval, and beside a fraction's also that of the percentage printed with it."""
    if counted(row) and row.obs_value is not None:
        printed = exact(row.obs_value)
        return [("fraction", row.value), ("printed", Interval(printed, printed))]
    return [("reported", row.value)]


def _sign(change: Interval) -> str:
    zero = Interval(0, 0)
    if change.above(zero):
        return "up"
    if zero.above(change):
        return "down"
    return "none" if change.lower == change.upper == 0 else "undetermined"
