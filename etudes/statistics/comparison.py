"""Two groups of items, such as two systems, rated by the same raters.

The difference is of the means of the ratings; its interval is over raters and over items
of each group, since all three are samples, and its p-value is of the same t. Labels
permuted within each rater would not do: the items are the same for all raters, and how
they differ would count anew for each. Equivalence is two one-sided tests (D. J.
Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987).
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.estimate import Estimate, Floats, Indices, LongTable
from etudes.statistics.jackknife import Crossed, crossed
from etudes.statistics.resampling import OfSums


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of one group minus that of another, in points.

    Attributes
    ----------
    difference : with the interval of the crossed jackknife.
    p : two-sided, of the same t as the interval; NaN where there is none.
    margin : the smallest difference that would matter; None where none was named.
    p_alike : that the difference is no smaller than the margin, the larger p of both
        one-sided tests; NaN without interval or margin.
    """

    first: float
    second: float
    difference: Estimate
    p: float
    margin: float | None
    p_alike: float


def difference(
    table: LongTable,
    group: Indices,
    *,
    margin: float | None = None,
    confidence: float = 0.95,
) -> Difference:
    """Return how far the items of group 1 are rated above those of group 0.

    Parameters
    ----------
    group : 0 or 1 for each item of the table; another number leaves an item out.
    margin : the smallest difference that would matter, in points.

    Raises
    ------
    InvalidValue
        If a group has no rating or the margin is not above 0.

    Examples
    --------
    >>> table = LongTable.of([[4, 5, 6, 7], [3, 3, 5, 5], [2, 4, 5, 7]])
    >>> found = difference(table, np.array([0, 0, 1, 1]))
    >>> round(found.difference.value, 2), found.difference.excludes(0), found.p < 0.05
    (2.33, False, False)
    """
    if margin is not None and not margin > 0:
        raise InvalidValue(f"a margin above 0 was expected, not {margin}")
    found, of_rating = apart(table, group), group[table.item]
    return Difference(
        first=float(table.value[of_rating == 1].mean()),
        second=float(table.value[of_rating == 0].mean()),
        difference=found.interval(confidence),
        p=found.p(),
        margin=margin,
        p_alike=math.nan if margin is None else found.p_within(margin),
    )


def apart(table: LongTable, group: Indices) -> Crossed:
    """Return the same difference as the jackknife tells it, from which both its interval
    and its p-values come.

    Raises
    ------
    InvalidValue
        If a group has no rating.
    """
    table, group = _two_groups(table, np.asarray(group))
    return crossed(table, difference_statistic(group), strata=group)


def difference_statistic(group: Indices) -> OfSums:
    """Return mean of group 1 minus mean of group 0 as a statistic of weights."""

    def summed(table: LongTable) -> Floats:
        is_first = (group[table.item] == 1).astype(np.float64)
        rows = (is_first * table.value, is_first)
        return np.stack([*rows, (1 - is_first) * table.value, 1 - is_first])

    return OfSums(summed, lambda sums: sums[:, 0] / sums[:, 1] - sums[:, 2] / sums[:, 3])


def _two_groups(table: LongTable, group: Indices) -> tuple[LongTable, Indices]:
    if group.shape[0] < table.items:
        raise InvalidValue(
            f"the group of each of {table.items} items was expected, not of {len(group)}"
        )
    keep: NDArray[np.bool_] = np.isin(group[table.item], (0, 1))
    if np.unique(group[table.item[keep]]).size != 2:
        raise InvalidValue(
            "ratings of items of both groups were expected, and one group has none"
        )
    # items numbered anew, so that each stands for one that was rated
    items, item = np.unique(table.item[keep], return_inverse=True)
    rater = np.unique(table.rater[keep], return_inverse=True)[1]
    return LongTable(rater, item, table.value[keep]), group[items]
