"""A melody: one line of notes and rests in measures that fill exactly.

Everything here is a frozen value, valid from birth. Lengths are `Fraction`s of a whole
note. A melody keeps one key and one metre; a piece that changes either is read as
several melodies in a row (`etudes.reading`).
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Self

from etudes.errors import InvalidValue
from etudes.theory import Interval, Key, Pitch, TimeSignature, split_at_beats


@dataclass(frozen=True, slots=True)
class Note:
    """A written note; `tied` says that a tie joins it to the next one."""

    pitch: Pitch
    duration: Fraction
    tied: bool = False

    def __post_init__(self) -> None:
        if self.duration <= 0:
            raise InvalidValue(f"a note's duration is positive, not {self.duration}")


@dataclass(frozen=True, slots=True)
class Rest:
    """A written rest."""

    duration: Fraction

    def __post_init__(self) -> None:
        if self.duration <= 0:
            raise InvalidValue(f"a rest's duration is positive, not {self.duration}")


@dataclass(frozen=True, slots=True)
class Event:
    """What sounds from one onset to the next: a pitch, or None for silence.

    Tied notes are one event. The onset counts from the first full measure's downbeat,
    so events of a pickup have negative onsets.
    """

    onset: Fraction
    duration: Fraction
    pitch: Pitch | None


@dataclass(frozen=True, slots=True)
class Measure:
    """The notes and rests between two barlines.

    `is_pickup` marks an opening upbeat, `is_short` a bar that a repeat or the end cuts
    off; every other measure fills its metre exactly. `ends_section` says that a double
    bar, a repeat sign or the final barline follows.
    """

    time_signature: TimeSignature
    notes: tuple[Note | Rest, ...]
    is_pickup: bool = False
    is_short: bool = False
    ends_section: bool = False

    def __post_init__(self) -> None:
        full = self.time_signature.measure_duration
        partial = self.is_pickup or self.is_short
        if not (0 < self.duration < full if partial else self.duration == full):
            kind = "pickup or short bar" if partial else "bar"
            raise InvalidValue(
                f"a {kind} of {self.time_signature} lasts "
                f"{'less than ' if partial else ''}{full}, not {self.duration}"
            )

    @property
    def duration(self) -> Fraction:
        return sum((note.duration for note in self.notes), Fraction(0))

    @property
    def offset(self) -> Fraction:
        """Where in the bar the first note falls: after the downbeat in a pickup."""
        if not self.is_pickup:
            return Fraction(0)
        return self.time_signature.measure_duration - self.duration


@dataclass(frozen=True)
class Melody:
    """A line of measures in one key and one metre.

    Raises
    ------
    InvalidValue
        If there is no measure, a pickup stands anywhere but at the start or a short bar
        anywhere but at the end, a measure has another metre, or a tie leads to a rest, to
        another pitch or out of the melody.
    """

    key: Key
    measures: tuple[Measure, ...]

    def __post_init__(self) -> None:
        if not self.measures:
            raise InvalidValue("a melody has at least one measure")
        for number, measure in enumerate(self.measures):
            if measure.time_signature != self.time_signature:
                raise InvalidValue(
                    f"a melody keeps one metre; measure {number} is in "
                    f"{measure.time_signature}, not {self.time_signature}"
                )
            if measure.is_pickup and number:
                raise InvalidValue(f"a pickup opens a melody; measure {number} is one")
            if measure.is_short and number < len(self.measures) - 1:
                raise InvalidValue(f"a short bar ends a melody; measure {number} is one")
        written = [note for measure in self.measures for note in measure.notes]
        for note, following in zip(written, [*written[1:], None], strict=True):
            if (
                isinstance(note, Note)
                and note.tied
                and (not isinstance(following, Note) or following.pitch != note.pitch)
            ):
                raise InvalidValue(f"the tie on {note.pitch} leads to no note like it")

    @classmethod
    def from_events(
        cls,
        key: Key,
        time_signature: TimeSignature,
        events: Iterable[tuple[Pitch | None, Fraction]],
        pickup: Fraction = Fraction(0),
    ) -> Self:
        """Write pitches (None for a rest) and durations into measures, with their ties.

        Parameters
        ----------
        pickup : length of the upbeat before the first full measure; 0 for none.

        Raises
        ------
        InvalidValue
            If there are no events, or the pickup is as long as a measure.
        """
        full = time_signature.measure_duration
        if not 0 <= pickup < full:
            raise InvalidValue(f"a pickup is shorter than a bar of {full}, not {pickup}")
        position = full - pickup if pickup else Fraction(0)
        measures: list[Measure] = []
        current: list[Note | Rest] = []

        def close(is_short: bool) -> None:
            is_pickup = not measures and bool(pickup)
            measures.append(
                Measure(
                    time_signature, tuple(current), is_pickup, is_short and not is_pickup
                )
            )
            current.clear()

        for pitch, duration in events:
            remaining = duration
            while remaining > 0:
                here = min(remaining, full - position)
                remaining -= here
                parts = split_at_beats(position, here, time_signature, pitch is None)
                for i, part in enumerate(parts):
                    goes_on = remaining > 0 or i < len(parts) - 1
                    current.append(
                        Rest(part) if pitch is None else Note(pitch, part, goes_on)
                    )
                position += here
                if position == full:
                    close(is_short=False)
                    position = Fraction(0)
        if current:
            close(is_short=True)
        return cls(key, tuple(measures))

    @property
    def time_signature(self) -> TimeSignature:
        return self.measures[0].time_signature

    @property
    def pickup(self) -> Fraction:
        """The length of the upbeat, 0 if there is none."""
        first = self.measures[0]
        return first.duration if first.is_pickup else Fraction(0)

    @property
    def duration(self) -> Fraction:
        return sum((measure.duration for measure in self.measures), Fraction(0))

    @property
    def full_measures(self) -> int:
        """Measures as a musician counts them: a pickup and the short bar that completes
        it are one."""
        return len(self.measures) - (1 if self.pickup else 0)

    def events(self) -> Iterator[Event]:
        """Yield what sounds, in order: tied notes joined, rests next to rests joined."""
        return iter(self._events)

    @cached_property
    def _events(self) -> tuple[Event, ...]:
        events = []
        onset = -self.pickup
        start, length, sounding, tied = onset, Fraction(0), None, False
        for measure in self.measures:
            for note in measure.notes:
                pitch = note.pitch if isinstance(note, Note) else None
                joined = length > 0 and (tied or (pitch is None and sounding is None))
                if joined:
                    length += note.duration
                else:
                    if length:
                        events.append(Event(start, length, sounding))
                    start, length, sounding = onset, note.duration, pitch
                tied = isinstance(note, Note) and note.tied
                onset += note.duration
        return (*events, Event(start, length, sounding))

    @cached_property
    def pitches(self) -> tuple[Pitch, ...]:
        """The pitch of every sounding event."""
        return tuple(event.pitch for event in self._events if event.pitch is not None)

    @property
    def ambitus(self) -> tuple[Pitch, Pitch] | None:
        """The lowest and the highest pitch, or None if nothing sounds."""
        pitches = sorted(self.pitches, key=lambda pitch: pitch.midi)
        return (pitches[0], pitches[-1]) if pitches else None

    def transposed(self, interval: Interval) -> "Melody":
        """Return the melody an interval away, key included, correctly spelled."""
        tonic = Pitch(self.key.step, self.key.alter, 4).transposed(interval)
        key = Key(tonic.step, tonic.alter, self.key.mode)
        return self._with_pitches(key, lambda pitch: pitch.transposed(interval))

    def on_one_line(self, pitch: Pitch) -> "Melody":
        """Return the rhythm alone: every note at one pitch, the key as it is."""
        return self._with_pitches(self.key, lambda _: pitch)

    def _with_pitches(self, key: Key, pitch_of: Callable[[Pitch], Pitch]) -> "Melody":
        def moved(note: Note | Rest) -> Note | Rest:
            if isinstance(note, Rest):
                return note
            return replace(note, pitch=pitch_of(note.pitch))

        measures = (replace(m, notes=tuple(map(moved, m.notes))) for m in self.measures)
        return Melody(key, tuple(measures))
