"""What each system's pieces are worth to raters, and how far systems lie apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etudes.rating.findings.contrasts import Contrast, contrasts
from etudes.rating.findings.means import mean_of
from etudes.rating.findings.settings import Settings
from etudes.rating.findings.table import Missing, Ratings, first_ratings
from etudes.rating.record import Judgement
from etudes.rating.scales import rating_scales
from etudes.rating.session import ORIGINS, Stimulus
from etudes.statistics.estimate import Estimate


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

    def means(group: Callable[[Stimulus], str]) -> tuple[Mean, ...]:
        keys = sorted({(group(one), _place(one), one.system) for one in stimuli})
        return tuple(
            _mean(table, key, system, scale, group, chosen)
            for key, _, system in keys
            for scale, table in tables.items()
            if any((group(one), one.system) == (key, system) for one in table.stimuli)
        )

    return Systems(
        means(lambda one: "all"),
        means(lambda one: f"level {one.level}"),
        means(lambda one: one.instrument),
        contrasts(tables, stimuli, chosen),
    )


def _place(one: Stimulus) -> int:
    """Models first, anchors last."""
    return ORIGINS.index(one.origin)


def _mean(
    table: Ratings,
    group: str,
    system: str,
    scale: str,
    of: Callable[[Stimulus], str],
    chosen: Settings,
) -> Mean:
    part = table.of_stimuli(
        one.id for one in table.stimuli if (of(one), one.system) == (group, system)
    )
    counts = (len(part.stimuli), len(part.raters), len(part.value))
    return Mean(group, system, scale, mean_of(part, part.value, chosen), *counts)
