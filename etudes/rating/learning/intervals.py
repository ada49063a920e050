"""What a fit leaves open: intervals that hold the truth 95 times in 100 (curvature)."""

import math
from statistics import NormalDist

import numpy as np

from etudes.rating.learning.level_model import LEVELS, LevelModel
from etudes.rating.learning.severe_fit import Fitted

_Z = NormalDist().inv_cdf(0.975)


def weight_intervals(model: LevelModel, found: Fitted) -> list[tuple[float, float]]:
    """Return the interval of each weight."""
    shipped = {feature.name: feature.weight for feature in model.prior.features}
    return [
        (
            shipped[name] * math.exp(number - _Z * math.sqrt(variance)),
            shipped[name] * math.exp(number + _Z * math.sqrt(variance)),
        )
        for name, number, variance in zip(
            model.names, found.numbers, np.diag(found.covariance), strict=False
        )
    ]


def sum_intervals(model: LevelModel, found: Fitted) -> list[tuple[float, float]]:
    """Return the interval of each level's sum, by the delta method on its logarithm."""
    sums = model.sums(found.numbers)
    steps = np.diff(sums, prepend=0.0)
    slopes = np.tril(np.tile(steps, (LEVELS, 1))) / sums[:, None]
    variances = np.diag(slopes @ found.covariance[-LEVELS:, -LEVELS:] @ slopes.T)
    ends = _Z * np.sqrt(variances)
    return [
        (float(middle * math.exp(-end)), float(middle * math.exp(end)))
        for middle, end in zip(sums, ends, strict=True)
    ]
