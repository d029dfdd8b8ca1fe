"""After any change the pages are those that would be made from nothing, and only those that differ are written."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from sosanh.data import paths
from sosanh.publish import runs

pytestmark = pytest.mark.whole
REPORTS = [sys.executable, "-m", "sosanh", "reports"]


class Project:
    """A copy of the project without its workbooks: the tables can be changed as if others had been entered."""

    def __init__(self, home):
        self.home, self.pages = home, home / "reports" / "html"
        for name in ("data/processed", "notebooks", "reports/template", "lib"):
            ignored = shutil.ignore_patterns("__pycache__", ".*")
            shutil.copytree(paths.HOME / name, home / name, ignore=ignored)
        for name in ("requirements.lock", "reports/site.yml", "reports/briefs.yml", "data/CHANGELOG.md"):
            shutil.copy(paths.HOME / name, home / name)

    def table(self, name, change):
        """The rows of a table as `change` leaves them (dicts of text), and its digest in the package."""
        path, package = self.home / "data/processed" / f"{name}.csv", self.home / "data/processed/datapackage.json"
        held, kept = csv.DictReader(io.StringIO(path.read_text("utf-8"))), io.StringIO()
        writer = csv.DictWriter(kept, held.fieldnames, lineterminator="\n")
        writer.writeheader()
        writer.writerows(change([*held]))
        path.write_text(kept.getvalue(), encoding="utf-8")
        held = json.loads(package.read_text("utf-8"))
        for resource in held["resources"]:
            if resource["path"] == path.name:
                resource["hash"] = paths.digest(path.read_bytes())
        package.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")

    def text(self, name, change):
        path = self.home / name
        path.write_text(change(path.read_text("utf-8")), encoding="utf-8")

    def times(self):
        """When each page was written."""
        return {path.name: path.stat().st_mtime_ns for path in self.pages.glob("*.html")}

    def built(self):
        """The pages, and the line that says how many were built."""
        environment = {**os.environ, "SOSANH_HOME": str(self.home), "PYTHONPATH": str(self.home / "lib")}
        done = subprocess.run(REPORTS, env=environment, cwd=self.home, capture_output=True, encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
        (said,) = (line for line in done.stdout.splitlines() if " up to date" in line)
        return {path.name: path.read_bytes() for path in self.pages.glob("*.html")}, said


def cells(table, key, **new):
    def change(rows):
        return [row | new if key in row.values() else row for row in rows]

    return lambda project: project.table(table, change)


def text(name, old, new):
    def change(held):
        assert old in held
        return held.replace(old, new, 1)

    return lambda project: project.text(name, change)


def without_article(project):
    """As if Bình Định's article had never been entered."""
    own = [path.stem for path in (project.home / "data/processed").glob("*.csv")]
    for name in own:
        project.table(name, lambda rows: [row for row in rows if row.get("source_id") != "bd-undated"])


def with_article(project):
    shutil.copytree(paths.PROCESSED, project.home / "data/processed", dirs_exist_ok=True)


def pair_row(project):
    row = {"level": "indicator", "a": "edu_digital_signatures", "b": "health_ehr", "purpose": "level", "grade": "C"}
    row |= {"reason": "definition"}

    def change(rows):
        return [*rows, dict.fromkeys(rows[0], "") | {key: value for key, value in row.items() if key in rows[0]}]

    project.table("comparability", change)


SYSTEM, IMPORT = "qn-undated.s01", "from collections.abc"
CHANGES = {
    "a corrected figure": cells("observations", "dt-2024-07.18", as_printed="84%", obs_value="84"),
    "a comment on a system": cells("systems", SYSTEM, comment_vi="khác", comment_en="another"),
    "an article dated anew": cells("sources", "dt-2024-04", published_from="2024-04-02"),
    "an article that goes": without_article,
    "an article that comes": with_article,
    "a new pair row": pair_row,
    "a message": text("lib/sosanh/messages/en.yml", 'title_once: "', 'title_once: "New: '),
    "a comment in the code": text("lib/sosanh/draw/ranks.py", IMPORT, f"# nothing\n{IMPORT}"),
    "code of one chart": text("lib/sosanh/draw/ranks.py", IMPORT, f"NEW = 1\n{IMPORT}"),
    "the style of the lists": text("reports/template/index.css", "{", "{ /* nothing */"),
    "the style of pages": text("reports/template/page.css", "{", "{ /* nothing */"),
}
BEFORE = {"an article that comes": without_article}  # what was built before is the project as it is, but for these
NOTHING_DUE = {"a comment in the code", "the style of the lists"}


@pytest.fixture(scope="module")
def before(tmp_path_factory):
    project = Project(tmp_path_factory.mktemp("before"))
    return project, project.built()[0]


@pytest.mark.parametrize("change", CHANGES)
def test_the_pages_that_are_written_are_those_that_differ(before, tmp_path, change):
    old, pages = before
    project = Project(tmp_path)
    if change in BEFORE:
        BEFORE[change](project)
        pages, _ = project.built()
    else:
        shutil.copytree(old.pages, project.pages)
    CHANGES[change](project)
    times = project.times()
    made, said = project.built()
    written = {name for name, time in project.times().items() if time != times.get(name)}
    shutil.rmtree(project.pages)
    anew, _ = project.built()
    assert made == anew
    differ = {name for name in made if pages.get(name) != made[name]}
    assert written == differ
    count = re.match(r"(\d+) built(?:, (\d+) the same as before)?, (\d+) up to date", said).groups(default="0")
    listed = {
        name for name in differ if not name.startswith(("index", "explore"))
    }  # of all pages, and counted with none
    assert int(count[0]) - int(count[1]) == len(listed)
    assert (count[0] == "0") == (change in NOTHING_DUE)


def test_the_cells_run_again_only_where_they_read_something_else(before, tmp_path):
    """Those that show a corrected figure; of others its card may tell it, which is made without the cells."""
    old, _ = before
    first = kept(old)
    project = Project(tmp_path)
    shutil.copytree(old.pages, project.pages)
    CHANGES["a corrected figure"](project)
    project.built()
    now = kept(project)
    shutil.rmtree(project.pages)
    project.built()
    ran, shown = ({name for name in first if other[name][place] != first[name][place]}
                  for other, place in ((now, 0), (kept(project), 1)))  # fmt: skip
    assert shown <= ran and 0 < len(ran) < len(first) / 2, (shown, ran)


def kept(project):
    """The runs that are kept: of each its bytes, and what its cells show."""
    held = {path.stem: path.read_bytes() for path in (project.pages / ".runs").glob("*")}
    return {name: (run, [cell.get("outputs") for cell in runs.outputs(run)["cells"]]) for name, run in held.items()}
