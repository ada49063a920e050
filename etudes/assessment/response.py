"""What a student answered to an item, and what it earned."""

from dataclasses import dataclass
from fractions import Fraction

from etudes.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Response:
    """One answer of one student to one item.

    Parameters
    ----------
    student : a pseudonym.
    item : the item's id.
    kind : the kind of question, such as "same-different".
    level : the item's level, 1 to 8.
    given : the answer as given: a letter, "same", a bar; "" where it is music.
    earned, possible : points, whole or in parts.

    Raises
    ------
    InvalidValue
        If nothing can be earned, or less than nothing or more than all was.

    Examples
    --------
    >>> half = Response("p7", "d12", "dictation", 3, "", Fraction(9, 2), Fraction(9))
    >>> half.score, half.correct
    (Fraction(1, 2), False)
    """

    student: str
    item: str
    kind: str
    level: int
    given: str
    earned: Fraction
    possible: Fraction = Fraction(1)

    def __post_init__(self) -> None:
        if not (self.possible > 0 and 0 <= self.earned <= self.possible):
            raise InvalidValue(
                f"points from 0 to those possible were expected of {self.item!r}, not "
                f"{self.earned} of {self.possible}; mark the answer again"
            )
        if not self.student or not self.item:
            raise InvalidValue(
                f"an answer was expected to name its student and its item, not "
                f"{self.student!r} and {self.item!r}; give both a name"
            )

    @property
    def score(self) -> Fraction:
        """The share of the points that was earned, 0 to 1."""
        return Fraction(self.earned) / Fraction(self.possible)

    @property
    def correct(self) -> bool:
        """Whether every point was earned."""
        return self.earned == self.possible
