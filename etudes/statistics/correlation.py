"""Spearman's rank correlation with its interval.

References
----------
D. G. Bonett and T. A. Wright, "Sample size requirements for estimating Pearson, Kendall
and Spearman correlations", Psychometrika 65 (2000): the variance on Fisher's scale.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

from etudes.statistics.distributions import normal_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices, complete


def ranks(values: ArrayLike) -> Floats:
    """Return ranks from 1; equal values share their mean rank.

    Examples
    --------
    >>> ranks([30, 10, 30, 20])
    array([3.5, 1. , 3.5, 2. ])
    """
    row = np.asarray(values, dtype=np.float64)
    _, place, count = np.unique(row, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    result: Floats = (last - (count - 1) / 2)[place]
    return result


def spearman(x: ArrayLike, y: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return Spearman's ρ; pairs with a gap do not count, NaN where nothing varies.

    Raises
    ------
    InvalidValue
        If the rows differ in length.

    Examples
    --------
    >>> found = spearman([1, 2, 3, 4, 5, 6, 7, 8], [2, 1, 4, 3, 6, 5, 8, 7])
    >>> round(found.value, 3), found.low > 0
    (0.905, True)
    """
    rows = complete(x, y)
    value = _pearson(ranks(rows[0]), ranks(rows[1]))
    return _fisher(value, rows.shape[1] - 3, confidence)


def spearman_within(
    x: ArrayLike, y: ArrayLike, groups: ArrayLike, confidence: float = 0.95
) -> tuple[Estimate, int]:
    """Return Spearman's ρ of what lies within groups, and over how many pairs.

    Both rows are taken about the mean of their group; each mean taken out costs a degree
    of freedom. A pair alone in its group tells nothing and does not count.

    Parameters
    ----------
    groups : of each pair, as numbers.

    Examples
    --------
    >>> x, y = [1, 2, 3, 4, 11, 12, 13, 14], [4, 3, 2, 1, 14, 13, 12, 11]
    >>> found, pairs = spearman_within(x, y, [0, 0, 0, 0, 1, 1, 1, 1])
    >>> round(found.value, 6), pairs, spearman(x, y).value > 0
    (-1.0, 8, True)
    """
    a, b, group = complete(x, y, groups)
    _, of, counts = np.unique(group, return_inverse=True, return_counts=True)
    kept = counts[of] > 1
    a, b = (_about_means(row, of, counts)[kept] for row in (a, b))
    value = _pearson(ranks(a), ranks(b))
    df = int(kept.sum()) - int(np.sum(counts > 1)) - 2
    return _fisher(value, df, confidence), int(kept.sum())


def _about_means(row: Floats, of: Indices, counts: Indices) -> Floats:
    means = np.bincount(of, row, minlength=counts.size) / counts
    # what is equal but for rounding shares its rank
    about: Floats = np.round(row - means[of], 9)
    return about


def _pearson(a: Floats, b: Floats) -> float:
    if a.size < 2:
        return math.nan
    a, b = a - a.mean(), b - b.mean()
    below = math.sqrt(float((a @ a) * (b @ b)))
    return max(-1.0, min(1.0, float(a @ b) / below)) if below else math.nan


def _fisher(value: float, df: int, confidence: float) -> Estimate:
    if math.isnan(value) or df < 1:
        return Estimate(value, math.nan, math.nan, confidence)
    reach = normal_quantile((1 + confidence) / 2) * math.sqrt((1 + value**2 / 2) / df)
    centre = math.atanh(max(-1 + 1e-12, min(1 - 1e-12, value)))
    return Estimate(value, math.tanh(centre - reach), math.tanh(centre + reach), confidence)
