"""Bows: which way the first goes, and where one is taken again.

The direction is counted through the slurs: one bow for a slur or for a note apart. It is
printed at the start where a player has to be told, and where a phrase, or a note after a
rest, would otherwise meet a strong beat up-bow, or an upbeat down-bow.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from etudes.markings.line import Line, Sound
from etudes.markings.markings import Mark, Span

_TOLD_UP_TO = 2
"""The highest level at which the first bow is always printed."""

_TIME = Fraction(1, 4)
"""The shortest note after which, without a rest, there is time to take the bow again."""

_OTHER = {"down": "up", "up": "down"}


@dataclass(frozen=True, slots=True)
class Stroke:
    """One bow: the notes from `first` on; whether the bow is free to be taken again."""

    first: Sound
    is_free: bool


def bows(line: Line, slurs: Sequence[Span], plucked: Collection[int]) -> tuple[Mark, ...]:
    """Return the bow signs of a bowed line that is slurred so.

    Parameters
    ----------
    plucked : numbers of measures without a bow.
    """
    if line.player.family != "strings":
        return ()
    strokes = [s for s in _strokes(line, slurs) if s.first.measure not in plucked]
    found, coming = [], ""
    for number, stroke in enumerate(strokes):
        best = _best(line, strokes, number) if stroke.is_free or not number else coming
        is_first = not number
        told = best == "up" or line.level.number <= _TOLD_UP_TO
        if (is_first and told) or (not is_first and best != coming):
            found.append(Mark(stroke.first.first, "bow", best))
        coming = _OTHER[best]
    return tuple(found)


def _best(line: Line, strokes: Sequence[Stroke], number: int) -> str:
    """Return the bow that brings the next downbeat down; an upbeat goes up."""
    ahead = 0
    for stroke in strokes[number:]:
        if stroke.first.where == 0 or (ahead and stroke.is_free):
            break
        ahead += 1
    starts_strong = line.metre.strength(strokes[number].first.where) >= 3
    return "down" if starts_strong or ahead % 2 == 0 else "up"


def _strokes(line: Line, slurs: Sequence[Span]) -> Iterator[Stroke]:
    within = {place for slur in slurs for place in range(slur.first + 1, slur.last + 1)}
    before: Sound | None = None
    for note in line.notes:
        if note.first not in within:
            has_time = before is not None and before.duration >= _TIME
            rested = before is None or before.end < note.onset
            yield Stroke(note, rested or (note.first in line.phrase_starts and has_time))
        before = note
