"""One page to choose a figure and see its few partners: for whoever never opens JupyterLab.

Every figure stands on it with what is stated, who states it and where; with the figures it compares with, how far, and
why no further; and with those that it is easily taken for. Verdicts are the gate's, made here; the script of the list
of pages filters and searches, and knows nothing of figures. What is chosen stands in the address.

Of a collection too large for one page each area has its own, and the page lists these.
"""

from collections.abc import Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

from markupsafe import Markup

from sosanh.compare import questions
from sosanh.compare.results import OneFigure, Result
from sosanh.data import paths
from sosanh.data.collection import Collection, load
from sosanh.data.labels import LANGUAGES, label
from sosanh.data.tables import Observation
from sosanh.lineage.audit import Tracer
from sosanh.lineage.words import Words, say, text
from sosanh.publish import cards
from sosanh.publish.briefs import Brief, BriefFailed, explored, template
from sosanh.publish.links import Links
from sosanh.publish.site import script
from sosanh.show import choice, exhibits, partners, search, values

FACETS = (*choice.FACETS, "role")
PARTNERS = 4  # of a figure that has many
SAID = ("walk_indicator", "walk_article", "head_date")  # lines of a card that stand beside it


def page(language: str, area: str, lists: dict[str, str], briefs: Sequence[Brief] = ()) -> str:
    """The page of an area, "" for all, in a language; `lists` are the lists of all pages.

    Of the `briefs` those on an indicator are linked. `BriefFailed` where a number on it is not traced.
    """
    collection, known = load(), explored()
    own, apart = known[area], [each for each in known if each and not area]
    rows = [] if apart else [row for row in collection.observations if area in ("", row.ref_area)]
    rows.sort(key=lambda row: (row.ref_area, row.sector, row.indicator, row.as_of_from))
    found = {row: questions.one_figure(collection, row.obs_id) for row in rows}
    beside = {row: None for one in found.values() for pair in one.partners for row in (pair.a, pair.b)}
    of_page = tuple(dict.fromkeys((*rows, *beside)))
    result = Result(collection, tuple(dict.fromkeys(row.ref_area for row in of_page)), "", of_page)
    homes = _homes(briefs, language, collection)
    entries = [_entry(one, result, language) | {"home": homes.get(row.indicator)} for row, one in found.items()]
    facets = {name: _choices(name, rows, result, language) for name in FACETS}
    areas = choice.labels("area", [each for each in known if each], collection)
    title = text(say("explore_title_of", area=areas[area]) if area else say("explore_title")).said(language)

    def said(key: str, **words: str) -> str:
        return str(say(f"explore_{key}", **words).said(language))

    render = partial(
        template("explore.html.j2").render,
        language=language, other=next(each for each in LANGUAGES if each != language), files=own, lists=lists,
        entries=entries, say=said, index=lambda key, **words: str(say(f"index_{key}", **words).said(language)),
        title=title, heading=Markup(title.html()),
        pages={known[each][language]: Markup(areas[each].said(language).html()) for each in apart},
        sources=Markup(exhibits.sources(result).said(language).html()) if rows else "",
        things=[[each["name"], each["words"], [place], place] for place, each in enumerate(entries)],
        words=lambda key: str(say(key).said(language)),
        **script("index.js", before=paths.TEMPLATE / "page.js"),
    )  # fmt: skip
    traced = render(facets={}, cards={})  # a choice cannot be marked, and a card is the end of the way
    if faults := _tracer(collection).trace(traced, language).faults:
        raise BriefFailed(f"{own[language]}: " + "; ".join(map(str, faults[:5])))
    codes = _tracer(collection).codes
    told = {row.obs_id: cards.lines(row.obs_id, language, codes, SAID) for row in rows}
    return cards.of_one_language(render(facets=facets, cards=told), language)


@cache
def _tracer(collection: Collection) -> Tracer:
    return Tracer(collection)


def _homes(briefs: Sequence[Brief], language: str, collection: Collection) -> dict[str, str]:
    """The page of each indicator that has one."""
    own = Links([each for each in briefs if each.language == language], collection).own
    return {code: f"{name}.{language}.html" for (kind, code), name in own.items() if kind == "indicator"}


def _entry(one: OneFigure, result: Result, language: str) -> dict[str, Any]:
    """What the template shows of a figure, and by what it is found and filtered."""
    row = one.row

    def said(words: Words) -> Markup:
        return Markup(text(words).said(language).html())

    name = str(values.name(row).said(language))
    return {
        "code": row.obs_id, "name": name, "printed": said(values.value(row)),
        "mark": said(values.mark([row], result)), "sentence": said(*partners.alone(one).sentences),
        "partners": [*map(said, partners.compared(one, result, PARTNERS))], "more": len(one.partners) > PARTNERS,
        "apart": [*map(said, partners.taken_for(one))], "words": _found_by(row, name, result.collection),
        "facets": {facet: choice.values_of([row], facet) for facet in FACETS},
    }  # fmt: skip


def _found_by(row: Observation, name: str, collection: Collection) -> str:
    """What a figure is found by beside its name; not the definitions, for its sentence says its own."""
    defined = (label(each, "wording").texts for each in collection.codebook.definitions if each.entry is row.entry)
    left_out = {name, *chain.from_iterable(defined)}
    return "\n".join(line for line in search.by_figure(collection)[row.obs_id].split("\n") if line not in left_out)


def _choices(facet: str, rows: Sequence[Observation], result: Result, language: str) -> dict[str, str]:
    """What one may choose by: the codes that figures have, and what readers see for each."""
    shown = choice.labels(facet, choice.values_of(rows, facet), result.collection)
    return {code: str(each.said(language)) for code, each in shown.items()}
