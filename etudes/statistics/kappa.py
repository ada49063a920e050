"""How far two ratings of the same things agree: a rater with himself, or two raters.

References
----------
J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement
or partial credit", Psychological Bulletin 70 (1968). J. L. Fleiss and J. Cohen, "The
equivalence of weighted kappa and the intraclass correlation coefficient as measures of
reliability", Educational and Psychological Measurement 33 (1973): so Fisher's scale. N.
Dean and M. Pagano, "Evaluating confidence interval methods for binomial proportions in
clustered surveys", Journal of Survey Statistics and Methodology 3 (2015): Wilson's
interval of so many independent answers as would vary as much.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_quantile, t_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices, complete
from etudes.statistics.jackknife import Scale, jackknife_of

_SURE = 1 - 1e-12
_FISHER = Scale(lambda x: np.arctanh(np.clip(x, -_SURE, _SURE)), np.tanh)


@dataclass(frozen=True, slots=True)
class SelfConsistency:
    """Agreement of first ratings with their repeats.

    Attributes
    ----------
    exact, within_one : shares of pairs.
    by_chance : the share within one of first ratings with repeats of something else, by
        the same rater on the same scale; NaN where there are none.
    kappa : quadratic weights; NaN where it cannot be told.
    drift : the mean of repeat minus first, in points.
    """

    exact: Estimate
    within_one: Estimate
    by_chance: float
    kappa: Estimate
    drift: float
    pairs: int


def kappa(first: ArrayLike, second: ArrayLike, group: ArrayLike | None = None) -> float:
    """Return how far ratings of one thing lie nearer than those of two, by their squares.

    1 where both ratings of each thing are the same, 0 where they differ as much as ratings
    of different things do. It is Cohen's kappa with quadratic weights, but for this: a
    thing is not held against itself to find what chance gives, which matters where things
    are few. NaN where nothing can be told: no two things in any group, or all ratings the
    same. Pairs with a gap do not count.

    Parameters
    ----------
    group : of each pair, as numbers, within which things are held against one another;
        all are one group unless said. So a severe rater, or a scale on which all rate
        high, is not taken for agreement.

    Raises
    ------
    InvalidValue
        If the rows differ in length.

    Examples
    --------
    >>> round(kappa([1, 2, 3, 3], [1, 2, 3, 2]), 3)
    0.842
    >>> rows = [1, 2, 3, 5, 6, 7], [2, 3, 1, 6, 7, 5]
    >>> round(kappa(*rows), 3), kappa(*rows, group=[0, 0, 0, 1, 1, 1])
    (0.815, -1.0)
    """
    of = np.zeros(np.size(first)) if group is None else group
    return _kappa(*complete(first, second, of))


def self_consistency(
    first: ArrayLike,
    repeat: ArrayLike,
    confidence: float = 0.95,
    *,
    group: ArrayLike | None = None,
    unit: ArrayLike | None = None,
) -> SelfConsistency:
    """Return how far raters, asked twice, say the same.

    The interval of kappa is the jackknife's over units, on Fisher's scale.

    Parameters
    ----------
    group : as of `kappa`: of many raters the rater, of many scales the scale.
    unit : of each pair, as numbers, what it goes together with: of many raters the rater,
        of one rater the trial. Each pair is one of its own unless said.

    Examples
    --------
    >>> found = self_consistency([4, 5, 2, 7, 1, 3], [4, 6, 2, 5, 1, 3])
    >>> round(found.exact.value, 2), round(found.within_one.value, 2), found.pairs
    (0.67, 0.83, 6)
    """
    groups = np.zeros(np.size(first)) if group is None else group
    units = np.arange(np.size(first)) if unit is None else unit
    a, b, groups, units = rows = complete(first, repeat, groups, units)
    gap, kept = np.abs(b - a), (units != one for one in np.unique(units))
    left = np.array([_kappa(*rows[:3, others]) for others in kept])
    return SelfConsistency(
        exact=share_of(gap == 0, units, confidence),
        within_one=share_of(gap <= 1, units, confidence),
        by_chance=_by_chance(a, b, groups),
        kappa=jackknife_of(_kappa(a, b, groups), left, confidence, _FISHER),
        drift=float(np.mean(b - a)) if a.size else math.nan,
        pairs=a.size,
    )


def share(part: int, whole: int, confidence: float = 0.95) -> Estimate:
    """Return a share with its interval (E. B. Wilson, Journal of the American Statistical
    Association 22, 1927).

    Examples
    --------
    >>> share(8, 10).low > 0.4
    True
    """
    if not 0 <= part <= whole:
        raise InvalidValue(f"a part of 0 to {whole} was expected, not {part}")
    if whole == 0:
        return Estimate(math.nan, 0.0, 1.0, confidence)
    return wilson(part / whole, whole, normal_quantile((1 + confidence) / 2), confidence)


def share_of(true: ArrayLike, unit: ArrayLike, confidence: float = 0.95) -> Estimate:
    """Return the share of answers that are true, where those of one unit go together.

    The wider of Wilson's interval of so many answers and that of Student's t over units:
    the first is too narrow where units differ, the second where a few happen not to.

    Parameters
    ----------
    unit : of each answer, as numbers, such as the rater.

    Examples
    --------
    >>> steady = share_of([1, 0, 1, 0, 1, 0, 1, 0], [0, 0, 1, 1, 2, 2, 3, 3])
    >>> mixed = share_of([1, 1, 1, 1, 0, 0, 0, 0], [0, 0, 1, 1, 2, 2, 3, 3])
    >>> steady.value == mixed.value, steady.low > mixed.low
    (True, True)
    """
    rows, units = complete(true, unit)
    alone = share(int(rows.sum()), rows.size, confidence)
    variance, df = _over_units(rows, np.unique(units, return_inverse=True)[1])
    p = alone.value
    if not variance > 0 or not 0 < p < 1:
        return alone
    quantile = t_quantile((1 + confidence) / 2, df)
    together = wilson(p, p * (1 - p) / variance, quantile, confidence)
    return max(alone, together, key=lambda one: one.high - one.low)


def _over_units(rows: Floats, unit: Indices) -> tuple[float, int]:
    """The variance of a mean whose units are drawn, and its degrees of freedom; NaN of one
    unit, and where each answer is one, since nothing then goes together."""
    sizes = np.bincount(unit)
    if sizes.size < 2 or sizes.max() == 1:
        return math.nan, 0
    off = np.bincount(unit, rows - rows.mean())
    n = sizes.size
    return float(n / (n - 1) * np.sum((off / rows.size) ** 2)), n - 1


def wilson(p: float, n: float, quantile: float, confidence: float) -> Estimate:
    """Return Wilson's interval of a share of n answers, as many as are worth independent
    ones, with a quantile of the normal or t distribution."""
    z2 = quantile**2
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    reach = math.sqrt(z2 * (p * (1 - p) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return Estimate(p, min(low, p), max(high, p), confidence)


def _kappa(first: Floats, second: Floats, group: Floats) -> float:
    """1 - squared differences of pairs / those of different things of one group."""
    observed = expected = 0.0
    for gaps in _gaps(first, second, group):
        own = float(np.sum(np.diag(gaps) ** 2))
        observed += own
        expected += (float(np.sum(gaps**2)) - own) / (len(gaps) - 1)
    return 1 - observed / expected if expected else math.nan


def _by_chance(first: Floats, second: Floats, group: Floats) -> float:
    near = pairs = 0.0
    for gaps in _gaps(first, second, group):
        others = ~np.eye(len(gaps), dtype=bool)
        near += float(np.sum(gaps[others] <= 1)) / (len(gaps) - 1)
        pairs += len(gaps)
    return near / pairs if pairs else math.nan


def _gaps(first: Floats, second: Floats, group: Floats) -> Iterator[Floats]:
    """Yield how far ratings lie apart, first ones down and second ones across, of each
    group of two things or more."""
    for one in np.unique(group):
        own = group == one
        if own.sum() > 1:
            yield np.abs(first[own][:, None] - second[own])
