"""Ways from page to page lead to pages that there are, of the same kind or on the same thing."""

import re

import pytest

from sosanh.data.labels import label
from sosanh.publish import briefs
from sosanh.publish.briefs import Brief
from sosanh.publish.links import Links
from sosanh.show import values

AREAS = ["Đồng Tháp", "Quảng Ninh"]


def listed(*asked, languages=("vi", "en")):
    return [Brief(name, notebook, own, each) for name, notebook, own in asked for each in languages]


ASKED = listed(
    ("sheet", "08_three-provinces-one-page", {"areas": AREAS}),
    ("a", "04_one-indicator-in-depth", {"indicator": "edu_cashless"}),
    ("targets", "03_targets-and-results", {"areas": AREAS}),
    ("dong-thap", "00_start-here", {"area": "VN63-87"}),
    ("b", "04_one-indicator-in-depth", {"indicator": "health_ehr"}),
    ("remote", "04_one-indicator-in-depth", {"indicator": "health_remote_care"}),
    ("article", "00_start-here", {"area": "", "article": "dt-2024-07"}),
    ("two-areas", "02_provinces-side-by-side", {"areas": AREAS}),
)


def of(name, language="vi"):
    return next(each for each in ASKED if (each.name, each.language) == (name, language))


@pytest.fixture(scope="module")
def links(data):
    return Links(ASKED, data)


@pytest.mark.parametrize(("name", "beside"), [
    ("a", ("", "b")), ("b", ("a", "remote")), ("sheet", ("", "targets")), ("targets", ("sheet", "dong-thap")),
    ("dong-thap", ("targets", "article")), ("two-areas", ("article", "")),
])  # fmt: skip
def test_pages_before_and_after_are_of_one_kind(links, name, beside):
    """Those that are the only ones of their kind follow each other."""
    assert links.beside(of(name)) == tuple(each and f"{each}.vi.html" for each in beside)


def test_a_page_that_is_on_no_list_has_none_beside_it(links):
    assert links.beside(Brief("x", "04_one-indicator-in-depth", {}, "vi")) == ("", "")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_cell_that_names_an_indicator_leads_to_its_page_but_not_on_that_page(data, links, language):
    name = str(label(data.codebook.entry("indicators", "health_ehr"), "name").said(language))
    cell = f"<td>{name}</td>"
    assert f'<a href="b.{language}.html">' in links.linked(cell, of("a", language))
    assert links.linked(cell, of("b", language)) == cell


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_figure_named_with_its_definition_leads_to_its_indicator_too(data, links, language):
    row = data.observation("dt-2025-02.14")
    name = values.with_definition(values.name(row), row, data.codebook).said(language)
    assert str(name).endswith(")") and f'<a href="remote.{language}.html">' in links.linked(
        f"<td>{name}</td>", of("a", language)
    )


@pytest.mark.parametrize(("exhibit", "name", "file"), [
    ("refused", "sheet", "two-areas.en.html"), ("levels", "sheet", "targets.en.html"),
    ("evidence", "dong-thap", "two-areas.en.html"),  # by its code, and by its name there
    ("levels", "targets", None), ("evidence", "article", None), ("reported", "sheet", None), ("levels", "a", None),
])  # fmt: skip
def test_the_title_of_what_another_page_shows_in_full_leads_there(links, exhibit, name, file):
    section = f'<section class="exhibit {exhibit}" id="{exhibit}"><h3 class="title">Title</h3></section>'
    found = re.search('<a href="([^"]*)">Title</a>', links.linked(section, of(name, "en")))
    assert (found and found[1]) == file


def test_every_indicator_with_figures_has_a_page_that_its_name_leads_to(data):
    """Of the project's own list; those that have a name of their own keep it, and no page is made twice."""
    asked = briefs.read()
    links, figures = Links(asked, data), {row.indicator: row.entry for row in data.observations}
    ways = links._ways("vi")
    own = {
        str(label(entry, "name").said("vi")): ways.get(str(label(entry, "name").said("vi")))
        for entry in figures.values()
    }
    assert None not in own.values() and len({*own.values()}) == len(figures)
    assert own[str(label(figures["edu_cashless"], "name").said("vi"))] == "cashless-schools.vi.html"
    same = [(each.notebook, str(each.parameters), each.language) for each in asked]
    assert len({*same}) == len(same)
