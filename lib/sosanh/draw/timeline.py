"""The steps in order of time, one panel a province: full where done, hatched where under way, hollow where planned.

A step that is stated for a year is as wide as the year: nothing is placed more exactly than it was printed. The
numbers are those of the table of milestones.
"""

from calendar import isleap
from datetime import date, timedelta
from typing import NamedTuple

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from sosanh.compare.results import Deployment
from sosanh.data.labels import label
from sosanh.data.tables import Milestone
from sosanh.draw import marks
from sosanh.draw.chart import NARROW, Layout, Panel, Plot, chart
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Text, Written, join, say
from sosanh.show import values

_AHEAD = 6  # years drawn after that of the newest article; what is planned further on is named in the note
_DAY = timedelta(days=1)  # a period ends when its last day is over
FILLS = {"done": marks.VALUE, "start": marks.WASH, "under_way": "white", "planned": "white"}
HATCHES = {"under_way": "////"}


class Step(NamedTuple):
    """A milestone with its number in the table; of one with a date `left` and `right` are its ends on the axis."""

    number: int
    row: Milestone

    @property
    def left(self) -> float:
        return _year(self.row.span.first)

    @property
    def right(self) -> float:
        return _year(self.row.span.last + _DAY)


@chart
def lanes(result: Deployment) -> Plot | None:
    """Milestones of each area along the years."""
    end = result.collection.day().year + _AHEAD
    steps = [Step(number, row) for number, row in enumerate(result.milestones, start=1)]
    placed = [step for step in steps if step.row.span and step.right <= end]
    if not placed:
        return None
    span = (min(step.left for step in placed) - 0.5, end)
    by_area = {area: [step for step in steps if result.area_of(step.row) == area] for area in result.areas}
    counts = {
        "dated": values.count_of(row for row in result.milestones if row.span),
        "undated": values.count_of(row for row in result.milestones if not row.span),
        "planned": values.count_of(row for row in result.milestones if row.phase == "planned"),
    }
    return Plot(
        [_panel(area, own, span, result) for area, own in by_area.items() if own],
        say("lanes_alt", **counts),
        ("number", "event", "time", "drawn"),
        lambda drawn: [
            (
                Figure(str(number), of.line(row.ref)), label(row, "event"), values.stated_time(row),
                _place(drawn[row.ref], row.ref),
            ) for number, row in placed if row.ref in drawn
        ],
        legend=say("lanes_legend"),
    )  # fmt: skip


def _panel(area: str, steps: list[Step], span: tuple[float, float], result: Deployment) -> Panel:
    """The steps of an area along the years of the `span`; the note names those without a date or beyond it."""

    def draw(axes: Axes, layout: Layout) -> float:
        axes.set_xlim(span[0], span[1] + 0.15)
        axes.xaxis.set_major_locator(MaxNLocator(6 if layout.width > NARROW else 4, integer=True))
        axes.xaxis.set_major_formatter(lambda year, _: str(int(year)))
        for article in result.sources:  # when the articles on this area appeared, as wide as that is unknown
            if result.codebook.territory(article.ref_area) == result.codebook.territory(area):
                first, last = (_year(date.fromisoformat(day)) for day in (article.published_from, article.published_to))
                axes.axvspan(first - 0.03, last + 0.03, color=marks.GRID, zorder=0)
        ends: list[float] = []  # of each line of marks, where it is free again
        for step in steps:
            if step.row.span and step.right <= span[1]:
                place = next((place for place, free in enumerate(ends) if free <= step.left), len(ends))
                ends[place : place + 1] = [max(step.right + 0.4, step.left + 1.6)]  # with room for its number
                _step(axes, step, place)
        axes.set_ylim(max(1, len(ends)) - 0.4, -0.7)
        return max(0.6, 0.3 * len(ends))

    beside = {
        "lanes_undated": [step.number for step in steps if not step.row.span],
        "lanes_later": [step.number for step in steps if step.row.span and step.right > span[1]],
    }
    note = join(" ", [say(key, numbers=", ".join(map(str, own))) for key, own in beside.items() if own])
    return Panel(draw, values.area(area, result), note)


def _step(axes: Axes, step: Step, place: int) -> None:
    row, left, right = step.row, step.left, step.right
    fill = {"facecolor": FILLS[row.phase], "edgecolor": marks.VALUE, "hatch": HATCHES.get(row.phase), "gid": row.ref}
    if row.span.first == row.span.last:
        axes.scatter([left], [place], s=46, linewidth=1.4, zorder=4, **fill)
        left, right = left - 0.1, left + 0.1
    else:
        axes.add_patch(Rectangle((left, place - 0.15), right - left, 0.3, linewidth=1.2, zorder=3, **fill))
    over = ((left + right) / 2, place - 0.17)
    axes.annotate(str(step.number), over, (0, 1), textcoords="offset points", ha="center", va="bottom", fontsize=8)


def _place(artist: Artist, ref: str) -> Text:
    """From which day to which the mark goes, read back from it."""
    if isinstance(artist, Rectangle):
        ends = [_day(artist.get_x()), _day(artist.get_x() + artist.get_width()) - _DAY]
    else:
        ends = [_day(float(artist.get_offsets()[0][0]))]
    made = (of.first(of.time(ref)), of.last(of.time(ref)))
    return join("–", [Figure(Written.day(day), end.as_("day")) for day, end in zip(ends, made, strict=False)])


def _year(day: date) -> float:
    """A day as a year with its fraction."""
    return day.year + (day - date(day.year, 1, 1)).days / (365 + isleap(day.year))


def _day(year: float) -> date:
    return date(int(year), 1, 1) + timedelta(days=round(year % 1 * (365 + isleap(int(year)))))
