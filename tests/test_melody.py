"""Melodies: valid at birth, pickups first-class, ties joined."""

from fractions import Fraction

import pytest
from conftest import melody

from etudes.errors import InvalidValue
from etudes.melody import Measure, Melody, Note, Rest
from etudes.theory import Interval, Key, Pitch, TimeSignature

G4 = Pitch.parse("G4")
QUARTER = Fraction(1, 4)


def test_a_pickup_and_the_last_bar_make_one_bar(waltz_with_pickup: Melody) -> None:
    """A crotchet before, a minim at the end: four full bars in all."""
    first, last = waltz_with_pickup.measures[0], waltz_with_pickup.measures[-1]

    assert first.is_pickup and last.is_short
    assert first.duration + last.duration == Fraction(3, 4)
    assert waltz_with_pickup.full_measures == 4


def test_a_bar_too_long_is_refused() -> None:
    """Five crotchets do not fit into 4/4."""
    with pytest.raises(InvalidValue, match="lasts 1, not 5/4"):
        Measure(TimeSignature(4, 4), (Note(G4, QUARTER),) * 5)


def test_a_pickup_in_the_middle_is_refused() -> None:
    """Only the first measure may be a pickup."""
    metre = TimeSignature(2, 4)
    full = Measure(metre, (Note(G4, QUARTER),) * 2)
    upbeat = Measure(metre, (Note(G4, QUARTER),), is_pickup=True)

    with pytest.raises(InvalidValue, match="a pickup opens a melody"):
        Melody(Key.parse("G"), (full, upbeat))


def test_a_tie_to_another_pitch_is_refused() -> None:
    """A tie joins like to like."""
    notes = (Note(G4, QUARTER, tied=True), Note(Pitch.parse("A4"), QUARTER))

    with pytest.raises(InvalidValue, match="leads to no note like it"):
        Melody(Key.parse("G"), (Measure(TimeSignature(2, 4), notes),))


def test_a_note_over_the_barline_is_written_with_a_tie_and_heard_once() -> None:
    """Five crotchets of one pitch in 3/4: two bars, one event."""
    line = melody("3/4 G4:5/4 A4:1/4", "G major")

    assert [len(measure.notes) for measure in line.measures] == [1, 2]
    assert [event.duration for event in line.events()] == [Fraction(5, 4), QUARTER]


def test_ambitus_is_from_the_lowest_to_the_highest_note(waltz_with_pickup: Melody) -> None:
    """D4 to D5."""
    assert waltz_with_pickup.ambitus == (Pitch.parse("D4"), Pitch.parse("D5"))


def test_transposing_moves_key_and_notes_together(waltz_with_pickup: Melody) -> None:
    """Up a major second the D major waltz is in E major and begins on B4."""
    raised = waltz_with_pickup.transposed(Interval.parse("M2"))

    assert str(raised.key) == "E major"
    assert str(raised.pitches[0]) == "B4"
    assert raised.transposed(Interval.parse("-M2")) == waltz_with_pickup


def test_a_melody_of_rests_has_no_ambitus() -> None:
    """Silence is allowed, and has no lowest note."""
    silence = Melody(Key.parse("C"), (Measure(TimeSignature(2, 4), (Rest(2 * QUARTER),)),))

    assert silence.ambitus is None
