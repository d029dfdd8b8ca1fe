"""Every number is worked out a second time: the right text passes, any other is refused."""

import pytest

from sosanh.lineage.evidence import Evidence
from sosanh.lineage.recompute import Unfounded, check
from sosanh.lineage.words import Figure, say

pytestmark = pytest.mark.published

JULY, FEBRUARY, LEVEL = "dt-2024-07.04", "dt-2025-02.03", "dt-2024-04.04"  # 465/595 | 78,18%; over 91%; 80% for 2024
SIGNED = ("dt-2024-07.11", "dt-2025-02.08")  # over 11.000; over 12.800
RECORDS = ("dt-2024-07.18", "dt-2025-02.13")  # 86%; 87%


@pytest.fixture(scope="module")
def evidence(data):
    return Evidence(data)


RIGHT = [
    ("91%", "printed", [FEBRUARY]),
    ("465/595", "printed.fraction", [JULY]),
    ("465", "printed.numerator", [JULY]),
    ("595", "printed.denominator", [JULY]),
    ("78,18%", "printed.untouched", [JULY]),
    ("465/595 … 78,18%", "printed.token", [JULY]),
    ("78,15%", "share", [JULY]),
    ("+0,03", "residual", [JULY]),
    ("78,32%", "nearest", [JULY]),
    ("12,8", "change.up.least", [JULY, FEBRUARY]),
    ("21,9", "change.up.most", [JULY, FEBRUARY]),
    ("542", "implied.least", [JULY, FEBRUARY]),
    ("77", "implied.gain", [JULY, FEBRUARY]),
    ("82", "implied.gain:600", [JULY, FEBRUARY]),
    ("511", "certain_from", [JULY, FEBRUARY]),
    ("11", "short_of", [JULY, LEVEL]),
    ("+1", "change.printed", RECORDS),
    ("0", "change.low", RECORDS),
    ("2", "change.high", RECORDS),
    ("13", "never.difference", [JULY, FEBRUARY]),
    ("2", "never.monthly", [JULY, FEBRUARY]),
    ("1.000", "assumed.own_step.step", SIGNED),
    ("100", "assumed.own_step.step", SIGNED[::-1]),
    ("802", "assumed.own_step.change.up.least", SIGNED),
    ("1.702", "assumed.finer_step.change.up.least", SIGNED),
    ("2", "count", [JULY, FEBRUARY]),
    ("1", "count.indicators", [JULY, FEBRUARY]),
    ("2", "count.articles", [JULY, FEBRUARY]),
    ("1", "count.pairs", [JULY, FEBRUARY]),
    ("tháng 7/2024", "published.from", ["dt-2024-07"]),
    ("Tháng 7/2024", "published.from", ["dt-2024-07"]),
    ("năm 2024", "time", [LEVEL]),
    ("31/12/2024", "due", [LEVEL]),
    ("01/7/2025", "boundaries.until", ["VN63-87"]),
    ("700", "asked.number", ["700"]),
]


@pytest.mark.parametrize(("words", "how", "refs"), RIGHT, ids=lambda value: value if isinstance(value, str) else "")
def test_the_right_text_stands(evidence, words, how, refs):
    check(Figure(words, tuple(refs), how), "vi", evidence, ("700",))


@pytest.mark.parametrize(
    ("words", "how", "refs", "said"),
    [
        ("90%", "printed", [FEBRUARY], "91%"),
        ("91%", "printed", [JULY], "78,18%"),
        ("595", "printed.numerator", [JULY], "465"),
        ("78,18%", "share", [JULY], "78,15%"),
        ("78.15%", "share", [JULY], "78,15%"),
        ("13", "change.up.least", [JULY, FEBRUARY], "12,8"),
        ("12,9", "change.up.least", [JULY, FEBRUARY], "12,8"),
        ("21,8", "change.up.most", [JULY, FEBRUARY], "21,9"),
        ("12,8", "change.down.least", [JULY, FEBRUARY], "not down at that end"),
        ("12,8", "change.up.least", [FEBRUARY, JULY], "not up at that end"),
        ("12,8", "change.exact", [JULY, FEBRUARY], "not exact"),
        ("541", "implied.least", [JULY, FEBRUARY], "542"),
        ("77", "implied.gain:600", [JULY, FEBRUARY], "82"),
        ("2", "count", [JULY, JULY], "a code twice"),
        ("1", "count", ["dt-2024-07.99"], "or of nothing"),
        ("2", "count.pairs", [JULY, FEBRUARY, JULY, FEBRUARY], "a pair twice"),
        ("tháng 8/2024", "published.from", ["dt-2024-07"], "tháng 7/2024"),
        ("91%", "printed", [], "from nothing"),
        ("91%", "printed", ["dt-2025-02.99"], "unknown observations"),
        ("91%", "guessed", [FEBRUARY], "known: printed, "),
        ("600", "asked.number", ["600"], "no parameter of this page"),
        ("1", "change.up.least", [SIGNED[0], FEBRUARY], "count and percent: no difference"),
    ],
)  # fmt: skip
def test_any_other_is_refused(evidence, words, how, refs, said):
    with pytest.raises(Unfounded) as raised:
        check(Figure(words, tuple(refs), how), "vi", evidence, ("700",))
    assert said in str(raised.value)


def test_a_number_is_right_in_one_language_only(evidence):
    check(Figure("78.15%", (JULY,), "share"), "en", evidence)
    with pytest.raises(Unfounded):
        check(Figure("78,15%", (JULY,), "share"), "en", evidence)


def test_two_numbers_cannot_change_places_in_a_sentence():
    both = {"numerator": Figure("595", (JULY,), "printed.denominator"), "denominator": "465"}
    with pytest.raises(ValueError, match="595 is no numerator"):
        say("line_fraction", when="x", counted="", share="", printed="", short="", **both)
