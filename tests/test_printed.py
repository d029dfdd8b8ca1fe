"""The reader against made-up paragraphs with their answers, and against whatever else a text may hold."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from sosanh.kinds import BY_A_PERSON, KINDS
from sosanh.printed import COLUMNS, normal, numbers, tokens
from sosanh.readings import BOUNDS, HEDGES, Reading
from sosanh.wording import CODES

CORPUS = yaml.safe_load((Path(__file__).parent / "corpus" / "numbers.yml").read_text(encoding="utf-8"))


def answer(line: str) -> tuple[str, str, Reading | None]:
    """One answer of the corpus: as printed, kind, reading."""
    as_printed, _, rest = line.partition(" = ")
    kind, *words = rest.split()
    assert kind in KINDS, line
    if kind != "figure":
        return as_printed, kind, None
    cells = {}
    for word in words:
        if m := re.fullmatch(r"([0-9]*)/([0-9]+)", word):
            cells |= {"numerator": int(m[1]) if m[1] else None, "denominator": int(m[2])}
        elif m := re.fullmatch(r"(-?[0-9.]+?)(?:\.\.([0-9.]+))?", word):
            cells |= {"value": Decimal(m[1]), "value_to": Decimal(m[2]) if m[2] else None}
        elif m := re.fullmatch(r"e([0-9]+)", word):
            cells["unit_mult"] = int(m[1])
        else:
            column = "unit_measure" if word in CODES else "bound" if word in BOUNDS else "hedge"
            assert column != "hedge" or word in HEDGES, line
            cells[column] = word
    return as_printed, kind, Reading(**cells)


def read(text: str) -> list[tuple[str, str, Reading | None]]:
    return [(token.as_printed, token.kind, token.reading) for token in tokens(text)]


def test_the_corpus_is_large():
    assert sum(len(entry["numbers"]) for entry in CORPUS) >= 300
    assert {answer(line)[1] for entry in CORPUS for line in entry["numbers"]} == set(KINDS)


@pytest.mark.parametrize("entry", CORPUS, ids=lambda entry: entry["text"][:40])
def test_corpus(entry):
    assert read(entry["text"]) == [answer(line) for line in entry["numbers"]]
