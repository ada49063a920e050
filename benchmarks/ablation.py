"""What each part of the network is worth: many small trainings, one thing changed in each.

    python -m benchmarks.ablation [--arms NAME,...] [--epochs 5] [--seed 1] [--json]

Every arm is trained on the whole tunes of the free tier (training families), one GRU layer
of 128 units unless the arm says otherwise, and measured on the test families with style,
metre, mode and length told and the levels hidden: bits an event of duration, of pitch
given the duration, joint, and joint in bars 1-4. The network of the product is larger and
learns for longer, so what is said here of regularisation need not hold for it. About two
minutes an arm on one core.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus, load
from etudes.corpus.sequences import KINDS
from etudes.encoding.context import feature_sizes
from etudes.encoding.events import to_ticks
from etudes.encoding.vocabulary import Vocabulary
from etudes.model.architecture import Architecture
from etudes.model.batches import (
    Batch,
    Encoded,
    Part,
    encode_parts,
    in_order,
    parts_of,
    shuffled,
    without,
)
from etudes.model.measures import FREE
from etudes.model.network import build_network

Floats = NDArray[np.float64]
Predictions = list[tuple[NDArray[np.float32], NDArray[np.float32]]]

_EVENTS = 2048
_RATE = 3e-3
_LEVELS = ("level", "melody", "rhythm")
_TEACHERS = 3


@dataclass(frozen=True, slots=True)
class Arm:
    """A training: what is blanked in its input and how its network differs."""

    name: str
    blank: tuple[str, ...] = ()
    gru: tuple[int, ...] = (128,)
    dropout: float = 0.3
    smoothing: float = 0.0
    average: float = 0.0
    tied: bool = False
    auxiliary: float = 0.0
    seed: int = 0


def echo(*names: str) -> tuple[str, ...]:
    """Return the three features of each echo."""
    return tuple(
        f"{what}_{name}" for name in names for what in ("pitch", "duration", "run")
    )


ARMS = (
    Arm("all features"),
    Arm("another seed", seed=1),
    Arm("no look-back (1/2/4/8 bars)", echo("1", "2", "4", "8")),
    Arm("no bar 8 ago", echo("8")),
    Arm("no recall or sequence", echo("recall", "sequence")),
    Arm("no sequence", echo("sequence")),
    Arm(
        "none of these: no memory but the state",
        echo("1", "2", "4", "8", "recall", "sequence"),
    ),
    Arm("no place in the bar", ("within_beat", "beat", "strength")),
    Arm("no bars left", ("measures_left", "ticks_left", "closing")),
    Arm("no place in the phrase", ("measure",)),
    Arm("no style", ("style",)),
    Arm("no levels in training either", _LEVELS),
    Arm("64 units", gru=(64,)),
    Arm("256 units", gru=(256,)),
    Arm("two layers of 128", gru=(128, 128)),
    Arm("dropout 0", dropout=0.0),
    Arm("dropout 0.45", dropout=0.45),
    Arm("label smoothing 0.05", smoothing=0.05),
    Arm("average of weights (0.995 a step)", average=0.995),
    Arm("tied pitch embedding", tied=True),
    Arm("auxiliary head for the level", auxiliary=0.1),
)


@dataclass(frozen=True)
class Material:
    """The encoded sides, and which events of the test side stand in bars 1-4."""

    vocabulary: Vocabulary
    training: list[Encoded]
    test: list[Encoded]
    opening: list[NDArray[np.bool_]]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--arms", help="names, separated by commas; all and ensembles else")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    names = options.arms.split(",") if options.arms else [arm.name for arm in ARMS]
    corpus = load()
    rows = []
    for arm in ARMS:
        if arm.name in names:
            rows.append(run(corpus, arm, options.epochs, options.seed))
            _tell(rows[-1], options.json)
    if not options.arms:
        for row in ensembles(corpus, options.epochs, options.seed):
            rows.append(row)
            _tell(row, options.json)
    print(json.dumps({"epochs": options.epochs, "seed": options.seed, "arms": rows}))
    return 0


def _tell(row: dict[str, Any], as_json: bool) -> None:
    text = "  ".join(f"{key} {value}" for key, value in row.items() if key != "settings")
    print(text, file=sys.stderr if as_json else sys.stdout, flush=True)


def run(corpus: Corpus, arm: Arm, epochs: int, seed: int) -> dict[str, Any]:
    """Train an arm and return its row of the table."""
    start = time.monotonic()
    material = _material(corpus, arm.blank)
    network = _trained(material, arm, epochs, seed)
    row = _figures(material, list(_predicted(network, material.test)))
    return {
        "arm": arm.name,
        **row,
        "parameters": network.count_params(),
        "minutes": round((time.monotonic() - start) / 60, 1),
        "settings": asdict(arm),
    }


def ensembles(corpus: Corpus, epochs: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield the mean of three networks' probabilities, and one network taught by them."""
    start = time.monotonic()
    material, arm = _material(corpus), ARMS[0]
    teachers = [
        _trained(material, replace(arm, seed=number), epochs, seed)
        for number in range(_TEACHERS)
    ]
    every = [list(_predicted(network, material.test)) for network in teachers]
    mean = [
        tuple(np.mean([each[i] for each in of], axis=0) for i in (0, 1))
        for of in zip(*every, strict=True)
    ]
    minutes = round((time.monotonic() - start) / 60, 1)
    parameters = sum(network.count_params() for network in teachers)
    yield {
        "arm": f"mean of {_TEACHERS} networks",
        **_figures(material, mean),
        "parameters": parameters,
        "minutes": minutes,
    }
    student = _trained(material, replace(arm, seed=9), epochs, seed, teachers)
    yield {
        "arm": f"one network taught by these {_TEACHERS}",
        **_figures(material, list(_predicted(student, material.test))),
        "parameters": student.count_params(),
        "minutes": round((time.monotonic() - start) / 60, 1),
    }


def _material(corpus: Corpus, blank: Sequence[str] = ()) -> Material:
    sides = {
        side: [
            i
            for i in range(len(corpus.pieces))
            if KINDS[corpus.pieces.kind[i]] == "whole"
            and corpus.tunes[corpus.pieces.tune[i]].split == side
            and corpus.tunes[corpus.pieces.tune[i]].collection in FREE
        ]
        for side in ("train", "test")
    }
    vocabulary = Vocabulary.count(corpus.pieces.line(i) for i in sides["train"])
    parts = {side: parts_of(corpus, vocabulary, pieces) for side, pieces in sides.items()}
    encoded = {side: encode_parts(vocabulary, of) for side, of in parts.items()}
    without(encoded["train"], vocabulary, blank)
    without(encoded["test"], vocabulary, (*blank, *_LEVELS))
    opening = list(_opening(vocabulary, parts["test"], encoded["test"]))
    return Material(vocabulary, encoded["train"], encoded["test"], opening)


def _opening(
    vocabulary: Vocabulary, parts: Sequence[Part], encoded: Sequence[Encoded]
) -> Iterator[NDArray[np.bool_]]:
    """Yield which events begin in the pickup or bars 1-4, bucket by bucket."""
    ticks = np.array(vocabulary.durations, np.int64)
    for bucket in encoded:
        width = bucket.batch.pitches.shape[1]
        members = [part for part in parts if width - 32 < len(part.pitches) <= width]
        mask = np.zeros(bucket.batch.pitches.shape, bool)
        for row, part in enumerate(members):
            lengths = ticks[part.durations]
            onsets = np.cumsum(lengths) - lengths - part.frame.pickup
            four_bars = 4 * to_ticks(part.frame.time_signature.measure_duration)
            mask[row, : len(onsets)] = onsets < four_bars
        yield mask


def _trained(
    material: Material, arm: Arm, epochs: int, seed: int, teachers: Sequence[Any] = ()
) -> Any:
    import keras

    keras.utils.set_random_seed(100 * seed + arm.seed)
    architecture = Architecture(gru=arm.gru)
    network = build_network(architecture, material.vocabulary, arm.dropout)
    if arm.tied:
        network = _tied(network, architecture, arm.dropout)
    if arm.auxiliary:
        level = keras.layers.Dense(9, name="level_logits")(
            network.get_layer(f"gru_{len(arm.gru)}").output
        )
        network = keras.Model(network.inputs, {**network.output, "level_logits": level})
    optimizer = keras.optimizers.AdamW(
        _RATE,
        weight_decay=0.01,
        global_clipnorm=1.0,
        use_ema=arm.average > 0,
        ema_momentum=arm.average or 0.99,
    )
    losses = {name: _loss(arm, bool(teachers), name) for name in network.output}
    weights = {name: arm.auxiliary if "level" in name else 1.0 for name in losses}
    network.compile(optimizer, losses, loss_weights=weights)
    for epoch in range(epochs):
        rng = np.random.default_rng([seed, arm.seed, epoch])
        batches = list(shuffled(material.training, material.vocabulary, _EVENTS, rng))
        for i, batch in enumerate(batches):
            done = (epoch + i / len(batches)) / epochs
            warm = min(1.0, (epoch * len(batches) + i + 1) / 100)
            optimizer.learning_rate.assign(
                _RATE * warm * (0.5 + 0.5 * float(np.cos(np.pi * done)))
            )
            targets = _targets(batch, material.vocabulary, arm, teachers)
            network.train_on_batch(
                batch.inputs(), targets, dict.fromkeys(targets, batch.weight)
            )
    if arm.average:
        optimizer.finalize_variable_values(network.trainable_variables)
    return network


def _loss(arm: Arm, is_taught: bool, name: str) -> Any:
    import keras

    kind = {"from_logits": True, "reduction": "mean_with_sample_weight"}
    if name != "level_logits" and (is_taught or arm.smoothing):
        return keras.losses.CategoricalCrossentropy(label_smoothing=arm.smoothing, **kind)
    return keras.losses.SparseCategoricalCrossentropy(**kind)


def _targets(
    batch: Batch, vocabulary: Vocabulary, arm: Arm, teachers: Sequence[Any]
) -> dict[str, NDArray[Any]]:
    truth = {"duration_logits": batch.durations, "pitch_logits": batch.pitches}
    found = {name: tokens.astype(np.int32) for name, tokens in truth.items()}
    if teachers or arm.smoothing:
        sizes = (len(vocabulary.durations), len(vocabulary.pitches))
        found = {
            name: np.eye(size, dtype=np.float32)[tokens]
            for (name, tokens), size in zip(found.items(), sizes, strict=True)
        }
    if teachers:
        told = [
            _softmaxed(network.predict_on_batch(batch.inputs())) for network in teachers
        ]
        for i, name in enumerate(found):
            found[name] = 0.5 * found[name] + 0.5 * np.mean([t[i] for t in told], axis=0)
    if arm.auxiliary:
        column = list(feature_sizes(vocabulary)).index("level")
        found["level_logits"] = batch.features[:, :, column].astype(np.int32)
    return found


def _tied(network: Any, architecture: Architecture, dropout: float) -> Any:
    """Return the network with pitch logits from the pitch embedding itself."""
    import keras

    class Tied(keras.layers.Layer):  # type: ignore[misc]
        def __init__(self, embedding: Any, size: int) -> None:
            super().__init__()
            self.embedding, self.size = embedding, size

        def call(self, hidden: Any) -> Any:
            table = self.embedding.embeddings[: self.size]
            return keras.ops.matmul(hidden, keras.ops.transpose(table))

    own = network.get_layer("pitch_output")
    own.kernel.assign(np.zeros(own.kernel.shape))
    own.trainable = False
    hidden = keras.layers.Dropout(dropout)(network.get_layer("pitch_hidden").output)
    small = keras.layers.Dense(architecture.widths["pitch"])(hidden)
    tied = Tied(network.get_layer("embedding_pitch"), own.units)(small)
    logits = network.output["pitch_logits"] + tied
    return keras.Model(network.inputs, {**network.output, "pitch_logits": logits})


def _predicted(network: Any, encoded: Sequence[Encoded]) -> Iterator[Any]:
    """Yield (duration, pitch) probabilities of each batch, in order."""
    for batch, _ in in_order(encoded, 4 * _EVENTS):
        yield _softmaxed(network.predict_on_batch(batch.inputs()))


def _softmaxed(logits: dict[str, NDArray[np.float32]]) -> tuple[Any, Any]:
    found = []
    for name in ("duration_logits", "pitch_logits"):
        shifted = np.exp(logits[name] - logits[name].max(axis=-1, keepdims=True))
        found.append(shifted / shifted.sum(axis=-1, keepdims=True))
    return found[0], found[1]


def _figures(material: Material, predictions: Predictions) -> dict[str, float]:
    """Return bits an event on the test side."""
    openings = np.concatenate([mask.ravel() for mask in material.opening])
    costs: list[Floats] = []
    counted = []
    batches = in_order(material.test, 4 * _EVENTS)
    for (batch, tunes), (durations, pitches) in zip(batches, predictions, strict=True):
        rows = len(tunes)
        bits = [
            -np.log2(np.take_along_axis(law, truth[..., None].astype(np.int64), -1)[..., 0])
            for law, truth in ((durations, batch.durations), (pitches, batch.pitches))
        ]
        costs.append(np.stack([part[:rows].ravel() for part in bits], axis=1))
        counted.append(batch.weight[:rows].ravel() > 0)
    cost, counts = np.concatenate(costs).astype(np.float64), np.concatenate(counted)
    mean, first = cost[counts].mean(axis=0), cost[counts & openings].mean(axis=0)
    return {
        "duration": round(float(mean[0]), 3),
        "pitch": round(float(mean[1]), 3),
        "joint": round(float(mean.sum()), 3),
        "bars 1-4": round(float(first.sum()), 3),
    }


if __name__ == "__main__":
    sys.exit(main())
