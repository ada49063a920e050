"""A test that asks next what tells most, and stops when it knows enough.

References
----------
W. J. van der Linden, "Bayesian item selection criteria for adaptive testing",
Psychometrika 63 (1998): information weighed by what is believed of the student.
G. G. Kingsbury and A. R. Zara, "Procedures for selecting items for computerized adaptive
tests", Applied Measurement in Education 2 (1989): one of the best few, drawn by chance.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from etudes.assessment.ability import Ability
from etudes.assessment.parameters import GRID, ItemParameters, information
from etudes.assessment.prior import HIGHEST, LOWEST
from etudes.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class BankItem:
    """An item that can be asked: its id, kind and level, and what is known of it."""

    item: str
    kind: str
    level: float
    parameters: ItemParameters


@dataclass(frozen=True)
class Bank:
    """The items to choose from.

    Raises
    ------
    InvalidValue
        If it is empty or has an item twice.
    """

    items: tuple[BankItem, ...]

    def __post_init__(self) -> None:
        names = [item.item for item in self.items]
        if not names or len(set(names)) < len(names):
            raise InvalidValue(
                "a bank of one or more different items was expected, not "
                f"{len(names)} of which {len(set(names))} differ; name each once"
            )

    @cached_property
    def information(self) -> NDArray[np.float64]:
        """Fisher's information, abilities of the grid down, items across."""
        return np.array([information(item.parameters) for item in self.items]).T

    @cached_property
    def levels(self) -> NDArray[np.float64]:
        """The level of each item."""
        return np.array([item.level for item in self.items], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Settings:
    """How a test goes on and when it ends.

    Parameters
    ----------
    enough : the standard error, in logits, at which it stops.
    fewest, most : items that are asked in any case, and at most.
    among : one of so many best items is drawn, so that not all students meet the same.
    lowest, highest : the band of levels that items may have.
    quota : at most so many items of a kind, by its name.

    Raises
    ------
    InvalidValue
        If no test could be so.
    """

    enough: float = 0.4
    fewest: int = 5
    most: int = 20
    among: int = 5
    lowest: float = LOWEST
    highest: float = HIGHEST
    quota: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not (
            self.enough >= 0
            and 1 <= self.fewest <= self.most
            and self.among >= 1
            and self.lowest <= self.highest
            and all(count >= 0 for count in self.quota.values())
        ):
            raise InvalidValue(
                "a test was expected with fewest <= most, lowest <= highest, and nothing "
                f"negative, not {self}"
            )


SETTINGS = Settings()
"""As the usual adaptive tests: standard error 0.4 or 20 items."""


def next_item(
    ability: Ability,
    bank: Bank,
    asked: Collection[str],
    rng: np.random.Generator,
    settings: Settings = SETTINGS,
) -> BankItem | None:
    """Return the item to ask next, or None where the bank has no more for this test.

    One of the `settings.among` items that tell most about a student of this ability; the
    ability is not taken for exact: an item counts by its mean information over the
    abilities that are still likely.
    """
    belief = np.exp(-0.5 * ((GRID - ability.theta) / ability.standard_error) ** 2)
    value = (belief / belief.sum()) @ bank.information
    value[~_allowed(bank, asked, settings)] = -1.0
    best = np.argsort(-value, kind="stable")[: settings.among]
    best = best[value[best] >= 0]
    return bank.items[int(rng.choice(best))] if len(best) else None


def is_over(ability: Ability, settings: Settings = SETTINGS) -> bool:
    """Return whether the test knows enough, or has asked all that it may."""
    sure = ability.answers >= settings.fewest and ability.standard_error <= settings.enough
    return sure or ability.answers >= settings.most


def _allowed(bank: Bank, asked: Collection[str], settings: Settings) -> NDArray[np.bool_]:
    allowed = (bank.levels >= settings.lowest) & (bank.levels <= settings.highest)
    names = set(asked)
    met = [i for i, item in enumerate(bank.items) if item.item in names]
    allowed[met] = False
    for kind, count in settings.quota.items():
        if sum(bank.items[i].kind == kind for i in met) >= count:
            allowed &= np.array([item.kind != kind for item in bank.items])
    return np.asarray(allowed)
