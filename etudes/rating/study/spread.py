"""Pieces of one system dealt evenly over the kinds of a design."""

from collections import Counter
from collections.abc import Mapping, Sequence

from etudes.rating.study.made import Cell


def spread(cells: Sequence[Cell], count: int, used: Mapping[Cell, int]) -> Counter[Cell]:
    """Return how many of `count` pieces are of each kind.

    Every kind has its whole share. What is left over is of levels at equal distances about
    the middle one, so that the mean level is that of the kinds; at each level it is of the
    instrument that has least of it.

    Parameters
    ----------
    used : how many pieces of each kind other systems have; decides between equals.

    Examples
    --------
    >>> cells = [Cell(level, name) for level in (2, 3, 4) for name in ("violin", "flute")]
    >>> for cell in spread(cells, 3, {}):
    ...     print(cell)
    level 2, violin
    level 3, flute
    level 4, violin
    """
    cells = tuple(dict.fromkeys(cells))
    share, rest = divmod(count, len(cells))
    found = Counter(dict.fromkeys(cells, share)) if share else Counter[Cell]()
    levels = sorted(cell.level for cell in cells)
    more: list[Cell] = []
    for places in _places(len(cells), rest):
        wanted = {levels[place] for place in places}
        free = [cell for cell in cells if cell.level in wanted and cell not in more]
        players = Counter(cell.instrument for cell in more)
        more.append(min(free, key=lambda c: (players[c.instrument], used.get(c, 0))))
    found.update(more)
    return found


def _places(length: int, count: int) -> list[tuple[int, ...]]:
    """Return `count` of the places of a row, at equal distances and alike from both ends;
    two for one in the middle of a row of even length.

    Examples
    --------
    >>> _places(12, 4), _places(4, 2), _places(4, 1)
    ([(1,), (4,), (7,), (10,)], [(1,), (2,)], [(1, 2)])
    """
    low = [(2 * n + 1) * length // (2 * count) for n in range(count // 2)]
    middle = [tuple(sorted({(length - 1) // 2, length // 2}))] if count % 2 else []
    high = [length - 1 - place for place in reversed(low)]
    return [*((place,) for place in low), *middle, *((place,) for place in high)]
