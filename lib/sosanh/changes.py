"""A change in words: the tightest true statement about the difference of two figures.

A lower end is rounded down and an upper end up, so that rounding never claims more than the articles do; an end
that was moved by rounding is said so that it stays true. Of a rank, a smaller number is better, and the words say
"better" and "worse" instead of up and down.
"""

from decimal import Decimal

from sosanh.amounts import format_number, round_down, round_up
from sosanh.bounds import INFINITE, Interval
from sosanh.findings import tidy
from sosanh.gate import Change
from sosanh.units import SENSES
from sosanh.words import Figure, Text, in_unit, say, text


def change_in_words(change: Change, language: str, condition: str = "") -> Text:
    """What may be said of a change, with the condition it rests on.

    Readings that print alike are said once; where they do not, what covers all of them is said.
    """
    said = _change(change, language)
    return say("change_if", language, change=said, condition=condition) if condition else said


def least_in_words(change: Change, language: str) -> Text:
    """Only the end nearest to zero, with its unit: "trên 12,8 điểm phần trăm", to stand after "cao hơn"."""
    interval = _widest(change)
    way, near = ("down", interval.mirrored()) if change.sign == "down" else ("up", interval)
    least = _end(change, near.lower, near.lower_open, "least", way, language, beside=True)
    return _with_unit(least, change, language)


def _change(change: Change, language: str) -> Text:
    interval = _widest(change)
    if not interval.known:
        return say("change_hedged", language)
    if not change.told:
        return say("change_undetermined", language)
    if interval.exact:
        return _exact(change, interval, language)
    if change.printed is not None:
        return _rounded(change, interval, language)
    return _bounded(change, interval, language)


def _widest(change: Change) -> Interval:
    """What covers every reading."""
    intervals = [interval for _, interval in change.readings]
    least, most = min(intervals, key=lambda each: each.lower), max(intervals, key=lambda each: each.upper)
    return Interval(least.lower, most.upper, least.lower_open, most.upper_open)


def _exact(change: Change, interval: Interval, language: str) -> Text:
    size = tidy(Decimal(str(float(interval.lower))), 2)
    if size == 0:
        return say("change_none", language)
    return _moved(
        "up" if size > 0 else "down", text(_figure(change, size, "change.exact", language)), change, language, abs(size)
    )


def _bounded(change: Change, interval: Interval, language: str) -> Text:
    if interval.lower >= 0:
        return _one_way("up", change, interval, language)
    if interval.upper <= 0:
        return _one_way("down", change, interval.mirrored(), language)
    down, up = interval.mirrored(), interval
    ends = {
        way: _moved(way, _end(change, each.upper, each.upper_open, "most", way, language), change, language)
        for way, each in (("down", down), ("up", up))
    }
    return say("change_either", language, **ends)


def _one_way(way: str, change: Change, interval: Interval, language: str) -> Text:
    """A rise, or a fall turned around: its least and its most, each only where there is one."""
    least = _end(change, interval.lower, interval.lower_open, "least", way, language)
    if interval.upper == INFINITE:
        return _moved(way, least, change, language)
    most = _end(change, interval.upper, interval.upper_open, "most", way, language)
    if interval.lower == 0 and not interval.lower_open:
        return say("change_or_none", language, change=_moved(way, most, change, language))
    return _moved(way, say("bounds_both", language, least=least, most=most), change, language)


def _moved(way: str, amount: Text, change: Change, language: str, size: Decimal | None = None) -> Text:
    if SENSES[change.unit].best_first:
        one = "_one" if size == 1 else ""
        return say(f"moved_rank_{way}{one}", language, amount=amount)
    return say(f"moved_{way}", language, amount=_with_unit(amount, change, language, size))


def _with_unit(amount: Text, change: Change, language: str, size: Decimal | None = None) -> Text:
    """The amount with the unit of a difference: percentage points for shares, none for counts."""
    return in_unit(amount, SENSES[change.unit].differs, language, one=size == 1)


def _end(change: Change, end: float, is_open, side: str, way: str, language: str, beside=False) -> Text:
    """One end of a change with its bound in words, rounded outward; of a fall (`way` down) turned around."""
    places = _places(change)
    rounded = round_down(float(end), places) if side == "least" else round_up(float(end), places)
    moved = abs(rounded - Decimal(str(float(end)))) > Decimal("1e-9")
    # at least 12.8487 is more than 12.8; less than 21.8487 is at most 21.9
    bound = {"least": "gt" if is_open or moved else "ge", "most": "lt" if is_open and not moved else "le"}[side]
    key = "beside_gt" if beside and bound == "gt" else f"bound_{bound}"  # "cao hơn trên", not "cao hơn hơn"
    return say(key, language, value=_figure(change, rounded, f"change.{way}.{side}", language))


def _places(change: Change) -> int:
    """Decimals of a change: none for whole numbers, one for what is measured, two where that is exact."""
    if SENSES[change.unit].whole:
        return 0
    ends = [end for end in (change.interval.lower, change.interval.upper) if abs(end) != INFINITE]
    if all(abs(end - round(end)) < 1e-9 for end in ends):
        return 0
    return 2 if all(abs(end * 100 - round(end * 100)) < 1e-9 for end in ends) else 1


def _figure(change: Change, number: Decimal, how: str, language: str) -> Figure:
    assumed = next((name for name, _ in change.readings if name.startswith("assumed.")), None)
    how = f"{assumed}.{how}" if assumed else how
    return Figure(format_number(tidy(abs(number), 2), language), (change.a, change.b), how)


def _rounded(change: Change, interval: Interval, language: str) -> Text:
    """Two exact prints whose rounding leaves room: the plain difference, and what rounding allows."""
    plain = tidy(change.printed, 2)
    sign = "+" if plain > 0 else "−" if plain < 0 else ""
    size = Figure(sign + _figure(change, plain, "", language).text, (change.a, change.b), "change.printed")
    printed = _with_unit(text(size), change, language, abs(plain))
    places = max(0, -plain.as_tuple().exponent) + 2
    low = _allowed(change, round_down(float(interval.lower), places), "low", interval.lower_open, language)
    high = _allowed(change, round_up(float(interval.upper), places), "high", interval.upper_open, language)
    return say("change_rounded", language, printed=printed, low=low, high=high)


def _allowed(change: Change, end: Decimal, side: str, is_open, language: str) -> Text:
    figure = Figure(format_number(tidy(end, 9), language), (change.a, change.b), f"change.{side}")
    return say(f"span_{side}" + ("_open" if is_open else ""), language, value=figure)
