"""What lies around the pages: the list of all of them, with search and filters, and a sheet of all charts to review."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path

from markupsafe import Markup

from sosanh.compare.questions import areas_meant
from sosanh.data import notebooks, package, paths
from sosanh.data.collection import load
from sosanh.data.labels import LANGUAGES, label, plain
from sosanh.lineage.audit import Block
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.words import say
from sosanh.numbers.periods import format_date
from sosanh.publish.briefs import Brief, read, template
from sosanh.publish.notebooks import shown
from sosanh.show import api
from sosanh.show.display import Chart
from sosanh.show.values import area_with_boundaries


@dataclass(frozen=True)
class Facts:
    """What the list knows of a page."""

    title: str
    observations: list[str]
    areas: list[str]
    sectors: list[str]
    systems: list[str] = field(default_factory=list)


def facts(brief: Brief, page: str, found: Sequence[Block]) -> Facts:
    """The facts of a page, as `found` on it; its areas and sectors are those asked for, else those of what it names."""
    named = {ref for block in found for figure in block.figures for ref in figure.of.codes}
    data, asked = _codes().collection, brief.asked
    codebook, own = data.codebook, [row for row in data.observations if row.obs_id in named]
    areas = [asked["area"]] if asked.get("area") else asked.get("areas", [])
    sectors = {asked["sector"]} if asked.get("sector") else _sectors(named, page)
    return Facts(
        title=next((str(block) for block in found if block.tag == "h1"), brief.name),
        observations=sorted(row.obs_id for row in own),
        areas=_one_each(_meant(areas, own, data), codebook),
        sectors=[code for code in codebook.codes("sector") if not sectors or code in sectors],
        systems=sorted(row.system_id for row in data.tables["systems"] if row.system_id in named),
    )


def _sectors(named: set[str], page: str) -> set[str]:
    """The sectors of the figures, steps and systems named, and of all that its table of themes has in words."""
    codes = _codes()
    told = [codes.whole(ref) for ref in named if codes.kind(ref) in ("observations", "milestones", "systems")]
    found = {row.sector for row in told}
    if 'class="exhibit evidence"' in page:
        tables = (codes.collection.tables[table] for table in ("statements", "systems", "milestones"))
        found.update(row.sector for own in tables for row in own if row.source_id in named)
    return found


def _meant(areas: list[str], own, data) -> list[str]:
    """The areas asked for, of a name that means two those that the page has figures of; else those of its figures."""
    if not areas:
        return sorted({row.ref_area for row in own})
    found, there = areas_meant(data, areas), {row.territory for row in own}
    return [code for code in found if data.codebook.territory(code) in there] or [*found]


def _one_each(codes: list[str], codebook) -> list[str]:
    """Each territory once, by its first code, so that a page is found by the same code whatever the map."""
    first: dict[str, str] = {}
    for area in codebook.areas:
        first.setdefault(area.territory, area.ref_area)
    return list(dict.fromkeys(first[codebook.territory(code)] for code in codes))


@cache
def _codes() -> Codes:
    """The collection, its rows by their codes."""
    return Codes(load())


def page(language: str, files: dict[str, str], briefs: list[Brief], known: dict[str, Facts]) -> str:
    """The list in one language, of briefs whose pages are `known` by their file; `files` are those of the lists."""
    names: dict[str, dict[str, Brief]] = {}
    for brief in briefs:
        names.setdefault(brief.name, {})[brief.language] = brief
    labels, newest = _labels(language), package.releases()[0]
    entries = [_entry(same, known, labels, language) for same in names.values()]
    groups: dict[str, list[dict]] = {}
    for entry in entries:
        groups.setdefault(entry["brief"].notebook, []).append(entry)
    return template("list.html.j2").render(
        language=language, other=next(each for each in LANGUAGES if each != language), files=files, groups=groups,
        count=len(entries), facets=_facets(entries, labels), newest=newest,
        day=format_date(date.fromisoformat(newest.day), language),
        say=lambda key, **said: str(say(f"index_{key}", **{each: str(said[each]) for each in said}).said(language)),
        things=_things([each["found"] for own in groups.values() for each in own], language),
        **script("index.js"),
    )  # fmt: skip


def script(name: str) -> dict[str, str]:
    """A `script` of the template as it stands in a page, and the `hash` by which the page's policy allows it."""
    said = (paths.TEMPLATE / name).read_text("utf-8")
    return {"script": Markup(said), "hash": b64encode(sha256(said.encode("utf-8")).digest()).decode("ascii")}


def _entry(same: dict[str, Brief], known: dict[str, Facts], labels: dict[str, dict], language: str) -> dict:
    """What is listed under one name, of the page in the list's language where there is such a page."""
    brief = same.get(language) or next(iter(same.values()))
    found, question = known[brief.file], notebooks.title(brief.source, language)
    areas = {code: labels["area"][code] for code in found.areas}
    sectors = {code: labels["sector"][code] for code in found.sectors}
    indicators = dict.fromkeys(labels["indicator"][each] for each in found.observations)
    said = [str(say("index_title").said(language)), found.title, question]
    said += [*areas.values(), *sectors.values(), *indicators]
    return {
        "brief": brief, "found": found, "question": question, "areas": areas, "sectors": sectors,
        "every_sector": len(sectors) == len(labels["sector"]),
        "pages": {each: same[each].file for each in LANGUAGES if each in same}, "words": plain(" ".join(said)),
    }  # fmt: skip


def _things(pages: list[Facts], language: str) -> list[dict]:
    """What can be found on a page: what it is called, its words, and which of the pages show it, counted from 0."""
    shown = [{*each.observations, *each.systems, *each.areas} for each in pages]
    return [
        {"label": each.label.said(language), "words": each.words, "pages": there}
        for each in api.things(_codes().collection)
        if (there := [number for number, codes in enumerate(shown) if not codes.isdisjoint(each.shown_by)])
    ]


def _facets(entries: list[dict], labels: dict[str, dict[str, str]]) -> dict[str, dict[str, str]]:
    """What one may choose by: name of the facet -> code -> what readers see."""
    facets = {"question": {each["brief"].notebook: each["question"] for each in entries}}
    for facet, key in {"area": "areas", "sector": "sectors", "language": "pages"}.items():
        there = {code for each in entries for code in each[key]}
        facets[facet] = {code: label for code, label in labels[facet].items() if code in there}
    return facets


def _labels(language: str) -> dict[str, dict[str, str]]:
    """What readers see for areas, sectors and languages, and for the indicator of each observation: code -> label."""
    data = _codes().collection
    book, codes = data.codebook, [area.ref_area for area in data.codebook.areas]
    return {
        "area": {code: str(area_with_boundaries(book, code, typed=False).said(language)) for code in codes},
        "sector": {code: book.label("sector", code).said(language) for code in book.codes("sector")},
        "language": {each: str(say(f"index_in_{each}").said(language)) for each in LANGUAGES},
        "indicator": {row.obs_id: label(row.entry, "name").said(language) for row in data.observations},
    }


FILE = "charts.html"


def write(rows: list[dict]) -> Path:
    """The sheet of the charts that were `drawn`."""
    page = template("charts.html.j2").render(rows=rows)
    paths.replace(paths.HTML / FILE, page.encode("utf-8"))
    return paths.HTML / FILE


def drawn() -> list[dict]:
    """Each chart with its brief's name and its two versions, in the order of LANGUAGES."""
    rows = []
    for name, brief in {each.name: each for each in read()}.items():
        made = shown(brief.source, brief.parameters | {"language": " ".join(LANGUAGES)})
        charts = [value.each for _, value in made if value and isinstance(value.each[0], Chart)]
        rows += [{"brief": name, "charts": same} for same in charts]
    return rows
