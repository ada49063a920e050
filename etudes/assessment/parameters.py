"""What is known of an item, and how likely a student of some ability is to answer it.

The three-parameter logistic curve gives the chance of one point,

    P(θ) = c + (1 − c) / (1 + exp(−a (θ − b))),

and an item of m points is m such trials. Two things blur it: nobody knows b exactly
(`difficulty_sd`), and the half bars of one dictation are not independent, since a student
who has lost the thread loses several (`shared_sd`: a shift of the difficulty that all the
points of one answer share, drawn anew for each student). Both are integrated out.

References
----------
A. Birnbaum, "Some latent trait models", in F. M. Lord and M. R. Novick, Statistical
Theories of Mental Test Scores (1968): the curve.
E. T. Bradlow, H. Wainer and X. Wang, "A Bayesian random effects model for testlets",
Psychometrika 64 (1999): the shift that is shared.
"""

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue

Curve = NDArray[np.float64]
"""A value at each ability of `GRID`."""

DISCRIMINATION = 1.31
"""That of the published bank of altered melodies (pmcharrison/mdt, all items)."""

GRID: Curve = np.linspace(-8, 8, 321)
"""Abilities in logits at which everything is computed: far beyond any student's."""

_OFFSETS: Curve = np.linspace(-4, 4, 33)
_WEIGHTS: Curve = np.exp(-0.5 * _OFFSETS**2)
_WEIGHTS /= _WEIGHTS.sum()


@dataclass(frozen=True, slots=True)
class ItemParameters:
    """Difficulty, discrimination and guessing of an item, and how sure they are.

    Parameters
    ----------
    difficulty : b, in logits: the ability at which a student knows half.
    discrimination : a, how steeply the chance rises.
    guessing : c, the chance of a point for someone who hears nothing; 1/alternatives.
    difficulty_sd : the standard deviation of what is not known about b.
    points : m, how many points an answer can earn.
    shared_sd : how far, in logits, all points of one answer are shifted together.

    Raises
    ------
    InvalidValue
        If a number is not finite, or outside what it can be.

    Examples
    --------
    >>> ItemParameters(0.5, guessing=0.5).chance(0.5)
    0.75
    """

    difficulty: float
    discrimination: float = DISCRIMINATION
    guessing: float = 0.0
    difficulty_sd: float = 0.0
    points: int = 1
    shared_sd: float = 0.0

    def __post_init__(self) -> None:
        _within("a difficulty", self.difficulty, -6, 6)
        _within("a discrimination", self.discrimination, 0.05, 5)
        _within("a chance of guessing", self.guessing, 0, 0.9)
        _within("the standard deviation of a difficulty", self.difficulty_sd, 0, 3)
        _within("a number of points", self.points, 1, 100)
        _within("a shift shared by the points", self.shared_sd, 0, 3)
        if self.points != int(self.points):
            raise InvalidValue(
                f"a whole number of points was expected, not {self.points}; count half "
                "points as points"
            )

    def chance(self, ability: float) -> float:
        """Return the chance of one point, 0 to 1, were the difficulty known exactly."""
        return float(_logistic(self, np.array(float(ability)), 0.0))


@lru_cache(maxsize=1 << 13)
def likelihood(item: ItemParameters, earned: float) -> Curve:
    """Return how likely so many points are at each ability of `GRID`, up to a factor.

    Points in parts are allowed: p^x (1 − p)^(m − x) is defined for them as well.

    Raises
    ------
    InvalidValue
        If more or fewer points came than the item has.
    """
    if not 0 <= earned <= item.points:
        raise InvalidValue(
            f"0 to {item.points} points were expected of an item, not {earned}; mark it "
            "again"
        )
    p = _trial(item)
    curve = (p**earned * (1 - p) ** (item.points - earned)) @ _WEIGHTS
    curve.setflags(write=False)
    return curve


@lru_cache(maxsize=1 << 12)
def chances(item: ItemParameters) -> NDArray[np.float64]:
    """Return the chance of 0, 1, … m points (rows) at each ability of `GRID`."""
    rows = [
        math.comb(item.points, x) * likelihood(item, float(x))
        for x in range(item.points + 1)
    ]
    table = np.array(rows)
    table.setflags(write=False)
    return table


@lru_cache(maxsize=1 << 12)
def information(item: ItemParameters) -> Curve:
    """Return Fisher's information on ability, Σ P′² / P over the scores, along `GRID`.

    What is not known about the difficulty lowers it; so does what the points share.

    Examples
    --------
    >>> middle = len(GRID) // 2
    >>> round(float(information(ItemParameters(0.0, 2.0))[middle]), 2)  # a² / 4
    1.0
    """
    table = chances(item)
    slopes = np.gradient(table, GRID, axis=1, edge_order=2)
    curve: Curve = (slopes**2 / np.maximum(table, 1e-300)).sum(axis=0)
    # where a score is all but impossible, rounding would divide nothing by nothing
    curve = np.where(np.isfinite(curve), curve, 0.0)
    curve.setflags(write=False)
    return curve


def _trial(item: ItemParameters) -> NDArray[np.float64]:
    """Return the chance of one point, abilities down, shifts of the difficulty across."""
    spread = math.hypot(item.difficulty_sd, item.shared_sd)
    return _logistic(item, GRID[:, None], spread * _OFFSETS[None, :])


def _logistic(
    item: ItemParameters, ability: NDArray[np.float64], shift: NDArray[np.float64] | float
) -> NDArray[np.float64]:
    z = item.discrimination * (ability - item.difficulty - shift)
    knows = 0.5 * (1 + np.tanh(z / 2))  # never overflows
    return np.asarray(item.guessing + (1 - item.guessing) * knows, dtype=np.float64)


def _within(what: str, value: float, low: float, high: float) -> None:
    if not low <= value <= high:
        raise InvalidValue(
            f"{what} from {low} to {high} was expected, not {value}; mend it"
        )
