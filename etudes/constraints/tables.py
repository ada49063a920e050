"""What the rules of an exercise leave: tables over places, lengths and pitches.

A rule that looks at one event and the one before it strikes entries out:

    note_fits[place, duration]    a note of this length may begin here
    rest_fits[place, duration]    a rest of this length may begin here
    heard[place, pitch]           a note of this pitch may begin here
    moves[pitch, pitch]           the second may follow the first
    opens[pitch]                  may be the first note

A rule that remembers more, or looks at length and pitch together, adds an automaton
(`etudes.constraints.automaton`). Places are multiples of `grid` ticks from the first note
to the end; pitches and durations are token ids of the vocabulary.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from math import gcd

import numpy as np

from etudes.constraints.automaton import Automaton, Bools, Ints
from etudes.constraints.exercise import Exercise
from etudes.encoding.events import REST, TICKS_PER_WHOLE, from_ticks, to_ticks
from etudes.encoding.relative import absolute
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import EtudesError
from etudes.theory import Pitch, TimeSignature

Fits = Callable[[TimeSignature, Fraction, Fraction], bool]
"""A question about (metre, place in the bar, length)."""


@dataclass
class Tables:
    """What is still allowed; made with everything allowed, then struck out by rules.

    `pitches` holds the written pitch of each token (None for the rest and for what no
    staff could hold), `ticks` the length of each duration token.
    """

    exercise: Exercise
    pitches: tuple[Pitch | None, ...]
    ticks: Ints
    grid: int
    note_fits: Bools
    rest_fits: Bools
    heard: Bools
    moves: Bools
    opens: Bools
    automata: list[Automaton] = field(default_factory=list)

    @property
    def places(self) -> int:
        """Places before the end; the end itself is place number `places`."""
        return len(self.note_fits)

    def strike_pitches(self, allowed: Bools) -> None:
        """Leave only these pitches, shape (pitches,)."""
        self.opens &= allowed
        self.moves &= allowed[:, None] & allowed[None, :]

    def by_pitch(self, fits: Callable[[Pitch], bool]) -> Bools:
        """Return a (pitches,) table of answers, asking only about pitches not struck out
        yet; any other, and what is no pitch, gets a no."""
        table = np.zeros_like(self.opens)
        for token in np.flatnonzero(self.opens | self.moves.any(axis=0)):
            pitch = self.pitches[token]
            table[token] = pitch is not None and fits(pitch)
        return table

    def by_move(self, fits: Callable[[Pitch, Pitch], bool]) -> Bools:
        """Return a (pitches, pitches) table, asking only about moves not struck out yet."""
        table = np.zeros_like(self.moves)
        for i, j in zip(*np.nonzero(self.moves), strict=True):
            a, b = self.pitches[i], self.pitches[j]
            table[i, j] = a is not None and b is not None and fits(a, b)
        return table

    @property
    def after(self) -> Ints:
        """The place at which a length ends, shape (places, durations)."""
        ends: Ints = np.arange(self.places)[:, None] + self.ticks // self.grid
        return ends

    @property
    def follows(self) -> Bools:
        """What may follow what, shape (pitches + 1, pitches); the last row is before the
        first note."""
        return np.vstack([self.moves, self.opens])

    def of_lengths(self, lengths: tuple[Fraction, ...]) -> Bools:
        """Return which durations are among these, shape (1, durations)."""
        wanted = [to_ticks(length) for length in lengths]
        return np.isin(self.ticks, wanted)[None, :]

    def by_place(self, fits: Fits) -> Bools:
        """Return a (places, durations) table of answers; only what is not struck out at
        this place of every bar is asked about."""
        metre = self.exercise.time_signature
        bar, pickup = to_ticks(metre.measure_duration), to_ticks(self.exercise.pickup)
        rows = (-pickup % bar // self.grid + np.arange(self.places)) % (bar // self.grid)
        left = np.zeros((bar // self.grid, len(self.ticks)), np.bool_)
        np.logical_or.at(left, rows, self.note_fits | self.rest_fits)
        lengths = [from_ticks(ticks) for ticks in self.ticks.tolist()]
        of_bar = np.zeros_like(left)
        for row in np.flatnonzero(left.any(axis=1)):
            place = from_ticks(int(row) * self.grid)
            for token in np.flatnonzero(left[row]):
                of_bar[row, token] = fits(metre, place, lengths[token])
        table: Bools = of_bar[rows]
        return table


def all_allowed(exercise: Exercise, vocabulary: Vocabulary) -> Tables:
    """Return the tables of an exercise with nothing struck out yet.

    Only this much is inborn: lengths lie on the grid, nothing passes the end, the rest
    is no pitch.
    """
    ticks = np.array(vocabulary.durations, np.int64)
    length = to_ticks(exercise.duration)
    grid = _grid(exercise, vocabulary)
    places = length // grid
    fits = (ticks % grid == 0)[None, :] & (
        np.arange(places)[:, None] * grid + ticks[None, :] <= length
    )
    pitches = _written(vocabulary.pitches, exercise.tonic)
    known = np.array([pitch is not None for pitch in pitches])
    return Tables(
        exercise,
        pitches,
        ticks,
        grid,
        fits.copy(),
        fits.copy(),
        np.repeat(known[None, :], places, axis=0),
        known[:, None] & known[None, :],
        known.copy(),
    )


def _grid(exercise: Exercise, vocabulary: Vocabulary) -> int:
    lengths = [exercise.time_signature.measure_duration, exercise.pickup]
    named = set(vocabulary.durations)
    for value in (*exercise.values, *exercise.rests):
        if int(value * TICKS_PER_WHOLE) in named:
            lengths.append(value)
    return gcd(*(to_ticks(length) for length in lengths))


@cache
def _written(tokens: tuple[tuple[int, int], ...], tonic: Pitch) -> tuple[Pitch | None, ...]:
    """Return the written pitch of each token, seen from a tonic."""
    return tuple(_pitch(steps, alter, tonic) for steps, alter in tokens)


def _pitch(steps: int, alter: int, tonic: Pitch) -> Pitch | None:
    if steps == REST:
        return None
    try:
        return absolute(steps, alter, tonic)
    except EtudesError:
        return None  # beyond a double accidental or the keyboard
