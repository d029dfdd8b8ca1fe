"""A mark that stands elsewhere than its figure: moved in the finished picture, whose words are as they were."""

import re
from functools import cache
from itertools import count
from urllib.parse import unquote

import pytest

import sosanh
from sosanh.data.collection import load
from sosanh.draw.chart import _ADDRESS
from sosanh.lineage.audit import Tracer

pytestmark = pytest.mark.published

NUMBER = r"-?\d+(?:\.\d+)?"
THREE = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]
CHARTS = {
    "bullet": lambda data: data.over_time("Đồng Tháp", "2024-07", "2025-02", sector="education").bullet(),
    "slope": lambda data: data.over_time("Đồng Tháp", "2024-07", "2025-02", sector="education").slope(),
    "dumbbell": lambda data: data.over_time("Đồng Tháp", "2024-07", "2025-02", sector="health").dumbbell(),
    "growth": lambda data: data.one_indicator("edu_digital_signatures").growth(),
    "ranks": lambda data: data.against_targets(THREE).ranks(),
    "lanes": lambda data: data.deployment(THREE).lanes(),
    "ladder": lambda data: data.evidence_map(THREE).ladder(),
    "strip": lambda data: data.across(THREE).strip(),
}


@pytest.fixture(scope="module")
def tracer():
    return Tracer(load())


@cache
def page(shown, language="en"):
    return CHARTS[shown](sosanh.load(language))._repr_html_()


def faults(tracer, page, language="en"):
    return [fault.said for fault in tracer.trace(page, language).faults]


def redrawn(html, change):
    """The page with the first of its drawings, that of a phone, changed."""
    address = re.search(r'srcset="(data:image/svg\+xml,[^"]*)"', html)[1]
    svg = unquote(address.partition(",")[2])
    changed = change(svg)
    assert changed != svg
    return html.replace(address, "data:image/svg+xml," + changed.translate(_ADDRESS))


def moved(name, by):
    """The mark of this name, moved along its axis by so many points; of its outline every second number is an x."""

    def dot(found):
        return f' x="{float(found[1]) + by:.2f}"'

    def outline(found):
        places = count()
        along = re.sub(NUMBER, lambda each: f"{float(each[0]) + by * (next(places) % 2 == 0):.2f}", found[1])
        return f' d="{along}"'

    def change(svg):
        group = re.search(rf'<g id="{re.escape(name)}">.*?</g>(?= <g id| </g> <g id| </g> </g>)', svg)[0]
        new = re.sub(r' x="([^"]*)"', dot, group) if "<use" in group else re.sub(r' d="([^"]*)"', outline, group)
        return svg.replace(group, new, 1)

    return change


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("shown", CHARTS)
def test_what_is_drawn_stands_where_its_table_says(tracer, shown, language):
    assert faults(tracer, page(shown, language), language) == []


@pytest.mark.parametrize(("shown", "name"), [
    ("bullet", "dt-2024-07.04"), ("bullet", "dt-2025-02.03"), ("bullet", "dt-2024-04.04"), ("slope", "dt-2025-02.08"),
    ("dumbbell", "dt-2024-07.15"), ("growth", "dt-2024-07.11 words"), ("growth", "dt-2025-02.08 own_step"),
    ("ranks", "dti-2022-dong-thap"), ("ranks", "dt-2024-07.20"), ("lanes", "dt-2025-02.m03"),
    ("lanes", "dt-2024-07.m01"),
])  # fmt: skip
@pytest.mark.parametrize("by", [-4, 4])
def test_a_mark_is_moved_along_its_axis(tracer, shown, name, by):
    found = faults(tracer, redrawn(page(shown), moved(name, by)))
    assert f"the mark of {name.split(' ')[0]} stands elsewhere on the axis than the table says" in found


def test_a_mark_is_moved_into_another_column(tracer):
    found = faults(tracer, redrawn(page("ladder"), moved("dt-2024-07.04", 60)))
    assert "the mark of dt-2024-07.04 does not stand under “Output”" in found


def test_an_end_of_a_bar_is_moved(tracer):
    svg = unquote(re.search(r'srcset="data:image/svg\+xml,([^"]*)"', page("bullet"))[1])
    start = re.search(r'<g id="dt-2025-02.03"> <path d="M ([\d.]+)', svg)[1]
    found = faults(tracer, redrawn(page("bullet"), lambda svg: svg.replace(f" {start} ", f" {float(start) - 30:.2f} ")))
    assert "the mark of dt-2025-02.03 stands elsewhere on the axis than the table says" in found


@pytest.mark.parametrize(("pattern", "new", "fault"), [
    (r'<g id="dt-2024-07.04">', '<g id="line2d_9">', "dt-2024-07.04 has no mark in the picture"),
    (r'<g id="dt-2024-07.04">', '<g id="dt-2024-07.04" transform="translate(9 0)">', "a mark is turned or moved"),
    (r">90%<", ">95%<", "the mark of dt-2025-02.03 stands elsewhere"),
    (r">100%<", ">120%<", "the mark of dt-2025-02.03 stands elsewhere"),
    (r'(<g id="dt-2024-04.04">)', r'<g id="line2d_9"><use xlink:href="#m" x="150" y="134"/></g> \1',
     "a mark in the picture is of nothing that the table tells"),
])  # fmt: skip
def test_a_mark_is_taken_out_turned_or_put_in_and_a_number_of_an_axis_changed(tracer, pattern, new, fault):
    found = faults(tracer, redrawn(page("bullet"), lambda svg: re.sub(pattern, new, svg, count=1)))
    assert any(each.startswith(fault) for each in found), found
