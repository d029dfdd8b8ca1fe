"""Faults that are planted, and what comes of each: one list for every kind of input, and one table of them all.

A module of this folder with an `AREA` is found by itself. `tests/test_faults.py` plants each fault in a fresh copy and
holds the first line that is said against `says`; so table.md, which is made of these lists, is what happens. After a
change: PYTHONPATH=lib:tests .venv/bin/python -m faults
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from sosanh.data.tables import TABLES, read_csv
from sosanh.numbers.units import CODES

TABLE = Path(__file__).parent / "table.md"


@dataclass(frozen=True)
class Fault:
    """`plant` makes the fault in a folder; `says` is the whole first line said of it, or its begin before "…".

    A fault that is `large` is run by `make test-all` alone, in a process of its own whose time and memory are held
    against a bound.
    """

    name: str
    plant: Callable[[Path], object]
    says: str
    large: bool = False


@dataclass(frozen=True)
class Area:
    """A kind of input: `made` fills an empty folder with what is sound, `said` gives the lines that are said of it, and
    fails where something was written in spite of a fault."""

    title: str
    made: Callable[[Path], object]
    said: Callable[[Path], list[str]]
    faults: list[Fault]


def areas() -> list[Area]:
    modules = (import_module(f"faults.{each.name}") for each in iter_modules([str(TABLE.parent)]))
    return [module.AREA for module in modules if hasattr(module, "AREA")]


# A syllable of Vietnamese in plain letters. What English words have that form, in sentences like ours, is named.
_SYLLABLE = re.compile("(?:ngh|ng|gh|gi|kh|nh|ph|qu|th|tr|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?")
_ENGLISH = {"a", "an", "the", "that", "than", "them", "then", "not", "on", "at", "it", "to", "out", "may", "say"}
_RAISED = re.compile("[A-Z][A-Za-z]+(?:Error|File)|chartsheet")  # Python's names of what went wrong, Excel's of a sheet
_NAMES = {"Excel", "CSV", "XLSX", "Workbook", "File", "Text", "Number", "LibreOffice", "UTF", "MB", "DOCTYPE", "pipe",
          "Ctrl", "End", "SHA", "Strict", "Open", "XML", "Spreadsheet", "http", "https", "byte"}  # fmt: skip


@cache
def codes() -> set[str]:
    columns = (column.name for each in TABLES.values() for column in each.typed)
    listed = (row["code"] for row in read_csv("code_lists"))
    return {*TABLES, *columns, *listed, *CODES, *_NAMES, "candidate", "kept"}


def english_in(line: str) -> list[str]:
    """The words of a line that are not Vietnamese, but for codes, names of sheets and columns, what stands in quotation
    marks, and names of programs and of their commands."""
    found = re.findall(r"[^\s“”()\[\]]+", re.sub("“.*?”", "", line))
    words = {each.rstrip(".,;:…?!").lstrip("…") for each in found} - codes()
    words = [each for each in words if each.isascii() and each.isalpha() and not _RAISED.fullmatch(each)]
    return [each for each in words if each in _ENGLISH or not _SYLLABLE.fullmatch(each.lower())]


def table() -> str:
    lines = ["# Faults planted, and what is said of each", "", "Made of the lists in this folder; see `__init__.py`."]
    for area in areas():
        lines += ["", f"## {area.title}: {len(area.faults)}", "", "| fault | first line said |", "|---|---|"]
        for fault in area.faults:
            said = fault.says.replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| {fault.name.replace('|', chr(92) + '|')} | {said} |")
    return "\n".join(lines) + "\n"
