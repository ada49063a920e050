"""Agreement of raters held against published examples and other libraries."""

import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.alpha import METRICS, Metric, alpha, alpha_with_interval
from etudes.statistics.icc import icc
from etudes.statistics.kappa import kappa, self_consistency, share
from etudes.statistics.variance import icc_with_gaps, variance_components

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


def test_full_agreement_is_one_with_no_doubt() -> None:
    found = alpha_with_interval([[1, 3, 5, 7]] * 3)
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))


def test_raters_who_do_not_listen_agree_on_nothing() -> None:
    """Chance alone gives an alpha whose interval holds 0."""
    chance = np.random.default_rng(3).integers(1, 8, (10, 40))
    found = alpha_with_interval(chance)
    assert found.low < 0 < found.high < 0.2


def test_alpha_refuses_an_unknown_metric() -> None:
    with pytest.raises(InvalidValue, match="nominal, ordinal, interval"):
        alpha([[1, 2], [1, 2]], "ratio")  # type: ignore[arg-type]


def test_icc_of_shrout_and_fleiss() -> None:
    """Their six coefficients, and the intervals that R's psych prints for them."""
    found = icc(SHROUT_FLEISS)
    printed = {
        found.one_way: (0.17, -0.133, 0.72),
        found.absolute: (0.29, 0.019, 0.76),
        found.consistency: (0.71, 0.342, 0.95),
        found.one_way_k: (0.44, -0.884, 0.91),
        found.absolute_k: (0.62, 0.071, 0.93),
        found.consistency_k: (0.91, 0.676, 0.99),
    }
    for estimate, (value, low, high) in printed.items():
        assert estimate.value == pytest.approx(value, abs=0.005)
        assert estimate.low == pytest.approx(low, abs=0.0006)
        assert estimate.high == pytest.approx(high, abs=0.006)


def test_severity_lowers_absolute_agreement_only() -> None:
    """A rater a point lower throughout is consistent and does not agree."""
    mild = np.array([3.0, 5, 4, 6, 2, 7])
    found = icc(np.stack([mild, mild - 1, mild - 2 + np.array([0, 0.1, 0, -0.1, 0, 0])]))
    assert found.consistency.value > 0.99 > 0.9 > found.absolute.value


def test_icc_refuses_gaps_and_says_what_to_take() -> None:
    with pytest.raises(InvalidValue, match="icc_with_gaps"):
        icc(KRIPPENDORFF)
    with pytest.raises(InvalidValue, match="that differ"):
        icc([[4, 4], [4, 4]])


def test_without_gaps_the_variances_are_those_of_the_analysis_of_variance() -> None:
    """So both ways give one correlation."""
    complete, gaps = icc(SHROUT_FLEISS), icc_with_gaps(SHROUT_FLEISS)
    for name in ("absolute", "consistency", "absolute_k", "consistency_k"):
        one, other = getattr(complete, name), getattr(gaps, name)
        assert other.value == pytest.approx(one.value, abs=1e-6)
        assert other.low < other.value < other.high
    # Shrout and Fleiss, table 3: mean squares 11.24, 32.49, 1.02
    assert gaps.components.rest == pytest.approx(1.02, abs=0.005)
    assert gaps.components.rater == pytest.approx((32.49 - 1.02) / 6, abs=0.01)
    assert gaps.components.item == pytest.approx((11.24 - 1.02) / 4, abs=0.01)


def test_with_gaps_the_restricted_likelihood_is_at_its_highest() -> None:
    """Held against the likelihood written with whole covariance matrices, by scipy."""
    rng = np.random.default_rng(5)
    table = rng.normal(0, 1, 9) + rng.normal(0, 0.7, (6, 1)) + rng.normal(size=(6, 9))
    table[rng.random(table.shape) < 0.35] = GAP
    rater, item = np.nonzero(~np.isnan(table))
    y = table[rater, item]
    same_rater, same_item = rater[:, None] == rater, item[:, None] == item

    def minus_likelihood(logs: NDArray[np.float64]) -> float:
        a, b, c = np.exp(logs)
        inverse = np.linalg.inv(a * same_rater + b * same_item + c * np.eye(y.size))
        ones = inverse.sum()
        rest = y - inverse.sum(axis=0) @ y / ones
        determinant = -np.linalg.slogdet(inverse)[1]
        return float(determinant + np.log(ones) + rest @ inverse @ rest)

    best = optimize.minimize(
        minus_likelihood, np.zeros(3), method="Nelder-Mead", options={"xatol": 1e-6}
    )
    found = variance_components(table)
    expected = pytest.approx(np.exp(best.x), rel=1e-3)
    assert [found.rater, found.item, found.rest] == expected


def test_too_few_ratings_for_variances_are_refused() -> None:
    with pytest.raises(InvalidValue, match="gather more"):
        variance_components([[1, GAP], [GAP, 2]])


def test_kappa_of_a_worked_example() -> None:
    """The figures that scikit-learn's tests print for this table of a hundred pairs."""
    first, second = [0] * 46 + [1] * 44 + [2] * 10, [0] * 50 + [1] * 40 + [2] * 10
    assert kappa(first, second, "none") == pytest.approx(0.9315, abs=5e-5)
    assert kappa(first, second, "linear") == pytest.approx(0.9412, abs=5e-5)
    assert kappa(first, second, "quadratic") == pytest.approx(0.9541, abs=5e-5)


def test_kappa_of_a_table_worked_by_hand() -> None:
    """Of 50 grants 35 judged alike, 25 by chance: (.7 - .5) / (1 - .5)."""
    first = [1] * 20 + [1] * 5 + [0] * 10 + [0] * 15
    second = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    assert kappa(first, second, "none") == pytest.approx(0.4)


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
    assert np.isnan([found.exact.value, found.kappa.value, found.drift]).all()


def test_wilson_s_interval_as_printed() -> None:
    """Newcombe, Statistics in Medicine 17 (1998), table I: 81 of 263, 0.2553 to 0.3662."""
    found = share(81, 263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


@pytest.mark.parametrize("bad", [([1, 2], [1]), ([[1, 2]], [[1, 2]])])
def test_kappa_refuses_rows_that_do_not_pair(bad: tuple[list[int], list[int]]) -> None:
    with pytest.raises(InvalidValue, match="one length"):
        kappa(*bad)
