"""Comparisons in pairs: what was chosen, and what was ever compared with what.

References
----------
L. R. Ford, "Solution of a ranking problem from binary comparisons", American Mathematical
Monthly 64 (1957): strengths are finite where each leads to each by wins.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.estimate import Floats, Indices


@dataclass(frozen=True, slots=True)
class Comparisons:
    """Choices between two things, one a row.

    Attributes
    ----------
    left, right : what was compared, as indices from 0.
    outcome : 1 left, -1 right, 0 neither.
    rater : who chose, as an index; without it choices count as independent.

    Raises
    ------
    InvalidValue
        If columns differ in length, a thing is compared with itself, or an outcome is
        none of the three.
    """

    left: Indices
    right: Indices
    outcome: Indices
    rater: Indices | None = None

    def __post_init__(self) -> None:
        columns = [self.left, self.right, self.outcome]
        columns += [] if self.rater is None else [self.rater]
        is_table = len({c.shape for c in columns}) == 1 and self.left.ndim == 1
        if not is_table or not self.left.size:
            raise InvalidValue(
                "columns of one length, left, right and outcome, were expected, not "
                f"{', '.join(str(c.shape) for c in columns)}; give one row a choice"
            )
        if np.any(self.left == self.right) or min(self.left.min(), self.right.min()) < 0:
            raise InvalidValue(
                "two different things in each comparison, as indices from 0, were expected"
            )
        if not np.isin(self.outcome, (-1, 0, 1)).all():
            raise InvalidValue("outcomes 1 (left), -1 (right) or 0 (neither) were expected")

    @property
    def things(self) -> int:
        return int(max(self.left.max(), self.right.max())) + 1


def _reach(n: int, start: Indices, end: Indices) -> NDArray[np.bool_]:
    """Which thing leads to which along edges."""
    reached = np.eye(n, dtype=bool)
    reached[start, end] = True
    for _ in range(max(1, math.ceil(math.log2(max(n, 2))))):
        reached = (reached.astype(np.float64) @ reached) > 0
    return reached


def pieces_of(
    comparisons: Comparisons, n: int, rows: Floats
) -> tuple[tuple[int, ...], ...]:
    """Return groups of things never compared with one another; rows of weight 0 do not
    count."""
    used = rows > 0
    left, right = comparisons.left[used], comparisons.right[used]
    joined = _reach(n, np.concatenate([left, right]), np.concatenate([right, left]))
    return tuple(sorted({tuple(np.flatnonzero(row).tolist()) for row in joined}))


def leads_of(comparisons: Comparisons, n: int, rows: Floats) -> NDArray[np.bool_]:
    """Return whether each leads to each by wins or ties."""
    used, outcome = rows > 0, comparisons.outcome
    first, second = used & (outcome >= 0), used & (outcome <= 0)
    start = np.concatenate([comparisons.left[first], comparisons.right[second]])
    end = np.concatenate([comparisons.right[first], comparisons.left[second]])
    return _reach(n, start, end)
