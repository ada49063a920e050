"""Flash cards: a grid of exercises with lines to cut along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from etudes.sheet.paper import Paper, room, staff_space
from etudes.writing.exercise import Exercise

_GRIDS = ((2, 4), (2, 3), (1, 3), (1, 2), (1, 1))
"""Columns and rows, from the smallest cards to the largest."""
_OF_LARGE_PRINT = ((1, 3), (1, 2), (1, 1))
_EDGE = 8.0
"""The margin of the page in mm."""
_FOOT = 14.0
"""What LilyPond keeps free below, in mm."""
_INSIDE = 6.0
"""The margin of a card in mm."""
_WORDS = 16.0
"""What number, level and tempo take of a card's height, in mm."""
_APART = 10.5
"""Staff spaces from line to line."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How a page is cut into cards; lengths in staff spaces but `line`, in mm."""

    columns: int
    rows: int
    staff_size: float
    width: float
    height: float
    line: float

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def inside(self) -> float:
        """The length of a card's line of words."""
        return round(self.line / staff_space(self.staff_size), 2)

    @property
    def cuts_across(self) -> tuple[float, ...]:
        """How far below the top each line across stands, the edges included."""
        return tuple(round(i * self.height / self.rows, 2) for i in range(self.rows + 1))

    @property
    def cuts_down(self) -> tuple[float, ...]:
        return tuple(
            round(i * self.width / self.columns, 2) for i in range(self.columns + 1)
        )

    @property
    def places(self) -> tuple[tuple[float, float], ...]:
        """Where the words of each card begin, from the top left corner of the page."""
        margin = _INSIDE / staff_space(self.staff_size)
        return tuple(
            (round(x + margin, 2), round(y + margin, 2))
            for y in self.cuts_across[:-1]
            for x in self.cuts_down[:-1]
        )

    @property
    def holds(self) -> int:
        """How many lines of music one card holds."""
        card = self.height / self.rows - (_WORDS + _INSIDE) / staff_space(self.staff_size)
        return max(1, int(card / _APART))

    @property
    def apart(self) -> float:
        return _APART


def grid_of(paper: Paper, columns: int, rows: int, staff_size: float) -> Grid:
    """Return a grid that fills the paper inside its margins."""
    width, height = paper.width - 2 * _EDGE, paper.height - 2 * _EDGE - _FOOT
    space = staff_space(staff_size)
    return Grid(
        columns,
        rows,
        staff_size,
        round(width / space, 2),
        round(height / space, 2),
        round(width / columns - 2 * _INSIDE, 1),
    )


def cards_of(
    paper: Paper,
    staff_size: float,
    large: bool,
    set_in: Callable[[float], Sequence[Exercise]],
) -> tuple[Grid, Sequence[Exercise]]:
    """Return the smallest cards that hold every exercise, and the exercises.

    Parameters
    ----------
    set_in : gives the exercises for a line that holds so many notes and barlines.
    """
    for columns, rows in _OF_LARGE_PRINT if large else _GRIDS:
        grid = grid_of(paper, columns, rows, staff_size)
        made = set_in(room(grid.line, staff_size))
        if all(one.lines <= grid.holds for one in made):
            break
    return grid, made
