"""The rule about notes outside the key signature."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from etudes.constraints.rule import Broken, sounding
from etudes.constraints.tables import Tables
from etudes.melody import Melody
from etudes.theory import Key, Pitch

_LOWEST, _HIGHEST = -7, 76
"""The staff positions of the lowest and the highest pitches that there are."""
_ALLOWED = {
    "none": "no altered note is allowed",
    "leading note": "only the raised seventh of minor is allowed",
    "minor": "only the raised sixth and seventh of minor are allowed",
    "by step": "no double accidental is allowed",
}


@dataclass(frozen=True, slots=True)
class Alterations:
    """Which notes outside the key signature there may be, and how they move.

    "none"; "leading note": in minor the raised seventh, which goes to the tonic;
    "minor": also the raised sixth on its way up to it; "by step": also any other,
    approached and left by step; "free".
    """

    key: Key
    kind: str

    @property
    def name(self) -> str:
        return f"{self.key} with alterations: {self.kind}"

    def strike(self, tables: Tables) -> None:
        if self.kind != "free":
            tables.strike_pitches(tables.by_pitch(self._may_sound))
            tables.moves &= tables.by_move(lambda a, b: not self._wrong_move(a, b))
        tables.opens &= tables.by_pitch(lambda pitch: not self._is_altered(pitch))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        notes = sounding(melody)
        for event, pitch in notes:
            if not self._may_sound(pitch):
                yield event, f"outside {self.key}: {_ALLOWED[self.kind]}"
        for event, pitch in notes[:1]:
            if self._may_sound(pitch) and self._is_altered(pitch):
                yield event, f"outside {self.key}: the first note is never altered"
        for (before, a), (after, b) in pairwise(notes):
            if self.kind == "free" or not (self._may_sound(a) and self._may_sound(b)):
                continue
            if wrong := self._wrong_move(a, b):
                yield before if self._is_altered(a) else after, wrong

    def _is_altered(self, pitch: Pitch) -> bool:
        return pitch.alter != self.key.signature_alter(pitch.step)

    def _degree(self, pitch: Pitch) -> int:
        return (pitch.step - self.key.step) % 7 + 1

    def _is_raised(self, pitch: Pitch, degree: int) -> bool:
        raised = pitch.alter == self.key.signature_alter(pitch.step) + 1
        return self.key.mode == "minor" and self._degree(pitch) == degree and raised

    def _may_sound(self, pitch: Pitch) -> bool:
        if self.kind == "free" or not self._is_altered(pitch):
            return True
        if self.kind == "leading note":
            return self._is_raised(pitch, 7)
        if self.kind == "minor":
            return self._is_raised(pitch, 7) or self._is_raised(pitch, 6)
        return self.kind == "by step" and abs(pitch.alter) <= 1

    def _wrong_move(self, a: Pitch, b: Pitch) -> str:
        """Say what is wrong with a move from or to an altered note, "" if nothing."""
        if a == b or not (self._is_altered(a) or self._is_altered(b)):
            return ""
        interval = a.interval_to(b)
        near = abs(interval.steps) == 1
        if self._is_raised(a, 7):
            up = interval.steps == 1 and interval.semitones == 1
            led = up or (interval.steps == -1 and self._is_raised(b, 6))
            return "" if led else "the raised seventh does not go up to the tonic"
        if self._is_raised(a, 6):
            led = interval.steps == 1 and self._is_raised(b, 7)
            return "" if led else "the raised sixth does not go up to the raised seventh"
        if not self._is_altered(a) and self._is_raised(b, 6):
            return "" if near else "the raised sixth is not approached by step"
        if not self._is_altered(a) and self._is_raised(b, 7):
            return "" if interval.steps else "the raised seventh follows the plain one"
        by_step = abs(interval.steps) <= 1 and abs(interval.semitones) <= 2
        return "" if by_step else "an altered note is not approached and left by step"


@dataclass(frozen=True, slots=True)
class Spelling:
    """A note that sounds like one of the key's own is written as that one; in minor the
    raised sixth and seventh are the key's own too."""

    key: Key

    @property
    def name(self) -> str:
        return f"notes of {self.key} spelled as such"

    def strike(self, tables: Tables) -> None:
        tables.strike_pitches(tables.by_pitch(lambda pitch: not self._twin(pitch)))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event, pitch in sounding(melody):
            if twin := self._twin(pitch):
                yield event, f"spelled otherwise than {self.key} does; write {twin}"

    def _twin(self, pitch: Pitch) -> Pitch | None:
        """Return the key's own note that sounds the same, None for what is no such twin."""
        here = pitch.staff_position
        own = [
            self._own(n) for n in range(max(here - 1, _LOWEST), min(here + 1, _HIGHEST) + 1)
        ]
        if self.key.mode == "minor":
            own += [self._raised(note) for note in own if self._degree(note) in (6, 7)]
        same = [note for note in own if note.midi == pitch.midi]
        return None if pitch in same or not same else same[0]

    def _own(self, position: int) -> Pitch:
        octave, step = divmod(position, 7)
        return Pitch(step, self.key.signature_alter(step), octave)

    def _degree(self, pitch: Pitch) -> int:
        return (pitch.step - self.key.step) % 7 + 1

    def _raised(self, pitch: Pitch) -> Pitch:
        return Pitch(pitch.step, pitch.alter + 1, pitch.octave)
