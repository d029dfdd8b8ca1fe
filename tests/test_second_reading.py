import re
import shutil

import openpyxl
import pytest
from conftest import lettered

from sosanh.curate import second_reading
from sosanh.data import paths


@pytest.fixture
def raw(tmp_path):
    """One article with both its readings, to be edited."""
    for folder in ("articles", "second-readings"):
        (tmp_path / folder).mkdir()
        shutil.copy(paths.RAW / folder / "bd-undated.xlsx", tmp_path / folder)
    return tmp_path


def edit(raw, cell, value):
    path = second_reading.path_of("bd-undated", raw)
    book = openpyxl.load_workbook(path)
    book["observations"][cell] = value
    book.save(path)


def test_readings_are_compared_row_by_row(raw):
    found = second_reading.compare("bd-undated", raw)
    assert str(found) == "bd-undated: 17 of 17 rows found in both readings, 149 of 153 cells alike (97.4%)"
    assert {each.column for each in found.differences} == {"voice"}


def test_a_difference_names_its_cell(raw):
    cell = lettered("observations!<bound>2")
    edit(raw, cell.partition("!")[2], "gt")
    said = [str(each) for each in second_reading.compare("bd-undated", raw).differences]
    assert f"{cell} paragraph 5, '1 - 1,5' (1), bound: first 'range', second 'gt'" in said


def unconfirmed(raw, **changed):
    """The rows that the second reading does not confirm once the first is `changed`, beside those of before."""
    path, before = raw / "articles" / "bd-undated.xlsx", set(second_reading.unconfirmed("bd-undated", True, raw)[1])
    book = openpyxl.load_workbook(path)
    for column, value in changed.items():
        book["observations"][lettered(f"observations!<{column}>3").partition("!")[2]] = value
    book.save(path)
    return set(second_reading.unconfirmed("bd-undated", True, raw)[1]) - before


@pytest.mark.parametrize(
    ("changed", "columns"),
    [
        ({"indicator": "gov_dti_rank", "definition": "gov_dti_rank__composite"}, "indicator, definition"),
        ({"population": "trade_smes"}, "population"),
        ({"role": "actual", "time_period": "2021"}, "role, time_period"),
        ({"voice": "department"}, "voice"),
    ],
)
def test_a_row_changed_since_its_second_reading_is_named_with_what_changed(raw, changed, columns):
    place = "bd-undated: no second reading confirms observations, paragraph 9, '10' (1)"
    assert unconfirmed(raw, **changed) == {f"{place}: {columns}"}


def test_a_note_changed_since_needs_no_second_reading(raw):
    assert unconfirmed(raw, comment_en="Reworded.") == set()


def test_an_article_without_a_second_reading_is_named_as_a_whole(raw):
    """With how many rows: a line of its own, it was counted as one."""
    assert second_reading.unconfirmed("bd-undated", False, raw) == (17, ["bd-undated: 17 rows (no second reading)"])


def test_each_of_several_rows_at_one_place_counts(raw):
    """A token that is said of two things stands in two rows; they were one line."""
    for folder in ("articles", "second-readings"):
        book = openpyxl.load_workbook(raw / folder / "bd-undated.xlsx")
        sheet, place = book["observations"], {}
        for column in ("paragraph", "as_printed", "occurrence"):
            place[column] = lettered(f"observations!<{column}>").partition("!")[2]
        for letter in place.values():
            sheet[f"{letter}3"] = sheet[f"{letter}2"].value
        for row in (2, 3):
            sheet[f"{lettered('observations!<comment_vi>').partition('!')[2]}{row}"] = None
            letter = lettered("observations!<role>").partition("!")[2]
            sheet[f"{letter}{row}"] = "rule" if folder == "articles" else "ability"
        book.save(raw / folder / "bd-undated.xlsx")
    count, lines = second_reading.unconfirmed("bd-undated", True, raw)
    assert len(lines) == count and sum("paragraph 5, '1 - 1,5' (1): " in each for each in lines) == 2, lines


@pytest.mark.published
def test_the_published_rows_that_their_second_reading_does_not_confirm(data):
    """Two readers parted here and it was decided; whoever changes another row has it read again, or adds it here."""
    named = [line for code, each in data.sources.items()
             for line in second_reading.unconfirmed(code, bool(each.second_reading))[1]]  # fmt: skip
    assert sorted(re.sub(": no second reading confirms observations, paragraph", ",", each) for each in named) == [
        "bd-undated, 10, '100%' (1): voice", "bd-undated, 10, '50%' (1): voice", "bd-undated, 10, '50%' (2): voice",
        "bd-undated, 10, '90%' (1): voice", "dt-2024-04, 10, '80%' (1): voice",
        "dt-2024-07, 4, '465/595 | 78,18%' (1): voice", "dt-2024-07, 4, '5.911' (1): voice",
        "dt-2024-07, 4, '90.000' (1): voice", "qn-undated, 8, '40-50%' (1): wording",
    ]  # fmt: skip


def test_a_token_read_elsewhere_is_missing_on_both_sides(raw):
    edit(raw, "B2", 4)
    found = second_reading.compare("bd-undated", raw)
    rows = [(each.place, each.first, each.second) for each in found.differences if each.column == "row"]
    assert rows == [
        ("paragraph 5, '1 - 1,5' (1)", "there", "missing"),
        ("paragraph 4, '1 - 1,5' (1)", "missing", "there"),
    ]
    assert (found.shared, found.rows) == (16, 18)


def test_blank_workbook_is_never_written_over_a_reading(raw, data):
    with pytest.raises(FileExistsError):
        second_reading.blank("bd-undated", data.codebook, raw)
    path = second_reading.blank("dt-2024-04", data.codebook, raw)
    assert openpyxl.load_workbook(path).sheetnames == ["observations", "set_aside", "lists"]


def test_every_recorded_second_reading_is_there(data):
    recorded = [code for code, each in data.sources.items() if each.second_reading]
    assert len(recorded) >= 2
    for source_id in recorded:
        found = second_reading.compare(source_id)
        assert found.shared == found.rows, source_id


def test_the_table_says_of_every_recorded_reading_what_a_comparison_says(data):
    recorded = [code for code, each in data.sources.items() if each.second_reading]
    rows = data.frame("second_readings").to_dict("records")
    assert rows == [second_reading.compare(source_id).counts() for source_id in sorted(recorded)]
