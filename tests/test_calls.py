"""The words a number calls for stand beside it: a bound, a hedge, a unit, a rise or a fall. Each is planted wrong."""

import pytest

from sosanh.lineage.calls import calls_for, wrong_words
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.expressions import parse

pytestmark = pytest.mark.published

LEAST = "down(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)"  # 12.8
MOST = "up(upper(dt-2025-02.03) - lower(dt-2024-07.04), 1)"  # 21.9
FALLEN = "down(lower(dt-2024-07.04) - upper(dt-2025-02.03), 1)"  # the same, were the article of July the later one
PRINTED = "printed(dt-2025-02.03)"  # trên 91%
COUNT = "least_count(dt-2025-02.03, total(dt-2024-07.04))"  # 542
LEVEL = "least_count(dt-2024-04.04, total(dt-2024-07.04)) - numerator(dt-2024-07.04)"  # 11 short of a level
HIGH = "up(upper(dt-2025-02.13) - lower(dt-2024-07.18), 2)"  # 87% less 86%: below 2


class OtherWay(Codes):
    """The collection, had the articles of July 2024 and February 2025 changed places in time."""

    def row(self, code, *tables):
        found = super().row(code, *tables)
        days = {"dt-2024-07": "2025-03-01", "dt-2025-02": "2024-02-01"}
        if found.table == "sources" and code in days:
            found.published_from = found.published_to = days[code]
        return found


class Ranked(Codes):
    """The collection, had two figures of a percentage been ranks."""

    def row(self, code, *tables):
        found = super().row(code, *tables)
        if code in ("dt-2024-07.18", "dt-2025-02.13"):
            found.unit_measure, found.as_printed = "rank", {"86%": "49", "87%": "39"}[found.as_printed]
        return found


@pytest.fixture(scope="module")
def codes(data):
    return Codes(data)


def wrong(said, sentence, language, codes):
    before, after = sentence.split("#")
    return wrong_words(calls_for(parse(said), language, codes), before, after, language)


@pytest.mark.parametrize(
    ("said", "language", "sentence"),
    [
        (LEAST, "en", "up by more than # and at most 21.9 percentage points"),
        (LEAST, "vi", "tăng hơn # và nhiều nhất 21,9 điểm phần trăm"),
        (LEAST, "vi", "đã triển khai, cao hơn trên # điểm phần trăm so với số liệu công bố tháng 7/2024"),
        (LEAST, "en", "had introduced it, more than # percentage points above the figure published in July"),
        (MOST, "en", "It went up by more than 12.8 and at most # percentage points."),
        (PRINTED, "en", "Reached more than # (published February 2025)"),
        (PRINTED, "vi", "Đạt trên #"),
        ("printed(dt-2024-07.03)", "vi", "gần #"),
        ("printed(dt-2024-07.03)", "en", "nearly #"),
        ("printed(dt-2024-07.19)", "en", "top # of the country"),
        ("printed(dt-2025-02.06)", "en", "basically #"),
        ("printed(dt-2025-02.16)", "vi", "ước đạt #"),
        (COUNT, "en", "that is # institutions or more"),
        (COUNT, "vi", "tức từ # cơ sở trở lên"),
        (LEVEL, "en", "# short of 80%"),
        (HIGH, "en", "+1 percentage point as printed; if rounded, anything above 0 and below #"),
        ("lower(dt-2025-02.03)", "en", "open bar from # to 100"),
        ("upper(dt-2025-02.03)", "vi", "(91; #]"),
        ("token(dt-2025-02.03)", "vi", "“#”"),
        ("never(printed(dt-2025-02.03))", "en", "reached #"),
        ("near(printed(dt-2025-02.13) - printed(dt-2024-07.18), 2) as change", "en", "# percentage point"),
        ("field(dt-2025-02, published_from) as month", "en", "published #"),
        ("count(dt-2025-02.03)", "en", "# figure"),
    ],
)
def test_right_words_pass(codes, said, language, sentence):
    assert wrong(said, sentence, language, codes) == []


@pytest.mark.parametrize(
    ("said", "language", "sentence", "fault"),
    [
        (LEAST, "en", "up by # and at most 21.9 percentage points", "“more than” is missing"),
        (LEAST, "vi", "tăng # và nhiều nhất 21,9 điểm phần trăm", "“hơn” is missing"),
        (LEAST, "vi", "cao hơn # điểm phần trăm", "“hơn” is missing"),  # "higher by", not "by more than"
        (LEAST, "en", "# percentage points above the figure", "“more than” is missing"),  # it was "more than … above"
        (LEAST, "en", "up by at most # percentage points", "“at most” stands where “more than” must"),
        (LEAST, "en", "up by less than # percentage points", "“less than” stands where “more than” must"),
        (LEAST, "en", "up by more than 3 and # percentage points", "“more than” is missing"),
        (LEAST, "en", "More than half. Up by # percentage points", "“more than” is missing"),
        (LEAST, "en", "down by more than # percentage points", "“down” stands where “up” must"),
        (LEAST, "vi", "giảm hơn # điểm phần trăm", "“giảm” stands where “tăng” must"),
        (
            LEAST,
            "en",
            "more than # percentage points below the figure of July",
            "“below the figure” stands where “up” must",
        ),
        (LEAST, "en", "more than # percentage points", "“up” is missing"),
        (LEAST, "en", "up by more than # percent", "“percentage points” is missing"),
        (LEAST, "vi", "tăng hơn #", "“điểm phần trăm” is missing"),
        (MOST, "en", "up by more than 12.8 and # percentage points", "“at most” is missing"),
        (PRINTED, "en", "Reached # (published February 2025)", "“more than” is missing"),
        (PRINTED, "en", "Reached less than #", "“less than” stands where “more than” must"),
        (PRINTED, "vi", "Đạt dưới #", "“dưới” stands where “hơn” must"),
        ("printed(dt-2024-07.03)", "vi", "trên #", "“trên” stands where “dưới” must"),
        ("printed(dt-2025-02.06)", "en", "reached #", "“basically” is missing"),
        (COUNT, "en", "that is # institutions", "“at least” is missing"),
        (COUNT, "en", "that is # institutions or fewer", "“… or fewer” stands where “at least” must"),
        (COUNT, "en", "that is no more than # institutions", "“no more than” stands where “at least” must"),
        (HIGH, "en", "anything above 0 and above # percentage points up", "“above” stands where “less than” must"),
        ("lower(dt-2025-02.03)", "en", "open bar to #", "“to” stands where “more than” must"),
    ],
)
def test_a_dropped_or_turned_word_is_refused(codes, said, language, sentence, fault):
    assert wrong(said, sentence, language, codes) == [fault]


def test_a_fall_is_a_fall(data):
    other = OtherWay(data)
    fallen = "down(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)"
    assert wrong(fallen, "down by more than # percentage points", "en", other) == []
    assert wrong(fallen, "up by more than # percentage points", "en", other) == ["“up” stands where “down” must"]


def test_of_a_rank_less_is_better(data):
    ranked = Ranked(data)
    moved = "near(lower(dt-2024-07.18) - upper(dt-2025-02.13), 0)"  # from place 49 to 39
    assert wrong(moved, "# places better", "en", ranked) == []
    assert wrong(moved, "# places worse", "en", ranked) == ["“worse” stands where “better” must"]


def test_a_change_that_may_go_either_way_says_both(codes):
    """From over 70% to over 91% is anything from a fall of less than 9 to a rise of less than 30."""
    most = "up(upper(dt-2025-02.03) - lower(dt-2024-07.05), 1)"
    said = "anything from down by less than 9 to up by less than # percentage points"
    assert wrong(most, said, "en", codes) == []
    assert wrong(most, said.replace("anything from down by less than 9 to ", ""), "en", codes) == [
        "“up” and “down” must both be said"
    ]
    assert wrong(most, "giảm dưới 9, cũng có thể tăng dưới # điểm phần trăm", "vi", codes) == []
