"""What can be told of a candidate in a few cheap numbers, for teachers' taste to weigh.

`portrait.toml` names each trait in words and holds, as a fixed reference, its mean at each
level and its spread among the candidates for one exercise; in these a trait is counted
(`standardised`), so that traits of any unit can be weighed against each other.
"""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise
from pathlib import Path

from etudes.difficulty.descriptors import entropy, hides_stronger_place, is_outside
from etudes.errors import DamagedData
from etudes.melody import Event, Melody, Note
from etudes.sampling.faults import closes_commonly, closes_firmly, forgets, runs_on

_LEVELS = 8
_LAGS = (1, 2, 4)
_LEAP = 5
"""Semitones; a fourth is a leap."""


@dataclass(frozen=True, slots=True)
class Trait:
    """A trait: its name, what more of it is called, its mean at each level, its spread.

    `spread` is the standard deviation among the candidates for one exercise.

    Raises
    ------
    DamagedData
        If there are not eight means, or the spread is not above 0.
    """

    name: str
    words: str
    means: tuple[float, ...]
    spread: float

    def __post_init__(self) -> None:
        numbers = (*self.means, self.spread)
        is_finite = all(abs(number) < float("inf") for number in numbers)
        if len(self.means) != _LEVELS or not self.spread > 0 or not is_finite:
            raise DamagedData(
                f"trait {self.name[:40]}: eight means and a spread above 0 were expected"
            )

    def standardised(self, value: float, level: int) -> float:
        """Return how far a value lies above the level's mean, in spreads."""
        return (value - self.means[level - 1]) / self.spread


@cache
def traits() -> tuple[Trait, ...]:
    """Return the traits in order.

    Examples
    --------
    >>> [trait.words for trait in traits() if trait.name == "returns"]
    ['bars that return']
    """
    text = (Path(__file__).parent / "portrait.toml").read_text("utf-8")
    return tuple(
        Trait(row["name"], row["words"], tuple(map(float, row["means"])), row["spread"])
        for row in tomllib.loads(text)["trait"]
    )


def portrait(melody: Melody, bits_per_note: float, mass_removed: float) -> dict[str, float]:
    """Return the traits of a melody by name.

    Parameters
    ----------
    bits_per_note : what the model spends on an event of it.
    mass_removed : the mean share of probability that the rules took from a choice.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> line = [(Pitch.parse(p), Fraction(1, 4)) for p in "G4 A4 B4 A4 G4 A4 B4 G4".split()]
    >>> tune = Melody.from_events(Key.parse("G"), TimeSignature(2, 4), line)
    >>> found = portrait(tune, 2.5, 0.1)
    >>> found["steps"].__round__(2), found["returns"].__round__(2)
    (0.86, 0.33)
    """
    events = list(melody.events())
    notes = [event for event in events if event.pitch is not None]
    midi = [event.pitch.midi for event in notes if event.pitch is not None]
    return {
        "bits": bits_per_note,
        "removed": mass_removed,
        **_motion(midi),
        **_shape(midi),
        **_variety(melody, events, notes, midi),
        **_structure(melody),
        **_close(melody, notes),
    }


def standardised(values: Mapping[str, float], level: int) -> tuple[float, ...]:
    """Return the traits of a portrait in the order of `traits()`, each in spreads from the
    mean of its level."""
    return tuple(one.standardised(values[one.name], level) for one in traits())


def _motion(midi: Sequence[int]) -> dict[str, float]:
    moves = [after - before for before, after in pairwise(midi)]
    sizes = [abs(move) for move in moves]
    moving = [move for move in moves if move]
    leaps = [(a, b) for a, b in pairwise(moves) if abs(a) >= _LEAP]
    return {
        "repeated": _share(size == 0 for size in sizes),
        "steps": _share(1 <= size <= 2 for size in sizes),
        "leaps": _share(size >= _LEAP for size in sizes),
        "turns": _share(a * b < 0 for a, b in pairwise(moving)),
        # a line without a leap leaves none unanswered
        "answered": _share(a * b < 0 and abs(b) <= 2 for a, b in leaps) if leaps else 1.0,
    }


def _shape(midi: Sequence[int]) -> dict[str, float]:
    third = max(len(midi) // 3, 1)
    first, middle, last = midi[:third], midi[third:-third] or midi, midi[-third:]
    highest = max(midi, default=0)
    place = midi.index(highest) / max(len(midi) - 1, 1) if midi else 0.0
    return {
        "ambitus": float(highest - min(midi, default=0)),
        "arch": _mean(middle) - (_mean(first) + _mean(last)) / 2,
        "climax_late": place,
        "climax_once": float(midi.count(highest) == 1),
    }


def _variety(
    melody: Melody, events: Sequence[Event], notes: Sequence[Event], midi: Sequence[int]
) -> dict[str, float]:
    metre = melody.time_signature
    full, count = metre.measure_duration, max(len(notes), 1)
    placed = Counter((event.onset % full, event.duration) for event in notes)
    hidden = sum(
        times
        for (place, length), times in placed.items()
        if hides_stronger_place(place, length, metre)
    )
    downbeats = [event for event in notes if event.onset % full == 0]
    return {
        "pitch_variety": entropy(Counter(midi)) if midi else 0.0,
        "rhythm_variety": entropy(Counter(event.duration for event in notes)),
        "density": len(notes) / max(melody.full_measures, 1) / float(full * 4),
        "syncopated": hidden / count,
        "rests": (len(events) - len(notes)) / max(len(events), 1),
        "outside": sum(is_outside(p, melody.key) for p in melody.pitches) / count,
        "tonic": _share(_degree(event, melody) in (0, 2, 4) for event in downbeats),
    }


def _structure(melody: Melody) -> dict[str, float]:
    bars = [
        tuple(
            (
                note.duration.as_integer_ratio(),
                note.pitch.midi if isinstance(note, Note) else None,
            )
            for note in measure.notes
        )
        for measure in melody.measures
        if not measure.is_pickup
    ]
    rhythms = [tuple((length, midi is None) for length, midi in bar) for bar in bars]
    later = range(1, len(bars))
    return {
        "returns": _share(_is_among(bars, i) for i in later),
        "rhythm_returns": _share(_is_among(rhythms, i) for i in later),
        "motif": float(not forgets(melody)),
        "phrase": float(not runs_on(melody)),
    }


def _close(melody: Melody, notes: Sequence[Event]) -> dict[str, float]:
    beats = notes[-1].duration / melody.time_signature.beat if notes else Fraction(0)
    return {
        "closes": closes_commonly(melody) + closes_firmly(melody) / 2,
        "last_length": float(beats),
    }


def _is_among(bars: Sequence[object], i: int) -> bool:
    return any(lag <= i and bars[i - lag] == bars[i] for lag in _LAGS)


def _degree(event: Event, melody: Melody) -> int:
    return (event.pitch.step - melody.key.step) % 7 if event.pitch else 0


def _share(holds: Iterable[bool]) -> float:
    found = list(holds)
    return sum(found) / len(found) if found else 0.0


def _mean(values: Sequence[int]) -> float:
    return sum(values) / len(values) if values else 0.0
