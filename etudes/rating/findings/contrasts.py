"""How far systems lie apart, and on one question, named beforehand, whether they do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import nan

import numpy as np

from etudes.rating.findings.many import holm
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, Ratings
from etudes.rating.session import Stimulus
from etudes.statistics.comparison import Difference, difference
from etudes.statistics.estimate import Indices


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far the first system is rated above the second.

    Attributes
    ----------
    p_corrected, p_alike_corrected : Holm's over the contrasts of the primary question, that
        they differ and that they are alike; NaN where there is no interval, for too few
        pieces to be called alike, and on every other question, which is only described.
    """

    scale: str
    first: str
    second: str
    found: Difference
    p_corrected: float = nan
    p_alike_corrected: float = nan

    @property
    def is_shown(self) -> bool:
        """Whether they are shown to differ."""
        return self.p_corrected < 1 - self.found.difference.confidence

    @property
    def is_alike(self) -> bool:
        """Whether they are shown to differ by less than the margin."""
        return self.p_alike_corrected < 1 - self.found.difference.confidence


def models(stimuli: Iterable[Stimulus]) -> list[str]:
    """Return the systems that are models, by name."""
    return sorted({one.system for one in stimuli if one.origin == "model"})


def compared(stimuli: Sequence[Stimulus]) -> list[tuple[str, str]]:
    """Return which systems are compared: each model with people and with bare rules, then
    models with each other."""
    others = sorted(
        {one.system for one in stimuli if one.origin in ("human", "baseline")},
        key=lambda name: (name != "human", name),
    )
    of_models = models(stimuli)
    return [
        *((model, other) for model in of_models for other in others),
        *((a, b) for n, a in enumerate(of_models) for b in of_models[n + 1 :]),
    ]


def sides(stimuli: Sequence[Stimulus], first: str, second: str) -> Indices:
    """Return 1 for the pieces of the first system, 0 for those of the second and -1 for
    others."""
    of = {first: 1, second: 0}
    return np.array(
        [-1 if o.origin == "anchor" else of.get(o.system, -1) for o in stimuli], np.intp
    )


def contrasts(
    tables: Mapping[str, Ratings], stimuli: Sequence[Stimulus], chosen: Settings
) -> tuple[Contrast, ...] | Missing:
    """Return how far systems lie apart on each scale.

    Parameters
    ----------
    tables : ratings by scale.
    stimuli : all that the session shows.
    """
    twos = compared(stimuli)
    if not twos:
        return Missing("the session shows one kind of pieces only: nothing to compare with")
    found = [
        one
        for first, second in twos
        for scale in tables
        if (one := _contrast(tables[scale], scale, first, second, chosen))
    ]
    if not found:
        return Missing("no two systems have been rated yet")
    decide = [one for one in found if one.scale == chosen.primary]
    differ = holm([one.found.p for one in decide])
    alike = holm([one.found.p_alike for one in decide])
    corrected = {
        (one.first, one.second): replace(one, p_corrected=p, p_alike_corrected=q)
        for one, p, q in zip(decide, differ, alike, strict=True)
    }
    return tuple(
        corrected[one.first, one.second] if one.scale == chosen.primary else one
        for one in found
    )


def _contrast(
    table: Ratings, scale: str, first: str, second: str, chosen: Settings
) -> Contrast | None:
    of = sides(table.stimuli, first, second)
    fewest = min(int(np.sum(of == 1)), int(np.sum(of == 0)))
    if not fewest:
        return None
    has_margin = scale == chosen.primary and fewest >= chosen.fewest
    apart = difference(
        table.long,
        of,
        margin=chosen.margin if has_margin else None,
        confidence=chosen.confidence,
    )
    return Contrast(scale, first, second, apart)
