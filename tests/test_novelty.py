"""One new difficulty a piece: what a level adds comes one thing at a time."""

from collections import Counter
from fractions import Fraction

import pytest

from etudes.constraints.exercise import Exercise
from etudes.item.novelty import choices
from etudes.item.plan import plan
from etudes.item.request import Request
from etudes.tables import instrument, level, rubric
from etudes.theory import Key, TimeSignature

HALF = Fraction(1, 2)
NAMES = ["violin", "trumpet", "soprano"]


def exercises(request: Request, seeds: int = 10) -> list[Exercise]:
    """Return the frames of eight items each of several seeds."""
    return [
        plan(Request(request.level, request.instrument, seed), index)[0]
        for seed in range(seeds)
        for index in range(8)
    ]


def new_in(exercise: Exercise, name: str) -> set[str]:
    """Return what an exercise has that the level below has not."""
    below = level(exercise.level - 1)
    keys = rubric().keys_for(instrument(name))[below.number - 1]
    chromatic = exercise.alterations in ("by step", "free")
    found = {
        "metre": exercise.time_signature not in below.metres,
        "key": exercise.key not in keys,
        "rhythm": any(n <= HALF and n not in below.values for n in exercise.values)
        or not set(exercise.rests) <= set(below.rests)
        or exercise.syncopation != below.syncopation
        or exercise.ties != below.ties,
        "chromatic": chromatic and exercise.alterations != below.alterations,
        "upbeat": exercise.pickup > 0 and not below.pickup,
    }
    return {kind for kind, is_new in found.items() if is_new}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("number", range(2, 9))
def test_an_exercise_has_one_new_difficulty(number: int, name: str) -> None:
    """Metre, key, rhythm, chromatic notes, upbeat: never two that are new at once."""
    found = [new_in(frame, name) for frame in exercises(Request(number, name, 0))]

    assert max(map(len, found)) == 1


@pytest.mark.parametrize("number", range(2, 9))
def test_every_novelty_has_its_share(number: int) -> None:
    """What a level adds comes in a tenth of its exercises at least, and none of it in
    all: a level differs from the one below."""
    frames = exercises(Request(number, "violin", 0), seeds=20)
    count = Counter(kind for frame in frames for kind in new_in(frame, "violin"))

    assert all(len(frames) / 10 < times < len(frames) * 0.75 for times in count.values())


def test_everything_at_level_one_is_open() -> None:
    """There is no level below it."""
    frames = exercises(Request(1, "violin", 0))

    assert {frame.time_signature for frame in frames} == set(level(1).metres)
    assert {frame.values for frame in frames} == {level(1).values}


def test_a_drum_has_no_new_keys() -> None:
    """Nothing of pitch is dealt to a player who has none."""
    player = instrument("snare-drum")
    dealt = {
        name
        for number in range(2, 9)
        for choice in choices(Request(number, player.name, 1), rubric(), player)
        for name in choice
    }

    assert dealt == {"metre", "rhythm", "upbeat"}


def test_a_new_metre_asked_for_is_the_novelty() -> None:
    """6/8 at level 4 comes with the rhythms and keys of level 3, and no upbeat."""
    request = Request(4, "violin", 1, time_signature=TimeSignature(6, 8))

    frames = [plan(request, index)[0] for index in range(8)]

    assert [new_in(frame, "violin") for frame in frames] == [{"metre"}] * 8


def test_all_that_is_asked_for_is_given() -> None:
    """A new metre, a new key and an upbeat, if a teacher wants them together."""
    request = Request(
        4,
        "violin",
        1,
        key=Key.parse("Eb"),
        time_signature=TimeSignature(6, 8),
        pickup=True,
    )

    assert new_in(plan(request, 0)[0], "violin") == {"metre", "key", "upbeat"}


def test_an_old_metre_asked_for_leaves_the_rest_to_be_dealt() -> None:
    """In 4/4 at level 4, a page still has new keys, rhythms, chromatic notes, upbeats."""
    request = Request(4, "violin", 1, time_signature=TimeSignature(4, 4))

    found = [new_in(plan(request, index)[0], "violin") for index in range(10)]

    assert set().union(*found) == {"key", "rhythm", "chromatic", "upbeat"}


def test_a_new_metre_brings_the_figures_of_its_beats() -> None:
    """3/8 at level 3 divides its beat, though level 2 has no compound figure."""
    request = Request(3, "violin", 1, time_signature=TimeSignature(3, 8))

    figures = set(plan(request, 0)[0].figures)

    assert figures == {f for f in level(3).figures if sum(f) == Fraction(3, 8)} | set(
        level(2).figures
    )
