"""Fingers on the page: only those that a player cannot guess."""

from fractions import Fraction

import pytest

from etudes.markings.fingers import fingers
from etudes.markings.line import Line
from etudes.melody import Melody
from etudes.tables import instrument, level
from etudes.theory import Key, Pitch, TimeSignature

CASES = {
    "an open string to begin with": (1, "D4 E4 F#4 G4", [(0, "0")]),
    "a second finger to begin with": (3, "F#4 D4 A4 D4", [(0, "2")]),
    "first position is known at level 4": (4, "D4 E4 F#4 G4", []),
    "an extension, once": (4, "A5 B5 C6 C6", [(2, "4")]),
    "a fourth finger in place of an open string, once": (4, "B3 A4 B3 A4", [(1, "4")]),
    "the hand comes to third position": (5, "A3 B3 B4 E5 A5 B5 D6 D6", [(4, "1")]),
}


def line(name: str, number: int, notes: str) -> Line:
    """Crotchets in D major."""
    events = [(Pitch.parse(note), Fraction(1, 4)) for note in notes.split()]
    melody = Melody.from_events(Key.parse("D"), TimeSignature(4, 4), events)
    return Line(melody, instrument(name), level(number), 80.0, ())


@pytest.mark.parametrize(("number", "notes", "printed"), CASES.values(), ids=CASES)
def test_a_violin_part_has_few_fingers(
    number: int, notes: str, printed: list[tuple[int, str]]
) -> None:
    """Each at its place, counted from 0."""
    found = fingers(line("violin", number, notes))

    assert [(m.place, m.text) for m in found if m.kind == "finger"] == printed


def test_a_pianist_is_told_where_the_hand_lies() -> None:
    """With the thumb on D, a line that begins on G begins with the fourth finger."""
    (found,) = fingers(line("piano", 1, "G4 F#4 E4 D4"))

    assert (found.place, found.text) == (0, "4")


@pytest.mark.parametrize("name", ["clarinet", "trumpet", "soprano", "xylophone"])
def test_other_families_have_no_fingers(name: str) -> None:
    """Winds, voices and mallets find theirs."""
    assert fingers(line(name, 1, "D4 E4 F#4 G4")) == ()
