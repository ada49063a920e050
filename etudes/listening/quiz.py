"""A listening test as it is given to a class: questions in order, in versions."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from etudes.errors import InvalidValue
from etudes.listening.question import Question

VERSIONS = "ABCDEFGH"
"""What versions of one test are called."""

_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"
"""No i, l, o or u: nothing read aloud or copied by hand is mistaken."""
_LONGEST_TITLE = 200
_MOST = 60


@dataclass(frozen=True, slots=True)
class Quiz:
    """One version of a listening test.

    Attributes
    ----------
    code : six letters and figures that stand on its paper and name it in the store.
    version : "A", or "" where there is only one.
    plays : how often each question is played; None is as often as its kind says.
    clicks : whether clicks tell the number of each question before it is played.
    language : the code of the printed words' language.

    Raises
    ------
    InvalidValue
        If there are no questions or more than 60, one stands twice, they are for several
        instruments, the title is longer than 200 characters, or there is no such version
        or number of playings.
    """

    code: str
    title: str
    questions: tuple[Question, ...]
    version: str = ""
    plays: int | None = None
    clicks: bool = False
    language: str = "en"

    def __post_init__(self) -> None:
        if not 1 <= len(self.questions) <= _MOST:
            raise InvalidValue(
                f"a test of 1 to {_MOST} questions was expected, not {len(self.questions)}"
            )
        if len({question.id for question in self.questions}) < len(self.questions):
            raise InvalidValue("each question stands once in a test; one stands twice")
        players = sorted({question.instrument for question in self.questions})
        if len(players) > 1:
            raise InvalidValue(f"one instrument a test was expected, not {players}")
        if self.version not in ("", *VERSIONS):
            raise InvalidValue(f"a version A to H was expected, not '{self.version}'")
        if len(self.title) > _LONGEST_TITLE:
            raise InvalidValue(
                f"a title of at most {_LONGEST_TITLE} characters was expected, not "
                f"{len(self.title)}"
            )
        if self.plays is not None and not 1 <= self.plays <= 9:
            raise InvalidValue(f"1 to 9 playings were expected, not {self.plays}")

    @property
    def instrument(self) -> str:
        """The name of the instrument that all questions are for."""
        return self.questions[0].instrument

    @property
    def level(self) -> int:
        """The highest level of its questions."""
        return max(question.level for question in self.questions)


def deal(
    pools: Sequence[Sequence[Question]],
    versions: int,
    rank: Callable[[Question], tuple[float, ...]],
    generator: np.random.Generator,
) -> list[tuple[Question, ...]]:
    """Return the questions of each version: as many from each pool, as hard, in another
    order.

    The questions of a pool are put in the order of their rank, and each so many of them
    that stand side by side are dealt out, one to each version, by lot. Pools, which
    are kinds, stay together and in their order; within one the order is each version's own.

    Parameters
    ----------
    pools : questions of one kind each, their number a multiple of `versions`.
    rank : figures of which versions should have the same: what a question is worth, then
        how hard it is.

    Raises
    ------
    InvalidValue
        If a pool cannot be dealt out evenly.
    """
    dealt: list[list[Question]] = [[] for _ in range(versions)]
    for pool in pools:
        if len(pool) % versions:
            raise InvalidValue(
                f"questions for {versions} versions were expected, a multiple of that, not "
                f"{len(pool)}"
            )
        ranked = sorted(pool, key=lambda one: (*rank(one), one.index))
        hands: list[list[Question]] = [[] for _ in range(versions)]
        for first in range(0, len(ranked), versions):
            order = generator.permutation(versions)
            for hand, at in zip(hands, order, strict=True):
                hand.append(ranked[first + int(at)])
        for so_far, hand in zip(dealt, hands, strict=True):
            so_far += [hand[int(at)] for at in generator.permutation(len(hand))]
    return [tuple(questions) for questions in dealt]


def quiz_code(questions: Sequence[Question], title: str, version: str) -> str:
    """Return the code of a test: six letters and figures that its content decides."""
    text = "\n".join([title, version, *(question.id for question in questions)])
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")
    return "".join(_LETTERS[number >> 5 * place & 31] for place in range(6))
