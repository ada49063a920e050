"""Intraclass correlation of a complete table: how far ratings agree, in one number.

References
----------
P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in assessing rater
reliability", Psychological Bulletin 86 (1979): the six forms.
K. O. McGraw and S. P. Wong, "Forming inferences about some intraclass correlation
coefficients", Psychological Methods 1 (1996): their intervals, which are exact for
one-way and consistency and approximate (Satterthwaite) for absolute agreement.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from etudes.errors import InvalidValue
from etudes.statistics.distributions import f_quantile
from etudes.statistics.estimate import Estimate, Floats, rating_table


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """The six forms; `_k` is of the mean of all k raters.

    Attributes
    ----------
    one_way : ICC(1,1), each item rated by raters of its own.
    absolute : ICC(2,1), other raters of the same kind; severity counts as disagreement.
    consistency : ICC(3,1), these raters; their severities do not count.
    """

    one_way: Estimate
    absolute: Estimate
    consistency: Estimate
    one_way_k: Estimate
    absolute_k: Estimate
    consistency_k: Estimate
    raters: int
    items: int


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Mean squares of a two-way table, raters down and items across, without gaps."""

    items: float
    raters: float
    error: float
    within: float
    n_items: int
    n_raters: int


def icc(table: ArrayLike, confidence: float = 0.95) -> IntraclassCorrelations:
    """Return the intraclass correlations of a table without gaps.

    Parameters
    ----------
    table : raters down, items across.

    Raises
    ------
    InvalidValue
        With gaps (take `icc_with_gaps`), fewer than two raters or items, or when all
        ratings are the same.

    Examples
    --------
    >>> round(icc([[1, 3, 5, 7], [2, 3, 5, 6], [1, 4, 4, 7]]).absolute.value, 3)
    0.936
    """
    squares = mean_squares(rating_table(table))
    tail = (1 + confidence) / 2
    n, k = squares.n_items, squares.n_raters
    one = _one_way(squares, tail)
    consistent = _ratios(squares.items, squares.error, n - 1, (n - 1) * (k - 1), tail)
    absolute = _absolute(squares, tail)
    singles = [_single(ratios, k) for ratios in (one, consistent)]

    def estimate(three: tuple[float, float, float]) -> Estimate:
        return Estimate(*three, confidence)

    return IntraclassCorrelations(
        one_way=estimate(singles[0]),
        absolute=estimate(absolute),
        consistency=estimate(singles[1]),
        one_way_k=estimate(_of_mean(one)),
        absolute_k=estimate(_stepped_up(absolute, k)),
        consistency_k=estimate(_of_mean(consistent)),
        raters=k,
        items=n,
    )


def mean_squares(ratings: Floats) -> MeanSquares:
    """Return the mean squares of the two-way analysis of variance.

    Examples
    --------
    >>> mean_squares(np.array([[1.0, 2.0], [2.0, 5.0]])).items
    4.0
    """
    k, n = ratings.shape
    if np.isnan(ratings).any():
        raise InvalidValue(
            "a rating of every item by every rater was expected; with gaps "
            "take icc_with_gaps"
        )
    if min(k, n) < 2 or np.ptp(ratings) == 0:
        raise InvalidValue(
            "two or more raters and items, and ratings that differ, were expected, not "
            f"{k} raters and {n} items that leave nothing to compare"
        )
    grand = ratings.mean()
    of_items, of_raters = ratings.mean(axis=0), ratings.mean(axis=1)
    rest = ratings - of_items - of_raters[:, None] + grand
    return MeanSquares(
        items=float(k * np.sum((of_items - grand) ** 2) / (n - 1)),
        raters=float(n * np.sum((of_raters - grand) ** 2) / (k - 1)),
        error=float(np.sum(rest**2) / ((n - 1) * (k - 1))),
        within=float(np.sum((ratings - of_items) ** 2) / (n * (k - 1))),
        n_items=n,
        n_raters=k,
    )


def _one_way(squares: MeanSquares, tail: float) -> tuple[float, float, float]:
    n, k = squares.n_items, squares.n_raters
    return _ratios(squares.items, squares.within, n - 1, n * (k - 1), tail)


def _ratios(
    above: float, below: float, df1: int, df2: int, tail: float
) -> tuple[float, float, float]:
    """F and the ends of its interval; infinite where raters never differ."""
    if below <= 0:
        return (float("inf"),) * 3
    ratio = above / below
    return ratio, ratio / f_quantile(tail, df1, df2), ratio * f_quantile(tail, df2, df1)


def _single(ratios: tuple[float, ...], k: int) -> tuple[float, float, float]:
    a, b, c = ((f - 1) / (f + k - 1) if np.isfinite(f) else 1.0 for f in ratios)
    return a, b, c


def _of_mean(ratios: tuple[float, ...]) -> tuple[float, float, float]:
    a, b, c = (1 - 1 / f if f else -np.inf for f in ratios)
    return a, b, c


def _absolute(squares: MeanSquares, tail: float) -> tuple[float, float, float]:
    """ICC(2,1) = ICC(A,1) and its interval: McGraw and Wong's table 7."""
    n, k = squares.n_items, squares.n_raters
    msr, msc, mse = squares.items, squares.raters, squares.error
    value = (msr - mse) / (msr + (k - 1) * mse + k * (msc - mse) / n)
    if mse <= 0 and msc <= 0:
        return value, value, value
    a = k * value / (n * (1 - value))
    b = 1 + k * value * (n - 1) / (n * (1 - value))
    df = (a * msc + b * mse) ** 2 / (
        (a * msc) ** 2 / (k - 1) + (b * mse) ** 2 / ((n - 1) * (k - 1))
    )
    lower, upper = f_quantile(tail, n - 1, df), f_quantile(tail, df, n - 1)
    spread = k * msc + (k * n - k - n) * mse
    low = n * (msr - lower * mse) / (lower * spread + n * msr)
    high = n * (upper * msr - mse) / (spread + n * upper * msr)
    return value, low, high


def _stepped_up(single: tuple[float, ...], k: int) -> tuple[float, float, float]:
    """Spearman and Brown: from one rater to the mean of k."""
    a, b, c = (k * x / (1 + (k - 1) * x) for x in single)
    return a, b, c
