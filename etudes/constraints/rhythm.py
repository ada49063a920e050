"""Rules about lengths and where in the bar they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import numpy as np

from etudes.constraints.automaton import DEAD, Automaton, Bools
from etudes.constraints.rule import Broken, place_in_bar
from etudes.constraints.tables import Tables
from etudes.melody import Melody
from etudes.theory import TimeSignature, duration_name, indefinite


@dataclass(frozen=True, slots=True)
class AllowedValues:
    """Notes have only these lengths; a tied note counts with its whole length."""

    values: tuple[Fraction, ...]

    @property
    def name(self) -> str:
        return f"note values {' '.join(str(value) for value in self.values)}"

    def strike(self, tables: Tables) -> None:
        tables.note_fits &= tables.of_lengths(self.values)

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event in melody.events():
            if event.pitch is not None and event.duration not in self.values:
                yield event, f"a note of {_a(event.duration)} is not allowed"


@dataclass(frozen=True, slots=True)
class AllowedRests:
    """Rests have only these lengths, stay inside a bar, and never touch each other,
    the first or the last note's place."""

    rests: tuple[Fraction, ...]

    @property
    def name(self) -> str:
        return f"rests {' '.join(str(rest) for rest in self.rests) or 'none'}"

    def strike(self, tables: Tables) -> None:
        tables.rest_fits &= tables.of_lengths(self.rests)
        tables.rest_fits &= tables.by_place(_stays_in_bar)
        tables.rest_fits[0] = False
        if tables.rest_fits.any():
            tables.automata.append(_apart(tables))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        metre = melody.time_signature
        for number, event in enumerate(melody.events()):
            if event.pitch is not None:
                continue
            if number == 0:
                yield event, "the piece begins with a rest"
            elif event.duration not in self.rests:
                yield event, f"a rest of {_a(event.duration)} is not allowed"
            elif not _stays_in_bar(metre, place_in_bar(event, melody), event.duration):
                yield event, "a rest goes over the barline"


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
        table = tables.by_place(
            lambda metre, place, length: not self._wrong(metre, place, length)
        )
        tables.note_fits &= table | _last_on_beat(tables)
        tables.rest_fits &= table

    def faults(self, melody: Melody) -> Iterator[Broken]:
        metre = melody.time_signature
        events = list(melody.events())
        for event in events:
            place = place_in_bar(event, melody)
            is_note = event.pitch is not None
            is_last = is_note and event is events[-1]
            if not is_note and not _stays_in_bar(metre, place, event.duration):
                continue  # AllowedRests speaks of it
            wrong = self._wrong(metre, place, event.duration)
            if wrong and not (is_last and _is_from_beat(metre, place, event.duration)):
                yield event, wrong

    def _wrong(self, metre: TimeSignature, place: Fraction, length: Fraction) -> str:
        return _wrong_rhythm(metre, place, length, self.syncopation, self.ties)


def _apart(tables: Tables) -> Automaton:
    """Return the automaton of rests that touch neither each other nor the end: state 1 is
    after a rest."""
    size = len(tables.pitches)
    sounds = np.zeros((size + 1, size), np.int64)
    sounds[:, 0] = 1
    step = np.array([[[0, 1]], [[0, DEAD]]])
    return Automaton(np.zeros_like(tables.after), sounds, step, np.array([True, False]))


def _a(duration: Fraction) -> str:
    return indefinite(duration_name(duration))


def _last_on_beat(tables: Tables) -> Bools:
    """Return where a note may begin that sounds from a beat to the end of the piece.

    After a pickup the last bar of a compound metre ends between beats, and a long last
    note must be able to fill it: 5/8 in 6/8.
    """
    ends = np.arange(tables.places)[:, None] * tables.grid + tables.ticks == (
        tables.places * tables.grid
    )
    found: Bools = ends & tables.by_place(_is_from_beat)
    return found


def _is_from_beat(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
    plain = length.denominator % 3 != 0 and not _hides(metre, place, place + length)
    return plain and place in metre.beats and _stays_in_bar(metre, place, length)


def _stays_in_bar(metre: TimeSignature, place: Fraction, length: Fraction) -> bool:
    return place + length <= metre.measure_duration


@cache
def _wrong_rhythm(
    metre: TimeSignature, place: Fraction, length: Fraction, syncopation: str, ties: bool
) -> str:
    """Say what is wrong with a length at a place in the bar, "" if nothing."""
    beat, start = _beat_at(metre, place)
    end = place + length
    if length.denominator % 3 == 0:
        whole_third = ((place - start) * 3 / beat).denominator == 1
        is_simple = not metre.is_compound and len(set(metre.groups)) == 1
        fits = is_simple and whole_third and end <= start + beat
        return "" if fits else "a triplet does not fill one beat"
    if ((place - start) * 32).denominator != 1:
        return "a triplet is not complete"  # inside a tuplet only its own values fit
    if end > metre.measure_duration:
        return _wrong_tie(metre, place, length, syncopation, ties)
    if metre.is_compound and end > start + beat:
        on_beats = place == start and (end in metre.beats or end == metre.measure_duration)
        return "" if on_beats or syncopation == "free" else "a beat is hidden"
    if (
        syncopation == "free"
        or not _hides(metre, place, end)
        or (syncopation == "simple" and _is_simple_syncopation(metre, place, length))
    ):
        return ""
    return "syncopated: it sounds through a stronger place in the bar"


def _wrong_tie(
    metre: TimeSignature, place: Fraction, length: Fraction, syncopation: str, ties: bool
) -> str:
    """Say what is wrong with a length that crosses the barline."""
    if not ties:
        return "tied over the barline, where no tie is allowed"
    end = place + length - metre.measure_duration
    fits = length <= metre.measure_duration and place in metre.beats
    if fits and (end in metre.beats or syncopation == "free"):
        return ""
    return "tied over the barline, but not from beat to beat within a bar's length"


@cache
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
