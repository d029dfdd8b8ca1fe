"""What is there and since when: systems by stage and function, milestones in order of time.

An article that names a system says that it exists, not how many use it; a step without a date stays without one.
"""

from sosanh.compare.results import Deployment
from sosanh.lineage.words import Figure, Quote, Text, count, join, say, text
from sosanh.numbers.periods import format_period, read_period
from sosanh.show import values
from sosanh.show.display import Sentences, Table, sentences, table


def systems(result: Deployment, language: str) -> Table | Sentences:
    """Every system named, by stage: what it does, its printed name, and where it is named."""
    book = result.codebook
    stages = book.codes("stage")
    rows = result.systems.sort_values("stage", key=lambda column: column.map(stages.index), kind="stable")
    shown = [
        (
            values.area(row.area, result, language),
            text(book.label("stage", row.stage, language)),
            text(getattr(row, f"function_{language}")),
            text(Quote(row.name)),
            time(row.since, row.ref, language),
            values.where(row, row.ref, result, language),
            _note(row, language),
        )
        for row in rows.itertuples(name="System")
    ]
    heads = ("area", "stage", "function", "named", "since", "where", "note")
    return table("systems", heads, shown, language, say("systems_note", language))


def _note(row, language: str) -> Text:
    """What is to be minded, and that another line counts for the same system."""
    comment = getattr(row, f"comment_{language}")
    said = [*([comment] if comment else []), *([] if row.counts else [say("counted_elsewhere", language)])]
    return join("; ", said) if said else text("–")


def milestones(result: Deployment, language: str) -> Table | Sentences:
    """Every step, numbered as in the drawing: when, whether it is done, and where it is stated."""
    book = result.codebook
    shown = [
        (
            text(Figure(str(number), (row.ref,), "row")),
            values.area(row.area, result, language),
            time(row.when, row.ref, language),
            text(book.label("phase", row.phase, language)),
            text(getattr(row, f"event_{language}")),
            values.where(row, row.ref, result, language),
        )
        for number, row in enumerate(result.milestones.itertuples(name="Milestone"), start=1)
    ]
    return table("milestones", ("number", "area", "time", "phase", "event", "where"), shown, language)


def by_stage(result: Deployment, language: str) -> Sentences:
    """How many systems each area's articles name, by stage: each once, at its latest stage."""
    book, said = result.codebook, []
    for area in result.areas:
        own = result.systems[result.systems["area"].eq(area) & result.systems["counts"]]
        if own.empty:
            continue
        counts = {stage: tuple(own.loc[own["stage"].eq(stage), "ref"]) for stage in book.codes("stage")}
        parts = [
            text("; " if place else "", book.label("stage", stage, language), ": ", count(refs))
            for place, (stage, refs) in enumerate((stage, refs) for stage, refs in counts.items() if refs)
        ]
        said.append(text(values.area(area, result, language), ": ", *parts, "."))
    return sentences("by_stage", said, language)


def time(when: str, ref: str, language: str) -> Text:
    """A stated time, which is a printed token too, or that none is stated."""
    if not when:
        return say("not_stated", language)
    return text(Figure(format_period(read_period(when), language), (ref,), "time"))
