"""The level asked of a model held against the level that raters judge its pieces to be."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.rating.findings.means import mean_of, share_of
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, Ratings, first_ratings
from etudes.rating.record import Judgement, Record
from etudes.rating.scales import HIGHEST, LEVEL, LOWEST, MIDDLE, judged_level
from etudes.statistics.correlation import spearman, spearman_within
from etudes.statistics.estimate import Estimate, Floats

_ENDS = (LOWEST - MIDDLE, HIGHEST - MIDDLE)
"""How many levels off an answer can be."""


@dataclass(frozen=True, slots=True)
class LevelRow:
    """The pieces shown as one level: how many judged values lie so many levels off (below
    0: too easy), the mean of that, and the share near the level."""

    level: int
    counts: tuple[tuple[int, int], ...]
    off: Estimate
    near: Estimate
    pieces: int
    ratings: int


@dataclass(frozen=True, slots=True)
class Levels:
    """Levels asked for and judged, of the models' pieces alone: of people's tunes and of
    bare rules no level was asked, or not the model.

    Attributes
    ----------
    near : share of the levels judged that lie near the one asked for. Who answers by chance
        comes to `chance`, who always says "right" to 1.
    within : rank correlation of the level that the program measures with the level judged
        (mean of each piece), both about the mean of the level asked for: what raters heard
        that the level named above the piece did not tell them.
    asked, measured : rank correlation of the level asked for, and of the one measured, with
        the level judged. The level judged is the one asked for plus what was answered, so
        both are high also where nobody listens.
    pieces : level asked for, measured and judged (mean) of each piece, and its system.
    """

    rows: tuple[LevelRow, ...]
    off: Estimate
    near: Estimate
    chance: float
    within: Estimate | Missing
    asked: Estimate | Missing
    measured: Estimate | Missing
    pieces: tuple[tuple[int, float, float, str], ...]


def levels(
    record: Record, judgements: Sequence[Judgement], chosen: Settings
) -> Levels | Missing:
    """Return how levels asked for and judged go together."""
    ratings = first_ratings(judgements, LEVEL)
    ratings = ratings.of_stimuli(o.id for o in ratings.stimuli if o.origin == "model")
    if ratings.is_empty:
        return Missing("the level of no piece of a model has been judged")
    asked = np.array([one.level for one in ratings.stimuli], float)
    measured = np.array([record.items[one.item].level_measured for one in ratings.stimuli])
    judged = asked + ratings.item_means() - MIDDLE
    return Levels(
        tuple(_row(ratings, level, chosen) for level in sorted({int(a) for a in asked})),
        mean_of(ratings, _off(ratings), chosen, ends=_ENDS),
        _share_near(ratings, chosen),
        _chance(chosen),
        _within(measured, judged, asked, chosen),
        _ranked(asked, judged, chosen),
        _ranked(measured, judged, chosen),
        tuple(
            (one.level, round(float(m), 2), round(float(j), 2), one.system)
            for one, m, j in zip(ratings.stimuli, measured, judged, strict=True)
        ),
    )


def _row(ratings: Ratings, level: int, chosen: Settings) -> LevelRow:
    part = ratings.of_stimuli(one.id for one in ratings.stimuli if one.level == level)
    off = _off(part)
    counts = Counter(int(value) for value in off)
    return LevelRow(
        level,
        tuple((value, counts[value]) for value in range(-3, 4)),
        mean_of(part, off, chosen, ends=_ENDS),
        _share_near(part, chosen),
        len(part.stimuli),
        len(part.value),
    )


def _off(ratings: Ratings) -> list[float]:
    return [
        judged_level(one.level, int(value)) - one.level for _, one, value in ratings.rows()
    ]


def _share_near(ratings: Ratings, chosen: Settings) -> Estimate:
    near = [float(abs(off) <= chosen.near) for off in _off(ratings)]
    return share_of(ratings, near, chosen)


def _chance(chosen: Settings) -> float:
    """Return how often an answer by chance is near."""
    answers = range(LOWEST, HIGHEST + 1)
    return sum(abs(value - MIDDLE) <= chosen.near for value in answers) / len(answers)


def _within(
    measured: Floats, judged: Floats, asked: Floats, chosen: Settings
) -> Estimate | Missing:
    found, pieces = spearman_within(measured, judged, asked, chosen.confidence)
    if pieces < chosen.apart:
        return Missing(
            f"a rank correlation within levels needs {chosen.apart} pieces that have "
            f"others of their level; {pieces} are judged"
        )
    if not math.isfinite(found.low):
        return Missing("within levels all are alike, or too few: nothing to rank")
    return found


def _ranked(
    one: Floats,
    other: Floats,
    chosen: Settings,
) -> Estimate | Missing:
    if one.size < chosen.apart:
        return Missing(
            f"a rank correlation needs {chosen.apart} pieces; {one.size} are judged"
        )
    if not (np.ptp(one) and np.ptp(other)):
        return Missing("all are alike: nothing to rank")
    return spearman(one, other, confidence=chosen.confidence)
