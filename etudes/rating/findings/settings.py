"""How the figures of a report are reckoned (`findings.toml`)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etudes.errors import InvalidValue
from etudes.rating.scales import rating_scales


@dataclass(frozen=True, slots=True)
class Settings:
    """Which question decides, the confidence of intervals, and what counts as equal.

    Attributes
    ----------
    primary : the scale on which conclusions about differences are drawn; named before
        anybody answers, so that nobody picks the one that came out well.
    margin : points of a scale below which a difference does not matter.
    fewest : pieces that each of two systems must have before they are called alike.
    near : levels by which a judged level may lie beside the one asked for.
    apart : pieces at least, for a rank correlation.
    stop_margin : lead in choices, 0 to 1, below which two models count as equal.

    Raises
    ------
    InvalidValue
        If a number is out of its range, or no such question is asked.
    """

    primary: str
    confidence: float
    margin: float
    fewest: int
    near: float
    apart: int
    stop_margin: float

    def __post_init__(self) -> None:
        if not (0.5 < self.confidence < 1 and self.margin > 0 and self.near >= 0):
            raise InvalidValue("findings.toml: a number is out of its range")
        if self.primary not in rating_scales():
            raise InvalidValue(
                f"findings.toml: a primary scale of {', '.join(rating_scales())} was "
                f"expected, not '{self.primary[:20]}'"
            )


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
