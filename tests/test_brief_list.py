"""What is asked for is held against the notebooks before any kernel starts; what is wrong is said with its place."""

import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pytest
from here import built
from nbformat.v4 import new_code_cell, new_notebook

from sosanh.data import notebooks, paths
from sosanh.data.problems import DataProblems
from sosanh.lineage.audit import Fault, Trace
from sosanh.publish import briefs, page


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A folder with one notebook, `first`; what is asked for is written to its `briefs.yml`."""
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "HTML", tmp_path / "html")
    monkeypatch.setattr(paths, "BRIEFS", tmp_path / "briefs.yml")
    (tmp_path / "notebooks").mkdir()
    declared = 'year: int = 2024  # a year\nareas: list = ["Huế"]\nlanguage: str = "en"'
    parameters = new_code_cell(declared, metadata={"tags": ["parameters"]})
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    written = new_notebook(cells=[parameters], metadata={"kernelspec": kernel})
    nbformat.write(written, tmp_path / "notebooks" / "first.ipynb")
    return tmp_path


def asked(place, text):
    (place / "briefs.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return briefs.read(paths.BRIEFS)


TWICE = "- {name: one, notebook: first}\n- {name: one, notebook: first}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- {name: one, notebook: frist}", "brief 1!notebook: found 'frist'; allowed: nearest: first; known: first"),
        ("- {name: One!, notebook: first}", "brief 1!name: found 'One!'; allowed: small letters, digits and hyphens"),
        ("- {name: one, notebok: first}", "found 'notebok'; allowed: nearest: notebook"),
        (TWICE, "brief 2!name: found 'one'; allowed: each name once"),
        ("name: one", "found 'dict'; allowed: a list of briefs"),
        ("- {name: one", "briefs.yml, line 1: found \"expected ',' or '}'"),
        ("", "briefs.yml: found 'nothing'; allowed: a list of briefs"),
        ("# none yet", "briefs.yml: found 'nothing'"),
        (b"\xff\xfe-", "briefs.yml: found 'byte 0, which is not UTF-8'; allowed: text saved as UTF-8"),
        ("- one", "brief 1: found 'one'; allowed: a line of {name, notebook, parameters, grid, languages, limit}"),
        ("- name: one\n  name: two", "briefs.yml, line 2: found 'name twice'; allowed: each name once"),
        ("- {name: one, notebook: first, parameters: {year: 1, year: 2}}", "line 1: found 'year twice'"),
        ("- {name: one, notebook: ../notebooks/first}", "brief 1!notebook: found '../notebooks/first'"),
        ("- {name: one, notebook: [first]}", "brief 1!notebook: found \"['first']\""),
        ("- {name: one, notebook: first, parameters: [2025]}", "brief 1!parameters: found '[2025]'; allowed: names"),
        ("- {name: one, notebook: first, parameters: ''}", "brief 1!parameters: found ''"),
        ("- {name: one, notebook: first, parameters: {no: 1}}", "found 'False (bool)'; allowed: a name"),
        ("- {name: one, notebook: first, parameters: {year: 2025-13-01}}", "briefs.yml: found 'month must be in 1..12"),
        ("- &all {name: one, parameters: *all}", "briefs.yml, line 1: found '*all, which holds itself'"),
    ],
)  # fmt: skip
def test_form_of_the_list_is_checked(place, text, message):
    with pytest.raises(DataProblems) as raised:
        asked(place, text)
    assert message in str(raised.value)


def test_a_list_that_is_not_there_is_said_to_be_so(place):
    with pytest.raises(DataProblems, match=r"briefs.yml: found 'no such file'; allowed: a list of briefs at"):
        briefs.read(paths.BRIEFS)


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        (
            "{yaer: 2025}",
            "brief one!yaer: found '2025'; allowed: a parameter of first; nearest: year; known: year, areas",
        ),
        ('{year: "2025"}', "brief one!year: found \"'2025' (str)\"; allowed: int; in YAML, put text in quotes"),
        ("{year: no}", "found 'False (bool)'; allowed: int"),
        ("{year: 2025-07-01}", "found 'datetime.date(2025, 7, 1) (date)'; allowed: int"),
        ("{areas: An Giang}", "brief one!areas: found \"'An Giang' (str)\"; allowed: list"),
        ("{areas: [An Giang, 89]}", "brief one!areas: found '89 (int)'; allowed: a list of str"),
        ("{language: vi}", "brief one!language: found 'vi'; allowed: no language here, but beside the name"),
    ],
)
def test_parameters_are_refused_before_any_kernel_starts(place, monkeypatch, parameters, message):
    monkeypatch.setattr(page, "_run", lambda briefs: pytest.fail("a kernel was started"))
    with pytest.raises(DataProblems) as raised:
        built(asked(place, f"- {{name: one, notebook: first, parameters: {parameters}}}"))
    assert message in str(raised.value)


def test_a_line_with_a_grid_asks_for_each_combination_in_each_language(place):
    line = '- {name: "{areas}-{year}", notebook: first, grid: {year: [2024, 2025], areas: [[Đồng Tháp], [Huế]]}}'
    assert [(each.file, each.parameters) for each in asked(place, line)][::2] == [
        ("dong-thap-2024.vi.html", {"year": 2024, "areas": ["Đồng Tháp"]}),
        ("hue-2024.vi.html", {"year": 2024, "areas": ["Huế"]}),
        ("dong-thap-2025.vi.html", {"year": 2025, "areas": ["Đồng Tháp"]}),
        ("hue-2025.vi.html", {"year": 2025, "areas": ["Huế"]}),
    ]


def test_a_line_may_ask_for_one_language(place):
    (brief,) = asked(place, "- {name: one, notebook: first, languages: [en]}")
    assert (brief.file, brief.languages) == ("one.en.html", ("en",))


FIGURES = """obs_id,source_id,ref_area,indicator,sector
a.01,of-2024,VN63-87,edu_cashless,education
a.02,of-2024,VN63-87,health_ehr,health
b.01,of-2026,VN34-82,health_ehr,health
c.01,of-2021,VN63-22,health_ehr,health
c.02,of-2027,VN34-22,gov_dti_rank,government
"""
AREAS = """ref_area,territory,valid_from
VN63-87,dong-thap,2008-08-01
VN34-82,dong-thap-2025,2025-07-01
VN63-22,quang-ninh,2008-08-01
VN34-22,quang-ninh,2025-07-01
"""


@pytest.fixture
def figures(place, monkeypatch):
    """The same folder, with figures of four areas, of which two have one name and two are one territory."""
    monkeypatch.setattr(paths, "PROCESSED", place)
    (place / "observations.csv").write_text(FIGURES)
    (place / "areas.csv").write_text(AREAS)
    return place


@pytest.mark.parametrize(
    ("name", "grid", "names", "values"),
    [
        ("of-{area}", "{area: each}", ["of-dong-thap", "of-dong-thap-2025", "of-quang-ninh"],
         [{"area": "VN63-87"}, {"area": "VN34-82"}, {"area": "VN34-22"}]),
        ("of-{areas}", "{areas: each}", ["of-dong-thap", "of-dong-thap-2025", "of-quang-ninh"],
         [{"areas": ["VN63-87"]}, {"areas": ["VN34-82"]}, {"areas": ["VN34-22"]}]),
        ("{article}", "{article: each}", ["of-2024", "of-2026", "of-2021", "of-2027"],
         [{"article": each} for each in ("of-2024", "of-2026", "of-2021", "of-2027")]),
        ("{indicator}", "{indicator: each}", ["edu-cashless", "health-ehr", "gov-dti-rank"],
         [{"indicator": each} for each in ("edu_cashless", "health_ehr", "gov_dti_rank")]),
        ("{sector}-{year}", "{sector: each, year: [1, 2]}",
         ["education-1", "education-2", "health-1", "health-2", "government-1", "government-2"],
         [{"sector": each, "year": year} for each in ("education", "health", "government") for year in (1, 2)]),
        ("{area}-{sector}", "{area: each, sector: each}",
         ["dong-thap-education", "dong-thap-health", "dong-thap-2025-health", "quang-ninh-health",
          "quang-ninh-government"], None),
    ],
)  # fmt: skip
def test_a_grid_may_take_its_values_from_the_data(figures, name, grid, names, values):
    """Two areas of one name have two addresses; a territory that has two codes has one, by its newest."""
    found = asked(figures, f'- {{name: "{name}", notebook: first, grid: {grid}}}')[::2]
    assert [each.name for each in found] == names
    assert values is None or [each.parameters for each in found] == values


def test_a_new_article_has_its_pages_without_a_change_of_the_list(figures):
    line = '- {name: "{area}", notebook: first, grid: {area: each}}'
    before = {each.name for each in asked(figures, line)}
    (figures / "observations.csv").write_text(FIGURES + "d.01,of-2028,VN34-01,health_ehr,health\n")
    (figures / "areas.csv").write_text(AREAS + "VN34-01,ha-noi,2025-07-01\n")
    assert {each.name for each in asked(figures, line)} - before == {"ha-noi"}


def test_a_page_knows_its_notebooks_defaults_as_its_parameters(place):
    """A page made with defaults states them: they are as much its parameters as those that the list repeats."""
    (brief,) = asked(place, "- {name: one, notebook: first, parameters: {year: 2025}, languages: [vi]}")
    assert brief.asked == {"year": 2025, "areas": ["Huế"], "language": "vi"}
    assert notebooks.defaults(brief.source) == {"year": 2024, "areas": ["Huế"], "language": "en"}


def test_the_audit_of_a_page_is_given_the_defaults_too(place):
    """A total to try that stands in the notebook alone was "no parameter of this page"."""
    given = []
    made = object.__new__(page.Pages)
    made.tracer = SimpleNamespace(trace=lambda *asked: given.append(asked[-1]) or Trace([], {}, (Fault("x", "y"),)))
    (brief,) = asked(place, "- {name: one, notebook: first, languages: [vi]}")
    with pytest.raises(page.BriefFailed):
        made._walked("", brief, ())
    assert given == [{"year": 2024, "areas": ["Huế"], "language": "vi"}]


@pytest.mark.parametrize(
    ("earlier", "names"),
    [
        ("{name: one, notebook: first, parameters: {year: 2024}}", ["one", "of-2025"]),
        ("{name: one, notebook: first, parameters: {year: 2024, areas: [Huế]}}", ["one", "of-2024", "of-2025"]),
        ("{name: 'own-{year}', notebook: first, grid: {year: [2025]}}", ["own-2025", "of-2024"]),
    ],
)
def test_a_grid_does_not_ask_again_for_what_an_earlier_line_asks_for(place, earlier, names):
    later = "{name: 'of-{year}', notebook: first, grid: {year: [2024, 2025]}}"
    assert [*dict.fromkeys(each.name for each in asked(place, f"- {earlier}\n- {later}"))] == names
    assert "of-2024" in {each.name for each in asked(place, f"- {later}\n- {earlier}")}  # in the order of the file


def test_a_page_that_is_asked_for_by_name_is_made_whatever_came_before(place):
    line = "- {{name: {}, notebook: first, parameters: {{year: 2024}}}}\n"
    assert {each.name for each in asked(place, line.format("one") + line.format("two"))} == {"one", "two"}


def test_the_projects_own_list_has_a_page_for_every_area_and_article_with_figures(data):
    """Whatever the data hold: a new article has its pages without a change of the list."""
    names = {each.name for each in briefs.read()}
    assert names >= {f"{row.territory}-every-figure" for row in data.observations}
    assert names >= {f"{row.source_id}-article" for row in data.observations}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{name: 'of-{year}', grid: {year: each}}", "year: found 'each'; allowed: a list of values; each is for area"),
        ("{name: 'of-{area}', grid: {area: all}}", "area: found 'all'; allowed: a list of values: [value, value], or"),
        ("{name: one, grid: {year: 2024}}", "grid, year: found '2024'; allowed: a list of values: [value, value]"),
        ("{name: one, grid: {year: []}}", "grid, year: found '[]'; allowed: a list of values: [value, value]"),
        ("{name: one, grid: [2024]}", "brief 1!grid: found '[2024]'; allowed: names and lists of values"),
        ("{name: 'one-{yaer}', grid: {year: [1, 2]}}", "name: found '{yaer}'; allowed: nearest: year; known: year"),
        ("{name: 'one-{year}'}", "brief 1!name: found '{year}'; allowed: no place without a grid"),
        ("{name: 'one-{}', grid: {year: [1]}}", "brief 1!name: found '{}'; allowed: known: year"),
        ("{name: 'one-{year', grid: {year: [1]}}", "brief 1!name: found 'one-{year'; allowed: small letters, digits"),
        ("{name: one, grid: {year: [1, 2]}}", "brief 1!name: found 'one'; allowed: each name once: put {year} into it"),
        ("{name: 'of-{year}', grid: {year: [1, 1]}}", "brief 1!name: found 'of-1'; allowed: each name once"),
        ("{name: 'of-{areas}', grid: {areas: [[]]}}", "brief 1!grid, areas: found '[]'; allowed: letters or digits"),
        ("{name: one, grid: {no: [1]}}", "brief 1!grid: found 'False (bool)'; allowed: a name; put it in quotes"),
        ("{name: one, parameters: {year: 1}, grid: {year: [1]}}", "grid, year: found 'year'; allowed: each name once"),
        ("{name: index}", "brief 1!name: found 'index'; allowed: another: index is the list of all pages"),
        ("{name: explore}", "brief 1!name: found 'explore'; allowed: another: explore is the page of all figures"),
        ("{name: one, languages: vi}", "brief 1!languages: found 'vi'; allowed: a list of these, each once: vi, en"),
        ("{name: one, languages: [vn]}", "brief 1!languages: found \"['vn']\"; allowed: a list of these"),
        ("{name: one, languages: [vi, vi]}", "brief 1!languages: found \"['vi', 'vi']\""),
        ("{name: one, languages: []}", "brief 1!languages: found '[]'"),
        ("{name: one, limit: soon}", "brief 1!limit: found 'soon'; allowed: seconds that the notebook may run"),
        ("{name: one, limit: 0}", "brief 1!limit: found '0'"),
        ("{name: one, limit: yes}", "brief 1!limit: found 'True'"),
        ("{name: one, limit: .inf}", "brief 1!limit: found 'inf'"),
    ],
)  # fmt: skip
def test_grids_and_languages_are_checked(place, line, message):
    with pytest.raises(DataProblems) as raised:
        asked(place, f"- {line.replace('{', '{notebook: first, ', 1)}")
    assert message in str(raised.value)


def test_names_of_two_lines_must_differ_also_through_a_grid(place):
    with pytest.raises(DataProblems, match="brief 2!name: found 'of-2024'; allowed: each name once"):
        asked(place, "- {name: of-2024, notebook: first}\n- {name: 'of-{year}', notebook: first, grid: {year: [2024]}}")


@pytest.mark.parametrize(
    ("grid", "message"),
    [
        ("{yaer: [1, 2]}", "brief one-1!yaer: found '1'; allowed: a parameter of first; nearest: year"),
        ("{year: ['1', 2]}", "brief one-1!year: found \"'1' (str)\"; allowed: int"),
    ],
)
def test_each_value_of_a_grid_is_held_against_the_notebook(place, grid, message):
    key = grid[1:5]
    with pytest.raises(DataProblems) as raised:
        briefs.check(asked(place, f"- {{name: 'one-{{{key}}}', notebook: first, grid: {grid}}}"))
    assert message in str(raised.value)


def test_the_projects_own_list_asks_for_what_its_notebooks_declare():
    asked_for = briefs.read()
    briefs.check(asked_for)
    pages = {path.stem for path in paths.NOTEBOOKS.glob("[0-9]*.ipynb")} - {"09_explore"}  # which is no page
    assert {each.notebook for each in asked_for} == pages


@pytest.mark.parametrize(
    ("source", "kinds", "values"),
    [
        ("year: int = 2024\nplace = 'Huế'", {"year": "int", "place": ""}, {"year": 2024, "place": "Huế"}),
        ("day: str = str(2024)  # computed\nno: int\n(x := 1)", {"day": "str"}, {}),
        ("", {}, {}),
    ],
)
def test_a_notebooks_parameters_are_what_its_cell_assigns(place, source, kinds, values):
    cells = [new_code_cell(source, metadata={"tags": ["parameters"]}), new_code_cell("other: int = 1")]
    nbformat.write(new_notebook(cells=cells), place / "notebooks" / "first.ipynb")
    found = notebooks.parameters(place / "notebooks" / "first.ipynb")
    assert {name: each.kind for name, each in found.items()} == kinds
    assert notebooks.defaults(place / "notebooks" / "first.ipynb") == values


@pytest.mark.parametrize("spoiled", ["{}", '{"cells": []}', "[]"])
def test_a_file_that_papermill_cannot_run_is_named_before_any_kernel_starts(place, spoiled):
    (place / "notebooks" / "first.ipynb").write_text(spoiled)
    with pytest.raises(DataProblems, match=r"first.ipynb: found 'no notebook \("):
        briefs.check(asked(place, "- {name: one, notebook: first}"))


def test_a_notebook_without_a_kernel_is_named_before_any_kernel_starts(place):
    nbformat.write(new_notebook(), place / "notebooks" / "first.ipynb")
    with pytest.raises(DataProblems, match=r"first.ipynb: found 'no notebook \(KeyError\)'"):
        briefs.check(asked(place, "- {name: one, notebook: first}"))


def test_what_is_asked_for_is_read_without_what_makes_pages():
    """A run with nothing to build ends at once."""
    heavy = {"pandas", "jinja2", "papermill", "nbconvert", "nbformat", "fontTools", "openpyxl", "matplotlib"}
    asked = "import sys; from sosanh.publish import briefs, build; briefs.read()"
    program = f"{asked}; print({heavy} & sys.modules.keys())"
    assert subprocess.check_output([sys.executable, "-c", program], text=True) == "set()\n"
