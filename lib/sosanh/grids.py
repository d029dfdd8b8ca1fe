"""One line, several briefs: every combination of a grid's values, each with a name of its own.

The values are listed, or taken from the data: `{area: each}` is every area that has figures, and a new article then has
its pages without a change of the file. Of several such names only the combinations are taken that have figures.

The name of a brief is its page's address, which others link to and quote. So a name's places, such as `{area}`, are
filled with the value in small ASCII letters, the same on every machine and in every year.

>>> entry = {"name": "{area}-{sector}", "grid": {"area": ["Đồng Tháp"], "sector": ["education", "health"]}}
>>> list(combinations(entry, ()))
[('dong-thap-education', {'area': 'Đồng Tháp', 'sector': 'education'}), ('dong-thap-health', {'area': 'Đồng Tháp', \
'sector': 'health'})]
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from sosanh.problems import Problem, suggest

NAME = r"[a-z0-9][a-z0-9-]*"
_PLACE = r"\{([^{}]*)\}"
EACH = "each"
OF_DATA = ("area", "areas", "article", "indicator", "sector")  # names whose values can be taken from the data


@dataclass(frozen=True)
class Value:
    """A value of a grid, and what stands for it in a name."""

    value: object
    slug: str


Row = dict[str, Value]  # a figure of the data: what it says for each name of `OF_DATA`


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


def combinations(entry: dict, rows: Iterable[Row]) -> Iterator[tuple[str, dict]]:
    """(name, parameters) of each brief that an entry of the list asks for; `rows` are the figures of the data."""
    grid, parameters = entry.get("grid") or {}, entry.get("parameters") or {}
    for chosen in _chosen(grid, rows):
        name = re.sub(_PLACE, lambda place, chosen=chosen: chosen[place[1]].slug, entry["name"])
        yield name, parameters | {key: chosen[key].value for key in grid}


def _chosen(grid: dict, rows: Iterable[Row]) -> Iterator[Row]:
    """Every combination: of values listed with one another, and with those that a figure of the data has together.

    >>> rows = [{"area": Value("VN63-87", "a"), "sector": Value(each, each)} for each in ("health", "health", "trade")]
    >>> [[each.slug for each in row.values()] for row in _chosen({"area": "each", "sector": "each", "x": [1]}, rows)]
    [['a', 'health', '1'], ['a', 'trade', '1']]
    """
    each, listed = of_data(grid), {key: values for key, values in grid.items() if values != EACH}
    together = {tuple(row[key].slug for key in each): row for row in rows if each} or ({(): {}} if not each else {})
    for own in together.values():
        for values in product(*listed.values()):
            given = {key: Value(value, slug(value)) for key, value in zip(listed, values, strict=True)}
            yield {key: own[key] if key in each else given[key] for key in grid}


def of_data(grid) -> list[str]:
    """The names of a grid whose values are taken from the data."""
    return [key for key, values in grid.items() if values == EACH] if isinstance(grid, dict) else []


def problems(entry: dict, file: str, place: str) -> Iterator[Problem]:
    """What is wrong with an entry's grid and the places of its name."""
    name, grid, parameters = (entry.get(key) for key in ("name", "grid", "parameters"))
    if not isinstance(grid, dict | None):
        yield Problem(file, place, "grid", str(grid), "names and lists of values: {name: [value, value]}")
        return
    grid = grid or {}
    for key, values in grid.items():
        if values == EACH and key not in OF_DATA:
            yield Problem(file, place, f"grid, {key}", EACH, f"a list of values; {EACH} is for {', '.join(OF_DATA)}")
        elif values != EACH and (not isinstance(values, list) or not values):
            wanted = "a list of values: [value, value]" + f", or {EACH}" * (key in OF_DATA)
            yield Problem(file, place, f"grid, {key}", str(values), wanted)
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


def coinciding(entry: dict, file: str, place: str, taken: set[str], rows: Iterable[Row]) -> Iterator[Problem]:
    """Names of an entry without other problems that are not new; those that are new are `taken` now."""
    missing = [f"{{{key}}}" for key in entry.get("grid") or {} if f"{{{key}}}" not in entry["name"]]
    own: set[str] = set()
    for name, _ in combinations(entry, rows):
        if name == "index":
            yield Problem(file, place, "name", name, "another: index is the list of all pages")
        elif name in own and missing:
            yield Problem(file, place, "name", name, f"each name once: put {', '.join(missing)} into it")
        elif name in taken | own:
            yield Problem(file, place, "name", name, "each name once")
        own.add(name)
    taken |= own
