"""A melody as the arrays that the model reads, and back again, exactly."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.relative import absolute, reference_tonic, relative
from etudes.errors import InvalidValue
from etudes.melody import Melody
from etudes.theory import Key, Pitch, TimeSignature

TICKS_PER_WHOLE = 96
"""The grid: 24 ticks a crotchet hold semiquavers, demisemiquavers and triplets."""

REST = -128
"""What stands for the steps of a rest."""


@dataclass(frozen=True)
class EventArrays:
    """The events of one melody: tied notes joined, pitch seen from `tonic`.

    Attributes
    ----------
    steps, alters : int8 arrays, shape (events,); steps is `REST` for a rest.
    ticks : int16 array, shape (events,), durations.
    pickup : ticks before the first downbeat.
    """

    steps: NDArray[np.int8]
    alters: NDArray[np.int8]
    ticks: NDArray[np.int16]
    pickup: int
    tonic: Pitch
    mode: str
    time_signature: TimeSignature

    @property
    def onsets(self) -> NDArray[np.int64]:
        """The ticks from the first downbeat to each event, negative in a pickup."""
        ticks = self.ticks.astype(np.int64)
        return np.cumsum(ticks) - ticks - self.pickup


def to_ticks(duration: Fraction) -> int:
    """Return a length in ticks, or raise `InvalidValue` if it is off the grid."""
    ticks = duration * TICKS_PER_WHOLE
    if ticks.denominator != 1:
        raise InvalidValue(f"lengths are multiples of 1/{TICKS_PER_WHOLE}, not {duration}")
    return ticks.numerator


def from_ticks(ticks: int) -> Fraction:
    """Return a length as a fraction of a whole note."""
    return Fraction(int(ticks), TICKS_PER_WHOLE)


def encode(melody: Melody) -> EventArrays:
    """Return the arrays of a melody; `decode` gives the same melody back.

    Raises
    ------
    InvalidValue
        If nothing sounds, or a length is off the grid.
    """
    events = list(melody.events())
    midi = [event.pitch.midi for event in events if event.pitch is not None]
    if not midi:
        raise InvalidValue("a melody with at least one note was expected, not silence")
    tonic = reference_tonic(melody.key, float(np.median(midi)))
    pairs = [(REST, 0) if e.pitch is None else relative(e.pitch, tonic) for e in events]
    return EventArrays(
        np.array([steps for steps, _ in pairs], np.int8),
        np.array([alter for _, alter in pairs], np.int8),
        np.array([to_ticks(event.duration) for event in events], np.int16),
        to_ticks(melody.pickup),
        tonic,
        melody.key.mode,
        melody.time_signature,
    )


def decode(arrays: EventArrays) -> Melody:
    """Return the melody that `encode` saw, its ties written anew."""
    key = Key(arrays.tonic.step, arrays.tonic.alter, arrays.mode)
    events = [
        (
            None if steps == REST else absolute(int(steps), int(alter), arrays.tonic),
            from_ticks(ticks),
        )
        for steps, alter, ticks in zip(
            arrays.steps, arrays.alters, arrays.ticks, strict=True
        )
    ]
    return Melody.from_events(key, arrays.time_signature, events, from_ticks(arrays.pickup))
