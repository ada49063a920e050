"""Other versions of a melody: one note or one rhythm changed, and as likely as may be.

What is changed follows the item bank of the Melodic Discrimination Test (Harrison, Collins
& Müllensiefen, *Scientific Reports* 7, 2017): never the first note nor the last, and a
displacement small enough that the place is not heard as a wrong note. Of all versions that
keep the level's rules one is drawn with the probability that the model gives it: the
model's own law, given that the melody is one of them.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.rule import Rule
from etudes.listening.ask import keeps
from etudes.listening.question import Place
from etudes.melody import Event, Melody
from etudes.runtime import Runtime
from etudes.sampling.likelihood import bits, obstacle
from etudes.theory import Key, Pitch

_MOST_STEPS = 4
"""How far a changed note moves at most, in steps of the scale."""

Line = tuple[tuple[Pitch | None, Fraction], ...]
"""Pitches, None for a rest, and lengths, in order."""


@dataclass(frozen=True, slots=True)
class Alteration:
    """A melody in which one thing was changed.

    Attributes
    ----------
    melody : as it is now.
    event : the first event that is another, counted from 0.
    place : the measure in which that event begins, and what was changed.
    semitones : how far the changed note moved; 0 where the rhythm was changed.
    in_key : whether the changed note is of the key.
    turns : whether the contour is another: which notes rise, fall or stay.
    """

    melody: Melody
    event: int
    place: Place
    semitones: int = 0
    in_key: bool = True
    turns: bool = False


def pitch_alterations(melody: Melody, measure: int | None = None) -> Iterator[Alteration]:
    """Yield the melodies in which one note, neither the first nor the last, has another
    pitch: one of this measure, or any."""
    events = list(melody.events())
    line, shape = _line(events), contour(melody)
    sounding = [(at, event.pitch) for at, event in enumerate(events) if event.pitch]
    for at, pitch in sounding[1:-1]:
        place = Place(measure_of(melody, events[at].onset), "pitch")
        if measure not in (None, place.measure):
            continue
        for other in _others(pitch, melody.key):
            changed = retold(melody, (*line[:at], (other, line[at][1]), *line[at + 1 :]))
            yield Alteration(
                melody=changed,
                event=at,
                place=place,
                semitones=other.midi - pitch.midi,
                in_key=_is_in_key(other, melody.key),
                turns=contour(changed) != shape,
            )


def rhythm_alterations(melody: Melody, measure: int | None = None) -> Iterator[Alteration]:
    """Yield the melodies in which two neighbouring notes of a measure, this one or any,
    share their time otherwise: long and short changed about, dotted, even."""
    events = list(melody.events())
    line, bar = _line(events), melody.time_signature.measure_duration
    for at, (one, two) in enumerate(pairwise(events)):
        is_last = at + 2 == len(events)
        if one.pitch is None or two.pitch is None or is_last:
            continue
        whole = one.duration + two.duration
        place = Place(measure_of(melody, one.onset), "rhythm")
        if one.onset % bar + whole > bar or measure not in (None, place.measure):
            continue
        for first in _shares(one.duration, whole):
            pair = ((one.pitch, first), (two.pitch, whole - first))
            changed = retold(melody, (*line[:at], *pair, *line[at + 2 :]))
            yield Alteration(changed, at, place)


def likely(
    found: Sequence[Alteration],
    rules: Sequence[Rule],
    runtime: Runtime,
    generator: np.random.Generator,
    level: int = 0,
) -> Alteration | None:
    """Return one of those alterations that keep the rules, each with the probability that
    the model gives its melody among them; None where none keeps them.

    They are put in an order drawn by that probability, with a number of Gumbel's law added
    to each logarithm, and the first one that keeps the rules is the one: a draw from the
    law given the rules (Yellott 1977), of which few need to be asked.

    Parameters
    ----------
    level : what the model is told; 0 tells it nothing. In a metre that it has not learnt,
        all alterations are equally likely.
    """
    noise = generator.gumbel(size=len(found))
    for at in np.argsort(-(_logs(found, runtime, level) + noise)):
        if keeps(rules, found[int(at)].melody):
            return found[int(at)]
    return None


def _logs(found: Sequence[Alteration], runtime: Runtime, level: int) -> NDArray[np.float64]:
    """Return the logarithm of each melody's probability, less one that all share."""
    melodies = [one.melody for one in found]
    if any(obstacle(runtime.vocabulary, melody) for melody in melodies):
        return np.zeros(len(found))
    costs = [one.joint_bits.sum() for one in bits(runtime, melodies, level)]
    return np.array(costs, np.float64) * -math.log(2)


def contour(melody: Melody) -> tuple[int, ...]:
    """Return for each move between notes 1 where it rises, −1 where it falls, else 0."""
    semitones = [pitch.midi for pitch in melody.pitches]
    return tuple(int(np.sign(b - a)) for a, b in pairwise(semitones))


def measure_of(melody: Melody, onset: Fraction) -> int:
    """Return the measure of an onset, counted from 1; the upbeat is 0."""
    return int(onset // melody.time_signature.measure_duration) + 1


def retold(melody: Melody, line: Line) -> Melody:
    """Return a line in the key, metre and with the upbeat of a melody."""
    return Melody.from_events(melody.key, melody.time_signature, line, melody.pickup)


def _others(pitch: Pitch, key: Key) -> Iterator[Pitch]:
    """Yield the notes of the key near a pitch, and its neighbours outside the key."""
    position, seen = pitch.staff_position, {pitch.midi}
    near = [_at(position + n, key) for n in range(-_MOST_STEPS, _MOST_STEPS + 1)]
    altered = [
        Pitch(pitch.step, pitch.alter + alter, pitch.octave)
        for alter in (-1, 1)
        if abs(pitch.alter + alter) <= 1
    ]
    for other in (*near, *altered):
        if other.midi not in seen:
            seen.add(other.midi)
            yield other


def _at(position: int, key: Key) -> Pitch:
    """Return the note of the key at a place of the staff."""
    octave, step = divmod(position, 7)
    return Pitch(step, key.signature_alter(step), octave)


def _is_in_key(pitch: Pitch, key: Key) -> bool:
    """Whether a note is of the key; the raised seventh of minor is."""
    raised = key.mode == "minor" and (pitch.step - key.step) % 7 == 6
    wanted = key.signature_alter(pitch.step)
    return pitch.alter == wanted or (raised and pitch.alter == wanted + 1)


def _shares(first: Fraction, whole: Fraction) -> Iterator[Fraction]:
    """Yield how long the first of two notes may be instead, within the same time."""
    for numerator, denominator in ((1, 4), (1, 3), (1, 2), (2, 3), (3, 4)):
        length = whole * Fraction(numerator, denominator)
        if length != first and length.denominator in (1, 2, 4, 8, 16):
            yield length


def _line(events: Sequence[Event]) -> Line:
    return tuple((event.pitch, event.duration) for event in events)
