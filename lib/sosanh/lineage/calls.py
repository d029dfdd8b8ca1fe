"""The words that a number calls for: its bound, its hedge, its unit, and whether it is a rise or a fall.

They belong to the number: "12.8" is what a change exceeds, and a sentence that drops "more than" says another thing.
Which words mean what is data: `means_…` of the messages, apart by semicolons.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sosanh.lineage.evaluate import PUBLISHED, Amount, Codes, Evaluation
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import in_unit, messages
from sosanh.numbers.units import SENSES

BOUNDS = ("gt", "ge", "lt", "le")
BEHIND = "… "  # before a word that stands behind its number: "542 or more"
_WAYS = {False: ("rise", "fall"), True: ("worse", "better")}  # of a rank, 1 is the best
_ENDS = {"lower": "low", "lowest_cut": "low", "upper": "high", "highest_cut": "high"}  # a span has "from" and "to"
_NO_UNIT = ("fraction", "field", *_ENDS)
_ASKED = {"asked", "asked_time"}  # what depends on the page's parameters
_SAYS_ALL = ("token", "corrected", "untouched", "never", "cited")  # quoted, not to be written, nobody's number


@dataclass(frozen=True)
class Call:
    """Something a number calls for: one of `words`, and none of `against` nearer to it.

    `kind` is bound, hedge, unit, way, or month (of publication); or ways, where both are open and must be said.
    """

    kind: str
    words: tuple[str, ...]
    against: tuple[str, ...] = ()


def _words(meaning: str, language: str) -> tuple[str, ...]:
    return tuple(messages(language)[f"means_{meaning}"].split("; "))


def calls_for(expression: Expression, language: str, codes: Codes) -> list[Call]:
    """What must stand beside a number on a page in this language."""
    form, operation = expression.form, expression.plain.operation
    if form == "month" and operation == "field" and expression.plain.parts[1] in PUBLISHED:
        return [Call("month", _words("published", language))]
    if operation == "middle":  # of the days on which an article can have appeared
        return [Call("hedge", _words("about", language))]
    if operation in _SAYS_ALL or not isinstance(found := Evaluation(codes).of(expression.plain), Amount):
        return []
    own = [row.wording for row in found.rows if row.table == "observations" and row.wording]  # the article's own words
    calls = []
    if found.bound in BOUNDS:
        end = _ENDS.get(operation, "")
        fit = [*_words(found.bound, language), *(_words(f"span_{end}", language) if end else own)]
        others = (*BOUNDS, "span_low", "span_high") if end else BOUNDS
        against = [word for each in others for word in _words(each, language) if word not in fit]
        calls.append(Call("bound", tuple(fit), tuple(against)))
    if found.hedge:
        calls.append(Call("hedge", (*_words(found.hedge, language), *own)))
    # a count has no word of its unit, a percentage its sign, an end its interval, a mark its axis; "top 10"
    told = found.sign or form in ("percent", "end") or operation in _NO_UNIT or found.bound == "point"
    if not told and not (SENSES[found.unit].best_first and found.bound in BOUNDS):
        said = [str(in_unit("", found.unit, one).said(language)).strip() for one in (2, 1)]
        calls += [Call("unit", tuple(dict.fromkeys(said)))] if all(said) else []
    return [*calls, *_way(found, form, language, codes)]


def _way(found: Amount, form: str, language: str, codes: Codes) -> Iterator[Call]:
    """Which way it went, of a difference of two times; one printed with its sign says so itself."""
    later = codes.later(*found.change) if found.change else None
    if form == "change" or later is None or found.number <= 0:
        return
    ways = _WAYS[SENSES[later.unit_measure].best_first]
    went, other = ways if later is found.change[0] else ways[::-1]
    kind = "ways" if found.bound in ("lt", "le") and not found.sure else "way"
    yield Call(kind, _words(went, language), _words(other, language))


def wrong_words(calls: list[Call], before: str, after: str, language: str) -> list[str]:
    """What the words of its sentence, `before` and `after` a number, lack or say against it.

    The word of a bound or a hedge stands at the number: nothing of its kind, and no other number, between them.
    That of a month of publication stands before it.

    >>> least = [Call("bound", ("more than",), ("at most", "less than"))]
    >>> wrong_words(least, "up by more than ", " points", "en"), wrong_words(least, "up by ", " points", "en")
    ([], ['“more than” is missing'])
    >>> wrong_words(least, "more than 3 and at most ", " points", "en")
    ['“at most” stands where “more than” must']
    """
    before, after = re.split(r"[.?!]\s", before)[-1], re.split(r"[.?!](?:\s|$)", after)[0]
    return [said for call in calls if (said := _fault(call, before, after, language))]


def _fault(call: Call, before: str, after: str, language: str) -> str:
    wanted = (*call.words, *call.against)
    match call.kind:
        case "bound" | "hedge":
            behind = [word.removeprefix(BEHIND) for word in wanted if word.startswith(BEHIND)]
            near = _found(wanted, re.split(r"\d", before)[-1], language)[-1:]
            near = near or [BEHIND + each for each in _found(behind, re.split(r"[\d,(]", after)[0], language)[:1]]
        case "month":
            near = _found(wanted, before, language)[-1:]
        case "ways" if not all(_found(each, before + after, language) for each in (call.words, call.against)):
            return f"“{call.words[0]}” and “{call.against[0]}” must both be said"
        case _:
            near = _found(wanted, before, language)[-1:] or _found(wanted, after, language)[:1]
    if not near:
        return f"“{call.words[0]}” is missing"
    return "" if near[0] in map(str.casefold, call.words) else f"“{near[0]}” stands where “{call.words[0]}” must"


def _found(wanted: tuple[str, ...], said: str, language: str) -> list[str]:
    """Which of the words a text holds, in its order; of two at one place the longer; none as part of a comparison."""
    compared = _words("compared", language)
    each = sorted({*map(str.casefold, wanted), *compared}, key=len, reverse=True)
    pattern = "|".join(
        re.escape(word) if not word.isalpha() and len(word) == 1 else rf"\b{re.escape(word)}\b" for word in each
    )
    return [found for found in re.findall(pattern, said.casefold()) if found not in compared or found in wanted]
