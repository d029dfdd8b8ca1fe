"""How others make pages of the same notebooks: for each a name, its jobs of commands, and how many jobs run at once.

`python bench/rivals.py` tells which there are. ploomber-engine and marimo have environments of their own, of the
project's packages and theirs, which are made here in `bench/.venvs` when first asked for; the stock commands are those
of the project's. Each makes a page of each run, in the folder where it is started.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell

from sosanh.data import paths
from sosanh.data.notebooks import defaults
from sosanh.publish.briefs import Brief, read

VENVS = Path(__file__).parent / ".venvs"
PLOOMBER, MARIMO = "ploomber-engine==0.0.33", "marimo==0.25.2"
PROGRAM = """\
import json, sys
from nbconvert import HTMLExporter
from ploomber_engine import execute_notebook
for source, page, parameters in json.loads(sys.argv[1]):
    done = execute_notebook(source, None, parameters=parameters, progress_bar=False, log_output=False)
    html, _ = HTMLExporter(exclude_input=True).from_notebook_node(done)
    open(page, "w", encoding="utf-8").write(html)
"""
Jobs = list[list[list[str]]]


def rivals(asked: list[Brief], place: Path) -> Iterator[tuple[str, Jobs, int]]:
    """Those that can be had here; `place` is a folder for copies of notebooks."""
    jobs = [stock(each) for each in asked]
    yield "stock commands, one after the other", jobs, 1
    yield "stock commands, two at a time", jobs, 2
    if python := environment(PLOOMBER):
        told = json.dumps([(str(each.source), each.file, given(each)) for each in asked])
        yield "ploomber-engine, one process", [[[python, "-c", PROGRAM, told]]], 1
    if python := environment(MARIMO):
        yield "marimo, one after the other", [marimo(python, each, place) for each in asked], 1


def given(brief: Brief) -> dict:
    return brief.parameters | {"language": brief.language}


def stock(brief: Brief) -> list[list[str]]:
    made, told = f"{brief.file}.ipynb", ["-p", "language", brief.language]
    for name, value in brief.parameters.items():
        told += ["-y", json.dumps({name: value})]
    return [
        [sys.executable, "-m", "papermill", str(brief.source), made, *told],
        [sys.executable, "-m", "jupyter", "nbconvert", "--to", "html", "--no-input", made, "--output", brief.file],
    ]


def marimo(python: str, brief: Brief, place: Path) -> list[list[str]]:
    """marimo takes no parameters from outside, and what it converts does not import it: a copy has both."""
    notebook = nbformat.read(brief.source, as_version=4)
    (cell,) = (each for each in notebook.cells if "parameters" in each.metadata.get("tags", ()))
    cell.source = "\n".join(f"{name} = {value!r}" for name, value in (defaults(brief.source) | given(brief)).items())
    notebook.cells.append(new_code_cell("import marimo as mo"))
    copy, program = place / f"{brief.file}.ipynb", f"{brief.file}.py"
    nbformat.write(notebook, copy)
    call = [python, "-m", "marimo"]
    export = [*call, "export", "html", program, "-o", brief.file, "--no-include-code"]
    return [[*call, "convert", str(copy), "-o", program], export]


def environment(rival: str) -> str:
    """The Python of the rival's environment, made now if need be; "" where it cannot be, with the reason printed."""
    place, uv = VENVS / rival.partition("==")[0], Path(sys.executable).with_name("uv")
    python, ready = place / ("bin/python" if os.name == "posix" else "Scripts/python.exe"), place / rival
    lock = paths.HOME / "requirements.lock"
    try:
        if not ready.exists():
            subprocess.run([uv, "venv", "-q", "--clear", "--python", sys.executable, place], check=True)
            subprocess.run([uv, "pip", "install", "-q", "--python", python, "-r", lock, rival], check=True)
            ready.touch()
        return str(python)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"left out: {rival} cannot be installed here ({error})")
        return ""


if __name__ == "__main__":
    for name, _, at_once in rivals(read()[:1], VENVS):
        print(f"{name}: {at_once} at once")
