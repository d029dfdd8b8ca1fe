"""One line, several briefs: every combination of a grid's values, each with a name of its own.

The name of a brief is its page's address, which others link to and quote. So a name's places, such as `{area}`, are
filled with the value in small ASCII letters, the same on every machine and in every year.

>>> entry = {"name": "{area}-{sector}", "grid": {"area": ["Đồng Tháp"], "sector": ["education", "health"]}}
>>> list(combinations(entry))
[('dong-thap-education', {'area': 'Đồng Tháp', 'sector': 'education'}), ('dong-thap-health', {'area': 'Đồng Tháp', \
'sector': 'health'})]
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import product

from sosanh.problems import Problem, suggest

NAME = r"[a-z0-9][a-z0-9-]*"
_PLACE = r"\{([^{}]*)\}"


def plain(text: str) -> str:
    """Small letters without diacritics: what is left when marks, their place and their absence must not matter.

    >>> plain("Chuyển ĐỔI số"), plain("chuyển đối số"), plain("hoà") == plain("hòa")
    ('chuyen doi so', 'chuyen doi so', True)
    """
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(each for each in letters if not unicodedata.combining(each))


def slug(value) -> str:
    """A value as a part of an address; that of a list has all its values.

    >>> slug("Đồng Tháp"), slug("2024-07"), slug(["Huế", "TP. Hồ Chí Minh"]), slug("edu_cashless")
    ('dong-thap', '2024-07', 'hue-tp-ho-chi-minh', 'edu-cashless')
    """
    words = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "-".join(re.findall("[a-z0-9]+", plain(words)))


def combinations(entry: dict) -> Iterator[tuple[str, dict]]:
    """(name, parameters) of each brief that an entry of the list asks for."""
    grid, parameters = entry.get("grid") or {}, entry.get("parameters") or {}
    for values in product(*grid.values()):
        chosen = dict(zip(grid, values, strict=True))
        yield re.sub(_PLACE, lambda place, chosen=chosen: slug(chosen[place[1]]), entry["name"]), parameters | chosen


def problems(entry: dict, file: str, place: str) -> Iterator[Problem]:
    """What is wrong with an entry's grid and the places of its name."""
    name, grid, parameters = (entry.get(key) for key in ("name", "grid", "parameters"))
    if not isinstance(grid, dict | None):
        yield Problem(file, place, "grid", str(grid), "names and lists of values: {name: [value, value]}")
        return
    grid = grid or {}
    for key, values in grid.items():
        if not isinstance(values, list) or not values:
            yield Problem(file, place, f"grid, {key}", str(values), "a list of values: [value, value]")
        if isinstance(parameters, dict) and key in parameters:
            yield Problem(file, place, f"grid, {key}", str(key), "each name once: among the parameters or in the grid")
    for asked in re.findall(_PLACE, name):
        if asked not in grid:
            allowed = suggest(asked, list(map(str, grid))) if grid else "no place without a grid"
            yield Problem(file, place, "name", f"{{{asked}}}", allowed)
        for value in grid[asked] if isinstance(grid.get(asked), list) else ():
            if not slug(value):
                yield Problem(file, place, f"grid, {asked}", str(value), "letters or digits, for the name’s place")
    if not re.fullmatch(NAME, re.sub(_PLACE, "x", name)):
        yield Problem(file, place, "name", name, "small letters, digits and hyphens: the page's address")


def coinciding(entry: dict, file: str, place: str, taken: set[str]) -> Iterator[Problem]:
    """Names of an entry without other problems that are not new; those that are new are `taken` now."""
    missing = [f"{{{key}}}" for key in entry.get("grid") or {} if f"{{{key}}}" not in entry["name"]]
    own: set[str] = set()
    for name, _ in combinations(entry):
        if name == "index":
            yield Problem(file, place, "name", name, "another: index is the list of all pages")
        elif name in own and missing:
            yield Problem(file, place, "name", name, f"each name once: put {', '.join(missing)} into it")
        elif name in taken | own:
            yield Problem(file, place, "name", name, "each name once")
        own.add(name)
    taken |= own
