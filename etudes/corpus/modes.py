"""Major or minor: what a key signature leaves open."""

from typing import Final

from etudes.melody import Melody
from etudes.theory import Key

_PROFILES: Final = {
    "major": (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88),
    "minor": (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17),
}
"""Krumhansl & Kessler (1982): how well each semitone above the tonic fits the key."""

_LAST_NOTE = 1.0
"""Weight of ending on the tonic, in whole notes of sounding time on it."""


def with_heard_mode(melody: Melody) -> Melody:
    """Return the melody in major or minor, whichever of its signature fits it better."""
    fifths = melody.key.fifths
    keys = [Key.from_fifths(fifths, mode) for mode in ("major", "minor")]
    return Melody(max(keys, key=lambda key: _fit(melody, key)), melody.measures)


def _fit(melody: Melody, key: Key) -> float:
    profile = _PROFILES[key.mode]
    mean = sum(profile) / 12
    score, last = 0.0, None
    for event in melody.events():
        if event.pitch is not None:
            last = (event.pitch.midi - key.tonic_semitones) % 12
            score += float(event.duration) * (profile[last] - mean)
    return score + _LAST_NOTE * (last == 0) * (profile[0] - mean)
