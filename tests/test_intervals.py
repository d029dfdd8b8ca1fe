"""What printed values allow: the table of readings row by row, differences, and whole counts."""

import math
import statistics
from decimal import Decimal
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosanh.numbers.intervals import (
    UNKNOWN,
    Interval,
    PlainDifference,
    PlainTotal,
    allowed,
    attainable,
    certain_from,
    difference,
    implied_count,
    nearest_attainable,
    short_of,
)

HALF, HUNDREDTHS = Fraction(173, 2), Decimal("78.18")  # 86.5
AS_USUAL = {
    "obs_value": None, "obs_value_to": None, "unit_mult": None, "unit_measure": "percent", "out_of": None,
    "bound": "exact", "hedge": "", "role": "actual", "decimals": 0, "numerator": None, "denominator": None,
    "may_exceed_100": False,
}  # fmt: skip
END = math.inf


def read(**printed):
    """The interval of one printed value."""
    return allowed(SimpleNamespace(**AS_USUAL | printed))


PRINTED = [  # as printed, its typed columns, what it allows
    ("86%", {"obs_value": 86}, "[85.5; 86.5)"),
    ("78,18%", {"obs_value": Decimal("78.18"), "decimals": 2}, "[78.175; 78.185)"),
    ("0%", {"obs_value": 0}, "[0; 0]"),
    ("100%", {"obs_value": 100}, "[100; 100]"),
    ("80% as a target", {"obs_value": 80, "role": "target"}, "[80; 80]"),
    ("80% as a plan", {"obs_value": 80, "role": "plan"}, "[80; 80]"),
    ("50% less by decision", {"obs_value": -50, "unit_measure": "percent_change", "role": "rule"}, "[-50; -50]"),
    ("5.911", {"obs_value": 5911, "unit_measure": "count"}, "[5911; 5911]"),
    ("58 tỷ", {"obs_value": 58, "unit_mult": 9, "unit_measure": "vnd"}, "[58000000000; 58000000000]"),
    ("338/416", {"numerator": 338, "denominator": 416}, "[81.25; 81.25]"),
    ("337/416 | 81%", {"obs_value": 81, "numerator": 337, "denominator": 416}, "[81.0096153846; 81.0096153846]"),
    ("trên 91%", {"obs_value": 91, "bound": "gt"}, "(91; 100]"),
    ("tối thiểu 91%", {"obs_value": 91, "bound": "ge"}, "[91; 100]"),
    ("trên 91%, may exceed", {"obs_value": 91, "bound": "gt", "may_exceed_100": True}, "(91; inf)"),
    ("hơn 11.000", {"obs_value": 11000, "bound": "gt", "unit_measure": "count"}, "(11000; inf)"),
    ("hơn 8/10 điểm", {"obs_value": 8, "bound": "gt", "unit_measure": "points", "out_of": 10}, "(8; 10]"),
    ("hơn 8 điểm", {"obs_value": 8, "bound": "gt", "unit_measure": "points"}, "(8; inf)"),
    ("không dưới 16/63", {"obs_value": 16, "bound": "ge", "unit_measure": "rank", "out_of": 63}, "[16; 63]"),
    ("tăng trên 120%", {"obs_value": 120, "bound": "gt", "unit_measure": "percent_change"}, "(120; inf)"),
    ("tăng không quá 3 bậc", {"obs_value": 3, "bound": "le", "unit_measure": "rank_change"}, "(-inf; 3]"),
    ("dưới -2 °C", {"obs_value": -2, "bound": "lt", "unit_measure": "celsius"}, "(-inf; -2)"),
    ("dưới 2 giờ", {"obs_value": 2, "bound": "lt", "unit_measure": "hours"}, "[0; 2)"),
    ("không quá 5 điểm phần trăm", {"obs_value": 5, "bound": "le", "unit_measure": "percentage_points"}, "[-100; 5]"),
    ("hơn 58 tỷ", {"obs_value": 58, "bound": "gt", "unit_mult": 9, "unit_measure": "vnd"}, "(58000000000; inf)"),
    ("gần 90.000", {"obs_value": 90000, "bound": "lt", "unit_measure": "count"}, "[0; 90000)"),
    ("gần 70%", {"obs_value": 70, "bound": "lt"}, "[0; 70)"),
    ("tối đa 70%", {"obs_value": 70, "bound": "le"}, "[0; 70]"),
    ("nhóm 25", {"obs_value": 25, "bound": "le", "unit_measure": "rank", "role": "target"}, "[1; 25]"),
    ("giảm hơn 30%", {"obs_value": -30, "bound": "lt", "unit_measure": "percent_change"}, "[-100; -30)"),
    ("40 - 50%", {"obs_value": 40, "obs_value_to": 50, "bound": "range"}, "[40; 50]"),
    ("1 - 1,5 tỷ", {"obs_value": 1, "obs_value_to": 1.5, "bound": "range", "unit_mult": 9, "unit_measure": "vnd"},
        "[1000000000; 1500000000]"),
    ("tất cả", {"bound": "all"}, "[100; 100]"),
    ("ước 95%", {"obs_value": 95, "hedge": "estimated"}, "?"),
    ("trung bình hơn 95%", {"obs_value": 95, "hedge": "average", "bound": "gt"}, "?"),
    ("cơ bản đều", {"hedge": "basically", "bound": "all"}, "?"),
    ("khoảng 22/165", {"numerator": 22, "denominator": 165, "hedge": "about"}, "?"),
]  # fmt: skip


@pytest.mark.parametrize(("token", "typed", "interval"), PRINTED, ids=[token for token, *_ in PRINTED])
def test_what_a_printed_value_allows(token, typed, interval):
    assert str(read(**typed)) == interval and read(**typed).known is (interval != "?")


def test_ends_are_exact():
    """78.18 less half of 0.01 was 78.17500000000001, and a third of a hundred 33.33333333333333."""
    rounded, third = read(obs_value=Decimal("78.18"), decimals=2), read(numerator=1, denominator=3)
    assert (rounded.lower, rounded.upper) == (Fraction(78175, 1000), Fraction(78185, 1000))
    assert third.exact and third.lower == Fraction(100, 3) and implied_count(third, 3) == (1, 1)


@pytest.mark.parametrize("end", [78.18, 100.0])
def test_an_end_that_is_a_float_is_refused(end):
    with pytest.raises(TypeError, match="not the float"):
        Interval(0, end)


def test_no_end_is_infinity_itself():
    assert Interval(-END, END) == Interval(-END, END, True, True) and Interval(0, END).upper_open


@pytest.mark.parametrize(
    ("taken", "refusal"),
    [
        (lambda a, b: b - a, PlainDifference), (lambda a, b: 100 - a, PlainDifference),
        (lambda a, b: -a, PlainDifference), (lambda a, b: np.subtract(b, a), PlainDifference),
        (lambda a, b: b + a, PlainTotal), (lambda a, b: sum([a, b]), PlainTotal),
        (lambda a, b: statistics.mean([a, b]), PlainTotal), (lambda a, b: np.mean([a, b]), PlainTotal),
        (lambda a, b: pd.Series([a, b]).sum(), PlainTotal), (lambda a, b: pd.Series([a, b]).diff(), PlainDifference),
    ],
)  # fmt: skip
def test_intervals_are_neither_subtracted_nor_averaged_past_the_gate(taken, refusal):
    with pytest.raises(refusal):
        taken(Interval(78, 79), OVER_91)


FRACTION, PRINTED_SHARE = Interval(Fraction(46500, 595), Fraction(46500, 595)), Interval(HUNDREDTHS, HUNDREDTHS)
OVER_91 = Interval(91, 100, lower_open=True)
CHANGES = [
    ("86% to 87%", Interval(HALF - 1, HALF, False, True), Interval(HALF, HALF + 1, False, True), "(0; 2)"),
    ("465/595 to trên 91%", FRACTION, OVER_91, "(12.8487394958; 21.8487394958]"),
    ("78,18% to trên 91%", PRINTED_SHARE, OVER_91, "(12.82; 21.82]"),
    ("100% to 100%", Interval(100, 100), Interval(100, 100), "[0; 0]"),
    ("hơn 11.000 to hơn 12.800", Interval(11000, END, True, True), Interval(12800, END, True, True), "(-inf; inf)"),
    ("gần 90 to 90", Interval(0, 90, False, True), Interval(90, 90), "(0; 90]"),
]


@pytest.mark.parametrize(("change", "a", "b", "interval"), CHANGES, ids=[change for change, *_ in CHANGES])
def test_differences(change, a, b, interval):
    assert str(difference(b, a)) == interval


NOTHING, UP_TO_70 = UNKNOWN, Interval(0, 70, upper_open=True)
ORDERED = [  # a, b, is all of a above all of b, is none of a below any of b
    (OVER_91, Interval(91, 91), True, True),
    (Interval(91, 100), Interval(91, 91), False, True),
    (Interval(70, 70), UP_TO_70, True, True),
    (Interval(HALF - 1, HALF, upper_open=True), Interval(86, 86), False, False),
    (FRACTION, Interval(80, 80), False, False),
    (NOTHING, Interval(80, 80), False, False),
    (Interval(80, 80), NOTHING, False, False),
]


@pytest.mark.parametrize(("a", "b", "above", "not_below"), ORDERED)
def test_order(a, b, above, not_below):
    assert (a.above(b), a.not_below(b)) == (above, not_below)


@pytest.mark.parametrize(
    ("interval", "known", "exact"), [(NOTHING, False, False), (OVER_91, True, False), (FRACTION, True, True)]
)
def test_what_is_known_and_what_is_exact(interval, known, exact):
    assert (interval.known, interval.exact) == (known, exact)


@pytest.mark.parametrize(
    ("share", "total", "counts"),
    [
        (OVER_91, 595, (542, 595)),
        (Interval(91, 100, lower_open=True), 100, (92, 100)),
        (Interval(91, 100), 100, (91, 100)),
        (Interval(0, 70, upper_open=True), 100, (0, 69)),
        (Interval(0, 70), 100, (0, 70)),
        (Interval(HALF - 1, HALF, upper_open=True), 200, (171, 172)),
        (read(obs_value=HUNDREDTHS, decimals=2), 595, (466, 465)),  # none: the last is before the first
        (Interval(Decimal("58.1"), 100), 1000, (581, 1000)),  # 58.1 * 1000 / 100 is 581.0000000000001 in floats
    ],
)
def test_counts_that_a_share_implies(share, total, counts):
    assert implied_count(share, total) == counts


@pytest.mark.parametrize(
    ("target", "numerator", "denominator", "missing"),
    [
        (80, 465, 595, 11),
        (80, 476, 595, 0),
        (80, 595, 595, 0),
        (100, 594, 595, 1),
        (Fraction(1, 10), 0, 595, 1),
        (Fraction(581, 10), 580, 1000, 1),
    ],
)
def test_how_many_are_short_of_a_level(target, numerator, denominator, missing):
    assert short_of(target, numerator, denominator) == missing


@pytest.mark.parametrize(
    ("printed", "denominator", "counts"),
    [
        ("78.18", 595, []),
        ("78.15", 595, [465]),
        ("78", 595, [462, 463, 464, 465, 466, 467]),
        ("50", 1, []),
        ("0", 165, [0]),
        ("12.5", 8, [1]),
        ("50", 200, [99, 100, 101]),  # 99/200 is 49.5, which some round up and some to even
    ],
)
def test_counts_that_a_printed_percentage_can_be_of(printed, denominator, counts):
    assert list(attainable(Decimal(printed), denominator)) == counts


def test_the_published_example_of_the_grim_test():
    """Brown and Heathers 2017: no 43 whole numbers have the mean 5.27; its neighbours 5.26 and 5.28 are means."""
    assert list(attainable(Decimal("5.27"), 43, per=1)) == []
    assert nearest_attainable(Decimal("5.27"), 43, per=1) == [Decimal("5.26"), Decimal("5.28")]
    assert list(attainable(Decimal("5.26"), 43, per=1)) == [226] and list(attainable(Decimal("5.28"), 43, per=1)) == [
        227
    ]


numbers = st.integers(-(10**6), 10**6)


@st.composite
def held(draw):
    """An interval, and a value inside it."""
    value, below, above = draw(numbers), draw(st.integers(0, 1000)), draw(st.integers(0, 1000))
    lower_open, upper_open = below > 0 and draw(st.booleans()), above > 0 and draw(st.booleans())
    lower, upper = (-END if draw(st.booleans()) and lower_open else value - below), value + above
    return Interval(lower, upper, lower_open, upper_open), value


def holds(interval, value):
    lower = interval.lower < value if interval.lower_open else interval.lower <= value
    return lower and (value < interval.upper if interval.upper_open else value <= interval.upper)


@given(held(), held())
def test_the_difference_of_two_values_lies_in_the_difference_of_their_intervals(a, b):
    assert holds(a[0], a[1]) and holds(difference(b[0], a[0]), b[1] - a[1])


@given(held(), held())
def test_an_order_once_stated_holds_for_every_value(a, b):
    if a[0].above(b[0]):
        assert a[1] > b[1]
    if a[0].not_below(b[0]):
        assert a[1] >= b[1]


def within(inner, outer):
    lower = inner.lower > outer.lower or (inner.lower == outer.lower and (inner.lower_open or not outer.lower_open))
    return lower and (
        inner.upper < outer.upper or (inner.upper == outer.upper and (inner.upper_open or not outer.upper_open))
    )


@given(held(), held(), st.integers(0, 1000), st.integers(0, 1000))
def test_loosening_a_bound_never_narrows_a_change(a, b, lower, upper):
    loose = Interval(a[0].lower - lower, a[0].upper + upper, lower == 0 and a[0].lower_open, False)
    assert within(difference(b[0], a[0]), difference(b[0], loose))
    assert within(difference(a[0], b[0]), difference(loose, b[0]))


@given(st.integers(1, 5000).flatmap(lambda total: st.tuples(st.integers(0, total), st.just(total))), st.integers(0, 3))
def test_a_count_is_among_those_that_its_own_percentage_can_be_of(fraction, places):
    count, total = fraction
    printed = (Decimal(count) / total * 100).quantize(Decimal(1).scaleb(-places))
    assert count in attainable(printed, total)


@given(st.integers(0, 99), st.integers(1, 5000))
def test_an_implied_count_is_over_the_bound_and_the_next_lower_one_is_not(percent, total):
    least, most = implied_count(Interval(percent, 100, lower_open=True), total)
    assert 100 * least > percent * total >= 100 * (least - 1) and most == total


@given(st.integers(1, 100), st.booleans(), st.integers(0, 500))
def test_from_its_total_on_a_share_means_more_than_a_count_and_before_it_not(percent, is_open, count):
    share = Interval(percent, 100, lower_open=is_open)
    total = certain_from(share, count)
    assert implied_count(share, total)[0] > count
    assert total == 1 or implied_count(share, total - 1)[0] <= count
