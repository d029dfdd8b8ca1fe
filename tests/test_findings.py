from decimal import Decimal
from math import isfinite
from types import SimpleNamespace

import pytest

from sosanh.compare.gate import OF_ONE, Change
from sosanh.numbers.intervals import INFINITE, Interval, exact
from sosanh.show.values import change_in_words, days, figures_published, quoted, reasons, share_held, value


def change(lower, upper, lower_open=False, upper_open=False, unit="percent", printed=None):
    ends = [exact(end) if isfinite(end) else end for end in (lower, upper)]
    return Change("a.01", "b.01", unit, (("reported", Interval(*ends, lower_open, upper_open)),), printed)


@pytest.mark.parametrize(
    ("interval", "vi", "en"),
    [
        ((12.8487, 21.8487, True, False), "tăng hơn 12,8 và nhiều nhất 21,9 điểm phần trăm",
         "up by more than 12.8 and at most 21.9 percentage points"),
        ((18.75, 18.75), "tăng 18,75 điểm phần trăm", "up by 18.75 percentage points"),
        ((0.0, 0.0), "không đổi", "no change"),
        ((-5.0, -5.0), "giảm 5 điểm phần trăm", "down by 5 percentage points"),
        ((0.0, 30.0, False, True), "tăng dưới 30 điểm phần trăm, hoặc không đổi",
         "up by less than 30 percentage points, or no change"),
        ((-3.0, 4.0), "có thể giảm nhiều nhất 3 điểm phần trăm, cũng có thể tăng nhiều nhất 4 điểm phần trăm",
         "anything from down by at most 3 percentage points to up by at most 4 percentage points"),
        ((-9.0, -2.0, False, True), "giảm hơn 2 và nhiều nhất 9 điểm phần trăm",
         "down by more than 2 and at most 9 percentage points"),
        ((-INFINITE, INFINITE, True, True), "không đủ căn cứ để nói tăng hay giảm",
         "the figures do not show whether it rose or fell"),
        ((float("nan"), float("nan")), "không tính: số liệu là số ước, số trung bình hoặc kèm “cơ bản”, “khoảng”",
         "not calculated: the figure is an estimate, an average, or printed with “basically” or “about”"),
    ],
)  # fmt: skip
def test_tightest_true_statement(interval, vi, en):
    assert str(change_in_words(change(*interval)).said("vi")) == vi
    assert str(change_in_words(change(*interval)).said("en")) == en


def test_an_end_that_was_rounded_outward_stays_true():
    # at least 12.8487 is said as "more than 12.8"; less than 21.8487 as "at most 21.9"
    said = str(change_in_words(change(12.8487, 21.8487, False, True)).said("en"))
    assert said == "up by more than 12.8 and at most 21.9 percentage points"


def test_counts_have_no_unit_and_no_decimals():
    assert str(change_in_words(change(77.0, 130.0, unit="count")).said("en")) == "up by at least 77 and at most 130"
    assert str(change_in_words(change(77.0, 77.0, unit="count")).said("vi")) == "tăng 77"


def test_readings_that_differ_in_print_are_said_as_wide_as_both():
    fraction, printed = ("fraction", Interval(exact(12.3), 13)), ("printed", Interval(exact(12.5), exact(13.4)))
    both = Change("a.01", "b.01", "percent", (fraction, printed))
    assert str(change_in_words(both).said("en")) == "up by at least 12.3 and at most 13.4 percentage points"


@pytest.mark.parametrize(
    ("interval", "unit", "printed", "vi", "en"),
    [
        ((0.0, INFINITE, True, True), "count", None, "tăng hơn 0", "up by more than 0"),
        ((-INFINITE, -10995.0, True, True), "count", None, "giảm hơn 10.995", "down by more than 10,995"),
        ((-30.0, 0.0, True, False), "percent", None, "giảm dưới 30 điểm phần trăm, hoặc không đổi",
         "down by less than 30 percentage points, or no change"),
        ((-10.0, -10.0), "rank", None, "tiến 10 bậc", "10 places better"),
        ((1.0, 1.0), "minutes", None, "tăng 1 phút", "up by 1 minute"),
        ((5.65e10, 5.65e10), "vnd", None, "tăng 56.500.000.000 đồng", "up by 56,500,000,000 dong"),
        ((0.004, 0.004), "percent", None, "tăng 0,004 điểm phần trăm", "up by 0.004 percentage points"),
        ((0.0, 2.0, True, True), "percent", 1, "+1 điểm phần trăm theo số được nêu; nếu có làm tròn, "
         "có thể "
         "lớn hơn 0 và dưới 2", "+1 percentage point as printed; if rounded, anything above 0 and below 2"),
        ((-0.005, 0.105, True, True), "percent", 0.05, "+0,05 điểm phần trăm theo số được nêu; nếu có làm tròn, "
         "có thể lớn hơn −0,005 và dưới +0,105",
         "+0.05 percentage points as printed; if rounded, anything above −0.005 and below +0.105"),
        ((13.5, 14.5, True, False), "percent", 14, "+14 điểm phần trăm theo số được nêu; nếu có làm tròn, có thể "
         "lớn hơn 13,5 và không quá 14,5",
         "+14 percentage points as printed; if rounded, anything above 13.5 and not over 14.5"),
    ],
)  # fmt: skip
def test_what_a_hostile_reader_found(interval, unit, printed, vi, en):
    said = change(*interval, unit=unit, printed=None if printed is None else Decimal(str(printed)))
    assert (str(change_in_words(said).said("vi")), str(change_in_words(said).said("en"))) == (vi, en)


@pytest.mark.parametrize(
    ("interval", "unit", "vi", "en"),
    [
        ((-3, -3), "hours", "giảm 3 giờ", "down by 3 hours"),
        ((1, 1), "points", "tăng 1 điểm", "up by 1 point"),
        ((4.2, INFINITE, True, True), "points", "tăng hơn 4,2 điểm", "up by more than 4.2 points"),
        ((-7, -7), "rank", "tiến 7 bậc", "7 places better"),
        ((1, 1), "rank", "lùi 1 bậc", "1 place worse"),
        ((12, 12), "ha", "tăng 12 ha", "up by 12 ha"),
        ((-2, -2), "celsius", "giảm 2 °C", "down by 2 °C"),
    ],
)
def test_a_change_names_its_own_unit(interval, unit, vi, en):
    said = change(*interval, unit=unit)
    assert (str(change_in_words(said).said("vi")), str(change_in_words(said).said("en"))) == (vi, en)


def row(**given):
    blank = {"obs_id": "x.01", "as_printed": "", "wording": "", "hedge": "", "bound": "exact", "decimals": 0}
    blank |= dict.fromkeys(("obs_value", "obs_value_to", "numerator", "denominator", "out_of", "unit_mult"))
    blank |= {"unit_measure": "percent", "arithmetic": "not_applicable"} | given
    sign = "%" * (blank["unit_measure"] in ("percent", "percent_change"))
    return SimpleNamespace(**blank | {"as_printed": given.get("as_printed", f"{blank['obs_value']}{sign}")})


@pytest.mark.parametrize(
    ("given", "vi", "en"),
    [
        ({"obs_value": 91.0, "bound": "gt", "wording": "trên"}, "trên 91%", "more than 91%"),
        ({"obs_value": 90000.0, "bound": "lt", "wording": "gần", "unit_measure": "count"},
         "gần 90.000", "nearly 90,000"),
        ({"obs_value": 50.0, "bound": "ge", "wording": "tối thiểu"}, "tối thiểu 50%", "at least 50%"),
        ({"obs_value": 25.0, "bound": "le", "wording": "nhóm", "unit_measure": "rank"}, "nhóm 25", "top 25"),
        ({"obs_value": 10.0, "bound": "le", "wording": "không quá"}, "không quá 10%", "at most 10%"),
        ({"obs_value": 10.0, "bound": "lt", "wording": "dưới"}, "dưới 10%", "less than 10%"),
        ({"obs_value": 5.0, "unit_mult": 6, "unit_measure": "count"}, "5 triệu", "5 million"),
        ({"obs_value": 58.0, "bound": "gt", "wording": "hơn", "unit_measure": "vnd", "unit_mult": 9},
         "hơn 58 tỷ đồng", "more than 58 billion dong"),
        ({"obs_value": 1.0, "obs_value_to": 1.5, "bound": "range", "unit_measure": "vnd", "unit_mult": 9},
         "1–1,5 tỷ đồng", "1–1.5 billion dong"),
        ({"numerator": 338, "denominator": 416}, "338/416", "338/416"),
        ({"numerator": 465, "denominator": 595, "obs_value": 78.18, "decimals": 2, "arithmetic": "unattainable",
          "as_printed": "465/595 | 78,18%"}, "465/595, bài báo nêu kèm 78,18%", "465/595, printed with “78,18%”"),
        ({"bound": "all", "as_printed": "đều"}, "“đều” (bằng lời)", "all, in words (“đều”)"),
        ({"obs_value": 95.0, "hedge": "estimated", "wording": "ước"}, "ước 95%", "an estimated 95%"),
        ({"obs_value": 78.5, "decimals": 2}, "78,50%", "78.50%"),
        ({"obs_value": 16.0, "out_of": 63, "unit_measure": "rank"}, "hạng 16 trên 63", "rank 16 of 63"),
        ({"obs_value": 10.0, "out_of": 63, "unit_measure": "rank", "bound": "le", "wording": "top"},
         "top 10 trên 63", "top 10 of 63"),
        ({"obs_value": 8.5, "out_of": 10, "unit_measure": "points", "decimals": 1},
         "8,5 trên 10 điểm", "8.5 of 10 points"),
        ({"obs_value": 3.0, "unit_measure": "rank_change", "wording": "tăng"}, "tăng 3 bậc", "up 3 places"),
        ({"obs_value": 1.0, "unit_measure": "rank_change", "wording": "giảm"}, "giảm 1 bậc", "down 1 place"),
        ({"obs_value": 3.0, "unit_measure": "rank_change"}, "3 bậc", "3 places"),
        ({"obs_value": 15.0, "unit_measure": "percent_change", "wording": "tăng"}, "tăng 15%", "up 15%"),
        ({"obs_value": 15.0, "unit_measure": "percent_change", "wording": "tăng trên", "bound": "gt"},
         "tăng trên 15%", "up more than 15%"),
        ({"obs_value": 5.0, "unit_measure": "hours"}, "5 giờ", "5 hours"),
        ({"obs_value": 1.0, "unit_measure": "hours"}, "1 giờ", "1 hour"),
        ({"obs_value": 1.0, "unit_measure": "hours", "unit_mult": 3}, "1 nghìn giờ", "1 thousand hours"),
        ({"obs_value": 7.0, "unit_measure": "vnd", "unit_mult": 10}, "7 chục tỷ đồng", "7 times ten billion dong"),
        ({"obs_value": 91.0, "as_printed": "91"}, "91 phần trăm", "91 percent"),
        ({"obs_value": 2.5, "unit_measure": "percentage_points", "decimals": 1, "wording": "tăng"},
         "tăng 2,5 điểm phần trăm", "up 2.5 percentage points"),
    ],
)  # fmt: skip
def test_value_keeps_its_words(given, vi, en):
    assert str(value(row(**given)).said("vi")) == vi
    assert str(value(row(**given)).said("en")) == en


def source(first, last, source_id="a"):
    return SimpleNamespace(source_id=source_id, published_from=first, published_to=last)


JULY, FEBRUARY = source("2024-07-25", "2024-07-25", "a"), source("2025-02-10", "2025-02-12", "b")
APRIL, UNDATED = source("2024-04-01", "2024-04-05", "c"), source("2021-12-01", "2022-05-31", "d")


@pytest.mark.parametrize(
    ("sources", "vi", "en"),
    [
        ([JULY], "số liệu công bố tháng 7/2024", "figures published in July 2024"),
        ([APRIL, JULY, FEBRUARY], "số liệu công bố tháng 4/2024, tháng 7/2024 và tháng 02/2025",
         "figures published in April 2024, July 2024 and February 2025"),
        ([UNDATED], "số liệu công bố trong thời gian suy ra là từ tháng 12/2021 đến tháng 5/2022",
         "figures published at a time inferred to be between December 2021 and May 2022"),
        ([UNDATED, JULY], "số liệu công bố trong thời gian suy ra là từ tháng 12/2021 đến tháng 5/2022 và tháng 7/2024",
         "figures published at a time inferred to be between December 2021 and May 2022 and in July 2024"),
    ],
)  # fmt: skip
def test_a_month_is_that_of_publication_and_says_so(sources, vi, en):
    assert str(figures_published(sources).said("vi")) == vi
    assert str(figures_published(sources).said("en")) == en


@pytest.mark.parametrize(
    ("interval", "told"),
    [
        ((12.8, 21.9), True),
        ((0.0, 30.0, False, True), True),  # up, or no change: an amount is stated
        ((-3.0, 4.0), True),
        ((5.0, INFINITE, True, True), True),  # up by more than 5
        ((-1800.0, INFINITE, True, True), False),
        ((-INFINITE, INFINITE, True, True), False),
        ((float("nan"), float("nan")), False),
    ],
)
def test_a_change_is_told_where_its_words_give_an_amount(interval, told):
    made_up = change(*interval)
    assert made_up.told is told
    assert any(map(str.isdigit, str(change_in_words(made_up).said("en")))) is told


def test_a_hedge_is_quoted_with_what_stands_between_left_out():
    """“cơ bản 50%” stood in quotation marks where the article prints “cơ bản đạt 50%”."""
    row = SimpleNamespace(obs_id="a.01", as_printed="50%", wording="cơ bản", hedge="basically", bound="exact")
    assert str(quoted(row)) == "cơ bản … 50%"
    assert str(quoted(SimpleNamespace(**vars(row) | {"wording": "trên", "hedge": "", "bound": "gt"}))) == "trên 50%"


FIGURE = {"obs_status": "A", "hedge": "", "bound": "exact", "role": "actual", "denominator": 595, "obs_value": 91.0, 
          "out_of": None, "as_of_basis": "stated", "unit_measure": "percent", "ref_area": "VN63-22"}  # fmt: skip


def of_pair(code, a=None, b=None, purpose="change", articles=("x-2024", "x-2025")):
    one, other = (
        SimpleNamespace(**FIGURE | {"source_id": article} | (own or {}))
        for article, own in zip(articles, (a, b), strict=True)
    )
    return SimpleNamespace(a=one, b=other, verdict=SimpleNamespace(purpose=purpose, deciding=(code,)))


WHO = ("cả hai", "bài báo", "bài trước", "bài sau", "số liệu trước", "số liệu sau",
       "neither", "both", "the article", "the earlier", "the later")  # fmt: skip
NO_TOTAL, NO_DAY = {"denominator": None}, {"as_of_basis": "published"}
LEAST, MOST = {"bound": "gt"}, {"bound": "lt"}


@pytest.mark.parametrize(("pair", "vi", "en"), [
    (of_pair("denominator_unknown", NO_TOTAL, NO_TOTAL), "cả hai bài không nêu tổng số",
     "neither article gives a total"),
    (of_pair("denominator_unknown", NO_TOTAL), "bài trước không nêu tổng số", "the earlier article gives no total"),
    (of_pair("denominator_unknown", None, NO_TOTAL), "bài sau không nêu tổng số", "the later article gives no total"),
    (of_pair("denominator_unknown", None, NO_TOTAL, "level"), "bài về Quảng Ninh không nêu tổng số",
     "the article on Quảng Ninh gives no total"),
    (of_pair("denominator_unknown", NO_TOTAL, NO_TOTAL, articles=("x", "x")),
     "bài báo không nêu tổng số của số liệu nào trong hai số liệu này", "the article gives no total for either figure"),
    (of_pair("denominator_unknown", NO_TOTAL, articles=("x", "x")), "số liệu trước không nêu tổng số",
     "the earlier figure gives no total"),
    (of_pair("bound_only", LEAST, LEAST), "cả hai bài chỉ nêu mức tối thiểu", "both articles state only a minimum"),
    (of_pair("bound_only", LEAST, MOST), "cả hai bài chỉ nêu mức tối thiểu, mức tối đa hoặc một khoảng giá trị",
     "both articles state only a minimum, a maximum or an interval"),
    (of_pair("bound_only", None, MOST), "bài sau chỉ nêu mức tối đa", "the later article states only a maximum"),
    (of_pair("as_of_unknown", NO_DAY, NO_DAY), "cả hai bài không ghi ngày chốt số liệu",
     "neither article gives a cut-off date"),
    (of_pair("as_of_unknown", NO_DAY), "bài trước không ghi ngày chốt số liệu",
     "the earlier article gives no cut-off date"),
    (of_pair("hedged", {"hedge": "about"}),
     "số liệu trước là số ước, số trung bình hoặc kèm “cơ bản”, “khoảng”",
     "the earlier figure is an estimate, an average, or printed with “basically” or “about”"),
    (of_pair("status", {"obs_status": "U"}), "phân số và tỷ lệ nêu kèm của bài trước không thể cùng đúng",
     "the fraction and percentage of the earlier article cannot both be right"),
    (of_pair("status", None, {"obs_status": "U"}, "level"), "phân số và tỷ lệ nêu kèm của bài về Quảng Ninh không thể "
     "cùng đúng", "the fraction and percentage of the article on Quảng Ninh cannot both be right"),
    (of_pair("territory"), "địa giới khác nhau", "the boundaries differ"),
    (of_pair("territory", purpose="level"),
     "một bên theo bản đồ hành chính trước khi sáp nhập tỉnh, một bên theo bản đồ sau đó",
     "one is on the map before the mergers of provinces, the other on the map since then"),
])  # fmt: skip
def test_a_reason_says_which_of_the_two_figures_gives_it(data, pair, vi, en):
    """“one of the articles gives no total” was said of a pair of which neither does."""
    assert (str(reasons(pair, data.codebook).said("vi")), str(reasons(pair, data.codebook).said("en"))) == (vi, en)


def test_every_reason_of_one_figure_is_said_in_each_form(data):
    for code in OF_ONE:
        for articles in (("x", "x"), ("x", "y")):
            lacking = {
                "hedge": "about",
                "bound": "gt",
                "denominator": None,
                "as_of_basis": "published",
                "obs_status": "U",
            }
            for a, b in ((lacking, lacking), (lacking, None), (None, lacking)):
                if code == "out_of_unknown":
                    a, b = ({"out_of": None} if own else {"out_of": 63} for own in (a, b))
                for language in ("vi", "en"):
                    said = str(reasons(of_pair(code, a, b, articles=articles), data.codebook).said(language))
                    assert any(who in said for who in WHO), said


@pytest.mark.parametrize(("basis", "day", "said"), [
    ("stated", "2024-07-25", "1 January 2024 to 31 December 2024"),
    ("published", "2024-07-25", "not stated (published 25 July 2024)"),
    ("estimated", "", "not stated (published 10 February 2025 to 12 February 2025, inferred)"),
])  # fmt: skip
def test_the_day_of_publication_is_not_given_as_the_time_of_a_figure(basis, day, said):
    """The days between which an article can have appeared stood as the time of the fact."""
    article = SimpleNamespace(source_id="a", published=day, published_from="2025-02-10", published_to="2025-02-12")
    row = SimpleNamespace(
        obs_id="a.01", article=article, as_of_basis=basis, as_of_from="2024-01-01", as_of_to="2024-12-31"
    )
    assert str(days(row).said("en")) == said


@pytest.mark.parametrize(("arithmetic", "vi", "en"), [
    ("unattainable", "78,15%; tỷ lệ được nêu, 78,18%, không thể có với tổng số này",
     "78.15%; the percentage printed, 78,18%, is impossible with this total"),
    ("mismatch", "78,15%; tỷ lệ được nêu, 78,18%, không khớp với phân số",
     "78.15%; the percentage printed, 78,18%, does not agree with the fraction"),
    ("computed", "78,15%", "78.15%"),
])  # fmt: skip
def test_it_is_the_printed_percentage_that_is_impossible(arithmetic, vi, en):
    """A card said “78,15% (không thể có)” of the share that the fraction does give."""
    row = SimpleNamespace(obs_id="a.01", as_printed="465/595 | 78,18%", share=100 * 465 / 595, arithmetic=arithmetic)
    assert (str(share_held(row).said("vi")), str(share_held(row).said("en"))) == (vi, en)
