"""How likely it is that ratings teach something, before or after they were given.

Curves through what was simulated (`expected.toml`): raters who have something to teach, as
`docs/preference.md` and `docs/calibration.md` tell.
"""

import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from etudes.rating.learning.calibration_table import least_evidence
from etudes.rating.learning.preference_refusal import ITEMS, JUDGEMENTS, RATERS
from etudes.rating.study.design import BASELINE, Design

Taught = Literal["preference", "levels"]
TAUGHT: tuple[Taught, ...] = ("preference", "levels")

TASTE = 0.6
"""Points of 7 that the simulated taste makes among candidates; a weaker one is taught less
often."""

MOST_RATINGS = 1200
"""Beyond these nothing was simulated of the error that is left."""


@dataclass(frozen=True, slots=True)
class Amount:
    """How much was or will be said of a model's pieces.

    Examples
    --------
    >>> Amount(5, 180, 0, 120) + Amount(3, 108, 10, 72)
    Amount(raters=8, ratings=288, pairs=10, pieces=192)
    """

    raters: int
    ratings: int
    pairs: int
    pieces: int

    def __add__(self, other: "Amount") -> "Amount":
        return Amount(
            self.raters + other.raters,
            self.ratings + other.ratings,
            self.pairs + other.pairs,
            self.pieces + other.pieces,
        )


def amount(taught: Taught, design: Design) -> Amount:
    """Return how much raters of a design will say, if all answer to the end.

    Of bare rules nothing is learnt, and of people's tunes no preference.

    Examples
    --------
    >>> from etudes.rating.study.made import Cell
    >>> design = Design.usual((Cell(3, "violin"),), ("gru",), raters=5)
    >>> amount("preference", design), amount("levels", design).ratings
    (Amount(raters=5, ratings=95, pairs=13, pieces=19), 115)
    """
    is_taste = taught == "preference"
    pieces = sum(
        count
        for name, count in design.systems.items()
        if name in design.models or not (is_taste or name == BASELINE)
    )
    ratings = design.raters * design.singles * pieces // design.items
    twos = design.pairings
    among = sum(set(two) <= set(design.models) for two in twos) / len(twos)
    pairs = int(design.raters * design.pairs * among) if is_taste else 0
    return Amount(design.raters, ratings, pairs, pieces)


def chance(taught: Taught, said: Amount) -> float:
    """Return in what share of simulated sessions so much taught something, 0 to 1; 0
    where it is less than may be learnt from.

    Examples
    --------
    >>> few, many = Amount(5, 95, 13, 19), Amount(5, 180, 0, 120)
    >>> chance("preference", few) < 0.2 < 0.8 < chance("preference", many)
    True
    """
    if not _is_enough(taught, said):
        return 0.0
    row = _curves()[taught]
    told = information(row, said)
    return 1 / (1 + math.exp(-(row["constant"] + row["slope"] * math.log(told))))


def information(row: Mapping[str, float], said: Amount) -> float:
    """Return how many ratings of pieces of their own would tell as much, by a row of
    `expected.toml`."""
    shares = 1 - 1 / min(said.raters, row["parts"])
    judgements = (said.ratings + 2 * said.pairs) / said.pieces
    crowded = 1 + row["crowd"] * max(judgements - 1, 0.0)
    return shares * (said.ratings + row["pair"] * said.pairs) / crowded


def least(taught: Taught) -> tuple[int, int, int]:
    """Return how many raters, pieces, and ratings and pairs there must be at least.

    Examples
    --------
    >>> least("preference"), least("levels")
    ((3, 15, 90), (4, 30, 150))
    """
    if taught == "preference":
        return RATERS, ITEMS, JUDGEMENTS
    row = least_evidence()
    return int(row["raters"]), int(row["items"]), int(row["ratings"])


def _is_enough(taught: Taught, said: Amount) -> bool:
    judgements = said.ratings + (said.pairs if taught == "preference" else 0)
    there = said.raters, said.pieces, judgements
    return all(n >= need for n, need in zip(there, least(taught), strict=True))


def error_left(said: Amount) -> float:
    """Return what is left of the error of levels, as a share, on pieces that nobody judged.

    Of sessions on all levels; of ratings beyond `MOST_RATINGS` what these leave.

    Examples
    --------
    >>> round(error_left(Amount(5, 180, 0, 120)), 1)
    0.4
    """
    row = _curves()["levels"]
    ratings = min(max(said.ratings, 1), MOST_RATINGS)
    return min(1.0, row["left"] / math.pow(ratings, row["falling"]))


def in_ten(share: float) -> str:
    """Return a share in words.

    Examples
    --------
    >>> in_ten(0.93), in_ten(0.04), in_ten(0.98), in_ten(0)
    ('in about 9 of 10 sessions', 'hardly ever', 'nearly always', 'never')
    """
    if not share:
        return "never"
    tenths = round(10 * share)
    if tenths in (0, 10):
        return "nearly always" if tenths else "hardly ever"
    return f"in about {tenths} of 10 sessions"


@cache
def _curves() -> Mapping[str, Mapping[str, float]]:
    return tomllib.loads((Path(__file__).with_name("expected.toml")).read_text("utf-8"))
