"""What a plan promises is what the report will keep."""

import math
from dataclasses import replace

import numpy as np
import pytest

from etudes.cli.session_plan import summary
from etudes.rating.findings.contrasts import contrasts
from etudes.rating.findings.settings import settings
from etudes.rating.findings.table import Missing, Ratings
from etudes.rating.study.design import Design
from etudes.rating.study.made import Cell
from etudes.rating.study.plan import Plan, laid_out, planned, that_find_more

VIOLIN = Cell(3, "violin")
TWELVE = Design.usual((VIOLIN,), ("gru",), raters=12, controls=0.3)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return planned(TWELVE, np.random.default_rng(1))


def shown(human: float, studies: int, seed: int) -> float:
    """In how many studies the report shows that people's pieces and the model's differ, who
    rates what being as planned. Of a variance of 1.4² a rating has .35 of the piece, .15 of
    the rater, .3 of both together and .2 of the moment."""
    rng = np.random.default_rng(seed)
    pieces, trials = laid_out(TWELVE)
    at = {one.id: number for number, one in enumerate(pieces)}
    raters = list(dict.fromkeys(one.rater for one in trials))
    said = [
        (raters.index(one.rater), at[one.left])
        for one in trials
        if one.phase == "main" and not one.is_pair and not one.repeats and one.left in at
    ]
    rater, item = np.array(said).T
    by_people = np.array([one.system == "human" for one in pieces])
    found = 0
    for _ in range(studies):
        parts = rng.normal(size=(12, len(pieces))) * 0.3**0.5
        parts += rng.normal(size=len(pieces)) * 0.35**0.5
        parts += rng.normal(size=(12, 1)) * 0.15**0.5
        thought = 4.3 + 1.4 * parts + human * (by_people - 0.5)
        thought = thought[rater, item] + 1.4 * 0.2**0.5 * rng.normal(size=rater.size)
        values = np.clip(np.round(thought), 1, 7).tolist()
        table = Ratings(
            tuple(raters),
            pieces,
            tuple(rater.tolist()),
            tuple(item.tolist()),
            tuple(values),
        )
        of = contrasts({"use": table}, pieces, settings())
        assert not isinstance(of, Missing)
        found += next(one.is_shown for one in of if one.second == "human")
    return found / studies


def test_what_is_promised_four_times_in_five_is_shown_so_often(plan: Plan) -> None:
    """By 300 studies of the plan and 400 of this, 80 % ± 3, of which three deviations are
    allowed; a few more, since ratings near the end of the scale vary less."""
    assert 0.71 < shown(plan.found["gru", "human"], 400, 3) < 0.92


def test_where_nothing_differs_nothing_is_shown(plan: Plan) -> None:
    """Of 400 studies 10 are expected, half of one in twenty; 22 come once in a thousand
    times."""
    assert shown(0.0, 400, 4) <= 21 / 400


def test_more_pieces_by_people_find_more_than_more_raters_do() -> None:
    """Twice the few pieces of people tell more than twice the raters of the same ones."""
    rng = np.random.default_rng(2)
    usual = planned(replace(TWELVE, controls=0.15), rng)
    two = ("gru", "human")
    (pieces, with_pieces), (raters, with_raters) = that_find_more(usual, two, rng)
    assert (pieces.controls, raters.raters) == (0.3, 24)
    assert with_pieces < with_raters < usual.found[two]


def test_one_piece_by_people_shows_nothing_of_people() -> None:
    """One is no sample: no interval, and no difference however large."""
    lonely = planned(
        Design.usual((VIOLIN,), ("gru",), raters=5, items=20, controls=0.05, baseline=0.3),
        np.random.default_rng(1),
        studies=20,
    )
    assert math.isnan(lonely.means["human"])
    assert lonely.found["gru", "human"] == math.inf > lonely.found["gru", "baseline"]
    told = summary(lonely)
    assert told["half_width"]["human"] is None
    assert told["difference_found_in_four_of_five"][0]["value"] is None


def test_a_session_without_comparisons_promises_none() -> None:
    alone = Design.usual((VIOLIN,), ("gru",), raters=5, controls=0, baseline=0)
    found = planned(alone, np.random.default_rng(1), studies=20)
    assert found.found == {} == found.differences
    assert summary(found)["found_in_four_of_five_with_more"] == []
