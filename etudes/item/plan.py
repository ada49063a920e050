"""From a request to exercises: every choice that the request leaves open.

A page is varied by design: keys, metres and lengths are dealt out in a shuffled order
that the seed decides, so that neighbours differ. Item `i` of a seed is the same
whatever the number of items.
"""

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeVar

import numpy as np

from etudes.constraints.exercise import Exercise
from etudes.encoding.vocabulary import METRES
from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Tempo
from etudes.item.request import Request
from etudes.tables import Instrument, Level, instrument, level
from etudes.theory import Key, Pitch, TimeSignature

T = TypeVar("T")

_PACE = {
    Fraction(3, 8): Fraction(2, 3),
    Fraction(1, 2): Fraction(2, 3),
    Fraction(3, 4): Fraction(1, 3),
    Fraction(1, 8): Fraction(2),
}
"""Beats a minute where the level's tempo speaks of crotchets: the notes keep their pace."""

_PICKUP_SHARE = 0.4
_PICKUP_OF_A_BEAT = 0.7


def plan(request: Request, index: int, attempt: int = 0) -> tuple[Exercise, Tempo]:
    """Return the frame of item `index` (from 0) and its tempo.

    Parameters
    ----------
    attempt : 0 at first; each further one deals the open choices differently, for
        where those of the last did not fit together.

    Raises
    ------
    UnknownName
        If the instrument is in no table.
    UnsatisfiableRequest
        If the key or range asked for does not fit on the instrument.
    """
    rubric, player = level(request.level), instrument(request.instrument)
    rng = np.random.default_rng([request.seed, index, 1, attempt])
    card = index + attempt
    metre = request.time_signature or dealt(request.seed, 2, card, _metres(rubric))
    key = request.key or dealt(request.seed, 3, card, player.keys[request.level - 1])
    measures = request.measures or dealt(request.seed, 4, card, rubric.measures)
    pickup = _pickup(request, rubric, metre, rng)
    low, high = _range(request, rubric, player, key, rng)
    exercise = Exercise(
        level=request.level,
        key=key,
        time_signature=metre,
        measures=measures,
        pickup=pickup,
        low=low,
        high=high,
        values=request.values or rubric.values,
        rests=rubric.rests,
        max_leap=request.max_leap.semitones if request.max_leap else rubric.max_leap,
        forbidden_leaps=rubric.forbidden_leaps,
        syncopation=rubric.syncopation,
        ties=rubric.ties,
        alterations=rubric.alterations,
        style=request.style or "",
    )
    return exercise, _tempo(request, rubric, metre, rng)


def dealt(seed: int, what: int, index: int, choices: Sequence[T]) -> T:
    """Return choice number `index` of the choices, shuffled anew for each round.

    No choice comes twice before every one has come once.
    """
    turn, place = divmod(index, len(choices))
    order = np.random.default_rng([seed, what, turn]).permutation(len(choices))
    return choices[int(order[place])]


def _metres(rubric: Level) -> list[TimeSignature]:
    """Return the cards from which metres are dealt: two for each that the model has
    learnt, one for each that the rules alone hold together (5/8, 7/4 …)."""
    return [metre for metre in rubric.metres for _ in range(1 + (str(metre) in METRES))]


def _pickup(
    request: Request, rubric: Level, metre: TimeSignature, rng: np.random.Generator
) -> Fraction:
    # in one beat a bar there is hardly room for a close, so only where it is asked for
    wished = rubric.pickup and len(metre.beats) > 1 and rng.random() < _PICKUP_SHARE
    if not (wished if request.pickup is None else request.pickup):
        return Fraction(0)
    if metre.is_compound:
        return metre.beat / 3
    if len(set(metre.groups)) > 1:
        return Fraction(1, metre.denominator)
    return metre.beat if rng.random() < _PICKUP_OF_A_BEAT else metre.beat / 2


def _range(
    request: Request, rubric: Level, player: Instrument, key: Key, rng: np.random.Generator
) -> tuple[Pitch, Pitch]:
    """Return one exercise's range: a window of the level's span, where it lies best."""
    widest_low, widest_high = player.ranges[-1]
    if request.range:
        low, high = request.range
        if low.midi < widest_low.midi or high.midi > widest_high.midi:
            raise UnsatisfiableRequest(
                f"the {player.label} plays {widest_low} to {widest_high} here; "
                f"{low}:{high} leaves that range"
            )
        return low, high
    low, high = player.ranges[request.level - 1]
    usual = player.keys[request.level - 1]
    scale = _scale(key, low, high)
    windows = [
        (bottom, top)
        for bottom in scale
        if (top := _top(scale, bottom.midi + rubric.span))
        and _holds_tonic_chord(key, scale, bottom, top)
    ]
    if not windows:
        raise UnsatisfiableRequest(
            f"{key} does not lie within {low} to {high} on the {player.label} at level "
            f"{request.level}; its keys there are {', '.join(str(k) for k in usual)}"
        )
    widest = max(top.midi - bottom.midi for bottom, top in windows)
    windows = [w for w in windows if w[1].midi - w[0].midi >= widest - 2]
    comfortable = [_discomfort(player, *window) for window in windows]
    best = [
        w for w, d in zip(windows, comfortable, strict=True) if d <= min(comfortable) + 2
    ]
    return best[int(rng.integers(len(best)))]


def _scale(key: Key, low: Pitch, high: Pitch) -> list[Pitch]:
    """Return the notes of the key's scale from low to high."""
    positions = range(low.staff_position - 1, high.staff_position + 2)
    notes = [Pitch(p % 7, key.signature_alter(p % 7), p // 7) for p in positions if p >= 0]
    return [note for note in notes if low.midi <= note.midi <= high.midi]


def _top(scale: Sequence[Pitch], highest: int) -> Pitch | None:
    """Return the last note of a rising scale that is not above `highest` (MIDI)."""
    return next((note for note in reversed(scale) if note.midi <= highest), None)


def _holds_tonic_chord(key: Key, scale: Sequence[Pitch], low: Pitch, high: Pitch) -> bool:
    """Tell whether a tonic lies inside with its third, and a fifth above or below it."""
    inside = [note for note in scale if low.midi <= note.midi <= high.midi]
    tonics = [i for i, note in enumerate(inside) if note.step == key.step]
    size = len(inside)
    return any(i + 2 < size and (i + 4 < size or i >= 3) for i in tonics)


def _discomfort(player: Instrument, low: Pitch, high: Pitch) -> int:
    """Return the semitones of a window that lie outside the comfortable range."""
    bottom, top = player.comfortable
    return max(0, bottom.midi - low.midi) + max(0, high.midi - top.midi)


def _tempo(
    request: Request, rubric: Level, metre: TimeSignature, rng: np.random.Generator
) -> Tempo:
    beat = metre.beat if len(set(metre.groups)) == 1 else Fraction(1, metre.denominator)
    slowest, fastest = (bound * _PACE.get(beat, 1) for bound in rubric.tempo)
    drawn = 2 * int(rng.integers(int(slowest), int(fastest) + 1) // 2)
    asked = drawn if request.tempo is None else request.tempo
    share = (asked - slowest) / (fastest + 1 - slowest)
    words = rubric.tempo_words
    word = words[min(len(words) - 1, max(0, int(share * len(words))))]
    return Tempo(beat, asked, word)
