"""The data themselves: what nobody may miss, and that what is said of them elsewhere is still true."""

import re

import pytest

from sosanh.data import paths
from sosanh.data.package import releases
from sosanh.show import values

pytestmark = pytest.mark.published

SYSTEMS = [
    "iDesk", "hoclieu.vn", "Onetouch", "LGSP", "VDAPES", "HIS", "LIS", "PACS", "Telemedicine", "Telehealth",
    "Làng thông minh", "Trung tâm dữ liệu", "Du lịch Quy Nhơn - Bình Định", "trục liên thông văn bản quốc gia",
    "Quốc gia về dân cư", "kiến trúc chính quyền điện tử", "kho dữ liệu dùng chung", "nền tảng dữ liệu mở",
]  # fmt: skip


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_nobody_may_miss(data, name):
    names = "\n".join(data.frame("systems")["name"]).casefold()
    assert name.casefold() in names


def test_both_versions_of_the_architecture(data):
    systems = data.frame("systems")
    stages = systems[systems["name"].str.casefold().str.startswith("kiến trúc chính quyền điện tử")]
    assert set(stages["stage"]) == {"published", "building"}


def test_top_10_of_three_indices_is_three_targets_with_one_token(data):
    rows = data.frame("observations").query("source_id == 'bd-undated' and as_printed == '10'")
    assert len(rows) == 3 and rows["indicator"].nunique() == 3 and set(rows["occurrence"]) == {1}


def test_relations_hold_or_fail_as_recomputed(data):
    relations = data.frame("relations").set_index(["source_id", "relation_no"])
    assert relations["outcome"].to_dict() == {
        ("dt-2025-02", 1): "holds",  # 28 = 19 + 9
        ("dt-2025-02", 2): "fails",  # nearly 5 years
    }


def test_no_indicator_is_idle(data):
    used = set(data.frame("observations")["indicator"]) | set(data.frame("benchmarks")["indicator"])
    assert {each.indicator for each in data.codebook.indicators} == used


def test_every_figure_names_who_states_it_or_says_that_no_source_is_cited(data):
    rows = data.frame("observations")
    assert (rows["speaker_vi"].eq("") == rows["voice"].isin(["unattributed", "unclear"])).all()
    july = data.observation("dt-2024-07.18")
    shown = values.speaker(july, data.codebook)
    assert str(shown.said("vi")) == july.speaker_vi == "Đoàn Tấn Bửu, Giám đốc Sở Y tế"
    assert str(shown.said("en")) == july.speaker_en == "Đoàn Tấn Bửu, director of the Department of Health"
    for code, voice in (
        ("dt-2025-02.03", "unattributed"),
        ("dt-2024-07.04", "unclear"),
    ):  # "Theo Sở" opens its paragraph
        nobody = data.codebook.label("voice", voice)
        assert str(values.speaker(data.observation(code), data.codebook).said("en")) == nobody.said("en")


def test_a_resolution_is_of_the_body_that_issued_it(data):
    [step] = data.frame("milestones").query("when == '2021-12-31'").to_dict("records")
    assert "Ban Chấp hành Đảng bộ tỉnh" in step["event_vi"] and "Party Committee" in step["event_en"]
    target = data.frame("observations").set_index("obs_id").loc["dt-2024-07.19"]
    assert "Ban Chấp hành Đảng bộ tỉnh" in target["speaker_vi"]


def test_internal_administration_is_of_the_department_and_its_own_institutions(data):
    group = data.codebook.entry("populations", "internal_admin_activities")
    assert "trực thuộc" in group.label_vi and "subordinate" in group.label_en and "ngành" not in group.label_vi


def test_words_that_the_july_article_does_not_have_stand_in_no_wording(data):
    own, needed = (data.codebook.entry(*each) for each in (
        ("indicators", "edu_own_materials"), ("populations", "learning_materials_needed"),
    ))  # fmt: skip
    wording = data.codebook.entry("definitions", "edu_own_materials__builds")
    assert not any(
        "tự" in each or "their own" in each for held in (own, wording) for each in map(str, vars(held).values())
    )
    assert "cần" not in needed.label_vi and "need" not in needed.label_en


def test_approved_projects_that_were_partly_carried_out_are_not_said_not_to_be(data):
    assert "chưa" not in data.codebook.label("role", "plan").said("vi")
    row = data.frame("observations").set_index("obs_id").loc["dt-2024-04.03"]
    assert "phê duyệt" in row["population_vi"] and "approved" in row["population_en"]


def test_a_list_of_priorities_is_complete_and_no_order(data):
    said = data.frame("statements").set_index(["source_id", "statement_no"]).loc[("bd-undated", 13)]
    assert "nông nghiệp" in said["statement_vi"] and "agriculture" in said["statement_en"]
    assert "đứng đầu" not in said["statement_vi"] and "first" not in said["statement_en"]


def test_public_cards_carry_no_notes_of_the_workshop(data):
    notes = data.frame("observations")[["comment_vi", "comment_en"]].to_numpy().ravel()
    assert not [note for note in notes if re.search("lần đọc|người nhập|readings? differ|typed", note)]


def test_every_share_that_is_compared_has_its_words(data):
    compared = data.frame("observations").query("unit_measure == 'percent' and role == 'actual'")["indicator"].unique()
    phrases = ["subject_vi", "subject_en", "done_vi", "done_en", "limit_vi", "limit_en"]
    words = data.frame("indicators").set_index("indicator").loc[compared, phrases]
    assert words.index[words.eq("").any(axis=1)].tolist() == []


def test_software_given_to_health_stations_is_not_said_to_be_used(data):
    indicator = data.codebook.entry("indicators", "health_station_software")
    assert "được triển khai" in indicator.name_vi and "dùng" not in indicator.name_vi


def test_own_use_of_materials_is_said_only_where_an_article_says_it(data):
    definition = data.codebook.entry("definitions", "edu_own_materials__builds")
    assert "own use" not in definition.wording_en and not definition.wording_vi.endswith("để dùng")
    july, february = data.frame("observations").query("definition == 'edu_own_materials__builds'").to_dict("records")
    assert "để đơn vị dùng" in february["comment_vi"] and "dùng" not in july["comment_vi"]


def test_no_comment_tells_what_an_article_does_not(data):
    """Five comments named another newspaper and one a circular, without a source a reader could walk to."""
    comments = data.frame("observations")[["comment_vi", "comment_en"]].stack()
    assert not comments.str.contains(r"VietNamNet|Thông tư|Circular|63 (?:tỉnh|provinces)").any()
    held = [row.obs_value for row in data.codebook.benchmarks if row.reference == "vietnamnet-2199933"]
    assert sorted(held) == [6, 9, 15, 19, 28]  # the earlier print


def test_what_is_basically_done_is_not_called_done(data):
    basically = data.frame("milestones")["event_vi"].str.contains("cơ bản", case=False)
    assert set(data.frame("milestones").loc[basically, "phase"]) == {"under_way"}


def test_the_citation_names_the_version_of_the_data():
    citation = (paths.HOME / "CITATION.cff").read_text(encoding="utf-8")
    newest = releases()[0]
    assert f"\nversion: {newest.version}\n" in citation and f"\ndate-released: {newest.day}\n" in citation
