"""What a page leads with: the order of its pairs, and its main figures, each by one rule for any articles.

Of pairs the first is the one held against a target that is due at a stated time. Then comes the pair that is most
easily written wrongly: the one whose bare numbers lie farthest apart, as a part of the greater of the two, whether its
change may be stated or not. A refusal is then the first finding: what stands beside what, and why it does not compare.
Pairs of two different things come last; of two that lie equally far apart the one that compares further comes first.

Of figures the main ones are results before targets and plans, and what has a size before what is only estimated. Then a
share below all of its total before a number of things, and that before a share that is all: first what prints its
total, and what people use or what has changed before what was installed, done or paid. Of each indicator there is only
the latest result, and of its targets the latest for each time; the second figure of a sector comes after the first of
every other.
"""

from collections.abc import Iterable
from fractions import Fraction

from sosanh.compare.gate import GRADES
from sosanh.compare.results import Outcome, Pair, Result
from sosanh.data.tables import Observation
from sosanh.numbers.intervals import full
from sosanh.numbers.units import SENSES

_LEVELS = ("outcome", "use", "output", "activity", "input")  # what a figure measures, from result to means


def ranked(result: Result, purpose: str = "change") -> list[Pair]:
    """The pairs of a purpose (`change` or `level`) in the order in which a page names them."""
    aimed, _ = _aimed(result)
    own = [pair for pair in result.pairs if pair.verdict.purpose == purpose]
    return sorted(own, key=lambda pair: (pair is not aimed, *_weight(pair)))


def _weight(pair: Pair) -> tuple:
    grade = pair.verdict.grade
    return grade == "X", -_apparent(pair), GRADES.index(grade)


def lead(result: Result) -> tuple[Pair | None, Outcome | None]:
    """The first pair with a change, told by an amount where there is such a one; and the target held against it."""
    pair, outcome = _aimed(result)
    if pair is None:
        changed = [each for each in ranked(result) if each.change]
        pair = next((each for each in changed if each.stated), next(iter(changed), None))
    return pair, outcome


def _aimed(result: Result) -> tuple[Pair | None, Outcome | None]:
    """The first pair of an indicator with a target that is due at a stated time, and what became of the target."""
    changed = [pair for pair in result.pairs if pair.change and pair.verdict.purpose == "change"]
    for outcome in result.outcomes:
        for pair in changed:
            of_it = pair.a.indicator == pair.b.indicator == outcome.target.indicator
            if of_it and outcome.actual is not None and outcome.target.time_period:
                return pair, outcome
    return None, None


def naive(pair: Pair) -> Fraction | None:
    """What a hasty reader would subtract: the printed numbers, whatever the words beside them say; None of none."""
    if pair.a.unit_measure != pair.b.unit_measure or not all(row.value.known for row in (pair.a, pair.b)):
        return None
    first, last = (Fraction(100) if row.bound == "all" else full(row) for row in (pair.a, pair.b))
    return last - first


def _apparent(pair: Pair) -> Fraction:
    """How far apart the bare numbers lie, as a part of the greater one."""
    apart = naive(pair)
    sizes = (Fraction(100) if row.bound == "all" else abs(full(row)) for row in (pair.a, pair.b))
    return abs(apart) / max(sizes) if apart else Fraction(0)


def main_figures(rows: Iterable[Observation], most: int = 3) -> list[Observation]:
    """The main ones of these figures, at most so many; the first is the main one of all."""
    latest = {_thing(row): row for row in sorted(rows, key=lambda row: (row.as_of_from, row.obs_id))}
    turns: dict[str, int] = {}
    placed = []
    for place, row in enumerate(sorted(latest.values(), key=_of_weight)):
        turns[row.sector] = turns.get(row.sector, 0) + 1
        placed.append((row.role != "actual", bool(row.hedge), turns[row.sector], place, row))
    return [row for *_, row in sorted(placed, key=lambda each: each[:-1])][:most]


def _thing(row: Observation) -> tuple[str, ...]:
    """What a figure is one of several of: results of one indicator; its targets or plans for one time."""
    return (row.indicator,) if row.role == "actual" else (row.indicator, row.role, row.time_period)


def _of_weight(row: Observation) -> tuple:
    whole = row.bound == "all" or row.value_lower == row.value_upper == 100
    part = SENSES[row.unit_measure].part
    kind = 0 if part and not whole else 2 if part else 1
    newest_first = -int(row.as_of_from.replace("-", ""))
    level = _LEVELS.index(row.entry.result_level) if row.entry.result_level in _LEVELS else len(_LEVELS)
    return row.role != "actual", bool(row.hedge), kind, row.denominator is None, level, newest_first, row.obs_id
