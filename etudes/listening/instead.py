"""Another melody in place of one of which no question can be made."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress

import numpy as np

from etudes.errors import UnsatisfiableRequest
from etudes.item.item import Item
from etudes.listening.ask import Ask
from etudes.listening.finding import tried
from etudes.listening.made import Made

Maker = Callable[[int, Item, np.random.Generator], Made]
"""Makes the question of a number of a melody, with the question's own generator."""


def each(ask: Ask, rules: Sequence[str], make_one: Maker) -> Iterator[Made]:
    """Yield a question of each melody of a request that keeps these rules besides; where a
    melody has no other version that is wanted, of another melody, a dozen at most.

    Raises
    ------
    UnsatisfiableRequest
        If no melody keeps the rules, or none of the dozen has what is wanted.
    """
    for index, tune in enumerate(ask.tunes(rules)):
        try:
            made = make_one(index, tune, ask.generator(index))
        except UnsatisfiableRequest as refusal:
            made = _of_another(ask, index, rules, make_one, refusal)
        yield made


def _of_another(
    ask: Ask,
    index: int,
    rules: Sequence[str],
    make_one: Maker,
    refusal: UnsatisfiableRequest,
) -> Made:
    for tune in tried(ask, index, rules):
        with suppress(UnsatisfiableRequest):
            return make_one(index, tune, ask.generator(index))
    raise refusal
