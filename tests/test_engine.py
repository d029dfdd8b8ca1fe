"""Cells in a forked process give what a kernel gives, leave nothing behind, and cannot hang or outlive the build."""

import os
import re
import time

import nbformat
import papermill
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from sosanh.data import paths
from sosanh.publish import engine, notebooks, page
from sosanh.publish.briefs import Brief, BriefFailed

pytestmark = pytest.mark.skipif(not engine.forks(), reason="cells run in kernels here")

CELLS = {
    "a result and what is printed": "import sys\nprint(x, 'one')\nprint('two', file=sys.stderr)\nx + 1",
    "what is shown": "from IPython.display import HTML, display\ndisplay(HTML('<b>a</b>'), metadata={'tags': ['t']})",
    "what changes": "shown = display(HTML('a'), display_id='d')\nshown.update(HTML('b'))",
    "what is cleared": "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    "a figure": "import matplotlib.pyplot as plt\nplt.figure(figsize=(1, 1)).text(0.5, 0.5, 'a');",
    "a wait": "import asyncio\nawait asyncio.sleep(0.001)\n'waited'",
    "nothing": "  ",
    "a command": "%pwd\n!echo said",
    "an error": "def wrong():\n    return 1 / 0\nwrong()",
    "what is not run any more": "2",
}


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)
    return tmp_path


def write(place, *cells):
    given = new_code_cell("x: int = 1\nlanguage: str = 'en'", metadata={"tags": ["parameters"]})
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    notebook = new_notebook(cells=[given, *map(new_code_cell, cells)], metadata={"kernelspec": kernel})
    nbformat.write(notebook, place / "first.ipynb")
    return Brief("one", "first", {"x": 2}, "en", ("en",), 60)


def run(place, **settings):
    """The notebook as papermill saves it, also where a cell fails."""
    with pytest.raises(papermill.PapermillExecutionError, match="ZeroDivisionError"):
        papermill.execute_notebook(
            place / "first.ipynb", place / "run.ipynb", {"x": 2}, cwd=place, progress_bar=False, **settings
        )
    return nbformat.read(place / "run.ipynb", as_version=4).cells


def test_papermill_saves_of_a_forked_process_what_it_saves_of_a_kernel(place):
    write(place, *CELLS.values())
    forked = run(place, engine_name=engine.NAME, timeout_func=lambda cell: 60)
    in_kernel = notebooks.in_kernel(lambda settings: run(place, config=settings))
    assert len(forked) == len(in_kernel) == len(CELLS) + 4  # the parameters twice, and two of papermill on the error
    for ours, theirs in zip(forked, in_kernel, strict=True):
        assert plain(ours.get("outputs")) == plain(theirs.get("outputs")), ours.source
        assert ours.get("execution_count") == theirs.get("execution_count")
        own, other = (each.metadata.get("papermill", {}) for each in (ours, theirs))
        assert [own.get(key) for key in ("status", "exception")] == [other.get(key) for key in ("status", "exception")]
        assert bool(own.get("duration")) == bool(other.get("duration"))


def plain(outputs):
    """Outputs without colours: those of a traceback hang on the terminal that a process thinks it has."""
    return re.sub(r"\\x1b\[[0-9;]*m", "", str(outputs))


DIRTY = """\
import builtins, os, sys, warnings
import matplotlib, pandas, sosanh
builtins.dirty = sosanh.dirty = True
matplotlib.rcParams["font.size"] = 99
pandas.set_option("display.max_rows", 7)
os.environ["DIRTY"] = "1"
os.chdir("/")
sys.modules["json"] = None
sys.path.insert(0, "/dirty")
warnings.simplefilter("error")
globals()["left"] = 1
"""
SEEN = """\
import builtins, os, sys
import json, matplotlib, pandas, sosanh
[hasattr(builtins, "dirty"), hasattr(sosanh, "dirty"), matplotlib.rcParams["font.size"] == 99,
 pandas.get_option("display.max_rows") == 7, "DIRTY" in os.environ, os.getcwd() == "/", "/dirty" in sys.path,
 "left" in globals()]
"""


def test_what_a_page_dirties_the_next_does_not_find(place):
    write(place, DIRTY)
    page._run([write(place, DIRTY)])
    (*_, seen) = page._run([write(place, SEEN)]).cells
    assert seen.outputs[0].data["text/plain"] == "[False, False, False, False, False, False, False, False]"


def failure(brief):
    with pytest.raises(BriefFailed) as raised:
        page._run([brief])
    return str(raised.value)


def gone(process):
    """Has the process ended? It may be a moment before the system says so."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_a_cell_that_does_not_end_is_named_and_leaves_no_process(place):
    left = (
        "import os, subprocess\nopen('ids', 'w').write(f'{os.getpid()} {subprocess.Popen([\"sleep\", \"600\"]).pid}')"
    )
    endless = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: pass"
    said = failure(Brief(**vars(write(place, left, endless)) | {"limit": 2}))
    assert said == "notebook first, cell 3: the brief's limit of 2 s was reached (limit: in briefs.yml)"
    assert all(gone(int(each)) for each in (place / "ids").read_text().split())


@pytest.mark.parametrize("ends", ["os._exit(3)", "os.kill(os.getpid(), 9)", "exit()"])
def test_a_cell_that_ends_its_process_is_named(place, ends):
    assert failure(write(place, "import os", ends)) == "notebook first, cell 3: DeadKernelError: its process ended"


WRITES = (
    "open('data/sources.csv', 'a').write('x')", "Path('data/sources.csv').unlink()", "Path('data/new/b').mkdir()",
    "os.truncate('data/../data/sources.csv', 0)", "os.rename('data/sources.csv', 'away')", "open(b'data/n', 'xb')",
    "pandas.DataFrame({'a': [1]}).to_csv('data/sources.csv')", "os.link('first.ipynb', 'data/linked')",
)  # fmt: skip


@pytest.fixture
def table(place, monkeypatch):
    """A file of the data, which no notebook may change."""
    (place / "data" / "new").mkdir(parents=True)
    (place / "data" / "sources.csv").write_text("kept")
    monkeypatch.setattr(paths, "CHANGES", place / "data" / "CHANGELOG.md")
    return place / "data" / "sources.csv"


def test_a_cell_that_writes_into_the_data_fails_and_the_data_stay(place, table):
    """They would be others for the pages that are made beside it, and for the lists of pages."""
    tried = (f"try:\n    {each}\nexcept PermissionError as error:\n    told.append(error)" for each in WRITES)
    (*_, made) = page._run(
        [write(place, "import os, pandas\nfrom pathlib import Path\ntold = []", *tried, "len(told)")]
    ).cells
    assert made.outputs[0].data["text/plain"] == str(len(WRITES))
    assert table.read_text() == "kept" and {each.name for each in place.rglob("data/*")} == {"new", "sources.csv"}
    said = failure(write(place, WRITES[0]))
    assert said == "notebook first, cell 2: PermissionError: [Errno 13] a page only reads the data: 'data/sources.csv'"


def test_a_program_that_writes_into_the_data_for_a_notebook_is_told_so(place, table):
    said = failure(write(place, "!echo >> data/sources.csv"))
    assert said == "notebook first: sources.csv in data/ changed while it ran; a page only reads the data"


@pytest.mark.parametrize("shows", ["while True: print('x' * 100)", "'x' * 9_000_000"])
def test_a_cell_that_shows_without_end_is_stopped_and_named(place, monkeypatch, shows):
    monkeypatch.setattr(engine, "MOST", 3_000_000)
    assert failure(write(place, shows)) == "notebook first, cell 2: its cells show more than 3 MB"


@pytest.mark.parametrize("kernels", ["0", "1"])
@pytest.mark.parametrize("code", ["0", ""])
def test_a_cell_that_ends_the_program_as_if_all_were_well_is_named(place, monkeypatch, kernels, code):
    """papermill counts an exit with 0 as done, and runs no cell behind it: the page was half of what was asked for."""
    monkeypatch.setenv("KERNELS", kernels)
    said = failure(write(place, f"import sys\nsys.exit({code})", "'not run'"))
    assert said == f"notebook first, cell 2: SystemExit: {code}; the cells behind it were not run"
