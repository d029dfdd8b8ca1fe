"""JupyterLab as `make lab` opens it: a lesson checks an answer, the explorer finds, compares and saves."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import openpyxl
import pytest

from sosanh.data import paths

from .conftest import launched

STARTED = re.compile(r"http://127\.0\.0\.1:\d+/lab\S*token=\w+")
SLOW = 120_000  # ms: a kernel starts beside other work


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab that works in a copy of the project, in `tmp_path`."""
    for name in ("data", "notebooks"):
        shutil.copytree(paths.HOME / name, tmp_path / name)
    own = {f"JUPYTERLAB_{name}_DIR": str(tmp_path / name) for name in ("SETTINGS", "WORKSPACES")}  # no tabs of others
    environment = {**os.environ, **own, "SOSANH_HOME": str(tmp_path), "PYTHONPATH": str(paths.LIBRARY.parent)}
    call = [sys.executable, "-m", "sosanh", "lab", "--language", "en", "--no-browser", "--ServerApp.port=0"]
    with subprocess.Popen(
        call, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as program:
        address = next(found[0] for line in program.stdout if (found := STARTED.search(line)))
        yield address
        program.send_signal(signal.SIGTERM)
        program.wait(60)
        with pytest.raises(OSError):  # what it started has ended with it
            socket.create_connection(("127.0.0.1", int(re.search(r":(\d+)/", address)[1])), 2)


@contextmanager
def opened(lab, playwright, path, cells):
    """The page of a notebook whose first cells have been run, one after the other, as by Shift+Enter."""
    asked, errors = [], []
    chromium = launched(playwright)
    try:
        page = chromium.new_page(viewport={"width": 1280, "height": 1400})
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        base, _, token = lab.partition("?")
        page.goto(f"{base.partition('/lab')[0]}/lab/tree/{path}?{token}")
        # What is run before the kernel has answered is lost, and the notebook's own sign of it is idle from the start.
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=SLOW)
        page.locator(".jp-Notebook .jp-Cell").first.click()
        page.keyboard.press("Escape")
        for _ in range(cells):
            page.keyboard.press("Shift+Enter")
        yield page
        assert errors == []
        assert all(url.startswith(("http://127.0.0.1:", "data:", "blob:")) for url in asked)
    finally:
        chromium.close()


def test_a_lesson_runs_and_checks_an_answer(lab, playwright, tmp_path):
    path = tmp_path / "my-notebooks/en/teaching/02_percentages-and-totals.ipynb"
    held = json.loads(path.read_text("utf-8"))
    at = next(place for place, cell in enumerate(held["cells"]) if "".join(cell["source"]).startswith("first = "))
    own = {"cell_type": "code", "id": "own", "metadata": {}, "outputs": [], "execution_count": None}
    held["cells"].insert(at + 1, own | {"source": 'first.check("0.78")'})
    path.write_text(json.dumps(held), encoding="utf-8")
    with opened(lab, playwright, path.relative_to(tmp_path), at + 2) as page:
        page.locator(".jp-Notebook").get_by_text("Not right yet").wait_for(timeout=SLOW)


def test_the_explorer_finds_compares_and_saves(lab, playwright, tmp_path):
    with opened(lab, playwright, "my-notebooks/en/09_explore.ipynb", 4) as page:
        own = page.locator(".widget-html-content")  # beneath it the notebook shows its default figure
        page.get_by_label("Province or city").select_option("Quảng Ninh", timeout=SLOW)
        page.get_by_label("Sector").select_option("Health")
        page.get_by_text("Figures: 9").wait_for(timeout=SLOW)
        rows = page.locator(".dt-container tbody tr")
        assert rows.count() == 9 and {"Quảng Ninh"} == {*rows.locator("td:first-child").all_inner_texts()}
        page.get_by_role("button", name="Save XLSX").click()
        page.get_by_text("Saved: saved/figures-quang-ninh-health.xlsx").wait_for(timeout=SLOW)
        folder = tmp_path / "my-notebooks" / "en" / "saved"
        figures = openpyxl.load_workbook(folder / "figures-quang-ninh-health.xlsx").worksheets[1]
        assert figures["A1"].value == "Figures as printed" and figures.max_row == 12
        rows.first.locator("td").first.click()  # a row chooses its figure, which compares with no other: a refusal
        own.get_by_text("With every other figure here").wait_for(timeout=SLOW)
        page.get_by_label("Province or city").select_option("Đồng Tháp")
        page.get_by_label("Sector").select_option("All")
        page.get_by_label("Search", exact=True).fill("khong dung tien mat")
        page.keyboard.press("Enter")
        page.get_by_text(re.compile("^Figures: [1-8]$")).wait_for(timeout=SLOW)
        page.get_by_label("One figure").focus()  # the arrow keys choose as well as a click
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        own.get_by_text("Comparable within limits").wait_for(timeout=SLOW)
        page.get_by_role("button", name="Chart", exact=True).click()
        own.locator("figure img").first.wait_for(timeout=SLOW)
        page.get_by_role("button", name="Save SVG").click()
        page.get_by_text(re.compile(r"Saved: saved/slope-dt-2024-07-04\.svg")).wait_for(timeout=SLOW)
        assert [*folder.glob("*.svg")]
