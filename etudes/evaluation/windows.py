"""Windows: stretches of equal length, cut from two sets of melodies alike.

A window begins at a barline. A pickup is left out, and where it made the last bar short,
the last note is lengthened to the barline, so that neither gives an origin away.
"""

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.evaluation.traits import grams, traits
from etudes.melody import Melody

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

_MOST_GRAMS: Final = 250
_RAREST_GRAM: Final = 0.02
"""N-grams are counted that occur in at least this share of the windows."""

_FEWEST: Final = 3


@dataclass(frozen=True)
class Windows:
    """Windows of both sets, generated before human.

    Attributes
    ----------
    labels : shape (windows,), True for generated.
    groups : shape (windows,), the number of each window's group.
    strata : shape (windows,), the number of its metre and level.
    levels : shape (windows,), 0 where none was told.
    table : shape (windows, names), traits and counts of n-grams.
    names : what each column of the table is.
    """

    melodies: tuple[Melody, ...]
    labels: Bools
    groups: Ints
    strata: Ints
    levels: Ints
    table: Floats
    names: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.melodies)

    def chosen(self, rows: Ints, labels: Bools) -> "Windows":
        """Return some of the windows under other labels."""
        return Windows(
            tuple(self.melodies[i] for i in rows),
            labels,
            self.groups[rows],
            self.strata[rows],
            self.levels[rows],
            self.table[rows],
            self.names,
        )


def cut(melody: Melody, measures: int, without_ending: int = 0) -> Iterator[Melody]:
    """Yield the windows of so many bars, one after the other, without overlap.

    Parameters
    ----------
    without_ending : how many of the last bars are left out first.

    Examples
    --------
    >>> from fractions import Fraction
    >>> from etudes.theory import Key, Pitch, TimeSignature
    >>> bars = [(Pitch.parse(f"{letter}4"), Fraction(3, 4)) for letter in "CDEFG"]
    >>> melody = Melody.from_events(Key.parse("C"), TimeSignature(3, 4), bars)
    >>> [str(window.pitches[0]) for window in cut(melody, 2)]
    ['C4', 'E4']
    """
    full = melody.time_signature.measure_duration
    events = [(e.onset, e.duration, e.pitch) for e in melody.events()]
    onset, duration, pitch = events[-1]
    bars = -(-(onset + duration) // full)
    events[-1] = (onset, bars * full - onset, pitch)
    for first in range(0, bars - without_ending - measures + 1, measures):
        start, end = first * full, (first + measures) * full
        line = [
            (pitch, min(onset + duration, end) - max(onset, start))
            for onset, duration, pitch in events
            if max(onset, start) < min(onset + duration, end)
        ]
        if any(pitch is not None for pitch, _ in line):
            yield Melody.from_events(melody.key, melody.time_signature, line)


def windows_of(
    generated: Sequence[Melody],
    human: Sequence[Melody],
    groups: tuple[Sequence[Hashable], Sequence[Hashable]] | None,
    levels: tuple[Sequence[int], Sequence[int]] | None,
    measures: int,
    without_ending: int,
) -> Windows:
    """Return the windows of two sets; the parameters are `discriminate`'s.

    Raises
    ------
    InvalidValue
        If groups or levels do not match the melodies, or there is no window.
    """
    melodies = [*generated, *human]
    names: Sequence[Hashable] = range(len(melodies))
    if groups is not None:
        names = [*groups[0], *groups[1]]
    of_level = [0] * len(melodies) if levels is None else [*levels[0], *levels[1]]
    for what, given in (("group", names), ("level", of_level)):
        if len(given) != len(melodies):
            raise InvalidValue(
                f"a {what} for each of {len(melodies)} melodies was expected, not "
                f"{len(given)}"
            )
    number: dict[Hashable, int] = {}
    found: list[tuple[Melody, bool, int, int, int]] = []
    for i, (melody, name, level) in enumerate(zip(melodies, names, of_level, strict=True)):
        group = number.setdefault(("group", name), len(number))
        stratum = number.setdefault((str(melody.time_signature), level), len(number))
        for window in cut(melody, measures, without_ending):
            found.append((window, i < len(generated), group, stratum, level))
    if not found:
        raise InvalidValue(
            f"melodies of at least {measures + without_ending} bars were expected; none is "
            "so long"
        )
    cut_out = tuple(window for window, *_ in found)
    names_of_columns, table = _table(cut_out)
    return Windows(
        cut_out,
        np.array([label for _, label, *_ in found], np.bool_),
        np.array([group for *_, group, _, _ in found], np.int64),
        np.array([stratum for *_, stratum, _ in found], np.int64),
        np.array([level for *_, level in found], np.int64),
        table,
        names_of_columns,
    )


def _table(melodies: Sequence[Melody]) -> tuple[tuple[str, ...], Floats]:
    """Return names and values of traits and n-grams, shape (windows, names).

    No label is looked at. N-grams count as the logarithm of one more than their number.
    """
    of_windows = [traits(melody) for melody in melodies]
    counts = [grams(melody) for melody in melodies]
    spread = Counter(gram for of_window in counts for gram in of_window)
    least = max(_FEWEST, _RAREST_GRAM * len(melodies))
    common = [gram for gram, n in spread.most_common(_MOST_GRAMS) if n >= least]
    plain = sorted({name for row in of_windows for name in row})
    values = [[row.get(name, 0.0) for name in plain] for row in of_windows]
    counted = [[row[gram] for gram in common] for row in counts]
    table = np.hstack([np.array(values, float), np.log1p(np.array(counted, float))])
    varied = np.flatnonzero(table.std(axis=0) > 1e-12)
    names = [*plain, *common]
    return tuple(names[i] for i in varied), table[:, varied]
