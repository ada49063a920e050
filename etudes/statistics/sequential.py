"""When to stop comparing two systems, looking as often as one likes.

Each unit is a number from -1 (all for the second) to 1 (all for the first): the mean of
one rater's choices, since choices of one rater depend on his taste; or one choice, where
each is by another rater. The interval is a *confidence sequence*: over all looks
together it misses the true mean with a chance of at most 1 - confidence, whatever the
distribution, so no plan of looks is needed and raters may come as they come. That is why
it is used here and not group-sequential bounds (Pocock; O'Brien and Fleming), which want
the number and the times of looks, and normal sums.

It is the hedged capital of betting (I. Waudby-Smith and A. Ramdas, "Estimating means of
bounded random variables by betting", Journal of the Royal Statistical Society B 86, 2024):
against each possible mean a fortune is staked, and a mean against which it has grown
1 / (1 - confidence) times is ruled out for good (Ville's inequality).
"""

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from etudes.errors import InvalidValue
from etudes.statistics.estimate import Estimate, Floats

Verdict = Literal["first", "second", "equivalent", "open"]
_GRID = 401
_LARGEST_STAKE = 0.5
"""Of what would ruin: below 1, so that no fortune is lost in one bet."""


@dataclass(frozen=True, slots=True)
class Look:
    """What is known after so many units.

    Attributes
    ----------
    verdict : "first" or "second" is better; "equivalent", nearer to 0 than the margin;
        "open", go on. Turning all units round turns the verdict round and no more, so
        that nothing hangs on which of the two is named first.
    mean : of the units, with the confidence sequence.
    """

    verdict: Verdict
    mean: Estimate
    units: int

    @property
    def is_over(self) -> bool:
        return self.verdict != "open"


def confidence_sequence(
    units: ArrayLike, confidence: float = 0.95, grid: int = _GRID
) -> tuple[Floats, Floats]:
    """Return the lower and upper ends after each unit; they only ever come nearer.

    Raises
    ------
    InvalidValue
        If a unit is a gap or lies beyond -1 and 1.

    Examples
    --------
    >>> low, high = confidence_sequence([1, 0.5, 1, 1, 0.5, 1, 1, 0.5, 1, 1, 1, 1])
    >>> bool(low[0] < 0 < low[-1])
    True
    """
    values = _checked(units)
    means = np.linspace(-1, 1, grid)
    # a mean is possible as long as neither fortune has ruled it out
    wealth = np.maximum.accumulate(_log_capital(values, means), axis=0)
    possible = wealth < math.log(1 / (1 - confidence))
    low, high = np.empty(values.size), np.empty(values.size)
    step = means[1] - means[0]
    for n, row in enumerate(possible):
        left = np.flatnonzero(row)
        if left.size:
            low[n], high[n] = means[left[0]] - step, means[left[-1]] + step
        else:
            low[n], high[n] = low[n - 1], high[n - 1]
    return np.maximum(low, -1), np.minimum(high, 1)


def look(
    units: ArrayLike,
    margin: float | None = None,
    confidence: float = 0.95,
    doubt: float = 0.0,
) -> Look:
    """Return whether the comparison can stop, and with what.

    Parameters
    ----------
    margin : the smallest mean that would matter, from 0 to 1; a mean of 0.2 is 60 : 40.
    doubt : half the width of another interval of the mean, of an error of its own that all
        units share; it widens both ends as independent errors add.

    Raises
    ------
    InvalidValue
        If a unit lies beyond -1 and 1, or the margin is not between 0 and 1.

    Examples
    --------
    >>> look([0.5, 1, 1, 0.5, 1, 1, 0.5, 1, 1, 1, 1, 1]).verdict
    'first'
    >>> look([1, -1, 0]).verdict
    'open'
    """
    if margin is not None and not 0 < margin < 1:
        raise InvalidValue(f"a margin between 0 and 1 was expected, not {margin}")
    values = _checked(units)
    if not values.size:
        return Look("open", Estimate(math.nan, -1.0, 1.0, confidence), 0)
    lows, highs = confidence_sequence(values, confidence)
    middle = float(values.mean())
    low = max(float(lows[-1]) - _widening(middle - float(lows[-1]), doubt), -1.0)
    high = min(float(highs[-1]) + _widening(float(highs[-1]) - middle, doubt), 1.0)
    mean = Estimate(middle, low, high, confidence)
    return Look(verdict(mean, margin), mean, values.size)


def _widening(reach: float, doubt: float) -> float:
    """Return by how much a reach from the mean grows by an independent error."""
    reach = max(reach, 0.0)
    return math.hypot(reach, doubt) - reach


def verdict(mean: Estimate, margin: float | None) -> Verdict:
    """Return what a confidence sequence decides, the same for both of the two.

    Examples
    --------
    >>> verdict(Estimate(-0.4, -0.6, -0.1), 0.2), verdict(Estimate(0.0, -0.1, 0.1), 0.2)
    ('second', 'equivalent')
    """
    if mean.low > 0:
        return "first"
    if mean.high < 0:
        return "second"
    return "equivalent" if margin is not None and mean.within(margin) else "open"


def _checked(units: ArrayLike) -> Floats:
    values = np.asarray(units, dtype=np.float64)
    if values.ndim != 1 or not np.all(np.abs(values) <= 1):
        raise InvalidValue("a row of numbers from -1 to 1 without gaps was expected")
    return values


def _log_capital(units: Floats, means: Floats) -> Floats:
    """Logarithm of the fortune against each mean after each unit: units × means."""
    x, m = (units + 1) / 2, (means + 1) / 2
    stake = _stakes(x)[:, None]
    with np.errstate(divide="ignore"):
        up = np.minimum(stake, _LARGEST_STAKE / m)
        down = np.minimum(stake, _LARGEST_STAKE / (1 - m))
    gain = x[:, None] - m
    rising = np.cumsum(np.log1p(up * gain), axis=0)
    falling = np.cumsum(np.log1p(-down * gain), axis=0)
    result: Floats = np.logaddexp(rising, falling) - math.log(2)
    return result


def _stakes(x: Floats) -> Floats:
    """What to stake on each unit, from the spread of those before it alone."""
    n = np.arange(1, x.size + 1)
    running = (0.5 + np.cumsum(x)) / (n + 1)
    spread = (0.25 + np.cumsum((x - running) ** 2)) / (n + 1)
    before = np.concatenate([[0.25], spread[:-1]])
    result: Floats = np.sqrt(2 * math.log(2 / 0.05) / (before * n * np.log1p(n)))
    return result
