"""The notes of a measure in MusicXML, element by element in the schema's order."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from xml.etree.ElementTree import Element

from etudes.melody import Measure, Note, Rest
from etudes.writing.beams import beam_groups, onsets, tuplet_groups, written_value
from etudes.writing.musicxml_signs import Directions, add_notations
from etudes.writing.signs import Row, Signs, one_rest_is_enough
from etudes.writing.xml_tree import add

TYPES = {
    1: "whole",
    2: "half",
    4: "quarter",
    8: "eighth",
    16: "16th",
    32: "32nd",
    64: "64th",
}
"""The names of the note values, by their lower number."""

_ACCIDENTALS = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}


@dataclass(frozen=True, slots=True)
class _Print:
    """How one note is printed."""

    signs: Signs
    has_accidental: bool
    is_tied_to: bool
    beams: tuple[str, ...]
    tuplet: tuple[str, ...]
    has_bracket: bool


def add_notes(
    directions: Directions,
    measure: Measure,
    row: Row,
    accidentals: Sequence[bool],
    divisions: int,
    is_tied_to: bool,
) -> bool:
    """Write the measure and its signs; return whether its last note is tied onward.

    Parameters
    ----------
    accidentals : whether each note's accidental is printed by the bar's rule.
    divisions : the parts of a crotchet in which lengths are counted.
    is_tied_to : whether a tie leads to the first note.
    """
    if one_rest_is_enough(measure, row):
        directions.add_before(row[0])
        _add_measure_rest(directions.bar, measure, row[0], divisions)
        directions.add_after(row[0])
        return False
    beams = _beam_marks(measure)
    tuplets = _tuplet_marks(measure)
    for i, (note, sign) in enumerate(zip(measure.notes, row, strict=True)):
        edges, has_bracket = tuplets.get(i, ((), False))
        printed = _Print(
            sign, accidentals[i], is_tied_to, beams.get(i, ()), edges, has_bracket
        )
        directions.add_before(sign)
        _add_note(directions.bar, note, printed, divisions)
        directions.add_after(sign)
        is_tied_to = isinstance(note, Note) and note.tied
    return is_tied_to


def _add_measure_rest(bar: Element, measure: Measure, sign: Signs, divisions: int) -> None:
    element = add(bar, "note")
    add(element, "rest", measure="yes")
    add(element, "duration", measure.duration * 4 * divisions)
    add(element, "voice", 1)
    add_notations(element, sign)


def _add_note(bar: Element, note: Note | Rest, printed: _Print, divisions: int) -> None:
    value = written_value(note)
    element = add(bar, "note")
    _add_pitch_or_rest(element, note)
    add(element, "duration", note.duration * 4 * divisions)
    ties = _ties(note, printed.is_tied_to)
    for tie in ties:
        add(element, "tie", type=tie)
    add(element, "voice", 1)
    add(element, "type", TYPES[value.base.denominator])
    for _ in range(value.dots):
        add(element, "dot")
    _add_accidental(element, note, printed)
    if value.tuplet:
        modification = add(element, "time-modification")
        add(modification, "actual-notes", value.tuplet[0])
        add(modification, "normal-notes", value.tuplet[1])
    for number, beam in enumerate(printed.beams, start=1):
        add(element, "beam", beam, number=str(number))
    add_notations(element, printed.signs, ties, printed.tuplet, printed.has_bracket)


def _add_accidental(element: Element, note: Note | Rest, printed: _Print) -> None:
    if not isinstance(note, Note):
        return
    name = _ACCIDENTALS[note.pitch.alter]
    if printed.has_accidental:
        add(element, "accidental", name)
    elif printed.signs.has("reminder"):
        add(element, "accidental", name, cautionary="yes")


def _add_pitch_or_rest(element: Element, note: Note | Rest) -> None:
    if isinstance(note, Rest):
        add(element, "rest")
        return
    pitch = add(element, "pitch")
    add(pitch, "step", note.pitch.letter)
    if note.pitch.alter:
        add(pitch, "alter", note.pitch.alter)
    add(pitch, "octave", note.pitch.octave)


def _ties(note: Note | Rest, is_tied_to: bool) -> tuple[str, ...]:
    if isinstance(note, Rest):
        return ()
    return ("stop",) * is_tied_to + ("start",) * note.tied


def _tuplet_marks(measure: Measure) -> dict[int, tuple[tuple[str, ...], bool]]:
    """Where tuplets begin and end, and whether no beam shows them."""
    beams = [set(group) for group in beam_groups(measure)]
    marks: dict[int, tuple[tuple[str, ...], bool]] = {}
    for group in tuplet_groups(measure):
        has_bracket = not any(set(group) <= beam for beam in beams)
        if len(group) == 1:
            marks[group[0]] = (("start", "stop"), True)
            continue
        marks[group[0]] = (("start",), has_bracket)
        marks[group[-1]] = (("stop",), has_bracket)
    return marks


def _beam_marks(measure: Measure) -> dict[int, tuple[str, ...]]:
    """For each beamed note its beams from the quaver's inwards."""
    marks: dict[int, tuple[str, ...]] = {}
    starts = onsets(measure)
    for group in beam_groups(measure):
        bases = [written_value(measure.notes[i]).base for i in group]
        counts = [base.denominator.bit_length() - 3 for base in bases]
        for place, i in enumerate(group):
            marks[i] = tuple(
                _beam_mark(counts, place, level, starts[i] / bases[place])
                for level in range(1, counts[place] + 1)
            )
    return marks


def _beam_mark(counts: Sequence[int], place: int, level: int, grid: Fraction) -> str:
    before = place > 0 and counts[place - 1] >= level
    after = place < len(counts) - 1 and counts[place + 1] >= level
    if before or after:
        return "continue" if before and after else "end" if before else "begin"
    is_on_grid = grid % 2 == 0
    is_first, is_last = place == 0, place == len(counts) - 1
    return "forward hook" if is_first or (is_on_grid and not is_last) else "backward hook"
