"""A page on one indicator: what is easily taken for it, and what is said and asked of a figure that stands alone."""

import pytest

from sosanh.compare.followups import requests
from sosanh.compare.questions import one_indicator
from sosanh.show.exhibits import lookalikes
from sosanh.show.headlines import headline


def figures(found):
    return {(pair.b.indicator, pair.b.ref_area) for pair in found.lookalikes}


def said(found, language="en"):
    page = headline(found).said(language)
    return str(page.question), str(page.answer), [str(line) for line in page.supporting]


def test_lookalikes_are_those_of_the_codebook_each_with_its_latest_figure(data):
    found = one_indicator(data, "health_ehr")
    assert figures(found) == {("health_emr_hospitals", "VN63-22")}  # health_emr_share has no figure
    assert figures(one_indicator(data, "health_it_contact_cashless")) == {
        ("health_cashless", "VN63-87")
    }  # of a pair row
    assert one_indicator(data, "health_station_software").lookalikes == ()
    assert {pair.verdict.grade for pair in found.lookalikes} == {"X"}


def test_of_areas_asked_for_no_others_are_shown(data):
    found = one_indicator(data, "health_ehr", ["Đồng Tháp"])
    assert found.lookalikes == () and found.shown_areas == ("VN63-87",)
    assert set(one_indicator(data, "health_ehr").shown_areas) == {"VN63-87", "VN63-22"}


def test_the_articles_of_lookalikes_are_among_the_sources(data):
    found = one_indicator(data, "health_ehr")
    assert "qn-undated" in found.source_numbers and "qn-undated" not in {row.source_id for row in found.rows}
    assert "2021" not in str(headline(found).said("en").frame)  # whose months stand over the page's own figures only


@pytest.mark.published
def test_why_two_targets_do_not_compare_is_not_that_one_is_a_result(data):
    rows = lookalikes(one_indicator(data, "gov_dti_economy_rank")).said("en").rows
    reasons = {str(row[-1]) for row in rows}
    assert reasons == {"The composite index is not the index of one pillar.", "they are two different indicators"}


@pytest.mark.published
@pytest.mark.parametrize(("language", "first", "lines"), [
    ("en", "100% of institutions from primary to upper-secondary level in Đồng Tháp had introduced STEM teaching "
     "(published February 2025).", ("Stated by: no source cited.", "no second figure", "Easily confused: ")),
    ("vi", "100% cơ sở giáo dục từ tiểu học đến trung học phổ thông của Đồng Tháp đã triển khai dạy học STEM "
     "(công bố tháng 02/2025).", ("Ai nêu: không dẫn nguồn.", "số liệu thứ hai", "Dễ nhầm: ")),
])  # fmt: skip
def test_a_single_figure_is_said_with_what_it_counts_and_who_states_it(data, language, first, lines):
    question, answer, supporting = said(one_indicator(data, "edu_stem_teaching"), language)
    assert answer == first and question.count("?") == 1
    assert all(any(each in line for line in supporting) for each in lines)


def test_who_states_a_pair_stands_on_its_first_screen(data):
    lines = said(one_indicator(data, "health_ehr"))[2]
    assert any(
        line.startswith("Stated by: 86%: Đoàn Tấn Bửu, director of the Department of Health; 87%: no source cited.")
        for line in lines
    )
    assert not any("Stated by" in line for line in said(one_indicator(data, "edu_own_materials"))[2])  # nobody


def test_a_figure_without_a_pair_asks_for_what_it_would_need(data):
    asked = {ask for _, _, ask in requests(one_indicator(data, "edu_stem_teaching"))}
    assert asked == {"cut_off_date", "numerator", "total"}
    assert {ask for _, _, ask in requests(one_indicator(data, "edu_stem_pupils"))} == {"cut_off_date", "exact"}
