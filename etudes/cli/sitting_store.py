"""The answers of an adaptive test in the store, each as soon as it is given.

Every question is kept as a test of its own, since which one comes next is not known. The
first one's code is what they share (`etudes.store.quizzes.versions_of` gives them all), and
stands in the titles of the others: a question that another sitting of the same seed asks
too is another test there, and belongs to that sitting's first one.
"""

import hashlib
from collections.abc import Callable

from etudes.assessment.marked import Marked
from etudes.assessment.response import Response
from etudes.errors import InvalidValue
from etudes.listening import Question, Quiz, quiz_code
from etudes.store import Store
from etudes.store.quizzes import save_quizzes
from etudes.store.responses import append_answers, intake

_TITLES = 4


def keeper(store: Store, seed: int) -> Callable[[Question, Response], None]:
    """Return what keeps the answers of one test: a new one, or one that supersedes what
    the same student answered to the same question of the same test before."""
    first: list[Quiz] = []

    def keep(question: Question, response: Response) -> None:
        quiz = _save(store, question, seed, first)
        first[:] = first or [quiz]
        marked = Marked(
            quiz.code,
            response.student,
            question.id,
            response.given,
            response.earned,
            response.possible,
        )
        found = intake(store, [marked])
        line = "\t".join((quiz.code, response.student, question.id, response.given))
        digest = hashlib.sha256(line.encode()).hexdigest()
        append_answers(store, found.new, found.other, digest)

    return keep


def _save(store: Store, question: Question, seed: int, first: list[Quiz]) -> Quiz:
    """Return the question as a test that is in the store now.

    A code is six letters, and of many thousands two are alike some day: another title
    then makes another code.
    """
    for attempt in range(_TITLES):
        begun = f", {first[0].code}" if first else ""
        title = f"Adaptive test, seed {seed}{begun}" + "'" * attempt
        quiz = Quiz(quiz_code([question], title, ""), title, (question,))
        try:
            save_quizzes(store, [*first, quiz])
            return quiz
        except InvalidValue:
            if attempt == _TITLES - 1:
                raise
    raise AssertionError("one of the titles was saved, or refused")
