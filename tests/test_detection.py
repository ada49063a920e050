"""Same or different: d′, criterion and their error, against published values."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etudes.assessment.detection import detection, detection_of
from etudes.assessment.response import Response
from etudes.errors import InvalidValue


def test_the_example_of_the_statpsych_manual() -> None:
    """82 of 100 hits and 46 of 100 false alarms (R package statpsych 1.7.0, `signal`)."""
    found = detection(82, 100, 46, 100)

    assert found.hit_rate == pytest.approx(0.8168317, abs=1e-7)
    assert found.false_alarm_rate == pytest.approx(0.460396, abs=1e-6)
    assert found.d_prime == pytest.approx(1.002793, abs=1e-6)
    assert found.criterion == pytest.approx(-0.4019603, abs=1e-6)


def test_the_example_of_the_stat_manual() -> None:
    """Rates of .70 and .40 make d′ 0.78 (|STAT, `dprime`, 1985); with many trials the
    correction does not show."""
    found = detection(70_000, 100_000, 40_000, 100_000)

    assert round(found.d_prime, 2) == 0.78


def test_the_standard_error_worked_by_hand() -> None:
    """3 of 4 and 2 of 4 are corrected to .7 and .5. The normal density at z(.7) = .5244 is
    .34769, at 0 .39894: .21/(4·.12089) + .25/(4·.15915) = .43428 + .39270 = .82698."""
    found = detection(3, 4, 2, 4)

    assert found.standard_error**2 == pytest.approx(0.82698, abs=1e-4)


def test_the_standard_error_is_the_spread_of_repeated_tests() -> None:
    """4000 simulated listeners with d′ 1: their estimates scatter as the error says (within
    5 %; the scatter of so many is itself sure to 1.1 %)."""
    rng = np.random.default_rng(5)
    hits = rng.binomial(200, 0.6915, 4000)  # Φ(½)
    alarms = rng.binomial(200, 0.3085, 4000)
    found = [detection(int(h), 200, int(f), 200) for h, f in zip(hits, alarms, strict=True)]

    spread = np.std([one.d_prime for one in found])
    told = np.mean([one.standard_error for one in found])
    held = np.mean([one.interval[0] <= 1 <= one.interval[1] for one in found])

    assert spread == pytest.approx(told, rel=0.05)
    assert 0.935 < held < 0.965


def test_always_saying_different_is_hearing_nothing() -> None:
    """All hits, all false alarms: d′ 0, and a strong leaning."""
    found = detection(15, 15, 15, 15)

    assert found.d_prime == pytest.approx(0)
    assert found.criterion < -1.5


@given(st.integers(0, 30), st.integers(0, 30))
def test_more_hits_and_fewer_false_alarms_are_better_hearing(h: int, f: int) -> None:
    """d′ rises with hits and falls with false alarms; it is finite always."""
    here = detection(h, 31, f, 31)

    assert detection(h + 1, 31, f, 31).d_prime > here.d_prime
    assert detection(h, 31, f + 1, 31).d_prime < here.d_prime
    assert np.isfinite([here.d_prime, here.criterion, here.standard_error]).all()


@given(st.integers(0, 20), st.integers(0, 20))
def test_naming_same_and_different_the_other_way_round_changes_no_d_prime(
    h: int, f: int
) -> None:
    """What is a hit for "different" is a correct rejection for "same"."""
    one, other = detection(h, 20, f, 20), detection(20 - f, 20, 20 - h, 20)

    assert one.d_prime == pytest.approx(other.d_prime)
    assert one.criterion == pytest.approx(-other.criterion)


def test_counts_follow_from_what_was_said_and_whether_it_was_right() -> None:
    """Hit, miss, false alarm, correct rejection: 2, 1, 1, 3."""
    said = ["different"] * 2 + ["same"] + ["different"] + ["same"] * 3
    right = [1, 1, 0, 0, 1, 1, 1]
    answers = [
        Response("p", f"m{i}", "same-different", 3, word, Fraction(ok))
        for i, (word, ok) in enumerate(zip(said, right, strict=True))
    ]

    assert detection_of(answers) == detection(2, 3, 1, 4)


@pytest.mark.parametrize(
    "counts", [(1, 0, 0, 3), (4, 3, 0, 3), (0, 3, -1, 3), (0, 3, 0, 0)]
)
def test_impossible_counts_are_refused(counts: tuple[int, int, int, int]) -> None:
    """More hits than trials, or no trials of one sort."""
    with pytest.raises(InvalidValue, match="were expected"):
        detection(*counts)
