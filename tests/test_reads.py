"""What is read of the data is known by itself: a change is noticed where it matters, and only there."""

from dataclasses import replace

import pytest

import sosanh.show.api  # the selections are known with the questions
from sosanh.compare.questions import areas_meant, over_time
from sosanh.data import reads
from sosanh.data.codebook import Codebook
from sosanh.data.collection import Collection, load
from sosanh.data.reads import Reads, digest
from sosanh.data.tables import CODEBOOK
from sosanh.lineage.words import messages


def changed(data, table, change):
    """The collection with the rows that `change` makes of those of a table."""
    rows = {name: change(own) if name == table else own for name, own in data.tables.items()}
    book = Codebook(*(rows[name] for name in CODEBOOK))
    return Collection(rows, book, data.version, data.released)


def with_cell(table, key, **cells):
    """A change of some cells of the row whose key ends so."""
    return table, lambda rows: tuple(replace(row, **cells) if str(row.ref) == key else row for row in rows)


@pytest.fixture
def read(data):
    """What is read by a question, and whether a change of a table is noticed."""

    def asking(ask):
        recording = Reads()
        ask(recording.of(data))
        written = recording.written()
        before = digest(written, data, messages)
        assert digest(written, data, messages) == before
        return lambda table, change: digest(written, changed(data, table, change), messages) != before

    return asking


JULY = "dt-2024-07.04"


def test_a_cell_is_noticed_that_was_looked_at_and_no_other(read):
    noticed = read(lambda data: data.observation(JULY).denominator)
    assert noticed(*with_cell("observations", JULY, denominator=600))
    assert not noticed(*with_cell("observations", JULY, comment_vi="khác"))
    assert not noticed(*with_cell("observations", "dt-2025-02.03", denominator=600))


def test_a_value_that_is_worked_out_rests_on_its_cells(read):
    noticed = read(lambda data: data.observation(JULY).value)
    assert noticed(*with_cell("observations", JULY, denominator=600))
    assert not noticed(*with_cell("observations", JULY, paragraph=99))


def test_the_row_that_a_row_leads_to_is_noticed(read):
    noticed = read(lambda data: data.observation(JULY).article.published_from)
    redated = replace(load().article("dt-2024-07"), published_from="2024-07-24")
    assert noticed("sources", lambda rows: tuple(redated if row.source_id == "dt-2024-07" else row for row in rows))
    assert not noticed("sources", lambda rows: tuple(row for row in rows if row.source_id != "bd-undated"))


def added(data, **cells):
    return lambda rows: (*rows, replace(data.observation(JULY), obs_id="dt-2026-01.01", **cells))


def test_a_selection_notices_what_it_would_find_now_and_nothing_else(read, data):
    noticed = read(lambda data: data.select("VN63-87", sector="education"))
    assert noticed("observations", added(data))
    assert noticed("observations", lambda rows: tuple(row for row in rows if row.obs_id != JULY))
    assert not noticed("observations", added(data, sector="trade"))
    assert not noticed("observations", added(data, territory="quang-ninh"))


def test_an_empty_selection_notices_the_first_row(read, data):
    noticed = read(lambda data: data.select("VN63-87", sector="tourism", theme="payments"))
    assert not noticed("observations", lambda rows: rows[:-1])
    assert noticed("observations", added(data, sector="tourism", theme="payments"))


def test_a_pair_row_is_noticed_where_it_was_asked_for_also_where_there_was_none(read, data):
    asked = ("indicator", "edu_cashless", "health_ehr", "level")
    noticed = read(lambda data: data.codebook.pair_row(*asked))
    row = replace(data.codebook.comparability[0], level="indicator", a="edu_cashless", b="health_ehr", purpose="")
    assert data.codebook.pair_row(*asked) is None and noticed("comparability", lambda rows: (*rows, row))
    other = replace(row, b="edu_own_materials")
    assert not noticed("comparability", lambda rows: (*rows, other))


def test_whoever_goes_through_a_table_notices_every_row_of_it(read, data):
    noticed = read(lambda data: sum(1 for _ in data.tables["milestones"]))
    assert noticed("milestones", lambda rows: rows[:-1])


def test_what_a_question_that_is_refused_has_read_is_noticed(read, data):
    def ask(collection):
        with pytest.raises(LookupError):
            collection.observation("dt-2026-01.01")

    assert read(ask)("observations", added(data))


def test_two_provinces_apart_know_nothing_of_each_other(read, data):
    noticed = read(lambda data: over_time(data, "VN63-52", "2020", "2024", "health"))
    assert not noticed(*with_cell("observations", JULY, denominator=600))
    assert not noticed("observations", added(data))
    meant = read(lambda data: areas_meant(data, "Bình Định"))
    assert not meant("observations", added(data))


def test_a_message_is_noticed_that_was_said(data, monkeypatch):
    monkeypatch.setattr(reads, "current", Reads())
    assert messages("vi")["bound_gt"] and "no_such" not in messages("vi") and messages("en").get("bound_lt")
    assert reads.current.messages == {"vi bound_gt", "vi no_such", "en bound_lt"}
    written = reads.current.written()
    said = {language: dict(messages(language)) for language in ("vi", "en")}
    before = digest(written, data, said.get)
    said["vi"]["bound_le"] = "khác"
    assert digest(written, data, said.get) == before
    said["vi"]["bound_gt"] = "khác"
    assert digest(written, data, said.get) != before


def test_all_questions_say_of_noted_data_what_they_say_of_the_data(data):
    plain, noted = (sosanh.show.api.Data(each, "vi en") for each in (data, Reads().of(data)))
    for ask in (
        lambda own: own.over_time("Đồng Tháp", "2024-07", "2025-02", "education"),
        lambda own: own.one_page(["Quảng Ninh", "Bình Định"], "health"),
        lambda own: own.deployment("Bình Định"),
        lambda own: own.against_targets("Quảng Ninh"),
        lambda own: own.one_figure(JULY),
    ):
        shown = [[repr(getattr(ask(own), name)()) for name in ask(own)._shown()] for own in (plain, noted)]
        assert shown[0] == shown[1]
