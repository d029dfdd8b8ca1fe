"""The lists of pages say what the pages show, each in its own language, and are safe whatever a title holds."""

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape, unescape

import pytest

from sosanh.data import notebooks, package
from sosanh.data.labels import marked
from sosanh.lineage import expressions as of
from sosanh.lineage.blocks import blocks
from sosanh.lineage.words import Figure, say
from sosanh.publish import build, site
from sosanh.publish.briefs import Brief, Imprint
from sosanh.show import search, values
from sosanh.show.search import things

TITLE = "“Trường” & <script>alert(1)</script> 'x' \"y\" 🙂 שלום"
PAGE = (
    f'<h1 class="question">Vượt mức {Figure("80%", of.printed("dt-2024-04.04")).html()} chưa?</h1>'
    f'<p class="answer">Đã vượt: {Figure("91%", of.count(["dt-2025-02.03", "dt-2024-07.04"])).html()}</p>'
    f"<table><tr><td>{Figure('7', of.printed('not-known')).html()}</td></tr></table>"
)


def brief(name="one", notebook="01_one-province-over-time", language="vi", **parameters):
    return Brief(name, notebook, parameters, language)


def read(asked, page):
    """The facts of a page, as they are read from it."""
    return site.facts(asked, page, blocks(page))


def facts(title="Một câu hỏi", observations=("dt-2025-02.03",), areas=("VN63-87",), sectors=("education",), **more):
    return site.Facts(title, [*observations], [*areas], [*sectors], **{"things": [*observations]} | more)


def listed(language, entries):
    """The list of (brief, facts) in a language."""
    known = {each.file: found for each, found in entries}
    return site.page(language, build.LISTS, [each for each, _ in entries], known)


def test_facts_are_what_the_page_shows():
    found = read(brief(area="Dong Thap"), PAGE)
    assert found.title == "Vượt mức 80% chưa?"
    assert found.observations == ["dt-2024-04.04", "dt-2024-07.04", "dt-2025-02.03"]
    assert (found.areas, found.sectors) == (["VN63-87"], ["education"])
    assert found.answer == "Đã vượt: 91%"


def test_an_areas_own_page_is_found_by_what_the_area_became():
    whole, sector = brief(notebook="00_start-here", area="Bình Định"), brief(area="Bình Định", sector="health")
    assert read(whole, "<h1>x</h1>").things == ["VN34-52"] and read(sector, "<h1>x</h1>").things == []
    assert read(brief(notebook="00_start-here", area="Quảng Ninh"), "<h1>x</h1>").things == []


def test_an_articles_own_page_is_found_by_its_title_also_where_that_has_a_slip(data):
    asked = brief(notebook="00_start-here", area="", article="dt-2024-04")
    assert read(asked, "<h1>x</h1>").things == ["dt-2024-04"]
    for words in ("Đảm bảo tiến độ chuyển đối số", "đảm bảo tiến độ"):
        assert "dt-2024-04" in {each.code for each in search.find(words, "vi", data)}
    assert "dt-2024-04" in {each.code for each in search.find("chuyển đổi số", "en", data)}


def test_a_part_of_a_page_is_found_by_its_title_where_not_every_page_has_it():
    """It leads to the page of most figures that has it."""
    assert read(brief(), "<h1>x</h1><h2>Cần hỏi gì</h2><h2>Các bài báo</h2><h2>Cần hỏi gì</h2>").parts == [
        "Cần hỏi gì", "Các bài báo"
    ]  # fmt: skip
    entries = [(brief("one"), facts(parts=["Cần hỏi gì", "Các bài báo"])), (brief("two"), facts(parts=["Các bài báo"]))]
    more = facts(observations=("dt-2024-07.04", "dt-2025-02.03"), parts=["Cần hỏi gì", "Các bài báo"])
    entries.append((brief("three"), more))
    found = json.loads(re.search(r'id="things">(.*?)</script>', listed("vi", entries), re.DOTALL)[1])
    assert ["Cần hỏi gì", "", [0, 2], 2] in found and "Các bài báo" not in {each[0] for each in found}


def test_what_came_of_a_target_is_found_where_a_table_says_it():
    cells = "".join(f"<tr><td>{said}</td></tr>" for said in ("Vượt", "đến hạn sau khi sáp nhập (nếu hiểu)", "đạt 80"))
    shown = read(brief(notebook="03_targets-and-results", areas=[]), f"<h1>x</h1><table>{cells}</table>").things
    assert shown == ["outcome exceeded", "outcome area_changed"]


def test_what_a_page_only_counts_is_not_found_on_it():
    """A page that counts every figure was found by the name of each."""
    assert read(brief(area="Dong Thap"), PAGE).things == ["dt-2024-04.04"]


def test_areas_and_sector_asked_for_stand_where_the_articles_are_silent():
    found = read(brief(area="Huế", sector="health"), "<h1>Không có số liệu</h1>")
    assert (found.areas, found.sectors) == (["VN63-46"], ["health"])


def test_a_territory_is_chosen_by_one_code_on_either_map_and_two_of_one_name_are_told_apart():
    found = read(brief(area="VN34-22"), "<h1>x</h1>")
    assert found.areas == ["VN63-22"]
    assert read(brief(area="VN34-82"), "<h1>x</h1>").areas == ["VN34-82"]
    page = listed("en", [(brief("a", language="en"), facts()), (brief("b", language="en"), facts(areas=("VN34-82",)))])
    for choice in ("Đồng Tháp (boundaries before 1 July 2025)", "Đồng Tháp (boundaries since 1 July 2025)"):
        assert f">{choice}</option>" in page


def test_of_one_figure_the_area_is_that_of_the_figure():
    page = '<h1>x</h1><span class="figure" data-from="printed(qn-undated.01)">100%</span>'
    found = read(brief(notebook="07_from-article-to-brief", observation="qn-undated.01"), page)
    assert found.areas == ["VN63-22"]


def test_a_page_is_found_under_what_its_articles_say_in_words():
    """Bình Định's article has no figure on health or education, and its page was not found under either."""
    named = (Figure("2022", of.field("bd-undated", "published_from")), Figure("1", of.printed("bd-undated.05")))
    page = "<h1>x</h1>" + "".join(each.html() for each in named)
    asked = brief("a", notebook="00_start-here", area="Bình Định")
    assert read(asked, page).sectors == ["government"]
    shown = read(asked, page + '<section class="exhibit evidence"></section>').sectors
    assert {"health", "education"} < set(shown)
    step = "<h1>x</h1>" + Figure("3", of.paragraph("bd-undated.m01")).html()
    found = read(brief("b", notebook="05_systems-and-milestones", areas=[]), step)
    assert found.sectors == ["education"]
    two = listed("en", [(asked, facts(sectors=["education", "health"]))])
    assert "· Education, Health</p>" in two and "Every sector</p>" not in two


MARKS = {
    "added": {"vi": "Có số liệu mới trong phiên bản 9.0.0", "en": "Shows figures new in version 9.0.0"},
    "corrected": {"vi": "Có số liệu được sửa trong phiên bản 9.0.0", "en": "Shows figures corrected in version 9.0.0"},
}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", package.KINDS)
def test_only_an_added_or_corrected_figure_marks_its_page(monkeypatch, kind, language):
    changed = dict.fromkeys(package.KINDS, frozenset()) | {kind: frozenset({"dt-2025-02.03"})}
    monkeypatch.setattr(package, "releases", lambda *_: [package.Release("9.0.0", "2027-01-02", changed)])
    shows, other = (listed(language, [(brief(language=language), facts(observations=[each]))])
                    for each in ("dt-2025-02.03", "qn-undated.01"))  # fmt: skip
    marks = [mark for mark, words in MARKS.items() if f"<strong>{words[language]} (" in shows]
    assert marks == ([kind] if kind in MARKS else []) and "<strong>" not in other


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_list_shows_figures_only_in_the_words_of_a_page(language):
    """A number torn from its words ("25" of an aim, "91%" of "more than 91%") stood in the largest type of all."""
    answer = "trên 91% <đã> triển khai"
    entries = [(brief("a", language=language), facts(answer=answer)), (brief("b", language=language), facts())]
    told, none = re.findall(r"<li data-kind.*?</li>", listed(language, entries), re.DOTALL)
    assert f'<p class="said">{escape(answer)}</p>' in told and 'class="said"' not in none
    shown = re.sub(r"<[^>]*>", " ", none)
    assert not re.search(r"\d", re.sub(r"\([^)]*2025\)", "", shown))  # but for the boundaries of the area
    assert "<img" not in told and 'class="picture"' not in told


@pytest.mark.parametrize(("language", "kinds"), [
    ("vi", ("chỗ in trong một bài báo", "một phép tính", "một nguồn khác được nêu tên", "do trang chọn")),
    ("en", ("a place in an article", "a computation", "another named source", "a choice made for the page")),
])  # fmt: skip
def test_the_promise_names_every_kind_of_card(language, kinds):
    """A date of the boundaries, a national target and an official rank stand in no article."""
    said = listed(language, [(brief(language=language), facts())])
    assert all(each in said for each in kinds)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_title_arrives_as_text(language):
    page = listed(language, [(brief(language=language), facts(title=TITLE))])
    assert re.search(r'<h3 dir="auto"><a [^>]*>(.*?)</a>', page)[1] == escape(TITLE).replace("&quot;", "&#34;").replace(
        "&#x27;", "&#39;"
    )
    assert page.count("<script>") == 1 and "<script>alert" not in page


@pytest.mark.parametrize(
    ("language", "own", "other"), [("vi", "Lĩnh vực", "Sector"), ("en", "Sector", "Lĩnh vực")]
)  # fmt: skip
def test_each_list_is_in_one_language_and_names_the_other(language, own, other):
    both = [(brief(name, language=each), facts(sectors=[sector]))
            for name, sector in (("one", "health"), ("two", "trade")) for each in ("vi", "en")]  # fmt: skip
    page = listed(language, both)
    assert f'<html lang="{language}">' in page and own in page and other not in page
    assert 'href="one.vi.html" hreflang="vi"' in page and 'href="one.en.html" hreflang="en"' in page
    assert page.count("<li data-kind") == 2 and page.count("<h1") == 1


def test_a_page_in_the_other_language_only_is_listed_as_such():
    page = listed("vi", [(brief(language="en"), facts(title="A question"))])
    assert '<h3 lang="en" dir="auto"><a href="one.en.html"' in page and 'data-language="en"' in page
    assert "one.vi.html" not in page


def found_on(page):
    (said,) = re.findall(r'<script type="application/json" id="things">(.*?)</script>', page, re.DOTALL)
    return json.loads(said)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_figures_indicators_and_systems_lead_to_the_pages_that_show_them(data, language):
    two = [
        (brief("a", language=language), facts()),
        (brief("b", language=language), facts(observations=(), things=["qn-undated.s21"])),
    ]
    rows = found_on(listed(language, two))
    found = {name: (besides, pages) for name, besides, pages, *_ in rows}
    known = {each.code: each for each in things(data)}
    for code, there in (("edu_cashless", [0]), ("qn-undated.s21", [1]), ("VN63-87", [0, 1])):
        called = known[code].label.said(language)
        besides, pages = found[called]
        assert pages == there and all(each in (called, besides) or each in besides for each in known[code].label.texts)
    (figure,) = [row for row in rows if isinstance(row[0], int)]
    assert rows[figure[0]][0] == known["edu_cashless"].label.said(language) and figure[1:] == ["91%", [0]]


def test_each_group_of_synonyms_says_what_something_is_called(data):
    groups = [{*group} for group in search._same()]
    called = [f" {marked(text)} " for each in things(data) for text in each.label.texts]
    for group in groups:
        assert any(f" {marked(word)} " in each for word in group for each in called), group
        assert sum(not group.isdisjoint(other) for other in groups) == 1, group


@pytest.mark.published
@pytest.mark.parametrize(("asked", "codes"), [
    ("Tiền Giang", {"VN63-82", "VN34-82", "dti-2022-tien-giang"}),
    ("VDAPES", {"agri_report_forms", "dt-2025-02.s22", "dt-2025-02.m12", "dt-2025-02.w08"}),
    ("học bạ", {"dt-2025-02.s16"}),
    ("hoc ba", {"dt-2025-02.s16"}),
    ("school reports", {"dt-2025-02.s16"}),
    ("học bà", set()),
    ("Báo Mới", {"dt-2025-02"}),
    ("lý do", set()),
])  # fmt: skip
def test_words_find_what_has_them_and_nothing_else(data, asked, codes):
    assert {each.code for language in ("vi", "en") for each in search.find(asked, language, data)} == codes


@pytest.mark.published
@pytest.mark.parametrize(("asked", "there", "others"), [
    ("sáp nhập", {"VN34-82", "VN34-52", "area_changed"}, {"VN34-22", "VN63-22", "gov_dti_rank"}),
    ("telemedicine", {"health_remote_care", "health_telemedicine_points", "qn-undated.s16"}, {"health_ehr"}),
    ("xếp hạng", {"gov_dti_rank", "dt-2025-02.m03", "dti-2022-quang-ninh"}, {"edu_cashless", "gov_online_work_files"}),
    ("STEM", {"edu_stem_lessons", "edu_stem_pupils", "edu_stem_teaching"}, {"health_operation_system"}),
    ("bệnh án", {"health_emr_hospitals", "qn-undated.s21"}, {"health_ehr", "health_remote_care"}),
    ("chữ ký số", {"edu_digital_signatures", "edu_signature_share"}, {"edu_cashless", "edu_own_materials"}),
])  # fmt: skip
def test_words_find_their_things_under_every_name_and_no_others(data, asked, there, others):
    for language in ("vi", "en"):
        found = {each.code for each in search.find(asked, language, data)}
        assert there <= found and others.isdisjoint(found)


@pytest.mark.published
def test_what_is_called_so_comes_before_what_only_mentions_it(data):
    first = {asked: search.find(asked, language, data)[0]
             for asked, language in (("xếp hạng", "vi"), ("ranks", "en"), ("Tiền Giang", "vi"))}  # fmt: skip
    assert first["xếp hạng"].code == "dt-2025-02.m03" and first["Tiền Giang"].code == "VN63-82"
    assert first["ranks"].label.said("vi").startswith("Thứ hạng")


def test_the_one_script_is_the_one_allowed_and_nothing_is_loaded():
    page = listed("en", [(brief(language="en"), facts())])
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page
    assert len(script.splitlines()) < 120 and not re.search(r"https?:|//[a-z]", script.replace("// ", ""))
    assert '<form class="filter" role="search" aria-label="Filter the pages" hidden>' in page


def test_every_choice_of_the_form_is_that_of_some_page():
    entries = [
        (brief("one"), facts()),
        (brief("two", "05_systems-and-milestones"), facts(areas=("VN63-22", "VN63-52"), sectors=("health", "trade"))),
    ]
    page = listed("vi", entries)
    for facet in ("kind", "area", "sector"):
        (chosen,) = re.findall(rf'<select name="{facet}">(.*?)</select>', page)
        there = {code for found in re.findall(rf'data-{facet}="([^"]*)"', page) for code in found.split()}
        assert set(re.findall('value="([^"]+)"', chosen)) == there, facet


def choices(page):
    return {
        name: re.findall('value="([^"]+)"', chosen)
        for name, chosen in re.findall(r'<select name="(\w+)">(.*?)</select>', page)
    }


def test_a_filter_that_leaves_every_page_is_not_shown():
    same = [(brief(name, language=each), facts()) for name in ("one", "two") for each in ("vi", "en")]
    assert choices(listed("vi", same)) == {} and 'class="facets"' not in listed("vi", same)
    sectors = ("education", "health"), ("education", "trade"), ("education", "health")
    three = [(brief(str(number)), facts(sectors=each)) for number, each in enumerate(sectors)]
    assert choices(listed("vi", three)) == {"sector": ["health", "trade"]}  # education leaves every page
    assert choices(listed("vi", three[::2])) == {}


def test_pages_to_start_with_come_first_and_articles_have_a_kind_of_their_own():
    asks = [
        brief("traced", "07_from-article-to-brief"), brief("two", "03_targets-and-results"),
        brief("one-page", "08_three-provinces-one-page"), brief("other-page", "08_three-provinces-one-page"),
        brief("of-it", "00_start-here", article="dt-2024-07", area=""), brief("figures", "00_start-here"),
    ]  # fmt: skip
    page = listed("vi", [(each, facts(title=each.name)) for each in asks])
    kinds = dict(re.findall(r'<section class="kind" aria-labelledby="k-([^"]*)">(.*?)</section>', page, re.DOTALL))
    names = {kind: re.findall(r"<h3[^>]*><a [^>]*>([^<]*)", own) for kind, own in kinds.items()}
    assert [*names.items()] == [
        ("start", ["one-page", "traced"]), ("03_targets-and-results", ["two"]),
        ("08_three-provinces-one-page", ["other-page"]), ("article", ["of-it"]), ("area", ["figures"]),
    ]  # fmt: skip
    headings = {"start": "Bắt đầu từ đây", "article": "Từng bài báo", "area": "Từng tỉnh, thành phố"}
    assert all(f">{said}</h2>" in kinds[kind] for kind, said in headings.items())


def test_the_pages_of_a_kind_are_folded_behind_its_title():
    own = [(brief("page-1"), facts()), (brief("page-2"), facts()), (brief("other", "03_targets-and-results"), facts())]
    folded = re.findall(r"<details><summary><h2[^>]*>(.*?)</h2> <small>(.*?)</small></summary>", listed("en", own))
    assert folded == [
        (notebooks.title(own[0][0].source, "en"), "2 pages"),
        (notebooks.title(own[2][0].source, "en"), "1 page"),
    ]


def test_pages_to_start_with_are_never_folded():
    start = [brief("sheet", "08_three-provinces-one-page"), brief("traced", "07_from-article-to-brief")]
    (kind,) = re.findall(
        '<section class="kind".*?</section>', listed("vi", [(each, facts()) for each in start]), re.DOTALL
    )
    assert "<details>" not in kind and kind.count("<li data-kind") == 2


def test_what_has_a_page_of_its_own_leads_there():
    """Its indicator is on both pages; the second is its own."""
    asked = [(brief("whole"), facts()), (brief("own", "04_one-indicator-in-depth", indicator="edu_cashless"), facts())]
    rows = found_on(listed("vi", asked))
    (own,) = [row for row in rows if row[0] == "Cơ sở giáo dục đã triển khai thanh toán không dùng tiền mặt"]
    *ways, apart = own[2:]
    assert ways == [[0, 1], 1] and not any(row[3:4] and row[3] is not None for row in rows if row is not own)
    assert "Cơ sở y tế thu phí không dùng tiền mặt" in apart  # what it is easily taken for


@pytest.mark.parametrize(("said", "there"), [("Không nên viết", True), ("Nên viết", False)])
def test_a_page_that_says_what_not_to_write_is_listed_with_a_way_there(said, there):
    shown = read(brief(), f"<h1>x</h1><h4>✗ {said}</h4>")
    assert shown.advice == there
    assert ('href="one.vi.html#never"' in listed("vi", [(brief(), shown)])) == there


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_article_is_listed_with_its_address_its_days_and_its_page(data, language):
    of_one = brief("of-it", "00_start-here", language, article="dt-2024-07", area="")
    page = listed(language, [(of_one, facts())])
    items = re.search(r'<ul class="articles">(.*?)</ul>', page, re.DOTALL)[1].split("</li>")[:-1]
    assert len(items) == len(data.sources)
    for source in data.sources.values():
        (item,) = [each for each in items if source.title in each]
        assert (source.url or source.original_url) in unescape(item)
        assert str(values.published(source).said(language)) in item and source.outlet in item
        assert ("of-it." in item) == (source.source_id == "dt-2024-07")


@pytest.mark.published
def test_what_the_list_says_of_the_collection_comes_from_the_data():
    assert site._about("en") == {
        "articles": "5 articles", "areas": "Bình Định, Đồng Tháp and Quảng Ninh", "first": "January 2021",
        "last": "February 2025", "from_year": "2009", "to_year": "2025", "furthest": "2030",
    }  # fmt: skip


@pytest.mark.parametrize(("own", "said"), [
    (Imprint(), []),
    (Imprint(publisher="Sở A"), ["Nơi xuất bản: Sở A."]),
    (Imprint(errors="mailto:so@a.vn"), ["Liên hệ và báo lỗi:", 'href="mailto:so@a.vn"', ">so@a.vn</a>"]),
    (Imprint("Sở A & B", "https://a.vn/loi"), ["Sở A &amp; B.", 'href="https://a.vn/loi"']),
])  # fmt: skip
def test_who_publishes_stands_in_it_where_that_is_known(monkeypatch, own, said):
    monkeypatch.setattr(site, "imprint", lambda _: own)
    page = listed("vi", [(brief(), facts())])
    assert all(each in page for each in said)
    assert ("Nơi xuất bản" in page, "Liên hệ và báo lỗi" in page) == (bool(own.publisher), bool(own.errors))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_only_changed_values_are_told_as_changes(monkeypatch, data, language):
    def told(**changed):
        kinds = dict.fromkeys(package.KINDS, frozenset()) | changed
        monkeypatch.setattr(package, "releases", lambda *_: [package.Release("9.0.0", "2027-01-02", kinds)])
        return re.search(r'<h2 id="data">.*?</section>', listed(language, [(brief(), facts())]), re.DOTALL)[0]

    called = {each.code: each.label.said(language) for each in things(data)}
    unchanged = str(say("index_unchanged").said(language))
    assert unchanged in told(noted=frozenset({"dt-2025-02.03"}))
    page = told(corrected=frozenset({"dt-2025-02.03"}), added=frozenset({"qn-undated.01"}))
    assert called["dt-2025-02.03"] in page and called["qn-undated.01"] in page and unchanged not in page
    many = told(added=frozenset(row.obs_id for row in data.observations))
    assert many.count("; ") == site._NAMED and len(re.sub("<[^>]*>", "", many)) < 1000


def test_groups_stand_in_the_order_of_the_file():
    order = [brief("b", "05_systems-and-milestones"), brief("a"), brief("c", "05_systems-and-milestones")]
    page = listed("vi", [(each, facts(title=each.name)) for each in order])
    assert re.findall(r'href="([abc])\.vi\.html" hreflang="vi">[abc]<', page) == ["b", "c", "a"]


def test_no_page_yet_is_said():
    page = listed("vi", [])
    assert "Chưa có trang nào được dựng." in page and "<form" not in page and "<script>" not in page
