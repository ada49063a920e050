"""What the model trains on: every tune as several complete pieces, as arrays."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from etudes.corpus.collections import Tune
from etudes.corpus.excerpts import (
    SHORT,
    closed_excerpts,
    doubled,
    half_closed_excerpts,
    skeleton,
    stretches,
)
from etudes.corpus.modes import with_heard_mode
from etudes.difficulty import Tags, tags
from etudes.encoding.context import Frame
from etudes.encoding.events import EventArrays, encode
from etudes.encoding.vocabulary import METRES
from etudes.errors import EtudesError
from etudes.melody import Melody
from etudes.theory import MODES, Pitch, TimeSignature

KINDS = ("whole", "stretch", "excerpt", "doubled", "half", "skeleton")
"""A whole tune; a line between silences; a closed excerpt; one in doubled values; one that
ends on a half close; one with a note a beat."""

_ENDS = {"stretch": "open", "half": "half"}

_DANCE_PHRASE = 4
_SKELETON = 8
"""Longest skeletons, in bars."""


@dataclass(frozen=True)
class Sequences:
    """Many pieces as flat arrays; piece `i` holds events `offsets[i]:offsets[i + 1]`.

    Attributes
    ----------
    steps, alters, ticks : shape (events,), as in `EventArrays`.
    offsets : int64 array, shape (pieces + 1,).
    metre, mode, kind : small int arrays, shape (pieces,): indices into `metres`, `MODES`
        and `KINDS`.
    level, melody, rhythm : the estimated levels, 1-8, as in `etudes.difficulty.Tags`.
    pickup : ticks, shape (pieces,).
    tune : index of the tune that the piece comes from.
    metres : the time signatures that occur.
    """

    steps: NDArray[np.int8]
    alters: NDArray[np.int8]
    ticks: NDArray[np.int16]
    offsets: NDArray[np.int64]
    metre: NDArray[np.int16]
    mode: NDArray[np.int16]
    kind: NDArray[np.int16]
    level: NDArray[np.int16]
    melody: NDArray[np.int16]
    rhythm: NDArray[np.int16]
    pickup: NDArray[np.int16]
    tune: NDArray[np.int32]
    metres: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def line(self, i: int) -> EventArrays:
        """Return one piece; its tonic is nominal, for the absolute pitch is forgotten."""
        part = slice(self.offsets[i], self.offsets[i + 1])
        return EventArrays(
            self.steps[part],
            self.alters[part],
            self.ticks[part],
            int(self.pickup[i]),
            Pitch(0, 0, 4),
            MODES[self.mode[i]],
            TimeSignature.parse(self.metres[self.metre[i]]),
        )

    def frame(self, i: int, style: str) -> Frame:
        """Return what the model is told about a piece before its first event."""
        line = self.line(i)
        return Frame(
            line.time_signature,
            line.mode,
            int(line.ticks.sum()),
            line.pickup,
            end=_ENDS.get(KINDS[self.kind[i]], "full"),
            level=int(self.level[i]),
            melody=int(self.melody[i]),
            rhythm=int(self.rhythm[i]),
            style=style,
        )

    def save(self, path: Path) -> None:
        arrays = {name: value for name, value in vars(self).items() if name != "metres"}
        np.savez_compressed(path, metres=np.array(self.metres), **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        with np.load(path, allow_pickle=False) as data:
            arrays: dict[str, Any] = dict(data)
        metres = tuple(str(name) for name in arrays.pop("metres"))
        return cls(metres=metres, **arrays)


Piece = tuple[int, Tags, EventArrays]
"""Kind, tags and arrays."""


def sequences(tunes: Sequence[Tune], processes: int | None = None) -> Sequences:
    """Return every piece of every tune; a piece that occurs twice in a tune is one."""
    with ProcessPoolExecutor(processes, get_context("spawn")) as pool:
        of_tunes = list(pool.map(pieces_of, tunes, chunksize=40))
    pieces = [(number, *piece) for number, of in enumerate(of_tunes) for piece in of]
    lines = [line for *_, line in pieces]
    metres = tuple(sorted({str(line.time_signature) for line in lines}))
    return Sequences(
        np.concatenate([line.steps for line in lines]),
        np.concatenate([line.alters for line in lines]),
        np.concatenate([line.ticks for line in lines]),
        np.cumsum([0, *(len(line.ticks) for line in lines)]).astype(np.int64),
        np.array([metres.index(str(line.time_signature)) for line in lines], np.int16),
        np.array([MODES.index(line.mode) for line in lines], np.int16),
        np.array([kind for _, kind, _, _ in pieces], np.int16),
        np.array([tag.level for _, _, tag, _ in pieces], np.int16),
        np.array([tag.melody for _, _, tag, _ in pieces], np.int16),
        np.array([tag.rhythm for _, _, tag, _ in pieces], np.int16),
        np.array([line.pickup for line in lines], np.int16),
        np.array([number for number, *_ in pieces], np.int32),
        metres,
    )


def pieces_of(tune: Tune) -> list[Piece]:
    """Return the pieces of one tune that the grid and the table of metres can hold."""
    found: dict[bytes, Piece] = {}
    for kind, melody in _melodies(tune):
        if str(melody.time_signature) not in METRES:
            continue
        try:
            line = encode(melody)
        except EtudesError:
            continue  # off the grid, or silent
        content = line.steps.tobytes() + line.ticks.tobytes() + bytes([line.pickup])
        if content not in found:
            found[content] = (KINDS.index(kind), tags(melody), line)
    return list(found.values())


def _melodies(tune: Tune) -> Iterator[tuple[str, Melody]]:
    if tune.style in ("song", "quartet"):
        for stretch in stretches(with_heard_mode(tune.melody)):
            yield "stretch", stretch
            for excerpt in closed_excerpts(stretch, lengths=SHORT):
                yield "excerpt", excerpt
            for excerpt in half_closed_excerpts(stretch):
                yield "half", excerpt
        return
    yield "whole", tune.melody
    for excerpt in closed_excerpts(tune.melody, _DANCE_PHRASE):
        yield "excerpt", excerpt
        if excerpt.full_measures == 4 and (larger := doubled(excerpt)) is not None:
            yield "doubled", larger
        if excerpt.full_measures <= _SKELETON and (bare := skeleton(excerpt)) is not None:
            yield "skeleton", bare
    for excerpt in half_closed_excerpts(tune.melody):
        yield "half", excerpt
