"""What is taken along from a page: each exhibit's table as CSV, its chart as pictures, and a workbook of all of them.

The files lie in a folder beside the pages. A page names them under each exhibit, for a pointer, and once at its end,
for everybody; it stands without them.
"""

import re
from base64 import b64decode
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from sosanh.lineage.evaluate import Codes
from sosanh.lineage.words import say
from sosanh.publish import sheets, xlsx
from sosanh.publish.briefs import FILES
from sosanh.publish.sheets import Sheet
from sosanh.show.display import MIME

_TITLED = re.compile(r'class="title">(.*?)</h\d>', re.DOTALL)
_NAMED = re.compile(r'<section class="exhibit (\w+)')


@dataclass(frozen=True)
class Exhibit:
    """An exhibit of a page: its `address` there, its `title` in HTML, and its files by their kind."""

    address: str
    title: str
    files: dict[str, str]


@dataclass
class Taken:
    """What a page of a language names: its `exhibits` and the `book` of all of them; and what is in these `files`."""

    language: str
    book: str = ""
    exhibits: list[Exhibit] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def say(self, key: str) -> str:
        return str(say(f"take_{key}").said(self.language))

    def menu(self, address: str) -> str:
        """The links of an exhibit, for a pointer alone: the end of the page names them for everybody."""
        own = next((each.files for each in self.exhibits if each.address == address), {})
        said = {"XLSX": self.book} | own if self.book else own
        links = "".join(
            f' <a href="{FILES}/{file}" download tabindex="-1">{escape(kind)}</a>' for kind, file in said.items()
        )
        return (
            f'<details class="take" aria-hidden="true"><summary tabindex="-1">{self.say("menu")}</summary>'
            f'<a class="self" href="#{address}" tabindex="-1">{self.say("self")}</a>{links}</details>'
        )


def addresses(names: Iterable[str]) -> list[str]:
    """What exhibits of these names are called on their page.

    >>> addresses(["pairs", "levels", "pairs"])
    ['pairs', 'levels', 'pairs-2']
    """
    times: Counter[str] = Counter()
    found = []
    for name in names:
        times[name] += 1
        found.append(name if times[name] == 1 else f"{name}-{times[name]}")
    return found


def taken(shown: Sequence[dict], page: str, cite: Any, codes: Codes) -> Taken:
    """What is taken along of the outputs `shown` on the page of this name, which is cited so."""
    held = [output.get("data", {}) for output in shown]
    known = [each for each in held if _NAMED.match("".join(each.get("text/html", "")))]
    said = addresses(_NAMED.match("".join(each["text/html"]))[1] for each in known)
    own, all_of = Taken(cite.language), []
    for address, each in zip(said, known, strict=True):
        if MIME in each:
            all_of.append(sheets.sheet(each[MIME], codes))
            _add(own, each, all_of[-1], f"{page}.{address}", address)
    if all_of:
        own.book = f"{page}.xlsx"
        own.files[own.book] = xlsx.workbook(_cover(own, cite), all_of, cite.released)
    return own


def _add(own: Taken, held: dict, sheet: Sheet, name: str, address: str) -> None:
    """The files of an exhibit: of a table its rows, of a chart what it shows."""
    data, made = held[MIME], {}
    if "rows" in data.get("drawn", data):
        made["CSV"] = sheets.comma_separated(sheet, own.language)
    if "svg" in data:
        made |= {"SVG": data["svg"].encode("utf-8"), "PNG": b64decode(data["png"])}
    named = {kind: f"{name}.{kind.lower()}" for kind in made}
    own.files |= {named[kind]: content for kind, content in made.items()}
    title = _TITLED.search("".join(held["text/html"]))
    if made and title:
        own.exhibits.append(Exhibit(address, title[1], named))


def _cover(own: Taken, cite: Any) -> Sheet:
    """What the workbook is, of which data, under which licence, and how it is cited and read."""
    lines = {
        "version": cite.data, "page": cite.place, "publisher": cite.publisher, "licence": own.say("cc"),
        "cite": cite.line(), "read": own.say("bounds"),
    }  # fmt: skip
    return Sheet(own.say("cover"), [cite.title], [[own.say(key), line] for key, line in lines.items() if line], [])
