"""The values of many exercises side by side, asked for many melodies at once."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.automaton import DEAD, Bools
from etudes.constraints.exercise import Exercise
from etudes.constraints.law import Fitted
from etudes.constraints.reachability import Reachable, Values, reach
from etudes.model.folder import TrainedModel

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


TRUST = 0.5
"""To what power the surrogate's values are taken. They are far from what the network would
do: of 64 melodies, weights leave 42 whole at level 2 with this, 27 with 1 and 39 with 0."""


def look_ahead(exercise: Exercise, model: TrainedModel) -> Reachable:
    """Return the states of an exercise, weighed by what the model's surrogate expects.

    Raises
    ------
    UnsatisfiableRequest
        If no melody keeps the rules.
    """
    law = Fitted(model.surrogate) if model.surrogate else None
    return reach(exercise, model.vocabulary, law).trusting(TRUST if law else 0)


class Ahead:
    """What may come next in any state of any of these exercises, and what it is worth.

    A state is (exercise, place, pitch, state of its automaton), an array of each. A pitch
    is a number among those that the exercise can sound; one more means "nothing heard yet".
    Tables of all exercises lie end to end, so that one look-up serves every melody.

    Attributes
    ----------
    lengths : the duration tokens that some exercise can choose.
    tokens : the pitch tokens of each exercise, the rest first, shape (exercises, choices);
        what is left over stands for nothing.
    """

    def __init__(self, reachables: Sequence[Reachable]) -> None:
        count = len(reachables)
        # a set, for `np.unique` of plain numbers imports the whole of `numpy.ma`
        self.lengths = np.array(
            sorted({token for r in reachables for token in r.lengths.tolist()}), np.int64
        )
        widest = max(len(r.heard) for r in reachables)
        self.tokens = np.zeros((count, widest + 1), np.int64)
        self._rows = np.array([len(r.heard) + 1 for r in reachables])
        self._states = np.array([r.automaton.states for r in reachables])
        self._classes = np.array([r.automaton.step.shape[1:] for r in reachables])
        self.grids = np.array([r.tables.grid for r in reachables])
        self.places = np.array([r.tables.places for r in reachables])
        self._sounds = np.full((count, widest + 1, widest + 1), DEAD)
        self._steps = np.zeros((count, len(self.lengths)), np.int64)
        for k, reachable in enumerate(reachables):
            tables, heard = reachable.tables, reachable.heard
            here = slice(1, len(heard) + 1)
            self.tokens[k, here] = heard
            rows = np.append(heard, len(tables.pitches))
            sounds = reachable.automaton.sounds
            self._sounds[k, : len(rows), here] = np.where(
                tables.follows[np.ix_(rows, heard)], sounds[np.ix_(rows, heard)], DEAD
            )
            self._sounds[k, : len(rows), 0] = sounds[rows, 0]
            of_length = tables.ticks[self.lengths]
            self._steps[k] = np.where(
                of_length % tables.grid, tables.places + 1, of_length // tables.grid
            )
        flat = [_flat(reachable, self.lengths, widest) for reachable in reachables]
        self._values: _Joined[np.float32] = _Joined([f.values for f in flat])
        self._onward: _Joined[np.float32] = _Joined([f.onward for f in flat])
        self._scales: _Joined[np.float64] = _Joined([r.scales for r in reachables])
        self._fits: _Joined[np.bool_] = _Joined([f.fits for f in flat])
        self._heard: _Joined[np.bool_] = _Joined([f.heard for f in flat])
        self._length_class: _Joined[np.int64] = _Joined([f.length_class for f in flat])
        self._step: _Joined[np.int64] = _Joined(
            [r.automaton.step.ravel() for r in reachables]
        )

    def start(self, exercises: Ints) -> Ints:
        """Return the pitch that means "nothing heard yet" of each of these exercises."""
        nothing: Ints = self._rows[exercises] - 1
        return nothing

    def value(self, k: Ints, place: Ints, last: Ints, state: Ints) -> Floats:
        """Return the value of a state, as a share of e^`scale` of its place."""
        return self._value(k, place, last, state).astype(np.float64)

    def scale(self, k: Ints, place: Ints) -> Floats:
        found: Floats = self._scales.of(k, place)
        return found

    def after_lengths(self, k: Ints, place: Ints, last: Ints, state: Ints) -> Floats:
        """Return what each of `lengths` is worth, (rows, lengths): 0 leads nowhere."""
        index = (place * self._rows[k] + last) * self._states[k] + state
        found: Floats = self._onward.of(k, index).astype(np.float64)
        return found

    def after_pitches(
        self, k: Ints, place: Ints, last: Ints, state: Ints, length: Ints
    ) -> tuple[Floats, Ints]:
        """Return what each pitch of `tokens` is worth after a length, and the state that it
        leads to, shape (rows, choices) each. `length` is a number among `lengths`."""
        after = self.end(k, place, length)
        classes = self._classes[k]
        kind = self._length_class.of(k, place)[np.arange(len(k)), length]
        sounds = self._sounds[k, last]
        index = (state * classes[:, 0] + kind) * classes[:, 1]
        next_state = self._step.of(k[:, None], index[:, None] + np.maximum(sounds, 0))
        choices = np.arange(sounds.shape[1]) - 1
        target = np.where(choices < 0, last[:, None], choices)
        possible = (sounds != DEAD) & (next_state != DEAD)
        possible &= self._heard.of(k, place)
        fits = self._fits.of(k, place)[np.arange(len(k)), :, length]
        possible[:, 0] &= fits[:, 1]
        possible[:, 1:] &= fits[:, :1]
        next_state = np.maximum(next_state, 0)
        target = np.minimum(target, self._rows[k][:, None] - 1)
        value = self._value(k[:, None], after[:, None], target, next_state)
        worth = np.where(possible, value, 0.0).astype(np.float64)
        return worth, next_state

    def end(self, k: Ints, place: Ints, length: Ints) -> Ints:
        """Return the place at which a length ends, at most the end of the piece."""
        ends: Ints = np.minimum(place + self._steps[k, length], self.places[k])
        return ends

    def _value(self, k: Ints, place: Ints, last: Ints, state: Ints) -> Values:
        rows, states = self._rows[k], self._states[k]
        return self._values.of(k, (place * rows + last) * states + state)


T = TypeVar("T", bound=np.generic)


class _Joined(Generic[T]):
    """Tables of several exercises end to end along their first axis."""

    def __init__(self, tables: Sequence[NDArray[T]]) -> None:
        self._table = np.concatenate(tables)
        self._at = np.cumsum([0, *(len(table) for table in tables[:-1])])

    def of(self, k: Ints, index: Ints) -> NDArray[T]:
        """Return the rows of these indices in the tables of these exercises."""
        found: NDArray[T] = self._table[self._at[k] + index]
        return found


class _Flat(NamedTuple):
    """The tables of an exercise, places first, with one place more: the end, at which
    nothing begins."""

    values: Values
    onward: Values
    fits: Bools
    heard: Bools
    length_class: Ints


def _flat(reachable: Reachable, lengths: Ints, widest: int) -> _Flat:
    tables = reachable.tables
    places = tables.places
    column = np.searchsorted(lengths, reachable.lengths)
    onward = np.zeros((*reachable.values.shape, len(lengths)), np.float32)
    onward[:places, :, :, column] = reachable.onward
    inside = tables.after[:, lengths] <= places
    fits = np.zeros((places + 1, 2, len(lengths)), np.bool_)
    fits[:places, 0] = tables.note_fits[:, lengths] & inside
    fits[:places, 1] = tables.rest_fits[:, lengths] & inside
    heard = np.zeros((places + 1, widest + 1), np.bool_)
    heard[:places, 0] = True
    heard[:places, 1 : len(reachable.heard) + 1] = tables.heard[:, reachable.heard]
    length_class = np.zeros((places + 1, len(lengths)), np.int64)
    length_class[:places] = reachable.automaton.lengths[:, lengths]
    return _Flat(
        reachable.values.ravel(),
        onward.reshape(-1, len(lengths)),
        fits,
        heard,
        length_class,
    )
