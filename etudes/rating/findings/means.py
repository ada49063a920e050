"""A mean over raters and pieces, with its interval where there are two of each."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Ratings
from etudes.statistics.estimate import Estimate
from etudes.statistics.resampling import bootstrap, mean


def mean_of(
    ratings: Ratings, values: Sequence[float], chosen: Settings, rng: np.random.Generator
) -> Estimate:
    """Return the mean of one number a rating; no interval of one rater or one piece."""
    if min(len(ratings.raters), len(ratings.stimuli)) < 2:
        alone = float(np.mean(values))
        return Estimate(alone, math.nan, math.nan, chosen.confidence)
    table = replace(ratings.long, value=np.array(values, np.float64))
    return bootstrap(table, mean, rng, draws=chosen.draws, confidence=chosen.confidence)
