"""Bits an event of a network: by row, of a side, by collection."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus
from etudes.model.batches import Batch, Encoded, in_order

FREE = ("aird", "oneill", "ryan", "misc")
LOGITS = ("duration_logits", "pitch_logits")
_EVENTS_AT_ONCE = 6144


def events_of(encoded: list[Encoded]) -> int:
    """Return how many events count."""
    return int(sum(bucket.batch.weight.sum() for bucket in encoded))


def bits_of(network: Any, encoded: list[Encoded], events: int) -> float:
    """Return joint bits an event, every event counting once; `events` at a time."""
    sums = np.zeros(3)
    for batch, _ in in_order(encoded, events):
        sums += nats_of_rows(network, batch).sum(axis=0)
    return float(sums[1:].sum() / sums[0] / math.log(2))


def by_collection(
    network: Any, encoded: list[Encoded], corpus: Corpus
) -> dict[str, dict[str, float]]:
    """Return bits an event by collection, of whole tunes and of stretches.

    Keys are collection names and "free" for the free tier together; values hold events,
    duration, pitch (given the duration) and joint bits.
    """
    sums: dict[str, NDArray[np.float64]] = {}
    for batch, tunes in in_order(encoded, _EVENTS_AT_ONCE):
        for row, tune in zip(nats_of_rows(network, batch), tunes, strict=False):
            name = corpus.tunes[tune].collection
            for key in (name, "free") if name in FREE else (name,):
                sums[key] = sums.get(key, np.zeros(3)) + row
    return {key: _bits_an_event(*total) for key, total in sorted(sums.items())}


def _bits_an_event(events: float, duration: float, pitch: float) -> dict[str, float]:
    nats = {"duration": duration, "pitch": pitch, "joint": duration + pitch}
    bits = {name: round(float(x / events) / math.log(2), 4) for name, x in nats.items()}
    return {"events": int(events), **bits}


def nats_of_rows(network: Any, batch: Batch) -> NDArray[np.float64]:
    """Return (events, nats of duration, nats of pitch) of each row, shape (rows, 3)."""
    logits = network.predict_on_batch(batch.inputs())
    columns = [batch.weight.sum(axis=1)]
    for name, truth in zip(LOGITS, (batch.durations, batch.pitches), strict=True):
        columns.append((nats_of(logits[name], truth) * batch.weight).sum(axis=1))
    return np.stack(columns, axis=1).astype(np.float64)


def nats_of(logits: NDArray[np.float32], truth: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return −log p of each true token, shape (rows, time)."""
    highest = logits.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(logits - highest).sum(axis=-1)) + highest[..., 0]
    chosen = np.take_along_axis(logits, truth[..., None].astype(np.int64), axis=-1)
    nats: NDArray[np.float32] = log_sum - chosen[..., 0]
    return nats
