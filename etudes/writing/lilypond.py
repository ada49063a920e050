"""LilyPond source of one melody: notes, signs, beams and line breaks, in written pitch."""

from collections.abc import Iterator
from fractions import Fraction

from etudes.markings import NONE, Markings
from etudes.melody import Measure, Melody, Note, Rest
from etudes.tables.instruments import Instrument
from etudes.theory import Key, NoteValue, Pitch, note_value
from etudes.writing.beams import beam_groups, tuplet_groups, written_value
from etudes.writing.lilypond_signs import after, before, then
from etudes.writing.signs import Row, one_rest_is_enough, signs
from etudes.writing.systems import systems
from etudes.writing.text import LyStr, ly_string

_ALTERATIONS = {-2: "eses", -1: "es", 0: "", 1: "is", 2: "isis"}
_SIGNS_ABOVE = "\\dynamicUp \\override TextScript.direction = #UP"
"""For a voice, under whose staff the words of the song stand."""
_ONE_LINE = (
    "\\override Staff.StaffSymbol.line-count = 1 "
    "\\set Staff.middleCPosition = -6 "  # B4 on the only line, as in the other formats
    "\\stemUp"
)


def melody_source(
    melody: Melody, instrument: Instrument, markings: Markings = NONE
) -> LyStr:
    """Return the notes of a melody and its signs in written pitch, one measure to a line.

    Beams and line breaks are set by hand, so that the source shows what is printed and no
    exercise is broken over two pages.

    Raises
    ------
    InvalidValue
        If a length needs a tie that the melody does not have.
    """
    lines = [
        "\\autoBeamOff \\autoBreaksOff",
        *([_SIGNS_ABOVE] if markings != NONE and instrument.family == "voice" else []),
        f"\\clef {ly_string(instrument.clef)}",
        _ONE_LINE if instrument.unpitched else f"\\key {_key(melody.key)}",
        f"\\time {melody.time_signature}",
        *_measure_lines(melody, markings),
    ]
    return LyStr("\n".join(lines))


def _measure_lines(melody: Melody, markings: Markings) -> Iterator[str]:
    last = len(melody.measures) - 1
    breaks = _line_ends(melody)
    for number, (measure, row) in enumerate(
        zip(melody.measures, signs(melody, markings), strict=True)
    ):
        text = _measure(measure, row)
        if measure.duration < measure.time_signature.measure_duration:
            text = f"\\partial {_length(measure.duration)} {text}"
        if number == last:
            yield f'{text} \\bar "|."'
            return
        yield f"{text} |"
        if measure.ends_section:
            yield '\\bar "||"'
        if number in breaks:
            yield "\\break"


def _line_ends(melody: Melody) -> set[int]:
    lengths = systems(melody)
    return {sum(lengths[: i + 1]) - 1 for i in range(len(lengths))}


def _measure(measure: Measure, row: Row) -> str:
    if one_rest_is_enough(measure, row):
        rest = f"R{_length(measure.duration)}"
        return rest if row[0].are_none else f"<>{after(row[0])} {rest}{then(row[0])}"
    words = [
        _note(note, sign.has("reminder"))
        for note, sign in zip(measure.notes, row, strict=True)
    ]
    for group in beam_groups(measure):
        words[group[0]] += "["
        words[group[-1]] += "]"
    words = [
        before(sign, note.duration) + word + after(sign) + then(sign)
        for word, note, sign in zip(words, measure.notes, row, strict=True)
    ]
    for group in tuplet_groups(measure):
        words[group[0]] = "\\tuplet 3/2 { " + words[group[0]]
        words[group[-1]] += " }"
    return " ".join(words)


def _note(note: Note | Rest, has_reminder: bool) -> str:
    value = value_source(written_value(note))
    if isinstance(note, Rest):
        return f"r{value}"
    pitch = _pitch(note.pitch) + "!" * has_reminder
    return f"{pitch}{value}{'~' if note.tied else ''}"


def value_source(value: NoteValue) -> str:
    """Return a note value as a duration of the source: "4.", "8"."""
    return f"{value.base.denominator}{'.' * value.dots}"


def _length(duration: Fraction) -> str:
    """Any length as a duration: one value if there is one, else whole notes multiplied."""
    value = note_value(duration)
    return value_source(value) if value and not value.tuplet else f"1*{duration}"


def _pitch(pitch: Pitch) -> str:
    octave = pitch.octave - 3
    return _step(pitch.step, pitch.alter) + ("'" * octave if octave > 0 else "," * -octave)


def _step(step: int, alter: int) -> str:
    """A note's Dutch name, LilyPond's own: cis, es, as."""
    name = "cdefgab"[step] + _ALTERATIONS[alter]
    return name.replace("ee", "e", 1).replace("ae", "a", 1)


def _key(key: Key) -> str:
    return f"{_step(key.step, key.alter)} \\{key.mode}"
