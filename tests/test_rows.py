"""What an article reports is looked at, not reckoned with: neither as a number of a row nor as a column of a table."""

import operator
import pickle
import statistics
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from sosanh.data.tables import Counted, Printed
from sosanh.numbers.intervals import PlainDifference, PlainTotal

A, B = Printed("78.15"), Printed(91)
TOP, TOTAL = Counted(465), Counted(595)


@pytest.mark.parametrize(
    "difference",
    [
        lambda: B - A, lambda: B - 1, lambda: 100 - A, lambda: B + -A, lambda: np.subtract(B, A),
        lambda: operator.sub(B, A), lambda: B / A, lambda: B % A, lambda: B // A, lambda: TOTAL - TOP,
        lambda: TOP / TOTAL, lambda: np.diff([A, B]), lambda: pd.Series([A, B]).diff(),
    ],
)  # fmt: skip
def test_a_plain_difference_is_refused(difference):
    with pytest.raises(PlainDifference, match="take it through the gate"):
        difference()


@pytest.mark.parametrize(
    "total",
    [
        lambda: A + B, lambda: sum([A, B]), lambda: np.mean([A, B]), lambda: pd.Series([A, B]).sum(),
        lambda: TOP + TOTAL, lambda: statistics.mean([A, B]),
    ],
)  # fmt: skip
def test_a_sum_or_mean_is_refused(total):
    with pytest.raises(PlainTotal, match="they differ in unit, role and bound"):
        total()


BY_AREA = "area_name"  # the league table that README calls refused came out of one line of pandas


@pytest.mark.parametrize(
    "total",
    [
        lambda rows: rows.obs_value.mean(), lambda rows: rows.obs_value.median(), lambda rows: rows.obs_value.std(),
        lambda rows: rows.obs_value.diff(), lambda rows: rows.obs_value - rows.obs_value,
        lambda rows: rows[["obs_value", "share"]].mean(), lambda rows: rows[["obs_value", "share"]].mean(axis=1),
        lambda rows: np.mean(rows.obs_value), lambda rows: rows.groupby(BY_AREA).obs_value.mean(),
        lambda rows: rows.groupby(BY_AREA)[["obs_value"]].median(), lambda rows: rows.groupby(BY_AREA).obs_value.std(),
        lambda rows: rows.pivot_table("obs_value", BY_AREA), lambda rows: rows[["obs_value", "share"]].corr(),
        lambda rows: rows.obs_value.rolling(2).mean(), lambda rows: statistics.mean(rows.obs_value),
    ],
)  # fmt: skip
def test_a_column_of_a_table_is_text_and_has_none(data, total):
    """obs_value.mean() over percentages, đồng and ranks gave 2588.76."""
    with pytest.raises((TypeError, ValueError, pd.errors.DataError)):
        total(data.frame("observations"))


def test_the_collection_gives_such_numbers(data):
    rows = data.observations
    assert {type(row.obs_value) for row in rows} == {Printed, type(None)}
    assert {type(row.denominator) for row in rows} == {Counted, type(None)}
    with pytest.raises(PlainDifference):
        rows[0].obs_value - rows[1].obs_value


def test_who_wants_the_bare_number_says_so_and_has_it():
    assert Decimal(B) - Decimal(A) == Decimal("12.85") and int(TOTAL) - int(TOP) == 130
    assert float(B) - float(A) > 12


def test_what_is_no_difference_works_as_with_any_number():
    assert A < B and Decimal("78.15") == A and f"{A:.1f}" == "78.2" and Decimal("39.075") == A / 2
    assert sorted([B, A]) == [A, B] and type(pickle.loads(pickle.dumps(A))) is Printed
