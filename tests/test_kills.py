"""Kills of real builds, of pages and of tables, at moments drawn by chance: what is left is whole, and the next build
completes."""

import gzip
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import openpyxl
import pytest
from test_briefs import REPORTS, project
from test_processes import until

from sosanh.data import package, paths
from sosanh.publish import record
from sosanh.publish.build import LISTS, LOCK

pytestmark = [pytest.mark.whole, pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")]

LINES = (
    "- {name: '{area}-figures', notebook: 00_start-here, grid: {area: [Bình Định, Huế]}}\n"
    "- {name: steps, notebook: 05_systems-and-milestones}\n"
    "- {name: pay, notebook: 04_one-indicator-in-depth, languages: [vi]}\n"
)
BUILDER = {"SIGKILL": signal.SIGKILL, "SIGTERM": signal.SIGTERM, "SIGINT": signal.SIGINT}
KILLS = [
    *((f"the builder by {name}", number) for name in BUILDER for number in range(3)),
    *((f"the {whom} process", number) for whom in ("warm", "page's", "cells'") for number in range(3)),
    ("the page's process", 3), ("the cells' process", 3),
]  # fmt: skip
COST = {"the page's process": 2, "the cells' process": 2, "the warm process": 4}  # pages: a run makes two, two at once
OLD = b"<!-- as it was before -->\n"


class Project:
    """A copy of the project: its folder of pages, what a whole build writes there, and how long that takes."""

    def __init__(self, home):
        self.html, self.temporary = home / "reports" / "html", home / "temporary"
        self.environment = project(home, LINES) | {"TMPDIR": str(self.temporary)}
        self.temporary.mkdir()
        started = time.monotonic()
        assert self.build().wait() == 0
        self.seconds, self.files = time.monotonic() - started, self.there()

    def build(self):
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
        return subprocess.Popen(REPORTS, env=self.environment, **quiet)

    def there(self):
        """What a build wrote: pages, lists, the runs that it keeps, and what it may have begun to write."""
        files = [path for path in self.html.rglob("*") if path.is_file() and path.name not in (record.FILE, LOCK)]
        return {str(path.relative_to(self.html)): content(path) for path in files}

    def parents(self):
        """The processes that were started for this project, with their parents: its folder is in their environment."""
        home, found = f"SOSANH_HOME={self.environment['SOSANH_HOME']}\0".encode(), {}
        for process in filter(lambda each: each.name.isdigit(), Path("/proc").iterdir()):
            with suppress(OSError):  # it has just ended
                if home in (process / "environ").read_bytes():
                    found[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
        return found

    def those(self, whom, builder):
        """The processes of a kind, as they are now."""
        parents = self.parents()
        warm = [each for each in parents if parents[each] == builder and b"forkserver" in command(each)]
        pages = [each for each in parents if parents[each] in warm]
        kinds = {"warm": warm, "page's": pages, "cells'": [each for each in parents if parents[each] in pages]}
        return kinds[whom.split()[1]]


def content(path):
    """The bytes of a file; of a run that is kept nothing, once it is whole: it has the times of its cells."""
    return path.read_bytes() if path.suffix != ".gz" else gzip.decompress(path.read_bytes())[:0]


def command(process):
    with suppress(OSError):
        return Path(f"/proc/{process}/cmdline").read_bytes()
    return b""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return Project(tmp_path_factory.mktemp("home"))


@pytest.mark.parametrize(("whom", "number"), KILLS, ids=lambda each: str(each))
def test_a_kill_leaves_what_is_whole_and_the_next_build_completes(built, whom, number):
    """Every other time there are pages from before: then each stays, or the new one stands in its place."""
    chance = random.Random(f"{whom} {number}")
    pages = {name: page for name, page in built.files.items() if name.endswith(".html")}
    before = {name: OLD + page for name, page in pages.items()} if number % 2 else {}
    shutil.rmtree(built.html)
    built.html.mkdir()
    for name, page in before.items():
        (built.html / name).write_bytes(page)
    build = built.build()
    kill(built, build, whom, chance)
    said = build.stderr.read()
    code = build.wait()
    assert "Traceback" not in said, said
    assert until(lambda: not built.parents())
    there = built.there()
    for name in LISTS.values() & there.keys():
        page = there.pop(name).decode()
        assert page.rstrip().endswith("</html>") and linked(page) <= there.keys()
    if whom.startswith("the builder"):
        begun = {name for name in there if re.search(r"\.\d+$", name)} if whom.endswith("SIGKILL") else set()
        assert all(there[name] in (built.files[name], before.get(name)) for name in there.keys() - begun)
    else:
        missing = pages.keys() - LISTS.values() - there.keys()
        assert there.items() <= built.files.items() and len(missing) <= COST[whom] and code == bool(missing), said
    again = built.build()
    assert (again.wait(), again.stderr.read()) == (0, "")
    assert built.there() == built.files and until(lambda: not built.parents())


def kill(built, build, whom, chance):
    """At a moment of those that a whole build has, or the first one after it at which there is such a process."""
    time.sleep(chance.uniform(0, built.seconds))
    if whom.startswith("the builder"):
        build.send_signal(BUILDER[whom.split()[-1]])
        return
    while build.poll() is None:
        if those := built.those(whom, build.pid):
            with suppress(ProcessLookupError):
                os.kill(chance.choice(those), signal.SIGKILL)
            return


def linked(page):
    return set(re.findall(r'<h3[^>]*><a href="([^"]*)"', page))


DATA = [sys.executable, "-m", "sosanh", "data"]


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A copy of the data, its environment, and the tables before and after a figure is corrected in a workbook."""
    home = tmp_path_factory.mktemp("data")
    shutil.copytree(paths.RAW.parent, home / "data", ignore=shutil.ignore_patterns(".kept"))
    environment = os.environ | {"SOSANH_HOME": str(home)}
    started = time.monotonic()
    assert subprocess.run(DATA, env=environment, capture_output=True).returncode == 0
    seconds, old = time.monotonic() - started, csvs(home)
    july = home / "data" / "raw" / "articles" / "dt-2024-07.xlsx"
    before = july.read_bytes()
    book = openpyxl.load_workbook(july)
    columns = {cell.value: cell.column for cell in book["observations"][1]}
    for name in ("comment_vi", "comment_en"):
        book["observations"].cell(5, columns[name]).value = "?"
    book.save(july)
    assert subprocess.run(DATA, env=environment, capture_output=True).returncode == 0
    return home, environment, seconds, {before: old, july.read_bytes(): csvs(home)}


def csvs(home):
    return {path.name: path.read_bytes() for path in (home / "data" / "processed").glob("[!.]*")}


@pytest.mark.parametrize("number", range(12))
def test_two_builds_of_the_tables_of_which_one_is_killed_leave_what_is_whole_or_said_to_be_stale(tables, number):
    """With what workbooks gave kept or not, so that the kill falls on reading or on writing."""
    home, environment, seconds, states = tables
    chance = random.Random(f"data {number}")
    july = home / "data" / "raw" / "articles" / "dt-2024-07.xlsx"
    now = next(content for content in states if content != july.read_bytes())
    july.write_bytes(now)
    if number % 2:
        shutil.rmtree(home / "data" / ".kept", ignore_errors=True)
    quiet = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE, "text": True}
    first, second = subprocess.Popen(DATA, **quiet), subprocess.Popen(DATA, **quiet) if number % 3 else None
    time.sleep(chance.uniform(0, seconds if number % 2 else 0.5))
    first.kill()
    first.communicate()
    if second:
        assert second.communicate()[1] == "" and second.returncode == 0 and csvs(home) == states[now]
    assert csvs(home) in states.values() or package.staleness(home / "data" / "processed", home / "data" / "raw")
    assert subprocess.run(DATA, env=environment, capture_output=True).returncode == 0
    assert csvs(home) == states[now] and not [*(home / "data").rglob(".*.*.*[0-9]")]
    assert not package.staleness(home / "data" / "processed", home / "data" / "raw")
