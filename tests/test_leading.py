"""What a page opens with: one rule for its pairs and its main figures, and sensible words for none, one and many."""

import re
from dataclasses import replace

import pytest

from sosanh.compare import questions
from sosanh.compare.gate import change, verdict
from sosanh.compare.results import Outcome, Pair
from sosanh.data.labels import LANGUAGES
from sosanh.show.clauses import named
from sosanh.show.headlines import headline, of_figures
from sosanh.show.leading import lead, main_figures, ranked
from sosanh.show.writing import write

pytestmark = pytest.mark.published
THREE = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]
PAGES = {  # of each kind of page an answer, and what its answer must hold: figures of its own
    "health": (
        lambda data: questions.over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health"),
        "22/165",
        "165/165",
    ),
    "remote care": (lambda data: questions.one_indicator(data, "health_remote_care"), "22/165", "165/165"),
    "ranks": (lambda data: questions.one_indicator(data, "gov_dti_rank"), "top 25", "top 20"),
    "targets": (lambda data: questions.against_targets(data, THREE), "80%", "more than 91%"),
    "steps": (lambda data: questions.deployment(data, THREE), "17 April 2024", "2020"),
    "numbers": (lambda data: questions.across(data, THREE), "465 of 595", "“78,18%”"),
    "three provinces": (
        lambda data: questions.evidence_map(data, THREE),
        "Quảng Ninh 100% (officials, specialists and staff of the education sector",
        "“tất cả”",
    ),
    "one page": (lambda data: questions.one_page(data, THREE), "more than 12.8", "more than 91%"),
    "one figure": (lambda data: questions.one_figure(data, "dt-2025-02.03"), "more than 91%", "institutions"),
}


def of(row, obs_id, **columns):
    """A figure like another, with these columns; its interval is what it prints."""
    own = {"obs_id": obs_id, "numerator": None, "denominator": None, "share": None, "arithmetic": "not_applicable"}
    value = columns.get("obs_value", row.obs_value)
    return replace(row, **own | {"value_lower": value, "value_upper": value} | columns)


def pair(a, b, data):
    found = verdict(a, b, "change", data.codebook)
    return Pair(a, b, found, change(a, b, found) if found.differences else None)


@pytest.fixture
def rows(data):
    return {row.obs_id: row for row in data.observations}


@pytest.fixture
def made(data, rows):
    """A page of one province with these pairs and no others."""
    found = questions.over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    return lambda pairs, outcomes=(): replace(found, pairs=tuple(pairs), outcomes=tuple(outcomes))


@pytest.mark.parametrize("kind", PAGES)
def test_every_kind_of_page_opens_with_a_finding_and_its_figures(data, kind):
    """They opened with counts, or with “nothing compares”, and held their own figures two screens down."""
    ask, *figures = PAGES[kind]
    shown = headline(ask(data)).said("en")
    assert all(each in str(shown.answer) for each in figures), str(shown.answer)
    assert shown.answer.figures and shown.supporting and len(shown.supporting) <= 5


@pytest.mark.parametrize("area", ["", *THREE])
def test_a_page_of_every_figure_opens_with_its_main_ones(data, area):
    shown = of_figures(questions.across(data, area)).said("vi")
    assert "công bố" in str(shown.answer).casefold() and not str(shown.answer).startswith("Tổng cộng")
    assert any(str(line).startswith("Tổng cộng: ") for line in shown.supporting)


def test_health_opens_with_what_is_most_easily_written_wrongly(data):
    """It opened with its dullest pair, 86% and 87%."""
    found = PAGES["health"][0](data)
    assert [each.b.indicator for each in ranked(found)] == [
        "health_remote_care", "health_it_contact_cashless", "health_ehr", "health_operation_system",
    ]  # fmt: skip
    answer = str(headline(found).said("en").answer)
    assert "no difference is calculated between 22/165 (facilities where the health information system" in answer
    assert "what the two articles count is defined differently" in answer and "are not shown to be the same" in answer
    assert any("+1 percentage point as printed" in str(line) for line in headline(found).said("en").supporting)


def test_the_pair_whose_bare_numbers_lie_farthest_apart_comes_first_and_two_things_last(data, rows, made):
    share, later = rows["dt-2024-07.18"], rows["dt-2025-02.13"]
    near = pair(share, later, data)
    far = pair(of(share, "dt-2024-07.18", obs_value=20), of(later, "dt-2025-02.13", obs_value=80), data)
    apart = pair(of(share, "dt-2024-07.18", obs_value=1), of(later, "dt-2025-02.13", population="residents2"), data)
    hedged = pair(replace(share, hedge="about"), later, data)
    other = pair(of(share, "dt-2024-07.18", obs_value=1), replace(later, indicator="edu_cashless"), data)
    assert ranked(made([near, other, hedged, far, apart])) == [apart, far, near, hedged, other]
    assert lead(made([near, other, hedged, far, apart])) == (far, None)  # a chart needs a change


def test_a_pair_with_a_target_comes_first_whatever_the_others_are(data, rows, made):
    share, later = rows["dt-2024-07.18"], rows["dt-2025-02.13"]
    near = pair(share, later, data)
    far = pair(
        *(
            of(each, each.obs_id, obs_value=size, indicator="health_cashless")
            for each, size in ((share, 1), (later, 99))
        ),
        data,
    )
    aim = replace(of(share, "dt-2024-07.18", role="target", obs_value=95), time_period="2025")
    assert ranked(made([far, near]))[0] is far
    assert ranked(made([far, near], [Outcome(aim, later, "short")]))[0] is near


def test_main_figures_are_results_first_and_one_of_each_sector_in_turn(data):
    rows = questions.across(data, "Đồng Tháp").rows
    first = main_figures(rows)
    assert [row.sector for row in first] == ["health", "education", "agriculture"]
    assert all(row.role == "actual" and not row.hedge for row in first)
    assert main_figures(rows[::-1]) == first and main_figures([]) == [] and len(main_figures(rows, 100)) == 42
    roles = [row.role == "actual" for row in main_figures(rows, 100)]
    assert roles == sorted(roles, reverse=True)


def test_of_an_indicator_the_latest_figure_is_the_main_one(rows):
    assert main_figures([rows["dt-2025-02.13"], rows["dt-2024-07.18"]]) == [rows["dt-2025-02.13"]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize(
    "ask", [PAGES["health"][0], PAGES["remote care"][0], lambda data: questions.across(data, "Quảng Ninh")]
)
def test_a_page_of_no_figure_of_one_or_of_two_opens_in_whole_sentences(data, ask, number, language):
    found = ask(data)
    few = replace(found, rows=found.rows[:number], pairs=(), outcomes=())
    shown = (of_figures if type(few).__name__ == "Across" else headline)(few).said(language)
    assert str(shown.answer).endswith(".") and bool(number) == bool(write(few).said(language).figures)
    if number:
        assert {row.obs_id for row in few.rows}.intersection(
            code for figure in shown.answer.figures for code in figure.of.codes
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_there_is_no_pair_each_main_figure_has_its_whole_sentence(data, language):
    shown = write(questions.across(data, "", article="bd-undated")).said(language)
    said = [str(row[1]) for row in shown.rows]
    begins, target = (
        ("Theo ", ", mục tiêu trong kế hoạch của Sở Công Thương ")
        if language == "vi"
        else ("According to ", ", the plan of the Department of Industry and Trade of ")
    )
    assert len(said) == 3 and all(each.startswith(begins) and each.endswith(".") for each in said)
    assert target in said[0] and ("đến năm 2025" if language == "vi" else "by 2025") in said[0]


def test_a_target_is_never_given_the_predicate_of_a_result(data):
    """“80% of institutions had introduced it” would make a result of what was to be reached."""
    said = [str(row[1]) for row in write(questions.across(data, "", article="dt-2024-04")).said("en").rows]
    assert "the target is that 80% of general and continuing" in said[0] and "So SoSánh reads it: " in said[0]
    assert not any("had introduced" in each for each in said)


def test_every_pair_that_may_be_written_of_has_its_sentence_and_those_after_the_third_are_folded(schools):
    shown = write(schools).said("en")
    yes = [str(row[1]) for row in shown.rows if "✓" in str(row[0])]
    assert len(yes) == len([each for each in schools.pairs if each.verdict.grade != "X"]) == 5
    may, never = shown.html().split('<div class="advice">')[1:]
    seen, folded = may.split('<details class="more"><summary>More sentences</summary>')
    assert seen.count("<li>") == 3 and folded.count("<li>") == 2 and "<details" not in never


def test_two_figures_that_do_not_compare_are_both_said_and_that_they_do_not(data):
    shown = write(PAGES["health"][0](data)).said("en")
    yes = [str(row[1]) for row in shown.rows if "✓" in str(row[0])]
    refused = [each for each in yes if each.endswith("No difference is calculated between the two.")]
    different = [each for each in yes if each.endswith("The two are different things and are not compared.")]
    assert len(refused) == 2 and len(different) == 1
    assert all(len(re.findall("According to ", each)) == 2 for each in refused + different)


def test_a_figure_is_told_with_what_it_counts_where_its_indicator_has_several_meanings(data):
    """“Remote care: 22/165” stood for facilities with two systems as for facilities that give advice."""
    care = questions.one_indicator(data, "health_remote_care")
    said = [str(named(row, care).said("en")) for row in care.rows]
    assert "health information system" in said[0] and "advice" not in said[0] and "advice" in said[1]


def test_a_target_names_who_states_it_and_several_of_one_source_name_it_once(data):
    """A department's target stood under its province's name alone."""
    files = str(headline(questions.one_indicator(data, "gov_online_work_files")).said("en").answer)
    assert files.startswith("The plan of the Department of Industry and Trade of Bình Định aims for 90%")
    ranks = str(headline(questions.one_indicator(data, "gov_dti_rank")).said("en").answer)
    assert ranks.count("Resolution 04") == ranks.count("published July 2024") == 1


def test_a_count_has_its_unit_and_the_time_stated_for_it(data):
    shown = str(headline(questions.one_indicator(data, "health_emr_hospitals")).said("en").answer)
    assert (
        "3 hospitals in Quảng Ninh had met the target of introducing electronic medical records, in 2020 (pub"
        in shown.replace("\xa0", " ")
    )
