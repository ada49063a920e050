"""How loud a sound is, by ITU-R BS.1770-4 (2015): K-weighting, and two gates.

The two filters are designed for any rate from the analogue ones behind the tables of the
recommendation (De Man, *Evaluation of Implementations of the EBU R128 Loudness
Measurement*, AES 145, 2018).
"""

from functools import lru_cache
from math import pi, tan

import numpy as np
from numpy.typing import NDArray

_BLOCK, _HOP = 0.4, 0.1
"""Seconds of a gating block, and from one to the next."""
_OFFSET = -0.691
_ABSOLUTE, _RELATIVE = -70.0, -10.0
_SILENCE = 1e-15
_PART = 18
"""Two to this power samples are weighted at a time."""
_SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
"""Frequency, gain in dB and Q of the high shelf: what the head adds."""
_SHELF_SLOPE = 0.4996667741545416
_PASS = (38.13547087602444, 0.5003270373238773)
"""Frequency and Q of the high pass."""


def loudness(samples: NDArray[np.floating], rate: int) -> float:
    """Return the integrated loudness of one channel in LUFS; −inf of silence.

    A sound shorter than a block of 0.4 s is measured as if silence followed.

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 997 * np.arange(96000) / 48000)
    >>> round(loudness(tone, 48000), 2)
    -3.01
    """
    block = round(_BLOCK * rate)
    heard = np.concatenate((samples, np.zeros(max(0, block - samples.size))))
    power = _block_power(_weighted(heard.astype(np.float64), rate), rate)
    power = power[_level(power) > _ABSOLUTE]
    if not power.size:
        return float("-inf")
    kept = power[_level(power) > _level(power.mean()) + _RELATIVE]
    return float(_level(kept.mean()))


def _level(power: NDArray[np.float64] | np.floating) -> NDArray[np.float64]:
    return np.asarray(_OFFSET + 10 * np.log10(np.maximum(power, _SILENCE)))


def _block_power(weighted: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    block, hop = round(_BLOCK * rate), _HOP * rate
    sums = np.concatenate(([0.0], np.cumsum(weighted**2)))
    count = int((weighted.size - block) / hop) + 1
    starts = np.round(np.arange(count) * hop).astype(int)
    return np.asarray((sums[starts + block] - sums[starts]) / block)


def _weighted(samples: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """The signal through both filters, by their response to one impulse.

    The response has died away after half a second, far below any level that counts. Long
    signals are taken part by part (overlap-add), so that an hour needs no more memory than
    its samples.
    """
    response = _impulse_response(rate)
    size = 1 << max(_PART, (2 * response.size).bit_length())
    step = size - response.size + 1
    spectrum = np.fft.rfft(response, size)
    weighted = np.zeros(samples.size + size)
    for first in range(0, samples.size, step):
        part = np.fft.rfft(samples[first : first + step], size)
        weighted[first : first + size] += np.fft.irfft(part * spectrum, size)
    return weighted[: samples.size]


@lru_cache(maxsize=8)
def _impulse_response(rate: int) -> NDArray[np.float64]:
    values = [1.0] + [0.0] * (rate // 2)
    for (b0, b1, b2), (a1, a2) in (_shelf(rate), _high_pass(rate)):
        x1 = x2 = y1 = y2 = 0.0
        for at, x in enumerate(values):
            y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
            x1, x2, y1, y2 = x, x1, y, y1
            values[at] = y
    return np.array(values)


Biquad = tuple[tuple[float, float, float], tuple[float, float]]


def _shelf(rate: int) -> Biquad:
    frequency, decibels, q = _SHELF
    k, high = tan(pi * frequency / rate), 10 ** (decibels / 20)
    middle = high**_SHELF_SLOPE
    below = 1 + k / q + k * k
    top = (
        (high + middle * k / q + k * k) / below,
        2 * (k * k - high) / below,
        (high - middle * k / q + k * k) / below,
    )
    return top, (2 * (k * k - 1) / below, (1 - k / q + k * k) / below)


def _high_pass(rate: int) -> Biquad:
    frequency, q = _PASS
    k = tan(pi * frequency / rate)
    below = 1 + k / q + k * k
    return (1.0, -2.0, 1.0), (2 * (k * k - 1) / below, (1 - k / q + k * k) / below)
