"""Pitch seen from the tonic: what makes one model serve every key and instrument.

A pitch becomes (steps above a tonic, alteration against that tonic's major scale), so
that spelling stays exact and no training by transposition is needed. Which octave of
the tonic is meant follows from where the melody lies.
"""

from typing import Final

from etudes.theory import Key, Pitch
from etudes.theory.pitch import NATURAL_SEMITONES

CENTRE_ABOVE_TONIC: Final = (-2.5, 9.5)
"""The middle of a melody lies in this range of semitones above its reference tonic."""


def reference_tonic(key: Key, centre: float) -> Pitch:
    """Return the tonic nearest below (or just above) the middle of a melody.

    Parameters
    ----------
    centre : MIDI number of the middle: the median pitch of a melody, or the middle of
        an instrument's range.

    Examples
    --------
    >>> str(reference_tonic(Key.parse("D"), 69)), str(reference_tonic(Key.parse("G"), 66))
    ('D4', 'G4')
    """
    octave = (centre - CENTRE_ABOVE_TONIC[0] - key.tonic_semitones) // 12 - 1
    return Pitch(key.step, key.alter, int(octave))


def relative(pitch: Pitch, tonic: Pitch) -> tuple[int, int]:
    """Return (steps, alteration) of a pitch seen from a tonic.

    Examples
    --------
    >>> relative(Pitch.parse("Bb4"), Pitch.parse("G4"))  # the minor third
    (2, -1)
    """
    interval = tonic.interval_to(pitch)
    return interval.steps, interval.semitones - major_semitones(interval.steps)


def absolute(steps: int, alter: int, tonic: Pitch) -> Pitch:
    """Return the pitch that `relative` saw."""
    octave, step = divmod(tonic.staff_position + steps, 7)
    natural = 12 * (octave + 1) + NATURAL_SEMITONES[step]
    return Pitch(step, tonic.midi + major_semitones(steps) + alter - natural, octave)


def major_semitones(steps: int) -> int:
    """Return the semitones of so many steps up the major scale."""
    octaves, step = divmod(steps, 7)
    return 12 * octaves + NATURAL_SEMITONES[step]
