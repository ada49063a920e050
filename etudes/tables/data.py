"""What both tables share: reading their TOML, and giving a row as plain data."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etudes.errors import DamagedData
from etudes.theory import Interval

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_VERSION = 1


def read_table(file: str) -> dict[str, Any]:
    """Return the content of a TOML file of this package, without its `version`.

    Raises
    ------
    DamagedData
        If the file is no TOML or has another version.
    """
    text = (Path(__file__).parent / file).read_text(encoding="utf-8")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DamagedData(
            f"{file} was expected to be TOML, but: {error}; mend it"
        ) from error
    version = table.pop("version", None)
    if version != _VERSION:
        raise DamagedData(f"{file} was expected in version {_VERSION}, not {version}")
    return table


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
    return value if isinstance(value, bool | int | str) else str(value)


def plain_row(row: "DataclassInstance") -> dict[str, object]:
    """Return the fields of a row of a table, in order, as plain data."""
    return {field.name: plain(getattr(row, field.name)) for field in fields(row)}
