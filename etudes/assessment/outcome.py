"""What an adaptive test came to: points of each kind, the level, what to practise."""

import math
from dataclasses import dataclass
from fractions import Fraction

from etudes.assessment.ability import Ability
from etudes.assessment.advice import command_line
from etudes.assessment.prior import HIGHEST, LOWEST, level_of_ability
from etudes.assessment.sitting import Answered, Sitting
from etudes.listening import kinds

_MOST = 2


@dataclass(frozen=True, slots=True)
class KindOutcome:
    """The answers to one kind.

    Attributes
    ----------
    earned, possible : points.
    expected : the points that a student of the ability found would earn on average.
    lowest_missed : the lowest level of a question that was not right; None of none.
    """

    kind: str
    earned: Fraction
    possible: Fraction
    expected: float
    lowest_missed: int | None

    @property
    def shortfall(self) -> float:
        """How many points fewer than expected were earned."""
        return self.expected - float(self.earned)


def by_kind(sitting: Sitting) -> tuple[KindOutcome, ...]:
    """Return the answers that count, kind by kind in the order of the table."""
    theta = sitting.ability.theta
    given: dict[str, list[Answered]] = {}
    for one in sitting.answers:
        given.setdefault(one.response.kind, []).append(one)
    return tuple(_outcome(name, given[name], theta) for name in kinds() if name in given)


def weakest(sitting: Sitting) -> tuple[KindOutcome, ...]:
    """Return the kinds, two at most, that fell short of what the level found promises."""
    short = [one for one in by_kind(sitting) if one.shortfall > 0 and one.lowest_missed]
    return tuple(sorted(short, key=lambda one: -one.shortfall)[:_MOST])


def practice_command(sitting: Sitting, outcome: KindOutcome) -> str:
    """Return the command that makes a test of a kind: at the level found, or where the
    first mistake was if that is lower; as it is typed in any shell, Windows' too."""
    level = nearest_level(sitting.ability.theta)
    level = min(level, outcome.lowest_missed or level)
    asked = ("--kind", outcome.kind, "--level", str(level))
    return command_line(["etudes", "quiz", *asked, "--instrument", sitting.instrument])


def nearest_level(theta: float) -> int:
    """Return the level, 1 to 8, whose questions an ability is nearest to.

    Examples
    --------
    >>> nearest_level(0.0), nearest_level(-0.3), nearest_level(9.0)
    (5, 4, 8)
    """
    return min(math.floor(level_of_ability(theta) + 0.5), 8)


def level_in_words(ability: Ability) -> str:
    """Return the level with the limits of 95 %.

    Examples
    --------
    >>> level_in_words(Ability(-0.25, 0.3, -0.8, 0.3, -0.25, 20))
    'about Level 4, between 3 and 5 (95 %)'
    >>> level_in_words(Ability(-1.5, 0.6, -2.8, -0.3, -1.5, 20))
    'about Level 2, at most 4 (95 %)'
    """
    about = f"about Level {nearest_level(ability.theta)}"
    low, high = map(nearest_level, ability.interval)
    is_open = level_of_ability(ability.low) <= LOWEST
    is_endless = level_of_ability(ability.high) >= HIGHEST
    if is_open and is_endless:
        return f"{about}, but it may be any"
    if is_open:
        return f"{about}, at most {high} (95 %)"
    if is_endless:
        return f"{about}, at least {low} (95 %)"
    return f"{about}, between {low} and {high} (95 %)"


def _outcome(name: str, answers: list[Answered], theta: float) -> KindOutcome:
    missed = [one.response.level for one in answers if not one.response.correct]
    return KindOutcome(
        name,
        sum((one.response.earned for one in answers), Fraction(0)),
        sum((one.response.possible for one in answers), Fraction(0)),
        sum(one.parameters.points * one.parameters.chance(theta) for one in answers),
        min(missed, default=None),
    )
