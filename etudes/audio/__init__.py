"""Sound: notes in seconds, a SoundFont that plays them, and files at one loudness."""

from etudes.audio.playing import play
from etudes.audio.rendering import LEAD, RATE, TAIL, item_sound, render, with_silence
from etudes.audio.sound import LOUDNESS, PEAK, Sound, levelled, mp3_bytes, wav_bytes
from etudes.audio.timeline import (
    PIANO,
    Sounding,
    Timeline,
    chord,
    count_in,
    item_timeline,
    joined,
    silence,
    sounded,
    timbre_of,
    together,
)

__all__ = [
    "LEAD",
    "LOUDNESS",
    "PEAK",
    "PIANO",
    "RATE",
    "TAIL",
    "Sound",
    "Sounding",
    "Timeline",
    "chord",
    "count_in",
    "item_sound",
    "item_timeline",
    "joined",
    "levelled",
    "mp3_bytes",
    "play",
    "render",
    "silence",
    "sounded",
    "timbre_of",
    "together",
    "wav_bytes",
    "with_silence",
]
