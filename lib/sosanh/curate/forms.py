"""The workbooks people fill: every sheet with its header, notes, dropdowns and widths, ready to type into.

A form guides the hand (a list of allowed codes, a note on each column, text cells for printed tokens) and
guarantees nothing: what comes back is checked as if it had been typed anywhere.
"""

import os
import re
from collections.abc import Collection, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from sosanh.curate import draft, pages, workbooks
from sosanh.curate.workbooks import DRAFT, LISTS, NAMED, NEW, choices
from sosanh.data import package, paths
from sosanh.data.codebook import Codebook
from sosanh.data.problems import DataProblems, Problem, Unreadable
from sosanh.data.tables import ARTICLE, CODEBOOK, TABLES, Column, read_csv

ROWS = 1000  # how many rows a dropdown covers
FREE = 50  # rows still to be typed, whose text columns are formatted as text
LARGEST = 300_000  # bytes of an article's text
_LONG = ("comment_", "wording_", "description_", "note_", "condition_", "limit_", "event_", "statement_", "function_",
         "date_evidence_", "date_elsewhere_", "licence_note_", "place_", "title", "url", "original_url")  # fmt: skip
_WIDE, _WIDEST = 48, 40  # characters: of long texts, which wrap, and of codes, which do not


def write(
    path: Path, names: Iterable[str], rows: dict[str, list[dict]], codebook: Codebook,
    marked: Collection[tuple[str, int]] = (),
) -> None:  # fmt: skip
    """A workbook at `path` with the sheets `names`, filled with `rows` (table name -> typed values); those `marked`
    (table name, which row from 0) stand out."""
    book = Workbook()
    lists = book.active
    lists.title, lists.freeze_panes = LISTS, "A2"
    for name in names:
        sheet, filled = book.create_sheet(name), rows.get(name, [])
        columns = [each for each in TABLES[name].typed if not each.working or any(each.name in row for row in filled)]
        if name in NEW:  # what a new row is proposed for comes before what is to be typed
            columns.sort(key=lambda column: not column.working)
        for index, column in enumerate(columns, start=1):
            _write_head(sheet.cell(1, index), column, filled)
            allowed = choices(column, codebook)
            if allowed and not column.many and column.target[0] != name:
                sheet.add_data_validation(_dropdown(lists, get_column_letter(index), column, allowed, codebook))
            for number, row in enumerate(filled, start=2):
                _write_cell(sheet.cell(number, index), column, row.get(column.name))
                if (name, number - 2) in marked:
                    sheet.cell(number, index).fill = PatternFill("solid", fgColor="FFF2B3")
            for number in range(len(filled) + 2, len(filled) + 2 + FREE):
                if column.type in ("text", "period", "url"):
                    sheet.cell(number, index).number_format = "@"
        _lay_out(sheet, len(columns), filled)
    book.move_sheet(lists, len(book.sheetnames) - 1)  # last, so that a reader first meets what to fill
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _lay_out(sheet, columns: int, rows: list[dict]) -> None:
    sheet.row_dimensions[1].height, sheet.print_title_rows = 22, "1:1"
    for number, row in enumerate(rows, start=2):
        longest = max((len(str(text or "")) for name, text in row.items() if name.startswith(_LONG)), default=0)
        sheet.row_dimensions[number].height = 15 * max(1, -(-longest // (_WIDE - 4)))
    sheet.freeze_panes = "C2" if columns > 8 else "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}1"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _write_head(cell, column: Column, rows: list[dict]) -> None:
    """A column's name and note; it is as wide as what stands in it, its name and filter arrow, and long texts wrap."""
    cell.value = column.name
    cell.fill = PatternFill("solid", fgColor="1F4E5F" if column.required else "DCE6EC")
    cell.font = Font(bold=True, color="FFFFFF" if column.required else "1F2D33")
    cell.alignment = Alignment(vertical="center")
    note = f"{column.vi}\n\n{column.en}" + ("\n\n(bắt buộc / required)" if column.required else "")
    cell.comment = Comment(note, "SoSánh", width=320, height=150)
    longest = max((len(str(row[column.name])) for row in rows if row.get(column.name) is not None), default=0)
    width = _WIDE if column.name.startswith(_LONG) else min(max(longest, len(column.name) + 3) + 2, _WIDEST)
    cell.parent.column_dimensions[cell.column_letter].width = width


def _write_cell(cell, column: Column, value) -> None:
    cell.alignment = Alignment(vertical="top", wrap_text=column.name.startswith(_LONG))
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


def _dropdown(lists, letter: str, column: Column, allowed: list[str], codebook: Codebook) -> DataValidation:
    """The choice for the cells of a column; the codes, with their names, stand in the sheet `lists`, once for every
    column that has them, for long ones do not fit into a dropdown itself (255 characters)."""
    source, heads = column.codes or column.to, [cell.value for cell in lists[1] if cell.value]
    if source not in heads:
        heads.append(source)
        called = workbooks.names(column, codebook)
        said = (f"{code}{NAMED}{called[code][0]}" if code in called else code for code in allowed)
        for number, value in enumerate([source, *said], start=1):
            lists.cell(number, len(heads), value)
        lists.cell(1, len(heads)).font = Font(bold=True)
        lists.column_dimensions[get_column_letter(len(heads))].width = 26
    of_source = get_column_letter(1 + heads.index(source))
    codes = f"'{LISTS}'!${of_source}$2:${of_source}${len(allowed) + 1}"
    choice = DataValidation("list", formula1=f"={codes}", allow_blank=True, errorTitle=column.name)
    choice.error = f"{column.vi} / {column.en}: chọn trong danh sách / choose from the list"
    choice.add(f"{letter}2:{letter}{ROWS}")
    return choice


class Begun(NamedTuple):
    """A workbook that was written, whether it is the article's own, the text it is of, and what to say of that text."""

    path: Path
    own: bool
    text: Path
    told: str


def article(source_id: str, text: Path) -> Begun:
    """The workbook for a new article, as a draft, with all that a machine can read in `text`, where it is there: a
    UTF-8 text, or a saved page, whose text is then written to $ARTICLES, or beside it. Where there is a workbook
    already it stays, and one with both lies beside the text.

    `ValueError` for a code that makes no file name, `DataProblems` for what is neither text nor page;
    `FileExistsError` where there is such a workbook and no text to read anew, where one lies beside the text already,
    or another text.
    """
    if not re.fullmatch(TABLES["sources"].columns["source_id"].pattern, source_id):
        raise ValueError(f"{source_id!r} is no article's code; allowed: small letters, digits and hyphens")
    there, page, content, told = text.exists(), None, b"", ""
    if there:
        content, page = _content(text)
    if page:
        given, text = text, _place(source_id, text, content)
    path = paths.ARTICLES / f"{source_id}.xlsx"
    own = not path.exists()
    if not own and (not there or (path := text.with_suffix(".xlsx")).exists()):
        raise FileExistsError(f"{path} exists already; nothing was written")
    codebook, rows, marked = codebook_alone(), {"sources": [{"source_id": source_id, "status": DRAFT}]}, set()
    if there:
        rows = draft.rows(source_id, content, codebook, _known(source_id))
    if page:
        rows["sources"][0] |= page.cells
        count = len(rows["observations"] + rows["set_aside"])
        told = (f"{text}: the text of {given.name}: {len(page.lines)} lines, {count} numbers. Outside of it the page "
                f"has {page.outside} runs of digits (menus, other news, counters), which are left out: hold the text "
                "against the page, and mend it, before you go on.")  # fmt: skip
        if blank := [each for each in ("title", "outlet", "author", "url", "published") if each not in page.cells]:
            told += f" What its meta elements do not say, type where the page shows it: {', '.join(blank)}."
    if not own:
        sheets, _ = workbooks.read(paths.ARTICLES / path.name, (*ARTICLE, *NEW), missing=True)  # however wrong
        rows, marked = draft.merged({name: sheet.texts for name, sheet in sheets.items()}, rows)
    with paths.beside(path) as place:
        write(place, (*ARTICLE, *NEW), rows, codebook, marked)
        if page:
            paths.replace(text, content)
    return Begun(path, own, text, told)


def _content(text: Path) -> tuple[bytes, pages.Page | None]:
    """The bytes of a text; of a page, those of its article's text, and the page."""
    allowed = f"the article's words, saved as UTF-8 text of at most {LARGEST:,} bytes, or a saved page (HTML)"
    try:
        content, page = package.content(text, allowed, pages.LARGEST), None
        kind = next((each for sign, each in pages.OTHERS.items() if content.startswith(sign)), "")
        if kind or not content.strip():
            raise Unreadable(kind or "an empty file", allowed)
        if text.suffix.lower() in (".htm", ".html", ".xhtml") or pages.is_page(content):
            page = pages.read(content)
            content = "".join(f"{line}\n" for line in page.lines).encode()
        if len(content) > LARGEST or b"\0" in content or not _is_utf8(content):
            raise Unreadable("no such text", allowed)
        return content, page
    except Unreadable as error:
        raise DataProblems([Problem(text.name, "", "", error.found, error.allowed)]) from None
    except ModuleNotFoundError as error:
        asked = 'python -m pip install "sosanh[curate]" (requirements.lock and environment.yml have it, too)'
        raise ValueError(f"{text.name}: a page needs {error.name}, which is not installed: {asked}") from None


def _is_utf8(content: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        return content.decode() is not None
    return False


def _place(source_id: str, page: Path, content: bytes) -> Path:
    """Where a page's text goes: where `make verify` looks for it, or beside the page."""
    place = Path(os.environ.get("ARTICLES") or page.parent, f"{source_id}.txt")
    if not place.parent.is_dir():
        raise ValueError(f"ARTICLES={place.parent} is no folder; nothing was written")
    if place.exists() and (not place.is_file() or place.read_bytes() != content):
        other = f"{place} exists already and is not what {page.name} gives; nothing was written"
        raise FileExistsError(f"{other}. Name it, to have it read, or put it away, to have the page's")
    return place


def _known(source_id: str) -> dict[str, list[dict]]:
    """What other articles' tables have, as far as they have been built."""
    with suppress(OSError, ValueError):
        tables = {name: read_csv(name) for name in ("observations", "systems")}
        return {name: [row for row in rows if row["source_id"] != source_id] for name, rows in tables.items()}
    return {}


def codebook_alone() -> Codebook:
    """The codebook as its workbook has it now: an article that is not finished must not stop the form of another."""
    _, own = workbooks.form(paths.CODEBOOK, CODEBOOK, paths.RAW)
    if problems := own.problems + own.shut:
        raise DataProblems(problems)
    return workbooks.codebook(own.sheets)
