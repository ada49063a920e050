"""Rules against runs: of intervals or of lengths that may come nowhere in a row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

import numpy as np

from etudes.constraints.automaton import DEAD, Automaton, Ints
from etudes.constraints.rule import Broken, sounding
from etudes.constraints.tables import Tables
from etudes.encoding.events import to_ticks
from etudes.errors import InvalidValue
from etudes.melody import Melody
from etudes.theory import duration_name


@dataclass(frozen=True, slots=True)
class Forbidden:
    """These intervals come nowhere one after the other.

    A rest between two notes changes nothing: what counts is the interval from each note to
    the next one that sounds, as it does for leaps and equal notes.

    Parameters
    ----------
    steps : the run, in semitones; downwards negative.

    Raises
    ------
    InvalidValue
        If the run is empty.
    """

    steps: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.steps:
            raise InvalidValue("a forbidden run has at least one interval, not none")

    @property
    def name(self) -> str:
        return f"no run of {self._run} semitones"

    def strike(self, tables: Tables) -> None:
        """Follow the run: state n has just heard its first n intervals."""
        letters = {size: letter for letter, size in enumerate(sorted(set(self.steps)), 1)}
        midi = [0 if pitch is None else pitch.midi for pitch in tables.pitches]
        other, rest = 0, len(letters) + 1
        size = len(midi)
        sounds = np.full((size + 1, size), other)
        sounds[:size] = [[letters.get(b - a, other) for b in midi] for a in midi]
        sounds[:, 0] = rest
        found = _finds([letters[size] for size in self.steps], rest)
        through_rest = np.arange(len(found))[:, None]
        step = np.hstack([found, through_rest])[:, None, :]
        tables.automata.append(
            Automaton(np.zeros_like(tables.after), sounds, step, found[:, 0] >= 0)
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        notes = sounding(melody)
        moves = [b.midi - a.midi for (_, a), (_, b) in pairwise(notes)]
        for end in _ends(moves, self.steps):
            yield notes[end][0], f"the end of a run of {self._run} semitones"

    @property
    def _run(self) -> str:
        return ", ".join(f"{step:+d}" if step else "0" for step in self.steps)


@dataclass(frozen=True, slots=True)
class ForbiddenRhythm:
    """Notes of these lengths come nowhere one after the other.

    A rest breaks the run, whatever its length: three crotchets in a row are three that
    sound, and crotchet, rest, crotchet is another rhythm. A tied note counts with its whole
    length.

    Raises
    ------
    InvalidValue
        If the run is empty, or a length is not positive or off the grid of 1/96.
    """

    lengths: tuple[Fraction, ...]

    def __post_init__(self) -> None:
        if not self.lengths or any(to_ticks(length) <= 0 for length in self.lengths):
            raise InvalidValue("a forbidden rhythm has lengths, and each is positive")

    @property
    def name(self) -> str:
        return f"no run of {self._run}"

    def strike(self, tables: Tables) -> None:
        """Follow the run: state n has just heard its first n lengths."""
        ticks = [to_ticks(length) for length in self.lengths]
        letters = {length: letter for letter, length in enumerate(sorted(set(ticks)), 1)}
        of_length = np.array([letters.get(length, 0) for length in tables.ticks.tolist()])
        size = len(tables.pitches)
        sounds = np.zeros((size + 1, size), np.int64)
        sounds[:, 0] = 1
        found = _finds([letters[length] for length in ticks], len(letters) + 1)
        step = np.stack([found, np.zeros_like(found)], axis=-1)
        tables.automata.append(
            Automaton(
                np.tile(of_length, (tables.places, 1)), sounds, step, found[:, 0] >= 0
            )
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        events = list(melody.events())
        lengths = [None if event.pitch is None else event.duration for event in events]
        for end in _ends(lengths, self.lengths):
            yield events[end - 1], f"the end of a run of {self._run}"

    @property
    def _run(self) -> str:
        return ", ".join(duration_name(length) for length in self.lengths)


def _finds(run: Sequence[int], letters: int) -> Ints:
    """Return the table that finds a run in a word, shape (length of the run, letters).

    State n has just read the first n letters of the run and no longer beginning of it
    (Knuth, Morris, Pratt, 1977); the last letter leads to `DEAD`. Letter 0 is in no run.

    Examples
    --------
    >>> _finds([1, 1, 2], 3)
    array([[ 0,  1,  0],
           [ 0,  2,  0],
           [ 0,  2, -1]])
    """
    table = np.zeros((len(run), letters), np.int64)
    shorter = 0  # where the word would be without its first letter
    for n, letter in enumerate(run):
        if n:
            table[n] = table[shorter]
            shorter = int(table[shorter, letter])
        table[n, letter] = n + 1
    table[-1, run[-1]] = DEAD
    return table


T = TypeVar("T")


def _ends(word: Sequence[T | None], run: Sequence[T]) -> Iterator[int]:
    """Yield how much of a word has been read at the end of each such run in it."""
    for end in range(len(run), len(word) + 1):
        if list(word[end - len(run) : end]) == list(run):
            yield end
