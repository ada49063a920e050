"""What a design will tell: studies simulated, and reckoned as the report reckons them.

Raters who differ as teachers were found to differ (`components.toml`) answer the very
trials that would be dealt, some hundred times over. Intervals and p-values are the report's
own.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from etudes.rating.components import COMPONENTS, components
from etudes.rating.findings.contrasts import compared, sides
from etudes.rating.findings.many import holm
from etudes.rating.findings.settings import settings
from etudes.rating.scales import HIGHEST, LOWEST
from etudes.rating.session import Stimulus, Trial
from etudes.rating.study.design import HUMAN, System
from etudes.statistics.comparison import apart
from etudes.statistics.estimate import Estimate, Floats, Indices, LongTable
from etudes.statistics.jackknife import Crossed, jackknife
from etudes.statistics.resampling import mean

_MEAN = 4.3
_POWER = 0.8
_STEPS = 10
_FARTHEST = float(HIGHEST - LOWEST)

Two = tuple[System, System]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Trials as arrays: who rates what, and which two meet whom."""

    pieces: tuple[Stimulus, ...]
    raters: int
    rater: Indices
    piece: Indices
    judge: Indices
    left: Indices
    right: Indices
    pairings: Mapping[Two, Indices]

    @classmethod
    def of(cls, rated: Sequence[Stimulus], trials: Sequence[Trial]) -> "Sheet":
        at = {one.id: number for number, one in enumerate(rated)}
        system = {one.id: one.system for one in rated}
        main = [one for one in trials if one.phase == "main"]
        names = {name: n for n, name in enumerate(dict.fromkeys(t.rater for t in main))}
        singles = [
            (names[one.rater], at[one.left])
            for one in main
            if one.right is None and one.repeats is None and one.left in at
        ]
        pairs = [(names[t.rater], *_as_told(t, system)) for t in main if t.right]
        met = defaultdict(list)
        for number, (_, left, right) in enumerate(pairs):
            if system[left] != system[right]:
                met[system[left], system[right]].append(number)
        return cls(
            pieces=tuple(rated),
            raters=len(names),
            rater=np.array([rater for rater, _ in singles], dtype=np.intp),
            piece=np.array([piece for _, piece in singles], dtype=np.intp),
            judge=np.array([rater for rater, _, _ in pairs], dtype=np.intp),
            left=np.array([at[left] for _, left, _ in pairs], dtype=np.intp),
            right=np.array([at[right] for _, _, right in pairs], dtype=np.intp),
            pairings={two: np.array(row, dtype=np.intp) for two, row in met.items()},
        )

    @property
    def judged(self) -> tuple[int, int]:
        """The least and the most raters of a piece."""
        counts = np.bincount(self.piece, minlength=len(self.pieces))
        return int(counts.min()), int(counts.max())

    @property
    def twos(self) -> list[Two]:
        """Which systems the report compares."""
        return compared(self.pieces)


def _as_told(trial: Trial, system: Mapping[str, System]) -> tuple[str, str]:
    """Return a pair in the order in which its systems are told: models first."""
    left, right = trial.left, str(trial.right)
    late = ("baseline", HUMAN)
    turned = (system[left] in late, system[left]) > (system[right] in late, system[right])
    return (right, left) if turned else (left, right)


@dataclass(frozen=True, slots=True)
class Study:
    """What one study finds where all systems are equally good.

    Attributes
    ----------
    means : with the interval that the report tells.
    differences : of each two systems, as the report reckons it.
    shares : of pairs that the first of two systems wins.
    """

    means: Mapping[System, Estimate]
    differences: Mapping[Two, Crossed]
    alpha: float
    shares: Mapping[Two, float]


def study(sheet: Sheet, rng: np.random.Generator) -> Study:
    """Return what a simulated study finds."""
    from etudes.statistics.alpha import alpha

    own, severe, taste, error = map(components().points, COMPONENTS)
    shape = (sheet.raters, len(sheet.pieces))
    liked = rng.normal(0, own, shape[1]) + rng.normal(0, taste, shape)
    felt = liked + rng.normal(0, severe, (shape[0], 1))
    there = sheet.rater, sheet.piece
    noise = rng.normal(0, error, sheet.rater.size)
    values = np.clip(np.round(_MEAN + felt[there] + noise), LOWEST, HIGHEST)
    table = np.full(shape, np.nan)
    table[there] = values
    return Study(
        means={
            name: _mean(table[:, [one.system == name for one in sheet.pieces]])
            for name in dict.fromkeys(one.system for one in sheet.pieces)
        },
        differences={
            two: apart(LongTable(*there, values), sides(sheet.pieces, *two))
            for two in sheet.twos
        },
        alpha=alpha(table),
        shares=_shares(sheet, liked, error, rng),
    )


def _mean(table: Floats) -> Estimate:
    return jackknife(LongTable.of(table), mean, confidence=settings().confidence)


def _shares(
    sheet: Sheet, liked: Floats, error: float, rng: np.random.Generator
) -> dict[Two, float]:
    noise = rng.normal(0, error * 2**0.5, sheet.judge.size)
    wins = liked[sheet.judge, sheet.left] - liked[sheet.judge, sheet.right] + noise > 0
    return {two: float(wins[row].mean()) for two, row in sheet.pairings.items()}


def found_by_most(studies: Sequence[Study], two: Two) -> float:
    """Return by how many points the second of two systems must lie apart from all others,
    that four of five studies show it to differ from the first, by the rule of the report;
    infinite where none would.

    Lifting the pieces of a system moves its means and leaves their error as it is. So it is
    a little too large: ratings nearer to an end of the scale vary less. And where others
    differ too less is enough, since Holm's correction asks less of those that are left.
    """
    if _power(studies, two, _FARTHEST) < _POWER:
        return math.inf
    low, high = 0.0, _FARTHEST
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if _power(studies, two, middle) < _POWER:
            low = middle
        else:
            high = middle
    return high


def _power(studies: Sequence[Study], two: Two, lifted: float) -> float:
    """Return how many of the studies show the difference, lifted or let down."""
    least = 1 - settings().confidence
    place = list(studies[0].differences).index(two)
    shown = [
        holm(_p_values(one.differences, two[1], by))[place] < least
        for one in studies
        for by in (lifted, -lifted)
    ]
    return sum(shown) / len(shown)


def _p_values(
    differences: Mapping[Two, Crossed], system: System, lifted: float
) -> list[float]:
    return [
        found.moved(lifted * ((first == system) - (second == system))).p()
        for (first, second), found in differences.items()
    ]
