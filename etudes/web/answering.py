"""A form of a trial → an answer, or one line that says what is missing."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from secrets import token_urlsafe

from etudes.errors import InvalidValue
from etudes.rating.scales import HIGHEST, LOWEST, pair_question, rating_scales
from etudes.rating.session import (
    CHOICES,
    LONGEST_COMMENT,
    Answer,
    Choice,
    Rating,
    checked_submit_id,
)
from etudes.words import Language, msgid

CHOICE_WORDS: Mapping[Choice, str] = {
    "left": msgid("Piece A"),
    "equal": msgid("Neither is better"),
    "right": msgid("Piece B"),
}
_LONGEST_WAIT = 10_000_000.0
_MOST_PLAYS = 100_000


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the form of a trial, as it was typed.

    Attributes
    ----------
    submit_id : the form's own; sent twice, it is kept once.
    seen : the submit id of the rating that the form corrects, "" for a first one.
    is_bypassed : whether the rater sends without having heard everything.
    """

    submit_id: str
    seen: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    choice: str = ""
    comment: str = ""
    seconds: float | None = None
    plays: int = 0
    is_heard: bool = False
    is_bypassed: bool = False


def fresh(latest: Rating | None) -> Typed:
    """Return a form under an id of its own: empty, or holding the answer to correct."""
    empty = Typed(token_urlsafe(16))
    if latest is None:
        return empty
    answer = latest.answer
    return replace(
        empty,
        seen=latest.submit_id,
        values={name: str(value) for name, value in answer.values.items()},
        choice=answer.choice or "",
        comment=answer.comment,
        # Seconds and plays go on from what they were, as at the terminal.
        seconds=answer.seconds,
        plays=answer.plays,
        is_heard=bool(answer.is_heard),
        is_bypassed=not answer.is_heard,
    )


def renewed(typed: Typed, latest: Rating) -> Typed:
    """Return a form that was typed before another answer was seen, as its correction."""
    answer = latest.answer
    return replace(
        typed,
        submit_id=token_urlsafe(16),
        seen=latest.submit_id,
        seconds=max(typed.seconds or 0.0, answer.seconds or 0.0) or None,
        plays=max(typed.plays, answer.plays),
        is_heard=typed.is_heard or bool(answer.is_heard),
    )


def told_of(answer: Answer, language: Language) -> str:
    """Return an answer in words.

    Examples
    --------
    >>> told_of(Answer(choice="left", comment="Livelier."), Language("en"))
    'Which one would you print for a lesson? Piece A. Comment: “Livelier.”'
    """
    if answer.choice:
        asked = {pair_question(): language.word(CHOICE_WORDS[answer.choice])}
    else:
        scales = rating_scales().items()
        asked = {one.ask: str(answer.values[name]) for name, one in scales}
    said = [
        language.text("{question} {answer}.", question=language.word(ask), answer=told)
        for ask, told in asked.items()
    ]
    if answer.comment:
        said.append(language.text("Comment: “{comment}”", comment=answer.comment))
    return language.running(said)


def typed(form: Mapping[str, str]) -> Typed:
    """Return what a form holds; an id that cannot be one is replaced.

    Examples
    --------
    >>> typed({"submit_id": "abcdefgh", "sense": "9", "plays": "-3"}).values
    {'sense': '9'}
    """
    try:
        submit_id = checked_submit_id(form.get("submit_id", ""))
    except InvalidValue:
        submit_id = token_urlsafe(16)
    return Typed(
        submit_id,
        seen=form.get("seen", ""),
        values={name: form[name] for name in rating_scales() if form.get(name)},
        choice=form.get("choice", ""),
        comment=form.get("comment", "").strip(),
        seconds=_seconds(form.get("seconds", "")),
        plays=_count(form.get("plays", "")),
        is_heard=form.get("heard") == "1",
        is_bypassed=form.get("bypass") == "1",
    )


def answer_of(typed: Typed, language: Language, *, is_pair: bool) -> Answer:
    """Return the answer that a form gives.

    Raises
    ------
    InvalidValue
        If something is missing or out of range; the line is for the rater, in the
        language of the session.

    Examples
    --------
    >>> heard = Typed("abcdefgh", choice="left", is_heard=True)
    >>> answer_of(heard, Language("en"), is_pair=True).choice
    'left'
    """
    values, choice = {}, None
    if is_pair:
        choice = _choice(typed.choice, language)
    else:
        values = _values(typed.values, language)
    if len(typed.comment) > LONGEST_COMMENT:
        raise InvalidValue(
            language.text(
                "The comment has {count} characters; {most} are the most. Please "
                "shorten it.",
                count=len(typed.comment),
                most=LONGEST_COMMENT,
            )
        )
    if not (typed.is_heard or typed.is_bypassed):
        raise InvalidValue(
            language.text(
                "Please listen to the end once, or tick that you send without listening."
            )
        )
    heard = (typed.seconds, typed.plays, typed.is_heard)
    return Answer(values, choice, typed.comment, *heard)


def _values(given: Mapping[str, str], language: Language) -> dict[str, int]:
    asked = {name: language.word(one.ask) for name, one in rating_scales().items()}
    for name, value in given.items():
        if value not in _POINTS:
            raise InvalidValue(
                language.text(
                    "“{question}”: a number from {lowest} to {highest} was expected, not "
                    "“{value}”.",
                    question=asked[name],
                    lowest=LOWEST,
                    highest=HIGHEST,
                    value=value[:20],
                )
            )
    missing = [asked[name] for name in asked if name not in given]
    if missing:
        questions = language.running(missing)
        raise InvalidValue(
            language.text("Not answered yet: {questions}", questions=questions)
        )
    return {name: _POINTS[value] for name, value in given.items()}


def _choice(given: str, language: Language) -> Choice:
    for choice in CHOICES:
        if given == choice:
            return choice
    raise InvalidValue(
        language.text("Please choose one of the two, or that neither is better.")
    )


_POINTS = {str(value): value for value in range(LOWEST, HIGHEST + 1)}


def _seconds(text: str) -> float | None:
    try:
        seconds = float(text[:30])
    except ValueError:
        return None
    return seconds if math.isfinite(seconds) and 0 <= seconds <= _LONGEST_WAIT else None


def _count(text: str) -> int:
    is_number = text.isascii() and text.isdecimal() and len(text) < 9
    return min(int(text), _MOST_PLAYS) if is_number else 0
