"""Pieces with descriptors of every level, and simulated raters who judge their levels."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from conftest import melody

from etudes.difficulty import Descriptors, describe, level_of, scale
from etudes.rating.learning.calibration import JudgedLevel

_PLAIN = replace(
    describe(melody("4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/2 C4:1/2")), key_level=1
)
_WHOLE = {"ambitus", "largest_leap", "key_level", "metres"}
_FIELDS = (
    *("pitch_entropy", "ambitus", "interval_sd", "interval_entropy", "largest_leap"),
    *("outside", "density", "rhythm_entropy", "syncopated", "dotted", "key_level"),
    *("tessitura", "technique", "pace"),
)


def piece(level: float, rng: np.random.Generator) -> Descriptors:
    """Return descriptors each of which is met about this level by the shipped curves."""
    curves = {feature.name: feature.curve for feature in scale().features}

    def met(name: str) -> Any:
        values, levels = np.array(curves[name]).T
        value = float(np.interp(np.clip(rng.normal(level, 1.3), 1, 9), levels, values))
        return round(value) if name in _WHOLE else value

    values = {name: met(name) for name in _FIELDS}
    notes = max(2, round(2 ** met("length")))
    shortest = 0.25 / 2 ** np.clip(met("quickness"), -1, 3)
    return replace(_PLAIN, **values, notes=notes, shortest=float(shortest))


def pieces(count: int, rng: np.random.Generator) -> list[tuple[int, Descriptors]]:
    """Return so many pieces of all levels, each with the whole level it is shown as: the
    nearest to the measured one, as of what is made."""
    made = [piece(rng.uniform(1, 8), rng) for _ in range(count)]
    return [(int(np.clip(round(level_of(one)), 1, 8)), one) for one in made]


def judgements(
    shown: Sequence[tuple[int, Descriptors]],
    levels: Sequence[float],
    rng: np.random.Generator,
    *,
    raters: int,
    trials: int,
    severity: float = 0.5,
    noise: float = 0.9,
    is_random: bool = False,
) -> Iterator[JudgedLevel]:
    """Yield what raters say who hear these levels, in whole points from 1 to 7; who is
    random has a habit of answering high or low, and looks at nothing."""
    for rater in range(raters):
        severe = rng.normal(0, severity)
        for n in rng.choice(len(shown), trials, replace=False):
            asked, descriptors = shown[n]
            felt = levels[n] + severe + rng.normal(0, noise)
            if is_random:
                felt = asked + severe + rng.normal(0, 2)
            value = int(np.clip(round(4 + felt - asked), 1, 7))
            yield JudgedLevel(
                "s", f"s-{rater:02}", f"p{n:03}", descriptors, asked, asked + value - 4
            )
