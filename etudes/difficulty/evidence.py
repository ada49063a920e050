"""What a learnt scale rests on."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from etudes.errors import InvalidValue

Interval = tuple[float, float]
"""The lower and the upper end, between which the truth lies 95 times in 100."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The ratings that a scale was learnt from, and what they leave open.

    Attributes
    ----------
    sessions : codes of the rating sessions.
    raters, items, ratings : how many of each.
    shipped : digest of the scale that came with the program and was the prior.
    weights : for each feature the interval of its weight.
    levels : for each level, lowest first, the interval of its sum.
    error_before, error_after : root mean square, in levels, of judged less measured level
        on pieces and raters that were left out, with the shipped scale and with scales
        learnt from the others.

    Raises
    ------
    InvalidValue
        If a count is below 0, an interval is upside down, or a figure is not finite.
    """

    sessions: tuple[str, ...]
    raters: int
    items: int
    ratings: int
    shipped: str
    weights: Mapping[str, Interval] = field(hash=False)
    levels: tuple[Interval, ...]
    error_before: float
    error_after: float

    def __post_init__(self) -> None:
        counts = (self.raters, self.items, self.ratings)
        if min(counts) < 0:
            raise InvalidValue(
                f"counts of raters, items and ratings from 0 on were expected, not {counts}"
            )
        errors = (self.error_before, self.error_after)
        if not all(map(math.isfinite, errors)) or min(errors) < 0:
            raise InvalidValue(f"two errors in levels were expected, not {errors}")
        for low, high in (*self.weights.values(), *self.levels):
            if not low <= high < math.inf:
                raise InvalidValue(
                    f"an interval from low to high was expected, not {low} to {high}"
                )
