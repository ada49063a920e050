"""What is written down or sounded back: melodic and rhythmic dictation, the echo.

Ladder: `vocabulary` and `measures`; `notes`, the most that there are, 0 for no limit; and
of the melodic dictation `longest`, of how many a melody is passed over.
"""

from collections.abc import Iterator

import numpy as np

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item
from etudes.listening.ask import Ask
from etudes.listening.instead import each
from etudes.listening.made import Made, figures
from etudes.listening.passage import Passage
from etudes.listening.slow import slowed

PLAIN = ("at-most: 0 rests", "at-most: 0 ties")
"""No rests and no ties, as in AP and CCDMD: the next note tells where one ends."""


def dictation(ask: Ask) -> Iterator[Made]:
    """Yield melodies to write down; they begin and end on the tonic."""
    longest = ask.kind.at("longest", ask.level)

    def written(index: int, tune: Item, generator: np.random.Generator) -> Made:
        if longest and len(tune.melody.pitches) > longest:
            raise UnsatisfiableRequest(
                f"a melody of at most {longest} notes was expected, and none of a dozen "
                "is: ask for fewer measures"
            )
        return _written(tune)

    yield from each(ask, (*PLAIN, "begin: 1", *few(ask)), written)


def rhythm(ask: Ask) -> Iterator[Made]:
    """Yield rhythms to write down, on one pitch: that of the melody's first note."""
    for tune in ask.tunes((*PLAIN, *few(ask))):
        line = tune.melody.on_one_line(tune.melody.pitches[0])
        passage = Passage((line,), slowed(tune.tempo), tune.instrument)
        yield Made((passage,), line, features=figures(tune))


def playback(ask: Ask) -> Iterator[Made]:
    """Yield short melodies to sing or play back, of no more notes than the ladder says."""
    for tune in ask.tunes((*PLAIN, *few(ask))):
        yield _written(tune)


def few(ask: Ask) -> list[str]:
    """Return the rule that there are no more notes than the ladder says, and half of them
    at the least; none where it says 0."""
    most = ask.kind.at("notes", ask.level)
    return [f"count: {most // 2}-{most}"] if most else []


def _written(tune: Item) -> Made:
    passage = Passage((tune.melody,), slowed(tune.tempo), tune.instrument)
    return Made((passage,), tune.melody, features=figures(tune))
