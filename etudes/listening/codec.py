"""Questions and tests as JSON text and back, without loss."""

import json
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from etudes.errors import InvalidValue
from etudes.item.codec import (
    markings_from_json,
    markings_to_json,
    melody_from_json,
    melody_to_json,
    to_json,
)
from etudes.item.item import Tempo
from etudes.listening.passage import Passage
from etudes.listening.question import Answer, Option, Place, Question
from etudes.listening.quiz import Quiz
from etudes.melody import Melody

T = TypeVar("T")

_PLAIN = ("id", "kind", "level", "instrument", "index", "asks", "model_digest")
_OF_A_QUIZ = ("code", "title", "version", "plays", "clicks", "language")


def question_to_json(question: Question) -> str:
    """Return the question as JSON text; `question_from_json` gives the same one back."""
    return to_json(_question(question))


def question_from_json(text: str) -> Question:
    """Return the question that `question_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON, or is no valid question.
    """
    return _read("question", text, _read_question)


def quiz_to_json(quiz: Quiz) -> str:
    """Return the test as JSON text, its questions included."""
    plain = {name: getattr(quiz, name) for name in _OF_A_QUIZ}
    return to_json(plain | {"questions": [_question(one) for one in quiz.questions]})


def quiz_from_json(text: str) -> Quiz:
    """Return the test that `quiz_to_json` wrote.

    Raises
    ------
    InvalidValue
        If the text is no such JSON, or is no valid test.
    """

    def read(data: dict[str, Any]) -> Quiz:
        questions = tuple(_read_question(one) for one in data["questions"])
        return Quiz(questions=questions, **{name: data[name] for name in _OF_A_QUIZ})

    return _read("test", text, read)


def _question(question: Question) -> dict[str, object]:
    return {name: getattr(question, name) for name in _PLAIN} | {
        "seed": str(question.seed),
        "heard": [_passage(one) for one in question.heard],
        "answer": _answer(question.answer),
        "options": [_option(one) for one in question.options],
        "printed": _melody(question.printed),
        "features": dict(question.features),
    }


def _read_question(data: dict[str, Any]) -> Question:
    return Question(
        **{name: data[name] for name in _PLAIN},
        seed=int(data["seed"]),
        heard=tuple(_read_passage(one) for one in data["heard"]),
        answer=_read_answer(data["answer"]),
        options=tuple(_read_option(one) for one in data["options"]),
        printed=_read_melody(data["printed"]) if data["printed"] else None,
        features=data["features"],
    )


def _passage(passage: Passage) -> dict[str, object]:
    tempo = passage.tempo
    return {
        "voices": [_melody(voice) for voice in passage.voices],
        "tempo": [str(tempo.beat), tempo.beats_per_minute, tempo.word],
        "instrument": passage.instrument,
        "markings": json.loads(markings_to_json(passage.markings)),
        "accompanied": passage.accompanied,
    }


def _read_passage(data: dict[str, Any]) -> Passage:
    beat, beats, word = data["tempo"]
    return Passage(
        tuple(_read_melody(voice) for voice in data["voices"]),
        Tempo(Fraction(beat), beats, word),
        data["instrument"],
        markings_from_json(json.dumps(data["markings"])),
        data["accompanied"],
    )


def _option(option: Option) -> dict[str, object]:
    return {
        "text": option.text,
        "passage": _passage(option.passage) if option.passage else None,
        "shape": list(option.shape),
        "family": option.family,
    }


def _read_option(data: dict[str, Any]) -> Option:
    passage = _read_passage(data["passage"]) if data["passage"] else None
    return Option(data["text"], passage, tuple(data["shape"]), data["family"])


def _answer(answer: Answer) -> object:
    if isinstance(answer, int):
        return answer
    if isinstance(answer, Melody):
        return _melody(answer)
    return [[place.measure, place.what] for place in answer]


def _read_answer(data: Any) -> Answer:
    if isinstance(data, int):
        return data
    if isinstance(data, dict):
        return _read_melody(data)
    return tuple(Place(measure, what) for measure, what in data)


def _melody(melody: Melody | None) -> object:
    return json.loads(melody_to_json(melody)) if melody else None


def _read_melody(data: dict[str, Any]) -> Melody:
    return melody_from_json(json.dumps(data))


def _read(what: str, text: str, read: Callable[[dict[str, Any]], T]) -> T:
    try:
        return read(json.loads(text))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise InvalidValue(
            f"a {what} as JSON was expected, not {text!r:.60}: {error}"
        ) from error
