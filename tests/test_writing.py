import re
from dataclasses import replace

import pytest

from sosanh.compare.questions import one_indicator, over_time
from sosanh.show.display import Sentences
from sosanh.show.writing import clause, write

pytestmark = pytest.mark.published


def sentences(shown, advice):
    return [str(row[1]) for row in shown.rows if advice in str(row[0])]


WHOLE = {
    "vi": "Theo {source} (khoảng 11/02/2025), trên 91% cơ sở giáo dục phổ thông, giáo dục thường xuyên của Đồng Tháp "
    "đã triển khai thanh toán không dùng tiền mặt, cao hơn trên 12,8 điểm phần trăm so với số liệu công bố ngày "
    "25/7/2024 (465/595 cơ sở).",
    "en": "According to {source} (about 11 February 2025), more than 91% of general and continuing-education "
    "institutions in Đồng Tháp had introduced cashless payment, more than 12.8 percentage points above the figure "
    "published on 25 July 2024 (465 of 595 institutions).",
}


def published(result, source_id, **columns):
    """The result with these columns of an article as given."""
    article = replace(result.collection.sources[source_id], **columns)

    def own(row):
        return replace(row, article=article) if row.source_id == source_id else row

    pairs = tuple(replace(pair, a=own(pair.a), b=own(pair.b)) for pair in result.pairs)
    return replace(result, rows=tuple(map(own, result.rows)), pairs=pairs)


@pytest.mark.parametrize(
    ("kind", "vi", "en"),
    [
        ("aggregator", "bài đăng trên trang tổng hợp Báo Mới", "the article on the aggregator Báo Mới"),
        ("newspaper", "Báo Mới", "Báo Mới"),
        ("state_portal", "bài đăng trên Báo Mới", "the article on Báo Mới"),
        ("party_site", "bài đăng trên Báo Mới", "the article on Báo Mới"),
    ],
)
def test_the_sentence_to_write_is_whole_and_names_its_source(schools, kind, vi, en):
    found = published(schools, "dt-2025-02", outlet="Báo Mới (trang tổng hợp)", outlet_type=kind, republished_from="")
    for language, source in (("vi", vi), ("en", en)):
        assert sentences(write(found).said(language), "✓")[0] == WHOLE[language].format(source=source)


@pytest.mark.parametrize(
    ("kind", "outlet", "said"),
    [
        ("repost", "", "Theo bản đăng lại bài của Báo A ("),
        ("party_site", "a.dcs.vn", "Theo bài đăng trên a.dcs.vn, đăng lại từ Báo A ("),
        ("newspaper", "Báo A", "Theo Báo A ("),
    ],
)
def test_a_copy_read_elsewhere_names_the_paper_too(schools, kind, outlet, said):
    found = published(schools, "dt-2025-02", outlet=outlet, outlet_type=kind, republished_from="Báo A")
    assert sentences(write(found).said("vi"), "✓")[0].startswith(said)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (("2025-02-11", "2025-02-11"), "Theo bài đăng trên Báo A (11/02/2025), "),
        (("2025-02-10", "2025-02-12"), "Theo bài đăng trên Báo A (khoảng 11/02/2025), "),
        (("2025-02-01", "2025-02-28"), "Theo bài đăng trên Báo A (công bố tháng 02/2025), "),
        (
            ("2021-12-01", "2022-05-31"),
            "Theo bài đăng trên Báo A (công bố trong thời gian suy ra là từ tháng 12/2021 đến tháng 5/2022), ",
        ),
    ],
)
def test_an_inferred_day_is_said_with_khoang_and_a_long_span_as_a_span(schools, days, said):
    ends = dict(zip(("published_from", "published_to"), days, strict=True))
    found = published(schools, "dt-2025-02", outlet="Báo A", outlet_type="state_portal", republished_from="", **ends)
    assert sentences(write(found).said("vi"), "✓")[0].startswith(said)


@pytest.mark.parametrize(("language", "said"), [
    ("vi", "Theo Đoàn Tấn Bửu, Giám đốc Sở Y tế, trong bản đăng lại bài của Báo Đồng Tháp (25/7/2024), "),
    ("en", "According to Đoàn Tấn Bửu, director of the Department of Health, in the repost of an article of Báo Đồng "
         "Tháp (25 July 2024)"),
])  # fmt: skip
def test_who_states_a_figure_is_named_in_the_sentence(data, language, said):
    """What an official said of health facilities was written as if the paper had found it."""
    assert said in sentences(write(one_indicator(data, "health_remote_care")).said(language), "✓")[0]


@pytest.mark.parametrize(
    ("language", "wrong"),
    [
        ("vi", ["đạt 91%", "tăng 13 điểm phần trăm", "tăng 13%", "mỗi tháng tăng 2 điểm phần trăm"]),
        ("en", ["reached 91%", "up by 13 percentage points", "up by 13%", "up by 2 percentage points a month"]),
    ],
)
def test_what_not_to_write_of_the_cashless_schools(schools, language, wrong):
    shown = write(schools).said(language)
    assert sentences(shown, "✗") == wrong
    assert all(str(row[2]) for row in shown.rows)


def test_a_plain_difference_that_may_be_stated_is_not_forbidden(data):
    shown = write(one_indicator(data, "health_ehr")).said("en")
    assert sentences(shown, "✗") == ["up by 1%"]  # percentage points, and rounding is said beside them


def test_counts_with_floors_only(data):
    shown = write(one_indicator(data, "edu_digital_signatures")).said("en")
    assert sentences(shown, "✗") == ["reached 12,800", "up by 1,800"]


@pytest.mark.parametrize(
    ("sector", "indicator", "said"),
    [
        ("education", "edu_internal_admin_digital", "; the figure published on 25 July 2024 was also 100%."),
        ("education", "edu_own_materials", "all educational institutions (scope not stated) in Đồng Tháp built "
         "digital learning materials (the article says so in words: “đều”); the figure published on 25 July 2024 was "
         "338 of 416 schools. Difference, as SoSánh computes it: up by 18.75 percentage points, only if "),
        ("education", "edu_digital_governance", "; the figure published on 25 July 2024 was more than 70% (four "
         "parts: governance, activities, standardised data and an open repository of materials). "
         "Difference, as SoSánh computes it: up by less than 30 percentage points, or no change, only if both figures "
         "are shares of "),
        ("education", "edu_digital_signatures", "more than 12,800 education managers and teachers in Đồng Tháp "
         "had been given digital signatures; the figure published on 25 July 2024 was more than 11,000. The figures "
         "do not show whether it rose or fell."),
        ("health", "health_ehr", "87% of the population in Đồng Tháp had an electronic health record; the "
         "figure published on 25 July 2024 was 86%, according to Đoàn Tấn Bửu, director of the Department of Health. "
         "Difference, as SoSánh computes it: +1 percentage point as printed; if "
         "rounded, anything above 0 and below 2."),
    ],
)  # fmt: skip
def test_every_kind_of_pair_has_its_whole_sentence(data, sector, indicator, said):
    found = over_time(data, "Đồng Tháp", "2024-07", "2025-02", sector)
    only = replace(found, pairs=tuple(each for each in found.pairs if each.a.indicator == indicator), outcomes=())
    (sentence,) = sentences(write(only).said("en"), "✓")
    assert sentence.startswith("According to the article on ") and said in sentence


def test_a_rank_is_written_by_its_indicator(data):
    row = replace(next(row for row in data.observations if row.unit_measure == "rank"), role="actual")
    said = str(clause(row, over_time(data, "Đồng Tháp", "2024", "2025")).said("vi"))
    assert said.startswith("số liệu về thứ hạng") and "ở Bình Định được nêu là top 10" in said


def test_figures_that_do_not_compare_are_set_side_by_side(data):
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    only = type(health)(**{**vars(health), "pairs": tuple(each for each in health.pairs if each.verdict.grade == "C")})
    shown = write(only).said("en")
    said, *_ = sentences(shown, "✓")
    assert (
        "were applied at 22/165 facilities applying remote care in Đồng Tháp" in said
        and "above" not in said
        and said.count("According to") == 2
    )
    assert "had introduced" not in said and "“" not in said  # one predicate would join the two
    assert "remote diagnosis system" in said and "remote advice on examination" in said  # each counts something else
    assert "87 percentage points" in " ".join(sentences(shown, "✗"))
    assert "not subtracted" in next(str(why) for advice, _, why in shown.rows if "✗" in str(advice))


def test_without_a_pair_there_is_nothing_to_write(data):
    assert isinstance(write(over_time(data, "Hà Nội", "2024", "2025")).said("vi"), Sentences)


def test_the_page_shows_what_may_and_what_may_not_be_written_as_two_lists(schools):
    shown = write(schools).said("en").html()
    may, never = shown.split('<div class="advice">')[1:]
    assert "<h4>✓ You can write</h4>" in may and may.count("<li>") == may.count('class="why"') == 5
    assert '<h4 id="never">✗ Don’t write</h4>' in never and never.count("<li>") == never.count('class="why"') == 4


@pytest.mark.published
def test_a_sentence_has_the_time_its_article_states_and_that_article_s_words(data):
    """Server rooms of 2010-2015 were written as of today; a director was given the words of another article."""
    rows = {row.obs_id: row for row in data.observations}
    rooms = one_indicator(data, "health_server_rooms")
    assert "2010–2015" in str(clause(rooms.rows[0], rooms).said("vi"))
    care = one_indicator(data, "health_remote_care")
    said = str(clause(rows["dt-2024-07.15"], care).said("vi"))
    assert "tư vấn" not in said and "hệ thống chẩn đoán bệnh từ xa" in said


@pytest.mark.published
def test_of_figures_that_do_not_compare_each_bare_sum_is_refused_for_that(data):
    """“87%” was refused because a difference is in points, as if “87 points” were right."""
    never = [row for row in write(one_indicator(data, "health_remote_care")).said("en").rows if str(row[0])[0] == "✗"]
    assert len(never) == 3 and all(str(why).startswith("the two figures are not subtracted") for *_, why in never)
    bound = [
        row for row in write(one_indicator(data, "edu_digital_governance")).said("en").rows if str(row[0])[0] == "✗"
    ]
    assert str(bound[0][2]).startswith("even on the stated condition, all that is known: up by less than 30")


def test_no_sentence_quotes_what_no_article_prints(data):
    """Our definitions and remarks stood in quotation marks after “According to”, as words of a resolution."""
    printed = {row.as_printed for row in data.observations}
    for indicator in {row.indicator for row in data.observations}:
        shown = write(one_indicator(data, indicator)).said("vi")
        for sentence in sentences(shown, "✓") if not isinstance(shown, Sentences) else ():
            assert set(re.findall("“([^”]*)”", sentence)) <= printed | {"cơ quan", "dùng cho đơn vị", "duy trì"}, (
                sentence
            )


def test_a_change_on_a_condition_is_no_part_of_what_the_article_is_cited_for(schools):
    said = [each for each in sentences(write(schools).said("en"), "✓") if "only if" in each]
    assert said and all(". Difference, as SoSánh computes it: " in each for each in said)


def test_a_sentence_of_a_definition_is_said_only_of_its_kind_of_figure(data):
    """A target's sentence, put to a result of the same definition, would make an aim of what was reached."""
    found = one_indicator(data, "gov_online_work_files")
    (row,) = found.rows
    assert str(clause(row, found).said("en")).startswith(
        "the plan of the Department of Industry and Trade of Bình Định aims for"
    )
    result = replace(row, role="actual")
    assert "aims" not in str(clause(result, found).said("en")) and "mục tiêu" not in str(
        clause(result, found).said("vi")
    )


def test_every_sentence_of_a_definition_has_the_same_places_in_both_languages(data):
    for each in data.codebook.definitions:
        places = [sorted(re.findall("{(.*?)}", text)) for text in (each.sentence_vi, each.sentence_en)]
        assert places[0] == places[1] and ("value" in places[0]) == bool(each.sentence_role), each.definition


def test_a_sentence_to_copy_does_not_read_a_year_for_its_article(data):
    ranks = [str(row[1]) for row in write(one_indicator(data, "gov_dti_rank")).said("vi").rows]
    assert all(("(hiểu là" not in each and each.endswith("đến năm 2025.")) or "đến năm 2030." in each for each in ranks)
