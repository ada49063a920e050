"""Answers as a table: students down, items across, gaps where nobody was asked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from etudes.assessment.response import Response
from etudes.errors import InvalidValue


@dataclass(frozen=True)
class ResponseTable:
    """Scores from 0 to 1, not a number where there is no answer, and what was given.

    Parameters
    ----------
    students, items : the names of rows and columns, in order of their first answer.
    scores : students down, items across.
    given : the answers in words, by item, in the order of the students.
    """

    students: tuple[str, ...]
    items: tuple[str, ...]
    scores: NDArray[np.float64]
    given: Mapping[str, tuple[str, ...]]

    @property
    def answered(self) -> NDArray[np.bool_]:
        """Where there is an answer."""
        return ~np.isnan(self.scores)

    def complete(self) -> NDArray[np.float64]:
        """Return the scores of the students who answered every item."""
        whole: NDArray[np.float64] = self.scores[self.answered.all(axis=1)]
        return whole


def response_table(responses: Iterable[Response]) -> ResponseTable:
    """Return the table of answers; of repeated answers to an item the first counts.

    Raises
    ------
    InvalidValue
        If there are no answers.
    """
    first: dict[tuple[str, str], Response] = {}
    for response in responses:
        first.setdefault((response.student, response.item), response)
    if not first:
        raise InvalidValue(
            "one or more answers were expected, not none; collect some first"
        )
    students = tuple(dict.fromkeys(student for student, _ in first))
    items = tuple(dict.fromkeys(item for _, item in first))
    row = {student: i for i, student in enumerate(students)}
    column = {item: i for i, item in enumerate(items)}
    scores = np.full((len(students), len(items)), np.nan)
    given: dict[str, list[str]] = {item: [] for item in items}
    for response in sorted(first.values(), key=lambda one: row[one.student]):
        scores[row[response.student], column[response.item]] = float(response.score)
        given[response.item].append(response.given)
    return ResponseTable(students, items, scores, {k: tuple(v) for k, v in given.items()})
