"""Where a melody breathes: its phrases.

A dynamic programme chooses the boundaries. What speaks for one: the local change of length,
interval and rest (Cambouropoulos' local boundary detection model, 2001, with its weights),
a gap longer than is usual (Temperley, *The Cognition of Basic Musical Structures*, 2001,
phrase rule 1), a beginning at the place in the bar where the melody began (his rule 3), one
that sounds like the beginning. What speaks against one: phrases of other than about ten
notes (his rule 2) or of other than two or four bars.
"""

import math
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import islice, pairwise
from math import lcm
from statistics import median

from etudes.markings.line import Sound, sounds_of
from etudes.markings.markings import Span
from etudes.melody import Melody

_NOTES = 10
"""Notes of a usual phrase, as Temperley found them in songs."""

_FEWEST = 3
_LBDM = {"pitch": 0.25, "onset": 0.5, "rest": 0.25}

_CHANGE = 1.0
_GAP = 1.0
_LENGTH = 1.0
_BARS = 1.0
_PHASE = 1.2
_LIKE_THE_FIRST = 0.6


def phrases(melody: Melody) -> tuple[Span, ...]:
    """Return the phrases of a melody, which cover all its places.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> tune = [(Pitch.parse(p), Fraction(1, 4)) for p in "C4 C4 G4 G4 A4 A4".split()]
    >>> tune += [(Pitch.parse("G4"), Fraction(1, 2))]
    >>> tune += [(Pitch.parse(p), Fraction(1, 4)) for p in "F4 F4 E4 E4 D4 D4".split()]
    >>> tune += [(Pitch.parse("C4"), Fraction(1, 2))]
    >>> twinkle = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), tune)
    >>> [(phrase.first, phrase.last) for phrase in phrases(twinkle)]
    [(0, 6), (7, 13)]
    """
    written = sum(len(measure.notes) for measure in melody.measures)
    notes = [sound for sound in sounds_of(melody) if sound.pitch is not None]
    starts = [notes[i].first for i in _starts(melody, notes)] if notes else []
    edges = [0, *starts[1:], written]
    return tuple(Span(a, b - 1, "phrase") for a, b in pairwise(edges))


def _starts(melody: Melody, notes: Sequence[Sound]) -> list[int]:
    """Return the numbers of the notes that begin a phrase."""
    worth = _worth_of_starts(melody, notes)
    full = melody.time_signature.measure_duration
    # in whole numbers of their common part, for each start is held against each end
    onsets = [note.onset for note in notes]
    part = lcm(*(time.denominator for time in (full, notes[-1].end, *onsets)))
    starts = [int(onset * part) for onset in onsets]
    ends, bar = [*starts[1:], int(notes[-1].end * part)], int(full * part)
    best: list[tuple[float, int]] = [(0.0, 0)]  # by the number of notes before
    for end in range(1, len(notes) + 1):
        options = [(-math.inf, 0)]
        for start in range(end):
            if start and (end - start < _FEWEST or best[start][0] == -math.inf):
                continue
            if not start and end < len(notes) and end < _FEWEST:
                continue
            fit = _fit(end - start, (ends[end - 1] - starts[start]) / bar)
            options.append((best[start][0] + worth[start] + fit, start))
        best.append(max(options))
    found, at = [], len(notes)
    while at > 0:
        at = best[at][1]
        found.append(at)
    return found[::-1]


@lru_cache(4096)
def _fit(notes: int, bars: float) -> float:
    """Return how well a phrase of so many notes and bars serves: 0 best, less is worse."""
    nearest = min(abs(math.log2(max(bars, 0.1) / usual)) for usual in (2, 4))
    return -_LENGTH * abs(math.log2(notes / _NOTES)) - _BARS * min(nearest, 2.0)


def _worth_of_starts(melody: Melody, notes: Sequence[Sound]) -> list[float]:
    """Return how much speaks for a phrase beginning with each note."""
    full = melody.time_signature.measure_duration
    gaps = [b.onset - a.onset for a, b in pairwise(notes)]
    usual = float(median(gaps)) if gaps else 1.0
    changes = _changes(notes)
    own = _opening(notes, 0, full)
    worth = [0.0]
    for number in range(1, len(notes)):
        gap = float(gaps[number - 1]) + float(_rest_before(notes, number))
        is_alike = len(own) > 1 and _opening(notes, number, full) == own
        shifted = (notes[number].onset - notes[0].onset) % full
        worth.append(
            _CHANGE * changes[number - 1]
            + _GAP * max(-1.0, min(2.0, math.log2(gap / usual)))
            - (_PHASE if shifted else 0.0)
            + (_LIKE_THE_FIRST if is_alike else 0.0)
            - _GAP / 2
        )
    return worth


def _rest_before(notes: Sequence[Sound], number: int) -> Fraction:
    return notes[number].onset - notes[number - 1].end


def _opening(
    notes: Sequence[Sound], number: int, full: Fraction
) -> list[tuple[Fraction, int]]:
    """Return the rhythm and the direction of the bar that begins with a note."""
    first = notes[number]
    end = first.onset + full
    shape, before = [], _midi(first)
    for note in islice(notes, number, None):
        if note.onset >= end:
            break
        here = _midi(note)
        shape.append((note.onset - first.onset, (here > before) - (here < before)))
        before = here
    return shape


def _changes(notes: Sequence[Sound]) -> list[float]:
    """Return the strength, 0 to 1, of the boundary after each note but the last."""
    pairs = list(pairwise(notes))
    intervals = {
        "pitch": [abs(_midi(b) - _midi(a)) + 1.0 for a, b in pairs],
        "onset": [float(b.onset - a.onset) for a, b in pairs],
        "rest": [float(b.onset - a.end) for a, b in pairs],
    }
    total = [0.0] * len(pairs)
    for name, weight in _LBDM.items():
        strengths = _strengths(intervals[name])
        highest = max(strengths, default=0.0) or 1.0
        total = [t + weight * s / highest for t, s in zip(total, strengths, strict=True)]
    return total


def _strengths(profile: Sequence[float]) -> list[float]:
    degrees = [0.0, *(_degree(a, b) for a, b in pairwise(profile)), 0.0]
    return [value * (degrees[i] + degrees[i + 1]) for i, value in enumerate(profile)]


def _degree(a: float, b: float) -> float:
    """Return the degree of change between two intervals, 0 to 1."""
    return abs(a - b) / (a + b) if a + b else 0.0


def _midi(note: Sound) -> int:
    return note.pitch.midi if note.pitch else 0
