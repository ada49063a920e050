"""Statistics of weighted ratings, and what they are without each rater, item or rating.

A statistic is a function of a table and of weights, one row of weights a sample and one
column a rating, so that leaving out each rating in turn is one product of matrices. One
that is made of sums needs no product: what is left out is taken from each sum.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from etudes.statistics.estimate import Floats, Indices, LongTable

_CELLS_AT_ONCE = 1_000_000


class Statistic(Protocol):
    """One value for each row of weights; NaN where the weights leave nothing to say."""

    def __call__(self, table: LongTable, weights: Floats, /) -> Floats: ...


@dataclass(frozen=True, slots=True)
class OfSums:
    """A statistic of weighted sums over the ratings.

    Attributes
    ----------
    summed : what is summed, sums down and ratings across.
    of : sums, a row each, to values.
    """

    summed: Callable[[LongTable], Floats]
    of: Callable[[Floats], Floats]

    def __call__(self, table: LongTable, weights: Floats, /) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.of(weights @ self.summed(table).T)

    def without(self, table: LongTable, which: Indices) -> Floats:
        """Return the statistic with each rater, item or rating in turn left out."""
        place = np.unique(which, return_inverse=True)[1]
        summed = self.summed(table)
        parts = np.stack([np.bincount(place, row) for row in summed], axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            return self.of(summed.sum(axis=1) - parts)


def _summed_for_mean(table: LongTable) -> Floats:
    return np.stack([table.value, np.ones(table.value.size)])


mean = OfSums(_summed_for_mean, lambda sums: sums[:, 0] / sums[:, 1])
"""The weighted mean of the ratings."""


def value_of(table: LongTable, statistic: Statistic) -> float:
    """Return a statistic of the table as it stands.

    Examples
    --------
    >>> value_of(LongTable.of([[1, 2], [3, 6]]), mean)
    3.0
    """
    return float(statistic(table, np.ones((1, table.value.size)))[0])


def leave_out(table: LongTable, statistic: Statistic, which: Indices) -> Floats:
    """Return the statistic with each rater, item or rating in turn left out.

    Examples
    --------
    >>> table = LongTable.of([[1, 2], [3, 6]])
    >>> leave_out(table, mean, table.rater).tolist()
    [4.5, 1.5]
    """
    if isinstance(statistic, OfSums):
        return statistic.without(table, which)
    present = np.unique(which)
    step = max(1, _CELLS_AT_ONCE // table.value.size)
    parts = [present[start : start + step] for start in range(0, present.size, step)]
    return np.concatenate(
        [statistic(table, (which != part[:, None]).astype(np.float64)) for part in parts]
    )
