"""A number's expression: written and read back, computed again from the tokens, said in words.

`RIGHT` has every operation. Each is mutated (another operation, another order, other decimals): no mutation may give
the same text everywhere, so that a writer's slip in any of them is caught.
"""

import string
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sosanh.data.tables import TABLES
from sosanh.lineage import expressions
from sosanh.lineage.evaluate import READS, SIMPLE, Codes, Evaluation, Unfounded, check, right
from sosanh.lineage.explain import explain
from sosanh.lineage.expressions import FORMS, OPERATIONS, Expression, parse

JULY, FEBRUARY, LEVEL = "dt-2024-07.04", "dt-2025-02.03", "dt-2024-04.04"  # 465/595 | 78,18%; over 91%; 80% for 2024
SIGNED = "dt-2024-07.11", "dt-2025-02.08"  # over 11.000; over 12.800
RECORDS = "dt-2024-07.18", "dt-2025-02.13"  # 86%; 87%
PARAMETERS = ("700", "450", "2024-07", "2025-02")

RIGHT = [line.split(" => ") for line in """
printed(dt-2025-02.03) => 91% => 91%
printed(bd-undated.01) => 1–1,5 => 1–1.5
token(dt-2024-07.04) => 465/595 … 78,18% => 465/595 … 78,18%
fraction(dt-2024-07.04) => 465/595 => 465/595
numerator(dt-2024-07.04) => 465 => 465
total(dt-2024-07.04) => 595 => 595
printed(dt-2024-07.20) => 20 => 20
out_of(dt-2024-07.20) => 63 => 63
percentage(dt-2024-07.04) => 78,18% => 78.18%
untouched(dt-2024-07.04) => 78,18% => 78,18%
read(dt-2025-02.03, value) => 91 => 91
field(dt-2025-02.03, obs_value) => 91 => 91
field(dt-2025-02.03, obs_no) => 3 => 3
field(dt-2025-02.03, paragraph) => 14 => 14
paragraph(dt-2025-02.03) => 7 => 7
paragraph(dt-2024-04.m03) => 1 => 1
field(dt-2024-07, published_from) as month => tháng 7/2024 => July 2024
field(bd-undated, published_to) as day => 31/5/2022 => 31 May 2022
field(VN34-52, valid_from) as day => 01/7/2025 => 1 July 2025
field(dti-2021-dong-thap, obs_value) => 49 => 49
agreement(qn-undated, cells_alike) => 320 => 320
agreement(qn-undated, cells) => 321 => 321
lower(dt-2025-02.03) => 91 => 91
upper(dt-2025-02.03) => 100 => 100
lower(dt-2024-07.18) => 85,5 => 85.5
upper(dt-2024-07.18) => 86,5 => 86.5
near(share(dt-2024-07.04), 2) as percent => 78,15% => 78.15%
near(share(dt-2024-07.04), 4) as percent => 78,1513% => 78.1513%
near(share(dt-2024-07.04), 4) as end => 78,1513 => 78.1513
near(point(dt-2024-07.04), 2) => 78,15 => 78.15
near(point(dt-2024-07.18), 2) => 86 => 86
below(dt-2024-07.04) as percent => 78,15% => 78.15%
above(dt-2024-07.04) as percent => 78,32% => 78.32%
near(percentage(dt-2024-07.04) - share(dt-2024-07.04), 2) as change => +0,03 => +0.03
down(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1) => 12,8 => 12.8
up(upper(dt-2025-02.03) - lower(dt-2024-07.04), 1) => 21,9 => 21.9
near(lower(dt-2025-02.05) - upper(dt-2024-07.06), 2) => 18,75 => 18.75
near(printed(dt-2025-02.13) - printed(dt-2024-07.18), 2) as change => +1 => +1
near(printed(dt-2024-07.18) - printed(dt-2025-02.13), 2) as change => −1 => −1
down(lower(dt-2025-02.13) - upper(dt-2024-07.18), 2) => 0 => 0
up(upper(dt-2025-02.13) - lower(dt-2024-07.18), 2) => 2 => 2
least_count(dt-2025-02.03, total(dt-2024-07.04)) => 542 => 542
least_count(dt-2025-02.03, asked(700)) => 638 => 638
least_count(dt-2025-02.03, 600) => 547 => 547
least_count(dt-2025-02.03, total(dt-2024-07.04)) - numerator(dt-2024-07.04) => 77 => 77
least_count(dt-2025-02.03, asked(450)) - numerator(dt-2024-07.04) => −55 => −55
least_count(dt-2024-04.04, total(dt-2024-07.04)) - numerator(dt-2024-07.04) => 11 => 11
certain_total(dt-2025-02.03, numerator(dt-2024-07.04)) => 511 => 511
assumed(certain_total(dt-2025-02.03, numerator(dt-2024-07.04))) => 511 => 511
expected(dt-2025-02.r01) => 28 => 28
near(expected(dt-2025-02.r02), 1) => 3,1 => 3.1
step(dt-2024-07.11) => 1.000 => 1,000
step(dt-2024-07.11 dt-2025-02.08) => 100 => 100
lowest_cut(dt-2024-07.11) => 11.001 => 11,001
highest_cut(dt-2024-07.11, step(dt-2024-07.11)) => 11.999 => 11,999
lowest_cut(dt-2025-02.08) - highest_cut(dt-2024-07.11, step(dt-2024-07.11)) => 802 => 802
highest_cut(dt-2025-02.08, step(dt-2025-02.08)) - lowest_cut(dt-2024-07.11) => 1.898 => 1,898
never(near(point(dt-2025-02.03) - point(dt-2024-07.04), 0)) => 13 => 13
never(near(ratio(numerator(dt-2024-07.04), total(dt-2024-07.04), 1), 2)) => 0,78 => 0.78
never(near(monthly(point(dt-2025-02.03) - point(dt-2024-07.04)), 0)) => 2 => 2
never(printed(dt-2025-02.03)) => 91% => 91%
count(dt-2024-07.04 dt-2025-02.03) => 2 => 2
count() => 0 => 0
count(VN63-87 VN63-22 VN63-52) as spelled => ba => three
marks(dt-2024-07.04 dt-2025-02.03 dt-2024-07.05) => 3 => 3
pairs(dt-2024-07.04 dt-2025-02.03 dt-2024-07.04 dt-2025-02.04) => 2 => 2
different(indicator, dt-2024-07.04 dt-2025-02.03 dt-2024-07.18) => 2 => 2
different(source_id, dt-2024-07.04 dt-2025-02.03 dt-2024-07.18) => 2 => 2
different(theme, dt-2024-07.04 dt-2025-02.03 dt-2024-07.18) => 2 => 2
common(qn-undated.09 qn-undated.10) as percent => 100% => 100%
set_aside(qn-undated) => 15 => 15
time(dt-2024-04.04) as period => năm 2024 => 2024
time(dti-2021-dong-thap) as year => 2021 => 2021
first(time(dt-2024-07.m02)) as day => 01/01/2021 => 1 January 2021
last(time(dt-2024-07.m02)) as day => 31/12/2025 => 31 December 2025
first(time(qn-undated.m01)) as year => 2009 => 2009
last(time(dt-2024-04.04)) as day => 31/12/2024 => 31 December 2024
middle(dt-2025-02) as day => 11/02/2025 => 11 February 2025
day_after(field(VN63-87, valid_to)) as day => 01/7/2025 => 1 July 2025
asked(700) => 700 => 700
first(asked_time(2024-07)) as month => tháng 7/2024 => July 2024
last(asked_time(2025-02)) as day => 28/02/2025 => 28 February 2025
""".strip().splitlines()]  # fmt: skip


# --- written and read back
CODE = st.one_of(
    st.sampled_from(
        [JULY, "dt-2024-07.m03", "VN63-87", "qd-749-2020", "2024-07", "2010/2015", "a", "as", "700", "x-as"]
    ),
    st.text(string.ascii_letters + string.digits + "đ", min_size=1, max_size=8),
)
OUTER = ("as", "never")


def made(name, inner):
    part = inner if name in OUTER else inner | st.integers(0, 10**6)
    kinds = {
        "codes": st.lists(CODE, max_size=4),
        "places": st.integers(0, 9),
        "form": st.sampled_from(FORMS),
        "part": part,
    }
    return st.tuples(*(kinds.get(kind, CODE) for kind in OPERATIONS[name].takes)).map(
        lambda parts: OPERATIONS[name](*parts)
    )


def one_of(names, inner):
    return st.sampled_from(sorted(names)).flatmap(lambda name: made(name, inner))


INNER = st.recursive(
    one_of([name for name, each in OPERATIONS.items() if "part" not in each.takes], st.nothing()),
    lambda inner: one_of(
        [name for name, each in OPERATIONS.items() if "part" in each.takes and name not in OUTER], inner
    ),
    max_leaves=6,
)


@given(INNER | one_of(OUTER, INNER))
def test_an_expression_is_read_back_from_its_text(expression):
    said = str(expression)
    assert parse(said) == expression and hash(parse(said)) == hash(expression)
    assert escape(said) == said and "\n" not in said


@given(st.text(max_size=30) | st.text("()-, as0ab.downcount", max_size=30))
def test_any_other_text_is_refused_in_one_sentence(text):
    try:
        assert isinstance(parse(text), Expression)
    except ValueError as error:
        assert "\n" not in repr(str(error))[1:-1] or "\n" in text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("lower", "'(' expected"),
        ("lower(", "')' expected, not ''"),
        ("lower(a, b)", "')' expected, not ','"),
        ("loewr(a)", "'loewr' is no operation; known: printed, "),
        ("down(lower(a), 1.5)", "1.5 is no places that down takes"),
        ("lower(a) as colour", "colour is no form"),
        ("lower(a) b", "'' expected, not 'b'"),
        ("lower(“a”)", "is no expression from"),
        ("5", "rests on nothing"),
        ("down(never(printed(a)), 1)", "is no part that down takes"),
        ("(" * 5000 + "lower(a)", "nested too deeply"),
    ],
)
def test_what_is_wrong_with_a_text_is_said(text, said):
    with pytest.raises(ValueError) as raised:
        parse(text)
    assert said in str(raised.value)


def test_a_difference_taken_away_keeps_its_brackets():
    a, b, c = (expressions.lower(each) for each in "abc")
    assert str(a - b - c) == "lower(a) - lower(b) - lower(c)" and str(a - (b - c)) == "lower(a) - (lower(b) - lower(c))"
    assert (a - (b - c)).codes == ("a", "b", "c")


def test_every_operation_says_what_it_means():
    assert all(each.meaning and each.takes for each in OPERATIONS.values())
    others = {name for name in OPERATIONS if name not in SIMPLE and not hasattr(Evaluation, name)}
    assert others == {"as", "cited"}


def test_only_what_a_person_typed_is_read():
    own_keys = {
        ("observations", "source_id"),
        ("milestones", "source_id"),
        ("systems", "source_id"),
        ("relations", "source_id"),
        ("statements", "source_id"),
        ("errata", "source_id"),
    }
    read = {(table, column) for table, columns in READS.items() for column in columns.split()}
    assert {(table, column) for table, column in read if TABLES[table].columns[column].derived} == own_keys


# --- computed again
class WithPlaces(Codes):
    """The collection, had an article printed "thứ 20/63" where it prints "nhóm 20": today none prints a place so."""

    def row(self, code, *tables):
        found = super().row(code, *tables)
        if code == "dt-2024-07.20":
            found.as_printed, found.bound, found.wording = "20/63", "exact", "thứ"
        return found


@pytest.fixture(scope="module")
def codes(data):
    return WithPlaces(data)


@pytest.mark.published
@pytest.mark.parametrize(("said", "vi", "en"), RIGHT, ids=[each[0] for each in RIGHT])
def test_an_expression_gives_its_text(codes, said, vi, en):
    assert right(parse(said), "vi", codes, PARAMETERS) == vi
    assert right(parse(said), "en", codes, PARAMETERS) == en
    check(vi[:1].upper() + vi[1:], parse(said), "vi", codes, PARAMETERS)
    with pytest.raises(Unfounded, match=" by "):
        check(f"9{vi}", parse(said), "vi", codes, PARAMETERS)


def test_every_operation_and_form_has_an_example():
    named = {name for said, _, _ in RIGHT for name in OPERATIONS if f"{name}(" in said}
    assert {*OPERATIONS} - named == {"minus", "as", "cited", "corrected"}  # the last of an erratum: test_errata
    assert {form for form in FORMS if any(said.endswith(f" as {form}") for said, _, _ in RIGHT)} == {*FORMS}


def mutations(expression):
    """Every expression that differs from it by one slip."""
    takes = OPERATIONS[expression.operation].takes
    for name, other in OPERATIONS.items():
        if other.takes == takes and name != expression.operation:
            yield Expression(name, expression.parts)
    for place, (part, kind) in enumerate(zip(expression.parts, takes, strict=True)):
        for wrong in _wrong(part, kind):
            yield Expression(expression.operation, (*expression.parts[:place], wrong, *expression.parts[place + 1 :]))
    if len(set(takes)) == 1 and len(takes) == 2:
        yield Expression(expression.operation, expression.parts[::-1])


def _wrong(part, kind):
    match kind:
        case "places":
            yield from (each for each in (part - 1, part + 1) if each >= 0)
        case "form":
            yield from (each for each in FORMS if each != part)
        case "part" if isinstance(part, Expression):
            yield from (each for each in part.parts if isinstance(each, Expression))  # the operation left out
            yield from mutations(part)


def texts_of(expression, codes):
    try:
        return [right(expression, language, codes, PARAMETERS) for language in ("vi", "en")]
    except Unfounded:
        return []


@pytest.mark.published
def test_a_slip_in_any_operation_is_caught(codes):
    """By another text or a refusal, in at least one example of every pair (what was meant, what was made of it)."""
    caught, passed = set(), set()
    for said, *texts in RIGHT:
        for wrong in mutations(parse(said)):
            slip = _slip(parse(said), wrong)
            (passed if texts_of(wrong, codes) == texts else caught).add(slip)
    assert len(caught) > 450
    assert sorted(passed - caught) == SAME


def _slip(a, b):
    """What was changed: (operation meant, operation made), or the part that differs."""
    if not isinstance(a, Expression) or not isinstance(b, Expression):
        return str(a), str(b)
    if a.operation != b.operation:
        return a.operation, b.operation
    if a.parts[::-1] == b.parts:
        return a.operation, TURNED
    changed = [each for each in zip(a.parts, b.parts, strict=True) if each[0] != each[1]]
    return _slip(*changed[0])


TURNED = "its parts turned around"
SAME = [  # one number by definition: a mark for each code, a fraction's share, two in any order, the ends of one value
    ("count", "marks"), ("marks", "count"), ("share", "fraction"),
]  # fmt: skip


# --- refused
@pytest.mark.published
@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("printed(dt-2025-02.99)", "unknown code 'dt-2025-02.99'"),
        ("printed(dt-2024-07.04)", "prints a fraction"),
        ("lower(dt-2025-02.03) - lower(dt-2024-07.18)", "bound no difference"),
        ("lower(dt-2025-02.03) - upper(dt-2024-07.11)", "percent and count: no difference"),
        ("up(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)", "rounded outward only"),
        ("down(upper(dt-2025-02.03) - lower(dt-2024-07.04), 1)", "rounded outward only"),
        ("near(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)", "rounded outward only"),
        ("upper(dt-2025-02.03) - lower(dt-2024-07.04)", "needs rounding"),
        ("upper(dt-2024-07.11)", ""),
        ("up(upper(dt-2025-02.08) - lower(dt-2024-07.11), 0)", "no such end"),
        ("near(lower(dt-2025-02.03) - upper(dt-2024-07.06), 2)", "rounded outward only"),
        ("near(point(dt-2025-02.03) - point(dt-2024-07.04), 0)", "bare numbers give nothing"),
        ("count(dt-2024-07.04 dt-2024-07.04)", "a code twice"),
        ("pairs(dt-2024-07.04 dt-2025-02.03 dt-2024-07.04 dt-2025-02.03)", "a pair twice"),
        ("common(dt-2024-07.04 dt-2025-02.03)", "not all allow one value"),
        ("asked(600)", "600 is no parameter of this page"),
        ("field(dt-2025-02.03, value_lower)", "no value_lower that may be read"),
        ("field(dt-2025-02.03, share)", "no share that may be read"),
        ("numerator(dt-2025-02.03)", "prints no such number"),
        ("lower(dt-2024-07.11) as percent", "count is no percentage"),
        ("near(printed(qn-undated.12) - printed(qn-undated.12), 0)", "hedged"),
        ("near(printed(bd-undated.01) - printed(bd-undated.01), 0)", "a range has no one number"),
        ("time(dt-2025-02.03) as period", "'dt-2025-02.03' is not a period"),
        ("assumed(printed(dt-2025-02.03))", "no assumption"),
        ("never(certain_total(dt-2025-02.03, numerator(dt-2024-07.04)))", "no bare number"),
        ("near(point(dt-2025-02.05) - lower(dt-2024-07.06), 2)", "bare numbers give nothing"),
        ("first(time(qn-undated.m01 dt-2024-07.m08)) as year", ""),
    ],
)  # fmt: skip
def test_what_does_not_follow_is_refused(codes, said, why):
    with pytest.raises(Unfounded) as raised:
        right(parse(said), "vi", codes, PARAMETERS)
    assert why in str(raised.value) and str(raised.value).startswith("does not follow from ")


@pytest.mark.published
def test_the_number_of_a_source_is_of_an_article(codes):
    check("3", parse("cited(dt-2024-07)"), "vi", codes)
    for text, said in (("x", "cited(dt-2024-07)"), ("3", "cited(dt-2024-07.m02)")):
        with pytest.raises(Unfounded):
            check(text, parse(said), "vi", codes)


# --- said in words
@pytest.mark.published
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("said", [each[0] for each in RIGHT])
def test_every_expression_is_said_in_words(codes, said, language):
    words = str(explain(parse(said), codes).said(language))
    assert words.endswith(".") and "{" not in words


@pytest.mark.published
def test_a_change_a_count_and_a_total_are_said_with_their_numbers(codes):
    said = {each: str(explain(parse(each), codes).said("en")) for each, _, _ in RIGHT}
    assert said["down(lower(dt-2025-02.03) - upper(dt-2024-07.04), 1)"].startswith(
        "91 − 78.18 = 12.82; the first figure named below is 78.1512…, computed from 465/595, or “78,18%” as "
        "printed with it; the second "
        "allows anything above 91 and not over 100; the second less the first is anything above 12.82 and not over "
        "21.8487… ("
    )
    assert said["least_count(dt-2025-02.03, total(dt-2024-07.04))"] == (
        "The lower end of what the figure allows is 91%; if the total is 595, that is 541.45; the least whole "
        "number that fits the figure is 542."
    )
    assert (
        "less the 465 there are" in said["least_count(dt-2024-04.04, total(dt-2024-07.04)) - numerator(dt-2024-07.04)"]
    )
