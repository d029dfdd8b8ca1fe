"""The labels of two codes that changed places, in both languages at once: each list that claims rest on is read.

A bound, a hedge and a role are read by what reads articles; their English by what a page calls for. Of the other lists
a word of each label is its code's alone: no other label of the list may hold it.
"""

import re
from itertools import combinations

import pytest

from sosanh.curate.draft import role
from sosanh.lineage.unmarked import listed
from sosanh.vietnamese.reader import tokens

LANGUAGES = ("vi", "en")
SAYS = {  # list -> code -> a word that its label holds, and no other label of the list: Vietnamese, English
    "bound": {
        "exact": ("như in", "printed"), "gt": ("^hơn", "more than"), "ge": ("ít nhất", "at least"),
        "lt": ("chưa đến", "less than"), "le": ("nhiều nhất", "at most"), "range": ("từ", "from"),
        "all": ("tất cả", "^all"),
    },
    "voice": {
        "named_official": ("lãnh đạo", "official"), "department": ("sở", "department"),
        "provincial_authority": ("cấp tỉnh", "provincial"), "unclear": ("không rõ", "unclear"),
        "unattributed": ("không dẫn", "no source"),
    },
    "role": {
        "actual": ("^kết quả", "^result"), "ability": ("khả năng", "ability"), "target": ("mục tiêu", "target"),
        "plan": ("kế hoạch", "plan"), "rule": ("quy định", "rule"),
    },
    "grade": {
        "A": ("so sánh được$", "^comparable$"), "B": ("giới hạn", "limits"), "C": ("cạnh nhau", "side by side"),
        "X": ("^không", "^not"),
    },
    "target_outcome": {
        "met": ("^đạt", "^met"), "exceeded": ("vượt", "exceeded"), "short": ("chưa đạt", "short"),
        "undecided": ("chưa xác định", "undecided"), "claim_only": ("lời", "claim"),
        "no_evidence": ("chưa có", "no evidence"), "not_due": ("chưa đến hạn", "not due"),
        "area_changed": ("sáp nhập", "merger"),
    },
    "evidence": {
        "number": ("^có", "number"), "target": ("không phải kết quả", "not a result"), "words": ("lời", "words"),
        "not_reported": ("không nêu", "not reported"),
    },
    "result_level": {
        "input": ("nguồn lực", "input"), "activity": ("hoạt động", "activity"), "output": ("đầu ra", "output"),
        "use": ("sử dụng", "use"), "outcome": ("cuối cùng", "outcome"),
    },
    "stage": {
        "in_use": ("sử dụng", "in use"), "published": ("công bố", "published"), "able_to": ("khả năng", "able"),
        "pilot": ("thí điểm", "pilot"), "building": ("đang xây dựng", "being built"),
        "proposed": ("đề xuất", "proposed"), "mentioned": ("chỉ", "only"),
    },
    "phase": {
        "start": ("khởi động", "begun"), "under_way": ("đang thực hiện", "under way"), "done": ("hoàn thành", "^done"),
        "planned": ("dự kiến", "planned"),
    },
    "direction": {"up": ("tăng", "more"), "down": ("giảm", "less"), "none": ("không", "neither")},
    "yes_no": {"yes": ("có", "yes"), "no": ("không", "no")},
    "relation_outcome": {"holds": ("^đúng", "holds"), "fails": ("không", "fails")},
    "arithmetic": {
        "consistent": ("^khớp", "consistent"), "mismatch": ("không khớp", "mismatch"),
        "unattainable": ("không thể", "unattainable"), "computed": ("không nêu", "printed"),
        "not_applicable": ("không có", "applicable"),
    },
    "time_basis": {
        "as_of": ("thời điểm", "as of"), "during": ("trong", "during"), "by_end_of": ("^đến hết", "by the end of$"),
        "by": ("hiểu là", "read as"),
    },
}  # fmt: skip


def labels(data, name):
    book = data.codebook
    return {
        code: [str(book.label(name, code).said(each)).casefold() for each in LANGUAGES] for code in book.codes(name)
    }


def misread(own, name):
    """The codes of a list in whose labels, or not in them alone, the words stand that only they may hold."""
    return [
        code for code, words in SAYS[name].items() for place, word in enumerate(words)
        if [each for each, said in own.items() if re.search(word, said[place])] != [code]
    ]  # fmt: skip


@pytest.mark.parametrize("name", SAYS)
def test_the_word_of_each_code_is_in_its_own_label_alone(data, name):
    own = labels(data, name)
    assert own.keys() == SAYS[name].keys() and misread(own, name) == []


@pytest.mark.parametrize("name", SAYS)
def test_two_labels_that_changed_places_in_both_languages_are_found(data, name):
    own = labels(data, name)
    for one, other in combinations(own, 2):
        assert misread(own | {one: own[other], other: own[one]}, name), (one, other)


@pytest.mark.parametrize("name", ["bound", "hedge"])
def test_the_label_of_a_bound_or_a_hedge_is_read_as_that_code(data, name):
    said = {code: said for code, said in labels(data, name).items() if code not in ("exact", "range", "all")}
    for code, (vietnamese, english) in said.items():
        (token,) = tokens(f"Có {vietnamese} 90% số trường.")
        assert getattr(token.reading, name) == code, vietnamese
        assert english.removeprefix("on ") in listed(f"means_{code}", "en")


def test_the_label_of_a_target_alone_is_read_as_a_target(data):
    assert [code for code, (said, _) in labels(data, "role").items() if role(said) == "target"] == ["target"]
