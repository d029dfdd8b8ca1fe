"""A number without a mark is a fault in whatever form a reader sees it; each is planted in the real first screen."""

import unicodedata
from base64 import b64encode
from urllib.parse import quote

import pytest

from sosanh.compare.questions import across
from sosanh.draw.pairs import bullet
from sosanh.lineage.audit import Tracer
from sosanh.lineage.unmarked import found
from sosanh.show import exhibits
from sosanh.show.headlines import headline

pytestmark = pytest.mark.published

SVG = "<svg xmlns='http://www.w3.org/2000/svg'><text>94% of parents</text></svg>"
PICTURE = f"data:image/svg+xml,{quote(SVG)}"


@pytest.fixture(scope="module")
def tracer(data):
    return Tracer(data)


@pytest.fixture(scope="module")
def screen(schools):
    return {language: headline(schools).said(language).html() for language in ("vi", "en")}


def faults(tracer, page, language="en"):
    return [fault.said for fault in tracer.trace(page, language).faults]


@pytest.mark.parametrize("words", [
    "½ of schools", "⅘ of parents", "⁹⁴%", "９４%", "٩٤%", "९४%", "𝟗𝟒%", "❾❹", "🔟 schools",
    "XCIV per cent", "Ⅳ schools", "IX of the schools", "9\u200b1%", "ninety-one per cent of parents", "nine\u00adty",
    "nine out of ten parents", "one in ten parents", "two thirds of schools", "a dozen schools", "half of the schools",
    "one-half", "three quarters", "a third of schools", "It doubled.", "twice as many schools", "nine schools",
    "nine large communes", "two systems", "most of the schools", "one per cent", "ｎｉｎｅｔｙ", "a million dong",
    "all parents pay so", "every other school", "nearly every household", "no hospital", "few of the teachers",
    "a handful of schools", "★★★★☆", "▮▮▮▮▮▮▮▮▮▯", "⠼⠊⠙",
])  # fmt: skip
def test_a_number_in_english_of_any_form(tracer, screen, words):
    (said,) = faults(tracer, f"{screen['en']}<p>Now {words}.</p>")
    assert "holds a number without a source" in said


@pytest.mark.parametrize("words", [
    "chín mươi mốt phần trăm", "hơn chín phần mười", "một nửa số trường", "tăng gấp đôi", "chín trên mười phụ huynh",
    "hai phần ba số trường", "một phần ba", "một phần trăm", "một tá trường", "hai trường", "ba bệnh viện", "gấp rưỡi",
    "trăm phần trăm", "một trăm trường", "ba tỷ đồng", "hàng nghìn hộ", "bảy trong mười", "hai hệ thống",
    "mọi phụ huynh", "tất cả các trường", "phần lớn số hộ", "không trường nào", "gấp bội", "dăm trường",
    unicodedata.normalize("NFD", "chín mươi mốt phần trăm"),
])  # fmt: skip
@pytest.mark.parametrize("inside", ["{}", "“{}”", "<b>{}</b> nữa"])
def test_a_number_in_vietnamese_of_any_form(tracer, screen, words, inside):
    (said,) = faults(tracer, f"{screen['vi']}<p>Nay {inside.format(words)}.</p>", "vi")
    assert "holds a number without a source" in said


def test_a_number_in_words_of_the_other_language(tracer, screen):
    assert faults(tracer, f"{screen['en']}<p>Now <i>chín mươi</i>.</p>")
    assert faults(tracer, f"{screen['vi']}<p>Nay <i>ninety</i>.</p>", "vi")


@pytest.mark.parametrize(("language", "words"), [
    ("en", "Two figures, one figure; the two articles; two similar sentences; the later one; one of them; km², 5-year"),
    ("en", "The two differ. Where two provinces agree, “the two.” In percent; percentage points."),
    ("vi", "Hai số liệu, một bài báo; cả hai bài; hai con số; thứ hai; lần thứ ba; một trong các bài; tháng hai"),
    ("en", "all figures; every article; no difference; with every other figure; few words; no school year ● ● ● — …"),
    ("vi", "mọi số liệu; mọi trường hợp; không bài báo nào; các trường; nhiều số liệu"),
    ("vi", "Năm học; các năm; tỷ lệ phần trăm; điểm phần trăm; cả hai, một số; hai tỉnh; hai tỷ lệ"),
])  # fmt: skip
def test_what_a_page_counts_of_its_own_is_no_number(language, words):
    assert found(language, words.replace("5-year", "")) == ""


@pytest.mark.parametrize("planted", [
    '<ol start="94"><li>x</li></ol>', '<ol><li value="94">x</li></ol>', '<meter value="0.94">x</meter>',
    '<progress value="94" max="100"></progress>', '<input type="text" value="94%">', '<input placeholder="94%">',
    '<table summary="94%"><tr><td>x</td></tr></table>', '<p title="94%">x</p>', '<p aria-label="94%">x</p>',
    '<table><tr><th abbr="94%">x</th></tr></table>',
    '<p aria-valuetext="nine of ten schools">x</p>', '<select><optgroup label="94%"></optgroup></select>',
    "<p><b>9</b>1%</p>", "<p>nine<b>ty</b> schools</p>", "<p>nine<!-- -->ty-one</p>", "<p>&#57;1%</p>",
    "<p>&#x39;&#x200b;1%</p>", "<svg><text>94%</text></svg>", "<svg><title>94%</title></svg>",
    "<details><summary>94%</summary></details>", '<meta name="description" content="94% of schools">',
    '<style>p::after{content:"94% of schools"}</style>', '<style>p::after{content:"\\39 4%"}</style>',
    '<style>p::after{content:attr(data-x)}</style><p data-x="94%">x</p>', """<p style="--x:'94%'">x</p>""",
    f'<img src="{PICTURE}" alt="">', f'<source srcset="{PICTURE}">', f"<style>p{{background:url({PICTURE})}}</style>",
    f'<img src="data:image/svg+xml;base64,{b64encode(SVG.encode()).decode()}" alt="">',
    f'<link rel="icon" href="{PICTURE}">',
])  # fmt: skip
def test_a_number_that_text_does_not_hold(tracer, screen, planted):
    assert any("holds a number without a source" in said for said in faults(tracer, screen["en"] + planted))


@pytest.mark.parametrize("planted", [
    '<img src="data:image/png;base64,AAAA" alt="">', '<img src="https://x.vn/94.png" alt="">',
    '<img src="data:image/svg+xml,<svg" alt="">', "<iframe srcdoc='94%'></iframe>", "<canvas></canvas>",
    '<img src="data:image/svg+xml,<svg><image/></svg>" alt="">', '<style>p{background:url("data:image/png,1")}</style>',
    "<style>p{counter-reset:x 93} p::after{content:counter(x)}</style>",
])  # fmt: skip
def test_what_cannot_be_read_is_refused(tracer, screen, planted):
    (said,) = faults(tracer, screen["en"] + planted)
    assert "cannot be read" in said or said == "style counts x"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_picture_says_no_number_that_its_exhibit_does_not(tracer, schools, language):
    page = bullet(schools).said(language).html()
    assert faults(tracer, page, language) == []
    shown = quote("91%")
    assert shown in page
    (said,) = {*faults(tracer, page.replace(shown, quote("93%")), language)}
    assert "holds a number without a source, “93”" in said


@pytest.mark.parametrize(("language", "right", "wrong"), [("en", "billion", "million"), ("vi", "tỷ", "triệu")])
def test_the_word_of_a_scale_belongs_to_its_number(tracer, data, language, right, wrong):
    """“More than 58 million dong” passed for 58 billion: the scale stood beside the number, and nobody looked."""
    page = exhibits.reported(across(data, "Đồng Tháp", "health")).said(language).html()
    assert faults(tracer, page, language) == [] and f"</span> {right}" in page
    told = {
        f"58 stands before “{wrong}”, not “{right}”": page.replace(f">58</span> {right}", f">58</span> {wrong}"),
        f"“{right}” is missing behind 58": page.replace(f">58</span> {right}", ">58</span>"),
    }
    for said, planted in told.items():
        assert said in faults(tracer, planted, language)
    some = page.replace(">3</span>", f">3</span> {wrong}", 1)
    assert some == page or any("stands before" in said for said in faults(tracer, some, language))


def test_all_in_words_that_an_article_prints_is_told(tracer, data):
    """“đều” is the token of a figure; its sentence may say whom it is all of."""
    said = '<p>{}, all teachers (in words: “<span class="figure" data-from="token(dt-2025-02.05)">đều</span>”).</p>'
    assert not any("all teachers" in each for each in faults(tracer, said.format("In schools")))
    assert any("ninety" in each for each in faults(tracer, said.format("In ninety schools")))


def test_a_name_within_a_word_is_not_that_name(tracer, screen):
    assert faults(tracer, screen["en"] + "<p>target by 2025</p>") == []
    assert len(faults(tracer, screen["en"] + "<p>target by 20257</p>")) == 1
