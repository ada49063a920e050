"""Rules that hold a piece to what is given of it: events, a rhythm, or pitches."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise

import numpy as np

from etudes.constraints.automaton import DEAD, Automaton, Ints
from etudes.constraints.rule import Broken, sounding
from etudes.constraints.tables import Tables
from etudes.encoding.events import to_ticks
from etudes.errors import InvalidValue
from etudes.melody import Event, Melody
from etudes.theory import Pitch, duration_name, indefinite

Given = tuple[Fraction, Pitch | None, Fraction]
"""An onset from the start of the piece, its pickup included; a pitch, or None for a rest;
a length."""


@dataclass(frozen=True, slots=True)
class GivenEvents:
    """Some notes and rests stand as they are, and all else is free.

    Nothing else begins within the span of a given event or sounds into it. So a piece goes
    on from a given opening, or a bar is made anew between the bars around it. What is given
    keeps the exercise's other rules too: a given length that its level does not know is a
    clash.

    Parameters
    ----------
    events : in order; tied notes are one event, and so are rests next to each other.

    Raises
    ------
    InvalidValue
        If nothing is given, a length is not positive or off the grid of 1/96, or an event
        begins before the start or before the one ahead of it has ended.
    """

    events: tuple[Given, ...]

    def __post_init__(self) -> None:
        refuse_disordered(self.events)
        for (onset, pitch, length), (later, after, _) in pairwise(self.events):
            if later == onset + length and pitch is None and after is None:
                raise InvalidValue(
                    f"rests next to each other are one rest; join those at {onset} and "
                    f"{later}"
                )

    @property
    def name(self) -> str:
        if len(self.events) > 1:
            return f"the {len(self.events)} notes and rests that are given"
        onset, pitch, duration = self.events[0]
        return f"{_what(pitch, duration)} given at {onset}"

    def strike(self, tables: Tables) -> None:
        for given in self.events:
            _hold(tables, *given)

    def faults(self, melody: Melody) -> Iterator[Broken]:
        begun = {event.onset + melody.pickup: event for event in melody.events()}
        for onset, pitch, duration in self.events:
            event = begun.get(onset)
            if event is None or (event.pitch, event.duration) != (pitch, duration):
                here = _sounding_at(onset - melody.pickup, melody)
                yield here, f"{_what(pitch, duration)} is given at {onset}"


@dataclass(frozen=True, slots=True)
class GivenRhythm:
    """The rhythm of the whole piece is given, its pitches are free.

    Parameters
    ----------
    lengths : of each event its length, and whether it is a rest; tied notes are one event,
        and so are rests next to each other.

    Raises
    ------
    InvalidValue
        If nothing is given, a length is not positive or off the grid of 1/96, or a rest
        follows a rest.
    """

    lengths: tuple[tuple[Fraction, bool], ...]

    def __post_init__(self) -> None:
        if not self.lengths or any(to_ticks(length) <= 0 for length, _ in self.lengths):
            raise InvalidValue("a given rhythm has lengths, and each is positive")
        if any(rest and next_rest for (_, rest), (_, next_rest) in pairwise(self.lengths)):
            raise InvalidValue("rests next to each other are one rest; join them")

    @property
    def name(self) -> str:
        return "the given rhythm"

    def strike(self, tables: Tables) -> None:
        notes, rests = np.zeros_like(tables.note_fits), np.zeros_like(tables.rest_fits)
        for onset, length, is_rest in self._events():
            place, off = divmod(to_ticks(onset), tables.grid)
            if not off and place < tables.places:
                table = rests if is_rest else notes
                table[place] = tables.ticks == to_ticks(length)
        if to_ticks(self._duration) != tables.places * tables.grid:
            notes[:], rests[:] = False, False
        tables.note_fits &= notes
        tables.rest_fits &= rests

    def faults(self, melody: Melody) -> Iterator[Broken]:
        given = set(self._events())
        for event in melody.events():
            length = event.duration
            if (event.onset + melody.pickup, length, event.pitch is None) not in given:
                yield event, f"{_what(event.pitch, length)} is not in the given rhythm"
        if melody.duration != self._duration:
            yield (
                None,
                f"the given rhythm lasts {self._duration} of a semibreve, the piece "
                f"{melody.duration}",
            )

    @property
    def _duration(self) -> Fraction:
        return sum((length for length, _ in self.lengths), Fraction(0))

    def _events(self) -> Iterator[tuple[Fraction, Fraction, bool]]:
        """Yield (onset, length, whether it is a rest)."""
        onsets = accumulate((length for length, _ in self.lengths), initial=Fraction(0))
        for onset, (length, is_rest) in zip(onsets, self.lengths, strict=False):
            yield onset, length, is_rest


@dataclass(frozen=True, slots=True)
class GivenPitches:
    """The notes that sound are these, in this order; their rhythm is free.

    Rests may stand between them as elsewhere.

    Raises
    ------
    InvalidValue
        If no pitch is given.
    """

    pitches: tuple[Pitch, ...]

    def __post_init__(self) -> None:
        if not self.pitches:
            raise InvalidValue("at least one given pitch was expected, not none")

    @property
    def name(self) -> str:
        count = len(self.pitches)
        return f"the {count} given pitches" if count > 1 else f"the pitch {self.pitches[0]}"

    def strike(self, tables: Tables) -> None:
        """Count: state n has heard the first n of them."""
        moves = set(pairwise(self.pitches))
        tables.strike_pitches(tables.by_pitch(self.pitches.__contains__))
        tables.opens &= tables.by_pitch(self.pitches[:1].__contains__)
        tables.moves &= tables.by_move(lambda a, b: (a, b) in moves)
        kinds, sounds = told_apart(self.pitches, tables)
        count = len(self.pitches)
        step = np.full((count + 1, 1, len(kinds) + 2), DEAD)
        step[:, 0, 0] = np.arange(count + 1)
        for heard, pitch in enumerate(self.pitches):
            step[heard, 0, kinds[pitch]] = heard + 1
        accepts = np.arange(count + 1) == count
        tables.automata.append(
            Automaton(np.zeros_like(tables.after), sounds, step, accepts)
        )

    def faults(self, melody: Melody) -> Iterator[Broken]:
        notes = sounding(melody)
        for (event, pitch), given in zip(notes, self.pitches, strict=False):
            if pitch != given:
                yield event, f"{pitch} stands where {given} is given"
                return  # what comes after may be right but for its place
        if len(notes) > len(self.pitches):
            yield notes[len(self.pitches)][0], f"a note more than {self.name}"
        elif len(notes) < len(self.pitches):
            yield None, f"{len(notes)} notes, where {len(self.pitches)} pitches are given"


def refuse_disordered(events: Sequence[Given]) -> None:
    """Refuse events that no piece can have in this order.

    Raises
    ------
    InvalidValue
        If there is none, a length is not positive or off the grid of 1/96, or an event
        begins before the start or before the one ahead of it has ended.
    """
    if not events:
        raise InvalidValue("at least one given note or rest was expected, not none")
    for onset, pitch, duration in events:
        if to_ticks(onset) < 0 or to_ticks(duration) <= 0:
            raise InvalidValue(
                "a given event begins at 0 or later and has a positive length; "
                f"{_what(pitch, duration)} at {onset} does not"
            )
    for (onset, pitch, duration), (later, _, _) in pairwise(events):
        if later < onset + duration:
            raise InvalidValue(
                f"given events follow each other; the one at {later} begins before "
                f"{_what(pitch, duration)} at {onset} has ended"
            )


def told_apart(pitches: Iterable[Pitch], tables: Tables) -> tuple[dict[Pitch, int], Ints]:
    """Return a class for each of these pitches, and an automaton's classes of sounds: 0 a
    rest, 1 any other pitch."""
    kinds = {pitch: kind for kind, pitch in enumerate(dict.fromkeys(pitches), 2)}
    row = [1 if pitch is None else kinds.get(pitch, 1) for pitch in tables.pitches]
    row[0] = 0
    return kinds, np.tile(np.array(row, np.int64), (len(row) + 1, 1))


def _hold(tables: Tables, onset: Fraction, pitch: Pitch | None, duration: Fraction) -> None:
    """Strike out of the tables what is not this event and touches its span."""
    start, end = to_ticks(onset), to_ticks(onset + duration)
    begins = np.arange(tables.places)[:, None] * tables.grid
    ends = begins + tables.ticks
    outside = (ends <= start) | (begins >= end)
    itself = (begins == start) & (ends == end)
    fits = tables.rest_fits if pitch is None else tables.note_fits
    if not (fits & itself).any():
        outside[:] = False  # no place is left for it, beyond the end or off the grid
    tables.note_fits &= outside | (itself & (pitch is not None))
    tables.rest_fits &= outside | (itself & (pitch is None))
    if pitch is not None:
        tables.heard[begins[:, 0] == start] &= tables.by_pitch(lambda p: p == pitch)


def _sounding_at(onset: Fraction, melody: Melody) -> Event | None:
    """Return the event that lasts at an onset, None after the end."""
    return next(
        (e for e in melody.events() if e.onset <= onset < e.onset + e.duration), None
    )


def _what(pitch: Pitch | None, duration: Fraction) -> str:
    """Return an event in words: "C4, a crotchet", "a crotchet rest"."""
    length = indefinite(duration_name(duration))
    return f"{length} rest" if pitch is None else f"{pitch}, {length}"
