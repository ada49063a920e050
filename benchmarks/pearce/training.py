"""Training many networks at once, each on its own folds, and what they then predict."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.pearce.material import Material
from benchmarks.pearce.network import Shape, log_probabilities, new_weights
from etudes.errors import MissingTool

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Course:
    """How long and how hard is trained.

    `blind_share` of the tunes are learnt without their absolute height, as if in any
    transposition; each expert is unheard in `deaf_share` of them.
    """

    epochs: int = 10
    rate: float = 4e-3
    weight_decay: float = 0.02
    clip: float = 1.0
    events_a_batch: int = 960
    blind_share: float = 0.5
    deaf_share: float = 0.1


@dataclass(frozen=True)
class Member:
    """One network: the place of its outer fold in the material, its tunes, its seed."""

    outer: int
    learns: Ints
    predicts: Ints
    seed: int


def packed(tunes: Sequence[int], starts: Ints, width: int, blank: int) -> Ints:
    """Return rows of events: tunes one after the other, filled up with blanks.

    Examples
    --------
    >>> packed([1, 0], np.array([0, 2, 3]), width=4, blank=3).tolist()
    [[2, 0, 1, 3]]
    """
    rows: list[list[int]] = []
    for tune in tunes:
        events = range(starts[tune], starts[tune + 1])
        room = next((row for row in rows if len(row) + len(events) <= width), None)
        if room is None:
            room = []
            rows.append(room)
        room.extend(events)
    return np.array([row + [blank] * (width - len(row)) for row in rows])


class Trainer:
    """The networks that learn side by side."""

    def __init__(
        self, material: Material, shape: Shape, course: Course, members: Sequence[Member]
    ) -> None:
        if find_spec("tensorflow") is None:
            raise MissingTool(
                "the benchmark trains with TensorFlow: pip install 'etudes-music[train]'"
            )
        import keras
        import tensorflow as tf

        self.material, self.course = material, course
        self.shape, self.members = shape, list(members)
        seeds = [member.seed for member in members]
        self.rng = np.random.default_rng(seeds)
        keras.utils.set_random_seed(int(self.rng.integers(2**31)))
        first = new_weights(shape, seeds)
        self.weights = {
            name: tf.Variable(value, name=name) for name, value in first.items()
        }
        self.outer = tf.constant([member.outer for member in members], tf.int32)
        self.data = {name: tf.constant(value) for name, value in material.arrays().items()}
        self.width = int(np.diff(material.starts).max())
        self._step = tf.function(self._eager_step, reduce_retracing=True)
        self._predict = tf.function(self._eager_predict, reduce_retracing=True)

    @property
    def parameters(self) -> int:
        """The number of weights of one member."""
        return sum(int(np.prod(each.shape[1:])) for each in self.weights.values())

    def train(self, report: Callable[[int, float], None]) -> None:
        """Train all members; after each epoch `report` gets its number and the loss."""
        import tensorflow as tf

        rows_a_batch = max(1, self.course.events_a_batch // self.width)
        lengths = np.diff(self.material.starts)
        most = max(lengths[member.learns].sum() for member in self.members)
        steps = max(1, round(most / (rows_a_batch * self.width)))
        optimizer = self._optimizer(steps)
        for epoch in range(1, self.course.epochs + 1):
            losses = []
            for events in self._epoch(steps):
                sees, hears = self._hidden(events)
                goes_on = tf.constant(self._goes_on(events))
                loss, gradients = self._step(
                    tf.constant(events, tf.int32),
                    goes_on,
                    tf.constant(sees),
                    tf.constant(hears),
                )
                optimizer.apply(gradients)
                losses.append(float(tf.reduce_mean(loss)))
            report(epoch, float(np.mean(losses) / np.log(2)))

    def predictions(self) -> list[tuple[Ints, Floats]]:
        """Return for each member the events of its test tunes, and logs of all pitches."""
        import tensorflow as tf

        rows = self._rows([member.predicts for member in self.members])
        logs = self._predict(
            tf.constant(rows, tf.int32), tf.constant(self._goes_on(rows))
        ).numpy()
        found = []
        for events, told in zip(rows, logs, strict=True):
            real = events != self.material.blank
            order = np.argsort(events[real])
            found.append((events[real][order], told[real][order]))
        return found

    def _optimizer(self, steps: int) -> Any:
        import keras

        course = self.course
        schedule = keras.optimizers.schedules.CosineDecay(
            course.rate / 10,
            course.epochs * steps,
            0.01,
            warmup_target=course.rate,
            warmup_steps=2 * steps,
        )
        optimizer = keras.optimizers.AdamW(schedule, course.weight_decay, beta_2=0.99)
        optimizer.exclude_from_weight_decay(var_names=["bias"])
        optimizer.build(list(self.weights.values()))
        return optimizer

    def _epoch(self, steps: int) -> Iterator[Ints]:
        """Yield batches of equal size, (models, rows, time), that hold every tune once."""
        rows = self._rows([self.rng.permutation(member.learns) for member in self.members])
        order = np.argsort(self.rng.random(rows.shape[:2]), axis=1)
        rows = np.take_along_axis(rows, order[:, :, None], axis=1)
        size = -(-rows.shape[1] // steps)
        for start in range(0, rows.shape[1], size):
            yield self._filled(rows[:, start : start + size], size)

    def _rows(self, tunes: Sequence[Ints]) -> Ints:
        material = self.material
        packs = [
            packed(each.tolist(), material.starts, self.width, material.blank)
            for each in tunes
        ]
        most = max(len(each) for each in packs)
        return np.concatenate([self._filled(each[None], most) for each in packs])

    def _filled(self, rows: Ints, size: int) -> Ints:
        missing = size - rows.shape[1]
        return np.pad(
            rows, ((0, 0), (0, missing), (0, 0)), constant_values=self.material.blank
        )

    def _goes_on(self, events: Ints) -> Floats:
        begins = np.isin(events, self.material.starts[:-1])
        return (~begins).astype(np.float32)[..., None]

    def _hidden(self, events: Ints) -> tuple[Floats, Floats]:
        """Draw for each tune whether its height is seen, and which experts are heard."""
        tune = np.searchsorted(self.material.starts, events, side="right") - 1
        count, tunes = len(events), len(self.material.starts)
        model = np.arange(count)[:, None, None]
        sees = self.rng.random((count, tunes, 1)) >= self.course.blind_share
        heard = self.rng.random((count, tunes, self.shape.experts, 1))
        hears = heard >= self.course.deaf_share
        return sees[model, tune].astype(np.float32), hears[model, tune].astype(np.float32)

    def _batch(self, events: Any, goes_on: Any, sees: Any) -> dict[str, Any]:
        import tensorflow as tf

        data = self.data
        by_fold = tf.stack(
            [tf.broadcast_to(self.outer[:, None, None], tf.shape(events)), events], -1
        )
        told = [
            tf.gather(data["told"], events),
            tf.gather_nd(data["told_by_fold"], by_fold),
            tf.gather(data["height"], events) * sees,
        ]
        return {
            "told": tf.concat(told, axis=3),
            "experts": tf.gather_nd(data["experts"], by_fold),
            "columns": tf.gather(data["columns"], events, axis=1),
            "sees_height": sees,
            "goes_on": goes_on,
        }

    def _eager_step(self, events: Any, goes_on: Any, sees: Any, hears: Any) -> Any:
        """Return each model's loss in nats an event, and the clipped gradients."""
        import tensorflow as tf

        batch = self._batch(events, goes_on, sees)
        batch["experts"] *= hears
        counted = tf.cast(events != self.material.blank, tf.float32)
        targets = tf.gather(self.data["targets"], events)
        variables = list(self.weights.values())
        with tf.GradientTape() as tape:
            logs = log_probabilities(self.weights, self.shape, batch, training=True)
            own = tf.gather(logs, targets, batch_dims=3) * counted
            events_a_model = tf.maximum(tf.reduce_sum(counted, (1, 2)), 1)
            losses = -tf.reduce_sum(own, (1, 2)) / events_a_model
            loss = tf.reduce_sum(losses)
        gradients = tape.gradient(loss, variables)
        # each model is clipped by its own norm: they share nothing but the arithmetic
        norms = tf.sqrt(tf.add_n([tf.reduce_sum(g**2, (1, 2)) for g in gradients]))
        scale = tf.minimum(1.0, self.course.clip / norms)[:, None, None]
        return losses, [gradient * scale for gradient in gradients]

    def _eager_predict(self, events: Any, goes_on: Any) -> Any:
        batch = self._batch(events, goes_on, goes_on * 0 + 1)
        return log_probabilities(self.weights, self.shape, batch, training=False)
