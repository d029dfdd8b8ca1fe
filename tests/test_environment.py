"""What is asked for (pyproject.toml), what conda users get (environment.yml) and what is installed (requirements.lock)
say the same."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

import sosanh
from sosanh import __main__ as command_line
from sosanh.data import notebooks, paths

NOT_IN_CONDA = {
    "uv": "installs the lock, which conda users do not use",
    "vietnamadminunits": "is only on PyPI",
    "jupyterlab-language-pack-vi-vn": "is a translation; without it JupyterLab is English",
}
ONLY_IN_CONDA = {"python", "pip"}
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

PROJECT = tomllib.loads((paths.HOME / "pyproject.toml").read_text("utf-8"))
CONDA = yaml.safe_load((paths.HOME / "environment.yml").read_text("utf-8"))
LOCK = (paths.HOME / "requirements.lock").read_text("utf-8")


def requirements(lines):
    return {each.name: each for each in map(Requirement, lines)}


ASKED = requirements(
    PROJECT["project"]["dependencies"]
    + [each for extra in PROJECT["project"]["optional-dependencies"].values() for each in extra]
    + PROJECT["dependency-groups"]["dev"]
)
BROWSER = (paths.HOME / "tests" / "browser" / "requirements.lock").read_text("utf-8")


def entries(lock):
    return re.findall(r"^(\S+==[^\\\n]*)((?:\\\n +--hash=\S+ ?)*)", lock, re.MULTILINE)


ENTRIES = entries(LOCK)


def test_conda_has_the_same_names_and_ranges():
    conda = requirements(each for each in CONDA["dependencies"] if isinstance(each, str))
    wanted = {name: each.specifier for name, each in ASKED.items() if name not in NOT_IN_CONDA}
    assert {name: each.specifier for name, each in conda.items() if name not in ONLY_IN_CONDA} == wanted
    assert conda["python"].specifier == SpecifierSet(PROJECT["project"]["requires-python"])


def test_conda_takes_from_one_channel_and_nothing_by_pip():
    assert CONDA["channels"] == ["conda-forge", "nodefaults"]
    assert all(isinstance(each, str) for each in CONDA["dependencies"])


@pytest.mark.parametrize("python", PYTHONS)
def test_the_lock_has_each_dependency_once_and_in_its_range(python):
    here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    locked = [each for each in map(Requirement, (entry for entry, _ in ENTRIES)) if holds(each.marker, here)]
    names = [each.name for each in locked]
    assert len(names) == len(set(names))
    versions = {each.name: next(iter(each.specifier)).version for each in locked}
    assert [name for name, each in ASKED.items() if versions.get(name, "none") not in each.specifier] == []


def holds(marker: Marker | None, here: dict) -> bool:
    return marker is None or marker.evaluate(here)


def test_the_browser_lock_has_what_is_asked_for_and_the_versions_of_the_other():
    asked = requirements(PROJECT["dependency-groups"]["browser"])
    locked, other = (
        {name: next(iter(each.specifier)).version for name, each in requirements(only).items()}
        for only in ([entry for entry, _ in entries(lock)] for lock in (BROWSER, LOCK))
    )
    assert [name for name, each in asked.items() if locked.get(name, "none") not in each.specifier] == []
    assert [name for name in locked.keys() & other.keys() if locked[name] != other[name]] == []


@pytest.mark.parametrize(("lock", "least"), [(LOCK, 100), (BROWSER, 4)], ids=["all", "browser"])
def test_every_locked_entry_has_a_hash_and_nothing_else_stands_there(lock, least):
    assert len(entries(lock)) > least and all("--hash=sha256:" in hashes for _, hashes in entries(lock))
    lines = [
        line for line in lock.splitlines() if not re.match(r"^ *#|^\S+==|^ +--hash=sha256:[0-9a-f]{64}( \\)?$", line)
    ]
    assert lines == []


def test_the_validator_and_what_it_needs_are_locked_by_their_digests():
    lock = json.loads((paths.HOME / "tests" / "browser" / "package-lock.json").read_text("utf-8"))
    packages = {name: each for name, each in lock["packages"].items() if name}
    assert "node_modules/html-validate" in packages
    assert [name for name, each in packages.items() if not each["integrity"].startswith("sha512-")] == []


def test_the_pythons_tried_are_those_that_are_asked_for():
    allowed = SpecifierSet(PROJECT["project"]["requires-python"])
    assert [f"3.{minor}" for minor in range(30) if f"3.{minor}" in allowed] == list(PYTHONS)


def test_no_lock_names_an_index():
    names = ["requirements.lock"]  # all there is to look at in a copy without git
    if (paths.HOME / ".git").exists():
        names = subprocess.check_output(["git", "ls-files", "*lock*"], cwd=paths.HOME, text=True).split()
    assert "requirements.lock" in names
    thanks = re.compile(r'"url": "https://(github|opencollective)\.com/.*"')  # where npm's authors take gifts
    assert [name for name in names if "://" in thanks.sub("", (paths.HOME / name).read_text("utf-8"))] == []


def test_the_library_that_runs_is_the_one_beside_these_tests():
    assert Path(sosanh.__file__).resolve().parents[2] == Path(__file__).resolve().parents[1]


def test_a_copied_environment_says_that_it_runs_another_copys_library(tmp_path):
    """.venv/bin/papermill of a copied folder ran the library and the data of the first folder, without a word."""
    (tmp_path / "lib" / "sosanh").mkdir(parents=True)
    (tmp_path / "lib" / "sosanh" / "__init__.py").touch()
    (tmp_path / "notebooks").mkdir()
    library = str(paths.LIBRARY.parent)
    script = f"import sys; sys.path.insert(0, {library!r}); import sosanh; print(sosanh.__file__)"

    def imported(folder, **named):
        bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "SOSANH_HOME")}
        call = [sys.executable, "-c", script]
        return subprocess.run(call, cwd=folder, env={**bare, **named}, capture_output=True, encoding="utf-8")

    said = imported(tmp_path / "notebooks").stderr.splitlines()[-1]
    assert f"this is the library of {library.removesuffix('/lib')}, and you are in {tmp_path}" in said
    assert "run .venv/bin/python -m papermill" in said and "rm -r .venv" in said
    right = [imported(paths.NOTEBOOKS), imported(tmp_path.parent), imported(tmp_path, PYTHONPATH=library)]
    right.append(imported(tmp_path, SOSANH_HOME=str(tmp_path)))
    assert [each.returncode for each in right] == [0, 0, 0, 0]


@pytest.fixture
def lab(monkeypatch, tmp_path):
    """Calls `lab` with these options, as root or not, and gives what JupyterLab is called with."""
    monkeypatch.setattr(paths, "HOME", tmp_path)
    monkeypatch.setattr(paths, "OWN", tmp_path / "my-notebooks")
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)

    def call(*options, user=0):
        called = []
        monkeypatch.setattr(command_line, "_run", lambda arguments: called.extend(arguments) or 0)
        monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
        assert command_line.main(["lab", *options]) == 0
        return called

    return call


def test_make_lab_asks_nothing_and_leaves_the_users_settings_alone(lab):
    called = lab("--no-browser")
    assert called[:2] == ["-m", "jupyterlab"] and called[-2:] == ["--allow-root", "--no-browser"]
    assert "--LabApp.default_url=/lab/tree/my-notebooks/en/00_start-here.ipynb" in called
    assert "--ServerApp.ip=127.0.0.1" in called and not any("token" in each for each in called)
    (settings,) = [each.partition("=")[2] for each in called if "settings_dir" in each]
    said = json.loads((Path(settings) / "overrides.json").read_text("utf-8"))
    schema = Path(sys.prefix) / "share/jupyter/lab/schemas/@jupyterlab/apputils-extension"
    known = json.loads((schema / "notification.json").read_text("utf-8"))["properties"]["fetchNews"]
    assert said["@jupyterlab/apputils-extension:notification"]["fetchNews"] == "false"
    assert "false" in [each["const"] for each in known["oneOf"]]
    assert "--allow-root" not in lab(user=1000)


def test_the_lab_opens_a_copy_in_one_language_that_is_never_written_over(lab, tmp_path, capsys):
    lab("--language", "vi")
    own = tmp_path / "my-notebooks" / "vi"
    files = {path.relative_to(own).as_posix() for path in own.rglob("*.ipynb")}
    assert files == {path.relative_to(paths.NOTEBOOKS).as_posix() for path in paths.NOTEBOOKS.rglob("[0-9]*.ipynb")}
    start = own / "00_start-here.ipynb"
    cells = json.loads(start.read_text("utf-8"))["cells"]
    assert not any("lang-en" in each["metadata"].get("tags", ()) for each in cells)
    assert notebooks.defaults(start)["language"] == "vi"
    assert not any(each.get("outputs") for each in cells)  # those stored are English
    start.write_text("mine", encoding="utf-8")
    capsys.readouterr()
    lab("--language", "vi")
    assert start.read_text("utf-8") == "mine" and "your copy, as you left it" in capsys.readouterr().out
    assert any(each.endswith("my-notebooks/vi-2/00_start-here.ipynb") for each in lab("--language", "vi", "--fresh"))
    assert start.read_text("utf-8") == "mine" and (own.with_name("vi-2") / "00_start-here.ipynb").exists()


def test_the_lab_speaks_the_language_of_the_machine(lab, monkeypatch):
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    called = lab()
    assert "--LabApp.default_url=/lab/tree/my-notebooks/vi/00_start-here.ipynb" in called
    (settings,) = [each.partition("=")[2] for each in called if "settings_dir" in each]
    said = json.loads((Path(settings) / "overrides.json").read_text("utf-8"))
    assert said["@jupyterlab/translation-extension:plugin"]["locale"] == "vi_VN"
    assert "jupyterlab-language-pack-vi-vn==" in LOCK
    monkeypatch.setenv("LANGUAGE", "en_GB:vi")
    assert "--LabApp.default_url=/lab/tree/my-notebooks/en/00_start-here.ipynb" in lab()
    en = paths.OWN / "en" / "00_start-here.ipynb"
    assert any(each.get("outputs") for each in json.loads(en.read_text("utf-8"))["cells"])  # of its language: kept


def test_git_passes_over_a_visitors_notebooks():
    assert "my-notebooks/" in (paths.HOME / ".gitignore").read_text("utf-8").splitlines()


def test_make_passes_options_on_to_jupyterlab(clone):
    (clone / "go").touch()
    make_data(clone).communicate()
    call = ["make", "-n", "lab", f"PYTHON={clone.parent / 'python'}", "LAB=--no-browser --port=9999"]
    plain = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}  # as by hand
    said = subprocess.check_output(call, cwd=clone, encoding="utf-8", env=plain)
    assert said.splitlines()[-1].split("-m sosanh ")[1].split() == ["lab", "--no-browser", "--port=9999"]
    said = subprocess.check_output([*call, "LANGUAGE=vi", "FRESH=1"], cwd=clone, encoding="utf-8", env=plain)
    assert 'lab --language "vi" --fresh --no-browser' in " ".join(said.splitlines()[-1].split())


# --- the Makefile, with something that stands for Python and installs nothing -------------------------------

STAND_IN = """#!/bin/sh
case "$*" in
  "-m venv .venv")
    echo set up >> noted
    while [ ! -e go ]; do sleep 0.05; done
    mkdir -p .venv/bin .venv/lib/python3.11/site-packages && cp "$0" .venv/bin/python && cp "$0" .venv/bin/uv ;;
  "-m sosanh data") echo "$PYTHONPATH" ;;
  -c*) exec "%s" "$@" ;;
esac
"""


@pytest.fixture
def clone(tmp_path):
    """A folder with Vietnamese letters and spaces, and `make data` in it, in a locale without such letters."""
    if not shutil.which("make"):
        pytest.skip("no make here")
    folder = tmp_path / "thử so sánh"
    (folder / "lib").mkdir(parents=True)
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(paths.HOME / name, folder)
    stand_in = tmp_path / "python"
    stand_in.write_text(STAND_IN % sys.executable)
    stand_in.chmod(0o755)
    return folder


def make_data(folder):
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C"}
    call = ["make", "data", f"PYTHON={folder.parent / 'python'}"]
    return subprocess.Popen(call, cwd=folder, env=environment, stdout=subprocess.PIPE, encoding="utf-8")


def test_make_runs_the_library_of_its_own_folder_also_in_a_copy(clone):
    (clone / "go").touch()
    assert make_data(clone).communicate()[0].splitlines()[-1] == str(clone / "lib")
    copy = clone.with_name("bản sao")
    shutil.copytree(clone, copy)
    assert make_data(copy).communicate()[0].splitlines()[-1] == str(copy / "lib")
    packages = next(copy.glob(".venv/lib/python3.*/site-packages"))
    assert (packages / (packages / "sosanh.pth").read_text("ascii").strip()).resolve() == copy / "lib"


def test_two_that_come_at_once_set_up_once(clone):
    first, second = make_data(clone), make_data(clone)
    try:
        said = {each.stdout.readline().split(" .venv")[0] for each in (first, second)}
        assert said == {"Setting up", "Another make is setting up"}
    finally:
        (clone / "go").touch()
        ended = [(each.communicate(), each.returncode)[1] for each in (first, second)]
    assert ended == [0, 0] and (clone / "noted").read_text() == "set up\n"
