"""The page on which a figure is chosen, on a phone, without network and by keyboard."""

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from sosanh.data import paths
from sosanh.publish import briefs, build, explore
from sosanh.publish.briefs import EXPLORE

from . import access, layout, markup
from .conftest import DESK, PHONE, THEMES
from .test_pages import none

PAGES = [paths.HTML / file for file in EXPLORE.values()]
SHOWN = ".pages li:not([hidden])"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("file", PAGES, ids=lambda path: path.name)
def test_it_can_be_read_by_everybody(browser, file, width, theme):
    with browser.open(file, width, theme) as (page, noted):
        none(noted + layout.sideways(page) + access.faults(page))
        page.evaluate("location.hash = 'figure=dt-2025-02.03'")
        page.wait_for_timeout(100)
        none(layout.sideways(page) + access.faults(page))


def test_it_is_valid():
    none(markup.faults(*PAGES))


def test_a_figure_is_found_and_chosen_by_keyboard_and_stands_in_the_address(browser, data):
    with browser.open(PAGES[1], PHONE) as (page, noted):
        page.context.set_offline(True)
        assert page.locator(SHOWN).count() == len(data.observations)
        page.get_by_role("searchbox").focus()
        page.keyboard.type("stem")
        assert page.locator(SHOWN).count() == 3
        page.get_by_role("searchbox").fill("465/595")
        assert page.locator(SHOWN).count() == 1
        page.get_by_role("searchbox").fill("")
        page.locator('a[href="#figure=dt-2024-07.04"]').focus()
        page.keyboard.press("Enter")
        chosen = page.locator(SHOWN)
        expect(chosen).to_have_count(1)
        assert chosen.get_attribute("data-figure") == "dt-2024-07.04"
        assert "Comparable within limits: Đồng Tháp, more than 91%" in chosen.locator("details").inner_text()
        assert parse_qs(page.url.partition("#")[2]) == {"figure": ["dt-2024-07.04"]}
        page.get_by_role("button", name="Clear").click()
        expect(page.locator(SHOWN)).to_have_count(len(data.observations))
        assert "figure" not in page.url
        page.context.set_offline(False)
        none(noted)


def test_filters_narrow_it_down_and_the_other_language_keeps_them(browser):
    with browser.open(PAGES[1], DESK) as (page, _):
        page.get_by_label("Province or city").select_option(label="Quảng Ninh")
        page.locator("select[name=sector]").select_option("health")
        shown = page.locator(SHOWN)
        assert shown.count() == 9 and {*shown.evaluate_all("all => all.map(each => each.dataset.sector)")} == {"health"}
        page.locator(".other").click()
        expect(shown).to_have_count(9)  # the other page is asked while it still loads
        assert page.url.partition("#")[0].endswith("explore.html")


def test_of_too_many_figures_the_page_of_an_area_is_reached_from_the_list(browser, data, monkeypatch, tmp_path):
    monkeypatch.setattr(briefs, "EXPLORED", 20)
    named = briefs.explored()
    for area in ("", "VN63-87"):
        for language, file in named[area].items():
            (tmp_path / file).write_text(explore.page(language, area, build.LISTS), encoding="utf-8")
    own = [row for row in data.observations if row.ref_area == "VN63-87"]
    with browser.open(tmp_path / EXPLORE["en"], PHONE) as (page, noted):
        none(layout.sideways(page) + access.faults(page))
        page.get_by_role("link", name="Đồng Tháp").click()
        expect(page.locator(SHOWN)).to_have_count(len(own))
        none(layout.sideways(page) + access.faults(page))
        page.get_by_role("searchbox").fill("465/595")
        expect(page.locator(SHOWN)).to_have_count(1)
        page.locator(".other").click()
        expect(page.locator("html")).to_have_attribute("lang", "vi")
        expect(page.locator(SHOWN)).to_have_count(1)
        none([each for each in noted if not each.startswith(f"asks for {tmp_path.as_uri()}/explore.")])  # these pages
    none(markup.faults(*(tmp_path / file for each in ("", "VN63-87") for file in named[each].values())))
