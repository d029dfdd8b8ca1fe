"""Exhibits as plain tables, from their data (`Exhibit.data`): for CSV and for a workbook.

Each column stands as on the page. Beside one that prints values stand the lowest and the highest value that the print
allows, as numbers in full units: of "trên 91%" 91 and 100, of 465/595 what it gives in percent; an end may itself be
left out, as the words say. Of a change stand both ends of what the two figures allow. At the end of a row stand its
articles. Where a cell states more than one value, or one without an end, nothing stands.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from io import StringIO
from math import isfinite
from typing import Any

from sosanh.data.tables import Article
from sosanh.lineage import expressions as of
from sosanh.lineage.evaluate import Codes, Evaluation
from sosanh.lineage.expressions import Expression, parse
from sosanh.lineage.words import say
from sosanh.show import values

_VALUE = ("printed", "token", "fraction")  # numbers that print what a figure states
_DIFFERENCE = {"minus", "lower", "upper"}
_WORDLESS = ("kind", "name", "language", "title", "image", "narrow", "svg", "png")  # what no line says
# What a spreadsheet takes for a formula, a number, a date or a truth value; whole numbers stay as they are
_CHANGED = re.compile(
    r"[=+\-@\t\r\n].*|(?!(?:0|[1-9]\d{0,14})$)[\d.,/:%()eE\s-]*\d[\d.,/:%()eE\s-]*|true|false|đúng|sai"
    r"|(\d{1,2}[ -])?(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*([ -]\d{1,4})?",
    re.DOTALL | re.IGNORECASE,
)
Cell = str | float | None


@dataclass(frozen=True)
class Sheet:
    """A title, a head, rows of texts and numbers (None where there is none), and the lines that stand below."""

    title: str
    head: list[str]
    rows: list[list[Cell]]
    below: list[str]


def plain(words: list) -> str:
    """What a text of an exhibit's data reads; an address stands behind the words that lead to it."""
    return "".join(each if isinstance(each, str) else _said(each) for each in words)


def _said(part: dict[str, Any]) -> str:
    if "mark" in part:
        return plain(part["mark"])
    return f"{part['text']} <{part['address']}>" if "address" in part else part["text"]


def sheet(data: dict[str, Any], codes: Codes) -> Sheet:
    """The exhibit of this data as a table; of one without a table each line is a row."""
    table, language = data.get("drawn", data), data["language"]
    valued = "rows" in table and data["kind"] != "advice"
    if "rows" not in table:
        table = {"head": [[str(say("take_line").said(language))]], "rows": [[each] for each in _lines(data)]}
    shared = table.get("every", [])  # what the page says once stands in each row again
    head = [plain(each) for each in (*table["head"], *(name for name, _ in shared))]
    rows = [_Row([*each, *(cell for _, cell in shared)], codes) for each in table["rows"]]
    bounds = [row.bounds() if valued else [(None, None)] * len(head) for row in rows]
    wide = [any(own[place] != (None, None) for own in bounds) for place in range(len(head))]
    ends = [[str(say(key, head=each).said(language)) for key in ("take_lowest", "take_highest")] for each in head]
    columns, body = _beside(head, ends, wide), [_beside(r.said, b, wide) for r, b in zip(rows, bounds, strict=True)]
    articles = [row.articles(language) for row in rows]
    if any(articles) and data["kind"] != "sources":
        columns.append(str(say("take_articles").said(language)))
        body = [[*own, named] for own, named in zip(body, articles, strict=True)]
    below = [plain(table[key]) for key in ("sources", "note") if table.get(key)]
    return Sheet(plain(data.get("title") or data["question"]), columns, body, below)


def _lines(data: dict[str, Any]) -> Iterator[list]:
    for name, part in data.items():
        if name not in _WORDLESS and isinstance(part, list) and part:
            yield from part if isinstance(part[0], list) else [part]


def _beside(cells: list, ends: list, wide: list[bool]) -> list:
    """The cells, each of a wide column with its two ends."""
    return [own for cell, two, open_ in zip(cells, ends, wide, strict=True) for own in (cell, *(two if open_ else ()))]


class _Row:
    """A row of a table: what it says, and what its numbers come from."""

    def __init__(self, cells: list[list], codes: Codes) -> None:
        self.cells, self.codes, self.said = cells, codes, [plain(each) for each in cells]
        self.order = list(dict.fromkeys(ref for cell in cells for each in _made(cell) for ref in each.codes))

    def bounds(self) -> list[tuple[Cell, Cell]]:
        """The lowest and the highest value of each cell, where it states one value or one change."""
        return [self._ends(_made(each)) for each in self.cells]

    def _ends(self, made: list[Expression]) -> tuple[Cell, Cell]:
        named = {ref for each in made if each.operation in _VALUE for ref in each.codes}
        moved = {ref for each in made if {*each.operations} == _DIFFERENCE for ref in each.codes}
        if len(named) == 1 and not moved and self.codes.kind(*named) == "observations":
            return self._end(of.lower(*named)), self._end(of.upper(*named))
        if len(moved) == 2 and not named:
            first, last = sorted(moved, key=self.order.index)  # as the columns stand: the earlier, the later
            return self._end(of.lower(last) - of.upper(first)), self._end(of.upper(last) - of.lower(first))
        return None, None

    def _end(self, made: Expression) -> Cell:
        """An end to ten decimals, which every program keeps; None where there is none: it is hedged, or open."""
        with suppress(ValueError):
            end = Evaluation(self.codes).of(made).number
            return round(float(end), 10) if isfinite(end) else None
        return None

    def articles(self, language: str) -> str:
        """The articles that the row's numbers come from, by outlet and day."""
        refs = (ref for cell in self.cells for each in _made(cell, marks=True) for ref in each.codes)
        rows = [self.codes.whole(ref) for ref in dict.fromkeys(refs)]
        known = self.codes.collection.sources
        used = dict.fromkeys(row.source_id for row in rows if getattr(row, "source_id", None) in known)
        return "; ".join(_named(known[each], language) for each in used)


@cache
def _named(article: Article, language: str) -> str:
    return str(values.outlet_and_day(article).said(language))


def _made(words: list, marks: bool = False) -> list[Expression]:
    """What the numbers of a text are made of; those in marks of a source only where asked for."""
    found = []
    for each in words:
        if isinstance(each, dict) and "from" in each:
            found.append(parse(each["from"]).core)
        elif marks and isinstance(each, dict) and "mark" in each:
            found += _made(each["mark"])
    return found


def comma_separated(own: Sheet, language: str) -> bytes:
    """Head and rows as CSV in UTF-8 with a byte-order mark; decimals are written as the language writes them.

    What a spreadsheet would take for something else than text begins with an apostrophe.
    """
    lines = StringIO()
    csv.writer(lines).writerows([_field(each, language) for each in row] for row in [own.head, *own.rows])
    return lines.getvalue().encode("utf-8-sig")


def _field(cell: Cell, language: str) -> str:
    if isinstance(cell, str):
        return f"'{cell}" if _CHANGED.fullmatch(cell.strip(" ")) or _CHANGED.fullmatch(cell) else cell
    said = "" if cell is None else f"{cell:.10f}".rstrip("0").rstrip(".")
    return said.replace(".", ",") if language == "vi" else said
