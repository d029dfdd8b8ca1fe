"""The tool that mutates words finds what nobody guards; all of it is run by `make test-all` and `make mutate`."""

import mutate
import pytest
from mutate import Mutation, Screens, mutations

from sosanh.lineage.words import messages

pytestmark = pytest.mark.published


def test_each_word_that_claims_is_dropped_and_turned():
    said = {"vi": {}, "en": {"a": "{low} at least, `no code`, earlier than the later {not_a_word}"}}
    assert [(each.kind, each.said) for each in mutations(said.get)] == [
        ("bound", "{low} , `no code`, earlier than the later {not_a_word}"),
        ("bound", "{low} at most, `no code`, earlier than the later {not_a_word}"),
        ("direction", "{low} at least, `no code`, than the later {not_a_word}".replace(", than", ",  than")),
        ("direction", "{low} at least, `no code`, later than the later {not_a_word}"),
        ("direction", "{low} at least, `no code`, earlier than the  {not_a_word}"),
        ("direction", "{low} at least, `no code`, earlier than the earlier {not_a_word}"),
        ("direction", "{low} at least, `no code`, later than the earlier {not_a_word}"),
    ]


def test_a_counterexample_is_not_mutated():
    assert [*mutations(lambda language: {"counterexample_league": "not so", "means_gt": "more than"})] == []


@pytest.fixture(scope="module")
def screens(data):
    few = mutate.questions.over_time(data, "Đồng Tháp", "2024-07", "2025-02", "education")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mutate, "answers", lambda _: [few])
        return Screens(data)


def test_the_audit_notices_by_what_is_shown(screens):
    wrong = Mutation("bound", "bound_gt", "en", "other", "turned", "less than {value}")
    assert screens.catches(wrong) and messages("en")["bound_gt"] == "more than {value}"
    assert not screens.catches(wrong._replace(said=messages("en")["bound_gt"])), "what is as it was is no fault"
    assert not screens.catches(wrong._replace(key="title_pairs", said="What compares?"))
    assert {caught for _, caught in mutate.areas(screens)} == {True}


@pytest.mark.whole
def test_nobody_fails_to_notice(capsys):
    assert mutate.main() == 0, capsys.readouterr().out
