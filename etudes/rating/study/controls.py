"""Human controls: stretches of public-domain tunes that fill the frame of an exercise.

A frame (metre, key, bars, upbeat, tempo) is dealt exactly as for a made exercise; then a
tune that no model learns from (`held_out.py`) is looked for that fills it: a
closed excerpt, or one in doubled values as a beginner's page prints it, moved to the key
and the octave. It must keep every rule of the level and the instrument, as
`etudes.checking` reads them, and its measured level must be near the one asked for. If a
style is asked for, it is a tune of that style; if a focus, it shows at least half as much
of it as the focus aims at. The signs at its notes are drawn as for a made exercise. So
neither form nor page tells who wrote it.
"""

import hashlib
from collections.abc import Container, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache

import numpy as np

from etudes.checking import Standard, check
from etudes.constraints.exercise import Exercise
from etudes.difficulty import Descriptors, Scale, describe, level_of
from etudes.difficulty import scale as own_scale
from etudes.encoding.vocabulary import METRES
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.focus import share
from etudes.item.item import Item, Tempo
from etudes.item.make import item_id
from etudes.item.plan import focuses_of, plan
from etudes.item.request import Request
from etudes.markings import draw_markings
from etudes.melody import Melody
from etudes.rating.study.held_out import HeldOut, held_out
from etudes.rating.study.made import Cell, Made
from etudes.rating.study.shapes import MIDDLE, Shape, shapes_of
from etudes.reading import Line
from etudes.reading.passages import RawMeasure
from etudes.sampling.choose import NEAR
from etudes.tables import rubric
from etudes.theory import Interval, Key, Pitch

SYSTEM = "human"

_FRAMES = 24
"""How many frames are dealt before none is said to be filled."""

_OCTAVES = range(-4, 5)
_NEAREST = 2
"""How many octaves are tried, from the one that was dealt."""

_HARD = 6
"""From this level on it is worth knowing how hard whole tunes are."""

_SLACK, _TECHNIQUE = 0.3, 1.0
"""Levels; what key, range and player take from the notes' level, and what they add."""

_SHOWN = 0.5
"""Of what a focus aims at; a tune that shows less of it is not taken."""

_LONGEST_TITLE = 80

_ORDER = 11
"""Tells the generator of the order of tunes from those of the plan."""

_MARKINGS = 1
"""As for a made item: tells the generator of the markings from the others."""


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
    for exercise, tempo in _frames(request):
        for tune, shape in _candidates(order, taken, exercise, request.style, scale):
            if _may_fit(shape, exercise, standard, scale) and (
                item := _item(request, shape.melody, exercise, tempo, standard, scale)
            ):
                source = _source(tune, exercise.measures, shape.how)
                return Made(item, request, "human", SYSTEM, cell.level, source)
    return None


def tune_of(made: Made) -> str:
    """Return the place of the tune that a human control was taken from."""
    return made.source.partition(" ")[0]


def _frames(request: Request) -> Iterator[tuple[Exercise, Tempo]]:
    """Yield frames as they are dealt for made exercises, in metres that tunes have."""
    for attempt in range(_FRAMES):
        with suppress(UnsatisfiableRequest):
            exercise, tempo = plan(request, 0, attempt)
            if str(exercise.time_signature) in METRES:
                yield exercise, tempo


def _candidates(
    order: Sequence[int],
    taken: Container[str],
    exercise: Exercise,
    style: str | None,
    scale: Scale | None,
) -> Iterator[tuple[HeldOut, Shape]]:
    """Yield excerpts of the metre, length and mode of an exercise, tune by tune."""
    tunes = held_out()
    for number in order:
        tune = tunes[number]
        is_alike = tune.melody.key.mode == exercise.key.mode and style in (None, tune.style)
        is_new = is_alike and tune.id not in taken
        if is_new and not _is_too_easy(number, exercise.level, scale):
            for shape in shapes_of(number, exercise.time_signature, exercise.measures):
                yield tune, shape


def _is_too_easy(number: int, level: int, scale: Scale | None) -> bool:
    """Tell whether no excerpt of a tune can be of a level: a part is no harder than the
    whole (of 1,700 excerpts none by more than 0.2)."""
    return level >= _HARD and (
        level_of(_described(number), scale) < level - NEAR - _TECHNIQUE - _SLACK
    )


@cache
def _described(number: int) -> Descriptors:
    return describe(held_out()[number].melody, with_technique=False)


def _may_fit(
    shape: Shape, exercise: Exercise, standard: Standard, scale: Scale | None
) -> bool:
    """Tell whether a shape could fill the frame, as far as is quickly seen."""
    if shape.melody.pickup != exercise.pickup or shape.span > standard.level.span:
        return False
    harder = exercise.level - level_of(shape.descriptors, scale)
    return -NEAR - _SLACK <= harder <= NEAR + _TECHNIQUE


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


def _line(melody: Melody) -> Line:
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
        if is_wanted and not check(_line(placed), standard):
            return _as_item(request, placed, tempo, standard, descriptors, scale)
    return None


def _shows(request: Request, melody: Melody) -> bool:
    return all(
        share(row, melody, request.instrument) >= _SHOWN * row.aim
        for row in focuses_of(request)
    )


def _as_item(
    request: Request,
    melody: Melody,
    tempo: Tempo,
    standard: Standard,
    descriptors: Descriptors,
    scale: Scale | None,
) -> Item:
    """Return an item of the same form as one that `make` makes; no model spent a bit."""
    shares = {
        f"focus {row.name}": round(share(row, melody, request.instrument), 4)
        for row in focuses_of(request)
    }
    version = (scale or own_scale()).version
    notes = hashlib.sha256(f"{SYSTEM}\n{melody}".encode()).hexdigest()
    return Item(
        id=item_id(request, 0, notes),
        index=0,
        seed=request.seed,
        instrument=request.instrument,
        melody=melody,
        tempo=tempo,
        level_asked=request.level,
        level_measured=round(level_of(descriptors, scale), 2),
        descriptors=descriptors.as_numbers() | shares | {"scale version": version},
        model_name=SYSTEM,
        model_digest=notes,
        bits_per_note=0.0,
        mass_removed=0.0,
        markings=draw_markings(
            melody,
            request.player,
            standard.level,
            tempo.crotchets_per_minute,
            np.random.default_rng((request.seed, 0, _MARKINGS)),
        ),
    )


def _source(tune: HeldOut, measures: int, how: str) -> str:
    place = "".join(c for c in tune.id if not c.isspace())
    title = "".join(c for c in tune.title if c.isprintable())[:_LONGEST_TITLE]
    return f"{place} ({title}): {measures} bars{how}"
