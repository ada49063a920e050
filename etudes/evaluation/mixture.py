"""A long-term and a short-term n-gram, mixed: the style's habits and this tune's own.

The long-term model has learnt from other pieces; the short-term one begins each piece
knowing nothing and learns it event by event, so that a tune that repeats itself becomes
cheap. At every event the two are mixed, the more certain weighing more (Conklin 1990;
Pearce, "The construction and evaluation of statistical models of melodic structure in
music perception and composition", City University London 2005, chapter 7).

Both are n-grams of bounded order with interpolated Witten–Bell smoothing, which is
escape method C of the thesis with its interpolation, but with a uniform law over the
whole alphabet at the bottom and without its unbounded orders and update exclusion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from etudes.errors import InvalidValue
from etudes.evaluation.ngram import History, histories

BIAS: Final = 2.0
"""How steeply certainty counts; 2 is the thesis's choice for melodies (table 6.6)."""

ORDERS: Final = (2, 3, 4, 6)
BIASES: Final = (0.0, 1.0, 2.0)
"""What `Mixture.tuned` chooses among."""

Bits = NDArray[np.float64]
Probabilities = NDArray[np.float64]


class WittenBell:
    """An n-gram that learns: counts for every history of up to `order` symbols.

    After a history met N times, with T different symbols, a symbol met n times has the
    probability (n + T p) / (N + T), where p is its probability after the history without
    its first symbol (Witten & Bell, "The zero-frequency problem", IEEE Transactions on
    Information Theory 37(4), 1991; method C).

    Parameters
    ----------
    order : how many symbols it looks back.
    alphabet_size : symbols are numbers from 0 to this, exclusive.

    Raises
    ------
    InvalidValue
        If the order is negative or there is no symbol.

    Examples
    --------
    >>> model = WittenBell(order=1, alphabet_size=3)
    >>> for symbol in (0, 1, 0):
    ...     model.learn(("a note before",), symbol)
    >>> model.probabilities(("a note before",)).round(3).tolist()
    [0.613, 0.333, 0.053]
    """

    def __init__(self, order: int, alphabet_size: int) -> None:
        if order < 0 or alphabet_size < 1:
            raise InvalidValue(
                "an order of 0 or more and an alphabet of 1 or more were expected, not "
                f"{order} and {alphabet_size}"
            )
        self.order = order
        self.alphabet_size = alphabet_size
        self._counts: dict[History, NDArray[np.int32]] = {}

    @classmethod
    def fit(
        cls, sequences: Iterable[Sequence[int]], order: int, alphabet_size: int
    ) -> Self:
        """Return the model that has learnt some sequences, each as a whole piece."""
        model = cls(order, alphabet_size)
        for sequence in sequences:
            model._check(sequence)
            for history, symbol in zip(histories(sequence, order), sequence, strict=True):
                model.learn(history, symbol)
        return model

    def learn(self, history: History, symbol: int) -> None:
        """Count a symbol after the `order` symbols before it."""
        for start in range(self.order + 1):
            counts = self._counts.get(history[start:])
            if counts is None:
                counts = np.zeros(self.alphabet_size, np.int32)
                self._counts[history[start:]] = counts
            counts[symbol] += 1

    def probabilities(self, history: History) -> Probabilities:
        """Return the probability of every symbol, shape (alphabet,)."""
        found = np.full(self.alphabet_size, 1 / self.alphabet_size)
        for start in range(self.order, -1, -1):
            counts = self._counts.get(history[start:])
            if counts is None:
                break  # a longer history was not met either
            distinct = np.count_nonzero(counts)
            found = (counts + distinct * found) / (counts.sum() + distinct)
        return found

    def predictions(
        self, sequence: Sequence[int], *, learning: bool = False
    ) -> Probabilities:
        """Return what is expected at each event of a piece, shape (events, alphabet).

        Parameters
        ----------
        learning : learn each event as soon as it has been predicted.

        Raises
        ------
        InvalidValue
            If a symbol is not in the alphabet.
        """
        self._check(sequence)
        found = np.empty((len(sequence), self.alphabet_size))
        events = zip(histories(sequence, self.order), sequence, strict=True)
        for i, (history, symbol) in enumerate(events):
            found[i] = self.probabilities(history)
            if learning:
                self.learn(history, symbol)
        return found

    def _check(self, sequence: Sequence[int]) -> None:
        if len(sequence) and not 0 <= min(sequence) <= max(sequence) < self.alphabet_size:
            raise InvalidValue(
                f"symbols from 0 to {self.alphabet_size - 1} were expected, not "
                f"{min(sequence)} to {max(sequence)}"
            )


def combined(predictions: Sequence[Probabilities], bias: float = BIAS) -> Probabilities:
    """Return the weighted geometric mean of several models' predictions.

    Model m weighs H(m) ** -bias, where H is the entropy of its prediction as a share of
    the largest possible one; p = Π p(m) ** (w(m) / Σ w), made to sum to one.

    Parameters
    ----------
    predictions : a model each, shape (events, alphabet); every probability above 0.
    bias : 0 gives all models the same weight.

    Returns
    -------
    float64 array, shape (events, alphabet).

    Raises
    ------
    InvalidValue
        If a model finds something impossible: no other could speak against it.

    Examples
    --------
    >>> undecided, sure = np.array([[0.5, 0.5]]), np.array([[0.9, 0.1]])
    >>> combined([undecided, sure]).round(3).tolist()  # the sure one weighs 0.82
    [[0.858, 0.142]]
    """
    stacked = np.stack(predictions)
    if not (stacked > 0).all():
        raise InvalidValue("probabilities above 0 were expected of every model")
    if stacked.shape[-1] == 1:
        return np.ones(stacked.shape[1:])
    logs = np.log2(stacked)
    entropies = -(stacked * logs).sum(axis=-1) / np.log2(stacked.shape[-1])
    weights = entropies**-bias
    shares = weights / weights.sum(axis=0)
    mixed = np.exp2((shares[..., None] * logs).sum(axis=0))
    total: Probabilities = mixed / mixed.sum(axis=-1, keepdims=True)
    return total


@dataclass(frozen=True)
class Mixture:
    """A long-term model, mixed with a short-term one that starts anew with each piece.

    Attributes
    ----------
    short_order : order of the short-term model.
    bias : as in `combined`.

    Examples
    --------
    >>> steps = [0, 1, 2, 3] * 3
    >>> mixture = Mixture.fit([steps], order=2, alphabet_size=5)
    >>> turn = [4, 2, 0] * 8  # no such thing was in training: the piece itself teaches it
    >>> costs = mixture.bits(turn)
    >>> bool(costs[:3].mean() > 2 > 0.5 > costs[-3:].mean())
    True
    """

    long_term: WittenBell
    short_order: int
    bias: float = BIAS

    @classmethod
    def fit(
        cls, sequences: Iterable[Sequence[int]], order: int, alphabet_size: int
    ) -> Self:
        """Return a mixture of two models of one order; the long-term one has learnt.

        Raises
        ------
        InvalidValue
            If the order is negative or a symbol is not in the alphabet.
        """
        return cls(WittenBell.fit(sequences, order, alphabet_size), order)

    @classmethod
    def tuned(
        cls,
        sequences: Sequence[Sequence[int]],
        judges: Sequence[Sequence[int]],
        alphabet_size: int,
        orders: Sequence[int] = ORDERS,
        biases: Sequence[float] = BIASES,
    ) -> Self:
        """Return the mixture, of all orders and biases, that predicts other pieces best.

        Parameters
        ----------
        sequences : what the long-term models learn.
        judges : pieces on neither the training nor the test side, at least one event.

        Raises
        ------
        InvalidValue
            If an order is negative or a symbol is not in the alphabet.
        """
        long_terms = [WittenBell.fit(sequences, order, alphabet_size) for order in orders]
        expected = [_stacked(model, judges) for model in long_terms]
        learnt = [_stacked(WittenBell(o, alphabet_size), judges, anew=True) for o in orders]
        heard = np.concatenate([np.asarray(piece, np.int64) for piece in judges])

        def cost(choice: tuple[int, int, float]) -> float:
            long, short, bias = choice
            mixed = combined([expected[long], learnt[short]], bias)
            return float(-np.log2(mixed[np.arange(len(heard)), heard]).sum())

        places = range(len(orders))
        long, short, bias = min(product(places, places, biases), key=cost)
        return cls(long_terms[long], orders[short], bias)

    def predictions(self, sequence: Sequence[int]) -> Probabilities:
        """Return what is expected at each event of a piece, shape (events, alphabet)."""
        short_term = WittenBell(self.short_order, self.long_term.alphabet_size)
        learnt = short_term.predictions(sequence, learning=True)
        return combined([self.long_term.predictions(sequence), learnt], self.bias)

    def bits(self, sequence: Sequence[int]) -> Bits:
        """Return what each event of a piece costs, in bits, shape (events,).

        Raises
        ------
        InvalidValue
            If a symbol is not in the alphabet.
        """
        chosen = self.predictions(sequence)[np.arange(len(sequence)), list(sequence)]
        costs: Bits = -np.log2(chosen)
        return costs


def _stacked(
    model: WittenBell, pieces: Sequence[Sequence[int]], *, anew: bool = False
) -> Probabilities:
    """Return the predictions of all pieces; `anew`: a fresh model learns each of them."""
    of_pieces = [
        WittenBell(model.order, model.alphabet_size).predictions(piece, learning=True)
        if anew
        else model.predictions(piece)
        for piece in pieces
    ]
    return np.concatenate(of_pieces)
