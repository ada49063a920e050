"""How the figures of a report are reckoned (`findings.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from etudes.errors import InvalidValue

_FEWEST_DRAWS = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """Confidence of intervals, draws and seed of what is drawn, and what counts as equal.

    Attributes
    ----------
    margin : points of a scale below which a difference does not matter.
    fewest : pieces that each of two systems must have before they are called alike.
    near : levels by which a judged level may lie beside the one asked for.
    apart : pieces at least, for a rank correlation.
    stop_margin : lead in choices, 0 to 1, below which two models count as equal.

    Raises
    ------
    InvalidValue
        If there are fewer than 100 draws, or a number is out of its range.
    """

    confidence: float
    draws: int
    seed: int
    margin: float
    fewest: int
    near: float
    apart: int
    stop_margin: float

    def __post_init__(self) -> None:
        if self.draws < _FEWEST_DRAWS or self.seed < 0:
            raise InvalidValue(
                f"{_FEWEST_DRAWS} draws or more and a seed of 0 or more were expected, not "
                f"{self.draws} and {self.seed}"
            )
        if not (0.5 < self.confidence < 1 and self.margin > 0 and self.near >= 0):
            raise InvalidValue("findings.toml: a number is out of its range")

    def generator(self, *part: int) -> np.random.Generator:
        """Return the generator of a part of the report, which no other part disturbs."""
        return np.random.default_rng([self.seed, *part])


@cache
def settings() -> Settings:
    """Return the settings that come with the program.

    Examples
    --------
    >>> settings().margin
    0.5
    """
    path = Path(__file__).parent / "findings.toml"
    return Settings(**tomllib.loads(path.read_text("utf-8")))
