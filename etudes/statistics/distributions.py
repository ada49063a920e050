"""Quantiles of the normal, t and F distributions.

The incomplete beta function is Lentz's continued fraction (W. H. Press et al.,
*Numerical Recipes*, 3rd ed. 2007, §6.4); quantiles are found by halving.
"""

import math
from collections.abc import Callable
from statistics import NormalDist

from etudes.errors import InvalidValue

_TINY = 1e-300
_TERMS = 500


def normal_cdf(x: float) -> float:
    """Return the probability of a standard normal value below x."""
    return NormalDist().cdf(x)


def normal_quantile(p: float) -> float:
    """Return the standard normal quantile.

    Examples
    --------
    >>> round(normal_quantile(0.975), 4)
    1.96
    """
    return NormalDist().inv_cdf(p)


def t_cdf(x: float, df: float) -> float:
    """Return the probability of Student's t below x; `df` may be infinite."""
    if math.isinf(df):
        return normal_cdf(x)
    tail = 0.5 * beta_cdf(df / (df + x * x), df / 2, 0.5)
    return 1 - tail if x > 0 else tail


def t_quantile(p: float, df: float) -> float:
    """Return the quantile of Student's t.

    Examples
    --------
    >>> round(t_quantile(0.975, 10), 3)
    2.228
    """
    if math.isinf(df) or df > 1e6:
        return normal_quantile(p)
    if p < 0.5:
        return -t_quantile(1 - p, df)
    high = 1.0
    while t_cdf(high, df) < p and high < 1e12:
        high *= 2
    return _halve(lambda x: t_cdf(x, df), p, 0.0, high)


def f_quantile(p: float, df1: float, df2: float) -> float:
    """Return the quantile of Snedecor's F.

    Examples
    --------
    >>> round(f_quantile(0.95, 5, 15), 2)
    2.9
    """
    share = _halve(lambda x: beta_cdf(x, df1 / 2, df2 / 2), p, 0.0, 1.0)
    return math.inf if share >= 1 else share * df2 / (df1 * (1 - share))


def beta_cdf(x: float, a: float, b: float) -> float:
    """Return the regularised incomplete beta function.

    Raises
    ------
    InvalidValue
        If a or b is not positive.
    """
    if not (a > 0 and b > 0):
        raise InvalidValue(f"degrees of freedom above 0 were expected, not {2 * min(a, b)}")
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_cdf(1 - x, b, a)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
    front += a * math.log(x) + b * math.log1p(-x)
    return math.exp(front) * _continued_fraction(x, a, b) / a


def _continued_fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    total = d
    for m in range(1, _TERMS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            total *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return total


def _away(x: float) -> float:
    """Keep a divisor away from zero."""
    return x if abs(x) > _TINY else _TINY


def _halve(cdf: Callable[[float], float], p: float, low: float, high: float) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        if not low < middle < high:
            break
        low, high = (middle, high) if cdf(middle) < p else (low, middle)
    return (low + high) / 2
