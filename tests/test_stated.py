import operator

import numpy as np
import pandas as pd
import pytest

from sosanh.stated import PlainDifference, Stated, stated

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


def test_the_collection_gives_stated_values(data):
    for column in ("obs_value", "value_lower", "value_upper", "share", "numerator"):
        assert all(isinstance(value, Stated) for value in data.observations[column])
    with pytest.raises(PlainDifference):
        data.observations["obs_value"] - data.codebook.benchmarks["obs_value"]


def test_what_is_no_difference_works_as_with_any_number():
    assert A < B and A == 78.15 and f"{A:.1f}" == "78.2" and A / 2 == 39.075 and float(B) - float(A) > 12
    assert pd.isna(Stated("nan")) and sorted([B, A]) == [A, B]
