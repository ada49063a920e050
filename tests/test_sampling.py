"""The sampler against laws that are written down melody by melody."""

from dataclasses import replace

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st
from test_constraints import three_bars as three_bars
from toys import Remembering, Toy, Z, chi_square_over_bound, exercise, vocabulary_for

from etudes.constraints.exercise import Exercise
from etudes.constraints.law import Even, Fitted
from etudes.constraints.reachability import reach
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import InvalidValue, UnknownName
from etudes.melody import Note
from etudes.model.architecture import Architecture
from etudes.model.folder import TrainedModel
from etudes.model.surrogate import fit
from etudes.runtime import Floats, Ints, Runtime
from etudes.sampling.choose import Candidate, choose
from etudes.sampling.draw import Draw, Population, Task, draw, written
from etudes.sampling.faults import closes_commonly, too_uniform
from etudes.sampling.heard import turns
from etudes.sampling.law import Sharpness
from etudes.sampling.particles import effective_size, log_mean, shares, systematic
from etudes.sampling.wish import Wish, contour

FALSE_ALARM = 1e-6


class Impartial(Runtime):
    """A model that finds every token equally likely, whatever came before."""

    def __init__(self, vocabulary: Vocabulary, architecture: Architecture) -> None:
        super().__init__(TrainedModel("impartial", architecture, vocabulary, {}, {}))

    def step(self, features: Ints, state: list[Floats]) -> tuple[Floats, list[Floats]]:
        size = len(self.vocabulary.durations)
        return np.zeros((*features.shape[:-1], size), np.float32), state

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Floats:
        shape = (*features.shape[:-1], len(self.vocabulary.pitches))
        return np.zeros(shape, np.float32)


@pytest.fixture(scope="module")
def toy() -> Toy:
    """25 melodies of two bars of 2/4 and a model that seldom keeps their rules."""
    of = exercise("2/4", 2, "G4", ("1/4", "1/2"))
    return Toy.of(of, vocabulary_for(of), seed=1)


@pytest.fixture(scope="module")
def toy_with_rests() -> Toy:
    of = exercise("3/4", 2, "E4", ("1/4", "1/2", "3/4"), ("1/4",))
    return Toy.of(of, vocabulary_for(of), seed=2)


def drawn_counts(toy: Toy, particles: int, runs: int, *, masked: bool = False) -> Ints:
    """How often each line of a toy is drawn."""
    looking = reach(toy.exercise, toy.runtime.vocabulary)
    reachable = looking.trusting(0) if masked else looking
    number = {line: i for i, line in enumerate(toy.lines)}
    found = np.zeros(len(toy.lines), np.int64)
    tasks = [Task(reachable, np.random.default_rng([7, i])) for i in range(runs)]
    for population in draw(toy.runtime, tasks, particles):
        [one] = population.sample(1)
        found[number[tuple(zip(one.pitches, one.durations, strict=True))]] += 1
    return found


def test_values_count_the_melodies_that_keep_the_rules(
    toy: Toy, toy_with_rests: Toy
) -> None:
    """Where all melodies weigh the same, the value of the beginning is their number."""
    for some in (toy, toy_with_rests):
        reachable = reach(some.exercise, some.runtime.vocabulary, Even())
        count = reachable.values[0, -1, 0] * np.exp(reachable.scales[0])

        assert count == pytest.approx(len(some.lines), rel=1e-5)


def test_many_particles_draw_from_the_law_given_the_rules(toy: Toy) -> None:
    """256 particles pass a chi-square test against the enumerated law (false alarm 1e-6);
    plain masking fails the same test by far."""
    exact = chi_square_over_bound(drawn_counts(toy, 256, 400), toy.law)
    masking = chi_square_over_bound(drawn_counts(toy, 1, 400, masked=True), toy.law)

    assert exact < 1
    assert masking > 10


def test_more_particles_come_nearer_to_the_law(toy_with_rests: Toy) -> None:
    """Total variation falls from 1 over 16 to 256 particles."""
    distances = []
    for particles in (1, 16, 256):
        found = drawn_counts(toy_with_rests, particles, 400)
        distances.append(np.abs(found / 400 - toy_with_rests.law).sum() / 2)

    assert distances[0] > distances[1] > distances[2]


def test_the_evidence_is_the_probability_that_the_model_keeps_the_rules(toy: Toy) -> None:
    """Its mean over many runs is the true one, with any number of particles (within 4.75
    standard errors: false alarm 2e-6)."""
    reachable = reach(toy.exercise, toy.runtime.vocabulary)
    for particles in (2, 32):
        tasks = [Task(reachable, np.random.default_rng([3, i])) for i in range(4000)]
        populations = draw(toy.runtime, tasks, particles)
        estimates = np.exp([population.log_evidence for population in populations])
        error = estimates.std() / len(estimates) ** 0.5

        assert abs(estimates.mean() - toy.evidence) < Z * error


def test_looking_ahead_with_the_models_own_law_needs_no_weights(
    small_vocabulary: Vocabulary, small_architecture: Architecture, three_bars: Exercise
) -> None:
    """An impartial model is its own surrogate: all weights stay equal."""
    runtime = Impartial(small_vocabulary, small_architecture)
    reachable = reach(three_bars, small_vocabulary, Fitted(fit([], small_vocabulary)))

    [population] = draw(runtime, [Task(reachable, np.random.default_rng(1))], 50)

    assert np.ptp(population.log_weights) < 1e-4
    assert population.least_size == pytest.approx(50, abs=0.01)


def test_first_notes_come_as_often_as_there_are_melodies(
    three_bars: Exercise, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """If all melodies are equally likely, C, E and G open as often as there are melodies
    that open on them (chi-square, false alarm 1e-6)."""
    runtime = Impartial(small_vocabulary, small_architecture)
    reachable = reach(three_bars, small_vocabulary)
    after = [
        _count_opening(three_bars, small_vocabulary, name) for name in ("C4", "E4", "G4")
    ]
    [population] = draw(runtime, [Task(reachable, np.random.default_rng(1))], 3000)

    firsts = [
        str(written(d, reachable, small_vocabulary).pitches[0])
        for d in population.sample(3000)
    ]
    # an impartial model finds short melodies likelier than long ones
    counts = np.array([firsts.count(name) for name in ("C4", "E4", "G4")])
    expected = 3000 * np.array(after) / sum(after)
    chi_square = ((counts - expected) ** 2 / expected).sum()

    assert counts.sum() == 3000
    assert chi_square < -2 * np.log(FALSE_ALARM)  # two degrees of freedom


def _count_opening(three_bars: Exercise, vocabulary: Vocabulary, name: str) -> float:
    """The probability of all melodies that open on a pitch, by brute force."""
    from test_constraints import brute_force

    size = len(vocabulary.pitches) * len(vocabulary.durations)
    lines = [line for line in brute_force(three_bars) if line[0][0] == name]
    return sum(float(size) ** -len(line) for line in lines)


def test_an_exercise_draws_the_same_whatever_stands_beside_it(toy: Toy) -> None:
    """Its own generator alone decides, notes and weights to the last bit."""
    reachable = reach(toy.exercise, toy.runtime.vocabulary)
    longer = reach(replace(toy.exercise, measures=3), toy.runtime.vocabulary)

    def task(seed: int) -> Task:
        return Task(reachable, np.random.default_rng(seed))

    [alone] = draw(toy.runtime, [task(2)], 8)
    beside = draw(
        toy.runtime, [Task(longer, np.random.default_rng(9)), task(2), task(3)], 8
    )

    assert _as_drawn(alone) == _as_drawn(beside[1])


def test_the_real_network_draws_the_same_whatever_stands_beside_it(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """A matrix product of eight rows rounds otherwise than one of eighty, so every exercise
    has a product of its own."""
    rng = np.random.default_rng(5)
    architecture = Architecture(gru=(64, 64), duration_head=32, pitch_head=32)
    runtime = Runtime(_random_model(architecture, small_vocabulary, rng))
    reachable = reach(three_bars, small_vocabulary)

    def tasks(*seeds: int) -> list[Task]:
        return [Task(reachable, np.random.default_rng(seed)) for seed in seeds]

    [alone] = draw(runtime, tasks(4), 8)
    many = draw(runtime, tasks(*range(10)), 8)

    assert _as_drawn(alone) == _as_drawn(many[4])


def _random_model(
    architecture: Architecture, vocabulary: Vocabulary, rng: np.random.Generator
) -> TrainedModel:
    from etudes.model.network import build_network, export_weights

    weights = export_weights(build_network(architecture, vocabulary))
    return TrainedModel(
        "random",
        architecture,
        vocabulary,
        {n: rng.normal(size=w.shape).astype(np.float32) / 3 for n, w in weights.items()},
        {},
    )


def _as_drawn(population: Population) -> tuple[object, ...]:
    return population.draws, population.log_weights.tolist(), population.log_evidence


def test_a_wish_changes_the_odds_as_it_says(toy: Toy) -> None:
    """With log-weight ln 4 for every C, the law is the model's times four for each C
    (chi-square, false alarm 1e-6)."""
    reachable = reach(toy.exercise, toy.runtime.vocabulary)
    tables = reachable.tables
    on_c = np.array([str(pitch) == "C4" for pitch in tables.pitches])
    nothing = Wish.none(tables)
    wish = replace(nothing, tones=nothing.tones + np.log(4) * on_c)
    c = int(np.flatnonzero(on_c)[0])
    often = [sum(pitch == c for pitch, _ in line) for line in toy.lines]
    law = toy.law * 4.0 ** np.array(often)

    tasks = [Task(reachable, np.random.default_rng([1, i]), wish=wish) for i in range(400)]
    number = {line: i for i, line in enumerate(toy.lines)}
    found = np.zeros(len(toy.lines), np.int64)
    for population in draw(toy.runtime, tasks, 256):
        [one] = population.sample(1)
        found[number[tuple(zip(one.pitches, one.durations, strict=True))]] += 1

    assert chi_square_over_bound(found, law / law.sum()) < 1


def test_a_low_temperature_takes_the_likeliest(toy: Toy) -> None:
    """At a hundredth the likeliest choice has nearly all the probability; at 1 nothing
    changes."""
    logits = np.array([[0.0, 1.0, 3.0]])
    plain = Sharpness().applied(logits)

    assert Sharpness(temperature=0.01).applied(logits)[0, 2] > 0.999
    assert plain[0] == pytest.approx(np.exp([0, 1, 3]) / np.exp([0, 1, 3]).sum())


def test_top_p_leaves_the_fewest_that_have_the_probability() -> None:
    """Of .5, .3 and .2 a top-p of .6 keeps the first two; the third all but vanishes."""
    law = Sharpness(top_p=0.6).applied(np.log([[0.5, 0.3, 0.2]]))

    assert law[0] == pytest.approx([0.625, 0.375, 0], abs=1e-5)
    assert law[0, 2] > 0


@pytest.mark.parametrize(
    ("temperature", "top_p"),
    [(float("nan"), 1), (0, 1), (-1, 1), (1, 0), (1, float("nan"))],
)
def test_a_law_without_sense_is_refused(temperature: float, top_p: float) -> None:
    """Not a number, nothing, less than nothing."""
    with pytest.raises(InvalidValue, match="was expected"):
        Sharpness(temperature, top_p)


@given(
    st.lists(st.floats(-30, 30), min_size=1, max_size=20),
    st.floats(0, 1, exclude_max=True),
    st.integers(1, 40),
)
def test_resampling_takes_each_as_often_as_its_share_says(
    logs: list[float], chance: float, count: int
) -> None:
    """Never one time more or less than the share of the count."""
    share = shares(np.array(logs))
    taken = np.bincount(systematic(share, chance, count), minlength=len(logs))

    assert taken.sum() == count
    assert (np.abs(taken - share * count) < 1 + 1e-6).all()


@given(st.lists(st.floats(-200, 200), min_size=1, max_size=20))
def test_the_effective_size_is_between_one_and_all(logs: list[float]) -> None:
    """Equal weights count whole; a mean weight lies between the least and the greatest."""
    weights = np.array(logs)

    assert 1 - 1e-9 <= effective_size(weights) <= len(logs) + 1e-9
    assert min(logs) - 1e-9 <= log_mean(weights) <= max(logs) + 1e-9


@settings(deadline=None, max_examples=15)
@given(st.integers(0, 2**32 - 1), st.integers(1, 5))
def test_every_draw_keeps_every_rule(seed: int, particles: int) -> None:
    """Whatever the model, the seed, the number of particles and the law that looks ahead:
    what is drawn is among what brute force finds."""
    of = exercise("2/4", 2, "F4", ("1/8", "1/4", "1/2"), ("1/4",))
    vocabulary = vocabulary_for(of)
    reachable = reach(of, vocabulary, Fitted(fit([], vocabulary)))
    task = Task(reachable, np.random.default_rng(seed))
    [population] = draw(Remembering(vocabulary, seed, sharpness=2), [task], particles)

    from etudes.constraints.rules import rules_of

    for one in population.draws:
        line = written(one, reachable, vocabulary)
        assert not [fault for rule in rules_of(of) for fault in rule.faults(line)]


def test_an_arch_rises_to_its_middle_and_falls_again(
    three_bars: Exercise, small_vocabulary: Vocabulary, small_architecture: Architecture
) -> None:
    """With the wish for an arch the notes of the middle bar lie higher, by a third of the
    range and more, than without (over 200 draws each)."""
    runtime = Impartial(small_vocabulary, small_architecture)
    reachable = reach(three_bars, small_vocabulary)
    arch = contour("arch", reachable.tables) * 3

    def height(wish: Wish | None) -> float:
        task = Task(reachable, np.random.default_rng(1), wish=wish)
        [population] = draw(runtime, [task], 200)
        lines = [written(d, reachable, small_vocabulary) for d in population.sample(200)]
        middle = [
            note.pitch.midi - 60
            for line in lines
            for note in line.measures[1].notes
            if isinstance(note, Note)
        ]
        return float(np.mean(middle))

    assert height(arch) > height(None) + 1.5


def test_a_contour_that_nobody_knows_is_refused(
    three_bars: Exercise, small_vocabulary: Vocabulary
) -> None:
    """The message lists those that there are."""
    with pytest.raises(UnknownName, match="arch, valley, rising, falling"):
        contour("circle", reach(three_bars, small_vocabulary).tables)


def test_a_candidate_like_another_item_of_the_page_is_left() -> None:
    """Of two that are equally good the one with turns of its own is taken."""
    first = melody("2/4 C4:1/4 D4:1/4 | E4:1/4 D4:1/4 | E4:1/4 D4:1/4 | C4:1/2")
    like = melody("2/4 E4:1/4 D4:1/4 | E4:1/4 D4:1/4 | E4:1/4 D4:1/4 | C4:1/2")
    other = melody("2/4 E4:1/4 F4:1/4 | G4:1/4 E4:1/4 | F4:1/4 D4:1/4 | C4:1/2")
    drawn = Draw((0,), (0,), (1.0, 1.0), (0.0, 0.0))
    candidates = [Candidate(drawn, line, 1.0) for line in (like, other)]

    chosen = choose(candidates, 1, [first], measure=lambda melody: 1.0)

    assert chosen.melody == other
    assert turns(first) & turns(like) and not turns(first) & turns(other)


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
