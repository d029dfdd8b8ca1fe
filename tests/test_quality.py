from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace

import pytest

from sosanh.compare import followups
from sosanh.compare import questions as compare
from sosanh.show import exhibits, headlines, quality
from sosanh.show.display import Sentences
from sosanh.show.headlines import headline

pytestmark = pytest.mark.published

THREE = ("Đồng Tháp", "Quảng Ninh", "Bình Định")


@pytest.fixture(scope="module")
def across(data):
    return compare.across(data, THREE)


def test_evidence_counts_name_what_they_count(data):
    shown = quality.evidence(compare.evidence_map(data, THREE)).said("en")
    assert [str(head) for head in shown.head] == ["Theme", "Đồng Tháp", "Quảng Ninh", "Bình Định"]
    payments = next(row for row in shown.rows if str(row[0]) == "Payments")
    assert [str(cell) for cell in payments[1:]] == ["number (4)", "words only", "words only"]  # not the aim of 80 %
    results = data.frame("observations").set_index("obs_id").loc[[*payments[1].figures[0].of.codes]]
    assert set(results["role"]) == {"actual"} and "all" not in set(results["bound"])


@pytest.mark.parametrize(("language", "of_article", "one", "many"), [
    ("vi", "Bài này nêu gì về Đồng Tháp, theo chủ đề", "bài này không nêu số liệu",
     "không bài báo nào"),
    ("en", "What this article states on Đồng Tháp, by theme", "it prints no figure",
     "no article prints a figure"),
])  # fmt: skip
def test_one_article_is_spoken_of_as_one(data, language, of_article, one, many):
    """“No article prints a figure on these themes”, where there is but one; and its themes stood as the province's."""
    assert (
        str(quality.evidence(compare.evidence_map(data, "", article="dt-2024-07")).said(language).title) == of_article
    )
    for area, said in (("Quảng Ninh", one), ("Đồng Tháp", many)):
        lines = headlines.of_figures(compare.across(data, area)).said(language).supporting
        assert any(said in str(line) for line in lines), area


def test_every_fraction_is_recomputed_and_none_repaired(across):
    rows = {str(row[1]).split()[0]: [str(cell) for cell in row[2:]] for row in quality.audit(across).said("en").rows}
    assert rows["465/595"] == ["78.15%", "78,18%", "+0.03", "unattainable; nearest: 78.15%; 78.32%"]
    assert rows["338/416"] == ["81.25%", "not stated", "–", "no percentage printed"]


def test_an_area_without_articles_has_no_relation_of_another(data):
    """Of no article at hand, a duration stood there that Đồng Tháp's article states."""
    shown = quality.relations(compare.across(data, "Hà Nội")).said("en")
    assert not shown.figures


def test_how_much_is_100_percent(across):
    said = [str(each) for each in quality.hundreds(across).said("en").sentences]
    assert said[0] == (
        "Results stated as a share, by a percentage, a fraction or words such as “all”, changes left out: 30; "
        "of these a hundred percent: 15 by a percentage or a "
        "fraction, 4 in words (“toàn bộ”, “đều”, “tất cả”)."
    )
    assert said[1] == "With a fraction printed, that is, a total: 7."


def test_the_request_sheet_has_one_row_for_each_indicator(schools):
    rows = {str(row[1]): str(row[2]) for row in quality.asks(schools).said("en").rows}
    assert rows["Internal administration of education on a digital platform"] == "the cut-off date"
    assert (
        "the denominator (the total counted)" in rows["Educational institutions that have introduced cashless payment"]
    )


def test_a_target_without_a_figure_asks_for_its_result(data):
    """A page of two aims for a rank had “no pair of figures and no fraction that needs asking about”."""
    found = compare.one_indicator(data, "gov_dti_rank")
    ((_, _, asked, figures),) = quality.asks(found).said("en").rows
    assert "the rank reached, of which year, out of how many, on which index" in str(asked)
    assert str(figures).count("Target: top ") == len(found.outcomes) == 2
    assert (
        str(exhibits.sure(found).said("en").sentences[0])
        == "There is no limit to name, as this page has no pair of figures."
    )


def test_what_to_ask_for_lists_every_open_request_of_the_pages_pairs(data):
    page = compare.one_page(data, THREE)
    listed = [*quality.asks(page).said("en").rows]
    open_pairs = [pair for pair in page.pairs if pair.verdict.grade != "X" and pair.verdict.reasons]
    asked = {(str(row[0]), str(row[1])) for row in listed}
    for pair in open_pairs:
        for row in (pair.a, pair.b):
            name = data.codebook.entry("indicators", row.indicator).name_en
            assert (data.codebook.area_name(row.ref_area).said("en"), name) in asked
    assert len(listed) == 11


def test_a_count_is_asked_for_as_a_number_and_a_share_by_its_parts(schools, data):
    rows = {str(row[1]): str(row[2]) for row in quality.asks(schools).said("vi").rows}
    assert rows["Cán bộ quản lý, giáo viên được trang bị chữ ký số"] == "số người chính xác; ngày chốt số liệu"
    assert rows["Cơ sở giáo dục đã triển khai thanh toán không dùng tiền mặt"].startswith(
        "tử số (số đơn vị đạt); mẫu số"
    )
    loose = next(row for row in data.observations if row.unit_measure == "vnd" and row.bound != "exact")
    assert followups._lacks(loose, "exact") and not followups._lacks(loose, "numerator")


def test_a_fraction_that_disagrees_is_asked_about_also_without_a_pair(schools):
    asked = followups.requests(replace(schools, pairs=()))
    assert asked == {("VN63-87", "edu_cashless", "which_right"): ("dt-2024-07.04",)}


def test_side_by_side_pairs_say_whose_figures_they_are(across):
    rows = [[str(cell) for cell in row] for row in exhibits.side_by_side(across).said("en").rows]
    assert rows[0][1].startswith("Quảng Ninh: 100%") and rows[0][3] == "Side by side only"
    assert rows[1][3:] == ["Not compared", "Administration tasks are not incoming and outgoing documents."]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda data: compare.evidence_map(data, THREE), "No two figures of two provinces on this page compare."),
        (
            lambda data: compare.against_targets(data, THREE, "2025-06"),
            "Đồng Tháp, educational institutions that have introduced cashless payment (general and continuing",
        ),
        (
            lambda data: compare.evidence_map(data, ["Hà Nội"]),
            "This page is of one area, so nothing stands side by side.",
        ),
        (
            lambda data: compare.against_targets(data, ["Hà Nội"], "2025"),
            "No article certainly published by 31 December 2025 states a target in numbers on Hanoi.",
        ),
    ],
)
def test_first_screens(data, ask, answer):
    assert str(headline(ask(data)).said("en").answer).startswith(answer)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "show", [quality.audit, quality.hundreds, quality.asks, quality.coverage, exhibits.side_by_side]
)
def test_silence_is_said(data, show, language):
    assert isinstance(show(compare.across(data, ("Hà Nội", "Huế"))).said(language), Sentences)


def test_a_residual_that_is_not_nothing_is_not_written_as_nothing():
    """80.67% beside 480/595 stood with 0.00, and the audit refused its page."""
    row = SimpleNamespace(obs_id="x.01", obs_value=Decimal("80.67"), numerator=480, denominator=595)
    assert str(quality._residual(row).said("vi")) == "−0,002"


def test_what_one_figure_lacks_is_not_asked_of_another(data):
    """13/13 was asked for its numerator and its total, as “toàn bộ” beside it lacks them."""
    found = compare.one_indicator(data, "edu_document_exchange")
    ((_, _, asked, _),) = quality.asks(found).said("en").rows
    assert str(asked) == (
        "the cut-off date; the numerator (how many meet it); the denominator (the total counted) "
        "(of all, in words (“toàn bộ”))"
    )


def test_a_condition_is_asked_about_in_its_own_words(schools):
    """An office cannot answer “whether the stated condition holds”."""
    asked = " ".join(str(row[2]) for row in quality.asks(schools).said("en").rows)
    conditions = [str(pair.verdict.condition.said("en")) for pair in schools.pairs if pair.verdict.condition]
    assert conditions and all(f"whether {each}" in asked for each in conditions)
