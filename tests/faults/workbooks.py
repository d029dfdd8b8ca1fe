"""Faults of workbooks: planted in the article of July 2024 or in the codebook, as Excel, a slip of the hand, a damaged
disk or somebody who means harm would make them."""

import re
import shutil
from dataclasses import replace
from itertools import chain
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
from conftest import lettered
from openpyxl.styles import Font
from openpyxl.worksheet.hyperlink import Hyperlink

from faults import Area, Fault, english_in
from sosanh.curate import build
from sosanh.curate.workbooks import PRINTABLE
from sosanh.data import paths
from sosanh.data.problems import LINES, DataProblems

JULY, CODEBOOK = "data/raw/articles/dt-2024-07.xlsx", "data/raw/codebook.xlsx"
SHEET = "xl/worksheets/sheet2.xml"  # observations; row 5 is 465/595 | 78,18%
FAR = "look for rows or columns filled far (Ctrl+End), and delete them"
SAVED = "an .xlsx workbook, as Excel saves it"
FORMULA = "text that no spreadsheet takes for a formula: it may not begin with"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def made(home: Path) -> None:
    shutil.copytree(paths.RAW.parent, home / "data")


def said(home: Path) -> list[str]:
    """What `make data` says; where it refuses, the tables are byte for byte what they were."""
    raw, processed = home / "data/raw", home / "data/processed"
    before = {path.name: path.read_bytes() for path in processed.iterdir()}
    notes: list[str] = []
    try:
        build.build(raw, processed, notes.append)
    except DataProblems as error:
        assert {path.name: path.read_bytes() for path in processed.iterdir()} == before
        first = [replace(each, file="x.xlsx").said("vi") for each in error.problems[:LINES]]
        assert [word for line in first for word in english_in(line)] == []
        return str(error).splitlines()
    return [f"read: {line}" for line in notes] or ["read"]


def typed(place: str, value, file: str = JULY, **properties):
    """A value typed into a cell, `observations!<column>5`."""

    def plant(home: Path) -> None:
        sheet, _, address = lettered(place).partition("!")
        book = openpyxl.load_workbook(home / file)
        cell = book[sheet][address]
        cell.value = value
        for name, each in properties.items():
            setattr(cell, name, each)
        book.save(home / file)

    return plant


def done(change, file: str = JULY):
    """Something done to the workbook as openpyxl has it."""

    def plant(home: Path) -> None:
        book = openpyxl.load_workbook(home / file)
        change(book)
        book.save(home / file)

    return plant


def parts(change, file: str = JULY):
    """The parts of the zip, name -> bytes, changed in place."""

    def plant(home: Path) -> None:
        with ZipFile(home / file) as book:
            held = {name: book.read(name) for name in book.namelist()}
        change(held)
        with ZipFile(home / file, "w", ZIP_DEFLATED, compresslevel=1) as book:
            for name, content in held.items():
                with book.open(name, "w") as into:
                    for piece in [content] if isinstance(content, bytes) else content:
                        into.write(piece)

    return plant


def put(old: str, new: str, part: str = SHEET):
    """In one part of the zip, text in the place of the first that fits."""

    def change(held: dict[str, bytes]) -> None:
        text = held[part].decode()
        assert re.search(old, text, re.DOTALL), old
        held[part] = re.sub(old, lambda _: new, text, count=1, flags=re.DOTALL).encode("utf-8", "surrogatepass")

    return parts(change)


def cell(place: str, inner: str, attributes: str = ""):
    """A cell as it is stored, in the place of what is there."""
    address = lettered(f"observations!{place}").partition("!")[2]
    old = rf'<c r="{address}"[^>]*?(/>|>.*?</c>)'
    return put(old, f'<c r="{address}" {attributes}>{inner}</c>')


def inline(text: str) -> str:
    return f"<is><t>{text}</t></is>"


def rows(make, count: int):
    """So many rows behind those of the sheet, as it is stored, made piece by piece."""

    def change(held: dict[str, bytes]) -> None:
        begin, end = held[SHEET].split(b"</sheetData>")
        starts = range(1000, 1000 + count, 5000)
        filled = ("".join(map(make, range(at, min(at + 5000, 1000 + count)))).encode() for at in starts)
        held[SHEET] = chain([begin], filled, [b"</sheetData>", end])

    return parts(change)


def said_of(place: str, found: str, allowed: str, file: str = JULY) -> str:
    place = lettered(place)
    return f"{file.rpartition('/')[2]}{', ' if place else ''}{place}: found {found!r}; allowed: {allowed}"


def bytes_of(change, file: str = JULY):
    return lambda home: (home / file).write_bytes(change((home / file).read_bytes()))


def text(name: str, value: str, sign: str) -> Fault:
    allowed = f"text without signs that nobody sees, as here {sign}: type it again"
    found = re.sub("_x(....)_", lambda code: chr(int(code[1], 16)), value)
    planted = cell("<wording>5", inline(value), 't="inlineStr"')
    return Fault(name, planted, said_of("observations!<wording>5", found, allowed))


def hide_row(book) -> None:
    book["observations"].row_dimensions[5].hidden = True


def filter_out(book) -> None:
    hide_row(book)
    book["observations"].auto_filter.add_filter_column(0, ["1"])


def hide_column(book) -> None:
    book["observations"].column_dimensions["C"].hidden = True


def hide_sheet(book) -> None:
    book["observations"].sheet_state = "hidden"


def strike(book) -> None:
    for each in book["observations"][5]:
        each.font = Font(strike=True)


def second_sheet(book) -> None:
    book.copy_worksheet(book["set_aside"]).title = "set_aside (2)"


def link_column(book) -> None:
    book["observations"]["E5"].hyperlink = Hyperlink("E5:E1048576", target="https://a.vn/")


def chart_sheet(book) -> None:
    book.remove(book["set_aside"])
    book.create_chartsheet("set_aside")


def above(book) -> None:
    book["observations"].insert_rows(1)


def many_columns(book) -> None:
    for number in range(10_000):
        book["observations"].cell(1, 30 + number, f"c{number}")


def many_strays(book) -> None:
    for number in range(10_000):
        book["observations"].cell(5, 30 + number, number)


def without_list(book) -> None:
    sheet = book["code_lists"]
    for number in range(sheet.max_row, 1, -1):
        if sheet.cell(number, 1).value == "bound":
            sheet.delete_rows(number)


def without_rows(name: str):
    return done(lambda book: book[name].delete_rows(2, book[name].max_row), CODEBOOK)


def relisted(part: str, old: bytes, new: bytes):
    def change(held: dict[str, bytes]) -> None:
        assert old in held[part]
        held[part] = held[part].replace(old, new)

    return parts(change)


def strict(held: dict[str, bytes]) -> None:
    for name in held:
        if name.endswith((".xml", ".rels")):
            held[name] = (
                held[name]
                .replace(b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main")
                .replace(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            )  # fmt: skip


def entities(held: dict[str, bytes]) -> None:
    nested = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    begin = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "0123456789">{nested}]>'.encode()
    held[SHEET] = begin + held[SHEET]


def smaller_said(home: Path) -> None:
    """A directory of the zip that says a gigabyte is a kilobyte."""
    SPACES(home)
    with ZipFile(home / JULY) as book:
        size = next(each.file_size for each in book.infolist() if each.filename == SHEET)
    content = (home / JULY).read_bytes()
    (home / JULY).write_bytes(content.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little")))


def million_columns(held: dict[str, bytes]) -> None:
    merges = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    held[SHEET] = held[SHEET].replace(b"</sheetData>", b"</sheetData>" + merges)


def texts(count: int):
    def change(held: dict[str, bytes]) -> None:
        held["xl/sharedStrings.xml"] = f"<sst {MAIN}>{'<si><t>x</t></si>' * count}</sst>".encode()
        rels = "xl/_rels/workbook.xml.rels"
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        own = f'<Relationship Type="{kind}" Target="sharedStrings.xml" Id="rIdS"/></Relationships>'.encode()
        held[rels] = held[rels].replace(b"</Relationships>", own)

    return parts(change)


def observations(count: int, change):
    """So many rows like the fifth one, each changed by `change(values, number)`."""

    def plant(home: Path) -> None:
        book = openpyxl.load_workbook(home / JULY)
        sheet = book["observations"]
        names = [cell.value for cell in sheet[1]]
        like = {name: cell.value for name, cell in zip(names, sheet[5], strict=True)}
        for number in range(100, 100 + count):
            for column, value in enumerate(change(dict(like), number), start=1):
                sheet.cell(number, column).value = value
        book.save(home / JULY)

    return plant


sound = observations(1_000, lambda row, number: (row | {"obs_no": number}).values())
pasted = observations(3_000, lambda row, _: row.values())
filled = observations(3_000, lambda row, number: (row | {"obs_no": number}).values())
shifted = observations(1_000, lambda row, _: [None, *row.values()])
unknown_codes = observations(
    1_000, lambda row, number: (row | {"obs_no": number, "indicator": f"edu_cashless_of_{number}"}).values()
)


SPACES = rows(lambda number: " " * 1000, 1_000_000)
BEHIND = [f"{a}{b}" for a in ("", "A") for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"][:45]
PASTED = "look for rows filled or pasted far (Ctrl+End), and delete them"
MANY = "more than 450,000 cells, rows and texts"
NAME = "dt-2024-07.xlsx"
MADE_BY_HAND = [
    Fault("a CSV with the ending .xlsx", bytes_of(lambda _: b"obs_no,as_printed\n1,100%\n"),
          said_of("", "damaged, or no workbook (BadZipFile)", SAVED)),
    Fault("an empty file", bytes_of(lambda _: b""), said_of("", "damaged, or no workbook (BadZipFile)", SAVED)),
    Fault("the second half is missing", bytes_of(lambda own: own[: len(own) // 2]),
          said_of("", "damaged, or no workbook (BadZipFile)", SAVED)),
    Fault("a password", bytes_of(lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)),
          said_of("", "a password, or a form of before Excel 2007", "an .xlsx workbook without a password")),
    Fault("a spreadsheet of LibreOffice (.ods) with the ending .xlsx",
          parts(lambda held: [*map(held.pop, list(held)), held.update({"content.xml": b"<x/>"})]),
          said_of("", "damaged, or no workbook (KeyError)", SAVED)),
    Fault("Excel's form Strict Open XML Spreadsheet", parts(strict),
          said_of("", "the form Strict Open XML Spreadsheet",
                  "Excel Workbook (.xlsx): File, Save As, and choose it as the type")),
    Fault("a bit that flipped in the sheet observations", put("<sheetData>", "<sheetDatb>"),
          said_of("observations!72:72", "damaged (ParseError)", SAVED)),
    Fault("a sheet that is cut off", put("</row>.*", "</row>"),
          said_of("observations!2:2", "damaged (ParseError)", SAVED)),
    Fault("a sheet whose part is missing", parts(lambda held: held.pop(SHEET)),
          said_of("observations", "damaged: its part of the file is missing", SAVED)),
    Fault("entities that expand a billionfold", parts(entities),
          said_of("", f"a DOCTYPE in {SHEET}, which no program writes there", SAVED)),
    Fault("a control byte in the XML", cell("<wording>5", inline("a\x07b"), 't="inlineStr"'),
          said_of("observations!5:5", "damaged (ParseError)", SAVED)),
    Fault("half a letter (a lone surrogate) in the XML", cell("<wording>5", inline("&#xD800;"), 't="inlineStr"'),
          said_of("observations!5:5", "damaged (ParseError)", SAVED)),
    Fault("nan as a number in the XML", cell("<obs_value>5", "<v>nan</v>"),
          said_of("observations!5:5", "damaged (ValueError)", SAVED)),
    Fault("a text that is not among the shared ones", cell("<wording>5", "<v>99</v>", 't="s"'),
          said_of("observations!5:5", "damaged (IndexError)", SAVED)),
    Fault("a cell without a place", put('<c r="A5"', '<c r="5A"'),
          said_of("observations!5:5", "damaged (ValueError)", SAVED)),
    Fault("one cell twice", put('<c r="B5"', '<c r="A5"'),
          said_of("observations!B5", "", "a value; paragraph may not be blank")),
    Fault("a chart sheet in the place of a sheet", done(chart_sheet),
          said_of("set_aside", "a chartsheet", "a worksheet named set_aside: rows of cells, one a line")),
]  # fmt: skip
BOUNDS = [
    Fault("a million rows with a value", rows('<row r="{0}"><c r="A{0}"><v>7</v></c></row>'.format, 1_000_000),
          f"{NAME}: found '…", large=True),
    Fault("a million empty formatted rows", rows('<row r="{0}" s="1" customFormat="1"/>'.format, 1_000_000),
          f"{NAME}: found '…", large=True),
    Fault("48,000 × 26 empty formatted cells",
          rows(lambda n: f'<row r="{n}">' + "".join(f'<c r="{a}{n}" s="1"/>' for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
               + "</row>", 48_000), f"{NAME}: found '…", large=True),
    Fault("9,000 × 76 empty formatted cells",
          rows(lambda n: f'<row r="{n}">' + "<c/>" * 76 + "</row>", 9_000),
          said_of("", MANY, f"fewer; {FAR}"), large=True),
    Fault("9,000 × 45 empty formatted cells, just within the bound",
          rows(lambda n: f'<row r="{n}">' + "".join(f'<c r="{a}{n}" s="1"/>' for a in BEHIND) + "</row>", 9_000),
          "read", large=True),
    Fault("a gigabyte of spaces in a sheet", SPACES, said_of("", "1000 MB unpacked", f"20 MB; {FAR}"), large=True),
    Fault("a gigabyte of <row/>", rows(lambda _: "<row/>" * 1000, 166_000),
          said_of("", "996 MB unpacked", f"20 MB; {FAR}"), large=True),
    Fault("19 MB of <row/>", rows(lambda _: "<row/>" * 1000, 3_000),
          said_of("", MANY, f"fewer; {FAR}"), large=True),
    Fault("a gigabyte of spaces, and a zip that says it is a kilobyte", smaller_said,
          said_of("", "damaged, or no workbook (BadZipFile)", SAVED), large=True),
    Fault("9,000 rows filled down", rows('<row r="{0}"><c r="A{0}"><v>{0}</v></c></row>'.format, 9_000),
          said_of("observations", "9,021 rows", f"2,000, more than an article states; {PASTED}"), large=True),
    Fault("700,000 shared texts", texts(700_000), said_of("", MANY, f"fewer; {FAR}"), large=True),
    Fault("a thousand observations (no fault)", sound, "read", large=True),
    Fault("one row pasted 3,000 times", pasted,
          said_of("observations", "one row 3,000 times", f"each row once; {PASTED}"), large=True),
    Fault("3,000 observations in one article", filled,
          said_of("observations", "3,021 rows", f"2,000, more than an article states; {PASTED}"), large=True),
    Fault("a thousand observations, their columns shifted by one", shifted,
          f"{NAME}, observations: found 'more than 1000 cells that do not fit, …", large=True),
    Fault("a thousand observations with an unknown indicator each", unknown_codes,
          f"{NAME}, {lettered('observations!<indicator>100')}: found 'edu_cashless_of_100'; allowed: a code of …",
          large=True),
    Fault("a merge of the whole sheet", parts(million_columns),
          said_of("observations!A1:XFD1048576", "merged cells", "one value a cell; unmerge them")),
    Fault("a link over a column to its last row", put("</sheetData>", '</sheetData><hyperlinks><hyperlink ref='
                                                      '"E1:E1048576" location="x"/></hyperlinks>'),
          said_of("observations!E1:E1048576", "a link on many cells", "a link on one cell")),
    Fault("a text longer than Excel's cells", cell("<wording>5", inline("x" * 32_768), 't="inlineStr"'),
          said_of("observations!<wording>5", "a longer text", "at most 32,767 letters")),
]  # fmt: skip
NUMBERS = [
    Fault("1E+308 as a paragraph", typed("observations!<paragraph>5", 1e308),
          said_of("observations!<paragraph>5", "1e+308", PRINTABLE)),
    Fault("1E+308 as obs_no", typed("observations!<obs_no>5", 1e308),
          said_of("observations!<obs_no>5", "1e+308", PRINTABLE)),
    Fault("300 digits typed as text", typed("observations!<obs_no>5", "9" * 300),
          said_of("observations!<obs_no>5", "9" * 119 + "…", PRINTABLE)),
    Fault("10,000 digits typed as text", typed("observations!<obs_value>5", "9" * 10_000),
          said_of("observations!<obs_value>5", "9" * 119 + "…", PRINTABLE)),
    Fault("2^63", typed("observations!<paragraph>5", 2**63),
          said_of("observations!<paragraph>5", "9.223372036854776e+18", PRINTABLE)),
    Fault("1E400", cell("<obs_value>5", "<v>1E400</v>"), said_of("observations!<obs_value>5", "inf", PRINTABLE)),
    Fault("a formula that no program has computed", typed("observations!<numerator>5", "=464+1"),
          said_of("observations!<numerator>5", "a formula without a stored value",
                  "a value, or save the file in Excel first")),
    Fault("a formula with its value", cell("<numerator>5", "<f>464+1</f><v>465</v>"), "read"),
    Fault("an error of Excel", cell("<wording>5", "<v>#SPILL!</v>", 't="e"'),
          said_of("observations!<wording>5", "#SPILL!", "a value instead of an Excel error")),
    Fault("an error of Excel as text", typed("observations!<wording>5", "#GETTING_DATA"),
          said_of("observations!<wording>5", "#GETTING_DATA", "a value instead of an Excel error")),
]  # fmt: skip
TEXTS = [
    *(text(name, value, sign) for name, value, sign in [
        ("a sign that turns the direction of writing", "tr\u202eên", "U+202E"),
        ("a space of no width", "tr\u200bên", "U+200B"),
        ("a sign of somebody's own font", "tr\ue000ên", "U+E000"),
        ("a hyphen that nobody sees", "tr\u00adên", "U+00AD"), ("a byte-order mark", "\ufefftrên", "U+FEFF"),
        ("the control sign 7, as Excel stores it", "tr_x0007_ên", "U+0007"),
        ("half a letter, as Excel stores it", "tr_xD800_ên", "U+D800")]),
    Fault("a line break, a TAB and a line separator in a text",
          cell("<comment_vi>5", inline("một&#10;hai&#9;ba_x000D_&#10;bốn\u2028năm"), 't="inlineStr"'),
          f"read: {NAME}: observations: a line break or TAB in "
          f"{lettered('observations!<comment_vi>5')[13:]} is read as a space"),
    *(Fault(f"a text that begins with {value[0]}", typed("observations!<wording>5", value, data_type="s"),
            said_of("observations!<wording>5", value, f"{FORMULA} {value.strip()[0]}"))
      for value in ("=cmd|' /C calc'!A0", "+A1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "＝1+1")),
    Fault("TAB and then =", typed("observations!<wording>5", "\t=1+1", data_type="s"),
          said_of("observations!<wording>5", "\t=1+1", f"{FORMULA} =")),
    Fault("a text of 5,000 letters as a code", typed("observations!<bound>5", "x" * 5000),
          f"{NAME}, {lettered('observations!<bound>5')}: found '{'x' * 119}…"),
]  # fmt: skip
CAUSES = [
    Fault("a blank row above the header", done(above),
          said_of("observations!1:1", "no names of columns",
                  "the names of the columns in the first row; row 2 has them: delete what stands above")),
    Fault("10,000 more columns with names", done(many_columns),
          f"{NAME}, observations!AD1: found 'c0'; allowed: a column of this sheet; known: obs_no, …"),
    Fault("a row with 10,000 values in columns without names", done(many_strays),
          said_of("observations!AD5", "0", "a column with a name; 9,999 more columns are wrong in the same way")),
    Fault("a code list deleted from the codebook", done(without_list, CODEBOOK),
          said_of("code_lists", "no row of the list bound",
                  "the codes that benchmarks.bound of codebook.xlsx uses", CODEBOOK)),
    Fault("the indicators deleted from the codebook", without_rows("indicators"),
          said_of("indicators", "no row of the sheet indicators",
                  "the codes that definitions.indicator of codebook.xlsx uses", CODEBOOK)),
]  # fmt: skip
OUT_OF_SIGHT = [
    Fault("a hidden row", done(hide_row), f"read: {NAME}: observations: row 5 is hidden, and read"),
    Fault("a row that a filter hides", done(filter_out),
          f"read: {NAME}: observations: row 5 is filtered out, and read"),
    Fault("a hidden column", done(hide_column), f"read: {NAME}: observations: column C is hidden, and read"),
    Fault("a hidden sheet", done(hide_sheet), f"read: {NAME}: observations: the sheet is hidden, and read"),
    Fault("a row that is struck through", done(strike),
          f"read: {NAME}: observations: row 5 is struck through, and read; delete what should not count"),
    Fault("a copy of a sheet beside it", done(second_sheet), f"read: {NAME}: the sheet 'set_aside (2)' with …"),
    Fault("macros", parts(lambda held: held.update({"xl/vbaProject.bin": b"x"})),
          f"read: {NAME}: its macros are not read"),
]  # fmt: skip
AREA = Area("Workbooks", made, said, MADE_BY_HAND + BOUNDS + NUMBERS + TEXTS + CAUSES + OUT_OF_SIGHT)
