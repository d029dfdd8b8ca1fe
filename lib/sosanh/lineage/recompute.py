"""What each number on a page must read, worked out again from what it rests on.

A number says how it was got (`Figure.how`) and from what (`Figure.observations`). For each way there is one rule: it
takes the tokens that are named, calculates in fractions, and gives the text that may stand, in the reader's language.
A number whose text is another is wrong, whoever wrote it. What a number assumes beyond its observations stands after
a colon ("implied.gain:600": if the total were 600).

The rules calculate apart from the code that writes the pages: they share the reading of a token and the writing of a
number, and nothing in between.
"""

from sosanh.data.problems import Unknown
from sosanh.lineage import right_changes, right_prints, right_times
from sosanh.lineage.evidence import Asked, Evidence
from sosanh.lineage.words import Figure, spelled

RULES = right_prints.RULES | right_changes.RULES | right_times.RULES
SPELLED = ("count.areas", "count.articles")  # may also be a word: "three provinces, five articles"
ROW = "row"  # the number of a line in a table: it is nobody's figure, see `audit`


class Unfounded(Exception):
    """A number that does not follow from what it names; the message says why."""


def right(figure: Figure, language: str, evidence: Evidence, parameters: tuple[str, ...] = ()) -> list[str]:
    """The texts that may stand for a figure on a page in this language; `Unfounded` where there is none."""
    how, _, assumed = figure.how.partition(":")
    if how not in RULES:
        raise Unfounded(f"is got in no known way: {Unknown('computation', how, list(RULES))}")
    try:
        texts = RULES[how](Asked(figure.observations, language, evidence, assumed, parameters))
    except (LookupError, ValueError, ArithmeticError, AttributeError, TypeError) as error:
        named = ", ".join(figure.observations) or "nothing"
        raise Unfounded(f"does not follow by {how} from {named}: {error}") from None
    texts = [texts] if isinstance(texts, str) else texts
    return texts + [spelled(int(each), language) for each in texts if how in SPELLED]


def check(figure: Figure, language: str, evidence: Evidence, parameters: tuple[str, ...] = ()) -> None:
    """`Unfounded` where the figure's text is not what its observations give; a first letter may be a capital."""
    texts = right(figure, language, evidence, parameters)
    if figure.text not in texts and figure.text not in [text[:1].upper() + text[1:] for text in texts]:
        raise Unfounded(f"should read {' or '.join(texts)} by {figure.how} of {', '.join(figure.observations)}")
