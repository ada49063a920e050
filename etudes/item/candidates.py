"""Drawing candidates until enough of them have the level that was asked for.

The model is told a level of melody and of rhythm. What comes out is measured; where too
few candidates are in tune with the level, more are drawn, and the model is told a level
higher or lower: a thermostat. The rules are the same in every round. Where there is a
wish, such as a focus, only those count that fulfil it. A melody that copies the training
music is never a candidate.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from etudes.constraints.reachability import Reachable
from etudes.difficulty import Tags, describe, level_of
from etudes.item.item import Tempo
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.choose import IN_TUNE, Candidate
from etudes.sampling.draw import draw, written
from etudes.sampling.tilt import Tilt
from etudes.tables import Instrument

CANDIDATES = 8
"""How many melodies are drawn for an item in each round."""

ROUNDS = 8
"""After so many rounds the nearest has to do."""

_ENOUGH = 2

_UNTOLD = 0
"""A tag that says nothing."""

_UNFULFILLED = 1.6
"""Bits an event; a melody that a wish costs more than this does not fulfil it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed of an item before a note is drawn."""

    reachable: Reachable
    tempo: Tempo
    instrument: Instrument
    tilt: Tilt | None = None

    @property
    def level(self) -> int:
        return self.reachable.tables.exercise.level


def candidates(
    frames: Sequence[Frame],
    seeds: Sequence[Sequence[int]],
    runtime: Runtime,
    wish: Callable[[Melody], float] = lambda melody: 0.0,
    are_copies: Callable[[Sequence[Melody]], Sequence[bool]] | None = None,
) -> list[list[Candidate]]:
    """Return the candidates of each item, measured; none if all that was drawn was copied.

    Parameters
    ----------
    seeds : the numbers that seed an item's draws; they depend on nothing else.
    wish : what a melody should be besides, as a cost in bits an event.
    are_copies : which of some melodies must not be printed, however good they are; None
        is none of them.
    """
    wished: list[list[Candidate]] = [[] for _ in frames]
    found: list[list[Candidate]] = [[] for _ in frames]
    told = [_first_told(frame) for frame in frames]
    for number in range(ROUNDS):
        wanting = [i for i, frame in enumerate(frames) if _too_few(wished[i], frame.level)]
        if not wanting:
            break
        draws = draw(
            runtime,
            [frames[i].reachable for i in wanting],
            [np.random.default_rng([*seeds[i], number]) for i in wanting],
            CANDIDATES,
            [told[i] for i in wanting],
            tilts=[frames[i].tilt for i in wanting],
        )
        for i, of_item in zip(wanting, draws, strict=True):
            melodies = [
                written(drawn, frames[i].reachable, runtime.vocabulary) for drawn in of_item
            ]
            new = [
                Candidate(drawn, melody, _measured(melody, frames[i]))
                for drawn, melody in zip(of_item, melodies, strict=True)
            ]
            forbidden = are_copies(melodies) if are_copies else [False] * len(new)
            original = [c for c, is_copy in zip(new, forbidden, strict=True) if not is_copy]
            fulfilling = [c for c in original if wish(c.melody) <= _UNFULFILLED]
            found[i] += original
            wished[i] += fulfilling
            told[i] = _corrected(told[i], fulfilling or new, frames[i].level)
    return found


def _first_told(frame: Frame) -> Tags:
    """Return what the model is told at first.

    Four bars of a beginner's hold less than the tunes of that level that it has learnt, so
    it is asked for a little more. A style has a rhythm of its own, whose level it knows
    best itself: told 5 for a reel, whose rhythm is a 7, it writes something else.
    """
    told = frame.level + 1 if frame.level <= 2 else frame.level
    return Tags(told, told, _UNTOLD if frame.reachable.tables.exercise.style else told)


def _too_few(found: Sequence[Candidate], level: int) -> bool:
    return sum(abs(c.level - level) <= IN_TUNE for c in found) < _ENOUGH


def _measured(melody: Melody, frame: Frame) -> float:
    tempo = frame.tempo.crotchets_per_minute
    return level_of(describe(melody, frame.instrument, tempo, with_technique=False))


def _corrected(told: Tags, found: Sequence[Candidate], level: int) -> Tags:
    """Return what to tell the model next: a level up if the last were too easy."""
    miss = level - median(candidate.level for candidate in found)
    change = (miss > 0) - (miss < 0)

    def moved(tag: int) -> int:
        return min(8, max(1, tag + change)) if tag != _UNTOLD else tag

    return Tags(moved(told.level), moved(told.melody), moved(told.rhythm))
