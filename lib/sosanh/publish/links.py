"""Ways from page to page: a cell that names an indicator, an area or an article leads to the page of its own.

A page is a thing's own where it is asked for by nothing but that thing's code; of several the first of the list is.
"""

import re
from collections import Counter
from collections.abc import Sequence
from html import escape, unescape

from sosanh.data.collection import Collection
from sosanh.data.labels import label
from sosanh.publish.briefs import Brief

# Of a cell what stands before any other mark, and what stands behind the number of a source.
_CELL = re.compile(r'((?:<t[hd]\b[^>]*>|\] )(?:<span lang="\w+">)?)([^<]+)')


class Links:
    """The pages of a list, and which of them are a thing's own."""

    def __init__(self, briefs: Sequence[Brief], collection: Collection) -> None:
        self.names = list(dict.fromkeys(each.name for each in briefs))
        self.files = {each.file for each in briefs}
        book = collection.codebook
        known = {"article": collection.sources, "area": {row.ref_area: row for row in book.areas},
                 "indicator": {row.indicator: row for row in book.indicators}}  # fmt: skip
        self.own: dict[tuple[str, str], str] = {}
        for each in briefs:
            asked = [(kind, code) for kind, code in each.parameters.items() if code]
            if len(asked) == 1 and isinstance(asked[0][1], str) and asked[0][1] in known.get(asked[0][0], ()):
                self.own.setdefault(asked[0], each.name)
        self.rows = {(kind, code): known[kind][code] for kind, code in self.own}

    def linked(self, page: str, brief: Brief) -> str:
        """The page with its ways on; none to itself."""
        ways = {words: file for words, file in self._ways(brief.language).items() if file != brief.file}

        def leads(words: str) -> str:
            said = escape(words, quote=False)
            return f'<a href="{ways[words]}">{said}</a>' if words in ways else said

        return _CELL.sub(lambda cell: cell[1] + " / ".join(map(leads, unescape(cell[2]).split(" / "))), page)

    def _ways(self, language: str) -> dict[str, str]:
        """Which words lead to which file; words that name two things lead nowhere."""
        named = [
            (row.title if kind == "article" else str(label(row, "name").said(language)), self.own[kind, code])
            for (kind, code), row in self.rows.items()
        ]
        times, files = Counter(words for words, _ in named), {each: f"{name}.{language}.html" for each, name in named}
        return {words: file for words, file in files.items() if times[words] == 1 and file in self.files}

    def beside(self, brief: Brief) -> tuple[str, ...]:
        """The file of the page before in the list and that of the page after; "" for none in the language."""
        if brief.name not in self.names:
            return "", ""
        place, around = self.names.index(brief.name), ["", *self.names, ""]
        near = (f"{name}.{brief.language}.html" for name in (around[place], around[place + 2]))
        return tuple(file if file in self.files else "" for file in near)
