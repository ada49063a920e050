"""Intervals over raters and items, differences of systems and rank correlations."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.alpha import alpha_statistic
from etudes.statistics.comparison import difference
from etudes.statistics.correlation import (
    interval_by_bootstrap,
    kendall,
    partial_spearman,
    ranks,
    spearman,
    spearman_within,
)
from etudes.statistics.distributions import beta_cdf, f_quantile, t_cdf, t_quantile
from etudes.statistics.estimate import Estimate, LongTable
from etudes.statistics.jackknife import jackknife, jackknife_of
from etudes.statistics.resampling import (
    bootstrap,
    crossed_draws,
    leave_out,
    mean,
)

stats = pytest.importorskip("scipy.stats")

GAP = np.nan
degrees = st.floats(0.5, 300)


@given(degrees, degrees, st.floats(0, 1))
def test_the_beta_distribution_is_scipy_s(a: float, b: float, x: float) -> None:
    assert beta_cdf(x, a, b) == pytest.approx(stats.beta.cdf(x, a, b), abs=1e-9)


@given(st.floats(1, 300), st.floats(1, 300), st.floats(0.01, 0.99))
def test_quantiles_are_scipy_s(one: float, two: float, p: float) -> None:
    assert t_quantile(p, one) == pytest.approx(stats.t.ppf(p, one), rel=1e-6, abs=1e-9)
    assert f_quantile(p, one, two) == pytest.approx(stats.f.ppf(p, one, two), rel=1e-6)


def test_t_of_infinite_freedom_is_normal() -> None:
    assert t_cdf(1.96, math.inf) == pytest.approx(0.975, abs=1e-4)
    assert t_quantile(0.975, math.inf) == pytest.approx(1.96, abs=1e-3)


def rated(rng: np.random.Generator, raters: int = 6, items: int = 10) -> LongTable:
    table = rng.integers(1, 8, (raters, items)).astype(np.float64)
    table[rng.random(table.shape) < 0.2] = GAP
    table[:, 0], table[0, :] = 4, 5
    return LongTable.of(table)


def test_a_long_table_refuses_what_is_no_rating() -> None:
    none, one = np.array([], np.intp), np.array([0])
    with pytest.raises(InvalidValue, match="one length"):
        LongTable(none, none, np.array([]))
    with pytest.raises(InvalidValue, match="leave gaps out"):
        LongTable(one, one, np.array([GAP]))
    with pytest.raises(InvalidValue, match="raters down"):
        LongTable.of([1, 2, 3])


def test_a_resampled_mean_is_that_of_the_table_written_out() -> None:
    """Weights stand for ratings repeated as often as rater and item were drawn."""
    rng = np.random.default_rng(1)
    table = rated(rng)
    raters, items = rng.integers(0, 4, table.raters), rng.integers(0, 4, table.items)
    weights = raters[table.rater] * items[table.item]
    drawn = mean(table, weights[None].astype(np.float64))[0]
    assert drawn == pytest.approx(np.repeat(table.value, weights).mean())


def test_alpha_without_a_rater_or_item_is_the_package_s() -> None:
    """Leaving out by weights is leaving out."""
    rng = np.random.default_rng(2)
    whole = rng.integers(1, 6, (5, 12)).astype(np.float64)
    table = LongTable.of(whole)
    left = leave_out(table, alpha_statistic(table), table.rater)
    for rater, value in enumerate(left):
        rest = np.delete(whole, rater, axis=0)
        other = krippendorff.alpha(rest, level_of_measurement="ordinal")
        assert value == pytest.approx(other)


def test_a_rater_drawn_twice_does_not_agree_with_himself() -> None:
    """Resampled raters of pure noise stay at an alpha of 0; copies would raise it."""
    rng = np.random.default_rng(3)
    table = LongTable.of(rng.integers(1, 8, (5, 60)))
    drawn = crossed_draws(table, alpha_statistic(table, "interval"), rng, 400)
    assert abs(np.nanmean(drawn)) < 0.05


def test_one_rater_s_bca_interval_is_scipy_s() -> None:
    """With one rater only items are drawn, as `scipy.stats.bootstrap` does."""
    rng = np.random.default_rng(4)
    values = rng.exponential(size=40)
    found = bootstrap(LongTable.of([values]), mean, rng, draws=20_000, bias_corrected=True)
    other = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, method="BCa", random_state=5
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=0.02)


def test_percentiles_of_one_rater_are_scipy_s() -> None:
    rng = np.random.default_rng(6)
    values = rng.normal(size=30)
    found = bootstrap(LongTable.of([values]), mean, rng, draws=20_000)
    other = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, method="percentile", random_state=7
    ).confidence_interval
    assert (found.low, found.high) == pytest.approx((other.low, other.high), abs=0.02)


def test_the_jackknife_of_a_mean_is_student_s_interval() -> None:
    """Over independent units it is the textbook's, as scipy gives it."""
    values = np.array([4.0, 6, 5, 7, 3, 5, 6])
    n = values.size
    left = (values.sum() - values) / (n - 1)
    found = jackknife_of(float(values.mean()), left)
    other = stats.t.interval(0.95, n - 1, values.mean(), stats.sem(values))
    assert (found.low, found.high) == pytest.approx(other)


def test_severe_raters_widen_the_interval_of_a_mean() -> None:
    """Twelve raters who differ are twelve things known, whatever they rate."""
    rng = np.random.default_rng(8)
    alike = rng.normal(4, 1, (12, 40))
    apart = alike + np.linspace(-2, 2, 12)[:, None]
    first, second = (jackknife(LongTable.of(t), mean) for t in (alike, apart))
    width = 2 * stats.t.ppf(0.975, 11) * np.std(np.linspace(-2, 2, 12), ddof=1) / 12**0.5
    assert second.high - second.low > 2 * (first.high - first.low)
    assert second.high - second.low == pytest.approx(width, rel=0.2)


def test_one_rater_alone_gives_no_interval_over_raters() -> None:
    found = jackknife(LongTable.of([[3, 4, 5, 6]]), mean)
    assert found.value == 4.5
    assert math.isnan(found.low)


def test_few_draws_are_refused() -> None:
    with pytest.raises(InvalidValue, match="at least 100"):
        bootstrap(LongTable.of([[1, 2]]), mean, np.random.default_rng(1), draws=10)


def test_two_systems_a_point_apart_are_told_apart() -> None:
    rng = np.random.default_rng(9)
    group = np.arange(30) % 2
    quality = rng.normal(4, 0.5, 30) + 1.5 * group
    said = quality + rng.normal(0, 0.6, (10, 1)) + rng.normal(0, 0.8, (10, 30))
    found = difference(LongTable.of(said), group, rng, margin=0.5, draws=500)
    assert found.difference.excludes(0)
    assert found.resampled.excludes(0)
    assert found.first - found.second == pytest.approx(found.difference.value)
    assert found.p < 0.01
    assert found.equivalent is False


def test_two_like_systems_are_equivalent_within_a_margin_only() -> None:
    """Not being told apart is not being alike: few ratings show neither."""
    rng = np.random.default_rng(10)
    many, few = rng.normal(4, 1, (30, 60)), rng.normal(4, 1, (3, 6))
    of_many = difference(LongTable.of(many), np.arange(60) % 2, rng, margin=0.3, draws=200)
    of_few = difference(LongTable.of(few), np.arange(6) % 2, rng, margin=0.3, draws=200)
    assert of_many.equivalent is True
    assert not of_few.difference.excludes(0)
    assert of_few.equivalent is False


def test_items_of_another_group_do_not_count() -> None:
    rng = np.random.default_rng(11)
    said = rng.normal(4, 1, (5, 9))
    group = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
    changed = said.copy()
    changed[:, 6:] += 100
    found = [
        difference(LongTable.of(t), group, np.random.default_rng(1), draws=200)
        for t in (said, changed)
    ]
    assert found[0] == found[1]


def two_systems(rng: np.random.Generator, raters: int, one: int, other: int) -> LongTable:
    """Two systems worth the same; pieces and raters differ, four of ten ratings lack."""
    worth = rng.normal(4.4, 0.6, one + other)
    severity = rng.normal(0, 0.6, (raters, 1))
    said = worth - severity + rng.normal(0, 0.8, (raters, one + other))
    said = np.clip(np.round(said), 1, 7)
    said[rng.random(said.shape) < 0.4] = GAP
    return LongTable.of(said)


@pytest.mark.parametrize(
    ("raters", "one", "other"), [(12, 10, 10), (6, 20, 20), (20, 24, 8), (12, 38, 4)]
)
def test_systems_worth_the_same_differ_in_one_of_twenty_studies(
    raters: int, one: int, other: int
) -> None:
    """However many raters share the same pieces, and however few pieces one system has:
    of 400 studies 20 are expected below 5 %, and 32 come once in two hundred times."""
    rng, group = np.random.default_rng(21), (np.arange(one + other) < one).astype(int)
    found = [
        difference(two_systems(rng, raters, one, other), group, rng, draws=100)
        for _ in range(400)
    ]
    alarms = [one_.p < 0.05 for one_ in found]
    assert sum(alarms) <= 32
    assert alarms == [one_.difference.excludes(0) for one_ in found]


def test_the_p_of_one_sample_of_items_is_student_s() -> None:
    """With raters who say the same, only pieces are drawn: Welch's test, nearly."""
    rng = np.random.default_rng(22)
    values = rng.normal(4, 1, 18) + np.repeat([0.0, 0.8], 9)
    table, group = LongTable.of(np.tile(values, (9, 1))), np.repeat([0, 1], 9)
    other = stats.ttest_ind(values[9:], values[:9], equal_var=False).pvalue
    assert difference(table, group, rng, draws=100).p == pytest.approx(other, abs=0.005)


def test_one_piece_is_no_sample_of_a_system() -> None:
    """Of a system with a single piece no interval is told, and no p-value."""
    rng = np.random.default_rng(23)
    found = difference(
        LongTable.of(rng.normal(4, 1, (6, 9))), np.array([1] + [0] * 8), rng, draws=100
    )
    assert math.isnan(found.p) and math.isnan(found.difference.low)


def test_a_group_without_ratings_is_refused() -> None:
    with pytest.raises(InvalidValue, match="both groups"):
        difference(LongTable.of([[1, 2]]), np.array([1, 1]), np.random.default_rng(1))
    with pytest.raises(InvalidValue, match="margin above 0"):
        difference(
            LongTable.of([[1, 2]]), np.array([0, 1]), np.random.default_rng(1), margin=0
        )


pairs = st.lists(
    st.tuples(st.integers(1, 7), st.integers(-3, 9)), min_size=5, max_size=30
).map(lambda rows: np.array(rows, np.float64).T)


@given(pairs)
def test_rank_correlations_are_scipy_s(rows: NDArray[np.float64]) -> None:
    x, y = rows
    assert ranks(x) == pytest.approx(stats.rankdata(x))
    if np.ptp(x) and np.ptp(y):
        assert spearman(x, y).value == pytest.approx(stats.spearmanr(x, y).statistic)
        assert kendall(x, y).value == pytest.approx(stats.kendalltau(x, y).statistic)
    else:
        assert math.isnan(spearman(x, y).value)
        assert math.isnan(kendall(x, y).value)


def test_a_partial_correlation_is_that_of_what_is_left() -> None:
    """Ranks less what a line through the third's ranks tells."""
    rng = np.random.default_rng(12)
    third = rng.normal(size=30)
    x, y = third + rng.normal(size=30), third + rng.normal(size=30)
    a, b, c = (stats.rankdata(row) for row in (x, y, third))
    left = [row - np.polyval(np.polyfit(c, row, 1), c) for row in (a, b)]
    found = partial_spearman(x, y, third)
    assert found.value == pytest.approx(stats.pearsonr(*left).statistic)
    assert found.low < found.value < found.high


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


def test_both_intervals_of_a_correlation_tell_much_the_same() -> None:
    rng = np.random.default_rng(13)
    x = rng.normal(size=80)
    y = x + rng.normal(size=80)
    found, drawn = spearman(x, y), interval_by_bootstrap(x, y, spearman, rng)
    assert (drawn.low, drawn.high) == pytest.approx((found.low, found.high), abs=0.1)


def test_an_estimate_says_what_it_excludes() -> None:
    estimate = Estimate(0.2, 0.1, 0.3)
    assert estimate.excludes(0)
    assert not estimate.excludes(0.2)
    assert estimate.within(0.4)
    assert not estimate.within(0.25)
    nothing = Estimate(0.2, GAP, GAP)
    assert not nothing.excludes(0)
    assert not nothing.within(9)
