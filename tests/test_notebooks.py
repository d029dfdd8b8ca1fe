"""What nbval cannot see: that a notebook was run, in order, cleanly, keeps to the anatomy of the collection, and that
its pictures are those its cells draw.
"""

import ast
import os
import re
import shutil
import statistics
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import nbformat
import openpyxl
import pytest
from conftest import pytest_terminal_summary
from jupyter_client import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import DeadKernelError

from sosanh import __main__ as command_line
from sosanh.curate import workbooks
from sosanh.data import paths
from sosanh.draw import pairs
from sosanh.lineage import expressions as of
from sosanh.lineage import unmarked
from sosanh.lineage.words import Figure, text
from sosanh.publish import notebooks
from sosanh.show import exhibits
from sosanh.show.display import Exhibit, Sentences

NOTEBOOKS = paths.notebooks()
FORBIDDEN = ("pyplot", "read_csv", "read_excel", "open(", "print(", "%", "!", "import os", "subprocess")
HIDING = {"nbval-skip", "nbval-ignore-output", "nbval-raises-exception", "raises-exception"}


def faults(notebook, names=()):
    """Everything wrong with a notebook, in words; `names` are the provinces that prose may not name."""
    found = []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        found.append("not run from top to bottom")
    if not 15 <= len(notebook.cells) <= 30:
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
            spoken = "vi" if "lang-vi" in cell.metadata.get("tags", ()) else "en"
            found += [f"a number in prose: {each}" for each in filter(None, [unmarked.found(spoken, cell.source)])]
            if len({"lang-vi", "lang-en"} & set(cell.metadata.get("tags", ()))) != 1:
                found.append("prose without its language")
        if HIDING & set(cell.metadata.get("tags", ())) or "NBVAL_" in cell.source.upper():
            found.append("a tag that hides a difference")
    if [tag for cell in notebook.cells for tag in cell.metadata.get("tags", ())].count("parameters") != 1:
        found.append("not one cell of parameters")
    return found


def test_a_visitors_notebook_is_not_of_the_collection(tmp_path, monkeypatch):
    """Untitled.ipynb and checkpoints made `make test` fail and were run by `make refresh`."""
    for name in (
        "00_start-here.ipynb", "09_my-question.ipynb", "Untitled.ipynb", "Untitled1.ipynb", "my own.ipynb",
        "01_one-province-over-time-Copy1.ipynb", ".ipynb_checkpoints/00_start-here-checkpoint.ipynb",
        ".ipynb_checkpoints/00_start-here.ipynb",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(NOTEBOOKS[0], tmp_path / name)
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)
    own = ["00_start-here", "09_my-question"]
    assert [path.stem for path in paths.notebooks()] == own
    assert [str(row[0]) for row in exhibits.notebooks().said("en").rows] == own
    run, tested = [], []
    monkeypatch.setattr(workbooks, "staleness", lambda *_: "")
    monkeypatch.setattr(pairs, "picture", bytes)
    monkeypatch.setattr(notebooks, "refresh", lambda path: run.append(path.stem))
    monkeypatch.setattr(paths, "replace", lambda path, content: False)
    monkeypatch.setattr(command_line, "_run", lambda arguments: tested.extend(arguments) or 0)
    monkeypatch.setattr(paths, "HOME", tmp_path)
    assert command_line.main(["refresh"]) == command_line.main(["test"]) == 0
    assert run == own and [each for each in tested if each.endswith(".ipynb")] == [f"{each}.ipynb" for each in own]
    assert "notebooks" not in tested


class Reporter:
    """What pytest writes at its end, after these items failed."""

    def __init__(self, *failed):
        self.stats, self.said = {"failed": [SimpleNamespace(nodeid=each) for each in failed]}, []

    def write_line(self, line):
        self.said.append(line)


def test_a_listed_notebook_that_was_saved_with_changes_is_told_with_the_way_back():
    own = NOTEBOOKS[0].name
    of_nbval, of_ours = f"notebooks/{own}::Cell 3", f"tests/test_notebooks.py::test_x[{NOTEBOOKS[0].stem}]"
    for failed in (of_nbval, of_ours):
        reporter = Reporter("tests/test_intervals.py::test_y", failed)
        pytest_terminal_summary(reporter)
        (said,) = reporter.said
        assert f"git checkout notebooks/{own}" in said and "make refresh" in said
    quiet = Reporter("tests/test_intervals.py::test_y")
    pytest_terminal_summary(quiet)
    assert quiet.said == []


DIES = RuntimeError("Kernel died before replying to kernel_info")  # its last word: zmq, Address already in use


def started(*faults):
    """A kernel whose first starts end so, and then one that runs; and how often it was started."""
    coming, starts = iter(faults), []

    def run(settings):
        starts.append(settings.KernelManager.connection_file)
        if (fault := next(coming, None)) is not None:
            raise fault
        return "run"

    return run, starts


def test_a_kernel_that_never_started_is_started_once_more():
    run, starts = started(DIES)
    assert notebooks.in_kernel(run) == "run" and len(set(starts)) == 2
    run, starts = started(DIES, DIES)
    with pytest.raises(RuntimeError, match="Kernel died before"):
        notebooks.in_kernel(run)
    assert len(starts) == 2


@pytest.mark.parametrize("fault", [DeadKernelError("Kernel died"), RuntimeError("of a cell"), ValueError("91 %")])
def test_a_fault_of_a_cell_is_never_tried_again(fault):
    run, starts = started(fault)
    with pytest.raises(type(fault)):
        notebooks.in_kernel(run)
    assert len(starts) == 1


class FailsFirst(AsyncKernelManager):
    """A kernel that finds its address in use when it starts for the first time."""

    failed = 0

    async def _async_start_kernel(self, **options):
        if not FailsFirst.failed:
            FailsFirst.failed = 1
            self.kernel_spec.argv[:] = [sys.executable, "-c", "raise SystemExit('Address already in use')"]
        await super()._async_start_kernel(**options)

    start_kernel = _async_start_kernel


def test_a_page_whose_kernel_finds_its_address_in_use_is_made_all_the_same(tmp_path, monkeypatch):
    path = tmp_path / "00_page.ipynb"
    cells = [nbformat.v4.new_code_cell("'in the ' + 'kernel'")]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    monkeypatch.setattr(NotebookClient, "create_kernel_manager", lambda self: with_manager(self))
    assert notebooks.refresh(path) and FailsFirst.failed == 1
    assert nbformat.read(path, as_version=4).cells[0].outputs[0].data["text/plain"] == "'in the kernel'"


def with_manager(client):
    client.km = FailsFirst(config=client.config)
    return client.km


@pytest.mark.skipif(os.name != "posix", reason="sockets in a folder are POSIX's")
def test_two_kernels_side_by_side_share_no_address():
    with notebooks._kernel_settings() as one, notebooks._kernel_settings() as other:
        places = [Path(each.KernelManager.connection_file).parent for each in (one, other)]
        assert {each.KernelManager.transport for each in (one, other)} == {"ipc"}
        assert len(set(places)) == 2 and {place.stat().st_mode & 0o077 for place in places} == {0}
    assert not any(place.exists() for place in places)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_keeps_the_anatomy(path, data):
    names = {area.name_vi for area in data.codebook.areas if area.area_type != "country"}
    assert faults(nbformat.read(path, as_version=4), names) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_prose_outweighs_code(path):
    notebook = nbformat.read(path, as_version=4)
    words = sum(len(cell.source.split()) for cell in notebook.cells if cell.cell_type == "markdown")
    lines = [len(cell.source.splitlines()) for cell in notebook.cells if cell.cell_type == "code"]
    assert words >= 10 * sum(lines) and statistics.median(lines) <= 2


def rests(figure):
    """A number names what it is of, or what the page was asked for; only a count of none has nothing to name."""
    asked = not {"asked", "asked_time"}.isdisjoint(figure.of.operations)
    return bool(figure.of.codes) or asked or str(figure) == "0"


def drawn_again(notebook, shown):
    """Where what is stored differs from what the same cell shows now, and what stands there without its origin."""
    stored = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    found = []
    for cell, value in shown:
        if value is None:
            found += [f"{cell}: an output of nothing"] * bool(stored[cell])
            continue
        data = stored[cell][0].data if len(stored[cell]) == 1 else {}
        if not isinstance(value, Exhibit):  # the explorer: it shows nothing before it runs
            if re.search(r"\d", repr(value)) or [*data.values()] != [repr(value)]:
                found.append(f"{cell}: not an exhibit")
            continue
        if data.get("text/plain") != repr(value):
            found.append(f"{cell}: other numbers")
        if data.get("text/html") != value._repr_html_():
            found.append(f"{cell}: another picture or page")
        found += [f"{cell}: {each} rests on nothing" for each in value.figures if not rests(each)]
    return found


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_is_stored_is_what_the_cells_show(path):
    assert drawn_again(nbformat.read(path, as_version=4), notebooks.shown(path, {})) == [], "run `make refresh`"


def swap_pictures(notebook, shown):
    pictures = [cell.outputs[0].data for cell in notebook.cells if "<img" in str(cell.get("outputs"))]
    a, b = (re.search(r'src="[^"]*"', each["text/html"])[0] for each in pictures[:2])
    pictures[0]["text/html"] = pictures[0]["text/html"].replace(a, b)


def empty_an_origin(notebook, shown):
    said = Sentences(text("x"), (text(Figure("13", of.count([]))),), name="sure", language="en")
    place = next(place for place, (_, value) in enumerate(shown) if value is not None)
    shown[place] = (shown[place][0], said)


def another_number(notebook, shown):
    output = next(cell.outputs[0] for cell in notebook.cells if cell.get("outputs"))
    output.data["text/plain"] = output.data["text/plain"].replace("91", "92")


def no_exhibit(notebook, shown):
    shown[-1] = (shown[-1][0], "91 %")


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (swap_pictures, "another picture"),
        (empty_an_origin, "13 rests on nothing"),
        (another_number, "other numbers"),
        (no_exhibit, "not an exhibit"),
    ],
)
def test_each_fault_of_what_is_stored_is_seen(spoil, fault):
    path = paths.NOTEBOOKS / "01_one-province-over-time.ipynb"
    notebook, shown = nbformat.read(path, as_version=4), list(notebooks.shown(path, {}))
    spoil(notebook, shown)
    assert any(fault in each for each in drawn_again(notebook, shown))


def copied(folder):
    """A copy of the project's data and notebooks, and the environment in which the library looks there."""
    for name in ("data", "notebooks"):
        shutil.copytree(paths.HOME / name, folder / name)
    library = os.pathsep.join(filter(None, (str(paths.LIBRARY.parent), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "SOSANH_HOME": str(folder), "PYTHONPATH": library, "PYTHONUTF8": "1"}


def change_the_level(project):
    """The target for cashless schools, 80 %, typed and printed as 85 % in a copy of the project, by both readers."""
    for workbook in (project / "data" / "raw").glob("*/dt-2024-04.xlsx"):
        book = openpyxl.load_workbook(workbook)
        sheet = book["observations"]
        heads = {cell.value: cell.column_letter for cell in sheet[1]}
        row = next(each.row for each in sheet[heads["obs_no"]] if str(each.value) == "4")
        assert str(sheet[f"{heads['as_printed']}{row}"].value) == "80%"
        sheet[f"{heads['as_printed']}{row}"].value, sheet[f"{heads['obs_value']}{row}"].value = "85%", 85
        for comment in (
            f"{heads[each]}{row}" for each in ("comment_vi", "comment_en")
        ):  # they may name printed numbers
            sheet[comment].value = sheet[comment].value.replace("80%", "85%")
        book.save(workbook)


def test_a_changed_value_turns_the_notebooks_that_show_it_red_and_no_others(tmp_path):
    environment = copied(tmp_path)
    change_the_level(tmp_path)
    script = """
import nbformat
from sosanh.curate import build
from sosanh.data import paths
from sosanh.draw import chart
from sosanh.publish import notebooks
chart.address = lambda drawing: ""  # what is drawn is read back from the drawing, not from its file
build.build()
for path in paths.notebooks():
    stored = {cell.id: cell.outputs for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"}
    shown = {cell: repr(value) for cell, value in notebooks.shown(path, {}) if value is not None}
    if any(stored[cell][0].data["text/plain"] != value for cell, value in shown.items()):
        print(path.stem)
"""
    red = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    showing = [
        path.stem
        for path in NOTEBOOKS
        if re.search(r"80% <- (?:printed|token)\(dt-2024-04\.04\)", path.read_text("utf-8"))
    ]
    assert showing and red.stdout.split() == showing


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (lambda nb: nb.cells[2].update(execution_count=None), "not run from top to bottom"),
        (lambda nb: nb.cells[-1].outputs.append(nbformat.v4.new_output("stream", text="x")), "stream"),
        (lambda nb: nb.cells[-1].update(source="exhibits.sources(found, language);"), "a trailing ;"),
        (lambda nb: nb.cells[-1].update(source="for each in found: each"), "a loop or a def"),
        (lambda nb: nb.cells[-1].update(source="import matplotlib.pyplot as plt"), "forbidden: pyplot"),
        (lambda nb: nb.cells[0].update(source="# Tăng 13 điểm"), "a digit in prose: 13"),
        (lambda nb: nb.cells[0].update(source="# Mọi phụ huynh đều dùng"), "a number in prose: mọi phụ huynh"),
        (lambda nb: nb.cells[1].update(source="Ninety percent of them use it."), "a number in prose: ninety"),
        (lambda nb: nb.cells[0].update(source="# Đồng Tháp"), "a province in prose: Đồng Tháp"),
        (lambda nb: nb.cells[0].metadata.update(tags=[]), "prose without its language"),
        (lambda nb: nb.cells[-1].metadata.update(tags=["nbval-skip"]), "a tag that hides a difference"),
        (lambda nb: nb.cells[-1].update(source="# NBVAL_IGNORE_OUTPUT\nx"), "a tag that hides a difference"),
        (lambda nb: nb.cells[-1].update(execution_count=1), "not run from top to bottom"),
        (lambda nb: nb.cells[-1].outputs.append(nbformat.v4.new_output("error", ename="E")), "error"),
    ],
)
def test_each_fault_is_seen(spoil, fault):
    notebook = nbformat.read(paths.NOTEBOOKS / "01_one-province-over-time.ipynb", as_version=4)
    spoil(notebook)
    assert fault in faults(notebook, {"Đồng Tháp"})


@pytest.mark.whole
def test_nbval_itself_sees_a_changed_value_where_it_is_shown_and_only_there(tmp_path):
    environment = copied(tmp_path)
    change_the_level(tmp_path)
    build = [sys.executable, "-c", "from sosanh.curate import build; build.build()"]
    subprocess.run(build, env=environment, check=True)
    codes = {}
    for stem in ("03_targets-and-results", "05_systems-and-milestones"):
        nbval = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "--nbval", "--nbval-current-env"]
        run = [sys.executable, *nbval, str(tmp_path / "notebooks" / f"{stem}.ipynb")]
        codes[stem] = subprocess.run(run, cwd=tmp_path, env=environment, capture_output=True).returncode
    assert codes == {"03_targets-and-results": 1, "05_systems-and-milestones": 0}


@pytest.mark.whole
def test_stock_tools_run_a_notebook_as_it_is(tmp_path):
    environment = copied(tmp_path)
    notebook = str(tmp_path / "notebooks" / "01_one-province-over-time.ipynb")
    papermill = ["-m", "papermill", notebook, str(tmp_path / "out.ipynb"), "-p", "area", "Quảng Ninh"]
    subprocess.run([sys.executable, *papermill], env=environment, check=True, capture_output=True)
    said = (tmp_path / "out.ipynb").read_text("utf-8")
    assert "Quảng Ninh" in said and '"output_type": "error"' not in said
    nbconvert = ["-m", "nbconvert", "--to", "html", "--execute", notebook, "--output-dir", str(tmp_path)]
    subprocess.run([sys.executable, *nbconvert], env=environment, check=True, capture_output=True)
    page = (tmp_path / "01_one-province-over-time.html").read_text("utf-8")
    assert page.count('src="data:image/svg+xml,') == 2 and "percentage points above " in page
