"""What a design costs and what it will tell, before anything is made.

References
----------
A. Stefanic and C. Randles, "Examining the reliability of scores from the consensual
assessment technique in the measurement of individual and small group creativity", *Music
Education Research* 17 (2015): test and retest .79-.89, absolute agreement of one panel
.57-.71. M. Hickey, "An application of Amabile's consensual assessment technique ...",
*Journal of Research in Music Education* 49 (2001): music teachers .64 between judges.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count

import numpy as np

from etudes.errors import InvalidValue
from etudes.rating.findings.settings import settings
from etudes.rating.pace import minutes_of
from etudes.rating.session import Origin, Rater, Stimulus, Trial
from etudes.rating.study.dealing import Pieces, dealt
from etudes.rating.study.design import BASELINE, HUMAN, Design, System
from etudes.rating.study.precision import Sheet, Two, found_by_most, study
from etudes.statistics.estimate import Estimate

_STUDIES = 300
_TWO_SIDED = 1.96


@dataclass(frozen=True, slots=True)
class Plan:
    """A design with what it costs and will tell.

    Attributes
    ----------
    minutes : of each rater.
    judged : the least and the most raters of a piece.
    means : half the width of the interval that the report will tell of each system's mean,
        in points, the middle one of the studies; NaN of one piece, or one rater.
    differences : likewise of the difference of each two systems that it compares.
    found : by how many points the second of the two must lie above all others, that the
        report shows it four times in five; infinite where it never would.
    alpha : between what 95 % of the values of Krippendorff's alpha will lie; None where no
        piece is judged by two raters.
    shares : half the width of the share of pairs that a model wins, by the other system.
    """

    design: Design
    minutes: float
    judged: tuple[int, int]
    means: Mapping[System, float]
    differences: Mapping[Two, float]
    found: Mapping[Two, float]
    alpha: tuple[float, float] | None
    shares: Mapping[Two, float]


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
    >>> plan.means["gru"] < plan.means["human"] < plan.found["gru", "human"]
    True
    """
    pieces, trials = laid_out(design)
    _check_pairs(design, trials)
    sheet = Sheet.of(pieces, trials)
    drawn = [study(sheet, rng) for _ in range(studies)]
    alphas = [one.alpha for one in drawn if not math.isnan(one.alpha)]
    met = sorted({two for one in drawn for two in one.shares})
    shares = {two: np.array([one.shares[two] for one in drawn]) for two in met}
    confidence = settings().confidence
    return Plan(
        design=design,
        minutes=_minutes(design),
        judged=sheet.judged,
        means={
            name: _half_width([one.means[name] for one in drawn]) for name in design.systems
        },
        differences={
            two: _half_width([one.differences[two].interval(confidence) for one in drawn])
            for two in sheet.twos
        },
        found={two: found_by_most(drawn, two) for two in sheet.twos},
        alpha=_ends(alphas) if alphas else None,
        shares={two: _TWO_SIDED * float(np.std(row)) for two, row in shares.items()},
    )


def that_find_more(
    plan: Plan, two: Two, rng: np.random.Generator, studies: int = _STUDIES
) -> tuple[tuple[Design, float], ...]:
    """Return designs that find a smaller difference of two systems, and which: one with
    twice as many pieces by people, one with twice as many raters, if they can be dealt out.
    """
    design, found = plan.design, []
    for controls, raters in (
        (min(2 * design.controls, 0.5), design.raters),
        (design.controls, 2 * design.raters),
    ):
        try:
            changed = replace(design, controls=controls, raters=raters)
            other = planned(changed, rng, studies)
        except InvalidValue:
            continue
        if other.found.get(two, math.inf) < plan.found[two]:
            found.append((other.design, other.found[two]))
    return tuple(found)


def _half_width(intervals: Sequence[Estimate]) -> float:
    return float(np.median([(one.high - one.low) / 2 for one in intervals]))


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


def laid_out(design: Design) -> tuple[tuple[Stimulus, ...], tuple[Trial, ...]]:
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
    origins: dict[str, Origin] = {HUMAN: "human", BASELINE: "baseline"}
    origin = origins.get(system, "model")
    return Stimulus(id_, "", level, instrument, origin, system, "", {}, "", "")
