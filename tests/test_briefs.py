import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from base64 import b64decode, b64encode
from collections import Counter
from hashlib import sha256
from io import BytesIO
from itertools import pairwise, product
from threading import Thread
from urllib.parse import unquote

import nbformat
import papermill
import pytest
from fontTools.ttLib import TTFont
from here import built
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from sosanh.data import paths
from sosanh.data.problems import DataProblems
from sosanh.draw import chart
from sosanh.lineage import expressions as of
from sosanh.lineage.unmarked import listed
from sosanh.lineage.words import Figure
from sosanh.publish import briefs, build, record
from sosanh.publish import page as page_module
from sosanh.publish.build import LOCK
from sosanh.publish.processes import Ended

EXHIBITS = ("headline", "bullet", "reported", "pairs", "apart", "levels", "sure", "once", "sources")


@pytest.fixture
def place(tmp_path, monkeypatch):
    """Empty folders for notebooks and pages; the library, the data and the template are the project's own."""
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(paths, "HTML", tmp_path / "html")
    monkeypatch.setattr(paths, "BRIEFS", tmp_path / "briefs.yml")
    (tmp_path / "notebooks").mkdir()
    return tmp_path


def notebook(place, name, *cells):
    asks = 'year: int = 2024  # a year\nareas: list = ["Huế"]\nlanguage: str = "en"'
    parameters = new_code_cell(asks, metadata={"tags": ["parameters"]})
    written = new_notebook(
        cells=[parameters, *(new_code_cell(each) if isinstance(each, str) else each for each in cells)]
    )
    written.metadata["kernelspec"] = {"name": "python3", "language": "python", "display_name": "Python 3"}
    nbformat.write(written, place / "notebooks" / f"{name}.ipynb")


def asked(place, text):
    (place / "briefs.yml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return briefs.read(paths.BRIEFS)


# in each language, as an exhibit is; no digits
SHOW = """\
from IPython.display import HTML, display
for each in language.split():
    display(HTML(f"<h1>{chr(year)} &amp; {each}</h1>"), metadata={"tags": [f"lang-{each}"]})
"""
ONE = "- {name: one, notebook: first, parameters: {year: 2025}}"


@pytest.fixture
def runs(monkeypatch):
    """The languages of each run of a notebook in a kernel, as they come."""
    languages, execute = [], papermill.execute_notebook

    def run(source, output, parameters, **options):
        languages.append(parameters["language"])
        return execute(source, output, parameters, **options)

    monkeypatch.setattr(papermill, "execute_notebook", run)
    return languages


def test_built_once_then_up_to_date_then_rebuilt_on_change(place, runs):
    """One run of the notebook makes the page in each language."""
    notebook(place, "first", SHOW)
    told = []
    assert built(asked(place, ONE), told.append) == []
    for language in ("vi", "en"):
        page = (place / "html" / f"one.{language}.html").read_text(encoding="utf-8")
        title = f"<title>{chr(2025)} &amp; {language} · SoSánh</title>"
        assert f'<html lang="{language}">' in page and title in page and page.count("<h1") == 1
    assert told[-1].startswith("2 built, 0 up to date") and runs == ["vi en"]
    built(asked(place, ONE), told.append)
    assert told[-1].startswith("0 built, 2 up to date") and runs == ["vi en"]
    built(asked(place, ONE.replace("2025", "2026")), told.append)
    assert told[-1].startswith("2 built, 0 up to date") and runs == ["vi en", "vi en"]


def test_edited_page_is_built_again_and_a_dropped_one_removed(place, runs):
    """Of two languages only the one whose page is out of date is made, from the cells that were run for both."""
    notebook(place, "first", SHOW)
    built(asked(place, ONE))
    page, other = place / "html" / "one.en.html", place / "html" / "one.vi.html"
    genuine, kept = page.read_bytes(), other.stat().st_mtime_ns
    page.write_text("something else", encoding="utf-8")
    told = []
    built(asked(place, ONE), told.append)
    assert page.read_bytes() == genuine and other.stat().st_mtime_ns == kept
    assert runs == ["vi en"] and told[-1].startswith("1 built, 1 up to date")
    built(asked(place, "[]"))
    assert not page.exists()


def test_failing_cell_leaves_no_page_and_does_not_stop_the_others(place):
    notebook(place, "first", SHOW)
    notebook(place, "second", SHOW, "None if year < 2025 else 1 / 0")
    two = ONE + "\n- {name: other, notebook: second, parameters: {year: 2024}}"
    assert built(asked(place, two)) == []
    failures = built(asked(place, two.replace("2024", "2025")))
    assert failures == [
        f"other.{language}.html: notebook second, cell 3: ZeroDivisionError: division by zero"
        for language in ("vi", "en")
    ]
    assert sorted(path.name for path in (place / "html").glob("*.html")) == [
        "explore.en.html",
        "explore.html",
        "index.en.html",
        "index.html",
        "one.en.html",
        "one.vi.html",
    ]


@pytest.fixture
def template(place, monkeypatch):
    """A copy of the template, to be spoiled; notebooks are taken as they are, without a kernel."""
    notebook(place, "first")
    shutil.copytree(paths.TEMPLATE, place / "template")
    monkeypatch.setattr(paths, "TEMPLATE", place / "template")
    monkeypatch.setattr(page_module, "_run", lambda briefs: nbformat.read(briefs[0].source, as_version=4))
    return place / "template"


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("index.html.j2", "\n{% if %}", "reports/template: index.html.j2, line 2: TemplateSyntaxError: Expected"),
        (
            "index.html.j2",
            "{{ 1 | thrice }}",
            "index.html.j2, line 1: TemplateAssertionError: No filter named 'thrice'",
        ),
        ("conf.json", "{", "reports/template: JSONDecodeError: Expecting property name"),
    ],
)
def test_a_template_that_cannot_be_read_is_told_before_any_notebook_runs(template, monkeypatch, name, text, message):
    (template / name).write_text(text)
    monkeypatch.setattr(page_module, "_run", lambda briefs: pytest.fail("a notebook was run"))
    with pytest.raises(page_module.BriefFailed, match=re.escape(message)):
        built(asked(template.parent, ONE))


def test_a_fault_of_the_template_names_its_line_and_leaves_no_page(template):
    (template / "index.html.j2").write_text("<h1>\n{{ nb.nowhere.cells }}")
    failures = built(asked(template.parent, ONE))
    assert failures[0].startswith("one.vi.html: index.html.j2, line 2: UndefinedError: ") and len(failures) == 2
    (template / "list.html.j2").write_text("{{ 1 / 0 }}")
    *_, vi, en = built(asked(template.parent, ONE))
    assert vi.startswith("index.html: list.html.j2, line 1: Zero") and en.startswith("index.en.html: list.html.j2")
    left = {path.name for path in (template.parent / "html").glob("*.html")}
    assert left == {"explore.html", "explore.en.html"}, "only what the faulty templates do not make"


JULY, FEBRUARY = "dt-2024-07.04", "dt-2025-02.03"
WRONG = {
    "a false number in markdown": "Đã đạt 93%.",
    "a false number in a sentence": Figure("13,8", of.down(of.lower(FEBRUARY) - of.upper(JULY), 1)).html(),
    "a valid but wrong observation": Figure("91%", of.untouched(JULY)).html(),
    "two swapped numbers": Figure("595", of.numerator(JULY)).html() + "/"
    + Figure("465", of.total(JULY)).html(),
}  # fmt: skip


@pytest.mark.parametrize("said", WRONG.values(), ids=WRONG)
def test_a_page_with_a_number_that_is_not_traced_is_refused(template, said):
    built(asked(template.parent, ONE))  # the page as it was before
    notebook(template.parent, "first", new_markdown_cell(said))
    failures = built(asked(template.parent, ONE))
    assert len(failures) == 2 and failures[0].startswith("one.vi.html: notebook first: ")
    assert re.search(r": [1-9] faults?, so it is not written \(\d+ of \d+ numbers traced\)\n", failures[0])
    assert not (template.parent / "html" / "one.vi.html").exists()


def test_a_fault_in_one_language_fails_that_page_alone(template):
    """Both come from one run; the sentence with a false number stands in the Vietnamese page only."""
    said = {"vi": "Đã đạt 93%.", "en": "It was reached."}
    cells = [new_markdown_cell(each, metadata={"tags": [f"lang-{code}"]}) for code, each in said.items()]
    notebook(template.parent, "first", *cells)
    told = []
    (failure,) = built(asked(template.parent, ONE), told.append)
    assert failure.startswith("one.vi.html: notebook first: ") and "93%" in failure
    assert told[-1].startswith("1 built, 0 up to date") and not (paths.HTML / "one.vi.html").exists()
    assert said["en"] in (paths.HTML / "one.en.html").read_text("utf-8")


@pytest.mark.parametrize("noted", ["[]", "{", '{"one.vi.html": {}}'])
def test_a_spoiled_note_of_what_was_built_is_no_note(template, noted):
    (template.parent / "html").mkdir()
    (template.parent / "html" / record.FILE).write_text(noted)
    assert built(asked(template.parent, ONE)) == []


OWN = '["{}", {{"inputs": "", "made": "", "page": "{}", "facts": {{}}}}]'


@pytest.mark.parametrize("file", ["../briefs.yml", "first.vi.html", "index.css", "/etc/passwd", "", "folder"])
def test_whatever_the_record_says_only_pages_that_were_built_are_removed(template, file):
    """A line of it may come from another machine, or from somebody who means harm."""
    html = template.parent / "html"
    (html / "folder").mkdir(parents=True)
    for name in ("first.vi.html", "index.css"):
        (html / name).write_text("somebody's")
    (html / record.FILE).write_text(OWN.format(file, paths.digest(b"another")) + "\n")
    told = []
    before = {path: path.read_bytes() for path in template.parent.rglob("*") if path.is_file()}
    built(asked(template.parent, "[]"), told.append)
    assert before.keys() <= {*template.parent.rglob("*")}
    stays = "no brief asks for it any more; it was changed by hand, so it stays"
    assert (f"{file}: {stays}" in told) == (file == "first.vi.html")


def test_the_record_grows_by_a_line_and_is_shortened_when_most_of_it_is_past(tmp_path):
    kept, lines = record.Record(tmp_path), tmp_path / record.FILE
    for number in range(300):
        before = lines.read_bytes() if lines.exists() else b""
        kept.keep("one.vi.html", str(number).encode(), str(number), "", {})
        assert lines.read_bytes().startswith(before)
    again = record.Record(tmp_path)
    assert again.entries == kept.entries and again.up_to_date("one.vi.html", inputs="299")
    assert len(lines.read_text().splitlines()) == 1


RUN = {"languages": ["vi", "en"], "key": "", "read": "", "reads": {}}


@pytest.mark.parametrize("lying", [b"", b"{", b"[]", json.dumps(RUN).encode(), json.dumps(RUN | {"reads": 1}).encode()])
def test_a_spoiled_run_is_no_run(template, lying):
    (template.parent / "html" / ".runs").mkdir(parents=True)
    (template.parent / "html" / ".runs" / "one.gz").write_bytes(gzip.compress(lying) if lying else lying)
    assert built(asked(template.parent, ONE)) == []


def test_a_page_that_cannot_be_written_costs_itself(template):
    two = asked(template.parent, ONE.replace("first", "first, languages: [vi]") + "\n- {name: other, notebook: first}")
    (template.parent / "html" / "one.vi.html").mkdir(parents=True)
    told = []
    assert built(two, told.append) == ["one.vi.html: it cannot be written: Is a directory"]
    assert told[-1].startswith("2 built, 0 up to date") and (template.parent / "html" / "other.en.html").exists()


def test_a_page_too_large_to_open_is_refused(template, monkeypatch):
    monkeypatch.setattr(page_module, "LARGEST", 1000)
    failures = built(asked(template.parent, ONE))
    assert failures[0] == "one.vi.html: notebook first: 0 MB; a page may have 0" and len(failures) == 2


def test_one_brief_alone_is_built_again_and_the_lists_keep_the_others(template):
    two = asked(template.parent, ONE + "\n- {name: other, notebook: first}")
    built(two)
    told = []
    assert built(two, told.append, only="other") == []
    assert [line.split(":")[0] for line in told[:2]] == ["1/2 other.vi", "2/2 other.en"]
    assert told[2].startswith("2 built, 2 the same as before, 2 up to date")
    assert "one.vi.html" in (template.parent / "html" / "index.html").read_text("utf-8")
    with pytest.raises(page_module.BriefFailed, match="unknown brief 'othre'; nearest: other; known: one, other"):
        built(two, only="othre")


def test_what_a_killed_build_had_begun_to_write_is_removed_and_nothing_else(template):
    begun = {".one.vi.html.7", ".index.html.7", f".{record.FILE}.7", ".runs/.one.gz.7"}
    others = {".charts.html.7", ".one.vi.html.old", "one.vi.html.7"}
    (paths.HTML / ".runs").mkdir(parents=True)
    for name in begun | others:
        (paths.HTML / name).write_text("somebody's")
    assert built(asked(template.parent, ONE)) == []
    assert {name for name in begun | others if (paths.HTML / name).exists()} == others


def test_a_kill_before_the_first_page_costs_none(template, monkeypatch):
    """The process that looks at the template first is lost; those that make the pages are others."""

    def lost():
        raise Ended("its process ended of itself (SIGKILL)")

    monkeypatch.setattr(build, "_ready", lost)
    assert built(asked(template.parent, ONE)) == [] and (paths.HTML / "one.vi.html").exists()


def test_two_builds_in_one_folder_take_turns(template):
    asks, told = asked(template.parent, ONE), []
    with paths.alone(template.parent / "html" / LOCK, pytest.fail):
        second = Thread(target=lambda: built(asks, told.append))
        second.start()
        while not told:
            pass
    second.join()
    assert told[0].startswith("Another build is running in ") and told[-1].startswith("2 built")


def test_a_page_with_facts_of_another_time_is_not_listed(template):
    """As after a run that was stopped, with a newer library than that which noted the facts."""
    built(asked(template.parent, ONE))
    listed = asked(template.parent, ONE)
    kept = record.Record(paths.HTML).entries["one.vi.html"]
    record.Record(paths.HTML).keep("one.vi.html", b"<html></html>", kept["inputs"], kept["made"], {"other": "facts"})
    assert built(listed) == []
    assert "one.vi.html" not in (paths.HTML / "index.html").read_text("utf-8")


def test_a_file_that_is_no_notebook_is_named(template):
    (paths.NOTEBOOKS / "first.ipynb").write_text("{")
    with pytest.raises(
        DataProblems, match=r"first.ipynb: found 'no notebook \(.*; allowed: a notebook as Jupyter saves"
    ):
        built(asked(template.parent, ONE))


def project(home, text):
    """A copy of the project that is asked for these briefs, and the environment in which the library looks there."""
    for name in ("data", "notebooks", "reports/template"):
        shutil.copytree(paths.HOME / name, home / name)
    for name in ("requirements.lock", "reports/site.yml"):
        shutil.copy(paths.HOME / name, home / name)
    (home / "reports" / "briefs.yml").write_text(text, encoding="utf-8")
    library = os.pathsep.join(filter(None, (str(paths.LIBRARY.parent), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "SOSANH_HOME": str(home), "PYTHONPATH": library}


REPORTS = [sys.executable, "-m", "sosanh", "reports"]
LINES = (
    "- {name: '{area}-figures', notebook: 00_start-here, grid: {area: [Bình Định, Huế]}}\n"
    "- {name: pay, notebook: 01_one-province-over-time, languages: [vi]}\n"
)


@pytest.mark.whole
def test_the_same_bytes_on_another_path_in_another_time_zone_and_locale(tmp_path):
    built = []
    for folder, zone, locale in (("a", "UTC", "C.UTF-8"), ("bộ dữ liệu/2", "Pacific/Kiritimati", "C")):
        home = tmp_path / folder
        environment = project(home, LINES) | {"TZ": zone, "LC_ALL": locale, "LANG": locale, "HOME": str(home)}
        done = subprocess.run(REPORTS, env=environment, cwd=home, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        built.append({path.name: path.read_bytes() for path in (home / "reports" / "html").glob("*.html")})
    assert len(built[0]) == 5 + 4 and built[0] == built[1]


@pytest.mark.whole
@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no process groups here")
@pytest.mark.parametrize("hears", ["the group", "the first process alone"])
def test_ctrl_c_leaves_whole_pages_or_none(tmp_path, hears):
    build = subprocess.Popen(
        REPORTS, env=project(tmp_path, LINES), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert build.stdout.readline().startswith("1/5 ")
    (os.killpg if hears == "the group" else os.kill)(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=60)
    assert (build.returncode, said) == (130, "stopped; what was finished is kept\n")
    there = {path.name: path.read_text("utf-8") for path in (tmp_path / "reports" / "html").glob("*.html")}
    assert there.keys() >= {"index.html", "index.en.html"} and len(there) >= 3
    assert all(page.rstrip().endswith("</html>") for page in there.values())
    linked = set(re.findall(r'<h3[^>]*><a href="([^"]*)"', there["index.html"]))
    assert linked and linked <= there.keys()


SILENT = """
- {name: start, notebook: 00_start-here, parameters: {area: "AREA", sector: health}}
- {name: time, notebook: 01_one-province-over-time, parameters: {area: "AREA"}}
- {name: beside, notebook: 02_provinces-side-by-side, parameters: {areas: ["AREA"]}}
- {name: targets, notebook: 03_targets-and-results, parameters: {areas: ["AREA"]}}
- {name: depth, notebook: 04_one-indicator-in-depth, parameters: {indicator: "INDICATOR", areas: ["AREA"]}}
- {name: steps, notebook: 05_systems-and-milestones, parameters: {areas: ["AREA"]}}
- {name: quality, notebook: 06_how-good-are-the-numbers, parameters: {areas: ["AREA"]}}
- {name: one-page, notebook: 08_three-provinces-one-page, parameters: {areas: ["AREA"]}}
"""


def test_where_no_article_says_anything_the_page_says_what_that_does_not_mean(data, tmp_path, monkeypatch):
    spoken_of = {row.ref_area for name in ("sources", "observations") for row in data.tables[name]}
    provinces = (each for each in data.codebook.areas if each.area_type == "province")
    area = next(each for each in provinces if each.ref_area not in spoken_of)
    monkeypatch.setattr(paths, "HTML", tmp_path)
    text = SILENT.replace("AREA", area.ref_area).replace("INDICATOR", data.codebook.indicators[0].indicator)
    (tmp_path / "briefs.yml").write_text(text, "utf-8")
    monkeypatch.setattr(paths, "BRIEFS", tmp_path / "briefs.yml")
    assert built(briefs.read(paths.BRIEFS)) == []
    for name, language in product(re.findall(r"name: ([\w-]+)", SILENT), ("vi", "en")):
        _, _, reading = (tmp_path / f"{name}.{language}.html").read_text("utf-8").partition('<details class="reading">')
        assert any(limit in reading for limit in listed("means_limit", language)), name


def published_example(folder):
    """The published example, built for real in both languages."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "HTML", folder)
        asked_for = [each for each in briefs.read() if each.name == "dong-thap-2024-2025-education"]
        assert built(asked_for) == []
    pages = {language: next(folder.glob(f"dong-*.{language}.html")) for language in ("vi", "en")}
    return {language: page.read_text(encoding="utf-8") for language, page in pages.items()}


@pytest.fixture(scope="module")
def real_pages(tmp_path_factory):
    return published_example(tmp_path_factory.mktemp("html"))


def test_an_ordinary_kernel_gives_the_same_bytes(real_pages, tmp_path, monkeypatch):
    monkeypatch.setenv("KERNELS", "1")
    monkeypatch.setenv("PYTHONHASHSEED", "0")
    assert published_example(tmp_path) == real_pages
    assert not list(tmp_path.glob(".runs/*"))  # what a kernel reads is not known, so that its run is not kept


@pytest.mark.parametrize("language", ["vi", "en"])
def test_each_expected_exhibit_is_on_the_page(real_pages, language):
    for name in EXHIBITS:
        assert re.search(rf'<section class="exhibit {name}"[^>]* lang="{language}"', real_pages[language]), name


@pytest.mark.parametrize(
    ("language", "other"), [("vi", "Two figures are subtracted"), ("en", "Hai con số chỉ được trừ")]
)
def test_page_speaks_one_language_and_loads_nothing(real_pages, language, other):
    page = real_pages[language]
    assert f'<html lang="{language}">' in page and other not in page
    assert page.count("<h1") == 1 and page.count("<script") == 1
    (script,) = re.findall(r"<script[^>]*>(.*?)</script>", page, re.DOTALL)
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in page
    assert len(script.splitlines()) < 60 and not re.search(r"https?:|//[a-z]", script.replace("// ", ""))
    drawings = re.findall(r'(?:src|srcset)="(data:[^"]*)"', page)
    assert drawings and not any(re.search(r"url\((?!#|data:)", unquote(each)) for each in drawings)
    outside = re.sub(r'(src|srcset)="data:[^"]*"', "", page)
    links = re.findall(r"<a [^>]*http[^>]*>", outside)
    assert links and all(
        'rel="noopener noreferrer"' in each or 'rel="license noopener noreferrer"' in each for each in links
    )
    assert not re.search(r'(src|srcset|href)="http|url\((?!data:font)', re.sub(r"<a [^>]*>", "", outside))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_is_set_in_the_font_of_its_charts(real_pages, language):
    page = re.sub(r'(src|srcset)="data:[^"]*"', "", real_pages[language])
    fonts = re.findall(
        r"@font-face\{font-family:'([^']+)';font-weight:(\d+);src:url\(data:font/woff;base64,([^)]+)\)\}", page
    )
    assert [(name, weight) for name, weight, _ in fonts] == [(chart.FONT, "400"), (chart.FONT, "600")]
    assert f'"{chart.FONT}", system-ui' in page and "font-src data:" in page
    held = TTFont(BytesIO(b64decode(fonts[0][2]))).getBestCmap()
    letters = {each for each in re.sub(r"<style>.*?</style>|<[^>]+>", "", page, flags=re.DOTALL) if each.isalnum()}
    assert {each for each in letters if ord(each) not in held} == set()
    assert sum(len(font) for *_, font in fonts) < 60_000


@pytest.mark.parametrize("language", ["vi", "en"])
def test_headings_skip_no_rank(real_pages, language):
    ranks = [int(each) for each in re.findall(r"<h(\d)", real_pages[language])]
    assert ranks[0] == 1 and all(after <= before + 1 for before, after in pairwise(ranks))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_page_with_all_its_charts_stays_small(real_pages, language):
    assert len(real_pages[language].encode("utf-8")) < 400_000


@pytest.mark.published
def test_first_screen_stands_first(real_pages):
    page = real_pages["vi"]
    assert page.index(">465</span><button") < page.index("<h2")
    assert "cao hơn trên 12,8 điểm phần trăm so với số liệu công bố tháng 7/2024" in re.sub(r"<[^>]+>", "", page)


@pytest.mark.published
def test_readme_says_how_many_observations_each_article_has(data):
    readme = (paths.HOME / "README.md").read_text(encoding="utf-8")
    for source_id, count in Counter(row.source_id for row in data.observations).items():
        row = next(line for line in readme.splitlines() if line.startswith(f"| `{source_id}`"))
        assert row.endswith(f"| {count} |")
