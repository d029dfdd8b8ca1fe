"""The data package as another program sees it: `frictionless` accepts it, and refuses it with any value spoiled."""

import json
import shutil

import pytest
from frictionless import Package

from sosanh.data import paths
from sosanh.data.paths import digest
from sosanh.data.tables import TABLES


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(paths.PROCESSED, tmp_path / "processed")


def spoil(folder, table, before, after):
    path = folder / f"{table}.csv"
    text = path.read_text("utf-8")
    assert before in text
    path.write_bytes(text.replace(before, after, 1).encode("utf-8"))


def describe_again(folder, table):
    """The size and digest of the table as it is now, so that only its values are wrong."""
    content = (folder / f"{table}.csv").read_bytes()
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    of_table = next(each for each in package["resources"] if each["name"] == table)
    of_table |= {"bytes": len(content), "hash": digest(content)}
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")


def refusals(folder, table):
    report = Package(str(folder / "datapackage.json")).get_resource(table).validate()
    return {(kind, field or "") for kind, field in report.flatten(["type", "fieldName"])}


def test_the_committed_package_is_valid(folder):
    report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])
    assert [task.name for task in report.tasks] == list(TABLES)


SPOILED = [
    # what       table           value            spoiled            refused as
    ("integer", "observations", ",465,595,", ",465a,595,", {("type-error", "numerator")}),
    ("number", "observations", ",78.18,", ',"78,18",', {("type-error", "obs_value")}),
    ("date", "sources", ",2024-07-25,", ",25/7/2024,", {("type-error", "published")}),
    ("required", "observations", ",unattainable,", ",,", {("constraint-error", "arithmetic")}),
    ("unique", "observations", "\ndt-2024-07.04,", "\ndt-2024-07.03,",
        {("unique-error", "obs_id"), ("primary-key", "")}),
    ("primary key", "area_aliases", "\ntỉnh Bạc Liêu,VN63-95", "\nBạc Liêu,VN63-95", {("primary-key", "")}),
    ("enum", "observations", ",unattainable,", ",unattained,", {("constraint-error", "arithmetic")}),
    ("pattern", "observations", "\ndt-2024-07.04,", "\ndt-2024-07-4,", {("constraint-error", "obs_id")}),
    ("period", "observations", ",SY2023-24,", ",SY2023/24,", {("constraint-error", "time_period")}),
    ("minimum", "observations", ",465,595,", ",465,0,", {("constraint-error", "denominator")}),
    ("other table", "observations", ",edu_cashless,", ",edu_cashles,", {("foreign-key", "")}),
    ("own table", "areas", ",VN34-82,82,", ",VN34-83,82,", {("foreign-key", "")}),
    ("column", "observations", ",numerator,", ",numerators,", {("incorrect-label", "numerator")}),
]  # fmt: skip


@pytest.mark.parametrize(("what", "table", "value", "spoiled", "refused"), SPOILED, ids=[row[0] for row in SPOILED])
def test_a_spoiled_value_is_refused(folder, what, table, value, spoiled, refused):
    spoil(folder, table, value, spoiled)
    describe_again(folder, table)
    assert refusals(folder, table) == refused


@pytest.mark.parametrize(
    ("spoiled", "refused"),
    [(",466,595,", {("hash-count", "")}), (",4650,595,", {("hash-count", ""), ("byte-count", "")})],
)
def test_a_sound_value_that_is_not_the_one_described_is_refused(folder, spoiled, refused):
    spoil(folder, "observations", ",465,595,", spoiled)
    assert refusals(folder, "observations") == refused


def test_every_kind_of_constraint_has_been_spoiled():
    package = json.loads((paths.PROCESSED / "datapackage.json").read_text("utf-8"))
    fields = [field for each in package["resources"] for field in each["schema"]["fields"]]
    assert {kind for field in fields for kind in field["constraints"]} == {
        "required",
        "unique",
        "enum",
        "pattern",
        "minimum",
    }
    assert {field["type"] for field in fields} == {"string", "integer", "number", "date"}
