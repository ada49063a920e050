"""What stands in a cell of a report's table: a figure with its interval, or words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from etudes.evaluation.content import Table

Kind = Literal["figure", "short", "words"]

_NUMBER: Final = r"[−-]?[\d.,]+"
_FIGURE: Final = re.compile(
    rf"({_NUMBER}(?: %)?) (\[{_NUMBER}, {_NUMBER}\]|\(no interval\))"
)
_SHORT: Final = 20
"""Letters of a cell that stands on one line."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; of a figure the value, and its interval apart."""

    kind: Kind
    text: str
    interval: str = ""


def cell(text: str, *, quoted: bool = False) -> Cell:
    """Return a cell of a table.

    Parameters
    ----------
    quoted : it is what somebody wrote, and no figure whatever it looks like.

    Examples
    --------
    >>> cell("4.18 [3.84, 4.52]")
    Cell(kind='figure', text='4.18', interval='[3.84, 4.52]')
    >>> cell("good [see bar 3]"), cell("4 [1, 2]", quoted=True).kind
    (Cell(kind='short', text='good [see bar 3]', interval=''), 'words')
    """
    figure = None if quoted else _FIGURE.fullmatch(text)
    if figure:
        return Cell("figure", figure[1], figure[2])
    return Cell("words" if quoted or len(text) > _SHORT else "short", text)


def cells(table: Table, *, quoted: bool = False) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows of a table; `quoted` is of its last column."""
    return tuple(
        (*(cell(text) for text in row[:-1]), cell(row[-1], quoted=quoted))
        for row in table.rows
    )


def widths(
    least: Sequence[float], whole: Sequence[float], room: float
) -> tuple[float, ...]:
    """Return the widths of columns, as browsers share them out: each has what its longest
    word needs, and the more of what is left, the more its longest text wants.

    Parameters
    ----------
    least : width of the longest word of each column.
    whole : width of its longest text on one line, no less than the longest word.
    room : how wide they may be together; what is narrower stays so.

    Examples
    --------
    >>> widths((10, 10), (20, 70), 100)
    (20, 70)
    >>> widths((10, 10), (20, 80), 60)
    (15.0, 45.0)
    """
    if sum(whole) <= room:
        return tuple(whole)
    if sum(least) >= room:
        return tuple(one * room / sum(least) for one in least)
    share = (room - sum(least)) / (sum(whole) - sum(least))
    return tuple(one + share * (of - one) for one, of in zip(least, whole, strict=True))
