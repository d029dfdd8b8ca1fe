"""Lessons: what exercises ask, take and say, that they follow the data, that nothing wrong on purpose leaves them."""

import html
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import islice

import papermill
import pytest
import yaml

import sosanh
from sosanh import __main__ as command_line
from sosanh.data import paths
from sosanh.lineage.audit import Tracer
from sosanh.lineage.expressions import parse
from sosanh.lineage.words import LANGUAGES, say
from sosanh.publish.briefs import Brief
from sosanh.publish.notebooks import shown
from sosanh.show.api import Data, Refused
from sosanh.show.display import Exhibit
from sosanh.teach.exercises import EDITIONS, Exercise, canonical, digest, sealed
from sosanh.teach.lesson import Lesson

LESSONS = paths.notebooks(paths.TEACHING)
LEAST = 6  # exercises of a lesson: five, and one in which the class codes an article


def exercises(path, language, edition):
    return [each for _, each in shown(path, {"language": language, "edition": edition}) if isinstance(each, Exercise)]


@pytest.fixture(scope="module")
def asked():
    """Every exercise, solved, by lesson and language."""
    return {(path.stem, language): exercises(path, language, "teacher") for path in LESSONS for language in LANGUAGES}


@pytest.fixture(scope="module")
def lesson():
    return sosanh.lesson("en", "teacher")


def test_there_are_six_lessons_in_every_edition():
    listed = yaml.safe_load((paths.HOME / "reports" / "lessons.yml").read_text("utf-8"))
    assert [each["notebook"] for each in listed] == [path.stem for path in LESSONS] and len(LESSONS) == 6
    assert all(each["grid"] == {"edition": [*sorted(EDITIONS, key=EDITIONS.index)]} or
               {*each["grid"]["edition"]} == {*EDITIONS} for each in listed)  # fmt: skip


def test_a_lesson_has_five_exercises_and_one_in_which_the_class_codes_an_article(asked):
    for own in asked.values():
        assert len(own) >= LEAST and len(own[-1].items) >= 4


def test_every_exercise_says_of_each_answer_whether_it_is_right_and_why(asked):
    """The right answer passes; each foreseen wrong one is refused with its own words; none is open."""
    for (stem, language), own in asked.items():
        words = {each: str(say(f"reply_{each}").said(language)) for each in ("right", "wrong", "open")}
        for exercise in own:
            right = [item.replies[0].answer for item in exercise.items]
            assert [each.right for item in exercise.items for each in item.replies if each.right] == [True] * len(right)
            assert str(exercise.check(*right).title) == words["right"], (stem, exercise.title)
            assert str(exercise.check().title) == str(exercise.check("", "?").title) == words["open"]
            wrong = list(islice(wrong_answers(exercise, right), 3))
            assert len(wrong) == 3, f"{stem}: {exercise.title} has fewer than three wrong answers"
            for answers, place, reply in wrong:
                said = exercise.check(*answers)
                assert str(said.title) == words["wrong"] and str(said.sentences[place]) == str(reply.told)


def wrong_answers(exercise, right):
    """All answers that are right but for one item, with its place and its reply."""
    for place, item in enumerate(exercise.items):
        for reply in item.replies[1:]:
            yield [*right[:place], reply.answer, *right[place + 1 :]], place, reply


def test_mistakes_that_differ_are_told_apart(asked):
    """Of one question no two wrong answers get the same words; of steps in order "earlier" and "later" are enough."""
    ordered = {str(say("title_ask_order").said(language)) for language in LANGUAGES}
    for own in asked.values():
        for exercise in (each for each in own if str(each.title) not in ordered):
            for item in exercise.items:
                told = [str(each.told) for each in item.replies if not each.right]
                assert len({*told}) == len(told), item.label


def test_an_unforeseen_number_gets_a_hint_and_not_only_a_no(lesson):
    said = lesson.share("dt-2024-07.04").check("12")
    assert str(said.title) == "Not right yet" and str(said.sentences[0]).startswith("Divide the first number")


def test_both_languages_ask_the_same_and_take_the_same(asked):
    for path in LESSONS:
        vi, en = (asked[path.stem, language] for language in LANGUAGES)
        assert [[[(each.answer, each.right) for each in item.replies] for item in one.items] for one in vi] == [
            [[(each.answer, each.right) for each in item.replies] for item in one.items] for one in en
        ]
        assert [len(item.options) for one in vi for item in one.items] == [
            len(i.options) for one in en for i in one.items
        ]


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pupils_get_holds_no_reply_in_clear(path, language, asked):
    for own, solved in zip(exercises(path, language, "student"), asked[path.stem, language], strict=True):
        text = html.unescape(own.html()) + repr(own) + str(own.data())
        for item in solved.items:
            for reply in item.replies:
                assert str(reply.told) not in text
                if reply.right and len(reply.answer) > 1 and str(reply.shown) not in str(own.prompt):
                    assert not re.search(rf"(?<![\d.,]){re.escape(str(reply.shown))}(?![\d.,])", text)
        assert "never(" not in re.sub(r'data-from="[^"]*"', "", own.html())  # which a page takes away, too


def test_a_page_hides_what_the_notebook_says(lesson):
    """Each reply is found by the digest of its answer and opened by the answer, and by no other."""
    own = sosanh.lesson("en").share("dt-2024-07.04")
    salt, replies = re.search(r'data-salt="(\w+)"', own.html())[1], re.search(r'data-replies="([^"]*)"', own.html())[1]
    table = yaml.safe_load(html.unescape(replies))
    for reply in lesson.share("dt-2024-07.04").items[0].replies:
        key = f"{salt}|{reply.answer}"
        assert table[f"{digest(key):08x}"] == sealed(f"{'+' if reply.right else '-'}{reply.told}", key)
    assert digest("a") == 0xE40C292C  # FNV-1a as published


@pytest.mark.parametrize(("said", "places", "means"), [
    ("78,15", 2, "78.15"), ("78.15 %", 2, "78.15"), ("465/595", 2, "78.15"), ("465 trên 595", 2, "78.15"),
    ("465 out of 595", 2, "78.15"), ("78", 2, "78.00"), ("78,2", 2, "78.20"), ("11.448", 0, "11448"),
    ("11,448", 0, "11448"), ("542", 0, "542"), ("", 2, ""), ("about 78", 2, "78.00"), ("1/0", 2, ""), ("7..8", 2, ""),
    ("541,45", 0, ""), ("at least 542", 0, "542"), ("+18,75 điểm", 2, "18.75"), ("-1", 2, ""),
])  # fmt: skip
def test_a_number_is_understood_as_either_language_writes_it(said, places, means):
    assert canonical(said, places) == means


def corrected(collection, obs_id, **cells):
    rows = tuple(replace(row, **cells) if row.obs_id == obs_id else row for row in collection.observations)
    return replace(collection, tables={**collection.tables, "observations": rows})


def test_exercises_follow_a_corrected_figure(data):
    printed = type(data.observation("dt-2025-02.03").obs_value)
    numerator, value = type(data.observation("dt-2024-07.04").numerator)(466), printed("78.32")
    said = {"numerator": numerator, "obs_value": value, "share": Decimal("78.319327731"), "arithmetic": "consistent"}
    mended = corrected(data, "dt-2024-07.04", as_printed="466/595 | 78,32%", **said)
    before, after = (Lesson(Data(each, "en"), "teacher") for each in (data, mended))
    assert [each.share("dt-2024-07.04").items[0].replies[0].answer for each in (before, after)] == ["78.15", "78.32"]
    assert "466 of 595" in str(after.share("dt-2024-07.04").prompt)
    assert [each.grim("dt-2024-07.04").items[0].replies[0].answer for each in (before, after)] == ["c", "a"]


def test_a_percentage_that_cutting_off_gives_is_told_apart_from_an_impossible_one(data):
    cut = corrected(data, "dt-2024-07.04", as_printed="466/595 | 78,31%", arithmetic="unattainable",
                    obs_value=type(data.observation("dt-2025-02.03").obs_value)("78.31"))  # fmt: skip
    assert Lesson(Data(cut, "en"), "key").grim("dt-2024-07.04").items[0].replies[0].answer == "b"


def test_what_cannot_be_asked_is_refused_in_one_sentence(lesson):
    with pytest.raises(Refused, match=r"dt-2024-07\.99"):
        lesson.share("dt-2024-07.99")
    with pytest.raises(Refused, match=r"studnt.*student"):
        sosanh.lesson("en", "studnt")


# --- what is wrong on purpose

CHART = ("bound_as_value", "dt-2024-07.04", "dt-2025-02.03")


def test_a_chart_that_is_wrong_on_purpose_reaches_no_brief(lesson, data):
    page = lesson.counterexample(*CHART)._repr_html_()
    assert Tracer(data).trace(page, "en", parameters={"edition": "student"}).faults == ()
    (fault,) = Tracer(data).trace(page, "en").faults
    assert "wrong on purpose" in fault.said


def test_a_chart_that_is_wrong_on_purpose_says_so_in_the_title_and_in_the_picture(lesson):
    for language, words in (("en", "Wrong on purpose"), ("vi", "Sai có chủ ý")):
        chart = sosanh.lesson(language).counterexample(*CHART)
        assert str(chart.title).startswith(words) and str(chart.alt).startswith(words)
        assert all({"en": "WRONG ON PURPOSE", "vi": "SAI, ĐỂ LUYỆN TẬP"}[language] in image.replace("%20", " ")
                   for image in (chart.image, chart.narrow))  # fmt: skip


def test_numbers_shown_as_mistakes_are_not_to_be_written(asked):
    """Whatever a wrong answer shows is marked as such; only what an article prints is quoted as printed."""
    for own in asked.values():
        for exercise in own:
            for item in exercise.items:
                for reply in item.replies[1:]:
                    kinds = {figure.of.plain.operation for figure in reply.shown.figures}
                    assert kinds <= {"never", "untouched"}


def test_a_bare_ratio_may_be_shown_only_as_what_is_not_to_be_written(data):
    page = '<p><span class="figure" data-from="{}">0.78</span></p>'
    made = "near(ratio(numerator(dt-2024-07.04), total(dt-2024-07.04), 1), 2)"
    assert parse(made) and Tracer(data).trace(page.format(f"never({made})"), "en").faults == ()
    (fault,) = Tracer(data).trace(page.format(made), "en").faults
    assert "bare numbers" in fault.said


# --- the notebooks


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_edition_for_teachers_runs_and_is_held_by_nbval(path, tmp_path):
    """What is stored is the edition for pupils, which `make test` holds as all notebooks; here the solved one."""
    run = tmp_path / path.name
    papermill.execute_notebook(str(path), str(run), {"edition": "teacher"}, cwd=str(path.parent), progress_bar=False)
    options = ["-q", "--nbval", "--nbval-current-env", "-p", "no:cacheprovider", "-c", "/dev/null"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(run)], cwd=path.parent, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-2000:]


def test_without_what_slides_run_on_the_other_editions_are_built_and_it_is_said(monkeypatch, tmp_path, capsys):
    asked = [Brief(f"one-{edition}", LESSONS[0].stem, {"edition": edition}, "en") for edition in EDITIONS]
    monkeypatch.setattr(paths, "NOTEBOOKS", paths.TEACHING)
    assert command_line._with_slides(asked[:2]) == asked[:2] and capsys.readouterr().out == ""
    monkeypatch.setattr(paths, "REVEAL", tmp_path / "not-fetched")
    left = command_line._with_slides(asked)
    assert [each.edition for each in left] == [each for each in EDITIONS if each != "slides"]
    assert "there are no slides; make lessons fetches it" in capsys.readouterr().out


def test_every_edition_shows_what_it_is_for(lesson):
    for edition in EDITIONS:
        own = sosanh.lesson("en", edition).share("dt-2024-07.04")
        assert isinstance(own, Exhibit) and ("21.85" in repr(own)) == (edition in ("teacher", "key"))
        assert ("<form" in own.html()) == (edition == "student")
        assert ("78.15" in repr(own)) == (edition in ("teacher", "key", "slides"))
