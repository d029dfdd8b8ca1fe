"""What a date or a place must read: when an article appeared, what a figure is of, where it is printed, what was asked.

Dates are numbers too. One that is wrong makes a true figure false, so each is walked like any other.
"""

from datetime import date, timedelta

from sosanh.lineage.evidence import Asked
from sosanh.numbers.periods import format_date, format_month, format_period, read_period


def _only(asked: Asked, *tables: str):
    """The one row named, which is of one of these tables."""
    (ref,) = asked.refs
    if asked.evidence.kind(ref) not in tables:
        raise ValueError(f"{ref} is of none of {', '.join(tables)}")
    return asked.evidence.row(ref)


def month(end: str):
    def found(asked: Asked) -> str:
        source = _only(asked, "sources")
        return format_month(date.fromisoformat(getattr(source, f"published_{end}")), asked.language)

    return found


def day(column: str, *tables: str):
    return lambda asked: format_date(date.fromisoformat(getattr(_only(asked, *tables), column)), asked.language)


def middle(asked: Asked) -> str:
    """The middle of the few days in which an article appeared."""
    source = _only(asked, "sources")
    first, last = (date.fromisoformat(getattr(source, f"published_{end}")).toordinal() for end in ("from", "to"))
    return format_date(date.fromordinal((first + last) // 2), asked.language)


def _stated(asked: Asked) -> str:
    """The time that a figure, a step or a system is stated for, as typed."""
    row = _only(asked, "observations", "milestones", "systems")
    return next(getattr(row, name) for name in ("time_period", "when", "since") if hasattr(row, name))


def time(asked: Asked) -> str:
    return format_period(read_period(_stated(asked)), asked.language)


def year(end: str):
    """The year of the steps named, which all begin (`first`) or end (`last`) in it."""

    def found(asked: Asked) -> str:
        days = [getattr(read_period(asked.evidence.row(ref, "milestones").when), end) for ref in asked.refs]
        (one,) = {each.year for each in days}
        return str(one)

    return found


def drawn_day(end: str):
    return lambda asked: format_date(getattr(read_period(_stated(asked)), end), asked.language)


def place(column: str):
    tables = ("observations", "milestones", "systems", "relations")
    return lambda asked: str(int(getattr(_only(asked, *tables), column)))


def boundaries_until(asked: Asked) -> str:
    last = date.fromisoformat(_only(asked, "areas").valid_to)
    return format_date(last + timedelta(days=1), asked.language)


def asked_for(written):
    """A number or a period that the page was asked for: one of its parameters."""

    def found(asked: Asked) -> str:
        (ref,) = asked.refs
        if ref not in asked.parameters:
            raise ValueError(f"{ref} is no parameter of this page")
        return written(ref, asked)

    return found


RULES = {
    "published.from": month("from"),
    "published.to": month("to"),
    "published_day.from": day("published_from", "sources"),
    "published_day.to": day("published_to", "sources"),
    "published_day.about": middle,
    "as_of_day.from": day("as_of_from", "observations"),
    "as_of_day.to": day("as_of_to", "observations"),
    "time": time,
    "time.year_first": year("first"),
    "time.year_last": year("last"),
    "due": lambda asked: format_date(read_period(asked.row.time_period).last, asked.language),
    "drawn_day.from": drawn_day("first"),
    "drawn_day.to": drawn_day("last"),
    "place.paragraph": place("paragraph"),
    "place.obs_no": place("obs_no"),
    "place.occurrence": place("occurrence"),
    "boundaries.until": boundaries_until,
    "boundaries.since": day("valid_from", "areas"),
    "asked.month_from": asked_for(lambda ref, asked: format_month(read_period(ref).first, asked.language)),
    "asked.month_to": asked_for(lambda ref, asked: format_month(read_period(ref).last, asked.language)),
    "asked.day_from": asked_for(lambda ref, asked: format_date(read_period(ref).first, asked.language)),
    "asked.day_to": asked_for(lambda ref, asked: format_date(read_period(ref).last, asked.language)),
    "asked.number": asked_for(lambda ref, asked: asked.write(int(ref))),
}
