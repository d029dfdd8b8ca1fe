"""What a comparison gives: frozen results that say what was found, what may be said of it, and what is missing.

Every result knows the rows it rests on, their articles, the pairs with the gate's verdicts, and its silences: a
place where the articles say nothing is part of the answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from sosanh.compare.gate import Change, Verdict, change, verdict
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection
from sosanh.data.labels import NONE, Label
from sosanh.data.tables import Article, Benchmark, Milestone, Observation, Statement, System
from sosanh.numbers.intervals import Interval
from sosanh.numbers.periods import Period


@dataclass(frozen=True, eq=False, repr=False)
class Pair:
    """Two figures, the gate's verdict on them, and the change or difference it allows (or None)."""

    a: Observation
    b: Observation
    verdict: Verdict
    change: Change | None

    @classmethod
    def judged(cls, a: Observation, b: Observation, purpose: str, codebook: Codebook) -> Self:
        """Two figures with what the gate says of them for a purpose."""
        found = verdict(a, b, purpose, codebook)
        return cls(a, b, found, change(a, b, found) if found.differences else None)

    @property
    def stated(self) -> bool:
        """May the change be told by an amount? One rule for sentences, charts, tables and counts of pairs."""
        return self.change is not None and self.change.told

    def __repr__(self) -> str:
        return f"<Pair {self.a.obs_id} {self.b.obs_id}: {self.verdict.grade}>"


@dataclass(frozen=True, eq=False, repr=False)
class Outcome:
    """A target, held against what was reported: a code of the list `target_outcome`.

    `by` is the interval of the shortfall (unit of the target) where the outcome is `short`; `missing` the whole
    units short of it where a fraction is printed; `in_time` is True only where a figure of a day not after the
    due date shows it; `condition` is that of the gate's verdict, where it has one; `by_reading` says that it
    would be another, were "by 2025" not read as by the end of it.
    """

    target: Observation
    actual: Observation | None
    code: str
    by: Interval | None = None
    missing: int | None = None
    in_time: bool = False
    condition: Label = NONE
    by_reading: bool = False

    @property
    def dated(self) -> bool:
        """Does the article state the day that the figure is of? Else nobody can say that it was reached too late."""
        return self.actual is not None and self.actual.as_of_basis == "stated"

    def __repr__(self) -> str:
        return f"<Outcome {self.target.obs_id}: {self.code}>"


@dataclass(frozen=True, eq=False, repr=False)
class Result:
    """What every comparison has, as far as it was asked for. `areas` are `ref_area` codes; `sector` "" means all."""

    collection: Collection
    areas: tuple[str, ...]
    sector: str
    rows: tuple[Observation, ...]
    pairs: tuple[Pair, ...] = ()
    silences: tuple[tuple[str, str], ...] = ()  # (area, theme) that no article speaks of
    as_of: str = ""  # what had been published by the end of this period; "" for all of it
    article: str = ""  # the one article looked at; "" for all
    indicator: str = ""  # the one indicator; "" for all
    outcomes: tuple[Outcome, ...] = ()  # of the targets

    def __repr__(self) -> str:
        where = ", ".join(self.areas)
        return f"<{type(self).__name__} {where} {self.sector}: {len(self.rows)} rows, {len(self.pairs)} pairs>"

    @property
    def codebook(self) -> Codebook:
        return self.collection.codebook

    @property
    def sources(self) -> tuple[Article, ...]:
        """The articles that the answer rests on, in order of their dates."""
        used = {row.source_id: row.article for row in self._resting_on()}
        return tuple(sorted(used.values(), key=lambda each: (each.published_from, each.source_id)))

    @property
    def retracted(self) -> tuple[Article, ...]:
        """The retracted articles that it would rest on, were they not retracted."""
        gone = () if self.article else self.collection.retracted(list(self.areas), self.as_of)
        gone = (each for each in gone if each.source_id not in self.source_numbers)
        return tuple(each for each in gone if self._would_show(each.source_id))

    def _would_show(self, source_id: str) -> bool:
        """Does the article state anything that was asked for?"""
        asked = {"indicator": self.indicator, "article": source_id, "as_of": self.as_of}
        return bool(self.collection.select(self.areas, self.sector, **asked))

    @property
    def standing(self) -> Self:
        """The same without figures of a retracted article, and pairs with one."""
        rows = tuple(row for row in self.rows if not row.article.retracted)
        return replace(self, rows=rows, pairs=tuple(each for each in self.pairs if each.a in rows and each.b in rows))

    @property
    def shown_areas(self) -> tuple[str, ...]:
        """The areas that figures shown are of: those asked for, and those of what stands beside them."""
        return self.areas

    @cached_property
    def source_numbers(self) -> dict[str, int]:
        """The number of each article in `sources`, by its code: the first is 1."""
        return {each.source_id: number for number, each in enumerate(self.sources, start=1)}

    @property
    def cites_lines(self) -> bool:
        """Does anything it rests on stand in a line that is no numbered paragraph?"""
        return any(self.collection.number(each.source_id, each.paragraph) is None for each in self._resting_on())

    def _resting_on(self) -> Iterable[Any]:
        """Whatever names its article."""
        return self.rows

    def area_of(self, row: Any) -> str:
        """The area asked for that the article of a row (a step, a system, a figure) is about."""
        return self._by_territory[self.codebook.territory(row.article.ref_area)]

    @cached_property
    def _by_territory(self) -> dict[str, str]:
        return {self.codebook.territory(area): area for area in self.areas}

    def of_area(self, area: str) -> tuple[Observation, ...]:
        """The rows of an area's territory."""
        territory = self.codebook.territory(area)
        return tuple(row for row in self.rows if row.territory == territory)


@dataclass(frozen=True, eq=False, repr=False)
class OverTime(Result):
    """One area in a window: earliest against latest, and the targets."""

    window: Period = None
    asked: tuple[str, str] = ("", "")  # the window's two ends as they were asked for

    def _would_show(self, source_id: str) -> bool:
        return bool(self.collection.select(self.areas, self.sector, article=source_id, window=self.window))

    @property
    def once(self) -> tuple[Observation, ...]:
        """Actual figures with nothing to compare them with in the window."""
        paired = {each.obs_id for pair in self.pairs if pair.verdict.grade != "X" for each in (pair.a, pair.b)}
        return tuple(row for row in self.rows if row.role == "actual" and row.obs_id not in paired)


class Across(Result):
    """Several areas side by side: what each states, and which pairs of levels compare."""


@dataclass(frozen=True, eq=False, repr=False)
class Targets(Result):
    """Targets of several areas, held against what was printed by a day; `claims` say in words that some were met."""

    claims: tuple[Statement, ...] = ()

    def _resting_on(self) -> Iterable[Any]:
        return *self.rows, *self.claims


@dataclass(frozen=True)
class Cell:
    """How an area documents a theme.

    `evidence` is `number` (a result with a number), `target` (only levels, plans or rules with a number), `words` (only
    statements, systems or milestones) or `not_reported`; `obs_ids` are its figures, `results` those of them that are
    results with a number, `said` what articles say of it in words.
    """

    area: str
    theme: str
    evidence: str
    obs_ids: tuple[str, ...]
    results: tuple[str, ...]
    said: tuple[Any, ...]


@dataclass(frozen=True, eq=False, repr=False)
class EvidenceMap(Result):
    """How each area documents each theme: a cell for each."""

    cells: tuple[Cell, ...] = ()

    def _would_show(self, source_id: str) -> bool:
        return True  # its words, too

    def _resting_on(self) -> Iterable[Any]:
        return *self.rows, *(each for cell in self.cells for each in cell.said)


class OnePage(EvidenceMap):
    """The themes, with everything else in short: pairs over time and across areas, and the targets."""


@dataclass(frozen=True, eq=False, repr=False)
class Deployment(Result):
    """What the areas' articles name, and when; `counting` are the refs of the rows by which each system counts once."""

    systems: tuple[System, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    counting: frozenset[str] = frozenset()

    def _would_show(self, source_id: str) -> bool:
        return True  # its systems and steps

    def _resting_on(self) -> Iterable[Any]:
        return *self.rows, *self.systems, *self.milestones


@dataclass(frozen=True, eq=False, repr=False)
class OneFigure(Result):
    """One observation, the pairs it stands in, and the levels it is held against; `rows` are all of these.

    `partners` are its pairs with every other result of its indicator, also where these are of other areas.
    """

    row: Observation = None
    partners: tuple[Pair, ...] = ()

    def _would_show(self, source_id: str) -> bool:
        return bool(self.collection.select(indicator=self.row.indicator, article=source_id))

    @property
    def shown_areas(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.areas, *(row.ref_area for row in self._resting_on()))))

    def _resting_on(self) -> Iterable[Observation]:
        return *self.rows, *(each for pair in self.partners for each in (pair.a, pair.b))


@dataclass(frozen=True, eq=False, repr=False)
class OneIndicator(Result):
    """Everything stated of one indicator, with the benchmarks beside it, never among it; `lookalikes` are pairs of its
    latest figure with that of an indicator it is easily confused with."""

    benchmarks: tuple[Benchmark, ...] = ()
    lookalikes: tuple[Pair, ...] = ()

    @property
    def shown_areas(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.areas, *(pair.b.ref_area for pair in self.lookalikes))))

    def _resting_on(self) -> Iterable[Any]:
        return (*self.rows, *(pair.b for pair in self.lookalikes))
