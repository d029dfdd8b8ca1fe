"""From an official table to benchmarks: rows of the codebook that say what another source states of an area.

Indices and statistics come as spreadsheets, each laid out in a way of its own. A person says in which columns the areas
and the values stand, of which time and in which unit; of every cell is then said what it is taken for, or that it is
taken for nothing. Three things can be read two ways. What stands around them settles it, or they are left open:

- `1.234` is 1234 or 1.234: other numbers of the sheet show their decimal sign, or the unit allows one reading alone;
- `Gia Lai` is one of 63 provinces or one of 34: the map in force at the time, unless the whole table fits the other;
- `2` is a statistics code or counts rows: a column of such numbers is read where each of them is a code.

While a cell is open nothing is written; a row that is no area's is left out by its name. Each figure becomes a row of
the codebook's sheet `benchmarks` that names the file, the sheet and the cell (`additions` puts it there).
"""

import csv
import re
import unicodedata
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from sosanh.curate import rules, workbooks
from sosanh.curate.workbooks import Sheet
from sosanh.curate.xlsx import ELEMENTS, LONGEST, Cell, Grid, letters
from sosanh.data import package
from sosanh.data.codebook import Ambiguous, Codebook, folded
from sosanh.data.problems import DataProblems, Problem, Unknown, Unreadable, listed, unseen
from sosanh.data.tables import TABLES, as_text
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import RANKS, SENSES

MOST_OPEN = 100  # cells that are not understood: then the columns are not, and to look for near names takes its time
NONE = {"", "-", "–", "—", "…", "...", "..", ".", "n/a", "na"}  # how tables say that there is no figure
_NUMBER = re.compile(r"([-−+]?) ?([0-9][0-9., ]{0,29}?) ?(%?)((?: ?(?:[*†‡¹²³]|[(\[][a-z*][)\]]))*)")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NO_YEAR = re.compile(  # what makes of a year a part of it, more than it, or no result of it
    r"[0-9]|\b(tháng|quý|quí|kỳ|kì|đầu|cuối|nửa|từ|đến|trước|sau|so|ước|sơ bộ|month|quarter|half|to|since|before|after"
    r"|est\w*|prel\w*|q|[iv]+)\b"
)
_SCALED = re.compile(r"\b(nghìn|ngàn|triệu|(tỷ|tỉ)(?! *(lệ|số|suất|trọng))|thousands?|(m|b)illions?)\b")
_UNIT_SAID = re.compile(r"\b(đvt|đơn vị( tính)?|unit)\b")


class Figure(NamedTuple):
    """What a cell states: `name` and `printed` as the table has them; `area`, `time` and `value` as they are read."""

    sheet: str
    cell: Cell
    name: str
    area: str
    time: str
    value: Decimal
    printed: str


@dataclass
class Understood:
    """What a table states (`figures`), what in it was not understood, and cells and rows that hold no figure."""

    layout: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)
    stated: dict[tuple[str, str], str] = field(default_factory=dict)


def read(path: Path, asked: Namespace, codebook: Codebook) -> Understood:
    """What the table at `path` states, as the arguments of the verb ask; `Unknown` for a code, a sheet or a column that
    is not there, `DataProblems` for a file that is no table."""
    found = Understood()
    if asked.unit != (unit := codebook.entry("indicators", asked.indicator).unit_measure):
        raise Unknown(f"unit of {asked.indicator}", asked.unit, [unit])
    if unit in RANKS and not asked.out_of:
        raise LookupError("a rank is among so many, which pages say: --out-of 63")
    try:
        titles = _grids(path, asked.sheet)
        for title, grid in titles.items():
            _Reader(path.name, title, grid, asked, codebook, found).read()
    except Unreadable as error:
        raise DataProblems([Problem(path.name, error.sheet, error.place, error.found, error.allowed)]) from None
    for name in asked.skip:
        if folded(name) not in found.skipped:
            raise Unknown("row to skip", name, [each.found for each in found.problems])
    if path.suffix.lower() != ".csv":
        book = workbooks.opened(package.content(path))
        found.layout += filter(None, [workbooks.notes(path, book, titles)])
    found.problems += _open_map(path.name, found.figures, asked, codebook)
    found.problems = list(dict.fromkeys(found.problems))
    if not found.figures and not found.problems:
        found.problems.append(Problem(path.name, asked.sheet, "", "no figure", "areas with values below the header"))
    return found


def shown(found: Understood, codebook: Codebook) -> Iterator[str]:
    """The lines that say what was understood and what was not."""
    yield from found.layout
    for each in found.figures:
        name = codebook.area_name(each.area).said("vi")
        as_printed = "" if each.printed == as_text(each.value) else f" ({each.printed!r})"
        yield f"{each.area:8} {name:22} {each.time:10} {each.value:>14f}  {each.sheet}!{each.cell.place}{as_printed}"
    yield from (f"no figure: {each}" for each in found.without)
    counts = len(found.figures), len(found.without), len(found.problems)
    yield "{} understood, {} without a figure, {} not understood".format(*counts)


# --- the file -------------------------------------------------------------------------------------------------


def _grids(path: Path, wanted: str) -> dict[str, Grid]:
    """The sheets to read; `*` is each whose name has its time."""
    if sign := unseen(path.name):
        raise Unreadable(f"U+{ord(sign):04X} in the file's name", "a name of letters and signs; rename the file")
    content = package.content(path)
    if path.suffix.lower() == ".csv":
        if (grid := _of_csv(content, path.stem)).rows:
            return {path.stem: grid}
        raise Unreadable("nothing", "a table: rows of cells between ; or ,")
    book = workbooks.opened(content)
    there = [each for each in book.sheets if book.kind(each) == "worksheet" and book.grid(each).rows]
    chosen = [each for each in there if wanted in ("", each) or (wanted == "*" and _time(each))]
    if not chosen or (not wanted and len(chosen) > 1):
        raise Unknown("sheet", wanted, there)
    return {each: book.grid(each) for each in chosen}


def _of_csv(content: bytes, title: str) -> Grid:
    """A CSV file as the sheet that a spreadsheet makes of it."""
    try:
        text = content.decode("utf-8-sig")
        lines = text.splitlines()
        sign = ";" if sum(";" in line for line in lines) * 2 > len(lines) else ","
        if text.count(sign) > ELEMENTS:
            raise Unreadable(f"more than {ELEMENTS:,} cells", "fewer")
        rows, read = {}, csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
        for number, row in enumerate(read, start=1):
            cells = {column: Cell(number, column, each) for column, each in enumerate(row, start=1) if each.strip()}
            if longer := next((cell for cell in cells.values() if len(cell.value) > LONGEST), None):
                raise Unreadable("a longer text", f"at most {LONGEST:,} letters", title, longer.place)
            rows |= {number: cells} if cells else {}
    except UnicodeDecodeError as error:
        raise Unreadable(f"byte {error.start}, which is not UTF-8", "a CSV file saved as UTF-8") from None
    except csv.Error as error:
        raise Unreadable(f"row {read.line_num}: {error}", "a CSV file: rows of cells between ; or ,") from None
    return Grid(rows)


def _text(cell: Cell | None) -> str:
    """What stands in a cell, in one line; a code that lost its zero, 1.0, is 1."""
    value = cell.value if cell and cell.value is not None else ""
    value = int(value) if isinstance(value, float) and value.is_integer() else value
    return " ".join(unicodedata.normalize("NFC", str(value)).split())


def _heads(grid: Grid, first: int, last: int) -> dict[int, str]:
    """Columns and their heads. Of two rows the upper one goes on to the right, as merged cells do, until the next."""
    columns, upper, heads = sorted({column for cells in grid.rows.values() for column in cells}), "", {}
    for column in columns:
        top, low = (_text(grid.rows.get(row, {}).get(column)) for row in (first, last))
        upper = top or (upper if low else "")
        heads[column] = " / ".join(dict.fromkeys(each for each in (upper, low) if each))
    return heads


def _columns(said: str, heads: dict[int, str], title: str) -> list[int]:
    """The columns with this head, or this part of a head of two rows; else those of these letters, such as C or C:F."""
    for parts in (lambda head: [head], lambda head: head.split(" / ")):
        if found := [column for column, head in heads.items() if said in parts(head)]:
            return found
    if found := [column for column, head in heads.items() if head and folded(said) == folded(head)]:
        return found
    first, _, last = said.upper().partition(":")
    of = {letters(column): column for column in heads}
    if first in of and (last or first) in of:
        return [column for column in heads if of[first] <= column <= of[last or first]]
    raise Unknown(f"column of {title}", said, {each: each for each in [*filter(None, heads.values()), *of]})


# --- what a cell says -----------------------------------------------------------------------------------------


def _time(text: str) -> str:
    """The period that a head, a sheet's name or a cell says, "" for none: a year with the words `Quý I` is no year."""
    said = text.casefold().removeprefix("năm ").removeprefix("tháng ")
    if found := re.fullmatch("([0-9]{1,2})/([0-9]{4})", said):
        said = f"{found[2]}-{found[1]:0>2}"
    try:
        return read_period(said.upper()).text
    except ValueError:
        years = set(_YEAR.findall(said))
        return years.pop() if len(years) == 1 and not _NO_YEAR.search(_YEAR.sub("", said)) else ""


def _overlap(time: str, other: str) -> bool:
    """May a figure be of both times, where both are said?"""
    if not (time and other):
        return True
    one, two = read_period(time), read_period(other)
    return one.first <= two.last and two.first <= one.last


def _readings(digits: str) -> dict[str, Decimal]:
    """What digits may mean, by their decimal sign.

    >>> _readings("1.234")
    {'.': Decimal('1.234'), ',': Decimal('1234')}
    >>> _readings("0.725"), _readings("1.234,5")
    ({'.': Decimal('0.725')}, {',': Decimal('1234.5')})
    """
    found = {}
    for sign, other in (".,", ",."):
        if re.fullmatch(rf"([0-9]+|[1-9][0-9]{{0,2}}([{other} ][0-9]{{3}})+)([{sign}][0-9]+)?", digits):
            found[sign] = Decimal(re.sub(f"[{other} ]", "", digits).replace(sign, "."))
    return found


def _decimal_sign(readings: list[dict[str, Decimal]], fits: Callable[[Decimal], bool]) -> str:
    """The sign that the numbers of a sheet show, or the only one by which they fit their unit; "" leaves it open."""
    certain = {sign for each in readings if len(each) == 1 for sign in each}
    open_ones = [each for each in readings if len(set(each.values())) > 1]
    signs = certain or {sign for sign in ".," if all(fits(each[sign]) for each in open_ones)}
    return signs.pop() if len(signs) == 1 else ""


def _number(cell: Cell, unit: str, sign: str, told: str) -> Decimal:
    """The number in a cell; `ValueError` says what is allowed. `sign` is the decimal one where it must be known."""
    sense, value = SENSES[unit], cell.value
    if cell.error or value is None or isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError("a number; a formula has one once Excel has saved the file")
    if isinstance(value, str):
        found = _NUMBER.fullmatch(_text(cell))
        readings = _readings(found[2]) if found else {}
        if told:
            readings = {told: readings[told]} if told in readings else {}
        if not readings:
            raise ValueError("a number such as 1.234,5, or - for no figure")
        if found[3] and sense.sign != "%":
            raise ValueError(f"a number without %, as its unit is {unit}")
        if len(set(readings.values())) > 1 and not sign:
            raise ValueError("a number that can be read one way: say --decimal , or --decimal .")
        number = readings.get(sign, next(iter(readings.values()))) * (-1 if found[1] in ("-", "−") else 1)
    else:
        number = Decimal(f"{value:.15g}")  # as many digits as Excel has: 0.1 + 0.2 is 0.3
        if cell.percent and sense.sign != "%":
            raise ValueError(f"a number that is not formatted as a percentage, as its unit is {unit}")
        number = number * 100 if cell.percent else number
    if not (number.is_finite() and abs(number) < workbooks.MOST):
        raise ValueError(workbooks.PRINTABLE)
    if sense.whole and number != int(number):
        raise ValueError(f"a whole number, as its unit is {unit}")
    return Decimal(as_text(number))


def _maps(name: str, codebook: Codebook) -> dict[str, list]:
    """The areas that a name, a code or a statistics code (`1` for `01`) may mean, by their map."""
    named = [each for each in codebook.areas if name.isdecimal() and each.statistics_code == name.zfill(2)]
    found: dict[str, list] = {}
    for each in named or [codebook.entry("areas", code) for code in codebook.areas_named(name)]:
        found.setdefault(each.map, []).append(each)
    return found


def _area(name: str, time: str, kind: str, codebook: Codebook) -> str:
    """The area that a name or code means on the map in force at a time, or on the map `kind`; `Unknown` for none."""
    period = read_period(time)
    if kind:
        newest = max(date.fromisoformat(each.valid_from) for each in codebook.areas if each.map == kind)
        period = replace(period, first=newest, last=newest)
    if not name.isdecimal():
        return codebook.area_within(name, period.first, period.last)
    named = [each for areas in _maps(name, codebook).values() for each in areas]
    days = (period.last, period.first)
    meant = [each for day in days for each in named if codebook.in_force(each.ref_area, day)]
    if not meant:
        raise Unknown(f"statistics code on {period.last}", name, [])
    if len({each.territory for each in meant}) > 1:
        raise Ambiguous(name, dict.fromkeys(meant))
    return meant[0].ref_area


def _name(cell: Cell | None) -> str:
    """An area as the table names it, without its number in a list and the marks of footnotes."""
    return re.sub(r"^[0-9]+[.)] *(?=\D)|( ?([*†‡¹²³]|[(\[][0-9a-z*][)\]]))+$", "", _text(cell))


# --- a sheet --------------------------------------------------------------------------------------------------


class _Open(Exception):
    """A cell that is not understood: its place, what stands there, and what is allowed."""


class _Reader:
    """One sheet, with the columns that are asked for; what it states goes to `found`."""

    def __init__(self, file: str, title: str, grid: Grid, asked: Namespace, codebook: Codebook, found: Understood):
        self.file, self.title, self.grid = file, title, grid
        self.asked, self.codebook, self.found = asked, codebook, found
        self.heads = _heads(grid, *asked.header)
        self.area = self._one([asked.area])
        self.values = [*dict.fromkeys(each for said in asked.value for each in _columns(said, self.heads, title))]
        self.time, self.times = None, dict.fromkeys(self.values, _time(asked.time))
        if asked.time in ("heads", "sheets"):
            self.times = {each: _time(self.heads[each] if asked.time == "heads" else title) for each in self.values}
        elif not _time(asked.time):
            self.time = self._one([asked.time])
        timed = [each for each in self.times.values() if each]
        if self.time or len(set(timed)) < len(timed):
            self._one(asked.value)  # two columns of one time: which of them is meant?
        self.rows = {number: cells for number, cells in grid.rows.items() if number > asked.header[1]}
        tokens = (_NUMBER.fullmatch(_text(cells.get(each))) for cells in self.rows.values() for each in self.values)
        self.sign = asked.decimal or _decimal_sign([_readings(each[2]) for each in tokens if each], self._fits)
        codes = {each.statistics_code for each in codebook.areas}
        names = {_name(cells.get(self.area)) for cells in self.rows.values()}
        self.no_codes = sorted((each for each in names if each.isdecimal() and each.zfill(2) not in codes), key=int)

    def _one(self, said: list[str]) -> int:
        columns = [column for each in said for column in _columns(each, self.heads, self.title)]
        if len(columns) > 1:
            raise Unknown("column among several", listed(said), [letters(each) for each in columns])
        return columns[0]

    def _fits(self, value: Decimal) -> bool:
        """May a figure of this unit be so?"""
        sense, entry = SENSES[self.asked.unit], self.codebook.entry("indicators", self.asked.indicator)
        most = self.asked.out_of if sense.out_of else None if entry.may_exceed_100 else sense.ceiling
        return (not sense.whole or value == int(value)) and (most is None or value <= most)

    def read(self) -> None:
        first, last = self.asked.header
        columns = [("area", self.area), ("time", self.time), *(("value", each) for each in self.values)]
        said = [f"{what} {letters(each)} {self.heads[each]!r}" for what, each in columns if each]
        rows = f"row {first}" if first == last else f"rows {first} and {last}"
        sign = f"; decimal sign {self.sign}" if self.sign else ""
        self.found.layout.append(f"{self.title}: header in {rows}; {', '.join(said)}{sign}")
        for column, time in self.times.items():
            if time and self.asked.time != "sheets" and not _overlap(time, said := _time(self.heads[column])):
                told = f"a head of {time}, as --time says; it is of {said}"
                self._tell(f"{letters(column)}{first}", self.heads[column], told)
        for cell in (cell for row in range(1, last + 1) for cell in self.grid.rows.get(row, {}).values()):
            said = _text(cell).casefold()
            if _SCALED.search(said) and (cell.column in self.values if cell.row >= first else _UNIT_SAID.search(said)):
                self._tell(cell.place, _text(cell), "figures written out: a benchmark has no scale (nghìn, triệu, tỷ)")
        for number, cells in self.rows.items():
            self._read_row(number, cells, _name(cells.get(self.area)))
            if len(self.found.problems) > MOST_OPEN:
                self._tell("", f"more than {MOST_OPEN} open cells", "fewer; another --header, --area or --value?")
                break
        self._shares()

    def _tell(self, place: str, value: str, allowed: str) -> None:
        self.found.problems.append(Problem(self.file, self.title, place, value, allowed))

    def _read_row(self, number: int, cells: dict[int, Cell], name: str) -> None:
        if folded(name) in map(folded, self.asked.skip) and (name or cells.keys() & {*self.values}):
            self.found.skipped.add(folded(name))
            self.found.without.append(f"{self.title}!{letters(self.area)}{number} {name!r}, skipped")
            return
        for column in self.values:
            cell = cells.get(column, Cell(number, column, ""))
            try:
                if cell.value is None or _text(cell).casefold() not in NONE:
                    self.found.figures.append(self._figure(cell, cells, name))
                elif name:
                    self.found.without.append(f"{self.title}!{cell.place} {_text(cell)!r}, {name}")
            except _Open as error:
                self._tell(*error.args)

    def _figure(self, cell: Cell, cells: dict[int, Cell], name: str) -> Figure:
        place, timed = f"{letters(self.area)}{cell.row}", self.time
        said = self.heads[cell.column] if self.asked.time == "heads" else self.title
        said = _text(cells.get(timed)) if timed else said
        if not (time := self.times[cell.column] or (_time(said) if timed else "")):
            where = f"{letters(timed or cell.column)}{cell.row if timed else self.asked.header[0]}"
            raise _Open(where, said, "a time, such as 2022, Năm 2022 or 7/2022; or say it in --time")
        if name.isdecimal() and self.no_codes:
            none = f"{listed(self.no_codes)} of this column are none (do they count the rows?)"
            raise _Open(place, name, f"an area's name, or statistics codes alone; {none}")
        try:
            area = _area(name, time, self.asked.map, self.codebook)
        except Ambiguous as error:
            raise _Open(place, name, f"an area of one map: say --map VN63 or VN34; {error}") from None
        except Unknown as error:
            near = str(error).partition("; known:")[0].partition("; ")[2]
            told = f"an area of {time} by name or code, or this text in --skip; {near}"
            raise _Open(place, name, told.rstrip("; ")) from None
        try:
            value = _number(cell, self.asked.unit, self.sign, self.asked.decimal)
        except ValueError as error:
            raise _Open(cell.place, _text(cell), str(error)) from None
        if (first := self.found.stated.setdefault((area, time), f"{self.title}!{place}")) != f"{self.title}!{place}":
            raise _Open(place, name, f"each area once a time; {first} is {area} in {time}, too")
        figure = Figure(self.title, cell, name, area, time, value, _text(cell))
        row = _row(figure, self.file, self.asked)
        sheet = Sheet(self.file, TABLES["benchmarks"], {cell.row: row}, dict.fromkeys(row, letters(cell.column)))
        for problem in rules.of_rows(sheet, self.codebook):
            raise _Open(problem.cell, problem.found, problem.allowed)
        return figure

    def _shares(self) -> None:
        """Shares of 1 where percentages are asked for, unless a cell says that it is one."""
        own = [each for each in self.found.figures if each.sheet == self.title]
        if len(own) < 3 or any("%" in each.printed or each.cell.percent for each in own):
            return
        if SENSES[self.asked.unit].part and max(each.value for each in own) <= 1:
            self._tell(own[0].cell.place, own[0].printed, "percentages; all are at most 1: shares? Format them as %")


def _open_map(file: str, figures: list[Figure], asked: Namespace, codebook: Codebook) -> Iterator[Problem]:
    """Was a table of time before the merger made for the map after it? It names most provinces of that map, and none
    that ended."""
    for kind in {codebook.entry("areas", each.area).map for each in figures} - {"", asked.map}:
        own = [each for each in figures if codebook.entry("areas", each.area).map == kind]
        others = {map_ for each in own for map_ in _maps(each.name, codebook)} - {"", kind}
        sizes = {other: sum(each.map == other for each in codebook.areas) for other in (kind, *others)}
        for other in others:
            fits, count = all(other in _maps(each.name, codebook) for each in own), len({each.area for each in own})
            if fits and sizes[other] / 2 < count <= sizes[other] < sizes[kind]:
                told = f"areas of one map: say --map {kind} (in force in {own[0].time}) or --map {other}"
                there = f"{count} areas, all on the map {other}, too"
                yield Problem(file, own[0].sheet, own[0].cell.place, there, told)


# --- the codebook's rows --------------------------------------------------------------------------------------


def _row(figure: Figure, file: str, asked: Namespace) -> dict:
    """The row of `benchmarks` for a figure."""
    place, marked = figure.cell.place, _NUMBER.fullmatch(figure.printed)
    vi, en = f"tệp {file}, trang “{figure.sheet}”, ô {place}", f"file {file}, sheet “{figure.sheet}”, cell {place}"
    if marked and marked[4]:  # a footnote that may qualify it
        vi, en = f"{vi} (in là “{figure.printed}”)", f"{en} (printed “{figure.printed}”)"
    code = re.sub("[^a-z0-9]+", "-", f"{asked.indicator}-{figure.area}-{figure.time}".lower())
    return _blank("benchmarks") | {
        "benchmark": code, "ref_area": figure.area, "indicator": asked.indicator, "obs_value": figure.value,
        "unit_measure": asked.unit, "bound": asked.bound, "time_period": figure.time, "out_of": asked.out_of,
        "reference": asked.reference, "place_vi": vi, "place_en": en, "how": "printed",
    }  # fmt: skip


def _blank(table: str) -> dict:
    return {column.name: column.default for column in TABLES[table].typed}


def rows(path: Path, found: Understood, asked: Namespace, codebook: Codebook) -> dict[str, list[dict]]:
    """The rows to add to the codebook's sheets; what it has already is not among them.

    `DataProblems` where it has other values of the same, `LookupError` for a reference that is not there and is not
    described.
    """
    known, problems, new = {}, [], []
    for each in codebook.benchmarks:
        known.setdefault((each.ref_area, each.indicator, each.time_period), []).append(each)
    for figure in found.figures:
        row = _row(figure, path.name, asked)
        compared = ("obs_value", "unit_measure", "bound", "out_of")
        told = {name: as_text(row[name]) for name in compared if row[name] is not None}
        there = known.get((figure.area, asked.indicator, figure.time), [])
        has = [{name: as_text(getattr(each, name)) or "exact" for name in told} for each in there]
        if not there:
            new.append(row)
        elif told not in has:
            allowed = (
                f"{', '.join(has[0].values())}, as {there[0].benchmark} of the codebook has it; mend one of the two"
            )
            problems.append(Problem(path.name, figure.sheet, figure.cell.place, ", ".join(told.values()), allowed))
    if problems:
        raise DataProblems(problems)
    return {"references": _reference(asked, codebook), "benchmarks": new}


def _reference(asked: Namespace, codebook: Codebook) -> list[dict]:
    """The row of a reference that is new; none where it is there, and not otherwise than is said."""
    told = {"name_vi": asked.name, "name_en": asked.name_en, "url": asked.url, "locator": asked.locator,
            "read_on": asked.read_on, "certainty": asked.certainty}  # fmt: skip
    there = next((each for each in codebook.references if each.reference == asked.reference), None)
    if there is None:
        if all(told[name] for name in ("name_vi", "name_en", "certainty")) and (asked.url or asked.locator):
            given = {name: value for name, value in told.items() if value}
            return [_blank("references") | {"reference": asked.reference} | given]
        known = Unknown("reference", asked.reference, [each.reference for each in codebook.references])
        raise LookupError(f"{known}; a new one takes --name, --name-en, --certainty, --read-on, and --url or --locator")
    for name, value in told.items():
        if value and value != (has := getattr(there, name)):
            raise LookupError(f"{name} {value!r} was asked; {asked.reference} of the codebook has {has!r}")
    return []
