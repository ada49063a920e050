"""Rules about cadences: a half close on the way, and by which move the piece ends."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from etudes.constraints.automaton import gate
from etudes.constraints.rule import Broken, sounding
from etudes.constraints.tables import Tables
from etudes.encoding.events import to_ticks
from etudes.errors import InvalidValue
from etudes.melody import Melody
from etudes.theory import Key, Pitch

_DOMINANT = (2, 5, 7)
"""The degrees of the dominant chord."""

_MOVE = re.compile(r"([1-7])-([1-7])")


@dataclass(frozen=True, slots=True)
class HalfCloseAt:
    """A measure ends with a note of a beat or more on a degree of the dominant chord.

    The note ends where the measure does, and nothing sounds across. Measures count as
    `Exercise.measures` does: with a pickup, a measure ends where the upbeat to the next one
    begins, so that the next phrase begins as the piece does. A piece of eight measures or
    more with a half close at its middle does not run on (`etudes.sampling.faults.runs_on`).

    Parameters
    ----------
    measure : counted from 1.

    Raises
    ------
    InvalidValue
        If the measure is below 1.
    """

    measure: int
    key: Key

    def __post_init__(self) -> None:
        if self.measure < 1:
            raise InvalidValue(f"measures count from 1; there is no measure {self.measure}")

    @property
    def name(self) -> str:
        return f"a half close at the end of measure {self.measure}"

    def strike(self, tables: Tables) -> None:
        metre = tables.exercise.time_signature
        close = to_ticks(self.measure * metre.measure_duration) // tables.grid
        if close > tables.places:
            tables.note_fits[:], tables.rest_fits[:] = False, False
        begins = np.arange(tables.places)[:, None]
        apart = (begins >= close) | (tables.after < close)
        closes = tables.after == close
        is_long = tables.ticks >= to_ticks(metre.beat)
        tables.rest_fits &= apart
        tables.note_fits &= apart | (closes & is_long)
        dominant = tables.by_pitch(self._is_of_dominant)
        tables.automata.append(
            gate(
                closes,
                np.tile(dominant, (len(dominant) + 1, 1)),
                passes=np.array([[True, True], [False, True]]),
            )
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        metre = melody.time_signature
        close = self.measure * metre.measure_duration - melody.pickup
        *_, last = (event for event in melody.events() if event.onset < close)
        end = last.onset + last.duration
        if end < close:
            yield None, f"the piece is over before the end of measure {self.measure}"
        elif end > close:
            yield last, f"sounds on over the end of measure {self.measure}: no half close"
        elif last.pitch is None:
            yield last, f"measure {self.measure} ends with a rest: no half close"
        elif not self._is_of_dominant(last.pitch):
            yield last, f"not of the dominant chord of {self.key}: no half close"
        elif last.duration < metre.beat:
            yield last, "shorter than a beat: no half close"

    def _is_of_dominant(self, pitch: Pitch) -> bool:
        return _degree(pitch, self.key) in _DOMINANT


@dataclass(frozen=True, slots=True)
class ClosesBy:
    """The last note ends the piece, and is reached from the note before by one of these
    moves.

    Parameters
    ----------
    moves : degrees of the scale: "7-1", "5-1"; up or down, altered or not. A rest between
        the two notes changes nothing.

    Raises
    ------
    InvalidValue
        If there is no move, or one is not two degrees from 1 to 7.

    Examples
    --------
    >>> ClosesBy(Key.parse("C"), ("2-1", "7-1", "5-1")).name
    'a last move 2-1, 7-1 or 5-1'
    """

    key: Key
    moves: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.moves:
            raise InvalidValue(
                "at least one last move such as '7-1' was expected, not none"
            )
        for move in self.moves:
            if not _MOVE.fullmatch(move):
                raise InvalidValue(
                    f"a last move is two degrees from 1 to 7, such as '7-1', not '{move}'"
                )

    @property
    def name(self) -> str:
        return f"a last move {self._wanted}"

    def strike(self, tables: Tables) -> None:
        size = len(tables.pitches)
        sounds = np.zeros((size + 1, size), np.bool_)
        sounds[:size] = tables.by_move(self._may_close)
        tables.automata.append(
            gate(
                tables.after == tables.places,
                sounds,
                passes=np.array([[True, True], [False, True]]),
            )
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        *_, last = melody.events()
        notes = [pitch for _, pitch in sounding(melody)][-2:]
        if last.pitch is None:
            yield last, "the piece ends with a rest"
        elif len(notes) < 2:
            yield last, "nothing sounds before the last note"
        elif not self._may_close(*notes):
            yield last, f"the last move is {self._move(*notes)}, not {self._wanted}"

    @property
    def _wanted(self) -> str:
        *others, last = self.moves
        return f"{', '.join(others)} or {last}" if others else last

    def _may_close(self, a: Pitch, b: Pitch) -> bool:
        return self._move(a, b) in self.moves

    def _move(self, a: Pitch, b: Pitch) -> str:
        return f"{_degree(a, self.key)}-{_degree(b, self.key)}"


def _degree(pitch: Pitch, key: Key) -> int:
    return (pitch.step - key.step) % 7 + 1
