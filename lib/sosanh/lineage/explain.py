"""How a number was worked out, in words with its numbers: for the card behind it.

It walks the expression that `evaluate` computes, so that the card tells what was computed and nothing else.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import inf

from sosanh.lineage import expressions as by
from sosanh.lineage.evaluate import Amount, Codes, Evaluation, decimal
from sosanh.lineage.expressions import OPERATIONS, Expression
from sosanh.lineage.words import Quote, Text, Written, join, say

SHOWN = 12  # figures that a card lists: a count of a hundred names the first of them and says how many more there are
_THINGS = ("observations", "milestones", "systems", "sources", "areas")
_DIFFERENT = {"theme": "count_themes", "indicator": "count_indicators", "source_id": "count_articles"}
_KEYS = {  # operations said by one sentence, which may name what was counted
    "count": "count", "marks": "drawn_count", "pairs": "count_pairs", "common": "common", "set_aside": "set_aside",
    "agreement": "second_reading", "step": "step", "lowest_cut": "assumed", "highest_cut": "assumed",
    "time": "time", "first": "first", "last": "last", "middle": "middle", "day_after": "day_after",
    "expected": "expected", "below": "attainable", "above": "attainable", "share": "share", "point": "point",
    "lower": "end", "upper": "end", "field": "field", "read": "read",
    "cited": "cited", "paragraph": "paragraph",
}  # fmt: skip


def explain(expression: Expression, codes: Codes) -> Text:
    """The computation of an expression."""
    return _Explained(codes).of(expression.core)


def rests_on(expression: Expression, codes: Codes) -> tuple[str, ...]:
    """What it names, in the order of a card: of what is counted as it is counted, of two figures the earlier first."""
    refs = expression.codes
    counted = "codes" in OPERATIONS[expression.operation].takes
    two = len(refs) == 2 and {*map(codes.kind, refs)} == {"observations"}
    return _in_time(codes, *refs) if two and not counted else refs


def _in_time(codes: Codes, *refs: str) -> tuple[str, ...]:
    """The earlier and the later of two; where that is open, the one taken away and the other."""
    first = codes.later(*map(codes.row, refs))
    return refs if first and first.code == refs[1] else refs[::-1]


def thing(refs: Sequence[str], codes: Codes) -> Text:
    """What the codes name: figures, steps, systems, articles; of several kinds, or none, entries."""
    kinds = {codes.kind(ref) for ref in refs}
    named = kinds.pop() if len(kinds) == 1 and kinds <= set(_THINGS) else "any"
    return say(f"thing_{named}")


def listed(refs: Sequence[str], codes: Codes) -> Text:
    """The things counted as the card shows them: all of them, or how many there are and that it names the first."""
    what = thing(refs, codes)
    if len(refs) <= SHOWN:
        return say("listed_all", thing=what)
    return say("listed_first", thing=what, count=str(len(refs)), shown=str(SHOWN))


class _Explained:
    def __init__(self, codes: Codes):
        self.codes = codes
        self.evaluation = Evaluation(codes)
        self.value = self.evaluation.of

    def of(self, said: Expression) -> Text:
        if not said.codes:
            return self._say("none" if {"asked", "asked_time"}.isdisjoint(said.operations) else "asked")
        match said.operation:
            case "minus":
                return self._difference(*said.parts)
            case "least_count":
                return self._say("least", **self._counted(*said.parts))
            case "certain_total":
                row, count = said.parts
                return self._say("certain", count=self._number(count), **self._counted(row, said))
            case "never" | "monthly":
                return self._say("never_monthly" if "monthly" in said.operations else "never")
        key = _KEYS.get(said.operation, "printed")
        if said.operation == "different":
            key = "count" if {*map(self.codes.kind, said.codes)} == {"sources"} else _DIFFERENT[said.parts[0]]
        return self._say(key, listed=listed(said.codes, self.codes))

    def _difference(self, a: Expression, b: Expression) -> Text:
        match a.operation:
            case "least_count":
                return self._gain(a, b)
            case "lowest_cut" | "highest_cut":
                return self._say("assumed")
            case "percentage":
                return self._say("residual", a=self._number(a), b=self._number(b))
            case "printed":
                return self._printed_difference(b.codes[0], a.codes[0])
        sum_of = self._say("sum", a=self._term(a), b=self._term(b), value=self._number(a - b))
        return self._change(sum_of, *_in_time(self.codes, a.codes[0], b.codes[0]))

    def _term(self, end: Expression) -> Written:
        """An end as it stands in a sum: where a fraction gives it, the fraction."""
        ref = end.codes[0]
        if not self.codes.row(ref).denominator or self.value(end).number != self.value(by.share(ref)).number:
            return self._number(end)
        return self._number(by.numerator(ref)) + "/" + self._number(by.total(ref)) + " × 100"

    def _change(self, sum_of: Text, earlier: str, later: str) -> Text:
        rows = [self.codes.row(each) for each in (earlier, later)]
        ends = [self._ends(each) for each in (earlier, later)]
        if all(row.bound == "exact" and not row.denominator for row in rows) and any(low != high for low, high in ends):
            return self._printed_difference(earlier, later)
        said = {"a": self._taken(earlier), "b": self._taken(later)}
        return self._say("change", sum=sum_of, apart=self._between(earlier, later), **said)

    def _printed_difference(self, *refs: str) -> Text:
        a, b = map(by.printed, refs)
        said = {"a": self._number(a), "b": self._number(b), "plain": self._number(b - a)}
        return self._say("printed_change", apart=self._between(*refs), **said)

    def _between(self, *refs: str) -> Text:
        a, b = map(self._ends, refs)
        minus = self.evaluation.minus
        return self._allowed(minus(b[0], a[1]), minus(b[1], a[0]), "how_between")

    def _ends(self, ref: str) -> tuple[Amount, Amount]:
        """What a figure allows; of a fraction and the percentage printed with it, both."""
        return self.value(by.lower(ref)), self.value(by.upper(ref))

    def _taken(self, ref: str) -> Text:
        """What a figure is taken for: computed from its fraction, read from a word, or as printed."""
        row, (low, high) = self.codes.row(ref), self._ends(ref)
        if row.bound == "all":
            return self._say("all", word=Quote(row.as_printed), value=self._write(low.number))
        if not row.denominator:
            return self._allowed(low, high, "how_allows")
        fraction = self._number(by.numerator(ref)) + "/" + self._number(by.total(ref))
        said = {"fraction": fraction, "value": self._number(by.share(ref))}
        if low != high:
            return self._say("computed_beside", printed=row.as_printed.rpartition("|")[2].strip(), **said)
        return self._say("computed", **said)

    def _gain(self, least: Expression, count: Expression) -> Text:
        row, of = least.parts
        said = self._counted(row, of) | {"count": self._number(count), "gained": self._number(least - count)}
        if self.codes.row(row).role == "actual":
            return self._say("gain", **said)
        return self._say("short_exact" if said["exact"] == said["least"] else "short", **said)

    def _counted(self, ref: str, whole: Expression | int) -> dict[str, Written]:
        """A percentage of a whole, and the least whole number that it allows."""
        percent, of = self.value(by.lower(ref)).number, self.value(whole)
        least = self.evaluation.least_count(self.codes.row(ref), of).number
        numbers = {"percentage": percent, "total": of.number, "exact": percent * of.number / 100, "least": least}
        return {name: self._write(number) for name, number in numbers.items()}

    def _allowed(self, low: Amount, high: Amount, key: str) -> Text:
        """One value, or its ends: whether they are excluded, and none where there is none."""
        if low.number == high.number:
            return self._say("is", value=self._write(low.number))
        ends = [
            say(f"span_{side}_open" if end.bound in ("gt", "lt") else f"span_{side}", value=self._write(end.number))
            for side, end in (("low", low), ("high", high))
            if abs(end.number) != inf
        ]
        return say(key, ends=join(say("list_and"), ends))

    def _say(self, key: str, **said) -> Text:
        return say(f"how_{key}", **said)

    def _number(self, expression: Expression | int) -> Written:
        return self._write(self.value(expression).number)

    def _write(self, number: Fraction) -> Written:
        """At most four decimals, with an ellipsis where there are more."""
        cut = Fraction(int(Fraction(number) * 10**4), 10**4)
        return Written.number(decimal(cut).normalize()) + ("…" if cut != number else "")
