"""Agreement of raters held against published examples and other libraries."""

from collections.abc import Callable

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.alpha import METRICS, Metric, alpha, alpha_with_interval
from etudes.statistics.icc import icc
from etudes.statistics.kappa import kappa, self_consistency, share

optimize = pytest.importorskip("scipy.optimize")

GAP = np.nan
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, GAP, GAP, GAP],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, GAP, 3],
        [GAP, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, GAP],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, GAP],
    ]
)
"""Four observers of twelve units: Krippendorff, "Computing Krippendorff's
alpha-reliability" (2011), section C."""
SHROUT_FLEISS = np.array(
    [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
).T
"""Four judges of six targets: Shrout and Fleiss (1979), table 2."""

tables = arrays(
    np.float64,
    st.tuples(st.integers(2, 5), st.integers(2, 9)),
    elements=st.sampled_from([GAP, 1.0, 2.0, 3.0, 5.0, 7.0]),
)


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)]
)
def test_alpha_of_krippendorff_s_example(metric: Metric, value: float) -> None:
    """The values that he prints."""
    assert alpha(KRIPPENDORFF, metric) == pytest.approx(value, abs=6e-4)


@given(tables)
def test_alpha_is_that_of_the_package(table: NDArray[np.float64]) -> None:
    """The package `krippendorff` computes it another way, by a matrix of coincidences."""
    paired = table[:, (~np.isnan(table)).sum(axis=0) >= 2]
    if np.unique(paired[~np.isnan(paired)]).size < 2:
        return
    for metric in METRICS:
        other = krippendorff.alpha(table, level_of_measurement=metric)
        assert alpha(table, metric) == pytest.approx(other, abs=1e-9)


def test_alpha_says_nothing_where_nothing_varies() -> None:
    """All the same, or no piece rated twice, is neither agreement nor its lack."""
    assert np.isnan(alpha([[4, 4], [4, 4]]))
    assert np.isnan(alpha([[1, GAP], [GAP, 2]]))


def test_full_agreement_is_one_and_its_doubt_is_not_known() -> None:
    """Nothing that is left out changes it, so how far it would vary cannot be told."""
    found = alpha_with_interval([[1, 3, 5, 7]] * 3)
    assert found.value == pytest.approx(1)
    assert np.isnan(found.low) and np.isnan(found.high)


def test_raters_who_do_not_listen_agree_on_nothing() -> None:
    """Chance alone gives an alpha whose interval holds 0."""
    chance = np.random.default_rng(3).integers(1, 8, (10, 40))
    found = alpha_with_interval(chance)
    assert found.low < 0 < found.high < 0.2


def test_alpha_refuses_an_unknown_metric() -> None:
    with pytest.raises(InvalidValue, match="nominal, ordinal, interval"):
        alpha([[1, 2], [1, 2]], "ratio")  # type: ignore[arg-type]


def test_icc_of_shrout_and_fleiss() -> None:
    """Four of their coefficients, and the variances of their table 3."""
    found = icc(SHROUT_FLEISS)
    printed = {
        found.absolute: 0.29,
        found.consistency: 0.71,
        found.absolute_k: 0.62,
        found.consistency_k: 0.91,
    }
    for estimate, value in printed.items():
        assert estimate.value == pytest.approx(value, abs=0.005)
        assert estimate.low < estimate.value < estimate.high
    # mean squares 11.24 of targets, 32.49 of judges, 1.02 of what is left
    assert found.components.rest == pytest.approx(1.02, abs=0.005)
    assert found.components.rater == pytest.approx((32.49 - 1.02) / 6, abs=0.01)
    assert found.components.item == pytest.approx((11.24 - 1.02) / 4, abs=0.01)


def test_severity_lowers_absolute_agreement_only() -> None:
    """A rater a point lower throughout is consistent and does not agree."""
    mild = np.array([3.0, 5, 4, 6, 2, 7])
    found = icc(np.stack([mild, mild - 1, mild - 2 + np.array([0, 0.1, 0, -0.1, 0, 0])]))
    assert found.consistency.value > 0.99 > 0.9 > found.absolute.value


def gappy(seed: int, raters: int = 6, items: int = 9) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    table = rng.normal(0, 1, items) + rng.normal(0, 0.7, (raters, 1))
    table = table + rng.normal(size=table.shape)
    table[rng.random(table.shape) < 0.35] = GAP
    return np.asarray(table)


def minus_likelihood(table: NDArray[np.float64], variances: NDArray[np.float64]) -> float:
    """Minus twice the restricted likelihood, written with whole covariance matrices."""
    rater, item = np.nonzero(~np.isnan(table))
    y, (a, b, c) = table[rater, item], variances
    same_rater, same_item = rater[:, None] == rater, item[:, None] == item
    inverse = np.linalg.inv(a * same_rater + b * same_item + c * np.eye(y.size))
    ones = inverse.sum()
    rest = y - inverse.sum(axis=0) @ y / ones
    determinant = -np.linalg.slogdet(inverse)[1]
    return float(determinant + np.log(ones) + rest @ inverse @ rest)


def lowest(of: Callable[[NDArray[np.float64]], float], n: int) -> NDArray[np.float64]:
    options = {"xatol": 1e-6, "fatol": 1e-9}
    best = optimize.minimize(of, np.zeros(n), method="Nelder-Mead", options=options)
    return np.asarray(best.x)


def test_with_gaps_the_restricted_likelihood_is_at_its_highest() -> None:
    table = gappy(5)
    best = lowest(lambda logs: minus_likelihood(table, np.exp(logs)), 3)
    found = icc(table).components
    expected = pytest.approx(np.exp(best), rel=1e-3)
    assert [found.rater, found.item, found.rest] == expected


def test_ends_of_an_interval_are_what_the_likelihood_just_does_not_exclude() -> None:
    """There it is lower by half of 1.96², at its highest over what else may vary."""
    table = gappy(5)
    found = icc(table)
    parts = found.components
    highest = minus_likelihood(table, np.array([parts.rater, parts.item, parts.rest]))

    def at(correlation: float, counts: bool) -> float:
        def of(logs: NDArray[np.float64]) -> float:
            rater, rest = np.exp(logs)
            item = correlation / (1 - correlation) * (rest + counts * rater)
            return minus_likelihood(table, np.array([rater, item, rest]))

        return of(lowest(of, 2)) - highest

    for estimate, counts in ((found.absolute, True), (found.consistency, False)):
        for end in (estimate.low, estimate.high):
            assert at(end, counts) == pytest.approx(1.96**2, abs=0.01)


def test_where_raters_share_nothing_agreement_begins_at_0() -> None:
    """A complete table and one with gaps: no end is beyond 0 or 1, and no interval says
    everything and nothing."""
    rng = np.random.default_rng(36)
    chance = rng.integers(1, 8, (12, 40)).astype(np.float64)
    for table in (chance, np.where(rng.random(chance.shape) < 0.5, GAP, chance)):
        found = icc(table)
        for one in (found.absolute, found.consistency):
            assert one.low == 0
            assert one.high < 0.2
        assert found.absolute_k.low == found.consistency_k.low == 0
        assert found.absolute_k.high < 0.7


def test_raters_who_never_differ_agree_fully() -> None:
    found = icc([[1, 3, 5, 7, 2]] * 3)
    assert found.consistency.value == pytest.approx(1, abs=1e-5)
    assert 0.9 < found.absolute.low <= found.absolute.value == pytest.approx(1, abs=1e-5)


@settings(deadline=None, max_examples=25)
@given(tables)
def test_correlations_lie_within_their_intervals_and_those_from_0_to_1(
    table: NDArray[np.float64],
) -> None:
    """Whatever was rated; and the mean of several raters is no less reliable than one."""
    rated = table[~np.isnan(table)]
    try:
        found = icc(table)
    except InvalidValue:
        here = ~np.isnan(table)
        raters, items = (int(here.any(axis=axis).sum()) for axis in (1, 0))
        is_thin = min(raters, items) < 2 or rated.size < raters + items
        assert is_thin or np.unique(rated).size < 2
        return
    for one, many in (
        (found.absolute, found.absolute_k),
        (found.consistency, found.consistency_k),
    ):
        assert 0 <= one.low <= one.value <= one.high <= 1
        assert 0 <= many.low <= many.value <= many.high <= 1
        assert many.value >= one.value - 1e-12
    assert found.absolute.value <= found.consistency.value + 1e-9


def test_agreement_of_four_raters_is_missed_once_in_twenty() -> None:
    """Of 100 tables with gaps 5 are expected to miss 1 / (1 + .49 + 1); 14 come once in two
    thousand times."""
    missed = sum(icc(gappy(seed, 4, 10)).absolute.excludes(1 / 2.49) for seed in range(100))
    assert missed <= 13


def test_too_few_ratings_for_variances_are_refused() -> None:
    for table in ([[1, GAP], [GAP, 2]], [[4, 4], [4, 4]], [[1, 2, 3]]):
        with pytest.raises(InvalidValue, match="gather more"):
            icc(table)


def test_kappa_of_a_worked_example() -> None:
    """scikit-learn's tests print 0.9541 for this table of a hundred pairs. There all are
    held with all, each with itself too, which is here taken out of what is expected."""
    first, second = [0] * 46 + [1] * 44 + [2] * 10, [0] * 50 + [1] * 40 + [2] * 10
    apart = 1 - 0.9541
    expected = 1 - 99 * apart / (100 - apart)
    assert kappa(first, second) == pytest.approx(expected, abs=5e-5)


def test_kappa_of_two_raters_worked_by_hand() -> None:
    """The first gives 1 and 3, then 2 and 3; the second 5 and 7, then 5 and 5. Apart from
    themselves: 1 + 0 + 0 + 4. Of different things: (4 + 1) and (0 + 4)."""
    found = kappa([1, 3, 5, 7], [2, 3, 5, 5], group=[0, 0, 1, 1])
    assert found == pytest.approx(1 - 5 / (5 + 4))


def test_severe_raters_and_easy_scales_are_no_consistency() -> None:
    """Three raters of very different severity whose repeats are drawn anew: nothing is the
    same twice but how they rate on the whole. Against all answers it looks like much."""
    rng = np.random.default_rng(37)
    rater = np.repeat([0, 1, 2], 6)
    within, plain = [], []
    for _ in range(300):
        first, again = 2 + 2 * rater + rng.integers(-1, 2, (2, rater.size))
        within.append(kappa(first, again, rater))
        plain.append(kappa(first, again))
    assert abs(np.mean(within)) < 0.05 < 0.6 < np.mean(plain)


def test_kappa_says_nothing_where_nothing_can_be_told() -> None:
    """One repeat of each rater has nothing else to be held against."""
    assert np.isnan(kappa([1, 5], [2, 5], group=[0, 1]))
    assert np.isnan(kappa([4, 4, 4], [4, 4, 4]))


def test_what_chance_gives_within_one_is_that_of_other_things() -> None:
    """1, 2 and 7, the same again: of 6 pairs of different ones 1-2 and 2-1 lie so near."""
    found = self_consistency([1, 2, 7], [1, 2, 7])
    assert found.within_one.value == 1
    assert found.by_chance == pytest.approx(1 / 3)


@given(st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=20))
def test_self_consistency_counts_what_it_says(pairs: list[tuple[int, int]]) -> None:
    """Shares are counts of pairs; within one is never less than exact."""
    found = self_consistency([a for a, _ in pairs], [b for _, b in pairs])
    assert found.exact.value == pytest.approx(np.mean([a == b for a, b in pairs]))
    assert found.within_one.value >= found.exact.value
    assert found.exact.low <= found.exact.value <= found.exact.high
    assert found.pairs == len(pairs)


def test_self_consistency_of_no_repeats_says_nothing() -> None:
    found = self_consistency([GAP], [4])
    assert found.pairs == 0
    assert np.isnan(
        [found.exact.value, found.kappa.value, found.drift, found.by_chance]
    ).all()


def test_wilson_s_interval_as_printed() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 0.2553 to 0.3662."""
    found = share(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize("bad", [([1, 2], [1]), ([[1, 2]], [[1, 2]])])
def test_kappa_refuses_rows_that_do_not_pair(bad: tuple[list[int], list[int]]) -> None:
    with pytest.raises(InvalidValue, match="one length"):
        kappa(*bad)
