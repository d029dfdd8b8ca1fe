"""Official tables as people lay them out: what is understood of them, and how it gets into the codebook."""

import csv
import errno
import os
import shutil
import signal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from sosanh import __main__ as command_line
from sosanh.curate import statistics, workbooks
from sosanh.curate.build import build
from sosanh.curate.forms import codebook_alone
from sosanh.data import paths
from sosanh.data.problems import Unknown
from sosanh.data.tables import CODEBOOK

RANKS = ["--unit", "rank", "--indicator", "gov_dti_rank", "--out-of", "63"]
SHARES = ["--unit", "percent", "--indicator", "health_ehr"]
NEW = ["--reference", "dti-2023", "--name", "Báo cáo thử <&>", "--name-en", "A report made up", "--certainty", "read",
       "--url", "https://example.vn/dti.xlsx", "--read-on", "2026-11-27", "--write"]  # fmt: skip


@pytest.fixture(scope="module")
def codebook():
    return codebook_alone()


@pytest.fixture
def read(tmp_path, codebook):
    """What is understood of a table: its sheets as rows (or the text of a CSV file), and the verb's arguments."""

    def call(table, *arguments):
        path = saved(tmp_path, table)
        chosen = command_line._parsed(["table", str(path), *arguments])
        return statistics.read(path, chosen, codebook)

    return call


@pytest.fixture
def changed(tmp_path, codebook):
    """What is understood of a table to whose sheet something was done; areas stand in A, the time is 2022."""

    def call(rows, change, value, *arguments):
        path = saved(tmp_path, rows)
        book = load_workbook(path)
        change(book["Bảng"])
        book.save(path)
        chosen = ["table", str(path), "--area", "A", "--value", value, "--time", "2022", *arguments]
        return statistics.read(path, command_line._parsed(chosen), codebook)

    return call


def saved(folder, table):
    if isinstance(table, str | bytes):
        path = folder / "bang.csv"
        path.write_bytes(table if isinstance(table, bytes) else table.encode("utf-8"))
        return path
    book = Workbook()
    book.remove(book.active)
    for title, rows in (table if isinstance(table, dict) else {"Bảng": table}).items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    book.save(folder / "bang.xlsx")
    return folder / "bang.xlsx"


def stated(found):
    assert found.problems == []
    return [
        (each.area, each.time, str(each.value), f"{each.sheet}!{each.cell.place}") for each in found.figures.values()
    ]


def opened(found):
    return [str(each).partition(", ")[2] for each in found.problems]


# --- the shapes -----------------------------------------------------------------------------------------------


def test_a_long_table(read):
    rows = [["Tỉnh", "Năm", "Tỷ lệ"], ["Hà Nội", 2022, 24], ["Hà Nội", "Năm 2021", 40], ["Gia Lai", "7/2026", "31"]]
    assert stated(read(rows, "--area", "Tỉnh", "--value", "tỷ lệ", "--time", "Năm", *SHARES)) == [
        ("VN63-01", "2022", "24", "Bảng!C2"),
        ("VN63-01", "2021", "40", "Bảng!C3"),
        ("VN34-52", "2026-07", "31", "Bảng!C4"),  # the map in force then
    ]


def test_a_wide_table_with_years_as_columns(read):
    rows = [
        ["Bảng 5. Tỷ lệ"],
        ["STT", "Địa phương", 2021, "Năm 2022"],
        [1, "HÀ NỘI", "62,5", 70],
        [2, "BRVT", 61, 80.25],
    ]
    found = read(rows, "--header", "2", "--area", "B", "--value", "C:D", "--time", "heads", *SHARES)
    assert stated(found) == [
        ("VN63-01", "2021", "62.5", "Bảng!C3"), ("VN63-01", "2022", "70", "Bảng!D3"),
        ("VN63-77", "2021", "61", "Bảng!C4"), ("VN63-77", "2022", "80.25", "Bảng!D4"),
    ]  # fmt: skip


def test_two_header_rows(read):
    """The upper head stands once above its columns, as merged cells leave it."""
    rows = [["Tỉnh", 2021, None, 2022, None], [None, "Điểm", "Hạng", "Điểm", "Hạng"], ["Huế", 0.6, 4, 0.7, 2]]
    arguments = ["--header", "1-2", "--area", "Tỉnh", "--value", "Hạng", "--time", "heads", *RANKS]
    assert stated(read(rows, *arguments)) == [
        ("VN63-46", "2021", "4", "Bảng!C3"),
        ("VN63-46", "2022", "2", "Bảng!E3"),
    ]


def test_merged_cells_say_their_text_of_all_they_cover(changed):
    """In heads, and where an area or a time stands once for several rows; one figure of two areas is nobody's."""
    rows = [["Bảng"], ["Tỉnh", 2021, None, 2022, None, None], [None, *["Điểm", "Hạng"] * 2, "Hạng"],
            ["Huế", 0.6, 4, 0.7, 2, 9], ["Cà Mau", 0.6, 5, 0.7, None, 8]]  # fmt: skip
    heads = ["--header", "2-3", "--time", "heads", *RANKS]

    def merge(*places):
        return lambda sheet: [sheet.merge_cells(place) for place in places]

    found = changed(rows, merge("A1:F1", "A2:A3", "B2:C2", "D2:E2", "E4:E5"), "Hạng", *heads)
    assert [(each.area, each.time, each.cell.place) for each in found.figures.values() if each.cell.column == 3] == [
        ("VN63-46", "2021", "C4"), ("VN63-96", "2021", "C5")]  # fmt: skip
    assert opened(found)[0] == "Bảng!E4:E5: found '2'; allowed: one value a cell; unmerge them in a copy of the file"
    assert opened(found)[1].startswith("Bảng!F2: found 'Hạng'; allowed: a time as text")  # no part of 2022
    rows = [["Tỉnh", "Năm", "Hạng"], ["Huế", 2021, 4], [None, 2022, 5], ["Cà Mau", None, 6], ["Nguồn: …", None, None]]
    found = changed(rows, merge("A2:A3", "B3:B4", "A5:C5"), "Hạng", "--time", "Năm", *RANKS)
    assert stated(found) == [("VN63-46", "2021", "4", "Bảng!C2"), ("VN63-46", "2022", "5", "Bảng!C3"),
                             ("VN63-96", "2022", "6", "Bảng!C4")]  # fmt: skip


def test_a_head_that_is_merged_into_the_figures_is_none_of_them(changed):
    rows = [["Tỉnh", 40], ["Huế", None], ["Cà Mau", 6]]
    found = changed(rows, lambda sheet: sheet.merge_cells("B1:B2"), "B", *RANKS)
    assert opened(found) == ["Bảng!B1:B2: found '40'; allowed: one value a cell; unmerge them in a copy of the file"]


def test_a_merged_title_is_told_once(changed):
    rows = [["Bảng 1, năm 2021 (triệu đồng)"], ["Tỉnh", "Hạng"], ["Huế", 4]]
    found = changed(rows, lambda sheet: sheet.merge_cells("A1:D1"), "B", "--header", "2", *RANKS)
    assert [each.cell for each in found.problems] == ["A1"]
    assert [each[:9] for each in found.layout[1:]] == ["Bảng!A1 s"]


def test_a_header_below_the_first_areas_loses_none_in_silence(read):
    rows = [["Tỉnh", "Hạng"], ["Hà Nội", 5], ["Huế", 6], ["Cà Mau", 7]]
    found = read(rows, "--header", "3", "--area", "A", "--value", "B", "--time", "2022", *RANKS)
    assert opened(found) == ["Bảng!A2: found 'Hà Nội'; allowed: a header above all areas: another --header?"]


def test_a_sheet_a_year(read):
    sheets = {"DTI 2022": [["Tỉnh", "Hạng"], ["Đồng Tháp", 39]], "Ghi chú": [["x"]],
              "DTI 2026": [["Tỉnh", "Hạng"], ["Đồng Tháp", 12]]}  # fmt: skip
    found = read(sheets, "--sheet", "*", "--area", "Tỉnh", "--value", "Hạng", "--time", "sheets", *SHARES)
    assert stated(found) == [
        ("VN63-87", "2022", "39", "DTI 2022!B2"),
        ("VN34-82", "2026", "12", "DTI 2026!B2"),
    ]
    assert "the sheet 'Ghi chú' with 1 row is not read" in found.layout[-1]
    with pytest.raises(LookupError, match="say with --sheet which: DTI 2022, Ghi chú, DTI 2026"):
        read(sheets, "--area", "Tỉnh", "--value", "Hạng", "--time", "sheets", *SHARES)


def test_what_excel_keeps_out_of_sight_is_read_and_said(changed):
    rows = [["Tỉnh", "Hạng"], ["Hà Nội", 2], ["Huế", 3]]
    found = changed(rows, lambda sheet: setattr(sheet.row_dimensions[3], "hidden", True), "B", *RANKS)
    assert len(stated(found)) == 2 and found.layout[-1] == "bang.xlsx: Bảng: row 3 is hidden, and read"


@pytest.mark.parametrize("sign", [";", ",", "\ufeff;"])
def test_a_csv_file(read, sign):
    text = "Tỉnh;Hạng\n\nHà Nội;2\n".replace(";", sign[-1])
    found = read(sign[:-1] + text, "--area", "Tỉnh", "--value", "Hạng", "--time", "2022", *RANKS)
    assert stated(found) == [("VN63-01", "2022", "2", "bang!B3")]


# --- areas ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "area"),
    [
        ("Tp.HCM", "VN63-79"), ("TP. Hồ Chí Minh", "VN63-79"), ("THÀNH PHỐ HỒ CHÍ MINH", "VN63-79"),
        ("BRVT", "VN63-77"), ("BR-VT", "VN63-77"), ("Ba Ria - Vung Tau", "VN63-77"), ("TT-Huế", "VN63-46"),
        ("T.T. Huế", "VN63-46"), ("Tỉnh Đồng Tháp", "VN63-87"), ("dong thap", "VN63-87"), ("Daklak", "VN63-66"),
        ("3. Đồng Tháp (1)", "VN63-87"), ("Hà Nội*", "VN63-01"), ("VN63-01", "VN63-01"), ("01", "VN63-01"),
        (1, "VN63-01"), (1.0, "VN63-01"), ("Cà\u200b Mau", "VN63-96"),
        ("Đồng\nTháp ", "VN63-87"), ("Đo\u0302\u0300ng Tháp", "VN63-87"),
    ],
)  # fmt: skip
def test_spellings_of_areas(read, name, area):
    found = read([["Tỉnh", "Hạng"], [name, 7]], "--area", "Tỉnh", "--value", "Hạng", "--time", "2022", *RANKS)
    assert [row[0] for row in stated(found)] == [area]


def test_numbers_of_rows_are_no_statistics_codes(read):
    """Row 1 would be Hà Nội, row 2 Hà Giang: of so few rows each number is a code."""
    rows = [["STT", "Tỉnh", "Hạng"], [1, "Cà Mau", 8], [2, "Huế", 9], [3, "Hà Nội", 10]]
    for few in (rows[:3], rows):
        found = read(few, "--area", "STT", "--value", "Hạng", "--time", "2022", *RANKS)
        assert not found.figures and len(found.problems) == len(few) - 1
    assert opened(found)[0] == (
        "Bảng!A2: found '1'; allowed: an area's name, or statistics codes alone; up to 3 they seem to count the rows"
    )


def test_an_unknown_area_is_told_and_skipped_by_its_name_only(read):
    rows = [["Tỉnh", "Hạng"], ["Hà Nội", 5], ["Hà Nộii", 6], ["Trung bình", 7], [None, 8], ["Nguồn: báo cáo"]]
    arguments = ["--area", "Tỉnh", "--value", "Hạng", "--time", "2022", *RANKS]
    found = read(rows, *arguments)
    assert [each.area for each in found.figures.values()] == ["VN63-01"]
    allowed = "allowed: an area of 2022 by name or code, or this text in --skip"
    assert opened(found) == [
        f"Bảng!A3: found 'Hà Nộii'; {allowed}; nearest: Hà Nội, Hà Nam",
        f"Bảng!A4: found 'Trung bình'; {allowed}; nearest: Quảng Bình, Thái Bình, Ninh Bình",
        f"Bảng!A5: found ''; {allowed}",
    ]
    assert found.without == ["Bảng!B6 '' of 'Nguồn: báo cáo'"]
    assert opened(read(rows, *arguments, "--skip", "Hà Nộii", "TRUNG BÌNH"))[0].startswith("Bảng!A5: found ''")
    assert stated(read(rows, *arguments, "--skip", "Hà Nộii", "Trung bình", "")) == [
        ("VN63-01", "2022", "5", "Bảng!B2")
    ]
    with pytest.raises(Unknown, match="unknown row to skip 'Hà Nam'"):
        read(rows, *arguments, "--skip", "Hà Nam")


@pytest.mark.parametrize("sign", ["- ", "-", "+", "–", "@", "＋", "• "])
def test_a_sign_before_a_name_is_not_read_over(read, sign):
    rows = [["Tỉnh", "Hạng"], ["Hà Nội", 5], [f"{sign}Hà Nội", 6], [f"{sign}Huế", 7]]
    arguments = ["--area", "Tỉnh", "--value", "Hạng", "--time", "2022", *RANKS]
    found = read(rows, *arguments)
    assert [each.area for each in found.figures.values()] == ["VN63-01"]
    assert [(each.cell, each.found) for each in found.problems] == [("A3", f"{sign}Hà Nội"), ("A4", f"{sign}Huế")]
    skip = [f"--skip={sign}Hà Nội"] if sign == "-" else ["--skip", f"{sign}Hà Nội", f"{sign}Huế"]
    assert [each.cell.place for each in read(rows, *arguments, *skip).figures.values()] == ["B2"]


def test_a_name_of_two_maps_in_the_year_of_the_merger_is_left_open(read):
    rows = [["Tỉnh", "Hạng"], ["Gia Lai", 5], ["Hà Nội", 6]]
    arguments = ["--area", "Tỉnh", "--value", "Hạng", "--time", "2025", *RANKS]
    assert opened(read(rows, *arguments))[0].startswith(
        "Bảng!A2: found 'Gia Lai'; allowed: an area of one map: say --map VN63 or VN34; Gia Lai may mean"
    )
    assert [row[0] for row in stated(read(rows, *arguments, "--map", "VN63"))] == ["VN63-64", "VN63-01"]
    of_34 = [*arguments, "--out-of", "34", "--map", "VN34"]
    assert [row[0] for row in stated(read(rows, *of_34))] == ["VN34-52", "VN34-01"]


def test_an_area_of_the_other_map_is_told_with_its_map(read):
    rows = [["Tỉnh", "Tỷ lệ"], ["Gia Lai", 25], ["Bình Định", 26]]
    found = read(rows, "--area", "Tỉnh", "--value", "Tỷ lệ", "--time", "2024", "--map", "VN34", *SHARES)
    assert [each.area for each in found.figures.values()] == ["VN34-52"]
    assert opened(found)[0].endswith("or this text in --skip; VN63-52 is on the map VN63")


@pytest.mark.parametrize("column", ["name_vi", "statistics_code"])
def test_an_index_of_2024_computed_anew_for_34_provinces_is_not_one_of_63(read, codebook, column):
    """Its 34 names are all on the map of 2024, where most are of smaller provinces."""
    names = [getattr(each, column) for each in codebook.areas if each.map == "VN34"]
    rows = [["Tỉnh", "Hạng"], *([name, rank] for rank, name in enumerate(names, start=1))]
    arguments = ["--area", "Tỉnh", "--value", "Hạng", "--time", "2024", *RANKS]
    assert opened(read(rows, *arguments)) == [
        "Bảng!B2: found '34 areas, all on the map VN34, too'; "
        "allowed: areas of one map: say --map VN63 (in force in 2024) or --map VN34"
    ]
    assert len(stated(read(rows, *arguments, "--map", "VN34", "--out-of", "34"))) == 34
    assert len(read(rows, *arguments, "--map", "VN34").problems) == 34  # nobody is 1st of 63 on a map of 34
    if column == "name_vi":
        rows.append(["Bình Định", 35])  # which ended: the table is of the map of 63
        assert len(stated(read(rows, *arguments))) == 35


def test_an_area_twice_is_told(read):
    rows = [["Tỉnh", "Hạng"], ["TP.HCM", 5], ["Hồ Chí Minh", 6]]
    found = read(rows, "--area", "Tỉnh", "--value", "Hạng", "--time", "2022", *RANKS)
    assert opened(found) == [
        "Bảng!A3: found 'Hồ Chí Minh'; allowed: each area once a time; Bảng!A2 is VN63-79 in 2022, too"
    ]


# --- numbers --------------------------------------------------------------------------------------------------

FIVE = ["Hà Nội", "Huế", "Cà Mau", "An Giang", "Sơn La"]


def numbers(read, values, *arguments):
    """What is read of cells of one column, in the order of `FIVE`."""
    rows = [["Tỉnh", "Trị số"], *([name, value] for name, value in zip(FIVE, values, strict=False))]
    return read(rows, "--area", "Tỉnh", "--value", "Trị số", "--time", "2022", *arguments)


@pytest.mark.parametrize(
    ("values", "as_read"),
    [
        (["12,5 %", "0,62", "12,5*", 78.18, "7,25²"], ["12.5", "0.62", "12.5", "78.18", "7.25"]),
        (["0.725", "1.234", "12.5"], ["0.725", "1.234", "12.5"]),  # 0.725 is no 725: then 1.234 is no 1234
        (["1.234", "2.5"], ["1.234", "2.5"]),
        (["1,234", "99.5"], None),  # 1234 % of something that cannot exceed 100 %
        (["1.234", "56.789"], ["1.234", "56.789"]),  # as thousands they would exceed it
        ([0.1 + 0.2, 100, 0.62], ["0.3", "100", "0.62"]),
        (["−5"], None),
    ],
)
def test_percentages(read, values, as_read):
    found = numbers(read, values, *SHARES)
    if as_read:
        assert [row[2] for row in stated(found)] == as_read
    else:
        assert len(found.problems) == 1


def test_counts(read):
    count = ["--unit", "count", "--indicator", "agri_software_total"]
    assert [row[2] for row in stated(numbers(read, ["1.234", "12.345.678", "56", "1 234", 7.0], *count))] == [
        "1234", "12345678", "56", "1234", "7"]  # fmt: skip
    assert [row[2] for row in stated(numbers(read, ["1,234", "56"], *count))] == ["1234", "56"]
    assert opened(numbers(read, [1.234, "12,5"], *count)) == [
        "Bảng!B2: found '1.234'; allowed: a number that Excel has not made of 1.234: the texts here have a decimal "
        "comma; look at the source, then say --decimal ,",
        "Bảng!B3: found '12,5'; allowed: a whole number, as its unit is count",
    ]


def test_what_two_readings_fit_is_refused_and_how_to_tell_it_is_said(read):
    money = ["--unit", "vnd", "--indicator", "health_projects_investment"]
    values = ["1.234", "56.789", "12"]
    assert opened(numbers(read, values, *money)) == [
        f"Bảng!B{row}: found '{value}'; allowed: a number that can be read one way: say --decimal , or --decimal ."
        for row, value in ((2, "1.234"), (3, "56.789"))
    ]
    assert [row[2] for row in stated(numbers(read, values, *money, "--decimal", ","))] == ["1234", "56789", "12"]
    assert [row[2] for row in stated(numbers(read, values, *money, "--decimal", "."))] == ["1.234", "56.789", "12"]
    assert [row[2] for row in stated(numbers(read, [*values, "1.234,5"], *money))] == ["1234", "56789", "12", "1234.5"]
    both = numbers(read, ["1.234", "0.5", "0,5"], *money)  # the other numbers contradict each other
    assert [each.cell for each in both.problems] == ["B2"]


def test_cells_without_a_figure_are_listed_as_such(read):
    found = numbers(read, ["-", "…", "n/a", None, "N/A"], *SHARES, "--skip", "Hà Nội")
    assert found.without == [
        "Bảng!A2 'Hà Nội', skipped", "Bảng!B3 '…' of 'Huế'", "Bảng!B4 'n/a' of 'Cà Mau'", "Bảng!B5 '' of 'An Giang'",
        "Bảng!B6 'N/A' of 'Sơn La'",
    ]  # fmt: skip
    assert [str(each) for each in found.problems] == [
        "bang.xlsx: found 'no figure'; allowed: areas with values below the header"
    ]


@pytest.mark.parametrize(
    "value", ["abc", "12,5,7", "1.23.456", "12 (5)", "(5)", "5-6", ">5", True, "#REF!", "=1/0", "1" * 40, "9" * 20]
)
def test_what_is_no_number_is_told_with_its_cell(read, value):
    found = numbers(read, [value], *SHARES)
    assert not found.figures and [each.cell for each in found.problems] == ["B2"]


def test_a_percentage_of_another_unit_is_told(read):
    assert opened(numbers(read, ["12 %"], *RANKS)) == [
        "Bảng!B2: found '12 %'; allowed: a number without %, as its unit is rank"
    ]


@pytest.mark.parametrize(
    ("form", "as_read"), [("0%", "78.18"), ("0.00%", "78.18"), ('0.00" %"', "0.7818"), (r"0.00\%", "0.7818")]
)
def test_a_cell_formatted_as_a_percentage_is_one(changed, form, as_read):
    """A % that is only written behind the number multiplies nothing."""
    rows = [["Tỉnh", "Tỷ lệ"], ["Hà Nội", 0.7818], ["Huế", "1,5 %"]]
    found = changed(rows, lambda sheet: setattr(sheet["B2"], "number_format", form), "B", *SHARES)
    assert stated(found)[0][2] == as_read


def test_a_column_of_percentages_has_one_form(changed):
    rows = [["Tỉnh", "Tỷ lệ"], ["Hà Nội", 0.78], ["Huế", 0.82], ["Cà Mau", "70 %"]]
    found = changed(rows, lambda sheet: setattr(sheet["B2"], "number_format", "0%"), "B", *SHARES)
    assert opened(found) == [
        "Bảng!B3: found '0.82'; allowed: a cell formatted as a percentage, as others of its column are"
    ]


def test_a_raised_sign_is_a_footnote_and_no_digit(changed):
    def raised(sheet):
        for place, mark in {"A2": "2", "B2": "1"}.items():
            mark = TextBlock(InlineFont(vertAlign="superscript"), mark)
            sheet[place].value = CellRichText(str(sheet[place].value), mark)

    found = changed([["Tỉnh", "Hạng"], ["Hà Nội", 12]], raised, "B", *RANKS)
    assert stated(found) == [("VN63-01", "2022", "12", "Bảng!B2")]
    assert found.figures["VN63-01", "2022"].printed == "12¹"


def test_numbers_show_no_decimal_sign_for_texts(read):
    """Excel keeps 12.5 for what a Vietnamese one prints as 12,5; and an English one makes 1.234 of a thousand."""
    money = ["--unit", "vnd", "--indicator", "health_projects_investment"]
    assert opened(numbers(read, [12.5, "1.234"], *money)) == [
        "Bảng!B3: found '1.234'; allowed: a number that can be read one way: say --decimal , or --decimal ."
    ]
    assert "a number that Excel has not made of 1.234" in opened(numbers(read, ["12,5", 1.234], *money))[0]
    assert [row[2] for row in stated(numbers(read, ["12,5", 1.234], *money, "--decimal", ","))] == ["12.5", "1.234"]
    assert [row[2] for row in stated(numbers(read, ["12,5", 1.234], *SHARES))] == ["12.5", "1.234"]  # no 1234 %


@pytest.mark.parametrize("values", [[0.78, 0.5, 1], [0.78], ["0,78", "0,5"]])
def test_shares_of_1_are_no_percentages(read, values):
    assert opened(numbers(read, values, *SHARES)) == [
        f"Bảng!B2: found '{values[0]}'; allowed: percentages; all are at most 1. Shares? Format them as %. "
        "Percentages? Write the % behind one"
    ]
    assert [row[2] for row in stated(numbers(read, [*values, "0,3 %"], *SHARES))][-1] == "0.3"


@pytest.mark.parametrize(
    ("above", "head", "beside"),
    [
        ("Bảng", "Số (triệu đồng)", ""), ("ĐVT: nghìn người", "Số", ""), ("Bảng 5 (Tỷ đồng)", "Số", ""),
        ("Bảng", "1.000 người", ""), ("Triệu đồng", "Số", ""), ("Bảng", "Số", "triệu đồng"),
        ("Đơn vị: 1000 đ", "Số", ""),
    ],
)  # fmt: skip
def test_a_scale_is_not_read_over(read, above, head, beside):
    rows = [[above], ["Tỉnh", head, "ĐVT"], ["Hà Nội", 5, beside]]
    money = ["--unit", "vnd", "--indicator", "health_projects_investment"]
    found = read(rows, "--header", "2", "--area", "A", "--value", "B", "--time", "2022", *money)
    assert "figures written out: a benchmark has no scale" in opened(found)[0]


@pytest.mark.parametrize("value", ["1.000", "1000", 1000])
def test_a_thousand_is_a_figure_and_no_scale(read, value):
    rows = [["Tỉnh", "Số", "Dân số"], ["Hà Nội", value, value], ["Huế", "1.234,5", ""]]
    money = ["--unit", "vnd", "--indicator", "health_projects_investment"]
    assert stated(read(rows, "--area", "A", "--value", "B", "--time", "2022", *money))[0][2] == "1000"


def test_a_head_of_percentages_is_of_no_other_unit(read):
    found = read([["Tỉnh", "Tỷ lệ (%)"], ["Hà Nội", 5]], "--area", "A", "--value", "B", "--time", "2022", *RANKS)
    assert opened(found) == ["Bảng!B1: found 'Tỷ lệ (%)'; allowed: a head without %: --unit rank"]


# --- times ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "time"),
    [
        ("2022", "2022"), ("Năm 2022", "2022"), ("Xếp hạng DTI 2022", "2022"), ("2022-07", "2022-07"),
        ("tháng 7/2022", "2022-07"), ("SY2022-23", "SY2022-23"), ("Quý I/2022", ""), ("6 tháng 2022", ""),
        ("2022 so với 2021", ""), ("Ước 2022", ""), ("Hạng", ""), ("13/2022", ""), ("12022", ""), ("Đến 2022", ""),
    ],
)  # fmt: skip
def test_times(said, time):
    assert statistics._time(said) == time


def test_a_head_of_another_time_is_told(read):
    rows = [["Tỉnh", "Quý I/2022", "2021"], ["Hà Nội", 5, 6]]
    assert (
        "a time as text, such as 2022"
        in opened(read(rows, "--area", "A", "--value", "B", "--time", "heads", *RANKS))[0]
    )
    assert opened(read(rows, "--area", "A", "--value", "C", "--time", "2022", *RANKS)) == [
        "Bảng!C1: found '2021'; allowed: a head of 2022, as --time says; it is of 2021"
    ]


def test_a_title_of_another_time_is_shown(read):
    rows = [["Bảng 1. Xếp hạng năm 2021"], ["Tỉnh", "Hạng"], ["Hà Nội", 5]]
    found = read(rows, "--header", "2", "--area", "A", "--value", "B", "--time", "2022", *RANKS)
    assert stated(found) and found.layout[-1] == "Bảng!A1 says 2021, --time 2022: 'Bảng 1. Xếp hạng năm 2021'"


def test_two_columns_of_one_time_are_not_chosen_between(read):
    rows = [["Tỉnh", "Hạng", "Hạng"], ["Hà Nội", 5, 6]]
    with pytest.raises(Unknown, match="unknown column among several 'Hạng'; known: B, C"):
        read(rows, "--area", "Tỉnh", "--value", "Hạng", "--time", "2022", *RANKS)


# --- files and calls that are wrong ---------------------------------------------------------------------------

HOSTILE = {
    "no workbook": ("x.xlsx", b"PK", "found 'damaged, or no workbook"),
    "an old workbook": ("x.xls", b"\xd0\xcf\x11\xe0", "found '.xls'; allowed: an .xlsx or .csv file; open it in Excel"),
    "not UTF-8": ("x.csv", b"T\xe9nh;B\n", "found 'byte 1, which is not UTF-8'"),
    "an open quotation mark": ("x.csv", b'A,B\n"x,1\n', "found 'row 2: unexpected end of data'"),
    "cells without end": ("x.csv", b"," * 500_000, "found 'more than 450,000 cells'"),
    "a long text": ("x.csv", b"A,B\n" + b"x" * 140_000, "found 'row 2: field larger than field limit (131072)'"),
    "a name that nobody sees": ("x\u202e.csv", b"A,B", 'found "U+202E in the file\'s name"'),
    "nothing": ("x.csv", b"", "x.csv: found 'nothing'; allowed: a table"),
    "a column that is not there": ("x.csv", b"C,D,E\n1,2,3", "unknown column of x '%'; known: C, D, E"),
}


@pytest.mark.parametrize(("name", "content", "message"), HOSTILE.values(), ids=HOSTILE)
def test_a_file_that_is_no_table_costs_one_message(tmp_path, capsys, name, content, message):
    csv.field_size_limit(10**9)  # as a library has left it
    (tmp_path / name).write_bytes(content)
    call = ["table", str(tmp_path / name), "--area", "A", "--value", "%", "--time", "2022", *RANKS]
    assert command_line.main(call) in (1, 2)
    said = capsys.readouterr()
    assert message in said.err and said.err.count("\n") <= 2 and said.out == ""


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"--unit": "percent"}, "unknown unit of gov_dti_rank 'percent'; known: rank"),
        ({"--indicator": "gov_dti"}, "unknown indicators 'gov_dti'; nearest: gov_dti_rank"),
        ({"--sheet": "Bang"}, "unknown sheet 'Bang'; nearest: Bảng"),
        ({"--header": "9"}, "unknown column of Bảng 'Tỉnh'; known: A, B"),
        ({"--write": None}, "--write needs --reference"),
    ],
)
def test_a_wrong_call_ends_with_2_and_names_what_is_there(tmp_path, capsys, changed, message):
    path = saved(tmp_path, [["Tỉnh", "Hạng"], ["Hà Nội", 5]])
    given = {"--area": "Tỉnh", "--value": "Hạng", "--time": "2022", **dict(zip(RANKS[::2], RANKS[1::2], strict=True))}
    call = [each for pair in (given | changed).items() for each in pair if each is not None]
    assert command_line.main(["table", str(path), *call]) == 2
    assert message in capsys.readouterr().err


def test_a_rank_is_among_so_many(read):
    with pytest.raises(LookupError, match="a rank is among so many, which pages say: --out-of 63"):
        read(TABLE, "--area", "Tỉnh", "--value", "Hạng", "--time", "2023", *RANKS[:4])
    rows = [["Tỉnh", "Hạng"], ["Hà Nội", 64], ["Huế", 0]]
    with pytest.raises(LookupError, match="--out-of is for ranks and points; the unit of health_ehr is percent"):
        read(TABLE, "--area", "Tỉnh", "--value", "Hạng", "--time", "2023", *SHARES, "--out-of", "63")
    found = read(rows, "--area", "Tỉnh", "--value", "Hạng", "--time", "2023", *RANKS)
    assert opened(found) == ["Bảng!B2: found '64'; allowed: at most out_of, 63",
                             "Bảng!B3: found '0'; allowed: 1 or more, as its unit is rank"]  # fmt: skip


def test_thousands_of_rows_that_are_no_areas_are_one_mistake(read):
    rows = [["Tỉnh", "Hạng"], *([f"vùng {number}", 5] for number in range(3000))]
    found = read(rows, "--area", "Tỉnh", "--value", "Hạng", "--time", "2022", *RANKS)
    assert len(found.problems) == statistics.MOST_OPEN + 2 and "another --header" in opened(found)[-1]


# --- the codebook ---------------------------------------------------------------------------------------------


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A copy of the data, which the verb writes to."""
    shutil.copytree(paths.HOME / "data", tmp_path / "data")
    raw = tmp_path / "data" / "raw"
    for name, path in {"HOME": tmp_path, "RAW": raw, "CODEBOOK": raw / "codebook.xlsx"}.items():
        monkeypatch.setattr(paths, name, path)
    monkeypatch.setattr(paths, "CHANGES", tmp_path / "data" / "CHANGELOG.md")
    return tmp_path


def wrote(home, rows, *arguments):
    unit = [] if "--unit" in arguments else RANKS
    call = ["table", str(saved(home, rows)), "--area", "Tỉnh", "--value", "Hạng", "--time", "2023", *unit, *arguments]
    return command_line.main(call)


TABLE = [["Tỉnh", "Hạng"], ["Hà Nội", 2], ["Huế & <b>", None], ["T.T. Huế", "3*"]]


def test_what_is_shown_is_not_written(home, capsys):
    before = paths.CODEBOOK.read_bytes()
    assert wrote(home, TABLE) == 0
    assert capsys.readouterr().out == (
        "Bảng: header in row 1; area A 'Tỉnh', value B 'Hạng'\n"
        "VN63-01  Hà Nội                 2023                    2  Bảng!B2\n"
        "VN63-46  Thừa Thiên Huế         2023                    3  Bảng!B4 ('3*')\n"
        "no figure: Bảng!B3 '' of 'Huế & <b>'\n"
        "2 understood, 1 without a figure, 0 not understood\n"
        "0 in the codebook already, 2 to add\n"
        "nothing was written: with --write and --reference they become rows of the codebook\n"
    )
    assert paths.CODEBOOK.read_bytes() == before


def parts(path):
    with ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist()}


def test_written_rows_are_built_and_everything_else_stays_as_it_is(home, capsys):
    before, sheets = parts(paths.CODEBOOK), workbooks.read(paths.CODEBOOK, CODEBOOK)[0]
    assert wrote(home, TABLE, *NEW) == 0
    after = parts(paths.CODEBOOK)
    changed = {name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys() and changed == {"xl/worksheets/sheet8.xml", "xl/worksheets/sheet9.xml"}
    now, problems = workbooks.read(paths.CODEBOOK, CODEBOOK)
    assert problems == []
    assert [*now["benchmarks"].rows.values()][:-2] == [*sheets["benchmarks"].rows.values()]
    assert [*now["references"].rows.values()][-1]["name_vi"] == "Báo cáo thử <&>"
    assert build(paths.RAW, home / "built") and (home / "built" / "benchmarks.csv").exists()
    *_, hanoi, hue = (home / "built" / "benchmarks.csv").read_text("utf-8").splitlines()
    assert hanoi == (
        "gov-dti-rank-vn63-01-2023,VN63-01,gov_dti_rank,2,rank,exact,2023,63,,dti-2023,"
        '"tệp bang.xlsx, trang “Bảng”, ô B2","file bang.xlsx, sheet “Bảng”, cell B2",printed,,'
    )
    assert "cell B4 (printed “3*”)" in hue
    cell = load_workbook(paths.CODEBOOK)["benchmarks"][f"A{len(sheets['benchmarks'].rows) + 2}"]
    above = cell.offset(row=-1)
    assert (
        (cell.alignment.vertical, cell.number_format) == (above.alignment.vertical, above.number_format) == ("top", "@")
    )
    once = paths.CODEBOOK.read_bytes()
    assert wrote(home, TABLE, "--reference", "dti-2023", "--write") == 0  # the same again adds nothing
    assert "2 in the codebook already, 0 to add" in capsys.readouterr().out
    assert paths.CODEBOOK.read_bytes() == once


def test_more_rows_than_blank_ones_stand_there(home, codebook):
    names = [each.name_vi for each in codebook.areas if each.map == "VN63"]
    rows = [["Tỉnh", "Hạng"], *([name, rank] for rank, name in enumerate(names, start=1))]
    assert wrote(home, rows, *NEW) == 0
    sheet = load_workbook(paths.CODEBOOK)["benchmarks"]
    assert [cell.value for cell in sheet["D"][-63:]] == [*range(1, 64)]
    assert sheet.max_row == 1 + len(codebook.benchmarks) + 63


def refused(home, capsys, code, message, rows, *arguments):
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".csv"}
    assert wrote(home, rows, *arguments) == code
    said = capsys.readouterr().err
    assert message in said and said.endswith("nothing was written\n"), said
    after = {path: path.read_bytes() for path in home.rglob("*") if path.is_file() and path.suffix != ".csv"}
    assert {path for path in {*before, *after} if before.get(path) != after.get(path)} <= {home / "bang.xlsx"}


def test_a_kill_while_it_is_written_leaves_the_codebook_as_it_was(home, capsys, monkeypatch):
    from sosanh.curate import additions

    monkeypatch.setattr(additions, "build", lambda *_: None)
    before, write = paths.CODEBOOK.read_bytes(), Path.write_bytes

    def killed(path, content):
        write(path, content[:100] if path.parent == paths.RAW else content)
        if path.parent == paths.RAW:
            os.kill(os.getpid(), signal.SIGKILL)

    if not (child := os.fork()):
        monkeypatch.setattr(Path, "write_bytes", killed)
        wrote(home, TABLE, *NEW)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
    assert paths.CODEBOOK.read_bytes() == before and [*paths.RAW.glob(".codebook.xlsx.*")]
    assert wrote(home, TABLE, *NEW) == 0 and not [*paths.RAW.glob(".*")]


def test_a_target_and_a_result_of_one_time_are_two(home, capsys):
    """80 % or more in 2020 is a target of the country there; one source states one of them."""
    rows, known = [["Tỉnh", "Hạng"], ["VN", 79]], ["--reference", "qd-5349-2019"]
    call = ["--time", "2020", *SHARES]
    assert wrote(home, rows, *call) == 0
    assert "0 in the codebook already, 1 to add" in capsys.readouterr().out
    message = "allowed: 80, percent, ge, as national-health-records-2020 of the codebook has it"
    for arguments in (["--bound", "ge"], known):
        refused(home, capsys, 1, message, rows, *call, *arguments)
    assert wrote(home, [["Tỉnh", "Hạng"], ["VN", 80]], *call, "--bound", "ge") == 0
    assert "1 in the codebook already, 0 to add" in capsys.readouterr().out


def test_what_the_codebook_has_otherwise_is_refused(home, capsys):
    message = "found '40, rank, exact, 63'; allowed: 39, rank, exact, 63, as dti-2022-dong-thap of the codebook has it"
    rows = [["Tỉnh", "Hạng"], ["Đồng Tháp", 40], ["Hà Nội", 1]]
    refused(home, capsys, 1, message, rows, "--time", "2022", "--reference", "dti-2022", "--write")


def test_an_open_cell_keeps_all_from_being_written(home, capsys):
    refused(home, capsys, 1, "Bảng!A3: found 'Cả nước'", [*TABLE[:2], ["Cả nước", 5]], *NEW)


def test_a_reference_that_is_not_there_is_described_or_refused(home, capsys):
    refused(home, capsys, 2, "unknown reference 'dti-2023'; nearest: dti-2022", TABLE, *NEW[:2], "--write")
    refused(home, capsys, 2, "url 'https://x.vn' was asked; dti-2022 of the codebook has 'https://dti.gov.vn", TABLE,
            "--reference", "dti-2022", "--url", "https://x.vn", "--write")  # fmt: skip


def test_what_make_data_would_refuse_is_not_written(home, capsys):
    refused(home, capsys, 1, "a code of the list source_certainty; nearest: read", TABLE, *NEW, "--certainty", "raed")
    refused(home, capsys, 1, "found 'no-address'; allowed: a full address", TABLE, *NEW, "--url", "no-address")
    unseen = "allowed: text without signs that nobody sees, as here U+"
    for sign, code in {"\a": "0007", "\x1b": "001B", "\udc80": "DC80", "\u202e": "202E"}.items():
        refused(home, capsys, 1, f"{unseen}{code}", TABLE, *NEW, "--name", f"a{sign}b")
    refused(home, capsys, 1, "it may not begin with =", TABLE, *NEW, "--name", "=1+1")


@pytest.mark.parametrize("mark", ["~$codebook.xlsx", ".~lock.codebook.xlsx#"])
def test_a_codebook_that_is_open_is_not_written(home, capsys, mark):
    (paths.RAW / mark).touch()
    said = f"open in another program'; allowed: a workbook that is closed; where none has it open, delete {mark}; then"
    refused(home, capsys, 1, said, TABLE, *NEW)


def test_a_codebook_changed_meanwhile_keeps_the_change(home, capsys, monkeypatch):
    from sosanh.curate import additions

    def meanwhile(*arguments):
        book = load_workbook(paths.CODEBOOK)
        book["themes"]["B2"] = "khác"
        book.save(paths.CODEBOOK)

    monkeypatch.setattr(additions, "build", meanwhile)
    assert wrote(home, TABLE, *NEW) == 1
    assert "found 'changed meanwhile'" in capsys.readouterr().err
    book = load_workbook(paths.CODEBOOK)
    assert book["themes"]["B2"].value == "khác" and book["benchmarks"].max_row == 72


def test_a_full_disk_leaves_the_codebook_as_it_was(home, capsys, monkeypatch):
    before, write = paths.CODEBOOK.read_bytes(), Path.write_bytes

    def full(path, content):
        if path.parent == paths.RAW:
            write(path, content[:100])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert wrote(home, TABLE, *NEW) == 1
    assert capsys.readouterr().err == f"{paths.CODEBOOK}: No space left on device; no file is left half-written\n"
    assert paths.CODEBOOK.read_bytes() == before and not [*paths.RAW.glob(".*")]
