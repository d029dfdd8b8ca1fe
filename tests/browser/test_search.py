"""The search on the list of pages: by the script itself, on the pages that were built, in both languages."""

from functools import cache

import pytest
from playwright.sync_api import expect

from sosanh.data import paths
from sosanh.data.labels import marked, plain
from sosanh.publish.build import LISTS
from sosanh.show import search
from sosanh.show.choice import chosen

from .conftest import DESK, PHONE

# what is on no page of its own, and what was found by pieces of other words ("sySTEM", "lý" and "do")
ASKED = {
    "sáp nhập": True, "Tiền Giang": True, "telemedicine": True, "VDAPES": True, "xếp hạng": True, "STEM": True,
    "bệnh án": True, "benh an": True, "học bạ": True, "chữ ký số": True, "học bà": False, "lý do": False,
}  # fmt: skip
_SHOWN = """() => [...document.querySelectorAll('.pages li')].filter(each => each.checkVisibility())
  .map(each => [each.querySelector('a').getAttribute('href'), each.querySelector('.found').textContent])"""
_TITLES = """() => [...document.querySelectorAll('.kind h3 a')]
  .map(each => [each.getAttribute('href'), each.textContent])"""
_SAYS = """() => {
  const walker = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT), said = []
  while (walker.nextNode()) said.push(walker.currentNode.data)
  return said.join(' ')
}"""


@pytest.fixture(params=sorted(LISTS))
def language(request):
    return request.param


def asked(page, words):
    """The pages listed for the words, in their order, with what is said to be found on each."""
    page.locator("input[name=words]").fill(words)
    return page.evaluate(_SHOWN)


def test_the_script_finds_what_the_library_finds(browser, data):
    """One index, two readers of it: for every name of it, without marks too, and for pairs of words out of order."""
    texts = [each.words for each in search.things(data)]
    names = [name for each in search.things(data) for name in each.label.texts]
    words = [" ".join(name.split()[:3]) for name in names] + [" ".join(name.split()[1::-1]) for name in names]
    words += [plain(each) for each in words] + [name[: len(name) // 2] for name in names]
    words = [*words[:: len(words) // 80], *ASKED]  # some of each kind: each is looked for in hundreds of texts
    with browser.open(paths.HTML / LISTS["en"]) as (page, noted):
        found = page.evaluate(
            """([texts, asked]) => {
              const things = texts.map((text, place) => ({place, held: read(text)}))
              return asked.map(each => find(words(each), things).map(thing => thing.place))
            }""",
            [texts, words],
        )
        different = [word for word, there in zip(words, found, strict=True) if there != search.found(word, texts)]
        assert different == [] and noted == []


def test_what_is_found_is_there(browser, data, language):
    """A page that is found says the words, or others for the same; or the list says what its area became."""
    merged = (search._merged(each.ref_area, data.codebook) for each in data.codebook.areas)
    mergers = [each.said(language) for each in merged if each]
    with browser.open(paths.HTML / LISTS[language]) as (page, noted):
        listed = {words: asked(page, words) for words in ASKED}
        assert {words: bool(there) for words, there in listed.items()} == ASKED and noted == []
    groups, said = search._same(), cache(lambda file: _said(browser, file))
    for words, there in listed.items():
        alike = {words, *(each for group in groups if words in group for each in group)}
        for file, found in there:
            became = any(each in found for each in mergers)  # which its own page need not say
            assert became or any(search._together(marked(each).split(), said(file)) for each in alike), (words, file)


def _said(browser, file):
    """The words of a page in both languages: a name in one finds the page in the other."""
    name = file.rsplit(".", 2)[0]
    held = []
    for each in LISTS:
        with browser.open(paths.HTML / f"{name}.{each}.html") as (page, _):
            held += marked(page.evaluate(_SAYS)).split()
    return held


def test_pages_whose_question_has_the_words_come_first(browser, language):
    with browser.open(paths.HTML / LISTS[language]) as (page, _):
        titles = dict(page.evaluate(_TITLES))
        for words in {" ".join(title.split()[:2]) for title in titles.values()}:
            there = [titles[file] for file, _ in asked(page, words)]
            found = search.found(words, there)
            has = [place in found for place in range(len(there))]
            assert has == sorted(has, reverse=True) and any(has), words
        page.locator("button[type=reset]").click()
        page.wait_for_function("() => !location.hash")
        everything = page.evaluate("() => document.querySelectorAll('.kind .pages li:not([hidden])').length")
        assert everything == len(titles)


def test_what_is_asked_for_stands_in_the_address_and_filters_are_folded_on_a_phone(browser, language):
    for width, open_at_first in ((PHONE, 0), (DESK, 1)):
        with browser.open(paths.HTML / LISTS[language], width) as (page, noted):
            assert page.locator(".filter details[open]").count() == open_at_first
            there = asked(page, "STEM")
            assert page.url.endswith("#words=STEM")
            page.reload()
            assert page.evaluate(_SHOWN) == there and noted == []


def test_the_same_words_are_looked_for_in_all_figures_by_one_more_tap(browser, data, language):
    """A page is found by one thing that has all of the words; a figure also by what is said of it in other places."""
    words = {"vi": "mục tiêu Bình Định", "en": "target Bình Định"}[language]
    with browser.open(paths.HTML / LISTS[language], PHONE) as (page, _):
        assert not page.locator(".onward").is_visible()
        asked(page, words)
        page.locator(".onward a").click()
        expect(page.locator("body.explore .pages li:not([hidden])")).to_have_count(len(chosen(data, words=words)))
        assert page.locator("input[name=words]").input_value() == words and chosen(data, words=words)
