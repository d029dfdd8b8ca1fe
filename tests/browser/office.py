"""What LibreOffice makes of the files that are taken along, and what a page shows, as rows of plain cells."""

import csv
import io
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
from playwright.sync_api import Page

# A comma, a quotation mark, UTF-8, from line 1 on; then the language, quoted fields as any other, and dates,
# fractions and the like recognised: all that can go wrong does.
_CSV = "CSV:44,34,76,1,,{},false,true"
_LANGUAGES = {"vi": 1066, "en": 1033}
_TABLES = """() => Object.fromEntries([...document.querySelectorAll('section.exhibit:has(table)')].map(section => [
  section.id, [...section.querySelectorAll('tbody tr')].map(row => [...row.cells].map(cell => cell.textContent))]))"""


def opened(files: list[Path], folder: Path, language: str = "") -> Iterator[list[list[list]]]:
    """The files as LibreOffice saves them after opening them: of each its sheets, rows and cells."""
    read = [f"--infilter={_CSV.format(_LANGUAGES[language])}"] if language else []
    command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", *read]
    command += ["--convert-to", "xlsx", "--outdir", str(folder / "saved"), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=580)
    return (sheets(folder / "saved" / f"{each.stem}.xlsx") for each in files)


def sheets(file: Path) -> list[list[list]]:
    """Rows without the blank cells at their ends; a formula is one, whatever it gives."""
    book = openpyxl.load_workbook(file)
    return [[_row(row) for row in sheet.iter_rows()] for sheet in book]


def _row(cells: tuple) -> list:
    return _trimmed([("formula or date", each.value) if each.data_type in "fd" else each.value for each in cells])


def _trimmed(cells: list) -> list:
    """Blank cells as None, and none at the end."""
    held = [None if each == "" else each for each in cells]
    while held and held[-1] is None:
        held.pop()
    return held


def lines(file: Path, language: str) -> list[list]:
    """The rows of a CSV as they should arrive: text as it stands, numbers in the language's way."""
    rows = csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig")))
    mark = "," if language == "vi" else "."
    return [_trimmed([_value(each, mark) for each in row]) for row in rows]


def _value(said: str, mark: str) -> str | float:
    return float(said.replace(mark, ".")) if re.fullmatch(rf"-?\d+({re.escape(mark)}\d+)?", said) else said


def shown(page: Page) -> dict[str, list[list[str]]]:
    """The tables of a page by the addresses of their exhibits: the cells of their rows, as read."""
    return {name: [[_spaced(each) for each in row] for row in rows] for name, rows in page.evaluate(_TABLES).items()}


def _spaced(words: str) -> str:
    return " ".join(words.split())


def lacking(rows: list[list], told: list[list[str]]) -> list[str]:
    """Rows of a page that a file does not give, cell after cell in their order; others may stand between."""
    if len(rows) != len(told):
        return [f"{len(told)} rows on the page, {len(rows)} in the file"]
    return [f"{row} lacks {own}" for row, own in zip(rows, told, strict=True) if not _in_order(own, map(_read, row))]


def _in_order(words: list[str], held: Iterator[str]) -> bool:
    return all(each in held for each in filter(None, words))


def _read(cell) -> str:
    """What a page shows of a cell: of an address its host, of a link its words."""
    said = re.sub(r" <https?://[^>]*>", "", f"{cell:g}" if isinstance(cell, float) else str(cell or ""))
    said = said.removeprefix("'")
    return urlsplit(said).hostname if re.fullmatch(r"https?://\S+", said) else _spaced(said)
