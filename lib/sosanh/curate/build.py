"""From the workbooks people keep to the tables everything else reads.

`build()` reads every workbook, and either finds problems and writes nothing, or writes one CSV a table and their data
package, `datapackage.json` (Data Package, version 2): types, code lists, keys and hashes, where any program can check
them, so that whoever takes the CSVs elsewhere takes their meaning along. The hashes also tell `data.package` whether
the CSVs are whole and whether a workbook has changed since.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from itertools import chain
from operator import itemgetter
from pathlib import Path

from sosanh.curate import derive, errata, printed, rules, second_reading, workbooks
from sosanh.curate.workbooks import Sheet
from sosanh.data import package, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import DataProblems, Problem, Unknown
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, Column, Table, row, to_csv


def build(raw: Path = paths.RAW, processed: Path = paths.PROCESSED, entered: str = "") -> list[str]:
    """Write every table that changed and return the names of the files written.

    Raises `DataProblems` with every problem of every workbook; then nothing is written. Drafts are left out, but the
    article that is being `entered` is taken as if it were complete, and all its candidates kept.
    """
    for folder in (processed, raw / "articles", raw / package.SECOND):
        paths.clear(folder)
    if heavy := [
        each for path in (raw / paths.CODEBOOK.name, *package.articles(raw)) for each in workbooks.weigh(path)
    ]:
        raise DataProblems(heavy)  # before any is read, for that takes its time
    digests = package.digests(raw)  # before reading: whoever saves a workbook meanwhile finds the tables stale
    drafts = [path for path in package.articles(raw) if workbooks.is_draft(path) and path.stem != entered]
    tables, codebook = _tables(raw, drafts, entered)
    csvs = {name: to_csv(tables[name], TABLES[name]).encode("utf-8") for name in TABLES}
    digests = {name: digest for name, digest in digests.items() if raw / name not in drafts}
    newest = package.releases(raw.parent)[0]
    described = _described(csvs, digests, codebook, tables["sources"], (newest.version, newest.day))
    # The package last: until it is there, `load` sees that the files do not belong together.
    contents = {f"{name}.csv": content for name, content in csvs.items()} | {package.FILE: described.encode("utf-8")}
    return [name for name, content in contents.items() if paths.replace(processed / name, content)]


def _tables(raw: Path, drafts: list[Path], entered: str = "") -> tuple[dict[str, list[dict]], Codebook]:
    """Read, check and derive all tables, or raise all problems at once."""
    book, articles = raw / paths.CODEBOOK.name, [path for path in package.articles(raw) if path not in drafts]
    names, left_out = [path.name for path in (book, *articles)], [path.stem for path in drafts]
    own, problems = workbooks.read(book, CODEBOOK)
    read = []
    for path in articles:
        sheets, found = workbooks.read(path, ARTICLE)
        read.append(workbooks.as_kept(sheets) if path.stem == entered else sheets)
        problems += found
    problems += _of_the_folder(raw, articles)
    if len(own) < len(CODEBOOK):
        raise DataProblems(rules.in_order(problems, names))  # without the codebook nothing else can be checked
    if wrong := list(rules.maps(own["areas"])):  # whoever wrote of such an area would be blamed for it
        raise DataProblems(rules.in_order([*problems, *wrong], names))
    _leave_out(left_out, own, read)
    codebook = workbooks.codebook(own)
    if empty := list(_empty((own, *read), codebook)):
        raise DataProblems(rules.in_order(empty + problems, names))  # every row would say so again
    for sheets in read:
        problems += _put_codes(sheets, codebook)
    ids = _ids(read)
    problems += [problem for sheets in (own, *read) for problem in rules.check(sheets, codebook, ids)]
    # What is said beside the tokens once the tokens are right: else each slip would be told twice.
    wrong = {each.file for each in problems}
    right = [sheets for sheets in read if not wrong & {sheet.file for sheet in sheets.values()}]
    problems += [problem for sheets in right for problem in printed.of_article(sheets, [*names, *left_out])]
    if not problems:
        problems += [*printed.of_codebook(own, read), *rules.one_system_a_name(read)]
    if problems:
        raise DataProblems(rules.in_order(problems, names))
    derived = [_derived(sheets, codebook) for sheets in read]
    tables = {name: sheet.texts for name, sheet in own.items()}
    for name in ARTICLE:
        tables[name] = sorted(chain.from_iterable(each[name] for each in derived), key=itemgetter(*TABLES[name].key))
    first = {sheets["sources"].source_id: sheets for sheets in read}
    done = [source["source_id"] for source in tables["sources"] if source["second_reading"]]
    tables["second_readings"] = [second_reading.compare(each, raw, first[each]).counts() for each in done]
    return tables, codebook


def _of_the_folder(raw: Path, articles: list[Path]) -> Iterator[Problem]:
    yield from package.strays(raw)
    if not articles:
        complete = f"one complete .xlsx an article in {raw / 'articles'}"
        yield Problem("articles", "", "", "no workbook", complete)


def _empty(books: Iterable[dict[str, Sheet]], codebook: Codebook) -> Iterator[Problem]:
    """The code lists, and the sheets of the codebook, that hold nothing though what is typed points at them."""
    told = set()
    for sheet in (sheet for book in books for sheet in book.values()):
        for column in sheet.table.typed:
            source = column.codes or column.target[0]
            if source not in told and workbooks.choices(column, codebook) == [] and sheet.values(column.name):
                told.add(source)
                named, of = ("code_lists", f"the list {source}") if column.codes else (source, f"the sheet {source}")
                uses = f"the codes that {sheet.table.name}.{column.name} of {sheet.file} uses"
                yield Problem(paths.CODEBOOK.name, named, "", f"no row of {of}", uses)


def notes(raw: Path = paths.RAW) -> list[str]:
    """What of the workbooks a person may not see, or not expect to be read or not: a line for each that has any."""
    books = [(raw / paths.CODEBOOK.name, CODEBOOK), *((path, ARTICLE) for path in package.articles(raw))]
    return [line for line in (workbooks.notes(path, names) for path, names in books) if line]


def _leave_out(drafts: list[str], own: dict[str, Sheet], articles: list[dict[str, Sheet]]) -> None:
    """Of an article that is still being entered: the codebook's pairs go, and a system that is the same as one there is
    its own."""

    def there(sheet: Sheet, column: str) -> set[int]:
        return {number for number, code in sheet.values(column).items() if code.rpartition(".")[0] in drafts}

    pairs = own["comparability"]
    gone = there(pairs, "a") | there(pairs, "b")
    stay = {number: each for number, each in pairs.rows.items() if number not in gone}
    own["comparability"] = replace(pairs, rows=stay)
    for sheets in articles:
        if systems := sheets.get("systems"):
            alone = {number: systems.rows[number] | {"same_as": None} for number in there(systems, "same_as")}
            sheets["systems"] = replace(systems, rows=systems.rows | alone)


def _put_codes(sheets: dict[str, Sheet], codebook: Codebook) -> Iterator[Problem]:
    """Put codes in the place of areas' names, on the map in force when the article was published."""
    span = []
    if "sources" in sheets:
        days = (sheets["sources"].first(column) for column in ("published_from", "published_to"))
        span = sorted(date.fromisoformat(day) for day in days if day)
    for name, sheet in sheets.items():
        sheets[name] = replace(sheet, rows={number: dict(row) for number, row in sheet.rows.items()})
        for column in (column.name for column in sheet.table.typed if column.to == "areas.ref_area"):
            for number, typed in sheet.values(column).items():
                try:
                    code = codebook.area_within(typed, span[0], span[-1]) if span else codebook.areas_named(typed)[-1]
                    sheets[name].rows[number][column] = code
                except Unknown as error:
                    yield sheet.problem(number, column, f"an area's name or code; {error}")


def _ids(articles: list[dict[str, Sheet]]) -> rules.Ids:
    """The ids of what the articles state, with their rows; none where an article could not be read, which makes no
    reference wrong."""
    known = {}
    for table, name, number, identified in (
        ("observations", "obs_id", "obs_no", derive.obs_id), ("systems", "system_id", "system_no", derive.system_id),
    ):  # fmt: skip
        sheets = [article[table] for article in articles if table in article]
        rows = [(sheet.source_id, row) for sheet in sheets for row in sheet.rows.values()]
        if len(sheets) == len(articles) and all(row[number] is not None for _, row in rows):
            ids = {identified(source_id, row[number]): row for source_id, row in rows if not row.get("same_as")}
            known[table, name] = dict(sorted(ids.items()))
    return known


def _derived(sheets: dict[str, Sheet], codebook: Codebook) -> dict[str, list[dict]]:
    """The tables of one article, with everything that is derived."""
    source_id = sheets["sources"].source_id
    tables = {name: [each | {"source_id": source_id} for each in sheets[name].texts] for name in ARTICLE}
    article = row("sources", tables["sources"][0])
    tables["observations"] = [vars(derive.observation(each, article, codebook)) for each in tables["observations"]]
    values = {str(each["obs_no"]): each["obs_value"] for each in sheets["observations"].rows.values()}
    tables["relations"] = [derive.relation(each, values) for each in tables["relations"]]
    for typed, erratum in zip(sheets["errata"].rows.values(), tables["errata"], strict=True):
        erratum["of_row"] = errata.of_row(typed, sheets)
    for system in tables["systems"]:
        system["system_id"] = derive.system_id(source_id, system["system_no"])
    return tables


# --- the data package -----------------------------------------------------------------------------------------

_TYPES = {"text": "string", "period": "string", "url": "string"}  # the others have the same name there
_LICENCE = {
    "name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}  # fmt: skip
_PERIOD = r"(SY\d{4}-\d{2}|\d{4}(-\d{2}(-\d{2})?)?(/\d{4}(-\d{2}(-\d{2})?)?)?)"


def _described(
    csvs: dict[str, bytes], digests: dict[str, str], codebook: Codebook, sources: list[dict], release: tuple[str, str]
) -> str:
    """The text of `datapackage.json` for these CSVs (table name -> bytes) and workbooks (path -> digest); `release` is
    the version of the data and its day."""
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "sosanh",
        "title": "SoSánh: what public articles state about digital transformation in Vietnam's provinces",
        "description": "Figures, printed tokens and their places in the text; the articles belong to their publishers.",
        "version": release[0],
        "created": f"{release[1]}T00:00:00Z",
        "licenses": [_LICENCE],
        "sources": [
            {"title": f"{each['outlet'] or each['republished_from']}: {each['title']}"}
            | ({"path": path} if (path := each["url"] or each["original_url"]) else {})
            for each in sources
        ],
        "resources": [_resource(TABLES[name], content, codebook) for name, content in csvs.items()],
        "workbooks": digests,
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def _resource(table: Table, content: bytes, codebook: Codebook) -> dict:
    columns, key = table.columns.values(), list(table.key)
    of_file = {"type": "table", "path": f"{table.name}.csv", "scheme": "file", "format": "csv", "mediatype": "text/csv"}
    of_file |= {"encoding": "utf-8", "bytes": len(content), "hash": paths.digest(content)}
    schema = {"fields": [_field(column, table, codebook) for column in columns], "missingValues": [""]}
    schema |= {"primaryKey": key} | ({"uniqueKeys": [key]} if len(key) > 1 else {})
    schema["foreignKeys"] = [
        {"fields": [column.name], "reference": {"resource": "" if owner == table.name else owner, "fields": [name]}}
        for column in columns
        for owner, name in [column.target]
        if column.to and not column.many
    ]
    return {"name": table.name, "title": table.en, "title_vi": table.vi, **of_file, "schema": schema}


def _field(column: Column, table: Table, codebook: Codebook) -> dict:
    constraints = {
        "required": column.required,
        "unique": table.key == (column.name,),
        "enum": codebook.codes(column.codes) if column.codes else None,
        "pattern": column.pattern or (_PERIOD if column.type == "period" else ""),
        "minimum": column.minimum,
    }
    said = {"name": column.name, "type": _TYPES.get(column.type, column.type)}
    said |= {"description": column.en, "description_vi": column.vi}
    return said | {
        "constraints": {name: each for name, each in constraints.items() if each not in (None, "", False, [])}
    }
