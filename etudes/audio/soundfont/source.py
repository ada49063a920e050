"""Reading a SoundFont: the recording that sounds for a preset, a key and a velocity.

Source: *SoundFont Technical Specification* 2.04 (E-mu Systems, 2006), sections 4 to 8.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from etudes.errors import UnknownName, UnreadableFile

_KEYS, _VELOCITIES = 43, 44
_INSTRUMENT, _SAMPLE = 41, 53
_PAN, _CUTOFF, _HOLD, _DECAY = 17, 8, 35, 36
_COARSE, _FINE, _MODES, _ROOT, _ATTENUATION = 51, 52, 54, 58, 48
_OFFSETS = ((0, 4), (1, 12), (2, 45), (3, 50))
"""Generators that move the start, the end and the loop, fine and coarse."""
_OPEN = 13500
_LEFT = 4
_RECORDS = {
    "phdr": "<20sHHHIII",
    "pbag": "<HH",
    "pgen": "<HH",
    "inst": "<20sH",
    "ibag": "<HH",
    "igen": "<HH",
    "shdr": "<20sIIIIIBbHH",
}

Generators = dict[int, int]
Row = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Recording:
    """One channel of a sample.

    `loop` counts samples from the start; None where the sample is played once. `root` is
    the MIDI pitch that sounds at `rate`, with cents as its fraction. `cutoff` is the
    low-pass filter in absolute cents, `hold` and `decay` (to −80 dB) are seconds of the
    volume envelope at middle C.
    """

    samples: NDArray[np.float64]
    rate: int
    loop: tuple[int, int] | None
    root: float
    cutoff: int
    hold: float
    decay: float


@dataclass(frozen=True)
class SoundFontFile:
    """A SoundFont in memory.

    Raises
    ------
    UnreadableFile
        If a chunk is missing; the message names the file.
    """

    path: Path
    content: bytes

    @classmethod
    def read(cls, path: Path) -> "SoundFontFile":
        return cls(path, path.read_bytes())

    def recording(self, bank: int, program: int, key: int, velocity: int) -> Recording:
        """Return what sounds; of several layers the loudest, of a pair the right one.

        Raises
        ------
        UnknownName
            If nothing sounds there.
        """
        found = [
            (self._recording(zone), zone)
            for zone in self._zones_at(bank, program, key, velocity)
        ]
        if not found:
            raise UnknownName(
                f"{self.path} has nothing for bank {bank}, program {program}, key {key}"
            )
        return found[0][0] if len(found) == 1 else max(found, key=_loudness)[0]

    def _recording(self, zone: Generators) -> Recording:
        _, start, end, loop, loop_end, rate, root, cents, _, _ = self._rows["shdr"][
            zone[_SAMPLE]
        ]
        places = [start, end, loop, loop_end]
        for at, pair in enumerate(_OFFSETS):
            fine, coarse = (_signed(zone.get(number, 0)) for number in pair)
            places[at] += fine + 32768 * coarse
        offset = self._chunks["smpl"][0]
        data = self.content[offset + 2 * places[0] : offset + 2 * places[1]]
        root = zone.get(_ROOT, 0xFFFF) if zone.get(_ROOT, 0xFFFF) <= 127 else root
        tune = _signed(zone.get(_COARSE, 0)) + (_signed(zone.get(_FINE, 0)) + cents) / 100
        return Recording(
            np.frombuffer(data, "<i2") / 32768,
            rate,
            (places[2] - places[0], places[3] - places[0]) if zone.get(_MODES) else None,
            root - tune,
            _signed(zone.get(_CUTOFF, _OPEN)),
            2 ** (_signed(zone.get(_HOLD, -12000 & 0xFFFF)) / 1200),
            2 ** (_signed(zone.get(_DECAY, -12000 & 0xFFFF)) / 1200),
        )

    def _zones_at(
        self, bank: int, program: int, key: int, velocity: int
    ) -> Iterator[Generators]:
        """The zones without those of a left channel that has its right one."""
        for preset in self._zones("p", self._preset(bank, program), _INSTRUMENT):
            if not _holds(preset, key, velocity):
                continue
            for zone in self._zones("i", preset[_INSTRUMENT], _SAMPLE):
                kind = self._rows["shdr"][zone[_SAMPLE]][-1]
                if _holds(zone, key, velocity) and kind != _LEFT:
                    added = (_CUTOFF, _COARSE, _FINE, _ATTENUATION)
                    yield zone | {g: _sum(zone, preset, g) for g in added if g in preset}

    def _preset(self, bank: int, program: int) -> int:
        for number, row in enumerate(self._rows["phdr"]):
            if (row[2], row[1]) == (bank, program):
                return number
        raise UnknownName(f"{self.path} has no program {program} in bank {bank}")

    def _zones(self, kind: str, number: int, last: int) -> Iterator[Generators]:
        """The zones of a preset or an instrument, with what its global zone says."""
        heads = self._rows["phdr" if kind == "p" else "inst"]
        at = 3 if kind == "p" else 1
        bags, generators = self._rows[f"{kind}bag"], self._rows[f"{kind}gen"]
        common: Generators = {}
        for bag in range(heads[number][at], heads[number + 1][at]):
            rows = generators[bags[bag][0] : bags[bag + 1][0]]
            zone = {row[0]: row[1] for row in rows}
            if last in zone:
                yield common | zone
            elif bag == heads[number][at]:
                common = zone

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = {}
        for name, form in _RECORDS.items():
            offset, size = self._chunks[name]
            view = memoryview(self.content)[offset : offset + size]
            rows[name] = list(struct.iter_unpack(form, view))
        return rows

    @cached_property
    def _chunks(self) -> dict[str, tuple[int, int]]:
        found = dict(_chunks(self.content, 0, len(self.content)))
        missing = {"smpl", *_RECORDS} - found.keys()
        if missing:
            raise UnreadableFile(f"{self.path} is no SoundFont: it lacks {sorted(missing)}")
        return found


def _chunks(content: bytes, offset: int, end: int) -> Iterator[tuple[str, tuple[int, int]]]:
    while offset + 8 <= end:
        name, size = content[offset : offset + 4], content[offset + 4 : offset + 8]
        length = int.from_bytes(size, "little")
        if name in (b"RIFF", b"LIST"):
            yield from _chunks(content, offset + 12, offset + 8 + length)
        else:
            yield name.decode("latin-1"), (offset + 8, length)
        offset += 8 + length + length % 2


def _holds(zone: Generators, key: int, velocity: int) -> bool:
    return all(
        zone.get(g, 0x7F00) & 0xFF <= value <= zone.get(g, 0x7F00) >> 8
        for g, value in ((_KEYS, key), (_VELOCITIES, velocity))
    )


def _sum(zone: Generators, preset: Generators, generator: int) -> int:
    start = _OPEN if generator == _CUTOFF else 0
    own = _signed(zone.get(generator, start))
    return own + _signed(preset[generator]) & 0xFFFF


def _signed(number: int) -> int:
    return number - 0x10000 if number > 0x7FFF else number


def _loudness(found: tuple[Recording, Generators]) -> float:
    recording, zone = found
    gain = 10 ** (-0.4 * _signed(zone.get(_ATTENUATION, 0)) / 200)
    return float(np.sqrt(np.mean(recording.samples**2))) * gain
