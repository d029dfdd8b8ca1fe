from dataclasses import replace

import pytest

from sosanh.compare import against_targets, one_page, over_time
from sosanh.headline import headline, lead

FIRST_SCREEN = {
    "vi": """\
Tỉnh Đồng Tháp (địa giới trước 01/7/2025) · số liệu công bố tháng 7/2024 và tháng 02/2025
Trường học Đồng Tháp đã vượt mục tiêu 80% của năm 2024 về thanh toán không dùng tiền mặt chưa?
Đã vượt, theo số liệu công bố tháng 02/2025: trên 91% cơ sở giáo dục phổ thông, giáo dục thường xuyên đã triển khai, \
cao hơn trên 12,8 điểm phần trăm so với số liệu công bố tháng 7/2024.
• Công bố tháng 7/2024: 465/595 cơ sở, tức 78,15% (bài báo nêu 78,18%); còn thiếu 11 cơ sở để đạt 80% của 595.
• Công bố tháng 02/2025: “trên 91%”, không nêu số cơ sở; nếu tổng số vẫn là 595 thì ít nhất 542 cơ sở, tăng ít nhất 77.
• Mục tiêu: 80% trong năm 2024; chưa có số liệu tại ngày 31/12/2024 để khẳng định đạt đúng hạn.
Lưu ý: các bài không ghi ngày chốt số liệu; “triển khai” không cho biết bao nhiêu phụ huynh sử dụng.""",
    "en": """\
Đồng Tháp province (boundaries before 1 July 2025) · figures published in July 2024 and February 2025
Have Đồng Tháp’s schools passed the 80% target for 2024 for cashless payment?
Yes, by the figure published in February 2025: more than 91% of general and continuing-education institutions had \
introduced it, more than 12.8 percentage points above the figure published in July 2024.
• Published July 2024: 465 of 595, or 78.15% (the article prints “78,18%”); 11 short of 80% of 595.
• Published February 2025: “more than 91%”, no count; if the total is still 595, at least 542, up by at least 77.
• Target: 80% in 2024; no figure for 31 December 2024 shows it was met on time.
Note: the articles give no cut-off date; “introduced” does not tell how many parents use it.""",
}


@pytest.mark.parametrize("language", FIRST_SCREEN)
def test_first_screen(schools, language):
    assert "\n".join(headline(schools, language).lines()) == FIRST_SCREEN[language]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_of_the_first_screen_names_its_observations(schools, language):
    shown = headline(schools, language)
    assert all(figure.observations for figure in shown.figures)
    gain = next(figure for figure in shown.figures if figure.text == "77")
    assert gain.observations == ("dt-2024-07.04", "dt-2025-02.03")


def test_both_languages_show_the_same_numbers(schools):
    seen = [[(f.observations, f.how) for f in headline(schools, language).figures] for language in ("vi", "en")]
    assert sorted(seen[0]) == sorted(seen[1])


def test_rise_is_said_once_because_fraction_and_printed_percentage_print_alike(schools):
    pair = schools.pairs[0]
    assert [name for name, _ in pair.change.readings] == ["fraction", "printed"]
    assert "\n".join(headline(schools, "en").lines()).count("12.8") == 1


@pytest.mark.parametrize(
    ("area", "time_from", "time_to", "sector", "answer"),
    [
        ("Hà Nội", "2024", "2025", "", "No article in the collection states a figure on Hanoi"),
        (
            "đồng tháp",
            "2024-07",
            "2024-07",
            "education",
            "Within the scope of this page, no earlier figure compares with a later one",
        ),
        (
            "Dong Thap",
            "2024-07",
            "2025-02",
            "health",
            "+1 percentage point as printed; with rounding, anything above 0",
        ),
        ("Đồng Tháp", "2025-08", "2025-08", "", "No article in the collection states a figure on Đồng Tháp in August"),
    ],
)
def test_other_parameters_are_answered_honestly(data, area, time_from, time_to, sector, answer):
    assert answer in str(headline(over_time(data, area, time_from, time_to, sector), "en").answer)


def test_name_means_the_territory_of_its_time(data):
    before = headline(over_time(data, "Đồng Tháp", "2024", "2025", ""), "en").frame
    after = headline(over_time(data, "Đồng Tháp", "2025-08", "2025-09", ""), "en").frame
    assert "boundaries before 1 July 2025" in str(before)
    assert "boundaries since 1 July 2025" in str(after)


def test_unchanged_province_needs_no_boundaries(data):
    assert str(headline(over_time(data, "Quảng Ninh", "2024", "2025", ""), "en").frame).startswith(
        "Quảng Ninh province ·"
    )


def test_only_a_change_leads_never_a_difference_between_two_provinces(data):
    page = one_page(data, ["Đồng Tháp", "Quảng Ninh"])
    change = next(pair for pair in page.pairs if pair.stated)
    level = replace(change, verdict=replace(change.verdict, purpose="level"))
    assert lead(replace(page, pairs=(level,), outcomes=()))[0] is None
    assert lead(replace(page, pairs=(level, change), outcomes=()))[0] is change


def test_a_reached_target_is_named(data):
    three = against_targets(data, ["Đồng Tháp", "Quảng Ninh", "Bình Định"], "2025-06")
    said = {language: str(headline(three, language).answer) for language in ("vi", "en")}
    assert "(Đồng Tháp: cơ sở giáo dục đã triển khai thanh toán không dùng tiền mặt, mục tiêu 80%)" in said["vi"]
    assert "(Đồng Tháp: institutions that have introduced cashless payment, target 80%)" in said["en"]
    nothing = replace(three, outcomes=tuple(each for each in three.outcomes if each.code != "exceeded"))
    assert "(" not in str(headline(nothing, "en").answer)


def test_window_upside_down_is_refused(data):
    with pytest.raises(ValueError, match="time_to '2024' is before time_from '2025'; swap them"):
        over_time(data, "Đồng Tháp", "2025", "2024")


def test_unknown_names_are_refused_with_the_nearest(data):
    with pytest.raises(LookupError, match="unknown area on 2024-07-01 'Đồng Thap'; nearest: Đồng Tháp"):
        over_time(data, "Đồng Thap", "2024-07", "2025-02")
    with pytest.raises(LookupError, match="unknown sector 'educaton'; nearest: education"):
        over_time(data, "Đồng Tháp", "2024-07", "2025-02", "educaton")
