"""The values of music theory: spelled pitch, interval, key, metre, written duration."""

from etudes.theory.duration import NoteValue, duration_name, note_value, split_at_beats
from etudes.theory.key import MODES, Key
from etudes.theory.metre import TimeSignature
from etudes.theory.pitch import STEPS, Interval, Pitch
from etudes.theory.words import indefinite

__all__ = [
    "MODES",
    "STEPS",
    "Interval",
    "Key",
    "NoteValue",
    "Pitch",
    "TimeSignature",
    "duration_name",
    "indefinite",
    "note_value",
    "split_at_beats",
]
