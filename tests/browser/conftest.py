"""Chromium, started once, and the pages of `reports/html` to open in it."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Page, sync_playwright

from sosanh.data import paths

from . import loads
from .needed import BROWSERS, NO_BROWSER

# What keeps the browser from asking anything of anybody by itself; without a sandbox, for CI runs as root.
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
PHONE, DESK = 360, 1280
# The list carries no font, and a page's is not for every sign: a reader's are as wide as these two, or between. Their
# text may be twice as large.
FONTS = {"dejavu": "fonts-dejavu-core", "liberation": "fonts-liberation"}  # folder of Debian's, and its package
TWICE = 32  # px, where 16 is usual
THEMES = ("light", "dark")


def pytest_sessionstart(session):
    if not _executable():
        pytest.exit(NO_BROWSER, returncode=1)


def _executable() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def launched(playwright, fonts: str = "", size: int = 0):
    """Chromium, for a reader who has only these fonts or whose text is of this size (neither: this machine's own)."""
    flags, environment = list(FLAGS), dict(os.environ)
    if fonts:
        folder = Path("/usr/share/fonts/truetype") / fonts
        assert folder.is_dir(), f"no {folder}; sudo apt-get install {FONTS[fonts]}"
        own = Path(tempfile.mkdtemp(prefix="sosanh-fonts-"))
        # conf.d names no folder, but says which font stands for Arial or sans-serif
        places = f"<include>/etc/fonts/conf.d</include><dir>{folder}</dir><cachedir>{own}</cachedir>"
        (own / "fonts.conf").write_text(f"<?xml version='1.0'?><fontconfig>{places}</fontconfig>", encoding="utf-8")
        environment["FONTCONFIG_FILE"] = str(own / "fonts.conf")
    if size:
        flags.append(f"--blink-settings=defaultFontSize={size}")
    return playwright.chromium.launch(executable_path=_executable(), args=flags, env=environment)


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
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(playwright) -> Iterator[Browser]:
    chromium = launched(playwright)
    yield Browser(chromium)
    chromium.close()


@pytest.fixture(scope="session", params=[*FONTS, "twice as large"])
def other_reader(request, playwright) -> Iterator[Browser]:
    """The browser of a reader with other fonts, or with text twice as large."""
    chosen = {"fonts": request.param} if request.param in FONTS else {"fonts": "dejavu", "size": TWICE}
    chromium = launched(playwright, **chosen)
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
