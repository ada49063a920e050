"""Which notes of a measure stand under one beam, and which in one tuplet.

Pure functions shared by every writer, so that LilyPond, MusicXML and ABC agree.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import groupby

from etudes.errors import InvalidValue
from etudes.melody import Measure, Note, Rest
from etudes.theory import NoteValue, TimeSignature, note_value

_CROTCHET, _QUAVER = Fraction(1, 4), Fraction(1, 8)

Group = tuple[int, ...]
"""Indices of neighbouring notes in `Measure.notes`."""


def written_value(note: Note | Rest) -> NoteValue:
    """Return how the note's length is written.

    Raises
    ------
    InvalidValue
        If no single value has this length.

    Examples
    --------
    >>> written_value(Rest(Fraction(3, 16)))
    NoteValue(base=Fraction(1, 8), dots=1, tuplet=None)
    """
    value = note_value(note.duration)
    if value is None:
        raise InvalidValue(
            f"a length of one note value was expected, not {note.duration} of a whole "
            "note; divide it with Melody.from_events"
        )
    return value


def onsets(measure: Measure) -> tuple[Fraction, ...]:
    """Return where in the bar each note begins, as fractions of a whole note."""
    positions = [measure.offset]
    for note in measure.notes[:-1]:
        positions.append(positions[-1] + note.duration)
    return tuple(positions)


def beam_groups(measure: Measure) -> tuple[Group, ...]:
    """Return the groups of two or more notes that a beam joins.

    Quavers are beamed by the half bar in 2/4, 4/4 and 2/2, everything else by the beat:
    in threes in compound time, 3+2 in 5/8, 2+2+3 in 7/8. A beam never crosses the middle
    of the bar and never spans a rest.

    Examples
    --------
    >>> from etudes.theory import Pitch
    >>> quaver = Note(Pitch.parse("A4"), Fraction(1, 8))
    >>> beam_groups(Measure(TimeSignature(3, 4), (quaver,) * 6))
    ((0, 1), (2, 3), (4, 5))
    >>> beam_groups(Measure(TimeSignature(4, 4), (quaver,) * 8))
    ((0, 1, 2, 3), (4, 5, 6, 7))
    """
    starts = onsets(measure)
    windows = _windows(measure, starts)

    def place(i: int) -> tuple[int, bool]:
        note = measure.notes[i]
        can_beam = isinstance(note, Note) and written_value(note).base <= _QUAVER
        return sum(window <= starts[i] for window in windows), can_beam

    runs = [
        (key[1], tuple(run)) for key, run in groupby(range(len(measure.notes)), key=place)
    ]
    return tuple(run for can_beam, run in runs if can_beam and len(run) > 1)


def tuplet_groups(measure: Measure) -> tuple[Group, ...]:
    """Return the groups of notes and rests that one tuplet sign joins.

    A group closes as soon as it fills a plain length: a beat for three triplet quavers.
    """
    return tuple(_tuplet_groups(measure))


def _tuplet_groups(measure: Measure) -> Iterator[Group]:
    group: list[int] = []
    length = Fraction(0)
    for i, note in enumerate(measure.notes):
        if written_value(note).tuplet:
            group.append(i)
            length += note.duration
        if group and (length.denominator % 3 or i not in group):
            yield tuple(group)
            group, length = [], Fraction(0)
    if group:
        yield tuple(group)


def _windows(measure: Measure, starts: tuple[Fraction, ...]) -> tuple[Fraction, ...]:
    """Where a new beam must begin."""
    metre = measure.time_signature
    windows = set(_beats(metre))
    if not _has_halves(metre):
        return tuple(windows)
    half = min(Fraction(1, 2), metre.measure_duration)
    for first in range(int(metre.measure_duration / half)):
        begin, end = first * half, (first + 1) * half
        inside = [i for i, start in enumerate(starts) if begin <= start < end]
        is_whole = begin in starts or measure.is_pickup
        if is_whole and all(measure.notes[i].duration == _QUAVER for i in inside):
            windows.discard(begin + _CROTCHET)
    return tuple(windows)


def _has_halves(metre: TimeSignature) -> bool:
    return (
        not metre.is_compound
        and metre.measure_duration.denominator <= 2
        and (metre.denominator in (2, 4))
    )


def _beats(metre: TimeSignature) -> tuple[Fraction, ...]:
    if metre.beat % _CROTCHET:
        return metre.beats
    crotchets = metre.measure_duration / _CROTCHET
    return tuple(i * _CROTCHET for i in range(int(crotchets)))
