"""The scale learns from judged levels: as far as they tell, and no further."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from conftest import melody
from hypothesis import given, settings
from hypothesis import strategies as st
from judged import judgements, pieces
from rating_sessions import toy_session

from etudes.difficulty import (
    Scale,
    describe,
    level_of,
    scale,
    scale_from_json,
    scale_to_json,
)
from etudes.errors import InvalidValue, UnknownName
from etudes.rating.learning.calibration import Calibration, JudgedLevel, fit
from etudes.rating.learning.calibration_table import (
    expected_spread,
    feature_words,
    prior_covariance,
    prior_precision,
)
from etudes.rating.learning.doubt import Weighing, against_prior
from etudes.rating.learning.judged_levels import judged_levels
from etudes.rating.learning.level_model import LEVELS, LevelModel
from etudes.rating.learning.severe_fit import Ratings, Spread, fit_numbers
from etudes.rating.record import record_of
from etudes.rating.scales import rating_scales
from etudes.rating.session import Answer
from etudes.rating.taking import submit, trials
from etudes.store import Store
from etudes.tables import instrument

TUNE = melody("4/4 C4:1/4 D4:1/4 E4:1/4 F4:1/4 | G4:1/4 F4:1/4 E4:1/4 D4:1/4 | C4:1")
GROWING = (
    *("ambitus", "largest_leap", "interval_sd", "pitch_entropy", "interval_entropy"),
    *("outside", "signature", "density", "rhythm_entropy", "syncopated", "dotted"),
    *("tuplets", "rests", "tied", "notes", "metres"),
)
SHIFTS = st.lists(st.floats(-1.5, 1.5), min_size=30, max_size=30)


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def true_scale(model: LevelModel, seed: int) -> np.ndarray:
    deviations = np.linalg.cholesky(prior_covariance(model))
    return deviations @ rng(seed).standard_normal(model.size)


def ratings_of(said: list[JudgedLevel]) -> Ratings:
    """Return judgements as arrays, pieces and raters by the numbers in their names."""
    return Ratings(
        np.array([one.judged for one in said]),
        np.array([float(one.asked) for one in said]),
        np.array([int(one.item[1:]) for one in said]),
        np.array([int(one.rater[2:]) for one in said]),
    )


def covariance_of(ratings: Ratings, spread: Spread) -> np.ndarray:
    """Return the covariance of judged levels, written out whole."""
    same_rater = ratings.rater[:, None] == ratings.rater
    same_piece = ratings.piece[:, None] == ratings.piece
    return (
        spread.rating**2 * np.eye(len(ratings.judged))
        + spread.severity**2 * same_rater
        + spread.piece**2 * same_piece
    )


def learnt(numbers: list[float]) -> Scale:
    """Return the scale that these numbers make of the shipped one."""
    model = LevelModel.of([describe(TUNE)], scale())
    return model.scale(np.resize(numbers, model.size), "learnt")


@given(SHIFTS, st.sampled_from(GROWING), st.floats(0.01, 3))
@settings(deadline=None)
def test_whatever_is_learnt_more_stays_harder(
    numbers: list[float], name: str, more: float
) -> None:
    """Every feature stays monotone, and another version of the text is the same scale."""
    changed = learnt(numbers)
    plain = replace(describe(TUNE), tuplets=0.01)
    grown = replace(plain, **{name: getattr(plain, name) + more})

    assert level_of(plain, changed) <= level_of(grown, changed)
    assert scale_from_json(scale_to_json(changed)) == changed


@given(SHIFTS)
@settings(deadline=None, max_examples=30)
def test_many_at_a_time_have_the_levels_that_each_has_alone(numbers: list[float]) -> None:
    """The curve for many pieces is that of the scale; its slopes are differences."""
    shown = [descriptors for _, descriptors in pieces(24, rng())]
    model = LevelModel.of(shown, scale())
    at = np.resize(numbers, model.size)

    levels, slopes = model.levels(at)

    alone = [level_of(one, model.scale(at, "")) for one in shown]
    assert levels == pytest.approx(alone, abs=1e-9)
    step = 1e-7
    for number in range(model.size):
        up, down = at.copy(), at.copy()
        up[number] += step
        down[number] -= step
        differences = (model.levels(up)[0] - model.levels(down)[0]) / (2 * step)
        near_a_knot = np.abs(differences - slopes[:, number]) > 1e-4
        assert near_a_knot.mean() < 0.2


def test_numbers_of_nought_are_the_shipped_scale() -> None:
    """Where nothing is learnt nothing changes."""
    model = LevelModel.of([describe(TUNE)], scale())

    same = model.scale(np.zeros(model.size), scale().name)

    assert [f.weight for f in same.features] == [f.weight for f in scale().features]
    for table, sums in scale().levels.items():
        assert same.levels[table] == pytest.approx(sums)


def test_the_fit_is_where_the_posterior_is_highest() -> None:
    """Its slope there is nought by generalised least squares with the whole covariance."""
    shown = pieces(40, rng())
    model = LevelModel.of([descriptors for _, descriptors in shown], scale())
    true, _ = model.levels(true_scale(model, 3))
    said = list(judgements(shown, true, rng(2), raters=6, trials=30))
    ratings = ratings_of(said)
    precision = prior_precision(model)

    found = fit_numbers(model, ratings, precision, expected_spread())
    found = fit_numbers(model, ratings, precision, expected_spread(), found)

    level, slopes = model.levels(found.numbers)
    covariance = covariance_of(ratings, found.spread)
    left = np.linalg.solve(covariance, ratings.judged - level[ratings.piece])
    pull = slopes[ratings.piece].T @ left - precision @ found.numbers
    assert np.abs(found.covariance @ pull).max() < 0.01


def simulated(
    *, raters: int, trials: int, seed: int = 1, is_random: bool = False
) -> tuple[Calibration, float, float]:
    """Return a calibration, and the errors on unseen pieces before and after."""
    shown, unseen = pieces(80, rng(seed)), pieces(80, rng(seed + 100))
    model, other = (
        LevelModel.of([one for _, one in these], scale()) for these in (shown, unseen)
    )
    numbers = true_scale(model, seed) if not is_random else np.zeros(model.size)
    true, truth = model.levels(numbers)[0], other.levels(numbers)[0]
    said = judgements(
        shown, list(true), rng(seed), raters=raters, trials=trials, is_random=is_random
    )
    found = fit(list(said), scale(), rng())
    after = np.array([level_of(one, found.scale) for _, one in unseen])
    before = np.array([level_of(one) for _, one in unseen])
    return (
        found,
        float(np.sqrt(np.mean((before - truth) ** 2))),
        float(np.sqrt(np.mean((after - truth) ** 2))),
    )


def test_raters_with_another_scale_are_learnt_from() -> None:
    """Over ten panels, pieces that nobody saw are measured nearer to what raters hold by
    more than a half; and whatever is adopted is nearer."""
    panels = [simulated(raters=30, trials=40, seed=seed) for seed in range(1, 11)]

    before, after = (np.mean([panel[n] for panel in panels]) for n in (1, 2))
    adopted = [panel for panel in panels if panel[0].is_to_be_adopted]
    assert after < before / 2
    assert len(adopted) >= 5
    assert all(after < before for _, before, after in adopted)


def test_the_truth_lies_in_its_interval_nineteen_times_in_twenty() -> None:
    """Over thirty sessions, sums and weights together; the benchmark asks two hundred."""
    inside = []
    for seed in range(30):
        shown = pieces(60, rng(seed))
        model = LevelModel.of([one for _, one in shown], scale())
        numbers = true_scale(model, seed)
        true, _ = model.levels(numbers)
        said = list(judgements(shown, list(true), rng(seed), raters=8, trials=30))
        found, truth = fit(said, scale(), rng()), model.scale(numbers, "")
        weights = {feature.name: feature.weight for feature in truth.features}
        inside += [
            low <= weights[name] <= high
            for name, (low, high) in found.evidence.weights.items()
        ]
        inside += [
            low <= level <= high
            for level, (low, high) in zip(
                truth.levels["all"], found.evidence.levels, strict=True
            )
        ]

    assert 0.9 < np.mean(inside) < 0.99


@pytest.mark.parametrize("seed", range(1, 7))
def test_from_answers_at_random_nothing_follows(seed: int) -> None:
    """Answers that have nothing to do with the pieces are refused, in words."""
    found, _, _ = simulated(raters=10, trials=40, seed=seed, is_random=True)

    assert not found.is_to_be_adopted
    assert found.reasons


def test_few_ratings_are_refused_and_move_little() -> None:
    """One rater, eight pieces: what is missing is said, and no level moves by half."""
    found, _, _ = simulated(raters=1, trials=8)

    assert "at least 4 raters are needed, and there are 1" in found.reasons
    assert "at least 150 ratings are needed, and there are 8" in found.reasons
    for row in found.levels.values():
        assert abs(row.after - row.before) < 0.5


def test_a_severe_panel_is_told_from_a_harder_scale_by_its_disagreement() -> None:
    """Each rater's severity is found; on the whole they cancel out."""
    shown = pieces(60, rng())
    true = [level_of(one) for _, one in shown]
    said = [
        replace(one, judged=one.asked + float(np.clip(one.judged - one.asked + add, -3, 3)))
        for one in judgements(
            shown, true, rng(), raters=8, trials=40, severity=0, noise=0.4
        )
        for add in (1.0 if int(one.rater[2:]) % 2 else -1.0,)
    ]

    found = fit(said, scale(), rng())

    severe = [found.severities[f"s-{n:02}"] > 0.5 for n in range(8)]
    mild = [found.severities[f"s-{n:02}"] < -0.5 for n in range(8)]
    assert (severe, mild) == ([False, True] * 4, [True, False] * 4)


def test_a_piece_that_is_judged_twice_counts_once() -> None:
    """The mean of both answers stands for them."""
    one = JudgedLevel("s", "s-1", "p", pieces(1, rng())[0][1], 1, 1)
    twice = fit([one, replace(one, judged=3)], scale(), rng())
    once = fit([replace(one, judged=2)], scale(), rng())

    assert twice.scale == once.scale


def test_drums_teach_nothing() -> None:
    """A judged level of a snare drum's line is left out; alone it is refused."""
    drum = instrument("snare drum")
    line = describe(TUNE, drum)
    one = JudgedLevel("s", "s-1", "p", line, 2, 3)

    with pytest.raises(InvalidValue, match="pitched"):
        fit([one], scale(), rng())


@pytest.mark.parametrize(("asked", "judged"), [(0, 1), (9, 8), (3, 7), (3, float("nan"))])
def test_a_level_that_cannot_be_judged_is_refused(asked: int, judged: float) -> None:
    """The question goes three levels either way."""
    with pytest.raises(InvalidValue):
        JudgedLevel("s", "r", "p", describe(TUNE), asked, judged)


def test_errors_are_weighed_by_the_inverse_of_their_covariance() -> None:
    """As with the whole covariance written out."""
    shown = pieces(12, rng())
    said = list(judgements(shown, [one[0] for one in shown], rng(), raters=4, trials=8))
    ratings, spread = ratings_of(said), Spread(0.5, 0.3, 0.8)
    covariance = covariance_of(ratings, spread)
    figures = rng().standard_normal((len(said), 3))

    weighed = Weighing(ratings, spread).product(figures, ratings.judged)

    assert weighed == pytest.approx(figures.T @ np.linalg.solve(covariance, ratings.judged))


def test_a_right_scale_is_doubted_one_time_in_twenty() -> None:
    """Four hundred panels who judge by the shipped scale; the spreads are known."""
    shown = pieces(40, rng())
    model = LevelModel.of([one for _, one in shown], scale())
    said = list(judgements(shown, [3] * 40, rng(), raters=6, trials=25))
    ratings, spread = ratings_of(said), Spread(0.5, 0.4, 0.9)
    level = model.levels(np.zeros(model.size))[0][ratings.piece]
    root, dice = np.linalg.cholesky(covariance_of(ratings, spread)), rng()

    sure = [
        against_prior(
            model,
            replace(ratings, judged=level + root @ dice.standard_normal(len(said))),
            spread,
            prior_covariance(model),
        )
        for _ in range(400)
    ]

    assert 0.025 < np.mean(np.array(sure) > 0.95) < 0.08


def test_every_learnt_feature_has_words() -> None:
    """No name from the inside reaches a teacher."""
    model = LevelModel.of([describe(TUNE)], scale())

    assert set(model.names) <= feature_words().keys()
    assert len(scale().levels["all"]) == LEVELS


def test_levels_are_read_from_a_session_by_what_they_were_shown_as(tmp_path: Path) -> None:
    """A 6 of a piece shown at level 3 says level 5; training, pairs, baseline and anchors
    say nothing."""
    with Store.open(tmp_path / "s.db") as store:
        session = toy_session(store, raters=2, singles=12)
        for rater in session.raters:
            for trial in trials(store, rater.id):
                answer = Answer(choice="left") if trial.is_pair else _says(6)
                submit(store, rater.id, trial.id, answer, f"{trial.id}-x", "terminal")

        said = judged_levels(store, [session.code])

        singles = record_of(store, session.code).singles
    wanted = [one for one in singles if one.shown[0].origin in ("model", "human")]
    assert len(said) == len(wanted) > 0
    assert {one.judged - one.asked for one in said} == {2}
    assert {(one.rater, one.item, one.asked) for one in said} == {
        (one.trial.rater, one.shown[0].item, one.shown[0].level) for one in wanted
    }


def test_an_unknown_session_is_refused(tmp_path: Path) -> None:
    """By its name."""
    with Store.open(tmp_path / "s.db") as store, pytest.raises(UnknownName):
        judged_levels(store, ["none"])


def _says(value: int) -> Answer:
    return Answer(dict.fromkeys(rating_scales(), 4) | {"level": value})
