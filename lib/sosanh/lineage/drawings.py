"""Where the marks of a drawing stand, held against the numbers on its axes: a mark that was moved says another value.

A mark is a group of the drawing whose id begins with the code of what it is of. The table of what was drawn tells at
which numbers it stands, or under which head in a drawing of columns; each of those is computed a second time. The axis
is read as it is seen: from its numbers and where these stand. In which line a mark stands is not held.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from xml.etree.ElementTree import Element

from sosanh.lineage.blocks import Block, drawing
from sosanh.lineage.evaluate import Codes, Evaluation
from sosanh.lineage.expressions import Expression
from sosanh.numbers.amounts import read_number

_LOW, _HIGH, _DAYS = ("lower", "lowest_cut"), ("upper", "highest_cut"), ("first", "last")
_OFF = 0.1  # points that a mark may be off: a drawing is written to hundredths of one
_ROUNDED = 0.0051  # of the unit of its axis: what a table tells of a mark has two decimals
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def misplaced(picture: Block, cells: list[Block], language: str, codes: Codes) -> Iterator[str]:
    """Marks that stand elsewhere than the `cells` of the table beneath tell, that these do not tell, or that are gone.

    A row tells of a mark its one number, or its lower and upper end, of which it has one alone where it is an arrow.
    """
    told: dict[str, set] = defaultdict(set)  # code -> what each row tells of it: (operation, number) of each end
    under: dict[str, str] = {}  # code -> head
    rows = defaultdict(lambda: defaultdict(list))
    for cell in cells:
        for figure in cell.figures:
            made, own = figure.of.plain, figure.of.codes
            if made.operation == "marks":
                under |= dict.fromkeys(own, cell.head.rstrip(":"))
            elif _places(made):
                rows[cell.row][own[0]].append((made.operation, _number(made, codes)))
    for code, places in ((code, places) for row in rows.values() for code, places in row.items()):
        told[code].add(tuple(dict.fromkeys(places)))
    there = set()
    for axes in (each for each in drawing(picture.address).iter() if each.get("id", "").startswith("axes_")):
        ticks = [each for each in axes.iter() if each.get("id", "").startswith("xtick_")]
        if not ticks:  # the key
            continue
        marks = {each.get("id", ""): each for each in axes}
        marks = {name: mark for name, mark in marks.items() if _code(name) in told.keys() | under.keys()}
        there |= {*map(_code, marks)}
        yield from _held(axes, [*map(_tick, ticks)], marks, told, under, language)
    if gone := sorted((told.keys() | under.keys()) - there):
        yield f"{' '.join(gone)} has no mark in the picture"


def _places(made: Expression) -> bool:
    """Is it told of a mark? Beside such a number a row has others, of which it is the value."""
    operation, parts = made.operation, made.parts
    return (
        operation in (*_LOW, *_HIGH, *_DAYS)
        or "point" in made.operations
        or (operation, parts[-1]) == ("field", "obs_value")
    )


def _code(name: str) -> str:
    """What a mark is of: "dt-2024-07.11 own_step" is one of several marks of a figure."""
    return name.partition(" ")[0]


def _number(made: Expression, codes: Codes) -> float:
    """A number as an axis has it: a day is a year with its fraction, and a period ends when its last day is over."""
    found = Evaluation(codes).of(made)
    if not isinstance(found, list):
        return float(found.number)
    (day,) = {each + timedelta(made.operation == "last") for each in found}
    start, end = (date(year, 1, 1) for year in (day.year, day.year + 1))
    return day.year + (day - start) / (end - start)


def _held(axes: Element, ticks: list, marks: dict, told: dict, under: dict, language: str) -> Iterator[str]:
    """What is wrong with the marks between these axes."""
    if marks and any("transform" in each.attrib and not each.tag.endswith("text") for each in axes.iter()):
        yield "a mark is turned or moved in a way that cannot be read"
    scale, (left, right) = _scale(ticks, language), _ends(axes.find(".//{*}path"))
    for name, mark in marks.items():
        xs, code = _xs(mark), _code(name)
        if code in under:
            column = int(len(ticks) * (xs[0] - left) / (right - left))
            if {said for said, _ in ticks[column : column + 1]} != {under[code]}:
                yield f"the mark of {code} does not stand under “{under[code]}”"
        elif not any(_stands(xs, place, *scale) for place in told[code]):
            yield f"the mark of {code} stands elsewhere on the axis than the table says"
    known, ends = {each for mark in marks.values() for each in mark.iter()}, [*map(_xs, marks.values())]
    for each in (each for each in axes.findall(".//{*}use") if marks and each not in known):
        if all(abs(float(each.get("x")) - x) > _OFF for xs in ends for x in xs):
            yield "a mark in the picture is of nothing that the table tells"


def _tick(group: Element) -> tuple[str, float | None]:
    """What stands at a number of an axis, and where; words in several lines have no one place."""
    lines = group.findall(".//{*}text")
    x = lines[0].get("x")
    return " ".join("".join(line.itertext()).strip() for line in lines), float(x) if x else None


def _scale(ticks: list, language: str) -> tuple[float, float]:
    """Points of one unit, and where 0 is; an axis whose numbers are no scale has none (0, 0)."""
    try:
        at = [(float(read_number(said.removesuffix("%"), language)), x) for said, x in ticks]
        (first, start), (last, end) = at[0], at[-1]
        unit = (end - start) / (last - first)
    except (ValueError, TypeError, ZeroDivisionError):
        return 0, 0
    even = all(abs(start + unit * (number - first) - x) < _OFF for number, x in at)
    return (unit, start - unit * first) if even else (0, 0)


def _xs(mark: Element) -> list[float]:
    """Where dots stand; of anything else each point of its outline, the first of which an arrow begins at."""
    dots = [float(each.get("x")) for each in mark.findall(".//{*}use")]
    return dots or [x for path in mark.findall(".//{*}path") for x in map(float, _NUMBER.findall(path.get("d"))[::2])]


def _ends(path: Element) -> tuple[float, float]:
    xs = [*map(float, _NUMBER.findall(path.get("d"))[::2])]
    return min(xs), max(xs)


def _stands(xs: list[float], place: tuple, unit: float, zero: float) -> bool:
    """Does a mark stand where a row tells?"""
    wanted, drawn = sorted(zero + unit * number for _, number in place), [min(xs), max(xs)]
    if len(place) == 1 and place[0][0] in (*_LOW, *_HIGH):  # it has no other end
        drawn = [xs[0]]
        rises = place[0][0] in _LOW
        if (xs[0] < max(xs) - _OFF) != (rises == (unit > 0)):  # an arrow the other way
            return False
    elif len(place) == 1:
        wanted = wanted * 2
    return bool(unit) and all(abs(x - at) < _OFF + abs(_ROUNDED * unit) for x, at in zip(drawn, wanted, strict=True))
