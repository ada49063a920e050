"""The words of answers, as data; and which answer is to be right."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TypeVar

from etudes.listening.ask import Ask
from etudes.tables.data import read_table

T = TypeVar("T")

_FILE = Path(__file__).with_name("answers.toml")

_DECKS = 2**30
"""Beyond the numbers of all questions."""

_TURNS = 1000
"""More than there are for one level."""


@cache
def words() -> dict[str, dict[str, str]]:
    """Return the English words of answers and questions, by table and name; all are
    messages of the catalogues.

    Examples
    --------
    >>> words()["interval"]["m3"]
    'minor third'

    Raises
    ------
    DamagedData
        If `answers.toml` is not what it should be.
    """
    return {name: dict(row) for name, row in read_table(str(_FILE)).items()}


def dealt(ask: Ask, index: int, choices: Sequence[T]) -> T:
    """Return which of the choices is right in a question: all come equally often, in an
    order that the seed decides."""
    turn, place = divmod(index, len(choices))
    order = ask.generator(_DECKS + ask.level * _TURNS + turn).permutation(len(choices))
    return choices[int(order[place])]
