"""How good the numbers are: what is documented, what survives recomputation, what would have to be asked.

These exhibits speak of the reporting, not of the provinces. They count figures, and each count names the figures
it counts.
"""

from collections import Counter, defaultdict
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from sosanh.compare.followups import requests
from sosanh.compare.results import EvidenceMap, Pair, Result
from sosanh.data.codebook import Codebook
from sosanh.data.labels import Label, label
from sosanh.data.tables import MANY, Article, Erratum, Observation, Relation
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Quote, Text, Written, count, in_unit, join, say, text
from sosanh.numbers.intervals import residual
from sosanh.numbers.units import PARTS, RANKS, SENSES
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table
from sosanh.show.headlines import names
from sosanh.show.values import count_of


def evidence(result: EvidenceMap) -> Table | Sentences:
    """Themes against areas: a number, only a target, only words, or not reported; empty is not zero."""
    book, cells = result.codebook, {(cell.theme, cell.area): cell for cell in result.cells}
    there = {cell.theme for cell in result.cells}
    rows = []
    for theme in (each for each in book.themes if each.theme in there):
        documented = []
        for cell in (cells[theme.theme, area] for area in result.areas):
            said = book.label("evidence", cell.evidence)
            if cell.results:
                said = say("evidence_count", label=said, count=count(cell.results))
            documented.append(said)
        rows.append((label(theme, "label"), *documented))
    bracketed = any(cell.results for cell in result.cells)
    note = say("evidence_note" if bracketed else "evidence_note_plain")
    shown = table("evidence", ("theme", *(values.area_head(area, result) for area in result.areas)), rows, note)
    return replace(shown, title=say("title_evidence_article", areas=names(result))) if result.article else shown


def asks(result: Result) -> Table | Sentences:
    """The data-request sheet: for each indicator what would make its figures comparable."""
    book, known = result.codebook, {row.obs_id: row for row in result.rows}
    asked: dict[tuple[str, str], dict[tuple[str, ...], list[str]]] = {}
    for (area, indicator, ask), ids in requests(result).items():  # what one figure lacks is not asked of another
        asked.setdefault((area, indicator), {}).setdefault(ids, []).append(ask)
    rows = []
    for (area, _), of_ids in asked.items():
        concerned = [known[each] for each in dict.fromkeys(chain.from_iterable(of_ids))]
        figures = [  # what is no result is said to be none
            text("" if row.role == "actual" else text(book.label("role", row.role), ": "), values.dated(row))
            for row in concerned
        ]
        asks = join(
            "; ", [_asked_of([known[each] for each in ids], own, concerned, result) for ids, own in of_ids.items()]
        )
        rows.append((values.area(area, result), values.name(concerned[0]), asks, join("; ", figures)))
    return table("asks", ("area", "indicator", "ask", "figures"), rows, folded=True)


def _asked_of(rows: list[Observation], asks: list[str], concerned: list[Observation], result: Result) -> Text:
    """What is asked of some figures, named where it is not asked of all that are concerned."""
    said = join("; ", [_asked(ask, rows, result) for ask in asks])
    return (
        said if len(rows) == len(concerned) else say("asked_of", asks=said, figures=join("; ", map(values.value, rows)))
    )


def _asked(ask: str, rows: list[Observation], result: Result) -> Label | Text:
    """What is asked for, in words; of things that are counted, their number: "số người chính xác"."""
    book = result.codebook
    if ask == "condition":
        return say("ask_condition", condition=next(pair.verdict.condition for pair in result.pairs if _on(pair, rows)))
    if ask == "exact" and SENSES[rows[0].unit_measure].counted:
        return say("ask_exact", counted=label(book.entry("populations", rows[0].population), "counted"))
    if ask == "result":
        return say("ask_result_rank" if rows[0].unit_measure in RANKS else "ask_result")
    return book.label("ask", ask)


def _on(pair: Pair, rows: list[Observation]) -> bool:
    """Is it of these figures, and only on a condition?"""
    return bool(pair.verdict.condition) and pair.a in rows and pair.b in rows


def audit(result: Result) -> Table | Sentences:
    """Every fraction printed, recomputed, beside the percentage printed with it."""
    shown = [row for row in result.rows if row.share is not None]
    rows = [
        (
            values.with_definition(values.name(row), row, result.codebook),
            text(values.fraction(row), " ", values.mark([row], result)), values.share(row),
            say("not_stated") if row.obs_value is None else values.printed_percentage(row),
            _residual(row), _agreement(row, result.codebook),
        ) for row in shown
    ]  # fmt: skip
    heads = ("indicator", "fraction", "share", "percentage", "residual", "arithmetic")
    return table("audit", heads, rows, sources=values.sources_in_short(shown, result))


def _residual(row: Observation) -> Figure | str:
    if row.obs_value is None:
        return "–"
    off = values.tidy(residual(row.obs_value, row.numerator, row.denominator), 2)
    return values.signed(off, of.near(of.percentage(row.obs_id) - of.share(row.obs_id), 2))


def _agreement(row: Observation, book: Codebook) -> Label | Text:
    said = book.label("arithmetic", row.arithmetic)
    if not row.attainable:
        return said
    near = [  # no whole count gives more than a hundred percent: then there is only the one below
        Figure(Written.number(Decimal(each)) + "%", side(row.obs_id).as_("percent"))
        for each, side in zip(row.attainable.split(MANY), (of.below, of.above), strict=False)
    ]
    return say("nearest", label=said, near=join("; ", near))


def coverage(result: Result) -> Table | Sentences:
    """For each article how many figures are recorded, how many numbers set aside, and whether it was read twice."""
    read = (*result.sources, *result.retracted)
    articles, own, rows = [each.source_id for each in read], defaultdict(list), []
    for row in result.collection.select(article=articles):
        own[row.source_id].append(row)
    aside = Counter(each.source_id for each in result.collection.select(table="set_aside", article=articles))
    for article in read:
        set_aside = Figure(str(aside[article.source_id]), of.set_aside(article.source_id))
        second = say("second_yes" if article.second_reading else "second_no")
        named = text(values.title(article), values.in_brackets(values.retracted(article, result.codebook)))
        rows.append((named, count_of(own[article.source_id]), set_aside, second))
    shown = table("coverage", ("article", "observed", "set_aside", "second"), rows, folded=True)
    return replace(shown, whole_articles=True)


def second_readings(result: Result) -> Table | Sentences:
    """For each article read twice, how far the two readings agree."""
    read = (*result.sources, *result.retracted)
    articles = [each.source_id for each in read]
    agreements = {each.source_id: each for each in result.collection.select(table="second_readings", article=articles)}

    def counted(article: Article, column: str) -> Figure:
        number = getattr(agreements[article.source_id], column)
        return Figure(Written.number(number), of.agreement(article.source_id, column))

    rows = [
        (
            values.title(each), say("out_of", part=counted(each, "rows_shared"), whole=counted(each, "rows")),
            say("out_of", part=counted(each, "cells_alike"), whole=counted(each, "cells")),
        ) for each in read if each.source_id in agreements
    ]  # fmt: skip
    heads, note = ("article", "rows_shared", "cells_alike"), say("second_readings_note")
    return table("second_readings", heads, rows, note, folded=True)


def relations(result: Result) -> Table | Sentences:
    """Sums and durations that the articles imply, worked out again."""
    book, articles = result.codebook, [each.source_id for each in result.sources]
    shown = {row.obs_id for row in result.rows}
    rows, stated = [], []
    for row in result.collection.select(table="relations", article=articles):
        figures = [f"{row.source_id}.{int(each):02d}" for each in row.obs_no.split(MANY) if each]
        held = shown.issuperset(figures) if figures else not result.sector
        if not held or row.source_id not in result.source_numbers:  # of no article, `select` gives all
            continue
        stated.append(row)
        expected = of.near(of.expected(row.ref), 1) if row.kind == "duration" else of.expected(row.ref)
        rows.append(
            (
                book.label("relation_kind", row.kind), values.mark([row], result),
                _related(row, row.stated, of.field(row.ref, "stated"), row.bound),
                _related(row, row.expected, expected),
                book.label("relation_outcome", row.outcome), label(row, "comment"),
            )
        )  # fmt: skip
    heads = ("kind", "where", "stated", "expected", "holds", "note")
    return table("relations", heads, rows, sources=values.sources_in_short(stated, result), folded=True)


def errata(result: Result) -> Table | Sentences:
    """What the articles print wrongly, beside what should stand there; the figures stay as printed."""
    book, articles = result.codebook, [each.source_id for each in result.sources]
    shown = [each for each in result.collection.select(table="errata", article=articles) if articles]
    rows = [
        (
            book.label("erratum_kind", each.kind), _of_erratum(each, result), values.erratum_printed(each),
            values.erratum_should_be(each), values.erratum_told(each, book),
            book.label("erratum_status", each.status), label(each, "reason"),
        ) for each in shown
    ]  # fmt: skip
    heads = ("kind", "where", "printed", "should_be", "told_by", "erratum_status", "note")
    return table("errata", heads, rows, sources=values.sources_in_short(shown, result), folded=True)


def _of_erratum(row: Erratum, result: Result) -> Text:
    """Where it is printed; of a title or an author the article alone."""
    return values.mark([row], result) if row.paragraph else text("[", values.cited(row.source_id, result), "]")


def _related(row: Relation, number: Decimal, made: Expression, bound: str = "") -> Text:
    """A sum or a duration, as stated or as worked out again."""
    figure = text(Figure(Written.number(round(number, 1).normalize()), made))
    if bound == "lt":
        figure = say("printed_nearly", value=figure, word=say("word_nearly"))
    return in_unit(figure, "years") if row.kind == "duration" else figure


def hundreds(result: Result) -> Sentences:
    """How many shares are stated as a hundred percent, and how many print a total; and the words by which articles say
    "all", each once: " (“đều”, “tất cả”)"."""
    shares = [row for row in result.rows if row.role == "actual" and row.unit_measure in PARTS]
    if not shares:
        return sentences("hundreds", [])
    words = [row for row in shares if row.bound == "all"]
    hundred = [row for row in shares if row.bound != "all" and row.value_lower == row.value_upper == 100]
    counts = {"shares": count_of(shares), "hundred": count_of(hundred), "words": count_of(words)}
    counted = count_of(row for row in shares if row.denominator is not None)
    tokens = [text("“", Quote(token), "”") for token in dict.fromkeys(row.as_printed.lower() for row in words)]
    quoted = text(" (", join(", ", tokens), ")") if tokens else ""
    return sentences("hundreds", [say("hundreds_all", said=quoted, **counts), say("hundreds_total", counted=counted)])
