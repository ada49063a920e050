"""How far a test's scores would come out the same again.

References
----------
G. F. Kuder and M. W. Richardson, "The theory of the estimation of test reliability",
Psychometrika 2 (1937): formula 20, which is Cronbach's α for answers right or wrong.
L. J. Cronbach, "Coefficient alpha and the internal structure of tests", Psychometrika 16
(1951).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.assessment.ability import Ability
from etudes.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Reliability:
    """Cronbach's α with the 95 % interval of a bootstrap over students."""

    alpha: float
    low: float
    high: float
    students: int
    items: int


def reliability(
    scores: NDArray[np.float64], rng: np.random.Generator, draws: int = 1000
) -> Reliability:
    """Return α of a test that all students took whole, with its interval.

    Parameters
    ----------
    scores : students down, items across, no gaps (`ResponseTable.complete`).

    Raises
    ------
    InvalidValue
        With fewer than three students or two items, with gaps, or if all scored the same.
    """
    if scores.ndim != 2 or min(scores.shape[0] - 1, scores.shape[1]) < 2:
        raise InvalidValue(
            "three or more students who answered the same two or more items were expected, "
            f"not {'×'.join(map(str, scores.shape))}; of an adaptive test take "
            "marginal_reliability"
        )
    if np.isnan(scores).any():
        raise InvalidValue("answers to every item were expected; leave out who missed some")
    alpha = _alpha(scores)
    if np.isnan(alpha):
        raise InvalidValue(
            "students with different totals were expected, and all scored the same; "
            "nothing can be said of the test's reliability"
        )
    rows = rng.integers(len(scores), size=(draws, len(scores)))
    drawn = np.array([_alpha(scores[chosen]) for chosen in rows])
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Reliability(alpha, float(low), float(high), *scores.shape)


def marginal_reliability(abilities: Sequence[Ability]) -> float:
    """Return the share of the variance of abilities that is not error, 0 to 1.

    For tests in which students met different items: the variance of the estimates over
    that variance and the mean squared standard error.

    Raises
    ------
    InvalidValue
        With fewer than two students.
    """
    if len(abilities) < 2:
        raise InvalidValue(f"two or more students were expected, not {len(abilities)}")
    spread = float(np.var([one.theta for one in abilities], ddof=1))
    error = float(np.mean([one.standard_error**2 for one in abilities]))
    return spread / (spread + error)


def _alpha(scores: NDArray[np.float64]) -> float:
    """Return k/(k − 1) · (1 − Σ item variances / variance of totals)."""
    items = scores.shape[1]
    total = float(scores.sum(axis=1).var(ddof=1))
    if total < 1e-12:
        return float("nan")
    parts = float(scores.var(axis=0, ddof=1).sum())
    return float(items / (items - 1) * (1 - parts / total))
