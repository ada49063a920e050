"""What is believed of a question before anyone has answered it: points and difficulty."""

from etudes.assessment.dictation import mark_dictation
from etudes.assessment.parameters import ItemParameters
from etudes.assessment.prior import Alteration, prior_parameters
from etudes.assessment.scheme import AP_2022, RHYTHM, Scheme
from etudes.listening import Question, kind
from etudes.melody import Melody


def points_of(question: Question) -> int:
    """Return what a question is worth: the kind's points; one a half bar of what is to be
    written or played and one more, one a change that is to be found.

    Examples
    --------
    >>> from etudes import Request
    >>> from etudes.listening import questions
    >>> [one] = questions("mode", Request(level=3, instrument="flute", seed=1))
    >>> points_of(one)
    1
    """
    fixed = kind(question.kind).points
    if fixed:
        return fixed
    if isinstance(question.answer, Melody):
        truth = question.answer
        return int(mark_dictation(truth, truth, scheme_of(question.kind)).possible)
    return len(question.answer) if isinstance(question.answer, tuple) else 1


def scheme_of(name: str) -> Scheme:
    """Return how what is written in answer to a kind is marked.

    Examples
    --------
    >>> scheme_of("dictation").name, scheme_of("rhythm").counts_pitch
    ('AP 2022', False)
    """
    return RHYTHM if name == "rhythm" else AP_2022


def expected(question: Question) -> ItemParameters:
    """Return the question's parameters by its kind, level and features."""
    features = question.features
    altered = None
    if "in key" in features:
        altered = Alteration(
            int(features["notes"]),
            in_key=bool(features["in key"]),
            contour=bool(features["contour changed"]),
        )
    return prior_parameters(
        question.kind,
        question.level,
        alternatives=len(question.options),
        alteration=altered,
        points=points_of(question),
    )
