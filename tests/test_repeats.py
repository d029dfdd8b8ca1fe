import pytest

from sosanh.compare import across
from sosanh.repeats import repeats


@pytest.fixture(scope="module")
def again(data):
    return {each.later.obs_id: each for each in repeats(across(data, ["Đồng Tháp"]))}


def test_what_another_source_had_printed_before_is_a_repeat(again):
    agriculture = [each for each in again.values() if each.benchmark is not None]
    assert sorted(int(each.later.obs_value) for each in agriculture) == [6, 9, 15, 19, 28]
    assert all(each.benchmark.time_period < each.later.as_of_from for each in agriculture)


def test_the_same_number_in_another_definition_is_no_repeat(again):
    found = [each for each in again.values() if each.observed is not None]
    assert [each.later.indicator for each in found] == ["edu_internal_admin_digital"]
    assert found[0].observed.source_id == "dt-2024-07"
