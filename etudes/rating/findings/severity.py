"""How severe each rater is, and how well the ratings of each go with the rest."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from etudes.errors import InvalidValue
from etudes.rating.findings.participation import name_of
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, first_ratings
from etudes.rating.record import Judgement
from etudes.rating.scales import HIGHEST, LEVEL, LOWEST, rating_scales
from etudes.statistics.estimate import Estimate, LongTable
from etudes.statistics.severity import many_facets


@dataclass(frozen=True, slots=True)
class RaterSeverity:
    """A rater's severity in logits, in points of a scale, and the mean squares of what
    remains: 1 is as expected, more is erratic, less too smooth."""

    rater: str
    severity: Estimate
    points: float
    infit: float
    outfit: float
    ratings: int


@dataclass(frozen=True, slots=True)
class Severity:
    """The raters, most severe first, and their spread in logits."""

    raters: tuple[RaterSeverity, ...]
    spread: float
    scales: tuple[str, ...]


def severity(judgements: Sequence[Judgement], chosen: Settings) -> Severity | Missing:
    """Return severities over all scales on which more is better, of pieces that are no
    anchors: how low one rates what is plainly broken is not how strict one is."""
    scales = tuple(name for name in rating_scales() if name != LEVEL)
    rows = [
        (rater, one.id, place, value)
        for place, scale in enumerate(scales)
        for rater, one, value in first_ratings(judgements, scale).rows()
        if one.origin != "anchor"
    ]
    raters = sorted({row[0] for row in rows}, key=_number)
    pieces = sorted({row[1] for row in rows})
    if len(raters) < 2:
        return Missing("severity is told against other raters, and there are not two")
    table = LongTable(
        np.array([raters.index(row[0]) for row in rows]),
        np.array([pieces.index(row[1]) for row in rows]),
        np.array([row[3] for row in rows]),
    )
    try:
        found = many_facets(
            table, np.array([row[2] for row in rows]), lowest=LOWEST, highest=HIGHEST
        )
    except InvalidValue as error:
        return Missing(str(error))
    counts = np.bincount(table.rater, minlength=len(raters))
    of_raters = [
        RaterSeverity(
            name_of(rater),
            found.severity.measure(place, chosen.confidence),
            float(found.points[place]),
            float(found.infit[place]),
            float(found.outfit[place]),
            int(counts[place]),
        )
        for place, rater in enumerate(raters)
    ]
    ordered = sorted(of_raters, key=lambda one: -one.severity.value)
    return Severity(tuple(ordered), found.severity.deviation, scales)


def _number(rater: str) -> tuple[int, str]:
    digits = "".join(char for char in rater.rpartition("-")[2] if char.isdigit())
    return int(digits or 0), rater
