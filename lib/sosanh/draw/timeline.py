"""The steps in order of time, one panel a province: full where done, hatched where under way, hollow where planned.

A step that is stated for a year is as wide as the year: nothing is placed more exactly than it was printed. The
numbers are those of the table of milestones.
"""

from datetime import date, timedelta

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from sosanh.compare.results import Deployment
from sosanh.data.labels import label
from sosanh.draw import marks
from sosanh.draw.chart import NARROW, Layout, Panel, Plot, chart, stack
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Written, count, join, say
from sosanh.show import values
from sosanh.show.stages import time

_AHEAD = 6  # years drawn after that of the newest article; what is planned further on is named in the note
_DAY = timedelta(days=1)  # a period ends when its last day is over
FILLS = {"done": marks.VALUE, "start": marks.WASH, "under_way": "white", "planned": "white"}
HATCHES = {"under_way": "////"}


@chart
def lanes(result: Deployment) -> Plot | None:
    """Milestones of each area along the years."""
    end = float(result.collection.day().year + _AHEAD)
    steps = result.milestones.assign(
        number=range(1, len(result.milestones) + 1),
        left=result.milestones["first"].map(_year, na_action="ignore").astype(float),
        right=result.milestones["last"].map(lambda day: _year(day + _DAY), na_action="ignore").astype(float),
    )
    placed = steps[steps["right"].le(end)]
    if placed.empty:
        return None
    span = (placed["left"].min() - 0.5, end + 0.15)
    areas = [area for area in result.areas if steps["area"].eq(area).any()]
    undated = steps["first"].isna()
    counts = {"dated": ~undated, "undated": undated, "planned": steps["phase"].eq("planned")}
    return Plot(
        stack(
            [_panel(area, steps[steps["area"].eq(area)], span, result) for area in areas],
            say("lanes_legend"),
        ),
        say("lanes_alt", **{key: count(steps.loc[which, "ref"]) for key, which in counts.items()}),
        ("number", "event", "time", "drawn"),
        lambda drawn: [
            (
                Figure(str(row.number), of.line(row.ref)),
                label(row, "event"),
                time(row.when, row.ref),
                _place(drawn[row.ref], row.ref),
            )
            for row in placed.itertuples(name="Milestone")
            if row.ref in drawn
        ],
    )


def _panel(area: str, steps: pd.DataFrame, span: tuple[float, float], result: Deployment) -> Panel:
    """The steps of an area along the years of the `span`; the note names those without a date or beyond it."""
    packed = _packed(steps[steps["right"].le(span[1])])
    depth = max((place for *_, place in packed), default=0) + 1

    def draw(axes: Axes, layout: Layout) -> None:
        axes.set(xlim=span, ylim=(depth - 0.4, -0.7))
        axes.xaxis.set_major_locator(MaxNLocator(6 if layout.width > NARROW else 4, integer=True))
        axes.xaxis.set_major_formatter(lambda year, _: str(int(year)))
        marks.plain(axes)
        _articles(axes, area, result)
        for row, place in packed:
            _step(axes, row, place)

    beside = (("lanes_undated", steps["first"].isna()), ("lanes_later", steps["right"].gt(span[1])))
    note = join(
        " ",
        [say(key, numbers=", ".join(map(str, steps.loc[which, "number"]))) for key, which in beside if which.any()],
    )
    return Panel(draw, values.area(area, result), note, inches=max(0.6, 0.3 * depth))


def _year(day: date) -> float:
    """A day as a year with its fraction."""
    first = date(day.year, 1, 1)
    return day.year + (day - first).days / (date(day.year + 1, 1, 1) - first).days


def _packed(steps: pd.DataFrame) -> list[tuple]:
    """Each step with the first line where it has room for its number."""
    ends: list[float] = []
    packed = []
    for row in steps.itertuples(name="Milestone"):
        place = next((place for place, free in enumerate(ends) if free <= row.left), len(ends))
        ends[place : place + 1] = [max(row.right + 0.4, row.left + 1.6)]
        packed.append((row, place))
    return packed


def _step(axes: Axes, row, place: int) -> None:
    left, right = row.left, row.right
    fill = {"facecolor": FILLS[row.phase], "edgecolor": marks.VALUE, "hatch": HATCHES.get(row.phase), "gid": row.ref}
    if row.first == row.last:
        axes.scatter([left], [place], s=46, linewidth=1.4, zorder=4, **fill)
        left, right = left - 0.1, left + 0.1
    else:
        axes.add_patch(Rectangle((left, place - 0.15), right - left, 0.3, linewidth=1.2, zorder=3, **fill))
    over = ((left + right) / 2, place - 0.17)
    axes.annotate(str(row.number), over, (0, 1), textcoords="offset points", ha="center", va="bottom", fontsize=8)


def _articles(axes: Axes, area: str, result: Deployment) -> None:
    """When the articles on this area appeared, as wide as that is unknown."""
    territory = result.codebook.territory(area)
    for source in result.sources.to_dict("records"):
        if result.codebook.territory(source["ref_area"]) == territory:
            ends = [_year(date.fromisoformat(source[each])) for each in ("published_from", "published_to")]
            axes.axvspan(ends[0] - 0.03, ends[1] + 0.03, color=marks.GRID, zorder=0)


def _place(artist: Artist, ref: str) -> Text:
    """From which day to which the mark goes, read back from it."""
    if isinstance(artist, Rectangle):
        ends = [_day(artist.get_x()), _day(artist.get_x() + artist.get_width()) - _DAY]
    else:
        ends = [_day(float(artist.get_offsets()[0][0]))]
    made = (of.first(of.time(ref)), of.last(of.time(ref)))
    return join("–", [Figure(Written.day(day), end.as_("day")) for day, end in zip(ends, made, strict=False)])


def _day(year: float) -> date:
    """The day of a year with its fraction."""
    first = date(int(year), 1, 1)
    return first + timedelta(days=round((year - int(year)) * (date(int(year) + 1, 1, 1) - first).days))
