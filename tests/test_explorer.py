"""The explorer: what is chosen is shown as it is, said in code and as a page, and saved. No browser is needed."""

from html import unescape
from pathlib import Path

import openpyxl
import pytest
import yaml

import sosanh
from sosanh.data import paths
from sosanh.lineage.words import LANGUAGES
from sosanh.show import choice
from sosanh.show.api import Refused
from sosanh.show.values import value

pytestmark = pytest.mark.published


@pytest.fixture
def explorer(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOSANH_HOME", str(paths.HOME))
    return sosanh.explorer("en", area="Quảng Ninh", sector="health")


def said(widget):
    return unescape(widget.value)


def test_it_opens_at_what_is_asked_and_shows_these_figures_alone(explorer):
    rows = [row for row in explorer.collection.observations if (row.ref_area, row.sector) == ("VN63-22", "health")]
    assert [*explorer.rows] == rows and f"Figures: {len(rows)}" in said(explorer.told)
    assert [*explorer.table.df["Figure"]] == [str(value(row).said("en")) for row in rows]


def test_no_bound_is_lost_in_the_table_and_in_the_list(explorer):
    """ "trên 91%" stood there as 91%, which is its token."""
    explorer.fields["area"].value = explorer.fields["sector"].value = ""
    explorer.fields["indicator"].value = "edu_cashless"
    assert "more than 91%" in [*explorer.table.df["Figure"]]
    assert any("more than 91%" in label for label, _ in explorer.figure.options)


def test_a_row_that_is_clicked_is_the_figure_that_is_chosen(explorer):
    explorer.table.selected_rows = [1]
    assert explorer.figure.value == explorer.rows[1].obs_id
    assert explorer.texts["sentence"].text.startswith("According to the article on ")
    assert "With every other figure here" in said(explorer.about)


def test_a_figure_shows_its_partners_and_what_it_is_not(explorer):
    for field in explorer.fields.values():
        field.value = ""
    explorer.figure.value = "dt-2025-02.03"
    shown = said(explorer.about)
    assert "Comparable within limits" in shown and "urban institutions taking school fees without cash" in shown
    assert 'data-from="cited(dt-2024-07)"' in explorer.sources.value
    explorer.part.value = "chart"
    assert "up by more than" in said(explorer.picture) and "<img" in explorer.picture.value


def test_where_nothing_is_so_it_says_what_there_is_instead(explorer):
    explorer.fields["sector"].value = "tourism"
    assert (
        "Province or city (area): Bình Định; Sector (sector): Education (education), Health (health)."
        in said(explorer.told)
        and explorer.rows == ()
    )
    explorer.save("XLSX")
    assert "nothing to save" in said(explorer.told) and not [*Path().iterdir()]


@pytest.mark.parametrize(("asked", "said_"), [
    ({"area": "Hà Nội"}, "Province or city (area): Bình Định, Đồng Tháp, Quảng Ninh"),
    ({"time": "2040"}, "Year stated or of publication (time): 2010, 2015"),
    ({"time": "2024-07"}, "Figures: "),
])  # fmt: skip
def test_it_opens_also_at_what_has_no_figures_and_at_a_month(asked, said_):
    explorer = sosanh.explorer("en", **asked)
    assert said_ in said(explorer.told) and explorer.asked.keys() == asked.keys()
    with pytest.raises(Refused, match="nearest: Quảng Ninh"):
        sosanh.explorer("en", area="Quang Nin")


def test_a_chart_of_all_says_that_a_year_does_not_narrow_it_down(explorer):
    explorer.part.value = "chart"
    assert "narrow down the table, not this chart" not in said(explorer.picture)
    explorer.fields["time"].value = "2020"
    assert 0 < len(explorer.rows) < 9 and "narrow down the table, not this chart" in said(explorer.picture)


def test_a_chart_is_of_the_theme_and_the_article_that_are_chosen(explorer):
    explorer.fields["sector"].value = explorer.fields["area"].value = ""
    explorer.fields["theme"].value, explorer.fields["article"].value = "payments", "dt-2025-02"
    assert [*explorer._found().result.rows] == [*explorer.rows] and 0 < len(explorer.rows) < 9


def test_what_is_saved_has_bounds_and_sources_and_nothing_is_written_over(explorer):
    for kind in ("XLSX", "CSV", "SVG", "PNG", "XLSX"):
        explorer.save(kind)
    held = sorted(each.name for each in Path("saved").iterdir())
    assert held == [
        "figures-quang-ninh-health-2.xlsx", "figures-quang-ninh-health.csv", "figures-quang-ninh-health.xlsx",
        "ladder-quang-ninh-health.png", "ladder-quang-ninh-health.svg",
    ]  # fmt: skip
    cover, figures, articles = openpyxl.load_workbook("saved/figures-quang-ninh-health.xlsx").worksheets
    assert "CC BY 4.0" in str([*cover.values]) and "Quảng Ninh" in str([*articles.values])
    heads = [cell.value for cell in figures[2]]
    assert "Printed: lowest possible value" in heads and figures.max_row == 2 + len(explorer.rows) + 1
    picture = Path("saved/ladder-quang-ninh-health.svg").read_text("utf-8")
    assert picture.startswith("<?xml") or picture.startswith("<svg")
    assert "Source:" in picture and "results" in picture


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_code_and_its_line_give_the_same(language, data, tmp_path, monkeypatch):
    explorer = sosanh.explorer(language, area="Quảng Ninh", sector="health", words="bệnh viện")
    scope = {}
    *lines, last = explorer.texts["code"].text.splitlines()
    assert len(lines) == 2 and 'area="Quảng Ninh"' in last
    exec("\n".join(lines), scope)
    assert len(eval(last, scope).rows) == len(explorer.rows)
    explorer.figure.value = explorer.rows[0].obs_id
    *lines, last = explorer.texts["code"].text.splitlines()
    assert eval(last, scope)._repr_html_() in explorer.about.value
    for figure in ("", explorer.figure.value):
        explorer.figure.value = figure
        (line,) = yaml.safe_load(explorer.texts["line"].text)
        assert (paths.NOTEBOOKS / f"{line['notebook']}.ipynb").exists() and "Quảng Ninh" in str(line["parameters"])


def test_without_the_widgets_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "sosanh.explore.explorer", None)
    with pytest.raises(Refused, match=r'pip install "sosanh\[explore\]"'):
        sosanh.explorer("en")


def test_figures_are_chosen_by_time_and_by_words(data):
    by_words = {row.obs_id for row in choice.chosen(data, words="benh an")}
    assert by_words == {row.obs_id for row in data.observations if row.indicator == "health_emr_hospitals"} | by_words
    assert by_words and {row.obs_id for row in choice.chosen(data, words="BỆNH ÁN")} == by_words
    spans = [(row.as_of_from, row.as_of_to) for row in choice.chosen(data, time="2020")]
    assert spans and all(first <= "2020-12-31" and last >= "2020-01-01" for first, last in spans)


def test_what_cannot_be_asked_and_what_is_not_there_is_one_sentence():
    known = sosanh.load("en")
    with pytest.raises(Refused, match="unknown area 'Quang Nin'; nearest: Quảng Ninh"):
        known.figures("Quang Nin")
    assert len(known.figures("Quảng Ninh", "health").rows) == 9


@pytest.mark.parametrize(
    ("asked", "there"),
    [
        ({"area": "Quảng Ninh", "sector": "tourism"}, "(area): Bình Định; Sector (sector): Education (education), Hea"),
        (
            {"theme": "payments", "time": "2031"},
            "Year stated or of publication (time): 2024, published 2024, published 2025.",
        ),
        ({"area": "Quảng Ninh", "article": "dt-2025-02"}, "October 2023 (qn-undated)."),
        ({"words": "zzz"}, "Leave out something chosen, or some words."),
    ],
)
def test_where_nothing_is_so_it_says_what_to_type_instead(asked, there):
    (said,) = sosanh.load("en").figures(**asked).sentences
    assert there in str(said)


def test_the_contents_lead_to_every_province_article_sector_and_theme(data):
    known = sosanh.load("en")
    for kind, named, count, code in known.contents().rows:
        assert len(eval(str(code), {"data": known}).rows) == int(str(count)) > 0, (kind, named)
    typed = {str(row[-1]).removeprefix("data.figures(").partition("=")[0] for row in known.contents().rows}
    assert typed == {"area", "article", "sector", "theme"}
    codes = {str(row[-1]).partition('"')[2].rstrip('")') for row in known.contents().rows}
    assert {row.source_id for row in data.observations} | {row.theme for row in data.observations} <= codes


def test_words_for_the_area_the_sector_and_a_year_find_all_that_are_so(data):
    """ "STEM Đồng Tháp" found one of three: there alone the words followed one another. A sector was no word, and the
    year of the mergers, which the name of an area bore, found every figure of it."""

    def found(words):
        return {*choice.chosen(data, words=words)}

    stem = {row for row in data.observations if "STEM" in row.entry.name_en and row.ref_area == "VN63-87"}
    assert found("STEM Đồng Tháp") == found("dong thap stem") == stem and len(stem) > 1
    health = {row for row in data.observations if (row.ref_area, row.sector) == ("VN63-22", "health")}
    assert found("Quảng Ninh health") == found("y tế quảng ninh") == health
    of_2025 = {row for row in data.observations if row.source_id == "dt-2025-02" and "cashless" in row.entry.name_en}
    assert found("cashless 2025") == of_2025 < found("cashless")


def test_a_year_that_is_offered_finds_the_figures_it_is_offered_for(data):
    """A target of 2030 that was announced in 2024 was found by 2024, and the page's filter had it under 2030 alone."""
    years = choice.values_of(data.observations, "time")
    assert {"2024", "2030"} < {*years}
    for year in years:
        offered = [row for row in data.observations if year in choice.values_of([row], "time")]
        assert [*choice.chosen(data, time=year)] == offered


def test_of_an_article_that_can_have_appeared_in_any_of_several_years_none_is_said_to_be_its_year():
    (said,) = sosanh.load("vi").figures(area="Quảng Ninh", time="2040").sentences
    assert "công bố từ năm 2021 đến năm 2023" in str(said) and "công bố năm" not in str(said)
