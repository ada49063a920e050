"""Major or minor: what a key signature leaves open, or states wrongly."""

from collections.abc import Iterator
from contextlib import suppress

from etudes.errors import InvalidValue
from etudes.melody import Melody
from etudes.theory import MODES, Key
from etudes.theory.tonality import PROFILES

_LAST_NOTE = 1.0
"""Weight of ending on the tonic, in whole notes of sounding time on it."""


def with_heard_mode(melody: Melody) -> Melody:
    """Return the melody in major or minor, whichever of its signature fits it better."""
    fifths = melody.key.fifths
    keys = [Key.from_fifths(fifths, mode) for mode in ("major", "minor")]
    return Melody(max(keys, key=lambda key: _fit(melody, key)), melody.measures)


def with_fitting_signature(melody: Melody) -> Melody:
    """Return the melody in the mode of its tonic whose signature leaves fewest accidentals.

    For files that state major whatever the mode is: one song in seven of the Essen
    collection in ABC. Fewer than three notes outside the stated key leave it as it is.
    """
    stated = melody.key
    if _outside(melody, stated) < _TOO_MANY_OUTSIDE:
        return melody
    keys = [stated, *_on_tonic_of(stated)]
    return Melody(min(keys, key=lambda key: _outside(melody, key)), melody.measures)


_TOO_MANY_OUTSIDE = 3


def _on_tonic_of(stated: Key) -> Iterator[Key]:
    for mode in MODES:
        with suppress(InvalidValue):  # it would have more than seven flats or sharps
            yield Key(stated.step, stated.alter, mode)


def _outside(melody: Melody, key: Key) -> int:
    return sum(pitch.alter != key.signature_alter(pitch.step) for pitch in melody.pitches)


def _fit(melody: Melody, key: Key) -> float:
    profile = PROFILES[key.mode]
    mean = sum(profile) / 12
    score, last = 0.0, None
    for event in melody.events():
        if event.pitch is not None:
            last = (event.pitch.midi - key.tonic_semitones) % 12
            score += float(event.duration) * (profile[last] - mean)
    return score + _LAST_NOTE * (last == 0) * (profile[0] - mean)
