"""Melody ↔ arrays, exactly; and what the model is told before each event."""

from fractions import Fraction

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, reject
from hypothesis import strategies as st

from etudes.encoding.context import Context, Frame, feature_sizes
from etudes.encoding.events import decode, encode
from etudes.encoding.relative import absolute, reference_tonic, relative
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import DamagedData, InvalidValue
from etudes.melody import Melody
from etudes.theory import Key, Pitch, TimeSignature

keys = st.builds(
    Key.from_fifths, st.integers(-5, 5), st.sampled_from(["major", "minor", "dorian"])
)


@st.composite
def melodies(draw: st.DrawFn) -> Melody:
    """Any valid melody: some bars filled with notes and rests of the grid."""
    key = draw(keys)
    metre = TimeSignature.parse(draw(st.sampled_from(["2/4", "3/4", "4/4", "6/8", "5/8"])))
    low = Pitch(key.step, key.alter, draw(st.integers(2, 5)))
    left = metre.measure_duration * draw(st.integers(1, 4))
    lengths = [Fraction(n, 96) for n in (6, 8, 12, 18, 24, 36, 48)]
    events: list[tuple[Pitch | None, Fraction]] = [(low, min(left, lengths[3]))]
    left -= events[0][1]
    while left > 0:
        length = min(left, draw(st.sampled_from(lengths)))
        steps = draw(st.integers(-5, 9))
        try:
            pitch = absolute(steps, draw(st.integers(-1, 1)), low)
        except InvalidValue:
            reject()  # a triple sharp: no staff could hold it
        events.append((None if draw(st.booleans()) and events[-1][0] else pitch, length))
        left -= length
    return Melody.from_events(key, metre, events)


@given(melodies())
def test_decoding_gives_back_what_was_encoded(line: Melody) -> None:
    """Every event, spelled and timed as before."""
    again = decode(encode(line))

    assert list(again.events()) == list(line.events())
    assert again.key == line.key


@given(keys, st.integers(40, 90))
def test_the_middle_of_a_melody_lies_above_its_reference_tonic(
    key: Key, centre: int
) -> None:
    """From a tone and a half below the tonic to a major sixth above it."""
    tonic = reference_tonic(key, centre)

    assert -2.5 <= centre - tonic.midi < 9.5


def test_the_minor_third_is_the_third_degree_lowered() -> None:
    """B♭ above G is degree three, one semitone down; F sharp is its raised seventh."""
    g = Pitch.parse("G4")

    assert relative(Pitch.parse("Bb4"), g) == (2, -1)
    assert relative(Pitch.parse("F#4"), g) == (-1, 0)


def test_a_tune_and_its_transposition_are_the_same_to_the_model(
    waltz_with_pickup: Melody,
) -> None:
    """In any key the arrays agree."""
    from etudes.theory import Interval

    here = encode(waltz_with_pickup)
    there = encode(waltz_with_pickup.transposed(Interval.parse("m3")))

    assert (here.steps == there.steps).all() and (here.alters == there.alters).all()


def test_a_length_off_the_grid_is_refused() -> None:
    """A quintuplet has no tick of its own."""
    with pytest.raises(InvalidValue, match="multiples of 1/96"):
        encode(melody("2/4 C4:1/20 D4:9/20"))


def test_a_vocabulary_reads_back_and_knows_its_digest(small_vocabulary: Vocabulary) -> None:
    """JSON there and back; another table of styles is refused."""
    data = small_vocabulary.to_json()

    assert Vocabulary.from_json(data).digest == small_vocabulary.digest
    with pytest.raises(DamagedData, match="other styles"):
        Vocabulary.from_json({**data, "styles": ["polka"]})


def test_the_look_back_sees_what_stood_a_bar_ago(small_vocabulary: Vocabulary) -> None:
    """In bar two of 2/4, the first crotchet of bar one; at the start, nothing."""
    names = list(feature_sizes(small_vocabulary))
    context = Context(small_vocabulary, [Frame(TimeSignature(2, 4), "major", 96)])
    crotchet = small_vocabulary.duration_id(24)
    tonic, second = small_vocabulary.pitch_id(0, 0), small_vocabulary.pitch_id(1, 0)
    nothing = context.features()[0][names.index("pitch_1")]
    for pitch in (tonic, second):
        context.advance(np.array([pitch]), np.array([crotchet]))

    features = dict(zip(names, context.features()[0], strict=True))

    assert nothing == len(small_vocabulary.pitches)
    assert (features["pitch_1"], features["duration_1"]) == (tonic, crotchet)
    assert (features["pitch"], features["measures_left"], features["strength"]) == (
        second,
        1,
        4,
    )


def test_a_literal_repetition_is_counted_as_a_run(small_vocabulary: Vocabulary) -> None:
    """Three events equal to those one bar before make a run of three."""
    names = list(feature_sizes(small_vocabulary))
    context = Context(small_vocabulary, [Frame(TimeSignature(3, 4), "major", 288)])
    crotchet = np.array([small_vocabulary.duration_id(24)])
    for steps in (0, 1, 2, 0, 1, 2):
        context.advance(np.array([small_vocabulary.pitch_id(steps, 0)]), crotchet)

    assert context.features()[0][names.index("run_1")] == 3


def test_a_batch_and_its_members_have_the_same_features(
    small_vocabulary: Vocabulary,
) -> None:
    """What stands beside a melody in the batch does not matter."""
    frames = [
        Frame(TimeSignature(2, 4), "major", 96, level=2),
        Frame(TimeSignature(6, 8), "minor", 144, pickup=12, style="dance"),
    ]
    together = Context(small_vocabulary, frames)
    alone = [Context(small_vocabulary, [frame]) for frame in frames]
    rng = np.random.default_rng(1)
    for _ in range(6):
        pitches, durations = rng.integers(1, 20, 2), rng.integers(0, 3, 2)
        expected = np.concatenate([context.features() for context in alone])

        assert (together.features() == expected).all()

        together.advance(pitches, durations)
        for row, context in enumerate(alone):
            context.advance(pitches[row : row + 1], durations[row : row + 1])
