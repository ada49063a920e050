"""Human controls: stretches of public-domain tunes that fill the frame of an exercise.

A frame (metre, key, bars, upbeat, tempo) is dealt exactly as for a made exercise; then a
tune that no model learns from (`held_out.py`) is looked for that fills it: a
closed excerpt, or one in doubled values as a beginner's page prints it, moved to the key
and the octave. It must keep every rule of the level and the instrument, as
`etudes.checking` reads them, and its measured level must be near the one asked for. If a
style is asked for, it is a tune of that style; if a focus, it shows at least half as much
of it as the focus aims at. Whether it should have a rest is dealt; where no tune is so, one
is taken that is not. The signs at its notes are drawn as for a made exercise. What form and
page still tell of who wrote it, by level, stands in `docs/controls.md`.
"""

import hashlib
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from itertools import tee

import numpy as np

from etudes.checking import Standard, check
from etudes.checking.standard import exercise_of
from etudes.constraints.alterations import Spelling
from etudes.constraints.exercise import Exercise
from etudes.constraints.pitch import WrittenRange
from etudes.constraints.playing import Playable
from etudes.constraints.rules import rules_of
from etudes.difficulty import Scale, describe, level_of
from etudes.encoding.vocabulary import METRES
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.focus import share
from etudes.item.finished import finished
from etudes.item.item import Item, Tempo
from etudes.item.plan import focuses_of, plan
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.rating.study.held_out import HeldOut, held_out
from etudes.rating.study.made import Cell, Made
from etudes.rating.study.shapes import MIDDLE, Shape, has_rest, shapes_of
from etudes.reading import Line
from etudes.reading.passages import RawMeasure
from etudes.sampling.choose import NEAR
from etudes.tables import rubric
from etudes.theory import Interval, Key, Pitch

SYSTEM = "human"

_FRAMES = 96
"""How many frames are dealt before none is said to be filled. At level 8 most of them are
of a metre or a length that no hard tune has."""

_OCTAVES = range(-4, 5)
_NEAREST = 2
"""How many octaves are tried, from the one that was dealt."""

_HARD = 6
"""From this level on it is worth knowing how hard whole tunes are."""

_SLACK, _TECHNIQUE = 0.3, 1.0
"""Levels; what key, range and player take from the notes' level, and what they add."""

_SHOWN = 0.5
"""Of what a focus aims at; a tune that shows less of it is not taken."""

_OF_PLACE = (WrittenRange, Spelling, Playable)
"""Rules that hold or not by where on the instrument a melody lies."""

_RESTED = 0.3
"""How often a tune with a rest is looked for first: the share of the default model's pieces
that have one (`benchmarks/surface.py`)."""

_LONGEST_TITLE = 80

_ORDER, _RESTS = 11, 12
"""Tell the generators of the order of tunes and of rests from those of the plan."""


def control(
    cell: Cell, seed: int, taken: Container[str] = (), scale: Scale | None = None
) -> Made | None:
    """Return a stretch of a tune as an item of this cell; None if no tune fills any of
    the frames that are dealt.

    Parameters
    ----------
    seed : deals the frame and shuffles the tunes.
    taken : places of tunes (`tune_of`) that must not come again.
    scale : what measures levels; None is the program's own.

    Raises
    ------
    DamagedData
        If the collections are not on this machine.

    Examples
    --------
    >>> made = control(Cell(3, "violin"), seed=1)
    >>> made.origin, made.item.level_asked, abs(made.item.level_measured - 3) <= 0.5
    ('human', 3, True)
    """
    request = replace(cell.request(seed), scale=scale.digest if scale else None)
    standard = Standard.of(rubric(), cell.level, request.player)
    count = len(held_out())
    order = np.random.default_rng([seed, _ORDER]).permutation(count).tolist()
    rested = bool(np.random.default_rng([seed, _RESTS]).random() < _RESTED)
    free = {
        with_rest: [n for n in order if _is_free(n, with_rest, taken, request.style)]
        for with_rest in (True, False)
    }
    for with_rest, exercise, tempo in _wanted(request, rested):
        for tune, shape in _candidates(free[with_rest], with_rest, exercise, scale):
            if _may_fit(shape, exercise, standard, scale) and (
                item := _item(request, shape.melody, exercise, tempo, standard, scale)
            ):
                source = _source(tune, exercise.measures, shape.how)
                return Made(item, request, "human", SYSTEM, cell.level, source)
    return None


def tune_of(made: Made) -> str:
    """Return the place of the tune that a human control was taken from."""
    return made.source.partition(" ")[0]


def _wanted(request: Request, rested: bool) -> Iterator[tuple[bool, Exercise, Tempo]]:
    """Yield every frame with or without a rest, as was dealt, and then the other way; each
    is dealt once, when it is asked for."""
    ways = zip((rested, not rested), tee(_frames(request)), strict=True)
    for with_rest, frames in ways:
        for exercise, tempo in frames:
            yield with_rest, exercise, tempo


def _frames(request: Request) -> Iterator[tuple[Exercise, Tempo]]:
    """Yield frames as they are dealt for made exercises, in metres that tunes have."""
    for attempt in range(_FRAMES):
        with suppress(UnsatisfiableRequest):
            exercise, tempo = plan(request, 0, attempt)
            if str(exercise.time_signature) in METRES:
                yield exercise, tempo


def _is_free(
    number: int, with_rest: bool, taken: Container[str], style: str | None
) -> bool:
    """Tell whether a tune may be taken; without a rest in it no part of it has one."""
    tune = held_out()[number]
    is_alike = style in (None, tune.style) and tune.id not in taken
    return is_alike and (not with_rest or has_rest(tune.melody))


def _candidates(
    numbers: Sequence[int], with_rest: bool, exercise: Exercise, scale: Scale | None
) -> Iterator[tuple[HeldOut, Shape]]:
    """Yield excerpts of the metre, length and mode of an exercise, tune by tune."""
    for number in numbers:
        tune = held_out()[number]
        is_alike = tune.melody.key.mode == exercise.key.mode
        if is_alike and not _is_too_easy(number, exercise.level, scale):
            for shape in shapes_of(number, exercise.time_signature, exercise.measures):
                if shape.rested == with_rest:
                    yield tune, shape


def _is_too_easy(number: int, level: int, scale: Scale | None) -> bool:
    """Tell whether no excerpt of a tune can be of a level: a part is no harder than the
    whole (of 1,700 excerpts none by more than 0.2)."""
    return level >= _HARD and (_level(number, scale) < level - NEAR - _TECHNIQUE - _SLACK)


@cache
def _level(number: int, scale: Scale | None) -> float:
    return level_of(describe(held_out()[number].melody, with_technique=False), scale)


def _may_fit(
    shape: Shape, exercise: Exercise, standard: Standard, scale: Scale | None
) -> bool:
    """Tell whether a shape could fill the frame, as far as is quickly seen."""
    if shape.melody.pickup != exercise.pickup or shape.span > standard.level.span:
        return False
    harder = exercise.level - level_of(shape.descriptors, scale)
    is_near = -NEAR - _SLACK <= harder <= NEAR + _TECHNIQUE
    return is_near and keeps_rules(shape, standard)


@cache
def keeps_rules(shape: Shape, standard: Standard) -> bool:
    """Tell whether a shape keeps the rules that do not ask where on the instrument it
    lies; all are asked (`check`) once it lies there."""
    melody = shape.melody
    exercise = exercise_of(
        standard, melody.key, melody.time_signature, melody.full_measures
    )
    rules = (rule for rule in rules_of(exercise) if not isinstance(rule, _OF_PLACE))
    return not any(broken for rule in rules for broken in rule.faults(melody))


def _placed(melody: Melody, exercise: Exercise, standard: Standard) -> Iterator[Melody]:
    """Yield the melody in the key of the exercise, within the range of the level; first
    where it lies nearest to the range that the exercise was dealt."""
    ambitus = melody.ambitus or (MIDDLE, MIDDLE)
    middle = exercise.low.midi + exercise.high.midi
    low, high = standard.range
    ways = [
        way
        for way in _ways(melody.key, exercise.key)
        if low.midi <= ambitus[0].midi + way.semitones
        and ambitus[1].midi + way.semitones <= high.midi
    ]
    ways.sort(key=lambda way: abs(sum(p.midi + way.semitones for p in ambitus) - middle))
    for way in ways[:_NEAREST]:
        with suppress(InvalidValue):  # a pitch beyond a double accidental
            yield melody.transposed(way)


def _ways(key: Key, other: Key) -> list[Interval]:
    """Return the intervals that lead from one tonic to the other."""
    first, second = Pitch(key.step, key.alter, 4), Pitch(other.step, other.alter, 4)
    way = first.interval_to(second)
    return [Interval(way.steps + 7 * n, way.semitones + 12 * n) for n in _OCTAVES]


def line_of(melody: Melody) -> Line:
    """Return a melody as a line of its own, as `check` reads one."""
    bars = tuple(
        RawMeasure(melody.key, bar.time_signature, bar.notes, starts_section=bar.is_pickup)
        for bar in melody.measures
    )
    return Line("", (melody,), bars=bars)


def _item(
    request: Request,
    melody: Melody,
    exercise: Exercise,
    tempo: Tempo,
    standard: Standard,
    scale: Scale | None,
) -> Item | None:
    """Return the melody as an item where it keeps the rules, is as hard as asked and shows
    what is asked for."""
    pace = tempo.crotchets_per_minute
    for placed in _placed(melody, exercise, standard):
        descriptors = describe(placed, request.player, pace)
        is_near = abs(level_of(descriptors, scale) - request.level) <= NEAR
        is_wanted = is_near and _shows(request, placed)
        if is_wanted and not check(line_of(placed), standard):
            author = SYSTEM, hashlib.sha256(f"{SYSTEM}\n{placed}".encode()).hexdigest()
            return finished(request, 0, placed, tempo, descriptors, author, scale=scale)
    return None


def _shows(request: Request, melody: Melody) -> bool:
    return all(
        share(row, melody, request.instrument) >= _SHOWN * row.aim
        for row in focuses_of(request)
    )


def _source(tune: HeldOut, measures: int, how: str) -> str:
    place = "".join(c for c in tune.id if not c.isspace())
    title = "".join(c for c in tune.title if c.isprintable())[:_LONGEST_TITLE]
    return f"{place} ({title}): {measures} bars{how}"
