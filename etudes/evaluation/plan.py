"""How much an evaluation measures: whole, or quickly."""

from dataclasses import dataclass
from typing import Final

from etudes.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class EvaluationPlan:
    """How much is measured.

    Attributes
    ----------
    name : "full", "quick", or what a caller likes; it is printed.
    items : études made for each metre and level.
    most_human : excerpts that people wrote, at most, of each metre and level.
    told_from : études from this level on are told from human pieces; below it there are
        hardly any.
    learnt_share, test_share : how much of the training side n-grams and the judge of
        styles learn from, and how much of the test side is charged for, by whole families.
        Less than all of the first weakens them.
    repetitions, exercises : endings are drawn so often, each time so many exercises a
        metre and level, with other seeds.
    copies : continuations without rules.
    conditioned : melodies for each value of a tag.
    bars : left out and filled again.
    splits, resamples : of the distributions; `means` of the measures of structure.
    folds, relabellings : of the discriminator.
    """

    name: str = "full"
    seed: int = 1
    metres: tuple[str, ...] = ("4/4", "3/4", "6/8")
    measures: int = 8
    levels: tuple[int, ...] = tuple(range(1, 9))
    told_from: int = 3
    instrument: str = "violin"
    items: int = 20
    most_human: int = 1000
    learnt_share: float = 1.0
    test_share: float = 1.0
    repetitions: int = 6
    exercises: int = 2
    copies: int = 32
    conditioned: int = 60
    bars: int = 200
    splits: int = 20
    resamples: int = 200
    means: int = 1000
    folds: int = 5
    relabellings: int = 5

    def __post_init__(self) -> None:
        for name, least in (
            *(
                ("items", 1),
                ("most_human", 1),
                ("repetitions", 2),
                ("exercises", 1),
                ("conditioned", 2),
            ),
            *(("bars", 1), ("splits", 1), ("resamples", 2), ("means", 2), ("folds", 2)),
            ("seed", 0),
        ):
            if getattr(self, name) < least:
                raise InvalidValue(
                    f"{name}: {least} or more were expected, not {getattr(self, name)}"
                )
        for share in (self.learnt_share, self.test_share):
            if not 0 < share <= 1:
                raise InvalidValue(f"a share above 0, at most 1, was expected, not {share}")
        if not self.metres or not self.levels:
            raise InvalidValue("a metre and a level at least were expected")


FULL: Final = EvaluationPlan()
QUICK: Final = EvaluationPlan(
    name="quick",
    items=4,
    most_human=12,
    learnt_share=0.2,
    test_share=0.1,
    repetitions=2,
    exercises=1,
    copies=8,
    conditioned=8,
    bars=40,
    splits=5,
    resamples=40,
    means=200,
    relabellings=1,
)
