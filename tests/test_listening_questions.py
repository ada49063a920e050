"""Every kind of listening question, held by a checker that shares no code with them."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from checked_playing import chord_root
from listening_checker import beyond, faults, set_faults, uneven

from etudes import Request
from etudes.errors import UnsatisfiableRequest
from etudes.item.make import load_runtime
from etudes.listening import Place, Question, kinds, questions
from etudes.runtime import Runtime
from etudes.theory import Interval, Key, Pitch

LEVELS = (1, 3, 5, 8)
PLAYERS = ("violin", "clarinet", "cello", "trombone", "piano", "soprano", "guitar")
CASES = [(name, level) for name in kinds() for level in LEVELS]


@cache
def runtime() -> Runtime:
    return load_runtime()


@cache
def made(name: str, level: int, player: str = "", count: int = 2) -> list[Question]:
    """Questions of a kind at a level, for each case another instrument."""
    case = [*kinds()].index(name) + level
    player = player or PLAYERS[case % len(PLAYERS)]
    return questions(name, Request(level, player, 4000 + case, count=count), runtime())


def wrong_answers(question: Question) -> Iterator[Question]:
    """The same question with answers that are not right."""
    if question.options:
        for other in range(len(question.options)):
            if other != question.answer:
                yield replace(question, answer=other)
    elif isinstance(question.answer, tuple):
        first, *rest = question.answer
        yield replace(question, answer=(Place(first.measure + 40, first.what), *rest))
        what = "rhythm" if first.what == "pitch" else "pitch"
        yield replace(question, answer=(Place(first.measure, what), *rest))
    elif not isinstance(question.answer, int):
        yield replace(question, answer=question.answer.transposed(Interval.parse("P8")))


@pytest.mark.parametrize(("name", "level"), CASES)
def test_exactly_one_answer_is_right_and_the_key_names_it(name: str, level: int) -> None:
    """What sounds and what is printed has the one answer that the key has."""
    for question in made(name, level):
        assert faults(question) == [], f"{question.instrument} index {question.index}"
    assert set_faults(made(name, level)) == []


@pytest.mark.parametrize(("name", "level"), CASES)
def test_a_wrong_key_is_found_out(name: str, level: int) -> None:
    """The checker takes no other answer for the right one."""
    for question in made(name, level):
        others = [*wrong_answers(question)]
        assert others
        assert all(faults(other) for other in others)


@pytest.mark.parametrize("name", ["dictation", "which-score", "interval", "metre"])
def test_the_same_request_gives_the_same_questions(name: str) -> None:
    """A test can be made again from its request and seed."""
    request = Request(2, "clarinet", 77, count=2)
    first, again = (questions(name, request, runtime()) for _ in range(2))
    assert first == again
    other = questions(name, replace(request, seed=78), runtime())
    assert {one.id for one in first}.isdisjoint(one.id for one in other)


def test_ids_tell_all_questions_apart() -> None:
    """No two questions of any kinds, levels or numbers have one id."""
    ids = [question.id for case in CASES for question in made(*case)]
    assert len(set(ids)) == len(ids)


def test_half_of_the_pairs_are_the_same() -> None:
    """Of five pairs two or three are the same, of six three."""
    for count in (5, 6):
        same = [q.answer for q in made("same-different", 3, "flute", count)].count(0)
        assert abs(2 * same - count) <= 1


REFUSED_ONCE = [
    ("completion", 1, "violin", 2),
    ("completion", 1, "trombone", 103),
    ("completion", 1, "clarinet", 106100),
    ("completion", 7, "alto-saxophone", 106700),
]
"""Requests of which a first melody has no other version; another one has."""


@pytest.mark.parametrize(("name", "level", "player", "seed"), REFUSED_ONCE)
def test_a_melody_without_another_version_gives_way_to_one_that_has(
    name: str, level: int, player: str, seed: int
) -> None:
    """A teacher who asks for a kind at a level gets questions, not a refusal."""
    found = questions(name, Request(level, player, seed, count=3), runtime())
    assert [fault for question in found for fault in faults(question)] == []


TOO_SHORT_ONCE = [
    ("which-score", 3, "trombone", 103300),
    ("which-score", 8, "trumpet", 103800),
    ("find-error", 7, "alto-saxophone", 104700),
]
"""Requests whose other versions had shorter notes, or ties, than their ladder allows."""


@pytest.mark.parametrize(("name", "level", "player", "seed"), TOO_SHORT_ONCE)
def test_other_versions_keep_to_the_ladder_as_well(
    name: str, level: int, player: str, seed: int
) -> None:
    """No option is found by its semiquavers or its tie alone."""
    found = questions(name, Request(level, player, seed, count=2), runtime())
    assert [fault for question in found for fault in faults(question)] == []


def test_what_nothing_can_satisfy_is_refused() -> None:
    """On a single pitch there is one contour, not four."""
    single = (Pitch.parse("D4"), Pitch.parse("D4"))
    with pytest.raises(UnsatisfiableRequest):
        questions("contour", Request(1, "violin", 1, range=single), runtime())


@pytest.mark.parametrize(
    ("key", "chord", "root"),
    [
        ("C", "G2 D4 G4 B4", 5),
        ("C", "G2 F4 G4 B4", 5),
        ("C", "C3 E4 C5", 1),
        ("C", "E3 C4 G4", None),
        ("A minor", "E3 B3 E4 G#4", 5),
        ("A minor", "F3 C4 F4 A4", 6),
    ],
)
def test_the_checker_hears_on_which_degree_a_chord_stands(
    key: str, chord: str, root: int | None
) -> None:
    """Dominant, tonic and submediant in root position; a chord of the sixth is none."""
    heights = [Pitch.parse(name).midi for name in chord.split()]
    assert chord_root(Key.parse(key), heights) == root


def test_the_checker_hears_an_uneven_spread() -> None:
    """Forty answers that all stand in one of four places are no chance; ten in each are."""
    assert uneven([(4, 0)] * 40)
    assert not uneven([(4, place) for place in range(4)] * 10)


@pytest.mark.parametrize(
    ("far", "freedom"), [(3.841, 1), (5.991, 2), (7.815, 3), (19.675, 11)]
)
def test_the_chi_square_law_is_that_of_the_tables(far: float, freedom: int) -> None:
    """Printed tables have these for five in a hundred."""
    assert beyond(far, freedom) == pytest.approx(0.05, abs=1e-4)
