"""An article that nobody knew when the code was written: of 2026, on a province made in a merger.

The article is made up. It is entered in a copy of the project, checked, held against its text, and then looked for on
its own pages, in the evidence table, and beside the figures of the old province of its name, to which nothing joins it.
"""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest

from sosanh.data import paths
from sosanh.data.tables import read_csv

TEXT = """Trạm y tế và trường học ở tỉnh Đồng Tháp mới
Đăng ngày 16/3/2026
Theo báo cáo, 90% người dân trong tỉnh có hồ sơ sức khỏe điện tử. Toàn tỉnh có 24 trạm giám sát côn trùng.
Đã cấp chữ ký số cho hơn 21.500 cán bộ quản lý, giáo viên; có 640/800 trường xây dựng học liệu số.
Trên 95% cơ sở giáo dục thu học phí không dùng tiền mặt.
Tỉnh phấn đấu đến năm 2030 vào nhóm 15 về chỉ số chuyển đổi số.
"""
NOBODY = {"voice": "unattributed", "speaker_vi": None, "speaker_en": None}
FIGURES = [  # a row of an older article that is entered alike, and what this one prints instead
    ("dt-2025-02", 13, {"paragraph": 3, "as_printed": "90%", "obs_value": 90}),
    ("dt-2025-02", 20, {"paragraph": 3, "as_printed": "24", "obs_value": 24}),
    ("dt-2025-02", 8, {"paragraph": 4, "as_printed": "21.500", "obs_value": 21500}),
    ("dt-2024-07", 6, {"paragraph": 4, "as_printed": "640/800", "numerator": 640, "denominator": 800}),
    ("dt-2025-02", 3, {"paragraph": 5, "as_printed": "95%", "obs_value": 95}),
    ("dt-2024-07", 19, {"paragraph": 6, "as_printed": "15", "obs_value": 15, "time_period": "2030", **NOBODY}),
]
SCRIPT = """
import hashlib, json, sys
from pathlib import Path
from sosanh.compare import questions as compare
from sosanh.curate import build, forms, ledger, workbooks
from sosanh.data import collection, paths
from sosanh.draw import chart
from sosanh.publish import briefs as asked_for, build as builder, explore, notebooks
from sosanh.vietnamese import reader
from sosanh.publish.briefs import Brief
from sosanh.data.tables import ARTICLE, CODEBOOK
from sosanh.lineage.audit import Tracer

chart.address = lambda drawing: "data:,"  # drawn and read back, but not written
text, figures, runs = json.loads(Path(sys.argv[1]).read_text("utf-8"))

def codes(value):
    return {each for figure in value.figures for each in figure.of.codes}


def rows(path, names):
    sheets, problems = workbooks.read(path, names)
    return {name: list(sheet.rows.values()) for name, sheet in sheets.items()}

known = {name: rows(paths.ARTICLES / f"{name}.xlsx", ARTICLE) for name in ("dt-2024-07", "dt-2025-02")}
observed = []
for number, (source, obs_no, said) in enumerate(figures, start=1):
    like = next(row for row in known[source]["observations"] if int(row["obs_no"]) == obs_no)
    comments = {"comment_vi": None, "comment_en": None}
    observed.append({**like, **comments, "ref_area": None, "occurrence": None, "obs_no": number, **said})
taken = {(row["paragraph"], row["as_printed"]) for row in observed}
aside = [
    {"paragraph": token.paragraph, "as_printed": token.as_printed, "kind": token.kind}
    for token in reader.tokens(reader.normal(text)) if (token.paragraph, token.as_printed) not in taken
]
day = "2026-03-16"
source = {
    **known["dt-2024-07"]["sources"][0], "source_id": "dt-2026-03", "ref_area": "VN34-82", "title": "Bài báo thử",
    "published": day, "published_from": day, "published_to": day, "second_reading": None,
    "text_sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
}
step = {**known["dt-2025-02"]["milestones"][0], "milestone_no": 1, "when": "2026-03", "paragraph": 2,
        "event_vi": "Đăng kết quả của tỉnh mới", "event_en": "The new province tells its results"}
system = {**known["dt-2025-02"]["systems"][0], "system_no": 1, "obs_no": None, "paragraph": 3,
          "name": "hồ sơ sức khỏe điện tử"}
sheets = {"sources": [source], "observations": observed, "set_aside": aside, "milestones": [step], "systems": [system]}
codebook = workbooks.codebook(workbooks.read(paths.CODEBOOK, CODEBOOK)[0])
forms.write(paths.ARTICLES / "dt-2026-03.xlsx", ARTICLE, sheets, codebook)

build.build()
texts = paths.HOME / "texts"
texts.mkdir()
(texts / "dt-2026-03.txt").write_bytes(text.encode("utf-8"))
entry = next(each for each in ledger.verify(texts) if each.source_id == "dt-2026-03")
data = collection.load()
tracer, pages = Tracer(data), {}
briefs = {each.name: each for each in asked_for.read() if each.language == "vi"}
for name, (notebook, parameters) in runs.items():
    brief = briefs.get(name)
    notebook, parameters = (brief.notebook, brief.parameters) if brief else (notebook, parameters)
    ended = notebooks.shown(paths.NOTEBOOKS / f"{notebook}.ipynb", parameters | {"language": "vi en"})
    for language, shown in zip(("vi", "en"), zip(*(value.each for _, value in ended if value))):
        asked = Brief(name, notebook, parameters, language).asked
        html = "".join(value.html() for value in shown if value.name != "notebooks")
        pages[f"{name}.{language}"] = {
            "lines": {value.name: list(value.lines()) for value in shown},
            "ids": sorted({each for value in shown if value.name != "contents" for each in codes(value)}),
            "faults": [str(fault) for fault in tracer.trace(html, language, (), asked).faults],
        }
explored = {"": explore.page("en", "", builder.LISTS)}
asked_for.EXPLORED = 1  # each area has its page, and they are listed
explored |= {area: explore.page("en", area, builder.LISTS) for area in ("VN63-87", "VN34-82")}
explored["list"] = explore.page("en", "", builder.LISTS)
year = compare.over_time(data, "Đồng Tháp")
across = [pair for pair in year.pairs if pair.a.territory != pair.b.territory]
print(json.dumps({
    "entry": str(entry), "faults": entry.faults, "briefs": {each.name: each.parameters for each in briefs.values()},
    "pages": pages, "explored": explored, "day": data.day().isoformat(), "areas": year.areas,
    "across": [[pair.a.obs_id, pair.b.obs_id, pair.verdict.grade, "territory" in pair.verdict.reasons, str(pair.change)]
               for pair in across],
    "due": {each.target.obs_id: each.code for each in compare.over_time(data, "Đồng Tháp", "2026").outcomes},
    "named": {name: compare.areas_meant(data, name) for name in ("Đồng Tháp", "Tiền Giang", "VN63-87", "Gia Lai")},
}))
"""
RUNS = {  # pages by their address, where reports/briefs.yml has them; else a notebook and its parameters
    "dong-thap-2025-every-figure": None,
    "dong-thap-every-figure": None,
    "dt-2026-03-article": None,
    "by-name": ("00_start-here", {"area": "Đồng Tháp"}),
    "merged-away": ("00_start-here", {"area": "Tiền Giang"}),
    "over-time": ("01_one-province-over-time", {"area": "Đồng Tháp", "sector": ""}),
    "since": ("01_one-province-over-time", {"area": "VN34-82", "time_from": "2026", "sector": ""}),
    "too-early": ("01_one-province-over-time", {"area": "VN34-82", "time_to": "2025", "sector": ""}),
    "evidence": ("02_provinces-side-by-side", {"areas": ["Đồng Tháp", "Quảng Ninh"]}),
    "targets": ("03_targets-and-results", {"areas": ["Đồng Tháp"]}),
    "indicator": ("04_one-indicator-in-depth", {"indicator": "health_ehr"}),
    "steps": ("05_systems-and-milestones", {"areas": ["Đồng Tháp"]}),
    "one-page": ("08_three-provinces-one-page", {"areas": ["Đồng Tháp"]}),
}
OWN = {f"dt-2026-03.{number:02}" for number in range(1, len(FIGURES) + 1)}


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What the project shows once the article is entered in a copy of it."""
    home = tmp_path_factory.mktemp("project")
    for name in ("data", "notebooks"):
        shutil.copytree(paths.HOME / name, home / name, ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(paths.TEMPLATE, home / "reports" / "template")
    shutil.copy(paths.BRIEFS, home / "reports")
    asked = home / "asked.json"
    asked.write_text(json.dumps([TEXT, FIGURES, {name: run or ["", {}] for name, run in RUNS.items()}]), "utf-8")
    library = os.pathsep.join(filter(None, (str(paths.LIBRARY.parent), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "SOSANH_HOME": str(home), "PYTHONPATH": library, "PYTHONUTF8": "1"}
    run = subprocess.run([sys.executable, "-c", SCRIPT, str(asked)], env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def said(found, page, exhibit):
    return "\n".join(found["pages"][page]["lines"][exhibit])


def test_its_text_is_what_was_entered(found):
    assert found["faults"] == [] and found["entry"].startswith("dt-2026-03: 8 of 8 numbers accounted for: 6 observed")
    assert found["day"] == "2026-03-16"


def test_its_pages_are_asked_for_without_a_change_of_the_list(found):
    assert found["briefs"]["dong-thap-2025-every-figure"] == {"area": "VN34-82"}
    assert found["briefs"]["dong-thap-every-figure"] == {"area": "VN63-87"}  # the old one keeps its address
    assert found["briefs"]["dt-2026-03-article"] == {"area": "", "article": "dt-2026-03"}


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_number_of_its_pages_is_traced(found, language):
    faults = {name: page["faults"] for name, page in found["pages"].items() if name.endswith(language)}
    assert not any(faults.values()), faults


def test_the_page_of_all_figures_and_those_of_areas_tell_the_two_apart(found):
    """They are written: a number without a source would keep them from it."""
    pages = {name: re.sub(r"<[^>]+>", "", page) for name, page in found["explored"].items()}
    old, new = (f"Đồng Tháp (boundaries {each} 1 July 2025)" for each in ("before", "since"))
    assert all(each in pages[""] and each in pages["list"] for each in (old, new))
    assert f"{old}: choose a figure" in pages["VN63-87"] and f"{new}: choose a figure" in pages["VN34-82"]
    assert {*re.findall(r'data-figure="([^"]*)"', found["explored"]["VN34-82"])} == OWN
    assert "Side by side only: Đồng Tháp (boundaries before" in pages["VN34-82"]


@pytest.mark.parametrize("page", ["dong-thap-2025-every-figure", "dt-2026-03-article", "since"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_its_figures_are_on_its_own_pages_with_its_boundaries(found, page, language):
    name = f"{page}.{language}"
    assert set(found["pages"][name]["ids"]) >= OWN
    frame = found["pages"][name]["lines"]["headline"][0]
    assert ("địa giới từ 01/7/2025" if language == "vi" else "boundaries since 1 July 2025") in frame
    assert "địa giới trước" not in frame and "boundaries before" not in frame


def test_the_old_provinces_page_is_of_the_old_one_alone(found):
    page = found["pages"]["dong-thap-every-figure.vi"]
    assert not OWN & set(page["ids"]) and "địa giới trước 01/7/2025" in page["lines"]["headline"][0]


def test_the_pages_of_the_old_province_and_of_the_new_one_name_each_other(found):
    old, new = (said(found, f"{page}.en", "headline") for page in ("dong-thap-every-figure", "since"))
    assert "(boundaries before 1 July 2025) is now part of Đồng Tháp province (boundaries since 1 July 2025)" in old
    assert "(boundaries since 1 July 2025) was made of several older areas; on these there are figures: Đồng " in new


def test_an_article_that_one_person_has_read_is_listed_as_such(found):
    own, of_all = (said(found, f"{page}.en", "sources") for page in ("dt-2026-03-article", "by-name"))
    others = sum(each["ref_area"] == "VN63-87" and not each["second_reading"] for each in read_csv("sources"))
    assert own.count("(no second reading yet confirms its figures)") == 1
    assert of_all.count("no second reading yet") == 1 + others


@pytest.mark.published
@pytest.mark.parametrize("page", ["by-name", "over-time", "evidence", "one-page"])
def test_a_name_of_two_territories_shows_what_there_is_under_each(found, page):
    vi, en = (said(found, f"{page}.{language}", "headline") for language in ("vi", "en"))
    assert (
        "Đồng Tháp (địa giới trước 01/7/2025): 49 số liệu; Đồng Tháp (địa giới từ 01/7/2025): 6 số liệu. Cùng tên" in vi
    )
    assert "(boundaries before 1 July 2025): 49 figures; Đồng Tháp (boundaries since 1 July 2025): 6 figures. One" in en


@pytest.mark.published
def test_on_the_page_of_steps_what_is_named_is_counted(found):
    both = (
        "(boundaries before 1 July 2025): 78 mentions of a system or step; Đồng Tháp (boundaries since 1 July 2025): 2 "
    )
    assert f"{both}mentions of a system or step. One" in said(found, "steps.en", "headline")


def test_on_the_page_of_targets_targets_are_counted(found):
    both = (
        "Đồng Tháp (boundaries before 1 July 2025): 3 targets in numbers; Đồng Tháp (boundaries since 1 July 2025): 1 "
    )
    assert f"{both}target in numbers. One" in said(found, "targets.en", "headline")


def test_old_and_new_stand_beside_each_other_and_are_never_joined(found):
    assert found["areas"] == ["VN63-87", "VN34-82"]
    assert {pair[1] for pair in found["across"]} >= {"dt-2026-03.01", "dt-2026-03.03", "dt-2026-03.05"}
    for a, b, grade, other_territory, change in found["across"]:
        assert grade in "CX" and (other_territory or grade == "X") and change == "None", (a, b)
    beside = said(found, "indicator.en", "side_by_side")
    assert "Đồng Tháp (boundaries before 1 July 2025): 87%" in beside and "Side by side only" in beside
    assert "Đồng Tháp (boundaries since 1 July 2025): 90%" in beside
    assert "87%" in said(found, "indicator.en", "pairs") and "90%" not in said(found, "indicator.en", "pairs")


def test_the_old_change_is_still_told_beside_a_newer_figure_of_the_new_territory(found):
    pairs = said(found, "over-time.en", "pairs")
    assert "86% (published July 2024)" in pairs and "+1 percentage point as printed" in pairs


def test_the_evidence_table_tells_the_two_apart(found):
    heads = found["pages"]["evidence.en"]["lines"]["evidence"][1]
    assert "Đồng Tháp (old boundaries) | Đồng Tháp (new boundaries)" in heads
    assert "dt-2026-03.01" in found["pages"]["evidence.en"]["ids"]


def test_the_old_provinces_levels_for_later_years_are_not_lost(found):
    assert found["due"]["dt-2024-07.20"] == "area_changed" and found["due"]["dt-2026-03.06"] == "not_due"


def test_a_province_merged_away_leads_to_the_new_one(found):
    assert found["named"]["Tiền Giang"] == ["VN63-82"] and found["named"]["VN63-87"] == ["VN63-87"]
    assert found["named"]["Gia Lai"] == ["VN34-52"]  # no figure of either: the one of the day
    assert (
        "Tiền Giang (địa giới trước 01/7/2025) nay thuộc tỉnh Đồng Tháp (địa giới từ 01/7/2025); số liệu về tỉnh, "
        "thành phố mới có trong "
        "bài báo công bố tháng 3/2026." in said(found, "merged-away.vi", "headline")
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_says_that_no_article_states_what_one_does(found, language):
    silent = ("không bài báo nào", "no article")
    for name, page in found["pages"].items():
        if not name.endswith(language) or name.startswith(("merged-away", "too-early")):
            continue
        for line in (line.casefold() for lines in page["lines"].values() for line in lines):
            own_themes = "nêu số liệu ở các chủ đề" in line or "prints a figure on these themes" in line
            assert own_themes or not any(each in line for each in silent), (name, line)


def test_before_its_day_the_new_province_is_silent_and_says_when_it_is_not(found):
    early = said(found, "too-early.en", "headline")
    assert (
        "No article in the collection states a figure on Đồng Tháp (boundaries since 1 July 2025) up to December 2025"
        in early
    )
    assert "Figures on Đồng Tháp (boundaries since 1 July 2025) are in the article published in March 2026." in early


@pytest.mark.published
def test_each_of_two_territories_of_one_name_has_its_own_count_not_its_date(found):
    """Counts were once taken by their place in a sentence: the day of the boundaries stood where the figures should."""
    shown = said(found, "one-page.vi", "headline")
    assert "Đồng Tháp (địa giới trước 01/7/2025): 49 số liệu;" in shown
    assert "Đồng Tháp (địa giới từ 01/7/2025): 6 số liệu." in shown
