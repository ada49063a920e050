"""All that the networks of one data set and condition learn from, as arrays."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from benchmarks.pearce.experts import Advice
from benchmarks.pearce.inputs import Inputs
from benchmarks.pearce.tunes import Ints, Tune

Floats = NDArray[np.float32]
_Scalar = TypeVar("_Scalar", bound=np.generic)
MARGIN = 14
"""Semitones that a tonic may lie outside the alphabet."""


@dataclass(frozen=True)
class Material:
    """The events of all tunes in a row, and what is told of each; the last is a blank.

    Attributes
    ----------
    starts : the first event of each tune, and the number of events at the end.
    targets : place of each pitch in the alphabet, (events + 1,).
    told : features, (events + 1, features).
    told_by_fold : those that depend on the outer fold, (folds, events + 1, features).
    height : the pitch before, one in n, (events + 1, pitches).
    experts : natural logs, (folds, events + 1, experts, pitches).
    columns : for each pitch its distance from the pitch before and from the anchor, plus
        `reach`; 2 * reach + 1 where there is none; (2, events + 1, pitches).
    reach : the greatest distance.
    """

    starts: Ints
    targets: Ints
    told: Floats
    told_by_fold: Floats
    height: Floats
    experts: Floats
    columns: Ints
    reach: int

    @property
    def blank(self) -> int:
        return len(self.targets) - 1

    @property
    def features(self) -> int:
        parts = (self.told, self.told_by_fold, self.height)
        return sum(part.shape[-1] for part in parts)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the arrays over events by name."""
        names = ("targets", "told", "told_by_fold", "height", "experts", "columns")
        return {name: getattr(self, name) for name in names}

    def bits(self, events: Ints, logs: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return what events cost under natural logs of shape (events, …, pitches)."""
        targets = self.targets[events].reshape(-1, *[1] * (logs.ndim - 1))
        own = np.take_along_axis(logs, targets, axis=-1)[..., 0]
        bits: NDArray[np.float64] = -own.astype(np.float64) / np.log(2)
        return bits


def gather(
    tunes: Sequence[Tune], pitches: Sequence[int], told: Inputs, advice: Sequence[Advice]
) -> Material:
    """Return the material of some tunes, with the advice for each outer fold."""
    starts = np.cumsum([0, *(len(tune.notes) for tune in tunes)])
    targets = np.array([pitches.index(pitch) for tune in tunes for pitch in tune.pitches])
    experts = np.stack(
        [np.concatenate([each.log_probabilities, told.memory], axis=1) for each in advice]
    )
    entropies = -(np.exp(experts) * experts).sum(axis=3)
    closing = np.stack([each.closing for each in advice])
    reach = max(pitches) - min(pitches) + MARGIN
    origins = told.origin.T[:, :, None]
    columns = np.where(origins > 0, np.asarray(pitches) - origins + reach, 2 * reach + 1)
    return Material(
        starts,
        _with_blank(targets, 0),
        _with_blank(told.told, 0).astype(np.float32),
        _with_blank(np.concatenate([closing, entropies], axis=2), 1).astype(np.float32),
        _with_blank(told.height, 0).astype(np.float32),
        _with_blank(experts, 1).astype(np.float32),
        _with_blank(columns, 1),
        reach,
    )


def _with_blank(array: NDArray[_Scalar], axis: int) -> NDArray[_Scalar]:
    widths = [(0, int(i == axis)) for i in range(array.ndim)]
    return np.pad(array, widths)
