"""A number and how far it can be trusted; tables of ratings with gaps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from etudes.errors import InvalidValue

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with its interval, in the value's own unit; NaN where nothing can be said.

    Attributes
    ----------
    confidence : the share of such intervals that hold the true value.

    Examples
    --------
    >>> Estimate(0.6, 0.4, 0.8).excludes(0.0)
    True
    """

    value: float
    low: float
    high: float
    confidence: float = 0.95

    def excludes(self, value: float) -> bool:
        """Say whether the whole interval lies on one side of a value."""
        return value < self.low or value > self.high

    def within(self, margin: float) -> bool:
        """Say whether the whole interval lies nearer to 0 than a margin."""
        return -margin < self.low and self.high < margin


@dataclass(frozen=True, slots=True)
class LongTable:
    """Ratings, one a row: who (0, 1, ...), of what (0, 1, ...), and the value.

    Raises
    ------
    InvalidValue
        If the columns differ in length, are empty, or hold a gap or a negative index.

    Examples
    --------
    >>> LongTable.of([[5, np.nan], [4, 6]]).value
    array([5., 4., 6.])
    """

    rater: Indices
    item: Indices
    value: Floats

    def __post_init__(self) -> None:
        sizes = {self.rater.shape, self.item.shape, self.value.shape}
        if len(sizes) != 1 or self.value.ndim != 1 or not self.value.size:
            raise InvalidValue(
                "three columns of one length, rater, item and value, were expected, not "
                f"{self.rater.shape}, {self.item.shape} and {self.value.shape}; "
                "give one row for each rating"
            )
        if not np.isfinite(self.value).all() or min(self.rater.min(), self.item.min()) < 0:
            raise InvalidValue(
                "finite values and indices from 0 were expected; leave gaps out"
            )

    @classmethod
    def of(cls, table: ArrayLike) -> "LongTable":
        """Return the rows of a table, raters down and items across, without its gaps."""
        ratings = rating_table(table)
        rater, item = np.nonzero(~np.isnan(ratings))
        return cls(rater, item, ratings[rater, item])

    @property
    def raters(self) -> int:
        return int(self.rater.max()) + 1

    @property
    def items(self) -> int:
        return int(self.item.max()) + 1


def rating_table(table: ArrayLike) -> Floats:
    """Return a table of ratings as an array, raters down and items across.

    Raises
    ------
    InvalidValue
        If it is not two-dimensional or holds an infinite value.
    """
    ratings = np.asarray(table, dtype=np.float64)
    if ratings.ndim != 2 or np.isinf(ratings).any():
        raise InvalidValue(
            "a table of finite ratings, raters down and items across, was expected, not "
            f"an array of {ratings.ndim} dimensions; write NaN for a gap"
        )
    return ratings


def complete(*rows: ArrayLike) -> Floats:
    """Return rows of one length without the places where one of them has a gap.

    Raises
    ------
    InvalidValue
        If they differ in length or are no rows.

    Examples
    --------
    >>> complete([1, np.nan, 3], [4, 5, 6]).tolist()
    [[1.0, 3.0], [4.0, 6.0]]
    """
    arrays = [np.asarray(row, dtype=np.float64) for row in rows]
    if len({array.shape for array in arrays}) != 1 or arrays[0].ndim != 1:
        raise InvalidValue(
            "rows of one length were expected, not "
            f"{', '.join(str(array.shape) for array in arrays)}; write NaN for a gap"
        )
    stacked = np.stack(arrays)
    result: Floats = stacked[:, np.isfinite(stacked).all(axis=0)]
    return result
