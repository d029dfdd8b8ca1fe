"""Lessons as they are used: on a phone without network, by keyboard, on paper and on a wall."""

import os
import re
import subprocess
import sys
from itertools import product

import pytest

import sosanh
from sosanh.data import paths
from sosanh.lineage.words import LANGUAGES
from sosanh.publish.notebooks import shown
from sosanh.teach.exercises import EDITIONS, Exercise

from . import access, layout, markup, paper
from .conftest import DESK, PHONE, THEMES
from .test_pages import none

FOLDER = paths.HTML / "lessons"
LESSONS = paths.notebooks(paths.TEACHING)
THIRD = LESSONS[2]


def page_of(path, edition, language):
    return FOLDER / f"{path.stem.lstrip('0').replace('_', '-', 1)}-{edition}.{language}.html"


PAGES = [page_of(*each) for each in product(LESSONS, EDITIONS, LANGUAGES)]
READ = [*(each for each in PAGES if "-slides." not in each.name), FOLDER / "index.html", FOLDER / "index.en.html"]


@pytest.fixture(scope="module")
def asked():
    """The exercises of the third lesson as a notebook has them, in English."""
    made = shown(THIRD, {"language": "en", "edition": "teacher"})
    return [each for _, each in made if isinstance(each, Exercise)]


@pytest.mark.parametrize("file", READ, ids=lambda path: path.name)
def test_it_can_be_read_on_a_phone_and_by_everybody(browser, file):
    with browser.open(file, PHONE) as (page, noted):
        layout.unfold(page)
        none(noted + layout.sideways(page) + access.faults(page))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("edition", ["student", "teacher"])
def test_it_can_be_read_by_night_and_at_a_desk(browser, edition, theme):
    with browser.open(page_of(LESSONS[5], edition, "vi"), DESK, theme) as (page, noted):
        none(noted + layout.sideways(page) + access.faults(page))


def test_all_are_valid():
    none(markup.faults(*PAGES, *FOLDER.glob("index*.html")))


def reply(form, place=0):
    return form.locator(".reply").nth(place).inner_text()


def test_a_wrong_and_a_right_answer_get_the_words_of_the_notebook(browser, asked):
    """The third lesson from a file, without network, on a phone."""
    with browser.open(page_of(THIRD, "student", "en"), PHONE) as (page, noted):
        page.context.set_offline(True)
        forms = page.locator("form.answers")
        assert forms.count() == len(asked)
        choice, number = forms.nth(0), forms.nth(3)
        for answer in ("a", "b"):
            choice.locator(f"input[value={answer}]").check()
            choice.locator("button").click()
            said = asked[0].check(answer)
            assert reply(choice) == f"{said.title}: {said.sentences[0]}"
        for answer in ("541", "541,45", "at least 542", "542", "nothing"):
            number.locator("input").fill(answer)
            number.locator("button").click()
            said = asked[3].check(answer)
            told = f"{said.title}" if str(said.title) == "Not answered yet" else f"{said.title}: {said.sentences[0]}"
            assert reply(number) == told
        page.context.set_offline(False)
        none(noted)


def test_an_unforeseen_number_gets_the_hint(browser):
    with browser.open(page_of(LESSONS[1], "student", "vi"), PHONE) as (page, _):
        form = page.locator("form.answers").first
        form.locator("input").fill("12")
        form.locator("button").click()
        assert reply(form).startswith("Chưa đúng. Lấy số thứ nhất chia cho số thứ hai")


def test_the_same_by_keyboard(browser, asked):
    with browser.open(page_of(THIRD, "student", "en"), PHONE) as (page, noted):
        first, number = page.locator("form.answers").nth(0), page.locator("form.answers").nth(3)
        first.locator("input").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")  # to the second option, which is right
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert reply(first) == f"Right: {asked[0].check('b').sentences[0]}"
        number.locator("input").focus()
        page.keyboard.type("541")
        page.keyboard.press("Enter")
        assert reply(number) == f"Not right yet: {asked[3].check('541').sentences[0]}"
        none(noted)


def test_what_is_typed_stays_here_until_it_is_cleared(browser):
    with browser.open(page_of(THIRD, "student", "en"), PHONE) as (page, _):
        number = page.locator("form.answers input[type=text]").first
        number.fill("541")
        page.locator("form.answers input[value=c]").first.check()
        page.reload()
        assert number.input_value() == "541" and page.locator("form.answers input[value=c]").first.is_checked()
        page.locator(".forget").click()
        page.wait_for_timeout(50)
        page.reload()
        assert number.input_value() == "" and page.locator("form.answers input:checked").count() == 0


def test_one_answer_fills_no_other_question(browser):
    with browser.open(page_of(LESSONS[5], "student", "en"), PHONE) as (page, _):
        selects = page.locator("form.answers select")
        selects.first.select_option("a")
        page.reload()
        chosen = [selects.nth(place).input_value() for place in range(selects.count())]
        assert chosen.count("a") == 1 and len(chosen) >= 12


def test_a_page_for_pupils_holds_no_answer_in_clear():
    for path, language in product(LESSONS, LANGUAGES):
        source = page_of(path, "student", language).read_text("utf-8")
        assert "data-from" not in source and "never(" not in source
        for _, each in shown(path, {"language": language, "edition": "teacher"}):
            for item in each.items if isinstance(each, Exercise) else ():
                assert not [one for one in item.replies if str(one.told) in source]


def test_every_number_for_teachers_opens_its_card(browser):
    with browser.open(page_of(LESSONS[1], "teacher", "en"), DESK) as (page, _):
        assert page.locator("main .figure").count() > 50
        assert page.locator("main .figure:not(:has(.walk))").count() == 0


# --- on a wall


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_slides_go_on_by_key_and_nothing_is_cut_off(browser, path, language):
    with browser.open(page_of(path, "slides", language), DESK) as (page, noted):
        page.wait_for_function("() => window.Reveal && Reveal.isReady()")
        total, steps, seen = page.evaluate("() => Reveal.getTotalSlides()"), 0, set()
        while not page.evaluate("() => Reveal.isLastSlide()") and steps < 200:
            page.keyboard.press("ArrowRight")
            steps += 1
            place, high, letters = page.evaluate(
                "() => { const s = Reveal.getCurrentSlide(); return [Reveal.getState().indexh, s.scrollHeight,"
                " parseFloat(getComputedStyle(s).fontSize)] }"
            )
            seen.add(place)
            assert high <= 760 and letters >= 16, f"slide {place}: {high} px, {letters} px letters"
        assert seen | {0} == {*range(total)} and steps > total  # the answers are steps of their own
        none(noted)


# --- on paper


@pytest.mark.parametrize("edition", ["worksheet", "key"])
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_no_exercise_is_broken_on_paper(browser, path, edition):
    with browser.open(page_of(path, edition, "vi"), DESK) as (page, _):
        page.emulate_media(media="print")
        page.set_viewport_size({"width": 658, "height": 900})  # A4 between its margins
        kept = page.evaluate(
            "() => [...document.querySelectorAll('.item, .prompt, .counterexample')].map("
            "each => [getComputedStyle(each).breakInside, each.getBoundingClientRect().height])"
        )
        assert kept and all(inside == "avoid" and high < 950 for inside, high in kept)
        none(layout.wider_than_paper(page))
        page.emulate_media(media="null")
        assert 2 <= paper.sheets(page) <= 12
        boxes, rooms = page.locator(".box").count(), page.locator(".room").count()
        assert boxes + rooms >= 6 and page.locator(".replies").count() * (edition == "worksheet") == 0


# --- the set


def test_the_list_leads_to_every_page_and_names_the_version_of_the_data(browser, data):
    for language, index in zip(LANGUAGES, ("index.html", "index.en.html"), strict=True):
        source = (FOLDER / index).read_text("utf-8")
        links = {*re.findall(r'href="([^"#]+\.html)"', source)} - {"index.html", "index.en.html"}
        assert links == {each.name for each in PAGES if each.name.endswith(f".{language}.html")}
        assert all((FOLDER / each).exists() for each in links) and data.version in source


def test_made_again_it_is_the_same():
    name = page_of(THIRD, "teacher", "en").name.removesuffix(".en.html")
    environment = {**os.environ, "SOSANH_PAGES": "lessons"}
    made = subprocess.run(
        [sys.executable, "-m", "sosanh", "reports", "--brief", name],
        capture_output=True, text=True, env=environment, cwd=paths.HOME,
    )  # fmt: skip
    assert "2 built, 2 the same as before" in made.stdout, made.stdout + made.stderr


def test_the_lessons_use_the_public_door_only():
    assert sosanh.lesson("en").data.over_time("Đồng Tháp").result.rows
    for path in LESSONS:
        source = path.read_text("utf-8")
        assert [*re.findall(r"import (\w+)", source)] == ["sosanh"]
