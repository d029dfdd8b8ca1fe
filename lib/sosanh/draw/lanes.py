"""The steps in order of time, one lane a province: full where done, hatched where under way, hollow where planned.

A step that is stated for a year is as wide as the year: nothing is placed more exactly than it was printed. The
numbers are those of the table of milestones.
"""

from datetime import date, timedelta

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure as Drawing
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from sosanh.compare.results import Deployment
from sosanh.draw import marks
from sosanh.lineage.words import Figure, Text, count, join, say, text
from sosanh.numbers.periods import format_date
from sosanh.show import values
from sosanh.show.display import Chart, Sentences, chart, sentences
from sosanh.show.stages import time

_AHEAD = 6  # years drawn after that of the newest article; what is planned further on is named beside the lane
_DAY = timedelta(days=1)  # a period ends when its last day is over
_FILLS = {"done": marks.VALUE, "start": marks.WASH, "under_way": "white", "planned": "white"}
_HATCHES = {"under_way": "////"}


def lanes(result: Deployment, language: str) -> Chart | Sentences:
    """Milestones of each area along the years."""
    steps = result.milestones.assign(number=range(1, len(result.milestones) + 1))
    dated = steps[steps["first"].notna()]
    end = float(result.collection.day().year + _AHEAD)
    placed = dated[dated["last"].map(lambda day: _year(day + _DAY) <= end)]
    if placed.empty:
        return sentences("lanes", [], language)
    areas = [area for area in result.areas if steps["area"].eq(area).any()]
    start = min(_year(first) for first in placed["first"]) - 0.5

    def paint(width: float) -> Drawing:
        own = [steps[steps["area"].eq(area)] for area in areas]
        packed = [_packed(lane, end) for lane in own]
        deep = [max((place for *_, place in lane), default=0) + 1 for lane in packed]
        titles = [str(values.area(area, result, language)) for area in areas]
        notes = [_beside(lane, end, width, language) for lane in own]
        notes[-1] = "\n".join(each for each in (notes[-1], marks.legend("lanes", width, language)) if each)
        drawing, stacked = marks.panels(width, [max(0.6, 0.3 * depth) for depth in deep], titles, notes)
        for axes, area, lane, depth in zip(stacked, areas, packed, deep, strict=True):
            axes.set(xlim=(start, end + 0.15), ylim=(depth - 0.4, -0.7), yticks=[])
            axes.xaxis.set_major_locator(MaxNLocator(6 if width > marks.NARROW else 4, integer=True))
            axes.xaxis.set_major_formatter(lambda year, _: str(int(year)))
            marks.plain(axes)
            _articles(axes, area, result)
            for row, place in lane:
                _step(axes, row, place)
        return drawing

    images, drawn = marks.pictures(paint)
    cells = [
        (
            text(Figure(str(row.number), (row.ref,), "row")),
            text(getattr(row, f"event_{language}")),
            time(row.when, row.ref, language),
            _place(drawn[row.ref], row, language),
        )
        for row in dated.itertuples(name="Milestone")
        if row.ref in drawn
    ]
    planned, undated = steps[steps["phase"].eq("planned")], steps[steps["first"].isna()]
    counts = {"dated": dated, "undated": undated, "planned": planned}
    alt = say("lanes_alt", language, **{key: count(rows["ref"]) for key, rows in counts.items()})
    return chart(
        "lanes", say("title_lanes", language), alt, images, ("number", "event", "time", "drawn"), cells, language
    )


def _year(day: date) -> float:
    """A day as a year with its fraction."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def _packed(steps: pd.DataFrame, end: float) -> list[tuple]:
    """The dated steps that end within the picture, each on the first line where it has room for its number."""
    ends: list[float] = []
    packed = []
    for row in steps[steps["first"].notna()].itertuples(name="Milestone"):
        left, right = _year(row.first), _year(row.last + _DAY)
        if right > end:
            continue
        place = next((place for place, free in enumerate(ends) if free <= left), len(ends))
        ends[place : place + 1] = [max(right + 0.4, left + 1.6)]
        packed.append((row, place))
    return packed


def _step(axes: Axes, row, place: int) -> None:
    left, right = _year(row.first), _year(row.last + _DAY)
    fill = {"facecolor": _FILLS[row.phase], "edgecolor": marks.VALUE, "hatch": _HATCHES.get(row.phase)}
    look = {**fill, "linewidth": 1.2, "zorder": 3}
    if row.first == row.last:
        axes.scatter([left], [place], s=46, linewidth=1.4, zorder=4, gid=row.ref, **fill)
        left, right = left - 0.1, left + 0.1
    else:
        axes.add_patch(Rectangle((left, place - 0.15), right - left, 0.3, gid=row.ref, **look))
    over = ((left + right) / 2, place - 0.17)
    axes.annotate(str(row.number), over, (0, 1), textcoords="offset points", ha="center", va="bottom", fontsize=8)


def _articles(axes: Axes, area: str, result: Deployment) -> None:
    """When the articles on this area appeared, as wide as that is unknown."""
    territory = result.codebook.territory(area)
    for source in result.sources.to_dict("records"):
        if result.codebook.territory(source["ref_area"]) == territory:
            ends = [_year(date.fromisoformat(source[each])) for each in ("published_from", "published_to")]
            axes.axvspan(ends[0] - 0.03, ends[1] + 0.03, color=marks.GRID, zorder=0)


def _beside(steps: pd.DataFrame, end: float, width: float, language: str) -> str:
    """What has no date, and what lies beyond the picture."""
    undated = steps.loc[steps["first"].isna(), "number"]
    there = {row.number for row, _ in _packed(steps, end)}
    later = [number for number in steps.loc[steps["first"].notna(), "number"] if number not in there]
    said = [
        str(say(key, language, numbers=", ".join(map(str, numbers))))
        for key, numbers in (("lanes_undated", undated), ("lanes_later", later))
        if len(numbers)
    ]
    return marks.folded(" ".join(said), marks.room(width), 8.5)


def _place(artist: Artist, row, language: str) -> Text:
    """From which day to which the mark goes, read back from it."""
    if isinstance(artist, Rectangle):
        ends = (_day(artist.get_x()), _day(artist.get_x() + artist.get_width()) - timedelta(days=1))
    else:
        ends = (_day(float(artist.get_offsets()[0][0])),)
    names = ("drawn_day.from", "drawn_day.to")[: len(ends)]
    days = zip(names, ends, strict=True)
    return join("–", [Figure(format_date(day, language), (row.ref,), how) for how, day in days])


def _day(year: float) -> date:
    """The day of a year with its fraction."""
    first = date(int(year), 1, 1)
    return first + timedelta(days=round((year - int(year)) * (date(int(year) + 1, 1, 1) - first).days))
