"""The collection: from the workbooks people keep to the tables everything else reads.

`build()` reads every workbook, and either finds problems and writes nothing, or writes one CSV a table and
their data package. `load()` reads those CSVs, and refuses when a workbook has changed since: what is shown is
always what the workbooks say.
"""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pandas as pd

from sosanh import checks, datapackage, derive, paths, workbooks
from sosanh.codebook import Codebook
from sosanh.periods import Period
from sosanh.problems import DataProblems, Problem, Unknown
from sosanh.tables import ARTICLE, CODEBOOK, TABLES, from_csv, to_csv
from sosanh.workbooks import Sheet


class Stale(Exception):
    """The processed tables are not those of the workbooks."""


@dataclass(frozen=True, eq=False)
class Collection:
    """All tables, as `load()` found them. `version` is the data's (data/CHANGELOG.md)."""

    tables: MappingProxyType
    codebook: Codebook
    version: str

    @property
    def observations(self) -> pd.DataFrame:
        return self.tables["observations"]

    @property
    def sources(self) -> pd.DataFrame:
        return self.tables["sources"].set_index("source_id", drop=False).rename_axis(None)

    def select(self, area: str, sector: str = "", window: Period | None = None) -> pd.DataFrame:
        """Observations of one territory (`ref_area` code), of a sector ("" for all), touching a window.

        A figure touches the window when the span it may be of does; one without a stated period may be of any
        day its article can have appeared on.
        """
        rows = self.observations
        wanted = rows["territory"].eq(self.codebook.entry("areas", area)["territory"])
        if sector:
            if sector not in self.codebook.codes("sector"):
                raise Unknown("sector", sector, self.codebook.codes("sector"))
            wanted &= rows["sector"].eq(sector)
        if window:
            wanted &= rows["as_of_from"].le(window.last.isoformat()) & rows["as_of_to"].ge(window.first.isoformat())
        return rows[wanted]


def load(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> Collection:
    """The processed tables as a frozen collection; `Stale` when they are not those of the workbooks in `raw`."""
    if reason := staleness(processed, raw):
        raise Stale(f"{reason}; run `make data` (or python -m sosanh data)")
    tables = {name: from_csv(processed / f"{name}.csv", table) for name, table in TABLES.items()}
    version = datapackage.read(processed)["version"]
    return Collection(MappingProxyType(tables), Codebook.of(tables), version)


def staleness(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> str:
    """Why the processed tables may not be used, or "" when they may.

    Only bytes are compared, so this costs milliseconds. Without `raw` (a copy that has only the CSVs) the
    tables are held against their own package.
    """
    try:
        package = datapackage.read(processed)
    except (FileNotFoundError, ValueError):
        return f"{processed} holds no readable {datapackage.NAME}"
    for resource in package["resources"]:
        path = processed / resource["path"]
        if not path.exists() or datapackage.digest(path.read_bytes()) != resource["hash"]:
            return f"{path.name} is not the file that {datapackage.NAME} describes"
    if raw.exists():
        now, then = _digests(raw), package["workbooks"]
        if changed := sorted(path for path in now | then if now.get(path) != then.get(path)):
            return f"changed since the tables were built: {', '.join(changed)}"
    return ""


def _books(raw: Path) -> list[Path]:
    """The codebook first, then the articles' workbooks; Excel's lock files (~$…) are not workbooks."""
    articles = sorted((raw / "articles").glob("*.xlsx"))
    return [raw / "codebook.xlsx", *(path for path in articles if not path.name.startswith("~$"))]


def _digests(raw: Path) -> dict[str, str]:
    return {
        path.relative_to(raw).as_posix(): datapackage.digest(path.read_bytes()) for path in _books(raw) if path.exists()
    }


def build(raw: Path = paths.RAW, processed: Path = paths.PROCESSED) -> list[str]:
    """Write every table that changed and return the names of the files written.

    Raises `DataProblems` with every problem of every workbook; then nothing is written.
    """
    tables = _tables(raw)
    csvs = {name: to_csv(tables[name], TABLES[name]).encode("utf-8") for name in TABLES}
    version = data_version(raw.parent)
    package = datapackage.describe(csvs, _digests(raw), Codebook.of(tables), tables["sources"], version)
    # The package last: until it is there, `load` sees that the files do not belong together.
    files = {f"{name}.csv": content for name, content in csvs.items()} | {datapackage.NAME: package.encode("utf-8")}
    processed.mkdir(parents=True, exist_ok=True)
    return [name for name, content in files.items() if replace_file(processed / name, content)]


def replace_file(path: Path, content: bytes) -> bool:
    """Put `content` at `path` in one step, so that nobody ever reads half of it; False when it is there already."""
    if path.exists() and path.read_bytes() == content:
        return False
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    beside.write_bytes(content)
    beside.replace(path)
    return True


def data_version(folder: Path = paths.RAW.parent) -> str:
    """The newest heading of the data's change log, such as 0.1.0."""
    found = re.search(r"^## +(\d+\.\d+\.\d+)", (folder / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise DataProblems([Problem("CHANGELOG.md", "", "", "no version", "a heading such as: ## 0.1.0 (2026-11-21)")])
    return found[1]


def _tables(raw: Path) -> dict[str, pd.DataFrame]:
    """Read, check and derive all tables, or raise all problems at once."""
    book, *articles = _books(raw)
    codebook_sheets, problems = workbooks.read(book, CODEBOOK)
    read = []
    for path in articles:
        sheets, found = workbooks.read(path, ARTICLE)
        read.append(sheets)
        problems += found
    if not articles:
        problems.append(Problem("articles", "", "", "no workbook", f"one .xlsx an article in {raw / 'articles'}"))
    if len(codebook_sheets) < len(CODEBOOK):
        raise DataProblems(problems)  # without the codebook nothing else can be checked
    codebook = Codebook.of({name: _blanks(sheet.frame) for name, sheet in codebook_sheets.items()})
    known = _known(codebook, read)
    for sheets in (codebook_sheets, *read):
        problems += checks.check(sheets, codebook, known)
    if problems:
        raise DataProblems(problems)
    return {name: _sorted(frame, name) for name, frame in _derived(codebook, codebook_sheets, read).items()}


def _known(codebook: Codebook, articles: list[dict[str, Sheet]]) -> dict[tuple[str, str], set[str]]:
    """The values that references may point at: (table, column) -> what stands there."""
    targets = {column.target for table in TABLES.values() for column in table.columns.values() if column.to}
    known = {(table, column): set(getattr(codebook, table)[column]) for table, column in targets if table in CODEBOOK}
    observed = (
        derive.obs_id(sheets["sources"].frame["source_id"].iloc[0], number)
        for sheets in articles
        if "sources" in sheets and len(sheets["sources"].frame) and "observations" in sheets
        for number in sheets["observations"].frame["obs_no"].dropna()
    )
    return known | {("observations", "obs_id"): set(observed)}


def _derived(codebook: Codebook, own: dict[str, Sheet], articles: list[dict[str, Sheet]]) -> dict[str, pd.DataFrame]:
    tables = {name: _blanks(sheet.frame) for name, sheet in own.items()}
    for name in ARTICLE:
        tables[name] = pd.concat([_article_table(name, sheets, codebook) for sheets in articles], ignore_index=True)
    return tables


def _article_table(name: str, sheets: dict[str, Sheet], codebook: Codebook) -> pd.DataFrame:
    source = _blanks(sheets["sources"].frame).iloc[0]
    if name == "observations":
        return derive.observations(sheets[name].frame, source, codebook)
    rows = _blanks(sheets[name].frame).assign(source_id=source["source_id"])
    if "occurrence" in rows:
        rows["occurrence"] = rows["occurrence"].replace("", 1)
    return rows


def _blanks(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.astype(object).where(frame.notna(), "")


def _sorted(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """Rows in a fixed order: by key for what articles state, as the codebook has them for its lists."""
    frame = frame.astype(object).where(frame.notna(), None)
    return frame if name in CODEBOOK else frame.sort_values(list(TABLES[name].key), kind="stable")
