"""Weighted particles: when they are resampled, and how.

Many melodies grow side by side, each with a weight that says by how much the way in which
it was drawn differs from the law that is wanted. Where a few of them carry nearly all the
weight, the others are let go and the heavy ones go on more than once: sequential
importance resampling (Doucet, Johansen, "A tutorial on particle filtering and smoothing",
2011; for language models under constraints Lew et al., arXiv 2306.03081).
"""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def shares(log_weights: Floats) -> Floats:
    """Return weights as shares of their sum, along the last axis."""
    scaled = np.exp(log_weights - log_weights.max(axis=-1, keepdims=True))
    found: Floats = scaled / scaled.sum(axis=-1, keepdims=True)
    return found


def effective_size(log_weights: Floats) -> Floats:
    """Return the effective sample size, 1 / Σ share², along the last axis (Kong, 1992).

    Examples
    --------
    >>> float(effective_size(np.zeros(8)))
    8.0
    """
    size: Floats = 1 / (shares(log_weights) ** 2).sum(axis=-1)
    return size


def log_mean(log_weights: Floats) -> Floats:
    """Return the logarithm of the mean weight along the last axis."""
    largest = log_weights.max(axis=-1)
    scaled = np.exp(log_weights - largest[..., None])
    found: Floats = largest + np.log(scaled.mean(axis=-1))
    return found


def systematic(share: Floats, chance: float, count: int) -> Ints:
    """Return `count` indices, each about as often as its share says: never more than one
    away from it (Kitagawa, 1996).

    Parameters
    ----------
    share : shares that add up to 1.
    chance : a number from 0 to 1, the only randomness.

    Examples
    --------
    >>> systematic(np.array([0.5, 0.25, 0.25]), 0.9, 4).tolist()
    [0, 0, 1, 2]
    """
    points = (np.arange(count) + chance) / count
    heap = np.cumsum(share)
    found: Ints = np.searchsorted(heap / heap[-1], points, side="right")
    return np.minimum(found, len(share) - 1)
