"""Which rater is asked what: a design and its pieces dealt out as trials.

Pieces stand on a circle on which every system and kind is evenly spread. Each rater rates a
stretch of it, and the stretches begin at equal distances: so each piece is judged by as
many raters as any other (but one), each rater meets the same mixture, and neighbours on
the circle share pieces, so that all judgements hang together. The conditions of the
Williams design are the pieces, counted round the circle by the length of a stretch, and
the anchors: where all rate all, each piece is a condition, and places and successions are
balanced exactly if raters are a multiple of the rows.

Single ratings come first and pairs after them: a piece that was met in a pair would not be
rated freshly.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from etudes.errors import InvalidValue
from etudes.rating.session import Rater, Stimulus, Trial
from etudes.rating.study.design import Design, Pairing
from etudes.rating.study.order import rows_for, with_repeats
from etudes.rating.study.sides import Paired, Two, sides

_ORDER = 5
"""Tells the generator of the orders from those of the pieces."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a session by what they are for."""

    rated: tuple[Stimulus, ...]
    anchors: tuple[Stimulus, ...]
    training: tuple[Stimulus, ...]

    @property
    def all(self) -> tuple[Stimulus, ...]:
        return (*self.rated, *self.anchors, *self.training)


def dealt(
    design: Design,
    pieces: Pieces,
    raters: Sequence[Rater],
    new_id: Callable[[], str],
) -> tuple[Trial, ...]:
    """Return the trials of all raters, each rater's in order; the design's seed decides.

    Parameters
    ----------
    new_id : gives the opaque id of each trial.

    Raises
    ------
    InvalidValue
        If pairs are asked for and no two pieces of one kind can make one, or judgements
        would fall into groups that share no rater.
    """
    rng = np.random.default_rng((design.seed, _ORDER))
    stretches = _stretches(design, pieces, len(raters), rng)
    pairs = _pairs(design, pieces.rated, len(raters), rng)
    trials: list[Trial] = []
    for rater, singles, twos in zip(raters, stretches, pairs, strict=True):
        repeatable = {one.id for one in pieces.rated}
        asked = with_repeats(singles, sorted(repeatable), design.repeated, rng)
        trials += _trials(rater, _training(design, pieces.training), asked, twos, new_id)
    _check_connected(trials)
    return tuple(trials)


def groups(links: Iterable[tuple[Hashable, Hashable]]) -> int:
    """Return into how many groups things fall that are linked by twos.

    Examples
    --------
    >>> groups([("a", 1), ("b", 1), ("c", 2)]), groups([("a", 1), ("b", 1), ("b", 2)])
    (2, 1)
    """
    above: dict[Hashable, Hashable] = {}

    def top(one: Hashable) -> Hashable:
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    for one, other in links:
        above[top(one)] = top(other)
    return sum(one == up for one, up in above.items())


def _stretches(
    design: Design, pieces: Pieces, raters: int, rng: np.random.Generator
) -> Iterator[list[str]]:
    """Yield for each rater the ids of the pieces to rate, in order."""
    circle = _spread(pieces.rated, lambda one: (one.system, one.level, one.instrument), rng)
    anchors = [one.id for one in pieces.anchors]
    count = min(design.singles, len(circle))
    rows = rows_for(count + len(anchors), raters)
    conditions = rng.permutation(count + len(anchors))
    for turn, start in zip(
        rng.permutation(raters), _starts(len(circle), raters), strict=True
    ):
        shown = [*(one.id for one in _stretch(circle, start, count)), *anchors]
        yield [shown[conditions[place]] for place in rows[turn]]


def _stretch(circle: Sequence[T], start: int, count: int) -> list[T]:
    """Return so many things of a circle, each at one place (or two, where the circle is no
    multiple of the stretch) whatever the start, as the Williams design counts places."""
    found = sorted((n % count, n % len(circle)) for n in range(start, start + count))
    return [circle[n] for _, n in found]


def _starts(length: int, raters: int) -> list[int]:
    """Return where on a circle each rater begins."""
    return [rater * length // raters for rater in range(raters)]


def _spread(
    things: Sequence[T], kind: Callable[[T], Hashable], rng: np.random.Generator
) -> list[T]:
    """Return the things in an order in which each kind is evenly spread."""
    counts = Counter(map(kind, things))
    offsets = {one: rng.random() for one in counts}
    met: Counter[Hashable] = Counter()
    places: list[float] = []
    shuffled = [things[n] for n in rng.permutation(len(things))]
    for thing in shuffled:
        own = kind(thing)
        places.append((met[own] + offsets[own]) / counts[own])
        met[own] += 1
    return [shuffled[n] for n in np.argsort(places, kind="stable")]


def _pairs(
    design: Design, rated: Sequence[Stimulus], raters: int, rng: np.random.Generator
) -> Iterator[list[Two]]:
    """Yield for each rater the pairs, in order; each pair is shown about as often one way
    round as the other, and each rater has each system about as often left as right."""
    if not design.pairs:
        yield from ([] for _ in range(raters))
        return
    made = _different_pairs(design, rated, rng)
    circle = _spread(made, lambda pair: pair[0], rng)
    count = min(design.pairs, len(circle))
    rows = rows_for(count, raters)
    shown = []
    for turn, start in zip(
        rng.permutation(raters), _starts(len(circle), raters), strict=True
    ):
        own = _stretch(circle, start, count)
        shown.append([own[place] for place in rows[turn]])
    for pairs, turned in zip(shown, sides(shown, rng), strict=True):
        yield [
            two[::-1] if is_turned else two
            for (_, two), is_turned in zip(pairs, turned, strict=True)
        ]


def _different_pairs(
    design: Design, rated: Sequence[Stimulus], rng: np.random.Generator
) -> list[Paired]:
    """Return different pairs, each of one level and instrument: pairings of systems in
    turn, and pieces that were taken least."""
    possible = {
        pairing: _possible(pairing, rated, rng)
        for pairing in dict.fromkeys(design.pairings)
    }
    if not any(possible.values()):
        raise InvalidValue(
            "no two pieces of one level and instrument can make a pair; ask for more "
            "items, or for no pairs"
        )
    taken: Counter[str] = Counter()
    made: list[Paired] = []
    while len(made) < design.different_pairs and any(possible.values()):
        for pairing in design.pairings:
            if possible[pairing] and len(made) < design.different_pairs:
                best = min(possible[pairing], key=lambda two: sum(taken[i] for i in two))
                possible[pairing].remove(best)
                taken.update(best)
                made.append((pairing, best))
    return made


def _possible(
    pairing: Pairing, rated: Sequence[Stimulus], rng: np.random.Generator
) -> list[Two]:
    first, second = ([one for one in rated if one.system == name] for name in pairing)
    found = [
        (one.id, other.id)
        for n, one in enumerate(first)
        for other in (second[n + 1 :] if pairing[0] == pairing[1] else second)
        if (one.level, one.instrument) == (other.level, other.instrument)
    ]
    return [found[n] for n in rng.permutation(len(found))]


def _training(design: Design, pieces: Sequence[Stimulus]) -> list[tuple[str, str | None]]:
    """Return what is asked for training: single pieces, and a pair where pairs come."""
    ids = [one.id for one in pieces]
    if len(ids) > design.training:
        return [*((id_, None) for id_ in ids[:-2]), (ids[-2], ids[-1])]
    return [(id_, None) for id_ in ids]


def _trials(
    rater: Rater,
    training: Sequence[tuple[str, str | None]],
    singles: Sequence[tuple[str, bool]],
    pairs: Sequence[Two],
    new_id: Callable[[], str],
) -> Iterator[Trial]:
    for position, (left, right) in enumerate(training):
        yield Trial(new_id(), rater.id, position, "training", left, right)
    first: dict[str, str] = {}
    for position, (one, again) in enumerate(singles, len(training)):
        trial = new_id()
        earlier = first[one] if again else None
        first.setdefault(one, trial)
        yield Trial(trial, rater.id, position, "main", one, repeats=earlier)
    for position, (left, right) in enumerate(pairs, len(training) + len(singles)):
        yield Trial(new_id(), rater.id, position, "main", left, right)


def _check_connected(trials: Sequence[Trial]) -> None:
    """Raise if judgements fall into groups that cannot be compared."""
    rated = [one for one in trials if one.phase == "main" and not one.is_pair]
    found = groups((one.rater, one.left) for one in rated)
    if found > 1:
        raise InvalidValue(
            f"judgements would fall into {found} groups that share no rater, and those "
            "cannot be compared; ask for fewer items, or more trials or raters"
        )
