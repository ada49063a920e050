"""The level of pieces as a function of numbers that are all 0 for the shipped scale.

One number for each feature is the natural logarithm of its weight over the shipped one, so
that no weight falls below 0. Eight more are the logarithms of the first level's sum and of
the distances from each level's sum to the next over the shipped ones, so that the sums rise
whatever is learnt. Hence every feature stays monotone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from etudes.difficulty import Descriptors, Scale
from etudes.difficulty.scale import HIGHEST, LOWEST
from etudes.errors import InvalidValue

Floats = NDArray[np.float64]

LEVELS = 8
_TABLE = "all"
_SAME = {"signature": "key_level"}
"""Keys are measured one way or the other, so both weights are learnt as one."""
_OTHERS = {"drums": ("rhythm", "form"), "melody": ("melody",), "rhythm": ("rhythm",)}
"""The groups of features whose weights each other table of levels goes along with."""


@dataclass(frozen=True, slots=True, eq=False)
class LevelModel:
    """A prior scale, the features whose weight is learnt, and what each adds to the sum of
    each piece by the prior (pieces x features).

    Raises
    ------
    InvalidValue
        If a piece is for drums, or the first sum of the prior is not above 0.
    """

    prior: Scale
    names: tuple[str, ...]
    shares: Floats

    @classmethod
    def of(cls, pieces: Sequence[Descriptors], prior: Scale) -> "LevelModel":
        """Return the model of pieces for pitched instruments."""
        if any(piece.is_drummed for piece in pieces):
            raise InvalidValue(
                "pieces for pitched instruments were expected: judged levels of drums "
                "teach the scale nothing; leave them out"
            )
        if prior.levels[_TABLE][0] <= 0:
            raise InvalidValue(
                f"a first sum above 0 was expected, not {prior.levels[_TABLE][0]}"
            )
        names = tuple(f.name for f in prior.features if f.name not in _SAME and f.weight)
        shares = np.zeros((len(pieces), len(names)))
        for row, piece in enumerate(pieces):
            for name, share in prior.shares(piece).items():
                if (name := _SAME.get(name, name)) in names:
                    shares[row, names.index(name)] += share
        return cls(prior, names, shares)

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.names) + LEVELS

    def some(self, rows: NDArray[np.intp]) -> "LevelModel":
        """Return the model of some of the pieces."""
        return LevelModel(self.prior, self.names, self.shares[rows])

    def sums(self, numbers: Floats) -> Floats:
        """Return the sum that music of each level has."""
        return np.cumsum(self._steps(numbers))

    def levels(self, numbers: Floats) -> tuple[Floats, Floats]:
        """Return the level of each piece, and its slopes (pieces x numbers)."""
        parts = self.shares * np.exp(numbers[: len(self.names)])
        total = parts.sum(axis=1)
        level, slope, by_sum = _curve(total, self.sums(numbers))
        # a step moves its own level's sum and all above it
        by_step = np.cumsum(by_sum[:, ::-1], axis=1)[:, ::-1] * self._steps(numbers)
        return level, np.hstack([slope[:, None] * parts, by_step])

    def scale(self, numbers: Floats, name: str) -> Scale:
        """Return the scale that these numbers make of the prior.

        The tables of drums and of the groups that a model is told of go along with their
        features' weights, so that they mean on the whole what they meant.
        """
        factors = dict(zip(self.names, np.exp(numbers), strict=False))
        features = tuple(
            replace(f, weight=float(f.weight * factors.get(_SAME.get(f.name, f.name), 1)))
            for f in self.prior.features
        )
        levels = {_TABLE: tuple(map(float, self.sums(numbers)))}
        for table, groups in _OTHERS.items():
            old, new = (
                sum(f.weight for f in these if f.group in groups)
                for these in (self.prior.features, features)
            )
            levels[table] = tuple(s * new / old for s in self.prior.levels[table])
        return replace(self.prior, features=features, levels=levels, name=name)

    def _steps(self, numbers: Floats) -> Floats:
        first, *_ = sums = self.prior.levels[_TABLE]
        steps = np.array([first, *(high - low for low, high in pairwise(sums))])
        stretched: Floats = steps * np.exp(numbers[len(self.names) :])
        return stretched


def _curve(total: Floats, sums: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the levels of sums, their slopes, and those in each level's sum.

    The curve is that of `Scale.level`, for many at a time.
    """
    knots = np.maximum(np.arange(1.0, LEVELS + 1), LOWEST + 0.2)
    low = np.clip(np.searchsorted(sums, total, side="right") - 1, 0, LEVELS - 2)
    width, height = sums[low + 1] - sums[low], knots[low + 1] - knots[low]
    part = (total - sums[low]) / width
    level, slope = knots[low] + part * height, height / width
    rows = np.arange(len(total))
    by_sum = np.zeros((len(total), LEVELS))
    by_sum[rows, low] = -slope * (1 - part)
    by_sum[rows, low + 1] = -slope * part
    for beyond, end, limit in (
        (total < sums[0], 0, LOWEST),
        (total > sums[-1], LEVELS - 1, HIGHEST),
    ):
        tail = (limit - knots[end]) * np.exp(-np.abs(total - sums[end])[beyond])
        level[beyond] = limit - tail
        slope[beyond] = np.abs(tail)
        by_sum[beyond] = 0.0
        by_sum[beyond, end] = -slope[beyond]
    return level, slope, by_sum
