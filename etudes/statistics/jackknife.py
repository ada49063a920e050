"""The crossed jackknife: intervals over raters and items from leaving each out once.

A rater, an item or a rating is left out at a time; variances of the three add and
subtract as in two-way clustering (A. C. Cameron, J. B. Gelbach and D. L. Miller, "Robust
inference with multiway clustering", Journal of Business & Economic Statistics 29, 2011).
The interval is Student's t with Satterthwaite's degrees of freedom; groups of items of
unequal size are left out of group by group, each with its own freedom.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from etudes.statistics.distributions import t_cdf, t_quantile
from etudes.statistics.estimate import Estimate, Floats, Indices, LongTable
from etudes.statistics.resampling import Statistic, leave_out, value_of

_ROUNDING = 1e-18
"""A variance below this is none: numbers that are equal but for rounding."""
_LARGEST_BIAS = 0.25
"""Of a standard error: more cannot be told from chance in a small table."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where a statistic is more nearly normal: a rising function and its inverse."""

    there: Callable[[Floats], Floats]
    back: Callable[[Floats], Floats]


PLAIN = Scale(lambda x: x, lambda x: x)


def jackknife(
    table: LongTable,
    statistic: Statistic,
    *,
    confidence: float = 0.95,
    scale: Scale = PLAIN,
    strata: Indices | None = None,
) -> Estimate:
    """Return a statistic with its crossed jackknife interval over raters and items.

    The interval lies about the statistic less its bias, which the jackknife tells too, up
    to a quarter of a standard error: agreement of few raters comes out a little low. The
    value is the statistic itself.

    Parameters
    ----------
    strata : the group of each item, where groups are samples apart from one another; a
        group of one item gives no interval.

    Examples
    --------
    >>> from etudes.statistics.resampling import mean
    >>> found = jackknife(LongTable.of([[4, 5, 2], [5, 6, 2], [4, 6, 3]]), mean)
    >>> found.low < 4 < found.high
    True
    """
    return crossed(table, statistic, scale=scale, strata=strata).interval(confidence)


@dataclass(frozen=True, slots=True)
class Crossed:
    """What the crossed jackknife tells of a statistic, from which its interval and its
    p-value both come, so that they never disagree.

    Attributes
    ----------
    centre, error, df : on the scale; Student's t of `df` degrees of freedom. NaN where
        there are not two raters and two items of each group, or where nothing ever
        changes it: of values that are all the same no error is known.
    """

    value: float
    centre: float
    error: float
    df: float
    scale: Scale = PLAIN

    def interval(self, confidence: float = 0.95) -> Estimate:
        """Return the value with its interval."""
        if not (math.isfinite(self.error) and math.isfinite(self.value)):
            return Estimate(self.value, math.nan, math.nan, confidence)
        reach = t_quantile((1 + confidence) / 2, self.df) * self.error
        low, high = self.scale.back(np.array([self.centre - reach, self.centre + reach]))
        return Estimate(self.value, float(low), float(high), confidence)

    def p(self) -> float:
        """Return the two-sided p-value of 0 (on the scale): below 5 % just where the
        interval of 95 % excludes it. NaN where there is no interval.

        Examples
        --------
        >>> round(Crossed(2.0, 2.0, 1.0, 10.0).p(), 3)
        0.073
        """
        if not (math.isfinite(self.error) and math.isfinite(self.value)):
            return math.nan
        return 2 * t_cdf(-abs(self.centre) / self.error, self.df)

    def p_within(self, margin: float) -> float:
        """Return the p-value of lying beyond a margin about 0 (on the scale), the larger of
        two one-sided ones: below 5 % just where the interval of 90 % lies within it.

        Examples
        --------
        >>> found = Crossed(0.1, 0.1, 0.2, 10.0)
        >>> found.interval(0.9).within(0.5), round(found.p_within(0.5), 3)
        (True, 0.037)
        """
        if not (math.isfinite(self.error) and math.isfinite(self.value)):
            return math.nan
        return t_cdf((abs(self.centre) - margin) / self.error, self.df)

    def moved(self, by: float) -> "Crossed":
        """Return the same of a statistic that is larger by so much (on a plain scale)."""
        return replace(self, value=self.value + by, centre=self.centre + by)


def crossed(
    table: LongTable,
    statistic: Statistic,
    *,
    scale: Scale = PLAIN,
    strata: Indices | None = None,
) -> Crossed:
    """Return the centre, error and degrees of freedom of the crossed jackknife.

    The arguments are those of `jackknife`.
    """
    value = value_of(table, statistic)
    centre = float(scale.there(np.array([value]))[0])
    groups = np.zeros(table.items, np.intp) if strata is None else np.asarray(strata)
    by_rater = [_left_out(scale.there(leave_out(table, statistic, table.rater)), centre)]
    by_item = _by_group(table, statistic, table.item, groups, scale, centre)
    by_rating = _by_group(
        table, statistic, np.arange(table.value.size), groups[table.item], scale, centre
    )
    of_raters, of_items, of_ratings = (
        sum(part.variance for part in parts) for parts in (by_rater, by_item, by_rating)
    )
    # a small sum comes of few raters or items; the larger single one is then the safe one
    variance = max(of_raters + of_items - of_ratings, of_raters, of_items)
    if not _ROUNDING < variance < math.inf:
        return Crossed(value, centre, math.nan, math.nan, scale)
    parts = (*by_rater, *by_item, *by_rating)
    doubt = sum(part.variance**2 / (part.n - 1) for part in parts)
    fewest = min(part.n - 1 for part in parts)
    df = max(variance**2 / doubt, fewest) if doubt else math.inf
    biases = [sum(part.bias for part in parts) for parts in (by_rater, by_item, by_rating)]
    most = _LARGEST_BIAS * math.sqrt(variance)
    centre -= min(max(biases[0] + biases[1] - biases[2], -most), most)
    return Crossed(value, centre, math.sqrt(variance), df, scale)


@dataclass(frozen=True, slots=True)
class _LeftOut:
    """What leaving out each of n tells: variance and bias (M. H. Quenouille, Biometrika
    43, 1956) of a statistic."""

    variance: float
    bias: float
    n: int


def _by_group(
    table: LongTable,
    statistic: Statistic,
    which: Indices,
    groups: Indices,
    scale: Scale,
    centre: float,
) -> list[_LeftOut]:
    """Return what leaving out members tells, group by group: a mean of four pieces has
    three degrees of freedom, however many pieces another group has."""
    values = scale.there(leave_out(table, statistic, which))
    of = groups[np.unique(which)]
    return [_left_out(values[of == group], centre) for group in np.unique(of)]


def _left_out(values: Floats, whole: float) -> _LeftOut:
    usable = values[np.isfinite(values)]
    n = usable.size
    if n < 2:
        return _LeftOut(math.nan, math.nan, n)
    middle = usable.mean()
    variance = (n - 1) / n * np.sum((usable - middle) ** 2)
    return _LeftOut(float(variance), float((n - 1) * (middle - whole)), n)


def jackknife_of(
    value: float, left_out: Floats, confidence: float = 0.95, scale: Scale = PLAIN
) -> Estimate:
    """Return the jackknife interval of a value over independent units, each once left out.

    Examples
    --------
    >>> jackknife_of(2.0, np.array([2.5, 2.0, 1.5])).low < 0
    True
    """
    centre = float(scale.there(np.array([value]))[0])
    found = _left_out(scale.there(left_out), centre)
    if not (math.isfinite(found.variance) and math.isfinite(value)):
        return Estimate(value, math.nan, math.nan, confidence)
    reach = t_quantile((1 + confidence) / 2, found.n - 1) * math.sqrt(found.variance)
    low, high = scale.back(np.array([centre - reach, centre + reach]))
    return Estimate(value, float(low), float(high), confidence)
