"""Which of two pieces stands left, so that neither side speaks for a system.

Every time that a pair is shown, one more choice is to be made: as it is, or turned. They
are coupled in twos that go opposite ways: among the times that one pair is shown to
several raters; and among what one rater is shown, of the same two systems first, and then
of what is left over. Couples of the first sort and of the second make chains and rings of
even length, so going along them all couples can be opposite.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from etudes.rating.study.design import Pairing

Two = tuple[str, str]
Paired = tuple[Pairing, Two]


def sides(shown: Sequence[Sequence[Paired]], rng: np.random.Generator) -> list[list[bool]]:
    """Return for each rater whether each pair is turned.

    Of the times that a pair is shown, as many are turned as not, or one more or less; so
    are, for each rater, the pairs of the same two systems, and all pairs of two different
    systems.

    Parameters
    ----------
    shown : to each rater, the pairs.
    rng : which way each chain begins.

    Examples
    --------
    >>> pairs = [(("gru", "human"), ("a", "b")), (("gru", "human"), ("a", "c"))]
    >>> found = sides([pairs, pairs], np.random.default_rng(1))
    >>> [sum(one) for one in found], [sum(one) for one in zip(*found)]
    ([1, 1], [1, 1])
    """
    times = [(rater, n) for rater, own in enumerate(shown) for n in range(len(own))]
    by_pair, by_rater = defaultdict(list), list[tuple[int, int]]()
    for number, (rater, n) in enumerate(times):
        by_pair[shown[rater][n]].append(number)
    at = {time: number for number, time in enumerate(times)}
    for rater, own in enumerate(shown):
        by_rater += _of_rater([pairing for pairing, _ in own], at[rater, 0] if own else 0)
    of_pairs = [two for same in by_pair.values() for two in _couples(same)]
    ways = _opposite(len(times), of_pairs, by_rater, rng)
    return [
        [ways[at[rater, n]] for n in range(len(own))] for rater, own in enumerate(shown)
    ]


def _of_rater(pairings: Sequence[Pairing], first: int) -> Iterator[tuple[int, int]]:
    """Yield the couples of one rater, whose pairs are counted from `first`."""
    same = defaultdict(list)
    for number, pairing in enumerate(pairings, first):
        same[pairing].append(number)
    for numbers in same.values():
        yield from _couples(numbers)
    odd = [
        numbers[-1]
        for (one, other), numbers in same.items()
        if len(numbers) % 2 and one != other
    ]
    yield from _couples(odd)


def _couples(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(numbers[::2], numbers[1::2], strict=False)


def _opposite(
    count: int,
    some: Iterable[tuple[int, int]],
    others: Iterable[tuple[int, int]],
    rng: np.random.Generator,
) -> list[bool]:
    """Return a choice for each of `count` so that those of each couple are opposite; no one
    is in more than one couple of each sort."""
    linked: dict[int, list[int]] = defaultdict(list)
    for one, other in (*some, *others):
        linked[one].append(other)
        linked[other].append(one)
    found: dict[int, bool] = {}
    for start in range(count):
        if start in found:
            continue
        found[start] = bool(rng.integers(2))
        ahead = [start]
        while ahead:
            one = ahead.pop()
            for other in linked[one]:
                if other not in found:
                    found[other] = not found[one]
                    ahead.append(other)
    return [found[n] for n in range(count)]
