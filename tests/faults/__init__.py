"""Faults that are planted, and what comes of each: one list for every kind of input, and one table of them all.

A module of this folder with an `AREA` is found by itself. `tests/test_faults.py` plants each fault in a fresh copy and
holds the first line that is said against `says`; so table.md, which is made of these lists, is what happens. After a
change: PYTHONPATH=lib:tests .venv/bin/python -m faults
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

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


def table() -> str:
    lines = ["# Faults planted, and what is said of each", "", "Made of the lists in this folder; see `__init__.py`."]
    for area in areas():
        lines += ["", f"## {area.title}: {len(area.faults)}", "", "| fault | first line said |", "|---|---|"]
        for fault in area.faults:
            said = fault.says.replace("|", "\\|").replace("<", "&lt;")
            lines.append(f"| {fault.name.replace('|', chr(92) + '|')} | {said} |")
    return "\n".join(lines) + "\n"
