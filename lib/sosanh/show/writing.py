"""What may be written of a pair of figures, and what may not, each with its reason.

A sentence to write is whole: who published it and when, who is counted, where, what, and what the figure published
before was. The sentences not to write are worked out from the numbers alone, as if the words beside them were not
there; they stand on the page only to be recognised.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from sosanh.compare.results import OverTime, Pair, Result
from sosanh.data.labels import label
from sosanh.data.tables import Article, Observation
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
    rows = []
    if pair is not None:
        limits = values.reasons(pair, result.codebook)
        why = say("write_note", limits=limits) if pair.verdict.reasons else "–"
        rows = [(say("write_yes"), text(_sentence(pair, result), "."), why), *_may_not(pair, result)]
    return table("write", ("advice", "sentence", "why"), rows, form=Advice)


def _sentence(pair: Pair, result: OverTime) -> Text:
    """The whole sentence, as far as the gate lets it go."""
    a, b = pair.a, pair.b
    if pair.change is None:
        return say("write_two", **_each("a", a, result), **_each("b", b, result))
    since = values.published_day(a.article, on=True)
    earlier = value(a)
    if a.denominator is not None:
        counted = label(result.codebook.entry("populations", a.population), "counted")
        earlier = say("earlier_fraction", counted=counted, **values.counts(a))
    if a.speaker:
        earlier = say("earlier_by", earlier=earlier, speaker=Quote(a.speaker))
    said = {"by": by(b.article, b.speaker), "clause": clause(b, result), "earlier": earlier}
    plain = values.change_in_words(pair.change)
    if not pair.stated:
        sentence = say("write_open", since=since, change=plain, **said)
    elif pair.change.interval.exact:
        sentence = say("write_change", since=since, change=plain, **said)
    elif pair.change.printed is None and (beyond := above(pair, since)):
        sentence = say("write_above", above=beyond, **said)
    else:
        sentence = say("write_apart", since=since, change=plain, **said)
    condition = pair.verdict.condition
    return say("change_if", change=sentence, condition=condition) if condition else sentence


def by(article: Article, speaker: str = "") -> Text:
    """Who published it and when: "Theo bài đăng trên trang tổng hợp Báo Mới (khoảng 11/02/2025)"; first who states it.

    What kind of outlet it is stands in `outlet_type`.
    """
    paper, name = article.republished_from, values.outlet_name(article)
    said = say(f"cited_{article.outlet_type}", outlet=Quote(name))
    if paper not in ("", name):
        said = say("cited_again", source=said, paper=Quote(paper))
    said = {"source": said, "day": values.published_day(article)}
    return say("by_speaker" if speaker else "by_source", speaker=Quote(speaker), **said)


def clause(row: Observation, result: Result) -> Text:
    """What a figure says, as a clause with its subject and province; without a predicate by the indicator's name."""
    area = result.codebook.area_name(row.ref_area)
    predicate, population = label(row.entry, "predicate"), label(row, "population")
    said = {"area": area, "population": population, "predicate": predicate}
    if predicate and row.bound == "all":
        return say("clause_all", word=values.token(row), **said)
    sense = SENSES[row.unit_measure]
    if not predicate or not (sense.part or sense.counted):
        name = small(values.name(row))
        return say("clause_named", area=area, population=population, name=name, value=value(row))
    if row.denominator is not None:
        return say("clause_fraction", **values.counts(row), **said)
    form = "clause_share" if sense.part else "clause_count"
    return say(form, value=value(row), **said)


def _each(which: str, row: Observation, result: OverTime) -> dict[str, Text | str]:
    """One of two figures that stay apart, by what its article counts: one predicate for both would join them."""
    return {
        f"by_{which}": by(row.article, row.speaker),
        f"counted_{which}": small(label(result.codebook.entry("definitions", row.definition), "wording")),
        f"value_{which}": value(row),
        f"area_{which}": values.area(row.ref_area, result),
        f"group_{which}": label(row, "population"),
    }


def _may_not(pair: Pair, result: Result) -> Iterator[tuple[Text, ...]]:
    no, bound = say("write_no"), pair.b.bound
    if bound in ("gt", "ge", "lt", "le"):
        because = "because_bound_least" if bound in ("gt", "ge") else "because_bound_most"
        shown = value(pair.b).figures[0]  # the number without the words that belong to it
        bare = Figure(shown.text, of.never(shown.of))
        yield no, say("never_reached", value=bare), say(because, value=value(pair.b))
    naive = _naive(pair)
    if not naive:
        return
    a, b = of.point(pair.a.obs_id), of.point(pair.b.obs_id)
    which, moved = ("up", b - a) if naive > 0 else ("down", a - b)
    way = say(f"way_{which}_rank" if pair.b.unit_measure in RANKS else f"way_{which}")
    # as a hasty reader rounds: to whole points, but what is small or already short to a decimal more
    places = 0 if abs(naive) >= 2 and tidy(abs(naive), 1) != abs(naive) else 1
    size = tidy(abs(naive), places)
    shown = Figure(Written.number(size), of.never(of.near(moved, places)))
    sense = SENSES[pair.b.unit_measure]
    share = bool(sense.sign)
    said = shown if share else in_unit(shown, sense.differs or pair.b.unit_measure, size)
    if why := _too_much(pair, result):
        yield no, say("never_points" if share else "never_count", way=way, value=said), why
    if share:
        yield no, say("never_percent", way=way, value=shown), say("because_points")
        if "as_of_unknown" in pair.verdict.reasons and (monthly := _monthly(pair, naive)):
            rate = Figure(Written.number(monthly), of.never(of.near(of.monthly(moved), 0)))
            yield no, say("never_monthly", way=way, value=rate), say("because_dates")


def _naive(pair: Pair) -> Fraction | None:
    """What a hasty reader would subtract: the printed numbers, whatever the words beside them say."""
    if pair.a.unit_measure != pair.b.unit_measure or not all(row.value.known for row in (pair.a, pair.b)):
        return None
    first, last = (Fraction(100) if row.bound == "all" else full(row) for row in (pair.a, pair.b))
    return last - first


def _too_much(pair: Pair, result: Result) -> Text | None:
    """Why the plain difference claims too much; None where it may be stated."""
    if pair.change is None:
        return say("because_refused", why=values.reasons(pair, result.codebook))
    if condition := pair.verdict.condition:
        return say("because_condition", condition=condition)
    change = values.change_in_words(pair.change)
    if not pair.stated:
        return change
    plain = pair.change.printed is not None or pair.change.interval.exact
    return None if plain else say("because_least", change=change)


def _monthly(pair: Pair, naive: Fraction) -> int:
    """The rate that would come out between the two publications, in whole points a month."""
    first, last = (int(row.as_of_from[:4]) * 12 + int(row.as_of_from[5:7]) for row in (pair.a, pair.b))
    return abs(round(naive / (last - first))) if last > first else 0
