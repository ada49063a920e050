"""What sounds in a listening question, and what its level allows: plain fields, TOML.

The ground on which the independent checker of listening questions stands: semitones, bars,
ranges and values are counted here anew.
"""

import tomllib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).parents[1] / "etudes"
NATURALS = (0, 2, 4, 5, 7, 9, 11)
SCALES = {"major": (0, 2, 4, 5, 7, 9, 11), "minor": (0, 2, 3, 5, 7, 8, 11)}
"""Semitones of the degrees above the tonic; minor has its leading note."""


class Sound(NamedTuple):
    """A note that is heard, ties joined: onset from the first sound of the line, length,
    semitone, and the bar it begins in, 0 being an upbeat."""

    onset: Fraction
    length: Fraction
    semitone: int
    bar: int
    step: int
    alter: int
    octave: int


def semitone(pitch: Any) -> int:
    """The key of a keyboard that a spelled pitch is; middle C is 60."""
    return 12 * (int(pitch.octave) + 1) + NATURALS[pitch.step] + int(pitch.alter)


def bar_length(melody: Any) -> Fraction:
    metre = melody.measures[0].time_signature
    return Fraction(metre.numerator, metre.denominator)


def sounds(melody: Any) -> tuple[Sound, ...]:
    """What is heard of a line, in order."""
    found: list[Sound] = []
    onset, goes_on = Fraction(0), False
    first = 0 if melody.measures[0].is_pickup else 1
    for bar, measure in enumerate(melody.measures, first):
        for note in measure.notes:
            pitch = getattr(note, "pitch", None)
            if pitch is not None and goes_on:
                found[-1] = found[-1]._replace(length=found[-1].length + note.duration)
            elif pitch is not None:
                spelled = (pitch.step, pitch.alter, pitch.octave)
                found.append(Sound(onset, note.duration, semitone(pitch), bar, *spelled))
            goes_on = bool(getattr(note, "tied", False))
            onset += note.duration
    return tuple(found)


def rests(melody: Any) -> int:
    return sum(not hasattr(note, "pitch") for m in melody.measures for note in m.notes)


def ties(melody: Any) -> int:
    return sum(getattr(note, "tied", False) for m in melody.measures for note in m.notes)


def full_bars(melody: Any) -> int:
    return len(melody.measures) - bool(melody.measures[0].is_pickup)


def heights(line: Sequence[Sound]) -> list[int]:
    return [sound.semitone for sound in line]


def rhythm(line: Sequence[Sound]) -> list[tuple[Fraction, Fraction]]:
    return [(sound.onset, sound.length) for sound in line]


def heard_as(line: Sequence[Sound]) -> list[tuple[Fraction, Fraction, int]]:
    return [(sound.onset, sound.length, sound.semitone) for sound in line]


def turns(numbers: Sequence[int]) -> list[int]:
    """Up, down or level, from each to the next."""
    return [(b > a) - (b < a) for a, b in pairwise(numbers)]


def tonic_class(key: Any) -> int:
    return int(NATURALS[key.step] + key.alter) % 12


def degree(key: Any, sound: Sound) -> int:
    return (sound.step - int(key.step)) % 7 + 1


@cache
def ladders() -> dict[str, Any]:
    return tomllib.loads((ROOT / "listening" / "kinds.toml").read_text("utf-8"))


@cache
def levels() -> list[dict[str, Any]]:
    table = tomllib.loads((ROOT / "tables" / "levels.toml").read_text("utf-8"))
    return list(table["level"])


@cache
def players() -> dict[str, Any]:
    rows: dict[str, Any] = {}
    for family in (ROOT / "tables").glob("*.toml"):
        for name, row in tomllib.loads(family.read_text("utf-8")).items():
            if isinstance(row, dict) and "midi_program" in row:
                rows[name] = row
    return rows


def rung(question: Any, name: str) -> Any:
    """What the kind's ladder has at the question's level; None where it has no such."""
    rungs = ladders()[question.kind]["ladder"].get(name)
    return rungs[question.level - 1] if rungs else None


def range_of(name: str, level: int) -> tuple[int, int]:
    """Lowest and highest semitone of an instrument at a level, as written."""
    texts = players()[name]["ranges"][level - 1].split(":")
    low, high = (read_pitch(text) for text in texts)
    return low, high


def read_pitch(text: str) -> int:
    letter, sign = text[0], text[1:].rstrip("-0123456789")
    octave = int(text[1 + len(sign) :])
    alter = {"": 0, "#": 1, "b": -1}[sign]
    return 12 * (octave + 1) + NATURALS["CDEFGAB".index(letter)] + alter


def allowed(name: str, level: int) -> set[str]:
    """What the rubric's levels add up to, of metres or of values."""
    return set(list(accumulate((row[name] for row in levels()), list.__add__))[level - 1])


def bar_faults(melody: Any) -> Iterator[str]:
    full, last = bar_length(melody), len(melody.measures) - 1
    for number, measure in enumerate(melody.measures):
        length = sum((note.duration for note in measure.notes), Fraction(0))
        if (measure.is_pickup and number == 0) or (measure.is_short and number == last):
            fills = 0 < length < full
        else:
            fills = length == full
        if not fills:
            yield f"bar {number} lasts {length} of {full}"


def tune_faults(
    question: Any,
    melody: Any,
    *,
    level: int | None = None,
    plain: bool = True,
    measures: bool = True,
) -> Iterator[str]:
    """What a melody of the ladder keeps: its bars, its metre and values, the range; and no
    rests or ties, where it is `plain`."""
    level = level or rung(question, "vocabulary")
    line = sounds(melody)
    if plain and (rests(melody) or ties(melody)):
        yield f"{rests(melody)} rests and {ties(melody)} ties"
    wanted = rung(question, "measures")
    if measures and full_bars(melody) != wanted:
        yield f"{full_bars(melody)} bars, not {wanted}"
    metre = melody.measures[0].time_signature
    if f"{metre.numerator}/{metre.denominator}" not in allowed("metres", level):
        yield f"metre {metre.numerator}/{metre.denominator} is not of level {level}"
    values = set(map(Fraction, allowed("values", level)))
    if strange := {sound.length for sound in line} - values:
        yield f"values {sorted(map(str, strange))} are not of level {level}"
    shortest = rung(question, "shortest")
    if shortest and min(sound.length for sound in line) < Fraction(shortest):
        yield f"a note shorter than {shortest}"
    yield from range_faults(line, question.instrument, level)


def range_faults(line: Sequence[Sound], name: str, level: int) -> Iterator[str]:
    low, high = range_of(name, level)
    if line and not low <= min(heights(line)) <= max(heights(line)) <= high:
        yield (
            f"{min(heights(line))} to {max(heights(line))} lies outside {low} to {high}, "
            f"the {name} at level {level}"
        )


def count_faults(question: Any, melody: Any, least: int | None = None) -> Iterator[str]:
    most, count = rung(question, "notes"), len(sounds(melody))
    if most and not (most // 2 if least is None else least) <= count <= most:
        yield f"{count} notes, at most {most}"


def player_faults(question: Any) -> Iterator[str]:
    passages = (*question.heard, *(o.passage for o in question.options if o.passage))
    for passage in passages:
        if passage.instrument != question.instrument:
            yield f"{passage.instrument} plays for the {question.instrument}"
