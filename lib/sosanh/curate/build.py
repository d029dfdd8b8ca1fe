"""From the workbooks people keep to the tables everything else reads.

`build()` reads every workbook, and either finds problems and writes nothing, or writes one CSV a table and their data
package.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd

from sosanh.curate import datapackage, derive, rules, second_reading, workbooks
from sosanh.curate.drafts import is_draft
from sosanh.curate.workbooks import Sheet
from sosanh.data import changelog, files, package, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import DataProblems, Problem, Unknown
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, to_csv

_IDS = (  # of what articles state: its table and id, the number it is typed as, and how the one is made of the other
    ("observations", "obs_id", "obs_no", derive.obs_id),
    ("systems", "system_id", "system_no", derive.system_id),
)


def build(raw: Path = paths.RAW, processed: Path = paths.PROCESSED) -> list[str]:
    """Write every table that changed and return the names of the files written.

    Raises `DataProblems` with every problem of every workbook; then nothing is written. Drafts are left out.
    """
    digests = package.digests(raw)  # before reading: whoever saves a workbook meanwhile finds the tables stale
    drafts = [path for path in package.articles(raw) if is_draft(path)]
    tables = _tables(raw, drafts)
    csvs = {name: to_csv(tables[name], TABLES[name]).encode("utf-8") for name in TABLES}
    digests = {name: digest for name, digest in digests.items() if raw / name not in drafts}
    released = changelog.released(raw.parent)
    described = datapackage.describe(csvs, digests, Codebook.of(tables), tables["sources"], released)
    # The package last: until it is there, `load` sees that the files do not belong together.
    contents = {f"{name}.csv": content for name, content in csvs.items()} | {package.FILE: described.encode("utf-8")}
    return [name for name, content in contents.items() if files.replace(processed / name, content)]


def _tables(raw: Path, drafts: list[Path]) -> dict[str, pd.DataFrame]:
    """Read, check and derive all tables, or raise all problems at once."""
    book, articles = raw / paths.CODEBOOK.name, [path for path in package.articles(raw) if path not in drafts]
    names, left_out = [path.name for path in (book, *articles)], [path.stem for path in drafts]
    own, problems = workbooks.read(book, CODEBOOK)
    read = []
    for path in articles:
        sheets, found = workbooks.read(path, ARTICLE)
        read.append(sheets)
        problems += found
    problems += _of_the_folder(raw, articles)
    if len(own) < len(CODEBOOK):
        raise DataProblems(rules.in_order(problems, names))  # without the codebook nothing else can be checked
    own["comparability"] = _without(own["comparability"], left_out)
    codebook = Codebook.of({name: sheet.filled for name, sheet in own.items()})
    for sheets in read:
        problems += _put_codes(sheets, codebook)
        if "systems" in sheets:
            sheets["systems"] = _named_here(sheets["systems"], left_out)
    known = _known(codebook, read)
    problems += [problem for sheets in (own, *read) for problem in rules.check(sheets, codebook, known)]
    if problems:
        raise DataProblems(rules.in_order(problems, names))
    tables = {name: sheet.filled for name, sheet in own.items()} | _derived(read, codebook)
    tables["second_readings"] = _second_readings(tables["sources"], read, raw)
    return tables


def _of_the_folder(raw: Path, articles: list[Path]) -> Iterator[Problem]:
    for path in package.strays(raw):
        yield Problem(path.name, "", "", path.suffix or path.name, "a workbook saved as .xlsx, or another folder")
    if not articles:
        complete = f"one complete .xlsx an article in {raw / 'articles'}"
        yield Problem("articles", "", "", "no workbook", complete)


def _second_readings(sources: pd.DataFrame, articles: list[dict[str, Sheet]], raw: Path) -> pd.DataFrame:
    """How far the two readings agree, of each article whose second reading is recorded as done."""
    first = {sheets["sources"].source_id: sheets for sheets in articles}
    done = sources.loc[sources["second_reading"].ne(""), "source_id"]
    rows = [second_reading.compare(each, raw, first[each]).counts() for each in sorted(done)]
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
    span = []
    if "sources" in sheets:
        days = (sheets["sources"].first(column) for column in ("published_from", "published_to"))
        span = sorted(date.fromisoformat(day) for day in days if day)
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


def _known(codebook: Codebook, articles: list[dict[str, Sheet]]) -> dict[tuple[str, str], list[str]]:
    """The values that references may point at: (table, column) -> what stands there; and the codes of every list."""
    known = {}
    for column in (column for table in TABLES.values() for column in table.columns.values()):
        if column.codes:
            known[rules.CODES_OF, column.codes] = codebook.codes(column.codes)
        elif column.target[0] in CODEBOOK:
            known[column.target] = sorted(set(getattr(codebook, column.target[0])[column.target[1]]))
    for table, name, number, identified in _IDS:
        sheets = [article[table] for article in articles if table in article]
        rows = [(sheet.source_id, row) for sheet in sheets for _, row in sheet.records]
        if len(sheets) < len(articles) or any(row[number] is None for _, row in rows):
            continue  # an article that could not be read makes no reference wrong
        ids = {identified(source_id, row[number]) for source_id, row in rows if not row.get("same_as")}
        known[table, name] = sorted(ids)
    return known


def _derived(articles: list[dict[str, Sheet]], codebook: Codebook) -> dict[str, pd.DataFrame]:
    """The tables of all articles, rows by key."""
    parts = [_article_tables(sheets, codebook) for sheets in articles]
    together = {name: pd.concat([part[name] for part in parts], ignore_index=True) for name in ARTICLE}
    return {name: frame.sort_values(list(TABLES[name].key), kind="stable") for name, frame in together.items()}


def _article_tables(sheets: dict[str, Sheet], codebook: Codebook) -> dict[str, pd.DataFrame]:
    """The tables of one article, with everything that is derived."""
    source = sheets["sources"].filled.iloc[0]
    tables = {name: sheets[name].filled.assign(source_id=source["source_id"]) for name in ARTICLE}
    tables["observations"] = derive.observations(sheets["observations"].frame, source, codebook)
    tables["relations"] = derive.relations(tables["relations"], tables["observations"])
    numbers = tables["systems"]["system_no"]
    tables["systems"]["system_id"] = [derive.system_id(source["source_id"], number) for number in numbers]
    tables["set_aside"]["occurrence"] = tables["set_aside"]["occurrence"].replace("", 1)
    return tables
