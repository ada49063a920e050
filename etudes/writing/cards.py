"""Flash cards: a grid of exercises with lines to cut along."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from etudes.sheet.paper import Paper, room, staff_space
from etudes.writing.exercise import Exercise

_GRIDS = ((2, 4), (2, 3), (1, 3), (1, 2), (1, 1))
"""Columns and rows, from the smallest cards to the largest."""
_FEW = 6
"""So many exercises would leave cards of the smallest empty."""
_OF_LARGE_PRINT = ((1, 3), (1, 2), (1, 1))
_EDGE = 8.0
"""The margin of the page in mm."""
_FOOT = 14.0
"""What LilyPond keeps free below, in mm."""
_INSIDE = 6.0
"""The margin of a card in mm."""
_CAPTION, _FOOTER = 6.0, 6.0
"""What the words above and below the music take of a card's height, in mm."""
_TEMPO = 5.0
"""What tempo and dynamics add to an exercise's lines, in mm."""
_APART = 11.6
"""Staff spaces from line to line."""
_FREE = 2.0
"""Staff spaces free between the signs of one line and those of the next."""
_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
_LARGE_PRINT = 24.0
"""The least staff size in large print."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How a page is cut into cards; lengths in staff spaces of the page but
    `line`, in mm."""

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
        return tuple(
            (round(x + self._margin, 2), round(y + self._margin, 2))
            for y in self.cuts_across[:-1]
            for x in self.cuts_down[:-1]
        )

    @property
    def bottom(self) -> float:
        """How far below the first words of a card its last ones stand."""
        return round(self.height / self.rows - 2 * self._margin - 1, 2)

    @property
    def middle(self) -> float:
        """How far below the first words of a card the middle of its music stands."""
        words = (_CAPTION - _FOOTER) / staff_space(self.staff_size)
        return round((self.bottom + words) / 2, 2)

    def holds(self, lines: int, size: float) -> bool:
        """Tell whether a card holds so many lines of music at a staff size."""
        card = self.height / self.rows * staff_space(self.staff_size) - 2 * _INSIDE
        needed = lines * _APART * staff_space(size)
        return needed <= card - _CAPTION - _FOOTER - _TEMPO

    @property
    def _margin(self) -> float:
        return _INSIDE / staff_space(self.staff_size)

    @property
    def apart(self) -> float:
        """What stays free between two lines and their signs, in spaces of their own."""
        return _FREE


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

    Each exercise is set as large as its card allows.

    Parameters
    ----------
    staff_size : of the page, by which its words are measured.
    set_in : gives the exercises for a line that holds so many notes and barlines.
    """
    sizes = [size for size in _SIZES if size >= _LARGE_PRINT or not large]
    count = len(set_in(room(paper.width, staff_size)))
    small = _GRIDS if count > _FEW else _GRIDS[1:]
    for columns, rows in _OF_LARGE_PRINT if large else small:
        grid = grid_of(paper, columns, rows, staff_size)
        by_size = [set_in(room(grid.line, size)) for size in sizes]
        made = [_largest(grid, sizes, row) for row in zip(*by_size, strict=True)]
        if all(grid.holds(one.lines, one.staff_size) for one in made):
            break
    return grid, made


def _largest(grid: Grid, sizes: Sequence[float], row: Sequence[Exercise]) -> Exercise:
    """Return one exercise in the largest size that its card holds, else the smallest."""
    for size, made in zip(sizes, row, strict=True):
        if grid.holds(made.lines, size):
            break
    return replace(made, staff_size=size)
