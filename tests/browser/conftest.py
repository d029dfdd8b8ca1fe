"""Chromium, started once, and the pages of `reports/html` to open in it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, sync_playwright

from sosanh import paths
from sosanh.__main__ import BROWSERS, NO_BROWSER

from . import loads

# What keeps the browser from asking anything of anybody by itself; without a sandbox, for CI runs as root.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PHONE, DESK = 360, 1280
THEMES = ("light", "dark")


def pytest_sessionstart(session):
    if not _executable():
        pytest.exit(NO_BROWSER, returncode=1)


def _executable() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


class Browser:
    """Opens pages; those of one width and theme share a context."""

    def __init__(self, chromium) -> None:
        self._chromium = chromium
        self._contexts = {}

    @contextmanager
    def open(self, address: Path | str, width: int = DESK, theme: str = "light") -> Iterator[tuple[Page, list[str]]]:
        """The page and the faults noted while it loads and is used; a `Path` is opened as a file."""
        if isinstance(address, Path):
            assert address.exists(), f"{address.name} was not built"
            address = address.as_uri()
        page = self._context(width, theme).new_page()
        noted = loads.listen(page, address)
        try:
            page.goto(address)
            yield page, noted
        finally:
            page.close()

    def _context(self, width: int, theme: str):
        if (width, theme) not in self._contexts:
            size = {"width": width, "height": 740 if width == PHONE else 800}
            self._contexts[width, theme] = self._chromium.new_context(viewport=size, color_scheme=theme)
        return self._contexts[width, theme]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_executable(), args=FLAGS)
        yield Browser(chromium)
        chromium.close()


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_) -> None:
        """Says nothing of each request."""


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """Where the built pages are served over http, as on a web site, for this machine only."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=paths.HTML)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
