"""Rhythm figures: how one beat is divided."""

from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from itertools import accumulate

Figure = tuple[Fraction, ...]
"""Lengths that make one beat together, at least two."""

FINEST = 96
"""Parts of a whole note that every length is made of: demisemiquavers and triplets."""


@cache
def unlisted_figure(figures: tuple[Figure, ...]) -> Figure | None:
    """Return a figure that the notes of these make together but that is not one of them.

    The rules know a note by its place in the beat and its length. So two quavers, a
    quaver with two semiquavers, and four semiquavers give two semiquavers with a
    quaver as well.

    Examples
    --------
    >>> long, short = Fraction(1, 8), Fraction(1, 16)
    >>> written(unlisted_figure(((long, long), (long, short, short), (short,) * 4)))
    '1/16 1/16 1/8'
    """
    listed = {tuple(int(FINEST * length) for length in figure) for figure in figures}
    for beat in sorted(set(map(sum, listed))):
        rows = [figure for figure in listed if sum(figure) == beat]
        notes = {
            n for row in rows for n in zip(accumulate(row, initial=0), row, strict=False)
        }
        for figure in _paths(0, beat, sorted(notes)):
            if figure not in listed:
                return tuple(Fraction(length, FINEST) for length in figure)
    return None


def written(figure: Figure) -> str:
    """Return a figure as the tables write it."""
    return " ".join(map(str, figure))


def places(figure: Figure) -> list[tuple[Fraction, Fraction]]:
    """Return (place in the beat, length) of each note."""
    return list(zip(accumulate(figure, initial=Fraction(0)), figure, strict=False))


def _paths(place: int, end: int, notes: list[tuple[int, int]]) -> Iterator[tuple[int, ...]]:
    """Yield every row of lengths from a place to the end, each where it may stand."""
    if place == end:
        yield ()
    for start, length in notes:
        if start == place:
            for others in _paths(place + length, end, notes):
                yield (length, *others)
