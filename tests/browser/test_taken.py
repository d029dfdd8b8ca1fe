"""What is taken along from a page opens in LibreOffice as it stands on the page, and is as it was when saved there."""

from datetime import date

import pytest

from sosanh.data import paths
from sosanh.publish import sheets, xlsx
from sosanh.publish.briefs import FILES
from sosanh.publish.sheets import Sheet

from . import office
from .test_pages import BRIEFS, none

ONE_OF_EACH = list({(brief.notebook, brief.language): brief for brief in BRIEFS}.values())
LIVE = ["=1+1", "+84", "-5", "@SUM(1)", "\t=1+1", "465/595", "1-2", "0012", "25/7/2024", "12.8", "12,8", "July 2024"]


def taken(brief, ending):
    return sorted((paths.HTML / FILES).glob(f"{brief.name}.{brief.language}.{ending}"))


def test_every_workbook_is_the_same_when_saved_there(tmp_path):
    files = [file for brief in BRIEFS for file in taken(brief, "xlsx")]
    assert len(files) == len(BRIEFS)
    for file, saved in zip(files, office.opened(files, tmp_path), strict=True):
        assert saved == office.sheets(file), file.name


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_csv_of_a_page_of_each_kind_is_read_as_it_stands(tmp_path, language):
    files = [file for brief in ONE_OF_EACH if brief.language == language for file in taken(brief, "*.csv")]
    assert len(files) > 20
    for file, (saved,) in zip(files, office.opened(files, tmp_path, language), strict=True):
        assert saved == office.lines(file, language), file.name


@pytest.mark.parametrize("brief", ONE_OF_EACH, ids=lambda brief: brief.file)
def test_each_table_of_a_page_is_in_its_csv_and_in_its_workbook(browser, brief):
    with browser.open(paths.HTML / brief.file) as (page, _):
        tables = office.shown(page)
    (book,) = taken(brief, "xlsx")
    every = office.sheets(book)
    for name, told in tables.items():
        (file,) = taken(brief, f"{name}.csv")
        rows = office.lines(file, brief.language)
        none(office.lacking(rows[1:], told))
        (own,) = [each for each in every if each[1] == rows[0]]
        none(office.lacking(own[2 : 2 + len(told)], told))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_that_begins_like_a_formula_is_one(tmp_path, language):
    own = Sheet("T", ["h"], [[each] for each in LIVE], [])
    (tmp_path / "book.xlsx").write_bytes(xlsx.workbook(Sheet("C", ["c"], [], []), [own], date(2025, 2, 1)))
    (tmp_path / "plain.csv").write_bytes(sheets.comma_separated(own, language))
    ((_, saved),) = office.opened([tmp_path / "book.xlsx"], tmp_path)
    assert [cell for (cell,) in saved[2:]] == LIVE
    (((_, *rows),),) = office.opened([tmp_path / "plain.csv"], tmp_path, language)
    assert [cell for (cell,) in rows] == [f"'{each}" for each in LIVE]
