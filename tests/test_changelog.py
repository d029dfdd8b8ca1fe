import pytest

from sosanh.changelog import Release, released, releases
from sosanh.problems import DataProblems

LOG = """# Data

## 0.2.0 (2026-12-01)

Prose - added: nothing here.

- added: a-1.01, a-1.02,
  a-1.03
- corrected: b-2.01

## 0.1.0 (2026-11-21)

First figures.
"""


def write(folder, text):
    (folder / "CHANGELOG.md").write_text(text, encoding="utf-8")
    return folder


def test_items_are_read_over_their_lines_and_prose_is_not(tmp_path):
    newest, first = releases(write(tmp_path, LOG))
    changed = {"added": frozenset({"a-1.01", "a-1.02", "a-1.03"}), "corrected": frozenset({"b-2.01"})}
    assert newest == Release("0.2.0", "2026-12-01", changed)
    assert (first.version, *first.changed.values()) == ("0.1.0", frozenset(), frozenset())


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


def test_every_figure_the_change_log_names_is_in_the_data(data):
    named = frozenset().union(*(ids for release in releases() for ids in release.changed.values()))
    assert named and named <= {*data.observations["obs_id"], *data.codebook.benchmarks["benchmark"]}
    assert released() == (data.version, data.released)
