"""In which order raters are asked, so that no piece profits from where it stands.

A Williams design is a Latin square, or two of them, in which each condition stands at each
place equally often and is met equally often right after each other one, so that neither
tiredness nor what came just before speaks for one piece and against another.

References
----------
E. J. Williams, "Experimental designs balanced for the estimation of residual effects of
treatments", *Australian Journal of Scientific Research* A 2 (1949), 149-168.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np

from etudes.errors import InvalidValue

GAP = 5
"""How many other trials lie, where there is room, between a trial and its repeat."""

Row = tuple[int, ...]
T = TypeVar("T")


def williams(conditions: int) -> tuple[Row, ...]:
    """Return the rows of a Williams design: n for an even number of conditions, 2n for an
    odd one.

    Rows stand in twos, each with its own reversal, so that any such two are balanced in
    the mean place of every condition.

    Raises
    ------
    InvalidValue
        If there is no condition.

    Examples
    --------
    >>> for row in williams(4):
    ...     print(row)
    (0, 3, 1, 2)
    (2, 1, 3, 0)
    (1, 0, 2, 3)
    (3, 2, 0, 1)
    >>> len(williams(5))
    10
    """
    if conditions < 1:
        raise InvalidValue(f"one condition or more was expected, not {conditions}")
    zigzag = [(place + 1) // 2 * (-1) ** place for place in range(conditions)]
    rows = [
        tuple((start + step) % conditions for step in zigzag) for start in range(conditions)
    ]
    halves = rows[: conditions // 2] if conditions % 2 == 0 else rows
    return tuple(one for row in halves for one in (row, row[::-1]))


def rows_for(conditions: int, raters: int) -> tuple[Row, ...]:
    """Return a row for each rater.

    Where there are fewer raters than rows, they get rows from all over the design, in twos
    with their reversals: then no condition stands twice at a place, and none comes twice
    right after the same other one. Where raters are a multiple of the rows, the design is
    whole. (In between, counts differ by one.)

    Examples
    --------
    >>> rows_for(4, 2)
    ((0, 3, 1, 2), (2, 1, 3, 0))
    >>> rows_for(4, 8) == 2 * williams(4)
    True
    """
    whole = williams(conditions)
    times, rest = divmod(raters, len(whole))
    twos, taken = len(whole) // 2, (rest + 1) // 2
    chosen = [two * twos // max(taken, 1) for two in range(taken)]
    some = [whole[2 * two + side] for two in chosen for side in (0, 1)]
    return whole * times + tuple(some[:rest] if twos else whole[:rest])


def places(rows: Sequence[Row]) -> Counter[tuple[int, int]]:
    """Count how often each condition stands at each place: by (condition, place).

    Examples
    --------
    >>> set(places(williams(6)).values()), set(places(williams(5)).values())
    ({1}, {2})
    """
    return Counter((one, place) for row in rows for place, one in enumerate(row))


def successions(rows: Sequence[Row]) -> Counter[tuple[int, int]]:
    """Count how often a condition comes right after another: by (before, after).

    Examples
    --------
    >>> set(successions(williams(6)).values()), set(successions(williams(5)).values())
    ({1}, {2})
    """
    return Counter(two for row in rows for two in pairwise(row))


def with_repeats(
    order: Sequence[T], repeatable: Sequence[T], count: int, rng: np.random.Generator
) -> list[tuple[T, bool]]:
    """Return what is asked with some of it asked again, each with whether it is a repeat.

    What comes again stood in the first half, and at least `GAP` other trials lie between
    where there is room.

    Parameters
    ----------
    order : what is asked, each once.
    repeatable : what of it may come again.

    Raises
    ------
    InvalidValue
        If less than `count` of the first half may come again.

    Examples
    --------
    >>> asked = with_repeats("abcdefghijkl", "abcdef", 2, np.random.default_rng(1))
    >>> "".join(name.upper() if again else name for name, again in asked)
    'abcdefghijkClD'
    """
    half = (len(order) + 1) // 2
    early = [place for place in range(half) if order[place] in repeatable]
    if len(early) < count:
        raise InvalidValue(
            f"{count} repeats were expected to fit, and {len(early)} pieces can come "
            "again; ask for fewer repeats or more trials for each rater"
        )
    chosen = sorted(map(int, rng.choice(early, count, replace=False))) if count else []
    last, after = len(order) - 1, -1
    again: dict[int, T] = {}
    for number, place in enumerate(chosen):
        latest = last - (count - 1 - number)
        earliest = max(place + GAP, after + 1)
        after = int(rng.integers(min(earliest, latest), latest + 1))
        again[after] = order[place]
    asked: list[tuple[T, bool]] = []
    for place, one in enumerate(order):
        asked.append((one, False))
        if place in again:
            asked.append((again[place], True))
    return asked
