"""From a request to exercises: every choice that the request leaves open.

A page is varied by design: keys, metres and lengths are dealt out in a shuffled order
that the seed decides, so that neighbours differ. Item `i` of a seed is the same
whatever the number of items.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

import numpy as np

from etudes.constraints.exercise import Exercise
from etudes.constraints.percussion import tuning
from etudes.encoding.vocabulary import METRES
from etudes.errors import UnsatisfiableRequest
from etudes.focus import Focus, feature_of, focus
from etudes.focus.table import refuse_misplaced
from etudes.item.asked import asked as asked_rule
from etudes.item.asked_rule import Asked
from etudes.item.item import Tempo
from etudes.item.novelty import choices, narrowed
from etudes.item.request import Request
from etudes.tables import Instrument, Level, Rubric
from etudes.tables import rubric as own_rubric
from etudes.tables.instruments import Range
from etudes.tables.styles import Style, at_home, style
from etudes.theory import Interval, Key, Pitch, TimeSignature

T = TypeVar("T")

_PACE = {
    Fraction(3, 8): Fraction(2, 3),
    Fraction(1, 2): Fraction(2, 3),
    Fraction(3, 4): Fraction(1, 3),
    Fraction(1, 8): Fraction(2),
}
"""Beats a minute where the level's tempo speaks of crotchets: the notes keep their pace."""

_LEARNT = 4

_MOST = 32
"""Measures that there may be."""

_PICKUP_SHARE = 0.4
_PICKUP_OF_A_BEAT = 0.7


def plan(
    request: Request, index: int, attempt: int = 0, rubric: Rubric | None = None
) -> tuple[Exercise, Tempo]:
    """Return the frame of item `index` (from 0) and its tempo.

    Parameters
    ----------
    attempt : 0 at first; each further one deals the open choices differently, for
        where those of the last did not fit together.
    rubric : what the levels allow; None is the program's own.

    Raises
    ------
    UnknownName
        If the instrument is in no table.
    InvalidValue
        If a rule asked for cannot be one of this instrument.
    UnsatisfiableRequest
        If the key, range or tessitura asked for does not fit on the instrument, or a focus
        or rule does not fit the level, the instrument or what else is asked for.
    """
    rubric, player = rubric or own_rubric(), request.player
    asked, wanted = focuses_of(request), [asked_rule(text) for text in request.rules or ()]
    _refuse_pitch(request, wanted)
    _refuse_out_of_range(request, player)
    refuse_misplaced(asked, request.level, player, rubric.keys_for(player))
    request = _decided(request, asked)
    rng = np.random.default_rng([request.seed, index, 1, attempt])
    card = index + attempt
    if request.style and not request.time_signature:
        metres = _of_style(style(request.style), rubric.level(request.level))
        request = replace(request, time_signature=dealt(request.seed, 2, card, metres))
    if any(rule.notes for rule in wanted):
        # what is given may need all that the level has, as a focus may
        level = rubric.level(request.level)
        keys: Sequence[Key] = rubric.keys_for(player)[request.level - 1]
    else:
        novelties = dealt(request.seed, 5, card, choices(request, rubric, player))
        request, level, keys = narrowed(novelties, request, rubric, player)
    metre = dealt(request.seed, 2, card, _metres(request, level, asked, wanted))
    key = request.key or dealt(
        request.seed, 3, card, _keys(level, player, _fitting(keys, level, wanted), asked)
    )
    measures = dealt(request.seed, 4, card, _measures(request, level, metre, wanted))
    pickup = _pickup(request, level, metre, wanted, rng)
    drums = _drums(request, player, key)
    if drums:
        low, high = drums[0], drums[-1]
    else:
        low, high = _range(request, level, player, key, asked, wanted, rng)
    values = request.values or level.values
    exercise = Exercise(
        level=request.level,
        key=key,
        time_signature=metre,
        measures=measures,
        pickup=pickup,
        low=low,
        high=high,
        values=values,
        # values beyond the level bring figures of their own
        figures=level.figures if set(values) <= set(level.values) else (),
        rests=level.rests,
        max_leap=request.max_leap.semitones if request.max_leap else level.max_leap,
        forbidden_leaps=level.forbidden_leaps,
        chord_leaps=level.chord_leaps,
        syncopation=level.syncopation,
        ties=level.ties,
        alterations=level.alterations,
        unpitched=player.unpitched,
        drums=drums,
        style=request.style or _style(request, metre, card),
        instrument="" if request.own_instrument else player.name,
    )
    more = tuple(rule for one in wanted for rule in one.rules(exercise))
    return replace(exercise, more=more), _tempo(request, level, metre, rng)


def _of_style(wanted: Style, level: Level) -> list[TimeSignature]:
    """Return the metres of a level in which a style is at home."""
    shared = [metre for metre in level.metres if metre in wanted.metres]
    if not shared:
        own, allowed = (", ".join(map(str, m)) for m in (wanted.metres, level.metres))
        raise UnsatisfiableRequest(
            f"{wanted.label} goes in {own}, but level {level.number} has {allowed}; name a "
            "higher level, another style, or a metre with --time"
        )
    return shared


def _style(request: Request, metre: TimeSignature, card: int) -> str:
    """Return the style that is dealt: a line that is told what it is keeps to it."""
    names = at_home(request.level, metre)
    return dealt(request.seed, 6, card, names) if names else ""


def focuses_of(request: Request) -> list[Focus]:
    """Return the focuses that a request names.

    Raises
    ------
    UnknownName, InvalidValue
        If one is unknown, or its key is no key.
    """
    return [focus(name) for name in request.focus or ()]


def _decided(request: Request, asked: Sequence[Focus]) -> Request:
    """Return the request with what its focuses decide: the key, the pickup."""
    for row in asked:
        if row.key and request.key not in (None, row.key):
            raise UnsatisfiableRequest(
                f"the focus {row.name} and the key {request.key} exclude each other; "
                "leave one of them out"
            )
        if row.feature == "upbeat" and request.pickup is False:
            raise UnsatisfiableRequest(
                f"the focus {row.name} needs a pickup; leave it or --no-pickup out"
            )
        request = replace(
            request,
            key=row.key or request.key,
            pickup=row.feature == "upbeat" or request.pickup,
        )
    return request


def dealt(seed: int, what: int, index: int, choices: Sequence[T]) -> T:
    """Return choice number `index` of the choices, shuffled anew for each round.

    No choice comes twice before every one has come once.
    """
    turn, place = divmod(index, len(choices))
    order = np.random.default_rng([seed, what, turn]).permutation(len(choices))
    return choices[int(order[place])]


def _metres(
    request: Request, level: Level, asked: Sequence[Focus], wanted: Sequence[Asked]
) -> list[TimeSignature]:
    """Return the cards from which metres are dealt: four for each that the model has
    learnt, one for each where the rules alone hold a line together (5/8, 7/4 …)."""
    metres = [request.time_signature] if request.time_signature else level.metres
    admitted = [metre for metre in metres if all(row.admits(metre) for row in asked)]
    if not admitted:
        raise UnsatisfiableRequest(
            f"{', '.join(row.name for row in asked)}: a metre that has a place for this "
            f"was expected, not {', '.join(map(str, metres))}; name another"
        )
    # where a rule fits none of them, it says itself what it lacks
    fit = [metre for metre in admitted if all(rule.admits(metre) for rule in wanted)]
    admitted = fit or admitted
    return [m for m in admitted for _ in range(_LEARNT if str(m) in METRES else 1)]


def _measures(
    request: Request, level: Level, metre: TimeSignature, wanted: Sequence[Asked]
) -> Sequence[int]:
    """Return the cards from which numbers of measures are dealt: those that the rules fill
    or divide, if there are any."""
    if request.measures:
        return (request.measures,)
    bar = metre.measure_duration
    filled = [rule.length / bar for rule in wanted if rule.length]
    if filled and filled[0].denominator == 1 and filled[0] <= _MOST:
        return (int(filled[0]),)
    divided = [n for n in level.measures if not any(n % rule.parts for rule in wanted)]
    return divided or level.measures


def _fitting(keys: Sequence[Key], level: Level, wanted: Sequence[Asked]) -> list[Key]:
    """Return the keys in which the pitches that are asked for break the fewest rules."""
    misfits = [sum(_misfits(key, level, rule) for rule in wanted) for key in keys]
    return [key for key, n in zip(keys, misfits, strict=True) if n == min(misfits)]


def _misfits(key: Key, level: Level, rule: Asked) -> int:
    """Return how many of a rule's pitches a key has not, a first note outside its tonic
    triad and a last one that is no tonic among them."""
    if not rule.pitches:
        return 0
    ordered = sorted(rule.pitches, key=lambda pitch: pitch.midi)
    at_home = _sounding(level, key, ordered[0], ordered[-1])
    outside = len(set(rule.pitches) - set(at_home))
    opens = rule.opens is None or (rule.opens.step - key.step) % 7 in (0, 2, 4)
    closing = [rule.closes] if rule.closes else rule.pitches
    closes = not rule.only or any(pitch.step == key.step for pitch in closing)
    return outside + (not opens) + (not closes)


def _keys(
    level: Level, player: Instrument, keys: Sequence[Key], asked: Sequence[Focus]
) -> list[Key]:
    """Return the cards from which keys are dealt: those with room for the focuses."""
    low, high = player.ranges[level.number - 1]
    rooms = [_room(asked, player, key, _sounding(level, key, low, high)) for key in keys]
    return _roomiest(keys, rooms)


def _room(
    asked: Sequence[Focus], player: Instrument, key: Key, pitches: Sequence[Pitch]
) -> int:
    return sum(feature_of(row, player.name).room(key, pitches) for row in asked)


def _roomiest(choices: Sequence[T], rooms: Sequence[int]) -> list[T]:
    """Return the choices with at least half as much room as the best of them."""
    return [c for c, room in zip(choices, rooms, strict=True) if 2 * room >= max(rooms)]


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


def _pickup(
    request: Request,
    level: Level,
    metre: TimeSignature,
    wanted: Sequence[Asked],
    rng: np.random.Generator,
) -> Fraction:
    for rule in wanted:
        if (upbeat := rule.upbeat_in(metre)) is not None:
            if request.pickup not in (None, upbeat > 0):
                raise UnsatisfiableRequest(
                    f"the rule {rule.text[:30]} and --{'' if request.pickup else 'no-'}"
                    "pickup exclude each other; leave one of them out"
                )
            return upbeat
    # in one beat a bar there is hardly room for a close, so only where it is asked for
    wished = level.pickup and len(metre.beats) > 1 and rng.random() < _PICKUP_SHARE
    if not (wished if request.pickup is None else request.pickup):
        return Fraction(0)
    if metre.is_compound:
        return metre.beat / 3
    if len(set(metre.groups)) > 1:
        return Fraction(1, metre.denominator)
    return metre.beat if rng.random() < _PICKUP_OF_A_BEAT else metre.beat / 2


def _refuse_pitch(request: Request, wanted: Sequence[Asked]) -> None:
    if not request.player.unpitched:
        return
    for rule in wanted:
        if rule.melodic:
            raise UnsatisfiableRequest(
                f"{request.player.label}: a rhythm has no pitch; leave out the rule "
                f"'{rule.text[:60]}'"
            )
    if request.key or request.range or request.max_leap or request.tessitura:
        raise UnsatisfiableRequest(
            f"{request.player.label}: a rhythm has no pitch; leave out key, range, "
            "tessitura and largest leap"
        )


def _refuse_out_of_range(request: Request, player: Instrument) -> None:
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


def _drums(request: Request, player: Instrument, key: Key) -> tuple[Pitch, ...]:
    """Return what the drums are tuned to, () for an instrument without them."""
    if not player.drums:
        return ()
    within = request.range or player.ranges[request.level - 1]
    return tuning(key, player.drums[request.level - 1], within)


def _range(
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
    rooms = [_room(asked, player, key, _sounding(level, key, *w)) for w in windows]
    windows = _roomiest(windows, rooms)
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


def _height(pitch: Pitch) -> int:
    return pitch.midi


def _holds(window: Range, pitches: Sequence[Pitch]) -> bool:
    """Tell whether a window holds these pitches, the lowest first."""
    low, high = window
    return low.midi <= pitches[0].midi and pitches[-1].midi <= high.midi


def _shared(one: Range, other: Range) -> int:
    """Return the semitones that two ranges share; if they do not meet, their distance as a
    number below 0."""
    return min(one[1].midi, other[1].midi) - max(one[0].midi, other[0].midi)


def _refuse_beyond(player: Instrument, pitches: Sequence[Pitch]) -> None:
    low, high = player.ranges[-1]
    if not _holds((low, high), pitches):
        first = next(p for p in pitches if not low.midi <= p.midi <= high.midi)
        raise UnsatisfiableRequest(
            f"the {player.label} plays {low} to {high} here; {first}, which a rule asks "
            "for, leaves that range"
        )


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


def _sounding(level: Level, key: Key, low: Pitch, high: Pitch) -> list[Pitch]:
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


def tempo_range(rubric: Level, metre: TimeSignature) -> tuple[Fraction, Fraction, Fraction]:
    """Return the beat that a metronome counts in a metre, and the fewest and the most of
    them a minute at a level; metronomes have even numbers, so the fewest is one."""
    beat = metre.beat if len(set(metre.groups)) == 1 else Fraction(1, metre.denominator)
    slowest, fastest = (bound * _PACE.get(beat, Fraction(1)) for bound in rubric.tempo)
    return beat, 2 * Fraction(slowest // 2), fastest


def _tempo(
    request: Request, level: Level, metre: TimeSignature, rng: np.random.Generator
) -> Tempo:
    beat, slowest, fastest = tempo_range(level, metre)
    drawn = 2 * int(rng.integers(int(slowest), int(fastest) + 1) // 2)
    asked = drawn if request.tempo is None else request.tempo
    share = (asked - slowest) / (fastest + 1 - slowest)
    words = level.tempo_words
    word = words[min(len(words) - 1, max(0, int(share * len(words))))]
    return Tempo(beat, asked, word)
