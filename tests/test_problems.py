"""What is said of wrong data in Vietnamese: all that the code can say has its text, and nothing of it stays English."""

import ast
import re

import pytest
from faults import areas, english_in

from sosanh.__main__ import main
from sosanh.data import paths
from sosanh.data.problems import SHOWN, DataProblems, Problem, said, said_lines
from sosanh.data.tables import TABLES

CATALOGUE = paths.read_yaml(paths.LIBRARY / "problems.vi.yml")
PARTS = ("lines", "found", "allowed")
MODULES = [  # whose texts become problems
    *(f"curate/{name}.py" for name in ("additions", "build", "errata", "ledger", "pages", "printed", "rules",
                                       "statistics", "workbooks", "xlsx")),
    *(f"data/{name}.py" for name in ("codebook", "package", "problems")),
]  # fmt: skip
OTHER = {  # functions and constants of these whose texts are notes, reports, rows, patterns or arguments: no problem
    "additions": "_with _element _row",
    "build": "_each _described _LICENCE",
    "ledger": "check",
    "package": "Stale read staleness releases",
    "pages": "_published",
    "printed": "_worked_out",
    "statistics": "read shown _columns _one _row reference",
    "workbooks": "notes _out_of_sight",
    "xlsx": "_computed",
}
ALSO = {  # of those, what is said in a problem all the same
    "no figure", "areas with values below the header", "no version",
    "a heading such as: ## 0.1.0 (2026-11-21)",
    "figures written out: a benchmark has no scale (nghìn, triệu, tỷ)", "a figure; it reads as: {}",
    "{}, as the text says", "words of the paragraph", "blank: the machine reads the same",
    "an empty file", "no such text",
    "the article's words, saved as UTF-8 text of at most {} bytes, or a saved page (HTML)",
}  # fmt: skip
ARGUMENTS = {"say with --sheet which"}  # what an argument lacks: no problem of the data, though it is said among them


def plain(text):
    """A text without its gaps, and the signs at its ends by which it is put together with others."""
    return re.sub(r"\{[^{}]*\}", "{}", text).strip("{} \n;:,.…")


def texts(tree, skipped=()):
    """Every text, with {} for what is filled in, but for docstrings, patterns, and what stands in the skipped names."""
    for node in ast.iter_child_nodes(tree):
        named = getattr(node, "name", "") or " ".join(
            each.id for each in getattr(node, "targets", ()) if isinstance(each, ast.Name)
        )
        pattern = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("re.")
        alone = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)  # a docstring
        if named in skipped or pattern or alone:
            continue
        if isinstance(node, ast.JoinedStr):
            yield "".join(each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
            for each in node.values:
                yield from texts(each, skipped) if isinstance(each, ast.FormattedValue) else ()
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        else:
            yield from texts(node, skipped)


def of_code(names, other):
    for name in names:
        path = paths.LIBRARY / name
        yield from texts(ast.parse(path.read_text("utf-8")), other.get(path.stem, "").split())


ASKED = [ask["says"] for table in TABLES.values() for ask in table.asks]
HELD = {plain(text) for part in PARTS for text in CATALOGUE[part]}


def test_every_text_that_can_become_a_problem_has_a_vietnamese_one():
    said_there = {*of_code(MODULES, OTHER), *ALSO, *ASKED}
    sentences = {plain(each) for each in said_there if re.search("[a-z] [a-z(]|[a-z]{3}.* [a-z]", each)}
    assert sorted(each for each in sentences - HELD - ARGUMENTS if " " in each) == []


def test_the_catalogue_has_no_text_that_the_code_has_not():
    others = ("curate/draft.py", "curate/forms.py", "curate/second_reading.py", "__main__.py")
    every = {plain(each) for each in {*of_code([*MODULES, *others], {}), *ASKED}}
    assert sorted((HELD | ARGUMENTS) - every) == []


def test_what_is_taken_for_no_problem_is_still_there():
    for name in MODULES:
        path = paths.LIBRARY / name
        for each in OTHER.get(path.stem, "").split():
            assert re.search(rf"\b(def|class) {each}\b|^{each} = ", path.read_text("utf-8"), re.M), (name, each)


@pytest.mark.parametrize("part", PARTS)
def test_each_text_fills_the_same_gaps_in_vietnamese(part):
    for english, vietnamese in CATALOGUE[part].items():
        gaps = [{each.strip("!") for each in re.findall(r"\{(\w+!?)\}", text)} for text in (english, vietnamese)]
        assert gaps[0] == gaps[1], english
        assert english_in(re.sub(r"\{\w+!?\}", "7", vietnamese)) == [], vietnamese


SAMPLES = {"number": "7", "code": "x_1", "name": "Xx Yy", "when": "until 2025-06-30", "sheet": "chartsheet",
           "quoted": "'Xx; Yy'", "form": r"\\S+( \\S+)?",
           "book": "x.xlsx", "differences": "Xx (Yy)"}  # fmt: skip


def filled(text):
    """A text with a sample in each gap, as its name asks."""

    def sample(gap):
        return next((SAMPLES[kind] for kind in SAMPLES if gap[1].startswith(kind)), "Xx, Yy")

    return re.sub(r"\{(\w+)!?\}", sample, text)


@pytest.mark.parametrize("part", PARTS)
def test_each_text_is_found_by_itself_whatever_fills_it(part):
    """No shorter form takes it apart, and no gap takes in the hint that stands behind it."""
    for english, vietnamese in CATALOGUE[part].items():
        told = re.sub("'(.*?)'", r"\1", filled(vietnamese)) if "{quoted" in english else filled(vietnamese)
        told = told.replace("until 2025", "đến 2025")
        assert said(filled(english), "vi", part) == told, english
        if part == "allowed" and "; " not in english and not re.search(r"\{(?!code|number|name)\w+!?\}$", english):
            assert said(f"{filled(english)}; nearest: Xx", "vi") == f"{told}; gần nhất: Xx", english


def test_no_word_that_the_project_refuses():
    words = " ".join(other for part in PARTS for other in CATALOGUE[part].values())
    assert re.findall(r"(?i)\b(?:ấy|đừng|chỉ tiêu(?! thống kê))\b", words) == []


SAYS = [
    fault.says for area in areas() for fault in area.faults if "; allowed: " in fault.says and "…" not in fault.says
]


@pytest.mark.parametrize("line", SAYS)
def test_a_line_of_the_table_of_faults_is_vietnamese(line):
    place, found, allowed = re.fullmatch("(.*?): found ('.*'|\".*\"); allowed: (.*)", line).groups()
    told = Problem(place, "", "", ast.literal_eval(found), allowed).said("vi").removeprefix(place)
    assert "cần: " in told and english_in(told) == []


@pytest.mark.parametrize(("problem", "told"), [
    (Problem("a.xlsx", "observations", "M7", "pecent", "a code of the list unit_measure; nearest: percent"),
     "a.xlsx, observations!M7: đang ghi “pecent”; cần: một mã của bảng mã unit_measure; gần nhất: percent"),
    (Problem("a.xlsx", "sources", "", "no such sheet", "a sheet named sources; the file has: a, b and 2 more"),
     "a.xlsx, sources: không có trang tính này; cần: trang tính tên sources; tệp có: a, b và 2 mục nữa"),
    (Problem("a.xlsx", "sources", "1:1", "no such column", "a column url (address)"),
     "a.xlsx, sources!1:1: không có cột này; cần: cột url (address)"),
    (Problem("a.xlsx", "observations", "E5", "tr\u202eên", "text without signs that nobody sees, as here U+202E: "
             "type it again"),
     r"a.xlsx, observations!E5: đang ghi “tr\u202eên”; cần: chữ không có ký hiệu ẩn, như U+202E ở đây: hãy gõ lại"),
    (Problem("a.xlsx", "observations", "T5", "x", "percent or percent_change, as as_printed says"),
     "a.xlsx, observations!T5: đang ghi “x”; cần: percent hoặc percent_change, theo as_printed"),
    (Problem("a.xlsx", "sources", "N2", "82", "an area's name or code; 82 without its map may mean: VN63-82 (Tiền "
             "Giang), VN34-82 (Đồng Tháp); give the code with its map, or a name"),
     "a.xlsx, sources!N2: đang ghi “82”; cần: tên hoặc mã của một vùng; 82 không kèm bản đồ có thể là: VN63-82 (Tiền "
     "Giang), VN34-82 (Đồng Tháp); hãy ghi mã kèm bản đồ, hoặc ghi tên"),
    (Problem("a.xlsx", "sources", "N2", "Đồng Tháp", "an area's name or code; Đồng Tháp may mean VN63-87 (Đồng Tháp, "
             "until 2025-06-30) or VN34-82 (Đồng Tháp, since 2025-07-01); give the code"),
     "a.xlsx, sources!N2: đang ghi “Đồng Tháp”; cần: tên hoặc mã của một vùng; Đồng Tháp có thể là VN63-87 (Đồng Tháp, "
     "đến 2025-06-30) hoặc VN34-82 (Đồng Tháp, từ 2025-07-01); hãy ghi mã"),
    (Problem("a.xlsx", "sources", "N2", "Foo", "an area's name or code; unknown area on 2024-04-05 \"Foo's\"; nearest: "
             "Huế"),
     "a.xlsx, sources!N2: đang ghi “Foo”; cần: tên hoặc mã của một vùng; không có vùng nào tên “Foo's” vào "
     "ngày 2024-04-05; gần nhất: Huế"),
    (Problem("a.xlsx", "observations", "G5", "x", "a code of the codebook's sheet indicators, or a new one, described "
             "in this workbook's sheet indicators (indicators --from a puts it there); nearest: edu_cashless"),
     "a.xlsx, observations!G5: đang ghi “x”; cần: một mã của trang tính indicators trong codebook.xlsx, hoặc mã mới, "
     "mô tả ở trang tính indicators của chính tệp này (lệnh indicators --from a đưa mã vào đó); gần nhất: "
     "edu_cashless"),
    (Problem("a.xlsx", "observations", "F5", "Bình Định", "an area's name or code; unknown area on 2025-07-01 'Bình "
             "Định'; VN63-52 (Bình Định, until 2025-06-30), since then in VN34-52 (Gia Lai); what is said of "
             "a former area is set aside"),
     "a.xlsx, observations!F5: đang ghi “Bình Định”; cần: tên hoặc mã của một vùng; không có vùng nào tên “Bình Định” "
     "vào ngày 2025-07-01; VN63-52 (Bình Định, đến 2025-06-30), từ đó thuộc VN34-52 (Gia Lai); số liệu về một vùng "
     "cũ được đưa sang set_aside"),
    (Problem("a.xlsx", "observations", "G5", "x" * 9, "at most 32,767 letters"),
     "a.xlsx, observations!G5: đang ghi “xxxxxxxxx”; cần: nhiều nhất 32.767 ký tự"),
    (Problem("a.xlsx", "observations", "AC2", "candidate", "kept, set_aside, set_aside_repeat or "
             "set_aside_no_indicator: a person decides on each number; rows "
             "that are undecided: 10"),
     "a.xlsx, observations!AC2: đang ghi “candidate”; cần: kept, set_aside, set_aside_repeat hoặc "
     "set_aside_no_indicator: từng con số phải do người quyết định; số dòng chưa quyết định: 10"),
    (Problem("a.xlsx", "indicators", "D2", "x", "an indicator with a definition: say in the sheet definitions what it "
             "counts"),
     "a.xlsx, indicators!D2: đang ghi “x”; cần: một chỉ tiêu thống kê có cách hiểu: hãy ghi ở trang tính definitions "
     "là tính cái gì"),
    (Problem("a.xlsx", "indicators", "D2", "x", "no indicator that looks like health_ehr: use that one, or name it in "
             "not_same_as"),
     "a.xlsx, indicators!D2: đang ghi “x”; cần: một chỉ tiêu thống kê không giống health_ehr: hãy dùng health_ehr, "
     "hoặc ghi mã đó ở not_same_as"),
    (Problem("a.xlsx", "indicators", "I2", "", "a value; direction may not be blank; known: up, down"),
     "a.xlsx, indicators!I2: để trống; cần: một giá trị; direction không được để trống; đã có: up, down"),
    (Problem("a.xlsx", "observations", "B5", "3", "each paragraph + as_printed once; row 4 of observations has it"),
     "a.xlsx, observations!B5: đang ghi “3”; cần: mỗi paragraph + as_printed một lần; dòng 4 của observations đã có"),
    (Problem("a.xlsx", "errata", "H2", "x", "a code of the codebook's sheet references; known: dti-2022, qd-749 and "
             "1 more"),
     "a.xlsx, errata!H2: đang ghi “x”; cần: một mã của trang tính references trong codebook.xlsx; đã có: dti-2022, "
     "qd-749 và 1 mục nữa"),
    (Problem("a.xlsx", "errata", "I2", "x", "numbers that the article and its fractions give, without 77; what "
             "another source states stands in the codebook's sheet benchmarks"),
     "a.xlsx, errata!I2: đang ghi “x”; cần: các số có trong bài hoặc tính từ phân số của bài, bỏ 77; số do nguồn "
     "khác nêu thì ghi ở trang tính benchmarks của codebook.xlsx"),
    (Problem("a.xlsx", "benchmarks", "J1", "referenc", "a column of this sheet; nearest: reference; known: sheet, "
             "reference"),
     "a.xlsx, benchmarks!J1: đang ghi “referenc”; cần: một cột của trang tính này; gần nhất: reference; đã có: sheet, "
     "reference"),
    (Problem("a.xlsx", "milestones", "B2", "2024", "a time that paragraph 4 prints (no time); 2024 is not printed"),
     "a.xlsx, milestones!B2: đang ghi “2024”; cần: thời gian mà đoạn 4 có in (không có thời gian nào); 2024 không được "
     "in"),
    (Problem("a.xlsx", "observations", "E5", "gần", "'hơn', as the text says"),
     "a.xlsx, observations!E5: đang ghi “gần”; cần: “hơn”, theo bản văn"),
    (Problem("a.xlsx", "observations", "D3", "2", "at most 1, as often as paragraph 4 has '34'"),
     "a.xlsx, observations!D3: đang ghi “2”; cần: nhiều nhất 1, bằng số lần “34” có ở đoạn 4"),
    (Problem("a.xlsx", "observations", "G5", "", "a value; indicator may not be blank; a code of the codebook's sheet "
             "indicators, or a new one, described in this workbook's sheet indicators (indicators --from a puts it "
             "there)"),
     "a.xlsx, observations!G5: để trống; cần: một giá trị; indicator không được để trống; một mã của trang tính "
     "indicators trong codebook.xlsx, hoặc mã mới, mô tả ở trang tính indicators của chính tệp này (lệnh indicators "
     "--from a đưa mã vào đó)"),
    (Problem("a.xlsx", "systems", "C2", "x", "what nobody foresaw"),
     "a.xlsx, systems!C2: đang ghi “x”; cần: what nobody foresaw"),
], ids=lambda each: each.allowed[:30] if isinstance(each, Problem) else "")  # fmt: skip
def test_a_problem_in_vietnamese(problem, told):
    assert problem.said("vi") == told
    assert problem.said("en") == str(problem)


def test_every_column_that_may_lack_or_break_its_form_is_described_in_vietnamese():
    columns = [column for table in TABLES.values() for column in table.typed]
    for column in columns:
        like = [each.vi for each in columns if each.en == column.en]
        assert said(f"a column {column.name} ({column.en})", "vi") in [f"cột {column.name} ({vi})" for vi in like]
        if column.pattern:
            told = said(f"text of the form {column.pattern} ({column.en})", "vi")
            assert told in [f"chữ theo mẫu “{column.pattern}” ({vi})" for vi in like]


def test_many_of_a_kind_are_counted_in_vietnamese():
    many = [Problem("a.xlsx", "observations", f"A{row}", "x", "a whole number") for row in range(2, 5 + SHOWN)]
    kinds = [Problem("a.xlsx", "observations", f"B{row}", "x", f"{'a' * row} whole") for row in range(2, 90)]
    lines = DataProblems(many + kinds).said("vi").splitlines()
    assert lines[SHOWN] == "a.xlsx, observations: … và 3 lỗi nữa cùng loại"
    assert lines[-1] == "… còn lỗi loại khác, sẽ nêu sau khi sửa các lỗi trên"
    assert DataProblems(many).said("en").splitlines()[-1] == "a.xlsx, observations: … and 3 more of this kind"


@pytest.mark.parametrize(("line", "told"), [
    ("a.xlsx, observations!U5: found 'lt'; allowed: gt, as the text says (text: paragraph 3, character 12, at “là hơn "
     "9 trường”)", "a.xlsx, observations!U5: đang ghi “lt”; cần: gt, theo bản văn (bản văn: đoạn 3, ký tự 12, ở “là "
     "hơn 9 trường”)"),
    ("a.xlsx: '12%' is in no row of observations or set_aside (text: paragraph 3, character 12, at “a”)",
     "a.xlsx: “12%” không có ở dòng nào của observations hay set_aside (bản văn: đoạn 3, ký tự 12, ở “a”)"),
    ("a-2024: 9 rows (no second reading)", "a-2024: 9 dòng (chưa có lần đọc thứ hai)"),
    ("Not confirmed by a second reading: 1 row (no second reading)",
     "Chưa được lần đọc thứ hai xác nhận: 1 dòng (chưa có lần đọc thứ hai)"),
    ("  observations, paragraph 1, bound le (machine: exact), wording có tên trong (machine: ''): as it says: here",
     "  observations, đoạn 1, bound le (máy đọc: exact), wording có tên trong (máy đọc: ''): as it says: here"),
    ("a.xlsx: A: row 2, 3 and 4 more is hidden, and read; A: row 7 is struck through, and read; delete what should not "
     "count; the sheet 'B' with 1 row is not read",
     "a.xlsx: A: dòng 2, 3 và 4 mục nữa bị ẩn, vẫn được đọc; A: dòng 7 bị gạch ngang, vẫn được đọc; hãy xóa những gì "
     "không tính; trang tính “B” với 1 dòng không được đọc"),
    ("A: header in rows 3 and 4; area B 'Tỉnh', time C 'Năm', value D 'x, value E'; decimal sign ,",
     "A: tiêu đề ở dòng 3 và 4; vùng B “Tỉnh”, thời gian C “Năm”, giá trị D “x, value E”; dấu thập phân ,"),
    ("a-2024: 16 of 17 rows found in both readings, 148 of 153 cells alike (96.7%)",
     "a-2024: 16 trên 17 dòng có ở cả hai lần đọc, 148 trên 153 ô giống nhau (96,7%)"),
    ("observations! paragraph 5, '1 - 1,5' (1), row: first 'there', second 'missing'",
     "observations! đoạn 5, “1 - 1,5” (1): lần thứ nhất có dòng này, lần thứ hai không có"),
    ("unknown article 'foo'; nearest: a-2024", "không tìm thấy bài: “foo”; gần nhất: a-2024"),
    ("a-2024: no second reading confirms observations, paragraph 3, '78,18%' (1): bound, role",
     "a-2024: lần đọc thứ hai không xác nhận observations, đoạn 3, “78,18%” (1): bound, role"),
])  # fmt: skip
def test_a_line_of_a_report_in_vietnamese(line, told):
    assert said_lines([line, line], "vi") == [told, told]
    assert said_lines([line], "en") == [line]


@pytest.mark.parametrize("data", ["x; " * 9000, "a or " * 9000, "and 2 more" * 3000, "(((" * 9000, "'" * 30_000])
def test_what_was_typed_without_end_is_told_at_once(data):
    told = Problem("a.xlsx", "observations", "M7", data, f"a number of the digits of as_printed, {data}").said("vi")
    assert "“" in told and "cần: một số gồm các chữ số của as_printed" in told and len(told) < 900
    assert said(data[:1600], "vi")


@pytest.mark.parametrize(("language", "end"), [("vi", "2 lỗi; chưa ghi gì"), ("en", "2 problems; nothing was written")])
def test_make_data_speaks_the_language_of_the_machine(language, end, monkeypatch, capsys):
    problems = [Problem("a.xlsx", "observations", f"M{row}", "x", "a whole number") for row in (2, 3)]

    def refuse(**_):
        raise DataProblems(problems)

    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.setattr("sosanh.curate.build.build", refuse)
    assert main(["data"]) == 1
    assert capsys.readouterr().err.splitlines() == [*(each.said(language) for each in problems), end]
