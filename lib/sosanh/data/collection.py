"""The collection: the tables that everything else reads.

`load()` reads the CSVs that `build` made of the workbooks, and refuses when a workbook has changed since: what is
shown is always what the workbooks say. A table is a tuple of its rows (`tables`); pandas is for people (`frame`).
"""

import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sosanh.data import package, paths, reads
from sosanh.data.codebook import BareCode, Codebook
from sosanh.data.package import Stale
from sosanh.data.problems import Unknown
from sosanh.data.reads import Reads, selection
from sosanh.data.tables import CODEBOOK, MANY, TABLES, Article, Observation, of_csv, row, to_csv, uncollected
from sosanh.numbers.periods import Period, read_period

if TYPE_CHECKING:
    import pandas as pd


class Tables(Mapping):
    """The tables by name, each made when it is first asked for: most questions ask for few of them."""

    def __init__(self, make: Callable[[str], tuple]):
        self._make, self._made = make, {}

    def __getitem__(self, name: str) -> tuple:
        if name not in self._made and name in TABLES:
            self._made[name] = self._make(name)
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)


@dataclass(frozen=True, eq=False)
class Collection:
    """All tables, as `load()` found them; `version` and day of release are the data's (data/CHANGELOG.md)."""

    tables: Mapping  # name -> tuple of rows
    codebook: Codebook
    version: str
    released: str
    reads: Reads | None = None  # what is read of it, where that is recorded

    @classmethod
    def of(cls, cells: dict[str, Iterable[dict]], version: str, released: str) -> "Collection":
        """The collection of these tables, whose rows are mappings of columns to cells; each is made when asked for."""
        codebook = Codebook.of(cells)
        articles = {each["source_id"]: row("sources", each) for each in cells["sources"]}

        @uncollected()
        def made(name: str) -> tuple:
            if name in CODEBOOK:
                return getattr(codebook, name)
            if name == "sources":
                return tuple(articles.values())
            if name == "observations":
                linked = ((articles[each["source_id"]], codebook.entry("indicators", each["indicator"]), each)
                          for each in cells[name])  # fmt: skip
                return tuple(row(name, each, article=article, entry=entry) for article, entry, each in linked)
            return tuple(row(name, each, article=articles[each["source_id"]]) for each in cells[name])

        return cls(Tables(made), codebook, version, released)

    @property
    def observations(self) -> tuple[Observation, ...]:
        return self.tables["observations"]

    @cached_property
    def sources(self) -> dict[str, Article]:
        """The articles by their codes."""
        return {each.source_id: each for each in self.tables["sources"]}

    @selection
    def article(self, source_id: str) -> Article:
        """The article with this code; `Unknown` with the nearest where there is none."""
        if source_id not in self.sources:
            raise Unknown("article", source_id, list(self.sources))
        return self.sources[source_id]

    @cached_property
    def _by_id(self) -> dict[str, Observation]:
        return {each.obs_id: each for each in self.observations}

    @selection
    def observation(self, obs_id: str) -> Observation:
        """The observation with this code; `Unknown` with the nearest where there is none."""
        if obs_id not in self._by_id:
            raise Unknown("obs_id", obs_id, list(self._by_id))
        return self._by_id[obs_id]

    def frame(self, table: str) -> "pd.DataFrame":
        """A table for pandas: text ("" where blank), whole numbers and decimals.

        Reported numbers stay text: a column of them mixes percentages, đồng and ranks, results and targets, and has no
        mean.
        """
        import pandas as pd  # here, because pages and questions need none

        declared = TABLES[table]
        rows = ({column: getattr(row, column) for column in declared.columns} for row in self.tables[table])
        text = to_csv(rows, declared)
        frame = pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False)
        for name, column in declared.columns.items():
            if column.type in ("integer", "number") and not column.reported:
                numbers = pd.to_numeric(frame[name].replace("", None))
                frame[name] = numbers.astype("Int64" if column.type == "integer" else "float64")
        return frame

    @selection
    def errata(self, ref: str) -> tuple:
        """The errata of a figure or a system, by its code."""
        return self._errata.get(ref, ())

    @cached_property
    def _errata(self) -> dict[str, tuple]:
        own = self.tables["errata"]
        return {ref: tuple(each for each in own if each.of_row == ref) for ref in {each.of_row for each in own} - {""}}

    @selection
    def retracted(self, areas: Iterable[str], as_of: str = "") -> tuple[Article, ...]:
        """The retracted articles that these areas (any, where none is named), or figures of them, are in; by the end of
        `as_of`."""
        own, last = {self.codebook.territory(each) for each in areas}, self.day(as_of).isoformat()
        gone = [each for each in self.tables["sources"] if each.retracted and (not as_of or each.published_to <= last)]
        figures = {(each.source_id, each.territory) for each in self.observations} if gone else set()
        return tuple(
            each
            for each in gone
            if not own or self._about(each) in own or any((each.source_id, territory) in figures for territory in own)
        )

    @selection
    def opens(self, source_id: str, paragraph: int) -> str:
        """The first words of a line of an article, by which whoever opens it finds the place; "" where not noted."""
        found = self._paragraphs.get((source_id, paragraph))
        return found.opens if found else ""

    @selection
    def number(self, source_id: str, paragraph: int) -> int | None:
        """Which paragraph of the article's own body a line is, as published; None where it is none, or not noted."""
        found = self._paragraphs.get((source_id, paragraph))
        return found.number if found else None

    @cached_property
    def _paragraphs(self) -> dict[tuple[str, int], Any]:
        return {(each.source_id, each.paragraph): each for each in self.tables["paragraphs"]}

    @selection
    def claims(self, source_id: str, obs_no: int) -> bool:
        """Does a statement without a number claim this figure as a result?"""
        return (source_id, str(obs_no)) in self._claimed

    @cached_property
    def _claimed(self) -> set[tuple[str, str]]:
        said = (each for each in self.tables["statements"] if each.role == "actual")
        return {(each.source_id, number) for each in said for number in each.obs_no.split(MANY)}

    @property
    def newest(self) -> Article:
        """The article that can have appeared last; its last possible day is the newest day of the data."""
        return self._newest()

    @selection
    def _newest(self) -> Article:
        known = [each for each in self.tables["sources"] if not each.retracted] or self.tables["sources"]
        return max(known, key=lambda each: (each.published_to, each.source_id))

    def day(self, as_of: str = "") -> date:
        """The last day of the period `as_of`; "" is the newest day of the data."""
        if not as_of:
            return date.fromisoformat(self.newest.published_to)
        try:
            return read_period(as_of).last
        except ValueError as error:
            newest = self.newest.published_to
            raise ValueError(f'as_of: {error}; "" is the newest day of the data, {newest}') from None

    def select(
        self, areas: str | Iterable[str] = (), sector: str = "", theme: str = "", indicator: str = "",
        window: Period | None = None, table: str = "observations", article: str | Iterable[str] = (), as_of: str = "",
    ) -> tuple:  # fmt: skip
        """Rows of a `table` (observations; else sources or another of the articles): of these territories (`ref_area`
        codes; none for all), of a sector, theme, indicator ("" for all), touching a window, of these articles (none for
        all), of articles that had certainly appeared by the end of `as_of`. Of a retracted article there are none, but
        where it is asked for by its code.

        A figure touches the window when the span it may be of does; one without a stated period may be of any
        day its article can have appeared on. A level, plan or rule belongs to the time it is set for and also to
        the time it was published. Unknown codes are refused with the nearest.
        """
        days = _days(window) if window else []
        by = {"sector": sector, "theme": theme, "indicator": indicator, "source_id": article}
        by = {column: _several(codes) for column, codes in by.items() if codes}
        return self._selected(table, _several(areas), by, days, as_of)

    @selection
    def _selected(self, table: str, areas: list[str], by: dict[str, list[str]], days: list[str], as_of: str) -> tuple:
        territories = {self.codebook.territory(each) for each in areas}
        for sector in by.get("sector", ()):
            self.codebook.label("sector", sector)
        for key, column in (("themes", "theme"), ("indicators", "indicator")):
            for code in by.get(column, ()):
                self.codebook.entry(key, code)
        for article in by.get("source_id", ()):
            self.article(article)
        rows = self.tables[table]
        if "source_id" not in by:
            rows = [row for row in rows if not self.sources[row.source_id].retracted]
        for column, codes in by.items():
            rows = [row for row in rows if getattr(row, column) in codes]
        if territories:
            own = attrgetter("territory") if table == "observations" else self._about
            rows = [row for row in rows if own(row) in territories]
        if days:
            rows = [row for row in rows if _touches(*days, row)]
        if as_of:
            last = self.day(as_of).isoformat()
            rows = [row for row in rows if self.sources[row.source_id].published_to <= last]
        return tuple(rows)

    def _about(self, row: Any) -> str:
        """The territory of what an article says beside its figures: that of the article."""
        return self.codebook.territory(self.sources[row.source_id].ref_area)

    def areas_in(self, window: Period) -> set[str]:
        """The codes of the areas that figures touching the window are of."""
        first, last = _days(window)
        found: set[str] = set()
        for each in self.observations:
            if each.ref_area not in found and not each.article.retracted and _touches(first, last, each):
                found.add(each.ref_area)
        return found

    def join(self, table: "pd.DataFrame", column: str) -> "pd.DataFrame":
        """The observations with the columns of another `table` beside them, matched by its `column` of area codes.

        The codes are `ref_area` codes (VN63-87). Bare statistics codes are refused: 82 and 52 each mean two
        territories, and a table that does not say which map it is on would be joined to the wrong one.
        """
        for code in dict.fromkeys(table[column]):
            if str(code).strip().isdigit():
                raise BareCode(str(code).strip(), self.codebook.areas)
            self.codebook.entry("areas", code)
        rows = self.frame("observations")
        return rows.merge(table, left_on="ref_area", right_on=column, how="left", suffixes=("", "_joined"))


def _several(given: str | Iterable[str]) -> list[str]:
    return [given] if isinstance(given, str) else [*given]


def _days(window: Period) -> list[str]:
    return [window.first.isoformat(), window.last.isoformat()]


def _touches(first: str, last: str, row: Observation) -> bool:
    """May a figure be of one of these days?"""
    return any(begin <= last and first <= end for begin, end in spans(row))


def spans(row: Observation) -> list[tuple[str, str]]:
    """The first and the last day that a figure may be of; what is no result also belongs to its publication."""
    published = [] if row.role == "actual" else [(row.article.published_from, row.article.published_to)]
    return [(row.as_of_from, row.as_of_to), *published]


def load(
    processed: Path = paths.PROCESSED, raw: Path = paths.RAW, counts: Callable[[Path], bool] = lambda _: False
) -> Collection:
    """The processed tables as a frozen collection, the same while they are; `Stale` when they are not those of the
    workbooks in `raw`.

    Of a workbook that the tables do not know, nothing is said here, as it may be a draft, unless it `counts`
    (`sosanh.load` asks).
    """
    if reason := package.staleness(processed, raw, counts):
        raise Stale(reason)
    found = _read(processed, (processed / package.FILE).read_bytes())
    return reads.current.of(found) if reads.current else found


@lru_cache(maxsize=1)
def _read(processed: Path, described: bytes) -> Collection:
    """The tables of a package, which holds a digest of each: while it is the same they are, and need no second reading.

    So whatever a process has loaded and looked up is there for all its pages, and in every process forked from it. The
    bytes of all tables are read now, for a row that is made later is of them.
    """
    own, cells = json.loads(described), _Cells()
    hashes = {each["path"]: each["hash"] for each in own["resources"]}
    for name in TABLES:
        content = (processed / f"{name}.csv").read_bytes()
        if paths.digest(content) != hashes.get(f"{name}.csv"):
            raise Stale(f"{name}.csv is not the file that {package.FILE} describes")
        of_csv(name, content)  # are its columns the table's?
        cells[name] = content
    return Collection.of(cells, own["version"], own["created"][:10])


class _Cells(dict):
    """The CSVs by the names of their tables, each read when it is asked for."""

    def __getitem__(self, name: str) -> Iterator[dict]:
        return of_csv(name, super().__getitem__(name))
