"""What a family of questions gives back, before it has a number and a name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from etudes.item.item import Item
from etudes.listening.passage import Passage
from etudes.listening.question import Answer, Option
from etudes.melody import Melody


@dataclass(frozen=True, slots=True)
class Made:
    """A question's content; see `etudes.listening.Question`. `asks` is "" where the kind's
    own question is asked."""

    heard: tuple[Passage, ...]
    answer: Answer
    options: tuple[Option, ...] = ()
    printed: Melody | None = None
    asks: str = ""
    features: Mapping[str, float] = field(default_factory=dict)


def in_order(texts: Sequence[str], right: str) -> tuple[tuple[Option, ...], int]:
    """Return words as options in the order given, and which is right."""
    return tuple(Option(text=text) for text in texts), list(texts).index(right)


def shuffled(
    right: Option, wrong: Sequence[Option], generator: np.random.Generator
) -> tuple[tuple[Option, ...], int]:
    """Return options in a drawn order, and where the right one stands."""
    options = [right, *wrong]
    order = generator.permutation(len(options))
    return tuple(options[i] for i in order), int(np.flatnonzero(order == 0)[0])


def figures(tune: Item) -> dict[str, float]:
    """Return the figures of a melody that make a question about it hard."""
    return {"notes": len(tune.melody.pitches), "level measured": tune.level_measured}
