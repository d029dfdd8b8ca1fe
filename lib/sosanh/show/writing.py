"""What may be written of a pair of figures, and what may not, each with its reason.

A sentence to write is whole: who published it and when, who is counted, where, what, and what the figure published
before was. Of two figures that do not compare it says both, and that they do not. Where there is no pair to write of,
each main figure has its sentence. The sentences not to write are worked out from the numbers alone, as if the words
beside them were not there; they stand on the page only to be recognised.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from sosanh.compare.results import Pair, Result
from sosanh.data.labels import label
from sosanh.data.tables import Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Written, in_unit, say, text
from sosanh.numbers.units import RANKS, SENSES
from sosanh.show import values
from sosanh.show.clauses import by, clause
from sosanh.show.display import Sentences, Table, heading, table
from sosanh.show.headlines import above
from sosanh.show.leading import main_figures, naive, ranked
from sosanh.show.values import tidy, value

_UNFOLDED = 3  # sentences to write that a page shows at once


@dataclass(frozen=True, repr=False)
class Advice(Table):
    """A table of advice, sentence and reason; a page shows the sentences of one advice together, as a list.

    Of the sentences to write the first three are shown, the others folded away under `more`.
    """

    more: Text | None = None

    def html(self) -> str:
        lists = (
            f"{self._heading(advice)}{self._list([*rows], _UNFOLDED if place == 0 else None)}"
            for place, (advice, rows) in enumerate(groupby(self.rows, key=itemgetter(0)))
        )
        return heading(self.title) + "".join(f'<div class="advice">{each}</div>' for each in lists)

    def _heading(self, advice: Text) -> str:
        """What is not to be written has an address of its own: the list of pages leads to it."""
        own = ' id="never"' if advice == say("write_no").said(self.language) else ""
        return f"<h4{own}>{advice.html()}</h4>"

    def _list(self, rows: list[tuple[Text, ...]], most: int | None) -> str:
        folded = "" if most is None or len(rows) <= most else f"<ul>{self._items(rows[most:])}</ul>"
        more = f'<details class="more"><summary>{self.more.html()}</summary>{folded}</details>' if folded else ""
        return f"<ul>{self._items(rows[:most])}</ul>{more}"

    @staticmethod
    def _items(rows: list[tuple[Text, ...]]) -> str:
        """Each sentence with its reason; of sentences that share one, the last bears it."""
        items = []
        for (_, sentence, why), (*_, following) in zip(rows, [*rows[1:], (None,)], strict=True):
            reason = f'<p class="why">{why.html()}</p>' if why != following and str(why) != "–" else ""
            items.append(f'<li><p class="sentence">{sentence.html()}</p>{reason}</li>')
        return "".join(items)


def write(result: Result) -> Table | Sentences:
    """The box of ready sentences: of every pair, the leading one first, and what not to write of that one.

    Where there is no pair, each of the main figures has its sentence.
    """
    result = result.standing
    changes = [pair for pair in ranked(result) if _of_one_thing(pair)]
    rows = [_may(pair, result) for pair in (*changes, *filter(_of_one_thing, ranked(result, "level")))]
    if changes and changes[0].verdict.grade != "X":
        rows += _may_not(changes[0], result)
    if not rows:
        rows = [(say("write_yes"), text(_alone(row, result), "."), "–") for row in main_figures(result.rows)]
    shown = table("write", ("advice", "sentence", "why"), rows, form=Advice)
    return replace(shown, more=say("write_more")) if isinstance(shown, Advice) else shown


def _of_one_thing(pair: Pair) -> bool:
    """Is it no pair of two indicators that only look alike? Those are listed with their reasons, not written of."""
    return pair.verdict.grade != "X" or pair.a.indicator == pair.b.indicator


def _may(pair: Pair, result: Result) -> tuple[Text, ...]:
    """The sentence of a pair, with what limits it."""
    limits = values.reasons(pair, result.codebook)
    why = say("write_note", limits=limits) if pair.verdict.deciding else "–"
    return say("write_yes"), text(_sentence(pair, result), "."), why


def _alone(row: Observation, result: Result) -> Text:
    return say("write_alone", by=by(row.article, label(row, "speaker")), clause=clause(row, result))


def _sentence(pair: Pair, result: Result) -> Text:
    """The whole sentence, as far as the gate lets it go."""
    a, b = pair.a, pair.b
    if pair.change is None or pair.verdict.purpose == "level":
        return say("write_two", **_each("a", a, result), **_each("b", b, result), end=_end(pair, result))
    since = values.published_day(a.article, on=True)
    earlier = value(a)
    if a.denominator is not None:
        counted = label(result.codebook.entry("populations", a.population), "counted")
        earlier = say("earlier_fraction", counted=counted, **values.counts(a))
    if a.definition != b.definition:
        earlier = text(earlier, " (", values.defined(a, result.codebook), ")")
    if speaker := label(a, "speaker"):
        earlier = say("earlier_by", earlier=earlier, speaker=speaker)
    said = {"by": by(b.article, label(b, "speaker")), "clause": clause(b, result), "earlier": earlier}
    plain = values.change_in_words(pair.change)
    if not pair.stated:
        sentence = say("write_open", since=since, change=plain, **said)
    elif pair.verdict.condition:  # what holds only on a condition is no part of what an article is cited for
        sentence = say("write_apart", since=since, change=plain, **said)
    elif pair.change.interval.exact:
        moved = pair.change.interval.lower != 0
        sentence = (
            say("write_change", since=since, change=plain, **said) if moved else say("write_same", since=since, **said)
        )
    elif pair.change.printed is None and (beyond := above(pair, since)):
        sentence = say("write_above", above=beyond, **said)
    else:
        sentence = say("write_apart", since=since, change=plain, **said)
    condition = pair.verdict.condition
    return say("change_if", change=sentence, condition=condition) if condition else sentence


def _end(pair: Pair, result: Result) -> Text:
    """What is said of two figures that stand beside each other."""
    if pair.change is None:
        return say("write_end_different" if pair.verdict.grade == "X" else "write_end_beside")
    return text(result.codebook.label("grade", pair.verdict.grade))


def _each(which: str, row: Observation, result: Result) -> dict[str, Text | str]:
    """One of two figures that stay apart, each with its source."""
    return {f"by_{which}": by(row.article, label(row, "speaker")), f"clause_{which}": clause(row, result)}


def _may_not(pair: Pair, result: Result) -> Iterator[tuple[Text, ...]]:
    no, bound = say("write_no"), pair.b.bound
    if bound in ("gt", "ge", "lt", "le"):
        because = "because_bound_least" if bound in ("gt", "ge") else "because_bound_most"
        shown = value(pair.b).figures[0]  # the number without the words that belong to it
        bare = Figure(shown.text, of.never(shown.of))
        yield no, say("never_reached", value=bare), say(because, value=value(pair.b))
    apart = naive(pair)
    if not apart:
        return
    a, b = of.point(pair.a.obs_id), of.point(pair.b.obs_id)
    which, moved = ("up", b - a) if apart > 0 else ("down", a - b)
    way = say(f"way_{which}_rank" if pair.b.unit_measure in RANKS else f"way_{which}")
    # as a hasty reader rounds: to whole points, but what is small or already short to a decimal more
    places = 0 if abs(apart) >= 2 and tidy(abs(apart), 1) != abs(apart) else 1
    size = tidy(abs(apart), places)
    shown = Figure(Written.number(size), of.never(of.near(moved, places)))
    sense = SENSES[pair.b.unit_measure]
    share = bool(sense.sign)
    said = shown if share else in_unit(shown, sense.differs or pair.b.unit_measure, size)
    if why := _too_much(pair, result):
        yield no, say("never_points" if share else "never_count", way=way, value=said), why
    if share:
        refused = why if pair.change is None else None
        yield no, say("never_percent", way=way, value=shown), refused or say("because_points")
        if "as_of_unknown" in pair.verdict.reasons and (monthly := _monthly(pair, apart)):
            rate = Figure(Written.number(monthly), of.never(of.near(of.monthly(moved), 0)))
            yield no, say("never_monthly", way=way, value=rate), refused or say("because_dates")


def _too_much(pair: Pair, result: Result) -> Text | None:
    """Why the plain difference claims too much; None where it may be stated."""
    if pair.change is None:
        return say("because_refused", why=values.reasons(pair, result.codebook))
    if condition := pair.verdict.condition:
        if not pair.change.interval.exact:
            return say("because_limits", change=values.change_in_words(pair.change))
        return say("because_condition", condition=condition)
    change = values.change_in_words(pair.change)
    if not pair.stated:
        return change
    plain = pair.change.printed is not None or pair.change.interval.exact
    return None if plain else say("because_least", change=change)


def _monthly(pair: Pair, apart: Fraction) -> int:
    """The rate that would come out between the two publications, in whole points a month."""
    first, last = (int(row.as_of_from[:4]) * 12 + int(row.as_of_from[5:7]) for row in (pair.a, pair.b))
    return abs(round(apart / (last - first))) if last > first else 0
