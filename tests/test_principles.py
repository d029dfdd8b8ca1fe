"""The messages that keep a principle are pinned word for word, in both languages: principles.yml says which and why.

What no number and no computation holds, only a reader can judge: "not reported" is not "none", and a page that says the
contrary has no wrong number. So it cannot change unread.
"""

from pathlib import Path

import pytest
import yaml

from sosanh.lineage.words import LANGUAGES, messages

PINS = yaml.safe_load(Path(__file__).with_name("principles.yml").read_text("utf-8"))
PINNED = {key: said for own in PINS.values() for key, said in own.items()}
CHANGED = "changing a principle means changing its pin in the same commit, after a reader has read it"


def changed(said):
    """(key, language) of the pins that messages no longer say: `said` gives those of a language."""
    return [(key, each) for key, own in PINNED.items() for each in LANGUAGES if said(each).get(key) != own[each]]


def test_every_principle_is_said_word_for_word():
    assert changed(messages) == [], CHANGED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", ["caveat_figures", "systems_note", "repeats_note", "rates_the_pair", "kind_read"])
def test_a_principle_said_otherwise_in_one_language_is_found(key, language):
    """Nine such sentences, each turned into its opposite in English alone, passed all 515 tests of the day."""

    def turned(each):
        own = messages(each)
        return own | {key: own[key].replace(" not ", " ").replace("không ", "", 1) + "!"} if each == language else own

    assert changed(turned) == [(key, language)]


def test_pins_are_few_and_each_stands_under_one_principle():
    assert 20 < len(PINNED) == sum(map(len, PINS.values())) <= 40
    assert all({*said} == {*LANGUAGES} for said in PINNED.values())
