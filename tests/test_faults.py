"""Where a melody breaks a rule, and how a rule says so."""

from fractions import Fraction
from itertools import pairwise

import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes.constraints.alterations import Alterations, Spelling
from etudes.constraints.form import ClosesOnBeat, ClosesOnTonic, OpensOnTriad
from etudes.constraints.pitch import (
    EqualNotes,
    LargestLeap,
    SingableIntervals,
    WrittenRange,
)
from etudes.constraints.rhythm import AllowedRests, AllowedValues, Rhythm
from etudes.constraints.rule import Rule
from etudes.theory import Key, Pitch

C, A_MINOR = Key.parse("C"), Key.parse("Am")
SOUND = "4/4 C4:1/4 D4:1/4 E4:1/2 | F4:1/4 E4:1/4 D4:1/4 -:1/4 | E4:1/2 D4:1/2 | C4:1"
MINOR = "4/4 A4:1/4 B4:1/4 C5:1/4 A4:1/4 | "
RANGE = WrittenRange(Pitch.parse("C4"), Pitch.parse("G4"))
VALUES = AllowedValues((Fraction(1), Fraction(1, 2), Fraction(3, 8), Fraction(1, 4)))
RESTS = AllowedRests((Fraction(1, 4),))
PLAIN = Rhythm("none", ties=False)
TIED = Rhythm("none", ties=True)
LEAPS = LargestLeap(7, (6,))
RULES = (
    RANGE,
    VALUES,
    RESTS,
    PLAIN,
    LEAPS,
    Alterations(C, "none"),
    SingableIntervals(chromatic=False),
    Spelling(C),
    OpensOnTriad(C),
    ClosesOnTonic(C),
    ClosesOnBeat(C),
    EqualNotes(),
)
BROKEN: dict[str, tuple[Rule, str, str, str]] = {
    "above the range": (RANGE, "4/4 C4:1/2 A4:1/2", "1/2", "above the range C4 to G4"),
    "below the range": (RANGE, "4/4 C4:1/2 B3:1/2", "1/2", "below the range C4 to G4"),
    "a quaver": (
        VALUES,
        "2/4 C4:3/8 D4:1/8",
        "3/8",
        "a note of a quaver is not allowed",
    ),
    "a quaver rest": (
        RESTS,
        "2/4 C4:3/8 -:1/8",
        "3/8",
        "a rest of a quaver is not allowed",
    ),
    "a rest first": (RESTS, "2/4 -:1/4 C4:1/4", "0", "the piece begins with a rest"),
    "a syncopation": (
        PLAIN,
        "4/4 C4:1/8 D4:1/4 E4:1/8 C4:1/2",
        "1/8",
        "syncopated: it sounds through a stronger place in the bar",
    ),
    "a last minim through the middle of a bar of five": (
        PLAIN,
        "5/4 C4:1/4 | D4:3/4 C4:1/2 | D4:1/2 C4:1/2",
        "7/4",
        "syncopated: it sounds through a stronger place in the bar",
    ),
    "a tie over the barline": (
        PLAIN,
        "2/4 C4:1/4 D4:1/2 C4:1/4",
        "1/4",
        "tied over the barline, where no tie is allowed",
    ),
    "a tie off the beat": (
        TIED,
        "2/4 C4:3/8 D4:1/4 E4:1/8 C4:1/4",
        "3/8",
        "tied over the barline, but not from beat to beat within a bar's length",
    ),
    "a triplet of crotchets": (
        PLAIN,
        "2/4 C4:1/6 D4:1/6 C4:1/6",
        "1/6",
        "a triplet does not fill one beat",
    ),
    "a leap too wide": (
        LEAPS,
        "2/4 C4:1/4 A4:1/4",
        "1/4",
        "leap of a major sixth from C4: wider than a perfect fifth",
    ),
    "a tritone": (
        LEAPS,
        "2/4 F4:1/4 B3:1/4",
        "1/4",
        "leap of a diminished fifth from F4: not allowed at this level",
    ),
    "an augmented second": (
        SingableIntervals(chromatic=False),
        "2/4 F4:1/4 G#4:1/4",
        "1/4",
        "augmented second from F4: neither perfect, major nor minor",
    ),
    "a sharp in C": (
        Alterations(C, "none"),
        "2/4 E4:1/4 F#4:1/4",
        "1/4",
        "outside C major: no altered note is allowed",
    ),
    "a leading note that falls": (
        Alterations(A_MINOR, "leading note"),
        MINOR + "G#4:1/2 E4:1/2",
        "1",
        "the raised seventh does not go up to the tonic",
    ),
    "a raised sixth that falls": (
        Alterations(A_MINOR, "minor"),
        MINOR + "G4:1/4 F#4:1/4 E4:1/2",
        "5/4",
        "the raised sixth does not go up to the raised seventh",
    ),
    "an altered note taken by leap": (
        Alterations(C, "by step"),
        "2/4 C4:1/4 F#4:1/4 | G4:1/2",
        "1/4",
        "an altered note is not approached and left by step",
    ),
    "an altered first note": (
        Alterations(C, "free"),
        "2/4 D#4:1/4 E4:1/4",
        "0",
        "outside C major: the first note is never altered",
    ),
    "E sharp for F in C": (
        Spelling(C),
        "2/4 E#4:1/4 C4:1/4",
        "0",
        "spelled otherwise than C major does; write F4",
    ),
    "A flat for G sharp in A minor": (
        Spelling(A_MINOR),
        "2/4 A4:1/4 Ab4:1/4 | A4:1/2",
        "1/4",
        "spelled otherwise than A minor does; write G#4",
    ),
    "C flat for B in the octave below": (
        Spelling(C),
        "2/4 C5:1/4 Cb5:1/4",
        "1/4",
        "spelled otherwise than C major does; write B4",
    ),
    "a start on the second degree": (
        OpensOnTriad(C),
        "2/4 D4:1/4 C4:1/4",
        "0",
        "the first note is not of the tonic triad of C major",
    ),
    "an end on the third": (
        ClosesOnTonic(C),
        "2/4 C4:1/2 | E4:1/2",
        "1/2",
        "the last note is not C, the tonic",
    ),
    "an end on a quaver": (
        ClosesOnBeat(C),
        "2/4 C4:3/8 C4:1/8",
        "3/8",
        "the last note is shorter than a beat",
    ),
    "an end on a weak beat": (
        ClosesOnBeat(C),
        "2/4 D4:1/4 C4:1/4",
        "1/4",
        "the last note does not begin on a strong beat",
    ),
    "an end with a rest": (
        ClosesOnTonic(C),
        "2/4 C4:1/4 -:1/4",
        "1/4",
        "the piece ends with a rest",
    ),
    "four equal notes": (
        EqualNotes(),
        "4/4 C4:1/4 C4:1/4 C4:1/4 C4:1/4",
        "3/4",
        "C4 comes 4 times in a row",
    ),
}
"""The rule, a line that breaks it once, the onset where it does, and the words."""


def test_a_sound_line_breaks_no_rule() -> None:
    """Four bars in C that keep every rule have no fault."""
    line = melody(SOUND)

    assert [fault for rule in RULES for fault in rule.faults(line)] == []


@pytest.mark.parametrize(("rule", "line", "onset", "words"), BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_names_the_note(
    rule: Rule, line: str, onset: str, words: str
) -> None:
    """A rule names the one event where a line breaks it, in a teacher's words."""
    broken = list(rule.faults(melody(line)))

    assert [(event and event.onset, said) for event, said in broken] == [
        (Fraction(onset), words)
    ]


@given(st.lists(st.integers(55, 75), min_size=2, max_size=12), st.integers(1, 12))
def test_leaps_are_named_once_each(midi: list[int], largest: int) -> None:
    """There are as many faults as leaps that are too wide."""
    steps = {0: "C", 2: "D", 4: "E", 5: "F", 7: "G", 9: "A", 11: "B"}
    names = [f"{steps.get(n % 12, 'C')}{n // 12 - 1}" for n in midi]
    line = melody("1/4 " + " | ".join(f"{name}:1/4" for name in names))
    heights = [Pitch.parse(name).midi for name in names]
    wide = sum(abs(b - a) > largest for a, b in pairwise(heights))

    assert len(list(LargestLeap(largest).faults(line))) == wide
