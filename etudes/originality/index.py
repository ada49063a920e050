"""The index of a model's training music: which 13 notes in a row may not be printed.

`copies.bin` lies in the model folder beside the weights. It is a Bloom filter (Bloom 1970)
of the hashes of all windows of 13 notes that the model learnt from, commonplaces left out.
It holds no notes and none can be read out of it: it only answers whether a window that one
brings is among them. A window that is will always be found. One that is not is found with
the probability that the header states: 1 in 100,000.

The file is one line of JSON, then the bits; the line holds their SHA-256.
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil, log
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.events import EventArrays
from etudes.errors import DamagedData, InvalidValue
from etudes.melody import Melody
from etudes.originality.commonplace import common, plain
from etudes.originality.tokens import (
    WINDOW,
    WINDOW_TOKENS,
    Bools,
    Hashes,
    Line,
    mix,
    tokens,
    windows,
)

FILE = "copies.bin"
FORMAT = 1

FALSE_POSITIVES = 1e-5
"""The share of new windows that are taken for copies."""

_SMALLEST = 64  # bits
_LONGEST_HEADER = 1000


@dataclass(frozen=True)
class CopyIndex:
    """A Bloom filter of windows.

    Attributes
    ----------
    bits : uint8 array; bit i is bit i % 8 of byte i // 8.
    hashes : how many bits stand for a window.
    windows : how many windows were put in.
    """

    bits: NDArray[np.uint8]
    hashes: int
    windows: int

    def contains(self, hashes: Hashes) -> Bools:
        """Tell of each hash of a window whether it is in the index."""
        place = self._places(hashes)
        bit = self.bits[place >> np.uint64(3)] >> (place & np.uint64(7)).astype(np.uint8)
        found: Bools = (bit & 1).all(axis=1)
        return found

    def copied(self, line: Line) -> Bools:
        """Tell of each window of a melody whether it is a copy, shape (windows,);
        window i begins with note i."""
        return self.contains(windows(tokens(line)))

    def are_copies(self, melodies: Sequence[Melody]) -> list[bool]:
        """Tell of each melody whether it shares more than 12 notes in a row with the
        music; for many at once is faster."""
        long = [i for i, melody in enumerate(melodies) if len(melody.pitches) >= WINDOW]
        found = [False] * len(melodies)
        if not long:
            return found
        lines = [tokens(melodies[i]) for i in long]
        ends = np.cumsum([len(line) for line in lines])
        hashes = windows(np.concatenate(lines))
        first = np.arange(len(hashes))
        owner = np.searchsorted(ends, first, "right")
        is_within = first + WINDOW_TOKENS <= ends[owner]
        for number in set(owner[is_within][self.contains(hashes[is_within])].tolist()):
            found[long[number]] = True
        return found

    @property
    def false_positives(self) -> float:
        """The probability that a window which was never put in is found."""
        full = float(np.bitwise_count(self.bits).sum()) / (8 * len(self.bits))
        return full**self.hashes

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that decides an answer."""
        found = hashlib.sha256(b"%d %d " % (FORMAT, self.hashes))
        found.update(self.bits.tobytes())
        return found.hexdigest()

    def record(self) -> dict[str, Any]:
        """Return what a model's `model.json` tells of its index."""
        return {
            "notes": WINDOW,
            "windows": self.windows,
            "false_positives": float(f"{self.false_positives:.2g}"),
            "digest": self.digest,
        }

    def with_windows(self, hashes: Hashes) -> "CopyIndex":
        """Return the index with more windows in it."""
        bits = np.unpackbits(self.bits, bitorder="little")
        bits[self._places(hashes)] = 1
        packed = np.packbits(bits, bitorder="little")
        return CopyIndex(packed, self.hashes, self.windows + len(hashes))

    def _places(self, hashes: Hashes) -> Hashes:
        """Return the bits of each window, shape (windows, hashes): two hashes make all
        the others, by enhanced double hashing (Dillinger & Manolios 2004)."""
        step = mix(hashes ^ np.uint64(0xD1B54A32D192ED03))
        i = np.arange(self.hashes, dtype=np.uint64)
        all_ = hashes[:, None] + step[:, None] * i + (i * i * i - i) // np.uint64(6)
        places: Hashes = all_ % np.uint64(8 * len(self.bits))
        return places


def index_of(
    lines: Iterable[tuple[str, EventArrays]],
    false_positives: float = FALSE_POSITIVES,
    base: CopyIndex | None = None,
) -> CopyIndex:
    """Return the index of training music.

    Parameters
    ----------
    lines : the family and the notes of each line; `etudes.originality.sources` has those
        of a corpus.
    false_positives : the share of new windows that may be taken for copies.
    base : the index of a model that was trained further; what is in it stays, and the
        share of false positives grows with what is added.

    Raises
    ------
    InvalidValue
        If `false_positives` is not between 0 and 1.
    """
    if not 0 < false_positives < 1:
        raise InvalidValue(
            "a share of false positives between 0 and 1 was expected, not "
            f"{false_positives}"
        )
    hashes = protected(lines)
    return (base or _empty(len(hashes), false_positives)).with_windows(hashes)


def protected(lines: Iterable[tuple[str, EventArrays]]) -> Hashes:
    """Return the hashes of all windows of some music, each once, commonplaces left out."""
    found, excepted, families = [], [], []
    numbers: dict[str, int] = {}
    for family, line in lines:
        of_line = tokens(line)
        found.append(windows(of_line))
        excepted.append(plain(of_line))
        number = numbers.setdefault(family, len(numbers))
        families.append(np.full(len(found[-1]), number, np.int64))
    if not found:
        return np.zeros(0, np.uint64)
    hashes = np.concatenate(found)
    left_out = np.concatenate(excepted) | common(hashes, np.concatenate(families))
    kept: Hashes = np.unique(hashes[~left_out])
    return kept


def write_index(
    folder: Path,
    lines: Iterable[tuple[str, EventArrays]],
    base: CopyIndex | None = None,
) -> CopyIndex:
    """Write the index of training music into a model's folder and return it."""
    index = index_of(lines, base=base)
    header = {
        "etudes": "copies",
        "format": FORMAT,
        "hashes": index.hashes,
        "bytes": len(index.bits),
        **index.record(),
    }
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{FILE}"
    draft.write_bytes(json.dumps(header).encode() + b"\n" + index.bits.tobytes())
    draft.replace(folder / FILE)  # never half an index
    return index


def read_index(folder: Path) -> CopyIndex | None:
    """Return the index in a model's folder, or None if there is none.

    Raises
    ------
    DamagedData
        If the file is no index, of another version, or not what was written.
    """
    path = folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DamagedData(f"'{path}' cannot be read: {error.strerror}") from None
    end = data.find(b"\n", 0, _LONGEST_HEADER)
    try:
        header = json.loads(data[: max(end, 0)])
        if (header["etudes"], header["format"]) != ("copies", FORMAT):
            raise DamagedData(
                f"'{path}' has format {header['format']}; this version reads {FORMAT}"
            )
        bits = np.frombuffer(data, np.uint8, int(header["bytes"]), end + 1)
        index = CopyIndex(bits, int(header["hashes"]), int(header["windows"]))
        if index.digest != header["digest"]:
            raise DamagedData(
                f"'{path}' is not what was written: the digests differ; fetch the model "
                "again or train anew with 'etudes train'"
            )
    except (ValueError, KeyError, TypeError) as error:
        raise DamagedData(
            f"'{path}' cannot be read ({error}); fetch the model again or train anew with "
            "'etudes train'"
        ) from None
    return index


def _empty(count: int, false_positives: float) -> CopyIndex:
    """Return an empty index, as large as so many windows need."""
    bits = max(_SMALLEST, ceil(count * -log(false_positives) / log(2) ** 2))
    hashes = max(1, round(-log(false_positives) / log(2)))
    return CopyIndex(np.zeros(-(-bits // 8), np.uint8), hashes, 0)
