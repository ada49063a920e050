"""The raters of a session: who they are, their links, and names that can be taken away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe

from etudes.errors import InvalidValue, UnknownName
from etudes.item.codec import to_json
from etudes.rating.ledger import SELECT_RATERS, rater_in, session_of
from etudes.rating.session import Rater
from etudes.store import Store
from etudes.store.connection import plain_errors, utc

LONGEST_NAME = 200
"""Characters."""

_NEWEST_INVITATION = (
    "SELECT rater_id FROM invitations AS one WHERE token_sha256 = ? AND rowid = "
    "(SELECT max(rowid) FROM invitations WHERE rater_id = one.rater_id)"
)


def rater_of(store: Store, code: str, rater: str) -> Rater:
    """Return a rater of a session by the whole pseudonym or its number ("R3", "3").

    Raises
    ------
    UnknownName
        If the session has no such rater; the message names those it has.
    """
    session = session_of(store, code)
    plain = rater.strip().casefold()
    number = plain.removeprefix(f"{session.code}-").removeprefix("r").lstrip("0")
    for one in session.raters:
        if number == str(one.number):
            return one
    known = ", ".join(f"R{one.number}" for one in session.raters[:20])
    raise UnknownName(
        f"a rater of session {session.code} was expected ({known}), not "
        f"'{rater.strip()[:40]}'"
    )


def rater_by_id(store: Store, rater: str) -> Rater:
    """Return the rater with this id, which is there."""
    with plain_errors(store.path):
        query = f"{SELECT_RATERS} WHERE id = ?"
        return rater_in(store.connection.execute(query, (rater,)).fetchone())


def invite(store: Store, rater: str, *, issued_at: datetime | None = None) -> str:
    """Return a new secret of a rater, 256 bits; older ones of the same rater open nothing
    any more. Only its hash is kept."""
    token = token_urlsafe(32)
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO invitations VALUES (?, ?, ?)",
            (_token_digest(token), rater, utc(issued_at)),
        )
    return token


def without_link(store: Store, code: str) -> list[str]:
    """Return the ids of a session's raters who were never given a link, in order."""
    query = (
        "SELECT id FROM raters WHERE session_code = ? AND id NOT IN "
        "(SELECT rater_id FROM invitations) ORDER BY number"
    )
    with plain_errors(store.path):
        return [row[0] for row in store.connection.execute(query, (code,))]


def invited(store: Store, token: str) -> Rater | None:
    """Return whose secret this is, None if nobody's."""
    with plain_errors(store.path):
        row = store.connection.execute(
            _NEWEST_INVITATION, (_token_digest(token),)
        ).fetchone()
    return None if row is None else rater_by_id(store, row["rater_id"])


def tell_facts(
    store: Store, rater: str, facts: Mapping[str, str], *, told_at: datetime | None = None
) -> None:
    """Keep what a rater tells of the instrument, years of teaching, levels taught."""
    row = (rater, to_json(dict(facts)), utc(told_at))
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO rater_facts (rater_id, facts, told_at) VALUES (?, ?, ?)", row
        )


def name_rater(store: Store, rater: str, name: str) -> None:
    """Keep a rater's name, apart from all else, or another one instead.

    Raises
    ------
    InvalidValue
        If it has no letter or more than 200, or half a character.
    """
    plain = _checked_name(name)
    _overwrite_what_is_deleted(store)
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO rater_names VALUES (?, ?) "
            "ON CONFLICT (rater_id) DO UPDATE SET name = excluded.name",
            (rater, plain),
        )


def names(store: Store, code: str) -> dict[str, str]:
    """Return the names of a session's raters, by their ids, as far as they are known."""
    query = (
        "SELECT rater_id, name FROM rater_names JOIN raters ON raters.id = rater_id "
        "WHERE session_code = ? ORDER BY number"
    )
    with plain_errors(store.path):
        return dict(tuple(row) for row in store.connection.execute(query, (code,)))


def forget_names(store: Store, raters: Sequence[str]) -> int:
    """Delete names for good, and overwrite where they stood; return how many there were."""
    _overwrite_what_is_deleted(store)
    with store.transaction() as connection:
        return sum(
            connection.execute(
                "DELETE FROM rater_names WHERE rater_id = ?", (rater,)
            ).rowcount
            for rater in raters
        )


def _checked_name(name: str) -> str:
    plain = " ".join(name.split())
    is_unicode = not any("\ud800" <= letter <= "\udfff" for letter in plain)
    if not 1 <= len(plain) <= LONGEST_NAME or not is_unicode:
        found = "one with half a character" if not is_unicode else str(len(plain))
        raise InvalidValue(
            f"a rater's name of 1 to {LONGEST_NAME} characters was expected, not {found}; "
            "write another name, or leave it out"
        )
    return plain


def _overwrite_what_is_deleted(store: Store) -> None:
    with plain_errors(store.path):
        store.connection.execute("PRAGMA secure_delete = ON")


def _token_digest(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
