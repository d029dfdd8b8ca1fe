"""The collection: from the workbooks people keep to the tables everything else reads.

`build()` reads every workbook, and either finds problems and writes nothing, or writes one CSV a table and
their data package. `load()` reads those CSVs, and refuses when a workbook has changed since: what is shown is
always what the workbooks say.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from sosanh import changelog, checks, datapackage, derive, files, fresh, paths, second_reading, workbooks
from sosanh.codebook import BareCode, Codebook
from sosanh.periods import Period, read_period
from sosanh.problems import DataProblems, Problem, Unknown
from sosanh.stated import BENCHMARKED, OBSERVED, stated
from sosanh.tables import ARTICLE, CODEBOOK, TABLES, from_csv, to_csv
from sosanh.workbooks import Sheet


class Stale(Exception):
    """The processed tables are not those of the workbooks."""


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
    """The processed tables as a frozen collection; `Stale` when they are not those of the workbooks in `raw`."""
    if reason := fresh.staleness(processed, raw):
        raise Stale(f"{reason}; run `make data` (or python -m sosanh data)")
    tables = {name: from_csv(processed / f"{name}.csv", table) for name, table in TABLES.items()}
    tables["observations"] = stated(tables["observations"], OBSERVED)
    tables["benchmarks"] = stated(tables["benchmarks"], BENCHMARKED)
    package = fresh.read_package(processed)
    return Collection(MappingProxyType(tables), Codebook.of(tables), package["version"], package["created"][:10])


def build(raw: Path = paths.RAW, processed: Path = paths.PROCESSED) -> list[str]:
    """Write every table that changed and return the names of the files written.

    Raises `DataProblems` with every problem of every workbook; then nothing is written. Drafts are left out.
    """
    digests = fresh.digests(raw)  # before reading: whoever saves a workbook meanwhile finds the tables stale
    drafts = fresh.drafts(raw)
    tables = _tables(raw, drafts)
    csvs = {name: to_csv(tables[name], TABLES[name]).encode("utf-8") for name in TABLES}
    released = changelog.released(raw.parent)
    digests = {name: digest for name, digest in digests.items() if raw / name not in drafts}
    package = datapackage.describe(csvs, digests, Codebook.of(tables), tables["sources"], released)
    # The package last: until it is there, `load` sees that the files do not belong together.
    contents = {f"{name}.csv": content for name, content in csvs.items()} | {fresh.PACKAGE: package.encode("utf-8")}
    return [name for name, content in contents.items() if files.replace(processed / name, content)]


def _tables(raw: Path, drafts: list[Path]) -> dict[str, pd.DataFrame]:
    """Read, check and derive all tables, or raise all problems at once."""
    book, *articles = (path for path in fresh.books(raw) if path not in drafts)
    names = [book.name, *(path.name for path in articles)]
    codebook_sheets, problems = workbooks.read(book, CODEBOOK)
    read = []
    for path in articles:
        sheets, found = workbooks.read(path, ARTICLE)
        read.append(sheets)
        problems += found
    for path in fresh.strays(raw):
        problems.append(
            Problem(path.name, "", "", path.suffix or path.name, "a workbook saved as .xlsx, or another folder")
        )
    if not articles:
        problems.append(
            Problem("articles", "", "", "no workbook", f"one complete .xlsx an article in {raw / 'articles'}")
        )
    if len(codebook_sheets) < len(CODEBOOK):
        raise DataProblems(checks.in_order(problems, names))  # without the codebook nothing else can be checked
    codebook_sheets["comparability"] = _without(codebook_sheets["comparability"], [path.stem for path in drafts])
    codebook = Codebook.of({name: _blanks(sheet.frame) for name, sheet in codebook_sheets.items()})
    for sheets in read:
        problems += _put_codes(sheets, codebook)
        if "systems" in sheets:
            sheets["systems"] = _named_here(sheets["systems"], [path.stem for path in drafts])
    known = _known(codebook, read)
    for sheets in (codebook_sheets, *read):
        problems += checks.check(sheets, codebook, known)
    if problems:
        raise DataProblems(checks.in_order(problems, names))
    tables = _derived(codebook, codebook_sheets, read)
    tables["second_readings"] = _second_readings(tables["sources"], read, raw)
    return {name: _sorted(frame, name) for name, frame in tables.items()}


def _second_readings(sources: pd.DataFrame, articles: list[dict[str, Sheet]], raw: Path) -> pd.DataFrame:
    """How far the two readings agree, of each article whose second reading is recorded as done."""
    first = {Path(sheets["sources"].file).stem: sheets for sheets in articles}
    done = sources.loc[sources["second_reading"].ne(""), "source_id"]
    rows = [second_reading.compare(each, raw, first[each]).counts() for each in done]
    return pd.DataFrame(rows, columns=list(TABLES["second_readings"].columns))


def _without(pairs: Sheet, drafts: list[str]) -> Sheet:
    """The pairs but those of an article that is still being entered."""
    sides = pairs.frame[["a", "b"]].apply(lambda side: side.fillna("").str.rpartition(".")[0].isin(drafts))
    return replace(pairs, frame=pairs.frame[~(pairs.frame["level"].eq("observation") & sides.any(axis=1))])


def _named_here(systems: Sheet, drafts: list[str]) -> Sheet:
    """The systems of an article, each its own where the one it is the same as stands in a draft."""
    own = [None if str(each).rpartition(".")[0] in drafts else each for each in systems.frame["same_as"]]
    return replace(systems, frame=systems.frame.assign(same_as=pd.Series(own, systems.frame.index, dtype=object)))


def _put_codes(sheets: dict[str, Sheet], codebook: Codebook) -> list[Problem]:
    """Put codes in the place of areas' names, on the map in force when the article was published."""
    source = sheets["sources"].frame if "sources" in sheets else pd.DataFrame()
    days = [
        day for column in ("published_from", "published_to") for day in source.get(column, pd.Series()).dropna()[:1]
    ]
    span = sorted(map(date.fromisoformat, days))
    problems = []
    for name, sheet in sheets.items():
        columns = [column.name for column in sheet.table.typed if column.to == "areas.ref_area"]
        frame = sheet.frame.copy()
        for column in columns:
            for row, typed in frame[column].dropna().items():
                try:
                    frame.at[row, column] = _area(typed, span, codebook)
                except Unknown as error:
                    problems.append(sheet.problem(row, column, f"an area's name or code; {error}"))
        sheets[name] = replace(sheet, frame=frame) if columns else sheet
    return problems


def _area(typed: str, span: list[date], codebook: Codebook) -> str | None:
    """The code of an area; of a name nothing as long as the article's day is missing, which is said of that."""
    if not span:
        return typed if typed in set(codebook.areas["ref_area"]) else None
    return codebook.area_within(typed, span[0], span[-1])


def _known(codebook: Codebook, articles: list[dict[str, Sheet]]) -> dict[tuple[str, str], set[str]]:
    """The values that references may point at: (table, column) -> what stands there."""
    targets = {column.target for table in TABLES.values() for column in table.columns.values() if column.to}
    known = {(table, column): set(getattr(codebook, table)[column]) for table, column in targets if table in CODEBOOK}
    named = [sheets["systems"] for sheets in articles if "systems" in sheets]
    if len(named) == len(articles) and not any(sheet.frame["system_no"].isna().any() for sheet in named):
        first = ((sheet, sheet.frame.loc[sheet.frame["same_as"].isna(), "system_no"]) for sheet in named)
        known["systems", "system_id"] = {
            derive.system_id(Path(sheet.file).stem, number) for sheet, numbers in first for number in numbers
        }
    observed = [sheets["observations"] for sheets in articles if "observations" in sheets]
    if len(observed) < len(articles) or any(sheet.frame["obs_no"].isna().any() for sheet in observed):
        return known  # an article that could not be read makes no pair of the codebook wrong
    ids = {derive.obs_id(Path(sheet.file).stem, number) for sheet in observed for number in sheet.frame["obs_no"]}
    return known | {("observations", "obs_id"): ids}


def _derived(codebook: Codebook, own: dict[str, Sheet], articles: list[dict[str, Sheet]]) -> dict[str, pd.DataFrame]:
    tables = {name: _blanks(sheet.frame) for name, sheet in own.items()}
    parts = [_article_tables(sheets, codebook) for sheets in articles]
    return tables | {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in ARTICLE}


def _article_tables(sheets: dict[str, Sheet], codebook: Codebook) -> dict[str, pd.DataFrame]:
    """The tables of one article, with everything that is derived."""
    source = _blanks(sheets["sources"].frame).iloc[0]
    tables = {name: _blanks(sheets[name].frame).assign(source_id=source["source_id"]) for name in ARTICLE}
    tables["observations"] = derive.observations(sheets["observations"].frame, source, codebook)
    tables["relations"] = derive.relations(tables["relations"], tables["observations"])
    numbers = tables["systems"]["system_no"]
    tables["systems"]["system_id"] = [derive.system_id(source["source_id"], number) for number in numbers]
    tables["set_aside"]["occurrence"] = tables["set_aside"]["occurrence"].replace("", 1)
    return tables


def _blanks(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).where(frame.notna(), "")


def _sorted(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows in a fixed order: by key for what articles state, as the codebook has them for its lists."""
    frame = frame.astype(object).where(frame.notna(), None)
    return frame if name in CODEBOOK else frame.sort_values(list(TABLES[name].key), kind="stable")
