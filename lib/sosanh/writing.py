"""What may be written of a pair of figures, and what may not, each with its reason.

The sentences not to write are worked out like those that get written: from the numbers alone, as if the words
beside them were not there. They stand on the page only to be recognised.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter

from sosanh import changes, findings
from sosanh.amounts import format_number
from sosanh.bounds import Interval
from sosanh.display import Sentences, Table, heading, table
from sosanh.findings import tidy, value, when
from sosanh.gate import Row, interval
from sosanh.headline import above, lead
from sosanh.results import OverTime, Pair, Result
from sosanh.units import RANKS, SENSES
from sosanh.words import Figure, Text, in_language, in_unit, say, text


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


def write(result: Result, language: str) -> Table | Sentences:
    """The box of ready sentences for the pair a brief leads with, or else for the first pair."""
    pair = lead(result)[0] if isinstance(result, OverTime) else None
    changes_only = [each for each in result.pairs if each.verdict.grade != "X" and each.verdict.purpose == "change"]
    pair = pair or next(iter(changes_only), None)
    rows = [] if pair is None else [*_may(pair, result, language), *_may_not(pair, result, language)]
    return table("write", ("advice", "sentence", "why"), rows, language, form=Advice)


def _months(pair: Pair, result: Result, language: str) -> list[str]:
    return [when(result.collection.sources.loc[row.source_id], language) for row in (pair.a, pair.b)]


def _may(pair: Pair, result: OverTime, language: str) -> Iterator[tuple[Text, ...]]:
    first, last = _months(pair, result, language)
    said = {"when_a": first, "when_b": last, "value_a": value(pair.a, language), "value_b": value(pair.b, language)}
    yes, limits = say("write_yes", language), findings.reasons(pair.verdict.reasons, result.codebook, language)
    why = say("write_note", language, limits=limits) if pair.verdict.reasons else text("–")
    if pair.change is None:
        yield yes, say("write_two", language, **said, **_counted(pair, result, language)), why
        return
    if pair.change.sign == "undetermined":
        yield yes, say("write_open", language, **said), why
        return
    if str(above(pair, result, language)) and not pair.change.interval.exact and pair.change.printed is None:
        yield (
            yes,
            say("write_above", language, value=said["value_b"], when=last, above=above(pair, result, language)),
            why,
        )
    yield yes, say("write_both", language, change=_change(pair, language), **said), why


def _counted(pair: Pair, result: OverTime, language: str) -> dict[str, str]:
    """What each of the two counts: without it the sentence would join what the gate keeps apart."""
    wordings = [result.codebook.entry("definitions", row.definition)[f"wording_{language}"] for row in (pair.a, pair.b)]
    return dict(zip(("counted_a", "counted_b"), wordings, strict=True))


def _change(pair: Pair, language: str) -> Text:
    return changes.change_in_words(pair.change, language, in_language(pair.verdict.condition, language))


def _may_not(pair: Pair, result: Result, language: str) -> Iterator[tuple[Text, ...]]:
    no = say("write_no", language)
    bare = _bare(pair.b, language)
    if pair.b.bound in ("gt", "ge", "lt", "le"):
        yield (
            no,
            say("never_reached", language, value=bare),
            say("because_bound", language, value=value(pair.b, language)),
        )
    naive = _naive(pair)
    if naive is None or naive == 0:
        return
    own = (pair.a.obs_id, pair.b.obs_id)
    way = say(("way_up" if naive > 0 else "way_down") + "_rank" * (pair.b.unit_measure in RANKS), language)
    shown = Figure(format_number(_hasty(abs(naive)), language), own, "never.difference")
    sense = SENSES[pair.b.unit_measure]
    share = bool(sense.sign)
    said = in_unit(shown, sense.differs or pair.b.unit_measure, language, one=shown.text == "1")
    plain = say("never_points" if share else "never_count", language, way=way, value=shown if share else said)
    if (why := _too_much(pair, result, language)) is not None:
        yield no, plain, why
    if share:
        yield no, say("never_percent", language, way=way, value=shown), say("because_points", language)
        if "as_of_unknown" in pair.verdict.reasons and (monthly := _monthly(pair, naive)):
            rate = Figure(format_number(monthly, language), own, "never.monthly")
            yield no, say("never_monthly", language, way=way, value=rate), say("because_dates", language)


def _bare(row: Row, language: str) -> Figure:
    """The number without the words that belong to it."""
    shown = next(each for each in value(row, language).figures)
    return Figure(shown.text, shown.observations, "never.bare")


def _naive(pair: Pair) -> Decimal | None:
    """What a hasty reader would subtract: the printed numbers, whatever the words beside them say."""
    ends = [interval(row) for row in (pair.a, pair.b)]
    if pair.a.unit_measure != pair.b.unit_measure or not all(each.known for each in ends):
        return None
    first, last = (Interval(_number(row), _number(row)) for row in (pair.a, pair.b))
    return Decimal(str(round(float((last - first).lower), 6)))


def _hasty(size: Decimal) -> Decimal:
    """As a hasty reader rounds: to whole points, but what is small or already short to a decimal more."""
    return tidy(size, 0 if size >= 2 and tidy(size, 1) != size else 1)


def _number(row: Row) -> float:
    """The number a hasty reader sees: the printed one, of a bound its end."""
    allowed = interval(row)
    if row.bound == "exact":
        return float((allowed.lower + allowed.upper) / 2)
    return float(allowed.upper if row.bound in ("lt", "le") else allowed.lower)


def _too_much(pair: Pair, result: Result, language: str) -> Text | None:
    """Why the plain difference claims too much; None where it may be stated."""
    if pair.change is None:
        return say("because_refused", language, why=findings.reasons(pair.verdict.reasons, result.codebook, language))
    if condition := in_language(pair.verdict.condition, language):
        return say("because_condition", language, condition=condition)
    if pair.change.printed is None and not pair.change.interval.exact:
        return say("because_least", language, change=_change(pair, language))
    return None


def _monthly(pair: Pair, naive: Decimal) -> int:
    """The rate that would come out between the two publications, in whole points a month."""
    first, last = (int(row.as_of_from[:4]) * 12 + int(row.as_of_from[5:7]) for row in (pair.a, pair.b))
    return abs(round(naive / (last - first))) if last > first else 0
