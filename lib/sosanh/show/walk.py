"""One figure, every step from the printed token to the page.

Nothing here is computed for show: each table gives what the library itself holds at that step.
"""

from decimal import Decimal
from math import isinf

from sosanh.compare.questions import over_time
from sosanh.compare.results import OneFigure
from sosanh.data.labels import label
from sosanh.data.tables import Observation
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Quote, Text, Words, Written, say, text
from sosanh.numbers.amounts import Reading, by_machine, rounded
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table
from sosanh.show.headlines import of_result

_NUMBERS = {
    "obs_value": "value", "obs_value_to": "value_to", "numerator": "numerator", "denominator": "denominator",
    "out_of": "out_of",
}  # fmt: skip


def printed(result: OneFigure) -> Table | Sentences:
    """Where the token stands in the article, and in which row of which workbook it was typed."""
    row, book = result.row, result.codebook
    number, occurrence = (
        Figure(str(getattr(row, each)), of.field(row.obs_id, each)) for each in ("obs_no", "occurrence")
    )
    said = {
        "article": values.title(row.article), "outlet": values.outlet(row.article, book),
        "paragraph": values.paragraph(row, result.collection), "line": values.line(row),
        "token": values.token(row), "occurrence": occurrence,
        "wording": Quote(row.wording) if row.wording else "–", "counted": label(row, "population"),
        "voice": values.speaker(row, book), "indicator": values.name(row),
        "definition": label(book.entry("definitions", row.definition), "wording"),
        "workbook": say("walk_row", file=f"articles/{row.source_id}.xlsx", number=number),
    }  # fmt: skip
    errata = [(say("head_erratum"), values.erratum(each, book)) for each in result.collection.errata(row.ref)]
    errata += [(say("head_retracted"), label(row.article, "retracted"))] if row.article.retracted else []
    return table("printed", ("what", "typed_in"), [*_lines(said), *errata])


def read(result: OneFigure) -> Table | Sentences:
    """What a person typed, beside what the machine reads from the token alone; words around it are read elsewhere."""
    row = result.row
    token, rows = _by_machine(row), []
    for column, own in _NUMBERS.items():
        typed, machine = getattr(row, column), getattr(token, own, None)
        if typed is not None or machine is not None:
            by_hand = _number(typed, of.field(row.obs_id, column))
            rows.append((say(f"walk_{column}"), by_hand, _number(machine, of.read(row.obs_id, own))))
    return table("read", ("what", "typed", "machine"), rows)


def _by_machine(row: Observation) -> Reading | None:
    """Nothing where no number is printed, or none that a machine can read and a person has overruled it."""
    try:
        return None if row.bound == "all" else by_machine(vars(row), row.article.language)
    except ValueError:
        if row.overruled:
            return None
        raise


def _number(number: Decimal | int | None, made: Expression) -> Figure | str:
    return "–" if number is None else Figure(Written.number(Decimal(number).normalize()), made)


def allowed(result: OneFigure) -> Table | Sentences:
    """The interval of values that the token and its words allow, and what was derived beside it."""
    row = result.row
    bounded = row.bound in ("gt", "ge", "lt", "le")
    bound = say(f"walk_bound_{row.bound}") if bounded else result.codebook.label("bound", row.bound)
    said = {"bound": bound, "interval": interval_in_words(row)}
    if row.share is not None:
        said["share"] = values.share_held(row)
    said["time"] = values.days(row)
    return table("allowed", ("what", "value"), _lines(said))


def interval_in_words(row: Observation) -> Text:
    """As in a textbook: a round bracket excludes its end; a semicolon, as the comma is the decimal mark."""
    ends = row.value
    if not ends.known:
        return say("interval_unknown")
    low, high = (
        ("−" if end < 0 else "") + "∞" if isinf(end) else Written.number(rounded(end, 4).normalize())
        for end in (ends.lower, ends.upper)
    )
    left, right = "(" if ends.lower_open else "[", ")" if ends.upper_open else "]"
    own = row.obs_id
    made = (of.lower(own), of.upper(own)) if row.share is None else [of.near(of.share(own), 4).as_("end")] * 2
    said = [end if isinstance(end, str) else Figure(end, each) for end, each in zip((low, high), made, strict=True)]
    return text(left, said[0], "; ", said[1], right)


def said(result: OneFigure) -> Sentences:
    """The sentences of the first screen, for the figure's province and sector, whose numbers rest on it."""
    row = result.row
    first = min(each.published_from for each in result.sources)
    last = max(each.published_to for each in result.sources)
    page = of_result(over_time(result.collection, row.ref_area, first[:7], last[:7], row.sector))
    return sentences(
        "said", [each for each in page.texts() if any(row.obs_id in made.of.codes for made in each.figures)]
    )


def _lines(said: dict[str, Words]) -> list[tuple[Text, ...]]:
    return [(say(f"walk_{key}"), value) for key, value in said.items()]
