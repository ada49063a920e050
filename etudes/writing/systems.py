"""How many measures stand on each line of music."""

from fractions import Fraction
from itertools import pairwise
from math import ceil

from etudes.melody import Measure, Melody, Note

_MEASURES_A_SYSTEM = 4
_CROWDED = 44
"""Notes and barlines that a line of about 175 mm holds at staff size 20."""


def systems(melody: Melody) -> tuple[int, ...]:
    """Return the number of measures on each system, a pickup included in the first.

    About four measures a system, fewer where they are full of notes; as even as can be,
    never one measure alone on a later line.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> minims = [(Pitch.parse("A4"), Fraction(1, 2))] * 20
    >>> systems(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), minims))
    (4, 3, 3)
    """
    upbeat = 1 if melody.pickup else 0
    count = max(1, len(melody.measures) - upbeat)
    fewest = ceil(count / _MEASURES_A_SYSTEM)
    for lines in range(fewest, max(fewest, count // 2) + 1):
        lengths = [count // lines + (i < count % lines) for i in range(lines)]
        lengths[0] = min(lengths[0] + upbeat, len(melody.measures))
        if max(_widths(melody, lengths)) <= _CROWDED:
            break
    return tuple(lengths)


def _widths(melody: Melody, lengths: list[int]) -> list[Fraction]:
    starts = [sum(lengths[:i]) for i in range(len(lengths) + 1)]
    return [
        sum((_width(measure) for measure in melody.measures[start:end]), Fraction(0))
        for start, end in pairwise(starts)
    ]


def _width(measure: Measure) -> Fraction:
    """Notes count one, long ones a little more, the barline one."""
    long_notes = sum(note.duration >= Fraction(1, 4) for note in measure.notes)
    signs = sum(isinstance(note, Note) and note.pitch.alter != 0 for note in measure.notes)
    return 1 + len(measure.notes) + Fraction(long_notes, 4) + Fraction(signs, 8)
