"""Stretches of tunes as they could be printed: closed, or in larger or fewer values."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from etudes.corpus.excerpts import closed_excerpts, doubled, skeleton
from etudes.difficulty import Descriptors, describe
from etudes.melody import Melody
from etudes.rating.study.held_out import held_out
from etudes.theory import Key, Pitch, TimeSignature

_PHRASE = 4
"""Bars; excerpts begin and end with a phrase."""

MIDDLE = Pitch.parse("B4")


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An excerpt as it could be printed, in the key of its tune: `descriptors` are those
    on no instrument, `span` in semitones, `rested` tells whether there is a rest in it,
    `how` what was done with it."""

    melody: Melody
    descriptors: Descriptors
    span: int
    rested: bool
    how: str


@cache
def shapes_of(number: int, metre: TimeSignature, measures: int) -> tuple[Shape, ...]:
    """Return the excerpts of a tune that have this metre and length."""
    excerpts = _excerpts(held_out()[number].melody, metre, measures)
    return tuple(_shape(melody, how) for melody, how in excerpts)


def _shape(melody: Melody, how: str) -> Shape:
    low, high = melody.ambitus or (MIDDLE, MIDDLE)
    descriptors = describe(melody, with_technique=False)
    return Shape(melody, descriptors, high.midi - low.midi, has_rest(melody), how)


def has_rest(melody: Melody) -> bool:
    """Tell whether a melody has a rest."""
    return any(event.pitch is None for event in melody.events())


def _excerpts(
    melody: Melody, metre: TimeSignature, measures: int
) -> Iterator[tuple[Melody, str]]:
    """Yield the excerpts of a tune that have a metre and a length, or have them in doubled
    values; four bars may be the second half of a phrase, or have one note a beat."""
    own = melody.time_signature
    if own == metre:
        for excerpt in closed_excerpts(melody, _PHRASE, (measures,)):
            yield excerpt, ""
    if _doubled(own) == metre:
        bars = measures * metre.measure_duration / (2 * own.measure_duration)
        if bars.denominator == 1 and (measures == _PHRASE or bars % _PHRASE == 0):
            for excerpt in closed_excerpts(melody, _PHRASE, (int(bars),)):
                if larger := doubled(excerpt):
                    yield larger, ", in doubled values"
    if measures == _PHRASE:
        for excerpt in closed_excerpts(melody, _PHRASE, (measures,)):
            bare = skeleton(excerpt)
            if bare and bare.time_signature == metre and bare.full_measures == measures:
                yield bare, ", with one note a beat"


@cache
def _doubled(metre: TimeSignature) -> TimeSignature | None:
    """Return the metre in which doubled values are written, None where there is none."""
    bar = Melody.from_events(Key(0, 0), metre, [(MIDDLE, metre.measure_duration)])
    larger = doubled(bar)
    return larger.time_signature if larger else None
