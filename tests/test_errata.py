"""Errata and retracted articles: what is wrong stays as printed, and is said wherever it is shown."""

import hashlib
import re
import shutil

import openpyxl
import pytest
from conftest import lettered
from test_ledger import OTHERS, TEXT, article, codebook_alone, entry  # noqa: F401 - fixtures, by their names

from sosanh.compare.gate import Refused, change, verdict
from sosanh.compare.questions import across, against_targets, evidence_map, one_figure, one_indicator, over_time, window
from sosanh.curate import errata, workbooks
from sosanh.curate.build import build
from sosanh.data import paths
from sosanh.data.collection import load
from sosanh.data.problems import DataProblems
from sosanh.data.tables import ARTICLE, TABLES, read_csv
from sosanh.draw.matrix import ladder, strip
from sosanh.lineage.audit import Tracer
from sosanh.lineage.evaluate import Codes
from sosanh.publish import cards
from sosanh.show import choice, exhibits, quality, walk, writing
from sosanh.show.headlines import headline, of_figures

SECOND_12 = {"erratum_no": 1, "paragraph": 3, "as_printed": "12", "occurrence": 2, "kind": "number",
             "reason_vi": "x", "reason_en": "x", "status": "open"}  # fmt: skip
MENDED = TEXT.replace("đợt ba cũng 12", "đợt ba cũng 13")
TAKEN_OUT = TEXT.replace("cũng 12 xóm", "cũng thế")


@pytest.fixture
def typed(article, data, monkeypatch):  # noqa: F811
    """Enters the made-up article with an erratum that is so, holds it against a text, and gives the faults."""

    def faults(text=TEXT, read_anew=None, **erratum):
        monkeypatch.setitem(OTHERS, "errata", [SECOND_12 | erratum])

        def change(rows, aside, source):
            if read_anew is not None:
                rows[4] |= read_anew
            rows[4:5] = [] if read_anew == {} else rows[4:5]
            source |= {"text_sha256": hashlib.sha256(text.encode()).hexdigest()}

        (article / "texts" / "xx-2024-06.txt").write_text(text, encoding="utf-8")
        return entry(article, data.codebook, change).faults

    return faults


def of_errata(faults):
    return [each for each in faults if "errata!" in each]


def test_an_erratum_stands_beside_the_figure_that_stays_as_printed(typed, article):  # noqa: F811
    assert typed() == ()
    found = load(article / "processed", article / "raw")
    assert [each.ref for each in found.errata("xx-2024-06.05")] == ["xx-2024-06.e01"]
    assert found.observation("xx-2024-06.05").as_printed == "12" and found.errata("xx-2024-06.04") == ()


def test_verify_fails_once_the_source_is_mended_and_names_the_cell(typed):
    [fault] = of_errata(typed(MENDED))
    assert fault == lettered(
        "xx-2024-06.xlsx, errata!<as_printed>2: found '12'; allowed: what paragraph 3 prints; once mended there, "
        "status is mended, and its rows are to be read anew"
    )


def test_read_anew_it_is_remembered(typed, article):  # noqa: F811
    anew = {"as_printed": "13", "obs_value": 13, "occurrence": 1}
    mended = {"status": "mended", "should_be": "13", "occurrence": 1}
    assert typed(MENDED, anew, **mended) == ()
    (row,) = load(article / "processed", article / "raw").errata("xx-2024-06.05")
    assert (row.as_printed, row.should_be) == ("12", "13")
    [fault] = of_errata(typed(TEXT, anew, **mended))
    assert fault == lettered("xx-2024-06.xlsx, errata!<should_be>2: found '13'; allowed: what paragraph 3 prints now")


def test_what_was_taken_out_is_remembered(typed):
    assert typed(TAKEN_OUT, {}, status="mended") == ()
    [fault] = of_errata(typed(TEXT, {}, status="mended"))
    assert fault == lettered(
        "xx-2024-06.xlsx, errata!<status>2: found 'mended'; allowed: not mended: paragraph 3 still prints 12"
    )


@pytest.mark.parametrize(
    ("erratum", "column", "allowed"),
    [
        ({"paragraph": 2}, "as_printed", "what a row of observations or set_aside has, of that"),
        ({"occurrence": 3}, "as_printed", "what a row of observations or set_aside has"),
        ({"as_printed": "12%"}, "as_printed", "what a row of observations or set_aside has"),
        ({"stands_in": "observations.wording"}, "as_printed", "what a row of observations.wording has"),
        ({"stands_in": "observations.obs_value"}, "stands_in", "text of the form"),
        ({"stands_in": "sources.title"}, "paragraph", "blank: it is of the whole article"),
        ({"paragraph": None}, "paragraph", "the paragraph that prints it"),
        ({"status": "mended", "should_be": "13"}, "should_be", "what a row of observations or set_aside has"),
        ({"status": "mended"}, "status", "not mended, as a row still has it"),
        ({"status": "confirmed"}, "should_be", "what should stand there, as it is confirmed"),
        ({"should_be": "12"}, "should_be", "another than as_printed"),
        ({"told_by": "nobody"}, "told_by", "a code of the codebook's sheet references"),
        ({"reason_vi": "Một nguồn khác nêu 77."}, "reason_vi", "numbers that the article and its fractions"),
    ],
)  # fmt: skip
def test_an_erratum_that_points_at_nothing_is_refused(typed, erratum, column, allowed):
    with pytest.raises(DataProblems) as raised:
        typed(**erratum)
    assert lettered(f"errata!<{column}>2") in str(raised.value) and f"allowed: {allowed}" in str(raised.value)


def test_words_beside_a_figure_may_be_misprinted_too(typed):
    words = {"paragraph": 2, "as_printed": "gần", "stands_in": "observations.wording", "kind": "words", "occurrence": 1}
    assert typed(**words) == ()


@pytest.mark.parametrize(
    ("printed", "text", "there"),
    [
        ("78", "đạt 78.", True), ("78", "đạt 78%", False), ("78", "đạt 78,5", False), ("78", "đạt 1.78", False),
        ("78%", "đạt 78%.", True), ("465/595 | 78,18%", "465/595 trường (78,18%)", True),
        ("465/595 | 78,18%", "465/595 trường (78,15%)", False), ("Trạm thử", "Trạm thửa", False),
    ],
)  # fmt: skip
def test_a_number_is_there_alone_and_not_in_another(printed, text, there):
    row = SECOND_12 | {"as_printed": printed, "occurrence": "1", "should_be": ""}
    assert (errata.fault(row, text) is None) == there


# --- on the pages: an erratum of a figure of Đồng Tháp, and the article on Quảng Ninh retracted, in a copy of the data
ERRATUM = {"erratum_no": 1, "paragraph": 4, "as_printed": "465/595 | 78,18%", "should_be": "465/595 | 78,15%",
           "kind": "arithmetic", "reason_vi": "465 trên 595 là 78,15%.", "reason_en": "465 of 595 is 78.15%.",
           "status": "open"}  # fmt: skip
WHY = {"status": "retracted", "retracted_vi": "Báo rút bài.", "retracted_en": "The paper withdrew it."}
GONE, FIGURE = "qn-undated", "qn-undated.03"
AREAS = ["Đồng Tháp", "Quảng Ninh"]


def retract(place, **cells):
    """Type into the sheet sources; columns that a workbook lacks are put behind the others."""
    path = place / "raw" / "articles" / f"{GONE}.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book["sources"]
    for name, value in cells.items():
        heads = [cell.value for cell in sheet[1]]
        at = 1 + (heads.index(name) if name in heads else len(heads))
        sheet.cell(1, at).value, sheet.cell(2, at).value = name, value
    book.save(path)


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    place = tmp_path_factory.mktemp("errata")
    shutil.copytree(paths.RAW, place / "raw")
    shutil.copy(paths.RAW.parent / "CHANGELOG.md", place)
    path = place / "raw" / "articles" / "dt-2024-07.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("errata")
    names = [column.name for column in TABLES["errata"].typed]
    sheet.append(names)
    sheet.append([ERRATUM.get(name) for name in names])
    book.save(path)
    retract(place, **WHY)
    build(place / "raw", place / "processed")
    return place


@pytest.fixture(scope="module")
def own(place):
    return load(place / "processed", place / "raw")


def plain(exhibit, language="en"):
    return " ".join(re.sub("<[^>]*>", " ", exhibit.said(language).html()).split())


def test_the_five_workbooks_need_neither_sheet_nor_columns(data):
    sheets, problems = workbooks.read(paths.ARTICLES / f"{GONE}.xlsx", ARTICLE)
    assert problems == [] and sheets["errata"].rows == {} and sheets["sources"].first("retracted_vi") is None
    assert data.tables["errata"] == ()


def test_an_erratum_is_told_beside_the_figure_in_its_walk_on_its_card_and_in_the_list(own):
    schools = over_time(own, "Đồng Tháp", "2024-07", "2025-02", "education")
    noted = r"\[ 2 , para. 2 ] \(possibly misprinted, not confirmed\)"
    assert re.search(f"465/595 , printed with “ 78,18% ”.{{0,60}}{noted}", plain(exhibits.pairs(schools)))
    assert len(re.findall(noted, plain(exhibits.reported(schools)))) == 1
    told = "printed “ 465/595 … 78,18% ”, should be “ 465/595 … 78,15% ”, by the article itself (arithmetic)"
    assert told in plain(walk.printed(one_figure(own, "dt-2024-07.04")))
    card = " ".join(str(line) for _, line in cards.lines("dt-2024-07.04", "vi", Codes(own)))
    assert "lẽ ra “" in card and "chính bài báo (phép tính). 465 trên 595 là 78,15%." in card
    listed = "arithmetic [ 2 , para. 2 ] “ 465/595 … 78,18% ” “ 465/595 … 78,15% ”"
    assert listed in plain(quality.errata(schools))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_pages_say_of_errata_and_retraction_is_traced(own, language):
    every = across(own, AREAS)
    parts = [quality.errata(every), exhibits.reported(every), quality.coverage(every), quality.second_readings(every)]
    page = "".join(each.said(language).html() for each in (headline(every), *parts, exhibits.sources(every)))
    trace = Tracer(own).trace(page, language)
    assert trace.faults == () and "78,15%" in page and trace.numbers > 50
    wrong = page.replace("… 78,15%<", "… 78,51%<", 1)
    assert wrong != page and "78,51%" in str(Tracer(own).trace(wrong, language).faults[0])
    walked = cards.walkable(f"<body><main>{page}</main></body>", language, Codes(own))  # each number has its card
    assert walked.count('class="walk') == trace.numbers


def test_an_erratum_of_no_known_number_has_a_card_of_its_own(own):
    card = str(cards.lines("dt-2024-07.e01", "en", Codes(own)))
    assert "Erratum" in card and "Nhiều kết quả nổi bật" in card


def test_the_gate_refuses_a_retracted_figure_whatever_else_holds(own):
    row = own.observation(FIGURE)
    for purpose in ("change", "level"):
        found = verdict(row, row, purpose, own.codebook)
        assert found.grade == "X" and found.reasons[0] == "retracted" and "retracted" in found.deciding
    with pytest.raises(Refused, match="retracted"):
        change(row, row, found)


def test_a_retracted_article_is_in_no_comparison(own, data):
    assert any(pair.a.source_id == GONE or pair.b.source_id == GONE for pair in across(data, AREAS).pairs)
    every = [across(own, AREAS), over_time(own, "Quảng Ninh"), against_targets(own, AREAS), evidence_map(own)]
    every += [one_indicator(own, row.indicator) for row in own.observations if row.source_id == GONE][:3]
    for result in every:
        used = [*result.rows, *(each for pair in result.pairs for each in (pair.a, pair.b))]
        used += [each for held in result.outcomes for each in (held.target, held.actual) if each]
        assert GONE not in {row.source_id for row in used} | {each.source_id for each in result.sources}
    spoken = own.areas_in(window("", ""))  # of a name with two territories, only what other articles speak of is meant
    assert spoken and own.observation(FIGURE).ref_area not in spoken
    assert one_figure(own, FIGURE).partners == one_figure(own, FIGURE).pairs == ()


def test_a_page_that_leaves_a_retracted_article_out_says_so(own):
    for result in (across(own, AREAS), over_time(own, "Quảng Ninh")):
        assert "left out, as retracted: article published" in plain(headline(result))
        listed = plain(exhibits.sources(result))
        assert "(retracted article: The paper withdrew it)" in listed and "[ 5 ]" not in listed
    result = across(own, AREAS)
    assert "bài đã bị rút: Báo rút bài)" in plain(quality.coverage(result), "vi")
    assert "lĩnh vực trọng điểm" in plain(quality.second_readings(result), "vi")
    assert "retracted" not in plain(headline(over_time(own, "Đồng Tháp")))


def test_a_retracted_article_is_left_out_only_where_it_would_have_been(own):
    """A page of other years, or of an indicator it has no figure of, left nothing out; and it is no silence of articles
    where the one that speaks is retracted."""
    assert own.observation(FIGURE).source_id == GONE
    here = {row.indicator for row in own.observations if row.source_id == GONE}
    elsewhere = {row.indicator for row in own.select()} - here
    alone = here - {row.indicator for row in own.select()}
    assert not over_time(own, "Quảng Ninh", time_to="2005").retracted and over_time(own, "Quảng Ninh").retracted
    assert not any(one_indicator(own, each).retracted for each in elsewhere)
    assert not one_figure(own, next(row.obs_id for row in own.select() if row.indicator in elsewhere)).retracted
    silent = headline(one_indicator(own, min(alone)))
    assert "Among what the collection counts of its articles, there is no figure of this indicator on" in plain(silent)
    assert "left out, as retracted" in plain(silent)


def test_the_page_of_a_retracted_article_lists_its_figures_and_leads_with_none(own):
    result = across(own, "Quảng Ninh", article=GONE)
    listed = plain(exhibits.reported(result))
    assert len(result.rows) == 17 and "(retracted article)" in listed
    for first in (headline(result), of_figures(result), headline(one_figure(own, FIGURE))):
        assert "The article has been retracted. The reason: The paper withdrew it. This page comp" in plain(first)
        assert first.supporting == () and first.caveat is None
    assert "no figure to write a sentence of" in plain(writing.write(result))
    for chart in (ladder, strip):
        assert type(chart(result)).__name__ == "Nothing"
    assert "The paper withdrew it." in plain(walk.printed(one_figure(own, FIGURE)))
    assert "(retracted article: The paper withdrew it)" in plain(choice.contents(own))


def test_a_retracted_article_is_not_the_newest(own, place):
    newest = own.newest.source_id
    assert newest != GONE  # so another is retracted for this
    tables = {name: read_csv(name, place / "processed") for name in TABLES}
    for source in tables["sources"]:
        source["status"] = "retracted" if source["source_id"] == newest else "complete"
    again = type(own).of(tables, own.version, own.released)
    assert again.newest.source_id != newest


@pytest.mark.parametrize(
    ("cells", "column", "allowed"),
    [
        ({"status": "complete"}, "retracted_vi", "blank, as status is complete"),
        ({"retracted_vi": None, "retracted_en": None}, "retracted_vi", "why it was retracted, and who says so"),
        ({"retracted_en": None}, "retracted_en", "a value, or none in retracted_vi"),
    ],
)
def test_a_retraction_has_a_reason_in_both_languages(place, tmp_path, cells, column, allowed):
    again = shutil.copytree(place, tmp_path / "again")
    retract(again, **cells)
    with pytest.raises(DataProblems) as raised:
        build(again / "raw", again / "processed")
    assert lettered(f"sources!<{column}>2") in str(raised.value) and f"allowed: {allowed}" in str(raised.value)


def test_a_retraction_without_its_columns_is_refused_too(tmp_path):
    shutil.copytree(paths.RAW, tmp_path / "raw")
    shutil.copy(paths.RAW.parent / "CHANGELOG.md", tmp_path)
    retract(tmp_path, status="retracted")
    with pytest.raises(DataProblems, match=r"why it was retracted, and who says so \(column retracted_vi\)"):
        build(tmp_path / "raw", tmp_path / "processed")
