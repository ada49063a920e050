"""Which of several endings closes on the key note.

Ladder: `vocabulary` and `measures`; `options`: how many endings there are; `near`: whether
wrong ones may end on the other notes of the tonic triad, which sound closed too, but less.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item
from etudes.listening.alteration import Alteration, likely, measure_of, retold
from etudes.listening.ask import Ask
from etudes.listening.instead import each
from etudes.listening.made import Made, figures, shuffled
from etudes.listening.passage import Passage
from etudes.listening.question import Option, Place
from etudes.listening.questions.altered import none_other, rules
from etudes.melody import Melody
from etudes.theory import Key, Pitch

_TRIAD = (1, 3, 5)
_ENDING = 2
"""Measures."""


def completion(ask: Ask) -> Iterator[Made]:
    """Yield an opening, and endings of two bars of which one closes on the key note."""
    near, count = bool(ask.rung("near")), int(str(ask.rung("options")))
    if ask.request.measures and ask.request.measures <= _ENDING:
        raise UnsatisfiableRequest(
            f"Choose the ending: more than {_ENDING} measures were expected, the last "
            f"{_ENDING} of which are the ending, not {ask.request.measures}"
        )

    def one(_index: int, tune: Item, generator: np.random.Generator) -> Made:
        opening, close = _cut(tune.melody)
        wrong = [
            Option(
                passage=Passage((_cut(other)[1],), tune.tempo, tune.instrument),
                family=f"ends on degree {_degree(other.pitches[-1], other.key)}",
            )
            for other in _unclosed(ask, tune, near, count - 1, generator)
        ]
        right = Option(passage=Passage((close,), tune.tempo, tune.instrument))
        options, answer = shuffled(right, wrong, generator)
        heard = Passage((opening,), tune.tempo, tune.instrument)
        return Made((heard,), answer, options, features=figures(tune))

    yield from each(ask, ("at-most: 0 ties",), one)


def _unclosed(
    ask: Ask, tune: Item, near: bool, count: int, generator: np.random.Generator
) -> list[Melody]:
    """Return the tune with so many other last notes, each of another degree than 1."""
    melody = tune.melody
    *before, last = melody.events()
    line = [(event.pitch, event.duration) for event in before]
    found: dict[int, list[Alteration]] = {}
    for pitch in _scale(ask, tune):
        degree = _degree(pitch, melody.key)
        if degree == 1 or (degree in _TRIAD and not near):
            continue
        other = retold(melody, (*line, (pitch, last.duration)))
        place = Place(measure_of(melody, last.onset), "pitch")
        found.setdefault(degree, []).append(Alteration(other, len(before), place))
    kept, made = rules(ask, tune, ()), list[Melody]()
    for degree in generator.permutation(sorted(found)):
        there = found[int(degree)]
        one = likely(there, kept, ask.runtime, generator, tune.level_asked)
        if one:
            made.append(one.melody)
        if len(made) == count:
            return made
    raise none_other(tune)


def _scale(ask: Ask, tune: Item) -> Iterator[Pitch]:
    """Yield the notes of the key in the instrument's range at the tune's level."""
    key = tune.melody.key
    low, high = ask.player.ranges[tune.level_asked - 1]
    for position in range(low.staff_position, high.staff_position + 1):
        octave, step = divmod(position, 7)
        raised = key.mode == "minor" and (step - key.step) % 7 == 6
        pitch = Pitch(step, key.signature_alter(step) + raised, octave)
        if low.midi <= pitch.midi <= high.midi:
            yield pitch


def _cut(melody: Melody) -> tuple[Melody, Melody]:
    """Return a melody without the measures of its ending, and these."""
    return (
        replace(melody, measures=melody.measures[:-_ENDING]),
        replace(melody, measures=melody.measures[-_ENDING:]),
    )


def _degree(pitch: Pitch, key: Key) -> int:
    return (pitch.step - key.step) % 7 + 1
