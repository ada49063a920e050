"""The rating scale model with normal populations, fitted by Laplace's approximation.

A rating in category k of 0 ... m has the chance ∝ exp(k·η - τ1 - ... - τk), where η is a
sum of measures and τ are the thresholds. Measures are integrated out around their mode;
thresholds and the deviations of the populations maximise what remains. Its slope is
exact: the logarithm of a determinant changes by the leverage of each rating times the
change of that rating's variance. Deviations have the prior of Y. Chung, S. Rabe-Hesketh
and others, "A nondegenerate penalized likelihood estimator for variance parameters in
multilevel models", Psychometrika 78 (2013).
"""

from dataclasses import dataclass

import numpy as np

from etudes.statistics.estimate import Floats, Indices

WEAK = 1 / 25
"""Precision of the prior of criteria and thresholds: a deviation of five logits."""
LIKELIEST_DEVIATION = 5.0
"""Of a population of which ratings say nothing, in logits."""
_LEAST_DEVIATION = 0.03
_ROUNDS = 200
_STEPS = 50
_CLOSE = 1e-5


@dataclass(frozen=True, slots=True)
class Design:
    """A row a rating: the measures that it sums, and its category from 0.

    Attributes
    ----------
    parts : the columns of each facet; the first `populations` are drawn from normal
        populations, the others have weak priors.
    """

    facets: Floats
    category: Indices
    parts: tuple[slice, ...]
    top: int
    populations: int = 2


@dataclass(frozen=True, slots=True)
class Moments:
    """Of each rating's category: mean, variance, third moment about the mean; how
    reaching each threshold goes with the category and with its variance."""

    mean: Floats
    variance: Floats
    third: Floats
    above: Floats
    with_category: Floats
    with_variance: Floats


@dataclass(frozen=True, slots=True)
class Fitted:
    """Measures and thresholds, the deviations, and the covariance of the measures."""

    measures: Floats
    thresholds: Floats
    deviations: Floats
    covariance: Floats


def chances(measure: Floats, thresholds: Floats) -> Floats:
    """Return the chance of each category: ratings × categories.

    Examples
    --------
    >>> chances(np.array([0.0]), np.array([0.0]))
    array([[0.5, 0.5]])
    """
    steps = np.concatenate([[0.0], np.cumsum(thresholds)])
    logits = measure[:, None] * np.arange(steps.size) - steps
    likely = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Floats = likely / likely.sum(axis=1, keepdims=True)
    return result


def moments(measure: Floats, thresholds: Floats) -> Moments:
    """Return the moments of ratings whose measures these are."""
    likely = chances(measure, thresholds)
    categories = np.arange(likely.shape[1])
    mean = likely @ categories
    from_mean = categories - mean[:, None]
    variance = np.sum(likely * from_mean**2, axis=1)
    above = _from_top(likely)
    return Moments(
        mean=mean,
        variance=variance,
        third=np.sum(likely * from_mean**3, axis=1),
        above=above,
        with_category=_from_top(likely * from_mean),
        with_variance=_from_top(likely * from_mean**2) - variance[:, None] * above,
    )


def _from_top(columns: Floats) -> Floats:
    """Sums over the categories at or above each threshold."""
    result: Floats = np.cumsum(columns[:, ::-1], axis=1)[:, ::-1][:, 1:]
    return result


def fit(design: Design) -> Fitted:
    """Return the fit; it is found whatever the ratings are, priors keep it finite."""
    measures = np.zeros(design.facets.shape[1])
    thresholds = np.zeros(design.top)
    logs = np.zeros(design.populations)
    pace, before = 1.0, np.zeros(logs.size + thresholds.size)
    for _ in range(_ROUNDS):
        measures = _mode(measures, thresholds, logs, design)
        steps = _steps(measures, thresholds, logs, design)
        # curvatures are only nearly right: who turns back has gone too far
        pace = pace / 2 if steps @ before < 0 else min(1.0, pace * 1.2)
        before = steps
        step = steps * min(pace, 1.0 / max(float(np.abs(steps).max()), 1e-12))
        new = np.maximum(logs + step[: logs.size], np.log(_LEAST_DEVIATION))
        step[: logs.size] = new - logs
        logs, thresholds = new, thresholds + step[logs.size :]
        if np.abs(step).max() < _CLOSE * pace:
            break
    measures = _mode(measures, thresholds, logs, design)
    return Fitted(
        measures,
        thresholds,
        np.exp(logs),
        _covariance(measures, thresholds, logs, design),
    )


def _precisions(logs: Floats, design: Design) -> Floats:
    precisions = np.full(design.facets.shape[1], WEAK)
    for part, log in zip(design.parts, logs, strict=False):
        precisions[part] = np.exp(-2 * log)
    return precisions


def _information(variance: Floats, precisions: Floats, design: Design) -> Floats:
    weighted = design.facets * variance[:, None]
    result: Floats = weighted.T @ design.facets + np.diag(precisions)
    return result


def _mode(measures: Floats, thresholds: Floats, logs: Floats, design: Design) -> Floats:
    """The likeliest measures, by Newton's steps."""
    precisions = _precisions(logs, design)
    for _ in range(_STEPS):
        at = moments(design.facets @ measures, thresholds)
        slope = (design.category - at.mean) @ design.facets - precisions * measures
        step = np.linalg.solve(_information(at.variance, precisions, design), slope)
        longest = float(np.abs(step).max())
        measures = measures + step * min(1.0, 2.0 / max(longest, 1e-12))
        if longest < _CLOSE / 10:
            break
    return measures


def _steps(measures: Floats, thresholds: Floats, logs: Floats, design: Design) -> Floats:
    """Newton's steps for deviations and thresholds, with curvatures nearly right."""
    x, precisions = design.facets, _precisions(logs, design)
    at = moments(x @ measures, thresholds)
    inverse = np.linalg.inv(_information(at.variance, precisions, design))
    spread = x @ inverse
    leverage = np.sum(spread * x, axis=1)

    follow = spread @ (x.T @ at.with_category)
    changed = at.third[:, None] * follow - at.with_variance
    reached = design.category[:, None] > np.arange(design.top)
    slope = (at.above - reached).sum(axis=0) - WEAK * thresholds
    slope -= leverage @ changed / 2
    of_thresholds = np.linalg.solve(_of_thresholds(at) - at.with_category.T @ follow, slope)

    of_logs = np.empty(logs.size)
    for place, part in enumerate(design.parts[: design.populations]):
        pull = precisions[part] * measures[part]
        own = np.diag(inverse)[part] * precisions[part]
        moved = at.third * (2 * spread[:, part] @ pull)
        change = float(leverage @ moved) - 2 * float(own.sum())
        rise = float(pull @ measures[part]) - own.size - change / 2
        # a gamma prior of shape 2: where members are few, neither 0 nor without end
        rise += 1 - float(np.exp(logs[place])) / LIKELIEST_DEVIATION
        of_logs[place] = rise / _known(own)
    return np.concatenate([of_logs, of_thresholds])


def _of_thresholds(at: Moments) -> Floats:
    """Information on the thresholds, the measures being known."""
    places = np.arange(at.above.shape[1])
    higher = np.maximum.outer(places, places)
    both = at.above.sum(axis=0)[higher] - at.above.T @ at.above
    result: Floats = both + WEAK * np.eye(places.size)
    return result


def _known(own: Floats) -> float:
    """Information on the logarithm of a deviation; `own` is what of each is not known."""
    return max(2 * float(np.sum((1 - np.minimum(own, 1)) ** 2)), 0.5)


def _covariance(
    measures: Floats, thresholds: Floats, logs: Floats, design: Design
) -> Floats:
    """What is not known of the measures, of which a part is that thresholds and
    deviations are not known (R. E. Kass and D. Steffey, Journal of the American
    Statistical Association 84, 1989)."""
    x, precisions = design.facets, _precisions(logs, design)
    at = moments(x @ measures, thresholds)
    inverse = np.linalg.inv(_information(at.variance, precisions, design))
    follow = inverse @ (x.T @ at.with_category)
    schur = _of_thresholds(at) - at.with_category.T @ x @ follow
    result = np.asarray(inverse + follow @ np.linalg.solve(schur, follow.T), np.float64)
    for part in design.parts[: design.populations]:
        own = np.diag(inverse)[part] * precisions[part]
        moved = inverse[:, part] @ (2 * precisions[part] * measures[part])
        result += np.outer(moved, moved) / _known(own)
    return result
