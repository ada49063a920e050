"""Pitch, interval, key, metre and written durations, against the textbook."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.theory import (
    MODES,
    Interval,
    Key,
    Pitch,
    TimeSignature,
    note_value,
    split_at_beats,
)

pitches = st.builds(Pitch, st.integers(0, 6), st.integers(-1, 1), st.integers(1, 7))
intervals = st.sampled_from(
    [Interval.parse(n) for n in ("m2", "M2", "m3", "A4", "d5", "P8", "-M6")]
)


def test_a_diminished_fifth_above_is_spelled_on_the_fifth_step() -> None:
    """A4 C5 E5 up a diminished fifth are E♭5 G♭5 B♭5."""
    triad = [Pitch.parse(name) for name in ("A4", "C5", "E5")]

    raised = [str(pitch.transposed(Interval.parse("d5"))) for pitch in triad]

    assert raised == ["Eb5", "Gb5", "Bb5"]


@given(pitches, intervals)
def test_transposing_there_and_back_gives_the_same_spelling(
    pitch: Pitch, interval: Interval
) -> None:
    """Up and down by one interval is no change at all."""
    try:
        there = pitch.transposed(interval)
    except InvalidValue:
        return  # more than a double accidental

    assert there.transposed(-interval) == pitch


@given(pitches)
def test_a_pitch_reads_back_as_it_is_written(pitch: Pitch) -> None:
    """str and parse are inverse."""
    assert Pitch.parse(str(pitch)) == pitch


@pytest.mark.parametrize(
    ("text", "fifths"),
    [
        ("C", 0),
        ("D major", 2),
        ("e minor", 1),
        ("F#m", 3),
        ("Bb", -2),
        ("E-flat major", -3),
        ("c", -3),
        ("A dorian", 1),
        ("G mix", 0),
    ],
)
def test_keys_have_the_signatures_of_the_circle_of_fifths(text: str, fifths: int) -> None:
    """Sharps count up, flats down."""
    assert Key.parse(text).fifths == fifths


def test_every_signature_gives_back_its_key() -> None:
    """From seven flats to seven sharps, major and minor."""
    for mode in ("major", "minor"):
        for fifths in range(-7, 8):
            assert Key.from_fifths(fifths, mode).fifths == fifths


def test_the_signature_of_a_major_is_f_c_and_g_sharp() -> None:
    """Three sharps, on F, C and G."""
    key = Key.parse("A major")

    sharps = ["CDEFGAB"[step] for step in range(7) if key.signature_alter(step) == 1]

    assert sharps == ["C", "F", "G"]


@pytest.mark.parametrize("text", ["", "H", "D mjor", "Q minor", "C###", "Db minor major"])
def test_a_malformed_key_is_refused_with_an_example(text: str) -> None:
    """The message shows what a key looks like."""
    with pytest.raises(InvalidValue, match="such as 'D major'"):
        Key.parse(text)


@pytest.mark.parametrize(
    ("metre", "beats", "strong"),
    [
        ("4/4", ["0", "1/4", "1/2", "3/4"], ["0", "1/2"]),
        ("3/4", ["0", "1/4", "1/2"], ["0"]),
        ("6/8", ["0", "3/8"], ["0", "3/8"]),
        ("9/8", ["0", "3/8", "3/4"], ["0"]),
        ("5/8", ["0", "3/8"], ["0"]),
        ("7/8", ["0", "1/4", "1/2"], ["0"]),
        ("2/2", ["0", "1/2"], ["0"]),
    ],
)
def test_beats_lie_where_a_conductor_shows_them(
    metre: str, beats: list[str], strong: list[str]
) -> None:
    """Compound metres beat in dotted values, 5/8 as 3+2, 7/8 as 2+2+3."""
    time_signature = TimeSignature.parse(metre)

    assert [str(beat) for beat in time_signature.beats] == beats
    assert [str(beat) for beat in time_signature.strong_beats] == strong


@pytest.mark.parametrize("text", ["4", "4/5", "0/4", "33/4", "waltz", "-3/4"])
def test_a_malformed_metre_is_refused_with_an_example(text: str) -> None:
    """The message shows what a time signature looks like."""
    with pytest.raises(InvalidValue, match="such as 3/4"):
        TimeSignature.parse(text)


@pytest.mark.parametrize(
    ("metre", "onset", "length", "parts"),
    [
        ("4/4", "0", "5/8", ["1/2", "1/8"]),
        ("4/4", "1/8", "1/4", ["1/4"]),
        ("4/4", "3/8", "1/4", ["1/8", "1/8"]),
        ("4/4", "1/4", "1/2", ["1/2"]),
        ("3/4", "1/4", "1/2", ["1/2"]),
        ("6/8", "1/4", "1/4", ["1/8", "1/8"]),
        ("6/8", "0", "5/8", ["3/8", "1/4"]),
        ("9/8", "3/8", "3/4", ["3/4"]),
        ("2/2", "1/4", "1/2", ["1/2"]),
        ("3/2", "1/2", "1/2", ["1/2"]),
        ("3/2", "0", "1", ["1"]),
    ],
)
def test_a_length_is_split_where_it_would_hide_a_beat(
    metre: str, onset: str, length: str, parts: list[str]
) -> None:
    """The middle of 4/4 and the beats of 6/8 stay visible; plain syncopation stands."""
    split = split_at_beats(Fraction(onset), Fraction(length), TimeSignature.parse(metre))

    assert [str(part) for part in split] == parts


def test_a_minim_rest_fills_a_half_of_the_bar_and_nothing_else() -> None:
    """In 4/4 it stands on beat 1 or 3; between them there are two crotchet rests."""
    metre, half = TimeSignature(4, 4), Fraction(1, 2)

    on_one, on_two, on_three = (
        split_at_beats(Fraction(n, 4), half, metre, True) for n in range(3)
    )

    assert on_one == on_three == (half,)
    assert on_two == (half / 2, half / 2)


@given(
    st.sampled_from([(2, 4), (3, 4), (4, 4), (6, 8), (9, 8), (5, 8), (7, 8), (2, 2)]),
    st.integers(0, 30),
    st.integers(1, 32),
    st.booleans(),
)
def test_split_lengths_add_up_and_can_each_be_written(
    metre: tuple[int, int], onset: int, length: int, is_rest: bool
) -> None:
    """Whatever the place, the parts are single note values that sum to the whole."""
    time_signature = TimeSignature(*metre)
    start, whole = Fraction(onset, 16), Fraction(length, 16)
    if start + whole > time_signature.measure_duration:
        return

    parts = split_at_beats(start, whole, time_signature, is_rest)

    assert sum(parts) == whole
    assert all(note_value(part) for part in parts)


def test_modes_are_named_once() -> None:
    """The table of modes has no doubles."""
    assert len(set(MODES)) == len(MODES)


@pytest.mark.parametrize("text", ["H4", "G", "G#b4", "4G", "C99"])
def test_a_malformed_pitch_is_refused_with_an_example(text: str) -> None:
    """The message shows what a pitch looks like."""
    with pytest.raises(InvalidValue, match="such as G3"):
        Pitch.parse(text)


@pytest.mark.parametrize("text", ["P3", "M5", "X4", "P0", ""])
def test_an_interval_that_does_not_exist_is_refused(text: str) -> None:
    """There is no perfect third and no major fifth."""
    with pytest.raises(InvalidValue):
        Interval.parse(text)
