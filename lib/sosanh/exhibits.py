"""The tables and lists of a brief, each made from a comparison's result.

Every function takes a result and a language and returns one exhibit. Nothing is averaged, contradictions stand
side by side, and what is not comparable is shown as such instead of being left out.
"""

from datetime import date

from sosanh import findings
from sosanh.display import Sentences, Table
from sosanh.findings import value, when
from sosanh.gate import Row
from sosanh.periods import format_date
from sosanh.results import OverTime, Pair
from sosanh.words import Text, join, say, text


def reported(result: OverTime, language: str) -> Table:
    """Every figure of the selection as printed, with who is counted, who states it and where it stands."""
    heads = ("indicator", "printed", "counted", "role", "voice", "where")
    rows = [_reported_row(row, result, language) for row in result.rows.itertuples(index=False)]
    return _table("reported", heads, rows, language)


def _reported_row(row: Row, result: OverTime, language: str) -> tuple[Text, ...]:
    book = result.codebook
    return (
        text(book.entry("indicators", row.indicator)[f"name_{language}"]),
        value(row, language),
        text(getattr(row, f"population_{language}")),
        _role(row, result, language),
        text(book.label("voice", row.voice, language)),
        _where(row, result, language),
    )


def _role(row: Row, result: OverTime, language: str) -> Text:
    label = result.codebook.label("role", row.role, language)
    return text(label, ", ", findings.period(row, language)) if row.time_period else text(label)


def _where(row: Row, result: OverTime, language: str) -> Text:
    article = when(result.collection.sources.loc[row.source_id], language)
    return say("where", language, article=article, paragraph=str(row.paragraph))


def pairs(result: OverTime, language: str) -> Table:
    """Earlier and later figure of each thing, with what may be said of the change and how far it compares."""
    heads = ("indicator", "first", "last", "change", "verdict")
    shown = [pair for pair in result.pairs if pair.verdict.grade != "X"]
    rows = [_pair_row(pair, result, language) for pair in shown]
    return _table("pairs", heads, rows, language, say("rates_the_pair", language))


def _pair_row(pair: Pair, result: OverTime, language: str) -> tuple[Text, ...]:
    names = dict.fromkeys(_name(row, result, language) for row in (pair.a, pair.b))
    return (
        join(" / ", names),
        _dated(pair.a, result, language),
        _dated(pair.b, result, language),
        change(pair, language),
        text(result.codebook.label("grade", pair.verdict.grade, language)),
    )


def _name(row: Row, result: OverTime, language: str) -> str:
    return result.codebook.entry("indicators", row.indicator)[f"name_{language}"]


def _dated(row: Row, result: OverTime, language: str) -> Text:
    return text(value(row, language), f" ({when(result.collection.sources.loc[row.source_id], language)})")


def change(pair: Pair, language: str) -> Text:
    """The change of a pair in words, or that none is calculated."""
    if pair.change is None:
        return say("change_hedged" if "hedged" in pair.verdict.reasons else "change_refused", language)
    condition = pair.verdict.condition[("vi", "en").index(language)]
    return findings.change_in_words(pair.change, language, condition)


def apart(result: OverTime, language: str) -> Table:
    """Pairs that look alike and are refused, with the reason."""
    rows = [
        (
            join(" / ", [_name(row, result, language) for row in (pair.a, pair.b)]),
            _dated(pair.a, result, language),
            _dated(pair.b, result, language),
            text(pair.verdict.note[("vi", "en").index(language)]),
        )
        for pair in result.pairs
        if pair.verdict.grade == "X"
    ]
    return _table("apart", ("pair", "first", "last", "why"), rows, language)


def levels(result: OverTime, language: str) -> Table:
    """Levels set, each with the latest figure and the outcome."""
    rows = [
        (
            text(_name(each.target, result, language)),
            value(each.target, language),
            findings.period(each.target, language),
            _dated(each.actual, result, language) if each.actual is not None else say("not_stated", language),
            text(result.codebook.label("target_outcome", each.code, language)),
        )
        for each in result.outcomes
    ]
    return _table("levels", ("indicator", "level", "due", "latest", "outcome"), rows, language)


def sure(result: OverTime, language: str) -> Sentences:
    """For each pair that compares at all, the reasons why no more can be said."""
    sentences = [
        text(
            _name(pair.b, result, language),
            ": ",
            findings.reasons(pair.verdict.reasons, result.codebook, language),
            ".",
        )
        for pair in result.pairs
        if pair.verdict.grade != "X" and pair.verdict.reasons
    ]
    return _sentences("sure", sentences, language)


def once(result: OverTime, language: str) -> Sentences:
    """What only one article states: nothing to compare it with."""
    names = dict.fromkeys(_name(row, result, language) for row in result.once.itertuples(index=False))
    return _sentences("once", [say("once_explained", language, names=join("; ", names))] if names else [], language)


def sources(result: OverTime, language: str) -> Table:
    """The articles, with their dates and what the dates rest on."""
    rows = [
        (
            text(row["title"]),
            text(row["outlet"] + (f" ({row['author']})" if row["author"] else "")),
            _published(row, language),
            text(row[f"date_evidence_{language}"]),
        )
        for row in result.sources.to_dict("records")
    ]
    return _table("sources", ("article", "outlet", "date", "evidence"), rows, language)


def _published(row: dict, language: str) -> Text:
    if row["published"]:
        return text(format_date(date.fromisoformat(row["published"]), language))
    first, last = (format_date(date.fromisoformat(row[each]), language) for each in ("published_from", "published_to"))
    return say("date_inferred", language, span=say("date_span", language, first=first, last=last))


def _table(name: str, heads: tuple[str, ...], rows, language: str, note: Text | None = None) -> Table | Sentences:
    """A table, or where there is nothing to show the plain sentence that there is nothing."""
    if not rows:
        return _sentences(name, [], language)
    head = tuple(say(f"head_{each}", language) for each in heads)
    return Table(language, name, say(f"title_{name}", language), head, tuple(rows), note)


def _sentences(name: str, sentences: list[Text], language: str) -> Sentences:
    return Sentences(
        language, name, say(f"title_{name}", language), tuple(sentences or [say("none_reported", language)])
    )
