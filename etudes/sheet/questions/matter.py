"""A kind of question: what it asks, and of which exercises."""

from collections.abc import Callable
from dataclasses import dataclass

from etudes.item.item import Item
from etudes.words import Language

Pair = tuple[str, str] | None
"""A question and its answer; None where the exercise does not raise it."""


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of question.

    Attributes
    ----------
    topic : two questions of one sheet never share it.
    levels : the lowest and the highest level that it is asked at.
    weight : how often it is chosen among those that can be asked.
    of_pitch : whether it makes no sense for rhythms alone.
    """

    name: str
    topic: str
    ask: Callable[[Item, Language], Pair]
    weight: float
    levels: tuple[int, int] = (1, 8)
    of_pitch: bool = True
