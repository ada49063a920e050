"""Training: from a built corpus to a model folder.

The seed fixes the first weights, the batches, what is hidden and what dropout drops. The
learning rate falls with the epochs, unless the time limit would end the training before
them: then it falls with the clock, and the same seed gives a like model, not the same
one. An interrupted training goes on after its last whole epoch and ends with the same
weights as an uninterrupted one.
"""

import math
import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from etudes.corpus import Corpus
from etudes.difficulty import scale
from etudes.errors import DamagedData, InvalidValue
from etudes.model.batches import Batch, shuffled
from etudes.model.calibration import divided, temperature
from etudes.model.checkpoints import Checkpoints, Progress
from etudes.model.clock import Clock, Moment, Watch
from etudes.model.curve import write_curve
from etudes.model.folder import (
    TrainedModel,
    forbid_copies,
    give_surrogate,
    write_model,
)
from etudes.model.lesson import Lesson
from etudes.model.measures import FREE, LOGITS, bits_of, by_collection
from etudes.model.network import build_network, export_weights, import_weights
from etudes.model.plan import Plan, fine_tuning, smoke
from etudes.model.record import based_on, commit, data_rows, device, restrictions
from etudes.model.whole import put_in_place, refuse_taken
from etudes.originality.sources import training_lines, with_families

__all__ = ["FREE", "Moment", "Plan", "by_collection", "fine_tuning", "smoke", "train"]

Report = Callable[[str], None]

_WARM_STEPS = 200
_WARM_SHARE = 0.1
"""The rate rises over so many steps, or this share of all where that is less."""


def train(
    corpus: Corpus,
    folder: Path,
    plan: Plan,
    report: Report = print,
    *,
    base: TrainedModel | None = None,
    collections: Collection[str] | None = None,
    restart: bool = False,
    watch: Watch = lambda moment: None,
) -> dict[str, Any]:
    """Train a model on the corpus's training side and write its folder.

    Training stops after `plan.epochs`, when `plan.minutes` are over, or when the
    validation families have not gained for `plan.patience` epochs; the best epoch is
    kept. Until the folder is there, whole, `<folder>.training` holds what an interrupted
    training needs to go on; the same call goes on from it.

    Parameters
    ----------
    base : the model whose weights and vocabulary to begin with; its layers are taken in
        place of the plan's. Pieces that its vocabulary cannot name are left out. If no
        epoch is better on the held-out families than it was, its weights are kept. Its
        surrogate is what the new one falls back on where the new pieces tell nothing.
    collections : which of the corpus's collections to learn from; None is all.
    restart : whether to forget an interrupted training.
    watch : called after every step.

    Returns
    -------
    dict
        The record that `model.json` holds, figures included.

    Raises
    ------
    DamagedData
        If the corpus is too small, or what an interrupted training left is damaged.
    OutputError
        If the folder is taken, cannot be written, or an interrupted training with
        other settings is in the way.
    """
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    refuse_taken(folder)
    plan = replace(plan, architecture=base.architecture) if base else plan
    lesson = Lesson.of(corpus, base, collections, report)
    checkpoints = Checkpoints(folder, _mark(plan, lesson, base))
    if restart:
        checkpoints.forget()
    _make_repeatable(plan.seed)
    network = build_network(plan.architecture, lesson.vocabulary, plan.dropout)
    if base:
        _begin_with(network, base)
    loop = _Loop(network, plan, checkpoints, lesson, watch)
    progress = loop.run(report, measure_first=base is not None)
    divisor = temperature(network, lesson.validation, 2 * plan.events)
    weights = divided(export_weights(network), divisor)
    import_weights(network, weights)
    data = data_rows(corpus, collections)
    record = {
        "trained": {
            **{k: v for k, v in asdict(plan).items() if k != "architecture"},
            "epochs_done": progress.epoch,
            "best_validation_bits": _rounded(progress.best),
            "temperature": divisor,
            "minutes_taken": round(progress.minutes, 1),
            "device": device(),
            "commit": commit(),
        },
        "difficulty_scale": scale().version,
        "split": lesson.sides.digest,
        "data": data,
        "restrictions": restrictions(data, base),
        "bits_per_event": {
            "validation": by_collection(network, lesson.validation, corpus),
            "test": by_collection(network, lesson.test, corpus),
        },
        "curve": list(progress.curve),
        **({"based_on": {**based_on(base), "bits": progress.first}} if base else {}),
    }
    with put_in_place(folder, checkpoints.folder) as new:
        named = {"name": folder.name, **record}
        write_model(new, plan.architecture, lesson.vocabulary, weights, named)
        learnt = with_families(training_lines(corpus, lesson.sides.train))
        forbid_copies(new, learnt, base.copies if base else None)
        before = base.surrogate if base else None
        give_surrogate(new, corpus, lesson.sides.train, before)
        write_curve(new / "curve.svg", folder.name, progress)
    checkpoints.forget()
    return record


class _Loop:
    """The epochs: one step of AdamW a batch, the rate on a cosine."""

    def __init__(
        self,
        network: Any,
        plan: Plan,
        checkpoints: Checkpoints,
        lesson: Lesson,
        watch: Watch,
    ) -> None:
        import keras

        self.network, self.plan, self.lesson = network, plan, lesson
        self.checkpoints, self.watch = checkpoints, watch
        self.optimizer = keras.optimizers.AdamW(
            plan.learning_rate,
            weight_decay=plan.weight_decay,
            global_clipnorm=1.0,
            use_ema=plan.average > 0,
            ema_momentum=plan.average,
        )
        self.optimizer.build(network.trainable_variables)
        entropy = keras.losses.SparseCategoricalCrossentropy(
            from_logits=True, reduction="mean_with_sample_weight"
        )
        network.compile(self.optimizer, {name: entropy for name in LOGITS})

    def run(self, report: Report, *, measure_first: bool) -> Progress:
        """Do the epochs that are left; leave the network with the best weights."""
        progress = self._resumed(report)
        clock = Clock(self.plan, progress)
        if measure_first and not progress.epoch and self.lesson.validation:
            progress = replace(progress, first=self._measured())
            self._save("best", progress)
            report(f"before: {progress.first:.3f} bits an event on the held-out families")
        while not clock.is_over and self._may_gain(progress):
            progress = self._epoch(progress, clock)
            if progress.waited == 0:
                self._save("best", progress)
            self._save("last", progress)
            report(_told(progress, self.plan))
        if progress.waited >= self.plan.patience:
            report(f"stopped: nothing gained for {progress.waited} epochs")
        self._load_best()
        return progress

    def _may_gain(self, progress: Progress) -> bool:
        is_patient = progress.waited < self.plan.patience
        return is_patient and progress.epoch < self.plan.epochs

    def _epoch(self, before: Progress, clock: Clock) -> Progress:
        plan, number = self.plan, before.epoch
        rng = np.random.default_rng([plan.seed, number])
        batches = list(
            shuffled(self.lesson.train, self.lesson.vocabulary, plan.events, rng)
        )
        warm_steps = max(1.0, min(_WARM_STEPS, _WARM_SHARE * plan.epochs * len(batches)))
        nats = events = 0.0
        start = time.monotonic()
        for i, batch in enumerate(batches):
            done = clock.done((number + i / len(batches)) / plan.epochs)
            if done >= 1:
                break
            warm = min(1.0, (number * len(batches) + i + 1) / warm_steps)
            rate = plan.learning_rate * warm * (0.5 + 0.5 * math.cos(math.pi * done))
            self.optimizer.learning_rate.assign(rate)
            count = float(batch.weight.sum())
            nats, events = nats + count * self._step(batch), events + count
            self.watch(
                Moment(
                    number + 1,
                    plan.epochs,
                    done,
                    nats / max(events, 1) / math.log(2),
                    events / max(time.monotonic() - start, 1e-9),
                    clock.seconds_left(done),
                )
            )
        bits = self._measured() if self.lesson.validation else None
        if not math.isfinite(nats) or not math.isfinite(bits or 0):
            raise InvalidValue(
                f"the training ran away in epoch {number + 1}: a learning rate smaller "
                f"than {plan.learning_rate} is needed"
            )
        row = {
            "training": round(nats / max(events, 1) / math.log(2), 4),
            "validation": _rounded(bits),
            "minutes": round(clock.minutes, 1),
        }
        return replace(
            before, epoch=number + 1, minutes=clock.minutes, curve=(*before.curve, row)
        )

    def _step(self, batch: Batch) -> float:
        """Learn from a batch; return its mean loss in nats an event."""
        truth = (batch.durations, batch.pitches)
        targets = {name: y.astype(np.int32) for name, y in zip(LOGITS, truth, strict=True)}
        weights = dict.fromkeys(LOGITS, batch.weight)
        logs = self.network.train_on_batch(
            batch.inputs(), targets, weights, return_dict=True
        )
        return float(logs["loss"])

    def _measured(self) -> float:
        """Return joint bits an event of the held-out families."""
        with self._averaged():
            return bits_of(self.network, self.lesson.validation, 2 * self.plan.events)

    @contextmanager
    def _averaged(self) -> Iterator[None]:
        """Put the average of the weights in their place for a while, if there is one."""
        variables = self.network.trainable_variables
        if not self.plan.average or not int(self.optimizer.iterations):
            yield
            return
        raw = [np.asarray(variable).copy() for variable in variables]
        self.optimizer.finalize_variable_values(variables)
        try:
            yield
        finally:
            _assign(variables, raw)

    def _save(self, name: str, progress: Progress) -> None:
        if name == "last":
            # `variables` holds the state of dropout too, which the next epoch goes on from
            variables = [*self.network.variables, *self.optimizer.variables]
            self.checkpoints.save(name, [np.asarray(v) for v in variables], progress)
            return
        with self._averaged():
            arrays = [np.asarray(v) for v in self.network.trainable_variables]
            self.checkpoints.save(name, arrays, progress)

    def _resumed(self, report: Report) -> Progress:
        kept = self.checkpoints.load("last")
        if kept is None:
            return Progress()
        progress, arrays = kept
        _assign([*self.network.variables, *self.optimizer.variables], arrays)
        report(f"going on after epoch {progress.epoch}")
        return progress

    def _load_best(self) -> None:
        kept = self.checkpoints.load("best")
        if kept is not None:
            _assign(self.network.trainable_variables, kept[1])


def _mark(plan: Plan, lesson: Lesson, base: TrainedModel | None) -> dict[str, Any]:
    """Return what must stay the same for an interrupted training to go on."""
    settings = {key: value for key, value in asdict(plan).items() if key != "minutes"}
    data = {"music": lesson.digest, "base_model": base.digest if base else ""}
    return {**settings, **data}


def _make_repeatable(seed: int) -> None:
    import keras

    keras.utils.set_random_seed(seed)
    if keras.backend.backend() == "tensorflow":
        import tensorflow as tf

        tf.config.experimental.enable_op_determinism()


def _begin_with(network: Any, base: TrainedModel) -> None:
    try:
        import_weights(network, base.weights)
    except (KeyError, ValueError) as error:
        raise DamagedData(
            f"the weights of '{base.name}' do not fit its layers in this version ({error})"
        ) from None


def _assign(variables: list[Any], arrays: list[Any]) -> None:
    try:
        for variable, array in zip(variables, arrays, strict=True):
            variable.assign(array)
    except ValueError as error:
        raise DamagedData(
            f"what the unfinished training left does not fit the network ({error}); "
            "begin anew with --restart"
        ) from None


def _told(progress: Progress, plan: Plan) -> str:
    row = progress.curve[-1]
    held_out = row["validation"]
    told = "" if held_out is None else f", {held_out:.3f} on the held-out families"
    return (
        f"epoch {progress.epoch} of {plan.epochs}: {row['training']:.3f} bits an event"
        f"{told}, {row['minutes']} minutes"
    )


def _rounded(bits: float | None) -> float | None:
    return None if bits is None else round(bits, 4)
