"""How severe each rater is, and how far the ratings of each stray from the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.errors import InvalidValue
from etudes.rating.findings.participation import name_of
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, first_ratings
from etudes.rating.record import Judgement
from etudes.rating.scales import rating_scales
from etudes.statistics.estimate import Estimate
from etudes.statistics.severity import severities


@dataclass(frozen=True, slots=True)
class RaterSeverity:
    """A rater's severity and the deviation of what piece and severity leave over, both in
    points of a scale; over the pieces that others rated too."""

    rater: str
    points: Estimate
    scatter: float
    pieces: int


@dataclass(frozen=True, slots=True)
class Severity:
    """The raters, most severe first."""

    raters: tuple[RaterSeverity, ...]
    scales: tuple[str, ...]


def severity(judgements: Sequence[Judgement], chosen: Settings) -> Severity | Missing:
    """Return severities by the mean of all scales on which more is better, one number a
    trial, since what a rater thinks of a piece shows on all. Anchors are left out: how low
    one rates what is plainly broken is not how strict one is."""
    scales = tuple(one.name for one in rating_scales().values() if one.kind == "more")
    said: dict[tuple[str, str], list[float]] = {}
    for scale in scales:
        for rater, one, value in first_ratings(judgements, scale).rows():
            if one.origin != "anchor":
                said.setdefault((rater, one.id), []).append(value)
    raters = sorted({rater for rater, _ in said}, key=_number)
    if len(raters) < 2:
        return Missing("severity is told against other raters, and there are not two")
    pieces = sorted({piece for _, piece in said})
    table = np.full((len(raters), len(pieces)), np.nan)
    for (rater, piece), values in said.items():
        table[raters.index(rater), pieces.index(piece)] = np.mean(values)
    try:
        found = severities(table, chosen.confidence)
    except InvalidValue:
        return Missing("too few pieces were rated by the same raters")
    of_raters = [
        RaterSeverity(name_of(rater), one.points, one.scatter, one.items)
        for rater, one in zip(raters, found, strict=True)
        if one.items
    ]
    return Severity(tuple(sorted(of_raters, key=lambda o: -o.points.value)), scales)


def _number(rater: str) -> tuple[int, str]:
    digits = "".join(char for char in rater.rpartition("-")[2] if char.isdigit())
    return int(digits or 0), rater
