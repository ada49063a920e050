"""Intervals of few raters, held against simulated truth, and what makes them so wide.

Each rate of false alarm is that of the binomial distribution, were the interval's 5 % true.
"""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from etudes.statistics.estimate import LongTable
from etudes.statistics.jackknife import jackknife
from etudes.statistics.kappa import kappa, self_consistency, share, share_of
from etudes.statistics.resampling import mean

stats = pytest.importorskip("scipy.stats")


def test_a_mean_of_three_raters_is_missed_once_in_twenty() -> None:
    """Of 600 studies 30 are expected to miss; 49 come once in fifteen hundred times."""
    rng, missed = np.random.default_rng(31), 0
    for _ in range(600):
        said = (
            rng.normal(0, 1.2, 12) - rng.normal(0, 0.6, (3, 1)) + rng.normal(size=(3, 12))
        )
        missed += jackknife(LongTable.of(said), mean).excludes(0)
    assert missed <= 48


def test_a_share_over_raters_who_differ_is_missed_once_in_twenty() -> None:
    """Twelve raters who say the same again in 40 to 90 of 100, twelve times each; of 600
    studies 30 are expected to miss, and 49 come once in fifteen hundred times. As
    independent answers they miss twice as often."""
    rng, unit = np.random.default_rng(32), np.repeat(np.arange(12), 12)
    missed, plainly = 0, 0
    for _ in range(600):
        true = rng.random(144) < np.repeat(rng.uniform(0.4, 0.9, 12), 12)
        missed += share_of(true, unit).excludes(0.65)
        plainly += share(int(true.sum()), true.size).excludes(0.65)
    assert missed <= 48 < 60 < plainly


def test_kappa_over_raters_of_differing_noise_is_missed_once_in_twenty() -> None:
    """Five raters, each asked twelve times twice. Of 300 studies
    15 are expected to miss; 29 come once in sixteen hundred times."""
    rng, unit = np.random.default_rng(33), np.repeat(np.arange(5), 12)

    def twice(raters: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        meant = rng.normal(0, 1.3, (raters, 12)) - rng.normal(0, 0.6, (raters, 1))
        noise = rng.uniform(0.4, 1.4, (raters, 1))
        said = meant + noise * rng.normal(size=(2, *meant.shape))
        return said[0].ravel(), said[1].ravel()

    # squares of the same piece twice, and of two pieces of one rater
    apart = (1.4**3 - 0.4**3) / 3
    truth = 1 - apart / (apart + 1.3**2)
    missed = 0
    for _ in range(300):
        first, again = twice(5)
        found = self_consistency(first, again, group=unit, unit=unit)
        missed += found.kappa.excludes(truth)
    assert missed <= 28


def test_answers_that_are_each_a_unit_of_their_own_are_wilson_s() -> None:
    true = [1, 1, 0, 1, 0, 1, 1]
    assert share_of(true, np.arange(7)) == share(5, 7)
    assert share_of([True] * 4, [0, 0, 1, 1]) == share(4, 4)
    assert math.isnan(share_of([], []).value)


def test_a_share_over_raters_has_the_spread_of_their_shares() -> None:
    """Of raters with as many answers each: the error of the mean of their shares."""
    shares = np.array([1.0, 0.8, 0.2, 0.4])
    true = np.concatenate([np.arange(10) < 10 * share for share in shares])
    found = share_of(true, np.repeat(np.arange(4), 10))
    z, n = stats.t.ppf(0.975, 3), 0.6 * 0.4 / (np.var(shares, ddof=1) / 4)
    middle = (0.6 + z * z / 2 / n) / (1 + z * z / n)
    assert found.low + found.high == pytest.approx(2 * middle)


def test_repeats_of_many_raters_count_by_rater() -> None:
    """Kappa stays what it is; two raters know less of others than forty pairs seem to."""
    rng = np.random.default_rng(34)
    first = rng.integers(1, 8, 40)
    again = np.clip(first + rng.integers(-1, 2, 40), 1, 7)
    alone, over = (
        self_consistency(first, again, unit=unit) for unit in (None, np.arange(40) // 20)
    )
    assert over.kappa.value == alone.kappa.value == pytest.approx(kappa(first, again))
    assert -1 <= over.kappa.low < alone.kappa.low < alone.kappa.high < over.kappa.high <= 1
