"""What differs between groups of melodies, and how much of it the grouping explains."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.difficulty import describe, level_of, scale
from etudes.evaluation import structure
from etudes.melody import Melody

CHANGED: Final = 0.05
"""Share of the variance; a measure of which a tag explains more has changed with it."""

_NOTHING = 1e-12
"""A variance that rounding leaves of equal values."""

_DESCRIPTORS = (
    *("ambitus", "largest_leap", "interval_mean", "steps", "skips", "leaps"),
    *("pitch_entropy", "interval_entropy", "outside", "density", "shortest"),
    *("rhythm_entropy", "syncopated", "dotted", "tuplets", "rests", "tied"),
)
_STRUCTURE = (
    *("returns_1", "returns_4", "rhythm_returns_1", "rhythm_returns_4", "distinct_bars"),
    *("half_close", "direction_changes", "register_drift"),
)


def traits(melody: Melody) -> dict[str, float | None]:
    """Return what is watched while a tag changes, by name: the level as measured, of all,
    of the melody and of the rhythm; descriptors; structure; and how much of the time that
    either third of the tonic sounds is the major one's."""
    descriptors = describe(melody)
    numbers, of_structure = descriptors.as_numbers(), structure.measured(melody)
    return {
        "level": level_of(descriptors),
        "melody_level": scale().group_level(descriptors, "melody"),
        "rhythm_level": scale().group_level(descriptors, "rhythm"),
        **{name: numbers[name] for name in _DESCRIPTORS},
        **{name: of_structure[name] for name in _STRUCTURE},
        "major_third": major_third(melody),
    }


def contrast(groups: Mapping[str, Sequence[Melody]]) -> dict[str, Any]:
    """Return what differs between groups of melodies, ready for JSON.

    Returns
    -------
    dict
        `means`: trait → group → mean; `explained`: trait → the share of its variance that
        lies between the groups (ω², 0 for what chance alone would give, 1 at most);
        `changes` and `stays`: the traits with more than `CHANGED` of it, the most first,
        and the others.

    References
    ----------
    W. L. Hays, "Statistics for Psychologists" (1963), on ω².
    """
    rows = {name: [traits(melody) for melody in group] for name, group in groups.items()}
    names = list(next(iter(rows.values()))[0])
    means, explained = {}, {}
    for trait in names:
        values = {
            group: np.array(
                [row[trait] for row in of_group if row[trait] is not None], float
            )
            for group, of_group in rows.items()
        }
        there = {group: column for group, column in values.items() if len(column)}
        means[trait] = {group: round(float(c.mean()), 4) for group, c in there.items()}
        explained[trait] = round(omega_squared(list(there.values())), 4)
    order = sorted(names, key=lambda trait: -explained[trait])
    return {
        "means": means,
        "explained": explained,
        "changes": [trait for trait in order if explained[trait] > CHANGED],
        "stays": [trait for trait in order if explained[trait] <= CHANGED],
    }


def major_third(melody: Melody) -> float | None:
    """Return how much of the time that a third above the tonic sounds is the major one;
    None where neither sounds."""
    sounding = {3: 0.0, 4: 0.0}
    for event in melody.events():
        if event.pitch is not None:
            above = (event.pitch.midi - melody.key.tonic_semitones) % 12
            if above in sounding:
                sounding[above] += float(event.duration)
    total = sum(sounding.values())
    return sounding[4] / total if total else None


def omega_squared(groups: Sequence[NDArray[np.float64]]) -> float:
    """Return the share of the variance that lies between groups: ω² of a one-way analysis.

    0 for what chance alone would give or where nothing varies, 1 where nothing varies
    within a group.

    Examples
    --------
    >>> omega_squared([np.array([1.0, 1.0]), np.array([2.0, 2.0])])
    1.0
    """
    if len(groups) < 2:
        return 0.0
    every = np.concatenate(groups)
    between = sum(len(g) * (g.mean() - every.mean()) ** 2 for g in groups)
    total = float(((every - every.mean()) ** 2).sum())
    spare = len(every) - len(groups)
    if total <= _NOTHING * len(every) or spare < 1:
        return 0.0
    within = (total - between) / spare
    return max(0.0, float((between - (len(groups) - 1) * within) / (total + within)))
