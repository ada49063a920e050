"""A melody as the signs see it: what is struck, bar by bar, at which place.

A tied note is struck once, whatever the number of its heads; a sign of it stands at its
first head, a slur that ends with it at its last.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from etudes.markings.markings import Span
from etudes.melody import Measure, Melody, Note
from etudes.tables import Instrument, Level
from etudes.tables.pace import PACE
from etudes.theory import Pitch, TimeSignature


@dataclass(frozen=True, slots=True)
class Sound:
    """A note with all its tied heads, or one written rest.

    Attributes
    ----------
    first, last : the places of its first and last head.
    onset : from the first full measure's downbeat, in whole notes.
    where : the onset within the bar.
    pitch : None for a rest.
    """

    first: int
    last: int
    onset: Fraction
    duration: Fraction
    where: Fraction
    measure: int
    pitch: Pitch | None

    @property
    def end(self) -> Fraction:
        return self.onset + self.duration


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what begins in it, and what another bar must equal to be the same.

    `content` holds pitches and rhythm, `rhythm` the rhythm alone; both know whether the
    bar is tied to its neighbours.
    """

    sounds: tuple[Sound, ...]
    content: Hashable
    rhythm: Hashable

    @property
    def notes(self) -> tuple[Sound, ...]:
        """What is struck in the bar."""
        return tuple(sound for sound in self.sounds if sound.pitch is not None)


@dataclass(frozen=True)
class Line:
    """A melody with its player, level, tempo (crotchets a minute) and phrases."""

    melody: Melody
    player: Instrument
    level: Level
    tempo: float
    phrases: tuple[Span, ...]

    @property
    def metre(self) -> TimeSignature:
        return self.melody.time_signature

    @cached_property
    def sounds(self) -> tuple[Sound, ...]:
        return sounds_of(self.melody)

    @cached_property
    def notes(self) -> tuple[Sound, ...]:
        """Every sound that is no rest."""
        return tuple(sound for sound in self.sounds if sound.pitch is not None)

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        tied_in = [False] + [_goes_on(measure) for measure in self.melody.measures[:-1]]
        return tuple(
            Bar(
                tuple(sound for sound in self.sounds if sound.measure == number),
                _written(measure, tied, pitched=True),
                _written(measure, tied, pitched=False),
            )
            for number, (measure, tied) in enumerate(
                zip(self.melody.measures, tied_in, strict=True)
            )
        )

    @cached_property
    def phrase_starts(self) -> frozenset[int]:
        """The places where a phrase begins."""
        return frozenset(phrase.first for phrase in self.phrases)

    @property
    def pace(self) -> float:
        """The tempo within the level's own: 0 slowest, 1 fastest."""
        metre = self.metre
        is_even = len(set(metre.groups)) == 1
        beat = metre.beat if is_even else Fraction(1, metre.denominator)
        slowest, fastest = (bound * PACE.get(beat, 1) for bound in self.level.tempo)
        slowest = 2 * (slowest // 2)  # as metronomes have it
        share = (self.tempo / float(4 * beat) - slowest) / float(fastest + 1 - slowest)
        return min(1.0, max(0.0, share))

    def seconds(self, length: Fraction) -> float:
        """Return how long so much of a whole note lasts."""
        return float(length) * 4 * 60 / self.tempo

    def sounds_in(self, phrase: Span) -> tuple[Sound, ...]:
        """Return what begins in a span."""
        return tuple(s for s in self.sounds if phrase.first <= s.first <= phrase.last)


def sounds_of(melody: Melody) -> tuple[Sound, ...]:
    """Return the notes, ties joined, and the written rests of a melody, in order."""
    found: list[Sound] = []
    onset, place, is_tied_to = -melody.pickup, 0, False
    for number, measure in enumerate(melody.measures):
        where = measure.offset
        for note in measure.notes:
            pitch = note.pitch if isinstance(note, Note) else None
            if is_tied_to:
                head = found.pop()
                found.append(
                    Sound(
                        head.first,
                        place,
                        head.onset,
                        head.duration + note.duration,
                        head.where,
                        head.measure,
                        head.pitch,
                    )
                )
            else:
                found.append(
                    Sound(place, place, onset, note.duration, where, number, pitch)
                )
            is_tied_to = isinstance(note, Note) and note.tied
            onset += note.duration
            where += note.duration
            place += 1
    return tuple(found)


def _written(measure: Measure, tied_in: bool, *, pitched: bool) -> Hashable:
    # as whole numbers, for bars are compared often and a fraction is slow to hash
    return (
        measure.offset.as_integer_ratio(),
        tied_in,
        tuple(
            (
                note.duration.as_integer_ratio(),
                note.tied,
                (note.pitch.step, note.pitch.alter, note.pitch.octave) if pitched else None,
            )
            if isinstance(note, Note)
            else (note.duration.as_integer_ratio(),)
            for note in measure.notes
        ),
    )


def _goes_on(measure: Measure) -> bool:
    last = measure.notes[-1]
    return isinstance(last, Note) and last.tied
