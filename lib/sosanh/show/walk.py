"""One figure, every step from the printed token to the page.

Nothing here is computed for show: each table gives what the library itself holds at that step.
"""

from decimal import Decimal
from math import isinf

from sosanh.compare.questions import over_time
from sosanh.compare.results import OneFigure
from sosanh.data.labels import label
from sosanh.lineage import expressions as of
from sosanh.lineage.expressions import Expression
from sosanh.lineage.words import Figure, Quote, Text, Written, say, text
from sosanh.numbers.amounts import rounded
from sosanh.numbers.tokens import Reading, by_machine
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table
from sosanh.show.headlines import headline

_NUMBERS = {
    "obs_value": "value", "obs_value_to": "value_to", "numerator": "numerator", "denominator": "denominator",
    "out_of": "out_of",
}  # fmt: skip


def printed(result: OneFigure) -> Table | Sentences:
    """Where the token stands in the article, and in which row of which workbook it was typed."""
    row, book = result.row, result.codebook
    source = result.collection.sources.loc[row.source_id]
    number = Figure(str(int(row.obs_no)), of.field(row.obs_id, "obs_no"))
    said = {
        "article": text(Quote(source["title"], source["language"])),
        "outlet": values.outlet(source.to_dict(), book),
        "paragraph": values.paragraph(row, result.collection.opens(row.source_id, row.paragraph)),
        "token": text(values.token(row)),
        "occurrence": text(Figure(str(int(row.occurrence)), of.field(row.obs_id, "occurrence"))),
        "wording": text(Quote(row.wording) if row.wording else "–"),
        "counted": text(label(row, "population")),
        "voice": values.speaker(row, book),
        "indicator": text(values.name(row, result)),
        "definition": text(label(book.entry("definitions", row.definition), "wording")),
        "workbook": say("walk_row", file=f"articles/{row.source_id}.xlsx", number=number),
    }
    return table("printed", ("what", "typed_in"), _lines(said))


def read(result: OneFigure) -> Table | Sentences:
    """What a person typed, beside what the machine reads from the token alone; words around it are read elsewhere."""
    row = result.row
    token, rows = _by_machine(row, result.collection.sources.loc[row.source_id, "language"]), []
    for column, own in _NUMBERS.items():
        typed, machine = getattr(row, column), getattr(token, own, None)
        if typed is not None or machine is not None:
            rows.append(
                (
                    say(f"walk_{column}"),
                    _number(typed, of.field(row.obs_id, column)),
                    _number(machine, of.read(row.obs_id, own)),
                )
            )
    return table("read", ("what", "typed", "machine"), rows)


def _by_machine(row, language: str) -> Reading | None:
    """Nothing where no number is printed, or none that a machine can read and a person has overruled it."""
    try:
        return None if row.bound == "all" else by_machine(vars(row), language)
    except ValueError:
        if row.overruled:
            return None
        raise


def _number(number, made: Expression) -> Text:
    if number is None:
        return text("–")
    return text(Figure(Written.number(Decimal(number).normalize()), made))


def allowed(result: OneFigure) -> Table | Sentences:
    """The interval of values that the token and its words allow, and what was derived beside it."""
    row = result.row
    bounded = row.bound in ("gt", "ge", "lt", "le")
    label = result.codebook.label("bound", row.bound)
    bound = say(f"walk_bound_{row.bound}") if bounded else text(label)
    said = {"bound": bound, "interval": interval_in_words(row)}
    if row.share is not None:
        said["share"] = values.share_held(row)
    said["time"] = values.days(row, result.collection.sources.loc[row.source_id])
    return table("allowed", ("what", "value"), _lines(said))


def interval_in_words(row) -> Text:
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
    row, collection = result.row, result.collection
    spans = collection.sources.loc[result.rows["source_id"]]
    page = over_time(
        collection, row.ref_area, spans["published_from"].min()[:7], spans["published_to"].max()[:7], row.sector
    )
    resting = [each for each in headline(page).texts() if any(row.obs_id in figure.of.codes for figure in each.figures)]
    return sentences("said", resting)


def _lines(said: dict[str, Text]) -> list[tuple[Text, ...]]:
    return [(say(f"walk_{key}"), value) for key, value in said.items()]
