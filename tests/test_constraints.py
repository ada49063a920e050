"""The rules and exact reachability, held against enumeration by brute force."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import reach
from etudes.difficulty import Tags
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import UnsatisfiableRequest
from etudes.sampling.walk import Walk
from etudes.theory import Key, Pitch, TimeSignature

QUARTER, HALF = Fraction(1, 4), Fraction(1, 2)


@pytest.fixture
def three_bars() -> Exercise:
    """Three bars of 2/4 in C on five notes, in crotchets and minims, by step or third."""
    return Exercise(
        level=1,
        key=Key.parse("C"),
        time_signature=TimeSignature(2, 4),
        measures=3,
        pickup=Fraction(0),
        low=Pitch.parse("C4"),
        high=Pitch.parse("G4"),
        values=(HALF, QUARTER),
        rests=(),
        max_leap=4,
        forbidden_leaps=(),
        syncopation="none",
        ties=False,
        alterations="none",
    )


def brute_force(exercise: Exercise) -> set[tuple[tuple[str, Fraction], ...]]:
    """Every melody that keeps the rules, found by trying them all: five notes in C."""
    notes = {"C4": 60, "D4": 62, "E4": 64, "F4": 65, "G4": 67}
    bar = exercise.time_signature.measure_duration
    found = set()

    def grow(line: tuple[tuple[str, Fraction], ...], onset: Fraction) -> None:
        if onset == exercise.duration:
            (last, length), start = line[-1], onset - line[-1][1]
            strong = start % bar == 0 or (len(line) > 1 and line[-2][0] == "C4")
            if (
                last == "C4"
                and length >= QUARTER
                and strong
                and line[0][0] in ("C4", "E4", "G4")
            ):
                found.add(line)
            return
        for name, midi in notes.items():
            for value in exercise.values:
                too_far = line and abs(midi - notes[line[-1][0]]) > exercise.max_leap
                four_equal = len(line) > 2 and all(line[-i][0] == name for i in (1, 2, 3))
                if onset % bar + value <= bar and not too_far and not four_equal:
                    grow((*line, (name, value)), onset + value)

    grow((), Fraction(0))
    return found


def walked(
    exercise: Exercise, vocabulary: Vocabulary
) -> set[tuple[tuple[str, Fraction], ...]]:
    """Every melody that the sampler's own masks allow, followed to the end."""
    reachable = reach(exercise, vocabulary)
    pitches, found = reachable.tables.pitches, set()
    lines: list[list[tuple[int, int]]] = [[]]
    while lines:
        line = lines.pop()
        walk = Walk(vocabulary, [reachable], [Tags(1, 1, 1)], 1)
        for length, pitch in line:
            walk.pitches(np.array([length]))
            durations = walk.ahead.lengths[[length]]
            walk.advance(durations, np.array([pitch]))
        if not walk.going[0]:
            ticks = [vocabulary.durations[walk.ahead.lengths[length]] for length, _ in line]
            names = [str(pitches[walk.ahead.tokens[0, pitch]]) for _, pitch in line]
            found.add(tuple(zip(names, (Fraction(n, 96) for n in ticks), strict=True)))
            continue
        lengths = np.flatnonzero(walk.lengths().worth[0])
        nexts = [
            (int(length), int(pitch))
            for length in lengths
            for pitch in np.flatnonzero(walk.pitches(np.array([length])).worth[0])
        ]
        assert {length for length, _ in nexts} == set(lengths.tolist()), "a dead end"
        assert nexts, "a dead end"
        lines += [[*line, event] for event in nexts]
    return found


def test_the_masks_allow_exactly_what_the_rules_allow(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """No melody more and none less than brute force finds, and never a dead end."""
    expected = brute_force(three_bars)

    assert len(expected) > 50
    assert walked(three_bars, small_vocabulary) == expected


def test_a_request_that_nothing_meets_names_the_rules_that_clash(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """Without the tonic in the range there is no end; nothing else is blamed."""
    high = replace(three_bars, low=Pitch.parse("D4"), high=Pitch.parse("A4"))

    with pytest.raises(UnsatisfiableRequest) as caught:
        reach(high, small_vocabulary)

    assert "range D4 to A4" in str(caught.value) and "an end on the tonic" in str(
        caught.value
    )
    assert "equal notes" not in str(caught.value)


def test_values_that_cannot_fill_the_bar_are_refused(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """Dotted minims alone fill no bar of 2/4."""
    wrong = replace(three_bars, values=(Fraction(3, 4),))

    with pytest.raises(UnsatisfiableRequest, match="note values 3/4"):
        reach(wrong, small_vocabulary)


def test_only_so_many_equal_notes_follow_each_other(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """Four crotchets of one pitch are never allowed."""
    for line in walked(three_bars, small_vocabulary):
        names = [name for name, _ in line]
        assert all(len(set(names[i : i + 4])) > 1 for i in range(len(names) - 3))


def test_leaps_keep_to_the_largest(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """With seconds only, every move is a second or a repetition."""
    steps = replace(three_bars, max_leap=2)
    for line in walked(steps, small_vocabulary):
        midi = [Pitch.parse(name).midi for name, _ in line]
        assert all(abs(b - a) <= 2 for a, b in pairwise(midi))
