import operator
import pickle
import statistics

import numpy as np
import pandas as pd
import pytest

from sosanh.data.stated import Stated, stated
from sosanh.numbers.intervals import PlainDifference, PlainTotal

A, B = Stated(78.15), Stated(91)


@pytest.mark.parametrize(
    "difference",
    [
        lambda: B - A, lambda: B - 1, lambda: 100 - A, lambda: B + -A, lambda: np.subtract(B, A),
        lambda: operator.sub(B, A), lambda: B / A,
    ],
)  # fmt: skip
def test_a_plain_difference_is_refused(difference):
    with pytest.raises(PlainDifference, match="take it through the gate"):
        difference()


@pytest.mark.parametrize(
    "difference",
    [
        lambda column: column - column, lambda column: column - 1, lambda column: column.sub(column),
        lambda column: column.diff(), lambda column: column.pct_change(), lambda column: column.rsub(100),
        lambda column: np.subtract(column, 1), lambda column: np.diff(column),
    ],
)  # fmt: skip
def test_so_is_one_of_columns(difference):
    column = stated(pd.DataFrame({"obs_value": [78.15, 91.0]}), ("obs_value",))["obs_value"]
    with pytest.raises(PlainDifference):
        difference(column)


BY_AREA = "area_name"  # the league table that README calls refused came out of one line of pandas


@pytest.mark.parametrize(
    "total",
    [
        lambda rows: rows.obs_value.mean(), lambda rows: rows.obs_value.sum(), lambda rows: rows.obs_value.median(),
        lambda rows: rows.obs_value.std(), lambda rows: rows.obs_value.cumsum(), lambda rows: rows.obs_value.sem(),
        lambda rows: rows[["obs_value", "share"]].mean(), lambda rows: rows[["obs_value", "share"]].mean(axis=1),
        lambda rows: np.mean(rows.obs_value), lambda rows: np.median(rows.obs_value.dropna().to_numpy()[:2]),
        lambda rows: sum(rows.obs_value), lambda rows: statistics.mean(rows.obs_value.dropna()),
        lambda rows: rows.obs_value + rows.obs_value, lambda rows: rows.obs_value.agg(["mean", "max"]),
        lambda rows: rows[["obs_value", "share"]].corr(), lambda rows: rows.pivot_table("obs_value", BY_AREA),
        lambda rows: rows.groupby(BY_AREA).obs_value.mean(), lambda rows: rows.groupby(BY_AREA).obs_value.sum(),
        lambda rows: rows.groupby(BY_AREA)[["obs_value"]].median(), lambda rows: rows.groupby(BY_AREA).obs_value.std(),
        lambda rows: rows.groupby(BY_AREA).obs_value.agg(lambda own: own.mean()),
        lambda rows: rows.groupby(BY_AREA).obs_value.cumsum(),
    ],
)  # fmt: skip
def test_a_sum_or_mean_of_reported_values_is_refused(data, total):
    """obs_value.mean() over percentages, đồng and ranks gave 2588.76."""
    with pytest.raises(PlainTotal, match=r"they differ in unit, role and bound; data.over_time .* astype\(float\)"):
        total(data.observations)


@pytest.mark.parametrize(
    "total", [lambda c: c.rolling(2).mean(), lambda c: c.ewm(1).mean(), lambda c: c.groupby(c > 1).quantile(0.5)]
)
def test_what_pandas_refuses_in_words_of_its_own_is_refused_too(data, total):
    with pytest.raises((TypeError, pd.errors.DataError)):
        total(data.observations["obs_value"])


def test_who_wants_the_bare_numbers_says_so_and_has_them(data):
    rows = data.observations
    assert rows["obs_value"].astype(float).mean() == rows.astype({"obs_value": "float64"})["obs_value"].mean() > 2588
    assert rows["obs_value"].map(float).mean() > 2588


def test_what_picks_values_and_adds_none_goes_on(data):
    rows = data.observations
    largest = rows.groupby("unit_measure")["obs_value"].max()
    assert largest["percent"] == 100 and type(largest["percent"]) is Stated and largest.dtype == "stated"
    assert rows.sort_values("obs_value")["obs_value"].iloc[0] == rows["obs_value"].min()
    assert rows["obs_value"].between(91, 91).sum() == rows["obs_value"].eq(91).sum() == (rows["obs_value"] == 91).sum()
    again = pd.concat([rows, rows.merge(rows[["obs_id"]], on="obs_id")])["obs_value"]
    assert again.dtype == "stated" and again.count() == 2 * rows["obs_value"].count()
    assert pickle.loads(pickle.dumps(rows))["obs_value"].dtype == "stated"


def test_the_collection_gives_stated_values(data):
    for column in ("obs_value", "value_lower", "value_upper", "share", "numerator"):
        assert all(isinstance(value, Stated) for value in data.observations[column])
    with pytest.raises(PlainDifference):
        data.observations["obs_value"] - data.codebook.benchmarks["obs_value"]


def test_what_is_no_difference_works_as_with_any_number():
    assert A < B and A == 78.15 and f"{A:.1f}" == "78.2" and A / 2 == 39.075 and float(B) - float(A) > 12
    assert pd.isna(Stated("nan")) and sorted([B, A]) == [A, B]
