"""The compass of an exercise: where on the instrument it lies.

A level gives an instrument its range and a line its span. A line lies in a window of that
range which holds the tonic chord and has room for what is practised, where the instrument
is comfortable.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import numpy as np

from etudes.constraints.percussion import tuning
from etudes.errors import UnsatisfiableRequest
from etudes.focus import Focus, feature_of
from etudes.item.asked_rule import Asked
from etudes.item.request import Request
from etudes.tables import Instrument, Level, Rubric
from etudes.tables.instruments import Range
from etudes.theory import Interval, Key, Pitch

T = TypeVar("T")


def fitted(player: Instrument, rubric: Rubric) -> Instrument:
    """Return an instrument that states no keys with those of its family that fit on it."""
    if player.keys or player.unpitched:
        return player
    found: list[tuple[Key, ...]] = [()]
    by_level = zip(rubric.levels, player.ranges, rubric.keys_for(player), strict=True)
    for level, within, keys in by_level:
        new = [key for key in keys if key not in found[-1]]
        found.append((*found[-1], *(k for k in new if _windows(level, k, *within))))
    return replace(player, keys=tuple(found[1:])) if found[1] else player


def refuse_out_of_range(request: Request, player: Instrument) -> None:
    """Refuse a tessitura in which no note can lie."""
    if not request.tessitura:
        return
    low, high = request.range or player.ranges[request.level - 1]
    if _shared((low, high), request.tessitura) < 0:
        bottom, top = request.tessitura
        raise UnsatisfiableRequest(
            f"a tessitura within {low} to {high} was expected, where the {player.label} "
            f"plays here, not {bottom}:{top}; name another, or a --range that holds it"
        )


def drums_of(request: Request, player: Instrument, key: Key) -> tuple[Pitch, ...]:
    """Return what the drums are tuned to, () for an instrument without them."""
    if not player.drums:
        return ()
    within = request.range or player.ranges[request.level - 1]
    return tuning(key, player.drums[request.level - 1], within)


def range_of(
    request: Request,
    level: Level,
    player: Instrument,
    key: Key,
    asked: Sequence[Focus],
    wanted: Sequence[Asked],
    rng: np.random.Generator,
) -> tuple[Pitch, Pitch]:
    """Return one exercise's range: a window of the level's span, where it lies best.

    Pitches that rules ask for lie in it; if no window holds them, it is the whole range of
    the level and they besides.
    """
    widest_low, widest_high = player.ranges[-1]
    if player.unpitched:
        return player.ranges[-1]
    if request.range:
        low, high = request.range
        if low.midi < widest_low.midi or high.midi > widest_high.midi:
            raise UnsatisfiableRequest(
                f"the {player.label} plays {widest_low} to {widest_high} here; "
                f"{low}:{high} leaves that range"
            )
        return low, high
    low, high = player.ranges[request.level - 1]
    windows = _windows(level, key, low, high)
    if pitches := sorted((p for rule in wanted for p in rule.pitches), key=_height):
        _refuse_beyond(player, pitches)
        if any(rule.only for rule in wanted):
            return pitches[0], pitches[-1]
        windows = [w for w in windows if _holds(w, pitches)]
        if not windows:
            return min(low, pitches[0], key=_height), max(high, pitches[-1], key=_height)
    if not windows:
        raise UnsatisfiableRequest(
            f"{key} does not lie within {low} to {high} on the {player.label} at level "
            f"{request.level}; name another key, or a wider --range"
        )
    rooms = [room_for(asked, player, key, sounding(level, key, *w)) for w in windows]
    windows = roomiest(windows, rooms)
    if request.tessitura:
        shared = [_shared(window, request.tessitura) for window in windows]
        windows = [w for w, n in zip(windows, shared, strict=True) if n == max(shared)]
    widest = max(top.midi - bottom.midi for bottom, top in windows)
    windows = [w for w in windows if w[1].midi - w[0].midi >= widest - 2]
    comfortable = [_discomfort(player, *window) for window in windows]
    best = [
        w for w, d in zip(windows, comfortable, strict=True) if d <= min(comfortable) + 2
    ]
    return best[int(rng.integers(len(best)))]


def _refuse_beyond(player: Instrument, pitches: Sequence[Pitch]) -> None:
    low, high = player.ranges[-1]
    if not _holds((low, high), pitches):
        first = next(p for p in pitches if not low.midi <= p.midi <= high.midi)
        raise UnsatisfiableRequest(
            f"the {player.label} plays {low} to {high} here; {first}, which a rule asks "
            "for, leaves that range"
        )


def room_for(
    asked: Sequence[Focus], player: Instrument, key: Key, pitches: Sequence[Pitch]
) -> int:
    return sum(feature_of(row, player.name).room(key, pitches) for row in asked)


def roomiest(choices: Sequence[T], rooms: Sequence[int]) -> list[T]:
    """Return the choices with at least half as much room as the best of them."""
    return [c for c, room in zip(choices, rooms, strict=True) if 2 * room >= max(rooms)]


def _windows(level: Level, key: Key, low: Pitch, high: Pitch) -> list[Range]:
    """Return where from low to high a line of the level's span holds the tonic chord."""
    scale = _scale(key, low, high)
    return [
        (bottom, top)
        for bottom in scale
        if (top := _top(scale, bottom.midi + level.span))
        and _holds_tonic_chord(key, scale, bottom, top)
    ]


def _scale(key: Key, low: Pitch, high: Pitch) -> list[Pitch]:
    """Return the notes of the key's scale from low to high."""
    positions = range(low.staff_position - 1, high.staff_position + 2)
    notes = [Pitch(p % 7, key.signature_alter(p % 7), p // 7) for p in positions if p >= 0]
    return [note for note in notes if low.midi <= note.midi <= high.midi]


def _top(scale: Sequence[Pitch], highest: int) -> Pitch | None:
    """Return the last note of a rising scale that is not above `highest` (MIDI)."""
    return next((note for note in reversed(scale) if note.midi <= highest), None)


def sounding(level: Level, key: Key, low: Pitch, high: Pitch) -> list[Pitch]:
    """Return the scale from low to high, and where only minor has notes outside the
    signature, the leading notes to its tonics."""
    notes = _scale(key, low, high)
    leads = key.mode == "minor" and level.alterations in ("leading note", "minor")
    tonics = [note for note in notes[1:] if leads and note.step == key.step]
    return notes + [note.transposed(Interval(-1, -1)) for note in tonics]


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


def _holds(window: Range, pitches: Sequence[Pitch]) -> bool:
    """Tell whether a window holds these pitches, the lowest first."""
    low, high = window
    return low.midi <= pitches[0].midi and pitches[-1].midi <= high.midi


def _shared(one: Range, other: Range) -> int:
    """Return the semitones that two ranges share; if they do not meet, their distance as a
    number below 0."""
    return min(one[1].midi, other[1].midi) - max(one[0].midi, other[0].midi)


def _height(pitch: Pitch) -> int:
    return pitch.midi
