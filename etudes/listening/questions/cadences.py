"""A phrase in four voices: which cadence ends it?

Ladder: `cadences`; `chords`: how many a phrase has; `minor`: whether one half of the
phrases are in minor.
"""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np

from etudes.listening.answers import dealt, words
from etudes.listening.ask import Ask
from etudes.listening.keys import keys_in
from etudes.listening.made import Made, in_order
from etudes.listening.tonality import concert_key, progression
from etudes.tables.data import read_table
from etudes.theory import Key

_FILE = Path(__file__).parents[1] / "cadences.toml"

Phrase = tuple[str, ...]
"""The numerals of its chords."""


def cadences(ask: Ask) -> Iterator[Made]:
    """Yield phrases for the piano in the keys of the student's level, as they sound."""
    names = str(ask.rung("cadences")).split()
    length = int(str(ask.rung("chords")))
    for index in range(ask.count):
        generator = ask.generator(index)
        name = dealt(ask, index, names)
        key = _key(ask, generator)
        choices = phrases(name, length)
        phrase = choices[int(generator.integers(len(choices)))]
        passage = progression(key, phrase, generator=generator)
        options, answer = in_order(
            [words()["cadence"][one] for one in names], words()["cadence"][name]
        )
        yield Made((passage,), answer, options, features={"chords": float(length)})


@cache
def phrases(cadence: str, length: int) -> tuple[Phrase, ...]:
    """Return all phrases of so many chords that begin with I and end in a cadence.

    Examples
    --------
    >>> phrases("plagal", 4)[0]
    ('I', 'Ib', 'IV', 'I')
    """
    table = read_table(str(_FILE))
    after = {chord: text.split() for chord, text in table["after"].items()}
    before = table["before"].get(cadence, " ".join(after)).split()
    found = []
    for text in table["endings"][cadence]:
        ending = tuple(text.split())
        for opening in _walks(after, length - len(ending)):
            leads = ending[0] in after[opening[-1]] and opening[-1] in before
            if leads:
                found.append((*opening, *ending))
    return tuple(found)


def _walks(after: dict[str, list[str]], length: int) -> Iterator[Phrase]:
    """Yield all ways of so many chords from I on."""
    if length == 1:
        yield ("I",)
        return
    for walk in _walks(after, length - 1):
        yield from ((*walk, chord) for chord in after[walk[-1]])


def _key(ask: Ask, generator: np.random.Generator) -> Key:
    """Return the key that sounds: the one asked for, or one of the level."""
    wants_minor = generator.random() < 0.5 and bool(ask.rung("minor"))
    if ask.request.key and ask.request.key.mode in ("major", "minor"):
        return concert_key(ask.request.key, ask.player)
    keys = keys_in(ask, "minor" if wants_minor else "major", ask.level)
    return concert_key(keys[int(generator.integers(len(keys)))], ask.player)
