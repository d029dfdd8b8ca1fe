import pytest

from sosanh.publish.page import contents


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
