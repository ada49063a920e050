"""The tables of this room: what signs go where, as TOML beside the code."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from etudes.tables.data import check_version, read_toml


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the content of a table of this room, such as "slurs".

    Examples
    --------
    >>> table("slurs")["join"]["a string crossing"]
    4

    Raises
    ------
    DamagedData
        If the file is no TOML or has another version.
    """
    read = read_toml(Path(__file__).parent / f"{name}.toml", f"{name}.toml")
    check_version(read, 1)
    return read.content


def at_level(name: str, heading: str, row: str, level: int) -> Any:
    """Return what a row of eight says for a level.

    Examples
    --------
    >>> at_level("slurs", "notes", "strings", 1)
    2
    """
    return table(name)[heading][row][level - 1]
