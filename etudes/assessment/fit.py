"""Infit and outfit: do answers scatter about what the model expects as they should?

A mean square of 1 is what the model expects; 1.3 is 30 % more scatter (an item that able
students miss and weak ones get), 0.7 is 30 % less.

References
----------
B. D. Wright and G. N. Masters, Rating Scale Analysis (1982), p. 100; "Computation of
OUTFIT and INFIT statistics", Rasch Measurement Transactions 3 (1990).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.assessment.parameters import ItemParameters, chances

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Fit:
    """Mean squares, and the same as standard normal deviates (Wilson–Hilferty).

    `infit` weighs each answer by its variance, so it speaks of students near the item's
    difficulty; `outfit` weighs all alike, so a single surprise far off counts much.
    """

    infit: float
    outfit: float
    infit_z: float
    outfit_z: float


def fit(scores: Numbers, expected: Numbers, variance: Numbers, fourth: Numbers) -> Fit:
    """Return infit and outfit of answers to one item.

    Parameters
    ----------
    scores : what each student scored.
    expected, variance, fourth : mean, variance and fourth central moment of each score
        under the model.

    Examples
    --------
    >>> half = np.full(4, 0.5)
    >>> fit(np.array([0.0, 1, 0, 1]), half, half / 2, half / 8).infit
    1.0
    """
    count = len(scores)
    squares = (scores - expected) ** 2
    outfit = float(np.mean(squares / variance))
    infit = float(squares.sum() / variance.sum())
    outfit_q = max(float((fourth / variance**2).sum() / count**2 - 1 / count), 0.0) ** 0.5
    infit_q = max(float((fourth - variance**2).sum()), 0.0) ** 0.5 / float(variance.sum())
    return Fit(infit, outfit, _deviate(infit, infit_q), _deviate(outfit, outfit_q))


def predicted_fit(item: ItemParameters, scores: Numbers, abilities: Numbers) -> Fit:
    """Return the fit of answers to an item, of students known by laws of ability.

    Parameters
    ----------
    scores : points of each student.
    abilities : what each ability of the grid weighs for each student, known from all
        other answers. Then the mean squares are 1 on average for an item that fits,
        which they are not when the answer itself has its say in the ability.
    """
    values = np.arange(item.points + 1, dtype=np.float64)
    law = abilities @ chances(item).T
    law /= law.sum(axis=1, keepdims=True)
    expected = law @ values
    off = values[None, :] - expected[:, None]
    variance = np.maximum((law * off**2).sum(axis=1), 1e-9)
    return fit(scores, expected, variance, (law * off**4).sum(axis=1))


def _deviate(mean_square: float, q: float) -> float:
    """Return the mean square as a normal deviate; q is its standard deviation."""
    if q < 1e-9:
        return 0.0
    return float((mean_square ** (1 / 3) - 1) * 3 / q + q / 3)
