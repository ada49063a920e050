"""Sessions in the store: what is shown, and to whom."""

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from hashlib import sha256
from typing import Literal

from etudes.errors import UnknownName
from etudes.item.codec import to_json
from etudes.item.request import Request
from etudes.rating.session import (
    Medium,
    Rater,
    Session,
    Shown,
    Stimulus,
    Trial,
)
from etudes.store import Store
from etudes.store.connection import plain_errors, utc

_INSERT_SESSION = "INSERT INTO sessions VALUES (?, ?, ?, ?, ?)"
_INSERT_STIMULUS = "INSERT INTO stimuli VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_INSERT_TRIAL = "INSERT INTO trials VALUES (?, ?, ?, ?, ?, ?, ?)"
_SELECT_SESSIONS = (
    "SELECT *, coalesce((SELECT event FROM session_events WHERE session_code = code "
    "ORDER BY id DESC LIMIT 1), 'opened') = 'opened' AS is_open FROM sessions "
)
_SELECT_LISTED = (
    "SELECT whole.*, (SELECT count(*) FROM raters WHERE session_code = code) AS raters, "  # noqa: S608 - constants only
    "(SELECT count(*) FROM trials JOIN raters ON raters.id = rater_id "
    "WHERE session_code = code) AS trials, (SELECT count(*) FROM ratings "
    "JOIN trials ON trials.id = trial_id JOIN raters ON raters.id = rater_id "
    "WHERE session_code = code AND supersedes IS NULL) AS answered "
    f"FROM ({_SELECT_SESSIONS}) AS whole ORDER BY made_at DESC, code"
)
SELECT_RATERS = (
    "SELECT raters.*, (SELECT facts FROM rater_facts WHERE rater_id = raters.id "
    "ORDER BY id DESC LIMIT 1) AS facts FROM raters "
)
_SELECT_TRIALS = (
    "SELECT trials.* FROM trials JOIN raters ON raters.id = rater_id "
    "WHERE session_code = ? ORDER BY number, position"
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A session in a list: how many raters, perhaps made up, trials and ratings it has."""

    code: str
    title: str
    made_at: datetime
    is_open: bool
    raters: int
    trials: int
    answered: int
    is_made_up: bool


def save_session(
    store: Store, session: Session, shown: Sequence[Shown], requests: Sequence[Request]
) -> None:
    """Keep a new session whole: items, media, stimuli, raters and trials.

    `requests` are those of the items of `shown`, one each.

    Raises
    ------
    InvalidValue
        If there is a session with its code, or something does not fit together.
    """
    time = utc(session.made_at)
    with store.transaction() as connection:
        for request, one in zip(requests, shown, strict=True):
            store.save(request, [one.item], made_at=session.made_at)
        connection.executemany(
            "INSERT INTO media VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (medium_digest(medium), medium.media_type, medium.content)
                for one in shown
                for medium in (one.score, one.sound)
            ],
        )
        connection.execute(
            _INSERT_SESSION,
            (
                *(session.code, session.title, to_json(dict(session.design)), time),
                session.is_made_up,
            ),
        )
        connection.executemany(
            _INSERT_STIMULUS, [_stimulus_row(session.code, one) for one in session.stimuli]
        )
        connection.executemany(
            "INSERT INTO raters VALUES (?, ?, ?)",
            [(one.id, session.code, one.number) for one in session.raters],
        )
        connection.executemany(_INSERT_TRIAL, [_trial_row(one) for one in session.trials])


def listed_sessions(store: Store) -> list[Listed]:
    """Return all sessions, newest first, with how far they have come."""
    with plain_errors(store.path):
        rows = store.connection.execute(_SELECT_LISTED).fetchall()
    return [
        Listed(
            row["code"],
            row["title"],
            datetime.fromisoformat(row["made_at"]),
            bool(row["is_open"]),
            row["raters"],
            row["trials"],
            row["answered"],
            bool(row["made_up"]),
        )
        for row in rows
    ]


def session_of(store: Store, code: str) -> Session:
    """Return the session with this code, in whatever case.

    Raises
    ------
    UnknownName
        If there is none; the message names the nearest codes.
    """
    plain = code.strip().casefold()
    with plain_errors(store.path):
        execute = store.connection.execute
        row = execute(f"{_SELECT_SESSIONS} WHERE code = ?", (plain,)).fetchone()
        if row is None:
            raise _unknown(store, code)
        stimuli = execute("SELECT * FROM stimuli WHERE session_code = ?", (plain,))
        raters = execute(
            f"{SELECT_RATERS} WHERE session_code = ? ORDER BY number", (plain,)
        )
        trials = execute(_SELECT_TRIALS, (plain,))
        return Session(
            code=plain,
            title=row["title"],
            design=json.loads(row["design"]),
            stimuli=tuple(_stimulus(one) for one in stimuli),
            raters=tuple(rater_in(one) for one in raters),
            trials=tuple(Trial(*one) for one in trials),
            made_at=datetime.fromisoformat(row["made_at"]),
            is_open=bool(row["is_open"]),
            is_made_up=bool(row["made_up"]),
        )


def set_open(
    store: Store,
    code: str,
    event: Literal["opened", "closed"],
    *,
    at: datetime | None = None,
) -> None:
    """Take ratings of a session again, or no more."""
    code = session_of(store, code).code
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO session_events (session_code, event, at) VALUES (?, ?, ?)",
            (code, event, utc(at)),
        )


def mark_made_up(store: Store, code: str) -> None:
    """Keep of a session, for good, that its raters are made up.

    Raises
    ------
    InvalidValue
        If it has ratings already.
    """
    with store.transaction() as connection:
        connection.execute("UPDATE sessions SET made_up = 1 WHERE code = ?", (code,))


def is_open(store: Store, code: str) -> bool:
    """Return whether a session that is there takes ratings."""
    with plain_errors(store.path):
        query = f"{_SELECT_SESSIONS} WHERE code = ?"
        row = store.connection.execute(query, (code,)).fetchone()
    return bool(row["is_open"])


def medium(store: Store, digest: str) -> Medium:
    """Return what a stimulus shows or sounds like, by its SHA-256."""
    with plain_errors(store.path):
        query = "SELECT media_type, content FROM media WHERE sha256 = ?"
        row = store.connection.execute(query, (digest,)).fetchone()
    return Medium(row["media_type"], row["content"])


def medium_digest(medium: Medium) -> str:
    """Return the SHA-256 of a medium's bytes, hexadecimal."""
    return sha256(medium.content).hexdigest()


def _stimulus_row(code: str, one: Stimulus) -> tuple[str | int, ...]:
    expected = {name: list(bounds) for name, bounds in one.expected.items()}
    return (
        *(one.id, code, one.item, one.level, one.instrument, one.origin, one.system),
        *(one.source, to_json(expected), one.score_sha256, one.sound_sha256),
    )


def _trial_row(one: Trial) -> tuple[str | int | None, ...]:
    return (one.id, one.rater, one.position, one.phase, one.left, one.right, one.repeats)


def _stimulus(row: sqlite3.Row) -> Stimulus:
    return Stimulus(
        id=row["id"],
        item=row["item_id"],
        level=int(row["level"]),
        instrument=row["instrument"],
        origin=row["origin"],
        system=row["system"],
        source=row["source"],
        expected={
            name: (low, high) for name, (low, high) in json.loads(row["expected"]).items()
        },
        score_sha256=row["score_sha256"],
        sound_sha256=row["sound_sha256"],
    )


def rater_in(row: sqlite3.Row) -> Rater:
    """Return the rater that a row of `SELECT_RATERS` is."""
    facts = json.loads(row["facts"]) if row["facts"] else {}
    return Rater(row["id"], row["session_code"], int(row["number"]), facts)


def _unknown(store: Store, code: str) -> UnknownName:
    codes = [one.code for one in listed_sessions(store)]
    near = get_close_matches(code.strip().casefold(), codes, 3, 0.4) or codes[:3]
    hint = f"the nearest are {', '.join(near)}" if near else "it holds no session"
    return UnknownName(
        f"no session of the store {store.path} is '{code.strip()[:40]}'; {hint}"
    )
