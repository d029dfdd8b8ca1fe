import os
import re
import signal
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis
import published
import pytest
from openpyxl.utils import get_column_letter

from sosanh.compare.questions import over_time
from sosanh.curate.build import build
from sosanh.data import paths
from sosanh.data.collection import load
from sosanh.data.problems import DataProblems
from sosanh.data.tables import TABLES

os.environ["LANGUAGE"] = "en"  # what is said follows the reader's machine, and tests hold the English
# What a shell starts in the background ignores Ctrl-C, and so does all that this starts; tests send it.
signal.signal(signal.SIGINT, signal.default_int_handler)

# No test asserts a time: on a busy machine a first call that reads Unicode's tables took half a second.
hypothesis.settings.register_profile("sosanh", deadline=None)
hypothesis.settings.load_profile("sosanh")


def pytest_sessionstart(session):
    """What the workbooks give is kept once, before any process runs tests: copies of the data folder bring it along."""
    if not hasattr(session.config, "workerinput"):
        with TemporaryDirectory() as folder, suppress(DataProblems, OSError):
            build(processed=Path(folder))


def lettered(words):
    """Cells are named by their columns, `observations!<bound>6`, so that a new column moves none of them."""

    def letter(found):
        names = [column.name for column in TABLES[found[1]].typed]
        return f"{found[1]}!{get_column_letter(1 + names.index(found[2]))}"

    return re.sub(r"(\w+)!<(\w+)>", letter, words)


def pytest_runtest_setup(item):
    """Tests of today's figures do not run on other data; where the project itself is checked, they must."""
    if item.get_closest_marker("published") and (reason := published.differs()):
        (pytest.fail if os.environ.get("CI") else pytest.skip)(reason)


@pytest.fixture(scope="session")
def data():
    return load()


@pytest.fixture(scope="session")
def schools(data):
    """The published example: Đồng Tháp's education figures of July 2024 against February 2025."""
    return over_time(data, "Đồng Tháp", "2024-07", "2025-02", "education")


def pytest_terminal_summary(terminalreporter):
    """Where a notebook of the collection is red: how to get it back, or how to keep what was changed."""
    failed = [each.nodeid for kind in ("failed", "error") for each in terminalreporter.stats.get(kind, ())]
    red = [path for path in paths.notebooks() if any(_is_of(each, path) for each in failed)]
    if red:
        names = " ".join(f"notebooks/{path.name}" for path in red)
        terminalreporter.write_line(
            f"{names}: saved with changes, or the data or the code have changed. `git checkout {names}` takes a saved "
            "change back; `make refresh` runs the notebooks anew. Keep what you tried under a name of your own."
        )


def _is_of(nodeid, path):
    return nodeid.startswith(f"notebooks/{path.name}") or (
        nodeid.startswith("tests/test_notebooks.py") and nodeid.endswith(f"[{path.stem}]")
    )
