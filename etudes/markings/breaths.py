"""Breath marks: at the end of a phrase, where the player would not get far enough."""

from collections.abc import Collection
from fractions import Fraction
from itertools import pairwise

from etudes.markings.line import Line, Sound
from etudes.markings.markings import Mark, Span
from etudes.markings.tables import at_level
from etudes.tables.signs import is_allowed


def breaths(
    line: Line, slurs: Collection[Span], without: Collection[int] = ()
) -> tuple[Mark, ...]:
    """Return the breath marks of a line; none for players that need not breathe.

    A mark stands only at a phrase's end that has no rest, and only where the next chance to
    breathe lies further away than is comfortable.

    Parameters
    ----------
    without : places that have none, because a pause or the like stands there.
    """
    if not line.player.breathes or not is_allowed("breath-mark", line.level):
        return ()
    bars = at_level("breaths", "comfortable", "bars", line.level.number)
    seconds = at_level("breaths", "comfortable", "seconds", line.level.number)
    chances = _chances(line)
    found, since = [], Fraction(0) - line.melody.pickup
    for (note, is_rest), (following, _) in pairwise(chances):
        length = following.end - since
        too_far = length > bars * line.metre.measure_duration
        too_far = too_far or line.seconds(length) > seconds
        if is_rest:
            since = note.end
        elif too_far and note.last not in without and not _is_inside(note, slurs):
            found.append(Mark(note.last, "breath"))
            since = note.end
    return tuple(found)


def _chances(line: Line) -> list[tuple[Sound, bool]]:
    """Return the notes after which the player may breathe, and whether a rest follows."""
    found = []
    for number, note in enumerate(line.notes):
        following = line.notes[number + 1] if number + 1 < len(line.notes) else None
        if following is None or following.onset > note.end:
            found.append((note, True))
        elif following.first in line.phrase_starts:
            found.append((note, False))
    return found


def _is_inside(note: Sound, slurs: Collection[Span]) -> bool:
    return any(slur.first <= note.last < slur.last for slur in slurs)
