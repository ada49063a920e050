"""Hooked bows: the dotted pairs of a line, two notes to a bow, the second with a dot."""

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from etudes.markings.character import Character
from etudes.markings.line import Line, Sound
from etudes.markings.markings import Mark, Span
from etudes.markings.slurs import joins
from etudes.markings.tables import at_level
from etudes.tables.signs import is_allowed

if TYPE_CHECKING:
    from numpy.random import Generator

_FEWEST_BARS = 2
_DOTTED = 3
"""How much longer than the second the first note of a dotted pair is."""


def hooks(
    line: Line,
    character: Character,
    slurs: Sequence[Span],
    plucked: Collection[int],
    rng: "Generator",
) -> tuple[tuple[Span, ...], tuple[Mark, ...]]:
    """Return the slurs that hooked bows add, and the dots on their second notes.

    Either all dotted pairs of a bowed line are hooked or none: none in calm music, where
    another slur holds part of a pair, or where a pair is not to be slurred.
    """
    share = at_level("words", "hooks", "share", line.level.number)
    is_bowed = line.player.family == "strings" and is_allowed("staccato", line.level)
    if rng.random() >= share or not is_bowed or not character.suits("bright"):
        return (), ()
    pairs = [pair for pair in _pairs(line) if pair[0].measure not in plucked]
    spans = [Span(a.first, b.last, "slur") for a, b in pairs]
    taken = {p for s in slurs if s not in spans for p in range(s.first, s.last + 1)}
    open_joins = joins(line)
    is_free = all(
        b.first in open_joins and not taken & {*range(a.first, b.last + 1)}
        for a, b in pairs
    )
    if not is_free or len({a.measure for a, _ in pairs}) < _FEWEST_BARS:
        return (), ()
    new = tuple(span for span in spans if span not in slurs)
    return new, tuple(Mark(b.first, "articulation", "staccato") for _, b in pairs)


def _pairs(line: Line) -> list[tuple[Sound, Sound]]:
    """Return the dotted pairs of the bars, each from a beat on and in one half of a bar."""
    metre = line.metre
    return [
        (a, b)
        for bar in line.bars
        for a, b in pairwise(bar.sounds)
        if a.pitch and b.pitch and a.first == a.last and b.first == b.last
        and a.duration == _DOTTED * b.duration and metre.strength(a.where) > 1
        and not any(a.where < strong <= b.where for strong in metre.strong_beats)
    ]  # fmt: skip
