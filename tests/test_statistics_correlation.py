"""Rank correlations held against scipy's, and what is left where means are taken out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from etudes.statistics.correlation import ranks, spearman, spearman_within

stats = pytest.importorskip("scipy.stats")

GAP = np.nan
pairs = st.lists(
    st.tuples(st.integers(1, 7), st.integers(-3, 9)), min_size=5, max_size=30
).map(lambda rows: np.array(rows, np.float64).T)


@given(pairs)
def test_rank_correlations_are_scipy_s(rows: NDArray[np.float64]) -> None:
    x, y = rows
    assert ranks(x) == pytest.approx(stats.rankdata(x))
    if np.ptp(x) and np.ptp(y):
        assert spearman(x, y).value == pytest.approx(stats.spearmanr(x, y).statistic)
    else:
        assert math.isnan(spearman(x, y).value)


@pytest.mark.parametrize(("pairs", "groups"), [(16, 8), (24, 8), (40, 4)])
def test_means_taken_out_of_groups_find_nothing_where_nothing_is(
    pairs: int, groups: int
) -> None:
    """Of 1,000 pairs of unconnected rows about 50 have an interval without 0."""
    rng, group, wrong = np.random.default_rng(14), np.arange(pairs) % groups, 0
    for _ in range(1000):
        found, _ = spearman_within(rng.normal(size=pairs), rng.normal(size=pairs), group)
        wrong += found.excludes(0)
    assert wrong <= 70


def test_a_pair_alone_in_its_group_says_nothing_within() -> None:
    x, y = [1, 2, 3, 4, 90, 5, 6, 7], [2, 1, 3, 5, -7, 6, 8, 7]
    found, count = spearman_within(x, y, [0, 0, 0, 0, 1, 2, 2, 2])
    rest = [0, 1, 2, 3, 5, 6, 7]
    other, _ = spearman_within(
        [x[n] for n in rest], [y[n] for n in rest], [0, 0, 0, 0, 2, 2, 2]
    )
    assert (found, count) == (other, 7)


def test_gaps_leave_their_pair_out() -> None:
    assert spearman([1, 2, GAP, 3, 4, 5], [1, 3, 9, 2, 4, 5]) == spearman(
        [1, 2, 3, 4, 5], [1, 3, 2, 4, 5]
    )
