"""Major or minor: what a key signature leaves open."""

from etudes.melody import Melody
from etudes.theory import Key
from etudes.theory.tonality import PROFILES

_LAST_NOTE = 1.0
"""Weight of ending on the tonic, in whole notes of sounding time on it."""


def with_heard_mode(melody: Melody) -> Melody:
    """Return the melody in major or minor, whichever of its signature fits it better."""
    fifths = melody.key.fifths
    keys = [Key.from_fifths(fifths, mode) for mode in ("major", "minor")]
    return Melody(max(keys, key=lambda key: _fit(melody, key)), melody.measures)


def _fit(melody: Melody, key: Key) -> float:
    profile = PROFILES[key.mode]
    mean = sum(profile) / 12
    score, last = 0.0, None
    for event in melody.events():
        if event.pitch is not None:
            last = (event.pitch.midi - key.tonic_semitones) % 12
            score += float(event.duration) * (profile[last] - mean)
    return score + _LAST_NOTE * (last == 0) * (profile[0] - mean)
