"""What one figure compares with, how far and why no further, and what it is easily taken for.

The page of all figures and the explorer show these of the figure that is chosen. Between figures of different
indicators no difference is calculated: that is said once, for all of them.
"""

from collections.abc import Iterator

from sosanh.compare.gate import GRADES, PURPOSES
from sosanh.compare.results import OneFigure, Pair, Result
from sosanh.data.labels import label
from sosanh.lineage.words import Text, say, text
from sosanh.show import clauses, exhibits, values
from sosanh.show.display import Sentences, sentences


def alone(result: OneFigure) -> Sentences:
    """The figure as a sentence that may be written: who published it, who states it, what, of whom."""
    row = result.row
    by = clauses.by(row.article, label(row, "speaker"))
    return sentences("alone", [text(say("write_alone", by=by, clause=clauses.clause(row, result)), ".")])


def partners(result: OneFigure, most: int = 20) -> Sentences:
    """Each figure that this one stands in a pair with: how far the two compare, what may be said, and why no more; of
    many the `most` that compare best."""
    more = [say("partners_more")] if len(result.partners) > most else []
    return sentences("partners", [*compared(result, result, most), *more, say("partners_others")])


def mistaken(result: OneFigure) -> Sentences:
    """The indicators that this figure's is easily taken for, each with what the codebook says of both."""
    return sentences("mistaken", [*taken_for(result)])


def compared(result: OneFigure, page: Result, most: int) -> Iterator[Text]:
    """A sentence for each target and each of the pairs that compare best, `most` of them; sources are numbered, and
    areas told apart, as on the `page`."""
    for pair in sorted(result.partners, key=lambda pair: GRADES.index(pair.verdict.grade))[:most]:
        yield _partner(pair, result, page)
    for held in result.outcomes:
        level, outcome = values.level(held.target, result.codebook), exhibits.outcome(held, result)
        if held.target is not result.row:
            yield say("partners_aim", level=level, outcome=outcome)
            continue
        if held.actual:
            outcome = text(outcome, "; ", clauses.stated(held.actual, result), " ", values.mark([held.actual], page))
        yield say("partners_held", outcome=outcome)


def _partner(pair: Pair, result: OneFigure, page: Result) -> Text:
    """The other figure of a pair, how far the two compare, and what may be said; of two areas no change."""
    other, book = pair.b if pair.a is result.row else pair.a, result.codebook
    area, stated = values.area(other.ref_area, page), clauses.stated(other, result)
    shown = text(area, ", ", stated, " ", values.mark([other], page))
    said = say("partners_one", grade=book.label("grade", pair.verdict.grade), other=shown)
    if pair.verdict.purpose == "change":
        said = text(said, " ", say("partners_change", change=exhibits.change(pair, noted=True)))
    return text(said, " ", say("partners_why", why=values.reasons(pair, book))) if pair.verdict.deciding else said


def taken_for(result: OneFigure) -> Iterator[Text]:
    book, own = result.codebook, result.row.indicator
    for pair in (each for each in book.indicator_pairs() if own in each):
        other = next(code for code in pair if code != own)
        said = next(filter(None, (book.pair_row("indicator", *pair, purpose) for purpose in PURPOSES)))
        name, note = values.small(label(book.entry("indicators", other), "name")), label(said, "note")
        yield text(name, ": ", note) if note.said("en") else text(name)
