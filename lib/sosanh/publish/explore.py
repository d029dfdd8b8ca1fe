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
from sosanh.compare.gate import PURPOSES
from sosanh.compare.results import OneFigure, Pair, Result
from sosanh.data.collection import Collection, load
from sosanh.data.labels import LANGUAGES, label
from sosanh.data.tables import Observation
from sosanh.lineage.audit import Tracer
from sosanh.lineage.words import Text, Words, say, text
from sosanh.numbers.periods import format_month
from sosanh.publish.briefs import Brief, BriefFailed, template
from sosanh.publish.links import Links
from sosanh.publish.site import script
from sosanh.show import clauses, exhibits, search, values

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
    book = result.codebook

    def said(words: Words) -> Markup:
        return Markup(text(words).said(language).html())

    partners = [said(_partner(row, pair, found, result)) for pair in _pairs(row, result)]
    for held in found.outcomes:
        aim = say("explore_aim", level=values.level(held.target, book), outcome=exhibits.outcome(held, found))
        partners.append(said(aim))
    apart = [said(text(values.small(name), note and text(": ", note))) for name, note in _taken_for(row, result)]
    named = [thing for thing in _things(result.collection) if row.obs_id in thing.shown_by]
    return {
        "code": row.obs_id, "name": str(values.name(row).said(language)), "printed": said(values.value(row)),
        "mark": said(values.mark([row], result)), "sentence": said(text(_sentence(row, result), ".")),
        "partners": partners, "apart": apart,
        "words": "\n".join(filter(None, (line for each in named for line in (*each.label.texts, each.besides)))),
        "facets": {"area": row.ref_area, "sector": row.sector, "role": row.role, "article": row.source_id},
    }  # fmt: skip


def _pairs(row: Observation, result: Result) -> list[Pair]:
    """Of a result every other of its indicator, by the gate: over time in one area, as levels in two."""
    own = (each for each in result.collection.observations if each.indicator == row.indicator and each is not row)
    found = []
    for other in (each for each in own if each.role == row.role == "actual"):
        a, b = sorted((row, other), key=lambda each: (each.as_of_from, each.obs_id))
        found.append(Pair.judged(a, b, "change" if a.territory == b.territory else "level", result.codebook))
    return found


def _sentence(row: Observation, result: Result) -> Text:
    by = clauses.by(row.article, label(row, "speaker"))
    return say("write_alone", by=by, clause=clauses.clause(row, result))


def _partner(row: Observation, pair: Pair, found: OneFigure, result: Result) -> Text:
    """The other figure of a pair, how far the two compare, and what may be said; of two areas no change."""
    other, book = pair.b if pair.a is row else pair.a, result.codebook
    area, stated = values.area(other.ref_area, result), clauses.stated(other, found)
    shown = text(area, ", ", stated, " ", values.mark([other], result))
    said = say("explore_partner", grade=book.label("grade", pair.verdict.grade), other=shown)
    if pair.verdict.purpose == "change":
        said = text(said, " ", say("explore_change", change=exhibits.change(pair, noted=True)))
    return text(said, " ", say("explore_why", why=values.reasons(pair, book))) if pair.verdict.deciding else said


def _taken_for(row: Observation, result: Result) -> list[tuple[Any, Any]]:
    """The indicators that this figure's is easily taken for, each with what the codebook says of both."""
    book, found = result.codebook, []
    for pair in (each for each in book.indicator_pairs() if row.indicator in each):
        other = next(code for code in pair if code != row.indicator)
        said = next(filter(None, (book.pair_row("indicator", *pair, purpose) for purpose in PURPOSES)))
        note = label(said, "note")
        found.append((label(book.entry("indicators", other), "name"), note if note.said("en") else ""))
    return found


@cache
def _things(collection: Collection) -> list[search.Thing]:
    return search.things(collection)


def _choices(facet: str, entries: list[dict], result: Result, language: str) -> dict[str, str]:
    """What one may choose by: the codes that figures have, and what readers see for each."""
    book, codes = result.codebook, dict.fromkeys(each["facets"][facet] for each in entries)
    if facet == "area":
        return {code: str(values.area_among(code, codes, book).said(language)) for code in codes}
    if facet == "article":
        return {code: _of_article(code, result, language) for code in codes}
    return {code: book.label(facet, code).said(language) for code in book.codes(facet) if code in codes}


def _of_article(code: str, result: Result, language: str) -> str:
    """An article by its outlet and the month in which it can have appeared last."""
    article = result.collection.article(code)
    month = format_month(date.fromisoformat(article.published_to), language)
    return f"{values.outlet_name(article)}, {month}"
