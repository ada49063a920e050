"""Which of four lines draws the melody.

Ladder: `vocabulary` and `measures`; `notes`, the most that there are.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from etudes.item.item import Item
from etudes.listening.alteration import contour, likely, pitch_alterations
from etudes.listening.ask import Ask
from etudes.listening.instead import each
from etudes.listening.made import Made, figures, shuffled
from etudes.listening.passage import Passage
from etudes.listening.question import Option
from etudes.listening.questions.altered import none_other, rules
from etudes.listening.questions.dictation import PLAIN
from etudes.listening.slow import slowed
from etudes.melody import Melody

_SHAPES = 4


def contours(ask: Ask) -> Iterator[Made]:
    """Yield a short melody and four lines, one of which rises and falls as it does."""
    most = ask.kind.at("notes", ask.level)

    def one(_index: int, tune: Item, generator: np.random.Generator) -> Made:
        wrong = _other_shapes(ask, tune, generator)
        right = Option(shape=shape_of(tune.melody))
        options, answer = shuffled(right, wrong, generator)
        heard = Passage((tune.melody,), slowed(tune.tempo), tune.instrument)
        return Made((heard,), answer, options, features=figures(tune))

    yield from each(ask, (*PLAIN, f"count: {most - 3}-{most}"), one)


def shape_of(melody: Melody) -> tuple[int, ...]:
    """Return the height of each note among the different heights of a melody, from 0.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> notes = [(Pitch.parse(name), Fraction(1, 4)) for name in ("C4", "G4", "E4", "C4")]
    >>> shape_of(Melody.from_events(Key.parse("C"), TimeSignature(4, 4), notes))
    (0, 2, 1, 0)
    """
    return _ranked([pitch.midi for pitch in melody.pitches])


def _other_shapes(ask: Ask, tune: Item, generator: np.random.Generator) -> list[Option]:
    """Return three lines that turn elsewhere: upside down, backwards, and, the higher the
    level the more of them, with one note moved."""
    heights = [pitch.midi for pitch in tune.melody.pitches]
    whole = [
        ("upside down", _ranked([-height for height in heights])),
        ("backwards", _ranked(heights[::-1])),
        ("upside down and backwards", _ranked([-height for height in heights[::-1]])),
    ]
    moved = [a for a in pitch_alterations(tune.melody) if a.turns]
    kept = rules(ask, tune)
    found: dict[tuple[int, ...], Option] = {}
    taken = {contour(tune.melody)}

    def take(family: str, shape: tuple[int, ...]) -> None:
        turns = tuple(int(np.sign(b - a)) for a, b in pairwise(shape))
        if turns not in taken and len(found) < _SHAPES - 1:
            taken.add(turns)
            found[turns] = Option(shape=shape, family=family)

    for family, shape in whole[: 3 if ask.level <= 3 else 1 if ask.level <= 6 else 0]:
        take(family, shape)
    while len(found) < _SHAPES - 1:
        moved = [a for a in moved if contour(a.melody) not in taken]
        one = likely(moved, kept, ask.runtime, generator, tune.level_asked)
        if one is None:
            break
        take("one note moved", shape_of(one.melody))
    for family, shape in whole:
        take(family, shape)
    if len(found) < _SHAPES - 1:
        raise none_other(tune)
    return list(found.values())


def _ranked(heights: Sequence[int]) -> tuple[int, ...]:
    order = sorted(set(heights))
    return tuple(order.index(height) for height in heights)
