"""From the workbooks people keep to the tables everything else reads.

`build()` reads every workbook, and either finds problems and writes nothing, or writes one CSV a table and their data
package.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from sosanh.curate import derive, rules, second_reading, workbooks
from sosanh.curate.workbooks import Sheet
from sosanh.data import changelog, datapackage, files, fresh, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import DataProblems, Problem, Unknown
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, to_csv


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
        raise DataProblems(rules.in_order(problems, names))  # without the codebook nothing else can be checked
    codebook_sheets["comparability"] = _without(codebook_sheets["comparability"], [path.stem for path in drafts])
    codebook = Codebook.of({name: _blanks(sheet.frame) for name, sheet in codebook_sheets.items()})
    for sheets in read:
        problems += _put_codes(sheets, codebook)
        if "systems" in sheets:
            sheets["systems"] = _named_here(sheets["systems"], [path.stem for path in drafts])
    known = _known(codebook, read)
    for sheets in (codebook_sheets, *read):
        problems += rules.check(sheets, codebook, known)
    if problems:
        raise DataProblems(rules.in_order(problems, names))
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
