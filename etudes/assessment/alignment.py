"""Which note of an answer stands for which note of the truth: an edit distance.

A note left out or added costs 1; a note for another costs ½ to ¾ for its pitch and ½ to ¾
for its length, the more the further off. These costs are a metric of notes, so that the
distance is one of melodies: it is symmetric, and a detour is never shorter.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from etudes.melody import Event, Melody

_OCTAVE = 12


@dataclass(frozen=True, slots=True)
class Pair:
    """A note of the truth and the one written for it; None where there is none.

    Examples
    --------
    >>> from etudes.theory import Pitch
    >>> c, d = (Event(Fraction(0), Fraction(1, 4), Pitch.parse(p)) for p in ("C4", "D4"))
    >>> Pair(c, d).is_in_time, Pair(c, d).is_in_tune, Pair(c, None).is_missing
    (True, False, True)
    """

    truth: Event | None
    answer: Event | None

    @property
    def is_missing(self) -> bool:
        return self.answer is None

    @property
    def is_extra(self) -> bool:
        return self.truth is None

    @property
    def is_in_tune(self) -> bool:
        """Whether both are there and of one pitch, spelling included."""
        return bool(self.truth and self.answer and self.truth.pitch == self.answer.pitch)

    @property
    def is_in_time(self) -> bool:
        """Whether both are there and of one length, wherever they stand."""
        return bool(
            self.truth and self.answer and self.truth.duration == self.answer.duration
        )

    @property
    def shift(self) -> Fraction | None:
        """How much later than the truth the answer comes, in whole notes."""
        if self.truth is None or self.answer is None:
            return None
        return self.answer.onset - self.truth.onset


@dataclass(frozen=True, slots=True)
class Alignment:
    """The pairs in order, and the distance: what all their differences cost."""

    pairs: tuple[Pair, ...]
    distance: Fraction


def sounding(melody: Melody, *, ends_count: bool = True) -> tuple[Event, ...]:
    """Return the notes and rests of a melody as they sound.

    Where ends do not count, a rest belongs to the note before it.
    """
    if ends_count:
        return tuple(melody.events())
    kept: list[Event] = []
    for event in melody.events():
        if event.pitch is None and kept:
            last = kept[-1]
            kept[-1] = Event(last.onset, last.duration + event.duration, last.pitch)
        else:
            kept.append(event)
    return tuple(kept)


def notes_of(events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events without the rests."""
    return tuple(event for event in events if event.pitch is not None)


def align(truth: Sequence[Event], answer: Sequence[Event]) -> Alignment:
    """Return the cheapest alignment of the notes of two melodies; rests are passed over.

    Of alignments that cost the same, the one whose notes are least displaced is returned.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> def line(text):
    ...     events = [(Pitch.parse(name), Fraction(1, 4)) for name in text.split()]
    ...     return Melody.from_events(Key(0, 0), TimeSignature(4, 4), events)
    >>> found = align(sounding(line("C4 D4 E4 F4")), sounding(line("C4 E4 F4")))
    >>> [pair.is_missing for pair in found.pairs], found.distance
    ([False, True, False, False], Fraction(1, 1))
    """
    left, right = notes_of(truth), notes_of(answer)
    costs, gap, unit = _costs(left, right)
    rows = [[j * gap for j in range(len(right) + 1)]]
    for i, row_of_costs in enumerate(costs, 1):
        above, row = rows[-1], [i * gap]
        for j, cost in enumerate(row_of_costs, 1):
            row.append(min(above[j - 1] + cost, above[j] + gap, row[-1] + gap))
        rows.append(row)
    pairs = _traced(left, right, rows, costs, gap)
    return Alignment(tuple(pairs), Fraction(rows[-1][-1] // unit * unit, gap))


def _costs(
    left: Sequence[Event], right: Sequence[Event]
) -> tuple[list[list[int]], int, int]:
    """Return what each pair and a gap cost in whole numbers, and the unit of that.

    What is less than the unit is how far the notes are displaced: it decides only between
    alignments that cost the same.
    """
    notes = (*left, *right)
    grid = lcm(*(f.denominator for note in notes for f in (note.duration, note.onset)))
    ends = [note.onset for note in notes] or [Fraction(0)]
    farthest = int((max(ends) - min(ends)) * grid)
    unit = farthest * (len(notes) + 1) + 1
    scale = lcm(4 * _OCTAVE, 4 * grid)
    durations = [int(note.duration * grid) for note in right]
    onsets = [int(note.onset * grid) for note in right]
    keys = [note.pitch.midi if note.pitch else 0 for note in right]
    costs = []
    for note in left:
        duration, onset = int(note.duration * grid), int(note.onset * grid)
        key = note.pitch.midi if note.pitch else 0
        row = []
        for j, other in enumerate(right):
            cost = 0
            if note.pitch != other.pitch:
                cost += scale // 2 + min(abs(key - keys[j]), _OCTAVE) * (
                    scale // (4 * _OCTAVE)
                )
            if difference := abs(duration - durations[j]):
                cost += scale // 2 + min(difference, grid) * (scale // (4 * grid))
            row.append(cost * unit + abs(onset - onsets[j]))
        costs.append(row)
    return costs, scale * unit, unit


def _traced(
    left: Sequence[Event],
    right: Sequence[Event],
    rows: Sequence[Sequence[int]],
    costs: Sequence[Sequence[int]],
    gap: int,
) -> list[Pair]:
    pairs: list[Pair] = []
    i, j = len(left), len(right)
    while i or j:
        here = rows[i][j]
        if i and j and here == rows[i - 1][j - 1] + costs[i - 1][j - 1]:
            i, j = i - 1, j - 1
            pairs.append(Pair(left[i], right[j]))
        elif i and here == rows[i - 1][j] + gap:
            i -= 1
            pairs.append(Pair(left[i], None))
        else:
            j -= 1
            pairs.append(Pair(None, right[j]))
    return pairs[::-1]
