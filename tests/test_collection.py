"""From the workbooks to the tables: the same from the same, only what changed, and nothing stale."""

import csv
import shutil
from dataclasses import replace
from decimal import Decimal
from difflib import unified_diff
from pathlib import Path

import openpyxl
import pytest

from sosanh.curate import build as tables_build
from sosanh.curate import derive, kept, workbooks
from sosanh.curate.build import build
from sosanh.data import collection as collection_module
from sosanh.data import paths
from sosanh.data.collection import Stale, load
from sosanh.data.problems import DataProblems, Problem, Unknown
from sosanh.data.tables import TABLES, as_text, read_csv
from sosanh.numbers.periods import read_period
from sosanh.publish import inputs

JULY = "articles/dt-2024-07.xlsx"
SECOND = "second-readings/qn-undated.xlsx"
MISREAD = {"as_printed": "464/595 | 78,18%", "numerator": 464}  # 465 in the text
MISREAD |= {"comment_vi": "Không rõ.", "comment_en": "Not clear."}  # it may name printed numbers only


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The committed workbooks, copied elsewhere and built there."""
    data = tmp_path_factory.mktemp("elsewhere") / "data"
    shutil.copytree(paths.RAW, data / "raw")
    shutil.copy(paths.RAW.parent / "CHANGELOG.md", data)
    build(data / "raw", data / "processed")
    return data


@pytest.fixture
def data(tmp_path, built):
    return shutil.copytree(built, tmp_path / "data")


def contents(data):
    return {path.name: path.read_bytes() for path in (data / "processed").iterdir()}


def again(data):
    return build(data / "raw", data / "processed")


def loaded(data):
    return load(data / "processed", data / "raw")


def type_into_july(data, row):
    """Type into the fourth observation, by the names of the columns."""
    book = openpyxl.load_workbook(data / "raw" / JULY)
    columns = {head.value: head.column for head in book["observations"][1]}
    for name, value in row.items():
        book["observations"].cell(5, columns[name]).value = value
    book.save(data / "raw" / JULY)


def test_the_committed_tables_are_those_of_the_committed_workbooks(built):
    """Where this fails, a workbook, a table or the code was changed alone: run `make data` and commit the result."""
    now, then = contents(built), contents(paths.RAW.parent)
    assert sorted(now) == sorted(then)
    assert [name for name in now if now[name] != then[name]] == []


def test_a_second_build_writes_nothing(data):
    before = {path: path.stat().st_mtime_ns for path in (data / "processed").iterdir()}
    assert again(data) == []
    assert {path: path.stat().st_mtime_ns for path in (data / "processed").iterdir()} == before


def test_one_changed_numerator_changes_one_line_in_the_columns_that_follow_from_it(data):
    before = contents(data)["observations.csv"].decode()
    type_into_july(data, MISREAD)
    assert again(data) == ["observations.csv", "second_readings.csv", "datapackage.json"]
    after = contents(data)["observations.csv"].decode()
    header, old, new = csv.reader([before.splitlines()[0], *changed_lines(before, after)])
    assert {name: (a, b) for name, a, b in zip(header, old, new, strict=True) if a != b} == {
        "as_printed": ("465/595 | 78,18%", "464/595 | 78,18%"),
        "numerator": ("465", "464"),
        "value_lower": ("78.15126050420169", "77.98319327731092"),
        "value_upper": ("78.15126050420169", "77.98319327731092"),
        "share": ("78.15126050420169", "77.98319327731092"),
        "comment_vi": (old[header.index("comment_vi")], "Không rõ."),
        "comment_en": (old[header.index("comment_en")], "Not clear."),
    }


def changed_lines(before, after):
    lines = list(unified_diff(before.splitlines(), after.splitlines(), n=0, lineterm=""))[2:]
    return [line[1:] for line in lines if line[0] in "+-"]


def test_one_changed_name_in_the_codebook_changes_every_line_that_shows_it(data):
    before = contents(data)
    book = openpyxl.load_workbook(data / "raw" / "codebook.xlsx")
    cell = next(row[2] for row in book["areas"] if row[0].value == "VN63-87")
    cell.value = "Đồng Tháp cũ"
    book.save(data / "raw" / "codebook.xlsx")
    assert again(data) == ["areas.csv", "observations.csv", "datapackage.json"]
    rows = list(csv.DictReader(contents(data)["observations.csv"].decode().splitlines()))
    of_july = [row for row in rows if row["ref_area"] == "VN63-87"]
    assert of_july and {row["area_name"] for row in of_july} == {"Đồng Tháp cũ"}
    assert len(changed_lines(before["areas.csv"].decode(), contents(data)["areas.csv"].decode())) == 2


def test_rows_in_another_order_are_the_same_tables(data):
    book = openpyxl.load_workbook(data / "raw" / JULY)
    sheet = book["observations"]
    for one, other in zip(sheet[3], sheet[9], strict=True):
        one.value, other.value = other.value, one.value
    book.save(data / "raw" / JULY)
    assert again(data) == ["datapackage.json"]


def test_a_workbook_changed_since_is_named(data):
    type_into_july(data, MISREAD)
    with pytest.raises(Stale, match=rf"changed since the tables were built: {JULY}; run `make data`"):
        loaded(data)


def test_a_changed_second_reading_makes_the_tables_stale_and_then_what_pages_say_of_it(data, monkeypatch):
    """A changed cell there left a page with a false number up to date: nothing that is compared knew of the file."""
    before = loaded(data).frame("second_readings").set_index("source_id").loc["qn-undated"]
    book = openpyxl.load_workbook(data / "raw" / SECOND)
    sheet = book["observations"]
    column = next(cell.column_letter for cell in sheet[1] if cell.value == "bound")
    sheet[f"{column}2"] = {"gt": "ge"}.get(sheet[f"{column}2"].value, "gt")
    book.save(data / "raw" / SECOND)
    with pytest.raises(Stale, match=rf"changed since the tables were built: {SECOND}; run `make data`"):
        loaded(data)
    monkeypatch.setattr(paths, "PROCESSED", data / "processed")
    fingerprint = inputs.everything()
    assert again(data) == ["second_readings.csv", "datapackage.json"]
    assert inputs.everything() != fingerprint
    rows = loaded(data).frame("second_readings").set_index("source_id")
    assert rows.loc["qn-undated", "cells_alike"] == before["cells_alike"] - 1


def test_a_second_reading_that_is_recorded_and_cannot_be_read_is_a_problem_with_its_folder(data):
    before = contents(data)
    (data / "raw" / SECOND).write_bytes(b"no workbook")
    with pytest.raises(DataProblems, match=f"{SECOND}: found 'damaged, or no workbook"):
        again(data)
    assert contents(data) == before


def test_a_workbook_that_came_or_went_is_named(data):
    (data / "raw" / JULY).rename(data / "raw" / "articles" / "dt-2024-08.xlsx")
    with pytest.raises(Stale, match=r"articles/dt-2024-07.xlsx; run `make data`"):
        loaded(data)
    said = workbooks.staleness(data / "processed", data / "raw")
    assert said == "changed since the tables were built: articles/dt-2024-07.xlsx, articles/dt-2024-08.xlsx"


def test_a_workbook_open_in_excel_is_no_other_workbook(data):
    (data / "raw" / "articles" / "~$dt-2024-07.xlsx").write_bytes(b"Excel's own")
    assert loaded(data).version and again(data) == []


def test_a_table_edited_by_hand_is_refused(data):
    table = data / "processed" / "observations.csv"
    table.write_bytes(table.read_bytes().replace(b"78.18", b"78.15"))
    with pytest.raises(Stale, match=r"observations.csv is not the file that datapackage.json describes; run `make"):
        loaded(data)


def test_a_missing_table_is_refused_and_written_again(data):
    (data / "processed" / "themes.csv").unlink()
    with pytest.raises(Stale, match=r"themes.csv"):
        loaded(data)
    assert again(data) == ["themes.csv"]


@pytest.mark.parametrize("text", ["", "<<<<<<< HEAD\n{}"])
def test_a_package_that_cannot_be_read_is_refused(data, text):
    (data / "processed" / "datapackage.json").write_text(text)
    with pytest.raises(Stale, match=r"holds no readable datapackage.json"):
        loaded(data)


def test_the_tables_alone_are_enough(data):
    shutil.rmtree(data / "raw")
    assert len(loaded(data).observations) == len(load().observations)


def test_tables_are_read_once_while_they_are_the_same(data):
    """In a running JupyterLab a cell that loads again gets what `make data` has written since."""
    first = loaded(data)
    assert loaded(data) is first
    type_into_july(data, {"comment_en": "Another one."})
    again(data)
    second = loaded(data)
    assert first.observation("dt-2024-07.04").comment_en != "Another one."
    assert second.observation("dt-2024-07.04").comment_en == "Another one." and loaded(data) is second


def test_a_row_is_made_when_asked_for_of_the_table_that_was_there(data, monkeypatch):
    """Of the bytes that were held against the package, whatever is written afterwards, and whoever stops it once."""
    collection, made = loaded(data), []
    count, there = collection_module.row, len(read_csv("observations", data / "processed"))
    monkeypatch.setattr(collection_module, "row", lambda table, *args, **linked: made.append(table) or stopped())
    (data / "processed" / "observations.csv").write_text("obs_id\n")
    with pytest.raises(KeyboardInterrupt):
        len(collection.observations)
    monkeypatch.setattr(collection_module, "row", count)
    assert made == ["observations"] and len(collection.observations) == there > 0
    assert collection.observations is collection.tables["observations"]


def stopped():
    raise KeyboardInterrupt


def test_a_build_that_was_cut_short_is_stale(data, monkeypatch):
    replace = tables_build.paths.replace

    def disk_full_at_the_last_table(path, content):
        if path.name == "relations.csv":
            raise OSError("no space left on device")
        return replace(path, content)

    monkeypatch.setattr(tables_build.paths, "replace", disk_full_at_the_last_table)
    type_into_july(data, MISREAD)
    with pytest.raises(OSError, match="no space left"):
        again(data)
    with pytest.raises(Stale):
        loaded(data)


def test_a_workbook_saved_during_the_build_leaves_the_tables_stale(data, monkeypatch):
    check = tables_build.rules.check

    def meanwhile(*sheets):
        type_into_july(data, MISREAD)
        return check(*sheets)

    monkeypatch.setattr(tables_build.rules, "check", meanwhile)
    again(data)
    with pytest.raises(Stale, match=JULY):
        loaded(data)


@pytest.mark.parametrize("log", [None, "# Data\n\nNothing yet.\n"])
def test_data_without_a_version_are_not_built(data, log):
    (data / "CHANGELOG.md").unlink()
    if log:
        (data / "CHANGELOG.md").write_text(log)
    with pytest.raises(
        DataProblems, match=r"CHANGELOG\.md: found 'no version'; allowed: a heading such as: ## 0\.1\.0"
    ):
        again(data)


@pytest.fixture(scope="module")
def observations():
    return load().frame("observations").set_index("obs_id")


DERIVED = [
    ("dt-2024-07.04", {"share": 100 * 465 / 595, "value_lower": 465 / 595 * 100, "value_upper": 465 / 595 * 100,
                       "arithmetic": "unattainable", "obs_status": "U", "as_of_basis": "published", "decimals": 2}),
    ("dt-2024-07.06", {"share": 81.25, "arithmetic": "computed", "obs_status": "A", "decimals": 0}),
    ("dt-2025-02.03", {"value_lower": 91, "value_upper": 100, "lower_open": "yes", "upper_open": "no",
                       "arithmetic": "not_applicable", "as_of_basis": "estimated",
                       "as_of_from": "2025-02-10", "as_of_to": "2025-02-12", "published": ""}),
    ("dt-2024-04.02", {"value_lower": 58e9, "lower_open": "yes", "upper_open": "yes"}),
    ("dt-2024-07.03", {"value_lower": 0, "value_upper": 90_000, "lower_open": "no", "upper_open": "yes"}),
    ("dt-2024-07.18", {"value_lower": 85.5, "value_upper": 86.5, "lower_open": "no", "upper_open": "yes"}),
    ("dt-2024-07.19", {"value_lower": 1, "value_upper": 25, "as_of_from": "2025-01-01", "as_of_to": "2025-12-31",
                       "as_of_basis": "stated"}),
    ("dt-2024-07.08", {"as_of_from": "2023-09-01", "as_of_to": "2024-08-31", "as_of_basis": "stated"}),
    ("dt-2025-02.05", {"value_lower": 100, "value_upper": 100, "arithmetic": "not_applicable"}),
    ("dt-2025-02.16", {"obs_status": "E", "lower_open": "", "upper_open": ""}),
    ("dt-2025-02.01", {"ref_area": "VN63-87", "area_name": "Đồng Tháp", "territory": "dong-thap",
                       "sector": "government", "result_level": "input"}),
]  # fmt: skip


@pytest.mark.published
@pytest.mark.parametrize(("obs_id", "derived"), DERIVED, ids=[obs_id for obs_id, _ in DERIVED])
def test_what_follows_from_what_was_typed(observations, obs_id, derived):
    as_held = {
        name: as_text(value) if TABLES["observations"].columns[name].reported else value
        for name, value in derived.items()
    }
    assert observations.loc[obs_id, list(derived)].to_dict() == as_held


@pytest.mark.parametrize(
    ("language", "as_printed", "value", "decimals"),
    [("vi", "78,10% | 465/595", "78.1", 2), ("vi", "1.280", "1280", 0), ("en", "1,280", "1280", 0)],
)
def test_the_decimals_are_those_of_the_token_as_its_language_prints_it(built, language, as_printed, value, decimals):
    data = load(built / "processed", built / "raw")
    typed = data.observation("dt-2024-07.04")
    article = replace(typed.article, language=language)
    cells = {name: "" if cell is None else cell for name, cell in vars(typed).items()}
    cells |= {"as_printed": as_printed, "obs_value": value}
    assert derive.observation(cells, article, data.codebook).decimals == decimals


def test_a_row_that_names_an_indicator_knows_its_row(built):
    codebook = load(built / "processed", built / "raw").codebook
    for each in (*codebook.definitions, *codebook.benchmarks):
        assert each.entry is codebook.entry("indicators", each.indicator)


@pytest.mark.published
def test_a_hedged_figure_has_no_interval_and_an_open_one_no_end(observations):
    hedged = observations[observations["hedge"].ne("")]
    assert {"dt-2025-02.06", "dt-2025-02.16"} <= set(hedged.index)
    assert hedged[["value_lower", "value_upper"]].eq("").all(axis=None) and hedged["obs_status"].eq("E").all()
    others = observations.drop(hedged.index)
    assert others["value_lower"].ne("").all()
    assert observations.loc[["dt-2024-04.02", "dt-2024-07.11", "dt-2025-02.08"], "value_upper"].eq("").all()


SELECTED = [
    ("VN63-87", "health", "2024-04", {"dt-2024-04.01", "dt-2024-04.02"}),
    ("VN63-87", "government", "2024-07", {"dt-2024-07.19", "dt-2024-07.20"}),  # levels set then, due later
    ("VN63-87", "government", "2025", {"dt-2024-07.19", "dt-2025-02.01", "dt-2025-02.24", "dt-2025-02.25"}),
    ("VN63-87", "government", "2025-02-12", {"dt-2024-07.19", "dt-2025-02.01", "dt-2025-02.24", "dt-2025-02.25"}),
    ("VN63-87", "government", "2025-02-13", {"dt-2024-07.19"}),
    ("VN63-87", "", "2023-10", {"dt-2024-04.03", "dt-2024-07.08", "dt-2024-07.09"}),
    ("VN34-82", "", "2024/2025", set()),  # the same name, another territory
]


@pytest.mark.published
@pytest.mark.parametrize(("area", "sector", "window", "found"), SELECTED)
def test_selecting(area, sector, window, found):
    assert {row.obs_id for row in load().select(area, sector, window=read_period(window))} == found


def test_selecting_without_sector_and_window_gives_all_of_the_territory():
    data = load()
    assert data.select("VN63-87") == tuple(row for row in data.observations if row.territory == "dong-thap")


@pytest.mark.parametrize("question", [("VN63-87", "educaton"), ("VN63-78", "education")])
def test_selecting_what_is_unknown_names_what_is_near(question):
    with pytest.raises(Unknown, match=r"nearest: (education|VN63-)"):
        load().select(*question)


# --- what unchanged workbooks gave


def kept_of(data):
    return {path.name: path for path in (data / ".kept").rglob("*.*")}


def test_one_changed_workbook_is_the_only_one_read(data, monkeypatch):
    read, opened = workbooks.Book, []
    monkeypatch.setattr(workbooks, "Book", lambda content: opened.append(content) or read(content))
    again(data)
    assert opened == []
    type_into_july(data, MISREAD)
    workbooks.opened.cache_clear()  # another test may have saved the same bytes within two seconds
    again(data)
    assert opened == [(data / "raw" / JULY).read_bytes()]
    shutil.rmtree(data / ".kept")
    fresh = contents(data)
    assert again(data) == [] and contents(data) == fresh and len(opened) > 5


def test_what_is_kept_of_other_bytes_or_a_damaged_file_is_not_believed(data):
    """A row changed in what is kept, that of another article in its place, and what a killed run left."""
    fresh, places = contents(data), kept_of(data)
    whole = places["dt-2024-07.given"].read_bytes()
    for content in (whole.replace(b"465", b"464"), places["dt-2024-04.given"].read_bytes(), whole[:900], b""):
        places["dt-2024-07.given"].write_bytes(content)
        assert again(data) == [] and contents(data) == fresh
        assert len(places["dt-2024-07.given"].read_bytes()) > 900  # it is kept anew


def test_what_other_code_gave_is_not_believed(data, monkeypatch):
    monkeypatch.setattr(kept, "CODE", "another")
    monkeypatch.setattr(workbooks, "_read", lambda path, *_: ({}, [Problem(path.name, "", "", "read", "anew")]))
    with pytest.raises(DataProblems, match=r"dt-2024-07\.xlsx: found 'read'"):
        again(data)


def test_what_is_kept_runs_nothing(data):
    """A file whose seal is right, and that would run a program."""
    path, ran = data / ".kept" / "x.form", data / "ran"
    kept.put(path, ["key"], Runs(ran))
    assert kept.get(path, ["key"]) is None and not ran.exists()
    kept.put(path, ["key"], [Decimal(1)])
    assert kept.get(path, ["key"]) == [1] and kept.get(path, ["other"]) is None


class Runs:
    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return Path.touch, (self.path,)


def test_processes_give_the_same_tables(data, monkeypatch):
    fresh = contents(data)
    shutil.rmtree(data / ".kept")
    monkeypatch.setattr(tables_build, "FEW", 0)
    monkeypatch.setattr(paths, "cores", lambda: 2)
    assert again(data) == [] and contents(data) == fresh and "dt-2024-07.given" in kept_of(data)


def test_what_was_kept_of_a_workbook_that_went_goes_too(data):
    (data / "raw" / "articles" / "dt-2024-04.xlsx").rename(data / "raw" / "articles" / "dt-2024-05.xlsx")
    with pytest.raises(DataProblems):  # its sheet sources names it as before: nothing was built, nothing goes
        again(data)
    assert "dt-2024-04.given" in kept_of(data)
    (data / "raw" / "articles" / "dt-2024-05.xlsx").rename(data / "raw" / "articles" / "dt-2024-04.xlsx")
    (data / ".kept" / "articles" / "gone-2024.given").write_bytes(b"")
    again(data)
    assert "dt-2024-04.given" in kept_of(data) and "gone-2024.given" not in kept_of(data)


def test_a_full_disk_keeps_nothing_and_builds(data, monkeypatch):
    """What is kept saves time alone: where it cannot be written the tables are the same."""
    fresh, replace = contents(data), paths.replace

    def full(path, content):
        if ".kept" in path.parts:
            raise OSError(28, "No space left on device", str(path))
        return replace(path, content)

    shutil.rmtree(data / ".kept")
    monkeypatch.setattr(paths, "replace", full)
    assert again(data) == [] and contents(data) == fresh and kept_of(data) == {}


def test_a_workbook_that_another_program_holds_is_named(data, monkeypatch):
    """As Windows has it: to be closed there, and nothing is written."""
    read, fresh = Path.read_bytes, contents(data)

    def held(path):
        if path.name == "dt-2024-07.xlsx":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(DataProblems) as refused:
        again(data)
    (line,) = str(refused.value).splitlines()
    assert line.startswith("dt-2024-07.xlsx: found 'not to be read") and "close it" in line
    assert contents(data) == fresh
