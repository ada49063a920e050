"""Levels as abilities, and how hard an item is expected to be before anyone has answered.

The numbers stand in `scale.toml`, with where they come from.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from etudes.assessment.parameters import ItemParameters
from etudes.errors import InvalidValue, UnknownName
from etudes.tables.data import check_version, read_toml

LOWEST, HIGHEST = 1.0, 8.9
_CAUTIOUS = 0.6


@dataclass(frozen=True, slots=True)
class Alteration:
    """What was done to a melody that should be heard as altered.

    Parameters
    ----------
    notes : how many notes the melody has.
    in_key : whether the altered note belongs to the key.
    contour : whether the contour changes.
    """

    notes: int
    in_key: bool
    contour: bool

    def __post_init__(self) -> None:
        if not 2 <= self.notes <= 1000:
            raise InvalidValue(
                f"an altered melody of 2 to 1000 notes was expected, not {self.notes}"
            )


def ability_of_level(level: float) -> float:
    """Return where a level lies on the scale of ability, in logits.

    Examples
    --------
    >>> ability_of_level(1), ability_of_level(8)
    (-1.75, 1.75)
    """
    scale = _scale()["scale"]
    return float(scale["logits_a_level"] * (level - scale["centre"]))


def level_of_ability(theta: float) -> float:
    """Return the level of an ability, 1.0 to 8.9, to one place.

    Examples
    --------
    >>> level_of_ability(0.0), level_of_ability(-3.0), level_of_ability(9.0)
    (4.5, 1.0, 8.9)
    """
    scale = _scale()["scale"]
    level = scale["centre"] + theta / scale["logits_a_level"]
    return float(round(min(max(level, LOWEST), HIGHEST), 1))


def altered_difficulty(alteration: Alteration) -> float:
    """Return the difficulty, in logits, of hearing that a melody was altered.

    Examples
    --------
    >>> round(altered_difficulty(Alteration(16, in_key=True, contour=False)), 2)
    1.66
    """
    row, length = _scale()["altered"], math.log(alteration.notes)
    return float(
        row["constant"]
        + row["notes"] * length
        + alteration.in_key * (row["in_key"] + row["in_key_notes"] * length)
        + alteration.contour * (row["contour"] + row["contour_notes"] * length)
    )


def prior_parameters(
    kind: str,
    level: float,
    alternatives: int = 0,
    alteration: Alteration | None = None,
    points: int = 1,
) -> ItemParameters:
    """Return what is believed of an item before anyone has answered it.

    Parameters
    ----------
    alternatives : how many answers it offers; 0 where the answer is open.
    alteration : of an altered melody; None of one that stays the same, and of other kinds.
    points : how many an answer can earn (half bars of a dictation).

    Raises
    ------
    UnknownName
        If no such kind is in the table.
    InvalidValue
        If it offers but one answer, or the level is none.

    Examples
    --------
    >>> prior_parameters("interval", 4, alternatives=4).difficulty
    -0.25
    """
    if alternatives < 0 or alternatives == 1:
        raise InvalidValue(
            f"two or more alternatives, or 0 for an open answer, were expected, not "
            f"{alternatives}"
        )
    if not LOWEST <= level <= HIGHEST:
        raise InvalidValue(f"a level from {LOWEST} to {HIGHEST} was expected, not {level}")
    row = _kind(kind)
    difficulty, sd = ability_of_level(level) + row["offset"], row["sd"]
    if alteration is not None and row.get("altered", False):
        difficulty = altered_difficulty(alteration)
        sd = sd if _within_bank(alteration) else max(sd, _CAUTIOUS)
    elif row.get("altered", False):
        sd = max(sd, _CAUTIOUS)
    return ItemParameters(
        difficulty=min(max(difficulty, -6.0), 6.0),
        guessing=1 / alternatives if alternatives else 0.0,
        difficulty_sd=sd,
        points=points,
        shared_sd=row.get("shared_sd", 0.0) if points > 1 else 0.0,
    )


def kinds() -> tuple[str, ...]:
    """Return the kinds of question that the scale knows."""
    return tuple(_scale()["kind"])


def _within_bank(alteration: Alteration) -> bool:
    row = _scale()["altered"]
    return bool(row["lowest"] <= alteration.notes <= row["highest"])


def _kind(name: str) -> Mapping[str, Any]:
    rows: Mapping[str, Mapping[str, Any]] = _scale()["kind"]
    if name not in rows:
        near = get_close_matches(name, rows, 3, 0.0)
        raise UnknownName(
            f"no kind of listening question is called {name!r}; the nearest are "
            f"{', '.join(near)} (assessment/scale.toml has them all)"
        )
    return rows[name]


@cache
def _scale() -> Mapping[str, Any]:
    table = read_toml(Path(__file__).parent / "scale.toml", "assessment/scale.toml")
    check_version(table, 1)
    return table.content
