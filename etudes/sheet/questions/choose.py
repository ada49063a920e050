"""Questions to answer before playing, each with its answer.

They ask for what a player should see at first glance: key, metre, accidentals, how the
line runs, what returns. Each kind of question yields at most one, and only where its
answer is beyond doubt.
"""

from dataclasses import dataclass
from random import Random

from etudes.item.item import Item
from etudes.sheet.questions.matter import Matter
from etudes.sheet.questions.matters import MATTERS
from etudes.tables.instruments import Instrument
from etudes.words import Language

_COUNT = 2


@dataclass(frozen=True, slots=True)
class Question:
    """A question and its answer, in the language of the sheet; `matter` is its kind."""

    matter: str
    text: str
    answer: str


def questions(
    item: Item, instrument: Instrument, language: Language, rng: Random
) -> tuple[Question, ...]:
    """Return two questions on different matters that suit the exercise's level.

    What stands out in this exercise (an accidental, a bar that returns) is asked more
    often than what every exercise has.
    """
    possible = [
        (matter, asked)
        for matter in MATTERS
        if (asked := _asked(matter, item, instrument, language)) is not None
    ]
    chosen: list[Question] = []
    while possible and len(chosen) < _COUNT:
        weights = [matter.weight for matter, _ in possible]
        matter, question = rng.choices(possible, weights)[0]
        chosen.append(question)
        possible = [row for row in possible if row[0].topic != matter.topic]
    return tuple(chosen)


def _asked(
    matter: Matter, item: Item, instrument: Instrument, language: Language
) -> Question | None:
    lowest, highest = matter.levels
    if not lowest <= item.level_asked <= highest:
        return None
    if instrument.unpitched and matter.of_pitch:
        return None
    pair = matter.ask(item, language)
    return Question(matter.name, *pair) if pair else None
