import re

import pytest

from sosanh.data import paths
from sosanh.data.problems import DataProblems
from sosanh.publish import briefs
from sosanh.publish.briefs import Imprint


def read(tmp_path, text):
    (tmp_path / "site.yml").write_text(text, encoding="utf-8")
    return briefs.imprint(tmp_path / "site.yml")


def test_what_is_shipped_names_nobody():
    assert briefs.imprint(paths.SITE) == Imprint()


@pytest.mark.parametrize("text", ["", "# nothing yet", "publisher:\nerrors: ''\naddress:\n", "{}"])
def test_every_line_may_stay_blank(tmp_path, text):
    assert read(tmp_path, text) == Imprint()


@pytest.mark.parametrize(
    ("own", "named"),
    [
        (Imprint(), ["“publisher: ", "“errors: mailto:"]),
        (Imprint(publisher="Sở A"), ["“errors: mailto:"]),
        (Imprint(errors="mailto:so@a.vn"), ["“publisher: "]),
    ],
)
def test_a_build_says_in_one_line_how_to_set_what_is_blank(own, named):
    said = briefs.unsaid(own)
    assert said.count("“") == len(named) and all(each in said for each in named)
    assert "reports/site.yml" in said and "\n" not in said
    assert briefs.unsaid(Imprint("Sở A", "mailto:so@a.vn")) == ""


def test_what_is_given_is_taken(tmp_path):
    given = (
        "publisher: Sở Thông tin & Truyền thông\nerrors: mailto:so@tinh.gov.vn\naddress: https://tinh.gov.vn/sosanh\n"
    )
    expected = Imprint("Sở Thông tin & Truyền thông", "mailto:so@tinh.gov.vn", "https://tinh.gov.vn/sosanh/")
    assert read(tmp_path, given) == expected


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("error: mailto:a@b.vn", "site.yml: found 'error'; allowed: nearest: errors"),
        ("errors: so@tinh.gov.vn", "site.yml, errors: found 'so@tinh.gov.vn'; allowed: mailto:name@office.vn, or an"),
        ("errors: http://tinh.gov.vn/loi", "site.yml, errors: found 'http://tinh.gov.vn/loi'; allowed: mailto:"),
        ("errors: 'javascript:alert(1)'", "site.yml, errors: found 'javascript:alert(1)'"),
        ("errors: [mailto:a@b.vn]", "site.yml, errors: found \"['mailto:a@b.vn']\""),
        ("errors: 'https://a.vn/\"><b>'", "site.yml, errors: found 'https://a.vn/\"><b>'"),
        ("address: tinh.gov.vn", "site.yml, address: found 'tinh.gov.vn'; allowed: the folder where the pages are"),
        ("address: https://a.vn/?x=1", "site.yml, address: found 'https://a.vn/?x=1'"),
        ("publisher: 2025", "site.yml, publisher: found '2025'; allowed: the publisher’s name in one line"),
        ("publisher: no", "site.yml, publisher: found 'False'"),
        ("publisher: A {b}", "site.yml, publisher: found 'A {b}'; allowed: the publisher’s name in one line, without"),
        ("publisher: A\npublisher: B", "site.yml, line 2: found 'publisher twice'; allowed: each name once"),
        ("- publisher", "site.yml: found 'list'; allowed: lines such as “errors: mailto:name@office.vn”"),
        ("publisher: {", "site.yml, line 1: found"),
    ],
)
def test_what_is_not_allowed_is_named(tmp_path, text, message):
    with pytest.raises(DataProblems, match=re.escape(message)):
        read(tmp_path, text)


def test_all_that_is_wrong_is_said_at_once(tmp_path):
    with pytest.raises(DataProblems) as raised:
        read(tmp_path, "errors: here\naddress: there")
    assert len(raised.value.problems) == 2


def test_a_file_that_is_not_there_is_said_to_be_so(tmp_path):
    with pytest.raises(DataProblems, match=r"site.yml: found 'no such file'; allowed: a file of publisher, errors and"):
        briefs.imprint(tmp_path / "site.yml")
