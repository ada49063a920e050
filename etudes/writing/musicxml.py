"""MusicXML 4.0 (partwise) of the written part, element by element in the schema's order.

Source: w3.org/2021/06/musicxml40.
"""

from math import lcm
from xml.etree.ElementTree import Element, indent, tostring

from etudes.errors import InvalidValue
from etudes.item.item import Item, Tempo
from etudes.melody import Melody
from etudes.tables.instruments import Instrument
from etudes.theory import Interval, note_value
from etudes.writing.accidentals import accidentals
from etudes.writing.musicxml_notes import TYPES, add_notes
from etudes.writing.musicxml_signs import Directions
from etudes.writing.signs import signs
from etudes.writing.text import printable
from etudes.writing.xml_tree import add

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_PLAYED_ON = "P1-I1"
"""The id of the instrument."""
_SNARE = 39
"""General MIDI's snare drum; this format counts from 1."""
_CLEFS = {
    "treble": ("G", 2),
    "alto": ("C", 3),
    "tenor": ("C", 4),
    "bass": ("F", 4),
    "percussion": ("percussion", None),
}


def musicxml(item: Item, instrument: Instrument) -> bytes:
    """Return the étude as a MusicXML file, the same bytes each time.

    Pitches are written ones; a transposing instrument says so with `<transpose>`.

    Raises
    ------
    InvalidValue
        If a length needs a tie that the melody does not have.
    """
    score = Element("score-partwise", version="4.0")
    title = f"{printable(instrument.label)}, level {item.level_asked}"
    add(add(score, "work"), "work-title", title)
    _add_identification(score, item)
    _add_part_list(score, instrument)
    _add_part(score, item, instrument)
    indent(score)
    return (_HEAD + tostring(score, encoding="unicode") + "\n").encode()


def _add_identification(score: Element, item: Item) -> None:
    identification = add(score, "identification")
    add(identification, "creator", "etudes", type="composer")
    add(add(identification, "encoding"), "software", "etudes")
    origin = add(identification, "miscellaneous")
    for name, value in (("id", item.id), ("seed", item.seed), ("model", item.model_name)):
        add(origin, "miscellaneous-field", printable(str(value)), name=name)


def _add_part_list(score: Element, instrument: Instrument) -> None:
    part = add(add(score, "part-list"), "score-part", id="P1")
    add(part, "part-name", printable(instrument.label))
    sound = add(part, "score-instrument", id=_PLAYED_ON)
    add(sound, "instrument-name", printable(instrument.label))
    player = add(part, "midi-instrument", id=_PLAYED_ON)
    add(player, "midi-channel", 10 if instrument.unpitched else 1)
    add(player, "midi-program", instrument.midi_program + 1)
    if instrument.unpitched:
        add(player, "midi-unpitched", _SNARE)


def _add_part(score: Element, item: Item, instrument: Instrument) -> None:
    melody = item.melody
    part = add(score, "part", id="P1")
    divisions = _divisions(melody)
    side = "above" if instrument.family == "voice" else "below"
    is_tied_to = False
    rows = signs(melody, item.markings)
    for index, (measure, printed, row) in enumerate(
        zip(melody.measures, accidentals(melody), rows, strict=True)
    ):
        attributes = {"number": str(index if melody.pickup else index + 1)}
        if measure.is_pickup:
            attributes["implicit"] = "yes"
        bar = add(part, "measure", **attributes)
        if index == 0:
            _add_attributes(bar, melody, instrument, divisions)
            _add_tempo(bar, item.tempo)
        directions = Directions(bar, item.tempo, side)
        is_tied_to = add_notes(directions, measure, row, printed, divisions, is_tied_to)
        is_last = index == len(melody.measures) - 1
        if is_last or measure.ends_section:
            barline = add(bar, "barline", location="right")
            add(barline, "bar-style", "light-heavy" if is_last else "light-light")
    if instrument.unpitched:
        _forget_pitches(part)


def _forget_pitches(part: Element) -> None:
    """Turn pitches into mere places on the staff, and name the drum at each: programs
    that are not told it take the place for a drum."""
    for note in part.iter("note"):
        pitch = note.find("pitch")
        if pitch is None:
            continue
        pitch.tag = "unpitched"
        for name in pitch:
            name.tag = f"display-{name.tag}"
        voice = [element.tag for element in note].index("voice")
        note.insert(voice, Element("instrument", id=_PLAYED_ON))


def _divisions(melody: Melody) -> int:
    """The fewest parts of a crotchet in which every length is whole."""
    lengths = (4 * note.duration for measure in melody.measures for note in measure.notes)
    return lcm(*(length.denominator for length in lengths))


def _add_attributes(
    bar: Element, melody: Melody, instrument: Instrument, divisions: int
) -> None:
    attributes = add(bar, "attributes")
    add(attributes, "divisions", divisions)
    if not instrument.unpitched:
        key = add(attributes, "key")
        add(key, "fifths", melody.key.fifths)
        add(key, "mode", melody.key.mode)
    time = add(attributes, "time")
    add(time, "beats", melody.time_signature.numerator)
    add(time, "beat-type", melody.time_signature.denominator)
    _add_clef(attributes, instrument.clef)
    if instrument.unpitched:
        add(add(attributes, "staff-details"), "staff-lines", 1)
    if instrument.transposition != Interval(0, 0):
        _add_transpose(attributes, instrument.transposition)


def _add_clef(attributes: Element, name: str) -> None:
    plain, octaves = name.removesuffix("_8").removesuffix("^8"), 0
    if plain != name:
        octaves = -1 if name.endswith("_8") else 1
    if plain not in _CLEFS:
        raise InvalidValue(f"a clef among {', '.join(_CLEFS)} was expected, not '{name}'")
    sign, line = _CLEFS[plain]
    clef = add(attributes, "clef")
    add(clef, "sign", sign)
    if line is not None:
        add(clef, "line", line)
    if octaves:
        add(clef, "clef-octave-change", octaves)


def _add_transpose(attributes: Element, interval: Interval) -> None:
    """Octaves apart from the rest: a major ninth down is −1, −2 and one octave down."""
    octaves = int(interval.steps / 7)
    transpose = add(attributes, "transpose")
    add(transpose, "diatonic", interval.steps - 7 * octaves)
    add(transpose, "chromatic", interval.semitones - 12 * octaves)
    if octaves:
        add(transpose, "octave-change", octaves)


def _add_tempo(bar: Element, tempo: Tempo) -> None:
    value = note_value(tempo.beat)
    if value is None:
        raise InvalidValue(f"a beat is one note value, not {tempo.beat} of a whole note")
    direction = add(bar, "direction", placement="above")
    if tempo.word:
        words = add(direction, "direction-type")
        add(words, "words", printable(tempo.word), font_weight="bold")
    metronome = add(add(direction, "direction-type"), "metronome")
    add(metronome, "beat-unit", TYPES[value.base.denominator])
    for _ in range(value.dots):
        add(metronome, "beat-unit-dot")
    add(metronome, "per-minute", tempo.beats_per_minute)
    add(direction, "sound", tempo=f"{tempo.crotchets_per_minute:g}")
