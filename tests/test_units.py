"""One vocabulary: what the reader reads can be typed, and what can be typed can be shown; a rank is no share."""

import re
import shutil
from types import SimpleNamespace
from urllib.parse import unquote

import openpyxl
import pytest
from matplotlib.figure import Figure as Drawing

from sosanh.compare.followups import _of_one_field
from sosanh.compare.questions import over_time
from sosanh.curate.build import build
from sosanh.data import paths
from sosanh.data.collection import load
from sosanh.data.tables import TABLES
from sosanh.draw import marks, pairs, ranks
from sosanh.lineage import expressions as of
from sosanh.lineage.audit import Tracer
from sosanh.lineage.words import LANGUAGES, Figure, in_unit, messages
from sosanh.numbers.amounts import BOUNDS, HEDGES, read_row
from sosanh.numbers.intervals import INFINITE, Interval
from sosanh.numbers.units import CODES, SENSES
from sosanh.show.exhibits import reported
from sosanh.show.headlines import of_reporting
from sosanh.show.quality import audit
from sosanh.show.values import value
from sosanh.show.walk import interval_in_words
from sosanh.vietnamese.kinds import BY_A_PERSON, KINDS
from sosanh.vietnamese.reader import tokens
from sosanh.vietnamese.wording import HIGHEST, after
from sosanh.vietnamese.wording import WORDS as LEXICON

UNITS = {code: word for word, code in reversed(LEXICON.units.items())}  # of each its usual name, the first


# --- one vocabulary


def test_a_unit_of_the_reader_is_a_unit_of_the_workbooks(data):
    assert sorted(CODES) == sorted(data.codebook.codes("unit_measure"))
    assert set(UNITS) <= set(CODES)


def test_bounds_hedges_and_kinds_of_the_reader_are_those_of_the_workbooks(data):
    assert set(BOUNDS) == set(data.codebook.codes("bound"))
    assert {*HEDGES} - {""} == set(data.codebook.codes("hedge"))
    assert {*KINDS, *BY_A_PERSON} - {"figure"} == set(data.codebook.codes("set_aside_kind"))


@pytest.mark.parametrize("scale", ["chục", "trăm", "nghìn", "vạn", "triệu", "tỷ", "tr", "nghìn tỷ", "triệu tỷ",
                                   "chục nghìn", "trăm triệu", "chục tỷ", "trăm nghìn tỷ", "tỷ tỷ"])  # fmt: skip
def test_a_power_of_the_reader_may_be_typed_and_is_shown(scale):
    power = after([*scale.split(), "đồng"]).mult
    assert 0 < power <= HIGHEST and power in TABLES["observations"].columns["unit_mult"].among
    assert all(messages(language)[f"times_{power}"] for language in LANGUAGES)


@pytest.mark.parametrize("code", CODES)
def test_every_unit_is_shown_in_both_languages(data, code):
    shown = {language: str(in_unit("5", code).said(language)) for language in LANGUAGES}
    assert all("5" in said for said in shown.values()) and (code == "count" or shown["vi"] != "5")
    assert all(data.codebook.label("unit_measure", code).said(language) for language in LANGUAGES)
    assert SENSES[code].differs in ("", *CODES)


@pytest.mark.parametrize(("code", "word"), UNITS.items())
def test_what_the_reader_reads_can_be_entered_and_shown(code, word):
    """A number and its unit in a sentence: its reading, typed into a row, is what the page says of it."""
    number = "2,5" if code in ("times", "points", "percentage_points") else "5"
    token, *_ = tokens(f"Mức ấy là gấp {number} {word}." if code == "times" else f"Mức ấy là {number} {word}.")
    read = token.reading
    assert read.unit_measure == code
    row = SimpleNamespace(
        obs_id="x.01", as_printed=token.as_printed, wording="", hedge=read.hedge, bound=read.bound, arithmetic="",
        decimals=read.decimals, obs_value=read.value, obs_value_to=None, unit_mult=read.unit_mult,
        unit_measure=code, numerator=None, denominator=None, out_of=None,
    )  # fmt: skip
    for language in LANGUAGES:
        shown = {"vi": number, "en": number.replace(",", ".")}[language]
        sign = SENSES[code].sign if "%" in token.as_printed else ""
        assert str(value(row).said(language)) == (shown + sign if sign else str(in_unit(shown, code).said(language)))


def test_one_word_has_one_meaning():
    points, percentage_points = (messages("en")[f"unit_{each}"]["other"] for each in ("points", "percentage_points"))
    assert points.endswith(" points") and "percent" not in points
    assert "points" not in messages("en") and percentage_points.endswith(" percentage points")


def test_no_module_asks_for_a_single_unit_by_its_name():
    """What makes sense for a unit stands in one table, `units.SENSES`: a new unit is added there and nowhere else."""
    reads = {"units", "amounts", "wording", "reader", "kinds", "shapes"}
    asked = [
        f"{path.name}:{number}"
        for path in sorted(paths.LIBRARY.rglob("*.py"))
        if path.stem not in reads
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(r"unit_measure|[.]unit\b", line)
        and any(f'"{code}"' in line.replace('form == "percent"', "") for code in CODES if code not in ("m", "g"))
    ]
    assert asked == []


# --- a rank out of a total is no fraction


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """The collection with two made-up ranks: 16/63 in the article of July 2024, 9/34 in that of February 2025."""
    home = tmp_path_factory.mktemp("ranks") / "data"
    shutil.copytree(paths.RAW.parent, home)
    rank_in(home / "raw" / "articles" / "dt-2025-02.xlsx", lambda row: row["obs_no"] == 1, "9/34", 9, 34)
    rank_in(home / "raw" / "articles" / "dt-2024-07.xlsx", lambda row: row["unit_measure"] == "rank", "16/63", 16, 63)
    build(home / "raw", home / "processed")
    return load(home / "processed", home / "raw")


def rank_in(path, which, as_printed, place, out_of):
    """The first row that is so becomes the province's rank."""
    book = openpyxl.load_workbook(path)
    sheet = book["observations"]
    header = [cell.value for cell in sheet[1]]
    cells = next(
        cells for cells in sheet.iter_rows(min_row=2) if which({n: c.value for n, c in zip(header, cells, strict=True)})
    )
    typed = {"as_printed": as_printed, "obs_value": place, "out_of": out_of, "unit_measure": "rank", "bound": "exact"}
    typed |= {"indicator": "gov_dti_rank", "definition": "gov_dti_rank__composite", "role": "actual"}
    for name, given in (typed | dict.fromkeys(("wording", "time_period", "time_basis"))).items():
        cells[header.index(name)].value = given
    for cell in (cell for cells in book["milestones"].iter_rows(min_row=2) for cell in cells):
        if "25 " in str(cell.value):  # the target that the rank took the place of is no longer printed
            cell.value = cell.value.replace("25 ", f"{place} ")
    book.save(path)


@pytest.fixture(scope="module")
def rank(made_up):
    return next(row for row in made_up.observations if row.as_printed == "16/63")


def test_a_rank_out_of_63_has_no_share_and_no_arithmetic(rank):
    assert rank.share is None and rank.denominator is None and rank.arithmetic == "not_applicable"
    assert (rank.value, rank.value_lower, rank.value_upper, rank.out_of) == (Interval(16, 16), 16, 16, 63)


def test_a_rank_out_of_63_is_shown_as_a_place(made_up, rank):
    assert str(value(rank).said("vi")) == "hạng 16 trên 63" and str(value(rank).said("en")) == "rank 16 of 63"
    shown = str(reported(over_time(made_up, "Đồng Tháp", "2024", "2025-02")).said("vi"))
    assert "hạng 16 trên 63 (“16/63”)" in shown and "16%" not in shown and "25,4" not in shown


def test_a_rank_out_of_63_is_not_recomputed(made_up):
    assert "16/63" not in str(audit(over_time(made_up, "Đồng Tháp", "2024", "2025-02")).said("vi"))


def test_a_rank_out_of_63_is_not_counted_among_shares_with_a_total(made_up, data):
    counted = [
        next(
            line
            for line in of_reporting(over_time(each, "Đồng Tháp", "2024", "2025-02")).said("vi").lines()
            if "có phân số" in line
        )
        for each in (data, made_up)
    ]
    assert counted[0] == counted[1]


def test_ranks_out_of_63_and_out_of_34_have_no_difference_and_no_common_axis(made_up):
    result = over_time(made_up, "Đồng Tháp", "2024-07", "2025-02")
    (pair,) = [pair for pair in result.pairs if pair.a.indicator == pair.b.indicator == "gov_dti_rank"]
    assert pair.change is None and "out_of_differs" in pair.verdict.reasons
    assert "hạng 9 trên 34" not in str(pairs.slope(result).said("vi")) + str(pairs.dumbbell(result).said("vi"))
    drawn = ranks.ranks(result).said("vi")
    panels = {str(panel).partition(", trong ")[2][:7]: str(said) for panel, said, *_ in drawn.drawn.rows}
    assert panels.keys() == {"", "34 tỉnh"}  # with 16 of 63 stands an aim out of nobody knows how many
    assert any("hạng 16 trên 63" in str(row[1]) for row in drawn.drawn.rows)
    assert str(drawn.alt).startswith("Số thứ hạng mục tiêu: 1; thứ hạng bài báo nêu: 2; ")


def test_an_axis_names_its_unit(made_up):
    image = unquote(pairs.slope(over_time(made_up, "Đồng Tháp", "2024-07", "2025-02")).said("vi").image)
    assert "Đơn vị: số lượng" in image and "của tổng số" not in image


def test_at_most_three_places_has_no_lower_end_in_drawing_and_words():
    """A change of rank has no natural floor: nothing stands where its lower end would be."""
    row = SimpleNamespace(obs_id="x.01", value=Interval(-INFINITE, 3), share=None)
    assert str(interval_in_words(row).said("vi")) == "(−∞; 3]"
    axes = Drawing().add_subplot()
    axes.set_xlim(0, 10)
    marks.bound(axes, row.value, 0, "x.01")
    (arrow,) = [each for each in axes.get_children() if each.get_gid() == "x.01"]
    place = marks.place(arrow, of.lower("x.01"), of.upper("x.01")).said("vi")
    assert str(place) == "mũi tên từ 3 trở xuống" and place.figures[0].of == of.upper("x.01")


def test_the_16th_of_63_does_not_repeat_the_16th_of_34():
    ranks_of = [SimpleNamespace(out_of=each) for each in (63, 34, None)]
    assert [_of_one_field(ranks_of[0], other) for other in ranks_of] == [True, False, True]


def test_a_row_reads_a_rank_as_the_text_does():
    (rank, rise) = tokens("Tỉnh đứng thứ 16/63 tỉnh, thành phố, tăng 3 bậc.")
    assert rank.reading == read_row({"as_printed": "16/63", "unit_measure": "rank"}, "vi")
    assert (rank.reading.value, rank.reading.out_of, rank.reading.numerator) == (16, 63, None)
    assert (rise.reading.unit_measure, rise.wording) == ("rank_change", "tăng")


# --- the audit of a page: a percent sign that the token does not print


@pytest.fixture(scope="module")
def tracer(made_up):
    return Tracer(made_up)


def mark(words, made):
    return Figure(words, made).html()


def faults(tracer, page):
    return [str(fault) for fault in tracer.trace(page, "vi").faults]


PLANTED = [  # on the page, what is said; {rank} prints 16/63, {count} 5.911, {percent} 91%
    ("<p>{}</p>", "16%", of.printed, "rank", "“16%” should read 16 by printed("),
    ("<p>{}%</p>", "16", of.printed, "rank", "16 stands before “%”, which its token does not print"),
    ("<p>{} %</p>", "16", of.printed, "rank", "16 stands before “%”, which its token does not print"),
    ("<p>{} phần trăm số tỉnh</p>", "16", of.printed, "rank", "16 stands before “phần trăm”, which its token does not"),
    ("<p>{}</p>", "16/63", of.fraction, "rank", "does not follow from fraction("),
    ("<p>{}</p>", "25,4%", of.share, "rank", "does not follow from share("),
    ("<p>{}</p>", "64", of.out_of, "rank", "“64” should read 63 by out_of("),
    ("<p>{}</p>", "5.911%", of.printed, "count", "“5.911%” should read 5.911 by printed("),
    ("<p>{}%</p>", "5.911", of.printed, "count", "5.911 stands before “%”, which its token does not print"),
    ("<p>{}</p>", "91", of.printed, "percent", "“91” should read 91% by printed("),
    ("<p>{}%</p>", "91%", of.printed, "percent", "91% stands before “%”"),
]


@pytest.mark.parametrize(("page", "words", "operation", "which", "said"), PLANTED)
def test_a_percent_sign_that_no_token_prints_is_refused(tracer, rank, page, words, operation, which, said):
    ref = {"rank": rank.obs_id, "count": "dt-2024-07.02", "percent": "dt-2025-02.03"}[which]
    assert any(said in fault for fault in faults(tracer, page.format(mark(words, operation(ref)))))


def test_a_rank_and_its_field_pass_the_audit(tracer, rank):
    assert faults(tracer, f"<p>{value(rank).said('vi').html()}</p>") == []
    share = mark("78,15%", of.near(of.share("dt-2024-07.04"), 2).as_("percent"))
    assert faults(tracer, f"<p>{share}, tính lại từ phân số</p>") == []
