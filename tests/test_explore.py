"""The page on which a figure is chosen: every figure, what it compares with by the gate, every number traced."""

import json
import re
from html import escape, unescape

import pytest

from sosanh.lineage import words
from sosanh.lineage.words import LANGUAGES
from sosanh.publish import briefs, build, explore
from sosanh.publish.briefs import Brief, BriefFailed
from sosanh.show.values import value

HOME = Brief("cashless-schools", "04_one-indicator-in-depth", {"indicator": "edu_cashless"}, "en")


@pytest.fixture(scope="module")
def pages():
    return {language: explore.page(language, "", build.LISTS, [HOME]) for language in LANGUAGES}


def items(page):
    """What stands under each figure, by its code, in words."""
    found = re.findall(r'<li data-area="[^"]*".*?data-figure="([^"]*)">(.*?)</li>', page, re.DOTALL)
    return {code: unescape(" ".join(re.sub(r"<[^>]+>", "", held).split())) for code, held in found}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_is_there_with_all_that_it_compares_with(pages, data, language):
    held = items(pages[language])
    assert held.keys() == {row.obs_id for row in data.observations}
    grades = [str(data.codebook.label("grade", code).said(language)) for code in data.codebook.codes("grade")]
    for row in data.observations:
        others = [each for each in data.observations if each.indicator == row.indicator and each is not row]
        others = [each for each in others if each.role == row.role == "actual"]
        own = pages[language].partition(f'data-figure="{row.obs_id}"')[2].partition("</li>")[0]
        assert len(re.findall(f"<p>(?:{'|'.join(grades)}): ", own)) == len(others)
        assert " ".join(str(value(row).said(language)).split()) in held[row.obs_id]


@pytest.mark.published
def test_what_it_says_of_the_cashless_schools(pages):
    said = items(pages["en"])["dt-2025-02.03"]
    assert "Comparable within limits: Đồng Tháp, 465/595, printed with “78,18%” (published July 2024)" in said
    assert (
        "Up by more than 12.8 and at most 21.9 percentage points. Limits: the later article states only a minimum"
        in said
    )
    assert "Beside the target of 80% (as SoSánh reads it): exceeded" in said
    assert "Easily taken for, and not the same" in said and "between all other figures none is" in pages["en"]
    assert "token“trên 91%”" in said and "Paragraph7, which begins “Qua thực hiện Đề án”" in said
    assert 'href="cashless-schools.en.html"' in pages["en"] and "cashless-schools" not in pages["vi"]


def test_a_figure_without_a_partner_says_so(pages, data):
    alone = next(row for row in data.observations if row.role == "plan")
    assert "It compares with no other figure here" in items(pages["en"])[alone.obs_id]


def test_both_languages_list_the_same_figures_and_partners(pages):
    def made(page):
        return [re.findall(r'data-from="([^"]*)"', each) for each in page.split('data-figure="')[1:]]

    assert made(pages["vi"]) == made(pages["en"])


def test_it_is_found_by_name_token_speaker_and_other_names(pages):
    things = json.loads(re.search(r'id="things">(.*?)</script>', pages["vi"], re.DOTALL)[1])
    held = {place: words for _, words, (place,), _ in things}
    assert sum("Đoàn Tấn Bửu" in each for each in held.values()) >= 5
    assert any("465/595" in each for each in held.values()) and any("hồ sơ bệnh án" in each for each in held.values())


def test_it_is_light_and_allows_nothing_from_elsewhere(pages):
    for page in pages.values():
        assert len(page.encode()) < 250_000
        assert "default-src 'none'" in page and not re.search(r'(?:src|href)="http[^"]*\.(?:js|css)', page)


def test_where_there_are_too_many_figures_each_area_has_its_page(monkeypatch, data):
    monkeypatch.setattr(briefs, "EXPLORED", 20)
    named = briefs.explored()
    areas = {row.ref_area for row in data.observations}
    assert named.keys() == {"", *areas} and named["VN63-87"]["en"] == "explore.VN63-87.en.html"
    whole = explore.page("en", "", build.LISTS)
    assert not items(whole) and re.findall(r'href="(explore\.VN[^"]*)"', whole) == [
        named[area]["en"] for area in sorted(areas)
    ]
    for area in areas:
        page = explore.page("en", area, build.LISTS)
        own = [row for row in data.observations if row.ref_area == area]
        assert items(page).keys() == {row.obs_id for row in own}
        assert f'href="{named[area]["vi"]}"' in page
        cited = {source.title for source in data.sources.values() if source.ref_area == area}
        assert all(escape(title) in page for title in cited)


@pytest.mark.published
def test_of_many_pairs_those_that_compare_best_are_shown(monkeypatch):
    """The link to the others leads to the page of the indicator: an area's page does not hold those of other areas."""
    monkeypatch.setattr(explore, "PARTNERS", 1)
    page = explore.page("en", "", build.LISTS)
    said = items(page)["dt-2024-07.04"]
    assert "Comparable within limits: Đồng Tháp" in said and "in more pairs with figures" not in said
    monkeypatch.setattr(explore, "PARTNERS", 0)
    assert 'href="#indicator=edu_cashless">It stands in more pairs' in explore.page("en", "", build.LISTS)
    monkeypatch.setattr(briefs, "EXPLORED", 20)
    page = explore.page("en", "VN63-87", build.LISTS, [HOME])
    assert 'href="cashless-schools.en.html">It stands in more pairs' in page


def test_a_number_that_does_not_hold_keeps_the_page_from_being_written(monkeypatch):
    """As where a sentence would drop the words of a bound."""
    held = words._messages

    def spoiled(language):
        return held(language) | {"printed_gt": "{value}"}

    monkeypatch.setattr(words, "_messages", spoiled)
    with pytest.raises(BriefFailed, match="more than"):
        explore.page("en", "", build.LISTS)
