"""Intervals over raters and items at once, for any statistic of a table of ratings.

A statistic is a function of a table and of weights, one row of weights a resample and
one column a rating, so that thousands of resamples are one product of matrices.

Two ways. The *pigeonhole bootstrap* (A. B. Owen, "The pigeonhole bootstrap", Annals of
Applied Statistics 1, 2007) draws raters and items with replacement, each by itself; its
variance is at most slightly too large. The *crossed jackknife* leaves out a rater, an
item or a rating at a time; variances of the three add and subtract as in two-way
clustering (A. C. Cameron, J. B. Gelbach and D. L. Miller, "Robust inference with multiway
clustering", Journal of Business & Economic Statistics 29, 2011), and the interval is
Student's t with Satterthwaite's degrees of freedom: sounder with few raters or items.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_cdf, normal_quantile, t_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices, LongTable

_CELLS_AT_ONCE = 1_000_000
_LARGEST_BIAS = 0.25
"""Of a standard error: more cannot be told from chance in a small table."""


class Statistic(Protocol):
    """One value for each row of weights; NaN where the weights leave nothing to say."""

    def __call__(self, table: LongTable, weights: Floats) -> Floats: ...


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a statistic is more nearly normal: a rising function and its inverse."""

    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]


PLAIN = Scale(lambda x: x, lambda x: x)


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


def jackknife(
    table: LongTable,
    statistic: Statistic,
    *,
    confidence: float = 0.95,
    scale: Scale = PLAIN,
) -> Estimate:
    """Return a statistic with its crossed jackknife interval over raters and items.

    The interval lies about the statistic less its bias, which the jackknife tells too, up
    to a quarter of a standard error: agreement of few raters comes out a little low. The
    value is the statistic itself.

    Examples
    --------
    >>> found = jackknife(LongTable.of([[4, 5, 2], [5, 6, 2], [4, 6, 3]]), mean)
    >>> found.low < 4 < found.high
    True
    """
    value = value_of(table, statistic)
    centre = float(scale.there(np.array([value]))[0])
    ways = (table.rater, table.item, np.arange(table.value.size))
    by_rater, by_item, by_rating = (
        _left_out(scale.there(leave_out(table, statistic, way)), centre) for way in ways
    )
    # a small sum comes of few raters or items; the larger single one is then the safe one
    variance = by_rater.variance + by_item.variance - by_rating.variance
    variance = max(variance, by_rater.variance, by_item.variance)
    if not (math.isfinite(variance) and math.isfinite(value)):
        return Estimate(value, math.nan, math.nan, confidence)
    if variance == 0:
        return Estimate(value, value, value, confidence)
    df = (by_rater.variance + by_item.variance) ** 2 / (
        by_rater.variance**2 / (by_rater.n - 1) + by_item.variance**2 / (by_item.n - 1)
    )
    reach = t_quantile((1 + confidence) / 2, df) * math.sqrt(variance)
    most = _LARGEST_BIAS * math.sqrt(variance)
    bias = by_rater.bias + by_item.bias - by_rating.bias
    centre -= min(max(bias, -most), most)
    low, high = scale.back(np.array([centre - reach, centre + reach]))
    return Estimate(value, float(low), float(high), confidence)


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """What leaving out each of n tells: variance and bias (M. H. Quenouille, Biometrika
    43, 1956) of a statistic."""

    variance: float
    bias: float
    n: int


def _left_out(values: Floats, whole: float) -> _LeftOut:
    usable = values[np.isfinite(values)]
    n = usable.size
    if n < 2:
        return _LeftOut(math.nan, math.nan, n)
    middle = usable.mean()
    variance = (n - 1) / n * np.sum((usable - middle) ** 2)
    return _LeftOut(float(variance), float((n - 1) * (middle - whole)), n)


def jackknife_of(
    value: float, left_out: Floats, confidence: float = 0.95, scale: Scale = PLAIN
) -> Estimate:
    """Return the jackknife interval of a value over independent units, each once left out.

    Examples
    --------
    >>> jackknife_of(2.0, np.array([2.5, 2.0, 1.5])).low < 0
    True
    """
    centre = float(scale.there(np.array([value]))[0])
    found = _left_out(scale.there(left_out), centre)
    if not (math.isfinite(found.variance) and math.isfinite(value)):
        return Estimate(value, math.nan, math.nan, confidence)
    reach = t_quantile((1 + confidence) / 2, found.n - 1) * math.sqrt(found.variance)
    low, high = scale.back(np.array([centre - reach, centre + reach]))
    return Estimate(value, float(low), float(high), confidence)
