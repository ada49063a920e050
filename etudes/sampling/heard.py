"""What was heard on a page already: openings and turns, so that no item repeats another."""

from collections import Counter
from collections.abc import Iterable
from itertools import islice, pairwise

from etudes.melody import Melody

Turn = tuple[object, ...]
"""Four notes in a row, whatever the pitch they begin on."""


class Heard:
    """What is on a page already: how it begins, and in which item each turn comes.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> line = [(Pitch.parse(p), Fraction(1, 4)) for p in "G4 A4 B4 G4 A4 D4 G4 G4".split()]
    >>> tune = Melody.from_events(Key.parse("G"), TimeSignature(4, 4), line)
    >>> page = Heard([tune])
    >>> page.opens_like(tune), page.alike(tune)
    (True, 1.0)
    """

    def __init__(self, melodies: Iterable[Melody] = ()) -> None:
        self._openings: set[object] = set()
        self._items: dict[Turn, list[int]] = {}
        self._count = 0
        for melody in melodies:
            self.add(melody)

    def add(self, melody: Melody) -> None:
        """Put one item more on the page."""
        self._openings.add(_opening(melody))
        for turn in turns(melody):
            self._items.setdefault(turn, []).append(self._count)
        self._count += 1

    def opens_like(self, melody: Melody) -> bool:
        """Tell whether an item of the page has the same opening."""
        return _opening(melody) in self._openings

    def alike(self, melody: Melody) -> float:
        """Return which share of its turns the item has that has most of them."""
        own = turns(melody)
        shared: Counter[int] = Counter()
        for turn in own:
            shared.update(self._items.get(turn, ()))
        return max(shared.values(), default=0) / max(len(own), 1)


def turns(melody: Melody) -> set[Turn]:
    """Return every four notes in a row: their durations, and the semitones from each to
    the next."""
    notes = [(event.pitch.midi, event.duration) for event in melody.events() if event.pitch]
    # as whole numbers, for a page compares many and a fraction is slow to hash
    lengths = [duration.as_integer_ratio() for _, duration in notes]
    moves = [after - before for (before, _), (after, _) in pairwise(notes)]
    by_place = (*(lengths[i:] for i in range(4)), *(moves[i:] for i in range(3)))
    return set(zip(*by_place, strict=False))


def _opening(melody: Melody) -> tuple[object, ...]:
    """Return the first four events, as seen from the first note."""
    heard = (event for event in melody.events() if event.pitch)
    notes = [
        (event.pitch.midi, event.duration.as_integer_ratio())
        for event in islice(heard, 4)
        if event.pitch
    ]
    return tuple((midi - notes[0][0], duration) for midi, duration in notes)
