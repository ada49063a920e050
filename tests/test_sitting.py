"""One student's adaptive test: what it asks, how it stays mixed, what it finds."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etudes.assessment.ability import PRIOR, Ability
from etudes.assessment.cells import Cell, alternatives, keyboard_kinds
from etudes.assessment.outcome import by_kind, level_in_words, practice_command, weakest
from etudes.assessment.response import Response
from etudes.assessment.sitting import (
    Answered,
    Sitting,
    answer_of,
    make_question,
    next_cell,
)
from etudes.errors import InvalidValue
from etudes.item.request import Request
from etudes.listening import kind, questions
from etudes.tables import instrument

KINDS = keyboard_kinds(instrument("violin"))


def begun(seed: int = 1, kinds: tuple[str, ...] = KINDS, **fields: float) -> Sitting:
    """A test whose practice is over."""
    return Sitting("s1", "violin", seed, kinds, practised=2, **fields)


def answered(sitting: Sitting, cell: Cell, is_right: bool) -> Sitting:
    """The test after an answer to a question that is just what its cell promises."""
    number = f"q{len(sitting.answers)}"
    response = Response("s1", number, cell.kind, cell.level, "", Fraction(is_right))
    return sitting.with_answer(Answered(response, cell.parameters))


def sat(sitting: Sitting, is_right: Callable[[Cell], bool]) -> tuple[Sitting, list[Cell]]:
    """The whole test, and the cells that it asked."""
    asked = []
    while cell := next_cell(sitting):
        asked.append(cell)
        sitting = answered(sitting, cell, is_right(cell))
    return sitting, asked


def student(theta: float, rng: np.random.Generator) -> Callable[[Cell], bool]:
    """Someone of this ability, to whom each question is as hard as its prior lets it be."""

    def is_right(cell: Cell) -> bool:
        known = cell.parameters
        drawn = rng.normal(known.difficulty, known.difficulty_sd)
        exact = replace(known, difficulty=float(np.clip(drawn, -6, 6)), difficulty_sd=0.0)
        return bool(rng.random() < exact.chance(theta))

    return is_right


# what can be asked


def test_only_what_words_can_ask_is_asked() -> None:
    """No staves, no drawn lines, nothing to write down or to play."""
    assert set(KINDS) == {
        *("same-different", "completion", "interval", "degree", "mode", "metre"),
        *("cadence", "change", "highest", "tonic"),
    }
    for name in ("which-score", "contour", "find-error", "dictation"):
        with pytest.raises(InvalidValue, match=name):
            keyboard_kinds(instrument("violin"), [name])


def test_a_drum_is_asked_no_melodies() -> None:
    """Metre, changes, and what a piano plays beside it."""
    names = keyboard_kinds(instrument("snare-drum"))

    assert {"metre", "cadence", "change"} <= set(names)
    assert not {"same-different", "completion", "mode", "highest", "tonic"} & set(names)


@pytest.mark.parametrize("name", [name for name in KINDS if name != "highest"])
@pytest.mark.parametrize("level", [1, 4, 8])
def test_a_question_has_as_many_options_as_its_cell_promised(name: str, level: int) -> None:
    """So guessing is as likely as was thought when the cell was chosen. (Of the highest
    note the melody decides; the estimate takes what the question has.)"""
    [made] = questions(name, Request(level=level, instrument="violin", seed=3))
    assert len(made.options) == alternatives(kind(name), level)


# how the test stays mixed


@given(st.integers(0, 10**6), st.lists(st.booleans(), min_size=25, max_size=25))
@settings(max_examples=40, deadline=None)
def test_the_test_stays_mixed(seed: int, rights: list[bool]) -> None:
    """Whatever is answered: no kind twice in a row, kinds share the questions evenly at
    every moment, and the level moves by two at most."""
    told = iter(rights)
    _, asked = sat(begun(seed, most=25), lambda _: next(told))

    assert all(one.kind != two.kind for one, two in pairwise(asked))
    assert all(abs(one.level - two.level) <= 2 for one, two in pairwise(asked))
    for count in range(1, len(asked) + 1):
        shares = Counter(cell.kind for cell in asked[:count])
        assert max(shares.values()) - min(shares[name] for name in KINDS) <= 1


def test_a_test_of_one_kind_goes_on() -> None:
    """Where there is nothing to change to, the kind may follow itself."""
    _, asked = sat(begun(kinds=("mode",), most=6), lambda _: True)

    assert [cell.kind for cell in asked] == ["mode"] * 6


def test_two_questions_for_practice_come_first_and_do_not_count() -> None:
    """The easiest level, of two kinds; right or wrong, nothing is known afterwards."""
    sitting = Sitting("s1", "violin", 5, KINDS)
    asked = []
    for is_right in (True, False):
        cell = next_cell(sitting)
        assert cell is not None
        assert sitting.is_practising
        asked.append(cell)
        sitting = answered(sitting, cell, is_right)

    assert [cell.level for cell in asked] == [1, 1]
    assert asked[0].kind != asked[1].kind
    assert not sitting.is_practising
    assert sitting.answers == ()
    assert sitting.ability.theta == pytest.approx(PRIOR.mean)


def test_a_cell_without_questions_is_asked_no_more() -> None:
    """An instrument that cannot play a kind at a level is asked another."""
    sitting = begun()
    for _ in range(40):
        cell = next_cell(sitting)
        assert cell is not None
        assert cell not in sitting.closed
        sitting = sitting.without(cell)


def test_where_nothing_can_be_asked_the_test_is_over() -> None:
    """It does not go on for ever."""
    sitting = begun(kinds=("mode",))
    for level in range(1, 9):
        sitting = sitting.without(Cell("mode", level))
    assert next_cell(sitting) is None


# seed and answers decide


def test_the_same_seed_and_answers_give_the_same_test() -> None:
    """Kinds, levels, and the questions themselves."""

    def right_above(cell: Cell) -> bool:
        return cell.level < 5

    first, second = (sat(begun(9, most=8), right_above) for _ in range(2))
    other = sat(begun(10, most=8), right_above)

    assert first == second
    assert first[1] != other[1]
    cell = Cell("interval", 3)
    assert make_question(first[0], cell) == make_question(second[0], cell)


def test_right_answers_lead_to_harder_questions() -> None:
    """And wrong ones to easier ones."""
    _, up = sat(begun(most=12), lambda _: True)
    _, down = sat(begun(most=12), lambda _: False)

    assert up[-1].level >= 7
    assert down[-1].level <= 2


def test_what_is_right_cannot_be_told_from_where_a_question_stands() -> None:
    """Over seeds, each option of a pair is right about as often as the other: 30 pairs have
    6 to 24 of each but once in 3000 times."""
    for name in ("same-different", "mode", "tonic"):
        first = sum(
            make_question(begun(seed, kinds=(name,)), Cell(name, 1)).answer == 0
            for seed in range(30)
        )
        assert 6 <= first <= 24, name


def test_a_retired_question_is_not_asked() -> None:
    """Another one of the cell is made instead."""
    sitting, cell = begun(), Cell("interval", 4)
    retired = make_question(sitting, cell)
    instead = make_question(sitting, cell, retired={retired.id})

    assert instead.id != retired.id
    assert (instead.kind, instead.level) == ("interval", 4)


# when it stops


def test_it_stops_after_the_most_questions() -> None:
    """Twenty, unless another number is asked for."""
    assert len(sat(begun(), lambda _: True)[1]) == 20
    assert len(sat(begun(most=7), lambda _: True)[1]) == 7


def test_it_stops_when_enough_is_known() -> None:
    """At the standard error asked for, and not before it."""
    sitting, asked = sat(begun(until=0.8, most=40), lambda cell: cell.level < 4)

    assert 5 <= len(asked) < 40
    assert sitting.ability.standard_error <= 0.8
    before = replace(sitting, answers=sitting.answers[:-1])
    assert len(asked) == 5 or before.ability.standard_error > 0.8


@pytest.mark.parametrize(
    "wrong",
    [
        {"student": " "},
        {"student": "x" * 81},
        {"student": "a\x1b[2J"},
        {"student": "- ?"},
        {"seed": -1},
        {"until": 0.0},
        {"until": float("nan")},
        {"most": 0},
        {"most": 61},
        {"kinds": ()},
    ],
)
def test_what_is_no_test_is_refused(wrong: dict[str, object]) -> None:
    """In one line, when it is made."""
    fields = {"student": "s1", "instrument": "violin", "seed": 1, "kinds": KINDS}
    with pytest.raises(InvalidValue) as caught:
        Sitting(**(fields | wrong))  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


# what it finds


def test_abilities_are_found_and_margins_hold() -> None:
    """400 students drawn from the prior, 20 questions each. If all is right, the intervals
    of 95 % hold the truth for 363 to 395 of them, but once in 5000 times; and the mean
    squared error is the variance that is claimed, to 30 % (four standard deviations)."""
    rng = np.random.default_rng(20)
    truth = rng.normal(PRIOR.mean, PRIOR.sd, 400)
    found = [
        sat(begun(seed), student(theta, rng))[0].ability for seed, theta in enumerate(truth)
    ]
    errors = np.array([one.theta for one in found]) - truth
    claimed = np.mean([one.standard_error**2 for one in found])
    held = sum(
        one.low <= theta <= one.high for one, theta in zip(found, truth, strict=True)
    )

    assert 363 <= held <= 395
    assert 0.7 < np.mean(errors**2) / claimed < 1.3
    assert np.corrcoef([one.theta for one in found], truth)[0, 1] > 0.83


# what is told


@pytest.mark.parametrize(
    ("low", "theta", "high", "words"),
    [
        (-0.8, -0.25, 0.3, "about Level 4, between 3 and 5 (95 %)"),
        (-3.0, -1.7, -0.3, "about Level 1, at most 4 (95 %)"),
        (0.7, 2.0, 3.5, "about Level 8, at least 6 (95 %)"),
        (-3.0, 0.0, 3.0, "about Level 5, but it may be any"),
    ],
)
def test_the_level_is_told_with_its_margin(
    low: float, theta: float, high: float, words: str
) -> None:
    """Level L lies at (L − 4.5) / 2 logits."""
    assert level_in_words(Ability(theta, 0.5, low, high, theta, 20)) == words


def test_what_fell_short_is_practised() -> None:
    """Someone who hears everything but intervals is sent to intervals, where the first
    mistake was or lower."""
    sitting, asked = sat(begun(most=40), lambda cell: cell.kind != "interval")
    missed = min(cell.level for cell in asked if cell.kind == "interval")

    [first, *_] = weakest(sitting)
    assert first.kind == "interval"
    assert first.earned == 0
    assert practice_command(sitting, first) == (
        f"etudes quiz --kind interval --level {missed} --instrument violin"
    )
    assert sum(one.possible for one in by_kind(sitting)) == len(asked)


def test_nothing_fell_short_where_all_is_right() -> None:
    """No mistake, nothing to practise."""
    assert weakest(sat(begun(), lambda _: True)[0]) == ()


def test_an_answer_is_marked_by_its_option() -> None:
    """The right option earns the point, another none; what was chosen is kept in words."""
    sitting = begun()
    question = make_question(sitting, Cell("mode", 3))
    assert isinstance(question.answer, int)
    right = answer_of(sitting, question, question.answer).response
    wrong = answer_of(sitting, question, 1 - question.answer).response

    assert (right.earned, wrong.earned) == (1, 0)
    assert {right.given, wrong.given} == {"major", "minor"}
    with pytest.raises(InvalidValue):
        answer_of(sitting, question, 2)
