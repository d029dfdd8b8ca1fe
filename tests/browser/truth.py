"""Two languages, one truth: both pages of a brief give the same numbers, from the same observations, in the same order.

Each row, item or sentence is held against the one in its place on the other page; inside it the numbers may stand in
another order, as grammar asks, or twice, as where the English page quotes what was printed. A number is compared by
what it says, not by how it is written: 78,15% and 78.15%.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from babel.dates import get_month_names
from playwright.sync_api import Page

MONTHS = {name: number for number, name in get_month_names("wide", locale="en").items()}
QUOTED = re.compile(r"^(?:token|untouched)\(")  # mark for mark, in either language
MARKS = {"vi": (".", ","), "en": (",", ".")}  # between thousands, before decimals

# [where, [[expression, text], …]] of each row, item or sentence that holds a number.
_NUMBERS = """() => {
  const places = new Map()
  for (const figure of document.querySelectorAll('main .figure')) {
    const place = figure.closest('tr, li, p, h1, h2, figcaption, caption, summary') ?? figure.parentElement
    const exhibit = figure.closest('section.exhibit')
    if (!places.has(place)) places.set(place, [[...exhibit?.classList ?? ['prose']].pop(), []])
    places.get(place)[1].push([figure.dataset.from, figure.textContent])
  }
  return [...places.values()]
}"""


def faults(vietnamese: Page, english: Page) -> list[str]:
    """Where the two pages of a brief differ in a number or in what it rests on."""
    pages = vietnamese.evaluate(_NUMBERS), english.evaluate(_NUMBERS)
    return list(_different(*pages))


def _different(vi: list, en: list) -> Iterator[str]:
    names = [name for name, _ in vi]
    if names != [name for name, _ in en]:
        yield f"numbers stand in other exhibits, or in more or fewer rows: {_counts(vi)} (vi), {_counts(en)} (en)"
        return
    for row, (name, (_, ours), (_, theirs)) in enumerate(zip(names, vi, en, strict=True), start=1):
        place = f"{name}, row {row - names.index(name)}"
        for number in ours:
            if not any(_same(number, each) for each in theirs):
                yield f"{place}: {_said(number)} is not on the English page"
        for number in theirs:
            if not any(_same(each, number) for each in ours):
                yield f"{place}: {_said(number)} is not on the Vietnamese page"


def _counts(rows: list) -> str:
    names = [name for name, _ in rows]
    return ", ".join(f"{name} {names.count(name)}" for name in dict.fromkeys(names))


def _said(number: list[str]) -> str:
    made, text = number
    return f"{text} ({made[:60]})"


def _same(vi: list[str], en: list[str]) -> bool:
    """Whether two numbers rest on the same and say the same; one may be quoted where the other is written anew."""
    ours, theirs = (QUOTED.sub("printed(", each[0]) for each in (vi, en))
    written = "vi" if QUOTED.match(en[0]) else "en"
    return ours == theirs and value(vi[1], "vi") == value(en[1], written)


def value(text: str, language: str) -> tuple:
    """What a written number or date says, whatever its marks and the words around it.

    >>> value("12.800", "vi") == value("12,800", "en"), value("78,15%", "vi") == value("78.15%", "en")
    (True, True)
    >>> value("01/4/2024", "vi") == value("1 April 2024", "en"), value("12,8", "vi") == value("12,8", "en")
    (True, False)
    """
    thousands, decimals = map(re.escape, MARKS[language])
    plain = re.sub("|".join(MONTHS), lambda found: f"/{MONTHS[found[0]]}/", text)
    written = re.findall(rf"\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimals}\d+)?|\d+(?:{decimals}\d+)?", plain)
    numbers = [Decimal(each.replace(MARKS[language][0], "").replace(MARKS[language][1], ".")) for each in written]
    return (*numbers, "%" in text) if numbers else ("words",)
