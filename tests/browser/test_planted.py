"""Each fault, planted in a sound page, is found by the function that looks for it, and the sound page has none."""

import os
import subprocess
import sys

import pytest

from sosanh.data import paths

from . import access, cards, copies, exhibits, layout, loads, markup, paper, tongue, truth
from .conftest import DESK, PHONE, TWICE, Browser, launched
from .needed import NO_BROWSER
from .sound import NUMBER, POLICY, PRINTED, SOUND, SQUARE, STRIP, WANTED, before_end, planted


@pytest.fixture
def opened(browser, tmp_path):
    """What a function finds in a page of this text."""

    def found(text, look, width=DESK, theme="light"):
        path = tmp_path / "page.html"
        path.write_text(text, encoding="utf-8")
        with browser.open(path, width, theme) as (page, noted):
            return noted + look(page)

    return found


def nothing(page):
    return []


@pytest.mark.parametrize(("width", "theme"), [(PHONE, "dark"), (DESK, "light")])
def test_the_sound_page_has_no_fault(opened, tmp_path, width, theme):
    looks = [access.faults, with_a_card_open, layout.sideways, paper.faults, tongue.faults, cards.fit]
    looks += [lambda page: cards.faults(page, PRINTED), lambda page: exhibits.faults(page, WANTED)]
    looks += [lambda page: truth.faults(page, page)]
    for look in looks:
        assert opened(SOUND, look, width, theme) == []
    assert markup.faults(tmp_path / "page.html") + loads.weight(tmp_path / "page.html") == []


def test_the_sound_page_lets_nothing_in(browser, tmp_path):
    (tmp_path / "page.html").write_text(SOUND, encoding="utf-8")
    with browser.open(tmp_path / "page.html") as (page, _):
        assert loads.policy(page) == []


# --- sentences that are copied -----------------------------------------------------------------------------------

SENTENCE = '<ul><li><p class="sentence">Trên 91% cơ sở</p></li></ul>'
ADVICE = f'<section class="exhibit write"><div class="advice">{SENTENCE}</div></section>'
COPIED = """<button type="button" class="copy" onclick="navigator.clipboard?.writeText('91% cơ sở');
document.querySelector('.told').textContent = 'Đã chép'">Chép câu này</button><p class="told" role="status"></p>"""


def test_a_sentence_that_is_copied_otherwise_than_it_stands_or_not_at_all(opened):
    assert opened(before_end(ADVICE), copies.faults) == ["a sentence that may be written has no button to copy it"]
    bare = ADVICE.replace("</p></li>", f"</p>{COPIED}</li>")
    said = opened(planted("</main>", bare + "</main>", planted(POLICY, "")), copies.faults)
    assert said[0] == "copied “91% cơ sở” instead of “Trên 91% cơ sở”, clipboard: True" and len(said) == 2


# --- nothing from outside, nothing on the console ------------------------------------------------------------

OPEN = planted(POLICY, "")


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ('<img src="http://localhost:9/x.png" alt="Ảnh">', "asks for http://localhost:9/x.png"),
        ('<link rel="stylesheet" href="http://localhost:9/x.css">', "asks for http://localhost:9/x.css"),
        ('<style>h1 { background: url("http://localhost:9/x.png") }</style>', "asks for http://localhost:9/x.png"),
        ('<script>console.log("xong")</script>', "console, log: xong"),
        ("<script>nowhere()</script>", "script fails: nowhere is not defined"),
    ],
)
def test_what_a_page_without_a_policy_loads_or_says(opened, fault, said):
    assert said in opened(planted("</main>", fault + "</main>", OPEN), nothing)


@pytest.mark.parametrize("fault", ['<img src="http://localhost:9/x.png" alt="Ảnh">', "<script>1</script>"])
def test_what_a_page_with_a_policy_tries(opened, fault):
    (said, *_) = opened(before_end(fault), nothing)
    assert said.startswith("console, error: ") and "Content Security Policy" in said


def test_a_policy_that_lets_something_in(opened):
    assert len([each for each in opened(OPEN, loads.policy) if "would let" in each]) == 8
    lax = planted("img-src data:", "img-src data: http:")
    assert "its policy would let pictures in from outside" in opened(lax, loads.policy)


def test_a_page_that_is_too_heavy(tmp_path):
    (tmp_path / "page.html").write_bytes(b" " * (loads.HEAVIEST + 1))
    assert loads.weight(tmp_path / "page.html") == [f"{loads.HEAVIEST + 1:,} bytes; at most {loads.HEAVIEST:,}"]


# --- accessible ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        (before_end('<p style="color: #999; background: #fff">Chữ nhạt</p>'), "color-contrast"),
        (before_end('<p style="background: linear-gradient(#fff, #000)">Chữ</p>'), "undecided: color-contrast"),
        (planted('alt="Một ô vuông"', ""), "image-alt"),
        (planted('aria-label="78,18%: ở đâu ra?"', ""), "button-name"),
        (before_end("<h4>Lạc bậc</h4>"), "heading-order"),
        (planted("<main>", "<p>Ngoài cùng</p><main>"), "region"),
        (planted("<h1 class", "<h2 class").replace("</h1>", "</h2>"), "page-has-heading-one"),
        (planted('<html lang="vi">', "<html>"), "html-has-lang"),
        (before_end('<button style="all: unset">1</button><button style="all: unset">2</button>'), "target-size"),
    ],
)
def test_what_keeps_readers_out(opened, page, rule):
    assert [each for each in opened(page, access.faults) if each.startswith(f"{rule}:")]


def test_what_can_be_read_only_by_day(opened):
    page = before_end('<p style="color: #1b262c">Chữ tối</p>')
    assert opened(page, access.faults) == []
    assert opened(page, access.faults, theme="dark")[0].startswith("color-contrast: ")


def test_what_keeps_readers_out_of_a_card(opened):
    page = planted('<h2 id="c1-title">', '<h2 id="c1-title" style="color: #999; background: #fff">')
    assert opened(page, access.faults) == []
    (said,) = opened(page, with_a_card_open)
    assert said.startswith("with a card open: color-contrast")
    (said,) = opened(planted('role="dialog" ', ""), with_a_card_open)
    assert said.startswith("with a card open: region")


def with_a_card_open(page):
    return access.faults_of_an_open_card(page) if cards.open_one(page) else ["no card"]


# --- nothing sticks out, on screen and on paper ------------------------------------------------------------------

WIDE = '<table style="width: 1500px"><tr><td>Rộng</td></tr></table>'


def test_what_sticks_out_of_the_window(opened):
    said = opened(before_end(WIDE), layout.sideways)
    assert "table “Rộng” reaches from" in said[1] and "px wide in a window of 1280" in said[0]
    assert opened(before_end(f'<div class="scroller">{WIDE}</div>'), layout.sideways) == []


def test_what_sticks_out_on_a_phone_only(opened):
    page = before_end(WIDE.replace("1500", "500"))
    assert opened(page, layout.sideways) == [] and opened(page, layout.sideways, PHONE)


def test_what_is_hidden_because_it_is_too_wide(opened):
    said = opened(before_end(f'<div class="box" style="overflow: hidden">{WIDE}</div>'), layout.sideways)
    assert any(each.startswith("div.box “Rộng” cuts off what is wider than its ") for each in said)


@pytest.mark.parametrize("width", ["900px", "3000px"])
def test_a_table_wider_than_paper(opened, width):
    page = before_end(f'<div class="scroller">{WIDE.replace("1500px", width)}</div>')
    assert opened(page, layout.sideways) == []
    assert any(each.startswith("on paper table “Rộng” reaches from") for each in opened(page, paper.faults))


def test_cells_that_do_not_come_out_of_the_printer(opened):
    page = before_end(
        '<div style="width: 300px; overflow: hidden"><table style="table-layout: fixed; width: 4000px">'
        f"<tbody><tr>{'<td>Ô cuối cùng</td>' * 9}</tr></tbody></table></div>"
    )
    assert any("cells are printed" in each for each in opened(page, paper.faults))


def test_a_row_that_a_page_break_splits(opened):
    tall = "<tr><th>Cao</th><td>" + "<br>".join(["dòng"] * 30) + "</td></tr>"
    table = f"<table><tbody>{tall * 6}</tbody></table>"
    assert opened(before_end(table), paper.faults) == []
    said = opened(planted("tr { break-inside: avoid; }", "", before_end(table)), paper.faults)
    assert said and all(each.startswith("a row is split between sheets ") for each in said)


def test_a_word_and_a_figure_that_are_broken_inside(opened):
    """22/16|5 stood in two lines of a narrow column, and Provin|ce."""
    cell = '<td style="width: 3em; overflow-wrap: anywhere">{}</td>'
    said = opened(before_end(f"<table><tr>{cell.format('Comparability')}</tr></table>"), paper.faults)
    assert said[0] == "on paper “Comparability” is broken inside"


def test_a_head_that_stands_alone_at_the_foot_of_a_sheet(opened):
    body = f"<tr><th>{'<br>'.join('x' * 30)}</th><td>x</td></tr>"
    table = f"<table><thead><tr><th>Đầu</th><th>Bảng</th></tr></thead><tbody>{body}</tbody></table>"
    apart = planted("tr { break-inside: avoid; }", "tbody tr { break-before: page; }", before_end(table))
    assert opened(before_end(table), paper.faults) == []
    assert opened(apart, paper.faults) == ["the head of a table stands alone on sheet 1"]


def test_what_should_not_be_printed(opened):
    said = opened(planted(".walk, .card { display: none; }", ""), paper.faults)
    assert said[0].startswith('on paper there shows <button type="button" class="walk"')
    assert "on paper there shows <nav>Mục lục</nav>" in opened(before_end("<nav>Mục lục</nav>"), paper.faults)


# --- cards ---------------------------------------------------------------------------------------------------


LONG = f"<dd>{'Một dòng nữa. ' * 200}</dd>"  # a card higher than half of the window


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("position-anchor: auto; top: anchor(bottom); left: 0; height: 500px;", "at the center: its card lies from "),
        ("top: 0; left: 0; height: 20px;", "px high, too low to be read"),
        ("top: 0; left: 0; overflow: hidden;", "its card does not scroll"),
    ],
)
def test_a_card_that_does_not_fit_where_its_number_stands(opened, style, said):
    beside = f"main {{ padding: 60rem 0; }} .card {{ inset: auto; margin: 0; {style} }}</style>"
    found = opened(planted("</style>", beside, planted("<dd>Tăng tốc</dd>", LONG)), cards.fit)
    assert any(said in each for each in found)


def test_another_readers_fonts_and_size_are_really_others(playwright, tmp_path):
    (tmp_path / "page.html").write_text(planted("body {", "body { font-family: sans-serif;"), encoding="utf-8")
    widths = []
    for chosen in ({"fonts": "dejavu"}, {"fonts": "liberation"}, {"fonts": "liberation", "size": TWICE}):
        chromium = launched(playwright, **chosen)
        with Browser(chromium).open(tmp_path / "page.html") as (page, _):
            widths.append(
                page.evaluate(
                    "() => document.querySelector('h1').firstChild && (r => (r.selectNodeContents("
                    "document.querySelector('h1')), r.getBoundingClientRect().width))(document.createRange())"
                )
            )
        chromium.close()
    dejavu, liberation, large = widths
    assert dejavu > liberation * 1.05 and large > liberation * 1.8


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (planted(NUMBER, NUMBER.split("<button")[0] + "</span>"), "“78,18%” (untouched(x.01)) opens no card"),
        (planted('popovertarget="c1"', 'popovertarget="c2"'), "“78,18%” (untouched(x.01)): its button has no card"),
        (planted("ở đâu ra?", "").replace("78,18%: ", ""), "“78,18%” (untouched(x.01)): its button has no name"),
        (planted('class="walk"', 'class="walk" tabindex="-1"'), "“78,18%” (untouched(x.01)): its button cannot be"),
        (planted("background: none", "background: #fff"), "“78,18%” (untouched(x.01)): its button hides it"),
        (planted("</button></span>", "i</button></span>"), "“78,18%i” (untouched(x.01)): its button has text"),
        (planted('class="cards">', 'class="cards"><p class="card" id="c1" popover>Hai</p>'), "several cards have"),
        (planted(" popover>", ">"), "card c1 is open from the start"),
        (planted(".card {", ".card { left: 800px; margin: 0; width: 30rem;"), "“78,18%”: its card lies at 800, "),
        (planted(".card {", ".card { height: 3000px; min-height: 3000px;"), "“78,18%”: its card lies at "),
        (planted("<dd>78,18%</dd>", "<dd>78%</dd>"), "“78,18%”: its card shows no printed token with its article"),
        (planted("<dd>Tăng tốc</dd>", ""), "“78,18%”: its card shows no printed token with its article"),
        (planted(" popover>", ' popover="manual">'), "“78,18%” does not close by Escape"),
        (planted("inset: 0;", "left: -50px; width: 9px;"), "“78,18%” does not open by a click on it"),
    ],
)  # fmt: skip
def test_a_number_that_cannot_be_walked(opened, page, said):
    found = opened(page, lambda page: cards.faults(page, PRINTED))
    assert [each for each in found if each.startswith(said)], found


def test_a_count_of_none_rests_on_nothing_and_opens_nothing(opened):
    page = before_end('<p>Có <span class="figure" data-from="count()">0</span> số liệu.</p>')
    assert opened(page, lambda page: cards.faults(page, PRINTED)) == []


# --- all exhibits --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (planted(STRIP, ""), "strip is missing"),
        (planted("exhibit strip", "exhibit stripe"), "stripe is not of this brief"),
        (planted("<main>", "<main>" + STRIP), "some stand there more or less often than they should"),
        (planted("<main>", "<main>" + STRIP, planted(STRIP, "")), "the order is strip, headline, pairs instead of"),
        (planted("exhibit strip", 'exhibit strip" hidden id="'), "strip is not to be seen"),
        (planted(SQUARE, "data:image/png;base64,AA"), "strip has a picture that does not load"),
        (planted('width="40" height="40">', 'style="width: 1px">'), "strip has a picture of no size"),
        (planted("<figcaption>Hình</figcaption>", ""), "strip says nothing"),
    ],
)  # fmt: skip
def test_an_exhibit_that_is_not_there(opened, page, said):
    found = opened(page, lambda page: exhibits.faults(page, WANTED))
    assert [each for each in found if each.startswith(said)], found


# --- one language a page -------------------------------------------------------------------------------------

ENGLISH = (
    planted('<html lang="vi">', '<html lang="en">')
    .replace("Trang thử", "A trial")
    .replace("</section>", "</section>\n")
)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("<p>The articles do not say so.</p>", "The articles do not say so."),
        ("<h2>Sources</h2>", "Sources"),
        ('<p><img src="data:," alt="Value"></p>', "Value"),
        ('<table><tr><td data-head="Note">Có</td></tr></table>', "Note"),
    ],
)
def test_english_left_in_a_vietnamese_page(opened, fault, words):
    (said,) = [each for each in opened(before_end(fault), tongue.faults) if each.startswith("not vi")]
    assert said.endswith(f": {words}")
    assert [
        each for each in opened(before_end(f'<div lang="en">{fault}</div>'), tongue.faults) if "not vi" in each
    ] == []


@pytest.mark.parametrize(
    "fault", ["<p>Bài báo không nêu.</p>", "<h2>Nguồn</h2>", '<p><img src="data:," alt="Số liệu"></p>']
)
def test_vietnamese_left_in_an_english_page(opened, fault):
    page = planted("</main>", fault + "</main>", ENGLISH)
    before, after = (opened(each, tongue.faults) for each in (ENGLISH, page))
    assert len([each for each in after if each.startswith("not en")]) == len(before) + 1
    marked = planted("</main>", f'<div lang="vi">{fault}</div></main>', ENGLISH)
    assert [each for each in opened(marked, tongue.faults) if each.startswith("not en")] == before


def test_names_and_quotations_stay_as_they_are(opened):
    fine = "<p>Đồng Tháp and Tháp Mười: “trên 91%”, by SoSánh.</p>"
    assert opened(planted("</main>", fine + "</main>", ENGLISH), tongue.faults) == opened(ENGLISH, tongue.faults)


# --- both languages say the same -----------------------------------------------------------------------------


def two(first, second):
    figure = '<span class="figure" data-from="share(x.{})">{}</span>'
    return f"<li>từ {figure.format(1, first)} đến {figure.format(2, second)}</li>"


@pytest.mark.parametrize(
    ("vi", "en", "said"),
    [
        (two("78,15%", "12.800"), two("78.15%", "12,800"), []),
        (two("78,15%", "12.800"), two("78.15%", "12,801"), ["12.800 (share(x.2))", "12,801 (share(x.2))"]),
        (two("78,15%", "80%"), two("78.15%", "80"), ["80% (share(x.2))", "80 (share(x.2))"]),
        (two("01/4/2024", "tháng 02/2025"), two("1 April 2024", "February 2025"), []),
        (two("1,5", "2"), two("1,5", "2"), ["1,5 (share(x.1))", "1,5 (share(x.1))"]),
        (two(1, 2), two(2, 1), ["1 (share(x.1))", "2 (share(x.2))", "2 (share(x.1))", "1 (share(x.2))"]),
        (two(1, 2), two(1, 2) * 2, ["numbers stand in other exhibits, or in more or fewer rows"]),
    ],
)  # fmt: skip
def test_a_number_changed_in_one_language(browser, tmp_path, vi, en, said):
    for name, items in (("vi", vi), ("en", en)):
        (tmp_path / f"{name}.html").write_text(before_end(f"<ul>{items}</ul>"), encoding="utf-8")
    with browser.open(tmp_path / "vi.html") as (ours, _), browser.open(tmp_path / "en.html") as (theirs, _):
        found = truth.faults(ours, theirs)
    assert len(found) == len(said) and all(part in each for part, each in zip(said, found, strict=True)), found


# --- valid HTML ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("page", "rule"),
    [
        (before_end("<div>"), "close-order"),
        (before_end('<p id="c1">Lần nữa</p>'), "no-dup-id"),
        (before_end("<ul><p>Sai</p></ul>"), "element-permitted-content"),
        (before_end("<center>Cũ</center>"), "deprecated"),
        (planted(" popover>", ' popover="yes">'), "attribute-allowed-values"),
        (planted('scope="col"', 'scope="column"'), "attribute-allowed-values"),
    ],
)
def test_invalid_html(tmp_path, page, rule):
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    assert [each for each in markup.faults(tmp_path / "page.html") if f": {rule}: " in each]


# --- no browser ----------------------------------------------------------------------------------------------


def test_without_a_browser_nothing_passes(tmp_path):
    lone = {**os.environ, "PATH": str(tmp_path)}
    call = [sys.executable, "-m", "pytest", "-q", "tests/browser"]
    done = subprocess.run(call, env=lone, cwd=paths.HOME, capture_output=True, encoding="utf-8")
    assert done.returncode == 1 and NO_BROWSER in done.stdout + done.stderr
