"""From the workbooks people keep to the tables everything else reads.

`build()` reads every workbook, and either finds problems and writes nothing, or writes one CSV a table and their data
package.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path

from sosanh.curate import datapackage, derive, rules, second_reading, workbooks
from sosanh.curate.drafts import is_draft
from sosanh.curate.workbooks import Sheet
from sosanh.data import files, package, paths
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
    tables, codebook = _tables(raw, drafts)
    csvs = {name: to_csv(tables[name], TABLES[name]).encode("utf-8") for name in TABLES}
    digests = {name: digest for name, digest in digests.items() if raw / name not in drafts}
    newest = package.releases(raw.parent)[0]
    described = datapackage.describe(csvs, digests, codebook, tables["sources"], (newest.version, newest.day))
    # The package last: until it is there, `load` sees that the files do not belong together.
    contents = {f"{name}.csv": content for name, content in csvs.items()} | {package.FILE: described.encode("utf-8")}
    return [name for name, content in contents.items() if files.replace(processed / name, content)]


def _tables(raw: Path, drafts: list[Path]) -> tuple[dict[str, list[dict]], Codebook]:
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
    codebook = workbooks.codebook(own)
    for sheets in read:
        problems += _put_codes(sheets, codebook)
        if "systems" in sheets:
            sheets["systems"] = _named_here(sheets["systems"], left_out)
    known = _known(codebook, read)
    problems += [problem for sheets in (own, *read) for problem in rules.check(sheets, codebook, known)]
    if problems:
        raise DataProblems(rules.in_order(problems, names))
    tables = {name: sheet.texts for name, sheet in own.items()} | _derived(read, codebook)
    tables["second_readings"] = _second_readings(tables["sources"], read, raw)
    return tables, codebook


def _of_the_folder(raw: Path, articles: list[Path]) -> Iterator[Problem]:
    for path in package.strays(raw):
        yield Problem(path.name, "", "", path.suffix or path.name, "a workbook saved as .xlsx, or another folder")
    if not articles:
        complete = f"one complete .xlsx an article in {raw / 'articles'}"
        yield Problem("articles", "", "", "no workbook", complete)


def _second_readings(sources: list[dict], articles: list[dict[str, Sheet]], raw: Path) -> list[dict]:
    """How far the two readings agree, of each article whose second reading is recorded as done."""
    first = {sheets["sources"].source_id: sheets for sheets in articles}
    done = [source["source_id"] for source in sources if source["second_reading"]]
    return [second_reading.compare(each, raw, first[each]).counts() for each in done]


def _without(pairs: Sheet, drafts: list[str]) -> Sheet:
    """The pairs but those of an article that is still being entered."""
    own = {number for side in ("a", "b") for number, code in pairs.values(side).items() if _article_of(code) in drafts}
    return replace(pairs, rows={number: row for number, row in pairs.rows.items() if number not in own})


def _named_here(systems: Sheet, drafts: list[str]) -> Sheet:
    """The systems of an article, each its own where the one it is the same as stands in a draft."""
    elsewhere = [number for number, code in systems.values("same_as").items() if _article_of(code) in drafts]
    own = {number: systems.rows[number] | {"same_as": None} for number in elsewhere}
    return replace(systems, rows=systems.rows | own)


def _article_of(code: str) -> str:
    """The article of an observation or a system."""
    return code.rpartition(".")[0]


def _put_codes(sheets: dict[str, Sheet], codebook: Codebook) -> list[Problem]:
    """Put codes in the place of areas' names, on the map in force when the article was published."""
    span, problems = [], []
    if "sources" in sheets:
        days = (sheets["sources"].first(column) for column in ("published_from", "published_to"))
        span = sorted(date.fromisoformat(day) for day in days if day)
    for name, sheet in sheets.items():
        rows = {number: dict(row) for number, row in sheet.rows.items()}
        for column in (column.name for column in sheet.table.typed if column.to == "areas.ref_area"):
            for number, typed in sheet.values(column).items():
                try:
                    rows[number][column] = _area(typed, span, codebook)
                except Unknown as error:
                    problems.append(sheet.problem(number, column, f"an area's name or code; {error}"))
        sheets[name] = replace(sheet, rows=rows)
    return problems


def _area(typed: str, span: list[date], codebook: Codebook) -> str | None:
    """The code of an area; of a name nothing as long as the article's day is missing, which is said of that."""
    if not span:
        return typed if any(area.ref_area == typed for area in codebook.areas) else None
    return codebook.area_within(typed, span[0], span[-1])


def _known(codebook: Codebook, articles: list[dict[str, Sheet]]) -> dict[tuple[str, str], list[str]]:
    """The values that references may point at: (table, column) -> what stands there; and the codes of every list."""
    known = {}
    for column in (column for table in TABLES.values() for column in table.columns.values()):
        if column.codes:
            known[rules.CODES_OF, column.codes] = codebook.codes(column.codes)
        elif column.target[0] in CODEBOOK:
            table, name = column.target
            known[column.target] = sorted({getattr(each, name) for each in getattr(codebook, table)})
    for table, name, number, identified in _IDS:
        sheets = [article[table] for article in articles if table in article]
        rows = [(sheet.source_id, row) for sheet in sheets for row in sheet.rows.values()]
        if len(sheets) < len(articles) or any(row[number] is None for _, row in rows):
            continue  # an article that could not be read makes no reference wrong
        ids = {identified(source_id, row[number]) for source_id, row in rows if not row.get("same_as")}
        known[table, name] = sorted(ids)
    return known


def _derived(articles: list[dict[str, Sheet]], codebook: Codebook) -> dict[str, list[dict]]:
    """The tables of all articles, rows by key."""
    parts = [_article_tables(sheets, codebook) for sheets in articles]
    return {
        name: sorted(chain.from_iterable(part[name] for part in parts), key=itemgetter(*TABLES[name].key))
        for name in ARTICLE
    }


def _article_tables(sheets: dict[str, Sheet], codebook: Codebook) -> dict[str, list[dict]]:
    """The tables of one article, with everything that is derived."""
    [source] = sheets["sources"].texts
    source_id = source["source_id"]
    tables = {name: [row | {"source_id": source_id} for row in sheets[name].texts] for name in ARTICLE}
    tables["observations"] = derive.observations(list(sheets["observations"].rows.values()), source, codebook)
    tables["relations"] = derive.relations(tables["relations"], tables["observations"])
    for row in tables["systems"]:
        row["system_id"] = derive.system_id(source_id, row["system_no"])
    for row in tables["set_aside"]:
        row["occurrence"] = row["occurrence"] or 1
    return tables
