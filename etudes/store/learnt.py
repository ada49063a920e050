"""What was learnt from ratings: each scale and preference there was, and those in use."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from etudes.digest import short_digest
from etudes.errors import UnknownName
from etudes.store.connection import plain_errors, utc
from etudes.store.store import Store

Kind = Literal["scale", "preference"]

_INSERT = "INSERT INTO learnt VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
_ADOPT = "INSERT INTO adoptions (kind, digest, adopted_at) VALUES (?, ?, ?)"
_ADOPTED = (
    "SELECT learnt.* FROM learnt WHERE digest = "
    "(SELECT digest FROM adoptions WHERE kind = ? ORDER BY id DESC LIMIT 1)"
)
_MOST_TOLD = 5
"""Digests in an error."""


@dataclass(frozen=True, slots=True)
class Learnt:
    """A scale or a preference as JSON, its digest, and when it was learnt (UTC)."""

    digest: str
    kind: str
    content: str
    learnt_at: datetime


def save_learnt(
    store: Store, kind: Kind, content: str, *, learnt_at: datetime | None = None
) -> str:
    """Keep a scale or a preference, as JSON, and return the digest by which requests name
    it; one that is there already stays as it is. It is not in use before it is adopted."""
    digest = short_digest(content)
    with store.transaction() as connection:
        connection.execute(_INSERT, (digest, kind, content, utc(learnt_at)))
    return digest


def save_and_adopt(store: Store, kind: Kind, content: str) -> str:
    """Keep a scale or a preference, use it from now on, and return its digest: both, or
    neither where the store cannot be written."""
    with store.transaction():
        digest = save_learnt(store, kind, content)
        adopt(store, kind, digest)
    return digest


def adopt(
    store: Store, kind: Kind, digest: str | None, *, adopted_at: datetime | None = None
) -> None:
    """Use what was learnt from now on; None goes back to what is shipped.

    A digest may be given by its beginning.

    Raises
    ------
    UnknownName
        If nothing of this kind with the digest was kept.
    """
    if digest is not None:
        digest = learnt_as(store, kind, digest).digest
    with store.transaction() as connection:
        connection.execute(_ADOPT, (kind, digest, utc(adopted_at)))


def adopted(store: Store, kind: Kind) -> Learnt | None:
    """Return what is in use; None is what is shipped."""
    with plain_errors(store.path):
        row = store.connection.execute(_ADOPTED, (kind,)).fetchone()
    return None if row is None else _learnt(row)


def is_in_use(store: Store, kind: Kind, digest: str) -> bool:
    """Tell whether what was learnt under this digest is in use."""
    found = adopted(store, kind)
    return found is not None and found.digest == digest


def learnt_as(store: Store, kind: Kind, digest: str) -> Learnt:
    """Return what was learnt under a digest, or under the only one that begins so.

    Raises
    ------
    UnknownName
        If there is none, or more than one.
    """
    found = [one for one in all_learnt(store, kind) if one.digest.startswith(digest)]
    if len(found) != 1 or not digest:
        raise UnknownName(
            f"one {kind} of the store {store.path} was expected under "
            f"'{digest[:40]}', and {len(found)} are there; "
            f"known: {_told(found or all_learnt(store, kind))}"
        )
    return found[0]


def _told(known: list[Learnt]) -> str:
    """Return the digests of the latest, and how many there are besides."""
    latest = ", ".join(one.digest[:8] for one in known[-_MOST_TOLD:]) or "none"
    older = len(known) - _MOST_TOLD
    return f"{latest} and {older} older" if older > 0 else latest


def all_learnt(store: Store, kind: Kind) -> list[Learnt]:
    """Return all that was learnt of a kind, in the order in which it was kept."""
    with plain_errors(store.path):
        query = "SELECT * FROM learnt WHERE kind = ? ORDER BY rowid"
        rows = store.connection.execute(query, (kind,)).fetchall()
    return [_learnt(row) for row in rows]


def _learnt(row: sqlite3.Row) -> Learnt:
    digest, kind, content, time = row
    return Learnt(digest, kind, content, datetime.fromisoformat(time))
