"""Families of variants, and the split that keeps each on one side.

The same tune stands in several collections under several names. Two tunes are kin if
the sets of their five-interval patterns (repeated notes left out) overlap by 0.4 or
more (Jaccard); so are tunes of one group (a song cycle, a quartet). A random split
would leak: 20 % of its test tunes have a relative in training.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from etudes.corpus.collections import Tune

SPLITS = ("train", "validation", "test")
_LEAST_OVERLAP = 0.4
_PATTERN = 5
_COMMON = 80
"""Patterns in more tunes than this say nothing about kinship."""


def families(tunes: Sequence[Tune]) -> list[str]:
    """Return, for each tune, the name of its family: the least id in it."""
    parent = list(range(len(tunes)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    first_of_group: dict[str, int] = {}
    for i, tune in enumerate(tunes):
        parent[root(i)] = root(first_of_group.setdefault(tune.group, i))
    for i, j in _kin([_patterns(tune) for tune in tunes]):
        parent[root(i)] = root(j)
    names: dict[int, str] = {}
    for i, tune in enumerate(tunes):
        names[root(i)] = min(names.get(root(i), tune.id), tune.id)
    return [names[root(i)] for i in range(len(tunes))]


def split_of(family: str) -> str:
    """Return the side of the 80/10/10 split that a family is on.

    It depends on the family's name alone, so adding a collection moves no other tune.
    """
    number = int.from_bytes(hashlib.blake2b(family.encode(), digest_size=8).digest(), "big")
    share = number / 2**64
    return "train" if share < 0.8 else "validation" if share < 0.9 else "test"


def split_digest(names: Sequence[str]) -> str:
    """Return a digest of which family is where."""
    lines = "\n".join(f"{name}\t{split_of(name)}" for name in sorted(set(names)))
    return hashlib.sha256(lines.encode()).hexdigest()


def _patterns(tune: Tune) -> frozenset[tuple[int, ...]]:
    midi = [pitch.midi for pitch in tune.melody.pitches]
    moves = [b - a for a, b in pairwise(midi) if a != b]
    return frozenset(
        tuple(moves[i : i + _PATTERN]) for i in range(len(moves) - _PATTERN + 1)
    )


def _kin(patterns: list[frozenset[tuple[int, ...]]]) -> list[tuple[int, int]]:
    holders: dict[tuple[int, ...], list[int]] = defaultdict(list)
    pairs = []
    for i, mine in enumerate(patterns):
        shared: Counter[int] = Counter()
        for pattern in mine:
            if len(holders[pattern]) <= _COMMON:
                shared.update(holders[pattern])
            holders[pattern].append(i)
        for j in shared:
            common = len(mine & patterns[j])
            if common >= _LEAST_OVERLAP * len(mine | patterns[j]):
                pairs.append((i, j))
    return pairs
