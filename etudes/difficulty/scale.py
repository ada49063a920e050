"""The scale of difficulty, as data, and the level that descriptors add up to.

An additive model: each feature's curve gives the level at which a player meets so much of
it, the weighted sum of these is monotone in every one, and a table says which sum music
of each level has (`scale.toml`).
"""

import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path

from etudes.difficulty.descriptors import Descriptors
from etudes.difficulty.evidence import Evidence
from etudes.digest import short_digest
from etudes.errors import DamagedData, InvalidValue

GROUPS = ("melody", "rhythm", "form", "playing")
TABLES = ("all", "drums", "melody", "rhythm")
"""What `Scale.levels` has a table for."""
SHIPPED = "shipped"
LOWEST, HIGHEST = 1.0, 8.9

_FILE = "scale.toml"
_TRIPLET = 0.6
"""How many halvings harder a triplet is than its length alone."""


_PLAIN = (
    "pitch_entropy",
    "ambitus",
    "interval_sd",
    "interval_entropy",
    "largest_leap",
    "outside",
    "density",
    "rhythm_entropy",
    "syncopated",
    "tuplets",
    "dotted",
    "tied",
    "rests",
    "metres",
)
MEASURED = {
    *_PLAIN,
    *("atonalness", "quickness", "length", "metre", "signature", "key_level"),
    *("tessitura", "technique", "pace"),
}
"""Every feature that `Scale.values` can give."""


@dataclass(frozen=True, slots=True)
class Feature:
    """A measured feature: its group, its weight, and which level each value belongs to."""

    name: str
    group: str
    weight: float
    curve: tuple[tuple[float, float], ...]

    def __post_init__(self) -> None:
        values, levels = zip(*self.curve, strict=True)
        rising = values == tuple(sorted(set(values))) and levels == tuple(sorted(levels))
        is_weight = 0 <= self.weight < math.inf
        if self.group not in GROUPS or not is_weight or len(values) < 2 or not rising:
            raise DamagedData(
                f"{_FILE}, {self.name}: a group of {GROUPS}, a weight of 0 or more and a "
                "curve of two or more rising points were expected; mend it"
            )

    def level(self, value: float) -> float:
        """Return the level that a value belongs to; past its ends the curve goes on."""
        return _along(self.curve, value)

    def share(self, value: float) -> float:
        """Return what a value adds to the sum: 0 for what a first lesson holds."""
        return self.weight * (self.level(value) - 1)


@dataclass(frozen=True, slots=True)
class Scale:
    """Features, the level of each metre, and the sum that music of each level has.

    `version` counts the editions of `scale.toml`; a learnt scale keeps that of the one
    that it began from. `evidence` is what a learnt scale rests on, None of the program's.

    Raises
    ------
    InvalidValue
        If a table of levels is missing or does not rise through eight sums, no metre is
        "other", or a feature is none that is measured.
    """

    version: int
    features: tuple[Feature, ...]
    metres: Mapping[str, float] = field(hash=False)
    levels: Mapping[str, tuple[float, ...]] = field(hash=False)
    name: str = SHIPPED
    evidence: Evidence | None = None

    def __post_init__(self) -> None:
        for table in TABLES:
            sums = self.levels.get(table, ())
            is_rising = all(a < b for a, b in pairwise((*sums, math.inf)))
            if len(sums) != 8 or not is_rising:
                raise InvalidValue(
                    f"eight sums that rise were expected for the levels of {table}, not "
                    f"{list(sums)}"
                )
        unknown = {feature.name for feature in self.features} - MEASURED
        if unknown or "other" not in self.metres:
            raise InvalidValue(
                "features that are measured and a level of other metres were expected, "
                f"not {', '.join(sorted(unknown)) or 'metres without other'}"
            )

    @property
    def digest(self) -> str:
        """What tells this scale from any other: the same as the store gives its JSON."""
        from etudes.difficulty.scale_json import scale_to_json

        return short_digest(scale_to_json(self))

    def shares(self, descriptors: Descriptors) -> dict[str, float]:
        """Return what each feature adds to the sum, by its name; of drums only what
        their rhythm asks."""
        values = self.values(descriptors)
        return {
            feature.name: feature.share(values[feature.name])
            for feature in self.features
            if feature.name in values
            and not (descriptors.is_drummed and feature.name not in _DRUMMED)
        }

    def values(self, descriptors: Descriptors) -> dict[str, float]:
        """Return the value of each feature that could be measured."""
        d = descriptors
        values = {name: float(getattr(d, name)) for name in _PLAIN}
        values["atonalness"] = 1 - d.tonalness
        halvings = math.log2(0.25 / d.shortest)
        values["quickness"] = halvings + _TRIPLET * (d.tuplets > 0)
        values["length"] = math.log2(max(d.notes, 1))
        values["metre"] = self.metres.get(d.metre, self.metres["other"])
        if d.key_level:
            values["key_level"] = d.key_level
            values["tessitura"] = d.tessitura
            values["technique"] = d.technique
        else:
            values["signature"] = d.signature
        if d.pace:
            values["pace"] = d.pace
        return values

    def level(self, total: float, group: str = "all") -> float:
        """Return the level, 1.0 to 8.9, of music whose shares have this sum."""
        sums = self.levels[group]
        knots = [(s, max(float(n), LOWEST + 0.2)) for n, s in enumerate(sums, start=1)]
        (low, lowest), (high, highest) = knots[0], knots[-1]
        if total < low:
            return LOWEST + (lowest - LOWEST) * math.exp(total - low)
        if total > high:
            return HIGHEST - (HIGHEST - highest) * math.exp(high - total)
        return _along(knots, total)

    def group_level(self, descriptors: Descriptors, group: str) -> float:
        """Return the level of one group of features, 1.0 to 8.9."""
        shares = self.shares(descriptors)
        members = {feature.name for feature in self.features if feature.group == group}
        return self.level(sum(shares[name] for name in shares.keys() & members), group)


def whole(descriptors: Descriptors) -> str:
    """Return the name of the table in `Scale.levels` that speaks of a whole line."""
    return "drums" if descriptors.is_drummed else "all"


_DRUMMED = {
    *("quickness", "density", "rhythm_entropy", "syncopated", "tuplets", "dotted", "tied"),
    *("rests", "length", "metre", "metres", "pace"),
}


@cache
def scale() -> Scale:
    """Return the scale of this version.

    Raises
    ------
    DamagedData
        If `scale.toml` is not what it should be.
    """
    data = tomllib.loads((Path(__file__).parent / _FILE).read_text("utf-8"))
    features = tuple(
        Feature(name, row["group"], row["weight"], tuple(map(_point, row["curve"])))
        for name, row in data["feature"].items()
    )
    levels = {group: tuple(sums) for group, sums in data["levels"].items()}
    try:
        return Scale(data["version"], features, data["metres"], levels)
    except InvalidValue as error:
        raise DamagedData(f"{_FILE}: {error}; mend it") from error


def _point(pair: Sequence[float]) -> tuple[float, float]:
    value, level = pair
    return value, level


def _along(points: Sequence[tuple[float, float]], x: float) -> float:
    """Return the height at `x` of straight lines through the points."""
    i = bisect_right(points, x, key=lambda point: point[0])
    (x0, y0), (x1, y1) = points[max(0, min(i, len(points) - 1) - 1) :][:2]
    return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
