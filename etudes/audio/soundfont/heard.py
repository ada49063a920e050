"""Each zone as it plays: brought in tune, and made as loud as its neighbours.

A sample's own pitch is not what is heard. Its beginning may scoop, its loop waver, and a
key above the root hears less of the one and more of the other. So the keys of a zone are
played by the synthesiser that plays études, measured and corrected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import ceil, floor, log2

import numpy as np
from numpy.typing import NDArray

from etudes.audio.loudness import loudness
from etudes.audio.midi import midi_of
from etudes.audio.soundfont.pitch import repetition_of, struck_pitch_of
from etudes.audio.soundfont.table import Cut
from etudes.audio.soundfont.writing import Preset, Sample, soundfont
from etudes.audio.timeline import Sounding, Timeline

Signal = NDArray[np.float64]

_ROUNDS = 2
_LASTS, _APART = 1.0, 2.4
"""Seconds a key is held, and from one to the next."""
_LOUD, _LOUD_FADING = 0.8, 0.4
"""Seconds by which loudness is judged; what fades at once, by a single gating block, for
whether a second one counts would depend on a hair."""
_VELOCITY = 80
_DOMINANT = 6
"""Partials that make the pitch of a tone (Moore, Glasberg & Peters, *Relative dominance
of individual partials*, JASA 77, 1985)."""
_STEP = 1.0
"""LU from the last key of a zone to the first of the next."""
_LOOP_OFF = 4.9
"""Cents by which a loop alone may be off, where the beginning wavers."""
_HEADER = 44


def corrected(samples: Sequence[Sample], preset: Preset, row: Cut) -> tuple[Sample, ...]:
    """Return the samples, one a zone, in tune as they are heard and evenly loud.

    The middle between the highest and the lowest pitch that its keys have in their first
    second is brought to equal temperament, to a cent. Where one zone is louder than the
    next by more than a step, the louder one is turned down.
    """
    made = tuple(samples)
    zones = _zones(preset, row)
    for _ in range(_ROUNDS):
        heard = _played(made, preset, zones)
        off = [_middle(one, rate, row) for rate, one in heard]
        made = tuple(
            replace(one, cents=_with_loop(one, one.cents - round(cents), row))
            for one, cents in zip(made, off, strict=True)
        )
    gains = _gains([_ends(one, rate, row) for rate, one in _played(made, preset, zones)])
    return tuple(
        replace(one, points=np.round(one.points * gain).astype(np.int16))
        for one, gain in zip(made, gains, strict=True)
    )


def _with_loop(sample: Sample, cents: int, row: Cut) -> int:
    """The correction, or the nearest one with which what goes on sounding is in tune."""
    if row.kind != "sustained" or not sample.loop:
        return cents
    seconds = (sample.loop[1] - sample.loop[0]) / sample.rate
    wanted = 440 * 2 ** ((sample.root - cents / 100 - 69) / 12)
    periods = max(1, round(seconds * wanted))
    off = 100 * (69 + 12 * log2(periods / seconds / 440) - sample.root)
    return max(ceil(-_LOOP_OFF - off), min(floor(_LOOP_OFF - off), cents))


def _zones(preset: Preset, row: Cut) -> list[tuple[int, int, int]]:
    """The lowest, the middle and the highest key of each sample, as far as is cut."""
    keys = dict.fromkeys(one.keys for one in preset.regions)
    inside = [(max(low, row.low), min(high, row.high)) for low, high in keys]
    return [(low, (low + high) // 2, high) for low, high in inside]


def _played(
    samples: Sequence[Sample], preset: Preset, zones: Sequence[tuple[int, int, int]]
) -> Iterator[tuple[int, list[tuple[int, Signal]]]]:
    """For each zone the rate, and its keys with what is heard of them."""
    import midirenderer

    font = soundfont(samples, [preset], {})
    keys = [key for zone in zones for key in zone]
    notes = tuple(
        Sounding(at * _APART, _LASTS, key, _VELOCITY, preset.program)
        for at, key in enumerate(keys)
    )
    wave = midirenderer.render_wave_from(
        font, midi_of(Timeline(notes, len(notes) * _APART))
    )
    rate = int.from_bytes(wave[24:28], "little")
    sound = np.frombuffer(wave, "<i2", offset=_HEADER)[::2] / 32768
    starts = [round(at * _APART * rate) for at in range(len(keys))]
    parts = [sound[start : start + round(_LASTS * rate)] for start in starts]
    pairs = list(zip(keys, parts, strict=True))
    for first in range(0, len(pairs), 3):
        yield rate, pairs[first : first + 3]


def _middle(heard: Sequence[tuple[int, Signal]], rate: int, row: Cut) -> float:
    """Cents by which the middle of what is heard lies above the keys."""
    off = [100 * (_pitch(one, rate, key, row) - key) for key, one in heard]
    return (max(off) + min(off)) / 2


def _pitch(signal: Signal, rate: int, key: int, row: Cut) -> float:
    """By one partial where only that one counts, else by the repetition."""
    if row.partials == 1:
        return struck_pitch_of(signal, rate, key, row.partial, 1)
    return repetition_of(signal, rate, key, _DOMINANT)


def _ends(heard: Sequence[tuple[int, Signal]], rate: int, row: Cut) -> tuple[float, float]:
    """LUFS of the lowest and of the highest key."""
    size = int((_LOUD if row.looped else _LOUD_FADING) * rate)
    first, *_, last = (loudness(one[:size], rate) for _, one in heard)
    return first, last


def _gains(ends: Sequence[tuple[float, float]]) -> list[float]:
    """The largest gains up to 1 with which no step between neighbours is too high."""
    steps = [after[0] - before[1] for before, after in pairwise(ends)]

    def lowered(above: float, limit: float) -> float:
        return min(0.0, above + limit)

    up = list(accumulate((_STEP - s for s in steps), lowered, initial=0.0))
    down = list(accumulate((_STEP + s for s in reversed(steps)), lowered, initial=0.0))
    pairs = zip(up, reversed(down), strict=True)
    return [10 ** (min(pair) / 20) for pair in pairs]
