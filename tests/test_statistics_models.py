"""Strengths and stopping, held against published examples and other ways."""

import math

import choix
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.statistics.bradley_terry import strengths
from etudes.statistics.paired import Comparisons
from etudes.statistics.sequential import confidence_sequence, look

optimize = pytest.importorskip("scipy.optimize")

WINS = np.array(
    [
        [0, 7, 9, 7, 7, 9, 11],
        [6, 0, 7, 5, 11, 9, 9],
        [4, 6, 0, 7, 7, 8, 12],
        [6, 8, 6, 0, 6, 7, 10],
        [6, 2, 6, 7, 0, 7, 12],
        [4, 4, 5, 6, 6, 0, 6],
        [2, 4, 1, 3, 1, 7, 0],
    ]
)
"""American League East, 1987 (A. Agresti, *Categorical Data Analysis*, 2nd ed. 2002,
table 10.10): Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore."""


def both_ways(wins: NDArray[np.intp]) -> tuple[Comparisons, NDArray[np.float64]]:
    """Half of the games told from either side, so that no side is preferred."""
    winner, loser = np.nonzero(wins)
    times = wins[winner, loser] / 2
    outcome = np.repeat([1, -1], winner.size)
    left, right = np.concatenate([winner, loser]), np.concatenate([loser, winner])
    return Comparisons(left, right, outcome), np.concatenate([times, times])


def test_strengths_of_agresti_s_baseball() -> None:
    """The printed estimates against Baltimore, and Milwaukee against Detroit: 0.145 with
    a standard error of 0.311."""
    comparisons, times = both_ways(WINS)
    found = strengths(comparisons, weights=times, ridge=0)
    printed = [1.581, 1.436, 1.294, 1.248, 1.108, 0.684, 0.0]
    assert found.values - found.values[-1] == pytest.approx(printed, abs=6e-4)
    edge = found.difference(0, 1)
    assert edge.value == pytest.approx(0.145, abs=6e-4)
    assert (edge.high - edge.low) / 2 / 1.96 == pytest.approx(0.311, abs=6e-4)
    assert found.side.value == pytest.approx(0, abs=1e-9)
    assert found.tie == 0


def drawn(
    rng: np.random.Generator, n: int = 6, rows: int = 300, side: float = 0.4
) -> Comparisons:
    """Comparisons with ties and a pull to the left."""
    truth = np.linspace(-1, 1, n)
    left = rng.integers(n, size=rows)
    right = (left + rng.integers(1, n, size=rows)) % n
    d = truth[left] - truth[right] + side
    likely = np.exp(np.stack([d / 2, -d / 2, np.full(rows, -0.5)]))
    sums = np.cumsum(likely / likely.sum(axis=0), axis=0)
    outcome = np.array([1, -1, 0])[(rng.random(rows) > sums[:2]).sum(axis=0)]
    return Comparisons(left, right, outcome, rng.integers(20, size=rows))


def test_without_ties_and_side_strengths_are_choix_s() -> None:
    """Its I-LSR and its Newton give the maximum of the same likelihood."""
    winner, loser = np.nonzero(WINS)
    games = [
        (int(w), int(lo))
        for w, lo in zip(winner, loser, strict=True)
        for _ in range(int(WINS[w, lo]))
    ]
    comparisons, times = both_ways(WINS)
    found = strengths(comparisons, weights=times, ridge=0).values
    assert found == pytest.approx(choix.ilsr_pairwise(7, games), abs=1e-4)
    # choix's penalty is alpha |s|², ours half the ridge
    pulled = strengths(comparisons, weights=times, ridge=0.4).values
    other = choix.opt_pairwise(7, games, alpha=0.2)
    assert pulled == pytest.approx(other - other.mean(), abs=1e-3)


def test_ties_and_side_are_the_maximum_of_davidson_and_beaver_s_likelihood() -> None:
    """Written with worths, not logits, and maximised by scipy."""
    made = drawn(np.random.default_rng(1))

    def minus_likelihood(x: NDArray[np.float64]) -> float:
        worth, order, tie = np.exp(np.append(x[:5], 0)), np.exp(x[5]), np.exp(x[6])
        first, second = order * worth[made.left], worth[made.right]
        neither = tie * np.sqrt(first * second)
        chosen = np.select(
            [made.outcome == 1, made.outcome == -1], [first, second], neither
        )
        return -float(np.sum(np.log(chosen / (first + second + neither))))

    best = optimize.minimize(minus_likelihood, np.zeros(7), method="BFGS").x
    found = strengths(made, ridge=0)
    assert found.values[:5] - found.values[5] == pytest.approx(best[:5], abs=2e-3)
    assert found.side.value == pytest.approx(best[5], abs=2e-3)
    nu = np.exp(best[6])
    assert found.tie == pytest.approx(nu / (2 + nu), abs=2e-3)


def test_the_side_is_told_from_the_strengths() -> None:
    """Swapping every pair turns the side and leaves the strengths."""
    made = drawn(np.random.default_rng(2), rows=1200)
    turned = Comparisons(made.right, made.left, -made.outcome, made.rater)
    one, other = strengths(made), strengths(turned)
    assert one.side.value == pytest.approx(-other.side.value, abs=1e-6)
    assert one.values == pytest.approx(other.values, abs=1e-6)
    assert one.side.excludes(0)


def test_one_who_always_wins_stays_finite_and_is_said_to() -> None:
    left, right = np.array([0, 0, 0, 1, 2, 1]), np.array([1, 2, 1, 2, 1, 2])
    perfect = Comparisons(left, right, np.array([1, 1, 1, 1, 1, -1]))
    found = strengths(perfect)
    assert found.is_held_by_ridge
    assert np.isfinite(found.values).all()
    assert found.values.argmax() == 0
    with pytest.raises(InvalidValue, match="infinite"):
        strengths(perfect, ridge=0)


def test_pieces_that_were_never_compared_are_named() -> None:
    apart = Comparisons(np.array([0, 2]), np.array([1, 3]), np.array([1, -1]))
    assert strengths(apart, things=5).pieces == ((0, 1), (2, 3), (4,))
    assert strengths(drawn(np.random.default_rng(3))).pieces == (tuple(range(6)),)


def test_raters_drawn_anew_spread_as_the_clustered_errors_say() -> None:
    """Weights stand for raters who come as often as they were drawn."""
    made, rng = drawn(np.random.default_rng(4), rows=600), np.random.default_rng(5)
    assert made.rater is not None
    raters = int(made.rater.max()) + 1
    spread = np.std(
        [
            strengths(made, weights=times[made.rater].astype(float)).values
            for times in rng.multinomial(raters, [1 / raters] * raters, size=300)
        ],
        axis=0,
    )
    errors = np.sqrt(np.diag(strengths(made).clustered))
    assert spread == pytest.approx(errors, rel=0.2)


def test_one_rater_has_no_interval_over_raters() -> None:
    """However often he chooses, how others would choose is not known; choices that are not
    said to be of one rater count each for itself."""
    made = duel([0] * 40, [1, 1, -1, 1, 1, 1, 1, -1] * 5)
    found = strengths(made)
    assert found.difference(0, 1).value > 0.5
    assert math.isnan(found.difference(0, 1).low) and math.isnan(found.side.high)
    alone = strengths(Comparisons(made.left, made.right, made.outcome))
    assert alone.difference(0, 1).low > 0
    assert alone.difference(0, 1).value == pytest.approx(found.difference(0, 1).value)


def test_one_rater_repeated_is_no_new_knowledge() -> None:
    """Every choice written four times narrows the naive interval, not the raters'."""
    made = drawn(np.random.default_rng(6))
    assert made.rater is not None
    copied = Comparisons(*(np.tile(c, 4) for c in (made.left, made.right, made.outcome)))
    by_rater = Comparisons(
        copied.left, copied.right, copied.outcome, np.tile(made.rater, 4)
    )
    naive = Comparisons(made.left, made.right, made.outcome)

    def width(comparisons: Comparisons) -> float:
        found = strengths(comparisons, ridge=1e-6).difference(0, 5)
        return found.high - found.low

    assert width(copied) == pytest.approx(width(naive) / 2, rel=0.01)
    assert width(by_rater) == pytest.approx(width(made), rel=0.01)


def duel(rater: list[int], won: list[int]) -> Comparisons:
    """Choices between 0 and 1, left and right by turns; 1 where 0 was chosen."""
    left = np.arange(len(won)) % 2
    outcome = np.where(left == 0, won, -np.array(won))
    return Comparisons(left, 1 - left, outcome, np.array(rater))


@pytest.mark.parametrize("raters", [2, 3, 12])
def test_raters_who_agree_by_chance_are_no_proof(raters: int) -> None:
    """Each prefers the first in three of four pairs: the spread between raters is nothing,
    and the interval is that of so many choices nevertheless."""
    won = [-1 if n % 4 == n // 4 % 4 else 1 for n in range(4 * raters)]
    made = duel([n // 4 for n in range(4 * raters)], won)
    found = strengths(made).difference(0, 1)
    choices = Comparisons(made.left, made.right, made.outcome)
    alone = strengths(choices).difference(0, 1)
    assert found.high - found.low >= alone.high - alone.low - 1e-9
    assert found.excludes(0) == (raters == 12)


@pytest.mark.parametrize("raters", [2, 4, 8])
def test_equals_are_called_different_in_one_of_twenty_duels_at_most(raters: int) -> None:
    """Raters with tastes of their own, eight choices each."""
    rng, wrong, times = np.random.default_rng(12), 0, 300
    for _ in range(times):
        likely = 1 / (1 + np.exp(-rng.normal(0, 0.5, (raters, 1))))
        won = np.where(rng.random((raters, 8)) < likely, 1, -1).ravel().tolist()
        made = duel([n // 8 for n in range(8 * raters)], won)
        wrong += strengths(made).difference(0, 1).excludes(0)
    assert wrong / times <= 0.06


def test_one_who_always_wins_is_told_by_a_bound_alone() -> None:
    """Of 36 choices all fell one way: how much stronger has no upper end."""
    made = duel([n // 3 for n in range(36)], [1] * 36)
    found = strengths(made)
    ahead, behind = found.difference(0, 1), found.difference(1, 0)
    assert (ahead.value, ahead.high) == (math.inf, math.inf)
    assert 0 < ahead.low < found.values[0] - found.values[1]
    assert (behind.value, behind.low, behind.high) == (-math.inf, -math.inf, -ahead.low)
    assert found.strength(0).low == pytest.approx(ahead.low / 2)


def test_a_common_victim_leaves_the_two_above_it_comparable() -> None:
    """Two that beat each other by turns, and a third that loses to both throughout."""
    rows = [(0, 1, 1), (1, 0, 1), (0, 1, -1), (0, 2, 1), (1, 2, 1), (2, 0, -1)]
    left, right, outcome = (np.array(column) for column in zip(*rows, strict=True))
    found = strengths(Comparisons(left, right, outcome))
    assert math.isfinite(found.difference(0, 1).high)
    assert found.difference(0, 2).high == math.inf
    assert found.strength(2).low == -math.inf


def test_two_that_only_beat_a_third_are_not_told_apart() -> None:
    rows = [(0, 2, 1), (2, 0, -1), (1, 2, 1), (2, 1, -1)]
    left, right, outcome = (np.array(column) for column in zip(*rows, strict=True))
    assert math.isnan(strengths(Comparisons(left, right, outcome)).difference(0, 1).value)


def test_what_was_never_compared_has_no_difference() -> None:
    """0 with 1 and 2 with 3: of 0 and 3 nothing is known; 4 stands alone."""
    left, right = np.array([0, 1, 2, 3]), np.array([1, 0, 3, 2])
    found = strengths(Comparisons(left, right, np.array([1, 1, 1, 1])), things=5)
    assert math.isfinite(found.difference(0, 1).low)
    assert math.isnan(found.difference(0, 3).value)
    assert math.isfinite(found.strength(0).value)
    assert math.isnan(found.strength(4).value)


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(1, 3), st.sampled_from([-1, 0, 1])),
        min_size=1,
        max_size=30,
    )
)
def test_whatever_was_chosen_strengths_are_finite(rows: list[tuple[int, int, int]]) -> None:
    left, ahead, outcome = (np.array(column) for column in zip(*rows, strict=True))
    found = strengths(Comparisons(left, (left + ahead) % 4, outcome), things=4)
    assert np.isfinite(found.values).all()
    assert found.values.sum() == pytest.approx(0, abs=1e-6)
    assert np.isfinite([found.side.low, found.side.high]).all()


def test_a_piece_compared_with_itself_is_refused() -> None:
    one = np.array([0])
    with pytest.raises(InvalidValue, match="different"):
        Comparisons(one, one, one)
    with pytest.raises(InvalidValue, match="outcomes"):
        Comparisons(one, one + 1, one + 2)


@settings(deadline=None)
@given(st.lists(st.floats(-1, 1), min_size=1, max_size=40))
def test_looking_again_only_ever_narrows(units: list[float]) -> None:
    low, high = confidence_sequence(units, grid=101)
    assert (np.diff(low) >= 0).all()
    assert (np.diff(high) <= 0).all()
    assert (low <= high).all()


def test_what_comes_later_does_not_change_an_earlier_look() -> None:
    units = np.random.default_rng(1).uniform(-1, 1, 50)
    early, late = confidence_sequence(units[:20]), confidence_sequence(units)
    assert early[0] == pytest.approx(late[0][:20])
    assert early[1] == pytest.approx(late[1][:20])


@pytest.mark.parametrize("spread", ["choices", "raters", "skewed"])
def test_false_alarms_are_rare_however_often_one_looks(spread: str) -> None:
    """Of 2000 streams of mean 0, looked at after every unit, at most 5 % ever stop for a
    difference."""
    rng = np.random.default_rng(1)
    shape = (2000, 150)
    units = {
        "choices": lambda: rng.choice([-1.0, 0, 1], shape, p=[0.4, 0.2, 0.4]),
        "raters": lambda: rng.uniform(-0.6, 0.6, shape),
        "skewed": lambda: rng.choice([-0.25, 1.0], shape, p=[0.8, 0.2]),
    }[spread]()
    alarms = 0
    for stream in units:
        low, high = confidence_sequence(stream, grid=21)
        # on a grid of 0.1 the ends lie a step outside what is possible
        alarms += bool(low[-1] >= 0 or high[-1] <= 0)
    assert alarms / 2000 <= 0.05


def test_a_clear_preference_stops_early_and_likeness_stops_too() -> None:
    rng = np.random.default_rng(2)
    better = np.clip(rng.normal(0.5, 0.3, 60), -1, 1)
    alike = np.clip(rng.normal(0, 0.2, 200), -1, 1)
    assert look(better[:30]).verdict == "first"
    assert look(-better[:30]).verdict == "second"
    assert look(alike, margin=0.2).verdict == "equivalent"
    assert look(alike[:5], margin=0.2).verdict == "open"
    assert look(alike).verdict in {"open", "first", "second"}


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=40), st.sampled_from([0.2, 0.6]))
def test_nothing_hangs_on_which_model_is_named_first(
    units: list[float], margin: float
) -> None:
    """Turned round, the verdict is the same of the other."""
    other = {"first": "second", "second": "first"}
    one, turned = look(units, margin), look([-unit for unit in units], margin)
    assert turned.verdict == other.get(one.verdict, one.verdict)


def test_a_better_second_wins_however_often_one_looks() -> None:
    """Eight choices of each rater, 25 : 75; after each rater the verdict is asked for."""
    rng = np.random.default_rng(3)
    for _ in range(20):
        units = rng.choice([1, -1], (60, 8), p=[0.25, 0.75]).mean(axis=1)
        verdicts = (look(units[:n], margin=0.2).verdict for n in range(1, 61))
        assert next(one for one in verdicts if one != "open") == "second"


def test_nothing_rated_leaves_all_open() -> None:
    found = look([])
    assert (found.verdict, found.units, found.is_over) == ("open", 0, False)
    with pytest.raises(InvalidValue, match="from -1 to 1"):
        look([1.5])
    with pytest.raises(InvalidValue, match="margin between"):
        look([0.5], margin=2)
