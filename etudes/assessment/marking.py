"""Points for a reply to a question of a listening test, and what is to be said of it.

A choice earns one point or none. Where places are to be found, each that differs is worth a
point; its bar with the wrong matter, or with none, is worth one half; and each place that
was given besides costs one half, so that to tick every bar does not pay; nothing falls
below 0. Notes are marked as dictations (`dictation.py`), a rhythm whatever its pitches, an
echo in any octave. A teacher's own points for a performance count as they are.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache

from etudes.assessment.answers import Answer
from etudes.assessment.dictation import DictationMark, mark_answer
from etudes.assessment.expected import expected, points_of, scheme_of
from etudes.assessment.parameters import ItemParameters
from etudes.assessment.replies import (
    Blank,
    Choice,
    GivenPlace,
    Places,
    Points,
    Reply,
)
from etudes.assessment.scheme import Scheme
from etudes.errors import InvalidValue, UnknownName
from etudes.listening import LETTERS, Place, Question
from etudes.melody import Melody
from etudes.tables import instrument
from etudes.words import Language

HALF = Fraction(1, 2)

ECHO = replace(
    scheme_of("playback"),
    name="echo",
    counts_ends=False,
    accepts_enharmonics=True,
    accepts_octaves=True,
)
"""Of what is sung or played back: voices have their own octave, and breathe."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reply earned, of how many points, and remarks for who gave it.

    Raises
    ------
    InvalidValue
        If more or less was earned than can be.
    """

    earned: Fraction
    possible: Fraction
    remarks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.earned <= self.possible or not self.possible:
            raise InvalidValue(
                f"points from 0 to those possible were expected, not {self.earned} of "
                f"{self.possible}; mark the answer again"
            )


def mark_question(
    question: Question, reply: Reply, language: Language | None = None
) -> Mark:
    """Return the mark of a reply.

    Raises
    ------
    InvalidValue
        If the reply is of another sort than the question asks for.

    Examples
    --------
    >>> from etudes.item.request import Request
    >>> from etudes.listening import questions
    >>> [one] = questions("interval", Request(level=1, instrument="flute", seed=4))
    >>> mark_question(one, Choice(one.answer)).earned
    Fraction(1, 1)
    """
    language = language or Language()
    possible = possible_points(question)
    match question.answer, reply:
        case _, Blank():
            said = language.text("not answered")
            return Mark(Fraction(0), possible, (said, *_solution(question, language)))
        case int(right), Choice(option):
            if option == right:
                return Mark(possible, possible)
            return Mark(Fraction(0), possible, _solution(question, language))
        case tuple(true), Places(given):
            return _mark_places(true, given, language)
        case Melody(), Points(share):
            return Mark(possible * share, possible)
        case Melody(), Answer():
            return _mark_notes(question, reply, language)
    raise InvalidValue(
        f"question {question.id} is of the kind {question.kind}, and the answer is of "
        "another sort"
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as a key: a class gives many answers to it, and its worth stays."""

    question: Question = field(compare=False)
    content: tuple[object, ...]

    @classmethod
    def of(cls, question: Question) -> "_Asked":
        features = tuple(sorted(question.features.items()))
        kind_and_level = question.id, question.kind, question.level
        return cls(
            question, (*kind_and_level, question.answer, len(question.options), features)
        )


def possible_points(question: Question) -> Fraction:
    """Return what a perfect answer is worth, as it stands on the paper."""
    return _worth(_Asked.of(question))


def parameters_of(question: Question) -> ItemParameters:
    """Return what is believed of a question before anyone has answered it."""
    return _believed(_Asked.of(question))


@lru_cache(maxsize=1024)
def _worth(asked: _Asked) -> Fraction:
    return Fraction(points_of(asked.question))


@lru_cache(maxsize=1024)
def _believed(asked: _Asked) -> ItemParameters:
    return expected(asked.question)


def _solution(question: Question, language: Language) -> tuple[str, ...]:
    """Return the right answer in words, where words can say it."""
    if isinstance(question.answer, int):
        letter = LETTERS[question.answer]
        words = language.word(question.options[question.answer].text)
        right = f"{letter} ({words})" if words else letter
        return (language.text("right is {answer}", answer=right),)
    if isinstance(question.answer, tuple):
        told = "; ".join(_said(place, language) for place in question.answer)
        return (language.text("right is {answer}", answer=told),)
    return ()


def _mark_places(
    true: tuple[Place, ...], given: tuple[GivenPlace, ...], language: Language
) -> Mark:
    possible = Fraction(len(true))
    judged = list(_judged(true, given, language))
    found = {place.measure for place in given}
    missed = [
        language.text("{place}: not found", place=_said(place, language))
        for place in true
        if place.measure not in found
    ]
    earned = sum((points for points, _ in judged), Fraction(0))
    remarks = tuple(remark for points, remark in judged if points < 1)
    return Mark(min(max(earned, Fraction(0)), possible), possible, (*remarks, *missed))


def _judged(
    true: tuple[Place, ...], given: tuple[GivenPlace, ...], language: Language
) -> Iterator[tuple[Fraction, str]]:
    """Yield the points of each place given, and what is said of it: first those that are
    right throughout, so that each place that differs is found once."""
    left = list(true)
    exact = [one for one in given if Place(one.measure, one.what or "pitch") in left]
    exact = [one for one in exact if one.what]
    for one in exact:
        left.remove(Place(one.measure, one.what))
        yield Fraction(1), ""
    for one in given:
        if one in exact:
            continue
        near = next((place for place in left if place.measure == one.measure), None)
        if near is None:
            told = language.text("bar {bar}: nothing more differs there", bar=one.measure)
            yield -HALF, told
        else:
            left.remove(near)
            told = language.text(
                "bar {bar} is right, but it is the {what}",
                bar=one.measure,
                what=language.word(near.what),
            )
            yield HALF, told


def _said(place: Place, language: Language) -> str:
    what = language.word(place.what)
    return language.text("bar {bar}, {what}", bar=place.measure, what=what)


def _mark_notes(question: Question, reply: Answer, language: Language) -> Mark:
    found = _compared(_Asked.of(question), reply)
    remarks = tuple(remark.text(language) for remark in found.remarks)
    possible = possible_points(question)
    return Mark(found.share * possible, possible, remarks)


@lru_cache(maxsize=4096)
def _compared(asked: _Asked, reply: Answer) -> DictationMark:
    """Return how the notes agree; remembered, since each is marked, then told of."""
    question = asked.question
    if not isinstance(question.answer, Melody):
        raise InvalidValue(f"question {question.id} asks for no notes")
    transposition = None
    with suppress(UnknownName):  # an instrument of the teacher's own is in no table
        transposition = instrument(question.instrument).transposition
    return mark_answer(
        question.answer, reply, _scheme(question), transposition=transposition
    )


def _scheme(question: Question) -> Scheme:
    return ECHO if question.kind == "playback" else scheme_of(question.kind)
