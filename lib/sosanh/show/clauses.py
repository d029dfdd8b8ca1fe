"""A figure as part of a sentence: who published it and when, of whom and where, what it says.

A clause has its subject, its province and the words of the bound. A figure that is no result (a target, a plan, a rule)
is named as what it is: no predicate of a result is put to it.
"""

from sosanh.compare.results import Result
from sosanh.data.labels import LANGUAGES, NONE, Label, label
from sosanh.data.tables import Article, Observation
from sosanh.lineage.words import Filled, Quote, Text, say, text
from sosanh.numbers.units import SENSES
from sosanh.show import values
from sosanh.show.values import small, value


def by(article: Article, speaker: Label = NONE) -> Text:
    """Who published it and when: "Theo bài đăng trên trang tổng hợp Báo Mới (khoảng 11/02/2025)"; first who states it.

    What kind of outlet it is stands in `outlet_type`.
    """
    paper, name = article.republished_from, values.outlet_name(article)
    said = say(f"cited_{article.outlet_type}", outlet=Quote(name))
    if paper not in ("", name):
        said = say("cited_again", source=said, paper=Quote(paper))
    said = {"source": said, "day": values.published_day(article)}
    return say("by_speaker" if speaker else "by_source", speaker=speaker, **said)


def clause(row: Observation, result: Result) -> Text:
    """What a figure says, as a clause with its subject and province: the sentence of its definition, where that has one
    for figures of its kind; else by the indicator's predicate, or by what is counted."""
    area = values.area(row.ref_area, result)
    if own := _sentence(row, result):
        return own
    predicate, population = label(row.entry, "predicate"), label(row, "population")
    said = {"area": area, "population": population, "predicate": predicate, "due": _plainly_due(row)}
    if row.role != "actual":
        return _aimed(row, result)
    if not is_sentence(row, result):
        return say("clause_named", area=area, value=value(row), due=_plainly_due(row), **as_defined(row, result))
    if row.bound == "all":
        return say("clause_all", word=values.token(row), **said)
    if row.denominator is not None:
        return say("clause_fraction", **values.counts(row), **said)
    form = "clause_share" if SENSES[row.unit_measure].part else "clause_count"
    return say(form, value=value(row), **said)


def is_sentence(row: Observation, result: Result) -> bool:
    """Can it be said in a sentence of its own: one of its definition, or what its group does or has?"""
    sense = SENSES[row.unit_measure]
    predicate = row.role == "actual" and label(row.entry, "predicate") and (sense.part or sense.counted)
    return bool(predicate or _sentence(row, result))


def _sentence(row: Observation, result: Result) -> Text:
    """The sentence of its definition, filled; empty where there is none for figures of its kind."""
    own = result.codebook.entry("definitions", row.definition)
    if own.sentence_role != row.role:
        return text()
    shown = say("reported_all", word=values.quoted(row)) if row.bound == "all" else value(row)
    said = {"value": shown, "area": values.area(row.ref_area, result), "population": label(row, "population")}
    said = text(Filled(label(own, "sentence"), tuple((name, text(each)) for name, each in said.items())))
    said = text(said, _plainly_due(row))
    if not row.role_basis:
        return said
    comment = label(row, "comment").map(lambda words: words.rstrip("."))
    return say("sentence_read", sentence=said, comment=small(comment))


def _aimed(row: Observation, result: Result) -> Text:
    """A target, a plan, a rule or an ability, with the time it is stated for."""
    kind = say(f"aimed_{row.role}")
    if row.role_basis:  # whoever copies the sentence does not see whose reading "here" means
        kind = say("kind_read", kind=kind)
    area = values.area(row.ref_area, result)
    return say("clause_aimed", kind=kind, area=area, value=value(row), due=_plainly_due(row), **as_defined(row, result))


def as_defined(row: Observation, result: Result) -> dict[str, Text | str]:
    """What its article counts, in the words of its definition; whom, where that does not name them."""
    name = values.defined(row, result.codebook)
    population = label(row, "population")
    named = all(str(population.said(each)).lower() in str(name.said(each)).lower() for each in LANGUAGES)
    return {"name": name, "of": "" if named else say("clause_of", population=population)}


def due(row: Observation) -> Text:
    """The time that a figure is stated for, to stand after it: ", trong năm 2024"; empty where none is stated."""
    return text(", ", values.period(row)) if row.time_period else text("")


def _plainly_due(row: Observation) -> Text:
    """The same in a sentence to copy: without how "by" a year is read here; of years, that they are stated for it."""
    if not row.time_period:
        return text("")
    of_years = row.time_basis == "during" and "/" in row.time_period
    said = say("period_of_years" if of_years else f"period_{row.time_basis}", period=values.bare_period(row))
    return text(" " if of_years else ", ", said)


def stated(row: Observation, result: Result) -> Text:
    """The value and when it was published, named where it is no result: "mục tiêu: 80% (công bố tháng 4/2024)"."""
    if row.role == "actual":
        return values.dated(row)
    return say("stated_as", kind=small(result.codebook.label("role", row.role)), **_shown(row, result))


def named(row: Observation, result: Result) -> Text:
    """A figure as a sentence, where it has one; else by the indicator's name."""
    if is_sentence(row, result):
        return text(clause(row, result), " (", values.published_label(row.article), ")")
    name = values.name_of_one(row, result.codebook)
    if row.role == "actual":
        return say("stated_of", name=name, stated=values.dated(row))
    kind = small(result.codebook.label("role", row.role))
    return say("stated_as_of", kind=kind, name=name, **_shown(row, result))


def _shown(row: Observation, result: Result) -> dict[str, Text]:
    notes = [*values.stated_by(row), *values.as_read(row, result.codebook), values.published_label(row.article)]
    return {"stated": text(value(row), values.in_brackets(notes)), "due": due(row)}
