"""From an official table to benchmarks: rows of the codebook that say what another source states of an area.

Indices and statistics come as spreadsheets, each laid out in a way of its own. A person says in which columns the areas
and the values stand, of which time and in which unit; of every cell is then said what it is taken for, or that it is
taken for nothing. Three things can be read two ways. What stands around them settles it, or they are left open:

- `1.234` is 1234 or 1.234: other texts of the sheet show their decimal sign, or the unit allows one reading alone;
- `Gia Lai` is one of 63 provinces or one of 34: the map in force at the time, unless the whole table fits the other;
- `2` is a statistics code or counts rows: a column of such numbers is read where each of them is a code.

While a cell is open nothing is written; a row that is no area's is left out by its name. Each figure becomes a row of
the codebook's sheet `benchmarks` that names the file, the sheet and the cell (`additions` puts it there).
"""

import csv
import re
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from io import StringIO
from itertools import product
from pathlib import Path
from typing import NamedTuple

from sosanh.curate import rules, workbooks
from sosanh.curate.workbooks import Sheet
from sosanh.curate.xlsx import ELEMENTS, Cell, Grid, letters
from sosanh.data import package
from sosanh.data.codebook import Ambiguous, Codebook, folded
from sosanh.data.problems import DataProblems, Problem, Unknown, Unreadable, listed, unseen
from sosanh.data.tables import TABLES, as_text
from sosanh.numbers.amounts import read_number
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import RANKS, SENSES
from sosanh.vietnamese.reader import normal

LONGEST = 200  # letters of a name, and of a head or note that is looked through: hostile ones would take hours
MOST_OPEN = 100  # cells that are not understood: then the columns are not, and to look for near names takes its time
NONE = {"", "-", "–", "—", "…", "...", "..", ".", "n/a", "na"}  # how tables say that there is no figure
SIGNS = {",": "vi", ".": "en"}  # decimal signs, and the language of each
_MARK = r" ?(?:[*†‡⁰¹²³⁴-⁹⁽⁾]|[(\[][a-z*][)\]])"  # of a footnote
_NUMBER = re.compile(rf"([-−+]?[0-9][0-9., ]{{0,29}}?) ?(%?)((?:{_MARK})*)")
_SPACED = re.compile(r"(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9 ])")
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_NO_YEAR = re.compile(  # what makes of a year a part of it, more than it, or no result of it
    r"[0-9]|\b(tháng|quý|quí|kỳ|kì|đầu|cuối|nửa|từ|đến|trước|sau|so|ước|sơ bộ|month|quarter|half|to|since|before|after"
    r"|est\w*|prel\w*|q|[iv]+)\b"
)
_SCALE = (
    r"(?:\b(?:nghìn|ngàn|triệu|(?:tỷ|tỉ)(?! *(?:lệ|số|suất|trọng))|tr\.? ?đ|thousands?|[mb]illions?)\b"
    r"|(?<![0-9.,])1[., ]?000\b)"
)
_SCALED = re.compile(rf"(?:^|\( ?|\b(?:đvt|đơn vị(?: tính)?|unit)\b.*){_SCALE}")  # of a column, a row or the table


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
    """What a table states (`figures`, by area and time), what in it was not understood, and cells and rows that hold no
    figure."""

    layout: list[str] = field(default_factory=list)
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
    skipped: set[str] = field(default_factory=set)


def read(path: Path, asked: Namespace, codebook: Codebook) -> Understood:
    """What the table at `path` states, as the arguments of the verb ask; `Unknown` for a code, a sheet or a column that
    is not there, `DataProblems` for a file that is no table."""
    found, unit = Understood(), codebook.entry("indicators", asked.indicator).unit_measure
    if asked.unit != unit:
        raise Unknown(f"unit of {asked.indicator}", asked.unit, [unit])
    if unit in RANKS and not asked.out_of:
        raise LookupError("a rank is among so many, which pages say: --out-of 63")
    if asked.out_of and not SENSES[unit].out_of:
        raise LookupError(f"--out-of is for ranks and points; the unit of {asked.indicator} is {unit}")
    try:
        grids, out_of_sight = _grids(path, asked.sheet)
    except Unreadable as error:
        raise DataProblems([Problem(path.name, error.sheet, error.place, error.found, error.allowed)]) from None
    for title, grid in grids.items():
        _Reader(path.name, title, grid, asked, codebook, found).read()
    for name in asked.skip:
        if name not in found.skipped:
            raise Unknown("row to skip", name, [each.found for each in found.problems])
    found.layout += filter(None, [out_of_sight])
    found.problems = [*dict.fromkeys([*found.problems, *_open_map(path.name, found, asked, codebook)])]
    if not found.figures and not found.problems:
        found.problems.append(Problem(path.name, asked.sheet, "", "no figure", "areas with values below the header"))
    return found


def shown(found: Understood, codebook: Codebook) -> Iterator[str]:
    """The lines that say what was understood and what was not."""
    yield from found.layout
    for each in found.figures.values():
        name = codebook.area_name(each.area).said("vi")
        as_printed = "" if each.printed == as_text(each.value) else f" ({each.printed!r})"
        yield f"{each.area:8} {name:22} {each.time:10} {each.value:>14f}  {each.sheet}!{each.cell.place}{as_printed}"
    yield from (f"no figure: {each}" for each in found.without)
    counts = len(found.figures), len(found.without), len(found.problems)
    yield "{} understood, {} without a figure, {} not understood".format(*counts)


# --- the file -------------------------------------------------------------------------------------------------


def _grids(path: Path, wanted: str) -> tuple[dict[str, Grid], str]:
    """The sheets to read, of which `*` is each whose name has its time; and what a reader of the file may not see."""
    content, kind = package.content(path), path.suffix.lower()
    if sign := unseen(path.name):
        raise Unreadable(f"U+{ord(sign):04X} in the file's name", "a name of letters and signs; rename the file")
    if kind not in (".xlsx", ".xlsm", ".csv"):
        mend = "an .xlsx or .csv file; open it in Excel and save it as one"
        raise Unreadable(kind or "a file without an ending", mend)
    if kind == ".csv":
        return {path.stem: _of_csv(content)}, ""
    book = workbooks.opened(content)
    there = [each for each in book.sheets if book.kind(each) == "worksheet" and book.grid(each).rows]
    chosen = [each for each in there if wanted in ("", each) or (wanted == "*" and _time(each))]
    if not there:
        raise Unreadable("no sheet of cells", "a worksheet with a table")
    names = [each for each in there if not unseen(each)]
    if not chosen:
        raise Unknown("sheet", wanted, names)
    if not wanted and len(chosen) > 1:
        raise LookupError(f"say with --sheet which: {listed(names)}")
    if sign := unseen("".join(chosen)):
        raise Unreadable(f"U+{ord(sign):04X} in a sheet's name", "a name of letters and signs; rename the sheet")
    return {each: book.grid(each) for each in chosen}, workbooks.notes(path, book, chosen)


def _of_csv(content: bytes) -> Grid:
    """A CSV file as the sheet that a spreadsheet makes of it."""
    try:
        text = content.decode("utf-8-sig")
        if sum(map(text.count, ";,\n\r")) > ELEMENTS:
            raise Unreadable(f"more than {ELEMENTS:,} cells", "fewer")
        lines = text.splitlines()
        sign = ";" if sum(";" in line for line in lines) * 2 > len(lines) else ","
        csv.field_size_limit(131_072)  # as Python has it; some libraries lift it for a whole process
        reader = csv.reader(StringIO(text, newline=""), delimiter=sign, strict=True)
        rows = []
        for row, line in enumerate(reader, 1):
            rows.append([Cell(row, column, each) for column, each in enumerate(line, 1) if each.strip()])
    except UnicodeDecodeError as error:
        allowed = "a CSV file in UTF-8; in Excel: Save As, CSV UTF-8"
        raise Unreadable(f"byte {error.start}, which is not UTF-8", allowed) from None
    except csv.Error as error:
        raise Unreadable(f"row {reader.line_num}: {error}", "a CSV file: rows of cells between ; or ,") from None
    if not any(rows):
        raise Unreadable("nothing", "a table: rows of cells between ; or ,")
    return Grid({cells[0].row: {each.column: each for each in cells} for cells in rows if cells})


# --- what a cell says -----------------------------------------------------------------------------------------


def _text(value: object) -> str:
    """What stands in a cell, in one line, without signs of no width; a code that lost its zero, 1.0, is 1."""
    value = int(value) if isinstance(value, float) and value.is_integer() else "" if value is None else value
    return " ".join(re.sub("[\u200b\u2060\ufeff]", "", normal(str(value))).split())


def _name(text: str) -> str:
    """An area as the table names it, without its number in a list and the marks of footnotes."""
    text = text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
    return re.sub(rf"^[0-9]+[.)] *(?=\D)|(?:{_MARK}| ?[(\[][0-9][)\]])+$", "", text)


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


def _overlap(*times: str) -> bool:
    """May a figure be of both times? "" is any."""
    one, two = (read_period(each or "0001/9999") for each in times)
    return one.first <= two.last and two.first <= one.last


def _readings(digits: str, signs: str = ",.") -> dict[str, Decimal]:
    """What digits may mean, by their decimal sign.

    >>> _readings("1.234")
    {',': Decimal('1234'), '.': Decimal('1.234')}
    >>> _readings("0.725"), _readings("1.234,5"), _readings("1 234,5")
    ({'.': Decimal('0.725')}, {',': Decimal('1234.5')}, {',': Decimal('1234.5')})
    """
    found = {}
    for sign in signs:
        with suppress(ValueError):
            found[sign] = read_number(_SPACED.sub(lambda each: each[0].replace(" ", ""), digits), SIGNS[sign])
    return found


# --- a sheet --------------------------------------------------------------------------------------------------


class _Open(Exception):
    """A cell that is not understood: its place, what stands there, and what is allowed."""


class _Reader:
    """One sheet, with the columns that are asked for; what it states goes to `found`."""

    def __init__(self, file: str, title: str, grid: Grid, asked: Namespace, codebook: Codebook, found: Understood):
        self.file, self.title, self.grid = file, title, grid
        self.asked, self.codebook, self.found = asked, codebook, found
        self.sense, entry = SENSES[asked.unit], codebook.entry("indicators", asked.indicator)
        self.most = asked.out_of if self.sense.out_of else None if entry.may_exceed_100 else self.sense.ceiling
        self.cells = {row: {**cells} for row, cells in sorted(grid.rows.items())}
        merged = self._unmerge()
        self.heads = self._heads(spread=not {*asked.header} & {cell.row for cell in merged.values()})
        self.area, self.values = self._one([asked.area]), self._columns(asked.value)
        said = {"heads": self.heads, "sheets": dict.fromkeys(self.values, title)}  # what says the time of a column
        self.says = said.get(asked.time, dict.fromkeys(self.values, asked.time))
        self.time = None if asked.time in said or _time(asked.time) else self._one([asked.time])
        times = [*filter(None, (_time(self.says[each]) for each in self.values))]
        if self.time or len({*times}) < len(times):
            self._one(asked.value)  # two columns of one time: which of them is meant?
        for place, cell in merged.items():
            if cell.row > asked.header[1] and cell.column in self.values:
                self._tell(place, _text(cell.value), "one value a cell; unmerge them in a copy of the file")
        self.rows = {number: cells for number, cells in sorted(self.cells.items()) if number > asked.header[1]}
        self.sign = asked.decimal or self._decimal_sign()

    def _unmerge(self) -> dict[str, Cell]:
        """What merged cells say they all say, where that is a head, or an area or a time of several rows. The merged
        ranges that hold something, each as a cell in its last row."""
        from openpyxl.utils import range_boundaries

        found = {}
        for place in self.grid.merged:
            left, top, right, bottom = range_boundaries(place)
            if cell := self.grid.rows.get(top, {}).get(left):
                found[place] = cell._replace(row=bottom)
                if left == right or bottom in self.asked.header:
                    for row, column in product(range(top, bottom + 1), range(left, right + 1)):
                        self.cells.setdefault(row, {})[column] = cell._replace(row=row, column=column)
        return found

    def _heads(self, spread: bool) -> dict[int, str]:
        """Columns and their heads. Of two rows the upper one goes on to the right until the next, as merged cells do
        where the file keeps none."""
        upper, heads = "", {}
        for column in sorted({column for cells in self.cells.values() for column in cells}):
            top, low = (self._text(row, column) for row in self.asked.header)
            upper = top or (upper if low and spread else "")
            heads[column] = " / ".join(dict.fromkeys(filter(None, (upper, low))))
        return heads

    def _text(self, row: int, column: int) -> str:
        return _text(cell.value) if (cell := self.cells.get(row, {}).get(column)) else ""

    def _name(self, row: int) -> str:
        return _name(self._text(row, self.area))

    def _columns(self, said: list[str]) -> list[int]:
        """The columns with these heads, or with this part of a head of two rows; else those of these letters: C:F."""
        found, of = [], {letters(column): column for column in self.heads}
        parts = {column: {head, *head.split(" / ")} for column, head in self.heads.items() if head}
        for each in said:
            first, _, last = each.upper().partition(":")
            lettered = range(of[first], of[last or first] + 1) if {first, last or first} <= of.keys() else ()
            ways = [[column for column, own in parts.items() if key(each) in map(key, own)] for key in (str, folded)]
            ways.append([column for column in self.heads if column in lettered])
            if not any(ways):
                heads = [head for head in self.heads.values() if head and len(head) < 60 and not unseen(head)]
                raise Unknown(f"column of {self.title}", each, [*dict.fromkeys([*heads, *of])])
            found += next(filter(None, ways))
        return [*dict.fromkeys(found)]

    def _one(self, said: list[str]) -> int:
        first, *more = self._columns(said)
        if more:
            raise Unknown("column among several", listed(said), [letters(each) for each in (first, *more)])
        return first

    def _fits(self, value: Decimal) -> bool:
        """May a figure of this unit be so?"""
        return (not self.sense.whole or value == int(value)) and (self.most is None or value <= self.most)

    def _readings(self, number: re.Match | None) -> dict[str, Decimal]:
        return _readings(number[1], self.asked.decimal or ",.") if number else {}

    def _decimal_sign(self) -> str:
        """The sign that the texts of the sheet show, or the only one by which they fit the unit; "" leaves it open.

        A cell that is a number shows none: Excel keeps 12.5 for what it prints as 12,5.
        """
        cells = (cells[each] for cells in self.rows.values() for each in self.values if each in cells)
        texts = (_NUMBER.fullmatch(_text(each.value)) for each in cells if isinstance(each.value, str))
        readings = [self._readings(each) for each in texts]
        certain = {sign for each in readings if len(each) == 1 for sign in each}
        several = [each for each in readings if len({*each.values()}) > 1]
        signs = certain or {sign for sign in SIGNS if all(self._fits(each[sign]) for each in several)}
        return signs.pop() if len(signs) == 1 else ""

    def _tell(self, place: str, value: str, allowed: str) -> None:
        self.found.problems.append(Problem(self.file, self.title, place, value, allowed))

    def read(self) -> None:
        first, last = self.asked.header
        columns = [("area", self.area), ("time", self.time), *(("value", each) for each in self.values)]
        said = [f"{what} {letters(each)} {self.heads[each][:60]!r}" for what, each in columns if each]
        rows = f"row {first}" if first == last else f"rows {first} and {last}"
        sign = f"; decimal sign {self.sign}" if self.sign else ""
        self.found.layout.append(f"{self.title}: header in {rows}; {', '.join(said)}{sign}")
        self._look_around()
        self.counted = self._counted()
        for number, cells in self.rows.items():
            self._read_row(number, cells, self._name(number))
            if len(self.found.problems) > MOST_OPEN:
                self._tell("", f"more than {MOST_OPEN} open cells", "fewer; another --header, --area or --value?")
                break
        own = [each for each in self.found.figures.values() if each.sheet == self.title]
        for column in self.values:
            self._percentages([each for each in own if each.cell.column == column])

    def _look_around(self) -> None:
        """What the heads and what stands around the figures say otherwise than was asked."""
        (first, last), asked = self.asked.header, _time(self.asked.time)
        for column in self.values:
            head, place = self.heads[column], f"{letters(column)}{first}"
            if not _overlap(time := _time(self.says[column]), said := _time(head)):
                self._tell(place, head, f"a head of {time}, as --time says; it is of {said}")
            if "%" in head and self.sense.sign != "%":
                self._tell(place, head, f"a head without %: --unit {self.asked.unit}")
        for cell in (cell for cells in self.grid.rows.values() for cell in cells.values()):
            text = _text(cell.value)
            years = _YEAR.findall(text) if cell.row < first else ()
            if years and not any(_overlap(asked, year) for year in years):
                told = f"{self.title}!{cell.place} says {listed(years)}, --time {asked}: {text[:60]!r}"
                self.found.layout.append(told)
            scale = _SCALE if first <= cell.row <= last and cell.column in self.values else _SCALED
            said = cell.row <= last or not (cell.column == self.area or _NUMBER.fullmatch(text[:LONGEST]))
            if isinstance(cell.value, str) and said and re.search(scale, text[:LONGEST].casefold()):
                self._tell(cell.place, text, "figures written out: a benchmark has no scale (nghìn, triệu, tỷ)")
        for row in range(max(1, last - 9), last + 1):
            name = self._name(row)
            filled = any(_NUMBER.fullmatch(self._text(row, each)) for each in self.values)
            with suppress(LookupError):
                if name and filled and self.codebook.areas_named(name, coded=True):
                    self._tell(f"{letters(self.area)}{row}", name, "a header above all areas: another --header?")
                    break

    def _counted(self) -> str:
        """Up to which number the column of areas counts its rows; "" where its numbers are statistics codes."""
        names = [name for name in map(self._name, self.rows) if name.isdecimal()]
        codes = {each.statistics_code for each in self.codebook.areas}
        counting = len(names) > 1 and names == [str(number) for number in range(1, len(names) + 1)]
        return max((each for each in names if counting or each.zfill(2) not in codes), key=int, default="")

    def _read_row(self, number: int, cells: dict[int, Cell], name: str) -> None:
        skip = [each for each in self.asked.skip if _name(_text(each)).casefold() == name.casefold()]
        if skip and (name or cells.keys() & {*self.values}):
            self.found.skipped |= {*skip}
            place = f"{letters(self.area)}{number}"
            self.found.without.append(f"{self.title}!{place} {name[:60]!r}, skipped")
            return
        for column in self.values:
            cell = cells.get(column, Cell(number, column, ""))
            try:
                if cell.value is None or _text(cell.value).casefold() not in NONE:
                    figure = self._figure(cell, name)
                    self.found.figures[figure.area, figure.time] = figure
                elif name:
                    self.found.without.append(f"{self.title}!{cell.place} {_text(cell.value)!r} of {name[:60]!r}")
            except _Open as error:
                self._tell(*error.args)

    def _figure(self, cell: Cell, name: str) -> Figure:
        place, printed = f"{letters(self.area)}{cell.row}", _text(cell.value)
        said = self._text(cell.row, self.time) if self.time else self.says[cell.column]
        if not (time := _time(said)):
            where = f"{letters(self.time or cell.column)}{cell.row if self.time else self.asked.header[0]}"
            raise _Open(where, said, "a time as text, such as 2022, Năm 2022 or 7/2022; or say it in --time")
        area = self._area_of(place, name, time)
        try:
            value = self._number(cell, printed)
        except ValueError as error:
            what = printed if cell.value is not None else "a formula without a value"
            raise _Open(cell.place, what, str(error)) from None
        if there := self.found.figures.get((area, time)):
            where = f"{there.sheet}!{letters(self.area)}{there.cell.row}"
            raise _Open(place, name, f"each area once a time; {where} is {area} in {time}, too")
        figure = Figure(self.title, cell, name, area, time, value, printed)
        row = _row(figure, self.file, self.asked)
        sheet = Sheet(self.file, TABLES["benchmarks"], {cell.row: row}, dict.fromkeys(row, letters(cell.column)))
        as_read = "" if as_text(value) == printed else f"; it is read as {as_text(value)}"
        for problem in rules.of_rows(sheet, self.codebook):
            at, wanted = cell.place, f"{problem.allowed}{as_read}"
            raise _Open(at, printed, wanted)
        return figure

    def _area_of(self, place: str, name: str, time: str) -> str:
        """The area that a name or code means on the map that is asked for, or on that in force at a time. A sign before
        a name, as in `- Hà Nội`, says something that is not read."""
        told = f"an area of {time} by name or code, or this text in --skip"
        starts = [each.valid_from for each in self.codebook.areas if each.map == self.asked.map]
        when = read_period(max(starts) if self.asked.map else time)
        if unseen(name):
            raise _Open(place, name, "letters that are seen, and do not turn the order of others")
        if not name[:1].isalnum():
            raise _Open(place, name, told)
        if name.isdecimal() and self.counted:
            told = f"an area's name, or statistics codes alone; up to {self.counted} they seem to count the rows"
            raise _Open(place, name, told)
        named: tuple[str, ...] = ()
        try:
            named = self.codebook.areas_named(name, coded=True)
            return self.codebook.area_within(name, when.first, when.last, coded=True)
        except Ambiguous as error:
            raise _Open(place, name, f"an area of one map: say --map VN63 or VN34; {error}") from None
        except LookupError as error:
            near = str(error).partition("; known:")[0].partition("; ")[2]
            there = [self.codebook.entry("areas", code) for code in named]  # on another map
            near = "; ".join(f"{each.ref_area} is on the map {each.map}" for each in there) or near
            raise _Open(place, name, f"{told}; {near}".rstrip("; ")) from None

    def _number(self, cell: Cell, printed: str) -> Decimal:
        """The number in a cell; `ValueError` says what is allowed."""
        value, of_unit = cell.value, f"as its unit is {self.asked.unit}"
        if cell.error or isinstance(value, bool) or not isinstance(value, int | float | str):
            raise ValueError("a number; a formula has one once Excel has saved the file")
        if isinstance(value, str):
            found = _NUMBER.fullmatch(printed)
            if not (readings := self._readings(found)):
                raise ValueError("a number such as 1.234,5, or - for no figure")
            if found[2] and self.sense.sign != "%":
                raise ValueError(f"a number without %, {of_unit}")
            if len({*readings.values()}) > 1 and not self.sign:
                raise ValueError("a number that can be read one way: say --decimal , or --decimal .")
            number = readings.get(self.sign, next(iter(readings.values())))
        else:
            number = Decimal(f"{value:.15g}")  # as many digits as Excel has: 0.1 + 0.2 is 0.3
            if cell.percent and self.sense.sign != "%":
                raise ValueError(f"a number that is not formatted as a percentage, {of_unit}")
            number = number * 100 if cell.percent else number
            typed_in_thousands = 0 < abs(number) < 1000 and number != int(number) and (1000 * number) % 1 == 0
            commas = self.sign == "," and not self.asked.decimal and not cell.percent
            if commas and typed_in_thousands and self._fits(1000 * number):
                told = f"a number that Excel has not made of {printed}: the texts here have a decimal comma"
                raise ValueError(f"{told}; look at the source, then say --decimal ,")
        if not (number.is_finite() and abs(number) < workbooks.MOST):
            raise ValueError(workbooks.PRINTABLE)
        if self.sense.whole and number != int(number):
            raise ValueError(f"a whole number, {of_unit}")
        return Decimal(as_text(number))

    def _percentages(self, own: list[Figure]) -> None:
        """A column of percentages has them all in one way: 78 %, or 0.78 that is formatted as one."""
        formatted = any(each.cell.percent for each in own)
        plain = [each for each in own if not (isinstance(each.cell.value, str) or each.cell.percent)]
        if formatted and plain:
            told = "a cell formatted as a percentage, as others of its column are"
            self._tell(plain[0].cell.place, plain[0].printed, told)
        said = formatted or any("%" in each.printed for each in own)
        if self.sense.part and not said and 0 < max((each.value for each in own), default=0) <= 1:
            told = "percentages; all are at most 1. Shares? Format them as %. Percentages? Write the % behind one"
            self._tell(own[0].cell.place, own[0].printed, told)


def _open_map(file: str, found: Understood, asked: Namespace, codebook: Codebook) -> Iterator[Problem]:
    """Was a table of time before the merger made for the map after it? It names most provinces of that map, and none
    that ended."""
    maps = {each.ref_area: each.map for each in codebook.areas}
    sizes = Counter(filter(None, maps.values()))
    for kind in sizes.keys() - {asked.map}:
        own = [each for each in found.figures.values() if maps[each.area] == kind]
        also = [{maps[code] for code in codebook.areas_named(each.name, coded=True)} for each in own]
        count = len({each.area for each in own})
        for other in (each for each in sizes if sizes[each] < sizes[kind]):
            if sizes[other] / 2 < count <= sizes[other] and all(other in each for each in also):
                told = f"areas of one map: say --map {kind} (in force in {own[0].time}) or --map {other}"
                there = f"{count} areas, all on the map {other}, too"
                yield Problem(file, own[0].sheet, own[0].cell.place, there, told)


# --- the codebook's rows --------------------------------------------------------------------------------------


def _row(figure: Figure, file: str, asked: Namespace) -> dict:
    """The row of `benchmarks` for a figure."""
    place, marked = figure.cell.place, _NUMBER.fullmatch(figure.printed)
    vi, en = f"tệp {file}, trang “{figure.sheet}”, ô {place}", f"file {file}, sheet “{figure.sheet}”, cell {place}"
    if marked and marked[3]:  # a footnote that may qualify it
        vi, en = f"{vi} (in là “{figure.printed}”)", f"{en} (printed “{figure.printed}”)"
    bound = "" if asked.bound == "exact" else f"-{asked.bound}"
    code = re.sub("[^a-z0-9]+", "-", f"{asked.indicator}-{figure.area}-{figure.time}{bound}".lower())
    return _blank("benchmarks") | {
        "benchmark": code, "ref_area": figure.area, "indicator": asked.indicator, "obs_value": figure.value,
        "unit_measure": asked.unit, "bound": asked.bound, "time_period": figure.time, "out_of": asked.out_of,
        "reference": asked.reference, "place_vi": vi, "place_en": en, "how": "printed",
    }  # fmt: skip


def _blank(table: str) -> dict:
    return {column.name: column.default for column in TABLES[table].typed}


def rows(path: Path, found: Understood, asked: Namespace, codebook: Codebook) -> list[dict]:
    """The rows to add to the codebook's benchmarks; what it has already is not among them. A target (`ge`) and a result
    of the same time are two, unless one source states both.

    `DataProblems` where it has other values of the same.
    """

    def said(values: tuple) -> str:
        return ", ".join(as_text(each) for each in values if each is not None)

    problems, new = [], []
    for figure in found.figures.values():
        stated = said((figure.value, asked.unit, asked.bound, asked.out_of))
        has = {}
        for each in codebook.benchmarks:
            bound, of = each.bound or "exact", (each.ref_area, each.indicator, each.time_period)
            same = bound == asked.bound or each.reference == asked.reference
            if same and of == (figure.area, asked.indicator, figure.time):
                has[said((each.obs_value, each.unit_measure, bound, each.out_of))] = each.benchmark
        if not has:
            new.append(_row(figure, path.name, asked))
        elif stated not in has:
            there, code = next(iter(has.items()))
            allowed = f"{there}, as {code} of the codebook has it; mend one of the two"
            problems.append(Problem(path.name, figure.sheet, figure.cell.place, stated, allowed))
    if problems:
        raise DataProblems(problems)
    return new


def reference(asked: Namespace, codebook: Codebook) -> list[dict]:
    """The row of a reference that is new; none where it is there. `LookupError` where it is there otherwise than is
    said, and where it is not there and not described."""
    columns = {name: name.removesuffix("_vi") for name in TABLES["references"].columns}
    told = {name: value for name, said in columns.items() if (value := getattr(asked, said, None))}
    there = next((each for each in codebook.references if each.reference == asked.reference), None)
    if there is None:
        if {"name_vi", "name_en", "certainty"} <= told.keys() and told.keys() & {"url", "locator"}:
            return [_blank("references") | told]
        known = Unknown("reference", asked.reference, [each.reference for each in codebook.references])
        raise LookupError(f"{known}; a new one takes --name, --name-en, --certainty, --read-on, and --url or --locator")
    for name, value in told.items():
        if value != (has := getattr(there, name)):
            raise LookupError(f"{name} {value!r} was asked; {asked.reference} of the codebook has {has!r}")
    return []
