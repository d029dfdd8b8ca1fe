"""What a name, an alias and a code of an area mean, on which day."""

from datetime import date

import pandas as pd
import pytest

from sosanh.data.codebook import Former


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
    became = r"VN63-52 \(Bình Định, until 2025-06-30\), since then in VN34-52 \(Gia Lai\)"
    with pytest.raises(Former, match=f"unknown area on 2025-07-01 'Bình Định'; {became}"):
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
