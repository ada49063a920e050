"""What raters said of each piece: which of them a teacher would look at first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from etudes.rating.findings.table import Missing, first_ratings
from etudes.rating.record import Judgement
from etudes.rating.scales import rating_scales

_RANKED_BY = "use"


@dataclass(frozen=True, slots=True)
class PieceMeans:
    """The plain means of a piece by scale, and how many raters judged it.

    `fair` is the mean of "would use it" with each rater's own mean taken out and that of
    all added again, so that severe raters pull no piece down.
    """

    item: str
    system: str
    level: int
    instrument: str
    means: Mapping[str, float] = field(hash=False)
    raters: int
    fair: float


def by_piece(judgements: Sequence[Judgement]) -> tuple[PieceMeans, ...] | Missing:
    """Return the pieces that were rated, those first that raters would use most gladly;
    repeats do not count."""
    tables = {scale: first_ratings(judgements, scale) for scale in rating_scales()}
    ranked = tables[_RANKED_BY]
    if ranked.is_empty:
        return Missing("no piece has been rated by itself")
    plain = {scale: np.nanmean(table.wide, axis=0) for scale, table in tables.items()}
    raters = np.isfinite(ranked.wide).sum(axis=0)
    fair = ranked.item_means()
    found = [
        PieceMeans(
            one.item,
            one.system,
            one.level,
            one.instrument,
            {scale: float(plain[scale][place]) for scale in plain},
            int(raters[place]),
            float(fair[place]),
        )
        for place, one in enumerate(ranked.stimuli)
    ]
    return tuple(sorted(found, key=lambda one: (-one.fair, one.item)))
