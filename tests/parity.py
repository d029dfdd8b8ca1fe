"""Do the two languages of a message claim the same? The words that bound, direct and deny are held against each other.

Each message is read for the words of some meanings. They must be the same in Vietnamese and in English, as often, and
so must its places. Where an idiom says it another way, the difference is noted in parity.yml once a reader has compared
the two; a word that then goes or turns in one language makes another difference, and is found.

To note what is new after reading it: python tests/parity.py
"""

import re
from collections import Counter
from pathlib import Path
from string import Formatter

import yaml

from sosanh.lineage.words import messages

NOTED = Path(__file__).with_name("parity.yml")
CLAIMS = yaml.safe_load(Path(__file__).with_name("claims.yml").read_text("utf-8"))
NEUTRAL = {language: words.split("; ") for language, words in CLAIMS.pop("neutral").items()}
COMPARED = (
    "bound",
    "direction",
    "negation",
)  # kinds that both languages must share; of how many, idiom says too freely
EXEMPT = re.compile(r"means_|index_same$|number_words$|index_apart$")  # lists of words: no sentences


def meanings(language, kinds=COMPARED):
    """The words of these kinds in a language, and which meaning of theirs each has."""
    own = ((meaning, said) for kind in kinds for meaning, said in CLAIMS[kind].items())
    return {word: meaning for meaning, said in own for word in said[language].split("; ")}


def pattern(language, words):
    """Any of these words or of the neutral turns, whichever is longest."""
    each = sorted([*words, *NEUTRAL[language]], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, each))})(?!\w)", re.IGNORECASE)


_MEANS = {language: meanings(language) for language in ("vi", "en")}
_READ = {language: pattern(language, words) for language, words in _MEANS.items()}


def read(form, language):
    """The meanings of a form's words, counted; of the words between its places."""
    said = " {} ".join(literal for literal, *_ in Formatter().parse(form)).casefold()
    return Counter(_MEANS[language][each] for each in _READ[language].findall(said) if each in _MEANS[language])


def forms(message):
    """A message's forms, as a pair compares them: what it says of none, and what it says of several."""
    own = {"other": message} if isinstance(message, str) else message
    return {"other": own["other"]} | ({"=0": own["=0"]} if "=0" in own else {})


def places(form):
    return Counter(f"{{{name}}}" for _, name, *_ in Formatter().parse(form) if name)


def _difference(vi, en):
    here, there = read(vi, "vi") + places(vi), read(en, "en") + places(en)
    each = sorted(here.keys() | there.keys())
    return " ".join(f"{one}{here[one] - there[one]:+d}" for one in each if here[one] != there[one])


def differences(said=messages):
    """What the languages of each message do not share, "gt+1 not-1" where Vietnamese has one more, one less."""
    vi, en = (said(language) for language in ("vi", "en"))
    found = {}
    for key in (each for each in en if not EXEMPT.match(each)):
        ours, theirs = forms(vi[key]), forms(en[key])
        for form in ours.keys() & theirs.keys():
            if unlike := _difference(ours[form], theirs[form]):
                found[key if form == "other" else f"{key} {form}"] = unlike
    return found


def noted():
    return yaml.safe_load(NOTED.read_text("utf-8"))


if __name__ == "__main__":
    head = (
        "# What both languages of a message claim by unlike words: each was read against the other (see parity.py).\n"
    )
    NOTED.write_text(head + "".join(f"{key}: '{said}'\n" for key, said in sorted(differences().items())), "utf-8")
    print(f"{NOTED.name}: {len(differences())} of {len(messages('en'))} messages")
