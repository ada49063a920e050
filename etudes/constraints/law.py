"""Simple laws by which the ways to the end are weighed."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.automaton import Ints
from etudes.constraints.tables import Tables
from etudes.encoding.events import to_ticks
from etudes.model.surrogate import Surrogate, sound_context

Floats = NDArray[np.float64]


class Law(Protocol):
    """A law simple enough to be summed over all melodies: lengths by their place, pitches
    by the one last heard."""

    def lengths(self, tables: Tables) -> Floats:
        """Return the weight of each length at each place, shape (places, durations)."""

    def sounds(self, tables: Tables) -> tuple[Floats, Ints]:
        """Return weights of the next pitch, shape (contexts, pitches + 1, pitches), and the
        context of a length at a place, shape (places, durations).

        The row after the last pitch is before the first note, column 0 is a rest.
        """


class Even:
    """The law that weighs all the same; values count melodies."""

    def lengths(self, tables: Tables) -> Floats:
        return np.ones(tables.note_fits.shape)

    def sounds(self, tables: Tables) -> tuple[Floats, Ints]:
        size = len(tables.pitches)
        return np.ones((1, size + 1, size)), np.zeros(tables.note_fits.shape, np.int64)


@dataclass(frozen=True)
class Fitted:
    """The law of a model's surrogate: n-grams that were fitted to what it learnt from."""

    surrogate: Surrogate

    def lengths(self, tables: Tables) -> Floats:
        exercise = tables.exercise
        bar, onset = to_ticks(exercise.time_signature.measure_duration), _onsets(tables)
        places = (onset - to_ticks(exercise.pickup)) % bar
        left = tables.places * tables.grid - onset
        law = self.surrogate.length_law(exercise.time_signature, places, left)
        return law.astype(np.float64)

    def sounds(self, tables: Tables) -> tuple[Floats, Ints]:
        bar = to_ticks(tables.exercise.time_signature.measure_duration)
        left_after = (tables.places - tables.after) * tables.grid
        context = sound_context(np.maximum(left_after, 0), bar)
        return self.surrogate.sounds.astype(np.float64), context


def _onsets(tables: Tables) -> Ints:
    onsets: Ints = np.arange(tables.places) * tables.grid
    return onsets
