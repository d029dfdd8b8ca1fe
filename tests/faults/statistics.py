"""Faults of official tables, which `sosanh table` reads: no table, what has no end, what hides or turns letters."""

import os
import shutil
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import repeat
from pathlib import Path

import openpyxl
from openpyxl.chart import BarChart, Reference

from faults import Area, Fault
from faults.folder import sparse
from faults.workbooks import parts
from sosanh import __main__ as command_line
from sosanh.data import paths

SHEET = "xl/worksheets/sheet1.xml"
CSV = "an .xlsx or .csv file; open it in Excel and save it as one"
AREA_OF = "an area of 2022 by name or code, or this text in --skip"
SEEN = "letters that are seen, and do not turn the order of others"
CALL = ["--area", "Tỉnh", "--value", "Hạng", "--time", "2022", "--unit", "rank", "--indicator", "gov_dti_rank",
        "--out-of", "63", "--reference", "dti-2022", "--write"]  # fmt: skip


def made(home: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "DTI"
    for row in (["Tỉnh", "Hạng"], ["Hà Nội", 24], ["Huế", 4]):
        book.active.append(row)
    book.save(home / "t.xlsx")


def said(home: Path) -> list[str]:
    """What `sosanh table` says that is to write what it reads; the codebook is byte for byte what it was."""
    raw, before = home / "raw", paths.CODEBOOK.read_bytes()
    raw.mkdir()
    shutil.copy(paths.CODEBOOK, raw)
    (raw / "~$codebook.xlsx").touch()  # what is sound gets as far as this
    (file,) = home.glob("t*")
    kept, (paths.RAW, paths.CODEBOOK) = (paths.RAW, paths.CODEBOOK), (raw, raw / "codebook.xlsx")
    try:
        with redirect_stdout(StringIO()), redirect_stderr(StringIO()) as told:
            assert command_line.main(["table", str(file), *CALL]) in (1, 2)
    finally:
        paths.RAW, paths.CODEBOOK = kept
    assert (raw / "codebook.xlsx").read_bytes() == before
    return told.getvalue().replace(str(home), "…").splitlines()


def instead(name: str, content: bytes | None = None):
    """A file of another name and content, or a sound one under another name."""

    def plant(home: Path) -> None:
        content_of = (home / "t.xlsx").read_bytes() if content is None else content
        (home / "t.xlsx").unlink()
        (home / name).write_bytes(content_of)

    return plant


def csv(text: str):
    return instead("t.csv", text.encode("utf-8"))


def put(make):
    def plant(home: Path) -> None:
        (home / "t.xlsx").unlink()
        make(home / "t.xlsx")

    return plant


def done(change):
    def plant(home: Path) -> None:
        book = openpyxl.load_workbook(home / "t.xlsx")
        change(book)
        book.save(home / "t.xlsx")

    return plant


def only_a_chart(book: openpyxl.Workbook) -> None:
    chart = BarChart()
    chart.add_data(Reference(book["DTI"], min_col=2, min_row=1, max_row=3))
    book.create_chartsheet("Biểu đồ").add_chart(chart)
    book["DTI"].delete_rows(1, 9)


def typed(value):
    return done(lambda book: setattr(book["DTI"]["B2"], "value", value))


def named(value):
    return done(lambda book: setattr(book["DTI"]["A2"], "value", value))


def filled(piece: bytes, count: int):
    """A part of the zip with so many pieces in the place of its rows."""

    def change(held: dict[str, bytes]) -> None:
        begin, _, rest = held[SHEET].partition(b"<sheetData>")
        held[SHEET] = [begin + b"<sheetData>", *repeat(piece, count), rest.partition(b"</sheetData>")[2]]

    return parts(change, "t.xlsx")


def row(first_line: str, allowed: str, place: str = "t.xlsx") -> str:
    return f"{place}: found {first_line!r}; allowed: {allowed}"


FAR = "look for rows or columns filled far (Ctrl+End), and delete them"
OLD = b"\xd0\xcf\x11\xe0" + bytes(600)
NUMBER, FORMULA = (
    "a number such as 1.234,5, or - for no figure",
    "a number; a formula has one once Excel has saved the file",
)
LINES = "a CSV file: rows of cells between ; or ,"
AREA = Area("Official tables", made, said, [
    Fault("none: the codebook is open in Excel", lambda home: None,
          row("open in another program", "a workbook that is closed; where none has it open, delete ~$codebook.xlsx; "
              "then try again", "codebook.xlsx")),
    Fault("a folder", put(Path.mkdir), row("a folder", "a workbook saved as .xlsx")),
    Fault("a pipe", put(os.mkfifo), row("no file, but a pipe or a device", "a workbook saved as .xlsx")),
    Fault("a link to /dev/zero", put(lambda path: path.symlink_to("/dev/zero")),
          row("a link to a device", "a workbook saved as .xlsx")),
    Fault("a file of 5 GB", put(sparse), row("5000 MB", "a workbook saved as .xlsx, of at most 20 MB")),
    Fault("a workbook of before Excel 2007", instead("t.xls", OLD), row(".xls", CSV, "t.xls")),
    Fault("a spreadsheet of LibreOffice", instead("t.ods"), row(".ods", CSV, "t.ods")),
    Fault("a password", put(lambda path: path.write_bytes(OLD)),
          row("a password, or a form of before Excel 2007", "an .xlsx workbook without a password")),
    Fault("a web page with the ending .xlsx", put(lambda path: path.write_text("<html><table>")),
          row("damaged, or no workbook (BadZipFile)", "an .xlsx workbook, as Excel saves it")),
    Fault("nothing but a chart sheet", done(only_a_chart), row("no sheet of cells", "a worksheet with a table")),
    Fault("a million rows", filled(b"<row/>" * 1000, 1000),
          row("more than 450,000 cells, rows and texts", f"fewer; {FAR}")),
    Fault("a zip bomb", filled(b" " * 1_000_000, 100), row("100 MB unpacked", f"20 MB; {FAR}")),
    Fault("a number of 30,000 digits", typed("9" * 30_000), "t.xlsx, DTI!B2: found '999…"),
    Fault("a name of 30,000 marks of footnotes", named("*" * 30_000 + "x"), "t.xlsx, DTI!A2: found '***…"),
    Fault("a name of 30,000 marks on no letter", named("\u0316\u0301" * 15_000), "t.xlsx, DTI!A2: found …"),
    Fault("a note of 30,000 letters", done(lambda book: setattr(book["DTI"]["C2"], "value", "unit 1 " * 4_000)),
          row("open in another program", "a workbook that is closed; where none has it open, delete ~$codebook.xlsx; "
              "then try again", "codebook.xlsx")),
    Fault("a CSV of 9 million columns", csv("," * 9_000_000), row("more than 450,000 cells", "fewer", "t.csv")),
    Fault("a CSV of 9 million rows", csv("\n" * 9_000_000), row("more than 450,000 cells", "fewer", "t.csv")),
    Fault("a CSV with a cell of 10 MB", csv('Tỉnh;Hạng\n"' + "x" * 10_000_000 + '";1'),
          row("row 2: field larger than field limit (131072)", LINES, "t.csv")),
    Fault("a quotation mark that stays open", csv('Tỉnh;Hạng\n"Huế;1\n'),
          row("row 2: unexpected end of data", LINES, "t.csv")),
    Fault("a CSV in UTF-16", instead("t.csv", "Tỉnh;Hạng\nHuế;1\n".encode("utf-16")),
          row("byte 0, which is not UTF-8", "a CSV file in UTF-8; in Excel: Save As, CSV UTF-8", "t.csv")),
    Fault("a CSV in Windows-1258", instead("t.csv", b"T\xec\xd2nh;Hang\n"),
          row("byte 1, which is not UTF-8", "a CSV file in UTF-8; in Excel: Save As, CSV UTF-8", "t.csv")),
    Fault("NUL in a name", csv("Tỉnh;Hạng\nHuế\0;1\n"), row("Huế\0", SEEN, "t.csv, t!A2")),
    Fault("a name that turns letters around", named("Hà \u202eNội"), row("Hà \u202eNội", SEEN, "t.xlsx, DTI!A2")),
    Fault("digits that are turned around", typed("\u202e42"),
          row("\u202e42", NUMBER, "t.xlsx, DTI!B2")),
    Fault("an escape of a terminal in a name", csv("Tỉnh;Hạng\n\x1b[2JHuế;1\n"),
          row("\x1b[2JHuế", SEEN, "t.csv, t!A2")),
    Fault("an escape of a terminal in a head", csv("Tỉnh\x1b[2J;Hạng\nHuế;1\n"),
          "unknown column of t 'Tỉnh'; known: Hạng, A, B; nothing was written"),
    Fault("a sheet's name that turns letters around", done(lambda book: setattr(book["DTI"], "title", "a\u202eb")),
          row("U+202E in a sheet's name", "a name of letters and signs; rename the sheet")),
    Fault("text that begins with =", csv("Tỉnh;Hạng\n=cmd|x;1\n"), row("=cmd|x", AREA_OF, "t.csv, t!A2")),
    Fault("text that begins with @", csv("Tỉnh;Hạng\nHuế;@SUM(A1)\n"),
          row("@SUM(A1)", NUMBER, "t.csv, t!B2")),
    Fault("a formula that no program has computed", typed("=1+1"),
          row("a formula without a value", FORMULA, "t.xlsx, DTI!B2")),
    Fault("an error of Excel", typed("#REF!"),
          row("#REF!", FORMULA, "t.xlsx, DTI!B2")),
])  # fmt: skip
