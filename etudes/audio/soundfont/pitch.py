"""The pitch of a recorded note, near the one it should have."""

import numpy as np
from numpy.typing import NDArray

_SKIPPED = 0.04
"""Seconds of the attack, whose pitch is no pitch yet."""
_PERIODS = 12
"""Length of the window that keeps one partial and leaves out its neighbours."""
_PASSES = 3
_SEARCHED, _FINEST = 100, 0.5
"""Cents on each side, and from one place to the next."""
_BLOCK = 16
_FRAME_PERIODS, _FRAME_SECONDS = 5, 0.04
_NEAR = 0.05
"""How far, as a share of a period, the repetition may be from the expected one."""


def pitch_of(
    signal: NDArray[np.float64], rate: int, expected: float, ratio: float, partials: int
) -> float:
    """Return the MIDI pitch, with cents as its fraction, of a tone near `expected`.

    It is the mean frequency over the whole tone, so that a vibrato has its middle, and
    over the first `partials` whole multiples of partial `ratio`, the stronger ones
    weighing more.

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 442 * np.arange(22050) / 22050)
    >>> round(pitch_of(tone, 22050, 69, 1, 1), 2)
    69.08
    """
    kept = signal[min(int(_SKIPPED * rate), signal.size // 4) :]
    found = expected
    for _ in range(_PASSES):
        base = 440 * 2 ** ((found - 69) / 12) * ratio
        near = [n for n in range(1, partials + 1) if base * n < 0.45 * rate]
        both = [_beside(kept, rate, base * n, base) for n in near]
        pairs = zip(near, both, strict=True)
        cents = [1200 * np.log2(1 + off / (base * n)) for n, (off, _) in pairs]
        weights = [power for _, power in both]
        found += float(np.average(cents, weights=weights)) / 100
    return found


def _beside(
    signal: NDArray[np.float64], rate: int, middle: float, spacing: float
) -> tuple[float, float]:
    """How far the mean frequency about `middle` lies beside it, in Hz, and the power."""
    times = np.arange(signal.size) / rate
    moved = signal * np.exp(-2j * np.pi * middle * times)
    window = np.hanning(min(int(_PERIODS * rate / spacing) | 1, signal.size // 2 | 1))
    size = 1 << (signal.size + window.size).bit_length()
    product = np.fft.fft(moved, size) * np.fft.fft(window / window.sum(), size)
    slow = np.fft.ifft(product)[window.size : signal.size]
    turn = np.vdot(slow[:-1], slow[1:])
    return float(np.angle(turn) * rate / (2 * np.pi)), float(np.abs(turn))


def struck_pitch_of(
    signal: NDArray[np.float64], rate: int, expected: float, ratio: float, partials: int
) -> float:
    """Return the same for a tone that dies away: where its partials are strongest.

    Partials of bars, bells and skins lie close together, so a mean would mix them.

    Examples
    --------
    >>> tone = np.sin(2 * np.pi * 442 * np.arange(22050) / 22050)
    >>> round(struck_pitch_of(tone, 22050, 69, 1, 1), 2)
    69.08
    """
    kept = signal[min(int(_SKIPPED * rate), signal.size // 4) :]
    kept = kept * np.hanning(kept.size)
    cents = np.arange(-_SEARCHED, _SEARCHED + _FINEST, _FINEST)
    base = 440 * 2 ** ((expected - 69) / 12) * ratio
    near = [n for n in range(1, partials + 1) if base * n < 0.45 * rate]
    strength = sum(_strength(kept, rate, base * n, cents) for n in near)
    return expected + float(cents[int(np.argmax(strength))]) / 100


def _strength(
    signal: NDArray[np.float64], rate: int, middle: float, cents: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The spectrum at frequencies about `middle`, which is first moved down to 0 Hz."""
    times = np.arange(signal.size) / rate
    moved = signal * np.exp(-2j * np.pi * middle * times)
    size = moved.size // _BLOCK * _BLOCK
    slow = moved[:size].reshape(-1, _BLOCK).sum(axis=1)
    at = times[:size].reshape(-1, _BLOCK).mean(axis=1)
    offsets = middle * (2 ** (cents / 1200) - 1)
    return np.asarray(np.abs(np.exp(-2j * np.pi * np.outer(offsets, at)) @ slow))


def repetition_of(
    signal: NDArray[np.float64], rate: int, expected: float, partials: int
) -> float:
    """Return the MIDI pitch by how soon a tone near `expected` repeats itself.

    It is the mean over short frames, all of one weight, of what the first `partials`
    partials make together; so a missing fundamental is no loss.

    Examples
    --------
    >>> times = 2 * np.pi * 221 * np.arange(22050) / 22050
    >>> tone = np.sin(2 * times) + np.sin(3 * times)
    >>> round(repetition_of(tone, 22050, 57, 6), 2)
    57.08
    """
    frequency = 440 * 2 ** ((expected - 69) / 12)
    kept = signal[min(int(_SKIPPED * rate), signal.size // 4) :]
    spectrum = np.fft.rfft(kept)
    at = np.fft.rfftfreq(kept.size, 1 / rate)
    spectrum[(at < frequency / 2) | (at > (partials + 0.5) * frequency)] = 0
    heard = np.fft.irfft(spectrum, kept.size)
    size = round(max(_FRAME_PERIODS * rate / frequency, _FRAME_SECONDS * rate))
    # A late repetition tells short periods more exactly.
    times = max(1, int(300 * frequency / rate))
    middle = times * rate / frequency
    reach = min(_NEAR * times, 0.35) * rate / frequency
    first, last = int(middle - reach) - 1, int(middle + reach) + 2
    starts = range(0, kept.size - size - last, size // 2)
    found = [_repetition(heard[s : s + size + last], size, first) for s in starts]
    return expected + 12 * float(np.mean(np.log2(middle / np.array(found))))


def _repetition(part: NDArray[np.float64], size: int, first: int) -> float:
    """The lag, from `first` on, after which the beginning of a stretch comes again."""
    frame, later = part[:size], part[first:]
    alike = np.correlate(later, frame, "valid")
    power = np.cumsum(np.concatenate(([0.0], later**2)))
    alike /= np.sqrt(power[size:] - power[:-size] + 1e-12)
    best = int(np.argmax(alike[1:-1])) + 1
    left, here, right = alike[best - 1 : best + 2]
    bend = left - 2 * here + right
    return first + best + (0.5 * float(left - right) / float(bend) if bend < 0 else 0.0)
