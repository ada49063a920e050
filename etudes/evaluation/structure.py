"""How a melody hangs together: bars that return, phrases, register; ours beside human.

Each measure is a pure function of a melody. `report` puts the mean of what was made beside
the means that as many human pieces of the same metre, length and level give.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.evaluation import comparison
from etudes.evaluation.comparison import RESAMPLES
from etudes.evaluation.material import Specimen
from etudes.melody import Measure, Melody, Note
from etudes.theory import Pitch

LAGS: Final = (1, 2, 4, 8)
"""How many bars back a bar is compared with."""

_HALF_CLOSE = (2, 5, 7)
"""Degrees of the dominant chord that a first phrase comes to rest on."""

_FEWEST_BARS = 8
"""In fewer there is no middle at which a phrase would end."""

Floats = NDArray[np.float64]
Written = tuple[Fraction, Pitch | None, bool]
"""A length, a pitch (None for a rest), and whether a tie follows."""
Bar = tuple[Written, ...]


def bars(melody: Melody) -> list[Bar]:
    """Return what is written in each bar, without the pickup.

    After a pickup the last bar is short; it is compared as it stands.
    """
    return [_bar(measure) for measure in melody.measures if not measure.is_pickup]


def returns(melody: Melody, lag: int, alike: Callable[[Bar, Bar], bool]) -> float | None:
    """Return the share of bars that are like the bar `lag` before; None of too few bars.

    Only bars that have a bar so far before them count: of eight bars and a lag of four,
    bars 5 to 8.
    """
    of_melody = bars(melody)
    pairs = list(zip(of_melody, of_melody[lag:], strict=False))
    return sum(alike(*pair) for pair in pairs) / len(pairs) if pairs else None


def same(one: Bar, other: Bar) -> bool:
    """Tell whether two bars are equal, note for note."""
    return one == other


def same_rhythm(one: Bar, other: Bar) -> bool:
    """Tell whether two bars have the same lengths of notes and rests in the same order."""
    return [_without_pitch(note) for note in one] == [_without_pitch(n) for n in other]


def transposed(one: Bar, other: Bar) -> bool:
    """Tell whether one bar is the other on a different degree: a sequence.

    The rhythm is the same and all pitches are moved by the same steps of the scale, one or
    more; accidentals may differ. A bar of one note is no sequence.
    """
    if not same_rhythm(one, other):
        return False
    moves = [
        b.staff_position - a.staff_position
        for (_, a, _), (_, b, _) in zip(one, other, strict=True)
        if a is not None and b is not None
    ]
    return len(moves) > 1 and len(set(moves)) == 1 and moves[0] != 0


def distinct_bars(melody: Melody) -> float:
    """Return how many different bars there are, as a share of all bars."""
    of_melody = bars(melody)
    return len(set(of_melody)) / len(of_melody)


def self_similarity(melody: Melody) -> Floats:
    """Return how alike any two bars are, shape (bars, bars), 0 to 1.

    The similarity is the share of notes in common (Jaccard): notes of the same pitch,
    place in the bar and length, among all that either bar has. Equal bars have 1.

    Examples
    --------
    >>> from etudes.theory import Key, TimeSignature
    >>> line = [(Pitch.parse(p), Fraction(1, 4)) for p in ("C4", "D4", "C4", "E4")]
    >>> two_bars = Melody.from_events(Key.parse("C"), TimeSignature(2, 4), line)
    >>> self_similarity(two_bars).round(2).tolist()
    [[1.0, 0.33], [0.33, 1.0]]
    """
    notes = [_placed(bar) for bar in bars(melody)]
    return np.array([[_shared(one, other) for other in notes] for one in notes])


def similarity_by_lag(melody: Melody) -> list[float]:
    """Return the mean similarity of bars 1, 2, ... apart: the diagonals of the matrix."""
    matrix = self_similarity(melody)
    return [float(np.diagonal(matrix, lag).mean()) for lag in range(1, len(matrix))]


def half_close(melody: Melody) -> bool | None:
    """Tell whether the first half ends on a half close; None of fewer than eight bars.

    The half (bar 4 of 8) ends on degree 2, 5 or 7 of the scale with a note of a beat or
    more, or with the longest of its bar. What comes after the place where the pickup would
    begin belongs to the next phrase.
    """
    measures = melody.full_measures
    if measures < _FEWEST_BARS or measures % 2:
        return None
    metre = melody.time_signature
    end = measures // 2 * metre.measure_duration
    downbeat = end - metre.measure_duration
    bar = [
        event
        for event in melody.events()
        if event.pitch and downbeat <= event.onset < end - melody.pickup
    ]
    if not bar or bar[-1].pitch is None:
        return False
    last = bar[-1]
    degree = (bar[-1].pitch.step - melody.key.step) % 7 + 1
    is_long = last.duration >= min(metre.beat, max(event.duration for event in bar))
    return degree in _HALF_CLOSE and is_long


def ambitus(melody: Melody) -> int:
    """Return the semitones from the lowest note to the highest."""
    heights = [pitch.midi for pitch in melody.pitches]
    return max(heights, default=0) - min(heights, default=0)


def direction_changes(melody: Melody) -> float:
    """Return how often the line turns, a note; repeated notes do not turn it.

    Examples
    --------
    >>> from etudes.theory import Key, TimeSignature
    >>> line = [(Pitch.parse(p), Fraction(1, 4)) for p in ("C4", "E4", "E4", "D4")]
    >>> direction_changes(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), line))
    0.25
    """
    heights = [pitch.midi for pitch in melody.pitches]
    moves = [b - a for a, b in pairwise(heights) if a != b]
    turns = sum((a > 0) != (b > 0) for a, b in pairwise(moves))
    return turns / max(len(heights), 1)


def register_drift(melody: Melody) -> float:
    """Return by how many semitones the second half lies above the first, on average.

    A note belongs to the half in which it begins; a half without notes counts as no drift.
    """
    middle = melody.duration / 2 - melody.pickup
    halves: tuple[list[int], list[int]] = ([], [])
    for event in melody.events():
        if event.pitch is not None:
            halves[event.onset >= middle].append(event.pitch.midi)
    if not all(halves):
        return 0.0
    first, second = (sum(half) / len(half) for half in halves)
    return second - first


def measured(melody: Melody) -> dict[str, float | None]:
    """Return every measure of a melody by name; None where it is too short for one.

    `returns_4`, `rhythm_returns_4`, `sequences_4` are the shares of bars that equal the bar
    four before, have its rhythm, or are it transposed; `similarity_4` is the mean
    similarity of bars four apart; `register_shift` is the drift either way.
    """
    alike = {"returns": same, "rhythm_returns": same_rhythm, "sequences": transposed}
    similar, drift = similarity_by_lag(melody), register_drift(melody)
    return {
        **{
            f"{name}_{lag}": returns(melody, lag, predicate)
            for name, predicate in alike.items()
            for lag in LAGS
        },
        **{
            f"similarity_{lag}": similar[lag - 1] if lag <= len(similar) else None
            for lag in range(1, LAGS[-1])
        },
        "distinct_bars": distinct_bars(melody),
        "half_close": half_close(melody),
        "ambitus": ambitus(melody),
        "direction_changes": direction_changes(melody),
        "register_drift": drift,
        "register_shift": abs(drift),
    }


def report(
    ours: Sequence[Specimen],
    human: Sequence[Specimen],
    rng: np.random.Generator,
    resamples: int = RESAMPLES,
) -> dict[str, Any]:
    """Return every measure of ours beside human ones, ready for JSON: of all, of each
    metre and of each level (`etudes.evaluation.comparison.report`)."""
    return comparison.report(ours, human, measured, rng, resamples)


def _bar(measure: Measure) -> Bar:
    return tuple(
        (note.duration, note.pitch, note.tied)
        if isinstance(note, Note)
        else (note.duration, None, False)
        for note in measure.notes
    )


def _without_pitch(note: Written) -> tuple[Fraction, bool, bool]:
    length, pitch, tied = note
    return length, pitch is None, tied


def _placed(bar: Bar) -> set[tuple[Fraction, Fraction, Pitch]]:
    """Return the notes of a bar as (place, length, pitch)."""
    place, found = Fraction(0), set()
    for length, pitch, _ in bar:
        if pitch is not None:
            found.add((place, length, pitch))
        place += length
    return found


def _shared(one: set[Any], other: set[Any]) -> float:
    either = len(one | other)
    return len(one & other) / either if either else 1.0
