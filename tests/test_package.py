"""The package as pip installs it: it brings its tables, words and fonts, and answers in any folder."""

import os
import shutil
import subprocess
import sys
import zipfile

import pytest

from sosanh.data import paths

PROGRAM = """
import sosanh
found = sosanh.load("en").over_time("Đồng Tháp", "2024-07", "2025-02", sector="education")
print(found.headline().question)
print(found.slope().image[:18])
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """What a wheel of this project holds, unpacked where no project is. No dependency is fetched."""
    source, place = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("installed")
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(paths.HOME / name, source)
    shutil.copytree(paths.LIBRARY, source / "lib" / "sosanh", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(paths.PROCESSED, source / "data" / "processed")
    build = "from setuptools.build_meta import build_wheel; print(build_wheel('.'))"
    built = subprocess.run([sys.executable, "-c", build], cwd=source, capture_output=True, encoding="utf-8")
    assert built.returncode == 0, built.stderr
    zipfile.ZipFile(source / built.stdout.split()[-1]).extractall(place)
    return place


def run(installed, *arguments):
    environment = {key: value for key, value in os.environ.items() if key not in ("SOSANH_HOME", "ARTICLES")}
    environment |= {"PYTHONPATH": str(installed), "PYTHONUTF8": "1"}
    call = [sys.executable, *arguments]
    return subprocess.run(call, cwd=installed.parent, env=environment, capture_output=True, encoding="utf-8")


def test_it_answers_in_any_folder(installed):
    ran = run(installed, "-c", PROGRAM)
    assert ran.stdout.splitlines() == [
        "Have Đồng Tháp’s schools passed the 80% target for 2024 for cashless payment?", "data:image/svg+xml",
    ], ran.stderr  # fmt: skip


def test_every_module_and_file_of_the_library_is_in_it(installed):
    def of(folder):
        return {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    tables = {f"processed/{path.name}" for path in paths.PROCESSED.iterdir()}
    assert of(installed / "sosanh") == of(paths.LIBRARY) | tables


def test_a_verb_that_needs_a_project_says_so(installed):
    ran = run(installed, "-m", "sosanh", "reports")
    assert ran.returncode == 2 and ran.stdout == ""
    [line] = ran.stderr.splitlines()
    assert line.startswith("reports works on a project's folders, and there are none in ")
    assert line.endswith(": run it in a clone of the project, or name the clone in SOSANH_HOME")


def test_it_has_a_console_script(installed):
    [entry] = installed.glob("sosanh-*.dist-info/entry_points.txt")
    assert "sosanh = sosanh.__main__:main" in entry.read_text()
