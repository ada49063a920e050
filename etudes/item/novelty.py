"""One new difficulty a piece: of what a level adds, an exercise has one thing.

The UIL criteria ask it of sight-reading music. Range, span, leaps and length grow with the
level in every exercise; they are no novelties, nor are the raised notes of a minor key.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, TypeVar

from etudes.item.request import Request
from etudes.tables import Instrument, Level, Rubric
from etudes.theory import Key

T = TypeVar("T")
Novelties = frozenset[str]

_FIELDS = {
    "metre": ("metres",),
    "rhythm": ("values", "rests", "figures", "syncopation", "ties"),
    "chromatic": ("alterations",),
    "upbeat": ("pickup",),
}
"""The fields of a level that belong to a novelty; a "key" is the instrument's."""

_CARDS = {"rhythm": 2}
"""How often a novelty is dealt, if not once: a rhythm that may come need not come."""


_LONG = Fraction(1, 2)
"""Longer values belong to their metres: 5/8 ends a line of 6/8 after its upbeat."""


def choices(request: Request, rubric: Rubric, player: Instrument) -> list[Novelties]:
    """Return what an exercise may have of the novelties of its level, to be dealt.

    Each choice is one novelty. What a request asks for by name is its novelty, and a focus
    lets it have all of them; then there is one choice only.
    """
    new = _added(rubric, request.level, player)
    if request.focus:
        return [new]
    if asked := _asked(request, rubric, player) & new:
        return [asked]
    fixed = {
        "metre": request.time_signature,
        "key": request.key,
        "rhythm": request.values,
        "upbeat": request.pickup,
    }
    names = [name for name in sorted(new) if fixed.get(name) is None]
    cards = [name for name in names for _ in range(_CARDS.get(name, 1))]
    return [frozenset({name}) for name in cards] or [frozenset()]


def narrowed(
    novelties: Novelties, request: Request, rubric: Rubric, player: Instrument
) -> tuple[Request, Level, Sequence[Key]]:
    """Return a request, its level and keys, with these novelties of the level only.

    A new metre or key that is the one novelty is the only choice left, and a new upbeat is
    asked for: else an exercise would seldom have what it was dealt.
    """
    number = request.level
    level, keys = rubric.level(number), rubric.keys_for(player)[number - 1]
    if number == 1:
        return request, level, keys
    below, old_keys = rubric.level(number - 1), rubric.keys_for(player)[number - 2]
    missing = _added(rubric, number, player) - novelties
    if novelties == {"metre"}:
        level = replace(level, metres=_without(below.metres, level.metres))
    elif novelties == {"key"}:
        keys = _without(old_keys, keys)
    elif novelties == {"upbeat"}:
        request = replace(request, pickup=True)
    easier: dict[str, Any] = {
        field: getattr(below, field) for name in missing for field in _FIELDS.get(name, ())
    }
    if "rhythm" in missing:
        easier |= _easier_rhythm(level, below)
    return request, replace(level, **easier), old_keys if "key" in missing else keys


def _easier_rhythm(level: Level, below: Level) -> dict[str, object]:
    """Return the values and figures of the level below, and what new metres need."""
    divided = {sum(figure) for figure in below.figures}
    return {
        "values": tuple(n for n in level.values if n in below.values or n > _LONG),
        "figures": tuple(
            figure
            for figure in level.figures
            if figure in below.figures or sum(figure) not in divided
        ),
    }


def _added(rubric: Rubric, number: int, player: Instrument) -> Novelties:
    """Return the names of what a level has and the one below has not."""
    if number == 1:
        return frozenset()
    level, below = rubric.level(number), rubric.level(number - 1)
    keys, old_keys = (rubric.keys_for(player)[n - 1] for n in (number, number - 1))
    names = {
        name
        for name, fields in _FIELDS.items()
        if any(getattr(level, field) != getattr(below, field) for field in fields)
    }
    if keys != old_keys:
        names.add("key")
    if level.alterations in ("leading note", "minor"):
        names.discard("chromatic")
    return frozenset(names - ({"key", "chromatic"} if player.unpitched else set()))


def _without(old: Sequence[T], all_: Sequence[T]) -> tuple[T, ...]:
    return tuple(one for one in all_ if one not in old)


def _asked(request: Request, rubric: Rubric, player: Instrument) -> Novelties:
    """Return what a request asks for that the level below has not."""
    below = rubric.level(max(1, request.level - 1))
    old_keys = rubric.keys_for(player)[below.number - 1]
    asked = {
        "metre": request.time_signature not in (None, *below.metres),
        "key": request.key not in (None, *old_keys),
        "rhythm": not set(request.values or ()) <= set(below.values),
        "upbeat": request.pickup and not below.pickup,
    }
    return frozenset(name for name, is_new in asked.items() if is_new)
