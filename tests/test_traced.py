"""A page with a number that cannot be traced is refused: each fault is planted in the real first screen."""

import re
import sys
from decimal import Decimal

import pytest

from sosanh.compare.questions import across, deployment
from sosanh.draw import timeline
from sosanh.lineage.audit import Tracer, blocks
from sosanh.lineage.words import Figure, text
from sosanh.show import exhibits, values
from sosanh.show.display import sentences
from sosanh.show.headlines import headline

pytestmark = pytest.mark.published

JULY, FEBRUARY = "dt-2024-07.04", "dt-2025-02.03"


@pytest.fixture(scope="module")
def tracer(data):
    return Tracer(data)


@pytest.fixture(scope="module")
def screen(schools):
    return headline(schools).said("vi").html()


@pytest.fixture(scope="module")
def table(schools):
    return exhibits.reported(schools).said("en").html()


def mark(words, how, *refs):
    return Figure(words, refs, how).html()


def faults(tracer, page, language="vi", **about):
    return [str(fault) for fault in tracer.trace(page, language, **about).faults]


def test_the_real_first_screen_is_traced_to_the_last_number(tracer, screen):
    trace = tracer.trace(screen, "vi")
    assert trace.faults == () and trace.numbers == screen.count('class="figure"') > 20
    assert str(trace).startswith(f"{trace.numbers} of {trace.numbers} numbers traced")


def test_an_error_in_the_rounding_of_what_writes_the_page(tracer, schools, monkeypatch):
    """465/595 read 78.16% and passed as traced: the second computation rounded by the first one's own function."""

    def one_too_many(number, places):
        return findings_tidy(number, places) + (Decimal("0.01") if places == 2 else 0)

    findings_tidy = values.tidy
    for module in [each for name, each in sys.modules.items() if name.startswith("sosanh.")]:
        if hasattr(module, "tidy"):
            monkeypatch.setattr(module, "tidy", one_too_many)
    said = [text(values.share(row).said("en")) for row in schools.rows.itertuples() if row.obs_id == JULY]
    (fault,) = faults(tracer, sentences("sure", said).said("en").html(), "en")
    assert fault.startswith("“78.16%” should read 78.15% by share of dt-2024-07.04")


def test_a_false_number_in_markdown(tracer, screen):
    (fault,) = faults(tracer, "<p>Trường học đã đạt 93%.</p>" + screen)
    assert fault == "“trường học đã đạt 93%.” holds a number without a source, in “Trường học đã đạt 93%.”"


def test_a_false_number_in_a_computed_sentence(tracer):
    said = text("tăng ", Figure("13,8", (JULY, FEBRUARY), "change.up.least"), " điểm phần trăm")
    (fault,) = faults(tracer, sentences("sure", [said]).said("vi").html())
    assert fault.startswith("“13,8” should read 12,8 by change.up.least of dt-2024-07.04, dt-2025-02.03, in “tăng 13,8")


def test_a_valid_but_wrong_observation(tracer, screen):
    right = mark("91%", "printed", FEBRUARY)
    assert right in screen
    assert any("should read" in each for each in faults(tracer, screen.replace(right, mark("91%", "printed", JULY))))


def test_codes_of_nothing_are_told_and_stop_nothing(tracer):
    page = f"<p>{mark('91%', 'printed', 'dt-2025-02.99')} ({mark('tháng 02/2025', 'published.from', 'dt-2099')})</p>"
    found = faults(tracer, page)
    assert (
        len(found) == 2
        and "unknown observations 'dt-2025-02.99'" in found[0]
        and "dt-2099 is of none of sources" in found[1]
    )


def test_a_wrong_observation_that_prints_the_same_is_given_away_by_its_row(tracer, table):
    right = mark("100%", "printed.token", "dt-2024-07.01")
    assert right in table and faults(tracer, table, "en") == []
    found = faults(tracer, table.replace(right, mark("100%", "printed.token", "dt-2024-07.05")), "en")
    assert any("is of another indicator than the row" in each for each in found)
    assert any("is not printed where the row says" in each for each in found)


def swapped(page, one, other):
    assert one in page and other in page
    return page.replace(one, "\0").replace(other, one).replace("\0", other)


def test_two_swapped_numbers(tracer, screen):
    """The numbers alone, their marks left where they were."""
    found = faults(tracer, swapped(screen, ">465<", ">595<"))
    assert any("“595” should read 465" in each for each in found) and any(
        "“465” should read 595" in each for each in found
    )


def test_two_numbers_swapped_with_their_marks(tracer, schools):
    """Each is right in itself; the months beside them are not theirs."""
    page = exhibits.pairs(schools).said("vi").html()
    before = mark("465/595", "printed.fraction", JULY)
    after = mark("91%", "printed", FEBRUARY)
    found = faults(tracer, swapped(page, before, after))
    assert any("465/595 and tháng 02/2025 are not of one article" in each for each in found)
    assert any("91% and 78,18% are not of one figure" in each for each in found)


def test_a_month_of_another_article(tracer, screen):
    found = faults(
        tracer,
        swapped(
            screen,
            mark("tháng 7/2024", "published.from", "dt-2024-07"),
            mark("tháng 02/2025", "published.from", "dt-2025-02"),
        ),
    )
    assert any("tháng 02/2025 and 465 are not of one article" in each for each in found)


def test_an_article_of_unknown_month_is_given_no_month(tracer, data):
    page = exhibits.reported(across(data, "Quảng Ninh")).said("vi").html()
    assert faults(tracer, page) == []
    last = re.compile(r' – <span class="figure" data-observations="qn-undated" data-how="published.to">[^<]*</span>')
    assert any("is not the only month" in each for each in faults(tracer, last.sub("", page)))


def test_the_number_of_a_line_is_the_same_in_table_and_drawing(tracer, data):
    page = timeline.lanes(deployment(data, ["Đồng Tháp"])).said("vi").html()
    assert faults(tracer, page) == []
    (one, other) = re.findall(r'<span class="figure"[^>]*data-how="row">\d+</span>', page)[:2]
    number = re.search(r">(\d+)<", one)[0]
    assert any(
        "is another one elsewhere" in each
        for each in faults(tracer, page + "<p>" + re.sub(r">\d+<", number, other) + "</p>")
    )


@pytest.mark.parametrize(
    "words",
    [
        "Dịch vụ công mức độ 4 được cung cấp trên nhiều phương tiện truy cập",  # an indicator's name
        "Tại đây: dịch vụ công mức độ 4 được cung cấp trên nhiều phương tiện truy cập",
        "https://binhdinh.dcs.vn/van-hoa-xa-hoi/-/view-content/149718/tang-toc-chuyen-doi-so",
        "Dữ liệu phiên bản 9.9.9, CC BY 4.0",
    ],
)
def test_digits_in_words_that_the_data_hold_are_no_numbers(tracer, words):
    assert faults(tracer, f"<p>{words}</p>", about=("Phiên bản 9.9.9",)) == []


@pytest.mark.parametrize(
    "words", ["Dịch vụ công mức độ 3 được cung cấp trên nhiều phương tiện", "phiên bản 9.9.9", "2024"]
)
def test_other_digits_are(tracer, words):
    assert len(faults(tracer, f"<p>{words}</p>")) == 1


def test_a_number_in_the_question_is_traced_and_may_then_be_repeated(tracer):
    asked = text("Đã vượt mức ", Figure("80%", ("dt-2024-04.04",)), "?")
    again = f"<p>Trích dẫn: {asked}</p>"
    assert faults(tracer, f"<h1>{asked.html()}</h1>{again}") == []
    assert len(faults(tracer, f"<h1>{asked}</h1>{again}")) == 1


def test_too_many_such_words_are_refused(tracer):
    page = "<p>Dịch vụ công mức độ 4 được cung cấp trên nhiều phương tiện truy cập</p>" * 151
    assert faults(tracer, page) == ["151 words with digits in names and notes of the data; allowed: 150, in “the page”"]


def test_what_is_shown_by_attributes_is_read_too(tracer):
    assert len(faults(tracer, '<p><img src="data:," alt="93%"></p>')) == 1
    said = text("“", Figure("91%", (FEBRUARY,)), "”")
    marked = f'<img src="data:," alt="{said}" data-alt="{said.html().replace(chr(34), "&quot;")}">'
    assert faults(tracer, marked) == []
    assert len(faults(tracer, marked.replace('alt="“91%”"', 'alt="“93%”"'))) == 1
    assert len(faults(tracer, '<table><tr><td data-head="93%">x</td></tr></table>')) == 1


def test_style_and_pictures_are_not_read():
    assert blocks('<style>p { margin: 3px }</style><script>4</script><p><img src="data:5" alt=""></p>') == []
