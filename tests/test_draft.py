"""From a text to a draft, and from a draft to observations: what a machine reads, a person decides on."""

import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from faults import english_in
from openpyxl import load_workbook

from sosanh.curate import draft
from sosanh.data import paths
from sosanh.data.tables import read_csv

ID = "vl-2026-03"
TEXT = """\
Vĩnh Long đẩy mạnh chuyển đổi số trong trường học và bệnh viện
12/03/2026 08:15 | Tác giả: Minh An
Ngày 10/3/2026, Sở Giáo dục và Đào tạo tỉnh Vĩnh Long cho biết, có 610/640 cơ sở giáo dục đã triển khai thanh toán \
không dùng tiền mặt (đạt 95,3%), tăng so với năm 2024.
Theo kế hoạch, phấn đấu đến năm 2027 có trên 98% cơ sở giáo dục triển khai thanh toán không dùng tiền mặt; 3 lĩnh vực \
cùng chung tay.
Toàn tỉnh có 12 bệnh viện triển khai bệnh án điện tử và hơn 85% người dân có hồ sơ sức khỏe điện tử.
"""
WHO = {
    "voice": "department",
    "speaker_vi": "Sở Giáo dục và Đào tạo",
    "speaker_en": "Department of Education and Training",
}
NOBODY = {"voice": "unattributed"}
SCHOOLS = {"review": "kept", "population": "education_institutions"}
CHOSEN = {  # what a person types, by token: all else the draft has
    "610/640 | 95,3%": WHO | SCHOOLS, "98%": NOBODY | SCHOOLS, "3": {"review": "set_aside"},
    "12": NOBODY | {"review": "kept", "population": "health_facilities"},
    "85%": NOBODY | {"review": "kept", "population": "residents"},
}  # fmt: skip
SOURCE = {"outlet": "Cổng tin Vĩnh Long", "outlet_type": "state_portal", "locator": "bài 1"}


@pytest.fixture
def home(tmp_path):
    """A project with the workbooks of this one, and a text to enter."""
    shutil.copytree(paths.RAW.parent, tmp_path / "data")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / f"{ID}.txt").write_text(TEXT, "utf-8")
    return tmp_path


def call(home, *arguments):
    environment = os.environ | {"SOSANH_HOME": str(home), "ARTICLES": str(home / "texts"), "LANGUAGE": "en"}
    run = [sys.executable, "-m", "sosanh", *arguments]
    done = subprocess.run(run, env=environment, capture_output=True, text=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr


def workbook(home):
    return home / "data" / "raw" / "articles" / f"{ID}.xlsx"


def choose(home, chosen, source=SOURCE):
    """Type into the draft; how many cells that were."""
    book, typed = load_workbook(workbook(home)), 0

    def put(sheet, row, cells):
        nonlocal typed
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        for name, value in cells.items():
            book[sheet].cell(row, heads[name]).value = value
            typed += sheet in ("sources", "observations")

    put("sources", 2, source)
    for sheet in ("observations", "set_aside"):
        token = next(cell.column for cell in book[sheet][1] if cell.value == "as_printed")
        for row in range(2, book[sheet].max_row + 1):
            if printed := book[sheet].cell(row, token).value:
                put(sheet, row, chosen.get(printed, {}) if sheet == "observations" else {"review": "kept"})
    book.save(workbook(home))
    return typed


def rows(text):
    codebook = {name: read_csv(name) for name in ("observations", "systems")}
    from sosanh.curate.forms import codebook_alone

    return draft.rows(ID, text.encode(), codebook_alone(), codebook)


def test_every_number_is_a_candidate_or_set_aside_with_its_kind():
    found = rows(TEXT)
    assert [row["as_printed"] for row in found["observations"]] == ["610/640 | 95,3%", "98%", "3", "12", "85%"]
    dates = ["12/03/2026", "08:15", "10/3/2026", "2024", "2027"]
    assert [(row["as_printed"], row["kind"]) for row in found["set_aside"]] == [(each, "date") for each in dates]
    assert {row["review"] for name in ("observations", "set_aside") for row in found[name]} == {"candidate"}
    first, target, *_ = found["observations"]
    assert (first["numerator"], first["denominator"], float(first["obs_value"]), first["bound"]) == (
        610,
        640,
        95.3,
        "exact",
    )
    assert (first["role"], first["indicator"], first["definition"]) == (
        "actual",
        "edu_cashless",
        "edu_cashless__introduced",
    )
    assert (target["role"], target["bound"], target["wording"], target["time_period"], target["time_basis"]) == (
        "target", "gt", "trên", "2027", "by")  # fmt: skip


def test_a_group_is_filled_in_where_the_paragraph_says_that_it_is_this_one():
    """Three hospitals with names were filled in for any hospital; and of a wrong group comparable pairs are made."""
    group = "cơ sở giáo dục phổ thông, giáo dục thường xuyên"
    text = f"Có 610/640 {group} và 500/640 trường ở xã triển khai thanh toán không dùng tiền mặt.\n" + TEXT
    first, _, other, *_, hospitals, _ = rows(text)["observations"]
    assert first["definition"] == other["definition"] == "edu_cashless__introduced" and other["as_printed"] != "500/640"
    assert first["population"] == "general_and_continuing_institutions" and other["population"] is None
    assert hospitals["definition"] == "health_emr_hospitals__completed" and hospitals["population"] is None


def test_the_head_of_a_page_tells_its_title_and_its_day():
    (source,) = rows(TEXT)["sources"]
    assert source["title"] == "Vĩnh Long đẩy mạnh chuyển đổi số trong trường học và bệnh viện"
    assert source["published"] == source["published_to"] == "2026-03-12" and "12/03/2026" in source["date_evidence_vi"]
    assert (source["ref_area"], source["language"], source["status"]) == ("Vĩnh Long", "vi", "draft")
    undated = rows(
        "Ngày 31/12/2025, tỉnh Vĩnh Long ban hành Nghị quyết về chuyển đổi số của các sở, ngành, địa phương.\n"
    )
    assert "published" not in undated["sources"][0]  # a day in a sentence is not that of the page


def test_nothing_of_the_text_is_stored_but_tokens_and_first_words():
    """No cell has more than five words of the text in a row, but for the title."""
    words = TEXT.replace(",", "").split()
    runs = {" ".join(words[at : at + 6]) for at in range(len(words) - 5)}
    own = {name: [{**row, "title": "", "nearest": ""} for row in each] for name, each in rows(TEXT).items()}
    held = [str(value) for each in own.values() for row in each for value in row.values()]
    assert [value for value in held if any(run in value for run in runs)] == []


@pytest.mark.published
@pytest.mark.skipif(not os.environ.get("ARTICLES"), reason="ARTICLES does not say where the texts are")
def test_candidates_of_the_articles_agree_with_what_people_made_of_them(data):
    """Each article as if it were new: nothing of it is known but the codebook, which was written from all five."""
    alike, there = Counter(), 0
    printed = [row for row in data.observations if row.bound != "all"]
    from sosanh.curate.forms import codebook_alone

    for source in data.sources:
        known = {
            name: [row for row in read_csv(name) if row["source_id"] != source] for name in ("observations", "systems")
        }
        content = (Path(os.environ["ARTICLES"]) / f"{source}.txt").read_bytes()
        found = draft.rows(source, content, codebook_alone(), known)["observations"]
        places = {(row["paragraph"], row["as_printed"], row["occurrence"] or 1): row for row in found}
        for row in (row for row in printed if row.source_id == source):
            made = places[row.paragraph, row.as_printed, row.occurrence or 1]
            there += 1
            alike["near"] += row.indicator in [each.split()[0] for each in made["nearest"].split("; ")]
            for column in ("unit_measure", "bound", "hedge", "role", "time_period", "indicator"):
                alike[column] += str(getattr(row, column) or "") == str(made.get(column) or "")
            alike["obs_value"] += str(row.obs_value or "") == str(made["obs_value"] or "")
    print({column: f"{count} of {there}" for column, count in alike.items()})
    assert there == len(printed)
    assert all(alike[column] == there for column in ("obs_value", "unit_measure", "bound", "hedge", "near"))
    assert alike["role"] > 0.9 * there and alike["time_period"] > 0.9 * there and alike["indicator"] > 0.8 * there


def test_from_a_text_to_observations(home):
    code, said = call(home, "article", ID)
    assert code == 0 and "a draft, which stops nothing else" in said, said
    code, said = call(home, "check", ID)
    assert code == 1 and f"{ID}: undecided: 5 of observations, 5 of set_aside" in said
    assert "sources!D2: found ''; allowed: a value; outlet_type may not be blank" in said
    _, said = call(home, "check", ID, "--language", "vi")
    assert "sources!D2: để trống; cần: một giá trị; outlet_type không được để trống" in said, said
    typed = choose(home, CHOSEN)
    assert typed < 30
    code, said = call(home, "check", ID)
    assert code == 0 and "Nothing is wrong.\n" in said, said
    pair = f"edu_cashless: dt-2025-02.03 VN63-87 trên 91%; {ID}.01 VN34-86 610/640 … 95,3%: Side by side only"
    assert pair in said, said
    assert call(home, "data")[1].startswith("data/processed is up to date")  # a draft is in no table
    choose(home, {}, {"status": "complete"})
    code, said = call(home, "data")
    assert code == 0 and "written" in said, said
    code, said = call(home, "verify")
    assert f"{ID}: 10 of 10 numbers accounted for: 4 observed, 6 set aside" in said, said


def test_a_complete_article_has_no_candidate(home):
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN | {"98%": {}, "12": NOBODY}, SOURCE | {"status": "complete"})
    code, said = call(home, "data")
    assert code == 1 and "!J3: found ''; allowed: a value; voice may not be blank; known: named_official" in said, said
    undecided = "found 'candidate'; allowed: kept, set_aside, set_aside_repeat or set_aside_no_indicator: a person "
    assert (
        f"observations!AC3: {undecided}decides on each number; rows that are undecided: 2\n" in said
        and said.count("candidate") == 1
    ), said


def test_check_says_so_where_something_is_undecided(home):
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN | {"12": NOBODY | {"population": "health_facilities"}})
    code, said = call(home, "check", ID, "--language", "vi")
    assert code == 0 and "Không có gì sai, nếu giữ mọi dòng chưa quyết định." in said, said


def cell_of(home, sheet, column, row):
    heads = {cell.value: cell.column_letter for cell in load_workbook(workbook(home))[sheet][1]}
    return f"{ID}.xlsx, {sheet}!{heads[column]}{row}"


def describe(home, **typed):
    """Type a row into sheets of the draft that are the codebook's."""
    book = load_workbook(workbook(home))
    for sheet, cells in typed.items():
        heads = {cell.value: cell.column for cell in book[sheet][1]}
        for name, value in cells.items():
            book[sheet].cell(2, heads[name]).value = value
    book.save(workbook(home))


def test_what_is_wrong_with_a_new_indicator_is_said_with_the_cell_of_the_draft(home):
    """Its row of the codebook is not there yet, so nobody could mend it there."""
    assert call(home, "article", ID)[0] == 0
    assert call(home, "indicators", "--from", ID) == (0, f"{ID}.xlsx proposes nothing that the codebook lacks; nothing "
                                                      "was written\n")  # fmt: skip
    new = {"indicator": "net_fields", "name_vi": "Lĩnh vực", "name_en": "Fields", "sector": "educaton"}
    describe(home, indicators=new)
    code, said = call(home, "indicators", "--from", ID)
    definition = "allowed: an indicator with a definition: say in the sheet definitions what it counts"
    assert code == 1 and "codebook.xlsx" not in said, said
    assert f"{cell_of(home, 'indicators', 'indicator', 2)}: found 'net_fields'; {definition}\n" in said, said
    assert f"{cell_of(home, 'indicators', 'sector', 2)}: found 'educaton'; allowed: a code of the list sector" in said
    blank = "found ''; allowed: a value; may_exceed_100 may not be blank; known: yes, no"
    assert f"{cell_of(home, 'indicators', 'may_exceed_100', 2)}: {blank}\n" in said, said


def test_a_blank_indicator_may_be_a_new_one_like_a_wrong_one(home):
    """Whoever was told to take a code of the codebook took the nearest wrong one."""
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN | {"610/640 | 95,3%": {"indicator": None, "definition": "x", "population": None, **WHO}})
    code, said = call(home, "check", ID)
    for column, sheet in (("indicator", "indicators"), ("population", "populations"), ("definition", "definitions")):
        new = f"a code of the codebook's sheet {sheet}, or a new one, described in this workbook's sheet {sheet} "
        new += f"(indicators --from {ID} puts it there)"
        blank = f"found ''; allowed: a value; {column} may not be blank; {new}\n"
        told = f"found 'x'; allowed: {new}" if column == "definition" else blank
        assert code == 1 and f"{cell_of(home, 'observations', column, 2)}: {told}" in said, said


def test_an_indicator_like_another_is_refused_by_its_cell_in_the_draft(home):
    assert call(home, "article", ID)[0] == 0
    (known,) = (row for row in read_csv("indicators") if row["indicator"] == "health_ehr")
    copied = ("name_vi", "name_en", "sector", "theme", "unit_measure", "result_level", "direction", "may_exceed_100")
    new = {"indicator": "net_records"} | {name: known[name] for name in copied}
    wording = {"wording_vi": known["name_vi"], "wording_en": known["name_en"]}
    describe(home, indicators=new, definitions={"definition": "net_records__a", "indicator": "net_records"} | wording)
    choose(home, CHOSEN)
    like = "no indicator that looks like health_ehr: use that one, or name it in not_same_as"
    for verb in (("check", ID), ("indicators", "--from", ID)):
        code, said = call(home, *verb)
        where = cell_of(home, "indicators", "indicator", 2)
        assert code == 1 and f"{where}: found 'net_records'; allowed: {like}" in said, said


def test_a_code_that_the_codebook_has_for_something_else_is_refused(home):
    """The row was left out, nobody was told, and the figures counted what the codebook's row says."""
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN)
    (known,) = (row for row in read_csv("definitions") if row["definition"] == "edu_cashless__introduced")
    describe(home, definitions=known | {"wording_vi": "Trường có camera", "wording_en": "Schools with a camera"})
    said_of_it = "another code, or in wording_vi, wording_en what the codebook has for edu_cashless__introduced"
    where = f"{cell_of(home, 'definitions', 'definition', 2)}: found 'edu_cashless__introduced'; allowed: {said_of_it}"
    for verb in (("check", ID), ("indicators", "--from", ID)):
        code, said = call(home, *verb)
        assert code == 1 and f"{where}\n" in said and said.count("found '") == 1, said
    said = call(home, "check", ID, "--language", "vi")[1]
    assert "cần: một mã khác, hoặc ở wording_vi, wording_en đúng như codebook.xlsx ghi cho edu_cashless__" in said, said
    describe(home, definitions=known | {"sentence_vi": None})  # what is blank here says nothing else
    assert [call(home, *verb)[0] for verb in (("check", ID), ("indicators", "--from", ID))] == [0, 0]


def test_once_an_article_is_complete_the_codebook_alone_says_what_its_codes_mean(home):
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN, SOURCE | {"status": "complete"})
    (known,) = (row for row in read_csv("definitions") if row["definition"] == "edu_cashless__introduced")
    describe(home, definitions=known | {"wording_vi": "Lời đã được sửa ở sổ mã"})
    code, said = call(home, "check", ID)
    assert code == 0, said


def test_words_of_the_text_in_a_row_that_a_draft_proposes_are_named_by_their_cell(home):
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN)
    words = " ".join(TEXT.splitlines()[-1].split()[4:19])
    describe(home, populations={"population": "net_people", "label_vi": f"người: {words}", "label_en": "people"})
    code, said = call(home, "check", ID)
    own = "allowed: your own words: at most 13 syllables in a row as a text has them; “bệnh viện triển khai bệnh …”"
    assert code == 1 and own in said, said
    assert f"{cell_of(home, 'populations', 'label_vi', 2)}: found 'người: bệnh viện triển khai" in said, said
    said = call(home, "check", ID, "--language", "vi")[1]
    assert "cần: lời của người nhập: nhiều nhất 13 chữ liền nhau như trong một bản văn; “bệnh viện triển khai" in said


def test_what_people_typed_is_never_written_over(home):
    """The text is mended: a number changes, a sentence comes in before it. The draft stays, and both lie together."""
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN)
    before, text = workbook(home).read_bytes(), home / "texts" / f"{ID}.txt"
    lines = TEXT.replace("12 bệnh viện", "14 bệnh viện").splitlines(keepends=True)
    text.write_text("".join([*lines[:2], "Tỉnh có 7 khu công nghiệp.\n", *lines[2:]]), "utf-8")
    code, said = call(home, "article", ID)
    assert code == 0 and "Look at the yellow rows" in said, said
    assert workbook(home).read_bytes() == before
    sheet = load_workbook(text.with_suffix(".xlsx"))["observations"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    found = {}
    for row in range(2, sheet.max_row + 1):
        if token := sheet.cell(row, heads["as_printed"]).value:
            at = [sheet.cell(row, heads[name]).value for name in ("paragraph", "voice", "review")]
            found[token] = (*at, sheet.cell(row, 1).fill.fgColor.rgb == "00FFF2B3")
    assert found["610/640 | 95,3%"] == (4, "department", "kept", False)
    assert found["14"] == (6, None, "candidate", True) and found["12"][2:] == ("candidate", True)
    assert found["7"] == (3, None, "candidate", True)
    code, said = call(home, "article", ID)
    assert code == 1 and "exists already; nothing was written" in said


def test_read_again_nothing_is_lost_and_no_number_is_used_twice(home):
    """What had been set aside, by a person among the observations or by hand, was gone from the workbook with both."""
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN)
    text = home / "texts" / f"{ID}.txt"
    text.write_text(TEXT.replace("12 bệnh viện", "46 trạm và 12 bệnh viện"), "utf-8")
    assert call(home, "article", ID)[0] == 0
    book = load_workbook(text.with_suffix(".xlsx"))
    held = {
        name: [dict(zip([cell.value for cell in book[name][1]], row, strict=True)) for row in
               book[name].iter_rows(min_row=2, values_only=True) if row[1] is not None]
        for name in ("observations", "set_aside")
    }  # fmt: skip
    printed = ["610/640 | 95,3%", "98%", "46", "12", "85%", "3", "12/03/2026", "08:15", "10/3/2026", "2024", "2027"]
    assert sorted(row["as_printed"] for each in held.values() for row in each) == sorted(printed)
    assert [row["kind"] for row in held["set_aside"] if row["as_printed"] == "3"] == ["framing"]
    numbers = [row["obs_no"] for row in held["observations"]]
    assert len({*numbers}) == len(numbers) == 5


def test_a_figure_that_is_near_to_no_indicator_has_none_filled_in():
    text = "Có 3.800 thành viên; 14 cây cầu; 85% dân số có hồ sơ sức khỏe điện tử.\n"
    found = {row["as_printed"]: row for row in rows(text)["observations"]}
    assert not {"indicator", "population"} & found["3.800"].keys() and found["85%"]["indicator"] == "health_ehr"


@pytest.mark.parametrize(("said", "told"), [
    ("Đến năm 2025, tỉnh phấn đấu đạt ", ("2025", "by")), ("Tỷ lệ này năm 2023 đạt ", ("2023", "during")),
    ("tăng so với năm 2024, đạt ", ("", "")), ("Đến hết năm 2025 có ", ("2025", "by_end_of")),
    ("Trong năm 2024, có ", ("2024", "during")), ("Năm học 2023-2024, có ", ("SY2023-24", "during")),
    ("Giai đoạn 2021 - 2025 có ", ("2021/2025", "during")), ("Tính đến ngày 5/6/2025, có ", ("2025-06-05", "as_of")),
])  # fmt: skip
def test_the_time_before_a_number(said, told):
    assert draft.period(said) == told


def test_check_holds_what_is_typed_against_the_text(home):
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN | {"85%": CHOSEN["85%"] | {"wording": "gần", "bound": "lt"}})
    code, said = call(home, "check", ID)
    assert code == 1 and "found 'lt'; allowed: gt, as the text says" in said, said
    code, said = call(home, "check", ID, "--language", "vi")
    assert code == 1 and "đang ghi “lt”; cần: gt, theo bản văn (bản văn: đoạn " in said, said


@pytest.mark.parametrize("content", [
    "12 trường".encode("utf-16"), b"\xff\xfe\x00", b"12 \x00",
    b"1 " * 1_500_000,
], ids=["UTF-16", "no letters", "a control", "too long"])  # fmt: skip
def test_what_is_no_text_gives_no_draft(home, content):
    (home / "texts" / f"{ID}.txt").write_bytes(content)
    code, said = call(home, "article", ID)
    assert code == 2 and "allowed: the article's words, saved as UTF-8 text" in said and not workbook(home).exists()


def test_a_text_full_of_numbers_is_no_article(home):
    (home / "texts" / f"{ID}.txt").write_text("1 trường, 2 xã. " * 5000, "utf-8")
    code, said = call(home, "article", ID)
    assert (
        code == 2 and "10,000 numbers; allowed: 1,000, more than an article has" in said and not workbook(home).exists()
    )


def test_signs_that_no_cell_may_hold_are_blanks(home):
    (home / "texts" / f"{ID}.txt").write_text("Tỉnh\x08 Vĩnh Long\u200b =có\x0b 12 trường.\n", "utf-8")
    assert call(home, "article", ID)[0] == 0 and workbook(home).exists()


def lines_in_vietnamese(home, *verb):
    environment = os.environ | {"SOSANH_HOME": str(home), "ARTICLES": str(home / "texts"), "LANGUAGE": "vi"}
    done = subprocess.run([sys.executable, "-m", "sosanh", *verb], env=environment, capture_output=True, text=True,
                          encoding="utf-8")  # fmt: skip
    return (done.stdout + done.stderr).replace(str(home), "").splitlines()


@pytest.mark.parametrize("verb", [
    ("article", ID), ("article", "hue-2025-01"), ("article", "BT 2025"), ("check", "foo"), ("check", ID),
    ("check", "bd-undated"), ("indicators", "zzz"), ("indicators", "--from", "foo"), ("indicators", "--from", ID),
    ("second-reading", "foo"), ("second-reading", "bd-undated"), ("second-reading", ID), ("verify",), ("table",),
], ids=" ".join)  # fmt: skip
def test_a_verb_says_everything_in_one_language(home, verb):
    """Half of what it said was English on a Vietnamese machine."""
    if ID in verb and verb[0] != "article":
        assert call(home, "article", ID)[0] == 0
    if verb == ("table",):
        (home / "bang.csv").write_text("Tỉnh;Hạng\nHà Nội;1\nHuế;-\nTổng số;9\n", "utf-8")
        verb += (str(home / "bang.csv"), "--area", "A", "--value", "Hạng", "--time", "2022", "--unit", "rank",
                 "--indicator", "gov_dti_rank", "--out-of", "63", "--skip", "Tổng số")  # fmt: skip
    lines = lines_in_vietnamese(home, *verb)
    known = {"make", "python", "indicators", "codebook", "data", "processed", "texts", "raw", "articles", "VN", "SHA"}
    english = {line: [*{*english_in(re.sub(r"\S*[/.!_=]\S*|--\S+", "", line))} - known] for line in lines}
    assert lines and not [line for line, words in english.items() if words], english


def test_an_article_without_a_second_reading_has_all_its_rows_unconfirmed(home):
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN)
    assert call(home, "check", ID)[1].endswith("\nNot confirmed by a second reading: 10 rows (no second reading)\n")
    assert lines_in_vietnamese(home, "check", ID)[-1] == (
        "Chưa được lần đọc thứ hai xác nhận: 10 dòng (chưa có lần đọc thứ hai)"
    )


def test_discrepancies_and_what_is_not_checked_are_two_sentences(home):
    """“1 discrepancy NOT checked, for want of their texts” was read as one that nobody checked."""
    assert call(home, "article", ID)[0] == 0
    choose(home, CHOSEN, SOURCE | {"status": "complete"})
    assert call(home, "data")[0] == 0
    text = home / "texts" / f"{ID}.txt"
    text.write_text(TEXT.replace("cùng chung tay", "chung tay"), "utf-8")
    code, said = call(home, "verify")
    others = len(read_csv("sources"))
    unchecked = f"NOT checked, for want of their texts: {others} of {others + 1} articles."
    assert code == 1 and said.endswith(f"\n1 discrepancy. {unchecked}\n"), said
    assert f"\n{ID}: 10 rows (no second reading)\n" in said, said


def test_check_of_an_unknown_article_names_the_known(home):
    code, said = call(home, "check", "dt-2024-7")
    assert code == 2 and "nearest: dt-2024-07" in said


def test_indicators_near_some_words_come_with_their_definitions(home):
    code, said = call(home, "indicators", "trường học thu học phí không dùng tiền mặt")
    assert code == 0 and "edu_cashless (percent): " in said and "edu_cashless__introduced: " in said


def test_an_indicator_that_is_there_already_looks_like_it(home):
    """A duplicate is found, as two codes of one thing never compare."""
    path = home / "data" / "raw" / "codebook.xlsx"
    book = load_workbook(path)
    for sheet, first in (("indicators", "edu_cashless"), ("definitions", "edu_cashless__introduced")):
        row = next(cells for cells in book[sheet].iter_rows(values_only=True) if cells[0] == first)
        named = [value.replace("edu_cashless", "edu_no_cash") if isinstance(value, str) else value for value in row]
        book[sheet].append(named)
    book.save(path)
    said = call(home, "indicators")[1]
    assert "edu_cashless (" in said and "and edu_no_cash (" in said and said.index("edu_no_cash") < 300
