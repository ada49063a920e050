"""The rules, one small class each: what each strikes out of the tables.

Every rule has a name that a teacher understands; an error about a request that cannot
be met is made of these names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Protocol

import numpy as np

from etudes.constraints.exercise import Exercise
from etudes.constraints.tables import Bools, Tables
from etudes.encoding.events import from_ticks, to_ticks
from etudes.theory import Interval, Key, Pitch, TimeSignature


class Rule(Protocol):
    """A hard rule. `name` is a phrase for a message: "leaps up to 5 semitones"."""

    @property
    def name(self) -> str: ...

    def strike(self, tables: Tables) -> None:
        """Strike out of the tables what the rule forbids."""


@dataclass(frozen=True, slots=True)
class WrittenRange:
    """No note leaves the written range."""

    low: Pitch
    high: Pitch

    @property
    def name(self) -> str:
        return f"range {self.low} to {self.high}"

    def strike(self, tables: Tables) -> None:
        inside = [
            p is not None and self.low.midi <= p.midi <= self.high.midi
            for p in tables.pitches
        ]
        tables.strike_pitches(np.array(inside))


@dataclass(frozen=True, slots=True)
class AllowedValues:
    """Notes have only these lengths; a tied note counts with its whole length."""

    values: tuple[Fraction, ...]

    @property
    def name(self) -> str:
        return f"note values {' '.join(str(value) for value in self.values)}"

    def strike(self, tables: Tables) -> None:
        tables.note_fits &= _of_lengths(tables, self.values)


@dataclass(frozen=True, slots=True)
class AllowedRests:
    """Rests have only these lengths, stay inside a bar, and never touch each other,
    the first or the last note's place."""

    rests: tuple[Fraction, ...]

    @property
    def name(self) -> str:
        return f"rests {' '.join(str(rest) for rest in self.rests) or 'none'}"

    def strike(self, tables: Tables) -> None:
        tables.rest_fits &= _of_lengths(tables, self.rests)
        tables.rest_fits &= _by_place(tables, _stays_in_bar)
        tables.rest_fits[0] = False


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Where in the bar a length may begin: syncopation, ties across the barline,
    tuplets that fill their beat, beats kept visible in compound metres."""

    syncopation: str
    ties: bool

    @property
    def name(self) -> str:
        ties = "ties" if self.ties else "no ties"
        return f"rhythm with {ties} across the barline and syncopation: {self.syncopation}"

    def strike(self, tables: Tables) -> None:
        def fits(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
            return _rhythm_fits(metre, place, length, self.syncopation, self.ties)

        table = _by_place(tables, fits)
        tables.note_fits &= table | _last_on_beat(tables)
        tables.rest_fits &= table


@dataclass(frozen=True, slots=True)
class LargestLeap:
    """No leap is larger, nor one of the forbidden sizes."""

    semitones: int
    forbidden: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        return f"leaps up to {self.semitones} semitones"

    def strike(self, tables: Tables) -> None:
        midi = np.array([0 if p is None else p.midi for p in tables.pitches])
        leaps = np.abs(midi[None, :] - midi[:, None])
        tables.moves &= (leaps <= self.semitones) & ~np.isin(leaps, self.forbidden)


@dataclass(frozen=True, slots=True)
class SingableIntervals:
    """No augmented interval, and no diminished one but the fifth and its inversion's
    spelling; a chromatic semitone only where alterations come by step."""

    chromatic: bool

    @property
    def name(self) -> str:
        return "no augmented or diminished intervals"

    def strike(self, tables: Tables) -> None:
        def fits(a: Pitch, b: Pitch) -> bool:
            interval = a.interval_to(b)
            if interval.steps < 0 or (interval.steps == 0 and interval.semitones < 0):
                interval = -interval
            if interval.steps == 0:
                return interval.semitones == 0 or (
                    self.chromatic and interval.semitones == 1
                )
            return _is_plain(interval)

        tables.moves &= _by_move(tables, fits)


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
            fits = [p is not None and self._may_sound(p) for p in tables.pitches]
            tables.strike_pitches(np.array(fits))
            tables.moves &= _by_move(tables, self._may_follow)
        inside = [p is not None and not self._is_altered(p) for p in tables.pitches]
        tables.opens &= np.array(inside)

    def _is_altered(self, pitch: Pitch) -> bool:
        return pitch.alter != self.key.signature_alter(pitch.step)

    def _degree(self, pitch: Pitch) -> int:
        return (pitch.step - self.key.step) % 7 + 1

    def _is_raised(self, pitch: Pitch, degree: int) -> bool:
        raised = pitch.alter == self.key.signature_alter(pitch.step) + 1
        return self.key.mode == "minor" and self._degree(pitch) == degree and raised

    def _may_sound(self, pitch: Pitch) -> bool:
        if not self._is_altered(pitch):
            return True
        if self.kind == "leading note":
            return self._is_raised(pitch, 7)
        if self.kind == "minor":
            return self._is_raised(pitch, 7) or self._is_raised(pitch, 6)
        return self.kind == "by step" and abs(pitch.alter) <= 1

    def _may_follow(self, a: Pitch, b: Pitch) -> bool:
        if a == b or not (self._is_altered(a) or self._is_altered(b)):
            return True
        interval = a.interval_to(b)
        if self._is_raised(a, 7):
            up = interval.steps == 1 and interval.semitones == 1
            return up or (interval.steps == -1 and self._is_raised(b, 6))
        if self._is_raised(a, 6):
            return interval.steps == 1 and self._is_raised(b, 7)
        if not self._is_altered(a) and self._is_raised(b, 6):
            return abs(interval.steps) == 1
        if not self._is_altered(a) and self._is_raised(b, 7):
            return interval.steps != 0
        return abs(interval.steps) <= 1 and abs(interval.semitones) <= 2


@dataclass(frozen=True, slots=True)
class OpensOnTriad:
    """The first note belongs to the tonic triad."""

    key: Key

    @property
    def name(self) -> str:
        return "a first note of the tonic triad"

    def strike(self, tables: Tables) -> None:
        degrees = [
            p is not None and (p.step - self.key.step) % 7 in (0, 2, 4)
            for p in tables.pitches
        ]
        tables.opens &= np.array(degrees)


@dataclass(frozen=True, slots=True)
class ClosesOnTonic:
    """The last note is the tonic, lasts a beat or more, and begins on a strong beat or
    follows another tonic."""

    key: Key

    @property
    def name(self) -> str:
        return "an end on the tonic, of a beat or more, on a strong beat or after a tonic"

    def strike(self, tables: Tables) -> None:
        is_tonic = [_is_tonic(p, self.key) for p in tables.pitches]
        tables.ends &= np.array(is_tonic)
        least = _closing_length(tables.exercise)
        tables.closes &= _by_place(
            tables, lambda m, place, length: place in m.strong_beats and length >= least
        )
        tables.closes_after_tonic &= _by_place(
            tables, lambda m, place, length: length >= least
        )


@dataclass(frozen=True, slots=True)
class EqualNotes:
    """No more than so many equal notes in a row."""

    most: int = 3

    @property
    def name(self) -> str:
        return f"no more than {self.most} equal notes in a row"

    def strike(self, tables: Tables) -> None:
        tables.most_equal = min(tables.most_equal, self.most)


def rules_of(exercise: Exercise) -> tuple[Rule, ...]:
    """Return every rule that an exercise must keep.

    What strikes most and costs least comes first: later rules ask only about the rest.
    """
    return (
        WrittenRange(exercise.low, exercise.high),
        AllowedValues(exercise.values),
        AllowedRests(exercise.rests),
        Rhythm(exercise.syncopation, exercise.ties),
        LargestLeap(exercise.max_leap, exercise.forbidden_leaps),
        Alterations(exercise.key, exercise.alterations),
        SingableIntervals(exercise.alterations in ("by step", "free")),
        OpensOnTriad(exercise.key),
        ClosesOnTonic(exercise.key),
        EqualNotes(),
    )


def _closing_length(exercise: Exercise) -> Fraction:
    """Return a beat; in one beat a bar, what the pickup leaves of the last bar."""
    metre = exercise.time_signature
    if len(metre.beats) == 1:
        return metre.measure_duration - exercise.pickup
    return metre.beat


def _is_tonic(pitch: Pitch | None, key: Key) -> bool:
    return pitch is not None and (pitch.step, pitch.alter) == (key.step, key.alter)


def _is_plain(interval: Interval) -> bool:
    """Tell whether an upward interval is perfect, major, minor or a diminished fifth."""
    octaves, step = divmod(interval.steps, 7)
    within = interval.semitones - 12 * octaves
    return within in ((0,), (1, 2), (3, 4), (5,), (6, 7), (8, 9), (10, 11))[step]


def _of_lengths(tables: Tables, lengths: tuple[Fraction, ...]) -> Bools:
    wanted = [to_ticks(length) for length in lengths]
    return np.isin(tables.ticks, wanted)[None, :]


def _by_move(tables: Tables, fits: Callable[[Pitch, Pitch], bool]) -> Bools:
    """Return a (pitches, pitches) table, asking only about moves not struck out yet."""
    table = np.zeros_like(tables.moves)
    for i, j in zip(*np.nonzero(tables.moves), strict=True):
        a, b = tables.pitches[i], tables.pitches[j]
        table[i, j] = a is not None and b is not None and fits(a, b)
    return table


def _last_on_beat(tables: Tables) -> Bools:
    """Return where a note may begin that sounds from a beat to the end of the piece.

    After a pickup the last bar of a compound metre ends between beats, and a long last
    note must be able to fill it: 5/8 in 6/8.
    """
    ends = np.arange(tables.places)[:, None] * tables.grid + tables.ticks == (
        tables.places * tables.grid
    )

    def in_bar_from_beat(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
        plain = length.denominator % 3 != 0
        return plain and place in metre.beats and _stays_in_bar(metre, place, length)

    found: Bools = ends & _by_place(tables, in_bar_from_beat)
    return found


Fits = Callable[[TimeSignature, Fraction, Fraction], bool]
"""A question about (metre, place in the bar, length)."""


def _by_place(tables: Tables, fits: Fits) -> Bools:
    """Return a (places, durations) table of answers; only lengths that are not struck
    out everywhere are asked about."""
    metre = tables.exercise.time_signature
    bar, pickup = to_ticks(metre.measure_duration), to_ticks(tables.exercise.pickup)
    left = np.flatnonzero((tables.note_fits | tables.rest_fits).any(axis=0))
    lengths = [from_ticks(tables.ticks[token]) for token in left]
    of_bar = np.zeros((bar // tables.grid, len(tables.ticks)), np.bool_)
    for row in range(len(of_bar)):
        place = from_ticks(row * tables.grid)
        of_bar[row, left] = [fits(metre, place, length) for length in lengths]
    first = (-pickup % bar) // tables.grid
    table: Bools = of_bar[(first + np.arange(tables.places)) % len(of_bar)]
    return table


def _stays_in_bar(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
    return place + length <= metre.measure_duration


@cache
def _rhythm_fits(
    metre: TimeSignature, place: Fraction, length: Fraction, syncopation: str, ties: bool
) -> bool:
    beat, start = _beat_at(metre, place)
    end = place + length
    if length.denominator % 3 == 0:
        whole_third = ((place - start) * 3 / beat).denominator == 1
        is_simple = not metre.is_compound and len(set(metre.groups)) == 1
        return is_simple and whole_third and end <= start + beat
    if ((place - start) * 32).denominator != 1:
        return False  # inside a tuplet only its own values fit
    if end > metre.measure_duration:
        return ties and _may_cross_barline(metre, place, length, syncopation)
    if metre.is_compound and end > start + beat:
        on_beats = place == start and (end in metre.beats or end == metre.measure_duration)
        return on_beats or syncopation == "free"
    return (
        syncopation == "free"
        or not _hides(metre, place, end)
        or (syncopation == "simple" and _is_simple_syncopation(metre, place, length))
    )


def _may_cross_barline(
    metre: TimeSignature, place: Fraction, length: Fraction, syncopation: str
) -> bool:
    if length > metre.measure_duration:
        return False
    end = place + length - metre.measure_duration
    on_beats = place in metre.beats and (end in metre.beats)
    return on_beats or (syncopation == "free" and place in metre.beats)


def _hides(metre: TimeSignature, place: Fraction, end: Fraction) -> bool:
    """Tell whether a stronger place in the bar passes while the note sounds."""
    own = metre.strength(place)
    unit = Fraction(1, 32)
    inner = place + unit - place % unit
    while inner < end:
        if metre.strength(inner) > own:
            return True
        inner += unit
    return False


def _is_simple_syncopation(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
    beat, start = _beat_at(metre, place)
    if metre.is_compound or len(set(metre.groups)) > 1:
        return False
    offbeat = place - start == beat / 2 and length == beat
    middle = length == 2 * beat and place == beat and len(metre.beats) == 4
    return (offbeat and start + beat not in metre.strong_beats) or middle


def _beat_at(metre: TimeSignature, place: Fraction) -> tuple[Fraction, Fraction]:
    """Return (length, onset) of the beat that a place in the bar belongs to."""
    number = max(i for i, start in enumerate(metre.beats) if start <= place)
    return metre.groups[number], metre.beats[number]
