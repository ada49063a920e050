"""What each system's pieces are worth to raters, and how far systems lie apart."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from etudes.rating.findings.many import holm
from etudes.rating.findings.means import mean_of
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, Ratings, first_ratings
from etudes.rating.record import Judgement
from etudes.rating.scales import rating_scales
from etudes.rating.session import ORIGINS, Stimulus
from etudes.statistics.comparison import Difference, difference
from etudes.statistics.estimate import Estimate

_MEANS, _CONTRASTS = 1, 2
"""Parts of the report, for its generators."""


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of a scale over the pieces of a group; the interval is over raters and
    pieces both, NaN where there are not two of each."""

    group: str
    system: str
    scale: str
    mean: Estimate
    pieces: int
    raters: int
    ratings: int


@dataclass(frozen=True, slots=True)
class Contrast:
    """How far the first system is rated above the second; `p_corrected` is Holm's over
    all contrasts of the session, NaN where there is no interval."""

    scale: str
    first: str
    second: str
    found: Difference
    p_corrected: float

    @property
    def is_shown(self) -> bool:
        """Whether they differ beyond chance, all contrasts of the session considered."""
        return self.p_corrected < 1 - self.found.difference.confidence


@dataclass(frozen=True, slots=True)
class Systems:
    """Means by system, by level and by instrument (within systems), and contrasts."""

    means: tuple[Mean, ...]
    levels: tuple[Mean, ...]
    instruments: tuple[Mean, ...]
    contrasts: tuple[Contrast, ...] | Missing


def systems(
    judgements: Sequence[Judgement], stimuli: Sequence[Stimulus], chosen: Settings
) -> Systems | Missing:
    """Return what the systems are worth; `stimuli` are all that the session shows."""
    tables = {scale: first_ratings(judgements, scale) for scale in rating_scales()}
    if all(table.is_empty for table in tables.values()):
        return Missing("no piece has been rated by itself")
    rng = chosen.generator(_MEANS)

    def means(group: Callable[[Stimulus], str]) -> tuple[Mean, ...]:
        keys = sorted({(group(one), _place(one), one.system) for one in stimuli})
        return tuple(
            _mean(table, key, system, scale, group, chosen, rng)
            for key, _, system in keys
            for scale, table in tables.items()
            if any((group(one), one.system) == (key, system) for one in table.stimuli)
        )

    return Systems(
        means(lambda one: "all"),
        means(lambda one: f"level {one.level}"),
        means(lambda one: one.instrument),
        _contrasts(tables, stimuli, chosen),
    )


def _place(one: Stimulus) -> int:
    """Models first, anchors last."""
    return ORIGINS.index(one.origin)


def models(stimuli: Iterable[Stimulus]) -> list[str]:
    """Return the systems that are models, by name."""
    return sorted({one.system for one in stimuli if one.origin == "model"})


def _mean(
    table: Ratings,
    group: str,
    system: str,
    scale: str,
    of: Callable[[Stimulus], str],
    chosen: Settings,
    rng: np.random.Generator,
) -> Mean:
    part = table.of_stimuli(
        one.id for one in table.stimuli if (of(one), one.system) == (group, system)
    )
    counts = (len(part.stimuli), len(part.raters), len(part.value))
    return Mean(group, system, scale, mean_of(part, part.value, chosen, rng), *counts)


def _contrasts(
    tables: dict[str, Ratings], stimuli: Sequence[Stimulus], chosen: Settings
) -> tuple[Contrast, ...] | Missing:
    of_models = models(stimuli)
    others = sorted(
        {one.system for one in stimuli if one.origin in ("human", "baseline")},
        key=lambda name: (name != "human", name),
    )
    pairs = [(model, other) for model in of_models for other in others]
    pairs += [(a, b) for n, a in enumerate(of_models) for b in of_models[n + 1 :]]
    if not pairs:
        return Missing("the session shows one kind of pieces only: nothing to compare with")
    rng, found = chosen.generator(_CONTRASTS), []
    for first, second in pairs:
        for scale, table in tables.items():
            groups = np.array(
                [
                    {first: 1, second: 0}.get(one.system, -1)
                    if one.origin != "anchor"
                    else -1
                    for one in table.stimuli
                ]
            )
            counts = (int(np.sum(groups == 1)), int(np.sum(groups == 0)))
            if not min(counts):
                continue
            apart = difference(
                table.long,
                groups,
                rng,
                margin=chosen.margin if min(counts) >= chosen.fewest else None,
                draws=chosen.draws,
                confidence=chosen.confidence,
            )
            found.append(Contrast(scale, first, second, apart, apart.p))
    if not found:
        return Missing("no two systems have been rated yet")
    corrected = holm([one.found.p for one in found])
    return tuple(
        replace(one, p_corrected=p) for one, p in zip(found, corrected, strict=True)
    )
