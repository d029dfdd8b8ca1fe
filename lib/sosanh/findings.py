"""From figures to words: a printed value, a period, an article's date and a change, each said exactly.

Printed bounds are rounded outward, a lower bound down and an upper bound up, so that rounding never claims more
than the articles do. Words such as "trên" are the article's own when a value is quoted, and "hơn" when we speak.
"""

from datetime import date, timedelta
from decimal import Decimal

import pandas as pd

from sosanh.amounts import format_number, format_percent, round_down, round_up
from sosanh.bounds import INFINITE, Interval
from sosanh.codebook import Codebook
from sosanh.gate import Change, Row
from sosanh.periods import format_date, format_month, format_period, read_period
from sosanh.results import Result
from sosanh.words import Figure, Text, join, say, text


def value(row: Row, language: str) -> Text:
    """The value as printed, with its words, in the reader's number format: "trên 91%", "465/595, in kèm 78,18%"."""
    if row.bound == "all":
        return say("printed_all", language, word=Figure(row.as_printed, (row.obs_id,)))
    number = _number(row, language)
    if row.hedge:
        return say(f"printed_{row.hedge}", language, value=number, word=row.wording)
    if row.bound in ("gt", "ge", "lt", "le"):
        return say(f"printed_{row.bound}", language, value=number, word=row.wording or _plain_word(row.bound))
    return number


def _plain_word(bound: str) -> str:
    return {"gt": "hơn", "ge": "ít nhất", "lt": "gần", "le": "nhóm"}[bound]


def _number(row: Row, language: str) -> Text:
    own = (row.obs_id,)
    if pd.notna(row.denominator):
        if pd.isna(row.obs_value):
            return text(fraction(row, language))
        both = {"fraction": fraction(row, language), "value": printed_percentage(row, language)}
        return say("with_fraction", language, **both)
    shown = format_number(row.obs_value, language, int(row.decimals) if row.bound != "range" else None)
    if pd.notna(row.obs_value_to):
        shown = f"{shown}–{format_number(row.obs_value_to, language)}"
    return _with_unit(Figure(shown + ("%" if row.unit_measure.startswith("percent") else ""), own), row, language)


def fraction(row: Row, language: str) -> Figure:
    return Figure(f"{amount(row.numerator, language)}/{amount(row.denominator, language)}", (row.obs_id,))


def printed_percentage(row: Row, language: str) -> Figure:
    """The percentage printed beside a fraction; where it cannot be right it stands untouched, mark for mark."""
    if row.arithmetic == "unattainable":
        return Figure(row.as_printed.rpartition("|")[2].strip(), (row.obs_id,), "printed")
    return Figure(format_percent(row.obs_value, language, int(row.decimals)), (row.obs_id,))


def _with_unit(figure: Figure, row: Row, language: str) -> Text:
    if row.unit_measure == "vnd":
        mult = 0 if pd.isna(row.unit_mult) else int(row.unit_mult)
        return say({9: "billion_vnd", 6: "million_vnd"}.get(mult, "vnd"), language, value=figure)
    if row.unit_measure in ("minutes", "years", "rank") and row.bound != "le":
        return say(row.unit_measure, language, value=figure)
    return text(figure)


def amount(number, language: str) -> str:
    return format_number(Decimal(int(number)), language)


def share(row: Row, language: str) -> Figure:
    """The percentage that the fraction itself gives, two decimals at most."""
    return Figure(format_percent(_tidy(Decimal(str(row.share)), 2), language), (row.obs_id,), "share")


def _tidy(number: Decimal, places: int) -> Decimal:
    """Rounded to `places`, without trailing zeros: 81.25, 78.15, 100."""
    rounded = round(number, places).normalize()
    return rounded if rounded.as_tuple().exponent <= 0 else rounded.quantize(Decimal(1))


def when(source: pd.Series, language: str) -> str:
    """The month of an article: "tháng 7/2024", or the span it can be of."""
    first, last = (date.fromisoformat(source[column]) for column in ("published_from", "published_to"))
    months = [format_month(day, language) for day in (first, last)]
    return months[0] if months[0] == months[1] else str(say("between", language, first=months[0], last=months[1]))


def name(row: Row, result: Result, language: str) -> str:
    """The name of the row's indicator."""
    return result.codebook.entry("indicators", row.indicator)[f"name_{language}"]


def dated(row: Row, result: Result, language: str) -> Text:
    """The value and the month of its article: "trên 91% (tháng 02/2025)"."""
    return text(value(row, language), f" ({when(result.collection.sources.loc[row.source_id], language)})")


def where(row: Row, result: Result, language: str) -> Text:
    """Article and paragraph."""
    article = when(result.collection.sources.loc[row.source_id], language)
    return say("where", language, article=article, paragraph=str(row.paragraph))


def period(row: Row, language: str) -> Text:
    """The time a figure or level is stated for: "trong năm 2024", "by the end of 2025"."""
    if not row.time_period:
        return say("not_stated", language)
    said = format_period(read_period(row.time_period), language)
    return say(f"period_{row.time_basis}", language, period=said)


def area_with_type(codebook: Codebook, area: str, language: str) -> Text:
    """An area's name with its kind: "tỉnh Đồng Tháp", "the city of Huế"."""
    entry = codebook.entry("areas", area)
    name = entry[f"name_{language}"]
    if entry["area_type"] == "country" or name.startswith("Thành phố"):
        return text(name)
    return say(f"area_{entry['area_type']}", language, name=name)


def boundaries(codebook: Codebook, area: str, language: str) -> Text | None:
    """Which of two territories of one name is meant; None where the merger of 2025 changed nothing."""
    entry = codebook.entry("areas", area)
    if codebook.merged(area):
        after = date.fromisoformat(entry["valid_to"]) + timedelta(days=1)
        return say("boundaries", language, day=format_date(after, language))
    older = codebook.areas[codebook.areas["successor"].eq(area)]
    if len(older) and not older["territory"].eq(entry["territory"]).any():
        return say("boundaries_since", language, day=format_date(date.fromisoformat(entry["valid_from"]), language))
    return None


def change_in_words(change: Change, language: str, condition: str = "") -> Text:
    """The tightest true statement about a change.

    Readings that print alike are said once; where they do not, the widest of them is said.
    """
    said = _change(change, language)
    return say("change_if", language, change=said, condition=condition) if condition else said


def _change(change: Change, language: str) -> Text:
    interval = _widest(change)
    if not interval.known:
        return say("change_hedged", language)
    if interval.lower == -INFINITE or (interval.upper == INFINITE and change.sign == "undetermined"):
        return say("change_undetermined", language)
    if change.printed is not None and not interval.exact:
        return _rounded(change, interval, language)
    if interval.exact:
        return _exact(change, interval, language)
    return _bounded(change, interval, language)


def _widest(change: Change) -> Interval:
    intervals = [interval for _, interval in change.readings]
    least, most = min(intervals, key=lambda each: each.lower), max(intervals, key=lambda each: each.upper)
    return Interval(least.lower, most.upper, least.lower_open, most.upper_open)


def least_in_words(change: Change, language: str) -> Text:
    """Only the lower end of a rise: "hơn 12,8"."""
    return _end(change, _widest(change).lower, _widest(change).lower_open, "least", language)


def unit_in_words(change: Change, language: str, size: Decimal | None = None) -> Text:
    """The unit of a difference: percentage points for shares, none for counts."""
    if change.unit != "percent":
        return text("")
    return say("unit_percent_one" if size is not None and abs(size) == 1 else "unit_percent", language)


def _bounded(change: Change, interval: Interval, language: str) -> Text:
    unit = unit_in_words(change, language)
    least = _end(change, interval.lower, interval.lower_open, "least", language)
    most = _end(change, interval.upper, interval.upper_open, "most", language)
    if interval.lower == 0 and not interval.lower_open:
        return _strip(say("change_not_down", language, most=most, unit=unit))
    if interval.lower >= 0:
        key = "change_up_only" if interval.upper == INFINITE else "change_up"
        return _strip(say(key, language, least=least, most=most, unit=unit))
    down = Interval(-interval.upper, -interval.lower, interval.upper_open, interval.lower_open)
    most_down = _end(change, down.upper, down.upper_open, "most", language)
    if interval.upper <= 0:
        least_down = _end(change, down.lower, down.lower_open, "least", language)
        return _strip(say("change_down", language, least=least_down, most=most_down, unit=unit))
    return _strip(say("change_either", language, down=most_down, up=most, unit=unit))


def _end(change: Change, end: float, is_open, side: str, language: str) -> Text:
    """One end of a change with its bound in words, rounded outward."""
    places = _places(change)
    rounded = round_down(float(end), places) if side == "least" else round_up(float(end), places)
    moved = abs(rounded - Decimal(str(float(end)))) > Decimal("1e-9")
    key = {("least", True): "gt", ("least", False): "ge", ("most", True): "lt", ("most", False): "le"}
    strict = bool(is_open) or (moved and side == "least")  # above 12.8487 is above 12.8; at least it, too
    bound = key[side, strict if side == "least" else bool(is_open) and not moved]
    return say(f"bound_{bound}", language, value=_figure(change, rounded, f"change.{side}", language))


def _places(change: Change) -> int:
    """Decimals of a change: none for counts, one for shares, two where that is exact."""
    if change.unit not in ("percent", "percent_change"):
        return 0
    ends = [end for end in (change.interval.lower, change.interval.upper) if abs(end) != INFINITE]
    if all(abs(end - round(end)) < 1e-9 for end in ends):
        return 0
    return 2 if all(abs(end * 100 - round(end * 100)) < 1e-9 for end in ends) else 1


def _figure(change: Change, number: Decimal, how: str, language: str) -> Figure:
    return Figure(format_number(_tidy(abs(number), 2), language), (change.a, change.b), how)


def _exact(change: Change, interval: Interval, language: str) -> Text:
    size = _tidy(Decimal(str(float(interval.lower))), 2)
    if size == 0:
        return say("change_none", language)
    figure = _figure(change, size, "change.exact", language)
    key = "change_exact_up" if size > 0 else "change_exact_down"
    return _strip(say(key, language, size=figure, unit=unit_in_words(change, language, size)))


def _rounded(change: Change, interval: Interval, language: str) -> Text:
    """Two exact prints whose rounding leaves room: the plain difference, and what rounding allows."""
    plain = _tidy(change.printed, 2)
    sign = "+" if plain > 0 else "−" if plain < 0 else ""
    size = _figure(change, plain, "change.printed", language)
    printed = text(
        Figure(f"{sign}{size.text}", size.observations, size.how), " ", unit_in_words(change, language, plain)
    )
    low, high = (
        Figure(format_number(_tidy(Decimal(str(float(end))), 2), language), (change.a, change.b), how)
        for end, how in ((interval.lower, "change.least"), (interval.upper, "change.most"))
    )
    return say("change_rounded", language, printed=printed, span=say("span_open", language, low=low, high=high))


def _strip(words: Text) -> Text:
    """Without the space that an empty unit leaves at the end."""
    *parts, last = words.parts
    return text(*parts, last.rstrip()) if isinstance(last, str) else words


def reasons(codes: tuple[str, ...], codebook: Codebook, language: str) -> Text:
    return join("; ", [codebook.label("reason", code, language) for code in codes])
