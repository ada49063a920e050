"""Which exercises stand on which page of a sheet, and how large they are set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from etudes.markings import NONE
from etudes.sheet.kinds import kind
from etudes.sheet.layout import Layout
from etudes.sheet.paper import (
    distance,
    gaps,
    least_distance,
    pages_of,
    paper_of,
    room,
    staff_sizes,
    staff_space,
)
from etudes.sheet.section import Section
from etudes.writing.cards import Grid, cards_of
from etudes.writing.exercise import LONGEST, Exercise
from etudes.writing.setting import Written
from etudes.writing.text import LyStr

_AROUND = {"sight-reading": 1.6, "book": 0.55}
"""What questions and rhythms add to each exercise, in distances between two lines."""
_HEADING = 0.8
_SAFE = 0.98
"""How much of a page is planned; what a line needs is but estimated."""
_NEAR = 0.5
"""Staff spaces beyond the staff for which a line needs no height of its own."""
_REACHING = 1.1
"""How much height that takes for each space: stems and slurs go further than notes."""
_TRIED_FOR_MANY = 2
"""How many sizes are tried where not even the smallest gives one page."""
_FILLED = 0.85
"""A page this full is filled to its foot; an emptier one has a rest at the foot."""
_EASY_MM = 12.0
"""What wider words take of the height of a page."""
_SLIDE_SIZES = (40, 36, 34, 32, 30, 28, 26, 24, 22, 20, 18, 16, 14)
_SLIDE_APART, _SLIDE_APART_AT_MOST = 11.5, 14.0
_SLIDE_MARKED = 1.0
"""What dynamics, words and slurs add to the least distance between two lines."""
_SLIDE_WORDS_MM = 46.0
_WORDS_OF_SLIDES = 26.0

Pages = tuple[tuple[Exercise, ...], ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The pages of a sheet.

    Attributes
    ----------
    staff_size : in points.
    within : staff spaces from line to line of an exercise.
    ragged : of each page, whether it ends before the paper does; the others are filled.
    grid : how the page is cut, where it is.
    """

    pages: Pages
    staff_size: float
    within: float
    ragged: tuple[bool, ...] = ()
    grid: Grid | None = None

    def ragged_scheme(self, page: int) -> LyStr:
        """Return whether a page ends before the paper does, as LilyPond takes it."""
        return LyStr("##t" if self.ragged[page] else "##f")

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        return tuple(one for page in self.pages for one in page)


def planned(sections: Sequence[Section], layout: Layout, words_at_head: int) -> Plan:
    """Return the pages of a sheet.

    Parameters
    ----------
    words_at_head : lines of words at the head of the page beside the title.
    """
    if layout.kind == "slides":
        return _slides(sections, layout)
    if layout.kind == "cards":
        return _cards(sections, layout)
    marked = is_marked(sections, layout)
    sizes = staff_sizes(layout, max(level for part in sections for level in part.levels))
    written = Written(sections, layout)
    tried: list[tuple[int, float, Pages]] = []
    for size in sizes:
        height = _height(layout, size, words_at_head)
        are_many = _need_more(written.count, layout, height, marked)
        if are_many and len(tried) >= _TRIED_FOR_MANY:
            continue
        longest = _later_height(layout, size, words_at_head) / least_distance(marked)
        fitting = min(LONGEST, int(_SAFE * longest))
        made = written.fitted(room(paper_of(layout).line, size), fitting)
        pages = _divided(made, layout, height, marked)
        tried.append((len(pages), -size, pages))
        if len(pages) == 1:
            break
    else:
        del tried[_TRIED_FOR_MANY:]
    _, smaller, pages = min(tried, key=lambda row: row[:2])
    size = -smaller
    lines = [[_lines(one, layout) for one in page] for page in pages]
    fullest = max(lines, key=gaps)
    height = _height(layout, size, words_at_head)
    within = distance(fullest, height, marked, layout.easy)
    heights = (height, *[_later_height(layout, size, words_at_head)] * (len(pages) - 1))
    ragged = tuple(
        within * gaps(page) < _FILLED * own
        for page, own in zip(lines, heights, strict=True)
    )
    return Plan(pages, size, within, ragged)


def _height(layout: Layout, size: float, words_at_head: int) -> float:
    """Return how much music a page holds from top to bottom, in staff spaces."""
    height = paper_of(layout).music_height(size, words_at_head)
    return (height - (_EASY_MM if layout.easy else 0.0)) / staff_space(size)


def _later_height(layout: Layout, size: float, words_at_head: int) -> float:
    """Return how much music a page after the first holds, which has no title; the pages
    of a book are filled like its first."""
    if layout.kind == "book":
        return _height(layout, size, words_at_head)
    height = paper_of(layout).music_height(0.0, 0)  # words of no size need no room
    return (height - (_EASY_MM if layout.easy else 0.0)) / staff_space(size)


def is_marked(sections: Sequence[Section], layout: Layout) -> bool:
    """Return whether signs other than notes are printed."""
    if layout.plain or kind(layout.kind).rhythm == "only":
        return False
    items = (item for section in sections for item in section.items)
    return any(item.markings != NONE for item in items)


def _need_more(count: int, layout: Layout, height: float, marked: bool) -> bool:
    """Tell whether so many exercises need more than one page, were all of one line."""
    own = kind(layout.kind)
    if own.per_page and count > own.per_page:
        return True
    lines = [1 + _AROUND.get(layout.kind, 0.0)] * count
    return count > 1 and gaps(lines) > _SAFE * height / least_distance(marked)


def _divided(
    made: Sequence[Exercise], layout: Layout, height: float, marked: bool
) -> Pages:
    capacity = _SAFE * height / least_distance(marked)
    pages: list[tuple[Exercise, ...]] = []
    for part in _parts(made, layout):
        lines = [_lines(one, layout) for one in part]
        counts = pages_of(lines, capacity, kind(layout.kind).per_page)
        counts = fuller_first(lines, counts, capacity)
        for count, end in zip(counts, accumulate(counts), strict=True):
            pages.append(tuple(part[end - count : end]))
    return tuple(pages)


def fuller_first(
    lines: Sequence[float], counts: Sequence[int], capacity: float
) -> tuple[int, ...]:
    """Return how many exercises stand on each page, no page having fewer than the next one
    where they fit: a reader expects what is empty at the end.

    Examples
    --------
    >>> fuller_first([3.0, 2.5, 2.5], (1, 2), 8.0)
    (2, 1)
    """
    found = list(counts)
    for page in range(len(found) - 1):
        start = sum(found[:page])
        while found[page] < found[page + 1]:
            if gaps(lines[start : start + found[page] + 1]) > capacity:
                break
            found[page] += 1
            found[page + 1] -= 1
    return tuple(found)


def _lines(one: Exercise, layout: Layout) -> float:
    """Return how many lines of music an exercise is as high as, with its words."""
    around = _AROUND.get(layout.kind, 0.0)
    tallness = _tallness(one) / least_distance(marked=True)
    return one.lines + tallness + around + (_HEADING if one.heading else 0.0)


def _tallness(one: Exercise) -> float:
    """Return the staff spaces that the lines of an exercise need beyond the usual."""
    return _REACHING * sum(max(0.0, reach - _NEAR) for reach in one.reaches)


def _parts(made: Sequence[Exercise], layout: Layout) -> Iterator[Sequence[Exercise]]:
    """Yield what begins on a new page: a book's chapters, else everything."""
    if layout.kind != "book":
        yield made
        return
    starts = [number for number, one in enumerate(made) if one.heading or number == 0]
    for start, end in zip(starts, [*starts[1:], len(made)], strict=True):
        yield made[start:end]


def _slides(sections: Sequence[Section], layout: Layout) -> Plan:
    """Return a page for each exercise, set as large as the slide allows."""
    paper = paper_of(layout)
    height = paper.height - _SLIDE_WORDS_MM
    apart = _SLIDE_APART + (_SLIDE_MARKED if is_marked(sections, layout) else 0.0)
    written = Written(sections, layout)
    by_size = {size: written.fitted(room(paper.line, size)) for size in _SLIDE_SIZES}
    pages = []
    for number in range(len(by_size[_SLIDE_SIZES[0]])):
        for size in _SLIDE_SIZES:
            made = by_size[size][number]
            needed = (made.lines * apart + _tallness(made)) * staff_space(size)
            if needed <= height:
                break
        pages.append((_centred(made, size, height),))
    return Plan(tuple(pages), _WORDS_OF_SLIDES, _SLIDE_APART)


def _centred(made: Exercise, size: float, height: float) -> Exercise:
    """Return the exercise with its lines in the middle of so many mm."""
    own, words = staff_space(size), staff_space(_WORDS_OF_SLIDES)
    # what tall lines need is left free, so that they push no other off the slide
    spare = height / own - _tallness(made)
    apart = min(_SLIDE_APART_AT_MOST, spare / made.lines)
    above = max(0.0, (spare - made.lines * apart) * own / 2)
    return replace(
        made,
        staff_size=size,
        apart=round(apart * own / words, 1),
        above=round(above / words, 1),
    )


def _cards(sections: Sequence[Section], layout: Layout) -> Plan:
    size = 24.0 if layout.large else kind(layout.kind).staff_size
    written = Written(sections, layout)
    grid, made = cards_of(paper_of(layout), size, layout.large, written.fitted)
    starts = range(0, len(made), grid.count)
    pages = tuple(tuple(made[start : start + grid.count]) for start in starts)
    return Plan(pages, size, grid.apart, grid=grid)
