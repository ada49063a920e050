"""How far raters agree, with one another and with themselves, from a session's answers."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from rating_studio import WORTH, Studio, careful

from etudes.rating.findings.agreement import (
    Agreement,
    Consistency,
    agreement,
    consistency,
)
from etudes.rating.findings.settings import settings
from etudes.rating.findings.severity import Severity, severity
from etudes.rating.findings.table import Missing
from etudes.rating.record import Judgement
from etudes.rating.simulated import SimulatedRater, truth

Answered = tuple[Judgement, ...]


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("studio"))


@pytest.fixture(scope="module")
def answered(studio: Studio) -> Answered:
    """What twelve careful raters said."""
    known = truth(studio.session, WORTH, np.random.default_rng(1))
    return tuple(studio.record(careful(12), known, 1).judgements)


def answering(
    judgements: Sequence[Judgement], of: Callable[[Judgement, str, int], int]
) -> Answered:
    """The same trials with other values."""
    return tuple(
        one
        if one.trial.is_pair
        else replace(
            one,
            rating=replace(
                one.rating,
                answer=replace(
                    one.rating.answer,
                    values={
                        scale: of(one, scale, value)
                        for scale, value in one.rating.answer.values.items()
                    },
                ),
            ),
        )
        for one in judgements
    )


def why(judgements: Sequence[Judgement]) -> str:
    found = agreement(judgements, settings())
    assert isinstance(found, Missing)
    return found.why


def test_what_cannot_be_told_has_a_reason_in_words(answered: Answered) -> None:
    """Nobody rated pieces by themselves, one rater did, no piece was heard by two, all said
    the same: each is said as that."""
    pairs = [one for one in answered if one.trial.is_pair]
    alone = [one for one in answered if one.trial.rater == "toy-r1"]
    apart = list(
        {o.shown[0].id: o for o in reversed(answered) if not o.trial.is_pair}.values()
    )
    same = answering(answered, lambda one, scale, value: 4)
    assert why(pairs) == why(alone) == "fewer than two raters rated pieces by themselves"
    assert why(apart) == "no piece was rated by two raters"
    assert "are the same" in why(same)


def test_one_scale_that_tells_nothing_leaves_the_others(answered: Answered) -> None:
    """All find the notation clear; of that nothing can be told, of the rest it can."""
    clear = answering(
        answered, lambda one, scale, value: 7 if scale == "notation" else value
    )
    found = agreement(clear, settings())
    assert not isinstance(found, Missing)
    known = [isinstance(one, Agreement) for one in found]
    assert known == [True, True, True, False, True]


def test_agreement_of_raters_by_dice_lies_between_0_and_little(
    answered: Answered,
) -> None:
    """With gaps, as sessions are dealt: no end is below 0, and none says everything."""
    rng = np.random.default_rng(2)
    dice = answering(answered, lambda one, scale, value: int(rng.integers(1, 8)))
    found = agreement(dice, settings())
    assert not isinstance(found, Missing)
    for one in found:
        assert isinstance(one, Agreement)
        assert 0 <= one.absolute_k.low <= one.absolute_k.value <= one.absolute_k.high < 0.7


def test_repeats_that_have_nothing_to_do_with_first_answers_are_no_consistency(
    answered: Answered,
) -> None:
    """Notation is rated high by all, some raters are severe; answers are drawn anew each
    time. Neither by scale nor by rater does that look like steadiness."""
    rng = np.random.default_rng(3)
    by_scale, by_rater, chance, within = [], [], [], []
    for _ in range(20):
        anew = answering(
            answered,
            lambda one, scale, value: int(
                np.clip(
                    3
                    + 2 * (scale == "notation")
                    + (one.trial.rater in ("toy-r1", "toy-r2", "toy-r3"))
                    + rng.integers(-1, 2),
                    1,
                    7,
                )
            ),
        )
        found = consistency(anew)
        assert isinstance(found, Consistency)
        by_scale += [one.kappa.value for _, one in found.scales]
        by_rater += [one.kappa.value for _, one in found.raters]
        chance += [one.by_chance for _, one in found.scales]
        within += [one.within_one.value for _, one in found.scales]
    assert abs(np.mean(by_scale)) < 0.05
    assert abs(np.nanmean(by_rater)) < 0.05
    assert np.mean(chance) == pytest.approx(np.mean(within), abs=0.02)


def test_steady_raters_are_told_from_chance(answered: Answered) -> None:
    found = consistency(answered)
    assert isinstance(found, Consistency)
    kappa = dict(found.scales)["use"]
    assert kappa.kappa.low > 0
    assert kappa.within_one.value > kappa.by_chance


def test_severity_is_told_of_everybody_in_points(studio: Studio) -> None:
    """A mild and a severe rater among others; a trial counts once, whatever its scales."""
    raters = {n: SimulatedRater() for n in range(1, 9)}
    raters |= {3: SimulatedRater(severity=1.0), 6: SimulatedRater(severity=-1.0)}
    known = truth(studio.session, WORTH, np.random.default_rng(5))
    judgements = studio.record(raters, known, 5).judgements
    found = severity(judgements, settings())
    assert isinstance(found, Severity)
    assert (found.raters[0].rater, found.raters[-1].rater) == ("R3", "R6")
    assert found.raters[0].points.low > 0 > found.raters[-1].points.high
    assert found.scales == ("sense", "idiom", "notation", "use")
    singles = {
        (one.trial.rater, one.shown[0].id)
        for one in judgements
        if not one.trial.is_pair and one.shown[0].origin != "anchor"
    }
    assert sum(one.pieces for one in found.raters) <= len(singles)


def test_the_level_is_no_severity(answered: Answered) -> None:
    """Who finds pieces too hard finds them no worse."""
    hard = answering(answered, lambda one, scale, value: 7 if scale == "level" else value)
    assert severity(hard, settings()) == severity(answered, settings())
