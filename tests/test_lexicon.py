"""The reader's words are data: each list is used, no word stands twice in it, and all are written as texts are."""

import re
import unicodedata

import pytest
import yaml

from sosanh.data import paths
from sosanh.vietnamese.wording import WORDS, split

ROOM = paths.LIBRARY / "vietnamese"
HELD = yaml.safe_load((ROOM / "lexicon.yml").read_text(encoding="utf-8"))
CAPITALS = {"pictures", "capital_no_name"}  # compared with words as printed


def listed(name):
    """The words of a list, or all that have a meaning; () of the choices of a regular expression."""
    held = HELD[name]
    texts = held.values() if isinstance(held, dict) else () if "|" in held else (held,)
    return [word for text in texts for word in split(text)]


def test_every_list_is_used_and_none_is_missing():
    sources = [path.read_text(encoding="utf-8") for path in ROOM.glob("*.py")]
    used = {name for source in sources for name in re.findall(r"\bWORDS\.(\w+)", source)}
    assert used == set(HELD) == set(vars(WORDS))


@pytest.mark.parametrize("name", HELD)
def test_a_word_stands_once_in_a_list_and_has_one_meaning(name):
    words = listed(name)
    assert len(words) == len(set(words)) and "" not in words
    assert len(words) == len(vars(WORDS)[name]) or isinstance(vars(WORDS)[name], str)


@pytest.mark.parametrize("name", HELD)
def test_words_are_written_as_the_reader_compares_them(name):
    for word in listed(name):
        assert word == unicodedata.normalize("NFC", word) == " ".join(word.split())
        assert word == word.lower() or name in CAPITALS


@pytest.mark.parametrize("name", [name for name, held in HELD.items() if isinstance(held, str) and "|" in held])
def test_the_choices_of_an_expression_compile(name):
    assert re.compile(f"(?:{HELD[name]})")


def test_what_states_nothing_states_no_bound_and_no_hedge():
    assert not {*WORDS.links} & {*WORDS.bounds, *WORDS.hedges} and not {*WORDS.bounds} & {*WORDS.hedges}


def test_a_semicolon_makes_phrases():
    assert split("top tốp") == ["top", "tốp"] and split("hạng mục;") == ["hạng mục"]
    assert split("trong tốp; vào tốp") == ["trong tốp", "vào tốp"]
    assert WORDS.levels["hạng mục"] == 0 and "mục" not in WORDS.levels
