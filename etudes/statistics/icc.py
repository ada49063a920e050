"""Intraclass correlation: how far ratings agree, in one number, with any gaps.

The model is rating = mean + rater + item + rest, all random and normal, crossed. Variances
are those of restricted maximum likelihood; without gaps, and where none comes out negative,
they are those of the analysis of variance. An interval holds the correlations that the
likelihood does not exclude, whatever the other variances are; so its ends lie from 0 to 1.

References
----------
P. E. Shrout and J. L. Fleiss, "Intraclass correlations: uses in assessing rater
reliability", Psychological Bulletin 86 (1979): the forms. D. A. Harville, "Maximum
likelihood approaches to variance component estimation and to related problems", Journal of
the American Statistical Association 72 (1977): the restricted likelihood.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_quantile
from etudes.statistics.estimate import Estimate, Floats, LongTable

_MOST = 1 - 1e-6
"""Of a variance as a share of itself and the rest, which may be nothing."""
_AROUND = np.linspace(-1, 1, 9)
_ROUNDS, _CLOSER, _STEPS = 16, 9, 8


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """Variances in squared points of the scale."""

    rater: float
    item: float
    rest: float


@dataclass(frozen=True, slots=True)
class IntraclassCorrelations:
    """Agreement of single ratings, and of the mean of k raters.

    Attributes
    ----------
    absolute : ICC(2,1) of Shrout and Fleiss; severity counts as disagreement.
    consistency : ICC(3,1); severity does not count.
    absolute_k, consistency_k : ICC(2,k) and ICC(3,k).
    k : the harmonic mean of the raters of an item unless it was asked for.
    """

    absolute: Estimate
    consistency: Estimate
    absolute_k: Estimate
    consistency_k: Estimate
    k: float
    components: VarianceComponents


def icc(
    table: ArrayLike, k: float | None = None, confidence: float = 0.95
) -> IntraclassCorrelations:
    """Return the intraclass correlations of a table of ratings.

    Parameters
    ----------
    table : raters down, items across, NaN for a gap.

    Raises
    ------
    InvalidValue
        With fewer than two raters or items, too few ratings to tell raters and items from
        the rest, or ratings that are all the same.

    Examples
    --------
    >>> round(icc([[1, 3, 5, 7], [2, 3, 5, 6], [1, 4, 4, 7]]).absolute.value, 3)
    0.937
    >>> found = icc([[1, 3, 5, np.nan], [2, 3, 6, 6], [1, np.nan, 5, 7], [1, 4, 5, 6]])
    >>> 0 < found.absolute.low < found.absolute.value < found.absolute_k.value < 1
    True
    """
    likelihood = _Likelihood.of(LongTable.of(table))
    many = likelihood.harmonic_mean if k is None else k
    item, rater, least = _likeliest(likelihood)

    def estimate(*, counts_raters: bool) -> Estimate:
        def excess(correlation: float) -> float:
            return _profile(likelihood, correlation, counts_raters) - least

        value = item / (1 + item + rater * counts_raters)
        return _interval(value, excess, confidence)

    absolute, consistency = estimate(counts_raters=True), estimate(counts_raters=False)
    rest = likelihood.rest(item, rater)
    return IntraclassCorrelations(
        absolute=absolute,
        consistency=consistency,
        absolute_k=_of_mean(absolute, many),
        consistency_k=_of_mean(consistency, many),
        k=many,
        components=VarianceComponents(rater * rest, item * rest, rest),
    )


@dataclass(frozen=True, slots=True)
class _Likelihood:
    """The restricted likelihood of the variances of items and raters, each in units of the
    rest's. The columns are the mean, the ratings about their mean, then raters.

    Attributes
    ----------
    cross : the columns' products.
    by_item : the products of their sums over each item.
    """

    cross: Floats
    by_item: Floats
    sizes: Floats
    n: int

    @classmethod
    def of(cls, table: LongTable) -> "_Likelihood":
        raters, rater = np.unique(table.rater, return_inverse=True)
        items, item = np.unique(table.item, return_inverse=True)
        n = table.value.size
        has_rest = n > raters.size + items.size - 1
        if min(raters.size, items.size) < 2 or not has_rest or np.ptp(table.value) == 0:
            raise InvalidValue(
                "two or more raters and items, more ratings than raters and items, and "
                f"ratings that differ were expected, not {n} ratings by {raters.size} "
                f"raters of {items.size} items; gather more ratings"
            )
        columns = np.zeros((n, 2 + raters.size))
        columns[:, 0], columns[:, 1] = 1, table.value - table.value.mean()
        columns[np.arange(n), 2 + rater] = 1
        sums = np.zeros((items.size, columns.shape[1]))
        np.add.at(sums, item, columns)
        sizes = np.bincount(item).astype(np.float64)
        by_item = np.einsum("ia,ib->iab", sums, sums)
        return cls(columns.T @ columns, by_item, sizes, n)

    @property
    def harmonic_mean(self) -> float:
        """Of the number of raters of an item."""
        return float(1 / np.mean(1 / self.sizes))

    def rest(self, item: float, rater: float) -> float:
        """Return the rest's variance, given the others in its units."""
        squares, *_ = self._solved(np.array([item]), np.array([rater]))
        return float(squares[0]) / (self.n - 1)

    def deviance(self, item: Floats, rater: Floats) -> Floats:
        """Return minus twice the logarithm, but for a constant, at its highest over the
        rest's variance."""
        squares, mean, determinant = self._solved(item, rater)
        result: Floats = (self.n - 1) * np.log(squares) + np.log(mean) + determinant
        return result

    def _solved(self, item: Floats, rater: Floats) -> tuple[Floats, Floats, Floats]:
        """Squares about the mean, the mean's weight, and the covariance's determinant."""
        taken = item[:, None] / (1 + item[:, None] * self.sizes)
        cross = self.cross - np.tensordot(taken, self.by_item, 1)
        scale = rater[:, None, None]
        within = np.eye(cross.shape[1] - 2) + scale * cross[:, 2:, 2:]
        to_raters = cross[:, :2, 2:]
        followed = to_raters @ np.linalg.solve(within, to_raters.transpose(0, 2, 1))
        left = cross[:, :2, :2] - scale * followed
        mean = left[:, 0, 0]
        squares = left[:, 1, 1] - left[:, 0, 1] ** 2 / mean
        of_items = np.log1p(item[:, None] * self.sizes).sum(axis=1)
        return squares, mean, of_items + np.linalg.slogdet(within)[1]


def _likeliest(likelihood: _Likelihood) -> tuple[float, float, float]:
    """Return the variances of items and raters in units of the rest's, and the deviance."""
    item = rater = reach = 0.5
    least = math.inf
    for _ in range(_ROUNDS):
        items, raters = (
            np.clip(place + reach * _AROUND, 0, _MOST) for place in (item, rater)
        )
        both = [grid.ravel() for grid in np.meshgrid(items, raters)]
        found = likelihood.deviance(*(_odds(shares) for shares in both))
        item, rater = (float(shares[found.argmin()]) for shares in both)
        least, reach = float(found.min()), reach / 2
    return item / (1 - item), rater / (1 - rater), least


def _profile(likelihood: _Likelihood, correlation: float, counts_raters: bool) -> float:
    """Return the least deviance at which this is the correlation."""
    rater = reach = 0.5
    least = math.inf
    for _ in range(_CLOSER):
        shares = np.clip(rater + reach * _AROUND, 0, _MOST)
        raters = _odds(shares)
        items = correlation / (1 - correlation) * (1 + raters * counts_raters)
        found = likelihood.deviance(items, raters)
        rater, least, reach = float(shares[found.argmin()]), float(found.min()), reach / 2
    return least


def _odds(share: Floats) -> Floats:
    return share / (1 - share)


def _interval(
    value: float, excess: Callable[[float], float], confidence: float
) -> Estimate:
    """Return the correlations whose deviance is too little to exclude them."""
    quantile = normal_quantile((1 + confidence) / 2)

    def beyond(correlation: float) -> float:
        return math.sqrt(max(excess(correlation), 0.0)) - quantile

    low, high = (_crossing(beyond, (value, -quantile), edge) for edge in (0.0, _MOST))
    return Estimate(value, min(low, value), max(high, value), confidence)


def _crossing(
    beyond: Callable[[float], float], inside: tuple[float, float], edge: float
) -> float:
    """Return where a function that is below 0 inside rises to 0, or the edge where it does
    not: by false position, with the end that stays halved (the Illinois rule)."""
    outside = (edge, beyond(edge))
    if outside[1] <= 0:
        return edge
    place, was_inside = edge, None
    for _ in range(_STEPS):
        (a, at_a), (b, at_b) = inside, outside
        place = (a * at_b - b * at_a) / (at_b - at_a)
        found = beyond(place)
        is_inside = found <= 0
        halved = 0.5 if is_inside == was_inside else 1.0
        if is_inside:
            inside, outside = (place, found), (b, at_b * halved)
        else:
            inside, outside = (a, at_a * halved), (place, found)
        was_inside = is_inside
    return place


def _of_mean(single: Estimate, k: float) -> Estimate:
    """Spearman and Brown: from one rater to the mean of k."""
    value, low, high = (
        k * x / (1 + (k - 1) * x) for x in (single.value, single.low, single.high)
    )
    return Estimate(value, low, high, single.confidence)
