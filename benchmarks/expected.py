"""A curve through what simulated sessions taught (`rating/learning/expected.toml`)."""

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from etudes.rating.learning.expected import Amount, information

Floats = NDArray[np.float64]


def laid_through(
    said: Sequence[Amount], adopted: Sequence[float], parts: int, pairs: Sequence[float]
) -> dict[str, float]:
    """Return the likeliest logistic curve through shares that were adopted.

    Parameters
    ----------
    parts : into how many raters are dealt that are left out in turn.
    pairs : how many ratings a pair may be worth.
    """
    shares = np.asarray(adopted)
    best: tuple[float, dict[str, float]] = (float("-inf"), {})
    for pair, crowd in product(pairs, np.arange(0, 2.05, 0.05)):
        row = {"pair": round(float(pair), 1), "crowd": round(float(crowd), 2)}
        row["parts"] = parts
        told = np.log([information(row, one) for one in said])
        x = np.stack([np.ones_like(told), told], axis=1)
        numbers = _likeliest(x, shares)
        found = np.clip(1 / (1 + np.exp(-(x @ numbers))), 1e-9, 1 - 1e-9)
        likely = float(shares @ np.log(found) + (1 - shares) @ np.log(1 - found))
        if likely > best[0]:
            constant, slope = (round(float(one), 2) for one in numbers)
            best = (likely, {"constant": constant, "slope": slope, **row})
    return best[1]


def _likeliest(x: Floats, shares: Floats) -> Floats:
    """Return the numbers of a logistic regression: Newton's steps, and a faint prior."""
    numbers = np.zeros(x.shape[1])
    for _ in range(50):
        found = 1 / (1 + np.exp(-(x @ numbers)))
        pull = x.T @ (shares - found) - 1e-4 * numbers
        curved = (x.T * (found * (1 - found))) @ x + 1e-4 * np.eye(len(numbers))
        numbers = numbers + np.clip(np.linalg.solve(curved, pull), -2, 2)
    return numbers
