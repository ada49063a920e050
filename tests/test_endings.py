"""How melodies end: hand-made draws, and a law simple enough to enumerate."""

from dataclasses import replace

import numpy as np
import pytest
from conftest import melody
from test_constraints import three_bars as three_bars
from test_sampling import Impartial

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import reach
from etudes.encoding.context import Frame
from etudes.encoding.vocabulary import Vocabulary
from etudes.evaluation.endings import ending, measure, of_melodies, summary, unaided
from etudes.evaluation.material import Specimen
from etudes.model.architecture import Architecture
from etudes.runtime import Floats, Ints
from etudes.sampling.continuation import continued
from etudes.sampling.draw import Draw, Task, draw
from etudes.theory import TimeSignature

C, D, CROTCHET, MINIM = 1, 2, 0, 1
TWO_NOTES = Vocabulary(((-128, 0), (0, 0), (1, 0)), (24, 48))
"""The rest, the tonic and the second; crotchet and minim."""


class Stubborn(Impartial):
    """A model that is sure to go on with one pitch in one duration."""

    pitch, duration = C, CROTCHET

    def step(self, features: Ints, state: list[Floats]) -> tuple[Floats, list[Floats]]:
        logits, state = super().step(features, state)
        logits[:, self.duration] = 100
        return logits, state

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Floats:
        logits = super().pitch_logits(features, state, durations, left_after)
        logits[:, self.pitch] = 100
        return logits


def drawn(pitches: list[int], durations: list[int]) -> Draw:
    """A draw that cost nothing."""
    nothing = (0.0,) * (2 * len(pitches))
    return Draw(tuple(pitches), tuple(durations), nothing, nothing)


def meets_end_rule(left: int, place: int, after_tonic: bool) -> float:
    """How often an impartial model, `left` crotchets before the end of a piece in 2/4,
    fills it and ends on the tonic: on the downbeat, or after another tonic."""
    total = 0.0
    for length in (1, 2):
        for pitch in ("rest", "tonic", "second"):
            if length == left:
                ends = pitch == "tonic" and (place == 0 or after_tonic)
                total += ends / 6
            elif length < left:
                heard = after_tonic if pitch == "rest" else pitch == "tonic"
                total += meets_end_rule(left - length, (place + length) % 2, heard) / 6
    return total


def test_a_draw_says_what_each_choice_cost(
    three_bars: Exercise, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """Nine lengths and 46 pitches, all as likely: C, E or G may open, so the rules take
    43 of 46 parts from the first pitch."""
    runtime = Impartial(small_vocabulary, small_architecture)
    reachable = reach(three_bars, small_vocabulary)

    [population] = draw(runtime, [Task(reachable, np.random.default_rng(1))], 1)
    [one] = population.draws

    assert len(one.choice_bits) == len(one.choice_removed) == 2 * len(one.pitches)
    assert one.choice_bits[0::2] == pytest.approx([np.log2(9)] * len(one.pitches))
    assert one.choice_bits[1::2] == pytest.approx([np.log2(46)] * len(one.pitches))
    assert one.choice_removed[1] == pytest.approx(43 / 46)
    assert one.bits == pytest.approx(len(one.pitches) * np.log2(9 * 46))
    assert one.mass_removed == pytest.approx(np.mean(one.choice_removed))


def test_the_ending_of_a_draw_with_known_costs(three_bars: Exercise) -> None:
    """Six bars of one minim each: bar n costs n bits, the rules take 3/4 of a length in the
    middle and half of the last pitch."""
    six_bars = replace(three_bars, measures=6)
    reachable = reach(six_bars, TWO_NOTES)
    bits = [x for bar in range(1, 7) for x in (0.0, float(bar))]
    removed = [0.0] * 12
    removed[4], removed[11] = 0.75, 0.5  # the length of bar 3, the pitch of bar 6
    line = Draw((C, D, C, C, D, C), (MINIM,) * 6, tuple(bits), tuple(removed))

    found = ending(line, reachable, TWO_NOTES)

    assert (found.last_removed, found.bar_bits, found.middle_bar_bits) == (0.5, 1.0, 1.0)
    assert found.end.tolist() == [5.0, 6.0] and found.middle.tolist() == [3.0, 4.0]
    assert found.commonly  # from the second
    assert summary([found])["end_over_middle"] == pytest.approx(5.5 / 3.5, abs=1e-4)
    assert summary([found])["end_rule_unaided"] is None


def test_a_model_bent_on_the_tonic_ends_by_itself_and_one_on_the_second_never(
    three_bars: Exercise, small_architecture: Architecture
) -> None:
    """Crotchets on C to the end keep the end rule; crotchets on D break it."""
    reachable = reach(three_bars, TWO_NOTES)
    line = drawn([C, D, C], [MINIM] * 3)
    runtime = Stubborn(TWO_NOTES, small_architecture)

    assert unaided(runtime, line, reachable, 5, np.random.default_rng(1)) == 1.0
    runtime.pitch = D
    assert unaided(runtime, line, reachable, 5, np.random.default_rng(1)) == 0.0


def test_a_note_beyond_the_end_is_no_end(
    three_bars: Exercise, small_architecture: Architecture
) -> None:
    """From the middle of bar 2, minims miss the final barline, though they are tonics."""
    runtime = Stubborn(TWO_NOTES, small_architecture)
    runtime.duration = MINIM
    reachable = reach(three_bars, TWO_NOTES)
    across = drawn([C, C, C, C], [CROTCHET, MINIM, MINIM, CROTCHET])

    assert unaided(runtime, across, reachable, 5, np.random.default_rng(1)) == 0.0


def test_continuations_follow_the_models_own_law(
    three_bars: Exercise, small_architecture: Architecture
) -> None:
    """Of 4,000 as many meet the end rule as an enumeration says (five standard errors,
    false alarm 1e-6)."""
    runtime = Impartial(TWO_NOTES, small_architecture)
    line = drawn([C, D, C], [MINIM] * 3)
    expected = meets_end_rule(4, 0, after_tonic=True)

    share = unaided(
        runtime, line, reach(three_bars, TWO_NOTES), 4000, np.random.default_rng(5)
    )

    assert abs(share - expected) < 5 * (expected * (1 - expected) / 4000) ** 0.5


def test_a_continuation_keeps_its_opening(small_architecture: Architecture) -> None:
    """What was given comes back, and the rest fills the piece."""
    runtime = Stubborn(TWO_NOTES, small_architecture)
    frame = Frame(TimeSignature(2, 4), "major", 144)
    opening = [(D, MINIM), (D, CROTCHET)]

    lines = continued(runtime, frame, opening, 3, np.random.default_rng(1))

    assert {(line.pitches, line.durations, line.fills) for line in lines} == {
        ((D, D, C, C, C), (MINIM, CROTCHET, CROTCHET, CROTCHET, CROTCHET), True)
    }


def test_human_endings_are_read_note_by_note(
    small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """Under an impartial law every event costs the same, and the last pitch has 1 of 46
    parts; a melody with a septuplet is left out."""
    runtime = Impartial(small_vocabulary, small_architecture)
    bars = "C4:1/4 D4:1/4 | " * 5
    by_step = Specimen(melody(f"2/4 {bars}D4:1/4 C4:1/4"), "a", 3, "")
    by_sixth = Specimen(melody(f"2/4 {bars}A4:1/4 C4:1/4"), "b", 3, "")
    seven = Specimen(melody("2/4 " + "C4:1/14 " * 7), "c", 3, "")

    found = of_melodies(runtime, [by_step, by_sixth, seven])

    assert (found["melodies"], found["left_out"]) == (3, 1)
    assert found["last_pitch_missed_mean"] == pytest.approx(45 / 46, abs=1e-4)
    assert found["common_closing_motion"] == pytest.approx(2 / 3, abs=1e-4)
    assert found["end_over_middle"] == pytest.approx(1.0)


def test_the_measure_goes_through_metres_and_levels(
    small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """One summary for each; a cell that no melody can fill is named."""
    without_dots = replace(small_vocabulary, durations=(12, 24, 48, 96))
    runtime = Impartial(without_dots, small_architecture)

    found = measure(
        runtime,
        metres=["4/4", "3/8"],
        levels=[1],
        measures=4,
        exercises=2,
        candidates=3,
        copies=2,
    )

    assert found["all"]["draws"] == found["metres"]["4/4"]["draws"] == 6
    assert found["metres"]["3/8"]["draws"] == 0
    assert found["cells"].keys() == {"4/4 level 1"}
    assert found["unsatisfiable"] == ["3/8 level 1"]
    assert 0 <= found["all"]["end_rule_unaided"] <= 1
