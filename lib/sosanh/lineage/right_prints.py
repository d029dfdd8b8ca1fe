"""What a number must read that is printed, counted, or follows from one token alone."""

from decimal import Decimal
from fractions import Fraction
from math import ceil, floor

from sosanh.data.tables import MANY
from sosanh.lineage.evidence import Asked, rounding, share
from sosanh.numbers.amounts import format_number, format_percent
from sosanh.numbers.periods import read_period
from sosanh.numbers.units import SENSES


def printed(asked: Asked) -> str:
    """The number of a token in the reader's format; of a fraction alone, the fraction."""
    read = asked.read
    if read.value is None:
        return fraction(asked)
    ends = [each for each in (read.value, read.value_to) if each is not None]
    return "–".join(format_number(each, asked.language) for each in ends) + sign(asked)


def sign(asked: Asked) -> str:
    """A percent sign only where the token prints one, and its unit is of those that have it."""
    token = asked.row.as_printed
    return SENSES[asked.row.unit_measure].sign if token.endswith("%") else ""


def fraction(asked: Asked) -> str:
    return f"{numerator(asked)}/{denominator(asked)}"


def numerator(asked: Asked) -> str:
    return format_number(asked.read.numerator, asked.language)


def denominator(asked: Asked) -> str:
    return format_number(asked.read.denominator, asked.language)


def out_of(asked: Asked) -> str:
    return format_number(asked.read.out_of, asked.language)


def percentage(asked: Asked) -> str:
    return format_percent(asked.read.value, asked.language)


def untouched(asked: Asked) -> str:
    return asked.row.as_printed.rpartition("|")[2].strip()


def token(asked: Asked) -> str:
    return asked.row.as_printed.replace(" | ", " … ")


def bare(asked: Asked) -> list[str]:
    """A number without its words: the fraction where one is printed, else the number."""
    return [fraction(asked)] if asked.read.numerator is not None else [printed(asked)]


def of_share(asked: Asked) -> str:
    return asked.write(share(asked.read), 2) + "%"


def residual(asked: Asked) -> str:
    """How far the printed percentage is from that of the fraction, in percentage points."""
    off, _ = rounding(Fraction(asked.read.value) - share(asked.read), 2)
    return ("+" if off > 0 else "−" if off < 0 else "") + asked.write(abs(off), 2)


def nearest(asked: Asked) -> list[str]:
    """The percentages on both sides of the printed one that whole counts give."""
    read = asked.read
    exact = Fraction(read.value) * read.denominator / 100
    counts = sorted({floor(exact), ceil(exact)})
    return [
        asked.write(Fraction(100 * each, read.denominator), read.decimals or 0, fixed=True) + "%"
        for each in counts
        if each <= read.denominator
    ]


def lower(asked: Asked) -> str:
    return asked.write(asked.evidence.readings(asked.row)[0].lower, 4)


def upper(asked: Asked) -> str:
    return asked.write(asked.evidence.readings(asked.row)[0].upper, 4)


def typed(column: str, own: str):
    """What a person typed and what the machine reads are one number; each is taken from its own place."""

    def of_person(asked: Asked) -> str:
        return format_number(Decimal(str(float(getattr(asked.row, column)))).normalize(), asked.language)

    def of_machine(asked: Asked) -> str:
        return format_number(Decimal(getattr(asked.evidence.by_machine(asked.row), own)).normalize(), asked.language)

    return {f"typed.{column}": of_person, f"read.{own}": of_machine}


def counted(asked: Asked) -> str:
    """How many codes are named, each once and each of something there is."""
    kinds = [asked.evidence.kind(ref) for ref in asked.refs]
    if len(set(asked.refs)) < len(asked.refs) or not all(kinds):
        raise ValueError("a code twice, or of nothing")
    return str(len(asked.refs))


def pairs(asked: Asked) -> str:
    """How many pairs are named, two codes each."""
    found = list(zip([row.obs_id for row in asked.rows[::2]], asked.refs[1::2], strict=True))
    if len(set(found)) < len(found):
        raise ValueError("a pair twice")
    return str(len(found))


def hundred(asked: Asked) -> str:
    """A hundred percent, where each of the figures named allows nothing else."""
    if any((each.lower, each.upper) != (100, 100) for row in asked.rows for each in asked.evidence.readings(row)):
        raise ValueError("not all are a hundred percent")
    return format_percent(Decimal(100), asked.language)


def different(column: str):
    """How many different ones of something the observations named have."""
    return lambda asked: str(len({getattr(asked.evidence.row(ref), column) for ref in asked.refs}))


def set_aside(asked: Asked) -> str:
    (source,) = asked.refs
    rows = asked.evidence.collection.tables["set_aside"]
    return str(int(rows["source_id"].eq(asked.evidence.row(source, "sources").source_id).sum()))


def agreement(part: str):
    def found(asked: Asked) -> str:
        (source,) = asked.refs
        return format_number(getattr(asked.evidence.agreement(source), part), asked.language)

    return found


def stated(asked: Asked) -> str:
    (ref,) = asked.refs
    return format_number(Decimal(str(asked.evidence.row(ref, "relations").stated)).normalize(), asked.language)


def related(asked: Asked) -> str:
    """A sum's parts added up, or the years between the first days of two periods."""
    (ref,) = asked.refs
    row = asked.evidence.row(ref, "relations")
    if row.kind == "sum":
        parts = [f"{row.source_id}.{int(each):02d}" for each in row.obs_no.split(MANY)][1:]
        values = [asked.evidence.reading(asked.evidence.row(part, "observations")).value for part in parts]
        return format_number(sum(values), asked.language)
    first, last = (read_period(each).first for each in row.time_period.split("/"))
    return asked.write(Fraction((last - first).days) / Fraction("365.25"), 1)


def benchmark(asked: Asked) -> str:
    row = _benchmark(asked)
    shown = format_number(Decimal(str(float(row.obs_value))).normalize(), asked.language)
    return shown + SENSES[row.unit_measure].sign


def _benchmark(asked: Asked):
    (ref,) = asked.refs
    return asked.evidence.row(ref, "benchmarks")


def drawn_at(asked: Asked) -> str:
    """Where a mark stands: at the value printed, of a benchmark at its rank."""
    (ref,) = asked.refs
    if asked.evidence.kind(ref) == "benchmarks":
        return benchmark(asked)
    return asked.write(spot(asked), 2)


def spot(asked: Asked) -> Fraction:
    """The middle of what a value allows; of a level drawn as a line the end that counts."""
    ends = asked.evidence.readings(asked.row)[0]
    match asked.row.bound:
        case "gt" | "ge" | "range":
            return ends.lower
        case "lt" | "le":
            return ends.upper
    return (ends.lower + ends.upper) / 2


def drawn_lower(asked: Asked) -> str:
    return asked.write(asked.evidence.readings(asked.row)[0].lower, 2)


def drawn_upper(asked: Asked) -> str:
    return asked.write(asked.evidence.readings(asked.row)[0].upper, 2)


RULES = {
    "printed": printed,
    "printed.fraction": fraction,
    "printed.numerator": numerator,
    "printed.denominator": denominator,
    "printed.out_of": out_of,
    "printed.percentage": percentage,
    "printed.untouched": untouched,
    "printed.token": token,
    "share": of_share,
    "residual": residual,
    "nearest": nearest,
    "interval.lower": lower,
    "interval.upper": upper,
    **typed("obs_value", "value"),
    **typed("obs_value_to", "value_to"),
    **typed("numerator", "numerator"),
    **typed("denominator", "denominator"),
    **typed("out_of", "out_of"),
    "count": counted,
    "drawn.count": counted,
    "count.figures": counted,
    "count.areas": counted,
    "count.pairs": pairs,
    "count.themes": different("theme"),
    "count.indicators": different("indicator"),
    "count.articles": different("source_id"),
    "hundred": hundred,
    "set_aside": set_aside,
    "second_reading.rows.part": agreement("rows_shared"),
    "second_reading.rows.whole": agreement("rows"),
    "second_reading.cells.part": agreement("cells_alike"),
    "second_reading.cells.whole": agreement("cells"),
    "relation.stated": stated,
    "relation.expected": related,
    "benchmark": benchmark,
    "benchmark.out_of": lambda asked: str(int(_benchmark(asked).out_of)),
    "benchmark.time": lambda asked: _benchmark(asked).time_period,
    "drawn.at": drawn_at,
    "drawn.lower": drawn_lower,
    "drawn.upper": drawn_upper,
    "never.bare": bare,
}
