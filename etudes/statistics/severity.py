"""How severe each rater is, and how far he strays, once what was rated is taken out.

The model is rating = item - severity + rest, by least squares, with any gaps. An interval
comes of leaving each item out once (B. Efron, *The Jackknife, the Bootstrap and Other
Resampling Plans*, 1982). So raters need not be equally steady, and a rating may itself be
the mean of several answers: what a rater thinks of an item is left out with the item.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from etudes.errors import InvalidValue
from etudes.statistics.distributions import t_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices, rating_table

_FEWEST = 2
"""Items that a rater must share with others: of one, nothing is left without it."""
_APART = 1e-9


@dataclass(frozen=True, slots=True)
class Severity:
    """A rater's severity.

    Attributes
    ----------
    points : how far the rater's ratings lie below those of the mean of all raters; NaN for
        one who shares fewer than two items with others.
    scatter : the standard deviation, in points, of what item and severity leave over; 0 is
        one who always goes with the mean of the others.
    items : rated by this rater and by others.
    """

    points: Estimate
    scatter: float
    items: int


def severities(table: ArrayLike, confidence: float = 0.95) -> tuple[Severity, ...]:
    """Return the severity of each rater.

    The interval holds for other items of the same kind and these raters; of Student's t
    with a degree of freedom less than the rater has items.

    Parameters
    ----------
    table : raters down, items across, NaN for a gap.

    Raises
    ------
    InvalidValue
        If there are not two raters who share two items with others, or raters fall into
        groups of which none shares an item with another.

    Examples
    --------
    >>> kind, strict, middle = [5, 6, 4, 7, 3], [3, 4, 3, 5, 1], [4, 5, 3, 6, 2]
    >>> [round(one.points.value, 2) for one in severities([kind, strict, middle])]
    [-0.93, 0.87, 0.07]
    """
    ratings = rating_table(table)
    raters, items = _sharing(~np.isnan(ratings))
    sums = _Sums.of(ratings[raters][:, items])
    values, errors, scatters = sums.severities(), sums.errors(), sums.scatters()
    nothing = Severity(Estimate(np.nan, np.nan, np.nan, confidence), np.nan, 0)
    found = [nothing] * len(ratings)
    for place, rater in enumerate(raters):
        many = int(sums.here[place].sum())
        reach = t_quantile((1 + confidence) / 2, many - 1) * float(errors[place])
        value = float(values[place])
        points = Estimate(value, value - reach, value + reach, confidence)
        found[rater] = Severity(points, float(scatters[place]), many)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Sums:
    """The equations of least squares for raters, items taken out, item by item.

    Attributes
    ----------
    here : whether a rater rated an item.
    about : ratings about the item's mean, 0 in gaps.
    apart : item × rater × raters: the rater less the item's raters on average.
    """

    here: NDArray[np.bool_]
    about: Floats
    apart: Floats

    @classmethod
    def of(cls, ratings: Floats) -> "_Sums":
        here = ~np.isnan(ratings)
        share = here / here.sum(axis=0)
        about = np.where(here, ratings - np.nanmean(ratings, axis=0), 0.0)
        apart = (np.eye(len(here)) - share.T[:, None, :]) * here.T[:, :, None]
        return cls(here, about, apart)

    def severities(self) -> Floats:
        """Return the severities of raters, whose mean is 0.

        Raises
        ------
        InvalidValue
            If raters fall into groups that share nothing.
        """
        found = _solved(self._left().sum(axis=0), self.about.sum(axis=1))
        if np.isnan(found).any():
            raise InvalidValue(
                "raters who are joined by items that they share were expected, and they "
                "fall into groups; gather ratings of the same items"
            )
        return found

    def errors(self) -> Floats:
        """Return standard errors, by leaving each item out; NaN where raters then fall
        into groups."""
        each, right = self._left(), self.about.T
        found = _solved(each.sum(axis=0) - each, right.sum(axis=0) - right)
        n = len(found)
        return np.asarray(np.sqrt((n - 1) * np.var(found, axis=0)), np.float64)

    def scatters(self) -> Floats:
        """Return the deviations of what is left over, corrected for what was fitted."""
        each = self._left()
        inverse = np.linalg.inv(each.sum(axis=0) + _level(len(self.here)))
        rest = self.about.T + self.apart @ self.severities()
        fitted = np.einsum("jia,ab,jib->ij", self.apart, inverse, self.apart)
        free = (self.here * (1 - 1 / self.here.sum(axis=0)) - fitted).sum(axis=1)
        squares = np.sum(rest**2, axis=0) / np.maximum(free, _APART)
        return np.asarray(np.sqrt(squares), np.float64)

    def _left(self) -> Floats:
        """Of each item, what it tells of raters once its own measure is taken out."""
        return np.asarray(np.einsum("jia,jib->jab", self.apart, self.apart))


def _solved(left: Floats, right: Floats) -> Floats:
    """Severities from equations that leave their mean open, which is set to 0; NaN where
    they leave more open, since raters then fall into groups."""
    joined = left + _level(right.shape[-1])
    is_joined = np.linalg.eigvalsh(joined)[..., :1] > _APART
    joined = np.where(is_joined[..., None], joined, np.eye(right.shape[-1]))
    found = np.linalg.solve(joined, -right[..., None])[..., 0]
    return np.asarray(np.where(is_joined, found, np.nan), np.float64)


def _level(raters: int) -> Floats:
    return np.full((raters, raters), 1 / raters)


def _sharing(rated: NDArray[np.bool_]) -> tuple[Indices, Indices]:
    """Return the raters who share items enough, and the items that two of them rated."""
    raters = np.ones(len(rated), bool)
    while True:
        items = rated[raters].sum(axis=0) > 1
        kept = raters & (rated[:, items].sum(axis=1) >= _FEWEST)
        if kept.sum() < 2:
            raise InvalidValue(
                "two raters who both rated two items or more were expected; gather ratings "
                "of the same items"
            )
        if (kept == raters).all():
            return np.flatnonzero(raters), np.flatnonzero(items)
        raters = kept
