import pytest

from sosanh import compare, exhibits, quality
from sosanh.display import Sentences
from sosanh.headline import headline

pytestmark = pytest.mark.published

THREE = ("Đồng Tháp", "Quảng Ninh", "Bình Định")


@pytest.fixture(scope="module")
def across(data):
    return compare.across(data, THREE)


def test_evidence_counts_name_what_they_count(data):
    shown = quality.evidence(compare.evidence_map(data, THREE), "en")
    assert [str(head) for head in shown.head] == ["Theme", "Đồng Tháp", "Quảng Ninh", "Bình Định"]
    payments = next(row for row in shown.rows if str(row[0]) == "Payments")
    assert [str(cell) for cell in payments[1:]] == ["number (4)", "words only", "words only"]  # not the aim of 80 %
    results = data.observations.set_index("obs_id").loc[[*payments[1].figures[0].observations]]
    assert set(results["role"]) == {"actual"} and "all" not in set(results["bound"])


def test_every_fraction_is_recomputed_and_none_repaired(across):
    rows = {str(row[1]): [str(cell) for cell in row[2:]] for row in quality.audit(across, "en").rows}
    assert rows["465/595"] == ["78.15%", "78,18%", "+0.03", "unattainable; nearest: 78.15%; 78.32%"]
    assert rows["338/416"] == ["81.25%", "not stated", "–", "computed"]


def test_how_much_is_100_percent(across):
    said = [str(each) for each in quality.hundreds(across, "en").sentences]
    assert said[0] == "Shares stated as results: 31; of these everything: 15 in figures, 5 in words (“all”)."
    assert said[1] == "With a fraction printed, that is, a total: 7."


def test_the_request_sheet_has_one_row_for_each_indicator(schools):
    rows = {str(row[1]): str(row[2]) for row in quality.asks(schools, "en").rows}
    assert rows["Internal administration on the digital platform"] == "the cut-off date"
    assert "the denominator (the total counted)" in rows["Institutions that have introduced cashless payment"]


def test_side_by_side_pairs_say_whose_figures_they_are(across):
    rows = [[str(cell) for cell in row] for row in exhibits.side_by_side(across, "en").rows]
    assert rows[0][1].startswith("Quảng Ninh: 100%") and rows[0][3] == "Side by side only"
    assert rows[1][3:] == ["Not compared", "Administration tasks are not incoming and outgoing documents."]


@pytest.mark.parametrize(
    ("ask", "answer"),
    [
        (lambda data: compare.evidence_map(data, THREE), "No two figures compare fully."),
        (
            lambda data: compare.against_targets(data, THREE, "2025-06"),
            "Of 10 levels set: 1 reached or exceeded by the figures published; 9 with nothing to decide by.",
        ),
        (
            lambda data: compare.evidence_map(data, ["Hà Nội"]),
            "No two provinces have figures, so nothing stands side by side.",
        ),
        (
            lambda data: compare.against_targets(data, ["Hà Nội"], "2025"),
            "No article certainly published by 31 December 2025 states a target in numbers on Hanoi.",
        ),
    ],
)
def test_first_screens(data, ask, answer):
    assert str(headline(ask(data), "en").answer).startswith(answer)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "show", [quality.audit, quality.hundreds, quality.asks, quality.coverage, exhibits.side_by_side]
)
def test_silence_is_said(data, show, language):
    assert isinstance(show(compare.across(data, ("Hà Nội", "Huế")), language), Sentences)
