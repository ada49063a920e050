"""What a listener holds against a melody: odd closes, running on, going in circles."""

from collections import Counter
from collections.abc import Sequence

from etudes.melody import Melody, Note, Rest

_MOTIF = 3
"""Notes; fewer are no motif."""

_TWO_PHRASES = 8
"""Bars; from here on a melody has two phrases."""

_DOMINANT = (1, 4, 6)
"""Degrees of the dominant chord; the tonic is 0."""


def closes_commonly(melody: Melody) -> bool:
    """Tell whether the last note is reached as tunes reach it: from the tonic, a step
    away, or by falling a third; a falling fifth or rising fourth counts too."""
    last, final = melody.pitches[-2:] if len(melody.pitches) > 1 else melody.pitches * 2
    move = final.midi - last.midi
    return abs(move) <= 2 or move in (-3, -4, -7, 5)


def closes_firmly(melody: Melody) -> bool:
    """Tell whether the last note begins on a strong beat and is no shorter than the
    one before."""
    *_, before, last = [None, *(e for e in melody.events() if e.pitch is not None)]
    metre = melody.time_signature
    on_strong = last.onset % metre.measure_duration in metre.strong_beats
    return on_strong and (before is None or last.duration >= before.duration)


def runs_on(melody: Melody) -> bool:
    """Tell whether a melody of eight bars or more has no half close in its middle: no note
    of a beat or more, on a degree of the dominant chord, ends the bar there."""
    if melody.full_measures < _TWO_PHRASES or melody.full_measures % 2:
        return False
    metre = melody.time_signature
    middle = melody.full_measures // 2 * metre.measure_duration - melody.pickup
    heard = [event for event in melody.events() if event.pitch and event.onset < middle]
    last = heard[-1]
    degree = (last.pitch.step - melody.key.step) % 7 if last.pitch else 0
    return degree not in _DOMINANT or last.duration < metre.beat


def forgets(melody: Melody) -> bool:
    """Tell whether a melody of eight bars or more takes nothing up again: no bar of three
    notes or more is one of the four before it, as it was or on other steps."""
    if melody.full_measures < _TWO_PHRASES:
        return False
    bars = [
        (
            tuple(note.duration for note in measure.notes),
            [note.pitch.staff_position for note in measure.notes if isinstance(note, Note)],
        )
        for measure in melody.measures
    ]
    return not any(
        rhythm == later_rhythm and _is_moved(motif, later)
        for lag in (1, 2, 4)
        for (rhythm, motif), (later_rhythm, later) in zip(bars, bars[lag:], strict=False)
    )


def is_broken_up(melody: Melody) -> bool:
    """Tell whether there are so many rests that no line is left."""
    rests = sum(event.pitch is None for event in melody.events())
    return 2 * rests > melody.full_measures


def _is_moved(motif: Sequence[int], later: Sequence[int]) -> bool:
    if len(motif) != len(later) or len(motif) < _MOTIF:
        return False
    return len({b - a for a, b in zip(motif, later, strict=True)}) == 1


def too_uniform(melody: Melody) -> bool:
    """Tell whether bars repeat so much, or one note so rules, that nothing happens."""
    bars = _bars(melody)
    distinct = len(set(bars))
    counts = Counter(melody.pitches).values()
    return (
        distinct < -(-5 * len(bars) // 8)
        or len(counts) < 3
        or max(counts) > 0.55 * len(melody.pitches)
    )


def too_empty(melody: Melody) -> bool:
    """Tell whether there is so little in it that nothing is practised: under two notes a
    bar."""
    return len(melody.pitches) < 2 * melody.full_measures


def too_even(melody: Melody) -> bool:
    """Tell whether a rhythm hardly varies: bars repeat or there are only two values."""
    bars = _bars(melody)
    values = {event.duration for event in melody.events() if event.pitch}
    return len(set(bars)) < len(bars) / 2 or len(values) < 3


def _bars(melody: Melody) -> list[tuple[object, ...]]:
    """Return what stands in each bar; as whole numbers, which are quick to compare."""
    return [
        tuple((note.duration.as_integer_ratio(), _place(note)) for note in measure.notes)
        for measure in melody.measures
    ]


def _place(note: Note | Rest) -> tuple[int, int, int] | None:
    if isinstance(note, Rest):
        return None
    return note.pitch.step, note.pitch.alter, note.pitch.octave
