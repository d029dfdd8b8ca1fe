"""What somebody comes with a question for: the answer stands on the first screen of a phone, two taps or one search
from the list of pages. What the answer is, is read from the data."""

import re

import pytest

from sosanh.compare.questions import one_indicator
from sosanh.data import paths
from sosanh.data.labels import label
from sosanh.publish.build import LISTS
from sosanh.show import exhibits, search
from sosanh.show.values import value
from sosanh.show.writing import write

from .conftest import PHONE

_ON_SCREEN = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), said = []
  while (walker.nextNode()) {
    const text = walker.currentNode, range = document.createRange()
    range.selectNodeContents(text)
    const lines = [...range.getClientRects()]
    const there = lines.length && lines.every(line => line.top >= 0 && line.bottom <= innerHeight)
    if (there && text.parentElement.checkVisibility()) said.push(text.data)
  }
  return said.join('')
}"""
NAMED, CARD, ADVICE = ".things a", ".hits .pages li:not([hidden]) h3 a", '.hits li:not([hidden]) a[href$="#never"]'


def called(row, data):
    """The name of its area, the same in both languages."""
    return str(data.codebook.area_name(row.ref_area).said("vi"))


def of_indicator(data, code):
    return [row for row in data.observations if row.indicator == code]


def never(data, language):
    """What not to write of the payments without cash: the plain difference in points."""
    rows = write(one_indicator(data, "edu_cashless")).said(language).rows
    return [str(sentence) for advice, sentence, _ in rows if str(advice).startswith("✗")][1]


def stem(data, language):
    """Every indicator of that name that has figures."""
    known = {row.indicator: row.entry for row in data.observations}
    return [getattr(each, f"name_{language}") for each in known.values() if "STEM" in each.name_en]


def records(data, language):
    """How many hospitals completed the target, and which."""
    (row,) = of_indicator(data, "health_emr_hospitals")
    return [called(row, data), str(value(row).said(language)), str(label(row, "population").said(language))]


def who(data, language):
    return [next(str(label(row, "speaker").said(language)) for row in data.observations if row.as_printed == "86%")]


def rank(data, language):
    """The newest rank that a source prints of Đồng Tháp."""
    own = [each for each in data.codebook.benchmarks if each.indicator == "gov_dti_rank" and each.how == "printed"]
    own = [each for each in own if called(each, data) == "Đồng Tháp"]
    newest = max(own, key=lambda each: each.time_period)
    return [newest.time_period, str(exhibits.benchmark(newest).said(language))]


def mergers(data, language):
    book = data.codebook
    merged = {book.entry("areas", row.ref_area).successor for row in data.observations if book.merged(row.ref_area)}
    return [search._merged(each, book).said(language) for each in merged]


def target(data, language):
    (row,) = of_indicator(data, "gov_level4_multi_device")
    return [called(row, data), str(value(row).said(language)), {"vi": "Mục tiêu", "en": "aims for"}[language]]


def cooperatives(data, language):
    (row,) = of_indicator(data, "agri_digital_cooperatives")
    return [called(row, data), {"vi": f"{row.as_printed} hợp tác xã", "en": f"{row.as_printed} cooperatives"}[language]]


def everywhere(data, language):
    row = of_indicator(data, "health_remote_care")[-1]
    not_compared = {"vi": "không tính chênh lệch", "en": "no difference is calculated"}
    return [not_compared[language], row.as_printed]


QUESTIONS = {  # what is typed in each language, what is tapped then (None: the list itself answers), and the answer
    "may I write +13": ({"vi": "tiền mặt", "en": "cashless"}, ADVICE, lambda data, language: [never(data, language)]),
    "what did Quảng Ninh do about medical records": ({"vi": "bệnh án", "en": "medical records"}, NAMED, records),
    "which figures on STEM exist": ({"vi": "STEM", "en": "STEM"}, None, stem),
    "who says 86%": ({"vi": "86%", "en": "86%"}, NAMED, who),
    "where did Đồng Tháp stand on the index": ({"vi": "xếp hạng", "en": "rank"}, NAMED, rank),
    "what happened to the provinces in 2025": ({"vi": "sáp nhập", "en": "merger"}, None, mergers),
    "Bình Định’s target for online services": ({"vi": "dịch vụ công", "en": "online services"}, CARD, target),
    "how many cooperatives trace products": ({"vi": "hợp tác xã", "en": "cooperatives"}, NAMED, cooperatives),
    "remote care at all 165": ({"vi": "165", "en": "165"}, NAMED, everywhere),
}


def on_screen(page) -> str:
    return re.sub(r"\s+", " ", page.evaluate(_ON_SCREEN))


@pytest.mark.published
@pytest.mark.parametrize("language", sorted(LISTS))
@pytest.mark.parametrize("question", QUESTIONS)
def test_one_search_finds_the_answer(browser, data, question, language):
    words, tapped, answer = QUESTIONS[question]
    with browser.open(paths.HTML / LISTS[language], PHONE) as (page, noted):
        page.locator("input[name=words]").fill(words[language])
        if tapped:
            page.locator(tapped).first.click()
            page.wait_for_load_state()
        said = on_screen(page)
        assert [each for each in answer(data, language) if each not in said] == [], said
        assert noted == [f"asks for {page.url.partition('#')[0]}"] if tapped else noted == []


@pytest.mark.parametrize("language", sorted(LISTS))
def test_one_tap_shows_which_articles_these_are(browser, data, language):
    """As many of them as a screen holds, the newest first."""
    newest = sorted(data.sources.values(), key=lambda each: each.published_to, reverse=True)[:5]
    with browser.open(paths.HTML / LISTS[language], PHONE) as (page, noted):
        page.locator(".jump a").first.click()
        said = on_screen(page)
        assert [each.title for each in newest if each.title not in said] == [] and noted == []


@pytest.mark.parametrize("language", sorted(LISTS))
def test_the_list_is_no_wall(browser, language):
    """Folded it is six screens of a phone at most."""
    with browser.open(paths.HTML / LISTS[language], PHONE) as (page, _):
        assert page.evaluate("() => document.documentElement.scrollHeight / innerHeight") <= 6
