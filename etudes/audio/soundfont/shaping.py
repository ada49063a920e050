"""A recording made small: trimmed, at a lower rate, looped, in tune."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from etudes.audio.resampling import Signal, resampled
from etudes.audio.soundfont.source import Recording

_HEARD = {True: 10 ** (-12 / 20), False: 10 ** (-20 / 20)}
"""A note begins where it comes so near to its loudest, if it swells and if it is struck:
who hears it should not wait for it."""
_SWELLS = 0.5
"""Seconds in which the loudest is looked for."""
_RISE = {True: 0.006, False: 0.002}
_FADE = 0.03
_SILENT = 10 ** (-54 / 20)
_LOOP_EARLIEST, _LOOP_SHORTEST, _LOOP_LONGEST = 0.22, 0.22, 0.36
"""Seconds of a sustained sound: where a new loop may begin, and how long it may be."""
_TAIL = 0.2
_LEAST_LOOP = 64
_OFF = 0.03
"""So far, as a share of a period, a loop may be from a whole number of periods."""
_FINEST = 64
"""A loop's length is found to this share of a sample."""
_LOOP_OFF = 0.12
"""Semitones; a loop that is further off holds no whole number of periods."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """A sample of the new font: its values from −1 to 1, its loop, the MIDI pitch that
    sounds at `rate`, and the seconds until a loop begins to decay and then takes to fall
    by 80 dB (None: it does not decay)."""

    samples: Signal
    rate: int
    loop: tuple[int, int] | None
    root: float
    decay: tuple[float, float] | None


def sustained(recording: Recording, rate: int, longest: float) -> Shaped:
    """Return a sound that goes on as long as its key is held."""
    heard = _trimmed(recording, swells=True)
    if heard.loop and heard.loop[1] <= longest * heard.rate:
        return _with_own_loop(heard, rate, None)
    period = heard.rate / _frequency(heard.root)
    start = int(_LOOP_EARLIEST * heard.rate)
    length, likeness = _loop_length(
        heard.samples,
        start,
        period,
        (int(_LOOP_SHORTEST * heard.rate), int(_LOOP_LONGEST * heard.rate)),
    )
    return _with_new_loop(heard, rate, start, length, likeness)


def struck(recording: Recording, rate: int, longest: float, *, looped: bool) -> Shaped:
    """Return a sound that dies away, after `longest` seconds in a loop or in a fade."""
    heard = _trimmed(recording, swells=False)
    size = heard.samples.size
    if heard.loop and looped and heard.loop[1] <= longest * heard.rate:
        begins = max(heard.loop[0] / heard.rate, heard.hold)
        return _with_own_loop(heard, rate, (begins, heard.decay))
    wanted = int(longest * heard.rate)
    if not looped or size <= wanted or _level(heard.samples[wanted:]) < _SILENT:
        return _faded(heard, rate, min(size, wanted))
    period = heard.rate / _frequency(heard.root)
    fall = _fall(heard)
    flat = heard.samples.copy()
    start = wanted - int(_TAIL * heard.rate)
    times = np.arange(size - start) / heard.rate
    flat[start:] *= 10 ** (np.minimum(fall * times, 60) / 20)
    shortest = int(_TAIL * heard.rate * 0.6)
    limits = (shortest, int(_TAIL * heard.rate))
    length, likeness = _loop_length(flat, start, period, limits)
    level = Recording(flat, heard.rate, None, heard.root, 0, 0, 0)
    made = _with_new_loop(level, rate, start, length, likeness)
    begins = made.loop[0] / made.rate if made.loop else 0.0
    return Shaped(made.samples, made.rate, made.loop, made.root, (begins, 80 / fall))


def _trimmed(recording: Recording, *, swells: bool) -> Recording:
    """Without the silence before the sound; it rises from zero in some milliseconds."""
    samples, rate = recording.samples - 0.0, recording.rate
    loop = recording.loop
    if loop and loop[1] > samples.size:
        samples = np.concatenate((samples, np.zeros(loop[1] - samples.size)))
    window = max(1, int(0.004 * rate))
    power = np.convolve(samples**2, np.ones(window) / window)[window - 1 :]
    highest = power[: int(_SWELLS * rate)].max()
    first = int(np.argmax(np.sqrt(power) >= _HEARD[swells] * np.sqrt(highest)))
    # A loop of a few periods may be all there is: it is never cut into.
    first = min(first, loop[0]) if loop else first
    rise = min(int(_RISE[swells] * rate), loop[0] - first if loop else samples.size)
    kept = samples[first:].copy()
    kept[:rise] *= np.linspace(0, 1, rise, endpoint=False)
    moved = (loop[0] - first, loop[1] - first) if loop else None
    return Recording(
        kept,
        rate,
        moved,
        recording.root,
        recording.cutoff,
        recording.hold,
        recording.decay,
    )


def _with_own_loop(
    heard: Recording, rate: int, decay: tuple[float, float] | None
) -> Shaped:
    """The recording's own loop, its length a whole number of the new samples."""
    assert heard.loop is not None  # noqa: S101
    start, end = heard.loop
    turns = max(1, -(-_LEAST_LOOP * heard.rate // ((end - start) * rate)))
    length = turns * (end - start)
    new = max(8, round(length * rate / heard.rate))
    step = Fraction(length, new)
    # The loop begins on a new sample; what is lost before it is less than one.
    first = Fraction(start) % step
    before = int((start - first) / step)
    turn = heard.samples[start:end]
    signal = np.concatenate(
        (heard.samples[:end], np.tile(turn, turns + 200 // turn.size + 1))
    )
    samples = resampled(signal, step, before + new, first)
    return Shaped(
        samples,
        round(heard.rate / float(step)),
        (before, before + new),
        heard.root,
        decay,
    )


def _with_new_loop(
    heard: Recording, rate: int, start: int, length: Fraction, likeness: float
) -> Shaped:
    """A loop whose end goes over into what stood before its beginning."""
    new = round(length * rate / heard.rate)
    step = length / new
    before = round(start / step)
    samples = resampled(heard.samples, step, before + new, Fraction(0))
    fade = min(before, new) * 3 // 4
    rising = (1 - np.cos(np.pi * (np.arange(fade) + 0.5) / fade)) / 2
    old, coming = samples[-fade:], samples[before - fade : before]
    # Sounds that are alike add up, those that are not add their powers.
    both = rising**2 + (1 - rising) ** 2 + 2 * likeness * rising * (1 - rising)
    samples[-fade:] = (old * (1 - rising) + coming * rising) / np.sqrt(both)
    return Shaped(
        samples,
        round(heard.rate / float(step)),
        (before, before + new),
        heard.root,
        None,
    )


def _faded(heard: Recording, rate: int, size: int) -> Shaped:
    step = Fraction(heard.rate, rate)
    kept = heard.samples[:size].copy()
    fade = min(size, max(int(_FADE * heard.rate), size // 4))
    kept[-fade:] *= (1 + np.cos(np.pi * np.arange(1, fade + 1) / fade)) / 2
    return Shaped(
        resampled(kept, step, int(size / step), Fraction(0)), rate, None, heard.root, None
    )


def _loop_length(
    signal: Signal, start: int, period: float, limits: tuple[int, int]
) -> tuple[Fraction, float]:
    """The length after which a sound is most like itself, and how much (0 to 1)."""
    window = max(int(3 * period), 600)
    longest = min(limits[1], signal.size - start - window - 2)
    base = signal[start : start + window]
    lengths = np.arange(
        max(int(2 * period), min(limits[0], longest - int(2 * period))), longest
    )
    found = np.array(
        [_likeness(base, signal[start + n : start + n + window]) for n in lengths]
    )
    off = np.abs(lengths / period - np.round(lengths / period)) * period
    near = off[1:-1] <= max(0.6, _OFF * period)
    best = int(np.argmax(np.where(near, found[1:-1], -2))) + 1
    left, here, right = found[best - 1 : best + 2]
    bend = left - 2 * here + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    shift = float(np.clip(shift, -0.5, 0.5))
    length = int(lengths[best]) + Fraction(round(shift * _FINEST), _FINEST)
    return length, float(np.clip(here, 0, 1))


def _likeness(one: Signal, other: Signal) -> float:
    return float(one @ other / np.sqrt((one @ one) * (other @ other) + 1e-12))


def _fall(heard: Recording) -> float:
    """How many decibels a second a struck sound loses in its later part."""
    window = int(0.05 * heard.rate)
    count = heard.samples.size // window
    levels = [_level(heard.samples[n * window : (n + 1) * window]) for n in range(count)]
    decibels = 20 * np.log10(np.maximum(levels, 1e-5))
    first = min(6, count // 3)
    slope = np.polyfit(np.arange(first, count) * 0.05, decibels[first:], 1)[0]
    return float(np.clip(-slope, 4, 120))


def _level(signal: Signal) -> float:
    return float(np.sqrt(np.mean(signal**2))) if signal.size else 0.0


def _frequency(pitch: float) -> float:
    return float(440 * 2 ** ((pitch - 69) / 12))


def tuned(shaped: Shaped, measured: float) -> Shaped:
    """Return the same sound, said to have the MIDI pitch that was measured."""
    return Shaped(shaped.samples, shaped.rate, shaped.loop, measured, shaped.decay)


def loop_pitch(shaped: Shaped, near: float) -> float:
    """Return the MIDI pitch near `near` whose periods fill the loop: what is heard once
    the beginning is over, however many voices sing."""
    if not shaped.loop:
        return near
    seconds = (shaped.loop[1] - shaped.loop[0]) / shaped.rate
    periods = round(seconds * _frequency(near))
    exact = 69 + 12 * float(np.log2(periods / seconds / 440)) if periods else near
    return exact if abs(exact - near) <= _LOOP_OFF else near


def unrolled(shaped: Shaped, seconds: float) -> NDArray[np.float64]:
    """Return the sound as it goes on in its loop, without an envelope."""
    if not shaped.loop:
        return shaped.samples
    start, end = shaped.loop
    turn = shaped.samples[start:end]
    missing = int(seconds * shaped.rate) - shaped.samples.size
    turns = max(0, -(-missing // turn.size))
    return np.concatenate((shaped.samples, np.tile(turn, turns)))
