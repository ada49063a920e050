"""The cards from which an exercise's metre, key, measures and style are dealt.

They are dealt out in a shuffled order that the seed decides, so that neighbours on a page
differ.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

from etudes.encoding.vocabulary import METRES
from etudes.errors import UnsatisfiableRequest
from etudes.focus import Focus
from etudes.item.asked_rule import Asked
from etudes.item.compass import room_for, roomiest, sounding
from etudes.item.request import Request
from etudes.tables import Instrument, Level
from etudes.tables.styles import Style, at_home
from etudes.theory import Key, TimeSignature

T = TypeVar("T")

_LEARNT = 4

_MOST = 32
"""Measures that there may be."""


def dealt(seed: int, what: int, index: int, choices: Sequence[T]) -> T:
    """Return choice number `index` of the choices, shuffled anew for each round.

    No choice comes twice before every one has come once.
    """
    turn, place = divmod(index, len(choices))
    order = np.random.default_rng([seed, what, turn]).permutation(len(choices))
    return choices[int(order[place])]


def metres_of_style(wanted: Style, level: Level) -> list[TimeSignature]:
    """Return the metres of a level in which a style is at home."""
    shared = [metre for metre in level.metres if metre in wanted.metres]
    if not shared:
        own, allowed = (", ".join(map(str, m)) for m in (wanted.metres, level.metres))
        raise UnsatisfiableRequest(
            f"{wanted.label} goes in {own}, but level {level.number} has {allowed}; name a "
            "higher level, another style, or a metre with --time"
        )
    return shared


def style_of(request: Request, metre: TimeSignature, card: int) -> str:
    """Return the style that is dealt: a line that is told what it is keeps to it."""
    names = at_home(request.level, metre)
    return dealt(request.seed, 6, card, names) if names else ""


def metre_cards(
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


def measure_cards(
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


def fitting_keys(keys: Sequence[Key], level: Level, wanted: Sequence[Asked]) -> list[Key]:
    """Return the keys in which the pitches that are asked for break the fewest rules."""
    misfits = [sum(_misfits(key, level, rule) for rule in wanted) for key in keys]
    return [key for key, n in zip(keys, misfits, strict=True) if n == min(misfits)]


def _misfits(key: Key, level: Level, rule: Asked) -> int:
    """Return how many of a rule's pitches a key has not, a first note outside its tonic
    triad and a last one that is no tonic among them."""
    if not rule.pitches:
        return 0
    ordered = sorted(rule.pitches, key=lambda pitch: pitch.midi)
    at_home = sounding(level, key, ordered[0], ordered[-1])
    outside = len(set(rule.pitches) - set(at_home))
    opens = rule.opens is None or (rule.opens.step - key.step) % 7 in (0, 2, 4)
    closing = [rule.closes] if rule.closes else rule.pitches
    closes = not rule.only or any(pitch.step == key.step for pitch in closing)
    return outside + (not opens) + (not closes)


def key_cards(
    level: Level, player: Instrument, keys: Sequence[Key], asked: Sequence[Focus]
) -> list[Key]:
    """Return the cards from which keys are dealt: those with room for the focuses."""
    low, high = player.ranges[level.number - 1]
    rooms = [room_for(asked, player, key, sounding(level, key, low, high)) for key in keys]
    return roomiest(keys, rooms)
