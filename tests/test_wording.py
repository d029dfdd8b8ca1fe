"""The words around a number, one behaviour at a time."""

import pytest

from sosanh.numbers.units import CODES, SCALES
from sosanh.vietnamese.wording import WORDS, Unit, after, before, behind


@pytest.mark.parametrize(
    ("words", "bound", "hedge"),
    [
        ("hơn", "gt", ""),
        ("trên", "gt", ""),
        ("gần", "lt", ""),
        ("dưới", "lt", ""),
        ("chưa đến", "lt", ""),
        ("tối thiểu", "ge", ""),
        ("ít nhất", "ge", ""),
        ("không dưới", "ge", ""),
        ("không quá", "le", ""),
        ("tối đa", "le", ""),
        ("đạt", "exact", ""),
        ("chỉ đạt", "exact", ""),
        ("đến", "exact", ""),
        ("toàn bộ", "exact", ""),
        ("tất cả", "exact", ""),
        ("khoảng", "exact", "about"),
        ("ước đạt", "exact", "estimated"),
        ("trung bình", "exact", "average"),
        ("cơ bản đạt", "exact", "basically"),
        ("khoảng trên", "gt", "about"),
        ("ước đạt trên", "gt", "estimated"),
        ("đã có hơn", "gt", ""),
        ("tăng hơn", "gt", ""),
        ("nhiều hơn", "gt", ""),
        ("không nhiều hơn", "le", ""),
    ],
)
def test_bounds_and_hedges(words, bound, hedge):
    read = before(f"các cơ sở {words}".split(), ["trường"])
    assert (read.bound, read.hedge) == (bound, hedge)


def test_only_the_words_at_the_number_count():
    assert before(["thu", "nhập", "bình", "quân", "đầu", "người", "đạt"]).hedge == ""
    assert before(["hơn", "một", "nửa", "số", "trường", "có"]).bound == "exact"


def test_a_hedge_farther_away_is_found_inside_a_word_too():
    assert before(["hơn-ước", "tính", "toàn", "xã", "thu"]).hedge == "estimated"
    assert all("bình" in hedge for hedge in WORDS.hedge_far.split("|"))  # by which the reader looks for them


@pytest.mark.parametrize(("words", "growth"), [("tăng", True), ("giảm hơn", True), ("tăng lên", False), ("đạt", False)])
def test_growth_is_not_a_level(words, growth):
    assert before(words.split()).growth is growth


def test_a_difference_is_no_bound():
    assert before(["cao", "hơn"], ["điểm", "phần", "trăm"]).bound == "exact"
    assert before(["cao", "hơn"], ["số", "trường"]).bound == "gt"


def test_in_three_fields_is_not_more_than_three():
    assert before(["trên"], ["lĩnh", "vực"]).bound == "exact"
    assert before(["trên"], ["triệu", "đồng"]).bound == "gt"


def test_what_stands_behind_ends_at_the_next_number():
    assert behind(["số", "hộ", "trở", "lên"]) == "ge"
    assert behind(["người", "trở", "xuống"]) == "le" and behind(["số", "hộ"]) == ""
    assert behind(["sản", "phẩm", "đạt", "3", "sao", "trở", "lên"]) == ""


@pytest.mark.parametrize(
    ("words", "unit"),
    [
        ("tỷ đồng", Unit(9, "vnd")),
        ("tỉ đồng", Unit(9, "vnd")),
        ("nghìn tỷ đồng", Unit(12, "vnd")),
        ("triệu đồng/người/năm", Unit(6, "vnd")),
        ("triệu/tháng", Unit(6, "vnd")),
        ("tỷ", Unit(9, "vnd")),
        ("triệu", Unit(6, "count")),
        ("triệu USD", Unit(6, "usd")),
        ("vạn cây", Unit(4, "count")),
        ("nghìn lượt", Unit(3, "count")),
        ("trăm triệu đồng", Unit(8, "vnd")),
        ("chục tỷ đồng", Unit(10, "vnd")),
        ("chục tỷ", Unit(10, "vnd")),
        ("trăm nghìn tỷ đồng", Unit(14, "vnd")),
        ("chục nghìn lượt", Unit(4, "count")),
        ("trăm học sinh", Unit(2, "count")),
        ("trăm/lớp", Unit(2, "count")),
        ("trăm năm", Unit(2, "years")),
        ("đ/kg", Unit(0, "vnd")),
        ("đồng chí", Unit(0, "count")),
        ("tỷ lệ hộ nghèo", Unit(0, "count")),
        ("phần trăm", Unit(0, "percent")),
        ("điểm phần trăm", Unit(0, "percentage_points")),
        ("điểm cầu", Unit(0, "count")),
        ("điểm", Unit(0, "points")),
        ("lần mỗi năm", Unit(0, "count")),
        ("bậc", Unit(0, "rank_change")),
        ("hạng mục", Unit(0, "count")),
        ("phút", Unit(0, "minutes")),
        ("năm", Unit(0, "years")),
        ("người/ngày", Unit(0, "count")),
        ("", Unit(0, "count")),
    ],
)
def test_units(words, unit):
    assert after(words.lower().split()) == unit


def test_every_unit_has_one_code():  # that no name stands twice is held by test_lexicon
    assert len(CODES) == len(set(CODES)) and not set(WORDS.units) & {*SCALES, *WORDS.tens}
