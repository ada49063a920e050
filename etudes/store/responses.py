"""Answers to listening tests in the store: appended, superseded, never changed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from etudes.assessment.marked import Marked
from etudes.store.connection import plain_errors, utc
from etudes.store.store import Store

_INSERT = (
    "INSERT INTO responses (quiz_code, question_id, student, given, earned, possible, "
    "supersedes, file_sha256, marked_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_LATEST = (
    "SELECT * FROM responses AS one WHERE NOT EXISTS "
    "(SELECT 1 FROM responses AS later WHERE later.supersedes = one.id) {which} ORDER BY id"
)


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer as it was marked, the file it stood in, and when (UTC)."""

    id: int
    marked: Marked
    file_sha256: str
    marked_at: datetime


@dataclass(frozen=True, slots=True)
class Intake:
    """What becomes of answers: those that are new, those that stand there already as they
    are, and those that differ from what stands there, with what they would supersede."""

    new: tuple[Marked, ...]
    unchanged: tuple[Marked, ...]
    other: tuple[tuple[Marked, StoredAnswer], ...]


def intake(store: Store, answers: Sequence[Marked]) -> Intake:
    """Return what becomes of answers, of which each is to another question or student."""
    there = {
        one.marked.place: one
        for code in {answer.quiz for answer in answers}
        for one in answers_to(store, code)
    }
    new, unchanged, other = [], [], []
    for answer in answers:
        stored = there.get(answer.place)
        if stored is None:
            new.append(answer)
        elif stored.marked.given == answer.given:
            unchanged.append(answer)
        else:
            other.append((answer, stored))
    return Intake(tuple(new), tuple(unchanged), tuple(other))


def append_answers(
    store: Store,
    new: Iterable[Marked],
    superseding: Iterable[tuple[Marked, StoredAnswer]],
    file_sha256: str,
    *,
    marked_at: datetime | None = None,
) -> None:
    """Keep new answers, and those that supersede others; all of them or none.

    Raises
    ------
    InvalidValue
        If there is an answer already where one is new, or one was superseded before.
    """
    time = utc(marked_at)
    pairs = [*((one, None) for one in new), *((one, old.id) for one, old in superseding)]
    rows = [
        (
            *(one.quiz, one.question, one.student, one.given),
            *(str(one.earned), str(one.possible), superseded, file_sha256, time),
        )
        for one, superseded in pairs
    ]
    with store.transaction() as connection:
        connection.executemany(_INSERT, rows)


def answers_to(store: Store, code: str | None = None) -> list[StoredAnswer]:
    """Return the answers that count, to one test or to all: of each the latest."""
    which = "" if code is None else "AND quiz_code = :code"
    with plain_errors(store.path):
        query = _LATEST.format(which=which)
        rows = store.connection.execute(query, {"code": code}).fetchall()
    return [
        StoredAnswer(
            row["id"],
            Marked(
                row["quiz_code"],
                row["student"],
                row["question_id"],
                row["given"],
                Fraction(row["earned"]),
                Fraction(row["possible"]),
            ),
            row["file_sha256"],
            datetime.fromisoformat(row["marked_at"]),
        )
        for row in rows
    ]
