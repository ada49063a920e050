"""Registers, their borders and awkward notes: woodwind and voices; drums to change."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etudes.errors import InvalidValue
from etudes.technique.technique import Fingering, Technique
from etudes.theory import Pitch


@dataclass(frozen=True, eq=False)
class Registers(Technique[Fingering]):
    """An instrument whose registers meet at borders.

    Attributes
    ----------
    borders : the lowest written note above each border, rising.
    notes : kinds of awkward notes, as MIDI numbers.

    Raises
    ------
    InvalidValue
        If the borders do not rise.
    """

    borders: Mapping[str, Pitch]
    notes: Mapping[str, frozenset[int]]

    def __post_init__(self) -> None:
        lowest = [pitch.midi for pitch in self.borders.values()]
        if lowest != sorted(lowest):
            raise InvalidValue(f"borders rise; {', '.join(self.borders)} do not")

    def ways(self, pitch: Pitch) -> tuple[Fingering, ...]:
        return (Fingering(pitch),)

    def of_note(self, way: Fingering) -> Iterator[str]:
        return (kind for kind, notes in self.notes.items() if way.pitch.midi in notes)

    def of_move(self, before: Fingering, after: Fingering) -> Iterator[str]:
        is_step = abs(before.pitch.interval_to(after.pitch).steps) <= 1
        for border in self.crossed(before.pitch, after.pitch):
            yield f"{border} by {'step' if is_step else 'leap'}"

    def crossed(self, a: Pitch, b: Pitch) -> tuple[str, ...]:
        """Return the borders between two notes."""
        low, high = sorted(
            bisect_right([first.midi for first in self.borders.values()], pitch.midi)
            for pitch in (a, b)
        )
        return tuple(self.borders)[low:high]


@dataclass(frozen=True, eq=False)
class Drums(Technique[Fingering]):
    """Tuned drums, one for each pitch: nothing is forbidden, a change costs."""

    def ways(self, pitch: Pitch) -> tuple[Fingering, ...]:
        return (Fingering(pitch),)

    def of_move(self, before: Fingering, after: Fingering) -> Iterator[str]:
        if before.pitch.midi != after.pitch.midi:
            yield "a change of drum"
