"""The two languages of a message claim the same: what bounds, directs or denies in one does so in the other."""

import pytest
from parity import IN_ORDER, claimed, differences, everything, noted, read

from sosanh.lineage.words import messages


def changed(turned):
    """The messages whose difference is not the one that was noted, were they `turned` (language -> messages)."""
    found, known = differences(lambda language: messages(language) | turned.get(language, {})), noted()
    return sorted(key for key in found.keys() | known.keys() if found.get(key) != known.get(key))


def test_both_languages_say_the_same():
    why = "hold both languages of these against each other; where they claim the same, python tests/parity.py notes it"
    assert changed({}) == [], why


@pytest.mark.parametrize(("language", "key", "right", "wrong"), [
    ("en", "bound_gt", "more than", "less than"), ("en", "bound_ge", "at least ", ""),
    ("vi", "bound_le", "nhiều", "ít"),
    ("en", "moved_rank_up", "worse", "better"), ("vi", "moved_down", "giảm", "tăng"),
    ("en", "above_up", "above", "below"),
    ("en", "caveat_no_evidence", "does not mean", "means"), ("vi", "change_refused", "không ", ""),
    ("vi", "dumbbell_legend", "công bố trước", "công bố sau"), ("en", "line_area_silent", "{area}: ", ""),
    ("en", "title_slope", "earlier above the later", "later above the earlier"),
])  # fmt: skip
def test_what_only_one_language_says_is_found(language, key, right, wrong):
    said = messages(language)[key]
    told = {form: each.replace(right, wrong, 1) for form, each in said.items()} if isinstance(said, dict) else None
    turned = told or said.replace(right, wrong, 1)
    assert turned != said
    assert changed({language: {key: turned}}) == [key]


def test_what_is_claimed_is_noted_in_its_order():
    assert claimed() == noted(IN_ORDER), (
        "read these messages; where they claim no more, python tests/parity.py notes them"
    )


@pytest.mark.parametrize(("key", "vi", "en"), [
    ("answer_nothing_compares", ("không có", "có"), ("no earlier figure compares", "each earlier figure compares")),
    ("caveat_as_of", ("không ", ""), ("no cut-off", "a cut-off")),
    ("on_time_undated", ("nên không rõ", "nên rõ"), ("so it is not known", "so it is known")),
    ("change_if", ("chỉ ", ""), (", only if", ", if")),
    ("answer_targets", ("; đã đạt", "; chưa đạt"), ("; reached", "; not reached")),
    ("who_article_earlier", ("trước", "sau"), ("earlier", "later")),
    ("by_end_of_year", ("hết năm", "đầu năm"), ("end of", "start of")),
    ("title_claims", (" nêu bằng lời", ""), (" said in words to be", "")),
])  # fmt: skip
def test_what_both_languages_turn_or_drop_is_found(key, vi, en):
    """The two then claim the same, and no number is wrong."""
    own = {language: messages(language)[key] for language in ("vi", "en")}
    turned = {language: own[language].replace(*words, 1) for language, words in (("vi", vi), ("en", en))}
    assert all(turned[each] != own[each] for each in own)
    assert claims_otherwise(lambda language: everything(language) | {key: turned[language]}) == {key}


def claims_otherwise(said):
    found, known = claimed(said), noted(IN_ORDER)
    return {each for each in found.keys() | known.keys() if found.get(each) != known.get(each)}


def test_a_denial_that_the_prose_of_a_notebook_drops_is_found():
    """ "Not reported means zero, and that nothing was done" in both languages: no digit, no province."""
    words = {"vi": ("không có nghĩa là", "có nghĩa là"), "en": ("does not mean", "means")}

    def said(language):
        own = everything(language)
        turned = {place: each.replace(*words[language]) for place, each in own["00_start-here"].items()}
        assert turned != own["00_start-here"]
        return own | {"00_start-here": turned}

    assert claims_otherwise(said) == {"00_start-here"}


@pytest.mark.parametrize(("notebook", "words"), [
    ("00_start-here", {"en": ("gives a minimum, “nearly” a maximum", "gives a maximum, “nearly” a minimum")}),
    ("05_systems-and-milestones", {"vi": ("đã hoàn thành", "dự kiến"), "en": ("is done", "is planned")}),
])  # fmt: skip
def test_prose_that_claims_the_contrary_is_found(notebook, words):
    def said(language):
        own = everything(language)
        turned = {place: each.replace(*words.get(language, ("", ""))) for place, each in own[notebook].items()}
        assert language not in words or turned != own[notebook]
        return own | {notebook: turned}

    assert claims_otherwise(said) == {notebook}


def test_a_word_within_a_longer_one_is_not_read():
    assert read("không quá {value}", "vi") == ["le"] and read("look it up: {value}", "en") == []
    assert read("{least} above the figure", "en") == ["rise"] and read("trở lên", "vi") == ["ge"]
