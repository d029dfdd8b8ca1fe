"""Imports between rooms go one way, and inside a room in no circle; each heavy package has one room that knows it."""

import ast
import re
from graphlib import TopologicalSorter
from importlib import import_module

import pytest

from sosanh.data import paths

MAY = {  # the rooms that a room may import
    "numbers": (),
    "vietnamese": ("numbers",),
    "data": ("numbers",),
    "curate": ("numbers", "vietnamese", "data"),
    "lineage": ("numbers", "data"),
    "compare": ("numbers", "data", "lineage"),
    "show": ("numbers", "data", "lineage", "compare"),
    "draw": ("numbers", "data", "lineage", "compare", "show"),
    "teach": ("numbers", "data", "lineage", "compare", "show", "draw"),
    "publish": ("numbers", "data", "lineage", "compare", "show", "draw"),
    "explore": ("data", "lineage", "compare", "show", "publish"),
}
KNOWS = {  # packages, and who alone may import them
    "matplotlib": "draw", "seaborn": "draw", "papermill": "publish", "nbconvert": "publish", "nbclient": "publish",
    "nbformat": "publish", "jinja2": "publish", "openpyxl": "curate", "distributed": "publish",
    "cloudpickle": "publish", "PIL": "draw", "ipywidgets": "explore", "itables": "explore", "anywidget": "explore",
    "trafilatura": "curate", "lxml": "curate",
}  # fmt: skip
TOO = {"publish.xlsx": "openpyxl"}  # which writes the workbook that is taken along from a page

# What holds pages against the data. It shares with what writes them the reading of a token and the writing of a number,
# and nothing in between: an error in a rounding that both use would be the same in both.
AUDIT = {"audit", "beside", "blocks", "calls", "complete", "drawings", "evaluate", "explain", "expressions", "unmarked"}
SHARED = AUDIT | {
    "amounts", "collection", "periods", "problems", "tables", "units", "words",
}  # fmt: skip
ROUNDING = {"round_down", "round_up", "rounded", "as_decimal", "decimals"}

SOURCES = {
    ".".join(path.relative_to(paths.LIBRARY).with_suffix("").parts): path.read_text("utf-8")
    for path in sorted(paths.LIBRARY.rglob("*.py"))
    if path.stem != "__init__" and path.parent != paths.LIBRARY
}


def imported(source):
    """(module, name) of every import anywhere, also inside functions; of `import x` the name is ""."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom):
            assert not node.level, "an import names its room"
            yield from ((node.module, each.name) for each in node.names)
        elif isinstance(node, ast.Import):
            yield from ((each.name, "") for each in node.names)


def ours(source):
    """(room, module, name) of what is imported of the library."""
    for module, name in imported(source):
        if module.split(".")[0] == "sosanh":
            _, *parts = [*module.split("."), name]
            room, module = parts[0], parts[1] if len(parts) > 1 else ""
            yield room, module, parts[2] if len(parts) > 2 else ""


def test_every_module_has_a_room():
    assert {name.split(".")[0] for name in SOURCES} == set(MAY)
    assert {path.stem for path in paths.LIBRARY.glob("*.py")} == {"__init__", "__main__"}


@pytest.mark.parametrize("name", SOURCES)
def test_a_room_imports_only_the_rooms_below_it(name):
    own = name.split(".")[0]
    assert {room for room, *_ in ours(SOURCES[name])} - {own, *MAY[own]} == set()


def test_no_circle_inside_a_room():
    inside = {
        name: {f"{room}.{module}" for room, module, _ in ours(source) if room == name.split(".")[0]}
        for name, source in SOURCES.items()
    }
    assert len(list(TopologicalSorter(inside).static_order())) == len(SOURCES)


@pytest.mark.parametrize("name", SOURCES)
def test_a_heavy_package_has_one_room_that_knows_it(name):
    found = {module.split(".")[0] for module, _ in imported(SOURCES[name])} & set(KNOWS)
    assert {each for each in found if KNOWS[each] != name.split(".")[0] and TOO.get(name) != each} == set()


@pytest.mark.parametrize("name", SOURCES)
def test_private_names_stay_in_their_file(name):
    assert [each for *_, each in ours(SOURCES[name]) if each.startswith("_")] == []


def borrowed(source):
    """What a module of the audit takes from those that write the pages."""
    for _, module, name in ours(source):
        if module not in SHARED:
            yield module
        elif name in ROUNDING:
            yield name


@pytest.mark.parametrize("module", sorted(AUDIT))
def test_the_audit_borrows_nothing_from_what_writes_the_pages(module):
    assert list(borrowed(SOURCES[f"lineage.{module}"])) == []


@pytest.mark.parametrize("module", sorted(AUDIT))
def test_the_audit_takes_no_interval_that_a_row_has_ready(module):
    """`row.value` is the writers' arithmetic; the audit works an interval out of the token."""
    taken = (each for each in ast.walk(ast.parse(SOURCES[f"lineage.{module}"])) if isinstance(each, ast.Attribute))
    named = {"row", "asked.row", "target", "actual"}
    assert [ast.unparse(each) for each in taken if each.attr == "value" and ast.unparse(each.value) in named] == []


def test_only_the_room_of_the_gate_takes_a_difference():
    taking = {name for name, source in SOURCES.items() if any(each == "difference" for *_, each in ours(source))}
    assert {name.split(".")[0] for name in taking} == {"compare"}


@pytest.mark.parametrize(
    "line",
    [
        "from sosanh.show.values import tidy", "from sosanh.show import values", "import sosanh.show.values",
        "from sosanh.numbers.amounts import format_number, round_down",
        "def late():\n    from sosanh.show.headlines import headline",
    ],
)  # fmt: skip
def test_what_is_borrowed_is_found(line):
    assert len(list(borrowed(line))) == 1


def test_every_step_of_a_figure_that_readme_names_is_there():
    """From the cell to the page: eleven functions, in the order of the rooms that they stand in."""
    readme = (paths.HOME / "README.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"in eleven steps(.*?)\n\n", readme, flags=re.DOTALL)
    steps = re.findall(r"`(\w+\.\w+)\.(\w+)`", told)
    assert len(steps) == 11
    for module, name in steps:
        assert callable(getattr(import_module(f"sosanh.{module}"), name)), (module, name)
