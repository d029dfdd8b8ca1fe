"""What lies around the pages: the list of all of them, with search and filters, and a sheet of all charts to review."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from hashlib import sha256
from itertools import dropwhile
from pathlib import Path

from markupsafe import Markup

from sosanh.compare.questions import areas_meant
from sosanh.data import notebooks, package, paths
from sosanh.data.collection import load
from sosanh.data.labels import LANGUAGES
from sosanh.data.tables import Article
from sosanh.lineage.blocks import Block
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.words import say
from sosanh.numbers.periods import format_date, format_month, read_period
from sosanh.publish.briefs import EXPLORE, Brief, imprint, read, template
from sosanh.publish.links import Links
from sosanh.publish.notebooks import shown
from sosanh.show import search, values
from sosanh.show.display import Chart


@dataclass(frozen=True)
class Facts:
    """What the list knows of a page: the `observations` it names, if only by counting them, and its `things`, the codes
    of what one can find on it besides its areas."""

    title: str
    observations: list[str]
    areas: list[str]
    sectors: list[str]
    things: list[str] = field(default_factory=list)
    answer: str = ""
    advice: bool = False  # does it say what not to write?
    parts: list[str] = field(default_factory=list)  # the titles of its parts


def facts(brief: Brief, page: str, found: Sequence[Block]) -> Facts:
    """The facts of a page, as `found` on it; its areas and sectors are those asked for, else those of what it names."""
    named = {ref for block in found for figure in block.figures for ref in figure.of.codes}
    data, asked = _codes().collection, brief.asked
    codebook, own = data.codebook, [row for row in data.observations if row.obs_id in named]
    areas = [asked["area"]] if asked.get("area") else asked.get("areas", [])
    sectors = {asked["sector"]} if asked.get("sector") else _sectors(named, page)
    about = own
    if asked.get("indicator"):  # of others it only tells that they are no figures of this one
        about = [row for row in own if row.indicator == asked["indicator"]]
        sectors = {row.sector for row in about}
    meant = _meant(areas, about, data)
    title, answer = _first_screen(found)
    never = str(say("write_no").said(brief.language))
    return Facts(
        title=title or brief.name,
        answer=answer,
        observations=sorted(row.obs_id for row in own),
        areas=_one_each(meant, codebook),
        sectors=[code for code in codebook.codes("sector") if not sectors or code in sectors],
        advice=any(block.tag in ("h3", "h4") and str(block) == never for block in found),
        parts=list(dict.fromkeys(str(block) for block in found if block.tag == "h2")),
        things=[*_shown(found, brief.language), *_mergers(asked, meant), *filter(None, [asked.get("article")])],
    )


def _first_screen(found: Sequence[Block]) -> tuple[str, str]:
    """The question of a page and its answer, the paragraph under it, with the words of its bounds; "" of none."""
    there = dropwhile(lambda block: block.tag != "h1", found)
    question, answer = next(there, None), next(there, None)
    return str(question or ""), str(answer) if answer and answer.tag == "p" else ""


_OF_MANY = ("count", "marks", "pairs", "different", "common")  # numbers that show none of what they rest on
_FOUND = ("observations", "systems", "milestones", "benchmarks")


def _shown(found: Sequence[Block], language: str) -> list[str]:
    """What is on a page itself, not only counted there: figures, systems, steps, figures of other sources; and what a
    cell of a table says came of a target."""
    codes, cells = _codes(), {str(block).casefold() for block in found if block.tag == "td"}
    book = codes.collection.codebook
    said = {code: book.label("target_outcome", code).said(language) for code in book.codes("target_outcome")}
    outcomes = [code for code, word in said.items() if any(f"{each} (".startswith(f"{word} (") for each in cells)]
    figures = [figure for block in found for figure in block.figures if figure.of.core.operation not in _OF_MANY]
    refs = {ref for figure in figures for ref in figure.of.codes if codes.kind(ref) in _FOUND}
    return sorted(refs) + [f"outcome {code}" for code in outcomes]


def _mergers(asked: dict, areas: list[str]) -> list[str]:
    """What the area of a page on all that is stated of it was merged into: there one looks for what became of it."""
    book, whole = _codes().collection.codebook, asked.get("area") and not (asked.get("sector") or asked.get("article"))
    return [book.entry("areas", area).successor for area in areas if whole and book.merged(area)]


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


# --- the list of all pages

# The first page of each stands first in the list; all other kinds are folded behind their titles.
START = ("08_three-provinces-one-page", "07_from-article-to-brief")
MARKED = ("added", "corrected")  # changes of a value; a changed note corrects nothing
_NAMED = 5  # changed figures that are told by name
Entry = dict  # what the template lists of a page


def page(language: str, files: dict[str, str], briefs: list[Brief], known: dict[str, Facts]) -> str:
    """The list in one language, of briefs whose pages are `known` by their file; `files` are those of the lists."""
    names: dict[str, dict[str, Brief]] = {}
    for brief in briefs:
        names.setdefault(brief.name, {})[brief.language] = brief
    newest, codes = package.releases()[0], {code for each in known.values() for code in each.areas}
    labels = _labels(language, codes)
    groups = _groups([_entry(same, known, labels, language) for same in names.values()], language)
    entries = [each for _, own in groups.values() for each in own]
    return template("list.html.j2").render(
        language=language, other=next(each for each in LANGUAGES if each != language), files=files, groups=groups,
        marked=MARKED, count=len(entries), facets=_facets(entries, labels, language), newest=newest,
        day=format_date(date.fromisoformat(newest.day), language), imprint=imprint(paths.SITE), about=_about(language),
        articles=_articles(entries, language), changes=changes(newest, language),
        say=lambda key, **said: _say(f"index_{key}", language, **said),
        explore=EXPLORE[language],
        things=_things(entries, Links(briefs, _codes().collection).own, language),
        **script("index.js"),
    )  # fmt: skip


def lessons(language: str, files: dict[str, str], briefs: list[Brief], known: dict[str, Facts]) -> str:
    """The list of lessons: of each its title, and the page of each edition."""
    found: dict[str, dict[str, str]] = {}
    for brief in briefs:
        if brief.language == language:
            title = known[brief.file].title
            found.setdefault(brief.notebook, {"title": title})[brief.edition] = brief.file
    own, day = package.releases()[0], package.read(paths.PROCESSED)["created"][:10]
    other = next(each for each in LANGUAGES if each != language)
    return template("lessons.html.j2").render(
        language=language, other=other, files=files, lessons=found.values(), version=own.version,
        day=format_date(date.fromisoformat(day), language),
        say=lambda key, **said: _say(f"index_{key}", language, **said),
    )  # fmt: skip


def script(name: str, before: Path | None = None) -> dict[str, str]:
    """A `script` of the template as it stands in a page, and the `hash` by which the page's policy allows it.

    What it runs on stands `before` it.
    """
    said = (paths.TEMPLATE / name).read_text("utf-8")
    said = f"{before.read_text('utf-8')}\n{said}" if before else said
    return {"script": Markup(said), "hash": b64encode(sha256(said.encode("utf-8")).digest()).decode("ascii")}


def _say(key: str, language: str, number: int = 2, **said) -> str:
    return str(say(key, number, **{each: str(value) for each, value in said.items()}).said(language))


def _entry(same: dict[str, Brief], known: dict[str, Facts], labels: dict[str, dict], language: str) -> Entry:
    """What is listed under one name, of the page in the list's language where there is such a page."""
    brief = same.get(language) or next(iter(same.values()))
    found = known[brief.file]
    areas = {code: labels["area"][code] for code in found.areas}
    sectors = {code: labels["sector"][code] for code in found.sectors}
    return {
        "brief": brief, "found": found, "areas": areas, "sectors": sectors, "kind": _kind(brief),
        "every_sector": len(sectors) == len(labels["sector"]),
        "pages": {each: same[each].file for each in LANGUAGES if each in same},
    }  # fmt: skip


_EACH = {"article": "index_each_article", "area": "index_each_area"}  # pages on all that is stated by it, or of it


def _kind(brief: Brief) -> str:
    """What a page is one of: of the pages on an article, on an area, or of the others of its notebook."""
    named = [key for key in _EACH if brief.asked.get(key)] if brief.notebook == "00_start-here" else []
    return (named or [brief.notebook])[0]


def _called(entry: Entry, language: str) -> str:
    """What the kind is called; of a notebook's pages the question."""
    key = _EACH.get(entry["kind"])
    return _say(key, language) if key else notebooks.title(entry["brief"].source, language)


def _groups(entries: list[Entry], language: str) -> dict[str, tuple[str, list[Entry]]]:
    """The pages of each kind under its name, in the order of the file of briefs; first of all those to start with."""
    begin = [next((each for each in entries if each["brief"].notebook == name), None) for name in START]
    groups = {"start": (_say("index_start", language), [each for each in begin if each])}
    for entry in entries:
        if entry not in begin:
            groups.setdefault(entry["kind"], (_called(entry, language), []))[1].append(entry)
    return {kind: group for kind, group in groups.items() if group[1]}


def _about(language: str) -> dict[str, str]:
    """What the collection is of: how many articles, on which areas, of which years, and when they were published."""
    data, sources = _codes().collection, _sources()
    areas = dict.fromkeys(data.codebook.area_name(row.ref_area) for row in data.observations)
    days = [min(each.published_from for each in sources), max(each.published_to for each in sources)]
    first, last = (format_month(date.fromisoformat(day), language) for day in days)
    return {
        "articles": _say("page_articles", language, len(sources), count=len(sources)),
        "areas": str(values.listed(areas).said(language)), "first": first, "last": last, **_years(data),
    }  # fmt: skip


def _years(data) -> dict[str, str]:
    """The first and the last year that a result or a step is stated for, and the last of targets and plans."""
    times = [(row.time_period, row.role == "actual") for row in data.observations]
    times += [(row.when, row.phase != "planned") for row in data.tables["milestones"]]
    periods = [(read_period(time), done) for time, done in times if time]
    past = [period for period, done in periods if done]
    if not past:
        return {}
    ends = min(each.first for each in past), max(each.last for each in past), max(each.last for each, _ in periods)
    return dict(zip(("from_year", "to_year", "furthest"), (str(each.year) for each in ends), strict=True))


def _articles(entries: list[Entry], language: str) -> list[dict]:
    """The articles, newest first: title, outlet and day as their table of sources has them, their address, and the
    page on each where there is one."""
    book = _codes().collection.codebook
    pages = {entry["brief"].asked.get("article"): entry for entry in entries}
    return [
        {
            "title": Markup(values.title(each).html()), "url": each.url,
            "outlet": Markup(values.outlet(each, book).said(language).html()),
            "published": str(values.published(each).said(language)), "entry": pages.get(each.source_id),
            "address": "" if each.url and not each.original_url else Markup(values.address(each).said(language).html()),
        } for each in _sources()
    ]  # fmt: skip


def _sources() -> list[Article]:
    """The articles, newest first."""
    return sorted(_codes().collection.sources.values(), key=lambda each: each.published_to, reverse=True)


def changes(release: package.Release, language: str) -> list[str]:
    """What a version added or corrected in values: each kind of change with its figures, the first by name."""
    called = {each.code: each.label.said(language) for each in search.things(_codes().collection)}
    told = []
    for kind in MARKED:
        names = list(dict.fromkeys(called.get(code, code) for code in sorted(release.changed[kind])))
        more = [_say("index_more", language, count=len(names) - _NAMED)] if len(names) > _NAMED else []
        if names:
            told.append(_say(f"index_changed_{kind}", language, figures="; ".join(names[:_NAMED] + more)))
    return told


def _things(entries: list[Entry], own_pages: dict[tuple[str, str], str], language: str) -> list[list]:
    """What can be found on a page: what it is called, by what it is found besides, which of the pages show it, counted
    from 0, which is its own, where it has one, and what it is easily taken for. A figure is found by its token and by
    who states it; it is called as its indicator, whose place here it names. The last are parts of pages, by title; the
    page of most figures that has one is its own."""
    shown = [{*each["found"].things, *each["found"].areas} for each in entries]
    numbers = {each["brief"].name: number for number, each in enumerate(entries)}
    own_page = {code: numbers.get(name) for (_, code), name in own_pages.items()}
    listed: list[list] = []
    place: dict[str, int] = {}  # of a figure that of its indicator
    for each in search.things(_codes().collection):
        if there := [number for number, codes in enumerate(shown) if not codes.isdisjoint(each.shown_by)]:
            if each.kind == "figure":
                listed.append([place[each.code], search.printed_by(_codes().whole(each.code)), there])
                continue
            place |= dict.fromkeys(each.shown_by, len(listed))
            own = each.label.said(language)
            others = [said for said in dict.fromkeys(each.label.texts) if said != own]
            apart = [other.said(language) for other in search.not_the_same(each, _codes().collection)]
            row = [own, "\n".join(filter(None, (*others, each.besides))), there, own_page.get(each.code), apart or None]
            while row[-1] is None:
                row.pop()
            listed.append(row)
    parts = dict.fromkeys(part for each in entries for part in each["found"].parts)
    has = {part: [place for place, each in enumerate(entries) if part in each["found"].parts] for part in parts}
    some = {
        part: there for part, there in has.items() if len(there) < len(entries)
    }  # a part of every page tells nothing
    figures = [len(each["found"].observations) for each in entries]
    return listed + [[part, "", there, max(there, key=figures.__getitem__)] for part, there in some.items()]


def _facets(entries: list[Entry], labels: dict[str, dict[str, str]], language: str) -> dict[str, dict[str, str]]:
    """What one may choose by: name of the facet -> code -> what readers see; only what leaves some pages out."""
    labels = {"kind": {each["kind"]: _called(each, language) for each in entries}} | labels
    facets: dict[str, dict[str, str]] = {}
    for facet, held in {"kind": "kind", "area": "areas", "sector": "sectors", "language": "pages"}.items():
        codes = [{each[held]} if facet == "kind" else {*each[held]} for each in entries]
        some = {code for own in codes for code in own if not all(code in each for each in codes)}
        if len(some) > 1:
            facets[facet] = {code: label for code, label in labels[facet].items() if code in some}
    return facets


def _labels(language: str, areas: set[str]) -> dict[str, dict[str, str]]:
    """What readers see for these areas, for sectors and languages: code -> label. Areas of one name are told apart."""
    book = _codes().collection.codebook
    ordered = [area.ref_area for area in book.areas if area.ref_area in areas]
    return {
        "area": {code: str(values.area_among(code, areas, book).said(language)) for code in ordered},
        "sector": {code: book.label("sector", code).said(language) for code in book.codes("sector")},
        "language": {each: _say(f"index_in_{each}", language) for each in LANGUAGES},
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
