"""What the answers of one student to one test amount to."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from etudes.assessment.ability import Ability, estimate
from etudes.assessment.detection import Detection, detection_of
from etudes.assessment.marked import Marked
from etudes.assessment.marking import mark_question, parameters_of
from etudes.assessment.prior import level_of_ability
from etudes.assessment.replies import read_reply
from etudes.assessment.response import Response
from etudes.errors import EtudesError
from etudes.listening import Question, Quiz, kind
from etudes.words import Language

FEWEST_OF_EACH = 4
"""Same and different pairs from which on d′ is told."""

_DETECTED = "same-different"


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """A question by its number on the paper, the answer to it, and what is said of it."""

    number: int
    question: Question
    marked: Marked
    remarks: tuple[str, ...]

    @property
    def share(self) -> Fraction:
        return self.marked.earned / self.marked.possible


@dataclass(frozen=True, slots=True)
class KindResult:
    """The points of all questions of one kind."""

    kind: str
    questions: int
    earned: Fraction
    possible: Fraction

    @property
    def label(self) -> str:
        """What the kind is called on a page, in English."""
        return kind(self.kind).label

    @property
    def share(self) -> Fraction:
        return self.earned / self.possible


@dataclass(frozen=True, slots=True)
class StudentResult:
    """The answers of one student to one test that count, in the order of the paper.

    Attributes
    ----------
    ability : estimated from these answers alone.
    detection : of same and different pairs; None where there are too few.
    marked_at : of the latest answer (UTC).
    """

    quiz: Quiz
    student: str
    results: tuple[QuestionResult, ...]
    ability: Ability
    detection: Detection | None
    marked_at: datetime

    @property
    def earned(self) -> Fraction:
        return sum((one.marked.earned for one in self.results), Fraction(0))

    @property
    def possible(self) -> Fraction:
        """The points of the questions that were marked."""
        return sum((one.marked.possible for one in self.results), Fraction(0))

    @property
    def percent(self) -> float:
        return float(100 * self.earned / self.possible)

    @property
    def level(self) -> tuple[float, float, float]:
        """The level that is estimated, and the limits of 95 %, 1.0 to 8.9."""
        limits = (self.ability.theta, *self.ability.interval)
        estimated, low, high = map(level_of_ability, limits)
        return estimated, low, high

    @property
    def kinds(self) -> tuple[KindResult, ...]:
        """The points of each kind, in the order of the paper."""
        found: dict[str, list[QuestionResult]] = {}
        for one in self.results:
            found.setdefault(one.question.kind, []).append(one)
        return tuple(
            KindResult(
                name,
                len(rows),
                sum((one.marked.earned for one in rows), Fraction(0)),
                sum((one.marked.possible for one in rows), Fraction(0)),
            )
            for name, rows in found.items()
        )


def student_result(
    quiz: Quiz,
    answers: Sequence[Marked],
    marked_at: datetime,
    language: Language | None = None,
) -> StudentResult:
    """Return the result of one student from the answers that count, one or more."""
    language = language or Language(quiz.language)
    by_question: Mapping[str, Marked] = {one.question: one for one in answers}
    results = tuple(
        QuestionResult(number, question, marked, _remarks(question, marked, language))
        for number, question in enumerate(quiz.questions, 1)
        if (marked := by_question.get(question.id))
    )
    ability = estimate(
        (parameters_of(one.question), _points(one.question, one.marked)) for one in results
    )
    student = answers[0].student
    return StudentResult(quiz, student, results, ability, _detection(results), marked_at)


def response_of(question: Question, marked: Marked, student: str = "") -> Response:
    """Return an answer as the statistics of items want it."""
    return Response(
        student=student or marked.student,
        item=question.id,
        kind=question.kind,
        level=question.level,
        given=marked.given if question.options else "",
        earned=marked.earned,
        possible=marked.possible,
    )


def level_in_words(result: StudentResult, language: Language | None = None) -> str:
    """Return the level that the answers speak for, in words, rounded outwards."""
    language = language or Language(result.quiz.language)
    _, low, high = result.level
    lowest, highest = math.floor(low), min(math.ceil(high), 8)
    if lowest >= highest:
        return language.text("about Level {level}", level=highest)
    return language.text(
        "between Level {lowest} and Level {highest}", lowest=lowest, highest=highest
    )


def _points(question: Question, marked: Marked) -> Fraction:
    """Return the points on the scale of the question as it would be marked now."""
    return marked.earned / marked.possible * parameters_of(question).points


def _remarks(question: Question, marked: Marked, language: Language) -> tuple[str, ...]:
    try:
        reply = read_reply(question, marked.given, stored=True)
        return mark_question(question, reply, language).remarks
    except EtudesError:  # kept by a version that wrote answers in another way
        return ()


def _detection(results: Sequence[QuestionResult]) -> Detection | None:
    answered = [
        one for one in results if one.question.kind == _DETECTED and one.marked.given
    ]
    altered = [one for one in answered if _is_altered(one.question)]
    if min(len(altered), len(answered) - len(altered)) < FEWEST_OF_EACH:
        return None
    return detection_of(response_of(one.question, one.marked) for one in answered)


def _is_altered(question: Question) -> bool:
    right = question.right
    return right is not None and right.text == "different"
