import hashlib
import os
import re
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from conftest import lettered

from sosanh.compare.questions import one_figure
from sosanh.curate import ledger, workbooks
from sosanh.curate.build import build
from sosanh.curate.forms import write
from sosanh.data import paths
from sosanh.data.tables import ARTICLE, TABLES
from sosanh.numbers.amounts import Reading
from sosanh.show.clauses import clause

TEXT = """Một tờ báo bịa ra ở Đồng Tháp, ngày 5/6/2024.

Toàn huyện có 40/50 xóm (đạt 80%) lắp loa thông minh; hơn 2.500 hộ tham gia, kinh phí gần 3 tỷ đồng.
Đợt hai có 12 xóm, đợt ba cũng 12 xóm; mọi trạm đều có máy.
"""
COMMON = {"definition": "edu_own_materials__builds", "indicator": "edu_own_materials", "population": "general_schools",
          "voice": "unattributed", "role": "actual", "unit_measure": "percent", "bound": "exact"}  # fmt: skip
COUNT = COMMON | {"indicator": "edu_learning_materials", "definition": "edu_learning_materials__built_by_teachers",
                  "unit_measure": "count"}  # fmt: skip
MONEY = COMMON | {"indicator": "health_projects_investment", "unit_measure": "vnd",
                  "definition": "health_projects_investment__total_of_proposed"}  # fmt: skip
OBSERVATIONS = [
    COMMON | {"paragraph": 2, "as_printed": "40/50 | 80%", "obs_value": 80, "numerator": 40, "denominator": 50},
    COUNT | {"paragraph": 2, "as_printed": "2.500", "obs_value": 2500, "bound": "gt", "wording": "hơn"},
    MONEY | {"paragraph": 2, "as_printed": "3", "obs_value": 3, "unit_mult": 9, "bound": "lt", "wording": "gần"},
    COUNT | {"paragraph": 3, "as_printed": "12", "obs_value": 12},
    COUNT | {"paragraph": 3, "as_printed": "12", "obs_value": 12, "occurrence": 2},
    COMMON | {"paragraph": 3, "as_printed": "đều", "bound": "all"},
]
OTHERS: dict[str, list[dict]] = {}  # the article's further sheets
OPENINGS = [{"paragraph": 1, "opens": "Một tờ báo bịa ra"}]


@pytest.fixture(scope="module")
def codebook_alone(tmp_path_factory):
    """The project's codebook without the rows that speak of single observations of its own articles."""
    book = openpyxl.load_workbook(paths.CODEBOOK)
    pairs = book["comparability"]
    for row in range(pairs.max_row, 1, -1):
        if pairs.cell(row, 1).value == "observation":
            pairs.delete_rows(row)
    path = tmp_path_factory.mktemp("codebook") / "codebook.xlsx"
    book.save(path)
    return path


@pytest.fixture
def article(tmp_path, codebook_alone):
    """A made-up article: its text and its workbook, beside the project's codebook."""
    raw, texts = tmp_path / "raw", tmp_path / "texts"
    (raw / "articles").mkdir(parents=True)
    texts.mkdir()
    shutil.copy(codebook_alone, raw)
    shutil.copy(paths.RAW.parent / "CHANGELOG.md", tmp_path)
    (texts / "xx-2024-06.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def entry(place, codebook, change=lambda rows, aside, source: None):
    """The ledger's entry for the article after `change` was made to its rows."""
    rows = [{"obs_no": number} | row for number, row in enumerate(OBSERVATIONS, start=1)]
    aside = [{"paragraph": 1, "as_printed": "5/6/2024", "kind": "date"}]
    source = dict.fromkeys((column.name for column in TABLES["sources"].typed if column.required), "x") | {
        "source_id": "xx-2024-06", "published_from": "2024-06-05", "published_to": "2024-06-05", "language": "vi",
        "ref_area": "VN63-87", "outlet": "x", "outlet_type": "newspaper", "locator": "x 1", "status": "complete",
        "date_evidence_vi": "ngày 5/6/2024 in trên bài",
        "text_sha256": hashlib.sha256(TEXT.encode()).hexdigest(),
    }  # fmt: skip
    change(rows, aside, source)
    filled = {"sources": [source], "observations": rows, "set_aside": aside, "paragraphs": OPENINGS, **OTHERS}
    write(place / "raw" / "articles" / "xx-2024-06.xlsx", ARTICLE, filled, codebook)
    build(place / "raw", place / "processed")
    return ledger.verify(place / "texts", place / "processed", place / "raw")[0]


SYSTEM = {"system_no": 1, "name": "trạm thử", "function_vi": "x", "function_en": "x", "sector": "health",
          "theme": "hospital_systems", "stage": "in_use", "paragraph": 2, "named": "no"}  # fmt: skip
STEP = {"milestone_no": 1, "when": "2024", "phase": "done", "event_vi": "x", "event_en": "x", "sector": "health",
        "theme": "hospital_systems", "paragraph": 3}  # fmt: skip
SPAN = {"relation_no": 1, "kind": "duration", "paragraph": 3, "stated": 5, "bound": "lt", "comment_vi": "x",
        "comment_en": "x", "time_period": "2024-06-05/2024-06-05"}  # fmt: skip
BESIDE = """Một tờ báo bịa ra ở Đồng Tháp, ngày 5/6/2024.
Ông Nguyễn Thử, Giám đốc sở, cho biết đã lắp 12 Trạm  thử.
Sau gần 5 năm có 3 trạm, xong trong năm; trạm cuối mở ngày 7/6.
Sau gần sáu năm nữa thì thôi; đến năm 2030 không còn trạm nào.
"""


def beside(place, codebook, monkeypatch, text=BESIDE, **rows):
    """The faults of an article about what is typed beside its tokens; each of `rows` changes one row."""
    (place / "texts" / "xx-2024-06.txt").write_text(text, encoding="utf-8")
    source = {"text_sha256": hashlib.sha256(text.encode()).hexdigest()}

    def change(observed, aside, typed):
        spoken = {"voice": "named_official", "speaker_vi": "Nguyễn Thử, Giám đốc sở", "speaker_en": "Nguyễn Thử, head"}
        observed[:] = [COUNT | spoken | {"obs_no": 1, "paragraph": 2, "as_printed": "12", "obs_value": 12}]
        observed[0] |= rows.get("observations", {})
        figure = {"paragraph": 3, "kind": "framing"}
        aside += [figure | {"as_printed": each} for each in "53"]
        aside += [{"paragraph": 3, "as_printed": "7/6", "kind": "date"}]
        aside += [{"paragraph": 4, "as_printed": "2030", "kind": "date"}]
        typed |= source | rows.get("sources", {})

    sheets = {"systems": [SYSTEM | rows.get("systems", {})], "milestones": [STEP | rows.get("milestones", {})],
              "relations": [SPAN | rows.get("relations", {})]}  # fmt: skip
    monkeypatch.setattr("test_ledger.OTHERS", sheets)
    return entry(place, codebook, change).faults


@pytest.mark.parametrize(
    "rows",
    [
        {},
        {"observations": {"voice": "unattributed", "speaker_vi": None, "speaker_en": None}},
        {"milestones": {"paragraph": 3, "when": "2024-06-07", "phase": "planned"}},  # 7/6, of the article's own year
        {"milestones": {"paragraph": 4, "when": "2030", "phase": "planned"}},
        {"relations": {"paragraph": 4, "stated": 6}},  # "gần sáu năm": in words no bound is read
        {"relations": {"stated": 3, "bound": "exact"}},
        {"observations": {"ref_area": "VN"}},  # the country has no name to look for
    ],
)
def test_what_the_text_bears_out_beside_the_tokens(article, data, monkeypatch, rows):
    assert beside(article, data.codebook, monkeypatch, **rows) == ()


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({"sources": {"ref_area": "VN63-80"}},
         "sources!<ref_area>2: found 'VN63-80'; allowed: an area that the text names; it has no Long An in"),
        ({"observations": {"ref_area": "VN63-80"}},
         "observations!<ref_area>2: found 'VN63-80'; allowed: an area that the text names; it has no Long An in any"),
        ({"observations": {"speaker_vi": "Nguyễn Thử Hai, Giám đốc sở"}},
         "observations!<speaker_vi>2: found 'Nguyễn Thử Hai, Giám đốc sở'; allowed: a name that the text prints"),
        ({"systems": {"name": "trạm th"}},
         "systems!<name>2: found 'trạm th'; allowed: a name as paragraph 2 prints it"),
        ({"systems": {"paragraph": 3}}, "systems!<name>2: found 'trạm thử'; allowed: a name as paragraph 3 prints it"),
        ({"relations": {"stated": 3}}, "relations!<bound>2: found 'lt'; allowed: exact, as the text says of 3"),
        ({"relations": {"stated": 4}}, "relations!<stated>2: found '4'; allowed: a number that paragraph 3 prints"),
        ({"milestones": {"paragraph": 4}},
         "milestones!<when>2: found '2024'; allowed: a time that paragraph 4 prints; it has neither 2024 nor"),
    ],
)  # fmt: skip
def test_what_the_text_does_not_bear_out_beside_the_tokens(article, data, monkeypatch, rows, message):
    [fault] = beside(article, data.codebook, monkeypatch, **rows)
    assert fault.startswith(f"xx-2024-06.xlsx, {lettered(message)}")


def test_an_area_may_be_named_as_those_that_became_it():
    """An article of 2026 on Gia Lai may speak of Bình Định alone, which is part of it; not the other way round."""
    spelt = ledger._spelt(paths.PROCESSED)
    assert {"Bình Định", "Gia Lai"} <= set(spelt["VN34-52"]) and "Gia Lai" not in spelt["VN63-52"]


def test_everything_accounted_for(article, data):
    found = entry(article, data.codebook)
    assert found.faults == ()
    assert str(found) == "xx-2024-06: 6 of 6 numbers accounted for: 5 observed, 1 set aside"


def token_and_value_mistyped(rows, aside, source):
    rows[1] |= {"as_printed": "2.600", "obs_value": 2600}


def test_first_words_that_do_not_open_the_paragraph_are_found(article, data, monkeypatch):
    for opens in ("tờ báo bịa", "Một tờ bá"):
        monkeypatch.setitem(OPENINGS[0], "opens", opens)
        assert entry(article, data.codebook).faults == (
            lettered(f"xx-2024-06.xlsx, paragraphs!<opens>2: found {opens!r}; ")
            + "allowed: 'Một tờ báo bịa ra' or the first of these words",
        )


def test_a_line_between_numbered_paragraphs_that_is_in_no_row_is_found(article, data, monkeypatch):
    """Whatever was passed over may be one of the article's own paragraphs: all numbers after it would be wrong."""
    own = [{"paragraph": 1, "number": 1, "opens": "Một tờ"}, {"paragraph": 3, "number": 2, "opens": "Đợt hai"}]
    monkeypatch.setattr("test_ledger.OPENINGS", own)
    (fault,) = entry(article, data.codebook).faults
    assert fault.startswith("xx-2024-06.xlsx: 'Toàn huyện có 40/50 xóm', between numbered paragraphs, is in no row of")
    assert "(text: paragraph 2, character 1" in fault
    own.insert(1, {"paragraph": 2, "opens": "Toàn huyện"})  # looked at, and none: a heading, say
    assert entry(article, data.codebook).faults == ()


def row_deleted(rows, aside, source):
    del rows[2]


def set_aside_row_deleted(rows, aside, source):
    aside[0]["as_printed"] = "5/6/2042"


def occurrence_wrong(rows, aside, source):
    rows[4]["occurrence"] = 3


def occurrence_of_a_token_that_is_there_once(rows, aside, source):
    rows[1]["occurrence"] = 2


def one_occurrence_wrong_and_one_missing(rows, aside, source):
    rows[3]["occurrence"] = 3
    del rows[4]


def bound_wrong(rows, aside, source):
    rows[1]["bound"] = "ge"


def scale_wrong(rows, aside, source):
    rows[2]["unit_mult"] = 6


def unit_wrong(rows, aside, source):
    rows[3] |= MONEY


def hedge_wrong(rows, aside, source):
    rows[3]["hedge"] = "about"


def token_and_denominator_wrong(rows, aside, source):
    rows[0] |= {"as_printed": "40/60 | 80%", "denominator": 60}


def wording_wrong(rows, aside, source):
    rows[1]["wording"] = "trên"


def taken_twice(rows, aside, source):
    aside.append({"paragraph": 2, "as_printed": "2.500", "kind": "framing"})


def word_not_there(rows, aside, source):
    rows[5]["as_printed"] = "tất cả"


def paragraph_beyond_the_text(rows, aside, source):
    rows[3]["paragraph"] = 9


AT_2500 = "(text: paragraph 2, character 59, at “g minh; hơn 2.500 hộ tham gia,”)"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            token_and_value_mistyped,
            "observations!C3: found '2.600'; allowed: a token of paragraph 2, which has it 0 times",
        ),
        (token_and_value_mistyped, f"'2.500' is in no row of observations or set_aside {AT_2500}"),
        (bound_wrong, f"observations!<bound>3: found 'ge'; allowed: gt, as the text says {AT_2500}"),
        (wording_wrong, f"observations!E3: found 'trên'; allowed: 'hơn', as the text says {AT_2500}"),
        (taken_twice, f"set_aside!B3: found '2.500'; allowed: one row; observations has it too {AT_2500}"),
        (
            scale_wrong,
            "observations!<unit_mult>4: found '6'; allowed: 9, as the text says (text: paragraph 2, character 91, at",
        ),
        (row_deleted, "'3' is in no row of observations or set_aside (text: paragraph 2, character 91, at"),
        (
            occurrence_wrong,
            "observations!D6: found '3'; allowed: at most 2, as often as paragraph 3 has '12' (text: paragraph 3",
        ),
        (
            unit_wrong,
            "observations!<unit_measure>5: found 'vnd'; allowed: count, as the text says (text: paragraph 3",
        ),
        (hedge_wrong, "observations!<hedge>5: found 'about'; allowed: blank, as the text says (text: paragraph 3"),
        (
            token_and_denominator_wrong,
            "observations!C2: found '40/60 | 80%'; allowed: a token of paragraph 2, which has it 0 times",
        ),
        (word_not_there, "observations!C7: found 'tất cả'; allowed: a token of paragraph 3, which has it 0 times"),
        (paragraph_beyond_the_text, "observations!B5: found '9'; allowed: 1 to 3, the text's paragraphs"),
        (
            set_aside_row_deleted,
            "set_aside!B2: found '5/6/2042'; allowed: a token of paragraph 1, which has it 0 times",
        ),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_planted_fault_is_found_and_both_places_named(article, data, fault, message):
    assert lettered(message) in "\n".join(entry(article, data.codebook, fault).faults)


def test_a_wrong_occurrence_is_told_once_and_hides_no_other_number(article, data):
    """Its number was told as missing, too, though it has a row; but of two that lack one, both are named."""
    [told] = entry(article, data.codebook, occurrence_of_a_token_that_is_there_once).faults
    once = "observations!D3: found '2'; allowed: at most 1, as often as paragraph 2 has '2.500' (text: paragraph 2"
    assert told.startswith(f"xx-2024-06.xlsx, {once}"), told
    found = entry(article, data.codebook, occurrence_wrong)
    assert len(found.faults) == 1 and str(found).startswith("xx-2024-06: 5 of 6 numbers accounted for")
    first, *others = entry(article, data.codebook, one_occurrence_wrong_and_one_missing).faults
    assert "found '3'; allowed: at most 2" in first
    assert len(others) == 2 and all("'12' is in no row of observations or set_aside" in each for each in others)


@pytest.mark.parametrize(
    ("built", "altered", "message"),
    [
        (",2500,", ",2600,", f"observations!<obs_value>3: found '2600'; allowed: 2500, as the text says {AT_2500}"),
        (
            ",40,50,",
            ",40,60,",
            "observations!<denominator>2: found '60'; allowed: 50, as the text says (text: paragraph 2",
        ),
    ],
)
def test_a_table_that_is_not_what_the_workbook_says_is_found(article, data, built, altered, message):
    entry(article, data.codebook)
    table = article / "processed" / "observations.csv"
    lines = table.read_text("utf-8")
    assert built in lines
    table.write_text(lines.replace(built, altered, 1), "utf-8")
    found = ledger.verify(article / "texts", article / "processed", article / "raw")[0]
    assert lettered(message) in "\n".join(found.faults)


# --- a person overrules the machine -------------------------------------------------------------------------------

WRONG = """Đồng Tháp có tên trong 10 địa phương dẫn đầu; 609/1.311 (100%) thủ tục đủ điều kiện đã lên mạng.
Vụ thứ 145; 12/20 xã và 80% hộ.
"""
RANK = COMMON | {"indicator": "gov_dti_rank", "definition": "gov_dti_rank__composite", "unit_measure": "rank"}
BY_A_PERSON = [
    RANK | {"paragraph": 1, "as_printed": "10", "obs_value": 10, "bound": "le", "wording": "có tên trong"},
    COMMON | {"paragraph": 1, "as_printed": "609/1.311", "numerator": 609, "denominator": 1311},
    COMMON | {"paragraph": 1, "as_printed": "100%", "obs_value": 100},
    COUNT | {"paragraph": 2, "as_printed": "145", "obs_value": 145},
    COMMON | {"paragraph": 2, "as_printed": "12/20 | 80%", "obs_value": 80, "numerator": 12, "denominator": 20},
]


@pytest.fixture
def misreading(monkeypatch):
    """A machine that reads the 10 as a plain count, and joins what is two, whatever the reader can do by now."""
    read = ledger.tokens

    def wrong(text):
        for token in read(text):
            if token.as_printed == "10":
                token = token._replace(kind="figure", wording="", reading=Reading(Decimal(10)))
            elif token.as_printed.startswith("609/1.311"):
                start = text.index("609")
                spans = ((start, start + 9), (start + 11, start + 15))
                token = token._replace(as_printed="609/1.311 | 100%", spans=spans)
            elif token.as_printed == "100%":
                continue
            elif token.as_printed == "145":
                token = token._replace(kind="ordinal", reading=None)
            yield token

    monkeypatch.setattr(ledger, "tokens", lambda text: list(wrong(text)))


def overruled(place, codebook, why):
    (place / "texts" / "xx-2024-06.txt").write_text(WRONG, encoding="utf-8")

    def change(rows, aside, source):
        rows[:] = [row | {"obs_no": number, "overruled": why} for number, row in enumerate(BY_A_PERSON, start=1)]
        del aside[:]
        source["text_sha256"] = hashlib.sha256(WRONG.encode()).hexdigest()

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(OPENINGS[0], "opens", " ".join(WRONG.split()[:5]))
        return entry(place, codebook, change)


def test_a_person_overrules_what_the_machine_reads_and_the_ledger_says_so(article, data, misreading):
    found = overruled(article, data.codebook, "as the sentence says")
    assert found.faults == ()
    assert str(found).splitlines() == [
        "xx-2024-06: 5 of 5 numbers accounted for: 5 observed, 0 set aside",
        "xx-2024-06: 5 readings overruled by a person",
        "  observations, paragraph 1, unit_measure rank (machine: count), bound le (machine: exact), "
        "wording có tên trong (machine: ''): as the sentence says",
        "  observations, paragraph 1, as_printed 609/1.311 (machine: part of another token, 609/1.311 | 100%): "
        "as the sentence says",
        "  observations, paragraph 1, as_printed 100% (machine: part of another token, 609/1.311 | 100%): "
        "as the sentence says",
        "  observations, paragraph 2, as_printed 145 (machine: ordinal): as the sentence says",
        "  observations, paragraph 2, as_printed 12/20 | 80% (machine: part of another token, 12/20 and 80%): "
        "as the sentence says",
    ]


def test_without_a_reason_the_machine_is_believed(article, data, misreading):
    found = overruled(article, data.codebook, None)
    said = "\n".join(found.faults)
    assert found.overruled == ()
    for fault in (
        "found 'rank'; allowed: count, as the text says",
        "found 'le'; allowed: exact, as the text says",
        "found '609/1.311'; allowed: a figure; it reads as: part of another token, 609/1.311 | 100%",
        "found '145'; allowed: a figure; it reads as: ordinal",
        "found '12/20 | 80%'; allowed: a figure; it reads as: part of another token, 12/20 and 80%",
    ):
        assert fault in said, fault


def overruled_for_nothing(rows, aside, source):
    rows[1]["overruled"] = aside[0]["overruled"] = "to be sure"


def set_aside_as_something_else(rows, aside, source):
    aside[0] |= {"kind": "name", "overruled": "the name of a paper"}


def a_figure_set_aside(rows, aside, source):
    del rows[3]
    aside.append({"paragraph": 3, "as_printed": "12", "kind": "page"})
    rows[3]["occurrence"] = 2


def words_of_no_text(rows, aside, source):
    rows[1] |= {"wording": "khoảng", "overruled": "so it is meant"}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            overruled_for_nothing,
            "observations!<overruled>3: found 'to be sure'; allowed: blank: the machine",
        ),
        (
            overruled_for_nothing,
            "set_aside!<overruled>2: found 'to be sure'; allowed: blank: the machine",
        ),
        (a_figure_set_aside, "set_aside!<kind>3: found 'page'; allowed: figure, as the text says"),
        (words_of_no_text, "observations!<wording>3: found 'khoảng'; allowed: words of the paragraph"),
    ],
)
def test_what_a_person_may_not_overrule(article, data, change, message):
    assert lettered(message) in "\n".join(entry(article, data.codebook, change).faults)


def test_a_kind_of_set_aside_that_a_person_knows_better(article, data):
    found = entry(article, data.codebook, set_aside_as_something_else)
    assert found.faults == ()
    assert found.overruled == ("set_aside, paragraph 1, kind name (machine: date): the name of a paper",)


def test_changed_text_is_found(article, data):
    text = article / "texts" / "xx-2024-06.txt"
    text.write_text(TEXT.replace("2.500", "2.501"), encoding="utf-8")
    faults = entry(article, data.codebook).faults
    assert faults[0].startswith(lettered("xx-2024-06.xlsx, sources!<text_sha256>2: found "))
    assert "'2.501' is in no row of observations or set_aside (text: paragraph 2, character 59" in faults[-1]


def test_a_stretch_of_a_sentence_of_the_text_is_found_and_a_shorter_one_is_not(article, data):
    said = "Toàn huyện có bốn mươi xóm lắp loa, mỗi xóm một cụm loa nói được cả ngày"
    (article / "texts" / "xx-2024-06.txt").write_text(f"{TEXT}\n{said}.\n", encoding="utf-8")

    def held(words):
        found = entry(article, data.codebook, lambda rows, aside, source: rows[0].update(comment_vi=words))
        return [fault for fault in found.faults if "your own words" in fault]

    assert held("Trong bài: " + " ".join(said.split()[:13])) == []
    (fault,) = held("Trong bài: " + " ".join(said.split()[1:16]))
    assert fault.startswith(lettered("xx-2024-06.xlsx, observations!<comment_vi>2: found 'Trong bài: huyện có bốn "))
    mend = "allowed: your own words: at most 13 syllables in a row as a text has them"
    assert fault.endswith(f"; {mend}; “huyện có bốn mươi xóm …” and more stands so there")


def test_missing_text_is_said(article, data):
    (article / "texts" / "xx-2024-06.txt").unlink()
    held = entry(article, data.codebook)
    assert str(held).startswith("xx-2024-06: NOT checked: its text, ") and held.faults == ()


@pytest.mark.published
def test_arithmetic_that_fails_is_a_finding():
    said = "\n".join(ledger.arithmetic())
    assert "dt-2024-07.04: prints 465/595 | 78,18%, which is unattainable; nearest to it: 78.15%, 78.32%" in said
    assert "dt-2025-02 relation 2: states 5 (lt), recomputed 3.1" in said


@pytest.mark.skipif(
    not os.environ.get("ARTICLES") and not os.environ.get("CI"), reason="ARTICLES does not say where the texts are"
)
def test_all_numbers_of_the_articles_are_accounted_for():
    assert workbooks.staleness() == ""
    texts = Path(os.environ["ARTICLES"])
    entries = [each for each in ledger.verify(texts) if (texts / f"{each.source_id}.txt").exists()]
    assert [fault for each in entries for fault in each.faults] == []


@pytest.mark.skipif(
    not os.environ.get("ARTICLES") and not os.environ.get("CI"), reason="ARTICLES does not say where the texts are"
)
def test_no_sentence_on_a_figure_quotes_its_article_once_its_places_are_filled(data):
    said = []
    for row in data.observations:
        sentence = str(clause(row, one_figure(data, row.obs_id)).said("vi")).lower()
        said.append((row.obs_id, tuple(re.findall(r"\w+", sentence))))
    texts = sorted(Path(os.environ["ARTICLES"]).glob("*.txt"))
    assert texts and [each for text in texts for each in ledger.quotes(text.read_text("utf-8"), said)] == []


@pytest.mark.published
@pytest.mark.skipif(
    not os.environ.get("ARTICLES") and not os.environ.get("CI"), reason="ARTICLES does not say where the texts are"
)
def test_so_many_numbers_have_the_published_articles():
    entries = ledger.verify(Path(os.environ["ARTICLES"]))
    assert {each.source_id: each.numbers for each in entries} == {
        "bd-undated": 15, "dt-2024-04": 11, "dt-2024-07": 37, "dt-2025-02": 45, "qn-undated": 30,
    }  # fmt: skip
