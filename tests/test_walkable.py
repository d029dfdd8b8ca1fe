"""Behind every number a card: the button over it, the card it opens, and the way on from there to the token."""

import re

import pytest

from sosanh.lineage import expressions as of
from sosanh.lineage.evaluate import Codes
from sosanh.lineage.explain import explain
from sosanh.lineage.words import Figure, count, in_words, text
from sosanh.publish.cards import walkable
from sosanh.show.headlines import headline

pytestmark = pytest.mark.published

JULY, FEBRUARY = "dt-2024-07.04", "dt-2025-02.03"


@pytest.fixture(scope="module")
def codes(data):
    return Codes(data)


def short_of(actual):
    """How far a figure is from the 80% aimed at."""
    return of.least_count("dt-2024-04.04", of.total(actual)) - of.numerator(actual)


def page(body, codes, language="vi"):
    return walkable(f"<body><main>{body}</main></body>", language, codes)


def card(walked, number):
    """The text of the card that the first button over this number opens."""
    own = rf'>{re.escape(number)}(?:</span>)?<button type="button" class="walk(?: quiet)?" popovertarget="(\w+)"'
    to = re.search(own, walked)[1]
    inside = re.search(rf'<div class="card" id="{to}" popover.*?</div>', walked)[0]
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def test_every_number_has_a_button_and_every_button_one_card(codes, schools):
    first = headline(schools).said("vi").html()
    walked = page(first, codes)
    assert walked.count('class="walk') == first.count('class="figure"') > 20
    ids = re.findall(r'<div class="card" id="(\w+)" popover', walked)
    assert len(ids) == len(set(ids)) and set(re.findall(r'popovertarget="(\w+)"', walked)) == set(ids)


@pytest.mark.parametrize("place", ["h1", "h3", "caption", "summary", "thead"])
def test_a_heading_is_not_interrupted(codes, place):
    number = text(Figure("91%", of.printed(FEBRUARY))).html()
    walked = page(f"<{place}>{number}</{place}><p>{number}</p>", codes).partition("<p>")
    assert 'class="walk quiet"' in walked[0] and "aria-label" not in walked[0]
    assert 'class="walk"' in walked[2]


@pytest.mark.parametrize("made", [
    of.count([JULY, FEBRUARY]), of.field("dt-2025-02", "published_from").as_("month"),
    of.time([FEBRUARY]).as_("year"), of.day_after(of.field("VN63-87", "valid_to")).as_("day"),
])  # fmt: skip
def test_a_day_a_count_and_a_place_have_no_mark_and_no_tab_stop(codes, made):
    walked = page(f"<p>{text(Figure('1', made)).html()}</p>", codes)
    assert '<button type="button" class="walk quiet" popovertarget="c1" tabindex="-1" aria-hidden="true">' in walked


def test_a_figure_is_marked_once_in_a_line_and_named_once(codes):
    number = text(Figure("91%", of.printed(FEBRUARY))).html()
    walked = page(f"<p>{number} {number}</p><p>{number}</p>", codes, "en").partition('<div class="cards">')[0]
    own = 'aria-label="91%, Educational institutions that have introduced cashless payment, published February 2025"'
    assert [walked.count(each) for each in ('class="walk"', 'class="walk quiet"', own)] == [2, 1, 2]
    assert walked.count('<span aria-hidden="true">91%</span>') == 2  # the button says it


def test_a_number_stays_plain_text(codes, schools):
    first = headline(schools).said("vi").html()
    body = page(first, codes).partition('<div class="cards">')[0]
    assert re.sub(r"<[^>]+>", "", body) == re.sub(r"<[^>]+>", "", first)


def test_the_card_of_a_figure_leads_to_its_token(codes):
    said = card(page(text(Figure("78,15%", of.near(of.share(JULY), 2).as_("percent"))).html(), codes), "78,15%")
    for words in ("“465/595 … 78,18%”", "Nhiều kết quả nổi bật", "25/7/2024", "Đoạn 2", "Ai nêu"):
        assert words in said, words


def test_the_card_of_a_change_gives_the_sum_and_the_way_on(codes):
    walked = page(text(Figure("12.8", of.down(of.lower(FEBRUARY) - of.upper(JULY), 1))).html(), codes, "en")
    said = card(walked, "12.8")
    assert "91 − 78.18 = 12.82; the first figure named below is 78.1512…, computed from 465/595, or" in said
    assert "the second less the first is anything above 12.82 and not over 21.8487…" in said
    # its own, those of the two figures it rests on, of their articles, and of what else tells an article's day
    assert walked.count('class="card"') == 6


@pytest.mark.parametrize(("made", "vi", "en"), [
    (of.near(of.printed("dt-2025-02.13") - of.printed("dt-2024-07.18"), 2),
     "87 − 86 = 1; xét cả việc làm tròn thì hiệu lớn hơn 0 và dưới 2 (",
     "87 − 86 = 1; with rounding, the difference is anything above 0 and below 2 ("),
    (of.near(of.lower("dt-2025-02.05") - of.upper("dt-2024-07.06"), 2),
     "số liệu thứ hai (“đều”) được hiểu là 100%;", "the second (“đều”) is read as 100%;"),
    (short_of(JULY), "80% của 595 là 476; trừ 465 đã có, còn thiếu 11.",
     "80% of 595 is 476; less the 465 there are, that leaves 11."),
    (short_of("dt-2024-07.16"), "80% của 165 là 132;", "80% of 165 is 132;"),
    (short_of("dt-2024-07.06"), "80% của 416 là 332,8; số nguyên nhỏ nhất đạt mục tiêu là 333; trừ",
     "80% of 416 is 332.8; the least whole number that meets the target is 333; less"),
])  # fmt: skip
def test_a_sum_says_what_each_number_was_taken_for(codes, made, vi, en):
    """“Published earlier: 78,15” stood for a fraction, “100” for a word, and 476 of 595 was called rounded up."""
    said = {language: str(explain(made, codes).said(language)) for language in ("vi", "en")}
    assert vi in said["vi"] and en in said["en"]


@pytest.mark.parametrize(("made", "vi", "en"), [
    (of.lower("dt-2025-02.08") - of.upper("dt-2024-07.13"),
     "là 11.448; số liệu thứ hai cho phép giá trị lớn hơn 12.800; lấy số thứ hai trừ số thứ nhất, hiệu lớn hơn 1.352 (",
     "is 11,448; the second allows anything above 12,800; the second less the first is anything above 1,352 ("),
    (of.lower("dt-2024-07.11") - of.upper("dt-2025-02.15"),  # the later one less the earlier: a fall without an end
     "hiệu dưới −10.985 (",
     "anything above 11,000; the second is 15; the second less the first is anything below −10,985 ("),
])  # fmt: skip
def test_a_change_without_an_end_on_one_side_has_no_number_there(codes, made, vi, en):
    """The end that is not there was “∞” on either side, and “more than 12.800” allowed “12.800 to ∞”."""
    assert vi in str(explain(made, codes).said("vi")) and en in str(explain(made, codes).said("en"))


def test_the_year_of_two_steps_has_a_card(codes):
    """Two steps that begin on one day stopped the page: they were put in the order of figures, which steps have not."""
    made = of.first(of.time(["dt-2024-07.m02", "dt-2024-07.m01"])).as_("year")
    said = card(page(text(Figure("2021", made)).html(), codes, "en"), "2021")
    assert "When the time stated for the steps named below begins." in said and said.count("paragraph 1") == 2


def test_the_sum_of_an_implied_count_names_what_it_assumes(codes):
    walked = page(
        text(Figure("82", of.least_count(FEBRUARY, of.asked("600")) - of.numerator(JULY))).html(), codes, "en"
    )
    assert (
        "The lower end of what the figure allows is 91%; if the total is 600, that is 546; the least whole number "
        "that fits the figure is 547; less the 465 of the other figure, that leaves 82." in card(walked, "82")
    )


def test_a_count_of_many_names_the_first_of_them(codes, data):
    every = tuple(row.obs_id for row in data.observations)
    said = card(page(text(count(every)).html(), codes), str(len(every)))
    assert f"và {len(every) - 12} số liệu nữa" in said


def test_words_of_the_other_language_are_marked_on_its_page_only(codes):
    body = text(Figure("91%", of.printed(FEBRUARY))).html()
    assert '<span lang="vi">trên</span>' in page(body, codes, "en")
    assert 'lang="vi"' not in page(body, codes, "vi")


def test_only_an_area_whose_boundaries_changed_has_a_card_of_its_day(codes):
    """A card of Quảng Ninh, which the merger left as it was, told “the day the boundaries changed”."""
    walked = page(text(in_words(("VN63-22", "VN63-87", "VN63-52"))).said("en").html(), codes, "en")
    cards = re.findall(r'<div class="card".*?</div>', walked, re.DOTALL)
    named = r"<dt>Province or city</dt><dd>(.*?) province</dd>"
    own = {name: each for each in cards for name in re.findall(named, each)}
    assert own.keys() == {"Đồng Tháp", "Bình Định"}
    read = "The day the boundaries changed, by the source named below (read where another publication reports it)."
    for each in own.values():  # the resolution was not read itself
        assert "Based on" in each and read in each
        assert "Worked out" not in each
    assert "<li>Quảng Ninh province</li>" in cards[0]


def test_a_card_is_called_by_its_own_number_or_by_what_it_is_of(codes):
    """The count of numbers set aside opened the article's card, which was called “January 2021: where from?”."""
    own = "qn-undated"
    said = (
        ("January 2021", of.field(own, "published_from").as_("month")),
        ("74", of.set_aside(own)),
        ("153", of.agreement(own, "rows_shared")),
    )
    walked = page(text(*(Figure(words, made) for words, made in said)).html(), codes, "en")
    called = dict(re.findall(r'<div class="card" id="(\w+)" popover role="dialog" aria-label="([^"]*)"', walked))
    opened = re.findall(r'class="walk quiet" popovertarget="(\w+)"', walked)
    title = codes.whole("qn-undated").title
    assert [called[to] for to in opened] == [f"“{each}”: where from?" for each in (title, "74", "153")]
    assert "the table of what is set aside" in card(walked, "74") and title in card(walked, "74")
    assert "data/processed/second_readings.csv" in card(walked, "153")


def test_a_count_says_what_it_counts_and_that_the_list_is_cut(codes, data):
    """“A count of the figures named below” stood over twelve figures and “and 37 more”."""
    every, steps = tuple(row.obs_id for row in data.observations)[:20], ("dt-2024-07.m01", "dt-2024-07.m02")
    said = [str(explain(made, codes).said("en")) for made in (
        of.count(every), of.different("theme", every), of.count(steps), of.count([JULY]), of.count(["dt-2024-07"]),
        of.different("source_id", ["dt-2024-07"]),
    )]  # fmt: skip
    assert said == [
        "A count of 20 figures (the first 12 are named below).",
        "A count of the different themes of 20 figures (the first 12 are named below).",
        "A count of the steps named below.",
        "A count of the figures named below.",
        "A count of the articles named below.",
        "A count of the articles named below.",
    ]
    assert "and 8 more figures" in card(page(text(count(every)).html(), codes, "en"), "20")
    assert card(page(text(count(every[:13])).html(), codes, "en"), "13").endswith("and 1 more Close")
    assert str(explain(of.count([]), codes).said("en")) == "None was found within the scope of this page."


@pytest.mark.parametrize(("made", "said"), [
    (of.least_count(FEBRUARY, of.asked("450")), "allows is 91%; if the total is 450, that is 409.5"),
    (of.assumed(of.certain_total(FEBRUARY, of.numerator(JULY))), "a total of 511, the lower end of 91% is 465"),
    (of.lowest_cut("dt-2024-07.11"), "each number was rounded down"),
    (of.different("theme", [JULY]), "different themes"),
])  # fmt: skip
def test_a_number_worked_out_from_one_figure_has_a_card_of_its_own(codes, made, said):
    """Its card was that of the figure, which does not say how the number came of it."""
    assert said in card(page(text(Figure("7", made)).html(), codes, "en"), "7")
