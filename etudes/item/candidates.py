"""Drawing candidates until enough of them have the level that was asked for.

The model is told a level. What comes out is measured; where too few candidates are in tune
with the level, more are drawn with a wish for harder or easier notes, stronger from round
to round: a thermostat. (Of what the model writes at a level, the rules let the easier half
pass more often.) The rules are the same in every round. Where there
is another wish, such as a focus, only those count that fulfil it. A melody that copies the
training music is never a candidate.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np

from etudes.constraints.reachability import Reachable
from etudes.difficulty import Scale, Tags, describe, level_of
from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Tempo
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.choose import IN_TUNE, Candidate
from etudes.sampling.diagnostics import DIGITS, Pairs, Sampling
from etudes.sampling.draw import Draw, Population, Task, draw, written
from etudes.sampling.law import Sharpness
from etudes.sampling.wish import Wish, harder
from etudes.tables import Instrument

CANDIDATES = 16
"""How many melodies grow for an item in each round; weights leave about ten of them."""

_STRENGTHS = tuple(part / 8 for part in range(1, 9))
"""A wish is drawn for at these shares of its strength: among them is one at which a feature
comes often enough and not too often, whatever the level and the instrument."""

_SIDE_BY_SIDE = 1024
"""How many melodies grow at a time: with more the states no longer fit into the cache of a
processor, and a book is drawn an eighth slower."""

_OF_STRENGTH = 2
"""How many melodies grow for each strength of a wish."""

ROUNDS = 8
"""After so many rounds the nearest has to do."""

_ENOUGH = 2

_CORRECTION = 0.2
"""How much stronger the wish becomes for each level that the last round was too easy, up to
one level."""

_UNTOLD = 0
"""A tag that says nothing."""

_UNFULFILLED = 1.6
"""Bits an event; a melody that a wish costs more than this does not fulfil it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What is fixed of an item before a note is drawn.

    `wish` is drawn for at several strengths, `shape` always as it is. `scale` measures
    the level; None is the program's own.
    """

    reachable: Reachable
    tempo: Tempo
    instrument: Instrument
    wish: Wish | None = None
    shape: Wish | None = None
    scale: Scale | None = None

    @property
    def level(self) -> int:
        return self.reachable.tables.exercise.level


@dataclass(frozen=True, slots=True)
class Sampled(Candidate):
    """A candidate, and how it was drawn."""

    sampling: Sampling


def candidates(
    frames: Sequence[Frame],
    seeds: Sequence[Sequence[int]],
    runtime: Runtime,
    wish: Callable[[Melody], float] = lambda melody: 0.0,
    are_copies: Callable[[Sequence[Melody]], Sequence[bool]] | None = None,
    sharpness: Sharpness | None = None,
) -> list[list[Sampled]]:
    """Return the candidates of each item, measured; none if all that was drawn was copied.

    Parameters
    ----------
    seeds : the numbers that seed an item's draws; they depend on nothing else.
    wish : what a melody should be besides, as a cost in bits an event.
    are_copies : which of some melodies must not be printed, however good they are; None
        is none of them.
    sharpness : how the model's law is changed before all else; None leaves it.
    """
    wished: list[list[Sampled]] = [[] for _ in frames]
    found: list[list[Sampled]] = [[] for _ in frames]
    rounds = [0] * len(frames)
    strengths = [0.0] * len(frames)
    is_wished = any(frame.wish or frame.shape for frame in frames)
    unaided: list[float | None] = [None] * len(frames)
    if is_wished:
        unaided = _rules_bits(runtime, frames, seeds, sharpness)
    for number in range(ROUNDS):
        wanting = [i for i, frame in enumerate(frames) if _too_few(wished[i], frame.level)]
        if not wanting:
            break
        draws = _drawn(
            runtime,
            [frames[i] for i in wanting],
            [(*seeds[i], number) for i in wanting],
            [strengths[i] for i in wanting],
            sharpness,
        )
        for i, of_item in zip(wanting, draws, strict=True):
            rounds[i] += 1
            melodies = [
                written(drawn, frames[i].reachable, runtime.vocabulary)
                for drawn, _ in of_item
            ]
            new = [
                Sampled(drawn, melody, _measured(melody, frames[i]), sampling)
                for (drawn, sampling), melody in zip(of_item, melodies, strict=True)
            ]
            if not number and not is_wished:  # nothing is wished in the first round
                unaided[i] = new[0].sampling.evidence_bits
            forbidden = are_copies(melodies) if are_copies else [False] * len(new)
            original = [c for c, is_copy in zip(new, forbidden, strict=True) if not is_copy]
            fulfilling = [c for c in original if wish(c.melody) <= _UNFULFILLED]
            found[i] += original
            wished[i] += fulfilling
            strengths[i] += _correction(fulfilling or new, frames[i].level)
    return [
        [_after_all(one, so_many, bits) for one in of_item]
        for of_item, so_many, bits in zip(found, rounds, unaided, strict=True)
    ]


def _drawn(
    runtime: Runtime,
    frames: Sequence[Frame],
    seeds: Sequence[Sequence[int]],
    strengths: Sequence[float],
    sharpness: Sharpness | None,
) -> list[list[tuple[Draw, Sampling]]]:
    """Return different melodies for each frame, as likely as their weights say, each with
    how it was drawn, as far as this round tells."""
    wishes = [_wishes(f, strength) for f, strength in zip(frames, strengths, strict=True)]
    tasks = [
        Task(frame.reachable, np.random.default_rng([*seed, number]), _told(frame), wish)
        for frame, seed, of_frame in zip(frames, seeds, wishes, strict=True)
        for number, wish in enumerate(of_frame)
    ]
    particles = CANDIDATES if len(tasks) == len(frames) else _OF_STRENGTH
    populations = iter(_side_by_side(runtime, tasks, particles, sharpness))
    return [
        [
            one
            for wish in of_frame
            for one in _sampled(next(populations), particles, is_unaided=wish is None)
        ]
        for of_frame in wishes
    ]


def _side_by_side(
    runtime: Runtime, tasks: Sequence[Task], particles: int, sharpness: Sharpness | None
) -> list[Population]:
    """Draw for all tasks, not too many at a time; what is drawn is the same."""
    at_a_time = _SIDE_BY_SIDE // particles
    return [
        population
        for start in range(0, len(tasks), at_a_time)
        for population in draw(
            runtime, tasks[start : start + at_a_time], particles, sharpness
        )
    ]


def _rules_bits(
    runtime: Runtime,
    frames: Sequence[Frame],
    seeds: Sequence[Sequence[int]],
    sharpness: Sharpness | None = None,
) -> list[float | None]:
    """Return −log2 of the probability that the model keeps the rules of each frame by
    itself, as melodies tell that are drawn without a wish and printed nowhere.

    A wish can be weighed out again of what was drawn with it, but that fails where it
    weighs much: on three exercises of level 7 it came out 2, 5 and 25 bits too high.
    """
    tasks = [
        Task(frame.reachable, np.random.default_rng([*seed, ROUNDS]), _told(frame))
        for frame, seed in zip(frames, seeds, strict=True)
    ]
    try:
        populations = _side_by_side(runtime, tasks, CANDIDATES, sharpness)
    except UnsatisfiableRequest:  # what returns did not fit; no page is lost for that
        return [None] * len(frames)
    return [_in_bits(population.log_evidence) for population in populations]


def _after_all(one: Sampled, rounds: int, rules_bits: float | None) -> Sampled:
    """Return the candidate with what only the end of all rounds tells."""
    told = one.sampling
    if (told.rounds, told.rules_bits) == (rounds, rules_bits):
        return one
    return replace(one, sampling=replace(told, rounds=rounds, rules_bits=rules_bits))


def _sampled(
    population: Population, count: int, *, is_unaided: bool
) -> list[tuple[Draw, Sampling]]:
    evidence = _in_bits(population.log_evidence)
    return [
        (
            drawn,
            Sampling(
                particles=len(population.draws),
                rounds=1,
                effective_size=round(population.size, DIGITS),
                least_size=round(population.least_size, DIGITS),
                resampled=population.resampled,
                evidence_bits=evidence,
                rules_bits=evidence if is_unaided else None,
                bits=_pairs(drawn.choice_bits),
                removed=_pairs(drawn.choice_removed),
            ),
        )
        for drawn in _different(population.sample(count))
    ]


def _in_bits(log: float) -> float:
    return round(-log / math.log(2), DIGITS) + 0.0  # makes of −0 a plain 0


def _pairs(figures: Sequence[float]) -> Pairs:
    """Return figures of durations and pitches in turn as one pair an event."""
    # rounding leaves a hair below nothing at times
    kept = [round(max(figure, 0.0), DIGITS) + 0.0 for figure in figures]
    return tuple(zip(kept[::2], kept[1::2], strict=True))


def _wishes(frame: Frame, strength: float) -> list[Wish | None]:
    harder_notes = harder(frame.reachable.tables) * strength
    if frame.shape is not None:
        harder_notes += frame.shape
    if frame.wish is None:
        return [harder_notes if strength or frame.shape else None]
    return [frame.wish * share + harder_notes for share in _STRENGTHS]


def _different(draws: Sequence[Draw]) -> list[Draw]:
    return list({drawn.pitches + drawn.durations: drawn for drawn in draws}.values())


def _told(frame: Frame) -> Tags:
    """Return what the model is told.

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
    descriptors = describe(melody, frame.instrument, tempo, with_technique=False)
    return level_of(descriptors, frame.scale)


def _correction(found: Sequence[Candidate], level: int) -> float:
    """Return by how much to strengthen the wish for harder notes."""
    miss = level - median(candidate.level for candidate in found)
    return _CORRECTION * max(-1.0, min(1.0, miss))
