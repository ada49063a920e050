"""What a note of a bar is to its neighbours: repeated, leaping, syncopated, the highest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from etudes.difficulty.descriptors import hides_stronger_place
from etudes.markings.line import Line, Sound

_QUAVER = Fraction(1, 8)
_CROTCHET = Fraction(1, 4)
_LEAP = 5
_THIRD = 4
_PEAKS = 2


@dataclass(frozen=True, slots=True)
class Struck:
    """A note as an idea sees it: with its neighbours in the bar, whatever lies outside."""

    number: int
    sound: Sound
    before: Sound | None
    after: Sound | None
    follows_rest: bool
    slurred: str
    """"" for a note apart, else "first" or "within"."""
    slurred_lengths: frozenset[Fraction]
    """How long the slurred notes of the bar are."""


def _is_repeated(struck: Struck, line: Line) -> bool:
    """Tell whether a quaver stands beside another of the same pitch."""
    return 0 in _moves(struck) and not line.player.unpitched


def _leaps(struck: Struck, line: Line) -> bool:
    """Tell whether a quaver leaps to or from another."""
    return max(_moves(struck), default=0) >= _LEAP


def _moves(struck: Struck) -> list[int]:
    """Return the intervals between a quaver and its neighbours; dots on some of the faster
    notes, or between longer ones, would look like chance."""
    own, near = struck.sound, (struck.before, struck.after)
    if own.duration != _QUAVER or own.pitch is None:
        return []
    quavers = [s.pitch for s in near if s and s.pitch and s.duration == _QUAVER]
    return [abs(pitch.midi - own.pitch.midi) for pitch in quavers]


def _is_apart(struck: Struck, line: Line) -> bool:
    """Tell whether a crotchet stands beside another one of the same pitch in its bar."""
    near = [sound for sound in (struck.before, struck.after) if sound]
    again = any(
        sound.duration == _CROTCHET and sound.pitch == struck.sound.pitch for sound in near
    )
    return struck.sound.duration == _CROTCHET and again and not line.metre.is_compound


def _is_stepping(struck: Struck, line: Line) -> bool:
    """Tell whether a crotchet of simple time stands beside another one near it."""
    own, near = struck.sound, (struck.before, struck.after)
    moves = [
        abs(sound.pitch.midi - own.pitch.midi)
        for sound in near
        if sound and sound.pitch and own.pitch and sound.duration == _CROTCHET
    ]
    is_crotchet = own.duration == _CROTCHET and not line.metre.is_compound
    return is_crotchet and 0 < max(moves, default=0) <= _THIRD


def _is_paired(struck: Struck, line: Line) -> bool:
    """Tell whether a quaver is one of the two of a beat."""
    own, is_first = struck.sound, line.metre.strength(struck.sound.where) > 1
    other = struck.after if is_first else struck.before
    is_pair = own.duration == _QUAVER and other is not None and other.duration == _QUAVER
    return is_pair and line.metre.beat == _CROTCHET


def _is_beside_a_slur(struck: Struck, line: Line) -> bool:
    """Tell whether a note apart is as short as one under a slur of its bar."""
    own = struck.sound.duration
    return own <= _CROTCHET and own in struck.slurred_lengths


def _is_off_beat(struck: Struck, line: Line) -> bool:
    sound, before = struck.sound, struck.before
    longer = before is not None and sound.duration > before.duration
    weak = line.metre.strength(sound.where) <= 2
    return weak and sound.duration >= _QUAVER and (struck.follows_rest or longer)


def _is_syncopated(struck: Struck, line: Line) -> bool:
    """Tell whether a note off the beat, or twice as long as the one before it, sounds
    through a stronger place; the dotted note of a dotted rhythm is no syncopation."""
    sound, before = struck.sound, struck.before
    off_beat = line.metre.strength(sound.where) <= 1
    longer = before is not None and sound.duration >= 2 * before.duration
    hides = hides_stronger_place(sound.where, sound.duration, line.metre)
    return hides and (off_beat or longer)


def _is_peak(struck: Struck, line: Line) -> bool:
    """Tell whether this is the highest note of all, on a beat, not the first, and heard
    once or twice."""
    heights = [note.pitch.midi for note in line.notes if note.pitch]
    own = struck.sound.pitch.midi if struck.sound.pitch else 0
    first = struck.sound.first == line.notes[0].first
    rare = heights.count(own) <= _PEAKS and own > min(heights) and not first
    return own == max(heights) and rare and line.metre.strength(struck.sound.where) > 1


def _is_long(struck: Struck, line: Line) -> bool:
    sound = struck.sound
    strong = sound.where in line.metre.strong_beats
    is_last = sound.first == line.notes[-1].first
    return strong and not is_last and sound.duration > line.metre.beat


HOLDS: Mapping[str, Callable[[Struck, Line], bool]] = {
    "repeated": _is_repeated,
    "leaps": _leaps,
    "crotchets": _is_apart,
    "steps": _is_stepping,
    "pairs": _is_paired,
    "beside a slur": _is_beside_a_slur,
    "off-beat": _is_off_beat,
    "syncopation": _is_syncopated,
    "peak": _is_peak,
    "long": _is_long,
}
"""Where an idea goes, by its name in `articulations.toml`."""
