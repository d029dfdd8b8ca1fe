"""Every notebook, for any parameters: its exhibits are there, or the exact sentence that there is nothing.

A notebook runs once for both languages, as for its pages, and both are held against the same.
`make test` tries every pair of settings, with the drawings painted and read back but not written; `make test-all`
tries every combination and writes each drawing, where a layout that does not fit is an error.
"""

import sys
import warnings
from functools import cache
from itertools import combinations, product

import pytest
from test_words import bare_months

from sosanh.data import paths
from sosanh.data.collection import load
from sosanh.data.notebooks import defaults
from sosanh.draw import chart
from sosanh.explore.explorer import Explorer
from sosanh.lineage.audit import Tracer
from sosanh.lineage.words import LANGUAGES, say
from sosanh.publish.briefs import Brief, Page
from sosanh.publish.notebooks import shown
from sosanh.publish.page import Pages
from sosanh.show.display import Exhibit, Sentences, Together

AREAS = ["Đồng Tháp", "Quảng Ninh", "Bình Định", "Hà Nội"]
SECTORS = ["", "education", "health", "agriculture", "government", "tourism", "trade"]
MANY = [["Đồng Tháp", "Quảng Ninh", "Bình Định"], ["Quảng Ninh"], ["Hà Nội", "Huế"], ["Binh Dinh", "VN63-87"]]
BOTH = {"language": "vi en"}
TIMES = ["", "2024-08", "2021"]  # by the last two, some articles and none have certainly appeared
SETTINGS = {
    "00_start-here": {
        "area": [*AREAS, ""], "article": ["", "dt-2025-02"], "sector": SECTORS, "indicator": ["", "health_ehr"],
        "as_of": TIMES,
    },
    "01_one-province-over-time": {
        "area": [*AREAS, "Gia Lai"],
        ("time_from", "time_to"): [("", ""), ("2024-07", "2025-02"), ("2024", "2024"), ("", "2022"), ("2026", "")],
        "sector": SECTORS,
    },
    "02_provinces-side-by-side": {"areas": MANY, "sector": SECTORS, "as_of": TIMES},
    "03_targets-and-results": {"areas": MANY, "as_of": TIMES, "sector": SECTORS},
    "04_one-indicator-in-depth": {
        "indicator": ["edu_cashless", "edu_digital_signatures", "health_ehr", "gov_dti_rank", "tour_pilot_support"],
        "areas": [[], ["Đồng Tháp"], ["Hà Nội"]],
        "as_of": TIMES,
        ("total_from", "total_to"): [(450, 700), (600, 601)],
    },
    "05_systems-and-milestones": {"areas": MANY, "sector": SECTORS, "as_of": TIMES},
    "06_how-good-are-the-numbers": {"areas": MANY, "sector": SECTORS, "as_of": TIMES},
    "07_from-article-to-brief": {
        "observation": ["dt-2025-02.03", "dt-2024-07.04", "bd-undated.01", "qn-undated.04", "dt-2025-02.06"],
    },
    "08_three-provinces-one-page": {"areas": MANY, "sector": SECTORS, "as_of": TIMES},
    "09_explore": {
        "area": ["Đồng Tháp", "Hà Nội", ""], "sector": ["", "health"], 
        "indicator": ["", "health_ehr"], "article": ["", "dt-2025-02"], "time": ["", "2021", "2040"],
        "words": ["", "benh an"], "figure": ["dt-2025-02.03", "bd-undated.01"],
    },
}  # fmt: skip
EXHIBITS = {
    "00_start-here": "headline notebooks contents write verdicts indicators evidence reported sources",
    "01_one-province-over-time": (
        "headline write bullet pairs slope levels dumbbell apart reported repeats sure once sources"
    ),
    "02_provinces-side-by-side": "headline evidence ladder side_by_side sources",
    "03_targets-and-results": "headline levels matrix claims ranks held sources",
    "04_one-indicator-in-depth": (
        "headline definitions reported pairs side_by_side levels sensitivity growth write lookalikes benchmarks asks "
        "sources"
    ),
    "05_systems-and-milestones": "headline lanes milestones by_stage systems sources",
    "06_how-good-are-the-numbers": (
        "headline strip hundreds audit relations errata coverage second_readings asks sources"
    ),
    "07_from-article-to-brief": "headline printed read allowed pairs levels sure said sources",
    "08_three-provinces-one-page": "headline bullet pairs refused sources",
    "09_explore": "chosen headline alone partners mistaken slope sources",
}


def pairwise(settings):
    """Runs that together hold every pair of two settings' values, greedily the one with most pairs first."""
    every = [dict(zip(settings, values, strict=True)) for values in product(*settings.values())]
    wanted = {pair for run in every for pair in pairs(run)}
    runs = []
    while wanted:
        runs.append(max(every, key=lambda run: len(pairs(run) & wanted)))
        wanted -= pairs(runs[-1])
    return runs


def pairs(run):
    return {frozenset(((str(a), str(run[a])), (str(b), str(run[b])))) for a, b in combinations(run, 2)} or {str(run)}


def flat(run):
    """Settings that go together, such as the two ends of a time, as single parameters."""
    single = {name: value for name, value in run.items() if isinstance(name, str)}
    return single | {
        name: value
        for names, values in run.items()
        if names not in single
        for name, value in zip(names, values, strict=True)
    }


def faults(name, parameters):
    """What is wrong with the notebook's run, in words."""
    found = [value for _, value in shown(paths.NOTEBOOKS / f"{name}.ipynb", parameters | BOTH) if value is not None]
    found = [value for value in found if not isinstance(value, Explorer)]  # it lives where a notebook runs
    if wrong := [f"not an exhibit in two languages: {value!r:.60}" for value in found if not both(value)]:
        return wrong
    pages = zip(LANGUAGES, zip(*(value.each for value in found), strict=True), strict=True)
    return [fault for language, page in pages for fault in faults_of_page(name, parameters, language, page)]


def both(value):
    return isinstance(value, Together) and all(isinstance(each, Exhibit) for each in value.each)


def faults_of_page(name, parameters, language, found):
    asked = Brief(name, name, parameters, language).asked
    names = [value.name for value in found]
    wrong = [] if names == EXHIBITS[name].split() else [f"exhibits: {names}"]
    for value in found:
        wrong += bare_months(value)
        if value.language != language:
            wrong.append(f"{value.name} is in the other language")
        if isinstance(value, Sentences) and not value.figures and value.name in SILENT:
            said = [str(each) for each in value.sentences]
            if said != [str(say(f"none_{value.name}").said(language))]:
                wrong.append(f"{value.name} is silent in other words: {said}")
    page = "".join(value.html() for value in found if value.name not in ALONE)
    for part in (page, *(value.html() for value in found if value.name == "chosen")):
        wrong += map(str, tracer().trace(part, language, (), asked).faults)
    return wrong


@cache
def tracer():
    return Tracer(load())


ALONE = {  # a list of files is of nobody's figures; a table of what is chosen names its own articles
    "notebooks", "chosen"
}  # fmt: skip
SILENT = {each for names in EXHIBITS.values() for each in names.split()} - {
    "headline",
    "once",
    "sure",
    "hundreds",
    "chosen",
    "partners",
    "mistaken",
}
RUNS = [(name, flat(run)) for name, settings in SETTINGS.items() for run in pairwise(settings)]
WHOLE = [
    (name, flat(dict(zip(settings, values, strict=True)))) for name, settings in SETTINGS.items()
    for values in product(*settings.values())
]  # fmt: skip


ONE = {  # of each parameter a value other than its default
    "area": "Quảng Ninh", "areas": ["Quảng Ninh"], "article": "dt-2025-02", "indicator": "health_ehr",
    "sector": "health", "time_from": "2024-08", "time_to": "2024", "as_of": "2024-08", "total_from": 500,
    "total_to": 650, "observation": "dt-2024-07.04", "time": "2024", "words": "benh an",
    "figure": "dt-2024-07.04",
}  # fmt: skip
SINGLE = [
    (path.stem, given)
    for path in sorted(paths.NOTEBOOKS.glob("[0-9]*.ipynb"))
    for given in [{}, *({name: ONE[name]} for name in defaults(path) if name != "language")]
]


@pytest.mark.parametrize(("name", "parameters"), SINGLE, ids=lambda run: run if isinstance(run, str) else str(run))
def test_a_page_of_each_notebooks_defaults_and_of_each_parameter_alone(name, parameters, monkeypatch):
    """What a page states of its defaults is traced to them, whether or not the list of briefs repeats them.

    And no cell opens a workbook: all that a page shows is in the tables.
    """
    monkeypatch.setitem(sys.modules, "openpyxl", None)  # importing it fails
    monkeypatch.setattr(chart, "address", lambda drawing: "data:,")
    assert faults(name, parameters) == []


@pytest.mark.whole
@pytest.mark.parametrize("path", sorted(paths.NOTEBOOKS.glob("0[0-8]*.ipynb")), ids=lambda path: path.stem)
def test_a_page_is_built_from_a_notebooks_own_defaults(path):
    """Through papermill and a kernel, as `make reports` does; `09_explore` is no page."""
    made, _ = Pages().made([Brief("of-defaults", path.stem, {}, language) for language in LANGUAGES])
    assert all(isinstance(each, Page) and each.html for each in made)


TIME = ("as_of", "time_from", "time_to", "time")


def test_every_notebook_but_the_one_on_one_figure_takes_a_time():
    """One name for one meaning: `as_of`, what had been published; a window or `time`, what figures are of. Blank by
    default."""
    for path in paths.NOTEBOOKS.glob("[0-9]*.ipynb"):
        name, found = path.stem, {key: value for key, value in defaults(path).items() if key in TIME}
        wanted = (
            [] if name.startswith("07") else {"01": ["time_from", "time_to"], "09": ["time"]}.get(name[:2], ["as_of"])
        )
        assert found == dict.fromkeys(wanted, ""), name


def label(run):
    return run if isinstance(run, str) else " ".join(str(value) for value in run.values())


@pytest.mark.parametrize(("name", "parameters"), RUNS, ids=label)
def test_every_pair_of_settings(name, parameters, monkeypatch):
    monkeypatch.setattr(chart, "address", lambda drawing: "data:,")
    assert faults(name, parameters) == []


@pytest.mark.whole
@pytest.mark.parametrize(("name", "parameters"), WHOLE, ids=label)
def test_every_combination_of_settings(name, parameters):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert faults(name, parameters) == []


def test_times_upside_down_are_refused():
    with pytest.raises(ValueError, match="swap them"):
        list(shown(paths.NOTEBOOKS / "01_one-province-over-time.ipynb", {"time_from": "2025-02", "time_to": "2024-07"}))


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("00_start-here", {"area": "Dong Thap 2"}, "Đồng Tháp"),
        ("02_provinces-side-by-side", {"areas": ["Quang Nin"]}, "Quảng Ninh"),
        ("02_provinces-side-by-side", {"areas": []}, "name at least one"),
        ("03_targets-and-results", {"areas": []}, "name at least one"),
        ("08_three-provinces-one-page", {"areas": []}, "name at least one"),
        ("05_systems-and-milestones", {"areas": []}, "name at least one"),
        ("03_targets-and-results", {"sector": "educaton"}, "education"),
        ("04_one-indicator-in-depth", {"indicator": "edu_cashles"}, "edu_cashless"),
        ("04_one-indicator-in-depth", {"total_from": 700, "total_to": 450}, "below total_to, at most"),
        ("07_from-article-to-brief", {"observation": "dt-2025-02.3"}, "dt-2025-02.03"),
        ("05_systems-and-milestones", {"language": "fr"}, "vi, en"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_what_is_near(name, parameters, message):
    with pytest.raises((LookupError, ValueError), match=message):
        list(shown(paths.NOTEBOOKS / f"{name}.ipynb", parameters))


def test_pairwise_holds_every_pair():
    settings = {"a": [1, 2, 3], "b": "xy", "c": [True, False]}
    runs = pairwise(settings)
    held = {pair for run in runs for pair in pairs(run)}
    assert len(held) == 3 * 2 + 3 * 2 + 2 * 2 and len(runs) < 12
