"""The article of a saved page: its text without what stands around it, and what the page says of itself.

What is text and what is a menu, an advertisement or other news, trafilatura decides (a library that is kept for this);
here stands what may be handed to it, and what is made of its answer: the title and the paragraphs, each on a line, a
row of a table with "; " between its cells. Nothing is fetched, and nothing that a script would write is read. What the
page says of itself are its meta elements: each is a claim of whoever made the page, so the evidence names the element.
"""

import logging
import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from sosanh.curate.draft import MOST
from sosanh.data.problems import Unreadable
from sosanh.vietnamese.reader import normal

LARGEST, TAGS, ATTRIBUTES, ELEMENTS, DEEPEST = 5_000_000, 100_000, 10_000, 8_000, 100  # bytes, and what is in them
COMPARED = 2_000  # elements of which trafilatura compares several ways of reading: that takes their square
DIGITS = 4 * MOST  # a fraction with its percentage has four runs: 12/20 | 60,5%
SHOWN = 500_000  # letters of a page, more than a text may have
LEAST, LAID_OUT = 15, 500  # words of an article's longest paragraph; letters that no cell of figures has
LONGEST = 300  # letters of a cell
SAVED = "a page with the article in it: let a browser show it, and save it as “Webpage, Complete” or “HTML only”"
FEWER = f"a page of at most {ELEMENTS:,} elements; or copy the article's text into a file"
OTHERS = {
    b"%PDF": "a PDF", b"PK\3\4": "a zip, or a document of Word", b"\xd0\xcf\x11\xe0": "a document of before Word 2007",
    b"\x89PNG": "a picture", b"\xff\xd8\xff": "a picture", b"GIF8": "a picture", b"RIFF": "a picture",
    b"MIME-Version:": "a page saved as one file (.mht)", b"From: <Saved by": "a page saved as one file (.mhtml)",
}  # fmt: skip
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_WIDE = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"<\0": "utf-16-le", b"\0<": "utf-16-be"}
_DECODED = {"windows-1258": "cp1258", "windows-1252": "cp1252", "iso-8859-1": "cp1252"}  # the last two as browsers do
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")  # trafilatura drops a paragraph with one
_TURNS = re.compile("[\u202b\u202e\u2067]")  # what follows is shown from right to left
_DAYS = ("article:published_time", "datepublished", "pubdate", "dc.date.issued")  # meta elements that tell it
VIETNAM = timezone(timedelta(hours=7))


class Page(NamedTuple):
    """The lines of the text, cells of the sheet sources (column -> value), and how many runs of digits the page has
    outside of the text."""

    lines: list[str]
    cells: dict[str, str]
    outside: int


def is_page(content: bytes) -> bool:
    """Does a file begin as HTML does? Its name may say anything."""
    return bool(_BEGINS.match(content[:2000].replace(b"\0", b"")))


def read(content: bytes) -> Page:
    """The article of a page; `Unreadable` for what has none or is too much to read, `ModuleNotFoundError` without
    trafilatura and lxml."""
    import trafilatura
    from lxml import etree, html

    tags = (said := _decoded(content)).split("<")  # also those in scripts
    if len(tags) > TAGS or max(len(each.partition(">")[0].split()) for each in tags) > ATTRIBUTES:
        raise Unreadable("more elements or attributes than a page has", FEWER)
    if not re.search("<[a-z]", said, re.IGNORECASE):
        raise Unreadable("no HTML", SAVED)
    tree = html.document_fromstring(said.encode(), html.HTMLParser(encoding="utf-8", remove_comments=True))
    cells = _cells(tree)
    etree.strip_elements(tree, "head", "script", "style", "noscript", "template", "svg", "iframe", with_tail=False)
    count = int(tree.xpath("count(//*)"))
    if tree.xpath(f"boolean(//*[count(ancestor::*) > {DEEPEST}])"):
        raise Unreadable(f"elements within more than {DEEPEST} others", FEWER)
    if count > ELEMENTS:
        raise Unreadable(f"{count:,} elements", FEWER)
    if len(whole := " ".join(tree.itertext())) > SHOWN:
        raise Unreadable(
            f"{len(whole):,} letters", f"a page of at most {SHOWN:,}; or copy the article's text into a file"
        )
    if turned := _TURNS.search(whole):
        raise Unreadable(f"U+{ord(turned[0]):04X}, which turns the order of the signs", "text that reads as it stands")
    _plain(tree)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it found is told below
    found = trafilatura.bare_extraction(tree, include_comments=False, fast=count > COMPARED)
    lines = [line for each in (found.text if found else "").splitlines() if (line := _line(each))]
    if not any(len(line.split()) >= LEAST for line in lines):
        raise Unreadable("no text of an article (what a script would load is not in the file)", SAVED)
    title = cells.get("title", "")
    lines = lines if title.casefold() in (each.casefold() for each in ["", *lines[:3]]) else [title, *lines]
    there, own = (len(re.findall(r"\d+", each)) for each in (whole, " ".join(lines)))
    if own > DIGITS:
        raise Unreadable(f"{own:,} runs of digits in the text", f"an article, which has at most {DIGITS:,}")
    return Page(lines, cells, max(0, there - own))


def _decoded(content: bytes) -> str:
    declared = found[1].decode().lower() if (found := _DECLARED.search(content[:4000])) else ""
    wide = _WIDE.get(content[:2])
    for encoding in [wide] if wide else ["utf-8-sig", _DECODED.get(declared, "utf-8")]:
        try:
            said = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in said:
            raise Unreadable("NUL bytes", SAVED)
        return said
    known = f"the declared encoding {declared}" if declared else "no declared encoding"
    raise Unreadable(f"bytes that are not {wide or 'UTF-8'}, and {known}",
                     f"UTF-8, or declared UTF-16 or {', '.join(_DECODED)}")  # fmt: skip


def _plain(tree) -> None:
    """Long attributes (pictures as data) and controls go; a table that lays out a page becomes its parts."""
    for each in tree.iter("*"):
        if any(len(value) > 300 for value in each.attrib.values()):
            kept = {name: value for name, value in each.items() if len(value) <= 300}
            each.attrib.clear()
            each.attrib.update(kept)
        each.text, each.tail = (_CONTROLS.sub(" ", part) if part else part for part in (each.text, each.tail))
    for table in tree.xpath(f"//table[(tr|*/tr)/td[string-length(normalize-space(.)) > {LAID_OUT}]]"):
        rows = table.xpath("tr|*/tr")
        for each in [table, *table.xpath("tbody|thead|tfoot"), *rows, *(cell for row in rows for cell in row)]:
            each.tag = "div"


def _cells(tree) -> dict[str, str]:
    """What the page says of itself, by the columns of the sheet sources. <title> may be the site's."""
    meta = {}
    for each in tree.iter("meta"):
        name = each.get("property") or each.get("name") or each.get("itemprop") or ""
        meta.setdefault(name.strip().lower(), _shown(each.get("content", "")[:LONGEST]))
    site, title, author = (meta.get(name, "") for name in ("og:site_name", "og:title", "author"))
    heads = [head for each in tree.iter("h1") if (head := _shown(each.text_content()[:LONGEST]))]
    title = next((head for head in heads if (title or head).startswith(head)), title)
    title = re.sub(rf" [-–—|] {re.escape(site)}$", "", title) if site else title
    links = [each.get("href", "")[:LONGEST] for each in tree.iter("link") if each.get("rel", "").lower() == "canonical"]
    links = map(_shown, [*links, meta.get("og:url", "")])
    full = (each for each in links if re.fullmatch(r"https?://[^\s/@]+\.\S+", each))
    cells = {"title": title, "outlet": site, "author": "" if "://" in author else author, "url": next(full, "")}
    return {name: value for name, value in cells.items() if value} | _published(meta)


def _published(meta: dict[str, str]) -> dict[str, str]:
    for name in _DAYS:
        try:
            time = datetime.fromisoformat(meta.get(name, ""))
            day = (time.astimezone(VIETNAM) if time.tzinfo else time).date()
        except (ValueError, OverflowError):
            continue
        if day.year > 1996:  # Vietnam is on the Internet; a system without a day writes 0001-01-01
            said = f"{name} {meta[name]}"
            return dict.fromkeys(("published", "published_from", "published_to"), day.isoformat()) | {
                "date_evidence_vi": f"Phần tử meta {said} của trang đã lưu: ngày {day:%d/%m/%Y}, giờ Việt Nam (UTC+7).",
                "date_evidence_en": f"The meta element {said} of the saved page: {day}, in Vietnam (UTC+7).",
            }
    return {}


def _line(text: str) -> str:
    """A paragraph, or a row of a table as trafilatura writes it: "| a | b |", and under its head "|---|---|"."""
    row = re.fullmatch(r"\|(.*)\|\s*", text)
    cells = map(_shown, row[1].split("|") if row else [text])
    return "; ".join(each for each in cells if each.strip("-"))


def _shown(text: str) -> str:
    """Without signs that nobody sees, in the form that texts are read in."""
    return normal(" ".join("".join(each if each.isprintable() else " " for each in text).split()))
