"""Readers who each coded one article, held against a reference and against each other."""

import shutil

import openpyxl
import pytest
from conftest import lettered

from sosanh.__main__ import main
from sosanh.curate import agreement
from sosanh.data import paths

ARTICLE = "bd-undated"


@pytest.fixture
def folder(tmp_path):
    """Three readers of one article: one agrees with the reference, two read a bound otherwise, one misses a row."""
    for name in ("an", "binh", "chi"):
        shutil.copy(paths.ARTICLES / f"{ARTICLE}.xlsx", tmp_path / f"{name}.xlsx")
    edit(tmp_path / "binh.xlsx", "observations!<bound>3", "exact")
    edit(tmp_path / "chi.xlsx", "observations!<bound>3", "ge")
    edit(tmp_path / "chi.xlsx", "observations!<paragraph>2", 4)
    return tmp_path


def edit(path, cell, value):
    book = openpyxl.load_workbook(path)
    sheet, _, place = lettered(cell).partition("!")
    book[sheet][place] = value
    book.save(path)


def told(folder, capsys, *options):
    code = main(["agreement", str(folder), *options])
    return code, capsys.readouterr()


def test_readers_are_held_against_the_reference_by_column_and_row(folder, capsys):
    code, said = told(folder, capsys, "--article", ARTICLE)
    lines = said.out.splitlines()
    assert code == 0 and lines[0].startswith("an.xlsx: 17 of 17 rows found in both readings, 153 of 153 cells alike")
    assert "chi.xlsx: 16 of 18 rows" in said.out
    with_reference, between = said.out.split("Cells alike between readers")
    assert "  bound: 21 of 23 (91%)" in with_reference and "  role: 23 of 23 (100%)" in with_reference
    assert "  bound: 19 of 22 (86%)" in between
    discussed = said.out.partition("Worth discussing (how many part from the reference):\n")[2].splitlines()
    assert discussed[0].startswith("  2 × ") and "bound: 'le', but 'exact' × 1, 'ge' × 1" in discussed[0]
    assert any("row: 'there', but 'missing' × 1" in each for each in discussed)


def test_without_a_reference_readers_are_held_against_each_other(folder, capsys):
    code, said = told(folder, capsys)
    assert code == 0 and "with the reference" not in said.out and "Worth discussing (pairs that part)" in said.out
    shutil.copy(folder / "an.xlsx", folder / agreement.REFERENCE)
    assert "with the reference" in told(folder, capsys)[1].out


def test_a_workbook_that_cannot_be_read_is_told_and_the_others_are_reported(folder, capsys):
    (folder / "dung.xlsx").write_text("no workbook")
    code, said = told(folder, capsys, "--article", ARTICLE)
    assert code == 1 and "an.xlsx: 17 of 17" in said.out
    assert said.err.startswith("dung.xlsx: found 'damaged, or no workbook") and "an .xlsx workbook" in said.err


def test_a_folder_that_is_not_there_is_begun_and_an_empty_one_is_told(tmp_path, capsys):
    code, said = told(tmp_path / "class", capsys)
    assert code == 0 and "hand it out" in said.out
    assert openpyxl.load_workbook(tmp_path / "class" / agreement.BLANK).sheetnames == [
        "observations",
        "set_aside",
        "lists",
    ]
    code, said = told(tmp_path / "class", capsys)
    assert code == 1 and "no reader's workbook" in said.err
    code, said = told(tmp_path / "class", capsys, "--article", "bd-undate")
    assert code == 1 and "bd-undate.xlsx" in said.err
