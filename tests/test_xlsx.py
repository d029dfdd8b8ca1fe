"""Workbooks as they are read: within bounds, and never an error of Python, whatever a cell or a file holds."""

import os
import re
import shutil
from datetime import datetime
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sosanh.__main__ import main
from sosanh.curate import build, workbooks, xlsx
from sosanh.data import package, paths
from sosanh.data.problems import Problem, Unreadable
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, as_text

JULY = paths.ARTICLES / "dt-2024-07.xlsx"


def saved(book):
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_codebook_ten_times_as_long_is_read(tmp_path):
    """The bounds leave room: each row ten times over, as Excel would store it."""
    path = tmp_path / "codebook.xlsx"
    with ZipFile(paths.CODEBOOK) as book, ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as into:
        for name in book.namelist():
            content = book.read(name).decode()
            if name.startswith("xl/worksheets/sheet"):
                head, rows, tail = re.fullmatch("(.*?<sheetData>)(.*)(</sheetData>.*)", content, re.DOTALL).groups()
                first, *others = re.findall("<row .*?</row>", rows, re.DOTALL)
                others = [re.sub(' r="[A-Z]*[0-9]+"', "", each) for each in others]
                content = "".join([head, first, *others * 10, tail])
            into.writestr(name, content)
    sheets, problems = workbooks.read(path, CODEBOOK)
    assert not problems
    once, _ = workbooks.read(paths.CODEBOOK, CODEBOOK)
    assert {name: len(sheet.rows) for name, sheet in sheets.items()} == {
        name: 10 * len(sheet.rows) for name, sheet in once.items()
    }


def test_a_printed_number_may_begin_with_a_sign_and_a_formula_may_not():
    """What begins with a sign goes into a CSV only where no spreadsheet can run it."""

    def text(value):
        return workbooks._typed(xlsx.Cell(5, 3, value), TABLES["observations"].columns["as_printed"])

    for token in ("-5%", "+2,5%", "-1 tỷ 200", "-5% | 3/7", "-5–-3%"):
        assert text(token) == token
    for formula in (
        "=1",
        "-A1",
        "+SUM(1)",
        "-1+cmd|' /C calc'!A0",
        "-2-SUM(A1)",
        "@x",
        "-1[1]",
        '-1&"x"',
        "+ 1",
        "-",
        "＋1",
    ):
        with pytest.raises(ValueError, match="takes for a formula: it may not begin with"):
            text(formula)


def test_no_cell_of_the_tables_begins_like_a_formula():
    for path in paths.PROCESSED.glob("*.csv"):
        for name in re.findall(r'(?:^|,)"?([=+@＝＋－＠\t\r-].*?)"?(?:,|$)', path.read_text("utf-8"), re.MULTILINE):
            assert workbooks._SIGNED.fullmatch(name), (path.name, name)


def test_what_a_killed_run_had_begun_is_swept_and_what_another_writes_is_not(tmp_path):
    dead = 2**22 + 1  # above the greatest number of a process
    names = [
        f".areas.csv.{dead}",
        f".areas.csv.{os.getpid()}",
        f".areas.csv.{os.getppid()}",
        ".gitkeep",
        ".a.b.c",
        "x.csv.1",
    ]
    for name in names:
        (tmp_path / name).touch()
    paths.clear(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {*names[2:]}


def test_a_run_sweeps_what_the_one_before_it_had_begun(tmp_path):
    build.build(paths.RAW, tmp_path)
    there = {path.name for path in tmp_path.iterdir()}
    (tmp_path / f".areas.csv.{2**22 + 1}").touch()
    assert build.build(paths.RAW, tmp_path) == []
    assert {path.name for path in tmp_path.iterdir()} == there


def test_a_folder_that_may_not_be_read_is_not_taken_for_an_empty_one(monkeypatch, capsys):
    """It was "no workbook", with lines on pairs whose observations were not there."""
    listed = Path.iterdir

    def refused(self):
        if self == paths.ARTICLES:
            raise PermissionError(13, "Permission denied", str(self))
        return listed(self)

    monkeypatch.setattr(Path, "iterdir", refused)
    assert main(["data"]) == 1
    said = "Permission denied (if a program has it open, close it there); no file is left half-written"
    assert capsys.readouterr().err == f"{paths.ARTICLES}: {said}\n"


# --- any content ---------------------------------------------------------------------------------------------

ANY = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.datetimes(min_value=datetime(1900, 3, 1)), st.times(),
    st.timedeltas(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32)])),
    st.from_regex(r"[=+@-]?[0-9.,%/| –-]{1,12}", fullmatch=True),
    st.sampled_from(["#N/A", "=1+1", "1; 2", "SY2023-24", "_x0007_"]),
)  # fmt: skip
COLUMNS = [column for table in TABLES.values() for column in table.typed]


@settings(max_examples=50)
@given(st.one_of(ANY, st.text()), st.booleans(), st.booleans())
def test_any_value_fits_a_column_or_is_refused_with_what_is_allowed(value, error, percent):
    for column in COLUMNS:
        try:
            kept = workbooks._typed(xlsx.Cell(2, 1, value, error, percent), column)
            assert kept is None or as_text(kept).isprintable()
        except ValueError as refusal:
            assert type(refusal) is ValueError and str(refusal)  # not one that Python raised of itself


PLACES = [
    (name, row, column)
    for name in ARTICLE
    if not TABLES[name].optional
    for row in (1, 2, 3, 60)
    for column in range(1, 1 + len(TABLES[name].typed))
]


@pytest.mark.whole
@settings(max_examples=60, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANY), min_size=1, max_size=4))
def test_whatever_a_cell_holds_is_a_row_or_a_problem(tmp_path_factory, typed):
    book = openpyxl.load_workbook(JULY)
    for (name, row, column), value in typed:
        book[name].cell(row, column).value = value
    assert_rows_or_problems(tmp_path_factory.mktemp("typed"), saved(book))


def assert_rows_or_problems(folder, content):
    """What `make data` makes of the workbook among the others: tables, or problems in lines that one can read."""
    raw = shutil.copytree(paths.RAW, folder / "raw")
    shutil.copy(paths.CHANGES, folder)
    (raw / "articles" / JULY.name).write_bytes(content)
    sheets, problems = workbooks.read(raw / "articles" / JULY.name, ARTICLE)
    try:
        build.build(raw, folder / "processed")
    except build.DataProblems as error:
        assert all(len(line) < 900 for line in str(error).splitlines())
    assert sheets or (problems and all(isinstance(each, Problem) for each in problems))


@pytest.mark.whole
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(
    st.integers(0, 10**6),
    st.integers(0, 10**6),
    st.binary(max_size=40),
    st.sampled_from(["sheet2", "styles", "workbook"]),
)
@example(0, 0, b"", "sheet2")
def test_whatever_stands_in_a_part_is_cells_or_a_reason(at, length, by, part):
    """Bytes of a part put in the place of others: read, or refused by name."""
    with ZipFile(JULY) as book:
        held = {name: book.read(name) for name in book.namelist()}
    name = next(name for name in held if name.endswith(f"{part}.xml"))
    at %= len(held[name])
    held[name] = held[name][:at] + by + held[name][at + length % 60 :]
    content = BytesIO()
    with ZipFile(content, "w") as into:
        for each, own in held.items():
            into.writestr(each, own)
    try:
        book = xlsx.Book(content.getvalue())
        for title in book.sheets:
            if book.kind(title) == "worksheet":
                book.grid(title)
    except Unreadable as error:
        assert error.allowed


@pytest.mark.whole
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6), st.binary(min_size=1, max_size=8))
def test_a_damaged_file_is_cells_or_a_reason(at, by):
    content = JULY.read_bytes()
    at %= len(content)
    with patch.object(package, "content", lambda _: content[:at] + by + content[at + len(by) :]):
        workbooks.read(JULY, ARTICLE)
        workbooks.is_draft(JULY)
        workbooks.form(JULY, ARTICLE, paths.RAW)
