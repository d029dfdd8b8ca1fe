"""Articles that are still being entered: the tables do without them, and nothing else waits for them.

Light, for it is asked at every start: a workbook is opened only where the tables do not know it yet.
"""

from itertools import islice
from pathlib import Path

from sosanh.data import package, paths

LISTS = "lists"  # the sheet of the dropdowns' codes; nobody fills it
DRAFT = "draft"


def staleness(processed: Path = paths.PROCESSED, raw: Path = paths.RAW) -> str:
    """Why the tables are not those of the workbooks, or ""; a new workbook counts once it is no draft."""
    return package.staleness(processed, raw, counts=lambda path: not is_draft(path))


def is_draft(path: Path) -> bool:
    """Is the article of this workbook still being entered?

    It is where the sheet sources says so in its column status, and where nothing is entered in any sheet.
    """
    import openpyxl

    try:
        book = openpyxl.load_workbook(path, read_only=True)
    except Exception:  # no workbook: the reading of it says so
        return False
    try:
        sheets = {sheet.title: _head(sheet) for sheet in book.worksheets if sheet.title != LISTS}
    finally:
        book.close()
    names, *first = sheets.get("sources") or [()]
    if first:
        return any(str(cell).strip() == DRAFT for name, cell in zip(names, *first, strict=False) if name == "status")
    return all(len(head) < 2 for head in sheets.values())


def _head(sheet) -> list[tuple]:
    """The names of the columns, and the first row that is filled."""
    return list(islice((row for row in sheet.iter_rows(values_only=True) if not all(map(blank, row))), 2))


def blank(value) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
