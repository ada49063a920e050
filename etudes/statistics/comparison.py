"""Two groups of items, such as two systems, rated by the same raters.

The difference is of weighted means of the ratings; its interval is over raters and over
items of each group, since all three are samples, and its p-value is of the same t. Labels
permuted within each rater would not do: the items are the same for all raters, and how
they differ would count anew for each. Equivalence is two one-sided tests (D. J.
Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987): the 90 % interval
lies inside the margin.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.estimate import Estimate, Floats, Indices, LongTable
from etudes.statistics.jackknife import crossed
from etudes.statistics.resampling import Statistic, bootstrap, mean


@dataclass(frozen=True, slots=True)
class Difference:
    """The mean of one group minus that of another, in points.

    Attributes
    ----------
    difference : with the interval of the crossed jackknife.
    resampled : the same with the pigeonhole bootstrap's.
    p : two-sided, of the same t as the interval; NaN where there is none.
    equivalent : whether the difference is shown to be smaller than the margin; None where
        no margin was named.
    """

    first: float
    second: float
    difference: Estimate
    resampled: Estimate
    p: float
    margin: float | None
    equivalent: bool | None


def difference(
    table: LongTable,
    group: Indices,
    rng: np.random.Generator,
    *,
    margin: float | None = None,
    draws: int = 2000,
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
    >>> found = difference(table, np.array([0, 0, 1, 1]), np.random.default_rng(1))
    >>> round(found.difference.value, 2), found.difference.excludes(0), found.p < 0.05
    (2.33, False, False)
    """
    if margin is not None and not margin > 0:
        raise InvalidValue(f"a margin above 0 was expected, not {margin}")
    table, group = _two_groups(table, np.asarray(group))
    statistic = difference_statistic(group)
    found = crossed(table, statistic, strata=group)
    equivalent = None if margin is None else found.interval(0.9).within(margin)
    of_rating = group[table.item]
    return Difference(
        first=_mean_of(table, of_rating == 1),
        second=_mean_of(table, of_rating == 0),
        difference=found.interval(confidence),
        resampled=bootstrap(
            table, statistic, rng, draws=draws, confidence=confidence, strata=group
        ),
        p=found.p(),
        margin=margin,
        equivalent=equivalent,
    )


def difference_statistic(group: Indices) -> Statistic:
    """Return mean of group 1 minus mean of group 0 as a statistic of weights."""

    def statistic(table: LongTable, weights: Floats) -> Floats:
        is_first = group[table.item] == 1
        return mean(table, weights * is_first) - mean(table, weights * ~is_first)

    return statistic


def _two_groups(table: LongTable, group: Indices) -> tuple[LongTable, Indices]:
    if group.shape[0] < table.items:
        raise InvalidValue(
            f"the group of each of {table.items} items was expected, not of {len(group)}"
        )
    keep = np.isin(group[table.item], (0, 1))
    if np.unique(group[table.item[keep]]).size != 2:
        raise InvalidValue(
            "ratings of items of both groups were expected, and one group has none"
        )
    # items numbered anew, so that resampling draws only what was rated
    items, item = np.unique(table.item[keep], return_inverse=True)
    rater = np.unique(table.rater[keep], return_inverse=True)[1]
    return LongTable(rater, item, table.value[keep]), group[items]


def _mean_of(table: LongTable, rows: NDArray[np.bool_]) -> float:
    return float(table.value[rows].mean()) if rows.any() else math.nan
