"""What a rater is asked of each piece (`scales.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

LOWEST, MIDDLE, HIGHEST = 1, 4, 7
LEVEL = "level"
"""The scale that tells how far a piece lies from the level that it is shown as."""


@dataclass(frozen=True, slots=True)
class RatingScale:
    """A question that is answered by 1 to 7, and what the ends and the middle say."""

    name: str
    ask: str
    low: str
    high: str
    kind: str
    middle: str = ""


@cache
def rating_scales() -> Mapping[str, RatingScale]:
    """Return the scales by name, in the order in which they are asked.

    Examples
    --------
    >>> list(rating_scales())
    ['sense', 'level', 'idiom', 'notation', 'use']
    """
    return {name: RatingScale(name, **row) for name, row in _data()["scale"].items()}


@cache
def edition() -> str:
    """Return the edition of the questions."""
    return str(_data()["edition"])


@cache
def pair_question() -> str:
    """Return what is asked of two pieces; the answer is left, right or equal.

    Examples
    --------
    >>> pair_question()
    'Which one would you print for a lesson?'
    """
    return str(_data()["pair"])


def judged_level(shown: int, value: int) -> float:
    """Return the level that a rater means: one point is one level.

    Examples
    --------
    >>> judged_level(3, 4), judged_level(3, 6), judged_level(1, 2)
    (3.0, 5.0, -1.0)
    """
    return float(shown + value - MIDDLE)


@cache
def _data() -> dict[str, Any]:
    text = (Path(__file__).parent / "scales.toml").read_text("utf-8")
    return tomllib.loads(text)
