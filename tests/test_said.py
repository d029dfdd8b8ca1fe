"""Language last: what is shown is computed once, in no language; to say it in one computes nothing more."""

import sys
from importlib import import_module
from pathlib import Path

import pytest
from IPython.core.formatters import DisplayFormatter

from sosanh.compare import questions
from sosanh.data import paths
from sosanh.data.labels import LANGUAGES, Label
from sosanh.lineage import expressions as of
from sosanh.lineage.words import Figure, Link, Phrase, Written, say, text
from sosanh.show import exhibits, walk
from sosanh.show.api import EXHIBITS
from sosanh.show.headlines import headline

JULY, FEBRUARY = "dt-2024-07.04", "dt-2025-02.03"
THREE = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]
ANSWERS = {
    "over_time": lambda data: questions.over_time(data, "Đồng Tháp"),
    "across": lambda data: questions.across(data, THREE),
    "against_targets": lambda data: questions.against_targets(data, THREE),
    "evidence_map": lambda data: questions.evidence_map(data, THREE),
    "one_page": lambda data: questions.one_page(data, THREE),
    "deployment": lambda data: questions.deployment(data, THREE),
    "one_indicator": lambda data: questions.one_indicator(data, "edu_cashless"),
    "one_figure": lambda data: questions.one_figure(data, FEBRUARY),
}


# --- what is in no language yet


@pytest.mark.parametrize("unsaid", [
    say("head_articles"),
    text("a", Label(("tỉnh", "province"))),
    text("a", Figure(Written.number(12.8), of.lower(JULY))),
    Figure(Written.number(12.8), of.lower(JULY)),
    Link(Label(("Báo", "Paper")), "https://a.vn"),
], ids=["phrase", "label", "number", "figure", "link"])  # fmt: skip
def test_what_is_in_no_language_is_not_written_and_says_how_it_is(unsaid):
    with pytest.raises(TypeError, match=r"is in no language yet: \.said\('vi'\)"):
        str(unsaid)


def test_a_part_that_decides_by_the_language_is_not_written_either(schools):
    """The value with its token beside it stood as the Python that holds it."""
    cells = [row[1] for row in exhibits.reported(schools).rows]
    for each in cells:
        with pytest.raises(TypeError, match=r"is in no language yet: \.said\('vi'\)"):
            str(each)


def test_words_that_are_the_same_in_every_language_need_not_be_said():
    assert str(text("a ", Figure("1", of.count([])), Link("b", "https://a.vn"))) == "a 1b <https://a.vn>"


def test_an_exhibit_in_no_language_says_so_instead_of_failing(schools):
    assert repr(exhibits.pairs(schools)) == "<Table pairs, in no language yet: .said('vi')>"
    assert repr(headline(schools)) == "<Headline headline, in no language yet: .said('vi')>"


def test_a_notebook_shows_that_sentence_and_no_traceback(schools):
    shown, _ = DisplayFormatter().format(exhibits.pairs(schools))
    assert shown == {"text/plain": "<Table pairs, in no language yet: .said('vi')>"}
    shown, _ = DisplayFormatter().format(exhibits.pairs(schools).said("en"))
    assert shown["text/html"].startswith('<section class="exhibit pairs" lang="en">')


def test_what_was_said_stays_in_its_language(schools):
    shown = exhibits.pairs(schools).said("en")
    assert shown.language == "en" and [*shown.said("vi").lines()] == [*shown.lines()]


@pytest.mark.parametrize(
    "unsaid", [exhibits.pairs, headline, lambda _: say("head_articles"), lambda _: Label(("", ""))]
)
def test_another_language_is_refused(schools, unsaid):
    with pytest.raises(LookupError, match="unknown language 'fr'; known: vi, en"):
        unsaid(schools).said("fr")


# --- a phrase and what stands in its places


@pytest.mark.parametrize(("key", "given", "missing"), [
    ("bound_gt", {}, "value"),
    ("printed_gt", {"value": "91%"}, "word"),  # only in Vietnamese: “trên 91%”, "more than 91%"
    ("line_no_count", {"when": "x", "value": "91%", "denominator": "", "least": "", "gained": ""}, "counted"),
    ("printed_gt", {}, "value, word"),
])  # fmt: skip
def test_a_phrase_without_one_of_its_values_fails_where_it_is_made(key, given, missing):
    """In one language only, it would have failed when the page in that one is written."""
    with pytest.raises(KeyError, match=f"{key}: {missing} is missing"):
        say(key, **given)


def test_a_value_that_one_language_needs_is_said_in_that_one_only():
    said = say("printed_gt", value=text("91%"), word=text("trên"))
    assert (str(said.said("vi")), str(said.said("en"))) == ("trên 91%", "more than 91%")


def test_a_number_out_of_place_is_refused_by_what_it_reads():
    both = {"numerator": Figure(Written.number(1595), of.total(JULY)), "denominator": "465"}
    with pytest.raises(ValueError, match="1,595 is no numerator"):
        say("line_fraction", when="x", counted="", share="", printed="", short="", **both)


def test_a_number_is_said_as_each_language_writes_it_with_the_same_origin():
    rise = say("bound_gt", value=Figure(Written.number(12.8), of.down(of.lower(FEBRUARY) - of.upper(JULY), 1)))
    assert [str(rise.said(language)) for language in LANGUAGES] == ["hơn 12,8", "more than 12.8"]
    origins = {str(each.of) for language in LANGUAGES for each in rise.said(language).figures}
    assert origins == {f"down(lower({FEBRUARY}) - upper({JULY}), 1)"}


# --- computed once


def test_an_exhibit_in_two_languages_asks_its_question_once(data, monkeypatch):
    """The walk asks for the page that its figure stands on: once, however many languages it is then said in."""
    asked, ask = [], questions.over_time
    monkeypatch.setattr(walk, "over_time", lambda *given: (asked.append(given), ask(*given))[1])
    shown = walk.said(questions.one_figure(data, FEBRUARY))
    vi, en = (repr(shown.said(language)) for language in LANGUAGES)
    assert len(asked) == 1 and "trên 91%" in vi and "more than 91%" in en


SAYING = {  # the modules that turn what was found into words of a language
    "lineage/words.py", "data/labels.py", "show/display.py", "numbers/amounts.py", "numbers/periods.py",
}  # fmt: skip
BESIDE = ("show/exhibits.py", "said")  # a value with its token, which are one in the article's language


def called(run):
    """(file, function) of the library's own, and of pandas, that were called."""
    codes, before = set(), sys.getprofile()
    sys.setprofile(lambda frame, event, _: codes.add(frame.f_code) if event == "call" else None)
    try:
        run()
    finally:
        sys.setprofile(before)
    files = {code: Path(code.co_filename) for code in codes}
    own = {code for code, file in files.items() if file.is_relative_to(paths.LIBRARY)}
    found = {(files[code].relative_to(paths.LIBRARY).as_posix(), code.co_name) for code in own}
    return found | {("pandas", code.co_name) for code in codes - own if "pandas" in files[code].parts}


def test_what_computes_is_seen(schools):
    files = {file for file, _ in called(lambda: exhibits.pairs(schools))}
    assert "show/values.py" in files - SAYING


@pytest.mark.parametrize("question", ANSWERS)
def test_to_say_an_exhibit_computes_nothing(data, question):
    result = ANSWERS[question](data)
    made = {
        name: getattr(import_module(f"sosanh.{place.partition(':')[0]}"), place.partition(":")[2])(result)
        for name, (place, kinds) in EXHIBITS.items()
        if isinstance(result, kinds) and place.startswith("show.")
    }
    assert len(made) > 8
    for name, shown in made.items():
        said = {}
        calls = called(lambda shown=shown, said=said: said.update({each: shown.said(each) for each in LANGUAGES}))
        assert {file for file, _ in calls - {BESIDE}} <= SAYING, name
        assert all(each.language == language for language, each in said.items())
        assert repr(said["vi"]) != repr(said["en"]), name


def test_a_phrase_is_a_value_and_so_are_two_of_one_message():
    """Words are compared before they are said: the months that repeat, the names that are the same."""
    assert say("head_articles") == say("head_articles") and hash(say("head_articles"))
    assert Phrase("a", 2, ()) != Phrase("b", 2, ()) != Phrase("b", 1, ()) and Written.number(5) == Written.number(5)
