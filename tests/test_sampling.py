"""The sampler against a law that can be computed by hand, and the choice among draws."""

import numpy as np
from conftest import melody
from test_constraints import three_bars as three_bars

from etudes.constraints.exercise import Exercise
from etudes.constraints.reachability import reach
from etudes.encoding.vocabulary import Vocabulary
from etudes.model.architecture import Architecture
from etudes.model.folder import TrainedModel
from etudes.runtime import Floats, Ints, Runtime
from etudes.sampling.choose import closes_commonly, too_uniform
from etudes.sampling.draw import draw, written

FALSE_ALARM = 1e-6


class Impartial(Runtime):
    """A model that finds every token equally likely, whatever came before."""

    def __init__(self, vocabulary: Vocabulary, architecture: Architecture) -> None:
        super().__init__(TrainedModel("impartial", architecture, vocabulary, {}, {}))

    def step(self, features: Ints, state: list[Floats]) -> tuple[Floats, list[Floats]]:
        size = len(self.vocabulary.durations)
        return np.zeros((len(features), size), np.float32), state

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Floats:
        return np.zeros((len(features), len(self.vocabulary.pitches)), np.float32)


def test_first_notes_come_as_often_as_the_law_says(
    three_bars: Exercise, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """C, E and G may open, each a third of the time (chi-square, false alarm 1e-6)."""
    runtime = Impartial(small_vocabulary, small_architecture)
    reachable = reach(three_bars, small_vocabulary)
    [draws] = draw(runtime, [reachable], [np.random.default_rng(1)], 3000)

    firsts = [str(written(d, reachable, small_vocabulary).pitches[0]) for d in draws]
    counts = [firsts.count(name) for name in ("C4", "E4", "G4")]
    chi_square = sum((n - 1000) ** 2 / 1000 for n in counts)

    assert sum(counts) == 3000
    assert chi_square < -2 * np.log(FALSE_ALARM)  # two degrees of freedom


def test_an_exercise_draws_the_same_whatever_stands_beside_it(
    three_bars: Exercise, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """Its own generator alone decides."""
    runtime = Impartial(small_vocabulary, small_architecture)
    reachable = reach(three_bars, small_vocabulary)

    alone = draw(runtime, [reachable], [np.random.default_rng(2)], 4)
    beside = draw(
        runtime, [reachable] * 2, [np.random.default_rng(9), np.random.default_rng(2)], 4
    )

    assert alone[0] == beside[1]


def test_a_close_by_step_is_common_and_one_by_a_sixth_is_not() -> None:
    """2–1 and 7–1 close; 6–1 falling does not."""
    by_step = melody("2/4 C4:1/4 E4:1/4 D4:1/4 C4:1/4")
    by_sixth = melody("2/4 C4:1/4 E4:1/4 A4:1/4 C4:1/4")

    assert closes_commonly(by_step)
    assert not closes_commonly(by_sixth)


def test_bars_that_only_repeat_are_too_uniform() -> None:
    """Four equal bars are no étude."""
    same = melody("2/4 " + "C4:1/4 E4:1/4 | " * 3 + "C4:1/2")
    varied = melody("2/4 C4:1/4 E4:1/4 | D4:1/4 F4:1/4 | E4:1/4 D4:1/4 | C4:1/2")

    assert too_uniform(same)
    assert not too_uniform(varied)
