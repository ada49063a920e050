"""Where a player breathes: lines that go on too long without a place for it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from etudes.melody import Event, Melody


@dataclass(frozen=True, slots=True)
class Breath:
    """A breath lasts at most so many bars.

    A place to breathe is a rest, or the end of a note of a beat and a half or more, which
    a breath may shorten; a double reed, which must let old air out, `needs_rests`.
    """

    bars: int
    needs_rests: bool = False

    def faults(self, melody: Melody) -> Iterator[tuple[Event, str]]:
        """Yield the first note of each stretch that goes on longer than a breath."""
        longest = self.bars * melody.time_signature.measure_duration
        for first, length in self._stretches(melody):
            if length > longest:
                place = "rest" if self.needs_rests else "place to breathe"
                yield first, f"more than {self.bars} bars without a {place}"

    def _stretches(self, melody: Melody) -> Iterator[tuple[Event, Fraction]]:
        """Yield the first note of what is played in one breath, and how long it lasts."""
        long_note = melody.time_signature.beat * Fraction(3, 2)
        first, length = None, Fraction(0)
        for event in melody.events():
            if event.pitch is not None:
                first = first or event
                length += event.duration
            ends = event.duration >= long_note and not self.needs_rests
            if first and (event.pitch is None or ends):
                yield first, length
                first, length = None, Fraction(0)
        if first:
            yield first, length
