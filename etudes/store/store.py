"""The store: every made item in one SQLite file, appended to and never rewritten.

Reading and saving need only Python's own sqlite3; sqlite-utils, slow to import, is called
in to make a new database or to bring an older one up to date.
"""

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from etudes.errors import DamagedData, InvalidValue, OutputError, UnknownName
from etudes.item.codec import (
    markings_from_json,
    markings_to_json,
    melody_from_json,
    melody_to_json,
    request_from_json,
    request_id,
    request_to_json,
    sampling_from_json,
    sampling_to_json,
    tempo_from_json,
    tempo_to_json,
    to_json,
)
from etudes.item.item import Item
from etudes.item.request import Request
from etudes.markings import NONE
from etudes.store.connection import connect, integrity_problems, plain_errors, utc
from etudes.store.migrations import is_pending, migrate, misfits, missing_objects

_INSERT_REQUEST = "INSERT INTO requests VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_INSERT_MODEL = "INSERT INTO models VALUES (?, ?) ON CONFLICT DO NOTHING"
_INSERT_ITEM = (
    "INSERT INTO items (id, request_id, item_index, seed, instrument, level_asked, "
    "level_measured, model_name, model_digest, melody, tempo, descriptors, bits_per_note, "
    "mass_removed, made_at, sampling, markings) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
    "ON CONFLICT (id) DO NOTHING"
)
_SELECT_ITEMS = (
    "SELECT items.*, requests.request FROM items "
    "JOIN requests ON requests.id = items.request_id "
)
_SELECT_LISTED = (
    f"{_SELECT_ITEMS} WHERE level_asked = coalesce(:level, level_asked) "  # noqa: S608 - constants only
    "AND instrument = coalesce(:instrument, instrument) "
    "AND items.id NOT IN (SELECT item_id FROM stimuli WHERE origin != 'model') "
    "ORDER BY items.made_at DESC, request_id, item_index LIMIT :limit"
)
_INSERT_FILE = (
    "INSERT INTO files (path, format, sha256, written_at) VALUES (?, ?, ?, ?) "
    "ON CONFLICT (path, sha256) DO NOTHING"
)
_SELECT_FILES = (
    "SELECT path, format, sha256, written_at FROM files "
    "JOIN file_items ON file_items.file_id = files.id WHERE item_id = ? ORDER BY files.id"
)


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that was written: absolute path, format, SHA-256 and time (UTC)."""

    path: Path
    format: str
    sha256: str
    written_at: datetime


@dataclass(frozen=True, slots=True)
class StoredItem:
    """An item as it was made, the request that asked for it, the time (UTC), its files."""

    item: Item
    request: Request
    made_at: datetime
    files: tuple[StoredFile, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Store:
    """An open store; a context manager that closes itself.

    Every method raises `DamagedData`, naming the file and what to do, where the database
    is locked, read-only, damaged or out of disk space, and `InvalidValue` for a value
    that its tables refuse.

    Examples
    --------
    >>> with Store.open(Path(":memory:")) as store:
    ...     store.items()
    []
    """

    path: Path
    connection: sqlite3.Connection

    @classmethod
    def open(cls, path: Path, *, timeout: float = 5.0) -> Self:
        """Open the store at `path`; make it, and its folder, if it is not there.

        Parameters
        ----------
        timeout : seconds to wait for another program that holds the database.

        Raises
        ------
        OutputError
            If the folder cannot be made.
        DamagedData
            If the file is no store, a newer version made it, or a migration was edited.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(
                f"the folder {path.parent} for the store cannot be made "
                f"({error.strerror}); choose another file with --db"
            ) from error
        store = cls(path, connect(path, timeout))
        try:
            store._prepare()
        except BaseException:
            store.close()
            raise
        return store

    def _prepare(self) -> None:
        with plain_errors(self.path):
            found = misfits(self.connection)
            if found:
                raise DamagedData(f"{self.path} is no store for this etudes: {found[0]}")
            # A write-ahead log can damage a database in SQLite 3.7.0 to 3.51.2, which many
            # Pythons carry (sqlite.org/wal.html#walresetbug).
            self.connection.execute("PRAGMA journal_mode = DELETE")
            if is_pending(self.connection):
                with self.transaction() as connection:
                    migrate(connection)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database; a store that is closed already stays so."""
        self.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Write everything inside or nothing; one inside another is part of the outer.

        Saving and recording files inside one transaction waits for the disk once.
        """
        with plain_errors(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def save(
        self, request: Request, items: Iterable[Item], *, made_at: datetime | None = None
    ) -> None:
        """Keep the items that a request gave; one that is there already stays as it was.

        Raises
        ------
        InvalidValue
            If a number of an item is not finite or its level is none.
        """
        asked, time, made = request_id(request), utc(made_at), list(items)
        models = {(item.model_name, item.model_digest) for item in made}
        rows = [_row(item, asked, time) for item in made]
        with self.transaction() as connection:
            connection.execute(_INSERT_REQUEST, (asked, request_to_json(request), time))
            connection.executemany(_INSERT_MODEL, sorted(models))
            connection.executemany(_INSERT_ITEM, rows)

    def record_file(
        self,
        path: Path,
        format: str,
        sha256: str,
        item_ids: Iterable[str],
        *,
        written_at: datetime | None = None,
    ) -> None:
        """Keep that a file with this SHA-256 (hexadecimal) holds these saved items.

        Raises
        ------
        UnknownName
            If one of the items was not saved.
        """
        where = str(path.absolute())
        with self.transaction() as connection:
            connection.execute(_INSERT_FILE, (where, format, sha256, utc(written_at)))
            query = "SELECT id FROM files WHERE path = ? AND sha256 = ?"
            (number,) = connection.execute(query, (where, sha256)).fetchone()
            for item_id in item_ids:
                if not connection.execute(
                    "SELECT 1 FROM items WHERE id = ?", (item_id,)
                ).fetchone():
                    raise self._unknown(item_id)
                connection.execute(
                    "INSERT INTO file_items VALUES (?, ?) ON CONFLICT DO NOTHING",
                    (item_id, number),
                )

    def item(self, id_or_prefix: str) -> StoredItem:
        """Return the item with this id, or the only one whose id begins so.

        Raises
        ------
        UnknownName
            If no item's id begins so, or more than one does.
        """
        with plain_errors(self.path):
            found = self.connection.execute(
                f"{_SELECT_ITEMS} WHERE items.id BETWEEN ? AND ? || char(0x10FFFF) "
                "ORDER BY items.id LIMIT 5",
                (id_or_prefix, id_or_prefix),
            ).fetchall()
            if not id_or_prefix or not found:
                raise self._unknown(id_or_prefix)
            if len(found) > 1 and found[0]["id"] != id_or_prefix:
                raise UnknownName(
                    f"'{id_or_prefix}' begins the ids of several items "
                    f"({', '.join(row['id'] for row in found)}); give more of the id"
                )
            return self._stored(found[0])

    def items(
        self,
        limit: int | None = None,
        level: int | None = None,
        instrument: str | None = None,
    ) -> list[StoredItem]:
        """Return the items, newest first; of one level asked and instrument if given.

        What only rating sessions show (tunes by people, bare rules, anchors) is left out.
        """
        with plain_errors(self.path):
            rows = self.connection.execute(
                _SELECT_LISTED,
                {
                    "level": level,
                    "instrument": instrument,
                    "limit": -1 if limit is None else limit,
                },
            ).fetchall()
            return [self._stored(row) for row in rows]

    def backup(self, target: Path) -> None:
        """Copy the store, as it stands, to a new file that is checked before it appears.

        Raises
        ------
        OutputError
            If something lies there already, or the file cannot be written.
        """
        with self.copied(target):
            pass

    @contextmanager
    def copied(self, target: Path) -> Iterator[Path]:
        """Copy the store, yield where the copy lies meanwhile, and call it `target` at the
        end; nothing is left of it where what is done with it fails.

        Raises
        ------
        OutputError
            If something lies there already, or the file cannot be written.
        """
        _must_be_free(target)
        partial = target.with_name(f"{target.name}.{os.getpid()}.partial")
        try:
            with _writing(target):
                target.parent.mkdir(parents=True, exist_ok=True)
                partial.touch()
            self._copy(partial)
            yield partial
            _must_be_free(target)
            with _writing(target):
                partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)

    def _copy(self, partial: Path) -> None:
        with (
            self._reading(),
            plain_errors(partial),
            closing(sqlite3.connect(partial)) as copy,
        ):
            self.connection.backup(copy)
            damage = integrity_problems(copy)
        if damage:
            raise DamagedData(
                f"the store {self.path} is damaged ({damage[0]}); it was not backed up"
            )

    def verify(self) -> list[str]:
        """Return what is wrong with the store, one line each; nothing if it is sound.

        Looks at SQLite's own structures, foreign keys, the migrations, the schema, and
        whether every item can be read back.
        """
        with plain_errors(self.path):
            problems = integrity_problems(self.connection)
            problems += misfits(self.connection) + missing_objects(self.connection)
            for row in self.connection.execute(_SELECT_ITEMS):
                try:
                    self._stored(row)
                except DamagedData as error:
                    problems.append(str(error))
        return problems

    @contextmanager
    def _reading(self) -> Iterator[None]:
        # `backup` by itself would wait for a locked store without end.
        with plain_errors(self.path):
            self.connection.execute("BEGIN")
            try:
                self.connection.execute("SELECT 1 FROM sqlite_master").fetchone()
                yield
            finally:
                self.connection.execute("ROLLBACK")

    def _stored(self, row: sqlite3.Row) -> StoredItem:
        files = tuple(
            StoredFile(Path(path), format, sha256, datetime.fromisoformat(written_at))
            for path, format, sha256, written_at in self.connection.execute(
                _SELECT_FILES, (row["id"],)
            )
        )
        try:
            request = request_from_json(row["request"])
            made_at = datetime.fromisoformat(row["made_at"])
            return StoredItem(_item(row), request, made_at, files)
        except InvalidValue as error:
            raise DamagedData(
                f"item {row['id']} of the store {self.path} cannot be read: {error}; "
                "upgrade etudes or restore a backup"
            ) from error

    def _unknown(self, item_id: str) -> UnknownName:
        newest = [stored.item.id for stored in self.items(limit=3)]
        hint = f"the newest are {', '.join(newest)}" if newest else "it is empty"
        return UnknownName(f"no item of the store {self.path} is '{item_id}'; {hint}")


def _must_be_free(target: Path) -> None:
    # A stray journal would be played back into the copy by whoever opens it next.
    for suffix in ("", "-journal", "-wal"):
        other = target.with_name(target.name + suffix)
        if other.exists():
            raise OutputError(
                f"a new file was expected for the copy, and {other} is there; "
                "choose another name or move it away"
            )


@contextmanager
def _writing(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"the copy {target} cannot be written ({error.strerror}); choose another place"
        ) from error


def _row(item: Item, request: str, made_at: str) -> tuple[str | int | float | None, ...]:
    return (
        item.id,
        request,
        item.index,
        str(item.seed),
        item.instrument,
        item.level_asked,
        item.level_measured,
        item.model_name,
        item.model_digest,
        melody_to_json(item.melody),
        tempo_to_json(item.tempo),
        to_json(item.descriptors),
        item.bits_per_note,
        item.mass_removed,
        made_at,
        sampling_to_json(item.sampling) if item.sampling else None,
        markings_to_json(item.markings),
    )


def _item(row: sqlite3.Row) -> Item:
    return Item(
        id=row["id"],
        index=row["item_index"],
        seed=int(row["seed"]),
        instrument=row["instrument"],
        melody=melody_from_json(row["melody"]),
        tempo=tempo_from_json(row["tempo"]),
        level_asked=row["level_asked"],
        level_measured=row["level_measured"],
        descriptors=json.loads(row["descriptors"]),
        model_name=row["model_name"],
        model_digest=row["model_digest"],
        bits_per_note=row["bits_per_note"],
        mass_removed=row["mass_removed"],
        sampling=sampling_from_json(row["sampling"]) if row["sampling"] else None,
        markings=markings_from_json(row["markings"]) if row["markings"] else NONE,
    )
