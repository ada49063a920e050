"""Kneser–Ney n-grams: what a network has to beat, on the same events.

Interpolated Kneser–Ney smoothing with one discount (Chen & Goodman, "An empirical study
of smoothing techniques for language modeling", 1999, section 3): the longest history
counts occurrences, every shorter one counts how many different symbols stood before,
and below the empty history every symbol of the alphabet is equally likely.
"""

import math
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import EventArrays, to_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import InvalidValue

DISCOUNT: Final = 0.75
"""What every count gives up to the shorter histories."""

_START: Final = "<start>"
"""Stands before the first event."""

Symbol = Hashable
History = tuple[Symbol, ...]


@dataclass(frozen=True)
class KneserNey:
    """An n-gram model; `order` is the number of symbols that it looks back.

    Attributes
    ----------
    grams : by length of the history: how often each (*history, symbol) counts.
    totals : by length of the history: the sum and the number of the counts after each
        history.

    Examples
    --------
    >>> model = KneserNey.fit(["abab", "abac"], order=1, alphabet_size=3)
    >>> model.probability("a", "b") > model.probability("a", "c")
    True
    >>> round(sum(model.probability("a", symbol) for symbol in "abc"), 9)
    1.0
    """

    order: int
    alphabet_size: int
    grams: tuple[Counter[History], ...]
    totals: tuple[dict[History, tuple[int, int]], ...]

    @classmethod
    def fit(
        cls, sequences: Iterable[Sequence[Symbol]], order: int, alphabet_size: int
    ) -> Self:
        """Return the model of some sequences.

        Raises
        ------
        InvalidValue
            If the order is negative or the sequences hold more symbols than the alphabet.
        """
        grams = (
            (*history, symbol)
            for sequence in sequences
            for history, symbol in zip(histories(sequence, order), sequence, strict=True)
        )
        return cls.count(grams, order, alphabet_size)

    @classmethod
    def count(cls, grams: Iterable[History], order: int, alphabet_size: int) -> Self:
        """Return the model of (*history, symbol) tuples, each of `order` + 1 members.

        A history may hold anything that is known, the most telling last: the first
        member is forgotten first.

        Raises
        ------
        InvalidValue
            If the order is negative or there are more symbols than the alphabet has.
        """
        if order < 0:
            raise InvalidValue(f"an order of 0 or more was expected, not {order}")
        levels = [Counter(grams)]
        for _ in range(order):
            levels.append(Counter(gram[1:] for gram in levels[-1]))
        levels.reverse()
        if len(levels[0]) > alphabet_size:
            raise InvalidValue(
                f"an alphabet of at least {len(levels[0])} symbols was expected, not "
                f"{alphabet_size}"
            )
        return cls(order, alphabet_size, tuple(levels), tuple(map(_totals, levels)))

    def probability(self, history: Sequence[Symbol], symbol: Symbol) -> float:
        """Return the probability of a symbol of the alphabet.

        A history shorter than the order is the beginning of a sequence.
        """
        missing = max(0, self.order - len(history))
        known = (_START,) * missing + tuple(history[len(history) - self.order + missing :])
        probability = 1 / self.alphabet_size
        for length in range(self.order + 1):
            context = known[self.order - length :]
            found = self.totals[length].get(context)
            if found is None:
                break  # a longer history was not met either
            total, distinct = found
            count = self.grams[length].get((*context, symbol), 0)
            kept = max(count - DISCOUNT, 0)
            probability = (kept + DISCOUNT * distinct * probability) / total
        return probability

    def bits(self, sequence: Sequence[Symbol]) -> NDArray[np.float64]:
        """Return what each event of a sequence costs, in bits, shape (events,)."""
        pairs = zip(histories(sequence, self.order), sequence, strict=True)
        return self.bits_of((*history, symbol) for history, symbol in pairs)

    def bits_of(self, grams: Iterable[History]) -> NDArray[np.float64]:
        """Return what the last member of each tuple costs after the others, in bits."""
        return np.array(
            [-math.log2(self.probability(gram[:-1], gram[-1])) for gram in grams], float
        )


def histories(sequence: Sequence[Symbol], order: int) -> Iterator[History]:
    """Yield the `order` symbols before each symbol, padded before the first.

    Examples
    --------
    >>> list(histories("ab", 2))
    [('<start>', '<start>'), ('<start>', 'a')]
    """
    padded = (*(_START,) * order, *sequence)
    for i in range(len(sequence)):
        yield padded[i : i + order]


def _totals(grams: Counter[History]) -> dict[History, tuple[int, int]]:
    totals: dict[History, tuple[int, int]] = {}
    for gram, count in grams.items():
        total, distinct = totals.get(gram[:-1], (0, 0))
        totals[gram[:-1]] = (total + count, distinct + 1)
    return totals


@dataclass(frozen=True)
class Baselines:
    """The Kneser–Ney models of melodies, from plain to well informed.

    `joint` predicts pitch and duration as one symbol; `pitch` and `duration` each from
    its own past; `placed_duration` also knows the metre and the place in the bar.
    """

    joint: KneserNey
    pitch: KneserNey
    duration: KneserNey
    placed_duration: KneserNey

    @classmethod
    def fit(cls, lines: Sequence[EventArrays], vocabulary: Vocabulary) -> Self:
        """Return the baselines of some lines; the vocabulary sets the alphabets' sizes."""
        pitches, durations = len(vocabulary.pitches), len(vocabulary.durations)
        placed = (gram for line in lines for gram in _placed(line))
        return cls(
            KneserNey.fit(map(_joint, lines), 3, pitches * durations),
            KneserNey.fit(map(_pitches, lines), 4, pitches),
            KneserNey.fit(map(_durations, lines), 10, durations),
            KneserNey.count(placed, _PLACED_ORDER + 1, durations),
        )

    def bits(self, line: EventArrays) -> dict[str, NDArray[np.float64]]:
        """Return bits by name of the model, each of shape (events,)."""
        return {
            "joint": self.joint.bits(_joint(line)),
            "pitch": self.pitch.bits(_pitches(line)),
            "duration": self.duration.bits(_durations(line)),
            "placed_duration": self.placed_duration.bits_of(_placed(line)),
        }


_PLACED_ORDER: Final = 2


def _pitches(line: EventArrays) -> list[tuple[int, int]]:
    return list(zip(line.steps.tolist(), line.alters.tolist(), strict=True))


def _durations(line: EventArrays) -> list[int]:
    durations: list[int] = line.ticks.tolist()
    return durations


def _joint(line: EventArrays) -> list[tuple[tuple[int, int], int]]:
    return list(zip(_pitches(line), _durations(line), strict=True))


def _placed(line: EventArrays) -> Iterator[History]:
    """Yield (the durations before, (metre, place in the bar), the duration)."""
    durations = _durations(line)
    places = line.onsets % to_ticks(line.time_signature.measure_duration)
    before = histories(durations, _PLACED_ORDER)
    for history, place, duration in zip(before, places.tolist(), durations, strict=True):
        yield *history, (str(line.time_signature), place), duration
