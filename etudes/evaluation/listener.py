"""A small GRU that listens to windows and learns which are generated.

It reads one note a step as (interval, length, place in the bar), learnt by embeddings: a
second discriminator, which no list of traits limits.
"""

from collections.abc import Hashable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from etudes.evaluation.windows import Windows
from etudes.melody import Melody

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

UNITS: Final = 32
EPOCHS: Final = 15
_WIDTHS: Final = (16, 8, 8)
_WIDEST: Final = 12
_BATCH: Final = 32


def network_scores(
    windows: Windows, learnt: Ints, asked: Ints, rng: np.random.Generator
) -> Floats:
    """Return the log odds that each window asked about is generated.

    Parameters
    ----------
    learnt, asked : rows of the windows to learn from and to score.
    """
    import keras

    tokens = _tokens(windows.melodies)
    keras.utils.set_random_seed(int(rng.integers(2**31)))
    network = _network(tokens.max(axis=(0, 1)) + 1, tokens.shape[1])
    target = windows.labels.astype(np.float32)
    network.fit(
        _columns(tokens[learnt]),
        target[learnt],
        batch_size=_BATCH,
        epochs=EPOCHS,
        verbose=0,
    )
    odds = network.predict(_columns(tokens[asked]), batch_size=256, verbose=0)
    return np.asarray(odds[:, 0], np.float64)


def _network(sizes: Ints, length: int) -> Any:
    import keras
    from keras import layers

    inputs = [keras.Input((length,), dtype="int32") for _ in sizes]
    embedded = [
        layers.Embedding(int(size), width)(column)
        for column, size, width in zip(inputs, sizes, _WIDTHS, strict=True)
    ]
    joined = layers.Dropout(0.2)(layers.Concatenate()(embedded))
    heard = layers.Dropout(0.3)(layers.GRU(UNITS)(joined))
    network = keras.Model(inputs, layers.Dense(1)(heard))
    network.compile(
        optimizer=keras.optimizers.Adam(3e-3),
        loss=keras.losses.BinaryCrossentropy(from_logits=True),
    )
    return network


def _columns(tokens: Ints) -> list[NDArray[np.int32]]:
    return [tokens[:, :, i].astype(np.int32) for i in range(tokens.shape[2])]


def _tokens(melodies: Sequence[Melody]) -> Ints:
    """Return (interval, length, place) ids, shape (windows, events, 3).

    Shorter windows begin later: zeros stand before their first event.
    """
    lines = [_events(melody) for melody in melodies]
    longest = max(map(len, lines))
    tokens = np.zeros((len(lines), longest, 3), np.int64)
    for column in range(3):
        known = sorted({line[column] for events in lines for line in events}, key=str)
        number: dict[Hashable, int] = {symbol: i + 1 for i, symbol in enumerate(known)}
        for row, events in enumerate(lines):
            ids = [number[event[column]] for event in events]
            tokens[row, longest - len(ids) :, column] = ids
    return tokens


def _events(melody: Melody) -> list[tuple[Hashable, Hashable, Hashable]]:
    full = melody.time_signature.measure_duration
    found: list[tuple[Hashable, Hashable, Hashable]] = []
    before: int | None = None
    for event in melody.events():
        move: Hashable = "rest"
        if event.pitch is not None:
            midi = event.pitch.midi
            apart = 0 if before is None else midi - before
            move = "first" if before is None else max(-_WIDEST, min(_WIDEST, apart))
            before = midi
        found.append((move, event.duration, event.onset % full))
    return found
