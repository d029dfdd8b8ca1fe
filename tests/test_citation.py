from dataclasses import replace
from datetime import date

from sosanh.publish.page import Citation

SCHOOLS = Citation("Đã vượt mức 80% chưa?", "schools.vi.html", "vi", "0.2.1", date(2025, 2, 1))


def test_a_page_that_is_published_nowhere_is_cited_by_its_file():
    assert SCHOOLS.place == "schools.vi.html"
    assert SCHOOLS.bibtex() == "\n".join(
        [
            "@misc{sosanh-schools-vi,",
            "  author = {{Nhóm tác giả SoSánh}},",
            r"  title = {{Đã vượt mức 80\% chưa?}},",
            "  year = {2025},",
            "  version = {0.2.1},",
            "  howpublished = {schools.vi.html},",
            "  note = {Dữ liệu SoSánh phiên bản 0.2.1, ngày 01/02/2025},",
            "  language = {vietnamese}",
            "}",
        ]
    )


def test_a_published_page_is_cited_by_its_address_and_publisher():
    there = replace(SCHOOLS, language="en", publisher="Finance & Tax", address="https://office.vn/so_sanh/")
    assert there.place == "https://office.vn/so_sanh/schools.vi.html"
    entry = there.bibtex()
    assert "  url = {https://office.vn/so_sanh/schools.vi.html},\n" in entry  # an address is taken as it is
    assert r"  publisher = {Finance \& Tax}," in entry and "howpublished" not in entry
    assert "  note = {SoSánh data version 0.2.1, 1 February 2025}," in entry
    assert "  language = {english}\n" in entry


def test_a_title_cannot_end_its_field():
    entry = replace(SCHOOLS, title=r"} \write18{x} #1 $ ~ ^ _").bibtex()
    shown = r"\} \textbackslash{}write18\{x\} \#1 \$ \textasciitilde{} \textasciicircum{} \_"
    assert f"  title = {{{{{shown}}}}},\n" in entry
