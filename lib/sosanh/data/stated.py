"""A reported number, as it leaves the collection: it can be shown, sorted and compared, not subtracted or averaged.

The number an article prints is not yet the value it stands for ("more than 91"), so a plain difference of two of
them claims more than is known; and a column of them mixes percentages, đồng and ranks, results and targets, so
that their sum or mean is a number of nothing. Both are refused where they are written, in a cell as in the library;
`gate.change` takes a difference on intervals. Whoever really wants the bare numbers says so: `float(value)`, or
`column.astype(float)`.

>>> july, february = Stated(78.15), Stated(91.0)
>>> february > july
True
>>> february - july
Traceback (most recent call last):
sosanh.numbers.intervals.PlainDifference: no plain difference of reported values: take it through the gate \
(data.over_time)
>>> pd.Series([july, february], dtype=StatedType()).mean()
Traceback (most recent call last):
sosanh.numbers.intervals.PlainTotal: no mean of reported values: they differ in unit, role and bound; data.over_time \
and data.across say what may be said of them; astype(float) gives the bare numbers
"""

import operator
from decimal import Decimal

import numpy as np
import pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype, take

from sosanh.numbers.intervals import PlainDifference, PlainTotal, Reported, refuse_difference, refuse_total

OBSERVED = ("obs_value", "obs_value_to", "value_lower", "value_upper", "share", "numerator", "denominator", "out_of")
BENCHMARKED = ("obs_value", "score")
PICKS = ("min", "max", "first", "last", "nth", "count", "size", "any", "all")  # these give one of the values, or none


class Number(Reported):
    """A number without addition, subtraction, negation, and division by another of its kind (a growth rate in
    disguise)."""

    __slots__ = ()

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        ratio = ufunc in (np.divide, np.floor_divide) and all(isinstance(each, Number) for each in inputs)
        if ratio or ufunc in (np.subtract, np.negative):
            raise PlainDifference
        if ufunc is np.add:
            raise PlainTotal
        return getattr(ufunc, method)(
            *(float(each) if isinstance(each, Number) else each for each in inputs), **options
        )

    def __truediv__(self, other):
        if isinstance(other, Number):
            raise PlainDifference
        return super().__truediv__(other)


class Stated(Number, float):
    """A number in a table."""

    __slots__ = ()


class Printed(Number, Decimal):
    """A number of a row, exactly as printed; `Decimal(value)` gives the bare number."""

    __slots__ = ()


class Counted(Number, int):
    """A whole number of a row, as the numerator of its fraction; `int(value)` gives the bare number."""

    __slots__ = ()


@register_extension_dtype
class StatedType(ExtensionDtype):
    """The type of a column of reported numbers."""

    name, type, na_value = "stated", Stated, float("nan")

    @classmethod
    def construct_array_type(cls):
        return Column


def _compared(how):
    def compare(self, other):
        if isinstance(other, pd.Series | pd.Index | pd.DataFrame):
            return NotImplemented
        return how(self.astype(float), other.astype(float) if isinstance(other, Column) else other)

    return compare


class Column(ExtensionArray):
    """A column of reported numbers: what pandas does with one and picks from it goes on, what it totals is refused."""

    dtype = StatedType()

    def __init__(self, values):
        floats = pd.to_numeric(pd.Series(list(values), dtype=object)).astype("float64")
        self._values = np.array([Stated(each) for each in floats], dtype=object)

    @classmethod
    def _of(cls, values: np.ndarray) -> "Column":
        """A column of values that are `Stated` already."""
        column = cls.__new__(cls)
        column._values = values
        return column

    @classmethod
    def _from_sequence(cls, scalars, *, dtype=None, copy=False):
        return cls(scalars)

    @classmethod
    def _from_factorized(cls, values, original):
        return cls(values)

    @classmethod
    def _concat_same_type(cls, parts):
        return cls._of(np.concatenate([part._values for part in parts]))

    def __len__(self):
        return len(self._values)

    def __iter__(self):
        return iter(self._values)

    def __getitem__(self, item):
        found = self._values[pd.api.indexers.check_array_indexer(self, item)]
        return self._of(found) if isinstance(found, np.ndarray) else found

    def __setitem__(self, key, value):
        self._values[key] = Column(value)._values if pd.api.types.is_list_like(value) else Stated(value)

    def __array__(self, dtype=None, copy=None):
        """The values themselves; as bare floats only where `astype(float)` asks for them."""
        if dtype is not None and np.dtype(dtype) != object:
            raise PlainTotal("bare numbers")
        return self._values.copy()

    def astype(self, dtype, copy=True):
        if isinstance(dtype, StatedType) or dtype == "stated":
            return self.copy()
        if pd.api.types.is_float_dtype(dtype):
            return pd.array(self._values.astype("float64"), dtype=dtype).to_numpy(dtype="float64", na_value=np.nan)
        return super().astype(dtype, copy)

    @property
    def nbytes(self):
        return self._values.nbytes

    def isna(self):
        return pd.isna(self._values)

    def take(self, indices, allow_fill=False, fill_value=None):
        return self._of(take(self._values, indices, allow_fill=allow_fill, fill_value=Stated("nan")))

    def copy(self):
        return self._of(self._values.copy())

    def _cast_pointwise_result(self, values):
        """What a function made of the values: a column of this kind only where it gave such values back."""
        own = all(isinstance(each, Stated) for each in values)
        return type(self)(values) if own else pd.Series(values, dtype=object).infer_objects().array

    def _values_for_argsort(self):
        return self._values.astype("float64")

    def _reduce(self, name, *, skipna=True, keepdims=False, **options):
        if name not in PICKS:
            raise PlainTotal(name)
        found = getattr(pd.Series(self._values.astype("float64")), name)(skipna=skipna)
        found = Stated(found) if name in ("min", "max") else found
        return type(self)([found]) if keepdims else found

    def _accumulate(self, name, *, skipna=True, **options):
        raise PlainTotal(name)

    def _groupby_op(self, *, how, **options):
        if how not in PICKS:
            raise PlainTotal(how)
        return super()._groupby_op(how=how, **options)

    __eq__, __ne__, __lt__, __le__, __gt__, __ge__ = map(
        _compared, (operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge)
    )
    __sub__ = __rsub__ = __neg__ = __mod__ = __floordiv__ = __truediv__ = __rtruediv__ = refuse_difference
    __add__ = __radd__ = __mul__ = __rmul__ = __pow__ = refuse_total


def stated(frame: pd.DataFrame, columns: tuple[str, ...]) -> pd.DataFrame:
    """The table with these numeric columns as columns of `Stated` (blank: NaN)."""
    return frame.assign(**{name: pd.Series(Column(frame[name]), frame.index) for name in columns})
