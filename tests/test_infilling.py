"""A bar left out is filled exactly, and copying is measured as it is defined."""

import math
from collections import Counter
from fractions import Fraction
from functools import cache
from typing import cast

import numpy as np
import pytest
from conftest import melody
from hypothesis import given
from hypothesis import strategies as st

from etudes.encoding.events import REST
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import InvalidValue
from etudes.evaluation.bleu import bleu, rouge_l
from etudes.evaluation.infilling import Gap, bar_tokens, fill, infilling
from etudes.melody import Melody
from etudes.runtime import Floats, Ints, Runtime

Q = Fraction(1, 4)


class Dice:
    """A model without memory: every length and every pitch is as likely as any other."""

    def __init__(self, durations: tuple[int, ...] = (24, 48)) -> None:
        scale = [(steps, 0) for steps in range(-5, 10)]
        self.vocabulary = Vocabulary(((REST, 0), *scale), durations)

    def start(self, batch: int) -> list[Floats]:
        return [np.zeros((batch, 1), np.float32)]

    def step(self, features: Ints, state: list[Floats]) -> tuple[Floats, list[Floats]]:
        shape = (len(features), len(self.vocabulary.durations))
        return np.zeros(shape, np.float32), state

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Floats:
        shape = (len(features), len(self.vocabulary.pitches))
        return np.zeros(shape, np.float32)


def dice(durations: tuple[int, ...] = (24, 48)) -> Runtime:
    return cast(Runtime, Dice(durations))


def march(bars: str) -> Melody:
    """Read bars of 2/4 in C: a letter is a crotchet of the octave from C4, X a minim C."""
    notes = ["C4:1/2" if letter == "X" else f"{letter}4:1/4" for letter in bars]
    return melody("2/4 " + " ".join(notes))


# BLEU and ROUGE


def test_bleu_of_two_bars_as_reckoned_by_hand() -> None:
    """a b c a x against a b c d: 3 of 5 notes (a counts once), then with one added 3 of 5,
    2 of 4 and 1 of 3; no penalty, for the candidate is the longer."""
    by_hand = (3 / 5 * 3 / 5 * 2 / 4 * 1 / 3) ** (1 / 4)

    assert bleu("abcax", "abcd") == pytest.approx(by_hand)


def test_a_short_candidate_pays_for_its_brevity() -> None:
    """a b against a b c d: perfect as far as it goes, times e to the minus one."""
    assert bleu("ab", "abcd") == pytest.approx(math.exp(-1))


@pytest.mark.parametrize("empty", [("", "ab"), ("ab", ""), ("", "")])
def test_nothing_shares_nothing(empty: tuple[str, str]) -> None:
    """Both measures are 0."""
    assert (bleu(*empty), rouge_l(*empty)) == (0, 0)


@given(st.text("abc", max_size=9), st.text("abc", max_size=9))
def test_rouge_l_is_the_longest_common_subsequence_by_recursion(
    one: str, other: str
) -> None:
    """Twice its length over both lengths."""

    @cache
    def longest(i: int, j: int) -> int:
        if i == len(one) or j == len(other):
            return 0
        if one[i] == other[j]:
            return 1 + longest(i + 1, j + 1)
        return max(longest(i + 1, j), longest(i, j + 1))

    expected = 2 * longest(0, 0) / max(len(one) + len(other), 1)
    assert rouge_l(one, other) == pytest.approx(expected)


@given(st.text("abc", min_size=1, max_size=9), st.text("abc", min_size=1, max_size=9))
def test_bleu_is_one_for_the_bar_itself_alone_and_never_more(one: str, other: str) -> None:
    """And it lies between 0 and 1."""
    assert bleu(one, one) == pytest.approx(1)
    assert 0 <= bleu(one, other) <= 1
    if len(one) <= 4 and one != other:
        assert bleu(one, other) < 1


def test_a_bar_is_heard_from_the_note_before_it() -> None:
    """The same bar after another note begins with another interval."""
    bar = [(64, Q), (None, Q), (62, Q)]

    assert bar_tokens(bar, 60) == [(4, Q), ("rest", Q), (-2, Q)]
    assert bar_tokens(bar, None)[0] == ("first", Q)


# Filling


def test_a_filled_bar_ends_with_the_bar_and_has_the_law_of_the_model() -> None:
    """Of crotchets and minims as likely as each other, a bar of 2/4 is one minim twice as
    often as two crotchets, and a quarter of the draws overrun it. 2,000 draws: bounds of
    six deviations."""
    gap = Gap(march("CDEFGX"), 1, 2, 4)

    (filled,) = fill(dice(), [gap], np.random.default_rng(1), draws=2000)

    kinds = Counter(tuple(length for _, length in line) for line in filled)
    assert set(kinds) == {(Q, Q), (Fraction(1, 2),)}
    assert abs(len(filled) / 2000 - 0.75) < 0.06
    assert abs(kinds[(Fraction(1, 2),)] / len(filled) - 2 / 3) < 0.075


def test_many_bars_are_filled_each_in_its_place() -> None:
    """With pickups, in other metres, at other bars, some twice: each exactly."""
    waltz = melody(
        "3/4 G4:1/4 | C4:1/4 D4:1/2 E4:1/4 F4:1/4 G4:1/4 E4:1/2 D4:1/4 C4:1/2", "C"
    )
    march_ = march("CDEFGFEDCX")
    gaps = [Gap(march_, 3, 6, 8), Gap(waltz, 1, 3, 6), Gap(march_, 1, 2, 4)] * 15

    filled = fill(dice(), gaps, np.random.default_rng(1), draws=6)

    lengths = [{sum(length for _, length in line) for line in bars} for bars in filled]
    assert lengths == [{2 * Q}, {3 * Q}, {2 * Q}] * 15


class Moody(Dice):
    """Weighs lengths and pitches by everything that it is told, in no sensible way."""

    def step(self, features: Ints, state: list[Floats]) -> tuple[Floats, list[Floats]]:
        return self._moods(features, len(self.vocabulary.durations)), state

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Floats:
        return self._moods(features, len(self.vocabulary.pitches))

    def _moods(self, features: Ints, choices: int) -> Floats:
        mood = features @ np.arange(1, features.shape[1] + 1) ** 2
        return (9 * np.cos(mood[:, None] * np.arange(1, choices + 1))).astype(np.float32)


def test_the_model_hears_the_past_and_not_the_bar_left_out() -> None:
    """Another bar in the gap or after it changes no draw; another bar before it does."""

    def drawn(bars: str) -> list[list[list[tuple[int | None, Fraction]]]]:
        gap = Gap(march(bars), 2, 4, 6)
        moody = cast(Runtime, Moody())
        return fill(moody, [gap], np.random.default_rng(1), draws=40)

    assert drawn("CDEFEDEFX") == drawn("CDEFFEDEX") != drawn("DCFEEDEFX")


# The whole


def test_a_bar_that_repeats_the_one_before_is_met_by_that_baseline() -> None:
    """C D again and again: the bar before is the true one but for the interval into it."""
    tunes = [march("CDCDCDCDCX")] * 6

    found = infilling(dice(), tunes, np.random.default_rng(1))

    assert found["previous_bar"]["exact"] == [1, 1, 1]
    assert found["previous_bar"]["bleu"] == [1, 1, 1]
    assert found["model"]["exact"][0] < 0.2
    assert "reward copying" in found["caveat"]


def test_a_guess_costs_the_true_bar_what_the_alphabet_does() -> None:
    """Two lengths and sixteen pitches: 1 + 4 bits an event."""
    found = infilling(dice(), [march("CDEFGFEX")] * 4, np.random.default_rng(1))

    assert found["true_bar_bits"] == [5, 5, 5]


def test_no_bar_of_the_own_group_stands_in() -> None:
    """With one group alone there is no other bar; with two there is."""
    tunes = [march("CDEFGFEX")] * 4
    alone = infilling(dice(), tunes, np.random.default_rng(1), groups=["a"] * 4)
    two = infilling(dice(), tunes, np.random.default_rng(1), groups=["a", "b"] * 2)

    assert alone["random_bar"]["bleu"] == []
    assert two["random_bar"]["bleu"] != []


def test_what_the_model_has_no_name_for_is_left_out_and_counted() -> None:
    """A note of five octaves above, and a melody of two bars."""
    strange = melody("2/4 C4:1/4 D4:1/4 C8:1/4 D4:1/4 C4:1/4 D4:1/4 C4:1/2")

    found = infilling(
        dice(), [march("CDEFGFEX"), strange, march("CDX")], np.random.default_rng(1)
    )

    assert (found["bars"], found["left_out"]) == (1, 2)


def test_without_a_bar_to_leave_out_it_says_so() -> None:
    """Two bars have no inside; groups must match."""
    with pytest.raises(InvalidValue, match="three bars"):
        infilling(dice(), [march("CDX")], np.random.default_rng(1))
    with pytest.raises(InvalidValue, match="group for each"):
        infilling(dice(), [march("CDEFGX")], np.random.default_rng(1), groups=[])
