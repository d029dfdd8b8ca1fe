"""The areas and their aliases against `vietnamadminunits`, which holds both maps of Vietnam."""

import unicodedata

import pandas as pd
import pytest

from sosanh.data import paths
from sosanh.data.codebook import folded

pytest.importorskip("vietnamadminunits", reason="not on conda-forge; make test without conda has it")
from vietnamadminunits import convert_address
from vietnamadminunits.database import get_data

TABLES = {"63": "admin_units_legacy", "34": "admin_units"}
EARLIER_NAMES = {"63": {"VN63-46": "Thừa Thiên Huế"}, "34": {}}  # the package has the name of 2025 in both maps
CITIES = {  # when the map came into force
    "63": {"Hà Nội", "Hải Phòng", "Đà Nẵng", "Thành phố Hồ Chí Minh", "Cần Thơ"},
    "34": {"Hà Nội", "Hải Phòng", "Đà Nẵng", "Thành phố Hồ Chí Minh", "Cần Thơ", "Huế"},
}
NOT_MERGED = {"01", "04", "11", "12", "14", "20", "22", "38", "40", "42", "46"}


def read(name):
    return pd.read_csv(paths.PROCESSED / name, dtype=str, keep_default_na=False)


AREAS, ALIASES = read("areas.csv"), read("area_aliases.csv")
OF_MAP = {number: AREAS[AREAS.ref_area.str.startswith(f"VN{number}-")] for number in TABLES}


def package(number):
    units = get_data(["provinceCode", "province", "provinceShort"], table=TABLES[number])
    return {f"VN{number}-{unit['provinceCode']}": unit for unit in units}


@pytest.mark.parametrize("number", TABLES)
def test_names_and_statistics_codes_are_those_of_the_package(number):
    areas = OF_MAP[number]
    ours = dict(zip(areas.ref_area, areas.name_vi.str.removeprefix("Thành phố "), strict=True))
    assert ours == {ref: unit["provinceShort"] for ref, unit in package(number).items()} | EARLIER_NAMES[number]
    assert list(areas.ref_area) == [f"VN{number}-{code}" for code in areas.statistics_code]


def test_every_area_of_the_63_map_goes_where_the_package_sends_it():
    theirs = {ref: f"VN34-{convert_address(unit['province']).province_code}" for ref, unit in package("63").items()}
    assert dict(zip(OF_MAP["63"].ref_area, OF_MAP["63"].successor, strict=True)) == theirs


def test_centrally_run_cities_are_those_of_the_first_day_of_each_map():
    assert {number: set(areas.query("area_type == 'city'").name_vi) for number, areas in OF_MAP.items()} == CITIES


def test_a_territory_is_shared_by_both_maps_only_where_nothing_was_merged():
    old, new = OF_MAP["63"].set_index("ref_area"), OF_MAP["34"].set_index("ref_area")
    alone = old[~old.successor.duplicated(keep=False)]
    assert dict(zip(alone.successor, alone.territory, strict=True)) == dict(new.territory[alone.successor])
    assert set(alone.statistics_code) == NOT_MERGED
    assert set(old.territory) & set(new.territory) == set(alone.territory)
    assert old.territory.is_unique and new.territory.is_unique


def test_an_iso_code_stays_with_its_territory():
    old, new = (areas[areas.iso_3166_2 != ""].set_index("territory") for areas in OF_MAP.values())
    assert old.iso_3166_2.nunique() == 63
    assert set(new.statistics_code) == NOT_MERGED
    assert new.iso_3166_2.equals(old.iso_3166_2[new.index])


@pytest.mark.parametrize("number", TABLES)
def test_an_alias_means_one_area_of_a_map(number):
    aliases = ALIASES[ALIASES.ref_area.isin(OF_MAP[number].ref_area)]
    folded = aliases.alias.str.casefold()
    assert aliases[folded.duplicated(keep=False)].empty
    meaning = dict(zip(folded, aliases.ref_area, strict=True))
    for ref, unit in package(number).items():
        assert meaning[unit["province"].casefold()] == meaning[unit["provinceShort"].casefold()] == ref


def test_aliases_are_tidy_and_belong_to_known_areas():
    assert set(ALIASES.ref_area) >= set(OF_MAP["63"].ref_area) | set(OF_MAP["34"].ref_area)
    assert set(ALIASES.ref_area) <= set(AREAS.ref_area)
    assert all(alias == unicodedata.normalize("NFC", " ".join(alias.split())) for alias in ALIASES.alias)


def test_no_two_areas_of_a_map_have_names_that_differ_in_nothing_but_points_and_spaces():
    meant = ALIASES.assign(folded=ALIASES.alias.map(folded), map=ALIASES.ref_area.str[:4])
    twice = meant.groupby(["map", "folded"])["ref_area"].nunique()
    assert twice[twice.gt(1)].index.tolist() == []
