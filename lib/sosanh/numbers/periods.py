"""When: periods as they are written in the data, put in order, and printed for readers.

A period is written `2024`, `2024-07`, `2024-07-25`, `2010/2015` (both ends included) or `SY2023-24` (a school
year, September to August). It is read into its first and last day, so that every question about time ("does it
touch the window?", "which is earlier?") is a question about two dates.

>>> read_period("2024-07")
Period(first=datetime.date(2024, 7, 1), last=datetime.date(2024, 7, 31), text='2024-07')
>>> read_period("2010/2015").last, read_period("SY2023-24").first
(datetime.date(2015, 12, 31), datetime.date(2023, 9, 1))
>>> read_period("07/2024")
Traceback (most recent call last):
ValueError: '07/2024' is not a period; allowed: 2024, 2024-07, 2024-07-25, 2010/2015 or SY2023-24
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import format_date as babel_date

# How each language says a period that is no day or month; those that it does not say are said as in English.
_SAID = {
    "vi": {"year": "năm {}", "years": "giai đoạn {}–{}", "school": "năm học {}–{}", "span": "từ {} đến {}"},
    "en": {"year": "{}", "years": "{}–{}", "school": "school year {}–{}", "span": "from {} to {}"},
}
ALLOWED = "2024, 2024-07, 2024-07-25, 2010/2015 or SY2023-24"


@dataclass(frozen=True, order=True)
class Period:
    """First and last day, both included; `text` is the period as written."""

    first: date
    last: date
    text: str = ""


def read_period(text: str) -> Period:
    """The period that `text` writes; `ValueError` says what is allowed."""
    text = str(text).strip()
    try:
        if found := re.fullmatch(r"SY(\d{4})-(\d{2})", text):
            start = int(found[1])
            period = Period(date(start, 9, 1), date(start + 1, 8, 31), text)
            allowed = int(found[2]) == (start + 1) % 100
        else:
            first, slash, last = text.partition("/")
            period = Period(_days(first)[0], _days(last if slash else first)[1], text)
            allowed = period.first <= period.last
    except ValueError:
        allowed = False
    if not allowed:
        raise ValueError(f"{text!r} is not a period; allowed: {ALLOWED}")
    return period


def _days(text: str) -> tuple[date, date]:
    """The first and the last day of a year, month or day."""
    found = re.fullmatch(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", text)
    if not found:
        raise ValueError
    year, month, day = (int(each) if each else None for each in found.groups())
    last = month or 12
    return date(year, month or 1, day or 1), date(year, last, day or monthrange(year, last)[1])


@cache
def format_date(day: date, language: str) -> str:
    """A day as an office writes it: a zero before days 1-9 and months 1-2 (Decree 30/2020/NĐ-CP).

    >>> format_date(date(2024, 7, 25), "vi"), format_date(date(2024, 4, 1), "vi"), format_date(date(2025, 2, 11), "vi")
    ('25/7/2024', '01/4/2024', '11/02/2025')
    >>> format_date(date(2024, 4, 1), "en")
    '1 April 2024'
    """
    return babel_date(day, f"dd/{_month(day)}/y" if language == "vi" else "d MMMM y", locale=language)


@cache
def format_month(day: date, language: str) -> str:
    """
    >>> february, july = date(2025, 2, 1), date(2024, 7, 1)
    >>> format_month(february, "vi"), format_month(july, "vi"), format_month(july, "en")
    ('tháng 02/2025', 'tháng 7/2024', 'July 2024')
    """
    return babel_date(day, f"'tháng' {_month(day)}/y" if language == "vi" else "MMMM y", locale=language)


def _month(day: date) -> str:
    return "MM" if day.month < 3 else "M"


def format_period(period: Period, language: str) -> str:
    """A period in words.

    >>> [format_period(read_period(p), "vi") for p in ("2024", "2024-07", "2010/2015", "SY2023-24")]
    ['năm 2024', 'tháng 7/2024', 'giai đoạn 2010–2015', 'năm học 2023–2024']
    >>> [format_period(read_period(p), "en") for p in ("2024", "2024-07-25", "2010/2015", "SY2023-24")]
    ['2024', '25 July 2024', '2010–2015', 'school year 2023–2024']
    >>> format_period(read_period("2024-07/2025-02"), "vi")
    'từ tháng 7/2024 đến tháng 02/2025'
    """
    said, ends, years = _SAID.get(language, _SAID["en"]), period.text.split("/"), (period.first.year, period.last.year)
    if period.text.startswith("SY"):
        return said["school"].format(*years)
    if len(ends) == 2 and all(len(each) == 4 for each in ends):
        return said["years"].format(*years)
    if len(ends) == 2:
        return said["span"].format(*(format_period(read_period(each), language) for each in ends))
    if len(period.text) == 4:
        return said["year"].format(period.text)
    return (format_month if len(period.text) == 7 else format_date)(period.first, language)
