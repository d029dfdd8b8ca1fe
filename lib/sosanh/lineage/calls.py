"""The words that a number calls for: its bound, its hedge, its unit, and whether it is a rise or a fall.

They belong to the number: "12.8" is what a change exceeds, and a sentence that drops "more than" says another thing.
`calls_for` asks the expression; `faults` holds the words of a sentence against it. Which words mean what is data:
`means_…` of the messages, apart by semicolons.
"""

import re
from dataclasses import dataclass

from sosanh.lineage.evaluate import Amount, Codes, Evaluation
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import in_unit, messages
from sosanh.numbers.units import SENSES

BOUNDS = ("gt", "ge", "lt", "le")
_WAYS = {False: ("rise", "fall"), True: ("worse", "better")}  # of a rank, 1 is the best
_ENDS = {"lower": "low", "lowest_cut": "low", "upper": "high", "highest_cut": "high"}  # a span has "from" and "to"
_NO_UNIT = ("fraction", "field")
_SAYS_ALL = ("token", "untouched", "never", "line")  # a quotation, what is not to be written, nobody's number


@dataclass(frozen=True)
class Call:
    """Something a number calls for: one of `words`, and none of `against` nearer to it.

    `kind` is bound, hedge, unit or way, which `meaning` says; or ways, where both are open and must be said.
    """

    kind: str
    meaning: str
    words: tuple[str, ...]
    against: tuple[str, ...] = ()


BEHIND = "… "  # before a word that stands behind its number: "542 or more"


def words(meaning: str, language: str) -> tuple[str, ...]:
    """The words that mean it in this language."""
    return tuple(messages(language)[f"means_{meaning}"].split("; "))


def calls_for(expression: Expression, language: str, codes: Codes) -> tuple[Call, ...]:
    """What must stand beside a number on a page in this language."""
    form, core = expression.form, expression.plain
    if core.operation in _SAYS_ALL or not isinstance(found := Evaluation(codes).of(core), Amount):
        return ()
    calls = _bound(found, core, language), _hedge(found, language), _unit(found, core, form, language)
    return tuple(each for each in (*calls, _way(found, form, language, codes)) if each)


def _own(found: Amount) -> tuple[str, ...]:
    """The article's own words beside the number."""
    return tuple(row.wording for row in found.rows if row.table == "observations" and row.wording)


def _bound(found: Amount, core: Expression, language: str) -> Call | None:
    if found.bound not in BOUNDS:
        return None
    end = _ENDS.get(core.operation, "")
    fit = [*words(found.bound, language), *(words(f"span_{end}", language) if end else _own(found))]
    others = [*BOUNDS, *(f"span_{each}" for each in ("low", "high") if end)]
    against = [word for each in others for word in words(each, language) if word not in fit]
    return Call("bound", found.bound, tuple(fit), tuple(against))


def _hedge(found: Amount, language: str) -> Call | None:
    return Call("hedge", found.hedge, (*words(found.hedge, language), *_own(found))) if found.hedge else None


def _unit(found: Amount, core: Expression, form: str, language: str) -> Call | None:
    """The word of its unit; a count has none, a percentage its sign, an end its interval, a mark its axis."""
    told = found.sign or form in ("percent", "end") or core.operation in (*_ENDS, *_NO_UNIT) or found.bound == "point"
    if told or (SENSES[found.unit].best_first and found.bound in BOUNDS):  # "top 10"
        return None
    said = [str(in_unit("", found.unit, one).said(language)).strip() for one in (2, 1)]
    return Call("unit", found.unit, tuple(dict.fromkeys(said))) if all(said) else None


def _way(found: Amount, form: str, language: str, codes: Codes) -> Call | None:
    """Which way it went, of a difference of two times; one printed with its sign says so itself."""
    later = codes.later(*found.change) if found.change else None
    if form == "change" or later is None or found.number <= 0:
        return None
    sense = SENSES[later.unit_measure]
    way = _WAYS[sense.best_first][later is not found.change[0]]
    against = words(_WAYS[sense.best_first][later is found.change[0]], language)
    if found.bound in ("lt", "le") and not found.sure:
        return Call("ways", "either", words(way, language), against)
    return Call("way", way, words(way, language), against)


def faults(calls: tuple[Call, ...], before: str, after: str, language: str) -> list[str]:
    """What the words of its sentence, `before` and `after` a number, lack or say against it.

    The word of a bound or a hedge stands at the number: nothing of its kind, and no other number, between them.

    >>> least = (Call("bound", "gt", ("more than",), ("at most", "less than")),)
    >>> faults(least, "up by more than ", " points", "en"), faults(least, "up by ", " points", "en")
    ([], ['“more than” is missing'])
    >>> faults(least, "more than 3 and at most ", " points", "en")
    ['“at most” stands where “more than” must']
    """
    return [said for call in calls if (said := _fault(call, *_sentence(before, after), language))]


def _sentence(before: str, after: str) -> tuple[str, str]:
    return re.split(r"[.?!]\s", before)[-1], re.split(r"[.?!](?:\s|$)", after)[0]


def _fault(call: Call, before: str, after: str, language: str) -> str:
    wanted = (*call.words, *call.against)
    match call.kind:
        case "bound" | "hedge":
            behind = [word.removeprefix(BEHIND) for word in wanted if word.startswith(BEHIND)]
            near = _found(wanted, re.split(r"\d", before)[-1], language)[-1:]
            near = near or [BEHIND + each for each in _found(behind, re.split(r"[\d,(]", after)[0], language)[:1]]
        case "ways" if not all(_found(each, before + after, language) for each in (call.words, call.against)):
            return f"“{call.words[0]}” and “{call.against[0]}” must both be said"
        case _:
            near = _found(wanted, before, language)[-1:] or _found(wanted, after, language)[:1]
    if not near:
        return f"“{call.words[0]}” is missing"
    return "" if near[0] in map(str.casefold, call.words) else f"“{near[0]}” stands where “{call.words[0]}” must"


def _found(wanted: tuple[str, ...], said: str, language: str) -> list[str]:
    """Which of the words a text holds, in its order; of two at one place the longer; none as part of a comparison."""
    compared = words("compared", language)
    each = sorted({*map(str.casefold, wanted), *compared}, key=len, reverse=True)
    pattern = "|".join(
        re.escape(word) if not word.isalpha() and len(word) == 1 else rf"\b{re.escape(word)}\b" for word in each
    )
    return [found for found in re.findall(pattern, said.casefold()) if found not in compared or found in wanted]
