"""The tables and lists of a brief, each made from a comparison's result.

Every function takes a result and a language and returns one exhibit. Nothing is averaged, contradictions stand
side by side, and what is not comparable is shown as such instead of being left out.
"""

from sosanh.compare import repeats
from sosanh.compare.gate import Row
from sosanh.compare.results import Across, OneIndicator, Outcome, OverTime, Pair, Result, Targets
from sosanh.data.rows import records
from sosanh.lineage.words import Figure, Quote, Text, in_language, in_unit, join, say, text
from sosanh.numbers.amounts import format_number
from sosanh.numbers.units import RANKS, SENSES
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table
from sosanh.show.values import value


def reported(result: Result, language: str) -> Table | Sentences:
    """Every figure of the selection as printed, with who is counted, who states it and where it stands."""
    heads = ("indicator", "printed", "counted", "role", "voice", "where")
    rows = [_reported_row(row, result, language) for row in result.observations]
    return table("reported", *_with_area(heads, rows, result.observations, result, language), language)


def _with_area(heads, rows, records: list[Row], result: Result, language: str):
    """With several areas, a first column that says whose figure a row is."""
    if len(result.areas) < 2:
        return heads, rows
    names = [values.area(row.ref_area, result, language) for row in records]
    return ("area", *heads), [(name, *row) for name, row in zip(names, rows, strict=True)]


def _reported_row(row: Row, result: OverTime, language: str) -> tuple[Text, ...]:
    book = result.codebook
    return (
        text(book.entry("indicators", row.indicator)[f"name_{language}"]),
        _printed(row, language),
        text(getattr(row, f"population_{language}")),
        values.role(row, result.codebook, language),
        values.speaker(row, book, language),
        values.where(row, row.obs_id, result, language),
    )


def _printed(row: Row, language: str) -> Text:
    """The printed token, mark for mark, with the words beside it; before it, where that differs, what it says."""
    token = values.quoted(row)
    if row.bound == "all":
        return say("reported_all", language, word=token)
    said = value(row, language)
    if str(said) == str(token).replace(values.GAP, " "):
        return text("“", token, "”")
    return text(said, " (“", token, "”)")


def pairs(result: OverTime, language: str) -> Table:
    """Earlier and later figure of each thing, with what may be said of the change and how far it compares.

    With several areas, a first column says whose figures they are.
    """
    heads = ("indicator", "first", "last", "change", "verdict")
    shown = [pair for pair in result.pairs if pair.verdict.grade != "X" and pair.verdict.purpose == "change"]
    rows = [_pair_row(pair, result, language) for pair in shown]
    named = _with_area(heads, rows, [pair.b for pair in shown], result, language)
    return table("pairs", *named, language, say("rates_the_pair", language))


def _pair_row(pair: Pair, result: OverTime, language: str) -> tuple[Text, ...]:
    names = dict.fromkeys(values.name(row, result, language) for row in (pair.a, pair.b))
    return (
        join(" / ", names),
        values.dated(pair.a, result, language),
        values.dated(pair.b, result, language),
        change(pair, language, noted=True),
        text(result.codebook.label("grade", pair.verdict.grade, language)),
    )


def side_by_side(result: Across, language: str) -> Table | Sentences:
    """Figures of two areas that stand beside each other, how far they compare, and why no further."""
    rows = [_beside(pair, result, language) for pair in result.pairs if pair.verdict.purpose == "level"]
    return table(
        "side_by_side", ("indicator", "one", "other", "verdict", "why"), rows, language, say("rates_the_pair", language)
    )


def _beside(pair: Pair, result: Across, language: str) -> tuple[Text, ...]:
    names = dict.fromkeys(values.name(row, result, language) for row in (pair.a, pair.b))
    said = [
        text(values.area(row.ref_area, result, language), ": ", values.dated(row, result, language))
        for row in (pair.a, pair.b)
    ]
    note = in_language(pair.verdict.note, language)
    why = note or values.reasons(pair, result.codebook, language)
    return (join(" / ", names), *said, text(result.codebook.label("grade", pair.verdict.grade, language)), text(why))


def change(pair: Pair, language: str, noted: bool = False) -> Text:
    """The change of a pair in words, or that none is calculated (`noted`: with what the codebook says of it)."""
    if pair.change is None:
        key = "change_hedged" if "hedged" in pair.verdict.reasons else "change_refused"
        note = in_language(pair.verdict.note, language) if noted else ""
        return say("change_note", language, change=say(key, language), note=note) if note else say(key, language)
    condition = in_language(pair.verdict.condition, language)
    return values.change_in_words(pair.change, language, condition)


def apart(result: OverTime, language: str) -> Table:
    """Pairs that look alike and are refused, with the reason."""
    rows = [
        (
            join(" / ", [values.name(row, result, language) for row in (pair.a, pair.b)]),
            values.dated(pair.a, result, language),
            values.dated(pair.b, result, language),
            text(in_language(pair.verdict.note, language) or values.reasons(pair, result.codebook, language)),
        )
        for pair in result.pairs
        if pair.verdict.grade == "X"
    ]
    return table("apart", ("pair", "first", "last", "why"), rows, language)


def levels(result: OverTime | Targets, language: str) -> Table | Sentences:
    """Targets, each with the latest figure and the outcome; with several areas, whose target it is."""
    heads = ("indicator", "counted", "level", "due", "latest", "outcome")
    rows = [_level_row(each, result, language) for each in result.outcomes]
    targets = [each.target for each in result.outcomes]
    return table("levels", *_with_area(heads, rows, targets, result, language), language)


def _level_row(outcome: Outcome, result: Result, language: str) -> tuple[Text, ...]:
    return (
        text(values.name(outcome.target, result, language)),
        text(getattr(outcome.target, f"population_{language}")),
        values.level(outcome.target, result.codebook, language),
        values.period(outcome.target, language),
        say("not_stated", language) if outcome.actual is None else values.dated(outcome.actual, result, language),
        _outcome(outcome, result, language),
    )


def _outcome(outcome: Outcome, result: Result, language: str) -> Text:
    label = text(result.codebook.label("target_outcome", outcome.code, language))
    if outcome.code in ("met", "exceeded") and outcome.target.time_period and not outcome.in_time:
        label = say("outcome_late" if outcome.dated else "outcome_undated", language, outcome=label)
    condition = in_language(outcome.condition, language)
    said = say("change_if", language, change=label, condition=condition) if condition else label
    if not outcome.by_reading:
        return said
    return say("outcome_read", language, outcome=said, reading=values.by_reading(outcome.target, language))


def sure(result: OverTime, language: str) -> Sentences:
    """For each pair that compares at all, the reasons why no more can be said."""
    said = [
        text(
            values.name(pair.b, result, language),
            ": ",
            values.reasons(pair, result.codebook, language),
            ".",
        )
        for pair in result.pairs
        if pair.verdict.grade != "X" and pair.verdict.reasons
    ]
    return sentences("sure", said or ([] if result.pairs else [say("none_sure_alone", language)]), language)


def once(result: OverTime, language: str) -> Sentences:
    """Results that have nothing to compare them with."""
    names = dict.fromkeys(values.name(row, result, language) for row in result.collection.rows(result.once))
    return sentences("once", [say("once_explained", language, names=join("; ", names))] if names else [], language)


def definitions(result: Result, language: str) -> Table | Sentences:
    """Each wording of the indicators that the articles use, with the groups it is counted on and who uses it."""
    rows = []
    for (definition, _), own in result.rows.groupby(["definition", "population"], sort=False):
        articles = dict.fromkeys(
            values.when(result.collection.sources.loc[each], language) for each in own["source_id"]
        )
        entry = result.codebook.entry("definitions", definition)
        rows.append(
            (text(entry[f"wording_{language}"]), text(own[f"population_{language}"].iloc[0]), join("; ", articles))
        )
    return table("definitions", ("definition", "counted", "articles"), rows, language)


def benchmarks(result: OneIndicator, language: str) -> Table | Sentences:
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
            values.area_among(row.ref_area, result.benchmarks["ref_area"], book, language),
            text(Figure(row.time_period, (row.benchmark,), "benchmark.time")),
            _benchmark(row, language),
            say(
                "benchmark_stands",
                language,
                place=getattr(row, f"place_{language}"),
                how=book.label("benchmark_how", row.how, language),
            ),
            values.named_source(book, row.reference, language),
            text(getattr(row, f"comment_{language}")),
        )
        for row in shown
    ]
    return table("benchmarks", ("scope", "year", "value", "stands", "source", "note"), rows, language)


def _benchmark(row, language: str) -> Text:
    number = row.obs_value
    shown = format_number(number, language) + SENSES[row.unit_measure].sign
    figure = Figure(shown, (row.benchmark,), "benchmark")
    if row.unit_measure in RANKS:
        whole = Figure(str(int(row.out_of)), (row.benchmark,), "benchmark.out_of")
        return say("out_of", language, part=figure, whole=whole)
    shown = text(figure) if SENSES[row.unit_measure].sign else in_unit(figure, row.unit_measure, language, shown == "1")
    return say("bound_ge", language, value=shown) if row.bound == "ge" else shown


def repeated(result: Result, language: str) -> Table | Sentences:
    """Figures that an earlier article or another source had printed already."""
    rows = [
        (
            text(values.name(again.later, result, language)),
            _earlier(again, result, language),
            values.dated(again.later, result, language),
        )
        for again in repeats.repeats(result)
    ]
    return table(
        "repeats", ("indicator", "earlier_print", "later_print"), rows, language, say("repeats_note", language)
    )


def _earlier(again: repeats.Repeat, result: Result, language: str) -> Text:
    if again.observed is not None:
        return values.dated(again.observed, result, language)
    return text(
        _benchmark(again.benchmark, language),
        " (",
        values.benchmark_source(again.benchmark, result.codebook, language),
        ")",
    )


def sources(result: OverTime, language: str) -> Table:
    """The articles as they were read: where, of which day and by what evidence; and how paragraphs are counted."""
    book = result.codebook
    rows = [
        (
            text(Quote(row["title"], row["language"]), *((" (", Quote(row["author"]), ")") if row["author"] else ())),
            values.outlet(row, book, language),
            values.published(row, language),
            values.evidence(row, book, language),
            values.address(row, language),
        )
        for row in result.sources.to_dict("records")
    ]
    heads = ("article", "outlet", "date", "evidence", "address")
    return table("sources", heads, rows, language, say("sources_note", language), rank=2)
