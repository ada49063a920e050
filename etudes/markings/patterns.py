"""Slurring patterns: how the notes of a beat, half a bar or a bar are grouped."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Any

from etudes.markings.line import Bar, Line, Sound
from etudes.markings.tables import table


@dataclass(frozen=True, slots=True)
class Pattern:
    """A row of `slurs.toml`: how the notes of a unit are grouped."""

    name: str
    unit: str
    levels: tuple[int, int]
    families: tuple[str, ...]
    weight: float
    groups: tuple[int, ...] = ()
    shape: str = ""

    def groups_in(self, bar: Bar, line: Line) -> Iterator[Sequence[Sound]]:
        """Yield the notes of a bar that the pattern would put under one slur."""
        for notes in _units(bar, line, self.unit):
            if self.shape == "long-short":
                yield from _long_and_short(notes)
            elif not self.groups:
                yield notes
            elif len(notes) == sum(self.groups) and _is_even(notes):
                at = 0
                for size in self.groups:
                    yield notes[at : at + size]
                    at += size


def _units(bar: Bar, line: Line, unit: str) -> Iterator[Sequence[Sound]]:
    """Yield the notes that begin in each beat, half or whole of a bar.

    A rest divides a unit; so does a unit that begins inside a note.
    """
    edges = _edges(line, unit)
    group: list[Sound] = []
    at = None
    for sound in bar.sounds:
        here = max(i for i, edge in enumerate(edges) if edge <= sound.where)
        if (here != at or sound.pitch is None) and group:
            yield tuple(group)
            group = []
        if sound.pitch is not None:
            group.append(sound)
        at = here
    if group:
        yield tuple(group)


def _edges(line: Line, unit: str) -> Sequence[Fraction]:
    if unit == "half":
        return line.metre.strong_beats
    if unit == "beat":
        return (Fraction(0), *accumulate(line.metre.pulses[:-1]))
    return (Fraction(0),)


def _long_and_short(notes: Sequence[Sound]) -> Iterator[Sequence[Sound]]:
    used = False
    for a, b in pairwise(notes):
        if not used and a.duration > b.duration >= a.duration / 3:
            yield (a, b)
            used = True
        else:
            used = False


def _is_even(notes: Sequence[Sound]) -> bool:
    return len({note.duration for note in notes}) == 1


def patterns_of(line: Line) -> list[Pattern]:
    """Return the patterns of a line's player and level."""
    return [
        pattern
        for pattern in map(_pattern, table("slurs")["pattern"])
        if line.player.family in pattern.families
        and pattern.levels[0] <= line.level.number <= pattern.levels[1]
    ]


def _pattern(row: Mapping[str, Any]) -> Pattern:
    return Pattern(
        row["name"],
        row["unit"],
        (row["levels"][0], row["levels"][1]),
        tuple(row["families"]),
        row["weight"],
        tuple(row.get("groups", ())),
        row.get("shape", ""),
    )
