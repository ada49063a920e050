"""How melodies end: what the rules had to take away, and how the last notes move.

The rules make every étude end on its tonic. Whether it *sounds* like an end depends on
whether the model was going there anyway: how much probability the rules remove at the last
pitch, and how often the model, left alone two bars before the end, meets the end rule.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.constraints.exercise import Exercise
from etudes.constraints.form import ClosesOnBeat, ClosesOnTonic
from etudes.constraints.reachability import Reachable
from etudes.difficulty import Tags
from etudes.encoding.events import REST, encode, to_ticks
from etudes.encoding.vocabulary import UNKNOWN, Vocabulary
from etudes.errors import EtudesError, UnsatisfiableRequest
from etudes.evaluation.material import Specimen
from etudes.item.make import framed
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.sampling.continuation import Line, continued
from etudes.sampling.draw import Draw, Task, draw, written
from etudes.sampling.faults import closes_commonly
from etudes.sampling.likelihood import bits
from etudes.sampling.walk import frame_of
from etudes.theory import TimeSignature

Floats = NDArray[np.float64]

_MIDDLE = 2
"""Bars at the beginning and at the end that are not the middle."""

_NOTHING = 1e-12
"""What stands for a mass of zero in a logarithm."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How one draw ends.

    Attributes
    ----------
    last_removed : share of probability that the rules took from the choice of the last
        pitch.
    bar_bits, middle_bar_bits : bits that the rules took from all choices in the last bar,
        and in a bar of the middle on average: the sum of −log2 of the mass that they left.
        What the last bar has more is what the end costs beyond the level.
    commonly : whether the last note is reached as tunes reach it
        (`etudes.sampling.faults.closes_commonly`).
    end, middle : bits of each event that begins in the last two bars, and in the bars
        between the first two and these.
    unaided : how often the model meets the end rule by itself; None where not asked.
    """

    last_removed: float
    bar_bits: float
    middle_bar_bits: float
    commonly: bool
    end: Floats
    middle: Floats
    unaided: float | None = None


def ending(drawn: Draw, reachable: Reachable, vocabulary: Vocabulary) -> Ending:
    """Return how a draw ends."""
    exercise = reachable.tables.exercise
    spent = np.reshape(drawn.choice_bits, (-1, 2)).sum(axis=1)
    removed = np.reshape(drawn.choice_removed, (-1, 2))
    left = _bars_left(drawn.durations, exercise, vocabulary)
    taken = -np.log2(np.maximum(1 - removed, _NOTHING)).sum(axis=1)
    middle = (left > _MIDDLE) & (left <= exercise.measures - _MIDDLE)
    return Ending(
        float(removed[-1, 1]),
        float(taken[left <= 1].sum()),
        float(taken[middle].sum()) / max(exercise.measures - 2 * _MIDDLE, 1),
        closes_commonly(written(drawn, reachable, vocabulary)),
        spent[left <= _MIDDLE],
        spent[middle],
    )


def unaided(
    runtime: Runtime,
    drawn: Draw,
    reachable: Reachable,
    copies: int,
    rng: np.random.Generator,
    told: Tags | None = None,
) -> float:
    """Return how often the model meets the end rule by itself, from the last bar but one.

    A draw is kept up to the last event that begins before the last two bars. From there the
    model goes on without any rule, so many times. The end rule: the piece fills its bars,
    and the last note is the tonic, lasts a beat or more, and begins on a strong beat or
    after the tonic.
    """
    exercise, vocabulary = reachable.tables.exercise, runtime.vocabulary
    left = _bars_left(drawn.durations, exercise, vocabulary)
    events = list(zip(drawn.pitches, drawn.durations, strict=True))
    opening = [event for event, bars in zip(events, left, strict=True) if bars > _MIDDLE]
    tags = told or Tags(exercise.level, exercise.level, exercise.level)
    lines = continued(runtime, frame_of(exercise, tags), opening, copies, rng)
    return sum(_meets_end_rule(line, reachable, vocabulary) for line in lines) / copies


def measure(
    runtime: Runtime,
    *,
    metres: Iterable[str] = ("4/4", "3/4", "6/8"),
    levels: Iterable[int] = range(1, 9),
    measures: int = 8,
    exercises: int = 12,
    candidates: int = 8,
    copies: int = 32,
    instrument: str = "violin",
    seed: int = 1,
) -> dict[str, Any]:
    """Return how the sampler's draws end, by metre and level, ready for JSON.

    Every draw counts, not only the one of an item's candidates that is chosen; what the
    choice makes of them is `of_melodies`.

    Parameters
    ----------
    exercises : how many for each metre and level, planned as `etudes make` plans them.
    candidates : draws for each exercise.
    copies : continuations without rules, from the first draw of each exercise; 0 for none.

    Returns
    -------
    dict
        `all`, `metres`, `levels` and `cells` ("4/4 level 3"), each a `summary`; and
        `unsatisfiable`, cells of which the rules leave nothing.
    """
    found: dict[tuple[str, int], list[Ending]] = {}
    impossible = []
    metres, levels = tuple(metres), tuple(levels)
    for metre in metres:
        for level in levels:
            request = Request(
                level=level,
                instrument=instrument,
                seed=seed,
                measures=measures,
                time_signature=TimeSignature.parse(metre),
            )
            try:
                found[metre, level] = _endings(
                    runtime, request, exercises, candidates, copies
                )
            except UnsatisfiableRequest:
                impossible.append(f"{metre} level {level}")

    def of(cells: Iterable[tuple[str, int]]) -> dict[str, Any]:
        return summary([e for cell in cells for e in found[cell]])

    return {
        "all": of(found),
        "metres": {name: of(c for c in found if c[0] == name) for name in metres},
        "levels": {str(n): of(c for c in found if c[1] == n) for n in levels},
        "cells": {f"{metre} level {n}": summary(e) for (metre, n), e in found.items()},
        "unsatisfiable": impossible,
    }


def summary(endings: Sequence[Ending]) -> dict[str, Any]:
    """Return what many endings come to, ready for JSON; None for what was not measured.

    `end_over_middle` is bits an event in the last two bars over bits an event between the
    first two and the last two.
    """
    last = [e.last_removed for e in endings]
    return {
        "draws": len(endings),
        "last_pitch_removed_mean": _mean(last),
        "last_pitch_removed_median": _median(last),
        "last_bar_bits_removed": _mean([e.bar_bits for e in endings]),
        "middle_bar_bits_removed": _mean([e.middle_bar_bits for e in endings]),
        "common_closing_motion": _mean([e.commonly for e in endings]),
        "end_over_middle": _ratio([e.end for e in endings], [e.middle for e in endings]),
        "end_rule_unaided": _mean([e.unaided for e in endings if e.unaided is not None]),
    }


def of_melodies(runtime: Runtime, specimens: Sequence[Specimen]) -> dict[str, Any]:
    """Return how finished melodies end, human ones or items, ready for JSON.

    The model is told the level of each. `last_pitch_missed` is 1 minus the probability of
    the last pitch, an upper bound of the mass that a rule which asks for the tonic takes.
    Melodies with a pitch or length that the model has no name for are left out, and
    counted.
    """
    named = [s for s in specimens if _is_named(s.melody, runtime.vocabulary)]
    missed, ends, middles = [], [], []
    for level in sorted({s.level for s in named}):
        here = [s for s in named if s.level == level]
        likelihoods = bits(runtime, [s.melody for s in here], level)
        for specimen, likelihood in zip(here, likelihoods, strict=True):
            left = _bars_to_end(specimen.melody)
            cost = likelihood.joint_bits
            missed.append(1 - 2 ** -likelihood.pitch_bits[-1])
            ends.append(cost[left <= _MIDDLE])
            middles.append(cost[(left > _MIDDLE) & (left <= specimen.measures - _MIDDLE)])
    commonly = [closes_commonly(s.melody) for s in specimens]
    return {
        "melodies": len(specimens),
        "left_out": len(specimens) - len(named),
        "last_pitch_missed_mean": _mean(missed),
        "last_pitch_missed_median": _median(missed),
        "common_closing_motion": _mean(commonly),
        "end_over_middle": _ratio(ends, middles),
    }


def _endings(
    runtime: Runtime, request: Request, exercises: int, candidates: int, copies: int
) -> list[Ending]:
    reachables = [framed(request, i, runtime).reachable for i in range(exercises)]
    tasks = [
        Task(reachable, np.random.default_rng([request.seed, i, 0]))
        for i, reachable in enumerate(reachables)
    ]
    populations = draw(runtime, tasks, candidates)
    found = []
    for i, (reachable, population) in enumerate(zip(reachables, populations, strict=True)):
        of_one = population.sample(candidates)
        first, *others = [ending(drawn, reachable, runtime.vocabulary) for drawn in of_one]
        if copies:
            rng = np.random.default_rng([request.seed, i, 1])
            alone = unaided(runtime, of_one[0], reachable, copies, rng)
            first = replace(first, unaided=alone)
        found += [first, *others]
    return found


def _bars_left(
    durations: Sequence[int], exercise: Exercise, vocabulary: Vocabulary
) -> Floats:
    """Return how many bars are left when each event begins, the last bar's begun one
    included."""
    ticks = np.array([vocabulary.durations[token] for token in durations])
    bar = to_ticks(exercise.time_signature.measure_duration)
    onsets = np.cumsum(ticks) - ticks - to_ticks(exercise.pickup)
    return _until(onsets, bar, exercise.measures)


def _bars_to_end(melody: Melody) -> Floats:
    bar = to_ticks(melody.time_signature.measure_duration)
    onsets = np.array([to_ticks(event.onset) for event in melody.events()])
    return _until(onsets, bar, melody.full_measures)


def _until(onsets: NDArray[np.int64], bar: int, measures: int) -> Floats:
    """Return bars left from the bar in which each event begins, 1 in the last bar; a
    pickup stands one before the first."""
    left: Floats = measures - np.floor(onsets / bar)
    return left


def _meets_end_rule(line: Line, reachable: Reachable, vocabulary: Vocabulary) -> bool:
    steps, alter = vocabulary.pitches[line.pitches[-1]]
    if not line.fills or steps == REST or (steps % 7, alter) != (0, 0):
        return False
    key = reachable.tables.exercise.key
    drawn = Draw(line.pitches, line.durations, (), ())
    try:
        melody = written(drawn, reachable, vocabulary)
    except EtudesError:
        return False  # beyond a double accidental or the keyboard: no rule allows that
    rules = (ClosesOnTonic(key), ClosesOnBeat(key))
    return not any(True for rule in rules for _ in rule.faults(melody))


def _is_named(melody: Melody, vocabulary: Vocabulary) -> bool:
    try:
        pitches, durations = vocabulary.tokens(encode(melody))
    except EtudesError:
        return False  # off the grid
    return UNKNOWN not in pitches and UNKNOWN not in durations


def _ratio(some: Sequence[Floats], others: Sequence[Floats]) -> float | None:
    """Return the mean of one set of events over that of another."""
    first, second = (np.concatenate([[], *arrays]) for arrays in (some, others))
    if not len(first) or not len(second):
        return None
    return round(float(first.mean() / second.mean()), 4)


def _mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _median(values: Sequence[float]) -> float | None:
    return round(float(np.median(values)), 4) if values else None
