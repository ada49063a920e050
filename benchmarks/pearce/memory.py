"""A short-term model: what the piece itself has done before.

Prediction by partial matching within one piece, escape method C, interpolated (Moffat
1990; the smoothing "C*I" of Pearce 2005, chapter 6). It starts empty in every piece and
sees only what came before the event.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
LONGEST = 12


@dataclass(frozen=True)
class Memory:
    """What the past of a piece says of each event.

    Attributes
    ----------
    log_probabilities : natural logs, shape (events, symbols).
    matched : length of the longest context that has come before, shape (events,); -1
        where not even the empty one has.
    followed : the symbol that followed it last, shape (events,); -1 where none did.
    """

    log_probabilities: Floats
    matched: Ints
    followed: Ints


def recall(symbols: Sequence[int], size: int) -> Memory:
    """Return what each event's past says, for symbols from 0 to `size` - 1.

    Examples
    --------
    >>> memory = recall([0, 1, 2, 0, 1], size=3)
    >>> memory.matched.tolist(), memory.followed.tolist()
    ([-1, 0, 0, 0, 1], [-1, 0, 1, 2, 1])
    """
    seen: dict[tuple[Hashable, ...], Floats] = {}
    last: dict[tuple[Hashable, ...], int] = {}
    logs = np.zeros((len(symbols), size))
    matched = np.full(len(symbols), -1)
    followed = np.full(len(symbols), -1)
    for t, symbol in enumerate(symbols):
        contexts = [tuple(symbols[t - n : t]) for n in range(min(t, LONGEST) + 1)]
        probabilities = np.full(size, 1 / size)
        for length, context in enumerate(contexts):
            counts = seen.get(context)
            if counts is None:
                break
            distinct = np.count_nonzero(counts)
            probabilities = (counts + distinct * probabilities) / (counts.sum() + distinct)
            matched[t], followed[t] = length, last[context]
        logs[t] = np.log(probabilities)
        for context in contexts:
            seen.setdefault(context, np.zeros(size))[symbol] += 1
            last[context] = symbol
    return Memory(logs, matched, followed)
