"""The memory of a motif: what followed when the latest notes were last heard."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from etudes.encoding.context import Context, Frame, feature_sizes
from etudes.encoding.recall import Past
from etudes.encoding.vocabulary import Vocabulary
from etudes.theory import TimeSignature

EVENTS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 1)), max_size=24)


def slow_best(events: list[tuple[int, int]], place: int) -> tuple[int, int]:
    """The same search, spelled out: every earlier end, how far back it agrees."""
    names = [name for name, _ in events]
    found = []
    for end in range(len(names) - 1):
        length = 0
        while length <= end and names[end - length] == names[-1 - length]:
            length += 1
        found.append((min(length, 15), events[end + 1][1] == place, end + 1))
    length, _, index = max(found, key=lambda f: (2 * f[0] + f[1], f[2]), default=(0, 0, 0))
    return (index, length)


@given(EVENTS, st.integers(0, 1))
def test_the_longest_stretch_heard_before_is_found(
    events: list[tuple[int, int]], place: int
) -> None:
    """As found by looking at every place in turn; where nothing matches, length 0."""
    past = Past(1)
    for name, where in events:
        past.append(np.array([name]), np.array([where]))

    index, length = (int(x[0]) for x in past.best(np.array([place])))

    expected = slow_best(events, place)
    assert length == expected[1]
    assert length == 0 or index == expected[0]


def recalled(
    vocabulary: Vocabulary, mode: str, notes: list[tuple[int, int, int]]
) -> dict[str, int]:
    """The features after some notes (step, alteration, ticks) in 4/4."""
    context = Context(vocabulary, [Frame(TimeSignature(4, 4), mode, 96 * 4)])
    for step, alter, ticks in notes:
        pitch, duration = vocabulary.pitch_id(step, alter), vocabulary.duration_id(ticks)
        context.advance(np.array([pitch]), np.array([duration]))
    names = list(feature_sizes(vocabulary))
    return dict(zip(names, context.features()[0].tolist(), strict=True))


def crotchets(*steps: int) -> list[tuple[int, int, int]]:
    return [(step, 0, 24) for step in steps]


def test_a_motif_that_returns_recalls_its_next_note(small_vocabulary: Vocabulary) -> None:
    """1 2 3 5, and 1 2 3 again: the 5 is told, after a match of three."""
    told = recalled(small_vocabulary, "major", crotchets(0, 1, 2, 4, 0, 1, 2))

    assert told["pitch_recall"] == small_vocabulary.pitch_id(4, 0)
    assert told["duration_recall"] == small_vocabulary.duration_id(24)
    assert told["run_recall"] == 3


def test_a_motif_on_another_step_is_a_sequence(small_vocabulary: Vocabulary) -> None:
    """1 2 3 1, then 2 3 4: two moves agree, so 2 is told; no note itself recalls it."""
    told = recalled(small_vocabulary, "major", crotchets(0, 1, 2, 0, 1, 2, 3))

    assert told["pitch_sequence"] == small_vocabulary.pitch_id(1, 0)
    assert told["run_sequence"] == 2
    assert told["pitch_recall"] == len(small_vocabulary.pitches)


def test_a_sequence_stays_in_its_mode(small_vocabulary: Vocabulary) -> None:
    """In minor a step above the second degree is the minor third."""
    notes = [(3, 0, 24), (4, 0, 24), (5, -1, 12), (0, 0, 24), (1, 0, 24)]

    told = recalled(small_vocabulary, "minor", notes)

    assert told["pitch_sequence"] == small_vocabulary.pitch_id(2, -1)
    assert told["duration_sequence"] == small_vocabulary.duration_id(12)
