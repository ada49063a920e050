"""One SQLite connection as the store wants it, and its errors in plain words."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from etudes.errors import DamagedData, InvalidValue

_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",  # without it, REPLACE slips past a DELETE trigger
    "PRAGMA synchronous = EXTRA",
)
_WHAT_TO_DO = {
    sqlite3.SQLITE_BUSY: "is locked by another program; try again when that is done",
    sqlite3.SQLITE_READONLY: (
        "cannot be written; allow writing to it and its folder, or choose another file "
        "with --db"
    ),
    sqlite3.SQLITE_IOERR: "cannot be read or written; check the disk, then try again",
    sqlite3.SQLITE_READONLY_DBMOVED: (
        "was moved or replaced while it was in use; start this again to use the new one"
    ),
    sqlite3.SQLITE_CORRUPT: (
        "is damaged; put a backup in its place: move the file away, with its -journal if "
        "there is one, and copy the backup there"
    ),
    sqlite3.SQLITE_FULL: "has no room left on its disk; free some space, then try again",
    sqlite3.SQLITE_CANTOPEN: (
        "cannot be opened or written; check the file and its folder, or choose another "
        "file with --db"
    ),
    sqlite3.SQLITE_NOTADB: (
        "is not a database; move it away, or choose another file with --db"
    ),
}


def connect(path: Path, timeout: float) -> sqlite3.Connection:
    """Return a connection to the database, transactions left to the caller.

    `timeout` is in seconds: how long to wait for another program.

    Raises
    ------
    DamagedData
        If the file cannot be opened, or is no database.
    """
    with plain_errors(path):
        connection = sqlite3.connect(path, timeout=timeout, isolation_level=None)
        connection.row_factory = sqlite3.Row
        try:
            for pragma in _PRAGMAS:
                connection.execute(pragma)
        except sqlite3.Error:
            connection.close()
            raise
        return connection


@contextmanager
def plain_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into one line that names the file and what to do.

    Raises
    ------
    InvalidValue
        If a table refuses a value.
    DamagedData
        If the database is locked, read-only, damaged or out of disk space.
    """
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise InvalidValue(f"the store {path} takes no such value: {error}") from error
    except (UnicodeEncodeError, OverflowError) as error:  # of a value, before SQLite
        raise InvalidValue(
            f"the store {path} takes no such value: text in Unicode without half "
            "characters (lone surrogates) and numbers of 64 bits were expected"
        ) from error
    except sqlite3.Error as error:
        # The low byte is the kind of failure, the rest its finer shades.
        code = getattr(error, "sqlite_errorcode", 0)
        otherwise = f"refused: {error}; run 'etudes db verify'"
        what = _WHAT_TO_DO.get(code) or _WHAT_TO_DO.get(code & 0xFF, otherwise)
        raise DamagedData(f"the store {path} {what}") from error


def integrity_problems(connection: sqlite3.Connection) -> list[str]:
    """Return what SQLite finds wrong: broken structures, references to nothing."""
    answers = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
    problems = [] if answers == ["ok"] else [line.replace("\n", " ") for line in answers]
    for table, _, parent, _ in connection.execute("PRAGMA foreign_key_check"):
        problems.append(f"a row of {table} points to nothing in {parent}")
    return problems


def utc(time: datetime | None) -> str:
    """Return a time, now by default, as the tables hold it."""
    return (time or datetime.now(UTC)).astimezone(UTC).isoformat(timespec="microseconds")
