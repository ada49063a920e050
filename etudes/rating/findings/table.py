"""Ratings as tables: who said what of which piece, on one scale."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from etudes.rating.record import Judgement
from etudes.rating.session import Stimulus
from etudes.statistics.estimate import Floats, LongTable


@dataclass(frozen=True, slots=True)
class Missing:
    """Why there are no figures."""

    why: str


@dataclass(frozen=True, slots=True)
class Ratings:
    """The first values of a scale: the raters, the stimuli, and rows of numbers of both
    with what was said."""

    raters: tuple[str, ...]
    stimuli: tuple[Stimulus, ...]
    rater: tuple[int, ...]
    item: tuple[int, ...]
    value: tuple[float, ...]

    @property
    def is_empty(self) -> bool:
        return not self.value

    @property
    def long(self) -> LongTable:
        """The rows, of which there must be one at least."""
        return LongTable(
            np.array(self.rater, np.intp),
            np.array(self.item, np.intp),
            np.array(self.value, np.float64),
        )

    @property
    def wide(self) -> Floats:
        """Raters down, stimuli across, NaN where nothing was said."""
        table = np.full((len(self.raters), len(self.stimuli)), np.nan)
        table[list(self.rater), list(self.item)] = self.value
        return table

    def of_stimuli(self, wanted: Iterable[str]) -> "Ratings":
        """Return what was said of some stimuli."""
        kept = set(wanted)
        return _ratings([row for row in self.rows() if row[1].id in kept])

    def rows(self) -> list[tuple[str, Stimulus, float]]:
        """Return rater, stimulus and value, one a rating."""
        return [
            (self.raters[rater], self.stimuli[item], value)
            for rater, item, value in zip(self.rater, self.item, self.value, strict=True)
        ]

    def item_means(self) -> Floats:
        """Return the mean of each stimulus over raters, each rater's own mean taken out and
        the mean of all added again, so that severe raters pull no piece down."""
        table = self.wide
        own = np.nanmean(table, axis=1, keepdims=True)
        means: Floats = np.nanmean(table - own, axis=0) + float(np.nanmean(table))
        return means


def first_ratings(judgements: Iterable[Judgement], scale: str) -> Ratings:
    """Return what was said on a scale, without repeats, which tell of something else."""
    return _ratings(
        [
            (one.trial.rater, one.shown[0], float(one.rating.answer.values[scale]))
            for one in judgements
            if not one.trial.is_pair and one.trial.repeats is None
        ]
    )


def _ratings(rows: Sequence[tuple[str, Stimulus, float]]) -> Ratings:
    raters = list(dict.fromkeys(rater for rater, _, _ in rows))
    stimuli = {one.id: one for _, one, _ in rows}
    places = {id_: place for place, id_ in enumerate(stimuli)}
    return Ratings(
        tuple(raters),
        tuple(stimuli.values()),
        tuple(raters.index(rater) for rater, _, _ in rows),
        tuple(places[one.id] for _, one, _ in rows),
        tuple(value for _, _, value in rows),
    )
