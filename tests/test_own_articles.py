"""Two articles nobody knew, from their texts to pages in both languages, by the verbs alone.

One is of a province before the mergers, one of the province of that name since. Each states ten figures, two of them of
an indicator that no codebook has. What a person types is typed here, and counted.
"""

import os
import re
import shutil
import subprocess
import sys

import pytest
from openpyxl import load_workbook

from sosanh.data import paths

pytestmark = pytest.mark.whole
GUIDES = {"en": "adding-an-article.md", "vi": "them-mot-bai-bao.md"}


def fenced(language, kind):
    guide = (paths.RAW.parent / GUIDES[language]).read_text("utf-8")
    return re.search(f"```{kind}\n(.*?)```", guide, re.DOTALL)[1]


TEXTS = {
    "dt-2025-05": fenced("en", "text"),  # the example of the guide
    "dt-2026-05": """\
Đồng Tháp sau một năm hợp nhất: trường học, bệnh viện và tàu cá lên số
20/05/2026 09:00 | Tác giả: Thu Hà
Tính đến ngày 30/4/2026, toàn tỉnh Đồng Tháp có 1.120/1.180 cơ sở giáo dục phổ thông, giáo dục thường xuyên đã có \
thanh toán không dùng tiền mặt \
(đạt 94,9%). Đã cấp chữ ký số cho hơn 33.000 cán bộ quản lý, giáo viên.
Phấn đấu đến năm 2030 có trên 99% cơ sở giáo dục phổ thông, giáo dục thường xuyên thanh toán không dùng tiền mặt.
Trên 91% người dân có hồ sơ sức khỏe điện tử. Có 24 bệnh viện hoàn thành mục tiêu triển khai bệnh án điện tử.
Về nông nghiệp, tỉnh đã lắp đặt 120 trạm giám sát côn trùng, dùng IoT để tự động thu thập dữ liệu. \
Có 83% tàu cá lắp thiết bị giám sát hành trình.
Đã tập huấn cho 9.500 lượt cán bộ. Có 4 lĩnh vực cùng tham gia. \
Năm 2025, có 80% tàu cá lắp thiết bị giám sát hành trình.
""",
}
SOURCE = {"outlet": "Cổng tin Đồng Tháp", "outlet_type": "state_portal — cổng thông tin", "locator": "bài 1"}
INSECTS = {"indicator": "Trạm giám sát côn trùng đã lắp đặt", "definition": "agri_insect_stations__installed",
           "population": "insect_stations — trạm giám sát côn trùng"}  # fmt: skip
BOATS = {"indicator": "agri_boats_tracked", "definition": "agri_boats_tracked__fitted", "population": "fishing_boats"}
NEW = {  # what stands in the sheets of the codebook: the indicator in the row that a machine proposed
    "indicators": {"indicator": "agri_boats_tracked", "name_vi": "Tàu cá lắp thiết bị giám sát hành trình",
                   "name_en": "Fishing boats fitted with a tracking device", "sector": "agriculture",
                   "theme": "smart_farming", "result_level": "output", "direction": "up", "may_exceed_100": "no"},
    "definitions": {"definition": "agri_boats_tracked__fitted", "indicator": "agri_boats_tracked",
                    "wording_vi": "Tàu cá đã lắp thiết bị giám sát hành trình",
                    "wording_en": "Fishing boats that have a tracking device fitted"},
    "populations": {"population": "fishing_boats", "label_vi": "tàu cá (bài không nêu phạm vi)",
                    "label_en": "fishing boats (no scope stated)"},
}  # fmt: skip


class Project:
    """A copy of the data, notebooks and list of pages, with the texts; what its verbs say; and what is typed there."""

    def __init__(self, home):
        self.home, self.typed = home, 0
        for name in ("data", "notebooks"):
            shutil.copytree(paths.HOME / name, home / name, ignore=shutil.ignore_patterns(".ipynb_*"))
        shutil.copytree(paths.TEMPLATE, home / "reports" / "template")
        shutil.copy(paths.HOME / "requirements.lock", home)
        for path in (paths.BRIEFS, paths.HOME / "reports" / "site.yml"):
            shutil.copy(path, home / "reports")
        (home / "texts").mkdir()
        for name, text in TEXTS.items():
            (home / "texts" / f"{name}.txt").write_text(text, "utf-8")

    def __call__(self, *arguments):
        library = os.pathsep.join(filter(None, (str(paths.LIBRARY.parent), os.environ.get("PYTHONPATH"))))
        own = {**os.environ, "SOSANH_HOME": str(self.home), "PYTHONPATH": library, "LANGUAGE": "en"}
        own |= {"ARTICLES": str(self.home / "texts")}
        run = [sys.executable, "-m", "sosanh", *arguments]
        done = subprocess.run(run, env=own, cwd=self.home, capture_output=True, encoding="utf-8")
        return done.returncode, done.stdout + done.stderr

    def workbook(self, name):
        return self.home / "data" / "raw" / "articles" / f"{name}.xlsx"

    def type(self, name, sheet, row, cells):
        book = load_workbook(self.workbook(name))
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        for column, value in cells.items():
            book[sheet].cell(row, heads[column]).value = value
            self.typed += sheet in ("sources", "observations")
        book.save(self.workbook(name))

    def rows(self, name, sheet):
        """Row number -> its cells, of the rows that are a number's."""
        head, *rows = load_workbook(self.workbook(name))[sheet].iter_rows(values_only=True)
        found = {number: dict(zip(head, row, strict=True)) for number, row in enumerate(rows, start=2)}
        return {number: row for number, row in found.items() if row.get("as_printed") or row.get("proposed_for")}


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return Project(tmp_path_factory.mktemp("project"))


def entered(project, name):
    """From its text to a draft of which nothing is undecided; how many cells of source and observations were typed."""
    code, said = project("article", name)
    assert code == 0, said
    before = project.typed
    project.type(name, "sources", 2, SOURCE)
    for number, row in project.rows(name, "observations").items():
        cells = {"review": "kept", "voice": "unattributed"}
        if row["as_printed"] == ("3" if name == "dt-2025-05" else "4"):
            cells = {"review": "set_aside"}
        elif row["as_printed"] in ("4.500", "9.500"):
            cells = {"review": "set_aside_no_indicator"}
        elif row["as_printed"] in ("11", "24"):
            cells |= {"population": "hospitals"}
        elif row["as_printed"] in ("88%", "91%"):
            cells |= {"population": "residents"}
        elif row["as_printed"] in ("62", "120"):
            cells |= INSECTS
        elif row["as_printed"] in ("71%", "65%", "83%", "80%"):
            cells |= BOATS | {"definition": "Tàu cá đã lắp thiết bị giám sát hành trình"}  # by name, as it is new
        project.type(name, "observations", number, cells)
    for number in project.rows(name, "set_aside"):
        project.type(name, "set_aside", number, {"review": "kept"})
    return project.typed - before


def test_the_guide_has_one_example():
    assert fenced("en", "text") == fenced("vi", "text")


def test_from_two_texts_to_pages(project):
    """The whole way; what is typed stays under sixty cells an article."""
    assert entered(project, "dt-2025-05") <= 60
    (boats, *_) = [number for number, row in project.rows("dt-2025-05", "indicators").items()
                   if row["proposed_for"].startswith("71%")]  # fmt: skip
    code, said = project("check", "dt-2025-05")
    assert code == 1 and "agri_boats_tracked" in said and "the sheet" not in said, said
    project.type("dt-2025-05", "indicators", boats, NEW["indicators"])
    code, said = project("indicators", "--from", "dt-2025-05")
    assert code == 1 and re.search(r"dt-2025-05.xlsx, indicators![A-Z]+\d+: found 'agri_boats_tracked'", said), said
    for sheet in ("definitions", "populations"):
        project.type("dt-2025-05", sheet, 2, NEW[sheet])
    hospitals = {"population": "hospitals", "label_vi": "bệnh viện (bài không nêu phạm vi)",
                 "label_en": "hospitals (no scope stated)"}  # fmt: skip
    project.type("dt-2025-05", "populations", 3, hospitals)
    code, said = project("check", "dt-2025-05")
    assert code == 0 and "which indicators --from dt-2025-05 puts there: 4" in said, said
    pair = r"edu_cashless: dt-\S+ VN63-87 .*; dt-2025-05.01 VN63-87 .*560/595.*: Comparable within limits"
    assert re.search(pair, said), said
    in_vietnamese = project("check", "dt-2025-05", "--language", "vi")[1]
    assert fenced("en", "check") in said and fenced("vi", "check") in in_vietnamese, (said, in_vietnamese)
    code, said = project("indicators", "--from", "dt-2025-05")
    assert code == 0 and "populations: 2, indicators: 1, definitions: 1 rows added" in said, said
    project.type("dt-2025-05", "sources", 2, {"status": "complete"})
    code, said = project("data")
    assert code == 0 and "written" in said, said

    assert entered(project, "dt-2026-05") <= 60
    code, said = project("check", "dt-2026-05", "--language", "vi")
    assert code == 0, said
    refused = [line for line in said.splitlines() if "agri_boats_tracked: dt-2025-05" in line]
    assert refused and all("VN63-87" in line and "VN34-82" in line for line in refused), said

    assert not [line for line in said.splitlines() if "VN63-87" in line and "So sánh được" in line], said
    project.type("dt-2026-05", "sources", 2, {"status": "complete"})
    for verb in ("data", "verify"):
        code, said = project(verb)
        assert code == 0, said
    for name in TEXTS:
        assert re.search(rf"{name}: (\d+) of \1 numbers accounted for: 8 observed", said), said
    assert "NOT checked, for want of their texts: 5 of 7 articles" in said, said

    listed = "- {name: '{article}-article', notebook: 00_start-here, grid: {article: [dt-2025-05, dt-2026-05]}}\n"
    listed += "- {name: boats, notebook: 04_one-indicator-in-depth, parameters: {indicator: agri_boats_tracked}}\n"
    (project.home / "reports" / "briefs.yml").write_text(listed, "utf-8")
    code, said = project("reports")
    assert code == 0, said
    html = project.home / "reports" / "html"
    for name in ("dt-2025-05-article", "dt-2026-05-article", "boats"):
        for language, word in ((".vi", "tàu cá"), (".en", "fishing boats")):
            assert word in (html / f"{name}{language}.html").read_text("utf-8").casefold(), (name, language)
    page = (html / "dt-2025-05-article.en.html").read_text("utf-8")
    assert "the data have no indicator yet" in page  # 4.500 is set aside so
    words = re.sub("<[^>]+>", " ", (html / "boats.en.html").read_text("utf-8"))
    assert "Not compared" in words or "Side by side only" in words
