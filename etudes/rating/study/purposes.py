"""What a session is for, and what of its design follows from that (`purposes.toml`)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from etudes.errors import UnknownName

REPORT = "report"
"""What a session is for that says nothing else."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """A row of `purposes.toml`.

    Attributes
    ----------
    words : what the session is to tell.
    pairs : the share of each rater's trials in which one of two pieces is chosen.
    controls, baseline, repeats : shares, as `Design` has them; `anchors` and `training`
        are numbers.
    judges : how many raters judge each piece, on average, where there are so many.
    least : how many must.
    most : pieces at most, unless more are asked for.
    """

    name: str
    words: str
    controls: float
    baseline: float
    repeats: float
    pairs: float
    anchors: int
    training: int
    judges: float
    least: int
    most: int

    def singles(self, per_rater: int, pairs: int) -> int:
        """Return how many pieces a rater of so many trials rates alone and once.

        Examples
        --------
        >>> purpose_of("report").singles(40, 8), purpose_of("preference").singles(40, 0)
        (26, 36)
        """
        return max(2, per_rater - round(self.repeats * per_rater) - pairs - self.anchors)

    def pieces(self, raters: int, singles: int) -> int:
        """Return how many pieces there are for raters who rate so many each.

        Examples
        --------
        >>> purpose_of("report").pieces(12, 26), purpose_of("preference").pieces(5, 36)
        (52, 120)
        """
        judged = int(raters * singles / min(self.judges, max(raters, 1)))
        return max(singles, min(judged, self.most))

    @property
    def parts(self) -> Mapping[str, Any]:
        """What of a design it sets, by the names that `Design` has for them."""
        names = ("controls", "baseline", "repeats", "anchors", "training")
        return {name: getattr(self, name) for name in names}


@cache
def purposes() -> Mapping[str, Purpose]:
    """Return the table of purposes by their names."""
    table = tomllib.loads((Path(__file__).parent / "purposes.toml").read_text("utf-8"))
    return {name: Purpose(name, **row) for name, row in table.items()}


def purpose_of(name: str) -> Purpose:
    """Return one purpose.

    Raises
    ------
    UnknownName
        If there is none of that name.

    Examples
    --------
    >>> purpose_of("preference").controls
    0.0
    """
    if name not in purposes():
        raise UnknownName(
            f"--for: what a session is for was expected ({', '.join(purposes())}), not "
            f"'{name[:20]}'"
        )
    return purposes()[name]
