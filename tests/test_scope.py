"""An exhibit states its areas, sector and window; a page refuses one that is outside its own."""

import pytest

import sosanh
from sosanh.data.collection import load
from sosanh.lineage.audit import Tracer

DATA = sosanh.load("en")
ASKED = {"area": "Đồng Tháp", "sector": "education", "language": "en"}


@pytest.fixture(scope="module")
def tracer():
    return Tracer(load())


@pytest.fixture(scope="module")
def page():
    found = DATA.over_time("Đồng Tháp", sector="education")
    return found.headline()._repr_html_() + found.pairs()._repr_html_()


def faults(tracer, page, asked=ASKED):
    return [fault.said for fault in tracer.trace(page, "en", (), asked).faults]


def test_a_page_of_one_scope_passes(tracer, page):
    assert faults(tracer, page) == []


@pytest.mark.parametrize(
    ("found", "exhibit", "stated"),
    [
        (DATA.over_time("Đồng Tháp", sector="health"), "reported", "VN63-87, health"),
        (DATA.across(["Đồng Tháp", "Quảng Ninh"], "health"), "ladder", "VN63-87 VN63-22, health"),
        (DATA.over_time("Quảng Ninh", sector="education"), "reported", "VN63-22, education"),
        (DATA.over_time("Đồng Tháp", "2024", "2025", sector="education"), "pairs", "VN63-87, education, 2024/2025"),
    ],
    ids=["a table of another sector", "a chart of another sector", "a table of another area", "another window"],
)
def test_an_exhibit_of_something_else_is_refused(tracer, page, found, exhibit, stated):
    planted = page + getattr(found, exhibit)()._repr_html_()
    said = f"an exhibit of {stated} stands on a page of VN63-87, education"
    assert said in faults(tracer, planted)


def test_a_figure_from_outside_its_exhibit_is_refused(tracer, page):
    health = DATA.over_time("Đồng Tháp", sector="health").reported()._repr_html_()
    cut = health.replace('data-sector="health"', 'data-sector="education"')
    assert any("health: outside VN63-87, education" in said for said in faults(tracer, page + cut))


def test_a_table_whose_section_was_left_out_is_refused(tracer, page):
    other = DATA.over_time("Quảng Ninh", sector="education").reported()._repr_html_()
    table = other[other.index("<table") : other.index("</table>") + 8]
    assert any("is of VN63-22, education: outside VN63-87" in said for said in faults(tracer, page + table))


def test_a_section_within_an_exhibit_ends_no_scope(tracer, page):
    other = DATA.over_time("Quảng Ninh", sector="education").reported()._repr_html_()
    table = other[other.index("<table") : other.index("</table>") + 8]
    inside = page.replace("</section>", f"<section></section>{table}</section>", 1)
    assert any("is of VN63-22, education: outside VN63-87" in said for said in faults(tracer, inside))


def test_a_page_of_another_area_than_asked_for_is_refused(tracer, page):
    said = "the page is of VN63-87, education, but was asked for Quảng Ninh"
    assert said in faults(tracer, page, ASKED | {"area": "Quảng Ninh"})
    assert said in faults(tracer, page, {"areas": ["Quảng Ninh"], "sector": "education"})
    assert faults(tracer, page, {"areas": ["VN63-87", "Quảng Ninh"], "sector": "education"}) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_figure_beside_the_name_of_another_area_is_refused(language):
    tracer, found = Tracer(load()), sosanh.load(language).across(["Đồng Tháp", "Quảng Ninh"])
    page = found.reported()._repr_html_() + found.headline()._repr_html_()
    assert [fault.said for fault in tracer.trace(page, language).faults] == []
    turned = page.replace("Đồng Tháp", "@").replace("Quảng Ninh", "Đồng Tháp").replace("@", "Quảng Ninh")
    said = [fault.said for fault in tracer.trace(turned, language).faults]
    assert any("is of VN63-87, and the area named is VN34-22 VN63-22" in each for each in said), said


def test_a_question_about_another_area_is_refused(tracer, page):
    asked = page.replace("<h1", "<h1 id='x'", 1)
    assert "<h1" in page and faults(tracer, asked) == []
    head = page[page.index("<h1") : page.index("</h1>")]
    turned = page.replace(head, head.replace("Đồng Tháp", "Quảng Ninh"), 1)
    assert "VN34-22 VN63-22 is asked about on a page of VN63-87, education" in faults(tracer, turned)


def test_a_page_of_another_sector_than_asked_for_is_refused(tracer, page):
    asked = ASKED | {"sector": "health"}
    assert "the page is of VN63-87, education, but was asked for health" in faults(tracer, page, asked)


def test_silence_may_look_elsewhere(tracer):
    silent = DATA.over_time("Quảng Ninh", sector="tourism").headline()
    assert silent.elsewhere
    assert faults(tracer, silent._repr_html_(), {"sector": "tourism"}) == []


def test_what_counts_whole_articles_stands_on_a_page_of_one_sector(tracer):
    """A brief on the numbers of one sector was refused for the table that says how each article was read."""
    page = sosanh.load("en").across(["Đồng Tháp", "Quảng Ninh"], sector="education")
    assert tracer.trace(page.headline()._repr_html_() + page.coverage()._repr_html_(), "en").faults == ()
