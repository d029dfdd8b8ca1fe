"""What nbval cannot see: that a notebook was run, in order, cleanly, and keeps to the anatomy of the collection."""

import ast
import re

import nbformat
import pytest

from sosanh import paths

NOTEBOOKS = sorted(paths.NOTEBOOKS.rglob("*.ipynb"))
FORBIDDEN = ("pyplot", "read_csv", "read_excel", "open(", "print(", "%", "!")


def faults(notebook, names=()):
    """Everything wrong with a notebook, in words; `names` are the provinces that prose may not name."""
    found = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("not run from top to bottom")
    if not 18 <= len(notebook.cells) <= 30:
        found.append(f"{len(notebook.cells)} cells")
    for cell in code:
        found += [f"{output.output_type}" for output in cell.outputs if output.output_type in ("error", "stream")]
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if len(lines) > 8:
            found.append("a cell of more than eight lines")
        if cell.source.rstrip().endswith(";"):
            found.append("a trailing ;")
        found += [f"forbidden: {each}" for each in FORBIDDEN if each in cell.source.replace("# ", "")]
        if any(isinstance(node, ast.For | ast.While | ast.FunctionDef) for node in ast.walk(ast.parse(cell.source))):
            found.append("a loop or a def")
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            found += [f"a digit in prose: {each}" for each in re.findall(r"\d+", cell.source)]
            found += [f"a province in prose: {name}" for name in names if name in cell.source]
            if len({"lang-vi", "lang-en"} & set(cell.metadata.get("tags", ()))) != 1:
                found.append("prose without its language")
        if {"nbval-skip", "nbval-ignore-output", "raises-exception"} & set(cell.metadata.get("tags", ())):
            found.append("a tag that hides a difference")
    if [tag for cell in notebook.cells for tag in cell.metadata.get("tags", ())].count("parameters") != 1:
        found.append("not one cell of parameters")
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_the_anatomy(path, data):
    areas = data.codebook.areas
    names = set(areas.loc[areas["area_type"].ne("country"), "name_vi"])
    assert faults(nbformat.read(path, as_version=4), names) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_outweighs_code(path):
    notebook = nbformat.read(path, as_version=4)
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    lines = sum(len(cell.source.splitlines()) for cell in notebook.cells if cell.cell_type == "code")
    assert words >= 10 * lines


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda nb: nb.cells[2].update(execution_count=None), "not run from top to bottom"),
        (lambda nb: nb.cells[-1].outputs.append(nbformat.v4.new_output("stream", text="x")), "stream"),
        (lambda nb: nb.cells[-1].update(source="exhibits.sources(found, language);"), "a trailing ;"),
        (lambda nb: nb.cells[-1].update(source="for each in found: each"), "a loop or a def"),
        (lambda nb: nb.cells[-1].update(source="import matplotlib.pyplot as plt"), "forbidden: pyplot"),
        (lambda nb: nb.cells[0].update(source="# Tăng 13 điểm"), "a digit in prose: 13"),
        (lambda nb: nb.cells[0].update(source="# Đồng Tháp"), "a province in prose: Đồng Tháp"),
        (lambda nb: nb.cells[0].metadata.update(tags=[]), "prose without its language"),
        (lambda nb: nb.cells[-1].metadata.update(tags=["nbval-skip"]), "a tag that hides a difference"),
    ],
)
def test_each_fault_is_seen(spoil, fault):
    notebook = nbformat.read(paths.NOTEBOOKS / "01_one-province-over-time.ipynb", as_version=4)
    spoil(notebook)
    assert fault in faults(notebook, {"Đồng Tháp"})
