"""How far two ratings of the same things agree: a rater with himself, or two raters.

References
----------
J. Cohen, "Weighted kappa: nominal scale agreement with provision for scaled disagreement
or partial credit", Psychological Bulletin 70 (1968).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_quantile
from etudes.statistics.estimate import Estimate, Floats, complete
from etudes.statistics.jackknife import PLAIN, jackknife_of

Weighting = Literal["none", "linear", "quadratic"]
_POWER: dict[Weighting, int] = {"none": 0, "linear": 1, "quadratic": 2}


@dataclass(frozen=True, slots=True)
class SelfConsistency:
    """Agreement of first ratings with their repeats.

    Attributes
    ----------
    exact, within_one : shares of pairs, with Wilson's intervals.
    kappa : quadratic weights; NaN where all ratings are the same.
    drift : the mean of repeat minus first, in points.
    """

    exact: Estimate
    within_one: Estimate
    kappa: Estimate
    drift: float
    pairs: int


def kappa(first: ArrayLike, second: ArrayLike, weighting: Weighting = "quadratic") -> float:
    """Return weighted kappa of two rows of ratings; pairs with a gap do not count.

    NaN where nothing can be told: no pair, or all ratings the same.

    Raises
    ------
    InvalidValue
        If the rows differ in length or the weighting is unknown.

    Examples
    --------
    >>> round(kappa([1, 2, 3, 3], [1, 2, 3, 2]), 3)
    0.8
    """
    if weighting not in _POWER:
        raise InvalidValue(
            f"a weighting of {', '.join(_POWER)} was expected, not '{str(weighting)[:20]}'"
        )
    return _kappa(complete(first, second), _POWER[weighting])


def self_consistency(
    first: ArrayLike, repeat: ArrayLike, confidence: float = 0.95
) -> SelfConsistency:
    """Return how far a rater, asked twice, says the same.

    The interval of kappa is the jackknife's over pairs.

    Examples
    --------
    >>> found = self_consistency([4, 5, 2, 7, 1, 3], [4, 6, 2, 5, 1, 3])
    >>> round(found.exact.value, 2), round(found.within_one.value, 2), found.pairs
    (0.67, 0.83, 6)
    """
    pairs = complete(first, repeat)
    n = pairs.shape[1]
    gap = np.abs(pairs[1] - pairs[0])
    left = np.array([_kappa(np.delete(pairs, i, axis=1), 2) for i in range(n)])
    return SelfConsistency(
        exact=share(int(np.sum(gap == 0)), n, confidence),
        within_one=share(int(np.sum(gap <= 1)), n, confidence),
        kappa=jackknife_of(_kappa(pairs, 2), left, confidence, PLAIN),
        drift=float(np.mean(pairs[1] - pairs[0])) if n else math.nan,
        pairs=n,
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
    z2 = normal_quantile((1 + confidence) / 2) ** 2
    p = part / whole
    middle = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    reach = math.sqrt(z2 * (p * (1 - p) / whole + z2 / (4 * whole**2))) / (1 + z2 / whole)
    low, high = max(0.0, middle - reach), min(1.0, middle + reach)
    return Estimate(p, min(low, p), max(high, p), confidence)


def _kappa(pairs: Floats, power: int) -> float:
    """1 - mean disagreement of pairs / mean disagreement of all with all."""
    if not pairs.size:
        return math.nan

    def weight(gaps: Floats) -> float:
        gaps = np.abs(gaps)
        return float(np.mean(gaps > 0) if power == 0 else np.mean(gaps**power))

    expected = weight(pairs[0][:, None] - pairs[1][None, :])
    return 1 - weight(pairs[0] - pairs[1]) / expected if expected else math.nan
