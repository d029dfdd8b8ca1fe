"""A reported number, as it leaves the collection: it can be shown, sorted and compared, but not subtracted.

The number an article prints is not yet the value it stands for ("more than 91"), so a plain difference of two of
them claims more than is known. Such a difference is refused where it is written, in a cell as in the library;
`gate.change` takes it on intervals. Whoever really wants the bare number says so: `float(value)`.

>>> july, february = Stated(78.15), Stated(91.0)
>>> february > july
True
>>> february - july
Traceback (most recent call last):
sosanh.stated.PlainDifference: no plain difference of reported values: take it through the gate (compare.change)
"""

import numpy as np
import pandas as pd

OBSERVED = ("obs_value", "obs_value_to", "value_lower", "value_upper", "share", "numerator", "denominator", "out_of")
BENCHMARKED = ("obs_value", "score")


class PlainDifference(TypeError):
    def __init__(self, *_):
        super().__init__("no plain difference of reported values: take it through the gate (compare.change)")


def _refuse(self, *_):
    raise PlainDifference


class Stated(float):
    """A float without subtraction, negation, and division by another of its kind (a growth rate in disguise)."""

    __slots__ = ()
    __sub__ = __rsub__ = __neg__ = __mod__ = __floordiv__ = _refuse

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        ratio = ufunc in (np.divide, np.floor_divide) and all(isinstance(each, Stated) for each in inputs)
        if ratio or ufunc in (np.subtract, np.negative):
            raise PlainDifference
        return getattr(ufunc, method)(
            *(float(each) if isinstance(each, Stated) else each for each in inputs), **options
        )

    def __truediv__(self, other):
        return _refuse(self) if isinstance(other, Stated) else float(self) / other

    def __rtruediv__(self, other):
        return other / float(self)


def stated(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """The table with these numeric columns as `Stated` (blank: NaN), also refusing `.diff()` and `pct_change()`."""
    wrapped = {
        name: pd.Series(map(Stated, frame[name].astype("float64")), frame.index, dtype=object) for name in columns
    }
    return frame.assign(**wrapped)
