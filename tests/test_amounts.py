"""Reading and writing numbers: each is the other's inverse, and nothing is guessed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosanh.numbers.amounts import (
    Reading,
    decimals,
    format_number,
    read_number,
    read_token,
    round_down,
    round_up,
    write_token,
)

LANGUAGES = ("vi", "en")
languages = st.sampled_from(LANGUAGES)
numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15)


@given(numbers, languages)
def test_what_is_written_is_read_again(value, language):
    again = read_number(format_number(value, language), language)
    assert again == value and decimals(again) == decimals(value)


@given(st.integers(0, 10**12), st.integers(0, 5), languages)
def test_what_is_read_is_written_again(whole, places, language):
    printed = format_number(Decimal(whole).scaleb(-places), language)
    assert format_number(read_number(printed, language), language) == printed


@given(st.text(alphabet="0123456789.,-−+ %/", max_size=30), languages)
def test_reading_returns_a_number_or_a_value_error(text, language):
    try:
        assert read_number(text, language).is_finite()
    except ValueError as error:
        assert language in str(error)


@pytest.mark.parametrize(
    "text", ["78.18", "1.23.456", "12.80", "0.500", "012.500", ",5", "5,", "1 234", "", "1e5", "٣", "12,800.5"]
)
def test_vietnamese_refuses(text):
    with pytest.raises(ValueError, match="not a number as vi"):
        read_number(text, "vi")


def test_a_very_long_number_is_refused_at_once():
    with pytest.raises(ValueError, match="…"):
        read_number("9" * 1_000_000, "vi")


def test_an_unknown_language_is_named():
    with pytest.raises(ValueError, match="vi, en, not 'fr'"):
        read_number("1", "fr")
    with pytest.raises(ValueError, match=r"vi, en, fr ….*, not 'xx'"):
        format_number(1, "xx")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), Decimal("NaN")])
def test_what_is_not_finite_is_not_printed(value):
    with pytest.raises(ValueError, match="finite"):
        format_number(value, "vi")


def test_floats_are_written_by_their_shortest_text():
    assert format_number(78.15, "vi") == "78,15"
    assert format_number(595.0, "vi") == "595"
    assert format_number(1e21, "en") == "1,000,000,000,000,000,000,000"
    assert format_number(1e-7, "en") == "0.0000001"


def test_half_is_rounded_up_as_readers_expect():
    assert [format_number(Decimal(v), "vi", 1) for v in ("0.25", "0.35", "-0.25")] == ["0,3", "0,4", "−0,3"]


@given(st.integers(-(10**6), 10**6), st.integers(-(10**6), 10**6), st.integers(0, 3))
def test_what_has_no_more_decimals_is_not_moved_outward(a, b, places):
    exact = Fraction(a, 10**places) - Fraction(b, 10**places)
    assert round_down(exact, places) == exact == round_up(exact, places)


@pytest.mark.parametrize(
    ("way", "value", "places", "bound"),
    [
        (round_down, 91 - Decimal("78.18"), 2, "12.82"), (round_down, 91 - Fraction(46500, 595), 1, "12.8"),
        (round_down, Decimal("-2.51"), 1, "-2.6"), (round_up, Decimal("21.8487"), 1, "21.9"),
        (round_up, Decimal("0.3"), 1, "0.3"), (round_up, Fraction(64005, 5000), 2, "12.81"),
    ],
)  # fmt: skip
def test_bounds_are_rounded_outward(way, value, places, bound):
    assert str(way(value, places)) == bound


@given(numbers, st.integers(0, 3))
def test_bounds_only_ever_widen(value, places):
    low, high = round_down(value, places), round_up(value, places)
    assert low <= value <= high and high - low <= Decimal(1).scaleb(-places)


# --- what one token says, and writing it again --------------------------------------------------------------

values = st.decimals(min_value=0, max_value=10**9, places=2)
shares = st.builds(
    lambda n, d: Reading(numerator=n, denominator=d, unit_measure="percent"),
    st.integers(0, 10**6),
    st.integers(1, 10**6),
)
readings = st.one_of(
    values.map(Reading),
    st.builds(lambda v: Reading(v, unit_measure="percent"), values),
    st.builds(lambda v: Reading(v, unit_measure="percent_change"), values.filter(bool)),
    st.builds(lambda v, w: Reading(v, v + w, bound="range", unit_measure="percent"), values, values.filter(bool)),
    shares,
    st.builds(lambda s, v: s._replace(value=v), shares, values),
)


@given(readings, languages)
def test_a_token_that_is_written_is_read_again(reading, language):
    assert read_token(write_token(reading, language), language) == reading


@pytest.mark.parametrize(
    ("token", "written"),
    [("465/595 | 78,18%", "465/595 | 78.18%"), ("40 - 50%", "40–50%"),
     ("60 đến 70%", "60–70%"), ("5.911", "5,911"), ("100 %", "100%"), ("85,5/100", "85.5/100")],
)  # fmt: skip
def test_a_vietnamese_token_in_english(token, written):
    assert write_token(read_token(token, "vi"), "en") == written


def test_a_mark_out_of_so_many_is_written_once_whatever_its_unit():
    assert write_token(Reading(Decimal("8.5"), unit_measure="percent", out_of=10), "vi") == "8,5/10"


@pytest.mark.parametrize(
    "token", ["", "50-40%", "5%-6", "465/59,5", "1 | 2", "465/595 | 3/4", "hơn 5", "5 tỷ", "7/6/2022", "1-2-3"]
)
def test_what_is_no_token_is_refused(token):
    with pytest.raises(ValueError, match=r"."):
        read_token(token, "vi")


def test_decimals_of_a_reading():
    assert read_token("78,10%", "vi").decimals == 2
    assert read_token("1 - 1,5", "vi").decimals == 1
    assert read_token("465/595", "vi").decimals is None
