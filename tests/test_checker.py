"""The checker finds each planted fault, at its place, and nothing else."""

from typing import Any

import pytest
from checker import check
from pages import CLEF, page

LINE = (
    "G4:1/4 A4:1/4 B4:1/2 | C5:1/4 B4:1/4 A4:1/4 r:1/4 | "
    "B4:1/8 C5:1/8 D5:1/4 A4:1/2 | B4:1/4 A4:1/4 G4:1/2"
)
MINOR = (
    "E4:1/4 F#4:1/4 G4:1/2 | A4:1/4 B4:1/4 E5:1/4 r:1/4 | "
    "C5:1/4 B4:1/4 A4:1/4 F#4:1/4 | G4:1/4 F#4:1/4 E4:1/2"
)
PICKUP = (
    "D5:1/4 | B4:1/4 A4:1/4 B4:1/2 | C5:1/4 B4:1/4 A4:1/4 r:1/4 | "
    "B4:1/8 C5:1/8 D5:1/4 A4:1/2 | B4:1/4 A4:1/4 G4:1/4"
)
JIG = "G4:1/4 A4:1/8 B4:3/8 | C5:1/4 B4:1/8 A4:3/8 | D5:1/4 C5:1/8 B4:3/8 | A4:3/8 G4:3/8"
LEVEL = {
    "number": 1,
    "measures": [4],
    "metres": ["4/4", "6/8"],
    "values": ["1/2", "3/8", "1/4", "1/8"],
    "rests": ["1/4"],
    "figures": [],
    "syncopation": "none",
    "ties": False,
    "span": 12,
    "max_leap": 5,
    "forbidden_leaps": [],
    "chord_leaps": 0,
    "alterations": "none",
    "pickup": False,
}
INSTRUMENT = {
    "clef": "treble",
    "transposition": {"semitones": 0, "steps": 0},
    "ranges": [["G3", "G5"]] * 8,
    "keys": [["G major", "E minor"]] * 8,
}
FALL = "C5:1/4 B4:1/4 A4:1/4 F#4:1/4"
"""The third bar of MINOR."""
LATE_END = PICKUP + " G4:1/4"
WEAK_TONIC = "A4:1/4 G4:1/4 G4:1/4"
TRIPLET = "G4:1/12 A4:1/12 B4:1/12"
UPBEAT = {"pickup": True}
BY_STEP = {"alterations": "by step"}
FREE = {"alterations": "free", "max_leap": 9}
RISING = {"alterations": "minor", "max_leap": 12, "span": 14}
LEADING = {"alterations": "leading note", "max_leap": 9, "span": 14}
TIES = {"ties": True, "values": ["5/4", "3/4", "5/8", "1/2", "3/8", "1/4", "1/8"]}
SIMPLE = {"syncopation": "simple"}
TRIPLETS = {"values": ["1/2", "3/8", "1/4", "1/6", "1/8", "1/12"]}
DOTTED = {"values": ["1/2", "1/4", "3/16", "1/8", "1/16"]}
PAIRS = {"figures": [["1/8", "1/8"]]}
IN_CHORDS = {"chord_leaps": 3, "max_leap": 7}


def faults(
    text: str, level: dict[str, Any], asked: dict[str, Any] | None = None
) -> set[Any]:
    found = check(text, LEVEL | level, INSTRUMENT, asked)
    return {(fault.rule, fault.measure) for fault in found}


ALLOWED = {
    "a plain line": (LINE, {}),
    "a line in minor": (MINOR, {}),
    "a line in compound metre": (JIG, {}),
    "an upbeat and its short last bar": (PICKUP, UPBEAT),
    "a diminished fifth": (
        LINE.replace("A4:1/4 B4:1/2 |", "F#4:1/4 C5:1/2 |"),
        {"max_leap": 6},
    ),
    "a leading note": (
        MINOR.replace("G4:1/4 F#4:1/4 E4", "E4:1/4 D#4:1/4 E4"),
        LEADING,
    ),
    "melodic minor upwards": (MINOR.replace(FALL, "B4:1/4 C#5:1/4 D#5:1/4 E5:1/4"), RISING),
    "melodic minor downwards": (
        MINOR.replace(FALL, "E5:1/4 D#5:1/4 C#5:1/8 D#5:1/8 E5:1/4"),
        RISING,
    ),
    "a chromatic neighbour": (LINE.replace("C5:1/4 B4", "C#5:1/4 B4"), BY_STEP),
    "a chromatic semitone": (LINE.replace("C5:1/4 B4", "B#4:1/4 B4"), BY_STEP),
    "a weak last tonic after a tonic": (LINE.replace("A4:1/4 G4:1/2", WEAK_TONIC), {}),
    "quaver, crotchet, quaver": (
        LINE.replace("C5:1/4 B4:1/4 A4:1/4", "C5:1/8 B4:1/4 B4:1/8 A4:1/4"),
        SIMPLE,
    ),
    "crotchet, minim, crotchet": (
        LINE.replace("A4:1/4 B4:1/2 |", "A4:1/2 B4:1/4 |"),
        SIMPLE,
    ),
    "a free tie to off the beat": (
        LINE.replace("B4:1/2 | C5:1/4", "B4:1/2~ | B4:1/8 C5:1/8"),
        TIES | {"syncopation": "free"},
    ),
    "a tie from beat to beat": (
        LINE.replace("B4:1/2 | C5:1/4", "B4:1/2~ | B4:1/4"),
        TIES,
    ),
    "paired quavers": (LINE, PAIRS),
    "a quaver rest in a pair": (
        LINE.replace("C5:1/8 D5", "r:1/8 D5"),
        PAIRS | {"rests": ["1/4", "1/8"]},
    ),
    "the last quaver of a dotted crotchet": (
        LINE.replace("G4:1/4 A4:1/4", "G4:3/8 A4:1/8"),
        PAIRS,
    ),
    "a fourth in the dominant": (LINE, IN_CHORDS),
    "a triplet": (LINE.replace("G4:1/4", TRIPLET), TRIPLETS),
    "a triplet of two values": (LINE.replace("G4:1/4", "G4:1/6 A4:1/12"), TRIPLETS),
}

IN_NOTES = {
    "a note below the range": (
        "range 4",
        "A4:1/4 G4",
        "F#3:1/4 G4",
        {"max_leap": 17, "span": 20},
    ),
    "a note above the range": ("range 3", "D5", "A5", {"max_leap": 12, "span": 20}),
    "too wide a span": ("range 0", "", "", {"span": 6}),
    "a bar too short": ("bars 3", "A4:1/2 |", "A4:1/4 |", {}),
    "a bar too long": ("bars 3, rhythm 3", "D5:1/4", "D5:1/4 C5:1/4", {}),
    "a bar too many": ("bars 0", "| B4:1/4 A4", f"| {FALL} | B4:1/4 A4", {}),
    "an upbeat where none may be": ("bars 0", LINE, PICKUP, {}),
    "a last bar that keeps the upbeat's beat": ("bars 4", LINE, LATE_END, UPBEAT),
    "a semiquaver": ("values 3", "B4:1/8 C5:1/8", "B4:3/16 C5:1/16", {}),
    "a tied length": ("values 1", "G4:1/4 A4:1/4 B4:1/2", "G4:1/2~ G4:1/4 B4:1/4", {}),
    "a quaver rest": ("values 2", "A4:1/4 r:1/4", "A4:3/8 r:1/8", {}),
    "rests that add up to a minim": ("values 2", "A4:1/4 r", "r:1/4 r", {}),
    "a leap too wide": ("leaps 3", "A4:1/2 |", "G4:1/2 |", {}),
    "a forbidden leap": ("leaps 3", "", "", {"forbidden_leaps": [5]}),
    "an augmented fourth": ("leaps 3", "D5:1/4 A4", "F#5:1/4 D5", {"max_leap": 7}),
    "a diminished fifth where tritones are forbidden": (
        "leaps 1",
        "A4:1/4 B4:1/2 |",
        "F#4:1/4 C5:1/2 |",
        {"max_leap": 7, "forbidden_leaps": [6]},
    ),
    "an augmented second": ("leaps 3", "D5:1/4 A4", "D#5:1/4 B4", FREE),
    "an augmented fifth": ("leaps 1", "A4:1/4 B4", "D#5:1/4 B4", FREE),
    "a diminished second": ("leaps 2", "C5:1/4", "Cb5:1/4", FREE),
    "a note outside the scale": ("alterations 2", "C5:1/4", "C#5:1/4", {}),
    "an altered note in major": ("alterations 2", "C5:1/4", "C#5:1/4", LEADING),
    "an altered note left by leap": ("alterations 3", "D5:1/4 A4", "C#5:1/4 A4", BY_STEP),
    "an altered note taken by leap": (
        "alterations 3",
        "B4:1/8 C5:1/8 D5",
        "A4:1/8 C#5:1/8 D5",
        BY_STEP,
    ),
    "an altered first note": ("alterations 1", "G4:1/4 A4", "G#4:1/4 A4", FREE),
    "a start on the second degree": ("start 1", "G4:1/4 A4", "A4:1/4 A4", {}),
    "an end on the third": ("end 4", "G4:1/2", "B4:1/2", {}),
    "an end on a weak beat": ("end 4", "B4:1/4 A4:1/4 G4:1/2", "B4:1/2 A4:1/4 G4:1/4", {}),
    "a last note shorter than a beat": ("end 4", "G4:1/2", "G4:3/8 G4:1/8", {}),
    "an end with a rest": ("end 4, rests 4", "G4:1/2", "G4:1/4 r:1/4", {}),
    "four equal notes": ("repeats 2", "C5:1/4 B4:1/4 A4", "B4:1/4 B4:1/4 B4", {}),
    "a start with a rest": ("rests 1", "G4:1/4 A4", "r:1/4 G4", {}),
    "a rest across the barline": (
        "rests 2",
        "| B4:1/8 C5:1/8",
        "| r:1/4",
        {"rests": ["1/2", "1/4"]},
    ),
    "two rests in a row": ("rests 2", "r:1/4", "r:1/8 r:1/8", {}),
    "a minim on the second beat": ("rhythm 1", "A4:1/4 B4:1/2 |", "A4:1/2 B4:1/4 |", {}),
    "a crotchet off the beat": (
        "rhythm 2",
        "C5:1/4 B4:1/4",
        "C5:1/8 B4:1/4 B4:1/8",
        {},
    ),
    "a crotchet through the middle of the bar": (
        "rhythm 2",
        "B4:1/4 A4:1/4 r",
        "B4:1/8 A4:1/4 A4:1/8 r",
        SIMPLE,
    ),
    "a dotted crotchet off the beat": (
        "rhythm 2",
        "C5:1/4 B4:1/4",
        "C5:1/8 B4:3/8",
        SIMPLE,
    ),
    "a tie across the barline": (
        "rhythm 1",
        "B4:1/2 | C5:1/4",
        "B4:1/4 C5:1/4~ | C5:1/4",
        {},
    ),
    "a tie longer than a bar": (
        "rhythm 1",
        "A4:1/4 B4:1/2 | C5:1/4 B4:1/4",
        "B4:3/4~ | B4:1/2",
        TIES,
    ),
    "a tie from off the beat": (
        "rhythm 1",
        "B4:1/2 | C5:1/4",
        "B4:3/8 C5:1/8~ | C5:1/4",
        TIES,
    ),
    "a tie to off the beat": (
        "rhythm 1",
        "B4:1/2 | C5:1/4",
        "B4:1/2~ | B4:1/8 C5:1/8",
        TIES,
    ),
    "a dotted figure that is not listed": (
        "figures 3",
        "B4:1/8 C5:1/8",
        "B4:3/16 C5:1/16",
        PAIRS | DOTTED,
    ),
    "a dotted figure the wrong way round": (
        "figures 3",
        "B4:1/8 C5:1/8",
        "B4:1/16 C5:3/16",
        DOTTED | {"figures": [["1/8", "1/8"], ["3/16", "1/16"]], "syncopation": "free"},
    ),
    "a fourth and a fifth outside the chords": (
        "chord leaps 3, chord leaps 4",
        "D5:1/4 A4:1/2",
        "B4:1/4 E4:1/2",
        IN_CHORDS,
    ),
    "a triplet over two beats": (
        "rhythm 1",
        "G4:1/4 A4:1/4",
        "G4:1/6 A4:1/6 B4:1/6",
        TRIPLETS,
    ),
    "a triplet broken off": (
        "rhythm 1",
        "G4:1/4 A4:1/4",
        "G4:1/12 B4:1/12 A4:1/4 B4:1/12",
        TRIPLETS,
    ),
}

IN_MINOR = {
    "a leading note left downwards": ("alterations 3", "D#5:1/4 B4", LEADING),
    "a leading note that moves to the raised sixth": (
        "alterations 3",
        "D#5:1/4 C#5",
        LEADING,
    ),
    "a raised seventh that moves to the sixth": ("alterations 3", "D#5:1/4 B4", RISING),
    "a raised sixth that falls": ("alterations 3", "C#5:1/4 B4", RISING),
    "a raised sixth that falls where steps are free": (
        "alterations 3",
        "C#5:1/4 B4",
        BY_STEP,
    ),
    "a raised fourth": ("alterations 3", "A#4:1/4 B4", RISING),
    "a chromatic semitone": ("leaps 3", "D5:1/8 D#5:1/8 E5", RISING),
}

IN_ASKED = {
    "another key": ("signatures 0", {"key": "D major"}),
    "its relative minor": ("signatures 0", {"key": "E minor"}),
    "another metre": ("signatures 0", {"time_signature": "2/2"}),
    "eight bars": ("bars 0", {"measures": 8}),
    "an upbeat": ("bars 0", {"pickup": True}),
    "a narrower range": ("range 3", {"range": ["G4", "C5"]}),
    "no quavers": ("values 3", {"values": ["1/2", "1/4"]}),
    "thirds at most": ("leaps 3", {"max_leap": 4}),
}

IN_TEXT = {
    "no score": ("sound score 0", "<score-partwise", "<nothing"),
    "a file cut off": ("sound score 0", "</part>", ""),
    "a grace note": ("sound score 1", "<note><pitch>", "<note><grace/><pitch>"),
    "a chord": ("sound score 1", "<note><pitch><step>A", "<note><chord/><pitch><step>A"),
    "a value unlike the length": ("sound score 1", "quarter", "eighth"),
    "a tie to another note": ("sound score 1", "<type>", '<tie type="start"/><type>'),
    "a tie from nowhere": ("sound score 1", "<type>", '<tie type="stop"/><type>'),
    "a key without a mode": ("sound score 0", "<mode>major</mode>", ""),
    "a wrong measure number": ("bars 7", 'number="3"', 'number="7"'),
    "a full bar that is implicit": ("bars 1", 'number="1"', 'number="1" implicit="yes"'),
    "another clef": ("signatures 0", CLEF, "<sign>F</sign><line>4</line>"),
    "a clef an octave off": (
        "signatures 0",
        CLEF,
        CLEF + "<clef-octave-change>-1</clef-octave-change>",
    ),
    "a transposition": (
        "signatures 0",
        "</clef>",
        "</clef><transpose><diatonic>-1</diatonic><chromatic>-2</chromatic></transpose>",
    ),
    "a change of key": (
        "signatures 0",
        '<measure number="3">',
        '<measure number="3"><attributes><key><fifths>0</fifths><mode>major</mode></key>'
        "</attributes>",
    ),
}


def places(text: str) -> set[tuple[str, int]]:
    """Return the faults that 'bars 3, rhythm 3' names."""
    return {(rule, int(bar)) for rule, bar in (t.rsplit(" ", 1) for t in text.split(", "))}


@pytest.mark.parametrize(("line", "level"), ALLOWED.values(), ids=ALLOWED)
def test_what_a_level_allows_is_no_fault(line: str, level: dict[str, Any]) -> None:
    """A line that keeps its rules, also with a device its level allows, has no fault."""
    mode, metre = "minor" if line[0] == "E" else "major", "6/8" if line == JIG else "4/4"

    assert faults(page(line, mode, metre), level) == set()


@pytest.mark.parametrize(
    ("expected", "old", "new", "level"), IN_NOTES.values(), ids=IN_NOTES
)
def test_a_fault_in_the_notes_is_found(
    expected: str, old: str, new: str, level: dict[str, Any]
) -> None:
    """One change to a faultless line in G major breaks its rule, there and only there."""
    line = LINE.replace(old, new, 1) if old else LINE

    assert faults(page(line), level) == places(expected)


@pytest.mark.parametrize(("expected", "notes", "level"), IN_MINOR.values(), ids=IN_MINOR)
def test_a_fault_in_minor_is_found(
    expected: str, notes: str, level: dict[str, Any]
) -> None:
    """In E minor a raised sixth or seventh that goes astray is a fault."""
    line = MINOR.replace("C5:1/4 B4", notes, 1)

    assert faults(page(line, "minor"), level) == places(expected)


@pytest.mark.parametrize(("expected", "asked"), IN_ASKED.values(), ids=IN_ASKED)
def test_what_was_asked_and_not_given_is_found(
    expected: str, asked: dict[str, Any]
) -> None:
    """A faultless line at its level is faulty where something else was asked."""
    assert faults(page(LINE), {}, asked) == places(expected)


@pytest.mark.parametrize(("expected", "old", "new"), IN_TEXT.values(), ids=IN_TEXT)
def test_a_fault_in_the_text_is_found(expected: str, old: str, new: str) -> None:
    """One change to the MusicXML of a faultless line is found."""
    assert faults(page(LINE).replace(old, new, 1), {}) == places(expected)


def test_a_triplet_in_compound_metre_is_found() -> None:
    """Triplets stand in simple metres only."""
    line = JIG.replace("G4:1/4", f"{TRIPLET}", 1)

    assert faults(page(line, metre="6/8"), TRIPLETS) == {("rhythm", 1)}


def test_a_crotchet_across_a_compound_beat_is_found() -> None:
    """In 6/8 no note without syncopation sounds through the second beat."""
    line = JIG.replace("G4:1/4 A4:1/8 B4:3/8", "G4:1/4 A4:1/4 B4:1/4")

    assert faults(page(line, metre="6/8"), {}) == {("rhythm", 1)}


def test_an_upbeat_that_counts_as_a_bar_is_found() -> None:
    """An upbeat is bar 0 and implicit."""
    text = page(PICKUP).replace(' implicit="yes"', "")

    assert faults(text, UPBEAT) == {("bars", 0)}


def test_a_transposing_instrument_without_its_transposition_is_found() -> None:
    """A clarinet in B flat sounds a tone lower than written, and the page says so."""
    clarinet = INSTRUMENT | {"transposition": {"semitones": -2, "steps": -1}}

    found = check(page(LINE), LEVEL, clarinet)

    assert [(fault.rule, fault.measure) for fault in found] == [("signatures", 0)]


def test_a_page_without_notes_is_found() -> None:
    """A page needs notes."""
    text = page(LINE)
    empty = text[: text.index("<note>")] + "</measure></part></score-partwise>"

    assert faults(empty, {}) == {("sound score", 0)}


BEATEN = (
    "B4:1/4 B4:1/4 B4:1/2 | B4:1/4 B4:1/4 B4:1/4 r:1/4 | "
    "B4:1/8 B4:1/8 B4:1/4 B4:1/2 | B4:1/4 B4:1/4 B4:1/2"
)
DRUM = INSTRUMENT | {"clef": "percussion", "unpitched": True}


def rhythm(line: str) -> str:
    """Return a line as a rhythm: percussion clef, no key, notes without pitch."""
    text = page(line).replace(CLEF, "<sign>percussion</sign>")
    text = text.replace("<key><fifths>1</fifths><mode>major</mode></key>", "")
    for name in ("step", "octave"):
        text = text.replace(f"<{name}>", f"<display-{name}>")
        text = text.replace(f"</{name}>", f"</display-{name}>")
    return text.replace("<pitch>", "<unpitched>").replace("</pitch>", "</unpitched>")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (rhythm(BEATEN), set()),
        (rhythm(BEATEN.replace("B4:1/8", "C5:1/8", 1)), {("one line", 3)}),
        (rhythm(BEATEN[: -len("B4:1/2")] + "r:1/4 B4:1/4"), {("last beat", 4)}),
        (rhythm(BEATEN.replace("B4:1/8 B4:1/8", "B4:3/16 B4:1/16")), {("values", 3)}),
        (page(BEATEN), {("signatures", 0), ("one line", 0)}),
    ],
    ids=["sound", "off the line", "weak end", "values", "with pitch"],
)
def test_a_rhythm_is_checked_as_one(text: str, expected: set[Any]) -> None:
    """A rhythm stands on one line, ends on a strong beat, and repeats as it likes."""
    found = check(text, LEVEL, DRUM)

    assert {(fault.rule, fault.measure) for fault in found} == expected


TUNED = (
    "G3:1/4 G3:1/4 D3:1/2 | G3:1/4 G3:1/4 G3:1/4 G3:1/4 | "
    "D3:1/8 D3:1/8 D3:1/4 G3:1/2 | G3:1/4 D3:1/4 G3:1/2"
)
TIMPANI = INSTRUMENT | {"drums": [2] * 8, "ranges": [["D3", "D4"]] * 8}


@pytest.mark.parametrize(
    ("line", "drums", "expected"),
    [
        (TUNED, 2, set()),
        (TUNED.replace("D3:1/2", "C4:1/2", 1), 3, set()),
        (TUNED.replace("D3:1/2", "C4:1/2", 1), 2, {("tuning", 1)}),
        (TUNED.replace("D3:1/2", "D4:1/2", 1), 2, {("tuning", 1)}),
    ],
    ids=["sound", "a third drum", "no third drum", "two dominants"],
)
def test_timpani_have_their_drums(line: str, drums: int, expected: set[Any]) -> None:
    """Two drums are tonic and dominant and leap a fourth; a third is the subdominant."""
    found = check(page(line), LEVEL, TIMPANI | {"drums": [drums] * 8})

    assert {(fault.rule, fault.measure) for fault in found} == expected
