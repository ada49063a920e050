"""Every question that was answered, with its statistics and the verdict on it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from etudes.assessment.calibration import calibrate
from etudes.assessment.marked import Marked
from etudes.assessment.marking import parameters_of
from etudes.assessment.replies import option_name
from etudes.assessment.report import response_of
from etudes.assessment.statistics import ItemStatistics, item_statistics
from etudes.assessment.verdict import DECISIONS, Verdict, verdict
from etudes.listening import Question


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question, what the answers to it amount to, and whether it is kept."""

    question: Question
    statistics: ItemStatistics
    verdict: Verdict


def review(
    questions: Iterable[Question], answers: Sequence[tuple[str, Marked]]
) -> tuple[Reviewed, ...]:
    """Return the questions that were answered: those to retire first, then those to watch;
    among them by kind, and of a kind the hardest first.

    Each student is known by all answers, to questions of whatever kind: difficulties are
    fitted to the answers first.

    Parameters
    ----------
    questions : all that were answered are among them.
    answers : each with what tells its student from those of the same name in other tests.
    """
    by_id = {one.id: one for one in questions}
    responses = [
        response_of(by_id[marked.question], marked, student) for student, marked in answers
    ]
    if not responses:
        return ()
    asked = {one.item for one in responses}
    priors = {id_: parameters_of(by_id[id_]) for id_ in asked}
    options = {
        id_: tuple(option_name(by_id[id_], n) for n in range(len(by_id[id_].options)))
        for id_ in asked
    }
    found = item_statistics(responses, calibrate(responses, priors), options)
    reviewed = [Reviewed(by_id[one.item], one, verdict(one)) for one in found]
    return tuple(sorted(reviewed, key=_urgency))


def _urgency(one: Reviewed) -> tuple[int, str, float, str]:
    decision = DECISIONS.index(one.verdict.decision)
    return -decision, one.question.kind, one.statistics.facility, one.question.id
