"""The ability of a listener, estimated from answers, with its standard error.

The posterior of θ is computed on a grid: prior times the likelihood of every answer, with
what is not known about each difficulty integrated out (`parameters.py`). A grid has no
trouble with all right, all wrong or the two humps that guessing can make, where Newton's
steps fail. `theta` is the posterior's mean and `standard_error` its standard deviation:
those two belong together (the squared error expected of the mean *is* the variance), and
the interval holds the middle 95 % of the posterior, skew and all. The maximum a
posteriori is `mode`; it lies within a tenth of a standard error once a few answers are in.

References
----------
R. D. Bock and R. J. Mislevy, "Adaptive EAP estimation of ability in a microcomputer
environment", Applied Psychological Measurement 6 (1982).
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from etudes.assessment.parameters import GRID, Curve, ItemParameters, likelihood
from etudes.errors import InvalidValue

_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Prior:
    """What is believed of a student before the first answer: a normal law of ability.

    Raises
    ------
    InvalidValue
        If mean or standard deviation lie outside what the grid can hold.
    """

    mean: float = 0.0
    sd: float = 1.2

    def __post_init__(self) -> None:
        if not (-4 <= self.mean <= 4 and 0.05 <= self.sd <= 2):
            raise InvalidValue(
                "a prior with a mean from -4 to 4 and a standard deviation from 0.05 to 2 "
                f"was expected, not {self.mean} and {self.sd}; mend it"
            )

    def log_density(self) -> Curve:
        """Return the logarithm of the density along `GRID`, up to a constant."""
        return np.asarray(-0.5 * ((GRID - self.mean) / self.sd) ** 2, dtype=np.float64)


PRIOR = Prior()
"""Of a student nobody knows: levels 1 to 8 are −1.75 to 1.75, so this is all of them."""


@dataclass(frozen=True, slots=True)
class Ability:
    """An estimate of ability, in logits.

    Parameters
    ----------
    theta : the estimate (mean of the posterior).
    standard_error : its standard deviation.
    low, high : the middle 95 % of the posterior.
    mode : the most probable ability (maximum a posteriori).
    answers : how many answers it rests on.
    """

    theta: float
    standard_error: float
    low: float
    high: float
    mode: float
    answers: int

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % interval."""
        return self.low, self.high


def estimate(
    answers: Iterable[tuple[ItemParameters, Fraction | float]], prior: Prior = PRIOR
) -> Ability:
    """Return the ability of a student who earned these points on these items.

    Raises
    ------
    InvalidValue
        If an answer earned more points than its item has.

    Examples
    --------
    >>> hard = ItemParameters(1.0, guessing=0.25)
    >>> one, none = estimate([(hard, 1)]), estimate([(hard, 0)])
    >>> one.theta > estimate([]).theta > none.theta
    True
    """
    given = list(answers)
    return ability_of(log_posterior(given, prior), len(given))


def log_posterior(
    answers: Iterable[tuple[ItemParameters, Fraction | float]], prior: Prior = PRIOR
) -> Curve:
    """Return the logarithm of the posterior along `GRID`, up to a constant."""
    total = prior.log_density()
    for item, earned in answers:
        total = total + log_likelihood(item, earned)
    return total


def log_likelihood(item: ItemParameters, earned: Fraction | float) -> Curve:
    """Return the logarithm of the likelihood of an answer along `GRID`."""
    return np.asarray(np.log(np.maximum(likelihood(item, float(earned)), 1e-300)))


def weights_of(log_density: Curve) -> Curve:
    """Return what each ability of `GRID` weighs, 1 in all (in each row, if several)."""
    raised = np.exp(log_density - log_density.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def ability_of(log_density: Curve, answers: int) -> Ability:
    """Return the estimate that a posterior along `GRID` amounts to."""
    weights = weights_of(log_density)
    mean = float(weights @ GRID)
    sd = math.sqrt(float(weights @ (GRID - mean) ** 2))
    step = GRID[1] - GRID[0]
    below = np.cumsum(weights) - weights / 2  # at the middle of each cell
    low, high = np.interp([_TAIL, 1 - _TAIL], below, GRID)
    return Ability(
        mean, max(sd, float(step) / 4), float(low), float(high), _mode(log_density), answers
    )


def _mode(log_density: Curve) -> float:
    """Return where the density is highest: the top of a parabola through three points."""
    i = min(max(int(np.argmax(log_density)), 1), len(GRID) - 2)
    before, here, after = log_density[i - 1 : i + 2]
    bend = before - 2 * here + after
    shift = 0.5 * (before - after) / bend if bend < 0 else 0.0
    return float(GRID[i] + min(max(shift, -1.0), 1.0) * (GRID[1] - GRID[0]))
