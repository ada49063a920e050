"""Intervals over raters and items at once, for any statistic of a table of ratings.

A statistic is a function of a table and of weights, one row of weights a resample and
one column a rating, so that thousands of resamples are one product of matrices.

The *pigeonhole bootstrap* (A. B. Owen, "The pigeonhole bootstrap", Annals of Applied
Statistics 1, 2007) draws raters and items with replacement, each by itself; its variance is
at most slightly too large. With few raters or items `jackknife` is sounder.
"""

import math
from typing import Protocol

import numpy as np

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_cdf, normal_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices, LongTable

_CELLS_AT_ONCE = 1_000_000


class Statistic(Protocol):
    """One value for each row of weights; NaN where the weights leave nothing to say."""

    def __call__(self, table: LongTable, weights: Floats) -> Floats: ...


def mean(table: LongTable, weights: Floats) -> Floats:
    """The weighted mean of the ratings.

    Examples
    --------
    >>> mean(LongTable.of([[1, 2], [3, 6]]), np.ones((1, 4)))
    array([3.])
    """
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = weights @ table.value / weights.sum(axis=1)
    return result


def value_of(table: LongTable, statistic: Statistic) -> float:
    """Return a statistic of the table as it stands."""
    return float(statistic(table, np.ones((1, table.value.size)))[0])


def crossed_draws(
    table: LongTable,
    statistic: Statistic,
    rng: np.random.Generator,
    draws: int = 2000,
    strata: Indices | None = None,
) -> Floats:
    """Return the statistic of resampled tables: raters drawn anew and items drawn anew.

    Parameters
    ----------
    strata : the group of each item; items are then drawn within their group, so that
        each system keeps its number of items.
    """
    groups = np.zeros(table.items, np.intp) if strata is None else np.asarray(strata)
    step = max(1, _CELLS_AT_ONCE // table.value.size)
    results = []
    for start in range(0, draws, step):
        count = min(step, draws - start)
        raters = _multiplicities(np.zeros(table.raters, np.intp), count, rng)
        items = _multiplicities(groups, count, rng)
        weights = raters[:, table.rater] * items[:, table.item]
        results.append(statistic(table, weights))
    return np.concatenate(results)


def _multiplicities(groups: Indices, draws: int, rng: np.random.Generator) -> Floats:
    """How often each member is drawn, when every group is drawn anew to its own size."""
    counts = np.zeros((draws, groups.size))
    for group in np.unique(groups):
        members = np.flatnonzero(groups == group)
        shares = np.full(members.size, 1 / members.size)
        counts[:, members] = rng.multinomial(members.size, shares, size=draws)
    return counts


def bootstrap(
    table: LongTable,
    statistic: Statistic,
    rng: np.random.Generator,
    *,
    draws: int = 2000,
    confidence: float = 0.95,
    strata: Indices | None = None,
    bias_corrected: bool = False,
) -> Estimate:
    """Return a statistic with a pigeonhole bootstrap interval over raters and items.

    Parameters
    ----------
    bias_corrected : corrected for bias and acceleration (BCa; B. Efron, "Better bootstrap
        confidence intervals", Journal of the American Statistical Association 82, 1987),
        the acceleration from leaving out raters and items; else percentiles.

    Raises
    ------
    InvalidValue
        If fewer than 100 draws are asked for.

    Examples
    --------
    >>> table = LongTable.of([[4, 5, 2], [5, 6, 2], [4, 6, 3], [5, 7, 1]])
    >>> found = bootstrap(table, mean, np.random.default_rng(1))
    >>> found.low < 4 < found.high
    True
    """
    if draws < 100:
        raise InvalidValue(f"at least 100 draws were expected, not {draws}")
    value = value_of(table, statistic)
    drawn = crossed_draws(table, statistic, rng, draws, strata)
    drawn = drawn[np.isfinite(drawn)]
    if not drawn.size or not math.isfinite(value):
        return Estimate(value, math.nan, math.nan, confidence)
    tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    if bias_corrected:
        left = np.concatenate(
            [leave_out(table, statistic, which) for which in (table.rater, table.item)]
        )
        tails = _bca(value, drawn, left[np.isfinite(left)], tails)
    low, high = np.quantile(drawn, tails)
    return Estimate(value, float(low), float(high), confidence)


def _bca(
    value: float, drawn: Floats, left_out: Floats, tails: tuple[float, float]
) -> tuple[float, float]:
    share = (np.sum(drawn < value) + np.sum(drawn == value) / 2) / drawn.size
    bias = normal_quantile(min(max(share, 0.5 / drawn.size), 1 - 0.5 / drawn.size))
    pull = left_out.mean() - left_out
    spread = np.sum(pull**2) ** 1.5
    acceleration = float(np.sum(pull**3) / (6 * spread)) if spread else 0.0

    def corrected(tail: float) -> float:
        z = bias + normal_quantile(tail)
        return normal_cdf(bias + z / max(1 - acceleration * z, 0.1))

    return corrected(tails[0]), corrected(tails[1])


def leave_out(table: LongTable, statistic: Statistic, which: Indices) -> Floats:
    """Return the statistic with each rater, item or rating in turn left out."""
    present = np.unique(which)
    step = max(1, _CELLS_AT_ONCE // table.value.size)
    parts = [present[start : start + step] for start in range(0, present.size, step)]
    return np.concatenate(
        [statistic(table, (which != part[:, None]).astype(np.float64)) for part in parts]
    )
