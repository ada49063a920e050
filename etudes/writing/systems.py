"""How many measures stand on each line of music."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil, inf

from etudes.markings import NONE, Markings
from etudes.melody import Measure, Melody, Note
from etudes.theory import Pitch

MEASURES_A_SYSTEM = 4
CROWDED = 44.0
"""Notes and barlines that a line of about 175 mm holds at staff size 20."""

_OVERFULL = 1.25
"""How much more than it should a line may hold before a measure stands alone."""
_UNPHRASED = 2.5
"""What a line that ends inside a phrase costs, in squared measures of unevenness."""
_MORE_LINES = 3.0
"""What each line more than are needed costs."""
_ALONE = 40.0
"""What a line of one measure costs."""
_MIDDLE_LINES = {"treble": "B4", "alto": "C4", "tenor": "A3", "bass": "D3"}
_LONG = Fraction(1, 4)
_EARLY = 0.01
"""What a longer line costs for each line before it: of equals, the first are the longer."""


def systems(
    melody: Melody,
    markings: Markings = NONE,
    room: float = CROWDED,
    measures_a_system: int = MEASURES_A_SYSTEM,
) -> tuple[int, ...]:
    """Return the number of measures on each system, a pickup included in the first.

    About four measures a system, fewer where they are full of notes; lines end where
    phrases do, if that leaves them nearly even; never one measure alone, unless two do
    not fit on a line.

    Parameters
    ----------
    room : how many notes and barlines a line holds.
    measures_a_system : the most.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> minims = [(Pitch.parse("A4"), Fraction(1, 2))] * 20
    >>> tune = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), minims)
    >>> systems(tune)
    (4, 3, 3)
    >>> from etudes.markings import Span
    >>> systems(tune, Markings(spans=(Span(0, 5, "phrase"), Span(6, 19, "phrase"))))
    (3, 4, 3)
    """
    plan = _Plan(melody, markings, room, measures_a_system)
    best: tuple[int, ...] = (plan.count,)
    lowest = inf
    for lines in range(plan.fewest, plan.count + 1):
        lengths, cost = plan.divided(lines)
        if cost < lowest:
            best, lowest = lengths, cost
        elif lowest < inf:
            break
    upbeat = 1 if melody.pickup and plan.count < len(melody.measures) else 0
    return (best[0] + upbeat, *best[1:])


@dataclass(frozen=True)
class _Plan:
    """Ways to divide the full measures into lines, and what each costs."""

    melody: Melody
    markings: Markings
    room: float
    most: int

    @cached_property
    def count(self) -> int:
        return max(1, self.melody.full_measures)

    @cached_property
    def fewest(self) -> int:
        return ceil(self.count / self.most)

    @cached_property
    def widths(self) -> tuple[float, ...]:
        """Up to which width the full measures go, the pickup counted with the first."""
        measures = self.melody.measures
        widths = [float(_width(measure)) for measure in measures[-self.count :]]
        if len(measures) > self.count:
            widths[0] += float(_width(measures[0]))
        return tuple(accumulate(widths, initial=0.0))

    @cached_property
    def phrase_ends(self) -> frozenset[int]:
        return frozenset(_phrase_ends(self.melody, self.markings))

    def divided(self, lines: int) -> tuple[tuple[int, ...], float]:
        """Return the best division into so many lines, and its cost."""
        even = self.count / lines
        best: dict[int, tuple[float, tuple[int, ...]]] = {
            0: (_MORE_LINES * (lines - self.fewest), ())
        }
        for line in range(lines):
            following: dict[int, tuple[float, tuple[int, ...]]] = {}
            for start, (cost, lengths) in best.items():
                for length in range(1, min(self.most, self.count - start) + 1):
                    end = start + length
                    total = cost + self._cost(start, end, even) + _EARLY * line * length
                    if total < following.get(end, (inf, ()))[0]:
                        following[end] = (total, (*lengths, length))
            best = following
        cost, lengths = best.get(self.count, (inf, ()))
        return lengths, cost

    def _cost(self, start: int, end: int, even: float) -> float:
        length, width = end - start, self.widths[end] - self.widths[start]
        cost = (length - even) ** 2
        if length == 1 and self.count > 1:
            cost += _ALONE
        if width > self.room and length > 1:
            if length > 2 or width > _OVERFULL * self.room:
                return inf
            cost += width - self.room
        is_inside = end < self.count and self.phrase_ends and end not in self.phrase_ends
        return cost + (_UNPHRASED if is_inside else 0.0)


def _phrase_ends(melody: Melody, markings: Markings) -> Iterator[int]:
    """Yield after how many full measures a phrase ends; the barline that is nearest, where
    the next one begins with an upbeat."""
    full = melody.time_signature.measure_duration
    ends = [-melody.pickup]
    for measure in melody.measures:
        for note in measure.notes:
            ends.append(ends[-1] + note.duration)
    for phrase in markings.of("phrase"):
        end = ends[phrase.last + 1] / full
        nearest = round(end)
        if abs(end - nearest) < Fraction(1, 2):
            yield nearest


def widths(melody: Melody, lengths: tuple[int, ...]) -> tuple[Fraction, ...]:
    """Return how much stands on each line: notes, signs and barlines."""
    starts = [sum(lengths[:i]) for i in range(len(lengths) + 1)]
    return tuple(
        sum((_width(measure) for measure in melody.measures[start:end]), Fraction(0))
        for start, end in pairwise(starts)
    )


def reaches(melody: Melody, lengths: tuple[int, ...], clef: str) -> tuple[float, ...]:
    """Return how many staff spaces each line goes beyond its staff, both sides together.

    Examples
    --------
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> low = [(Pitch.parse("C4"), Fraction(1))]
    >>> tune = Melody.from_events(Key.parse("C"), TimeSignature(4, 4), low)
    >>> reaches(tune, (1,), "treble"), reaches(tune, (1,), "alto")
    ((1.0,), (0.0,))
    """
    middle = _middle(clef)
    found, start = [], 0
    for length in lengths:
        steps = [
            note.pitch.staff_position - middle
            for measure in melody.measures[start : start + length]
            for note in measure.notes
            if isinstance(note, Note)
        ]
        start += length
        above, below = max(steps, default=0), -min(steps, default=0)
        found.append((max(0, above - 4) + max(0, below - 4)) / 2)
    return tuple(found)


def _middle(clef: str) -> int:
    """Return the staff position of the middle line of a clef by LilyPond's name."""
    name, _, octaves = clef.replace("^", "_-").partition("_")
    shift = {"": 0, "8": 7, "15": 14, "-8": -7, "-15": -14}.get(octaves, 0)
    return Pitch.parse(_MIDDLE_LINES.get(name, "B4")).staff_position - shift


def _width(measure: Measure) -> Fraction:
    """Notes count one, long ones a little more, the barline one."""
    long_notes = sum(note.duration >= _LONG for note in measure.notes)
    signs = sum(isinstance(note, Note) and note.pitch.alter != 0 for note in measure.notes)
    return Fraction(8 * (1 + len(measure.notes)) + 2 * long_notes + signs, 8)
