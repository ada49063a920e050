"""Many small GRUs of one shape, trained side by side as one network.

Every weight has a leading axis of models, so that one matrix product serves them all.
Models never mix. The recurrence is the project's own (`etudes.model.network`). What comes
out is a geometric mixture: the network's own logits, and the experts' log probabilities,
each times a trust that the network sets for every event.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
FIRST_TRUST = 0.7
"""The trusts' sum before training, when the network itself knows nothing."""


@dataclass(frozen=True)
class Shape:
    """Sizes of a network, and how much of it is dropped in training.

    `reach` is the greatest distance of a pitch from those it is reckoned from.
    """

    features: int
    pitches: int
    experts: int
    reach: int
    embedding: int = 32
    units: int = 48
    hidden: int = 48
    input_dropout: float = 0.3
    dropout: float = 0.5

    @property
    def distances(self) -> int:
        """Distances from -reach to reach, and a column for none."""
        return 2 * self.reach + 2


def new_weights(shape: Shape, seeds: Sequence[int]) -> dict[str, Floats]:
    """Return the first weights of one network a seed, stacked."""
    layers = {
        "embed": (shape.features, shape.embedding, 0.15),
        "input": (shape.embedding, 3 * shape.units, 1.0),
        "recur": (shape.units, 2 * shape.units, 1.0),
        "candidate": (shape.units, shape.units, 1.0),
        "hidden": (shape.units + shape.embedding, shape.hidden, 1.0),
        "height": (shape.hidden, shape.pitches, 0.3),
        "step": (shape.hidden, shape.distances, 0.3),
        "anchor": (shape.hidden, shape.distances, 0.3),
        "trust": (shape.hidden, shape.experts, 0.3),
    }
    drawn = [np.random.default_rng(seed) for seed in seeds]
    found: dict[str, Floats] = {}
    for name, (rows, columns, gain) in layers.items():
        # Glorot and Bengio (2010); the embedding's inputs are mostly zero, so it goes by
        # its own scale, and outputs begin small
        limit = gain * (1 if name == "embed" else np.sqrt(6 / (rows + columns)))
        kernels = [rng.uniform(-limit, limit, (rows, columns)) for rng in drawn]
        found[name] = np.stack(kernels).astype(np.float32)
        found[f"{name}_bias"] = np.zeros((len(seeds), 1, columns), np.float32)
    found["trust_bias"] += FIRST_TRUST / max(shape.experts, 1)
    return found


def log_probabilities(
    weights: dict[str, Any], shape: Shape, batch: dict[str, Any], training: bool
) -> Any:
    """Return natural logs, shape (models, rows, time, pitches).

    `batch` holds `told` (models, rows, time, features), `experts` (models, rows, time,
    experts, pitches), `sees_height` and `goes_on` (models, rows, time, 1) and `columns`
    (2, models, rows, time, pitches): where each pitch stands among the distances from the
    pitch before and from the anchor. Where `goes_on` is zero a tune begins.
    """
    import tensorflow as tf

    def affine(x: Any, name: str) -> Any:
        return tf.matmul(x, weights[name]) + weights[f"{name}_bias"]

    def dropped(x: Any, rate: float) -> Any:
        return tf.nn.dropout(x, rate) if training else x

    models, rows, time = tf.unstack(tf.shape(batch["told"])[:3])

    def flat(x: Any, size: int) -> Any:
        return tf.reshape(x, (models, rows * time, size))

    def by_event(x: Any, *sizes: int) -> Any:
        return tf.reshape(x, (models, rows, time, *sizes))

    told = dropped(flat(batch["told"], shape.features), shape.input_dropout)
    embedded = dropped(affine(told, "embed"), shape.input_dropout)
    driven = by_event(affine(embedded, "input"), 3 * shape.units)
    states = flat(_gru(weights, shape.units, driven, batch["goes_on"]), shape.units)
    known = tf.concat([dropped(states, shape.dropout), embedded], axis=2)
    hidden = dropped(tf.nn.relu(affine(known, "hidden")), shape.dropout)
    own = affine(hidden, "height") * flat(batch["sees_height"], 1)
    logits = by_event(own, shape.pitches)
    for columns, name in zip(tf.unstack(batch["columns"]), ("step", "anchor"), strict=True):
        distances = by_event(affine(hidden, name), shape.distances)
        logits += tf.gather(distances, columns, batch_dims=3)
    trust = by_event(affine(hidden, "trust"), 1, shape.experts)
    logits += tf.matmul(trust, batch["experts"])[:, :, :, 0]
    return tf.nn.log_softmax(logits)


def _gru(weights: dict[str, Any], units: int, driven: Any, goes_on: Any) -> Any:
    """Return the states, (models, rows, time, units)."""
    import tensorflow as tf

    def step(state: Any, given: tuple[Any, Any]) -> Any:
        drive, keep = given
        state = state * keep
        recurrent = tf.matmul(state, weights["recur"]) + weights["recur_bias"]
        gates = tf.sigmoid(drive[:, :, : 2 * units] + recurrent)
        update, reset = gates[:, :, :units], gates[:, :, units:]
        candidate = tf.tanh(
            drive[:, :, 2 * units :]
            + tf.matmul(reset * state, weights["candidate"])
            + weights["candidate_bias"]
        )
        return update * state + (1 - update) * candidate

    by_time = tf.transpose(driven, (2, 0, 1, 3)), tf.transpose(goes_on, (2, 0, 1, 3))
    start = tf.zeros_like(driven[:, :, 0, :units])
    return tf.transpose(tf.scan(step, by_time, start), (1, 2, 0, 3))
