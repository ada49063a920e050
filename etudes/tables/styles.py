"""Styles of melody: what a page can sound like, and in which metres."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from etudes.errors import UnknownName
from etudes.theory import TimeSignature


@dataclass(frozen=True, slots=True)
class Style:
    """A row of `styles.toml`: a name, the name in a sentence, the metres it goes in, the
    first and last level at which it is dealt."""

    name: str
    label: str
    metres: tuple[TimeSignature, ...]
    levels: tuple[int, int]


@cache
def styles() -> tuple[Style, ...]:
    """Return the table of styles."""
    table = tomllib.loads((Path(__file__).parent / "styles.toml").read_text("utf-8"))
    return tuple(
        Style(
            name,
            row["label"],
            tuple(map(TimeSignature.parse, row["metres"])),
            (row["levels"][0], row["levels"][1]),
        )
        for name, row in table.items()
    )


def at_home(level: int, metre: TimeSignature) -> list[str]:
    """Return the names of the styles that are dealt at a level in a metre.

    Examples
    --------
    >>> at_home(2, TimeSignature(3, 4))
    ['air', 'song']
    """
    return [
        row.name
        for row in styles()
        if metre in row.metres and row.levels[0] <= level <= row.levels[1]
    ]


def style(name: str) -> Style:
    """Return one style.

    Examples
    --------
    >>> [str(metre) for metre in style("jig").metres]
    ['6/8', '12/8']

    Raises
    ------
    UnknownName
        If there is none of this name.
    """
    for row in styles():
        if row.name == name:
            return row
    names = ", ".join(row.name for row in styles())
    raise UnknownName(f"a style was expected ({names}), not '{name}'")
