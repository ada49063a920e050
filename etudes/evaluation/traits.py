"""What can be told of a few bars in numbers with names: a discriminator's evidence.

Names are words, so that what a discriminator leans on can be read. Nothing here depends on
the key or on where the line lies: pitch counts from the tonic or from the line's own mean.
Intervals are in semitones, lengths in whole notes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Final

import numpy as np

from etudes.evaluation.distribution import NOTE_LENGTHS, features
from etudes.melody import Event, Melody
from etudes.theory.key import MODE_FIFTHS

DEGREES: Final = ("1", "♭2", "2", "♭3", "3", "4", "♯4", "5", "♭6", "6", "♭7", "7")
"""Names of the semitones above the tonic."""

PLACES: Final = ("below the quaver", "half beats", "beats", "half-bars", "downbeats")
"""Names of `TimeSignature.strength`."""

_LAGS: Final = (1, 2, 4)
_LONGEST_GRAM: Final = 3

Bar = tuple[tuple[Fraction, Fraction, int | None], ...]


def traits(melody: Melody) -> dict[str, float]:
    """Return the traits of some bars of a melody by name.

    Raises
    ------
    InvalidValue
        If nothing sounds.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> notes = [(Pitch.parse(name), Fraction(1, 4)) for name in ("D4", "F#4", "A4", "D5")]
    >>> found = traits(Melody.from_events(Key.parse("D"), TimeSignature(4, 4), notes))
    >>> found["share of thirds"], found["notes: 5"]
    (0.6666666666666666, 0.25)
    """
    notes = [event for event in melody.events() if event.pitch is not None]
    return {
        **_nine(melody, notes),
        **_motion(notes),
        **_contour(notes),
        **_places(melody, notes),
        **_repetition(melody),
        **_ending(melody, notes),
    }


def grams(melody: Melody) -> Counter[str]:
    """Return how often each n-gram occurs: of intervals, lengths, degrees, and notes.

    Intervals, lengths and degrees come up to three in a row, notes (interval and length)
    up to two. Rests count among lengths and notes.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> notes = [(Pitch.parse(name), Fraction(1, 4)) for name in ("C4", "E4", "C4", "E4")]
    >>> found = grams(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), notes))
    >>> found["intervals +4 −4"], found["degrees 1 3"]
    (1, 2)
    """
    events = list(melody.events())
    notes = [event for event in events if event.pitch is not None]
    intervals = [_signed(step) for step in _intervals(notes)]
    lengths = [("rest " if e.pitch is None else "") + str(e.duration) for e in events]
    degrees = [DEGREES[degree] for degree in _degrees(melody, notes)]
    joint = [f"({a} {e.duration})" for a, e in zip(intervals, notes[1:], strict=True)]
    return Counter(
        [
            *_runs("intervals", intervals, _LONGEST_GRAM),
            *_runs("lengths", lengths, _LONGEST_GRAM),
            *_runs("degrees", degrees, _LONGEST_GRAM),
            *_runs("notes", joint, 2),
        ]
    )


def _runs(kind: str, symbols: Sequence[str], longest: int) -> Iterator[str]:
    for length in range(1, longest + 1):
        for start in range(len(symbols) - length + 1):
            yield f"{kind} {' '.join(symbols[start : start + length])}"


def _nine(melody: Melody, notes: Sequence[Event]) -> dict[str, float]:
    """Return the nine features; their transition matrices are n-grams of `grams`."""
    nine = features(melody)
    rests = sum(event.pitch is None for event in melody.events())
    found = {
        "different pitches": float(nine["pitch_count"][0]),
        "range": float(nine["pitch_range"][0]),
        "mean interval": float(nine["average_interval"][0]),
        "notes": float(nine["note_count"][0]),
        "mean time between onsets": float(nine["average_inter_onset"][0]) / 4,
        "rests": float(rests),
        "different lengths": float(len({event.duration for event in notes})),
    }
    counts = Counter(_degrees(melody, notes))
    for degree, name in enumerate(DEGREES):
        found[f"time on {name}"] = float(nine["pitch_class_histogram"][degree])
        found[f"notes: {name}"] = counts[degree] / len(notes)
    for length, share in zip(NOTE_LENGTHS, nine["note_length_histogram"], strict=True):
        found[f"share of lengths near {length}"] = float(share)
    scale = _scale(melody)
    outside = [degree not in scale for degree in _degrees(melody, notes)]
    return {**found, "share of notes outside the scale": _mean(outside)}


def _motion(notes: Sequence[Event]) -> dict[str, float]:
    steps = _intervals(notes)
    sizes = [abs(step) for step in steps]
    moving = [step for step in steps if step]
    leaps = [(a, b) for a, b in pairwise(steps) if abs(a) >= 5]
    return {
        "share of repeated notes": _mean([size == 0 for size in sizes]),
        "share of steps": _mean([1 <= size <= 2 for size in sizes]),
        "share of thirds": _mean([3 <= size <= 4 for size in sizes]),
        "share of leaps": _mean([5 <= size <= 11 for size in sizes]),
        "share of octaves and more": _mean([size >= 12 for size in sizes]),
        "largest interval": float(max(sizes, default=0)),
        "share of rising moves": _mean([step > 0 for step in moving]),
        "turns": _mean([a * b < 0 for a, b in pairwise(moving)]),
        "leaps answered by a step back": _mean(
            [a * b < 0 and abs(b) <= 2 for a, b in leaps]
        ),
        "longest run in one direction": float(_longest_run(steps)),
        "back to the note before last": _mean(
            [a + b == 0 and a != 0 for a, b in pairwise(steps)]
        ),
    }


def _contour(notes: Sequence[Event]) -> dict[str, float]:
    midi = np.array([event.pitch.midi for event in notes if event.pitch is not None], float)
    thirds = [part.mean() if len(part) else midi.mean() for part in np.array_split(midi, 3)]
    last = max(len(midi) - 1, 1)
    return {
        "drift upwards from first third to last": float(thirds[2] - thirds[0]),
        "drift either way": float(abs(thirds[2] - thirds[0])),
        "arch: middle above both ends": float(thirds[1] - (thirds[0] + thirds[2]) / 2),
        "place of the highest note": float(np.argmax(midi)) / last,
        "place of the lowest note": float(np.argmin(midi)) / last,
        "highest note above the mean": float(midi.max() - midi.mean()),
        "lowest note below the mean": float(midi.mean() - midi.min()),
        "spread about the mean": float(midi.std()),
        "times the highest note is heard": float((midi == midi.max()).sum()),
        "first note above the mean": float(midi[0] - midi.mean()),
    }


def _places(melody: Melody, notes: Sequence[Event]) -> dict[str, float]:
    metre = melody.time_signature
    full = metre.measure_duration
    found: dict[str, float] = {}
    strengths = [metre.strength(event.onset % full) for event in notes]
    for strength, name in enumerate(PLACES):
        here = [e for e, s in zip(notes, strengths, strict=True) if s == strength]
        found[f"share of onsets on {name}"] = len(here) / len(notes)
        found[f"length of notes on {name}"] = _mean([float(e.duration) for e in here])
    bars = max(len(melody.measures), 1)
    for place, count in Counter(event.onset % full for event in notes).items():
        found[f"onset at {place} of {metre}"] = count / bars
    held = [
        _through_stronger(event, s, melody)
        for event, s in zip(notes, strengths, strict=True)
    ]
    on_beat = [
        degree
        for degree, s in zip(_degrees(melody, notes), strengths, strict=True)
        if s == 4
    ]
    third = 3 if 3 in _scale(melody) else 4
    return {
        **found,
        "share of notes held through a stronger place": _mean(held),
        "notes held over a barline": _mean([_crosses(event, full) for event in notes]),
        "downbeats on 1": _mean([degree == 0 for degree in on_beat]),
        "downbeats on the tonic chord": _mean([d in (0, third, 7) for d in on_beat]),
    }


def _repetition(melody: Melody) -> dict[str, float]:
    bars = _bars(melody)
    rhythms = [tuple((place, length) for place, length, _ in bar) for bar in bars]
    shapes = [_shape(bar) for bar in bars]
    found = {
        "different bars": len(set(bars)) / len(bars),
        "different rhythms of bars": len(set(rhythms)) / len(bars),
    }
    for lag in _LAGS:
        if lag >= len(bars):
            continue
        ago = f"the bar {lag} before"
        pairs = [(i, i + lag) for i in range(len(bars) - lag)]
        equal = [bars[i] == bars[j] for i, j in pairs]
        found[f"bars equal to {ago}"] = _mean(equal)
        found[f"bars with the rhythm of {ago}"] = _mean(
            [rhythms[i] == rhythms[j] for i, j in pairs]
        )
        found[f"bars with the shape of {ago}, moved"] = _mean(
            [shapes[i] == shapes[j] and bars[i] != bars[j] for i, j in pairs]
        )
        found[f"bars that begin as {ago}"] = _mean(
            [bars[i][:2] == bars[j][:2] for i, j in pairs]
        )
    return found


def _ending(melody: Melody, notes: Sequence[Event]) -> dict[str, float]:
    last, metre = notes[-1], melody.time_signature
    moves = _intervals(notes)
    return {
        "length of the last note": float(last.duration),
        "strength of the last note's place": float(
            metre.strength(last.onset % metre.measure_duration)
        ),
        "last interval": float(moves[-1]) if moves else 0.0,
        "last note is 1": float(_degrees(melody, [last])[0] == 0),
        "first note is 1": float(_degrees(melody, [notes[0]])[0] == 0),
        "first note is 5": float(_degrees(melody, [notes[0]])[0] == 7),
        "length of the first note": float(notes[0].duration),
    }


def _bars(melody: Melody) -> list[Bar]:
    """Return each bar as written: (place, length, MIDI number or None) of each note."""
    found = []
    for measure in melody.measures:
        place, bar = measure.offset, []
        for note in measure.notes:
            pitch = getattr(note, "pitch", None)
            bar.append((place, note.duration, None if pitch is None else pitch.midi))
            place += note.duration
        found.append(tuple(bar))
    return found


def _shape(bar: Bar) -> tuple[object, ...]:
    """Return rhythm and direction of a bar, wherever it lies."""
    midi = [pitch for *_, pitch in bar if pitch is not None]
    rhythm = tuple((place, length, pitch is None) for place, length, pitch in bar)
    return rhythm, tuple(int(np.sign(b - a)) for a, b in pairwise(midi))


def _through_stronger(event: Event, strength: int, melody: Melody) -> bool:
    """Tell whether a note sounds on through a stronger place than its own."""
    metre = melody.time_signature
    unit = Fraction(1, 16)
    place = (event.onset // unit + 1) * unit
    while place < event.onset + event.duration:
        if metre.strength(place % metre.measure_duration) > strength:
            return True
        place += unit
    return False


def _crosses(event: Event, full: Fraction) -> bool:
    return event.onset % full + event.duration > full


def _intervals(notes: Sequence[Event]) -> list[int]:
    midi = [event.pitch.midi for event in notes if event.pitch is not None]
    return [after - before for before, after in pairwise(midi)]


def _degrees(melody: Melody, notes: Sequence[Event]) -> list[int]:
    tonic = melody.key.tonic_semitones
    return [(e.pitch.midi - tonic) % 12 for e in notes if e.pitch is not None]


def _scale(melody: Melody) -> frozenset[int]:
    """Return the semitones above the tonic of the mode's scale."""
    fifths = MODE_FIFTHS[melody.key.mode]
    return frozenset(7 * (fifths + i) % 12 for i in range(-1, 6))


def _longest_run(steps: Sequence[int]) -> int:
    longest = run = 0
    for before, after in pairwise([0, *steps]):
        run = run + 1 if before * after > 0 else int(after != 0)
        longest = max(longest, run)
    return longest


def _signed(step: int) -> str:
    return f"+{step}" if step > 0 else f"−{-step}" if step else "0"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
