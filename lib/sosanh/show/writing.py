"""What may be written of a pair of figures, and what may not, each with its reason.

A sentence to write is whole: who published it and when, who is counted, where, what, and what the figure published
before was. The sentences not to write are worked out from the numbers alone, as if the words beside them were not
there; they stand on the page only to be recognised.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

import pandas as pd

from sosanh.compare.results import OverTime, Pair, Result
from sosanh.data.labels import label
from sosanh.data.rows import Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Quote, Text, Written, in_unit, say, text
from sosanh.numbers.intervals import full
from sosanh.numbers.units import RANKS, SENSES
from sosanh.show import values
from sosanh.show.display import Sentences, Table, heading, table
from sosanh.show.headlines import above, lead
from sosanh.show.values import small, tidy, value


class Advice(Table):
    """A table of advice, sentence and reason; a page shows the sentences of one advice together, as a list."""

    def html(self) -> str:
        lists = (
            f"<h4>{advice.html()}</h4><ul>{self._items([*rows])}</ul>"
            for advice, rows in groupby(self.rows, key=itemgetter(0))
        )
        return heading(self.title) + "".join(f'<div class="advice">{each}</div>' for each in lists)

    @staticmethod
    def _items(rows: list[tuple[Text, ...]]) -> str:
        """Each sentence with its reason; of sentences that share one, the last bears it."""
        items = []
        for (_, sentence, why), (*_, following) in zip(rows, [*rows[1:], (None,)], strict=True):
            reason = f'<p class="why">{why.html()}</p>' if why != following and str(why) != "–" else ""
            items.append(f'<li><p class="sentence">{sentence.html()}</p>{reason}</li>')
        return "".join(items)


def write(result: Result) -> Table | Sentences:
    """The box of ready sentences for the pair a brief leads with, or else for the first pair."""
    pair = lead(result)[0] if isinstance(result, OverTime) else None
    changes_only = [each for each in result.pairs if each.verdict.grade != "X" and each.verdict.purpose == "change"]
    pair = pair or next(iter(changes_only), None)
    rows = [] if pair is None else [*_may(pair, result), *_may_not(pair, result)]
    return table("write", ("advice", "sentence", "why"), rows, form=Advice)


def _may(pair: Pair, result: OverTime) -> Iterator[tuple[Text, ...]]:
    limits = values.reasons(pair, result.codebook)
    why = say("write_note", limits=limits) if pair.verdict.reasons else text("–")
    yield say("write_yes"), text(_sentence(pair, result), "."), why


def _sentence(pair: Pair, result: OverTime) -> Text:
    """The whole sentence, as far as the gate lets it go."""
    a, b = pair.a, pair.b
    if pair.change is None:
        return say("write_two", **_each("a", a, result), **_each("b", b, result))
    since = values.published_on(_source(a, result))
    said = {"by": by(_source(b, result), b.speaker), "clause": clause(b, result)}
    said["earlier"] = _earlier(a, result)
    plain = values.change_in_words(pair.change)
    if not pair.stated:
        sentence = say("write_open", since=since, change=plain, **said)
    elif pair.change.interval.exact:
        sentence = say("write_change", since=since, change=plain, **said)
    elif pair.change.printed is None and (beyond := above(pair, result, since)):
        sentence = say("write_above", above=beyond, **said)
    else:
        sentence = say("write_apart", since=since, change=plain, **said)
    condition = pair.verdict.condition
    return say("change_if", change=sentence, condition=condition) if condition else sentence


def _source(row: Observation, result: Result) -> pd.Series:
    return result.collection.sources.loc[row.source_id]


def by(source: pd.Series, speaker: str = "") -> Text:
    """Who published it and when: "Theo bài đăng trên trang tổng hợp Báo Mới (khoảng 11/02/2025)"; first who states it.

    What kind of outlet it is stands in `outlet_type`; what its name says of that in brackets is left out.
    """
    kind, paper = source.get("outlet_type") or "unknown", source["republished_from"] or ""
    name = source["outlet"].partition(" (")[0]
    name = paper or name if kind == "repost" else name or paper
    said = say(f"cited_{kind}", outlet=Quote(name))
    if paper not in ("", name):
        said = say("cited_again", source=said, paper=Quote(paper))
    said = {"source": said, "day": values.published_day(source)}
    return say("by_speaker" if speaker else "by_source", speaker=Quote(speaker), **said)


def clause(row: Observation, result: Result) -> Text:
    """What a figure says, as a clause with its subject and province; without a predicate by the indicator's name."""
    book, area = result.codebook, result.codebook.area_name(row.ref_area)
    entry, population = book.entry("indicators", row.indicator), label(row, "population")
    predicate = label(entry, "predicate")
    said = {"area": area, "population": population, "predicate": predicate}
    if predicate and row.bound == "all":
        return say("clause_all", word=values.token(row), **said)
    sense = SENSES[row.unit_measure]
    if not predicate or not (sense.part or sense.counted):
        name = small(label(entry, "name"))
        return say("clause_named", area=area, population=population, name=name, value=value(row))
    if row.denominator is not None:
        parts = {each: getattr(values, each)(row) for each in ("numerator", "denominator")}
        return say("clause_fraction", **parts, **said)
    form = "clause_share" if sense.part else "clause_count"
    return say(form, value=value(row), **said)


def _earlier(row: Observation, result: Result) -> Text:
    said = value(row)
    if row.denominator is not None:
        counted = label(result.codebook.entry("populations", row.population), "counted")
        parts = {each: getattr(values, each)(row) for each in ("numerator", "denominator")}
        said = say("earlier_fraction", counted=counted, **parts)
    return say("earlier_by", earlier=said, speaker=Quote(row.speaker)) if row.speaker else said


def _each(which: str, row: Observation, result: OverTime) -> dict[str, Text | str]:
    """One of two figures that stay apart, by what its article counts: one predicate for both would join them."""
    return {
        f"by_{which}": by(_source(row, result), row.speaker),
        f"counted_{which}": small(label(result.codebook.entry("definitions", row.definition), "wording")),
        f"value_{which}": value(row),
        f"area_{which}": values.area(row.ref_area, result),
        f"group_{which}": label(row, "population"),
    }


def _change(pair: Pair) -> Text:
    return values.change_in_words(pair.change, pair.verdict.condition)


def _may_not(pair: Pair, result: Result) -> Iterator[tuple[Text, ...]]:
    no = say("write_no")
    bare = _bare(pair.b)
    if pair.b.bound in ("gt", "ge", "lt", "le"):
        end = "least" if pair.b.bound in ("gt", "ge") else "most"
        yield (
            no,
            say("never_reached", value=bare),
            say(f"because_bound_{end}", value=value(pair.b)),
        )
    naive = _naive(pair)
    if naive is None or naive == 0:
        return
    a, b = pair.a.obs_id, pair.b.obs_id
    moved = of.point(b) - of.point(a) if naive > 0 else of.point(a) - of.point(b)
    which = "up" if naive > 0 else "down"
    way = say(f"way_{which}_rank" if pair.b.unit_measure in RANKS else f"way_{which}")
    size = tidy(abs(naive), _decimals(abs(naive)))
    shown = Figure(Written.number(size), of.never(of.near(moved, _decimals(abs(naive)))))
    sense = SENSES[pair.b.unit_measure]
    share = bool(sense.sign)
    said = in_unit(shown, sense.differs or pair.b.unit_measure, size)
    plain = say("never_points" if share else "never_count", way=way, value=shown if share else said)
    if (why := _too_much(pair, result)) is not None:
        yield no, plain, why
    if share:
        yield no, say("never_percent", way=way, value=shown), say("because_points")
        if "as_of_unknown" in pair.verdict.reasons and (monthly := _monthly(pair, naive)):
            rate = Figure(Written.number(monthly), of.never(of.near(of.monthly(moved), 0)))
            yield no, say("never_monthly", way=way, value=rate), say("because_dates")


def _bare(row: Observation) -> Figure:
    """The number without the words that belong to it."""
    shown = next(each for each in value(row).figures)
    return Figure(shown.text, of.never(shown.of))


def _naive(pair: Pair) -> Fraction | None:
    """What a hasty reader would subtract: the printed numbers, whatever the words beside them say."""
    if pair.a.unit_measure != pair.b.unit_measure or not all(row.value.known for row in (pair.a, pair.b)):
        return None
    first, last = (Fraction(100) if row.bound == "all" else full(row) for row in (pair.a, pair.b))
    return last - first


def _decimals(size: Fraction) -> int:
    """As a hasty reader rounds: to whole points, but what is small or already short to a decimal more."""
    return 0 if size >= 2 and tidy(size, 1) != size else 1


def _too_much(pair: Pair, result: Result) -> Text | None:
    """Why the plain difference claims too much; None where it may be stated."""
    if pair.change is None:
        return say("because_refused", why=values.reasons(pair, result.codebook))
    if condition := pair.verdict.condition:
        return say("because_condition", condition=condition)
    if not pair.stated:
        return _change(pair)
    if pair.change.printed is None and not pair.change.interval.exact:
        return say("because_least", change=_change(pair))
    return None


def _monthly(pair: Pair, naive: Fraction) -> int:
    """The rate that would come out between the two publications, in whole points a month."""
    first, last = (int(row.as_of_from[:4]) * 12 + int(row.as_of_from[5:7]) for row in (pair.a, pair.b))
    return abs(round(naive / (last - first))) if last > first else 0
