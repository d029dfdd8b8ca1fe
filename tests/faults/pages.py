"""Faults of saved pages: what is no page, what has no article in it, and what would take all day to read."""

import os
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from itertools import pairwise
from pathlib import Path
from unittest import mock

from faults import Area, Fault
from sosanh.__main__ import main
from sosanh.data import paths

NAME, ID = "page.html", "vl-2026-09"
TEXT = "Toàn tỉnh Vĩnh Long có 412/430 cơ sở giáo dục triển khai thanh toán không dùng tiền mặt, theo ngành giáo dục."
MENU = "<ul>" + "".join(f"<li><a href='/{number}'>Chuyên mục {number}</a></li>" for number in range(9)) + "</ul>"
ALLOWED = (
    "allowed: a page with the article in it: let a browser show it, and save it as “Webpage, Complete” or “HTML only”"
)
NO_FILE = "allowed: the article's words, saved as UTF-8 text of at most 300,000 bytes, or a saved page (HTML)"
FEWER = "allowed: a page of at most 8,000 elements; or copy the article's text into a file"
NO_TEXT = f"page.html: found 'no text of an article (what a script would load is not in the file)'; {ALLOWED}"
LAUGHS = "<!ENTITY a 'lol'>" + "".join(f"<!ENTITY {b} '{f'&{a};' * 9}'>" for a, b in pairwise("abcdefghi"))


def made(home: Path) -> None:
    (home / NAME).write_text(page(f"<p>{TEXT}</p>"), "utf-8")


def page(body: str, head: str = "", begin: str = "<!DOCTYPE html>") -> str:
    return f"{begin}<html><head><title>a</title>{head}</head><body>{MENU}{body}</body></html>"


def said(home: Path) -> list[str]:
    """What `make article` says; where it refuses, nothing was written."""
    before, told = sorted(home.rglob("*")), StringIO()
    with (mock.patch.object(paths, "ARTICLES", home / "articles"), mock.patch.dict(os.environ, ARTICLES=str(home)),
          redirect_stderr(told), redirect_stdout(told)):  # fmt: skip
        code = main(["article", ID, str(home / NAME)])
    if code:
        assert sorted(home.rglob("*")) == before
        return told.getvalue().replace(f"{home}{os.sep}", "").splitlines()
    return ["read: " + " / ".join((home / f"{ID}.txt").read_text("utf-8").splitlines())]


def put(content: str | bytes):
    return lambda home: (home / NAME).write_bytes(content if isinstance(content, bytes) else content.encode())


def instead(make):
    """Something in the place of the page."""

    def plant(home: Path) -> None:
        (home / NAME).unlink()
        make(home / NAME)

    return plant


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100_000_000)


def other(name: str, begins: bytes, kind: str) -> Fault:
    return Fault(
        f"{name} with the ending .html", put(begins + b"\0\1\xff" * 9), f"page.html: found '{kind}'; {NO_FILE}"
    )


READ = f"read: {TEXT}"
AREA = Area("Saved pages", made, said, [
    Fault("an empty file", put(""), f"page.html: found 'an empty file'; {NO_FILE}"),
    Fault("a text without a tag", put("Có 12 trường"), f"page.html: found 'no HTML'; {ALLOWED}"),
    other("a PDF", b"%PDF-1.7\n", "a PDF"), other("a document of Word", b"PK\3\4", "a zip, or a document of Word"),
    other("a picture", b"\x89PNG\r\n", "a picture"),
    Fault("a page saved as one file (.mhtml)", put("From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n\r\n<html>"),
          f"page.html: found 'a page saved as one file (.mhtml)'; {NO_FILE}"),
    Fault("a folder named page.html", instead(Path.mkdir), f"page.html: found 'a folder'; {NO_FILE}"),
    Fault("a pipe named page.html", instead(os.mkfifo),
          f"page.html: found 'no file, but a pipe or a device'; {NO_FILE}"),
    Fault("a page of 100 MB", instead(sparse), f"page.html: found '100 MB'; {NO_FILE}, of at most 5 MB"),
    Fault("a menu, and no article", put(page("")), NO_TEXT),
    Fault("an article within <noscript>", put(page(f"<noscript><p>{TEXT}</p></noscript>")), NO_TEXT),
    Fault("an article that only a script has",
          put(page(f"<script type='application/ld+json'>{{\"articleBody\": \"{TEXT * 3}\"}}</script>")), NO_TEXT),
    Fault("numbers within <script>, <style> and <template>",
          put(page(f"<script>1</script><style>p {{top: 2px}}</style><p>{TEXT}</p><template>3</template>")), READ),
    Fault("100,000 elements within one another", put(page("<div>" * 100_000 + TEXT)),
          f"page.html: found 'more elements or attributes than a page has'; {FEWER}"),
    Fault("a million elements", put(page("<br>" * 1_000_000 + TEXT)),
          f"page.html: found 'more elements or attributes than a page has'; {FEWER}"),
    Fault("50,000 elements", put(page("<br>" * 50_000 + TEXT)), f"page.html: found '50,021 elements'; {FEWER}"),
    Fault("200 elements within one another", put(page("<div>" * 200 + TEXT)),
          f"page.html: found 'elements within more than 100 others'; {FEWER}"),
    Fault("an element of a million attributes", put(page(f"<p {' a' * 1_000_000}>{TEXT}")),
          f"page.html: found 'more elements or attributes than a page has'; {FEWER}"),
    Fault("an attribute of millions of letters", put(page(f"<p class='{'a-' * 2_000_000}'>{TEXT}</p>")), READ),
    Fault("entities that stand for nine each, eight times over",
          put(page("<p>&i;</p>", begin=f"<!DOCTYPE html [{LAUGHS}]>")), NO_TEXT),
    Fault("an entity that is a file",
          put(page(f"<p>{TEXT}&a;</p>", begin='<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
          f"read: {TEXT}&a;"),
    Fault("a DTD of another site", put(page(f"<p>{TEXT}</p>", begin='<!DOCTYPE html SYSTEM "http://127.0.0.1:9/a.dtd">')),
          READ),
    Fault("a NUL", put(page(f"<p>\0{TEXT}</p>")), f"page.html: found 'NUL bytes'; {ALLOWED}"),
    Fault("controls, and signs without a width", put(page(f"<p>\b\x1f&#8;{TEXT}\u200b\ufeff</p>")), READ),
    Fault("a sign that turns the order of digits", put(page(f"<p>{TEXT}\u202e21</p>")),
          "page.html: found 'U+202E, which turns the order of the signs'; allowed: text that reads as it stands"),
    Fault("bytes of windows-1258 that no element declares", put(page(TEXT).encode("cp1258", "replace")),
          "page.html: found 'bytes that are not UTF-8, and no declared encoding'; allowed: UTF-8, or declared …"),
    Fault("bytes of GB 18030, declared", put(page(TEXT, "<meta charset='gb18030'>").encode("gb18030")),
          "page.html: found 'bytes that are not UTF-8, and the declared encoding gb18030'; allowed: UTF-8, or …"),
    Fault("half a sign in UTF-16", put(b"\xff\xfe" + page("").encode("utf-16-le") + b"\0\xd8"),
          "page.html: found 'bytes that are not utf-16, and no declared encoding'; allowed: UTF-8, or declared …"),
    Fault("5,000 numbers", put(page(f"<p>{TEXT}</p>" + "<p>12 34 56 78 90</p>" * 1000)),
          "page.html: found '5,002 runs of digits in the text'; allowed: an article, which has at most 4,000"),
    Fault("a text of millions of letters", put(page(f"<p>{TEXT * 20_000}</p>")),
          "page.html: found '2,180,117 letters'; allowed: a page of at most 500,000; or copy the article's …"),
    Fault("another text in the place of the page's", lambda home: (home / f"{ID}.txt").write_text("mine"),
          "vl-2026-09.txt exists already and is not what page.html gives; nothing was written. Name it, to have it …"),
])  # fmt: skip
