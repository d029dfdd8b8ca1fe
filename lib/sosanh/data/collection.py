"""The collection: the tables that everything else reads.

`load()` reads the CSVs that `build` made of the workbooks, and refuses when a workbook has changed since: what is
shown is always what the workbooks say.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from sosanh.data import package, paths
from sosanh.data.codebook import BareCode, Codebook
from sosanh.data.package import Stale
from sosanh.data.problems import Unknown
from sosanh.data.rows import Observation, records
from sosanh.data.tables import TABLES, from_csv
from sosanh.numbers.periods import Period, read_period


@dataclass(frozen=True, eq=False)
class Collection:
    """All tables, as `load()` found them; `version` and day of release are the data's (data/CHANGELOG.md)."""

    tables: MappingProxyType
    codebook: Codebook
    version: str
    released: str

    @property
    def observations(self) -> pd.DataFrame:
        return self.tables["observations"]

    @property
    def sources(self) -> pd.DataFrame:
        return self.tables["sources"].set_index("source_id", drop=False).rename_axis(None)

    def rows(self, frame: pd.DataFrame) -> tuple[Observation, ...]:
        """The observations of a frame that has their `obs_id`, in its order, as the collection has them."""
        ids = list(frame["obs_id"])
        if wanted := set(ids) - self._rows.keys():
            own = self.observations[self.observations["obs_id"].isin(wanted)]
            exceeds = self.codebook.indicators.set_index("indicator")["may_exceed_100"]
            found = records(own.assign(may_exceed_100=own["indicator"].map(exceeds)), "observations")
            self._rows.update((each.obs_id, each) for each in found)
        return tuple(self._rows[each] for each in ids)

    def observation(self, obs_id: str) -> Observation:
        """The observation with this code; `Unknown` with the nearest where there is none."""
        own = self.observations[self.observations["obs_id"].eq(obs_id)]
        if own.empty:
            raise Unknown("obs_id", obs_id, self.observations["obs_id"])
        return self.rows(own)[0]

    @cached_property
    def _rows(self) -> dict[str, Observation]:
        return {}

    def opens(self, source_id: str, paragraph: int) -> str:
        """The first words of an article's paragraph, by which whoever opens it finds the place; "" where not noted."""
        found = self.tables["paragraphs"]
        found = found[found["source_id"].eq(source_id) & found["paragraph"].eq(int(paragraph))]
        return found["opens"].iloc[0] if len(found) else ""

    @cached_property
    def newest(self) -> pd.Series:
        """The article that can have appeared last; its last possible day is the newest day of the data."""
        return self.sources.sort_values(["published_to", "source_id"]).iloc[-1]

    def day(self, as_of: str = "") -> date:
        """The last day of the period `as_of`; "" is the newest day of the data."""
        if not as_of:
            return date.fromisoformat(self.newest["published_to"])
        try:
            return read_period(as_of).last
        except ValueError as error:
            newest = self.newest["published_to"]
            raise ValueError(f'as_of: {error}; "" is the newest day of the data, {newest}') from None

    def published_by(self, day: date) -> pd.DataFrame:
        """The articles that had certainly appeared by the day."""
        return self.sources[self.sources["published_to"].le(day.isoformat())]

    def select(
        self,
        areas: str | Iterable[str] = (),
        sector: str = "",
        theme: str = "",
        indicator: str = "",
        window: Period | None = None,
    ) -> pd.DataFrame:
        """Observations of these territories (`ref_area` codes; none for all), of a sector, theme, indicator ("" for
        all), touching a window.

        A figure touches the window when the span it may be of does; one without a stated period may be of any
        day its article can have appeared on. A level, plan or rule belongs to the time it is set for and also to
        the time it was published. Unknown codes are refused with the nearest.
        """
        rows = self.observations
        wanted = pd.Series(True, rows.index)
        if areas := [areas] if isinstance(areas, str) else list(areas):
            wanted &= rows["territory"].isin([self.codebook.territory(each) for each in areas])
        if sector and sector not in self.codebook.codes("sector"):
            raise Unknown("sector", sector, self.codebook.codes("sector"))
        for table, code in (("themes", theme), ("indicators", indicator)):
            if code:
                self.codebook.entry(table, code)
        for column, code in (("sector", sector), ("theme", theme), ("indicator", indicator)):
            if code:
                wanted &= rows[column].eq(code)
        if window:
            published = self.sources.loc[rows["source_id"]].set_axis(rows.index)
            announced = rows["role"].ne("actual") & _touches(window, published, "published_from", "published_to")
            wanted &= _touches(window, rows, "as_of_from", "as_of_to") | announced
        return rows[wanted]

    def join(self, table: pd.DataFrame, column: str) -> pd.DataFrame:
        """The observations with the columns of another `table` beside them, matched by its `column` of area codes.

        The codes are `ref_area` codes (VN63-87). Bare statistics codes are refused: 82 and 52 each mean two
        territories, and a table that does not say which map it is on would be joined to the wrong one.
        """
        for code in pd.unique(table[column]):
            if str(code).strip().isdigit():
                raise BareCode(str(code).strip(), self.codebook.areas)
            self.codebook.entry("areas", code)
        return self.observations.merge(table, left_on="ref_area", right_on=column, how="left", suffixes=("", "_joined"))


def _touches(window: Period, rows: pd.DataFrame, earliest: str, latest: str) -> pd.Series:
    """Which rows may be of a day of the window, by the columns of their earliest and latest day."""
    return rows[earliest].le(window.last.isoformat()) & rows[latest].ge(window.first.isoformat())


def load(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> Collection:
    """The processed tables as a frozen collection; `Stale` when they are not those of the workbooks in `raw`.

    Of a workbook that the tables do not know, nothing is said here: it may be a draft (`sosanh.load` asks).
    """
    if reason := package.staleness(processed, raw):
        raise Stale(reason)
    tables = {name: from_csv(processed / f"{name}.csv", table) for name, table in TABLES.items()}
    described = package.read(processed)
    return Collection(MappingProxyType(tables), Codebook.of(tables), described["version"], described["created"][:10])
