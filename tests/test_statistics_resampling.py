"""Intervals over raters and items, and differences of systems."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.errors import InvalidValue
from etudes.statistics.alpha import alpha_statistic
from etudes.statistics.comparison import difference, difference_statistic
from etudes.statistics.distributions import beta_cdf, f_quantile, t_cdf, t_quantile
from etudes.statistics.estimate import Estimate, LongTable
from etudes.statistics.jackknife import jackknife, jackknife_of
from etudes.statistics.resampling import (
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


def test_two_systems_a_point_apart_are_told_apart() -> None:
    rng = np.random.default_rng(9)
    group = np.arange(30) % 2
    quality = rng.normal(4, 0.5, 30) + 1.5 * group
    said = quality + rng.normal(0, 0.6, (10, 1)) + rng.normal(0, 0.8, (10, 30))
    found = difference(LongTable.of(said), group, margin=0.5)
    assert found.difference.excludes(0)
    assert found.first - found.second == pytest.approx(found.difference.value)
    assert found.p < 0.01
    assert found.p_alike > 0.5


def test_two_like_systems_are_equivalent_within_a_margin_only() -> None:
    """Not being told apart is not being alike: few ratings show neither."""
    rng = np.random.default_rng(10)
    many, few = rng.normal(4, 1, (30, 60)), rng.normal(4, 1, (3, 6))
    of_many = difference(LongTable.of(many), np.arange(60) % 2, margin=0.3)
    of_few = difference(LongTable.of(few), np.arange(6) % 2, margin=0.3)
    assert of_many.p_alike < 0.05
    assert not of_few.difference.excludes(0)
    assert of_few.p_alike > 0.05


def test_items_of_another_group_do_not_count() -> None:
    rng = np.random.default_rng(11)
    said = rng.normal(4, 1, (5, 9))
    group = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
    changed = said.copy()
    changed[:, 6:] += 100
    found = [difference(LongTable.of(t), group) for t in (said, changed)]
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
    found = [difference(two_systems(rng, raters, one, other), group) for _ in range(400)]
    alarms = [one_.p < 0.05 for one_ in found]
    assert sum(alarms) <= 32
    assert alarms == [one_.difference.excludes(0) for one_ in found]


def test_the_p_of_one_sample_of_items_is_student_s() -> None:
    """With raters who say the same, only pieces are drawn: Welch's test, nearly."""
    rng = np.random.default_rng(22)
    values = rng.normal(4, 1, 18) + np.repeat([0.0, 0.8], 9)
    table, group = LongTable.of(np.tile(values, (9, 1))), np.repeat([0, 1], 9)
    other = stats.ttest_ind(values[9:], values[:9], equal_var=False).pvalue
    assert difference(table, group).p == pytest.approx(other, abs=0.005)


def test_two_one_sided_tests_are_scipy_s() -> None:
    """With raters who say the same: Welch's test against either end of the margin, nearly,
    and below 5 % just where the interval of 90 % lies within the margin."""
    rng = np.random.default_rng(24)
    values = rng.normal(4, 0.5, 40) + np.repeat([0.0, 0.1], 20)
    table, group = LongTable.of(np.tile(values, (9, 1))), np.repeat([0, 1], 20)
    for margin in (0.2, 0.35, 0.5, 0.7):
        ends = (
            stats.ttest_ind(values[20:] - margin, values[:20], equal_var=False,
                            alternative="less"),
            stats.ttest_ind(values[20:] + margin, values[:20], equal_var=False,
                            alternative="greater"),
        )  # fmt: skip
        found = difference(table, group, margin=margin, confidence=0.9)
        other = max(one.pvalue for one in ends)
        assert found.p_alike == pytest.approx(other, abs=0.005)
        assert (found.p_alike < 0.05) == found.difference.within(margin)


def test_values_that_are_all_the_same_have_no_interval() -> None:
    """Who always says 4 shows neither that systems differ nor that they are alike."""
    table = LongTable.of(np.full((12, 20), 4.0))
    found = difference(table, np.arange(20) % 2, margin=0.5)
    assert found.difference.value == 0 and math.isnan(found.difference.low)
    assert math.isnan(found.p) and math.isnan(found.p_alike)
    assert math.isnan(jackknife(table, mean).high)


def test_what_sums_lack_is_what_the_rest_gives() -> None:
    """Taking a rater, an item or a rating from the sums is leaving it out by weight."""
    table = rated(np.random.default_rng(25))
    for statistic in (mean, difference_statistic(np.arange(table.items) % 2)):
        for which in (table.rater, table.item, np.arange(table.value.size)):
            left = leave_out(table, statistic, which)
            weights = (which != np.unique(which)[:, None]).astype(np.float64)
            assert left == pytest.approx(statistic(table, weights))


def test_one_piece_is_no_sample_of_a_system() -> None:
    """Of a system with a single piece no interval is told, and no p-value."""
    rng = np.random.default_rng(23)
    found = difference(LongTable.of(rng.normal(4, 1, (6, 9))), np.array([1] + [0] * 8))
    assert math.isnan(found.p) and math.isnan(found.difference.low)


def test_a_group_without_ratings_is_refused() -> None:
    with pytest.raises(InvalidValue, match="both groups"):
        difference(LongTable.of([[1, 2]]), np.array([1, 1]))
    with pytest.raises(InvalidValue, match="margin above 0"):
        difference(LongTable.of([[1, 2]]), np.array([0, 1]), margin=0)


def test_an_estimate_says_what_it_excludes() -> None:
    estimate = Estimate(0.2, 0.1, 0.3)
    assert estimate.excludes(0)
    assert not estimate.excludes(0.2)
    assert estimate.within(0.4)
    assert not estimate.within(0.25)
    nothing = Estimate(0.2, GAP, GAP)
    assert not nothing.excludes(0)
    assert not nothing.within(9)
