"""What all tables share: reading TOML, saying where it is wrong, giving plain data."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etudes.errors import DamagedData
from etudes.theory import Interval

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_HEADER = re.compile(r"\s*\[{1,2}\s*[\"']?([\w-]+)[\"']?\s*\]{1,2}\s*(?:#.*)?")
_FIELD = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")


@dataclass(frozen=True, slots=True)
class TableFile:
    """A TOML file as read: its name for messages, its text, its content."""

    name: str
    text: str
    content: dict[str, Any]

    def line(self, table: str = "", number: int = 1, field: str = "") -> int:
        """Return the line of a field, of its table's header, or else the first line.

        Parameters
        ----------
        table : the table's name; "" for what stands above the first one.
        number : which of the tables of this name, from 1.
        """
        places = dict(reversed(list(_fields(self.text))))  # the first of its name counts
        nearest = ((table, number, field), (field, 1, ""), (table, number, ""))
        return next((places[place] for place in nearest if place in places), 1)

    def wrong(
        self,
        message: str,
        *,
        table: str = "",
        number: int = 1,
        field: str = "",
        label: str = "",
    ) -> DamagedData:
        """Return the error that names file and line; `label` says which row in words."""
        place = f"{self.name}, line {self.line(table, number, field)}"
        return DamagedData(f"{place}{', ' if label else ''}{label}: {message}")


def read_toml(path: Path, name: str | None = None) -> TableFile:
    """Return a TOML file, under its path or the name given.

    Raises
    ------
    DamagedData
        If the file cannot be read or is no TOML; the message has the line.
    """
    name = str(path) if name is None else name
    try:
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise DamagedData(
            f"{name} was expected to be a TOML file, but: {error.strerror}; "
            "name one that can be read"
        ) from error
    except UnicodeDecodeError as error:
        raise DamagedData(
            f"{name} was expected to be text in UTF-8; save it as such"
        ) from error
    try:
        return TableFile(name, text, tomllib.loads(text))
    except (ValueError, RecursionError) as error:
        place = _PLACE.search(str(error))
        line = place[1] if place and place[1] else text.count("\n") + 1
        what = _PLACE.sub("", str(error))
        raise DamagedData(
            f"{name}, line {line}: TOML was expected, but: {what}; mend it"
        ) from error


def read_table(file: str, version: int = 1) -> dict[str, Any]:
    """Return the content of a TOML file of this package, without its `version`.

    Raises
    ------
    DamagedData
        If the file is no TOML or has another version.
    """
    table = read_toml(Path(__file__).parent / file, file)
    check_version(table, version)
    return {name: row for name, row in table.content.items() if name != "version"}


def check_version(table: TableFile, version: int) -> None:
    """Refuse a file whose form is of another version, rather than half understand it."""
    found = table.content.get("version")
    if found != version:
        raise table.wrong(
            f"'version' is expected to be {version}, not {shown(found)}; write the file "
            f"in the form of version {version}",
            field="version",
        )


@contextmanager
def reading(file: str, row: str) -> Iterator[None]:
    """Say which row of which file is wrong, whatever is wrong with it."""
    try:
        yield
    except KeyError as error:
        raise DamagedData(
            f"{file}, {row}: the field {error} was expected; add it"
        ) from error
    except (AttributeError, TypeError, ValueError) as error:
        raise DamagedData(f"{file}, {row}: {error}") from error


def nearest(name: str, known: list[str]) -> str:
    """Return the known name that is most like this one."""
    from difflib import get_close_matches

    return get_close_matches(name, known, n=1, cutoff=0)[0]


def shown(value: object) -> str:
    """Return a value as it stands in TOML, shortened to fit a message.

    Examples
    --------
    >>> shown("P5"), shown([True, 2]), shown(None)
    ('"P5"', '[true, 2]', 'nothing')
    """
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case str():
            return f'"{value}"' if len(value) <= 60 else f'"{value[:57]}..."'
        case list() | tuple():
            text = ", ".join(shown(part) for part in value)
            return f"[{text}]" if len(text) <= 60 else f"[{text[:57]}...]"
        case dict():
            return "a table"
        case _:
            return str(value)


def plain(value: object) -> object:
    """Return a value as JSON knows it: music as text, an interval as its two numbers.

    Examples
    --------
    >>> from etudes.theory import Pitch
    >>> plain((Pitch.parse("G3"), Pitch.parse("B5")))
    ['G3', 'B5']
    """
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, Interval):
        return {"semitones": value.semitones, "steps": value.steps}
    return value if isinstance(value, bool | int | str | None) else str(value)


def plain_row(row: "DataclassInstance") -> dict[str, object]:
    """Return the fields of a row of a table, in order, as plain data."""
    return {field.name: plain(getattr(row, field.name)) for field in fields(row)}


def _fields(text: str) -> Iterator[tuple[tuple[str, int, str], int]]:
    """Yield (table, which of its name, field) with its line; "" is the table's header."""
    table, seen = "", Counter({"": 1})
    for line, content in enumerate(text.split("\n"), start=1):
        if header := _HEADER.fullmatch(content):
            table = header[1]
            seen[table] += 1
            yield (table, seen[table], ""), line
        elif field := _FIELD.match(content):
            yield (table, seen[table], field[1]), line
