"""The store's schema: the numbered SQL files of `db/`, and which of them were applied.

sqlite-utils applies them and notes their names; beside it the table `migration_hashes`
keeps what each file said, so that an old file that was edited since is found out.
"""

import sqlite3
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from etudes.paths import data_folder

if TYPE_CHECKING:
    from sqlite_utils import Database

_OWN_OBJECTS = (
    "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL "
    "AND tbl_name != '_sqlite_migrations' ORDER BY rowid"
)


def shipped_migrations() -> dict[str, str]:
    """Return the SQL of each migration that comes with the project, by name, in order."""
    files = sorted(data_folder("db").glob("[0-9][0-9][0-9][0-9]_*.sql"))
    return {file.stem: file.read_text(encoding="utf-8") for file in files}


def applied_migrations(connection: sqlite3.Connection) -> dict[str, str]:
    """Return the SHA-256 of each migration that the database has had, by name, in order."""
    if not _has_table(connection, "migration_hashes"):
        return {}
    rows = connection.execute("SELECT name, sha256 FROM migration_hashes ORDER BY name")
    return {name: digest for name, digest in rows}


def misfits(connection: sqlite3.Connection) -> list[str]:
    """Return why this database is none for this version of `etudes`, one line a reason."""
    # Asked first: another process may be making the database at this very moment.
    is_new = connection.execute("SELECT 1 FROM sqlite_master").fetchone() is None
    shipped, applied = shipped_migrations(), applied_migrations(connection)
    if not is_new and not applied:
        return ["it belongs to another program; choose another file with --db"]
    unknown = [
        f"a newer etudes made it (migration {name}); upgrade etudes"
        for name in applied
        if name not in shipped
    ]
    edited = [
        f"migration {name}.sql was edited after it was applied; put the old file back"
        for name, digest in applied.items()
        if name in shipped and _digest(shipped[name]) != digest
    ]
    return unknown + edited


def is_pending(connection: sqlite3.Connection) -> bool:
    """Return whether a migration waits to be applied."""
    return bool(shipped_migrations().keys() - applied_migrations(connection).keys())


def migrate(connection: sqlite3.Connection) -> None:
    """Apply the pending migrations; the caller has begun a transaction."""
    from sqlite_utils import Database, Migrations

    migrations = Migrations("etudes")
    for name, sql in shipped_migrations().items():
        migrations(name=name)(_step(name, sql))
    migrations.apply(Database(connection, execute_plugins=False))


def schema(connection: sqlite3.Connection) -> str:
    """Return the SQL of every table, index and trigger of ours, as it now stands."""
    return "".join(f"{sql};\n\n" for (sql,) in connection.execute(_OWN_OBJECTS))


def missing_objects(connection: sqlite3.Connection) -> list[str]:
    """Return the tables, indexes and triggers of `db/schema.sql` that are not as there."""
    expected = (data_folder("db") / "schema.sql").read_text(encoding="utf-8")
    live = set(statements(schema(connection)))
    lacking = [sql for sql in statements(expected) if sql not in live]
    return [f"'{' '.join(sql.split()[:3])}' is gone or was changed" for sql in lacking]


def statements(sql: str) -> Iterator[str]:
    """Yield the statements of a script one by one, without comments between them.

    Python's own `executescript` commits the open transaction first.

    Examples
    --------
    >>> list(statements("-- two\\nSELECT 1;\\nSELECT\\n2;\\n"))
    ['SELECT 1;', 'SELECT\\n2;']
    """
    statement = ""
    for line in sql.splitlines():
        if statement or not line.startswith("--"):
            statement = f"{statement}\n{line}".lstrip()
        if statement and sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def _step(name: str, sql: str) -> "Callable[[Database], None]":
    def apply(database: "Database") -> None:
        for statement in statements(sql):
            database.execute(statement)
        database.execute("INSERT INTO migration_hashes VALUES (?, ?)", (name, _digest(sql)))

    return apply


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    query = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    return connection.execute(query, (name,)).fetchone() is not None


def _digest(sql: str) -> str:
    # Of the text as read, so that a checkout with CRLF line ends has the same hash.
    return sha256(sql.encode()).hexdigest()
