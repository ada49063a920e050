"""From a request to exercises: every choice that the request leaves open.

A page is varied by design: keys, metres and lengths are dealt out in a shuffled order
that the seed decides, so that neighbours differ (`etudes.item.cards`); where on the
instrument each lies, `etudes.item.compass` says. Item `i` of a seed is the same whatever
the number of items.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from etudes.constraints.exercise import Exercise
from etudes.errors import UnsatisfiableRequest
from etudes.focus import Focus, focus
from etudes.focus.table import refuse_misplaced
from etudes.item.asked import asked as asked_rule
from etudes.item.asked_rule import Asked
from etudes.item.cards import (
    dealt,
    fitting_keys,
    key_cards,
    measure_cards,
    metre_cards,
    metres_of_style,
    style_of,
)
from etudes.item.compass import drums_of, fitted, range_of, refuse_out_of_range
from etudes.item.item import Tempo
from etudes.item.novelty import choices, narrowed
from etudes.item.request import Request
from etudes.tables import Level, Rubric
from etudes.tables import rubric as own_rubric
from etudes.tables.pace import PACE
from etudes.tables.styles import style
from etudes.theory import Key, TimeSignature

__all__ = ["dealt", "fitted", "focuses_of", "plan", "tempo_range"]

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
    refuse_out_of_range(request, player)
    refuse_misplaced(asked, request.level, player, rubric.keys_for(player))
    request = _decided(request, asked)
    rng = np.random.default_rng([request.seed, index, 1, attempt])
    card = index + attempt
    if request.style and not request.time_signature:
        metres = metres_of_style(style(request.style), rubric.level(request.level))
        request = replace(request, time_signature=dealt(request.seed, 2, card, metres))
    if any(rule.notes for rule in wanted):
        # what is given may need all that the level has, as a focus may
        level = rubric.level(request.level)
        keys: Sequence[Key] = rubric.keys_for(player)[request.level - 1]
    else:
        novelties = dealt(request.seed, 5, card, choices(request, rubric, player))
        request, level, keys = narrowed(novelties, request, rubric, player)
    metre = dealt(request.seed, 2, card, metre_cards(request, level, asked, wanted))
    key = request.key or dealt(
        request.seed,
        3,
        card,
        key_cards(level, player, fitting_keys(keys, level, wanted), asked),
    )
    measures = dealt(request.seed, 4, card, measure_cards(request, level, metre, wanted))
    pickup = _pickup(request, level, metre, wanted, rng)
    drums = drums_of(request, player, key)
    if drums:
        low, high = drums[0], drums[-1]
    else:
        low, high = range_of(request, level, player, key, asked, wanted, rng)
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
        style=request.style or style_of(request, metre, card),
        instrument="" if request.own_instrument else player.name,
    )
    more = tuple(rule for one in wanted for rule in one.rules(exercise))
    return replace(exercise, more=more), _tempo(request, level, metre, rng)


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


def tempo_range(rubric: Level, metre: TimeSignature) -> tuple[Fraction, Fraction, Fraction]:
    """Return the beat that a metronome counts in a metre, and the fewest and the most of
    them a minute at a level; metronomes have even numbers, so the fewest is one."""
    beat = metre.beat if len(set(metre.groups)) == 1 else Fraction(1, metre.denominator)
    slowest, fastest = (bound * PACE.get(beat, Fraction(1)) for bound in rubric.tempo)
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
