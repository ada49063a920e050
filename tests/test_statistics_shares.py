"""Of how many ratings something is true, over raters and pieces both."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from etudes.statistics.estimate import LongTable
from etudes.statistics.shares import share_over_both

stats = pytest.importorskip("scipy.stats")

TABLES = st.tuples(st.integers(2, 6), st.integers(2, 9)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.sampled_from([0.0, 1.0]))
)


@given(TABLES)
def test_a_share_lies_in_its_interval_and_that_between_none_and_all(
    table: NDArray[np.float64],
) -> None:
    found = share_over_both(LongTable.of(table))
    assert found.value == pytest.approx(table.mean())
    assert 0 <= found.low <= found.value <= found.high <= 1
    assert found.low < found.high


@pytest.mark.parametrize("raters", [2, 12])
def test_where_all_are_true_each_piece_counts_as_one(raters: int) -> None:
    """Twelve raters who agree on ten pieces know no more of other pieces than two do."""
    found = share_over_both(LongTable.of(np.ones((raters, 10))))
    other = stats.binomtest(10, 10).proportion_ci(method="wilson")
    assert (found.low, found.high) == pytest.approx((other.low, other.high))


def test_ratings_that_go_together_are_worth_fewer() -> None:
    """By pieces that all find right or all find wrong, by raters likewise, and by neither:
    then the interval is nearly that of as many answers."""
    rng = np.random.default_rng(41)
    pieces = np.tile(rng.permutation([1.0, 1, 1, 0] * 5), (12, 1))
    alone = rng.permutation(np.repeat([1.0, 1, 1, 0], 60)).reshape(12, 20)
    widths = [
        found.high - found.low
        for found in (share_over_both(LongTable.of(table)) for table in (pieces, alone))
    ]
    by_pieces, by_ratings = (
        stats.binomtest(3 * n, 4 * n).proportion_ci(method="wilson") for n in (5, 60)
    )
    assert widths[0] == pytest.approx(by_pieces.high - by_pieces.low, rel=0.15)
    assert widths[1] == pytest.approx(by_ratings.high - by_ratings.low, rel=0.25)


def test_a_share_near_all_is_missed_once_in_twenty_at_most() -> None:
    """Five raters who differ, twelve pieces that differ, nine in ten within one of the
    middle: of 600 studies 30 are expected to miss at most, and 49 come once in fifteen
    hundred times. A mean's interval misses more often: where all are near it is a point."""
    rng = np.random.default_rng(42)

    def near(raters: int, pieces: int) -> NDArray[np.float64]:
        thought = rng.normal(0, 0.6, pieces) - rng.normal(0, 0.3, (raters, 1))
        said = np.round(thought + rng.normal(0, 0.6, (raters, pieces)))
        return (np.abs(said) <= 1).astype(np.float64)

    truth = float(np.mean([near(1, 1) for _ in range(40_000)]))
    assert 0.85 < truth < 0.95
    missed = sum(
        share_over_both(LongTable.of(near(5, 12))).excludes(truth) for _ in range(600)
    )
    assert missed <= 48
