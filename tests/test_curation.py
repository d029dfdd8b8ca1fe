"""The data themselves: what nobody may miss, and that what is said of them elsewhere is still true."""

import pytest

from sosanh import paths
from sosanh.changelog import released

pytestmark = pytest.mark.published

SYSTEMS = [
    "iDesk", "hoclieu.vn", "Onetouch", "LGSP", "VDAPES", "HIS", "LIS", "PACS", "Telemedicine", "Telehealth",
    "Làng thông minh", "Trung tâm dữ liệu", "Du lịch Quy Nhơn - Bình Định", "trục liên thông văn bản quốc gia",
    "Quốc gia về dân cư", "kiến trúc chính quyền điện tử", "kho dữ liệu dùng chung", "nền tảng dữ liệu mở",
]  # fmt: skip


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_nobody_may_miss(data, name):
    names = "\n".join(data.tables["systems"]["name"]).casefold()
    assert name.casefold() in names


def test_both_versions_of_the_architecture(data):
    systems = data.tables["systems"]
    stages = systems[systems["name"].str.casefold().str.startswith("kiến trúc chính quyền điện tử")]
    assert set(stages["stage"]) == {"in_use", "building"}


def test_top_10_of_three_indices_is_three_targets_with_one_token(data):
    rows = data.observations.query("source_id == 'bd-undated' and as_printed == '10'")
    assert len(rows) == 3 and rows["indicator"].nunique() == 3 and set(rows["occurrence"]) == {1}


def test_relations_hold_or_fail_as_recomputed(data):
    relations = data.tables["relations"].set_index(["source_id", "relation_no"])
    assert relations["outcome"].to_dict() == {
        ("dt-2025-02", 1): "holds",  # 28 = 19 + 9
        ("dt-2025-02", 2): "fails",  # nearly 5 years
        ("qn-undated", 1): "holds",  # three years ahead of 2023
    }


def test_no_indicator_is_idle(data):
    used = set(data.observations["indicator"]) | set(data.codebook.benchmarks["indicator"])
    assert set(data.codebook.indicators["indicator"]) == used


def test_every_share_that_is_compared_has_its_words(data):
    compared = data.observations.query("unit_measure == 'percent' and role == 'actual'")["indicator"].unique()
    phrases = ["subject_vi", "subject_en", "done_vi", "done_en", "limit_vi", "limit_en"]
    words = data.codebook.indicators.set_index("indicator").loc[compared, phrases]
    assert words.index[words.eq("").any(axis=1)].tolist() == []


def test_software_given_to_health_stations_is_not_said_to_be_used(data):
    indicator = data.codebook.entry("indicators", "health_station_software")
    assert "được triển khai" in indicator["name_vi"] and "dùng" not in indicator["name_vi"]


def test_own_use_of_materials_is_said_only_where_an_article_says_it(data):
    definition = data.codebook.entry("definitions", "edu_own_materials__builds")
    assert "own use" not in definition["wording_en"] and not definition["wording_vi"].endswith("để dùng")
    july, february = data.observations.query("definition == 'edu_own_materials__builds'").to_dict("records")
    assert "để đơn vị dùng" in february["comment_vi"] and "dùng" not in july["comment_vi"]


def test_what_was_printed_before_says_where(data):
    comments = data.observations.loc[data.observations["comment_en"].str.contains("lready printed")]
    assert list(comments["as_printed"]) == ["6", "15", "28", "19", "9"]
    for column in ("comment_vi", "comment_en"):
        assert comments[column].str.contains("2199933").all(), column


def test_the_citation_names_the_version_of_the_data():
    citation = (paths.HOME / "CITATION.cff").read_text(encoding="utf-8")
    version, day = released()
    assert f"\nversion: {version}\n" in citation and f"\ndate-released: {day}\n" in citation
