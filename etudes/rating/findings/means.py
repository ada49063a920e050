"""Means and shares over raters and pieces, with intervals where there are two of each."""

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Ratings
from etudes.statistics.estimate import Estimate, LongTable
from etudes.statistics.jackknife import jackknife
from etudes.statistics.resampling import mean
from etudes.statistics.shares import share_over_both


def mean_of(
    ratings: Ratings,
    values: Sequence[float],
    chosen: Settings,
    ends: tuple[float, float] = (-math.inf, math.inf),
) -> Estimate:
    """Return the mean of one number a rating; no interval of one rater or one piece, nor of
    numbers that are all the same.

    The interval is the crossed jackknife's, of Student's t.

    Parameters
    ----------
    ends : between which such a mean must lie.
    """
    table = _table(ratings, values)
    if table is None:
        return _alone(values, chosen)
    found = jackknife(table, mean, confidence=chosen.confidence)
    low, high = (float(np.clip(end, *ends)) for end in (found.low, found.high))
    return replace(found, low=low, high=high)


def share_of(ratings: Ratings, true: Sequence[float], chosen: Settings) -> Estimate:
    """Return the share of ratings of which something is true (1, else 0); no interval of
    one rater or one piece."""
    table = _table(ratings, true)
    return share_over_both(table, chosen.confidence) if table else _alone(true, chosen)


def _table(ratings: Ratings, values: Sequence[float]) -> LongTable | None:
    if min(len(ratings.raters), len(ratings.stimuli)) < 2:
        return None
    return replace(ratings.long, value=np.array(values, np.float64))


def _alone(values: Sequence[float], chosen: Settings) -> Estimate:
    return Estimate(float(np.mean(values)), math.nan, math.nan, chosen.confidence)
