"""A further language is one file of messages: numbers and dates are written in it, and what it lacks is English."""

import csv
import os
import re
import shutil
import subprocess
import sys
from decimal import Decimal

import pytest
import yaml

from sosanh.data import paths
from sosanh.lineage.words import messages, say
from sosanh.numbers.amounts import format_number

FRENCH = """\
list_and: " et "
published: "publié en {when}"
moved_up: "en hausse de {amount}"
bound_gt: "plus de {value}"
bounds_both: "{least} et d'au plus {most}"
unit_percentage_points: {one: "{value} point", other: "{value} points"}
title_pairs: "Peut-on comparer ?"
number_words: "un deux trois"
"""
ASKED = """\
import sosanh
found = sosanh.load("fr").over_time("Đồng Tháp", "2024-07", "2025-02", sector="education")
print(found.pairs())
"""


def test_a_file_of_messages_is_a_language(tmp_path):
    shutil.copytree(paths.LIBRARY, tmp_path / "sosanh", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "sosanh" / "messages" / "fr.yml").write_text(FRENCH, encoding="utf-8")
    known = os.environ | {"PYTHONPATH": str(tmp_path), "SOSANH_HOME": str(paths.HOME), "PYTHONIOENCODING": "utf-8"}
    asked = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, encoding="utf-8", env=known, check=True)
    title, heads, first, *_ = asked.stdout.splitlines()
    assert title == "Peut-on comparer ?"
    assert heads.startswith("Indicator | ")  # not yet said in French
    assert "publié en juillet 2024" in first
    assert "en hausse de plus de 12,8 et d'au plus at most 21,9 points" in first  # “at most” neither


def test_every_language_has_every_message_in_its_own_words():
    keys = {each.stem: set(yaml.safe_load(each.read_text("utf-8"))) for each in paths.MESSAGES.glob("*.yml")}
    assert keys["vi"] == keys["en"]  # of the files: `messages` fills what one lacks from English


@pytest.mark.parametrize(
    ("number", "vi", "en"),
    [
        (0, "không có số liệu nào được tính", "no figure counted"),
        (1, "1 bài báo", "1 article"),
        (5, "5 bài báo", "5 articles"),
    ],
)
def test_a_number_chooses_the_form_of_its_message(number, vi, en):
    said = say("page_articles", number, count=str(number))
    assert (str(said.said("vi")), str(said.said("en"))) == (vi, en)


def test_numbers_in_a_third_language_have_its_marks():
    assert format_number(Decimal("-12345.50"), "de") == "−12.345,50"
    with pytest.raises(ValueError, match="not 'xx'"):
        format_number(1, "xx")


def unused(keys, source, codes):
    """The keys that nothing asks for: neither literally nor by a pattern (`f"moved_{way}"`) whose places are words of
    the source or codes of the data."""
    literal, words = set(re.findall(r"[\"'](\w+)[\"']", source)), set(re.findall(r"\w+", source)) | codes
    patterns = {re.sub(r"\{[^{}]*\}", "(.+)", each) for each in re.findall(r'f"(\w*(?:\{[^{}"]*\}\w*)+)"', source)}
    patterns |= {f"index_{each}(.+)" for each in re.findall(r"say\('(\w+)' \+", source)}  # the list of pages
    patterns = [re.compile(each) for each in patterns if re.search(r"[a-z]{3}", each.replace("(.+)", ""))]
    made = {
        key for key in keys for each in patterns if (found := each.fullmatch(key)) and words.issuperset(found.groups())
    }
    return sorted(set(keys) - literal - made)


def test_every_message_is_used():
    files = [*paths.LIBRARY.rglob("*.py"), *paths.LIBRARY.glob("*.yml"), *paths.TEMPLATE.glob("*.j2")]
    source = "\n".join(path.read_text("utf-8") for path in files)
    tables = [path.open(encoding="utf-8", newline="") for path in paths.PROCESSED.glob("*.csv")]
    codes = {cell for table in tables for row in csv.reader(table) for cell in row}
    assert unused(messages("en"), source, codes) == []
    assert unused(["card_number", "moved_sideways", "unit_hours"], source, codes) == ["card_number", "moved_sideways"]
