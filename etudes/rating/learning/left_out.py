"""How far judged levels lie from a scale that has not seen them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from etudes.rating.learning.doubt import going_along
from etudes.rating.learning.level_model import Floats, LevelModel
from etudes.rating.learning.severe_fit import Expected, Fitted, Ratings, fit_numbers


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Errors on ratings that were left out, in levels.

    Attributes
    ----------
    before, after, as_asked : root mean square of judged less measured level, with the prior
        scale, with scales learnt from the rest, and if each piece had just the level that
        it was shown as.
    heard : how sure it is that raters find those pieces harder than asked which the learnt
        scales say are. It is low if answers have nothing to do with the pieces: who always
        says "just right" speaks for a scale by which everything is as it was asked.
    """

    before: float
    after: float
    as_asked: float
    heard: float


def left_out(
    model: LevelModel,
    ratings: Ratings,
    dealt: Sequence[NDArray[np.intp]],
    found: Fitted,
    precision: Floats,
    expected: Expected,
) -> LeftOut | None:
    """Return the errors on each part by what was learnt from ratings outside it.

    Parameters
    ----------
    dealt : the part that each rating is in; with two such deals, a part is what both have
        in common, and what is learnt from has nothing in common with it in either.
    found : what was learnt from all; the spreads are taken from it.
    """
    if any(len(set(parts)) < 2 for parts in dealt):
        return None
    plain, _ = model.levels(np.zeros(model.size))
    before = ratings.judged - plain[ratings.piece]
    after = np.full(len(before), np.nan)
    for part in product(*(sorted(set(parts)) for parts in dealt)):
        is_in = [parts == number for parts, number in zip(dealt, part, strict=True)]
        asked, others = np.logical_and.reduce(is_in), ~np.logical_or.reduce(is_in)
        if not asked.any() or not others.any():
            continue
        learnt = fit_numbers(model, ratings.some(others), precision, expected, found)
        level, _ = model.levels(learnt.numbers)
        after[asked] = ratings.judged[asked] - level[ratings.piece[asked]]
    known = ~np.isnan(after)
    if not known.any():
        return None
    before, after, tried = before[known], after[known], ratings.some(known)
    as_asked = tried.judged - tried.asked
    heard = going_along(as_asked - after, as_asked, tried, found.spread)
    return LeftOut(_size(before), _size(after), _size(as_asked), heard)


def _size(error: Floats) -> float:
    return float(np.sqrt(np.mean(error**2)))
