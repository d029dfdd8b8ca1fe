"""From a saved page to a draft: the article's numbers are candidates, those of menus, other news and counters are not.

The pages are in our own words, in the shapes that news sites of provinces have.
"""

import os
import re
import socket
import sys

import pytest
from faults import pages as faulty
from openpyxl import load_workbook
from test_draft import call, home, workbook  # noqa: F401
from test_faults import measured

from sosanh.curate import pages
from sosanh.data.problems import Unreadable

ID, NAME = "vl-2026-03", "nam-hoc-so.html"
TITLE = "Trường học và bệnh viện ở Vĩnh Long bước vào năm học số"
PARAGRAPHS = [
    "Đến hết tháng 8/2026, toàn tỉnh Vĩnh Long có 412/430 cơ sở giáo dục triển khai thanh toán không dùng tiền mặt (đạt"
    " 95,8%), theo Sở Giáo dục và Đào tạo.",
    "Ở lĩnh vực y tế, 14 bệnh viện công lập đã dùng bệnh án điện tử; hơn 87% người dân có hồ sơ sức khỏe điện tử, cao "
    "hơn kế hoạch được giao từ đầu năm.",
    "Tỉnh phấn đấu đến năm 2027 có trên 98% cơ sở giáo dục triển khai thanh toán không dùng tiền mặt, đồng thời hoàn "
    "thành việc kết nối dữ liệu giữa các sở, ngành.",
]
OWN = "".join(f"<p>{each}</p>\n" for each in PARAGRAPHS)
TEXT = "".join(f"{each}\n" for each in (TITLE, *PARAGRAPHS))
MENU = "".join(f'<li><a href="/{number}">Văn bản số {number}00 của Ủy ban nhân dân</a></li>' for number in range(40))
META = f"""<meta charset="utf-8"><title>{TITLE} - Báo Sông Tiền</title>
<meta property="og:title" content="{TITLE} - Báo Sông Tiền"><meta property="og:site_name" content="Báo Sông Tiền">
<meta property="article:published_time" content="2026-09-12T18:30:00Z"><meta name="author" content="Minh An">
<link rel="canonical" href="https://baosongtien.example/giao-duc/nam-hoc-so-73519.html">"""
PORTAL = f"""<!DOCTYPE html><html lang="vi"><head>{META}
<script type="application/ld+json">{{"articleBody": "Có 7777 trường và 8888 bệnh viện."}}</script></head><body>
<div class="header"><a href="/">Trang chủ</a> Thứ Bảy, 21/11/2026 - 09:41 <span>Gọi: 0270 3823 456</span></div>
<div class="left-menu"><ul><li><a href="/a">Tin tức (1540)</a></li>{MENU}</ul></div>
<div class="content-detail"><h1 class="title">{TITLE}</h1>
<div class="date">Chủ nhật, 13/09/2026 01:30</div><div class="view-count">Lượt xem: 3345</div>
<div class="content">{OWN}<p style="display: none">Ẩn 4321 chữ để máy tìm kiếm đọc, còn người đọc thì không thấy.</p>
<figure><img src="a.jpg" alt="9 em"><figcaption>Ảnh: 25 học sinh quét mã ở căn tin</figcaption></figure></div></div>
<div class="related-news"><h3>Tin liên quan</h3><ul><li><a href="/e">Có 99 xã đạt chuẩn (05/09/2026)</a></li>
<li><a href="/f">Khai giảng cho 260.000 học sinh (04/09/2026)</a></li></ul></div>
<div class="comments"><h3>Bình luận (17)</h3><div class="comment"><p>Trường con tôi thu qua ví 2 năm nay. 44 thích</p>
</div></div><div class="footer"><p>Giấy phép số 123/GP-TTĐT ngày 01/02/2019. Lượt truy cập: 9.876.543</p></div>
</body></html>"""
TABLE = f"""<!DOCTYPE html><html lang="vi"><head>{META}</head><body><nav><a href="/x">Chuyên mục 1</a></nav>
<article><h1>{TITLE}</h1>{OWN}
<table><tr><th>Huyện</th><th>Số trường</th><th>Tỷ lệ</th></tr><tr><td>Long Hồ</td><td><p>58</p></td><td>96,7%</td></tr>
<tr><td>Trà Ôn</td><td><p>61</p></td><td>93,4%</td></tr></table></article>
<aside><h2>Đọc nhiều</h2><ol><li>Giá lúa tăng 300 đồng mỗi ký</li></ol></aside></body></html>"""
AMP = f"""<!doctype html><html ⚡ lang="vi"><head>{META}<style amp-boilerplate>body{{animation:5s}}</style></head><body>
<amp-sidebar id="m"><ul><li>Mục 11</li></ul></amp-sidebar>
<article class="amp-wp-article"><header><h1>{TITLE}</h1></header>
<div class="amp-wp-article-content">{OWN}<amp-img src="a.jpg" width="640" height="427"></amp-img></div>
<amp-list><p>Xem thêm: 8 tỉnh dẫn đầu</p></amp-list></article></body></html>"""
OLD = f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://127.0.0.1:9/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Cổng thông tin</title></head><body><form action="x">
<table width="100%"><tr><td width="180"><ul>{MENU}</ul></td><td><h1>{TITLE}</h1><span>Cập nhật: 13/09/2026</span>
<div class="noidung">{"".join(f"<div><span>{each}</span></div>" for each in PARAGRAPHS)}</div>
<div>Các tin khác</div><ul><li><a href="4">Họp giao ban tháng 9 (12/09/2026)</a></li></ul></td></tr></table></form>
</body></html>"""
BARE = f"""<html><head>{META}</head><body><div>{MENU}</div><div id="ctl00_main"><h1>{TITLE}</h1>
{"".join(f"<div>{each}</div>" for each in PARAGRAPHS)}</div><div>Lượt truy cập: 9.876.543</div></body></html>"""
ROWS = "Huyện; Số trường; Tỷ lệ\nLong Hồ; 58; 96,7%\nTrà Ôn; 61; 93,4%\n"
SHAPES = {"portal": (PORTAL, TEXT), "table": (TABLE, TEXT + ROWS), "AMP": (AMP, TEXT), "tables lay it out": (OLD, TEXT),
          "no classes, no <p>": (BARE, TEXT)}  # fmt: skip


def text(page):
    return "".join(f"{line}\n" for line in pages.read(page if isinstance(page, bytes) else page.encode()).lines)


@pytest.mark.parametrize(("page", "article"), SHAPES.values(), ids=SHAPES)
def test_the_text_is_the_article_and_nothing_around_it(page, article):
    """Every time the same, and without a word to the network."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        page = page.replace("127.0.0.1:9/", f"127.0.0.1:{server.getsockname()[1]}/")
        assert text(page) == article == text(page)
        with pytest.raises(BlockingIOError):  # nobody came
            server.accept()


def test_what_the_page_says_of_itself_names_its_element():
    cells = pages.read(PORTAL.encode()).cells
    evidence = [cells.pop(name) for name in ("date_evidence_vi", "date_evidence_en")]
    assert cells == {
        "title": TITLE, "outlet": "Báo Sông Tiền", "author": "Minh An",
        "url": "https://baosongtien.example/giao-duc/nam-hoc-so-73519.html",
        "published": "2026-09-13", "published_from": "2026-09-13", "published_to": "2026-09-13",
    }  # fmt: skip
    assert all("article:published_time 2026-09-12T18:30:00Z" in each and "UTC+7" in each for each in evidence)


@pytest.mark.parametrize(("said", "day"), [
    ("2026-09-12T16:59:59Z", "2026-09-12"), ("2026-09-12T17:00:00+00:00", "2026-09-13"),
    ("2026-09-13T01:30:00+0700", "2026-09-13"), ("2026-09-13T23:59", "2026-09-13"), ("2026-09-13", "2026-09-13"),
    ("0001-01-01T00:00:00+14:00", None), ("0001-01-01T00:00:00", None), ("13/09/2026", None), ("", None),
])  # fmt: skip
def test_the_day_is_that_in_vietnam(said, day):
    cells = pages.read(PORTAL.replace("2026-09-12T18:30:00Z", said).encode()).cells
    assert cells.get("published") == day and ("date_evidence_en" in cells) == bool(day)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1258"])
def test_a_declared_encoding_is_read_and_the_text_is_in_the_usual_form(encoding):
    page = AMP.replace("⚡", "").replace("utf-8", encoding.replace("-sig", ""))
    if encoding == "windows-1258":  # it has a sign for each mark of tone, behind its letter
        import unicodedata

        marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
        parted = (unicodedata.normalize("NFD", each) for each in page)
        page = "".join(
            unicodedata.normalize("NFC", "".join(c for c in each if c not in marks)) + "".join(marks & {*each})
            for each in parted
        )
    assert text(page.encode(encoding)) == TEXT


def test_a_library_that_is_not_there_is_named(home, monkeypatch):  # noqa: F811
    (home / "trafilatura.py").write_text("raise ModuleNotFoundError(name='trafilatura')")
    monkeypatch.setenv("PYTHONPATH", f"{home}{os.pathsep}{os.environ['PYTHONPATH']}")
    (home / NAME).write_text(PORTAL, "utf-8")
    code, said = call(home, "article", ID, str(home / NAME))
    assert code == 2 and "needs trafilatura, which is not installed" in said and '"sosanh[curate]"' in said


def test_from_a_page_to_a_draft_and_its_text(home):  # noqa: F811
    """The text lies where `make verify` looks for it; what a person has mended in it is not written over."""
    place = home / "texts" / f"{ID}.txt"
    place.unlink()
    (home / NAME).write_text(PORTAL, "utf-8")
    code, said = call(home, "article", ID, str(home / NAME))
    assert code == 0 and f"{ID}.txt: the text of {NAME}: 4 lines, 6 numbers" in said, said
    assert "has 76 runs of digits" in said and place.read_text("utf-8") == TEXT
    book = load_workbook(workbook(home))
    held = {
        name: [dict(zip([cell.value for cell in book[name][1]], row, strict=True)) for row in
               book[name].iter_rows(min_row=2, values_only=True)]
        for name in ("sources", "observations")
    }  # fmt: skip
    printed = [row["as_printed"] for row in held["observations"] if row["as_printed"]]
    assert printed == ["412/430 | 95,8%", "14", "87%", "98%"]
    assert held["sources"][0]["outlet"] == "Báo Sông Tiền" and held["sources"][0]["published"] == "2026-09-13"
    said = call(home, "check", ID)[1]
    assert "date_evidence" not in said and "text_sha256" not in said and "published" not in said, said
    place.write_text(TEXT.replace("14 bệnh", "15 bệnh"), "utf-8")
    before = workbook(home).read_bytes()
    code, said = call(home, "article", ID, str(home / NAME))
    assert code == 1 and f"{place} exists already and is not what {NAME} gives; nothing was written" in said
    assert workbook(home).read_bytes() == before and "15 bệnh" in place.read_text("utf-8")


def test_what_the_meta_elements_of_a_page_do_not_say_is_named(home):  # noqa: F811
    bare = re.sub(r"<meta [^>]*(?:author|published_time)[^>]*>", "", PORTAL)
    (home / NAME).write_text(bare, "utf-8")
    said = call(home, "article", "vl-2026-09", str(home / NAME))[1]
    assert said.splitlines()[0].endswith(" do not say, type where the page shows it: author, published.")


def test_a_page_is_known_by_what_is_in_it(home):  # noqa: F811
    page = home / "page.txt"
    page.write_text("\n<!-- saved from url=(0031)https://baosongtien.example/a -->\n" + TABLE, "utf-8")
    code, said = call(home, "article", "vl-2026-09", str(page))
    assert code == 0 and "What its meta elements" not in said, said
    assert (home / "texts" / "vl-2026-09.txt").read_text("utf-8") == TEXT + ROWS


def test_a_page_of_many_elements_is_read_in_one_way():
    many = PORTAL.replace("</ul>", MENU * 40 + "</ul>", 1)
    assert text(many) == TEXT
    with pytest.raises(Unreadable, match="elements"):
        text(PORTAL.replace("</ul>", MENU * 120 + "</ul>", 1))


@pytest.mark.whole
@pytest.mark.skipif(sys.platform != "linux", reason="it reads /proc")
@pytest.mark.parametrize("fault", faulty.AREA.faults, ids=[each.name for each in faulty.AREA.faults])
def test_a_faulty_page_ends_soon(fault, tmp_path, home, monkeypatch):  # noqa: F811
    """In two seconds of a processor, or in no more than a page takes that is sound."""
    monkeypatch.setenv("ARTICLES", str(tmp_path))  # not among the texts of the collection
    faulty.made(tmp_path)
    _, sound, _ = measured(home, "article", "vl-2026-10", str(tmp_path / faulty.NAME))
    fault.plant(tmp_path)
    done, seconds, mebibytes = measured(home, "article", faulty.ID, str(tmp_path / faulty.NAME))
    print(f"{fault.name}: {seconds:.2f} s, {mebibytes:.0f} MiB")
    read = fault.says.startswith("read")
    assert bool(done.returncode) != read and mebibytes < 512 and (read or seconds < max(2, sound))
