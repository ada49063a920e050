"""The same slurs for the same rhythm: one shape for all bars of equal rhythm.

What stands in the way of a slur (a repeated note, a string crossing, a phrase) differs from
bar to bar. Left to itself it would put the slurs of one figure now here, now there; a
page has one shape for the figure, and a bar that cannot have all of it has what it can.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from fractions import Fraction

from etudes.markings.line import Bar
from etudes.markings.markings import Span

Shape = frozenset[tuple[int, int]]
"""The slurs of a bar, each from one of its struck notes to another, counted from 0."""

_MOST_OF_THEM = Fraction(2, 3)
"""The share of the bars of one rhythm that can have the whole shape."""


def alike(
    bars: Sequence[Bar], slurs: Mapping[int, Sequence[Span]], joins: Collection[int]
) -> dict[int, tuple[Span, ...]]:
    """Return the slurs, bar by bar, with one shape for each rhythm.

    A rhythm of which too few bars can have any one shape has no slurs at all.

    Parameters
    ----------
    slurs : by the number of the bar; each lies in one bar.
    joins : the places to which a slur may lead from the note before.
    """
    numbers: dict[Hashable, list[int]] = {}
    for number in slurs:
        numbers.setdefault(bars[number].rhythm, []).append(number)
    found: dict[int, tuple[Span, ...]] = {}
    for same in numbers.values():
        shape = _shape_of([(bars[n], _shape(bars[n], slurs[n])) for n in same], joins)
        for number in same:
            bar = bars[number]
            parts = sorted(s for s in shape if _can_have(bar, s, joins))
            found[number] = tuple(
                Span(bar.notes[a].first, bar.notes[b].last, "slur") for a, b in parts
            )
    return found


def _shape(bar: Bar, slurs: Sequence[Span]) -> Shape:
    firsts = {note.first: number for number, note in enumerate(bar.notes)}
    lasts = {note.last: number for number, note in enumerate(bar.notes)}
    return frozenset((firsts[slur.first], lasts[slur.last]) for slur in slurs)


def _shape_of(same: Sequence[tuple[Bar, Shape]], joins: Collection[int]) -> Shape:
    """Return the shape under which most notes of these bars lie, of those that most of the
    bars can have whole."""
    best, most = Shape(), 0
    for shape in sorted({shape for _, shape in same}, key=sorted):
        whole = [bar for bar, _ in same if all(_can_have(bar, s, joins) for s in shape)]
        under = len(whole) * sum(1 + last - first for first, last in shape)
        if len(whole) >= _MOST_OF_THEM * len(same) and under > most:
            best, most = shape, under
    return best


def _can_have(bar: Bar, slur: tuple[int, int], joins: Collection[int]) -> bool:
    first, last = slur
    return all(note.first in joins for note in bar.notes[first + 1 : last + 1])
