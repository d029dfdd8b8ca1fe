"""Every mistake that a workbook may hold, made in a copy of the real ones: what is said of it, whole, and that
nothing is then written."""

import dataclasses
import re
import shutil
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cache
from io import BytesIO
from string import ascii_uppercase
from time import process_time
from unicodedata import normalize
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pandas as pd
import pytest
from conftest import lettered
from openpyxl.utils import get_column_letter

from sosanh.curate import rules, workbooks, xlsx
from sosanh.curate.build import build
from sosanh.curate.rules import duplicate_keys, typed_as_printed
from sosanh.curate.workbooks import Sheet
from sosanh.data import paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import ALLOWED, SHOWN, DataProblems, Problem
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES
from sosanh.lineage.words import messages
from sosanh.numbers import amounts
from sosanh.numbers.amounts import Reading

APRIL, JULY, FEBRUARY = "dt-2024-04.xlsx", "dt-2024-07.xlsx", "dt-2025-02.xlsx"


@pytest.fixture(scope="module")
def lean(tmp_path_factory):
    """The data folder with workbooks that open fast: without the sheet of dropdowns and the rows still to be typed."""
    data = tmp_path_factory.mktemp("lean") / "data"
    shutil.copytree(paths.RAW.parent, data)
    for path in (data / "raw" / "articles").glob("*.xlsx"):
        book = openpyxl.load_workbook(path)
        del book["lists"]
        for sheet in book:
            sheet.delete_rows(1 + max(cell.row for row in sheet for cell in row if cell.value is not None), 99)
        book.save(path)
    build(data / "raw", data / "built")  # what the workbooks gave is kept: each test has one of them read
    return data


@pytest.fixture
def data(tmp_path, lean):
    return shutil.copytree(lean, tmp_path / "data")


def path_of(data, name):
    return data / "raw" / name if name == "codebook.xlsx" else data / "raw" / "articles" / name


@contextmanager
def edited(data, name=JULY):
    book = openpyxl.load_workbook(path_of(data, name))
    yield book
    book.save(path_of(data, name))


def type_into(data, place, value, name=JULY, number_format=None, data_type=None):
    sheet, _, address = lettered(place).partition("!")
    with edited(data, name) as book:
        cell = book[sheet][address]
        cell.value = value
        cell.number_format = number_format or cell.number_format
        cell.data_type = data_type or cell.data_type


def said(data):
    """The lines of the refusal; the processed tables are byte for byte what they were."""
    before = contents(data / "processed")
    with pytest.raises(DataProblems) as refusal:
        build(data / "raw", data / "processed")
    assert contents(data / "processed") == before
    return str(refusal.value).splitlines()


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@cache
def committed():
    return contents(paths.PROCESSED)


def tables(data):
    """What the workbooks give, without the package (it holds the workbooks' digests)."""
    build(data / "raw", data / "built")
    return {name: content for name, content in contents(data / "built").items() if name.endswith(".csv")}


def same(data):
    return tables(data).items() <= committed().items()


AS_NUMBER = "a number; format the cell as Number and type it again"
AS_TEXT = "text: format the cell as Text and type the value again as printed"
PERIOD = "2024, 2024-07, 2024-07-25, 2010/2015 or SY2023-24"
FORMS = "a number without its words, such as 5.911, 78,18%, 465/595, 465/595 | 78,18% or 40-50%; or the bound all"
NOT_PRINTED = "blank: as_printed does not print it"
IN_WORDS = "blank where the bound is all: no number is printed"
POWERS = ", ".join(map(str, TABLES["observations"].columns["unit_mult"].among))
POWER = "power of ten as printed: million = 6, billion = 9"
THE_SAME_DAY = "the same day as published_from and published_to, where it is known"
WORKBOOK = "an .xlsx workbook, as Excel saves it"
NEW_CODE = ("a code of the codebook's sheet {0}, or a new one, described in this workbook's sheet {0} "
            "(indicators --from dt-2024-07 puts it there)")  # fmt: skip
ONE_CELL = [  # where in the article of July 2024 (row 5 is 465/595 | 78,18%), what is typed, found, allowed
    ("observations!<unit_measure>5", "pecent", "pecent", "a code of the list unit_measure; nearest: percent, …"),
    ("observations!<bound>6", "al", "al",
        "a code of the list bound; nearest: all; known: exact, gt, ge, lt, le, range, all"),
    ("observations!<indicator>5", "edu_cashles", "edu_cashles", f"{NEW_CODE.format('indicators')}; nearest: "
                                                      "edu_cashless, health_cashless, edu_cashless_fees_urban"),
    ("observations!<population>5", "schools", "schools", f"{NEW_CODE.format('populations')}; …"),
    ("observations!<obs_value>5", datetime(2024, 7, 25), "2024-07-25", AS_NUMBER),
    ("observations!<obs_value>5", time(18, 18), "18:18:00", AS_NUMBER),
    ("observations!<obs_value>5", timedelta(hours=30), "1 day, 6:00:00", AS_NUMBER),
    ("observations!<obs_value>5", True, "True", AS_NUMBER),
    ("observations!<obs_value>5", "78,18", "78,18", "a number with a decimal point, without unit or thousands mark"),
    ("observations!<obs_value>5", "#N/A", "#N/A", "a value instead of an Excel error"),
    ("observations!<numerator>5", 464.5, "464.5", "a whole number"),
    ("observations!<paragraph>5", 0, "0", "1 or more"),
    ("observations!<paragraph>5", 1e308, "1e+308", "a number that a paper can have printed"),
    ("observations!<obs_value>5", "#CALC!", "#CALC!", "a value instead of an Excel error"),
    ("observations!<as_printed>5", datetime(2024, 5, 1), "2024-05-01", AS_TEXT),
    ("observations!<as_printed>5", 78.18, "78.18", AS_TEXT),
    ("observations!<time_period>9", datetime(2024, 7, 1), "2024-07-01",
        f"text such as {PERIOD}; format the cell as Text and type it again"),
    ("observations!<time_period>9", "07/2024", "07/2024", f"a period: {PERIOD}"),
    ("observations!<time_period>9", "SY2023-25", "SY2023-25", f"a period: {PERIOD}"),
    ("observations!<time_period>9", 20240, "20240", f"a period: {PERIOD}"),
    ("observations!<time_period>9", None, "", "a value, or none in time_basis"),
    ("observations!<time_basis>9", None, "", "a value, or none in time_period"),
    ("observations!<role>5", None, "", "a value; role may not be blank; known: actual, ability, target, plan, rule"),
    ("observations!<definition>5", None, "", "a value; definition may not be blank; a code of the codebook's "
        "sheet definitions, or a new one, described in this workbook's sheet definitions (indicators --from dt-2024-07 "
        "puts it there)"),
    ("observations!<numerator>5", "=464+1", "a formula without a stored value",
        "a value, or save the file in Excel first"),
    ("observations!<numerator>5", 456, "456", "465, as as_printed says"),
    ("observations!<numerator>5", 596, "596", "465, as as_printed says"),
    ("observations!<numerator>5", None, "", "465, as as_printed says"),
    ("observations!<denominator>5", None, "", "595, as as_printed says"),
    ("observations!<obs_value>6", 0.7, "0.7", "70, as as_printed says"),
    ("observations!<obs_value>6", 120, "120", "70, as as_printed says"),
    ("observations!<obs_value>6", None, "", "70, as as_printed says"),
    ("observations!<obs_value>7", 81.25, "81.25", "blank: as_printed does not print it"),
    ("observations!<obs_value_to>6", 75, "75", "blank: as_printed does not print it"),
    ("observations!<obs_value>3", 5.911, "5.911", "5911, as as_printed says"),
    ("observations!<as_printed>6", "trên 70%", "trên 70%", FORMS),
    ("observations!<as_printed>6", "70-65%", "70-65%", FORMS),
    ("observations!<bound>6", "range", "range", "not range: as_printed prints no two ends"),
    ("observations!<bound>6", "all", "all", "not all: as_printed prints a number"),
    ("observations!<unit_mult>4", 16, "16", f"one of {POWERS}: {POWER}"),
    ("observations!<unit_mult>4", -3, "-3", f"one of {POWERS}: {POWER}"),
    ("observations!<unit_mult>6", 6, "6", "blank, as its unit is percent"),
    ("observations!<obs_no>5", 3, "3", "each obs_no once; row 4 has it"),
    ("observations!<definition>5", "edu_digital_governance__four_parts", "edu_digital_governance__four_parts",
        "a definition of edu_cashless: edu_cashless__introduced"),
    ("observations!<unit_measure>5", "count", "count", "percent, as as_printed says"),
    ("observations!<unit_measure>3", "vnd", "vnd", "count, the unit of edu_stem_lessons"),
    ("observations!<ref_area>5", "VN34-82", "VN34-82", "an area in force on 2024-07-25; VN63-87 is"),
    ("observations!AZ5", "rechecked", "rechecked", "a column with a name"),
    ("sources!<source_id>2", "dt-2024-7", "dt-2024-7", "the file's name, dt-2024-07"),
    ("sources!<url>2", "www.baodongthap.vn", "www.baodongthap.vn", "a full address beginning with http:// or https://"),
    ("sources!<published>2", "2024-07-24", "2024-07-24", THE_SAME_DAY),
    ("sources!<published>2", "2024-07-26", "2024-07-26", THE_SAME_DAY),
    ("sources!<published>2", "25/7/2024", "25/7/2024", "a date such as 2024-07-25"),
    ("sources!<ref_area>2", "VN34-82", "VN34-82", "an area in force on 2024-07-25; VN63-87 is"),
    ("sources!<text_sha256>2", "b425", "b425", "text of the form [0-9a-f]{64} (SHA-256 of the text)"),
    ("systems!<obs_no>2", "1; 99", "1; 99", "numbers that stand in the sheet observations; 99 does not"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "typed", "found", "allowed"), ONE_CELL, ids=[f"{c}={v}" for c, v, *_ in ONE_CELL])
def test_one_wrong_cell_is_one_line(data, cell, typed, found, allowed):
    type_into(data, cell, typed)
    assert_said(data, f"{JULY}, {cell}: found {found!r}; allowed: {allowed}")


def assert_said(data, *wanted):
    """Whole lines; one that ends in … goes on with a list of all that is known."""
    lines, wanted = said(data), [lettered(each) for each in wanted]
    open_ended = [len(want) - 1 if want.endswith("…") else None for want in wanted]
    assert [line[:end] + "…" * bool(end) for line, end in zip(lines, open_ended, strict=True)] == wanted


def test_a_number_printed_where_the_words_say_all(data):
    type_into(data, "observations!<obs_value>6", 91, FEBRUARY)
    assert_said(
        data,
        "dt-2025-02.xlsx, observations!<obs_value>6: found '91'; "
        "allowed: blank where the bound is all: no number is printed",
    )


LIMITS = [  # typed alike as token and as numbers, so that only the unit can tell
    ({"<as_printed>6": "120%", "<obs_value>6": 120},
        "<obs_value>6", "120", "at most 100, as the codebook says the indicator may not exceed it"),
    ({"<as_printed>6": "100%", "<obs_value>6": 100},
        "<bound>6", "gt", "not gt: nothing is more than 100 % of this indicator"),
    ({"<as_printed>5": "596/595 | 78,18%", "<numerator>5": 596}, "<numerator>5", "596", "at most the denominator, 595"),
    ({"<as_printed>7": "416/416", "<numerator>7": 416, "<bound>7": "gt"},
        "<bound>7", "gt", "not gt: nothing is more than 100 % of this indicator"),
    ({"<as_printed>3": "5,911", "<obs_value>3": 5.911},
        "<obs_value>3", "5.911", "a whole number, as it is a count or a rank"),
    ({"<as_printed>3": "5,911", "<obs_value>3": 5.911, "<unit_mult>3": 0},
        "<obs_value>3", "5.911", "a whole number, as it is a count or a rank"),
    ({"<as_printed>20": "0", "<obs_value>20": 0}, "<obs_value>20", "0", "1 or more, as its unit is rank"),
    ({"<as_printed>20": "1", "<obs_value>20": 1, "<bound>20": "lt"},
        "<bound>20", "lt", "not lt: nothing is less than 1, as its unit is rank"),
    ({"<as_printed>3": "-5", "<obs_value>3": -5}, "<obs_value>3", "-5", "0 or more, as its unit is count"),
    ({"<as_printed>4": "0", "<obs_value>4": 0},
        "<bound>4", "lt", "not lt: nothing is less than 0, as its unit is count"),
    ({"<as_printed>6": "0%", "<obs_value>6": 0, "<bound>6": "lt"},
        "<bound>6", "lt", "not lt: nothing is less than 0, as its unit is percent"),
    ({"<as_printed>7": "0/416", "<numerator>7": 0, "<bound>7": "lt"},
        "<bound>7", "lt", "not lt: nothing is less than 0, as its unit is percent"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "cell", "found", "allowed"), LIMITS)
def test_what_no_figure_can_be(data, typed, cell, found, allowed):
    with edited(data) as book:
        for address, value in typed.items():
            book["observations"][lettered(f"observations!{address}").partition("!")[2]] = value
    lines = [
        line for line in said(data) if "allowed: numbers that" not in line
    ]  # which words beside the token then say
    assert lines == [lettered(f"{JULY}, observations!{cell}: found {found!r}; allowed: {allowed}")]


def test_the_scales_that_may_be_typed_are_those_that_pages_have_words_for():
    powers = {int(name.removeprefix("times_")) for name in messages("vi") if name.startswith("times_")}
    assert {0, *powers} == set(TABLES["observations"].columns["unit_mult"].among)


def test_a_file_among_the_articles_that_nobody_reads(data):
    (data / "raw" / "articles" / "notes.ods").write_bytes(b"")
    assert_said(data, "notes.ods: found '.ods'; allowed: a workbook saved as .xlsx, or another folder")


def test_a_cell_formatted_as_a_percentage(data):
    type_into(data, "observations!<obs_value>6", 0.7, number_format="0%")
    assert_said(
        data,
        "dt-2024-07.xlsx, observations!<obs_value>6: found '0.7'; "
        "allowed: the number as printed (78.18), in a cell that is not "
        "formatted as a percentage",
    )


@pytest.mark.parametrize(("error", "stored_as"), [("#N/A", "s"), ("#SPILL!", "e")])
def test_an_excel_error_stored_as_text_and_as_error(data, error, stored_as):
    type_into(data, "observations!<as_printed>5", error, data_type=stored_as)
    assert_said(
        data, f"{JULY}, observations!<as_printed>5: found '{error}'; allowed: a value instead of an Excel error"
    )


def test_a_missing_column(data):
    with edited(data) as book:
        book["observations"].delete_cols(1 + [cell.value for cell in book["observations"][1]].index("role"))
    assert_said(
        data,
        "dt-2024-07.xlsx, observations!1:1: found 'no such column'; allowed: a column role "
        "(actual, ability, target, plan or rule)",
    )


def test_a_misspelt_column_is_unknown_and_missed(data):
    type_into(data, "observations!<obs_value>1", "obs_valeu")
    assert_said(
        data,
        "dt-2024-07.xlsx, observations!<obs_value>1: found 'obs_valeu'; "
        "allowed: a column of this sheet; nearest: obs_value, "
        "obs_value_to; known: …",
        "dt-2024-07.xlsx, observations!1:1: found 'no such column'; allowed: a column obs_value (printed value with a "
        "decimal point; blank for a lone fraction)",
    )


def test_a_column_that_is_there_twice(data):
    cell = f"{get_column_letter(1 + len(TABLES['observations'].typed))}1"  # the first free one
    type_into(data, f"observations!{cell}", "role")
    assert_said(data, f"dt-2024-07.xlsx, observations!{cell}: found 'role'; allowed: each column once")


def test_a_missing_sheet(data):
    with edited(data) as book:
        book["set_aside"].title = "aside"
    assert_said(
        data,
        "dt-2024-07.xlsx, set_aside: found 'no such sheet'; allowed: a sheet named set_aside; the file has: sources, "
        "observations, paragraphs, aside, systems, milestones, statements, relations",
    )


def test_merged_cells(data):
    with edited(data) as book:
        book["observations"].merge_cells("X5:X7")
    assert_said(
        data, "dt-2024-07.xlsx, observations!X5:X7: found 'merged cells'; allowed: one value a cell; unmerge them"
    )


def test_the_same_token_set_aside_twice(data):
    with edited(data) as book:
        sheet = book["set_aside"]
        for letter in "ABCD":
            sheet[f"{letter}4"] = sheet[f"{letter}3"].value
    assert_said(
        data,
        "dt-2024-07.xlsx, set_aside!A4: found '2 + 161 + 1'; allowed: each paragraph + as_printed + occurrence once; "
        "row 3 has it",
    )


def test_a_token_set_aside_among_the_observations_is_said_with_its_cell_there(data):
    """Two rows more of what row 3 of set_aside has: each says where it stands, and what it repeats."""
    with edited(data) as book:
        sheet, aside = book["observations"], book["set_aside"]
        places = {cell.value: cell.column for cell in sheet[1]}
        row = sheet.max_row + 1
        cells = {"paragraph": aside["A3"].value, "as_printed": aside["B3"].value, "occurrence": None}
        for column, value in (cells | {"review": "set_aside"}).items():
            place = places.setdefault(column, len(places) + 1)
            sheet.cell(1, place).value = column
            sheet.cell(row, place).value = sheet.cell(row + 1, place).value = value
    found = "found '2 + 161 + 1'; allowed: each paragraph + as_printed + occurrence once"
    again = [f"{JULY}, observations!<paragraph>{each}: {found}; row 3 of set_aside has it" for each in (row, row + 1)]
    assert_said(data, *again)


RELATIONS = [  # row 2 is the sum 28 = 19 + 9, row 3 a duration
    ("<obs_no>2", "21; 5; 23", "21; 5; 23", "observations with an obs_value; 5 has none"),
    ("<obs_no>2", "21; 22; 99", "21; 22; 99", "numbers that stand in the sheet observations; 99 does not"),
    ("<obs_no>2", "21; 22", "21; 22", "the total and at least two parts, such as 21; 22; 23"),
    ("<time_period>3", "2021-12-31", "2021-12-31", "from when to when, such as 2021-12-31/2025-02-11"),
]


@pytest.mark.parametrize(("cell", "typed", "found", "allowed"), RELATIONS)
def test_a_relation_that_cannot_be_worked_out(data, cell, typed, found, allowed):
    type_into(data, f"relations!{cell}", typed, FEBRUARY)
    assert_said(data, f"{FEBRUARY}, relations!{cell}: found {found!r}; allowed: {allowed}")


def test_published_before_it_can_have_been(data):
    with edited(data, FEBRUARY) as book:
        book["sources"][lettered("sources!<published_to>2")[8:]] = "2025-02-09"
    assert_said(
        data,
        "dt-2025-02.xlsx, sources!<published_to>2: found '2025-02-09'; allowed: not before published_from, 2025-02-10",
    )


@pytest.mark.parametrize(
    ("area", "day", "right"), [("VN63-82", "2026-01-05", "; VN34-82 is"), ("VN63-87", "1924-07-25", "")]
)
def test_an_area_that_was_not_in_force(data, area, day, right):
    with edited(data) as book:
        header = [cell.value for cell in book["sources"][1]]
        for name, value in ("published", day), ("published_from", day), ("published_to", day), ("ref_area", area):
            book["sources"].cell(2, 1 + header.index(name)).value = value
    line = f"dt-2024-07.xlsx, sources!<ref_area>2: found '{area}'; allowed: an area in force on {day}{right}"
    assert lettered(line) in said(data)  # besides, nothing bears out the day


@pytest.mark.parametrize("content", [b"obs_no,as_printed\n1,100%\n", b"PK\x03\x04 cut short", b""])
def test_a_file_that_is_no_workbook(data, content):
    path_of(data, JULY).write_bytes(content)
    assert_said(
        data,
        f"{JULY}: found 'damaged, or no workbook (BadZipFile)'; allowed: {WORKBOOK}",
    )


def test_a_workbook_with_a_password_is_not_called_damaged(data):
    path_of(data, JULY).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    assert_said(
        data,
        f"{JULY}: found 'a password, or a form of before Excel 2007'; allowed: an .xlsx workbook without a password",
    )


def test_a_workbook_that_a_slipped_hand_has_filled_is_not_even_opened(data, monkeypatch):
    """A million rows filled downwards had no end, and a gigabyte of spaces was accepted."""
    rewritten(
        path_of(data, JULY),
        "xl/worksheets/sheet2.xml",
        lambda xml: xml.replace(b"</sheetData>", b" " * 25_000_000 + b"</sheetData>"),
    )
    monkeypatch.setattr(xlsx.Book, "grid", lambda *_: pytest.fail("a sheet was read"))
    sheets, problems = workbooks.read(path_of(data, JULY), ["observations"])
    assert sheets == {} and "MB unpacked'; allowed: 20 MB; look for rows or columns filled far" in str(problems[0])


def test_what_nobody_sees_is_refused_by_its_number(data):
    type_into(data, "observations!<wording>5", "tr\u202eên")
    (line,) = said(data)
    assert "<wording>" not in line and "U+202E" in line and line.startswith(f"{JULY}, observations!")


def test_a_value_in_a_message_is_cut(data):
    type_into(data, "observations!<bound>6", "x" * 5000)
    assert all(len(line) < 400 for line in said(data))


def test_a_workbook_with_a_broken_sheet(data):
    rewritten(path_of(data, JULY), "xl/worksheets/sheet2.xml", lambda xml: xml[: len(xml) // 2])
    (line,) = said(data)
    assert line.startswith(f"{JULY}, observations!") and "damaged (" in line and line.endswith(WORKBOOK)


def rewritten(path, part, change):
    """The workbook with one of its parts changed: what Excel stores and openpyxl cannot write."""
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    before, parts[part] = parts[part], change(parts[part])
    assert parts[part] != before
    with ZipFile(path, "w", ZIP_DEFLATED) as book:
        for name, content in parts.items():
            book.writestr(name, content)


def test_a_formula_with_a_stored_value_is_that_value(data):
    type_into(data, "observations!<numerator>5", "=464+1")
    rewritten(
        path_of(data, JULY),
        "xl/worksheets/sheet2.xml",
        lambda xml: re.sub(rb"<f>464\+1</f><v(?: ?/>|></v>)", b"<f>464+1</f><v>465</v>", xml),
    )
    assert same(data)


def test_a_number_beyond_all_numbers(data):
    type_into(data, "observations!<obs_value>3", 1.5)
    rewritten(path_of(data, JULY), "xl/worksheets/sheet2.xml", lambda xml: xml.replace(b"<v>1.5</v>", b"<v>1E400</v>"))
    assert_said(
        data, f"{JULY}, observations!<obs_value>3: found 'inf'; allowed: a number that a paper can have printed"
    )


def test_decomposed_letters_are_composed(data):
    with edited(data) as book:
        for cell in (cell for sheet in book for row in sheet for cell in row if isinstance(cell.value, str)):
            cell.value, cell.data_type = normalize("NFD", cell.value), "s"
    assert same(data)


def test_more_than_100_percent_where_the_codebook_allows_it(data):
    with edited(data, "codebook.xlsx") as book:
        sheet = book["indicators"]
        header = [cell.value for cell in sheet[1]]
        row = next(row for row in sheet if row[0].value == "edu_digital_governance")
        row[header.index("may_exceed_100")].value = "yes"
    type_into(data, "observations!<as_printed>6", "120%")
    type_into(data, "observations!<obs_value>6", 120)
    assert b",edu_digital_governance__four_parts," in (line := changed(tables(data)["observations.csv"])[0])
    assert b",120,,,percent," in line


def changed(content):
    return [line for line in content.splitlines() if line not in committed()["observations.csv"].splitlines()]


@pytest.mark.parametrize(("sheet", "code"), [("areas", "VN63-87"), ("indicators", "edu_cashless")])
def test_a_code_that_the_codebook_has_twice(data, sheet, code):
    with edited(data, "codebook.xlsx") as book:
        rows = list(book[sheet].values)
        book[sheet].append(next(row for row in rows if row[0] == code))
    first, last = 1 + [row[0] for row in rows].index(code), len(rows) + 1
    key = rows[0][0]
    assert_said(data, f"codebook.xlsx, {sheet}!A{last}: found {code!r}; allowed: each {key} once; row {first} has it")


def test_a_pair_of_the_codebook_that_stands_there_in_both_orders(data):
    with edited(data, "codebook.xlsx") as book:
        for cell, other in zip(book["comparability"][3], book["comparability"][2], strict=True):
            cell.value = other.value
        a, b = book["comparability"]["B3"], book["comparability"]["C3"]
        a.value, b.value = b.value, a.value
    assert_said(
        data,
        f"codebook.xlsx, comparability!C3: found {b.value!r}; allowed: each pair once, in either order; "
        "row 2 has it already",
    )


def typed_by_name(data, file, sheet, number, changes):
    """Types values into the named columns of a row."""
    with edited(data, file) as book:
        letters = {cell.value: cell.column_letter for cell in book[sheet][1]}
        for name, value in changes.items():
            book[sheet][f"{letters[name]}{number}"] = value
    return letters


REFERENCE = {"reference": "made-up", "name_vi": "Nguồn", "name_en": "Source", "url": "https://a.vn/1"}
UNFOUNDED = [  # what is typed of a source that is no article, in which column it is wrong, and what is allowed
    ({"certainty": "read"}, "read_on", "the day it was read, or unverified"),
    ({"certainty": "reported"}, "read_on", "the day it was read, or unverified"),
    ({"certainty": "unverified", "read_on": "2026-11-26"}, "read_on", "blank, as certainty is unverified"),
    (
        {"certainty": "unverified", "url": None},
        "locator",
        "an address (url), or what else finds it, such as its number",
    ),
    ({"certainty": "sure", "read_on": "2026-11-26"}, "certainty", "a code of the list source_certainty"),
]


@pytest.mark.parametrize(("typed", "column", "allowed"), UNFOUNDED)
def test_a_named_source_can_be_found_and_says_who_read_it(data, typed, column, allowed):
    letters = typed_by_name(data, "codebook.xlsx", "references", 60, REFERENCE | typed)
    found = typed.get(column) or ""
    assert_said(data, f"codebook.xlsx, references!{letters[column]}60: found {found!r}; allowed: {allowed}…")


def test_a_benchmark_is_of_one_source_that_is_there(data):
    letters = typed_by_name(data, "codebook.xlsx", "benchmarks", 2, {"reference": "vietnamnet-1 or vietnamnet-2"})
    cell = f"codebook.xlsx, benchmarks!{letters['reference']}2"
    assert_said(
        data, f"{cell}: found 'vietnamnet-1 or vietnamnet-2'; allowed: a code of the codebook's sheet references…"
    )


def test_a_map_without_its_source(data):
    letters = typed_by_name(data, "codebook.xlsx", "areas", 3, {"reference": None})
    assert_said(data, f"codebook.xlsx, areas!{letters['reference']}3: found ''; allowed: the source of the map VN63")


OF_AN_ARTICLE = [  # what is typed of an article of February, in which column it is wrong, and what is allowed
    ({"date_reference": None}, "date_reference", "a value, or none in date_elsewhere_vi, date_elsewhere_en"),
    ({"date_elsewhere_en": None}, "date_elsewhere_en", "a value, or none in date_elsewhere_vi, date_reference"),
    ({"outlet": None}, "outlet", "a name; only a repost may be of an unknown site"),
    ({"outlet_type": "repost"}, "republished_from", "where a repost was taken from"),
    ({"url": None, "locator": None}, "locator", "an address (url), or what else finds it, such as its number"),
]


@pytest.mark.parametrize(("typed", "column", "allowed"), OF_AN_ARTICLE)
def test_an_article_says_which_copy_was_read_and_whence_its_day_is_known(data, typed, column, allowed):
    letters = typed_by_name(data, FEBRUARY, "sources", 2, typed)
    assert_said(data, f"{FEBRUARY}, sources!{letters[column]}2: found ''; allowed: {allowed}")


def test_no_more_than_five_words_of_a_paragraph(data):
    letters = typed_by_name(data, FEBRUARY, "paragraphs", 2, {"opens": "một hai ba bốn năm sáu"})
    assert_said(
        data, f"{FEBRUARY}, paragraphs!{letters['opens']}2: found 'một hai ba bốn năm sáu'; allowed: text of the…"
    )


@pytest.mark.parametrize("typed", [1, 3])
def test_the_articles_own_paragraphs_are_counted_from_one_without_a_gap(data, typed):
    """One message, not one for each paragraph behind the first that is numbered otherwise."""
    type_into(data, "paragraphs!<number>3", typed, JULY)
    right = "2: they count from 1 as the lines follow each other; or blank"
    assert_said(data, f"{JULY}, paragraphs!<number>3: found '{typed}'; allowed: {right}")


@pytest.mark.parametrize(
    ("given", "missing"), [({"who_vi": "xã"}, ("who_en", "subject_vi", "subject_en", "done_vi", "done_en")),
                           ({"limit_vi": "bao nhiêu người dùng"}, ("limit_en",)), ({}, ())]
)  # fmt: skip
def test_words_for_sentences_are_given_whole_or_not_at_all(given, missing):
    table = TABLES["indicators"]
    row = dict.fromkeys(column.name for column in table.typed) | given
    assert tuple(column for column, _ in rules.declared(row, table)) == missing


@pytest.mark.parametrize(("typed", "allowed"), [(0, "1 or more, as its unit is rank"),
                                                (3.5, "a whole number, as it is a count or a rank")])  # fmt: skip
def test_a_benchmark_outside_its_unit(data, typed, allowed):
    with edited(data, "codebook.xlsx") as book:
        book["benchmarks"]["D2"] = typed
    assert_said(data, f"codebook.xlsx, benchmarks!D2: found '{typed}'; allowed: {allowed}")


TOKENS = [  # the token, what is typed of it, and what is said: (column, found, allowed) or nothing
    ("91%", {"obs_value": 0.91}, [("obs_value", "0.91", "91, as as_printed says")]),
    ("91%", {"obs_value": 91, "unit_measure": "percent_change"}, []),
    ("+2,5%", {"obs_value": 2.5}, [("unit_measure", "percent", "percent_change, as as_printed says")]),
    ("40-50%", {"obs_value": 40, "obs_value_to": 50, "bound": "range"}, []),
    ("40-50%", {"obs_value": 40, "obs_value_to": 50}, [("bound", "exact", "range, as as_printed says")]),
    ("40-50%", {"obs_value": 40, "bound": "range"}, [("obs_value_to", "", "50, as as_printed says")]),
    ("465/595", {"numerator": 465, "denominator": 595, "unit_measure": "count"},
        [("unit_measure", "count", "percent or points or rank, as as_printed says")]),
    ("39/63", {"obs_value": 39, "out_of": 63, "unit_measure": "rank"}, []),
    ("39/63", {"obs_value": 39, "unit_measure": "rank"}, [("out_of", "", "63, as as_printed says")]),
    ("39/63", {"numerator": 39, "denominator": 63, "unit_measure": "rank"},
        [("numerator", "39", NOT_PRINTED), ("denominator", "63", NOT_PRINTED),
         ("out_of", "", "63, as as_printed says"), ("obs_value", "", "39, as as_printed says")]),
    ("39", {"obs_value": 39, "unit_measure": "rank"}, []),
    ("39", {"obs_value": 39, "out_of": 63, "unit_measure": "rank"}, [("out_of", "63", NOT_PRINTED)]),
    ("8,5/10", {"obs_value": 8.5, "out_of": 10, "unit_measure": "points"}, []),
    ("8/10", {"obs_value": 8, "out_of": 10, "unit_measure": "points"}, []),
    ("78.18%", {"obs_value": 78.18}, []),
    ("78,10%", {"obs_value": 78.1}, []),
    ("1 tỷ 200", {"obs_value": 1200, "unit_mult": 6, "unit_measure": "vnd"}, []),
    ("1 tỷ 200", {"obs_value": 1.2, "unit_mult": 9, "unit_measure": "vnd"},
        [("obs_value", "1.2", "1200, as as_printed says"), ("unit_mult", "9", "6, as as_printed says")]),
    ("500 triệu đến 1", {"obs_value": 500, "obs_value_to": 1000, "unit_mult": 6, "unit_measure": "vnd",
                         "bound": "range"}, []),
    ("500 triệu đến 1", {"obs_value": 500, "obs_value_to": 10000, "unit_mult": 6, "unit_measure": "vnd",
                         "bound": "range"}, [("obs_value_to", "10000", "1000, as as_printed says")]),
    ("tất cả", {"bound": "all", "numerator": 9, "denominator": 9},
        [(column, "9", IN_WORDS) for column in ("numerator", "denominator")]),
    ("tất cả", {"bound": "al"}, []),  # said of the bound alone
]  # fmt: skip


OVERRULED = [  # the same where a person says that a machine reads the token wrong
    ("10", {"obs_value": 10, "unit_measure": "rank", "bound": "le"}, []),
    ("0.725", {"obs_value": 0.725}, []),
    ("5 nghìn 200", {"obs_value": 5200, "unit_measure": "count"}, []),
    ("100%", {"obs_value": 100}, []),
    ("12 | 80%", {"obs_value": 80}, []),
    ("10", {"obs_value": 11}, [("obs_value", "11", "a number of the digits of as_printed, 10")]),
    ("609/1.311", {"numerator": 609, "denominator": 1131},
        [("denominator", "1131", "a number of the digits of as_printed, 609/1.311")]),
    ("609/1.311", {"numerator": 609, "obs_value": 609},
        [("numerator", "609", "numerator and denominator together, or neither")]),
    ("nửa số xã", {"obs_value": 50}, [("as_printed", "nửa số xã", FORMS)]),
    ("10", {}, [("obs_value", "", "a number of the digits of as_printed; no number is typed")]),
    ("4-5", {"obs_value": 4, "bound": "range"},
        [("obs_value_to", "", "the end of a range where the bound is range, else blank")]),
    ("tất cả", {"bound": "all", "numerator": 9}, [("numerator", "9", IN_WORDS)]),
]  # fmt: skip


def typed_once(token, typed):
    """The problems of one observation, typed as what its token says."""
    table = TABLES["observations"]
    row = dict.fromkeys((column.name for column in table.typed), None)
    row |= {"as_printed": token, "unit_measure": "percent", "bound": "exact"}
    row |= {name: Decimal(str(value)) if name.startswith("obs_value") else value for name, value in typed.items()}
    sheet = workbooks.Sheet(JULY, table, {2: row}, {name: name for name in row})
    return [(each.cell.removesuffix("2"), each.found, each.allowed) for each in typed_as_printed(sheet, "vi")]


@pytest.mark.parametrize(("token", "typed", "said"), TOKENS)
def test_what_is_typed_is_what_the_token_prints(token, typed, said):
    assert typed_once(token, typed) == said


@pytest.mark.parametrize(("token", "typed", "said"), OVERRULED)
def test_a_person_overrules_the_reading_but_never_the_digits(token, typed, said):
    assert typed_once(token, typed | {"overruled": "the machine is wrong"}) == said


def test_an_overruled_token_reads_as_it_was_typed_with_the_decimals_that_it_prints():
    blank = dict.fromkeys(("obs_value_to", "unit_mult", "numerator", "denominator", "out_of", "hedge"), None)
    row = (
        blank
        | {"as_printed": "78,10%", "obs_value": 78.1, "unit_measure": "percent", "bound": "ge"}
        | {"overruled": "x"}
    )
    assert amounts.read_row(row, "vi") == Reading(Decimal("78.10"), unit_measure="percent", bound="ge")
    assert amounts.read_row(row, "vi").decimals == 2
    assert amounts.read_row(row | {"overruled": ""}, "vi").bound == "exact"  # a token alone
    share = row | {"as_printed": "78,10% | 460/589", "numerator": 460, "denominator": 589}
    assert amounts.read_row(share, "vi").value.as_tuple().exponent == -2  # also where the percentage comes first
    mark = row | {"as_printed": "8,50/10", "obs_value": 8.5, "unit_measure": "points", "out_of": 10}
    assert amounts.read_row(mark, "vi").decimals == 2
    english = row | {"as_printed": "12,800", "obs_value": 12800, "unit_measure": "count"}
    assert amounts.read_row(english, "en").decimals == 0


AREAS = [
    ("Đồng Tháp", "VN63-87"), ("dong thap", "VN63-87"), ("Ðồng Tháp", "VN63-87"), ("tỉnh Tiền Giang", "VN63-82"),
    ("Tp.HCM", "VN63-79"), ("TP. HCM", "VN63-79"), ("TPHCM", "VN63-79"), ("VN63-87", "VN63-87"),
]  # fmt: skip


def test_areas_go_by_their_names(data):
    with edited(data) as book:
        sheet = book["observations"]
        for row, (name, _) in enumerate(AREAS, start=2):
            sheet.cell(row, 1 + [each.name for each in TABLES["observations"].typed].index("ref_area")).value = name
        book["sources"][lettered("sources!<ref_area>2")[8:]] = "Dong Thap"
    written = tables(data)
    source = next(line for line in written["sources.csv"].decode().splitlines() if line.startswith("dt-2024-07"))
    assert ",VN63-87," in source and "Dong Thap" not in source
    rows = pd.read_csv(data / "built" / "observations.csv").query("source_id == 'dt-2024-07'").set_index("obs_no")
    assert [rows["ref_area"][number] for number in range(1, 1 + len(AREAS))] == [code for _, code in AREAS]


WRONG_AREAS = [
    ("observations!<ref_area>5", "Tiền Gian", "unknown area on 2024-07-25 'Tiền Gian'; nearest: Tiền Giang, …"),
    ("observations!<ref_area>5", "xã Không Có", "unknown area on 2024-07-25 'xã Không Có'; …"),
    ("observations!<ref_area>5", "82", "82 without its map may mean: VN63-82 (Tiền Giang), VN34-82 (Đồng Tháp); give "
                                       "the code with its map, or a name"),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "typed", "said"), WRONG_AREAS)
def test_an_area_that_has_no_such_name(data, cell, typed, said):
    type_into(data, cell, typed)
    assert_said(data, f"{JULY}, {cell}: found {typed!r}; allowed: an area's name or code; {said}")


@pytest.mark.parametrize(("cell", "more"), [
    ("observations!<ref_area>5", "; what is said of a former area is set aside"), ("sources!<ref_area>2", ""),
])  # fmt: skip
def test_the_name_of_an_area_that_has_ended_names_what_it_became_part_of(data, cell, more):
    with edited(data) as book:
        for column in ("published", "published_from", "published_to"):
            book["sources"][lettered(f"sources!<{column}>2")[8:]] = "2026-01-05"
    type_into(data, cell, "Tiền Giang")
    became = "VN63-82 (Tiền Giang, until 2025-06-30), since then in VN34-82 (Đồng Tháp)"
    line = f"found 'Tiền Giang'; allowed: an area's name or code; unknown area on 2026-01-05 'Tiền Giang'; {became}"
    assert lettered(f"{JULY}, {cell}: {line}{more}") in said(data)


def test_what_is_said_beside_the_tokens_is_looked_at_though_a_row_has_a_wrong_code(data):
    """Of one row only what comes first; of all the others at once, as far as the tokens are right."""
    type_into(data, "systems!<stage>2", "used")
    type_into(data, "systems!<since>2", "1999")
    type_into(data, "milestones!<when>2", "1999")
    step = f"{JULY}, milestones!<when>2: found '1999'; allowed: a time that paragraph"
    stage = f"{JULY}, systems!<stage>2: found 'used'; allowed: a code of the list stage"
    lines = [line.partition(" ")[2] for line in said(data)]
    wanted = [lettered(each).partition(" ")[2] for each in (stage, step)]
    assert [line[: len(want)] for line, want in zip(lines, wanted, strict=True)] == wanted
    type_into(data, "observations!<as_printed>6", "trên 70%")
    assert len(said(data)) == 2  # the token and the stage: what stands beside tokens waits for these


def test_a_name_that_means_two_areas_on_the_days_the_article_may_be_of(data):
    with edited(data) as book:
        days = {"published": None, "published_from": "2025-06-20", "published_to": "2025-07-10"}
        for name, value in (days | {"ref_area": "Đồng Tháp"}).items():
            book["sources"][lettered(f"sources!<{name}>2")[8:]] = value
    two = "VN63-87 (Đồng Tháp, until 2025-06-30) or VN34-82 (Đồng Tháp, since 2025-07-01); give the code"
    line = f"found 'Đồng Tháp'; allowed: an area's name or code; Đồng Tháp may mean {two}"
    assert lettered(f"{JULY}, sources!<ref_area>2: {line}") in said(data)


def test_a_stray_value_in_the_last_row_is_found_at_once(data):
    """A cell made for every place above it takes minutes and gigabytes."""
    type_into(data, "observations!<obs_no>1048576", "x")
    assert said(data)[0].startswith(f"{JULY}, observations!A1048576: found 'x'; allowed: a number")


def test_a_row_pasted_many_times_is_said_a_few_times(data):
    with edited(data) as book:
        row = [cell.value for cell in book["set_aside"][3]]
        for _ in range(200):
            book["set_aside"].append(row)
        book["systems"]["H2"] = "used"
    lines = said(data)
    assert len(lines) == SHOWN + 2 and "systems!H2" in lines[-1]
    assert lines[-2] == f"{JULY}, set_aside: … and {200 - SHOWN} more of this kind"


def test_ten_times_the_rows_with_one_key_take_no_hundred_times_as_long():
    table, spent = TABLES["set_aside"], {}
    typed = {column.name: column.default for column in table.typed}
    typed |= {"paragraph": 2, "as_printed": "161", "kind": "page"}
    letters = dict(zip(typed, ascii_uppercase, strict=False))
    for many in (3_000, 30_000):
        sheet = workbooks.Sheet(JULY, table, dict.fromkeys(range(2, many + 2), typed), letters)
        taken = []
        for _ in range(3):  # the least of three, as what else runs on a machine only adds
            begun = process_time()
            problems = list(duplicate_keys(sheet))
            taken.append(process_time() - begun)
        spent[many] = min(taken)
        assert len(problems) == many - 1 and problems[-1].cell == f"A{many + 1}"
    assert spent[30_000] < 40 * spent[3_000]


def test_the_mistakes_of_all_files_in_their_order(data):
    with edited(data) as book:
        book["systems"]["H2"] = "used"
    type_into(data, "observations!<role>9", "actuals")
    type_into(data, "observations!<numerator>5", 600)
    type_into(data, "sources!<language>2", "vie", APRIL)
    assert [line.partition(" found")[0] for line in said(data)] == [
        lettered("dt-2024-04.xlsx, sources!<language>2:"),
        lettered("dt-2024-07.xlsx, observations!<numerator>5:"),
        lettered("dt-2024-07.xlsx, observations!<role>9:"),
        "dt-2024-07.xlsx, systems!H2:",
    ]


def sheet_of(table, *rows):
    blank = dict.fromkeys(column.name for column in TABLES[table].typed)
    letters = {name: get_column_letter(place) for place, name in enumerate(blank, start=1)}
    return Sheet("a.xlsx", TABLES[table], {number: blank | row for number, row in enumerate(rows, start=2)}, letters)


NOBODY = "blank: nobody is cited, or it is unclear whether who is cited said this number"


@pytest.mark.parametrize(
    ("voice", "speaker", "allowed"),
    [
        ("named_official", None, "the name and office, department or document, as printed"),
        (
            "unattributed",
            "Nguyễn Thị An, Giám đốc Sở",
            NOBODY,
        ),
        ("named_official", "Nguyễn Thị An, Giám đốc Sở", ""),
        (
            "unclear",
            "Nguyễn Thị An, Giám đốc Sở",
            NOBODY,
        ),
        ("unattributed", None, ""),
    ],
)
def test_who_states_a_figure_has_a_name_and_nobody_has_none(voice, speaker, allowed):
    table = TABLES["observations"]
    row = dict.fromkeys(column.name for column in table.typed) | {"voice": voice}
    for column, told in (
        ("speaker_vi", allowed),
        (
            "speaker_en",
            allowed.replace(
                "name and office, department or document, as printed",
                "same name, with the office, department or document in English",
            ),
        ),
    ):
        asked = rules.declared(row | dict.fromkeys(("speaker_vi", "speaker_en"), speaker), table)
        assert [(name, says) for name, says in asked if name == column] == [(column, told)] * bool(told)


def test_one_system_is_named_by_the_row_that_names_it_first():
    sheet = sheet_of("systems", {"system_no": 1, "same_as": "a.s09"}, {"system_no": 2, "same_as": "b.s01"})
    nothing = Codebook.of(dict.fromkeys(CODEBOOK, ()))
    [problem] = rules.unknown_values(sheet, nothing, {("systems", "system_id"): ["b.s01"]})
    assert (problem.found, problem.allowed[:20]) == ("a.s09", "a first row, itself ")


def test_rows_stand_in_the_order_of_their_keys_also_where_one_code_begins_like_another(data):
    again = path_of(data, "dt-2024-07-2.xlsx")
    shutil.copy(path_of(data, JULY), again)
    type_into(data, "sources!A2", again.stem, again.name)
    type_into(data, "sources!<second_reading>2", None, again.name)
    with edited(data, again.name) as book:  # what has a name of its own is one system, once
        for number in range(2, book["systems"].max_row + 1):
            book["systems"][lettered(f"systems!<named>{number}").partition("!")[2]].value = "no"
    built, few = tables(data), ("relations", "errata")  # that article has none
    for table in (TABLES[name] for name in ARTICLE):
        rows = pd.read_csv(BytesIO(built[f"{table.name}.csv"]), dtype={"as_printed": str})
        ordered = [tuple(each) for each in rows[[*table.key]].itertuples(index=False)]
        assert ordered == sorted(ordered) and (again.stem in str(ordered) or table.name in few), table.name


def proposed(table, *rows):
    """The codebook's sheet with the rows of a draft, whose columns stand one further to the right."""
    own, new = sheet_of(table), sheet_of(table, *rows)
    letters = {name: get_column_letter(place) for place, name in enumerate(new.letters, start=2)}
    return workbooks.with_proposed({table: own}, {table: Sheet("vl-2027-03.xlsx", new.table, new.rows, letters)})[table]


def test_what_is_wrong_in_a_row_that_a_draft_proposes_is_said_with_its_cell_there():
    both = proposed("definitions", {"definition": "new__a", "indicator": "nwe"}, {"definition": "new__a"})
    codes = Codebook.of(dict.fromkeys(CODEBOOK, ()) | {"indicators": [{"indicator": "new"}]})
    [unknown], [twice] = rules.unknown_values(both, codes, {}), duplicate_keys(both)
    assert str(unknown).startswith(
        "vl-2027-03.xlsx, definitions!C2: found 'nwe'; allowed: a code of the codebook's sheet"
    )
    assert unknown.allowed.endswith(
        "sheet indicators (indicators --from vl-2027-03 puts it there); nearest: new; known: new"
    )
    assert str(twice).partition("; allowed")[0] == "vl-2027-03.xlsx, definitions!B3: found 'new__a'"
    assert twice.allowed == "each definition once; row 2 has it"


def test_a_row_that_was_to_be_added_to_the_codebook_is_said_with_its_cell_in_the_draft():
    own, both = sheet_of("definitions", {"definition": "old__a"}), proposed("definitions", {}, {"definition": "new__a"})
    both = dataclasses.replace(both, rows=own.rows | both.rows)
    there = [Problem("codebook.xlsx", "definitions", f"C{row}", "35", "no 35") for row in (2, 3, 4)]
    there += [Problem("codebook.xlsx", "areas", "C4", "x", "y"), Problem("dt-2024-07.xlsx", "sources", "C4", "x", "y")]
    told = [(each.file, each.cell) for each in workbooks.as_proposed(there, {"definitions": both})]
    draft, others = "vl-2027-03.xlsx", [("codebook.xlsx", "C4"), ("dt-2024-07.xlsx", "C4")]
    assert told == [("codebook.xlsx", "C2"), (draft, "D2"), (draft, "D3"), *others]


@pytest.mark.parametrize(("many", "told"), [
    (2, "known: c0, c1"), (rules.FEW, "known: c0, c1, "), (rules.FEW + 1, "a code of the list yes_no"),
])  # fmt: skip
def test_a_blank_cell_says_the_codes_that_it_may_hold_where_they_are_few(many, told):
    codes = [{"code_list": "yes_no", "code": f"c{number}"} for number in range(many)]
    book = Codebook.of(dict.fromkeys(CODEBOOK, ()) | {"code_lists": codes})
    blank = "a value; may_exceed_100 may not be blank"
    given = [Problem("x.xlsx", "indicators", "J2", "", blank), Problem("x.xlsx", "", "", "no such file", "a workbook")]
    first, second = rules.with_codes(given, book)
    assert first.allowed.startswith(f"{blank}; {told}") and second == given[1]
    assert len(first.allowed) < ALLOWED
