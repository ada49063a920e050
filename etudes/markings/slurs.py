"""Slurs: bowings, tongue-and-slur patterns, phrase legato.

An exercise draws a pattern or two, and bars of equal rhythm get the same slurs
(`etudes.markings.alike`); phrases that share a rhythm are slurred throughout or not at all.
What stands in the way of a slur in one bar (a string crossing, a phrase) stands in the
way in every bar of the same notes, so that a bar that returns is slurred as before.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from etudes.markings.alike import alike
from etudes.markings.line import Bar, Line, Sound
from etudes.markings.markings import Span
from etudes.markings.patterns import Pattern, patterns_of
from etudes.markings.tables import at_level, table
from etudes.tables.signs import is_allowed
from etudes.technique import technique_of

if TYPE_CHECKING:
    from numpy.random import Generator

Joins = frozenset[int]
"""The places of the first heads of notes that a slur may lead to from the note before."""

_TWO_PATTERNS_FROM = 4

_LIVELY = 3
"""Notes of a bar that has something to slur."""

_FEWEST_BARS = 2
"""Bars with slurs that make a pattern."""


def slurs(line: Line, without: Collection[int], rng: "Generator") -> tuple[Span, ...]:
    """Return the slurs of a line: in a phrase throughout, or not at all.

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
    ranked = _ranked_patterns(line, rng)
    leaves_out = rng.random() >= at_level("slurs", "kept", "all", line.level.number)
    for number, pattern in enumerate(ranked):
        if pattern.unit == "phrase":
            return tuple(_phrase_slurs(line, open_joins))
        seconds = ranked[number + 1 :] if line.level.number >= _TWO_PATTERNS_FROM else []
        by_rhythm = _by_rhythm(line, pattern, seconds, open_joins)
        found = {
            number: tuple(_slurs_of(line, bar, by_rhythm[bar.rhythm], open_joins))
            for number, bar in enumerate(line.bars)
            if number not in without and bar.rhythm in by_rhythm
        }
        found = alike(line.bars, found, open_joins)
        groups = _kept_groups(line, found, without, leaves_out=leaves_out)
        if groups:
            return tuple(s for group in groups for n in group for s in found.get(n, ()))
    return ()


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


def _ranked_patterns(line: Line, rng: "Generator") -> list[Pattern]:
    """Return the patterns in the order in which an exercise tries them."""
    patterns = patterns_of(line)
    weights = [pattern.weight for pattern in patterns]
    shares = [weight / sum(weights) for weight in weights]
    order = rng.choice(len(patterns), size=len(patterns), replace=False, p=shares)
    return [patterns[int(i)] for i in order]


def _by_rhythm(
    line: Line, main: Pattern, others: Sequence[Pattern], open_joins: Joins
) -> dict[Hashable, Pattern]:
    """Return the pattern of each rhythm: the main one, or the one other that finds most to
    slur where the main one finds nothing."""

    def found(pattern: Pattern) -> set[Hashable]:
        return {
            bar.rhythm
            for bar in line.bars
            if pattern.unit != "phrase" and any(_slurs_of(line, bar, pattern, open_joins))
        }

    first = found(main)
    more = {rhythm: main for rhythm in first}
    if first and others:
        second = max(others, key=lambda pattern: len(found(pattern) - first))
        more |= {rhythm: second for rhythm in found(second) - first}
    return more


def _kept_groups(
    line: Line,
    found: Mapping[int, Sequence[Span]],
    without: Collection[int],
    *,
    leaves_out: bool,
) -> list[frozenset[int]]:
    """Return the numbers of the bars that keep their slurs, group by group.

    A group is kept if half of its bars with anything to slur have slurs, while the
    exercise has not too many; `leaves_out` leaves the smallest of several without.
    """
    most = at_level("slurs", "most", "all", line.level.number) * len(line.bars)
    kept: list[frozenset[int]] = []
    total = 0
    for group in _alike(line):
        bowed = [n for n in group if n not in without]
        lively = [n for n in bowed if len(line.bars[n].notes) >= _LIVELY]
        slurred = [n for n in group if found.get(n)]
        count = sum(len(found[n]) for n in slurred)
        is_stray = len(slurred) < _FEWEST_BARS or 2 * len(slurred) < len(lively)
        if not is_stray and total + count <= most:
            kept.append(group)
            total += count
    if leaves_out and len(kept) > 1:
        kept.remove(min(kept, key=len))
    return kept


def _alike(line: Line) -> list[frozenset[int]]:
    """Return the numbers of the bars phrase by phrase; phrases that share a bar, or a
    rhythm of some notes, together: what returns is slurred as before."""
    groups: list[tuple[set[int], set[Hashable]]] = []
    for phrase in line.phrases:
        numbers = {
            number
            for number, bar in enumerate(line.bars)
            if bar.sounds and phrase.first <= bar.sounds[0].first <= phrase.last
        }
        contents = {key for n in numbers for key in _what_returns(line.bars[n])}
        for other in [group for group in groups if group[1] & contents]:
            groups.remove(other)
            numbers, contents = numbers | other[0], contents | other[1]
        groups.append((numbers, contents))
    return [frozenset(numbers) for numbers, _ in groups if numbers]


def _what_returns(bar: Bar) -> tuple[Hashable, ...]:
    """Return what another bar may share with this one, and then be slurred alike."""
    is_lively = len(bar.notes) >= _LIVELY
    return (("notes", bar.content), ("rhythm", bar.rhythm))[: 1 + is_lively]


def _slurs_of(line: Line, bar: Bar, pattern: Pattern, open_joins: Joins) -> Iterator[Span]:
    """Yield the slurs that a pattern puts into a bar."""
    for notes in pattern.groups_in(bar, line):
        for run in _runs(_inside(bar, notes, line), open_joins):
            for part in _from_beats(line, run, pattern):
                yield from _slurred(line, part)


def _from_beats(
    line: Line, run: Sequence[Sound], pattern: Pattern
) -> Iterator[Sequence[Sound]]:
    """Yield what of a run begins on a beat, parted at the middle of the bar unless it
    begins with the bar. A pattern that begins with a separate note goes its own way."""
    strength = line.metre.strength
    if not pattern.groups or pattern.groups[0] > 1:
        begins = (i for i, note in enumerate(run) if strength(note.where) > 1)
        run = run[next(begins, len(run)) :]
    if not run or run[0].where == 0:
        yield run
        return
    middle = [i for i, note in enumerate(run) if i and strength(note.where) > 2]
    edges = [0, *middle, len(run)]
    for start, end in pairwise(edges):
        yield run[start:end]


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
    """Yield the slurs of a run: one, or more, from beat to beat, where one bow or breath
    would not do."""
    if len(run) < 2:
        return
    family, level = line.player.family, line.level.number
    seconds = line.seconds(run[-1].end - run[0].onset)
    is_short = len(run) <= at_level("slurs", "notes", family, level)
    if is_short and seconds <= at_level("slurs", "seconds", family, level):
        yield Span(run[0].first, run[-1].last, "slur")
    else:
        at = _cut(line, run)
        yield from _slurred(line, run[:at])
        yield from _slurred(line, run[at:])


def _cut(line: Line, run: Sequence[Sound]) -> int:
    """Return before which note a run is best parted: on a strong beat near its middle;
    where there is no beat the last note stands apart."""
    strengths = [line.metre.strength(note.where) for note in run]
    beats = [i for i in range(1, len(run)) if strengths[i] > 1]
    nearest = sorted(beats, key=lambda i: abs(2 * i - len(run)))
    return max(nearest, key=strengths.__getitem__, default=len(run) - 1)
