"""A user's own collections: folders of music, named in a TOML file of the user's."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from etudes.corpus.collections import Collection, collections, tunes
from etudes.errors import DamagedData, InvalidValue, UnknownName, UnreadableFile
from etudes.paths import own_collections_path, write_whole
from etudes.reading.files import FORMATS
from etudes.tables.data import read_toml

_VERSION = 1
_FIELDS = ("label", "style", "folder", "lines", "licence")


@dataclass(frozen=True, slots=True)
class Survey:
    """What a folder holds: its scores, the melodies in them, what could not be used."""

    files: int
    melodies: int
    refusals: tuple[str, ...]


def own_collections() -> tuple[Collection, ...]:
    """Return the user's own collections; none where none was added.

    Raises
    ------
    DamagedData
        If the file that names them is not readable.
    """
    path = own_collections_path()
    if not path.exists():
        return ()
    file = read_toml(path)
    rows = file.content.get("collection", {})
    if file.content.get("version") != _VERSION or not isinstance(rows, dict):
        raise file.wrong(
            f"'version = {_VERSION}' and tables [collection.NAME] are expected"
        )
    try:
        return tuple(
            own_collection(name, **{field: row[field] for field in _FIELDS})
            for name, row in rows.items()
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise DamagedData(
            f"{path}: every [collection.NAME] needs {', '.join(_FIELDS)} as text ({error})"
        ) from None
    except InvalidValue as error:
        raise DamagedData(f"{path}: {error}") from None


def own_collection(
    name: str, label: str, style: str, folder: str, lines: str, licence: str
) -> Collection:
    """Return the row of a folder, given by its whole path; folders in it count too."""
    if not Path(folder).is_absolute():
        raise InvalidValue(f"the whole path of a folder was expected, not {folder!r}")
    return Collection(name, label, style, "any", folder, "**/*", lines, licence)


def name_of(folder: Path) -> str:
    """Return a collection's name for a folder.

    Examples
    --------
    >>> name_of(Path("/home/me/Ma méthode, vol. 2"))
    'ma-m-thode-vol-2'
    """
    return re.sub(r"[^a-z0-9]+", "-", folder.name.lower()).strip("-")[:40] or "mine"


def survey(row: Collection, watch: Callable[[float], None] = lambda share: None) -> Survey:
    """Read every score of a collection and count.

    Raises
    ------
    UnreadableFile
        If the folder is not there, cannot be listed, or holds not one usable melody.
    """
    try:
        names = sum(1 for _ in Path(row.folder).iterdir())
    except OSError as error:
        raise UnreadableFile(
            f"a folder of music was expected at '{row.folder}', but: {error.strerror}"
        ) from None
    files = row.scores()
    if not files:
        raise UnreadableFile(
            f"files ending in {FORMATS} were expected in '{row.folder}'; "
            + (f"none of the {names} entries there is one" if names else "it is empty")
        )
    refusals: list[str] = []
    melodies = sum(1 for _ in tunes(row, refusals.append, watch))
    if not melodies:
        raise UnreadableFile(
            f"music was expected in '{row.folder}', and not one of its {len(files)} files "
            f"gives a melody; the first: {refusals[0]}"
        )
    return Survey(len(files), melodies, tuple(refusals))


def check_free(row: Collection) -> None:
    """Refuse a collection whose name or folder is one already.

    Raises
    ------
    InvalidValue
        The message names the collection that is in the way.
    """
    own = own_collections()
    if row.name in {known.name for known in (*collections(), *own)}:
        raise InvalidValue(
            f"a collection '{row.name}' is there already; name another with --name"
            + (
                f", or first: etudes corpus remove {row.name}"
                if row.name in {known.name for known in own}
                else ""
            )
        )
    for known in own:
        if Path(known.folder) == Path(row.folder):
            raise InvalidValue(
                f"'{row.folder}' is the collection '{known.name}' already; its files are "
                "read anew at every 'etudes corpus build'"
            )


def add(row: Collection) -> None:
    """Put a collection into the user's table; its files stay where they are."""
    check_free(row)
    _write([*own_collections(), row])


def remove(name: str) -> Collection:
    """Take a collection out of the user's table; its files stay where they are.

    Raises
    ------
    UnknownName
        If it is not one of the user's own.
    """
    own = own_collections()
    for row in own:
        if row.name == name:
            _write([other for other in own if other is not row])
            return row
    names = ", ".join(row.name for row in own) or "there is none"
    raise UnknownName(f"a collection of your own was expected ({names}), not '{name}'")


def choose(
    only: Iterable[str] | None = None, include: Iterable[str] = ()
) -> tuple[Collection, ...]:
    """Return the collections to read, the program's and then the user's.

    All but the optional ones and besides those of `include`; or those of `only` alone.

    Raises
    ------
    UnknownName
        If a name is not known; the message lists those that are.
    """
    known = (*collections(), *own_collections())
    wanted = {*include} if only is None else {*only, *include}
    for name in sorted(wanted - {row.name for row in known}):
        names = ", ".join(row.name for row in known)
        raise UnknownName(f"a collection was expected ({names}), not '{name}'")
    by_default = only is None
    return tuple(
        row for row in known if row.name in wanted or (by_default and not row.optional)
    )


def _write(rows: Iterable[Collection]) -> None:
    lines = [
        "# Your own collections, as 'etudes corpus add' and 'remove' write them.",
        "",
        f"version = {_VERSION}",
    ]
    for row in rows:
        fields = asdict(row)
        lines += ["", f"[collection.{row.name}]"]
        lines += [f"{field} = {_quoted(fields[field])}" for field in _FIELDS]
    write_whole(own_collections_path(), "\n".join([*lines, ""]).encode())


def _quoted(text: Any) -> str:
    """Return text as a TOML basic string.

    JSON's escapes are TOML's too, but for DEL, which JSON lets stand.
    """
    try:
        str(text).encode()
    except UnicodeEncodeError:
        raise InvalidValue(
            f"a folder whose name is text was expected, not {text!r}; rename it"
        ) from None
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
