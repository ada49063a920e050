"""The GRU as a Keras model: one step a note, a head for duration, a head for pitch.

The recurrent layers use `reset_after=False`, the equations of Cho et al. (2014):
z = σ(W_z x + U_z h + b_z), r = σ(W_r x + U_r h + b_r), c = tanh(W_h x + U_h (r ⊙ h) + b_h),
h' = z ⊙ h + (1 − z) ⊙ c in Keras's sense of z. Weight names are the runtime's too.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from etudes.encoding.context import ECHOES, feature_sizes
from etudes.encoding.vocabulary import Vocabulary
from etudes.model.architecture import Architecture, embedding_table

_NORMAL = {"class_name": "RandomNormal", "config": {"mean": 0.0, "stddev": 0.3}}


def build_network(
    architecture: Architecture, vocabulary: Vocabulary, dropout: float = 0.3
) -> Any:
    """Return an untrained Keras model.

    Inputs: `features` (batch, time, features), the true `duration` (batch, time) and
    `left_after` (batch, time), all integers. Outputs: logits `duration_logits`
    (batch, time, durations) and `pitch_logits` (batch, time, pitches).
    """
    import keras

    layers, ops = keras.layers, keras.ops
    names = list(feature_sizes(vocabulary))
    features = keras.Input((None, len(names)), dtype="int32", name="features")
    duration = keras.Input((None,), dtype="int32", name="duration")
    left_after = keras.Input((None,), dtype="int32", name="left_after")

    tables = {
        name: layers.Embedding(rows, width, _NORMAL, name=f"embedding_{name}")
        for name, (rows, width) in architecture.tables(vocabulary).items()
    }
    column = {name: features[:, :, i] for i, name in enumerate(names)}
    embedded = layers.Concatenate()(
        [tables[embedding_table(name)](column[name]) for name in names]
    )
    state = layers.Dropout(dropout / 3)(embedded)
    for i, units in enumerate(architecture.gru, start=1):
        gru = layers.GRU(units, return_sequences=True, reset_after=False, name=f"gru_{i}")
        state = layers.Dropout(dropout)(gru(state))

    def head(name: str, known: list[Any], width: int, size: int) -> Any:
        hidden = layers.Dense(width, "relu", name=f"{name}_hidden")(
            layers.Concatenate()(known)
        )
        hidden = layers.Dropout(dropout)(hidden)
        logits = layers.Dense(size, name=f"{name}_output")(hidden)
        gates = layers.Dense(len(ECHOES), bias_initializer="ones", name=f"{name}_gates")(
            hidden
        )
        for i, echo in enumerate(ECHOES):
            told = ops.one_hot(column[f"{name}_{echo}"], size + 1)[:, :, :size]
            logits = logits + gates[:, :, i : i + 1] * told
        return layers.Identity(name=f"{name}_logits")(logits)

    known = [state, embedded]
    durations, pitches = len(vocabulary.durations), len(vocabulary.pitches)
    duration_logits = head("duration", known, architecture.duration_head, durations)
    known = [*known, tables["duration"](duration), tables["ticks_left"](left_after)]
    pitch_logits = head("pitch", known, architecture.pitch_head, pitches)
    return keras.Model(
        {"features": features, "duration": duration, "left_after": left_after},
        {"duration_logits": duration_logits, "pitch_logits": pitch_logits},
    )


def export_weights(network: Any) -> dict[str, NDArray[np.float32]]:
    """Return the weights by name (`gru_1/kernel`, `pitch_output/bias` …)."""
    return {
        f"{layer.name}/{weight.name}": np.asarray(weight, np.float32)
        for layer in network.layers
        for weight in _weights(layer)
    }


def import_weights(network: Any, weights: dict[str, NDArray[np.float32]]) -> None:
    """Put named weights into a network of the same architecture."""
    for layer in network.layers:
        for weight in _weights(layer):
            weight.assign(weights[f"{layer.name}/{weight.name}"])


def _weights(layer: Any) -> list[Any]:
    """Return the trained arrays of a layer, without the state of its dropout."""
    return list(layer.trainable_variables)
