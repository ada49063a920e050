"""A timeline as sound, through a SoundFont and `midirenderer`."""

from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etudes.audio.midi import midi_of
from etudes.audio.resampling import resampled
from etudes.audio.sound import Sound, levelled
from etudes.audio.timeline import Timeline, item_timeline
from etudes.errors import DamagedData, InvalidValue
from etudes.item.item import Item
from etudes.tables.instruments import Instrument

RATE = 32_000
"""Samples a second."""
RATES = (16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
LEAD, TAIL = 0.3, 1.2
"""Seconds before the first note and after the last: silence, and what dies away in it."""

_FONT = Path(__file__).parent / "soundfont" / "etudes.sf2"
_FADE = 0.05
_HEADER = 44
_RING = 1.5
"""Seconds after which nothing of a released note is heard."""
_REMEMBERED = 64


def render(timeline: Timeline, rate: int = RATE) -> Sound:
    """Return the timeline as sound, as loud as it comes; see `levelled`.

    The sound is exactly as long as the timeline: what still rings then is faded out.
    Stretches between long rests are made apart, and the same stretch only once, so the
    playings of a dictation are the same samples.

    Raises
    ------
    InvalidValue
        If the rate is none of `RATES`.
    DamagedData
        If the SoundFont is missing, or cannot be read.
    """
    if rate not in RATES:
        raise InvalidValue(
            f"a rate of {', '.join(map(str, RATES))} is expected, not {rate}"
        )
    samples = np.zeros(round(timeline.duration * rate), np.float32)
    for first, stretch in _stretches(timeline):
        made = _made(stretch, rate)
        at = round(first * rate)
        part = made[: samples.size - at]
        samples[at : at + part.size] += part
    fade = min(samples.size, round(_FADE * rate))
    samples[samples.size - fade :] *= np.linspace(1, 0, fade, dtype=np.float32)
    return Sound(samples, rate)


def item_sound(item: Item, instrument: Instrument, rate: int = RATE) -> Sound:
    """Return an item as its instrument plays it, levelled, with silence before and after.

    Examples
    --------
    >>> LEAD + TAIL
    1.5
    """
    timeline = item_timeline(item, instrument)
    return levelled(render(with_silence(timeline), rate))


def with_silence(timeline: Timeline) -> Timeline:
    """Return the same with `LEAD` before it and `TAIL` after it."""
    return timeline.delayed(LEAD).followed_by_silence(TAIL)


def _stretches(timeline: Timeline) -> list[tuple[float, Timeline]]:
    """Parts that no sound joins, each from its first note, with where that is."""
    groups: list[list[int]] = []
    heard_until = -1.0
    for number, one in enumerate(timeline.soundings):
        if one.onset > heard_until:
            groups.append([])
        groups[-1].append(number)
        heard_until = max(heard_until, one.end + _RING)
    found = []
    for group in groups:
        notes = tuple(timeline.soundings[number] for number in group)
        first = notes[0].onset
        lasts = max(one.end for one in notes) - first + _RING
        moved = (replace(one, onset=one.onset - first) for one in notes)
        whole = Timeline(tuple(moved), lasts)
        found.append((first, whole))
    return found


def _made(stretch: Timeline, rate: int) -> NDArray[np.float32]:
    return _synthesised(midi_of(stretch), rate)


@lru_cache(maxsize=_REMEMBERED)
def _synthesised(midi: bytes, rate: int) -> NDArray[np.float32]:
    """One channel, at `rate`."""
    import midirenderer

    try:
        wave = midirenderer.render_wave_from(font(), midi)
    except (ValueError, RuntimeError) as error:
        raise DamagedData(
            f"'{_FONT}' cannot be played ({error}); install etudes again"
        ) from error
    made_at = int.from_bytes(wave[24:28], "little")
    # Both channels are alike: the font is mono and nothing is panned.
    left = np.frombuffer(wave, "<i2", offset=_HEADER)[::2] / 32768
    step = Fraction(made_at, rate)
    count = int(left.size / step)
    if step == 1:
        return left.astype(np.float32)
    return resampled(left, step, count, Fraction(0)).astype(np.float32)


@lru_cache(maxsize=1)
def font() -> bytes:
    """Return the SoundFont, read once.

    Raises
    ------
    DamagedData
        If it is not there.
    """
    try:
        return _FONT.read_bytes()
    except OSError as error:
        raise DamagedData(
            f"'{_FONT}' cannot be read: {error.strerror}; install etudes again"
        ) from error


def forget() -> None:
    """Let go of the stretches that are kept to be played again."""
    _synthesised.cache_clear()
