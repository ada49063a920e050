"""Cutting the project's SoundFont out of FluidR3.

    python -m etudes.audio.soundfont.cut /usr/share/sounds/sf2/FluidR3_GM.sf2 etudes.sf2

gives the same bytes each time.
"""

import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from math import log2
from pathlib import Path

import numpy as np

from etudes.audio.loudness import loudness
from etudes.audio.soundfont.heard import corrected
from etudes.audio.soundfont.pitch import pitch_of, struck_pitch_of
from etudes.audio.soundfont.shaping import (
    Shaped,
    loop_pitch,
    struck,
    sustained,
    tuned,
    unrolled,
)
from etudes.audio.soundfont.source import Recording, SoundFontFile
from etudes.audio.soundfont.table import Cut, Kit, cut_table
from etudes.audio.soundfont.writing import Preset, Region, Sample, soundfont
from etudes.errors import EtudesError, UnknownName
from etudes.paths import write_whole

DRUMS = 128
INFO = {
    "INAM": "etudes, cut from Fluid R3 GM",
    "IENG": "Frank Wen",
    "ICOP": "(c) 2000-2002, 2008 Frank Wen; (c) 2008 Toby Smithe; MIT license",
    "ICMT": "One channel, lower rates, fewer keys, new loops, retuned: not the original.",
}
_LOUDNESS = -16.0
"""LUFS of every sample at full velocity, where its peak allows."""
_HIGHEST = 0.98
_HEARD = 0.9
"""Seconds of a recording in which its own pitch is looked for."""
_JUDGED = {"sustained": 2.0, "struck": 1.0}
"""Seconds of what is made by which it is tuned."""
_LAYERS = ((0, 55, -1500), (56, 88, -700), (89, 127, 0))
"""Velocities, and the cents by which soft sounds are darker than loud ones."""
_OPEN = 13000
_FILTER, _ATTACK, _HOLD, _DECAY, _SUSTAIN, _RELEASE = 8, 34, 35, 36, 37, 38
_HOLD_BY_KEY, _MODES = 39, 54
_SLOWEST_RATE = 16000


def cut(source: SoundFontFile) -> bytes:
    """Return the small SoundFont."""
    table = cut_table()
    samples: list[Sample] = []
    presets = []
    for row in table.cuts:
        shaped = list(_shaped(source, row, table.velocity, table.rate))
        preset = _preset(row, shaped)
        cut_out = [_sample(f"{row.program} {key}", one) for key, one, _ in shaped]
        presets.append(_moved(preset, len(samples)))
        samples += corrected(cut_out, preset, row)
    for kit in table.kits:
        drums = list(_drums(source, kit, table.velocity, table.rate))
        regions = tuple(
            Region(len(samples) + at, (key, key), (0, 127), _struck(0.6))
            for at, (key, _) in enumerate(drums)
        )
        presets.append(Preset(f"kit {kit.program}", DRUMS, kit.program, regions))
        samples += [_sample(f"kit {kit.program} {key}", one) for key, one in drums]
    return soundfont(samples, presets, INFO)


def _shaped(
    source: SoundFontFile, row: Cut, velocity: int, rate: int
) -> Iterator[tuple[int, Shaped, int]]:
    """The root keys of a preset from low to high, each with its sound and filter."""
    for key in _roots(row):
        found = _nearest(source, row.program, row.recorded(key), velocity)
        lower = min(rate, max(_SLOWEST_RATE, int(40 * 440 * 2 ** ((key - 69) / 12))))
        yield key, _levelled(_made(found, row, lower)), found.cutoff


def _nearest(source: SoundFontFile, program: int, key: int, velocity: int) -> Recording:
    """What sounds at a key, or at the nearest one below where the font ends earlier."""
    for below in range(key, key - 24, -1):
        try:
            return source.recording(0, program, below, velocity)
        except UnknownName:
            continue
    raise UnknownName(f"{source.path} has nothing near key {key} for program {program}")


def _made(found: Recording, row: Cut, rate: int) -> Shaped:
    measured = pitch_of if row.kind == "sustained" else struck_pitch_of
    if not found.loop or found.loop[1] > row.seconds * found.rate:
        heard = found.samples[: int(_HEARD * found.rate)]
        pitch = measured(heard, found.rate, found.root, row.partial, row.partials)
        found = replace(found, root=pitch)
    if row.kind == "sustained":
        made = sustained(found, rate, row.seconds)
    else:
        made = struck(found, rate, row.seconds, looped=row.looped)
    heard = unrolled(made, _JUDGED[row.kind])
    pitch = measured(heard, made.rate, made.root, row.partial, row.partials)
    return tuned(made, loop_pitch(made, pitch) if row.kind == "sustained" else pitch)


def _drums(
    source: SoundFontFile, kit: Kit, velocity: int, rate: int
) -> Iterator[tuple[int, Shaped]]:
    for key in kit.keys:
        found = source.recording(DRUMS, kit.program, key, velocity)
        made = struck(found, rate, kit.seconds, looped=False)
        # A drum sounds as it was recorded: at its own key.
        yield key, _levelled(Shaped(made.samples, made.rate, None, float(key), None))


def _roots(row: Cut) -> list[int]:
    """Keys about `step` apart, each in the middle of those that it serves."""
    count = max(1, round((row.high - row.low) / row.step))
    return [round(row.low + (n + 0.5) * (row.high - row.low) / count) for n in range(count)]


def _levelled(made: Shaped) -> Shaped:
    """All samples equally loud: what is loud or soft is for the score to say."""
    heard = unrolled(made, 0.8)[: int(0.8 * made.rate)]
    gain = 10 ** ((_LOUDNESS - loudness(heard, made.rate)) / 20)
    gain = min(gain, _HIGHEST / float(np.abs(made.samples).max()))
    return Shaped(made.samples * gain, made.rate, made.loop, made.root, made.decay)


def _sample(name: str, made: Shaped) -> Sample:
    root = round(made.root)
    return Sample(
        name,
        np.round(made.samples * 32767).astype(np.int16),
        made.rate,
        made.loop,
        root,
        # The correction takes away what the sample is too high.
        -round(100 * (made.root - root)),
    )


def _moved(preset: Preset, first: int) -> Preset:
    """The same, where other samples come before its own."""
    regions = (replace(one, sample=first + one.sample) for one in preset.regions)
    return replace(preset, regions=tuple(regions))


def _preset(row: Cut, shaped: list[tuple[int, Shaped, int]]) -> Preset:
    roots = [key for key, _, _ in shaped]
    edges = [0, *((a + b) // 2 + 1 for a, b in pairwise(roots)), 128]
    regions = []
    for at, (_, made, cutoff) in enumerate(shaped):
        for low, high, darker in _LAYERS:
            own = _envelope(row, made)
            own[_FILTER] = max(1500, min(cutoff, _OPEN) + darker)
            keys = (edges[at], edges[at + 1] - 1)
            regions.append(Region(at, keys, (low, high), own))
    return Preset(f"program {row.program}", 0, row.program, tuple(regions))


def _envelope(row: Cut, made: Shaped) -> dict[int, int]:
    if row.kind == "sustained":
        return {_MODES: 1, _RELEASE: timecents(row.release)}
    own = _struck(row.release)
    if made.loop and made.decay:
        # The hold ends where the loop begins, sooner for higher keys.
        begins, falls = made.decay
        shift = 2 ** ((made.root - 60) / 12)
        own |= {
            _MODES: 1,
            _HOLD: timecents(max(0.001, begins * shift)),
            _HOLD_BY_KEY: 100,
            _DECAY: timecents(falls),
            _SUSTAIN: 1000,
        }
    return own


def _struck(release: float) -> dict[int, int]:
    return {_RELEASE: timecents(release)}


def timecents(seconds: float) -> int:
    """Return a time as SoundFonts count it: 0 is a second, 1200 two."""
    return max(-12000, min(8000, round(1200 * log2(seconds))))


def main(arguments: list[str]) -> int:
    if len(arguments) != 2:
        sys.stderr.write("expected: the path of FluidR3_GM.sf2, and where to write\n")
        return 2
    try:
        content = cut(SoundFontFile.read(Path(arguments[0])))
        write_whole(Path(arguments[1]), content)
    except (EtudesError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
