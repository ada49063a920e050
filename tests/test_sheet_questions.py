"""Every answer of a sheet is true, as a reader of the printed notes finds it."""

from functools import cache
from random import Random

import pytest
from printed import page_of
from sheets import TUNES, item_of
from truths import TRUTHS, is_true, kind_of

from etudes import Request, make
from etudes.item.item import Item
from etudes.sheet.questions import questions
from etudes.tables import instrument
from etudes.words import LANGUAGES, Language

MADE = ("violin", "clarinet", "cello", "trumpet", "piano", "snare-drum")
BY_HAND = ("violin", "cello", "flute", "snare-drum")
SEEDS = 40
"""How often an exercise is asked about, so that all its questions come up."""


def asked_of(item: Item, language: str = "en") -> set[tuple[str, str, str]]:
    """Everything that may be asked of an exercise: matter, question, answer."""
    player = instrument(item.instrument)
    return {
        (one.matter, one.text, one.answer)
        for seed in range(SEEDS)
        for one in questions(item, player, Language(language), Random(seed))
    }


def untrue(item: Item) -> list[tuple[str, str]]:
    page = page_of(item)
    return [(q, a) for _, q, a in asked_of(item) if not is_true(page, q, a)]


@cache
def made(name: str, level: int) -> list[Item]:
    return list(make(Request(level, name, 1100 + level, count=2)))


@pytest.mark.parametrize("level", TUNES)
@pytest.mark.parametrize("name", BY_HAND)
def test_answers_about_known_music(name: str, level: int) -> None:
    """Of an upbeat, a compound metre, five in a bar, triplets, ties, double sharps."""
    assert untrue(item_of(name, level)) == []


@pytest.mark.slow
@pytest.mark.parametrize("level", range(1, 9))
@pytest.mark.parametrize("name", MADE)
def test_answers_about_music_that_is_made(name: str, level: int) -> None:
    """A player who looks at the page finds every answer there."""
    assert [untrue(item) for item in made(name, level)] == [[], []]


@pytest.mark.slow
def test_every_question_comes_up() -> None:
    """None is asked so seldom that these tests would say nothing of it."""
    seen = {
        kind_of(text).re.pattern
        for name in MADE
        for level in range(1, 9)
        for item in (*made(name, level), item_of("violin", level))
        for _, text, _ in asked_of(item)
    }

    assert seen == {*TRUTHS}


@pytest.mark.parametrize("level", TUNES)
def test_two_questions_are_of_two_kinds(level: int) -> None:
    """Nobody is asked for the key twice; the same seed asks the same."""
    item = item_of("violin", level)

    def once(seed: int) -> tuple[object, ...]:
        return questions(item, instrument("violin"), Language("en"), Random(seed))

    for seed in range(SEEDS):
        first, second = once(seed)
        assert first.matter != second.matter  # type: ignore[attr-defined]
        assert once(seed) == (first, second)


@pytest.mark.parametrize("level", TUNES)
def test_a_drummer_is_not_asked_for_pitches(level: int) -> None:
    """Neither key nor heights, leaps or accidentals."""
    pitched = {"key", "signature", "highest", "lowest", "climax", "leap", "outside"}

    assert not pitched & {matter for matter, _, _ in asked_of(item_of("snare-drum", level))}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_is_asked_in_every_language(language: str) -> None:
    """As many questions as in English, none of them in English."""
    item = item_of("violin", 3)
    english = {(matter, text) for matter, text, _ in asked_of(item)}
    own = {(matter, text) for matter, text, _ in asked_of(item, language)}

    assert {matter for matter, _ in own} == {matter for matter, _ in english}
    assert language == "en" or not own & english
