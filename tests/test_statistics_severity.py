"""Severity of raters, held against least squares written out and against known raters."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.severity import severities

stats = pytest.importorskip("scipy.stats")

GAP = np.nan
Floats = NDArray[np.float64]


def rated(
    rng: np.random.Generator, severity: Floats, items: int, noise: Floats, gaps: float
) -> Floats:
    """Ratings of raters who differ in severity and in how steady they are."""
    said = rng.normal(4, 1, items) - severity[:, None]
    table = np.asarray(said + noise[:, None] * rng.normal(size=said.shape))
    table[rng.random(table.shape) < gaps] = GAP
    return table


def by_least_squares(table: Floats) -> tuple[Floats, Floats]:
    """Severities, and what is left over, of the whole design at once."""
    rater, item = np.nonzero(~np.isnan(table))
    raters, items = table.shape
    design = np.zeros((rater.size, raters + items))
    design[np.arange(rater.size), rater] = -1
    design[np.arange(rater.size), raters + item] = 1
    inverse = np.linalg.pinv(design)
    found = (inverse @ table[rater, item])[:raters]
    rest = table[rater, item] - design @ inverse @ table[rater, item]
    free = 1 - np.diag(design @ inverse)
    mine = rater == np.arange(raters)[:, None]
    return found - found.mean(), np.sqrt((mine @ rest**2) / (mine @ free))


def test_severity_is_that_of_least_squares_with_gaps() -> None:
    """Of raters and items together; what is left over is corrected by the hat matrix."""
    rng = np.random.default_rng(1)
    table = rated(rng, np.array([-1, 0, 1, 0.0]), 9, np.array([0.3, 0.3, 0.3, 1.5]), 0.3)
    found = severities(table)
    whole, scatter = by_least_squares(table)
    assert [one.points.value for one in found] == pytest.approx(whole)
    assert [one.scatter for one in found] == pytest.approx(scatter)


def test_its_error_is_that_of_leaving_each_item_out() -> None:
    """Student's t has a degree of freedom less than the rater has items."""
    rng = np.random.default_rng(2)
    table = rated(rng, np.array([-0.5, 0, 0.5]), 8, np.ones(3), 0.2)
    table = table[:, (~np.isnan(table)).sum(axis=0) > 1]
    left = [
        by_least_squares(np.delete(table, item, axis=1))[0]
        for item in range(table.shape[1])
    ]
    n = len(left)
    errors = np.sqrt((n - 1) ** 2 / n * np.var(left, axis=0, ddof=1))
    for one, error in zip(severities(table, 0.9), errors, strict=True):
        reach = stats.t.ppf(0.95, one.items - 1) * error
        assert one.points.high - one.points.value == pytest.approx(reach, rel=1e-6)


def test_without_gaps_severity_is_how_far_the_mean_lies_below() -> None:
    table = np.array([[5, 6, 4, 7], [3, 4, 3, 6], [4, 5, 3, 6]], float)
    found = [one.points.value for one in severities(table)]
    assert found == pytest.approx(table.mean() - table.mean(axis=1))


def test_a_severe_rater_of_good_pieces_is_not_taken_for_a_mild_one() -> None:
    """Two rate different pieces, each with a third: plain means would turn them round."""
    strict, kind = [GAP, GAP, GAP, 4.0, 5, 5], [3.0, 2, 4, GAP, GAP, GAP]
    judge = [2.0, 1, 3, 6, 7, 7]
    found = [one.points.value for one in severities([strict, kind, judge])]
    assert found[0] > found[2] > found[1]
    assert found[0] - found[1] == pytest.approx(3)


def test_known_severities_are_missed_once_in_twenty() -> None:
    """Six raters of whom some are twice as steady, half of the pieces each; of 1,200
    intervals 60 are expected to miss, and 90 come once in some ten thousand times, were
    they independent."""
    rng, missed = np.random.default_rng(3), 0
    for _ in range(200):
        severity = rng.normal(0, 0.6, 6)
        noise = rng.uniform(0.7, 1.4, 6)
        found = severities(rated(rng, severity, 24, noise, 0.5))
        truth = severity - severity.mean()
        missed += sum(
            one.points.excludes(true) for one, true in zip(found, truth, strict=True)
        )
    assert missed <= 89


def test_one_who_rates_by_dice_strays_the_most() -> None:
    rng = np.random.default_rng(5)
    table = rated(rng, np.zeros(10), 40, np.full(10, 0.7), 0)
    table[3] = rng.integers(1, 8, 40)
    scatter = [one.scatter for one in severities(table)]
    assert int(np.argmax(scatter)) == 3
    assert scatter[3] > 1.5
    assert np.median(scatter) == pytest.approx(0.7, abs=0.15)


def test_one_who_shares_a_single_piece_is_not_told_of() -> None:
    """And does not stand in the way of the others."""
    others = [[5.0, 6, 4, 7], [3.0, 4, 3, 6]]
    *found, newcomer = severities([*others, [GAP, GAP, GAP, 2.0]])
    assert found == list(severities(others))
    assert (newcomer.items, np.isnan(newcomer.points.value)) == (0, True)


def test_raters_who_share_nothing_are_refused() -> None:
    with pytest.raises(InvalidValue, match="both rated two"):
        severities([[1.0, GAP, 3, GAP], [GAP, 2.0, GAP, 4]])
    apart = np.full((4, 4), GAP)
    apart[:2, :2], apart[2:, 2:] = [[1, 2], [2, 4]], [[3, 4], [5, 5]]
    with pytest.raises(InvalidValue, match="fall into groups"):
        severities(apart)


def test_where_one_piece_alone_joins_two_groups_there_is_no_interval() -> None:
    table = np.full((4, 5), GAP)
    table[:2, :3], table[2:, 2:] = [[1, 2, 3], [2, 4, 3]], [[3, 4, 4], [5, 5, 6]]
    for one in severities(table):
        assert np.isfinite(one.points.value)
        assert np.isnan(one.points.low)


@settings(deadline=None)
@given(
    arrays(
        np.float64,
        st.tuples(st.integers(2, 5), st.integers(2, 7)),
        elements=st.sampled_from([GAP, 1.0, 2.0, 4.0, 7.0]),
    ),
    st.integers(0, 4),
)
def test_one_point_less_throughout_is_one_point_more_severe(
    table: Floats, who: int
) -> None:
    """Against every other rater; severities of all have the mean 0."""
    try:
        was = [one.points.value for one in severities(table)]
    except InvalidValue:
        return
    known = np.isfinite(was)
    assert np.mean(np.array(was)[known]) == pytest.approx(0, abs=1e-9)
    place = who % len(was)
    if not known[place]:
        return
    lower = table.copy()
    lower[place] -= 1
    now = np.array([one.points.value for one in severities(lower)])
    moved = now[known] - np.array(was)[known]
    others = moved[np.flatnonzero(known) != place]
    assert moved[np.flatnonzero(known) == place] - others == pytest.approx(1)
