"""Listening tests in the store: their questions, and which of those are asked no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from etudes.errors import DamagedData, InvalidValue, UnknownName
from etudes.item.codec import to_json
from etudes.listening import Question, Quiz, quiz_from_json, quiz_to_json
from etudes.listening.codec import question_from_json, question_to_json
from etudes.store.connection import plain_errors, utc
from etudes.store.store import Store

_INSERT_QUESTION = (
    "INSERT INTO questions VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
)
_INSERT_QUIZ = "INSERT INTO quizzes VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING"
_INSERT_PLACE = "INSERT INTO quiz_questions VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_SELECT_VERSIONS = (
    "SELECT code, quiz FROM quizzes WHERE first_code = "
    "(SELECT first_code FROM quizzes WHERE code = ?) ORDER BY version, code"
)
_SELECT_QUESTIONS = (
    "SELECT id, question FROM questions WHERE kind = coalesce(:kind, kind) "
    "AND level = coalesce(:level, level) "
    "AND instrument = coalesce(:instrument, instrument) {live} ORDER BY made_at, id"
)
_LIVE = "AND id NOT IN (SELECT question_id FROM retirements)"
_INSERT_RETIREMENT = "INSERT INTO retirements VALUES (?, ?, ?) ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Retirement:
    """A question that is asked no more, why, and since when (UTC)."""

    question: str
    reason: str
    retired_at: datetime


def save_quizzes(
    store: Store, versions: Sequence[Quiz], *, made_at: datetime | None = None
) -> None:
    """Keep the versions of one test; one that is there already stays as it is, whatever
    the language and the playings it is printed and heard with now.

    Raises
    ------
    InvalidValue
        If another test has the code of one, or another question the id of one.
    """
    time = utc(made_at)
    with store.transaction() as connection:
        for quiz in versions:
            text = quiz_to_json(quiz)
            connection.executemany(
                _INSERT_QUESTION, [_question_row(one, time) for one in quiz.questions]
            )
            _refuse_other_questions(store, quiz)
            row = (quiz.code, versions[0].code, quiz.version, text, time)
            connection.execute(_INSERT_QUIZ, row)
            connection.executemany(
                _INSERT_PLACE,
                [(quiz.code, place, one.id) for place, one in enumerate(quiz.questions)],
            )
            _refuse_other_test(store, quiz)


def quiz_of(store: Store, code: str) -> Quiz:
    """Return the test with this code, however it is spaced and in whatever case.

    Raises
    ------
    UnknownName
        If there is none; the message names the nearest codes.
    DamagedData
        If it cannot be read.
    """
    plain = plain_code(code)
    [quiz] = [one for one in versions_of(store, code) if one.code == plain]
    return quiz


def versions_of(store: Store, code: str) -> list[Quiz]:
    """Return the test with this code and its other versions, in order.

    Raises
    ------
    UnknownName
        If no test has the code.
    DamagedData
        If one cannot be read.
    """
    with plain_errors(store.path):
        rows = store.connection.execute(_SELECT_VERSIONS, (plain_code(code),)).fetchall()
    if not rows:
        raise _unknown(store, code)
    try:
        return [quiz_from_json(row["quiz"]) for row in rows]
    except InvalidValue as error:
        raise DamagedData(
            f"the test {plain_code(code)} of the store {store.path} cannot be read: "
            f"{error}; upgrade etudes or restore a backup"
        ) from error


def first_codes(store: Store) -> dict[str, str]:
    """Return for the code of each test that of the first of its versions: whoever has one
    name in two of them is one student."""
    with plain_errors(store.path):
        rows = store.connection.execute("SELECT code, first_code FROM quizzes").fetchall()
    return {code: first for code, first in rows}


def plain_code(code: str) -> str:
    """Return a code as it is stored.

    Examples
    --------
    >>> plain_code(" 7K2-M9Q ")
    '7k2m9q'
    """
    return "".join(code.split()).replace("-", "").casefold()


def stored_questions(
    store: Store,
    kind: str | None = None,
    level: int | None = None,
    instrument: str | None = None,
) -> list[Question]:
    """Return the questions, the retired ones too, oldest first; all where nothing is
    asked for."""
    return _questions(store, kind, level, instrument, "")


def live_questions(
    store: Store,
    kind: str | None = None,
    level: int | None = None,
    instrument: str | None = None,
) -> list[Question]:
    """Return the questions that may be asked again: all but the retired ones."""
    return _questions(store, kind, level, instrument, _LIVE)


def retire(
    store: Store, reasons: Iterable[tuple[str, str]], *, at: datetime | None = None
) -> None:
    """Ask questions no more, each with the reason; one that is retired stays so.

    Raises
    ------
    InvalidValue
        If a question is not in the store.
    """
    rows = [(question, reason, utc(at)) for question, reason in reasons]
    with store.transaction() as connection:
        connection.executemany(_INSERT_RETIREMENT, rows)


def retirements(store: Store) -> dict[str, Retirement]:
    """Return the retired questions by their ids."""
    with plain_errors(store.path):
        rows = store.connection.execute("SELECT * FROM retirements").fetchall()
    return {
        id_: Retirement(id_, reason, datetime.fromisoformat(time))
        for id_, reason, time in rows
    }


def _questions(
    store: Store, kind: str | None, level: int | None, instrument: str | None, live: str
) -> list[Question]:
    values = {"kind": kind, "level": level, "instrument": instrument}
    with plain_errors(store.path):
        query = _SELECT_QUESTIONS.format(live=live)
        rows = store.connection.execute(query, values).fetchall()
    found = []
    for row in rows:
        try:
            found.append(question_from_json(row["question"]))
        except InvalidValue as error:
            raise DamagedData(
                f"question {row['id']} of the store {store.path} cannot be read: {error}; "
                "upgrade etudes or restore a backup"
            ) from error
    return found


def _question_row(question: Question, time: str) -> tuple[str | int, ...]:
    return (
        question.id,
        question.kind,
        question.level,
        question.instrument,
        str(question.seed),
        to_json(dict(question.features)),
        question.model_digest,
        question_to_json(question),
        time,
    )


def _refuse_other_questions(store: Store, quiz: Quiz) -> None:
    query = "SELECT question FROM questions WHERE id = ?"
    for one in quiz.questions:
        (there,) = store.connection.execute(query, (one.id,)).fetchone()
        if there != question_to_json(one):
            raise _is_taken(store, f"question {one.id}")


def _refuse_other_test(store: Store, quiz: Quiz) -> None:
    query = "SELECT question_id FROM quiz_questions WHERE quiz_code = ? ORDER BY position"
    there = [row[0] for row in store.connection.execute(query, (quiz.code,))]
    if there != [one.id for one in quiz.questions]:
        raise _is_taken(store, f"test {quiz.code}")


def _is_taken(store: Store, what: str) -> InvalidValue:
    return InvalidValue(
        f"the store {store.path} holds another {what}; make this one with another title "
        "or seed, or keep it in another store (--db)"
    )


def _unknown(store: Store, code: str) -> UnknownName:
    with plain_errors(store.path):
        rows = store.connection.execute("SELECT code FROM quizzes ORDER BY made_at DESC")
        codes = [row["code"] for row in rows]
    near = get_close_matches(plain_code(code), codes, 3, 0.4) or codes[:3]
    hint = f"the nearest are {', '.join(near)}" if near else "it holds no test"
    asked = code.strip()[:40]
    return UnknownName(f"no test of the store {store.path} is '{asked}'; {hint}")
