"""The GRU in NumPy: one step for many melodies at once, without TensorFlow.

Equal to the Keras network to 1e-5 over 200 steps (a test holds it). Everything is float32
but the last product of each head: logits reach 40, where single precision alone would be
1e-5 off. An embedding only ever meets a matrix, so each table is multiplied by its rows
of the matrix when the model is loaded, and a step adds up rows instead.

Arrays may have any leading axes. What has three is multiplied block by block, shape
(blocks, rows, width): then a block's numbers are the same, bit by bit, whatever stands
beside it. Matrix products round differently for different numbers of rows.
"""

from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.context import ECHOES, feature_sizes
from etudes.model.architecture import embedding_table
from etudes.model.folder import TrainedModel

Floats = NDArray[np.float32]
Logits = NDArray[np.float64]
Ints = NDArray[np.int64]


class Runtime:
    """A trained model, ready to be asked for logits step by step.

    Parameters
    ----------
    model : the model folder as read.
    """

    def __init__(self, model: TrainedModel) -> None:
        self.model = model
        self.vocabulary = model.vocabulary
        self._features = list(feature_sizes(model.vocabulary))
        self._weights = model.weights
        self._units = model.architecture.gru
        self._asked: tuple[Ints, Floats] | None = None

    def start(self, *batch: int) -> list[Floats]:
        """Return the state before the first event: one (*batch, units) array a layer."""
        return [np.zeros((*batch, units), np.float32) for units in self._units]

    def step(self, features: Ints, state: list[Floats]) -> tuple[Logits, list[Floats]]:
        """Return (duration logits, new state) for features of shape (..., features)."""
        given = self._summed("gru", features) + self._weights["gru_1/bias"]
        new = [_gru(given, state[0], self._weights["gru_1/recurrent_kernel"])]
        for i in range(1, len(self._units)):
            name = f"gru_{i + 1}"
            given = (
                new[-1] @ self._weights[f"{name}/kernel"] + self._weights[f"{name}/bias"]
            )
            new.append(_gru(given, state[i], self._weights[f"{name}/recurrent_kernel"]))
        hidden = self._hidden("duration", new[-1], features)
        return self._logits("duration", hidden, features), new

    def pitch_logits(
        self, features: Ints, state: list[Floats], durations: Ints, left_after: Ints
    ) -> Logits:
        """Return pitch logits, shape (..., pitches), once the durations are known.

        `state` is the new state of the same step; `left_after` is
        `Context.ticks_left_after` of the durations.
        """
        tables = self._after_tables
        extra = tables["duration"][durations] + tables["ticks_left"][left_after]
        hidden = self._hidden("pitch", state[-1], features, extra)
        return self._logits("pitch", hidden, features)

    def _hidden(
        self, head: str, state: Floats, features: Ints, extra: Floats | None = None
    ) -> Floats:
        kernel = self._weights[f"{head}_hidden/kernel"][: self._units[-1]]
        total = state @ kernel + self._summed(head, features)
        total += self._weights[f"{head}_hidden/bias"]
        if extra is not None:
            total += extra
        hidden: Floats = np.maximum(total, 0)
        return hidden

    def _logits(self, head: str, hidden: Floats, features: Ints) -> Logits:
        exact, outputs = hidden.astype(np.float64), self._outputs
        logits, gates = (
            exact @ outputs[f"{head}_{part}/kernel"] + outputs[f"{head}_{part}/bias"]
            for part in ("output", "gates")
        )
        padded = np.concatenate([logits, np.zeros_like(logits[..., :1])], axis=-1)
        flat = padded.reshape(-1, padded.shape[-1])
        rows = np.arange(len(flat))
        for i, name in enumerate(ECHOES):
            echo = features[..., self._features.index(f"{head}_{name}")]
            flat[rows, echo.ravel()] += gates[..., i].ravel()
        return flat[:, :-1].reshape(logits.shape)

    def _summed(self, part: str, features: Ints) -> Floats:
        """Return the embedded features times a part's kernel, shape (..., width)."""
        rows, columns = self._rows_of(features), self._columns[part]
        return rows[..., columns]

    def _rows_of(self, features: Ints) -> Floats:
        """Return the sum of the features' table rows; a step asks for it three times."""
        if self._asked is None or self._asked[0] is not features:
            total = self._tables[0][features[..., 0]]
            for i, table in enumerate(self._tables[1:], start=1):
                total += table[features[..., i]]
            self._asked = (features, total)
        return self._asked[1]

    def _projected(self, kernel: Floats) -> list[Floats]:
        """Return, for each feature, its embedding table times its rows of a kernel."""
        tables, row = [], 0
        for name in self._features:
            embedding = self._weights[f"embedding_{embedding_table(name)}/embeddings"]
            width = embedding.shape[1]
            tables.append(embedding @ kernel[row : row + width])
            row += width
        return tables

    @cached_property
    def _outputs(self) -> dict[str, Logits]:
        """The last layer of each head, in double precision."""
        return {
            name: weight.astype(np.float64)
            for name, weight in self._weights.items()
            if name.partition("/")[0].endswith(("_output", "_gates"))
        }

    @cached_property
    def _embedded_width(self) -> int:
        widths = self.model.architecture.widths
        return sum(widths[embedding_table(name)] for name in self._features)

    @cached_property
    def _kernels(self) -> dict[str, Floats]:
        """What the embedded features are multiplied by, in each part that sees them."""
        first = self._units[-1]
        heads = {
            h: self._weights[f"{h}_hidden/kernel"][first:] for h in ("duration", "pitch")
        }
        return {"gru": self._weights["gru_1/kernel"], **heads}

    @cached_property
    def _columns(self) -> dict[str, slice]:
        """Where each part's columns stand in the tables."""
        columns, start = {}, 0
        for part, kernel in self._kernels.items():
            columns[part] = slice(start, start + kernel.shape[1])
            start += kernel.shape[1]
        return columns

    @cached_property
    def _tables(self) -> list[Floats]:
        """For each feature its embedding times all parts' kernels, side by side."""
        parts = [self._projected(kernel) for kernel in self._kernels.values()]
        return [np.concatenate(tables, axis=1) for tables in zip(*parts, strict=True)]

    @cached_property
    def _after_tables(self) -> dict[str, Floats]:
        kernel = self._weights["pitch_hidden/kernel"]
        row = self._units[-1] + self._embedded_width
        tables = {}
        for name in ("duration", "ticks_left"):
            embedding = self._weights[f"embedding_{name}/embeddings"]
            tables[name] = embedding @ kernel[row : row + embedding.shape[1]]
            row += embedding.shape[1]
        return tables


def _gru(given: Floats, state: Floats, recurrent: Floats) -> Floats:
    """Return h' from x W + b and h; gates in Keras's order (z, r, c)."""
    units = state.shape[-1]
    both = _sigmoid(given[..., : 2 * units] + state @ recurrent[:, : 2 * units])
    z, r = both[..., :units], both[..., units:]
    candidate = np.tanh(given[..., 2 * units :] + (r * state) @ recurrent[:, 2 * units :])
    new: Floats = z * state + (1 - z) * candidate
    return new


def _sigmoid(x: Floats) -> Floats:
    y: Floats = 0.5 * np.tanh(0.5 * x) + 0.5
    return y
