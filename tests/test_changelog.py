import pytest

from sosanh.data.package import Release, releases
from sosanh.data.problems import DataProblems

LOG = """# Data

## 0.2.0 (2026-12-01)

Prose - added: nothing here.

- added: a-1.01, a-1.02,
  a-1.03
- corrected: b-2.01
- noted: c-3.01

## 0.1.0 (2026-11-21)

First figures.
"""


def write(folder, text):
    (folder / "CHANGELOG.md").write_text(text, encoding="utf-8")
    return folder


def test_items_are_read_over_their_lines_and_prose_is_not(tmp_path):
    newest, first = releases(write(tmp_path, LOG))
    changed = {"added": frozenset({"a-1.01", "a-1.02", "a-1.03"}), "corrected": frozenset({"b-2.01"}),
               "noted": frozenset({"c-3.01"})}  # fmt: skip
    assert newest == Release("0.2.0", "2026-12-01", changed)
    assert (first.version, *first.changed.values()) == ("0.1.0", *[frozenset()] * 3)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Data\n", "CHANGELOG.md: found 'no version'"),
        (LOG.replace("corrected", "corected"), "0.2.0: found 'corected'; allowed: nearest: corrected"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, text, message):
    with pytest.raises(DataProblems) as raised:
        releases(write(tmp_path, text))
    assert message in str(raised.value)


def test_a_version_that_changed_no_figure_corrects_none():
    """0.2.1 said so, and half of the list of pages was marked as corrected all the same."""
    changed = next(release.changed for release in releases() if release.version == "0.2.1")
    assert not changed["corrected"] and changed["noted"]


def test_a_figure_is_of_one_kind_in_a_version():
    for release in releases():
        named = [each for ids in release.changed.values() for each in ids]
        assert len(named) == len(set(named)), release.version


def test_every_figure_the_change_log_names_is_in_the_data(data):
    named = frozenset().union(*(ids for release in releases() for ids in release.changed.values()))
    known = {row.obs_id for row in data.observations} | {row.benchmark for row in data.codebook.benchmarks}
    assert named and named <= known
    newest = releases()[0]
    assert (newest.version, newest.day) == (data.version, data.released)
