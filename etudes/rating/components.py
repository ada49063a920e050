"""What a rating is assumed to consist of before anybody has rated (`components.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import isclose
from pathlib import Path
from typing import Literal

from etudes.errors import InvalidValue

Component = Literal["pieces", "severity", "taste", "inconstancy"]
COMPONENTS: tuple[Component, ...] = ("pieces", "severity", "taste", "inconstancy")


@dataclass(frozen=True, slots=True)
class Components:
    """The spread of ratings and where it comes from.

    Attributes
    ----------
    spread : standard deviation, in points of the scale of 1 to 7.
    shares : of the variance, by component.

    Raises
    ------
    InvalidValue
        If the spread is not above 0, or the shares are not one for each component, none
        below 0, 1 together.
    """

    spread: float
    shares: Mapping[Component, float]

    def __post_init__(self) -> None:
        shares = self.shares.values()
        is_whole = tuple(self.shares) == COMPONENTS and isclose(sum(shares), 1)
        if not is_whole or min(shares) < 0 or not self.spread > 0:
            raise InvalidValue(
                f"a spread above 0 and shares of {', '.join(COMPONENTS)} that make 1 were "
                f"expected, not {self.spread} and {dict(self.shares)}; see components.toml"
            )

    def points(self, component: Component) -> float:
        """Return the standard deviation of one component, in points.

        Examples
        --------
        >>> round(components().points("inconstancy"), 3)
        0.626
        """
        return float(self.spread * self.shares[component] ** 0.5)


@cache
def components() -> Components:
    """Return what is assumed.

    Examples
    --------
    >>> components().spread, components().shares["taste"]
    (1.4, 0.3)
    """
    text = (Path(__file__).parent / "components.toml").read_text("utf-8")
    data = tomllib.loads(text)
    return Components(data["spread"], data["shares"])
