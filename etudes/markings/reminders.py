"""Reminder accidentals: printed though the bar's rule needs none.

At levels 1 and 2 the first note that the key signature alters, once for each letter, as
SmartMusic's default has it at those levels. At every level a courtesy: a note that was
altered in the bar before, or in this bar in another octave, and is not now.
"""

from collections.abc import Iterator

from etudes.markings.line import Line
from etudes.markings.markings import Mark
from etudes.melody import Note

_SIGNATURE_UP_TO = 2


def reminders(line: Line) -> tuple[Mark, ...]:
    """Return the reminders of a line; none for rhythms, and singers need no signature's."""
    if line.player.unpitched:
        return ()
    places = {*_courtesies(line)}
    if line.level.number <= _SIGNATURE_UP_TO and line.player.family != "voice":
        places |= {*_of_signature(line)}
    return tuple(Mark(place, "reminder") for place in sorted(places))


def _of_signature(line: Line) -> Iterator[int]:
    seen: set[int] = set()
    for note in line.notes:
        pitch = note.pitch
        if pitch is None or pitch.step in seen:
            continue
        if pitch.alter and pitch.alter == line.melody.key.signature_alter(pitch.step):
            seen.add(pitch.step)
            yield note.first


def _courtesies(line: Line) -> Iterator[int]:
    """Yield the places where a player may still have the other accidental in mind."""
    before: dict[int, int] = {}  # by letter: how it was last altered, in the bar before
    place, is_tied_to = 0, False
    for measure in line.melody.measures:
        here: dict[int, int] = {}
        printed: dict[int, int] = {}
        reminded: set[int] = set()
        for note in measure.notes:
            if isinstance(note, Note) and not is_tied_to:
                pitch = note.pitch
                own = line.melody.key.signature_alter(pitch.step)
                in_force = printed.get(pitch.staff_position, own)
                last = here.get(pitch.step, before.get(pitch.step, own))
                needs_none = in_force == pitch.alter
                if needs_none and last != pitch.alter and pitch.step not in reminded:
                    reminded.add(pitch.step)
                    yield place
                here[pitch.step] = printed[pitch.staff_position] = pitch.alter
            is_tied_to = isinstance(note, Note) and note.tied
            place += 1
        before = here
