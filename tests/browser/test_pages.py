"""Pages that `make reports` builds, as they are read: on a phone and a desk, by day and by night, by keyboard and on
paper, in both languages. A page of each kind is tried in every way; all others are opened on a phone and on a web site,
and held against their other language."""

import re
from html import unescape

import pytest

from sosanh.data import paths
from sosanh.publish import briefs

from . import access, cards, copies, exhibits, layout, loads, markup, paper, tongue, truth
from .conftest import DESK, PHONE, THEMES

BRIEFS = briefs.read()
NAMES = sorted({brief.name for brief in BRIEFS})
INDEX = sorted(path.name for path in paths.HTML.glob("index*.html")) or ["index.html"]
FILES = [*INDEX, *(brief.file for brief in BRIEFS)]
ONE_OF_EACH = list({brief.notebook: brief.file for brief in reversed(BRIEFS)}.values())  # the first of each notebook
EACH_KIND = [*INDEX, *{(brief.notebook, brief.language): brief.file for brief in reversed(BRIEFS)}.values()]
STOPS = 40  # for Tab, on a brief


@pytest.fixture(scope="session")
def printed(data):
    """(printed token, title of its article) of each observation."""
    return {row.obs_id: (row.as_printed, row.article.title) for row in data.observations}


def none(faults: list[str]) -> None:
    """Fails with every fault on a line of its own."""
    assert not faults, f"{len(faults)} faults\n" + "\n".join(dict.fromkeys(faults))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("file", EACH_KIND)
def test_as_it_is_seen(browser, file, width, theme):
    with browser.open(paths.HTML / file, width, theme) as (page, noted):
        faults = layout.sideways(page)
        layout.unfold(page)
        faults += layout.sideways(page) + access.faults(page)
        if cards.open_one(page):
            faults += access.faults_of_an_open_card(page)
        none(noted + faults)


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("file", EACH_KIND)
def test_every_number_opens_its_card(browser, printed, file, width):
    with browser.open(paths.HTML / file, width) as (page, noted):
        layout.unfold(page)
        none(cards.faults(page, printed) + noted)


@pytest.mark.parametrize("file", [INDEX[0], *ONE_OF_EACH])
def test_nothing_depends_on_the_readers_fonts_or_size_of_text(other_reader, file):
    with other_reader.open(paths.HTML / file, DESK) as (page, noted):
        layout.unfold(page)
        none(layout.sideways(page) + cards.fit(page) + noted)


@pytest.mark.parametrize("file", FILES)
def test_on_a_web_site_it_asks_for_nothing_and_lets_nothing_in(browser, site, file):
    with browser.open(f"{site}/{file}") as (page, noted):
        noted = list(noted)  # before the policy is tried, which the console tells
        none(noted + loads.policy(page) + loads.weight(paths.HTML / file))


@pytest.mark.parametrize("file", ONE_OF_EACH)
def test_each_sentence_to_write_is_copied_as_it_stands(browser, file):
    with browser.open(paths.HTML / file) as (page, noted):
        layout.unfold(page)
        none(copies.faults(page) + noted)


@pytest.mark.parametrize("file", EACH_KIND)
def test_on_paper(browser, file):
    with browser.open(paths.HTML / file) as (page, noted):
        none(paper.faults(page) + noted)


@pytest.mark.parametrize("brief", BRIEFS, ids=lambda brief: brief.file)
def test_on_a_phone_it_has_few_stops_and_nothing_is_too_wide(browser, brief):
    with browser.open(paths.HTML / brief.file, PHONE) as (page, noted):
        faults, stops = layout.sideways(page), layout.stops(page)
        faults += [f"{stops} stops for Tab"] if stops > STOPS else []
        layout.unfold(page)
        none(faults + layout.sideways(page) + noted)


@pytest.mark.parametrize(
    "brief", [each for each in BRIEFS if each.notebook.startswith("08_")], ids=lambda each: each.file
)
def test_the_sheet_of_one_page_is_one_sheet(browser, brief):
    with browser.open(paths.HTML / brief.file) as (page, _):
        assert paper.sheets(page) == 1


def test_every_link_leads_to_a_page_and_a_place_that_is_there():
    said = {file: (paths.HTML / file).read_text("utf-8") for file in FILES}
    places = {file: set(re.findall(r'\sid="([^"]*)"', page)) for file, page in said.items()}
    for file, page in said.items():
        for address in map(unescape, re.findall(r'<a\b[^>]*\shref="([^"]*)"', page)):
            if not re.match(r"(https?|mailto|data):", address):
                to, _, place = address.partition("#")
                assert place in {"", *places.get(to or file, ())}, f"{file}: {address}"
                assert not to or (paths.HTML / to).is_file(), f"{file}: {address}"


@pytest.mark.parametrize("file", FILES)
def test_one_language(browser, file):
    with browser.open(paths.HTML / file) as (page, _):
        none(tongue.faults(page))


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_show_all_and_say_the_same(browser, name):
    vi, en = (brief for brief in BRIEFS if brief.name == name)
    wanted = exhibits.expected(en)
    with browser.open(paths.HTML / vi.file) as (vietnamese, _), browser.open(paths.HTML / en.file) as (english, _):
        faults = [f"vi: {each}" for each in exhibits.faults(vietnamese, wanted)]
        faults += [f"en: {each}" for each in exhibits.faults(english, wanted)]
        none(faults + truth.faults(vietnamese, english))


def test_all_are_valid():
    none(markup.faults(*(paths.HTML / file for file in FILES)))
