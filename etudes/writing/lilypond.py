"""LilyPond source: one melody, and a page of numbered exercises.

Text from outside enters LilyPond only as a quoted string made by `ly_string`; the
template's environment refuses anything else, because LilyPond runs Scheme code that it
finds in its input.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING

from etudes.errors import InvalidValue
from etudes.item.item import Item
from etudes.melody import Measure, Melody, Note, Rest
from etudes.paths import data_folder
from etudes.tables.instruments import Instrument
from etudes.theory import Key, NoteValue, Pitch, note_value
from etudes.writing.beams import beam_groups, tuplet_groups, written_value
from etudes.writing.fingers import fingers
from etudes.writing.systems import systems

if TYPE_CHECKING:
    from jinja2 import Environment

_LONGEST_TEXT = 200
_DROPPED = ("Cc", "Cf", "Zl", "Zp", "Cs", "Co", "Cn")
_ALTERATIONS = {-2: "eses", -1: "es", 0: "", 1: "is", 2: "isis"}
_MILLIMETRES = {"a4": 222.0, "letter": 204.0}
"""How far apart the first and the last staff of a full page stand."""
_SYSTEMS_OF_A_PAGE = 12
_WIDER_BETWEEN = 1.4
"""The distance between two exercises, compared with that between the lines of one."""


_ONE_LINE = (
    "\\override Staff.StaffSymbol.line-count = 1 "
    "\\set Staff.middleCPosition = -6 "  # B4 on the only line, as in the other formats
    "\\stemUp"
)


class LyStr(str):
    """LilyPond source that may enter a template: a quoted string, or notes made here."""

    __slots__ = ()


def printable(text: str) -> str:
    """Return the text without what no line of print has: controls, breaks, bidi marks.

    Normalised to NFC and cut at 200 characters. U+2028 alone makes LilyPond abort.

    Examples
    --------
    >>> printable("Étude\\tin B♭\\u2028")
    'Étude in B♭'
    """
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    kept = (char for char in spaced if unicodedata.category(char) not in _DROPPED)
    return "".join(kept)[:_LONGEST_TEXT]


def ly_string(text: str) -> LyStr:
    """Return any text as one quoted LilyPond string that cannot be left.

    Examples
    --------
    >>> print(ly_string('A "minor" study'))
    "A \\"minor\\" study"
    """
    escaped = printable(text).replace("\\", "\\\\").replace('"', '\\"')
    return LyStr(f'"{escaped}"')


def melody_source(
    melody: Melody, instrument: Instrument, level: int | None = None
) -> LyStr:
    """Return the notes of a melody in written pitch, one measure to a line.

    Beams and line breaks are set by hand, so that the source shows what is printed and no
    exercise is broken over two pages.

    Parameters
    ----------
    level : print the fingers that a player of this level needs; None for no fingers.

    Raises
    ------
    InvalidValue
        If a length needs a tie that the melody does not have.
    """
    lines = [
        "\\autoBeamOff \\autoBreaksOff",
        f"\\clef {ly_string(instrument.clef)}",
        _ONE_LINE if instrument.unpitched else f"\\key {_key(melody.key)}",
        f"\\time {melody.time_signature}",
        *_measure_lines(melody, fingers(melody, instrument, level)),
    ]
    return LyStr("\n".join(lines))


def sheet_source(
    items: Sequence[Item],
    instrument: Instrument,
    *,
    title: str,
    paper: str = "a4",
    footer: str | None = None,
    fingered: bool = True,
) -> str:
    """Return a page of exercises, numbered from 1, as a LilyPond file.

    Parameters
    ----------
    paper : "a4" or "letter".
    footer : the small line at the foot; None for seed, model and "Free to copy".
    fingered : whether bowed strings get the few fingers that a player needs.

    Raises
    ------
    InvalidValue
        If there are no items, the paper is another, or a length cannot be written.
    """
    if not items:
        raise InvalidValue("a page holds at least one exercise; none was given")
    if paper not in _MILLIMETRES:
        raise InvalidValue(f"the paper is a4 or letter, not '{printable(paper)}'")
    lines = sum(len(systems(item.melody)) for item in items)
    staff_size = _staff_size(items, lines)
    staff_space = staff_size / 4 * 25.4 / 72.27
    within = _distance(len(items), lines, _MILLIMETRES[paper] / staff_space)
    return (
        environment()
        .get_template("sheet.ly.j2")
        .render(
            title=title,
            subtitle=f"{instrument.label} · {_levels(items)}",
            footer=_footer(items[0]) if footer is None else footer,
            paper=paper,
            staff_size=staff_size,
            within=within,
            between=round(_WIDER_BETWEEN * within, 1),
            exercises=[_exercise(item, instrument, fingered) for item in items],
        )
    )


def environment() -> "Environment":
    """Return the Jinja2 environment of the LilyPond templates: `[[ value ]]`, `[% if %]`.

    A value must be a number or a `LyStr` (use the filter `ly`); a raw `str` raises
    InvalidValue, an unknown name jinja2.UndefinedError.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(data_folder("templates")),
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[#",
        comment_end_string="#]",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701  LilyPond is no HTML; `finalize` guards it
        finalize=_only_ly,
    )
    made.filters["ly"] = ly_string
    return made


def _only_ly(value: object) -> object:
    if isinstance(value, LyStr | int | float):
        return value
    raise InvalidValue(
        f"a template takes numbers and LyStr, not {type(value).__name__}; use the filter ly"
    )


def _exercise(
    item: Item, instrument: Instrument, fingered: bool
) -> dict[str, LyStr | str | int]:
    melody = item.melody
    source = melody_source(melody, instrument, item.level_asked if fingered else None)
    beat = note_value(item.tempo.beat)
    if beat is None:
        raise InvalidValue(
            f"a beat is one note value, not {item.tempo.beat} of a whole note"
        )
    is_short = len(melody.measures) <= 2
    return {
        "word": item.tempo.word,
        "beat": LyStr(_value(beat)),
        "beats_per_minute": item.tempo.beats_per_minute,
        "music": LyStr(source.replace("\n", "\n    ")),
        "ragged": LyStr("##t" if is_short else "##f"),
    }


def _levels(items: Sequence[Item]) -> str:
    levels = sorted({item.level_asked for item in items})
    if len(levels) == 1:
        return f"Level {levels[0]}"
    return f"Levels {levels[0]}–{levels[-1]}"


def _footer(item: Item) -> str:
    return f"Seed {item.seed} · {item.model_name} · Free to copy"


def _staff_size(items: Sequence[Item], lines: int) -> float:
    """Large print for beginners, and a size at which a usual page holds its exercises."""
    if max(item.level_asked for item in items) <= 2 and lines < _SYSTEMS_OF_A_PAGE:
        return 22
    return 20 if lines < _SYSTEMS_OF_A_PAGE else 18.5


def _distance(exercises: int, lines: int, height: float) -> float:
    """Staff spaces from line to line within an exercise, so that a page is filled evenly.

    LilyPond could stretch the page itself, but then it would stretch a last page too.
    """
    gaps = (lines - exercises) + _WIDER_BETWEEN * (exercises - 1)
    return round(min(13.0, max(9.0, height / max(gaps, 1))), 1)


def _measure_lines(melody: Melody, above: Iterable[Sequence[str]]) -> Iterator[str]:
    last = len(melody.measures) - 1
    breaks = _line_ends(melody)
    for number, (measure, row) in enumerate(zip(melody.measures, above, strict=True)):
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


def _measure(measure: Measure, above: Sequence[str]) -> str:
    full = measure.duration == measure.time_signature.measure_duration
    if full and not any(isinstance(note, Note) for note in measure.notes):
        return f"R{_length(measure.duration)}"
    words = [
        _note(note) + (f"^{finger}" if finger else "")
        for note, finger in zip(measure.notes, above, strict=True)
    ]
    for group in beam_groups(measure):
        words[group[0]] += "["
        words[group[-1]] += "]"
    for group in tuplet_groups(measure):
        words[group[0]] = "\\tuplet 3/2 { " + words[group[0]]
        words[group[-1]] += " }"
    return " ".join(words)


def _note(note: Note | Rest) -> str:
    value = _value(written_value(note))
    if isinstance(note, Rest):
        return f"r{value}"
    return f"{_pitch(note.pitch)}{value}{'~' if note.tied else ''}"


def _value(value: NoteValue) -> str:
    return f"{value.base.denominator}{'.' * value.dots}"


def _length(duration: Fraction) -> str:
    """Any length as a duration: one value if there is one, else whole notes multiplied."""
    value = note_value(duration)
    return _value(value) if value and not value.tuplet else f"1*{duration}"


def _pitch(pitch: Pitch) -> str:
    octave = pitch.octave - 3
    return _step(pitch.step, pitch.alter) + ("'" * octave if octave > 0 else "," * -octave)


def _step(step: int, alter: int) -> str:
    """A note's Dutch name, LilyPond's own: cis, es, as."""
    name = "cdefgab"[step] + _ALTERATIONS[alter]
    return name.replace("ee", "e", 1).replace("ae", "a", 1)


def _key(key: Key) -> str:
    return f"{_step(key.step, key.alter)} \\{key.mode}"
