"""The bars of an exercise by their numbers, as a player counts them."""

from collections.abc import Iterator

from etudes.melody import Measure, Melody


def numbered(melody: Melody) -> Iterator[tuple[int, Measure]]:
    """Yield each measure with its number: 1 the first full one, 0 an upbeat."""
    return enumerate(melody.measures, start=0 if melody.pickup else 1)
