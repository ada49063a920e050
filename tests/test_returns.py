"""Measures that return: as they were, on other steps, in their rhythm."""

from dataclasses import replace

import numpy as np
import pytest
from conftest import melody
from toys import Line, Remembering, Toy, exercise, vocabulary_for

from etudes.constraints.reachability import reach
from etudes.constraints.returns import Returns
from etudes.errors import InvalidValue, UnsatisfiableRequest
from etudes.sampling.draw import Task, draw, written
from etudes.theory import Key, Pitch

C = Key.parse("C")


def toy(rule: Returns) -> Toy:
    """Three bars of 2/4 on four notes, of which the second returns the first."""
    of = replace(exercise("2/4", 3, "F4", ("1/4", "1/2")), more=(rule,))
    return Toy.of(of, vocabulary_for(of, beyond=0), seed=3)


def drawn(some: Toy, particles: int, runs: int) -> list[Line]:
    reachable = reach(some.exercise, some.runtime.vocabulary)
    tasks = [Task(reachable, np.random.default_rng([5, i])) for i in range(runs)]
    return [
        tuple(zip(one.pitches, one.durations, strict=True))
        for population in draw(some.runtime, tasks, particles)
        for one in population.sample(1)
    ]


@pytest.mark.parametrize(
    "rule",
    [
        Returns(2, 1, C),
        Returns(2, 1, C, steps=1),
        Returns(2, 1, C, steps=-1),
        Returns(2, 1, C, rhythm_only=True),
    ],
    ids=lambda rule: rule.name,
)
def test_what_is_drawn_returns_and_everything_that_returns_is_drawn(rule: Returns) -> None:
    """Nothing but the melodies that brute force finds, and each likely one among them."""
    some = toy(rule)
    lines = drawn(some, particles=32, runs=300)

    assert len(some.lines) > 3
    assert set(lines) <= set(some.lines)
    likely = {line for line, p in zip(some.lines, some.law, strict=True) if p > 0.1}
    assert likely <= set(lines)


def test_many_particles_draw_returning_measures_by_the_models_law() -> None:
    """Total variation to the enumerated law is what 400 exact draws would show."""
    some = toy(Returns(2, 1, C))
    number = {line: i for i, line in enumerate(some.lines)}
    found = np.zeros(len(some.lines))
    for line in drawn(some, particles=256, runs=400):
        found[number[line]] += 1
    rng = np.random.default_rng(1)
    exact = [
        np.abs(rng.multinomial(400, some.law) / 400 - some.law).sum() for _ in range(2000)
    ]

    assert np.abs(found / 400 - some.law).sum() < 1.5 * max(exact)


def test_a_measure_on_other_steps_keeps_its_place_in_the_scale() -> None:
    """C D E a step higher is D E F, and C sharp is D sharp."""
    up = Returns(2, 1, C, steps=1)

    assert [str(up.moved(Pitch.parse(p))) for p in ("C4", "D4", "E4", "C#4")] == [
        "D4",
        "E4",
        "F4",
        "D#4",
    ]


def test_faults_name_the_note_that_does_not_return() -> None:
    """The second bar has an E for a D."""
    line = melody("2/4 C4:1/4 D4:1/4 | C4:1/4 E4:1/4 | C4:1/2")
    [(event, words)] = Returns(2, 1, C).faults(line)

    assert event is not None and str(event.pitch) == "E4"
    assert words == "not measure 2 the same as measure 1: E4 for D4"
    assert not list(Returns(2, 1, C, rhythm_only=True).faults(line))


def test_another_rhythm_is_no_return() -> None:
    """Two crotchets are no minim."""
    line = melody("2/4 C4:1/4 D4:1/4 | C4:1/2 | C4:1/2")

    assert [words for _, words in Returns(2, 1, C, rhythm_only=True).faults(line)] == [
        "not measure 2 in the rhythm of measure 1: the rhythm differs"
    ]


def test_a_measure_returns_only_after_it_was_heard() -> None:
    """Measure 1 cannot be measure 2 again."""
    with pytest.raises(InvalidValue, match="measure 1 as measure 2"):
        Returns(1, 2, C)


def test_what_cannot_return_is_refused() -> None:
    """The last bar closes on C; five steps higher there is no note to come from."""
    of = exercise("2/4", 2, "F4", ("1/4", "1/2"))
    of = replace(of, more=(Returns(2, 1, C, steps=5),))
    with pytest.raises(UnsatisfiableRequest, match="5 steps higher"):
        reach(of, vocabulary_for(of))


def test_a_whole_form_is_drawn_and_kept() -> None:
    """a a' b a in eight bars of 3/4, two bars each; the last bar is free to close."""
    rules = (
        Returns(3, 1, C, rhythm_only=True),
        Returns(4, 2, C, rhythm_only=True),
        Returns(7, 1, C),
    )
    of = exercise("3/4", 8, "G4", ("1/4", "1/2", "3/4"))
    vocabulary = vocabulary_for(of)
    reachable = reach(replace(of, more=rules), vocabulary)
    [population] = draw(
        Remembering(vocabulary, 1), [Task(reachable, np.random.default_rng(1))], 64
    )
    for one in population.sample(8):
        line = written(one, reachable, vocabulary)
        assert not [fault for rule in rules for fault in rule.faults(line)]
