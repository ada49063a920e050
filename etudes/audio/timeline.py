"""What sounds when: notes in seconds and sounding pitch, before any sound is made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from math import isfinite
from typing import Literal

from etudes.errors import InvalidValue
from etudes.item.item import Item, Tempo
from etudes.markings import Markings
from etudes.melody import Melody
from etudes.tables.instruments import Instrument
from etudes.writing.performance import Played, played, tempo_changes

Timbre = int | Literal["click", "snare", "kit snare"]
"""A General MIDI program from 0; or one of the sounds without pitch."""

PIANO = 0
ACCENTED, PLAIN = 76, 77
"""The pitches of a click: the high and the low woodblock."""
SNARE = 38
DRUMS = ("click", "snare", "kit snare")

_STANDARD_KIT = 0
_CLICK_LENGTH = 0.05
_CLICK_VELOCITY = 96
_LATEST = 3600.0
"""Seconds: a recording of more than an hour is a mistake."""


@dataclass(frozen=True, slots=True)
class Sounding:
    """A note: when it begins and how long it sounds, in seconds; its sounding MIDI pitch;
    how hard it is struck, 1 to 127; and what sounds.

    Raises
    ------
    InvalidValue
        If a time is negative or endless, or a number lies outside MIDI's.
    """

    onset: float
    duration: float
    pitch: int
    velocity: int
    timbre: Timbre

    def __post_init__(self) -> None:
        for field, holds, expected in (
            ("onset", 0 <= self.onset <= _LATEST, "0 to 3600 seconds"),
            ("duration", 0 < self.duration <= _LATEST, "above 0 and up to 3600 seconds"),
            ("pitch", 0 <= self.pitch <= 127, "0 to 127"),
            ("velocity", 1 <= self.velocity <= 127, "1 to 127"),
            (
                "timbre",
                self.timbre in (DRUMS if isinstance(self.timbre, str) else range(128)),
                f"a program from 0 to 127 or one of {', '.join(DRUMS)}",
            ),
        ):
            if not holds:
                found = getattr(self, field)
                raise InvalidValue(f"a note's {field} is {expected}, not {found!r}")

    @property
    def end(self) -> float:
        return self.onset + self.duration


@dataclass(frozen=True, slots=True)
class Timeline:
    """Notes in the order of their onsets, and how long the whole lasts in seconds.

    Raises
    ------
    InvalidValue
        If notes are out of order, or one ends after the whole.
    """

    soundings: tuple[Sounding, ...]
    duration: float

    def __post_init__(self) -> None:
        if not (isfinite(self.duration) and 0 <= self.duration <= _LATEST):
            raise InvalidValue(f"a timeline lasts 0 to 3600 seconds, not {self.duration!r}")
        if any(one.onset > other.onset for one, other in pairwise(self.soundings)):
            raise InvalidValue("notes are expected in the order of their onsets")
        last = max((one.end for one in self.soundings), default=0.0)
        if last > self.duration + 1e-9:
            raise InvalidValue(
                f"a note ends at {last:.3f} s, after the timeline's {self.duration:.3f} s"
            )

    def delayed(self, seconds: float) -> "Timeline":
        """Return the same after so much silence."""
        moved = tuple(replace(one, onset=one.onset + seconds) for one in self.soundings)
        return Timeline(moved, self.duration + seconds)

    def followed_by_silence(self, seconds: float) -> "Timeline":
        """Return the same with so much silence after it."""
        return Timeline(self.soundings, self.duration + seconds)


def joined(timelines: Iterable[Timeline], gap: float = 0.0) -> Timeline:
    """Return one after the other, with `gap` seconds of silence between them.

    Examples
    --------
    >>> joined([count_in(4, 0.5), silence(1.0)], gap=0.25).duration
    3.25
    """
    soundings: list[Sounding] = []
    at = 0.0
    for number, timeline in enumerate(timelines):
        at += gap if number else 0.0
        soundings += timeline.delayed(at).soundings
        at += timeline.duration
    return Timeline(tuple(soundings), at)


def together(timelines: Iterable[Timeline]) -> Timeline:
    """Return all at once, each from the beginning; it lasts as long as the longest."""
    kept = tuple(timelines)
    soundings = sorted(
        (one for timeline in kept for one in timeline.soundings),
        key=lambda one: (one.onset, str(one.timbre), one.pitch),
    )
    return Timeline(tuple(soundings), max((t.duration for t in kept), default=0.0))


def silence(seconds: float) -> Timeline:
    """Return nothing, for so long."""
    return Timeline((), seconds)


def chord(
    pitches: Iterable[int], seconds: float, velocity: int = 80, timbre: Timbre = PIANO
) -> Timeline:
    """Return sounding MIDI pitches struck together and held for so long.

    Examples
    --------
    >>> [one.pitch for one in chord((60, 64, 67), 2.0).soundings]
    [60, 64, 67]
    """
    notes = (Sounding(0.0, seconds, pitch, velocity, timbre) for pitch in sorted(pitches))
    return Timeline(tuple(notes), seconds)


def count_in(beats: int, beat: float, accents: Iterable[int] = (0,)) -> Timeline:
    """Return clicks, one every `beat` seconds; those numbered in `accents` are higher.

    Examples
    --------
    >>> [(one.onset, one.pitch) for one in count_in(3, 0.5).soundings]
    [(0.0, 76), (0.5, 77), (1.0, 77)]
    """
    return clicks([at * beat for at in range(beats)], beats * beat, accents)


def clicks(
    onsets: Sequence[float], seconds: float, accents: Iterable[int] = ()
) -> Timeline:
    """Return a click at each of these onsets, within so many seconds; those numbered in
    `accents` are higher.

    Examples
    --------
    >>> [one.pitch for one in clicks([0.0, 0.4], 1.0, accents=[1]).soundings]
    [77, 76]
    """
    high = {*accents}
    strokes = (
        Sounding(
            onset,
            min(_CLICK_LENGTH, seconds - onset),
            ACCENTED if at in high else PLAIN,
            _CLICK_VELOCITY,
            "click",
        )
        for at, onset in enumerate(onsets)
    )
    return Timeline(tuple(strokes), seconds)


def sounded(
    melody: Melody, markings: Markings, tempo: Tempo, instrument: Instrument
) -> Timeline:
    """Return a melody as its instrument plays it, signs and tempo changes included.

    It begins with the first written note: before a pickup there is no silence. It lasts
    as long as the melody is written.

    Raises
    ------
    InvalidValue
        If a note sounds outside MIDI's pitches.
    """
    changes = tempo_changes(melody, markings)
    seconds = _Clock(tempo, changes)
    notes = tuple(_sounding(note, seconds, instrument) for note in played(melody, markings))
    return Timeline(notes, seconds.at(melody.duration))


def item_timeline(item: Item, instrument: Instrument) -> Timeline:
    """Return an item as its instrument plays it, without anything before or after."""
    return sounded(item.melody, item.markings, item.tempo, instrument)


def _sounding(note: Played, seconds: "_Clock", instrument: Instrument) -> Sounding:
    onset, end = seconds.at(note.onset), seconds.at(note.onset + note.duration)
    pitch = note.pitch.midi + instrument.transposition.semitones
    if instrument.unpitched:
        pitch = SNARE
    return Sounding(onset, end - onset, pitch, note.velocity, timbre_of(instrument))


def timbre_of(instrument: Instrument) -> Timbre:
    """Return what an instrument sounds with."""
    if not instrument.unpitched:
        return instrument.midi_program
    return "kit snare" if instrument.midi_program == _STANDARD_KIT else "snare"


@dataclass(frozen=True, slots=True)
class _Clock:
    """When a place in the melody is reached, in seconds from the first note."""

    tempo: Tempo
    changes: tuple[tuple[Fraction, Fraction], ...]

    def at(self, place: Fraction) -> float:
        gone, since, share = Fraction(0), Fraction(0), Fraction(1)
        for onset, next_share in self.changes:
            if onset >= place:
                break
            gone += (onset - since) / share
            since, share = onset, next_share
        semibreves = gone + (place - since) / share
        return float(semibreves / self.tempo.beat * 60 / self.tempo.beats_per_minute)
