"""The ability of a listener: held against sums that share no code with the estimate."""

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.assessment.ability import PRIOR, Prior, estimate
from etudes.assessment.calibration import calibrate
from etudes.assessment.parameters import GRID, ItemParameters, chances, information
from etudes.assessment.prior import (
    Alteration,
    ability_of_level,
    altered_difficulty,
    kinds,
    level_of_ability,
    prior_parameters,
)
from etudes.assessment.response import Response
from etudes.errors import InvalidValue, UnknownName

ITEMS = st.builds(
    ItemParameters,
    difficulty=st.floats(-3, 3),
    discrimination=st.floats(0.3, 2.5),
    guessing=st.sampled_from([0.0, 0.25, 1 / 3, 0.5]),
    difficulty_sd=st.sampled_from([0.0, 0.3, 0.6]),
    points=st.integers(1, 6),
    shared_sd=st.sampled_from([0.0, 1.0]),
)


def curve(theta: float, b: float, a: float = 1.31, c: float = 0.0) -> float:
    """The chance of a right answer, as the textbook has it."""
    return c + (1 - c) / (1 + math.exp(-a * (theta - b)))


def by_hand(answers: list[tuple[float, float, int]], sd: float) -> tuple[float, float]:
    """Mean and deviation of the posterior by a plain sum: (b, c, right) an answer."""
    weights, total, square = 0.0, 0.0, 0.0
    for step in range(-6000, 6001):
        theta = step / 1000
        weight = math.exp(-0.5 * (theta / sd) ** 2)
        for b, c, right in answers:
            p = curve(theta, b, c=c)
            weight *= p if right else 1 - p
        weights, total, square = (
            weights + weight,
            total + theta * weight,
            square + theta**2 * weight,
        )
    mean = total / weights
    return mean, math.sqrt(square / weights - mean**2)


def test_at_its_difficulty_a_student_knows_half() -> None:
    """And guesses the rest: halfway between guessing and certainty."""
    assert ItemParameters(0.7).chance(0.7) == pytest.approx(0.5)
    assert ItemParameters(0.7, guessing=0.25).chance(0.7) == pytest.approx(0.625)


def test_the_estimate_is_the_textbooks_sum() -> None:
    """Five answers with guessing, worked out by another sum on a finer grid."""
    answers = [
        (-1.0, 0.5, 1),
        (0.0, 0.25, 1),
        (0.4, 0.0, 0),
        (1.0, 1 / 3, 1),
        (2.0, 0.25, 0),
    ]
    mean, sd = by_hand(answers, sd=1.0)

    found = estimate(
        [(ItemParameters(b, guessing=c), right) for b, c, right in answers], Prior(0, 1.0)
    )

    assert found.theta == pytest.approx(mean, abs=1e-4)
    assert found.standard_error == pytest.approx(sd, abs=1e-4)


def test_the_mode_is_where_the_slope_of_the_log_posterior_is_nought() -> None:
    """Without guessing: Σ a (x − P(θ)) = θ / sd², the maximum a posteriori."""
    answers = [(-1.0, 1), (0.0, 1), (0.5, 0), (1.5, 1), (1.0, 0)]
    found = estimate([(ItemParameters(b), right) for b, right in answers], Prior(0, 1.0))

    slope = sum(1.31 * (right - curve(found.mode, b)) for b, right in answers)

    assert slope == pytest.approx(found.mode, abs=2e-3)


def test_the_information_is_birnbaums() -> None:
    """a² (P − c)² (1 − P) / ((1 − c)² P), where the difficulty is known."""
    for c in (0.0, 0.25, 0.5):
        found = information(ItemParameters(0.5, guessing=c))
        for theta in (-1.0, 0.5, 2.0):
            p = curve(theta, 0.5, c=c)
            expected = 1.31**2 * (p - c) ** 2 * (1 - p) / ((1 - c) ** 2 * p)
            assert np.interp(theta, GRID, found) == pytest.approx(expected, rel=0.01)


def test_half_bars_of_one_dictation_hang_together() -> None:
    """Simulated answers of 8 half bars, shifted together, have the law the model says."""
    item = ItemParameters(0.2, points=8, shared_sd=1.0)
    rng = np.random.default_rng(3)
    shift = rng.normal(size=200_000)
    drawn = rng.binomial(8, 1 / (1 + np.exp(-1.31 * (0.5 - 0.2 - shift))))

    law = chances(item)[:, int(np.argmin(abs(GRID - 0.5)))]

    assert law.sum() == pytest.approx(1)
    assert np.bincount(drawn, minlength=9) / len(drawn) == pytest.approx(law, abs=0.004)


def test_eight_half_bars_are_worth_less_than_two_independent_ones() -> None:
    """With the shift of the scale: 1.8 of them, though eight are marked."""
    eight = ItemParameters(0.0, points=8, shared_sd=1.0)
    ratio = information(eight).max() / information(ItemParameters(0.0)).max()

    assert 1.6 < ratio < 2.0


def test_not_knowing_the_difficulty_makes_the_estimate_less_sure() -> None:
    """The same answers: the error grows with the doubt about the items."""
    errors = [
        estimate([(ItemParameters(0.0, difficulty_sd=sd), i % 2) for i in range(20)])
        for sd in (0.0, 0.3, 0.6, 1.2)
    ]

    assert [e.standard_error for e in errors] == sorted(e.standard_error for e in errors)


@given(st.lists(st.tuples(ITEMS, st.floats(0, 1)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_the_estimate_is_always_a_number_within_its_interval(
    answers: list[tuple[ItemParameters, float]],
) -> None:
    """All right, all wrong, lucky guesses on the hardest: never NaN, never without end."""
    found = estimate([(item, share * item.points) for item, share in answers])

    assert found.low < found.theta < found.high
    assert 0 < found.standard_error <= PRIOR.sd * 1.5
    assert -8 <= found.low <= found.mode <= found.high <= 8


@given(st.floats(-2, 2), st.sampled_from([0.0, 0.25, 0.5]), st.integers(1, 15))
@settings(max_examples=40, deadline=None)
def test_a_better_score_on_equal_items_is_more_ability(
    b: float, c: float, count: int
) -> None:
    """Monotone in the score."""
    item = ItemParameters(b, guessing=c, difficulty_sd=0.3)
    found = [
        estimate([(item, int(i < right)) for i in range(count)]).theta
        for right in range(count + 1)
    ]

    assert found == sorted(found)


def test_with_ever_more_items_the_estimate_finds_the_truth() -> None:
    """2000 items of known difficulty: the error is near 0.06 and the truth within three."""
    rng = np.random.default_rng(11)
    for truth in (-1.5, 0.3, 2.0):
        items = [ItemParameters(float(b), guessing=0.25) for b in rng.uniform(-2, 2, 2000)]
        right = [rng.random() < curve(truth, i.difficulty, c=0.25) for i in items]

        found = estimate(list(zip(items, right, strict=True)))

        assert found.standard_error < 0.09
        assert abs(found.theta - truth) < 3 * found.standard_error


def test_levels_are_half_a_logit_apart() -> None:
    """Level 1 is −1.75, level 8 is 1.75, and the way back leads home."""
    assert (ability_of_level(1), ability_of_level(8)) == (-1.75, 1.75)
    assert [level_of_ability(ability_of_level(n)) for n in range(1, 9)] == [*range(1, 9)]
    assert level_of_ability(-5) == 1.0
    assert level_of_ability(5) == 8.9


BANK_MEANS = {  # notes: (in key, out of key), means of the published bank
    **{3: (-0.64, -0.44), 4: (-0.45, -0.51), 5: (0.08, -0.23), 6: (0.19, -0.35)},
    **{7: (0.17, 0.08), 9: (0.96, 0.49), 12: (1.45, 0.56), 16: (1.82, 0.80)},
}


def test_the_difficulty_of_altered_melodies_is_the_published_banks() -> None:
    """Within 0.4 logits at every length, and 0.16 on the whole: the fit's own error."""
    off = [
        np.mean([altered_difficulty(Alteration(n, in_key, c)) for c in (True, False)])
        - mean
        for n, row in BANK_MEANS.items()
        for in_key, mean in zip((True, False), row, strict=True)
    ]

    assert np.max(np.abs(off)) < 0.4
    assert np.sqrt(np.mean(np.square(off))) < 0.16


def test_a_longer_melody_hides_a_change_better() -> None:
    """More notes are harder, whatever else is so."""
    for in_key in (True, False):
        for contour in (True, False):
            row = [altered_difficulty(Alteration(n, in_key, contour)) for n in range(3, 30)]
            assert row == sorted(row)


def test_priors_say_what_is_not_known() -> None:
    """0.3 for the bank's own task, 0.6 elsewhere and beyond the bank's lengths."""
    seven, thirty = Alteration(7, True, False), Alteration(30, True, False)

    assert prior_parameters("odd-one-out", 4, 3, seven).difficulty_sd == 0.3
    assert prior_parameters("odd-one-out", 4, 3, thirty).difficulty_sd == 0.6
    assert prior_parameters("odd-one-out", 4, 3).difficulty_sd == 0.6
    same = prior_parameters("same-different", 4, 2, seven)
    assert (same.difficulty_sd, same.guessing) == (0.6, 0.5)
    dictation = prior_parameters("dictation", 6, points=8)
    assert (dictation.difficulty, dictation.guessing) == (0.75, 0.0)
    assert dictation.shared_sd > 0


def test_every_kind_of_listening_question_has_a_prior() -> None:
    """Those of the listening tests' own table."""
    kind = pytest.importorskip("etudes.listening.kind")

    assert set(kind.kinds()) <= set(kinds())


def test_an_unknown_kind_is_refused_with_the_nearest() -> None:
    """In one line."""
    with pytest.raises(UnknownName, match="dictation"):
        prior_parameters("diktation", 3)
    with pytest.raises(InvalidValue, match="alternatives"):
        prior_parameters("interval", 3, 1)


@pytest.mark.parametrize(("earned", "possible"), [(-1, 1), (2, 1), (0, 0)])
def test_more_points_than_possible_are_no_answer(earned: int, possible: int) -> None:
    """Nor less than none."""
    with pytest.raises(InvalidValue, match="points"):
        Response("p", "i", "interval", 1, "", Fraction(earned), Fraction(possible))


@pytest.mark.parametrize(
    "wrong", [{"difficulty": math.nan}, {"guessing": 1}, {"points": 0}]
)
def test_impossible_parameters_are_refused(wrong: dict[str, float]) -> None:
    """Not a number, a certain guess, nothing to earn."""
    with pytest.raises(InvalidValue, match="was expected"):
        ItemParameters(**{"difficulty": 0.0, **wrong})  # type: ignore[arg-type]


def test_calibration_finds_the_difficulties() -> None:
    """400 students, 40 items whose priors are off by 0.6: afterwards by less than half of
    that, most of it on the hardest items that can be guessed; and the stated doubt holds
    the truth as often as it should (95 %; of 40 at least 35)."""
    rng = np.random.default_rng(2)
    priors = {
        f"i{k}": ItemParameters(float(b), guessing=0.25 * (k % 2), difficulty_sd=0.6)
        for k, b in enumerate(np.linspace(-1.75, 1.75, 40))
    }
    true = {name: rng.normal(item.difficulty, 0.6) for name, item in priors.items()}
    answers = []
    for student, theta in enumerate(rng.normal(size=400)):
        for name in rng.choice(list(priors), 25, replace=False):
            p = curve(theta, true[name], c=priors[name].guessing)
            right = Fraction(int(rng.random() < p))
            answers.append(Response(f"s{student}", str(name), "interval", 4, "", right))

    fitted = calibrate(answers, priors)

    off = np.array([fitted[name].difficulty - true[name] for name in priors])
    doubt = np.array([fitted[name].difficulty_sd for name in priors])
    before = [item.difficulty - true[name] for name, item in priors.items()]
    assert np.sqrt(np.mean(off**2)) < 0.5 * np.sqrt(np.mean(np.square(before)))
    assert np.median(np.abs(off)) < 0.15
    assert np.sum(np.abs(off) < 1.96 * doubt) >= 35


def test_calibration_leaves_alone_what_nobody_answered() -> None:
    """And moves what was answered towards what the answers say."""
    priors = {name: ItemParameters(0.0, difficulty_sd=0.6) for name in ("a", "b", "c")}
    answers = [
        Response(f"s{n}", item, "interval", 4, "", Fraction(int(item == "a")))
        for n in range(10)
        for item in ("a", "b")
    ]

    fitted = calibrate(answers, priors)

    assert fitted["c"] == priors["c"]
    assert fitted["a"].difficulty < 0 < fitted["b"].difficulty
    with pytest.raises(UnknownName, match="parameters"):
        calibrate(answers, {"a": priors["a"]})


def test_a_single_answer_does_not_overthrow_what_is_well_known() -> None:
    """One wrong answer moves a difficulty known to 0.1 by less than 0.02, one known to 0.6
    by more than 0.1."""
    wrong = [Response("s", "x", "interval", 4, "", Fraction(0))]

    sure = calibrate(wrong, {"x": ItemParameters(0.0, difficulty_sd=0.1)})["x"]
    unsure = calibrate(wrong, {"x": ItemParameters(0.0, difficulty_sd=0.6)})["x"]

    assert 0 < sure.difficulty < 0.02
    assert unsure.difficulty > 0.1
