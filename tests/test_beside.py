"""What the data say of a figure stands beside it: its kind, its group, who states it, how far it compares, its article.

None of it holds a number, so each of these pages was "all numbers traced"; each falsehood is planted in a real one.
"""

import re

import pytest

import sosanh
from sosanh.data.collection import load
from sosanh.lineage.audit import Tracer

pytestmark = pytest.mark.published

VI, EN = sosanh.load("vi"), sosanh.load("en")
SCHOOLS = {
    language: data.over_time("Đồng Tháp", "2024-07", "2025-02", sector="education")
    for language, data in (("vi", VI), ("en", EN))
}


@pytest.fixture(scope="module")
def tracer():
    return Tracer(load())


def faults(tracer, page, language="en"):
    return [fault.said for fault in tracer.trace(page, language).faults]


def planted(page, near, right, wrong):
    """The page with words changed in its first table row that holds `near`, or anywhere where that is empty."""
    parts = (each[0] for each in re.finditer(r"<tr\b.*?</tr>", page, re.DOTALL) if near in each[0] and right in each[0])
    part = next(parts) if near else page
    assert right in part
    return page.replace(part, part.replace(right, wrong), 1)


@pytest.mark.parametrize(("language", "shown", "near", "right", "wrong", "fault"), [
    ("en", "reported", "token(dt-2025-02.03)", ">No source cited<", ">the Department of Education and Training<",
     "“the department of education and training” is said of dt-2025-02.03, of which it is not"),
    ("en", "reported", "token(dt-2024-04.04)", ">Target (as SoSánh reads it)", ">Result",
     "“result” is said of dt-2024-04.04, of which it is not"),
    ("vi", "reported", "token(dt-2024-04.03)", ">Kế hoạch, dự án (không phải kết quả)", ">Kết quả",
     "“kết quả” is said of dt-2024-04.03, of which it is not"),
    ("en", "reported", "token(dt-2024-04.04)", " (as SoSánh reads it)", "",
     "“as sosánh reads it” is missing beside “target”"),
    ("en", "reported", "token(dt-2025-02.03)", "general and continuing-education institutions", "education managers",
     "“education managers” is said of dt-2025-02.03, of which it is not"),
    ("en", "headline", "", "general and continuing-education institutions", "education managers",
     "91% is not of education managers, which stand beside it"),
    ("en", "bullet", "", "target: ", "result: ", "80% is a target, and “result” stands beside it"),
    ("en", "bullet", "", "</span> target for", "</span> result for", "80% is a target, and “result” stands beside it"),
    ("en", "pairs", "12.8", ">Comparable within limits<", ">Comparable<",
     "dt-2025-02.03 is only a bound, or hedged: no answer A"),
    ("en", "reported", "", "about <span", "<span", "“11 February 2025” “about” is missing"),
    ("vi", "reported", "", "khoảng <span", "<span", "“11/02/2025” “khoảng” is missing"),
    ("en", "sources", "", " (inferred)", "",
     "“inferred” is missing beside 1 April 2024 and 5 April 2024, between which the article appeared"),
    ("en", "levels", "", "Báo Mới", "Báo Đồng Tháp", "“Báo Đồng Tháp” stands behind the number of dt-2025-02"),
])  # fmt: skip
def test_words_of_the_data_that_are_not_the_figures(tracer, language, shown, near, right, wrong, fault):
    page = getattr(SCHOOLS[language], shown)()._repr_html_()
    assert faults(tracer, page, language) == []
    assert fault in faults(tracer, planted(page, near, right, wrong), language)


def test_two_provinces_side_by_side_are_not_said_to_compare(tracer):
    page = EN.across(["Đồng Tháp", "Quảng Ninh"]).side_by_side()._repr_html_()
    assert faults(tracer, page) == []
    found = faults(tracer, page.replace(">Side by side only<", ">Comparable within limits<"))
    assert any("differ in population and definition: no answer B" in each for each in found), found


def test_a_difference_beside_a_refusal_is_refused(tracer):
    page = SCHOOLS["en"].pairs()._repr_html_()
    found = faults(tracer, planted(page, "12.8", ">Comparable within limits<", ">Side by side only<"))
    assert "a difference of dt-2024-07.04 and dt-2025-02.03 stands beside the answer C" in found
