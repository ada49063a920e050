"""What the instrument's technique allows at a level."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from etudes.constraints.rule import Broken
from etudes.constraints.tables import Tables
from etudes.melody import Melody
from etudes.technique import Technique
from etudes.theory import Pitch


@dataclass(frozen=True, slots=True)
class Playable:
    """No note and no move asks of the player what comes at a later level."""

    instrument: str
    technique: Technique[Any]
    level: int

    @property
    def name(self) -> str:
        return f"the {self.instrument}'s technique at level {self.level}"

    def strike(self, tables: Tables) -> None:
        def may_sound(pitch: Pitch) -> bool:
            return self.technique.may_sound(pitch, self.level)

        def may_follow(a: Pitch, b: Pitch) -> bool:
            return self.technique.may_follow(a, b, self.level)

        tables.strike_pitches(tables.by_pitch(may_sound))
        if not self.technique.allows_all(self.level):
            tables.moves &= tables.by_move(may_follow)

    def faults(self, melody: Melody) -> Iterator[Broken]:
        yield from self.technique.faults(melody, self.level)
