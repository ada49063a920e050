"""Rhythm figures: how one beat is divided."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import accumulate

Figure = tuple[Fraction, ...]
"""Lengths that make one beat together, at least two."""


def unlisted_figure(figures: Iterable[Figure]) -> Figure | None:
    """Return a figure that the notes of these make together but that is not one of them.

    The rules know a note by its place in the beat and its length. So two quavers, a
    quaver with two semiquavers, and four semiquavers give two semiquavers with a
    quaver as well.

    Examples
    --------
    >>> long, short = Fraction(1, 8), Fraction(1, 16)
    >>> written(unlisted_figure([(long, long), (long, short, short), (short,) * 4]))
    '1/16 1/16 1/8'
    """
    listed = set(figures)
    for beat in sorted({sum(figure, Fraction(0)) for figure in listed}):
        notes = {note for f in listed if sum(f) == beat for note in _notes(f)}
        for figure in _paths(Fraction(0), beat, sorted(notes)):
            if figure not in listed:
                return figure
    return None


def written(figure: Figure) -> str:
    """Return a figure as the tables write it."""
    return " ".join(map(str, figure))


def _notes(figure: Figure) -> Iterator[tuple[Fraction, Fraction]]:
    """Yield (place in the beat, length) of each note."""
    return zip(accumulate(figure, initial=Fraction(0)), figure, strict=False)


def _paths(
    place: Fraction, end: Fraction, notes: list[tuple[Fraction, Fraction]]
) -> Iterator[Figure]:
    if place == end:
        yield ()
    for start, length in notes:
        if start == place:
            for rest in _paths(place + length, end, notes):
                yield (length, *rest)
