"""What is there and since when: systems by stage and function, milestones in order of time.

An article that names a system says that it exists, not how many use it; a step without a date stays without one.
"""

from sosanh.compare.results import Deployment
from sosanh.data.labels import label
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Quote, Text, Written, count, join, say, text
from sosanh.numbers.periods import read_period
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table


def systems(result: Deployment) -> Table | Sentences:
    """Every system named, by stage: what it does, its printed name, and where it is named."""
    book = result.codebook
    stages = book.codes("stage")
    rows = result.systems.sort_values("stage", key=lambda column: column.map(stages.index), kind="stable")
    shown = [
        (
            values.area(row.area, result),
            text(book.label("stage", row.stage)),
            text(label(row, "function")),
            text(Quote(row.name)),
            time(row.since, row.ref),
            values.where(row, row.ref, result),
            _note(row),
        )
        for row in rows.itertuples(name="System")
    ]
    heads = ("area", "stage", "function", "named", "since", "where", "note")
    return table("systems", heads, shown, say("systems_note"))


def _note(row) -> Text:
    """What is to be minded, and that another line counts for the same system."""
    comment = label(row, "comment")
    said = [*([comment] if comment else []), *([] if row.counts else [say("counted_elsewhere")])]
    return join("; ", said) if said else text("–")


def milestones(result: Deployment) -> Table | Sentences:
    """Every step, numbered as in the drawing: when, whether it is done, and where it is stated."""
    book = result.codebook
    shown = [
        (
            text(Figure(str(number), of.line(row.ref))),
            values.area(row.area, result),
            time(row.when, row.ref),
            text(book.label("phase", row.phase)),
            text(label(row, "event")),
            values.where(row, row.ref, result),
        )
        for number, row in enumerate(result.milestones.itertuples(name="Milestone"), start=1)
    ]
    return table("milestones", ("number", "area", "time", "phase", "event", "where"), shown)


def by_stage(result: Deployment) -> Sentences:
    """How many systems each area's articles name, by stage: each once, at its latest stage."""
    book, said = result.codebook, []
    for area in result.areas:
        own = result.systems[result.systems["area"].eq(area) & result.systems["counts"]]
        if own.empty:
            continue
        counts = {stage: tuple(own.loc[own["stage"].eq(stage), "ref"]) for stage in book.codes("stage")}
        parts = [
            text("; " if place else "", book.label("stage", stage), ": ", count(refs))
            for place, (stage, refs) in enumerate((stage, refs) for stage, refs in counts.items() if refs)
        ]
        said.append(text(values.area(area, result), ": ", *parts, "."))
    return sentences("by_stage", said)


def time(when: str, ref: str) -> Text:
    """A stated time, which is a printed token too, or that none is stated."""
    if not when:
        return say("not_stated")
    return text(Figure(Written.period(read_period(when)), of.time(ref).as_("period")))
