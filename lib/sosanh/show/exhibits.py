"""The tables and lists of a brief, each made from a comparison's result.

Every function takes a result and returns one exhibit, in no language yet. Nothing is averaged, contradictions stand
side by side, and what is not comparable is shown as such instead of being left out.
"""

from dataclasses import dataclass

from sosanh.compare import repeats
from sosanh.compare.results import Across, OneIndicator, Outcome, OverTime, Pair, Result, Targets
from sosanh.data.labels import label
from sosanh.data.rows import Observation, records
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Quote, Text, Written, in_unit, join, say, text
from sosanh.numbers.units import RANKS, SENSES
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table
from sosanh.show.values import value


def reported(result: Result) -> Table | Sentences:
    """Every figure of the selection as printed, with who is counted, who states it and where it stands."""
    heads = ("indicator", "printed", "counted", "role", "voice", "where")
    rows = [_reported_row(row, result) for row in result.observations]
    return table("reported", *_with_area(heads, rows, result.observations, result))


def _with_area(heads, rows, records: list[Observation], result: Result):
    """With several areas, a first column that says whose figure a row is."""
    if len(result.areas) < 2:
        return heads, rows
    names = [values.area(row.ref_area, result) for row in records]
    return ("area", *heads), [(name, *row) for name, row in zip(names, rows, strict=True)]


def _reported_row(row: Observation, result: OverTime) -> tuple[Text, ...]:
    book = result.codebook
    return (
        text(label(book.entry("indicators", row.indicator), "name")),
        _printed(row),
        text(label(row, "population")),
        values.role(row, result.codebook),
        values.speaker(row, book),
        values.where(row, row.obs_id, result),
    )


def _printed(row: Observation) -> Text:
    """The printed token, mark for mark, with the words beside it; before it, where that differs, what it says."""
    token = values.quoted(row)
    if row.bound == "all":
        return say("reported_all", word=token)
    return text(_BesideToken(value(row), token))


@dataclass(frozen=True)
class _BesideToken:
    """A value with the printed words beside it; these alone in a language that writes the value just so."""

    value: Text
    token: Text

    @property
    def figures(self) -> tuple[Figure, ...]:
        return self.value.figures + self.token.figures

    def said(self, language: str) -> Text:
        value, token = self.value.said(language), self.token.said(language)
        if str(value) == str(token).replace(values.GAP, " "):
            return text("“", token, "”")
        return text(value, " (“", token, "”)")


def pairs(result: OverTime) -> Table:
    """Earlier and later figure of each thing, with what may be said of the change and how far it compares.

    With several areas, a first column says whose figures they are.
    """
    heads = ("indicator", "first", "last", "change", "verdict")
    shown = [pair for pair in result.pairs if pair.verdict.grade != "X" and pair.verdict.purpose == "change"]
    rows = [_pair_row(pair, result) for pair in shown]
    named = _with_area(heads, rows, [pair.b for pair in shown], result)
    return table("pairs", *named, say("rates_the_pair"))


def _pair_row(pair: Pair, result: OverTime) -> tuple[Text, ...]:
    names = dict.fromkeys(values.name(row, result) for row in (pair.a, pair.b))
    return (
        join(" / ", names),
        values.dated(pair.a, result),
        values.dated(pair.b, result),
        change(pair, noted=True),
        text(result.codebook.label("grade", pair.verdict.grade)),
    )


def side_by_side(result: Across) -> Table | Sentences:
    """Figures of two areas that stand beside each other, how far they compare, and why no further."""
    rows = [_beside(pair, result) for pair in result.pairs if pair.verdict.purpose == "level"]
    return table("side_by_side", ("indicator", "one", "other", "verdict", "why"), rows, say("rates_the_pair"))


def _beside(pair: Pair, result: Across) -> tuple[Text, ...]:
    names = dict.fromkeys(values.name(row, result) for row in (pair.a, pair.b))
    said = [text(values.area(row.ref_area, result), ": ", values.dated(row, result)) for row in (pair.a, pair.b)]
    note = pair.verdict.note
    why = note or values.reasons(pair, result.codebook)
    return (join(" / ", names), *said, text(result.codebook.label("grade", pair.verdict.grade)), text(why))


def change(pair: Pair, noted: bool = False) -> Text:
    """The change of a pair in words, or that none is calculated (`noted`: with what the codebook says of it)."""
    if pair.change is None:
        key = "change_hedged" if "hedged" in pair.verdict.reasons else "change_refused"
        note = pair.verdict.note if noted else ""
        return say("change_note", change=say(key), note=note) if note else say(key)
    condition = pair.verdict.condition
    return values.change_in_words(pair.change, condition)


def apart(result: OverTime) -> Table:
    """Pairs that look alike and are refused, with the reason."""
    rows = [
        (
            join(" / ", [values.name(row, result) for row in (pair.a, pair.b)]),
            values.dated(pair.a, result),
            values.dated(pair.b, result),
            text(pair.verdict.note or values.reasons(pair, result.codebook)),
        )
        for pair in result.pairs
        if pair.verdict.grade == "X"
    ]
    return table("apart", ("pair", "first", "last", "why"), rows)


def levels(result: OverTime | Targets) -> Table | Sentences:
    """Targets, each with the latest figure and the outcome; with several areas, whose target it is."""
    heads = ("indicator", "counted", "level", "due", "latest", "outcome")
    rows = [_level_row(each, result) for each in result.outcomes]
    targets = [each.target for each in result.outcomes]
    return table("levels", *_with_area(heads, rows, targets, result))


def _level_row(outcome: Outcome, result: Result) -> tuple[Text, ...]:
    return (
        text(values.name(outcome.target, result)),
        text(label(outcome.target, "population")),
        values.level(outcome.target, result.codebook),
        values.period(outcome.target),
        say("not_stated") if outcome.actual is None else values.dated(outcome.actual, result),
        _outcome(outcome, result),
    )


def _outcome(outcome: Outcome, result: Result) -> Text:
    label = text(result.codebook.label("target_outcome", outcome.code))
    if outcome.code in ("met", "exceeded") and outcome.target.time_period and not outcome.in_time:
        label = say("outcome_late" if outcome.dated else "outcome_undated", outcome=label)
    condition = outcome.condition
    said = say("change_if", change=label, condition=condition) if condition else label
    if not outcome.by_reading:
        return said
    return say("outcome_read", outcome=said, reading=values.by_reading(outcome.target))


def sure(result: OverTime) -> Sentences:
    """For each pair that compares at all, the reasons why no more can be said."""
    said = [
        text(
            values.name(pair.b, result),
            ": ",
            values.reasons(pair, result.codebook),
            ".",
        )
        for pair in result.pairs
        if pair.verdict.grade != "X" and pair.verdict.reasons
    ]
    return sentences("sure", said or ([] if result.pairs else [say("none_sure_alone")]))


def once(result: OverTime) -> Sentences:
    """Results that have nothing to compare them with."""
    names = dict.fromkeys(values.name(row, result) for row in result.collection.rows(result.once))
    return sentences("once", [say("once_explained", names=join("; ", names))] if names else [])


def definitions(result: Result) -> Table | Sentences:
    """Each wording of the indicators that the articles use, with the groups it is counted on and who uses it."""
    rows = []
    for (definition, _), own in result.rows.groupby(["definition", "population"], sort=False):
        articles = dict.fromkeys(values.when(result.collection.sources.loc[each]) for each in own["source_id"])
        entry = result.codebook.entry("definitions", definition)
        rows.append((text(label(entry, "wording")), text(label(own.iloc[0], "population")), join("; ", articles)))
    return table("definitions", ("definition", "counted", "articles"), rows)


def benchmarks(result: OneIndicator) -> Table | Sentences:
    """What other sources state of the indicator, and as what (a target, a table of ranks): beside the articles'
    figures, not among them."""
    book = result.codebook
    order = {area: place for place, area in enumerate(result.areas)}  # by area as asked for, never by rank
    shown = sorted(
        records(result.benchmarks, "benchmarks"),
        key=lambda row: (order.get(row.ref_area, len(order)), row.ref_area, row.time_period),
    )
    rows = [
        (
            values.area_among(row.ref_area, result.benchmarks["ref_area"], book),
            text(values.benchmark_year(row)),
            _benchmark(row),
            say(
                "benchmark_stands",
                place=label(row, "place"),
                how=book.label("benchmark_how", row.how),
            ),
            values.named_source(book, row.reference),
            text(label(row, "comment")),
        )
        for row in shown
    ]
    return table("benchmarks", ("scope", "year", "value", "stands", "source", "note"), rows)


def _benchmark(row) -> Text:
    number = row.obs_value
    stated, sign = of.field(row.benchmark, "obs_value"), SENSES[row.unit_measure].sign
    figure = Figure(Written.number(number) + sign, stated.as_("percent") if sign else stated)
    if row.unit_measure in RANKS:
        return say("out_of", part=figure, whole=values.benchmark_out_of(row))
    shown = text(figure) if sign else in_unit(figure, row.unit_measure, number)
    return say("bound_ge", value=shown) if row.bound == "ge" else shown


def repeated(result: Result) -> Table | Sentences:
    """Figures that an earlier article or another source had printed already."""
    rows = [
        (
            text(values.name(again.later, result)),
            _earlier(again, result),
            values.dated(again.later, result),
        )
        for again in repeats.repeats(result)
    ]
    return table("repeats", ("indicator", "earlier_print", "later_print"), rows, say("repeats_note"))


def _earlier(again: repeats.Repeat, result: Result) -> Text:
    if again.observed is not None:
        return values.dated(again.observed, result)
    return text(
        _benchmark(again.benchmark),
        " (",
        values.benchmark_source(again.benchmark, result.codebook),
        ")",
    )


def sources(result: OverTime) -> Table:
    """The articles as they were read: where, of which day and by what evidence; and how paragraphs are counted."""
    book = result.codebook
    rows = [
        (
            text(Quote(row["title"], row["language"]), *((" (", Quote(row["author"]), ")") if row["author"] else ())),
            values.outlet(row, book),
            values.published(row),
            values.evidence(row, book),
            values.address(row),
        )
        for row in result.sources.to_dict("records")
    ]
    heads = ("article", "outlet", "date", "evidence", "address")
    return table("sources", heads, rows, say("sources_note"), rank=2)
