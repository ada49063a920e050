"""Taking part in a session: what comes next, and an answer kept before it is shown.

The terminal and the page stand on these functions alone.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from etudes.errors import InvalidValue, SessionClosed, UnknownName
from etudes.rating.ledger import is_open
from etudes.rating.people import rater_by_id
from etudes.rating.scales import edition
from etudes.rating.session import Answer, Rating, Trial, Way, checked_submit_id
from etudes.store import Store
from etudes.store.connection import plain_errors, utc

_INSERT = (
    "INSERT INTO ratings (submit_id, trial_id, choice, comment, seconds, plays, is_heard, "
    "way, form, supersedes, rated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_OF_RATER = (
    "SELECT ratings.* FROM ratings JOIN trials ON trials.id = trial_id "
    "WHERE rater_id = ? ORDER BY ratings.id"
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a rater has come, in trials, those for training among them."""

    answered: int
    total: int

    @property
    def is_done(self) -> bool:
        return self.answered >= self.total


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an answer: the rating that is kept under its submit id, and whether
    it was there before."""

    rating: int
    was_there: bool


def trials(store: Store, rater: str) -> tuple[Trial, ...]:
    """Return all trials of a rater in order."""
    with plain_errors(store.path):
        query = "SELECT * FROM trials WHERE rater_id = ? ORDER BY position"
        return tuple(Trial(*row) for row in store.connection.execute(query, (rater,)))


def trial_of(store: Store, rater: str, trial: str) -> Trial:
    """Return one trial of a rater.

    Raises
    ------
    UnknownName
        If it is not this rater's, in the same words as if there were none.
    """
    with plain_errors(store.path):
        query = "SELECT * FROM trials WHERE id = ? AND rater_id = ?"
        row = store.connection.execute(query, (trial, rater)).fetchone()
    if row is None:
        raise UnknownName(
            "one of this rater's own trials was expected; go back to the session's start"
        )
    return Trial(*row)


def progress(store: Store, rater: str) -> Progress:
    """Return how far a rater has come."""
    query = (
        "SELECT count(*), count(EXISTS (SELECT 1 FROM ratings WHERE trial_id = trials.id) "
        "OR NULL) FROM trials WHERE rater_id = ?"
    )
    with plain_errors(store.path):
        total, answered = store.connection.execute(query, (rater,)).fetchone()
    return Progress(answered, total)


def next_trial(store: Store, rater: str) -> Trial | None:
    """Return the first trial that a rater has not answered, None after the last one."""
    query = (
        "SELECT * FROM trials WHERE rater_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM ratings WHERE trial_id = trials.id) ORDER BY position LIMIT 1"
    )
    with plain_errors(store.path):
        row = store.connection.execute(query, (rater,)).fetchone()
    return None if row is None else Trial(*row)


def rating_of(store: Store, trial: str) -> Rating | None:
    """Return the rating of a trial that counts, None if there is none."""
    query = (
        "SELECT * FROM ratings AS one WHERE trial_id = ? AND NOT EXISTS "
        "(SELECT 1 FROM ratings AS later WHERE later.supersedes = one.id)"
    )
    with plain_errors(store.path):
        rows = store.connection.execute(query, (trial,)).fetchall()
        return read_ratings(store, rows)[0] if rows else None


def ratings_by(store: Store, rater: str) -> list[Rating]:
    """Return everything that a rater sent, in order, what was superseded too."""
    with plain_errors(store.path):
        return read_ratings(store, store.connection.execute(_OF_RATER, (rater,)).fetchall())


def submit(
    store: Store,
    rater: str,
    trial: str,
    answer: Answer,
    submit_id: str,
    way: Way,
    *,
    supersedes: int | None = None,
    rated_at: datetime | None = None,
) -> Receipt:
    """Keep an answer; when this returns, it is on the disk.

    The same answer sent again with the same submit id is acknowledged, and nothing more
    is kept.

    Parameters
    ----------
    supersedes : the rating that the rater saw and corrects.

    Raises
    ------
    SessionClosed
        If the session takes no more ratings.
    UnknownName
        If the trial is not this rater's.
    InvalidValue
        If the answer does not fit the trial, the trial has an answer that the sender did
        not see, or the submit id stands for another trial or another answer.
    DamagedData
        If the store cannot be written.
    """
    checked_submit_id(submit_id)
    asked = trial_of(store, rater, trial)
    if asked.is_pair != (answer.choice is not None):
        expected = "a choice between two" if asked.is_pair else "a value for each scale"
        raise InvalidValue(f"{expected} was expected; answer what the trial asks")
    with store.transaction():
        there = _sent_before(store, trial, answer, submit_id)
        if there is not None:
            return Receipt(there, was_there=True)
        _must_be_open(store, rater)
        _must_be_seen(store, trial, supersedes)
        row = (
            *(submit_id, trial, answer.choice, answer.comment, answer.seconds),
            *(answer.plays, answer.is_heard, way, edition(), supersedes),
            utc(rated_at),
        )
        return Receipt(_insert(store, row, answer), was_there=False)


def _sent_before(store: Store, trial: str, answer: Answer, submit_id: str) -> int | None:
    """Return the rating that is kept under a submit id, if it says what the answer says."""
    query = "SELECT * FROM ratings WHERE submit_id = ?"
    rows = store.connection.execute(query, (submit_id,)).fetchall()
    if not rows:
        return None
    (kept,) = read_ratings(store, rows)
    if kept.trial != trial:
        raise InvalidValue(
            "a submit id of its own was expected for each answer, and this one "
            "stands for another; load the page again"
        )
    if not is_alike(kept.answer, answer):
        raise _answered_meanwhile()
    return kept.id


def _must_be_open(store: Store, rater: str) -> None:
    if not is_open(store, rater_by_id(store, rater).session):
        raise SessionClosed(
            "the session is closed and takes no more ratings; what was sent before is "
            "kept; ask whoever invited you to open it again"
        )


def _must_be_seen(store: Store, trial: str, supersedes: int | None) -> None:
    latest = rating_of(store, trial)
    if (latest.id if latest else None) != supersedes:
        raise _answered_meanwhile()


def _answered_meanwhile() -> InvalidValue:
    return InvalidValue(
        "this trial has been answered in the meantime; that answer is kept; look at it "
        "again before you correct it"
    )


def _insert(store: Store, row: tuple[object, ...], answer: Answer) -> int:
    rating = store.connection.execute(_INSERT, row).lastrowid
    assert rating is not None  # noqa: S101 - a row was inserted
    store.connection.executemany(
        "INSERT INTO rating_values VALUES (?, ?, ?)",
        [(rating, name, value) for name, value in answer.values.items()],
    )
    return rating


def is_alike(one: Answer, other: Answer) -> bool:
    """Return whether two answers say the same; how long they took does not matter."""
    return (dict(one.values), one.choice, one.comment) == (
        dict(other.values),
        other.choice,
        other.comment,
    )


def read_ratings(store: Store, rows: Sequence[sqlite3.Row]) -> list[Rating]:
    """Return rows of the table of ratings as values."""
    found = []
    for row in rows:
        query = "SELECT scale, value FROM rating_values WHERE rating_id = ?"
        values = dict(tuple(r) for r in store.connection.execute(query, (row["id"],)))
        answer = Answer(
            values,
            row["choice"],
            row["comment"],
            row["seconds"],
            row["plays"],
            None if row["is_heard"] is None else bool(row["is_heard"]),
        )
        rated_at = datetime.fromisoformat(row["rated_at"])
        found.append(
            Rating(
                row["id"],
                row["submit_id"],
                row["trial_id"],
                answer,
                row["way"],
                row["form"],
                row["supersedes"],
                rated_at,
            )
        )
    return found
