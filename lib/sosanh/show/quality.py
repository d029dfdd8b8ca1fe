"""How good the numbers are: what is documented, what survives recomputation, what would have to be asked.

These exhibits speak of the reporting, not of the provinces. They count figures, and each count names the figures
it counts.
"""

from dataclasses import replace
from decimal import Decimal

import pandas as pd

from sosanh.compare import requests
from sosanh.compare.results import EvidenceMap, Result
from sosanh.data.labels import label
from sosanh.data.rows import Observation, records
from sosanh.data.tables import MANY
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Quote, Text, Written, count, in_unit, join, say, text
from sosanh.numbers.intervals import residual
from sosanh.numbers.units import PARTS, RANKS, SENSES
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table
from sosanh.show.headlines import names


def evidence(result: EvidenceMap) -> Table | Sentences:
    """Themes against areas: a number, only a target, only words, or not reported; empty is not zero."""
    book = result.codebook
    cells = result.cells.set_index(["theme", "area"])
    themes = book.themes[book.themes["theme"].isin(result.cells["theme"])]
    rows = []
    for theme in themes.to_dict("records"):
        documented = [_evidence(cells.loc[(theme["theme"], area)], book) for area in result.areas]
        rows.append((text(label(theme, "label")), *documented))
    heads = ("theme", *(values.area_head(area, result) for area in result.areas))
    bracketed = result.cells["results"].map(len).any()
    note = say("evidence_note" if bracketed else "evidence_note_plain")
    shown = table("evidence", heads, rows, note)
    if not result.article:
        return shown
    return replace(shown, title=say("title_evidence_article", areas=names(result)))


def _evidence(cell: pd.Series, book) -> Text:
    label = book.label("evidence", cell["evidence"])
    if not cell["results"]:
        return text(label)
    return say("evidence_count", label=label, count=count(cell["results"]))


def asks(result: Result) -> Table | Sentences:
    """The data-request sheet: for each indicator what would make its figures comparable."""
    book = result.codebook
    known = {row.obs_id: row for row in result.observations}
    rows = []
    for (area, indicator), asked in requests.requests(result).groupby(["area", "indicator"], sort=False):
        concerned = dict.fromkeys(obs_id for ids in asked["obs_ids"] for obs_id in ids)
        row = (
            values.area(area, result),
            text(label(book.entry("indicators", indicator), "name")),
            join("; ", [_asked(each, [known[one] for one in concerned], book) for each in asked["ask"]]),
            join("; ", [_concerned(known[obs_id], result) for obs_id in concerned]),
        )
        rows.append(row)
    return table("asks", ("area", "indicator", "ask", "figures"), rows)


def _concerned(row: Observation, result: Result) -> Text:
    """The figure asked about; what is no result is said to be none."""
    said = values.dated(row, result)
    return said if row.role == "actual" else text(result.codebook.label("role", row.role), ": ", said)


def _asked(ask: str, rows: list[Observation], book) -> str | Text:
    """What is asked for, in words; of things that are counted, their number: "số người chính xác"."""
    if ask == "exact" and SENSES[rows[0].unit_measure].counted:
        return say("ask_exact", counted=label(book.entry("populations", rows[0].population), "counted"))
    if ask == "result":
        return say("ask_result_rank" if rows[0].unit_measure in RANKS else "ask_result")
    return book.label("ask", ask)


def audit(result: Result) -> Table | Sentences:
    """Every fraction printed, recomputed, beside the percentage printed with it."""
    rows = [row for row in result.observations if row.share is not None]
    heads = ("indicator", "fraction", "share", "percentage", "residual", "arithmetic")
    return table("audit", heads, [_audit_row(row, result) for row in rows])


def _audit_row(row: Observation, result: Result) -> tuple[Text, ...]:
    printed = say("not_stated") if row.obs_value is None else text(values.printed_percentage(row))
    return (
        text(values.name(row, result)),
        text(values.fraction(row)),
        text(values.share(row)),
        printed,
        _residual(row),
        _agreement(row, result),
    )


def _residual(row: Observation) -> Text:
    if row.obs_value is None:
        return text("–")
    off = values.tidy(residual(row.obs_value, row.numerator, row.denominator), 2)
    sign = "+" if off > 0 else "−" if off < 0 else ""
    made = of.percentage(row.obs_id) - of.share(row.obs_id)
    return text(Figure(sign + Written.number(abs(off)), of.near(made, 2).as_("change")))


def _agreement(row: Observation, result: Result) -> Text:
    label = result.codebook.label("arithmetic", row.arithmetic)
    if not row.attainable:
        return text(label)
    near = [  # no whole count gives more than a hundred percent: then there is only the one below
        Figure(Written.number(Decimal(each)) + "%", side(row.obs_id).as_("percent"))
        for each, side in zip(row.attainable.split(MANY), (of.below, of.above), strict=False)
    ]
    return say("nearest", label=label, near=join("; ", near))


def coverage(result: Result) -> Table | Sentences:
    """For each article how many figures are recorded, how many numbers set aside, and whether it was read twice."""
    aside = result.collection.tables["set_aside"].groupby("source_id").size()
    rows = []
    for source in result.sources.to_dict("records"):
        every = result.collection.observations
        own = every.loc[every["source_id"].eq(source["source_id"]), "obs_id"]
        second = say("second_yes" if source["second_reading"] else "second_no")
        set_aside = Figure(str(aside.get(source["source_id"], 0)), of.set_aside(source["source_id"]))
        rows.append((_title(source), text(count(own)), text(set_aside), second))
    return table("coverage", ("article", "observed", "set_aside", "second"), rows)


def _title(source: dict) -> Text:
    return text(Quote(source["title"], source["language"]))


def second_readings(result: Result) -> Table | Sentences:
    """For each article read twice, how far the two readings agree."""
    rows, agreements = [], result.collection.tables["second_readings"].set_index("source_id")
    for source in result.sources.to_dict("records"):
        if (own := source["source_id"]) in agreements.index:
            found = agreements.loc[own]
            counts = (("rows_shared", "rows"), ("cells_alike", "cells"))
            rows.append((_title(source), *(_out_of(*each, found) for each in counts)))
    heads, note = ("article", "rows_shared", "cells_alike"), say("second_readings_note")
    return table("second_readings", heads, rows, note)


def _out_of(part: str, whole: str, found: pd.Series) -> Text:
    """Two of the counts of an article's agreement, by their columns."""
    said = {
        key: Figure(Written.number(found[column]), of.agreement(found.name, column))
        for key, column in (("part", part), ("whole", whole))
    }
    return say("out_of", **said)


def relations(result: Result) -> Table | Sentences:
    """Sums and durations that the articles imply, worked out again."""
    book, every = result.codebook, result.collection.tables["relations"]
    shown = set(result.rows["obs_id"])
    rows = [
        (
            text(book.label("relation_kind", row.kind)),
            values.where(row, _ref(row), result),
            _related(row, row.stated, of.field(_ref(row), "stated"), row.bound),
            _related(row, row.expected, _expected(row)),
            text(book.label("relation_outcome", row.outcome)),
            text(label(row, "comment")),
        )
        for row in records(every[every["source_id"].isin(result.sources["source_id"])], "relations")
        if (set(_figures_of(row)) <= shown if row.obs_no else not result.sector)
    ]
    heads = ("kind", "where", "stated", "expected", "holds", "note")
    return table("relations", heads, rows)


def _ref(row) -> str:
    return f"{row.source_id}.r{int(row.relation_no):02d}"


def _figures_of(row) -> tuple[str, ...]:
    return tuple(f"{row.source_id}.{int(each):02d}" for each in str(row.obs_no).split(MANY) if each)


def _expected(row) -> Expression:
    return of.near(of.expected(_ref(row)), 1) if row.kind == "duration" else of.expected(_ref(row))


def _related(row, number, made: Expression, bound: str = "") -> Text:
    """A sum or a duration, as stated or as worked out again."""
    shown = Written.number(round(number, 1).normalize())
    figure = text(Figure(shown, made))
    if bound == "lt":
        figure = say("printed_nearly", value=figure, word=say("word_nearly"))
    return in_unit(figure, "years") if row.kind == "duration" else figure


def _words_said(rows: pd.DataFrame) -> Text:
    """The words by which articles say "all", each once: " (“đều”, “tất cả”)"."""
    tokens = dict.fromkeys(token.lower() for token in rows["as_printed"])
    return text(" (", join(", ", [text("“", Quote(token), "”") for token in tokens]), ")") if tokens else text("")


def hundreds(result: Result) -> Sentences:
    """How many shares are stated as a hundred percent, and how many print a total."""
    shares = result.rows[result.rows["role"].eq("actual") & result.rows["unit_measure"].isin(PARTS)]
    if shares.empty:
        return sentences("hundreds", [])
    words = shares["bound"].eq("all")
    hundred = ~words & shares["value_lower"].eq("100") & shares["value_upper"].eq("100")
    counted = shares["denominator"].ne("")
    ids = {name: tuple(shares.loc[which, "obs_id"]) for name, which in (("hundred", hundred), ("words", words))}
    counts = {name: count(own) for name, own in ids.items()}
    first = say("hundreds_all", shares=count(shares["obs_id"]), **counts, said=_words_said(shares[words]))
    total = say("hundreds_total", counted=count(shares.loc[counted, "obs_id"]))
    return sentences("hundreds", [first, total])
