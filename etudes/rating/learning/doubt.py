"""How much judged levels speak against a scale.

Errors are weighed by the inverse of their covariance V, which holds each rater's severity,
what no descriptor tells of each piece, and noise.
"""

import math
from statistics import NormalDist

import numpy as np

from etudes.rating.learning.level_model import Floats, LevelModel
from etudes.rating.learning.severe_fit import Ratings, Spread


class Weighing:
    """Products of figures, one a rating, with the inverse of their covariance between."""

    def __init__(self, ratings: Ratings, spread: Spread) -> None:
        self._ratings, self._noise = ratings, spread.rating**2
        self._raters = int(ratings.rater.max()) + 1
        pieces = int(ratings.piece.max()) + 1
        counts = np.zeros((self._raters, pieces))
        np.add.at(counts, (ratings.rater, ratings.piece), 1.0)
        both = np.diag(np.concatenate([counts.sum(axis=1), counts.sum(axis=0)]))
        both[: self._raters, self._raters :] = counts
        both[self._raters :, : self._raters] = counts.T
        spreads = [spread.severity] * self._raters + [spread.piece] * pieces
        both += np.diag(self._noise / np.square(spreads))
        self._inner = np.linalg.inv(both)

    def product(self, one: Floats, other: Floats) -> Floats:
        """Return one' V⁻¹ other; columns are figures of several kinds (Woodbury)."""
        explained = self._sums(one).T @ self._inner @ self._sums(other)
        weighed: Floats = (one.T @ other - explained) / self._noise
        return weighed

    def _sums(self, figures: Floats) -> Floats:
        columns = figures.reshape(len(figures), -1)
        sums = np.zeros((len(self._inner), columns.shape[1]))
        np.add.at(sums, self._ratings.rater, columns)
        np.add.at(sums, self._raters + self._ratings.piece, columns)
        return sums if figures.ndim > 1 else sums[:, 0]


def against_prior(
    model: LevelModel, ratings: Ratings, spread: Spread, covariance: Floats
) -> float:
    """Return in what share of panels, 0 to 1, a prior scale that is right would be doubted
    less than by these ratings: 1 less the p-value of its being the raters' own.

    The score test that has most power on average against scales drawn from the prior
    (Lin 1997, as for a component of variance): the pull on the numbers at 0, squared by the
    prior's covariance. If the prior scale is right it is a weighted sum of chi squares,
    taken as one (Satterthwaite 1946) by its cube root (Wilson and Hilferty 1931).
    """
    level, slopes = model.levels(np.zeros(model.size))
    weighing, slopes = Weighing(ratings, spread), slopes[ratings.piece]
    pull = weighing.product(slopes, ratings.judged - level[ratings.piece])
    information = weighing.product(slopes, slopes)
    weights = np.linalg.eigvals(information @ covariance).real
    mean, freedom = weights.sum(), weights.sum() ** 2 / (weights**2).sum()
    cube = (pull @ covariance @ pull / mean) ** (1 / 3)
    part = 2 / (9 * freedom)
    return NormalDist().cdf((cube - (1 - part)) / math.sqrt(part))


def going_along(told: Floats, said: Floats, ratings: Ratings, spread: Spread) -> float:
    """Return in what share of panels, 0 to 1, what raters say would go less along with what
    is told, if it had nothing to do with it: 1 less a one-sided p-value."""
    weighing = Weighing(ratings, spread)
    size = float(weighing.product(told, told))
    if size <= 0:
        return 0.0
    return NormalDist().cdf(float(weighing.product(told, said)) / math.sqrt(size))
