"""How a number was worked out from several figures, in words with its numbers: for the card behind it."""

from collections.abc import Sequence
from fractions import Fraction
from math import inf

from sosanh.lineage.evidence import Asked, Ends, Evidence, Number
from sosanh.lineage.right_changes import apart, as_printed, certain_total, gained, implied, reaching
from sosanh.lineage.words import Quote, Text, say

SHOWN = 12  # figures that a card lists: a count of a hundred names the first of them and says how many more there are
_THINGS = {"observations", "milestones", "systems", "sources", "areas"}
_IMPLIED = {"implied.least": "how_least", "implied.gain": "how_gain", "certain_from": "how_certain"}


def in_words(how: str, refs: tuple[str, ...], language: str, evidence: Evidence) -> Text:
    """The computation `how` (a `Figure.how`) of the figures `refs`."""
    how, _, assumed = how.partition(":")
    asked = Asked(refs, language, evidence, assumed)
    if how in ("change.printed", "change.low", "change.high"):
        return _printed_difference(asked)
    if how.startswith("change."):
        return _difference(asked)
    if how in _IMPLIED:
        return _implied(how, asked)
    if how == "short_of":
        return _short(asked)
    kinds = ("assumed", "never.monthly", "never", "second_reading")
    kind = next((kind for kind in kinds if how.startswith(kind)), how).replace(".", "_")
    if kind == "count_articles" and all(evidence.kind(ref) == "sources" for ref in refs):
        kind = "count"  # the articles themselves are named
    return say(f"how_{kind}", listed=listed(refs, evidence))


def thing(refs: Sequence[str], evidence: Evidence) -> Text:
    """What the codes name: figures, steps, systems, articles; of several kinds, or none, entries."""
    kinds = {evidence.kind(ref) for ref in refs}
    named = kinds.pop() if len(kinds) == 1 and kinds <= _THINGS else "any"
    return say(f"thing_{named}")


def listed(refs: Sequence[str], evidence: Evidence) -> Text:
    """The things counted as the card shows them: all of them, or how many there are and that it names the first."""
    unique = list(dict.fromkeys(refs))
    what = thing(unique, evidence)
    if len(unique) <= SHOWN:
        return say("listed_all", thing=what)
    return say("listed_first", thing=what, count=str(len(unique)), shown=str(SHOWN))


def _difference(asked: Asked) -> Text:
    said = {which: _taken(row, asked) for which, row in zip("ab", asked.rows, strict=True)}
    return say("how_change", apart=_allowed(apart(asked)[0], "how_between", asked), **said)


def _printed_difference(asked: Asked) -> Text:
    """Two printed numbers subtracted, and what their rounding leaves open."""
    ends = (asked.evidence.readings(row)[0] for row in asked.rows)
    a, b = (_write(Fraction(each.lower + each.upper) / 2, asked) for each in ends)
    between = _allowed(apart(asked)[0], "how_between", asked)
    return say("how_printed_change", a=a, b=b, plain=as_printed(asked).lstrip("+"), apart=between)


def _taken(row, asked: Asked) -> Text:
    """What a figure is taken for: computed from its fraction, read from a word, or as printed."""
    ends = asked.evidence.readings(row)[0]
    if row.bound == "all":
        return say("how_all", word=Quote(row.as_printed), value=_write(ends.lower, asked))
    read = asked.evidence.reading(row)
    if read.numerator is None or ends.lower != ends.upper:
        return _allowed(ends, "how_allows", asked)
    fraction = "/".join(_write(Fraction(each), asked) for each in (read.numerator, read.denominator))
    said = {"fraction": fraction, "value": _write(ends.lower, asked)}
    if row.arithmetic in ("mismatch", "unattainable"):
        return say("how_computed_beside", printed=row.as_printed.rpartition("|")[2].strip(), **said)
    return say("how_computed", **said)


def _allowed(ends: Ends, open_key: str, asked: Asked) -> Text:
    """One value, or the two ends between which it is."""
    if ends.lower == ends.upper:
        return say("how_is", value=_write(ends.lower, asked))
    return say(open_key, lower=_write(ends.lower, asked), upper=_write(ends.upper, asked))


def _implied(how: str, asked: Asked) -> Text:
    a, b = asked.rows
    assumed = certain_total(asked) if how == "certain_from" else asked.assumed
    total = int(assumed or asked.evidence.reading(a).denominator)
    least, count = implied(asked, total)
    lower = asked.evidence.readings(b)[0].lower
    numbers = {
        "total": total,
        "exact": lower * total / 100,
        "least": least,
        "count": count,
        "gained": gained(least, count),
    }
    said = {name: _write(Fraction(number), asked) for name, number in numbers.items()}
    return say(_IMPLIED[how], percentage=_write(lower, asked), **said)


def _short(asked: Asked) -> Text:
    actual, target = asked.rows
    read, level = asked.evidence.reading(actual), asked.evidence.readings(target)[0].lower
    exact, least, had = reaching(asked)
    numbers = {"level": level, "total": read.denominator, "exact": exact, "least": least, "had": had}
    said = {name: _write(Fraction(number), asked) for name, number in numbers.items()}
    return say("how_short_exact" if exact == least else "how_short", **said)


def _write(number: Number, asked: Asked) -> str:
    """At most four decimals, with an ellipsis where there are more."""
    if abs(number) == inf:
        return "∞"
    cut = Fraction(int(number * 10**4), 10**4)
    return asked.write(cut, 4) + ("…" if cut != number else "")
