"""A test that asks what tells most: what it picks, when it ends, what it finds."""

import numpy as np
import pytest

from benchmarks.adaptive import THIRD, Design, Sitting, bank_of, sit, spread, truths
from etudes.assessment.ability import Ability, estimate
from etudes.assessment.adaptive import Bank, BankItem, Settings, is_over, next_item
from etudes.assessment.parameters import ItemParameters
from etudes.assessment.prior import ability_of_level
from etudes.errors import InvalidValue

LADDER = Bank(
    tuple(
        BankItem(f"{kind} {n}", kind, level, ItemParameters(ability_of_level(level)))
        for kind in ("interval", "mode")
        for n, level in enumerate(np.linspace(1, 8, 29))
    )
)
"""Items a quarter of a level apart, all alike but for their difficulty."""


def at(theta: float, error: float = 0.3, answers: int = 8) -> Ability:
    return Ability(theta, error, theta - 2 * error, theta + 2 * error, theta, answers)


def sittings(design: Design, students: int, banks: int, seed: int) -> list[Sitting]:
    """Thirty adaptive items for each student; abilities uniform over the levels."""
    rng = np.random.default_rng(seed)
    found = []
    for number in range(banks):
        bank = bank_of(design, rng)
        truth = truths(bank, design.harder, rng)
        settings = Settings(quota=design.quota)
        for level in rng.uniform(1, 8.9, students // banks):
            theta = ability_of_level(level)
            found.append(sit(theta, bank, number, truth, rng, settings, 30))
    return found


@pytest.mark.parametrize("theta", [-1.5, 0.0, 1.25])
def test_what_is_asked_lies_near_the_ability(theta: float) -> None:
    """Of items that differ in difficulty alone, one within a level of the student's."""
    rng = np.random.default_rng(1)
    for _ in range(20):
        item = next_item(at(theta), LADDER, (), rng)
        assert item is not None
        assert abs(item.parameters.difficulty - theta) < 0.5


def test_guessing_makes_somewhat_easier_items_tell_more_than_hard_ones() -> None:
    """With two alternatives the best item lies below the student's ability (Birnbaum 1968:
    by ln((1 + √(1 + 8c)) / 2) / a = 0.37 logits, for c = ½ and a = 1.31)."""
    bank = Bank(
        tuple(
            BankItem(f"{b:.2f}", "mode", 4, ItemParameters(float(b), guessing=0.5))
            for b in np.linspace(-2, 2, 81)
        )
    )
    rng = np.random.default_rng(1)
    item = next_item(at(0.0, error=0.02), bank, (), rng, Settings(among=1))

    assert item is not None
    assert item.parameters.difficulty == pytest.approx(-0.37, abs=0.03)


def test_not_everyone_meets_the_same_item() -> None:
    """One of the best five, by chance; and the same seed asks the same."""
    first = {
        item.item
        for seed in range(60)
        if (item := next_item(at(0.2), LADDER, (), np.random.default_rng(seed)))
    }
    again = [next_item(at(0.2), LADDER, (), np.random.default_rng(4)) for _ in range(2)]

    assert len(first) == 5
    assert again[0] == again[1]


def test_no_item_is_asked_twice_and_the_bank_runs_dry() -> None:
    """After every item there is none."""
    rng, asked = np.random.default_rng(0), list[str]()
    while item := next_item(at(0.0), LADDER, asked, rng):
        asked.append(item.item)

    assert sorted(asked) == sorted(item.item for item in LADDER.items)


def test_band_and_quota_hold() -> None:
    """Levels 3 to 5 alone, and three of "mode" at most."""
    rng, asked = np.random.default_rng(0), list[BankItem]()
    settings = Settings(lowest=3, highest=5, quota={"mode": 3})
    while item := next_item(at(1.5), LADDER, [a.item for a in asked], rng, settings):
        asked.append(item)

    assert all(3 <= item.level <= 5 for item in asked)
    assert sum(item.kind == "mode" for item in asked) == 3
    assert sum(item.kind == "interval" for item in asked) == 9


def test_it_ends_when_it_knows_enough_or_has_asked_enough() -> None:
    """Standard error 0.4, but not before five items; twenty in any case."""
    assert not is_over(at(0, error=0.41, answers=19))
    assert is_over(at(0, error=0.39, answers=5))
    assert not is_over(at(0, error=0.39, answers=4))
    assert is_over(at(0, error=0.9, answers=20))


@pytest.mark.parametrize(
    "wrong", [{"fewest": 9, "most": 8}, {"among": 0}, {"lowest": 5, "highest": 4}]
)
def test_impossible_settings_are_refused(wrong: dict[str, int]) -> None:
    """In one line."""
    with pytest.raises(InvalidValue, match="a test was expected"):
        Settings(**wrong)


def test_a_bank_has_items_and_each_once() -> None:
    """Nothing, or one twice, is no bank."""
    for items in ((), (LADDER.items[0], LADDER.items[0])):
        with pytest.raises(InvalidValue, match="a bank"):
            Bank(items)


def test_thirty_items_of_all_kinds_find_the_ability() -> None:
    """240 students, 12 banks, any kind: r ≥ 0.95, and 91 to 98 % of the intervals hold.

    Were students independent, honest intervals would leave these bounds at 1.1 % of seeds
    (binomial, 240 of 95 %); somewhat more do, since students of a bank share its luck.
    """
    found = sittings(Design(True, {}), 240, 12, seed=3)
    truth = [s.theta for s in found]
    held = np.mean([s.last.low <= s.theta <= s.last.high for s in found])

    assert np.corrcoef(truth, [s.last.theta for s in found])[0, 1] >= 0.95
    assert 0.91 <= held <= 0.98


def test_a_third_of_open_answers_is_asked_where_the_quota_says_so() -> None:
    """Ten of thirty are written down or played, and intervals hold all the same (honest
    ones leave these bounds at 1.8 % of seeds, binomial, 120 of 95 %)."""
    found = sittings(Design(True, THIRD), 120, 12, seed=4)
    held = np.mean([s.last.low <= s.theta <= s.last.high for s in found])

    assert {sum(kind in THIRD for kind in s.kinds) for s in found} == {10}
    assert 0.89 <= held <= 0.99


def test_adaptive_needs_three_fifths_of_a_fixed_test_of_the_banks_kinds() -> None:
    """Until a standard error of 0.4, over students of all levels."""
    rng = np.random.default_rng(8)
    bank = bank_of(Design(False, {}), rng)
    truth = truths(bank, 0.0, rng)
    form = spread(bank, [item.kind for item in bank.items], rng)
    thetas = [ability_of_level(level) for level in rng.uniform(1, 8.9, 40)]
    long = Settings(most=150)
    adaptive = [sit(t, bank, 0, truth, rng, long, 150).needed for t in thetas]
    fixed = [sit(t, bank, 0, truth, rng, long, 150, form).needed for t in thetas]

    assert np.mean(adaptive) <= 0.6 * np.mean(fixed)


def test_a_student_who_guesses_everything_is_not_taken_for_an_able_one() -> None:
    """Sixty seeds of pure chance at two alternatives: at the end below the middle level,
    but for one in ten at most."""
    guess = BankItem("", "mode", 4, ItemParameters(0.0, guessing=0.5))
    bank = Bank(
        tuple(
            BankItem(f"{n}", "mode", 4, ItemParameters(float(b), guessing=0.5))
            for n, b in enumerate(np.linspace(-2, 2, 120))
        )
    )
    high = 0
    for seed in range(60):
        rng, answers, asked = np.random.default_rng(seed), [], list[str]()
        for _ in range(30):
            item = next_item(estimate(answers), bank, asked, rng) or guess
            asked.append(item.item)
            answers.append((item.parameters, int(rng.integers(2))))
        high += estimate(answers).theta > 0

    assert high <= 6
