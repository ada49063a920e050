"""A score held against a level and an instrument: each planted fault is found alone."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from checker import check as second_opinion
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st
from pages import BARLINE, CLEF, page

from etudes.checking import Standard, check
from etudes.item.item import Item, Tempo
from etudes.reading import Line, Score, read_each
from etudes.tables import instrument, rubric
from etudes.theory import Pitch
from etudes.writing.midi import midi
from etudes.writing.musicxml import musicxml

LINE = (
    "G4:1/4 A4:1/4 B4:1/2 | C5:1/4 B4:1/4 A4:1/4 r:1/4 | "
    "B4:1/8 C5:1/8 D5:1/4 A4:1/2 | B4:1/4 A4:1/4 G4:1/2"
)
"""A sound étude in G for the flute at level 2."""
MINOR = (
    "E4:1/4 F#4:1/4 G4:1/2 | A4:1/4 B4:1/4 A4:1/4 r:1/4 | "
    "G4:1/4 A4:1/4 B4:1/4 A4:1/4 | G4:1/4 F#4:1/4 E4:1/2"
)
PICKUP = (
    "D5:1/4 | B4:1/4 A4:1/4 B4:1/2 | C5:1/4 B4:1/4 A4:1/4 r:1/4 | "
    "B4:1/8 C5:1/8 D5:1/4 A4:1/2 | B4:1/4 A4:1/4 G4:1/4"
)
JIG = "G4:1/4 A4:1/8 B4:3/8 | C5:1/4 B4:1/8 A4:3/8 | D5:1/4 C5:1/8 B4:3/8 | A4:3/8 G4:3/8"

WIDE: dict[str, Any] = {"span": 24, "max_leap": 12, "chord_leaps": 0}
BY_STEP: dict[str, Any] = {"alterations": "by step"}
TRIPLETS: dict[str, Any] = {
    "values": tuple(Fraction(n) for n in ("1/2", "1/4", "1/6", "1/8", "1/12"))
}
PAIR = ((Fraction(1, 8), Fraction(1, 8)),)
SHORT = tuple(Fraction(n) for n in ("1/2", "1/4", "3/16", "1/8", "1/16"))
TRIPLET = "G4:1/12 A4:1/12 B4:1/12"
SECOND_A = "<note><pitch><step>A</step><octave>4</octave></pitch>"
FIRST_NOTE = "<note><pitch><step>G</step><octave>4</octave></pitch><duration>12</duration>"
QUARTER = "<type>quarter</type>"
THIRD_BAR = page(LINE).split("</measure>")[2]

IN_NOTES: dict[str, tuple[str, str, dict[str, Any], str]] = {
    "a note above the range": (
        "D5",
        "E6",
        {"span": 36, "max_leap": 24, "chord_leaps": 0},
        "written range: bar 3, beat 2, E6: above the range D4 to D6 of the "
        "Flute at level 2",
    ),
    "a note below the range": (
        "A4:1/2 |",
        "C4:1/2 |",
        WIDE | {"max_leap": 24},
        "written range: bar 3, beat 3, C4: below the range D4 to D6 of the "
        "Flute at level 2",
    ),
    "too wide a span": (
        "D5:1/4 A4",
        "E5:1/4 A4",
        WIDE | {"span": 8, "max_leap": 7},
        "span: bar 3, beat 2, E5: G4 to E5 is wider than a minor sixth, the span of the "
        "level",
    ),
    "a dotted quaver and a semiquaver": (
        "C5:1/4 B4:1/4 A4",
        "C5:1/4 B4:3/16 A4:1/16 A4",
        {},
        "allowed values: bar 2, beat 2, B4: a note of a dotted quaver is not allowed\n"
        "allowed values: bar 2, beat 2¾, A4: a note of a semiquaver is not allowed",
    ),
    "a length that only a tie makes": (
        "B4:1/2 | C5:1/4",
        "B4:1/2~ | B4:1/8 C5:1/8",
        {"syncopation": "free"},
        "allowed values: bar 1, beat 3, B4: a note of 5/8 of a semibreve is not allowed",
    ),
    "a quaver rest": (
        "A4:1/4 r:1/4",
        "A4:3/8 r:1/8",
        {},
        "allowed rests: bar 2, beat 4½: a rest of a quaver is not allowed",
    ),
    "a rest first": (
        "G4:1/4 A4",
        "r:1/4 G4",
        {},
        "allowed rests: bar 1, beat 1: the piece begins with a rest",
    ),
    "a rest last": (
        "G4:1/2",
        "G4:1/4 r:1/4",
        {},
        "closes on tonic: bar 4, beat 4: the piece ends with a rest",
    ),
    "a rest over the barline": (
        "r:1/4 | B4:1/8 C5:1/8",
        "r:1/4 | r:1/4",
        {},
        "allowed rests: bar 2, beat 4: a rest goes over the barline",
    ),
    "a crotchet off the beat": (
        "C5:1/4 B4:1/4",
        "C5:1/8 B4:1/4 B4:1/8",
        {},
        "rhythm: bar 2, beat 1½, B4: syncopated: it sounds through a stronger place in the "
        "bar",
    ),
    "a minim on the second beat": (
        "A4:1/4 B4:1/2 |",
        "A4:1/2 B4:1/4 |",
        {},
        "rhythm: bar 1, beat 2, A4: syncopated: it sounds through a stronger place in the "
        "bar",
    ),
    "a tie over the barline where none may be": (
        "B4:1/2 | C5:1/4",
        "B4:1/4 C5:1/4~ | C5:1/4",
        {"ties": False},
        "rhythm: bar 1, beat 4, C5: tied over the barline, where no tie is allowed",
    ),
    "a tie from off the beat": (
        "B4:1/2 | C5:1/4",
        "B4:3/8 C5:1/8~ | C5:1/4",
        {},
        "rhythm: bar 1, beat 4½, C5: tied over the barline, but not from beat to beat "
        "within a bar's length",
    ),
    "a triplet over two beats": (
        "G4:1/4 A4:1/4",
        "G4:1/6 A4:1/6 B4:1/6",
        TRIPLETS,
        "rhythm: bar 1, beat 1⅔, A4: a triplet does not fill one beat",
    ),
    "a triplet broken off": (
        "G4:1/4 A4:1/4",
        "G4:1/12 B4:1/12 A4:1/4 B4:1/12",
        TRIPLETS,
        "rhythm: bar 1, beat 1⅔, A4: a triplet is not complete",
    ),
    "a figure that the level has not": (
        "B4:1/8 C5:1/8",
        "B4:1/16 C5:3/16",
        {"figures": PAIR, "values": SHORT, "syncopation": "free"},
        "figures: bar 3, beat 1, B4: a beat of semiquaver, dotted quaver is no rhythm "
        "figure of this level",
    ),
    "a fifth outside the chords": (
        "A4:1/4 B4:1/2 |",
        "E4:1/4 B4:1/2 |",
        {"chord_leaps": 5, "max_leap": 7, "span": 12},
        "chord leaps: bar 1, beat 3, B4: leap of a perfect fifth from E4: outside the "
        "chords I, IV and V7",
    ),
    "a leap too wide": (
        "B4:1/2 |",
        "D5:1/2 |",
        {"max_leap": 4},
        "largest leap: bar 1, beat 3, D5: leap of a perfect fourth from A4: wider than a "
        "major third\n"
        "largest leap: bar 3, beat 3, A4: leap of a perfect fourth from D5: wider than a "
        "major third",
    ),
    "a forbidden leap": (
        "A4:1/4 B4:1/2 |",
        "F#4:1/4 C5:1/2 |",
        {"forbidden_leaps": (6,), "max_leap": 7},
        "largest leap: bar 1, beat 3, C5: leap of a diminished fifth from F#4: not allowed "
        "at this level",
    ),
    "an augmented second": (
        "C5:1/8 D5:1/4 A4",
        "E5:1/8 D#5:1/4 C5",
        WIDE | {"alterations": "free"},
        "singable intervals: bar 3, beat 3, C5: augmented second from D#5: neither "
        "perfect, major nor minor",
    ),
    "a leap outside the chords": (
        "B4:1/8 C5:1/8 D5:1/4 A4",
        "C5:1/8 B4:1/8 E5:1/4 C5",
        {"chord_leaps": 3},
        "chord leaps: bar 3, beat 2, E5: leap of a perfect fourth from B4: outside the "
        "chords I, IV and V7",
    ),
    "a rhythm figure of a later level": (
        "B4:1/8 C5:1/8",
        "B4:1/8 C5:1/16 B4:1/16",
        {
            "values": tuple(Fraction(n) for n in ("1/2", "1/4", "1/8", "1/16")),
            "figures": rubric().level(2).figures,
        },
        "figures: bar 3, beat 1, B4: a beat of quaver, semiquaver, semiquaver is no rhythm "
        "figure of this level",
    ),
    "a note outside the key": (
        "C5:1/4",
        "C#5:1/4",
        {"alterations": "none"},
        "alterations: bar 2, beat 1, C#5: outside G major: no altered note is allowed",
    ),
    "an altered note left by leap": (
        "D5:1/4 A4",
        "C#5:1/4 A4",
        BY_STEP,
        "alterations: bar 3, beat 2, C#5: an altered note is not approached and left by "
        "step",
    ),
    "an altered first note": (
        "G4:1/4 A4",
        "G#4:1/4 A4",
        {"alterations": "free"},
        "alterations: bar 1, beat 1, G#4: outside G major: the first note is never altered",
    ),
    "B sharp for C": (
        "| C5:1/4 B4",
        "| B#4:1/4 B4",
        BY_STEP,
        "spelling: bar 2, beat 1, B#4: spelled otherwise than G major does; write C5",
    ),
    "a start on the second degree": (
        "G4:1/4 A4",
        "A4:1/4 A4",
        {},
        "opens on triad: bar 1, beat 1, A4: the first note is not of the tonic triad of G "
        "major",
    ),
    "an end on the third": (
        "A4:1/4 G4:1/2",
        "A4:1/4 B4:1/2",
        {},
        "closes on tonic: bar 4, beat 3, B4: the last note is not G, the tonic",
    ),
    "an end on a weak beat": (
        "B4:1/4 A4:1/4 G4:1/2",
        "B4:1/2 A4:1/4 G4:1/4",
        {},
        "closes on beat: bar 4, beat 4, G4: the last note does not begin on a strong beat",
    ),
    "a last note shorter than a beat": (
        "G4:1/2",
        "G4:3/8 G4:1/8",
        {},
        "closes on beat: bar 4, beat 4½, G4: the last note is shorter than a beat",
    ),
    "four equal notes": (
        "C5:1/4 B4:1/4 A4",
        "B4:1/4 B4:1/4 B4",
        {},
        "equal notes: bar 2, beat 3, B4: B4 comes 5 times in a row",
    ),
    "a bar too short": (
        "A4:1/2 |",
        "A4:1/4 |",
        {},
        "full bars: bar 3: too short by a crotchet",
    ),
    "a bar too long": (
        "D5:1/4",
        "D5:1/4 C5:1/4",
        {},
        "full bars: bar 3: too long by a crotchet",
    ),
    "a last bar too short": (
        "A4:1/4 G4:1/2",
        "A4:1/4 G4:1/4",
        {},
        "full bars: bar 4: too short by a crotchet",
    ),
    "a bar too many": (
        "| B4:1/4 A4",
        "| C5:1/4 B4:1/4 A4:1/4 r:1/4 | B4:1/4 A4",
        {},
        "length: 5 bars long; allowed are 4",
    ),
    "an upbeat where none may be": (
        LINE,
        PICKUP,
        {},
        "upbeat: upbeat: begins with an upbeat, where none is allowed",
    ),
    "a last bar that keeps the upbeat's beat": (
        LINE,
        PICKUP + " G4:1/4",
        {"pickup": True},
        "full bars: bar 4: too long by a crotchet",
    ),
    "a metre of a later level": (
        LINE,
        JIG,
        {},
        "metre: 6/8 time; allowed are 2/4, 3/4, 4/4",
    ),
    "a crotchet over the beat of 6/8": (
        LINE,
        JIG.replace("G4:1/4 A4:1/8 B4:3/8", "G4:1/4 A4:1/4 B4:1/4"),
        {"metres": (rubric().level(4).metres[-1],)},
        "rhythm: bar 1, beat 1⅔, A4: a beat is hidden",
    ),
    "a tie to another note": (
        "G4:1/4 A4",
        "G4:1/4~ A4",
        {},
        "ties: bar 1, beat 1, G4: a tie leads to no note like it",
    ),
    "a tie to a rest": (
        "A4:1/4 r",
        "A4:1/4~ r",
        {},
        "ties: bar 2, beat 3, A4: a tie leads to no note like it",
    ),
    "a tie out of the piece": (
        "A4:1/4 G4:1/2",
        "A4:1/4 G4:1/2~",
        {},
        "ties: bar 4, beat 3, G4: a tie leads to no note like it",
    ),
}
"""What is planted in the line of notes, in place of what, what else the level allows, and
all that `check` says."""

IN_MINOR: dict[str, tuple[str, str, str, str]] = {
    "a leading note that falls": (
        "| G4:1/4 F#4:1/4 E4",
        "| E4:1/8 D#4:1/8 F#4:1/4 E4",
        "leading note",
        "alterations: bar 4, beat 1½, D#4: the raised seventh does not go up to the tonic",
    ),
    "a raised sixth that falls": (
        "A4:1/4 B4:1/4 A4:1/4 |",
        "B4:1/4 C#5:1/4 B4:1/4 |",
        "minor",
        "alterations: bar 3, beat 3, C#5: the raised sixth does not go up to the raised "
        "seventh",
    ),
    "a raised fourth": (
        "A4:1/4 B4:1/4 A4",
        "B4:1/4 A#4:1/4 B4",
        "minor",
        "alterations: bar 2, beat 2, A#4: outside E minor: only the raised sixth and "
        "seventh of minor are allowed",
    ),
}

TRANSPOSED = (
    "<transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose></attributes>"
)
WEDGE = '<direction><direction-type><wedge type="{}"/></direction-type></direction>'
HAIRPIN = WEDGE.format("crescendo")
HAIRPIN_END = WEDGE.format("stop")
METRONOME = (
    "<direction><direction-type><metronome><beat-unit>quarter</beat-unit>"
    "<per-minute>{}</per-minute></metronome></direction-type></direction>"
)


def notation(sign: str) -> str:
    return f"<notations>{sign}</notations></note>"


IN_TEXT: dict[str, tuple[str, str, str]] = {
    "another clef": (
        CLEF,
        "<sign>F</sign><line>4</line>",
        "clef: in the bass clef; the Flute reads treble",
    ),
    "a clef an octave down": (
        CLEF,
        CLEF + "<clef-octave-change>-1</clef-octave-change>",
        "clef: in the treble_8 clef; the Flute reads treble",
    ),
    "a change of clef": (
        '<measure number="3">',
        '<measure number="3"><attributes><clef><sign>C</sign><line>4</line></clef>'
        "</attributes>",
        "clef: bar 3, beat 1: the clef changes to tenor",
    ),
    "a transposition": (
        "</attributes>",
        TRANSPOSED,
        "transposition: the part sounds a major second lower; the Flute sounds as written",
    ),
    "a change of key": (
        '<measure number="4">',
        '<measure number="4"><attributes><key><fifths>2</fifths><mode>major</mode></key>'
        "</attributes>",
        "key: bar 4: the key changes to D major\n"
        "closes on tonic: bar 4, beat 3, G4: the last note is not D, the tonic",
    ),
    "a change of metre": (
        '<measure number="4">',
        '<measure number="4"><attributes><time><beats>2</beats><beat-type>2</beat-type>'
        "</time></attributes>",
        "metre: bar 4: the metre changes to 2/2\n"
        "closes on beat: bar 4, beat 2, G4: the last note does not begin on a strong beat",
    ),
    "too slow a tempo": (
        "</attributes>",
        "</attributes>" + METRONOME.format(40),
        "tempo: crotchet = 40; allowed are 66 to 88 to the crotchet",
    ),
    "a change of tempo": (
        "</attributes>",
        "</attributes>" + METRONOME.format(72) + METRONOME.format(80),
        "tempo: bar 1, beat 1: the tempo changes",
    ),
    "a chord": (
        SECOND_A,
        SECOND_A.replace("A", "B").replace("<note>", "<note><chord/>")
        + "<duration>12</duration></note>"
        + SECOND_A,
        "one line: bar 1, beat 1, B4: a chord stands in a single line",
    ),
    "a second voice": (
        '</note></measure><measure number="2">',
        "</note><backup><duration>48</duration></backup><note><pitch><step>G</step>"
        "<octave>4</octave></pitch><duration>48</duration><voice>2</voice></note>"
        '</measure><measure number="2">',
        "one line: bar 1: a second voice stands in a single line",
    ),
    "a tie that nothing began": (
        QUARTER,
        f'<tie type="stop"/>{QUARTER}',
        "ties: bar 1, beat 1, G4: a tie ends here, but none begins before",
    ),
    "a grace note": (
        SECOND_A,
        SECOND_A.replace("<note>", "<note><grace/>") + "</note>" + SECOND_A,
        "signs: bar 1, beat 2, A4: grace note: not allowed at level 2",
    ),
    "a trill": (
        f"{QUARTER}</note>",
        QUARTER + notation("<ornaments><trill-mark/></ornaments>"),
        "signs: bar 1, beat 1, G4: ornament: not allowed at level 2",
    ),
    "a tenuto": (
        f"{QUARTER}</note>",
        QUARTER + notation("<articulations><tenuto/></articulations>"),
        "signs: bar 1, beat 1, G4: tenuto: not allowed at level 2",
    ),
    "a pause": (
        f"{QUARTER}</note>",
        QUARTER + notation("<fermata/>"),
        "signs: bar 1, beat 1, G4: pause: not allowed at level 2",
    ),
    "a fortissimo": (
        '<measure number="2">',
        '<measure number="2"><direction><direction-type><dynamics><ff/></dynamics>'
        "</direction-type></direction>",
        "signs: bar 2, beat 1: ff: not allowed at level 2",
    ),
    "a plucked flute": (
        '<measure number="2">',
        '<measure number="2"><direction><direction-type><words>pizz.</words>'
        "</direction-type></direction>",
        "signs: bar 2, beat 1: pizzicato: the Flute has none",
    ),
    "an octave line": (
        '<measure number="2">',
        '<measure number="2"><direction><direction-type><octave-shift type="down"/>'
        "</direction-type></direction>",
        "signs: bar 2, beat 1: octave line: not allowed at level 2",
    ),
    "a hairpin without end": (
        '<measure number="2">',
        '<measure number="2">' + HAIRPIN,
        "slurs: bar 2, beat 1: a hairpin is never closed",
    ),
    "a slur without end": (
        f"{QUARTER}</note>",
        QUARTER + notation('<slur type="start"/>'),
        "slurs: bar 1, beat 1, G4: a slur is never closed",
    ),
    "a slur without beginning": (
        f"{QUARTER}</note>",
        QUARTER + notation('<slur type="stop"/>'),
        "slurs: bar 1, beat 1, G4: a slur was never begun",
    ),
    "a tuplet's bracket without end": (
        f"{QUARTER}</note>",
        QUARTER + notation('<tuplet type="start"/>'),
        "tuplets: bar 1, beat 1, G4: a tuplet's bracket is never closed",
    ),
    "a quarter tone": (
        FIRST_NOTE,
        FIRST_NOTE.replace("<octave>", "<alter>0.5</alter><octave>"),
        "writing: bar 1, beat 1, G4: a microtone, 0.5 semitones from the natural note",
    ),
    "a note without pitch": (
        FIRST_NOTE,
        "<note><unpitched/><duration>12</duration>",
        "writing: bar 1, beat 1: a note without pitch",
    ),
    "a printed flat on a natural": (
        f"{FIRST_NOTE}{QUARTER}",
        f"{FIRST_NOTE}{QUARTER}<accidental>flat</accidental>",
        "writing: bar 1, beat 1, G4: the accidental is wrong: a flat is printed, another "
        "is meant",
    ),
    "a value unlike the length": (
        QUARTER,
        "<type>eighth</type>",
        "writing: bar 1, beat 1, G4: the note value is wrong: written as a quaver, lasts a "
        "crotchet",
    ),
    "an empty bar": (
        THIRD_BAR,
        '<measure number="3">',
        "writing: bar 3: nothing at all is written",
    ),
    "a wrong bar number": (
        'number="4"',
        'number="7"',
        "writing: bar 4: the bar's number is wrong: 7 follows 3",
    ),
    "no final barline": (
        BARLINE,
        "",
        "barline: bar 4: no final barline closes the piece",
    ),
}
"""What is planted in the MusicXML, in place of what, and all that `check` says."""


def standard(number: int = 2, name: str = "flute", **changes: Any) -> Standard:
    """The standard of a level and an instrument, save for what is changed in the level.

    Beats and leaps are free unless a change says otherwise: one plant, one fault.
    """
    given = Standard.of(rubric(), number, instrument(name))
    free: dict[str, Any] = {"figures": (), "chord_leaps": 0}
    return replace(given, level=replace(given.level, **free | changes))


def said(text: str, folder: Path, against: Standard) -> str:
    """All that `check` says of the first line of a score, rule by rule."""
    path = folder / "planted.musicxml"
    path.write_text(text, encoding="utf-8")
    ((_, score),) = read_each([path], pages=True)
    assert isinstance(score, Score), str(score)
    return told(score.lines[0], against)


def told(line: Line, against: Standard) -> str:
    return "\n".join(f"{fault.rule}: {fault}" for fault in check(line, against))


@pytest.mark.parametrize(
    ("line", "mode", "changes"),
    [
        (LINE, "major", {}),
        (MINOR, "minor", {}),
        (PICKUP, "major", {"pickup": True}),
    ],
)
def test_a_sound_etude_has_no_fault(
    line: str, mode: str, changes: dict[str, Any], tmp_path: Path
) -> None:
    """What the level allows is no fault."""
    assert said(page(line, mode), tmp_path, standard(**changes)) == ""


@pytest.mark.parametrize(
    ("old", "new", "changes", "expected"), IN_NOTES.values(), ids=IN_NOTES
)
def test_a_fault_planted_in_the_notes_is_found(
    old: str, new: str, changes: dict[str, Any], expected: str, tmp_path: Path
) -> None:
    """One change to a sound line is found, at its bar, beat and note, and nothing else."""
    line = LINE.replace(old, new, 1)
    metre = "6/8" if new.startswith(JIG[:3]) and new.endswith(JIG[-6:]) else "4/4"

    assert line != LINE
    assert said(page(line, metre=metre), tmp_path, standard(**changes)) == expected


@pytest.mark.parametrize(
    ("old", "new", "alterations", "expected"), IN_MINOR.values(), ids=IN_MINOR
)
def test_a_fault_planted_in_minor_is_found(
    old: str, new: str, alterations: str, expected: str, tmp_path: Path
) -> None:
    """A raised sixth or seventh that goes astray is found."""
    line = MINOR.replace(old, new, 1)
    against = standard(alterations=alterations, **WIDE)

    assert line != MINOR
    assert said(page(line, "minor"), tmp_path, against) == expected


@pytest.mark.parametrize(("old", "new", "expected"), IN_TEXT.values(), ids=IN_TEXT)
def test_a_fault_planted_in_the_page_is_found(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    """One change to the page of a sound line is found, and nothing else."""
    text = page(LINE).replace(old, new, 1)

    assert text != page(LINE)
    assert said(text, tmp_path, standard()) == expected


def test_a_key_that_the_instrument_has_later_is_found(tmp_path: Path) -> None:
    """G major comes to the violin at level 2."""
    text = page("G4:1/4 A4:1/4 B4:1/2 | C5:1/4 B4:1/4 A4:1/2 | B4:1/2 A4:1/2 | G4:1")
    against = standard(1, "violin", values=(Fraction(1), *rubric().level(1).values))

    assert said(text, tmp_path, against) == (
        "key: in G major; the keys of the Violin at level 1 are D major, A major"
    )


NOT_IN_THE_SECOND_OPINION = {
    *("B sharp for C", "a change of clef", "too slow a tempo", "a change of tempo"),
    *("a trill", "a tenuto", "a pause", "a fortissimo", "a plucked flute"),
    *("an octave line", "a hairpin without end", "a slur without end"),
    *("a slur without beginning", "a tuplet's bracket without end", "a quarter tone"),
    *("an empty bar", "no final barline"),
}
"""What the independent checker does not know: spelling, signs and how they close."""


@pytest.mark.parametrize(
    "kind", [*{**IN_NOTES, **IN_MINOR, **IN_TEXT}.keys() - NOT_IN_THE_SECOND_OPINION]
)
def test_an_independent_checker_finds_what_is_planted_too(kind: str) -> None:
    """It shares no code with `check`, and finds a fault in the same bar, or in the piece
    as a whole where a bar says less."""
    changes: dict[str, Any] = {}
    if kind in IN_NOTES:
        old, new, changes, expected = IN_NOTES[kind]
        is_jig = new.startswith(JIG[:3]) and new.endswith(JIG[-6:])
        text = page(LINE.replace(old, new, 1), metre="6/8" if is_jig else "4/4")
    elif kind in IN_MINOR:
        old, new, alterations, expected = IN_MINOR[kind]
        changes = {"alterations": alterations, **WIDE}
        text = page(MINOR.replace(old, new, 1), "minor")
    else:
        old, new, expected = IN_TEXT[kind]
        text = page(LINE).replace(old, new, 1)
    against = standard(**changes)
    level, player = against.level.as_data(), against.instrument.as_data()

    bars = {fault.measure for fault in second_opinion(text, level, player)}

    assert bars and all(f"bar {bar}" in expected for bar in bars - {0, 7})


IN_ABC = {
    "a sound tune": ("", "", ""),
    "another clef": ("K:G", "K:G bass", "clef: in the bass clef; the Flute reads treble"),
    "too fast a tempo": (
        "K:G",
        "Q:1/4=120\nK:G",
        "tempo: crotchet = 120; allowed are 66 to 88 to the crotchet",
    ),
    "a chord": (
        "A2 B4",
        "[FA]2 B4",
        "one line: bar 1, beat 2, A4: a chord stands in a single line",
    ),
    "a second voice": (
        "c2 B2 A2 z2",
        "c2 B2 A2 z2 & G8",
        "one line: bar 2: a second voice stands in a single line",
    ),
    "a grace note": (
        "A2 B4",
        "{g}A2 B4",
        "signs: bar 1, beat 2: grace note: not allowed at level 2",
    ),
    "a roll": ("A2 B4", "~A2 B4", "signs: bar 1, beat 2: ornament: not allowed at level 2"),
    "a fortissimo": (
        "A2 B4",
        "!ff!A2 B4",
        "signs: bar 1, beat 2: ff: not allowed at level 2",
    ),
    "a bar too long": ("d2 A4", "d2 A6", "full bars: bar 3: too long by a crotchet"),
    "no final barline": ("|]", "", "barline: bar 4: no final barline closes the piece"),
}


@pytest.mark.parametrize(("old", "new", "expected"), IN_ABC.values(), ids=IN_ABC)
def test_a_fault_planted_in_abc_is_found(
    old: str, new: str, expected: str, tmp_path: Path
) -> None:
    """An ABC tune's page is read too."""
    tune = "X:1\nT:A tune\nM:4/4\nL:1/8\nK:G\nG2 A2 B4|c2 B2 A2 z2|Bcd2 A4|B2 A2 G4|]\n"
    path = tmp_path / "tune.abc"
    path.write_text(tune.replace(old, new, 1), encoding="utf-8")
    ((_, score),) = read_each([path])

    assert isinstance(score, Score)
    assert told(score.lines[0], standard()) == expected


def test_midi_is_read_at_written_pitch(tmp_path: Path) -> None:
    """A clarinet's étude sounds a tone lower in MIDI, and is checked as it is read."""
    tune = melody("4/4 F4:1/4 G4:1/4 A4:1/2 | G4:1/2 E4:1/2 | F4:1", "F")
    item = Item(
        *("id", 0, 1, "clarinet", tune, Tempo(Fraction(1, 4), 72, "")),
        *(2, 2.0, {}, "model", "digest", 0.0, 0.0),
    )
    path = tmp_path / "clarinet.mid"
    path.write_bytes(midi(item, instrument("clarinet")))
    ((_, score),) = read_each([path])

    assert isinstance(score, Score)
    assert told(score.lines[0], standard(1, "clarinet", measures=(3,), chord_leaps=0)) == (
        "allowed values: bar 3, beat 1, F4: a note of a semibreve is not allowed"
    )


IN_TECHNIQUE = {
    "the clarinet's break at level 1": (
        *("clarinet", 1, LINE),
        "bar 1, beat 3, B4: the break by step from A4: not before level 2",
    ),
    "a string skipped": (
        *("violin", 2, LINE.replace("D5:1/4 A4", "D5:1/4 B3")),
        "bar 3, beat 3, B3: a skipped string from D5: not before level 4",
    ),
    "a note above first position": (
        *("violin", 2, LINE.replace("D5", "D6")),
        "bar 3, beat 2, D6: third position: not before level 5",
    ),
}


@pytest.mark.parametrize(
    ("name", "number", "line", "expected"), IN_TECHNIQUE.values(), ids=IN_TECHNIQUE
)
def test_what_a_player_meets_later_is_found(
    name: str, number: int, line: str, expected: str, tmp_path: Path
) -> None:
    """The first thing that the instrument's technique does not allow yet is named."""
    against = standard(number, name, **WIDE | {"max_leap": 24})

    faults = said(page(line), tmp_path, against).splitlines()

    assert next(f for f in faults if f.startswith("playable")) == f"playable: {expected}"


@pytest.mark.parametrize(("line", "mode"), [(LINE, "major"), (MINOR, "minor")])
def test_a_key_without_a_mode_is_heard(line: str, mode: str, tmp_path: Path) -> None:
    """One sharp is G major or E minor, whichever the notes are in."""
    text = page(line, mode).replace(f"<mode>{mode}</mode>", "")

    assert said(text, tmp_path, standard()) == ""


@given(
    old=st.sampled_from(sorted(set(re.findall(r"<[^>]+>|[^<>]+", page(PICKUP))))),
    new=st.sampled_from(["", "<grace/>", "<chord/>", "0", "-1", "99", "x", "<backup/>"]),
    count=st.integers(1, 4),
)
def test_whatever_can_be_read_can_be_checked(old: str, new: str, count: int) -> None:
    """A page that is damaged anyhow is refused by its reader or checked, never a crash."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "damaged.musicxml"
        path.write_text(page(PICKUP).replace(old, new, count), encoding="utf-8")
        ((_, score),) = read_each([path], pages=True)

    lines = score.lines if isinstance(score, Score) else ()
    assert all(isinstance(told(line, standard()), str) for line in lines if line.passages)


IN_OTHER_CLEFS = {
    "a guitar's octave clef": ("guitar", 2, "treble_8", ""),
    "a guitar's plain clef": ("guitar", 2, "treble", ""),
    "a cello in tenor clef": ("cello", 6, "tenor", ""),
    "a cello in tenor clef too early": (
        *("cello", 5, "tenor"),
        "clef: in the tenor clef; the Cello reads bass",
    ),
}


@pytest.mark.parametrize(
    ("name", "number", "clef", "expected"), IN_OTHER_CLEFS.values(), ids=IN_OTHER_CLEFS
)
def test_an_instrument_reads_its_other_clefs(
    name: str, number: int, clef: str, expected: str, tmp_path: Path
) -> None:
    """With and without an octave's 8 always, otherwise from the level that changes clef."""
    against = standard(number, name, **WIDE)
    player = instrument(name).in_clef(clef)
    tune = melody("4/4 C4:1/2 D4:1/2 | C4:1", "C").transposed(
        Pitch.parse("C4").interval_to(player.comfortable[0])
    )
    path = tmp_path / "clef.musicxml"
    item = Item(
        *("id", 0, 1, name, tune, Tempo(Fraction(1, 4), 84, "")),
        *(number, 2.0, {}, "model", "digest", 0.0, 0.0),
    )
    path.write_bytes(musicxml(item, player))
    ((_, score),) = read_each([path], pages=True)
    lines = told(score.lines[0], against).splitlines() if isinstance(score, Score) else []

    assert [line for line in lines if line.startswith(("clef", "trans"))] == (
        [expected] if expected else []
    )
