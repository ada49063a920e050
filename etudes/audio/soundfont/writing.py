"""Writing a SoundFont 2.01: samples, and presets of one instrument each.

Source: *SoundFont Technical Specification* 2.04 (E-mu Systems, 2006), sections 4 to 8.
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SAMPLE, _INSTRUMENT = 53, 41
_SILENCE = 46
"""Sample points of silence that follow each sample, by the specification."""
_GUARD = 8
"""Points beyond a loop that an interpolator may look at: its beginning again."""
_MONO = 1
_RANGES = (43, 44)


@dataclass(frozen=True, slots=True)
class Sample:
    """A mono sample, its loop in points from its start (None: played once), the key that
    sounds at `rate`, and the cents that bring it in tune."""

    name: str
    points: NDArray[np.int16]
    rate: int
    loop: tuple[int, int] | None
    root: int
    cents: int


@dataclass(frozen=True, slots=True)
class Region:
    """A sample between two keys and two velocities, with more generators by number."""

    sample: int
    keys: tuple[int, int]
    velocities: tuple[int, int]
    generators: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class Preset:
    """A timbre: bank 0 or, for drums, 128; the General MIDI program from 0."""

    name: str
    bank: int
    program: int
    regions: tuple[Region, ...]


def soundfont(
    samples: Sequence[Sample], presets: Sequence[Preset], info: Mapping[str, str]
) -> bytes:
    """Return the file, the same bytes for the same content.

    `info` holds the texts of its INFO list by chunk name, such as INAM and ICOP.
    """
    points, headers = _points_and_headers(samples)
    ordered = sorted(presets, key=lambda preset: (preset.bank, preset.program))
    texts = b"".join(_chunk(name, _text(text)) for name, text in info.items())
    version = _chunk("ifil", struct.pack("<HH", 2, 1)) + _chunk("isng", b"EMU8000\0")
    return _chunk(
        "RIFF",
        b"sfbk"
        + _chunk("LIST", b"INFO" + version + texts)
        + _chunk("LIST", b"sdta" + _chunk("smpl", points))
        + _chunk("LIST", b"pdta" + _tables(ordered, headers)),
    )


def _points_and_headers(samples: Sequence[Sample]) -> tuple[bytes, bytes]:
    points, headers, at = [], [], 0
    for sample in samples:
        kept = sample.points
        start, end = sample.loop or (0, 0)
        if sample.loop:
            kept = np.concatenate((kept[:end], np.resize(kept[start:end], _GUARD)))
        headers.append(
            struct.pack(
                "<20sIIIIIBbHH",
                sample.name.encode("ascii")[:19],
                at,
                at + kept.size,
                at + start,
                at + end,
                sample.rate,
                sample.root,
                sample.cents,
                0,
                _MONO,
            )
        )
        points.append(np.concatenate((kept, np.zeros(_SILENCE, np.int16))))
        at += kept.size + _SILENCE
    headers.append(struct.pack("<20sIIIIIBbHH", b"EOS", 0, 0, 0, 0, 0, 0, 0, 0, 0))
    return np.concatenate(points).astype("<i2").tobytes(), b"".join(headers)


def _tables(presets: Sequence[Preset], headers: bytes) -> bytes:
    heads, bags, instruments, zones, generators = b"", b"", b"", b"", b""
    count = 0
    for number, preset in enumerate(presets):
        name = preset.name.encode("ascii")[:19]
        head = (name, preset.program, preset.bank, number, 0, 0, 0)
        heads += struct.pack("<20sHHHIII", *head)
        bags += struct.pack("<HH", number, 0)
        instruments += struct.pack("<20sH", name, len(zones) // 4)
        for region in preset.regions:
            zones += struct.pack("<HH", count, 0)
            rows = _generators(region)
            generators += b"".join(rows)
            count += len(rows)
    size = len(presets)
    links = b"".join(struct.pack("<HH", _INSTRUMENT, n) for n in range(size))
    heads += struct.pack("<20sHHHIII", b"EOP", 0, 0, size, 0, 0, 0)
    instruments += struct.pack("<20sH", b"EOI", len(zones) // 4)
    zones += struct.pack("<HH", count, 0)
    return b"".join(
        _chunk(name, content)
        for name, content in (
            ("phdr", heads),
            ("pbag", bags + struct.pack("<HH", size, 0)),
            ("pmod", bytes(10)),
            ("pgen", links + bytes(4)),
            ("inst", instruments),
            ("ibag", zones),
            ("imod", bytes(10)),
            ("igen", generators + bytes(4)),
            ("shdr", headers),
        )
    )


def _generators(region: Region) -> list[bytes]:
    """Key range first, velocity range second, the sample last, as the format asks."""
    pairs = zip(_RANGES, (region.keys, region.velocities), strict=True)
    rows = [struct.pack("<HBB", number, *pair) for number, pair in pairs]
    rows += [struct.pack("<Hh", *pair) for pair in sorted(region.generators.items())]
    return [*rows, struct.pack("<HH", _SAMPLE, region.sample)]


def _text(text: str) -> bytes:
    """Ended by one or two zeros, so that the length is even."""
    content = text.encode("ascii")
    return content + bytes(2 - len(content) % 2)


def _chunk(name: str, content: bytes) -> bytes:
    return name.encode("ascii") + len(content).to_bytes(4, "little") + content
