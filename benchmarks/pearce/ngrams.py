"""Long-term n-grams as whole distributions, for tunes that they were not fitted to.

The smoothing is `etudes.evaluation.ngram`'s, interpolated Kneser-Ney; here it gives all
symbols' probabilities at once. An n-gram may look at a tune in any *view*: a view names
each symbol and its history, and says which pitch each symbol would be.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
History = tuple[Hashable, ...]
DISCOUNT = 0.75
ORIGIN_MARGIN = 12
"""Semitones that an origin may lie outside the alphabet."""


@dataclass(frozen=True)
class View:
    """How an n-gram sees the events of a tune.

    Attributes
    ----------
    symbols : what came, shape (events,), from 0 to `size` - 1.
    histories : what was known before each event, the most telling last; all equally long.
    of_pitch : the symbol that each pitch of the alphabet would be, (events, pitches).
    size : number of symbols.
    """

    symbols: Ints
    histories: tuple[History, ...]
    of_pitch: Ints
    size: int


@dataclass(frozen=True)
class NGram:
    """Counts of symbols by length of history and history, and what was worked out."""

    size: int
    levels: tuple[dict[History, dict[int, int]], ...]
    known: dict[History, Floats] = field(default_factory=dict)

    @classmethod
    def fit(cls, views: Iterable[View]) -> Self:
        """Return the n-gram of some tunes seen in one way, as long as their histories."""
        longest: dict[History, dict[int, int]] = {}
        size, order = 0, 0
        for view in views:
            size, order = view.size, len(view.histories[0])
            for history, symbol in zip(view.histories, view.symbols.tolist(), strict=True):
                row = longest.setdefault(history, {})
                row[symbol] = row.get(symbol, 0) + 1
        levels = [longest]
        for _ in range(order):
            shorter: dict[History, dict[int, int]] = {}
            for history, longer in levels[-1].items():
                row = shorter.setdefault(history[1:], {})
                for symbol in longer:
                    row[symbol] = row.get(symbol, 0) + 1
            levels.append(shorter)
        return cls(size, tuple(levels[::-1]))

    def distribution(self, history: History) -> Floats:
        """Return the probability of every symbol, shape (size,)."""
        found = self.known.get(history)
        if found is None:
            shorter = (
                self.distribution(history[1:])
                if history
                else np.full(self.size, 1 / self.size)
            )
            row = self.levels[len(history)].get(history)
            found = shorter if row is None else _interpolated(row, shorter)
            self.known[history] = found
        return found

    def log_probabilities(self, view: View) -> Floats:
        """Return the natural log of each pitch's probability, (events, pitches)."""
        rows = np.stack([self.distribution(history) for history in view.histories])
        rows = np.take_along_axis(rows, view.of_pitch, axis=1)
        logs: Floats = np.log(rows / rows.sum(axis=1, keepdims=True))
        return logs


def mixture(logs: Floats, bias: float = 2) -> Floats:
    """Return the geometric mixture of several models, the surer the heavier.

    The scheme of Pearce (2005), chapter 6: a model weighs as its entropy, over the
    greatest one possible, to the power of -bias.

    Parameters
    ----------
    logs : natural logs, shape (events, models, symbols).

    Returns
    -------
    Natural logs, shape (events, symbols).

    Examples
    --------
    >>> sure, unsure = [0.9, 0.1], [0.5, 0.5]
    >>> np.exp(mixture(np.log([[sure, unsure]]))).round(2).tolist()
    [[0.86, 0.14]]
    """
    entropies = -(np.exp(logs) * logs).sum(axis=2, keepdims=True)
    weights = np.maximum(entropies / np.log(logs.shape[2]), 1e-6) ** -bias
    mixed = (logs * weights).sum(axis=1) / weights.sum(axis=1)
    normalised: Floats = mixed - np.logaddexp.reduce(mixed, axis=1, keepdims=True)
    return normalised


def _interpolated(counts: dict[int, int], shorter: Floats) -> Floats:
    total = sum(counts.values())
    probabilities = shorter * (DISCOUNT * len(counts) / total)
    probabilities[list(counts)] += (np.array([*counts.values()]) - DISCOUNT) / total
    return probabilities


def relative_view(
    pitches: Sequence[int],
    symbols: Sequence[int],
    origins: Sequence[int | None],
    order: int,
    known: Sequence[History] = (),
) -> View:
    """Return a view in which a symbol is the distance of a pitch from an origin.

    Parameters
    ----------
    pitches : the tune.
    symbols : the alphabet.
    origins : for each event a pitch known before it; None where none is, and then the
        symbol is the pitch itself.
    order : number of earlier symbols in the history.
    known : what else is known of each event; it stands in front of the nearest symbol.
    """
    reach = max(symbols) - min(symbols) + ORIGIN_MARGIN
    plain = np.asarray(symbols) - min(symbols) + 2 * reach + 1
    rows = [plain if o is None else np.asarray(symbols) - o + reach for o in origins]
    of_pitch = np.stack(rows)
    columns = [symbols.index(pitch) for pitch in pitches]
    chosen = of_pitch[np.arange(len(pitches)), columns]
    told = chosen.tolist()
    return View(
        chosen,
        tuple(
            _history(told, t, order, known[t] if known else ()) for t in range(len(told))
        ),
        of_pitch,
        int(plain[-1]) + 1,
    )


def _history(symbols: Sequence[int], t: int, order: int, known: History) -> History:
    past: History = (*(None,) * order, *symbols[:t])
    past = past[len(past) - order :]
    return (*past[:-1], *known, *past[-1:])
