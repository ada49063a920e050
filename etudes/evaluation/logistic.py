"""Logistic regression with a penalty on its weights, fitted by Newton's method.

T. Hastie, R. Tibshirani and J. Friedman, "The elements of statistical learning", 2nd
edition (2009), section 4.4: iteratively reweighted least squares; the penalty is λ/2 times
the squared length of the weights, the intercept is free.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_STEPS: Final = 30
_NEAR: Final = 1e-4


@dataclass(frozen=True)
class Logistic:
    """A fit: weights of the standardised columns, and what standardises them.

    Attributes
    ----------
    weights, mean, deviation : shape (columns,).
    """

    weights: Floats
    intercept: float
    mean: Floats
    deviation: Floats


def fit_logistic(table: Floats, labels: Bools, penalty: float) -> Logistic:
    """Return the fit of labels to a table.

    Parameters
    ----------
    table : shape (rows, columns); a column that does not vary has no weight.
    labels : shape (rows,).
    penalty : λ > 0; the larger, the smaller the weights.

    Examples
    --------
    >>> fit = fit_logistic(np.array([[0.0], [1.0], [2.0], [3.0]]), np.arange(4) > 1, 1.0)
    >>> bool(fit.weights[0] > 0)
    True
    """
    mean, deviation = table.mean(axis=0), table.std(axis=0)
    deviation = np.where(deviation > 0, deviation, 1.0)
    rows = np.hstack([(table - mean) / deviation, np.ones((len(table), 1))])
    ridge = np.full(rows.shape[1], penalty)
    ridge[-1] = 1e-9  # the intercept is free, but ends where one label is absent
    target = labels.astype(np.float64)
    found = np.zeros(rows.shape[1])
    cost = _cost(rows, target, ridge, found)
    for _ in range(_STEPS):
        share = _sigmoid(rows @ found)
        slope = rows.T @ (share - target) + ridge * found
        bend = (rows * (share * (1 - share))[:, None]).T @ rows + np.diag(ridge)
        step = np.linalg.solve(bend, slope)
        while (after := _cost(rows, target, ridge, found - step)) > cost + 1e-12:
            step /= 2
        found, gained, cost = found - step, cost - after, after
        if gained < _NEAR:
            break
    return Logistic(found[:-1], float(found[-1]), mean, deviation)


def predict(fit: Logistic, table: Floats) -> Floats:
    """Return the log odds of each row, shape (rows,)."""
    odds: Floats = (table - fit.mean) / fit.deviation @ fit.weights + fit.intercept
    return odds


def _cost(rows: Floats, target: Floats, ridge: Floats, weights: Floats) -> float:
    odds = rows @ weights
    misfit = np.logaddexp(0, odds) - target * odds
    return float(misfit.sum() + (ridge * weights**2).sum() / 2)


def _sigmoid(odds: Floats) -> Floats:
    share: Floats = np.exp(-np.logaddexp(0, -odds))
    return share
