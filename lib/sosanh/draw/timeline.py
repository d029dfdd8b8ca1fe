"""The steps in order of time, one panel a province: each named in a line of its own, with its mark beneath its name.

A step that is stated for a year is as wide as the year: nothing is placed more exactly than it was printed. Steps
without a time are named under the panel.
"""

from calendar import isleap
from collections.abc import Iterable
from datetime import date, timedelta
from operator import attrgetter
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
from sosanh.lineage.words import Figure, Text, Written, join, say, text
from sosanh.show import values

_AHEAD = 6  # years drawn after that of the newest article; what is planned further on is named in the notes
_DAY = timedelta(days=1)  # a period ends when its last day is over
_NAMED, _MARKED = 0.165, 0.2  # inches that a line of a name and a mark take


class Step(NamedTuple):
    """A milestone with a time; `left` and `right` are its ends on the axis, in years."""

    row: Milestone
    left: float
    right: float


@chart
def lanes(result: Deployment) -> Plot | None:
    """Milestones of each area along the years, each with its name."""
    end = result.collection.day().year + _AHEAD
    dated = [Step(row, _year(row.span.first), _year(row.span.last + _DAY)) for row in result.milestones if row.span]
    placed = sorted((step for step in dated if step.right <= end), key=attrgetter("left", "right"))
    if not placed:
        return None
    span = (min(step.left for step in placed) - 0.5, end)
    phases = {"done": ("done",), "going": ("start", "under_way"), "planned": ("planned",)}
    counts = {key: values.count_of(row for row in result.milestones if row.phase in own) for key, own in phases.items()}
    counts |= {
        "all": values.count_of(result.milestones), "dated": values.count_of(step.row for step in dated),
        "undated": values.count_of(row for row in result.milestones if not row.span),
    }  # fmt: skip
    drawn_of = [area for area in result.areas if any(result.area_of(row) == area for row in result.milestones)]
    return Plot(
        [_panel(area, placed, span, result) for area in drawn_of],
        say("lanes_alt", **counts),
        ("event", "time", "drawn"),
        lambda drawn: [
            (label(row, "event"), values.stated_time(row), _place(drawn[row.ref], row.ref))
            for row in result.milestones
            if row.ref in drawn
        ],
        say("lanes_title", **counts),
        shown=result.milestones,
        legend=say("lanes_legend"),
    )


def _panel(area: str, placed: list[Step], span: tuple[float, float], result: Deployment) -> Panel:
    """The steps of an area along the years of the `span`; the notes name those without a time or beyond it."""
    own = [step for step in placed if result.area_of(step.row) == area]
    there = {step.row.ref for step in own}
    others = [row for row in result.milestones if result.area_of(row) == area and row.ref not in there]

    def draw(axes: Axes, layout: Layout) -> float:
        axes.set_xlim(span[0], span[1] + 0.15)
        down = _steps(axes, layout, own)
        for left, right in _published(area, result):  # in a line of their own: no band runs through a name
            axes.add_patch(
                Rectangle((left, down), right - left, _MARKED, label="published", **marks.AREAS["published"])
            )
        axes.set_ylim(down + _MARKED, 0)
        return down + _MARKED

    beyond = {
        "lanes_undated": [row for row in others if not row.span],
        "lanes_later": [row for row in others if row.span],
    }
    notes = [note for key, rows in beyond.items() if rows for note in (say(key), *_listed(rows, result))]
    return Panel(draw, values.area(area, result), tuple(notes))


def _steps(axes: Axes, layout: Layout, own: Iterable[Step]) -> float:
    """Each step's name with its mark beneath it; gives how many inches all of them take."""
    axes.xaxis.set_major_locator(MaxNLocator(6 if layout.width > NARROW else 4, integer=True))
    axes.xaxis.set_major_formatter(lambda year, _: str(int(year)))
    axes.grid(visible=False)  # else its lines run through the names
    down, lines = 0.0, []
    for step in own:
        said = layout.folded(text(values.stated_time(step.row), ": ", label(step.row, "event")), layout.room())
        axes.annotate(said, (axes.get_xlim()[0], down), (0, -3), textcoords="offset points", va="top")
        down += 0.04 + _NAMED * (said.count("\n") + 1)
        lines.append(down + 0.08)
        _step(axes, step, lines[-1])
        down += _MARKED
    axes.hlines(lines, *axes.get_xlim(), color=marks.SOFT, linewidth=0.4, zorder=1)
    return down


def _published(area: str, result: Deployment) -> Iterable[tuple[float, float]]:
    """When each article on an area appeared, in years, as wide as that is unknown."""
    for article in result.sources:
        if result.codebook.territory(article.ref_area) == result.codebook.territory(area):
            first, last = (_year(date.fromisoformat(day)) for day in (article.published_from, article.published_to))
            yield first - 0.03, last + 0.03


def _listed(rows: Iterable[Milestone], result: Deployment) -> Iterable[Text]:
    """Each step in a line: its time, where one is stated, its name and how far it is."""
    for row in rows:
        when = text(values.stated_time(row), ": ") if row.span else ""
        yield text("– ", when, label(row, "event"), " (", result.codebook.label("phase", row.phase), ")")


def _step(axes: Axes, step: Step, at: float) -> None:
    row, look = step.row, {"gid": step.row.ref, "label": step.row.phase, **marks.AREAS[step.row.phase]}
    if row.span.first == row.span.last:
        axes.scatter([step.left], [at], s=46, linewidth=1.4, zorder=4, **look)
    else:
        axes.add_patch(Rectangle((step.left, at - 0.06), step.right - step.left, 0.12, linewidth=1.2, zorder=3, **look))


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
