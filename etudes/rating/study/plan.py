"""What a design costs and what it will tell, before anything is made.

The precision is found by simulation: raters who differ as teachers were found to differ
answer the very trials that would be dealt, some hundred times over.

References
----------
A. Stefanic and C. Randles, "Examining the reliability of scores from the consensual
assessment technique in the measurement of individual and small group creativity", *Music
Education Research* 17 (2015): test and retest .79-.89, absolute agreement of one panel
.57-.71. M. Hickey, "An application of Amabile's consensual assessment technique ...",
*Journal of Research in Music Education* 49 (2001): music teachers .64 between judges.
"""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.rating.components import components
from etudes.rating.pace import minutes_of
from etudes.rating.scales import HIGHEST, LOWEST
from etudes.rating.session import Origin, Rater, Stimulus, Trial
from etudes.rating.study.dealing import Pieces, dealt
from etudes.rating.study.design import HUMAN, Design, System

Floats = NDArray[np.float64]

SPREAD = components().spread
"""The assumed standard deviation of ratings, in points of the scale of 1 to 7."""
COMPONENTS = components().shares
"""The assumed shares of their variance (`components.toml`)."""

_MEAN = 4.3
_STUDIES = 300
_TWO_SIDED = 1.96
_POWER = 2.80
"""Standard errors of a difference that is found four times in five at 95 %."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A design with what it costs and will tell.

    Attributes
    ----------
    minutes : of each rater.
    judged : the least and the most raters of a piece.
    means : half the width of the 95 % interval of each system's mean, in points.
    differences : likewise of each model's mean less another system's.
    found : the least difference, in points, that is found four times in five.
    alpha : between what 95 % of the values of Krippendorff's alpha will lie; None where no
        piece is judged by two raters.
    shares : half the width of the share of pairs that a model wins, by the other system.
    """

    design: Design
    minutes: float
    judged: tuple[int, int]
    means: Mapping[System, float]
    differences: Mapping[tuple[System, System], float]
    found: Mapping[tuple[System, System], float]
    alpha: tuple[float, float] | None
    shares: Mapping[tuple[System, System], float]


def planned(design: Design, rng: np.random.Generator, studies: int = _STUDIES) -> Plan:
    """Return the plan of a design.

    Parameters
    ----------
    rng : of the simulation; the trials are those of the design's own seed.

    Raises
    ------
    InvalidValue
        If the design cannot be dealt out.

    Examples
    --------
    >>> from etudes.rating.study.made import Cell
    >>> design = Design.usual((Cell(3, "violin"),), ("gru",), raters=5)
    >>> plan = planned(design, np.random.default_rng(1), studies=50)
    >>> plan.judged, round(plan.minutes)
    ((5, 5), 36)
    >>> plan.means["gru"] < plan.means["human"] < 2
    True
    """
    pieces, trials = _trials(design)
    _check_pairs(design, trials)
    sheet = _Sheet.of(pieces, trials)
    drawn = [_study(sheet, rng) for _ in range(studies)]
    means = {name: np.array([one.means[name] for one in drawn]) for name in design.systems}
    twos = [
        (model, other)
        for number, model in enumerate(design.models)
        for other in (
            *design.models[number + 1 :],
            *list(design.systems)[len(design.models) :],
        )
    ]
    errors = {two: float(np.std(means[two[0]] - means[two[1]])) for two in twos}
    alphas = [one.alpha for one in drawn if not math.isnan(one.alpha)]
    met = sorted({two for one in drawn for two in one.shares})
    shares = {two: np.array([one.shares[two] for one in drawn]) for two in met}
    return Plan(
        design=design,
        minutes=_minutes(design),
        judged=sheet.judged,
        means={name: _TWO_SIDED * float(np.std(row)) for name, row in means.items()},
        differences={two: _TWO_SIDED * error for two, error in errors.items()},
        found={two: _POWER * error for two, error in errors.items()},
        alpha=_ends(alphas) if alphas else None,
        shares={two: _TWO_SIDED * float(np.std(row)) for two, row in shares.items()},
    )


def _ends(values: Sequence[float]) -> tuple[float, float]:
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _minutes(design: Design) -> float:
    pair = design.pairs + (design.needed > design.training)
    return minutes_of(design.trials - pair, pair)


def _check_pairs(design: Design, trials: Sequence[Trial]) -> None:
    dealt_out = sum(one.phase == "main" and one.is_pair for one in trials)
    if dealt_out < design.raters * design.pairs:
        raise InvalidValue(
            f"{design.pairs} pairs for each rater were expected, and only "
            f"{dealt_out // design.raters} different ones of one level and instrument can "
            "be made; ask for fewer pairs, or for more items"
        )


def _trials(design: Design) -> tuple[tuple[Stimulus, ...], tuple[Trial, ...]]:
    """Return pieces that stand for those to be made, and the trials as they will be."""
    numbers = count()
    rated = tuple(
        _stand_in(str(next(numbers)), system, cell.level, cell.instrument)
        for (system, cell), wanted in design.quotas.items()
        for _ in range(wanted)
    )
    others = [
        tuple(_stand_in(str(next(numbers)), name, 1, "") for _ in range(wanted))
        for name, wanted in (("anchor", design.anchors), ("training", design.needed))
    ]
    raters = [Rater(f"r{n}", "", n) for n in range(1, design.raters + 1)]
    trials = dealt(
        design,
        Pieces(rated, *others),
        raters,
        lambda: str(next(numbers)),
    )
    return rated, trials


def _stand_in(id_: str, system: str, level: int, instrument: str) -> Stimulus:
    origin: Origin = "human" if system == HUMAN else "model"
    return Stimulus(id_, "", level, instrument, origin, system, "", {}, "", "")


@dataclass(frozen=True, slots=True)
class _Sheet:
    """Trials as arrays: who rates what, and which two meet whom."""

    systems: tuple[System, ...]
    raters: int
    rater: NDArray[np.intp]
    piece: NDArray[np.intp]
    judge: NDArray[np.intp]
    left: NDArray[np.intp]
    right: NDArray[np.intp]
    pairings: Mapping[tuple[System, System], NDArray[np.intp]]

    @classmethod
    def of(cls, rated: Sequence[Stimulus], trials: Sequence[Trial]) -> "_Sheet":
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
            systems=tuple(one.system for one in rated),
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
        counts = np.bincount(self.piece, minlength=len(self.systems))
        return int(counts.min()), int(counts.max())


def _as_told(trial: Trial, system: Mapping[str, System]) -> tuple[str, str]:
    """Return a pair in the order in which its systems are told: models first."""
    left, right = trial.left, str(trial.right)
    late = ("baseline", HUMAN)
    turned = (system[left] in late, system[left]) > (system[right] in late, system[right])
    return (right, left) if turned else (left, right)


@dataclass(frozen=True, slots=True)
class _Study:
    means: Mapping[System, float]
    alpha: float
    shares: Mapping[tuple[System, System], float]


def _study(sheet: _Sheet, rng: np.random.Generator) -> _Study:
    """Return what one simulated study finds where all systems are equally good."""
    from etudes.statistics.alpha import alpha

    own, severe, taste, error = (SPREAD * share**0.5 for share in COMPONENTS.values())
    shape = (sheet.raters, len(sheet.systems))
    worth = rng.normal(0, own, shape[1])
    liked = worth + rng.normal(0, taste, shape)
    felt = liked + rng.normal(0, severe, (shape[0], 1))
    there = sheet.rater, sheet.piece
    noise = rng.normal(0, error, sheet.rater.size)
    values = np.clip(np.round(_MEAN + felt[there] + noise), LOWEST, HIGHEST)
    table = np.full(shape, np.nan)
    table[there] = values
    systems = np.array(sheet.systems)[sheet.piece]
    means = {name: float(values[systems == name].mean()) for name in set(sheet.systems)}
    return _Study(means, alpha(table), _shares(sheet, liked, error, rng))


def _shares(
    sheet: _Sheet, liked: Floats, error: float, rng: np.random.Generator
) -> dict[tuple[System, System], float]:
    noise = rng.normal(0, error * 2**0.5, sheet.judge.size)
    wins = liked[sheet.judge, sheet.left] - liked[sheet.judge, sheet.right] + noise > 0
    return {two: float(wins[row].mean()) for two, row in sheet.pairings.items()}
