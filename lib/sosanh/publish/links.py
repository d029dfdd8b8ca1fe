"""Ways from page to page: a cell that names an indicator, an area or an article leads to the page of its own.

A page is a thing's own where it is asked for by nothing but that thing's code; of several the first of the list is.
The title of an exhibit that sums up what another notebook shows in full leads to that notebook's page on its areas. The
pages before and after are those of one kind: of one notebook, asked for by the same parameters. Pages that are the only
ones of their kind follow each other; so do the lessons of one edition.
"""

import re
from collections import Counter
from collections.abc import Sequence
from html import escape, unescape

from sosanh.compare.questions import areas_meant
from sosanh.data.collection import Collection
from sosanh.data.labels import label
from sosanh.publish.briefs import Brief
from sosanh.show.values import small

# Of a cell what stands before any other mark, and what stands behind the number of a source.
# Scripts and styles are passed over: what stands there is no cell, and the policy of a page knows scripts by digests.
_CELL = re.compile(
    r'<(?:script|style)\b.*?</(?:script|style)>|((?:<t[hd]\b[^>]*>|\] )(?:<span lang="\w+">)?)([^<]+)', re.DOTALL
)

_TITLE = re.compile(
    r'(<section class="exhibit (\w+)"[^>]*>(?:(?!</section>).)*? class="title">)([^<]+)', re.DOTALL
)  # of an exhibit: all before its title, its name, its title
_IN_FULL = {
    "evidence": "02_provinces-side-by-side", "refused": "02_provinces-side-by-side",
    "levels": "03_targets-and-results",
}  # fmt: skip


class Links:
    """The pages of a list, and which of them are a thing's own."""

    def __init__(self, briefs: Sequence[Brief], collection: Collection) -> None:
        self.names = list(dict.fromkeys(each.name for each in briefs))
        self.files = {each.file for each in briefs}
        self.collection, book = collection, collection.codebook
        self.kinds, self.whole = _kinds(briefs), {}
        for each in briefs:
            if areas := each.parameters.get("areas"):
                self.whole.setdefault(each.notebook, []).append((each.name, self._territories(areas)))
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

        page = _TITLE.sub(lambda found: self._section(*found.groups(), brief), page)

        def walked(cell: re.Match) -> str:
            return cell[1] + " / ".join(map(leads, unescape(cell[2]).split(" / "))) if cell[2] else cell[0]

        return _CELL.sub(walked, page)

    def _section(self, before: str, exhibit: str, title: str, brief: Brief) -> str:
        """The title of an exhibit, which leads to the page that shows it in full for the areas of this one."""
        asked, home = brief.parameters, _IN_FULL.get(exhibit)
        areas = self._territories(asked.get("areas") or asked.get("area") or [])
        pages = self.whole.get(home, []) if areas and home != brief.notebook else []
        files = (f"{name}.{brief.language}.html" for name, there in pages if areas <= there)
        file = next((each for each in files if each in self.files), None)
        return f'{before}<a href="{file}">{title}</a>' if file else before + title

    def _territories(self, areas: str | list[str]) -> set[str]:
        """What the areas of a brief are, whatever name or code they go by."""
        return (
            {self.collection.codebook.territory(code) for code in areas_meant(self.collection, areas)}
            if areas
            else set()
        )

    def _ways(self, language: str) -> dict[str, str]:
        """Which words lead to which file; words that name two things lead nowhere."""
        named = [
            (row.title if kind == "article" else str(label(row, "name").said(language)), self.own[kind, code])
            for (kind, code), row in self.rows.items()
        ]
        own = dict(named)
        for each in self.collection.codebook.definitions:  # a figure is named with the one of several that it is of
            name = str(label(self.collection.codebook.entry("indicators", each.indicator), "name").said(language))
            if name in own:
                named.append((f"{name} ({small(label(each, 'wording')).said(language)})", own[name]))
        times, files = Counter(words for words, _ in named), {each: f"{name}.{language}.html" for each, name in named}
        return {words: file for words, file in files.items() if times[words] == 1 and file in self.files}

    def beside(self, brief: Brief) -> tuple[str, ...]:
        """The files of the pages of its kind before and after it in the list; "" for none in the language."""
        if brief.name not in self.kinds:
            return "", ""
        alike = [name for name in self.names if self.kinds[name] == self.kinds[brief.name]]
        place, around = alike.index(brief.name), ["", *alike, ""]
        near = (f"{name}.{brief.language}.html" for name in (around[place], around[place + 2]))
        return tuple(file if file in self.files else "" for file in near)


def _kinds(briefs: Sequence[Brief]) -> dict[str, tuple[str, ...]]:
    """What each page is one of: its notebook and what it is asked for by; () for those that are the only ones."""
    kinds = {
        each.name: ("lesson", each.edition) if each.edition else (each.notebook, *sorted(each.parameters))
        for each in briefs
    }
    times = Counter(kinds.values())
    return {name: kind if times[kind] > 1 else () for name, kind in kinds.items()}
