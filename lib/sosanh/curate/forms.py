"""The workbooks people fill: every sheet with its header, notes, dropdowns and widths, ready to type into.

A form guides the hand (a list of allowed codes, a note on each column, text cells for printed tokens) and
guarantees nothing: what comes back is checked as if it had been typed anywhere.
"""

import re
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from sosanh.curate import workbooks
from sosanh.curate.drafts import DRAFT, LISTS
from sosanh.data import files, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import DataProblems
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, Column, Table

ROWS = 1000  # how many rows a dropdown covers
_HEAD, _NEEDED, _INK = PatternFill("solid", fgColor="DCE6EC"), PatternFill("solid", fgColor="1F4E5F"), "FFFFFF"
_LONG = ("comment_", "wording_", "description_", "note_", "condition_", "limit_", "event_", "statement_", "function_",
         "date_evidence_", "date_elsewhere_", "licence_note_", "place_", "title", "url", "original_url")  # fmt: skip
_WIDE, _WIDEST = 48, 40  # characters: of long texts, which wrap, and of codes, which do not


def write(path: Path, names: Iterable[str], rows: dict[str, list[dict]], codebook: Codebook) -> None:
    """A workbook at `path` with the sheets `names`, filled with `rows` (table name -> typed values)."""
    book = Workbook()
    book.remove(book.active)
    lists = _Lists(book)
    for name in names:
        table = TABLES[name]
        sheet = book.create_sheet(name)
        filled = rows.get(name, [])
        _write_header(sheet, table, filled)
        for index, column in enumerate(table.typed, start=1):
            if allowed := _allowed(column, name, codebook):
                lists.offer(sheet, index, column, allowed)
        _write_rows(sheet, table, filled)
    lists.finish()
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _write_header(sheet, table: Table, rows: list[dict]) -> None:
    sheet.freeze_panes = "C2" if len(table.typed) > 8 else "A2"
    for index, column in enumerate(table.typed, start=1):
        cell = sheet.cell(1, index, column.name)
        cell.fill = _NEEDED if column.required else _HEAD
        cell.font = Font(bold=True, color=_INK if column.required else "1F2D33")
        cell.alignment = Alignment(vertical="center")
        note = f"{column.vi}\n\n{column.en}" + ("\n\n(bắt buộc / required)" if column.required else "")
        cell.comment = Comment(note, "SoSánh", width=320, height=150)
        sheet.column_dimensions[get_column_letter(index)].width = _width(column, rows)
    sheet.row_dimensions[1].height = 22
    last = get_column_letter(len(table.typed))
    sheet.auto_filter.ref = f"A1:{last}1"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _width(column: Column, rows: list[dict]) -> int:
    """As wide as what stands in it, its name and its filter arrow at least; long texts wrap."""
    if column.name.startswith(_LONG):
        return _WIDE
    longest = max((len(str(row[column.name])) for row in rows if row.get(column.name) is not None), default=0)
    return min(max(longest, len(column.name) + 3) + 2, _WIDEST)


def _write_rows(sheet, table: Table, rows: list[dict]) -> None:
    for number, row in enumerate(rows, start=2):
        longest = max((len(str(text or "")) for name, text in row.items() if name.startswith(_LONG)), default=0)
        sheet.row_dimensions[number].height = 15 * max(1, -(-longest // (_WIDE - 4)))
        for index, column in enumerate(table.typed, start=1):
            _write_cell(sheet.cell(number, index), column, row.get(column.name))
    for number in range(len(rows) + 2, len(rows) + 52):  # text columns stay text in the rows still to be typed
        for index, column in enumerate(table.typed, start=1):
            if column.type in ("text", "period", "url"):
                sheet.cell(number, index).number_format = "@"


def _write_cell(cell, column: Column, value) -> None:
    wrapped = column.name.startswith(_LONG)
    cell.alignment = Alignment(vertical="top", wrap_text=wrapped)
    if column.type in ("text", "period", "url", "date"):
        cell.number_format = "@"
    if value is None or value == "":
        return
    if column.type in ("integer", "number"):
        cell.value = value
    else:
        cell.value = str(value)
        cell.data_type = "s"  # never a live formula, whatever it begins with
        cell.quotePrefix = cell.value[:1] in "=+-@"


def _allowed(column: Column, table: str, codebook: Codebook) -> list[str]:
    """What a dropdown may offer: the codes of the column's list, or of the codebook's table it points at."""
    if column.codes:
        return codebook.codes(column.codes)
    owner, name = column.target
    if column.to and not column.many and owner != table and hasattr(codebook, owner):
        return [getattr(each, name) for each in getattr(codebook, owner)]
    return []


class _Lists:
    """The sheet of allowed codes; long lists do not fit into a dropdown itself (255 characters)."""

    def __init__(self, book: Workbook):
        self.sheet = book.create_sheet(LISTS)
        self.ranges: dict[str, str] = {}

    def offer(self, sheet, index: int, column: Column, allowed: list[str]) -> None:
        source = column.codes or column.to
        if source not in self.ranges:
            letter = get_column_letter(len(self.ranges) + 1)
            for number, value in enumerate([source, *allowed], start=1):
                self.sheet[f"{letter}{number}"] = value
            self.sheet.column_dimensions[letter].width = 26
            self.ranges[source] = f"'{LISTS}'!${letter}$2:${letter}${len(allowed) + 1}"
        choice = DataValidation("list", formula1=f"={self.ranges[source]}", allow_blank=True)
        choice.errorTitle, choice.error = (
            column.name,
            f"{column.vi} / {column.en}: chọn trong danh sách / choose from the list",
        )
        letter = get_column_letter(index)
        choice.add(f"{letter}2:{letter}{ROWS}")
        sheet.add_data_validation(choice)

    def finish(self) -> None:
        """Last in the book, so that a reader first meets what to fill."""
        book = self.sheet.parent
        book.move_sheet(self.sheet, len(book.sheetnames) - 1)
        for cell in self.sheet[1]:
            cell.font = Font(bold=True)
        self.sheet.freeze_panes = "A2"


def article(source_id: str, text: Path) -> Path:
    """The workbook for a new article, as a draft; `text` is where its text stands, or will stand.

    `ValueError` for a code that makes no file name, `FileExistsError` where there is such a workbook.
    """
    if not re.fullmatch(TABLES["sources"].columns["source_id"].pattern, source_id):
        raise ValueError(f"{source_id!r} is no article's code; allowed: small letters, digits and hyphens")
    path = paths.ARTICLES / f"{source_id}.xlsx"
    if path.exists():
        raise FileExistsError(f"{path} exists already; nothing was written")
    known = {"source_id": source_id, "status": DRAFT}
    if text.is_file():
        known["text_sha256"] = sha256(text.read_bytes()).hexdigest()
    codebook = codebook_alone()
    with files.beside(path) as place:
        write(place, ARTICLE, {"sources": [known]}, codebook)
    return path


def codebook_alone() -> Codebook:
    """The codebook as its workbook has it now: an article that is not finished must not stop the form of another."""
    sheets, problems = workbooks.read(paths.CODEBOOK, CODEBOOK)
    if problems:
        raise DataProblems(problems)
    return workbooks.codebook(sheets)
