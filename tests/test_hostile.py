"""Files and notebooks that are wrong, by a slip or on purpose: each costs itself, and one message says what it is.

Each fault has a name, how it is planted, and how the message begins.
"""

import json
import re
from itertools import pairwise

import hypothesis
import nbformat
import pytest
import yaml
from here import built
from hypothesis import strategies
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from test_briefs import asked, notebook, place, template  # noqa: F401

from sosanh.data import package, paths
from sosanh.data.problems import DataProblems
from sosanh.publish import briefs, build, markup, record
from sosanh.publish.briefs import Brief, BriefFailed
from sosanh.publish.page import pages

START = "name: one, notebook: 00_start-here"
AREA = "- {name: one, notebook: 00_start-here, parameters: {area: %s}}"
GRID = "- {name: '%s', notebook: 00_start-here, %s}\n"


def nested(first, again, letters="abcdefghi"):
    """Lines of which each has what the one before has, nine times."""
    return "".join([first, *(again.format(own=b, before=f"*{a}") for a, b in pairwise(letters))])


LAUGHS = nested("    a: &a [x]\n", "    {own}: &{own} [" + ", ".join(["{before}"] * 9) + "]\n")
MERGED = nested("    a: &a {x: y}\n", "    {own}: &{own} {{<<: [" + ", ".join(["{before}"] * 9) + "]}}\n")
THOUSAND = ", ".join(map(str, range(1000)))
OF_BRIEFS = {
    "values that stand for nine each, eight times over": (
        f"- name: one\n  notebook: 00_start-here\n  parameters:\n{LAUGHS}",
        "line 9: found '125479 values'; allowed: at most 50000, those behind *names counted each time",
    ),
    "the same in mappings that are merged": (
        f"- name: one\n  notebook: 00_start-here\n  parameters:\n{MERGED}",
        "line 9: found '199288 values'; allowed: at most 50000",
    ),
    "a value that holds itself": (
        "- &all {name: one, parameters: *all}", "line 1: found '*all, which holds itself'; allowed: values that end",
    ),
    "a grid of a million": (
        GRID % ("{area}-{article}", f"grid: {{area: [{THOUSAND}], article: [{THOUSAND}]}}"),
        "brief 1!grid: found '1000000 pages with this'; allowed: at most 5000",
    ),
    "grids that are too many together": (
        "".join(GRID % (f"{x}-{{area}}", f"parameters: {{x: {x}}}, grid: {{area: [{THOUSAND}]}}") for x in "abcdef"),
        "brief 6!grid: found '6000 pages with this'; allowed: at most 5000",
    ),
    "a list within a list, five thousand times": (
        "- " + "[" * 5000 + "]" * 5000,
        "line 1: found 'values within values within values'; allowed: at most 20 within one another",
    ),
    "a line of a million letters": (
        AREA % ("x" * 1_000_000), "found '1000060 bytes'; allowed: at most 500000",
    ),
    "a text of thousands of letters": (
        AREA % ("x" * 9_000),
        "line 1: found 'xxxxxxxxxxxxxxxxxxxx…, 9000 letters'; allowed: at most 1000",
    ),
    "a number of hundreds of digits": (
        f"- {{{START}, limit: {'9' * 400}}}",
        "line 1: found '99999999999999999999…, a number of 400 signs'; allowed: at most 15",
    ),
    "a limit of years": (
        f"- {{{START}, limit: 1.0e+300}}",
        "brief 1!limit: found '1e+300'; allowed: seconds that the notebook may run, such as 120; at most 86400",
    ),
    "thousands of keys": (
        f"- {{{', '.join(f'k{number}: 1' for number in range(2000))}}}", "brief 1: found 'k",
    ),
    "thousands of lines that are no briefs": ("- x\n" * 2000, "brief 1: found 'x'; allowed: a line of {name,"),
    "a control character": (AREA % r'"a\a"', "line 1: found 'U+0007 in a text'; allowed"),
    "a character that turns the direction of writing": (
        AREA % "\u202eabc", "line 1: found 'U+202E in a text'; allowed: letters and signs",
    ),
    "half a character": (AREA % r'"\ud800"', "line 1: found 'U+D800 in a text'; allowed"),
    "an object of Python": ("- !!python/object/apply:os.system ['true']", "line 1: found \"could not determine a"),
    "a set": ("- !!set {a, b}", "line 1: found \"could not determine a constructor for the tag"),
    "a name too long for a file": (f"- {{name: {'x' * 300}, notebook: 00_start-here}}", "brief 1!name: found 'xxxx"),
    "such a name by a grid": (
        GRID % ("of-{area}", f"grid: {{area: [{'x' * 300}]}}"), "brief 1!name: found 'of-xx",
    ),
}  # fmt: skip


def refusal(reads, path, text):
    """The message that a text is refused with."""
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataProblems) as raised:
        reads(path)
    return str(raised.value)


@pytest.mark.parametrize(("text", "message"), OF_BRIEFS.values(), ids=OF_BRIEFS)
def test_a_list_of_briefs_that_is_too_much_is_refused(tmp_path, text, message):
    """Before anything is made of it: what stands for a billion values would never end."""
    said = refusal(briefs.read, tmp_path / "briefs.yml", text)
    assert (
        said.startswith(f"briefs.yml{'' if message.startswith('found') else ','}") and message in said.splitlines()[0]
    )
    assert len(said) < 10_000


@pytest.mark.parametrize("extra", [0, 1])
def test_names_have_room_for_all_that_stands_around_them(tmp_path, extra):
    """Their files are named after them, and written beside them first: to the longest name nothing is added in vain."""
    name = "x" * (briefs.LONGEST_NAME + extra)
    (tmp_path / "briefs.yml").write_text(f"- {{name: {name}, notebook: 00_start-here}}")
    if extra:
        with pytest.raises(DataProblems, match="allowed: at most 100 letters; this has 101"):
            briefs.read(tmp_path / "briefs.yml")
    else:
        (tmp_path / f".{briefs.read(tmp_path / 'briefs.yml')[0].file}.{'counterexample-12'}.csv.4194304").write_text("")


OF_SITE = {
    "a name before the host": ("errors: 'https://good.vn@evil.example/'", "errors: found 'https://good.vn@evil.example/'"),
    "a password before the host": ("address: 'https://user:pw@host/a'", "address: found 'https://user:pw@host/a'"),
    "a name before the host, of errors": ("errors: 'https://user:pw@host'", "errors: found 'https://user:pw@host'"),
    "lines in the head of a mail": ("errors: 'mailto:a%0aBcc:x@b.vn'", "errors: found 'mailto:a%0aBcc:x@b.vn'"),
    "a bell in a name": ('publisher: "Sở\\a A"', "line 1: found 'U+0007 in a text'; allowed: letters and signs"),
    "a name that is turned around": ("publisher: \u202eABC", "line 1: found 'U+202E in a text'"),
    "a name of a thousand letters": (f"publisher: {'x' * 1000}", "publisher: found 'xxx"),
    "a name of a million letters": (f"publisher: {'x' * 1_000_000}", "found '1000011 bytes'; allowed: at most 500000"),
    "an address of thousands of letters": (f"errors: https://a.vn/{'x' * 2000}", "line 1: found 'https://a.vn/xxxxxxx…"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), OF_SITE.values(), ids=OF_SITE)
def test_who_publishes_is_one_name_and_plain_addresses(tmp_path, text, message):
    said = refusal(briefs.imprint, tmp_path / "site.yml", text)
    assert said.startswith("site.yml") and message in said and len(said.splitlines()) == 1


def test_an_address_may_have_an_at_sign_behind_its_host(tmp_path):
    (tmp_path / "site.yml").write_text("errors: https://a.vn/@so?to=b@c\n")
    assert briefs.imprint(tmp_path / "site.yml").errors == "https://a.vn/@so?to=b@c"


# --- whatever is put in the place of a value -------------------------------------------------------------------

_LEAVES = strategies.one_of(
    strategies.none(), strategies.booleans(), strategies.integers(), strategies.floats(), strategies.dates(),
    strategies.text(max_size=20), strategies.binary(max_size=5),
    strategies.sampled_from(["each", "{area}", "of-{area}", "00_start-here", "vi", "<<", "=", "VN63-87", 300 * "x"]),
)  # fmt: skip
_VALUES = strategies.recursive(
    _LEAVES,
    lambda own: strategies.lists(own, max_size=4) | strategies.dictionaries(_LEAVES, own, max_size=4),
    max_leaves=8,
)
_KEYS = (*briefs.KEYS, "nmae", "publisher", "errors", "address", "area", "language")


@strategies.composite
def _texts(draw):
    """A list with one brief that is right but for what stands at some of its keys; sometimes a file that is no YAML."""
    if not draw(strategies.integers(0, 5)):
        return draw(
            strategies.binary(max_size=60)
            | strategies.text(max_size=60).map(lambda own: own.encode("utf-8", "replace"))
        )
    entry = {"name": "one", "notebook": "00_start-here"} | draw(
        strategies.dictionaries(strategies.sampled_from(_KEYS), _VALUES)
    )
    held = draw(strategies.sampled_from([[entry], [entry, entry], entry]))
    return yaml.safe_dump(held, allow_unicode=draw(strategies.booleans())).encode("utf-8", "surrogatepass")


@pytest.mark.whole
@hypothesis.settings(max_examples=1000)
@hypothesis.given(_texts())
def test_whatever_is_written_is_briefs_or_one_message(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.yml"
    path.write_bytes(text)
    for reads in (briefs.read, briefs.imprint):
        try:
            made = reads(path)
            assert isinstance(made, list | briefs.Imprint)
            if isinstance(made, list):
                briefs.check(made)
        except DataProblems as error:
            assert error.problems and "Traceback" not in str(error)


# --- what a notebook puts on a page ---------------------------------------------------------------------------

OF_PAGES = {
    "a script": ("<p>a</p><script>alert()</script>", "<script>"),
    "a handler of events": ("<p onclick='alert()'>a</p>", "onclick of <p>"),
    "a picture that is not there, with a handler": ("<img src=x onerror=alert()>", "src=“x” of <img>, onerror of"),
    "a picture of another site": ("<img src='https://evil.example/a.png' alt=''>", "src=“https://evil.example/a"),
    "a picture for large screens of another site": ("<img srcset='//evil.example/a 2x' alt=''>", "srcset=“//evil.ex"),
    "a page as a picture": ("<img src='data:text/html,a' alt=''>", "src=“data:text/html,a” of <img>"),
    "a link that runs": ("<a href='javascript:alert()'>a</a>", "href=“javascript:alert()” of <a>"),
    "a link that runs, spelt to hide": ("<a href='&#106;ava\tscript:alert()'>a</a>", "href=“java\tscript:alert()” of"),
    "a link that is a page": ("<a href='data:text/html,a'>a</a>", "href=“data:text/html,a” of <a>"),
    "a link with a name before the host": ("<a href='https://good.vn@evil.example'>a</a>", "href=“https://good.vn@evil"),
    "a link without a scheme": ("<a href='//evil.example'>a</a>", "href=“//evil.example” of <a>"),
    "a frame": ("<iframe src='https://evil.example'></iframe>", "<iframe>"),
    "an object": ("<object data='a'></object>", "<object>"),
    "a form": ("<form action='https://evil.example'><input name='a'></form>", "<form>, <input>"),
    "another page after a while": ("<meta http-equiv='refresh' content='0;url=https://evil.example'>", "<meta>"),
    "another base of all links": ("<base href='https://evil.example/'>", "<base>"),
    "style that says something": ("<style>p::after { content: '94% of schools' }</style>", "<style>"),
    "style that lies over the page": ("<div style='position: fixed'>a</div>", "style=“position: fixed” of <div>"),
    "a list that counts from 94": ("<ol start='94'><li>a</li></ol>", "start of <ol>"),
    "a drawing that animates a link": ("<svg><animate attributeName='href' to='javascript:a()'/></svg>", "<svg>"),
    "what is no comment for a browser": ("<!--><script>alert()</script>-->", "a comment"),
    "what a browser without scripts reads otherwise": ("<noscript><p title='</noscript>'></noscript>", "<noscript>"),
    "a tag that does not end": ("<p>a</p><p title='", "a tag that does not end"),
    "a part that is not closed": ("<div>" * 9, "<div> that is not closed"),
    "an end of what was not begun here": ("</main><p>a</p>", "</main> that closes none"),
}  # fmt: skip


@pytest.mark.parametrize(("html", "found"), OF_PAGES.values(), ids=OF_PAGES)
def test_what_no_page_has_is_found(html, found):
    assert ", ".join(markup.refused(html)).startswith(found)


def test_an_exercise_asks_without_sending_anything():
    form = '<form class="answers"><label>a <input type="text" name="b"/></label><button type="submit">c</button></form>'
    assert [*markup.refused(form, asking=True)] == []
    assert [*markup.refused(form.replace("<form", "<form action='https://a.vn'"), asking=True)] == ["action of <form>"]


def failed(*own):
    """How a page of a notebook with these cells, as they are stored, is refused."""
    begun = new_notebook(cells=[new_markdown_cell("## Before"), *own])
    nbformat.write(begun, paths.NOTEBOOKS / "first.ipynb")
    with pytest.raises(BriefFailed) as raised:
        pages().written(begun, Brief("one", "first", {}, "en", ("en",)))
    return str(raised.value)


@pytest.fixture
def own_notebooks(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "NOTEBOOKS", tmp_path)


def shows(html):
    return new_code_cell("", outputs=[new_output("display_data", {"text/html": html})])


WARNED = "<ipython-input-3>:1: UserWarning: 3 axes collapsed\n  warnings.warn(said)\n"
OF_CELLS = {
    "a script in an output": (shows("<script>a()</script>"), "found <script>; allowed: text, tables, links by https:"),
    "a script in prose": (new_markdown_cell("## A\n\n<script>a()</script>"), "found <script>; allowed: text, tables"),
    "a link in prose that runs": (
        new_markdown_cell("## A\n\n[b](javascript:alert(document.domain))"), "found href=“javascript:alert(document.do",
    ),
    "a warning": (
        new_code_cell("", outputs=[new_output("stream", name="stderr", text=WARNED)]),
        "a warning, which no page shows: 'UserWarning: 3 axes collapsed'",
    ),
    "more than a page may have": (shows(f"<p>{'x' * 6_000_000}</p>"), "it shows 6 MB; a page may have 5"),
}  # fmt: skip


@pytest.mark.parametrize(("cell", "message"), OF_CELLS.values(), ids=OF_CELLS)
@pytest.mark.usefixtures("own_notebooks")
def test_what_no_page_has_is_refused_with_its_cell(cell, message):
    """The policy of the page keeps it from working: it was written, and nobody told."""
    assert failed(cell).startswith(f"one.en.html: notebook first, cell 2: {message}")


@pytest.mark.usefixtures("own_notebooks")
def test_a_page_without_faults_among_its_numbers_is_not_said_to_be_whole():
    said = failed(shows("<p>About 93% of them.</p>"))
    assert "1 fault, so it is not written (0 of 0 numbers traced)" in said and "holds a number without a source" in said


@pytest.mark.parametrize("name", sorted(each.name for each in paths.TEMPLATE.glob("*.html.j2")))
def test_no_page_sends_forms_or_moves_its_links(name):
    """Neither follows from default-src."""
    page = (paths.TEMPLATE / name).read_text("utf-8")
    policy = re.search(r'content="(default-src[^"]*)"', page)
    assert bool(policy) == ("<head>" in page)
    if policy:
        assert policy[1].startswith("default-src 'none'; base-uri 'none'; form-action 'none'; ")


def test_data_that_change_during_a_build_cost_its_lists_alone(template, monkeypatch):  # noqa: F811
    """It ended with a traceback, and what had failed was not said."""

    def stale(*_):
        raise package.Stale("observations.csv is another")

    monkeypatch.setattr(build, "_list", stale)
    notebook(template.parent, "first", shows("<script>"))
    page, *lists = built(asked(template.parent, "- {name: one, notebook: first, languages: [en]}"))
    assert page.startswith("one.en.html: notebook first, cell 2: found <script>") and len(lists) == 4
    assert lists[0].startswith("index.html: Stale: observations.csv is another; run `make data`")


# --- the record of what was built -----------------------------------------------------------------------------

OF_RECORDS = {
    "a file outside": "../../victim.txt", "an absolute path": "/etc/hostname", "a file in a folder": "files/a.csv",
    "the folder itself": ".", "the folder above": "..", "no page": "notes.txt", "a hidden file": ".lock",
    "a page’s name with something before it": "a/one.en.html", "no page of ours": "conf.json", "nothing": "",
}  # fmt: skip


@pytest.mark.parametrize("file", OF_RECORDS.values(), ids=OF_RECORDS)
def test_only_names_of_pages_are_believed(tmp_path, file):
    """Whatever digest stands beside it: even that of the file as it is."""
    html = tmp_path / "reports" / "html"
    (html / "files").mkdir(parents=True)
    path = html / file if file and not file.startswith("/") else html / "elsewhere"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("somebody's")
    digest = paths.digest(b"somebody's")
    entry = {"inputs": "", "made": "", "page": digest, "facts": {}}
    lines = [[file, entry], ["one.en.html", entry | {"files": {file: digest}}]]
    (html / record.FILE).write_text("".join(json.dumps(each) + "\n" for each in lines))
    kept = record.Record(html)
    assert kept.entries == {} and path.exists()


@pytest.mark.parametrize(
    "held", ["[]", "{", "null", "[" * 100_000, '{"a": {}}', "\0" * 100, f'["one.en.html", {"9" * 5000}]'], ids=repr
)
def test_a_record_that_is_damaged_is_none(tmp_path, held):
    (tmp_path / record.FILE).write_text(held)
    assert record.Record(tmp_path).entries == {}


def test_a_record_is_read_however_long_a_line_of_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(record, "LONGEST", 1000)
    entry = {"inputs": "", "made": "", "page": "", "facts": {"title": "a\u2028b"}}
    lines = [json.dumps(["one.en.html", entry], ensure_ascii=False), "x" * 5000, json.dumps(["two.en.html", entry])]
    (tmp_path / record.FILE).write_text("\n".join(lines), encoding="utf-8")
    assert record.Record(tmp_path).entries == {"one.en.html": entry, "two.en.html": entry}


def test_the_projects_own_files_are_far_from_every_bound():
    for path in (paths.BRIEFS, paths.SITE, paths.HOME / "reports" / "lessons.yml"):
        assert path.stat().st_size < briefs.MOST_BYTES / 20
    assert len({each.name for each in briefs.read()}) < briefs.MOST_PAGES / 10
    assert max(len(each.name) for each in briefs.read()) < briefs.LONGEST_NAME * 0.6
