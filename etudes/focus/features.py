"""What a focus looks for, as small questions about notes; one set serves two ends.

The share of a feature in a melody is the mean of its `marks`. The local questions beside
them (`move`, `value`, `tone`, `rest`) look at one event and the note before it, as the
rules do, so that the sampler can be tilted towards them. Where a feature needs more than
that (a run, a fingering), its local question is what such a figure is made of.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import groupby, pairwise, product
from typing import Any

from etudes.difficulty.descriptors import hides_stronger_place, is_outside
from etudes.melody import Melody
from etudes.technique import Fingering, Stop, Technique
from etudes.theory import Interval, Key, Pitch, TimeSignature, note_value, split_at_beats

Move = Callable[[Pitch, Pitch], bool]
"""A question about a note and the one after it."""

Value = Callable[[TimeSignature, Fraction, Fraction], bool]
"""A question about (metre, place in the bar, duration)."""

Tone = Callable[[Key, Pitch], bool]
"""A question about a pitch in a key."""

_RUN = 5
"""Notes that make a scale: fewer are found in any tune."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One answer for each interval, note, event or item, and what stands for it locally."""

    marks: Callable[[Melody], Sequence[bool]]
    move: Move | None = None
    value: Value | None = None
    tone: Tone | None = None
    rest: bool = False

    def room(self, key: Key, pitches: Sequence[Pitch]) -> int:
        """Return how many of these pitches, or moves among them, can show it."""
        moves = product(pitches, repeat=2) if self.move else ()
        tones = pitches if self.tone else ()
        return sum(self.move(a, b) for a, b in moves if self.move) + sum(
            self.tone(key, pitch) for pitch in tones if self.tone
        )


def of_moves(asks: Move) -> Feature:
    """Return a feature of the intervals between successive notes, over rests too."""

    def marks(melody: Melody) -> list[bool]:
        return [asks(a, b) for a, b in pairwise(melody.pitches)]

    return Feature(marks, move=asks)


def of_values(asks: Value) -> Feature:
    """Return a feature of where notes begin and how long they last."""

    def marks(melody: Melody) -> list[bool]:
        metre = melody.time_signature
        bar = metre.measure_duration
        return [asks(metre, e.onset % bar, e.duration) for e in melody.events() if e.pitch]

    return Feature(marks, value=asks)


def of_tones(asks: Tone) -> Feature:
    """Return a feature of single pitches."""

    def marks(melody: Melody) -> list[bool]:
        return [asks(melody.key, pitch) for pitch in melody.pitches]

    return Feature(marks, tone=asks)


def of_figures(marks: Callable[[Sequence[Pitch]], list[bool]], part: Move) -> Feature:
    """Return a feature of figures that are made of such moves."""
    return Feature(lambda melody: marks(melody.pitches), move=part)


def of_demands(technique: Technique[Any], demands: frozenset[str]) -> Feature:
    """Return a feature of moves that ask one of these of the player, in the easiest
    fingering of the whole line (marks) or of the two notes alone (move)."""

    def marks(melody: Melody) -> list[bool]:
        ways = technique.fingering(melody.pitches)
        return [_asks(technique, demands, x, y) for x, y in pairwise(ways)]

    return Feature(marks, move=lambda a, b: _asks_alone(technique, demands, a, b))


def of_finger(technique: Technique[Any], finger: int, stretch: str) -> Feature:
    """Return a feature of notes that a finger stops, low or plain (`technique.Stop`)."""

    def stops(way: Fingering | None) -> bool:
        return isinstance(way, Stop) and (way.finger, way.stretch) == (finger, stretch)

    def marks(melody: Melody) -> list[bool]:
        return [stops(way) for way in technique.fingering(melody.pitches)]

    return Feature(marks, tone=lambda key, pitch: stops(technique.fingering([pitch])[0]))


def of_items(asks: Callable[[Melody], bool]) -> Feature:
    """Return a feature of whole melodies; the plan decides it, not the sampler."""
    return Feature(lambda melody: [asks(melody)])


NOTHING = Feature(lambda melody: [])
"""What an instrument without the technique has."""

RESTS = Feature(lambda m: [e.pitch is None for e in m.events()], rest=True)
"""The rests among notes and rests."""


def is_one_of(intervals: Sequence[Interval]) -> Move:
    """Return whether a move is one of these intervals, up or down."""
    wanted = {*intervals, *(-interval for interval in intervals)}
    return lambda a, b: a.interval_to(b) in wanted


@cache
def is_dotted(metre: TimeSignature, place: Fraction, duration: Fraction) -> bool:
    """Tell whether a note is written dotted and is not just a beat or several of them."""
    ends = {*metre.beats, metre.measure_duration}
    if is_tied(metre, place, duration) or {place, place + duration} <= ends:
        return False
    value = note_value(duration)
    return value is not None and value.dots > 0


@cache
def is_tied(metre: TimeSignature, place: Fraction, duration: Fraction) -> bool:
    """Tell whether a note that begins here needs a tie."""
    over_barline = place + duration > metre.measure_duration
    return over_barline or len(split_at_beats(place, duration, metre)) > 1


def is_syncopated(metre: TimeSignature, place: Fraction, duration: Fraction) -> bool:
    """Tell whether a note that begins here is syncopated."""
    return hides_stronger_place(place, duration, metre)


def is_altered(key: Key, pitch: Pitch) -> bool:
    """Tell whether a note needs an accidental that the signature does not give."""
    return is_outside(pitch, key)


def is_chromatic(key: Key, pitch: Pitch) -> bool:
    """Tell whether a note is outside the key; minor holds both its sixths and sevenths."""
    raised = pitch.alter == key.signature_alter(pitch.step) + 1
    melodic = key.mode == "minor" and (pitch.step - key.step) % 7 in (5, 6) and raised
    return is_altered(key, pitch) and not melodic


def is_step(a: Pitch, b: Pitch) -> bool:
    """Tell whether two notes are neighbours on the staff."""
    return abs(a.interval_to(b).steps) == 1


def is_chord_step(a: Pitch, b: Pitch) -> bool:
    """Tell whether two notes are neighbours in a triad: a third or a fourth apart."""
    return abs(a.interval_to(b).steps) in (2, 3)


def in_scale(pitches: Sequence[Pitch]) -> list[bool]:
    """Mark the notes of runs of five or more that go by step in one direction."""
    marks = [False] * len(pitches)
    start = 0
    for steps, moves in groupby(a.interval_to(b).steps for a, b in pairwise(pitches)):
        end = start + len(list(moves))
        if abs(steps) == 1 and end - start >= _RUN - 1:
            marks[start : end + 1] = [True] * (end + 1 - start)
        start = end
    return marks


def in_arpeggio(pitches: Sequence[Pitch]) -> list[bool]:
    """Mark the notes of each three of one triad that go in one direction."""
    moves = [a.interval_to(b).steps for a, b in pairwise(pitches)]
    marks = [False] * len(pitches)
    for i, (first, second) in enumerate(pairwise(moves)):
        one_way = first * second > 0
        if one_way and (abs(first), abs(second)) in ((2, 2), (2, 3), (3, 2)):
            marks[i : i + 3] = [True] * 3
    return marks


# Pairs of pitches return all the time: what they ask is worked out once.


@cache
def _asks_alone(
    technique: Technique[Any], demands: frozenset[str], a: Pitch, b: Pitch
) -> bool:
    return _asks(technique, demands, *technique.fingering((a, b)))


def _asks(
    technique: Technique[Any],
    demands: frozenset[str],
    before: Fingering | None,
    after: Fingering | None,
) -> bool:
    if before is None or after is None:
        return False
    return not demands.isdisjoint(technique.of_move(before, after))
