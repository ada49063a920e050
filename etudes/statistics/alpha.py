"""Krippendorff's alpha: agreement of any number of raters, with gaps.

References
----------
K. Krippendorff, *Content Analysis*, 3rd ed. 2013, ch. 12; "Computing Krippendorff's
alpha-reliability" (2011), whose worked example the tests hold. Resampling a rater twice
would let the rater agree with himself: pairs of one rater with himself never count here.
"""

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from etudes.errors import InvalidValue
from etudes.statistics.estimate import Estimate, Floats, LongTable
from etudes.statistics.jackknife import jackknife
from etudes.statistics.resampling import Statistic, value_of

Metric = Literal["nominal", "ordinal", "interval"]
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval")


def alpha(table: ArrayLike, metric: Metric = "ordinal") -> float:
    """Return alpha of a table of ratings, raters down and units across, NaN for a gap.

    It is 1 for full agreement and 0 for none beyond chance; NaN where no unit has two
    ratings or all ratings are the same, since then nothing can be told.

    Raises
    ------
    InvalidValue
        If the metric is none of nominal, ordinal and interval.

    Examples
    --------
    >>> round(alpha([[1, 2, 3, 3], [1, 2, 3, np.nan], [1, 2, 4, 3]], "interval"), 3)
    0.911
    """
    long = LongTable.of(table)
    return value_of(long, alpha_statistic(long, metric))


def alpha_with_interval(
    table: ArrayLike, metric: Metric = "ordinal", confidence: float = 0.95
) -> Estimate:
    """Return alpha with an interval for other raters and other units of the same kinds.

    The interval is the crossed jackknife's.

    Examples
    --------
    >>> judged = [[1, 2, 3, 5, 6], [1, 3, 3, 5, 7], [2, 2, 4, 4, 6], [1, 2, 3, 6, 6]]
    >>> found = alpha_with_interval(judged)
    >>> found.low < found.value < found.high <= 1
    True
    """
    long = LongTable.of(table)
    found = jackknife(long, alpha_statistic(long, metric), confidence=confidence)
    return replace(found, high=min(found.high, 1.0))


def alpha_statistic(table: LongTable, metric: Metric = "ordinal") -> Statistic:
    """Return alpha as a statistic of weights, for resampling this table."""
    if metric not in METRICS:
        raise InvalidValue(
            f"a metric of {', '.join(METRICS)} was expected, not '{str(metric)[:20]}'"
        )
    values, category = np.unique(table.value, return_inverse=True)
    cells = np.ravel(table.item * values.size + category)
    shape = (table.items, values.size)

    def statistic(table: LongTable, weights: Floats) -> Floats:
        sums = np.zeros((weights.shape[0], shape[0] * shape[1]))
        squares = np.zeros((weights.shape[0], shape[0]))
        np.add.at(sums.T, cells, weights.T)
        np.add.at(squares.T, table.item, weights.T**2)
        return _alpha(sums.reshape(-1, *shape), squares, values, metric)

    return statistic


def _alpha(counts: Floats, squares: Floats, values: Floats, metric: Metric) -> Floats:
    """Alpha of weighted counts: resamples × units × categories."""
    size = counts.sum(axis=2)
    pairs = size**2 - squares
    is_paired = pairs > 1e-9
    counts = counts * is_paired[..., None]
    share = np.where(is_paired, size / np.where(is_paired, pairs, 1), 0.0)
    totals = counts.sum(axis=1)
    distance = _distances(totals, values, metric)
    observed = np.einsum("bu,buc,buc->b", share, counts @ distance, counts)
    expected = np.einsum("bc,bcd,bd->b", totals, distance, totals)
    total = totals.sum(axis=1)
    total_pairs = total**2 - (squares * is_paired).sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        result: Floats = 1 - (observed / total) / (expected / total_pairs)
    result[~(expected > 0)] = np.nan
    return result


def _distances(totals: Floats, values: Floats, metric: Metric) -> Floats:
    """Squared distances of categories, resamples × categories × categories."""
    if metric == "ordinal":
        # the ratings that lie between two categories, and half of those in them
        place = np.cumsum(totals, axis=1) - totals / 2
        result: Floats = (place[:, :, None] - place[:, None, :]) ** 2
        return result
    gaps = (values[:, None] - values[None, :]) ** 2
    one = np.asarray(gaps > 0, np.float64) if metric == "nominal" else gaps
    return np.broadcast_to(one, (totals.shape[0], *one.shape))
