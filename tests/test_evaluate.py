"""Every number is worked out a second time: the right text passes, any other is refused."""

import pytest

from sosanh.lineage.evaluate import Codes, Unfounded, check
from sosanh.lineage.expressions import parse
from sosanh.lineage.words import Figure, say

pytestmark = pytest.mark.published

JULY, FEBRUARY, LEVEL = "dt-2024-07.04", "dt-2025-02.03", "dt-2024-04.04"  # 465/595 | 78,18%; over 91%; 80% for 2024
SIGNED = ("dt-2024-07.11", "dt-2025-02.08")  # over 11.000; over 12.800
RECORDS = ("dt-2024-07.18", "dt-2025-02.13")  # 86%; 87%


@pytest.fixture(scope="module")
def codes(data):
    return Codes(data)


CHANGE = f"{{}}({{}}({FEBRUARY}) - {{}}({JULY}), {{}})".format
LEAST, MOST = CHANGE("down", "lower", "upper", 1), CHANGE("up", "upper", "lower", 1)
IMPLIED = f"least_count({FEBRUARY}, {{}})".format
GAIN = f"least_count({FEBRUARY}, {{}}) - numerator({JULY})".format
RIGHT = [
    ("91%", f"printed({FEBRUARY})"),
    ("465/595", f"fraction({JULY})"),
    ("465", f"numerator({JULY})"),
    ("595", f"total({JULY})"),
    ("78,18%", f"untouched({JULY})"),
    ("465/595 … 78,18%", f"token({JULY})"),
    ("78,15%", f"near(share({JULY}), 2) as percent"),
    ("+0,03", f"near(percentage({JULY}) - share({JULY}), 2) as change"),
    ("78,32%", f"above({JULY}) as percent"),
    ("12,8", LEAST),
    ("21,9", MOST),
    ("542", IMPLIED(f"total({JULY})")),
    ("77", GAIN(f"total({JULY})")),
    ("82", GAIN("600")),
    ("511", f"certain_total({FEBRUARY}, numerator({JULY}))"),
    ("11", f"least_count({LEVEL}, total({JULY})) - numerator({JULY})"),
    ("+1", f"near(printed({RECORDS[1]}) - printed({RECORDS[0]}), 2) as change"),
    ("0", f"down(lower({RECORDS[1]}) - upper({RECORDS[0]}), 2)"),
    ("2", f"up(upper({RECORDS[1]}) - lower({RECORDS[0]}), 2)"),
    ("13", f"never(near(point({FEBRUARY}) - point({JULY}), 0))"),
    ("2", f"never(near(monthly(point({FEBRUARY}) - point({JULY})), 0))"),
    ("1.000", f"step({SIGNED[0]})"),
    ("100", f"step({SIGNED[1]})"),
    ("802", f"lowest_cut({SIGNED[1]}) - highest_cut({SIGNED[0]}, step({SIGNED[0]}))"),
    ("1.702", f"lowest_cut({SIGNED[1]}) - highest_cut({SIGNED[0]}, step({SIGNED[0]} {SIGNED[1]}))"),
    ("2", f"count({JULY} {FEBRUARY})"),
    ("1", f"different(indicator, {JULY} {FEBRUARY})"),
    ("2", f"different(source_id, {JULY} {FEBRUARY})"),
    ("1", f"pairs({JULY} {FEBRUARY})"),
    ("tháng 7/2024", "field(dt-2024-07, published_from) as month"),
    ("Tháng 7/2024", "field(dt-2024-07, published_from) as month"),
    ("năm 2024", f"time({LEVEL}) as period"),
    ("31/12/2024", f"last(time({LEVEL})) as day"),
    ("01/7/2025", "day_after(field(VN63-87, valid_to)) as day"),
    ("700", "asked(700)"),
]


@pytest.mark.parametrize(("words", "made"), RIGHT)
def test_the_right_text_stands(codes, words, made):
    check(words, parse(made), "vi", codes, ("700",))


@pytest.mark.parametrize(
    ("words", "made", "said"),
    [
        ("90%", f"printed({FEBRUARY})", "91%"),
        ("91%", f"percentage({JULY})", "78,18%"),
        ("595", f"numerator({JULY})", "465"),
        ("78,18%", f"near(share({JULY}), 2) as percent", "78,15%"),
        ("78.15%", f"near(share({JULY}), 2) as percent", "78,15%"),
        ("13", LEAST, "12,8"),
        ("12,9", LEAST, "12,8"),
        ("21,8", MOST, "21,9"),
        ("12,8", f"down(lower({JULY}) - upper({FEBRUARY}), 1)", "should read −21,9"),
        ("12,8", f"near(lower({FEBRUARY}) - upper({JULY}), 2)", "rounded outward only"),
        ("541", IMPLIED(f"total({JULY})"), "542"),
        ("77", GAIN("600"), "82"),
        ("2", f"count({JULY} {JULY})", "a code twice"),
        ("1", "count(dt-2024-07.99)", "unknown code"),
        ("2", f"pairs({JULY} {FEBRUARY} {JULY} {FEBRUARY})", "a pair twice"),
        ("tháng 8/2024", "field(dt-2024-07, published_from) as month", "tháng 7/2024"),
        ("91%", "printed(dt-2025-02.99)", "unknown code"),
        ("600", "asked(600)", "no parameter of this page"),
        ("1", f"down(lower({FEBRUARY}) - upper({SIGNED[0]}), 1)", "percent and count: no difference"),
    ],
)  # fmt: skip
def test_any_other_is_refused(codes, words, made, said):
    with pytest.raises(Unfounded) as raised:
        check(words, parse(made), "vi", codes, ("700",))
    assert said in str(raised.value)


@pytest.mark.parametrize(
    ("made", "said"), [("printed()", "')' expected"), (f"guessed({FEBRUARY})", "known: printed, ")]
)
def test_what_rests_on_nothing_is_no_expression(made, said):
    with pytest.raises(ValueError) as raised:
        parse(made)
    assert said in str(raised.value)


def test_a_number_is_right_in_one_language_only(codes):
    share = parse(f"near(share({JULY}), 2) as percent")
    check("78.15%", share, "en", codes)
    with pytest.raises(Unfounded):
        check("78,15%", share, "en", codes)


def test_two_numbers_cannot_change_places_in_a_sentence():
    both = {"numerator": Figure("595", parse(f"total({JULY})")), "denominator": "465"}
    with pytest.raises(ValueError, match="595 is no numerator"):
        say("line_fraction", when="x", counted="", share="", printed="", short="", **both)
