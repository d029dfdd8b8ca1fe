import re
from dataclasses import replace

import pytest

from sosanh.compare.questions import (
    across,
    against_targets,
    deployment,
    evidence_map,
    one_figure,
    one_indicator,
    one_page,
    over_time,
)
from sosanh.data.tables import TABLES, read_csv
from sosanh.show.headlines import headline, lead, of_figures, of_result

pytestmark = pytest.mark.published

FIRST_SCREEN = {
    "vi": """\
Tỉnh Đồng Tháp (địa giới trước 01/7/2025) · số liệu công bố tháng 7/2024 và tháng 02/2025
Trường học Đồng Tháp đã vượt mục tiêu 80% của năm 2024 về thanh toán không dùng tiền mặt chưa?
Đã vượt, theo số liệu công bố tháng 02/2025: trên 91% cơ sở giáo dục phổ thông, giáo dục thường xuyên đã triển khai, \
cao hơn trên 12,8 điểm phần trăm so với số liệu công bố tháng 7/2024.
• Công bố tháng 7/2024: 465/595 cơ sở, tức 78,15% (bài báo nêu 78,18%); còn thiếu 11 cơ sở để đạt 80% của 595.
• Công bố tháng 02/2025: “trên 91%”, không nêu số cơ sở; nếu tổng số vẫn là 595 thì ít nhất 542 cơ sở, tăng ít nhất 77.
• Mục tiêu: 80% (SoSánh hiểu như vậy) trong năm 2024; bài nêu kết quả không ghi ngày chốt số liệu, nên không rõ đạt \
mức này trước hay sau khi hết năm 2024.
Lưu ý: các bài không ghi ngày chốt số liệu; “triển khai” không cho biết bao nhiêu phụ huynh sử dụng.""",
    "en": """\
Đồng Tháp province (boundaries before 1 July 2025) · figures published in July 2024 and February 2025
Have Đồng Tháp’s schools passed the 80% target for 2024 for cashless payment?
Yes, by the figure published in February 2025: more than 91% of general and continuing-education institutions had \
introduced it, more than 12.8 percentage points above the figure published in July 2024.
• Published July 2024: 465 of 595, or 78.15% (the article prints “78,18%”); 11 short of 80% of 595.
• Published February 2025: “more than 91%”, no count; if the total is still 595, at least 542, up by at least 77.
• Target: 80% (as SoSánh reads it) in 2024; the article with the result gives no cut-off date, so it is not known \
whether this was reached before or after the end of 2024.
Note: the articles give no cut-off date; “introduced” does not tell how many parents use it.""",
}


@pytest.mark.parametrize("language", FIRST_SCREEN)
def test_first_screen(schools, language):
    assert "\n".join(of_result(schools).said(language).lines()) == FIRST_SCREEN[language]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_of_the_first_screen_names_its_observations(schools, language):
    shown = headline(schools).said(language)
    assert all(figure.of.codes for figure in shown.figures)
    gain = next(figure for figure in shown.figures if figure.text == "77")
    assert str(gain.of) == "least_count(dt-2025-02.03, total(dt-2024-07.04)) - numerator(dt-2024-07.04)"


def test_both_languages_show_the_same_numbers(schools):
    shown = headline(schools)
    seen = [[str(f.of) for f in shown.said(language).figures] for language in ("vi", "en")]
    assert sorted(seen[0]) == sorted(seen[1])


def test_rise_is_said_once_because_fraction_and_printed_percentage_print_alike(schools):
    pair = schools.pairs[0]
    assert [name for name, _ in pair.change.readings] == ["fraction", "printed"]
    assert "\n".join(headline(schools).said("en").lines()).count("12.8") == 1


@pytest.mark.parametrize(
    ("area", "time_from", "time_to", "sector", "answer"),
    [
        ("Hà Nội", "2024", "2025", "", "No article in the collection states a figure on Hanoi"),
        (
            "đồng tháp",
            "2024-07",
            "2024-07",
            "education",
            "Within the scope of this page, no earlier figure compares with a later one",
        ),
        (
            "Dong Thap",
            "2024-07",
            "2025-02",
            "health",
            "+1 percentage point as printed; if rounded, anything above 0",
        ),
        (
            "Đồng Tháp",
            "2031",
            "2031",
            "",
            "No article in the collection states a figure on Đồng Tháp (boundaries since 1 July 2025) between January",
        ),
    ],
)
def test_other_parameters_are_answered_honestly(data, area, time_from, time_to, sector, answer):
    shown = headline(over_time(data, area, time_from, time_to, sector)).said("en")
    assert answer in "\n".join(shown.lines())


def test_name_means_the_territory_of_its_time(data):
    before = headline(over_time(data, "Đồng Tháp", "2024", "2025", "")).said("en").about
    after = headline(over_time(data, "Đồng Tháp", "2031", "2032", "")).said("en").about
    assert "boundaries before 1 July 2025" in str(before)
    assert "boundaries since 1 July 2025" in str(after)


def test_a_province_that_was_not_merged_was_made_of_no_other(data):
    """Quảng Ninh has a code on each map; its own figures were “of older areas”."""
    for code in ("VN63-22", "VN34-22"):
        assert "made of" not in "\n".join(headline(over_time(data, code)).said("en").lines())


def test_unchanged_province_needs_no_boundaries(data):
    assert str(headline(over_time(data, "Quảng Ninh", "2021", "2025", "")).said("en").about).startswith(
        "Quảng Ninh province ·"
    )


@pytest.mark.parametrize(
    ("language", "asked", "leads_to"),
    [
        ("vi", ("Quảng Ninh", "2024-07", "2025-02"), "Số liệu về Quảng Ninh có trong bài báo công bố trong thời gian"),
        ("en", ("Quảng Ninh", "2024-07", "2025-02"), "Figures on Quảng Ninh are in the article published at a time"),
        ("en", ("Quảng Ninh", "", "", "trade"), "Figures on Quảng Ninh are of other sectors ("),
        ("en", ("Hà Nội",), "There are figures on: Quảng Ninh (article published at a time inferred to be between"),
        ("en", ("VN34-82",), "was made of several older areas; on these there are figures: Đồng Tháp (boundaries"),
        ("en", ("VN34-82", "", "", "health"), "on these there are figures in the sector of health: Đồng Tháp (bou"),
        ("en", ("VN34-82", "", "", "tourism"), "on these there are figures of other sectors ("),
    ],
)  # fmt: skip
def test_silence_names_the_times_and_areas_that_have_figures(data, language, asked, leads_to):
    shown = headline(over_time(data, *asked)).said(language)
    assert str(shown.answer).startswith(("Không bài báo nào", "No article in the collection"))
    assert any(leads_to in str(line) for line in shown.elsewhere), shown
    assert "no article" not in str(shown.about) and "không có bài báo" not in str(shown.about)


def test_what_the_page_shows_is_not_offered_as_being_elsewhere(data):
    """Of the province before and since the merger, asked for together, targets of the old one were “elsewhere”."""
    assert headline(against_targets(data, ["VN63-87", "VN34-82"])).elsewhere == ()


def test_a_page_of_steps_leads_to_where_there_are_steps(data):
    """It led to areas with figures, of which no article names a step."""
    shown = headline(deployment(data, "Hà Nội")).said("en")
    (line,) = map(str, shown.elsewhere)
    assert line.startswith("There are mentions of a system or step on: ")
    named = {row.article.ref_area for table in ("systems", "milestones") for row in data.select(table=table)}
    assert all(str(data.codebook.area_name(code).said("en")) in line for code in named), line


def test_silence_of_an_indicator_names_the_areas_that_have_it(data):
    shown = headline(one_indicator(data, "edu_cashless", ["Quảng Ninh"])).said("en")
    assert "There are figures on: Đồng Tháp (articles published in April 2024, July 2024 and February 2025" in str(
        shown.elsewhere[-1]
    )


def test_a_day_asked_about_limits_what_is_called_silent(data):
    shown = headline(across(data, "Đồng Tháp", as_of="2023")).said("vi")
    said = "\n".join(shown.lines())
    assert "không bài báo nào chắc chắn đã đăng đến ngày 31/12/2023 nêu" in said
    assert "Số liệu về Đồng Tháp (địa giới trước 01/7/2025) có trong các bài báo công bố tháng 4/2024" in said


def test_without_an_end_the_question_names_none(data):
    assert "in Đồng Tháp, and how far" in str(
        headline(over_time(data, "Đồng Tháp", sector="trade")).said("en").question
    )
    assert "in Hanoi since January 2024, and" in str(headline(over_time(data, "Hà Nội", "2024")).said("en").question)
    assert "in Hanoi up to December 2024, and" in str(
        headline(over_time(data, "Hà Nội", "", "2024")).said("en").question
    )


def test_only_a_change_leads_never_a_difference_between_two_provinces(data):
    page = one_page(data, ["Đồng Tháp", "Quảng Ninh"])
    change = next(pair for pair in page.pairs if pair.stated)
    level = replace(change, verdict=replace(change.verdict, purpose="level"))
    assert lead(replace(page, pairs=(level,), outcomes=()))[0] is None
    assert lead(replace(page, pairs=(level, change), outcomes=()))[0] is change


def test_a_reached_target_is_named(data):
    three = against_targets(data, ["Đồng Tháp", "Quảng Ninh", "Bình Định"], "2025-06")
    answer = headline(three).answer
    said = {language: str(answer.said(language)) for language in ("vi", "en")}
    assert (
        "Đồng Tháp, cơ sở giáo dục đã triển khai thanh toán không dùng tiền mặt (cơ sở giáo dục phổ thông, "
        "giáo dục thường xuyên): mục tiêu 80% (SoSánh hiểu như vậy), trong "
        "năm 2024, vượt (không rõ trước hay sau hạn); số liệu mới nhất: trên 91% (công bố tháng 02/2025). "
    ) in said["vi"]
    assert (
        "Đồng Tháp, educational institutions that have introduced cashless payment (general and continuing-"
        "education institutions): target 80% (as SoSánh reads it), "
        "in 2024, exceeded"
    ) in said["en"]
    nothing = replace(three, outcomes=tuple(each for each in three.outcomes if each.code != "exceeded"))
    assert str(headline(nothing).said("en").answer).startswith(
        "Targets stated in numbers: 9; reached or exceeded by the figures published: 0;"
    )


def test_a_merger_after_the_day_asked_about_names_whom_it_changed(data):
    """“The provinces were merged” stood over three, of which Quảng Ninh was not."""
    said = str(headline(against_targets(data, ["Đồng Tháp", "Quảng Ninh", "Bình Định"], "2024-12")).said("en").caveat)
    assert "the boundaries of Bình Định and Đồng Tháp changed after the day named in the question" in said


def test_the_question_on_an_indicator_of_one_area_names_it(data):
    asked = [
        str(headline(one_indicator(data, "health_ehr", areas)).said("vi").question) for areas in ([], ["Huế", "Hà Nội"])
    ]
    assert asked[0].startswith("Đồng Tháp: dân số có hồ sơ sức khỏe điện tử. Các bài báo nêu gì")
    assert asked[1].startswith("Dân số có hồ sơ sức khỏe điện tử: các bài báo nêu gì")


def test_window_upside_down_is_refused(data):
    with pytest.raises(ValueError, match="time_to '2024' is before time_from '2025'; swap them"):
        over_time(data, "Đồng Tháp", "2025", "2024")


def test_unknown_names_are_refused_with_the_nearest(data):
    with pytest.raises(LookupError, match="unknown area 'Đồng Thap'; nearest: Đồng Tháp"):
        over_time(data, "Đồng Thap", "2024-07", "2025-02")
    with pytest.raises(LookupError, match="unknown sector 'educaton'; nearest: education"):
        over_time(data, "Đồng Tháp", "2024-07", "2025-02", "educaton")


@pytest.mark.parametrize(("language", "said"), [("vi", "“trên 91%”: từ bài báo"), ("en", "“trên 91%”: which steps")])
def test_the_question_on_one_figure_keeps_the_words_beside_it(data, language, said):
    """The list of pages had “91%” as a title: exactly what its page says not to write."""
    assert str(headline(one_figure(data, "dt-2025-02.03")).said(language).question).startswith(said)


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (lambda data: across(data, "Đồng Tháp", article="qn-undated"), "no article (looking only at the article"),
        (lambda data: over_time(data, "Đồng Tháp", "2025-02-13", "2025-02-28", "health"), "between 13 February 2025"),
        (lambda data: over_time(data, "VN34-82"), "states a figure on Đồng Tháp (boundaries since 1 July 2025)"),
    ],
)  # fmt: skip
def test_silence_names_the_article_the_days_and_the_boundaries_it_holds_for(data, result, said):
    assert said in str(headline(result(data)).said("en").answer)


@pytest.mark.parametrize(("ask", "asked"), [
    (over_time, {"area": "Hà Nội", "time_from": "2019-01", "time_to": "2019-12"}),
    (over_time, {"area": "Đồng Tháp", "time_from": "2019-01", "time_to": "2019-12", "sector": "tourism"}),
    (over_time, {"area": "Đồng Tháp", "time_from": "2019-01", "time_to": "2019-12", "sector": "health"}),
    (over_time, {"area": "Hà Nội", "sector": "tourism"}),  # which one of the areas named has
    (across, {"areas": "Hà Nội", "sector": "tourism"}),
    (across, {"areas": ["Hà Nội"], "article": "dt-2025-02"}),
    (against_targets, {"areas": ["Hà Nội"], "sector": "tourism"}),
])  # fmt: skip
def test_what_it_says_to_type_shows_figures(data, ask, asked):
    """Typed with a limit that stayed, what it said led to a page without a figure."""
    assert not ask(data, **asked).rows
    said = str(headline(ask(data, **asked)).said("en").typed)
    cleared = re.search("together with (.*), and run all", said)
    lines = said.partition("run all again: ")[2].split("; ")
    assert lines != [""]
    for line in (each for each in lines if not each.startswith("area =") or ask is over_time):
        typed: dict = {}
        exec(f"{cleared[1] if cleared else ''}\n{line}", {}, typed)
        assert ask(data, **asked | typed).rows, line


def test_figures_without_an_indicator_are_said_where_a_page_would_show_them(data):
    """Not on the page of one indicator, of other areas or of an earlier day; and then nobody is said to be silent."""
    tables = {name: read_csv(name) for name in TABLES}
    next(row for row in tables["set_aside"] if row["source_id"] == "dt-2024-07")["kind"] = "no_indicator"
    own = type(data).of(tables, data.version, data.released)
    said = "figures for which the data have no indicator yet are not on this page, nor counted where it says “not rep"

    def told(result):
        return "\n".join(headline(result).said("en").lines())

    apart = told(evidence_map(own, ["Đồng Tháp", "Huế"], sector="trade"))
    assert "there is no figure on Đồng Tháp" in apart and "there is no figure on Thừa" not in apart, apart
    themes = "\n".join(of_figures(across(own, "Đồng Tháp")).said("en").lines())
    assert "that this page counts, none is on these themes" in themes and "prints a figure on" not in themes
    silent = over_time(own, "Đồng Tháp", sector="trade")
    for result in (over_time(own, "Đồng Tháp"), across(own, ["Đồng Tháp", "Quảng Ninh"]), silent):
        assert said in told(result)
    assert "Among what the collection counts of its articles, there is no figure on" in told(silent)
    assert "No article" not in told(silent)
    others = [
        over_time(own, "Quảng Ninh"),
        over_time(own, "Đồng Tháp", time_to="2015"),
        deployment(own, "Đồng Tháp"),
    ]
    others += [one_indicator(own, "edu_cashless"), against_targets(own, "Đồng Tháp", as_of="2024-05")]
    assert not any("no indicator yet" in told(result) for result in others)
