"""How a page is put together: everything around the exhibits, from a notebook that was never run."""

import html
import re
from itertools import pairwise

import nbformat
import pytest
from here import built
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from sosanh.data import package, paths
from sosanh.data.problems import DataProblems
from sosanh.publish import build, inputs
from sosanh.publish import page as page_module
from sosanh.publish.briefs import Brief

EXHIBIT = '<section class="exhibit {0}" lang="en">{1}</section>'


@pytest.fixture
def page(tmp_path, monkeypatch):
    """Renders a first screen that asks `question`, then a part with an exhibit, as published by `site`."""

    def render(question="Why?", site="", language="en"):
        (tmp_path / "site.yml").write_text(site, encoding="utf-8")
        monkeypatch.setattr(paths, "SITE", tmp_path / "site.yml")
        asked = html.escape(question, quote=False)
        shown = [EXHIBIT.format("headline", f"<h1>{asked}</h1>"), EXHIBIT.format("sure", "<h3>Sure?</h3><p>Yes.</p>")]
        first, exhibit = (
            new_code_cell(outputs=[new_output("execute_result", {"text/html": each})], execution_count=1)
            for each in shown
        )
        notebook = new_notebook(cells=[first, new_markdown_cell("## Điều gì, và “vì sao”?\n\nSo."), exhibit])
        monkeypatch.setattr(page_module, "_run", lambda briefs: nbformat.from_dict(notebook))
        (made,), _ = page_module.Pages().made([Brief("why", "00_start-here", {}, language)])
        return made.html.decode("utf-8")

    return render


def test_contents_stand_after_the_first_screen_and_lead_to_every_part(page):
    made = page()
    addresses = re.findall(r'<li><a href="#([^"]*)"', made)
    assert (
        addresses
        == re.findall(r'<h2 id="([^"]*)"', made)
        == ["sure-2", "how-to-read-this-page", "cite-this-page", "licence-and-errors"]
    )
    assert made.index("<h1") < made.index('class="toc"') < made.index("<h2")
    assert made.index('href="#main"') < made.index('<main id="main">')


SHOWN = '<section class="exhibit {0}" lang="en"><h3 class="title">{0}!</h3></section>'
FOUND = '<section class="exhibit c"><h3 class="title"><span class="figure">9</span> found</h3></section>'
NONE = '<section class="exhibit {0} nothing" lang="en"><h3 class="title">{0}!</h3><p>None.</p></section>'


def cells(*said):
    """The cells of a notebook: prose, and the exhibits that a cell has shown (a list)."""
    for own in said:
        outputs = [new_output("display_data", {"text/html": each}) for each in own] if isinstance(own, list) else None
        yield new_markdown_cell(own) if outputs is None else new_code_cell(outputs=outputs)


@pytest.mark.parametrize(("said", "titles", "prose", "absent"), [
    (["## A\n\nOf a.", [SHOWN.format("a")]], ["a!"], ["Of a."], []),
    (["## A\n\nOf a.", [SHOWN.format("a"), SHOWN.format("b")]], ["A"], ["Of a."], []),
    (["## A\n\nOf a.", [FOUND]], ["A"], ["Of a."], []),
    (["## A\n\nOf a.", [SHOWN.format("a") + '<b class="figure">9</b><h3>c</h3>']], ["a!"], ["Of a."], []),
    (["## A\n\nOf a.", [NONE.format("a")], "## B\n\nOf b.", [SHOWN.format("b")]], ["b!"], ["Of b."], ["a!"]),
    (["## A\n\nOf a.", [NONE.format("a"), SHOWN.format("b")]], ["b!"], ["Of a."], ["a!"]),
    (["## A\n\nOf a.", [NONE.format("a")], "Of b.", [SHOWN.format("b")]], ["b!"], ["Of b."], ["a!"]),
    (["## A\n\nOf a.", "## B\n\nOf b.", [SHOWN.format("b")]], ["b!"], ["Of a.", "Of b."], []),
    (["## What A does not say\n\nOf a.", [NONE.format("a")]], [], ["Of a."], ["a!"]),
])  # fmt: skip
def test_prose_is_folded_and_an_exhibit_without_content_is_one_line(said, titles, prose, absent):
    made = page_module.parts([*cells(*said)], "en")
    shown = [(part.title, page_module._html(part.shown[0])) for part in made if part.shown]
    assert [title or re.search(r"<h2[^>]*>(.*?)</h2>", html)[1] for title, html in shown] == titles
    assert [part.prose.strip() for part in made if part.prose.strip()] == prose
    assert [each for part in made for each in part.absent] == absent


def test_headings_skip_no_rank(page):
    ranks = [int(each) for each in re.findall(r"<h(\d)", page())]
    assert ranks[0] == 1 and all(after <= before + 1 for before, after in pairwise(ranks))


@pytest.mark.parametrize(
    "question",
    ['“Is” "it" & <b>done</b>?', "</style><script>alert(document)</script>", r"\" } body { display: none", "مرحبا 🙂?"],
)
def test_a_question_arrives_as_text(page, question):
    made = page(question)
    shown = html.escape(question, quote=False)
    assert f"<title>{shown} · SoSánh</title>" in made and f"<cite>{shown}</cite>" in made
    assert "<script" not in made and made.count("</style>") == 1
    running = re.search(r'@top-left \{ content: "(.*)"; \}\n', made)[1]
    assert re.fullmatch(r'(?:[^"\\<]|\\["\\]|\\3c )*', running)  # one string, which nothing in it can end


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "This copy names no address for errors"), ("vi", "Bản này không ghi nơi nhận báo lỗi")],
)
def test_where_nobody_is_named_the_page_says_so(page, language, said):
    made = page(language=language)
    assert said in made and "mailto:" not in made
    assert f'<span class="place">why.{language}.html</span>' in made


def test_a_publisher_is_named_with_the_address_for_errors(page):
    made = page(site="publisher: A & B\nerrors: mailto:so@tinh.gov.vn\naddress: https://tinh.gov.vn/so")
    assert '<a href="mailto:so@tinh.gov.vn?subject=why.en.html" rel="noopener noreferrer">so@tinh.gov.vn</a>' in made
    assert ' A &amp; B. <span class="place">https://tinh.gov.vn/so/why.en.html</span>' in made
    assert "This copy names no address" not in made
    assert 'href="https://tinh.gov.vn/loi"' in page(site="errors: https://tinh.gov.vn/loi")


def test_the_version_of_the_data_is_cited(page):
    described = package.read(paths.PROCESSED)
    year = described["created"][:4]
    assert f"The SoSánh authors ({year}). <cite>Why?</cite> SoSánh data version {described['version']}, " in page()
    assert f"version = {{{described['version']}}}" in page()


def test_what_the_publisher_says_is_part_of_every_page(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "SITE", tmp_path / "site.yml")
    paths.SITE.write_text("publisher: A")
    before = inputs.everything()
    paths.SITE.write_text("publisher: B")
    assert inputs.everything() != before
    paths.SITE.write_text("errors: nobody")
    monkeypatch.setattr(build, "check", lambda due: None)
    monkeypatch.setattr(page_module, "_run", lambda briefs: pytest.fail("a notebook was run"))
    monkeypatch.setattr(paths, "HTML", tmp_path / "html")
    with pytest.raises(DataProblems, match=r"site\.yml, errors: found 'nobody'"):
        built([Brief("why", "01_one-province-over-time", {}, "en")])
