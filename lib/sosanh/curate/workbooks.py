"""From a workbook to rows, each knowing its sheet and cell.

Excel turns `01` into 1, `78,18%` into 0.7818, `2024-07` into a date, and keeps formulas that nobody has computed. So
cells are read as they are stored, each is held against its column's declaration (`tables.yml`), and whatever does not
fit becomes a `Problem` with its cell. All problems of a file are found in one go; blanks and decomposed Unicode are
mended silently, nothing else is.

A line break or TAB in a cell is a blank, and said (`Form.note`), as is what Excel keeps out of sight: hidden, filtered
out and struck-through rows are read like all others, sheets of other names are not.

An article that is still being entered is a draft: the tables do without it. That is asked at every start, so a workbook
is opened only where the tables do not know it yet.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from string import ascii_uppercase

from sosanh.curate import kept
from sosanh.curate.xlsx import Book, Cell, Grid, letters
from sosanh.data import package, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import Problem, Unreadable, listed, rows, suggest, unseen
from sosanh.data.tables import ARTICLE, MANY, TABLES, Column, Table, as_text, read_decimal
from sosanh.numbers.periods import ALLOWED as PERIODS
from sosanh.numbers.periods import read_period

LISTS = "lists"  # the sheet of the dropdowns' codes; nobody fills it
DRAFT = "draft"
CANDIDATE, KEPT = "candidate", "kept"
# What a person decides of an observation that is none, and the kind that it has among what is set aside.
ASIDE = {"set_aside": "framing", "set_aside_repeat": "repeat", "set_aside_no_indicator": "no_indicator"}
LAST = 1_048_576  # row of a sheet; a row that stands in another sheet has this much more
NEW = ("indicators", "definitions", "populations")  # sheets of the codebook whose new rows a draft may propose
NAMED = " — "  # between a code and its name, where one is chosen from a list
Wrong = tuple[str, str, str]  # a cell, what stands in it, and what is allowed
_ERRORS = {
    "#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!", "#FIELD!", "#BLOCKED!",
    "#CONNECT!", "#UNKNOWN!", "#BUSY!", "#GETTING_DATA",
}  # fmt: skip
MISTAKES = 1000  # in one sheet; nobody mends so many one by one
ROWS = 2000  # of a sheet of an article
_FAR = "look for rows filled or pasted far (Ctrl+End), and delete them"
MOST = 10**15  # of what is typed as a number; trillions of dong are typed with a scale
_BREAKS = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_BLANKS = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# What a spreadsheet takes for a formula where it opens a CSV; a printed number such as -5% or +2,5 is none, for without
# a bracket, a quotation mark or ! a formula can call nothing.
_FORMULA = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20]")
_SIGNED = re.compile(r"[-+][0-9][\w .,%/|\u2013-]*")


@dataclass(frozen=True)
class Sheet:
    """The rows of one sheet by their number in the workbook, every typed column in each, where it is blank with its
    default or `None`; `letters` are those of the columns that stand in it. `elsewhere` are rows of another sheet that
    belong here: the number of each is `LAST` more than there, and it has the names of that file and sheet, and the
    letters of its columns."""

    file: str
    table: Table
    rows: dict[int, dict]
    letters: dict[str, str]
    elsewhere: dict[int, tuple[str, str, dict[str, str]]] = field(default_factory=dict)

    @property
    def source_id(self) -> str:
        """The article, by the name of its workbook."""
        return self.file.removesuffix(".xlsx")

    @property
    def texts(self) -> list[dict]:
        """The rows with "" for a blank, as the tables have it."""
        return [{name: "" if value is None else value for name, value in row.items()} for row in self.rows.values()]

    @property
    def key(self) -> list[str]:
        """The typed columns that tell rows apart: in an article's workbook `obs_no` stands for `obs_id`."""
        typed = ("obs_no" if name == "obs_id" else name for name in self.table.key)
        return [name for name in typed if not self.table.columns[name].derived]

    def values(self, column: str) -> dict[int, object]:
        """What is typed in a column, by row."""
        return {number: row[column] for number, row in self.rows.items() if row[column] is not None}

    def first(self, column: str):
        """The first value of a column; `None` where nothing is typed."""
        return next(iter(self.values(column).values()), None)

    def place(self, row: int, column: str) -> tuple[str, str, str]:
        """File, sheet and cell of a row and column; without a letter where that sheet does not have the column."""
        file, name, letters = self.elsewhere.get(row, (self.file, self.table.name, self.letters))
        return file, name, f"{letters.get(column, '')}{row if row <= LAST else row - LAST}"

    def place_of(self, row: Mapping[str, str], column: str) -> tuple[str, str, str] | None:
        """File, sheet and cell that a processed row was typed into; None where no row has its key."""
        same = (n for n, typed in self.rows.items() if all(as_text(typed[name]) == row[name] for name in self.key))
        return next((self.place(number, column) for number in same), None)

    def named(self, row: int, beside: int) -> str:
        """A row as a problem of the row `beside` names it: with its sheet, where that is another one."""
        (*there, number), (*here, _) = self.place(row, ""), self.place(beside, "")
        return f"row {number}" if there == here else f"row {number} of {there[-1]}"

    def problem(self, row: int, column: str, allowed: str, found: str = "") -> Problem:
        """A problem at `row` (workbook row) and `column`, whether or not the column stands in the sheet."""
        typed = self.rows[row].get(column)
        found = found or ("" if typed is None else str(typed))
        return Problem(*self.place(row, column), found, allowed)

    def __reduce__(self) -> tuple:
        """Kept and sent with the name of its table."""
        return sheet, (self.file, self.table.name, self.rows, self.letters, self.elsewhere)


def sheet(
    file: str, table: str, rows: dict[int, dict], letters: dict[str, str],
    elsewhere: dict[int, tuple[str, str, dict[str, str]]],
) -> Sheet:  # fmt: skip
    return Sheet(file, TABLES[table], rows, letters, elsewhere)


@dataclass(frozen=True)
class Form:
    """All that one workbook gives by itself, before the codebook is asked: its sheets and what is wrong with them,
    whether it is a draft, what nobody may see of it, and why it cannot be opened at all."""

    sheets: dict[str, Sheet] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    draft: bool = False
    note: str = ""
    shut: list[Problem] = field(default_factory=list)


def codebook(sheets: dict[str, Sheet]) -> Codebook:
    """The codebook as its workbook has it now."""
    return Codebook.of({name: sheet.texts for name, sheet in sheets.items()})


def choices(column: Column, codebook: Codebook) -> list[str] | None:
    """What a column may hold: the codes of its list, or what stands in the codebook's column that it points at; `None`
    where it points at neither."""
    if column.working:
        return column.pattern.split("|") if column.pattern else None
    if column.codes:
        return codebook.codes(column.codes)
    table, name = column.target
    return [getattr(each, name) for each in getattr(codebook, table)] if hasattr(codebook, table) else None


def names(column: Column, codebook: Codebook) -> dict[str, tuple[str, str]]:
    """What the codes that a column may hold are called, in Vietnamese and in English; of those that have names."""
    table, key = ("code_lists", "code") if column.codes else column.target
    rows = [each for each in getattr(codebook, table, ()) if not column.codes or each.code_list == column.codes]
    own = next((each for each in ("name", "label", "wording") if rows and hasattr(rows[0], f"{each}_vi")), "")
    return {getattr(row, key): (getattr(row, f"{own}_vi"), getattr(row, f"{own}_en")) for row in rows if own}


def staleness(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> str:
    """Why the tables are not those of the workbooks, or ""; a new workbook counts once it is no draft."""
    return package.staleness(processed, raw, counts=lambda path: not is_draft(path))


def undecided(path: Path) -> dict[str, int]:
    """How many rows of an article only a machine has proposed, by sheet."""
    sheets, _ = read(path, ["observations", "set_aside"])
    return {
        name: sum(row["review"] == CANDIDATE for row in sheets[name].rows.values()) if name in sheets else 0
        for name in ("observations", "set_aside")
    }


def is_draft(path: Path) -> bool:
    """Is the article of this workbook still being entered?

    It is where the sheet sources says so in its column status, and where nothing is entered in any sheet.
    """
    try:
        return _is_draft(opened(package.content(path)))
    except (OSError, Unreadable):  # the reading of it says so
        return False


def _is_draft(book: Book) -> bool:
    with suppress(Unreadable):
        names, *first = ([*book.grid("sources").rows.values()] if "sources" in book.sheets else []) or [{}]
        if first:
            cells = (cell for column, cell in first[0].items() if column in names and names[column].value == "status")
            return any(str(cell.value).strip() == DRAFT for cell in cells)
        return all(len(book.grid(title).rows) < 2 for title in _worksheets(book))
    return False


@lru_cache(maxsize=2)
def opened(content: bytes) -> Book:
    """A workbook; kept, for some ask one thing of it and then another. `Unreadable` where a sheet is filled far: rows
    are counted before they are read, which takes its time."""
    book = Book(content)
    for title in book.sheets.keys() & TABLES:
        count, alike = book.filled[title]
        if alike > MISTAKES:
            raise Unreadable(f"one row {alike:,} times", f"each row once; {_FAR}", title)
        if title in ARTICLE and count > ROWS:
            raise Unreadable(f"{count:,} rows", f"{ROWS:,}, more than an article states; {_FAR}", title)
    return book


def form(path: Path, names: Iterable[str], raw: Path) -> tuple[str, Form]:
    """The digest of a workbook in `raw`, and what it gives; "" where it cannot be opened at all."""
    try:
        content = package.content(path)
        digest, place = paths.digest(content), kept.place(raw, path, "form")
        if found := kept.get(place, [digest]):
            return digest, found
        book = opened(content)
    except Unreadable as error:
        return "", Form(shut=[_unreadable(path, error)])
    except FileNotFoundError:
        return "", Form(*read(path, names))
    sheets, problems = _read(path, book, names)
    made = Form(sheets, problems, _is_draft(book), notes(path, book, names))
    kept.put(place, [digest], made)
    return digest, made


def _unreadable(path: Path, error: Unreadable) -> Problem:
    return Problem(path.name, error.sheet, error.place, error.found, error.allowed)


def _worksheets(book: Book) -> list[str]:
    """Those that people fill."""
    return [title for title in book.sheets if title != LISTS and book.kind(title) == "worksheet"]


def read(path: Path, names: Iterable[str], missing: bool = False) -> tuple[dict[str, Sheet], list[Problem]]:
    """The sheets `names` of the workbook at `path`, some of which may be `missing`, and every problem of form in them.

    Values: text as `str`, integers as `int`, numbers as `Decimal`, dates and periods as ISO text, blanks as
    `None`. Code lists and references between tables are not looked at here (see `rules`).
    """
    try:
        book = opened(package.content(path))
        return _read(path, book, [name for name in names if name in book.sheets] if missing else names)
    except FileNotFoundError:
        return {}, [Problem(path.name, "", "", "no such file", f"a workbook at {path}")]
    except Unreadable as error:
        return {}, [_unreadable(path, error)]


def _read(path: Path, book: Book, names: Iterable[str]) -> tuple[dict[str, Sheet], list[Problem]]:
    sheets, problems = {}, []
    try:
        names = list(names)
        for name in (each for each in names if each in book.sheets and book.kind(each) != "worksheet"):
            raise Unreadable(f"a {book.kind(name)}", f"a worksheet named {name}: rows of cells, one a line", name)
        for name in names:
            wrong: list[Wrong] = []
            if name not in book.sheets and TABLES[name].optional:
                sheets[name] = Sheet(path.name, TABLES[name], {}, {})
            elif name not in book.sheets:
                there = f"a sheet named {name}; the file has: {listed(book.sheets)}"
                wrong.append(("", "no such sheet", there))
            elif (header := _header(grid := book.grid(name), TABLES[name], wrong)) is not None:
                sheet = _read_sheet(path.name, TABLES[name], grid, header, wrong)
                sheets |= {name: sheet} if sheet else {}
            problems += [Problem(path.name, name, *each) for each in wrong]
    except Unreadable as error:
        return {}, [_unreadable(path, error)]
    return _decided(sheets), problems


def _decided(sheets: dict[str, Sheet]) -> dict[str, Sheet]:
    """The sheets with each number where a person wants it: what is set aside among the observations is set aside."""
    if not {"observations", "set_aside"} <= sheets.keys():
        return sheets
    observations, aside = sheets["observations"], sheets["set_aside"]
    gone = {number: row for number, row in observations.rows.items() if row["review"] in ASIDE}
    stay = {number: row for number, row in observations.rows.items() if number not in gone}
    rows = {
        LAST + number: {column.name: row.get(column.name) for column in aside.table.typed}
        | {"kind": ASIDE[row["review"]], "review": KEPT}
        for number, row in gone.items()
    }
    there = dict.fromkeys(rows, (observations.file, "observations", observations.letters))
    moved = replace(aside, rows=aside.rows | rows, elsewhere=there)
    return sheets | {"observations": replace(observations, rows=stay), "set_aside": moved}


def proposed(path: Path) -> tuple[dict[str, Sheet], list[Problem]]:
    """The rows with a code in those sheets of an article's workbook that are the codebook's, which is to have them; and
    what is wrong with their form. What a machine proposed and nobody gave a code is none of them."""
    sheets, problems = read(path, NEW, missing=True)
    for name, sheet in sheets.items():
        coded = sheet.values(TABLES[name].key[0]).keys()
        sheets[name] = replace(sheet, rows={number: row for number, row in sheet.rows.items() if number in coded})
        blank = {(name, str(number)) for number in sheet.rows.keys() - coded}
        problems = [each for each in problems if (each.sheet, each.cell.lstrip(ascii_uppercase)) not in blank]
    return sheets, problems


def with_proposed(own: dict[str, Sheet], new: dict[str, Sheet]) -> dict[str, Sheet]:
    """The codebook's sheets, with those rows of an article's workbook whose code they do not have yet."""
    sheets = dict(own)
    for name, sheet in new.items():
        key, there = TABLES[name].key[0], {*own[name].values(TABLES[name].key[0]).values()}
        rows = {LAST + number: row for number, row in sheet.rows.items() if row[key] not in there}
        named = dict.fromkeys(rows, (sheet.file, name, sheet.letters))
        sheets[name] = replace(own[name], rows=own[name].rows | rows, elsewhere=named)
    return sheets


def taken(own: dict[str, Sheet], new: dict[str, Sheet]) -> Iterator[Problem]:
    """The rows of an article's workbook whose code the codebook has for something else, or in other words: they would
    be left out, and its row would count."""
    for name, sheet in new.items():
        key = TABLES[name].key[0]
        there = {row[key]: row for row in own[name].rows.values()}
        for number, row in sheet.rows.items():
            known = there.get(row[key], row)
            typed = (each.name for each in sheet.table.typed if not each.working and row[each.name] is not None)
            if differ := ", ".join(each for each in typed if row[each] != known[each]):
                said = f"another code, or in {differ} what the codebook has for {row[key]}"
                yield sheet.problem(number, key, said)


def as_proposed(problems: Iterable[Problem], sheets: dict[str, Sheet]) -> list[Problem]:
    """Problems of the codebook as it would be; those of rows that a draft proposes by their cells there, for they are
    added behind the last row, and nobody could mend them in the codebook yet."""

    def placed(each: Problem) -> Problem:
        sheet, cell = sheets.get(each.sheet), re.fullmatch("([A-Z]+)([0-9]+)", each.cell)
        if each.file != paths.CODEBOOK.name or not sheet or not cell:
            return each
        last = max(sheet.rows.keys() - sheet.elsewhere.keys(), default=1)
        row = dict(enumerate(sheet.elsewhere, start=last + 1)).get(int(cell[2]))
        column = next((name for name, letter in sheet.letters.items() if letter == cell[1]), "")
        return each if row is None else Problem(*sheet.place(row, column), each.found, each.allowed)

    return [placed(each) for each in problems]


def as_kept(sheets: dict[str, Sheet]) -> dict[str, Sheet]:
    """The sheets, were all that a machine proposed kept."""
    return {
        name: replace(sheet, rows={number: row | {"review": KEPT} for number, row in sheet.rows.items()})
        if name in ("observations", "set_aside")
        else sheet
        for name, sheet in sheets.items()
    }


def _aside(cells: dict[int, Cell], header: dict[str, Cell]) -> bool:
    cell = cells.get(header["review"].column) if "review" in header else None
    return cell is not None and cell.value in ASIDE


def _read_sheet(file: str, table: Table, grid: Grid, header: dict[str, Cell], wrong: list[Wrong]) -> Sheet | None:
    """One sheet; whatever does not fit is added to `wrong`, and reading goes on. None where that is too much."""
    wrong += [(merged, "merged cells", "one value a cell; unmerge them") for merged in grid.merged]
    titles = grid.rows[1]
    typed = {column.name: column for column in table.typed}
    strays = {column: cell for cells in grid.rows.values() for column, cell in cells.items() if column not in titles}
    wrong += _few([(cell.place, _shown(cell.value), "a column with a name") for cell in strays.values()])
    rows = {}
    for number, cells in grid.rows.items():
        if number == 1:
            continue
        rows[number] = {column.name: column.default for column in table.typed}
        for name, title in header.items():
            cell = cells.get(title.column)
            try:
                rows[number][name] = _typed(cell, typed[name])
            except ValueError as error:
                if cell is None and _aside(cells, header):
                    continue  # of what is set aside nothing else is asked
                wrong.append((f"{letters(title.column)}{number}", _shown(cell.value) if cell else "", str(error)))
        if len(wrong) > MISTAKES:
            found = f"more than {MISTAKES} cells that do not fit, up to row {number}"
            wrong.insert(
                0, ("", found, "fewer; look for rows filled or pasted far (Ctrl+End), and for shifted columns")
            )
            return None
    return Sheet(file, table, rows, {name: letters(title.column) for name, title in header.items()})


def _header(grid: Grid, table: Table, wrong: list[Wrong]) -> dict[str, Cell] | None:
    """Column name -> the cell of it; columns that are missing, unknown or there twice do not fit. None, and one thing
    wrong, where the first row names no column."""
    typed, header = [column.name for column in table.typed], {}
    unknown, twice = [], []
    for cell in grid.rows.get(1, {}).values():
        name = str(cell.value).strip()
        if name not in typed:
            unknown.append((cell.place, name, f"a column of this sheet; {suggest(name, typed, 50)}"))
        elif name in header:
            twice.append((cell.place, name, "each column once"))
        else:
            header[name] = cell
    if not header:
        found = (row for row, cells in grid.rows.items() if {each.value for each in cells.values()} & {*typed})
        below = "".join(f"; row {row} has them: delete what stands above" for row in [*found][:1])
        wrong.append(("1:1", "no names of columns", f"the names of the columns in the first row{below}"))
        return None
    missing = [each for each in table.typed if each.name not in header and not (each.optional or each.working)]
    wrong += _few(unknown) + _few(twice)
    wrong += _few([("1:1", "no such column", f"a column {column.name} ({column.en})") for column in missing])
    return header


FEW = 5  # of one kind, each on its own line


def _few(wrong: list[Wrong]) -> list[Wrong]:
    """What is wrong with several columns; with many of them it is one thing that went wrong, and said once."""
    if len(wrong) <= FEW:
        return wrong
    (place, found, allowed), *others = wrong
    return [(place, found, f"{allowed}; {len(others):,} more columns are wrong in the same way")]


def notes(path: Path, book: Book, names: Iterable[str]) -> str:
    """What a reader of this workbook may not see, or may not expect, in one line; "" for nothing, and where it cannot
    be read (which `read` says)."""
    said, names = [], set(names)
    try:
        for title in _worksheets(book):
            grid = book.grid(title)
            if title in names:
                said += [f"{title}: {each}" for each in _out_of_sight(grid, book.sheets[title])]
            elif grid.rows and title not in NEW:
                said.append(f"the sheet {title[:31]!r} with {rows(len(grid.rows))} is not read")
    except Unreadable:
        return ""
    said += ["its macros are not read"] * book.macros
    return f"{path.name}: {'; '.join(said)}" if said else ""


def _out_of_sight(grid: Grid, hidden: bool) -> list[str]:
    said = ["the sheet is hidden, and read"] * hidden
    rows = [row for row in grid.hidden if row in grid.rows]
    if rows:
        said.append(f"row {listed(rows)} is {'filtered out' if grid.filtered else 'hidden'}, and read")
    filled = {column for cells in grid.rows.values() for column in cells}
    if columns := sorted(column for column in filled if any(column in each for each in grid.hidden_columns)):
        said.append(f"column {listed(map(letters, columns))} is hidden, and read")
    if grid.struck:
        said += ["; ".join([f"row {listed(grid.struck)} is struck through, and read", "delete what should not count"])]
    broken = [cell.place for cells in grid.rows.values() for cell in cells.values() if _BREAKS.search(str(cell.value))]
    if broken:
        said.append(f"a line break or TAB in {listed(broken)} is read as a space")
    return said


BLANK = "a value; {} may not be blank"


def _typed(cell: Cell | None, column: Column):
    """What stands in a cell, by its column's type; `ValueError` says what is allowed instead."""
    if cell is None:
        _must(not column.required, BLANK.format(column.name))
        return column.default
    _must(cell.value is not None, "a value, or save the file in Excel first")
    _must(not cell.error and str(cell.value).strip() not in _ERRORS, "a value instead of an Excel error")
    value = (_many if column.many else _READERS[column.type])(cell)
    if column.codes or column.to:
        value = MANY.join(each.split(NAMED)[0] for each in value.split(MANY)) if isinstance(value, str) else value
    if column.type == "integer":
        _must(value == int(value), "a whole number")
        value = int(value)
    if column.type == "url":
        _must(re.fullmatch(r"https?://[^\s/]+\.[^\s]+", value), "a full address beginning with http:// or https://")
    if column.pattern:
        _must(re.fullmatch(column.pattern, value), f"text of the form {column.pattern} ({column.en})")
    if column.among:
        _must(value in column.among, f"one of {', '.join(map(str, column.among))}: {column.en}")
    if column.minimum is not None:
        _must(value >= column.minimum, f"{column.minimum} or more")
    return value


def _must(fits, allowed: str) -> None:
    if not fits:
        raise ValueError(allowed)


def _text(cell) -> str:
    _must(isinstance(cell.value, str), "text: format the cell as Text and type the value again as printed")
    text = unicodedata.normalize("NFC", _BLANKS.sub(" ", _BREAKS.sub(" ", cell.value))).strip()
    sign = unseen(text)
    _must(not sign, f"text without signs that nobody sees, as here U+{ord(sign or ' '):04X}: type it again")
    formula = _FORMULA.match(text) and not _SIGNED.fullmatch(text)
    _must(not formula, f"text that no spreadsheet takes for a formula: it may not begin with {text[:1]}")
    return text


def _many(cell) -> str:
    text = str(cell.value) if isinstance(cell.value, int) else _text(cell)
    return MANY.join(part.strip() for part in text.split(MANY.strip()) if part.strip())


def _number(cell) -> Decimal:
    if isinstance(cell.value, str):
        try:
            number = read_decimal(cell.value.strip())
        except ValueError:
            raise ValueError("a number with a decimal point, without unit or thousands mark") from None
        _must(abs(number) < MOST, PRINTABLE)
        return number
    number = isinstance(cell.value, int | float) and not isinstance(cell.value, bool)  # no date, no time, no TRUE
    _must(number, "a number; format the cell as Number and type it again")
    formatted = "the number as printed (78.18), in a cell that is not formatted as a percentage"
    _must(not cell.percent, formatted)
    _must(abs(cell.value) < MOST, PRINTABLE)  # also what was typed as 1E400
    return Decimal(repr(cell.value))


PRINTABLE = "a number that a paper can have printed"


def _date(cell) -> str:
    try:
        text = str(cell.value)[:10] if isinstance(cell.value, date) else str(cell.value).strip()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise ValueError("a date such as 2024-07-25") from None


def _period(cell) -> str:
    text = isinstance(cell.value, int | str) and not isinstance(cell.value, bool)  # Excel makes a date of 2024-07
    _must(text, f"text such as {PERIODS}; format the cell as Text and type it again")
    try:
        return read_period(str(cell.value)).text
    except ValueError:
        raise ValueError(f"a period: {PERIODS}") from None


_READERS = {"text": _text, "url": _text, "integer": _number, "number": _number, "date": _date, "period": _period}


def _shown(value) -> str:
    if value is None:
        return "a formula without a stored value"
    return str(value.date()) if isinstance(value, datetime) and value.time() == time() else str(value)
