"""How a number was worked out, in words with its numbers: for the card behind it.

It walks the expression that `evaluate` computes, so that the card tells what was computed and nothing else.
"""

from collections.abc import Sequence
from fractions import Fraction
from math import inf

from sosanh.lineage import expressions as by
from sosanh.lineage.evaluate import Codes, Evaluation, decimal
from sosanh.lineage.expressions import OPERATIONS, Expression
from sosanh.lineage.words import Quote, Text, Written, say

SHOWN = 12  # figures that a card lists: a count of a hundred names the first of them and says how many more there are
_THINGS = ("observations", "milestones", "systems", "sources", "areas")
_DIFFERENT = {"theme": "count_themes", "indicator": "count_indicators", "source_id": "count_articles"}
_KEYS = {  # operations said by one sentence, which may name what was counted
    "count": "count", "marks": "drawn_count", "pairs": "count_pairs", "common": "hundred", "set_aside": "set_aside",
    "agreement": "second_reading", "step": "assumed", "lowest_cut": "assumed", "highest_cut": "assumed",
    "asked": "asked", "asked_time": "asked",
    "day_after": "boundaries", "first": "time_year_first", "last": "time_year_last", "middle": "middle",
    "expected": "expected", "below": "attainable", "above": "attainable", "share": "share", "point": "point",
    "lower": "end", "upper": "end", "time": "time", "field": "field", "read": "read",
}  # fmt: skip


def explain(expression: Expression, codes: Codes) -> Text:
    """The computation of an expression."""
    return _Explained(codes).of(expression.core)


def rests_on(expression: Expression, codes: Codes) -> tuple[str, ...]:
    """What it names, in the order of a card: of what is counted as it is counted, of two figures the earlier first."""
    refs = expression.codes
    counted = "codes" in OPERATIONS[expression.operation].takes
    return refs if counted or len(refs) != 2 else _in_time(codes, *refs)


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
        self.value = Evaluation(codes).of

    def of(self, said: Expression) -> Text:
        match said.operation:
            case "minus":
                return self._difference(*said.parts)
            case "least_count":
                return self._say("least", **self._counted(*said.parts))
            case "certain_total":
                row, count = said.parts
                return self._say("certain", count=self._number(count), **self._counted(row, said))
            case "never":
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
        return self._change(*_in_time(self.codes, a.codes[0], b.codes[0]))

    def _change(self, earlier: str, later: str) -> Text:
        rows = [self.codes.row(each) for each in (earlier, later)]
        low, high = self._ends(earlier)
        if all(row.bound == "exact" and not row.denominator for row in rows) and low < high:
            return self._printed_difference(earlier, later)
        said = {"a": self._taken(earlier), "b": self._taken(later)}
        return self._say("change", apart=self._between(earlier, later), **said)

    def _printed_difference(self, *refs: str) -> Text:
        a, b = map(by.printed, refs)
        said = {"a": self._number(a), "b": self._number(b), "plain": self._number(b - a)}
        return self._say("printed_change", apart=self._between(*refs), **said)

    def _between(self, *refs: str) -> Text:
        a, b = map(self._ends, refs)
        return self._allowed(b[0] - a[1], b[1] - a[0], "how_between")

    def _ends(self, ref: str) -> tuple:
        """What a figure allows; by its fraction, where one is printed."""
        row = self.codes.row(ref)
        both = (by.share, by.share) if row.denominator and row.bound != "all" else (by.lower, by.upper)
        return tuple(self.value(each(ref)).number for each in both)

    def _taken(self, ref: str) -> Text:
        """What a figure is taken for: computed from its fraction, read from a word, or as printed."""
        row, ends = self.codes.row(ref), self._ends(ref)
        if row.bound == "all":
            return self._say("all", word=Quote(row.as_printed), value=self._write(ends[0]))
        if not row.denominator:
            return self._allowed(*ends, "how_allows")
        fraction = self._number(by.numerator(ref)) + "/" + self._number(by.total(ref))
        said = {"fraction": fraction, "value": self._write(ends[0])}
        if " | " in row.as_printed:  # does the percentage printed beside the fraction round it?
            read = self.value(by.percentage(ref))
            half = Fraction(1, 2 * 10 ** max(0, -read.prints[0].as_tuple().exponent))
            if abs(read.number - self.value(by.share(ref)).number) > half:
                return self._say("computed_beside", printed=self.value(by.untouched(ref)), **said)
        return self._say("computed", **said)

    def _gain(self, least: Expression, count: Expression) -> Text:
        row, of = least.parts
        said, had = self._counted(row, of), self._number(count)
        if self.codes.row(row).role == "actual":
            return self._say("gain", count=had, gained=self._number(least - count), **said)
        said["level"] = said.pop("percentage")
        return self._say("short_exact" if said["exact"] == said["least"] else "short", had=had, **said)

    def _counted(self, ref: str, whole: Expression | int) -> dict[str, Written]:
        """A percentage of a whole, and the least whole number that it allows."""
        percent, of = self.value(by.lower(ref)).number, self.value(whole)
        least = Evaluation(self.codes).least_count(self.codes.row(ref), of).number
        numbers = {"percentage": percent, "total": of.number, "exact": percent * of.number / 100, "least": least}
        return {name: self._write(number) for name, number in numbers.items()}

    def _allowed(self, low, high, open_key: str) -> Text:
        """One value, or the two ends between which it is."""
        if low == high:
            return self._say("is", value=self._write(low))
        return say(open_key, lower=self._write(low), upper=self._write(high))

    def _say(self, key: str, **said) -> Text:
        return say(f"how_{key}", **said)

    def _number(self, expression: Expression | int) -> Written:
        return self._write(self.value(expression).number)

    def _write(self, number: Fraction | float) -> Written:
        """At most four decimals, with an ellipsis where there are more."""
        if abs(number) == inf:
            return Written(("∞",))
        cut = Fraction(int(Fraction(number) * 10**4), 10**4)
        return Written.number(decimal(cut).normalize()) + ("…" if cut != number else "")
