"""Events a second of our training, beside a plain Keras model of the same size.

    python -m benchmarks.training [--steps N] [--rounds N] [--json]

Both see the same batches of the built corpus, padding included, and only events that
count are counted. The plain model is what a tutorial would write: a `keras.Sequential` of
an embedding, two GRUs and a dense layer over every pair of pitch and duration, with
AdamW. Ours has the same GRUs; besides, it embeds what is known of each event, and has two
heads. The two take turns, `--steps` batches each, for `--rounds` rounds; the median of
the rounds counts.
"""

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np

from etudes.corpus import Corpus, load
from etudes.encoding.vocabulary import Vocabulary
from etudes.errors import EtudesError
from etudes.model.batches import Batch, encode_parts, parts_of, shuffled
from etudes.model.measures import LOGITS
from etudes.model.network import build_network
from etudes.model.plan import Plan

EMBEDDING = 128
SEED = 1
PIECES = 6000
"""Drawn from the training side: enough for every length, and encoded in seconds."""

Step = Callable[[Batch], object]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--steps", type=int, default=8, help="batches of a turn")
    parser.add_argument("--rounds", type=int, default=5, help="turns of each model")
    parser.add_argument("--json", action="store_true", help="print the JSON alone")
    options = parser.parse_args()
    try:
        report = measure(load(), options.steps, options.rounds)
    except EtudesError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    if not options.json:
        for name in ("ours", "plain"):
            row = report[name]
            print(
                f"{name}: {row['events_per_second']:,} events a second, "
                f"{row['parameters']:,} parameters"
            )
    print(json.dumps(report))
    return 0


def measure(corpus: Corpus, steps: int, rounds: int) -> dict[str, Any]:
    """Return the figures of both models, ready for JSON."""
    import keras

    keras.utils.set_random_seed(SEED)
    plan, rng = Plan(), np.random.default_rng(SEED)
    sides = np.array([corpus.tunes[tune].split == "train" for tune in corpus.pieces.tune])
    pieces = rng.permutation(np.flatnonzero(sides))[:PIECES].tolist()
    vocabulary = Vocabulary.count(corpus.pieces.line(i) for i in pieces)
    encoded = encode_parts(vocabulary, parts_of(corpus, vocabulary, pieces))
    batches = list(shuffled(encoded, vocabulary, plan.events, rng))
    models = {"ours": _ours(vocabulary, plan), "plain": _plain(vocabulary, plan)}
    for _, step in models.values():
        for batch in _of_each_length(batches):
            step(batch)  # the first of each shape pays for compiling
    speeds: dict[str, list[float]] = {name: [] for name in models}
    for number in range(rounds):
        turn = [batches[(number * steps + i) % len(batches)] for i in range(steps)]
        for name, (_, step) in models.items():
            speeds[name].append(_events_per_second(step, turn))
    report: dict[str, Any] = {
        name: {
            "events_per_second": round(statistics.median(speeds[name])),
            "rounds": [round(speed) for speed in speeds[name]],
            "parameters": int(network.count_params()),
        }
        for name, (network, _) in models.items()
    }
    ratio = statistics.median(
        ours / plain for ours, plain in zip(speeds["ours"], speeds["plain"], strict=True)
    )
    return {
        **report,
        "ratio": round(ratio, 3),
        "gru": list(plan.architecture.gru),
        "events_a_batch": plan.events,
        "keras": f"{keras.version()} on {keras.backend.backend()}",
    }


def _of_each_length(batches: list[Batch]) -> list[Batch]:
    return list({batch.pitches.shape: batch for batch in batches}.values())


def _events_per_second(step: Step, batches: list[Batch]) -> float:
    start = time.perf_counter()
    for batch in batches:
        step(batch)
    events = sum(float(batch.weight.sum()) for batch in batches)
    return events / (time.perf_counter() - start)


def _optimizer(plan: Plan) -> Any:
    import keras

    return keras.optimizers.AdamW(
        plan.learning_rate, weight_decay=plan.weight_decay, global_clipnorm=1.0
    )


def _entropy() -> Any:
    import keras

    return keras.losses.SparseCategoricalCrossentropy(
        from_logits=True, reduction="mean_with_sample_weight"
    )


def _ours(vocabulary: Vocabulary, plan: Plan) -> tuple[Any, Step]:
    network = build_network(plan.architecture, vocabulary, plan.dropout)
    network.compile(_optimizer(plan), {name: _entropy() for name in LOGITS})

    def step(batch: Batch) -> object:
        truth = (batch.durations.astype(np.int32), batch.pitches.astype(np.int32))
        targets = dict(zip(LOGITS, truth, strict=True))
        weights = dict.fromkeys(LOGITS, batch.weight)
        return network.train_on_batch(batch.inputs(), targets, weights)

    return network, step


def _plain(vocabulary: Vocabulary, plan: Plan) -> tuple[Any, Step]:
    """Return the tutorial's model: from each pair of pitch and duration to the next."""
    import keras

    pairs = len(vocabulary.pitches) * len(vocabulary.durations)
    layers = keras.layers
    network = keras.Sequential(
        [
            keras.Input((None,), dtype="int32"),
            layers.Embedding(pairs + 1, EMBEDDING),
            *(layers.GRU(units, return_sequences=True) for units in plan.architecture.gru),
            layers.Dense(pairs),
        ]
    )
    network.compile(_optimizer(plan), _entropy())

    def step(batch: Batch) -> object:
        target = batch.pitches.astype(np.int32) * len(vocabulary.durations)
        target += batch.durations
        before = np.pad(target[:, :-1], ((0, 0), (1, 0)), constant_values=pairs)
        return network.train_on_batch(before, target, batch.weight)

    return network, step


if __name__ == "__main__":
    sys.exit(main())
