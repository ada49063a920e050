"""MusicXML 4.0 (partwise) of the written part, element by element in the schema's order.

Source: w3.org/2021/06/musicxml40.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from etudes.errors import InvalidValue
from etudes.item.item import Item, Tempo
from etudes.melody import Measure, Melody, Note, Rest
from etudes.tables.instruments import Instrument
from etudes.theory import Interval, note_value
from etudes.writing.accidentals import accidentals
from etudes.writing.beams import beam_groups, onsets, tuplet_groups, written_value
from etudes.writing.fingers import fingers
from etudes.writing.lilypond import printable

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_TYPES = {
    1: "whole",
    2: "half",
    4: "quarter",
    8: "eighth",
    16: "16th",
    32: "32nd",
    64: "64th",
}
_SNARE = 39
"""General MIDI's snare drum; this format counts from 1."""
_SIGNS = {-2: "flat-flat", -1: "flat", 0: "natural", 1: "sharp", 2: "double-sharp"}
_CLEFS = {
    "treble": ("G", 2),
    "alto": ("C", 3),
    "tenor": ("C", 4),
    "bass": ("F", 4),
    "percussion": ("percussion", None),
}


def musicxml(item: Item, instrument: Instrument, *, fingered: bool = True) -> bytes:
    """Return the étude as a MusicXML file, the same bytes each time.

    Pitches are written ones; a transposing instrument says so with `<transpose>`.

    Parameters
    ----------
    fingered : whether bowed strings get the few fingers that a player needs.

    Raises
    ------
    InvalidValue
        If a length needs a tie that the melody does not have.
    """
    score = Element("score-partwise", version="4.0")
    work = SubElement(score, "work")
    title = f"{printable(instrument.label)}, level {item.level_asked}"
    _add(work, "work-title", title)
    _add_identification(score, item)
    _add_part_list(score, instrument)
    _add_part(score, item, instrument, fingered)
    indent(score)
    return (_HEAD + tostring(score, encoding="unicode") + "\n").encode()


def _add(parent: Element, tag: str, text: object = None, **attributes: str) -> Element:
    child = SubElement(parent, tag, attributes)
    if text is not None:
        child.text = str(text)
    return child


def _add_identification(score: Element, item: Item) -> None:
    identification = _add(score, "identification")
    _add(identification, "creator", "etudes", type="composer")
    _add(_add(identification, "encoding"), "software", "etudes")
    origin = _add(identification, "miscellaneous")
    for name, value in (("id", item.id), ("seed", item.seed), ("model", item.model_name)):
        _add(origin, "miscellaneous-field", printable(str(value)), name=name)


def _add_part_list(score: Element, instrument: Instrument) -> None:
    part = _add(_add(score, "part-list"), "score-part", id="P1")
    _add(part, "part-name", printable(instrument.label))
    sound = _add(part, "score-instrument", id="P1-I1")
    _add(sound, "instrument-name", printable(instrument.label))
    player = _add(part, "midi-instrument", id="P1-I1")
    _add(player, "midi-channel", 10 if instrument.unpitched else 1)
    _add(player, "midi-program", instrument.midi_program + 1)
    if instrument.unpitched:
        _add(player, "midi-unpitched", _SNARE)


def _add_part(score: Element, item: Item, instrument: Instrument, fingered: bool) -> None:
    melody = item.melody
    part = _add(score, "part", id="P1")
    divisions = _divisions(melody)
    is_tied_to = False
    above = fingers(melody, instrument, item.level_asked if fingered else None)
    for index, (measure, printed, row) in enumerate(
        zip(melody.measures, accidentals(melody), above, strict=True)
    ):
        attributes = {"number": str(index if melody.pickup else index + 1)}
        if measure.is_pickup:
            attributes["implicit"] = "yes"
        bar = _add(part, "measure", **attributes)
        if index == 0:
            _add_attributes(bar, melody, instrument, divisions)
            _add_tempo(bar, item.tempo)
        is_tied_to = _add_notes(bar, measure, printed, row, divisions, is_tied_to)
        is_last = index == len(melody.measures) - 1
        if is_last or measure.ends_section:
            barline = _add(bar, "barline", location="right")
            _add(barline, "bar-style", "light-heavy" if is_last else "light-light")
    if instrument.unpitched:
        _forget_pitches(part)


def _forget_pitches(part: Element) -> None:
    """Turn pitches into mere places on the staff."""
    for pitch in list(part.iter("pitch")):
        pitch.tag = "unpitched"
        for name in pitch:
            name.tag = f"display-{name.tag}"


def _divisions(melody: Melody) -> int:
    """The fewest parts of a crotchet in which every length is whole."""
    lengths = (4 * note.duration for measure in melody.measures for note in measure.notes)
    return lcm(*(length.denominator for length in lengths))


def _add_attributes(
    bar: Element, melody: Melody, instrument: Instrument, divisions: int
) -> None:
    attributes = _add(bar, "attributes")
    _add(attributes, "divisions", divisions)
    if not instrument.unpitched:
        key = _add(attributes, "key")
        _add(key, "fifths", melody.key.fifths)
        _add(key, "mode", melody.key.mode)
    time = _add(attributes, "time")
    _add(time, "beats", melody.time_signature.numerator)
    _add(time, "beat-type", melody.time_signature.denominator)
    _add_clef(attributes, instrument.clef)
    if instrument.unpitched:
        _add(_add(attributes, "staff-details"), "staff-lines", 1)
    if instrument.transposition != Interval(0, 0):
        _add_transpose(attributes, instrument.transposition)


def _add_clef(attributes: Element, name: str) -> None:
    plain, octaves = name.removesuffix("_8").removesuffix("^8"), 0
    if plain != name:
        octaves = -1 if name.endswith("_8") else 1
    if plain not in _CLEFS:
        raise InvalidValue(f"a clef among {', '.join(_CLEFS)} was expected, not '{name}'")
    sign, line = _CLEFS[plain]
    clef = _add(attributes, "clef")
    _add(clef, "sign", sign)
    if line is not None:
        _add(clef, "line", line)
    if octaves:
        _add(clef, "clef-octave-change", octaves)


def _add_transpose(attributes: Element, interval: Interval) -> None:
    """Octaves apart from the rest: a major ninth down is −1, −2 and one octave down."""
    octaves = int(interval.steps / 7)
    transpose = _add(attributes, "transpose")
    _add(transpose, "diatonic", interval.steps - 7 * octaves)
    _add(transpose, "chromatic", interval.semitones - 12 * octaves)
    if octaves:
        _add(transpose, "octave-change", octaves)


def _add_tempo(bar: Element, tempo: Tempo) -> None:
    value = note_value(tempo.beat)
    if value is None:
        raise InvalidValue(f"a beat is one note value, not {tempo.beat} of a whole note")
    direction = _add(bar, "direction", placement="above")
    if tempo.word:
        words = _add(direction, "direction-type")
        _add(words, "words", printable(tempo.word)).set("font-weight", "bold")
    metronome = _add(_add(direction, "direction-type"), "metronome")
    _add(metronome, "beat-unit", _TYPES[value.base.denominator])
    for _ in range(value.dots):
        _add(metronome, "beat-unit-dot")
    _add(metronome, "per-minute", tempo.beats_per_minute)
    crotchets = tempo.beats_per_minute * 4 * tempo.beat
    _add(direction, "sound", tempo=f"{float(crotchets):g}")


@dataclass(frozen=True, slots=True)
class _Signs:
    """What stands at one note besides the note."""

    has_accidental: bool
    is_tied_to: bool
    beams: tuple[str, ...]
    tuplet: tuple[str, ...]
    has_bracket: bool
    finger: str


def _add_notes(
    bar: Element,
    measure: Measure,
    printed: Sequence[bool],
    above: Sequence[str],
    divisions: int,
    is_tied_to: bool,
) -> bool:
    """Write the measure; return whether its last note is tied onward."""
    full = measure.duration == measure.time_signature.measure_duration
    if full and not any(isinstance(note, Note) for note in measure.notes):
        _add_measure_rest(bar, measure, divisions)
        return False
    beams = _beam_marks(measure)
    tuplets = _tuplet_marks(measure)
    for i, note in enumerate(measure.notes):
        edges, has_bracket = tuplets.get(i, ((), False))
        signs = _Signs(
            printed[i], is_tied_to, beams.get(i, ()), edges, has_bracket, above[i]
        )
        _add_note(bar, note, signs, divisions)
        is_tied_to = isinstance(note, Note) and note.tied
    return is_tied_to


def _add_measure_rest(bar: Element, measure: Measure, divisions: int) -> None:
    element = _add(bar, "note")
    _add(element, "rest", measure="yes")
    _add(element, "duration", measure.duration * 4 * divisions)
    _add(element, "voice", 1)


def _add_note(bar: Element, note: Note | Rest, signs: _Signs, divisions: int) -> None:
    value = written_value(note)
    element = _add(bar, "note")
    _add_pitch_or_rest(element, note)
    _add(element, "duration", note.duration * 4 * divisions)
    ties = _ties(note, signs.is_tied_to)
    for tie in ties:
        _add(element, "tie", type=tie)
    _add(element, "voice", 1)
    _add(element, "type", _TYPES[value.base.denominator])
    for _ in range(value.dots):
        _add(element, "dot")
    if signs.has_accidental and isinstance(note, Note):
        _add(element, "accidental", _SIGNS[note.pitch.alter])
    if value.tuplet:
        modification = _add(element, "time-modification")
        _add(modification, "actual-notes", value.tuplet[0])
        _add(modification, "normal-notes", value.tuplet[1])
    for number, beam in enumerate(signs.beams, start=1):
        _add(element, "beam", beam, number=str(number))
    if ties or signs.tuplet or signs.finger:
        _add_notations(element, ties, signs)


def _add_pitch_or_rest(element: Element, note: Note | Rest) -> None:
    if isinstance(note, Rest):
        _add(element, "rest")
        return
    pitch = _add(element, "pitch")
    _add(pitch, "step", note.pitch.letter)
    if note.pitch.alter:
        _add(pitch, "alter", note.pitch.alter)
    _add(pitch, "octave", note.pitch.octave)


def _ties(note: Note | Rest, is_tied_to: bool) -> tuple[str, ...]:
    if isinstance(note, Rest):
        return ()
    return ("stop",) * is_tied_to + ("start",) * note.tied


def _add_notations(element: Element, ties: Sequence[str], signs: _Signs) -> None:
    notations = _add(element, "notations")
    for tie in ties:
        _add(notations, "tied", type=tie)
    for edge in signs.tuplet:
        tuplet = _add(notations, "tuplet", type=edge, number="1")
        if edge == "start":
            tuplet.set("bracket", "yes" if signs.has_bracket else "no")
    if signs.finger:
        _add(_add(notations, "technical"), "fingering", signs.finger, placement="above")


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
