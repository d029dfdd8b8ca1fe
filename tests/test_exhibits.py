import re
from dataclasses import replace
from itertools import groupby
from operator import attrgetter, itemgetter

import pytest

from sosanh.compare.questions import across, one_indicator, over_time
from sosanh.data import paths
from sosanh.draw import pairs
from sosanh.lineage.words import text
from sosanh.show import exhibits
from sosanh.show.display import Chart, Sentences, Table, table

pytestmark = pytest.mark.published

EVERY = (
    exhibits.reported,
    exhibits.pairs,
    exhibits.apart,
    exhibits.levels,
    exhibits.sure,
    exhibits.once,
    exhibits.sources,
)


def test_all_figures_of_the_selection_are_reported(schools):
    shown = exhibits.reported(schools).said("en")
    named = {each for figure in shown.figures for each in figure.of.codes if figure.of.operation == "token"}
    assert named == {row.obs_id for row in schools.rows}


def test_figures_of_two_definitions_are_not_named_alike(data):
    """“Remote care: 22/165” above “Remote care: 165/165”, where one counts systems applied and the other advice."""
    rows = exhibits.reported(over_time(data, "Đồng Tháp", sector="health"), whole=True).said("en").rows
    names = {str(row[0]): str(row[1]) for row in rows if "165/165" in str(row[1]) or "22/165" in str(row[1])}
    assert len(names) == 2 and all(name.startswith("Remote care at health facilities (") for name in names)


def test_pairs_say_what_the_gate_allows(schools):
    said = {str(row[0]): (str(row[3]), str(row[4])) for row in exhibits.pairs(schools).said("en").rows}
    assert said["Education managers and teachers equipped with digital signatures"] == (
        "the figures do not show whether it rose or fell",
        "Comparable within limits",
    )
    assert said["Internal administration of education on a digital platform"] == ("no change", "Comparable")


def test_side_by_side_pairs_show_no_difference(data):
    health = over_time(data, "Đồng Tháp", "2024-07", "2025-02", "health")
    rows = [row for row in exhibits.pairs(health).said("en").rows if str(row[4]) == "Side by side only"]
    assert len(rows) == 2
    assert all(str(row[3]).startswith("no difference calculated") for row in rows)
    assert any("not clear whether the two agree; ask" in str(row[3]) for row in rows)  # and no conflict is found
    assert not any(row[3].figures for row in rows)


def test_refused_pairs_are_named_with_their_reason(schools):
    refused = {str(row[0]) for row in exhibits.apart(schools).said("en").rows}
    tasks, stem = "that have specified their digital transformation tasks", "teaching by the STEM model"
    assert f"Educational institutions {tasks} / Educational institutions {stem}" in refused
    assert all(str(row[3]) for row in exhibits.apart(schools).said("vi").rows)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("show", [*EVERY, pairs.bullet], ids=lambda each: each.__name__)
def test_silence_is_said(data, show, language):
    silent = over_time(data, "Hà Nội", "2024", "2025")
    shown = show(silent).said(language)
    assert isinstance(shown, Sentences)
    assert len(shown.sentences) == 1 and str(shown.sentences[0]).startswith(
        (
            "Không",
            "Trong phạm vi của trang này, không",
            "There is no",
            "Within the scope of this page, ",
            "Mọi",
            "Every",
        )
    )


def test_text_form_states_every_number_with_its_observations(schools):
    lines = repr(exhibits.levels(schools).said("en")).splitlines()
    assert "  80% <- printed(dt-2024-04.04)" in lines


def test_html_escapes_what_is_not_ours():
    shown = Sentences(text("<script>"), (text("a & b"),), name="x", language="en").html()
    assert "<script>" not in shown and "a &amp; b" in shown


def test_chart_is_read_back_from_the_drawing(schools):
    chart = pairs.bullet(schools).said("en")
    assert isinstance(chart, Chart)
    drawn = [(str(figure), str(place)) for figure, place in chart.drawn.rows]
    assert drawn == [
        ("465/595, printed with “78,18%”", "point 78.15"),
        ("more than 91%", "open bar from 91 to 100"),
        ("80%", "line 80"),
    ]


def test_chart_without_an_end_is_an_arrow(schools):
    pair = next(each for each in schools.pairs if each.b.indicator == "edu_digital_signatures")
    only = replace(schools, pairs=(pair,), outcomes=())
    assert [str(place) for _, place in pairs.bullet(only).said("en").drawn.rows] == [
        "arrow from 11,000 upwards",
        "arrow from 12,800 upwards",
    ]


def test_same_data_draw_the_same_bytes(schools):
    assert pairs.bullet(schools).said("vi").image == pairs.bullet(schools).said("vi").image


def test_picture_of_the_readme_is_what_the_library_draws():
    assert paths.PICTURE.read_bytes() == pairs.picture(), "run `make refresh`"


def test_ranks_of_several_provinces_stand_by_province_and_year_never_by_rank(data):
    found = one_indicator(data, "gov_dti_rank", ["Quảng Ninh", "Đồng Tháp"])
    shuffled = replace(found, benchmarks=tuple(sorted(found.benchmarks, key=attrgetter("obs_value"))))
    shown = [(str(row[0]), str(row[1])) for row in exhibits.benchmarks(shuffled).said("en").rows]
    areas = [area for area, _ in groupby(shown, key=itemgetter(0))]
    assert areas[:2] == ["Quảng Ninh", "Đồng Tháp"] and len(areas) == len({area for area, _ in shown})
    assert all(own == sorted(own) for own in ([year for area, year in shown if area == each] for each in areas))


def test_a_benchmark_that_is_a_target_says_so(data):
    found = one_indicator(data, "health_ehr")
    shown = exhibits.benchmarks(found).said("en")
    assert str(shown.head[0]) == "Area" and {str(row[0]) for row in shown.rows} == {"Viet Nam"}
    assert [str(row[3]) for row in shown.rows] == ["target by 2020 (stated)", "target by 2025 (stated)"]


def test_a_benchmark_of_a_month_says_so_in_words(data):
    shown = exhibits.benchmarks(one_indicator(data, "agri_software_local"))
    assert {language: str(shown.said(language).rows[0][1]) for language in ("vi", "en")} == {
        "vi": "tháng 9/2023",
        "en": "September 2023",
    }


def test_a_word_for_all_has_its_gloss_on_an_english_page(data):
    shown = exhibits.reported(across(data))
    rows = {language: shown.said(language).rows for language in ("vi", "en")}
    words = [str(row[2]) for row in rows["vi"] if str(row[2]).strip("“”").lower() in ("đều", "tất cả", "toàn bộ")]
    glossed = [str(row[2]) for row in rows["en"] if str(row[2]).startswith("all (“")]
    assert words and glossed == [f"all ({each})" for each in words]


def test_sources_link_to_the_articles_and_say_their_language(schools):
    shown = exhibits.sources(schools).said("en").html()
    assert '</span>] <span lang="vi">Nhiều kết quả' in shown
    assert '. <span lang="vi">Báo Mới</span> (aggregator). Published: ' in shown
    assert re.search(r'<a href="https://lite.baomoi.com/[^"]*" rel="noopener noreferrer"><span lang="vi">Dấu ấn', shown)


@pytest.mark.parametrize(("language", "outlet", "copy"), [
    ("vi", "Trang đăng lại (không rõ tên trang), đăng lại từ Báo Đồng Tháp", "Bản đã đọc: không rõ địa chỉ; bài gốc"),
    ("en", "Repost (its site is not known), republished from Báo Đồng Tháp", "Copy read: address not known; original"),
])  # fmt: skip
def test_a_repost_is_named_as_the_copy_read_with_the_original_beside_it(schools, language, outlet, copy):
    """The link led to an original that nobody had read, as if it were the copy read."""
    july = next(row for row in exhibits.sources(schools).said(language).rows if "Nhiều kết quả" in str(row[0]))
    shown = july[4].html()
    assert str(july[1]) == outlet and shown.startswith(copy) and '">www.baodongthap.vn</a>' in shown


def test_only_a_whole_cell_that_is_an_address_is_a_link():
    cells = ("https://a.vn/?x=1&y=<2>", "see https://a.vn", "javascript:alert(1)")
    shown = Table(text("T"), (text("A"),), tuple((text(each),) for each in cells), name="t", language="en").html()
    assert shown.count("<a ") == 1 and '<a href="https://a.vn/?x=1&amp;y=&lt;2&gt;"' in shown


def test_what_is_the_same_in_each_row_is_said_once():
    heads, rows = ("indicator", "counted", "role"), [("a", "schools", "result"), ("b", "schools", "target")]
    shown = table("reported", heads, rows, once=("counted", "role")).said("en")
    assert [str(each) for each in shown.head] == ["Indicator", "Kind"]
    assert [*shown.lines()][
        1
    ] == "Group or scope counted: schools" and "Group or scope counted: schools" in shown.html()
    assert [*shown.frame()] == [
        "Indicator",
        "Kind",
        "Group or scope counted",
    ]  # whoever takes rows along has it in each
    assert [[*map(str, row)] for row in shown.rows] == [["a", "result"], ["b", "target"]]
    alone = table("reported", heads, rows[:1], once=("counted", "role"))
    assert alone.every == () and len(alone.head) == 3
    alike = table("reported", (text("A"), text("A")), [("1", "2")])  # heads that read the same are two columns
    assert [str(each) for each in alike.rows[0]] == ["1", "2"]


def test_the_title_of_an_article_leads_to_it(data):
    shown = exhibits.sources(over_time(data, "Quảng Ninh", "2009", "2025")).said("vi").html()
    assert re.search(r'<a href="https?://[^"]*soytequangninh[^"]*"[^>]*><span lang="vi">Chuyển đổi số trong', shown)
    assert ">soytequangninh.gov.vn<" not in shown


def test_a_head_that_asks_has_no_colon_after_it(data):
    shown = exhibits.lookalikes(one_indicator(data, "gov_dti_rank")).said("en").html()
    assert "Does it compare? Not compared" in shown and "?:" not in shown
