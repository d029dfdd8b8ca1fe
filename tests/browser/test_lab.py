"""JupyterLab as `make lab` opens it: a lesson runs there, and its answers are checked in a cell."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys

import pytest

from sosanh.data import paths

from .conftest import launched

STARTED = re.compile(r"http://127\.0\.0\.1:\d+/lab\S*token=\w+")


@pytest.fixture
def lab(tmp_path):
    """The address of a JupyterLab that works in a copy of the project, with what it prints."""
    for name in ("data", "notebooks"):
        shutil.copytree(paths.HOME / name, tmp_path / name)
    environment = {**os.environ, "SOSANH_HOME": str(tmp_path), "PYTHONPATH": str(paths.LIBRARY.parent)}
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


def test_a_lesson_runs_and_checks_an_answer(lab, playwright):
    asked, errors = [], []
    chromium = launched(playwright)
    browser = chromium.new_page()
    try:
        browser.on("request", lambda request: asked.append(request.url))
        browser.on("pageerror", lambda error: errors.append(str(error)))
        lesson = "my-notebooks/en/teaching/02_percentages-and-totals.ipynb"
        base, _, token = lab.partition("?")
        browser.goto(f"{base.partition('/lab')[0]}/lab/tree/{lesson}?{token}")
        notebook = browser.locator(".jp-Notebook")
        notebook.wait_for(timeout=90_000)
        browser.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').wait_for(timeout=90_000)
        notebook.locator(".jp-CodeCell").first.click()
        browser.keyboard.press("Escape")
        browser.get_by_role("menuitem", name="Run", exact=True).click()
        browser.get_by_text("Run All Cells", exact=True).click()
        # JupyterLab takes cells that are not seen out of the window, and Run All ends far below: what is looked
        # for is asked for there, where one's own cells stand.
        browser.keyboard.press("Escape")
        browser.keyboard.press("b")
        browser.keyboard.press("Enter")
        browser.keyboard.type("first")
        browser.keyboard.press("Shift+Enter")
        notebook.get_by_text("From the fraction to the percentage").last.wait_for(timeout=90_000)
        browser.keyboard.type('first.check("0.78")')
        browser.keyboard.press("Shift+Enter")
        notebook.get_by_text("Not right yet").wait_for(timeout=60_000)
        assert not errors
        assert all(url.startswith(("http://127.0.0.1:", "data:", "blob:")) for url in asked)
    finally:
        chromium.close()
