import pytest

from sosanh.compare import one_indicator, over_time
from sosanh.display import Sentences
from sosanh.writing import write

pytestmark = pytest.mark.published


def sentences(shown, advice):
    return [str(row[1]) for row in shown.rows if advice in str(row[0])]


@pytest.mark.parametrize(
    ("language", "right", "wrong"),
    [
        (
            "vi",
            "trên 91% (tháng 02/2025), cao hơn tháng 7/2024 hơn 12,8 điểm phần trăm",
            ["đạt 91%", "tăng 13 điểm phần trăm", "tăng 13%", "mỗi tháng tăng 2 điểm phần trăm"],
        ),
        (
            "en",
            "more than 91% (February 2025), more than 12.8 percentage points above July 2024",
            ["reached 91%", "up by 13 percentage points", "up by 13%", "up by 2 percentage points a month"],
        ),
    ],
)
def test_what_to_write_of_the_cashless_schools(schools, language, right, wrong):
    shown = write(schools, language)
    assert sentences(shown, "✓")[0] == right
    assert sentences(shown, "✗") == wrong
    assert all(str(row[2]) for row in shown.rows)


def test_a_plain_difference_that_may_be_stated_is_not_forbidden(data):
    shown = write(one_indicator(data, "health_ehr"), "en")
    assert sentences(shown, "✗") == ["up by 1%"]  # percentage points, and rounding is said beside them


def test_counts_with_floors_only(data):
    shown = write(one_indicator(data, "edu_digital_signatures"), "en")
    assert sentences(shown, "✗") == ["reached 12,800", "up by 1,800"]


def test_figures_that_do_not_compare_are_set_side_by_side(data):
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    only = type(health)(**{**vars(health), "pairs": tuple(each for each in health.pairs if each.verdict.grade == "C")})
    shown = write(only, "en")
    said = sentences(shown, "✓")[0]
    assert "22/165" in said and "above" not in said
    assert "remote diagnosis system" in said and "remote consultation" in said  # each counts something else
    assert "87 percentage points" in " ".join(sentences(shown, "✗"))
    assert "not subtracted" in str(shown.rows[1][2])


def test_without_a_pair_there_is_nothing_to_write(data):
    assert isinstance(write(over_time(data, "Hà Nội", "2024", "2025"), "vi"), Sentences)


def test_the_page_shows_what_may_and_what_may_not_be_written_as_two_lists(schools):
    shown = write(schools, "en").html()
    may, never = shown.split('<div class="advice">')[1:]
    assert "<h4>✓ You can write</h4>" in may and may.count("<li>") == 2
    assert may.count('class="why"') == 1  # the two sentences share their reasons
    assert "<h4>✗ Don’t write</h4>" in never and never.count("<li>") == never.count('class="why"') == 4
