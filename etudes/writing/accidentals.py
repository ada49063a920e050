"""Which notes carry a sharp, flat or natural, by the rule of the bar."""

from collections.abc import Iterator

from etudes.melody import Melody, Note


def accidentals(melody: Melody) -> Iterator[tuple[bool, ...]]:
    """Yield, measure by measure, whether each note's accidental is printed.

    An accidental holds for its octave until the barline; a note tied over the barline
    carries none, and the next note on its line or space then always shows its own.
    """
    is_tied_to = False
    for measure in melody.measures:
        in_force: dict[int, int | None] = {}
        printed = []
        for note in measure.notes:
            if not isinstance(note, Note):
                printed.append(False)
                continue
            pitch, place = note.pitch, note.pitch.staff_position
            signature = melody.key.signature_alter(pitch.step)
            is_new = in_force.get(place, signature) != pitch.alter
            printed.append(is_new and not is_tied_to)
            if is_new:
                in_force[place] = None if is_tied_to else pitch.alter
            is_tied_to = note.tied
        yield tuple(printed)
