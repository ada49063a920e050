"""A signal at another rate: every value a windowed sinc over its neighbours.

Source: Smith, J. O., *Digital Audio Resampling Home Page* (CCRMA, Stanford, 2002).
"""

from fractions import Fraction
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Signal = NDArray[np.float64]

_CROSSINGS = 16
"""Zero crossings of the sinc on each side."""
_PASSED = 0.92
"""Where the pass band ends, as a share of the lower of the two Nyquist frequencies."""
_CHUNK = 4096
_BETA = 9.0
"""Of the Kaiser window: the stop band lies 90 dB down."""


def resampled(signal: Signal, step: Fraction, count: int, start: Fraction) -> Signal:
    """Return `count` values, `step` samples of `signal` apart, the first at `start`.

    Outside the signal there is silence. A step above 1 lowers the rate, and what would
    fold over is filtered out.

    Examples
    --------
    >>> ones = np.ones(100)
    >>> resampled(ones, Fraction(3, 2), 3, Fraction(40)).round(3).tolist()
    [1.0, 1.0, 1.0]
    """
    rows = min(step.denominator * start.denominator, max(count, 1))
    kernels = _kernels(step, start, rows)
    half = kernels.shape[1] // 2
    after = max(0, int(start + step * count) + half + 2 - signal.size)
    padded = np.concatenate((np.zeros(half), signal, np.zeros(after + half)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, kernels.shape[1])
    found = np.empty(count)
    if rows == count:
        for first in range(0, count, _CHUNK):
            part = slice(first, min(first + _CHUNK, count))
            chosen = windows[_places(step, start, np.arange(part.start, part.stop))[0]]
            found[part] = np.einsum("ij,ij->i", chosen, kernels[part])
        return found
    for row in range(rows):
        # Values of one row lie whole samples apart and share a kernel.
        found[row::rows] = (
            windows[_places(step, start, np.arange(row, count, rows))[0]] @ (kernels[row])
        )
    return found


def _places(
    step: Fraction, start: Fraction, numbers: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Where the values of these numbers lie, in exact arithmetic: after which sample (in
    the padded signal one on), and how far after it."""
    bottom = step.denominator * start.denominator
    top = start.numerator * step.denominator
    rise = step.numerator * start.denominator
    whole, rest = np.divmod(top + rise * numbers, bottom)
    return whole + 1, rest / bottom


@lru_cache(maxsize=4)
def _kernels(step: Fraction, start: Fraction, rows: int) -> Signal:
    """The weights of the neighbours for each place between two samples."""
    band = _PASSED * min(1.0, float(1 / step))
    half = int(np.ceil(_CROSSINGS / band))
    after = _places(step, start, np.arange(rows))[1]
    away = np.arange(1 - half, half + 1)[None, :] - after[:, None]
    window = np.i0(_BETA * np.sqrt(np.clip(1 - (away / (half + 1)) ** 2, 0, None)))
    weights = np.sinc(band * away) * window
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))
