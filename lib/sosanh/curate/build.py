"""From the workbooks people keep to the tables everything else reads.

`build()` reads every workbook, and either finds problems and writes nothing, or writes one CSV a table and their data
package, `datapackage.json` (Data Package, version 2): types, code lists, keys and hashes, where any program can check
them, so that whoever takes the CSVs elsewhere takes their meaning along. The hashes also tell `data.package` whether
the CSVs are whole and whether a workbook has changed since.
"""

import json
import os
import re
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import chain
from multiprocessing import get_context, parent_process
from operator import itemgetter
from pathlib import Path
from string import ascii_letters
from threading import Thread

from sosanh.curate import derive, errata, kept, printed, rules, second_reading, workbooks
from sosanh.curate.workbooks import Sheet
from sosanh.data import package, paths
from sosanh.data.codebook import Ambiguous, BareCode, Codebook, folded
from sosanh.data.problems import DataProblems, Problem, Unknown
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, Column, Table, row, to_csv, uncollected


@uncollected()
def build(
    raw: Path = paths.RAW, processed: Path = paths.PROCESSED, told: Callable[[str], object] = lambda _: None,
    entered: str = "",
) -> list[str]:  # fmt: skip
    """Write every table that changed and return the names of the files written.

    Raises `DataProblems` with every problem of every workbook; then nothing is written. Drafts are left out, but the
    article that is being `entered` is taken as if it were complete, and all its candidates kept. What of the workbooks
    a person may not see, or not expect to be read or not, is `told` first: a line for each that has any.
    """
    for folder in (processed, raw / "articles", raw / package.SECOND):
        paths.clear(folder)
    digests = package.digests(raw)  # before reading: whoever saves a workbook meanwhile finds the tables stale
    work, own, given = _given(raw, digests, entered)
    for line in filter(None, (own.note, *(each.note for each in given))):
        told(line)
    if shut := [problem for each in (own, *given) for problem in each.shut]:
        raise DataProblems(shut)  # these alone: what else is wrong is told once all can be read
    csvs, sources, codebook = _tables(raw, own, given, work)
    drafts = {f"articles/{each.file}" for each in given if each.draft}
    digests = {name: digest for name, digest in digests.items() if name not in drafts}
    newest = package.releases(raw.parent)[0]
    described = _described(csvs, digests, codebook, sources, (newest.version, newest.day))
    # The package last: until it is there, `load` sees that the files do not belong together.
    contents = {f"{name}.csv": content for name, content in csvs.items()} | {package.FILE: described.encode("utf-8")}
    written = [name for name, content in contents.items() if paths.replace(processed / name, content)]
    kept.sweep(raw)
    return written


@dataclass(frozen=True)
class Given:
    """What one article gives: of its sheets those that others are held against; what is wrong with it; and where
    nothing is, the lines of its tables, with their first key, and how far its second reading, if any, agrees.

    `observed` are its observations by their ids, with what a pair compares, or None where the sheet could not be read;
    `used` is what `printed.used` gives.
    """

    file: str
    sheets: dict[str, Sheet] = field(default_factory=dict)
    note: str = ""
    draft: bool = False
    shut: list[Problem] = field(default_factory=list)
    form: list[Problem] = field(default_factory=list)
    empty: list[Problem] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unread: list[Problem] = field(default_factory=list)  # its second reading
    observed: dict[str, dict] | None = None
    used: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    lines: dict[str, tuple[tuple, str]] = field(default_factory=dict)
    second: dict[str, str | int] | None = None


_POINTED_AT = {("observations", "obs_id"), ("systems", "system_id")}  # by other articles, and by the codebook's pairs
_SHARED = {"sources"} | {each for each in ARTICLE if any(of.target in _POINTED_AT for of in TABLES[each].typed)}
_COMPARED = ("indicator", "unit_measure", "definition", "population")  # of two observations


@dataclass(frozen=True)
class _Work:
    """What is done with each article, here or in another process; without a whole codebook its form alone is looked
    at."""

    raw: Path
    own: dict[str, Sheet] | None
    names: tuple[str, ...]
    key: str
    entered: str  # the article taken as if it were complete, in this build alone

    @cached_property
    def codebook(self) -> Codebook:
        return workbooks.codebook(self.own or {})

    def kept(self, path: Path, of: str, second: str) -> Given | None:
        if path.stem == self.entered:
            return None
        return kept.get(kept.place(self.raw, path, "given"), [self.key, of, second]) if self.own else None

    def __call__(self, path: Path) -> Given:
        of, form = workbooks.form(path, ARTICLE, self.raw)
        if path.stem == self.entered:
            form = replace(form, sheets=workbooks.as_kept(form.sheets), draft=False)
        given = Given(path.name, note=form.note, draft=form.draft, shut=form.shut, form=form.problems)
        if form.draft or form.shut or not self.own:
            return given
        second, reading = self._second(path)
        given = self.checked(given, form.sheets, reading)
        if given.lines and not given.unread and path.stem != self.entered:
            kept.put(kept.place(self.raw, path, "given"), [self.key, of, second], given)
        return given

    def alone(self, given: Given, drafts: list[str]) -> Given:
        """An article whose system is the same as one of an article still being entered: there, it is its own; in this
        build alone."""
        systems = given.sheets.get("systems")
        if not systems or not (same := _there(systems, "same_as", drafts)):
            return given
        path = self.raw / "articles" / given.file
        _, form = workbooks.form(path, ARTICLE, self.raw)
        sheets = workbooks.as_kept(form.sheets) if path.stem == self.entered else form.sheets
        own = {number: sheets["systems"].rows[number] | {"same_as": None} for number in same}
        sheets = sheets | {"systems": replace(sheets["systems"], rows=sheets["systems"].rows | own)}
        return self.checked(Given(given.file, note=given.note, form=given.form), sheets, self._second(path)[1])

    def _second(self, path: Path) -> tuple[str, workbooks.Form | None]:
        second = second_reading.path_of(path.stem, self.raw)
        return workbooks.form(second, second_reading.SHEETS, self.raw) if second.exists() else ("", None)

    def checked(self, given: Given, sheets: dict[str, Sheet], reading: workbooks.Form | None) -> Given:
        """With all that the codebook says of it. What other articles say is looked at where all are together."""
        sheets = dict(sheets)
        if empty := list(_empty([sheets], self.codebook)):
            return replace(given, empty=empty)  # every row would say so again
        problems = [*_put_codes(sheets, self.codebook), *rules.check(sheets, self.codebook, {})]
        problems += _beside([*given.form, *problems], sheets, self.names)
        shared = {name: sheet for name, sheet in sheets.items() if name in _SHARED}
        given = replace(given, sheets=shared, observed=_observed(sheets), problems=problems)
        if problems or given.form:
            return given
        tables, second, unread = _derived(sheets, self.codebook), None, []
        lines = {name: _lines(tables[name], TABLES[name]) for name in ARTICLE if tables[name]}
        if sheets["sources"].first("second_reading"):
            try:
                second = second_reading.compare(given.file.removesuffix(".xlsx"), self.raw, sheets, reading).counts()
            except DataProblems as error:
                unread = list(error.problems)
        return replace(given, used=printed.used(sheets), lines=lines, second=second, unread=unread)


_TOKENS = {"sources": ("published_from", "published_to")} | dict.fromkeys(printed.PRINTS, ("paragraph", "as_printed"))


def _beside(wrong: list[Problem], sheets: dict[str, Sheet], names: Iterable[str]) -> list[Problem]:
    """What is said beside the tokens, once these are right; but for rows of which something else is wrong."""
    tokens = {(sheet, sheets[sheet].letters.get(name)) for sheet in _TOKENS.keys() & sheets for name in _TOKENS[sheet]}
    rows = set()
    for each in wrong:
        cell = re.fullmatch("([A-Z]*)([0-9]+)", each.cell)
        if not cell or (each.sheet, cell[1]) in tokens:
            return []
        rows |= {(each.sheet, cell[2])} if each.sheet != "sources" else set()  # whose one row has all its days
    found = printed.of_article(sheets, names)
    return [each for each in found if (each.sheet, each.cell.lstrip(ascii_letters)) not in rows]


def _lines(rows: list[dict], table: Table) -> tuple[tuple, str]:
    """The first key and the text of an article's rows. Their keys begin with the article's code, so in the order of
    keys they stand together."""
    keyed = sorted(((tuple(each[name] for name in table.key), each) for each in rows), key=itemgetter(0))
    return keyed[0][0], to_csv(map(itemgetter(1), keyed), table, header=False)


FEW = 12  # workbooks that are read sooner than other processes have started


def _given(raw: Path, digests: dict[str, str], entered: str) -> tuple[_Work, workbooks.Form, list[Given]]:
    """What the codebook gives, and each article: as kept, or as read now, in as many processes as there are cores."""
    of, own = workbooks.form(raw / paths.CODEBOOK.name, CODEBOOK, raw)
    if entered and len(own.sheets) == len(CODEBOOK):
        new, problems = workbooks.proposed(path := raw / "articles" / f"{entered}.xlsx")
        problems += workbooks.taken(own.sheets, new) if workbooks.is_draft(path) else ()
        own = replace(own, sheets=workbooks.with_proposed(own.sheets, new), problems=own.problems + problems)
        of = ""  # of this build alone
    articles = package.articles(raw)
    names = (paths.CODEBOOK.name, *(path.name for path in articles))
    # An article's comments may name the months of the others: of their names the numbers count.
    key = json.dumps([of, sorted(printed.numbers(" ".join(names)))])
    whole = len(own.sheets) == len(CODEBOOK) and not list(rules.maps(own.sheets["areas"]))
    work = _Work(raw, own.sheets if whole else None, names, key, entered)
    second = {path: digests.get(f"{package.SECOND}/{path.name}", "") for path in articles}
    found = {path: work.kept(path, digests.get(f"articles/{path.name}", ""), second[path]) for path in articles}
    unknown = [path for path in articles if found[path] is None]
    found |= dict(zip(unknown, _each(work, unknown), strict=True))
    return work, own, [found[path] for path in articles]


def _each(work: _Work, articles: list[Path]) -> list[Given]:
    cores = min(paths.cores(), 12)  # each takes some 90 MB
    if cores == 1 or len(articles) < FEW:
        return [work(path) for path in articles]
    processes = ProcessPoolExecutor(cores, get_context("spawn"), _begin, (work,))
    try:
        return list(processes.map(_do, articles, chunksize=4))
    except BrokenExecutor:
        raise OSError("a process that read workbooks was killed (for want of memory?)") from None
    finally:
        processes.shutdown(cancel_futures=True)


def _begin(work: _Work) -> None:
    """In a process that reads: it ends with the one that waits for it, and leaves Ctrl-C to that one."""
    global _work
    _work = work
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=lambda: parent_process().join() or os._exit(1), daemon=True).start()


def _do(path: Path) -> Given:
    return _work(path)


def _tables(
    raw: Path, own: workbooks.Form, given: list[Given], work: _Work
) -> tuple[dict[str, bytes], list[dict], Codebook]:
    """Each table as CSV, and the rows of the sources, with everything that is derived; or all problems at once."""
    names = [paths.CODEBOOK.name, *(each.file for each in given)]
    left_out = [each.file.removesuffix(".xlsx") for each in given if each.draft]
    given = [each for each in given if not each.draft]
    problems = [*own.problems, *(problem for each in given for problem in each.form), *_of_the_folder(raw, [*given])]
    if len(own.sheets) < len(CODEBOOK):
        raise DataProblems(rules.in_order(problems, names))  # without the codebook nothing else can be checked
    if wrong := list(rules.maps(own.sheets["areas"])):  # whoever wrote of such an area would be blamed for it
        raise DataProblems(rules.in_order([*problems, *wrong], names))
    book = _left_out(own.sheets, left_out)
    given = [work.alone(each, left_out) for each in given]
    codebook = workbooks.codebook(book)
    if empty := [*_empty([book], codebook), *(problem for each in given for problem in each.empty)]:
        once = {(each.sheet, each.found): each for each in reversed(empty)}
        raise DataProblems(rules.in_order([*once.values(), *problems], names))
    read = [each.sheets for each in given]
    ids = _ids(given)
    problems += rules.check(book, codebook, ids)
    problems += _pointing(read, codebook, ids)
    problems += [problem for each in given for problem in each.problems]
    if not problems:
        problems += [*printed.of_codebook(book, (each.used for each in given)), *rules.one_system_a_name(read)]
    if problems:
        raise DataProblems(rules.in_order(rules.with_codes(problems, codebook), names))
    for each in (each for each in given if each.unread):
        raise DataProblems(each.unread)
    csvs = {name: to_csv(sheet.texts, TABLES[name]) for name, sheet in book.items()}
    for name in ARTICLE:
        lines = sorted((each.lines[name] for each in given if name in each.lines), key=itemgetter(0))
        csvs[name] = "".join([to_csv([], TABLES[name]), *map(itemgetter(1), lines)])
    given = sorted(given, key=lambda each: each.sheets["sources"].source_id)
    csvs["second_readings"] = to_csv((each.second for each in given if each.second), TABLES["second_readings"])
    sources = [row for each in given for row in each.sheets["sources"].texts]
    return {name: csvs[name].encode("utf-8") for name in TABLES}, sources, codebook


def _of_the_folder(raw: Path, articles: list[Given]) -> Iterator[Problem]:
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


def _left_out(own: dict[str, Sheet], drafts: list[str]) -> dict[str, Sheet]:
    """The codebook without its pairs with articles that are still being entered."""
    pairs = own["comparability"]
    gone = _there(pairs, "a", drafts) | _there(pairs, "b", drafts)
    stay = {number: each for number, each in pairs.rows.items() if number not in gone}
    return own | {"comparability": replace(pairs, rows=stay)}


def _there(sheet: Sheet, column: str, articles: list[str]) -> set[int]:
    return {number for number, code in sheet.values(column).items() if code.rpartition(".")[0] in articles}


def _pointing(articles: list[dict[str, Sheet]], codebook: Codebook, ids: rules.Ids) -> Iterator[Problem]:
    """What points at rows of another article that are not there."""
    pointing = {name: {each.name: each for each in TABLES[name].typed if each.target in ids} for name in _SHARED}
    for sheet in chain.from_iterable(sheets.values() for sheets in articles):
        if columns := pointing[sheet.table.name]:
            alone = replace(sheet, table=replace(sheet.table, columns=columns))
            yield from rules.unknown_values(alone, codebook, ids)


def _put_codes(sheets: dict[str, Sheet], codebook: Codebook) -> Iterator[Problem]:
    """Put codes in the place of names: of areas, on the map in force when the article was published; and of all else
    that has a name of its own."""
    span = []
    if "sources" in sheets:
        days = (sheets["sources"].first(column) for column in ("published_from", "published_to"))
        span = sorted(date.fromisoformat(day) for day in days if day)
    for name, sheet in sheets.items():
        sheets[name] = replace(sheet, rows={number: dict(row) for number, row in sheet.rows.items()})
        for column in (each for each in sheet.table.typed if not each.many and each.to != "areas.ref_area"):
            own, called = workbooks.names(column, codebook), {}
            strangers = {number: typed for number, typed in sheet.values(column.name).items() if typed not in own}
            for code, said in own.items() if strangers else ():
                for each in {*map(folded, said)}:
                    called.setdefault(each, []).append(code)
            for number, typed in strangers.items():
                if len(found := called.get(folded(typed), ())) == 1:
                    sheets[name].rows[number][column.name] = found[0]
        for column in (column.name for column in sheet.table.typed if column.to == "areas.ref_area"):
            for number, typed in sheet.values(column).items():
                try:
                    code = codebook.area_within(typed, span[0], span[-1]) if span else codebook.areas_named(typed)[-1]
                    sheets[name].rows[number][column] = code
                except Unknown as error:
                    former = name == "observations" and not isinstance(error, Ambiguous | BareCode)
                    yield sheet.problem(
                        number, column, f"an area's name or code; {error}{f'; {rules.FORMER}' * former}"
                    )


def _observed(sheets: dict[str, Sheet]) -> dict[str, dict] | None:
    sheet = sheets.get("observations")
    if sheet is None or any(each["obs_no"] is None for each in sheet.rows.values()):
        return None
    return {
        derive.obs_id(sheet.source_id, each["obs_no"]): {name: each[name] for name in _COMPARED}
        for each in sheet.rows.values()
    }


def _systems(systems: Sheet | None) -> dict[str, dict] | None:
    """Its systems by their ids; what is the same as another has none."""
    if systems is None or any(each["system_no"] is None for each in systems.rows.values()):
        return None
    rows = (each for each in systems.rows.values() if not each["same_as"])
    return {derive.system_id(systems.source_id, each["system_no"]): each for each in rows}


def _ids(given: list[Given]) -> rules.Ids:
    """The ids of what the articles state, with their rows; none where an article could not be read, which makes no
    reference wrong."""
    systems = [_systems(each.sheets.get("systems")) for each in given]
    found = {("observations", "obs_id"): [each.observed for each in given], ("systems", "system_id"): systems}
    return {
        of: dict(sorted(chain.from_iterable(each.items() for each in of_each)))
        for of, of_each in found.items()
        if None not in of_each
    }


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
