"""The table of contents of a page, made from the headings that are on it.

Nobody keeps a list: whatever stands on the page as a heading of second rank is in its contents, under an address made
of plain letters, so that a link to a part of a page survives mail programs and chats.
"""

import html
import re
from dataclasses import dataclass
from unicodedata import normalize


@dataclass(frozen=True)
class Entry:
    address: str
    title: str


def contents(page: str) -> tuple[str, list[Entry]]:
    """The page with an id on each heading of second rank, and its contents in their order.

    >>> contents("<h2>Nguồn số liệu</h2> … <h2>Nguồn số liệu</h2>")[1][1]
    Entry(address='nguon-so-lieu-2', title='Nguồn số liệu')
    """
    entries: list[Entry] = []

    def marked(heading: re.Match) -> str:
        title = html.unescape(re.sub(r"<[^>]+>", "", heading[2])).strip()
        entries.append(Entry(_free(slug(title), {each.address for each in entries}), title))
        attributes = re.sub(r'\s+id="[^"]*"', "", heading[1])
        return f'<h2 id="{entries[-1].address}"{attributes}>{heading[2]}</h2>'

    return re.sub(r"<h2\b([^>]*)>(.*?)</h2>", marked, page, flags=re.DOTALL), entries


def slug(title: str) -> str:
    """A title in small letters without diacritics, its words joined by hyphens.

    >>> slug("So sánh được đến đâu?"), slug("“?”")
    ('so-sanh-duoc-den-dau', 'part')
    """
    plain = normalize("NFD", title.casefold().replace("đ", "d"))
    return "-".join(re.findall("[a-z0-9]+", re.sub("[\u0300-\u036f]", "", plain))) or "part"


def _free(address: str, taken: set[str]) -> str:
    """The address, or with the first number that makes it another."""
    number, free = 1, address
    while free in taken:
        number += 1
        free = f"{address}-{number}"
    return free
