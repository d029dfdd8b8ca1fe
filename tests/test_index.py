"""The lists of pages say what the pages show, each in its own language, and are safe whatever a title holds."""

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html import escape, unescape

import pytest

from sosanh.data import package
from sosanh.lineage import expressions as of
from sosanh.lineage.audit import blocks
from sosanh.lineage.words import Figure
from sosanh.publish import build, site
from sosanh.publish.briefs import Brief
from sosanh.show.api import things

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


def facts(title="Một câu hỏi", observations=("dt-2025-02.03",), areas=("VN63-87",), sectors=("education",)):
    return site.Facts(title, [*observations], [*areas], [*sectors])


def listed(language, entries):
    """The list of (brief, facts) in a language."""
    known = {each.file: found for each, found in entries}
    return site.page(language, build.LISTS, [each for each, _ in entries], known)


def test_facts_are_what_the_page_shows():
    found = read(brief(area="Dong Thap"), PAGE)
    assert found.title == "Vượt mức 80% chưa?"
    assert found.observations == ["dt-2024-04.04", "dt-2024-07.04", "dt-2025-02.03"]
    assert (found.areas, found.sectors) == (["VN63-87"], ["education"])


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
    step = "<h1>x</h1>" + Figure("1", of.line("bd-undated.m01")).html()
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
def test_the_list_shows_no_figure_of_its_own(language):
    """A number torn from its words ("25" of an aim, "91%" of "more than 91%") stood in the largest type of all."""
    page = listed(language, [(brief(language=language), facts(title="Một câu hỏi"))])
    entry = re.search(r"<li .*?</li>", page, re.DOTALL)[0]
    shown = re.sub(r"<[^>]*>", " ", entry)
    assert not re.search(r"\d", shown.replace(package.releases()[0].version, "").split("(")[0])
    assert "<img" not in page and 'class="picture"' not in page


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
    both = [(brief(language=each), facts()) for each in ("vi", "en")]
    page = listed(language, both)
    assert f'<html lang="{language}">' in page and own in page and other not in page
    assert 'href="one.vi.html" hreflang="vi"' in page and 'href="one.en.html" hreflang="en"' in page
    assert page.count("<li ") == 1 and page.count("<h1") == 1


def test_a_page_in_the_other_language_only_is_listed_as_such():
    page = listed("vi", [(brief(language="en"), facts(title="A question"))])
    assert '<h3 lang="en" dir="auto"><a href="one.en.html"' in page and 'data-language="en"' in page
    assert "one.vi.html" not in page


def test_what_is_searched_has_no_diacritics_and_holds_title_province_and_indicator():
    page = listed("vi", [(brief(), facts(title="Hòa Bình, hoà bình"))])
    words = unescape(re.search(r'data-words="([^"]*)"', page)[1])
    assert words.isascii() and words == words.casefold()
    for each in ("hoa binh, hoa binh", "dong thap", "giao duc", "khong dung tien mat", "chuyen doi so"):
        assert each in words


def found_on(page):
    (said,) = re.findall(r'<script type="application/json" id="things">(.*?)</script>', page, re.DOTALL)
    return json.loads(said)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_figures_indicators_and_systems_lead_to_the_pages_that_show_them(data, language):
    two = [
        (brief("a", language=language), facts()),
        (brief("b", language=language), replace(facts(observations=()), systems=["qn-undated.s21"])),
    ]
    found = {each["label"]: each for each in found_on(listed(language, two))}
    known = {each.code: each for each in things(data)}
    for code, pages in (("dt-2025-02.03", [0]), ("edu_cashless", [0]), ("qn-undated.s21", [1])):
        each, called = known[code], known[code].label.said(language)
        assert found[called] == {"label": called, "words": each.words, "pages": pages}
    assert found[known["VN63-87"].label.said(language)]["pages"] == [0, 1]


def test_the_one_script_is_the_one_allowed_and_nothing_is_loaded():
    page = listed("en", [(brief(language="en"), facts())])
    (script,) = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page
    assert len(script.splitlines()) < 60 and not re.search(r"https?:|//[a-z]", script.replace("// ", ""))
    assert '<form class="filter" role="search" aria-label="Filter the pages" hidden>' in page


def test_every_choice_of_the_form_is_that_of_some_page():
    entries = [
        (brief("one"), facts()),
        (brief("two", "05_systems-and-milestones"), facts(areas=("VN63-22", "VN63-52"), sectors=("health", "trade"))),
    ]
    page = listed("vi", entries)
    for facet in ("question", "area", "sector", "language"):
        (chosen,) = re.findall(rf'<select name="{facet}">(.*?)</select>', page)
        there = {code for found in re.findall(rf'data-{facet}="([^"]*)"', page) for code in found.split()}
        assert set(re.findall('value="([^"]+)"', chosen)) == there, facet


def test_groups_stand_in_the_order_of_the_file():
    order = [brief("b", "05_systems-and-milestones"), brief("a"), brief("c", "05_systems-and-milestones")]
    page = listed("vi", [(each, facts(title=each.name)) for each in order])
    assert re.findall(r'href="([abc])\.vi\.html" hreflang="vi">[abc]<', page) == ["b", "c", "a"]


def test_no_page_yet_is_said():
    page = listed("vi", [])
    assert "Chưa có trang nào được dựng." in page and "<form" not in page and "<script>" not in page
