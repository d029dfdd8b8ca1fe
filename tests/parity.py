"""Do the two languages of a message claim the same? The words that bound, direct, deny and say how many are compared.

Each message is read for the words of some meanings. They must be the same in Vietnamese and in English, as often, and
so must its places. Where an idiom says it another way, the difference is noted in parity.yml once a reader has compared
the two; a word that then goes or turns in one language makes another difference, and is found.

Turned in both languages at once they still agree. So claimed.yml notes which words that claim, and which places, stand
in each message and in the prose of each notebook, in their order: "{reached} reached, {open} not" claims another thing
once the places are exchanged.

To note what is new after reading it: python tests/parity.py
"""

import json
import re
from collections import Counter
from itertools import chain
from pathlib import Path
from string import Formatter

import yaml

from sosanh.data import paths
from sosanh.lineage.words import messages

NOTED = Path(__file__).with_name("parity.yml")
IN_ORDER = NOTED.with_name("claimed.yml")
CLAIMS = yaml.safe_load(Path(__file__).with_name("claims.yml").read_text("utf-8"))
STATES = CLAIMS.pop("states")
NEUTRAL = {language: words.split("; ") for language, words in CLAIMS.pop("neutral").items()}
EXEMPT = re.compile(r"means_|index_same$|number_words$|index_apart$")  # lists of words: no sentences


def meanings(language):
    """The words that claim in a language, and which meaning each has."""
    own = ((meaning, said) for kind in CLAIMS.values() for meaning, said in kind.items())
    return {word: meaning for meaning, said in own for word in said[language].split("; ")}


def pattern(language, words):
    """Any of these words or of the neutral turns, whichever is longest."""
    each = sorted([*words, *NEUTRAL[language]], key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, each))})(?!\w)", re.IGNORECASE)


_MEANS = {language: meanings(language) for language in ("vi", "en")}
_READ = {language: pattern(language, words) for language, words in _MEANS.items()}
_ALL = {language: own | {word: name for name, said in STATES.items() for word in said[language].split("; ")}
        for language, own in _MEANS.items()}  # fmt: skip
_READ_ALL = {language: pattern(language, words) for language, words in _ALL.items()}


def read(form, language):
    """The meanings of a form's words, in their order; of the words between its places."""
    said = " {} ".join(literal for literal, *_ in Formatter().parse(form)).casefold()
    return [_MEANS[language][each] for each in _READ[language].findall(said) if each in _MEANS[language]]


def forms(message):
    """A message's forms by their names."""
    return {"other": message} if isinstance(message, str) else message


def places(form):
    return [f"{{{name}}}" for _, name, *_ in Formatter().parse(form) if name]


def _difference(one, other, said=("vi", "en")):
    """How two forms differ: in what they say and where they have places, "gt+1", and in which order."""
    both = [read(form, language) for form, language in zip((one, other), said, strict=True)]
    here, there = (Counter(own) + Counter(places(form)) for own, form in zip(both, (one, other), strict=True))
    unlike = [f"{each}{here[each] - there[each]:+d}" for each in sorted(here.keys() | there.keys())]
    first, second = ([each for each in own if each != "not"] for own in both)
    order = [*first, "/", *second] if first != second and len(first + second) > 2 else []
    return " ".join([each for each in unlike if not each.endswith("+0")] + order)


def differences(said=messages):
    """What the languages of each message, and the forms of one in a language, do not share."""
    vi, en = (said(language) for language in ("vi", "en"))
    found = {}
    for key in (each for each in en if not EXEMPT.match(each)):
        ours, theirs = forms(vi[key]), forms(en[key])
        found[key] = _difference(ours["other"], theirs["other"])
        for form in ours.keys() & theirs.keys() - {"other"}:
            found[f"{key} {form}"] = _difference(ours[form], theirs[form])
        for language, own in (("vi", ours), ("en", theirs)):
            for form in own.keys() - {"other", *(ours.keys() & theirs.keys())}:
                found[f"{key} {form} {language}"] = _difference(own[form], own["other"], (language, language))
    return {key: unlike for key, unlike in found.items() if unlike}


def everything(language):
    """The messages, and the prose of each notebook under its name."""
    tag, found = f"lang-{language}", {}
    for path in paths.notebooks():
        cells = json.loads(path.read_text("utf-8"))["cells"]
        own = ["".join(each["source"]) for each in cells if tag in each["metadata"].get("tags", ())]
        found[path.stem] = {str(place): each for place, each in enumerate(own)}
    return messages(language) | found


def claimed(said=everything):
    """What each message, and each cell of a notebook's prose, claims in both languages, in order and in all its forms:
    "{all} {reached} {open} not / {all} {reached} {open} not". One place or nothing that claims is not noted."""
    vi, en, found = said("vi"), said("en"), {}
    for key in (each for each in en if not EXEMPT.match(each)):
        own = [
            [_in_order(form, language) for form in forms(each[key]).values()]
            for language, each in (("vi", vi), ("en", en))
        ]
        if any(len(each) > 1 or not all(one.startswith("{") for one in each) for each in chain(*own)):
            found[key] = " / ".join(" | ".join(map(" ".join, each)) for each in own)
    return found


def _in_order(form, language):
    """The meanings and the places of a form, as they stand."""
    found = []
    for literal, name, *_ in Formatter().parse(form):
        found += [
            _ALL[language][each] for each in _READ_ALL[language].findall(literal.casefold()) if each in _ALL[language]
        ]
        found += [f"{{{name}}}"] if name else []
    return found


def noted(file=NOTED):
    return yaml.safe_load(file.read_text("utf-8"))


if __name__ == "__main__":
    head = (
        "# What both languages of a message claim by unlike words: each was read against the other (see parity.py).\n"
    )
    NOTED.write_text(head + "".join(f"{key}: '{said}'\n" for key, said in sorted(differences().items())), "utf-8")
    head = "# What each message and each notebook claims, in order; read what a changed one claims (see parity.py).\n"
    IN_ORDER.write_text(head + "".join(f"{key}: '{said}'\n" for key, said in sorted(claimed().items())), "utf-8")
    print(f"{NOTED.name}: {len(differences())} of {len(messages('en'))} messages")
