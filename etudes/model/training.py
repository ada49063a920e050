"""Training: from a built corpus to a model folder.

The seed fixes the first weights, the batches and what is hidden. The learning rate falls
with the epochs or, if that is sooner, with the clock: where `Plan.minutes` ends a
training, the same seed gives a like model, not the same one.
"""

import json
import math
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.corpus import Corpus
from etudes.corpus.collections import collection
from etudes.corpus.sequences import KINDS
from etudes.difficulty import scale
from etudes.encoding.vocabulary import Vocabulary
from etudes.model.architecture import Architecture
from etudes.model.batches import Batch, Encoded, encode_parts, in_order, parts_of, shuffled
from etudes.model.folder import write_model
from etudes.model.network import build_network, export_weights

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Plan:
    """How to train. `minutes` is a limit: the learning rate falls to nothing at its end."""

    architecture: Architecture = field(default_factory=Architecture)
    epochs: int = 26
    minutes: float = 50
    events: int = 8192
    learning_rate: float = 2.5e-3
    weight_decay: float = 0.01
    dropout: float = 0.38
    patience: int = 10
    seed: int = 1


def train(
    corpus: Corpus, folder: Path, plan: Plan, report: Report = print
) -> dict[str, Any]:
    """Train a model on the corpus's training side and write its folder.

    Training stops after `plan.epochs`, when `plan.minutes` are over, or when the
    validation families have not gained for `plan.patience` epochs; the best epoch is
    kept. An interrupted training goes on from its last epoch (`<folder>/.resume`).

    Returns
    -------
    dict
        The record that `model.json` holds, figures included.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    import keras

    keras.utils.set_random_seed(plan.seed)
    start = time.monotonic()
    sides = {side: _pieces(corpus, side) for side in ("train", "validation", "test")}
    vocabulary = Vocabulary.count(corpus.pieces.line(i) for i in sides["train"])
    encoded = {
        side: encode_parts(vocabulary, parts_of(corpus, vocabulary, pieces))
        for side, pieces in sides.items()
    }
    report(f"events to train on: {_events(encoded['train']):,}")
    network = build_network(plan.architecture, vocabulary, plan.dropout)
    loop = _Loop(network, plan, folder / ".resume", corpus.split_digest)
    best = loop.run(encoded["train"], encoded["validation"], vocabulary, report)
    figures = {
        side: by_collection(network, encoded[side], corpus)
        for side in ("validation", "test")
    }
    record = {
        "trained": {
            **{k: v for k, v in asdict(plan).items() if k != "architecture"},
            "epochs_done": loop.epoch,
            "best_validation_bits": round(best, 4),
            "minutes_taken": round(
                (time.monotonic() - start) / 60 + loop.minutes_before, 1
            ),
            "device": _device(),
            "commit": _commit(),
        },
        "difficulty_scale": scale().version,
        "split": corpus.split_digest,
        "data": _data(corpus),
        "bits_per_event": figures,
        "curve": loop.curve,
    }
    write_model(folder, plan.architecture, vocabulary, export_weights(network), record)
    loop.forget()
    return record


class _Loop:
    """The epochs: one step of AdamW a batch, the rate on a cosine over the time given."""

    def __init__(self, network: Any, plan: Plan, folder: Path, split: str) -> None:
        import keras

        self.network, self.plan, self.folder = network, plan, folder
        self.optimizer = keras.optimizers.AdamW(
            plan.learning_rate, weight_decay=plan.weight_decay, global_clipnorm=1.0
        )
        self.optimizer.build(network.trainable_variables)
        self.epoch, self.minutes_before = 0, 0.0
        self.curve: list[dict[str, float]] = []
        self._mark = {"plan": json.loads(json.dumps(asdict(plan))), "split": split}
        entropy = keras.losses.SparseCategoricalCrossentropy(
            from_logits=True, reduction="mean_with_sample_weight"
        )
        network.compile(self.optimizer, {name: entropy for name in _LOGITS})

    def run(
        self,
        training: list[Encoded],
        validation: list[Encoded],
        vocabulary: Vocabulary,
        report: Report,
    ) -> float:
        plan, start = self.plan, time.monotonic()
        self._resume(report)
        best, waited = min((row["validation"] for row in self.curve), default=math.inf), 0
        while self.epoch < plan.epochs and waited < plan.patience:
            rng = np.random.default_rng([plan.seed, self.epoch])
            batches = list(shuffled(training, vocabulary, plan.events, rng))
            total = count = 0.0
            for i, batch in enumerate(batches):
                minutes = self.minutes_before + (time.monotonic() - start) / 60
                by_epochs = (self.epoch + i / len(batches)) / plan.epochs
                done = max(by_epochs, minutes / plan.minutes)
                if done >= 1:
                    break
                warm = min(1.0, (self.epoch * len(batches) + i + 1) / 200)
                rate = plan.learning_rate * warm * (0.5 + 0.5 * math.cos(math.pi * done))
                self.optimizer.learning_rate.assign(rate)
                events = float(batch.weight.sum())
                total, count = total + events * self.step(batch), count + events
            self.epoch += 1
            bits = self.measure(validation)
            minutes = self.minutes_before + (time.monotonic() - start) / 60
            self.curve.append(
                {
                    "training": round(total / max(count, 1) / math.log(2), 4),
                    "validation": round(bits, 4),
                    "minutes": round(minutes, 1),
                }
            )
            report(f"epoch {self.epoch}: {self.curve[-1]}")
            waited = 0 if bits < best else waited + 1
            if bits < best:
                best = bits
                self._save("best")
            self._save("last")
            if minutes >= plan.minutes:
                break
        self._load("best")
        return best

    def step(self, batch: Batch) -> float:
        """Learn from a batch; return its mean loss in nats an event."""
        truth = (batch.durations, batch.pitches)
        targets = {name: y.astype(np.int32) for name, y in zip(_LOGITS, truth, strict=True)}
        weights = dict.fromkeys(_LOGITS, batch.weight)
        logs = self.network.train_on_batch(
            batch.inputs(), targets, weights, return_dict=True
        )
        return float(logs["loss"])

    def measure(self, encoded: list[Encoded]) -> float:
        """Return joint bits an event, every event counting once."""
        sums = np.zeros(3)
        for batch, _ in in_order(encoded, 2 * self.plan.events):
            sums += nats_of_rows(self.network, batch).sum(axis=0)
        return float(sums[1:].sum() / sums[0] / math.log(2))

    def _save(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        arrays = [np.asarray(v) for v in self.network.trainable_variables]
        if name == "last":
            arrays += [np.asarray(v) for v in self.optimizer.variables]
            state = {**self._mark, "epoch": self.epoch, "curve": self.curve}
            (self.folder / "state.json").write_text(json.dumps(state), "utf-8")
        np.savez(self.folder / f"{name}.npz", *arrays)

    def _load(self, name: str) -> None:
        path = self.folder / f"{name}.npz"
        if not path.exists():
            return
        variables = list(self.network.trainable_variables)
        if name == "last":
            variables += list(self.optimizer.variables)
        with np.load(path) as arrays:
            for variable, key in zip(variables, arrays.files, strict=True):
                variable.assign(arrays[key])

    def _resume(self, report: Report) -> None:
        path = self.folder / "state.json"
        if not path.exists():
            return
        state = json.loads(path.read_text("utf-8"))
        if {key: state[key] for key in self._mark} != self._mark:
            return
        self.epoch, self.curve = state["epoch"], state["curve"]
        self.minutes_before = self.curve[-1]["minutes"]
        self._load("last")
        report(f"going on after epoch {self.epoch}")

    def forget(self) -> None:
        """Remove what an interrupted training would need."""
        for path in self.folder.glob("*"):
            path.unlink()
        if self.folder.exists():
            self.folder.rmdir()


def by_collection(
    network: Any, encoded: list[Encoded], corpus: Corpus
) -> dict[str, dict[str, float]]:
    """Return bits an event by collection, of whole tunes and of stretches.

    Keys are collection names and "free" for the free tier together; values hold events,
    duration, pitch (given the duration) and joint bits.
    """
    sums: dict[str, NDArray[np.float64]] = {}
    for batch, tunes in in_order(encoded, 6144):
        for row, tune in zip(nats_of_rows(network, batch), tunes, strict=False):
            name = corpus.tunes[tune].collection
            for key in (name, "free") if name in FREE else (name,):
                sums[key] = sums.get(key, np.zeros(3)) + row
    return {key: _bits_an_event(*total) for key, total in sorted(sums.items())}


def _bits_an_event(events: float, duration: float, pitch: float) -> dict[str, float]:
    nats = {"duration": duration, "pitch": pitch, "joint": duration + pitch}
    bits = {name: round(float(x / events) / math.log(2), 4) for name, x in nats.items()}
    return {"events": int(events), **bits}


FREE = ("aird", "oneill", "ryan", "misc")


def _pieces(corpus: Corpus, side: str) -> list[int]:
    """Return the pieces of one side; held-out sides keep whole tunes and stretches only."""
    held_out = side != "train"
    return [
        i
        for i in range(len(corpus.pieces))
        if corpus.tunes[corpus.pieces.tune[i]].split == side
        and not (held_out and KINDS[corpus.pieces.kind[i]] in ("excerpt", "doubled"))
    ]


def _events(encoded: list[Encoded]) -> int:
    return int(sum(bucket.batch.weight.sum() for bucket in encoded))


_LOGITS = ("duration_logits", "pitch_logits")


def nats_of_rows(network: Any, batch: Batch) -> NDArray[np.float64]:
    """Return (events, nats of duration, nats of pitch) of each row, shape (rows, 3)."""
    logits = network.predict_on_batch(batch.inputs())
    columns = [batch.weight.sum(axis=1)]
    for name, truth in zip(_LOGITS, (batch.durations, batch.pitches), strict=True):
        columns.append((_nats(logits[name], truth) * batch.weight).sum(axis=1))
    return np.stack(columns, axis=1).astype(np.float64)


def _nats(logits: NDArray[np.float32], truth: NDArray[np.int16]) -> NDArray[np.float32]:
    """Return −log p of each true token, shape (rows, time)."""
    highest = logits.max(axis=-1, keepdims=True)
    log_sum = np.log(np.exp(logits - highest).sum(axis=-1)) + highest[..., 0]
    chosen = np.take_along_axis(logits, truth[..., None].astype(np.int64), axis=-1)
    nats: NDArray[np.float32] = log_sum - chosen[..., 0]
    return nats


def _data(corpus: Corpus) -> list[dict[str, Any]]:
    rows = []
    for name in corpus.collections:
        of_row = [tune for tune in corpus.tunes if tune.collection == name]
        rows.append(
            {
                "collection": name,
                "label": collection(name).label,
                "licence": collection(name).licence,
                "tunes": len(of_row),
                "notes": sum(tune.notes for tune in of_row),
            }
        )
    return rows


def _device() -> str:
    import keras

    where = keras.distribution.list_devices("gpu") or ["cpu"]
    return f"{where[0]}, Keras {keras.version()} on {keras.backend.backend()}"


def _commit() -> str:
    try:
        asked = subprocess.run(
            ["git", "rev-parse", "--short", "HEAD"],  # noqa: S607 - whichever git is there
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            timeout=10,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return asked.stdout.strip()


def smoke(plan: Plan) -> Plan:
    """Return a plan small enough for a test."""
    small = Architecture(gru=(16, 16), duration_head=16, pitch_head=16)
    return replace(plan, architecture=small, epochs=1, minutes=1)
