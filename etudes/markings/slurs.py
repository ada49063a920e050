"""Slurs: bowings, tongue-and-slur patterns, phrase legato.

An exercise draws a pattern or two, and equal rhythms get the same one. What stands in the
way of a slur in one bar (a string crossing, the end of a phrase) stands in the way in every
bar of the same notes, so that a bar that returns is slurred as before.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

from etudes.markings.line import Bar, Line, Sound
from etudes.markings.markings import Span
from etudes.markings.tables import at_level, table
from etudes.tables.signs import is_allowed
from etudes.technique import technique_of

if TYPE_CHECKING:
    from numpy.random import Generator

Joins = frozenset[int]
"""The places of the first heads of notes that a slur may lead to from the note before."""

_TWO_PATTERNS_FROM = 4


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


def slurs(line: Line, without: Collection[int], rng: "Generator") -> tuple[Span, ...]:
    """Return the slurs of a line.

    Parameters
    ----------
    without : numbers of measures that have none, because they are plucked.
    """
    rows = table("slurs")
    share = rows["share"].get(line.player.name) or rows["share"].get(line.player.family)
    wanted = share is not None and rng.random() < share[line.level.number - 1]
    if not wanted or not is_allowed("slur", line.level):
        return ()
    open_joins = joins(line)
    drawn = _drawn_patterns(line, open_joins, without, rng)
    if drawn and drawn[0].unit == "phrase":
        return tuple(_phrase_slurs(line, open_joins))
    most = at_level("slurs", "most", "all", line.level.number) * len(line.bars)
    kept: dict[Hashable, Pattern] = {}
    for rhythm, pattern in _by_rhythm(line, drawn, rng).items():
        more = {**kept, rhythm: pattern}
        if sum(1 for _ in _bar_slurs(line, more, open_joins, without)) <= most:
            kept = more
    return tuple(_bar_slurs(line, kept, open_joins, without))


def joins(line: Line) -> Joins:
    """Return where a slur may lead from a note to the next one.

    Not to a note of the same pitch, over a rest or into a new phrase, not further than the
    level allows, and not over a move that the player learns to slur later. Where equal bars
    differ in this, none of them may.
    """
    free = frozenset(_free_joins(line))
    closed: set[tuple[Hashable, int]] = set()
    places = list(_in_bars(line))
    for content, number, sound in places:
        if sound.first not in free:
            closed.add((content, number))
    return frozenset(s.first for c, number, s in places if (c, number) not in closed)


def _in_bars(line: Line) -> Iterator[tuple[Hashable, int, Sound]]:
    for bar in line.bars:
        for number, sound in enumerate(bar.notes[1:], start=1):
            yield bar.content, number, sound
        if bar.notes:  # what leads into a bar depends on the bar before
            yield (bar.content, bar.notes[0].first), 0, bar.notes[0]


def _free_joins(line: Line) -> Iterator[int]:
    widest = at_level("slurs", "interval", "all", line.level.number)
    demanded = _demands(line)
    for number, (a, b) in enumerate(pairwise(line.notes)):
        if a.pitch is None or b.pitch is None:
            continue
        interval = abs(a.pitch.midi - b.pitch.midi)
        apart = a.end != b.onset or b.first in line.phrase_starts
        if interval and interval <= widest and not apart and demanded[number]:
            yield b.first


def _demands(line: Line) -> list[bool]:
    """Return, for each note but the last, whether the move to the next may be slurred."""
    technique = technique_of(line.player.name)
    if technique is None:
        return [True] * len(line.notes)
    first = table("slurs")["join"]
    ways = technique.fingering(line.melody.pitches, line.level.number)
    return [
        a is None
        or b is None
        or all(
            first.get(name, 1) <= line.level.number
            for name in (*technique.of_move(a, b), *technique.of_note(b))
        )
        for a, b in pairwise(ways)
    ]


def _drawn_patterns(
    line: Line, open_joins: Joins, without: Collection[int], rng: "Generator"
) -> list[Pattern]:
    """Return the one or two patterns of an exercise, of those that find notes to slur."""
    fitting = [
        pattern
        for pattern in _patterns(line)
        if pattern.unit == "phrase"
        or any(_bar_slurs(line, _everywhere(line, pattern), open_joins, without))
    ]
    if not fitting:
        return []
    weights = [pattern.weight for pattern in fitting]
    count = 2 if line.level.number >= _TWO_PATTERNS_FROM else 1
    chosen = rng.choice(
        len(fitting),
        size=min(count, len(fitting)),
        replace=False,
        p=[weight / sum(weights) for weight in weights],
    )
    return [fitting[int(i)] for i in chosen]


def _everywhere(line: Line, pattern: Pattern) -> dict[Hashable, Pattern]:
    return {bar.rhythm: pattern for bar in line.bars}


def _by_rhythm(
    line: Line, drawn: Sequence[Pattern], rng: "Generator"
) -> dict[Hashable, Pattern]:
    """Return the pattern of each rhythm that keeps one."""
    kept = at_level("slurs", "kept", "all", line.level.number)
    found: dict[Hashable, Pattern] = {}
    for rhythm in dict.fromkeys(bar.rhythm for bar in line.bars):
        is_kept, which = rng.random() < kept, int(rng.integers(max(len(drawn), 1)))
        if drawn and is_kept:
            found[rhythm] = drawn[which]
    return found


def _bar_slurs(
    line: Line,
    by_rhythm: Mapping[Hashable, Pattern],
    open_joins: Joins,
    without: Collection[int],
) -> Iterator[Span]:
    for number, bar in enumerate(line.bars):
        pattern = by_rhythm.get(bar.rhythm)
        if pattern is None or pattern.unit == "phrase" or number in without:
            continue
        for notes in pattern.groups_in(bar, line):
            for run in _runs(_inside(bar, notes, line), open_joins):
                yield from _slurred(line, run)


def _inside(bar: Bar, notes: Sequence[Sound], line: Line) -> Sequence[Sound]:
    """Return the notes without one that sounds on over the barline."""
    if notes and bar.sounds and notes[-1].last > _last_place(line, bar):
        return notes[:-1]
    return notes


def _last_place(line: Line, bar: Bar) -> int:
    number = bar.sounds[-1].measure
    return sum(len(measure.notes) for measure in line.melody.measures[: number + 1]) - 1


def _phrase_slurs(line: Line, open_joins: Joins) -> Iterator[Span]:
    for run in _runs(line.notes, open_joins):
        yield from _slurred(line, run)


def _runs(notes: Sequence[Sound], open_joins: Joins) -> Iterator[Sequence[Sound]]:
    """Yield the stretches of neighbours that may be joined."""
    start = 0
    for number in range(1, len(notes) + 1):
        if number == len(notes) or notes[number].first not in open_joins:
            yield notes[start:number]
            start = number


def _slurred(line: Line, run: Sequence[Sound]) -> Iterator[Span]:
    """Yield the slurs of a run: one, or more where one would be too long for a bow."""
    family, level = line.player.family, line.level.number
    most = at_level("slurs", "notes", family, level)
    longest = at_level("slurs", "seconds", family, level)
    parts = 1
    while parts <= len(run) // 2:
        cut = [
            run[i * len(run) // parts : (i + 1) * len(run) // parts] for i in range(parts)
        ]
        if all(
            len(part) <= most and line.seconds(part[-1].end - part[0].onset) <= longest
            for part in cut
        ):
            yield from (
                Span(part[0].first, part[-1].last, "slur") for part in cut if len(part) > 1
            )
            return
        parts += 1


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


def _patterns(line: Line) -> list[Pattern]:
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
