"""How much music fits where: sizes of paper, of staves, and what a page can hold.

Lengths are millimetres, staff sizes points, as LilyPond names them: a staff of 20 points
is 7 mm high. Heights of music are told in staff spaces, a quarter of a staff.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from etudes.sheet.kinds import Kind, kind
from etudes.sheet.layout import Layout

_SIZES = {"a4": (210.0, 297.0), "letter": (215.9, 279.4)}
_HALF_SIZES = {"a4": (148.0, 210.0), "letter": (139.7, 215.9)}
_SLIDE = (320.0, 180.0)

_MARGINS = 30.0
_INDENT = 9.0
_CROWDED = 44.0
"""Notes and barlines that a line of 171 mm holds at staff size 20."""

_TIGHTEST, _WIDEST = 8.5, 12.0
_MARKED = 1.0
"""What dynamics below a staff add to the least distance between two."""
WIDER_BETWEEN = 1.6
"""The distance between two exercises, compared with that between the lines of one."""

_BEGINNERS = 2
"""The highest level that is set in large print."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper, or a slide.

    Attributes
    ----------
    name : LilyPond's, or None where the size says it.
    width, height : mm.
    """

    name: str | None
    width: float
    height: float

    @property
    def line(self) -> float:
        """The length of a line of music in mm."""
        return self.width - _MARGINS - _INDENT

    @property
    def is_small(self) -> bool:
        """Whether it is half a sheet."""
        return self.width < min(width for width, _ in _SIZES.values())

    def music_height(self, staff_size: float, lines_at_head: int) -> float:
        """The height in mm from the first staff to the last, so many lines of words at the
        head beside the title; words are as large as the staves."""
        margins = 40.0 if self.is_small else 45.0
        words = 30.0 + 8.0 * lines_at_head
        return self.height - margins - words * staff_size / 20


def paper_of(layout: Layout) -> Paper:
    """Return what a layout is printed on.

    Examples
    --------
    >>> paper_of(Layout(paper="letter")).name
    'letter'
    """
    if layout.kind == "slides":
        return Paper(None, *_SLIDE)
    if layout.two_up:
        return Paper(None, *_HALF_SIZES[layout.paper])
    return Paper(layout.paper, *_SIZES[layout.paper])


def staff_space(staff_size: float) -> float:
    """Return the distance of two staff lines in mm."""
    return staff_size / 4 * 25.4 / 72.27


def room(line: float, staff_size: float) -> float:
    """Return how many notes and barlines a line of so many mm holds."""
    return _CROWDED * (line / 171.0) * (20.0 / staff_size)


def staff_sizes(layout: Layout, level: int) -> tuple[float, ...]:
    """Return the staff sizes that a sheet may have, the best first.

    The last is taken where not even that brings everything on one page.
    """
    wanted: Kind = kind(layout.kind)
    if layout.large:
        return (26.0,)
    if wanted.staff_size:
        return (wanted.staff_size,)
    if layout.easy:
        return (22.0,)
    if layout.two_up:
        return (18.0, 17.0, 16.0) if level <= _BEGINNERS else (16.0, 15.0)
    beginners = (22.0, 20.0, 19.0, 18.0)
    return beginners if level <= _BEGINNERS else (20.0, 19.0, 18.0, 17.5, 17.0)


def height_of(lines: Sequence[float], marked: bool) -> float:
    """Return the least height in staff spaces of exercises of so many lines each."""
    return least_distance(marked) * gaps(lines)


def gaps(lines: Sequence[float]) -> float:
    """Return the distances between the first line and the last, in those inside one.

    Examples
    --------
    >>> gaps([2, 2])
    3.6
    """
    return sum(count - 1 for count in lines) + WIDER_BETWEEN * (len(lines) - 1)


def least_distance(marked: bool) -> float:
    """Return the least distance in staff spaces from line to line."""
    return _TIGHTEST + (_MARKED if marked else 0.0)


def distance(lines: Sequence[float], height: float, marked: bool, easy: bool) -> float:
    """Return the staff spaces from line to line at which a page is filled evenly.

    LilyPond could stretch the page itself, but then it would stretch a last page too.

    Parameters
    ----------
    height : of the music, in staff spaces.
    easy : whether the lines stand wider apart than they must.
    """
    widest = _WIDEST + (2.0 if easy else 0.0)
    fitting = height / max(gaps(lines), 1)
    return round(min(widest, max(least_distance(marked), fitting)), 1)


def pages_of(lines: Sequence[float], capacity: float, per_page: int) -> tuple[int, ...]:
    """Return how many exercises stand on each page, filled as evenly as can be.

    Parameters
    ----------
    lines : of each exercise.
    capacity : the distances between lines that one page holds (`gaps`).
    per_page : at most so many exercises a page; 0 for any number.

    Examples
    --------
    >>> pages_of([2] * 9, 12.0, 0)
    (5, 4)
    """
    fewest = len(_filled(lines, capacity, per_page))
    low, high = 0.0, capacity
    for _ in range(24):  # the least capacity that needs no more pages fills them evenly
        middle = (low + high) / 2
        fits = len(_filled(lines, middle, per_page)) <= fewest
        low, high = (low, middle) if fits else (middle, high)
    return _filled(lines, high, per_page)


def _filled(lines: Sequence[float], capacity: float, per_page: int) -> tuple[int, ...]:
    pages: list[list[float]] = [[]]
    for count in lines:
        page = pages[-1]
        is_full = per_page and len(page) >= per_page
        if page and (is_full or gaps([*page, count]) > capacity):
            pages.append([])
        pages[-1].append(count)
    return tuple(map(len, pages))
