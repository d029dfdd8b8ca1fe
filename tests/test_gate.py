"""Which figures may be subtracted: the grade of every pair that has been thought about, and of each reason alone."""

from dataclasses import replace
from decimal import Decimal
from math import inf
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sosanh.compare.gate import CEILINGS, GRADES, PURPOSES, Refused, change, verdict
from sosanh.data import tables

APRIL, JULY, FEBRUARY = "dt-2024-04", "dt-2024-07", "dt-2025-02"
PAIRS = [  # what, one figure, the other, what for, grade, the reason that decides
    ("cashless payment, schools", f"{JULY}.04", f"{FEBRUARY}.03", "change", "B", "bound_only"),
    ("the same against 80 %, July", f"{APRIL}.04", f"{JULY}.04", "target", "B", "status"),
    ("the same against 80 %, February", f"{APRIL}.04", f"{FEBRUARY}.03", "target", "B", "bound_only"),
    ("the level set, as if it were a result", f"{APRIL}.04", f"{FEBRUARY}.03", "change", "X", "role"),
    ("electronic health record", f"{JULY}.18", f"{FEBRUARY}.13", "change", "A", "denominator_unknown"),
    ("internal administration", f"{JULY}.10", f"{FEBRUARY}.07", "change", "A", "as_of_unknown"),
    ("digital signatures", f"{JULY}.11", f"{FEBRUARY}.08", "change", "B", "bound_only"),
    ("digital governance", f"{JULY}.05", f"{FEBRUARY}.04", "change", "B", "condition"),
    ("own learning materials", f"{JULY}.06", f"{FEBRUARY}.05", "change", "B", "condition"),
    ("remote care", f"{JULY}.15", f"{FEBRUARY}.14", "change", "C", "population"),
    ("cashless payment, health", f"{JULY}.16", f"{FEBRUARY}.11", "change", "C", "definition"),
    ("is linked, and can be linked", f"{JULY}.17", f"{FEBRUARY}.12", "change", "X", "role"),
    ("100 % and 100 %", f"{JULY}.01", f"{FEBRUARY}.02", "change", "X", "indicator"),
    ("30 % and 50 %", f"{JULY}.09", f"{FEBRUARY}.06", "change", "X", "indicator"),
    ("over 70 % and 50 %", f"{JULY}.05", f"{FEBRUARY}.06", "change", "X", "indicator"),
    ("over 70 % and 30 %", f"{JULY}.05", f"{JULY}.09", "change", "X", "indicator"),
    ("the two courses", f"{JULY}.13", f"{JULY}.14", "change", "X", "indicator"),
    ("signatures and the first course", f"{JULY}.11", f"{JULY}.13", "change", "X", "indicator"),
    ("signatures and the second course", f"{JULY}.11", f"{JULY}.14", "change", "X", "indicator"),
    ("416 and 338/416", f"{JULY}.08", f"{JULY}.06", "level", "X", "unit"),
    ("595 schools and 165 health facilities", f"{JULY}.04", f"{JULY}.16", "level", "X", "indicator"),
    ("15 forms and 15 stations", f"{FEBRUARY}.15", f"{FEBRUARY}.20", "level", "X", "indicator"),
    ("4 and 3 teams", f"{FEBRUARY}.24", f"{FEBRUARY}.25", "change", "X", "indicator"),
]  # fmt: skip


@pytest.fixture(scope="module")
def rows(data):
    return {row.obs_id: row for row in data.observations}


@pytest.mark.published
@pytest.mark.parametrize(("what", "a", "b", "purpose", "grade", "reason"), PAIRS, ids=[pair[0] for pair in PAIRS])
def test_each_pair_has_its_grade(data, rows, what, a, b, purpose, grade, reason):
    found = verdict(rows[a], rows[b], purpose, data.codebook)
    assert (found.grade, found.reasons[0]) == (grade, reason)
    if grade in "CX":
        with pytest.raises(Refused, match=rf"^{a} and {b} have no difference \(grade {grade}\): {reason}"):
            change(rows[a], rows[b], found)
    else:
        change(rows[a], rows[b], found)


def test_every_row_of_the_codebook_has_the_last_word(data, rows):
    for row in (each for each in data.codebook.comparability if each.level == "observation"):
        found = verdict(rows[row.a], rows[row.b], row.purpose or "change", data.codebook)
        assert (found.grade, found.reasons[0], found.note.texts) == (row.grade, row.reason, (row.note_vi, row.note_en))


def test_a_condition_is_said_with_the_grade_that_rests_on_it(data, rows):
    found = verdict(rows[f"{JULY}.06"], rows[f"{FEBRUARY}.05"], "change", data.codebook)
    assert found.grade == "B" and all(found.condition.texts) and all(found.note.texts)


@pytest.mark.parametrize("purpose", PURPOSES)
@given(drawn=st.data())
@settings(deadline=None, max_examples=40)
def test_the_order_of_a_pair_does_not_matter(data, rows, purpose, drawn):
    a, b = (drawn.draw(st.sampled_from(list(rows.values()))) for _ in "ab")
    one, other = (verdict(*pair, purpose, data.codebook) for pair in ((a, b), (b, a)))
    assert (one.grade, set(one.reasons)) == (other.grade, set(other.reasons))


@pytest.fixture(scope="module")
def known(rows):
    """A figure with its total and its date, and no words around it."""
    return replace(rows[f"{JULY}.18"], denominator=1000, as_of_basis="stated")


ALONE = [  # what differs, purpose, grade, reasons
    ({}, "change", "A", ()),
    ({"as_of_basis": "published"}, "change", "A", ("as_of_unknown",)),
    ({"as_of_basis": "estimated"}, "change", "A", ("as_of_unknown",)),
    ({"denominator": None}, "change", "A", ("denominator_unknown",)),
    ({"denominator": None, "obs_value": 100.0}, "change", "A", ()),
    ({"denominator": None, "obs_value": 0.0}, "change", "A", ()),
    ({"denominator": None, "bound": "all"}, "change", "A", ()),
    ({"denominator": 999}, "change", "B", ("denominator_differs",)),
    ({"bound": "gt"}, "change", "B", ("bound_only",)),
    ({"bound": "range"}, "change", "B", ("bound_only",)),
    ({"hedge": "estimated"}, "change", "B", ("hedged",)),
    ({"obs_status": "U"}, "change", "B", ("status",)),
    ({"definition": "another"}, "change", "C", ("definition",)),
    ({"population": "others"}, "change", "C", ("population",)),
    ({"territory": "dong-thap-2025"}, "change", "C", ("territory",)),
    ({"territory": "dong-thap-2025", "role": "target"}, "target", "C", ("territory",)),
    ({"territory": "quang-ninh"}, "level", "A", ()),
    ({"article": SimpleNamespace(retracted=True)}, "change", "X", ("retracted",)),
    ({"indicator": "another"}, "change", "X", ("indicator",)),
    ({"unit_measure": "count"}, "change", "X", ("unit",)),
    ({"role": "target"}, "change", "X", ("role",)),
    ({"role": "plan"}, "level", "X", ("role",)),
    ({"role": "target", "bound": "ge", "denominator": None}, "target", "A", ()),
    ({"bound": "gt", "definition": "another", "indicator": "another"}, "change", "X",
        ("indicator", "definition", "bound_only")),
]  # fmt: skip


@pytest.mark.parametrize(("differs", "purpose", "grade", "reasons"), ALONE)
def test_each_reason_alone(data, known, differs, purpose, grade, reasons):
    found = verdict(known, replace(known, **differs), purpose, data.codebook)
    assert (found.grade, found.reasons) == (grade, reasons)


@pytest.mark.parametrize(("differs", "deciding"), [
    ({}, ("as_of_unknown",)),
    ({"definition": "another"}, ("definition",)),
    ({"definition": "another", "bound": "gt"}, ("definition",)),
    ({"hedge": "about"}, ("hedged",)),
])  # fmt: skip
def test_what_every_subtracted_pair_lacks_too_forbids_no_difference(data, known, differs, deciding):
    """“Neither article gives a cut-off date” stood as a reason not to subtract, and all others had the gap too."""
    undated = replace(known, as_of_basis="published")
    assert verdict(undated, replace(undated, **differs), "change", data.codebook).deciding == deciding


RANK = {"unit_measure": "rank", "denominator": None, "out_of": 63}
UNITS = [  # both figures, what differs in the second, purpose, grade, reasons
    (RANK, {}, "change", "A", ()),
    (RANK, {"out_of": 34}, "change", "C", ("out_of_differs",)),
    (RANK, {"out_of": None}, "change", "A", ("out_of_unknown",)),
    (RANK, {"out_of": None, "role": "target", "bound": "le"}, "target", "A", ()),
    ({"unit_measure": "rank_change"}, {}, "change", "C", ("changes",)),
    ({"unit_measure": "percent_change"}, {}, "level", "C", ("changes",)),
    ({"unit_measure": "percent_change"}, {"role": "target"}, "target", "A", ()),
    ({"unit_measure": "hours"}, {}, "change", "A", ()),
]


@pytest.mark.parametrize(("both", "differs", "purpose", "grade", "reasons"), UNITS)
def test_what_the_unit_of_two_figures_forbids(data, known, both, differs, purpose, grade, reasons):
    one = replace(known, **{"denominator": None} | both)
    found = verdict(one, replace(one, **differs), purpose, data.codebook)
    assert (found.grade, found.reasons) == (grade, reasons)


def test_every_reason_has_been_tried_and_is_labelled(data):
    assert {reason for *_, reasons in ALONE + UNITS for reason in reasons} == set(CEILINGS)
    assert set(CEILINGS) | {"condition"} == set(data.codebook.codes("reason"))
    assert list(GRADES) == data.codebook.codes("grade") and list(PURPOSES) == data.codebook.codes("purpose")


@pytest.mark.parametrize("grade", list(GRADES))
def test_a_row_of_the_codebook_may_raise_and_lower(data, known, grade):
    typed = {"level": "definition", "a": known.definition, "b": "another", "purpose": "", "grade": grade}
    said = {"reason": "definition", "condition_vi": "", "condition_en": "", "note_vi": "vì", "note_en": "as"}
    codebook = replace(data.codebook, comparability=(tables.row("comparability", typed | said),))
    assert verdict(known, replace(known, definition="another"), "change", codebook).grade == grade


def test_a_row_of_the_codebook_settles_only_what_it_speaks_of(data, known):
    typed = {"level": "definition", "a": known.definition, "b": "another", "purpose": "", "grade": "A"}
    said = {"reason": "definition", "condition_vi": "", "condition_en": "", "note_vi": "vì", "note_en": "as"}
    codebook = replace(data.codebook, comparability=(tables.row("comparability", typed | said),))
    for differs, grade in (({"population": "others"}, "C"), ({"territory": "hue"}, "C"), ({"role": "target"}, "X")):
        assert verdict(known, replace(known, definition="another", **differs), "change", codebook).grade == grade


def test_an_unknown_purpose_is_refused(data, known):
    with pytest.raises(ValueError, match="purpose must be one of change, level, target, not 'trend'"):
        verdict(known, known, "trend", data.codebook)


@pytest.fixture
def changed(data, rows):
    return lambda a, b: change(rows[a], rows[b], verdict(rows[a], rows[b], "change", data.codebook))


def ends(interval):
    return (round(float(interval.lower), 4), round(float(interval.upper), 4), interval.lower_open, interval.upper_open)


def test_a_fraction_and_the_percentage_beside_it_are_two_readings(changed):
    found = changed(f"{JULY}.04", f"{FEBRUARY}.03")
    assert {name: ends(interval) for name, interval in found.readings} == {
        "fraction": (12.8487, 21.8487, True, False),
        "printed": (12.82, 21.82, True, False),
    }
    assert (found.sign, found.printed, found.unit) == ("up", None, "percent")


@pytest.mark.parametrize(
    ("a", "b", "interval", "sign", "printed"),
    [
        (f"{JULY}.18", f"{FEBRUARY}.13", (0, 2, True, True), "up", Decimal(1)),
        (f"{FEBRUARY}.13", f"{JULY}.18", (-2, 0, True, True), "down", Decimal(-1)),
        (f"{JULY}.10", f"{FEBRUARY}.07", (0, 0, False, False), "none", Decimal(0)),
        (f"{JULY}.11", f"{FEBRUARY}.08", (-inf, inf, True, True), "undetermined", None),
        (f"{JULY}.05", f"{FEBRUARY}.04", (0, 30, False, True), "undetermined", None),
        (f"{JULY}.06", f"{FEBRUARY}.05", (18.75, 18.75, False, False), "up", None),
    ],
)
def test_what_a_change_allows(changed, a, b, interval, sign, printed):
    found = changed(a, b)
    assert [ends(each) for _, each in found.readings] == [interval]
    assert (found.sign, found.printed) == (sign, printed)


def test_a_hedged_figure_is_never_subtracted(data, known):
    hedged = replace(known, hedge="estimated")
    with pytest.raises(Refused, match=r"no difference \(grade B\): hedged"):
        change(known, hedged, verdict(known, hedged, "change", data.codebook))


def test_a_change_across_the_maps_is_refused(data, rows):
    old = rows["dt-2024-07.18"]
    new = replace(old, obs_id="x.01", ref_area="VN34-82", territory="dong-thap-2025")
    assert verdict(old, new, "change", data.codebook).grade == "C"
    assert (
        verdict(old, new, "target", data.codebook).reasons[0] == "role"
        and verdict(replace(old, role="target"), new, "target", data.codebook).reasons[0] == "territory"
    )
    assert "territory" in verdict(old, new, "level", data.codebook).reasons


def test_an_unchanged_province_compares_with_either_map_but_its_rank_does_not(data, rows):
    old = replace(rows["dt-2024-07.18"], ref_area="VN63-22", territory="quang-ninh")
    new = replace(old, obs_id="x.01", ref_area="VN34-82", territory="dong-thap-2025")
    assert "territory" not in verdict(old, new, "level", data.codebook).reasons
    ranks = [replace(each, unit_measure="rank") for each in (old, new)]
    for purpose in ("level", "change", "target"):  # out of 63 and out of 34
        assert "territory" in verdict(*ranks, purpose, data.codebook).reasons
