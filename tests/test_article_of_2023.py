"""An article that no paper printed, as a province's paper of 2023 would: entered as the README says, from the text to
its pages. It has what the first five articles have not: a rank out of 63, places gained, hours, a bound by a sign, a
fraction of all beside a percentage of some, and a rank that a machine may take for a count."""

import html
import os
import re
import shutil
import subprocess
import sys

import made_up
import pytest

from sosanh.curate import build, ledger
from sosanh.data import collection, paths

TEXT = """Tiền Giang tăng tốc chuyển đổi số

Ngày 15/12/2023, tỉnh cho biết chỉ số chuyển đổi số đứng thứ 16/63 tỉnh, thành phố, tăng 3 bậc.
Tỉnh đã đưa 609/1.311 thủ tục (100%) đủ điều kiện lên trực tuyến toàn trình; tỷ lệ hồ sơ trực tuyến ≥ 90%.
Thời gian giải quyết một hồ sơ giảm từ 5 giờ còn 2 giờ. Về kinh tế số, tỉnh có tên trong 10 địa phương dẫn đầu.
"""
CODES = (
    made_up.indicator("gov_dti_rank_gain", "Số bậc tăng của chỉ số chuyển đổi số (DTI)", "Places gained in the digital "
                      "transformation index (DTI)", "rank_change", "ranking"),
    made_up.indicator("gov_procedures_online", "Thủ tục trực tuyến toàn trình", "Procedures online from end to end",
                      "percent", "public_services"),
    made_up.indicator("gov_files_online", "Hồ sơ nộp trực tuyến", "Files handed in online", "percent",
                      "public_services"),
    made_up.indicator("gov_hours_a_file", "Thời gian giải quyết một hồ sơ", "Time to settle a file", "hours",
                      "public_services", direction="down"),
    made_up.population("province_of_63", "tỉnh, trong 63 tỉnh, thành phố", "the province, among 63"),
    made_up.population("all_procedures", "mọi thủ tục hành chính của tỉnh", "all procedures of the province"),
    made_up.population("eligible_procedures", "thủ tục đủ điều kiện", "eligible procedures"),
    made_up.population("all_files", "hồ sơ của tỉnh", "files of the province"),
)  # fmt: skip
ONLINE = {"indicator": "gov_procedures_online", "definition": "gov_procedures_online__stated",
          "overruled": "609 of all 1.311, and 100% of the eligible: two claims"}  # fmt: skip
HOURS = {"indicator": "gov_hours_a_file", "definition": "gov_hours_a_file__stated", "population": "all_files",
         "unit_measure": "hours", "paragraph": 4}  # fmt: skip
RANK = {"unit_measure": "rank", "population": "province_of_63"}
ROWS = {
    "observations": [
        RANK | {"paragraph": 2, "as_printed": "16/63", "obs_value": 16, "out_of": 63, "indicator": "gov_dti_rank",
                "definition": "gov_dti_rank__composite"},
        RANK | {"paragraph": 2, "as_printed": "3", "wording": "tăng", "obs_value": 3, "unit_measure": "rank_change",
                "indicator": "gov_dti_rank_gain", "definition": "gov_dti_rank_gain__stated"},
        ONLINE | {"paragraph": 3, "as_printed": "609/1.311", "numerator": 609, "denominator": 1311,
                  "population": "all_procedures"},
        ONLINE | {"paragraph": 3, "as_printed": "100%", "obs_value": 100, "population": "eligible_procedures"},
        {"paragraph": 3, "as_printed": "90%", "wording": "≥", "bound": "ge", "obs_value": 90, "population": "all_files",
         "indicator": "gov_files_online", "definition": "gov_files_online__stated"},
        HOURS | {"as_printed": "5", "obs_value": 5, "comment_vi": "Mức trước khi giảm",
                 "comment_en": "The level before the cut"},
        HOURS | {"as_printed": "2", "obs_value": 2, "comment_vi": "Mức sau khi giảm",
                 "comment_en": "The level after the cut"},
        RANK | {"paragraph": 4, "as_printed": "10", "obs_value": 10, "bound": "le", "indicator": "gov_dti_economy_rank",
                "definition": "gov_dti_economy_rank__pillar"},
    ],
    "set_aside": [{"paragraph": 2, "as_printed": "15/12/2023", "kind": "date"}],
}  # fmt: skip
BRIEFS = """\
- {name: tien-giang, notebook: 00_start-here, parameters: {area: "Tiền Giang"}}
- {name: tien-giang-numbers, notebook: 06_how-good-are-the-numbers, parameters: {areas: ["Tiền Giang", "Đồng Tháp"]}}
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A copy of what a page needs, with the article in it and the tables made."""
    home = tmp_path_factory.mktemp("of-2023")
    for name in ("data", "notebooks", "reports/template"):
        shutil.copytree(paths.HOME / name, home / name)
    for name in ("requirements.lock", "reports/site.yml"):
        shutil.copy(paths.HOME / name, home / name)
    (home / "reports" / "briefs.yml").write_text(BRIEFS, encoding="utf-8")
    made_up.add_codes(home, *CODES)
    made_up.add_article(home, home / "texts", "tg-2023-12", "2023-12-15", "Tiền Giang", TEXT, ROWS)
    build.build(home / "data" / "raw", home / "data" / "processed")
    return home


def test_every_number_is_accounted_for_and_every_reading_is_the_machines_or_overruled(home):
    found = {each.source_id: each for each in ledger.verify(home / "texts", home / "data/processed", home / "data/raw")}
    entry = found["tg-2023-12"]
    assert entry.faults == ()
    assert str(entry).startswith("tg-2023-12: 9 of 9 numbers accounted for: 8 observed, 1 set aside")
    assert len(entry.overruled) == 2 and all("609/1.311 | 100%" in each for each in entry.overruled)


def test_a_rank_out_of_a_total_is_no_share(home):
    rows = collection.load(home / "data/processed", home / "data/raw").frame("observations").set_index("obs_id")
    rank = rows.loc["tg-2023-12.01"]
    assert (rank["ref_area"], rank["obs_value"], rank["out_of"]) == ("VN63-82", "16", "63")
    assert rank["share"] == "" and rank["arithmetic"] == "not_applicable"
    assert rows.loc[["tg-2023-12.03", "tg-2023-12.04"], "arithmetic"].tolist() == ["computed", "not_applicable"]
    assert rows.at["tg-2023-12.03", "share"].startswith("46.453")


@pytest.fixture(scope="module")
def pages(home):
    """The words of each page by its file."""
    library = os.pathsep.join(filter(None, (str(paths.LIBRARY.parent), os.environ.get("PYTHONPATH"))))
    environment = {**os.environ, "SOSANH_HOME": str(home), "PYTHONPATH": library}
    done = subprocess.run(
        [sys.executable, "-m", "sosanh", "reports"], env=environment, capture_output=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {path.name: words(path.read_text("utf-8")) for path in (home / "reports" / "html").glob("tien-giang*.html")}


def words(page):
    """What a reader sees of a page, in one line; a word of a picture's text too."""
    page = re.sub(r"<(style|script)\b.*?</\1>", "", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\xa0", " ").split())


SAID = {
    "vi": ("hạng 16 trên 63", "609/1.311", "Tiền Giang tăng tốc chuyển đổi số"),
    "en": ("rank 16 of 63", "609/1,311", "Tiền Giang tăng tốc chuyển đổi số"),
}
FALSE = (  # a rank as a share, and a percentage of some held against the fraction of all
    r"16/63 ?\(?[^.;]{0,20}%", r"\b16 ?%", r"25[.,]4", r"[−-]9[.,]4", r"53[.,]55", r"\b3 ?%", r"top 10 ?%",
)  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_false_stands_on_its_pages(pages, language):
    assert len(pages) == 4
    own = pages[f"tien-giang.{language}.html"]
    for said in SAID[language]:
        assert said in own, said
    for page in (own, pages[f"tien-giang-numbers.{language}.html"]):
        assert [found[0] for wrong in FALSE for found in re.finditer(wrong, page)] == []
