from datetime import date

import pandas as pd
import pytest

from sosanh.compare.gate import verdict
from sosanh.compare.territory import CannotAdd, add


@pytest.fixture(scope="module")
def rows(data):
    return {row.obs_id: row for row in data.observations.itertuples(index=False, name="Observation")}


def parts(row, **given):
    """The figure of Đồng Tháp and one like it of Tiền Giang, the two parts of today's Đồng Tháp."""
    own = row._replace(ref_area="VN63-87", territory="dong-thap", **given)
    return [own, own._replace(obs_id="tg.01", ref_area="VN63-82", territory="tien-giang")]


@pytest.mark.parametrize(
    ("name", "on", "area"),
    [
        ("Đồng Tháp", "2025-06-30", "VN63-87"),
        ("Đồng Tháp", "2025-07-01", "VN34-82"),
        ("gia lai", "2025-06-30", "VN63-64"),
        ("gia lai", "2025-07-01", "VN34-52"),
        ("Quang Ninh", "2025-07-01", "VN34-22"),
    ],
)
def test_name_and_day_give_the_area(data, name, on, area):
    assert data.codebook.area(name, date.fromisoformat(on)) == area


def test_a_province_that_ended_is_not_found_later(data):
    with pytest.raises(LookupError, match="unknown area on 2025-07-01 'Bình Định'"):
        data.codebook.area("Bình Định", date(2025, 7, 1))


@pytest.mark.parametrize("code", ["82", "52", 82])
def test_a_bare_code_raises_and_names_both_territories(data, code):
    with pytest.raises(LookupError, match=r"without its map may mean: VN63-\d\d \(.*\), VN34-\d\d \("):
        data.codebook.area(code, date(2025, 7, 1))
    with pytest.raises(LookupError, match="without its map may mean"):
        data.join(pd.DataFrame({"code": [code], "people": [1]}), "code")


def test_a_join_on_codes_with_their_map_works(data):
    joined = data.join(pd.DataFrame({"area": ["VN63-87"], "people": [1]}), "area")
    assert len(joined) == len(data.observations)
    assert joined.loc[joined["ref_area"].eq("VN63-87"), "people"].eq(1).all()


def test_fractions_add_with_both_their_parts(data, rows):
    found = add(parts(rows["dt-2024-07.06"]), "VN34-82", data.codebook)
    assert (found.numerator, found.denominator) == (676, 832)
    assert found.interval.lower == found.interval.upper == 81.25


def test_counts_add_with_their_bounds(data, rows):
    found = add(parts(rows["dt-2024-07.11"]), "VN34-82", data.codebook)
    assert (found.interval.lower, found.interval.lower_open) == (22000, True)


@pytest.mark.parametrize(
    ("obs_id", "given", "message"),
    [
        ("dt-2024-07.18", {}, "is a share without both its parts: shares are never averaged"),
        ("dt-2024-07.19", {}, "is in rank: only counts and fractions can be added"),
        ("dt-2025-02.16", {}, r"is hedged \(estimated\)"),
        ("dt-2024-07.04", {}, "prints a fraction and a percentage that cannot both be right"),
    ],
)
def test_what_does_not_add_up_is_refused(data, rows, obs_id, given, message):
    with pytest.raises(CannotAdd, match=message):
        add(parts(rows[obs_id], **given), "VN34-82", data.codebook)


def test_all_parts_are_needed_and_of_one_kind(data, rows):
    own, other = parts(rows["dt-2024-07.06"])
    later = other._replace(as_of_from="2025-01-01", as_of_to="2025-01-01")
    with pytest.raises(CannotAdd, match="are of different times"):
        add([own, later], "VN34-82", data.codebook)
    with pytest.raises(CannotAdd, match="VN34-82 is made of VN63-82, VN63-87; given: VN63-87"):
        add([own], "VN34-82", data.codebook)
    with pytest.raises(CannotAdd, match="the parts differ in population"):
        add([own, other._replace(population="education_institutions")], "VN34-82", data.codebook)


def test_a_change_across_the_maps_is_refused(data, rows):
    old = rows["dt-2024-07.18"]
    new = old._replace(obs_id="x.01", ref_area="VN34-82", territory="dong-thap-2025")
    assert verdict(old, new, "change", data.codebook).grade == "C"
    assert (
        verdict(old, new, "target", data.codebook).reasons[0] == "role"
        and verdict(old._replace(role="target"), new, "target", data.codebook).reasons[0] == "territory"
    )
    assert "territory" in verdict(old, new, "level", data.codebook).reasons


def test_an_unchanged_province_compares_with_either_map_but_its_rank_does_not(data, rows):
    old = rows["dt-2024-07.18"]._replace(ref_area="VN63-22", territory="quang-ninh")
    new = old._replace(obs_id="x.01", ref_area="VN34-82", territory="dong-thap-2025")
    assert "territory" not in verdict(old, new, "level", data.codebook).reasons
    ranks = [each._replace(unit_measure="rank") for each in (old, new)]
    for purpose in ("level", "change", "target"):  # out of 63 and out of 34
        assert "territory" in verdict(*ranks, purpose, data.codebook).reasons


@pytest.mark.parametrize(
    ("name", "areas"),
    [
        ("Đồng Tháp", ("VN63-87", "VN34-82")),
        ("gia lai", ("VN63-64", "VN34-52")),
        ("Bình Định", ("VN63-52",)),
        ("Tiền Giang", ("VN63-82",)),
        ("Quảng Ninh", ("VN63-22", "VN34-22")),
        ("VN34-82", ("VN34-82",)),
    ],
)
def test_a_name_means_areas_and_a_code_itself(data, name, areas):
    assert data.codebook.areas_named(name) == areas
