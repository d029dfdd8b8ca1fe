"""Imports go down, never up or sideways: a module knows only what lies on lower floors."""

import ast

import pytest

from sosanh import paths

FLOORS = (
    ("paths", "problems", "periods", "amounts", "cues", "numeral", "stated", "parallel", "thumbnails"),
    ("tables", "words", "files", "wording", "units", "settings", "contents", "grids", "changelog"),
    ("bounds", "codebook", "workbooks", "built", "shapes", "readings", "dates", "imprint", "citation"),
    ("fresh", "derive", "tokens", "limits", "forms", "datapackage", "gate", "kinds"),
    ("checks",),
    ("collection", "printed", "second_reading", "territory", "page_weight"),
    ("results", "display", "ledger"),
    ("targets", "findings", "ask", "assumed", "repeats"),
    ("changes", "marks", "evidence", "page_text"),
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


@pytest.mark.parametrize("module", sorted(SOURCES))
def test_a_module_imports_only_from_lower_floors(module):
    own = FLOOR.get(module, 0)
    assert [each for each in imported(module) if FLOOR[each] >= own] == []
