"""One page to choose a figure and see its few partners: for whoever never opens JupyterLab.

Every figure stands on it with what is stated, who states it and where; with the figures it compares with, how far, and
why no further; and with those that it is easily taken for. Verdicts are the gate's, made here; the script of the list
of pages filters and searches, and knows nothing of figures. What is chosen stands in the address.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Any

from markupsafe import Markup

from sosanh.compare import questions
from sosanh.compare.results import Result
from sosanh.data.collection import Collection, load
from sosanh.data.labels import LANGUAGES
from sosanh.data.tables import Observation
from sosanh.lineage.audit import Tracer
from sosanh.lineage.words import Words, say, text
from sosanh.numbers.periods import format_month
from sosanh.publish.briefs import Brief, BriefFailed, template
from sosanh.publish.links import Links
from sosanh.publish.site import script
from sosanh.show import choice, exhibits, partners, search, values

FACETS = ("area", "sector", "role", "article")


def page(language: str, files: dict[str, str], lists: dict[str, str], briefs: Sequence[Brief] = ()) -> str:
    """The page in a language; `files` are those of it, `lists` the lists of all pages.

    Of the `briefs` those on an indicator are linked. `BriefFailed` where a number on it is not traced.
    """
    collection, result = load(), questions.across(load())
    rows = sorted(collection.observations, key=lambda row: (row.ref_area, row.sector, row.indicator, row.as_of_from))
    own = Links([each for each in briefs if each.language == language], collection).own
    homes = {code: f"{name}.{language}.html" for (kind, code), name in own.items() if kind == "indicator"}
    entries = [_entry(row, result, language) | {"home": homes.get(row.indicator)} for row in rows]
    facets = {name: _choices(name, entries, result, language) for name in FACETS}
    other = next(each for each in LANGUAGES if each != language)

    def told(key: str, **said: str) -> str:
        return str(say(f"explore_{key}", **said).said(language))

    made = template("explore.html.j2").render(
        language=language, other=other, files=files, lists=lists, entries=entries, facets=facets, say=told,
        index=lambda key, **said: str(say(f"index_{key}", **said).said(language)), count=len(rows),
        sources=Markup(exhibits.sources(result).said(language).html()),
        things=[[each["name"], each["words"], [place], place] for place, each in enumerate(entries)],
        words=lambda key: str(say(key).said(language)),
        **script("index.js"),
    )  # fmt: skip
    about = tuple(facets["article"].values())  # the days in choices, where no number can be marked
    if faults := _tracer(collection).trace(made, language, about).faults:
        raise BriefFailed(f"{files[language]}: " + "; ".join(map(str, faults[:5])))
    return made


@cache
def _tracer(collection: Collection) -> Tracer:
    return Tracer(collection)


def _entry(row: Observation, result: Result, language: str) -> dict[str, Any]:
    """What the template shows of a figure, and by what it is found and filtered."""
    found = questions.one_figure(result.collection, row.obs_id)

    def said(words: Words) -> Markup:
        return Markup(text(words).said(language).html())

    return {
        "code": row.obs_id, "name": str(values.name(row).said(language)), "printed": said(values.value(row)),
        "mark": said(values.mark([row], result)), "sentence": said(*partners.alone(found).sentences),
        "partners": [*map(said, partners.compared(found, result))], "apart": [*map(said, partners.taken_for(found))],
        "words": search.by_figure(result.collection)[row.obs_id],
        "facets": {"area": row.ref_area, "sector": row.sector, "role": row.role, "article": row.source_id},
    }  # fmt: skip


def _choices(facet: str, entries: list[dict], result: Result, language: str) -> dict[str, str]:
    """What one may choose by: the codes that figures have, and what readers see for each."""
    codes = dict.fromkeys(each["facets"][facet] for each in entries)
    if facet == "article":
        return {code: _of_article(code, result, language) for code in codes}
    return choice.labels(facet, codes, result.codebook, language)


def _of_article(code: str, result: Result, language: str) -> str:
    """An article by its outlet and the month in which it can have appeared last."""
    article = result.collection.article(code)
    month = format_month(date.fromisoformat(article.published_to), language)
    return f"{values.outlet_name(article)}, {month}"
