"""What it is worth to a candidate to please: points of 7 as bits an event."""

import math
from collections.abc import Mapping
from typing import TypeVar

_POINT = 3.0
"""Bits an event for each point by which a candidate pleases more than its rivals do."""

_MOST = 3.0
"""Bits an event between one that pleases not at all and one that pleases most."""

Name = TypeVar("Name")


def bonuses(points: Mapping[Name, float]) -> dict[Name, float]:
    """Return the bits an event, from 0 to `_MOST`, by which each candidate costs less.

    Points count from the mean of the rivals; the curve is steepest there and levels off at
    both ends, but of two the more pleasing never gains less. Who pleases least gains
    nothing, so where all please alike nothing changes.

    Examples
    --------
    >>> {name: round(bits, 2) for name, bits in bonuses({"a": 4.1, "b": 4.3}).items()}
    {'a': 0.0, 'b': 0.59}
    """
    mean = sum(points.values()) / max(len(points), 1)
    slope = 2 * _POINT / _MOST
    curve = {name: math.tanh(slope * (one - mean)) for name, one in points.items()}
    least = min(curve.values(), default=0.0)
    return {name: _MOST / 2 * (one - least) for name, one in curve.items()}
