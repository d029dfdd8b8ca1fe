from dataclasses import replace
from types import MappingProxyType

import pytest

from sosanh.compare.followups import repeats
from sosanh.compare.questions import across

pytestmark = pytest.mark.published


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


def having(data, rows):
    """The collection with other observations."""
    return replace(data, tables=MappingProxyType({**data.tables, "observations": rows}))


@pytest.mark.parametrize(
    ("change", "repeated"),
    [
        ({}, True),
        ({"bound": "gt"}, False),
        ({"hedge": "about"}, False),
        ({"unit_mult": 6}, False),
        ({"population": "schools"}, False),
        ({"definition": "another"}, False),
    ],
)
def test_only_the_same_number_in_the_same_words_is_a_repeat(data, change, repeated):
    later = ("dt-2025-02", "edu_internal_admin_digital")
    changed = [replace(row, **change) if (row.source_id, row.indicator) == later else row for row in data.observations]
    found = across(having(data, tuple(changed)), ["Đồng Tháp"], indicator="edu_internal_admin_digital")
    assert bool(repeats(found)) is repeated


def test_a_level_for_another_year_is_another_level(data):
    (level,) = (row for row in data.observations if row.indicator == "edu_cashless" and row.role == "target")
    for year, known in (("2030", 0), ("2024", 1)):
        article = data.sources["dt-2024-07"]
        again = replace(level, source_id="dt-2024-07", article=article, obs_id="x", time_period=year)
        found = across(having(data, (level, again)), ["Đồng Tháp"], indicator="edu_cashless")
        assert len(found.rows) == 2 and len(repeats(found)) == known


def test_a_print_of_the_same_year_is_not_before(data):
    found = across(data, ["Đồng Tháp"], indicator="agri_water_stations")
    book = found.codebook
    same_year = tuple(
        replace(row, time_period={"2023-09": "2025"}.get(row.time_period, row.time_period)) for row in book.benchmarks
    )
    later = replace(found.collection, codebook=replace(book, benchmarks=same_year))
    assert len(repeats(found)) == 1 and repeats(replace(found, collection=later)) == []
