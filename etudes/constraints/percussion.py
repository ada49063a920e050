"""Rules for drums: rhythms on one line, and drums that are tuned."""

from collections.abc import Iterator
from dataclasses import dataclass

from etudes.constraints.rule import Broken, sounding
from etudes.constraints.tables import Tables
from etudes.errors import UnsatisfiableRequest
from etudes.melody import Melody
from etudes.tables.instruments import MIDDLE_LINE, Range
from etudes.theory import Key, Pitch

_REACH = 9
_DEGREES = (1, 5, 4, 2)
"""What the drums are tuned to, in the order in which they come into use."""


@dataclass(frozen=True, slots=True)
class OneLine:
    """Every note stands on the middle line.

    The model's pitches are drawn from a sixth either side of it and then forgotten, so
    that it is free to move as it likes and the rhythm follows its own law.
    """

    @property
    def name(self) -> str:
        return "every note on one line"

    def strike(self, tables: Tables) -> None:
        tables.strike_pitches(
            tables.by_pitch(lambda pitch: abs(pitch.midi - MIDDLE_LINE.midi) <= _REACH)
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event, pitch in sounding(melody):
            if pitch != MIDDLE_LINE:
                yield event, "the note does not stand on the middle line"


@dataclass(frozen=True, slots=True)
class TunedTo:
    """There are only these drums."""

    drums: tuple[Pitch, ...]

    @property
    def name(self) -> str:
        return f"drums tuned to {' '.join(map(str, self.drums))}"

    def strike(self, tables: Tables) -> None:
        tables.strike_pitches(tables.by_pitch(self.drums.__contains__))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event, pitch in sounding(melody):
            if pitch not in self.drums:
                yield event, f"no drum is tuned to {pitch}"


def tuning(key: Key, count: int, within: Range) -> tuple[Pitch, ...]:
    """Return so many drums for a key, lowest first: the tonic, the dominant, then the
    subdominant and the second degree, each as near to the tonic as the range lets it.

    Examples
    --------
    >>> [str(drum) for drum in tuning(Key.parse("D"), 2, (Pitch(4, 0, 2), Pitch(1, 0, 3)))]
    ['A2', 'D3']

    Raises
    ------
    UnsatisfiableRequest
        If no drum of the range can be tuned to one of these degrees.
    """
    drums: list[Pitch] = []
    centre = (within[0].midi + within[1].midi) / 2
    for degree in _DEGREES[:count]:
        step = (key.step + degree - 1) % 7
        places = [Pitch(step, key.signature_alter(step), octave) for octave in range(7)]
        fitting = [p for p in places if within[0].midi <= p.midi <= within[1].midi]
        if not fitting:
            raise UnsatisfiableRequest(
                f"no drum from {within[0]} to {within[1]} can be tuned to degree {degree} "
                f"of {key}; choose another key or a wider range"
            )
        drums.append(min(fitting, key=lambda p: abs(p.midi - centre)))
        centre = drums[0].midi
    return tuple(sorted(drums, key=lambda p: p.midi))
