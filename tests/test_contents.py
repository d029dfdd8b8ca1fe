import re

import pytest

from sosanh.publish.along import Taken
from sosanh.publish.page import contents, identified


@pytest.mark.parametrize(
    ("title", "address"),
    [
        ("Điều trang này không nói", "dieu-trang-nay-khong-noi"),
        ("Chắc đến đâu, và “điều” khác?", "chac-den-dau-va-dieu-khac"),
        ("You can write / Don’t write", "you-can-write-don-t-write"),
        ("Điều", "dieu"),  # letters and marks apart, as some systems write them
        ("ƯỚC TÍNH 2025", "uoc-tinh-2025"),
        ("?", "part"),
    ],
)
def test_addresses_are_plain_letters(title, address):
    assert contents(f"<h2>{title}</h2>")[1] == {address: title}


def test_every_heading_of_second_rank_is_listed_as_it_reads():
    page = (
        '<h1>Q</h1><h2>A &amp; <b>B</b></h2><h3>c</h3><caption><h2 class="title">A\nB</h2></caption><h2 id="x">A b</h2>'
    )
    marked, entries = contents(page)
    assert list(entries.items()) == [("a-b", "A & B"), ("a-b-2", "A B"), ("a-b-3", "A b")]
    assert marked == (
        '<h1>Q</h1><h2 id="a-b">A &amp; <b>B</b></h2><h3>c</h3>'
        '<caption><h2 class="title" id="a-b-2">A\nB</h2></caption><h2 id="a-b-3">A b</h2>'
    )


def test_each_exhibit_of_a_page_has_an_address_of_its_own():
    shown = "".join(
        f'<section class="exhibit {name}" lang="en"><h3 class="title">T</h3><p>…</p></section>'
        for name in ("pairs", "levels", "pairs")
    )
    made = identified(shown, Taken("en"))
    assert re.findall(r'<section [^>]* id="([^"]*)"', made) == ["pairs", "levels", "pairs-2"]
    assert re.findall(r'class="self" href="#([^"]*)"', made) == ["pairs", "levels", "pairs-2"]


def test_the_first_screen_has_no_link_in_its_question():
    first = '<section class="exhibit headline" lang="en"><h1>Q</h1></section>'
    sure = '<section class="exhibit sure" lang="en"><h3 class="title">T</h3></section>'
    made = identified(first + sure, Taken("en"))
    assert made.startswith('<section class="exhibit headline" lang="en" id="headline"><h1>Q</h1></section>')
    assert made.count('class="self"') == 1


def test_a_part_of_the_page_gives_way_to_an_exhibit_of_its_name():
    page = '<h2>Sources</h2><section class="exhibit sources"><p>…</p></section>'
    made, entries = contents(identified(page, Taken("en")))
    assert [*entries] == ["sources-2"] and 'id="sources"' in made
