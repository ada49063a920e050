"""Variance of raters, items and the rest where each rater has rated only some items.

The model is rating = mean + rater + item + rest, all random and normal, crossed, with any
gaps. The variances are those of restricted maximum likelihood, found by expectation and
maximisation on C. R. Henderson's mixed-model equations, whose size is raters + items
("Best linear unbiased estimation and prediction under a selection model", Biometrics 31,
1975). With no gaps and no negative estimate they are those of the analysis of variance.
Intervals come of the curvature of the likelihood, on the logit of the correlation.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from etudes.errors import InvalidValue
from etudes.statistics.distributions import normal_quantile
from etudes.statistics.estimate import Estimate, Floats, LongTable

_ROUNDS = 3000
_CLOSE = 1e-9
_FLOOR = 1e-8
_STEP = 0.02


@dataclass(frozen=True, slots=True)
class VarianceComponents:
    """Variances in squared points of the scale, and the effects they were found with.

    Attributes
    ----------
    severity : how far each rater's ratings lie below the mean, shrunk; NaN for a rater
        without ratings.
    """

    rater: float
    item: float
    rest: float
    mean: float
    severity: tuple[float, ...]
    raters_per_item: float


@dataclass(frozen=True, slots=True)
class IccWithGaps:
    """Agreement of single ratings and of the mean of k raters, from variances.

    `k` is the harmonic mean of the raters of an item unless it was asked for.
    """

    absolute: Estimate
    consistency: Estimate
    absolute_k: Estimate
    consistency_k: Estimate
    k: float
    components: VarianceComponents


@dataclass(frozen=True, slots=True)
class _Equations:
    """Cross products of the design: the mean, then raters, then items."""

    cross: Floats
    right: Floats
    square: float
    n: int
    raters: int
    items: int


def variance_components(table: ArrayLike) -> VarianceComponents:
    """Return the variances of raters, items and the rest (restricted maximum likelihood).

    Parameters
    ----------
    table : raters down, items across, NaN for a gap.

    Raises
    ------
    InvalidValue
        With fewer than two raters or items, too few ratings to tell a rater from the
        rest, or ratings that are all the same.

    Examples
    --------
    >>> found = variance_components([[1, 3, 5, np.nan], [2, 3, 6, 6], [1, np.nan, 5, 7]])
    >>> found.item > found.rest
    True
    """
    return _components(LongTable.of(table))[0]


def icc_with_gaps(
    table: ArrayLike, k: float | None = None, confidence: float = 0.95
) -> IccWithGaps:
    """Return absolute and consistent agreement of a table with gaps.

    Examples
    --------
    >>> judged = [[1, 3, 5, np.nan], [2, 3, 6, 6], [1, np.nan, 5, 7], [1, 4, 5, 6]]
    >>> found = icc_with_gaps(judged)
    >>> 0 < found.absolute.low < found.absolute.value < found.absolute_k.value < 1
    True
    """
    long = LongTable.of(table)
    found, equations = _components(long)
    many = found.raters_per_item if k is None else k
    logs = np.log(np.maximum([found.rater, found.item, found.rest], _FLOOR))
    spread = _covariance(logs, equations)

    def estimate(counts_raters: bool, k: float) -> Estimate:
        def logit(at: Floats) -> float:
            rater, item, rest = np.exp(at)
            return math.log(item * k / (rest + rater * counts_raters))

        return _delta(logit, logs, spread, confidence)

    return IccWithGaps(
        absolute=estimate(True, 1),
        consistency=estimate(False, 1),
        absolute_k=estimate(True, many),
        consistency_k=estimate(False, many),
        k=many,
        components=found,
    )


def _components(table: LongTable) -> tuple[VarianceComponents, _Equations]:
    raters, rater = np.unique(table.rater, return_inverse=True)
    items, item = np.unique(table.item, return_inverse=True)
    n = table.value.size
    has_rest = n > raters.size + items.size - 1
    if min(raters.size, items.size) < 2 or not has_rest or np.ptp(table.value) == 0:
        raise InvalidValue(
            "two or more raters and items, more ratings than raters and items, and "
            f"ratings that differ were expected, not {n} ratings by {raters.size} raters "
            f"of {items.size} items; gather more ratings"
        )
    design = np.zeros((n, 1 + raters.size + items.size))
    rows = np.arange(n)
    design[:, 0] = 1
    design[rows, 1 + rater] = 1
    design[rows, 1 + raters.size + item] = 1
    equations = _Equations(
        design.T @ design,
        design.T @ table.value,
        float(table.value @ table.value),
        n,
        raters.size,
        items.size,
    )
    variances, effects = _fit(equations, float(np.var(table.value)))
    severity = np.full(table.raters, np.nan)
    severity[raters] = -effects[1 : 1 + raters.size]
    per_item = 1 / np.mean(1 / np.bincount(item))
    found = VarianceComponents(
        rater=float(variances[0]),
        item=float(variances[1]),
        rest=float(variances[2]),
        mean=float(effects[0]),
        severity=tuple(float(s) for s in severity),
        raters_per_item=float(per_item),
    )
    return found, equations


def _fit(equations: _Equations, total: float) -> tuple[Floats, Floats]:
    variances = np.full(3, total / 3)
    effects = np.zeros(equations.right.size)
    for _ in range(_ROUNDS):
        inverse = np.linalg.inv(_mixed(variances, equations))
        effects = inverse @ equations.right
        spare = np.diag(inverse) * variances[2]
        new = np.empty(3)
        for place, part in enumerate(_parts(equations)):
            new[place] = np.mean(effects[part] ** 2 + spare[part])
        rest = equations.square - effects @ equations.right
        new[2] = rest / (equations.n - 1)
        new = np.maximum(new, _FLOOR * total)
        is_close = np.abs(new - variances).max() < _CLOSE * total
        variances = new
        if is_close:
            break
    return variances, effects


def _parts(equations: _Equations) -> tuple[slice, slice]:
    return slice(1, 1 + equations.raters), slice(1 + equations.raters, None)


def _mixed(variances: Floats, equations: _Equations) -> Floats:
    mixed = equations.cross.copy()
    for place, part in enumerate(_parts(equations)):
        diagonal = np.arange(mixed.shape[0])[part]
        mixed[diagonal, diagonal] += variances[2] / variances[place]
    return mixed


def _minus_likelihood(logs: Floats, equations: _Equations) -> float:
    """Minus the restricted log-likelihood, but for a constant."""
    rater, item, rest = variances = np.exp(logs)
    mixed = _mixed(variances, equations)
    effects = np.linalg.solve(mixed, equations.right)
    quadratic = (equations.square - effects @ equations.right) / rest
    free = equations.n - 1 - equations.raters - equations.items
    logarithms = (
        equations.raters * math.log(rater)
        + equations.items * math.log(item)
        + free * math.log(rest)
        + np.linalg.slogdet(mixed)[1]
    )
    return float(logarithms + quadratic) / 2


def _covariance(logs: Floats, equations: _Equations) -> Floats:
    """Covariance of the logarithms of the variances, from second differences."""
    steps = np.eye(3) * _STEP

    def at(shift: Floats) -> float:
        return _minus_likelihood(logs + shift, equations)

    curvature = np.empty((3, 3))
    for i in range(3):
        for j in range(3):
            a, b = steps[i], steps[j]
            curvature[i, j] = at(a + b) - at(a - b) - at(b - a) + at(-a - b)
    curvature /= 4 * _STEP**2
    values, vectors = np.linalg.eigh(curvature)
    # a variance at zero has no curvature, and then no part in the correlation either
    usable = values > 1e-3
    result: Floats = (vectors[:, usable] / values[usable]) @ vectors[:, usable].T
    return result


def _delta(
    logit: Callable[[Floats], float], logs: Floats, spread: Floats, confidence: float
) -> Estimate:
    steps = np.eye(3) * _STEP
    slope = np.array([(logit(logs + s) - logit(logs - s)) / (2 * _STEP) for s in steps])
    centre = logit(logs)
    reach = normal_quantile((1 + confidence) / 2) * math.sqrt(slope @ spread @ slope)
    low, value, high = (
        1 / (1 + math.exp(-x)) for x in (centre - reach, centre, centre + reach)
    )
    return Estimate(value, low, high, confidence)
