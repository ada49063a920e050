"""ABC 2.1 of the written part.

Source: abcnotation.com/wiki/abc:standard:v2.1.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from etudes.item.item import Item
from etudes.melody import Measure, Melody, Note, Rest
from etudes.tables.instruments import Instrument
from etudes.theory import Key, Pitch
from etudes.writing.abc_signs import decorations, quoted
from etudes.writing.beams import Group, beam_groups, tuplet_groups, written_value
from etudes.writing.signs import Row, one_rest_is_enough, signs
from etudes.writing.systems import systems
from etudes.writing.text import printable

_UNIT = Fraction(1, 8)
_SIGNS = {-2: "__", -1: "_", 0: "=", 1: "^", 2: "^^"}
_MODES = {"major": "", "minor": "m"}


@dataclass(frozen=True, slots=True)
class _Hand:
    """How all notes are written: octaves above their pitch, and "^" or "_" where words
    that go with the dynamics stand."""

    octaves_up: int
    side: str


def abc(item: Item, instrument: Instrument, number: int) -> str:
    """Return the étude as one ABC tune with the reference number `number`.

    Raises
    ------
    InvalidValue
        If a length needs a tie that the melody does not have.
    """
    melody = item.melody
    word = quoted(item.tempo.word)
    stated = f"{word} " if item.tempo.word else ""
    head = [
        f"X:{number}",
        f"T:{printable(instrument.label)}, level {item.level_asked}, no. {number}",
        f"M:{melody.time_signature}",
        f"L:{_UNIT}",
        f"Q:{stated}{item.tempo.beat}={item.tempo.beats_per_minute}",
        *_signature(melody.key, instrument),
    ]
    return "\n".join([*head, *_lines(item, instrument), ""])


def _lines(item: Item, instrument: Instrument) -> Iterator[str]:
    melody = item.melody
    side = "^" if instrument.family == "voice" else "_"
    rows = signs(melody, item.markings)
    bars = [
        _measure(measure, printed, row, _Hand(_octaves_up(instrument), side))
        + _barline(measure)
        for measure, printed, row in zip(
            melody.measures, _accidentals(melody), rows, strict=True
        )
    ]
    bars[-1] = bars[-1].rsplit(" ", 1)[0] + " |]"
    start = 0
    for length in systems(melody):
        yield " ".join(bars[start : start + length])
        start += length


def _accidentals(melody: Melody) -> Iterator[tuple[bool, ...]]:
    """Yield, measure by measure, whether each note's accidental is written.

    It is wherever readers could err: for the standard a sign holds in all octaves until
    the barline, for many programs in its own; nor do they agree whether a tie over the
    barline brings its sign along.
    """
    is_tied_to = False
    for measure in melody.measures:
        in_force: dict[str, int | None] = {}
        printed = []
        for note in measure.notes:
            pitch = note.pitch if isinstance(note, Note) else None
            if pitch is None:
                printed.append(False)
                continue
            signature = melody.key.signature_alter(pitch.step)
            places = pitch.letter, f"{pitch.letter}{pitch.octave}"
            is_new = any(in_force.get(at, signature) != pitch.alter for at in places)
            printed.append(is_new)
            if is_new:
                in_force |= dict.fromkeys(places, None if is_tied_to else pitch.alter)
            is_tied_to = isinstance(note, Note) and note.tied
        yield tuple(printed)


def _barline(measure: Measure) -> str:
    return " ||" if measure.ends_section else " |"


def _measure(measure: Measure, printed: Sequence[bool], row: Row, hand: _Hand) -> str:
    if one_rest_is_enough(measure, row) and row[0].are_none:
        return "Z"
    words = [
        "(" * sign.slur_begins
        + "".join(decorations(sign, hand.side))
        + _note(note, has_sign or sign.has("reminder"), hand.octaves_up)
        + ")" * sign.slur_ends
        for note, has_sign, sign in zip(measure.notes, printed, row, strict=True)
    ]
    for group in tuplet_groups(measure):
        count = "(3" if len(group) == 3 else f"(3:2:{len(group)}"
        words[group[0]] = count + words[group[0]]
    return _spaced(words, beam_groups(measure))


def _spaced(words: Sequence[str], beams: Sequence[Group]) -> str:
    """Notes without a space between them stand under one beam."""
    joined = {i for beam in beams for i in beam[1:]}
    return "".join(
        word if i in joined or i == 0 else f" {word}" for i, word in enumerate(words)
    )


def _note(note: Note | Rest, has_sign: bool, octaves_up: int) -> str:
    value = written_value(note)
    plain = note.duration * Fraction(*value.tuplet) if value.tuplet else note.duration
    length = _length(plain / _UNIT)
    if isinstance(note, Rest):
        return f"z{length}"
    sign = _SIGNS[note.pitch.alter] if has_sign else ""
    return f"{sign}{_pitch(note.pitch, octaves_up)}{length}{'-' if note.tied else ''}"


def _length(units: Fraction) -> str:
    above = "" if units.numerator == 1 else str(units.numerator)
    return above if units.denominator == 1 else f"{above}/{units.denominator}"


def _pitch(pitch: Pitch, octaves_up: int) -> str:
    octave = pitch.octave + octaves_up
    if octave >= 5:
        return pitch.letter.lower() + "'" * (octave - 5)
    return pitch.letter + "," * (4 - octave)


def _key(key: Key) -> str:
    return key.tonic_name + _MODES.get(key.mode, key.mode[:3])


def _signature(key: Key, instrument: Instrument) -> Iterator[str]:
    if instrument.unpitched:
        yield "K:C clef=perc stafflines=1"
        yield "%%MIDI channel 10"
        yield "%%MIDI drummap B 38"
    else:
        yield f"K:{_key(key)}{_clef(instrument)}"


def _clef(instrument: Instrument) -> str:
    clef = instrument.clef.replace("_8", "-8").replace("^8", "+8")
    semitones = instrument.transposition.semitones
    return f" clef={clef}" + (f" transpose={semitones}" if semitones else "")


def _octaves_up(instrument: Instrument) -> int:
    # ABC writes the place on the staff and lets the 8 of a clef transpose the sound; our
    # written pitch has the octave of the clef in it.
    return {"_8": 1, "^8": -1}.get(instrument.clef[-2:], 0)
