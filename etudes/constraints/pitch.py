"""Rules about pitches and the intervals between them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

import numpy as np

from etudes.constraints.automaton import DEAD, Automaton
from etudes.constraints.rule import Broken, sounding
from etudes.constraints.tables import Tables
from etudes.melody import Melody
from etudes.theory import Interval, Pitch, indefinite


@dataclass(frozen=True, slots=True)
class WrittenRange:
    """No note leaves the written range."""

    low: Pitch
    high: Pitch

    @property
    def name(self) -> str:
        return f"range {self.low} to {self.high}"

    def strike(self, tables: Tables) -> None:
        tables.strike_pitches(tables.by_pitch(lambda pitch: not self._side(pitch)))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for event, pitch in sounding(melody):
            if side := self._side(pitch):
                yield event, f"{side} the range {self.low} to {self.high}"

    def _side(self, pitch: Pitch) -> str:
        """Say on which side a pitch lies outside, "" if it is inside."""
        if pitch.midi < self.low.midi:
            return "below"
        return "above" if pitch.midi > self.high.midi else ""


@dataclass(frozen=True, slots=True)
class LargestLeap:
    """No leap is larger, nor one of the forbidden sizes."""

    semitones: int
    forbidden: tuple[int, ...] = ()

    @property
    def name(self) -> str:
        others = [Interval.of_semitones(leap).name for leap in self.forbidden]
        but = f", but no {' or '.join(others)}" if others else ""
        return f"leaps up to {_widest(self.semitones)}{but}"

    def strike(self, tables: Tables) -> None:
        midi = np.array([0 if p is None else p.midi for p in tables.pitches])
        leaps = np.abs(midi[None, :] - midi[:, None])
        tables.moves &= np.array([not self._wrong(n) for n in range(leaps.max() + 1)])[
            leaps
        ]

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for (_, a), (event, b) in pairwise(sounding(melody)):
            if wrong := self._wrong(abs(b.midi - a.midi)):
                leap = indefinite(a.interval_to(b).name)
                yield event, f"leap of {leap} from {a}: {wrong}"

    def _wrong(self, semitones: int) -> str:
        if semitones > self.semitones:
            return f"wider than {_widest(self.semitones)}"
        return "not allowed at this level" if semitones in self.forbidden else ""


@dataclass(frozen=True, slots=True)
class SingableIntervals:
    """No augmented interval, and no diminished one but the fifth and its inversion's
    spelling; a chromatic semitone only where alterations come by step."""

    chromatic: bool

    @property
    def name(self) -> str:
        return "no augmented or diminished intervals"

    def strike(self, tables: Tables) -> None:
        tables.moves &= tables.by_move(self._may_follow)

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for (_, a), (event, b) in pairwise(sounding(melody)):
            if not self._may_follow(a, b):
                name = a.interval_to(b).name
                yield event, f"{name} from {a}: neither perfect, major nor minor"

    def _may_follow(self, a: Pitch, b: Pitch) -> bool:
        interval = a.interval_to(b)
        if interval.steps < 0 or (interval.steps == 0 and interval.semitones < 0):
            interval = -interval
        if interval.steps == 0:
            return interval.semitones == 0 or (self.chromatic and interval.semitones == 1)
        return _is_plain(interval)


_REST, _OTHER, _SAME = range(3)


@dataclass(frozen=True, slots=True)
class EqualNotes:
    """No more than so many equal notes in a row."""

    most: int = 3

    @property
    def name(self) -> str:
        return f"no more than {self.most} equal notes in a row"

    def strike(self, tables: Tables) -> None:
        """Count: state n has heard n + 1 equal notes; a rest between changes nothing."""
        size = len(tables.pitches)
        sounds = np.full((size + 1, size), _OTHER)
        np.fill_diagonal(sounds, _SAME)
        sounds[:, 0] = _REST
        count = np.arange(self.most)
        step = np.empty((self.most, 1, 3), np.int64)
        step[:, 0, _REST] = count
        step[:, 0, _OTHER] = 0
        step[:, 0, _SAME] = np.where(count + 1 < self.most, count + 1, DEAD)
        one = np.zeros_like(tables.after)
        tables.automata.append(Automaton(one, sounds, step, count >= 0))

    def faults(self, melody: Melody) -> Iterator[Broken]:
        for pitch, run in groupby(sounding(melody), key=lambda found: found[1]):
            events = [event for event, _ in run]
            if len(events) > self.most:
                count = len(events)
                yield events[self.most], f"{pitch} comes {count} times in a row"


def _widest(semitones: int) -> str:
    return indefinite(Interval.of_semitones(semitones).name)


def _is_plain(interval: Interval) -> bool:
    """Tell whether an upward interval is perfect, major, minor or a diminished fifth."""
    octaves, step = divmod(interval.steps, 7)
    within = interval.semitones - 12 * octaves
    return within in ((0,), (1, 2), (3, 4), (5,), (6, 7), (8, 9), (10, 11))[step]
