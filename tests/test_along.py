"""What is taken along from a page: what a spreadsheet would change, bounds, the same bytes, whose files are whose."""

import csv
import io
import json
import re
from datetime import date
from zipfile import ZipFile

import openpyxl
import pytest
from here import built

from sosanh.compare.questions import one_indicator
from sosanh.data import paths
from sosanh.draw import pairs as charts
from sosanh.lineage.evaluate import Codes
from sosanh.publish import briefs, feed, sheets, xlsx
from sosanh.publish.briefs import FILES, Imprint
from sosanh.publish.build import FEEDS, LISTS
from sosanh.publish.record import FILE, Record
from sosanh.publish.sheets import Sheet
from sosanh.show import exhibits
from sosanh.show.display import MIME, TAKEN
from sosanh.show.headlines import headline

DAY = date(2025, 2, 1)
LIVE = ["=1+1", "+84 277 385 1234", "-5", "@x", "\tx", "=cmd|' /C calc'!A0"]
CHANGED = [
    "465/595",
    "1-2",
    "0012",
    "25/7/2024",
    "12.800",
    "12,8",
    "78,15%",
    "July 2024",
    "25 July 2024",
    "1E5",
    "true",
]
CHANGED += ["TRUE", "đúng"]  # the last where LibreOffice speaks Vietnamese
KEPT = ["595", "0", "more than 91%", "465/595 (computed: 78.15%)", "tháng 02/2025", "school year 2023–2024", "May be"]


def read(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(content):
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


@pytest.mark.parametrize("words", [*LIVE, *CHANGED, *KEPT])
def test_every_word_of_a_workbook_is_text(words):
    made = xlsx.workbook(Sheet("Cover", ["a"], [], []), [Sheet("T", [words], [[words]], [words])], DAY)
    for row in (2, 3, 4):
        cell = read(made)["T"].cell(row, 1)
        assert (cell.data_type, cell.value, cell.number_format) == ("s", words, "@")
    assert not [name for name in ZipFile(io.BytesIO(made)).namelist() if b"<f>" in ZipFile(io.BytesIO(made)).read(name)]


@pytest.mark.parametrize("words", [*LIVE, *CHANGED, *KEPT])
def test_what_a_spreadsheet_would_change_begins_with_an_apostrophe_in_csv(words):
    made = sheets.comma_separated(Sheet("T", ["h"], [[words]], []), "en")
    assert made.startswith(b"\xef\xbb\xbf") and lines(made)[1] == [words if words in KEPT else f"'{words}"]


def test_numbers_of_a_csv_are_written_as_the_language_writes_them():
    own = Sheet("T", ["h"] * 4, [[78.1512605042, 91.0, None, 12000000000.0]], [])
    assert lines(sheets.comma_separated(own, "en"))[1] == ["78.1512605042", "91", "", "12000000000"]
    assert lines(sheets.comma_separated(own, "vi"))[1] == ["78,1512605042", "91", "", "12000000000"]


def test_a_workbook_is_the_same_bytes_at_any_time():
    own = [Sheet("T", ["a", "b"], [["x", 1.5]], []), Sheet("T", ["a"], [["y"]], [])]
    cover = Sheet("Cover", ["a"], [], [])
    made = xlsx.workbook(cover, own, DAY)
    with ZipFile(io.BytesIO(made)) as archive:
        assert {each.date_time for each in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        told = archive.read("docProps/core.xml").decode()
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", told)) == {"2025-02-01T00:00:00Z"}
    assert read(made).sheetnames == ["Cover", "T", "T 2"] and made == xlsx.workbook(
        Sheet("Cover", ["a"], [], []), own, DAY
    )


def test_a_long_title_names_a_sheet_in_whole_words():
    long = "Which [of these] figures / compare: how far? And why"
    made = read(xlsx.workbook(Sheet("C", [""], [], []), [Sheet(long, ["a"], [], [])] * 2, DAY))
    assert made.sheetnames == ["C", "Which of these figures compare…", "Which of these figures… 2"]
    assert all(len(name) <= 31 for name in made.sheetnames)


@pytest.mark.published
def test_the_lowest_and_the_highest_value_stand_beside_each_print(schools, data):
    own = sheets.sheet(exhibits.pairs(schools).said("en").data(), Codes(data))
    rows = [dict(zip(own.head, row, strict=True)) for row in own.rows]
    ends = [(row["Earlier"].split(" (")[0], *(row[f"Earlier: {each} possible value"] for each in ("lowest", "highest")))
            for row in rows]  # fmt: skip
    assert ends[0] == ("465/595, printed with “78,18%”", 78.1512605042, 78.18)  # by the fraction, and by the percentage
    assert ends[1] == ("more than 70%", 70, 100)
    change = [rows[0][f"Change: {each} possible value"] for each in ("lowest", "highest")]
    assert rows[0]["Later: lowest possible value"] == 91 and change == [12.82, 21.8487394958]
    assert rows[0]["Does it compare?"] == "Comparable within limits"
    assert rows[0]["Articles the row rests on"].startswith(
        "the repost of an article of Báo Đồng Tháp, published on 25 July"
    )
    assert own.below[0].startswith("Sources: [2]")


def test_what_the_page_says_once_stands_in_each_row_that_is_taken_along(data):
    """The speaker and whom a figure counts were on the page, above the rows, and in no file."""
    shown = exhibits.reported(one_indicator(data, "edu_internal_admin_digital")).said("en")
    own = sheets.sheet(json.loads(json.dumps(shown.data())), Codes(data))
    assert [str(head) for head, _ in shown.every] == ["Group or scope counted", "Kind", "Stated by"]
    told = [dict(zip(own.head, row, strict=True)) for row in own.rows]
    assert all(row["Stated by"] == "No source cited" for row in told) and len(told) == 2
    assert {len(row) for row in own.rows} == {len(own.head)}


@pytest.mark.published
def test_of_what_is_hedged_or_has_no_end_nothing_stands(schools, data):
    own = sheets.sheet(exhibits.apart(schools).said("en").data(), Codes(data))
    place = own.head.index("Later")
    assert [None, None] in [row[place + 1 : place + 3] for row in own.rows if row[place].startswith("basically 50%")]
    own = sheets.sheet(exhibits.reported(schools, whole=True).said("en").data(), Codes(data))
    assert [11000, None] in [row[2:4] for row in own.rows if "11,000" in row[1]]


@pytest.mark.published
def test_sentences_are_rows_without_bounds(schools, data):
    own = sheets.sheet(headline(schools).said("vi").data(), Codes(data))
    assert own.head == ["Nội dung", "Bài báo làm căn cứ của dòng"]
    assert own.rows[1][0] == own.title and "80%" in own.title  # the question; one value, and no table's


@pytest.mark.published
def test_a_drawing_that_is_taken_along_has_its_title_in_it(schools, monkeypatch):
    drawn = charts.bullet(schools).said("vi")
    assert drawn.svg is None and drawn._repr_mimebundle_() == {}  # in a notebook that is stored
    monkeypatch.setenv(TAKEN, "1")
    taken = charts.bullet(schools).said("vi")
    assert MIME in taken._repr_mimebundle_()
    said = re.findall(r">([^<]+)</text>", taken.svg)
    assert " ".join(said).endswith(str(taken.title)) and any(each.startswith("Nguồn:") for each in said)
    again = charts.bullet(schools).said("vi")
    assert taken.png.startswith("iVBOR") and (again.svg, again.png) == (taken.svg, taken.png)


NOTE = {"inputs": "", "made": "", "facts": {}}


@pytest.fixture
def kept(tmp_path):
    """A record with a page and two files of it."""
    own = Record(tmp_path)
    own.keep("one.vi.html", b"page", **NOTE, files={"one.vi.csv": b"a", "one.vi.png": b"b"})
    (tmp_path / FILES / "two.vi.csv").write_text("somebody's")
    return own


def there(record):
    return sorted(path.name for path in (record.folder / FILES).glob("*"))


def test_a_page_is_up_to_date_with_all_its_files(kept):
    assert kept.up_to_date("one.vi.html", inputs="") and Record(kept.folder).up_to_date("one.vi.html", inputs="")
    assert not kept.keep("one.vi.html", b"page", **NOTE, files={"one.vi.csv": b"a", "one.vi.png": b"b"})
    (kept.folder / FILES / "one.vi.png").write_bytes(b"changed")
    assert not kept.up_to_date("one.vi.html", inputs="")
    assert kept.keep("one.vi.html", b"page", **NOTE, files={"one.vi.csv": b"a", "one.vi.png": b"b"})
    (kept.folder / FILES / "one.vi.png").unlink()
    assert not kept.up_to_date("one.vi.html", inputs="")


def test_a_page_takes_along_what_it_no_longer_has(kept):
    kept.keep("one.vi.html", b"page", **NOTE, files={"one.vi.csv": b"c"})
    assert there(kept) == ["one.vi.csv", "two.vi.csv"]


@pytest.mark.parametrize("way", ["drop", "forget"])
def test_with_a_page_go_its_own_files_and_no_others(kept, way):
    (kept.folder / FILES / "one.vi.csv").write_bytes(b"edited by hand")
    getattr(Record(kept.folder), way)("one.vi.html")
    assert there(kept) == ["one.vi.csv", "two.vi.csv"] and not (kept.folder / "one.vi.html").exists()


@pytest.mark.parametrize("files", [{"../two.csv": "x"}, {"": "x"}, ["two.csv"], {"two.csv": 1}, 7])
def test_a_note_of_files_elsewhere_is_no_note(tmp_path, files):
    (tmp_path / FILE).write_text(json.dumps(["one.vi.html", NOTE | {"page": "", "files": files}]) + "\n")
    assert Record(tmp_path).entries == {}


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """Pages of one brief, built where it is known at which address they are published."""
    place = tmp_path_factory.mktemp("published")
    (place / "site.yml").write_text("publisher: Sở <A>\naddress: https://office.vn/so\n")
    asked = [each for each in briefs.read() if each.name == "dong-thap-2024-2025-education"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(paths, "HTML", place / "html")
        patch.setattr(paths, "SITE", place / "site.yml")
        assert built(asked) == []
    return place / "html"


@pytest.mark.published
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_file_that_a_page_names_is_there_and_none_besides(published, language):
    page = next(published.glob(f"dong-*.{language}.html")).read_text("utf-8")
    named = {*re.findall(rf'href="{FILES}/([^"]*)"', page)}
    assert named == {path.name for path in (published / FILES).glob(f"*.{language}.*")} and len(named) > 12
    end = page[page.index('class="taken">') :]
    assert named == {*re.findall(rf'href="{FILES}/([^"]*)"', end)}  # at its end for everybody
    menus = re.findall(r'<details class="take"(.*?)</details>', page)
    assert len(menus) > 8 and all(' aria-hidden="true"' in each for each in menus)
    assert all(each.count("tabindex") == each.count("<a ") + 1 for each in menus)  # and elsewhere for a pointer
    assert 'class="self" href="#pairs"' in page


@pytest.mark.published
def test_the_cover_says_what_it_is_and_how_to_cite_it(published):
    book = openpyxl.load_workbook(published / FILES / "dong-thap-2024-2025-education.en.xlsx")
    said = dict(book.worksheets[0].iter_rows(min_row=3, values_only=True))
    assert said["Licence"].startswith("Data under CC BY 4.0") and said["Published by"] == "Sở <A>"
    assert said["How to cite"].endswith("Sở <A>. https://office.vn/so/dong-thap-2024-2025-education.en.html")
    assert len(book.sheetnames) == 13


@pytest.mark.published
def test_a_published_page_says_what_it_is_as_a_data_set(published):
    page = (published / "dong-thap-2024-2025-education.en.html").read_text("utf-8")
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert told["@type"] == "Dataset" and told["publisher"]["name"] == "Sở <A>"
    assert told["description"].startswith("Yes, by the figure published in February 2025: more than 91%")
    urls = [each["contentUrl"].removeprefix(f"https://office.vn/so/{FILES}/") for each in told["distribution"]]
    assert {*urls} == {path.name for path in (published / FILES).glob("*.en.*")}
    assert '<meta content="https://office.vn/so/dong-thap-2024-2025-education.en.html" property="og:url"/>' in page
    assert 'rel="alternate" type="application/atom+xml"' in (published / "index.html").read_text("utf-8")


@pytest.mark.published
def test_the_feed_tells_what_each_version_changed_in_values(published, monkeypatch, tmp_path):
    assert {path.name for path in published.glob("*.xml")} == {*FEEDS.values()}
    log = "## 0.2.0 (2025-02-01)\n\n- noted: dt-2025-02.03\n\n## 0.1.0 (2025-01-01)\n\n- corrected: dt-2025-02.03\n"
    monkeypatch.setattr(feed.package, "releases", lambda: releases(tmp_path, log))
    made = feed.feed("en", FEEDS["en"], LISTS["en"], Imprint(address="https://office.vn/so/")).decode()
    newest, first = re.findall(r"<content>(.*?)</content>", made)
    assert newest == "No figure was added or corrected since the previous version."  # a changed note corrects nothing
    assert first.startswith("Figures corrected since the previous version") and "cashless payment" in first
    assert made.count("<updated>2025-02-01T00:00:00Z</updated>") == 2


def releases(folder, log):
    (folder / paths.CHANGES.name).write_text(log)
    return RELEASES(folder)


RELEASES = feed.package.releases


def test_where_no_address_is_known_there_is_neither(tmp_path, monkeypatch):
    (tmp_path / "site.yml").write_text("address: https://office.vn/so\n")
    monkeypatch.setattr(paths, "HTML", tmp_path / "html")
    monkeypatch.setattr(paths, "SITE", tmp_path / "site.yml")
    assert built([]) == [] and (paths.HTML / "feed.vi.xml").exists()
    (tmp_path / "site.yml").write_text("address:\n")
    assert built([]) == [] and not [*paths.HTML.glob("feed*")]
    assert "atom" not in (paths.HTML / "index.html").read_text("utf-8")
