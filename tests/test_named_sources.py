"""What does not stand in an article has a named source: its card, its address, and how sure it is."""

import re

import pytest

from sosanh.compare.questions import deployment, one_figure, one_indicator
from sosanh.draw import ranks
from sosanh.lineage import expressions as of
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.words import Figure, text
from sosanh.publish.cards import walkable
from sosanh.show import exhibits, walk


@pytest.fixture(scope="module")
def codes(data):
    return Codes(data)


def cards(figure, codes, language):
    """The texts of the cards behind a number and of those it leads on to, in that order."""
    page = walkable(f"<body><main>{text(figure).html()}</main></body>", language, codes)
    found = re.findall(r'<div class="card".*?</div>', page)
    return [" ".join(re.sub(r"<[^>]+>", " ", re.sub("</?span[^>]*>", "", each)).split()) for each in found]


@pytest.mark.parametrize(("language", "day", "source", "sure"), [
    ("vi", "01/7/2025", "Nghị quyết số 202/2025/QH15 ngày 12/6/2025 của Quốc hội", "đọc qua nơi khác dẫn lại"),
    ("en", "1 July 2025", "Resolution 202/2025/QH15 of the National Assembly", "where another publication reports it"),
])  # fmt: skip
def test_the_day_the_boundaries_changed_names_its_resolution(codes, language, day, source, sure):
    """The card said only "by the collection's list"; no page named what the two maps rest on."""
    own, resolution = cards(Figure(day, of.day_after(of.field("VN63-87", "valid_to")).as_("day")), codes, language)
    assert source in own and source in resolution and sure in resolution and "1663/NQ-UBTVQH15" in resolution


def test_a_benchmark_leads_to_the_one_source_that_states_it(codes):
    own, source = cards(Figure("39", of.field("dti-2022-dong-thap", "obs_value")), codes, "vi")
    assert "Báo cáo xếp hạng mức độ chuyển đổi số năm 2022" in own and "bảng “Xếp hạng DTI" in own
    assert "dti.gov.vn" in source and "đã đọc chính nguồn này" in source and "26/11/2026" in source


@pytest.mark.parametrize(("language", "sure"), [("vi", "đã đọc chính nguồn này"), ("en", "read in the source itself")])
def test_a_page_links_the_source_of_a_benchmark_and_says_how_sure_it_is(data, language, sure):
    rows = exhibits.benchmarks(one_indicator(data, "gov_dti_rank", ["Đồng Tháp"])).said(language).rows
    cells = [row[4].html() for row in rows]
    assert len(cells) == 2 and all(f"({sure})" in each and each.startswith('<a href="https://') for each in cells)


def test_no_rank_is_of_one_source_or_another(data):
    """Two ranks of 2021 were "printed in" one of two articles, "to be checked", and stood on public pages."""
    ids = {row.benchmark for row in data.codebook.benchmarks}
    assert not ids & {"dti-2021-quang-ninh", "dti-2021-tien-giang"} and "dti-2022-quang-ninh" in ids
    names = data.frame("references")[["name_vi", "name_en"]].stack()
    assert not names.str.contains(r"\b(?:hoặc|or)\b").any()


def test_every_named_source_is_the_source_of_something(data):
    used = {row.reference for row in (*data.codebook.benchmarks, *data.codebook.areas)}
    used |= {each.date_reference for each in data.sources.values()}
    assert {row.reference for row in data.codebook.references} == used - {""}


def numbers(words):
    return {int(each) for each in re.findall(r"\d+", words)}


def test_the_evidence_of_a_date_holds_only_what_the_article_prints(data):
    """ "25/4/2022" stood in the evidence of an article that names no plan and no day of one."""
    for source_id, source in data.sources.items():
        printed = (*data.tables["observations"], *data.tables["set_aside"])
        tokens = " ".join(each.as_printed for each in printed if each.source_id == source_id)
        tokens += f" {source.published_from} {source.published_to}"  # the day itself, where the page shows it
        for language in ("vi", "en"):
            assert numbers(getattr(source, f"date_evidence_{language}")) <= numbers(tokens), source_id


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_known_from_elsewhere_stands_apart_with_its_source(data, language):
    rows = exhibits.sources(deployment(data, ["Bình Định"])).said(language).rows
    (plan,) = (str(row[3]) for row in rows if "Tăng tốc chuyển đổi số" in str(row[0]))
    apart, named = {"vi": ("Từ nguồn khác: ", "Nguồn: "), "en": ("From another source: ", "Source: ")}[language]
    own, _, elsewhere = plan.partition(apart)
    assert "2022" not in own and "2022" in elsewhere and "59/KH-UBND" in elsewhere.partition(named)[2]


def all_of(data):
    return one_indicator(data, "gov_dti_rank")


def test_a_span_ends_where_its_evidence_does(data):
    """Quảng Ninh's ended in October 2022 for no reason given; an outside fact without a source narrows no span."""
    source = data.sources["qn-undated"]
    assert (source.published_from, source.published_to) == ("2021-01-01", "2023-10-31")
    assert "tháng 10/2023" in source.date_elsewhere_vi and source.date_reference


@pytest.mark.parametrize(("language", "counted"), [("vi", "theo thân bài như bài đăng"), ("en", "body as published")])
def test_a_paragraph_is_found_by_its_first_words_and_the_rule_of_counting(data, codes, language, counted):
    """ "Paragraph 10" of a portal's page is its fifth, and nowhere was said how paragraphs are counted."""
    (card, *_) = cards(Figure("80%", of.printed("dt-2024-04.04")), codes, language)
    lines = [str(row[1]) for row in walk.printed(one_figure(data, "dt-2024-04.04")).said(language).rows]
    (own,) = (said for said in lines if "“Liên quan Chuyển đổi số”" in said)
    assert own.startswith("5, ") and own in card and "10" in lines  # the line by which the data name it
    assert counted in str(exhibits.sources(all_of(data)).said(language).note)


@pytest.mark.published
def test_every_paragraph_a_card_leads_to_has_its_first_words(data):
    for name in ("observations", "milestones", "systems", "relations"):
        for row in data.tables[name]:
            assert data.opens(row.source_id, row.paragraph), (row.source_id, row.paragraph)


def test_the_chart_of_ranks_names_the_source_of_each(data):
    drawn = ranks.ranks(all_of(data)).said("vi").drawn.rows
    official = [row for row in drawn if str(row[1]).startswith("năm 2022")]
    assert official and all("dti.gov.vn" in str(row[-1]) for row in official)
