"""Where a figure is printed, "[2, para. 4]": the article by its number among the page's sources, and its paragraph as
published. What is planted wrong is found when the page is read back."""

import re
from dataclasses import replace

import pytest

from sosanh.compare.questions import across, deployment, one_figure, one_page
from sosanh.data.collection import Collection
from sosanh.lineage.audit import Tracer
from sosanh.show import exhibits, walk
from sosanh.show.headlines import headline

AREAS = ["Đồng Tháp", "Quảng Ninh", "Bình Định"]


@pytest.fixture(scope="module")
def tracer(data):
    return Tracer(data)


@pytest.fixture(scope="module")
def everything(data):
    return across(data, AREAS)


def without_numbers(data):
    """The collection, were no paragraph numbered yet."""
    rows = tuple(replace(row, number=None) for row in data.tables["paragraphs"])
    return Collection({**data.tables, "paragraphs": rows}, data.codebook, data.version, data.released)


@pytest.mark.parametrize(("language", "word", "line"), [("vi", "đ.", "dòng"), ("en", "para.", "line")])
def test_every_figure_names_its_article_by_the_number_it_has_among_the_sources(everything, data, language, word, line):
    listed = [str(row[0]) for row in exhibits.sources(everything).said(language).rows]
    for row, cells in zip(everything.rows, exhibits.reported(everything, whole=True).said(language).rows, strict=True):
        paragraph = data.number(row.source_id, row.paragraph)
        place = f"{word}\xa0{paragraph}" if paragraph else f"{line}\xa0{row.paragraph}"
        number = int(re.match(r"\[(\d+),", str(cells[-1]))[1])
        assert str(cells[-1]) == f"[{number},\xa0{place}]"
        assert listed[number - 1].startswith(f"[{number}] {row.article.title}")


@pytest.mark.parametrize(("language", "said"), [("vi", "[1,\xa0dòng\xa010]"), ("en", "[1,\xa0line\xa010]")])
def test_an_article_whose_paragraphs_are_not_numbered_is_cited_by_its_lines(data, language, said):
    found = one_figure(without_numbers(data), "dt-2024-04.04")
    shown = {str(row[-1]) for row in exhibits.reported(found).said(language).rows}
    assert said in shown and not any("đ." in each or "para." in each for each in shown)
    assert {"vi": "Dòng là dòng có chữ", "en": "A line is a line with text"}[language] in str(
        exhibits.sources(found).said(language).note
    )
    printed = [str(row[1]) for row in walk.printed(found).said(language).rows]
    assert {"vi": "dòng 10 của bản đã đọc, mở", "en": "line 10 of the copy read, which"}[language] in "\n".join(printed)


def test_a_caption_is_cited_by_its_line_among_numbered_paragraphs(data):
    """A system is named under a picture, which is no paragraph of the article."""
    found = deployment(data, AREAS)
    captions = [row for row in found.systems if data.number(row.source_id, row.paragraph) is None]
    marks = {str(row[-2]) for row in exhibits.systems(found).said("en").rows}
    assert captions and all(any(f"line\xa0{row.paragraph}]" in mark for mark in marks) for row in captions)


@pytest.mark.published
def test_a_line_of_the_first_screen_has_the_marks_of_the_figures_it_states(schools):
    lines = [str(line) for line in headline(schools).said("en").supporting]
    assert [re.search(r"\[.*\]$", line)[0].replace("\xa0", " ") for line in lines] == [
        "[2, para. 2; 1, para. 5]", "[3, para. 7; 2, para. 2]", "[1, para. 5]"
    ]  # fmt: skip


def test_a_line_that_only_counts_has_no_mark(data):
    counts = str(headline(one_page(data, AREAS)).said("en").supporting[-1])
    assert counts.startswith("Figures that this page counts: ") and "[" not in counts, counts


def test_a_table_takes_its_sources_along(schools):
    """Pasted elsewhere, a table lost where its figures come from."""
    table = exhibits.pairs(schools).said("en")
    foot = re.search(r"<tfoot>.*</tfoot>", table.html())[0]
    assert re.sub("<[^>]*>", "", foot) == str(table.sources) and str(table.sources) in [*table.lines()]
    assert str(table.sources).startswith("Sources: [2] the repost of an article of Báo Đồng Tháp, 25 July 2024; [")


# --- read back


@pytest.fixture(scope="module")
def page(schools):
    shown = (headline(schools), exhibits.pairs(schools), exhibits.levels(schools), exhibits.sources(schools))
    return "<title>Q</title>" + "".join(each.said("en").html() for each in shown)


def faults(tracer, page):
    return [fault.said for fault in tracer.trace(page, "en").faults]


def test_the_page_as_it_is_passes(tracer, page):
    assert faults(tracer, page) == []


CITED = '<span class="figure" data-from="cited({})">{}</span>'
PLACE = '<span class="figure" data-from="paragraph({})">{}</span>'
PRINTED = '<span class="figure" data-from="printed(dt-2025-02.0{})">{}</span>'
THREE, SEVEN = CITED.format("dt-2025-02", 3), PLACE.format("dt-2025-02.03", 7)


@pytest.mark.published
@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (THREE, CITED.format("dt-2025-02", 2), "“2” stands for dt-2025-02, which is number 3 in the list"),
        (THREE, CITED.format("qn-undated", 3), "“3” stands for qn-undated, which is in no list"),
        (THREE, CITED.format("dt-2024-07", 2), "2 and 7 are not of one article"),
        (SEVEN, PLACE.format("dt-2025-02.03", 14), "“14” should read 7 by paragraph(dt-2025-02.03)"),
        (SEVEN, PLACE.format("dt-2025-02.13", 8), "91% is not printed where the mark behind it says"),
    ],
    ids=["another number", "an article not listed", "another article", "the line", "another paragraph"],
)
def test_a_wrong_mark_is_found(tracer, page, right, wrong, said):
    table = re.search(r"<table>.*?</table>", page)[0]  # of pairs
    assert right in table
    found = faults(tracer, page.replace(table, table.replace(right, wrong, 1)))
    assert any(each.startswith(said) for each in found), found


@pytest.mark.published
def test_a_mark_of_another_figure_of_that_paragraph_is_right(tracer, page):
    """A line that names two figures of one paragraph has one mark behind them, of the first."""
    marked = f"more than {PRINTED.format(3, '91%')}, {PRINTED.format(2, '100%')} [{THREE}, para. {SEVEN}]"
    assert faults(tracer, page.replace("<table>", f"<p>{marked}</p><table>", 1)) == []


def test_a_list_in_another_order_is_found(tracer, page):
    first, second = (CITED.format(*each) + "] " for each in (("dt-2024-04", 1), ("dt-2024-07", 2)))
    turned = page.replace(first, "@").replace(second, first).replace("@", second)
    assert any("which is number" in each for each in faults(tracer, turned))


def test_a_page_that_cites_by_number_has_a_list(tracer, page):
    alone = page[: page.rindex("<table>")]
    assert any("in no list of sources here" in each for each in faults(tracer, alone))
