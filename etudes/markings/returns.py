"""A slowing on the way and the tempo of the beginning again: "rit." and "a tempo"."""

from collections.abc import Collection, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from etudes.markings.line import Line
from etudes.markings.markings import Mark
from etudes.markings.words import Things
from etudes.tables.signs import is_allowed

if TYPE_CHECKING:
    from numpy.random import Generator

_FEWEST_BARS = 9
"""Bars of a piece that is long enough to slow down on the way."""

_MIDDLE = (Fraction(1, 3), Fraction(2, 3))
"""Between these parts of a piece the tempo comes back."""

_FEWEST_NOTES = 2


def back_in_tempo(
    line: Line, which: Things, taken: Collection[int], rng: "Generator"
) -> tuple[Mark, ...]:
    """Return "rit." in the bar before a phrase and "a tempo" where the phrase begins.

    Parameters
    ----------
    taken : places that have a word already.
    """
    is_long = line.melody.full_measures >= _FEWEST_BARS
    if "return" not in which.names or not is_long or not is_allowed("a tempo", line.level):
        return ()
    places = [pair for pair in _places(line) if not {*pair} & {*taken}]
    if not places:
        return ()
    slower, again = places[int(rng.integers(len(places)))]
    return (Mark(slower, "word", "rit."), Mark(again, "word", "a tempo"))


def _places(line: Line) -> Iterator[tuple[int, int]]:
    """Yield where it may slow down, a bar before, and where a phrase begins in tempo."""
    bar, whole = line.metre.measure_duration, line.notes[-1].end if line.notes else 0
    for note in line.notes:
        if note.first not in line.phrase_starts:
            continue
        if not _MIDDLE[0] * whole <= note.onset <= _MIDDLE[1] * whole:
            continue
        before = [n for n in line.notes if note.onset - bar <= n.onset < note.onset]
        if len(before) >= _FEWEST_NOTES:
            yield before[0].first, note.first
