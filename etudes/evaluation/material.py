"""What is compared: pieces that people wrote and the model never saw, and pieces made.

Both are *specimens*, a melody with what may be held equal between the two: metre, length,
level, style. A comparison says little unless these are, for a level decides how far a line
ranges and a metre where its accents fall.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus
from etudes.corpus.sequences import KINDS
from etudes.encoding.events import EventArrays, decode, to_ticks
from etudes.errors import InvalidValue
from etudes.item.make import make
from etudes.item.request import Request
from etudes.melody import Melody
from etudes.runtime import Runtime
from etudes.theory import TimeSignature

UNSEEN = ("validation", "test")
"""The sides of the split that no weight was fitted on. The validation side decided when
training stopped and how large the network is, no more."""

T = TypeVar("T")
Ints = NDArray[np.int64]
Cell = tuple[str, int, int]
"""Metre, full measures, level: what is held equal."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """A melody and what is known of it.

    Attributes
    ----------
    family : what it is kin to: the family of variants of a tune, or the id of an item.
        Whoever resamples specimens resamples these.
    level : of a human melody the level measured in its notes, whatever its key
        (`etudes.difficulty.tags`); of one that was made, the level asked for.
    style : the style of its collection, or the one asked for; "" for none.
    """

    melody: Melody
    family: str
    level: int
    style: str

    @property
    def metre(self) -> str:
        return str(self.melody.time_signature)

    @property
    def measures(self) -> int:
        """Full measures, as a musician counts them."""
        return self.melody.full_measures

    @property
    def cell(self) -> Cell:
        return self.metre, self.measures, self.level


def held_out(
    corpus: Corpus,
    *,
    metres: Iterable[str] | None = None,
    measures: Iterable[int] | None = None,
    levels: Iterable[int] | None = None,
    styles: Iterable[str] | None = None,
    splits: Iterable[str] = UNSEEN,
) -> list[Specimen]:
    """Return the closed excerpts that people wrote, in the order of the corpus.

    A closed excerpt (`etudes.corpus.excerpts`) begins at a bar line or an upbeat to one and
    ends on the tonic, as an étude does. Its tonic is nominal: every one stands in C.

    Parameters
    ----------
    metres, measures, levels, styles : what to keep; None keeps every one.
    splits : sides of the split by families; the default are those never trained on.
    """
    pieces, sides = corpus.pieces, set(splits)
    kept_metres, kept_measures = _kept(metres), _kept(measures)
    kept_levels, kept_styles = _kept(levels), _kept(styles)
    found = []
    for i in np.flatnonzero(pieces.kind == KINDS.index("excerpt")):
        row, level = corpus.tunes[pieces.tune[i]], int(pieces.level[i])
        metre = pieces.metres[pieces.metre[i]]
        if (
            row.split not in sides
            or (kept_metres is not None and metre not in kept_metres)
            or (kept_levels is not None and level not in kept_levels)
            or (kept_styles is not None and row.style not in kept_styles)
        ):
            continue
        line = pieces.line(int(i))
        if kept_measures is None or _full_measures(line) in kept_measures:
            found.append(Specimen(decode(line), row.family, level, row.style))
    return found


def generated(
    runtime: Runtime,
    *,
    metres: Iterable[str],
    levels: Iterable[int],
    measures: int = 8,
    count: int = 20,
    instrument: str = "violin",
    style: str | None = None,
    seed: int = 1,
) -> list[Specimen]:
    """Return études as `etudes make` makes them, `count` for each metre and level.

    Every one made is returned, none is picked by hand; the seed decides them all. Keys,
    ranges and pickups are those that the level deals out for the instrument.

    Raises
    ------
    UnsatisfiableRequest
        If the rules of a level leave no such exercise.
    """
    found = []
    levels = tuple(levels)
    for metre in metres:
        for level in levels:
            request = Request(
                level=level,
                instrument=instrument,
                seed=seed,
                count=count,
                measures=measures,
                time_signature=TimeSignature.parse(metre),
                style=style,
            )
            found += [
                Specimen(item.melody, item.id, level, style or "")
                for item in make(request, runtime)
            ]
    return found


def matched(
    some: Sequence[Specimen], others: Sequence[Specimen], rng: np.random.Generator
) -> tuple[list[Specimen], list[Specimen]]:
    """Return equally many of each in every metre, length and level.

    In each cell as many are kept as the poorer side has, drawn without replacement; of one
    family no more than one, unless there are not families enough.

    Returns
    -------
    two lists of equal length
        In the same order of cells; what has no match is left out.
    """
    mine, theirs = _numbers(some), _numbers(others)
    kept: tuple[list[Specimen], list[Specimen]] = ([], [])
    for cell in sorted(mine.keys() & theirs.keys()):
        here = [some[i] for i in mine[cell]], [others[i] for i in theirs[cell]]
        count = min(map(len, here))
        for side, specimens in zip(kept, here, strict=True):
            side += _drawn(specimens, count, rng)
    return kept


def resampled(
    like: Sequence[Specimen],
    pool: Sequence[Specimen],
    resamples: int,
    rng: np.random.Generator,
) -> Ints:
    """Return, for each specimen and resample, one of the pool in the same cell.

    First a family of the cell is drawn, then one of its pieces, both with replacement, so
    that a tune with many variants weighs as much as any other.

    Returns
    -------
    int array, shape (resamples, specimens)
        Indices into the pool.

    Raises
    ------
    InvalidValue
        If the pool has nothing of a specimen's metre, length and level.
    """
    members = _numbers(pool)
    chosen = np.zeros((resamples, len(like)), np.int64)
    for cell, columns in _numbers(like).items():
        if cell not in members:
            metre, measures, level = cell
            raise InvalidValue(
                f"human pieces of {measures} bars of {metre} at level {level} were "
                "expected to compare with, and there are none; leave such items out"
            )
        families = list(_families([pool[i] for i in members[cell]], members[cell]).values())
        sizes = np.array([len(family) for family in families])
        table = np.zeros((len(families), sizes.max()), np.int64)
        for row, family in zip(table, families, strict=True):
            row[: len(family)] = family
        drawn = rng.integers(len(families), size=(resamples, len(columns)))
        place = (rng.random(drawn.shape) * sizes[drawn]).astype(np.int64)
        chosen[:, columns] = table[drawn, place]
    return chosen


def _numbers(specimens: Iterable[Specimen]) -> dict[Cell, list[int]]:
    cells: dict[Cell, list[int]] = defaultdict(list)
    for i, specimen in enumerate(specimens):
        cells[specimen.cell].append(i)
    return cells


def _full_measures(line: EventArrays) -> int:
    bar = to_ticks(line.time_signature.measure_duration)
    return -((line.pickup - int(line.ticks.sum())) // bar)


def _drawn(
    here: Sequence[Specimen], count: int, rng: np.random.Generator
) -> list[Specimen]:
    """Draw so many without replacement, in each round one of every family."""
    families = _families(here, here).values()
    queues = [[one[int(i)] for i in rng.permutation(len(one))] for one in families]
    found: list[Specimen] = []
    while len(found) < count:
        found += [
            queues[int(i)].pop() for i in rng.permutation(len(queues)) if queues[int(i)]
        ]
    return found[:count]


def _families(here: Sequence[Specimen], values: Sequence[T]) -> dict[str, list[T]]:
    """Return the values, one for each specimen, by the specimens' families."""
    families: dict[str, list[T]] = defaultdict(list)
    for specimen, value in zip(here, values, strict=True):
        families[specimen.family].append(value)
    return families


def _kept(names: Iterable[T] | None) -> frozenset[T] | None:
    return None if names is None else frozenset(names)
