"""What is said of two systems: on one question whether they differ, on others how far."""

from dataclasses import replace

import numpy as np
import pytest
from rating_studio import WORTH, Studio, careful

from etudes.errors import InvalidValue
from etudes.rating.findings.contrasts import Contrast, compared, sides
from etudes.rating.findings.means import share_of
from etudes.rating.findings.pairs import pairs
from etudes.rating.findings.participation import judged_stimuli
from etudes.rating.findings.settings import settings
from etudes.rating.findings.systems import systems
from etudes.rating.findings.table import Missing, first_ratings
from etudes.rating.record import Record
from etudes.rating.session import Choice
from etudes.rating.simulated import SimulatedRater, truth
from etudes.statistics.estimate import Estimate


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return Studio(tmp_path_factory.mktemp("studio"))


def contrasts_of(record: Record) -> tuple[Contrast, ...]:
    found = systems(record.judgements, judged_stimuli(record), settings())
    assert not isinstance(found, Missing) and not isinstance(found.contrasts, Missing)
    return found.contrasts


def test_on_one_question_conclusions_are_drawn_and_on_others_none(studio: Studio) -> None:
    """Two comparisons on "would use it": the smaller p-value counts twice. However far
    systems lie apart on other questions, nothing is concluded there."""
    known = truth(studio.session, WORTH, np.random.default_rng(1))
    found = contrasts_of(studio.record(careful(), known, 1))
    decide = [one for one in found if one.scale == "use"]
    assert {(one.first, one.second) for one in decide} == {
        ("gru-toy", "human"), ("gru-toy", "baseline"),
    }  # fmt: skip
    less, more = sorted(one.found.p for one in decide)
    assert sorted(one.p_corrected for one in decide) == pytest.approx(
        [2 * less, max(more, 2 * less)]
    )
    others = [one for one in found if one.scale != "use"]
    assert any(one.found.difference.excludes(0) for one in others)
    assert not any(one.is_shown or one.is_alike for one in others)


def test_that_two_are_alike_is_corrected_too(studio: Studio) -> None:
    """Whoever asks twice whether systems are alike finds it once by chance more easily."""
    even = truth(
        studio.session, dict.fromkeys(WORTH, 4.0), np.random.default_rng(2), spread=0.3
    )
    found = contrasts_of(studio.record(careful(), even, 2))
    decide = [one for one in found if one.scale == "use"]
    less, more = sorted(one.found.p_alike for one in decide)
    assert sorted(one.p_alike_corrected for one in decide) == pytest.approx(
        [min(2 * less, 1), min(max(more, 2 * less), 1)]
    )
    assert [one.is_alike for one in decide] == [
        one.p_alike_corrected < 0.05 for one in decide
    ]


def test_raters_who_always_say_the_same_show_nothing(studio: Studio) -> None:
    """Nobody differs, no system differs: neither that they do nor that they are alike."""
    known = truth(studio.session, WORTH, np.random.default_rng(3))
    record = studio.record(careful(), known, 3)
    fours = tuple(
        replace(
            one,
            rating=replace(
                one.rating,
                answer=replace(
                    one.rating.answer, values=dict.fromkeys(one.rating.answer.values, 4)
                ),
            ),
        )
        for one in record.judgements
    )
    for one in contrasts_of(replace(record, judgements=fours)):
        assert one.found.difference.value == 0
        assert np.isnan(one.found.difference.low)
        assert not one.is_shown and not one.is_alike


def test_anchors_are_of_no_side(studio: Studio) -> None:
    """A piece spoilt on purpose is no piece of the system that it was spoilt from."""
    stimuli = studio.session.stimuli
    assert compared(stimuli) == [("gru-toy", "human"), ("gru-toy", "baseline")]
    spoilt = [replace(o, system="gru-toy") if o.origin == "anchor" else o for o in stimuli]
    of = sides(spoilt, "gru-toy", "human")
    for one, side in zip(spoilt, of, strict=True):
        expected = {"model": 1, "human": 0}.get(one.origin, -1)
        assert side == expected


def test_one_rater_s_choices_have_no_interval(studio: Studio) -> None:
    """What he would print is told, what others would is not; where he always took one,
    there is not even a bound."""
    known = truth(studio.session, WORTH, np.random.default_rng(4))
    record = studio.record({1: SimulatedRater()}, known, 4)
    found = pairs(record.judgements, settings())
    assert not isinstance(found, Missing) and found.raters == 1
    assert np.isnan(found.side.low)
    for one in found.systems:
        for said in (one.strength, one.against):
            assert isinstance(said, Missing) or np.isnan(said.low)

    won = []
    for judged in record.judgements:
        names = [shown.system for shown in judged.shown]
        if judged.trial.is_pair and set(names) == {"human", "gru-toy"}:
            choice: Choice = "left" if names[0] == "human" else "right"
            answer = replace(judged.rating.answer, choice=choice)
            won.append(replace(judged, rating=replace(judged.rating, answer=answer)))
    found = pairs(won, settings())
    assert not isinstance(found, Missing) and found.is_one_sided
    assert all(isinstance(one.strength, Missing) for one in found.systems)


def test_one_rater_s_shares_have_no_interval(studio: Studio) -> None:
    known = truth(studio.session, WORTH, np.random.default_rng(5))
    for raters in (1, 4):
        record = studio.record(careful(raters), known, 5)
        table = first_ratings(record.judgements, "level")
        near = [float(abs(value - 4) <= 1) for value in table.value]
        found = share_of(table, near, settings())
        assert isinstance(found, Estimate) and found.value == np.mean(near)
        assert np.isnan(found.low) == (raters == 1)


def test_a_question_that_is_not_asked_decides_nothing() -> None:
    with pytest.raises(InvalidValue, match="primary scale of sense"):
        replace(settings(), primary="beauty")
