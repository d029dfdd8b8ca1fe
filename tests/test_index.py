"""The lists of pages say what the pages show, each in its own language, and are safe whatever a title holds."""

import re
from base64 import b64encode
from hashlib import sha256
from html import escape, unescape
from urllib.parse import unquote

import pytest

from sosanh import briefs, changelog, charts, compare, index, lattices
from sosanh.brief_list import Brief
from sosanh.thumbnails import thumbnail

TITLE = "“Trường” & <script>alert(1)</script> 'x' \"y\" 🙂 שלום"
PAGE = """<h1 class="question">Vượt mức <span class="figure" data-observations="dt-2024-04.04">80%</span> chưa?</h1>
<p class="answer">Đã vượt: <span class="figure" data-observations="dt-2025-02.03 dt-2024-07.04">91%</span></p>
<td><span class="figure" data-observations="not-known" data-how="printed">7</span></td>"""


def brief(name="one", notebook="01_one-province-over-time", language="vi", **parameters):
    return Brief(name, notebook, parameters, language)


def facts(title="Một câu hỏi", observations=("dt-2025-02.03",), areas=("VN63-87",), sectors=("education",)):
    return index.Facts(title, "91%", "", [*observations], [*areas], [*sectors])


def listed(language, entries):
    """The list of (brief, facts) in a language."""
    known = {each.file: found for each, found in entries}
    return index.page(language, briefs.LISTS, [each for each, _ in entries], known)


def test_facts_are_what_the_page_shows():
    found = index.facts(brief(area="Dong Thap"), PAGE)
    assert (found.title, found.number, found.picture) == ("Vượt mức 80% chưa?", "91%", "")
    assert found.observations == ["dt-2024-04.04", "dt-2024-07.04", "dt-2025-02.03"]
    assert (found.areas, found.sectors) == (["VN63-87"], ["education"])


def test_areas_and_sector_asked_for_stand_where_the_articles_are_silent():
    found = index.facts(brief(area="Huế", sector="health"), "<h1>Không có số liệu</h1>")
    assert (found.areas, found.sectors, found.number) == (["VN63-46"], ["health"], "")


def test_a_territory_is_chosen_by_one_code_on_either_map_and_two_of_one_name_are_told_apart():
    found = index.facts(brief(area="VN34-22"), "<h1>x</h1>")
    assert found.areas == ["VN63-22"]
    assert index.facts(brief(area="VN34-82"), "<h1>x</h1>").areas == ["VN34-82"]
    page = listed("en", [(brief("a", language="en"), facts()), (brief("b", language="en"), facts(areas=("VN34-82",)))])
    for choice in ("Đồng Tháp (boundaries before 1 July 2025)", "Đồng Tháp (boundaries since 1 July 2025)"):
        assert f">{choice}</option>" in page


def test_of_one_figure_the_area_is_that_of_the_figure():
    page = '<h1>x</h1><span class="figure" data-observations="qn-undated.01" data-how="printed">100%</span>'
    found = index.facts(brief(notebook="07_from-article-to-brief", observation="qn-undated.01"), page)
    assert (found.areas, found.number) == (["VN63-22"], "100%")


def test_a_page_of_figures_the_newest_version_corrected_is_marked_in_words():
    newest = changelog.releases()[0]
    corrected = next(iter(newest.changed["corrected"]))
    for language, mark in (("vi", "Có số liệu được sửa trong phiên bản"), ("en", "Shows figures corrected in version")):
        marked = listed(language, [(brief(language=language), facts(observations=[corrected]))])
        assert f"<strong>{mark} {newest.version} (" in marked
        assert mark not in listed(language, [(brief(language=language), facts(observations=["qn-undated.01"]))])


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


@pytest.mark.parametrize("drawn", ["bullet", "ladder"])
def test_a_picture_is_small_whole_and_without_letters(data, drawn):
    year = compare.over_time(data, "Đồng Tháp", "2024-07", "2025-02", "education")
    many = compare.evidence_map(data, ["Đồng Tháp", "Quảng Ninh", "Bình Định"])
    chart = charts.bullet(year, "vi") if drawn == "bullet" else lattices.ladder(many, "vi")
    picture = thumbnail(f"<p>{chart.html()}</p>")
    svg = unquote(picture.removeprefix("data:image/svg+xml,"))
    assert len(picture) < 12_000 and svg.startswith("<svg ") and svg.endswith("</svg>")
    assert not re.search("<text|font|base64|http(?!://www.w3.org/2000/svg)", svg)
    named, referred = set(re.findall(r" id='([^']*)'", svg)), set(re.findall(r"#([a-z]\w{9,})", svg))
    assert named == referred and svg.count("<path") > 3
