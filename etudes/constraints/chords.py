"""The rule about leaps inside the chords of the key."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from etudes.constraints.rule import Broken, sounding
from etudes.constraints.tables import Tables
from etudes.melody import Melody
from etudes.theory import Key, Pitch, indefinite

_CHORDS = ({1, 3, 5}, {4, 6, 1}, {5, 7, 2, 4})
"""The degrees of I, IV and V7."""


@dataclass(frozen=True, slots=True)
class ChordLeaps:
    """Leaps of so many semitones and more stay inside a chord I, IV or V7 of the key.

    In minor the seventh of the scale belongs to V7 plain or raised. 0 allows leaps
    everywhere. The UIL choir criteria ask it of the first skips.
    """

    key: Key
    semitones: int

    @property
    def name(self) -> str:
        return f"wide leaps inside the chords I, IV and V7 of {self.key}"

    def strike(self, tables: Tables) -> None:
        if self.semitones:
            tables.moves &= tables.by_move(self._may_follow)

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for (_, a), (event, b) in pairwise(sounding(melody)):
            if not self._may_follow(a, b):
                leap = indefinite(a.interval_to(b).name)
                yield event, f"leap of {leap} from {a}: outside the chords I, IV and V7"

    def _may_follow(self, a: Pitch, b: Pitch) -> bool:
        if not self.semitones or abs(b.midi - a.midi) < self.semitones:
            return True
        degrees = {self._degree(a), self._degree(b)}
        return any(degrees <= chord for chord in _CHORDS)

    def _degree(self, pitch: Pitch) -> int:
        """Return the degree of a note of the key, 0 of any other."""
        degree = (pitch.step - self.key.step) % 7 + 1
        altered = pitch.alter - self.key.signature_alter(pitch.step)
        leads = degree == 7 and self.key.mode == "minor" and altered == 1
        return degree if altered == 0 or leads else 0
