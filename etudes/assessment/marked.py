"""An answer to a listening test as it was marked."""

from dataclasses import dataclass
from fractions import Fraction

from etudes.errors import InvalidValue


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer of one student to one question of a test, and what it earned.

    Attributes
    ----------
    quiz : the code of the test.
    student : a pseudonym.
    question : the question's id.
    given : the answer in one way of writing (`replies.py`); "" where there is none.

    Raises
    ------
    InvalidValue
        If more or less was earned than can be.
    """

    quiz: str
    student: str
    question: str
    given: str
    earned: Fraction
    possible: Fraction

    def __post_init__(self) -> None:
        if not 0 <= self.earned <= self.possible or not self.possible:
            raise InvalidValue(
                f"points from 0 to those possible were expected, not {self.earned} of "
                f"{self.possible}; mark the answer again"
            )

    @property
    def place(self) -> tuple[str, str, str]:
        """What there is one answer to: test, student and question."""
        return self.quiz, self.student, self.question
