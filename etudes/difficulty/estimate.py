"""From descriptors to a level between 1.0 and 8.9, with the reasons.

Each descriptor says which level it belongs to by the rubric; the estimate is a power
mean of these, so the hardest features weigh most but none decides alone. The thresholds
follow the rubric of `etudes.tables` and, for what the rubric does not name (density,
entropies), the quartiles of the free collections. Teachers' ratings will recalibrate it.
"""

import math
from dataclasses import dataclass
from itertools import pairwise

from etudes.difficulty.descriptors import Descriptors

SCALE_VERSION = 1
_POWER = 5.0

_THRESHOLDS: dict[str, tuple[float, ...]] = {
    # feature value at levels 1, 2, 3, 4, 5, 6, 7, 8, 9
    "ambitus": (5, 8, 11, 13, 15, 18, 21, 25, 30),
    "largest_leap": (3, 5, 7, 8.5, 11, 12.5, 15, 17, 20),
    "interval_sd": (0.8, 1.2, 1.6, 2.0, 2.4, 2.9, 3.4, 4.0, 5.0),
    "pitch_entropy": (1.9, 2.3, 2.6, 2.85, 3.05, 3.25, 3.45, 3.7, 4.1),
    "outside": (0, 0.012, 0.024, 0.04, 0.065, 0.10, 0.15, 0.20, 0.30),
    "signature": (1, 2, 3, 3.5, 4, 4.5, 5, 6, 7),
    "quickness": (1.0, 1.2, 2.0, 2.2, 2.35, 2.5, 2.7, 3.0, 4.0),
    "density": (0.85, 1.15, 1.5, 1.85, 2.2, 2.6, 3.0, 3.5, 4.2),
    "rhythm_entropy": (0.9, 1.2, 1.45, 1.65, 1.85, 2.05, 2.25, 2.45, 2.8),
    "syncopated": (0, 0.015, 0.03, 0.05, 0.08, 0.12, 0.17, 0.24, 0.35),
    "metre": (1, 2, 3, 4, 5, 6, 7, 8, 9),
}
_METRE_LEVEL = {
    "2/4": 1,
    "3/4": 1,
    "4/4": 1,
    "3/8": 3,
    "2/2": 4,
    "6/8": 4,
    "3/2": 5,
    "6/4": 5,
    "9/8": 6,
    "5/4": 6,
    "5/8": 6,
    "7/4": 7,
    "7/8": 7,
    "12/8": 8,
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A level on the 1.0-8.9 scale and what each feature says on its own."""

    level: float
    features: dict[str, float]

    def reasons(self, count: int = 3) -> tuple[str, ...]:
        """Name the features that weigh most, hardest first."""
        hardest = sorted(self.features.items(), key=lambda item: -item[1])
        return tuple(f"{name}: level {level:.1f}" for name, level in hardest[:count])


def estimate(descriptors: Descriptors) -> Estimate:
    """Return the level of a melody with these descriptors.

    The estimate never falls when one feature gets harder and the rest stay.
    """
    levels = {
        name: _interpolate(_value(name, descriptors), thresholds)
        for name, thresholds in _THRESHOLDS.items()
    }
    mean = sum(level**_POWER for level in levels.values()) / len(levels)
    return Estimate(min(8.9, mean ** (1 / _POWER)), levels)


def _value(name: str, descriptors: Descriptors) -> float:
    if name == "metre":
        return _METRE_LEVEL.get(descriptors.metre, 8)
    if name == "quickness":  # halvings of the crotchet; a tuplet counts as more
        halvings = max(0.0, math.log2(0.25 / descriptors.shortest))
        return halvings + 0.6 * (descriptors.tuplets > 0)
    return float(getattr(descriptors, name))


def _interpolate(value: float, thresholds: tuple[float, ...]) -> float:
    if value <= thresholds[0]:
        return 1.0
    for level, (low, high) in enumerate(pairwise(thresholds), start=1):
        if value <= high:
            return level + (value - low) / (high - low)
    return 9.0
