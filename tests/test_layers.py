"""Imports go down, never up or sideways: a module knows only what lies on lower floors."""

import ast

import pytest

from sosanh import paths

FLOORS = (
    ("paths", "problems", "periods", "amounts", "cues", "numeral", "stated", "parallel"),
    ("units",),
    ("tables", "words", "files", "wording", "settings", "contents", "grids", "changelog"),
    ("bounds", "codebook", "workbooks", "built", "shapes", "readings", "dates", "imprint", "citation"),
    ("fresh", "derive", "tokens", "limits", "forms", "datapackage", "gate", "kinds"),
    ("checks", "second_reading"),
    ("collection", "printed", "territory", "page_weight"),
    ("results", "display", "ledger"),
    ("targets", "findings", "ask", "assumed", "repeats"),
    ("changes", "marks", "evidence", "page_text", "silences"),
    ("compare", "overview", "right_prints", "right_times", "neighbours"),
    ("right_changes", "in_all"),
    ("headline", "recompute", "exhibits", "quality", "notebooks", "stages", "catalogue", "brief_list"),
    ("traced", "charts", "lattices", "ranks", "lanes", "writing", "walk"),
    ("what_if", "sums", "index"),
    ("cards",),
    ("walkable",),
    ("pages",),
    ("briefs",),
    ("contact_sheet",),
    ("__main__",),
)
FLOOR = {module: number for number, modules in enumerate(FLOORS) for module in modules}
SOURCES = {path.stem: path for path in paths.LIBRARY.glob("*.py")}


def imported(module):
    """The modules of the library that `module` imports anywhere, also inside functions."""
    for node in ast.walk(ast.parse(SOURCES[module].read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").split(".")[0] == "sosanh"):
            below = (node.module or "").removeprefix("sosanh").strip(".")
            yield from [below] if below else [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from (alias.name.removeprefix("sosanh.") for alias in node.names if alias.name.startswith("sosanh"))


def test_every_module_has_its_floor():
    assert sorted(FLOOR) == sorted(SOURCES.keys() - {"__init__"})


# What holds pages against the data. It shares with what writes them the reading of a token and the writing of a number,
# and nothing in between: an error in a rounding that both use would be the same in both.
AUDIT = {"evidence", "right_prints", "right_changes", "right_times", "recompute", "neighbours", "page_text", "traced"}
SHARED = AUDIT | {"amounts", "collection", "periods", "problems", "readings", "tables", "tokens", "units", "words"}
ROUNDING = {"round_down", "round_up", "as_decimal", "decimals"}


def borrowed(source):
    """What a module of the audit takes from those that write the pages."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "sosanh":
            yield from (each.name for each in node.names if each.name not in SHARED)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sosanh."):
            module = node.module.removeprefix("sosanh.")
            yield from [module] if module not in SHARED else [e.name for e in node.names if e.name in ROUNDING]
        elif isinstance(node, ast.Import):
            yield from (each.name for each in node.names if each.name.startswith("sosanh"))


@pytest.mark.parametrize("module", sorted(AUDIT))
def test_the_audit_borrows_nothing_from_what_writes_the_pages(module):
    assert list(borrowed(SOURCES[module].read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "line",
    [
        "from sosanh.findings import tidy", "from sosanh import findings, words", "import sosanh.changes",
        "from sosanh.amounts import format_number, round_down", "def late():\n    from sosanh.headline import headline",
    ],
)  # fmt: skip
def test_what_is_borrowed_is_found(line):
    assert len(list(borrowed(line))) == 1


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_a_module_imports_only_from_lower_floors(module):
    own = FLOOR.get(module, 0)
    assert [each for each in imported(module) if FLOOR[each] >= own] == []
