from dataclasses import replace

import pytest

from sosanh.compare import followups
from sosanh.compare.questions import one_indicator, over_time
from sosanh.draw import pairs as drawn
from sosanh.show.display import Chart, Sentences

pytestmark = pytest.mark.published


@pytest.fixture(scope="module")
def schools_paying(data):
    return one_indicator(data, "edu_cashless")


def test_gains_for_other_totals(schools_paying):
    found = followups.other_totals(schools_paying, 510, 595)
    gains = {total: gain for total, (_, gain) in found.gains.items()}
    assert (found.total, found.certain_from) == (595, 511)
    assert (gains[510], gains[511], gains[595]) == (0, 1, 77)
    assert found.gains[595][0] == 542


@pytest.mark.parametrize("totals", [(700, 450), (450, 450), (0, 10), (1, 100_000), (1.0, 2.0)])
def test_totals_upside_down_are_refused(schools_paying, totals):
    with pytest.raises(ValueError, match="total_from"):
        followups.other_totals(schools_paying, *totals)


def test_a_count_and_a_share_of_other_things_assume_nothing(data):
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    assert all(pair.verdict.grade in "ACX" for pair in health.pairs)
    assert followups.other_totals(health, 100, 200) is None


def test_three_ways_to_read_more_than(data):
    pair, ways = followups.growth_readings(one_indicator(data, "edu_digital_signatures"))
    found = [(way.code, way.change(pair).interval) for way in ways]
    changes = [(code, float(each.lower), float(each.upper)) for code, each in found]
    assert changes == [
        ("words", float("-inf"), float("inf")),
        ("own_step", 802, 1898),
        ("finer_step", 1702, 1898),
    ]
    assert pair.change.sign == "undetermined"


def test_a_number_that_cannot_have_been_rounded_is_not_read_so(data):
    one = one_indicator(data, "edu_digital_signatures")
    values = {"obs_value": 12801}
    pair = replace(one.pairs[0], b=replace(one.pairs[0].b, **values))
    assert [way.code for way in followups.growth_readings(replace(one, pairs=(pair,)))[1]] == ["words"]


def test_a_fall_under_a_reading_is_called_a_fall(data):
    one = one_indicator(data, "edu_digital_signatures")
    pair = replace(one.pairs[0], a=one.pairs[0].b, b=one.pairs[0].a)
    said = [str(row[-1]) for row in drawn.growth(replace(one, pairs=(pair,))).said("en").drawn.rows]
    assert said[-1].startswith("down by at least 1,702")


def test_only_the_words_are_no_assumption(data):
    shown = drawn.growth(one_indicator(data, "edu_digital_signatures")).said("en")
    assert isinstance(shown, Chart)
    said = [str(row[-1]) for row in shown.drawn.rows]
    assert said[0] == "the figures do not show whether it rose or fell"
    assert all(each.endswith("on this assumption only") for each in said[1:])


def test_without_such_a_pair_it_is_said(data):
    for shown in (
        drawn.growth(one_indicator(data, "edu_cashless")).said("en"),
        drawn.sensitivity(one_indicator(data, "health_ehr"), 1, 2).said("en"),
    ):
        assert isinstance(shown, Sentences) and str(shown.sentences[0]).startswith("Within the scope of this page, no")
