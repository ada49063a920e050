"""Rules about form: a measure that takes another up again."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from etudes.constraints.automaton import Ints
from etudes.constraints.rule import Broken
from etudes.constraints.tables import Tables
from etudes.encoding.events import to_ticks
from etudes.errors import InvalidValue
from etudes.melody import Event, Melody
from etudes.theory import Key, Pitch

FREE = -2
"""What stands for any pitch in `Returns.pitches`."""


@dataclass(frozen=True, slots=True)
class Returns:
    """A measure is an earlier one again: as it was, so many steps of the scale higher or
    lower, or in its rhythm alone.

    What measure it is was drawn before, so no table knows it; the tables hold what both
    measures allow, and the sampler writes the later one from the earlier.

    Attributes
    ----------
    measure, of : numbers from 1; `of` is the earlier one.
    steps : of the scale of `key`, upwards.
    rhythm_only : the pitches are free.
    """

    measure: int
    of: int
    key: Key
    steps: int = 0
    rhythm_only: bool = False

    def __post_init__(self) -> None:
        if not 1 <= self.of < self.measure:
            raise InvalidValue(
                f"a measure that returns after it was first heard was expected, not "
                f"measure {self.measure} as measure {self.of}"
            )

    @property
    def name(self) -> str:
        if self.rhythm_only:
            return f"measure {self.measure} in the rhythm of measure {self.of}"
        if not self.steps:
            return f"measure {self.measure} the same as measure {self.of}"
        way = "higher" if self.steps > 0 else "lower"
        by = f"{abs(self.steps)} step{'s' if abs(self.steps) > 1 else ''}"
        return f"measure {self.measure} as measure {self.of}, {by} {way}"

    def strike(self, tables: Tables) -> None:
        earlier, later = self.places(tables)
        if later.stop > tables.places or earlier.start < 0:
            # a measure that is not whole can return nothing
            tables.note_fits[:] = False
            return
        for bar in (earlier, later):
            _keep_apart(tables, bar)
        for fits in (tables.note_fits, tables.rest_fits):
            fits[earlier] &= fits[later]
            fits[later] = fits[earlier]
        if self.rhythm_only:
            return
        leads = self.pitches(tables)
        back = np.full(len(leads), -1)
        back[leads[leads >= 0]] = np.flatnonzero(leads >= 0)
        heard = tables.heard
        heard[earlier] &= (leads >= 0) & heard[later][:, np.maximum(leads, 0)]
        heard[later] &= (back >= 0) & heard[earlier][:, np.maximum(back, 0)]

    def faults(self, melody: Melody) -> Iterator[Broken]:
        first = [*self._written(melody, self.of)]
        again = [*self._written(melody, self.measure)]
        there = again[0][0] if again else None
        if [(place, length) for _, place, length, _ in first] != [
            (place, length) for _, place, length, _ in again
        ]:
            yield there, f"not {self.name}: the rhythm differs"
            return
        for (_, _, _, pitch), (event, _, _, other) in zip(first, again, strict=True):
            if (pitch is None) != (other is None):
                yield event, f"not {self.name}: a rest for a note, or a note for a rest"
            elif not self.rhythm_only and pitch and self.moved(pitch) != other:
                yield event, f"not {self.name}: {other} for {self.moved(pitch)}"

    def moved(self, pitch: Pitch) -> Pitch | None:
        """Return the pitch so many steps of the scale away, altered as this one is; None
        beyond the keyboard."""
        raised = pitch.alter - self.key.signature_alter(pitch.step)
        octave, step = divmod(pitch.staff_position + self.steps, 7)
        try:
            return Pitch(step, self.key.signature_alter(step) + raised, octave)
        except InvalidValue:
            return None

    def places(self, tables: Tables) -> tuple[slice, slice]:
        """Return the places of the earlier and of the later measure."""
        exercise = tables.exercise
        bar = to_ticks(exercise.time_signature.measure_duration) // tables.grid
        pickup = to_ticks(exercise.pickup) // tables.grid
        first, again = (pickup + (n - 1) * bar for n in (self.of, self.measure))
        return slice(first, first + bar), slice(again, again + bar)

    def pitches(self, tables: Tables) -> Ints:
        """Return the pitch token that each becomes when it returns, −1 for none and `FREE`
        for any."""
        if self.rhythm_only:
            return np.full(len(tables.pitches), FREE)
        token = {pitch: i for i, pitch in enumerate(tables.pitches) if pitch}
        moved = [pitch and self.moved(pitch) for pitch in tables.pitches]
        return np.array([token.get(pitch, -1) if pitch else -1 for pitch in moved])

    def _written(
        self, melody: Melody, measure: int
    ) -> Iterator[tuple[Event, Fraction, Fraction, Pitch | None]]:
        """Yield the events that begin in a measure: place, duration and pitch; what
        sounds into it or out of it shows in the places and lengths."""
        bar = melody.time_signature.measure_duration
        downbeat = (measure - 1) * bar
        for event in melody.events():
            if event.onset < downbeat + bar and event.onset + event.duration > downbeat:
                yield event, event.onset - downbeat, event.duration, event.pitch


def _keep_apart(tables: Tables, bar: slice) -> None:
    """Strike out what sounds over the barlines before and after a measure."""
    before = np.arange(tables.places)[:, None] < bar.start
    inside = (np.arange(tables.places)[:, None] < bar.stop) & ~before
    crosses = (before & (tables.after > bar.start)) | (inside & (tables.after > bar.stop))
    tables.note_fits &= ~crosses
    tables.rest_fits &= ~crosses
